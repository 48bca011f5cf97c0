/* From files to units: ids that do not hang on positions, NDJSON with its headers, what is rejected and why.
 */
#include "unit.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "client/import.h"

struct seen {
    size_t units, rejected, strays, empty;
    uint32_t stray_line;
    uint32_t events, assignments, changes;
    json_t *lines; /* all lines of all units */
    char why[200];
};

static enum err_code on_unit(void *ctx, const struct import_unit *unit, struct err *err UNUSED)
{
    struct seen *seen = ctx;
    seen->units++;
    if (unit->why) {
        seen->rejected++;
        snprintf(seen->why, sizeof seen->why, "%u: %s", unit->line, unit->why);
        return ERR_NONE;
    }
    seen->events += unit->events;
    seen->assignments += unit->assignments;
    seen->changes += unit->changes;
    struct str rest = unit->lines;
    while (rest.len > 0) {
        size_t len = (size_t)((const char *)memchr(rest.at, '\n', rest.len) - rest.at);
        json_t *line = json_loadb(rest.at, len, JSON_REJECT_DUPLICATES, NULL);
        assert_non_null(line);
        json_array_append_new(seen->lines, line);
        rest = (struct str){rest.at + len + 1, rest.len - len - 1};
    }
    return ERR_NONE;
}

static enum err_code on_stray(void *ctx, enum import_stray what, uint32_t line, struct err *err UNUSED)
{
    struct seen *seen = ctx;
    *(what == STRAY_EVENT ? &seen->strays : &seen->empty) += 1;
    seen->stray_line = line;
    return ERR_NONE;
}

static enum err_code import_text(const char *text, bool leave_open, struct seen *seen, struct err *err)
{
    char path[] = "/tmp/spor-test-import-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text));
    close(fd);
    struct source *source;
    const struct import_options options = {STR("log"), STR("org:resource"), leave_open, false,
                                           INT64_C(1800000000) * SECOND};
    *seen = (struct seen){.lines = json_array()};
    assert_int_equal(source_open(path, &source, err), ERR_NONE);
    enum err_code code = import_file(source, &options, &(struct import_sink){on_unit, on_stray, seen}, err);
    source_close(source);
    unlink(path);
    return code;
}

static const char *text_at(const struct seen *seen, size_t line, const char *member)
{
    const char *text = json_string_value(json_object_get(json_array_get(seen->lines, line), member));
    return text ? text : "";
}

static bool has_id(const struct seen *seen, const char *id)
{
    for (size_t i = 0; i < json_array_size(seen->lines); i++)
        if (strcmp(text_at(seen, i, "event_id"), id) == 0)
            return true;
    return false;
}

#define EVENT(time, name, who)                                                                               \
    "<event><date key='time:timestamp' value='2020-01-0" time "'/><string key='concept:name' value='" name   \
    "'/><string key='org:resource' value='" who "'/></event>"
#define TRACE(name, events) "<trace><string key='concept:name' value='" name "'/>" events "</trace>"

static void test_trace(void **state UNUSED)
{
    struct seen seen;
    struct err err;
    assert_int_equal(
        import_text("<log>" TRACE("7", EVENT("2T10:00:00Z", "b", "ann") EVENT("1T10:00:00Z", "a", "bo")
                                           EVENT("3T10:00:00Z", "c", "")) "</log>",
                    false, &seen, &err),
        ERR_NONE);
    static const char *const kinds[] = {"",         "case_opened",         "caseworker_assigned",
                                        "activity", "caseworker_assigned", "activity",
                                        "activity", "case_closed"};
    assert_int_equal(json_array_size(seen.lines), ARRAY_LEN(kinds));
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
        assert_string_equal(text_at(&seen, i, "kind"), kinds[i]);
    assert_string_equal(text_at(&seen, 0, "external_ref"), "7");
    assert_string_equal(text_at(&seen, 1, "occurred_at"), "2020-01-01T10:00:00.000000Z");
    assert_string_equal(text_at(&seen, 2, "staff"), "bo");
    assert_string_equal(text_at(&seen, 4, "staff"), "ann");
    assert_string_equal(text_at(&seen, 6, "code"), "c");
    assert_string_equal(text_at(&seen, 6, "staff"), "");
    assert_string_equal(text_at(&seen, 7, "occurred_at"), "2020-01-03T10:00:00.000000Z");
    assert_int_equal(seen.events, 7);
    assert_int_equal(seen.assignments, 2);
    assert_int_equal(seen.changes, 1);
    json_decref(seen.lines);
}

