/* Handling of flags (rules 7.4): the worked examples and our own golden histories, and random histories
 * against a slow evaluation that goes day by day. SPOR_SEED=N tries another row of those. */
#include "unit.h"

#include "cases.h"
#include "core/handling.h"
#include "random_history.h"

static struct arena forever; /* the rule sets */
static struct rule_sets packs;

/* ---- histories by hand ------------------------------------------------------------------------------- */

static enum severity severity_value(const struct json *value)
{
    static const char *const names[] = {"", "info", "amber", "red"};
    for (uint32_t i = SEVERITY_INFO; i <= SEVERITY_RED; i++)
        if (str_equal(text_of(value), str_of(names[i])))
            return (enum severity)i;
    fail_msg("\"%.*s\" is no severity", STR_ARG(text_of(value)));
    return SEVERITY_NONE;
}

static void read_key(struct str key, enum rule *rule, uint32_t *subject)
{
    const char *colon = memchr(key.at, ':', key.len);
    assert_non_null(colon);
    *rule = rule_by_id((struct str){key.at, (size_t)(colon - key.at)});
    assert_int_not_equal(*rule, RULE_NONE);
    *subject = (uint32_t)strtoul(colon + 1, NULL, 10);
}

/* The spans that an example expects of one flag: handling is looked at apart from the rule. */
static struct spans spans_expected(struct arena *arena, const struct json *list, enum rule rule,
                                   uint32_t subject)
{
    struct spans spans = {ARENA_ARRAY(arena, struct span, list->n), list->n};
    assert_non_null(spans.at);
    for (size_t i = 0; i < list->n; i++)
        spans.at[i] = (struct span){.from = day_value(&list->items[i].items[0]),
                                    .to = day_value(&list->items[i].items[1]),
                                    .severity = (uint8_t)severity_value(&list->items[i].items[2]),
                                    .rule = (uint8_t)rule,
                                    .subject = subject};
    return spans;
}

static bool in_breach(const struct spans *spans, enum rule rule, uint32_t subject, day_t day)
{
    for (size_t i = 0; i < spans->n; i++)
        if (spans->at[i].rule == rule && spans->at[i].subject == subject && spans->at[i].from <= day &&
            day < spans->at[i].to)
            return true;
    return false;
}

static enum flag_state state_of(const struct handlings *handlings, enum rule rule, uint32_t subject,
                                day_t day)
{
    for (size_t i = 0; i < handlings->n; i++) {
        const struct handled *one = &handlings->at[i];
        if (one->rule == rule && one->subject == subject && one->from <= day && day < one->to)
            return (enum flag_state)one->state;
    }
    return FLAG_OPEN;
}

/* By rule, subject and day; nothing open, nothing empty, nothing twice, and what touches differs. */
static void assert_in_order(const struct handlings *handlings)
{
    for (size_t i = 0; i < handlings->n; i++) {
        const struct handled *one = &handlings->at[i], *next = one + 1;
        assert_true(one->from < one->to);
        assert_in_range(one->state, FLAG_ACKNOWLEDGED, FLAG_EXEMPTED);
        if (i + 1 == handlings->n || next->rule > one->rule)
            continue;
        assert_int_equal(next->rule, one->rule);
        if (next->subject > one->subject)
            continue;
        assert_int_equal(next->subject, one->subject);
        assert_true(next->from > one->to || (next->from == one->to && next->state != one->state));
    }
}

/* Each day of the flag in [from, to) has the state that the example says. */
static size_t check_states(struct str name, const struct json *expected, const struct spans *spans,
                           const struct handlings *handlings, enum rule rule, uint32_t subject, day_t from,
                           day_t to)
{
    size_t n_days = 0;
    assert_in_order(handlings);
    for (day_t day = from; day < to; day++) {
        struct str want = {NULL, 0};
        for (size_t i = 0; i < expected->n; i++)
            if (day >= day_value(&expected->items[i].items[0]) &&
                day < day_value(&expected->items[i].items[1]))
                want = text_of(&expected->items[i].items[2]);
        bool stands = in_breach(spans, rule, subject, day);
        enum flag_state state = state_of(handlings, rule, subject, day);
        const char *is = flag_state_info((int)state)->name;
        char text[DAY_TEXT + 1] = "";
        day_to_text(day, text);
        if (stands != (want.at != NULL) || (stands ? !str_equal(want, str_of(is)) : state != FLAG_OPEN))
            fail_msg("%.*s: on %s the flag is %s, not %.*s", STR_ARG(name), text, stands ? is : "not there",
                     STR_ARG(want.at ? want : STR("not there")));
        n_days += stands;
    }
    return n_days;
}

