/* The rules in words: what is printed is whole, names every parameter, and fits the page; the JSON says the
 * same. */
#include <stdio.h>

#include "unit.h"

#include "client/rules_text.h"
#include "core/kind.h"
#include "core/rule_text.h"
#include "core/rule_words.h"
#include "schema.gen.h"
#include "wire/json_rules.h"

static struct arena arena;
static struct buf out;
static struct err err;
static struct rule_set_list list;

static int setup(void **state)
{
    (void)state;
    struct str texts[16];
    size_t n = 0;
    arena_init(&arena, 8 << 20);
    buf_init(&out, 1 << 20);
    for (; n < ARRAY_LEN(texts) && schema_rulesets[n].name; n++)
        texts[n] = (struct str){schema_rulesets[n].text, schema_rulesets[n].len};
    return json_rule_sets(&arena, texts, n, &list, &err) ? -1 : 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_clear(&arena);
    buf_clear(&out);
    return 0;
}

static bool holds(struct str text, const char *part)
{
    return memmem(text.at, text.len, part, strlen(part)) != NULL;
}

/* Each rule has its words in both languages, and they name each of its parameters. */
static void rules_have_words(void **state)
{
    (void)state;
    for (uint32_t r = 1; r < RULE_COUNT; r++) {
        enum rule rule = (enum rule)r;
        const struct rule_text *text = rule_text(rule);
        if (!text->danish || !text->english || !text->danish_clears)
            fail_msg("%s has no words", rule_info(rule)->id);
        for (uint32_t p = 0; p < PARAM_ON; p++) {
            struct param_info param = param_info((enum param)p);
            if (param.rule == rule &&
                (!holds(str_of(text->danish), param.name) || !holds(str_of(text->english), param.name)))
                fail_msg("%s does not say what %s is", rule_info(rule)->id, param.name);
        }
    }
}

static bool is_label(struct str text, bool danish)
{
    for (uint32_t c = 0; c < CATALOGUE_COUNT; c++)
        for (uint32_t i = 1; i <= catalogue_size((enum catalogue)c); i++) {
            const struct catalogue_value *value = catalogue_value((enum catalogue)c, i);
            if (value && str_equal(str_of(danish ? value->danish : value->english), text))
                return true;
        }
    return false;
}

/* What a text quotes is a label of a catalogue, by the letter: the reader finds it in the tables. And no name of
 * the program stands in a text, but for those that `names` lists. */
static void assert_readable(const char *what, const char *text, bool danish, const char *names)
{
    const char *open = danish ? "»" : "“", *close = danish ? "«" : "”";
    const char *at = text;
    for (const char *end; (at = strstr(at, open)); at = end) {
        at += strlen(open);
        end = strstr(at, close);
        assert_non_null(end);
        if (!is_label((struct str){at, (size_t)(end - at)}, danish))
            fail_msg("%s quotes what is no label: %.*s", what, (int)(end - at), at);
    }
    bool in_braces = false;
    for (at = text; *at; at++) {
        in_braces = *at == '{' || (in_braces && *at != '}');
        if (*at != '_' || in_braces)
            continue;
        const char *from = at, *to = at;
        while (from > text && ((from[-1] >= 'a' && from[-1] <= 'z') || from[-1] == '_'))
            from--;
        while ((*to >= 'a' && *to <= 'z') || (*to >= '0' && *to <= '9') || *to == '_')
            to++;
        if (!memmem(names, strlen(names), from, (size_t)(to - from)))
            fail_msg("%s names a thing of the program: %.*s", what, (int)(to - from), from);
    }
}

