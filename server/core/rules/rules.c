/* Which rule is judged by which function. See rules.h. */
#include "core/rules/rules.h"

void (*const rule_functions[RULE_COUNT])(struct judgement *judgement) = {
    [RULE_R1_1] = rule_frequent_switches,
    [RULE_R5_1] = rule_no_next_step,
    [RULE_R7_1] = rule_stalled,
    [RULE_R7_3] = rule_two_years,
};

bool rule_is_built(enum rule rule)
{
    return rule > RULE_NONE && rule < RULE_COUNT && rule_functions[rule];
}
