/* Rule sets: the shipped packs, inheritance, overlay, groups, bounds; and reading them from JSON. */
#include "unit.h"

#include <stdio.h>

#include "core/rule.h"
#include "wire/json_rules.h"

static struct arena arena;
static struct err err;

static int setup(void **state)
{
    (void)state;
    arena_init(&arena, 16 << 20);
    err = (struct err){.code = ERR_NONE};
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    mem_fail_after(0);
    arena_clear(&arena);
    return 0;
}

static day_t day(int year, int month, int date)
{
    return day_from_civil(year, month, date);
}

/* Reads a list of rule sets, written with ' for ", and resolves it; the n-th gets number n + 1. */
static enum err_code resolve(const char *text, struct rule_sets *sets)
{
    size_t len = strlen(text);
    char *copy = arena_alloc(&arena, len + 1);
    assert_non_null(copy);
    for (size_t i = 0; i < len; i++)
        copy[i] = text[i] == '\'' ? '"' : text[i];
    const struct json *list;
    if (json_parse(&arena, (struct str){copy, len}, &list, &err))
        fail_msg("%s", err.text);
    struct rule_period_source *sources = ARENA_ARRAY(&arena, struct rule_period_source, list->n);
    char(*pointers)[16] = arena_array(&arena, list->n, sizeof *pointers);
    assert_true(sources && pointers);
    for (size_t i = 0; i < list->n; i++) {
        struct rule_set_text set;
        json_pointer_item(pointers[i], sizeof pointers[i], "", i);
        enum err_code code = json_rule_set(&arena, &list->items[i], pointers[i], &set, &err);
        if (code)
            return code;
        sources[i] = set.source;
        sources[i].number = (int32_t)i + 1;
    }
    return rule_sets_resolve(&arena, sources, list->n, sets, &err);
}

static int32_t value_on(const struct rule_sets *sets, day_t on, enum target_group group, enum param param)
{
    const struct rule_period *period = rule_period_on(sets, on);
    if (!period)
        fail_msg("no period");
    return period ? period->value[group][param] : 0;
}

static struct rule_sets shipped(void)
{
    static const char *const files[] = {"01_base", "02_lab-2020", "03_lab-2024", "04_sick-2025",
                                        "05_reform-2026"};
    static struct rule_period_source sources[ARRAY_LEN(files)];
    for (size_t i = 0; i < ARRAY_LEN(files); i++) {
        char path[64], *text = arena_alloc(&arena, 1 << 16);
        (void)snprintf(path, sizeof path, "schema/rulesets/%s.json", files[i]);
        FILE *file = fopen(path, "rb");
        if (!file || !text)
            fail_msg("%s cannot be read", path);
        size_t len = fread(text, 1, 1 << 16, file);
        (void)fclose(file);
        const struct json *value;
        struct rule_set_text set;
        if (json_parse(&arena, (struct str){text, len}, &value, &err) ||
            json_rule_set(&arena, value, "", &set, &err))
            fail_msg("%s: %s at \"%s\"", path, err.text, err.pointer);
        assert_true(str_equal(set.id, str_of(files[i] + 3)));
        sources[i] = set.source;
        sources[i].number = (int32_t)i + 1;
    }
    struct rule_sets sets = {NULL, 0};
    if (rule_sets_resolve(&arena, sources, ARRAY_LEN(files), &sets, &err))
        fail_msg("%s at \"%s\"", err.text, err.pointer);
    return sets;
}

/* The base pack says what the table says: two places for one fact, so they are compared. */
static void the_base_pack_is_the_tables_defaults(void **state)
{
    (void)state;
    struct rule_sets sets = shipped();
    const struct rule_period *base = rule_period_on(&sets, day(2000, 1, 1));
    assert_non_null(base);
    for (uint32_t p = 0; p < PARAM_COUNT; p++)
        if (base->value[TARGET_GROUP_NONE_][p] != param_info((enum param)p).initial)
            fail_msg("%s of %u differs", param_info((enum param)p).name, param_info((enum param)p).rule);
}

