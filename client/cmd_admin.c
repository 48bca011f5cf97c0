/* `spor admin …`: staff, teams and tokens; `spor sessions`. Passwords are asked or read from a file. */
#include "client/ask.h"
#include "client/cmd.h"
#include "client/http.h"
#include "client/labels.h"
#include "client/out.h"
#include "client/say.h"
#include "client/unit.h"
#include "wire/json_write.h"

#define PASSWORD_FILE                                                                                        \
    {                                                                                                        \
        "password-file", "FILE", "adgangskoden er filens første linje",                                      \
            "the password is the file's first line"                                                          \
    }

const struct option_info STAFF_ADD_OPTIONS[] = {
    {"name", "NAME", "medarbejderens navn", "the person's name"},
    {"role", "SLUG", "caseworker (ellers), leader, auditor, administrator, none",
     "caseworker (else), leader, auditor, administrator, none"},
    {"team", "TEAM", "medlem af dette hold fra i dag", "member of this team from today"},
    {"no-password", NULL, "uden log-in", "without log-in"},
    PASSWORD_FILE,
    {NULL, NULL, NULL, NULL},
};
const struct option_info MEMBER_OPTIONS[] = {
    {"from", "DAY", "fra denne dag (i dag)", "from this day (today)"},
    {"to", "DAY", "til denne dag, ikke med", "to this day, not included"},
    {NULL, NULL, NULL, NULL},
};
const struct option_info LOAD_OPTIONS[] = {PASSWORD_FILE, {NULL, NULL, NULL, NULL}};
const struct option_info TOKEN_OPTIONS[] = {
    {"scopes", "A,B", "import, read:all, report:exact, simulate, metrics",
     "import, read:all, report:exact, simulate, metrics"},
    {"expires", "DAY", "gælder til denne dag", "valid until this day"},
    {NULL, NULL, NULL, NULL},
};

struct column {
    const char *member, *danish, *english;
};

