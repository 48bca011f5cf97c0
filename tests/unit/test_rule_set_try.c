/* A period that is being written: all that is wrong with it at once, also what it does to periods that begin
 * later, and what it changes. */
#include "unit.h"

#include <stdio.h>

#include "wire/json_rules.h"
#include "wire/json_write.h"

static struct arena arena;
static struct err errors[50];
static struct err_list list;
static struct rule_set_list published;
static struct rule_set_trial trial;

static int setup(void **state)
{
    (void)state;
    arena_init(&arena, 64 << 20);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    mem_fail_after(0);
    arena_clear(&arena);
    return 0;
}

/* JSON written with ' for ". */
static struct str quoted(const char *text)
{
    size_t len = strlen(text);
    char *copy = arena_alloc(&arena, len + 1);
    assert_non_null(copy);
    for (size_t i = 0; i < len; i++)
        copy[i] = text[i] == '\'' ? '"' : text[i];
    return (struct str){copy, len};
}

static void publish(const char *const *texts, size_t n)
{
    struct str all[8];
    struct err err;
    for (size_t i = 0; i < n; i++)
        all[i] = quoted(texts[i]);
    if (json_rule_sets(&arena, all, n, &published, &err))
        fail_msg("%s at \"%s\"", err.text, err.pointer);
}

static const char *const BASE[] = {"{'id':'base','valid_from':'2000-01-01'}"};

static day_t today(void)
{
    return day_from_civil(2026, 3, 1);
}

static enum err_code try_it(const char *text, size_t room)
{
    const struct json *value;
    struct err err;
    list = (struct err_list){.at = errors, .room = room};
    if (json_parse(&arena, quoted(text), &value, &err))
        fail_msg("%s", err.text);
    return json_rule_set_try(&arena, &published, value, today(), &trial, &list);
}

static void assert_error(size_t i, const char *pointer, const char *says)
{
    if (i >= list.n || strcmp(list.at[i].pointer, pointer) != 0 || !strstr(list.at[i].text, says))
        fail_msg("error %zu of %zu: \"%s\" at \"%s\"", i, list.n, i < list.n ? list.at[i].text : "",
                 i < list.n ? list.at[i].pointer : "");
}

static void a_good_period(void **state)
{
    (void)state;
    publish(BASE, 1);
    assert_int_equal(try_it("{'id':'our-own','valid_from':'2026-03-02','note':'n',"
                            "'rules':{'R7.1':{'amber_days':45}}}",
                            ARRAY_LEN(errors)),
                     ERR_NONE);
    assert_int_equal(list.n, 0);
    assert_str(trial.text.id, "our-own");
    assert_int_equal(trial.resolved.n, 2);
    assert_int_equal(rule_period_on(&trial.resolved, today())->value[0][PARAM_R7_1_AMBER_DAYS], 60);
    assert_int_equal(rule_period_on(&trial.resolved, today() + 1)->value[0][PARAM_R7_1_AMBER_DAYS], 45);
}

static void everything_that_is_wrong_is_told(void **state)
{
    (void)state;
    publish(BASE, 1);
    assert_int_equal(
        try_it(
            "{'id':'base','valid_from':'2026-03-01','shared':{'covers':1,'cover_days':366},'rules':{"
            "'R9.9':{},'R7.1':{'amber_days':'x','red_days':0,'groups':{'sick':{},'sick_pay':{'red_days':5}}},"
            "'R7.2':{'norm_days':{'x':1,'other':-1}},'R1.1':7}}",
            ARRAY_LEN(errors)),
        ERR_INVALID);
    assert_error(0, "/shared/covers", "no parameter");
    assert_error(1, "/rules/R9.9", "no rule");
    assert_error(2, "/rules/R7.1/amber_days", "whole number");
    assert_error(3, "/rules/R7.1/groups/sick", "no target_group");
    assert_error(4, "/rules/R7.2/norm_days/x", "no wait_reason");
    assert_error(5, "/rules/R1.1", "object");
    assert_error(6, "/id", "of this name");
    assert_error(7, "/valid_from", "after today");
    assert_error(8, "/shared/cover_days", "between 0 and 365");
    assert_error(9, "/rules/R7.1/red_days", "between");
    assert_error(10, "/rules/R7.2/norm_days/other", "between 0 and 3650");
    assert_error(11, "/rules/R7.1/groups/sick_pay/red_days", "below amber");
    assert_int_equal(list.n, 12);
}