static void shipped_packs(void **state)
{
    (void)state;
    struct rule_sets sets = shipped();
    static const struct {
        int year, month, date;
        enum target_group group;
        enum param param;
        int32_t value;
        const char *why;
    } rows[] = {
        {2019, 12, 31, TARGET_GROUP_SICK_PAY, PARAM_R7_1_AMBER_DAYS, 60, "no group's own value"},
        {2019, 12, 31, TARGET_GROUP_CASH_JOB_READY, PARAM_R7_1_AMBER_DAYS, 49, "of its own from the base on"},
        {2026, 12, 31, TARGET_GROUP_CASH_JOB_READY, PARAM_R7_1_RED_DAYS, 77, "inherited through all packs"},
        {2019, 12, 31, TARGET_GROUP_CASH_JOB_READY, PARAM_R7_6_FIRST_TALK_DAYS, 0, "not yet"},
        {2020, 1, 1, TARGET_GROUP_CASH_JOB_READY, PARAM_R7_6_FIRST_TALK_DAYS, 7, "from the first day on"},
        {2020, 1, 1, TARGET_GROUP_NONE_, PARAM_R7_6_FIRST_TALK_DAYS, 0, "only for the groups"},
        {2026, 7, 1, TARGET_GROUP_CASH_JOB_READY, PARAM_R7_6_FIRST_TALK_DAYS, 7, "the first talk stays"},
        {2026, 7, 1, TARGET_GROUP_CASH_JOB_READY, PARAM_R7_6_TALKS_IN_6_MONTHS, 0, "the four talks do not"},
        {2026, 6, 30, TARGET_GROUP_CASH_JOB_READY, PARAM_R7_6_TALKS_IN_6_MONTHS, 4, "until the day before"},
        {2024, 12, 31, TARGET_GROUP_SICK_PAY, PARAM_R7_6_TALKS_IN_6_MONTHS, 4, "until the day before"},
        {2025, 1, 1, TARGET_GROUP_SICK_PAY, PARAM_R7_6_TALKS_IN_6_MONTHS, 0, "back to none"},
        {2025, 1, 1, TARGET_GROUP_SICK_PAY, PARAM_ON + RULE_R4_1 - 1, 0, "switched off for one group"},
        {2025, 1, 1, TARGET_GROUP_RESOURCE_COURSE, PARAM_ON + RULE_R4_1 - 1, 1, "and for no other"},
        {2024, 1, 1, TARGET_GROUP_UNEMPLOYMENT_INSURED, PARAM_R7_6_TALKS_MONTH_3_TO_6, 3, ""},
        {2025, 1, 1, TARGET_GROUP_NONE_, PARAM_NORM_DAYS + WAIT_REASON_REHAB_TEAM - 1, 35,
         "the table of norms"},
        {2025, 1, 1, TARGET_GROUP_NONE_, PARAM_COUNTED_FROM, DAY_NONE, "null"},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        int32_t is =
            value_on(&sets, day(rows[i].year, rows[i].month, rows[i].date), rows[i].group, rows[i].param);
        if (is != rows[i].value)
            fail_msg("row %zu (%s): %d", i, rows[i].why, is);
    }
    assert_int_equal(sets.n, 5);
    assert_null(rule_period_on(&sets, day(1999, 12, 31)));
    assert_null(rule_period_on(&sets, DAY_NONE));
    assert_int_equal(rule_period_on(&sets, DAY_NEVER)->number, 5);
    assert_int_equal(rule_period_on(&sets, day(2023, 12, 31))->number, 2);
    assert_null(rule_period_on(&(struct rule_sets){NULL, 0}, 0));
}

