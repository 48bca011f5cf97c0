/* `spor`, the thin client: the table of commands, and the one place that prints an error.
 *
 * A command is a row here and a function in cmd_*.c; parsing, help and exit codes come from the row and from
 * base/err.h. */
#include <signal.h>

#include "base/version.h"
#include "client/cmd.h"
#include "client/flags.h"
#include "client/labels.h"
#include "client/say.h"

const struct command COMMANDS[] = {
    {"login", "[LOGIN]", "log ind", "log in", LOGIN_OPTIONS, 0, 1, false, cmd_login, NULL},
    {"logout", "", "log ud", "log out", NULL, 0, 0, false, cmd_logout, NULL},
    {"me", "", "hvem du er, og hvad du må", "who you are and what you may do", NULL, 0, 0, false, cmd_me,
     NULL},
    {"who", "", "hvem har borgerens forløb; CPR-nummeret spørges der om",
     "who has the citizen's case; the CPR number is asked", WHO_OPTIONS, 0, 0, false, cmd_who, NULL},
    {"password", "", "skift din adgangskode; alle dine log-in slutter",
     "change your password; all your sessions end", PASSWORD_OPTIONS, 0, 0, false, cmd_password, NULL},
    {"sessions", "", "dine log-in, der er i gang", "your sessions that go on", SESSIONS_OPTIONS, 0, 0, false,
     cmd_sessions, NULL},
    {"acts", "", "hvad der er gjort, det seneste først", "what was done, the latest first", ACTS_OPTIONS, 0,
     0, false, cmd_acts, NULL},
    {"sessions end", "NO", "slut et log-in", "end a session", NULL, 1, 1, false, cmd_session_end, NULL},
    {"cases", "", "dine forløb", "your cases", CASES_OPTIONS, 0, 0, false, cmd_cases, NULL},
    {"review", "", "markerede forløb, de værste først", "flagged cases, the worst first", REVIEW_OPTIONS, 0,
     0, false, cmd_review, NULL},
    {"deadlines", "", "hvad der snart er i brud, og hvad der forebygger det",
     "what will soon be in breach, and what prevents it", DEADLINES_OPTIONS, 0, 0, false, cmd_deadlines,
     NULL},
    {"case show", "CASE", "et forløb med markeringer og hændelser", "a case with its flags and events",
     SHOW_OPTIONS, 1, 1, false, cmd_case_show, NULL},
    {"case course", "CASE", "dage i brud, tidligere og forude", "days in breach, past and ahead",
     COURSE_OPTIONS, 1, 1, false, cmd_case_course, NULL},
    {"case open", "", "opret et forløb", "open a case", OPEN_OPTIONS, 0, 0, false, cmd_case_open, NULL},
    {"case close", "CASE", "luk et forløb", "close a case", CLOSE_OPTIONS, 1, 1, false, cmd_case_close, NULL},
    {"case reopen", "CASE", "genåbn et forløb, senest 28 dage efter", "reopen a case, at most 28 days after",
     REOPEN_OPTIONS, 1, 1, false, cmd_case_reopen, NULL},
    {"log meeting", "CASE", "en samtale, og hvad der er aftalt", "a meeting, and what was agreed",
     MEETING_OPTIONS, 1, 1, false, cmd_log_meeting, NULL},
    {"log step", "CASE", "et næste skridt: sat, flyttet, udført", "a next step: set, moved, done",
     STEP_OPTIONS, 1, 1, false, cmd_log_step, NULL},
    {"log switch", "CASE", "ny sagsbehandler, afløsning, fratræden", "new caseworker, cover, release",
     SWITCH_OPTIONS, 1, 1, false, cmd_log_switch, NULL},
    {"log wait", "CASE", "ventetid eller attest: begyndt, flyttet, slut",
     "a wait or statement: begun, moved, over", WAIT_OPTIONS, 1, 1, false, cmd_log_wait, NULL},
    {"log event", "KIND CASE", "enhver hændelse; --help viser arterne", "any event; --help shows the kinds",
     EVENT_OPTIONS, 2, 2, true, cmd_log_event, help_event},
    {"correct", "CASE NO", "ret en hændelse", "correct an event", CORRECT_OPTIONS, 2, 2, true, cmd_correct,
     help_correct},
    {"void", "CASE NO", "annullér en hændelse", "void an event", VOID_OPTIONS, 2, 2, false, cmd_void, NULL},
    {"rules", "", "reglerne i ord, med deres parametre; uden server",
     "the rules in words, with their parameters; without a server", RULES_OPTIONS, 0, 0, false, cmd_rules,
     NULL},
    {"ruleset list", "", "regelsæt og kladder", "rule sets and drafts", NULL, 0, 0, false, cmd_ruleset_list,
     NULL},
    {"ruleset show", "NAME", "et regelsæt, og hvor mange forløb der er vurderet efter det",
     "a rule set, and how many cases are assessed with it", NULL, 1, 1, false, cmd_ruleset_show, NULL},
    {"ruleset draft", "FILE", "gem en kladde, eller ret den med --version",
     "keep a draft, or change it with --version", RULESET_DRAFT_OPTIONS, 1, 1, false, cmd_ruleset_draft,
     NULL},
    {"ruleset check", "FILE|NAME", "kan det udgives? alle fejl; en fil også uden server",
     "may it be published? all errors; a file without a server, too", RULESET_CHECK_OPTIONS, 1, 1, false,
     cmd_ruleset_check, NULL},
    {"ruleset preview", "NAME", "hvad kladden ændrer", "what the draft changes", NULL, 1, 1, false,
     cmd_ruleset_preview, NULL},
    {"ruleset publish", "NAME", "udgiv kladden; det kan ikke gøres om",
     "publish the draft; it cannot be undone", RULESET_PUBLISH_OPTIONS, 1, 1, false, cmd_ruleset_publish,
     NULL},
    {"ruleset discard", "NAME", "opgiv kladden", "give the draft up", NULL, 1, 1, false, cmd_ruleset_discard,
     NULL},
    {"ruleset diff", "FROM TO", "forskellen på to regelsæt eller to dage",
     "where two rule sets or two days differ", NULL, 2, 2, false, cmd_ruleset_diff, NULL},
    {"report handover", "", "hvem gav videre til hvem, efter aktiviteter",
     "who handed over to whom, by activities", REPORT_OPTIONS, 0, 0, false, cmd_report_handover, NULL},
    {"report dfg", "", "hvilken aktivitet fulgte efter hvilken, og hvor længe det tog",
     "which activity followed which, and how long it took", REPORT_OPTIONS, 0, 0, false, cmd_report_dfg,
     NULL},
    {"report trend", "", "forløb i brud ved hver måneds slutning", "cases in breach at the end of each month",
     TREND_OPTIONS, 0, 0, false, cmd_report_trend, NULL},
    {"what-if", "", "hvad andre grænser ville have vist; intet skrives",
     "what other limits would have shown; nothing is written", WHAT_IF_OPTIONS, 0, 0, false, cmd_what_if,
     NULL},
    {"import", "FILE", "indlæs en hændelseslog: XES, XES.gz eller NDJSON",
     "load an event log: XES, XES.gz or NDJSON", IMPORT_OPTIONS, 1, 1, false, cmd_import, NULL},
    {"export", "", "alle forløb som NDJSON", "all cases as NDJSON", EXPORT_OPTIONS, 0, 0, false, cmd_export,
     NULL},
    {"simulate", "", "skriv en opdigtet kommune som NDJSON", "write a fictitious municipality as NDJSON",
     SIMULATE_OPTIONS, 0, 0, false, cmd_simulate, NULL},
    {"admin staff list", "", "medarbejdere", "staff", NULL, 0, 0, false, cmd_staff_list, NULL},
    {"admin staff add", "ID", "opret en medarbejder", "add a person", STAFF_ADD_OPTIONS, 1, 1, false,
     cmd_staff_add, NULL},
    {"admin staff end", "ID", "medarbejderen er stoppet", "the person has left", NULL, 1, 1, false,
     cmd_staff_end, NULL},
    {"admin staff telephone", "ID [NUMBER]", "medarbejderens telefon", "a person's telephone", NULL, 1, 2,
     false, cmd_staff_telephone, NULL},
    {"admin team list", "", "hold", "teams", NULL, 0, 0, false, cmd_team_list, NULL},
    {"admin team add", "TEAM [NAME]", "opret et hold", "add a team", NULL, 1, 2, false, cmd_team_add, NULL},
    {"admin team telephone", "TEAM [NUMBER]", "holdets telefon", "a team's telephone", NULL, 1, 2, false,
     cmd_team_telephone, NULL},
    {"admin team member", "TEAM ID", "gør en medarbejder til medlem", "make a person a member",
     MEMBER_OPTIONS, 2, 2, false, cmd_team_member, NULL},
    {"admin token list", "", "adgangsnøgler til andre systemer", "tokens of other systems", NULL, 0, 0, false,
     cmd_token_list, NULL},
    {"admin token add", "NAME", "opret en adgangsnøgle", "make a token", TOKEN_OPTIONS, 1, 1, false,
     cmd_token_add, NULL},
    {"admin token approve", "NO", "godkend en adgangsnøgle (leder)", "approve a token (leader)", NULL, 1, 1,
     false, cmd_token_approve, NULL},
    {"admin token end", "NO", "tilbagekald en adgangsnøgle", "withdraw a token", NULL, 1, 1, false,
     cmd_token_end, NULL},
    {"admin load", "FILE", "hold og medarbejdere fra spor simulate --staff",
     "teams and staff from spor simulate --staff", LOAD_OPTIONS, 1, 1, false, cmd_admin_load, NULL},
    {NULL, NULL, NULL, NULL, NULL, 0, 0, false, NULL, NULL},
};

