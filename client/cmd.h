/* The functions of the commands, one file for each group of verbs (cmd_*.c); the table is in main.c. */
#ifndef SPOR_CLIENT_CMD_H
#define SPOR_CLIENT_CMD_H

#include "client/cli.h"

enum err_code cmd_report_handover(struct cli *cli, struct err *err);
enum err_code cmd_report_dfg(struct cli *cli, struct err *err);
enum err_code cmd_export(struct cli *cli, struct err *err);
enum err_code cmd_import(struct cli *cli, struct err *err);
enum err_code cmd_rules(struct cli *cli, struct err *err);

enum err_code cmd_simulate(struct cli *cli, struct err *err);

extern const struct option_info SIMULATE_OPTIONS[];
extern const struct option_info IMPORT_OPTIONS[];
extern const struct option_info EXPORT_OPTIONS[];
extern const struct option_info RULES_OPTIONS[];

#endif