static void inheritance_and_overlay(void **state)
{
    (void)state;
    struct rule_sets sets;
    /* Written out of order; two of one day, the later on top; a group's own value outlives a general one. */
    assert_int_equal(
        resolve(
            "[{'id':'c','valid_from':'2024-01-01','rules':{'R7.1':{'amber_days':50}}},"
            "{'id':'a','valid_from':'2020-01-01','rules':{'R7.1':{'groups':{'sick_pay':{'amber_days':40}}}}},"
            "{'id':'b','valid_from':'2022-01-01','shared':{'cover_days':10,'counted_from':'2022-01-01'}},"
            "{'id':'d','valid_from':'2024-01-01','shared':{'counted_from':null},"
            "'rules':{'R7.1':{'amber_days':55,'red_days':80},"
            "'R7.2':{'norm_days':{'rehab_team':0},'groups':{'sick_pay':{'norm_days':{'rehab_team':3}}}}}}]",
            &sets),
        ERR_NONE);
    assert_int_equal(sets.n, 3);
    assert_int_equal(value_on(&sets, day(2021, 1, 1), TARGET_GROUP_SICK_PAY, PARAM_R7_1_AMBER_DAYS), 40);
    assert_int_equal(value_on(&sets, day(2021, 1, 1), TARGET_GROUP_FLEX_JOB_REFERRED, PARAM_R7_1_AMBER_DAYS),
                     60);
    assert_int_equal(value_on(&sets, day(2024, 1, 1), TARGET_GROUP_SICK_PAY, PARAM_R7_1_AMBER_DAYS), 40);
    assert_int_equal(value_on(&sets, day(2024, 1, 1), TARGET_GROUP_SICK_PAY, PARAM_R7_1_RED_DAYS), 80);
    assert_int_equal(value_on(&sets, day(2024, 1, 1), TARGET_GROUP_NONE_, PARAM_R7_1_AMBER_DAYS), 55);
    assert_int_equal(value_on(&sets, day(2023, 12, 31), TARGET_GROUP_NONE_, PARAM_COVER_DAYS), 10);
    assert_int_equal(value_on(&sets, day(2021, 12, 31), TARGET_GROUP_SICK_PAY, PARAM_COVER_DAYS), 30);
    assert_int_equal(value_on(&sets, day(2022, 1, 1), TARGET_GROUP_SICK_PAY, PARAM_COUNTED_FROM),
                     day(2022, 1, 1));
    assert_int_equal(value_on(&sets, day(2024, 1, 1), TARGET_GROUP_NONE_, PARAM_COUNTED_FROM), DAY_NONE);
    enum param rehab = PARAM_NORM_DAYS + WAIT_REASON_REHAB_TEAM - 1;
    assert_int_equal(value_on(&sets, day(2024, 1, 1), TARGET_GROUP_NONE_, rehab), 0);
    assert_int_equal(value_on(&sets, day(2024, 1, 1), TARGET_GROUP_SICK_PAY, rehab), 3);
    assert_int_equal(rule_period_on(&sets, day(2024, 1, 1))->number, 4);
    /* Within one period a group's value stands over the general one, whichever is written first. */
    assert_int_equal(resolve("[{'id':'a','valid_from':'2020-01-01','rules':{'R7.1':"
                             "{'groups':{'sick_pay':{'amber_days':40}},'amber_days':50}}}]",
                             &sets),
                     ERR_NONE);
    assert_int_equal(value_on(&sets, day(2021, 1, 1), TARGET_GROUP_SICK_PAY, PARAM_R7_1_AMBER_DAYS), 40);
    /* None at all. */
    assert_int_equal(rule_sets_resolve(&arena, NULL, 0, &sets, &err), ERR_NONE);
    assert_int_equal(sets.n, 0);
}

#define SET(members)        "[{'id':'x','valid_from':'2024-01-01'," members "}]"
#define RULE_VALUES(values) SET("'rules':{" values "}")

static void difference_of(uint64_t rules, const char *one, const char *two)
{
    struct rule_sets a, b;
    assert_int_equal(resolve(one, &a), ERR_NONE);
    if (resolve(two, &b))
        fail_msg("%s %s", err.pointer, err.text);
    assert_int_equal(rule_sets_difference(&a, &b), rules);
    assert_int_equal(rule_sets_difference(&b, &a), rules);
}

static void what_differs(void **state)
{
    (void)state;
    const char *base = "[{'id':'a','valid_from':'2020-01-01'}]";
    difference_of(0, base, base);
    difference_of(0, base, "[{'id':'a','valid_from':'2020-01-01'},{'id':'b','valid_from':'2024-01-01'}]");
    difference_of(RULE_BIT(RULE_R7_1), base,
                  "[{'id':'a','valid_from':'2020-01-01'},"
                  "{'id':'b','valid_from':'2024-01-01','rules':{'R7.1':{'amber_days':59}}}]");
    difference_of(RULE_BIT(RULE_R7_1) | RULE_BIT(RULE_R1_1), base, /* of one group; switched off */
                  "[{'id':'a','valid_from':'2020-01-01','rules':{'R1.1':{'on':0},"
                  "'R7.1':{'groups':{'sick_pay':{'amber_days':21}}}}}]");
    difference_of(
        RULE_BIT(RULE_R7_2) | RULE_BIT(RULE_R7_1) | RULE_BIT(RULE_R7_5), base, /* these read it, too */
        "[{'id':'a','valid_from':'2020-01-01','rules':{'R7.2':{'norm_days':{'medical_status_certificate':11}}}}]");
    /* what comes later may take it back: what counts is each day */
    difference_of(RULE_BIT(RULE_R7_1), base,
                  "[{'id':'a','valid_from':'2020-01-01','rules':{'R7.1':{'amber_days':59}}},"
                  "{'id':'b','valid_from':'2020-01-02','rules':{'R7.1':{'amber_days':60}}}]");
    difference_of(RULES_ALL, base, "[{'id':'a','valid_from':'2020-01-01','shared':{'cover_days':3}}]");
    difference_of(RULES_ALL, base,
                  "[{'id':'a','valid_from':'2020-01-01','shared':{'counted_from':'2026-01-01'}}]");
    difference_of(RULES_ALL, base, "[{'id':'a','valid_from':'2020-01-02'}]"); /* a day without rules */
}

