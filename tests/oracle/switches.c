/* Holders, changes and switches as known on a day (rules 5.7), by walking all days up to it. */
#include "base/bug.h"
#include "tests/oracle/oracle.h"

/* First day of the run of cover that the day lies in, if the run is long as known on `on`; else DAY_NONE. */
static day_t long_cover(const struct oracle *o, day_t day, day_t on, int32_t cover_days)
{
    const struct oracle_day *s = oracle_day(o, day);
    if (!s->deputy)
        return DAY_NONE;
    day_t to = s->cover_to < on ? s->cover_to : on;
    return to - s->cover_from + 1 > cover_days ? s->cover_from : DAY_NONE;
}

uint32_t oracle_holder(const struct oracle *o, day_t day, day_t on, int32_t cover_days)
{
    const struct oracle_day *s = oracle_day(o, day);
    if (day < o->start)
        return 0;
    return long_cover(o, day, on, cover_days) != DAY_NONE ? s->deputy : s->primary;
}

/* `unknown` is missing everywhere. */
static uint32_t known_reason(uint32_t code)
{
    return code == SWITCH_REASON_UNKNOWN ? 0 : code;
}

/* The latest reason given for the assignment, else its own. */
uint32_t oracle_given_reason(const struct oracle *o, uint32_t event, day_t on)
{
    uint32_t given = 0;
    /* those recorded as earlier than the assignment take effect right after it, in their order */
    for (uint32_t p = 0; p < o->n; p++)
        if (oracle_is(o, p, KIND_SWITCH_REASON_GIVEN) && o->at[p].target == event &&
            oracle_effect_day(o, p) <= on)
            given = known_reason(o->at[p].e.code);
    return given ? given : known_reason(o->at[event].e.code);
}

/* The code of the latest release that has one, if it is not older than the latest assignment. */
static uint32_t released_reason(const struct oracle *o, uint32_t staff, day_t day)
{
    uint32_t reason = 0;
    for (uint32_t p = 0; p < o->n && o->at[p].day <= day; p++) {
        const struct event *e = &o->at[p].e;
        if (e->staff != staff || (e->role != ROLE_PRIMARY && e->role != ROLE_DEPUTY))
            continue;
        if (e->kind == KIND_CASEWORKER_ASSIGNED)
            reason = 0;
        if (e->kind == KIND_CASEWORKER_RELEASED && known_reason(e->code))
            reason = e->code;
    }
    return reason;
}

static bool was_second(const struct oracle *o, uint32_t staff, day_t from, day_t before)
{
    for (day_t day = from; day < before; day++)
        if (day < o->first || !(oracle_day(o, day)->seconds & UINT64_C(1) << staff))
            return false;
    return true;
}

static uint32_t last_primary(const struct oracle *o, day_t day)
{
    for (; day >= o->first; day--)
        if (oracle_day(o, day)->primary)
            return oracle_day(o, day)->primary;
    return 0;
}

/* Who has held, up to the last day with a holder. */
struct held {
    uint64_t people;
    uint32_t last;
    day_t first_day, last_day;
};

static struct oracle_change change_on(const struct oracle *o, day_t day, day_t on, const int32_t *param,
                                      const struct held *held)
{
    const struct oracle_day *s = oracle_day(o, day);
    day_t run = long_cover(o, day, on, param[PARAM_COVER_DAYS]);
    bool before;
    struct oracle_change c = {.day = day, .known_day = day, .former = held->last};
    c.is_long_cover = run != DAY_NONE;
    c.holder = c.is_long_cover ? s->deputy : s->primary;
    c.event = c.is_long_cover ? s->deputy_event : s->primary_event;
    if (c.is_long_cover && run + param[PARAM_COVER_DAYS] > day)
        c.known_day = run + param[PARAM_COVER_DAYS];
    before = (held->people & UINT64_C(1) << c.holder) != 0;
    c.is_return = before && !c.is_long_cover &&
                  long_cover(o, held->last_day, on, param[PARAM_COVER_DAYS]) != DAY_NONE &&
                  last_primary(o, held->last_day) == c.holder;
    c.is_soft = before || was_second(o, c.holder, day - param[PARAM_SECONDARY_KNOWN_DAYS], day);
    c.is_history = (o->at[c.event].e.marks & MARK_BIT(MARK_HISTORY)) != 0;
    if (c.is_return && o->at[c.event].day != day) {
        c.reason = SWITCH_REASON_RETURNED_FROM_ABSENCE;
    } else {
        c.reason = oracle_given_reason(o, c.event, on);
        if (!c.reason)
            c.reason = released_reason(o, c.former, day);
        if (!c.reason && c.is_return)
            c.reason = SWITCH_REASON_RETURNED_FROM_ABSENCE;
    }
    return c;
}

uint32_t oracle_changes(const struct oracle *o, day_t on, const int32_t *param, struct oracle_change *out)
{
    struct held held = {.first_day = DAY_NONE};
    bool intake_is_over = false;
    uint32_t n = 0;
    for (day_t day = o->start; day <= on; day++) {
        uint32_t holder = oracle_holder(o, day, on, param[PARAM_COVER_DAYS]);
        if (!holder)
            continue;
        if (held.first_day == DAY_NONE)
            held.first_day = day;
        if (held.last && holder != held.last) {
            struct oracle_change c = change_on(o, day, on, param, &held);
            const struct catalogue_value *reason = catalogue_value(CATALOGUE_SWITCH_REASON, c.reason);
            bool counts = !reason || (reason->flags & SWITCH_COUNTS);
            c.is_breach = !reason || (reason->flags & SWITCH_BREACH);
            c.weight = c.is_soft ? CHANGE_HALF : CHANGE_WHOLE;
            if (!counts)
                c.weight = CHANGE_NOT_COUNTED;
            else if (!intake_is_over && day - held.first_day <= param[PARAM_INTAKE_DAYS])
                c.weight = CHANGE_INTAKE;
            intake_is_over = intake_is_over || counts;
            if (n == ORACLE_CHANGES)
                bug("too many changes for the oracle");
            out[n++] = c;
        }
        held.people |= UINT64_C(1) << holder;
        held.last = holder;
        held.last_day = day;
    }
    return n;
}
