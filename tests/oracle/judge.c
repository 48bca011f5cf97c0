/* Asks a rule for a day (rules 1, 5.4, 6, 7.2), and puts equal answers together into spans (7.1). */
#include "base/bug.h"
#include "tests/oracle/oracle.h"

static oracle_rule *const rules[RULE_COUNT] = {
    [RULE_R1_1] = oracle_r1_1, [RULE_R1_2] = oracle_r1_2, [RULE_R1_3] = oracle_r1_3,
    [RULE_R1_4] = oracle_r1_4, [RULE_R1_5] = oracle_r1_5, [RULE_R1_6] = oracle_r1_6,
    [RULE_R2_1] = oracle_r2_1, [RULE_R2_2] = oracle_r2_2, [RULE_R2_3] = oracle_r2_3,
    [RULE_R2_4] = oracle_r2_4, [RULE_R2_5] = oracle_r2_5, [RULE_R2_6] = oracle_r2_6,
    [RULE_R3_1] = oracle_r3_1, [RULE_R3_2] = oracle_r3_2, [RULE_R3_3] = oracle_r3_3,
    [RULE_R3_4] = oracle_r3_4, [RULE_R3_5] = oracle_r3_5, [RULE_R4_1] = oracle_r4_1,
    [RULE_R4_2] = oracle_r4_2, [RULE_R4_3] = oracle_r4_3, [RULE_R4_4] = oracle_r4_4,
    [RULE_R4_5] = oracle_r4_5, [RULE_R5_1] = oracle_r5_1, [RULE_R5_2] = oracle_r5_2,
    [RULE_R5_3] = oracle_r5_3, [RULE_R5_4] = oracle_r5_4, [RULE_R5_5] = oracle_r5_5,
    [RULE_R6_1] = oracle_r6_1, [RULE_R6_2] = oracle_r6_2, [RULE_R6_3] = oracle_r6_3,
    [RULE_R6_4] = oracle_r6_4, [RULE_R6_5] = oracle_r6_5, [RULE_R7_1] = oracle_r7_1,
    [RULE_R7_2] = oracle_r7_2, [RULE_R7_3] = oracle_r7_3, [RULE_R7_4] = oracle_r7_4,
    [RULE_R7_5] = oracle_r7_5, [RULE_R7_6] = oracle_r7_6, [RULE_R7_7] = oracle_r7_7,
    [RULE_R7_8] = oracle_r7_8,
};

void oracle_make(struct oracle *o, const struct history *h, day_t last)
{
    oracle_effective(o, h);
    o->first = o->n ? o->at[0].day : last;
    o->last = o->n && o->at[o->n - 1].day > last ? o->at[o->n - 1].day : last;
    oracle_days(o);
    oracle_people(o);
    oracle_items(o);
    oracle_plans(o);
    oracle_moves_accepted(o);
}

const int32_t *oracle_params(const struct oracle *o, const struct rule_sets *sets, day_t day)
{
    const struct rule_period *period = rule_period_on(sets, day);
    return period ? period->value[oracle_day(o, day)->group] : NULL;
}

void oracle_ask(struct oracle_question *q, const struct oracle *o, const struct rule_sets *sets)
{
    q->o = o;
    q->sets = sets;
    q->changes_of = DAY_NONE;
}

static enum oracle_count judged_on(enum rule rule)
{
    if (rule == RULE_R2_5 || rule == RULE_R2_6)
        return ORACLE_BASE;
    return rule == RULE_R7_3 ? ORACLE_CLOCK : ORACLE_OWN;
}

void oracle_judge(struct oracle_question *q, enum rule rule, day_t day)
{
    q->n_verdicts = 0;
    q->day = day;
    q->now = oracle_day(q->o, day);
    q->n = q->now->n_events;
    q->param = oracle_params(q->o, q->sets, day);
    if (day < q->o->start || !q->param || !q->param[PARAM_ON + rule - 1] || !q->now->is[judged_on(rule)])
        return;
    if (q->now->group == TARGET_GROUP_FLEX_JOB_EMPLOYED && !(rule_info(rule)->flags & RULE_FLEX_EMPLOYED_TOO))
        return;
    rules[rule](q);
}

/* ---- for the rules ----------------------------------------------------------------------------------- */

/* For one subject a day has one severity, the highest. */
void oracle_breach_of(struct oracle_question *q, uint32_t subject, enum severity severity,
                      enum attribution attribution)
{
    if (severity == SEVERITY_NONE)
        return;
    uint32_t i = 0;
    while (i < q->n_verdicts && q->verdicts[i].subject != subject)
        i++;
    if (i == q->n_verdicts)
        q->verdicts[q->n_verdicts++] = (struct oracle_verdict){subject, severity, attribution};
    else if (q->verdicts[i].severity < severity)
        q->verdicts[i].severity = severity;
}

void oracle_breach(struct oracle_question *q, uint32_t subject, enum severity severity)
{
    oracle_breach_of(q, subject, severity, ATTRIBUTION_OWN_PRACTICE);
}

enum severity oracle_level(int32_t n, int32_t amber, int32_t red)
{
    return n >= red ? SEVERITY_RED : n >= amber ? SEVERITY_AMBER : SEVERITY_NONE;
}

/* Of after+1 … D, leaving out the days before `counted_from`. */
int32_t oracle_count(const struct oracle_question *q, enum oracle_count what, day_t after)
{
    day_t counted_from = q->param[PARAM_COUNTED_FROM];
    if (counted_from != DAY_NONE && after < counted_from - 1)
        after = counted_from - 1;
    if (after >= q->day)
        return 0;
    return q->now->counted[what] - (after < q->o->first ? 0 : oracle_day(q->o, after)->counted[what]);
}

