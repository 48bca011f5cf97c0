/* Recommendation 1: few caseworker switches. */
#include "core/rules/rules.h"
#include "core/switches.h"

/* R1.1: switches that are a breach, in the last `window_days` days. Within the days on which the same is
 * known the number can only fall, whenever one leaves the window. */
void rule_frequent_switches(struct judgement *j)
{
    int32_t window = j->param[PARAM_R1_1_WINDOW_DAYS], amber = j->param[PARAM_R1_1_AMBER],
            red = j->param[PARAM_R1_1_RED];
    struct knowing k;
    uint32_t *events = ARENA_ARRAY(j->arena, uint32_t, j->course->tenures.n);
    day_t *leaves = ARENA_ARRAY(j->arena, day_t, j->course->tenures.n);
    if (!events || !leaves || !knowing_begin(&k, j->arena, j->course, j->param, j->from, j->to)) {
        j->no_memory = true;
        return;
    }
    while (knowing_next(&k)) {
        size_t n = 0, i = k.n;
        while (i > 0 && day_plus(k.at[i - 1].day, window) > k.from)
            i--;
        for (; i < k.n; i++)
            if (is_switch(&k.at[i]) && k.at[i].is_breach) {
                leaves[n] = day_plus(k.at[i].day, window);
                events[n++] = k.at[i].event;
            }
        day_t from = k.from;
        for (size_t gone = 0; gone < n && from < k.to; from = leaves[gone++]) {
            int32_t count = (int32_t)(n - gone);
            if (count < amber && count < red)
                break;
            breach(j, &j->course->own, NOWHERE, from, day_min(leaves[gone], k.to),
                   count >= red ? SEVERITY_RED : SEVERITY_AMBER, ATTRIBUTION_OWN_PRACTICE,
                   (struct evidence){events + gone, n - gone});
        }
    }
}
