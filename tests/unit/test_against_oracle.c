/* All rules, changes of holder and ages of random courses under random rule sets: what assess says is what the
 * oracle says, span by span. A difference is shown as a small worked example, after all is left out that it
 * does not need.
 *
 * SPOR_ORACLE_CASES=N tries N courses (200), SPOR_SEED=N another row of them, SPOR_ORACLE_RULES=R2.1,R2.2 only
 * these rules, SPOR_ORACLE_STOP=1 ends with the first difference, as it stands. */
#include "unit.h"

#include "cases.h"
#include "core/spans.h"
#include "random_case.h"
#include "tests/oracle/oracle.h"
#include "tests/oracle/show.h"

enum { CASES = 200 };

static struct arena forever;
static struct rule_period_source *packs;
static struct oracle oracle;
static struct oracle_question question;
static bool asked[RULE_COUNT];
static const char *only_rules; /* NULL: all, and the changes and facts */

/* ---- both answers ------------------------------------------------------------------------------------ */

/* Of days [from, to), without evidence, by rule, subject and day. */
struct answers {
    struct rule_sets sets;
    const struct course *course;
    struct spans is;
    struct oracle_spans want;
    day_t from, to;
};

/* False where the rule sets are refused, as they may be while a case is made smaller. */
static bool answer(struct arena *arena, const struct random_case *c, const bool rules[RULE_COUNT],
                   struct answers *out)
{
    struct err err = {0};
    if (!random_case_sets(arena, c, packs, &out->sets))
        return false;
    oracle_make(&oracle, &c->history, c->last);
    oracle_ask(&question, &oracle, &out->sets);
    out->from = oracle.first;
    out->to = oracle.last + 1;
    oracle_spans(&question, rules, out->from, out->to, &out->want);
    if (course_build(arena, &c->history, &out->course, &err) ||
        course_spans(arena, out->course, &out->sets, out->from, out->to, &out->is, &err))
        fail_msg("seed %llu: %s", (unsigned long long)c->seed, err.text);
    return true;
}

static bool same_span(const struct span *a, const struct span *b)
{
    return a->from == b->from && a->to == b->to && a->subject == b->subject && a->severity == b->severity &&
           a->rule_set == b->rule_set && a->attribution == b->attribution;
}

static bool same_answer(const struct answers *a, enum rule rule)
{
    size_t i = 0, w = 0;
    for (;; i++, w++) {
        while (i < a->is.n && a->is.at[i].rule != rule)
            i++;
        while (w < a->want.n && a->want.at[w].rule != rule)
            w++;
        if (i == a->is.n || w == a->want.n)
            return i == a->is.n && w == a->want.n;
        if (!same_span(&a->is.at[i], &a->want.at[w]))
            return false;
    }
}

/* ---- a smaller case with the same difference ---------------------------------------------------------- */

static bool differs(const struct random_case *c, enum rule rule)
{
    static struct answers answers;
    struct arena arena;
    bool only[RULE_COUNT] = {false};
    only[rule] = true;
    arena_init(&arena, 64 << 20);
    bool out = answer(&arena, c, only, &answers) && !same_answer(&answers, rule);
    arena_clear(&arena);
    return out;
}

/* Events [at, at + n) left out, the others numbered anew. */
static void leave_out_events(struct random_case *c, size_t at, size_t n)
{
    uint32_t seq[COURSE_EVENTS + 1] = {0};
    size_t kept = 0;
    for (size_t i = 0; i < c->history.n; i++) {
        if (i >= at && i < at + n)
            continue;
        c->events[kept] = c->events[i];
        seq[c->events[i].seq] = (uint32_t)kept + 1;
        kept++;
    }
    for (size_t i = 0; i < kept; i++) {
        c->events[i].seq = (uint32_t)i + 1;
        c->events[i].ref = seq[c->events[i].ref];
    }
    c->history.n = kept;
}

static void leave_out_changes(struct random_case *c, size_t period, size_t at, size_t n)
{
    struct rule_change *changes = c->rules.changes[period];
    size_t all = c->rules.periods[period].n;
    memmove(changes + at, changes + at + n, (all - at - n) * sizeof *changes);
    c->rules.periods[period].n = all - n;
}

