/* `spor who`: who has a citizen's case; `spor admin staff|team telephone`: where they are reached. */
#include "client/ask.h"
#include "client/cmd.h"
#include "client/http.h"
#include "client/out.h"
#include "client/say.h"
#include "wire/json_write.h"

const struct option_info WHO_OPTIONS[] = {
    {"reason", "TEXT", "hvorfor du spørger (ellers spørges der)", "why you ask (else it is asked)"},
    {NULL, NULL, NULL, NULL},
};

/* The number is asked, never taken from the command line. */
static enum err_code ask_who(struct cli *cli, struct buf *body, struct err *err)
{
    char number[ANSWER_MAX] = "", reason[ANSWER_MAX] = "";
    const char *given = cli_option(cli, "reason");
    enum err_code code = ask_secret(cli, cli_say(cli, "CPR-nummer", "CPR number"), number, err);
    if (!code && !given && ask_possible())
        code = ask_line(cli, cli_say(cli, "Hvorfor spørger du", "Why do you ask"), NULL, reason, ANSWER_MAX,
                        err);
    json_begin_object(body);
    json_key(body, "cpr"), json_text(body, number);
    if (given || reason[0])
        json_key(body, "reason"), json_text(body, given ? given : reason);
    json_end_object(body);
    explicit_bzero(number, sizeof number);
    return code;
}

static void print_who(const struct cli *cli, const json_t *answer)
{
    static const struct {
        const char *member, *danish, *english;
    } lines[] = {{"caseworker", "Sagsbehandler", "Caseworker"},
                 {"team", "Hold", "Team"},
                 {"telephone", "Telefon", "Telephone"}};
    bool any = false;
    for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
        const char *text = json_string_value(json_object_get(answer, lines[i].member));
        if (text)
            say(stdout, "%s: %s\n", cli_say(cli, lines[i].danish, lines[i].english), text);
        any = any || text;
    }
    if (!any)
        say(stdout, "%s\n", cli_say(cli, "Der er ingen at henvise til", "There is nobody to refer to"));
}

enum err_code cmd_who(struct cli *cli, struct err *err)
{
    struct buf body;
    struct answer answer = {0};
    buf_init(&body, 8192);
    enum err_code code = ask_who(cli, &body, err);
    if (!code)
        code = http_send(cli, "POST", "/v1/who", &body, NULL, 0, &answer, err);
    if (body.at)
        explicit_bzero(body.at, body.len);
    buf_clear(&body);
    if (code)
        return code;
    if (cli->json)
        out_json(answer.json, stdout);
    else
        print_who(cli, answer.json);
    json_decref(answer.json);
    return ERR_NONE;
}

static enum err_code telephone(struct cli *cli, const char *list, struct err *err)
{
    struct buf path, body;
    struct answer answer = {0};
    buf_init(&path, 4096);
    buf_init(&body, 4096);
    buf_put_str(&path, str_of(list));
    http_escape(&path, cli->arguments[0]);
    buf_put_char(&path, '\0');
    json_begin_object(&body);
    json_key(&body, "telephone");
    if (cli->n_arguments > 1)
        json_text(&body, cli->arguments[1]);
    else
        json_none(&body);
    json_end_object(&body);
    enum err_code code =
        path.failed ? err_set(err, ERR_INVALID, cli_say(cli, "navnet er for langt", "the name is too long"))
                    : http_send(cli, "PATCH", path.at, &body, NULL, 0, &answer, err);
    json_decref(answer.json);
    buf_clear(&path);
    buf_clear(&body);
    if (!code)
        say(stdout, "%s\n", cli->json ? "{\"ok\":true}" : cli_say(cli, "Gjort", "Done"));
    return code;
}

enum err_code cmd_staff_telephone(struct cli *cli, struct err *err)
{
    return telephone(cli, "/v1/staff/", err);
}

enum err_code cmd_team_telephone(struct cli *cli, struct err *err)
{
    return telephone(cli, "/v1/teams/", err);
}
