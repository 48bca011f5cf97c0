/* Which days in breach end because their rule was switched off. See course.h. */
#include "core/spans.h"

/* On the day the span ends a period begins that has the rule switched off for the group of that day, and the
 * period before had it on for that group. */
static bool is_candidate(const struct course *course, const struct rule_sets *sets, const struct span *span)
{
    if (span->to == DAY_NEVER)
        return false;
    const struct rule_period *period = rule_period_on(sets, span->to); /* days in breach lie in periods */
    const struct rule_period *before = rule_period_on(sets, span->to - 1);
    uint32_t group = runs_on(&course->group, span->to), on = PARAM_ON + span->rule - 1u;
    return period->valid_from == span->to && !period->value[group][on] && before->value[group][on];
}

/* The same periods with every rule switched on. */
static bool all_on(struct arena *arena, const struct rule_sets *sets, struct rule_sets *out)
{
    struct rule_period *periods = ARENA_ARRAY(arena, struct rule_period, sets->n);
    if (!periods)
        return false;
    for (size_t p = 0; p < sets->n; p++) {
        periods[p] = sets->periods[p];
        for (uint32_t group = 0; group < TARGET_GROUP_COUNT; group++)
            for (uint32_t rule = 0; rule < RULE_COUNT - 1; rule++)
                periods[p].value[group][PARAM_ON + rule] = 1;
    }
    *out = (struct rule_sets){periods, sets->n};
    return true;
}

static bool goes_on(const struct spans *spans, const struct span *span)
{
    for (size_t i = 0; i < spans->n; i++) {
        const struct span *other = &spans->at[i];
        if (other->rule == span->rule && other->subject == span->subject && other->from <= span->to &&
            span->to < other->to)
            return true;
    }
    return false;
}

enum err_code course_retired(struct arena *arena, const struct course *course, const struct rule_sets *sets,
                             const struct span *spans, size_t n, bool *retired, struct err *err)
{
    bool any = false;
    for (size_t i = 0; i < n; i++) {
        retired[i] = is_candidate(course, sets, &spans[i]);
        any |= retired[i];
    }
    if (!any)
        return ERR_NONE;
    struct rule_sets on;
    struct spans without = {NULL, 0};
    if (!all_on(arena, sets, &on))
        return err_set(err, ERR_NO_MEMORY, "no memory for rule sets");
    enum err_code code = course_spans(arena, course, &on, DAY_NONE, DAY_NEVER, &without, err);
    for (size_t i = 0; i < n && !code; i++)
        retired[i] = retired[i] && goes_on(&without, &spans[i]);
    return code;
}
