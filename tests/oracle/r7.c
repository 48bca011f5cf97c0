/* Recommendation 7, movement: R7.1 to R7.5, R7.7, R7.8. */
#include "tests/oracle/oracle.h"

void oracle_r7_1(struct oracle_question *q)
{
    day_t since = q->o->start;
    for (uint32_t p = 0; p < q->n; p++)
        if (oracle_moves(&q->o->at[p].e) && q->o->at[p].day > since)
            since = q->o->at[p].day;
    int32_t n = oracle_count(q, ORACLE_OWN, since);
    bool held_back = oracle_covered(q) || q->now->intervention_with_due;
    if (n >= q->param[PARAM_R7_1_RED_DAYS])
        oracle_breach_of(q, 0, SEVERITY_RED, oracle_waits_attribution(q, q->day, 0));
    else if (n >= q->param[PARAM_R7_1_AMBER_DAYS] && !held_back)
        oracle_breach_of(q, 0, SEVERITY_AMBER, oracle_waits_attribution(q, q->day, 0));
}

/* The latest day on which the wait was looked at, else its start. */
static day_t last_review(const struct oracle_question *q, uint32_t wait)
{
    day_t day = q->o->at[wait].day;
    for (uint32_t p = 0; p < q->o->n; p++)
        if (q->o->at[p].target == wait && oracle_is(q->o, p, KIND_WAIT_MOVED) &&
            oracle_effect_day(q->o, p) <= q->day)
            day = oracle_effect_day(q->o, p);
    return day;
}

void oracle_r7_2(struct oracle_question *q)
{
    for (uint32_t p = 0; p < q->n; p++) {
        const struct event *e = &q->o->at[p].e;
        if (!oracle_wait_open(q, p, 0))
            continue;
        const struct catalogue_value *reason = catalogue_value(CATALOGUE_WAIT_REASON, e->code);
        bool from_review = reason && (reason->flags & WAIT_NORM_FROM_REVIEW);
        day_t x = oracle_expected_end(q, p), since = from_review ? last_review(q, p) : q->o->at[p].day;
        int32_t norm = oracle_norm(q, e);
        bool late =
            x != DAY_NONE && q->day >= x && oracle_count(q, ORACLE_OWN, x) >= q->param[PARAM_WAIT_GRACE_DAYS];
        if (late || (norm && oracle_count(q, ORACLE_OWN, since) >= norm))
            oracle_breach_of(q, e->seq, SEVERITY_AMBER, oracle_attribution(oracle_wait_party(e)));
    }
}

void oracle_r7_3(struct oracle_question *q)
{
    uint32_t review = ORACLE_NOBODY;
    for (uint32_t p = 0; p < q->n; p++)
        if (oracle_is(q->o, p, KIND_LONG_CASE_REVIEWED))
            review = p;
    int32_t n = review == ORACLE_NOBODY ? 0 : oracle_count(q, ORACLE_CLOCK, q->o->at[review].day);
    int32_t red_days = q->param[PARAM_R7_3_RED_DAYS], age = q->now->age;
    bool due = review == ORACLE_NOBODY || n >= q->param[PARAM_R7_3_REVIEW_DAYS];
    bool overdue = review == ORACLE_NOBODY || n >= q->param[PARAM_R7_3_REVIEW_DAYS] + red_days;
    day_t counted_from = q->param[PARAM_COUNTED_FROM];
    enum severity severity = SEVERITY_NONE;
    if (age >= q->param[PARAM_R7_3_INFO_AGE_DAYS] && due)
        severity = SEVERITY_INFO;
    if (age >= q->param[PARAM_R7_3_AGE_DAYS] && due)
        severity = SEVERITY_AMBER;
    if (age >= q->param[PARAM_R7_3_AGE_DAYS] + red_days && overdue)
        severity = SEVERITY_RED;
    if (age < q->param[PARAM_R7_3_INFO_AGE_DAYS])
        severity = SEVERITY_NONE;
    if (severity == SEVERITY_RED && counted_from != DAY_NONE && q->day < counted_from + red_days)
        severity = SEVERITY_AMBER;
    const struct catalogue_value *cause =
        review == ORACLE_NOBODY ? NULL : catalogue_value(CATALOGUE_LONG_CAUSE, q->o->at[review].e.code);
    oracle_breach_of(q, 0, severity, cause ? (enum attribution)cause->attribution : ATTRIBUTION_UNKNOWN);
}

/* ---- R7.4 -------------------------------------------------------------------------------------------- */

static bool same_series(const struct event *a, const struct event *b)
{
    return a->kind == KIND_PROGRESS_MEASURED && b->kind == KIND_PROGRESS_MEASURED && a->code == b->code &&
           a->party == b->party && a->scale == b->scale;
}

/* The latest of the series at least so many days before measurement `from`. */
static uint32_t measured_before(const struct oracle_question *q, uint32_t from, int32_t apart)
{
    for (uint32_t p = from; p-- > 0;)
        if (same_series(&q->o->at[p].e, &q->o->at[from].e) && q->o->at[from].day - q->o->at[p].day >= apart)
            return p;
    return ORACLE_NOBODY;
}

