/* `spor`, the thin client: the table of commands, and the one place that prints an error.
 *
 * A command is a row here and a function in cmd_*.c; parsing, help and exit codes come from the row and from
 * base/err.h. */
#include <signal.h>

#include "client/cmd.h"

const struct command COMMANDS[] = {
    {"rules", "", "reglerne i ord, med deres parametre; uden server",
     "the rules in words, with their parameters; without a server", RULES_OPTIONS, 0, 0, false, cmd_rules,
     NULL},
    {"report handover", "", "hvem gav videre til hvem, efter aktiviteter",
     "who handed over to whom, by activities", NULL, 0, 0, false, cmd_report_handover, NULL},
    {"report dfg", "", "hvilken aktivitet fulgte efter hvilken, og hvor længe det tog",
     "which activity followed which, and how long it took", NULL, 0, 0, false, cmd_report_dfg, NULL},
    {"import", "FILE", "indlæs en hændelseslog: XES, XES.gz eller NDJSON",
     "load an event log: XES, XES.gz or NDJSON", IMPORT_OPTIONS, 1, 1, false, cmd_import, NULL},
    {"export", "", "alle forløb som NDJSON", "all cases as NDJSON", EXPORT_OPTIONS, 0, 0, false, cmd_export,
     NULL},
    {"simulate", "", "skriv en opdigtet kommune som NDJSON", "write a fictitious municipality as NDJSON",
     SIMULATE_OPTIONS, 0, 0, false, cmd_simulate, NULL},
    {NULL, NULL, NULL, NULL, NULL, 0, 0, false, NULL, NULL},
};

/* What to do next, where the error itself does not say. */
static const char *hint(const struct cli *cli, enum err_code code)
{
    switch ((int)code) {
    case ERR_UNAUTHENTICATED:
        return cli_say(cli, "Log ind med: spor login", "Log in with: spor login");
    case ERR_STALE:
        return cli_say(cli, "Forløbet er ændret imens. Se det med: spor case show, og prøv igen",
                       "The case has changed meanwhile. Look at it with: spor case show, and try again");
    case ERR_NOT_FOUND:
        return cli_say(cli, "Findes ikke, eller du har ikke adgang. Se dine forløb med: spor cases",
                       "It is not there, or not yours to see. Your cases: spor cases");
    case ERR_UNAVAILABLE:
    case ERR_OUTCOME_UNKNOWN:
        return cli_say(cli, "Prøv igen om lidt; at gentage skader ikke",
                       "Try again in a while; repeating does no harm");
    default:
        return NULL;
    }
}

static void print_error(const struct cli *cli, const struct err *err)
{
    const char *next = hint(cli, err->code);
    fprintf(stderr, "spor: %s%s%s\n", err->pointer, err->pointer[0] ? ": " : "", err->text);
    if (next)
        fprintf(stderr, "      %s\n", next);
}

int main(int argc, char **argv)
{
    struct cli cli;
    struct err err = {0};
    signal(SIGPIPE, SIG_IGN); /* allow signal: a closed pipe is an error of write, not the end */
    enum err_code code = cli_parse(&cli, COMMANDS, argc, argv, &err);
    if (code == ERR_NONE && cli.help)
        cli_help(&cli, COMMANDS, stdout);
    else if (code == ERR_NONE)
        code = cli.command->run(&cli, &err);
    if (code == ERR_NONE && fflush(stdout) != 0)
        code =
            err_set(&err, ERR_INTERNAL, cli_say(&cli, "kan ikke skrive svaret", "cannot write the answer"));
    if (code != ERR_NONE && err.text[0])
        print_error(&cli, &err);
    cli_release(&cli);
    return err_info(code)->exit_code;
}
