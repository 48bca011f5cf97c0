/* What a long course costs: the steps that assess takes over courses made so that it takes many, of some thousand events
 * and of twice as many. Counted, not timed: the objects of core that this test is linked with (Makefile) call
 * __sanitizer_cov_trace_pc in each basic block. Twice the events may take three times the steps, and three times the memory;
 * where each event looked at all others it was four times. */
#include "unit.h"

#include <inttypes.h>

#include "core/course.h"
#include "core/handling.h"

void __sanitizer_cov_trace_pc(void);

static uint64_t steps;

void __sanitizer_cov_trace_pc(void)
{
    steps++;
}

enum { FEW = 2400, MANY = 2 * FEW, DAY_0 = 10959 /* 2000-01-03, a Monday */ };
/* Less than this is not looked at: what is allotted by the block, or done once. */
enum { FEW_STEPS = 100 * MANY, FEW_BYTES = 500 * MANY };

struct shape {
    const char *name;
    void (*event)(struct event *event, uint32_t i);
    day_t (*day)(uint32_t i, uint32_t n); /* from DAY_0 */
};

static day_t a_day_each(uint32_t i, uint32_t n UNUSED)
{
    return (day_t)i;
}
static day_t within_a_year(uint32_t i, uint32_t n)
{
    return (day_t)(i * 350 / n);
}
static day_t one_day(uint32_t i UNUSED, uint32_t n UNUSED)
{
    return 0;
}

