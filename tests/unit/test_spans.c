/* What a span says beside its days: evidence, attribution, period, open end (rules 7.1), from one history. */
#include "unit.h"

#include "spans_of.h"

static const struct span *find(const struct spans *spans, enum rule rule, enum severity severity)
{
    for (size_t i = 0; i < spans->n; i++)
        if (spans->at[i].rule == rule && spans->at[i].severity == severity)
            return &spans->at[i];
    fail_msg("no such span");
    return NULL;
}

static void assert_evidence(const struct span *span, uint32_t a, uint32_t b)
{
    assert_int_equal(span->n_evidence, b ? 2 : 1);
    assert_int_equal(span->evidence[0], a);
    if (b)
        assert_int_equal(span->evidence[1], b);
}

static void switches_are_the_evidence(void **state)
{
    (void)state;
    struct event events[] = {
        {AT(0, KIND_CASE_OPENED)},
        {AT(0, KIND_CASEWORKER_ASSIGNED), .staff = 1, .role = ROLE_PRIMARY},
        {AT(60, KIND_CASEWORKER_ASSIGNED), .staff = 2, .role = ROLE_PRIMARY},
        {AT(90, KIND_CASEWORKER_ASSIGNED), .staff = 3, .role = ROLE_PRIMARY},
        {AT(120, KIND_CASEWORKER_ASSIGNED), .staff = 4, .role = ROLE_PRIMARY,
         .code = SWITCH_REASON_CITIZEN_REQUEST},
    };
    struct spans spans = spans_of(events, ARRAY_LEN(events));
    const struct span *amber = find(&spans, RULE_R1_1, SEVERITY_AMBER);
    assert_int_equal(amber->from, DAY_0 + 90);
    assert_int_equal(amber->to, DAY_0 + 60 + 365);
    assert_int_equal(amber->attribution, ATTRIBUTION_OWN_PRACTICE);
    assert_int_equal(amber->rule_set, 1);
    assert_int_equal(amber->subject, 0);
    assert_evidence(amber, 3, 4);
}

/* Attribution is by the waits open on the first day of each span. */
static void waits_attribute(void **state)
{
    (void)state;
    struct event events[] = {
        {AT(0, KIND_CASE_OPENED)},
        {AT(1, KIND_PLAN_MADE)},
        {AT(10, KIND_WAIT_STARTED), .code = WAIT_REASON_INTERNAL_CAPACITY, .due = DAY_0 + 200},
        {AT(20, KIND_WAIT_STARTED), .code = WAIT_REASON_CITIZEN_PAUSE, .due = DAY_0 + 30},
        {AT(70, KIND_WAIT_STARTED), .code = WAIT_REASON_INTERPRETER, .due = DAY_0 + 71},
        {AT(95, KIND_WAIT_ENDED), .ref = 4},
    };
    struct spans spans = spans_of(events, ARRAY_LEN(events));
    const struct span *amber = find(&spans, RULE_R7_1, SEVERITY_AMBER);
    const struct span *red = find(&spans, RULE_R7_1, SEVERITY_RED);
    assert_int_equal(amber->from, DAY_0 + 61);
    assert_int_equal(amber->to, DAY_0 + 70); /* the interpreter's wait covers to own day 13 after day 71 */
    assert_int_equal(amber->attribution, ATTRIBUTION_CITIZEN_SIDE);
    assert_int_equal(amber[1].from, DAY_0 + 85);
    assert_int_equal(amber[1].attribution, ATTRIBUTION_EXTERNAL);
    assert_int_equal(red->attribution, ATTRIBUTION_EXTERNAL);
    assert_int_equal(red->to, DAY_NEVER); /* nothing recorded ends it */
    assert_evidence(red, 2, 0);
}

