/* `spor login`, `logout`, `me`. */
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

enum err_code cmd_login(struct cli *cli, struct err *err)
{
    char login[ANSWER_MAX], password[ANSWER_MAX];
    struct session session;
    struct answer answer;
    if (session_load(cli, &session, err) != ERR_NONE && err->code != ERR_FORBIDDEN)
        return err->code;
    if (cli->n_arguments > 0 && strlen(cli->arguments[0]) < sizeof login)
        memcpy(login, cli->arguments[0], strlen(cli->arguments[0]) + 1);
    else if (ask_line(cli, cli_say(cli, "Bruger", "User"), NULL, login, sizeof login, err) != ERR_NONE)
        return err->code;
    if (ask_secret_or_file(cli, "password-file", cli_say(cli, "Adgangskode", "Password"), password, err) !=
        ERR_NONE)
        return err->code;
    struct buf body;
    buf_init(&body, 4096);
    json_begin_object(&body);
    json_key(&body, "login"), json_text(&body, login);
    json_key(&body, "password"), json_text(&body, password);
    json_end_object(&body);
    enum err_code code = http_send(cli, "POST", "/v1/sessions", &body, NULL, 0, &answer, err);
    explicit_bzero(password, sizeof password);
    explicit_bzero(body.at, body.len);
    buf_clear(&body);
    if (code != ERR_NONE)
        return code;
    const char *token = json_string_value(json_object_get(answer.json, "token"));
    const json_t *staff = json_object_get(answer.json, "staff");
    if (token && strlen(token) < sizeof session.token) {
        memcpy(session.token, token, strlen(token) + 1);
        code = session_save(&session, err);
    } else {
        code = err_set(err, ERR_INTERNAL, "the daemon gave no session");
    }
    if (code == ERR_NONE && cli->json) {
        json_object_del(answer.json, "token"); /* it is in the session file, and nowhere else */
        out_json(answer.json, stdout);
    } else if (code == ERR_NONE) {
        const char *name = json_string_value(json_object_get(staff, "name"));
        say(stdout, "%s %s\n", cli_say(cli, "Logget ind som", "Logged in as"), name ? name : login);
    }
    explicit_bzero(&session, sizeof session);
    json_decref(answer.json);
    return code;
}

enum err_code cmd_logout(struct cli *cli, struct err *err)
{
    struct answer answer;
    enum err_code code =
        http_send(cli, "DELETE", "/v1/sessions/current", NULL, NULL, HTTP_REPEATABLE, &answer, err);
    json_decref(answer.json);
    session_forget();
    return code == ERR_UNAUTHENTICATED ? ERR_NONE : code;
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
