/* `spor deadlines`: what will be in breach in the coming days if nothing more happens, and what prevents it. */
#include "client/cmd.h"
#include "client/http.h"
#include "client/labels.h"
#include "client/out.h"
#include "client/say.h"

const struct option_info DEADLINES_OPTIONS[] = {
    {"days", "N", "så mange dage frem; ellers 14", "so many days ahead; else 14"},
    {"team", "TEAM", "dette holds forløb", "this team's cases"},
    {"ics", "FILE", "som kalenderfil", "as a calendar file"},
    {NULL, NULL, NULL, NULL},
};

static void print_deadlines(const struct cli *cli, const json_t *items)
{
    const char *language = cli->danish ? "da" : "en";
    const json_t *item;
    size_t i;
    struct table table;
    table_init(&table, 6,
               (const char *const[]){cli_say(cli, "fra", "from"), cli_say(cli, "alvor", "severity"),
                                     cli_say(cli, "forløb", "case"), cli_say(cli, "regel", "rule"),
                                     cli_say(cli, "hvad", "what"),
                                     cli_say(cli, "forebygges af", "prevented by")});
    json_array_foreach(items, i, item)
    {
        const json_t *ref = json_object_get(item, "external_ref");
        const json_t *prevented = json_object_get(json_object_get(item, "prevented_by"), language);
        const char *flag = json_string_value(json_object_get(item, "flag"));
        const char *severity = json_string_value(json_object_get(item, "severity"));
        table_row(&table, (const char *const[]){
                              json_string_value(json_object_get(item, "from")), label_severity(cli, severity),
                              json_string_value(json_is_string(ref) ? ref : json_object_get(item, "case")),
                              flag, label_rule(cli, flag), json_string_value(prevented)});
    }
    table_print(&table, stdout);
    table_clear(&table);
}

static enum err_code save_calendar(struct cli *cli, const char *path, const char *file, struct err *err)
{
    FILE *to = fopen(file, "wxe");
    if (!to)
        return err_set(err, ERR_INVALID,
                       cli_say(cli, "filen findes allerede eller kan ikke skrives",
                               "the file is there already or cannot be written"));
    enum err_code code = http_get_pages(cli, path, to, err);
    if (fclose(to) != 0 && code == ERR_NONE)
        code = err_set(err, ERR_INTERNAL, cli_say(cli, "kan ikke skrive", "cannot write"));
    if (code != ERR_NONE)
        (void)remove(file); /* nothing half done */
    return code;
}

enum err_code cmd_deadlines(struct cli *cli, struct err *err)
{
    const char *team = cli_option(cli, "team"), *file = cli_option(cli, "ics");
    int64_t days;
    json_t *answer = NULL;
    struct buf path;
    enum err_code code = cli_number(cli, "days", 1, 92, 14, &days, err);
    if (code)
        return code;
    buf_init(&path, 1000);
    buf_printf(&path, "/v1/deadlines%s?days=%lld", file ? ".ics" : "", (long long)days);
    if (team) {
        buf_printf(&path, "&team=");
        http_escape(&path, team);
    }
    if (file)
        buf_printf(&path, "&lang=%s", cli->danish ? "da" : "en");
    buf_put_char(&path, '\0');
    if (path.failed)
        code = err_set(err, ERR_TOO_LARGE, cli_say(cli, "for langt", "too long"));
    else if (file)
        code = save_calendar(cli, path.at, file, err);
    else
        code = http_get(cli, path.at, &answer, err);
    buf_clear(&path);
    if (answer && cli->json)
        out_json(answer, stdout);
    else if (answer)
        print_deadlines(cli, json_object_get(answer, "items"));
    if (answer && !cli->json && json_is_true(json_object_get(answer, "more")))
        say(stdout, "%s\n",
            cli_say(cli, "… og flere; spørg om færre dage eller ét hold",
                    "… and more; ask for fewer days or one team"));
    json_decref(answer);
    return code;
}
