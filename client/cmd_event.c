/* `spor log event KIND CASE`, `correct`, `void`: any event of the vocabulary, with options made from its row.
 */
#include "client/cmd.h"
#include "client/out.h"
#include "client/say.h"
#include "client/unit.h"
#include "wire/json_write.h"

const struct option_info EVENT_OPTIONS[] = {
    {"at", "TIME", "hvornår (ellers nu)", "when (else now)"},
    {"note", "TEXT", "kort note", "short note"},
    {"dry-run", NULL, "kontrollér kun", "only check"},
    {NULL, NULL, NULL, NULL},
};

#define BECAUSE                                                                                              \
    {                                                                                                        \
        "because", "SLUG", "hvorfor: typing_error, wrong_date, duplicate …",                                 \
            "why: typing_error, wrong_date, duplicate …"                                                   \
    }

const struct option_info CORRECT_OPTIONS[] = {
    BECAUSE,
    {"at", "TIME", "det rette tidspunkt", "the right time"},
    {"note", "TEXT", "den rette note", "the right note"},
    {"dry-run", NULL, "kontrollér kun", "only check"},
    {NULL, NULL, NULL, NULL},
};

const struct option_info VOID_OPTIONS[] = {
    BECAUSE,
    {"dry-run", NULL, "kontrollér kun", "only check"},
    {NULL, NULL, NULL, NULL},
};

/* `spor correct --help`. */
void help_correct(struct cli *cli)
{
    say(stdout, "%s\n",
        cli_say(cli, "  … og hændelsens felter, fx --due eller --code; se: spor log event KIND --help",
                "  … and the fields of the event, like --due or --code; see: spor log event KIND --help"));
}

static enum catalogue catalogue_of(const struct kind_info *kind, enum field_place place)
{
    switch ((int)place) {
    case FIELD_PLACE_ROLE:
        return CATALOGUE_ROLE;
    case FIELD_PLACE_CODE:
        return kind->code;
    case FIELD_PLACE_OUTCOME:
        return kind->outcome;
    case FIELD_PLACE_ALSO:
        return kind->also;
    case FIELD_PLACE_PARTY:
        return CATALOGUE_PARTY;
    case FIELD_PLACE_CHANNEL:
        return CATALOGUE_CHANNEL;
    case FIELD_PLACE_BECAUSE:
        return kind->because;
    default:
        return CATALOGUE_NONE;
    }
}

/* `spor log event meeting --help`: the fields of the kind, with their values. */
void help_event(struct cli *cli)
{
    enum kind kind = cli->n_arguments > 0 ? kind_by_name(str_of(cli->arguments[0])) : KIND_NONE;
    if (!kind) {
        for (enum kind k = 1; k < KIND_COUNT; k++)
            say(stdout, "  %-24s %s\n", kind_info(k)->name,
                cli_say(cli, kind_info(k)->danish, kind_info(k)->english));
        return;
    }
    const struct kind_info *info = kind_info(kind);
    say(stdout, "\n  %s: %s\n", info->name, cli_say(cli, info->danish, info->english));
    for (enum field_place p = 0; p < FIELD_COUNT; p++) {
        uint32_t bit = 1u << p;
        if (!((info->required | info->optional) & bit))
            continue;
        char flag[CLI_FLAG];
        say(stdout, "  %-14s %s", cli_flag(field_name(p), flag),
            info->required & bit ? cli_say(cli, "(skal gives) ", "(required) ") : "");
        enum catalogue catalogue = catalogue_of(info, p);
        for (uint32_t n = 1; catalogue && n <= catalogue_size(catalogue); n++)
            say(stdout, "%s%s", n > 1 ? ", " : "", catalogue_value(catalogue, n)->slug);
        for (uint32_t n = 1, k = 0; p == FIELD_PLACE_MARKS && n <= catalogue_size(CATALOGUE_MARK); n++)
            if (info->marks & MARK_BIT(n))
                say(stdout, "%s%s", k++ ? ", " : "", catalogue_value(CATALOGUE_MARK, n)->slug);
        say(stdout, "\n");
    }
}

