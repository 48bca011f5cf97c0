/* `spor log meeting|step|switch|wait`: what caseworkers record every day, each with one command. */
#include "client/ask.h"
#include "client/cmd.h"
#include "client/http.h"
#include "client/say.h"
#include "client/unit.h"
#include "wire/json_write.h"

#define AT_OPTION                                                                                            \
    {"at", "TIME", "hvornår (ellers nu): \"2026-05-01 09:30\"", "when (else now): \"2026-05-01 09:30\""},    \
    {                                                                                                        \
        "dry-run", NULL, "kontrollér kun", "only check"                                                      \
    }

const struct option_info MEETING_OPTIONS[] = {
    {"kind", "SLUG", "samtalens art (follow_up_meeting)", "kind of meeting (follow_up_meeting)"},
    {"outcome", "SLUG", "held, no_show, cancelled_by_citizen …", "held, no_show, cancelled_by_citizen …"},
    {"channel", "SLUG", "in_person, phone, video", "in_person, phone, video"},
    {"staff", "ID", "hvem holdt den (ellers dig)", "who held it (else you)"},
    {"booking", "NO", "den aftale der nu er holdt", "the booking it was"},
    {"done", "NO", "et skridt der er udført (kan gentages)", "a step that is done (repeatable)"},
    {"step", "TEXT", "det næste skridt", "the next step"},
    {"due", "DAY", "skridtets dato: 2026-05-01 eller +14", "date of the step: 2026-05-01 or +14"},
    {"owner", "SLUG", "hvem gør det: citizen, caseworker …", "who does it: citizen, caseworker …"},
    {"note", "TEXT", "kort note om samtalen", "short note about the meeting"},
    AT_OPTION,
    {NULL, NULL, NULL, NULL},
};

const struct option_info STEP_OPTIONS[] = {
    {"step", "TEXT", "et nyt skridt", "a new step"},
    {"due", "DAY", "skridtets (nye) dato", "(new) date of the step"},
    {"owner", "SLUG", "hvem gør det (citizen)", "who does it (citizen)"},
    {"channel", "SLUG", "borgeren fik det at vide: in_person, phone …",
     "the citizen was told: in_person, phone …"},
    {"done", "NO", "dette skridt er udført", "this step is done"},
    {"move", "NO", "flyt dette skridt til --due", "move this step to --due"},
    {"drop", "NO", "opgiv dette skridt", "drop this step"},
    AT_OPTION,
    {NULL, NULL, NULL, NULL},
};

const struct option_info SWITCH_OPTIONS[] = {
    {"to", "ID", "den nye sagsbehandler", "the new caseworker"},
    {"role", "SLUG", "primary (ellers), secondary, coordinator", "primary (else), secondary, coordinator"},
    {"cover-until", "DAY", "kun afløsning, til og med denne dag", "only cover, up to this day"},
    {"from", "DAY", "afløsningen begynder denne dag", "the cover begins on this day"},
    {"release", "ID", "denne fratræder rollen", "this person leaves the role"},
    {"reason", "SLUG", "årsag: employee_left, citizen_request …", "reason: employee_left, citizen_request …"},
    {"batch", "NAME", "hører til denne omorganisering", "belongs to this reorganisation"},
    {"planned", NULL, "kendt på forhånd", "known beforehand"},
    {"informed", NULL, "borgeren ved det", "the citizen knows"},
    AT_OPTION,
    {NULL, NULL, NULL, NULL},
};

const struct option_info WAIT_OPTIONS[] = {
    {"reason", "SLUG", "hvad der ventes på", "what is waited for"},
    {"due", "DAY", "forventet slut (ellers efter normen)", "expected end (else by the norm)"},
    {"party", "SLUG", "hvem der ventes på", "who is waited for"},
    {"move", "NO", "ny forventet slut: --due", "new expected end: --due"},
    {"end", "NO", "ventetiden er slut, eller attesten er kommet",
     "the wait is over, or the statement has come"},
    {"outcome", "SLUG", "ended, refused, lapsed, withdrawn", "ended, refused, lapsed, withdrawn"},
    AT_OPTION,
    {NULL, NULL, NULL, NULL},
};

static enum err_code option_day(const struct cli *cli, const char *name, day_t *out, struct err *err)
{
    const char *text = cli_option(cli, name);
    *out = DAY_NONE;
    char flag[CLI_FLAG];
    return text ? day_of_text(cli, cli_flag(name, flag), text, out, err) : ERR_NONE;
}

