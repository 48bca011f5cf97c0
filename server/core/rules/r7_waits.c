/* R7.2 and the days that waits cover. */
#include "core/rules/rules.h"

size_t days_covered(const struct judgement *j, struct cut *days)
{
    const struct course *course = j->course;
    size_t n = 0;
    for (size_t i = 0; i < course->waits.n; i++) {
        const struct item *wait = &course->waits.at[i];
        if (wait->party == PARTY_CASEWORKER || wait->party == PARTY_MUNICIPALITY)
            continue;
        for (uint32_t p = wait->first; p != NOWHERE; p = course->phases[p].next) {
            struct day_range in = phase_days(course, wait, &course->phases[p]);
            day_t end = wait_expected_end(wait, &course->phases[p], j->param);
            if (end == DAY_NONE)
                continue;
            day_t over = days_nth(&course->own, counted_from(j), end, j->param[PARAM_WAIT_GRACE_DAYS]);
            days[n++] = (struct cut){in.from, day_min(in.to, over), NOWHERE};
        }
    }
    return n;
}

void attribute_to_waits(struct judgement *j)
{
    for (size_t i = j->n_before; i < j->n; i++) {
        uint32_t to = runs_on(&j->course->waiting_for, j->spans[i].from);
        j->spans[i].attribution = to ? (uint8_t)to : ATTRIBUTION_OWN_PRACTICE;
    }
}

/* The first day on which a wait in a phase has lasted too long: past its expected end, or its norm. */
static day_t overrun(const struct judgement *j, const struct item *wait, const struct phase *phase)
{
    const struct day_set *own = &j->course->own;
    day_t end = wait_expected_end(wait, phase, j->param), late = DAY_NEVER;
    if (end != DAY_NONE)
        late = days_nth(own, counted_from(j), end, j->param[PARAM_WAIT_GRACE_DAYS]);
    bool has_reason = wait->code > 0 && wait->code < WAIT_REASON_COUNT;
    int32_t norm = has_reason ? j->param[PARAM_NORM_DAYS + wait->code - 1] : 0;
    if (!norm)
        return late;
    bool from_review = value_flags(CATALOGUE_WAIT_REASON, wait->code) & WAIT_NORM_FROM_REVIEW;
    return day_min(late, days_nth(own, counted_from(j), from_review ? phase->from : wait->from, norm));
}

/* R7.2 */
void rule_wait_overrun(struct judgement *j)
{
    const struct course *course = j->course;
    for (size_t i = 0; i < course->waits.n && course->waits.at[i].from < j->to; i++) {
        const struct item *wait = &course->waits.at[i];
        for (uint32_t p = wait->first; p != NOWHERE && wait->to > j->from; p = course->phases[p].next) {
            struct day_range in = phase_days(course, wait, &course->phases[p]);
            if (in.from < j->to && in.to > j->from)
                breach(j, &course->own, wait->event, day_max(in.from, overrun(j, wait, &course->phases[p])),
                       in.to, SEVERITY_AMBER, wait_attribution(wait->party),
                       (struct evidence){&wait->event, 1});
        }
    }
}