static struct handlings handlings_of(struct arena *arena, const struct course *course,
                                     const struct spans *spans)
{
    struct handlings handlings;
    struct err err = {0};
    if (course_handling(arena, course, spans, &handlings, &err))
        fail_msg("%s", err.text);
    for (size_t i = 0; i < handlings.n; i++) { /* each is found by its days, and nothing behind the last */
        const struct handled *one = &handlings.at[i];
        assert_int_equal(handled_after(&handlings, (enum rule)one->rule, one->subject, one->from), i);
        assert_int_equal(handled_after(&handlings, (enum rule)one->rule, one->subject, one->to - 1), i);
    }
    assert_int_equal(handled_after(&handlings, RULE_COUNT, 0, 0), handlings.n);
    return handlings;
}

static void run_example(const struct json *json, size_t *n_flags, size_t *n_days)
{
    struct arena arena;
    struct example example;
    const struct course *course = NULL;
    struct err err = {0};
    const struct json *handling = member(json, "handling"), *expect = member(json, "expect");
    arena_init(&arena, 64 << 20);
    read_example(&arena, json, &packs, &example);
    assert_int_equal(course_build(&arena, &example.history, &course, &err), ERR_NONE);
    day_t from = day_value(member(json, "from")), to = day_value(member(json, "to"));
    for (size_t i = 0; i < handling->n; i++) {
        struct str key = handling->members[i].name;
        const struct json *states = &handling->members[i].value, *list = NULL;
        enum rule rule;
        uint32_t subject;
        read_key(key, &rule, &subject);
        for (size_t k = 0; k < expect->n; k++)
            if (str_equal(expect->members[k].name, key))
                list = &expect->members[k].value;
        assert_non_null(list);
        struct spans spans = spans_expected(&arena, list, rule, subject);
        struct handlings handlings = handlings_of(&arena, course, &spans);
        *n_days += check_states(example.name, states, &spans, &handlings, rule, subject, from, to);
        ++*n_flags;
        assert_int_equal(course_spans(&arena, course, &example.sets, DAY_NONE, DAY_NEVER, &spans, &err), 0);
        handlings = handlings_of(&arena, course, &spans);
        (void)check_states(example.name, states, &spans, &handlings, rule, subject, from, to);
    }
    arena_clear(&arena);
}

static void run_file(const char *path, size_t *n_examples, size_t *n_flags, size_t *n_days)
{
    struct arena arena;
    arena_init(&arena, 64 << 20);
    const struct json *file = file_json(&arena, path);
    for (size_t i = 0; i < file->n; i++)
        if (member(&file->items[i], "handling")) {
            run_example(&file->items[i], n_flags, n_days);
            ++*n_examples;
        }
    arena_clear(&arena);
}

static void worked_examples_hold(void **state)
{
    (void)state;
    size_t n_examples = 0, n_flags = 0, n_days = 0;
    run_file("tests/cases/r2r3.json", &n_examples, &n_flags, &n_days);
    run_file("tests/cases/r4r5.json", &n_examples, &n_flags, &n_days);
    print_message("%zu examples, %zu flags, %zu days in breach\n", n_examples, n_flags, n_days);
    assert_true(n_examples >= 7);
}

static void golden_histories_hold(void **state)
{
    (void)state;
    size_t n_examples = 0, n_flags = 0, n_days = 0;
    run_file("tests/cases/own_handling.json", &n_examples, &n_flags, &n_days);
    print_message("%zu examples, %zu flags, %zu days in breach\n", n_examples, n_flags, n_days);
    assert_true(n_examples >= 24);
}

