/* The inside of a course: all definitions of rules 5, as states by day and as items with a beginning and an
 * end. Read by the rules, the facts, the rights and the moves; made by timeline.c, which walks the effective
 * history once and hands each event to the file of its matter. Inside core.
 *
 * "Index" means the place of an event in the effective history (struct course.at); days are as of their end.
 * What is known to end or begin on a day to come (a due, a cover planned) stands here as well, "if nothing
 * more happens". Nothing on a day depends on events of later days, so a course answers for each of its days.
 */
#ifndef SPOR_TIMELINE_H
#define SPOR_TIMELINE_H

#include "core/course.h"
#include "core/history.h"
#include "core/runs.h"

/* Who holds a role: `staff` 0 is nobody. `event` is the latest assignment of that person in that role; of
 * nobody what left none (a release; NOWHERE: cover that ran out). */
struct post {
    day_t from;
    uint32_t staff, event;
};

struct posts {
    struct post *at; /* by day; neighbours differ in person or event */
    size_t n;
};

/* A cover: in force, or planned ahead. */
struct cover {
    day_t from, due;
    uint32_t staff, event;
};

/* Days with the same primary and deputy; what holders are made from (rules 5.7). */
struct tenure {
    day_t from; /* to the day before the next one's */
    uint32_t primary, primary_event;
    uint32_t deputy, deputy_event;
    uint32_t run; /* of cover these days lie in; NOWHERE */
};

struct tenures {
    struct tenure *at;
    size_t n;
};

struct held_role {
    uint32_t staff;
    day_t from, to;
};

struct held_roles {
    struct held_role *at;
    size_t n;
};

/* A reason given later (switch_reason_given), in the order in which they take effect. */
struct reason {
    day_t day;
    uint32_t assignment; /* index */
};

/* Things by whom or what they are about, then by day: what is asked about one of them is no walk over all. */
struct dated {
    uint32_t key;
    day_t day;
    uint32_t what;
};

struct dated_list {
    struct dated *at;
    size_t n;
};

/* Something begun by one event and ended by another: a step, wait, intervention or pause. */
struct item {
    uint32_t event;
    day_t from, to;       /* [from, to); a step done on its day is never open */
    uint32_t ended_by;    /* index, NOWHERE */
    uint32_t first, last; /* of its phases */
    day_t told;           /* of a step: the first day on which the citizen knows it; DAY_NEVER */
    uint8_t code;
    uint8_t party; /* of a step its owner; of a wait the field, else the reason's */
    uint8_t area;  /* of an intervention: administration; 0 none */
    bool is_statement;
};

struct items {
    struct item *at; /* in order of beginning */
    size_t n;
};

/* What an item says from a day on: its due date, hours. A phase lasts to the next one's day, the last one to
 * the item's end. */
struct phase {
    day_t from;
    day_t due; /* DAY_NONE: none */
    uint32_t event;
    uint32_t next;  /* NOWHERE */
    int32_t number; /* of a step: how often it was postponed by then */
    int16_t hours;  /* -1: none */
};

struct booking {
    uint32_t event;
    day_t from, starts;
    day_t gone; /* DAY_NEVER */
    uint32_t gone_by;
};

struct held {
    uint32_t event;
    day_t day;
    uint32_t flags; /* MEETING_MOVEMENT and others; MEETING_TALK only where it is one (rules 5.8) */
};

struct moment {
    day_t day;
    uint32_t event;
};

struct moments {
    struct moment *at; /* by day */
    size_t n;
};

/* A plan of one key (rules 5.9), from plan_made to plan_closed or the next plan_made. */
struct plan {
    day_t from, to;
    uint32_t first, last; /* of its entries */
    uint8_t key;          /* enum administration; PLAN_OWN */
};
enum { PLAN_OWN = ADMINISTRATION_EMPLOYMENT };

struct plan_entry {
    day_t day;
    uint32_t event;
    uint32_t next; /* NOWHERE */
    bool is_confirmation;
};

/* A started transition (rules 5.9). */
struct move {
    uint32_t event;
    day_t day;
    day_t accepted; /* DAY_NEVER */
    uint32_t unit;  /* term */
    uint8_t administration;
    bool asks;
};

/* A handover, by its first event, with its latest state. */
struct handover {
    uint32_t event;
    uint32_t latest; /* event of that state */
    day_t since;     /* day of that state */
    uint32_t sent;   /* event of the latest `sent`, NOWHERE */
    uint8_t state;   /* enum handover_state */
};