/* Commands for other systems' tokens alone: what a person with another session is told. */
static const struct {
    const char *words, *scope;
} TOKEN_COMMANDS[] = {
    {"import", "import"},
    {"export", "read:all"},
    {"report handover", "report:exact"},
    {"report dfg", "report:exact"},
};

static void say_hint(const char *text)
{
    say(stderr, "      %s\n", text);
}

/* True where a token is what is missing. */
static bool say_token(const struct cli *cli)
{
    for (size_t i = 0; i < ARRAY_LEN(TOKEN_COMMANDS); i++) {
        const char *scope = TOKEN_COMMANDS[i].scope;
        if (!cli->command || strcmp(cli->command->words, TOKEN_COMMANDS[i].words) != 0)
            continue;
        say(stderr,
            cli_say(
                cli,
                "      spor %s kræver en adgangsnøgle med området %s, i SPOR_TOKEN. En administrator opretter den "
                "med:\n      spor admin token add NAVN --scopes %s\n",
                "      spor %s needs a token with the scope %s, in SPOR_TOKEN. An administrator makes it with:\n"
                "      spor admin token add NAME --scopes %s\n"),
            cli->command->words, scope, scope);
        return true;
    }
    return false;
}

/* What to do next, where the error itself does not say. */
static void hint(const struct cli *cli, enum err_code code)
{
    switch ((int)code) {
    case ERR_FORBIDDEN:
        if (cli->refused)
            (void)say_token(cli);
        return;
    case ERR_UNAUTHENTICATED:
        if (!say_token(cli))
            say_hint(cli_say(cli, "Log ind med: spor login", "Log in with: spor login"));
        return;
    case ERR_STALE:
        say_hint(
            cli_say(cli, "Ændret imens. Se det, som det er nu (et forløb: spor case show), og prøv igen",
                    "Changed meanwhile. Look at it as it is now (a case: spor case show), and try again"));
        return;
    case ERR_NOT_FOUND: /* a case, unless the command is about something else */
        if (cli->command && strncmp(cli->command->words, "admin", 5) != 0 &&
            strncmp(cli->command->words, "ruleset", 7) != 0)
            say_hint(cli_say(cli, "Se dine forløb med: spor cases", "Your cases: spor cases"));
        return;
    case ERR_UNAVAILABLE:
    case ERR_OUTCOME_UNKNOWN:
        say_hint(cli_say(cli, "Prøv igen om lidt; at gentage skader ikke",
                         "Try again in a while; repeating does no harm"));
        return;
    default:
        return;
    }
}

