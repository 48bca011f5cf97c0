/* Recommendation 6: the municipality coordinates. (R6.3 is in r6_calendar.c.) */
#include "core/rules/rules.h"

static int32_t count_of_areas(uint32_t areas)
{
    int32_t n = 0;
    for (; areas; areas &= areas - 1)
        n++;
    return n;
}

/* ---- R6.1 ---- */

/* Coordination contacts, and held meetings that coordinate, in order. */
static bool coordination(struct judgement *j, struct moments *out)
{
    const struct course *course = j->course;
    size_t n = count_of(course, KIND_COORDINATION_CONTACT), c = 0, h = 0;
    out->at = ARENA_ARRAY(j->arena, struct moment, n + course->n_held);
    if (!out->at)
        return false;
    while (c < n || h < course->n_held) {
        uint32_t contact = c < n ? nth_of(course, KIND_COORDINATION_CONTACT, c) : NOWHERE;
        uint32_t meeting = h < course->n_held ? course->held[h].event : NOWHERE;
        if (contact < meeting) {
            out->at[out->n++] = (struct moment){course->at[contact].day, contact};
            c++;
        } else {
            if (course->held[h].flags & MEETING_COORDINATES)
                out->at[out->n++] = (struct moment){course->held[h].day, meeting};
            h++;
        }
    }
    return true;
}

/* Days [from, to) with the same areas, within a run of days with several that began on `since`. */
static void uncoordinated(struct judgement *j, const struct moments *contacts, day_t since, day_t from,
                          day_t to, uint32_t areas)
{
    const struct day_set *own = &j->course->own;
    const struct posts *coordinator = &j->course->coordinator;
    bool many = count_of_areas(areas) >= j->param[PARAM_R6_1_RED_AREAS];
    bool wants_coordinator =
        many || value_flags(CATALOGUE_TARGET_GROUP, j->group) & TARGET_GROUP_HAS_COORDINATOR;
    day_t without = wants_coordinator ? days_nth(own, counted_from(j), since, j->param[PARAM_R6_1_GRACE_DAYS])
                                      : DAY_NEVER;
    from = day_max(from, j->from);
    to = day_min(to, j->to);
    size_t next = moments_after(contacts, from);
    while (from < to && !j->no_memory) {
        uint32_t post = posts_find(coordinator, from);
        size_t next_post = post == NOWHERE ? 0 : post + 1;
        day_t end = next < contacts->n ? day_min(to, contacts->at[next].day) : to;
        if (next_post < coordinator->n)
            end = day_min(end, coordinator->at[next_post].from);
        day_t latest = next ? day_max(since, contacts->at[next - 1].day) : since;
        day_t late = days_nth(own, counted_from(j), latest, j->param[PARAM_R6_1_CONTACT_DAYS]);
        if (post == NOWHERE || !coordinator->at[post].staff)
            late = day_min(late, without);
        breach(j, own, NOWHERE, day_max(from, late), end, many ? SEVERITY_RED : SEVERITY_AMBER,
               ATTRIBUTION_OWN_PRACTICE, (struct evidence){NULL, 0});
        while (next < contacts->n && contacts->at[next].day <= end)
            next++;
        from = end;
    }
}

/* The interventions with an area that are open on the first day of each span. */
static void explain_by_interventions(struct judgement *j)
{
    const struct course *course = j->course;
    if (j->n == j->n_before)
        return;
    uint32_t *events = ARENA_ARRAY(j->arena, uint32_t, course->interventions.n);
    if (!events) {
        j->no_memory = true;
        return;
    }
    for (size_t s = j->n_before; s < j->n; s++) {
        size_t n = 0;
        for (size_t i = 0; i < course->interventions.n; i++) {
            const struct item *item = &course->interventions.at[i];
            if (item->area && intervention_is_open(course, item, j->spans[s].from))
                events[n++] = item->event;
        }
        span_explain(j, &j->spans[s], (struct evidence){events, n});
    }
}

void rule_uncoordinated(struct judgement *j)
{
    const struct runs *areas = &j->course->open_areas;
    struct moments contacts = {0};
    size_t i = runs_find(areas, j->from);
    i = i == NOWHERE ? 0 : i;
    while (i > 0 && count_of_areas(areas->at[i].value) >= 2 && count_of_areas(areas->at[i - 1].value) >= 2)
        i--;
    bool was_several = false;
    day_t since = DAY_NEVER;
    for (; i < areas->n && areas->at[i].from < j->to && !j->no_memory; i++) {
        bool several = count_of_areas(areas->at[i].value) >= 2;
        if (several && !was_several)
            since = areas->at[i].from;
        was_several = several;
        if (!several)
            continue;
        if (!contacts.at && !coordination(j, &contacts)) {
            j->no_memory = true;
            return;
        }
        uncoordinated(j, &contacts, since, areas->at[i].from, runs_end(areas, i), areas->at[i].value);
    }
    explain_by_interventions(j);
}

/* ---- R6.2 ---- */

