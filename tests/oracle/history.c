/* The effective history (rules 5.1), by looking through everything recorded for each event. */
#include "base/bug.h"
#include "tests/oracle/oracle.h"

static bool known(const struct history *h, uint32_t i)
{
    return h->events[i].recorded_at <= h->known_at;
}

static bool is_change(const struct event *e)
{
    return e->kind == KIND_CORRECTED || e->kind == KIND_VOIDED;
}

static uint32_t recorded_as(const struct history *h, uint32_t seq, uint32_t before)
{
    uint32_t found = ORACLE_NOBODY;
    for (uint32_t i = 0; i < before; i++)
        if (h->events[i].seq == seq && known(h, i))
            found = i;
    return found;
}

/* A ref to a correction or a void means the original behind it. */
static uint32_t original(const struct history *h, uint32_t i)
{
    while (i != ORACLE_NOBODY && is_change(&h->events[i]))
        i = recorded_as(h, h->events[i].ref, i);
    return i;
}

static bool is_changeable(const struct event *e)
{
    return !is_change(e) && e->kind != KIND_REDACTION_REQUESTED && e->kind != KIND_NOTE_REDACTED &&
           !(e->kind >= KIND_FLAG_ACKNOWLEDGED && e->kind <= KIND_FLAG_REOPENED);
}

/* Of several corrections and voids the last recorded one counts. */
static const struct event *last_content(const struct history *h, uint32_t i)
{
    const struct event *last = &h->events[i];
    for (uint32_t k = i + 1; k < h->n && is_changeable(&h->events[i]); k++)
        if (known(h, k) && is_change(&h->events[k]) && original(h, k) == i)
            last = &h->events[k];
    return last;
}

static bool comes_before(const struct event *a, const struct event *b)
{
    return a->occurred_at != b->occurred_at ? a->occurred_at < b->occurred_at : a->seq < b->seq;
}

static uint32_t find_target(const struct oracle *o, const struct history *h, const struct event *recorded,
                            const uint32_t recorded_at_place[])
{
    uint32_t named = recorded_as(h, recorded->ref, (uint32_t)(recorded - h->events));
    if (!recorded->ref || named == ORACLE_NOBODY)
        return ORACLE_NOBODY;
    uint32_t meant = original(h, named);
    /* what can neither be corrected nor voided is behind nothing but itself */
    if (meant == ORACLE_NOBODY || (meant != named && !is_changeable(&h->events[meant])))
        return ORACLE_NOBODY;
    for (uint32_t p = 0; p < o->n; p++)
        if (recorded_at_place[p] == meant)
            return kind_info((enum kind)recorded->kind)->ref_kinds & KIND_BIT(o->at[p].e.kind)
                       ? p
                       : ORACLE_NOBODY;
    return ORACLE_NOBODY; /* voided */
}

void oracle_effective(struct oracle *o, const struct history *h)
{
    uint32_t recorded[ORACLE_EVENTS];
    o->n = 0;
    o->born = h->born;
    if (h->n > ORACLE_EVENTS)
        bug("the history is too long for the oracle");
    for (uint32_t i = 0; i < h->n; i++) {
        const struct event *as_recorded = &h->events[i], *content = last_content(h, i);
        if (!known(h, i) || is_change(as_recorded) || content->kind == KIND_VOIDED)
            continue;
        struct oracle_event one = {.e = *content, .day = day_of_instant(content->occurred_at)};
        one.e.kind = as_recorded->kind;
        one.e.seq = as_recorded->seq;
        one.e.ref = as_recorded->ref;
        if (one.e.staff >= ORACLE_STAFF)
            bug("too many people for the oracle");
        uint32_t place = o->n++;
        for (; place > 0 && comes_before(&one.e, &o->at[place - 1].e); place--) {
            o->at[place] = o->at[place - 1];
            recorded[place] = recorded[place - 1];
        }
        o->at[place] = one;
        recorded[place] = i;
    }
    for (uint32_t p = 0; p < o->n; p++)
        o->at[p].target = find_target(o, h, &h->events[recorded[p]], recorded);
}

day_t oracle_effect_day(const struct oracle *o, uint32_t p)
{
    uint32_t target = o->at[p].target;
    return target != ORACLE_NOBODY && o->at[target].day > o->at[p].day ? o->at[target].day : o->at[p].day;
}
