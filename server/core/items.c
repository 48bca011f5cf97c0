/* What is begun, moved and ended: steps, waits, interventions (rules 5.9), and complexity (5.11). */
#include "core/timeline.h"

bool items_prepare(struct arena *arena, struct course *course)
{
    size_t steps = count_of(course, KIND_NEXT_STEP_SET);
    size_t waits = count_of(course, KIND_WAIT_STARTED) + count_of(course, KIND_STATEMENT_REQUESTED);
    size_t interventions = count_of(course, KIND_INTERVENTION_STARTED);
    size_t changes = count_of(course, KIND_NEXT_STEP_MOVED) + count_of(course, KIND_WAIT_MOVED) +
                     count_of(course, KIND_INTERVENTION_CHANGED);
    course->steps.at = ARENA_ARRAY(arena, struct item, steps);
    course->waits.at = ARENA_ARRAY(arena, struct item, waits);
    course->interventions.at = ARENA_ARRAY(arena, struct item, interventions);
    course->phases = ARENA_ARRAY(arena, struct phase, steps + waits + interventions + changes);
    return course->steps.at && course->waits.at && course->interventions.at && course->phases;
}

static uint32_t add_phase(struct course *course, struct phase phase)
{
    phase.next = NOWHERE;
    course->phases[course->n_phases] = phase;
    return (uint32_t)course->n_phases++;
}

static struct item *begin(struct course *course, struct items *items, uint32_t index)
{
    const struct event *event = course->at[index].event;
    day_t day = course->at[index].day;
    course->item_of[index] = (uint32_t)items->n;
    uint32_t phase = add_phase(
        course, (struct phase){.from = day, .due = event->due, .event = index, .hours = event->hours});
    struct item *item = &items->at[items->n++];
    *item = (struct item){.event = index,
                          .from = day,
                          .to = DAY_NEVER,
                          .ended_by = NOWHERE,
                          .first = phase,
                          .last = phase,
                          .told = DAY_NEVER,
                          .code = event->code > UINT8_MAX ? 0 : (uint8_t)event->code,
                          .party = event->party};
    return item;
}

static void end(struct item *item, uint32_t index, day_t day)
{
    if (item->ended_by != NOWHERE)
        return;
    item->ended_by = index;
    item->to = day;
}

/* A new phase, like the last but for what `event` says; NULL where the item has ended. */
static struct phase *change(struct course *course, struct item *item, uint32_t index, day_t day)
{
    if (item->ended_by != NOWHERE)
        return NULL;
    const struct event *event = course->at[index].event;
    struct phase phase = course->phases[item->last];
    phase.from = day;
    phase.event = index;
    if (event->due != DAY_NONE)
        phase.due = event->due;
    uint32_t added = add_phase(course, phase);
    course->phases[item->last].next = added;
    item->last = added;
    return &course->phases[added];
}

static uint8_t reason_party(uint32_t code)
{
    const struct catalogue_value *reason = catalogue_value(CATALOGUE_WAIT_REASON, code);
    return reason ? reason->party : PARTY_NONE_;
}

/* A receipt without ref ends the oldest open wait of its code. */
static void receive(struct course *course, uint32_t index)
{
    const struct event *event = course->at[index].event;
    for (size_t i = 0; i < course->waits.n; i++) {
        struct item *wait = &course->waits.at[i];
        if (wait->code == event->code && wait->ended_by == NOWHERE) {
            end(wait, index, course->at[index].day);
            return;
        }
    }
}

void items_event(struct course *course, uint32_t index)
{
    const struct event *event = course->at[index].event;
    if (event->kind == KIND_NEXT_STEP_SET) {
        struct item *step = begin(course, &course->steps, index);
        if (event->channel)
            step->told = step->from;
    } else if (event->kind == KIND_WAIT_STARTED || event->kind == KIND_STATEMENT_REQUESTED) {
        struct item *wait = begin(course, &course->waits, index);
        wait->is_statement = event->kind == KIND_STATEMENT_REQUESTED;
        if (!wait->party)
            wait->party = reason_party(event->code);
    } else if (event->kind == KIND_INTERVENTION_STARTED) {
        struct item *intervention = begin(course, &course->interventions, index);
        const struct catalogue_value *kind = catalogue_value(CATALOGUE_INTERVENTION_KIND, event->code);
        intervention->area = kind && kind->administration ? kind->administration : event->administration;
        if (intervention->area >= ADMINISTRATION_COUNT)
            intervention->area = ADMINISTRATION_NONE_;
    } else if (event->kind == KIND_STATEMENT_RECEIVED && !event->ref) {
        receive(course, index);
    }
}

