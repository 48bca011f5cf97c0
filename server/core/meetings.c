/* Meetings held, talks, bookings, three-party days (rules 5.8) and movement (5.10). */
#include "core/timeline.h"

bool meetings_prepare(struct arena *arena, struct course *course)
{
    size_t meetings = count_of(course, KIND_MEETING);
    course->held = ARENA_ARRAY(arena, struct held, meetings);
    course->talks.at = ARENA_ARRAY(arena, struct moment, meetings);
    course->movements.at = ARENA_ARRAY(arena, struct moment, course->n);
    course->three_party.at = ARENA_ARRAY(arena, struct moment, meetings + count_of(course, KIND_HANDOVER));
    course->bookings = ARENA_ARRAY(arena, struct booking, count_of(course, KIND_MEETING_BOOKED));
    return course->held && course->talks.at && course->movements.at && course->three_party.at &&
           course->bookings;
}

static bool is_held(const struct event *event)
{
    return event->kind == KIND_MEETING && event->outcome == MEETING_OUTCOME_HELD &&
           event->channel != CHANNEL_LETTER;
}

static bool is_movement(const struct event *event)
{
    uint32_t flags = kind_info((enum kind)event->kind)->flags;
    if (flags & KIND_SUBSTANTIVE)
        return true;
    return (is_held(event) && (value_flags(CATALOGUE_MEETING_KIND, event->code) & MEETING_MOVEMENT)) ||
           (event->kind == KIND_HANDOVER && event->outcome == HANDOVER_STATE_ACCEPTED) ||
           (event->kind == KIND_COORDINATION_CONTACT && event->party == PARTY_EMPLOYER);
}

static bool is_three_party(const struct event *event)
{
    if (event->kind == KIND_HANDOVER)
        return event->code == HANDOVER_MODE_THREE_PARTY &&
               (event->outcome == HANDOVER_STATE_SENT || event->outcome == HANDOVER_STATE_ACCEPTED);
    return is_held(event) && event->code == MEETING_KIND_THREE_PARTY_HANDOVER;
}

/* One a day, the latest. */
static void add_day(struct moments *moments, struct moment moment)
{
    if (moments->n && moments->at[moments->n - 1].day == moment.day)
        moments->n--;
    moments->at[moments->n++] = moment;
}

void meetings_event(struct course *course, uint32_t index)
{
    const struct event *event = course->at[index].event;
    struct moment moment = {course->at[index].day, index};
    if (is_movement(event))
        add_day(&course->movements, moment);
    if (is_three_party(event))
        add_day(&course->three_party, moment);
    if (is_held(event)) {
        uint32_t flags = value_flags(CATALOGUE_MEETING_KIND, event->code);
        if (event->administration == ADMINISTRATION_AKASSE)
            flags &= ~(uint32_t)MEETING_TALK;
        course->held[course->n_held++] = (struct held){index, moment.day, flags};
        if (flags & MEETING_TALK)
            course->talks.at[course->talks.n++] = moment;
    }
    if (event->kind == KIND_MEETING_BOOKED) {
        course->item_of[index] = (uint32_t)course->n_bookings;
        day_t starts = event->starts_at == INSTANT_NONE ? DAY_NONE : day_of_instant(event->starts_at);
        course->bookings[course->n_bookings++] =
            (struct booking){index, moment.day, starts, DAY_NEVER, NOWHERE};
    }
}

void meetings_refer(struct course *course, uint32_t index, uint32_t target, day_t day)
{
    if (course->at[index].event->kind != KIND_MEETING)
        return;
    struct booking *booking = &course->bookings[course->item_of[target]];
    if (booking->gone_by != NOWHERE)
        return;
    booking->gone = day;
    booking->gone_by = index;
}
