/* The command line: words, options, fields of events, languages, usage errors; tables by width. */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>

#include <unistd.h>

#include "client/cli.h"
#include "client/flags.h"
#include "client/out.h"
#include "client/say.h"
#include "client/when.h"
#include "client/session.h"
#include "core/kind.h"

static const struct option_info OPTIONS[] = {
    {"source", "NAME", "kilde", "source"}, {"open", NULL, "åben", "open"}, {NULL, NULL, NULL, NULL}};
static const struct option_info SWITCH[] = {
    {"to", "ID", "til", "to"}, {"cover-until", "DAY", "til", "until"}, {NULL, NULL, NULL, NULL}};
static const struct command TABLE[] = {
    {"case show", "CASE", "vis", "show", NULL, 1, 1, false, NULL, NULL},
    {"import", "FILE", "indlæs", "load", OPTIONS, 1, 1, false, NULL, NULL},
    {"switch", "", "skift", "switch", SWITCH, 0, 0, false, NULL, NULL},
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
    assert_int_equal(PARSE(&cli, "case", "show", "-h"), ERR_NONE);
    assert_true(cli.help && cli.command == &TABLE[0]);
    assert_int_equal(PARSE(&cli, "-h"), ERR_NONE);
    assert_true(cli.help && !cli.command);
    assert_int_equal(PARSE(&cli, "import", "--", "-h"), ERR_NONE);
    assert_string_equal(cli.arguments[0], "-h");
    assert_int_equal(PARSE(&cli, "--version"), ERR_NONE);
    assert_true(cli.version && !cli.help);
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
    assert_usage(PARSE(&cli, "fly"), "case, import, switch, log");
    assert_usage(PARSE(&cli, "case"), "there are: case show");
    assert_usage(PARSE(&cli, "import"), "usage: spor import FILE");
    assert_usage(PARSE(&cli, "import", "a", "b"), "usage:");
    assert_usage(PARSE(&cli, "import", "a", "--source"), "lacks its value: --source NAME");
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
    table_row(&table, (const char *const[]){"Bo", NULL, ""}); /* nothing behind the last text */
    table_print(&table, to);
    table_clear(&table);
    fclose(to);
    assert_string_equal(text, "navn     n  x\nSøren    7  a b\nBo     110\nBo\n");
}

/* What of a text may be on a terminal, whatever it holds; only the format begins a line or moves the cursor. */
static void test_say(void **state UNUSED)
{
    static const char evil[] = "Evil\x1b[2J\x1b]0;t\x07\nline2\t\xc2\x9b"
                               "31m \xe2\x80\xae"
                               "end\x9b\x7f"
                               "\xe2\x81\xa9.";
    static const char tame[] = "Evil\ufffd[2J\ufffd]0;t\ufffd line2 \ufffd31m \ufffdend\ufffd\ufffd\ufffd.";
    char text[1024] = "", want[1024];
    const char *nothing = getenv("SPOR_NOTHING"); /* NULL, which the compiler does not know */
    FILE *to = fmemopen(text, sizeof text, "w");
    say(to, "\r\033[K%s|%-7s|%7.*s|%c|%4lld|%02d:%02u|%zu|%%|%s\n", evil, "Søren", 3, "æbler", '\x1b', -7LL,
        7, 5u, (size_t)9, nothing);
    fclose(to);
    snprintf(want, sizeof want, "\r\033[K%s|Søren  |     æb|\ufffd|  -7|07:05|9|%%|\n", tame);
    assert_string_equal(text, want);

    memset(text, 0, sizeof text);
    to = fmemopen(text, sizeof text, "w");
    struct table table;
    table_init(&table, 2, (const char *const[]){evil, "n"});
    table_row(&table, (const char *const[]){evil, "7"});
    table_print(&table, to);
    table_clear(&table);
    fclose(to);
    for (const char *c = text; *c; c++)
        assert_true(*c == '\n' || (unsigned char)*c >= 0x20);
    assert_null(strstr(text, "\xc2\x9b"));
    assert_null(strstr(text, "\xe2\x80\xae"));

    memset(text, 0, sizeof text);
    to = fmemopen(text, sizeof text, "w");
    json_t *value = json_pack("{s:s}", "name",
                              "\x1b\xc2\x9b"
                              "Å\xe2\x80\xae\x7f");
    out_json(value, to);
    fclose(to);
    assert_string_equal(text, "{\"name\":\"\\u001B\\u009bÅ\\u202e\\u007f\"}\n");
    json_t *back = json_loads(text, 0, NULL);
    assert_true(json_equal(value, back));
    json_decref(value);
    json_decref(back);
}

