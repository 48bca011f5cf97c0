/* What is asked of a new password. */
#include "unit.h"

#include "app/password_rule.h"

static void refuses(const char *password, const char *login, const char *why)
{
    struct err err = {0};
    if (password_rule(str_of(password), str_of(login), &err) != ERR_INVALID)
        fail_msg("\"%s\" is taken", password);
    if (!strstr(err.text, why))
        fail_msg("\"%s\": %s", password, err.text);
    assert_string_equal(err.pointer, "/password");
}

static void takes(const char *password, const char *login)
{
    struct err err = {0};
    if (password_rule(str_of(password), str_of(login), &err))
        fail_msg("\"%s\": %s", password, err.text);
}

static void length_in_characters(void **state)
{
    (void)state;
    char longest[PASSWORD_MAX_CHARS * 2 + 3] = "";
    refuses("", "anna", "12 to 128");
    refuses("hyben-kvist", "anna", "12 to 128");
    takes("hyben-kviste", "anna");
    refuses("æøåæøåblåbr", "anna", "12 to 128"); /* 11 characters of 18 bytes */
    takes("æøåæøåblåbær", "anna");
    for (int i = 0; i < PASSWORD_MAX_CHARS; i++)
        strcat(longest, i % 5 ? "å" : i % 3 ? "x" : i % 2 ? "7" : "ø");
    takes(longest, "anna");
    strcat(longest, "x");
    refuses(longest, "anna", "12 to 128");
}

static void common_ones(void **state)
{
    (void)state;
    static const char *const all[] = {
        "password1234",    "Password1234!", "PASSWORDPASSWORD", "passwordpassword", "123456789012",
        "987654321098",    "111111111111",  "ababababababab",   "Sommer2026!!",     "VINTER-2025-26",
        "adgangskode1",    "Velkommen2026", "qwertyuiop12",     "QWERTYUIOPÅ1",     "1q2w3e4r5t6y",
        "abcdefghijkl",    "iloveyou2026",  "København2026",    "KØBENHAVN-2026",   "Administrator1",
        "kommune-kommune",
    };
    for (size_t i = 0; i < ARRAY_LEN(all); i++)
        refuses(all[i], "anna", "many people");
    takes("a long enough password", "anna");
    takes("spor-demo-0a1b2c3d4e5f", "anna");
    takes("en lang kode 1", "anna");
    takes("kommunens gamle cykel", "anna");
}

static void own_name(void **state)
{
    (void)state;
    refuses("Anna er her i dag", "anna", "name of the log-in");
    refuses("xx-SØREN.Ø-1234", "søren.ø", "name of the log-in");
    takes("bo bor i Brøndby nu", "bo"); /* a short name is in many words */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(length_in_characters),
        cmocka_unit_test(common_ones),
        cmocka_unit_test(own_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