static void assigned(struct event *event, uint32_t staff, enum role role)
{
    event->kind = KIND_CASEWORKER_ASSIGNED;
    event->staff = staff;
    event->role = (uint8_t)role;
}
static void primaries(struct event *event, uint32_t i)
{
    assigned(event, 1 + i, ROLE_PRIMARY);
}
static void two_primaries(struct event *event, uint32_t i)
{
    assigned(event, 1 + i % 2, ROLE_PRIMARY);
}
static void coordinators(struct event *event, uint32_t i)
{
    assigned(event, 1 + i, ROLE_COORDINATOR);
}
static void secondaries(struct event *event, uint32_t i)
{
    assigned(event, 1 + i, ROLE_SECONDARY);
    if (i % 2) {
        event->role = ROLE_PRIMARY;
        event->staff = 100000 + i;
    }
}
static void released(struct event *event, uint32_t i)
{
    assigned(event, 1 + i / 2, ROLE_PRIMARY);
    if (i % 2)
        event->kind = KIND_CASEWORKER_RELEASED;
}
static void deputies(struct event *event, uint32_t i)
{
    assigned(event, i == 0 ? 1 : 1 + i, i == 0 ? ROLE_PRIMARY : ROLE_DEPUTY);
    if (i)
        event->due = day_of_instant(event->occurred_at) + 1;
}
static void planned(struct event *event, uint32_t i)
{
    assigned(event, i == 0 ? 1 : 1 + i, i == 0 ? ROLE_PRIMARY : ROLE_DEPUTY);
    if (i) {
        event->starts_at = event->occurred_at + (instant_t)(2 + 2 * i) * 24 * HOUR;
        event->due = day_of_instant(event->starts_at);
    }
}
static void reasons(struct event *event, uint32_t i)
{
    assigned(event, 1 + i, i % 4 ? ROLE_PRIMARY : ROLE_COORDINATOR);
    if (i % 2) {
        event->kind = KIND_SWITCH_REASON_GIVEN;
        event->ref = i + 1; /* the event before: opening is 1 */
        event->code = 1;
        event->staff = 0;
        event->role = 0;
    }
}
static void one_reason(struct event *event, uint32_t i)
{
    assigned(event, 1 + i, ROLE_PRIMARY);
    if (i > 2) {
        event->kind = KIND_SWITCH_REASON_GIVEN;
        event->ref = 3;
        event->code = 1;
        event->staff = 0;
        event->role = 0;
    }
}
static void meetings(struct event *event, uint32_t i)
{
    if (i == 0) {
        assigned(event, 1, ROLE_PRIMARY);
        return;
    }
    event->kind = KIND_MEETING;
    event->code = 1;
    event->outcome = MEETING_OUTCOME_HELD;
    event->channel = 1;
    event->staff = 2 + i;
}
static void steps_set(struct event *event, uint32_t i UNUSED)
{
    event->kind = KIND_NEXT_STEP_SET;
    event->party = PARTY_CITIZEN;
    event->due = day_of_instant(event->occurred_at) + 5;
}
static void steps_moved(struct event *event, uint32_t i)
{
    steps_set(event, i);
    if (i) {
        event->kind = KIND_NEXT_STEP_MOVED;
        event->ref = 2;
        event->party = 0;
    }
}
static void steps_done(struct event *event, uint32_t i)
{
    steps_set(event, i);
    if (i % 2) {
        event->kind = KIND_NEXT_STEP_DONE;
        event->ref = i + 1;
        event->party = 0;
    }
}
static void waits(struct event *event, uint32_t i UNUSED)
{
    event->kind = KIND_WAIT_STARTED;
    event->code = (uint16_t)(1 + i % 5);
    event->due = day_of_instant(event->occurred_at) + 5;
}
static void waits_moved(struct event *event, uint32_t i)
{
    waits(event, 0);
    if (i) {
        event->kind = KIND_WAIT_MOVED;
        event->ref = 2;
        event->code = 0;
    }
}
static void waits_ended(struct event *event, uint32_t i)
{
    waits(event, 0);
    if (i % 2) {
        event->kind = KIND_WAIT_ENDED;
        event->ref = i + 1;
        event->code = 0;
    }
}
static void interventions(struct event *event, uint32_t i)
{
    event->kind = KIND_INTERVENTION_STARTED;
    event->code = (uint16_t)(1 + i % 8);
    event->hours = (int16_t)(i % 30);
}
static void interventions_ended(struct event *event, uint32_t i)
{
    interventions(event, 0);
    if (i % 2) {
        event->kind = KIND_INTERVENTION_ENDED;
        event->ref = i + 1;
        event->code = 0;
        event->hours = -1;
    }
}
static void bookings(struct event *event, uint32_t i UNUSED)
{
    event->kind = KIND_MEETING_BOOKED;
    event->code = 1;
    event->starts_at = event->occurred_at + (instant_t)20 * 24 * HOUR;
}
static void bookings_moved(struct event *event, uint32_t i)
{
    bookings(event, i);
    if (i % 2) {
        event->kind = KIND_MEETING;
        event->outcome = MEETING_OUTCOME_CANCELLED_BY_MUNICIPALITY;
        event->ref = i + 1;
        event->starts_at = INSTANT_NONE;
    }
}
static void plans(struct event *event, uint32_t i)
{
    event->kind = i % 2 ? KIND_PLAN_REVISED : KIND_PLAN_MADE;
    event->administration = (uint8_t)(1 + i % 6);
    event->unit = 1 + i % 6;
}
static void plans_of_one(struct event *event, uint32_t i)
{
    event->kind = i % 3 == 2 ? KIND_PLAN_CONFIRMED : i % 3 ? KIND_PLAN_REVISED : KIND_PLAN_MADE;
    event->party = event->kind == KIND_PLAN_CONFIRMED ? PARTY_CITIZEN : 0;
}
static void transitions(struct event *event, uint32_t i)
{
    event->kind = KIND_TRANSITION;
    event->code = (uint16_t)(1 + i % 3);
    event->outcome = (uint8_t)(1 + i % 4);
    event->unit = 1 + i % 7;
    event->administration = (uint8_t)(1 + i % 7);
}
static void handovers(struct event *event, uint32_t i)
{
    if (i % 2 == 0) {
        assigned(event, 1 + i, ROLE_PRIMARY);
        return;
    }
    event->kind = KIND_HANDOVER;
    event->code = 1;
    event->outcome = 2;
    event->staff = 1 + i;
}
static void foreseen(struct event *event, uint32_t i)
{
    event->kind = KIND_DATE_FORESEEN;
    event->code = (uint16_t)(1 + i % 8);
    event->due = day_of_instant(event->occurred_at) + 100;
}
static void feedback(struct event *event, uint32_t i)
{
    event->kind = KIND_FEEDBACK_RECEIVED;
    event->code = (uint16_t)(1 + i % 4);
    event->score = (int16_t)(1 + i % 3);
    event->scale = SCALE_DEFAULT;
}
static void requests(struct event *event, uint32_t i UNUSED)
{
    event->kind = KIND_MEETING_REQUESTED;
}
static void wishes(struct event *event, uint32_t i UNUSED)
{
    event->kind = KIND_WISHES_RECORDED;
}
static void measured(struct event *event, uint32_t i)
{
    event->kind = KIND_PROGRESS_MEASURED;
    event->code = (uint16_t)(1 + i % 4);
    event->score = (int16_t)(i % 5);
    event->scale = SCALE_DEFAULT;
}
static void statements(struct event *event, uint32_t i)
{
    event->kind = KIND_STATEMENT_REQUESTED;
    event->code = (uint16_t)(1 + i % 3);
    event->due = day_of_instant(event->occurred_at) + 5;
}
static void pauses(struct event *event, uint32_t i)
{
    event->kind = i % 2 ? KIND_PAUSE_ENDED : KIND_PAUSE_STARTED;
    event->ref = i % 2 ? i + 1 : 0;
    event->code = i % 2 ? 0 : 1;
    event->due = i % 2 ? DAY_NONE : day_of_instant(event->occurred_at) + 3;
}
static void classified(struct event *event, uint32_t i)
{
    event->kind = KIND_CLASSIFIED;
    event->code = (uint16_t)(1 + i % 12);
    event->marks = i % 2 ? MARK_BIT(MARK_COMPLEX) : 0;
}
static void closings(struct event *event, uint32_t i)
{
    event->kind = i % 2 ? KIND_CASE_REOPENED : KIND_CASE_CLOSED;
    event->code = i % 2 ? 0 : 1;
}
static void contacts(struct event *event, uint32_t i)
{
    event->kind = KIND_COORDINATION_CONTACT;
    event->unit = 1 + i % 6;
    event->administration = (uint8_t)event->unit;
    event->code = 1;
}
static void decisions(struct event *event, uint32_t i)
{
    event->kind = KIND_DECISION_MADE;
    event->code = (uint16_t)(1 + i % 8);
}
static void told(struct event *event, uint32_t i)
{
    steps_set(event, i);
    if (i) {
        event->kind = KIND_CITIZEN_TOLD;
        event->ref = 2;
        event->party = 0;
        event->due = DAY_NONE;
    }
}
static void corrected(struct event *event, uint32_t i)
{
    wishes(event, i);
    if (i) {
        event->kind = KIND_CORRECTED;
        event->ref = 2;
        event->because = 1;
    }
}
static void flags(struct event *event, uint32_t i)
{
    event->kind = i % 2 ? KIND_FLAG_REOPENED : KIND_FLAG_WAIVED;
    event->code = RULE_R5_1;
    event->because = i % 2 ? 0 : 1;
    event->due = i % 2 ? DAY_NONE : day_of_instant(event->occurred_at) + 1;
}
static void confirmations(struct event *event, uint32_t i)
{
    flags(event, 0);
    if (i)
        event->kind = KIND_FLAG_WAIVER_CONFIRMED;
}
static void all_waived(struct event *event, uint32_t i UNUSED)
{
    flags(event, 0);
}