/* A value as people read it: yes and no, lists, times of the wall clock, roles. */
static const char *cell_text(const struct cli *cli, const char *member, const json_t *value, struct buf *room)
{
    const json_t *item;
    size_t i, len = strlen(member);
    char at[TIME_TEXT];
    buf_init(room, 4096);
    if (json_is_boolean(value)) {
        return json_is_true(value) ? cli_say(cli, "ja", "yes") : cli_say(cli, "nej", "no");
    } else if (json_is_integer(value)) {
        buf_printf(room, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    } else if (json_is_array(value)) {
        json_array_foreach(value, i, item)
            buf_printf(room, "%s%s", i ? ", " : "", json_string_value(item) ? json_string_value(item) : "");
    } else if (json_is_string(value) &&
               (strcmp(member, "at") == 0 || (len > 3 && strcmp(member + len - 3, "_at") == 0))) {
        time_to_people(json_string_value(value), at);
        buf_printf(room, "%s", at);
    } else if (json_is_string(value)) {
        return strcmp(member, "role") == 0 ? label_role(cli, json_string_value(value))
                                           : json_string_value(value);
    }
    buf_put_char(room, '\0');
    return room->failed ? "…" : room->at;
}

static void add_row(const struct cli *cli, struct table *table, const struct column *columns, size_t n,
                    const json_t *item)
{
    const char *cells[TABLE_MAX_COLUMNS] = {NULL};
    struct buf rooms[TABLE_MAX_COLUMNS];
    for (size_t c = 0; c < n; c++)
        cells[c] = cell_text(cli, columns[c].member, json_object_get(item, columns[c].member), &rooms[c]);
    table_row(table, cells);
    for (size_t c = 0; c < n; c++)
        buf_clear(&rooms[c]);
}

/* All items of a list, page after page. */
static enum err_code all_items(struct cli *cli, const char *list, json_t **out, struct err *err)
{
    json_t *items = json_array(), *answer = NULL;
    struct buf path;
    enum err_code code = items ? ERR_NONE : err_set(err, ERR_NO_MEMORY, "no memory");
    for (bool more = true; !code && more;) {
        const char *next = json_string_value(json_object_get(answer, "next"));
        buf_init(&path, 4096);
        buf_printf(&path, "%s", list);
        if (next) {
            buf_printf(&path, "%safter=", strchr(list, '?') ? "&" : "?");
            http_escape(&path, next);
        }
        buf_put_char(&path, '\0');
        json_decref(answer);
        answer = NULL;
        code = path.failed ? err_set(err, ERR_TOO_LARGE, "too long") : http_get(cli, path.at, &answer, err);
        buf_clear(&path);
        if (!code && json_array_extend(items, json_object_get(answer, "items")))
            code = err_set(err, ERR_NO_MEMORY, "no memory");
        more = json_is_string(json_object_get(answer, "next"));
    }
    json_decref(answer);
    if (code)
        json_decref(items);
    else
        *out = items;
    return code;
}

static enum err_code print_items(struct cli *cli, const char *list, const struct column *columns, size_t n,
                                 struct err *err)
{
    json_t *items;
    const json_t *item;
    size_t i;
    if (all_items(cli, list, &items, err))
        return err->code;
    if (cli->json) {
        json_t *all = json_pack("{s:O, s:n}", "items", items, "next");
        out_json(all, stdout);
        json_decref(all);
    } else {
        struct table table;
        const char *heading[TABLE_MAX_COLUMNS];
        for (size_t c = 0; c < n; c++)
            heading[c] = cli_say(cli, columns[c].danish, columns[c].english);
        table_init(&table, n, heading);
        table.whole[0] = true; /* the identifier */
        json_array_foreach(items, i, item) add_row(cli, &table, columns, n, item);
        table_print(&table, stdout);
        table_clear(&table);
    }
    json_decref(items);
    return ERR_NONE;
}

static enum err_code post(struct cli *cli, const char *path, struct buf *body, json_t **out, struct err *err)
{
    struct answer answer;
    json_end_object(body);
    enum err_code code = http_send(cli, "POST", path, body, NULL, 0, &answer, err);
    if (code == ERR_NONE && out)
        *out = answer.json;
    else
        json_decref(answer.json);
    return code;
}

static enum err_code add_staff(struct cli *cli, const char *staff, const char *name, const char *role,
                               const char *password, struct err *err)
{
    struct buf body;
    buf_init(&body, 8192);
    json_begin_object(&body);
    json_key(&body, "staff"), json_text(&body, staff);
    json_key(&body, "name"), json_text(&body, name && name[0] ? name : staff);
    json_key(&body, "role"), json_text(&body, role && role[0] ? role : "caseworker");
    if (password && password[0])
        json_key(&body, "password"), json_text(&body, password);
    enum err_code code = post(cli, "/v1/staff", &body, NULL, err);
    explicit_bzero(body.at, body.len);
    buf_clear(&body);
    return code;
}

static enum err_code add_team(struct cli *cli, const char *team, const char *name, struct err *err)
{
    struct buf body;
    buf_init(&body, 4096);
    json_begin_object(&body);
    json_key(&body, "team"), json_text(&body, team);
    json_key(&body, "name"), json_text(&body, name && name[0] ? name : team);
    enum err_code code = post(cli, "/v1/teams", &body, NULL, err);
    buf_clear(&body);
    return code;
}

static enum err_code add_member(struct cli *cli, const char *team, const char *staff, const char *from,
                                const char *to, struct err *err)
{
    struct buf body, path;
    char today[DAY_TEXT + 1];
    day_to_text(day_of_instant(cli_now()), today);
    today[DAY_TEXT] = '\0';
    buf_init(&path, 4096);
    buf_init(&body, 4096);
    buf_put_str(&path, STR("/v1/teams/"));
    http_escape(&path, team);
    buf_put_str(&path, STR("/members"));
    buf_put_char(&path, '\0');
    json_begin_object(&body);
    json_key(&body, "staff"), json_text(&body, staff);
    json_key(&body, "from"), json_text(&body, from ? from : today);
    if (to)
        json_key(&body, "to"), json_text(&body, to);
    enum err_code code =
        path.failed ? err_set(err, ERR_INVALID, cli_say(cli, "navnet er for langt", "the name is too long"))
                    : post(cli, path.at, &body, NULL, err);
    buf_clear(&body);
    buf_clear(&path);
    return code;
}

static enum err_code done(const struct cli *cli)
{
    if (cli->json)
        say(stdout, "{\"ok\":true}\n");
    else
        say(stdout, "%s\n", cli_say(cli, "Gjort", "Done"));
    return ERR_NONE;
}

enum err_code cmd_staff_list(struct cli *cli, struct err *err)
{
    static const struct column columns[] = {{"staff", "id", "id"},
                                            {"name", "navn", "name"},
                                            {"role", "rolle", "role"},
                                            {"active", "aktiv", "active"},
                                            {"telephone", "telefon", "telephone"}};
    return print_items(cli, "/v1/staff?limit=200", columns, ARRAY_LEN(columns), err);
}

enum err_code cmd_staff_add(struct cli *cli, struct err *err)
{
    char password[ANSWER_MAX] = "";
    const char *team = cli_option(cli, "team");
    if (!cli_has(cli, "no-password") &&
        ask_secret_or_file(cli, "password-file",
                           cli_say(cli, "Adgangskode til medarbejderen", "Password of the person"), password,
                           err) != ERR_NONE)
        return err->code;
    enum err_code code =
        add_staff(cli, cli->arguments[0], cli_option(cli, "name"), cli_option(cli, "role"), password, err);
    explicit_bzero(password, sizeof password);
    if (code == ERR_NONE && team)
        code = add_member(cli, team, cli->arguments[0], NULL, NULL, err);
    return code == ERR_NONE ? done(cli) : code;
}

enum err_code cmd_staff_end(struct cli *cli, struct err *err)
{
    struct buf path, body;
    struct answer answer = {0};
    buf_init(&path, 4096);
    buf_init(&body, 256);
    buf_put_str(&path, STR("/v1/staff/"));
    http_escape(&path, cli->arguments[0]);
    buf_put_char(&path, '\0');
    buf_put_str(&body, STR("{\"active\":false}"));
    enum err_code code =
        path.failed ? err_set(err, ERR_INVALID, cli_say(cli, "navnet er for langt", "the name is too long"))
                    : http_send(cli, "PATCH", path.at, &body, NULL, 0, &answer, err);
    json_decref(answer.json);
    buf_clear(&path);
    buf_clear(&body);
    return code == ERR_NONE ? done(cli) : code;
}

enum err_code cmd_team_list(struct cli *cli, struct err *err)
{
    static const struct column columns[] = {
        {"team", "hold", "team"}, {"name", "navn", "name"}, {"telephone", "telefon", "telephone"}};
    return print_items(cli, "/v1/teams", columns, ARRAY_LEN(columns), err);
}

enum err_code cmd_team_add(struct cli *cli, struct err *err)
{
    enum err_code code =
        add_team(cli, cli->arguments[0], cli->n_arguments > 1 ? cli->arguments[1] : NULL, err);
    return code == ERR_NONE ? done(cli) : code;
}

enum err_code cmd_team_member(struct cli *cli, struct err *err)
{
    enum err_code code = add_member(cli, cli->arguments[0], cli->arguments[1], cli_option(cli, "from"),
                                    cli_option(cli, "to"), err);
    return code == ERR_NONE ? done(cli) : code;
}

enum err_code cmd_token_list(struct cli *cli, struct err *err)
{
    static const struct column columns[] = {{"id", "nr", "no"},
                                            {"name", "navn", "name"},
                                            {"scopes", "må", "may"},
                                            {"expires_at", "gælder til", "valid until"},
                                            {"needs_approval", "skal godkendes", "needs approval"},
                                            {"approved_at", "godkendt", "approved"},
                                            {"ended_at", "ophørt", "ended"}};
    return print_items(cli, "/v1/tokens", columns, ARRAY_LEN(columns), err);
}

enum err_code cmd_token_add(struct cli *cli, struct err *err)
{
    struct buf body;
    json_t *answer = NULL;
    const char *scopes = cli_option(cli, "scopes"), *expires = cli_option(cli, "expires");
    day_t until = DAY_NONE;
    if (!scopes)
        return err_set(
            err, ERR_INVALID,
            cli_say(cli, "giv --scopes, fx import,read:all", "give --scopes, like import,read:all"));
    if (expires && day_of_text(cli, "--expires", expires, &until, err) != ERR_NONE)
        return err->code;
    buf_init(&body, 4096);
    json_begin_object(&body);
    json_key(&body, "name"), json_text(&body, cli->arguments[0]);
    json_key(&body, "scopes");
    json_begin_array(&body);
    while (*scopes) {
        size_t len = strcspn(scopes, ",");
        json_str(&body, (struct str){scopes, len});
        scopes += len + (scopes[len] == ',');
    }
    json_end_array(&body);
    if (until != DAY_NONE)
        json_key(&body, "expires_at"), json_instant(&body, instant_of_day(until));
    enum err_code code = post(cli, "/v1/tokens", &body, &answer, err);
    buf_clear(&body);
    if (code != ERR_NONE)
        return code;
    const char *token = json_string_value(json_object_get(answer, "token"));
    if (cli->json)
        out_json(answer, stdout);
    else
        say(stdout, "%s\n%s\n", token ? token : "?",
            cli_say(cli, "Vises kun nu. Giver den adgang til forløb, skal en leder godkende den.",
                    "Shown only now. If it gives access to cases, a leader must approve it."));
    json_decref(answer);
    return ERR_NONE;
}

static enum err_code token_route(struct cli *cli, const char *method, const char *tail, struct err *err)
{
    char path[96];
    int64_t id;
    struct answer answer;
    struct buf body;
    if (!str_to_i64(str_of(cli->arguments[0]), 1, INT32_MAX, &id))
        return err_set(
            err, ERR_INVALID,
            cli_say(cli, "et nummer fra: spor admin token list", "a number from: spor admin token list"));
    snprintf(path, sizeof path, "/v1/tokens/%lld%s", (long long)id, tail);
    buf_init(&body, 16);
    buf_put_str(&body, STR("{}"));
    enum err_code code = http_send(cli, method, path, tail[0] ? &body : NULL, NULL, 0, &answer, err);
    if (code == ERR_NONE)
        json_decref(answer.json);
    buf_clear(&body);
    return code == ERR_NONE ? done(cli) : code;
}

enum err_code cmd_token_end(struct cli *cli, struct err *err)
{
    return token_route(cli, "DELETE", "", err);
}

enum err_code cmd_token_approve(struct cli *cli, struct err *err)
{
    return token_route(cli, "POST", "/approvals", err);
}

const struct option_info SESSIONS_OPTIONS[] = {
    {"staff", "ID", "en andens (administrator)", "somebody else's (administrators)"},
    {NULL, NULL, NULL, NULL},
};

enum err_code cmd_sessions(struct cli *cli, struct err *err)
{
    static const struct column columns[] = {{"id", "nr", "no"},
                                            {"client", "fra", "from"},
                                            {"created_at", "begyndt", "begun"},
                                            {"last_seen_at", "sidst set", "last seen"},
                                            {"expires_at", "varer til", "until"},
                                            {"current", "dette", "this one"}};
    const char *staff = cli_option(cli, "staff");
    struct buf path;
    buf_init(&path, 4096);
    buf_put_str(&path, STR("/v1/sessions?limit=200"));
    if (staff) {
        buf_put_str(&path, STR("&staff="));
        http_escape(&path, staff);
    }
    buf_put_char(&path, '\0');
    enum err_code code =
        path.failed ? err_set(err, ERR_INVALID, cli_say(cli, "navnet er for langt", "the name is too long"))
                    : print_items(cli, path.at, columns, ARRAY_LEN(columns), err);
    buf_clear(&path);
    return code;
}

const struct option_info ACTS_OPTIONS[] = {
    {"staff", "ID", "gjort ved denne medarbejder", "done to this person of the staff"},
    {"act", "SLUG", "kun denne handling, fx staff_changed", "this act only, like staff_changed"},
    {NULL, NULL, NULL, NULL},
};

/* Names of acts, and what was changed, are shown as the trail has them: they are what --act and programs ask for. */
enum err_code cmd_acts(struct cli *cli, struct err *err)
{
    static const struct column columns[] = {{"at", "hvornår", "when"},    {"act", "handling", "act"},
                                            {"by", "af", "by"},           {"token", "nøgle", "token"},
                                            {"about", "om", "about"},     {"status", "svar", "status"},
                                            {"reason", "årsag", "reason"}};
    static const char *const asked[][2] = {{"staff", "about"}, {"act", "act"}};
    struct buf path;
    buf_init(&path, 4096);
    buf_put_str(&path, STR("/v1/acts?limit=200"));
    for (size_t i = 0; i < ARRAY_LEN(asked); i++)
        if (cli_option(cli, asked[i][0])) {
            buf_printf(&path, "&%s=", asked[i][1]);
            http_escape(&path, cli_option(cli, asked[i][0]));
        }
    buf_put_char(&path, '\0');
    enum err_code code =
        path.failed ? err_set(err, ERR_INVALID, cli_say(cli, "navnet er for langt", "the name is too long"))
                    : print_items(cli, path.at, columns, ARRAY_LEN(columns), err);
    buf_clear(&path);
    return code;
}

enum err_code cmd_session_end(struct cli *cli, struct err *err)
{
    char path[96];
    int64_t id;
    struct answer answer = {0};
    if (!str_to_i64(str_of(cli->arguments[0]), 1, INT64_MAX, &id))
        return err_set(err, ERR_INVALID,
                       cli_say(cli, "et nummer fra: spor sessions", "a number from: spor sessions"));
    snprintf(path, sizeof path, "/v1/sessions/%lld", (long long)id);
    enum err_code code = http_send(cli, "DELETE", path, NULL, NULL, 0, &answer, err);
    json_decref(answer.json);
    return code == ERR_NONE ? done(cli) : code;
}

/* What is there already stays as it is. */
static bool was_there(enum err_code code)
{
    return code == ERR_CONFLICT || code == ERR_OTHER_CALLER || code == ERR_DIFFERENT;
}

/* Whom an import has made carries no name and no log-in yet; anybody else stays as he is. */
static enum err_code complete_staff(struct cli *cli, const char *staff, const char *name, const char *role,
                                    const char *password, struct err *err)
{
    struct buf path, body;
    struct answer answer;
    json_t *found = NULL;
    const json_t *item;
    size_t i;
    bool bare = false;
    buf_init(&path, 4096);
    buf_init(&body, 8192);
    buf_put_str(&path, STR("/v1/staff?limit=200&q="));
    http_escape(&path, staff);
    buf_put_char(&path, '\0');
    enum err_code code =
        path.failed ? err_set(err, ERR_INVALID, cli_say(cli, "navnet er for langt", "the name is too long"))
                    : http_get(cli, path.at, &found, err);
    json_array_foreach(json_object_get(found, "items"), i, item)
    {
        const char *id = json_string_value(json_object_get(item, "staff"));
        const char *its_role = json_string_value(json_object_get(item, "role"));
        bare |= id && its_role && strcmp(id, staff) == 0 && strcmp(its_role, "none") == 0;
    }
    json_decref(found);
    if (code == ERR_NONE && bare) {
        buf_empty(&path);
        buf_put_str(&path, STR("/v1/staff/"));
        http_escape(&path, staff);
        buf_put_char(&path, '\0');
        json_begin_object(&body);
        if (name)
            json_key(&body, "name"), json_text(&body, name);
        json_key(&body, "role"), json_text(&body, role ? role : "caseworker");
        json_key(&body, "password"), json_text(&body, password);
        json_end_object(&body);
        code = http_send(cli, "PATCH", path.at, &body, NULL, 0, &answer, err);
        if (code == ERR_NONE)
            json_decref(answer.json);
        explicit_bzero(body.at, body.len);
    }
    buf_clear(&path);
    buf_clear(&body);
    return code;
}

static enum err_code load_line(struct cli *cli, const json_t *line, const char *password, struct err *err)
{
    const char *staff = json_string_value(json_object_get(line, "staff")),
               *team = json_string_value(json_object_get(line, "team"));
    const char *name = json_string_value(json_object_get(line, "name")),
               *role = json_string_value(json_object_get(line, "role"));
    if (!staff && !team)
        return err_set(err, ERR_INVALID,
                       cli_say(cli, "en linje har staff eller team", "a line has staff or team"));
    enum err_code code =
        staff ? add_staff(cli, staff, name, role, password, err) : add_team(cli, team, name, err);
    if (was_there(code))
        code = staff ? complete_staff(cli, staff, name, role, password, err) : ERR_NONE;
    if (code == ERR_NONE && staff && team) {
        code = add_member(cli, team, staff, NULL, NULL, err);
        if (was_there(code))
            code = ERR_NONE;
    }
    return code;
}

enum err_code cmd_admin_load(struct cli *cli, struct err *err)
{
    char password[ANSWER_MAX] = "";
    unsigned n = 0;
    enum err_code code = ERR_NONE;
    FILE *file = strcmp(cli->arguments[0], "-") == 0 ? stdin : fopen(cli->arguments[0], "re");
    if (!file)
        return err_set(err, ERR_INVALID, cli_say(cli, "filen kan ikke læses", "the file cannot be read"));
    if (file == stdin && !cli_has(cli, "password-file"))
        code = err_set(err, ERR_INVALID, cli_say(cli, "giv --password-file", "give --password-file"));
    else
        code = ask_secret_or_file(cli, "password-file",
                                  cli_say(cli, "Fælles adgangskode", "Password for all"), password, err);
    while (code == ERR_NONE) {
        json_error_t why;
        json_t *line = json_loadf(file, JSON_REJECT_DUPLICATES | JSON_DISABLE_EOF_CHECK, &why);
        if (!line) {
            if (!feof(file))
                code = err_set(err, ERR_INVALID, "%u: %s", n + 1, why.text);
            break;
        }
        code = load_line(cli, line, password, err);
        if (code != ERR_NONE)
            err_wrap(err, "%u", n + 1);
        json_decref(line);
        n++;
    }
    explicit_bzero(password, sizeof password);
    if (file != stdin)
        fclose(file);
    if (code == ERR_NONE)
        say(stdout, cli->json ? "{\"lines\":%u}\n" : cli_say(cli, "%u linjer indlæst\n", "%u lines loaded\n"),
            n);
    return code;
}
