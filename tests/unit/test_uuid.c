/* Ids of version 5 and 7: fields in the right place, order, and names that are kept apart. */
#include "unit.h"

#include "base/buf.h"
#include "client/uuid.h"

static struct uuid v5(struct str a, struct str b)
{
    struct uuid out;
    struct err err;
    assert_int_equal(uuid_v5((struct str[]){a, b}, 2, &out, &err), ERR_NONE);
    return out;
}

static void test_v5(void **state UNUSED)
{
    char text[UUID_TEXT];
    struct uuid one = v5(STR("running-example.xes"), STR("3"));
    /* Computed once: a change of this value would import every log a second time. */
    uuid_to_text(&one, text);
    assert_str(((struct str){text, UUID_TEXT}), "a74e1474-fca4-553d-9365-4eaf16e66221");
    struct uuid again = v5(STR("running-example.xes"), STR("3"));
    assert_true(uuid_equal(&one, &again));
    struct uuid ab = v5(STR("a"), STR("bc")), ba = v5(STR("ab"), STR("c"));
    assert_false(uuid_equal(&ab, &ba));
    assert_int_equal(one.bytes[6] >> 4, 5);
    assert_int_equal(one.bytes[8] >> 6, 2);
}

static void test_v7(void **state UNUSED)
{
    struct uuid a, b;
    struct err err;
    assert_int_equal(uuid_v7(INT64_C(1700000000000) * 1000, &a, &err), ERR_NONE);
    assert_int_equal(uuid_v7(INT64_C(1700000000001) * 1000, &b, &err), ERR_NONE);
    static const uint8_t ms[6] = {0x01, 0x8b, 0xcf, 0xe5, 0x68, 0x00};
    assert_memory_equal(a.bytes, ms, sizeof ms);
    assert_true(memcmp(a.bytes, b.bytes, 16) < 0);
    assert_int_equal(a.bytes[6] >> 4, 7);
    assert_int_equal(a.bytes[8] >> 6, 2);
    struct uuid c;
    assert_int_equal(uuid_v7(INT64_C(1700000000000) * 1000, &c, &err), ERR_NONE);
    assert_false(uuid_equal(&a, &c));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_v5), cmocka_unit_test(test_v7)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
