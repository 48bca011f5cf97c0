/* `spor login`, `logout`, `me`, `password`. */
#include "client/ask.h"
#include "client/cmd.h"
#include "client/http.h"
#include "client/labels.h"
#include "client/out.h"
#include "client/say.h"
#include "client/session.h"
#include "client/when.h"
#include "wire/json_write.h"

const struct option_info LOGIN_OPTIONS[] = {
    {"password-file", "FILE", "adgangskoden er filens første linje", "the password is the file's first line"},
    {NULL, NULL, NULL, NULL},
};

const struct option_info PASSWORD_OPTIONS[] = {
    {"old-password-file", "FILE", "den nuværende adgangskode er filens første linje",
     "the present password is the file's first line"},
    {"password-file", "FILE", "den nye adgangskode er filens første linje",
     "the new password is the file's first line"},
    {NULL, NULL, NULL, NULL},
};

static enum err_code log_in(struct cli *cli, const char *login, const char *password, struct session *session,
                            struct err *err)
{
    struct answer answer;
    struct buf body;
    char device[SESSION_TEXT];
    session_device(device);
    buf_init(&body, 4096);
    json_begin_object(&body);
    json_key(&body, "login"), json_text(&body, login);
    json_key(&body, "password"), json_text(&body, password);
    if (device[0])
        json_key(&body, "device"), json_text(&body, device);
    json_end_object(&body);
    enum err_code code = http_send(cli, "POST", "/v1/sessions", &body, NULL, 0, &answer, err);
    explicit_bzero(body.at, body.len);
    buf_clear(&body);
    if (code != ERR_NONE)
        return code;
    const char *token = json_string_value(json_object_get(answer.json, "token"));
    const char *mark = json_string_value(json_object_get(answer.json, "device"));
    const json_t *staff = json_object_get(answer.json, "staff");
    if (token && strlen(token) < sizeof session->token) {
        memcpy(session->token, token, strlen(token) + 1);
        code = session_save(session, err);
        session_keep_device(mark ? mark : "");
    } else {
        code = err_set(err, ERR_INTERNAL, "the daemon gave no session");
    }
    if (code == ERR_NONE && cli->json) {
        json_object_del(answer.json, "token"); /* it is in the session file, and nowhere else */
        json_object_del(answer.json, "device");
        out_json(answer.json, stdout);
    } else if (code == ERR_NONE) {
        const char *name = json_string_value(json_object_get(staff, "name"));
        say(stdout, "%s %s\n", cli_say(cli, "Logget ind som", "Logged in as"), name ? name : login);
    }
    json_decref(answer.json);
    return code;
}

enum err_code cmd_login(struct cli *cli, struct err *err)
{
    char login[ANSWER_MAX], password[ANSWER_MAX];
    struct session session;
    if (session_load(cli, &session, err) != ERR_NONE && err->code != ERR_FORBIDDEN)
        return err->code;
    if (cli->n_arguments > 0 && strlen(cli->arguments[0]) < sizeof login)
        memcpy(login, cli->arguments[0], strlen(cli->arguments[0]) + 1);
    else if (ask_line(cli, cli_say(cli, "Bruger", "User"), NULL, login, sizeof login, err) != ERR_NONE)
        return err->code;
    if (ask_secret_or_file(cli, "password-file", cli_say(cli, "Adgangskode", "Password"), password, err) !=
        ERR_NONE)
        return err->code;
    enum err_code code = log_in(cli, login, password, &session, err);
    explicit_bzero(password, sizeof password);
    explicit_bzero(&session, sizeof session);
    return code;
}

