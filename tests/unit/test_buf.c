/* Buffers with a maximum, strict numbers, UUIDs, UTF-8 and CPR numbers. */
#include "unit.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/mem.h"

/* ---- buffers ---- */

/* What holds after every operation. */
static void check_sane(const struct buf *buf)
{
    assert_true(buf->len <= buf->cap);
    assert_true(buf->cap <= buf->max);
    assert_true(buf->cap == 0 || buf->at != NULL);
}

static void empty_buffer(void **state)
{
    (void)state;
    struct buf buf;
    buf_init(&buf, 10);
    check_sane(&buf);
    assert_int_equal(buf_str(&buf).len, 0);
    buf_put(&buf, NULL, 0);
    buf_put_str(&buf, (struct str){NULL, 0});
    buf_drop(&buf, 0);
    buf_drop(&buf, 5);
    assert_null(buf.at); /* nothing was asked for, nothing was taken */
    assert_false(buf.failed);
    buf_clear(&buf);
    buf_clear(&buf);
    assert_int_equal(buf.max, 10);
}

static void grows_up_to_the_maximum(void **state)
{
    (void)state;
    const size_t maxima[] = {1, 2, 255, 256, 257, 511, 512, 1000, 4096, 5000};
    for (size_t m = 0; m < ARRAY_LEN(maxima); m++) {
        struct buf buf;
        buf_init(&buf, maxima[m]);
        for (size_t i = 0; i < maxima[m]; i++) {
            buf_put_char(&buf, (char)('a' + i % 26));
            check_sane(&buf);
            assert_false(buf.failed);
        }
        assert_int_equal(buf.len, maxima[m]);
        for (size_t i = 0; i < maxima[m]; i++)
            assert_int_equal(buf.at[i], 'a' + i % 26);
        buf_put_char(&buf, '!');
        assert_true(buf.failed);
        assert_int_equal(buf.len, maxima[m]);
        buf_clear(&buf);
        assert_false(buf.failed);
    }
}

static void whole_appends_or_none(void **state)
{
    (void)state;
    struct buf buf;
    buf_init(&buf, 8);
    buf_put_str(&buf, STR("12345"));
    buf_put_str(&buf, STR("6789")); /* 9 bytes do not fit: none of the four is taken */
    assert_true(buf.failed);
    assert_str(buf_str(&buf), "12345");
    buf_put_str(&buf, STR("6")); /* would fit, but after a failure all is dropped */
    assert_str(buf_str(&buf), "12345");
    assert_null(buf_reserve(&buf, 1));
    buf_empty(&buf);
    assert_false(buf.failed);
    buf_put_str(&buf, STR("12345678"));
    assert_false(buf.failed);
    assert_str(buf_str(&buf), "12345678");
    buf_clear(&buf);
}

static void nothing_fits_into_no_bytes(void **state)
{
    (void)state;
    struct buf buf;
    buf_init(&buf, 0);
    buf_put_char(&buf, 'a');
    assert_true(buf.failed);
    buf_clear(&buf);
}

static void huge_lengths_do_not_wrap(void **state)
{
    (void)state;
    struct buf buf;
    buf_init(&buf, 100);
    buf_put_str(&buf, STR("abc"));
    assert_null(buf_reserve(&buf, SIZE_MAX));
    assert_null(buf_reserve(&buf, SIZE_MAX - 2));
    assert_true(buf.failed);
    assert_str(buf_str(&buf), "abc");
    buf_clear(&buf);
}

static void reserve_and_commit(void **state)
{
    (void)state;
    struct buf buf;
    buf_init(&buf, 600);
    assert_non_null(buf_reserve(&buf, 0));
    char *at = buf_reserve(&buf, 600);
    assert_non_null(at);
    memset(at, 'x', 600);
    buf_commit(&buf, 3);
    assert_str(buf_str(&buf), "xxx");
    buf_commit(&buf, 597);
    assert_int_equal(buf.len, 600);
    assert_false(buf.failed);
    buf_commit(&buf, 1); /* never reserved */
    assert_true(buf.failed);
    assert_int_equal(buf.len, 600);
    buf_clear(&buf);
}

static void drops_from_the_front(void **state)
{
    (void)state;
    struct buf buf;
    buf_init(&buf, 100);
    buf_put_str(&buf, STR("abcdef"));
    buf_drop(&buf, 0);
    assert_str(buf_str(&buf), "abcdef");
    buf_drop(&buf, 2);
    assert_str(buf_str(&buf), "cdef");
    buf_drop(&buf, 4);
    assert_str(buf_str(&buf), "");
    buf_put_str(&buf, STR("xy"));
    buf_drop(&buf, 100);
    assert_str(buf_str(&buf), "");
    buf_clear(&buf);
}

