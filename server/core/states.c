/* Open and closed, pauses, unit, target group, and from them own, base and clock days and the course's age
 * (rules 5.4 to 5.6). */
#include "core/timeline.h"

static bool starts_course(enum kind kind)
{
    const uint64_t not_these = KIND_BIT(KIND_CLASSIFIED) | KIND_BIT(KIND_BENEFIT_CHANGED) |
                               KIND_BIT(KIND_DATE_FORESEEN) | KIND_BIT(KIND_PAUSE_STARTED) |
                               KIND_BIT(KIND_PAUSE_ENDED) | KIND_BIT(KIND_FLAG_ACKNOWLEDGED) |
                               KIND_BIT(KIND_FLAG_WAIVED) | KIND_BIT(KIND_FLAG_WAIVER_CONFIRMED) |
                               KIND_BIT(KIND_FLAG_EXEMPTED) | KIND_BIT(KIND_FLAG_REOPENED);
    return !(not_these & KIND_BIT(kind));
}

bool states_prepare(struct arena *arena, struct course *course)
{
    size_t openings = count_of(course, KIND_CASE_OPENED) + count_of(course, KIND_CASE_REOPENED);
    size_t turns = openings + count_of(course, KIND_CASE_CLOSED) + 1;
    size_t units = turns + count_of(course, KIND_TRANSITION);
    size_t groups = count_of(course, KIND_CLASSIFIED);
    course->open.at = ARENA_ARRAY(arena, struct run, turns);
    course->open_ranges = ARENA_ARRAY(arena, struct day_range, turns);
    course->unit.at = ARENA_ARRAY(arena, struct run, units);
    course->administration.at = ARENA_ARRAY(arena, struct run, units);
    course->group.at = ARENA_ARRAY(arena, struct run, groups);
    course->is_complex_marked.at = ARENA_ARRAY(arena, struct run, groups);
    course->pauses.at = ARENA_ARRAY(arena, struct item, count_of(course, KIND_PAUSE_STARTED));
    course->now.closed_on = DAY_NONE;
    return course->open.at && course->open_ranges && course->unit.at && course->administration.at &&
           course->group.at && course->is_complex_marked.at && course->pauses.at;
}

static void open_from(struct course *course, day_t day)
{
    if (course->now.is_open)
        return;
    course->now.is_open = true;
    runs_set(&course->open, day, 1);
    size_t n = course->n_open_ranges;
    if (n && course->open_ranges[n - 1].to > day) { /* closed on this same day */
        course->open_ranges[n - 1].to = DAY_NEVER;
    } else {
        course->open_ranges[n] = (struct day_range){day, DAY_NEVER};
        course->n_open_ranges = n + 1;
    }
}

void states_set_unit(struct course *course, day_t day, uint32_t unit, uint8_t administration)
{
    course->now.unit = unit;
    course->now.administration = administration;
    runs_set(&course->unit, day, unit);
    runs_set(&course->administration, day, administration);
}

static void close_from(struct course *course, day_t day)
{
    states_set_unit(course, day, 0, ADMINISTRATION_NONE_);
    course->now.closed_on = day;
    if (!course->now.is_open)
        return;
    course->now.is_open = false;
    runs_set(&course->open, day, 0);
    course->open_ranges[course->n_open_ranges - 1].to = day_after(day);
}

void states_event(struct course *course, uint32_t index)
{
    const struct event *event = course->at[index].event;
    day_t day = course->at[index].day;
    enum kind kind = (enum kind)event->kind;
    if (!course->now.has_started && starts_course(kind)) {
        course->now.has_started = true;
        course->start = day;
        course->start_event = index;
        open_from(course, day);
    }
    if (kind == KIND_CASE_OPENED || kind == KIND_CASE_REOPENED) {
        open_from(course, day);
        if (event->unit)
            states_set_unit(course, day, event->unit, event->administration);
    } else if (kind == KIND_CASE_CLOSED) {
        if (event->code != CLOSING_OUTCOME_TRANSFERRED_INTERNAL)
            close_from(course, day);
    } else if (kind == KIND_CLASSIFIED) {
        runs_set(&course->group, day, event->code < TARGET_GROUP_COUNT ? event->code : 0);
        runs_set(&course->is_complex_marked, day, (event->marks & MARK_BIT(MARK_COMPLEX)) != 0);
    } else if (kind == KIND_PAUSE_STARTED) {
        course->item_of[index] = (uint32_t)course->pauses.n;
        course->pauses.at[course->pauses.n++] = (struct item){.event = index,
                                                              .from = day,
                                                              .to = day_after(event->due),
                                                              .ended_by = NOWHERE,
                                                              .code = (uint8_t)event->code};
    }
    /* The unit of a transition is set by passages.c, which must see the one before. */
}

