/* The assessor: the first reader of the feed. One daemon at a time (a lock of its own database session) reads
 * the records behind its cursor, assesses each of those cases once, and writes the difference and the cursor
 * in one transaction.
 *
 *     lock -> rules -> look for work -> load -> assess in slices -> save -> look again, or wait for a wake-up
 *
 * No queue, no claims, no leases: a crash anywhere leaves the cursor where it was, and the work is done
 * again. Of the cases it assessed last it keeps history and rows (known_cases.h) and reads only what is new. The
 * same loop takes the cases of which a fact runs out today (at midnight, when it has put the `day`
 * record into the feed), and, after a change of rules, goes over all cases in the background. A case that
 * cannot be assessed goes to assess_failed and stops nobody.
 *
 * Everything happens on the loop; assessor_wake may be called from any callback of it. */
#ifndef SPOR_ASSESSOR_H
#define SPOR_ASSESSOR_H

#include <uv.h>

#include "base/base.h"
#include "io/db.h"

struct assessor;

struct assessor_stats {
    bool leading;      /* holds the lock: this daemon assesses */
    int64_t cursor;    /* feed number up to which everything is assessed, as far as known here */
    uint64_t assessed; /* cases, since the start */
    uint64_t known;    /* of which it knew all but the newest events */
    uint64_t known_bytes;
    uint64_t failed; /* cases that could not be assessed, since the start */
    uint64_t rounds;
    /* After a change of rules all cases are gone over: so many of so many; 0 of 0 where there is nothing to do.
     */
    uint64_t walked, walk_cases;
};

/* `conninfo` of the daemon's role; `settings` as of db_options; `known_bytes` for the cases assessed last, 0: none
 * is kept. Connects and begins by itself. on_advance
 * (may be NULL) is called each time the cursor has moved on, after the commit. NULL without memory. */
struct assessor *assessor_start(uv_loop_t *loop, const char *conninfo, const char *settings,
                                size_t known_bytes, void (*on_advance)(void *data, int64_t cursor),
                                void *data) NODISCARD;
/* There may be something new in the feed. */
void assessor_wake(struct assessor *assessor);
struct assessor_stats assessor_stats(const struct assessor *assessor);
/* Lets the transaction under way finish; `closed` is called last. */
void assessor_stop(struct assessor *assessor, void (*closed)(void *data), void *data);

#endif
