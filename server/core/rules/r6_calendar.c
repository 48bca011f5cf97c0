/* R6.3: the citizen's calendar: hours of interventions, and bookings that are too many places or too near
 * each other. */
#include "core/rules/rules.h"

/* A booking and the days on which it stands among the next ones. */
struct view {
    day_t from, to;
    instant_t starts;
    uint32_t unit; /* 0: none given */
    uint32_t event;
};

struct calendar {
    struct judgement *j;
    struct view *views; /* by start */
    size_t n;
    uint32_t employment; /* the unit `employment`, 0: no booking names it */
    uint32_t *events;    /* evidence */
    day_t *turns;        /* on which a view begins or ends, ascending */
    size_t next_turn;
};

static bool starts_later(const void *a, const void *b)
{
    const struct view *one = a, *two = b;
    return one->starts > two->starts;
}

static bool is_later_day(const void *a, const void *b)
{
    return *(const day_t *)a > *(const day_t *)b;
}

static bool find_views(struct calendar *calendar)
{
    const struct judgement *j = calendar->j;
    const struct course *course = j->course;
    int32_t ahead = j->param[PARAM_R6_3_AHEAD_DAYS];
    if (course->n_bookings < 2)
        return true;
    calendar->views = ARENA_ARRAY(j->arena, struct view, course->n_bookings);
    struct view *scratch = ARENA_ARRAY(j->arena, struct view, course->n_bookings);
    calendar->turns = ARENA_ARRAY(j->arena, day_t, 2 * course->n_bookings);
    day_t *turns_scratch = ARENA_ARRAY(j->arena, day_t, 2 * course->n_bookings);
    if (!calendar->views || !scratch || !calendar->turns || !turns_scratch)
        return false;
    for (size_t i = 0; i < course->n_bookings; i++) {
        const struct booking *booking = &course->bookings[i];
        const struct event *event = course->at[booking->event].event;
        if (event->administration == ADMINISTRATION_EMPLOYMENT && event->fields & UNIT_ALONE)
            calendar->employment = event->unit;
        day_t from = day_max(booking->from, day_plus(booking->starts, 1 - ahead));
        day_t to = day_min(booking->gone, day_after(booking->starts));
        if (from < to && from < j->to && to > j->from)
            calendar->views[calendar->n++] =
                (struct view){from, to, event->starts_at, event->unit, booking->event};
    }
    sort_stable(calendar->views, scratch, calendar->n, sizeof *scratch, starts_later);
    for (size_t i = 0; i < calendar->n; i++) {
        calendar->turns[2 * i] = calendar->views[i].from;
        calendar->turns[2 * i + 1] = calendar->views[i].to;
    }
    sort_stable(calendar->turns, turns_scratch, 2 * calendar->n, sizeof *turns_scratch, is_later_day);
    return true;
}

/* ---- one day ---- */

static uint32_t unit_on(const struct calendar *calendar, const struct view *view, day_t day)
{
    if (view->unit)
        return view->unit;
    uint32_t unit = runs_on(&calendar->j->course->unit, day);
    return unit ? unit : calendar->employment;
}

static bool stands_on(const struct view *view, day_t day)
{
    return view->from <= day && day < view->to;
}