/* A longer edition of the log, in another order of the file, keeps every id of the shorter one. */
static void test_ids_hang_on_content(void **state UNUSED)
{
    struct seen one, two;
    struct err err;
    assert_int_equal(
        import_text("<log>" TRACE("7", EVENT("1T10:00:00Z", "a", "") EVENT("1T10:00:00Z", "a", "")) "</log>",
                    true, &one, &err),
        ERR_NONE);
    assert_int_equal(import_text("<log>" TRACE("8", EVENT("1T10:00:00Z", "a", ""))
                                     TRACE("7", EVENT("2T10:00:00Z", "z", "") EVENT("1T10:00:00Z", "a", "")
                                                    EVENT("1T10:00:00Z", "a", "")) "</log>",
                                 true, &two, &err),
                     ERR_NONE);
    assert_int_equal(one.events, 3);
    for (size_t i = 1; i < json_array_size(one.lines); i++) {
        assert_true(has_id(&two, text_at(&one, i, "event_id")));
        for (size_t k = i + 1; k < json_array_size(one.lines); k++)
            assert_string_not_equal(text_at(&one, i, "event_id"), text_at(&one, k, "event_id"));
    }
    json_decref(one.lines);
    json_decref(two.lines);
}

static void test_traces_of_one_name_are_two_cases(void **state UNUSED)
{
    struct seen seen;
    struct err err;
    assert_int_equal(import_text("<log>" TRACE("7", EVENT("1T10:00:00Z", "a", ""))
                                     TRACE("7", EVENT("1T10:00:00Z", "a", "")) "<trace>" EVENT(
                                         "1T10:00:00Z", "a", "") "</trace><trace/></log>",
                                 true, &seen, &err),
                     ERR_NONE);
    assert_int_equal(seen.units, 3);
    assert_int_equal(seen.empty, 1);
    assert_string_not_equal(text_at(&seen, 0, "case"), text_at(&seen, 3, "case"));
    assert_string_not_equal(text_at(&seen, 3, "case"), text_at(&seen, 6, "case"));
    json_decref(seen.lines);
}

static void test_bad_event_rejects_its_case(void **state UNUSED)
{
    struct seen seen;
    struct err err;
    assert_int_equal(
        import_text("<log>\n" TRACE("7", EVENT("1T10:00:00Z", "a", "") "\n" EVENT("1T10:00:00", "b", ""))
                        TRACE("8", EVENT("1T10:00:00Z", "a", "")) "</log>",
                    false, &seen, &err),
        ERR_NONE);
    assert_int_equal(seen.units, 2);
    assert_int_equal(seen.rejected, 1);
    assert_string_equal(seen.why, "3: time:timestamp is no date and time with an offset");
    json_decref(seen.lines);
}

