/* What a text that is kept may be: characters, what cannot be seen, what steers, CPR numbers. */
#include "unit.h"

#include "core/text.h"

static void characters_are_code_points(void **state)
{
    (void)state;
    assert_int_equal(text_characters(STR("")), 0);
    assert_int_equal(text_characters(STR("abc")), 3);
    assert_int_equal(text_characters(STR("\xc3\xa5")), 1);           /* å */
    assert_int_equal(text_characters(STR("a\xcc\x8a")), 2);          /* the same in two */
    assert_int_equal(text_characters(STR("\xf0\x9f\x98\x80 x")), 3); /* an emoji */
}

static void what_cannot_be_seen_is_blank(void **state)
{
    static const char *const blank[] = {
        "",
        " \t\r\n",
        "\xc2\xa0\xe2\x80\x8b",         /* no-break space, zero width space: the note that was none */
        "\xe3\x80\x80",                 /* ideographic space */
        "\xe1\x9a\x80",                 /* Ogham */
        "\xc2\xad",                     /* soft hyphen */
        "\xe2\x80\xae\xe2\x81\xa6",     /* directions */
        "\xef\xbb\xbf",                 /* byte order mark */
        "\xe2\xa0\x80",                 /* an empty Braille cell */
        "\xe3\x85\xa4\xe1\x85\x9f",     /* Hangul fillers */
        "\xf3\xa0\x80\xa0\xef\xb8\x8f", /* a tag, a variation selector */
    };
    static const char *const seen[] = {
        "a",           " \xc3\xa5 ", "\xe2\x80\x8b.", "\xf0\x9f\x98\x80", "\xe2\xa0\x81",
        "\xf0\x9f\x98"}; /* the last is cut off */
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(blank); i++)
        if (!text_is_blank(str_of(blank[i])))
            fail_msg("blank text %zu is taken for one", i);
    for (size_t i = 0; i < ARRAY_LEN(seen); i++)
        if (text_is_blank(str_of(seen[i])))
            fail_msg("text %zu is taken for blank", i);
}

static void controls_steer(void **state)
{
    static const struct {
        const char *text;
        bool in_a_line, in_lines;
    } texts[] = {
        {"Anders \xc3\x85se", false, false},
        {"a\tb", true, false},
        {"a\nb\r\n", true, false},
        {"\x1b[2J", true, true},
        {"a\x7f", true, true},
        {"a\xc2\x9b"
         "31m",
         true, true}, /* CSI in one character */
        {"a\xe2\x80\xae"
         "b",
         true, false}, /* right to left */
        {"a\xe2\x81\xa9", true, false},
        {"a\xe2\x80\x8e", true, false},
        {"a\xe2\x80\xa8", true, false}, /* line separator */
        {"\xc2\xa0", false, false},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(texts); i++)
        if (text_has_controls(str_of(texts[i].text), false) != texts[i].in_a_line ||
            text_has_controls(str_of(texts[i].text), true) != texts[i].in_lines)
            fail_msg("text %zu", i);
}

static void repeat(char *out, const char *character, size_t n)
{
    size_t len = strlen(character);
    for (size_t i = 0; i < n; i++)
        memcpy(out + i * len, character, len);
    out[n * len] = '\0';
}

static void each_field_has_its_length(void **state)
{
    static char text[4 * 2001 + 1];
    (void)state;
    for (uint32_t f = 0; f < TEXT_FIELD_COUNT; f++) {
        enum text_field field = (enum text_field)f;
        struct err err = {.code = ERR_NONE};
        assert_int_equal(text_field_by_name(str_of(text_field_name(field))), field);
        for (size_t c = 0; c < 2; c++) {
            static const char *const letters[] = {"x", "\xf0\x9f\x98\x80"};
            repeat(text, letters[c], text_field_max(field));
            assert_int_equal(text_check(field, str_of(text), "/x", &err), ERR_NONE);
            repeat(text, letters[c], text_field_max(field) + 1);
            assert_int_equal(text_check(field, str_of(text), "/x", &err), ERR_INVALID);
            assert_string_equal(err.pointer, "/x");
        }
        assert_int_equal(text_check(field, STR("\xe2\x80\x8b"), "", &err), ERR_INVALID);
        assert_int_equal(text_check(field, STR("Hansen 610190-1234"), "", &err), ERR_PERSONAL_DATA);
        bool lines = field == TEXT_NOTE || field == TEXT_RULE_SET_NOTE;
        assert_int_equal(text_check(field, STR("a\nb"), "", &err), lines ? ERR_NONE : ERR_INVALID);
        assert_int_equal(text_check(field, STR("a\x1b[0m"), "", &err), ERR_INVALID);
    }
    assert_int_equal(text_field_by_name(STR("nonsense")), TEXT_FIELD_COUNT);
}

static void nobody_is_called_me(void **state)
{
    struct err err = {.code = ERR_NONE};
    (void)state;
    assert_int_equal(text_check(TEXT_STAFF, STR("me"), "/staff", &err), ERR_INVALID);
    assert_int_equal(text_check(TEXT_STAFF, STR("token:local"), "/staff", &err), ERR_INVALID);
    assert_int_equal(text_check(TEXT_STAFF, STR("mette"), "/staff", &err), ERR_NONE);
    assert_int_equal(text_check(TEXT_STAFF, STR("token"), "/staff", &err), ERR_NONE);
    assert_int_equal(text_check(TEXT_UNIT, STR("me"), "/unit", &err), ERR_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(characters_are_code_points),
        cmocka_unit_test(what_cannot_be_seen_is_blank),
        cmocka_unit_test(controls_steer),
        cmocka_unit_test(each_field_has_its_length),
        cmocka_unit_test(nobody_is_called_me),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
