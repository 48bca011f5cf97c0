/* The oracle against the worked examples. */
#include "unit.h"

#include "cases.h"
#include "tests/oracle/oracle.h"

static const char *const severities[] = {"", "info", "amber", "red"};
static struct arena forever; /* the rule sets */
static struct rule_sets packs;
static struct oracle oracle;
static struct oracle_question question;
static struct oracle_spans found;

static const char *day_text(day_t day)
{
    static char texts[4][DAY_TEXT + 1];
    static size_t next;
    char *text = texts[next++ % 4];
    day_to_text(day, text);
    text[DAY_TEXT] = 0;
    return text;
}

/* ---- the worked examples ----------------------------------------------------------------------------- */

static size_t n_examples, n_spans, n_switch_days, n_wrong, rules_seen[RULE_COUNT];

static bool is_asked(const struct json *only, enum rule rule)
{
    for (size_t i = 0; only && i < only->n; i++)
        if (rule_by_id(text_of(&only->items[i])) == rule)
            return true;
    return !only;
}

/* Touching spans of one severity are written as one. */
static uint32_t join(struct span *at, uint32_t n)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n; i++) {
        struct span *last = kept ? &at[kept - 1] : NULL;
        if (last && last->to == at[i].from && last->severity == at[i].severity && last->rule == at[i].rule &&
            last->subject == at[i].subject)
            last->to = at[i].to;
        else
            at[kept++] = at[i];
    }
    return kept;
}

static bool equal_spans(const struct json *expected, const struct span *at, size_t n)
{
    bool same = n == (expected ? expected->n : 0);
    for (size_t i = 0; same && i < n; i++) {
        const struct json *one = &expected->items[i];
        same = day_value(&one->items[0]) == at[i].from && day_value(&one->items[1]) == at[i].to &&
               str_equal(text_of(&one->items[2]), str_of(severities[at[i].severity]));
    }
    return same;
}

static void check_key(const struct example *example, const struct json *expected, struct str key,
                      const struct span *at, size_t n)
{
    n_spans += n;
    if (equal_spans(expected, at, n))
        return;
    n_wrong++;
    print_error("%.*s: %.*s is wrong; the oracle says:\n", STR_ARG(example->name), STR_ARG(key));
    for (size_t i = 0; i < n; i++)
        print_error("  [%s, %s, %s]\n", day_text(at[i].from), day_text(at[i].to), severities[at[i].severity]);
}

static void check_example_spans(const struct example *example)
{
    const struct json *expect = member(example->json, "expect");
    size_t keys = 0;
    found.n = join(found.at, found.n);
    for (uint32_t i = 0, end; i < found.n; i = end) {
        const struct span *first = &found.at[i];
        char key[32];
        for (end = i;
             end < found.n && found.at[end].rule == first->rule && found.at[end].subject == first->subject;)
            end++;
        (void)snprintf(key, sizeof key, "%s:%u", rule_info((enum rule)first->rule)->id, first->subject);
        check_key(example, member(expect, key), str_of(key), first, end - i);
        keys += member(expect, key) != NULL;
        rules_seen[first->rule]++;
    }
    for (size_t i = 0; expect && keys < expect->n && i < expect->n; i++) {
        bool there = false;
        for (uint32_t s = 0; s < found.n; s++) {
            char key[32];
            (void)snprintf(key, sizeof key, "%s:%u", rule_info((enum rule)found.at[s].rule)->id,
                           found.at[s].subject);
            there = there || str_equal(expect->members[i].name, str_of(key));
        }
        if (!there)
            check_key(example, &expect->members[i].value, expect->members[i].name, NULL, 0);
    }
}

static struct str staff_name(const struct example *example, uint32_t staff)
{
    return staff ? example->staff.at[staff - 1] : STR("nobody");
}

