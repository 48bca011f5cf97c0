/* JSON in: what is refused and where the error points, taking members out, and memory that fails. */
#include "unit.h"

#include "base/buf.h"
#include "wire/json.h"

#define LIT(literal)                                                                                         \
    {                                                                                                        \
        literal, sizeof(literal) - 1                                                                         \
    }

static struct arena arena;
static struct err err;

static int setup(void **state)
{
    (void)state;
    arena_init(&arena, 4 << 20);
    err = (struct err){.code = ERR_NONE};
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    mem_fail_after(0);
    arena_clear(&arena);
    return 0;
}

static const struct json *parsed(const char *text)
{
    const struct json *value = NULL;
    if (json_parse(&arena, str_of(text), &value, &err))
        fail_msg("%s: %s", text, err.text);
    return value;
}

static void every_type(void **state)
{
    (void)state;
    const struct json *v =
        parsed(" {\"a\":[1,-2.5,true,false,null,\"\\u00e6\\ud83d\\ude00\\/\\n\",{}],\"\":7}\n");
    assert_int_equal(v->is, JSON_IS_OBJECT);
    assert_int_equal(v->n, 2);
    assert_str(v->members[0].name, "a");
    const struct json *a = json_find(v, "a");
    assert_int_equal(a->n, 7);
    assert_int_equal(a->items[0].number, 1);
    assert_true(a->items[1].is == JSON_IS_REAL && a->items[1].real < -2.4 && a->items[1].real > -2.6);
    assert_true(a->items[2].yes && !a->items[3].yes && a->items[3].is == JSON_IS_BOOL);
    assert_int_equal(a->items[4].is, JSON_IS_NULL);
    assert_str(a->items[5].text, "æ😀/\n");
    assert_int_equal(a->items[6].n, 0);
    assert_int_equal(json_find(v, "")->number, 7);
    assert_null(json_find(v, "b"));
    assert_null(json_find(a, "a"));
    assert_null(json_find(NULL, "a"));
    assert_int_equal(parsed("9223372036854775807")->number, INT64_MAX);
    assert_int_equal(parsed("-9223372036854775808")->number, INT64_MIN);
    assert_str(parsed("\"\"")->text, "");
    assert_int_equal(parsed("[]")->n, 0);
    /* Brackets and escapes in texts are not structure. */
    assert_str(parsed("\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\\\\\\\"u0000 \\\\u0000\"")->text,
               "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\\\"u0000 \\u0000");
}