static void texts_can_be_read_without_the_program(void **state)
{
    (void)state;
    for (uint32_t r = 1; r < RULE_COUNT; r++) {
        const char *id = rule_info((enum rule)r)->id;
        const struct rule_text *text = rule_text((enum rule)r);
        const struct rule_basis *basis = rule_basis((enum rule)r);
        /* the demands of R7.6 are given by target group: they stand in the table, by their names */
        const char *names = r == RULE_R7_6
                                ? "first_talk_days talks_in_6_months talks_month_3_to_6 follow_up_months "
                                  "early_follow_up_days"
                                : "";
        const char *both[][2] = {{text->danish, text->english},
                                 {text->danish_clears, rule_info((enum rule)r)->clears},
                                 {basis->danish, basis->english},
                                 {basis->danish_question, basis->english_question},
                                 {basis->danish_flag, basis->english_flag}};
        for (size_t i = 0; i < ARRAY_LEN(both); i++) {
            assert_readable(id, both[i][0], true, names);
            assert_readable(id, both[i][1], false, names);
        }
    }
    size_t n;
    const struct rule_term *terms = rule_terms(&n);
    for (size_t i = 0; i < n; i++) {
        assert_readable(terms[i].danish_term, terms[i].danish, true, "");
        assert_readable(terms[i].english_term, terms[i].english, false, "");
    }
}

/* R1.1 names the reasons that count and are no breach: all of them. */
static void reasons_that_are_no_breach(void **state)
{
    (void)state;
    const struct rule_text *text = rule_text(RULE_R1_1);
    for (uint32_t i = 1; i <= catalogue_size(CATALOGUE_SWITCH_REASON); i++) {
        const struct catalogue_value *reason = catalogue_value(CATALOGUE_SWITCH_REASON, i);
        bool named = (reason->flags & SWITCH_COUNTS) && !(reason->flags & SWITCH_BREACH);
        assert_int_equal(holds(str_of(text->danish), reason->danish), named);
        assert_int_equal(holds(str_of(text->english), reason->english), named);
    }
    const struct rule_text *met = rule_text(RULE_R2_1); /* and R2.1 the moves that are a take-over */
    for (uint32_t i = 1; i <= catalogue_size(CATALOGUE_TRANSITION_KIND); i++) {
        const struct catalogue_value *move = catalogue_value(CATALOGUE_TRANSITION_KIND, i);
        assert_int_equal(holds(str_of(met->danish), move->danish), (move->flags & TRANSITION_TAKE_OVER) != 0);
        assert_int_equal(holds(str_of(met->english), move->english),
                         (move->flags & TRANSITION_TAKE_OVER) != 0);
    }
}

static void assert_words(enum rule rule, const char *text, bool danish, const char *want)
{
    buf_empty(&out);
    rule_put_words(&out, rule_period_on(&list.resolved, day_from_civil(2026, 1, 1)), rule, text, danish);
    assert_str(buf_str(&out), want);
}

/* The rule's own value before the shared one, those of groups behind it, tenths as people write them. */
static void values_stand_in_the_words(void **state)
{
    (void)state;
    assert_words(RULE_R1_1, "{amber} of {window_days}.", false, "2 of 365.");
    assert_words(RULE_R7_1, "{red_days}", false, "90 (insured unemployed: 77; cash benefit, job-ready: 77)");
    assert_words(RULE_R7_1, "{red_days}", true, "90 (dagpengemodtager: 77; jobparat, kontanthjælp: 77)");
    assert_words(RULE_R3_3, "{mean_tenths}", true, "2,5");
    assert_words(RULE_R3_3, "{mean_tenths}", false, "2.5");
    assert_words(RULE_R2_1, "{handover_before_wd}", false, "10");
    assert_words(RULE_NONE, "{cover_days}", true, "30");
    assert_words(RULE_NONE, "{amber_days} {", true, "{amber_days} {"); /* no shared one of that name */
}

static void the_page(void **state)
{
    (void)state;
    for (int danish = 0; danish <= 1; danish++) {
        buf_empty(&out);
        rules_print(&out, &list.resolved, day_from_civil(2026, 1, 1), danish);
        assert_false(out.failed);
        struct str page = buf_str(&out);
        assert_true(str_is_utf8(page));
        size_t column = 0;
        for (size_t i = 0; i < page.len; i++) {
            column = page.at[i] == '\n' ? 0 : column + (((uint8_t)page.at[i] & 0xC0) != 0x80);
            if (column > 100)
                fail_msg("a line is longer than the page: %.*s", 60, page.at + i - 60);
        }
        assert_true(holds(page, danish ? "R7.1 stalled · kodeks · sagen ligger stille\n"
                                       : "R7.1 stalled · codex · stalled\n"));
        assert_true(holds(page, danish
                                    ? "amber_days = 60 egne dage [1–730]\n      unemployment_insured: 49\n"
                                    : "amber_days = 60 own days [1–730]\n      unemployment_insured: 49\n"));
        assert_true(holds(page, "counted_from = "));
        for (uint32_t rule = RULE_NONE + 1; rule < RULE_COUNT; rule++) {
            char heading[64];
            (void)snprintf(heading, sizeof heading, "%s %s", rule_info((enum rule)rule)->id,
                           rule_info((enum rule)rule)->slug);
            assert_true(holds(page, heading));
        }
    }
    buf_empty(&out);
    rules_print(&out, &list.resolved, day_from_civil(1999, 12, 31), false);
    assert_int_equal(out.len, 0);
}

