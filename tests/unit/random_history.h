/* Histories made from numbers, by chance or from the bytes of a fuzzer: all kinds, dense, also such as the
 * daemon would refuse. For tests only. */
#ifndef SPOR_RANDOM_HISTORY_H
#define SPOR_RANDOM_HISTORY_H

#include "core/course.h"

enum { RANDOM_EVENTS = 60, RANDOM_STAFF = 5, RANDOM_UNITS = 6, RANDOM_MOST = 160 };

/* Bytes while there are any, else a generator (xorshift64*); a state of 0 gives nothing but zeros. */
struct numbers {
    const uint8_t *data;
    size_t size;
    uint64_t state;
};

static uint32_t number_below(struct numbers *numbers, uint32_t limit)
{
    if (numbers->size) {
        uint32_t value = *numbers->data++;
        numbers->size--;
        if (limit > 256 && numbers->size) {
            value = value << 8 | *numbers->data++;
            numbers->size--;
        }
        return value % limit;
    }
    numbers->state ^= numbers->state >> 12;
    numbers->state ^= numbers->state << 25;
    numbers->state ^= numbers->state >> 27;
    return (uint32_t)(numbers->state * UINT64_C(2685821657736338717) >> 33) % limit;
}

static bool chance(struct numbers *numbers, uint32_t percent)
{
    return number_below(numbers, 100) < percent;
}

/* An earlier event of a kind that `ref` may name; now and then any. 0: none. */
static uint32_t random_ref(struct numbers *numbers, const struct event *events, uint32_t n, uint64_t kinds)
{
    uint32_t fit[RANDOM_MOST], found = 0;
    bool any = chance(numbers, 5);
    for (uint32_t i = 0; i < n; i++)
        if (any || (kinds & KIND_BIT(events[i].kind)))
            fit[found++] = events[i].seq;
    return found ? fit[number_below(numbers, found)] : 0;
}

static uint32_t random_value(struct numbers *numbers, enum catalogue catalogue)
{
    uint32_t size = catalogue_size(catalogue);
    if (catalogue == CATALOGUE_WAIT_REASON && chance(numbers, 60))
        size = 9; /* few codes, so that some are equal; statements and waits */
    return size ? 1 + number_below(numbers, size) : 0;
}

/* The typed fields of an event of `kind` on `day`; nothing is due much later than `longest` days on. */
static void random_fields(struct numbers *numbers, struct event *event, enum kind kind, day_t day,
                          uint32_t longest)
{
    const struct kind_info *info = kind_info(kind);
    uint32_t may = info->required | info->optional;
    event->due = DAY_NONE;
    event->starts_at = INSTANT_NONE;
    event->score = event->scale = event->hours = -1;
    if (may & FIELD_STAFF && (info->required & FIELD_STAFF || chance(numbers, 80)))
        event->staff = 1 + number_below(numbers, RANDOM_STAFF);
    if (may & FIELD_ROLE)
        event->role = chance(numbers, 35)   ? ROLE_PRIMARY
                      : chance(numbers, 50) ? ROLE_DEPUTY
                                            : (uint8_t)random_value(numbers, CATALOGUE_ROLE);
    if (may & FIELD_UNIT && chance(numbers, 50)) {
        static const uint8_t of[] = {
            ADMINISTRATION_EMPLOYMENT, ADMINISTRATION_EMPLOYMENT,         ADMINISTRATION_SOCIAL,
            ADMINISTRATION_AKASSE,     ADMINISTRATION_OTHER_MUNICIPALITY, ADMINISTRATION_PROVIDER};
        event->unit = 1 + number_below(numbers, RANDOM_UNITS);
        event->administration = of[event->unit - 1];
    }
    if (may & FIELD_CODE && (info->required & FIELD_CODE || chance(numbers, 60)))
        event->code = (uint16_t)random_value(numbers, info->code);
    if (may & FIELD_OUTCOME)
        event->outcome = kind == KIND_MEETING && chance(numbers, 70)
                             ? MEETING_OUTCOME_HELD
                             : (uint8_t)random_value(numbers, info->outcome);
    if (may & FIELD_PARTY && (info->required & FIELD_PARTY || chance(numbers, 40)))
        event->party = (uint8_t)random_value(numbers, CATALOGUE_PARTY);
    if (may & FIELD_CHANNEL && chance(numbers, 40))
        event->channel = (uint8_t)random_value(numbers, CATALOGUE_CHANNEL);
    if (may & FIELD_DUE && (info->required & FIELD_DUE || event->role == ROLE_DEPUTY ||
                            (kind != KIND_CASEWORKER_ASSIGNED && chance(numbers, 60))))
        event->due = day - 3 + (day_t)number_below(numbers, longest);
    if (may & FIELD_STARTS_AT &&
        (kind == KIND_MEETING_BOOKED || (event->role == ROLE_DEPUTY && chance(numbers, 50))))
        event->starts_at = instant_of_day(day - 3 + (day_t)number_below(numbers, longest)) + 9 * HOUR;
    if (may & FIELD_HOURS && chance(numbers, 50))
        event->hours = (int16_t)number_below(numbers, HOURS_MAX_QUARTERS);
    if (may & FIELD_SCORE && chance(numbers, 90)) {
        event->scale = SCALE_DEFAULT;
        event->score = (int16_t)number_below(numbers, SCALE_DEFAULT + 1);
    }
    if (may & FIELD_MARKS)
        for (uint32_t mark = 1; mark < MARK_COUNT; mark++)
            if ((info->marks & MARK_BIT(mark)) && chance(numbers, 20))
                event->marks |= (uint16_t)MARK_BIT(mark);
}

