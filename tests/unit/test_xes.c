/* The reader of XES against what an independent reader computed of real logs, odd and broken files, and its
 * limits. */
#include "unit.h"

#include <dirent.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>

#include "base/buf.h"
#include "client/source.h"
#include "client/xes.h"

struct count {
    uint64_t cases, events, bad, strict, skip, strays;
    uint32_t stray_line; /* of the last one */
    char first_bad[80], names[200];
};

static bool differ(struct str a, struct str b)
{
    return a.at && b.at && !str_equal(a, b);
}

static enum err_code count_trace(void *ctx, const struct xes_trace *trace, struct err *err UNUSED)
{
    struct count *count = ctx;
    struct str last = {NULL, 0};
    count->cases++;
    for (size_t i = 0; i < trace->n; i++) {
        const struct xes_event *event = &trace->events[i];
        count->events++;
        size_t used = strlen(count->names);
        snprintf(count->names + used, sizeof count->names - used, "%.*s/%.*s ", STR_ARG(event->name),
                 STR_ARG(event->resource));
        if (event->bad) {
            if (!count->bad++)
                snprintf(count->first_bad, sizeof count->first_bad, "%s", event->bad);
            continue;
        }
        if (i > 0)
            assert_true(trace->events[i - 1].at < event->at ||
                        (trace->events[i - 1].at == event->at &&
                         (trace->events[i - 1].place < event->place || event->finer.len > 0)));
        if (i > 0 && differ(trace->events[i - 1].resource, event->resource))
            count->strict++;
        if (differ(last, event->resource))
            count->skip++;
        if (event->resource.at)
            last = event->resource;
    }
    return ERR_NONE;
}

static enum err_code count_stray(void *ctx, uint32_t line, struct err *err UNUSED)
{
    struct count *count = ctx;
    count->strays++;
    count->stray_line = line;
    return ERR_NONE;
}

static enum err_code read_path(const char *path, struct count *count, struct err *err)
{
    struct source *source;
    struct str piece = {NULL, 0};
    *count = (struct count){0};
    struct xes *xes = xes_new(STR("org:resource"), &(struct xes_sink){count_trace, count_stray, count});
    assert_non_null(xes);
    enum err_code code = source_open(path, &source, err);
    if (code == ERR_NONE) {
        do {
            code = source_read(source, &piece, err);
            if (code == ERR_NONE)
                code = xes_feed(xes, piece, piece.len == 0, err);
        } while (code == ERR_NONE && piece.len > 0);
        source_close(source);
    }
    xes_free(xes);
    return code;
}

static enum err_code read_text(const char *text, struct count *count, struct err *err)
{
    *count = (struct count){0};
    struct xes *xes = xes_new(STR("k"), &(struct xes_sink){count_trace, count_stray, count});
    enum err_code code = ERR_NONE;
    size_t len = strlen(text), step = 7; /* small pieces: nothing may hang on where they end */
    for (size_t i = 0; i < len && code == ERR_NONE; i += step)
        code = xes_feed(xes, (struct str){text + i, len - i < step ? len - i : step}, false, err);
    if (code == ERR_NONE)
        code = xes_feed(xes, (struct str){NULL, 0}, true, err);
    xes_free(xes);
    return code;
}

static const char *data_folder(void)
{
    const char *set = getenv("SPOR_DATA");
    return set ? set : "../shared/data";
}

static json_t *expected(const char *name)
{
    char path[512];
    json_error_t why;
    snprintf(path, sizeof path, "%s/expected/%s.json", data_folder(), name);
    json_t *root = json_load_file(path, 0, &why);
    if (!root) {
        print_message("skipped: %s is not there\n", path);
        skip();
    }
    return root;
}

static uint64_t number(const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);
    assert_true(json_is_integer(value));
    return (uint64_t)json_integer_value(value);
}

static void check_log(const char *name)
{
    json_t *want = expected(name);
    struct count count;
    struct err err;
    char path[512];
    snprintf(path, sizeof path, "%s/logs/%s", data_folder(),
             json_string_value(json_object_get(want, "file")));
    if (read_path(path, &count, &err) != ERR_NONE)
        fail_msg("%s: %s", path, err.text);
    const json_t *changes = json_object_get(want, "changes");
    assert_int_equal(count.cases, number(want, "cases"));
    assert_int_equal(count.events, number(want, "events"));
    assert_int_equal(count.bad, number(want, "events_missing_timestamp"));
    assert_int_equal(count.strict, number(changes, "strict_total"));
    assert_int_equal(count.skip, number(changes, "skip_total"));
    json_decref(want);
}

static void test_running_example(void **state UNUSED)
{
    check_log("running-example");
}

static void test_roadtraffic(void **state UNUSED)
{
    check_log("roadtraffic100traces");
}

