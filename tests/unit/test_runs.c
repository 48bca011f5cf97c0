/* Counting days of a set and its inverse (rules 5.4), against a loop over days, and at their ends. */
#include "unit.h"

#include "core/runs.h"

/* Days 10 to 19, 30, and 40 to 44; 1970-01-01 was a Thursday. */
static struct stretch room[3];
static struct day_set set = {room, 0};

static int make_set(void **state)
{
    (void)state;
    day_set_add(&set, 10, 20);
    day_set_add(&set, 30, 31);
    day_set_add(&set, 40, 43);
    day_set_add(&set, 43, 45); /* touches: the same stretch */
    return set.n == 3 ? 0 : -1;
}

static bool in_set(day_t day)
{
    return (day >= 10 && day < 20) || day == 30 || (day >= 40 && day < 45);
}

/* own(E, D), day by day. */
static int32_t count(day_t counted_from, day_t e, day_t d, bool working)
{
    int32_t n = 0;
    for (day_t day = e + 1; day <= d; day++)
        n += in_set(day) && (counted_from == DAY_NONE || day >= counted_from) &&
             (!working || day_is_working(day));
    return n;
}

static void counting_is_a_loop_over_days(void **state)
{
    (void)state;
    const day_t counted_from[] = {DAY_NONE, 0, 12, 33, 60};
    for (size_t c = 0; c < ARRAY_LEN(counted_from); c++)
        for (day_t e = 5; e < 50; e++)
            for (day_t d = 5; d < 50; d++)
                assert_int_equal(days_between(&set, counted_from[c], e, d),
                                 count(counted_from[c], e, d, false));
}

static void the_nth_day_is_the_first_with_so_many(void **state)
{
    (void)state;
    const day_t counted_from[] = {DAY_NONE, 0, 12, 33, 60};
    for (size_t c = 0; c < ARRAY_LEN(counted_from); c++)
        for (day_t e = 5; e < 50; e++)
            for (int32_t n = 1; n < 20; n++) {
                day_t want[2] = {DAY_NEVER, DAY_NEVER};
                for (day_t d = 60; d > e; d--)
                    for (int working = 0; working <= 1; working++)
                        if (count(counted_from[c], e, d, working) >= n)
                            want[working] = d;
                assert_int_equal(days_nth(&set, counted_from[c], e, n), want[0]);
                assert_int_equal(work_nth(&set, counted_from[c], e, n), want[1]);
            }
    assert_int_equal(days_nth(&set, 60, 7, 0), 7); /* nothing to wait for */
    assert_int_equal(work_nth(&set, 60, 7, 0), 7);
    assert_int_equal(day_set_nth(&(struct day_set){NULL, 0}, 1), DAY_NEVER);
    assert_int_equal(day_set_upto(&(struct day_set){NULL, 0}, 50), 0);
}

static void the_ends_of_time_stay(void **state)
{
    (void)state;
    assert_int_equal(day_after(7), 8);
    assert_int_equal(day_after(DAY_NEVER), DAY_NEVER);
    assert_int_equal(day_plus(7, -3), 4);
    assert_int_equal(day_plus(DAY_NEVER, -3), DAY_NEVER);
    assert_int_equal(day_plus(DAY_NONE, 3), DAY_NONE);
}

static void what_changes_nothing_leaves_no_trace(void **state)
{
    (void)state;
    struct run at[8];
    struct runs runs = {at, 0};
    runs_set(&runs, 5, 0); /* as it is before the first */
    assert_int_equal(runs.n, 0);
    runs_set(&runs, 5, 1);
    runs_set(&runs, 7, 2);
    runs_set(&runs, 7, 1); /* the same day, back to what it was */
    assert_int_equal(runs.n, 1);
    runs_set(&runs, 9, 3);
    assert_int_equal(runs_find(&runs, 4), NOWHERE);
    assert_int_equal(runs_on(&runs, 4), 0);
    assert_int_equal(runs_on(&runs, 8), 1);
    assert_int_equal(runs_on(&runs, 9), 3);
    assert_int_equal(runs_end(&runs, 0), 9);
    assert_int_equal(runs_end(&runs, 1), DAY_NEVER);
}

static void joined_stretches_end_with_what_ends_last(void **state)
{
    (void)state;
    struct cut cuts[] = {{30, 40, 9}, {10, 20, 1}, {15, 20, 2}, {5, 5, 3}, {20, 25, 4}, {21, 22, 5}};
    assert_int_equal(cuts_join(cuts, ARRAY_LEN(cuts)), 2);
    assert_int_equal(cuts[0].from, 10);
    assert_int_equal(cuts[0].to, 25);
    assert_int_equal(cuts[0].ended_by, 4);
    assert_int_equal(cuts[1].from, 30);
    struct cut same[] = {{10, 20, 7}, {12, 20, 4}}; /* of two on one day the later event */
    assert_int_equal(cuts_join(same, ARRAY_LEN(same)), 1);
    assert_int_equal(same[0].ended_by, 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counting_is_a_loop_over_days),
        cmocka_unit_test(the_nth_day_is_the_first_with_so_many),
        cmocka_unit_test(the_ends_of_time_stay),
        cmocka_unit_test(what_changes_nothing_leaves_no_trace),
        cmocka_unit_test(joined_stretches_end_with_what_ends_last),
    };
    return cmocka_run_group_tests(tests, make_set, NULL);
}
