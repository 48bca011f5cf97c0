/* What spans of R6 and R7 show as evidence, and whose they are: as of the first day of each span (rules 7.1). */
#include "unit.h"

#include "spans_of.h"

#define DAY(day_)           ((day_t)(DAY_0 + (day_)))
#define STARTS(day_, hour_) .starts_at = ((instant_t)(DAY_0 + (day_)) * 24 + (hour_)) * HOUR
#define TALK(day_)                                                                                           \
    {                                                                                                        \
        AT(day_, KIND_MEETING), .code = MEETING_KIND_JOB_MEETING, .outcome = MEETING_OUTCOME_HELD            \
    }
#define INTERVENTION(day_, code_) AT(day_, KIND_INTERVENTION_STARTED), .code = (code_)

/* The span of a rule that begins on a day. */
static const struct span *span_from(const struct spans *spans, enum rule rule, day_t from)
{
    for (size_t i = 0; i < spans->n; i++)
        if (spans->at[i].rule == rule && spans->at[i].from == from)
            return &spans->at[i];
    fail_msg("no span of %s from day %d", rule_info(rule)->id, from - DAY_0);
    return NULL;
}

#define assert_events(span, ...)                                                                             \
    do {                                                                                                     \
        const uint32_t want_[] = {__VA_ARGS__};                                                              \
        assert_int_equal((span)->n_evidence, ARRAY_LEN(want_));                                              \
        assert_memory_equal((span)->evidence, want_, sizeof want_);                                          \
    } while (0)

/* What is open on the first day; after the pause that is one more. An intervention without area is none. */
static void interventions_with_an_area(void **state)
{
    (void)state;
    struct event events[] = {
        {AT(0, KIND_CASE_OPENED)},
        {AT(0, KIND_CLASSIFIED), .code = TARGET_GROUP_RESOURCE_COURSE},
        {INTERVENTION(0, INTERVENTION_KIND_COMPANY_PLACEMENT)},
        {INTERVENTION(0, INTERVENTION_KIND_OTHER)},
        {INTERVENTION(10, INTERVENTION_KIND_TREATMENT)},
        {AT(50, KIND_PAUSE_STARTED), .code = PAUSE_STANDBY, .due = DAY(59)},
        {INTERVENTION(55, INTERVENTION_KIND_PSYCHOLOGIST)},
        {AT(70, KIND_CASEWORKER_ASSIGNED), .role = ROLE_COORDINATOR, .staff = 1},
    };
    struct spans spans = spans_of(events, ARRAY_LEN(events));
    const struct span *first = span_from(&spans, RULE_R6_1, DAY(40));
    assert_int_equal(first->to, DAY(50));
    assert_int_equal(first->attribution, ATTRIBUTION_OWN_PRACTICE);
    assert_events(first, 3, 5);
    assert_events(span_from(&spans, RULE_R6_1, DAY(60)), 3, 5, 7);
}

static void plans_that_stand_side_by_side(void **state)
{
    (void)state;
    struct event events[] = {
        {AT(0, KIND_CASE_OPENED)},
        {AT(0, KIND_PLAN_MADE)},
        {AT(5, KIND_PLAN_MADE), .unit = 7, .administration = ADMINISTRATION_SOCIAL},
        {AT(6, KIND_PLAN_REVISED), .unit = 7, .administration = ADMINISTRATION_SOCIAL},
        {AT(20, KIND_PLAN_MADE)},
    };
    struct spans spans = spans_of(events, ARRAY_LEN(events));
    assert_events(span_from(&spans, RULE_R6_2, DAY(35)), 3, 5); /* the plan of day 0 was replaced */
}

