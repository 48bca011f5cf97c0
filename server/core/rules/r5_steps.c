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
        if (with[i].to > from) {
            from = with[i].to;
            since = with[i].ended_by;
        }
    }
    if (from < j->to)
        without_step(j, from, DAY_NEVER, since, first);
}
