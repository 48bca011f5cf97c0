/* Recommendation 3: the citizen is listened to and met with respect. */
#include "core/rules/rules.h"

/* R3.1: no wishes yet, after a time or after so many talks. */
void rule_wishes_missing(struct judgement *j)
{
    const struct course *course = j->course;
    day_t to = DAY_NEVER;
    if (count_of(course, KIND_WISHES_RECORDED))
        to = course->at[nth_of(course, KIND_WISHES_RECORDED, 0)].day;
    if (to <= j->from)
        return;
    size_t meetings = (size_t)j->param[PARAM_R3_1_MEETINGS];
    size_t talks = course->talks.n >= meetings ? meetings : 0;
    uint32_t *events = ARENA_ARRAY(j->arena, uint32_t, 1 + talks);
    if (!events) {
        j->no_memory = true;
        return;
    }
    events[0] = course->start_event;
    for (size_t i = 0; i < talks; i++)
        events[1 + i] = course->talks.at[i].event;
    day_t late = days_nth(&course->own, counted_from(j), course->start, j->param[PARAM_R3_1_AMBER_DAYS]);
    day_t talked = talks ? course->talks.at[talks - 1].day : DAY_NEVER;
    breach(j, &course->own, NOWHERE, late, day_min(talked, to), SEVERITY_AMBER, ATTRIBUTION_OWN_PRACTICE,
           (struct evidence){events, 1});
    breach(j, &course->own, NOWHERE, talked, day_min(late, to), SEVERITY_AMBER, ATTRIBUTION_OWN_PRACTICE,
           (struct evidence){events + 1, talks});
    breach(j, &course->own, NOWHERE, day_max(late, talked), to, SEVERITY_AMBER, ATTRIBUTION_OWN_PRACTICE,
           (struct evidence){events, 1 + talks});
}

/* R3.2 */
void rule_wishes_stale(struct judgement *j)
{
    const struct course *course = j->course;
    size_t n = count_of(course, KIND_WISHES_RECORDED);
    size_t next = count_upto(course, KIND_WISHES_RECORDED, j->from); /* the first later than that day */
    for (size_t i = next ? next - 1 : 0; i < n; i++) {
        uint32_t wishes = nth_of(course, KIND_WISHES_RECORDED, i);
        day_t from = course->at[wishes].day, to = DAY_NEVER;
        if (from >= j->to)
            return;
        if (i + 1 < n)
            to = course->at[nth_of(course, KIND_WISHES_RECORDED, i + 1)].day;
        breach_levels(j, &course->own, NOWHERE,
                      days_nth(&course->own, counted_from(j), from, j->param[PARAM_R3_2_AMBER_DAYS]),
                      days_nth(&course->own, counted_from(j), from, j->param[PARAM_R3_2_RED_DAYS]), to,
                      ATTRIBUTION_OWN_PRACTICE, (struct evidence){&wishes, 1});
    }
}

/* The last three scores given to one question. */
struct scores {
    int32_t last[3];
    size_t n;
};

static bool is_low(const struct judgement *j, struct scores *scores, int32_t score)
{
    scores->last[scores->n++ % ARRAY_LEN(scores->last)] = score;
    if (score <= j->param[PARAM_R3_3_LOW_SCORE])
        return true;
    int32_t sum = scores->last[0] + scores->last[1] + scores->last[2];
    return score <= 3 && scores->n >= 3 && 10 * sum <= 3 * j->param[PARAM_R3_3_MEAN_TENTHS];
}

