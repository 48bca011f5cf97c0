/* The command line: words, options, fields of events, languages, usage errors; tables by width. */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>

#include "client/cli.h"
#include "client/out.h"

static const struct option_info OPTIONS[] = {
    {"source", "NAME", "kilde", "source"}, {"open", NULL, "åben", "open"}, {NULL, NULL, NULL, NULL}};
static const struct command TABLE[] = {
    {"case show", "CASE", "vis", "show", NULL, 1, 1, false, NULL, NULL},
    {"import", "FILE", "indlæs", "load", OPTIONS, 1, 1, false, NULL, NULL},
    {"log event", "KIND CASE", "hændelse", "event", NULL, 2, 2, true, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL, 0, 0, false, NULL, NULL}};

static struct err err;

static enum err_code parse(struct cli *cli, int n, const char *const *words)
{
    char *argv[16];
    for (int i = 0; i < n; i++)
        argv[i + 1] = (char *)(uintptr_t)words[i];
    argv[0] = NULL;
    return cli_parse(cli, TABLE, n + 1, argv, &err);
}
#define PARSE(cli, ...)                                                                                      \
    parse((cli), (int)ARRAY_LEN(((const char *const[]){__VA_ARGS__})), (const char *const[]){__VA_ARGS__})

static void test_commands(void **state UNUSED)
{
    struct cli cli;
    assert_int_equal(PARSE(&cli, "case", "show", "x", "--json"), ERR_NONE);
    assert_ptr_equal(cli.command, &TABLE[0]);
    assert_string_equal(cli.arguments[0], "x");
    assert_true(cli.json);
    assert_int_equal(PARSE(&cli, "import", "--source=a=b", "--open", "f"), ERR_NONE);
    assert_string_equal(cli_option(&cli, "source"), "a=b");
    assert_true(cli_has(&cli, "open"));
    assert_int_equal(PARSE(&cli, "import", "--source", "a", "--source", "b", "--", "--open"), ERR_NONE);
    assert_string_equal(cli_option(&cli, "source"), "b");
    assert_string_equal(cli_option_at(&cli, "source", 0), "a");
    assert_null(cli_option_at(&cli, "source", 2));
    assert_string_equal(cli.arguments[0], "--open");
    assert_int_equal(PARSE(&cli, "--lang", "da", "import", "f"), ERR_NONE);
    assert_string_equal(cli_say(&cli, "dansk", "English"), "dansk");
    assert_int_equal(PARSE(&cli, "help", "case", "show"), ERR_NONE);
    assert_true(cli.help && cli.command == &TABLE[0]);
}

static void test_fields_are_options(void **state UNUSED)
{
    struct cli cli;
    assert_int_equal(PARSE(&cli, "log", "event", "meeting", "x", "--starts-at", "09:30", "--code", "c"),
                     ERR_NONE);
    assert_string_equal(cli_option(&cli, "starts_at"), "09:30");
    assert_int_equal(PARSE(&cli, "import", "f", "--code", "c"), ERR_BAD_REQUEST);
}

static void assert_usage(enum err_code code, const char *why)
{
    assert_int_equal(code, ERR_BAD_REQUEST);
    if (!strstr(err.text, why))
        fail_msg("%s", err.text);
}

static void test_usage_errors(void **state UNUSED)
{
    struct cli cli;
    assert_usage(PARSE(&cli, "fly"), "case, import, log");
    assert_usage(PARSE(&cli, "case"), "there are: case show");
    assert_usage(PARSE(&cli, "import"), "usage: spor import FILE");
    assert_usage(PARSE(&cli, "import", "a", "b"), "usage:");
    assert_usage(PARSE(&cli, "import", "a", "--source"), "lacks its value");
    assert_usage(PARSE(&cli, "import", "a", "--open=1"), "takes no value");
    assert_usage(PARSE(&cli, "import", "a", "--lang", "fr"), "da, en");
    assert_usage(PARSE(&cli, "import", "a", "--this-option-is-much-longer-than-any-there-is", "1"),
                 "not known here");
}

static void test_table(void **state UNUSED)
{
    struct table table;
    char text[512] = "";
    FILE *to = fmemopen(text, sizeof text, "w");
    assert_int_equal(text_width("Søren"), 5);
    assert_int_equal(text_width("日本"), 4);
    assert_int_equal(text_width("e\xcc\x81"), 1);
    table_init(&table, 3, (const char *const[]){"navn", "n", "x"});
    table_row(&table, (const char *const[]){"Søren", "7", "a\nb"});
    table_row(&table, (const char *const[]){"Bo", "110", NULL});
    table_print(&table, to);
    table_clear(&table);
    fclose(to);
    assert_string_equal(text, "navn     n  x\nSøren    7  a b\nBo     110  \n");
}

static void test_codes(void **state UNUSED)
{
    assert_int_equal(cli_code("stale", 412), ERR_STALE);
    assert_int_equal(cli_code("new_name", 404), ERR_NOT_FOUND);
    assert_int_equal(cli_code(NULL, 599), ERR_UNAVAILABLE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_commands), cmocka_unit_test(test_fields_are_options),
        cmocka_unit_test(test_usage_errors), cmocka_unit_test(test_table), cmocka_unit_test(test_codes)};
    setenv("SPOR_LANG", "en", 1);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