/* Values that differ from the defaults, for all, for a group, and rules that are off, are said. */
static void changed_values_are_said(void **state)
{
    (void)state;
    static const char set[] =
        "{\"id\":\"x\",\"valid_from\":\"2020-01-01\",\"shared\":{\"counted_from\":\"2024-05-01\"},\"rules\":{"
        "\"R1.1\":{\"amber\":3,\"on\":0},\"R7.1\":{\"groups\":{\"sick_pay\":{\"on\":0,\"red_days\":99}}}}}";
    assert_int_equal(json_rule_sets(&arena, &(struct str){set, sizeof set - 1}, 1, &list, &err), ERR_NONE);
    rules_print(&out, &list.resolved, day_from_civil(2024, 1, 1), false);
    struct str page = buf_str(&out);
    assert_true(holds(page, "amber = 3 switches [1–20] (default 2)\n"));
    assert_true(holds(page, "  Switched off.\n"));
    assert_true(holds(page, "  Switched off for sick_pay.\n"));
    assert_true(holds(page, "red_days = 90 own days [1–1095]\n      sick_pay: 99\n"));
    assert_true(holds(page, "counted_from = 2024-05-01 (default none)\n"));
}

static size_t count_of(struct str page, const char *text)
{
    size_t n = 0, len = strlen(text);
    for (size_t i = 0; i + len <= page.len; i++)
        n += memcmp(page.at + i, text, len) == 0;
    return n;
}

/* The rows of a table have as many cells as its heading. */
static void assert_tables(struct str page)
{
    size_t cells = 0, line = 0;
    for (size_t i = 0; i <= page.len; i++) {
        if (i < page.len && page.at[i] != '\n')
            continue;
        struct str row = {page.at + line, i - line};
        size_t n = count_of(row, "|");
        bool is_row = row.len > 0 && row.at[0] == '|';
        if (is_row && cells)
            assert_int_equal(n, cells);
        cells = is_row ? n : 0;
        line = i + 1;
    }
}

/* The page of the handbook: every rule with its words, limits, what clears it, whose it is and why it is there; the
 * terms, the catalogues, the rule sets; in both languages. */
