/* The cases that the assessor remembers: what is kept comes back as it was, within the bytes allowed, the one assessed
 * longest ago goes first, and nothing stays of what was forgotten. */
#include "unit.h"

#include "app/known_cases.h"

enum { EVENTS = 3, SPANS = 2 };

/* A case made of its number; everything of it is gone with the next call. */
static const struct assess_case *made(int64_t case_id)
{
    static struct event events[EVENTS];
    static struct span_row spans[SPANS];
    static struct flag_row flags[1];
    static char evidence[SPANS][16];
    static char caseworkers[32];
    static struct assess_case one;
    for (uint32_t i = 0; i < EVENTS; i++)
        events[i] = (struct event){.seq = i + 1, .staff = (uint32_t)case_id};
    for (int i = 0; i < SPANS; i++) {
        (void)snprintf(evidence[i], sizeof evidence[i], "{%d}", i + 1);
        spans[i] = (struct span_row){.case_id = case_id,
                                     .rule = (int16_t)i,
                                     .subject = (int32_t)case_id,
                                     .evidence = str_of(evidence[i])};
    }
    flags[0] = (struct flag_row){.case_id = case_id, .subject = (int32_t)case_id};
    (void)snprintf(caseworkers, sizeof caseworkers, "{%06lld}", (long long)case_id);
    one =
        (struct assess_case){.case_id = case_id,
                             .history = {.events = events, .n = EVENTS, .born = (day_t)case_id},
                             .has_facts = true,
                             .facts = {.case_id = case_id, .seq = EVENTS, .caseworkers = str_of(caseworkers)},
                             .spans = spans,
                             .n_spans = SPANS,
                             .flags = flags,
                             .n_flags = 1};
    return &one;
}

static void assert_known(const struct known_cases *known, int64_t case_id)
{
    const struct assess_case *is = known_cases_find(known, case_id);
    assert_non_null(is);
    const struct assess_case *was = made(case_id);
    assert_ptr_not_equal(is->history.events, was->history.events);
    assert_int_equal(is->history.n, EVENTS);
    assert_int_equal(is->history.born, was->history.born);
    assert_memory_equal(is->history.events, was->history.events, sizeof is->history.events[0] * EVENTS);
    assert_null(fact_row_differs(&is->facts, &was->facts));
    assert_int_equal(is->n_spans, SPANS);
    for (size_t i = 0; i < SPANS; i++)
        assert_true(span_row_equal(&is->spans[i], &was->spans[i]));
    assert_int_equal(is->n_flags, 1);
    assert_true(flag_row_equal(is->flags, was->flags));
}

/* The bytes that one of them takes. */
static size_t bytes_of_one(void)
{
    struct known_cases *known = known_cases_new(1 << 20);
    assert_non_null(known);
    known_cases_keep(known, made(1));
    size_t bytes = known_cases_bytes(known);
    known_cases_free(known);
    assert_true(bytes > EVENTS * sizeof(struct event));
    return bytes;
}

static void comes_back_as_it_was(void **state)
{
    (void)state;
    struct known_cases *known = known_cases_new(67 * bytes_of_one());
    assert_non_null(known);
    assert_null(known_cases_find(known, 1));
    for (int64_t id = 1; id < 200; id += 3) /* many for so little room, so that some share a place */
        known_cases_keep(known, made(id));
    for (int64_t id = 1; id < 200; id++)
        if (id % 3 == 1)
            assert_known(known, id);
        else
            assert_null(known_cases_find(known, id));
    known_cases_free(known);
}

static void what_is_kept_may_stem_from_what_was_kept(void **state)
{
    (void)state;
    struct known_cases *known = known_cases_new(bytes_of_one());
    assert_non_null(known);
    known_cases_keep(known, made(1));
    struct assess_case same = *known_cases_find(known, 1);
    known_cases_keep(known, &same);
    assert_known(known, 1);
    known_cases_free(known);
}

static void the_longest_ago_goes_first(void **state)
{
    (void)state;
    size_t room = 3 * bytes_of_one();
    struct known_cases *known = known_cases_new(room);
    assert_non_null(known);
    known_cases_keep(known, made(1));
    known_cases_keep(known, made(2));
    known_cases_keep(known, made(3));
    known_cases_keep(known, made(1)); /* assessed again */
    assert_true(known_cases_bytes(known) <= room);
    known_cases_keep(known, made(4));
    assert_null(known_cases_find(known, 2));
    assert_known(known, 1);
    assert_known(known, 3);
    assert_known(known, 4);
    for (int64_t id = 5; id < 100; id++) {
        known_cases_keep(known, made(id));
        assert_true(known_cases_bytes(known) <= room);
    }
    assert_null(known_cases_find(known, 96));
    assert_known(known, 97);
    known_cases_free(known);
}

static void what_is_forgotten_is_gone(void **state)
{
    (void)state;
    struct known_cases *known = known_cases_new(1 << 20);
    assert_non_null(known);
    known_cases_forget(known, 1);
    for (int64_t id = 1; id <= 3; id++)
        known_cases_keep(known, made(id));
    known_cases_forget(known, 2); /* neither the newest nor the oldest */
    assert_null(known_cases_find(known, 2));
    known_cases_forget(known, 3);
    known_cases_forget(known, 1);
    assert_int_equal(known_cases_bytes(known), 0);
    for (int64_t id = 1; id <= 3; id++)
        known_cases_keep(known, made(id));
    known_cases_forget_all(known);
    for (int64_t id = 1; id <= 3; id++)
        assert_null(known_cases_find(known, id));
    assert_int_equal(known_cases_bytes(known), 0);
    known_cases_keep(known, made(2));
    assert_known(known, 2);
    known_cases_free(known);
}

/* What is older than what is there must not be found instead. */
static void forgotten_where_it_cannot_be_kept(void **state)
{
    (void)state;
    struct known_cases *known = known_cases_new(bytes_of_one());
    assert_non_null(known);
    known_cases_keep(known, made(1));
    mem_fail_after(1);
    known_cases_keep(known, made(1));
    mem_fail_after(0);
    assert_null(known_cases_find(known, 1));
    known_cases_keep(known, made(1));
    struct event many[EVENTS + 1] = {0};
    struct assess_case larger = *made(1);
    larger.history.events = many;
    larger.history.n = EVENTS + 1;
    known_cases_keep(known, &larger); /* more than there is room for */
    assert_null(known_cases_find(known, 1));
    assert_int_equal(known_cases_bytes(known), 0);
    known_cases_free(known);
    known = known_cases_new(0);
    assert_non_null(known);
    known_cases_keep(known, made(1));
    assert_null(known_cases_find(known, 1));
    known_cases_free(known);
    known_cases_free(NULL);
    mem_fail_after(1);
    assert_null(known_cases_new(1));
    mem_fail_after(0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comes_back_as_it_was),
        cmocka_unit_test(what_is_kept_may_stem_from_what_was_kept),
        cmocka_unit_test(the_longest_ago_goes_first),
        cmocka_unit_test(what_is_forgotten_is_gone),
        cmocka_unit_test(forgotten_where_it_cannot_be_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
