/* Recommendation 5, the next step: R5.1 to R5.5. */
#include "tests/oracle/oracle.h"

static bool has_next_step(const struct oracle_question *q, day_t day)
{
    const struct oracle_day *on = oracle_day(q->o, day);
    return on->has_step || (on->next_booking != DAY_NEVER &&
                            on->next_booking <= day + q->param[PARAM_R5_1_BOOKED_MEETING_DAYS]);
}

void oracle_r5_1(struct oracle_question *q)
{
    day_t u = q->day, met = DAY_NEVER;
    if (has_next_step(q, q->day))
        return;
    while (u > q->o->start && !has_next_step(q, u - 1))
        u--;
    for (uint32_t p = q->n; p-- > 0;)
        if (oracle_meeting_has(&q->o->at[p].e, MEETING_MOVEMENT))
            met = q->o->at[p].day;
    if (met == DAY_NEVER) {
        if (oracle_count(q, ORACLE_OWN, u) >= q->param[PARAM_R5_1_OPEN_DAYS])
            oracle_breach(q, 0, SEVERITY_AMBER);
        return;
    }
    day_t a = met > u ? met : u;
    if (oracle_count(q, ORACLE_OWN, a) >= q->param[PARAM_R5_1_RED_DAYS])
        oracle_breach(q, 0, SEVERITY_RED);
    else if (oracle_count(q, ORACLE_WORK, a) >= q->param[PARAM_R5_1_AMBER_WD])
        oracle_breach(q, 0, SEVERITY_AMBER);
}

void oracle_r5_2(struct oracle_question *q)
{
    for (uint32_t p = 0; p < q->n; p++) {
        if (!oracle_open(q->o, p, KIND_NEXT_STEP_SET, q->day))
            continue;
        day_t due = oracle_due(q->o, p, q->day);
        if (due <= q->day)
            oracle_breach(q, q->o->at[p].e.seq,
                          oracle_level(oracle_count(q, ORACLE_OWN, due), q->param[PARAM_R5_2_AMBER_DAYS],
                                       q->param[PARAM_R5_2_RED_DAYS]));
    }
}

static bool is_told(const struct oracle_question *q, uint32_t step)
{
    const struct oracle *o = q->o;
    bool told = o->at[step].e.channel != 0;
    for (uint32_t p = 0; p < o->n; p++) {
        const struct event *e = &o->at[p].e;
        bool says_next_step = e->kind == KIND_CITIZEN_TOLD && e->code == TOLD_ABOUT_NEXT_STEP;
        bool names_it = o->at[p].target == step && oracle_effect_day(o, p) <= q->day;
        bool lies_after = o->at[p].day >= o->at[step].day && o->at[p].day <= q->day;
        told = told || (names_it && e->kind == KIND_NEXT_STEP_MOVED && e->channel) ||
               (names_it && says_next_step) || (lies_after && says_next_step && !e->ref) ||
               (lies_after && oracle_talk(e));
    }
    return told;
}

void oracle_r5_3(struct oracle_question *q)
{
    for (uint32_t p = 0; p < q->n; p++)
        if (oracle_open(q->o, p, KIND_NEXT_STEP_SET, q->day) && !is_told(q, p) &&
            oracle_count(q, ORACLE_WORK, q->o->at[p].day) >= q->param[PARAM_R5_3_AMBER_WD])
            oracle_breach(q, q->o->at[p].e.seq, SEVERITY_AMBER);
}

void oracle_r5_4(struct oracle_question *q)
{
    const struct oracle *o = q->o;
    uint32_t answer = ORACLE_NOBODY;
    bool has_step = false;
    for (uint32_t p = 0; p < q->n; p++) {
        const struct event *e = &o->at[p].e;
        if (e->kind == KIND_FEEDBACK_RECEIVED && e->code == QUESTION_KNOWS_NEXT_STEP && e->score >= 0 &&
            e->scale == SCALE_DEFAULT)
            answer = p;
    }
    if (answer == ORACLE_NOBODY)
        return;
    day_t day = o->at[answer].day;
    if (o->at[answer].e.score > q->param[PARAM_R5_4_LOW_SCORE] ||
        q->day - day >= q->param[PARAM_R5_4_FADE_DAYS])
        return;
    for (uint32_t p = 0; p < q->n; p++) {
        const struct event *e = &o->at[p].e;
        if (e->kind == KIND_CITIZEN_TOLD && e->code == TOLD_ABOUT_NEXT_STEP && o->at[p].day >= day)
            return;
        if (oracle_talk(e) && o->at[p].day > day)
            return;
        has_step = has_step || (o->at[p].day <= day && oracle_open(o, p, KIND_NEXT_STEP_SET, q->day));
    }
    if (has_step)
        oracle_breach(q, o->at[answer].e.seq, SEVERITY_INFO);
}

/* How often the step was moved to a later day. */
static int32_t postponed(const struct oracle_question *q, uint32_t step)
{
    day_t due = q->o->at[step].e.due;
    int32_t n = 0;
    for (uint32_t p = 0; p < q->o->n; p++)
        if (q->o->at[p].target == step && oracle_is(q->o, p, KIND_NEXT_STEP_MOVED) &&
            oracle_effect_day(q->o, p) <= q->day && q->o->at[p].e.due != DAY_NONE) {
            n += q->o->at[p].e.due > due;
            due = q->o->at[p].e.due;
        }
    return n;
}

void oracle_r5_5(struct oracle_question *q)
{
    for (uint32_t p = 0; p < q->n; p++)
        if (oracle_open(q->o, p, KIND_NEXT_STEP_SET, q->day) && postponed(q, p) >= q->param[PARAM_R5_5_MOVES])
            oracle_breach(q, q->o->at[p].e.seq, SEVERITY_AMBER);
}
