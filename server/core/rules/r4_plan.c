/* Recommendation 4: a plan that is the citizen's own. */
#include "core/rules/rules.h"

/* The next own plan in force on some day judged, from plans[*i] on; NULL: no more. */
static const struct plan *next_own_plan(const struct judgement *j, size_t *i)
{
    const struct course *course = j->course;
    while (*i < course->n_plans && course->plans[*i].from < j->to) {
        const struct plan *plan = &course->plans[(*i)++];
        if (plan->key == PLAN_OWN && plan->from < plan->to && plan->to > j->from)
            return plan;
    }
    return NULL;
}

static bool needs_plan(const struct judgement *j, const struct item *intervention)
{
    return intervention->to > j->from && intervention->from < j->to &&
           (counted_from(j) == DAY_NONE || intervention->from >= counted_from(j)) &&
           (value_flags(CATALOGUE_INTERVENTION_KIND, intervention->code) & INTERVENTION_NEEDS_PLAN);
}

/* R4.1 */
void rule_intervention_without_plan(struct judgement *j)
{
    const struct course *course = j->course;
    const struct items *interventions = &course->interventions;
    size_t first = 0, n_planned = 0;
    while (first < interventions->n && !needs_plan(j, &interventions->at[first]))
        first++;
    if (first == interventions->n)
        return;
    struct cut *planned = ARENA_ARRAY(j->arena, struct cut, course->n_plans);
    if (!planned) {
        j->no_memory = true;
        return;
    }
    size_t next = 0;
    for (const struct plan *plan; (plan = next_own_plan(j, &next));)
        planned[n_planned++] = (struct cut){plan->from, plan->to, NOWHERE};
    for (size_t i = first; i < interventions->n; i++) {
        const struct item *item = &interventions->at[i];
        if (!needs_plan(j, item))
            continue;
        for (uint32_t p = item->first; p != NOWHERE; p = course->phases[p].next) {
            struct day_range open = phase_open_days(course, item, &course->phases[p]);
            breach_unless(j, &course->own, item->event, open.from, open.to, SEVERITY_RED,
                          ATTRIBUTION_OWN_PRACTICE, (struct evidence){&item->event, 1}, planned, n_planned);
        }
    }
}

/* R4.2: versions, and on which days the citizen took part, within each plan. */
void rule_plan_without_citizen(struct judgement *j)
{
    const struct course *course = j->course;
    size_t next = 0;
    const struct plan *plan = next_own_plan(j, &next);
    if (!plan)
        return;
    struct moments versions = {ARENA_ARRAY(j->arena, struct moment, course->n_plan_entries), 0};
    struct moments took_part = {ARENA_ARRAY(j->arena, struct moment, course->n_plan_entries), 0};
    if (!versions.at || !took_part.at) {
        j->no_memory = true;
        return;
    }
    for (; plan; plan = next_own_plan(j, &next)) {
        versions.n = took_part.n = 0;
        for (uint32_t e = plan->first; e != NOWHERE; e = course->plan_entries[e].next) {
            const struct plan_entry *entry = &course->plan_entries[e];
            const struct event *event = course->at[entry->event].event;
            struct moment moment = {entry->day, entry->event};
            if (entry->is_confirmation ? event->party == PARTY_CITIZEN
                                       : (event->marks & MARK_BIT(MARK_CITIZEN_PART)) != 0)
                took_part.at[took_part.n++] = moment;
            else if (!entry->is_confirmation && !(event->marks & MARK_BIT(MARK_HISTORY)))
                versions.at[versions.n++] = moment;
        }
        breach_oldest(j, &versions, &took_part, plan->to, days_nth, j->param[PARAM_R4_2_AMBER_DAYS]);
    }
}

/* First held plan meeting after the event `index`, from held[*h] on; NOWHERE. */
static uint32_t next_plan_meeting(const struct course *course, size_t *h, uint32_t index)
{
    for (; *h < course->n_held; (*h)++) {
        uint32_t event = course->held[*h].event;
        if (event > index && course->at[event].event->code == MEETING_KIND_PLAN_MEETING)
            return event;
    }
    return NOWHERE;
}

