/* The functions of the rules, one for each. A function looks at one stretch of days and reports
 * what is in breach (core/spans.h). To add a rule: its row in rule_table.h, its function here. */
#ifndef SPOR_RULES_H
#define SPOR_RULES_H

#include "core/spans.h"

extern void (*const rule_functions[RULE_COUNT])(struct judgement *judgement);

void rule_frequent_switches(struct judgement *judgement); /* r1_switches.c */
void rule_switch_reason_missing(struct judgement *judgement);
void rule_no_primary(struct judgement *judgement);
void rule_coordinator_changed(struct judgement *judgement);
void rule_low_continuity(struct judgement *judgement); /* r1_people.c */
void rule_many_caseworkers_long_case(struct judgement *judgement);
void rule_first_meeting_after_switch_late(struct judgement *judgement); /* r2_handover.c */
void rule_cold_handover(struct judgement *judgement);
void rule_citizen_not_told(struct judgement *judgement);
void rule_plan_not_taken_over(struct judgement *judgement);
void rule_unprepared_known_transition(struct judgement *judgement); /* r2_transitions.c */
void rule_transition_gap(struct judgement *judgement);
void rule_wishes_missing(struct judgement *judgement); /* r3_respect.c */
void rule_wishes_stale(struct judgement *judgement);
void rule_feedback_low(struct judgement *judgement);
void rule_municipality_cancels(struct judgement *judgement);
void rule_meeting_right_unanswered(struct judgement *judgement);
void rule_intervention_without_plan(struct judgement *judgement); /* r4_plan.c */
void rule_plan_without_citizen(struct judgement *judgement);
void rule_plan_stale(struct judgement *judgement);
void rule_no_citizen_step(struct judgement *judgement);
void rule_goal_missing(struct judgement *judgement);
void rule_no_next_step(struct judgement *judgement); /* r5_steps.c */
void rule_next_step_overdue(struct judgement *judgement);
void rule_next_step_not_told(struct judgement *judgement);
void rule_citizen_unsure(struct judgement *judgement);
void rule_step_endlessly_moved(struct judgement *judgement);
void rule_uncoordinated(struct judgement *judgement); /* r6_coordination.c */
void rule_parallel_plans(struct judgement *judgement);
void rule_sequential_waiting(struct judgement *judgement);
void rule_repeat_certificate(struct judgement *judgement);
void rule_calendar_clash(struct judgement *judgement); /* r6_calendar.c */
void rule_stalled(struct judgement *judgement);        /* r7_progress.c */
void rule_two_years(struct judgement *judgement);
void rule_no_intervention(struct judgement *judgement);
void rule_wait_overrun(struct judgement *judgement); /* r7_waits.c */
void rule_no_progress(struct judgement *judgement);  /* r7_change.c */
void rule_busy_no_change(struct judgement *judgement);
void rule_reassessment_loop(struct judgement *judgement);
void rule_statutory_contact(struct judgement *judgement); /* r7_contact.c */

/* Days on which an open wait covers (rules 5.9), in no order: on these the citizen waits for somebody else,
 * and it has not lasted longer than was expected. At most as many as phases; returns how many. r7_waits.c */
size_t days_covered(const struct judgement *judgement, struct cut *days);
/* By the parties of the waits open on the first day of each span (rules 7.1). r7_waits.c */
void attribute_to_waits(struct judgement *judgement);

#endif
