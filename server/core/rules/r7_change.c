/* Recommendation 7, does anything change: measurements (R7.4), talks without a change (R7.7), clarification
 * again and again (R7.8). */
#include "core/rules/rules.h"

/* ---- R7.4 ---- */

struct measure {
    day_t day;
    uint32_t event;
    uint32_t series;
    uint32_t next;   /* of its series */
    uint32_t before; /* the latest of its series at least apart_days earlier, NOWHERE */
    bool moved;      /* since that one */
};

struct measures {
    struct measure *at;
    size_t n;
    uint32_t *last; /* by series: its last measurement so far, NOWHERE */
    uint32_t *first;
    size_t n_series;
    uint32_t *events; /* evidence: each measurement stands in one series */
};

static bool is_same_series(const struct event *a, const struct event *b)
{
    return a->code == b->code && a->party == b->party && a->scale == b->scale;
}

static bool find_measures(const struct judgement *j, struct measures *m)
{
    const struct course *course = j->course;
    m->n = count_of(course, KIND_PROGRESS_MEASURED);
    m->at = ARENA_ARRAY(j->arena, struct measure, m->n);
    m->last = ARENA_ARRAY(j->arena, uint32_t, m->n);
    m->first = ARENA_ARRAY(j->arena, uint32_t, m->n);
    m->events = ARENA_ARRAY(j->arena, uint32_t, m->n);
    if (!m->at || !m->last || !m->first || !m->events)
        return false;
    for (size_t i = 0; i < m->n; i++) {
        uint32_t event = nth_of(course, KIND_PROGRESS_MEASURED, i);
        const struct event *score = course->at[event].event;
        struct measure *one = &m->at[i];
        *one = (struct measure){course->at[event].day, event, 0, NOWHERE, NOWHERE, false};
        uint32_t before = (uint32_t)i; /* the first one of the series, or the one before the last */
        while (one->series < m->n_series &&
               !is_same_series(score, course->at[m->at[m->last[one->series]].event].event))
            one->series++;
        if (one->series < m->n_series) {
            uint32_t last = m->last[one->series];
            m->at[last].next = before;
            before = m->at[last].before == NOWHERE ? m->first[one->series] : m->at[last].before;
        } else {
            m->first[m->n_series++] = before;
        }
        m->last[one->series] = (uint32_t)i;
        day_t apart = one->day - j->param[PARAM_R7_4_APART_DAYS];
        while (before < i && m->at[m->at[before].next].day <= apart)
            before = m->at[before].next;
        if (m->at[before].day <= apart)
            one->before = before;
        if (one->before != NOWHERE)
            one->moved =
                score->score > course->at[m->at[before].event].event->score || score->score >= score->scale;
    }
    for (size_t s = 0; s < m->n_series; s++)
        m->last[s] = NOWHERE;
    return true;
}

/* The series on `day`, of which nothing changes before `*to` (made earlier where one is left out by then):
 * amber, red, or none where nothing is stuck. `n` is the number of events that say so. */
static enum severity stuck(const struct judgement *j, const struct measures *m, day_t day, day_t *to,
                           size_t *n)
{
    bool compared = false, moved = false, compared_before = false, moved_before = false;
    *n = 0;
    for (size_t s = 0; s < m->n_series; s++) {
        if (m->last[s] == NOWHERE)
            continue;
        const struct measure *last = &m->at[m->last[s]];
        day_t left_out = day_plus(last->day, j->param[PARAM_R7_4_FRESH_DAYS]);
        if (left_out <= day)
            continue;
        *to = day_min(*to, left_out);
        if (last->before == NOWHERE)
            continue;
        const struct measure *before = &m->at[last->before];
        compared = true;
        moved = moved || last->moved;
        m->events[(*n)++] = last->event;
        m->events[(*n)++] = before->event;
        if (before->before == NOWHERE)
            continue;
        compared_before = true;
        moved_before = moved_before || before->moved;
        m->events[(*n)++] = m->at[before->before].event;
    }
    if (!compared || moved)
        return SEVERITY_NONE;
    return compared_before && !moved_before ? SEVERITY_RED : SEVERITY_AMBER;
}

void rule_no_progress(struct judgement *j)
{
    const struct day_set *own = &j->course->own;
    struct measures m = {0};
    if (!count_of(j->course, KIND_PROGRESS_MEASURED))
        return;
    if (!find_measures(j, &m)) {
        j->no_memory = true;
        return;
    }
    size_t next = 0, n;
    for (day_t day = day_max(j->from, m.at[0].day), to; day < j->to && !j->no_memory; day = to) {
        for (; next < m.n && m.at[next].day <= day; next++)
            m.last[m.at[next].series] = (uint32_t)next;
        to = next < m.n ? m.at[next].day : DAY_NEVER;
        enum severity severity = stuck(j, &m, day, &to, &n);
        if (severity != SEVERITY_NONE) {
            breach(j, own, NOWHERE, day, to, severity, ATTRIBUTION_UNKNOWN, (struct evidence){m.events, n});
            continue;
        }
        const struct measure *latest = &m.at[next - 1];
        day_t old = days_nth(own, counted_from(j), latest->day, j->param[PARAM_R7_4_INFO_DAYS]);
        breach(j, own, NOWHERE, day_max(day, old), to, SEVERITY_INFO, ATTRIBUTION_UNKNOWN,
               (struct evidence){&latest->event, 1});
    }
}

/* ---- at least so many in a window of days ---- */

