/* `spor case course`: the days in breach of one case, past and coming, and by which rule set they are judged. */
#include <stdlib.h>

#include "base/mem.h"
#include "client/cmd.h"
#include "client/http.h"
#include "client/labels.h"
#include "client/out.h"
#include "client/say.h"
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

const struct option_info COURSE_OPTIONS[] = {
    {"as-of", "DAY", "som det er den dag, også en kommende", "as it is on that day, also one to come"},
    {"known-at", "TIME", "som det var kendt da: \"2026-05-01 09:30\"",
     "as it was known then: \"2026-05-01 09:30\""},
    {NULL, NULL, NULL, NULL},
};

/* By rule and subject, then as time went on. */
static int by_rule_and_day(const void *left, const void *right)
{
    const json_t *a = *(const json_t *const *)left, *b = *(const json_t *const *)right;
    int order = strcmp(text_of(a, "rule"), text_of(b, "rule"));
    json_int_t of_a = json_integer_value(json_object_get(a, "subject"));
    json_int_t of_b = json_integer_value(json_object_get(b, "subject"));
    if (!order)
        order = of_a < of_b ? -1 : of_a > of_b;
    return order ? order : strcmp(text_of(a, "from"), text_of(b, "from"));
}

static enum err_code print_spans(const struct cli *cli, const json_t *spans, struct err *err)
{
    char today[DAY_TEXT + 1] = "";
    const char *const heading[] = {cli_say(cli, "markering", "flag"),   cli_say(cli, "hvad", "what"),
                                   cli_say(cli, "alvor", "severity"),   cli_say(cli, "fra", "from"),
                                   cli_say(cli, "til", "to"),           cli_say(cli, "regelsæt", "rule set"),
                                   cli_say(cli, "bemærkning", "remark")};
    struct table table;
    size_t n = json_array_size(spans);
    const json_t **sorted = mem_new((n ? n : 1) * sizeof(const json_t *));
    if (!sorted)
        return err_set(err, ERR_NO_MEMORY, "no memory");
    for (size_t i = 0; i < n; i++)
        sorted[i] = json_array_get(spans, i);
    qsort(sorted, n, sizeof *sorted, by_rule_and_day);
    day_to_text(day_of_instant(cli_now()), today);
    table_init(&table, ARRAY_LEN(heading), heading);
    for (size_t i = 0; i < n; i++) {
        const json_t *span = sorted[i];
        char flag[40];
        snprintf(flag, sizeof flag, "%s:%lld", text_of(span, "rule"),
                 (long long)json_integer_value(json_object_get(span, "subject")));
        table_row(&table, (const char *const[]){flag, label_rule(cli, flag),
                                                label_severity(cli, text_of(span, "severity")),
                                                text_of(span, "from"), text_of(span, "to"),
                                                text_of(span, "rule_set"), remark(cli, span, today)});
    }
    table_print(&table, stdout);
    table_clear(&table);
    mem_free(sorted);
    return ERR_NONE;
}

enum err_code cmd_case_course(struct cli *cli, struct err *err)
{
    char case_text[UUID_TEXT + 1];
    json_t *course = NULL;
    struct buf path;
    if (case_of_argument(cli, cli->arguments[0], case_text, err) != ERR_NONE)
        return err->code;
    buf_init(&path, 500);
    enum err_code code = put_case_path(cli, case_text, "/course", &path, err);
    if (!code)
        code = http_get(cli, path.at, &course, err);
    buf_clear(&path);
    if (!code && cli->json)
        out_json(course, stdout);
    else if (!code)
        code = print_spans(cli, json_object_get(course, "spans"), err);
    if (!code && !cli->json && json_is_true(json_object_get(course, "more")))
        say(stdout, "%s\n",
            cli_say(cli, "Der er flere; kun de mest alvorlige er vist.",
                    "There are more; only the worst are shown."));
    json_decref(course);
    return code;
}
