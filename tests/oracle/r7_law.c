/* R7.6, the talks that the law requires. */
#include "tests/oracle/oracle.h"

struct law {
    day_t start;                  /* L */
    day_t month_3, month_6, year; /* so much later */
    bool is_counted;              /* L does not lie before `counted_from` */
};

/* For the target group of D; 0 (not required) before the first period. */
static int32_t in_force_on(const struct oracle_question *q, enum param param, day_t day)
{
    const struct rule_period *period = rule_period_on(q->sets, day);
    return period ? period->value[q->now->group][param] : 0;
}

static int32_t milder_days(int32_t a, int32_t b)
{
    return !a || !b ? 0 : a > b ? a : b;
}

static int32_t milder_talks(int32_t a, int32_t b)
{
    return !a || !b ? 0 : a < b ? a : b;
}

static int32_t talks_since(const struct oracle_question *q, day_t since)
{
    int32_t n = 0;
    for (uint32_t p = 0; p < q->n; p++)
        n += oracle_talk(&q->o->at[p].e) && q->o->at[p].day >= since;
    return n;
}

/* Each of the days [from, to) is one that counts. */
static bool all_are(const struct oracle_question *q, enum oracle_count what, day_t from, day_t to)
{
    for (day_t day = from; day < to; day++)
        if (day < q->o->start || !oracle_day(q->o, day)->is[what])
            return false;
    return true;
}

static bool first_talk_is_missing(const struct oracle_question *q, const struct law *law)
{
    int32_t days = milder_days(in_force_on(q, PARAM_R7_6_FIRST_TALK_DAYS, law->start),
                               in_force_on(q, PARAM_R7_6_FIRST_TALK_DAYS, q->day));
    return law->is_counted && days && q->day > law->start + days && !talks_since(q, law->start);
}

static bool talks_in_6_months_are_missing(const struct oracle_question *q, const struct law *law)
{
    int32_t talks = milder_talks(in_force_on(q, PARAM_R7_6_TALKS_IN_6_MONTHS, law->start),
                                 in_force_on(q, PARAM_R7_6_TALKS_IN_6_MONTHS, q->day));
    day_t from = law->start > q->o->start ? law->start : q->o->start;
    return law->is_counted && talks && q->day >= law->month_6 && q->day < law->year &&
           talks_since(q, law->start) < talks && law->month_6 > q->o->start &&
           all_are(q, ORACLE_OWN, from, law->month_6);
}

static bool talks_month_3_to_6_are_missing(const struct oracle_question *q, const struct law *law)
{
    int32_t talks = milder_talks(in_force_on(q, PARAM_R7_6_TALKS_MONTH_3_TO_6, law->start),
                                 in_force_on(q, PARAM_R7_6_TALKS_MONTH_3_TO_6, q->day));
    return law->is_counted && talks && q->day >= law->month_6 && q->day < law->year &&
           talks_since(q, law->month_3) < talks && all_are(q, ORACLE_BASE, law->month_3, law->month_6);
}

static bool follow_up_is_missing(const struct oracle_question *q, const struct law *law)
{
    int32_t months = in_force_on(q, PARAM_R7_6_FOLLOW_UP_MONTHS, q->day);
    day_t since = law->start;
    for (uint32_t p = 0; p < q->n; p++)
        if (oracle_talk(&q->o->at[p].e) && q->o->at[p].day >= law->start)
            since = q->o->at[p].day;
    if (since < q->param[PARAM_COUNTED_FROM])
        since = q->param[PARAM_COUNTED_FROM];
    return months && q->day > day_add_months(since, months);
}

static void early_follow_up(struct oracle_question *q, const struct law *law)
{
    for (uint32_t p = 0; p < q->n; p++) {
        const struct event *e = &q->o->at[p].e;
        day_t asked = q->o->at[p].day;
        if (e->kind != KIND_MEETING_REQUESTED || e->code != MEETING_KIND_EARLY_FOLLOW_UP ||
            (!law->is_counted && asked < q->param[PARAM_COUNTED_FROM]))
            continue;
        int32_t days = milder_days(in_force_on(q, PARAM_R7_6_EARLY_FOLLOW_UP_DAYS, asked),
                                   in_force_on(q, PARAM_R7_6_EARLY_FOLLOW_UP_DAYS, q->day));
        if (days && q->day > asked + days && !talks_since(q, asked))
            oracle_breach(q, e->seq, SEVERITY_RED);
    }
}

void oracle_r7_6(struct oracle_question *q)
{
    day_t start = q->o->start;
    if (!q->now->group)
        return;
    struct law law = {.start = q->now->family_since >= start - 183 ? q->now->family_since : start};
    law.month_3 = day_add_months(law.start, 3);
    law.month_6 = day_add_months(law.start, 6);
    law.year = day_add_months(law.start, 12);
    law.is_counted = law.start >= q->param[PARAM_COUNTED_FROM];
    if (first_talk_is_missing(q, &law) || talks_in_6_months_are_missing(q, &law) ||
        talks_month_3_to_6_are_missing(q, &law) || follow_up_is_missing(q, &law))
        oracle_breach(q, 0, SEVERITY_RED);
    early_follow_up(q, &law);
}
