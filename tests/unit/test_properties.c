/* Laws of assess over random histories. SPOR_SEED=N tries another row of them. What the rules say is compared
 * with the oracle in test_against_oracle.c. */
#include "unit.h"

#include "cases.h"
#include "core/handling.h"
#include "core/spans.h"
#include "random_case.h"
#include "tests/oracle/oracle.h"

enum { CASES = 300, DAYS_AFTER = 260 };

static struct arena forever;
static struct rule_period_source *packs;

/* One random case and what it needs. */
struct trial {
    struct random_case c;
    uint32_t n; /* events */
    struct rule_sets sets;
    struct arena arena;
};

static void begin_case(struct trial *t, uint64_t number, bool distinct)
{
    random_case(&t->c, number, distinct);
    t->n = (uint32_t)t->c.history.n;
    arena_init(&t->arena, 256 << 20);
    assert_true(random_case_sets(&t->arena, &t->c, packs, &t->sets));
}

static void end_case(struct trial *t)
{
    arena_clear(&t->arena);
}

static const struct course *build(struct arena *arena, const struct history *history)
{
    const struct course *course = NULL;
    struct err err = {0};
    if (course_build(arena, history, &course, &err))
        fail_msg("%s", err.text);
    return course;
}

static struct spans spans_of(struct arena *arena, const struct course *course, const struct rule_sets *by,
                             day_t from, day_t to)
{
    struct spans spans;
    struct err err = {0};
    if (course_spans(arena, course, by, from, to, &spans, &err))
        fail_msg("%s", err.text);
    return spans;
}

static bool same_span(const struct span *a, const struct span *b)
{
    return a->from == b->from && a->to == b->to && a->subject == b->subject && a->rule == b->rule &&
           a->severity == b->severity && a->rule_set == b->rule_set && a->attribution == b->attribution &&
           a->n_evidence == b->n_evidence &&
           (!a->n_evidence || memcmp(a->evidence, b->evidence, a->n_evidence * sizeof *a->evidence) == 0);
}

static void print_spans(const char *what, const struct spans *spans)
{
    print_error("%s:\n", what);
    for (size_t i = 0; i < spans->n; i++) {
        const struct span *s = &spans->at[i];
        print_error("  %s:%u [%d, %d) %d set %d to %d, %zu events from %u\n",
                    rule_info((enum rule)s->rule)->id, s->subject, s->from, s->to, s->severity, s->rule_set,
                    s->attribution, s->n_evidence, s->n_evidence ? s->evidence[0] : 0);
    }
}

static void assert_same_spans(const struct trial *t, const struct spans *is, const struct spans *want)
{
    bool same = is->n == want->n;
    for (size_t i = 0; same && i < is->n; i++)
        same = same_span(&is->at[i], &want->at[i]);
    if (same)
        return;
    print_spans("is", is);
    print_spans("want", want);
    fail_msg("seed %llu: spans differ", (unsigned long long)t->c.seed);
}

/* ---- laws -------------------------------------------------------------------------------------------- */

/* Leaving out the effective events after D changes no day up to D, nor what is known on D. */
static void assess_is_causal(void **state)
{
    (void)state;
    static struct trial t;
    for (uint64_t i = 0; i < CASES; i++) {
        begin_case(&t, 1000 + i, false);
        const struct course *course = build(&t.arena, &t.c.history);
        struct occurrences all = {course->at, course->n};
        for (uint32_t k = (uint32_t)(i % 7); k < course->n; k += 1 + (uint32_t)course->n / 5) {
            day_t day = course->at[k].day + (day_t)(k % 3) * 20;
            struct course *then = NULL;
            struct err err = {0};
            assert_int_equal(
                course_of(&t.arena, &all, occurrences_by_day(&all, day), t.c.history.born, &then, &err),
                ERR_NONE);
            struct spans whole = spans_of(&t.arena, course, &t.sets, DAY_NONE, day + 1);
            struct spans cut = spans_of(&t.arena, then, &t.sets, DAY_NONE, day + 1);
            assert_same_spans(&t, &whole, &cut);
            struct changes a, b;
            assert_int_equal(course_switches(&t.arena, course, &t.sets, day, &a, &err), ERR_NONE);
            assert_int_equal(course_switches(&t.arena, then, &t.sets, day, &b, &err), ERR_NONE);
            assert_int_equal(a.n, b.n);
            for (size_t s = 0; s < a.n; s++)
                assert_true(a.at[s].day == b.at[s].day && a.at[s].event == b.at[s].event &&
                            a.at[s].reason == b.at[s].reason && a.at[s].weight == b.at[s].weight &&
                            a.at[s].known_day == b.at[s].known_day);
        }
        end_case(&t);
    }
}