static const struct shape shapes[] = {
#define DAYS(f)                                                                                              \
    {                                                                                                        \
#f ", a day each", f, a_day_each                                                                     \
    }
#define ALL(f)                                                                                               \
    DAYS(f), {#f ", within a year", f, within_a_year},                                                       \
    {                                                                                                        \
#f ", on one day", f, one_day                                                                        \
    }
    /* one person holds a post at the end of a day: these come to something only on days of their own */
    DAYS(primaries),
    DAYS(two_primaries),
    DAYS(coordinators),
    DAYS(secondaries),
    DAYS(released),
    DAYS(deputies),
    DAYS(reasons),
    DAYS(one_reason),
    DAYS(handovers),
    ALL(planned),
    ALL(meetings),
    ALL(steps_set),
    ALL(steps_moved),
    ALL(steps_done),
    ALL(waits),
    ALL(waits_moved),
    ALL(waits_ended),
    ALL(interventions),
    ALL(interventions_ended),
    ALL(bookings),
    ALL(bookings_moved),
    ALL(plans),
    ALL(plans_of_one),
    ALL(transitions),
    ALL(foreseen),
    ALL(feedback),
    ALL(requests),
    ALL(wishes),
    ALL(measured),
    ALL(statements),
    ALL(pauses),
    ALL(classified),
    ALL(closings),
    ALL(contacts),
    ALL(decisions),
    ALL(told),
    ALL(corrected),
    ALL(flags),
    ALL(confirmations),
    ALL(all_waived)};

static struct rule_sets sets;

enum part { BUILD, FACTS, SWITCHES, RETIRED, HANDLING, RIGHTS, SPANS, PARTS = SPANS + RULE_COUNT };

struct cost {
    uint64_t steps;
    size_t bytes;
};

#define COUNT(part, call)                                                                                    \
    do {                                                                                                     \
        steps = 0;                                                                                           \
        size_t used_ = arena.used;                                                                           \
        assert_int_equal((call), ERR_NONE);                                                                  \
        out[part] = (struct cost){steps, arena.used - used_};                                                \
    } while (0)

static void count(const struct shape *shape, uint32_t n, struct cost out[PARTS])
{
    struct arena arena;
    struct err err = {0};
    const struct course *course = NULL;
    struct facts facts;
    struct changes changes;
    struct spans spans = {0}, some;
    struct handlings handlings;
    struct rights rights;
    arena_init(&arena, (size_t)1 << 30);
    struct event *events = ARENA_ARRAY(&arena, struct event, n + 1);
    assert_non_null(events);
    events[0] = (struct event){.kind = KIND_CASE_OPENED, .occurred_at = ((instant_t)DAY_0 * 24 + 8) * HOUR};
    for (uint32_t i = 0; i < n; i++) {
        struct event *event = &events[i + 1];
        *event = (struct event){.occurred_at = ((instant_t)(DAY_0 + shape->day(i, n)) * 24 + 9) * HOUR + i,
                                .due = DAY_NONE,
                                .starts_at = INSTANT_NONE,
                                .score = -1,
                                .scale = -1,
                                .hours = -1,
                                .recorded_by = 1};
        shape->event(event, i);
    }
    for (uint32_t i = 0; i <= n; i++) {
        events[i].seq = i + 1;
        events[i].recorded_at = events[i].occurred_at;
        events[i].due = i ? events[i].due : DAY_NONE;
        events[i].starts_at = i ? events[i].starts_at : INSTANT_NONE;
    }
    struct history history = {events, n + 1, DAY_NONE, INSTANT_NEVER};
    day_t last = DAY_0 + shape->day(n - 1, n) + 1;
    COUNT(BUILD, course_build(&arena, &history, &course, &err));
    COUNT(FACTS, course_facts(&arena, course, &sets, last, &facts, &err));
    COUNT(SWITCHES, course_switches(&arena, course, &sets, last, &changes, &err));
    COUNT(RIGHTS, course_rights(&arena, course, last, &rights, &err));
    for (uint32_t rule = 0; rule < RULE_COUNT; rule++) {
        COUNT(SPANS + rule, course_spans_of(&arena, course, &sets, rule ? RULE_BIT(rule) : RULES_ALL,
                                            DAY_NONE, DAY_NEVER, rule ? &some : &spans, &err));
    }
    bool *retired = ARENA_ARRAY(&arena, bool, spans.n + 1);
    assert_non_null(retired);
    COUNT(RETIRED, course_retired(&arena, course, &sets, spans.at, spans.n, retired, &err));
    COUNT(HANDLING, course_handling(&arena, course, &spans, &handlings, &err));
    arena_clear(&arena);
}

static void test_linear(void **state UNUSED)
{
    static const char *const names[] = {"build",    "facts",  "switches", "retired",
                                        "handling", "rights", "spans"};
    static const struct rule_period_source source = {.valid_from = DAY_0 - 1000, .number = 1};
    struct arena arena;
    size_t bad = 0;
    arena_init(&arena, 16 << 20);
    assert_int_equal(rule_sets_resolve(&arena, &source, 1, &sets, NULL), ERR_NONE);
    for (size_t s = 0; s < ARRAY_LEN(shapes); s++) {
        struct cost few[PARTS], many[PARTS];
        count(&shapes[s], FEW, few);
        count(&shapes[s], MANY, many);
        for (size_t p = 0; p < PARTS; p++) {
            assert_true(many[p].steps > 0);
            if ((many[p].steps < FEW_STEPS || many[p].steps < 3 * few[p].steps) &&
                (many[p].bytes < FEW_BYTES || many[p].bytes < 3 * few[p].bytes))
                continue;
            print_message("%s: %s: %" PRIu64 " steps, then %" PRIu64 "; %zu bytes, then %zu\n",
                          shapes[s].name, p <= SPANS ? names[p] : rule_info((enum rule)(p - SPANS))->id,
                          few[p].steps, many[p].steps, few[p].bytes, many[p].bytes);
            bad++;
        }
    }
    assert_int_equal(bad, 0);
    arena_clear(&arena);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {cmocka_unit_test(test_linear)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
