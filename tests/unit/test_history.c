/* Histories that no daemon would record, as a database may hold them after an import, a correction or an
 * accident: assess refuses what is no history, and gives an answer to everything else (rules 5). */
#include "unit.h"

#include "spans_of.h"

static const struct course *course_of_events(struct event *events, uint32_t n)
{
    const struct course *course = NULL;
    (void)spans_of(events, n); /* completes the events */
    struct history history = {events, n, DAY_0 - 25 * 366, INSTANT_NEVER};
    assert_int_equal(course_build(&arena, &history, &course, NULL), ERR_NONE);
    return course;
}

static struct facts facts_on(const struct course *course, day_t day)
{
    struct facts facts = {0};
    assert_int_equal(course_facts(&arena, course, &sets, day, &facts, NULL), ERR_NONE);
    return facts;
}

static size_t count_spans(const struct spans *spans, enum rule rule, uint32_t subject, enum severity severity)
{
    size_t n = 0;
    for (size_t i = 0; i < spans->n; i++)
        n +=
            spans->at[i].rule == rule && spans->at[i].subject == subject && spans->at[i].severity == severity;
    return n;
}

static void no_history(void **state)
{
    (void)state;
    struct event bad[][2] = {
        {{.seq = 1, .kind = KIND_NONE}, {.seq = 2, .kind = KIND_ACTIVITY}},
        {{.seq = 1, .kind = KIND_ACTIVITY}, {.seq = 2, .kind = KIND_COUNT}},
        {{.seq = 0, .kind = KIND_ACTIVITY}, {.seq = 2, .kind = KIND_ACTIVITY}},
        {{.seq = 2, .kind = KIND_ACTIVITY}, {.seq = 2, .kind = KIND_ACTIVITY}},
        {{.seq = 2, .kind = KIND_ACTIVITY}, {.seq = 1, .kind = KIND_ACTIVITY}},
    };
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        const struct course *course = NULL;
        struct err err = {0};
        struct history history = {bad[i], 2, DAY_NONE, INSTANT_NEVER};
        assert_int_equal(course_build(&arena, &history, &course, &err), ERR_INTERNAL);
        assert_int_equal(err.code, ERR_INTERNAL);
        struct event event = {AT(0, KIND_PLAN_MADE), .seq = 3};
        struct mover mover = {.staff = 1, .is_leader = true};
        assert_int_equal(move_check(&arena, &history, NULL, &event, &mover, &err), ERR_INTERNAL);
    }
    struct history none = {NULL, 0, DAY_NONE, INSTANT_NEVER};
    struct event event = {.seq = 1, .kind = KIND_COUNT};
    struct mover mover = {.staff = 1, .is_leader = true};
    assert_int_equal(move_check(&arena, &none, &sets, &event, &mover, NULL), ERR_INTERNAL);
    event.kind = KIND_NONE;
    assert_int_equal(move_check(&arena, &none, &sets, &event, &mover, NULL), ERR_INTERNAL);
}

/* They count as the first and the last day that can be reckoned with. */
static void days_far_from_any_life(void **state)
{
    (void)state;
    struct event events[] = {
        {AT(0, KIND_CASE_OPENED)},
        {AT(1, KIND_MEETING_BOOKED), .starts_at = INSTANT_NONE + 1},
        {AT(1, KIND_MEETING_BOOKED), .starts_at = INSTANT_NEVER},
        {AT(1, KIND_NEXT_STEP_SET), .party = PARTY_CITIZEN, .due = DAY_NONE + 1},
        {AT(1, KIND_NEXT_STEP_SET), .party = PARTY_CITIZEN, .due = DAY_NEVER},
        {.kind = KIND_WISHES_RECORDED, .occurred_at = INSTANT_NONE + 1},
        {.kind = KIND_WISHES_RECORDED, .occurred_at = INSTANT_NEVER},
    };
    const struct course *course = course_of_events(events, ARRAY_LEN(events));
    struct facts facts = facts_on(course, DAY_0 + 2);
    assert_int_equal(facts.wishes_at, day_from_civil(1800, 1, 1));
    assert_int_equal(facts.next_meeting, day_from_civil(2400, 1, 1));
    assert_int_equal(facts.next_step_due, day_from_civil(1800, 1, 1));
    assert_int_equal(facts.open_steps, 2);
}