void states_refer(struct course *course, uint32_t index, uint32_t target, day_t day)
{
    if (course->at[index].event->kind != KIND_PAUSE_ENDED)
        return;
    struct item *pause = &course->pauses.at[course->item_of[target]];
    if (pause->ended_by != NOWHERE)
        return;
    pause->ended_by = index;
    pause->to = day_min(pause->to, day);
}

/* Days on which some pause, or one that stops the clock, holds. */
static bool join_pauses(struct arena *arena, struct course *course, bool stopping, struct runs *out)
{
    size_t n = 0;
    struct cut *cuts = ARENA_ARRAY(arena, struct cut, course->pauses.n);
    out->at = ARENA_ARRAY(arena, struct run, 2 * course->pauses.n);
    if (!cuts || !out->at)
        return false;
    for (size_t i = 0; i < course->pauses.n; i++) {
        const struct item *pause = &course->pauses.at[i];
        if (!stopping || pause->code != PAUSE_LESS_INTENSIVE)
            cuts[n++] = (struct cut){pause->from, pause->to, pause->event};
    }
    n = cuts_join(cuts, n);
    for (size_t i = 0; i < n; i++) {
        runs_set(out, cuts[i].from, 1);
        runs_set(out, cuts[i].to, 0);
    }
    return true;
}

bool is_away(uint32_t administration)
{
    return administration == ADMINISTRATION_AKASSE || administration == ADMINISTRATION_OTHER_MUNICIPALITY;
}

/* Sweeps over the states from the start on and sorts the days into the four sets. */
bool states_finish(struct arena *arena, struct course *course)
{
    if (!join_pauses(arena, course, false, &course->is_paused) ||
        !join_pauses(arena, course, true, &course->is_stopped))
        return false;
    const struct runs *states[] = {&course->open, &course->is_paused, &course->is_stopped,
                                   &course->administration, &course->group};
    enum { OPEN, PAUSED, STOPPED, ADMINISTRATION, GROUP, STATES };
    size_t next[STATES] = {0}, room = 1;
    for (size_t s = 0; s < STATES; s++)
        room += states[s]->n;
    struct stretch *stretches = ARENA_ARRAY(arena, struct stretch, 4 * room);
    if (!stretches)
        return false;
    course->own.at = stretches;
    course->base.at = stretches + room;
    course->clock.at = stretches + 2 * room;
    course->age.at = stretches + 3 * room;
    if (course->start == DAY_NEVER)
        return true;
    uint32_t value[STATES] = {0};
    day_t from = course->start;
    while (from != DAY_NEVER) {
        day_t to = DAY_NEVER;
        for (size_t s = 0; s < STATES; s++) {
            while (next[s] < states[s]->n && states[s]->at[next[s]].from <= from)
                value[s] = states[s]->at[next[s]++].value;
            if (next[s] < states[s]->n)
                to = day_min(to, states[s]->at[next[s]].from);
        }
        bool open = value[OPEN] != 0, away = is_away(value[ADMINISTRATION]);
        if (open && !value[PAUSED])
            day_set_add(&course->base, from, to);
        if (open && !value[PAUSED] && !away)
            day_set_add(&course->own, from, to);
        if (open && !value[STOPPED] && !away)
            day_set_add(&course->clock, from, to);
        if (!value[STOPPED] && value[GROUP] != TARGET_GROUP_FLEX_JOB_EMPLOYED)
            day_set_add(&course->age, day_max(from, course->start + 1), to);
        from = to;
    }
    return true;
}

day_t closed_since(const struct course *course, day_t day)
{
    size_t i = runs_find(&course->open, day);
    if (i == NOWHERE) /* closed on the day it began leaves no trace in the runs */
        return day >= course->start ? course->start : DAY_NONE;
    return course->open.at[i].value ? DAY_NONE : course->open.at[i].from;
}

int32_t course_age(const struct course *course, day_t day)
{
    day_t closed = closed_since(course, day);
    return day_set_upto(&course->age, closed == DAY_NONE ? day : closed);
}