static void the_handbook(void **state)
{
    (void)state;
    for (int danish = 0; danish < 2; danish++) {
        buf_empty(&out);
        rules_print_markdown(&out, &list, day_from_civil(2026, 1, 1), danish);
        assert_false(out.failed);
        struct str page = buf_str(&out);
        for (uint32_t r = 1; r < RULE_COUNT; r++) {
            const struct rule_info *info = rule_info((enum rule)r);
            char heading[200];
            (void)snprintf(heading, sizeof heading, "\n### %s %s\n", info->id,
                           danish ? info->danish : info->english);
            assert_int_equal(count_of(page, heading), 1);
            const struct rule_basis *basis = rule_basis((enum rule)r);
            assert_true(basis->danish && basis->english);
            assert_true(holds(page, danish ? basis->danish : basis->english));
        }
        assert_int_equal(count_of(page, danish ? "\n**Brud.** " : "\n**In breach.** "), RULE_COUNT - 1);
        assert_int_equal(count_of(page, danish ? "\n**Hvorfor.** " : "\n**Why.** "), RULE_COUNT - 1);
        assert_int_equal(count_of(page, danish ? "\n**Markering.** " : "\n**Flag.** "), RULE_COUNT - 1);
        assert_int_equal(count_of(page, "{"), 0);
        assert_int_equal(count_of(page, "\n* (5) "), 1); /* the points of R7.6 */
        for (size_t i = 0; i < list.n; i++) {
            char heading[RULE_SET_ID_MAX + 20];
            (void)snprintf(heading, sizeof heading, "\n### %.*s – ", STR_ARG(list.sets[i].id));
            assert_int_equal(count_of(page, heading), 1);
            assert_true(list.sets[i].note.len > 0 && list.sets[i].note_en.len > 0);
            struct str note = danish ? list.sets[i].note : list.sets[i].note_en;
            assert_non_null(memmem(page.at, page.len, note.at, note.len));
        }
        assert_tables(page);
        /* which rule set holds on the day, which are the law's, and what is off */
        assert_true(holds(
            page, danish ? "**den 1. januar 2026**, hvor regelsættet `sick-2025` er i kraft (fra den 1. "
                           "januar 2025)"
                         : "**1 January 2026**, when the rule set `sick-2025` is in force (from 1 January "
                           "2025)"));
        assert_true(
            holds(page, danish ? "R4.1 indsats uden plan; R4.5 mål mangler i planen; R7.6 lovens samtaler."
                               : "R4.1 intervention without plan; R4.5 goal missing in the plan; R7.6 talks "
                                 "required by law."));
        assert_true(holds(
            page, danish ? "  * R4.1 indsats uden plan: dagpengemodtager; sygedagpenge\n"
                         : "  * R4.1 intervention without plan: insured unemployed; sickness benefit\n"));
        assert_true(holds(page, danish ? "| `lab-2024` | 1. januar 2024 | 31. december 2024 |\n"
                                       : "| `lab-2024` | 1 January 2024 | 31 December 2024 |\n"));
        assert_true(
            holds(page, danish ? "* R4.5 mål mangler i planen: slået fra for sygedagpenge\n"
                               : "* R4.5 goal missing in the plan: switched off for sickness benefit\n"));
    }
    buf_empty(&out);
    rules_print_markdown(&out, &list, day_from_civil(1999, 1, 1), true);
    assert_int_equal(out.len, 0);
}

static void the_json(void **state)
{
    (void)state;
    const struct json *value;
    json_put_rules(&out, &list, day_from_civil(2026, 1, 1));
    assert_false(out.failed);
    assert_int_equal(json_parse(&arena, buf_str(&out), &value, &err), ERR_NONE);
    const struct json *rules = json_find(value, "rules");
    const struct json *sets = json_find(value, "rule_sets");
    assert_int_equal(sets->n, list.n);
    for (size_t i = 0; i < list.n; i++) {
        assert_true(str_equal(json_find(&sets->items[i], "note")->text, list.sets[i].note));
        assert_true(str_equal(json_find(&sets->items[i], "note_en")->text, list.sets[i].note_en));
    }
    for (uint32_t r = 1; r < RULE_COUNT; r++) {
        const struct json *rule = &rules->items[r - 1];
        assert_str(json_find(rule, "rule")->text, rule_info((enum rule)r)->id);
        struct str words = json_find(json_find(rule, "breach"), "da")->text;
        assert_true(words.len > 0 && !holds(words, "{"));
        size_t params = 0;
        for (uint32_t p = 0; p < PARAM_COUNT; p++)
            params += param_info((enum param)p).rule == (enum rule)r;
        assert_int_equal(json_find(rule, "parameters")->n, params);
    }
    assert_int_equal(rules->n, RULE_COUNT - 1);
    buf_empty(&out);
    json_put_rules(&out, &list, day_from_civil(1999, 1, 1));
    assert_int_equal(out.len, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(rules_have_words, setup, teardown),
        cmocka_unit_test(texts_can_be_read_without_the_program),
        cmocka_unit_test(reasons_that_are_no_breach),
        cmocka_unit_test_setup_teardown(values_stand_in_the_words, setup, teardown),
        cmocka_unit_test_setup_teardown(the_page, setup, teardown),
        cmocka_unit_test_setup_teardown(changed_values_are_said, setup, teardown),
        cmocka_unit_test_setup_teardown(the_handbook, setup, teardown),
        cmocka_unit_test_setup_teardown(the_json, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
