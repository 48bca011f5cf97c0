/* See bootstrap.h. */
#include "app/bootstrap.h"

#include <errno.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <termios.h>
#include <unistd.h>

#include "app/app.h"
#include "app/auth.h"
#include "app/names.h"
#include "app/password.h"
#include "app/password_rule.h"
#include "base/log.h"
#include "io/db_open.h"
#include "sql.gen.h"
#include "wire/json_write.h"

enum { SETTINGS_MAX = 256, NAME_MAX_BYTES = 94, TOKEN_DAYS = 365, TIMEOUT_MS = 60000 };

struct wishes {
    const char *admin, *password_file, *token;
    uint32_t scopes;
    bool again;
};

static enum err_code read_scopes(const char *list, uint32_t *scopes, struct err *err)
{
    while (*list) {
        size_t len = strcspn(list, ",");
        uint32_t scope = scope_by_name((struct str){list, len});
        if (!scope)
            return err_set(err, ERR_INVALID,
                           "--scopes: of import, read:all, report:exact, simulate, metrics");
        *scopes |= scope;
        list += len + (list[len] == ',');
    }
    return ERR_NONE;
}

static enum err_code read_wishes(int argc, char **argv, struct wishes *out, struct err *err)
{
    for (int i = 0; i < argc; i += 2) {
        const char *value = i + 1 < argc ? argv[i + 1] : NULL;
        if (strcmp(argv[i], "--again") == 0) {
            out->again = true;
            i--; /* it has no value */
            continue;
        }
        if (!value)
            return err_set(err, ERR_INVALID, "%s: a value is expected", argv[i]);
        if (strcmp(argv[i], "--admin") == 0)
            out->admin = value;
        else if (strcmp(argv[i], "--password-file") == 0)
            out->password_file = value;
        else if (strcmp(argv[i], "--token") == 0)
            out->token = value;
        else if (strcmp(argv[i], "--scopes") != 0)
            return err_set(err, ERR_INVALID,
                           "%s: --admin, --password-file, --token, --scopes, --again are expected", argv[i]);
        else if (read_scopes(value, &out->scopes, err))
            return err->code;
    }
    if (out->admin && strncmp(out->admin, "token:", 6) == 0)
        return err_set(err, ERR_INVALID, "--admin: a token is no person");
    if (!out->admin == !out->password_file && !out->token == !out->scopes && (out->admin || out->token))
        return ERR_NONE;
    return err_set(err, ERR_INVALID,
                   "--admin goes with --password-file, --token with --scopes; one pair is needed, such as "
                   "--admin admin --password-file FILE");
}

/* The first line of the file, which may be the password of this log-in; "-" is the standard input (/dev/stdin cannot
 * be opened by the user that root has become), where a terminal does not show it. */