static void formats(void **state)
{
    (void)state;
    struct buf buf;
    buf_init(&buf, 12);
    buf_printf(&buf, "%d-%s", 42, "abc");
    assert_str(buf_str(&buf), "42-abc");
    buf_printf(&buf, "%s", "");
    buf_printf(&buf, "%.*s", STR_ARG(STR("12345")));
    assert_str(buf_str(&buf), "42-abc12345");
    assert_false(buf.failed);
    buf_printf(&buf, "x"); /* fits, but its end would not */
    assert_true(buf.failed);
    assert_str(buf_str(&buf), "42-abc12345");
    buf_clear(&buf);
}

static void big_endian(void **state)
{
    (void)state;
    struct buf buf;
    buf_init(&buf, 14);
    buf_put_be16(&buf, 0x0102);
    buf_put_be32(&buf, 0xA0B0C0D0u);
    buf_put_be64(&buf, 0x1122334455667788u);
    const unsigned char expected[] = {1,    2,    0xA0, 0xB0, 0xC0, 0xD0, 0x11,
                                      0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88};
    assert_int_equal(buf.len, sizeof expected);
    assert_memory_equal(buf.at, expected, sizeof expected);
    buf_put_be16(&buf, 1);
    assert_true(buf.failed);
    buf_clear(&buf);
}

static void build_something(struct buf *buf)
{
    buf_put_char(buf, 'a');
    for (int i = 0; i < 300; i++)
        buf_put_be64(buf, (uint64_t)i);
    buf_printf(buf, "%0500d", 7);
}

/* Each allocation fails once: the failure sticks, what was there before stays, nothing leaks. */
static void every_failing_allocation(void **state)
{
    (void)state;
    size_t n = 1;
    for (;; n++) {
        struct buf buf;
        buf_init(&buf, 10000);
        mem_fail_after(n);
        build_something(&buf);
        mem_fail_after(0);
        check_sane(&buf);
        bool failed = buf.failed;
        if (failed)
            assert_true(buf.len < 2901);
        else
            assert_int_equal(buf.len, 2901);
        buf_clear(&buf);
        if (!failed)
            break;
    }
    assert_in_range(n, 3, 20); /* the buffer grew in a few steps, each of which failed once */
}

/* ---- numbers ---- */

static void numbers(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool good;
        int64_t value;
    } table[] = {
        {"0", true, 0},
        {"7", true, 7},
        {"10", true, 10},
        {"-1", true, -1},
        {"-10", true, -10},
        {"9223372036854775807", true, INT64_MAX},
        {"-9223372036854775808", true, INT64_MIN},
        {"9223372036854775808", false, 0},
        {"-9223372036854775809", false, 0},
        {"99999999999999999999999999", false, 0},
        {"", false, 0},
        {"-", false, 0},
        {"--1", false, 0},
        {"+1", false, 0},
        {"-0", false, 0},
        {"00", false, 0},
        {"01", false, 0},
        {"-01", false, 0},
        {" 1", false, 0},
        {"1 ", false, 0},
        {"1.0", false, 0},
        {"1e3", false, 0},
        {"0x10", false, 0},
        {"1\n", false, 0},
        {"\xD9\xA1", false, 0}, /* an Arabic digit */
    };
    for (size_t i = 0; i < ARRAY_LEN(table); i++) {
        int64_t value = 12345;
        bool good = str_to_i64(str_of(table[i].text), INT64_MIN, INT64_MAX, &value);
        if (good != table[i].good)
            fail_msg("\"%s\" was %s", table[i].text, good ? "taken" : "refused");
        assert_true(value == (good ? table[i].value : 12345));
    }
}

static void number_bounds(void **state)
{
    (void)state;
    int64_t value = -1;
    assert_true(str_to_i64(STR("5"), 5, 10, &value) && value == 5);
    assert_true(str_to_i64(STR("10"), 5, 10, &value) && value == 10);
    assert_false(str_to_i64(STR("4"), 5, 10, &value));
    assert_false(str_to_i64(STR("11"), 5, 10, &value));
    assert_int_equal(value, 10);
    assert_false(str_to_i64((struct str){NULL, 0}, 0, 1, &value));
    assert_false(str_to_i64((struct str){"1\0", 2}, 0, 100, &value));
}

/* ---- UUIDs ---- */

static void uuids(void **state)
{
    (void)state;
    struct uuid uuid, same;
    char text[UUID_TEXT];
    assert_true(str_to_uuid(STR("00112233-4455-6677-8899-AAbbCCddEEff"), &uuid));
    for (size_t i = 0; i < sizeof uuid.bytes; i++)
        assert_int_equal(uuid.bytes[i], i * 0x11);
    uuid_to_text(&uuid, text);
    assert_str(((struct str){text, UUID_TEXT}), "00112233-4455-6677-8899-aabbccddeeff");
    assert_true(str_to_uuid((struct str){text, UUID_TEXT}, &same));
    assert_true(uuid_equal(&uuid, &same));
    same.bytes[15] ^= 1;
    assert_false(uuid_equal(&uuid, &same));
}

