/* Any bytes as a history, also such as no daemon would record: assess must give an answer, without reading or
 * writing where it may not, and the same one twice. */
#include <stdint.h>

#include "base/bug.h"
#include "core/handling.h"
#include "tests/unit/random_history.h"

#define BUG_IF(condition)                                                                                    \
    do {                                                                                                     \
        if (condition)                                                                                       \
            bug(#condition);                                                                                 \
    } while (0)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A quick rule set in two periods, so that short histories break the rules. */
static bool quick_sets(struct arena *arena, struct rule_sets *out)
{
    static const struct rule_change quick[] = {
        {PARAM_COVER_DAYS, TARGET_GROUP_NONE_, 3},
        {PARAM_INTAKE_DAYS, TARGET_GROUP_NONE_, 2},
        {PARAM_R1_1_WINDOW_DAYS, TARGET_GROUP_NONE_, 40},
        {PARAM_R1_1_AMBER, TARGET_GROUP_NONE_, 1},
        {PARAM_R1_1_RED, TARGET_GROUP_NONE_, 2},
        {PARAM_R5_1_OPEN_DAYS, TARGET_GROUP_NONE_, 2},
        {PARAM_R7_1_AMBER_DAYS, TARGET_GROUP_NONE_, 4},
        {PARAM_R7_1_RED_DAYS, TARGET_GROUP_NONE_, 8},
        {PARAM_R7_3_INFO_AGE_DAYS, TARGET_GROUP_NONE_, 90},
        {PARAM_R7_3_AGE_DAYS, TARGET_GROUP_NONE_, 180},
    };
    static const struct rule_change later[] = {{PARAM_COVER_DAYS, TARGET_GROUP_NONE_, 0},
                                               {PARAM_COUNTED_FROM, TARGET_GROUP_NONE_, 19700}};
    const struct rule_period_source sources[] = {
        {.valid_from = 19400, .number = 1, .changes = quick, .n = ARRAY_LEN(quick)},
        {.valid_from = 19690, .number = 2, .changes = later, .n = ARRAY_LEN(later)}};
    return rule_sets_resolve(arena, sources, ARRAY_LEN(sources), out, NULL) == ERR_NONE;
}

/* Bytes straight into the fields that are numbers: nothing of these is promised to be in a catalogue. */
static void spoil(struct numbers *numbers, struct event *event)
{
    switch (number_below(numbers, 12)) {
    case 0:
        event->code = (uint16_t)number_below(numbers, 65536);
        break;
    case 1:
        event->due = number_below(numbers, 2) ? DAY_NEVER : DAY_NONE + 1;
        break;
    case 2:
        event->occurred_at = number_below(numbers, 2) ? INSTANT_NEVER : INSTANT_NONE;
        break;
    case 3:
        event->starts_at = INSTANT_NEVER;
        break;
    case 4:
        event->outcome = event->party = event->role = event->channel = (uint8_t)number_below(numbers, 256);
        break;
    case 5:
        event->administration = (uint8_t)number_below(numbers, 256);
        break;
    case 6:
        event->staff = 0;
        break;
    case 7:
        event->ref = number_below(numbers, 65536);
        break;
    default:
        break;
    }
}

static void check_spans(const struct spans *spans)
{
    for (size_t i = 0; i < spans->n; i++) {
        const struct span *one = &spans->at[i], *next = i + 1 < spans->n ? one + 1 : NULL;
        BUG_IF(one->from >= one->to || one->severity == SEVERITY_NONE || one->severity > SEVERITY_RED);
        BUG_IF(one->attribution < ATTRIBUTION_OWN_PRACTICE || one->attribution > ATTRIBUTION_UNKNOWN);
        if (next && next->rule == one->rule && next->subject == one->subject)
            BUG_IF(next->from < one->to); /* one severity a day */
    }
}

/* Handled days are days in breach. */
static void check_handlings(const struct handlings *handlings, const struct spans *spans)
{
    for (size_t i = 0; i < handlings->n; i++) {
        const struct handled *one = &handlings->at[i];
        bool begins = false, ends = false;
        BUG_IF(one->from >= one->to || one->state <= FLAG_OPEN || one->state >= FLAG_STATE_COUNT);
        for (size_t k = 0; k < spans->n; k++) {
            const struct span *span = &spans->at[k];
            bool same = span->rule == one->rule && span->subject == one->subject;
            begins = begins || (same && span->from <= one->from && one->from < span->to);
            ends = ends || (same && span->from < one->to && one->to <= span->to);
        }
        BUG_IF(!begins || !ends);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct numbers numbers = {data, size, 0};
    struct event events[RANDOM_EVENTS];
    uint32_t days = 1 + number_below(&numbers, 1000), flags = number_below(&numbers, 8);
    uint32_t n = random_events(&numbers, events, number_below(&numbers, RANDOM_EVENTS + 1), days, flags & 1);
    if (flags & 2)
        for (uint32_t i = 0; i < n; i++)
            spoil(&numbers, &events[i]);
    struct history history = {events, n, DAY_NONE, INSTANT_NEVER};
    if ((flags & 4) && n)
        history.known_at = events[n / 2].recorded_at;

    struct arena arena;
    struct rule_sets sets;
    const struct course *course = NULL;
    struct spans spans, part;
    struct facts facts;
    struct rights rights;
    struct changes changes;
    struct handlings handlings;
    arena_init(&arena, 64 << 20);
    BUG_IF(!quick_sets(&arena, &sets) || course_build(&arena, &history, &course, NULL));
    day_t on = 19478 + (day_t)(days / 2);
    BUG_IF(course_spans(&arena, course, &sets, DAY_NONE, DAY_NEVER, &spans, NULL));
    BUG_IF(course_spans(&arena, course, &sets, on, on + 30, &part, NULL));
    check_spans(&spans);
    check_spans(&part);
    BUG_IF(course_handling(&arena, course, &spans, &handlings, NULL));
    check_handlings(&handlings, &spans);
    BUG_IF(part.n > spans.n);
    BUG_IF(course_facts(&arena, course, &sets, on, &facts, NULL) || facts.facts_until <= on);
    BUG_IF(course_switches(&arena, course, &sets, on, &changes, NULL));
    BUG_IF(course_rights(&arena, course, on, &rights, NULL));
    if (n) {
        struct event event = events[n - 1];
        struct mover mover = {1, flags & 1, flags & 2, event.recorded_at};
        history.n--;
        enum err_code code = move_check(&arena, &history, &sets, &event, &mover, NULL);
        BUG_IF(code != ERR_NONE && code != ERR_CONFLICT && code != ERR_FORBIDDEN);
    }
    arena_clear(&arena);
    return 0;
}
