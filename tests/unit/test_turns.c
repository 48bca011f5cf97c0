/* Whose turn it is: order and counts of the fair queue, against a flood from one caller, from one address, and from
 * many addresses. */
#include "unit.h"

#include "app/turns.h"
#include "base/mem.h"

enum { MANY = 4000 };

static struct turn *add(struct turns *turns, struct turn *turn, uint64_t group, uint64_t caller)
{
    *turn = (struct turn){.group = group, .caller = caller};
    return turns_add(turns, turn);
}

static void assert_next(struct turns *turns, const struct turn *turn)
{
    assert_ptr_equal(turns_next(turns), turn);
}

static void drain(struct turns *turns)
{
    while (turns_next(turns))
        ;
    assert_int_equal(turns->n, 0);
    assert_null(turns->first);
    assert_null(turns->last);
}

static void round_by_round(void **state)
{
    (void)state;
    struct turns turns = {0};
    struct turn a[4], b[2], c[1];
    assert_null(turns_next(&turns));
    for (int i = 0; i < 3; i++)
        assert_null(add(&turns, &a[i], 1, 1));
    assert_null(add(&turns, &a[3], 1, 2)); /* another person behind the same address */
    assert_null(add(&turns, &b[0], 2, 1));
    assert_null(add(&turns, &b[1], 2, 1));
    assert_null(add(&turns, &c[0], 3, 1));
    const struct turn *order[] = {&a[0], &b[0], &c[0], &a[3], &b[1], &a[1], &a[2]};
    for (size_t i = 0; i < ARRAY_LEN(order); i++)
        assert_next(&turns, order[i]);
    drain(&turns);
}

/* One account guessed at a thousand times at once: its caller is refused, and who comes last is second. */
static void flood_of_one_caller(void **state)
{
    (void)state;
    struct turns turns = {0};
    static struct turn flood[MANY];
    struct turn other, same_house;
    int refused = 0;
    for (int i = 0; i < MANY; i++)
        refused += add(&turns, &flood[i], 1, 1) == &flood[i];
    assert_int_equal(refused, MANY - TURNS_OF_CALLER);
    assert_null(add(&turns, &other, 2, 1));
    assert_null(add(&turns, &same_house, 1, 2));
    assert_next(&turns, &flood[0]);
    assert_next(&turns, &other);
    assert_next(&turns, &same_house);
    drain(&turns);
}

/* One address guesses at a thousand accounts: whoever comes from elsewhere is second, and a thousand more do not
 * push him out. Somebody of the same house waits for one turn of each account at most. */
static void flood_of_one_address(void **state)
{
    (void)state;
    struct turns turns = {0};
    static struct turn flood[MANY];
    struct turn other, same_house;
    for (int i = 0; i < 100; i++)
        assert_null(add(&turns, &flood[i], 1, (uint64_t)i + 10));
    assert_null(add(&turns, &same_house, 1, 1));
    int refused = 0;
    for (int i = 100; i < MANY; i++)
        refused += add(&turns, &flood[i], 1, (uint64_t)i + 10) == &flood[i];
    assert_int_equal(turns.n, TURNS_OF_GROUP);
    assert_int_equal(refused, MANY - (TURNS_OF_GROUP - 1));
    assert_null(add(&turns, &other, 2, 1));
    assert_next(&turns, &flood[0]);
    assert_next(&turns, &other);
    int before = 1;
    while (turns_next(&turns) != &same_house)
        before++;
    assert_int_equal(before, 100);
    drain(&turns);
}

/* A full group whose callers are not equal gives way to its own newcomer. */
static void full_group_takes_its_quiet_member(void **state)
{
    (void)state;
    struct turns turns = {0};
    static struct turn flood[TURNS_OF_GROUP];
    struct turn quiet;
    for (int i = 0; i < TURNS_OF_GROUP; i++)
        assert_null(add(&turns, &flood[i], 1, (uint64_t)(i / TURNS_OF_CALLER) + 10));
    assert_ptr_equal(add(&turns, &quiet, 1, 1), &flood[TURNS_OF_GROUP - 1]);
    assert_int_equal(turns.n, TURNS_OF_GROUP);
    drain(&turns);
}

/* All the room taken by a few addresses: the newcomer from another gets in, the longest loses its newest. All the
 * room taken by as many addresses as there is room: nobody is longer, the newcomer is refused. */
static void full_house(void **state)
{
    (void)state;
    struct turns turns = {0};
    static struct turn flood[TURNS_IN_ALL];
    struct turn other;
    for (int i = 0; i < TURNS_IN_ALL; i++)
        assert_null(add(&turns, &flood[i], (uint64_t)(i / TURNS_OF_GROUP) + 10, (uint64_t)i));
    const struct turn *refused = add(&turns, &other, 1, 1);
    assert_true(refused && refused != &other);
    assert_int_equal(turns.n, TURNS_IN_ALL);
    drain(&turns);
    for (int i = 0; i < TURNS_IN_ALL; i++)
        assert_null(add(&turns, &flood[i], (uint64_t)i + 10, 1));
    assert_ptr_equal(add(&turns, &other, 1, 1), &other);
    assert_next(&turns, &flood[0]);
    drain(&turns);
}

/* Any order of adding and taking: each turn comes out once, refused or served, and the counts fit. */
static void nothing_is_lost(void **state)
{
    (void)state;
    enum { STEPS = 100000, TURNS = 3000 };
    struct turns turns = {0};
    static struct turn all[TURNS];
    static bool waits[TURNS];
    uint32_t seed = 1, waiting = 0;
    for (int step = 0; step < STEPS; step++) {
        seed = seed * 1664525u + 1013904223u;
        uint32_t i = (seed >> 8) % TURNS;
        if (seed >> 30 && !waits[i]) {
            struct turn *refused = add(&turns, &all[i], seed >> 4 & 7, seed >> 12 & 63);
            waits[i] = true;
            waiting++;
            if (refused) {
                assert_true(waits[refused - all]);
                waits[refused - all] = false;
                waiting--;
            }
        } else if (!(seed >> 30)) {
            const struct turn *turn = turns_next(&turns);
            assert_true(turn ? waits[turn - all] : waiting == 0);
            if (turn) {
                waits[turn - all] = false;
                waiting--;
            }
        }
        assert_int_equal(turns.n, waiting);
    }
    drain(&turns);
}

static void without_memory_the_newcomer_is_refused(void **state)
{
    (void)state;
    struct turns turns = {0};
    struct turn first, second;
    for (size_t n = 1; n <= 2; n++) {
        mem_fail_after(n);
        assert_ptr_equal(add(&turns, &first, 1, 1), &first);
        assert_int_equal(turns.n, 0);
    }
    mem_fail_after(0);
    assert_null(add(&turns, &first, 1, 1));
    mem_fail_after(1);
    assert_ptr_equal(add(&turns, &second, 1, 2), &second);
    mem_fail_after(0);
    assert_next(&turns, &first);
    drain(&turns);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(round_by_round),
        cmocka_unit_test(flood_of_one_caller),
        cmocka_unit_test(flood_of_one_address),
        cmocka_unit_test(full_group_takes_its_quiet_member),
        cmocka_unit_test(full_house),
        cmocka_unit_test(nothing_is_lost),
        cmocka_unit_test(without_memory_the_newcomer_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
