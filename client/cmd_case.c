/* `spor case open|close|reopen`. Who the citizen is is asked, never taken from the command line. */
#include "client/ask.h"
#include "client/cmd.h"
#include "client/http.h"
#include "client/out.h"
#include "client/say.h"
#include "client/unit.h"
#include "client/uuid.h"
#include "wire/json_write.h"

const struct option_info OPEN_OPTIONS[] = {
    {"citizen", "ID", "en borger, hvis forløb du ser (ellers spørges der)",
     "a citizen of whom you see a case (else it is asked)"},
    {"person-file", "FILE", "borgeren som JSON: name, cpr, born", "the citizen as JSON: name, cpr, born"},
    {"anonymous", NULL, "uden borger", "without a citizen"},
    {"external-ref", "TEXT", "sagens nummer i et andet system", "the case's number in another system"},
    {"unit", "UNIT", "fx employment/north", "like employment/north"},
    {"group", "SLUG", "målgruppe", "target group"},
    {"benefit", "SLUG", "ydelse", "benefit"},
    {"to", "ID", "ansvarlig sagsbehandler", "primary caseworker"},
    {"at", "TIME", "hvornår (ellers nu)", "when (else now)"},
    {NULL, NULL, NULL, NULL},
};
const struct option_info CLOSE_OPTIONS[] = {
    {"outcome", "SLUG", "ordinary_job, education, disability_pension …",
     "ordinary_job, education, disability_pension …"},
    {"at", "TIME", "hvornår (ellers nu)", "when (else now)"},
    {"dry-run", NULL, "kontrollér kun", "only check"},
    {NULL, NULL, NULL, NULL},
};
const struct option_info REOPEN_OPTIONS[] = {
    {"unit", "UNIT", "fx employment/north", "like employment/north"},
    {"at", "TIME", "hvornår (ellers nu)", "when (else now)"},
    {"dry-run", NULL, "kontrollér kun", "only check"},
    {NULL, NULL, NULL, NULL},
};

/* Asks for name, CPR number and day of birth, or takes them from the file. */
static enum err_code put_person(struct cli *cli, struct buf *body, struct err *err)
{
    static const char *const members[] = {"name", "cpr", "born"};
    const char *path = cli_option(cli, "person-file");
    char answers[3][ANSWER_MAX] = {"", "", ""};
    if (path) {
        json_t *person = json_load_file(path, JSON_REJECT_DUPLICATES, NULL);
        size_t taken = 0; /* nothing that stands there is passed over */
        for (size_t i = 0; i < ARRAY_LEN(members); i++) {
            const char *text = json_string_value(json_object_get(person, members[i]));
            if (!text || strlen(text) >= ANSWER_MAX)
                continue;
            memcpy(answers[i], text, strlen(text) + 1);
            taken++;
        }
        bool ok = json_is_object(person) && taken == json_object_size(person);
        json_decref(person);
        if (!ok)
            return err_set(err, ERR_INVALID,
                           cli_say(cli,
                                   "--person-file: et JSON-objekt med tekster: {\"name\": \"…\", \"cpr\": "
                                   "\"DDMMÅÅ-NNNN\", \"born\": \"ÅÅÅÅ-MM-DD\"}",
                                   "--person-file: a JSON object of texts: {\"name\": \"…\", \"cpr\": "
                                   "\"DDMMYY-NNNN\", \"born\": \"YYYY-MM-DD\"}"));
    } else {
        if (ask_line(cli, cli_say(cli, "Borgerens navn", "Citizen's name"), NULL, answers[0], ANSWER_MAX,
                     err) != ERR_NONE ||
            ask_secret(cli, cli_say(cli, "CPR-nummer (tom: intet)", "CPR number (empty: none)"), answers[1],
                       err) != ERR_NONE ||
            ask_line(cli,
                     cli_say(cli, "Født (ÅÅÅÅ-MM-DD, tom: ukendt)", "Born (YYYY-MM-DD, empty: not known)"),
                     NULL, answers[2], ANSWER_MAX, err) != ERR_NONE)
            return err->code;
    }
    for (size_t i = 0; i < ARRAY_LEN(members); i++)
        if (answers[i][0])
            json_key(body, members[i]), json_text(body, answers[i]);
    explicit_bzero(answers, sizeof answers);
    return ERR_NONE;
}

static enum err_code make_citizen(struct cli *cli, char out[UUID_TEXT + 1], struct err *err)
{
    struct uuid id;
    struct buf body;
    struct answer answer;
    if (uuid_v7(cli_now(), &id, err) != ERR_NONE)
        return err->code;
    buf_init(&body, 8192);
    json_begin_object(&body);
    json_key(&body, "citizen"), json_uuid(&body, &id);
    enum err_code code = put_person(cli, &body, err);
    json_end_object(&body);
    if (code == ERR_NONE)
        code = http_send(cli, "POST", "/v1/citizens", &body, NULL, HTTP_REPEATABLE, &answer, err);
    if (body.at)
        explicit_bzero(body.at, body.len);
    buf_clear(&body);
    if (code != ERR_NONE)
        return code;
    uuid_to_text(&id, out); /* for the opening: who it is turns out there */
    out[UUID_TEXT] = '\0';
    json_decref(answer.json);
    return code;
}