/* Most events of a history are about one matter, so that rare meetings of rare things happen. */
static enum kind random_kind(struct numbers *numbers, uint32_t theme)
{
    static const uint8_t themes[][8] = {
        {KIND_CASEWORKER_ASSIGNED, KIND_CASEWORKER_ASSIGNED, KIND_CASEWORKER_RELEASED, KIND_MEETING,
         KIND_NEXT_STEP_SET, KIND_WAIT_STARTED, KIND_PAUSE_STARTED, KIND_CORRECTED},
        {KIND_CASEWORKER_ASSIGNED, KIND_CASEWORKER_ASSIGNED, KIND_CASEWORKER_ASSIGNED,
         KIND_CASEWORKER_ASSIGNED, KIND_CASEWORKER_RELEASED, KIND_CASEWORKER_RELEASED,
         KIND_SWITCH_REASON_GIVEN, KIND_CORRECTED},
        {KIND_NEXT_STEP_SET, KIND_NEXT_STEP_DONE, KIND_NEXT_STEP_MOVED, KIND_NEXT_STEP_DROPPED,
         KIND_MEETING_BOOKED, KIND_MEETING, KIND_CITIZEN_TOLD, KIND_CORRECTED},
        {KIND_WAIT_STARTED, KIND_WAIT_MOVED, KIND_WAIT_ENDED, KIND_STATEMENT_REQUESTED,
         KIND_STATEMENT_RECEIVED, KIND_INTERVENTION_STARTED, KIND_INTERVENTION_CHANGED,
         KIND_INTERVENTION_ENDED},
        {KIND_PAUSE_STARTED, KIND_PAUSE_ENDED, KIND_CASE_CLOSED, KIND_CASE_REOPENED, KIND_TRANSITION,
         KIND_CLASSIFIED, KIND_LONG_CASE_REVIEWED, KIND_VOIDED},
    };
    return chance(numbers, 75) ? (enum kind)themes[theme % ARRAY_LEN(themes)][number_below(numbers, 8)]
                               : (enum kind)(1 + number_below(numbers, KIND_COUNT - 1));
}

/* At most `n` events over `days` days from 2023-05-01; `distinct` gives each an instant of its own. Returns
 * how many. */
static UNUSED uint32_t random_events(struct numbers *numbers, struct event *events, uint32_t n, uint32_t days,
                                     bool distinct)
{
    const day_t first = 19478; /* 2023-05-01 */
    instant_t recorded = instant_of_day(first);
    uint32_t theme = number_below(numbers, 5), longest = chance(numbers, 50) ? 90 : 16;
    for (uint32_t i = 0; i < n; i++) {
        struct event *event = &events[i];
        *event = (struct event){.seq = i + 1, .recorded_by = 1 + number_below(numbers, RANDOM_STAFF)};
        enum kind kind = i == 0 && chance(numbers, 80) ? KIND_CASE_OPENED : random_kind(numbers, theme);
        if (i == 1 && chance(numbers, 60))
            kind = KIND_CASEWORKER_ASSIGNED;
        day_t day = first + (day_t)(i < 2 ? number_below(numbers, 10) : number_below(numbers, days));
        event->occurred_at = instant_of_day(day) + (instant_t)number_below(numbers, 24) * HOUR +
                             (distinct ? (instant_t)i * SECOND : 0);
        recorded += (instant_t)number_below(numbers, 48) * HOUR;
        event->recorded_at = recorded;
        uint64_t kinds = kind_info(kind)->ref_kinds;
        if (kinds && (kind_info(kind)->required & FIELD_REF || chance(numbers, 60)))
            event->ref = random_ref(numbers, events, i, kinds);
        enum kind fields_of = kind;
        if (kind == KIND_CORRECTED && event->ref)
            fields_of = (enum kind)events[event->ref - 1].kind;
        if (fields_of == KIND_CORRECTED || fields_of == KIND_VOIDED)
            fields_of = KIND_NEXT_STEP_SET;
        day = day_of_instant(event->occurred_at);
        random_fields(numbers, event, fields_of, day, longest);
        event->kind = (uint8_t)kind;
    }
    return n;
}

#endif
