/* `spor cases`, `review`, `case show`: lists and one case. */
#include "client/ask.h"
#include "client/cmd.h"
#include "client/http.h"
#include "client/labels.h"
#include "client/out.h"
#include "client/say.h"
#include "client/unit.h"
#include "core/handling.h"
#include "core/rule.h"
#include "wire/json_write.h"

enum { TWO_YEARS = 730 };

#define LIST_OPTIONS                                                                                         \
    {"status", "open|closed", "åbne eller lukkede", "open or closed"},                                       \
        {"team", "TEAM", "forløb i dette hold", "cases of this team"},                                       \
        {"primary", "ID", "med denne sagsbehandler", "with this caseworker"},                                \
        {"target-group", "SLUG", "i denne målgruppe", "in this target group"},                               \
        {"flag", "RULE", "med denne åbne markering, fx R7.3 (kan gentages)",                                 \
         "with this flag open, like R7.3 (repeatable)"},                                                     \
        {"severity", "info|amber|red", "en åben markering mindst så alvorlig",                               \
         "an open flag at least so severe"},                                                                 \
        {"kind", "codex|statutory", "åbne markeringer fra kodeks eller fra loven",                           \
         "open flags of the codex, or of the law"},                                                          \
        {"age-over", "DAYS", "ældre end så mange dage", "older than so many days"},                          \
        {"switches-over", "N", "flere skift end N det seneste år", "more than N switches in the last year"}, \
        {"sort", "KEY", "course_start, last_contact, next_step_due, worst …",                                \
         "course_start, last_contact, next_step_due, worst …"},                                              \
        {"limit", "N", "så mange (50)", "so many (50)"},                                                     \
        {"as-of", "DAY", "markeringerne den dag, også en kommende",                                          \
         "the flags of that day, also one to come"},                                                         \
    {                                                                                                        \
        "after", "CURSOR", "fortsæt efter denne", "go on after this"                                         \
    }

const struct option_info CASES_OPTIONS[] = {
    LIST_OPTIONS,
    {"cpr", NULL, "find en borger; CPR-nummeret spørges der om", "find a citizen; the CPR number is asked"},
    {"name", NULL, "find en borger; navnet spørges der om", "find a citizen; the name is asked"},
    {NULL, NULL, NULL, NULL},
};
const struct option_info REVIEW_OPTIONS[] = {
    LIST_OPTIONS,
    {NULL, NULL, NULL, NULL},
};

/* Options that are the same word in the query. */
static const struct {
    const char *option, *parameter;
} FILTERS[] = {{"as-of", "as_of"},
               {"status", "status"},
               {"team", "team"},
               {"primary", "primary"},
               {"target-group", "target_group"},
               {"flag", "flag"},
               {"severity", "severity"},
               {"kind", "kind"},
               {"age-over", "age_over"},
               {"switches-over", "switches_over"},
               {"sort", "sort"},
               {"limit", "limit"},
               {"after", "after"}};

static bool has_two_years(const json_t *facts)
{
    const json_t *age = json_object_get(facts, "course_age_days");
    day_t start;
    const char *text = json_string_value(json_object_get(facts, "course_start"));
    if (json_is_integer(age))
        return json_integer_value(age) >= TWO_YEARS;
    return text && day_parse(str_of(text), &start) && day_of_instant(cli_now()) - start >= TWO_YEARS;
}

static bool is_open(const json_t *flag)
{
    const char *state = json_string_value(json_object_get(flag, "state"));
    return !state || strcmp(state, flag_state_info(FLAG_OPEN)->name) == 0;
}

/* Those of the municipality's own promise, or those of the law: they are never mixed. */
static void put_flags(struct buf *out, const json_t *flags, enum rule_kind kind)
{
    const json_t *flag;
    size_t i;
    json_array_foreach(flags, i, flag)
    {
        const char *name = json_string_value(json_object_get(flag, "flag"));
        const char *severity = json_string_value(json_object_get(flag, "severity"));
        size_t len = name ? strcspn(name, ":") : 0;
        enum rule rule = name ? rule_by_id((struct str){name, len}) : RULE_NONE;
        if ((rule ? rule_info(rule)->kind : RULE_CODEX) != kind)
            continue;
        buf_printf(out, "%s%s%.*s%s%s", out->len ? " " : "", is_open(flag) ? "" : "(", (int)len,
                   name ? name : "",
                   severity && strcmp(severity, "red") == 0    ? "!"
                   : severity && strcmp(severity, "info") == 0 ? "·"
                                                               : "",
                   is_open(flag) ? "" : ")");
    }
}

static const char *text_member(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    return text ? text : "";
}

