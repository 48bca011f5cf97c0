/* Recommendation 2, good transitions: R2.1 to R2.6. */
#include "tests/oracle/oracle.h"

static uint32_t subject_of(const struct oracle_question *q, const struct oracle_change *change)
{
    return q->o->at[change->event].e.seq;
}

static bool is_one_of_three(uint32_t reason)
{
    return reason == SWITCH_REASON_CITIZEN_REQUEST || reason == SWITCH_REASON_CONFLICT_OF_INTEREST ||
           reason == SWITCH_REASON_SAFETY;
}

static bool three_party_since(const struct oracle_question *q, day_t since)
{
    for (uint32_t p = 0; p < q->n; p++)
        if (q->o->at[p].day >= since && oracle_three_party(&q->o->at[p].e))
            return true;
    return false;
}

static bool handover_since(const struct oracle_question *q, day_t since)
{
    for (uint32_t p = 0; p < q->n; p++) {
        const struct event *e = &q->o->at[p].e;
        if (q->o->at[p].day >= since && e->kind == KIND_HANDOVER &&
            (e->outcome == HANDOVER_STATE_SENT || e->outcome == HANDOVER_STATE_ACCEPTED))
            return true;
    }
    return false;
}

/* ---- R2.1 -------------------------------------------------------------------------------------------- */

struct take_over {
    day_t day, known_day;
    uint32_t subject;
    bool is_fast;
};

static bool is_settled(const struct oracle_question *q, day_t t)
{
    for (uint32_t p = 0; p < q->n; p++) {
        const struct event *e = &q->o->at[p].e;
        const struct oracle_day *on = oracle_day(q->o, q->o->at[p].day);
        if (q->o->at[p].day >= t && oracle_talk(e) &&
            (!e->staff || e->staff == on->primary || e->staff == on->deputy))
            return true;
    }
    return three_party_since(q, day_working_before(t, q->param[PARAM_HANDOVER_BEFORE_WD]));
}

/* By T; on one day a fast one first; then the lower subject. */
static bool is_older(const struct take_over *a, const struct take_over *b)
{
    if (a->day != b->day)
        return a->day < b->day;
    return a->is_fast != b->is_fast ? a->is_fast : a->subject < b->subject;
}

static int32_t amber_of(const struct oracle_question *q, const struct take_over *t)
{
    return q->param[t->is_fast ? PARAM_R2_1_FAST_AMBER_DAYS : PARAM_R2_1_AMBER_DAYS];
}

static void consider(const struct oracle_question *q, struct take_over one, struct take_over *oldest)
{
    if (oracle_count(q, ORACLE_OWN, one.known_day) < amber_of(q, &one) || is_settled(q, one.day))
        return;
    if (oldest->day == DAY_NEVER || is_older(&one, oldest))
        *oldest = one;
}

void oracle_r2_1(struct oracle_question *q)
{
    const struct oracle *o = q->o;
    const struct oracle_change *changes = oracle_known_changes(q);
    struct take_over oldest = {.day = DAY_NEVER};
    for (uint32_t i = 0; i < q->n_changes; i++) {
        const struct oracle_change *c = &changes[i];
        if (oracle_is_switch(c) && !c->is_soft && !c->is_return && !c->is_history)
            consider(q, (struct take_over){c->day, c->known_day, subject_of(q, c), false}, &oldest);
    }
    for (uint32_t p = 0; p < q->n; p++) {
        const struct catalogue_value *kind = catalogue_value(CATALOGUE_TRANSITION_KIND, o->at[p].e.code);
        day_t t = o->accepted_on[p];
        if (!oracle_is_move(&o->at[p].e) || !kind || !(kind->flags & TRANSITION_TAKE_OVER) || t > q->day)
            continue;
        const struct catalogue_value *group =
            catalogue_value(CATALOGUE_TARGET_GROUP, oracle_day(o, t)->group);
        bool is_cash = group && group->family == FAMILY_CASH;
        consider(q, (struct take_over){t, t, o->at[p].e.seq, is_cash}, &oldest);
    }
    if (oldest.day != DAY_NEVER)
        oracle_breach(q, oldest.subject,
                      oracle_level(oracle_count(q, ORACLE_OWN, oldest.known_day), amber_of(q, &oldest),
                                   q->param[PARAM_R2_1_RED_DAYS]));
}

/* ---- R2.2 to R2.4 ------------------------------------------------------------------------------------ */

/* ORACLE_NOBODY without a switch. */
static uint32_t newest_switch(struct oracle_question *q, uint32_t before)
{
    const struct oracle_change *changes = oracle_known_changes(q);
    for (uint32_t i = before < q->n_changes ? before : q->n_changes; i-- > 0;)
        if (oracle_is_switch(&changes[i]))
            return i;
    return ORACLE_NOBODY;
}