static void a_short_list_keeps_the_first(void **state)
{
    (void)state;
    publish(BASE, 1);
    const char *text =
        "{'id':'x','valid_from':'2020-01-01','rules':{'R8.1':{},'R8.2':{},'R1.1':{'amber':0}}}";
    for (size_t room = 1; room < 4; room++) {
        assert_int_equal(try_it(text, room), ERR_INVALID);
        assert_int_equal(list.n, room);
        assert_error(0, "/rules/R8.1", "no rule");
    }
    assert_error(2, "/valid_from", "after today");
    assert_int_equal(try_it(text, 10), ERR_INVALID);
    assert_int_equal(list.n, 4);
}

static void bad_heads(void **state)
{
    (void)state;
    static const struct {
        const char *text, *pointer, *says;
    } rows[] = {
        {"7", "", "object"},
        {"{'valid_from':'2027-01-01'}", "/id", "missing"},
        {"{'id':'x'}", "/valid_from", "missing"},
        {"{'id':'x','valid_from':'2027-02-30'}", "/valid_from", "YYYY-MM-DD"},
        {"{'id':'x','valid_from':'2026-03-01'}", "/valid_from", "after today"},
        {"{'id':'x','valid_from':'1999-03-01'}", "/valid_from", "after today"},
        {"{'id':'Our','valid_from':'2027-01-01'}", "/id", "small letters"},
        {"{'id':'2027','valid_from':'2027-01-01'}", "/id", "small letters"},
        {"{'id':'a b','valid_from':'2027-01-01'}", "/id", "small letters"},
        {"{'id':'a/b','valid_from':'2027-01-01'}", "/id", "small letters"},
        {"{'id':'x-610190-1234','valid_from':'2027-01-01'}", "/id", "small letters"},
        {"{'id':'x','valid_from':'2027-01-01','note':'about 610190-1234'}", "/note", "CPR"},
        {"{'id':'x','valid_from':'2027-01-01','name':1}", "/name", "allowed: id, note"},
    };
    publish(BASE, 1);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        enum err_code code = strcmp(rows[i].says, "CPR") == 0 ? ERR_PERSONAL_DATA : ERR_INVALID;
        assert_int_equal(try_it(rows[i].text, ARRAY_LEN(errors)), code);
        assert_error(0, rows[i].pointer, rows[i].says);
        assert_int_equal(list.n, 1);
    }
}

/* Each parameter of the table, in general and for a group, at its bounds and one beyond them. */
static void every_bound(void **state)
{
    (void)state;
    publish(BASE, 1);
    size_t refused = 0;
    for (uint32_t p = 0; p < PARAM_COUNTED_FROM; p++) {
        struct param_info info = param_info((enum param)p);
        bool norm = p >= PARAM_NORM_DAYS;
        char place[100];
        (void)snprintf(place, sizeof place, "%s%s%s/%s", info.rule ? "/rules/" : "/shared",
                       info.rule ? rule_info(info.rule)->id : "", norm ? "/norm_days" : "", info.name);
        for (int which = 0; which < 4; which++) {
            int64_t value = which == 0   ? info.lowest
                            : which == 1 ? info.highest
                            : which == 2 ? (int64_t)info.lowest - 1
                                         : (int64_t)info.highest + 1;
            char text[300];
            (void)snprintf(text, sizeof text,
                           "{'id':'x','valid_from':'2027-01-01','%s':{%s%s%s%s'%s':%lld%s%s}}",
                           info.rule ? "rules" : "shared", info.rule ? "'" : "",
                           info.rule ? rule_info(info.rule)->id : "", info.rule ? "':{" : "",
                           norm ? "'norm_days':{" : "", info.name, (long long)value, norm ? "}" : "",
                           info.rule ? "}" : "");
            struct arena_mark mark = arena_mark(&arena);
            enum err_code code = try_it(text, ARRAY_LEN(errors));
            if (which >= 2) {
                assert_error(0, place, "must be between");
                refused++;
            } else if (code && !strstr(list.at[0].text, "red is below amber")) {
                fail_msg("%s: %s at %s", text, list.at[0].text, list.at[0].pointer);
            }
            arena_reset(&arena, mark);
        }
    }
    assert_int_equal(refused, 2 * PARAM_COUNTED_FROM);
}

