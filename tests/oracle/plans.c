/* Plans by key, and moves with their acceptance (rules 5.9). */
#include "tests/oracle/oracle.h"

uint32_t oracle_plan_key(const struct event *e)
{
    if (e->code == PLAN_KIND_HOLISTIC_PLAN || e->code == PLAN_KIND_INTEGRATION_CONTRACT ||
        !e->administration || e->administration == ADMINISTRATION_EMPLOYMENT ||
        e->administration == ADMINISTRATION_AKASSE)
        return ORACLE_OWN_PLAN;
    return e->administration;
}

bool oracle_is_version(const struct event *e)
{
    return e->kind == KIND_PLAN_MADE || e->kind == KIND_PLAN_REVISED;
}

void oracle_plans(struct oracle *o)
{
    uint32_t plan[ORACLE_PLAN_KEYS], next = 0; /* by key: the event that began the plan in force */
    for (uint32_t key = 0; key < ORACLE_PLAN_KEYS; key++)
        plan[key] = ORACLE_NOBODY;
    for (day_t day = o->first; day <= o->last; day++) {
        for (; next < o->n && o->at[next].day == day; next++) {
            const struct event *e = &o->at[next].e;
            uint32_t key = oracle_plan_key(e);
            if (e->kind == KIND_PLAN_MADE || (e->kind == KIND_PLAN_REVISED && plan[key] == ORACLE_NOBODY))
                plan[key] = next;
            if (e->kind == KIND_PLAN_CLOSED)
                plan[key] = ORACLE_NOBODY;
        }
        struct oracle_day *s = &o->days[day - o->first];
        s->own_plan = plan[ORACLE_OWN_PLAN];
        s->n_plans = 0;
        for (uint32_t key = 0; key < ORACLE_PLAN_KEYS; key++)
            s->n_plans += plan[key] != ORACLE_NOBODY;
    }
}

/* ---- moves ------------------------------------------------------------------------------------------- */

bool oracle_is_move(const struct event *e)
{
    return e->kind == KIND_TRANSITION && e->outcome == TRANSITION_STATE_STARTED;
}

static bool is_municipality(uint8_t administration)
{
    return administration != ADMINISTRATION_AKASSE && administration != ADMINISTRATION_REGION &&
           administration != ADMINISTRATION_PROVIDER && administration != ADMINISTRATION_OTHER_MUNICIPALITY &&
           administration != ADMINISTRATION_STATE && administration != ADMINISTRATION_EMPLOYER;
}

/* The earliest day on which something accepts move p. */
static day_t acceptance(const struct oracle *o, uint32_t p)
{
    const struct event *move = &o->at[p].e;
    day_t earliest = DAY_NEVER;
    if (!move->unit || move->unit == o->unit_before[p])
        return o->at[p].day;
    for (uint32_t q = 0; q < o->n; q++) {
        const struct event *e = &o->at[q].e;
        day_t day = o->at[q].day;
        bool accepts = false;
        if (e->kind == KIND_TRANSITION && e->outcome == TRANSITION_STATE_ACCEPTED && o->at[q].target == p) {
            accepts = true;
            day = oracle_effect_day(o, q);
        }
        if (day >= o->at[p].day && e->kind == KIND_CASEWORKER_ASSIGNED && e->role == ROLE_PRIMARY &&
            is_municipality(move->administration))
            accepts = true;
        if (day >= o->at[p].day && oracle_held(e) && e->unit == move->unit)
            accepts = true;
        if (accepts && day < earliest)
            earliest = day;
    }
    return earliest;
}

void oracle_moves_accepted(struct oracle *o)
{
    for (uint32_t p = 0; p < o->n; p++)
        o->accepted_on[p] = oracle_is_move(&o->at[p].e) ? acceptance(o, p) : DAY_NEVER;
}
