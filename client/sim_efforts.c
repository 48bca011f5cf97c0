/* Interventions and waits of a simulated case: how they begin and end. See sim_life.h. */
#include "client/sim_life.h"

void life_start_intervention(struct life *life)
{
    static const enum intervention_kind kinds[] = {INTERVENTION_KIND_COMPANY_PLACEMENT,
                                                   INTERVENTION_KIND_COMPANY_PLACEMENT,
                                                   INTERVENTION_KIND_MENTOR,
                                                   INTERVENTION_KIND_GUIDANCE_UPSKILLING,
                                                   INTERVENTION_KIND_CLARIFICATION,
                                                   INTERVENTION_KIND_COPING_COURSE,
                                                   INTERVENTION_KIND_HEALTH_EFFORT,
                                                   INTERVENTION_KIND_SOCIAL_SUPPORT,
                                                   INTERVENTION_KIND_ORDINARY_HOURS,
                                                   INTERVENTION_KIND_DANISH_LANGUAGE,
                                                   INTERVENTION_KIND_JOB_SEARCH_SUPPORT};
    if (life->n_interventions >= life->wanted || !chance(life, 400))
        return;
    struct sim_event event = life_event(life, KIND_INTERVENTION_STARTED);
    event.code = kinds[sim_below(&life->random, ARRAY_LEN(kinds))];
    event.due = life->day + between(life, 28, 182);
    if (event.code == INTERVENTION_KIND_CLARIFICATION)
        event.marks = MARK_BIT(MARK_CLARIFY);
    event.hours = between(life, 3, 20);
    struct uuid id = life_emit(life, &event);
    life->interventions[life->n_interventions++] =
        (struct open_intervention){id, event.due + between(life, -20, 10)};
}

/* Median waits in days and how they spread: eight equally likely parts of the median, of 100. */
void life_start_wait(struct life *life)
{
    static const struct {
        enum wait_reason reason;
        int32_t median;
    } waits[] = {{WAIT_REASON_MEDICAL_STATUS_CERTIFICATE, 21}, {WAIT_REASON_SPECIALIST_STATEMENT, 75},
                 {WAIT_REASON_PSYCHIATRIC_ASSESSMENT, 150},    {WAIT_REASON_HOSPITAL_TREATMENT_ONGOING, 110},
                 {WAIT_REASON_CLINICAL_FUNCTION, 35},          {WAIT_REASON_REHAB_TEAM, 35},
                 {WAIT_REASON_PLACEMENT_SEARCH, 30},           {WAIT_REASON_INTERNAL_DECISION, 21},
                 {WAIT_REASON_WORK_INJURY_AUTHORITY, 365},     {WAIT_REASON_TREATMENT_WAITING_LIST, 90}};
    static const int32_t spread[] = {35, 55, 75, 90, 110, 140, 190, 320};
    if (life->has_wait || !chance(life, (uint32_t)life->profile->waits))
        return;
    size_t i = sim_below(&life->random, ARRAY_LEN(waits));
    const struct catalogue_value *reason = catalogue_value(CATALOGUE_WAIT_REASON, waits[i].reason);
    int32_t days = waits[i].median * spread[sim_below(&life->random, ARRAY_LEN(spread))] / 100;
    life->wait_is_statement = (reason->flags & WAIT_STATEMENT) != 0;
    struct sim_event event =
        life_event(life, life->wait_is_statement ? KIND_STATEMENT_REQUESTED : KIND_WAIT_STARTED);
    event.code = waits[i].reason;
    event.party = reason->party;
    event.due = life->day + (reason->norm_days ? reason->norm_days : waits[i].median);
    life->wait = life_emit(life, &event);
    life->wait_code = event.code;
    life->wait_due = event.due;
    life->wait_ends = life->day + (days < 3 ? 3 : days);
    life->has_wait = true;
}

void life_waits(struct life *life)
{
    if (!life->has_wait)
        return;
    if (life->day >= life->wait_ends) {
        if (life->wait_is_statement) {
            struct sim_event event = life_event(life, KIND_STATEMENT_RECEIVED);
            event.code = life->wait_code;
            event.has_ref = true;
            event.ref = life->wait;
            life_emit(life, &event);
        } else {
            life_emit_ref(life, KIND_WAIT_ENDED, life->wait,
                          chance(life, 900) ? WAIT_OUTCOME_ENDED : WAIT_OUTCOME_REFUSED);
        }
        life->has_wait = false;
    } else if (life->day > life->wait_due && chance(life, 25)) {
        struct sim_event moved = life_event(life, KIND_WAIT_MOVED);
        moved.has_ref = true;
        moved.ref = life->wait;
        moved.due = life->wait_due = life->day + between(life, 14, 42);
        life_emit(life, &moved);
    }
}

void life_interventions(struct life *life)
{
    static const enum end_reason ends[] = {END_REASON_COMPLETED,          END_REASON_COMPLETED,
                                           END_REASON_COMPLETED,          END_REASON_ILLNESS,
                                           END_REASON_STOPPED_BY_CITIZEN, END_REASON_STOPPED_BY_PROVIDER};
    for (size_t i = 0; i < life->n_interventions;) {
        if (life->day < life->interventions[i].ends) {
            i++;
            continue;
        }
        life_emit_ref(life, KIND_INTERVENTION_ENDED, life->interventions[i].id,
                      ends[sim_below(&life->random, ARRAY_LEN(ends))]);
        life->interventions[i] = life->interventions[--life->n_interventions];
    }
}
