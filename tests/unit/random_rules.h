/* Rule sets by chance: parameters within their bounds, mostly small, so that histories of a year or two break
 * every rule; several periods, values of single groups, counted_from, rules that are off. For tests only. */
#ifndef SPOR_RANDOM_RULES_H
#define SPOR_RANDOM_RULES_H

#include "random_history.h"

enum { RANDOM_PERIODS = 4, RANDOM_CHANGES = 1000 };

struct random_rules {
    struct rule_change changes[RANDOM_PERIODS][RANDOM_CHANGES];
    struct rule_period_source periods[RANDOM_PERIODS];
    size_t n;
};

/* One of lowest … highest; mostly no larger than the default, often much smaller. */
static int32_t random_setting(struct numbers *numbers, struct param_info info)
{
    int32_t usual = info.initial > info.lowest ? info.initial : info.lowest;
    int32_t most = chance(numbers, 45)   ? info.lowest + (usual - info.lowest) / 6
                   : chance(numbers, 80) ? usual
                                         : 2 * usual;
    if (!info.initial) /* off by default */
        most = chance(numbers, 30)               ? 0
               : strcmp(info.unit, "talks") == 0 ? 4
               : strcmp(info.unit, "days") == 0  ? 60
                                                 : 8;
    most = most < info.highest ? most : info.highest;
    if (strcmp(info.unit, "minutes") == 0) /* meetings begin at quarters of an hour */
        return 15 * (int32_t)number_below(numbers, 9);
    return info.lowest + (int32_t)number_below(numbers, (uint32_t)(most - info.lowest) + 1);
}

/* "amber_days" and "red_days". */
static bool is_pair(enum param amber, enum param red)
{
    struct param_info a = param_info(amber), b = param_info(red);
    return a.rule == b.rule && strncmp(a.name, "amber", 5) == 0 && strncmp(b.name, "red", 3) == 0 &&
           strcmp(a.name + 5, b.name + 3) == 0;
}

static void random_change(struct rule_period_source *period, struct rule_change *changes, enum param param,
                          enum target_group group, int32_t value)
{
    changes[period->n++] = (struct rule_change){param, group, value};
}

/* All parameters of the rule, for a group or (0) for all. */
static void random_rule(struct numbers *numbers, struct rule_period_source *period,
                        struct rule_change *changes, enum rule rule, enum target_group group)
{
    size_t first = period->n;
    for (uint32_t p = 0; p < PARAM_ON; p++) {
        struct param_info info = param_info((enum param)p);
        if (info.rule != rule)
            continue;
        int32_t value = random_setting(numbers, info);
        for (size_t i = first; i < period->n; i++) /* red is never below amber */
            if (is_pair(changes[i].param, (enum param)p) && changes[i].value > value)
                value = changes[i].value;
        random_change(period, changes, (enum param)p, group, value);
    }
    if (rule == RULE_R7_2)
        for (uint32_t reason = 1; reason < WAIT_REASON_COUNT; reason++)
            if (chance(numbers, 40))
                random_change(period, changes, (enum param)(PARAM_NORM_DAYS + reason - 1), group,
                              (int32_t)number_below(numbers, 50));
    if (chance(numbers, group ? 15 : 2))
        random_change(period, changes, (enum param)(PARAM_ON + rule - 1), group, 0);
}

static void random_period(struct numbers *numbers, struct rule_period_source *period,
                          struct rule_change *changes, day_t from, uint32_t percent, day_t first,
                          uint32_t days)
{
    *period = (struct rule_period_source){.valid_from = from, .changes = changes};
    for (uint32_t p = 0; p < PARAM_ON; p++)
        if (param_info((enum param)p).rule == RULE_NONE && chance(numbers, percent))
            random_change(period, changes, (enum param)p, TARGET_GROUP_NONE_,
                          random_setting(numbers, param_info((enum param)p)));
    if (chance(numbers, 30))
        random_change(period, changes, PARAM_COUNTED_FROM, TARGET_GROUP_NONE_,
                      chance(numbers, 25) ? DAY_NONE
                                          : first - 30 + (day_t)number_below(numbers, days / 2 + 60));
    for (uint32_t rule = RULE_NONE + 1; rule < RULE_COUNT; rule++) {
        if (chance(numbers, percent))
            random_rule(numbers, period, changes, (enum rule)rule, TARGET_GROUP_NONE_);
        if (chance(numbers, percent / 4))
            random_rule(numbers, period, changes, (enum rule)rule,
                        (enum target_group)(1 + number_below(numbers, TARGET_GROUP_COUNT - 1)));
    }
}

/* For a history of `days` days from `first`. The periods are numbered from `number`. */
static UNUSED void random_rules(struct numbers *numbers, struct random_rules *out, int32_t number,
                                day_t first, uint32_t days)
{
    out->n = 1 + number_below(numbers, RANDOM_PERIODS);
    for (size_t i = 0; i < out->n; i++) {
        bool first_of_all = i == 0 && chance(numbers, 80);
        day_t from = first_of_all ? first - 1000 : first + (day_t)number_below(numbers, days);
        random_period(numbers, &out->periods[i], out->changes[i], from, i == 0 ? 85 : 20, first, days);
        out->periods[i].number = number + (int32_t)i;
    }
}

#endif