enum err_code cmd_logout(struct cli *cli, struct err *err)
{
    struct answer answer;
    struct session session;
    struct err none = {0};
    (void)(session_load(cli, &session, &none) == ERR_NONE); /* else the request says why */
    explicit_bzero(session.token, sizeof session.token);
    enum err_code code =
        http_send(cli, "DELETE", "/v1/sessions/current", NULL, NULL, HTTP_REPEATABLE, &answer, err);
    json_decref(answer.json);
    if (session.home[0]) /* that one goes on, at its own server */
        return code;
    session_forget();
    return code == ERR_UNAUTHENTICATED ? ERR_NONE : code;
}

/* A new password ends all sessions, this one too: the next one begins with it at once. */
enum err_code cmd_password(struct cli *cli, struct err *err)
{
    char old[ANSWER_MAX] = "", fresh[ANSWER_MAX] = "", again[ANSWER_MAX] = "";
    struct session session;
    struct answer answer = {0};
    struct buf path, body;
    json_t *me = NULL;
    if (session_load(cli, &session, err) != ERR_NONE || http_get(cli, "/v1/me", &me, err) != ERR_NONE)
        return err->code;
    const char *staff = json_string_value(json_object_get(me, "staff"));
    enum err_code code = ask_secret_or_file(
        cli, "old-password-file", cli_say(cli, "Nuværende adgangskode", "Present password"), old, err);
    if (code == ERR_NONE)
        code = ask_secret_or_file(cli, "password-file", cli_say(cli, "Ny adgangskode", "New password"), fresh,
                                  err);
    if (code == ERR_NONE && !cli_has(cli, "password-file"))
        code = ask_secret(cli, cli_say(cli, "Ny adgangskode igen", "New password again"), again, err);
    if (code == ERR_NONE && !cli_has(cli, "password-file") && strcmp(fresh, again) != 0)
        code = err_set(err, ERR_INVALID, cli_say(cli, "de to er ikke ens", "the two are not the same"));
    buf_init(&path, 4096);
    buf_init(&body, 8192);
    buf_put_str(&path, STR("/v1/staff/"));
    http_escape(&path, staff ? staff : "");
    buf_put_char(&path, '\0');
    json_begin_object(&body);
    json_key(&body, "password"), json_text(&body, fresh);
    json_key(&body, "old_password"), json_text(&body, old);
    json_end_object(&body);
    if (code == ERR_NONE)
        code = http_send(cli, "PATCH", path.at, &body, NULL, 0, &answer, err);
    json_decref(answer.json);
    if (code == ERR_NONE)
        code = log_in(cli, staff ? staff : "", fresh, &session, err);
    explicit_bzero(body.at, body.len);
    explicit_bzero(old, sizeof old);
    explicit_bzero(fresh, sizeof fresh);
    explicit_bzero(again, sizeof again);
    explicit_bzero(&session, sizeof session);
    buf_clear(&path);
    buf_clear(&body);
    json_decref(me);
    return code;
}

enum err_code cmd_me(struct cli *cli, struct err *err)
{
    json_t *me;
    if (http_get(cli, "/v1/me", &me, err) != ERR_NONE)
        return err->code;
    if (cli->json) {
        out_json(me, stdout);
    } else {
        const char *name = json_string_value(json_object_get(me, "name"));
        const char *staff = json_string_value(json_object_get(me, "staff"));
        const char *role = json_string_value(json_object_get(me, "role"));
        const char *until = json_string_value(json_object_get(me, "expires_at"));
        char shown[TIME_TEXT];
        time_to_people(until, shown);
        say(stdout, "%s (%s), %s\n", name ? name : "?", staff ? staff : "?", label_role(cli, role));
        const json_t *team;
        size_t i;
        json_array_foreach(json_object_get(me, "teams"), i, team)
            say(stdout, "  %s%s\n", json_string_value(json_object_get(team, "team")),
                json_is_true(json_object_get(team, "leader")) ? cli_say(cli, " (leder)", " (leader)") : "");
        if (until)
            say(stdout, "%s %s\n", cli_say(cli, "Sessionen varer til", "The session lasts until"), shown);
    }
    json_decref(me);
    return ERR_NONE;
}