static void values_outside_the_catalogues(void **state)
{
    (void)state;
    enum { STRANGE = 999, STRANGE_BYTE = 200 };
    struct event events[] = {
        {AT(0, KIND_CASE_OPENED)},
        {AT(0, KIND_CASEWORKER_ASSIGNED), .staff = 1, .role = ROLE_PRIMARY},
        {AT(0, KIND_PLAN_MADE), .unit = 1, .administration = STRANGE_BYTE},
        {AT(1, KIND_INTERVENTION_STARTED), .code = INTERVENTION_KIND_OTHER, .unit = 1,
         .administration = STRANGE_BYTE},
        {AT(1, KIND_INTERVENTION_STARTED), .code = INTERVENTION_KIND_MENTOR},
        {AT(2, KIND_STATEMENT_REQUESTED), .code = STRANGE},
        {AT(2, KIND_STATEMENT_REQUESTED), .code = STRANGE_BYTE},
        {AT(2, KIND_WAIT_STARTED), .code = STRANGE_BYTE},
        {AT(3, KIND_CLASSIFIED), .code = STRANGE},
        {AT(3, KIND_DATE_FORESEEN), .code = STRANGE, .due = DAY_0 + 40},
        {AT(4, KIND_TRANSITION), .code = TRANSITION_KIND_TEAM_CHANGE, .outcome = TRANSITION_STATE_STARTED,
         .unit = 2, .administration = STRANGE_BYTE},
        {AT(40, KIND_CASEWORKER_ASSIGNED), .staff = 2, .role = ROLE_PRIMARY, .code = STRANGE},
        {AT(41, KIND_MEETING_REQUESTED), .code = STRANGE},
        {AT(41, KIND_HANDOVER), .code = HANDOVER_MODE_ORAL, .outcome = STRANGE_BYTE},
        {AT(41, KIND_CITIZEN_TOLD), .code = STRANGE},
        {AT(60, KIND_TRANSITION), .code = TRANSITION_KIND_TEAM_CHANGE, .outcome = TRANSITION_STATE_STARTED,
         .unit = 3, .administration = ADMINISTRATION_EMPLOYMENT},
        {AT(61, KIND_CASEWORKER_ASSIGNED), .role = ROLE_PRIMARY}, /* nobody */
    };
    const struct course *course = course_of_events(events, ARRAY_LEN(events));
    struct facts facts = facts_on(course, DAY_0 + 50);
    assert_int_equal(facts.plan_at, DAY_0); /* the key that a plan without a known administration has */
    assert_int_equal(facts.n_open_interventions, 2);
    assert_false(facts.complex); /* one of them has no area */
    assert_int_equal(facts.n_open_waits, 3);
    assert_int_equal(facts.next_wait_end, DAY_NONE);
    assert_int_equal(facts.target_group, TARGET_GROUP_NONE_);
    assert_int_equal(facts_on(course, DAY_0 + 62).primary, 2);

    struct spans spans = spans_of(events, ARRAY_LEN(events));
    for (uint32_t wait = 6; wait <= 8; wait++)
        assert_int_equal(count_spans(&spans, RULE_R7_2, wait, SEVERITY_AMBER), 0);
    assert_int_equal(count_spans(&spans, RULE_R2_5, 10, SEVERITY_AMBER), 0);
    assert_int_equal(count_spans(&spans, RULE_R2_6, 11, SEVERITY_AMBER), 1); /* no administration of ours */
    assert_int_equal(count_spans(&spans, RULE_R2_6, 16, SEVERITY_AMBER), 1); /* nobody accepts nothing */
    assert_int_equal(count_spans(&spans, RULE_R1_2, 12, SEVERITY_AMBER), 1); /* no reason */
    assert_int_equal(count_spans(&spans, RULE_R2_2, 12, SEVERITY_AMBER), 1); /* no hand-over, none demanded */
    assert_int_equal(count_spans(&spans, RULE_R2_2, 12, SEVERITY_RED), 0);
    assert_int_equal(count_spans(&spans, RULE_R2_3, 12, SEVERITY_RED), 1); /* not told */
}