/* Times as people type them, on the days on which the clock changes, too. */
static void test_times(void **state UNUSED)
{
    static const struct {
        const char *typed, *instant, *shown; /* at NULL: refused */
    } rows[] = {
        {"2026-05-01 09:30", "2026-05-01T07:30:00Z", "2026-05-01 09:30"},
        {"2026-01-05T09:30", "2026-01-05T08:30:00Z", "2026-01-05 09:30"},
        {"2026-05-01", "2026-05-01T10:00:00Z", "2026-05-01 12:00"},
        {"2026-05-01 09:30Z", "2026-05-01T09:30:00Z", "2026-05-01 11:30"},
        {"2026-05-01 09:30:59+05:00", "2026-05-01T04:30:59Z", "2026-05-01 06:30"},
        {"2026-05-01T09:30:00.25+02:00", "2026-05-01T07:30:00.25Z", "2026-05-01 09:30"},
        /* the clock goes from 02:00 to 03:00 */
        {"2026-03-29 00:30", "2026-03-28T23:30:00Z", "2026-03-29 00:30"},
        {"2026-03-29 01:59", "2026-03-29T00:59:00Z", "2026-03-29 01:59"},
        {"2026-03-29 02:00", NULL, NULL},
        {"2026-03-29 02:59", NULL, NULL},
        {"2026-03-29 02:30+01:00", "2026-03-29T01:30:00Z", "2026-03-29 03:30"},
        {"2026-03-29 03:00", "2026-03-29T01:00:00Z", "2026-03-29 03:00"},
        {"2026-03-29 03:30", "2026-03-29T01:30:00Z", "2026-03-29 03:30"},
        /* from 03:00 back to 02:00: the first of the two, unless an offset says which */
        {"2026-10-25 01:30", "2026-10-24T23:30:00Z", "2026-10-25 01:30"},
        {"2026-10-25 02:30", "2026-10-25T00:30:00Z", "2026-10-25 02:30+02:00"},
        {"2026-10-25 02:30+01:00", "2026-10-25T01:30:00Z", "2026-10-25 02:30+01:00"},
        {"2026-10-25 03:00", "2026-10-25T02:00:00Z", "2026-10-25 03:00"},
        {"2026-10-25 03:30", "2026-10-25T02:30:00Z", "2026-10-25 03:30"},
        {"2026-10-25 24:00", NULL, NULL},
        {"2026-02-29 09:30", NULL, NULL},
        {"2026-05-01 9:30", NULL, NULL},
        {"2026-05-01x09:30", NULL, NULL},
        {"2026-05-01 09:30 ", NULL, NULL},
        {"", NULL, NULL},
    };
    struct cli cli = {0};
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        instant_t at, want;
        char text[INSTANT_TEXT + 1] = "", shown[TIME_TEXT];
        enum err_code code = instant_of_text(&cli, "--at", rows[i].typed, &at, &err);
        if ((code == ERR_NONE) != (rows[i].instant != NULL))
            fail_msg("\"%s\": %s", rows[i].typed, code ? err.text : "accepted");
        if (code)
            continue;
        assert_true(instant_parse(str_of(rows[i].instant), &want));
        assert_int_equal(at, want);
        instant_to_text(at, text);
        time_to_people(text, shown);
        assert_string_equal(shown, rows[i].shown);
    }
    instant_t none;
    assert_int_equal(instant_of_text(&cli, "--at", "2026-03-29 02:30", &none, &err), ERR_INVALID);
    assert_string_equal(err.text,
                        "--at: on 2026-03-29 the clock goes from 02:00 to 03:00; there is no 02:30");
}

