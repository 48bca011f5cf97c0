/* `spor ruleset …`: rule sets, drafts, what a draft changes, publishing it. A file is checked with the same
 * code as the daemon's, against its published rule sets or, without it, against those Spor is shipped with. */
#include <stdlib.h>

#include "client/ask.h"
#include "client/cmd.h"
#include "client/http.h"
#include "client/out.h"
#include "client/packs.h"
#include "client/say.h"
#include "client/session.h"

enum { FILE_MAX_BYTES = 128 * 1024, ARENA_MAX_BYTES = 64 << 20, ERRORS_MAX = 50 };

const struct option_info RULESET_DRAFT_OPTIONS[] = {
    {"version", "N", "ret kladden, som den er i version N", "change the draft as it is at version N"},
    {NULL, NULL, NULL, NULL},
};
const struct option_info RULESET_CHECK_OPTIONS[] = {
    {"offline", NULL, "mod de medfølgende regelsæt, uden server",
     "against the rule sets Spor is shipped with, without a server"},
    {NULL, NULL, NULL, NULL},
};
const struct option_info RULESET_PUBLISH_OPTIONS[] = {
    {"yes", NULL, "spørg ikke", "do not ask"},
    {NULL, NULL, NULL, NULL},
};

static const char *text_of(const json_t *object, const char *member)
{
    const char *text = json_string_value(json_object_get(object, member));
    return text ? text : "";
}

/* "/v1/rulesets/NAME" and a tail, ended by NUL. */
static enum err_code path_of(struct buf *path, const char *name, const char *tail, struct err *err)
{
    buf_init(path, 4096);
    buf_put_str(path, STR("/v1/rulesets/"));
    http_escape(path, name);
    buf_put_str(path, str_of(tail));
    buf_put_char(path, '\0');
    return path->failed ? err_set(err, ERR_INVALID, "the name is too long") : ERR_NONE;
}

static enum err_code send_to(struct cli *cli, const char *method, const char *name, const char *tail,
                             const struct buf *body, const char *version, struct answer *out, struct err *err)
{
    struct buf path;
    *out = (struct answer){0};
    enum err_code code = path_of(&path, name, tail, err);
    if (!code)
        code = http_send(cli, method, path.at, body, version,
                         strcmp(method, "GET") == 0 ? HTTP_REPEATABLE : 0, out, err);
    buf_clear(&path);
    return code;
}

/* ---- list and show --------------------------------------------------------------------------------------- */

/* What the rule set is about, in the reader's language where it was written in it. */
static const char *note_of(const struct cli *cli, const json_t *rule_set)
{
    const json_t *period = json_object_get(rule_set, "period");
    const char *english = text_of(period, "note_en");
    return !cli->danish && english[0] ? english : text_of(period, "note");
}

static const char *state_of(const struct cli *cli, const json_t *item)
{
    static const char *const words[][2] = {
        {"shipped", "medfølger"}, {"draft", "kladde"}, {"published", "udgivet"}, {"discarded", "opgivet"}};
    const char *state = text_of(item, "state");
    for (size_t i = 0; cli->danish && i < ARRAY_LEN(words); i++)
        if (strcmp(state, words[i][0]) == 0)
            return words[i][1];
    return state;
}

enum err_code cmd_ruleset_list(struct cli *cli, struct err *err)
{
    json_t *answer;
    const json_t *item;
    size_t i;
    if (http_get(cli, "/v1/rulesets", &answer, err) != ERR_NONE)
        return err->code;
    if (cli->json) {
        out_json(answer, stdout);
    } else {
        struct table table;
        const char *const heading[] = {cli_say(cli, "navn", "name"),
                                       cli_say(cli, "tilstand", "state"),
                                       cli_say(cli, "gælder fra", "valid from"),
                                       "version",
                                       cli_say(cli, "udgivet af", "published by"),
                                       "note"};
        table_init(&table, ARRAY_LEN(heading), heading);
        json_array_foreach(json_object_get(answer, "items"), i, item)
        {
            char version[32];
            snprintf(version, sizeof version, "%lld",
                     (long long)json_integer_value(json_object_get(item, "version")));
            const char *const cells[] = {text_of(item, "id"),           state_of(cli, item),
                                         text_of(item, "valid_from"),   version,
                                         text_of(item, "published_by"), note_of(cli, item)};
            table_row(&table, cells);
        }
        table_print(&table, stdout);
        table_clear(&table);
    }
    json_decref(answer);
    return ERR_NONE;
}