/* Handling never changes a span: without its flag events a history has the same spans, evidence and all. */
static void spans_do_not_know_of_handling(void **state)
{
    (void)state;
    struct arena arena;
    size_t n_spans = 0;
    arena_init(&arena, 256 << 20);
    const struct json *file = file_json(&arena, "tests/cases/own_handling.json");
    for (size_t i = 0; i < file->n; i++) {
        struct example example;
        const struct course *course = NULL;
        struct spans with, without;
        struct err err = {0};
        size_t kept = 0;
        read_example(&arena, &file->items[i], &packs, &example);
        assert_int_equal(course_build(&arena, &example.history, &course, &err), 0);
        assert_int_equal(course_spans(&arena, course, &example.sets, DAY_NONE, DAY_NEVER, &with, &err), 0);
        for (size_t k = 0; k < example.n; k++)
            if (example.events[k].kind < KIND_FLAG_ACKNOWLEDGED ||
                example.events[k].kind > KIND_FLAG_REOPENED)
                example.events[kept++] = example.events[k];
        assert_true(kept < example.n);
        example.history.n = kept;
        assert_int_equal(course_build(&arena, &example.history, &course, &err), 0);
        assert_int_equal(course_spans(&arena, course, &example.sets, DAY_NONE, DAY_NEVER, &without, &err), 0);
        assert_int_equal(with.n, without.n);
        n_spans += with.n;
        for (size_t s = 0; s < with.n; s++) {
            const struct span *a = &with.at[s], *b = &without.at[s];
            assert_true(a->rule == b->rule && a->subject == b->subject && a->from == b->from &&
                        a->to == b->to && a->severity == b->severity && a->n_evidence == b->n_evidence);
            assert_memory_equal(a->evidence, b->evidence, a->n_evidence * sizeof *a->evidence);
        }
    }
    assert_true(n_spans > 50);
    arena_clear(&arena);
}

/* ---- random histories, day by day -------------------------------------------------------------------- */

enum { CASES = 4000, MOST_EVENTS = 40, MOST_SPANS = 60, DAYS = 300, FIRST_DAY = 19723 };

static const enum rule rules_used[] = {RULE_R5_2, RULE_R7_1};

struct random_case {
    struct event events[MOST_EVENTS];
    struct span spans[MOST_SPANS];
    struct history history;
    struct spans all;
};

/* The case, three events that flags are about (some corrected or voided later), and what is done about them.
 */
static void random_flags(struct numbers *numbers, struct random_case *c)
{
    static const uint8_t kinds[] = {
        KIND_FLAG_ACKNOWLEDGED,     KIND_FLAG_WAIVED,   KIND_FLAG_WAIVED,  KIND_FLAG_WAIVER_CONFIRMED,
        KIND_FLAG_WAIVER_CONFIRMED, KIND_FLAG_EXEMPTED, KIND_FLAG_REOPENED};
    uint32_t n = 8 + number_below(numbers, MOST_EVENTS - 8);
    instant_t recorded = instant_of_day(FIRST_DAY);
    for (uint32_t i = 0; i < n; i++) {
        struct event *event = &c->events[i];
        day_t day = FIRST_DAY + (day_t)number_below(numbers, DAYS);
        *event = (struct event){
            .seq = i + 1, .due = DAY_NONE, .starts_at = INSTANT_NONE, .score = -1, .scale = -1, .hours = -1};
        event->recorded_by = 1 + number_below(numbers, 2);
        event->occurred_at = instant_of_day(day) + (instant_t)number_below(numbers, 4) * 6 * HOUR;
        event->recorded_at = recorded += (instant_t)number_below(numbers, 3) * HOUR;
        event->kind = i == 0 ? KIND_CASE_OPENED : KIND_NEXT_STEP_SET;
        if (i < 4)
            continue;
        if (chance(numbers, 12)) {
            event->kind = chance(numbers, 70) ? KIND_CORRECTED : KIND_VOIDED;
            event->ref = 2 + number_below(numbers, chance(numbers, 80) ? 3 : i - 1);
            continue;
        }
        event->kind = kinds[number_below(numbers, ARRAY_LEN(kinds))];
        event->code = (uint16_t)rules_used[number_below(numbers, ARRAY_LEN(rules_used))];
        if (chance(numbers, 60)) /* also by the correction of what it is about */
            event->ref = 2 + number_below(numbers, chance(numbers, 80) ? 3 : i - 1);
        if (event->kind == KIND_FLAG_WAIVED || event->kind == KIND_FLAG_EXEMPTED)
            event->due = day - 2 + (day_t)number_below(numbers, 160);
    }
    instant_t known_at =
        chance(numbers, 30) ? c->events[number_below(numbers, n)].recorded_at : INSTANT_NEVER;
    c->history = (struct history){c->events, n, DAY_NONE, known_at};
}

static void random_spans(struct numbers *numbers, struct random_case *c)
{
    size_t n = 0;
    for (size_t r = 0; r < ARRAY_LEN(rules_used); r++)
        for (uint32_t subject = 0; subject <= 4; subject += subject ? 1 : 2) {
            day_t day = FIRST_DAY + (day_t)number_below(numbers, 20);
            for (uint32_t k = 0; k < 7; k++) {
                day_t to = day + 1 + (day_t)number_below(numbers, 80);
                c->spans[n++] = (struct span){.from = day,
                                              .to = k == 6 && chance(numbers, 50) ? DAY_NEVER : to,
                                              .subject = subject,
                                              .rule = (uint8_t)rules_used[r],
                                              .severity = (uint8_t)(1 + number_below(numbers, 3))};
                day = to + (chance(numbers, 70) ? 0 : 1 + (day_t)number_below(numbers, 5));
            }
        }
    c->all = (struct spans){c->spans, n};
}

