/* What begins, changes and ends: steps, bookings, waits, interventions (rules 5.8 to 5.10). */
#include "tests/oracle/oracle.h"

bool oracle_is(const struct oracle *o, uint32_t p, enum kind kind)
{
    return o->at[p].e.kind == kind;
}

/* ---- meetings and movement (5.8, 5.10) --------------------------------------------------------------- */

bool oracle_held(const struct event *e)
{
    return e->kind == KIND_MEETING && e->outcome == MEETING_OUTCOME_HELD && e->channel != CHANNEL_LETTER;
}

bool oracle_meeting_has(const struct event *e, enum catalogue_flags flag)
{
    const struct catalogue_value *meeting = catalogue_value(CATALOGUE_MEETING_KIND, e->code);
    return oracle_held(e) && meeting && (meeting->flags & flag);
}

bool oracle_talk(const struct event *e)
{
    return oracle_meeting_has(e, MEETING_TALK) && e->administration != ADMINISTRATION_AKASSE;
}

bool oracle_three_party(const struct event *e)
{
    if (e->kind == KIND_HANDOVER)
        return e->code == HANDOVER_MODE_THREE_PARTY &&
               (e->outcome == HANDOVER_STATE_SENT || e->outcome == HANDOVER_STATE_ACCEPTED);
    return oracle_held(e) && e->code == MEETING_KIND_THREE_PARTY_HANDOVER;
}

bool oracle_moves(const struct event *e)
{
    return (kind_info((enum kind)e->kind)->flags & KIND_SUBSTANTIVE) ||
           oracle_meeting_has(e, MEETING_MOVEMENT) ||
           (e->kind == KIND_HANDOVER && e->outcome == HANDOVER_STATE_ACCEPTED) ||
           (e->kind == KIND_COORDINATION_CONTACT && e->party == PARTY_EMPLOYER);
}

/* ---- what ends an item (5.8, 5.9) -------------------------------------------------------------------- */

bool oracle_is_wait(const struct oracle *o, uint32_t p)
{
    return oracle_is(o, p, KIND_WAIT_STARTED) || oracle_is(o, p, KIND_STATEMENT_REQUESTED);
}

static bool ends_its_target(enum kind kind)
{
    return kind == KIND_NEXT_STEP_DONE || kind == KIND_NEXT_STEP_DROPPED || kind == KIND_MEETING ||
           kind == KIND_WAIT_ENDED || kind == KIND_STATEMENT_RECEIVED || kind == KIND_INTERVENTION_ENDED;
}

/* The first event that ends an item counts. */
static void end(struct oracle *o, uint32_t p)
{
    uint32_t target = o->at[p].target;
    if (target != ORACLE_NOBODY && ends_its_target((enum kind)o->at[p].e.kind) &&
        o->closed_by[target] == ORACLE_NOBODY)
        o->closed_by[target] = p;
}

/* A receipt without ref ends the oldest wait of its code that is open at that moment. */
static void receive(struct oracle *o, uint32_t p)
{
    for (uint32_t w = 0; w < p; w++)
        if (oracle_is_wait(o, w) && o->at[w].e.code == o->at[p].e.code && o->closed_by[w] == ORACLE_NOBODY) {
            o->closed_by[w] = p;
            return;
        }
}

static void find_ends(struct oracle *o)
{
    for (uint32_t p = 0; p < o->n; p++)
        o->closed_by[p] = ORACLE_NOBODY;
    for (uint32_t p = 0; p < o->n; p++) {
        uint32_t target = o->at[p].target;
        if (target != ORACLE_NOBODY && target < p)
            end(o, p);
        if (oracle_is(o, p, KIND_STATEMENT_RECEIVED) && !o->at[p].e.ref)
            receive(o, p);
        for (uint32_t q = 0; q < p; q++) /* what named it beforehand counts right after it */
            if (o->at[q].target == p)
                end(o, q);
    }
}

day_t oracle_closed_on(const struct oracle *o, uint32_t p)
{
    uint32_t by = o->closed_by[p];
    if (by == ORACLE_NOBODY)
        return DAY_NEVER;
    return o->at[by].day > o->at[p].day ? o->at[by].day : o->at[p].day;
}