static void test_receipt(void **state UNUSED)
{
    check_log("receipt");
}

static void test_bpic15(void **state UNUSED)
{
    check_log("BPIC15_1");
}

/* Each odd file gives either the counts of a plain XML reader or, where an element stands in a wrong place or
 * the file is no XML at all, an error that names the line. */
static void test_edge_cases(void **state UNUSED)
{
    static const char *const broken[] = {"noLog.xes", "logOutOfPlace.xes", "traceOutOfPlace.xes"};
    json_t *want = expected("xes_edge_cases"), *row;
    const char *name;
    size_t n = 0, failed = 0;
    json_object_foreach(want, name, row)
    {
        struct count count;
        struct err err;
        char path[512];
        bool is_broken = false;
        for (size_t i = 0; i < ARRAY_LEN(broken); i++)
            is_broken |= strcmp(name, broken[i]) == 0;
        snprintf(path, sizeof path, "%s/xes_edge_cases/%s", data_folder(), name);
        enum err_code code = read_path(path, &count, &err);
        if (is_broken != (code != ERR_NONE))
            fail_msg("%s: %s", name, code ? err.text : "read without an error");
        if (code != ERR_NONE) {
            assert_true(strncmp(err.text, "line ", 5) == 0);
            failed++;
        } else {
            if (count.cases != number(row, "traces") || count.events + count.strays != number(row, "events"))
                fail_msg("%s: %u traces, %u events", name, (unsigned)count.cases, (unsigned)count.events);
            assert_int_equal(count.bad, count.events); /* none of these files has a usable timestamp */
        }
        n++;
    }
    assert_int_equal(n, 74);
    assert_int_equal(failed, ARRAY_LEN(broken));
    json_decref(want);
}

#define EVENT(time, name)                                                                                    \
    "<event><date key='time:timestamp' value='" time "'/><string key='concept:name' value='" name            \
    "'/></event>"

static void test_events(void **state UNUSED)
{
    struct count count;
    struct err err;
    assert_int_equal(read_text("<log><trace>" EVENT("2020-01-01T10:00:00Z", "b")
                                   EVENT("2020-01-01T10:00:00.0000001+01:00", "a") "</trace><trace/></log>",
                               &count, &err),
                     ERR_NONE);
    assert_int_equal(count.cases, 2);
    assert_int_equal(count.events, 2);
    assert_int_equal(count.bad, 0);

    assert_int_equal(
        read_text("<log><trace>" EVENT("2020-01-01T10:00:00", "a") "</trace></log>", &count, &err), 0);
    assert_string_equal(count.first_bad, "time:timestamp is no date and time with an offset");
    assert_int_equal(
        read_text("<log><trace>" EVENT("2020-01-01T10:00:00Z", "") "</trace></log>", &count, &err), 0);
    assert_string_equal(count.first_bad, "no concept:name");
    assert_int_equal(
        read_text("<x:log xmlns:x='u'><x:trace>" EVENT("", "") "</x:trace></x:log>", &count, &err), 0);
    assert_string_equal(count.first_bad, "no time:timestamp");
}

static void assert_refused(const char *text, const char *why)
{
    struct count count;
    struct err err;
    enum err_code code = read_text(text, &count, &err);
    if (code == ERR_NONE || !strstr(err.text, why))
        fail_msg("%.60s: %s", text, code ? err.text : "accepted");
}

static void test_refused(void **state UNUSED)
{
    assert_refused("<!DOCTYPE log [<!ENTITY a 'b'>]><log>&a;</log>", "line 1: a document type");
    assert_refused("<log>\n<trace>", "line 2: malformed XML");
    assert_refused("<html/>", "outermost element is not <log>");
    assert_refused("<log><trace><event><event/></event></trace></log>", "not directly in a <trace>");
    assert_refused("<log><string key='a'><trace/></string></log>", "not directly in the <log>");
    assert_refused("<log>&nbsp;</log>", "undefined entity");
    assert_refused("\xff\xfe\x00", "malformed XML");

    struct buf text;
    buf_init(&text, 1 << 20);
    buf_put_str(&text, STR("<log>"));
    for (int i = 0; i < 40; i++)
        buf_put_str(&text, STR("<string key='a'>"));
    buf_put_char(&text, '\0');
    assert_refused(text.at, "more than 32 elements");

    buf_empty(&text);
    buf_put_str(&text, STR("<log><string key='a' value='"));
    for (int i = 0; i < XES_MAX_VALUE + 1; i++)
        buf_put_char(&text, 'x');
    buf_put(&text, "'/></log>", 10);
    assert_refused(text.at, "more than 64 kB");
    buf_clear(&text);
}