static bool has_moved(const struct oracle_question *q, uint32_t from, uint32_t to)
{
    const struct event *a = &q->o->at[from].e, *b = &q->o->at[to].e;
    return b->score > a->score || b->score == b->scale;
}

void oracle_r7_4(struct oracle_question *q)
{
    int32_t apart = q->param[PARAM_R7_4_APART_DAYS];
    bool some_c1 = false, some_c2 = false, moved_1 = false, moved_2 = false;
    day_t latest = DAY_NONE;
    for (uint32_t c0 = 0; c0 < q->n; c0++) {
        if (!oracle_is(q->o, c0, KIND_PROGRESS_MEASURED))
            continue;
        latest = q->o->at[c0].day;
        bool is_last = true;
        for (uint32_t p = c0 + 1; p < q->n; p++)
            is_last = is_last && !same_series(&q->o->at[p].e, &q->o->at[c0].e);
        if (!is_last || q->day - q->o->at[c0].day >= q->param[PARAM_R7_4_FRESH_DAYS])
            continue;
        uint32_t c1 = measured_before(q, c0, apart);
        uint32_t c2 = c1 == ORACLE_NOBODY ? ORACLE_NOBODY : measured_before(q, c1, apart);
        if (c1 != ORACLE_NOBODY) {
            some_c1 = true;
            moved_1 = moved_1 || has_moved(q, c1, c0);
        }
        if (c2 != ORACLE_NOBODY) {
            some_c2 = true;
            moved_2 = moved_2 || has_moved(q, c2, c1);
        }
    }
    if (latest == DAY_NONE)
        return;
    enum severity severity = SEVERITY_NONE;
    if (some_c1 && !moved_1)
        severity = some_c2 && !moved_2 ? SEVERITY_RED : SEVERITY_AMBER;
    else if (oracle_count(q, ORACLE_OWN, latest) >= q->param[PARAM_R7_4_INFO_DAYS])
        severity = SEVERITY_INFO;
    oracle_breach_of(q, 0, severity, ATTRIBUTION_UNKNOWN);
}

/* ---- R7.5, R7.7, R7.8 -------------------------------------------------------------------------------- */

void oracle_r7_5(struct oracle_question *q)
{
    day_t u = q->day;
    if (q->now->n_interventions)
        return;
    while (u > q->o->start && !oracle_day(q->o, u - 1)->n_interventions)
        u--;
    int32_t n = oracle_count(q, ORACLE_OWN, u);
    if (n >= q->param[PARAM_R7_5_RED_DAYS])
        oracle_breach_of(q, 0, SEVERITY_RED, oracle_waits_attribution(q, q->day, 0));
    else if (n >= q->param[PARAM_R7_5_AMBER_DAYS] && !oracle_covered(q))
        oracle_breach_of(q, 0, SEVERITY_AMBER, oracle_waits_attribution(q, q->day, 0));
}

void oracle_r7_7(struct oracle_question *q)
{
    int32_t talks = 0, changes = 0;
    for (uint32_t p = 0; p < q->n; p++) {
        const struct event *e = &q->o->at[p].e;
        if (!oracle_in_last(q, p, q->param[PARAM_R7_7_WINDOW_DAYS]))
            continue;
        talks += oracle_talk(e);
        changes += oracle_is_version(e) || e->kind == KIND_INTERVENTION_STARTED ||
                   e->kind == KIND_INTERVENTION_CHANGED || e->kind == KIND_INTERVENTION_ENDED ||
                   e->kind == KIND_NEXT_STEP_DONE;
    }
    if (talks >= q->param[PARAM_R7_7_MEETINGS] && !changes)
        oracle_breach(q, 0, SEVERITY_AMBER);
}

static bool clarifies(const struct event *e)
{
    const struct catalogue_value *kind = catalogue_value(CATALOGUE_INTERVENTION_KIND, e->code);
    return e->kind == KIND_INTERVENTION_STARTED &&
           ((e->marks & MARK_BIT(MARK_CLARIFY)) || (kind && (kind->flags & INTERVENTION_CLARIFIES)));
}

void oracle_r7_8(struct oracle_question *q)
{
    day_t settled = DAY_NONE;
    uint32_t group = 0;
    int32_t n = 0;
    for (uint32_t p = 0; p < q->n; p++) {
        const struct event *e = &q->o->at[p].e;
        const struct catalogue_value *decision = catalogue_value(CATALOGUE_DECISION, e->code);
        if (e->kind == KIND_DECISION_MADE && decision && (decision->flags & DECISION_SETTLES))
            settled = q->o->at[p].day;
        if (e->kind == KIND_CLASSIFIED) {
            if (group && group != e->code)
                settled = q->o->at[p].day;
            group = e->code;
        }
    }
    for (uint32_t p = 0; p < q->n; p++)
        n += clarifies(&q->o->at[p].e) && oracle_in_last(q, p, q->param[PARAM_R7_8_WINDOW_DAYS]) &&
             q->o->at[p].day > settled;
    if (n >= q->param[PARAM_R7_8_COUNT])
        oracle_breach(q, 0, SEVERITY_AMBER);
}