/* An earlier period is put in before one that is published: what that one inherits no longer fits. */
static void later_periods_are_looked_at(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "{'id':'base','valid_from':'2000-01-01'}",
        "{'id':'next-year','valid_from':'2027-01-01','rules':{'R7.1':{'groups':{'sick_pay':{'amber_days':80}}}}}",
    };
    publish(texts, 2);
    assert_int_equal(try_it("{'id':'x','valid_from':'2026-06-01','rules':{'R7.1':{'red_days':70}}}", 9),
                     ERR_INVALID);
    assert_error(0, "/rules/R7.1/groups/sick_pay/red_days", "in next-year: red is below amber");
    assert_int_equal(list.n, 1);
    /* What is wrong from the beginning on is told once. */
    assert_int_equal(try_it("{'id':'x','valid_from':'2026-06-01','rules':{'R7.1':{'red_days':50}}}", 9),
                     ERR_INVALID);
    assert_error(0, "/rules/R7.1/red_days", "red is below amber");
    assert_int_equal(list.n, 1);
    /* After it, and of the same day, the fault is its own. */
    assert_int_equal(try_it("{'id':'x','valid_from':'2027-01-01','rules':{'R7.1':{'red_days':70}}}", 9),
                     ERR_INVALID);
    assert_error(0, "/rules/R7.1/groups/sick_pay/red_days", "red is below amber");
    assert_null(strstr(list.at[0].text, "next-year"));
    assert_int_equal(try_it("{'id':'x','valid_from':'2026-06-01','rules':{'R7.1':{'red_days':80}}}", 9),
                     ERR_NONE);
}

static void there_may_not_be_too_many(void **state)
{
    (void)state;
    publish(BASE, 1);
    struct rule_set_text *sets = ARENA_ARRAY(&arena, struct rule_set_text, RULE_SETS_MAX);
    assert_non_null(sets);
    for (size_t i = 0; i < RULE_SETS_MAX; i++)
        sets[i] = published.sets[0];
    published = (struct rule_set_list){.sets = sets, .n = RULE_SETS_MAX};
    assert_int_equal(try_it("{'id':'x','valid_from':'2027-01-01'}", 1), ERR_INVALID);
    assert_error(0, "", "as many periods");
}

static void differences(void **state)
{
    (void)state;
    struct buf out;
    publish(BASE, 1);
    assert_int_equal(try_it("{'id':'x','valid_from':'2027-01-01','shared':{'counted_from':'2027-01-01'},"
                            "'rules':{'R7.1':{'amber_days':45,'groups':{'sick_pay':{'red_days':99}}},"
                            "'R7.2':{'norm_days':{'rehab_team':28}},'R1.1':{'on':0,'amber':2}}}",
                            9),
                     ERR_NONE);
    buf_init(&out, 1 << 16);
    json_put_rule_differences(&out, rule_period_on(&trial.resolved, today()),
                              rule_period_on(&trial.resolved, day_from_civil(2027, 1, 1)));
    assert_str(
        buf_str(&out),
        "[{\"rule\":\"R7.1\",\"parameter\":\"amber_days\",\"unit\":\"own days\",\"before\":60,\"after\":45,"
        "\"groups\":{}},"
        "{\"rule\":\"R7.1\",\"parameter\":\"red_days\",\"unit\":\"own days\",\"before\":90,\"after\":90,"
        "\"groups\":{\"sick_pay\":{\"before\":90,\"after\":99}}},"
        "{\"rule\":\"R1.1\",\"parameter\":\"on\",\"unit\":\"yes or no\",\"before\":1,\"after\":0,\"groups\":{}},"
        "{\"rule\":\"R7.2\",\"parameter\":\"norm_days.rehab_team\",\"unit\":\"own days\",\"before\":35,"
        "\"after\":28,\"groups\":{}},"
        "{\"rule\":null,\"parameter\":\"counted_from\",\"unit\":\"day\",\"before\":null,"
        "\"after\":\"2027-01-01\",\"groups\":{}}]");
    buf_empty(&out);
    json_put_rule_differences(&out, rule_period_on(&trial.resolved, today()),
                              rule_period_on(&trial.resolved, today()));
    assert_str(buf_str(&out), "[]");
    /* A group's own value that outlives a change of the general one is told. */
    static const char *const texts[] = {
        "{'id':'base','valid_from':'2000-01-01','rules':{'R7.1':{'groups':{'sick_pay':{'amber_days':40}}}}}"};
    publish(texts, 1);
    assert_int_equal(try_it("{'id':'x','valid_from':'2027-01-01','rules':{'R7.1':{'amber_days':50}}}", 9),
                     ERR_NONE);
    buf_empty(&out);
    json_put_rule_differences(&out, rule_period_on(&trial.resolved, today()),
                              rule_period_on(&trial.resolved, day_from_civil(2027, 1, 1)));
    assert_str(
        buf_str(&out),
        "[{\"rule\":\"R7.1\",\"parameter\":\"amber_days\",\"unit\":\"own days\",\"before\":60,\"after\":50,"
        "\"groups\":{\"sick_pay\":{\"before\":40,\"after\":40}}}]");
    /* From before the first period: everything begins. */
    buf_empty(&out);
    json_put_rule_differences(&out, NULL, rule_period_on(&trial.resolved, today()));
    const struct json *all;
    struct err err;
    assert_int_equal(json_parse(&arena, buf_str(&out), &all, &err), ERR_NONE);
    assert_int_equal(all->n, PARAM_COUNT);
    assert_int_equal(json_find(&all->items[0], "before")->is, JSON_IS_NULL);
    buf_clear(&out);
}