/* The text of a value: a number, a day, "none". */
static const char *value_text(const struct cli *cli, const json_t *value, char *out, size_t size)
{
    if (json_is_string(value))
        return json_string_value(value);
    if (!json_is_integer(value))
        return cli_say(cli, "ingen", "none");
    snprintf(out, size, "%lld", (long long)json_integer_value(value));
    return out;
}

struct values {
    const struct cli *cli;
    struct table table;
};

static void put_values(struct values *values, const char *rule, const char *group, const char *prefix,
                       json_t *object)
{
    const char *name, *its;
    json_t *value, *of;
    json_object_foreach(object, name, value)
    {
        char number[32], full[120];
        snprintf(full, sizeof full, "%s%s", prefix, name);
        if (strcmp(name, "groups") == 0) {
            json_object_foreach(value, its, of) put_values(values, rule, its, "", of);
        } else if (json_is_object(value)) {
            put_values(values, rule, group, "norm_days.", value);
        } else {
            const char *text = value_text(values->cli, value, number, sizeof number);
            table_row(&values->table, (const char *const[]){rule, full, group, text});
        }
    }
}

/* What the period says, one value a row. */
static void print_period(const struct cli *cli, const json_t *period)
{
    struct values values = {.cli = cli};
    const char *const heading[] = {cli_say(cli, "regel", "rule"), "parameter",
                                   cli_say(cli, "målgruppe", "group"), cli_say(cli, "værdi", "value")};
    const char *rule;
    json_t *of;
    table_init(&values.table, ARRAY_LEN(heading), heading);
    put_values(&values, cli_say(cli, "fælles", "shared"), "", "", json_object_get(period, "shared"));
    json_object_foreach(json_object_get(period, "rules"), rule, of) put_values(&values, rule, "", "", of);
    table_print(&values.table, stdout);
    table_clear(&values.table);
}

enum err_code cmd_ruleset_show(struct cli *cli, struct err *err)
{
    struct answer answer;
    enum err_code code = send_to(cli, "GET", cli->arguments[0], "", NULL, NULL, &answer, err);
    if (code)
        return code;
    const json_t *all = answer.json, *progress = json_object_get(all, "assessment");
    if (cli->json) {
        out_json(all, stdout);
    } else {
        say(stdout, "%s · %s · %s %s · version %lld\n", text_of(all, "id"), state_of(cli, all),
            cli_say(cli, "gælder fra", "valid from"), text_of(all, "valid_from"),
            (long long)json_integer_value(json_object_get(all, "version")));
        if (text_of(all, "published_by")[0])
            say(stdout, cli_say(cli, "Udgivet af %s, %s\n", "Published by %s, %s\n"),
                text_of(all, "published_by"), text_of(all, "published_at"));
        if (progress)
            say(stdout,
                cli_say(cli, "Vurderet efter det: %lld af %lld forløb\n",
                        "Assessed with it: %lld of %lld cases\n"),
                (long long)json_integer_value(json_object_get(progress, "assessed")),
                (long long)json_integer_value(json_object_get(progress, "cases")));
        if (note_of(cli, all)[0])
            say(stdout, "%s\n", note_of(cli, all));
        say(stdout, "\n");
        print_period(cli, json_object_get(all, "period"));
    }
    json_decref(answer.json);
    return ERR_NONE;
}

/* ---- differences ----------------------------------------------------------------------------------------- */

static void difference_row(const struct cli *cli, struct table *table, const json_t *difference,
                           const char *group, const json_t *values)
{
    char before[32], after[32];
    const char *rule = text_of(difference, "rule");
    table_row(table, (const char *const[]){
                         rule[0] ? rule : cli_say(cli, "fælles", "shared"), text_of(difference, "parameter"),
                         group, value_text(cli, json_object_get(values, "before"), before, sizeof before),
                         value_text(cli, json_object_get(values, "after"), after, sizeof after)});
}