static void parts_are_cut_from_the_whole(void **state)
{
    (void)state;
    static struct trial t;
    for (uint64_t i = 0; i < CASES; i++) {
        begin_case(&t, 2000 + i, false);
        const struct course *course = build(&t.arena, &t.c.history);
        struct spans whole = spans_of(&t.arena, course, &t.sets, DAY_NONE, DAY_NEVER);
        day_t from = COURSE_FIRST - 40 + (day_t)(i % 29) * 31, to = from + 1 + (day_t)(i % 17) * 23;
        struct spans part = spans_of(&t.arena, course, &t.sets, from, to);
        struct spans want = {ARENA_ARRAY(&t.arena, struct span, whole.n), 0};
        for (size_t s = 0; s < whole.n; s++) {
            struct span span = whole.at[s];
            span.from = span.from > from ? span.from : from;
            span.to = span.to < to ? span.to : to;
            if (span.from < span.to)
                want.at[want.n++] = span;
        }
        assert_same_spans(&t, &part, &want);
        end_case(&t);
    }
}

/* Days in breach of one rule, whatever rule set they come from: what touches is one. */
static struct spans joined(struct arena *arena, const struct spans *spans, enum rule rule)
{
    struct spans out = {ARENA_ARRAY(arena, struct span, spans->n), 0};
    assert_non_null(out.at);
    for (size_t i = 0; i < spans->n; i++) {
        const struct span *span = &spans->at[i];
        struct span *last = out.n ? &out.at[out.n - 1] : NULL;
        if (span->rule != rule)
            continue;
        if (last && last->subject == span->subject && last->severity == span->severity &&
            last->to == span->from)
            last->to = span->to;
        else
            out.at[out.n++] = *span;
    }
    return out;
}

/* A further period changes some rules; all others are broken on the same days. */
static void rules_without_a_difference_are_broken_on_the_same_days(void **state)
{
    (void)state;
    static struct trial t;
    static struct rule_change changes[RANDOM_CHANGES];
    size_t same = 0, different = 0, spans_of_the_same = 0;
    for (uint64_t i = 0; i < CASES; i++) {
        begin_case(&t, 8000 + i, false);
        struct numbers numbers = numbers_of(t.c.seed + 99);
        struct rule_period_source sources[PACKS + RANDOM_PERIODS + 1];
        size_t n = 0;
        for (size_t p = 0; t.c.on_packs && p < PACKS; p++)
            sources[n++] = packs[p];
        for (size_t p = 0; p < t.c.rules.n; p++)
            sources[n++] = t.c.rules.periods[p];
        sources[n] = (struct rule_period_source){
            .valid_from = COURSE_FIRST + (day_t)number_below(&numbers, 400), .changes = changes};
        for (uint32_t rule = RULE_NONE + 1; rule < RULE_COUNT; rule++)
            if (chance(&numbers, 15))
                random_rule(&numbers, &sources[n], changes, (enum rule)rule, TARGET_GROUP_NONE_);
        struct rule_sets draft;
        struct err err = {0};
        if (rule_sets_resolve(&t.arena, sources, n + 1, &draft, &err) == ERR_NONE) {
            uint64_t differ = rule_sets_difference(&t.sets, &draft);
            assert_int_equal(differ, rule_sets_difference(&draft, &t.sets));
            const struct course *course = build(&t.arena, &t.c.history);
            struct spans before = spans_of(&t.arena, course, &t.sets, DAY_NONE, DAY_NEVER);
            struct spans after = spans_of(&t.arena, course, &draft, DAY_NONE, DAY_NEVER), some;
            assert_int_equal(
                course_spans_of(&t.arena, course, &draft, differ, DAY_NONE, DAY_NEVER, &some, &err),
                ERR_NONE);
            for (uint32_t rule = RULE_NONE + 1; rule < RULE_COUNT; rule++) {
                bool differs = differ & RULE_BIT(rule);
                struct spans is = joined(&t.arena, &after, (enum rule)rule);
                struct spans want = joined(&t.arena, differs ? &some : &before, (enum rule)rule);
                bool equal = is.n == want.n;
                for (size_t s = 0; equal && s < is.n; s++)
                    equal = is.at[s].subject == want.at[s].subject && is.at[s].from == want.at[s].from &&
                            is.at[s].to == want.at[s].to && is.at[s].severity == want.at[s].severity;
                if (!equal) {
                    print_spans("is", &is);
                    print_spans("want", &want);
                    fail_msg("seed %llu: %s differs", (unsigned long long)t.c.seed,
                             rule_info((enum rule)rule)->id);
                }
                same += !differs;
                different += differs;
                spans_of_the_same += differs ? 0 : is.n;
            }
        }
        end_case(&t);
    }
    assert_true(same > CASES * 5 && different > CASES * 2 && spans_of_the_same > CASES * 5);
}

