/* See rules_text.h. */
#include "client/rules_text.h"

#include "core/rule_text.h"
#include "core/rule_words.h"

enum { COLUMNS = 100 };

static size_t characters(struct str text)
{
    size_t n = 0;
    for (size_t i = 0; i < text.len; i++)
        n += ((uint8_t)text.at[i] & 0xC0) != 0x80;
    return n;
}

/* A paragraph of words, wrapped and indented; `column` is where the first line stands already. */
static void put_wrapped(struct buf *out, struct str text, size_t indent, size_t column)
{
    for (struct str rest = text; rest.len > 0;) {
        const char *space = memchr(rest.at, ' ', rest.len);
        struct str word = {rest.at, space ? (size_t)(space - rest.at) : rest.len};
        size_t width = characters(word);
        if (column > indent && column + 1 + width > COLUMNS) {
            buf_printf(out, "\n%*s", (int)indent, "");
            column = indent;
        } else if (column > indent) {
            buf_put_char(out, ' ');
            column++;
        }
        buf_put_str(out, word);
        column += width;
        rest.at += word.len + (space != NULL);
        rest.len -= word.len + (space != NULL);
    }
    buf_put_char(out, '\n');
}

/* "  In breach: …" with the following lines below the first word. */
static void put_paragraph(const struct rules_page *page, const char *heading, enum rule rule,
                          const char *text)
{
    struct buf words;
    buf_init(&words, WORDS_MAX);
    rule_put_words(&words, page->period, rule, text, page->danish);
    buf_printf(page->out, "  %s:", heading);
    put_wrapped(page->out, buf_str(&words), 4, 2 + characters(str_of(heading)) + 1);
    page->out->failed = page->out->failed || words.failed;
    buf_clear(&words);
}

const char *rules_unit(const struct rules_page *page, const char *unit)
{
    static const char *const danish[][2] = {
        {"days", "dage"},
        {"own days", "egne dage"},
        {"base days", "basisdage"},
        {"clock days", "forløbsdage"},
        {"wd", "arbejdsdage"},
        {"months", "måneder"},
        {"weeks", "uger"},
        {"switches", "skift"},
        {"changes", "skift"},
        {"talks", "samtaler"},
        {"persons", "personer"},
        {"percent", "procent"},
        {"tenths", "tiendedele"},
        {"points", "point"},
        {"meetings", "møder"},
        {"times", "gange"},
        {"areas", "områder"},
        {"hours", "timer"},
        {"units", "enheder"},
        {"minutes", "minutter"},
        {"interventions", "indsatser"},
        {"yes or no", "ja/nej"},
        {"day", "dag"},
    };
    if (!page->danish && strcmp(unit, "wd") == 0)
        return "working days";
    if (!page->danish && strcmp(unit, "clock days") == 0)
        return "course days";
    for (size_t i = 0; page->danish && i < ARRAY_LEN(danish); i++)
        if (strcmp(unit, danish[i][0]) == 0)
            return danish[i][1];
    return unit;
}

void rules_put_value(const struct rules_page *page, enum param param, int32_t value)
{
    char text[DAY_TEXT];
    if (param != PARAM_COUNTED_FROM) {
        buf_printf(page->out, "%d", value);
    } else if (value == DAY_NONE) {
        buf_put_str(page->out, str_of(page_say(page, "ingen", "none")));
    } else {
        day_to_text(value, text);
        buf_put(page->out, text, sizeof text);
    }
}

/* "    amber_days = 60 own days [1-730]; cash_job_ready 49" */
static void put_param(const struct rules_page *page, enum param param)
{
    struct param_info info = param_info(param);
    int32_t general = page->period->value[TARGET_GROUP_NONE_][param];
    buf_printf(page->out, "    %s = ", info.name);
    rules_put_value(page, param, general);
    if (param != PARAM_COUNTED_FROM)
        buf_printf(page->out, " %s [%d–%d]", rules_unit(page, info.unit), info.lowest, info.highest);
    if (general != info.initial) {
        buf_printf(page->out, " (%s ", page_say(page, "standard", "default"));
        rules_put_value(page, param, info.initial);
        buf_put_char(page->out, ')');
    }
    buf_put_char(page->out, '\n');
    for (uint32_t group = 1; group < TARGET_GROUP_COUNT; group++)
        if (page->period->value[group][param] != general) {
            buf_printf(page->out, "      %s: ", catalogue_value(CATALOGUE_TARGET_GROUP, group)->slug);
            rules_put_value(page, param, page->period->value[group][param]);
            buf_put_char(page->out, '\n');
        }
}