static void a_review_gives_the_cause(void **state)
{
    (void)state;
    struct event events[] = {
        {AT(0, KIND_CASE_OPENED)},
        {AT(735, KIND_LONG_CASE_REVIEWED), .code = LONG_CAUSE_HOUSING_DEBT},
    };
    struct spans spans = spans_of(events, ARRAY_LEN(events));
    const struct span *info = find(&spans, RULE_R7_3, SEVERITY_INFO);
    const struct span *amber = find(&spans, RULE_R7_3, SEVERITY_AMBER);
    assert_int_equal(info->attribution, ATTRIBUTION_UNKNOWN);
    assert_int_equal(info->from, DAY_0 + 548);
    assert_evidence(info, 1, 0);
    assert_int_equal(amber->from, DAY_0 + 730);
    assert_int_equal(amber->to, DAY_0 + 735);
    assert_int_equal(amber[1].from, DAY_0 + 735 + 182);
    assert_int_equal(amber[1].attribution, ATTRIBUTION_CITIZEN_SIDE);
    assert_evidence(&amber[1], 2, 0);
}

/* Without a next step it is measured from what took the last one away. */
static void a_step_done_is_the_evidence(void **state)
{
    (void)state;
    struct event events[] = {
        {AT(0, KIND_CASE_OPENED)},
        {AT(0, KIND_MEETING), .code = MEETING_KIND_FIRST_MEETING, .outcome = MEETING_OUTCOME_HELD},
        {AT(0, KIND_NEXT_STEP_SET), .party = PARTY_CITIZEN, .due = DAY_0 + 30},
        {AT(30, KIND_NEXT_STEP_DONE), .ref = 3},
    };
    struct spans spans = spans_of(events, ARRAY_LEN(events));
    const struct span *red = find(&spans, RULE_R5_1, SEVERITY_RED);
    assert_int_equal(red->from, DAY_0 + 44);
    assert_evidence(red, 4, 0);
}

/* Of each span: does it end because its rule does? The events are as spans_of has completed them. */
static const bool *retired_of(const struct event *events, uint32_t n, const struct spans *spans)
{
    struct history history = {events, n, DAY_NONE, INSTANT_NEVER};
    const struct course *course = NULL;
    bool *retired = ARENA_ARRAY(&arena, bool, spans->n);
    assert_non_null(retired);
    assert_int_equal(course_build(&arena, &history, &course, NULL), ERR_NONE);
    assert_int_equal(course_retired(&arena, course, &sets, spans->at, spans->n, retired, NULL), ERR_NONE);
    return retired;
}

