/* The functions of the rules, one for each that is built. A function looks at one stretch of days and reports
 * what is in breach (core/spans.h). To add a rule: its row in rule_table.h, its function here. */
#ifndef SPOR_RULES_H
#define SPOR_RULES_H

#include "core/spans.h"

extern void (*const rule_functions[RULE_COUNT])(struct judgement *judgement); /* NULL: not built */

void rule_frequent_switches(struct judgement *judgement); /* r1_switches.c */
void rule_no_next_step(struct judgement *judgement);      /* r5_steps.c */
void rule_stalled(struct judgement *judgement);           /* r7_progress.c */
void rule_two_years(struct judgement *judgement);

#endif