static void test_ndjson(void **state UNUSED)
{
    struct seen seen;
    struct err err;
    assert_int_equal(
        import_text(
            "{\"case\":\"A\",\"born\":\"1980-01-01\"}\n"
            "{\"case\":\"A\",\"event_id\":\"1\",\"kind\":\"case_opened\",\"seq\":9,\"recorded_by\":\"x\"}\r\n"
            "{\"case\":\"A\",\"event_id\":\"2\",\"kind\":\"caseworker_assigned\",\"staff\":\"a\",\"role\":"
            "\"primary\"}\n"
            "\n"
            "{\"case\":\"0190cb50-0000-7000-8000-000000000001\",\"kind\":\"activity\",\"code\":\"a\"}\n"
            "{\"case\":\"0190cb50-0000-7000-8000-000000000001\",\"kind\":\"activity\",\"code\":\"a\"}\n"
            "{\"case\":\"A\",\"event_id\":\"3\",\"ref\":\"1\",\"kind\":\"caseworker_assigned\"}\n"
            "no json\n"
            "{\"case\":\"B\",\"kind\":\"activity\"}",
            false, &seen, &err),
        ERR_NONE);
    assert_int_equal(seen.units, 4);
    assert_int_equal(seen.rejected, 1);
    assert_true(strncmp(seen.why, "8: ", 3) == 0);
    assert_int_equal(json_array_size(seen.lines), 7);
    assert_string_equal(text_at(&seen, 0, "external_ref"), "A");
    assert_string_equal(text_at(&seen, 0, "case"), text_at(&seen, 1, "case"));
    assert_null(json_object_get(json_array_get(seen.lines, 1), "seq"));
    assert_null(json_object_get(json_array_get(seen.lines, 1), "recorded_by"));
    assert_string_equal(text_at(&seen, 3, "case"), "0190cb50-0000-7000-8000-000000000001");
    assert_string_not_equal(text_at(&seen, 3, "event_id"), text_at(&seen, 4, "event_id"));
    assert_string_equal(text_at(&seen, 5, "external_ref"), "B");
    json_decref(seen.lines);
}

static void test_ndjson_reference(void **state UNUSED)
{
    struct seen seen;
    struct err err;
    assert_int_equal(
        import_text("{\"case\":\"A\",\"event_id\":\"1\",\"kind\":\"x\"}\n"
                    "{\"case\":\"A\",\"event_id\":\"2\",\"ref\":\"1\",\"kind\":\"caseworker_assigned\"}\n"
                    "{\"case\":\"A\",\"event_id\":\"3\",\"kind\":\"caseworker_assigned\"}\n",
                    false, &seen, &err),
        ERR_NONE);
    assert_string_equal(text_at(&seen, 1, "event_id"), text_at(&seen, 2, "ref"));
    assert_int_equal(seen.assignments, 2);
    assert_int_equal(seen.changes, 1);
    json_decref(seen.lines);
    assert_int_equal(import_text("", false, &seen, &err), ERR_INVALID);
    assert_string_equal(err.text, "the file is empty");
    json_decref(seen.lines);
}

