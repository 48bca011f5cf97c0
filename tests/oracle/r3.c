/* Recommendation 3, the citizen's voice: R3.1 to R3.5. */
#include "tests/oracle/oracle.h"

/* Day of the latest event of the kind, DAY_NONE without one. */
static day_t latest(const struct oracle_question *q, enum kind kind)
{
    day_t day = DAY_NONE;
    for (uint32_t p = 0; p < q->n; p++)
        if (oracle_is(q->o, p, kind))
            day = q->o->at[p].day;
    return day;
}

void oracle_r3_1(struct oracle_question *q)
{
    int32_t talks = 0;
    for (uint32_t p = 0; p < q->n; p++)
        talks += oracle_talk(&q->o->at[p].e);
    if (latest(q, KIND_WISHES_RECORDED) == DAY_NONE &&
        (oracle_count(q, ORACLE_OWN, q->o->start) >= q->param[PARAM_R3_1_AMBER_DAYS] ||
         talks >= q->param[PARAM_R3_1_MEETINGS]))
        oracle_breach(q, 0, SEVERITY_AMBER);
}

void oracle_r3_2(struct oracle_question *q)
{
    day_t wishes = latest(q, KIND_WISHES_RECORDED);
    if (wishes != DAY_NONE)
        oracle_breach(q, 0,
                      oracle_level(oracle_count(q, ORACLE_OWN, wishes), q->param[PARAM_R3_2_AMBER_DAYS],
                                   q->param[PARAM_R3_2_RED_DAYS]));
}

static bool is_answer(const struct event *e, enum question question)
{
    return e->kind == KIND_FEEDBACK_RECEIVED && e->code == question && e->score >= 0 &&
           e->scale == SCALE_DEFAULT;
}

static bool is_low(const struct oracle_question *q, uint32_t p, enum question question)
{
    int32_t score = q->o->at[p].e.score, sum = 0, n = 0;
    if (score <= q->param[PARAM_R3_3_LOW_SCORE])
        return true;
    for (uint32_t k = p + 1; k-- > 0 && n < 3;)
        if (is_answer(&q->o->at[k].e, question)) {
            sum += q->o->at[k].e.score;
            n++;
        }
    return score <= 3 && n == 3 && sum * 10 <= q->param[PARAM_R3_3_MEAN_TENTHS] * 3;
}

void oracle_r3_3(struct oracle_question *q)
{
    day_t followed_up = latest(q, KIND_FEEDBACK_FOLLOWED_UP);
    for (uint32_t p = 0; p < q->n; p++) {
        const struct event *e = &q->o->at[p].e;
        bool low = (is_answer(e, QUESTION_RESPECT) && is_low(q, p, QUESTION_RESPECT)) ||
                   (is_answer(e, QUESTION_HEARD) && is_low(q, p, QUESTION_HEARD));
        if (!low || followed_up >= q->o->at[p].day)
            continue;
        if (oracle_count(q, ORACLE_WORK, q->o->at[p].day) >= q->param[PARAM_R3_3_FOLLOW_UP_WD])
            oracle_breach(q, e->seq, SEVERITY_AMBER);
        return; /* the first */
    }
}

void oracle_r3_4(struct oracle_question *q)
{
    int32_t n = 0;
    for (uint32_t p = 0; p < q->n; p++) {
        const struct event *e = &q->o->at[p].e;
        n += e->kind == KIND_MEETING &&
             (e->outcome == MEETING_OUTCOME_CANCELLED_BY_MUNICIPALITY ||
              e->outcome == MEETING_OUTCOME_MOVED_BY_MUNICIPALITY) &&
             oracle_in_last(q, p, q->param[PARAM_R3_4_WINDOW_DAYS]);
    }
    oracle_breach(q, 0, oracle_level(n, q->param[PARAM_R3_4_AMBER], q->param[PARAM_R3_4_RED]));
}

void oracle_r3_5(struct oracle_question *q)
{
    for (uint32_t p = 0; p < q->n; p++) {
        day_t asked = q->o->at[p].day;
        bool answered = false;
        if (!oracle_is(q->o, p, KIND_MEETING_REQUESTED))
            continue;
        for (uint32_t k = 0; k < q->n; k++)
            answered = answered || (q->o->at[k].day >= asked &&
                                    (oracle_is(q->o, k, KIND_MEETING_BOOKED) || oracle_held(&q->o->at[k].e)));
        if (answered)
            continue;
        if (oracle_count(q, ORACLE_WORK, asked) >= q->param[PARAM_R3_5_AMBER_WD])
            oracle_breach(q, q->o->at[p].e.seq, SEVERITY_AMBER);
        return; /* the oldest */
    }
}