/* Where the views begin that start on `day` or later. */
static size_t starts_from(const struct calendar *calendar, day_t day)
{
    size_t low = 0, high = calendar->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (day_of_instant(calendar->views[middle].starts) < day)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Those that may stand on `day`: they start within the days looked at ahead. */
static struct calendar within(const struct calendar *calendar, day_t day)
{
    struct calendar near = *calendar;
    size_t first = starts_from(calendar, day);
    near.views += first;
    near.n = starts_from(calendar, day + calendar->j->param[PARAM_R6_3_AHEAD_DAYS]) - first;
    return near;
}

/* The bookings of `day` are at too many units; `events` gets them all. */
static size_t many_units(const struct calendar *calendar, day_t day, uint32_t *events)
{
    const struct judgement *j = calendar->j;
    uint32_t units[20]; /* the parameter's highest value */
    int32_t most = j->param[PARAM_R6_3_UNITS], different = 0;
    size_t n = 0;
    for (size_t i = 0; i < calendar->n; i++) {
        const struct view *view = &calendar->views[i];
        if (!stands_on(view, day))
            continue;
        events[n++] = view->event;
        uint32_t unit = unit_on(calendar, view, day);
        int32_t u = 0;
        while (u < different && units[u] != unit)
            u++;
        if (u == different && different < most)
            units[different++] = unit;
    }
    return different >= most ? n : 0;
}

/* What was passed on the way through the bookings of a day: the last one, and the last one at another unit than that. */
struct passed {
    uint32_t unit, other_unit;
    instant_t starts, other_starts;
    bool any, any_other;
};

/* Is one at a different unit and less than apart_minutes away? Then this one passes, too. */
static bool is_near(struct passed *passed, uint32_t unit, instant_t starts, instant_t apart)
{
    if (passed->any && passed->unit != unit) {
        passed->other_unit = passed->unit;
        passed->other_starts = passed->starts;
        passed->any_other = true;
    }
    passed->unit = unit;
    passed->starts = starts;
    passed->any = true;
    instant_t between = starts - passed->other_starts;
    return passed->any_other && between < apart && -between < apart;
}

static size_t near_each_other(const struct calendar *calendar, day_t day, uint32_t *events)
{
    instant_t apart = calendar->j->param[PARAM_R6_3_APART_MINUTES] * MINUTE;
    struct passed before = {0}, after = {0};
    size_t n = 0;
    for (size_t i = 0; i < calendar->n; i++) {
        const struct view *one = &calendar->views[i], *other = &calendar->views[calendar->n - 1 - i];
        if (stands_on(one, day) && is_near(&before, unit_on(calendar, one, day), one->starts, apart))
            events[n++] = one->event;
        if (stands_on(other, day) && is_near(&after, unit_on(calendar, other, day), other->starts, apart))
            events[n++] = other->event;
    }
    return n;
}

static bool clashes(const struct calendar *calendar, day_t day)
{
    struct calendar near = within(calendar, day);
    return many_units(&near, day, near.events) || near_each_other(&near, day, near.events);
}

/* The open interventions with hours, where they add up to too many. */
static size_t many_hours(const struct judgement *j, day_t day, uint32_t *events)
{
    const struct course *course = j->course;
    int32_t quarters = 0;
    size_t n = 0;
    for (size_t i = 0; i < course->interventions.n; i++) {
        const struct item *item = &course->interventions.at[i];
        if (!intervention_is_open(course, item, day))
            continue;
        int32_t hours = phase_on(course, item, day)->hours;
        if (hours <= 0)
            continue;
        quarters += hours;
        events[n++] = item->event;
    }
    return quarters > 4 * j->param[PARAM_R6_3_HOURS] ? n : 0;
}

/* ---- all days ---- */

struct turn {
    day_t day;
    int32_t by; /* quarters of hours */
};

static bool is_later(const void *a, const void *b)
{
    const struct turn *one = a, *two = b;
    return one->day > two->day;
}

/* Could the hours ever be too many? */
static bool may_be_many_hours(const struct judgement *j)
{
    int32_t all = 0;
    for (size_t i = 0; i < j->course->interventions.n; i++)
        for (uint32_t p = j->course->interventions.at[i].first; p != NOWHERE; p = j->course->phases[p].next)
            all += j->course->phases[p].hours > 0 ? j->course->phases[p].hours : 0;
    return all > 4 * j->param[PARAM_R6_3_HOURS];
}

/* Days with too many hours; fewer than phases begin and end. */
static bool days_of_hours(const struct judgement *j, struct cut *days, size_t *n_days)
{
    const struct course *course = j->course;
    int32_t most = 4 * j->param[PARAM_R6_3_HOURS];
    size_t n = 0;
    struct turn *turns = ARENA_ARRAY(j->arena, struct turn, 2 * course->n_phases);
    struct turn *scratch = ARENA_ARRAY(j->arena, struct turn, 2 * course->n_phases);
    if (!turns || !scratch)
        return false;
    for (size_t i = 0; i < course->interventions.n; i++) {
        const struct item *item = &course->interventions.at[i];
        for (uint32_t p = item->first; p != NOWHERE; p = course->phases[p].next) {
            struct day_range in = phase_open_days(course, item, &course->phases[p]);
            if (in.from >= in.to || course->phases[p].hours <= 0)
                continue;
            turns[n++] = (struct turn){in.from, course->phases[p].hours};
            turns[n++] = (struct turn){in.to, -course->phases[p].hours};
        }
    }
    sort_stable(turns, scratch, n, sizeof *turns, is_later);
    int32_t quarters = 0;
    for (size_t i = 0; i < n; i++) {
        quarters += turns[i].by;
        day_t next = i + 1 < n ? turns[i + 1].day : DAY_NEVER;
        if (quarters > most && next > turns[i].day)
            days[(*n_days)++] = (struct cut){turns[i].day, next, NOWHERE};
    }
    return true;
}

/* The next day after `day` on which another set of bookings is looked at, or the case has another unit. */
static day_t next_view(struct calendar *calendar, day_t day)
{
    const struct runs *units = &calendar->j->course->unit;
    size_t run = runs_find(units, day), *turn = &calendar->next_turn;
    day_t next = calendar->j->to;
    if (run != NOWHERE)
        next = day_min(next, runs_end(units, run));
    else if (units->n)
        next = day_min(next, units->at[0].from);
    while (*turn < 2 * calendar->n && calendar->turns[*turn] <= day)
        ++*turn;
    return *turn < 2 * calendar->n ? day_min(next, calendar->turns[*turn]) : next;
}

static void explain(struct calendar *calendar)
{
    struct judgement *j = calendar->j;
    for (size_t s = j->n_before; s < j->n; s++) {
        day_t day = j->spans[s].from;
        struct calendar near = within(calendar, day);
        size_t n = many_hours(j, day, calendar->events);
        n += many_units(&near, day, calendar->events + n);
        n += near_each_other(&near, day, calendar->events + n);
        span_explain(j, &j->spans[s], (struct evidence){calendar->events, n});
    }
}

void rule_calendar_clash(struct judgement *j)
{
    const struct course *course = j->course;
    struct calendar calendar = {.j = j};
    bool many = may_be_many_hours(j);
    if (!find_views(&calendar)) {
        j->no_memory = true;
        return;
    }
    if (!many && calendar.n < 2)
        return;
    /* A booking comes at most once for the units, and for those near it before and after. */
    calendar.events = ARENA_ARRAY(j->arena, uint32_t, course->interventions.n + 3 * course->n_bookings);
    struct cut *days =
        ARENA_ARRAY(j->arena, struct cut, 2 * course->n_phases + 2 * course->n_bookings + course->unit.n);
    size_t n = 0;
    if (!calendar.events || !days || (many && !days_of_hours(j, days, &n))) {
        j->no_memory = true;
        return;
    }
    for (day_t day = j->from, next; calendar.n >= 2 && day < j->to; day = next) {
        next = next_view(&calendar, day);
        if (clashes(&calendar, day))
            days[n++] = (struct cut){day, next, NOWHERE};
    }
    n = cuts_join(days, n);
    for (size_t i = 0; i < n && days[i].from < j->to; i++)
        breach(j, &course->own, NOWHERE, days[i].from, days[i].to, SEVERITY_AMBER, ATTRIBUTION_OWN_PRACTICE,
               (struct evidence){NULL, 0});
    explain(&calendar);
}