static void bad_rule_sets_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text, *pointer, *says;
    } rows[] = {
        {"[7]", "/0", "object"},
        {"[{'valid_from':'2024-01-01'}]", "/0/id", "missing"},
        {"[{'id':'x'}]", "/0/valid_from", "missing"},
        {"[{'id':'x','valid_from':'2024-02-30'}]", "/0/valid_from", "YYYY-MM-DD"},
        {SET("'name':'y'"), "/0/name", "allowed: id, note, note_en, valid_from, shared, rules"},
        {SET("'rules':[]"), "/0/rules", "object"},
        {SET("'shared':{'covers':1}"), "/0/shared/covers", "no parameter"},
        {SET("'shared':{'on':1}"), "/0/shared/on", "no parameter"},
        {SET("'shared':{'amber':1}"), "/0/shared/amber", "no parameter"},
        {SET("'shared':{'groups':{}}"), "/0/shared/groups", "no parameter"},
        {SET("'shared':{'cover_days':366}"), "/0/shared/cover_days", "between 0 and 365"},
        {SET("'shared':{'cover_days':-1}"), "/0/shared/cover_days", "between 0 and 365"},
        {SET("'shared':{'counted_from':7}"), "/0/shared/counted_from", "day"},
        {SET("'shared':{'counted_from':'soon'}"), "/0/shared/counted_from", "day"},
        {RULE_VALUES("'R9.9':{}"), "/0/rules/R9.9", "no rule"},
        {RULE_VALUES("'R1.1':7"), "/0/rules/R1.1", "object"},
        {RULE_VALUES("'R1.1':{'amber_days':7}"), "/0/rules/R1.1/amber_days", "no parameter"},
        {RULE_VALUES("'R1.1':{'amber':'2'}"), "/0/rules/R1.1/amber", "whole number"},
        {RULE_VALUES("'R1.1':{'amber':2.0}"), "/0/rules/R1.1/amber", "whole number"},
        {RULE_VALUES("'R1.1':{'amber':9999999999}"), "/0/rules/R1.1/amber", "whole number"},
        {RULE_VALUES("'R1.1':{'amber':0}"), "/0/rules/R1.1/amber", "between 1 and 20"},
        {RULE_VALUES("'R1.1':{'on':2}"), "/0/rules/R1.1/on", "between 0 and 1"},
        {RULE_VALUES("'R1.1':{'on':true}"), "/0/rules/R1.1/on", "whole number"},
        {RULE_VALUES("'R1.1':{'amber':4}"), "/0/rules/R1.1/red", "red is below amber"},
        {RULE_VALUES("'R1.2':{'red_wd':4}"), "/0/rules/R1.2/red_wd", "red is below amber"},
        {RULE_VALUES("'R1.4':{'amber_days':90,'red':1}"), "", ""}, /* no pair: days and changes */
        {RULE_VALUES("'R7.1':{'groups':{'sick_pay':{'red_days':59}}}"),
         "/0/rules/R7.1/groups/sick_pay/red_days", "below"},
        {RULE_VALUES("'R7.1':{'groups':{'sick_pay':{'amber_days':91}}}"),
         "/0/rules/R7.1/groups/sick_pay/red_days", "below"},
        {RULE_VALUES("'R7.1':{'groups':{'sick_pay':{'amber_days':0}}}"),
         "/0/rules/R7.1/groups/sick_pay/amber_days", "between"},
        {RULE_VALUES("'R7.1':{'groups':{'sick':{}}}"), "/0/rules/R7.1/groups/sick", "no target_group"},
        {RULE_VALUES("'R7.1':{'groups':{'sick_pay':{'groups':{}}}}"), "/0/rules/R7.1/groups/sick_pay/groups",
         "no parameter"},
        {RULE_VALUES("'R7.1':{'groups':[]}"), "/0/rules/R7.1/groups", "object"},
        {RULE_VALUES("'R7.1':{'norm_days':{}}"), "/0/rules/R7.1/norm_days", "no parameter"},
        {RULE_VALUES("'R7.2':{'norm_days':7}"), "/0/rules/R7.2/norm_days", "object"},
        {RULE_VALUES("'R7.2':{'norm_days':{'x':7}}"), "/0/rules/R7.2/norm_days/x", "no wait_reason"},
        {RULE_VALUES("'R7.2':{'norm_days':{'other':3651}}"), "/0/rules/R7.2/norm_days/other",
         "between 0 and 3650"},
        {RULE_VALUES("'R7.2':{'groups':{'sick_pay':{'norm_days':{'other':-1}}}}"),
         "/0/rules/R7.2/groups/sick_pay/norm_days/other", "between"},
        /* After inheritance: a second period lowers red below what the first left. */
        {"[{'id':'a','valid_from':'2020-01-01','rules':{'R7.1':{'groups':{'sick_pay':{'amber_days':80}}}}},"
         "{'id':'b','valid_from':'2021-01-01','rules':{'R7.1':{'red_days':70}}}]",
         "/1/rules/R7.1/groups/sick_pay/red_days", "below"},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct rule_sets sets;
        err = (struct err){.code = ERR_NONE};
        enum err_code code = resolve(rows[i].text, &sets);
        if ((code == ERR_NONE) != (rows[i].says[0] == '\0') || strcmp(err.pointer, rows[i].pointer) != 0 ||
            !strstr(err.text, rows[i].says))
            fail_msg("%s: %d, \"%s\" at \"%s\"", rows[i].text, code, err.text, err.pointer);
    }
    /* What no JSON can say. */
    struct rule_sets sets;
    struct rule_change change = {PARAM_COUNT, TARGET_GROUP_NONE_, 1};
    struct rule_period_source source = {.valid_from = 0, .changes = &change, .n = 1};
    assert_int_equal(rule_sets_resolve(&arena, &source, 1, &sets, &err), ERR_INVALID);
    change = (struct rule_change){PARAM_COVER_DAYS, TARGET_GROUP_SICK_PAY, 1};
    assert_int_equal(rule_sets_resolve(&arena, &source, 1, &sets, &err), ERR_INVALID);
    assert_string_equal(err.pointer, "/shared/groups/sick_pay/cover_days");
    change = (struct rule_change){PARAM_R1_1_AMBER, TARGET_GROUP_COUNT, 1};
    assert_int_equal(rule_sets_resolve(&arena, &source, 1, &sets, NULL), ERR_INVALID);
    /* No day at all; a pointer into a text so deep that it is cut. */
    static const char deep[] =
        "/rule_sets/0/a/very/long/way/down/into/the/text/of/a/whole/list/of/rule/sets/that"
        "/somebody/keeps/in/one/great/file/for/years";
    source.pointer = deep;
    change = (struct rule_change){PARAM_COUNTED_FROM, TARGET_GROUP_NONE_, INT32_MAX};
    assert_int_equal(rule_sets_resolve(&arena, &source, 1, &sets, &err), ERR_INVALID);
    assert_true(strncmp(err.pointer, deep, sizeof deep - 1) == 0);
    assert_int_equal(strlen(err.pointer), sizeof err.pointer - 1);
    assert_non_null(strstr(err.text, "must be a day or null"));
    change = (struct rule_change){PARAM_COUNT, TARGET_GROUP_NONE_, 1};
    assert_int_equal(rule_sets_resolve(&arena, &source, 1, &sets, &err), ERR_INVALID);
    assert_true(strncmp(err.pointer, deep, sizeof deep - 1) == 0);
    /* Where there is room for more, what is no parameter is the end of it. */
    struct rule_change several[] = {{PARAM_R1_1_AMBER, TARGET_GROUP_SICK_PAY, 0},
                                    {PARAM_R1_1_AMBER, TARGET_GROUP_SICK_PAY, 99},
                                    {PARAM_R1_1_AMBER, TARGET_GROUP_COUNT, 0},
                                    {PARAM_R1_1_AMBER, TARGET_GROUP_NONE_, 0}};
    struct err room[5];
    struct err_list errors = {room, 0, ARRAY_LEN(room)};
    source = (struct rule_period_source){.valid_from = 9, .changes = several, .n = 2};
    assert_int_equal(rule_sets_with(&arena, NULL, 0, &source, 8, &sets, &errors), ERR_INVALID);
    assert_int_equal(errors.n, 2);
    errors.n = 0;
    source.n = ARRAY_LEN(several);
    assert_int_equal(rule_sets_with(&arena, &source, 1, &source, 8, &sets, &errors), ERR_INVALID);
    assert_int_equal(errors.n, 3);
}