/* An event that refers to an earlier one by number or id. */
static enum err_code refer(struct unit *unit, const struct case_history *history, enum kind kind,
                           const char *flag, const char *to, struct err *err)
{
    const json_t *event;
    struct uuid id;
    if (case_history_find(unit->cli, history, flag, to, &event, &id, err) != ERR_NONE ||
        unit_event(unit, kind, NULL, err) != ERR_NONE)
        return err->code;
    unit_ref(unit, &id);
    return ERR_NONE;
}

static enum err_code new_step(struct unit *unit, const char *text, day_t due, uint32_t owner, uint32_t told,
                              struct err *err)
{
    if (due == DAY_NONE)
        return err_set(err, ERR_INVALID,
                       cli_say(unit->cli, "et skridt har en dato: --due 2026-05-01 eller +14",
                               "a step has a date: --due 2026-05-01 or +14"));
    if (unit_event(unit, KIND_NEXT_STEP_SET, NULL, err) != ERR_NONE)
        return err->code;
    unit_value(unit, "party", CATALOGUE_PARTY, owner ? owner : PARTY_CITIZEN);
    unit_day(unit, "due", due);
    unit_value(unit, "channel", CATALOGUE_CHANNEL, told);
    unit_text(unit, "note", text);
    unit_end_event(unit);
    return ERR_NONE;
}

/* ---- meeting ---- */

struct meeting {
    uint32_t kind, outcome, channel, owner;
    char step[NOTE_ANSWER_MAX], done[ANSWER_MAX];
    day_t due;
};

static void show_open(const struct cli *cli, const struct case_history *history, FILE *to)
{
    for (size_t i = 0; i < history->n_open; i++) {
        const struct open_item *item = &history->open[i];
        char due[DAY_TEXT + 1] = "";
        enum catalogue codes = kind_info(item->kind)->code;
        const struct catalogue_value *what =
            catalogue_value(codes, item->what ? catalogue_number(codes, str_of(item->what)) : 0);
        if (item->due != DAY_NONE)
            day_to_text(item->due, due);
        due[DAY_TEXT] = '\0';
        say(to, "  %4lld  %s  %s%s%s\n", (long long)item->seq, due[0] ? due : "          ",
            cli_say(cli, kind_info(item->kind)->danish, kind_info(item->kind)->english),
            item->note || what ? ": " : "",
            item->note ? item->note
            : what     ? cli_say(cli, what->danish, what->english)
                       : "");
    }
}

static bool has_open_step(const struct case_history *history)
{
    for (size_t i = 0; i < history->n_open; i++)
        if (history->open[i].kind == KIND_NEXT_STEP_SET)
            return true;
    return false;
}

/* Three answers: what kind, which steps are done, what is next. */
static enum err_code ask_meeting(struct cli *cli, const struct case_history *history, struct meeting *meeting,
                                 struct err *err)
{
    char due[ANSWER_MAX];
    if (!meeting->kind && ask_value(cli, cli_say(cli, "Samtale", "Meeting"), CATALOGUE_MEETING_KIND,
                                    MEETING_KIND_FOLLOW_UP_MEETING, &meeting->kind, err) != ERR_NONE)
        return err->code;
    if (meeting->outcome && meeting->outcome != MEETING_OUTCOME_HELD)
        return ERR_NONE;
    if (has_open_step(history) && !cli_has(cli, "done")) {
        show_open(cli, history, stderr);
        if (ask_line(cli,
                     cli_say(cli, "Udførte skridt (numre, tom: ingen)", "Steps done (numbers, empty: none)"),
                     NULL, meeting->done, sizeof meeting->done, err) != ERR_NONE)
            return err->code;
    }
    if (!cli_has(cli, "step")) {
        if (ask_line(cli, cli_say(cli, "Næste skridt (tom: intet)", "Next step (empty: none)"), NULL,
                     meeting->step, sizeof meeting->step, err) != ERR_NONE)
            return err->code;
        if (meeting->step[0] && meeting->due == DAY_NONE) {
            const char *question = cli_say(cli, "Hvornår", "By when");
            if (ask_line(cli, question, "+14", due, sizeof due, err) != ERR_NONE)
                return err->code;
            return day_of_text(cli, question, due, &meeting->due, err);
        }
    }
    return ERR_NONE;
}

