/* How long a link pauses and how long it lets the server be silent; the rest of it is tested against a real
 * PostgreSQL (tests/it/db_link.t). */
#include "unit.h"

#include "../../server/io/db_link.c"

static void test_stall(void **state)
{
    static const struct {
        const char *settings;
        uint32_t asked;
        uint64_t stall;
    } rows[] = {
        {NULL, 0, 60000},
        {"-c jit=off", 0, 60000},
        {"-c statement_timeout=10000 -c jit=off", 0, 60000},
        {"-c jit=off -c statement_timeout=120000", 0, 130000},
        {"-c statement_timeout=600000 -c jit=off", 0, 610000},
        {"-c statement_timeout=99999999999999999999", 0, 60000}, /* the server refuses it anyway */
        {"-c statement_timeout=600000", 300, 300},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct db_options options = {.settings = rows[i].settings, .stall_ms = rows[i].asked};
        assert_int_equal(stall_of(&options), rows[i].stall);
    }
}

/* Each pause is between half of and the whole of 50, 100, 200 … 5000 ms. */
static void test_pause(void **state)
{
    (void)state;
    static struct db_link link;
    uint64_t longest = 50;
    for (link.attempts = 0; link.attempts < 12; link.attempts++) {
        for (int i = 0; i < 200; i++) {
            uint64_t pause = pause_ms(&link);
            assert_true(pause >= longest / 2 && pause < longest);
        }
        longest = longest * 2 > 5000 ? 5000 : longest * 2;
    }
    link.attempts = UINT32_MAX;
    assert_true(pause_ms(&link) < 5000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_stall), cmocka_unit_test(test_pause)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