static enum err_code read_password(const char *path, const char *login, char *out, size_t size,
                                   struct err *err)
{
    bool is_input = strcmp(path, "-") == 0;
    FILE *file = is_input ? stdin : fopen(path, "re");
    if (!file)
        return err_set(err, ERR_INVALID, "--password-file: cannot open %s: %s", path, strerror(errno));
    struct termios shown;
    bool hide = is_input && tcgetattr(STDIN_FILENO, &shown) == 0;
    if (hide) {
        struct termios hidden = shown;
        hidden.c_lflag &= ~(tcflag_t)ECHO;
        (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
        (void)fputs("Password: ", stderr);
    }
    bool read = fgets(out, (int)size, file) != NULL;
    if (hide) {
        (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
        (void)fputc('\n', stderr);
    }
    if (!is_input)
        (void)fclose(file);
    if (read)
        out[strcspn(out, "\r\n")] = '\0';
    if (!read || !str_is_utf8(str_of(out)))
        return err_set(err, ERR_INVALID, "--password-file: a line of text is expected");
    return password_rule(str_of(out), str_of(login), err) ? err_wrap(err, "--password-file") : ERR_NONE;
}

/* *wrote: did it write rows? */
static enum err_code run(PGconn *connection, const struct sql *sql, int n, const char *const *values,
                         bool *wrote, struct err *err)
{
    PGresult *result = PQexecParams(connection, sql->text, n, NULL, values, NULL, NULL, 0);
    bool done = PQresultStatus(result) == PGRES_COMMAND_OK || PQresultStatus(result) == PGRES_TUPLES_OK;
    if (done)
        *wrote = strcmp(PQcmdTuples(result), "0") != 0;
    else
        (void)err_set(err, ERR_INTERNAL, "%s: %s", sql->name, PQerrorMessage(connection));
    PQclear(result);
    return done ? ERR_NONE : ERR_INTERNAL;
}

static enum err_code command(PGconn *connection, const char *text, struct err *err)
{
    bool wrote = false;
    return run(connection, &(struct sql){text, text}, 0, NULL, &wrote, err);
}

static enum err_code make_admin(PGconn *connection, const struct wishes *wishes, struct err *err)
{
    char password[4 * PASSWORD_MAX_CHARS + 2], stored[PASSWORD_TEXT_MAX];
    enum err_code code = read_password(wishes->password_file, wishes->admin, password, sizeof password, err);
    if (!code)
        code = password_make(str_of(password), stored, err);
    explicit_bzero(password, sizeof password);
    if (code)
        return code;
    const char *values[] = {wishes->admin, stored, wishes->again ? "true" : "false"};
    bool wrote = false;
    code = run(connection, &SQL_BOOTSTRAP_ADMIN, 3, values, &wrote, err);
    if (!code && !wrote)
        code = err_set(
            err, ERR_CONFLICT,
            "there is an administrator already, who makes all others (spor admin staff add); where that "
            "log-in is lost, --again gives the one of --admin the new password");
    return code;
}

static enum err_code make_token(PGconn *connection, const struct wishes *wishes, char text[TOKEN_TEXT],
                                struct err *err)
{
    static const char hex[] = "0123456789abcdef";
    uint8_t hash[TOKEN_HASH_BYTES];
    char digits[2 * TOKEN_HASH_BYTES + 1], scopes[16], days[16];
    if (strlen(wishes->token) > NAME_MAX_BYTES)
        return err_set(err, ERR_INVALID, "--token: at most %d bytes", NAME_MAX_BYTES);
    enum err_code code = auth_new_token(text, hash, err);
    if (code)
        return code;
    for (size_t i = 0; i < sizeof hash; i++) {
        digits[2 * i] = hex[hash[i] >> 4];
        digits[2 * i + 1] = hex[hash[i] & 15];
    }
    digits[2 * sizeof hash] = '\0';
    (void)snprintf(scopes, sizeof scopes, "%u", wishes->scopes);
    (void)snprintf(days, sizeof days, "%d", TOKEN_DAYS);
    const char *values[] = {wishes->token, digits, scopes, days, wishes->again ? "true" : "false"};
    bool wrote = false;
    code = run(connection, &SQL_BOOTSTRAP_TOKEN, 5, values, &wrote, err);
    if (!code && !wrote)
        code = err_set(
            err, ERR_CONFLICT,
            "there is a token of that name, which is told only once; where it is lost, --again ends it "
            "and makes another");
    return code;
}

static void tell(const struct wishes *wishes, const char *token)
{
    struct buf out;
    buf_init(&out, 4096);
    json_begin_object(&out);
    if (wishes->admin)
        json_key(&out, "admin"), json_text(&out, wishes->admin);
    if (wishes->token)
        json_key(&out, "token"), json_str(&out, (struct str){token, TOKEN_TEXT});
    json_end_object(&out);
    buf_put_char(&out, '\n');
    (void)fwrite(out.at, 1, out.len, stdout);
    buf_clear(&out);
}

/* The first line of what libpq says. */
static enum err_code cannot_connect(PGconn *connection, struct err *err)
{
    const char *why = PQerrorMessage(connection);
    return err_set(err, ERR_UNAVAILABLE, "cannot connect as the owner: %.*s%s", (int)strcspn(why, "\n"), why,
                   db_advice(why));
}

enum err_code bootstrap(const struct config *config, int argc, char **argv, struct err *err)
{
    struct wishes wishes = {0};
    char settings[SETTINGS_MAX], options[SETTINGS_MAX + 64], token[TOKEN_TEXT];
    enum err_code code = read_wishes(argc, argv, &wishes, err);
    if (code)
        return code;
    if (!config->owner_database[0])
        return err_set(err, ERR_INVALID, "setting owner_database: the connection of the owner is missing");
    app_link_settings(config, TIMEOUT_MS, settings, sizeof settings);
    (void)snprintf(options, sizeof options, "%s -c spor.route=bootstrap", settings); /* for its trace */
    struct db_keys keys = db_keys(config->owner_database, "spord bootstrap", options);
    PGconn *connection = PQconnectdbParams(keys.names, keys.values, 1);
    if (PQstatus(connection) != CONNECTION_OK)
        code = cannot_connect(connection, err);
    /* all or nothing, and one after the other */
    if (!code)
        code = command(connection, "begin", err);
    if (!code)
        code = command(connection, "select pg_advisory_xact_lock(7303, 4)", err);
    if (!code && wishes.admin)
        code = make_admin(connection, &wishes, err);
    if (!code && wishes.token)
        code = make_token(connection, &wishes, token, err);
    if (!code)
        code = command(connection, "commit", err);
    PQfinish(connection);
    if (code)
        return code;
    log_line(LOG_INFO, "bootstrap", LOG_N("admin", wishes.admin != NULL), LOG_N("scopes", wishes.scopes));
    tell(&wishes, token);
    return ERR_NONE;
}
