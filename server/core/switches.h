/* Changes of holder as they are known on a day (rules 5.7): past holders are rewritten when cover grows long
 * and when a reason comes. Inside core.
 *
 *     struct knowing k;
 *     if (!knowing_begin(&k, arena, course, param, from, to)) … no memory
 *     while (knowing_next(&k))
 *         … on the days [k.from, k.to) these are the changes: k.at, k.n
 */
#ifndef SPOR_SWITCHES_H
#define SPOR_SWITCHES_H

#include "core/timeline.h"

/* What was known before the first day of a run of cover. */
struct known_before {
    uint32_t run;
    size_t next_tenure, n, n_held_by;
    uint32_t last_holder, primary_then;
    bool was_under_cover;
};

struct knowing {
    day_t from, to;
    struct change *at; /* by day; until the next call */
    size_t n;

    const struct course *course;
    int32_t cover_days, intake_days, secondary_known_days;
    day_t end;         /* no day from here on is asked for */
    uint8_t *switches; /* by change: is it a switch? */
    uint8_t *to_new;   /* by change: a switch to somebody new to the citizen, which is no history? */
    uint32_t *last_by; /* by event: the last change that it made, NOWHERE */
    uint32_t *same;    /* by change: the one before that the same event made, NOWHERE */
    bool *has_held;    /* by person: has been holder */
    uint32_t *held_by; /* who that is, in order of the first time */
    size_t n_held_by;
    struct known_before before_run; /* the run of cover begun last */
    size_t next_tenure;             /* first one not yet gone through */
    size_t next_reason;             /* first one not yet known */
    uint32_t next_long;             /* first run of cover not yet long */
    uint32_t last_holder;           /* on the last day with one */
    uint32_t primary_then;
    bool was_under_cover;
    day_t first_holder_day;
    uint32_t first_holder_event;
};

/* The days [from, to) with the parameters of one period and group. */
bool knowing_begin(struct knowing *knowing, struct arena *arena, const struct course *course,
                   const int32_t *param, day_t from, day_t to) NODISCARD;
bool knowing_next(struct knowing *knowing);

/* Is it a switch: counted, and not the intake? */
static inline bool is_switch(const struct change *change)
{
    return change->weight == CHANGE_WHOLE || change->weight == CHANGE_HALF;
}

/* The newest switch as known now, NULL; `before` gets the one before it. */
const struct change *newest_switch(const struct knowing *knowing, const struct change **before);

/* The first change from the i-th on that is a switch to somebody new and no history; NULL. */
const struct change *switch_to_new(const struct knowing *knowing, size_t i);
/* Index of the first change later than `day`. */
size_t changes_after(const struct knowing *knowing, day_t day);

/* Can there be a change of holder at all? */
static inline bool has_changes(const struct course *course)
{
    return course->tenures.n > 1;
}

/* How many tenures begin on `day` or earlier; the last of them is the one that the day lies in, NULL before the first. */
size_t tenures_upto(const struct course *course, day_t day);
const struct tenure *tenure_on(const struct course *course, day_t day);
/* The first day on which a run of cover is known to be long; DAY_NEVER if it never is. */
day_t long_cover_from(const struct day_range *run, int32_t cover_days);
/* Holder of the days of a tenure, as known on `known_on`: 0 nobody. */
uint32_t tenure_holder(const struct course *course, const struct tenure *tenure, int32_t cover_days,
                       day_t known_on);

/* The latest reason given for an assignment by `known_on`, else the assignment's own; 0: missing. */
uint16_t assignment_reason(const struct course *course, uint32_t assignment, day_t known_on);

/* Caseworkers, whom the citizen met, indices of continuity (contacts.c); the course holds no event after
 * `on`. */
bool facts_of_contacts(struct arena *arena, const struct course *course, day_t on, const int32_t *param,
                       struct facts *facts) NODISCARD;

#endif
