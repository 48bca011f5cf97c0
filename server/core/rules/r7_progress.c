/* Recommendation 7: the course moves on. */
#include "core/rules/rules.h"

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

/* A run of days [from, to) without an open intervention. */
static void without_intervention(struct judgement *j, day_t from, day_t to)
{
    const struct course *course = j->course;
    day_t amber = days_nth(&course->own, counted_from(j), from, j->param[PARAM_R7_5_AMBER_DAYS]);
    day_t red = days_nth(&course->own, counted_from(j), from, j->param[PARAM_R7_5_RED_DAYS]);
    if (day_min(to, j->to) <= amber)
        return;
    struct cut *held = ARENA_ARRAY(j->arena, struct cut, course->waits.n ? course->n_phases : 0);
    if (!held) {
        j->no_memory = true;
        return;
    }
    size_t n_held = cuts_join(held, days_covered(j, held));
    uint32_t since = last_intervention_event(course, from);
    struct evidence evidence = {&since, 1};
    breach_unless(j, &course->own, NOWHERE, amber, day_min(red, to), SEVERITY_AMBER, ATTRIBUTION_OWN_PRACTICE,
                  evidence, held, n_held);
    breach(j, &course->own, NOWHERE, red, to, SEVERITY_RED, ATTRIBUTION_OWN_PRACTICE, evidence);
}

/* R7.5 */
void rule_no_intervention(struct judgement *j)
{
    const struct runs *open = &j->course->intervention;
    size_t i = runs_find(open, j->from);
    if (i == NOWHERE) {
        without_intervention(j, j->course->start, open->n ? open->at[0].from : DAY_NEVER);
        i = 0;
    }
    for (; i < open->n && open->at[i].from < j->to && !j->no_memory; i++)
        if (!open->at[i].value)
            without_intervention(j, open->at[i].from, runs_end(open, i));
    attribute_to_waits(j);
}
