/* Memory with a cap: arenas, their marks, and the hook that makes an allocation fail. */
#include "unit.h"

#include "base/mem.h"

static bool is_zero(const void *bytes, size_t len)
{
    const unsigned char *at = bytes;
    for (size_t i = 0; i < len; i++)
        if (at[i])
            return false;
    return true;
}

static void zeroed_aligned_apart(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 20);
    unsigned char *parts[200];
    for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
        size_t size = i * 7; /* crosses several blocks */
        parts[i] = arena_alloc(&arena, size);
        assert_non_null(parts[i]);
        assert_int_equal((uintptr_t)parts[i] % _Alignof(max_align_t), 0);
        assert_true(is_zero(parts[i], size));
        memset(parts[i], (int)i, size);
    }
    for (size_t i = 0; i < ARRAY_LEN(parts); i++)
        for (size_t k = 0; k < i * 7; k++)
            assert_int_equal(parts[i][k], i);
    assert_true(arena.taken <= arena.cap);
    arena_clear(&arena);
    assert_null(arena.blocks);
    assert_int_equal(arena.taken, 0);
    assert_int_equal(arena.used, 0);
    arena_clear(&arena);
}

static void larger_than_a_block(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 20);
    char *small = arena_alloc(&arena, 10);
    char *large = arena_alloc(&arena, 100000);
    char *after = arena_alloc(&arena, 10);
    assert_non_null(small);
    assert_non_null(large);
    assert_non_null(after);
    assert_true(is_zero(large, 100000));
    memset(large, 1, 100000);
    assert_true(is_zero(small, 10) && is_zero(after, 10));
    arena_clear(&arena);
}

static void stays_under_its_cap(void **state)
{
    (void)state;
    const size_t caps[] = {0, 1, 16, 100, 1000, 8191, 8192, 8300, 20000, 100000};
    const size_t sizes[] = {1, 16, 100, 5000};
    for (size_t c = 0; c < ARRAY_LEN(caps); c++) {
        for (size_t s = 0; s < ARRAY_LEN(sizes); s++) {
            struct arena arena;
            arena_init(&arena, caps[c]);
            size_t got = 0;
            while (arena_alloc(&arena, sizes[s])) {
                got += sizes[s];
                assert_true(arena.taken <= arena.cap);
                assert_true(got <= arena.cap);
            }
            /* a refusal takes nothing, and a smaller request may still fit */
            size_t taken = arena.taken;
            assert_null(arena_alloc(&arena, caps[c] + 1));
            assert_int_equal(arena.taken, taken);
            arena_clear(&arena);
        }
    }
}

static void a_cap_of_some_size_holds_something(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 500); /* less than a block: takes only what is asked for */
    assert_non_null(arena_alloc(&arena, 300));
    assert_null(arena_alloc(&arena, 300));
    arena_clear(&arena);
    assert_non_null(arena_alloc(&arena, 300)); /* usable again */
    arena_clear(&arena);
}

static void huge_sizes_do_not_wrap(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    volatile size_t huge = SIZE_MAX; /* so that the compiler does not object */
    assert_null(arena_alloc(&arena, huge));
    assert_null(arena_alloc(&arena, huge - 15));
    assert_null(arena_array(&arena, huge / 2, 3));
    assert_null(arena_array(&arena, 2, huge / 2 + 1));
    assert_null(arena_array(&arena, huge, huge));
    assert_non_null(arena_array(&arena, 0, huge));
    assert_non_null(arena_array(&arena, 10, 10));
    arena_clear(&arena);
}

static void typed_helpers(void **state)
{
    (void)state;
    struct pair {
        int64_t a;
        char b;
    };
    struct arena arena;
    arena_init(&arena, 10000);
    struct pair *one = ARENA_NEW(&arena, struct pair);
    struct pair *many = ARENA_ARRAY(&arena, struct pair, 5);
    assert_non_null(one);
    assert_non_null(many);
    assert_true(is_zero(one, sizeof *one) && is_zero(many, 5 * sizeof *many));
    arena_clear(&arena);
}