void items_refer(struct course *course, uint32_t index, uint32_t target, day_t day)
{
    const struct event *event = course->at[index].event;
    uint32_t place = course->item_of[target];
    if (event->kind == KIND_NEXT_STEP_MOVED) {
        struct item *step = &course->steps.at[place];
        day_t before = course->phases[step->last].due;
        struct phase *phase = change(course, step, index, day);
        if (!phase)
            return;
        phase->number += phase->due > before;
        if (event->channel)
            step->told = day_min(step->told, day);
    } else if (event->kind == KIND_NEXT_STEP_DONE || event->kind == KIND_NEXT_STEP_DROPPED) {
        end(&course->steps.at[place], index, day);
    } else if (event->kind == KIND_CITIZEN_TOLD) {
        if (event->code == TOLD_ABOUT_NEXT_STEP && course->at[target].event->kind == KIND_NEXT_STEP_SET)
            course->steps.at[place].told = day_min(course->steps.at[place].told, day);
    } else if (event->kind == KIND_WAIT_MOVED) {
        change(course, &course->waits.at[place], index, day);
    } else if (event->kind == KIND_WAIT_ENDED || event->kind == KIND_STATEMENT_RECEIVED) {
        end(&course->waits.at[place], index, day);
    } else if (event->kind == KIND_INTERVENTION_CHANGED) {
        struct phase *phase = change(course, &course->interventions.at[place], index, day);
        if (phase && event->hours >= 0)
            phase->hours = event->hours;
    } else if (event->kind == KIND_INTERVENTION_ENDED) {
        end(&course->interventions.at[place], index, day);
    }
}

/* A talk tells of every step, so does "told of the next step" without a ref: on the step's day or later. */
static void tell_steps(struct course *course)
{
    size_t n_told = count_of(course, KIND_CITIZEN_TOLD), next_told = 0;
    size_t next_talk = 0;
    for (size_t i = 0; i < course->steps.n; i++) { /* by day, and so are talks and messages */
        struct item *step = &course->steps.at[i];
        while (next_talk < course->talks.n && course->talks.at[next_talk].day < step->from)
            next_talk++;
        if (next_talk < course->talks.n)
            step->told = day_min(step->told, course->talks.at[next_talk].day);
        for (; next_told < n_told; next_told++) {
            const struct occurrence *message = &course->at[nth_of(course, KIND_CITIZEN_TOLD, next_told)];
            if (message->day >= step->from && !message->event->ref &&
                message->event->code == TOLD_ABOUT_NEXT_STEP)
                break;
        }
        if (next_told < n_told)
            step->told = day_min(step->told, course->at[nth_of(course, KIND_CITIZEN_TOLD, next_told)].day);
    }
}

/* Something begins or ends on a day: +1 or -1 of a class. */
struct turn {
    day_t day;
    int16_t by;
    uint16_t of;
};

static bool is_later(const void *a, const void *b)
{
    const struct turn *one = a, *two = b;
    return one->day > two->day;
}

static size_t add_turns(struct turn *turns, size_t n, struct day_range days, uint16_t of)
{
    if (days.from >= days.to)
        return n;
    turns[n++] = (struct turn){days.from, 1, of};
    if (days.to != DAY_NEVER)
        turns[n++] = (struct turn){days.to, -1, of};
    return n;
}

enum attribution wait_attribution(uint8_t party)
{
    if (party == PARTY_CASEWORKER || party == PARTY_MUNICIPALITY)
        return ATTRIBUTION_OWN_PRACTICE;
    return party == PARTY_CITIZEN ? ATTRIBUTION_CITIZEN_SIDE : ATTRIBUTION_EXTERNAL;
}

static bool attribute_waits(struct arena *arena, struct course *course)
{
    size_t room = 2 * course->waits.n, n = 0;
    struct turn *turns = ARENA_ARRAY(arena, struct turn, room),
                *scratch = ARENA_ARRAY(arena, struct turn, room);
    course->waiting_for.at = ARENA_ARRAY(arena, struct run, room);
    if (!turns || !scratch || !course->waiting_for.at)
        return false;
    for (size_t i = 0; i < course->waits.n; i++) {
        const struct item *wait = &course->waits.at[i];
        n = add_turns(turns, n, (struct day_range){wait->from, wait->to},
                      (uint16_t)wait_attribution(wait->party));
    }
    sort_stable(turns, scratch, n, sizeof *turns, is_later);
    int32_t open[ATTRIBUTION_UNKNOWN + 1] = {0};
    for (size_t i = 0; i < n; i++) {
        open[turns[i].of] += turns[i].by;
        uint32_t all = open[ATTRIBUTION_EXTERNAL]       ? ATTRIBUTION_EXTERNAL
                       : open[ATTRIBUTION_CITIZEN_SIDE] ? ATTRIBUTION_CITIZEN_SIDE
                       : open[ATTRIBUTION_OWN_PRACTICE] ? ATTRIBUTION_OWN_PRACTICE
                                                        : 0;
        runs_set(&course->waiting_for, turns[i].day, all);
    }
    return true;
}