/* What the daemon refuses is said with what was typed. */
static void test_flags(void **state UNUSED)
{
    struct cli cli;
    char room[CLI_FLAG];
    const char *text = "is missing";
    assert_int_equal(PARSE(&cli, "log", "event", "meeting", "x", "--starts-at", "09:30", "--code", "c"),
                     ERR_NONE);
    assert_string_equal(flag_of_error(&cli, "/events/0/starts_at", &text, room), "--starts-at");
    assert_string_equal(flag_of_error(&cli, "/code", &text, room), "--code");
    assert_null(flag_of_error(&cli, "/events/0/due", &text, room));
    assert_null(flag_of_error(&cli, "", &text, room));
    assert_int_equal(PARSE(&cli, "switch", "--to", "a", "--cover-until", "b"), ERR_NONE);
    cli.events[1] = KIND_CASEWORKER_ASSIGNED;
    assert_string_equal(flag_of_error(&cli, "/events/1/due", &text, room), "--cover-until");
    assert_string_equal(flag_of_error(&cli, "/events/1/staff", &text, room), "--to");
    assert_null(flag_of_error(&cli, "/events/0/due", &text, room));
    text = "parameter cover_until: a day is expected";
    assert_string_equal(flag_of_error(&cli, "?cover_until", &text, room), "--cover-until");
    assert_string_equal(text, "a day is expected");
    text = "parameter as_of: a day is expected";
    assert_null(flag_of_error(&cli, "", &text, room));
    assert_string_equal(text, "parameter as_of: a day is expected");
}

static void test_codes(void **state UNUSED)
{
    assert_int_equal(cli_code("stale", 412), ERR_STALE);
    assert_int_equal(cli_code("new_name", 404), ERR_NOT_FOUND);
    assert_int_equal(cli_code(NULL, 599), ERR_UNAVAILABLE);
}

/* The token of a session goes to the server it is from, and nowhere else. */
static void test_session(void **state UNUSED)
{
    static const struct {
        const char *url, *token;
        bool elsewhere;
    } table[] = {{NULL, NULL, false},
                 {"https://spor.example.dk/", NULL, false},
                 {"HTTPS://SPOR.example.dk", NULL, false},
                 {"https://other.example.dk", NULL, true},
                 {"https://spor.example.dk:444", NULL, true},
                 {"https://spor.example.dk.evil.example", NULL, true},
                 {"https://other.example.dk", "from outside", false}};
    char folder[] = "/tmp/spor-session-XXXXXX", path[64];
    assert_non_null(mkdtemp(folder));
    setenv("XDG_CONFIG_HOME", folder, 1);
    struct session session = {.url = "https://spor.example.dk", .token = "secret"};
    struct cli cli;
    assert_int_equal(session_save(&session, &err), ERR_NONE);
    assert_int_equal(PARSE(&cli, "case", "show", "x"), ERR_NONE);
    for (size_t i = 0; i < ARRAY_LEN(table); i++) {
        bool https = !table[i].url || strncmp(table[i].url, "https", 5) == 0;
        unsetenv("SPOR_URL"), unsetenv("SPOR_TOKEN");
        if (table[i].url)
            setenv("SPOR_URL", table[i].url, 1);
        if (table[i].token)
            setenv("SPOR_TOKEN", table[i].token, 1);
        assert_int_equal(session_load(&cli, &session, &err), https ? ERR_NONE : ERR_INVALID);
        assert_string_equal(session.token, table[i].token       ? table[i].token
                                           : table[i].elsewhere ? ""
                                                                : "secret");
        assert_string_equal(session.home, table[i].elsewhere ? "https://spor.example.dk" : "");
    }
    unsetenv("SPOR_URL"), unsetenv("SPOR_TOKEN");
    assert_true(session_forget());
    snprintf(path, sizeof path, "%s/spor", folder);
    assert_int_equal(rmdir(path), 0);
    assert_int_equal(rmdir(folder), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_session),
                                       cmocka_unit_test(test_commands),
                                       cmocka_unit_test(test_fields_are_options),
                                       cmocka_unit_test(test_usage_errors),
                                       cmocka_unit_test(test_table),
                                       cmocka_unit_test(test_codes),
                                       cmocka_unit_test(test_say),
                                       cmocka_unit_test(test_times),
                                       cmocka_unit_test(test_flags)};
    setenv("SPOR_LANG", "en", 1);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