static void print_differences(const struct cli *cli, const json_t *differences)
{
    struct table table;
    const char *const heading[] = {cli_say(cli, "regel", "rule"), "parameter",
                                   cli_say(cli, "målgruppe", "group"), cli_say(cli, "før", "before"),
                                   cli_say(cli, "efter", "after")};
    const json_t *difference;
    size_t i;
    if (json_array_size(differences) == 0) {
        say(stdout, "%s\n", cli_say(cli, "Ingen forskel.", "No difference."));
        return;
    }
    table_init(&table, ARRAY_LEN(heading), heading);
    json_array_foreach(differences, i, difference)
    {
        const char *group;
        json_t *values;
        if (!json_equal(json_object_get(difference, "before"), json_object_get(difference, "after")))
            difference_row(cli, &table, difference, cli_say(cli, "alle", "all"), difference);
        json_object_foreach(json_object_get(difference, "groups"), group, values)
            difference_row(cli, &table, difference, group, values);
    }
    table_print(&table, stdout);
    table_clear(&table);
}

static void print_preview(const struct cli *cli, const json_t *preview)
{
    const json_t *later;
    size_t i;
    const char *before = text_of(preview, "before");
    say(stdout, cli_say(cli, "%s fra %s, i stedet for %s:\n", "%s from %s on, instead of %s:\n"),
        text_of(preview, "id"), text_of(preview, "valid_from"), before[0] ? before : "–");
    print_differences(cli, json_object_get(preview, "differences"));
    json_array_foreach(json_object_get(preview, "later"), i, later)
    {
        say(stdout, cli_say(cli, "\n%s arver fra %s:\n", "\n%s inherits from %s on:\n"), text_of(later, "id"),
            text_of(later, "valid_from"));
        print_differences(cli, json_object_get(later, "differences"));
    }
}

enum err_code cmd_ruleset_preview(struct cli *cli, struct err *err)
{
    struct answer answer;
    enum err_code code = send_to(cli, "POST", cli->arguments[0], "/preview", NULL, NULL, &answer, err);
    if (!code && cli->json)
        out_json(answer.json, stdout);
    else if (!code)
        print_preview(cli, answer.json);
    json_decref(answer.json);
    return code;
}

enum err_code cmd_ruleset_diff(struct cli *cli, struct err *err)
{
    struct buf path;
    json_t *answer = NULL;
    buf_init(&path, 4096);
    buf_put_str(&path, STR("/v1/rulesets/diff?from="));
    http_escape(&path, cli->arguments[0]);
    buf_put_str(&path, STR("&to="));
    http_escape(&path, cli->arguments[1]);
    buf_put_char(&path, '\0');
    enum err_code code = path.failed ? err_set(err, ERR_INVALID, "the name is too long")
                                     : http_get(cli, path.at, &answer, err);
    buf_clear(&path);
    if (!code && cli->json)
        out_json(answer, stdout);
    else if (!code)
        print_differences(cli, json_object_get(answer, "differences"));
    json_decref(answer);
    return code;
}

/* ---- a file ---------------------------------------------------------------------------------------------- */

static enum err_code read_file(const struct cli *cli, struct buf *out, struct err *err)
{
    char bytes[4096];
    size_t n;
    FILE *file = strcmp(cli->arguments[0], "-") == 0 ? stdin : fopen(cli->arguments[0], "re");
    buf_init(out, FILE_MAX_BYTES);
    if (!file)
        return err_set(err, ERR_INVALID, cli_say(cli, "filen kan ikke læses", "the file cannot be read"));
    while ((n = fread(bytes, 1, sizeof bytes, file)) > 0)
        buf_put(out, bytes, n);
    bool bad = ferror(file) != 0;
    if (file != stdin)
        (void)fclose(file);
    if (bad)
        return err_set(err, ERR_INVALID, cli_say(cli, "filen kan ikke læses", "the file cannot be read"));
    if (out->failed)
        return err_set(err, ERR_TOO_LARGE, cli_say(cli, "filen er for stor", "the file is too large"));
    return ERR_NONE;
}