/* Every xs:dateTime with an offset, and nothing else. */
static void test_instant(void **state UNUSED)
{
    static const struct {
        const char *text, *instant, *finer; /* at NULL: refused */
    } rows[] = {
        {"2010-10-02T09:20:39.2661239+02:00", "2010-10-02T07:20:39.266123Z", "9"},
        {"2024-03-01T10:00:00.123456789+01:00", "2024-03-01T09:00:00.123456Z", "789"},
        {"2024-03-01T10:00:00.0000000000000000000000000001Z", "2024-03-01T10:00:00Z",
         "0000000000000000000001"},
        {"2024-03-01T10:00:00.1000000000000000000000000000000000000000000000000000000000000000000Z",
         "2024-03-01T10:00:00.1Z", ""},
        {"2024-03-01T24:00:00Z", "2024-03-02T00:00:00Z", ""},
        {"2024-02-29T24:00:00.000+01:00", "2024-02-29T23:00:00Z", ""},
        {" \t2024-03-01T10:00:00Z\r\n", "2024-03-01T10:00:00Z", ""},
        {"2024-03-01T10:00:00-00:00", "2024-03-01T10:00:00Z", ""},
        {"2024-03-01T10:00:00+14:00", "2024-02-29T20:00:00Z", ""},
        {"2024-03-01T10:00:00-09:30", "2024-03-01T19:30:00Z", ""},
        {"2024-10-27T02:30:00+01:00", "2024-10-27T01:30:00Z", ""},
        {"2010-10-02T09:20:39", NULL, NULL},
        {"2024-03-01T10:00Z", NULL, NULL},
        {"2024-03-01t10:00:00z", NULL, NULL},
        {"2024-03-01T10:00:00z", NULL, NULL},
        {"2024-03-01T10:00:00+0100", NULL, NULL},
        {"2024-03-01T10:00:00+01", NULL, NULL},
        {"2024-03-01T10:00:00+14:01", NULL, NULL},
        {"2024-03-01T10:00:00+23:59", NULL, NULL},
        {"2024-03-01T10:00:00,5Z", NULL, NULL},
        {"2024-03-01T10:00:00.Z", NULL, NULL},
        {"2024-03-01T24:00:01Z", NULL, NULL},
        {"2024-03-01T24:00:00.0000001Z", NULL, NULL},
        {"2024-03-01T25:00:00Z", NULL, NULL},
        {"2024-06-30T23:59:60Z", NULL, NULL},
        {"2024-03-01 10:00:00+01:00", NULL, NULL},
        {"2024-03-01 T10:00:00Z", NULL, NULL},
        {"2023-02-29T10:00:00Z", NULL, NULL},
        {"2023-02-29T24:00:00Z", NULL, NULL},
        {"02024-03-01T10:00:00Z", NULL, NULL},
        {"2024-03-01T10:00:00ZZ", NULL, NULL},
        {"2024-03-01", NULL, NULL},
        {"0000000000000000000000000000000000000000000000000000000000000000000", NULL, NULL},
        {"?", NULL, NULL},
        {"", NULL, NULL},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        instant_t at, want;
        struct str finer;
        bool ok = xes_instant(str_of(rows[i].text), &at, &finer);
        if (ok != (rows[i].instant != NULL))
            fail_msg("\"%s\": %s", rows[i].text, ok ? "accepted" : "refused");
        if (!ok)
            continue;
        assert_true(instant_parse(str_of(rows[i].instant), &want));
        assert_int_equal(at, want);
        assert_str(finer, rows[i].finer);
    }
}

/* Ordered by all digits of the fraction, though fewer are kept. */
static void test_order_within_a_microsecond(void **state UNUSED)
{
    struct count count;
    struct err err;
    assert_int_equal(read_text("<log><trace>" EVENT("2024-03-01T10:00:00.0000009Z", "c")
                                   EVENT("2024-03-01T10:00:00.00000011Z", "b")
                                       EVENT("2024-03-01T11:00:00.0000001+01:00", "a")
                                           EVENT("2024-03-01T10:00:00Z", "0") "</trace></log>",
                               &count, &err),
                     ERR_NONE);
    assert_string_equal(count.names, "0/ a/ b/ c/ ");
}

/* The mark says UTF-8, whatever the document declares. */
static void test_byte_order_mark(void **state UNUSED)
{
    struct count count;
    struct err err;
    static const char log[] = "\xef\xbb\xbf<?xml version='1.0' encoding='ISO-8859-1'?><log><trace>" EVENT(
        "2020-01-01T10:00:00Z", "Møde") "</trace></log>";
    assert_int_equal(read_text(log, &count, &err), ERR_NONE);
    assert_string_equal(count.names, "Møde/ ");
    assert_int_equal(read_text("<?xml version='1.0' encoding='ISO-8859-1'?><log><trace>" EVENT(
                                   "2020-01-01T10:00:00Z", "M\xf8"
                                                           "de") "</trace></log>",
                               &count, &err),
                     ERR_NONE);
    assert_string_equal(count.names, "Møde/ ");
    assert_int_equal(read_text("\xef\xbb\xbf<?xml version='1.0' encoding='ISO-8859-1'?><log><trace>" EVENT(
                                   "2020-01-01T10:00:00Z", "M\xf8"
                                                           "de") "</trace></log>",
                               &count, &err),
                     ERR_INVALID);
    assert_int_equal(read_text("\xef\xbb", &count, &err), ERR_INVALID);
}

