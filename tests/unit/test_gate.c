/* Turns at a gate: whoever asks a thousand times makes another wait for one turn; limits hold at every moment of a
 * long random run; nothing is lost, and the order of one caller stays. */
#include "unit.h"

#include "base/gate.h"
#include "base/mem.h"

struct work {
    struct gate_ticket ticket;
    uint64_t key;
    unsigned number; /* of its caller */
};

static struct work *popped(struct gate *gate)
{
    struct gate_ticket *ticket = gate_pop(gate);
    return ticket ? CONTAINER_OF(ticket, struct work, ticket) : NULL;
}

static void a_flood_makes_nobody_wait_but_one_turn(void **state)
{
    (void)state;
    enum { FLOOD = 1000 };
    static struct work flood[FLOOD], other, third;
    struct gate gate;
    const struct gate_limits limits = {.inside = 3, .inside_each = 2};
    gate_init(&gate, &limits);
    for (unsigned i = 0; i < FLOOD; i++) {
        flood[i].number = i;
        assert_true(gate_push(&gate, &flood[i].ticket, 7));
    }
    assert_ptr_equal(popped(&gate), &flood[0]);
    assert_ptr_equal(popped(&gate), &flood[1]);
    assert_null(popped(&gate)); /* there is room, but not for this caller */
    assert_true(gate_push(&gate, &other.ticket, 8));
    assert_ptr_equal(popped(&gate), &other);
    assert_true(gate_push(&gate, &third.ticket, 9));
    assert_null(popped(&gate)); /* all full */
    gate_leave(flood[0].ticket.caller);
    assert_ptr_equal(popped(&gate), &third); /* before the 998 that came earlier */
    gate_leave(other.ticket.caller);
    assert_ptr_equal(popped(&gate), &flood[2]);
    assert_int_equal(gate.stats.waiting, FLOOD - 3);
    for (unsigned i = 3; i < FLOOD; i++)
        gate_withdraw(&flood[i].ticket);
    assert_int_equal(gate.stats.waiting, 0);
    assert_int_equal(gate.stats.withdrawn, FLOOD - 3);
    assert_int_equal(gate.stats.inside, 3);
    gate_clear(&gate);
}

static void too_many_of_one_are_refused_alone(void **state)
{
    (void)state;
    struct work works[4] = {0}, other = {0};
    struct gate gate;
    const struct gate_limits limits = {.inside = 1, .waiting_each = 2};
    gate_init(&gate, &limits);
    assert_true(gate_push(&gate, &works[0].ticket, 1));
    assert_non_null(popped(&gate));
    assert_true(gate_push(&gate, &works[1].ticket, 1));
    assert_true(gate_push(&gate, &works[2].ticket, 1));
    assert_false(gate_push(&gate, &works[3].ticket, 1));
    assert_true(gate_push(&gate, &other.ticket, 2));
    assert_int_equal(gate.stats.refused, 1);
    gate_put_back(&works[0].ticket); /* it was first, and is again */
    assert_ptr_equal(popped(&gate), &works[0]);
    gate_leave(works[0].ticket.caller);
    assert_ptr_equal(popped(&gate), &other);
    gate_clear(&gate);
}

/* a a a | b b | c: callers take turns, so each of them lets one of the others in before their next. */
static void how_many_go_first(void **state)
{
    (void)state;
    struct gate gate;
    struct gate_ticket inside, a[3], b[2], c;
    gate_init(&gate, &(struct gate_limits){.inside = 1});
    assert_true(gate_push(&gate, &inside, 9));
    assert_ptr_equal(gate_pop(&gate), &inside);
    for (size_t i = 0; i < ARRAY_LEN(a); i++)
        assert_true(gate_push(&gate, &a[i], 1));
    for (size_t i = 0; i < ARRAY_LEN(b); i++)
        assert_true(gate_push(&gate, &b[i], 2));
    assert_true(gate_push(&gate, &c, 3));
    static const uint32_t before[] = {2, 4, 5};
    for (size_t i = 0; i < ARRAY_LEN(a); i++)
        assert_int_equal(gate_before(&a[i]), before[i]);
    assert_int_equal(gate_before(&c), 2);
    gate_withdraw(&a[1]);
    assert_int_equal(gate_before(&a[2]), 4);
    gate_clear(&gate);
}

