/* Courses by chance, about a few matters each and dense enough that every rule is broken: also such as the
 * daemon would refuse (events before the opening, double closings, refs to the wrong kind or to what was
 * voided, corrections of all sorts, late registration). For tests only. */
#ifndef SPOR_RANDOM_COURSE_H
#define SPOR_RANDOM_COURSE_H

#include "random_history.h"

enum { COURSE_EVENTS = 120, COURSE_UNITS = 8, COURSE_STAFF = 6, COURSE_FIRST = 19478 }; /* 2023-05-01 */

struct course_shape {
    uint32_t n, days, longest; /* events; over so many days; how far ahead things are due */
    uint32_t themes[3];
    bool distinct; /* each event has an instant of its own */
};

/* One of the values, which end with 0. */
static uint16_t one_of(struct numbers *numbers, const uint8_t *values)
{
    uint32_t n = 0;
    while (values[n])
        n++;
    return values[number_below(numbers, n)];
}

/* What happens where a matter is at stake. */
static enum kind kind_of_theme(struct numbers *numbers, uint32_t theme)
{
    static const uint8_t kinds[][20] = {
        {KIND_CASEWORKER_ASSIGNED, KIND_CASEWORKER_ASSIGNED, KIND_CASEWORKER_ASSIGNED,
         KIND_CASEWORKER_ASSIGNED, KIND_CASEWORKER_RELEASED, KIND_SWITCH_REASON_GIVEN, KIND_MEETING,
         KIND_MEETING, KIND_CORRECTED},
        {KIND_CASEWORKER_ASSIGNED, KIND_CASEWORKER_ASSIGNED, KIND_HANDOVER, KIND_TRANSITION, KIND_TRANSITION,
         KIND_CITIZEN_TOLD, KIND_PLAN_MADE, KIND_PLAN_CONFIRMED, KIND_MEETING, KIND_MEETING_REQUESTED,
         KIND_CLASSIFIED, KIND_CASEWORKER_RELEASED},
        {KIND_DATE_FORESEEN, KIND_DATE_FORESEEN, KIND_DATE_FORESEEN, KIND_CLASSIFIED, KIND_CLASSIFIED,
         KIND_PLAN_REVISED, KIND_TRANSITION, KIND_TRANSITION, KIND_CASEWORKER_ASSIGNED},
        {KIND_FEEDBACK_RECEIVED, KIND_FEEDBACK_RECEIVED, KIND_FEEDBACK_RECEIVED, KIND_FEEDBACK_FOLLOWED_UP,
         KIND_MEETING, KIND_MEETING, KIND_MEETING_REQUESTED, KIND_MEETING_BOOKED, KIND_WISHES_RECORDED},
        {KIND_PLAN_MADE, KIND_PLAN_REVISED, KIND_PLAN_CONFIRMED, KIND_PLAN_CLOSED, KIND_INTERVENTION_STARTED,
         KIND_NEXT_STEP_SET, KIND_NEXT_STEP_DONE, KIND_MEETING, KIND_CASEWORKER_ASSIGNED},
        {KIND_NEXT_STEP_SET, KIND_NEXT_STEP_SET, KIND_NEXT_STEP_MOVED, KIND_NEXT_STEP_MOVED,
         KIND_NEXT_STEP_MOVED, KIND_NEXT_STEP_DONE, KIND_NEXT_STEP_DROPPED, KIND_MEETING_BOOKED, KIND_MEETING,
         KIND_CITIZEN_TOLD, KIND_FEEDBACK_RECEIVED},
        {KIND_INTERVENTION_STARTED, KIND_INTERVENTION_STARTED, KIND_INTERVENTION_CHANGED,
         KIND_INTERVENTION_ENDED, KIND_COORDINATION_CONTACT, KIND_PLAN_MADE, KIND_PLAN_MADE, KIND_PLAN_CLOSED,
         KIND_MEETING, KIND_CASEWORKER_ASSIGNED},
        {KIND_MEETING_BOOKED, KIND_MEETING_BOOKED, KIND_MEETING_BOOKED, KIND_MEETING, KIND_TRANSITION},
        {KIND_WAIT_STARTED, KIND_WAIT_MOVED, KIND_WAIT_ENDED, KIND_WAIT_ENDED, KIND_STATEMENT_REQUESTED,
         KIND_STATEMENT_REQUESTED, KIND_STATEMENT_REQUESTED, KIND_STATEMENT_RECEIVED,
         KIND_INTERVENTION_STARTED, KIND_INTERVENTION_ENDED},
        {KIND_PROGRESS_MEASURED, KIND_PROGRESS_MEASURED, KIND_PROGRESS_MEASURED, KIND_LONG_CASE_REVIEWED,
         KIND_DECISION_MADE, KIND_MEETING},
        {KIND_MEETING, KIND_MEETING, KIND_MEETING, KIND_MEETING_REQUESTED, KIND_CLASSIFIED,
         KIND_INTERVENTION_STARTED, KIND_WISHES_RECORDED},
        {KIND_PAUSE_STARTED, KIND_PAUSE_ENDED, KIND_CASE_CLOSED, KIND_CASE_REOPENED, KIND_CASE_REOPENED,
         KIND_TRANSITION, KIND_CLASSIFIED, KIND_VOIDED, KIND_CORRECTED},
    };
    return (enum kind)one_of(numbers, kinds[theme % ARRAY_LEN(kinds)]);
}

