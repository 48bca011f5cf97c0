/* `spor case course`: the days in breach of one case, past and coming, and by which rule set they are judged. */
#include "client/cmd.h"
#include "client/http.h"
#include "client/labels.h"
#include "client/out.h"
#include "client/unit.h"

static const char *text_of(const json_t *object, const char *member)
{
    const char *text = json_string_value(json_object_get(object, member));
    return text ? text : "";
}

/* What ends it, or that it lies ahead. */
static const char *remark(const struct cli *cli, const json_t *span, const char *today)
{
    bool retired = json_is_true(json_object_get(span, "rule_retired"));
    if (strcmp(text_of(span, "from"), today) > 0)
        return retired ? cli_say(cli, "forude; regel udgået", "ahead; rule retired")
                       : cli_say(cli, "forude", "ahead");
    return retired ? cli_say(cli, "regel udgået", "rule retired") : "";
}

static void print_spans(const struct cli *cli, const json_t *spans)
{
    char today[DAY_TEXT + 1] = "";
    const char *const heading[] = {cli_say(cli, "regel", "rule"),       cli_say(cli, "emne", "subject"),
                                   cli_say(cli, "alvor", "severity"),   cli_say(cli, "fra", "from"),
                                   cli_say(cli, "til", "to"),           cli_say(cli, "regelsæt", "rule set"),
                                   cli_say(cli, "bemærkning", "remark")};
    struct table table;
    const json_t *span;
    size_t i;
    day_to_text(day_of_instant(cli_now()), today);
    table_init(&table, ARRAY_LEN(heading), heading);
    json_array_foreach(spans, i, span)
    {
        char subject[24];
        snprintf(subject, sizeof subject, "%lld",
                 (long long)json_integer_value(json_object_get(span, "subject")));
        table_row(&table, (const char *const[]){text_of(span, "rule"), subject,
                                                label_severity(cli, text_of(span, "severity")),
                                                text_of(span, "from"), text_of(span, "to"),
                                                text_of(span, "rule_set"), remark(cli, span, today)});
    }
    table_print(&table, stdout);
    table_clear(&table);
}

enum err_code cmd_case_course(struct cli *cli, struct err *err)
{
    char case_text[UUID_TEXT + 1], path[96];
    json_t *course;
    if (case_of_argument(cli, cli->arguments[0], case_text, err) != ERR_NONE)
        return err->code;
    snprintf(path, sizeof path, "/v1/cases/%s/course", case_text);
    if (http_get(cli, path, &course, err) != ERR_NONE)
        return err->code;
    if (cli->json)
        out_json(course, stdout);
    else
        print_spans(cli, json_object_get(course, "spans"));
    json_decref(course);
    return ERR_NONE;
}