static enum err_code put_list(struct unit *unit, const char *member, const char *text)
{
    json_key(&unit->body, member);
    json_begin_array(&unit->body);
    while (*text) {
        size_t len = strcspn(text, ",");
        if (len > 0)
            json_str(&unit->body, (struct str){text, len});
        text += len + (text[len] == ',');
    }
    json_end_array(&unit->body);
    return ERR_NONE;
}

/* Quarters of hours: "7", "7.25", "7,5". */
static enum err_code put_hours(struct unit *unit, const char *text, struct err *err)
{
    static const char *const parts[] = {"", "25", "5", "75"};
    int64_t whole;
    size_t len = strcspn(text, ".,");
    for (int quarter = 0; quarter < 4; quarter++) {
        const char *rest = text[len] ? text + len + 1 : "";
        if (str_to_i64((struct str){text, len}, 0, 168, &whole) && strcmp(rest, parts[quarter]) == 0) {
            json_key(&unit->body, "hours");
            json_thousandths(&unit->body, whole * 1000 + quarter * 250);
            return ERR_NONE;
        }
    }
    return err_set(err, ERR_INVALID,
                   cli_say(unit->cli, "--hours: timer om ugen i kvarter, fx 7,25",
                           "--hours: hours a week in quarters, like 7.25"));
}

/* One field from its option; `history` is asked where a reference is a number. */
static enum err_code put_field(struct unit *unit, const char *case_text, enum field_place place,
                               const char *text, struct err *err)
{
    const char *name = field_name(place);
    char flag[CLI_FLAG];
    int64_t number;
    instant_t at;
    day_t day;
    struct uuid id;
    switch ((int)place) {
    case FIELD_PLACE_DUE:
        if (day_of_text(unit->cli, cli_flag(name, flag), text, &day, err) != ERR_NONE)
            return err->code;
        unit_day(unit, name, day);
        return ERR_NONE;
    case FIELD_PLACE_STARTS_AT:
        if (instant_of_text(unit->cli, cli_flag(name, flag), text, &at, err) != ERR_NONE)
            return err->code;
        json_key(&unit->body, name), json_instant(&unit->body, at);
        return ERR_NONE;
    case FIELD_PLACE_SCORE:
    case FIELD_PLACE_SCALE:
        if (!str_to_i64(str_of(text), 0, 100, &number))
            return err_set(err, ERR_INVALID,
                           cli_say(unit->cli, "%s: et helt tal fra 0 til 100, fx 7",
                                   "%s: a whole number from 0 to 100, like 7"),
                           cli_flag(name, flag));
        json_key(&unit->body, name), json_i64(&unit->body, number);
        return ERR_NONE;
    case FIELD_PLACE_HOURS:
        return put_hours(unit, text, err);
    case FIELD_PLACE_ALSO:
    case FIELD_PLACE_MARKS:
        return put_list(unit, name, text);
    case FIELD_PLACE_REF:
        if (!str_to_uuid(str_of(text), &id)) {
            struct case_history history;
            const json_t *event;
            if (case_history_load(unit->cli, case_text, &history, err) != ERR_NONE)
                return err->code;
            enum err_code code = case_history_find(unit->cli, &history, "--ref", text, &event, &id, err);
            case_history_clear(&history);
            if (code != ERR_NONE)
                return code;
        }
        unit_ref(unit, &id);
        return ERR_NONE;
    default:
        unit_text(unit, name, text);
        return ERR_NONE;
    }
}