static void take_over(struct random_case *to, const struct random_case *from)
{
    *to = *from;
    to->history.events = to->events;
    for (size_t i = 0; i < RANDOM_PERIODS; i++)
        to->rules.periods[i].changes = to->rules.changes[i];
}

/* Takes `smaller` over if the difference is still there. */
static bool take_if_differs(struct random_case *c, const struct random_case *smaller, enum rule rule)
{
    if (!differs(smaller, rule))
        return false;
    take_over(c, smaller);
    return true;
}

static bool shrink_events(struct random_case *c, struct random_case *try, enum rule rule)
{
    bool any = false;
    for (size_t n = c->history.n / 2; n > 0; n /= 2)
        for (size_t at = c->history.n; at-- > 0;) {
            if (at + n > c->history.n)
                continue;
            take_over(try, c);
            leave_out_events(try, at, n);
            any = take_if_differs(c, try, rule) || any;
        }
    return any;
}

static bool shrink_rules(struct random_case *c, struct random_case *try, enum rule rule)
{
    bool any = false;
    for (size_t period = c->rules.n; period-- > 0;) {
        for (size_t n = c->rules.periods[period].n; n > 0; n /= 2)
            for (size_t at = c->rules.periods[period].n; at-- > 0;) {
                if (at + n > c->rules.periods[period].n)
                    continue;
                take_over(try, c);
                leave_out_changes(try, period, at, n);
                any = take_if_differs(c, try, rule) || any;
            }
        if (c->rules.periods[period].n == 0 && period + 1 == c->rules.n) {
            take_over(try, c);
            try->rules.n--;
            any = take_if_differs(c, try, rule) || any;
        }
    }
    return any;
}

/* Fields that are not needed, and what is known of the citizen. */
static bool shrink_fields(struct random_case *c, struct random_case *try, enum rule rule)
{
    bool any = false;
    for (size_t i = 0; i < c->history.n; i++)
        for (uint32_t field = 0; field < 6; field++) {
            take_over(try, c);
            struct event *e = &try->events[i];
            const struct kind_info *info = kind_info((enum kind)e->kind);
            if (field == 0)
                e->marks = 0;
            else if (field == 1)
                e->channel = 0;
            else if (field == 2)
                e->hours = -1;
            else if (field == 3 && !(info->required & FIELD_REF))
                e->ref = 0;
            else if (field == 4 && !(info->required & FIELD_CODE))
                e->code = 0;
            else if (field == 5)
                e->unit = e->administration = 0;
            if (memcmp(e, &c->events[i], sizeof *e) != 0)
                any = take_if_differs(c, try, rule) || any;
        }
    take_over(try, c);
    try->history.known_at = INSTANT_NEVER;
    any = (c->history.known_at != INSTANT_NEVER && take_if_differs(c, try, rule)) || any;
    take_over(try, c);
    try->history.born = DAY_NONE;
    any = (c->history.born != DAY_NONE && take_if_differs(c, try, rule)) || any;
    take_over(try, c);
    try->on_packs = true;
    any = (!c->on_packs && take_if_differs(c, try, rule)) || any;
    return any;
}

static void show_difference(const struct random_case *original, enum rule rule)
{
    static struct random_case c, try;
    static struct answers answers;
    struct arena arena;
    bool only[RULE_COUNT] = {false};
    take_over(&c, original);
    for (bool smaller = true; smaller;) {
        smaller = shrink_events(&c, &try, rule);
        smaller = shrink_rules(&c, &try, rule) || smaller;
        smaller = shrink_fields(&c, &try, rule) || smaller;
    }
    arena_init(&arena, 64 << 20);
    only[rule] = true;
    assert_true(answer(&arena, &c, only, &answers));
    printf("\nseed %llu: %s is not what the oracle says. The smallest such history:\n",
           (unsigned long long)c.seed, rule_info(rule)->id);
    oracle_show(&(struct oracle_example){&c.history, c.on_packs, c.rules.periods, c.rules.n, answers.from,
                                         answers.to, answers.want.at, answers.want.n, rule});
    printf("assess says instead:");
    oracle_show_spans(answers.is.at, answers.is.n, rule);
    for (size_t i = 0; i < answers.is.n || i < answers.want.n; i++) {
        const struct span *is = i < answers.is.n ? &answers.is.at[i] : NULL;
        const struct span *want = i < answers.want.n ? &answers.want.at[i] : NULL;
        if (is && want && is->rule == rule && want->rule == rule &&
            (is->attribution != want->attribution || is->rule_set != want->rule_set))
            printf("span %zu: attribution %d for %d, rule set %d for %d\n", i, is->attribution,
                   want->attribution, is->rule_set, want->rule_set);
    }
    (void)fflush(stdout);
    arena_clear(&arena);
}

