/* The 40 rules under the seven recommendations and their parameters: one row each. To add a rule: a row here
 * and a function in rules/. R(enumerator, id, slug, kind, Danish, English, flags, what clears it); the number
 * of a rule is its place from 1 and is stored. P(rule, enumerator, name, unit, default, lowest, highest).
 * Source: the rules (chapters 6 and 8). Include rule.h. */
#ifndef SPOR_RULE_TABLE_H
#define SPOR_RULE_TABLE_H

#define RULES(R)                                                                                             \
    R(RULE_R1_1, "R1.1", "frequent_switches", RULE_CODEX, "mange sagsbehandlerskift",                        \
      "many caseworker switches", 0, "time")                                                                 \
    R(RULE_R1_2, "R1.2", "switch_reason_missing", RULE_CODEX, "årsag til skift mangler",                     \
      "reason for a switch missing", RULE_FLEX_EMPLOYED_TOO, "giving the reason")                            \
    R(RULE_R1_3, "R1.3", "no_primary", RULE_CODEX, "ingen ansvarlig sagsbehandler", "no primary caseworker", \
      RULE_FLEX_EMPLOYED_TOO, "assigning a primary")                                                         \
    R(RULE_R1_4, "R1.4", "coordinator_changed", RULE_CODEX, "koordinerende sagsbehandler skiftet",           \
      "coordinator changed", 0, "time")                                                                      \
    R(RULE_R1_5, "R1.5", "low_continuity", RULE_CODEX, "mange forskellige ved samtalerne",                   \
      "many different people in the talks", 0, "talks with the primary")                                     \
    R(RULE_R1_6, "R1.6", "many_caseworkers_long_case", RULE_CODEX, "mange sagsbehandlere i langt forløb",    \
      "many caseworkers in a long course", 0, "time")                                                        \
    R(RULE_R2_1, "R2.1", "first_meeting_after_switch_late", RULE_CODEX,                                      \
      "første samtale efter skift for sent", "first talk after a switch late", 0,                            \
      "a talk with the new caseworker")                                                                      \
    R(RULE_R2_2, "R2.2", "cold_handover", RULE_CODEX, "skift uden overlevering", "switch without hand-over", \
      0, "a three-party meeting, or a hand-over")                                                            \
    R(RULE_R2_3, "R2.3", "citizen_not_told", RULE_CODEX, "borger ikke orienteret om skift",                  \
      "citizen not told of the switch", 0, "telling the citizen")                                            \
    R(RULE_R2_4, "R2.4", "plan_not_taken_over", RULE_CODEX, "plan ikke overtaget", "plan not taken over", 0, \
      "confirming or revising the plan")                                                                     \
    R(RULE_R2_5, "R2.5", "unprepared_known_transition", RULE_CODEX, "kendt overgang ikke forberedt",         \
      "known transition not prepared", RULE_FLEX_EMPLOYED_TOO, "preparing the transition")                   \
    R(RULE_R2_6, "R2.6", "transition_gap", RULE_CODEX, "overgang uden modtager",                             \
      "transition without receiver", RULE_FLEX_EMPLOYED_TOO, "acceptance, or a new move")                    \
    R(RULE_R3_1, "R3.1", "wishes_missing", RULE_CODEX, "borgerens ønsker mangler",                           \
      "citizen's wishes missing", 0, "recording wishes")                                                     \
    R(RULE_R3_2, "R3.2", "wishes_stale", RULE_CODEX, "borgerens ønsker forældede", "citizen's wishes stale", \
      0, "recording wishes")                                                                                 \
    R(RULE_R3_3, "R3.3", "feedback_low", RULE_CODEX, "lav vurdering uden opfølgning",                        \
      "low feedback without follow-up", RULE_FLEX_EMPLOYED_TOO, "a leader's follow-up")                      \
    R(RULE_R3_4, "R3.4", "municipality_cancels", RULE_CODEX, "kommunen aflyser", "the municipality cancels", \
      RULE_FLEX_EMPLOYED_TOO, "time")                                                                        \
    R(RULE_R3_5, "R3.5", "meeting_right_unanswered", RULE_CODEX, "ønsket møde ikke aftalt",                  \
      "asked-for meeting not booked", RULE_FLEX_EMPLOYED_TOO, "a booking, or a meeting")                     \
    R(RULE_R4_1, "R4.1", "intervention_without_plan", RULE_STATUTORY, "indsats uden plan",                   \
      "intervention without plan", 0, "a plan, or ending the intervention")                                  \
    R(RULE_R4_2, "R4.2", "plan_without_citizen", RULE_CODEX, "plan uden borgeren",                           \
      "plan without the citizen", 0,                                                                         \
      "confirmation by the citizen, or a version with the citizen's own part")                               \
    R(RULE_R4_3, "R4.3", "plan_stale", RULE_CODEX, "plan ikke revideret", "plan not revised", 0,             \
      "a revision, confirmation or plan meeting")                                                            \
    R(RULE_R4_4, "R4.4", "no_citizen_step", RULE_CODEX, "intet skridt hos borgeren",                         \
      "no step with the citizen", 0, "a step of the citizen")                                                \
    R(RULE_R4_5, "R4.5", "goal_missing", RULE_STATUTORY, "mål mangler i planen", "goal missing in the plan", \
      0, "a version with a goal")                                                                            \
    R(RULE_R5_1, "R5.1", "no_next_step", RULE_CODEX, "intet næste skridt", "no next step", 0,                \
      "a step, or a booked meeting")                                                                         \
    R(RULE_R5_2, "R5.2", "next_step_overdue", RULE_CODEX, "næste skridt overskredet", "next step overdue",   \
      RULE_FLEX_EMPLOYED_TOO, "the step being done, moved or dropped")                                       \
    R(RULE_R5_3, "R5.3", "next_step_not_told", RULE_CODEX, "borger kender ikke næste skridt",                \
      "next step not told", RULE_FLEX_EMPLOYED_TOO, "telling the citizen")                                   \
    R(RULE_R5_4, "R5.4", "citizen_unsure", RULE_CODEX, "borger i tvivl om næste skridt",                     \
      "citizen unsure of the next step", 0, "telling the citizen, or a talk")                                \
    R(RULE_R5_5, "R5.5", "step_endlessly_moved", RULE_CODEX, "skridt flyttet igen og igen",                  \
      "step moved again and again", RULE_FLEX_EMPLOYED_TOO, "the step being done or dropped")                \
    R(RULE_R6_1, "R6.1", "uncoordinated", RULE_CODEX, "indsatser uden koordinering",                         \
      "interventions not coordinated", 0, "a contact, and a coordinator")                                    \
    R(RULE_R6_2, "R6.2", "parallel_plans", RULE_CODEX, "planer side om side", "plans side by side", 0,       \
      "linking the plans, or offering a holistic one")                                                       \
    R(RULE_R6_3, "R6.3", "calendar_clash", RULE_CODEX, "kalender støder sammen", "calendar clash", 0,        \
      "moving a booking, or fewer hours")                                                                    \
    R(RULE_R6_4, "R6.4", "sequential_waiting", RULE_CODEX, "venter uden indsats",                            \
      "waiting without intervention", 0, "an intervention, or the wait's end")                               \
    R(RULE_R6_5, "R6.5", "repeat_certificate", RULE_CODEX, "samme attest bestilt igen",                      \
      "same certificate requested again", 0, "receiving the statement, or time")                             \
    R(RULE_R7_1, "R7.1", "stalled", RULE_CODEX, "sagen ligger stille", "stalled", 0, "any movement")         \
    R(RULE_R7_2, "R7.2", "wait_overrun", RULE_CODEX, "ventetid overskredet", "wait overrun",                 \
      RULE_FLEX_EMPLOYED_TOO, "the wait's end")                                                              \
    R(RULE_R7_3, "R7.3", "two_years", RULE_CODEX, "over to år", "over two years", 0, "a review")             \
    R(RULE_R7_4, "R7.4", "no_progress", RULE_CODEX, "ingen fremgang målt", "no progress measured", 0,        \
      "a new measurement")                                                                                   \
    R(RULE_R7_5, "R7.5", "no_intervention", RULE_CODEX, "ingen indsats", "no intervention", 0,               \
      "an intervention")                                                                                     \
    R(RULE_R7_6, "R7.6", "statutory_contact", RULE_STATUTORY, "lovens samtaler", "talks required by law",    \
      RULE_FLEX_EMPLOYED_TOO, "a talk")                                                                      \
    R(RULE_R7_7, "R7.7", "busy_no_change", RULE_CODEX, "mange samtaler, ingen ændring",                      \
      "many talks, no change", 0, "a change of plan or intervention, a step done")                           \
    R(RULE_R7_8, "R7.8", "reassessment_loop", RULE_CODEX, "gentagne afklaringer",                            \
      "clarified again and again", 0, "a decision, or time")