/* Days with plans of two or more keys, joined. */
static size_t days_with_plans(const struct course *course, struct cut *days)
{
    day_t ends[ADMINISTRATION_COUNT];
    size_t n = 0;
    for (size_t key = 0; key < ADMINISTRATION_COUNT; key++)
        ends[key] = DAY_NONE;
    for (size_t i = 0; i < course->n_plans; i++) { /* by their first day */
        const struct plan *plan = &course->plans[i];
        day_t others = DAY_NONE;
        for (size_t key = 0; key < ADMINISTRATION_COUNT; key++)
            others = key == plan->key ? others : day_max(others, ends[key]);
        days[n++] = (struct cut){plan->from, day_min(plan->to, others), NOWHERE};
        ends[plan->key] = plan->to;
    }
    return cuts_join(days, n);
}

/* Days on which the latest version of the own plan is a holistic one, or plans were linked or a holistic one
 * offered not long ago; joined. */
static size_t days_joined(const struct judgement *j, struct cut *days)
{
    const struct course *course = j->course;
    size_t n = 0, contacts = count_of(course, KIND_COORDINATION_CONTACT);
    for (size_t i = 0; i < course->n_plans; i++) {
        const struct plan *plan = &course->plans[i];
        struct cut *version = NULL;
        for (uint32_t e = plan->first; plan->key == PLAN_OWN && e != NOWHERE;
             e = course->plan_entries[e].next) {
            const struct plan_entry *entry = &course->plan_entries[e];
            if (entry->is_confirmation)
                continue;
            if (version)
                version->to = entry->day;
            version = NULL;
            if (course->at[entry->event].event->code == PLAN_KIND_HOLISTIC_PLAN) {
                version = &days[n++];
                *version = (struct cut){entry->day, plan->to, NOWHERE};
            }
        }
    }
    for (size_t i = 0; i < contacts; i++) {
        const struct occurrence *contact = &course->at[nth_of(course, KIND_COORDINATION_CONTACT, i)];
        if (contact->event->code == COORDINATION_PLANS_LINKED ||
            contact->event->code == COORDINATION_HOLISTIC_PLAN_OFFERED)
            days[n++] =
                (struct cut){contact->day, day_plus(contact->day, j->param[PARAM_R6_2_OFFER_DAYS]), NOWHERE};
    }
    return cuts_join(days, n);
}

/* What made the plans in force on the first day of each span. */
static void explain_by_plans(struct judgement *j, uint32_t *events)
{
    const struct course *course = j->course;
    for (size_t s = j->n_before; s < j->n; s++) {
        size_t n = 0;
        for (size_t i = 0; i < course->n_plans; i++)
            if (course->plans[i].from <= j->spans[s].from && j->spans[s].from < course->plans[i].to)
                events[n++] = course->plan_entries[course->plans[i].first].event;
        span_explain(j, &j->spans[s], (struct evidence){events, n});
    }
}

void rule_parallel_plans(struct judgement *j)
{
    const struct course *course = j->course;
    bool differ = false;
    for (size_t i = 1; i < course->n_plans && !differ; i++)
        differ = course->plans[i].key != course->plans[0].key;
    if (!differ)
        return;
    size_t room = course->n_plan_entries + count_of(course, KIND_COORDINATION_CONTACT);
    struct cut *several = ARENA_ARRAY(j->arena, struct cut, course->n_plans);
    struct cut *held = ARENA_ARRAY(j->arena, struct cut, room);
    uint32_t *events = ARENA_ARRAY(j->arena, uint32_t, course->n_plans);
    if (!several || !held || !events) {
        j->no_memory = true;
        return;
    }
    size_t n = days_with_plans(course, several), n_held = days_joined(j, held);
    for (size_t i = 0; i < n && several[i].from < j->to; i++) {
        day_t late =
            days_nth(&course->own, counted_from(j), several[i].from, j->param[PARAM_R6_2_GRACE_DAYS]);
        if (late < several[i].to && several[i].to > j->from)
            breach_unless(j, &course->own, NOWHERE, late, several[i].to, SEVERITY_AMBER,
                          ATTRIBUTION_OWN_PRACTICE, (struct evidence){NULL, 0}, held, n_held);
    }
    explain_by_plans(j, events);
}

/* ---- R6.4 ---- */

/* A wait during which the citizen could take part in something. */
static bool leaves_time(const struct item *wait)
{
    return !(value_flags(CATALOGUE_WAIT_REASON, wait->code) & WAIT_HINDERS_TAKING_PART);
}

/* Days [from, to) without an open intervention, of a run since `since`, on which the earliest open wait began
 * on `wait`. */
static void sequential(struct judgement *j, day_t since, day_t wait, day_t from, day_t to)
{
    day_t late =
        days_nth(&j->course->own, counted_from(j), day_max(since, wait), j->param[PARAM_R6_4_AMBER_DAYS]);
    breach(j, &j->course->own, NOWHERE, day_max(from, late), to, SEVERITY_AMBER, ATTRIBUTION_OWN_PRACTICE,
           (struct evidence){NULL, 0});
}