/* State after the last event, at the very moment; moves are checked on it. */
struct moment_state {
    bool has_started, is_open, has_had_primary;
    uint32_t unit;
    uint8_t administration;
    uint32_t primary, coordinator;
    struct cover deputy;   /* staff 0: none; may have run out */
    struct cover *planned; /* by day of beginning */
    size_t n_planned;
    day_t closed_on;                        /* of the last closing, DAY_NONE */
    uint32_t plan_of[ADMINISTRATION_COUNT]; /* in force by key, NOWHERE */
};

struct course {
    const struct occurrence *at; /* the effective history */
    size_t n;
    day_t born;
    day_t start;          /* of the course; DAY_NEVER: not yet */
    uint32_t start_event; /* NOWHERE */
    uint32_t *of_kind;    /* indices by kind, in order: of_kind[kind_from[k]] … before kind_from[k + 1] */
    uint32_t kind_from[KIND_COUNT + 1];
    uint32_t *item_of; /* by index of event: of its step, wait, …; NOWHERE */
    uint32_t *persons; /* the staff numbers of all events, ascending, each once */
    size_t n_persons;

    struct runs open, group, unit, administration, is_complex_marked;
    struct runs is_paused, is_stopped;
    struct day_set own, base, clock, age; /* rules 5.5; age: the days it grows by */
    struct day_range *open_ranges;        /* open at some moment of the day */
    size_t n_open_ranges;

    struct posts primary, deputy, coordinator;
    struct held_roles secondary;    /* in order of beginning */
    uint32_t *last_role;            /* by person: the last of those, NOWHERE */
    struct dated_list secondary_of; /* the same by staff */
    struct dated_list assigned_to,
        released_of;              /* events by staff: primary or deputy; released with a reason */
    struct dated_list reasons_of; /* codes by assignment */
    struct tenures tenures;
    struct day_range *cover_runs;
    size_t n_cover_runs;
    struct reason *reasons;
    size_t n_reasons;

    struct items pauses, steps, waits, interventions;
    struct phase *phases; /* of all items */
    size_t n_phases;
    struct runs waiting_for;  /* enum attribution of the open waits (7.1); 0: none open */
    struct runs open_areas;   /* VALUE_BIT of the areas with open interventions */
    struct runs intervention; /* is one open? */

    struct booking *bookings;
    size_t n_bookings;
    struct held *held; /* meetings */
    size_t n_held;
    struct moments talks, movements, three_party;
    struct plan *plans;
    size_t n_plans;
    struct plan_entry *plan_entries;
    size_t n_plan_entries;
    struct move *moves;
    size_t n_moves;
    struct handover *handovers;
    size_t n_handovers;

    struct moment_state now;
};

/* A course of the first `n` effective events: as if nothing had happened since. */
enum err_code course_of(struct arena *arena, const struct occurrences *all, size_t n, day_t born,
                        struct course **out, struct err *err) NODISCARD;

/* ---- the matters: each allocates for as many events as there are, takes its events, and finishes ------- */

bool states_prepare(struct arena *arena, struct course *course);
void states_event(struct course *course, uint32_t index);
void states_refer(struct course *course, uint32_t index, uint32_t target, day_t day);
bool states_finish(struct arena *arena, struct course *course);
/* Is the citizen with another authority while that one is responsible? */
bool is_away(uint32_t administration);
/* A transition makes another unit responsible. */
void states_set_unit(struct course *course, day_t day, uint32_t unit, uint8_t administration);

bool people_prepare(struct arena *arena, struct course *course);
void people_event(struct course *course, uint32_t index);
void people_refer(struct course *course, uint32_t index, uint32_t target, day_t day);
bool people_finish(struct arena *arena, struct course *course);

bool items_prepare(struct arena *arena, struct course *course);
void items_event(struct course *course, uint32_t index);
void items_refer(struct course *course, uint32_t index, uint32_t target, day_t day);
bool items_finish(struct arena *arena, struct course *course);

bool meetings_prepare(struct arena *arena, struct course *course);
void meetings_event(struct course *course, uint32_t index);
void meetings_refer(struct course *course, uint32_t index, uint32_t target, day_t day);

bool plans_prepare(struct arena *arena, struct course *course);
void plans_event(struct course *course, uint32_t index);

bool passages_prepare(struct arena *arena, struct course *course);
void passages_event(struct course *course, uint32_t index);
void passages_refer(struct course *course, uint32_t index, uint32_t target, day_t day);
void passages_finish(struct course *course);

/* ---- asking -------------------------------------------------------------------------------------------- */

static inline size_t count_of(const struct course *course, enum kind kind)
{
    return course->kind_from[kind + 1] - course->kind_from[kind];
}