/* R5.1 is switched off from day 50 on, for a group from day 40 on, and comes back on day 80. */
static void a_rule_that_is_switched_off_retires_its_spans(void **state)
{
    (void)state;
    enum param on = (enum param)(PARAM_ON + RULE_R5_1 - 1);
    const struct rule_change group_off = {on, TARGET_GROUP_SICK_PAY, 0}, off = {on, TARGET_GROUP_NONE_, 0};
    const struct rule_change back = {on, TARGET_GROUP_NONE_, 1};
    const struct rule_period_source sources[] = {
        {.valid_from = 10957, .number = 1},
        {.valid_from = DAY_0 + 40, .number = 2, .changes = &group_off, .n = 1},
        {.valid_from = DAY_0 + 50, .number = 3, .changes = &off, .n = 1},
        {.valid_from = DAY_0 + 80, .number = 4, .changes = &back, .n = 1},
    };
    struct rule_sets before = sets;
    assert_int_equal(rule_sets_resolve(&arena, sources, ARRAY_LEN(sources), &sets, NULL), ERR_NONE);
    struct event events[] = {
        {AT(0, KIND_CASE_OPENED)},
        {AT(0, KIND_CASEWORKER_ASSIGNED), .staff = 1, .role = ROLE_PRIMARY},
        {AT(90, KIND_NEXT_STEP_SET), .party = PARTY_CITIZEN, .due = DAY_0 + 200},
        {AT(1, KIND_CLASSIFIED), .code = TARGET_GROUP_SICK_PAY}, /* put in by the second round alone */
    };
    for (uint32_t n = 3; n <= 4; n++) {
        day_t end = DAY_0 + (n == 3 ? 50 : 40);
        struct spans spans = spans_of(events, n);
        const bool *retired = retired_of(events, n, &spans);
        size_t told = 0;
        for (size_t i = 0; i < spans.n; i++) {
            const struct span *span = &spans.at[i];
            bool wanted = span->rule == RULE_R5_1 && span->to == end;
            if (retired[i] != wanted)
                fail_msg("%s until day %d: %d", rule_info((enum rule)span->rule)->id, span->to - DAY_0,
                         retired[i]);
            told += wanted;
            /* Off for the group it never comes back; else it does, and ends with the step: that is no
             * retirement. */
            if (span->rule == RULE_R5_1 && span->from >= end && n == 3)
                assert_int_equal(span->from, DAY_0 + 80);
        }
        assert_int_equal(told, 1);
    }
    /* What ends on that day anyhow is not retired: the step is set on the day of the switch. */
    events[2].occurred_at = ((instant_t)(DAY_0 + 50) * 24 + 9) * HOUR;
    struct spans spans = spans_of(events, 3);
    struct history history = {events, 3, DAY_NONE, INSTANT_NEVER};
    const struct course *course = NULL;
    bool *retired = ARENA_ARRAY(&arena, bool, spans.n);
    assert_int_equal(course_build(&arena, &history, &course, NULL), ERR_NONE);
    assert_non_null(retired);
    assert_int_equal(course_retired(&arena, course, &sets, spans.at, spans.n, retired, NULL), ERR_NONE);
    for (size_t i = 0; i < spans.n; i++)
        if (spans.at[i].rule == RULE_R5_1)
            assert_false(retired[i]);
    for (size_t after = 1;; after++) { /* every allocation fails once */
        mem_fail_after(after);
        enum err_code code = course_retired(&arena, course, &sets, spans.at, spans.n, retired, NULL);
        mem_fail_after(0);
        if (!code)
            break;
        assert_int_equal(code, ERR_NO_MEMORY);
    }
    sets = before; /* where no rule is switched off */
    spans = spans_of(events, 3);
    assert_int_equal(course_retired(&arena, course, &sets, spans.at, spans.n, retired, NULL), ERR_NONE);
    for (size_t i = 0; i < spans.n; i++)
        assert_false(retired[i]);
}

/* R5.3 is off for a group from the beginning and for all from day 70 on, when R7.1 is switched off, too. */
static void what_is_retired_and_what_is_not(void **state)
{
    (void)state;
    enum param told_on = (enum param)(PARAM_ON + RULE_R5_3 - 1),
               moves_on = (enum param)(PARAM_ON + RULE_R7_1 - 1);
    const struct rule_change group_off = {told_on, TARGET_GROUP_SICK_PAY, 0};
    const struct rule_change off[] = {{told_on, TARGET_GROUP_NONE_, 0}, {moves_on, TARGET_GROUP_NONE_, 0}};
    const struct rule_period_source sources[] = {
        {.valid_from = 10957, .number = 1, .changes = &group_off, .n = 1},
        {.valid_from = DAY_0 + 70, .number = 2, .changes = off, .n = ARRAY_LEN(off)},
    };
    struct rule_sets before = sets;
    assert_int_equal(rule_sets_resolve(&arena, sources, ARRAY_LEN(sources), &sets, NULL), ERR_NONE);
    struct event events[] = {
        {AT(0, KIND_CASE_OPENED)},
        {AT(10, KIND_NEXT_STEP_SET), .party = PARTY_CITIZEN, .due = DAY_0 + 200},
        {AT(20, KIND_NEXT_STEP_SET), .party = PARTY_CITIZEN, .due = DAY_0 + 200},
        {AT(70, KIND_PLAN_MADE)}, /* ends R7.1 on that day, which would come back */
        {AT(70, KIND_CLASSIFIED),
         .code = TARGET_GROUP_SICK_PAY}, /* in the second round: R5.3 was off for it */
    };
    for (uint32_t n = 4; n <= 5; n++) {
        struct spans spans = spans_of(events, n);
        const bool *retired = retired_of(events, n, &spans);
        size_t told = 0, stalled = 0;
        for (size_t i = 0; i < spans.n; i++) {
            bool ends = spans.at[i].to == DAY_0 + 70;
            told += spans.at[i].rule == RULE_R5_3 && ends;
            stalled += spans.at[i].rule == RULE_R7_1 && ends;
            assert_int_equal(retired[i], spans.at[i].rule == RULE_R5_3 && ends && n == 4);
        }
        assert_int_equal(told, 2); /* of each step */
        assert_int_equal(stalled, 1);
    }
    sets = before;
}

