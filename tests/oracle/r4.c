/* Recommendation 4, the citizen's plan: R4.1 to R4.5. */
#include "tests/oracle/oracle.h"

/* Event p is a version of the own plan in force, or a confirmation of it. */
static bool is_of_own_plan(const struct oracle_question *q, uint32_t p)
{
    const struct event *e = &q->o->at[p].e;
    return q->now->own_plan != ORACLE_NOBODY && p >= q->now->own_plan &&
           oracle_plan_key(e) == ORACLE_OWN_PLAN && (oracle_is_version(e) || e->kind == KIND_PLAN_CONFIRMED);
}

void oracle_r4_1(struct oracle_question *q)
{
    if (q->now->own_plan != ORACLE_NOBODY)
        return;
    for (uint32_t p = 0; p < q->n; p++) {
        const struct event *e = &q->o->at[p].e;
        const struct catalogue_value *kind = catalogue_value(CATALOGUE_INTERVENTION_KIND, e->code);
        if (oracle_intervention_open(q->o, p, q->day) && kind && (kind->flags & INTERVENTION_NEEDS_PLAN) &&
            q->o->at[p].day >= q->param[PARAM_COUNTED_FROM])
            oracle_breach(q, e->seq, SEVERITY_RED);
    }
}

void oracle_r4_2(struct oracle_question *q)
{
    day_t with_citizen = DAY_NONE;
    for (uint32_t p = 0; p < q->n; p++) {
        const struct event *e = &q->o->at[p].e;
        bool confirmed = e->kind == KIND_PLAN_CONFIRMED && e->party == PARTY_CITIZEN;
        bool has_part = oracle_is_version(e) && (e->marks & MARK_BIT(MARK_CITIZEN_PART));
        if (is_of_own_plan(q, p) && (confirmed || has_part))
            with_citizen = q->o->at[p].day;
    }
    for (uint32_t p = 0; p < q->n; p++) {
        const struct event *e = &q->o->at[p].e;
        if (!is_of_own_plan(q, p) || !oracle_is_version(e) || (e->marks & MARK_BIT(MARK_HISTORY)) ||
            q->o->at[p].day <= with_citizen)
            continue;
        if (oracle_count(q, ORACLE_OWN, q->o->at[p].day) >= q->param[PARAM_R4_2_AMBER_DAYS])
            oracle_breach(q, e->seq, SEVERITY_AMBER);
        return; /* the oldest */
    }
}

void oracle_r4_3(struct oracle_question *q)
{
    day_t k = DAY_NONE;
    if (q->now->own_plan == ORACLE_NOBODY)
        return;
    for (uint32_t p = 0; p < q->n; p++) {
        const struct event *e = &q->o->at[p].e;
        if (is_of_own_plan(q, p) || (oracle_held(e) && e->code == MEETING_KIND_PLAN_MEETING))
            k = q->o->at[p].day;
    }
    bool early = oracle_day(q->o, k)->age < q->param[PARAM_R4_3_EARLY_AGE_DAYS];
    oracle_breach(q, 0,
                  oracle_level(oracle_count(q, ORACLE_OWN, k),
                               q->param[early ? PARAM_R4_3_EARLY_DAYS : PARAM_R4_3_AMBER_DAYS],
                               q->param[PARAM_R4_3_RED_DAYS]));
}

void oracle_r4_4(struct oracle_question *q)
{
    day_t since = q->o->start;
    if (q->now->has_citizen_step)
        return;
    for (uint32_t p = 0; p < q->n; p++)
        if (oracle_is(q->o, p, KIND_NEXT_STEP_SET) && q->o->at[p].e.party == PARTY_CITIZEN &&
            oracle_closed_on(q->o, p) > since)
            since = oracle_closed_on(q->o, p); /* it is closed, or one would be open */
    int32_t n = oracle_count(q, ORACLE_OWN, since);
    if (n >= q->param[PARAM_R4_4_AMBER_DAYS])
        oracle_breach(q, 0, SEVERITY_AMBER);
    else if (n >= q->param[PARAM_R4_4_INFO_DAYS])
        oracle_breach(q, 0, SEVERITY_INFO);
}

void oracle_r4_5(struct oracle_question *q)
{
    bool has_goal = q->now->own_plan == ORACLE_NOBODY;
    for (uint32_t p = 0; p < q->n; p++)
        if (is_of_own_plan(q, p) && oracle_is_version(&q->o->at[p].e) &&
            (q->o->at[p].e.marks & (MARK_BIT(MARK_GOAL) | MARK_BIT(MARK_HISTORY))))
            has_goal = true;
    if (!has_goal)
        oracle_breach(q, 0, SEVERITY_RED);
}