static void copies_texts(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 10000);
    char original[] = "b\xC3\xB8rn";
    struct str copy = arena_copy(&arena, str_of(original));
    original[0] = 'x';
    assert_str(copy, "b\xC3\xB8rn");
    assert_int_equal(copy.at[copy.len], '\0');
    struct str empty = arena_copy(&arena, (struct str){NULL, 0});
    assert_non_null(empty.at);
    assert_int_equal(empty.len, 0);
    assert_int_equal(empty.at[0], '\0');
    arena_clear(&arena);
    arena_init(&arena, 0);
    assert_null(arena_copy(&arena, STR("abc")).at);
    assert_null(arena_copy(&arena, (struct str){NULL, 0}).at);
}

static void back_to_a_mark(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 20);
    struct arena_mark start = arena_mark(&arena);
    char *kept = arena_alloc(&arena, 100);
    assert_non_null(kept);
    memset(kept, 'k', 100);
    struct arena_mark mark = arena_mark(&arena);
    size_t taken = arena.taken, used = arena.used;
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 50; i++) {
            char *part = arena_alloc(&arena, 1000); /* into the marked block, then into new ones */
            assert_non_null(part);
            assert_true(is_zero(part, 1000));
            memset(part, 'p', 1000);
        }
        arena_reset(&arena, mark);
        assert_int_equal(arena.taken, taken);
        assert_int_equal(arena.used, used);
        for (int i = 0; i < 100; i++)
            assert_int_equal(kept[i], 'k');
    }
    arena_reset(&arena, start);
    assert_null(arena.blocks);
    assert_int_equal(arena.used, 0);
    assert_int_equal(arena.taken, 0);
    arena_clear(&arena);
}

static void the_nth_allocation_fails(void **state)
{
    (void)state;
    mem_fail_after(2);
    void *first = mem_new(10);
    void *second = mem_new(10);
    void *third = mem_new(10);
    assert_non_null(first);
    assert_null(second);
    assert_non_null(third);
    mem_fail_after(1);
    assert_null(mem_resize(first, 20)); /* the old block stays */
    assert_true(is_zero(first, 10));
    first = mem_resize(first, 20);
    assert_non_null(first);
    mem_free(first);
    mem_free(third);
    mem_free(NULL);
    mem_fail_after(5);
    mem_fail_after(0);
    for (int i = 0; i < 10; i++) {
        void *block = mem_new(0);
        assert_non_null(block);
        mem_free(block);
    }
}

/* The hook reaches allocations inside a block as well, and a failure leaves the arena as it was. */
static void every_failing_allocation_of_an_arena(void **state)
{
    (void)state;
    size_t n = 1;
    for (;; n++) {
        struct arena arena;
        arena_init(&arena, 1 << 20);
        int done = 0;
        mem_fail_after(n);
        while (done < 30 && arena_alloc(&arena, 1000))
            done++;
        mem_fail_after(0);
        if (done == 30) {
            arena_clear(&arena);
            break;
        }
        assert_int_equal(done, n - 1);
        assert_non_null(arena_alloc(&arena, 1000));
        arena_clear(&arena);
    }
    assert_int_equal(n, 31);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(zeroed_aligned_apart),
        cmocka_unit_test(larger_than_a_block),
        cmocka_unit_test(stays_under_its_cap),
        cmocka_unit_test(a_cap_of_some_size_holds_something),
        cmocka_unit_test(huge_sizes_do_not_wrap),
        cmocka_unit_test(typed_helpers),
        cmocka_unit_test(copies_texts),
        cmocka_unit_test(back_to_a_mark),
        cmocka_unit_test(the_nth_allocation_fails),
        cmocka_unit_test(every_failing_allocation_of_an_arena),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