/* The law period does not go back to a group that is none. */
static void the_law_knows_its_groups(void **state)
{
    (void)state;
    static const struct rule_change first_talk = {PARAM_R7_6_FIRST_TALK_DAYS, TARGET_GROUP_NONE_, 7};
    static const struct rule_period_source source = {
        .valid_from = 10957, .number = 1, .changes = &first_talk, .n = 1};
    struct rule_sets before = sets;
    assert_int_equal(rule_sets_resolve(&arena, &source, 1, &sets, NULL), ERR_NONE);
    struct event events[] = {
        {AT(0, KIND_CASE_OPENED)},
        {AT(3, KIND_CLASSIFIED), .code = TARGET_GROUP_SICK_PAY},
        {AT(4, KIND_CLASSIFIED), .code = 999},
        {AT(10, KIND_CLASSIFIED), .code = TARGET_GROUP_SICK_PAY},
    };
    struct spans spans = spans_of(events, ARRAY_LEN(events));
    size_t n = 0;
    for (size_t i = 0; i < spans.n; i++)
        if (spans.at[i].rule == RULE_R7_6) {
            assert_int_equal(spans.at[i].from, DAY_0 + 18); /* 7 days after day 10 are lawful */
            n++;
        }
    assert_int_equal(n, 1);
    sets = before;
}

static void nobody_for_less_than_a_day(void **state)
{
    (void)state;
    struct event events[] = {
        {AT(0, KIND_CASE_OPENED)},
        {AT(0, KIND_CASEWORKER_ASSIGNED), .staff = 1, .role = ROLE_PRIMARY},
        {AT(5, KIND_CASEWORKER_RELEASED), .staff = 1, .role = ROLE_PRIMARY},
        {AT(10, KIND_CASEWORKER_ASSIGNED), .staff = 2, .role = ROLE_PRIMARY},
        {AT(10, KIND_CASEWORKER_RELEASED), .staff = 2, .role = ROLE_PRIMARY},
        {AT(10, KIND_CASEWORKER_ASSIGNED), .staff = 3, .role = ROLE_SECONDARY},
        {AT(10, KIND_CASEWORKER_RELEASED), .staff = 3, .role = ROLE_SECONDARY},
    };
    const struct course *course = course_of_events(events, ARRAY_LEN(events));
    assert_int_equal(facts_on(course, DAY_0 + 11).primary, 0);
    struct spans spans = spans_of(events, ARRAY_LEN(events));
    size_t n = 0;
    for (size_t i = 0; i < spans.n; i++)
        if (spans.at[i].rule == RULE_R1_3 && spans.at[i].severity == SEVERITY_AMBER) {
            assert_int_equal(spans.at[i].from, DAY_0 + 11); /* the fifth working day after Saturday the 6th */
            assert_int_equal(spans.at[i].evidence[0], 3);
            n++;
        }
    assert_int_equal(n, 1);
    struct rights rights;
    assert_int_equal(course_rights(&arena, course, DAY_0, &rights, NULL), ERR_NONE);
    for (size_t i = 0; i < rights.n_holders; i++)
        assert_true(rights.holders[i].staff == 1); /* as primary, then as the last one */
}

static void a_case_that_has_not_begun(void **state)
{
    (void)state;
    struct event events[] = {{AT(0, KIND_CLASSIFIED), .code = TARGET_GROUP_SICK_PAY, .recorded_by = 7}};
    const struct course *course = course_of_events(events, 1);
    struct rights rights;
    struct standing standing;
    assert_int_equal(course_rights(&arena, course, DAY_0, &rights, NULL), ERR_NONE);
    assert_int_equal(rights.opened_by, 0);
    course_standing(course, DAY_0, &standing);
    assert_int_equal(standing.opened_by, 0);
    assert_int_equal(standing.target_group, TARGET_GROUP_SICK_PAY);
    assert_false(standing.is_open);
}

