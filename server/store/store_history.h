/* Typed histories: rows of `event` as assess reads them, by index-only scans.
 *
 * history_ask puts three statements into a batch of the caller, history_read decodes their results: what the
 * writer needs before it checks the moves of a unit. The assessor asks for many cases with
 * SQL_HISTORY_OF_CASES and decodes with history_event from column 1 on. */
#ifndef SPOR_STORE_HISTORY_H
#define SPOR_STORE_HISTORY_H

#include "base/hash.h"
#include "base/mem.h"
#include "core/course.h"
#include "io/db.h"
#include "store/viewer.h"

/* One row, from its column `seq` (at `first`) on, as SQL_HISTORY_OF_CASE selects them. */
void history_event(const struct db_batch *batch, int query, int row, int first, struct event *out);
enum { HISTORY_COLUMNS = 26 };

/* Of many cases: SQL_HISTORY_COPY costs a third of SQL_HISTORY_OF_CASES, but needs a batch of its own. */
struct case_events {
    int64_t case_id;
    const struct event *events;
    size_t n;
};
void history_ask_copy(struct db_batch *batch, const int64_t *cases, size_t n);
/* Those of the cases asked for that have events, in order of their number; all memory from the arena. */
enum err_code history_read_copy(const struct db_batch *batch, struct arena *arena, struct case_events **out,
                                size_t *n, struct err *err) NODISCARD;

/* An event id that is there. */
struct known_event {
    struct uuid id;
    uint32_t seq;
    enum kind kind;
};

struct case_history {
    bool found; /* false: no such case, or the viewer may not see it */
    int64_t case_id, citizen;
    int32_t seq, version;
    struct history history; /* known_at INSTANT_NEVER */
    const struct known_event *known;
    size_t n_known;
    struct map places; /* of an event id: its place in `known`, from 1 */
};

/* The three statements; `ids` are event ids to look up (those of the unit and of its refs). */
void history_ask(struct db_batch *batch, const struct uuid *course, const struct viewer *viewer,
                 const struct uuid *ids, uint32_t n_ids);
/* The results of the statements put by history_ask as the first of the batch; all memory from the arena. The
 * version is never newer than the events, so that an append that asks for it cannot miss one. */
enum err_code history_read(const struct db_batch *batch, struct arena *arena, struct case_history *out,
                           struct err *err) NODISCARD;
/* NULL where it is not known. */
const struct known_event *history_known(const struct case_history *history, const struct uuid *id);

#endif
