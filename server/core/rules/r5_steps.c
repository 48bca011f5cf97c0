/* Recommendation 5: the citizen always knows the next step. */
#include "core/rules/rules.h"

/* The first held meeting that is movement. */
static const struct held *first_movement_meeting(const struct course *course)
{
    for (size_t i = 0; i < course->n_held; i++)
        if (course->held[i].flags & MEETING_MOVEMENT)
            return &course->held[i];
    return NULL;
}

/* Days with a next step: a step is open, or a booking is near. Joined. */
static size_t days_with(const struct judgement *j, struct cut *days)
{
    const struct course *course = j->course;
    int32_t ahead = j->param[PARAM_R5_1_BOOKED_MEETING_DAYS];
    size_t n = 0;
    for (size_t i = 0; i < course->steps.n; i++) {
        const struct item *step = &course->steps.at[i];
        days[n++] = (struct cut){step->from, step->to, step->ended_by};
    }
    for (size_t i = 0; i < course->n_bookings; i++) {
        const struct booking *booking = &course->bookings[i];
        day_t from = day_max(booking->from, day_plus(booking->starts, -ahead));
        bool gone = booking->gone <= booking->starts;
        day_t to = gone ? booking->gone : day_plus(booking->starts, 1);
        days[n++] = (struct cut){from, to, gone ? booking->gone_by : booking->event};
    }
    return cuts_join(days, n);
}

/* A run of days [from, to) without a next step; `since` is the event from which it counts. */
static void without_step(struct judgement *j, day_t from, day_t to, uint32_t since, const struct held *first)
{
    const struct day_set *own = &j->course->own;
    day_t met = first ? first->day : DAY_NEVER, limit = counted_from(j);
    struct evidence evidence = {&since, 1};
    if (from < met)
        breach(j, own, NOWHERE, days_nth(own, limit, from, j->param[PARAM_R5_1_OPEN_DAYS]), day_min(to, met),
               SEVERITY_AMBER, ATTRIBUTION_OWN_PRACTICE, evidence);
    if (to <= met)
        return;
    if (met > from) {
        from = met;
        since = first->event;
    }
    day_t red = days_nth(own, limit, from, j->param[PARAM_R5_1_RED_DAYS]);
    day_t amber = work_nth(own, limit, from, j->param[PARAM_R5_1_AMBER_WD]);
    breach(j, own, NOWHERE, amber, day_min(red, to), SEVERITY_AMBER, ATTRIBUTION_OWN_PRACTICE, evidence);
    breach(j, own, NOWHERE, red, to, SEVERITY_RED, ATTRIBUTION_OWN_PRACTICE, evidence);
}

/* R5.1 */
void rule_no_next_step(struct judgement *j)
{
    const struct course *course = j->course;
    struct cut *with = ARENA_ARRAY(j->arena, struct cut, course->steps.n + course->n_bookings);
    if (!with) {
        j->no_memory = true;
        return;
    }
    size_t n = days_with(j, with);
    const struct held *first = first_movement_meeting(course);
    day_t from = course->start;
    uint32_t since = course->start_event;
    for (size_t i = 0; i < n && from < j->to; i++) {
        if (with[i].from > from && with[i].from > j->from)
            without_step(j, from, with[i].from, since, first);
        from = with[i].to;
        since = with[i].ended_by;
    }
    if (from < j->to)
        without_step(j, from, DAY_NEVER, since, first);
}

/* The next step that is open on some day judged, from steps[*i] on; NULL: no more. */
static const struct item *next_step(const struct judgement *j, size_t *i)
{
    const struct items *steps = &j->course->steps;
    while (*i < steps->n && steps->at[*i].from < j->to) {
        const struct item *step = &steps->at[(*i)++];
        if (step->to > j->from)
            return step;
    }
    return NULL;
}

