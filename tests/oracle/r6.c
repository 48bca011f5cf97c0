/* Recommendation 6, a whole: R6.1 to R6.5. */
#include "tests/oracle/oracle.h"

void oracle_r6_1(struct oracle_question *q)
{
    const struct oracle *o = q->o;
    day_t g = q->day, contact;
    if (q->now->n_areas < 2)
        return;
    while (g > o->first && oracle_day(o, g - 1)->n_areas >= 2)
        g--;
    contact = g;
    for (uint32_t p = 0; p < q->n; p++)
        if ((oracle_is(o, p, KIND_COORDINATION_CONTACT) ||
             oracle_meeting_has(&o->at[p].e, MEETING_COORDINATES)) &&
            o->at[p].day > contact)
            contact = o->at[p].day;
    const struct catalogue_value *group = catalogue_value(CATALOGUE_TARGET_GROUP, q->now->group);
    bool many = (int32_t)q->now->n_areas >= q->param[PARAM_R6_1_RED_AREAS];
    bool wants_coordinator = many || (group && (group->flags & TARGET_GROUP_HAS_COORDINATOR));
    if (oracle_count(q, ORACLE_OWN, contact) >= q->param[PARAM_R6_1_CONTACT_DAYS] ||
        (!q->now->coordinator && wants_coordinator &&
         oracle_count(q, ORACLE_OWN, g) >= q->param[PARAM_R6_1_GRACE_DAYS]))
        oracle_breach(q, 0, many ? SEVERITY_RED : SEVERITY_AMBER);
}

void oracle_r6_2(struct oracle_question *q)
{
    const struct oracle *o = q->o;
    day_t g = q->day;
    bool is_linked = false;
    if (q->now->n_plans < 2)
        return;
    while (g > o->first && oracle_day(o, g - 1)->n_plans >= 2)
        g--;
    for (uint32_t p = 0; p < q->n; p++) {
        const struct event *e = &o->at[p].e;
        if (q->now->own_plan != ORACLE_NOBODY && p >= q->now->own_plan && oracle_is_version(e) &&
            oracle_plan_key(e) == ORACLE_OWN_PLAN)
            is_linked = e->code == PLAN_KIND_HOLISTIC_PLAN; /* the latest version */
    }
    for (uint32_t p = 0; p < q->n; p++) {
        const struct event *e = &o->at[p].e;
        if (e->kind == KIND_COORDINATION_CONTACT &&
            (e->code == COORDINATION_PLANS_LINKED || e->code == COORDINATION_HOLISTIC_PLAN_OFFERED) &&
            oracle_in_last(q, p, q->param[PARAM_R6_2_OFFER_DAYS]))
            is_linked = true;
    }
    if (!is_linked && oracle_count(q, ORACLE_OWN, g) >= q->param[PARAM_R6_2_GRACE_DAYS])
        oracle_breach(q, 0, SEVERITY_AMBER);
}

/* The booking starts on D … D + ahead_days - 1 and is not gone. */
static bool is_ahead(const struct oracle_question *q, uint32_t p)
{
    if (!oracle_open(q->o, p, KIND_MEETING_BOOKED, q->day))
        return false;
    day_t starts = day_of_instant(q->o->at[p].e.starts_at);
    return starts >= q->day && starts < q->day + q->param[PARAM_R6_3_AHEAD_DAYS];
}

/* The unit `employment`, where some event names it; else 0. */
static uint32_t employment(const struct oracle *o)
{
    for (uint32_t p = 0; p < o->n; p++)
        if (o->at[p].e.administration == ADMINISTRATION_EMPLOYMENT && (o->at[p].e.fields & UNIT_ALONE))
            return o->at[p].e.unit;
    return 0;
}

/* Where a booking without a unit is: at the case's, else at `employment`. */
static uint32_t unit_of(const struct oracle_question *q, uint32_t p)
{
    uint32_t unit = q->o->at[p].e.unit ? q->o->at[p].e.unit : q->now->unit;
    return unit ? unit : employment(q->o);
}

void oracle_r6_3(struct oracle_question *q)
{
    const struct oracle *o = q->o;
    int32_t units = 0;
    bool clash = q->now->quarters > q->param[PARAM_R6_3_HOURS] * 4;
    for (uint32_t p = 0; p < q->n; p++) {
        bool is_new = is_ahead(q, p);
        if (!is_new)
            continue;
        for (uint32_t k = 0; k < p; k++) {
            if (!is_ahead(q, k))
                continue;
            instant_t apart = o->at[p].e.starts_at - o->at[k].e.starts_at;
            if (unit_of(q, k) == unit_of(q, p))
                is_new = false;
            else if ((apart < 0 ? -apart : apart) < q->param[PARAM_R6_3_APART_MINUTES] * MINUTE)
                clash = true;
        }
        units += is_new;
    }
    if (clash || units >= q->param[PARAM_R6_3_UNITS])
        oracle_breach(q, 0, SEVERITY_AMBER);
}

void oracle_r6_4(struct oracle_question *q)
{
    const struct oracle *o = q->o;
    uint32_t m = 0;
    day_t u = q->day;
    while (m < q->n && !oracle_wait_open(q, m, WAIT_HINDERS_TAKING_PART))
        m++; /* the first wait that counts */
    if (m == q->n || q->now->n_interventions)
        return;
    while (u > o->first && !oracle_day(o, u - 1)->n_interventions)
        u--;
    day_t since = u > o->at[m].day ? u : o->at[m].day;
    if (oracle_count(q, ORACLE_OWN, since) >= q->param[PARAM_R6_4_AMBER_DAYS])
        oracle_breach_of(q, 0, SEVERITY_AMBER,
                         oracle_waits_attribution(q, o->at[m].day, WAIT_HINDERS_TAKING_PART));
}

/* The request was refused, lapsed or withdrawn by the end of that day. */
static bool came_to_nothing(const struct oracle *o, uint32_t request, day_t day)
{
    if (oracle_closed_on(o, request) > day)
        return false;
    const struct event *by = &o->at[o->closed_by[request]].e;
    return by->kind == KIND_WAIT_ENDED &&
           (by->outcome == WAIT_OUTCOME_REFUSED || by->outcome == WAIT_OUTCOME_LAPSED ||
            by->outcome == WAIT_OUTCOME_WITHDRAWN);
}

void oracle_r6_5(struct oracle_question *q)
{
    const struct oracle *o = q->o;
    for (uint32_t p = 0; p < q->n; p++) {
        const struct catalogue_value *reason = catalogue_value(CATALOGUE_WAIT_REASON, o->at[p].e.code);
        if (!oracle_open(o, p, KIND_STATEMENT_REQUESTED, q->day) || !reason ||
            !(reason->flags & WAIT_MEDICAL_FORM) || q->day - o->at[p].day >= q->param[PARAM_R6_5_SHOWN_DAYS])
            continue;
        for (uint32_t k = 0; k < p; k++)
            if (oracle_is(o, k, KIND_STATEMENT_REQUESTED) && o->at[k].e.code == o->at[p].e.code &&
                o->at[p].day - o->at[k].day < q->param[PARAM_R6_5_WINDOW_DAYS] &&
                !came_to_nothing(o, k, o->at[p].day))
                oracle_breach(q, o->at[p].e.seq, SEVERITY_AMBER);
    }
}
