/* Recommendation 1, one caseworker: R1.1 to R1.6. */
#include "tests/oracle/oracle.h"

static uint32_t subject_of(const struct oracle_question *q, const struct oracle_change *change)
{
    return q->o->at[change->event].e.seq;
}

void oracle_r1_1(struct oracle_question *q)
{
    const struct oracle_change *changes = oracle_known_changes(q);
    int32_t n = 0;
    for (uint32_t i = 0; i < q->n_changes; i++)
        n += oracle_is_switch(&changes[i]) && changes[i].is_breach &&
             changes[i].day > q->day - q->param[PARAM_R1_1_WINDOW_DAYS];
    oracle_breach(q, 0, oracle_level(n, q->param[PARAM_R1_1_AMBER], q->param[PARAM_R1_1_RED]));
}

void oracle_r1_2(struct oracle_question *q)
{
    const struct oracle_change *changes = oracle_known_changes(q);
    for (uint32_t i = 0; i < q->n_changes; i++) {
        const struct oracle_change *c = &changes[i];
        if (!oracle_is_switch(c) || c->reason || c->is_history ||
            q->day - c->day >= q->param[PARAM_R1_2_GIVE_UP_DAYS])
            continue;
        int32_t n = oracle_count(q, ORACLE_WORK, c->known_day);
        oracle_breach(q, subject_of(q, c),
                      oracle_level(n, q->param[PARAM_R1_2_AMBER_WD], q->param[PARAM_R1_2_RED_WD]));
    }
}

void oracle_r1_3(struct oracle_question *q)
{
    if (q->now->primary)
        return;
    day_t u = q->day;
    while (u > q->o->start && !oracle_day(q->o, u - 1)->primary)
        u--;
    enum severity severity = oracle_level(oracle_count(q, ORACLE_WORK, u), q->param[PARAM_R1_3_AMBER_WD],
                                          q->param[PARAM_R1_3_RED_WD]);
    if (severity == SEVERITY_RED && q->now->deputy)
        severity = SEVERITY_AMBER;
    oracle_breach(q, 0, severity);
}

void oracle_r1_4(struct oracle_question *q)
{
    const struct oracle *o = q->o;
    int32_t in_window = 0, lately = 0;
    uint32_t last = 0;
    for (day_t day = o->start; day <= q->day; day++) {
        uint32_t now = oracle_day(o, day)->coordinator;
        if (!now)
            continue;
        if (last && last != now) {
            uint32_t reason = oracle_given_reason(o, oracle_day(o, day)->coordinator_event, q->day);
            bool left_out = reason == SWITCH_REASON_CITIZEN_REQUEST ||
                            reason == SWITCH_REASON_CONFLICT_OF_INTEREST || reason == SWITCH_REASON_SAFETY ||
                            reason == SWITCH_REASON_DATA_CORRECTION;
            in_window += !left_out && day > q->day - q->param[PARAM_R1_4_WINDOW_DAYS];
            lately += !left_out && day > q->day - q->param[PARAM_R1_4_AMBER_DAYS];
        }
        last = now;
    }
    if (in_window >= q->param[PARAM_R1_4_RED])
        oracle_breach(q, 0, SEVERITY_RED);
    else if (lately)
        oracle_breach(q, 0, SEVERITY_AMBER);
}

void oracle_r1_5(struct oracle_question *q)
{
    const struct oracle *o = q->o;
    int32_t all = 0, own = 0, people = 0;
    bool met[ORACLE_STAFF] = {false};
    for (uint32_t p = 0; p < q->n; p++) {
        const struct event *e = &o->at[p].e;
        day_t day = o->at[p].day;
        if (!oracle_talk(e) || !e->staff || !oracle_in_last(q, p, q->param[PARAM_R1_5_WINDOW_DAYS]))
            continue;
        bool was_primary = oracle_day(o, day)->primary == e->staff ||
                           (day > o->first && oracle_day(o, day - 1)->primary == e->staff);
        all++;
        own += was_primary || oracle_holder(o, day, q->day, q->param[PARAM_COVER_DAYS]) == e->staff;
        people += !met[e->staff];
        met[e->staff] = true;
    }
    if (all < q->param[PARAM_R1_5_MIN_MEETINGS])
        return;
    if (people >= q->param[PARAM_R1_5_RED_STAFF])
        oracle_breach(q, 0, SEVERITY_RED);
    else if (own * 100 < q->param[PARAM_R1_5_OWN_SHARE_PCT] * all)
        oracle_breach(q, 0, SEVERITY_AMBER);
}

void oracle_r1_6(struct oracle_question *q)
{
    const struct oracle *o = q->o;
    const struct oracle_change *changes = oracle_known_changes(q);
    bool held[ORACLE_STAFF] = {false};
    int32_t people = 0;
    if (q->now->age < q->param[PARAM_R1_6_AGE_DAYS])
        return;
    for (day_t day = o->start; day <= q->day; day++) {
        uint32_t holder = oracle_holder(o, day, q->day, q->param[PARAM_COVER_DAYS]), next = 0;
        if (!holder || held[holder] || day <= q->day - q->param[PARAM_R1_6_WINDOW_DAYS])
            continue;
        while (next < q->n_changes && changes[next].day <= day)
            next++; /* the change that ended this holder's time */
        if (next < q->n_changes && changes[next].reason == SWITCH_REASON_DATA_CORRECTION)
            continue;
        held[holder] = true;
        people++;
    }
    oracle_breach(q, 0, oracle_level(people, q->param[PARAM_R1_6_AMBER], q->param[PARAM_R1_6_RED]));
}
