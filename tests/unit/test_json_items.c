/* Bodies cut into their items: the same items, or none, wherever the whole would be read or refused. */
#include "unit.h"

#include <stdlib.h>

#include "base/buf.h"

#include "wire/json.h"
#include "wire/json_items.h"

/* The items joined by '|', or the name of the error behind what came before it. */
static void items_are(const char *text, size_t len, bool is_array, const char *expected)
{
    struct buf got;
    struct json_items items;
    struct str item = {NULL, 0};
    struct err err = {0};
    char *copy =
        malloc(len ? len : 1); /* of its very length, so that the sanitizer sees what is read behind it */
    assert_non_null(copy);
    memcpy(copy, text, len);
    buf_init(&got, 400);
    bool more = json_items_begin(&items, (struct str){copy, len}, is_array);
    if (!more)
        buf_put_str(&got, STR("no array"));
    while (more) {
        more = !json_items_next(&items, &item, &err);
        if (!more)
            buf_printf(&got, "!%s", err_info(err.code)->name);
        else if (item.at)
            buf_printf(&got, "%s%.*s", got.len ? "|" : "", STR_ARG(item));
        more = more && item.at;
    }
    free(copy);
    assert_str(buf_str(&got), expected);
    buf_clear(&got);
}

#define LINES(text, expected) items_are(text, sizeof(text) - 1, false, expected)
#define ARRAY(text, expected) items_are(text, sizeof(text) - 1, true, expected)

static void lines(void **state)
{
    (void)state;
    LINES("", "");
    LINES("\n\n\r\n", "");
    LINES("a", "a");
    LINES("a\nb\n", "a|b");
    LINES("\n a \r\n\nb\r\n", " a |b");
    LINES("{\"x\":[1,2]}\n]", "{\"x\":[1,2]}|]");
}

static void elements(void **state)
{
    (void)state;
    ARRAY("[]", "");
    ARRAY(" [ ] \n", "");
    ARRAY("[1]", "1");
    ARRAY("\t[ {\"a\":[1,2],\"b\":\"],[\"} ,\n[[]], \"\\\"],\" ]\n",
          "{\"a\":[1,2],\"b\":\"],[\"} |[[]]|\"\\\"],\" ");
    ARRAY("[\"\\\\\",2]", "\"\\\\\"|2");
    ARRAY("[1 2]", "1 2"); /* the reader says that this is no JSON */
}

static void what_is_no_array(void **state)
{
    (void)state;
    ARRAY("", "no array");
    ARRAY("{}", "no array");
    ARRAY("1", "no array");
    ARRAY("[", "!bad_request");
    ARRAY("[1", "1!bad_request");
    ARRAY("[1,", "1!bad_request");
    ARRAY("[1,]", "1!bad_request");
    ARRAY("[,1]", "!bad_request");
    ARRAY("[1,,2]", "1!bad_request");
    ARRAY("[1}", "1!bad_request");
    ARRAY("[}", "!bad_request");
    ARRAY("[1] 2", "1!bad_request");
    ARRAY("[1]]", "1!bad_request");
    ARRAY("[\"", "\"!bad_request");
    ARRAY("[\"\\", "\"\\!bad_request");
}

static void items_have_a_greatest_length(void **state)
{
    (void)state;
    for (int more = 0; more <= 1; more++)
        for (int is_array = 0; is_array <= 1; is_array++) {
            struct json_items items;
            struct str item = {NULL, 0};
            struct err err = {0};
            struct buf body;
            buf_init(&body, 1 << 20);
            buf_put_str(&body, is_array ? STR("[\"") : STR("\""));
            for (int i = 0; i < JSON_ITEM_MAX - 2 + more; i++)
                buf_put_char(&body, 'a');
            buf_put_str(&body, is_array ? STR("\"]") : STR("\"\n"));
            assert_true(json_items_begin(&items, buf_str(&body), is_array));
            assert_int_equal(json_items_next(&items, &item, &err), more ? ERR_TOO_LARGE : ERR_NONE);
            if (!more)
                assert_int_equal(item.len, JSON_ITEM_MAX);
            buf_clear(&body);
        }
}

/* Short texts of the letters that matter: whatever is an array for the reader falls into its elements, and what falls into
 * elements that are all JSON is an array. */
static void splitting_is_reading(void **state)
{
    (void)state;
    static const char letters[] = "[]{},\"\\1 ";
    enum { LONGEST = 6 };
    for (size_t len = 1; len <= LONGEST; len++) {
        size_t n = 1;
        for (size_t i = 0; i < len; i++)
            n *= sizeof letters - 1;
        for (size_t k = 0; k < n; k++) {
            char text[LONGEST];
            size_t rest = k;
            for (size_t i = 0; i < len; i++, rest /= sizeof letters - 1)
                text[i] = letters[rest % (sizeof letters - 1)];
            struct arena arena;
            struct err err = {0};
            struct json_items items;
            const struct json *whole = NULL, *value = NULL;
            struct str item = {NULL, 0};
            arena_init(&arena, 1 << 20);
            bool is_array =
                !json_parse(&arena, (struct str){text, len}, &whole, &err) && whole->is == JSON_IS_ARRAY;
            bool splits = json_items_begin(&items, (struct str){text, len}, true);
            size_t found = 0;
            while (splits) {
                splits = !json_items_next(&items, &item, &err);
                if (!splits || !item.at)
                    break;
                splits = !json_parse(&arena, item, &value, &err);
                found++;
            }
            if (splits != is_array || (is_array && found != whole->n))
                fail_msg("%.*s", (int)len, text);
            arena_clear(&arena);
        }
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines),
        cmocka_unit_test(elements),
        cmocka_unit_test(what_is_no_array),
        cmocka_unit_test(items_have_a_greatest_length),
        cmocka_unit_test(splitting_is_reading),
    };
    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
