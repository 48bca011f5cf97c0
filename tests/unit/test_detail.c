/* What is wrong, in Danish: each text of the table is found, its directives go over in their order, and what has no
 * Danish form stays as it is. */
#include <stdio.h>

#include "unit.h"

#include "wire/detail.h"
#include "wire/detail_table.h"

static const char *const table[][2] = {
#define D(english, danish) {english, danish},
    DETAIL_TABLE(D)
#undef D
};

static char room[DETAIL_ROOM];

/* The pattern with "<1>", "<2>" … for its directives. */
static void fill(const char *pattern, char *out, size_t size)
{
    int n = 0;
    size_t len = 0;
    while (*pattern && len + 4 < size) {
        if (*pattern == '%') {
            len += (size_t)snprintf(out + len, size - len, "<%d>", ++n);
            pattern += 2 + strspn(pattern + 1, "lz");
        } else {
            out[len++] = *pattern++;
        }
    }
    out[len] = '\0';
}

static void each_is_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(table); i++) {
        char english[400], danish[400];
        fill(table[i][0], english, sizeof english);
        fill(table[i][1], danish, sizeof danish);
        assert_str(str_of(detail_in_danish(english, room)), danish);
    }
}

static void what_is_put_in_is_looked_up_too(void **state)
{
    (void)state;
    static const char *const both[][2] = {
        {"case_reopened is not possible then: it was closed more than 28 days ago; possible: a new case",
         "case_reopened er ikke muligt da: det blev lukket for mere end 28 dage siden; muligt er: et nyt forløb"},
        {"parameter as_of: a day (YYYY-MM-DD) is expected", "parameteren as_of: en dag (ÅÅÅÅ-MM-DD) ventes"},
        {"the case is at version 7 by now: read it again", "forløbet er nu ved version 7: læs det igen"},
        {"2 errors; the first: /rules/R1.1/red: must be between 1 and 20",
         "2 fejl; den første: /rules/R1.1/red: skal ligge mellem 1 og 20"},
        {"flag_waived is not possible then: that flag does not stand that day; possible: on a flag that stands "
         "that day: R5.2:17, R7.1:0",
         "flag_waived er ikke muligt da: den markering står ikke den dag; muligt er: på en markering, der står "
         "den dag: R5.2:17, R7.1:0"},
    };
    for (size_t i = 0; i < ARRAY_LEN(both); i++)
        assert_str(str_of(detail_in_danish(both[i][0], room)), both[i][1]);
}

static void what_has_no_danish_form_stays(void **state)
{
    (void)state;
    static const char *const texts[] = {"",   "unknown",  "is missing!", "database: connection lost",
                                        "%s", "is missin"};
    for (size_t i = 0; i < ARRAY_LEN(texts); i++)
        assert_str(str_of(detail_in_danish(texts[i], room)), texts[i]);
    char deep[320];
    memset(deep, 'x', sizeof deep - 1);
    deep[sizeof deep - 1] = '\0';
    assert_str(str_of(detail_in_danish(deep, room)), deep);
}

/* Nested in itself: ends, and nothing is cut out of the middle. */
static void it_is_not_nested_for_ever(void **state)
{
    (void)state;
    assert_str(
        str_of(detail_in_danish("parameter a: parameter b: parameter c: parameter d: is missing", room)),
        "parameteren a: parameteren b: parameteren c: parameter d: is missing");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_is_found),
        cmocka_unit_test(what_is_put_in_is_looked_up_too),
        cmocka_unit_test(what_has_no_danish_form_stays),
        cmocka_unit_test(it_is_not_nested_for_ever),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
