/* What the function of a rule works with: one stretch of days with the same parameters and the same target
 * group, and a place to put the days in breach (rules 7.1, 7.2). Inside core. */
#ifndef SPOR_SPANS_H
#define SPOR_SPANS_H

#include "core/timeline.h"

struct judgement {
    const struct course *course;
    const struct rule_sets *sets; /* for the one rule that looks at other periods */
    const struct rule_period *period;
    const int32_t *param; /* of the period and the group: param[PARAM_…] */
    uint32_t group;       /* enum target_group; 0: none */
    day_t from, to;       /* the days judged, [from, to) */
    enum rule rule;

    struct arena *arena;
    struct span *spans; /* grows */
    size_t n, room;
    size_t n_before;   /* spans of earlier stretches and rules: nothing is joined with those */
    uint32_t *last_of; /* by subject, the course last: 1 + the last of its spans; 0 */
    bool no_memory;
};

/* Events that explain a breach, as indices of the effective history. */
struct evidence {
    const uint32_t *at;
    size_t n;
};

/* The days [from, to) are in breach, as far as they are judged and lie in `days` (own, base or clock). What
 * touches the last span of the same subject with the same severity makes it longer. For one subject the calls
 * come by day and never overlap. `subject` is an index, NOWHERE: the course. */
void breach(struct judgement *judgement, const struct day_set *days, uint32_t subject, day_t from, day_t to,
            enum severity severity, enum attribution attribution, struct evidence evidence);

/* [from, to) without the days in `held` (joined, by day): the rest is in breach. */
void breach_unless(struct judgement *judgement, const struct day_set *days, uint32_t subject, day_t from,
                   day_t to, enum severity severity, enum attribution attribution, struct evidence evidence,
                   const struct cut *held, size_t n_held);

/* In breach up to `to`: amber from the day `amber` on, red from `red` on (red where both have come). */
void breach_levels(struct judgement *judgement, const struct day_set *days, uint32_t subject, day_t amber,
                   day_t red, day_t to, enum attribution attribution, struct evidence evidence);

/* days_nth, work_nth */
typedef day_t count_nth(const struct day_set *days, day_t counted_from, day_t since, int32_t n);

/* "The oldest not settled" (rules 11). Each item waits from its day until the first settling day, its own or
 * a later one; on each day before `to` the oldest that waits is amber once `n` (counted by `nth`) lie behind
 * its day. Own days, own practice, subject: the item. Both lists come by day. */
void breach_oldest(struct judgement *judgement, const struct moments *items, const struct moments *settling,
                   day_t to, count_nth *nth, int32_t n);
/* Gives a span other evidence: for rules whose evidence is known only when the first day of the span is. */
void span_explain(struct judgement *judgement, struct span *span, struct evidence evidence);

static inline day_t counted_from(const struct judgement *judgement)
{
    return judgement->param[PARAM_COUNTED_FROM];
}

/* Parameters in force on a day for the target group of that day. Before the first period the defaults, put
 * into `initial` (PARAM_COUNT of them). */
const int32_t *params_on(const struct course *course, const struct rule_sets *sets, day_t day,
                         int32_t *initial);

#endif
