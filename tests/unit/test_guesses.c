/* Wrong guesses: how many are let through, for whom, and for how long others wait. Time is an argument. */
#include "unit.h"

#include "app/guesses.h"

static const struct guess_limits limits = {.most = 5, .keep_ms = 15 * 60000};
enum { MINUTE = 60000 };

static struct guess of(uint64_t account, uint64_t network)
{
    return (struct guess){.account = account, .client = network, .network = network};
}

static struct guess known(uint64_t account, uint64_t device, uint64_t network)
{
    return (struct guess){.account = account, .client = device, .network = network, .is_known = true};
}

/* Guesses at once, of which no outcome is known yet; returns how many may be checked. */
static int at_once(struct guesses *guesses, struct guess guess, int n, uint64_t now)
{
    int let = 0;
    for (int i = 0; i < n; i++)
        let += guess_begin(guesses, &guess, &limits, now) == 0;
    return let;
}

static void end(struct guesses *guesses, struct guess guess, int n, enum guess_outcome outcome, uint64_t now)
{
    for (int i = 0; i < n; i++)
        guess_end(guesses, &guess, outcome, &limits, now);
}

static int wrong(struct guesses *guesses, struct guess guess, int n, uint64_t now)
{
    int let = 0;
    for (int i = 0; i < n; i++)
        if (at_once(guesses, guess, 1, now)) {
            end(guesses, guess, 1, GUESS_WRONG, now);
            let++;
        }
    return let;
}

static void sixty_six_at_once_are_five(void **state)
{
    (void)state;
    struct guesses *guesses = guesses_new();
    assert_int_equal(at_once(guesses, of(1, 100), 66, 1000), 5);
    end(guesses, of(1, 100), 5, GUESS_WRONG, 1000);
    assert_int_equal(at_once(guesses, of(1, 100), 66, 1000), 0);
    assert_int_equal(at_once(guesses, of(2, 100), 1, 1000), 1); /* another account from the same address */
    struct guess same = of(1, 100);
    assert_int_equal(guess_begin(guesses, &same, &limits, 1000), 15 * 60 + 1);
    assert_int_equal(at_once(guesses, of(1, 100), 66, 1000 + 15 * MINUTE), 5); /* and later it begins anew */
    guesses_free(guesses);
}

static void right_ones_and_unchecked_ones_do_not_count(void **state)
{
    (void)state;
    struct guesses *guesses = guesses_new();
    for (int i = 0; i < 50; i++) {
        assert_int_equal(at_once(guesses, of(1, 100), 1, 0), 1);
        end(guesses, of(1, 100), 1, i % 2 ? GUESS_RIGHT : GUESS_UNKNOWN, 0);
    }
    assert_int_equal(wrong(guesses, of(1, 100), 4, 0), 4);
    assert_int_equal(at_once(guesses, of(1, 100), 1, 0), 1);
    end(guesses, of(1, 100), 1, GUESS_RIGHT, 0); /* the owner has come: the four are forgotten */
    assert_int_equal(wrong(guesses, of(1, 100), 99, 0), 5);
    guesses_free(guesses);
}

/* The account is attacked from everywhere, also from its owner's own house: the owner's device goes on. */
static void the_owner_gets_in(void **state)
{
    (void)state;
    struct guesses *guesses = guesses_new();
    int let = 0;
    for (uint64_t network = 100; network < 200; network++)
        let += wrong(guesses, of(1, network), 99, 0);
    assert_int_equal(let, 25); /* of 9,900, within a quarter of an hour */
    assert_int_equal(at_once(guesses, known(1, 7, 100), 1, 0), 1);
    end(guesses, known(1, 7, 100), 1, GUESS_RIGHT, 0);
    assert_int_equal(at_once(guesses, of(1, 500), 1, 0), 0);
    assert_int_equal(at_once(guesses, of(1, 500), 1, 15 * MINUTE), 1);
    assert_int_equal(wrong(guesses, known(1, 8, 100), 99, 0), 5); /* a stolen mark: no more than anybody */
    assert_int_equal(wrong(guesses, known(1, 7, 100), 99, 0), 5); /* and that is not the owner's count */
    guesses_free(guesses);
}

/* One address guesses at everybody: each account gets fewer guesses from there, nobody none. */
static void one_address_locks_nobody_behind_it_out(void **state)
{
    (void)state;
    struct guesses *guesses = guesses_new();
    int let = 0;
    for (uint64_t account = 1000; account < 3000; account++)
        let += wrong(guesses, of(account, 100), 99, 0);
    assert_int_equal(let, 4 * 5 + 1996 * 2);
    for (uint64_t account = 1; account < 50; account++) {
        assert_int_equal(at_once(guesses, of(account, 100), 1, 0), 1);
        end(guesses, of(account, 100), 1, GUESS_RIGHT, 0);
    }
    assert_int_equal(wrong(guesses, of(60, 200), 99, 0), 5); /* from elsewhere as ever */
    guesses_free(guesses);
}

/* A flood of names that are nobody's does not make the table forget an account that is attacked. */
static void a_flood_does_not_wash_counts_away(void **state)
{
    (void)state;
    struct guesses *guesses = guesses_new();
    assert_int_equal(wrong(guesses, of(1, 100), 99, 0), 5);
    for (uint64_t account = 1000; account < 101000; account++)
        (void)wrong(guesses, of(account * UINT64_C(0x9E3779B97F4A7C15), 200), 2, account % 1000);
    assert_int_equal(wrong(guesses, of(1, 100), 99, 1000), 0);
    guesses_free(guesses);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sixty_six_at_once_are_five),
        cmocka_unit_test(right_ones_and_unchecked_ones_do_not_count),
        cmocka_unit_test(the_owner_gets_in),
        cmocka_unit_test(one_address_locks_nobody_behind_it_out),
        cmocka_unit_test(a_flood_does_not_wash_counts_away),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