enum { COURSE_THEMES = 12 };

static enum kind kind_of_course(struct numbers *numbers, const struct course_shape *shape)
{
    if (chance(numbers, 75))
        return kind_of_theme(numbers, shape->themes[number_below(numbers, ARRAY_LEN(shape->themes))]);
    if (chance(numbers, 50))
        return kind_of_theme(numbers, number_below(numbers, COURSE_THEMES));
    return (enum kind)(1 + number_below(numbers, KIND_COUNT - 1));
}

static void bend_unit(struct numbers *numbers, struct event *event)
{
    static const uint8_t of[COURSE_UNITS] = {ADMINISTRATION_EMPLOYMENT, ADMINISTRATION_EMPLOYMENT,
                                             ADMINISTRATION_SOCIAL,     ADMINISTRATION_HEALTH,
                                             ADMINISTRATION_AKASSE,     ADMINISTRATION_OTHER_MUNICIPALITY,
                                             ADMINISTRATION_PROVIDER,   ADMINISTRATION_EDUCATION};
    if (!event->unit)
        return;
    event->unit = 1 + number_below(numbers, COURSE_UNITS);
    if (event->administration && chance(numbers, 60)) /* most stay at home */
        event->unit = 1 + number_below(numbers, 3);
    event->administration = of[event->unit - 1];
    if (event->unit == 1)
        event->fields |= UNIT_ALONE; /* `employment` and no more */
}

static void bend_meeting(struct numbers *numbers, struct event *event)
{
    static const uint8_t kinds[] = {
        MEETING_KIND_JOB_MEETING,     MEETING_KIND_JOB_MEETING,          MEETING_KIND_FOLLOW_UP_MEETING,
        MEETING_KIND_PLAN_MEETING,    MEETING_KIND_THREE_PARTY_HANDOVER, MEETING_KIND_EARLY_FOLLOW_UP,
        MEETING_KIND_NETWORK_MEETING, MEETING_KIND_OPEN_CONTACT,         0};
    static const uint8_t failures[] = {MEETING_OUTCOME_CANCELLED_BY_MUNICIPALITY,
                                       MEETING_OUTCOME_MOVED_BY_MUNICIPALITY, MEETING_OUTCOME_NO_SHOW,
                                       MEETING_OUTCOME_CANCELLED_BY_CITIZEN, 0};
    if (event->code && chance(numbers, 80))
        event->code = one_of(numbers, kinds);
    if (event->outcome)
        event->outcome = chance(numbers, 65) ? MEETING_OUTCOME_HELD : (uint8_t)one_of(numbers, failures);
    if (event->channel == CHANNEL_LETTER && chance(numbers, 60))
        event->channel = CHANNEL_PHONE;
}

static void bend_score(struct numbers *numbers, struct event *event, enum kind kind)
{
    static const uint8_t questions[] = {QUESTION_RESPECT, QUESTION_HEARD, QUESTION_KNOWS_NEXT_STEP, 0};
    if (kind == KIND_FEEDBACK_RECEIVED && chance(numbers, 85))
        event->code = one_of(numbers, questions);
    if (kind == KIND_PROGRESS_MEASURED) {
        event->code = (uint16_t)(1 + number_below(numbers, 2) * number_below(numbers, 3));
        event->party = (uint8_t)(1 + number_below(numbers, 2) * number_below(numbers, 2));
        event->score = (int16_t)number_below(numbers, SCALE_DEFAULT + 1);
        event->scale = SCALE_DEFAULT;
    }
    if (event->score >= 0 && chance(numbers, 10)) {
        event->scale = 10;
        event->score = (int16_t)(event->score * 2);
    }
}