/* The daemon's published rule sets. */
static enum err_code read_published(struct cli *cli, struct arena *arena, struct rule_set_list *list,
                                    struct err *err)
{
    json_t *answer;
    const json_t *item;
    size_t i, n = 0;
    if (http_get(cli, "/v1/rulesets", &answer, err) != ERR_NONE)
        return err->code;
    struct str *texts = ARENA_ARRAY(arena, struct str, json_array_size(json_object_get(answer, "items")));
    enum err_code code = texts ? ERR_NONE : err_set(err, ERR_NO_MEMORY, "no memory");
    json_array_foreach(json_object_get(answer, "items"), i, item)
    {
        struct buf text;
        const char *state = text_of(item, "state");
        if (code || (strcmp(state, "shipped") != 0 && strcmp(state, "published") != 0))
            continue;
        buf_init(&text, FILE_MAX_BYTES * 2);
        out_json_buf(&text, json_object_get(item, "period"), JSON_COMPACT);
        texts[n] = arena_copy(arena, buf_str(&text));
        if (text.failed || !texts[n++].at)
            code = err_set(err, ERR_NO_MEMORY, "no memory");
        buf_clear(&text);
    }
    json_decref(answer);
    return code ? code : json_rule_sets(arena, texts, n, list, err);
}

static enum err_code tell_errors(struct cli *cli, const struct err_list *errors, struct err *err)
{
    *err = errors->at[0];
    if (errors->n == 1)
        return err->code;
    cli->errors = json_array();
    for (size_t i = 0; i < errors->n; i++)
        json_array_append_new(cli->errors, json_pack("{s:s,s:s}", "pointer", errors->at[i].pointer, "detail",
                                                     errors->at[i].text));
    return err_set(err, errors->at[0].code, cli_say(cli, "%zu fejl", "%zu errors"), errors->n);
}

static enum err_code check_text(struct cli *cli, struct arena *arena, struct str text, bool offline,
                                struct err *err)
{
    struct err_list errors = {.at = ARENA_ARRAY(arena, struct err, ERRORS_MAX), .room = ERRORS_MAX};
    struct rule_set_list published;
    struct rule_set_trial trial;
    const struct json *json;
    if (!errors.at)
        return err_set(err, ERR_NO_MEMORY, "no memory");
    if (json_parse(arena, text, &json, err) ||
        (offline ? packs_read(arena, &published, err) : read_published(cli, arena, &published, err)))
        return err->code;
    if (json_rule_set_try(arena, &published, json, day_of_instant(cli_now()), &trial, &errors))
        return tell_errors(cli, &errors, err);
    if (cli->json)
        say(stdout, "%s\n",
            offline ? "{\"ok\":true,\"against\":\"shipped\"}" : "{\"ok\":true,\"against\":\"published\"}");
    else
        say(stdout, "%s\n",
            offline ? cli_say(cli, "Ingen fejl, mod de medfølgende regelsæt",
                              "No errors, against the rule sets Spor is shipped with")
                    : cli_say(cli, "Ingen fejl, mod de udgivne regelsæt",
                              "No errors, against the published rule sets"));
    return ERR_NONE;
}

static bool is_file(const char *argument)
{
    FILE *file = strcmp(argument, "-") == 0 ? NULL : fopen(argument, "re");
    if (file)
        (void)fclose(file);
    return file || strchr(argument, '.') || strchr(argument, '/') || strcmp(argument, "-") == 0;
}

/* Without a session there is nobody to ask. */
static bool has_session(const struct cli *cli)
{
    struct session session;
    struct err ignored;
    bool has = session_load(cli, &session, &ignored) == ERR_NONE && session.token[0];
    explicit_bzero(&session, sizeof session);
    return has;
}

enum err_code cmd_ruleset_check(struct cli *cli, struct err *err)
{
    if (!is_file(cli->arguments[0])) {
        struct answer answer;
        enum err_code code = send_to(cli, "POST", cli->arguments[0], "/check", NULL, NULL, &answer, err);
        if (!code && cli->json)
            out_json(answer.json, stdout);
        else if (!code)
            say(stdout, "%s\n",
                cli_say(cli, "Ingen fejl: kladden kan udgives", "No errors: the draft may be published"));
        json_decref(answer.json);
        return code;
    }
    struct buf text;
    struct arena arena;
    arena_init(&arena, ARENA_MAX_BYTES);
    enum err_code code = read_file(cli, &text, err);
    if (!code)
        code = check_text(cli, &arena, buf_str(&text), cli_has(cli, "offline") || !has_session(cli), err);
    buf_clear(&text);
    arena_clear(&arena);
    return code;
}

