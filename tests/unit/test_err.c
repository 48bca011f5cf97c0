/* Errors: the table, filling, wrapping, pointing, and cutting at a character. */
#include "unit.h"

#include "base/buf.h"
#include "base/err.h"

static void table_is_whole(void **state)
{
    (void)state;
    const struct err_info *none = err_info(ERR_NONE);
    assert_string_equal(none->name, "none");
    assert_int_equal(none->http_status, 200);
    assert_int_equal(none->exit_code, 0);
    for (enum err_code code = ERR_BAD_REQUEST; code <= ERR_NO_MEMORY; code++) {
        const struct err_info *info = err_info(code);
        assert_non_null(info->name);
        assert_true(info->danish[0] && info->english[0] && strcmp(info->danish, info->english) != 0);
        assert_in_range(info->http_status, 400, 599);
        assert_in_range(info->exit_code, 1, 6);
        for (enum err_code other = ERR_NONE; other < code; other++)
            assert_string_not_equal(info->name, err_info(other)->name);
    }
}

static void unknown_codes_are_internal(void **state)
{
    (void)state;
    assert_ptr_equal(err_info((enum err_code)9999), err_info(ERR_INTERNAL));
    assert_ptr_equal(err_info((enum err_code) - 1), err_info(ERR_INTERNAL));
}

static void filled_and_returned(void **state)
{
    (void)state;
    struct err err;
    assert_int_equal(err_set_at(&err, ERR_INVALID, "/code", "unknown code, allowed are %d", 3), ERR_INVALID);
    assert_int_equal(err.code, ERR_INVALID);
    assert_string_equal(err.text, "unknown code, allowed are 3");
    assert_string_equal(err.pointer, "/code");
    assert_int_equal(err_set(&err, ERR_STALE, "the case moved"), ERR_STALE);
    assert_string_equal(err.text, "the case moved");
    assert_string_equal(err.pointer, ""); /* of the error before, nothing stays */
}

static void without_a_place_to_fill(void **state)
{
    (void)state;
    assert_int_equal(err_set(NULL, ERR_STALE, "x"), ERR_STALE);
    assert_int_equal(err_set_at(NULL, ERR_STALE, "/x", "x"), ERR_STALE);
    assert_int_equal(err_wrap(NULL, "x"), ERR_INTERNAL);
    err_point(NULL, "/x");
}

static void wrapped_and_pointed(void **state)
{
    (void)state;
    struct err err;
    (void)err_set_at(&err, ERR_INVALID, "/code", "unknown code");
    err_point(&err, "/events/%d", 3);
    assert_string_equal(err.pointer, "/events/3/code");
    assert_int_equal(err_wrap(&err, "event %d", 3), ERR_INVALID);
    assert_int_equal(err_wrap(&err, "post"), ERR_INVALID);
    assert_string_equal(err.text, "post: event 3: unknown code");
    assert_string_equal(err.pointer, "/events/3/code");
}

/* Texts of every length around the limit, of characters of 1 to 4 bytes, stay whole UTF-8 and are never
 * longer. */
static void cut_at_a_character(void **state)
{
    (void)state;
    static const char *const characters[] = {"a", "\xC3\xB8", "\xE2\x82\xAC", "\xF0\x9F\x98\x80"};
    struct err err;
    for (size_t c = 0; c < ARRAY_LEN(characters); c++) {
        for (size_t shift = 0; shift < 5; shift++) {
            char text[700] = "";
            size_t len = shift, step = strlen(characters[c]);
            memset(text, '.', shift);
            while (len + step < sizeof text) {
                memcpy(text + len, characters[c], step);
                len += step;
            }
            (void)err_set_at(&err, ERR_INVALID, text, "%s", text);
            assert_true(str_is_utf8(str_of(err.text)) && str_is_utf8(str_of(err.pointer)));
            assert_in_range(strlen(err.text), sizeof err.text - 5, sizeof err.text - 1);
            assert_in_range(strlen(err.pointer), sizeof err.pointer - 5, sizeof err.pointer - 1);
            assert_memory_equal(err.text, text, strlen(err.text));
            (void)err_wrap(&err, "%s", text);
            err_point(&err, "%s", text);
            assert_true(str_is_utf8(str_of(err.text)) && str_is_utf8(str_of(err.pointer)));
            assert_true(strlen(err.text) < sizeof err.text && strlen(err.pointer) < sizeof err.pointer);
            (void)err_set_at(&err, ERR_INVALID, "/a", "%s", characters[c]);
            (void)err_wrap(&err, "%.*s", (int)(300 + shift), "\xC3\xB8");
            assert_true(str_is_utf8(str_of(err.text)));
        }
    }
}

/* Joining keeps the front and cuts the end, to the byte. */
static void joined_to_the_brim(void **state)
{
    (void)state;
    struct err err;
    char prefix[200];
    for (size_t front = 1; front < sizeof prefix; front++) {
        memset(prefix, 'p', front);
        prefix[front] = '\0';
        (void)err_set_at(&err, ERR_INVALID, "/0123456789", "x");
        err_point(&err, "%s", prefix);
        size_t kept = strlen(err.pointer);
        assert_true(kept < sizeof err.pointer);
        if (front + 11 < sizeof err.pointer) {
            assert_int_equal(kept, front + 11);
            assert_string_equal(err.pointer + front, "/0123456789");
        }
        for (size_t i = 0; i < kept && i < front; i++)
            assert_int_equal(err.pointer[i], 'p');
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(table_is_whole),      cmocka_unit_test(unknown_codes_are_internal),
        cmocka_unit_test(filled_and_returned), cmocka_unit_test(without_a_place_to_fill),
        cmocka_unit_test(wrapped_and_pointed), cmocka_unit_test(cut_at_a_character),
        cmocka_unit_test(joined_to_the_brim),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