static void hours_and_bookings_that_clash(void **state)
{
    (void)state;
    struct event events[] = {
        {AT(0, KIND_CASE_OPENED)},
        {INTERVENTION(0, INTERVENTION_KIND_WAGE_SUBSIDY), .hours = 4 * 30},
        {INTERVENTION(0, INTERVENTION_KIND_MENTOR), .hours = -1},
        {INTERVENTION(10, INTERVENTION_KIND_DANISH_LANGUAGE), .hours = 4 * 8, .due = DAY(19)},
        {AT(20, KIND_MEETING_BOOKED), STARTS(40, 9), .unit = 1, .administration = ADMINISTRATION_HEALTH},
        {AT(20, KIND_MEETING_BOOKED), STARTS(41, 9), .unit = 2, .administration = ADMINISTRATION_SOCIAL},
        {AT(20, KIND_MEETING_BOOKED), STARTS(41, 10), .unit = 1, .administration = ADMINISTRATION_HEALTH},
    };
    struct spans spans = spans_of(events, ARRAY_LEN(events));
    const struct span *hours = span_from(&spans, RULE_R6_3, DAY(10));
    assert_int_equal(hours->to, DAY(20));
    assert_events(hours, 2, 4);
    assert_events(span_from(&spans, RULE_R6_3, DAY(35)), 6, 7); /* the two of day 41, an hour apart */
}

/* Two waits that began on one day, one of them with the region: external. After the intervention it is
 * measured from its last day, and the region's wait is over. */
static void the_first_waits(void **state)
{
    (void)state;
    struct event events[] = {
        {AT(0, KIND_CASE_OPENED)},
        {AT(0, KIND_WAIT_STARTED), .code = WAIT_REASON_OTHER, .party = PARTY_CITIZEN, .due = DAY(400)},
        {AT(0, KIND_WAIT_STARTED), .code = WAIT_REASON_DIAGNOSIS_ASSESSMENT, .due = DAY(400)},
        {INTERVENTION(70, INTERVENTION_KIND_MENTOR), .due = DAY(80)},
        {AT(75, KIND_INTERVENTION_CHANGED), .ref = 4, .due = DAY(90)},
        {AT(100, KIND_WAIT_ENDED), .ref = 3},
    };
    struct spans spans = spans_of(events, ARRAY_LEN(events));
    const struct span *before = span_from(&spans, RULE_R6_4, DAY(60));
    const struct span *after = span_from(&spans, RULE_R6_4, DAY(91 + 60));
    assert_int_equal(before->attribution, ATTRIBUTION_EXTERNAL);
    assert_events(before, 2, 3);
    assert_int_equal(after->attribution, ATTRIBUTION_CITIZEN_SIDE);
    assert_events(after, 2, 5);
}

static void a_wait_is_whose_it_is(void **state)
{
    (void)state;
    struct event events[] = {
        {AT(0, KIND_CASE_OPENED)},
        {AT(0, KIND_WAIT_STARTED), .code = WAIT_REASON_INTERNAL_DECISION, .due = DAY(300)},
        {AT(0, KIND_WAIT_STARTED), .code = WAIT_REASON_CHILDCARE_FAMILY, .due = DAY(300)},
        {AT(0, KIND_STATEMENT_REQUESTED), .code = WAIT_REASON_CLINICAL_FUNCTION},
        {AT(1, KIND_STATEMENT_REQUESTED), .code = WAIT_REASON_SICKNESS_CERTIFICATE},
        {AT(2, KIND_STATEMENT_REQUESTED), .code = WAIT_REASON_SICKNESS_CERTIFICATE},
    };
    struct spans spans = spans_of(events, ARRAY_LEN(events));
    static const enum attribution whose[] = {ATTRIBUTION_OWN_PRACTICE, ATTRIBUTION_CITIZEN_SIDE,
                                             ATTRIBUTION_EXTERNAL};
    static const day_t from[] = {14, 42, 30}; /* the norms, the last also as expected end without due */
    for (uint32_t i = 0; i < ARRAY_LEN(whose); i++) {
        const struct span *span = span_from(&spans, RULE_R7_2, DAY(from[i]));
        assert_int_equal(span->subject, i + 2);
        assert_int_equal(span->attribution, whose[i]);
        assert_events(span, i + 2);
    }
    const struct span *repeated = span_from(&spans, RULE_R6_5, DAY(2));
    assert_int_equal(repeated->subject, 6);
    assert_int_equal(repeated->to, DAY(2 + 90));
    assert_events(repeated, 6);
}