/* The flags of one kind as text; owned by `out`. */
static const char *flags_text(struct buf *out, const json_t *row, enum rule_kind kind)
{
    buf_init(out, 4096);
    put_flags(out, json_object_get(row, "flags"), kind);
    buf_put_char(out, '\0');
    return out->failed ? "…" : out->at;
}

static void print_list(const struct cli *cli, const json_t *answer)
{
    const json_t *items = json_object_get(answer, "items"), *row;
    size_t i;
    bool today = !json_object_get(answer, "as_of"); /* facts are those of today alone */
    struct table table;
    const char *const heading[] = {cli_say(cli, "forløb", "case"),
                                   cli_say(cli, "borger", "citizen"),
                                   cli_say(cli, "status", "status"),
                                   cli_say(cli, "siden", "since"),
                                   cli_say(cli, "over 2 år", "over 2 years"),
                                   cli_say(cli, "sagsbehandler", "caseworker"),
                                   cli_say(cli, "næste skridt", "next step"),
                                   cli_say(cli, "kodeks", "codex"),
                                   cli_say(cli, "lov", "law")};
    if (today)
        table_init(&table, ARRAY_LEN(heading), heading);
    else
        table_init(&table, 4, (const char *const[]){heading[0], heading[1], heading[7], heading[8]});
    table.whole[1] = table.whole[5] = true; /* who it is, and whose */
    json_array_foreach(items, i, row)
    {
        const json_t *facts = json_object_get(row, "facts");
        struct buf codex, law;
        bool waits = json_is_false(json_object_get(row, "assessed"));
        const char *id = text_member(row, "case"), *name = text_member(row, "citizen_name");
        const char *who = name[0] ? name : text_member(row, "external_ref");
        const char *of_law = flags_text(&law, row, RULE_STATUTORY);
        const char *of_codex = flags_text(&codex, row, RULE_CODEX);
        if (!today)
            table_row(&table, (const char *const[]){id, who, of_codex, of_law});
        else
            table_row(&table, (const char *const[]){
                                  id, who, label_status(cli, text_member(row, "status")),
                                  text_member(facts, "course_start"),
                                  has_two_years(facts) ? cli_say(cli, "over 2 år", "over 2 years") : "",
                                  text_member(facts, "primary"), text_member(facts, "next_step_due"),
                                  waits ? cli_say(cli, "(vurderes)", "(being assessed)") : of_codex, of_law});
        buf_clear(&codex);
        buf_clear(&law);
    }
    table_print(&table, stdout);
    table_clear(&table);
    const json_t *counts = json_object_get(answer, "counts");
    if (json_is_object(counts)) {
        say(stdout, "\n%lld%s %s\n", (long long)json_integer_value(json_object_get(counts, "total")),
            json_is_false(json_object_get(counts, "total_is_exact")) ? "+" : "",
            cli_say(cli, "i alt", "in all"));
    }
    const char *next = json_string_value(json_object_get(answer, "next"));
    if (next)
        say(stdout, "%s --after %s\n", cli_say(cli, "Flere med:", "More with:"), next);
    if (json_array_size(items) > 0)
        say(stdout, "%s\n",
            cli_say(cli, "Markeringer: ! rød, uden tegn gul, · til orientering, (håndteret)",
                    "Flags: ! red, no sign amber, · for information, (handled)"));
}

static enum err_code finish_list(struct cli *cli, json_t *answer)
{
    if (cli->json)
        out_json(answer, stdout);
    else
        print_list(cli, answer);
    json_decref(answer);
    return ERR_NONE;
}

static enum err_code list(struct cli *cli, const char *defaults, struct err *err)
{
    struct buf path;
    json_t *answer = NULL;
    buf_init(&path, 16 * 1024);
    buf_put_str(&path, STR("/v1/cases?counts=true"));
    for (const char *at = defaults; *at;) { /* "sort=worst&severity=amber", unless given */
        size_t len = strcspn(at, "&"), name = strcspn(at, "=");
        char option[32] = "";
        memcpy(option, at, name < sizeof option ? name : 0);
        if (!cli_has(cli, option) && !(strcmp(option, "severity") == 0 && cli_has(cli, "flag")))
            buf_printf(&path, "&%.*s", (int)len, at);
        at += len + (at[len] == '&');
    }
    for (size_t i = 0; i < ARRAY_LEN(FILTERS); i++) {
        const char *value;
        for (int n = 0; (value = cli_option_at(cli, FILTERS[i].option, n)); n++) {
            buf_printf(&path, "&%s=", FILTERS[i].parameter);
            http_escape(&path, value);
        }
    }
    buf_put_char(&path, '\0');
    enum err_code code = path.failed
                             ? err_set(err, ERR_INVALID, cli_say(cli, "for mange filtre", "too many filters"))
                             : http_get(cli, path.at, &answer, err);
    buf_clear(&path);
    return code == ERR_NONE ? finish_list(cli, answer) : code;
}