/* Whatever the schema says of bounds is what the check says. */
static void the_schema_is_json(void **state)
{
    (void)state;
    struct buf out;
    const struct json *all;
    struct err err;
    buf_init(&out, 1 << 20);
    json_begin_object(&out);
    json_put_rule_set_schema(&out);
    json_end_object(&out);
    assert_false(out.failed);
    assert_int_equal(json_parse(&arena, buf_str(&out), &all, &err), ERR_NONE);
    const struct json *rules =
        json_find(json_find(json_find(json_find(all, "RulePeriod"), "properties"), "rules"), "properties");
    assert_int_equal(rules->n, RULE_COUNT - 1);
    const struct json *amber = json_find(json_find(json_find(rules, "R7.1"), "properties"), "amber_days");
    assert_int_equal(json_find(amber, "minimum")->number, param_info(PARAM_R7_1_AMBER_DAYS).lowest);
    assert_int_equal(json_find(amber, "maximum")->number, param_info(PARAM_R7_1_AMBER_DAYS).highest);
    buf_clear(&out);
}

static void memory_that_fails(void **state)
{
    (void)state;
    publish(BASE, 1);
    const struct json *value;
    struct err err;
    assert_int_equal(json_parse(&arena,
                                quoted("{'id':'x','valid_from':'2027-01-01','rules':{'R1.1':{'amber':2}}}"),
                                &value, &err),
                     ERR_NONE);
    enum err_code code = ERR_NO_MEMORY;
    size_t n = 1;
    for (; code != ERR_NONE; n++) {
        struct arena small;
        arena_init(&small, 1 << 20);
        list = (struct err_list){.at = errors, .room = 9};
        mem_fail_after(n);
        code = json_rule_set_try(&small, &published, value, today(), &trial, &list);
        mem_fail_after(0);
        assert_true(code == ERR_NONE || code == ERR_NO_MEMORY);
        arena_clear(&small);
    }
    assert_true(n > 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_good_period, setup, teardown),
        cmocka_unit_test_setup_teardown(everything_that_is_wrong_is_told, setup, teardown),
        cmocka_unit_test_setup_teardown(a_short_list_keeps_the_first, setup, teardown),
        cmocka_unit_test_setup_teardown(bad_heads, setup, teardown),
        cmocka_unit_test_setup_teardown(every_bound, setup, teardown),
        cmocka_unit_test_setup_teardown(later_periods_are_looked_at, setup, teardown),
        cmocka_unit_test_setup_teardown(there_may_not_be_too_many, setup, teardown),
        cmocka_unit_test_setup_teardown(differences, setup, teardown),
        cmocka_unit_test_setup_teardown(the_schema_is_json, setup, teardown),
        cmocka_unit_test_setup_teardown(memory_that_fails, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