static bool is_demanding(const struct oracle_question *q, const struct oracle_change *c)
{
    const struct oracle_day *on = oracle_day(q->o, c->day);
    if (is_one_of_three(c->reason))
        return false;
    if (oracle_complex(on) || on->age >= q->param[PARAM_R2_2_LONG_CASE_DAYS])
        return true;
    for (uint32_t p = 0; p < q->n; p++)
        if (oracle_is(q->o, p, KIND_MEETING_REQUESTED) &&
            q->o->at[p].e.code == MEETING_KIND_THREE_PARTY_HANDOVER &&
            q->o->at[p].day >= c->day - q->param[PARAM_R2_2_ASKED_DAYS])
            return true;
    return false;
}

void oracle_r2_2(struct oracle_question *q)
{
    uint32_t newest = newest_switch(q, UINT32_MAX);
    if (newest == ORACLE_NOBODY)
        return;
    const struct oracle_change *c = &q->changes[newest];
    day_t b = day_working_before(c->day, q->param[PARAM_HANDOVER_BEFORE_WD]);
    if (c->is_soft || c->is_return || c->is_long_cover || c->is_history ||
        oracle_count(q, ORACLE_WORK, c->day) < q->param[PARAM_R2_2_AFTER_WD] ||
        q->day - c->day >= q->param[PARAM_R2_2_FADE_DAYS] || three_party_since(q, b))
        return;
    if (is_demanding(q, c))
        oracle_breach(q, subject_of(q, c), SEVERITY_RED);
    else if (!handover_since(q, b))
        oracle_breach(q, subject_of(q, c), SEVERITY_AMBER);
}

/* Told of the change, on day `since` or later. */
static bool is_told(const struct oracle_question *q, const struct oracle_change *c, day_t since)
{
    for (uint32_t p = 0; p < q->n; p++) {
        const struct event *e = &q->o->at[p].e;
        if (q->o->at[p].day < since)
            continue;
        if (e->kind == KIND_CITIZEN_TOLD && e->code == TOLD_ABOUT_CASEWORKER_CHANGE)
            return true;
        if (e->kind == KIND_HANDOVER && (e->marks & MARK_BIT(MARK_INFORMED)))
            return true;
        if (e->kind == KIND_CASEWORKER_ASSIGNED && e->staff == c->holder &&
            (e->marks & MARK_BIT(MARK_INFORMED)))
            return true;
        if (q->o->at[p].day >= c->day && oracle_held(e) && e->staff == c->holder)
            return true;
    }
    return three_party_since(q, since);
}

void oracle_r2_3(struct oracle_question *q)
{
    uint32_t newest = newest_switch(q, UINT32_MAX);
    if (newest == ORACLE_NOBODY)
        return;
    const struct oracle_change *c = &q->changes[newest];
    uint32_t before = newest_switch(q, newest);
    day_t since = c->day - q->param[PARAM_R2_3_AHEAD_DAYS];
    if (before != ORACLE_NOBODY && since <= q->changes[before].day)
        since = q->changes[before].day + 1;
    if (c->is_return || c->is_history || c->reason == SWITCH_REASON_CITIZEN_REQUEST ||
        q->day - c->known_day >= q->param[PARAM_R2_3_FADE_DAYS] || is_told(q, c, since))
        return;
    bool is_red = oracle_count(q, ORACLE_WORK, c->known_day) >= q->param[PARAM_R2_3_RED_WD];
    oracle_breach(q, subject_of(q, c), is_red ? SEVERITY_RED : SEVERITY_AMBER);
}

void oracle_r2_4(struct oracle_question *q)
{
    const struct oracle *o = q->o;
    day_t k = DAY_NONE;
    if (q->now->own_plan == ORACLE_NOBODY)
        return;
    for (uint32_t p = q->now->own_plan; p < q->n; p++) {
        const struct event *e = &o->at[p].e;
        bool taken_over = e->kind == KIND_PLAN_CONFIRMED && e->party != PARTY_CITIZEN;
        if ((oracle_is_version(e) || taken_over) && oracle_plan_key(e) == ORACLE_OWN_PLAN)
            k = o->at[p].day;
    }
    const struct oracle_change *changes = oracle_known_changes(q);
    for (uint32_t i = 0; i < q->n_changes; i++) {
        const struct oracle_change *c = &changes[i];
        if (!oracle_is_switch(c) || c->day <= k || c->is_soft || c->is_return || c->is_long_cover ||
            c->is_history)
            continue;
        if (oracle_count(q, ORACLE_OWN, c->day) >= q->param[PARAM_R2_4_AMBER_DAYS])
            oracle_breach(q, subject_of(q, c), SEVERITY_AMBER);
        return; /* the oldest */
    }
}

/* ---- R2.5: known dates (5.12) ------------------------------------------------------------------------ */

