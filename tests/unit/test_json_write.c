/* JSON out: commas, escapes, days and instants, values on lines of their own. */
#include "unit.h"

#include "wire/json_write.h"

static void objects_and_arrays(void **state)
{
    (void)state;
    struct buf out;
    buf_init(&out, 4096);
    json_begin_object(&out);
    json_key(&out, "a"), json_i64(&out, INT64_MIN);
    json_key(&out, "b"), json_begin_array(&out);
    json_bool(&out, true), json_none(&out), json_begin_array(&out), json_end_array(&out),
        json_text(&out, "[");
    json_begin_object(&out), json_end_object(&out), json_i64(&out, 7);
    json_end_array(&out);
    json_key(&out, "c"), json_begin_object(&out), json_key(&out, "d"), json_raw(&out, STR("[1]")),
        json_end_object(&out);
    json_key(&out, "e"), json_bool(&out, false);
    json_end_object(&out);
    assert_str(buf_str(&out),
               "{\"a\":-9223372036854775808,\"b\":[true,null,[],\"[\",{},7],\"c\":{\"d\":[1]},\"e\":false}");
    buf_clear(&out);
}

static void texts_are_escaped(void **state)
{
    (void)state;
    struct buf out;
    buf_init(&out, 4096);
    json_begin_array(&out);
    json_str(&out, STR("\"\\\n\t\x01 æøå {"));
    json_str(&out, (struct str){NULL, 0});
    json_str(&out, STR(""));
    json_end_array(&out);
    assert_str(buf_str(&out), "[\"\\\"\\\\\\n\\u0009\\u0001 æøå {\",null,\"\"]");
    buf_clear(&out);
}

static void days_and_instants(void **state)
{
    (void)state;
    struct buf out;
    buf_init(&out, 4096);
    json_begin_array(&out);
    json_day(&out, 0), json_day(&out, DAY_NONE), json_day(&out, DAY_NEVER);
    json_instant(&out, 1), json_instant(&out, INSTANT_NONE);
    json_end_array(&out);
    buf_put_char(&out, '\n');
    json_begin_object(&out), json_end_object(&out);
    assert_str(buf_str(&out), "[\"1970-01-01\",null,null,\"1970-01-01T00:00:00.000001Z\",null]\n{}");
    buf_clear(&out);
}

static void numbers_with_fractions_and_hashes(void **state)
{
    (void)state;
    static const int64_t thousandths[] = {0, 1500, 37000, -250, 1001, 40, 10000000, INT64_MIN};
    struct buf out;
    buf_init(&out, 4096);
    json_begin_array(&out);
    for (size_t i = 0; i < ARRAY_LEN(thousandths); i++)
        json_thousandths(&out, thousandths[i]);
    json_hex(&out, "\x00\xff\x5a", 3);
    json_end_array(&out);
    assert_str(buf_str(&out), "[0,1.5,37,-0.25,1.001,0.04,10000,-9223372036854775.808,\"00ff5a\"]");
    buf_clear(&out);
}

static void a_full_buffer_fails_quietly(void **state)
{
    (void)state;
    struct buf out;
    buf_init(&out, 8);
    json_begin_array(&out);
    for (int i = 0; i < 100; i++)
        json_text(&out, "long");
    assert_true(out.failed);
    buf_clear(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(objects_and_arrays),          cmocka_unit_test(texts_are_escaped),
        cmocka_unit_test(days_and_instants),           cmocka_unit_test(numbers_with_fractions_and_hashes),
        cmocka_unit_test(a_full_buffer_fails_quietly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