static void bend_group(struct numbers *numbers, struct event *event)
{
    static const uint8_t groups[] = {TARGET_GROUP_UNEMPLOYMENT_INSURED,
                                     TARGET_GROUP_UNEMPLOYMENT_INSURED,
                                     TARGET_GROUP_CASH_JOB_READY,
                                     TARGET_GROUP_CASH_ACTIVITY_READY,
                                     TARGET_GROUP_YOUTH_ACTIVITY_READY,
                                     TARGET_GROUP_SICK_PAY,
                                     TARGET_GROUP_SICK_PAY,
                                     TARGET_GROUP_JOB_CLARIFICATION,
                                     TARGET_GROUP_RESOURCE_COURSE,
                                     TARGET_GROUP_SELF_SUPPORTING,
                                     TARGET_GROUP_UNDER_18,
                                     TARGET_GROUP_FLEX_JOB_EMPLOYED,
                                     0};
    if (chance(numbers, 80))
        event->code = one_of(numbers, groups);
}

/* What random_fields gave, bent to what matters more often. */
static void bend(struct numbers *numbers, struct event *event, enum kind kind)
{
    static const uint8_t requests[] = {MEETING_KIND_THREE_PARTY_HANDOVER, MEETING_KIND_EARLY_FOLLOW_UP,
                                       MEETING_KIND_JOB_MEETING, 0};
    static const uint8_t statements[] = {
        WAIT_REASON_MEDICAL_STATUS_CERTIFICATE, WAIT_REASON_MEDICAL_STATUS_CERTIFICATE,
        WAIT_REASON_SICKNESS_CERTIFICATE, WAIT_REASON_SPECIALIST_STATEMENT, 0};
    static const uint8_t reasons[] = {SWITCH_REASON_EMPLOYEE_LEFT,
                                      SWITCH_REASON_EMPLOYEE_LEFT,
                                      SWITCH_REASON_CITIZEN_REQUEST,
                                      SWITCH_REASON_CITIZEN_REQUEST,
                                      SWITCH_REASON_CONFLICT_OF_INTEREST,
                                      SWITCH_REASON_SAFETY,
                                      SWITCH_REASON_DATA_CORRECTION,
                                      SWITCH_REASON_UNKNOWN,
                                      0};
    bend_unit(numbers, event);
    if (event->staff && chance(numbers, 40))
        event->staff = 1 + number_below(numbers, COURSE_STAFF);
    if (kind == KIND_MEETING || kind == KIND_MEETING_BOOKED)
        bend_meeting(numbers, event);
    if (kind == KIND_FEEDBACK_RECEIVED || kind == KIND_PROGRESS_MEASURED)
        bend_score(numbers, event, kind);
    if (kind == KIND_CLASSIFIED)
        bend_group(numbers, event);
    if (kind == KIND_MEETING_REQUESTED && chance(numbers, 60))
        event->code = one_of(numbers, requests);
    if ((kind == KIND_STATEMENT_REQUESTED || kind == KIND_STATEMENT_RECEIVED) && chance(numbers, 80))
        event->code = one_of(numbers, statements);
    if ((kind == KIND_NEXT_STEP_SET || kind == KIND_PLAN_CONFIRMED) && chance(numbers, 50))
        event->party = PARTY_CITIZEN;
    if (kind == KIND_NEXT_STEP_SET && chance(numbers, 50))
        event->channel = 0;
    if (kind == KIND_CITIZEN_TOLD && chance(numbers, 30))
        event->code = TOLD_ABOUT_CASEWORKER_CHANGE;
    if (kind == KIND_WAIT_ENDED && chance(numbers, 60))
        event->outcome = (uint8_t)(WAIT_OUTCOME_REFUSED + number_below(numbers, 3));
    if (kind == KIND_TRANSITION && chance(numbers, 50))
        event->outcome = TRANSITION_STATE_STARTED;
    if (kind == KIND_CASEWORKER_ASSIGNED && event->code && chance(numbers, 75))
        event->code = one_of(numbers, reasons);
    if (event->hours > 0)
        event->hours = (int16_t)(event->hours % (HOURS_MAX_QUARTERS / 6));
    if (event->starts_at != INSTANT_NONE && chance(numbers, 30))
        event->starts_at += (instant_t)number_below(numbers, 12) * 15 * MINUTE;
}

static struct course_shape random_shape(struct numbers *numbers, bool distinct)
{
    struct course_shape shape = {.distinct = distinct};
    shape.days = chance(numbers, 45) ? 900 : chance(numbers, 65) ? 350 : 80;
    uint32_t most = shape.days > 100 ? COURSE_EVENTS : COURSE_EVENTS / 2;
    shape.n = 4 + number_below(numbers, most - 4);
    shape.longest = chance(numbers, 50) ? 90 : chance(numbers, 50) ? 300 : 16;
    for (uint32_t i = 0; i < ARRAY_LEN(shape.themes); i++)
        shape.themes[i] = number_below(numbers, COURSE_THEMES);
    return shape;
}