static void test_strays(void **state UNUSED)
{
    struct count count;
    struct err err;
    assert_int_equal(read_text("<log>\n<trace/>\n" EVENT("2020-01-01T10:00:00Z", "a") "</log>", &count, &err),
                     ERR_NONE);
    assert_int_equal(count.strays, 1);
    assert_int_equal(count.stray_line, 3);
    assert_int_equal(count.events, 0);
}

/* Writes bytes to a file of its own and gives its path. */
static const char *file_of(const void *bytes, size_t len)
{
    static char path[] = "/tmp/spor-test-xes-XXXXXX";
    memcpy(path + sizeof path - 7, "XXXXXX", 6);
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    FILE *file = fdopen(fd, "wb");
    assert_int_equal(fwrite(bytes, 1, len, file), len);
    fclose(file);
    return path;
}

static size_t pack(const void *bytes, size_t len, uint8_t *out, size_t room)
{
    z_stream zip = {0};
    assert_int_equal(deflateInit2(&zip, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    zip.next_in = (Bytef *)(uintptr_t)bytes;
    zip.avail_in = (uInt)len;
    zip.next_out = out;
    zip.avail_out = (uInt)room;
    assert_int_equal(deflate(&zip, Z_FINISH), Z_STREAM_END);
    deflateEnd(&zip);
    return room - zip.avail_out;
}

static void test_packed(void **state UNUSED)
{
    static const char log[] = "<log><trace>" EVENT("2020-01-01T10:00:00Z", "a") "</trace></log>";
    uint8_t packed[4096];
    struct count count;
    struct err err;
    size_t half = 20, a = pack(log, half, packed, sizeof packed);
    size_t b = pack(log + half, sizeof log - 1 - half, packed + a, sizeof packed - a);
    const char *path = file_of(packed, a + b); /* two packed parts one after the other */
    assert_int_equal(read_path(path, &count, &err), ERR_NONE);
    assert_int_equal(count.events, 1);
    unlink(path);

    path = file_of(packed, a + b - 9);
    assert_int_not_equal(read_path(path, &count, &err), ERR_NONE);
    unlink(path);
    path = file_of(packed, a / 2);
    assert_int_equal(read_path(path, &count, &err), ERR_INVALID);
    assert_non_null(strstr(err.text, "ends too early"));
    unlink(path);

    /* zeros behind the last part are padding; anything else is found before a single trace is handed out */
    memset(packed + a + b, 0, 300);
    path = file_of(packed, a + b + 300);
    assert_int_equal(read_path(path, &count, &err), ERR_NONE);
    assert_int_equal(count.events, 1);
    unlink(path);
    packed[a + b + 299] = 'x';
    path = file_of(packed, a + b + 300);
    assert_int_equal(read_path(path, &count, &err), ERR_INVALID);
    assert_string_equal(err.text, "the packed file is damaged: bytes follow behind its end");
    assert_int_equal(count.cases, 0);
    unlink(path);
    memcpy(packed + a + b, "rest", 4);
    path = file_of(packed, a + b + 4);
    assert_int_equal(read_path(path, &count, &err), ERR_INVALID);
    assert_int_equal(count.cases, 0);
    unlink(path);

    size_t large = 64u << 20;
    char *zeros = calloc(1, large);
    uint8_t *bomb = calloc(1, 1 << 20);
    assert_non_null(zeros);
    memset(zeros, ' ', large);
    memcpy(zeros, "<log>", 5);
    path = file_of(bomb, pack(zeros, large, bomb, 1 << 20));
    assert_int_equal(read_path(path, &count, &err), ERR_TOO_LARGE);
    unlink(path);
    free(zeros);
    free(bomb);
    assert_int_equal(read_path("/nowhere/at/all", &count, &err), ERR_INVALID);
    assert_int_equal(read_path("/tmp", &count, &err), ERR_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_running_example),
        cmocka_unit_test(test_roadtraffic),
        cmocka_unit_test(test_receipt),
        cmocka_unit_test(test_bpic15),
        cmocka_unit_test(test_edge_cases),
        cmocka_unit_test(test_events),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_instant),
        cmocka_unit_test(test_order_within_a_microsecond),
        cmocka_unit_test(test_byte_order_mark),
        cmocka_unit_test(test_strays),
        cmocka_unit_test(test_packed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