static void bad_json_is_refused(void **state)
{
    (void)state;
    static const struct {
        struct str text;
        const char *says;
    } rows[] = {
        {LIT(""), "JSON is missing"},
        {LIT(" \n"), "JSON ends too early"},
        {LIT("{"), "JSON ends too early"},
        {LIT("[1,2"), "JSON ends too early"},
        {LIT("\"abc"), "JSON ends too early"},
        {LIT("[1,]"), "not JSON"},
        {LIT("{,}"), "not JSON"},
        {LIT("{\"a\":1,}"), "not JSON"},
        {LIT("{a:1}"), "not JSON"},
        {LIT("{'a':1}"), "not JSON"},
        {LIT("{1:1}"), "not JSON"},
        {LIT("nul"), "not JSON"},
        {LIT("True"), "not JSON"},
        {LIT("NaN"), "not JSON"},
        {LIT("Infinity"), "not JSON"},
        {LIT("+1"), "not JSON"},
        {LIT("01"), "not JSON"},
        {LIT("1."), "not JSON"},
        {LIT(".5"), "not JSON"},
        {LIT("0x10"), "something follows"},
        {LIT("// a\n1"), "not JSON"},
        {LIT("\"\t\""), "not JSON"},
        {LIT("\"\\x41\""), "not JSON"},
        {LIT("\"\\ud800\""), "not JSON"},        /* half of a pair */
        {LIT("\"\\udc00\\ud800\""), "not JSON"}, /* the wrong way round */
        {LIT("]"), "not JSON"},
        {LIT("[}"), "not JSON"},
        {LIT("1 2"), "something follows"},
        {LIT("{} x"), "something follows"},
        {LIT("{}{}"), "something follows"},
        {LIT("{\"a\":1,\"a\":2}"), "stands twice"},
        {LIT("{\"a\":1,\"\\u0061\":2}"), "stands twice"}, /* the same name, written otherwise */
        {LIT("[{\"x\":{\"b\":1,\"c\":2,\"b\":3}}]"), "stands twice"},
        {LIT("9223372036854775808"), "too large"},
        {LIT("-9223372036854775809"), "too large"},
        {LIT("1e400"), "too large"},
        {LIT("[99999999999999999999999999999999999999]"), "too large"},
        {LIT("\"a\\u0000b\""), "\\u0000 is not allowed"},
        {LIT("{\"a\\u0000\":1}"), "\\u0000 is not allowed"},
        {LIT("\"\\\\\\u0000\""), "\\u0000 is not allowed"},
        {LIT("\"a\0b\""), "not UTF-8, or holds a NUL"},
        {LIT("{}\0"), "not UTF-8, or holds a NUL"},
        {LIT("\"\xff\""), "not UTF-8"},
        {LIT("\"\xc3\""), "not UTF-8"},
        {LIT("\"\xc0\x80\""), "not UTF-8"},     /* an overlong NUL */
        {LIT("\"\xed\xa0\x80\""), "not UTF-8"}, /* a surrogate */
        {LIT("\"\xf4\x90\x80\x80\""), "not UTF-8"},
        {LIT("\xef\xbb\xbf{}"), "not JSON"}, /* a byte order mark */
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        const struct json *value = NULL;
        enum err_code code = json_parse(&arena, rows[i].text, &value, &err);
        if (code != ERR_BAD_REQUEST || !strstr(err.text, rows[i].says) || value)
            fail_msg("%.*s: code %d, \"%s\"", STR_ARG(rows[i].text), code, err.text);
    }
    const struct json *value;
    assert_int_equal(json_parse(&arena, STR("{\n \"note\": \"secret words\" oops}"), &value, &err),
                     ERR_BAD_REQUEST);
    assert_null(strstr(err.text, "secret")); /* the input is not repeated */
    assert_null(strstr(err.text, "oops"));
    assert_non_null(strstr(err.text, "line 2"));
}

static void depth_is_bounded(void **state)
{
    (void)state;
    struct buf text;
    const struct json *value;
    buf_init(&text, 4 << 20);
    for (size_t depth = JSON_DEPTH_MAX - 1; depth <= JSON_DEPTH_MAX + 1; depth++) {
        buf_empty(&text);
        for (size_t i = 0; i < depth; i++)
            buf_put_str(&text, i % 2 ? STR("{\"a\":") : STR("["));
        buf_put_char(&text, '1');
        for (size_t i = depth; i-- > 0;)
            buf_put_char(&text, i % 2 ? '}' : ']');
        assert_int_equal(json_parse(&arena, buf_str(&text), &value, &err),
                         depth <= JSON_DEPTH_MAX ? ERR_NONE : ERR_BAD_REQUEST);
    }
    buf_empty(&text); /* a million brackets cost nothing */
    for (size_t i = 0; i < 1000000; i++)
        buf_put_char(&text, '[');
    assert_int_equal(json_parse(&arena, buf_str(&text), &value, &err), ERR_BAD_REQUEST);
    assert_non_null(strstr(err.text, "deeper than 32"));
    buf_clear(&text);
}

/* Small values need many times their text in memory, so their number is bounded before they are read. */
static void values_are_bounded(void **state)
{
    (void)state;
    struct buf text;
    const struct json *value;
    buf_init(&text, 8 << 20);
    buf_put_char(&text, '[');
    for (size_t i = 0; i < JSON_VALUES_MAX / 2; i++)
        buf_put_str(&text, STR("{},"));
    buf_put_str(&text, STR("1]"));
    assert_int_equal(json_parse(&arena, buf_str(&text), &value, &err), ERR_TOO_LARGE);
    buf_clear(&text);
}