static void without_memory_it_refuses(void **state)
{
    (void)state;
    struct work work = {0};
    struct gate gate;
    const struct gate_limits limits = {0};
    gate_init(&gate, &limits);
    mem_fail_after(1);
    assert_false(gate_push(&gate, &work.ticket, 1));
    mem_fail_after(0);
    assert_int_equal(gate.stats.callers, 0);
    assert_true(gate_push(&gate, &work.ticket, 1));
    gate_withdraw(&work.ticket);
    assert_int_equal(gate.stats.callers, 0);
}

/* Everything that may be done, at random, beside counts of what must be true. */
static void limits_hold_at_every_moment(void **state)
{
    (void)state;
    enum { CALLERS = 300, WORKS = 2000, STEPS = 200000, ALL = 40, EACH = 4, WAITING = 20 };
    static struct work works[WORKS];
    static enum { AWAY, WAITS, INSIDE } is[WORKS];
    static unsigned inside[CALLERS], waiting[CALLERS], sent[CALLERS], entered[CALLERS];
    struct gate gate;
    const struct gate_limits limits = {.inside = ALL, .inside_each = EACH, .waiting_each = WAITING};
    uint32_t seed = 11, all = 0;
    gate_init(&gate, &limits);
    for (int step = 0; step < STEPS; step++) {
        seed = seed * 1664525u + 1013904223u;
        unsigned at = (seed >> 8) % WORKS;
        struct work *work = &works[at];
        if (is[at] == AWAY) {
            uint64_t key = seed >> 30 ? (seed >> 4) % CALLERS : 0; /* one asks far more than the others */
            bool fits = waiting[key] < WAITING;
            assert_int_equal(gate_push(&gate, &work->ticket, key), fits);
            if (!fits)
                continue;
            work->key = key;
            work->number = sent[key]++;
            waiting[key]++;
            is[at] = WAITS;
        } else if (is[at] == WAITS && seed >> 28 == 0) {
            gate_withdraw(&work->ticket);
            waiting[work->key]--;
            is[at] = AWAY;
        } else if (is[at] == INSIDE) {
            gate_leave(work->ticket.caller);
            inside[work->key]--;
            all--;
            is[at] = AWAY;
        }
        struct work *in;
        while (step % 3 == 0 && (in = popped(&gate)) != NULL) {
            assert_int_equal(is[in - works], WAITS);
            assert_true(in->number >= entered[in->key]); /* in its caller's order */
            entered[in->key] = in->number;
            is[in - works] = INSIDE;
            waiting[in->key]--;
            assert_true(++inside[in->key] <= EACH);
            assert_true(++all <= ALL);
        }
        assert_int_equal(gate.stats.inside, all);
    }
    uint32_t callers = 0, waits = 0;
    for (size_t i = 0; i < CALLERS; i++) {
        callers += inside[i] + waiting[i] > 0;
        waits += waiting[i];
    }
    assert_int_equal(gate.stats.callers, callers);
    assert_int_equal(gate.stats.waiting, waits);
    assert_true(gate.stats.refused > 0 && gate.stats.withdrawn > 0);
    for (size_t i = 0; i < WORKS; i++) {
        if (is[i] == WAITS)
            gate_withdraw(&works[i].ticket);
        else if (is[i] == INSIDE)
            gate_leave(works[i].ticket.caller);
    }
    assert_int_equal(gate.stats.callers, 0);
    gate_clear(&gate);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_flood_makes_nobody_wait_but_one_turn),
        cmocka_unit_test(too_many_of_one_are_refused_alone),
        cmocka_unit_test(how_many_go_first),
        cmocka_unit_test(without_memory_it_refuses),
        cmocka_unit_test(limits_hold_at_every_moment),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