bool oracle_open(const struct oracle *o, uint32_t p, enum kind kind, day_t day)
{
    return oracle_is(o, p, kind) && o->at[p].day <= day && oracle_closed_on(o, p) > day;
}

/* ---- what changes it --------------------------------------------------------------------------------- */

static bool changes_its_target(enum kind kind)
{
    return kind == KIND_NEXT_STEP_MOVED || kind == KIND_WAIT_MOVED || kind == KIND_INTERVENTION_CHANGED;
}

day_t oracle_due(const struct oracle *o, uint32_t p, day_t day)
{
    day_t due = o->at[p].e.due;
    for (uint32_t q = 0; q < o->n; q++)
        if (o->at[q].target == p && changes_its_target((enum kind)o->at[q].e.kind) &&
            oracle_effect_day(o, q) <= day && o->at[q].e.due != DAY_NONE)
            due = o->at[q].e.due;
    return due;
}

/* Quarters of hours a week; 0 where none were said. */
static int32_t hours(const struct oracle *o, uint32_t p, day_t day)
{
    int32_t quarters = o->at[p].e.hours;
    for (uint32_t q = 0; q < o->n; q++)
        if (o->at[q].target == p && oracle_is(o, q, KIND_INTERVENTION_CHANGED) &&
            oracle_effect_day(o, q) <= day && o->at[q].e.hours >= 0)
            quarters = o->at[q].e.hours;
    return quarters > 0 ? quarters : 0;
}

bool oracle_intervention_open(const struct oracle *o, uint32_t p, day_t day)
{
    if (!oracle_open(o, p, KIND_INTERVENTION_STARTED, day))
        return false;
    day_t due = oracle_due(o, p, day);
    return due == DAY_NONE || due >= day;
}

uint8_t oracle_wait_party(const struct event *wait)
{
    const struct catalogue_value *reason = catalogue_value(CATALOGUE_WAIT_REASON, wait->code);
    return wait->party ? wait->party : reason ? reason->party : 0;
}

/* ---- the days ---------------------------------------------------------------------------------------- */

static uint8_t area(const struct event *intervention)
{
    const struct catalogue_value *kind = catalogue_value(CATALOGUE_INTERVENTION_KIND, intervention->code);
    return kind && kind->administration ? kind->administration : intervention->administration;
}

static void interventions_on(const struct oracle *o, struct oracle_day *s, day_t day)
{
    bool areas[ADMINISTRATION_COUNT] = {false};
    for (uint32_t p = 0; p < s->n_events; p++) {
        if (!oracle_intervention_open(o, p, day))
            continue;
        s->n_interventions++;
        s->quarters += hours(o, p, day);
        s->intervention_with_due = s->intervention_with_due || oracle_due(o, p, day) != DAY_NONE;
        areas[area(&o->at[p].e)] = true;
    }
    for (uint32_t a = ADMINISTRATION_NONE_ + 1; a < ADMINISTRATION_COUNT; a++)
        s->n_areas += areas[a];
}

void oracle_items(struct oracle *o)
{
    find_ends(o);
    for (day_t day = o->first; day <= o->last; day++) {
        struct oracle_day *s = &o->days[day - o->first];
        s->next_booking = DAY_NEVER;
        s->has_step = s->has_citizen_step = s->intervention_with_due = false;
        s->n_interventions = s->n_areas = 0;
        s->quarters = 0;
        for (uint32_t p = 0; p < s->n_events; p++) {
            const struct event *e = &o->at[p].e;
            if (oracle_open(o, p, KIND_NEXT_STEP_SET, day)) {
                s->has_step = true;
                s->has_citizen_step = s->has_citizen_step || e->party == PARTY_CITIZEN;
            }
            if (oracle_open(o, p, KIND_MEETING_BOOKED, day)) {
                day_t starts = day_of_instant(e->starts_at);
                if (starts >= day && starts < s->next_booking)
                    s->next_booking = starts;
            }
        }
        interventions_on(o, s, day);
    }
}

bool oracle_complex(const struct oracle_day *on)
{
    return on->coordinator || on->n_areas >= 2 || on->marked_complex;
}
