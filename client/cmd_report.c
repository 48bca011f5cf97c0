/* `spor report …`, `spor export`: what the daemon computes, as it is. */
#include "client/cmd.h"
#include "client/http.h"
#include "client/out.h"
#include "client/say.h"

const struct option_info EXPORT_OPTIONS[] = {
    {"spans", NULL, "brudperioderne i stedet for hændelserne", "the spans instead of the events"},
    {"out", "FILE", "skriv til denne nye fil (ellers standard ud)",
     "write to this new file (else standard output)"},
    {NULL, NULL, NULL, NULL},
};

const struct option_info REPORT_OPTIONS[] = {
    {"as-of", "DAY", "til og med denne dag", "up to this day"},
    {"known-at", "INSTANT", "som det var kendt da (med tidszone)", "as it was known then (with offset)"},
    {NULL, NULL, NULL, NULL},
};

static void print_handover(const struct cli *cli, const json_t *report)
{
    static const char *const ways[] = {"strict", "skip"};
    for (size_t i = 0; i < ARRAY_LEN(ways); i++) {
        const json_t *way = json_object_get(report, ways[i]);
        const json_t *matrix = json_object_get(way, "matrix"), *row;
        size_t n;
        say(stdout, "%s: %" JSON_INTEGER_FORMAT "\n", ways[i],
            json_integer_value(json_object_get(way, "total")));
        struct table table;
        table_init(&table, 3,
                   (const char *const[]){cli_say(cli, "fra", "from"), cli_say(cli, "til", "to"), "n"});
        json_array_foreach(matrix, n, row)
            table_row_json(&table, (const json_t *const[]){json_array_get(row, 0), json_array_get(row, 1),
                                                           json_array_get(row, 2)});
        table_print(&table, stdout);
        table_clear(&table);
    }
}

static enum err_code report(struct cli *cli, const char *path, json_t **out, struct err *err)
{
    const char *as_of = cli_option(cli, "as-of"), *known_at = cli_option(cli, "known-at");
    struct buf full;
    *out = NULL;
    buf_init(&full, 500);
    buf_printf(&full, "%s", path);
    if (as_of) {
        buf_printf(&full, "?as_of=");
        http_escape(&full, as_of);
    }
    if (known_at) {
        buf_printf(&full, as_of ? "&known_at=" : "?known_at=");
        http_escape(&full, known_at);
    }
    buf_put_char(&full, '\0');
    enum err_code code = full.failed ? err_set(err, ERR_TOO_LARGE, cli_say(cli, "for langt", "too long"))
                                     : http_get(cli, full.at, out, err);
    buf_clear(&full);
    if (code != ERR_NONE)
        return code;
    if (cli->json) {
        out_json(*out, stdout);
        json_decref(*out);
        *out = NULL;
    }
    return ERR_NONE;
}

enum err_code cmd_report_handover(struct cli *cli, struct err *err)
{
    json_t *answer;
    if (report(cli, "/v1/reports/handover", &answer, err) != ERR_NONE)
        return err->code;
    if (answer)
        print_handover(cli, answer);
    json_decref(answer);
    return ERR_NONE;
}

enum err_code cmd_report_dfg(struct cli *cli, struct err *err)
{
    json_t *answer;
    if (report(cli, "/v1/reports/dfg", &answer, err) != ERR_NONE)
        return err->code;
    if (answer) {
        const json_t *edge;
        size_t n;
        struct table table;
        table_init(&table, 5,
                   (const char *const[]){
                       cli_say(cli, "fra", "from"), cli_say(cli, "til", "to"), cli_say(cli, "antal", "count"),
                       cli_say(cli, "median, s", "median, s"), cli_say(cli, "middel, s", "mean, s")});
        json_array_foreach(json_object_get(answer, "edges"), n, edge) table_row_json(
            &table,
            (const json_t *const[]){json_object_get(edge, "from"), json_object_get(edge, "to"),
                                    json_object_get(edge, "count"), json_object_get(edge, "median_seconds"),
                                    json_object_get(edge, "mean_seconds")});
        table_print(&table, stdout);
        table_clear(&table);
    }
    json_decref(answer);
    return ERR_NONE;
}

enum err_code cmd_export(struct cli *cli, struct err *err)
{
    const char *path = cli_option(cli, "out");
    FILE *to = path ? fopen(path, "wxe") : stdout;
    if (!to)
        return err_set(err, ERR_INVALID,
                       cli_say(cli, "filen findes allerede eller kan ikke skrives",
                               "the file is there already or cannot be written"));
    enum err_code code =
        http_get_pages(cli, cli_has(cli, "spans") ? "/v1/export/spans" : "/v1/export", to, err);
    if (fflush(to) != 0 && code == ERR_NONE)
        code = err_set(err, ERR_INTERNAL, cli_say(cli, "kan ikke skrive", "cannot write"));
    if (path)
        fclose(to);
    return code;
}
