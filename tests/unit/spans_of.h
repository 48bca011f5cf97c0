/* Spans of a history written in place, under the shipped defaults. For tests only; included once a test. */
#ifndef SPOR_SPANS_OF_H
#define SPOR_SPANS_OF_H

#include "core/course.h"

#define DAY_0           19723 /* 2024-01-01, a Monday */
#define AT(day_, kind_) .kind = (kind_), .occurred_at = ((instant_t)(DAY_0 + (day_)) * 24 + 9) * HOUR

static struct arena arena;
static struct rule_sets sets;

static struct spans spans_of(struct event *events, uint32_t n)
{
    const struct course *course = NULL;
    struct spans spans;
    struct err err = {0};
    for (uint32_t i = 0; i < n; i++) {
        events[i].seq = i + 1;
        events[i].recorded_at = events[i].occurred_at;
        events[i].starts_at = events[i].starts_at ? events[i].starts_at : INSTANT_NONE;
        events[i].due = events[i].due ? events[i].due : DAY_NONE;
    }
    struct history history = {events, n, DAY_NONE, INSTANT_NEVER};
    assert_int_equal(course_build(&arena, &history, &course, &err), ERR_NONE);
    assert_int_equal(course_spans(&arena, course, &sets, DAY_NONE, DAY_NEVER, &spans, &err), ERR_NONE);
    return spans;
}

static int resolve(void **state)
{
    (void)state;
    static const struct rule_period_source source = {.valid_from = 10957, .number = 1};
    arena_init(&arena, 16 << 20);
    return rule_sets_resolve(&arena, &source, 1, &sets, NULL);
}

static int clear(void **state)
{
    (void)state;
    arena_clear(&arena);
    return 0;
}

#endif