static void the_release_is_the_evidence(void **state)
{
    (void)state;
    struct event events[] = {
        {AT(0, KIND_CASE_OPENED)},
        {AT(0, KIND_CASEWORKER_ASSIGNED), .staff = 1, .role = ROLE_PRIMARY},
        {AT(10, KIND_CASEWORKER_RELEASED), .staff = 1, .role = ROLE_PRIMARY},
        {AT(10, KIND_CASEWORKER_RELEASED), .staff = 2, .role = ROLE_PRIMARY}, /* never was */
    };
    struct spans spans = spans_of(events, ARRAY_LEN(events));
    assert_evidence(find(&spans, RULE_R1_3, SEVERITY_AMBER), 3, 0);
    struct spans never = spans_of(events, 1);
    assert_evidence(find(&never, RULE_R1_3, SEVERITY_AMBER), 1, 0);
}

/* What ended the last intervention, or set its last day; of two that end on one day the later event. */
static void the_end_of_the_last_intervention_is_the_evidence(void **state)
{
    (void)state;
    struct event events[] = {
        {AT(0, KIND_CASE_OPENED)},
        {AT(1, KIND_INTERVENTION_STARTED), .code = INTERVENTION_KIND_MENTOR},
        {AT(2, KIND_INTERVENTION_STARTED), .code = INTERVENTION_KIND_MENTOR, .due = DAY_0 + 9},
        {AT(10, KIND_INTERVENTION_ENDED), .ref = 2},
    };
    struct spans spans = spans_of(events, ARRAY_LEN(events));
    const struct span *amber = find(&spans, RULE_R7_5, SEVERITY_AMBER);
    assert_int_equal(amber->from, DAY_0 + 10 + 183);
    assert_evidence(amber, 4, 0);
    events[1].due = DAY_0 + 9; /* both run out: the one that began later says so */
    spans = spans_of(events, 3);
    assert_evidence(find(&spans, RULE_R7_5, SEVERITY_AMBER), 3, 0);
    spans = spans_of(events, 1);
    assert_evidence(find(&spans, RULE_R7_5, SEVERITY_AMBER), 1, 0);
}

static void talks_are_the_evidence(void **state)
{
    (void)state;
    struct event events[] = {
        {AT(0, KIND_CASE_OPENED)},
        {AT(0, KIND_CASEWORKER_ASSIGNED), .staff = 1, .role = ROLE_PRIMARY},
        {AT(9, KIND_MEETING), .code = MEETING_KIND_JOB_MEETING, .outcome = MEETING_OUTCOME_HELD, .staff = 2},
        {AT(19, KIND_MEETING), .code = MEETING_KIND_JOB_MEETING, .outcome = MEETING_OUTCOME_HELD, .staff = 2},
        {AT(20, KIND_MEETING), .code = MEETING_KIND_JOB_MEETING, .outcome = MEETING_OUTCOME_HELD},
        {AT(29, KIND_MEETING), .code = MEETING_KIND_JOB_MEETING, .outcome = MEETING_OUTCOME_HELD, .staff = 1},
        {AT(39, KIND_MEETING), .code = MEETING_KIND_JOB_MEETING, .outcome = MEETING_OUTCOME_HELD, .staff = 2},
    };
    struct spans spans = spans_of(events, ARRAY_LEN(events));
    const struct span *amber = find(&spans, RULE_R1_5, SEVERITY_AMBER);
    const uint32_t talks[] = {3, 4, 6, 7};
    assert_int_equal(amber->from, DAY_0 + 39);
    assert_int_equal(amber->n_evidence, ARRAY_LEN(talks));
    assert_memory_equal(amber->evidence, talks, sizeof talks);
}