static bool prepared_since(const struct oracle_question *q, day_t since)
{
    for (uint32_t p = 0; p < q->n; p++) {
        const struct event *e = &q->o->at[p].e;
        if (q->o->at[p].day >= since &&
            (oracle_is_version(e) || e->kind == KIND_DECISION_MADE ||
             (e->kind == KIND_TRANSITION && e->outcome == TRANSITION_STATE_PLANNED) ||
             oracle_meeting_has(e, MEETING_PREPARES)))
            return true;
    }
    return handover_since(q, since);
}

static void known_date(struct oracle_question *q, day_t x, uint32_t subject)
{
    if (x != DAY_NONE && q->day >= x - q->param[PARAM_R2_5_AHEAD_DAYS] && q->day < x &&
        !prepared_since(q, x - q->param[PARAM_R2_5_PREPARE_DAYS]))
        oracle_breach(q, subject, SEVERITY_AMBER);
}

/* Place of the latest date_foreseen of that code; ORACLE_NOBODY. */
static uint32_t foreseen(const struct oracle_question *q, enum foreseen_date code)
{
    for (uint32_t p = q->n; p-- > 0;)
        if (oracle_is(q->o, p, KIND_DATE_FORESEEN) && q->o->at[p].e.code == code)
            return p;
    return ORACLE_NOBODY;
}

static void date_of_group(struct oracle_question *q, enum target_group group, enum foreseen_date code,
                          enum param param)
{
    const struct oracle *o = q->o;
    int32_t length = q->param[param];
    day_t since = q->now->group_since;
    uint32_t said = foreseen(q, code);
    if (q->now->group != group || !length || (said != ORACLE_NOBODY && o->at[said].day >= since))
        return;
    day_t x = param == PARAM_R2_5_SICK_PAY_WEEKS ? since + 7 * length : day_add_months(since, length);
    for (uint32_t p = 0; p < q->n; p++)
        if (o->at[p].day == since && oracle_is(o, p, KIND_CLASSIFIED) && o->at[p].e.code == group) {
            known_date(q, x, o->at[p].e.seq);
            return;
        }
}

static void birthday(struct oracle_question *q, enum foreseen_date code, int years)
{
    if (q->o->born != DAY_NONE && foreseen(q, code) == ORACLE_NOBODY)
        known_date(q, day_birthday(q->o->born, years), 0);
}

void oracle_r2_5(struct oracle_question *q)
{
    for (uint32_t p = 0; p < q->n; p++) {
        const struct event *e = &q->o->at[p].e;
        if (e->kind == KIND_DATE_FORESEEN &&
            (e->code == FORESEEN_DATE_OTHER || foreseen(q, (enum foreseen_date)e->code) == p))
            known_date(q, e->due, e->seq);
    }
    date_of_group(q, TARGET_GROUP_SICK_PAY, FORESEEN_DATE_SICK_PAY_REASSESSMENT, PARAM_R2_5_SICK_PAY_WEEKS);
    date_of_group(q, TARGET_GROUP_JOB_CLARIFICATION, FORESEEN_DATE_JOB_CLARIFICATION_END,
                  PARAM_R2_5_JOB_CLARIFICATION_MONTHS);
    date_of_group(q, TARGET_GROUP_RESOURCE_COURSE, FORESEEN_DATE_RESOURCE_COURSE_END,
                  PARAM_R2_5_RESOURCE_COURSE_MONTHS);
    date_of_group(q, TARGET_GROUP_FLEX_JOB_EMPLOYED, FORESEEN_DATE_FLEX_JOB_STATUS,
                  PARAM_R2_5_FLEX_JOB_MONTHS);
    if (q->now->away)
        date_of_group(q, TARGET_GROUP_UNEMPLOYMENT_INSURED, FORESEEN_DATE_AKASSE_MONTH_3,
                      PARAM_R2_5_AKASSE_MONTHS);
    const struct catalogue_value *group = catalogue_value(CATALOGUE_TARGET_GROUP, q->now->group);
    if (q->now->group == TARGET_GROUP_UNDER_18)
        birthday(q, FORESEEN_DATE_AGE_18, 18);
    if (group && group->family == FAMILY_CASH) {
        birthday(q, FORESEEN_DATE_AGE_25, 25);
        birthday(q, FORESEEN_DATE_AGE_30, 30);
    }
}

/* ---- R2.6 -------------------------------------------------------------------------------------------- */

void oracle_r2_6(struct oracle_question *q)
{
    uint32_t p = q->n;
    while (p > 0 && !oracle_is_move(&q->o->at[p - 1].e))
        p--;
    if (p == 0 || q->o->accepted_on[p - 1] <= q->day)
        return;
    int32_t n = oracle_count(q, ORACLE_BASE, q->o->at[p - 1].day);
    oracle_breach(q, q->o->at[p - 1].e.seq,
                  oracle_level(n, q->param[PARAM_R2_6_AMBER_DAYS], q->param[PARAM_R2_6_RED_DAYS]));
}