static bool is_before(const struct span *a, const struct span *b)
{
    if (a->rule != b->rule)
        return a->rule < b->rule;
    return a->subject != b->subject ? a->subject < b->subject : a->from < b->from;
}

/* By rule, subject, from. */
static void sort_spans(struct spans *spans)
{
    for (size_t i = 1; i < spans->n; i++) {
        struct span span = spans->at[i];
        size_t place = i;
        for (; place > 0 && is_before(&span, &spans->at[place - 1]); place--)
            spans->at[place] = spans->at[place - 1];
        spans->at[place] = span;
    }
}

/* A take-over recorded before event k is not in its place yet: of two on one day R2.1 takes the lower
 * subject, so these stay in their order. */
static bool is_overtaking(const struct course *course, const uint32_t *seq_of, uint32_t k)
{
    const uint64_t kinds = KIND_BIT(KIND_TRANSITION) | KIND_BIT(KIND_CASEWORKER_ASSIGNED);
    const struct event *event = course->at[k].event;
    for (uint32_t i = 0; i < course->n && (kinds & KIND_BIT(event->kind)); i++)
        if ((kinds & KIND_BIT(course->at[i].event->kind)) && course->at[i].event->seq < event->seq &&
            !seq_of[i])
            return true;
    return false;
}

/* The same effective events, recorded in another order that keeps what is referred to ahead. */
static void order_of_recording_means_nothing(void **state)
{
    (void)state;
    static struct trial t;
    for (uint64_t i = 0; i < CASES; i++) {
        begin_case(&t, 3000 + i, true);
        struct numbers numbers = {NULL, 0, t.c.seed + 77};
        const struct course *course = build(&t.arena, &t.c.history);
        struct event events[COURSE_EVENTS];
        uint32_t seq_of[COURSE_EVENTS] = {0}, old_seq[COURSE_EVENTS + 1] = {0}, n = 0;
        while (n < course->n) {
            uint32_t k = number_below(&numbers, (uint32_t)course->n), target = course->at[k].target;
            if (seq_of[k] || (target != NOWHERE && !seq_of[target]) || is_overtaking(course, seq_of, k))
                continue;
            struct event *event = &events[n++];
            *event = *course->at[k].event;
            event->seq = seq_of[k] = n;
            old_seq[n] = course->at[k].event->seq;
            if (event->ref)
                event->ref = target == NOWHERE ? n : seq_of[target]; /* its own names nothing */
        }
        struct history shuffled = {events, n, t.c.history.born, INSTANT_NEVER};
        const struct course *other = build(&t.arena, &shuffled);
        struct spans want = spans_of(&t.arena, course, &t.sets, DAY_NONE, DAY_NEVER);
        struct spans is = spans_of(&t.arena, other, &t.sets, DAY_NONE, DAY_NEVER);
        for (size_t s = 0; s < is.n; s++) {
            uint32_t *evidence = ARENA_ARRAY(&t.arena, uint32_t, is.at[s].n_evidence);
            for (size_t e = 0; e < is.at[s].n_evidence; e++) { /* named as before, in that order */
                size_t place = e;
                uint32_t seq = old_seq[is.at[s].evidence[e]];
                for (; place > 0 && evidence[place - 1] > seq; place--)
                    evidence[place] = evidence[place - 1];
                evidence[place] = seq;
            }
            is.at[s].evidence = evidence;
            is.at[s].subject = old_seq[is.at[s].subject];
        }
        sort_spans(&is);
        assert_same_spans(&t, &is, &want);
        end_case(&t);
    }
}