static void holders_are_shown_by_their_assignments(void **state)
{
    (void)state;
    struct event events[] = {
        {AT(0, KIND_CASE_OPENED)},
        {AT(0, KIND_CASEWORKER_ASSIGNED), .staff = 1, .role = ROLE_PRIMARY},
        {AT(100, KIND_CASEWORKER_ASSIGNED), .staff = 2, .role = ROLE_PRIMARY},
        {AT(200, KIND_CASEWORKER_ASSIGNED), .staff = 1, .role = ROLE_PRIMARY},
        {AT(300, KIND_CASEWORKER_ASSIGNED), .staff = 3, .role = ROLE_PRIMARY},
        {AT(400, KIND_CASEWORKER_ASSIGNED), .staff = 4, .role = ROLE_PRIMARY},
    };
    struct spans spans = spans_of(events, ARRAY_LEN(events));
    const struct span *amber = find(&spans, RULE_R1_6, SEVERITY_AMBER);
    const uint32_t last[] = {3, 4, 5, 6}; /* of the first person the second time */
    assert_int_equal(amber->from, DAY_0 + 730);
    assert_int_equal(amber->to, DAY_0 + 199 + 730);
    assert_int_equal(amber->n_evidence, ARRAY_LEN(last));
    assert_memory_equal(amber->evidence, last, sizeof last);
}

/* What is known changes on days 70 and 80; a span goes on across them, beside that of another subject. */
static void spans_of_two_subjects_are_whole(void **state)
{
    (void)state;
    struct event events[] = {
        {AT(0, KIND_CASE_OPENED)},
        {AT(0, KIND_CASEWORKER_ASSIGNED), .staff = 1, .role = ROLE_PRIMARY},
        {AT(60, KIND_CASEWORKER_ASSIGNED), .staff = 2, .role = ROLE_PRIMARY},
        {AT(70, KIND_CASEWORKER_ASSIGNED), .staff = 3, .role = ROLE_PRIMARY},
        {AT(80, KIND_CASEWORKER_ASSIGNED), .staff = 4, .role = ROLE_PRIMARY,
         .code = SWITCH_REASON_EMPLOYEE_LEFT},
    };
    struct spans spans = spans_of(events, ARRAY_LEN(events));
    /* 5 and 15 working days after 1 and 11 March; Easter Monday is 1 April */
    const day_t days[][2] = {{67, 81}, {81, 60 + 365}, {77, 94}, {94, 70 + 365}};
    size_t n = 0;
    for (size_t i = 0; i < spans.n; i++) {
        if (spans.at[i].rule != RULE_R1_2)
            continue;
        assert_in_range(n, 0, ARRAY_LEN(days) - 1);
        assert_int_equal(spans.at[i].subject, n < 2 ? 3 : 4);
        assert_int_equal(spans.at[i].from, DAY_0 + days[n][0]);
        assert_int_equal(spans.at[i].to, DAY_0 + days[n][1]);
        assert_evidence(&spans.at[i], n < 2 ? 3 : 4, 0);
        n++;
    }
    assert_int_equal(n, ARRAY_LEN(days));
}