/* The moments that lie in the window on the first day of each span from the `first_span`-th on. */
static void explain_by_window(struct judgement *j, size_t first_span, const struct moment *at, size_t n,
                              int32_t window)
{
    if (first_span == j->n)
        return;
    uint32_t *events = ARENA_ARRAY(j->arena, uint32_t, n);
    if (!events) {
        j->no_memory = true;
        return;
    }
    for (size_t s = first_span; s < j->n; s++) {
        size_t found = 0;
        for (size_t i = 0; i < n && at[i].day <= j->spans[s].from; i++)
            if (day_plus(at[i].day, window) > j->spans[s].from)
                events[found++] = at[i].event;
        span_explain(j, &j->spans[s], (struct evidence){events, found});
    }
}

/* Amber on the days before `until` on which at least `count` of the moments (by day) lie in the last `window`
 * days, without the days in `held` (joined). */
static void breach_by_window(struct judgement *j, const struct moment *at, size_t n, int32_t window,
                             int32_t count, day_t until, const struct cut *held, size_t n_held)
{
    size_t first_span = j->n, most = (size_t)count - 1;
    day_t done = j->from;
    for (size_t i = 0; i + most < n && at[i + most].day < j->to; i++) {
        day_t from = day_max(at[i + most].day, done), to = day_min(day_plus(at[i].day, window), until);
        if (from >= to)
            continue;
        breach_unless(j, &j->course->own, NOWHERE, from, to, SEVERITY_AMBER, ATTRIBUTION_OWN_PRACTICE,
                      (struct evidence){NULL, 0}, held, n_held);
        done = to;
    }
    explain_by_window(j, first_span, at, n, window);
}

/* ---- R7.7 ---- */

static const enum kind changes[] = {
    KIND_PLAN_MADE,          KIND_PLAN_REVISED,  KIND_INTERVENTION_STARTED, KIND_INTERVENTION_CHANGED,
    KIND_INTERVENTION_ENDED, KIND_NEXT_STEP_DONE};

void rule_busy_no_change(struct judgement *j)
{
    const struct course *course = j->course;
    int32_t window = j->param[PARAM_R7_7_WINDOW_DAYS], meetings = j->param[PARAM_R7_7_MEETINGS];
    if (course->talks.n < (size_t)meetings)
        return;
    size_t room = 0, n = 0;
    for (size_t c = 0; c < ARRAY_LEN(changes); c++)
        room += count_of(course, changes[c]);
    struct cut *held = ARENA_ARRAY(j->arena, struct cut, room);
    if (!held) {
        j->no_memory = true;
        return;
    }
    for (size_t c = 0; c < ARRAY_LEN(changes); c++)
        for (size_t i = 0; i < count_of(course, changes[c]); i++) {
            day_t day = course->at[nth_of(course, changes[c], i)].day;
            held[n++] = (struct cut){day, day_plus(day, window), NOWHERE};
        }
    n = cuts_join(held, n);
    breach_by_window(j, course->talks.at, course->talks.n, window, meetings, DAY_NEVER, held, n);
}

/* ---- R7.8 ---- */

/* The interventions that clarify, in order; none where they are fewer than `least`. */
static bool clarifications(const struct judgement *j, int32_t least, struct moments *out)
{
    const struct course *course = j->course;
    if (course->interventions.n < (size_t)least)
        return true;
    out->at = ARENA_ARRAY(j->arena, struct moment, course->interventions.n);
    if (!out->at)
        return false;
    for (size_t i = 0; i < course->interventions.n; i++) {
        const struct item *item = &course->interventions.at[i];
        if (value_flags(CATALOGUE_INTERVENTION_KIND, item->code) & INTERVENTION_CLARIFIES ||
            course->at[item->event].event->marks & MARK_BIT(MARK_CLARIFY))
            out->at[out->n++] = (struct moment){item->from, item->event};
    }
    if (out->n < (size_t)least)
        out->n = 0;
    return true;
}

/* Days on which what was to be clarified is settled, in order: a decision, another target group. */
static size_t settling_days(const struct course *course, day_t *days)
{
    size_t decisions = count_of(course, KIND_DECISION_MADE), groups = count_of(course, KIND_CLASSIFIED);
    size_t n = 0, d = 0, g = 0;
    while (d < decisions || g + 1 < groups) {
        uint32_t decision = d < decisions ? nth_of(course, KIND_DECISION_MADE, d) : NOWHERE;
        uint32_t group = g + 1 < groups ? nth_of(course, KIND_CLASSIFIED, g + 1) : NOWHERE;
        if (decision < group) {
            const struct occurrence *one = &course->at[decision];
            if (value_flags(CATALOGUE_DECISION, one->event->code) & DECISION_SETTLES)
                days[n++] = one->day;
            d++;
        } else {
            const struct occurrence *one = &course->at[group];
            if (one->event->code != course->at[nth_of(course, KIND_CLASSIFIED, g)].event->code)
                days[n++] = one->day;
            g++;
        }
    }
    return n;
}

void rule_reassessment_loop(struct judgement *j)
{
    const struct course *course = j->course;
    int32_t window = j->param[PARAM_R7_8_WINDOW_DAYS], count = j->param[PARAM_R7_8_COUNT];
    struct moments clarifying = {0};
    if (!clarifications(j, count, &clarifying)) {
        j->no_memory = true;
        return;
    }
    if (!clarifying.n)
        return;
    day_t *settled = ARENA_ARRAY(j->arena, day_t,
                                 count_of(course, KIND_DECISION_MADE) + count_of(course, KIND_CLASSIFIED));
    if (!settled) {
        j->no_memory = true;
        return;
    }
    size_t n = settling_days(course, settled), first = 0;
    for (size_t s = 0; s <= n; s++) { /* up to each settling day, and after the last */
        day_t until = s < n ? settled[s] : DAY_NEVER;
        size_t end = s < n ? moments_after(&clarifying, until) : clarifying.n;
        breach_by_window(j, clarifying.at + first, end - first, window, count, until, NULL, 0);
        first = end; /* those of the day itself count no more */
    }
}
