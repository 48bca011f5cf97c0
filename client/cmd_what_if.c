/* `spor what-if`: what other limits would have shown, over the whole history; nothing is written.
 *
 *     spor what-if --set R1.1.red=4 --set R7.1.sick_pay.amber_days=30 --from 2025-01-01
 *     spor what-if --period draft.json --from 2025-01-01
 *     spor what-if --draft ID --from 2025-01-01
 */
#include "client/cmd.h"
#include "client/http.h"
#include "client/labels.h"
#include "client/out.h"
#include "client/progress.h"
#include "client/say.h"
#include "core/rule.h"

const struct option_info WHAT_IF_OPTIONS[] = {
    {"set", "RULE.NAME=N",
     "en grænse i stedet for den gældende; flere gange; RULE.GROUP.NAME=N for en målgruppe",
     "a limit instead of the one in force; several times; RULE.GROUP.NAME=N for one target group"},
    {"period", "FILE", "en hel periode som JSON i stedet for --set",
     "a whole period as JSON instead of --set"},
    {"draft", "ID", "en kladde, som var den gældende fra første dag",
     "a draft that is kept, as if in force from the first day"},
    {"from", "DAY", "fra denne dag", "from this day on"},
    {"to", "DAY", "til denne dag; ellers i dag", "to this day; else today"},
    {"team", "TEAM", "dette holds tal i stedet for alles", "this team's numbers instead of everybody's"},
    {"cases", NULL, "vis forløbene bag tallene", "show the cases behind the numbers"},
    {NULL, NULL, NULL, NULL},
};

/* ---- the draft ------------------------------------------------------------------------------------------- */

/* The object at a key, made where it is not there. Borrowed. */
static json_t *object_in(json_t *of, const char *key)
{
    json_t *in = json_object_get(of, key);
    if (!in && json_object_set_new(of, key, json_object()) == 0)
        in = json_object_get(of, key);
    return in;
}

/* Where the value of "R7.1.sick_pay.amber_days", "cover_days" or "shared.cover_days" belongs; *name is its last word. NULL
 * where the path begins with no rule. */
static json_t *place_of(json_t *period, char *path, const char **name)
{
    enum { ID = sizeof "R1.1" - 1 };
    static const char shared[] = "shared.";
    json_t *at = object_in(period, "shared");
    char *dot;
    if (strncmp(path, shared, sizeof shared - 1) == 0) {
        path += sizeof shared - 1;
    } else if (strchr(path, '.')) {
        if (strlen(path) <= ID || path[ID] != '.' || !rule_by_id((struct str){path, ID}))
            return NULL;
        path[ID] = '\0';
        at = object_in(object_in(period, "rules"), path);
        path += ID + 1;
    }
    for (; (dot = strchr(path, '.')); path = dot + 1) {
        *dot = '\0';
        at = strcmp(path, "norm_days") == 0 ? object_in(at, path) : object_in(object_in(at, "groups"), path);
    }
    *name = path;
    return at;
}

static enum err_code set_one(const struct cli *cli, json_t *period, const char *setting, struct err *err)
{
    char path[200];
    const char *name, *equal = strchr(setting, '=');
    size_t len = equal ? (size_t)(equal - setting) : 0;
    if (len == 0 || len >= sizeof path)
        return err_set_at(err, ERR_INVALID, "--set", "%s",
                          cli_say(cli, "RULE.NAME=N ventes", "RULE.NAME=N is expected"));
    memcpy(path, setting, len);
    path[len] = '\0';
    json_t *at = place_of(period, path, &name);
    if (!at)
        return err_set_at(err, ERR_INVALID, "--set",
                          cli_say(cli, "%s begynder ikke med en regel; se: spor rules",
                                  "%s does not begin with a rule; see: spor rules"),
                          path);
    int64_t number = 0;
    json_t *value = NULL;
    if (str_to_i64(str_of(equal + 1), INT32_MIN, INT32_MAX, &number))
        value = json_integer(number);
    else
        value =
            strcmp(equal + 1, "null") == 0 ? json_null() : json_string(equal + 1); /* the daemon judges it */
    return json_object_set_new(at, name, value) == 0 ? ERR_NONE : err_set(err, ERR_NO_MEMORY, "no memory");
}

