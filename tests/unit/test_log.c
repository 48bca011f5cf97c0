/* The log: what log_write puts on standard error is read back and parsed as JSON. */
#include "unit.h"

#include <jansson.h>
#include <stdio.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"

static FILE *caught; /* standard error while a test runs */
static int real_stderr;

static int catch_stderr(void **state)
{
    (void)state;
    caught = tmpfile();
    real_stderr = dup(STDERR_FILENO);
    return !caught || real_stderr < 0 || dup2(fileno(caught), STDERR_FILENO) < 0;
}

static int release_stderr(void **state)
{
    (void)state;
    log_set_level(LOG_INFO);
    (void)dup2(real_stderr, STDERR_FILENO);
    (void)close(real_stderr);
    return fclose(caught);
}

/* What was written since the last call. */
static struct str written(void)
{
    static char text[20000];
    rewind(caught);
    size_t len = fread(text, 1, sizeof text, caught);
    rewind(caught);
    if (ftruncate(fileno(caught), 0))
        return (struct str){NULL, 0};
    return (struct str){text, len};
}

/* One line, which must be one JSON object ended by a newline. */
static json_t *line(void)
{
    struct str text = written();
    assert_true(text.len > 1);
    assert_int_equal(text.at[text.len - 1], '\n');
    assert_ptr_equal(memchr(text.at, '\n', text.len), text.at + text.len - 1);
    json_error_t error;
    json_t *object = json_loadb(text.at, text.len, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);
    if (!object)
        fail_msg("no JSON: %s in %.*s", error.text, STR_ARG(text));
    return object;
}

static const char *text_of(json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    assert_non_null(text);
    return text;
}

static void one_object_a_line(void **state)
{
    (void)state;
    log_line(LOG_INFO, "listening", LOG_N("port", 8443), LOG_C("host", "127.0.0.1"),
             LOG_S("path", STR("/v1")), LOG_N("low", INT64_MIN), LOG_N("high", INT64_MAX),
             LOG_C("none", NULL));
    json_t *object = line();
    assert_string_equal(text_of(object, "level"), "info");
    assert_string_equal(text_of(object, "event"), "listening");
    assert_string_equal(text_of(object, "host"), "127.0.0.1");
    assert_string_equal(text_of(object, "path"), "/v1");
    assert_string_equal(text_of(object, "none"), "");
    assert_int_equal(json_integer_value(json_object_get(object, "port")), 8443);
    assert_true(json_integer_value(json_object_get(object, "low")) == INT64_MIN);
    assert_true(json_integer_value(json_object_get(object, "high")) == INT64_MAX);
    const char *time = text_of(object, "time"); /* 2026-11-24T10:20:30.123Z */
    assert_int_equal(strlen(time), 24);
    assert_int_equal(time[10], 'T');
    assert_int_equal(time[19], '.');
    assert_int_equal(time[23], 'Z');
    json_decref(object);
}

static void without_fields(void **state)
{
    (void)state;
    log_write(LOG_WARN, "stopping", (const struct log_field[]){LOG_END});
    json_t *object = line();
    assert_int_equal(json_object_size(object), 3);
    assert_string_equal(text_of(object, "level"), "warn");
    json_decref(object);
}

static void levels(void **state)
{
    (void)state;
    log_line(LOG_DEBUG, "unseen", LOG_N("n", 1)); /* info is where it begins */
    assert_int_equal(written().len, 0);
    log_set_level(LOG_ERROR);
    log_line(LOG_WARN, "unseen", LOG_N("n", 1));
    assert_int_equal(written().len, 0);
    log_line(LOG_ERROR, "seen", LOG_N("n", 1));
    json_decref(line());
    log_set_level(LOG_DEBUG);
    log_line(LOG_DEBUG, "seen", LOG_N("n", 1));
    json_t *object = line();
    assert_string_equal(text_of(object, "level"), "debug");
    json_decref(object);
}

/* Every byte a text may hold, also what is no UTF-8, leaves a line of JSON. */
static void any_byte(void **state)
{
    (void)state;
    for (int c = 0; c < 256; c++) {
        char bytes[] = {'a', (char)c, 'z'};
        log_line(LOG_INFO, "byte", LOG_S("text", ((struct str){bytes, sizeof bytes})), LOG_N("n", c));
        json_t *object = line();
        json_t *text = json_object_get(object, "text");
        assert_int_equal(json_string_length(text), 3);
        assert_int_equal((unsigned char)json_string_value(text)[1], c < 0x80 ? c : '?');
        json_decref(object);
    }
    log_line(LOG_INFO, "text", LOG_C("text", "S\xC3\xB8ren \"x\" \\ \n\t"));
    json_t *object = line();
    assert_string_equal(text_of(object, "text"), "S\xC3\xB8ren \"x\" \\ \n\t");
    json_decref(object);
}

/* A line that would be too long ends before the field that no longer fits, whatever its length. */
static void cut_at_a_field(void **state)
{
    (void)state;
    static char bytes[5000];
    memset(bytes, 'x', sizeof bytes);
    for (size_t len = 3900; len < 4100; len++) {
        log_line(LOG_INFO, "long", LOG_N("first", 1), LOG_S("text", ((struct str){bytes, len})),
                 LOG_N("last", 2));
        json_t *object = line();
        assert_int_equal(json_integer_value(json_object_get(object, "first")), 1);
        json_t *text = json_object_get(object, "text");
        if (text)
            assert_int_equal(json_string_length(text), len);
        else
            assert_null(json_object_get(object, "last"));
        json_decref(object);
    }
    log_line(LOG_INFO, "long", LOG_S("text", ((struct str){bytes, sizeof bytes})));
    json_t *object = line();
    assert_int_equal(json_object_size(object), 3);
    json_decref(object);
}

static void written_without_memory(void **state)
{
    (void)state;
    mem_fail_after(1);
    log_line(LOG_ERROR, "no_memory", LOG_N("asked", 100));
    void *block = mem_new(1); /* the failure is still to come: the line asked for none */
    mem_fail_after(0);
    assert_null(block);
    json_decref(line());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(one_object_a_line, catch_stderr, release_stderr),
        cmocka_unit_test_setup_teardown(without_fields, catch_stderr, release_stderr),
        cmocka_unit_test_setup_teardown(levels, catch_stderr, release_stderr),
        cmocka_unit_test_setup_teardown(any_byte, catch_stderr, release_stderr),
        cmocka_unit_test_setup_teardown(cut_at_a_field, catch_stderr, release_stderr),
        cmocka_unit_test_setup_teardown(written_without_memory, catch_stderr, release_stderr),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