static enum err_code close_steps(struct unit *unit, const struct case_history *history,
                                 const struct meeting *meeting, struct err *err)
{
    const char *given;
    for (int i = 0; (given = cli_option_at(unit->cli, "done", i)); i++) {
        if (refer(unit, history, KIND_NEXT_STEP_DONE, "--done", given, err) != ERR_NONE)
            return err->code;
        unit_end_event(unit);
    }
    for (const char *at = meeting->done; *at;) {
        char number[16];
        size_t len = strspn(at, "0123456789");
        if (len == 0 || len >= sizeof number) {
            at++;
            continue;
        }
        memcpy(number, at, len);
        number[len] = '\0';
        if (refer(unit, history, KIND_NEXT_STEP_DONE, "--done", number, err) != ERR_NONE)
            return err->code;
        unit_end_event(unit);
        at += len;
    }
    return ERR_NONE;
}

static enum err_code put_meeting(struct unit *unit, const struct case_history *history,
                                 struct meeting *meeting, struct err *err)
{
    struct cli *cli = unit->cli;
    const char *staff = cli_option(cli, "staff");
    json_t *me = NULL;
    if (!staff) {
        if (http_get(cli, "/v1/me", &me, err) != ERR_NONE)
            return err->code;
        staff = json_string_value(json_object_get(me, "staff"));
    }
    const char *booking = cli_option(cli, "booking");
    enum err_code code = booking ? refer(unit, history, KIND_MEETING, "--booking", booking, err)
                                 : unit_event(unit, KIND_MEETING, NULL, err);
    if (code == ERR_NONE) {
        unit_value(unit, "code", CATALOGUE_MEETING_KIND,
                   meeting->kind ? meeting->kind : MEETING_KIND_FOLLOW_UP_MEETING);
        unit_value(unit, "outcome", CATALOGUE_MEETING_OUTCOME,
                   meeting->outcome ? meeting->outcome : MEETING_OUTCOME_HELD);
        unit_value(unit, "channel", CATALOGUE_CHANNEL, meeting->channel);
        unit_text(unit, "staff", staff);
        unit_text(unit, "note", cli_option(cli, "note"));
        unit_end_event(unit);
        code = close_steps(unit, history, meeting, err);
    }
    json_decref(me);
    bool is_held = !meeting->outcome || meeting->outcome == MEETING_OUTCOME_HELD;
    uint32_t told = !is_held ? 0 : meeting->channel ? meeting->channel : CHANNEL_IN_PERSON;
    if (code == ERR_NONE && meeting->step[0]) /* who did not come was told nothing */
        code = new_step(unit, meeting->step, meeting->due, meeting->owner, told, err);
    return code;
}

enum err_code cmd_log_meeting(struct cli *cli, struct err *err)
{
    char case_text[UUID_TEXT + 1];
    struct meeting meeting = {.due = DAY_NONE};
    struct case_history history = {0};
    struct unit unit = {0};
    const char *step = cli_option(cli, "step");
    if (value_of_option(cli, "kind", CATALOGUE_MEETING_KIND, &meeting.kind, err) != ERR_NONE ||
        value_of_option(cli, "outcome", CATALOGUE_MEETING_OUTCOME, &meeting.outcome, err) != ERR_NONE ||
        value_of_option(cli, "channel", CATALOGUE_CHANNEL, &meeting.channel, err) != ERR_NONE ||
        value_of_option(cli, "owner", CATALOGUE_PARTY, &meeting.owner, err) != ERR_NONE ||
        option_day(cli, "due", &meeting.due, err) != ERR_NONE ||
        case_of_argument(cli, cli->arguments[0], case_text, err) != ERR_NONE ||
        case_history_load(cli, case_text, &history, err) != ERR_NONE)
        return err->code;
    if (step && strlen(step) >= sizeof meeting.step) {
        case_history_clear(&history);
        return err_set(err, ERR_INVALID, cli_say(cli, "--step er for lang", "--step is too long"));
    }
    if (step)
        memcpy(meeting.step, step, strlen(step) + 1);
    enum err_code code = ERR_NONE;
    if (ask_possible() && !cli->json)
        code = ask_meeting(cli, &history, &meeting, err);
    if (code == ERR_NONE)
        code = unit_begin(&unit, cli, err);
    if (code == ERR_NONE)
        code = put_meeting(&unit, &history, &meeting, err);
    if (code == ERR_NONE)
        code = unit_send(&unit, case_text, err);
    unit_clear(&unit);
    case_history_clear(&history);
    return code;
}

/* ---- step ---- */