/* The days of a run without open interventions, by their earliest open wait; waits come by day. */
static void waiting_in(struct judgement *j, day_t since, day_t to)
{
    const struct items *waits = &j->course->waits;
    day_t day = day_max(since, j->from);
    to = day_min(to, j->to);
    for (size_t i = 0; i < waits->n && day < to; i++) {
        const struct item *wait = &waits->at[i];
        if (wait->to <= day || !leaves_time(wait))
            continue;
        day = day_max(day, wait->from);
        sequential(j, since, wait->from, day, day_min(wait->to, to));
        day = wait->to;
    }
}

/* First day of the run of days without open interventions that `day` lies in. */
static day_t without_since(const struct course *course, day_t day)
{
    size_t i = runs_find(&course->intervention, day);
    return i == NOWHERE ? course->start : course->intervention.at[i].from;
}

/* On the first day of each span: the waits that began first, whose they are, and, where that is later, what
 * ended the last intervention. */
static void explain_by_first_waits(struct judgement *j)
{
    const struct course *course = j->course;
    if (j->n == j->n_before)
        return;
    uint32_t *events = ARENA_ARRAY(j->arena, uint32_t, course->waits.n + 1);
    if (!events) {
        j->no_memory = true;
        return;
    }
    for (size_t s = j->n_before; s < j->n; s++) {
        struct span *span = &j->spans[s];
        day_t first = DAY_NEVER;
        bool whose[ATTRIBUTION_UNKNOWN + 1] = {false};
        size_t n = 0;
        for (size_t i = 0; i < course->waits.n && course->waits.at[i].from <= day_min(first, span->from);
             i++) {
            const struct item *wait = &course->waits.at[i];
            if (!item_is_open(wait, span->from) || !leaves_time(wait))
                continue;
            first = wait->from;
            events[n++] = wait->event;
            whose[wait_attribution(wait->party)] = true;
        }
        span->attribution = whose[ATTRIBUTION_EXTERNAL]       ? ATTRIBUTION_EXTERNAL
                            : whose[ATTRIBUTION_CITIZEN_SIDE] ? ATTRIBUTION_CITIZEN_SIDE
                                                              : ATTRIBUTION_OWN_PRACTICE;
        day_t since = without_since(course, span->from);
        if (since > first)
            events[n++] = last_intervention_event(course, since);
        span_explain(j, span, (struct evidence){events, n});
    }
}

void rule_sequential_waiting(struct judgement *j)
{
    const struct course *course = j->course;
    const struct runs *intervention = &course->intervention;
    bool any = false;
    for (size_t i = 0; i < course->waits.n && !any; i++)
        any = leaves_time(&course->waits.at[i]) && course->waits.at[i].from < j->to &&
              course->waits.at[i].to > j->from;
    if (!any)
        return;
    size_t i = runs_find(intervention, j->from);
    if (i == NOWHERE) {
        waiting_in(j, course->start, intervention->n ? intervention->at[0].from : DAY_NEVER);
        i = 0;
    }
    for (; i < intervention->n && intervention->at[i].from < j->to; i++)
        if (!intervention->at[i].value)
            waiting_in(j, intervention->at[i].from, runs_end(intervention, i));
    explain_by_first_waits(j);
}

/* ---- R6.5 ---- */

static bool is_certificate(const struct item *wait)
{
    return wait->is_statement && value_flags(CATALOGUE_WAIT_REASON, wait->code) & WAIT_MEDICAL_FORM;
}

/* Refused, lapsed or withdrawn on `day` or before. */
static bool came_to_nothing(const struct course *course, const struct item *wait, day_t day)
{
    if (wait->ended_by == NOWHERE || wait->to > day)
        return false;
    const struct event *end = course->at[wait->ended_by].event;
    return end->kind == KIND_WAIT_ENDED &&
           (end->outcome == WAIT_OUTCOME_REFUSED || end->outcome == WAIT_OUTCOME_LAPSED ||
            end->outcome == WAIT_OUTCOME_WITHDRAWN);
}

/* Is there an earlier request of the same certificate in the window before the i-th wait? */
static bool is_repeated(const struct judgement *j, size_t i)
{
    const struct item *waits = j->course->waits.at;
    for (size_t k = i; k > 0 && waits[i].from - waits[k - 1].from < j->param[PARAM_R6_5_WINDOW_DAYS]; k--)
        if (waits[k - 1].is_statement && waits[k - 1].code == waits[i].code &&
            !came_to_nothing(j->course, &waits[k - 1], waits[i].from))
            return true;
    return false;
}

void rule_repeat_certificate(struct judgement *j)
{
    const struct items *waits = &j->course->waits;
    for (size_t i = 1; i < waits->n && waits->at[i].from < j->to; i++) {
        const struct item *request = &waits->at[i];
        day_t to = day_min(request->to, day_plus(request->from, j->param[PARAM_R6_5_SHOWN_DAYS]));
        if (is_certificate(request) && to > j->from && is_repeated(j, i))
            breach(j, &j->course->own, request->event, request->from, to, SEVERITY_AMBER,
                   ATTRIBUTION_OWN_PRACTICE, (struct evidence){&request->event, 1});
    }
}
