/* Plans by key, with their versions and confirmations (rules 5.9). */
#include "core/timeline.h"

bool plans_prepare(struct arena *arena, struct course *course)
{
    size_t versions = count_of(course, KIND_PLAN_MADE) + count_of(course, KIND_PLAN_REVISED);
    course->plans = ARENA_ARRAY(arena, struct plan, versions);
    course->plan_entries =
        ARENA_ARRAY(arena, struct plan_entry, versions + count_of(course, KIND_PLAN_CONFIRMED));
    for (size_t key = 0; key < ADMINISTRATION_COUNT; key++)
        course->now.plan_of[key] = NOWHERE;
    return course->plans && course->plan_entries;
}

uint8_t plan_key(const struct event *event)
{
    uint8_t of = event->administration;
    if (event->code == PLAN_KIND_HOLISTIC_PLAN || event->code == PLAN_KIND_INTEGRATION_CONTRACT)
        return PLAN_OWN;
    return of == ADMINISTRATION_NONE_ || of == ADMINISTRATION_AKASSE || of >= ADMINISTRATION_COUNT ? PLAN_OWN
                                                                                                   : of;
}

static void begin_plan(struct course *course, uint8_t key, day_t day)
{
    course->now.plan_of[key] = (uint32_t)course->n_plans;
    course->plans[course->n_plans++] = (struct plan){day, DAY_NEVER, NOWHERE, NOWHERE, key};
}

static void end_plan(struct course *course, uint8_t key, day_t day)
{
    if (course->now.plan_of[key] == NOWHERE)
        return;
    course->plans[course->now.plan_of[key]].to = day;
    course->now.plan_of[key] = NOWHERE;
}

static void add_entry(struct course *course, uint8_t key, uint32_t index, bool is_confirmation)
{
    struct plan *plan = &course->plans[course->now.plan_of[key]];
    uint32_t added = (uint32_t)course->n_plan_entries++;
    course->plan_entries[added] = (struct plan_entry){course->at[index].day, index, NOWHERE, is_confirmation};
    if (plan->first == NOWHERE)
        plan->first = added;
    else
        course->plan_entries[plan->last].next = added;
    plan->last = added;
}

void plans_event(struct course *course, uint32_t index)
{
    const struct event *event = course->at[index].event;
    day_t day = course->at[index].day;
    if (event->kind == KIND_PLAN_MADE || event->kind == KIND_PLAN_REVISED) {
        uint8_t key = plan_key(event);
        if (event->kind == KIND_PLAN_MADE)
            end_plan(course, key, day);
        if (course->now.plan_of[key] == NOWHERE)
            begin_plan(course, key, day);
        add_entry(course, key, index, false);
    } else if (event->kind == KIND_PLAN_CONFIRMED) {
        uint8_t key = plan_key(event);
        if (course->now.plan_of[key] != NOWHERE)
            add_entry(course, key, index, true);
    } else if (event->kind == KIND_PLAN_CLOSED) {
        end_plan(course, plan_key(event), day);
    }
}
