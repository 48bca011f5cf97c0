/* The functions of the commands, one file for each group of verbs (cmd_*.c); the table is in main.c. */
#ifndef SPOR_CLIENT_CMD_H
#define SPOR_CLIENT_CMD_H

#include "client/cli.h"

enum err_code cmd_login(struct cli *cli, struct err *err);
enum err_code cmd_logout(struct cli *cli, struct err *err);
enum err_code cmd_me(struct cli *cli, struct err *err);
enum err_code cmd_password(struct cli *cli, struct err *err);
enum err_code cmd_sessions(struct cli *cli, struct err *err);
enum err_code cmd_acts(struct cli *cli, struct err *err);
enum err_code cmd_session_end(struct cli *cli, struct err *err);
enum err_code cmd_cases(struct cli *cli, struct err *err);
enum err_code cmd_review(struct cli *cli, struct err *err);
enum err_code cmd_case_show(struct cli *cli, struct err *err);
enum err_code cmd_case_course(struct cli *cli, struct err *err);
enum err_code cmd_case_open(struct cli *cli, struct err *err);
enum err_code cmd_case_close(struct cli *cli, struct err *err);
enum err_code cmd_case_reopen(struct cli *cli, struct err *err);
enum err_code cmd_log_meeting(struct cli *cli, struct err *err);
enum err_code cmd_log_step(struct cli *cli, struct err *err);
enum err_code cmd_log_switch(struct cli *cli, struct err *err);
enum err_code cmd_log_wait(struct cli *cli, struct err *err);
enum err_code cmd_log_event(struct cli *cli, struct err *err);
enum err_code cmd_correct(struct cli *cli, struct err *err);
enum err_code cmd_void(struct cli *cli, struct err *err);
enum err_code cmd_staff_list(struct cli *cli, struct err *err);
enum err_code cmd_staff_add(struct cli *cli, struct err *err);
enum err_code cmd_staff_end(struct cli *cli, struct err *err);
enum err_code cmd_staff_telephone(struct cli *cli, struct err *err);
enum err_code cmd_team_telephone(struct cli *cli, struct err *err);
enum err_code cmd_who(struct cli *cli, struct err *err);
enum err_code cmd_team_list(struct cli *cli, struct err *err);
enum err_code cmd_team_add(struct cli *cli, struct err *err);
enum err_code cmd_team_member(struct cli *cli, struct err *err);
enum err_code cmd_token_list(struct cli *cli, struct err *err);
enum err_code cmd_token_add(struct cli *cli, struct err *err);
enum err_code cmd_token_approve(struct cli *cli, struct err *err);
enum err_code cmd_token_end(struct cli *cli, struct err *err);
enum err_code cmd_admin_load(struct cli *cli, struct err *err);
void help_event(struct cli *cli);
void help_correct(struct cli *cli);
extern const struct option_info LOGIN_OPTIONS[];
extern const struct option_info PASSWORD_OPTIONS[];
extern const struct option_info SESSIONS_OPTIONS[];
extern const struct option_info ACTS_OPTIONS[];
extern const struct option_info CASES_OPTIONS[];
extern const struct option_info REVIEW_OPTIONS[];
extern const struct option_info SHOW_OPTIONS[];
extern const struct option_info COURSE_OPTIONS[];
extern const struct option_info OPEN_OPTIONS[];
extern const struct option_info CLOSE_OPTIONS[];
extern const struct option_info REOPEN_OPTIONS[];
extern const struct option_info MEETING_OPTIONS[];
extern const struct option_info STEP_OPTIONS[];
extern const struct option_info SWITCH_OPTIONS[];
extern const struct option_info WAIT_OPTIONS[];
extern const struct option_info EVENT_OPTIONS[];
extern const struct option_info CORRECT_OPTIONS[];
extern const struct option_info VOID_OPTIONS[];
extern const struct option_info STAFF_ADD_OPTIONS[];
extern const struct option_info WHO_OPTIONS[];
extern const struct option_info MEMBER_OPTIONS[];
extern const struct option_info LOAD_OPTIONS[];
extern const struct option_info TOKEN_OPTIONS[];
enum err_code cmd_report_handover(struct cli *cli, struct err *err);
enum err_code cmd_report_dfg(struct cli *cli, struct err *err);
enum err_code cmd_deadlines(struct cli *cli, struct err *err);
enum err_code cmd_report_trend(struct cli *cli, struct err *err);
enum err_code cmd_export(struct cli *cli, struct err *err);
enum err_code cmd_what_if(struct cli *cli, struct err *err);
enum err_code cmd_import(struct cli *cli, struct err *err);
enum err_code cmd_rules(struct cli *cli, struct err *err);
enum err_code cmd_ruleset_list(struct cli *cli, struct err *err);
enum err_code cmd_ruleset_show(struct cli *cli, struct err *err);
enum err_code cmd_ruleset_draft(struct cli *cli, struct err *err);
enum err_code cmd_ruleset_check(struct cli *cli, struct err *err);
enum err_code cmd_ruleset_preview(struct cli *cli, struct err *err);
enum err_code cmd_ruleset_publish(struct cli *cli, struct err *err);
enum err_code cmd_ruleset_discard(struct cli *cli, struct err *err);
enum err_code cmd_ruleset_diff(struct cli *cli, struct err *err);
extern const struct option_info RULESET_DRAFT_OPTIONS[];
extern const struct option_info RULESET_CHECK_OPTIONS[];
extern const struct option_info RULESET_PUBLISH_OPTIONS[];

enum err_code cmd_simulate(struct cli *cli, struct err *err);

extern const struct option_info SIMULATE_OPTIONS[];
extern const struct option_info IMPORT_OPTIONS[];
extern const struct option_info EXPORT_OPTIONS[], REPORT_OPTIONS[];
extern const struct option_info RULES_OPTIONS[];
extern const struct option_info TREND_OPTIONS[];
extern const struct option_info DEADLINES_OPTIONS[];
extern const struct option_info WHAT_IF_OPTIONS[];

#endif