static void getters_take_what_fits(void **state)
{
    (void)state;
    struct json_reader r;
    struct uuid uuid;
    size_t n;
    json_read(
        &r,
        parsed("{\"t\":\"æøå\",\"i\":-3,\"b\":true,\"d\":\"2024-02-29\",\"at\":\"2024-02-29T12:00:00+01:00\","
               "\"u\":\"018F0000-0000-7000-8000-0000000000ff\",\"l\":[\"a\",\"b\"],\"o\":{},\"z\":null}"),
        "", &err);
    assert_str(json_get_text(&r, "t", JSON_REQUIRED, 3), "æøå"); /* characters, not bytes */
    assert_int_equal(json_get_int(&r, "i", JSON_REQUIRED, -3, 3, 0), -3);
    assert_true(json_get_bool(&r, "b", JSON_OPTIONAL, false));
    assert_int_equal(json_get_day(&r, "d", JSON_REQUIRED), day_from_civil(2024, 2, 29));
    assert_int_equal(day_of_instant(json_get_instant(&r, "at", JSON_REQUIRED)), day_from_civil(2024, 2, 29));
    assert_true(json_get_uuid(&r, "u", JSON_REQUIRED, &uuid) && uuid.bytes[15] == 0xff);
    const struct str *texts = json_get_texts(&r, &arena, "l", JSON_REQUIRED, 1, &n);
    assert_true(n == 2 && str_equal(texts[1], STR("b")));
    assert_int_equal(json_get(&r, "o", JSON_REQUIRED, JSON_IS_OBJECT)->n, 0);
    assert_int_equal(json_get_any(&r, "z", JSON_REQUIRED)->is, JSON_IS_NULL);
    /* What was left out gives its empty value. */
    assert_null(json_get_text(&r, "no", JSON_OPTIONAL, 3).at);
    assert_int_equal(json_get_int(&r, "no", JSON_OPTIONAL, 0, 9, 5), 5);
    assert_true(json_get_bool(&r, "no", JSON_OPTIONAL, true));
    assert_int_equal(json_get_day(&r, "no", JSON_OPTIONAL), DAY_NONE);
    assert_true(json_get_instant(&r, "no", JSON_OPTIONAL) == INSTANT_NONE);
    assert_false(json_get_uuid(&r, "no", JSON_OPTIONAL, &uuid));
    assert_null(json_get_texts(&r, &arena, "no", JSON_OPTIONAL, 1, &n));
    assert_false(json_has(&r, "no"));
    assert_int_equal(json_read_end(&r), ERR_NONE);
}

/* One getter of each type over one value. */
static void get_all(struct json_reader *r)
{
    struct uuid uuid;
    size_t n;
    (void)json_get_text(r, "t", JSON_OPTIONAL, 3);
    (void)json_get_int(r, "i", JSON_OPTIONAL, -3, 3, 0);
    (void)json_get_bool(r, "b", JSON_OPTIONAL, false);
    (void)json_get_day(r, "d", JSON_OPTIONAL);
    (void)json_get_instant(r, "at", JSON_OPTIONAL);
    (void)json_get_uuid(r, "u", JSON_OPTIONAL, &uuid);
    (void)json_get_texts(r, &arena, "l", JSON_OPTIONAL, 3, &n);
    (void)json_get(r, "o", JSON_OPTIONAL, JSON_IS_OBJECT);
    (void)json_get(r, "f", JSON_OPTIONAL, JSON_IS_REAL);
}