/* When something happened: events in order of time, then of their number. */
struct place {
    instant_t at;
    uint32_t seq;
};

static bool is_after(struct place a, struct place b)
{
    return a.at != b.at ? a.at > b.at : a.seq > b.seq;
}

/* The event behind an event: what a chain of corrections and voids is about. */
static uint32_t behind(const struct history *h, uint32_t seq)
{
    while (seq && (h->events[seq - 1].kind == KIND_CORRECTED || h->events[seq - 1].kind == KIND_VOIDED))
        seq = h->events[seq - 1].recorded_at <= h->known_at ? h->events[seq - 1].ref : 0;
    return seq;
}

static bool is_act(const struct event *event)
{
    return event->kind >= KIND_FLAG_ACKNOWLEDGED && event->kind <= KIND_FLAG_REOPENED;
}

/* Where an event lies after all corrections; false: it is not there. */
static bool find_place(const struct history *h, uint32_t seq, struct place *out)
{
    const struct event *event = &h->events[seq - 1], *last = event;
    if (event->recorded_at > h->known_at)
        return false;
    for (uint32_t i = seq; i < h->n && !is_act(event); i++)
        if ((h->events[i].kind == KIND_CORRECTED || h->events[i].kind == KIND_VOIDED) &&
            h->events[i].recorded_at <= h->known_at && behind(h, i + 1) == seq)
            last = &h->events[i];
    *out = (struct place){last->occurred_at, seq};
    return last->kind != KIND_VOIDED;
}

struct slow_act {
    const struct event *event;
    struct place place, own;
};

/* What was done about one flag, in order of taking effect. */
static size_t slow_acts(const struct history *h, enum rule rule, uint32_t subject, struct slow_act *out)
{
    size_t n = 0;
    for (uint32_t i = 0; i < h->n; i++) {
        const struct event *event = &h->events[i];
        struct slow_act act = {.event = event, .own = {event->occurred_at, event->seq}};
        if (!is_act(event) || event->recorded_at > h->known_at || event->code != (uint16_t)rule)
            continue;
        struct place of = act.own;
        if (behind(h, event->ref) != subject || (event->ref && !subject) ||
            (subject && !find_place(h, subject, &of)))
            continue;
        act.place = is_after(of, act.own) ? of : act.own;
        size_t at = n++;
        while (at > 0 && (is_after(out[at - 1].place, act.place) ||
                          (!is_after(act.place, out[at - 1].place) && is_after(out[at - 1].own, act.own)))) {
            out[at] = out[at - 1];
            at--;
        }
        out[at] = act;
    }
    return n;
}

static uint8_t severity_on(const struct spans *spans, enum rule rule, uint32_t subject, day_t day)
{
    for (size_t i = 0; i < spans->n; i++)
        if (spans->at[i].rule == rule && spans->at[i].subject == subject && spans->at[i].from <= day &&
            day < spans->at[i].to)
            return spans->at[i].severity;
    return SEVERITY_NONE;
}

/* From the first day on, one by one: what is in force, and whether it still is. */
static size_t compare_days(const struct random_case *c, const struct handlings *handlings, enum rule rule,
                           uint32_t subject)
{
    struct slow_act acts[MOST_EVENTS];
    size_t n = slow_acts(&c->history, rule, subject, acts), n_handled = 0;
    const struct event *in_force = NULL;
    day_t since = DAY_NONE;
    uint8_t height = SEVERITY_NONE;
    bool confirmed = false;
    for (day_t day = FIRST_DAY - 5; day < FIRST_DAY + 2 * DAYS; day++) {
        uint8_t severity = severity_on(&c->all, rule, subject, day);
        if (severity == SEVERITY_NONE || severity > height) /* the block is over, or it got worse */
            in_force = NULL;
        for (size_t i = 0; i < n && severity; i++) {
            if (day_of_instant(acts[i].place.at) != day)
                continue;
            const struct event *event = acts[i].event;
            if (event->kind == KIND_FLAG_WAIVER_CONFIRMED) {
                confirmed = confirmed || (in_force && in_force->recorded_by != event->recorded_by);
                continue;
            }
            in_force = event->kind == KIND_FLAG_REOPENED ? NULL : event;
            since = day;
            height = severity;
            confirmed = false;
        }
        enum flag_state want = FLAG_OPEN;
        if (in_force && in_force->kind == KIND_FLAG_ACKNOWLEDGED)
            want = FLAG_ACKNOWLEDGED;
        else if (in_force && day <= in_force->due && (confirmed || day <= since + 90))
            want = in_force->kind == KIND_FLAG_WAIVED ? FLAG_WAIVED : FLAG_EXEMPTED;
        enum flag_state is = state_of(handlings, rule, subject, day);
        if (is != want)
            fail_msg("R%u:%u on day %d: %s, not %s", rule, subject, day - FIRST_DAY,
                     flag_state_info(is)->name, flag_state_info(want)->name);
        n_handled += want != FLAG_OPEN;
    }
    return n_handled;
}