/* What a damaged history may hold: no norm is looked up for a reason that is none. */
static void a_wait_without_a_reason(void **state)
{
    (void)state;
    struct event events[] = {
        {AT(0, KIND_CASE_OPENED)},
        {AT(0, KIND_WAIT_STARTED), .code = 0, .party = PARTY_OTHER},
        {AT(0, KIND_WAIT_STARTED), .code = WAIT_REASON_COUNT, .party = PARTY_OTHER},
    };
    struct spans spans = spans_of(events, ARRAY_LEN(events));
    for (size_t i = 0; i < spans.n; i++)
        assert_int_not_equal(spans.at[i].rule, RULE_R7_2);
}

#define MEASURED(day_, score_)                                                                               \
    {                                                                                                        \
        AT(day_, KIND_PROGRESS_MEASURED), .code = INDICATOR_JOB_BELIEF, .party = PARTY_CITIZEN,              \
                                          .score = (score_), .scale = 5                                      \
    }

static void measurements_that_were_compared(void **state)
{
    (void)state;
    struct event events[] = {
        {AT(0, KIND_CASE_OPENED)}, MEASURED(0, 2), MEASURED(50, 2), MEASURED(90, 2), MEASURED(180, 2),
    };
    struct spans spans = spans_of(events, ARRAY_LEN(events));
    const struct span *amber = span_from(&spans, RULE_R7_4, DAY(90));
    const struct span *red = span_from(&spans, RULE_R7_4, DAY(180));
    const struct span *info = span_from(&spans, RULE_R7_4, DAY(180 + 270));
    assert_int_equal(amber->severity, SEVERITY_AMBER);
    assert_int_equal(amber->attribution, ATTRIBUTION_UNKNOWN);
    assert_events(amber, 2, 4);
    assert_int_equal(red->severity, SEVERITY_RED);
    assert_events(red, 2, 4, 5);
    assert_int_equal(info->severity, SEVERITY_INFO);
    assert_int_equal(info->attribution, ATTRIBUTION_UNKNOWN);
    assert_int_equal(info->to, DAY_NEVER);
    assert_events(info, 5);
}

/* From the start of the course, then from what ended the last intervention. */
static void what_the_time_without_began_with(void **state)
{
    (void)state;
    struct event events[] = {
        {AT(0, KIND_CASE_OPENED)},
        {INTERVENTION(190, INTERVENTION_KIND_MENTOR)},
        {INTERVENTION(191, INTERVENTION_KIND_MENTOR), .due = DAY(200)},
        {AT(201, KIND_INTERVENTION_ENDED), .ref = 2},
        {AT(300, KIND_WAIT_STARTED), .code = WAIT_REASON_CITIZEN_PAUSE, .due = DAY(310)},
    };
    struct spans spans = spans_of(events, ARRAY_LEN(events));
    const struct span *before = span_from(&spans, RULE_R7_5, DAY(183));
    const struct span *after = span_from(&spans, RULE_R7_5, DAY(201 + 183));
    assert_int_equal(before->attribution, ATTRIBUTION_OWN_PRACTICE);
    assert_events(before, 1);
    assert_int_equal(after->attribution, ATTRIBUTION_CITIZEN_SIDE);
    assert_events(after, 4);
}

