/* `spor admin …`: staff, teams and tokens. Passwords are asked or read from a file. */
#include "client/ask.h"
#include "client/cmd.h"
#include "client/http.h"
#include "client/out.h"
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

static enum err_code print_items(struct cli *cli, const char *path, size_t columns,
                                 const char *const *members, struct err *err)
{
    json_t *answer;
    const json_t *item;
    size_t i;
    if (http_get(cli, path, &answer, err) != ERR_NONE)
        return err->code;
    if (cli->json) {
        out_json(answer, stdout);
    } else {
        struct table table;
        table_init(&table, columns, members);
        json_array_foreach(json_object_get(answer, "items"), i, item)
        {
            const json_t *cells[TABLE_MAX_COLUMNS] = {NULL};
            for (size_t c = 0; c < columns; c++)
                cells[c] = json_object_get(item, members[c]);
            table_row_json(&table, cells);
        }
        table_print(&table, stdout);
        table_clear(&table);
    }
    json_decref(answer);
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
        puts("{\"ok\":true}");
    else
        puts(cli_say(cli, "Gjort", "Done"));
    return ERR_NONE;
}

enum err_code cmd_staff_list(struct cli *cli, struct err *err)
{
    return print_items(cli, "/v1/staff?limit=200", 4,
                       (const char *const[]){"staff", "name", "role", "active"}, err);
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
    return print_items(cli, "/v1/teams", 2, (const char *const[]){"team", "name"}, err);
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
    return print_items(cli, "/v1/tokens", 3, (const char *const[]){"id", "name", "expires_at"}, err);
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
    if (expires && day_of_text(cli, "expires", expires, &until, err) != ERR_NONE)
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
        printf("%s\n%s\n", token ? token : "?",
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
        printf(cli->json ? "{\"lines\":%u}\n" : cli_say(cli, "%u linjer indlæst\n", "%u lines loaded\n"), n);
    return code;
}