static void bad_uuids(void **state)
{
    (void)state;
    static const char *const table[] = {
        "",
        "00112233-4455-6677-8899-aabbccddeef",
        "00112233-4455-6677-8899-aabbccddeeff0",
        "00112233445566778899aabbccddeeff",
        "{0112233-4455-6677-8899-aabbccddeef}",
        "00112233-4455-6677-8899-aabbccddeefg",
        "0011223--4455-6677-8899-aabbccddeeff",
        "00112233-4455-6677-8899_aabbccddeeff",
        "00112233-4455-6677-889-9aabbccddeeff",
        " 0112233-4455-6677-8899-aabbccddeeff",
        "0x112233-4455-6677-8899-aabbccddeeff",
        "-0112233-4455-6677-8899-aabbccddeeff",
    };
    struct uuid uuid;
    for (size_t i = 0; i < ARRAY_LEN(table); i++)
        if (str_to_uuid(str_of(table[i]), &uuid))
            fail_msg("\"%s\" was taken", table[i]);
}

/* ---- UTF-8 ---- */

#define GOOD(literal)                                                                                        \
    {                                                                                                        \
        literal, sizeof(literal) - 1, true                                                                   \
    }
#define BAD(literal)                                                                                         \
    {                                                                                                        \
        literal, sizeof(literal) - 1, false                                                                  \
    }

/* The borders of each length of RFC 3629, the ill-formed kinds of Unicode 15 table 3-7, and every way to be
 * cut. */
static void utf8(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t len;
        bool good;
    } table[] = {
        GOOD(""),
        GOOD("abc"),
        GOOD("\x01\x7F"),
        GOOD("Sm\xC3\xB8rrebr\xC3\xB8"),
        GOOD("\xC2\x80"),
        GOOD("\xDF\xBF"),
        GOOD("\xE0\xA0\x80"),
        GOOD("\xED\x9F\xBF"),
        GOOD("\xEE\x80\x80"),
        GOOD("\xEF\xBF\xBD"),
        GOOD("\xEF\xBF\xBF"),
        GOOD("\xF0\x90\x80\x80"),
        GOOD("\xF4\x8F\xBF\xBF"),
        GOOD("a\xC3\xA6\xE2\x82\xAC\xF0\x9F\x98\x80z"),
        BAD("\0"),
        BAD("a\0b"),
        BAD("\x80"),
        BAD("\xBF"),
        BAD("a\x80"),
        BAD("\xC0\x80"),
        BAD("\xC1\xBF"),
        BAD("\xC2"),
        BAD("\xC2\x7F"),
        BAD("\xC2\xC0"),
        BAD("\xC2 "),
        BAD("\xE0\x80\x80"),
        BAD("\xE0\x9F\xBF"),
        BAD("\xE0\xA0"),
        BAD("\xE2\x82"),
        BAD("\xE2"),
        BAD("\xE2\x28\xA1"),
        BAD("\xE2\x82\x28"),
        BAD("\xED\xA0\x80"),
        BAD("\xED\xBF\xBF"),
        BAD("\xF0\x80\x80\x80"),
        BAD("\xF0\x8F\xBF\xBF"),
        BAD("\xF0\x9F\x98"),
        BAD("\xF0\x9F"),
        BAD("\xF0"),
        BAD("\xF0\x28\x8C\xBC"),
        BAD("\xF4\x90\x80\x80"),
        BAD("\xF5\x80\x80\x80"),
        BAD("\xF8\x88\x80\x80\x80"),
        BAD("\xFC\x84\x80\x80\x80\x80"),
        BAD("\xFE"),
        BAD("\xFF"),
        BAD("abc\xFF"),
    };
    for (size_t i = 0; i < ARRAY_LEN(table); i++) {
        /* a copy of exactly its size, so that the sanitizer sees a read beyond the end */
        char *copy = malloc(table[i].len ? table[i].len : 1);
        assert_non_null(copy);
        memcpy(copy, table[i].bytes, table[i].len);
        bool good = str_is_utf8((struct str){copy, table[i].len});
        free(copy);
        if (good != table[i].good)
            fail_msg("row %zu (%zu bytes) was %s", i, table[i].len, good ? "taken" : "refused");
    }
    assert_true(str_is_utf8((struct str){NULL, 0}));
}

/* ---- CPR numbers ---- */