/* The start of the law period and the talks counted; of follow-up only the latest talk. */
static void the_law_period_and_its_talks(void **state)
{
    (void)state;
    const struct rule_change law[] = {
        {PARAM_R7_6_FIRST_TALK_DAYS, TARGET_GROUP_RESOURCE_COURSE, 7},
        {PARAM_R7_6_TALKS_IN_6_MONTHS, TARGET_GROUP_RESOURCE_COURSE, 4},
        {PARAM_R7_6_FOLLOW_UP_MONTHS, TARGET_GROUP_FLEX_JOB_EMPLOYED, 3},
        {PARAM_R7_6_EARLY_FOLLOW_UP_DAYS, TARGET_GROUP_FLEX_JOB_EMPLOYED, 5},
    };
    const struct rule_period_source source = {
        .valid_from = 10957, .number = 1, .changes = law, .n = ARRAY_LEN(law)};
    struct rule_sets before = sets;
    assert_int_equal(rule_sets_resolve(&arena, &source, 1, &sets, NULL), ERR_NONE);
    struct event events[] = {
        {AT(0, KIND_CASE_OPENED)},
        {AT(1, KIND_CLASSIFIED), .code = TARGET_GROUP_RESOURCE_COURSE},
        TALK(20),
        TALK(170),
        {AT(200, KIND_CLASSIFIED), .code = TARGET_GROUP_FLEX_JOB_EMPLOYED},
        TALK(210),
        {AT(400, KIND_MEETING_REQUESTED), .code = MEETING_KIND_EARLY_FOLLOW_UP},
    };
    struct spans spans = spans_of(events, ARRAY_LEN(events));
    sets = before;
    assert_events(span_from(&spans, RULE_R7_6, DAY(9)), 2);            /* day 8 is lawful */
    assert_events(span_from(&spans, RULE_R7_6, DAY(183)), 2, 3, 4);    /* 2 January + 6 months: 2 July */
    assert_events(span_from(&spans, RULE_R7_6, DAY(210 + 93)), 6);     /* 29 July + 3 months, and a day */
    const struct span *asked = span_from(&spans, RULE_R7_6, DAY(406)); /* day 405 is lawful */
    assert_int_equal(asked->subject, 7);
    assert_events(asked, 7);
}

/* What lies in the window on the first day; a pause makes a new first day. */
static void what_lies_in_the_window(void **state)
{
    (void)state;
    struct event events[] = {
        {AT(0, KIND_CASE_OPENED)},
        {INTERVENTION(0, INTERVENTION_KIND_CLARIFICATION)},
        {INTERVENTION(1, INTERVENTION_KIND_CLARIFICATION)},
        {INTERVENTION(2, INTERVENTION_KIND_CLARIFICATION)},
        {INTERVENTION(8, INTERVENTION_KIND_CLARIFICATION)},
        TALK(380),
        TALK(381),
        TALK(382),
        TALK(383),
        TALK(384),
        TALK(385),
        {AT(400, KIND_PAUSE_STARTED), .code = PAUSE_STANDBY, .due = DAY(409)},
        TALK(405),
        {AT(720, KIND_PAUSE_STARTED), .code = PAUSE_STANDBY, .due = DAY(729)},
    };
    struct spans spans = spans_of(events, ARRAY_LEN(events));
    assert_events(span_from(&spans, RULE_R7_7, DAY(385)), 6, 7, 8, 9, 10, 11);
    assert_events(span_from(&spans, RULE_R7_7, DAY(410)), 6, 7, 8, 9, 10, 11, 13);
    assert_events(span_from(&spans, RULE_R7_8, DAY(2)), 2, 3, 4);
    assert_events(span_from(&spans, RULE_R7_8, DAY(730)), 3, 4, 5); /* day 0 has left */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(interventions_with_an_area),      cmocka_unit_test(plans_that_stand_side_by_side),
        cmocka_unit_test(hours_and_bookings_that_clash),   cmocka_unit_test(the_first_waits),
        cmocka_unit_test(a_wait_is_whose_it_is),           cmocka_unit_test(a_wait_without_a_reason),
        cmocka_unit_test(measurements_that_were_compared), cmocka_unit_test(what_the_time_without_began_with),
        cmocka_unit_test(the_law_period_and_its_talks),    cmocka_unit_test(what_lies_in_the_window),
    };
    return cmocka_run_group_tests(tests, resolve, clear);
}