bool oracle_in_last(const struct oracle_question *q, uint32_t p, int32_t n)
{
    return q->o->at[p].day <= q->day && q->o->at[p].day > q->day - n;
}

const struct oracle_change *oracle_known_changes(struct oracle_question *q)
{
    if (q->changes_of != q->day)
        q->n_changes = oracle_changes(q->o, q->day, q->param, q->changes);
    q->changes_of = q->day;
    return q->changes;
}

bool oracle_is_switch(const struct oracle_change *change)
{
    return change->weight == CHANGE_WHOLE || change->weight == CHANGE_HALF;
}

enum attribution oracle_attribution(uint8_t party)
{
    if (party == PARTY_CASEWORKER || party == PARTY_MUNICIPALITY)
        return ATTRIBUTION_OWN_PRACTICE;
    return party == PARTY_CITIZEN ? ATTRIBUTION_CITIZEN_SIDE : ATTRIBUTION_EXTERNAL;
}

enum attribution oracle_waits_attribution(const struct oracle_question *q, day_t last_start, uint32_t without)
{
    bool external = false, citizen = false;
    for (uint32_t p = 0; p < q->n && q->o->at[p].day <= last_start; p++) {
        if (!oracle_wait_open(q, p, without))
            continue;
        enum attribution one = oracle_attribution(oracle_wait_party(&q->o->at[p].e));
        external = external || one == ATTRIBUTION_EXTERNAL;
        citizen = citizen || one == ATTRIBUTION_CITIZEN_SIDE;
    }
    return external ? ATTRIBUTION_EXTERNAL : citizen ? ATTRIBUTION_CITIZEN_SIDE : ATTRIBUTION_OWN_PRACTICE;
}

bool oracle_wait_open(const struct oracle_question *q, uint32_t p, uint32_t without)
{
    const struct catalogue_value *reason = catalogue_value(CATALOGUE_WAIT_REASON, q->o->at[p].e.code);
    return oracle_is_wait(q->o, p) && q->o->at[p].day <= q->day && oracle_closed_on(q->o, p) > q->day &&
           !(reason && (reason->flags & without));
}

bool oracle_covered(const struct oracle_question *q)
{
    for (uint32_t p = 0; p < q->n; p++) {
        const struct event *e = &q->o->at[p].e;
        if (!oracle_wait_open(q, p, 0))
            continue;
        uint8_t party = oracle_wait_party(e);
        day_t x = oracle_expected_end(q, p);
        if (party != PARTY_CASEWORKER && party != PARTY_MUNICIPALITY && x != DAY_NONE &&
            (q->day < x || oracle_count(q, ORACLE_OWN, x) < q->param[PARAM_WAIT_GRACE_DAYS]))
            return true;
    }
    return false;
}

/* `due`, else for a statement its start and the norm in force. */
day_t oracle_expected_end(const struct oracle_question *q, uint32_t p)
{
    const struct event *e = &q->o->at[p].e;
    day_t due = oracle_due(q->o, p, q->day);
    if (due != DAY_NONE || e->kind != KIND_STATEMENT_REQUESTED || !oracle_norm(q, e))
        return due;
    return q->o->at[p].day + oracle_norm(q, e);
}

int32_t oracle_norm(const struct oracle_question *q, const struct event *wait)
{
    return wait->code ? q->param[PARAM_NORM_DAYS + wait->code - 1] : 0;
}

/* ---- spans ------------------------------------------------------------------------------------------- */

/* A period of the rule set or another target group begins. */
static bool is_border(const struct oracle_question *q, day_t day)
{
    return day == q->o->first || rule_period_on(q->sets, day) != rule_period_on(q->sets, day - 1) ||
           oracle_day(q->o, day)->group != oracle_day(q->o, day - 1)->group;
}

static void add_day(struct oracle_question *q, enum rule rule, const struct oracle_verdict *verdict,
                    struct oracle_spans *out)
{
    for (uint32_t i = out->n; i-- > 0;) {
        struct span *last = &out->at[i];
        if (last->rule != rule || last->subject != verdict->subject)
            continue;
        if (last->to == q->day && last->severity == verdict->severity && !is_border(q, q->day)) {
            last->to++;
            return;
        }
        break;
    }
    if (out->n == ORACLE_SPANS)
        bug("too many spans for the oracle");
    out->at[out->n++] = (struct span){.from = q->day,
                                      .to = q->day + 1,
                                      .subject = verdict->subject,
                                      .rule_set = rule_period_on(q->sets, q->day)->number,
                                      .rule = (uint8_t)rule,
                                      .severity = (uint8_t)verdict->severity,
                                      .attribution = (uint8_t)verdict->attribution};
}

static bool is_after(const struct span *a, const struct span *b)
{
    if (a->rule != b->rule)
        return a->rule > b->rule;
    return a->subject != b->subject ? a->subject > b->subject : a->from > b->from;
}

void oracle_spans(struct oracle_question *q, const bool asked[RULE_COUNT], day_t from, day_t to,
                  struct oracle_spans *out)
{
    out->n = 0;
    for (day_t day = from > q->o->first ? from : q->o->first; day < to && day <= q->o->last; day++)
        for (uint32_t rule = RULE_NONE + 1; rule < RULE_COUNT; rule++) {
            if (!asked[rule])
                continue;
            oracle_judge(q, (enum rule)rule, day);
            for (uint32_t i = 0; i < q->n_verdicts; i++)
                add_day(q, (enum rule)rule, &q->verdicts[i], out);
        }
    for (uint32_t i = 0; i < out->n; i++)
        for (uint32_t k = i; k > 0 && is_after(&out->at[k - 1], &out->at[k]); k--) {
            struct span swap = out->at[k - 1];
            out->at[k - 1] = out->at[k];
            out->at[k] = swap;
        }
}