static void getters_point_at_what_does_not_fit(void **state)
{
    (void)state;
    static const struct {
        const char *text, *pointer, *says;
    } rows[] = {
        {"[]", "/x", "must be an object"},
        {"\"t\"", "/x", "must be an object"},
        {"{\"t\":1}", "/x/t", "must be a text"},
        {"{\"t\":null}", "/x/t", "must be a text"},
        {"{\"t\":\"\"}", "/x/t", "is empty"},
        {"{\"t\":\"æøåæ\"}", "/x/t", "too long"},
        {"{\"i\":4}", "/x/i", "between -3 and 3"},
        {"{\"i\":-4}", "/x/i", "between -3 and 3"},
        {"{\"i\":1.0}", "/x/i", "whole number"},
        {"{\"i\":\"1\"}", "/x/i", "whole number"},
        {"{\"b\":0}", "/x/b", "true or false"},
        {"{\"b\":\"true\"}", "/x/b", "true or false"},
        {"{\"d\":\"2023-02-29\"}", "/x/d", "YYYY-MM-DD"},
        {"{\"d\":20230228}", "/x/d", "must be a text"},
        {"{\"at\":\"2024-01-01T00:00:00\"}", "/x/at", "offset"},
        {"{\"at\":\"2024-01-01\"}", "/x/at", "offset"},
        {"{\"u\":\"018f000000007000800000000000000ff\"}", "/x/u", "UUID"},
        {"{\"l\":\"a\"}", "/x/l", "must be an array"},
        {"{\"l\":[\"a\",1]}", "/x/l/1", "must be a text"},
        {"{\"l\":[\"abcd\"]}", "/x/l/0", "too long"},
        {"{\"o\":[]}", "/x/o", "must be an object"},
        {"{\"f\":\"1\"}", "/x/f", "must be a number"},
        {"{\"nope\":1}", "/x/nope", "allowed: t, i, b, d, at, u, l, o, f"},
        {"{\"t\":\"a\",\"T\":1}", "/x/T", "is no member here"},
        {"{\"010203-1234\":1}", "/x", "is no member here"}, /* data in the wrong place is not repeated */
        {"{\"a/b~c\":1}", "/x", "is no member here"},
        {"{\"\":1}", "/x", "is no member here"},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct json_reader r;
        json_read(&r, parsed(rows[i].text), "/x", &err);
        get_all(&r);
        if (json_read_end(&r) != ERR_INVALID || strcmp(err.pointer, rows[i].pointer) != 0 ||
            !strstr(err.text, rows[i].says))
            fail_msg("%s: \"%s\" at \"%s\"", rows[i].text, err.text, err.pointer);
    }
    /* Members beyond the 64th are looked at as the others. */
    struct buf many;
    buf_init(&many, 4096);
    for (int i = 0; i < 70; i++)
        buf_printf(&many, "%s\"m%d\":1", i ? "," : "{", i);
    buf_printf(&many, ",\"t\":\"a\"}");
    struct json_reader wide;
    json_read(&wide, parsed(many.at), "", &err);
    get_all(&wide);
    for (size_t i = 0; i < 64; i++)
        wide.taken |= UINT64_C(1) << i;
    assert_int_equal(json_read_end(&wide), ERR_INVALID);
    assert_string_equal(err.pointer, "/m64");
    buf_clear(&many);
    /* The first error stays. */
    struct json_reader r;
    json_read(&r, parsed("{\"i\":9,\"t\":7,\"zzz\":1}"), "", &err);
    get_all(&r);
    json_refuse(&r, "t", "later");
    assert_int_equal(json_read_end(&r), ERR_INVALID);
    assert_string_equal(err.pointer, "/t");
    json_read(&r, parsed("{}"), "", &err);
    (void)json_get_text(&r, "login", JSON_REQUIRED, 10);
    assert_int_equal(json_read_end(&r), ERR_INVALID);
    assert_string_equal(err.text, "is missing");
    assert_string_equal(err.pointer, "/login");
}

/* Every allocation fails once, jansson's too: the answer is "no memory", nothing leaks. */
static void memory_that_fails(void **state)
{
    (void)state;
    static const char text[] = "{\"a\":[1,2.5,{\"b\":\"text\"},[],null],\"c\":{\"d\":true,\"e\":\"æ\"}}";
    size_t n = 1;
    for (;; n++) {
        struct arena small;
        const struct json *value = NULL;
        arena_init(&small, 1 << 20);
        mem_fail_after(n);
        enum err_code code = json_parse(&small, str_of(text), &value, &err);
        mem_fail_after(0);
        if (code == ERR_NONE)
            assert_int_equal(json_find(value, "a")->n, 5);
        else
            assert_int_equal(code, ERR_NO_MEMORY);
        arena_clear(&small);
        if (code == ERR_NONE)
            break;
    }
    assert_in_range(n, 20, 200);
    print_message("# %zu allocations failed once\n", n - 1);
    /* And an arena that is full. */
    for (size_t cap = 0; cap < 2000; cap += 50) {
        struct arena small;
        const struct json *value = NULL;
        arena_init(&small, cap);
        enum err_code code = json_parse(&small, str_of(text), &value, &err);
        assert_true(code == ERR_NONE || code == ERR_NO_MEMORY);
        arena_clear(&small);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_type, setup, teardown),
        cmocka_unit_test_setup_teardown(bad_json_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(depth_is_bounded, setup, teardown),
        cmocka_unit_test_setup_teardown(values_are_bounded, setup, teardown),
        cmocka_unit_test_setup_teardown(getters_take_what_fits, setup, teardown),
        cmocka_unit_test_setup_teardown(getters_point_at_what_does_not_fit, setup, teardown),
        cmocka_unit_test_setup_teardown(memory_that_fails, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