/* What may not be kept is refused with its line and its case, and no id is made of a CPR number. */
static void test_what_the_daemon_would_refuse(void **state UNUSED)
{
#define LONG_NAME "åååååååååååååååååååååååååååååååååååååååååååååååååå"
    static const struct {
        const char *trace, *why; /* "": taken */
    } rows[] = {
        {TRACE("7", EVENT("1T10:00:00Z", "a", "6101701234")),
         "1: org:resource: a CPR number may not stand here"},
        {TRACE("7", EVENT("1T10:00:00Z", "a", "ann 610170-1234")),
         "1: org:resource: a CPR number may not stand here"},
        {TRACE("7", EVENT("1T10:00:00Z", "a", "6101701234567")), ""},
        {TRACE("6202801234", EVENT("1T10:00:00Z", "a", "u")),
         "1: concept:name of the trace: a CPR number may not stand here"},
        {TRACE("7", EVENT("1T10:00:00Z", "step 6303801234", "u")),
         "1: concept:name: a CPR number may not stand here"},
        {TRACE("7", EVENT("1T10:00:00Z", "a", "\xc2\xa0\xe3\x80\x80\xe2\x80\x8b")), ""},
        {TRACE("7", EVENT("1T10:00:00Z", "\xc2\xa0", "u")), "1: no concept:name"},
        {TRACE(LONG_NAME LONG_NAME LONG_NAME LONG_NAME, EVENT("1T10:00:00Z", "a", LONG_NAME LONG_NAME)), ""},
        {TRACE(LONG_NAME LONG_NAME LONG_NAME LONG_NAME "x", EVENT("1T10:00:00Z", "a", "u")),
         "1: concept:name of the trace: is longer than 200 characters"},
        {TRACE("7", EVENT("1T10:00:00Z", "a", LONG_NAME LONG_NAME "x")),
         "1: org:resource: is longer than 100 characters"},
        {TRACE("7", EVENT("1T10:00:00Z", LONG_NAME LONG_NAME LONG_NAME LONG_NAME "x", "u")),
         "1: concept:name: is longer than 200 characters"},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct seen seen;
        struct err err;
        char text[4096];
        snprintf(text, sizeof text, "<log>%s</log>", rows[i].trace);
        assert_int_equal(import_text(text, false, &seen, &err), ERR_NONE);
        assert_string_equal(seen.why, rows[i].why);
        assert_int_equal(json_array_size(seen.lines) > 0, !rows[i].why[0]);
        json_decref(seen.lines);
    }
    struct seen seen;
    struct err err;
    assert_int_equal(
        import_text("<log>" TRACE("7", EVENT("1T10:00:00Z", "a", "\xc2\xa0")) "</log>", false, &seen, &err),
        ERR_NONE);
    assert_int_equal(seen.assignments, 0); /* nobody */
    assert_string_equal(text_at(&seen, 2, "staff"), "");
    json_decref(seen.lines);
    static const char *const lines[] = {
        "{\"case\":\"A\",\"kind\":\"case_opened\"}\n{\"case\":\"610170-1234\",\"kind\":\"case_opened\"}\n"
        "{\"case\":\"A\",\"kind\":\"x\"}\n",
        "{\"case\":\"A\",\"kind\":\"case_opened\"}\n{\"case\":\"B\",\"event_id\":\"610170-1234\",\"kind\":\"x\"}\n",
        "{\"case\":\"A\",\"kind\":\"case_opened\"}\n{\"case\":\"B\",\"ref\":\"610170-1234\",\"kind\":\"x\"}\n",
    };
    for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
        assert_int_equal(import_text(lines[i], false, &seen, &err), ERR_NONE);
        assert_int_equal(seen.rejected, 1);
        assert_true(strncmp(seen.why, "2: ", 3) == 0 && strstr(seen.why, "a CPR number may not stand here"));
        assert_string_equal(text_at(&seen, 0, "external_ref"), "A"); /* which is none of it */
        json_decref(seen.lines);
    }
}

static void test_blank_lines(void **state UNUSED)
{
    struct seen seen;
    struct err err;
    assert_int_equal(import_text("\n \t\r\n\v\f\n\t{\"case\":\"A\",\"kind\":\"case_opened\"}\t\n\t \n", false,
                                 &seen, &err),
                     ERR_NONE);
    assert_int_equal(seen.units, 1);
    assert_int_equal(seen.rejected, 0);
    json_decref(seen.lines);
}

static void test_other_forms(void **state UNUSED)
{
    static const char *const texts[] = {"case;activity\n1;a\n", "[{\"case\":\"A\"}]",
                                        "\xff\xfe"
                                        "c",
                                        "PK\x03\x04"};
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        struct seen seen;
        struct err err;
        assert_int_equal(import_text(texts[i], false, &seen, &err), ERR_INVALID);
        assert_non_null(strstr(err.text, "neither XES, which begins with <, nor NDJSON"));
        assert_int_equal(seen.units, 0);
        json_decref(seen.lines);
    }
}

static void test_strays(void **state UNUSED)
{
    struct seen seen;
    struct err err;
    assert_int_equal(
        import_text("<log>\n<trace/>\n" EVENT("1T10:00:00Z", "a", "") "</log>", false, &seen, &err),
        ERR_NONE);
    assert_int_equal(seen.units, 0);
    assert_int_equal(seen.empty, 1);
    assert_int_equal(seen.strays, 1);
    assert_int_equal(seen.stray_line, 3);
    json_decref(seen.lines);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_trace),
        cmocka_unit_test(test_ids_hang_on_content),
        cmocka_unit_test(test_traces_of_one_name_are_two_cases),
        cmocka_unit_test(test_bad_event_rejects_its_case),
        cmocka_unit_test(test_ndjson),
        cmocka_unit_test(test_ndjson_reference),
        cmocka_unit_test(test_what_the_daemon_would_refuse),
        cmocka_unit_test(test_blank_lines),
        cmocka_unit_test(test_other_forms),
        cmocka_unit_test(test_strays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