static enum err_code put_first_events(struct unit *unit, struct err *err)
{
    struct cli *cli = unit->cli;
    uint32_t group, benefit;
    const char *to = cli_option(cli, "to");
    if (value_of_option(cli, "group", CATALOGUE_TARGET_GROUP, &group, err) != ERR_NONE ||
        value_of_option(cli, "benefit", CATALOGUE_BENEFIT, &benefit, err) != ERR_NONE ||
        unit_event(unit, KIND_CASE_OPENED, NULL, err) != ERR_NONE)
        return err->code;
    unit_text(unit, "unit", cli_option(cli, "unit"));
    unit_end_event(unit);
    if (group) {
        if (unit_event(unit, KIND_CLASSIFIED, NULL, err) != ERR_NONE)
            return err->code;
        unit_value(unit, "code", CATALOGUE_TARGET_GROUP, group);
        unit_end_event(unit);
    }
    if (benefit) {
        if (unit_event(unit, KIND_BENEFIT_CHANGED, NULL, err) != ERR_NONE)
            return err->code;
        unit_value(unit, "code", CATALOGUE_BENEFIT, benefit);
        unit_end_event(unit);
    }
    if (to) {
        if (unit_event(unit, KIND_CASEWORKER_ASSIGNED, NULL, err) != ERR_NONE)
            return err->code;
        unit_text(unit, "staff", to);
        unit_value(unit, "role", CATALOGUE_ROLE, ROLE_PRIMARY);
        unit_end_event(unit);
    }
    return ERR_NONE;
}

enum err_code cmd_case_open(struct cli *cli, struct err *err)
{
    char citizen[UUID_TEXT + 1] = "", case_text[UUID_TEXT + 1];
    const char *given = cli_option(cli, "citizen"), *reference = cli_option(cli, "external-ref");
    struct uuid id;
    struct unit unit = {0};
    struct answer answer = {0};
    struct buf body;
    if (given && !str_to_uuid(str_of(given), &id))
        return err_set(err, ERR_INVALID,
                       cli_say(cli, "--citizen: et UUID som 0190cb50-0000-7000-8000-000000000001",
                               "--citizen: a UUID like 0190cb50-0000-7000-8000-000000000001"));
    buf_init(&body, 300 * 1024);
    enum err_code code = unit_begin(&unit, cli, err);
    if (code == ERR_NONE)
        code = put_first_events(&unit, err);
    if (code == ERR_NONE && !given && !cli_has(cli, "anonymous"))
        code = make_citizen(cli, citizen, err);
    if (code == ERR_NONE)
        code = uuid_v7(cli_now(), &id, err);
    if (code == ERR_NONE) {
        uuid_to_text(&id, case_text);
        case_text[UUID_TEXT] = '\0';
        json_end_array(&unit.body);
        json_begin_object(&body);
        json_key(&body, "case"), json_text(&body, case_text);
        if (given || citizen[0])
            json_key(&body, "citizen"), json_text(&body, given ? given : citizen);
        if (reference)
            json_key(&body, "external_ref"), json_text(&body, reference);
        json_key(&body, "events"), json_raw(&body, buf_str(&unit.body));
        json_end_object(&body);
        code = http_send(cli, "POST", "/v1/cases", &body, NULL, HTTP_REPEATABLE, &answer, err);
    }
    if (code == ERR_NONE && cli->json)
        out_json(answer.json, stdout);
    else if (code == ERR_NONE)
        say(stdout, "%s %s\n", cli_say(cli, "Oprettet forløb", "Opened case"), case_text);
    json_decref(answer.json);
    buf_clear(&body);
    unit_clear(&unit);
    return code;
}

static enum err_code one_event(struct cli *cli, enum kind kind, uint32_t outcome, struct err *err)
{
    char case_text[UUID_TEXT + 1];
    struct unit unit = {0};
    if (case_of_argument(cli, cli->arguments[0], case_text, err) != ERR_NONE)
        return err->code;
    enum err_code code = unit_begin(&unit, cli, err);
    if (code == ERR_NONE)
        code = unit_event(&unit, kind, NULL, err);
    if (code == ERR_NONE) {
        unit_value(&unit, "code", CATALOGUE_CLOSING_OUTCOME, outcome);
        if (kind == KIND_CASE_REOPENED)
            unit_text(&unit, "unit", cli_option(cli, "unit"));
        unit_end_event(&unit);
        code = unit_send(&unit, case_text, err);
    }
    unit_clear(&unit);
    return code;
}

enum err_code cmd_case_close(struct cli *cli, struct err *err)
{
    uint32_t outcome;
    if (value_of_option(cli, "outcome", CATALOGUE_CLOSING_OUTCOME, &outcome, err) != ERR_NONE)
        return err->code;
    if (!outcome && ask_possible() &&
        ask_value(cli, cli_say(cli, "Afsluttet til", "Closed to"), CATALOGUE_CLOSING_OUTCOME, 0, &outcome,
                  err) != ERR_NONE)
        return err->code;
    if (!outcome)
        return err_set(err, ERR_INVALID,
                       cli_say(cli, "giv --outcome, fx ordinary_job", "give --outcome, like ordinary_job"));
    return one_event(cli, KIND_CASE_CLOSED, outcome, err);
}

enum err_code cmd_case_reopen(struct cli *cli, struct err *err)
{
    return one_event(cli, KIND_CASE_REOPENED, 0, err);
}