/* The i-th event of a kind. */
static inline uint32_t nth_of(const struct course *course, enum kind kind, size_t i)
{
    return course->of_kind[course->kind_from[kind] + i];
}

/* How many events of a kind lie on `day` or earlier. */
size_t count_upto(const struct course *course, enum kind kind, day_t day);
/* Index of the latest event of a kind up to `day`, NOWHERE. */
uint32_t latest_of(const struct course *course, enum kind kind, day_t day);

/* Which events of a kind: with one of these codes, outcomes (VALUE_BIT; 0: any), with all of these marks. */
struct event_filter {
    enum kind kind;
    uint64_t codes, outcomes;
    uint32_t marks;
};
/* The first day from `from` on with such an event, DAY_NEVER. */
day_t first_day(const struct course *course, const struct event_filter *filter, day_t from);

/* A reason, 0 where it is none. */
static inline uint16_t switch_reason(uint32_t code)
{
    return code < SWITCH_REASON_COUNT && code != SWITCH_REASON_UNKNOWN ? (uint16_t)code : SWITCH_REASON_NONE_;
}

/* Properties of a value, 0 where the number is unknown. */
uint32_t value_flags(enum catalogue catalogue, uint32_t number);

/* Index in posts of what holds on `day`, NOWHERE before the first. */
uint32_t posts_find(const struct posts *posts, day_t day);
void posts_set(struct posts *posts, day_t from, uint32_t staff, uint32_t event);
uint32_t posts_on(const struct posts *posts, day_t day);
/* First day and end of the unbroken run of days with the person of posts->at[i]. */
struct day_range posts_run(const struct posts *posts, uint32_t i);
/* Index of the first run of cover that ends after `day`. */
size_t cover_run_after(const struct course *course, day_t day);
/* Who was primary on `day`, or last before it; 0. */
uint32_t primary_or_last(const struct course *course, day_t day);
/* Covers that are due by the end of `day` begin and end. */
void people_advance(struct course *course, day_t day);

size_t moments_after(const struct moments *moments, day_t day); /* index of the first later than `day` */
/* The first day from `from` on; DAY_NEVER. */
day_t moments_from(const struct moments *moments, day_t from);
/* The events that fit. */
bool moments_of(struct arena *arena, const struct course *course, const struct event_filter *filter,
                struct moments *out);

/* Which of `persons` (one of them, or more than any: where it would stand). */
size_t person_of(const struct course *course, uint32_t staff);
/* Sorts what was put into the list by day. */
bool dated_sort(struct arena *arena, struct dated_list *list);
/* What of `key` is the latest up to `day`, and what the first from `day` on: its index, NOWHERE. */
uint32_t dated_upto(const struct dated_list *list, uint32_t key, day_t day);
uint32_t dated_from(const struct dated_list *list, uint32_t key, day_t day);

/* Phase of an item in force on `day` (not before its beginning). */
const struct phase *phase_on(const struct course *course, const struct item *item, day_t day);
/* [from, to) of a phase within its item. */
struct day_range phase_days(const struct course *course, const struct item *item, const struct phase *phase);
/* The days of a phase on which an intervention is open: to its due at the latest. */
struct day_range phase_open_days(const struct course *course, const struct item *item,
                                 const struct phase *phase);
bool intervention_is_open(const struct course *course, const struct item *item, day_t day);
/* What a run of days without open interventions that begins on `day` began with: the event that ended the
 * last one or set its last day; the start of the course. */
uint32_t last_intervention_event(const struct course *course, day_t day);
/* An answer the rules may read: with a score, on the scale of five (rules R3.3, R5.4). */
static inline bool is_score_of_five(const struct event *answer)
{
    return answer->score >= 0 && answer->scale == SCALE_DEFAULT;
}

static inline bool item_is_open(const struct item *item, day_t day)
{
    return item->from <= day && day < item->to;
}

/* Expected end of a wait (rules 5.9) in a phase, DAY_NONE; `param` are the parameters of the day asked for.
 */
day_t wait_expected_end(const struct item *wait, const struct phase *phase, const int32_t *param);
/* To whom an open wait for that party is owed (rules 7.1). */
enum attribution wait_attribution(uint8_t party);

/* Which plan an event is about. */
uint8_t plan_key(const struct event *event);

/* Rules 5.11. */
bool is_complex(const struct course *course, day_t day);

/* Course age (rules 5.5) on any day. */
int32_t course_age(const struct course *course, day_t day);
/* First day of the closed days that `day` lies in; DAY_NONE where the case is open that day. */
day_t closed_since(const struct course *course, day_t day);

#endif