static bool find_open_areas(struct arena *arena, struct course *course)
{
    size_t room = 0, n = 0;
    for (size_t i = 0; i < course->interventions.n; i++)
        for (uint32_t p = course->interventions.at[i].first; p != NOWHERE; p = course->phases[p].next)
            room += 2;
    struct turn *turns = ARENA_ARRAY(arena, struct turn, room),
                *scratch = ARENA_ARRAY(arena, struct turn, room);
    course->open_areas.at = ARENA_ARRAY(arena, struct run, room);
    course->intervention.at = ARENA_ARRAY(arena, struct run, room);
    if (!turns || !scratch || !course->open_areas.at || !course->intervention.at)
        return false;
    for (size_t i = 0; i < course->interventions.n; i++) {
        const struct item *item = &course->interventions.at[i];
        for (uint32_t p = item->first; p != NOWHERE; p = course->phases[p].next)
            n = add_turns(turns, n, phase_open_days(course, item, &course->phases[p]), item->area);
    }
    sort_stable(turns, scratch, n, sizeof *turns, is_later);
    int32_t open[ADMINISTRATION_COUNT] = {0}, all = 0;
    uint32_t areas = 0;
    for (size_t i = 0; i < n; i++) {
        uint16_t area = turns[i].of;
        open[area] += turns[i].by;
        all += turns[i].by;
        if (area && open[area])
            areas |= (uint32_t)VALUE_BIT(area);
        else if (area)
            areas &= ~(uint32_t)VALUE_BIT(area);
        runs_set(&course->open_areas, turns[i].day, areas);
        runs_set(&course->intervention, turns[i].day, all > 0);
    }
    return true;
}

bool items_finish(struct arena *arena, struct course *course)
{
    tell_steps(course);
    return attribute_waits(arena, course) && find_open_areas(arena, course);
}

const struct phase *phase_on(const struct course *course, const struct item *item, day_t day)
{
    const struct phase *phase = &course->phases[item->first];
    while (phase->next != NOWHERE && course->phases[phase->next].from <= day)
        phase = &course->phases[phase->next];
    return phase;
}

struct day_range phase_days(const struct course *course, const struct item *item, const struct phase *phase)
{
    day_t to = phase->next == NOWHERE ? item->to : day_min(item->to, course->phases[phase->next].from);
    return (struct day_range){phase->from, to};
}

struct day_range phase_open_days(const struct course *course, const struct item *item,
                                 const struct phase *phase)
{
    struct day_range days = phase_days(course, item, phase);
    if (phase->due != DAY_NONE)
        days.to = day_min(days.to, day_after(phase->due));
    return days;
}

bool intervention_is_open(const struct course *course, const struct item *item, day_t day)
{
    if (!item_is_open(item, day))
        return false;
    const struct phase *phase = phase_on(course, item, day);
    return phase->due == DAY_NONE || day <= phase->due;
}

uint32_t last_intervention_event(const struct course *course, day_t day)
{
    uint32_t latest = NOWHERE;
    for (size_t i = 0; i < course->interventions.n; i++) {
        const struct item *item = &course->interventions.at[i];
        for (uint32_t p = item->first; p != NOWHERE; p = course->phases[p].next) {
            const struct phase *phase = &course->phases[p];
            struct day_range days = phase_open_days(course, item, phase);
            if (days.to != day || days.from >= days.to)
                continue;
            bool ended = item->ended_by != NOWHERE && item->to == day;
            uint32_t event = ended ? item->ended_by : phase->event;
            latest = latest == NOWHERE || event > latest ? event : latest;
        }
    }
    return latest == NOWHERE ? course->start_event : latest;
}

day_t wait_expected_end(const struct item *wait, const struct phase *phase, const int32_t *param)
{
    if (phase->due != DAY_NONE)
        return phase->due;
    if (!wait->is_statement || wait->code == 0 || wait->code >= WAIT_REASON_COUNT)
        return DAY_NONE;
    int32_t norm = param[PARAM_NORM_DAYS + wait->code - 1];
    return norm ? day_plus(wait->from, norm) : DAY_NONE;
}

bool is_complex(const struct course *course, day_t day)
{
    uint32_t areas = runs_on(&course->open_areas, day);
    return posts_on(&course->coordinator, day) || (areas & (areas - 1)) ||
           runs_on(&course->is_complex_marked, day);
}