/* ---- the comparison ---------------------------------------------------------------------------------- */

static size_t days_of[RULE_COUNT][SEVERITY_RED + 1], wrong[RULE_COUNT], n_days, n_switches;

static void compare_rules(const struct random_case *c, const struct answers *answers)
{
    for (uint32_t i = 0; i < answers->want.n; i++)
        days_of[answers->want.at[i].rule][answers->want.at[i].severity] +=
            (size_t)(answers->want.at[i].to - answers->want.at[i].from);
    for (uint32_t rule = RULE_NONE + 1; rule < RULE_COUNT; rule++) {
        if (!asked[rule] || same_answer(answers, (enum rule)rule))
            continue;
        if (getenv("SPOR_ORACLE_STOP"))
            fail_msg("seed %llu: %s differs", (unsigned long long)c->seed, rule_info((enum rule)rule)->id);
        if (wrong[rule]++ == 0)
            show_difference(c, (enum rule)rule);
    }
}

static void compare_switches(const struct random_case *c, const struct answers *answers, day_t on)
{
    static struct oracle_change want[ORACLE_CHANGES];
    struct arena arena;
    struct changes is;
    const int32_t *param = oracle_params(&oracle, &answers->sets, on);
    if (!param)
        return; /* before the first period nothing is asked */
    arena_init(&arena, 16 << 20);
    assert_int_equal(course_switches(&arena, answers->course, &answers->sets, on, &is, NULL), ERR_NONE);
    uint32_t n = oracle_changes(&oracle, on, param, want);
    bool same = is.n == n;
    for (uint32_t i = 0; same && i < n; i++) {
        const struct change *a = &is.at[i];
        const struct oracle_change *b = &want[i];
        same = a->day == b->day && a->known_day == b->known_day && a->former == b->former &&
               a->holder == b->holder && a->event == oracle.at[b->event].e.seq && a->reason == b->reason &&
               a->weight == b->weight && a->is_return == b->is_return && a->is_soft == b->is_soft &&
               a->under_long_cover == b->is_long_cover && a->is_history == b->is_history &&
               a->is_breach == b->is_breach;
    }
    n_switches += n;
    arena_clear(&arena);
    if (!same)
        fail_msg("seed %llu: switches as known on %d differ", (unsigned long long)c->seed, on);
}

static void compare_facts(const struct random_case *c, const struct answers *answers, day_t on)
{
    struct arena arena;
    struct facts facts;
    const struct oracle_day *want = oracle_day(&oracle, on);
    arena_init(&arena, 16 << 20);
    assert_int_equal(course_facts(&arena, answers->course, &answers->sets, on, &facts, NULL), ERR_NONE);
    bool same = facts.primary == want->primary && facts.deputy == want->deputy &&
                facts.coordinator == want->coordinator && facts.is_open == want->open &&
                facts.target_group == want->group && facts.unit == want->unit &&
                facts.complex == oracle_complex(want) && facts.n_open_interventions == want->n_interventions;
    same = same && (on < oracle.start || facts.course_age_days == want->age);
    arena_clear(&arena);
    if (!same)
        fail_msg("seed %llu: facts of %d differ", (unsigned long long)c->seed, on);
}

