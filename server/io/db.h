/* PostgreSQL over libuv: a link is one connection in pipeline mode; a batch is some statements and one Sync,
 * which is one transaction.
 *
 *     struct db_batch *batch = db_batch_new(on_done, data);
 *     db_query(batch, &SQL_CASE_BY_UUID);           begins a statement …
 *     db_put_uuid(batch, &id);                      … its parameters in order, binary
 *     db_submit(link, batch);
 *     …
 *     static void on_done(struct db_batch *batch, void *data) {
 *         if (db_failed(batch)) { … db_err(batch) … }
 *         else for (int row = 0; row < db_rows(batch, 0); row++) … db_get_i64(batch, 0, row, 0) …
 *         db_batch_free(batch);
 *     }
 *
 * Promises. on_done is called exactly once for each submitted batch, from the loop, never inside db_submit.
 * Success is told only after the Sync: then everything is committed. Failure means nothing was committed,
 * except ERR_OUTCOME_UNKNOWN: the connection was lost after the batch was sent; a write must be repeated
 * (appends are retry-safe). Statements are prepared on first use by each connection. While the link is down,
 * batches are refused with ERR_UNAVAILABLE at the next turn of the loop, unless the link's options say that
 * they wait. A link reconnects by itself with growing, jittered pauses. Results lie in the batch until it is
 * freed. At most `max_queued` batches wait (then ERR_UNAVAILABLE): libpq's own buffers have no limit. COPY is
 * never used on a link. libpq's PQcancel blocks and is not used; statement_timeout bounds every statement. */
#ifndef SPOR_DB_H
#define SPOR_DB_H

#include <uv.h>

#include "base/base.h"
#include "base/buf.h"
#include "base/err.h"
#include "core/day.h"

/* Made from server/store/sql/NAME.sql; the name is that of the prepared statement. */
struct sql {
    const char *name;
    const char *text;
};

struct db_options {
    const char *conninfo; /* libpq's; a Unix socket or a numeric hostaddr, so that nothing blocks on names */
    const char *settings; /* "-c statement_timeout=… -c …": per kind of link */
    const char *name;     /* "writer", "reader" …: application_name and in the log */
    const char *on_connect; /* a statement run on every new connection before anything else, e.g. LISTEN or a
                               lock; or NULL */
    uint32_t max_queued;
};

struct db_link;
struct db_batch;
typedef void (*db_done_cb)(struct db_batch *batch, void *data);
/* A NOTIFY came, or (channel NULL) the link is up (again): look for what was missed. */
typedef void (*db_notify_cb)(struct db_link *link, struct str channel, struct str payload, void *data);

struct db_link *db_link_new(uv_loop_t *loop, const struct db_options *options) NODISCARD;
void db_link_on_notify(struct db_link *link, db_notify_cb cb, void *data);
bool db_link_is_up(const struct db_link *link);
/* Batches sent or waiting, for choosing the least loaded link and for metrics. */
uint32_t db_link_load(const struct db_link *link);
/* Fails what waits, lets what was sent finish or fail, closes; `closed` (may be NULL) is called last. */
void db_link_close(struct db_link *link, void (*closed)(void *data), void *data);

/* NULL without memory. Freed by whoever gets it in on_done (or never submitted it). */
struct db_batch *db_batch_new(db_done_cb done, void *data) NODISCARD;
void db_batch_free(struct db_batch *batch);
/* Appending never fails visibly: a failed append makes the submit fail with ERR_NO_MEMORY. */
void db_query(struct db_batch *batch, const struct sql *sql);
void db_put_null(struct db_batch *batch);
void db_put_bool(struct db_batch *batch, bool v);
void db_put_i16(struct db_batch *batch, int16_t v);
void db_put_i32(struct db_batch *batch, int32_t v);
void db_put_i64(struct db_batch *batch, int64_t v);
void db_put_text(struct db_batch *batch, struct str v);         /* at NULL: null */
void db_put_bytes(struct db_batch *batch, struct str v);        /* bytea; at NULL: null */
void db_put_uuid(struct db_batch *batch, const struct uuid *v); /* NULL: null */
void db_put_day(struct db_batch *batch, day_t v);               /* DAY_NONE, DAY_NEVER: -infinity, infinity */
void db_put_instant(struct db_batch *batch, instant_t v); /* INSTANT_NONE: null, INSTANT_NEVER: infinity */
/* Arrays: begin with the element type, then one db_put_… (also db_put_null) for each of the n elements. */
enum db_type { DB_BOOL, DB_I16, DB_I32, DB_I64, DB_TEXT, DB_BYTES, DB_UUID, DB_DAY, DB_INSTANT };
void db_put_array(struct db_batch *batch, enum db_type element, uint32_t n);
void db_submit(struct db_link *link, struct db_batch *batch);

bool db_failed(const struct db_batch *batch);
const struct err *db_err(const struct db_batch *batch);
/* "23505"; "" where the failure was not the server's. For statements whose constraints say something to the
 * user. */
const char *db_sqlstate(const struct db_batch *batch);

int db_rows(const struct db_batch *batch, int query);
bool db_is_null(const struct db_batch *batch, int query, int row, int column);
bool db_get_bool(const struct db_batch *batch, int query, int row, int column);
int16_t db_get_i16(const struct db_batch *batch, int query, int row, int column);
int32_t db_get_i32(const struct db_batch *batch, int query, int row, int column);
int64_t db_get_i64(const struct db_batch *batch, int query, int row, int column);
/* Valid until the batch is freed; at NULL for null. Also for bytea. */
struct str db_get_text(const struct db_batch *batch, int query, int row, int column);
struct uuid db_get_uuid(const struct db_batch *batch, int query, int row, int column);
day_t db_get_day(const struct db_batch *batch, int query, int row, int column); /* null: DAY_NONE */
instant_t db_get_instant(const struct db_batch *batch, int query, int row,
                         int column); /* null: INSTANT_NONE */
/* A one-dimensional array: element count, then each element by the getters of db_item_…. */
struct db_array {
    struct str rest; /* what is not read yet */
    uint32_t n;
};
struct db_array db_get_array(const struct db_batch *batch, int query, int row, int column);
bool db_item_i32(struct db_array *array, int32_t *out);
bool db_item_i64(struct db_array *array, int64_t *out);
bool db_item_text(struct db_array *array, struct str *out);

#endif