/* The days [from, to) after the plan was last looked at, by that event. */
static void since_looked_at(struct judgement *j, uint32_t event, day_t to)
{
    const struct course *course = j->course;
    day_t since = course->at[event].day;
    bool early = course_age(course, since) < j->param[PARAM_R4_3_EARLY_AGE_DAYS];
    int32_t amber = j->param[early ? PARAM_R4_3_EARLY_DAYS : PARAM_R4_3_AMBER_DAYS];
    breach_levels(j, &course->own, NOWHERE, days_nth(&course->own, counted_from(j), since, amber),
                  days_nth(&course->own, counted_from(j), since, j->param[PARAM_R4_3_RED_DAYS]), to,
                  ATTRIBUTION_OWN_PRACTICE, (struct evidence){&event, 1});
}

/* R4.3 */
void rule_plan_stale(struct judgement *j)
{
    const struct course *course = j->course;
    size_t next = 0;
    for (const struct plan *plan; (plan = next_own_plan(j, &next));) {
        size_t h = 0;
        uint32_t entry = plan->first, looked_at = course->plan_entries[entry].event;
        while (looked_at != NOWHERE && course->at[looked_at].day < day_min(plan->to, j->to)) {
            while (entry != NOWHERE && course->plan_entries[entry].event <= looked_at)
                entry = course->plan_entries[entry].next;
            uint32_t then = next_plan_meeting(course, &h, looked_at);
            if (entry != NOWHERE && course->plan_entries[entry].event < then)
                then = course->plan_entries[entry].event;
            day_t to = then == NOWHERE ? plan->to : day_min(plan->to, course->at[then].day);
            if (to > j->from)
                since_looked_at(j, looked_at, to);
            looked_at = then;
        }
    }
}

/* R4.4 */
void rule_no_citizen_step(struct judgement *j)
{
    const struct course *course = j->course;
    int32_t info = j->param[PARAM_R4_4_INFO_DAYS], amber = j->param[PARAM_R4_4_AMBER_DAYS];
    day_t from = course->start;
    uint32_t since = course->start_event;
    for (size_t i = 0; from < j->to && i <= course->steps.n; i++) {
        const struct item *step = i < course->steps.n ? &course->steps.at[i] : NULL;
        if (step && step->party != PARTY_CITIZEN)
            continue;
        day_t to = step ? step->from : DAY_NEVER;
        if (to > from && to > j->from) {
            const struct day_set *own = &course->own;
            day_t late = days_nth(own, counted_from(j), from, amber);
            breach(j, own, NOWHERE, days_nth(own, counted_from(j), from, info), day_min(late, to),
                   SEVERITY_INFO, ATTRIBUTION_OWN_PRACTICE, (struct evidence){&since, 1});
            breach(j, own, NOWHERE, late, to, SEVERITY_AMBER, ATTRIBUTION_OWN_PRACTICE,
                   (struct evidence){&since, 1});
        }
        if (step && step->to >= from) {
            from = step->to;
            since = step->ended_by;
        }
    }
}

/* R4.5: from the plan's first day to the first version that says a goal, or that cannot be expected to. */
void rule_goal_missing(struct judgement *j)
{
    const struct course *course = j->course;
    size_t next = 0;
    const struct plan *plan = next_own_plan(j, &next);
    if (!plan)
        return;
    uint32_t *versions = ARENA_ARRAY(j->arena, uint32_t, course->n_plan_entries);
    if (!versions) {
        j->no_memory = true;
        return;
    }
    for (; plan; plan = next_own_plan(j, &next)) {
        size_t n = 0;
        day_t from = plan->from;
        bool missing = true;
        for (uint32_t e = plan->first; missing && e != NOWHERE; e = course->plan_entries[e].next) {
            const struct plan_entry *entry = &course->plan_entries[e];
            if (entry->is_confirmation)
                continue;
            breach(j, &course->own, NOWHERE, from, day_min(entry->day, plan->to), SEVERITY_RED,
                   ATTRIBUTION_OWN_PRACTICE, (struct evidence){versions, n});
            versions[n++] = entry->event;
            from = entry->day;
            missing =
                !(course->at[entry->event].event->marks & (MARK_BIT(MARK_GOAL) | MARK_BIT(MARK_HISTORY)));
        }
        if (missing)
            breach(j, &course->own, NOWHERE, from, plan->to, SEVERITY_RED, ATTRIBUTION_OWN_PRACTICE,
                   (struct evidence){versions, n});
    }
}