static enum err_code put_step(struct unit *unit, const struct case_history *history, struct err *err)
{
    struct cli *cli = unit->cli;
    const char *text = cli_option(cli, "step"), *done = cli_option(cli, "done"),
               *move = cli_option(cli, "move"), *drop = cli_option(cli, "drop");
    uint32_t owner, told;
    day_t due;
    if (value_of_option(cli, "owner", CATALOGUE_PARTY, &owner, err) != ERR_NONE ||
        value_of_option(cli, "channel", CATALOGUE_CHANNEL, &told, err) != ERR_NONE ||
        option_day(cli, "due", &due, err) != ERR_NONE)
        return err->code;
    if (done || drop) {
        if (refer(unit, history, done ? KIND_NEXT_STEP_DONE : KIND_NEXT_STEP_DROPPED,
                  done ? "--done" : "--drop", done ? done : drop, err) != ERR_NONE)
            return err->code;
        unit_end_event(unit);
    }
    if (move) {
        if (due == DAY_NONE)
            return err_set(err, ERR_INVALID, cli_say(cli, "--move kræver --due", "--move needs --due"));
        if (refer(unit, history, KIND_NEXT_STEP_MOVED, "--move", move, err) != ERR_NONE)
            return err->code;
        unit_day(unit, "due", due);
        unit_value(unit, "channel", CATALOGUE_CHANNEL, told);
        unit_end_event(unit);
    }
    if (text)
        return new_step(unit, text, due, owner, told, err);
    if (unit->n == 0) {
        show_open(cli, history, stderr);
        return err_set(err, ERR_INVALID,
                       cli_say(cli, "giv --step TEKST --due DAG, --done NR, --move NR eller --drop NR",
                               "give --step TEXT --due DAY, --done NO, --move NO or --drop NO"));
    }
    return ERR_NONE;
}

static enum err_code log_with_history(struct cli *cli,
                                      enum err_code (*put)(struct unit *, const struct case_history *,
                                                           struct err *),
                                      struct err *err)
{
    char case_text[UUID_TEXT + 1];
    struct case_history history = {0};
    struct unit unit = {0};
    if (case_of_argument(cli, cli->arguments[0], case_text, err) != ERR_NONE ||
        case_history_load(cli, case_text, &history, err) != ERR_NONE)
        return err->code;
    enum err_code code = unit_begin(&unit, cli, err);
    if (code == ERR_NONE)
        code = put(&unit, &history, err);
    if (code == ERR_NONE)
        code = unit_send(&unit, case_text, err);
    unit_clear(&unit);
    case_history_clear(&history);
    return code;
}

enum err_code cmd_log_step(struct cli *cli, struct err *err)
{
    return log_with_history(cli, put_step, err);
}

/* ---- wait ---- */

static enum err_code end_wait(struct unit *unit, const struct case_history *history, const char *which,
                              uint32_t outcome, struct err *err)
{
    const json_t *event;
    struct uuid id;
    if (case_history_find(unit->cli, history, "--end", which, &event, &id, err) != ERR_NONE)
        return err->code;
    const char *kind = json_string_value(json_object_get(event, "kind"));
    bool statement = kind && strcmp(kind, "statement_requested") == 0 && !outcome;
    if (unit_event(unit, statement ? KIND_STATEMENT_RECEIVED : KIND_WAIT_ENDED, NULL, err) != ERR_NONE)
        return err->code;
    unit_ref(unit, &id);
    if (statement)
        unit_text(unit, "code", json_string_value(json_object_get(event, "code")));
    unit_value(unit, "outcome", CATALOGUE_WAIT_OUTCOME, statement ? 0 : outcome);
    unit_end_event(unit);
    return ERR_NONE;
}

static enum err_code start_wait(struct unit *unit, uint32_t reason, uint32_t party, day_t due,
                                struct err *err)
{
    const struct catalogue_value *value = catalogue_value(CATALOGUE_WAIT_REASON, reason);
    bool statement = (value->flags & WAIT_STATEMENT) != 0;
    if (due == DAY_NONE && value->norm_days > 0)
        due = day_of_instant(unit->at) + value->norm_days;
    if (due == DAY_NONE)
        return err_set(
            err, ERR_INVALID,
            cli_say(unit->cli, "ventetid har en forventet slut: --due", "a wait has an expected end: --due"));
    if (unit_event(unit, statement ? KIND_STATEMENT_REQUESTED : KIND_WAIT_STARTED, NULL, err) != ERR_NONE)
        return err->code;
    unit_value(unit, "code", CATALOGUE_WAIT_REASON, reason);
    unit_value(unit, "party", CATALOGUE_PARTY, party ? party : value->party);
    unit_day(unit, "due", due);
    unit_end_event(unit);
    return ERR_NONE;
}

