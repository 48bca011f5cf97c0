/* Facts of a course as known on a day (rules 9). Asked for a day that has later events, a course of the
 * events up to that day is made first: what was known then to come is known then only. */
#include "core/spans.h"
#include "core/switches.h"

enum { YEAR = 365, QUIET_DAYS = 14 };

/* A stored fact changes by itself on that day. */
static void until(struct facts *facts, day_t on, day_t day)
{
    if (day > on)
        facts->facts_until = day_min(facts->facts_until, day);
}

static day_t day_of(const struct course *course, uint32_t index)
{
    return index == NOWHERE ? DAY_NONE : course->at[index].day;
}

static void facts_of_state(const struct course *course, day_t on, struct facts *facts)
{
    facts->is_open = runs_on(&course->open, on);
    facts->course_start = course->start == DAY_NEVER ? DAY_NONE : course->start;
    facts->course_age_days = course_age(course, on);
    facts->target_group = (uint16_t)runs_on(&course->group, on);
    facts->age_runs = facts->is_open && !runs_on(&course->is_stopped, on) &&
                      facts->target_group != TARGET_GROUP_FLEX_JOB_EMPLOYED;
    facts->unit = runs_on(&course->unit, on);
    facts->quiet_until = DAY_NONE;
    day_t opened = day_max(day_of(course, latest_of(course, KIND_CASE_OPENED, on)),
                           day_of(course, latest_of(course, KIND_CASE_REOPENED, on)));
    opened = day_max(opened, facts->course_start);
    if (opened != DAY_NONE)
        facts->quiet_until = opened + QUIET_DAYS;
    for (size_t i = 0; i < course->pauses.n; i++)
        if (item_is_open(&course->pauses.at[i], on))
            until(facts, on, course->pauses.at[i].to);

    facts->benefit_since = DAY_NONE;
    for (size_t n = count_of(course, KIND_BENEFIT_CHANGED); n > 0; n--) {
        const struct occurrence *one = &course->at[nth_of(course, KIND_BENEFIT_CHANGED, n - 1)];
        if (facts->benefit && one->event->code != facts->benefit)
            break;
        facts->benefit = one->event->code;
        facts->benefit_since = one->day;
    }
}

static void facts_of_people(const struct course *course, day_t on, const int32_t *param, struct facts *facts)
{
    uint32_t i = posts_find(&course->primary, on);
    facts->primary_since = DAY_NONE;
    if (i != NOWHERE && course->primary.at[i].staff) {
        facts->primary = course->primary.at[i].staff;
        facts->primary_since = posts_run(&course->primary, i).from;
    }
    facts->last_primary = primary_or_last(course, on);
    facts->coordinator = posts_on(&course->coordinator, on);
    facts->complex = is_complex(course, on);
    facts->deputy_until = DAY_NONE;
    i = posts_find(&course->deputy, on);
    if (i != NOWHERE && course->deputy.at[i].staff) {
        facts->deputy = course->deputy.at[i].staff;
        facts->deputy_until = posts_run(&course->deputy, i).to - 1;
    }
    size_t next = i == NOWHERE ? 0 : i + 1;
    if (next < course->deputy.n)
        until(facts, on, course->deputy.at[next].from);
    for (size_t r = 0; r < course->n_cover_runs; r++) {
        const struct day_range *run = &course->cover_runs[r];
        if (run->from <= on && run->to > on)
            until(facts, on, run->from + param[PARAM_COVER_DAYS]);
    }
}

static bool facts_of_switches(struct arena *arena, const struct course *course, day_t on,
                              const int32_t *param, struct facts *facts)
{
    struct knowing k;
    if (!knowing_begin(&k, arena, course, param, on, on + 1))
        return false;
    (void)knowing_next(&k);
    for (size_t i = 0; i < ARRAY_LEN(facts->switches); i++)
        facts->switches[i] = DAY_NONE;
    size_t n = 0;
    for (size_t i = k.n; i-- > 0;) {
        const struct change *change = &k.at[i];
        if (!is_switch(change))
            continue;
        if (n < ARRAY_LEN(facts->switches))
            facts->switches[n++] = change->day;
        if (change->day > on - YEAR) {
            facts->switch_count_365++;
            facts->switch_index_365 += change->weight == CHANGE_HALF ? 50 : 100;
        }
    }
    return true;
}