/* R3.3 */
void rule_feedback_low(struct judgement *j)
{
    const struct course *course = j->course;
    size_t n = count_of(course, KIND_FEEDBACK_RECEIVED);
    if (!n)
        return;
    struct moments low = {ARENA_ARRAY(j->arena, struct moment, n), 0}, followed_up;
    if (!low.at || !moments_of(j->arena, j->course, &(struct event_filter){.kind = KIND_FEEDBACK_FOLLOWED_UP},
                               &followed_up)) {
        j->no_memory = true;
        return;
    }
    struct scores respect = {0}, heard = {0};
    for (size_t i = 0; i < n; i++) {
        uint32_t index = nth_of(course, KIND_FEEDBACK_RECEIVED, i);
        const struct event *answer = course->at[index].event;
        struct scores *scores = answer->code == QUESTION_RESPECT ? &respect
                                : answer->code == QUESTION_HEARD ? &heard
                                                                 : NULL;
        if (scores && is_score_of_five(answer) && is_low(j, scores, answer->score))
            low.at[low.n++] = (struct moment){course->at[index].day, index};
    }
    breach_oldest(j, &low, &followed_up, DAY_NEVER, work_nth, j->param[PARAM_R3_3_FOLLOW_UP_WD]);
}

/* R3.4: the number changes on a day of one more, and when one leaves the window. */
void rule_municipality_cancels(struct judgement *j)
{
    const struct course *course = j->course;
    size_t meetings = count_of(course, KIND_MEETING), n = 0;
    int32_t window = j->param[PARAM_R3_4_WINDOW_DAYS], amber = j->param[PARAM_R3_4_AMBER],
            red = j->param[PARAM_R3_4_RED];
    if ((int32_t)meetings < amber)
        return;
    uint32_t *events = ARENA_ARRAY(j->arena, uint32_t, meetings);
    if (!events) {
        j->no_memory = true;
        return;
    }
    for (size_t i = 0; i < meetings; i++) {
        uint32_t index = nth_of(course, KIND_MEETING, i);
        uint8_t outcome = course->at[index].event->outcome;
        if (outcome == MEETING_OUTCOME_CANCELLED_BY_MUNICIPALITY ||
            outcome == MEETING_OUTCOME_MOVED_BY_MUNICIPALITY)
            events[n++] = index;
    }
    size_t first = 0, next = 0; /* of those in the window, and after them */
    for (day_t from = j->from, to; from < j->to; from = to) {
        while (next < n && course->at[events[next]].day <= from)
            next++;
        while (first < next && day_plus(course->at[events[first]].day, window) <= from)
            first++;
        to = next < n ? course->at[events[next]].day : DAY_NEVER;
        if (first < next)
            to = day_min(to, day_plus(course->at[events[first]].day, window));
        int32_t count = (int32_t)(next - first);
        if (count >= amber)
            breach(j, &course->own, NOWHERE, from, to, count >= red ? SEVERITY_RED : SEVERITY_AMBER,
                   ATTRIBUTION_OWN_PRACTICE, (struct evidence){events + first, next - first});
    }
}

/* Bookings made and meetings held, by day. */
static bool answers_to_requests(const struct judgement *j, struct moments *out)
{
    const struct course *course = j->course;
    *out = (struct moments){ARENA_ARRAY(j->arena, struct moment, course->n_bookings + course->n_held), 0};
    if (!out->at)
        return false;
    for (size_t b = 0, h = 0; b < course->n_bookings || h < course->n_held;) {
        const struct booking *booking = &course->bookings[b];
        const struct held *held = &course->held[h];
        if (h == course->n_held || (b < course->n_bookings && booking->event < held->event)) {
            out->at[out->n++] = (struct moment){booking->from, booking->event};
            b++;
        } else {
            out->at[out->n++] = (struct moment){held->day, held->event};
            h++;
        }
    }
    return true;
}

/* R3.5 */
void rule_meeting_right_unanswered(struct judgement *j)
{
    struct moments requests, answers;
    if (!count_of(j->course, KIND_MEETING_REQUESTED))
        return;
    if (!moments_of(j->arena, j->course, &(struct event_filter){.kind = KIND_MEETING_REQUESTED}, &requests) ||
        !answers_to_requests(j, &answers)) {
        j->no_memory = true;
        return;
    }
    breach_oldest(j, &requests, &answers, DAY_NEVER, work_nth, j->param[PARAM_R3_5_AMBER_WD]);
}