/* The period asked about, NULL for a draft; owned by the caller. */
static enum err_code read_period(const struct cli *cli, const char *from, json_t **out, struct err *err)
{
    const char *file = cli_option(cli, "period");
    if (cli_has(cli, "set") + cli_has(cli, "period") + cli_has(cli, "draft") != 1)
        return err_set(err, ERR_INVALID,
                       cli_say(cli, "giv --set, --period eller --draft", "give --set, --period or --draft"));
    if (cli_has(cli, "draft"))
        return ERR_NONE;
    if (file) {
        json_error_t why;
        *out = json_load_file(file, JSON_REJECT_DUPLICATES, &why);
        return *out ? ERR_NONE
                    : err_set_at(err, ERR_INVALID, "--period", cli_say(cli, "linje %d: %s", "line %d: %s"),
                                 why.line, why.text);
    }
    *out = json_pack("{s:s, s:s}", "id", "what-if", "valid_from", from);
    if (!*out)
        return err_set(err, ERR_NO_MEMORY, "no memory");
    const char *setting;
    for (int n = 0; (setting = cli_option_at(cli, "set", n)); n++)
        if (set_one(cli, *out, setting, err))
            return err->code;
    if (json_object_size(json_object_get(*out, "shared")) == 0)
        json_object_del(*out, "shared");
    return ERR_NONE;
}

/* ---- the answer ------------------------------------------------------------------------------------------ */

struct reader {
    const struct cli *cli;
    const char *team;
    json_int_t changed;
    bool done, team_is_there;
};

static void print_cell(char *text, size_t size, const json_t *number)
{
    if (json_is_string(number)) /* "<5" */
        snprintf(text, size, "%s", json_string_value(number));
    else
        snprintf(text, size, "%" JSON_INTEGER_FORMAT, json_integer_value(number));
}

static void print_row(const struct cli *cli, struct table *table, const char *on, const json_t *open,
                      const json_t *rule)
{
    static const char *const names[] = {"before", "after", "newly", "no_longer"};
    char cells[5][24];
    const char *row[8] = {on, json_string_value(json_object_get(rule, "rule")),
                          label_severity(cli, json_string_value(json_object_get(rule, "severity")))};
    print_cell(cells[0], sizeof cells[0], open);
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        print_cell(cells[i + 1], sizeof cells[0], json_object_get(rule, names[i]));
    for (size_t i = 0; i < 5; i++)
        row[3 + i] = cells[i];
    table_row(table, row);
}

static bool is_asked_for(const struct reader *r, const json_t *row)
{
    const char *of = json_string_value(json_object_get(row, "of"));
    const char *team = json_string_value(json_object_get(row, "team"));
    return r->team ? team && strcmp(team, r->team) == 0 : of && strcmp(of, "all") == 0;
}

