/* Corrections, voids, order, references. See history.h. */
#include "core/history.h"

/* Days and instants far from any life, so that sums of days cannot overflow whatever a database holds. */
enum { FIRST_SANE_DAY = -62091 /* 1800 */, LAST_SANE_DAY = 157054 /* 2400 */ };
#define DAY_LENGTH (24 * HOUR)

struct placed {
    instant_t at;
    uint32_t index;
};

static bool is_change(const struct event *event)
{
    return event->kind == KIND_CORRECTED || event->kind == KIND_VOIDED;
}

static bool may_be_changed(const struct event *event)
{
    return !(kind_info((enum kind)event->kind)->flags & KIND_UNCORRECTABLE);
}

uint32_t history_find(const struct event *events, size_t n, uint32_t seq)
{
    if (seq >= 1 && seq <= n && events[seq - 1].seq == seq)
        return seq - 1;
    size_t low = 0, high = n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (events[middle].seq < seq)
            low = middle + 1;
        else
            high = middle;
    }
    return low < n && events[low].seq == seq ? (uint32_t)low : NOWHERE;
}

/* Who stands behind whom, and which change of each event is the last. */
static void settle(const struct history *history, struct fate *fates)
{
    for (uint32_t i = 0; i < history->n; i++) {
        const struct event *event = &history->events[i];
        fates[i] = (struct fate){NOWHERE, NOWHERE, NOWHERE};
        if (event->recorded_at > history->known_at)
            continue;
        if (!is_change(event)) {
            fates[i].original = i;
            continue;
        }
        uint32_t ref = history_find(history->events, i, event->ref); /* earlier ones only */
        uint32_t original = ref == NOWHERE ? NOWHERE : fates[ref].original;
        if (original == NOWHERE || !may_be_changed(&history->events[original]))
            continue;
        fates[i].original = original;
        fates[original].change = i;
    }
}

static bool is_sane(const struct event *event)
{
    return (event->due == DAY_NONE || (event->due >= FIRST_SANE_DAY && event->due <= LAST_SANE_DAY)) &&
           event->occurred_at >= FIRST_SANE_DAY * DAY_LENGTH &&
           event->occurred_at <= LAST_SANE_DAY * DAY_LENGTH &&
           (event->starts_at == INSTANT_NONE || (event->starts_at >= FIRST_SANE_DAY * DAY_LENGTH &&
                                                 event->starts_at <= LAST_SANE_DAY * DAY_LENGTH));
}

static instant_t sane_instant(instant_t instant)
{
    instant_t first = FIRST_SANE_DAY * DAY_LENGTH, last = LAST_SANE_DAY * DAY_LENGTH;
    return instant < first ? first : instant > last ? last : instant;
}

static void make_sane(struct event *event)
{
    if (event->due != DAY_NONE)
        event->due = day_max(FIRST_SANE_DAY, day_min(event->due, LAST_SANE_DAY));
    event->occurred_at = sane_instant(event->occurred_at);
    if (event->starts_at != INSTANT_NONE)
        event->starts_at = sane_instant(event->starts_at);
}

/* The event with the content that counts: itself, or a copy. NULL: out of memory. */
static const struct event *content(struct arena *arena, const struct event *original,
                                   const struct event *correction)
{
    const struct event *from = correction ? correction : original;
    if (!correction && is_sane(original))
        return original;
    struct event *copy = ARENA_NEW(arena, struct event);
    if (!copy)
        return NULL;
    *copy = *from;
    make_sane(copy);
    copy->seq = original->seq;
    copy->ref = original->ref;
    copy->kind = original->kind;
    copy->because = original->because;
    copy->recorded_at = original->recorded_at;
    copy->recorded_by = original->recorded_by;
    return copy;
}

/* Those of one instant stay in order of seq. */
static bool is_later(const void *a, const void *b)
{
    const struct placed *one = a, *two = b;
    return one->at > two->at;
}

static uint32_t target_of(const struct history *history, const struct fate *fates, uint32_t index)
{
    const struct event *event = &history->events[index];
    if (!event->ref || event->ref >= event->seq)
        return NOWHERE;
    uint32_t ref = history_find(history->events, index, event->ref);
    uint32_t original = ref == NOWHERE ? NOWHERE : fates[ref].original;
    if (original == NOWHERE)
        return NOWHERE;
    uint32_t target = fates[original].effective;
    bool right_kind = kind_info((enum kind)event->kind)->ref_kinds & KIND_BIT(history->events[original].kind);
    return right_kind ? target : NOWHERE;
}

enum err_code history_effective(struct arena *arena, const struct history *history, struct occurrences *out,
                                const struct fate **fates_out, struct err *err)
{
    size_t n = history->n;
    uint32_t before = 0;
    for (size_t i = 0; i < n; i++) { /* so there are fewer than NOWHERE */
        const struct event *event = &history->events[i];
        if (event->kind <= KIND_NONE || event->kind >= KIND_COUNT || event->seq <= before)
            return err_set(err, ERR_INTERNAL, "event %zu of the history is out of order or of no kind", i);
        before = event->seq;
    }
    struct fate *fates = ARENA_ARRAY(arena, struct fate, n);
    struct occurrence *all = ARENA_ARRAY(arena, struct occurrence, n);
    struct placed *placed = ARENA_ARRAY(arena, struct placed, n);
    struct placed *scratch = ARENA_ARRAY(arena, struct placed, n);
    if (!fates || !all || !placed || !scratch)
        return err_set(err, ERR_NO_MEMORY, "no memory for the history");
    settle(history, fates);

    size_t kept = 0;
    for (uint32_t i = 0; i < n; i++) {
        const struct event *event = &history->events[i];
        if (fates[i].original != i)
            continue;
        const struct event *change = fates[i].change == NOWHERE ? NULL : &history->events[fates[i].change];
        if (!change || change->kind == KIND_CORRECTED)
            placed[kept++] = (struct placed){sane_instant((change ? change : event)->occurred_at), i};
    }
    sort_stable(placed, scratch, kept, sizeof *placed, is_later);

    for (uint32_t k = 0; k < kept; k++)
        fates[placed[k].index].effective = k;
    for (size_t k = 0; k < kept; k++) {
        uint32_t i = placed[k].index;
        const struct event *change = fates[i].change == NOWHERE ? NULL : &history->events[fates[i].change];
        const struct event *event = content(arena, &history->events[i], change);
        if (!event)
            return err_set(err, ERR_NO_MEMORY, "no memory for the history");
        all[k] = (struct occurrence){event, day_of_instant(event->occurred_at), target_of(history, fates, i)};
    }
    *out = (struct occurrences){all, kept};
    if (fates_out)
        *fates_out = fates;
    return ERR_NONE;
}

size_t occurrences_by_instant(const struct occurrences *all, instant_t instant)
{
    size_t low = 0, high = all->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (all->at[middle].event->occurred_at <= instant)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

size_t occurrences_by_day(const struct occurrences *all, day_t day)
{
    size_t low = 0, high = all->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (all->at[middle].day <= day)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}