/* Severities that a rule knows: of "iar". */
static const char *const possible[RULE_COUNT] = {
    [RULE_R1_1] = "ar",  [RULE_R1_2] = "ar", [RULE_R1_3] = "ar", [RULE_R1_4] = "ar", [RULE_R1_5] = "ar",
    [RULE_R1_6] = "ar",  [RULE_R2_1] = "ar", [RULE_R2_2] = "ar", [RULE_R2_3] = "ar", [RULE_R2_4] = "a",
    [RULE_R2_5] = "a",   [RULE_R2_6] = "ar", [RULE_R3_1] = "a",  [RULE_R3_2] = "ar", [RULE_R3_3] = "a",
    [RULE_R3_4] = "ar",  [RULE_R3_5] = "a",  [RULE_R4_1] = "r",  [RULE_R4_2] = "a",  [RULE_R4_3] = "ar",
    [RULE_R4_4] = "ia",  [RULE_R4_5] = "r",  [RULE_R5_1] = "ar", [RULE_R5_2] = "ar", [RULE_R5_3] = "a",
    [RULE_R5_4] = "i",   [RULE_R5_5] = "a",  [RULE_R6_1] = "ar", [RULE_R6_2] = "a",  [RULE_R6_3] = "a",
    [RULE_R6_4] = "a",   [RULE_R6_5] = "a",  [RULE_R7_1] = "ar", [RULE_R7_2] = "a",  [RULE_R7_3] = "iar",
    [RULE_R7_4] = "iar", [RULE_R7_5] = "ar", [RULE_R7_6] = "r",  [RULE_R7_7] = "a",  [RULE_R7_8] = "a",
};

static size_t count_rare(bool tell)
{
    static const char letters[] = {0, 'i', 'a', 'r'};
    size_t rare = 0;
    for (uint32_t rule = RULE_NONE + 1; rule < RULE_COUNT; rule++) {
        if (tell)
            print_message("%s %-32s info %7zu  amber %7zu  red %7zu\n", rule_info((enum rule)rule)->id,
                          rule_info((enum rule)rule)->slug, days_of[rule][SEVERITY_INFO],
                          days_of[rule][SEVERITY_AMBER], days_of[rule][SEVERITY_RED]);
        for (uint32_t s = SEVERITY_INFO; s <= SEVERITY_RED; s++)
            if (asked[rule] && strchr(possible[rule], letters[s]) && days_of[rule][s] == 0) {
                print_error("%s never occurs with severity %c\n", rule_info((enum rule)rule)->id, letters[s]);
                rare++;
            }
    }
    return rare;
}

static void assess_equals_the_oracle(void **state)
{
    (void)state;
    static struct random_case c;
    static struct answers answers;
    uint64_t cases = number_of("SPOR_ORACLE_CASES", CASES);
    size_t n_wrong = 0;
    for (uint64_t i = 0; i < cases; i++) {
        struct arena arena;
        arena_init(&arena, 256 << 20);
        random_case(&c, i, false);
        if (!answer(&arena, &c, asked, &answers))
            fail_msg("seed %llu: the rule sets are refused", (unsigned long long)c.seed);
        for (day_t day = answers.from; day < answers.to && !only_rules; day += 7) {
            compare_switches(&c, &answers, day);
            compare_facts(&c, &answers, day);
        }
        n_days += (size_t)(answers.to - answers.from);
        compare_rules(&c, &answers);
        arena_clear(&arena);
        if (cases > CASES && i % 100 == 99)
            (void)fprintf(stderr, "%llu of %llu courses, %zu days\n", (unsigned long long)i + 1,
                          (unsigned long long)cases, n_days);
    }
    print_message("%llu courses, %zu days, %zu changes of holder\n", (unsigned long long)cases, n_days,
                  n_switches);
    size_t rare = cases >= CASES ? count_rare(cases > CASES) : 0;
    for (uint32_t rule = RULE_NONE + 1; rule < RULE_COUNT; rule++) {
        n_wrong += wrong[rule];
        if (wrong[rule])
            print_error("%s differs in %zu courses\n", rule_info((enum rule)rule)->id, wrong[rule]);
    }
    assert_int_equal(n_wrong, 0);
    assert_int_equal(rare, 0);
}

static int begin(void **state)
{
    (void)state;
    only_rules = getenv("SPOR_ORACLE_RULES");
    arena_init(&forever, 64 << 20);
    packs = pack_sources(&forever, 0);
    for (uint32_t rule = RULE_NONE + 1; rule < RULE_COUNT; rule++)
        asked[rule] = !only_rules || strstr(only_rules, rule_info((enum rule)rule)->id);
    return 0;
}

static int end(void **state)
{
    (void)state;
    arena_clear(&forever);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(assess_equals_the_oracle),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
