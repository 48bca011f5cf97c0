/* A course and its rule sets by chance, from a number: what the laws of assess and the oracle are tried on.
 * SPOR_SEED=N gives another row of them. For tests only; include cases.h first. */
#ifndef SPOR_RANDOM_CASE_H
#define SPOR_RANDOM_CASE_H

#include "random_course.h"
#include "random_rules.h"

struct random_case {
    uint64_t seed;
    struct event events[COURSE_EVENTS + 1]; /* room for one more */
    struct history history;
    bool on_packs; /* the shipped rule sets come first */
    struct random_rules rules;
    day_t last; /* some months after the last event */
};

static uint64_t number_of(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text ? strtoull(text, NULL, 10) : otherwise;
}

static struct numbers numbers_of(uint64_t seed)
{
    return (struct numbers){NULL, 0, seed * UINT64_C(0x9e3779b97f4a7c15) + 1};
}

/* `distinct` gives each event an instant of its own. */
static void random_case(struct random_case *c, uint64_t number, bool distinct)
{
    c->seed = number_of("SPOR_SEED", 1) * 1000003 + number;
    struct numbers numbers = numbers_of(c->seed);
    struct course_shape shape = random_shape(&numbers, distinct);
    random_course(&numbers, c->events, &shape);
    c->history = (struct history){c->events, shape.n, random_birth(&numbers), INSTANT_NEVER};
    if (chance(&numbers, 12))
        c->history.known_at = c->events[shape.n / 2].recorded_at;
    c->on_packs = chance(&numbers, 85);
    random_rules(&numbers, &c->rules, PACKS + 1, COURSE_FIRST, shape.days);
    if (c->on_packs && chance(&numbers, 20))
        c->rules.n = 0;
    c->last = COURSE_FIRST + (day_t)shape.days +
              (chance(&numbers, 70)   ? 100
               : chance(&numbers, 85) ? 400
                                      : 1500);
}

/* False where they are refused, as they may be after something was left out. */
static bool random_case_sets(struct arena *arena, const struct random_case *c,
                             const struct rule_period_source *packs, struct rule_sets *out)
{
    struct rule_period_source sources[PACKS + RANDOM_PERIODS];
    size_t n = 0;
    for (size_t i = 0; c->on_packs && i < PACKS; i++)
        sources[n++] = packs[i];
    for (size_t i = 0; i < c->rules.n; i++)
        sources[n++] = c->rules.periods[i];
    return rule_sets_resolve(arena, sources, n, out, NULL) == ERR_NONE;
}

#endif
