/* Recommendation 7: the course moves on. */
#include "core/rules/rules.h"

/* Days on which an open wait covers (rules 5.9), joined: on these the citizen waits for somebody else, and it
 * has not lasted longer than was expected. Returns how many. */
static size_t days_covered(const struct judgement *j, struct cut *days)
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

/* Days on which an intervention with a last day is open. */
static size_t days_limited(const struct course *course, struct cut *days)
{
    size_t n = 0;
    for (size_t i = 0; i < course->interventions.n; i++) {
        const struct item *item = &course->interventions.at[i];
        for (uint32_t p = item->first; p != NOWHERE; p = course->phases[p].next) {
            struct day_range in = phase_open_days(course, item, &course->phases[p]);
            if (course->phases[p].due != DAY_NONE)
                days[n++] = (struct cut){in.from, in.to, NOWHERE};
        }
    }
    return n;
}

/* By the parties of the waits open on the first day of each span (rules 7.1). */
static void attribute_to_waits(struct judgement *j)
{
    for (size_t i = j->n_before; i < j->n; i++) {
        uint32_t to = runs_on(&j->course->waiting_for, j->spans[i].from);
        j->spans[i].attribution = to ? (uint8_t)to : ATTRIBUTION_OWN_PRACTICE;
    }
}

/* R7.1 */
void rule_stalled(struct judgement *j)
{
    const struct course *course = j->course;
    const struct moments *movements = &course->movements;
    struct cut *held = ARENA_ARRAY(j->arena, struct cut, course->n_phases);
    if (!held) {
        j->no_memory = true;
        return;
    }
    size_t n_held = days_covered(j, held);
    n_held += days_limited(course, held + n_held);
    n_held = cuts_join(held, n_held);

    size_t next = moments_after(movements, j->from); /* the first later than the first day judged */
    day_t since = next ? movements->at[next - 1].day : course->start;
    uint32_t event = next ? movements->at[next - 1].event : course->start_event;
    while (since < j->to) {
        day_t to = next < movements->n ? movements->at[next].day : DAY_NEVER;
        day_t amber = days_nth(&course->own, counted_from(j), since, j->param[PARAM_R7_1_AMBER_DAYS]);
        day_t red = days_nth(&course->own, counted_from(j), since, j->param[PARAM_R7_1_RED_DAYS]);
        struct evidence evidence = {&event, 1};
        breach_unless(j, &course->own, NOWHERE, amber, day_min(red, to), SEVERITY_AMBER,
                      ATTRIBUTION_OWN_PRACTICE, evidence, held, n_held);
        breach(j, &course->own, NOWHERE, red, to, SEVERITY_RED, ATTRIBUTION_OWN_PRACTICE, evidence);
        if (to == DAY_NEVER)
            break;
        since = to;
        event = movements->at[next++].event;
    }
    attribute_to_waits(j);
}

static enum attribution cause_of(const struct course *course, uint32_t review)
{
    const struct catalogue_value *cause =
        review == NOWHERE ? NULL : catalogue_value(CATALOGUE_LONG_CAUSE, course->at[review].event->code);
    return cause ? (enum attribution)cause->attribution : ATTRIBUTION_UNKNOWN;
}

/* The days [from, to) after one review, or before the first. */
static void since_review(struct judgement *j, uint32_t review, day_t from, day_t to)
{
    const struct course *course = j->course;
    const struct day_set *clock = &course->clock;
    int32_t review_days = j->param[PARAM_R7_3_REVIEW_DAYS], red_days = j->param[PARAM_R7_3_RED_DAYS];
    int32_t age_days = j->param[PARAM_R7_3_AGE_DAYS];
    day_t due = from, overdue = from, limit = counted_from(j);
    if (review != NOWHERE) {
        due = days_nth(clock, limit, from, review_days);
        overdue = days_nth(clock, limit, from, review_days + red_days);
    }
    /* Judged days are open ones, on which the age is the number of days that count as age. */
    day_t info = day_max(day_set_nth(&course->age, j->param[PARAM_R7_3_INFO_AGE_DAYS]), due);
    day_t amber = day_max(day_set_nth(&course->age, age_days), info);
    day_t red = day_max(day_max(day_set_nth(&course->age, age_days + red_days), overdue), amber);
    if (limit != DAY_NONE)
        red = day_max(red, day_plus(limit, red_days));
    uint32_t since = review == NOWHERE ? course->start_event : review;
    enum attribution attribution = cause_of(course, review);
    struct evidence evidence = {&since, 1};
    breach(j, clock, NOWHERE, info, day_min(amber, to), SEVERITY_INFO, attribution, evidence);
    breach(j, clock, NOWHERE, amber, day_min(red, to), SEVERITY_AMBER, attribution, evidence);
    breach(j, clock, NOWHERE, red, to, SEVERITY_RED, attribution, evidence);
}

/* R7.3 */
void rule_two_years(struct judgement *j)
{
    const struct course *course = j->course;
    size_t n = count_of(course, KIND_LONG_CASE_REVIEWED);
    size_t next = count_upto(course, KIND_LONG_CASE_REVIEWED, j->from);
    uint32_t review = next ? nth_of(course, KIND_LONG_CASE_REVIEWED, next - 1) : NOWHERE;
    day_t from = next ? course->at[review].day : course->start;
    for (; from < j->to; next++) {
        uint32_t following = next < n ? nth_of(course, KIND_LONG_CASE_REVIEWED, next) : NOWHERE;
        day_t to = following == NOWHERE ? DAY_NEVER : course->at[following].day;
        since_review(j, review, from, to);
        if (to == DAY_NEVER)
            break;
        from = to;
        review = following;
    }
}
