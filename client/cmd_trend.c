/* `spor report trend`: how many cases were in breach at the end of each month. */
#include "client/cmd.h"
#include "client/http.h"
#include "client/out.h"
#include "client/progress.h"
#include "client/say.h"

const struct option_info TREND_OPTIONS[] = {
    {"from", "DAY", "fra denne dag; ellers 24 måneder", "from this day on; else 24 months"},
    {"to", "DAY", "til denne dag; ellers i dag", "to this day; else today"},
    {"by", "WHAT", "team, target_group eller team_and_target_group",
     "team, target_group or team_and_target_group"},
    {"known-at", "INSTANT", "som det var kendt da (med tidszone)", "as it was known then (with offset)"},
    {"rules", NULL, "hver regel i stedet for hver anbefaling", "each rule instead of each recommendation"},
    {NULL, NULL, NULL, NULL},
};

static void cell(char *text, size_t size, const json_t *number)
{
    if (json_is_string(number)) /* "<5" */
        snprintf(text, size, "%s", json_string_value(number));
    else
        snprintf(text, size, "%" JSON_INTEGER_FORMAT, json_integer_value(number));
}

/* The day, marked where late registrations still come in; and of whom the row is. */
static void name_row(const json_t *row, char *day, size_t day_size, char *who, size_t who_size)
{
    const char *team = json_string_value(json_object_get(row, "team"));
    const char *group = json_string_value(json_object_get(row, "target_group"));
    snprintf(day, day_size, "%s%s", json_string_value(json_object_get(row, "on")),
             json_is_true(json_object_get(row, "provisional")) ? " *" : "");
    snprintf(who, who_size, "%s%s%s", team ? team : "", team && group ? ", " : "", group ? group : "");
    if (!team && !group && (json_object_get(row, "team") || json_object_get(row, "target_group")))
        snprintf(who, who_size, "-");
}

enum { RECOMMENDATIONS = 7 };

static void print_recommendations(const struct cli *cli, const json_t *rows)
{
    const json_t *row, *one;
    size_t i, k;
    struct table table;
    /* of the statutory rules there are some under 4 and 7 only */
    table_init(&table, 12,
               (const char *const[]){cli_say(cli, "dag", "day"), "", cli_say(cli, "åbne", "open"), "1", "2",
                                     "3", "4", "5", "6", "7", cli_say(cli, "4 lov", "4 law"),
                                     cli_say(cli, "7 lov", "7 law")});
    json_array_foreach(rows, i, row)
    {
        char day[24], who[1024], open[24], codex[RECOMMENDATIONS][24], law[RECOMMENDATIONS][24];
        name_row(row, day, sizeof day, who, sizeof who);
        cell(open, sizeof open, json_object_get(row, "open"));
        json_array_foreach(json_object_get(row, "recommendations"), k, one)
        {
            if (k >= RECOMMENDATIONS)
                break;
            cell(codex[k], sizeof codex[k], json_object_get(one, "codex"));
            cell(law[k], sizeof law[k], json_object_get(one, "statutory"));
        }
        if (k == RECOMMENDATIONS)
            table_row(&table, (const char *const[]){day, who, open, codex[0], codex[1], codex[2], codex[3],
                                                    codex[4], codex[5], codex[6], law[3], law[6]});
    }
    table_print(&table, stdout);
    table_clear(&table);
}

static void print_rules(const struct cli *cli, const json_t *rows)
{
    const json_t *row, *rule;
    size_t i, k;
    struct table table;
    table_init(&table, 7,
               (const char *const[]){cli_say(cli, "dag", "day"), "", cli_say(cli, "åbne", "open"),
                                     cli_say(cli, "regel", "rule"), cli_say(cli, "i brud", "in breach"),
                                     cli_say(cli, "heraf røde", "of these red"),
                                     cli_say(cli, "heraf frafaldet/undtaget", "of these waived/exempted")});
    json_array_foreach(rows, i, row)
    {
        char day[24], who[1024], open[24], breach[24], red[24], aside[24];
        name_row(row, day, sizeof day, who, sizeof who);
        cell(open, sizeof open, json_object_get(row, "open"));
        json_array_foreach(json_object_get(row, "rules"), k, rule)
        {
            cell(breach, sizeof breach, json_object_get(rule, "in_breach"));
            cell(red, sizeof red, json_object_get(rule, "red"));
            cell(aside, sizeof aside, json_object_get(rule, "set_aside"));
            table_row(&table,
                      (const char *const[]){day, who, open, json_string_value(json_object_get(rule, "rule")),
                                            breach, red, aside});
        }
    }
    table_print(&table, stdout);
    table_clear(&table);
}

struct reader {
    const struct cli *cli;
    bool done;
};

static enum err_code on_line(void *data, const json_t *line, struct err *err)
{
    (void)err;
    struct reader *r = data;
    const json_t *result = json_object_get(line, "result"), *rows = json_object_get(result, "rows");
    if (progress_show(r->cli, line) || !result)
        return ERR_NONE;
    progress_end();
    r->done = true;
    if (r->cli->json) {
        out_json(result, stdout);
        return ERR_NONE;
    }
    if (cli_has(r->cli, "rules"))
        print_rules(r->cli, rows);
    else
        print_recommendations(r->cli, rows);
    say(stdout, "%s\n",
        cli_say(
            r->cli,
            "Forløb i gult eller rødt brud på månedens sidste dag. * foreløbig: sene registreringer kommer endnu.",
            "Cases in amber or red breach on the last day of the month. * provisional: late registrations still "
            "come in."));
    char apart[24];
    cell(apart, sizeof apart, json_object_get(result, "protected"));
    if (strcmp(apart, "0") != 0)
        say(stdout,
            cli_say(r->cli, "%s forløb med beskyttede borgere er ikke med i tallene.\n",
                    "%s cases of protected citizens are not in the numbers.\n"),
            apart);
    return ERR_NONE;
}

enum err_code cmd_report_trend(struct cli *cli, struct err *err)
{
    static const char *const options[][2] = {
        {"from", "from"}, {"to", "to"}, {"by", "by"}, {"known-at", "known_at"}};
    struct reader reader = {.cli = cli};
    struct buf path;
    buf_init(&path, 2000);
    buf_printf(&path, "/v1/reports/trend");
    char sign = '?';
    for (size_t i = 0; i < ARRAY_LEN(options); i++) {
        const char *value = cli_option(cli, options[i][0]);
        if (!value)
            continue;
        buf_printf(&path, "%c%s=", sign, options[i][1]);
        http_escape(&path, value);
        sign = '&';
    }
    buf_put_char(&path, '\0');
    enum err_code code = path.failed ? err_set(err, ERR_TOO_LARGE, cli_say(cli, "for langt", "too long"))
                                     : http_lines(cli, path.at, NULL, on_line, &reader, err);
    if (!code && !reader.done)
        code = err_set(err, ERR_UNAVAILABLE, cli_say(cli, "svaret brød af", "the answer broke off"));
    buf_clear(&path);
    return code;
}