/* By CPR number or name: in the body, never in an address. */
static enum err_code search(struct cli *cli, bool by_cpr, struct err *err)
{
    char who[ANSWER_MAX];
    struct answer answer;
    struct buf body;
    enum err_code code = by_cpr ? ask_secret(cli, cli_say(cli, "CPR-nummer", "CPR number"), who, err)
                                : ask_line(cli, cli_say(cli, "Navn", "Name"), NULL, who, sizeof who, err);
    if (code != ERR_NONE)
        return code;
    buf_init(&body, 4096);
    json_begin_object(&body);
    json_key(&body, by_cpr ? "cpr" : "name"), json_text(&body, who);
    json_end_object(&body);
    code = http_send(cli, "POST", "/v1/cases/search", &body, NULL, HTTP_REPEATABLE, &answer, err);
    buf_clear(&body);
    explicit_bzero(who, sizeof who);
    return code == ERR_NONE ? finish_list(cli, answer.json) : code;
}

enum err_code cmd_cases(struct cli *cli, struct err *err)
{
    if (cli_has(cli, "cpr") || cli_has(cli, "name"))
        return search(cli, cli_has(cli, "cpr"), err);
    return list(cli, cli_has(cli, "as-of") ? "" : "status=open",
                err); /* which a fact of today is, see below */
}

enum err_code cmd_review(struct cli *cli, struct err *err)
{
    /* whether a case is open is a fact of today; flags are there only while it is */
    return list(cli,
                cli_has(cli, "as-of") ? "severity=info&sort=worst" : "status=open&severity=info&sort=worst",
                err);
}

/* ---- one case ---- */

static const char *state_text(const struct cli *cli, const char *name)
{
    for (int state = FLAG_OPEN; state < FLAG_STATE_COUNT; state++) {
        const struct flag_state_info *info = flag_state_info(state);
        if (strcmp(info->name, name) == 0)
            return cli_say(cli, info->danish, info->english);
    }
    return name;
}

static void print_flags(const struct cli *cli, const json_t *flags)
{
    const json_t *flag;
    size_t i;
    struct table table;
    if (json_array_size(flags) == 0) {
        say(stdout, "\n%s\n", cli_say(cli, "Ingen markeringer i dag", "No flags today"));
        return;
    }
    say(stdout, "\n");
    table_init(&table, 6,
               (const char *const[]){cli_say(cli, "markering", "flag"), cli_say(cli, "hvad", "what"),
                                     cli_say(cli, "alvor", "severity"), cli_say(cli, "siden", "since"),
                                     cli_say(cli, "tilstand", "state"), cli_say(cli, "til og med", "until")});
    json_array_foreach(flags, i, flag)
    {
        table_row(&table, (const char *const[]){
                              text_member(flag, "flag"), label_rule(cli, text_member(flag, "flag")),
                              label_severity(cli, text_member(flag, "severity")), text_member(flag, "since"),
                              state_text(cli, text_member(flag, "state")), text_member(flag, "until")});
    }
    table_print(&table, stdout);
    table_clear(&table);
}

/* What became of the event: cancelled, or corrected by the event of that number. */
static const char *fate(const struct cli *cli, const json_t *items, const json_t *event, char *text,
                        size_t size)
{
    const char *by = text_member(event, "corrected_by");
    if (json_is_true(json_object_get(event, "voided")))
        return cli_say(cli, "annulleret", "voided");
    for (size_t i = json_array_size(items); by[0] && i-- > 0;) {
        const json_t *other = json_array_get(items, i);
        if (strcmp(text_member(other, "event_id"), by) != 0)
            continue;
        snprintf(text, size, cli_say(cli, "rettet i nr. %lld", "corrected by %lld"),
                 (long long)json_integer_value(json_object_get(other, "seq")));
        return text;
    }
    return "";
}