/* Shared parameters come first; `counted_from` (a day, or none) stands apart, see struct rule_period.
 * `norm_days` of R7.2 is one parameter for each wait_reason, see PARAM_NORM_DAYS. */
#define PARAMS(P)                                                                                            \
    P(RULE_NONE, PARAM_COVER_DAYS, "cover_days", "days", 30, 0, 365)                                         \
    P(RULE_NONE, PARAM_INTAKE_DAYS, "intake_days", "days", 21, 0, 90)                                        \
    P(RULE_NONE, PARAM_SECONDARY_KNOWN_DAYS, "secondary_known_days", "days", 60, 0, 365)                     \
    P(RULE_NONE, PARAM_HANDOVER_BEFORE_WD, "handover_before_wd", "wd", 10, 0, 60)                            \
    P(RULE_NONE, PARAM_WAIT_GRACE_DAYS, "wait_grace_days", "own days", 14, 0, 90)                            \
    P(RULE_R1_1, PARAM_R1_1_WINDOW_DAYS, "window_days", "days", 365, 30, 1095)                               \
    P(RULE_R1_1, PARAM_R1_1_AMBER, "amber", "switches", 2, 1, 20)                                            \
    P(RULE_R1_1, PARAM_R1_1_RED, "red", "switches", 3, 1, 20)                                                \
    P(RULE_R1_2, PARAM_R1_2_AMBER_WD, "amber_wd", "wd", 5, 0, 60)                                            \
    P(RULE_R1_2, PARAM_R1_2_RED_WD, "red_wd", "wd", 15, 0, 120)                                              \
    P(RULE_R1_2, PARAM_R1_2_GIVE_UP_DAYS, "give_up_days", "days", 365, 30, 1095)                             \
    P(RULE_R1_3, PARAM_R1_3_AMBER_WD, "amber_wd", "wd", 5, 0, 60)                                            \
    P(RULE_R1_3, PARAM_R1_3_RED_WD, "red_wd", "wd", 10, 0, 120)                                              \
    P(RULE_R1_4, PARAM_R1_4_AMBER_DAYS, "amber_days", "days", 90, 1, 365)                                    \
    P(RULE_R1_4, PARAM_R1_4_WINDOW_DAYS, "window_days", "days", 365, 30, 1095)                               \
    P(RULE_R1_4, PARAM_R1_4_RED, "red", "changes", 2, 1, 20)                                                 \
    P(RULE_R1_5, PARAM_R1_5_WINDOW_DAYS, "window_days", "days", 365, 30, 1095)                               \
    P(RULE_R1_5, PARAM_R1_5_MIN_MEETINGS, "min_meetings", "talks", 4, 2, 50)                                 \
    P(RULE_R1_5, PARAM_R1_5_RED_STAFF, "red_staff", "persons", 4, 2, 20)                                     \
    P(RULE_R1_5, PARAM_R1_5_OWN_SHARE_PCT, "own_share_pct", "percent", 50, 1, 100)                           \
    P(RULE_R1_6, PARAM_R1_6_AGE_DAYS, "age_days", "days", 730, 180, 3650)                                    \
    P(RULE_R1_6, PARAM_R1_6_WINDOW_DAYS, "window_days", "days", 730, 90, 3650)                               \
    P(RULE_R1_6, PARAM_R1_6_AMBER, "amber", "persons", 4, 2, 20)                                             \
    P(RULE_R1_6, PARAM_R1_6_RED, "red", "persons", 6, 2, 30)                                                 \
    P(RULE_R2_1, PARAM_R2_1_AMBER_DAYS, "amber_days", "own days", 21, 1, 180)                                \
    P(RULE_R2_1, PARAM_R2_1_RED_DAYS, "red_days", "own days", 42, 1, 365)                                    \
    P(RULE_R2_1, PARAM_R2_1_FAST_AMBER_DAYS, "fast_amber_days", "own days", 7, 1, 180)                       \
    P(RULE_R2_2, PARAM_R2_2_AFTER_WD, "after_wd", "wd", 5, 0, 60)                                            \
    P(RULE_R2_2, PARAM_R2_2_FADE_DAYS, "fade_days", "days", 90, 1, 730)                                      \
    P(RULE_R2_2, PARAM_R2_2_ASKED_DAYS, "asked_days", "days", 30, 0, 365)                                    \
    P(RULE_R2_2, PARAM_R2_2_LONG_CASE_DAYS, "long_case_days", "days", 730, 1, 3650)                          \
    P(RULE_R2_3, PARAM_R2_3_AHEAD_DAYS, "ahead_days", "days", 60, 0, 365)                                    \
    P(RULE_R2_3, PARAM_R2_3_RED_WD, "red_wd", "wd", 5, 0, 60)                                                \
    P(RULE_R2_3, PARAM_R2_3_FADE_DAYS, "fade_days", "days", 90, 1, 730)                                      \
    P(RULE_R2_4, PARAM_R2_4_AMBER_DAYS, "amber_days", "own days", 30, 1, 365)                                \
    P(RULE_R2_5, PARAM_R2_5_AHEAD_DAYS, "ahead_days", "days", 28, 1, 365)                                    \
    P(RULE_R2_5, PARAM_R2_5_PREPARE_DAYS, "prepare_days", "days", 56, 1, 730)                                \
    P(RULE_R2_5, PARAM_R2_5_SICK_PAY_WEEKS, "sick_pay_weeks", "weeks", 22, 0, 104)                           \
    P(RULE_R2_5, PARAM_R2_5_JOB_CLARIFICATION_MONTHS, "job_clarification_months", "months", 24, 0, 60)       \
    P(RULE_R2_5, PARAM_R2_5_RESOURCE_COURSE_MONTHS, "resource_course_months", "months", 36, 0, 72)           \
    P(RULE_R2_5, PARAM_R2_5_FLEX_JOB_MONTHS, "flex_job_months", "months", 0, 0, 120)                         \
    P(RULE_R2_5, PARAM_R2_5_AKASSE_MONTHS, "akasse_months", "months", 3, 0, 24)                              \
    P(RULE_R2_6, PARAM_R2_6_AMBER_DAYS, "amber_days", "base days", 14, 1, 365)                               \
    P(RULE_R2_6, PARAM_R2_6_RED_DAYS, "red_days", "base days", 28, 1, 365)                                   \
    P(RULE_R3_1, PARAM_R3_1_AMBER_DAYS, "amber_days", "own days", 30, 1, 365)                                \
    P(RULE_R3_1, PARAM_R3_1_MEETINGS, "meetings", "talks", 2, 1, 20)                                         \
    P(RULE_R3_2, PARAM_R3_2_AMBER_DAYS, "amber_days", "own days", 180, 1, 1095)                              \
    P(RULE_R3_2, PARAM_R3_2_RED_DAYS, "red_days", "own days", 365, 1, 1825)                                  \
    P(RULE_R3_3, PARAM_R3_3_LOW_SCORE, "low_score", "points", 2, 1, 4)                                       \
    P(RULE_R3_3, PARAM_R3_3_MEAN_TENTHS, "mean_tenths", "tenths", 25, 10, 50)                                \
    P(RULE_R3_3, PARAM_R3_3_FOLLOW_UP_WD, "follow_up_wd", "wd", 5, 0, 60)                                    \
    P(RULE_R3_4, PARAM_R3_4_WINDOW_DAYS, "window_days", "days", 90, 7, 365)                                  \
    P(RULE_R3_4, PARAM_R3_4_AMBER, "amber", "meetings", 2, 1, 20)                                            \
    P(RULE_R3_4, PARAM_R3_4_RED, "red", "meetings", 3, 1, 20)                                                \
    P(RULE_R3_5, PARAM_R3_5_AMBER_WD, "amber_wd", "wd", 10, 0, 60)                                           \
    P(RULE_R4_2, PARAM_R4_2_AMBER_DAYS, "amber_days", "own days", 14, 1, 180)                                \
    P(RULE_R4_3, PARAM_R4_3_EARLY_DAYS, "early_days", "own days", 120, 1, 365)                               \
    P(RULE_R4_3, PARAM_R4_3_EARLY_AGE_DAYS, "early_age_days", "days", 182, 0, 1095)                          \
    P(RULE_R4_3, PARAM_R4_3_AMBER_DAYS, "amber_days", "own days", 180, 1, 1095)                              \
    P(RULE_R4_3, PARAM_R4_3_RED_DAYS, "red_days", "own days", 365, 1, 1825)                                  \
    P(RULE_R4_4, PARAM_R4_4_INFO_DAYS, "info_days", "own days", 90, 1, 1095)                                 \
    P(RULE_R4_4, PARAM_R4_4_AMBER_DAYS, "amber_days", "own days", 180, 1, 1095)                              \
    P(RULE_R5_1, PARAM_R5_1_BOOKED_MEETING_DAYS, "booked_meeting_days", "days", 49, 0, 180)                  \
    P(RULE_R5_1, PARAM_R5_1_OPEN_DAYS, "open_days", "own days", 14, 1, 180)                                  \
    P(RULE_R5_1, PARAM_R5_1_AMBER_WD, "amber_wd", "wd", 2, 0, 60)                                            \
    P(RULE_R5_1, PARAM_R5_1_RED_DAYS, "red_days", "own days", 14, 1, 180)                                    \
    P(RULE_R5_2, PARAM_R5_2_AMBER_DAYS, "amber_days", "own days", 7, 0, 180)                                 \
    P(RULE_R5_2, PARAM_R5_2_RED_DAYS, "red_days", "own days", 21, 0, 365)                                    \
    P(RULE_R5_3, PARAM_R5_3_AMBER_WD, "amber_wd", "wd", 2, 0, 60)                                            \
    P(RULE_R5_4, PARAM_R5_4_LOW_SCORE, "low_score", "points", 2, 1, 4)                                       \
    P(RULE_R5_4, PARAM_R5_4_FADE_DAYS, "fade_days", "days", 90, 1, 365)                                      \
    P(RULE_R5_5, PARAM_R5_5_MOVES, "moves", "times", 3, 1, 20)                                               \
    P(RULE_R6_1, PARAM_R6_1_CONTACT_DAYS, "contact_days", "own days", 90, 1, 365)                            \
    P(RULE_R6_1, PARAM_R6_1_GRACE_DAYS, "grace_days", "own days", 30, 0, 365)                                \
    P(RULE_R6_1, PARAM_R6_1_RED_AREAS, "red_areas", "areas", 3, 2, 10)                                       \
    P(RULE_R6_2, PARAM_R6_2_OFFER_DAYS, "offer_days", "days", 365, 1, 1095)                                  \
    P(RULE_R6_2, PARAM_R6_2_GRACE_DAYS, "grace_days", "own days", 30, 0, 365)                                \
    P(RULE_R6_3, PARAM_R6_3_HOURS, "hours", "hours", 37, 1, 168)                                             \
    P(RULE_R6_3, PARAM_R6_3_AHEAD_DAYS, "ahead_days", "days", 7, 1, 60)                                      \
    P(RULE_R6_3, PARAM_R6_3_UNITS, "units", "units", 3, 2, 20)                                               \
    P(RULE_R6_3, PARAM_R6_3_APART_MINUTES, "apart_minutes", "minutes", 90, 0, 1440)                          \
    P(RULE_R6_4, PARAM_R6_4_AMBER_DAYS, "amber_days", "own days", 60, 1, 365)                                \
    P(RULE_R6_5, PARAM_R6_5_WINDOW_DAYS, "window_days", "days", 90, 1, 1095)                                 \
    P(RULE_R6_5, PARAM_R6_5_SHOWN_DAYS, "shown_days", "days", 90, 1, 365)                                    \
    P(RULE_R7_1, PARAM_R7_1_AMBER_DAYS, "amber_days", "own days", 60, 1, 730)                                \
    P(RULE_R7_1, PARAM_R7_1_RED_DAYS, "red_days", "own days", 90, 1, 1095)                                   \
    P(RULE_R7_3, PARAM_R7_3_INFO_AGE_DAYS, "info_age_days", "days", 548, 90, 3650)                           \
    P(RULE_R7_3, PARAM_R7_3_AGE_DAYS, "age_days", "days", 730, 180, 3650)                                    \
    P(RULE_R7_3, PARAM_R7_3_REVIEW_DAYS, "review_days", "clock days", 182, 30, 1095)                         \
    P(RULE_R7_3, PARAM_R7_3_RED_DAYS, "red_days", "days", 30, 0, 365)                                        \
    P(RULE_R7_4, PARAM_R7_4_APART_DAYS, "apart_days", "days", 90, 7, 730)                                    \
    P(RULE_R7_4, PARAM_R7_4_FRESH_DAYS, "fresh_days", "days", 270, 30, 1095)                                 \
    P(RULE_R7_4, PARAM_R7_4_INFO_DAYS, "info_days", "own days", 120, 7, 1095)                                \
    P(RULE_R7_5, PARAM_R7_5_AMBER_DAYS, "amber_days", "own days", 183, 30, 1095)                             \
    P(RULE_R7_5, PARAM_R7_5_RED_DAYS, "red_days", "own days", 365, 30, 1825)                                 \
    P(RULE_R7_6, PARAM_R7_6_FIRST_TALK_DAYS, "first_talk_days", "days", 0, 0, 365)                           \
    P(RULE_R7_6, PARAM_R7_6_TALKS_IN_6_MONTHS, "talks_in_6_months", "talks", 0, 0, 20)                       \
    P(RULE_R7_6, PARAM_R7_6_TALKS_MONTH_3_TO_6, "talks_month_3_to_6", "talks", 0, 0, 20)                     \
    P(RULE_R7_6, PARAM_R7_6_FOLLOW_UP_MONTHS, "follow_up_months", "months", 0, 0, 60)                        \
    P(RULE_R7_6, PARAM_R7_6_EARLY_FOLLOW_UP_DAYS, "early_follow_up_days", "days", 0, 0, 90)                  \
    P(RULE_R7_7, PARAM_R7_7_WINDOW_DAYS, "window_days", "days", 365, 30, 1095)                               \
    P(RULE_R7_7, PARAM_R7_7_MEETINGS, "meetings", "talks", 6, 2, 50)                                         \
    P(RULE_R7_8, PARAM_R7_8_WINDOW_DAYS, "window_days", "days", 730, 90, 3650)                               \
    P(RULE_R7_8, PARAM_R7_8_COUNT, "count", "interventions", 3, 2, 20)

#endif