/* R5.2: each due date is judged on the days on which it was the step's. */
void rule_next_step_overdue(struct judgement *j)
{
    const struct course *course = j->course;
    int32_t amber_days = j->param[PARAM_R5_2_AMBER_DAYS], red_days = j->param[PARAM_R5_2_RED_DAYS];
    size_t next = 0;
    for (const struct item *step; (step = next_step(j, &next));)
        for (uint32_t p = step->first; p != NOWHERE; p = course->phases[p].next) {
            const struct phase *phase = &course->phases[p];
            struct day_range days = phase_days(course, step, phase);
            if (phase->due >= days.to || days.to <= j->from)
                continue;
            day_t amber = days_nth(&course->own, counted_from(j), phase->due, amber_days);
            day_t red = days_nth(&course->own, counted_from(j), phase->due, red_days);
            breach_levels(j, &course->own, step->event, day_max(amber, days.from), day_max(red, days.from),
                          days.to, ATTRIBUTION_OWN_PRACTICE, (struct evidence){&step->event, 1});
        }
}

/* R5.3 */
void rule_next_step_not_told(struct judgement *j)
{
    const struct day_set *own = &j->course->own;
    size_t next = 0;
    for (const struct item *step; (step = next_step(j, &next));)
        if (step->told > step->from && step->told > j->from)
            breach(j, own, step->event,
                   work_nth(own, counted_from(j), step->from, j->param[PARAM_R5_3_AMBER_WD]),
                   day_min(step->to, step->told), SEVERITY_AMBER, ATTRIBUTION_OWN_PRACTICE,
                   (struct evidence){&step->event, 1});
}

/* The first `citizen_told` of a next step on `day` or later. */
static day_t told_of_step(const struct course *course, day_t day)
{
    for (size_t i = count_upto(course, KIND_CITIZEN_TOLD, day - 1); i < count_of(course, KIND_CITIZEN_TOLD);
         i++) {
        const struct occurrence *told = &course->at[nth_of(course, KIND_CITIZEN_TOLD, i)];
        if (told->event->code == TOLD_ABOUT_NEXT_STEP)
            return told->day;
    }
    return DAY_NEVER;
}

/* The end of the unbroken days, from `day` on, with a step open that was set on `day` or earlier. */
static day_t steps_last_until(const struct course *course, day_t day)
{
    day_t until = day;
    for (size_t i = 0; i < course->steps.n && course->steps.at[i].from <= day; i++)
        until = day_max(until, course->steps.at[i].to);
    return until;
}

/* R5.4 for one answer, which is the latest one up to `to`. */
static void unsure_since(struct judgement *j, uint32_t answer, day_t to)
{
    const struct course *course = j->course;
    day_t day = course->at[answer].day;
    to = day_min(to, day_plus(day, j->param[PARAM_R5_4_FADE_DAYS]));
    if (to <= j->from || course->at[answer].event->score > j->param[PARAM_R5_4_LOW_SCORE])
        return;
    size_t talk = moments_after(&course->talks, day);
    if (talk < course->talks.n)
        to = day_min(to, course->talks.at[talk].day);
    to = day_min(to, day_min(told_of_step(course, day), steps_last_until(course, day)));
    breach(j, &course->own, answer, day, to, SEVERITY_INFO, ATTRIBUTION_OWN_PRACTICE,
           (struct evidence){&answer, 1});
}

/* R5.4 */
void rule_citizen_unsure(struct judgement *j)
{
    const struct course *course = j->course;
    size_t n = count_of(course, KIND_FEEDBACK_RECEIVED);
    uint32_t latest = NOWHERE;
    for (size_t i = 0; i < n; i++) {
        uint32_t index = nth_of(course, KIND_FEEDBACK_RECEIVED, i);
        const struct event *event = course->at[index].event;
        if (event->code != QUESTION_KNOWS_NEXT_STEP || !is_score_of_five(event))
            continue;
        if (latest != NOWHERE)
            unsure_since(j, latest, course->at[index].day);
        latest = index;
        if (course->at[index].day >= j->to)
            return;
    }
    if (latest != NOWHERE)
        unsure_since(j, latest, DAY_NEVER);
}

/* R5.5 */
void rule_step_endlessly_moved(struct judgement *j)
{
    const struct course *course = j->course;
    size_t next = 0;
    for (const struct item *step; (step = next_step(j, &next));) {
        uint32_t p = step->first;
        while (p != NOWHERE && course->phases[p].number < j->param[PARAM_R5_5_MOVES])
            p = course->phases[p].next;
        if (p != NOWHERE)
            breach(j, &course->own, step->event, course->phases[p].from, step->to, SEVERITY_AMBER,
                   ATTRIBUTION_OWN_PRACTICE, (struct evidence){&step->event, 1});
    }
}
