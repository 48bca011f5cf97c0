/* The keyed hash and the table for keys from outside: chosen keys do not choose their places. */
#include "unit.h"

#include <stdio.h>

#include "base/hash.h"

enum { MANY = 60000 };

/* The example of the paper's appendix: key 00 01 … 0f, input 00 01 … 0e; and some lengths beside it. */
static void hashes_as_published(void **state)
{
    (void)state;
    const struct hash_key key = {UINT64_C(0x0706050403020100), UINT64_C(0x0f0e0d0c0b0a0908)};
    uint8_t input[16];
    for (uint8_t i = 0; i < sizeof input; i++)
        input[i] = i;
    assert_true(hash_of(&key, input, 15) == UINT64_C(0xa129ca6149be45e5));
    assert_true(hash_of(&key, input, 0) == UINT64_C(0x726fdb47dd0e0e31));
    assert_true(hash_of(&key, input, 8) == UINT64_C(0x93f5f5799a932462));
}

static void keys_differ(void **state)
{
    (void)state;
    struct hash_key a, b;
    hash_key_new(&a);
    hash_key_new(&b);
    assert_true(a.a != b.a && a.b != b.b);
    assert_true(hash_of(&a, "x", 1) != hash_of(&b, "x", 1));
}

/* Identifiers that all had one place when it was the sum of their bytes by powers of 31: each swaps a byte 1 with
 * nothing behind it against nothing with 31 behind it, at eight places at once. */
static struct uuid colliding(uint32_t n)
{
    struct uuid id = {{0}};
    for (int bit = 0; bit < 8; bit++)
        if (n >> bit & 1)
            id.bytes[2 * bit] = 1;
        else
            id.bytes[2 * bit + 1] = 31;
    return id;
}

static uint32_t old_place(const struct uuid *id)
{
    uint32_t place = 0;
    for (size_t i = 0; i < sizeof id->bytes; i++)
        place = place * 31 + id->bytes[i];
    return place;
}

static void chosen_keys_do_not_meet(void **state)
{
    (void)state;
    struct uuid first = colliding(0);
    struct map map = {0};
    for (uint32_t n = 0; n < 256; n++) {
        struct uuid id = colliding(n);
        assert_int_equal(old_place(&id), old_place(&first));
        uint32_t *value = map_uuid(&map, &id);
        assert_non_null(value);
        assert_int_equal(*value, 0);
        *value = n + 1;
    }
    assert_int_equal(map.n, 256);
    assert_true(map.looked_at < 256 * 8);
    map_clear(&map);
}

/* As many places are looked at for each of many keys as for each of few: whatever their order or distance is. */
static void look_ups_stay_short(void **state)
{
    (void)state;
    static const uint32_t steps[] = {1, 16, 4096, 65537, 2654435761u};
    for (size_t s = 0; s < ARRAY_LEN(steps); s++) {
        struct map map = {0};
        for (uint32_t n = 0; n < MANY; n++) {
            struct uuid id = {{0}};
            uint32_t key = n * steps[s];
            memcpy(id.bytes + 12, &key, sizeof key);
            uint32_t *value = map_uuid(&map, &id);
            assert_non_null(value);
            *value = n + 1;
        }
        for (uint32_t n = 0; n < MANY; n++) {
            struct uuid id = {{0}};
            uint32_t key = n * steps[s];
            memcpy(id.bytes + 12, &key, sizeof key);
            assert_int_equal(map_find_uuid(&map, &id), n + 1);
            assert_non_null(map_uuid(&map, &id)); /* once more, to be counted */
        }
        assert_true(map.looked_at < (uint64_t)MANY * 8);
        map_clear(&map);
    }
}

static void texts_in_an_arena(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 20);
    struct map map = {.arena = &arena};
    char names[1000][8];
    for (uint32_t n = 0; n < 1000; n++) {
        int len = snprintf(names[n], sizeof names[n], "n%u", n);
        uint32_t *value = map_text(&map, (struct str){names[n], (size_t)len});
        assert_non_null(value);
        *value = n + 1;
    }
    assert_int_equal(map_find_text(&map, STR("n999")), 1000);
    assert_int_equal(map_find_text(&map, STR("n")), 0);
    assert_int_equal(map_find_text(&map, STR("")), 0);
    uint32_t *empty = map_text(&map, STR(""));
    assert_non_null(empty);
    *empty = 7;
    assert_int_equal(map_find_text(&map, (struct str){NULL, 0}), 7);
    map_empty(&map);
    assert_int_equal(map.n, 0);
    assert_int_equal(map_find_text(&map, STR("n1")), 0);
    map_clear(&map);
    arena_clear(&arena);
}

static void without_memory(void **state)
{
    (void)state;
    struct map map = {0};
    struct uuid id = {{1}};
    mem_fail_after(1);
    assert_null(map_uuid(&map, &id));
    mem_fail_after(0);
    assert_int_equal(map_find_uuid(&map, &id), 0);
    map_clear(&map);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hashes_as_published),     cmocka_unit_test(keys_differ),
        cmocka_unit_test(chosen_keys_do_not_meet), cmocka_unit_test(look_ups_stay_short),
        cmocka_unit_test(texts_in_an_arena),       cmocka_unit_test(without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