/* `pointer` or the option that stands for it, and what is wrong there, in the user's language. */
static void say_detail(const struct cli *cli, const char *before, const char *pointer, const char *title,
                       const char *text)
{
    char room[DETAIL_LABEL_ROOM], flag_room[CLI_FLAG];
    const char *flag = flag_of_error(cli, pointer, &text, flag_room);
    const char *where = flag ? flag : pointer;
    say(stderr, "%s%s%s%s%s%s\n", before, where, where[0] ? ": " : "", title, title[0] ? ": " : "",
        label_detail(cli, text, room));
}

static void print_error(const struct cli *cli, const struct err *err)
{
    size_t n = json_array_size(cli->errors);
    say_detail(cli, "spor: ", err->pointer, cli->danish && cli->refused ? err_info(err->code)->danish : "",
               err->text);
    for (size_t i = 0; i < n && n > 1; i++) {
        const json_t *one = json_array_get(cli->errors, i);
        const char *pointer = json_string_value(json_object_get(one, "pointer"));
        const char *detail = json_string_value(json_object_get(one, "detail"));
        say_detail(cli, "      ", pointer ? pointer : "", "", detail ? detail : "");
    }
    hint(cli, err->code);
}

int main(int argc, char **argv)
{
    struct cli cli;
    struct err err = {0};
    signal(SIGPIPE, SIG_IGN); /* allow signal: a closed pipe is an error of write, not the end */
    enum err_code code = cli_parse(&cli, COMMANDS, argc, argv, &err);
    if (code == ERR_NONE && cli.help)
        cli_help(&cli, COMMANDS, stdout);
    else if (code == ERR_NONE && cli.version)
        say(stdout, "spor %s\n", SPOR_VERSION);
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