static void cpr_numbers(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool is, has;
    } table[] = {
        {"", false, false},
        {"0101701234", true, true},
        {"010170-1234", true, true},
        {"6101701234", true, true}, /* day + 60, the replacement numbers of demo data */
        {"911270-1234", true, true},
        {"3112991234", true, true},
        {"0001701234", false, false},
        {"3201701234", false, false},
        {"6001701234", false, false},
        {"9201701234", false, false},
        {"0100701234", false, false},
        {"0113701234", false, false},
        {"9999999999", false, false},
        {"010170 1234", true, true},
        {"010170--1234", true, true},
        {"01017-01234", false, false},
        {"010170-12345", false, false},
        {"010170-123", false, false},
        {"0101701-234", false, false},
        {"10101701234", false, false}, /* eleven digits are no CPR number */
        {"01017012345", false, false},
        {"1010170-1234", false, false},
        {"3102901234", false, false}, /* days that never were … */
        {"910290-1234", false, false},
        {"3104701234", false, false},
        {"290203-1234", false, false}, /* … in 1903 */
        {"2902001234", false, false},  /* … in 1900 */
        {"2902004234", true, true},    /* but in 2000: the seventh digit tells the century */
        {"2902044234", true, true},
        {"2902039234", false, false},
        {"2902369234", true, true}, /* 2036; 37 to 99 are of the last century */
        {"2902379234", false, false},
        {"2902409234", true, true},
        {"2902565234", true, true},   /* 2056 */
        {"2902605234", true, true},   /* 1860 */
        {"2902588234", false, false}, /* 1858 */
        {"8902004234", true, true},
        {"8902001234", false, false},
        {"0101701235", true, true}, /* modulus 11 is never asked */
        {"see 010170-1234.", false, true},
        {"610190 1234", true, true}, /* a blank between, two, a tab, one that does not break, a dash */
        {"610190  1234", true, true},
        {"610190 - 1234", true, true},
        {"610190\t1234", true, true},
        {"610190\xC2\xA0"
         "1234",
         true, true},
        {"610190\xE2\x80\x93"
         "1234",
         true, true},
        {"tlf. 610190 12345", false, false},
        {"610190 123", false, false},
        {"610190\n1234", false, false}, /* the next line is another matter */
        {"610190             1234", false, false},
        {"610190 ", false, false},
        {"610190.1234", false, false}, /* an amount */
        {"a0101701234b", false, true},
        {"0101701234-", false, true},
        {"-0101701234", false, true},
        {"12 010170-1234", false, true},
        {"3201701234 010170-1234", false, true},
        {"320170-1234-010170-1234", false, true},
        {"010170-12345 010170-123 0101701234", false, true},
        {"Bes\xC3\xB8g 24-11-2026 kl. 10", false, false},
        {"2026-11-24T10:00:00+01:00", false, false},
        {"tlf. 12345678", false, false},
        {"3f010170-1234-4000-8000-0a0b0c0d0e0f", false, false}, /* a UUID is none, wherever it stands … */
        {"/v1/cases/ab0C0D0E-0f00-4000-8000-ff0101701234/events", false, false},
        {"01017012-3400-4000-8000-0a0b0c0d0e0f 010170-1234", false, true}, /* … and hides none beside it */
        {"3f010170-1234-4000-8000-0a0b0c0d0e0", false, true},
        {"3f010170-1234-4000-8000-0a0b0c0d0e0g", false, true},
    };
    for (size_t i = 0; i < ARRAY_LEN(table); i++) {
        size_t len = strlen(table[i].text);
        char *copy = malloc(len ? len : 1);
        assert_non_null(copy);
        memcpy(copy, table[i].text, len);
        bool is = str_is_cpr((struct str){copy, len}), has = str_has_cpr((struct str){copy, len});
        free(copy);
        if (is != table[i].is || has != table[i].has)
            fail_msg("\"%s\": is %d, has %d", table[i].text, is, has);
    }
    assert_false(str_is_cpr((struct str){NULL, 0}));
    assert_false(str_has_cpr((struct str){NULL, 0}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(empty_buffer),
        cmocka_unit_test(grows_up_to_the_maximum),
        cmocka_unit_test(whole_appends_or_none),
        cmocka_unit_test(nothing_fits_into_no_bytes),
        cmocka_unit_test(huge_lengths_do_not_wrap),
        cmocka_unit_test(reserve_and_commit),
        cmocka_unit_test(drops_from_the_front),
        cmocka_unit_test(formats),
        cmocka_unit_test(big_endian),
        cmocka_unit_test(every_failing_allocation),
        cmocka_unit_test(numbers),
        cmocka_unit_test(number_bounds),
        cmocka_unit_test(uuids),
        cmocka_unit_test(bad_uuids),
        cmocka_unit_test(utf8),
        cmocka_unit_test(cpr_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