static void print_result(struct reader *r, const json_t *result)
{
    const struct cli *cli = r->cli;
    const json_t *row, *rule;
    size_t i, k;
    struct table table;
    table_init(&table, 8,
               (const char *const[]){cli_say(cli, "dag", "day"), cli_say(cli, "regel", "rule"),
                                     cli_say(cli, "alvor", "severity"), cli_say(cli, "åbne", "open"),
                                     cli_say(cli, "nu", "now"), cli_say(cli, "kladde", "draft"),
                                     cli_say(cli, "nye", "newly"), cli_say(cli, "ikke mere", "no longer")});
    json_array_foreach(json_object_get(result, "rows"), i, row)
    {
        if (!is_asked_for(r, row))
            continue;
        r->team_is_there = true;
        json_array_foreach(json_object_get(row, "rules"), k, rule) print_row(
            cli, &table, json_string_value(json_object_get(row, "on")), json_object_get(row, "open"), rule);
    }
    table_print(&table, stdout);
    table_clear(&table);
    char cases[24];
    print_cell(cases, sizeof cases, json_object_get(result, "cases"));
    say(stdout,
        cli_say(cli, "%s forløb gennemregnet; intet er skrevet.\n",
                "%s cases replayed; nothing was written.\n"),
        cases);
    print_cell(cases, sizeof cases, json_object_get(result, "protected"));
    if (strcmp(cases, "0") != 0)
        say(stdout,
            cli_say(cli, "%s forløb med beskyttede borgere er ikke med i tallene.\n",
                    "%s cases of protected citizens are not in the numbers.\n"),
            cases);
    if (r->changed)
        say(stdout,
            cli_has(cli, "cases") ? cli_say(cli, "%lld forløb ændrer sig.\n", "%lld cases change.\n")
                                  : cli_say(cli, "%lld forløb ændrer sig (vis dem med --cases).\n",
                                            "%lld cases change (show them with --cases).\n"),
            (long long)r->changed);
}

static void print_case(const struct cli *cli, const json_t *line)
{
    const json_t *change, *ref = json_object_get(line, "external_ref");
    size_t i;
    json_array_foreach(json_object_get(line, "changes"), i, change) say(
        stdout, "%s  %s  %s  %s -> %s\n",
        json_string_value(json_is_string(ref) ? ref : json_object_get(line, "case")),
        json_string_value(json_object_get(change, "on")), json_string_value(json_object_get(change, "rule")),
        label_severity(cli, json_string_value(json_object_get(change, "before"))),
        label_severity(cli, json_string_value(json_object_get(change, "after"))));
}

static enum err_code on_line(void *data, const json_t *line, struct err *err)
{
    struct reader *r = data;
    if (progress_show(r->cli, line))
        return ERR_NONE;
    const json_t *result = json_object_get(line, "result");
    if (result)
        progress_end();
    r->done = r->done || result;
    r->changed += !result;
    if (r->cli->json)
        out_json(line, stdout);
    else if (result)
        print_result(r, result);
    else if (cli_has(r->cli, "cases"))
        print_case(r->cli, line);
    if (result && r->team && !r->cli->json && !r->team_is_there)
        return err_set_at(
            err, ERR_INVALID, "--team",
            cli_say(r->cli, "%s har ingen åbne forløb i de måneder", "%s has no open case in those months"),
            r->team);
    return ERR_NONE;
}

enum err_code cmd_what_if(struct cli *cli, struct err *err)
{
    const char *from = cli_option(cli, "from"), *to = cli_option(cli, "to");
    json_t *period = NULL;
    if (!from)
        return err_set_at(err, ERR_INVALID, "--from", "%s", cli_say(cli, "mangler", "is missing"));
    enum err_code code = read_period(cli, from, &period, err);
    struct reader reader = {.cli = cli, .team = cli_option(cli, "team")};
    struct buf body;
    buf_init(&body, 1 << 20);
    json_t *question = code ? NULL
                            : json_pack("{s:O*, s:s*, s:s, s:s*}", "period", period, "draft",
                                        cli_option(cli, "draft"), "from", from, "to", to);
    if (!code && !question)
        code = err_set(err, ERR_NO_MEMORY, "no memory");
    if (!code) {
        out_json_buf(&body, question, JSON_COMPACT);
        code = http_lines(cli, "/v1/what-if", &body, on_line, &reader, err);
    }
    if (!code && !reader.done)
        code = err_set(err, ERR_UNAVAILABLE, cli_say(cli, "svaret brød af", "the answer broke off"));
    json_decref(question);
    json_decref(period);
    buf_clear(&body);
    return code;
}
