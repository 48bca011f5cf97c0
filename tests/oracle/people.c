/* Who is primary, deputy, coordinator and second at the end of each day (rules 5.7). */
#include "tests/oracle/oracle.h"

/* Cover that was assigned to begin on a later day. */
struct planned {
    uint32_t staff, event;
    day_t from;
};

struct people {
    uint32_t primary, primary_event, deputy, deputy_event, coordinator, coordinator_event;
    uint64_t seconds;
    bool had_primary;
    struct planned planned[ORACLE_EVENTS];
    uint32_t n_planned;
};

static uint64_t bit_of(uint32_t staff)
{
    return UINT64_C(1) << staff;
}

static void cover(struct people *now, uint32_t staff, uint32_t event)
{
    now->deputy = staff;
    now->deputy_event = event;
}

static void assign(const struct oracle *o, struct people *now, uint32_t p)
{
    const struct event *e = &o->at[p].e;
    if (e->role == ROLE_PRIMARY) {
        if (e->staff != now->primary)
            now->deputy = now->n_planned = 0;
        now->primary = e->staff;
        now->primary_event = p;
        now->had_primary = true;
    }
    if (e->role == ROLE_DEPUTY && now->had_primary) {
        day_t from = e->starts_at == INSTANT_NONE ? o->at[p].day : day_of_instant(e->starts_at);
        if (from > o->at[p].day)
            now->planned[now->n_planned++] = (struct planned){e->staff, p, from};
        else
            cover(now, e->staff, p);
    }
    if (e->role == ROLE_COORDINATOR) {
        now->coordinator = e->staff;
        now->coordinator_event = p;
    }
    if (e->role == ROLE_SECONDARY)
        now->seconds |= bit_of(e->staff);
}

static void release(struct people *now, const struct event *e)
{
    if (e->role == ROLE_PRIMARY && now->primary == e->staff)
        now->primary = 0;
    if (e->role == ROLE_DEPUTY) {
        if (now->deputy == e->staff)
            now->deputy = 0;
        for (uint32_t i = 0; i < now->n_planned; i++)
            if (now->planned[i].staff == e->staff)
                now->planned[i].from = DAY_NONE; /* dropped */
    }
    if (e->role == ROLE_COORDINATOR && now->coordinator == e->staff)
        now->coordinator = 0;
    if (e->role == ROLE_SECONDARY)
        now->seconds &= ~bit_of(e->staff);
}

/* Nobody who is released that day before the moment on which his cover was to begin begins it. */
static bool begins(const struct oracle *o, const struct planned *planned)
{
    instant_t starts = o->at[planned->event].e.starts_at;
    for (uint32_t i = planned->event; i < o->n; i++) {
        const struct event *e = &o->at[i].e;
        if (oracle_is(o, i, KIND_CASEWORKER_RELEASED) && o->at[i].day == planned->from &&
            e->role == ROLE_DEPUTY && e->staff == planned->staff && e->occurred_at < starts)
            return false;
    }
    return true;
}

static void find_runs_of_cover(struct oracle *o)
{
    for (day_t day = o->first, from = DAY_NONE; day <= o->last; day++) {
        struct oracle_day *s = &o->days[day - o->first];
        from = !s->deputy ? DAY_NONE : from == DAY_NONE ? day : from;
        s->cover_from = from;
    }
    for (day_t day = o->last, to = DAY_NONE; day >= o->first; day--) {
        struct oracle_day *s = &o->days[day - o->first];
        to = !s->deputy ? DAY_NONE : to == DAY_NONE ? day : to;
        s->cover_to = to;
    }
}

void oracle_people(struct oracle *o)
{
    struct people now = {
        .primary_event = ORACLE_NOBODY, .deputy_event = ORACLE_NOBODY, .coordinator_event = ORACLE_NOBODY};
    uint32_t next = 0;
    for (day_t day = o->first; day <= o->last; day++) {
        for (uint32_t i = 0; i < now.n_planned; i++) /* of two that begin today the later assignment counts */
            if (now.planned[i].from == day && begins(o, &now.planned[i]))
                cover(&now, now.planned[i].staff, now.planned[i].event);
        for (; next < o->n && o->at[next].day == day; next++) {
            if (oracle_is(o, next, KIND_CASEWORKER_ASSIGNED))
                assign(o, &now, next);
            if (oracle_is(o, next, KIND_CASEWORKER_RELEASED))
                release(&now, &o->at[next].e);
        }
        struct oracle_day *s = &o->days[day - o->first];
        s->primary = now.primary;
        s->primary_event = now.primary_event;
        s->deputy = now.deputy && o->at[now.deputy_event].e.due >= day ? now.deputy : 0;
        s->deputy_event = now.deputy_event;
        s->coordinator = now.coordinator;
        s->coordinator_event = now.coordinator_event;
        s->seconds = now.seconds;
    }
    find_runs_of_cover(o);
}