static void a_voided_event_equals_its_absence(void **state)
{
    (void)state;
    static struct trial t;
    size_t tried = 0;
    for (uint64_t i = 0; i < CASES; i++) {
        begin_case(&t, 4000 + i, false);
        uint32_t gone = (uint32_t)(i % t.n);
        if (t.c.events[gone].kind == KIND_CORRECTED || t.c.events[gone].kind == KIND_VOIDED ||
            (kind_info((enum kind)t.c.events[gone].kind)->flags & KIND_UNCORRECTABLE)) {
            end_case(&t);
            continue;
        }
        tried++;
        struct event without[COURSE_EVENTS];
        uint32_t n = 0;
        for (uint32_t k = 0; k < t.n; k++)
            if (k != gone)
                without[n++] = t.c.events[k];
        t.c.history.known_at = INSTANT_NEVER;
        struct history absent = {without, n, t.c.history.born, INSTANT_NEVER};
        t.c.events[t.n] = (struct event){.seq = t.n + 1,
                                         .kind = KIND_VOIDED,
                                         .ref = gone + 1,
                                         .occurred_at = t.c.events[t.n - 1].occurred_at,
                                         .recorded_at = t.c.events[t.n - 1].recorded_at};
        t.c.history.n++;
        struct spans is = spans_of(&t.arena, build(&t.arena, &t.c.history), &t.sets, DAY_NONE, DAY_NEVER);
        struct spans want = spans_of(&t.arena, build(&t.arena, &absent), &t.sets, DAY_NONE, DAY_NEVER);
        assert_same_spans(&t, &is, &want);
        end_case(&t);
    }
    assert_true(tried > CASES / 2);
}

static bool same_stored(const struct facts *a, const struct facts *b)
{
    return a->is_open == b->is_open && a->course_start == b->course_start &&
           a->quiet_until == b->quiet_until && a->benefit == b->benefit &&
           a->benefit_since == b->benefit_since && a->target_group == b->target_group && a->unit == b->unit &&
           a->primary == b->primary && a->last_primary == b->last_primary &&
           a->primary_since == b->primary_since && a->deputy == b->deputy &&
           a->deputy_until == b->deputy_until && a->coordinator == b->coordinator &&
           a->complex == b->complex && memcmp(a->switches, b->switches, sizeof a->switches) == 0 &&
           a->last_contact == b->last_contact && a->last_movement == b->last_movement &&
           a->next_step == b->next_step && a->next_step_due == b->next_step_due &&
           a->next_step_told == b->next_step_told && a->open_steps == b->open_steps &&
           a->next_meeting == b->next_meeting && a->next_wait_end == b->next_wait_end &&
           a->handover == b->handover && a->handover_due == b->handover_due && a->plan_at == b->plan_at &&
           a->n_open_waits == b->n_open_waits && a->n_open_interventions == b->n_open_interventions &&
           (!a->n_open_interventions || memcmp(a->open_interventions, b->open_interventions,
                                               a->n_open_interventions * sizeof *a->open_interventions) == 0);
}

/* Between events a stored fact holds until facts_until; the age grows or stands as it says. */
static void facts_hold_until(void **state)
{
    (void)state;
    static struct trial t;
    size_t days = 0;
    for (uint64_t i = 0; i < CASES; i++) {
        begin_case(&t, 5000 + i, false);
        const struct course *course = build(&t.arena, &t.c.history);
        day_t last = course->n ? course->at[course->n - 1].day : 19478;
        struct facts then = {.facts_until = DAY_NONE};
        struct err err = {0};
        for (day_t day = last, since = last; day < last + 200; day++, days++) {
            struct facts facts;
            assert_int_equal(course_facts(&t.arena, course, &t.sets, day, &facts, &err), ERR_NONE);
            if (day < then.facts_until) {
                if (!same_stored(&facts, &then))
                    fail_msg("seed %llu: a fact of %d has changed by %d, before %d",
                             (unsigned long long)t.c.seed, since, day, then.facts_until);
                assert_int_equal(facts.course_age_days,
                                 then.course_age_days + (then.age_runs ? day - since : 0));
            } else {
                then = facts;
                since = day;
            }
        }
        end_case(&t);
    }
    assert_true(days > 1000);
}

/* Whoever is in a role on a day to come has a row for that day, and nobody else. */
static void rights_are_the_roles_of_each_day(void **state)
{
    (void)state;
    static struct trial t;
    static struct oracle o;
    for (uint64_t i = 0; i < CASES; i++) {
        begin_case(&t, 6000 + i, false);
        const struct course *course = build(&t.arena, &t.c.history);
        oracle_make(&o, &t.c.history, course->n ? course->at[course->n - 1].day + DAYS_AFTER : 0);
        struct rights rights;
        struct err err = {0};
        day_t on = o.first + (o.last - o.first) / 2;
        assert_int_equal(course_rights(&t.arena, course, on, &rights, &err), ERR_NONE);
        for (day_t day = on; day <= o.last; day++) {
            uint32_t primary = 0, deputy = 0;
            for (size_t h = 0; h < rights.n_holders; h++) {
                const struct holder *holder = &rights.holders[h];
                assert_true(holder->to > on && holder->from < holder->to && holder->staff);
                if (day < holder->from || day >= holder->to)
                    continue;
                if (holder->role == ROLE_PRIMARY) {
                    assert_int_equal(primary, 0);
                    primary = holder->staff;
                } else if (holder->role == ROLE_DEPUTY) {
                    assert_int_equal(deputy, 0);
                    deputy = holder->staff;
                }
            }
            assert_int_equal(primary, oracle_day(&o, day)->primary);
            assert_int_equal(deputy, oracle_day(&o, day)->deputy);
            bool open = false;
            for (size_t r = 0; r < rights.n_open_days; r++)
                open = open || (day >= rights.open_days[r].from && day < rights.open_days[r].to);
            if (oracle_day(&o, day)->open || (day > o.first && oracle_day(&o, day - 1)->open))
                assert_true(open);
        }
        end_case(&t);
    }
}