/* An earlier event; two times in three one that much hangs on, if there is one. */
static const struct event *random_hinge(struct numbers *numbers, const struct event *events, uint32_t n)
{
    const uint64_t kinds = KIND_BIT(KIND_CASEWORKER_ASSIGNED) | KIND_BIT(KIND_TRANSITION) |
                           KIND_BIT(KIND_FEEDBACK_RECEIVED) | KIND_BIT(KIND_MEETING_REQUESTED) |
                           KIND_BIT(KIND_CASE_CLOSED) | KIND_BIT(KIND_PLAN_MADE) | KIND_BIT(KIND_CLASSIFIED);
    uint32_t seq = chance(numbers, 67) ? random_ref(numbers, events, n, kinds) : 0;
    return &events[seq ? seq - 1 : number_below(numbers, n)];
}

/* One event, recorded as number i + 1. */
static void random_event(struct numbers *numbers, struct event *events, uint32_t i,
                         const struct course_shape *shape, instant_t recorded_at)
{
    struct event *event = &events[i];
    *event = (struct event){.seq = i + 1, .recorded_by = 1 + number_below(numbers, COURSE_STAFF)};
    enum kind kind = i == 0 && chance(numbers, 80) ? KIND_CASE_OPENED : kind_of_course(numbers, shape);
    if (i == 1 && chance(numbers, 60))
        kind = KIND_CASEWORKER_ASSIGNED;
    if (i == 2 && chance(numbers, 50))
        kind = KIND_CLASSIFIED;
    day_t day = COURSE_FIRST + (day_t)number_below(numbers, i < 3 ? 10 : shape->days);
    if ((kind == KIND_CLASSIFIED || kind == KIND_BENEFIT_CHANGED || kind == KIND_DATE_FORESEEN) &&
        chance(numbers, 15))
        day = COURSE_FIRST - (day_t)number_below(numbers, 250);
    const struct event *beside = i > 3 && chance(numbers, 35) ? random_hinge(numbers, events, i) : NULL;
    if (beside) {
        day = day_of_instant(beside->occurred_at);
        day += chance(numbers, 50) ? 0 : (day_t)number_below(numbers, 3) - 1;
    }
    event->occurred_at = instant_of_day(day) + (instant_t)number_below(numbers, 24) * HOUR +
                         (shape->distinct ? (instant_t)i * SECOND : 0);
    event->recorded_at = recorded_at;
    uint64_t kinds = kind_info(kind)->ref_kinds;
    if (kinds && (kind_info(kind)->required & FIELD_REF || chance(numbers, 60)))
        event->ref = random_ref(numbers, events, i, kinds);
    enum kind fields_of = kind;
    if (kind == KIND_CORRECTED && event->ref) {
        const struct event *original = &events[event->ref - 1];
        fields_of = (enum kind)original->kind;
        if (chance(numbers, 60)) /* most corrections do not move it far */
            event->occurred_at = original->occurred_at + (instant_t)number_below(numbers, 20) * 24 * HOUR;
    }
    if (fields_of == KIND_CORRECTED || fields_of == KIND_VOIDED)
        fields_of = KIND_NEXT_STEP_SET;
    random_fields(numbers, event, fields_of, day_of_instant(event->occurred_at), shape->longest);
    bend(numbers, event, fields_of);
    if (beside && beside->staff && event->staff && chance(numbers, 50))
        event->staff = beside->staff;
    event->kind = (uint8_t)kind;
}

static void random_course(struct numbers *numbers, struct event events[COURSE_EVENTS],
                          const struct course_shape *shape)
{
    instant_t recorded_at = instant_of_day(COURSE_FIRST);
    for (uint32_t i = 0; i < shape->n; i++) {
        recorded_at += (instant_t)number_below(numbers, 48) * HOUR;
        random_event(numbers, events, i, shape, recorded_at);
    }
}

/* A day of birth with a birthday of interest near the course, or none. */
static day_t random_birth(struct numbers *numbers)
{
    static const uint8_t years[] = {18, 25, 30, 0};
    int age = one_of(numbers, years);
    if (chance(numbers, 40))
        return DAY_NONE;
    return day_birthday(COURSE_FIRST + (day_t)number_below(numbers, 700), -age);
}

#endif