/* The member `id` of the file names the draft to be changed. */
static enum err_code name_of_file(const struct cli *cli, const struct buf *text, char *out, size_t size,
                                  struct err *err)
{
    json_t *period = json_loadb(text->at ? text->at : "", text->len, JSON_REJECT_DUPLICATES, NULL);
    int n = snprintf(out, size, "%s", text_of(period, "id"));
    json_decref(period);
    if (n > 0 && (size_t)n < size)
        return ERR_NONE;
    return err_set_at(err, ERR_INVALID, "/id", "%s",
                      cli_say(cli, "kladdens navn mangler", "the name of the draft is missing"));
}

static void print_kept(const struct cli *cli, const json_t *draft)
{
    if (cli->json)
        out_json(draft, stdout);
    else
        say(stdout, cli_say(cli, "%s: version %lld\n", "%s: version %lld\n"), text_of(draft, "id"),
            (long long)json_integer_value(json_object_get(draft, "version")));
}

enum err_code cmd_ruleset_draft(struct cli *cli, struct err *err)
{
    struct buf text;
    struct answer answer = {0};
    char name[RULE_SET_ID_MAX + 1];
    const char *version = cli_option(cli, "version");
    enum err_code code = read_file(cli, &text, err);
    if (!code && version)
        code = name_of_file(cli, &text, name, sizeof name, err);
    if (!code)
        code = version ? send_to(cli, "PUT", name, "", &text, version, &answer, err)
                       : http_send(cli, "POST", "/v1/rulesets", &text, NULL, 0, &answer, err);
    if (!code)
        print_kept(cli, answer.json);
    buf_clear(&text);
    json_decref(answer.json);
    return code;
}

/* ---- the end of a draft ---------------------------------------------------------------------------------- */

/* What is shown is what is published: the version of the preview. */
enum err_code cmd_ruleset_publish(struct cli *cli, struct err *err)
{
    struct answer preview, answer = {0};
    char reply[ANSWER_MAX] = "";
    const char *yes = cli_say(cli, "ja", "yes");
    bool asks = !cli_has(cli, "yes");
    if (asks && !ask_possible())
        return err_set(err, ERR_INVALID,
                       cli_say(cli, "giv --yes: det kan ikke gøres om", "give --yes: it cannot be undone"));
    enum err_code code = send_to(cli, "POST", cli->arguments[0], "/preview", NULL, NULL, &preview, err);
    if (!code && !cli->json)
        print_preview(cli, preview.json);
    if (!code && asks) {
        code = ask_line(
            cli,
            cli_say(cli, "Udgiv? Det kan ikke gøres om (ja/nej)", "Publish? It cannot be undone (yes/no)"),
            NULL, reply, sizeof reply, err);
        if (!code && strcmp(reply, yes) != 0)
            code = err_set(err, ERR_INVALID, cli_say(cli, "ikke udgivet", "not published"));
    }
    if (!code)
        code = send_to(cli, "POST", cli->arguments[0], "/publish", NULL, preview.etag, &answer, err);
    if (!code && cli->json)
        out_json(answer.json, stdout);
    else if (!code)
        say(stdout,
            cli_say(cli, "Udgivet. Forløbene vurderes i baggrunden; se: spor ruleset show %s\n",
                    "Published. The cases are assessed in the background; see: spor ruleset show %s\n"),
            cli->arguments[0]);
    json_decref(preview.json);
    json_decref(answer.json);
    return code;
}

enum err_code cmd_ruleset_discard(struct cli *cli, struct err *err)
{
    struct answer now, answer = {0};
    enum err_code code = send_to(cli, "GET", cli->arguments[0], "", NULL, NULL, &now, err);
    if (!code)
        code = send_to(cli, "POST", cli->arguments[0], "/discard", NULL, now.etag, &answer, err);
    if (!code && cli->json)
        out_json(answer.json, stdout);
    else if (!code)
        say(stdout, "%s\n", cli_say(cli, "Opgivet", "Given up"));
    json_decref(now.json);
    json_decref(answer.json);
    return code;
}
