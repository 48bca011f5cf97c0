/* From one hand to another: moves between units with their acceptance (rules 5.9), handovers with their state
 * (rules 3 and 9). */
#include "core/timeline.h"

bool passages_prepare(struct arena *arena, struct course *course)
{
    course->moves = ARENA_ARRAY(arena, struct move, count_of(course, KIND_TRANSITION));
    course->handovers = ARENA_ARRAY(arena, struct handover, count_of(course, KIND_HANDOVER));
    return course->moves && course->handovers;
}

static void take_state(struct handover *handover, const struct event *event, uint32_t index, day_t day)
{
    handover->latest = index;
    handover->since = day;
    handover->state = event->outcome;
    if (event->outcome == HANDOVER_STATE_SENT)
        handover->sent = index;
}

void passages_event(struct course *course, uint32_t index)
{
    const struct event *event = course->at[index].event;
    day_t day = course->at[index].day;
    if (event->kind == KIND_TRANSITION) {
        if (event->outcome == TRANSITION_STATE_STARTED) {
            bool asks = event->unit && event->unit != course->now.unit;
            course->item_of[index] = (uint32_t)course->n_moves;
            course->moves[course->n_moves++] =
                (struct move){index, day, asks ? DAY_NEVER : day, event->unit, event->administration, asks};
        }
        if (event->unit &&
            (event->outcome == TRANSITION_STATE_STARTED || event->outcome == TRANSITION_STATE_ACCEPTED))
            states_set_unit(course, day, event->unit, event->administration);
    } else if (event->kind == KIND_HANDOVER && !event->ref) {
        course->item_of[index] = (uint32_t)course->n_handovers;
        struct handover *handover = &course->handovers[course->n_handovers++];
        *handover = (struct handover){.event = index, .sent = NOWHERE};
        take_state(handover, event, index, day);
    }
}

void passages_refer(struct course *course, uint32_t index, uint32_t target, day_t day)
{
    const struct event *event = course->at[index].event;
    uint32_t place = course->item_of[target];
    if (place ==
        NOWHERE) /* a transition that was not started, a handover that is not the first of its kind */
        return;
    if (event->kind == KIND_TRANSITION) {
        if (event->outcome == TRANSITION_STATE_ACCEPTED)
            course->moves[place].accepted = day_min(course->moves[place].accepted, day);
    } else if (event->kind == KIND_HANDOVER) {
        take_state(&course->handovers[place], event, index, day);
    }
}

static bool is_own_administration(uint8_t administration)
{
    const uint64_t others = VALUE_BIT(ADMINISTRATION_NONE_) | VALUE_BIT(ADMINISTRATION_AKASSE) |
                            VALUE_BIT(ADMINISTRATION_REGION) | VALUE_BIT(ADMINISTRATION_PROVIDER) |
                            VALUE_BIT(ADMINISTRATION_OTHER_MUNICIPALITY) | VALUE_BIT(ADMINISTRATION_STATE) |
                            VALUE_BIT(ADMINISTRATION_EMPLOYER);
    return administration < ADMINISTRATION_COUNT && !(others & VALUE_BIT(administration));
}

/* A new primary, or a meeting held at the unit, accepts a move as well: on its day or later. */
void passages_finish(struct course *course)
{
    size_t n_assigned = count_of(course, KIND_CASEWORKER_ASSIGNED), next_assigned = 0, first_held = 0;
    for (size_t i = 0; i < course->n_moves; i++) {
        struct move *move = &course->moves[i];
        for (; next_assigned < n_assigned; next_assigned++) {
            const struct occurrence *one =
                &course->at[nth_of(course, KIND_CASEWORKER_ASSIGNED, next_assigned)];
            if (one->day >= move->day && one->event->role == ROLE_PRIMARY && one->event->staff)
                break;
        }
        if (!move->asks)
            continue;
        if (next_assigned < n_assigned && is_own_administration(move->administration))
            move->accepted = day_min(move->accepted,
                                     course->at[nth_of(course, KIND_CASEWORKER_ASSIGNED, next_assigned)].day);
        while (first_held < course->n_held && course->held[first_held].day < move->day)
            first_held++;
        for (size_t h = first_held; h < course->n_held && course->held[h].day < move->accepted; h++)
            if (course->at[course->held[h].event].event->unit == move->unit) {
                move->accepted = course->held[h].day;
                break;
            }
    }
}