static enum err_code everything(struct arena *arena, const struct trial *t, struct err *err)
{
    const struct course *course = NULL;
    struct spans spans;
    struct handlings handlings;
    struct facts facts;
    struct rights rights;
    struct changes changes;
    day_t on = day_of_instant(t->c.events[t->n / 2].occurred_at);
    enum err_code code = course_build(arena, &t->c.history, &course, err);
    if (!code)
        code = course_spans(arena, course, &t->sets, DAY_NONE, DAY_NEVER, &spans, err);
    if (!code)
        code = course_facts(arena, course, &t->sets, on, &facts, err);
    if (!code)
        code = course_rights(arena, course, 19478, &rights, err);
    if (!code)
        code = course_switches(arena, course, &t->sets, 19800, &changes, err);
    if (!code)
        code = course_handling(arena, course, &spans, &handlings, err);
    return code;
}

static enum err_code moves(struct arena *arena, const struct trial *t, struct err *err)
{
    struct mover mover = {.staff = 1, .is_leader = true, .now = t->c.events[t->n - 1].recorded_at};
    struct event event = {.seq = t->n + 1,
                          .kind = KIND_PLAN_MADE,
                          .occurred_at = t->c.events[t->n / 2].occurred_at,
                          .due = DAY_NONE,
                          .starts_at = INSTANT_NONE};
    enum err_code code = move_check(arena, &t->c.history, NULL, &event, &mover, err);
    if (code && code != ERR_CONFLICT)
        return code;
    event.kind = KIND_FLAG_REOPENED;
    event.code = RULE_R5_1;
    code = move_check(arena, &t->c.history, &t->sets, &event, &mover, err);
    return code == ERR_CONFLICT ? ERR_NONE : code;
}

/* Returns how many allocations there were. `may_do_without`: where one fails that is not needed (for the words of an
 * error), all may go well. */
static size_t fail_each(const struct trial *t, bool may_do_without,
                        enum err_code (*what)(struct arena *arena, const struct trial *t, struct err *err))
{
    for (size_t after = 1;; after++) {
        struct arena arena;
        struct err err = {0};
        arena_init(&arena, 64 << 20);
        mem_fail_after(after);
        enum err_code code = what(&arena, t, &err);
        void *next = mem_new(1); /* this is the one that fails where none did before */
        mem_fail_after(0);
        mem_free(next);
        arena_clear(&arena);
        if (code == ERR_NONE && !next)
            return after - 1;
        if (code != ERR_NO_MEMORY && !(may_do_without && code == ERR_NONE))
            fail_msg("seed %llu: the %zu-th allocation fails, and nobody says so",
                     (unsigned long long)t->c.seed, after);
    }
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    static struct trial t;
    size_t tries = 0;
    for (uint64_t number = 7000; number < 7010; number++) { /* one after the other comes to every rule */
        begin_case(&t, number, false);
        t.n = t.n < RANDOM_EVENTS ? t.n : RANDOM_EVENTS;
        t.c.history.n = t.n;
        tries += fail_each(&t, false, everything) + fail_each(&t, true, moves);
        end_case(&t);
    }
    print_message("%zu allocations failed\n", tries);
    assert_true(tries > 500);
}

static int read_packs(void **state)
{
    (void)state;
    arena_init(&forever, 64 << 20);
    packs = pack_sources(&forever, 0);
    return 0;
}

static int clear_packs(void **state)
{
    (void)state;
    arena_clear(&forever);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(assess_is_causal),
        cmocka_unit_test(parts_are_cut_from_the_whole),
        cmocka_unit_test(rules_without_a_difference_are_broken_on_the_same_days),
        cmocka_unit_test(order_of_recording_means_nothing),
        cmocka_unit_test(a_voided_event_equals_its_absence),
        cmocka_unit_test(facts_hold_until),
        cmocka_unit_test(rights_are_the_roles_of_each_day),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, read_packs, clear_packs);
}