static void handling_equals_a_slow_evaluation(void **state)
{
    (void)state;
    const char *seed = getenv("SPOR_SEED");
    uint64_t first = seed ? strtoull(seed, NULL, 10) : 1;
    size_t n_handled = 0;
    static struct random_case c;
    for (uint64_t i = 0; i < CASES; i++) {
        struct numbers numbers = {NULL, 0, (first * 1000003 + i) * UINT64_C(0x9e3779b97f4a7c15) + 1};
        struct arena arena;
        const struct course *course = NULL;
        struct err err = {0};
        arena_init(&arena, 16 << 20);
        random_flags(&numbers, &c);
        random_spans(&numbers, &c);
        assert_int_equal(course_build(&arena, &c.history, &course, &err), ERR_NONE);
        struct handlings handlings = handlings_of(&arena, course, &c.all);
        assert_in_order(&handlings);
        for (size_t r = 0; r < ARRAY_LEN(rules_used); r++)
            for (uint32_t subject = 0; subject <= 4; subject += subject ? 1 : 2)
                n_handled += compare_days(&c, &handlings, rules_used[r], subject);
        /* and how one flag stands says the same */
        day_t day = FIRST_DAY + (day_t)number_below(&numbers, DAYS);
        struct flag flag;
        assert_int_equal(course_flag(&arena, course, &c.all, RULE_R7_1, 2, day, &flag, &err), ERR_NONE);
        assert_int_equal(flag.severity, severity_on(&c.all, RULE_R7_1, 2, day));
        if (flag.severity)
            assert_int_equal(flag.state, state_of(&handlings, RULE_R7_1, 2, day));
        arena_clear(&arena);
    }
    print_message("%d histories, %zu days not open\n", CASES, n_handled);
    assert_true(n_handled > 100000);
}

static void memory_may_run_out(void **state)
{
    (void)state;
    static struct random_case c;
    struct numbers numbers = {NULL, 0, 4711};
    struct arena arena;
    const struct course *course = NULL;
    struct err err = {0};
    random_flags(&numbers, &c);
    random_spans(&numbers, &c);
    arena_init(&arena, 16 << 20);
    assert_int_equal(course_build(&arena, &c.history, &course, &err), ERR_NONE);
    struct arena full;
    struct handlings handlings;
    struct flag flag;
    arena_init(&full, 8);
    assert_int_equal(course_handling(&full, course, &c.all, &handlings, &err), ERR_NO_MEMORY);
    assert_int_equal(course_flag(&full, course, &c.all, RULE_R7_1, 0, FIRST_DAY, &flag, &err), ERR_NO_MEMORY);
    arena_clear(&full);
    arena_clear(&arena);
}

static int read_packs(void **state)
{
    (void)state;
    arena_init(&forever, 64 << 20);
    read_rule_sets(&forever, NULL, &packs);
    return 0;
}

static int clear_packs(void **state)
{
    (void)state;
    arena_clear(&forever);
    return 0;
}

static void a_state_that_is_none(void **state)
{
    (void)state;
    assert_string_equal(flag_state_info(-1)->name, "open");
    assert_string_equal(flag_state_info(FLAG_STATE_COUNT)->name, "open");
    assert_string_equal(flag_state_info(FLAG_WAIVED)->name, "waived");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_state_that_is_none),
        cmocka_unit_test(worked_examples_hold),
        cmocka_unit_test(golden_histories_hold),
        cmocka_unit_test(spans_do_not_know_of_handling),
        cmocka_unit_test(handling_equals_a_slow_evaluation),
        cmocka_unit_test(memory_may_run_out),
    };
    return cmocka_run_group_tests(tests, read_packs, clear_packs);
}