static enum err_code put_wait(struct unit *unit, const struct case_history *history, struct err *err)
{
    struct cli *cli = unit->cli;
    const char *move = cli_option(cli, "move"), *end = cli_option(cli, "end");
    uint32_t reason, party, outcome;
    day_t due;
    if (value_of_option(cli, "reason", CATALOGUE_WAIT_REASON, &reason, err) != ERR_NONE ||
        value_of_option(cli, "party", CATALOGUE_PARTY, &party, err) != ERR_NONE ||
        value_of_option(cli, "outcome", CATALOGUE_WAIT_OUTCOME, &outcome, err) != ERR_NONE ||
        option_day(cli, "due", &due, err) != ERR_NONE)
        return err->code;
    if (end)
        return end_wait(unit, history, end, outcome, err);
    if (move) {
        if (due == DAY_NONE)
            return err_set(err, ERR_INVALID, cli_say(cli, "--move kræver --due", "--move needs --due"));
        if (refer(unit, history, KIND_WAIT_MOVED, "--move", move, err) != ERR_NONE)
            return err->code;
        unit_day(unit, "due", due);
        unit_end_event(unit);
        return ERR_NONE;
    }
    if (!reason && ask_possible() &&
        ask_value(cli, cli_say(cli, "Venter på", "Waiting for"), CATALOGUE_WAIT_REASON, 0, &reason, err) !=
            ERR_NONE)
        return err->code;
    if (!reason)
        return err_set(
            err, ERR_INVALID,
            cli_say(cli, "giv --reason, --move NR eller --end NR", "give --reason, --move NO or --end NO"));
    return start_wait(unit, reason, party, due, err);
}

enum err_code cmd_log_wait(struct cli *cli, struct err *err)
{
    return log_with_history(cli, put_wait, err);
}

/* ---- switch ---- */

static enum err_code put_assignment(struct unit *unit, uint32_t role, uint32_t reason, struct err *err)
{
    struct cli *cli = unit->cli;
    day_t until, start;
    if (option_day(cli, "cover-until", &until, err) != ERR_NONE ||
        option_day(cli, "from", &start, err) != ERR_NONE)
        return err->code;
    if (unit_event(unit, KIND_CASEWORKER_ASSIGNED, NULL, err) != ERR_NONE)
        return err->code;
    unit_text(unit, "staff", cli_option(cli, "to"));
    unit_value(unit, "role", CATALOGUE_ROLE, until != DAY_NONE ? ROLE_DEPUTY : role ? role : ROLE_PRIMARY);
    unit_value(unit, "code", CATALOGUE_SWITCH_REASON, reason);
    unit_day(unit, "due", until);
    if (start != DAY_NONE)
        json_key(&unit->body, "starts_at"), json_instant(&unit->body, instant_of_day(start));
    unit_text(unit, "batch", cli_option(cli, "batch"));
    if (cli_has(cli, "planned") || cli_has(cli, "informed")) {
        json_key(&unit->body, "marks");
        json_begin_array(&unit->body);
        if (cli_has(cli, "planned"))
            json_text(&unit->body, "planned");
        if (cli_has(cli, "informed"))
            json_text(&unit->body, "informed");
        json_end_array(&unit->body);
    }
    unit_end_event(unit);
    return ERR_NONE;
}

enum err_code cmd_log_switch(struct cli *cli, struct err *err)
{
    char case_text[UUID_TEXT + 1];
    uint32_t role, reason;
    struct unit unit = {0};
    const char *to = cli_option(cli, "to"), *release = cli_option(cli, "release");
    if (!to && !release)
        return err_set(err, ERR_INVALID,
                       cli_say(cli, "giv --to ID, --to ID --cover-until DAG eller --release ID",
                               "give --to ID, --to ID --cover-until DAY or --release ID"));
    if (value_of_option(cli, "role", CATALOGUE_ROLE, &role, err) != ERR_NONE ||
        value_of_option(cli, "reason", CATALOGUE_SWITCH_REASON, &reason, err) != ERR_NONE ||
        case_of_argument(cli, cli->arguments[0], case_text, err) != ERR_NONE)
        return err->code;
    enum err_code code = unit_begin(&unit, cli, err);
    if (code == ERR_NONE && release) {
        code = unit_event(&unit, KIND_CASEWORKER_RELEASED, NULL, err);
        if (code == ERR_NONE) {
            unit_text(&unit, "staff", release);
            unit_value(&unit, "role", CATALOGUE_ROLE, role ? role : ROLE_PRIMARY);
            unit_value(&unit, "code", CATALOGUE_SWITCH_REASON, reason);
            unit_end_event(&unit);
        }
    }
    if (code == ERR_NONE && to)
        code = put_assignment(&unit, role, reason, err);
    if (code == ERR_NONE)
        code = unit_send(&unit, case_text, err);
    unit_clear(&unit);
    return code;
}
