/* The effective history: what was recorded, with corrections and voids applied, in the order in which it
 * happened (rules 5.1). Inside core. */
#ifndef SPOR_HISTORY_H
#define SPOR_HISTORY_H

#include "core/course.h"
#include "core/runs.h"

/* One effective event. `event` is the recorded one, or, where it was corrected, a copy with the new content:
 * kind, seq, ref, recorded_* and `because` of the original. */
struct occurrence {
    const struct event *event;
    day_t day;
    uint32_t target; /* index of the effective event that `ref` means, NOWHERE: none, voided or of no kind */
};

struct occurrences {
    const struct occurrence *at; /* by occurred_at, then seq of the original */
    size_t n;
};

/* What became of an event as recorded. */
struct fate {
    uint32_t original;  /* index of the recorded event behind it: itself, or what it corrects or voids; or
                           NOWHERE */
    uint32_t change;    /* index of the last recorded correction or void of it, NOWHERE: none */
    uint32_t effective; /* index in the effective history, NOWHERE: not there */
};

/* `fates` (may be NULL) gets one for each recorded event. Events must come by seq, each once: else
 * ERR_INTERNAL. */
enum err_code history_effective(struct arena *arena, const struct history *history, struct occurrences *out,
                                const struct fate **fates, struct err *err) NODISCARD;

/* Index of the event with that seq, NOWHERE if there is none. */
uint32_t history_find(const struct event *events, size_t n, uint32_t seq);

/* The first so many of them: what had happened by an instant, or by the end of a day. */
size_t occurrences_by_instant(const struct occurrences *all, instant_t instant);
size_t occurrences_by_day(const struct occurrences *all, day_t day);

#endif
