/* Which rule is judged by which function. See rules.h. */
#include "core/rules/rules.h"

void (*const rule_functions[RULE_COUNT])(struct judgement *judgement) = {
    [RULE_R1_1] = rule_frequent_switches,
    [RULE_R1_2] = rule_switch_reason_missing,
    [RULE_R1_3] = rule_no_primary,
    [RULE_R1_4] = rule_coordinator_changed,
    [RULE_R1_5] = rule_low_continuity,
    [RULE_R1_6] = rule_many_caseworkers_long_case,
    [RULE_R2_1] = rule_first_meeting_after_switch_late,
    [RULE_R2_2] = rule_cold_handover,
    [RULE_R2_3] = rule_citizen_not_told,
    [RULE_R2_4] = rule_plan_not_taken_over,
    [RULE_R2_5] = rule_unprepared_known_transition,
    [RULE_R2_6] = rule_transition_gap,
    [RULE_R3_1] = rule_wishes_missing,
    [RULE_R3_2] = rule_wishes_stale,
    [RULE_R3_3] = rule_feedback_low,
    [RULE_R3_4] = rule_municipality_cancels,
    [RULE_R3_5] = rule_meeting_right_unanswered,
    [RULE_R4_1] = rule_intervention_without_plan,
    [RULE_R4_2] = rule_plan_without_citizen,
    [RULE_R4_3] = rule_plan_stale,
    [RULE_R4_4] = rule_no_citizen_step,
    [RULE_R4_5] = rule_goal_missing,
    [RULE_R5_1] = rule_no_next_step,
    [RULE_R5_2] = rule_next_step_overdue,
    [RULE_R5_3] = rule_next_step_not_told,
    [RULE_R5_4] = rule_citizen_unsure,
    [RULE_R5_5] = rule_step_endlessly_moved,
    [RULE_R6_1] = rule_uncoordinated,
    [RULE_R6_2] = rule_parallel_plans,
    [RULE_R6_3] = rule_calendar_clash,
    [RULE_R6_4] = rule_sequential_waiting,
    [RULE_R6_5] = rule_repeat_certificate,
    [RULE_R7_1] = rule_stalled,
    [RULE_R7_2] = rule_wait_overrun,
    [RULE_R7_3] = rule_two_years,
    [RULE_R7_4] = rule_no_progress,
    [RULE_R7_5] = rule_no_intervention,
    [RULE_R7_6] = rule_statutory_contact,
    [RULE_R7_7] = rule_busy_no_change,
    [RULE_R7_8] = rule_reassessment_loop,
};

bool rule_is_built(enum rule rule)
{
    return rule > RULE_NONE && rule < RULE_COUNT && rule_functions[rule];
}