static void print_events(const struct cli *cli, const json_t *items, bool all)
{
    enum { LAST = 15 };
    size_t n = json_array_size(items);
    struct table table;
    table_init(&table, 7,
               (const char *const[]){"nr", cli_say(cli, "tid", "time"), cli_say(cli, "hændelse", "event"),
                                     cli_say(cli, "værdi", "value"), cli_say(cli, "dato", "due"),
                                     cli_say(cli, "note", "note"), ""});
    table.whole[5] = all;
    for (size_t i = all || n < LAST ? 0 : n - LAST; i < n; i++) {
        const json_t *event = json_array_get(items, i);
        const char *name = text_member(event, "kind"), *code = text_member(event, "code");
        enum kind kind = kind_by_name(str_of(name));
        const struct catalogue_value *value = NULL;
        if (kind)
            value =
                catalogue_value(kind_info(kind)->code, catalogue_number(kind_info(kind)->code, str_of(code)));
        char seq[24], at[TIME_TEXT], became[48];
        snprintf(seq, sizeof seq, "%lld", (long long)json_integer_value(json_object_get(event, "seq")));
        time_to_people(text_member(event, "occurred_at"), at);
        table_row(&table,
                  (const char *const[]){
                      seq, at, kind ? cli_say(cli, kind_info(kind)->danish, kind_info(kind)->english) : name,
                      value     ? cli_say(cli, value->danish, value->english)
                      : code[0] ? code
                                : text_member(event, "staff"),
                      text_member(event, "due"), text_member(event, "note"),
                      fate(cli, items, event, became, sizeof became)});
    }
    say(stdout, "\n");
    table_print(&table, stdout);
    table_clear(&table);
}

const struct option_info SHOW_OPTIONS[] = {
    {"all", NULL, "alle hændelser, ikke kun de seneste", "all events, not only the last ones"},
    {"as-of", "DAY", "som det er den dag, også en kommende", "as it is on that day, also one to come"},
    {"known-at", "TIME", "som det var kendt da: \"2026-05-01 09:30\"",
     "as it was known then: \"2026-05-01 09:30\""},
    {NULL, NULL, NULL, NULL},
};

static void print_head(const struct cli *cli, const char *case_text, const json_t *about)
{
    const json_t *facts = json_object_get(about, "facts"), *citizen = json_object_get(about, "citizen");
    const char *as_of = text_member(about, "as_of"), *known_at = text_member(about, "known_at");
    say(stdout, "%s  %s  %s\n", case_text, text_member(citizen, "name"), text_member(about, "external_ref"));
    char known[TIME_TEXT];
    time_to_people(known_at, known);
    if (as_of[0])
        say(stdout, "%s %s%s%s\n", cli_say(cli, "den", "on"), as_of,
            known_at[0] ? cli_say(cli, ", som det var kendt ", ", as it was known at ") : "", known);
    if (known_at[0] && json_object_size(facts) == 0) {
        say(stdout, "%s\n",
            cli_say(cli, "Om forløbet vidste man intet på det tidspunkt.",
                    "Nothing was known of the case then."));
        return;
    }
    const char *start = text_member(facts, "course_start"); /* empty before the course */
    say(stdout, "%s%s%s%s\n", label_status(cli, text_member(about, "status")),
        start[0] ? cli_say(cli, ", siden ", ", since ") : "", start,
        has_two_years(facts) ? cli_say(cli, "  OVER 2 ÅR", "  OVER 2 YEARS") : "");
    say(stdout, "%s: %s\n", cli_say(cli, "sagsbehandler", "caseworker"), text_member(facts, "primary"));
    print_flags(cli, json_object_get(about, "flags"));
    if (json_is_true(json_object_get(about, "more")))
        say(stdout, "%s\n",
            cli_say(cli, "Der er flere markeringer; kun de mest alvorlige er vist.",
                    "There are more flags; only the worst are shown."));
}

enum err_code cmd_case_show(struct cli *cli, struct err *err)
{
    char case_text[UUID_TEXT + 1];
    json_t *about = NULL;
    struct case_history history;
    struct buf path;
    bool other_day = cli_has(cli, "as-of") || cli_has(cli, "known-at");
    if (case_of_argument(cli, cli->arguments[0], case_text, err) != ERR_NONE)
        return err->code;
    buf_init(&path, 500);
    enum err_code code = put_case_path(cli, case_text, "", &path, err);
    if (!code)
        code = http_get(cli, path.at, &about, err);
    buf_clear(&path);
    if (code)
        return code;
    if (!cli_has(cli, "all") && (cli->json || other_day)) { /* events are those of today */
        if (cli->json)
            out_json(about, stdout);
        else
            print_head(cli, case_text, about);
        json_decref(about);
        return ERR_NONE;
    }
    if (case_history_load(cli, case_text, &history, err) != ERR_NONE) {
        json_decref(about);
        return err->code;
    }
    if (cli->json) {
        json_object_set(about, "events", history.items);
        out_json(about, stdout);
    } else {
        print_head(cli, case_text, about);
        print_events(cli, history.items, cli_has(cli, "all"));
    }
    case_history_clear(&history);
    json_decref(about);
    return ERR_NONE;
}