static void facts_of_steps(const struct course *course, day_t on, struct facts *facts)
{
    facts->next_step_due = DAY_NONE;
    for (size_t i = 0; i < course->steps.n; i++) {
        const struct item *step = &course->steps.at[i];
        if (!item_is_open(step, on))
            continue;
        facts->open_steps++;
        day_t due = phase_on(course, step, on)->due;
        uint32_t seq = course->at[step->event].event->seq;
        if (facts->next_step &&
            (due > facts->next_step_due || (due == facts->next_step_due && seq > facts->next_step)))
            continue;
        facts->next_step = seq;
        facts->next_step_due = due;
        facts->next_step_told = step->told <= on;
    }
    facts->next_meeting = DAY_NONE;
    for (size_t i = 0; i < course->n_bookings; i++) {
        const struct booking *booking = &course->bookings[i];
        if (booking->gone > on && booking->starts >= on &&
            (facts->next_meeting == DAY_NONE || booking->starts < facts->next_meeting))
            facts->next_meeting = booking->starts;
    }
    if (facts->next_meeting != DAY_NONE)
        until(facts, on, day_after(facts->next_meeting));
}

static bool facts_of_waits(struct arena *arena, const struct course *course, day_t on, const int32_t *param,
                           struct facts *facts)
{
    uint32_t *waits = ARENA_ARRAY(arena, uint32_t, course->waits.n);
    uint32_t *interventions = ARENA_ARRAY(arena, uint32_t, course->interventions.n);
    if (!waits || !interventions)
        return false;
    facts->open_waits = waits;
    facts->open_interventions = interventions;
    facts->next_wait_end = DAY_NONE;
    for (size_t i = 0; i < course->waits.n; i++) {
        const struct item *wait = &course->waits.at[i];
        if (!item_is_open(wait, on))
            continue;
        waits[facts->n_open_waits++] = course->at[wait->event].event->seq;
        day_t end = wait_expected_end(wait, phase_on(course, wait, on), param);
        if (end == DAY_NONE)
            continue;
        until(facts, on, end);
        if (facts->next_wait_end == DAY_NONE || end < facts->next_wait_end)
            facts->next_wait_end = end;
    }
    for (size_t i = 0; i < course->interventions.n; i++) {
        const struct item *item = &course->interventions.at[i];
        if (!intervention_is_open(course, item, on))
            continue;
        interventions[facts->n_open_interventions++] = course->at[item->event].event->seq;
        const struct phase *phase = phase_on(course, item, on);
        if (phase->due != DAY_NONE)
            until(facts, on, day_after(phase->due));
    }
    return true;
}

static void facts_of_the_rest(const struct course *course, day_t on, struct facts *facts)
{
    facts->handover_due = DAY_NONE;
    for (size_t i = 0; i < course->n_handovers; i++) {
        const struct handover *handover = &course->handovers[i];
        if (handover->state != HANDOVER_STATE_SENT)
            continue;
        const struct event *sent = course->at[handover->sent].event;
        facts->handover = course->at[handover->event].event->seq;
        facts->handover_to = sent->staff;
        facts->handover_due = sent->due;
    }
    facts->last_contact = course->n_held ? course->held[course->n_held - 1].day : DAY_NONE;
    facts->last_movement = course->movements.n ? course->movements.at[course->movements.n - 1].day : DAY_NONE;
    facts->wishes_at = day_of(course, latest_of(course, KIND_WISHES_RECORDED, on));
    facts->reviewed_at = day_of(course, latest_of(course, KIND_LONG_CASE_REVIEWED, on));
    facts->measured_at = day_of(course, latest_of(course, KIND_PROGRESS_MEASURED, on));
    uint32_t plan = course->now.plan_of[PLAN_OWN];
    facts->plan_at = plan == NOWHERE ? DAY_NONE : course->plan_entries[course->plans[plan].last].day;
}

enum err_code course_facts(struct arena *arena, const struct course *course, const struct rule_sets *sets,
                           day_t on, struct facts *out, struct err *err)
{
    struct occurrences all = {course->at, course->n};
    size_t n = occurrences_by_day(&all, on);
    if (n < course->n) {
        struct course *then = NULL;
        enum err_code code = course_of(arena, &all, n, course->born, &then, err);
        if (code)
            return code;
        course = then;
    }
    int32_t initial[PARAM_COUNT];
    const int32_t *param = params_on(course, sets, on, initial);
    *out = (struct facts){.facts_until = DAY_NEVER};
    for (size_t p = 0; p < sets->n; p++)
        until(out, on, sets->periods[p].valid_from);
    facts_of_state(course, on, out);
    facts_of_people(course, on, param, out);
    facts_of_steps(course, on, out);
    facts_of_the_rest(course, on, out);
    if (!facts_of_switches(arena, course, on, param, out) || !facts_of_waits(arena, course, on, param, out) ||
        !facts_of_contacts(arena, course, on, param, out))
        return err_set(err, ERR_NO_MEMORY, "no memory for the facts");
    return ERR_NONE;
}