/* The first change that counts is the intake: a reason that takes one out makes the next one it. */
static void a_reason_makes_another_change_the_intake(void **state)
{
    (void)state;
    struct event events[] = {
        {AT(0, KIND_CASE_OPENED)},
        {AT(0, KIND_CASEWORKER_ASSIGNED), .staff = 1, .role = ROLE_PRIMARY},
        {AT(5, KIND_CASEWORKER_ASSIGNED), .staff = 2, .role = ROLE_PRIMARY},
        {AT(10, KIND_CASEWORKER_ASSIGNED), .staff = 3, .role = ROLE_PRIMARY},
        {AT(12, KIND_SWITCH_REASON_GIVEN), .ref = 3, .code = SWITCH_REASON_DATA_CORRECTION},
        {AT(14, KIND_SWITCH_REASON_GIVEN), .ref = 3, .code = SWITCH_REASON_EMPLOYEE_LEFT},
    };
    static const uint8_t weights[][2] = {
        {CHANGE_INTAKE, CHANGE_WHOLE}, {CHANGE_NOT_COUNTED, CHANGE_INTAKE}, {CHANGE_INTAKE, CHANGE_WHOLE}};
    for (size_t i = 0; i < ARRAY_LEN(weights); i++) {
        const struct course *course;
        struct changes changes;
        struct history history = {events, ARRAY_LEN(events), DAY_NONE, INSTANT_NEVER};
        (void)spans_of(events, ARRAY_LEN(events)); /* learns reason by reason, and numbers the events */
        assert_int_equal(course_build(&arena, &history, &course, NULL), ERR_NONE);
        assert_int_equal(course_switches(&arena, course, &sets, DAY_0 + 11 + 2 * (day_t)i, &changes, NULL),
                         ERR_NONE);
        assert_int_equal(changes.n, 2);
        assert_int_equal(changes.at[0].weight, weights[i][0]);
        assert_int_equal(changes.at[1].weight, weights[i][1]);
    }
}

/* A second release changes nothing; a release from another role drops no cover. */
static void releases_of_other_things(void **state)
{
    (void)state;
    struct event events[] = {
        {AT(0, KIND_CASE_OPENED)},
        {AT(0, KIND_CASEWORKER_ASSIGNED), .staff = 1, .role = ROLE_PRIMARY},
        {AT(1, KIND_CASEWORKER_ASSIGNED), .staff = 2, .role = ROLE_SECONDARY},
        {AT(2, KIND_CASEWORKER_ASSIGNED), .staff = 2, .role = ROLE_DEPUTY, .due = DAY_0 + 9,
         .starts_at = ((instant_t)(DAY_0 + 5) * 24 + 12) * HOUR},
        {AT(5, KIND_CASEWORKER_RELEASED), .staff = 2, .role = ROLE_SECONDARY},
        {AT(6, KIND_CASEWORKER_RELEASED), .staff = 2, .role = ROLE_SECONDARY},
    };
    const struct course *course;
    struct facts facts;
    struct rights rights;
    struct history history = {events, ARRAY_LEN(events), DAY_NONE, INSTANT_NEVER};
    (void)spans_of(events, ARRAY_LEN(events));
    assert_int_equal(course_build(&arena, &history, &course, NULL), ERR_NONE);
    assert_int_equal(course_facts(&arena, course, &sets, DAY_0 + 7, &facts, NULL), ERR_NONE);
    assert_int_equal(facts.deputy, 2);
    assert_int_equal(course_rights(&arena, course, DAY_0 + 1, &rights, NULL), ERR_NONE);
    size_t found = 0;
    for (size_t i = 0; i < rights.n_holders; i++)
        if (rights.holders[i].role == ROLE_SECONDARY) {
            assert_int_equal(rights.holders[i].to, DAY_0 + 5);
            found++;
        }
    assert_int_equal(found, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(switches_are_the_evidence),
        cmocka_unit_test(waits_attribute),
        cmocka_unit_test(a_review_gives_the_cause),
        cmocka_unit_test(a_step_done_is_the_evidence),
        cmocka_unit_test(the_release_is_the_evidence),
        cmocka_unit_test(the_end_of_the_last_intervention_is_the_evidence),
        cmocka_unit_test(talks_are_the_evidence),
        cmocka_unit_test(holders_are_shown_by_their_assignments),
        cmocka_unit_test(spans_of_two_subjects_are_whole),
        cmocka_unit_test(a_rule_that_is_switched_off_retires_its_spans),
        cmocka_unit_test(what_is_retired_and_what_is_not),
        cmocka_unit_test(a_reason_makes_another_change_the_intake),
        cmocka_unit_test(releases_of_other_things),
    };
    return cmocka_run_group_tests(tests, resolve, clear);
}