/* To whom it belongs on each day, as known then. */
static void standing_of_each_day(void **state)
{
    (void)state;
    struct event events[] = {
        {AT(0, KIND_CASE_OPENED), .recorded_by = 7, .unit = 1},
        {AT(2, KIND_CASEWORKER_ASSIGNED), .staff = 5, .role = ROLE_PRIMARY},
        {AT(3, KIND_CLASSIFIED), .code = TARGET_GROUP_SICK_PAY},
        {AT(6, KIND_CASEWORKER_RELEASED), .staff = 5, .role = ROLE_PRIMARY},
        {AT(8, KIND_CASE_CLOSED), .code = CLOSING_OUTCOME_UNKNOWN},
        {AT(10, KIND_CASE_REOPENED), .recorded_by = 8},
        {AT(12, KIND_CASE_CLOSED), .code = CLOSING_OUTCOME_UNKNOWN},
        {AT(14, KIND_CASE_REOPENED), .recorded_by = 8, .unit = 2},
    };
    static const struct {
        day_t day;
        struct standing want;
    } days[] = {
        {-1, {.is_open = false}},
        {0, {.is_open = true, .opening_unit = 1, .opened_by = 7}},
        {2, {.is_open = true, .primary = 5, .opening_unit = 1, .opened_by = 7}},
        {7,
         {.is_open = true,
          .target_group = TARGET_GROUP_SICK_PAY,
          .primary = 5,
          .opening_unit = 1,
          .opened_by = 7}},
        {9, {.target_group = TARGET_GROUP_SICK_PAY, .primary = 5, .opening_unit = 1, .opened_by = 7}},
        {10,
         {.is_open = true,
          .target_group = TARGET_GROUP_SICK_PAY,
          .primary = 5,
          .opening_unit = 1,
          .opened_by = 7}},
        {14,
         {.is_open = true,
          .target_group = TARGET_GROUP_SICK_PAY,
          .primary = 5,
          .opening_unit = 2,
          .opened_by = 7}},
    };
    const struct course *course = course_of_events(events, ARRAY_LEN(events));
    for (size_t i = 0; i < ARRAY_LEN(days); i++) {
        struct standing is;
        course_standing(course, DAY_0 + days[i].day, &is);
        const struct standing *want = &days[i].want;
        if (is.is_open != want->is_open || is.target_group != want->target_group ||
            is.primary != want->primary || is.opening_unit != want->opening_unit ||
            is.opened_by != want->opened_by)
            fail_msg("on day %d it stands elsewhere", days[i].day);
    }
    /* Begun without an opening; reopened elsewhere before it is opened with a unit. */
    struct event bare[] = {
        {AT(0, KIND_ACTIVITY), .activity = 1, .recorded_by = 9},
        {AT(1, KIND_CASE_REOPENED), .unit = 2},
        {AT(2, KIND_CASE_OPENED), .unit = 1, .recorded_by = 7},
    };
    course = course_of_events(bare, ARRAY_LEN(bare));
    struct standing is;
    course_standing(course, DAY_0 + 1, &is);
    assert_int_equal(is.opened_by, 9);
    assert_int_equal(is.opening_unit, 2);
    course_standing(course, DAY_0 + 2, &is);
    assert_int_equal(is.opened_by, 7);
    assert_int_equal(is.opening_unit, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_history),
        cmocka_unit_test(days_far_from_any_life),
        cmocka_unit_test(values_outside_the_catalogues),
        cmocka_unit_test(the_law_knows_its_groups),
        cmocka_unit_test(nobody_for_less_than_a_day),
        cmocka_unit_test(a_case_that_has_not_begun),
        cmocka_unit_test(standing_of_each_day),
    };
    return cmocka_run_group_tests(tests, resolve, clear);
}