static void memory_that_fails(void **state)
{
    (void)state;
    static const char text[] =
        "{\"id\":\"x\",\"valid_from\":\"2024-01-01\",\"rules\":{\"R1.1\":{\"amber\":2}}}";
    enum err_code code = ERR_NO_MEMORY;
    size_t n = 1;
    for (; code != ERR_NONE; n++) {
        struct arena small;
        const struct json *value;
        struct rule_set_text set;
        struct rule_sets sets;
        arena_init(&small, 1 << 20);
        mem_fail_after(n);
        code = json_parse(&small, str_of(text), &value, &err);
        if (!code)
            code = json_rule_set(&small, value, "", &set, &err);
        if (!code)
            code = rule_sets_resolve(&small, &set.source, 1, &sets, &err);
        mem_fail_after(0);
        if (code != ERR_NONE)
            assert_int_equal(code, ERR_NO_MEMORY);
        arena_clear(&small);
    }
    assert_in_range(n, 10, 200);
}

/* What may be asked where numbers are rounded. */
static void the_grid(void **state)
{
    (void)state;
    static const struct {
        enum param param;
        int32_t value, below, above;
        bool on;
    } rows[] = {
        {PARAM_R7_1_AMBER_DAYS, 60, 60, 60, true},
        {PARAM_R7_1_AMBER_DAYS, 61, 60, 90, false},
        {PARAM_R7_1_AMBER_DAYS, 75, 60, 90, false},
        {PARAM_R7_1_AMBER_DAYS, 700, 548, 730, false},
        {PARAM_R7_1_RED_DAYS, 1094, 730, 1095, false},
        {PARAM_R7_5_AMBER_DAYS, 183, 183, 183, true}, /* by default */
        {PARAM_R7_1_AMBER_DAYS, 183, 180, 270, false},
        {PARAM_R1_1_AMBER, 4, 4, 4, true},
        {PARAM_R1_1_AMBER, 15, 14, 20, false}, /* 20 is the highest */
        {PARAM_ON + RULE_R1_1 - 1, 0, 0, 0, true},
    };
    int32_t below, above;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        assert_int_equal(param_on_grid(rows[i].param, rows[i].value, &below, &above), rows[i].on);
        assert_int_equal(below, rows[i].below);
        assert_int_equal(above, rows[i].above);
    }
    assert_true(param_on_grid(PARAM_COUNTED_FROM, DAY_NONE, &below, &above));
    assert_true(param_on_grid(PARAM_COUNTED_FROM, day(2026, 7, 1), &below, &above));
    assert_false(param_on_grid(PARAM_COUNTED_FROM, day(2026, 7, 2), &below, &above));
    struct rule_change changes[] = {{PARAM_R1_1_AMBER, TARGET_GROUP_NONE_, 3},
                                    {PARAM_COUNTED_FROM, TARGET_GROUP_NONE_, day(2026, 7, 1)}};
    struct rule_period_source source = {.pointer = "/period", .changes = changes, .n = ARRAY_LEN(changes)};
    assert_int_equal(rule_period_on_grid(&source, &err), ERR_NONE);
    changes[1].value++;
    assert_int_equal(rule_period_on_grid(&source, &err), ERR_INVALID);
    assert_str(str_of(err.pointer), "/period/shared/counted_from");
    changes[0] = (struct rule_change){PARAM_R7_1_AMBER_DAYS, TARGET_GROUP_SICK_PAY, 75};
    assert_int_equal(rule_period_on_grid(&source, &err), ERR_INVALID);
    assert_str(str_of(err.pointer), "/period/rules/R7.1/groups/sick_pay/amber_days");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_base_pack_is_the_tables_defaults, setup, teardown),
        cmocka_unit_test_setup_teardown(shipped_packs, setup, teardown),
        cmocka_unit_test_setup_teardown(inheritance_and_overlay, setup, teardown),
        cmocka_unit_test_setup_teardown(what_differs, setup, teardown),
        cmocka_unit_test_setup_teardown(bad_rule_sets_are_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(the_grid, setup, teardown),
        cmocka_unit_test_setup_teardown(memory_that_fails, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