enum err_code cmd_log_event(struct cli *cli, struct err *err)
{
    char case_text[UUID_TEXT + 1];
    struct unit unit = {0};
    enum kind kind = kind_by_name(str_of(cli->arguments[0]));
    if (!kind)
        return err_set(err, ERR_INVALID,
                       cli_say(cli, "ukendt hændelse; se: spor log event --help",
                               "unknown kind of event; see: spor log event --help"));
    if (case_of_argument(cli, cli->arguments[1], case_text, err) != ERR_NONE ||
        unit_begin(&unit, cli, err) != ERR_NONE)
        return err->code;
    enum err_code code = unit_event(&unit, kind, NULL, err);
    for (enum field_place p = 0; p < FIELD_COUNT && code == ERR_NONE; p++) {
        const char *text = cli_option(cli, field_name(p));
        if (text)
            code = put_field(&unit, case_text, p, text, err);
    }
    if (code == ERR_NONE) {
        unit_text(&unit, "note", cli_option(cli, "note"));
        unit_end_event(&unit);
        code = unit_send(&unit, case_text, err);
    }
    unit_clear(&unit);
    return code;
}

/* What the event says by now, with what the options give in its place. */
static enum err_code put_corrected(struct unit *unit, const char *case_text, const json_t *event,
                                   struct err *err)
{
    struct cli *cli = unit->cli;
    for (enum field_place p = 0; p < FIELD_COUNT; p++) {
        const char *name = field_name(p), *text = cli_option(cli, name);
        const json_t *old = json_object_get(event, name);
        if (p == FIELD_PLACE_REF || p == FIELD_PLACE_BECAUSE)
            continue;
        if (text && put_field(unit, case_text, p, text, err) != ERR_NONE)
            return err->code;
        if (!text && old && !json_is_null(old)) {
            json_key(&unit->body, name);
            out_json_buf(&unit->body, old, JSON_COMPACT);
        }
    }
    const char *note = cli_option(cli, "note");
    unit_text(unit, "note", note ? note : json_string_value(json_object_get(event, "note")));
    return ERR_NONE;
}

static enum err_code correct(struct cli *cli, enum kind kind, struct err *err)
{
    char case_text[UUID_TEXT + 1];
    struct unit unit = {0};
    struct case_history history = {0};
    const json_t *event;
    struct uuid id;
    const char *because = cli_option(cli, "because");
    uint32_t reason;
    if (!because)
        return err_set(
            err, ERR_INVALID,
            cli_say(
                cli,
                "giv --because: typing_error, wrong_citizen, wrong_date, duplicate, misunderstanding, other",
                "give --because: typing_error, wrong_citizen, wrong_date, duplicate, misunderstanding, "
                "other"));
    if (value_of_option(cli, "because", CATALOGUE_CORRECTION_REASON, &reason, err) != ERR_NONE ||
        case_of_argument(cli, cli->arguments[0], case_text, err) != ERR_NONE ||
        case_history_load(cli, case_text, &history, err) != ERR_NONE)
        return err->code;
    enum err_code code =
        case_history_find(cli, &history, cli_say(cli, "NR", "NO"), cli->arguments[1], &event, &id, err);
    if (code == ERR_NONE)
        code = unit_begin(&unit, cli, err);
    if (code == ERR_NONE)
        event = case_history_content(&history, event);
    if (code == ERR_NONE && kind == KIND_CORRECTED && !cli_has(cli, "at")) {
        const char *at = json_string_value(json_object_get(event, "occurred_at"));
        if (!at || !instant_parse(str_of(at), &unit.at))
            code = err_set(err, ERR_INTERNAL, "the event has no time");
    }
    if (code == ERR_NONE)
        code = unit_event(&unit, kind, NULL, err);
    if (code == ERR_NONE) {
        unit_ref(&unit, &id);
        unit_value(&unit, "because", CATALOGUE_CORRECTION_REASON, reason);
        if (kind == KIND_CORRECTED)
            code = put_corrected(&unit, case_text, event, err);
        unit_end_event(&unit);
    }
    if (code == ERR_NONE)
        code = unit_send(&unit, case_text, err);
    unit_clear(&unit);
    case_history_clear(&history);
    return code;
}

enum err_code cmd_correct(struct cli *cli, struct err *err)
{
    return correct(cli, KIND_CORRECTED, err);
}

enum err_code cmd_void(struct cli *cli, struct err *err)
{
    return correct(cli, KIND_VOIDED, err);
}