static void check_example_switches(const struct example *example)
{
    static const char *const weights[] = {"whole", "half", "intake", "not counted"};
    static struct oracle_change changes[ORACLE_CHANGES];
    const struct json *days = member(example->json, "switches");
    for (size_t i = 0; days && i < days->n; i++) {
        const struct json *expected = &days->members[i].value;
        day_t on = DAY_NONE;
        assert_true(day_parse(days->members[i].name, &on));
        size_t n = oracle_changes(&oracle, on, oracle_params(&oracle, &example->sets, on), changes);
        bool same = n == expected->n;
        for (size_t c = 0; same && c < n; c++) {
            const struct json *one = &expected->items[c];
            const struct catalogue_value *reason =
                catalogue_value(CATALOGUE_SWITCH_REASON, changes[c].reason);
            same = day_value(&one->items[0]) == changes[c].day &&
                   str_equal(text_of(&one->items[1]), staff_name(example, changes[c].former)) &&
                   str_equal(text_of(&one->items[2]), staff_name(example, changes[c].holder)) &&
                   str_equal(text_of(&one->items[3]), str_of(reason ? reason->slug : NULL)) &&
                   str_equal(text_of(&one->items[4]), str_of(weights[changes[c].weight]));
        }
        n_switch_days++;
        n_wrong += !same;
        if (!same)
            print_error("%.*s: switches as known on %s are wrong\n", STR_ARG(example->name), day_text(on));
    }
}

/* The days of an example, and those on which its switches are asked. */
static day_t last_day(const struct json *json)
{
    day_t last = day_value(member(json, "to")), on;
    const struct json *days = member(json, "switches");
    for (size_t i = 0; days && i < days->n; i++)
        if (day_parse(days->members[i].name, &on) && on > last)
            last = on;
    return last;
}

static void check_example(const struct json *json)
{
    struct arena arena;
    struct example example;
    bool asked[RULE_COUNT] = {false};
    arena_init(&arena, 64 << 20);
    read_example(&arena, json, &packs, &example);
    for (uint32_t rule = RULE_NONE + 1; rule < RULE_COUNT; rule++)
        asked[rule] = is_asked(member(json, "only"), (enum rule)rule);
    oracle_make(&oracle, &example.history, last_day(json));
    oracle_ask(&question, &oracle, &example.sets);
    oracle_spans(&question, asked, day_value(member(json, "from")), day_value(member(json, "to")), &found);
    check_example_spans(&example);
    check_example_switches(&example);
    n_examples++;
    arena_clear(&arena);
}

static void the_oracle_gives_each_worked_example(void **state)
{
    (void)state;
    DIR *folder = opendir("tests/cases");
    assert_non_null(folder);
    for (const struct dirent *file; (file = readdir(folder));) {
        struct arena arena;
        char path[300];
        if (!strstr(file->d_name, ".json"))
            continue;
        arena_init(&arena, 64 << 20);
        (void)snprintf(path, sizeof path, "tests/cases/%s", file->d_name);
        const struct json *examples = file_json(&arena, path);
        for (size_t i = 0; i < examples->n; i++)
            check_example(&examples->items[i]);
        arena_clear(&arena);
    }
    (void)closedir(folder);
    print_message("%zu examples: %zu spans, switches on %zu days\n", n_examples, n_spans, n_switch_days);
    assert_int_equal(n_wrong, 0);
    for (uint32_t rule = RULE_NONE + 1; rule < RULE_COUNT; rule++)
        if (!rules_seen[rule])
            fail_msg("no example shows %s in breach", rule_info((enum rule)rule)->id);
    assert_true(n_examples > 100);
}

static int read_packs(void **state)
{
    (void)state;
    arena_init(&forever, 64 << 20);
    read_rule_sets(&forever, NULL, &packs);
    return 0;
}

static int clear_packs(void **state)
{
    (void)state;
    arena_clear(&forever);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_oracle_gives_each_worked_example),
    };
    return cmocka_run_group_tests(tests, read_packs, clear_packs);
}