static void put_params(const struct rules_page *page, enum rule rule)
{
    for (uint32_t param = 0; param < PARAM_COUNT; param++) {
        bool is_switch = param >= PARAM_ON && param < PARAM_NORM_DAYS;
        if (param_info((enum param)param).rule == rule && !is_switch)
            put_param(page, (enum param)param);
    }
}

/* Where a rule is switched off, for all or for some groups. */
static void put_off(const struct rules_page *page, enum rule rule)
{
    enum param on = (enum param)(PARAM_ON + rule - 1);
    if (!page->period->value[TARGET_GROUP_NONE_][on])
        buf_printf(page->out, "  %s\n", page_say(page, "Slået fra.", "Switched off."));
    for (uint32_t group = 1; group < TARGET_GROUP_COUNT; group++)
        if (page->period->value[group][on] != page->period->value[TARGET_GROUP_NONE_][on])
            buf_printf(page->out, "  %s %s.\n",
                       page->period->value[group][on] ? page_say(page, "Slået til for", "Switched on for")
                                                      : page_say(page, "Slået fra for", "Switched off for"),
                       catalogue_value(CATALOGUE_TARGET_GROUP, group)->slug);
}

static void put_rule(const struct rules_page *page, enum rule rule)
{
    const struct rule_info *info = rule_info(rule);
    const struct rule_text *text = rule_text(rule);
    bool statutory = info->kind == RULE_STATUTORY;
    buf_printf(page->out, "%s %s · %s · %s\n", info->id, info->slug,
               statutory ? page_say(page, "lov", "statutory") : page_say(page, "kodeks", "codex"),
               page_say(page, info->danish, info->english));
    if (text->english)
        put_paragraph(page, page_say(page, "Brud", "In breach"), rule,
                      page_say(page, text->danish, text->english));
    put_params(page, rule);
    put_off(page, rule);
    if (info->flags & RULE_FLEX_EMPLOYED_TOO)
        buf_printf(
            page->out, "  %s\n",
            page_say(page, "Gælder også ansatte i fleksjob.", "Applies to the employed in flex job, too."));
    put_paragraph(page, page_say(page, "Ophører ved", "Cleared by"), rule,
                  page_say(page, text->danish_clears ? text->danish_clears : info->clears, info->clears));
    buf_put_char(page->out, '\n');
}

void rules_print(struct buf *out, const struct rule_sets *sets, day_t day, bool danish)
{
    struct rules_page page = {out, rule_period_on(sets, day), danish};
    char text[DAY_TEXT];
    if (!page.period)
        return;
    day_to_text(day, text);
    buf_printf(out, "%s %.*s\n\n", page_say(&page, "Reglerne, som de gælder", "The rules as they stand on"),
               DAY_TEXT, text);
    for (uint32_t rule = 1; rule < RULE_COUNT; rule++)
        put_rule(&page, (enum rule)rule);
    buf_printf(out, "%s\n", page_say(&page, "Fælles parametre", "Shared parameters"));
    put_params(&page, RULE_NONE);
    buf_printf(out, "\n%s\n", page_say(&page, "Begreber", "Terms"));
    size_t n;
    const struct rule_term *terms = rule_terms(&n);
    for (size_t i = 0; i < n; i++)
        put_paragraph(&page, page_say(&page, terms[i].danish_term, terms[i].english_term), RULE_NONE,
                      page_say(&page, terms[i].danish, terms[i].english));
    put_wrapped(
        out,
        str_of(page_say(
            &page,
            "\nEn markering ophører også, når sagen lukkes. Målgruppen ansat i fleksjob vurderes kun, hvor "
            "det "
            "står.",
            "\nA flag also ends when the case is closed. The target group employed in flex job is judged "
            "only where a rule says so.")),
        0, 0);
}
