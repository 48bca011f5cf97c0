/* PostgreSQL over libuv: a link is one connection in pipeline mode; a batch is some statements and one Sync,
 * which is one transaction.
 *
 *     struct db_batch *batch = db_batch_new(on_done, data);
 *     db_query(batch, &SQL_CASE_BY_UUID);           begins a statement …
 *     db_put_uuid(batch, &id);                      … its parameters in order
 *     db_submit(link, batch);
 *     …
 *     static void on_done(struct db_batch *batch, void *data) {
 *         if (db_failed(batch)) { … db_err(batch) … }
 *         else for (int row = 0; row < db_rows(batch, 0); row++) … db_get_i64(batch, 0, row, 0) …
 *         db_batch_free(batch);
 *     }
 *
 * Promises. on_done is called exactly once for each submitted batch, from the loop, never inside db_submit or
 * any other function of this header. Batches of one connection are executed in the order of their submits. Success
 * is told only after the Sync: then everything is committed. Failure means nothing was committed, except
 * ERR_OUTCOME_UNKNOWN: the connection was lost after the batch was sent; a write must be repeated (appends
 * are retry-safe). Results lie in the batch until it is freed; a failed batch has none.
 *
 * Codes: ERR_UNAVAILABLE where a repetition may succeed (link down or full, deadlock, serialization,
 * time-out, server short of something, standby), ERR_INVALID for a text parameter with a NUL, ERR_INTERNAL
 * for everything else the server refuses: what can be wrong in the input was to be found before. A caller
 * whose statement has constraints that say something to the user looks at db_sqlstate and db_constraint.
 * Texts of the server may quote values, so err and log have only SQLSTATE and the names of statement,
 * constraint, table and column.
 *
 * Statements are prepared on first use by each connection, before anything of that batch is sent. What the
 * server then says about the types of the parameters is compared with what is put: an i64 for an integer
 * parameter fails with ERR_INTERNAL and a log line. A text may be given for a parameter of any type
 * (`$1::jsonb`, `$1::datemultirange`): it is read as the server reads a literal.
 *
 * While the link is down, batches are refused with ERR_UNAVAILABLE, unless the link's options say that they
 * wait. A link reconnects by itself with growing, jittered pauses. At most `max_queued` batches are sent and
 * waiting (then ERR_UNAVAILABLE): libpq's own buffers have no limit. libpq's PQcancel blocks and is not used:
 * set statement_timeout.
 *
 * A link may be several connections, a pool (options.connections): then each works on one batch at a time, batches
 * are executed in any order, and callers take turns, each with at most `each` batches being worked on. */
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
    const char *conninfo; /* libpq's; a Unix socket or a numeric hostaddr (beside host= for its certificate):
                           names would block the loop */
    const char *settings; /* "-c statement_timeout=… -c …": per kind of link; or NULL */
    const char *name;     /* "writer", "reader" …: application_name and in the log */
    /* One statement run on every new connection before anything else, e.g. LISTEN; or NULL. If its first
     * value is a boolean false (pg_try_advisory_lock: another has the lock), the link stays down and tries
     * again. */
    const char *on_connect;
    uint32_t max_queued; /* 0: 1000 */
    uint32_t stall_ms;   /* nothing heard for so long while something is sent: lost. 0: 60,000, or 10,000 more
                            than the settings' statement_timeout (in ms) */
    bool wait;           /* batches submitted while the link is down wait for it, and are not refused */
    uint32_t connections; /* 0: one, to which batches go as they come; else a pool of so many, 16 at most */
    uint32_t each;        /* of a pool: batches of one caller worked on at once */
};

struct db_link;
struct db_batch;
typedef void (*db_done_cb)(struct db_batch *batch, void *data);
/* A NOTIFY came, or (channel.at NULL) the link is up (again): look for what was missed. */
typedef void (*db_notify_cb)(struct db_link *link, struct str channel, struct str payload, void *data);

/* Copies the options. NULL without memory. Connects from the next turn of the loop on. */
struct db_link *db_link_new(uv_loop_t *loop, const struct db_options *options) NODISCARD;
void db_link_on_notify(struct db_link *link, db_notify_cb cb, void *data);
bool db_link_is_up(const struct db_link *link);
/* Batches sent or waiting, for choosing the least loaded link and for metrics. */
uint32_t db_link_load(const struct db_link *link);
struct db_link *db_link_least_loaded(struct db_link *const *links, size_t n);
/* Fails what waits, lets what was sent finish, closes; `closed` (may be NULL) is called last, and the link is
 * gone. What is not finished after stall_ms fails with ERR_OUTCOME_UNKNOWN. */
void db_link_close(struct db_link *link, void (*closed)(void *data), void *data);

struct db_stats {
    uint64_t batches;          /* completed well */
    uint64_t failed;           /* by the server */
    uint64_t unknown;          /* ERR_OUTCOME_UNKNOWN */
    uint64_t refused;          /* never sent */
    uint64_t connects;         /* times the link came up */
    uint64_t withdrawn;        /* from a pool, among the refused */
    uint32_t waiting, in_work; /* now */
};
/* Of a pool: what its members have done, too. */
struct db_stats db_link_stats(const struct db_link *link);

/* NULL without memory. Freed by whoever gets it in on_done (or never submitted it). */
struct db_batch *db_batch_new(db_done_cb done, void *data) NODISCARD;
void db_batch_free(struct db_batch *batch);
/* Appending never fails visibly: a failed append makes the batch fail after its submit. */
void db_query(struct db_batch *batch, const struct sql *sql);
void db_put_null(struct db_batch *batch);
void db_put_bool(struct db_batch *batch, bool v);
void db_put_i16(struct db_batch *batch, int16_t v);
void db_put_i32(struct db_batch *batch, int32_t v);
void db_put_i64(struct db_batch *batch, int64_t v);
void db_put_text(struct db_batch *batch, struct str v);         /* UTF-8; at NULL: null */
void db_put_bytes(struct db_batch *batch, struct str v);        /* bytea; at NULL: null */
void db_put_uuid(struct db_batch *batch, const struct uuid *v); /* NULL: null */
void db_put_day(struct db_batch *batch, day_t v);               /* DAY_NONE, DAY_NEVER: -infinity, infinity */
void db_put_instant(struct db_batch *batch, instant_t v); /* INSTANT_NONE: null, INSTANT_NEVER: infinity */
/* Arrays: begin with the element type, then one db_put_… (also db_put_null) for each of the n elements.
 * Elements must have exactly the type of the parameter's: texts only for text[] (`$1::text[]`, and cast what
 * is unnested). */
enum db_type {
    DB_BOOL,
    DB_I16,
    DB_I32,
    DB_I64,
    DB_TEXT,
    DB_BYTES,
    DB_UUID,
    DB_DAY,
    DB_INSTANT,
};
void db_put_array(struct db_batch *batch, enum db_type element, uint32_t n);
/* The array just written becomes a null where it holds nothing else: for statements to which that is the same. */
void db_array_or_null(struct db_batch *batch);
/* Whose batch it is: in a pool callers take turns. 0, as it is without: of the daemon itself. */
void db_batch_for(struct db_batch *batch, uint64_t caller);
/* What was put so far is a preface: nobody reads its results, and query 0 is the next one. */
void db_preface(struct db_batch *batch);
/* The batch belongs to the link until on_done gets it. */
void db_submit(struct db_link *link, struct db_batch *batch);
/* Nobody waits for the batch any more: where it waits in a pool it is not sent and fails at the next turn of the
 * loop. On others this does nothing. Only between db_submit and on_done. */
void db_withdraw(struct db_batch *batch);

bool db_failed(const struct db_batch *batch);
const struct err *db_err(const struct db_batch *batch);
/* "23505"; "" where the failure was not the server's. */
const char *db_sqlstate(const struct db_batch *batch);
/* The name of the constraint that was violated, or "". */
const char *db_constraint(const struct db_batch *batch);

/* Queries, rows and columns count from 0. Asking for a row that is not there or reading a column as what it
 * is not is a mistake in the program and ends it. Integers may be read wider than they are. Null reads as 0,
 * false or an empty text at NULL, but for days and instants. */
int db_rows(const struct db_batch *batch, int query);
/* Rows written by an insert, update or delete. */
int64_t db_affected(const struct db_batch *batch, int query);
bool db_is_null(const struct db_batch *batch, int query, int row, int column);
bool db_get_bool(const struct db_batch *batch, int query, int row, int column);
int16_t db_get_i16(const struct db_batch *batch, int query, int row, int column);
int32_t db_get_i32(const struct db_batch *batch, int query, int row, int column);
int64_t db_get_i64(const struct db_batch *batch, int query, int row, int column);
/* text, bytea, jsonb, enums. Valid until the batch is freed; at NULL for null. */
struct str db_get_text(const struct db_batch *batch, int query, int row, int column);
struct uuid db_get_uuid(const struct db_batch *batch, int query, int row, int column);
day_t db_get_day(const struct db_batch *batch, int query, int row, int column); /* null: DAY_NONE */
instant_t db_get_instant(const struct db_batch *batch, int query, int row,
                         int column); /* null: INSTANT_NONE */
/* Many rows of numbers, days and instants at once. Values of one row as in db_get_…: of null that of null, and
 * a bit in `nulls`; a boolean is 0 or 1. */
enum { DB_VALUES_MAX = 64 };
struct db_values {
    uint64_t nulls;
    int64_t at[DB_VALUES_MAX];
};
/* The row's columns from `first` on, which are of these types. */
void db_get_row(const struct db_batch *batch, int query, int row, int first, const enum db_type *types,
                size_t n, struct db_values *out);
/* A batch of one statement alone, "copy (select …) to stdout (format binary)": by far the cheapest way to read
 * many rows, at the price of a round trip. Its parameters are i64 or arrays of i64. */
void db_copy(struct db_batch *batch, const struct sql *sql);
struct db_copied {
    struct str rest; /* what is not read yet */
    const char *name;
};
/* What came of a batch of db_copy that has not failed, row by row; false behind the last one. */
struct db_copied db_copied(const struct db_batch *batch);
size_t db_copied_most(const struct db_copied *copied, size_t columns); /* no more rows than these are left */
bool db_copied_row(struct db_copied *copied, const enum db_type *types, size_t n, struct db_values *out);
/* A one-dimensional array: element count, then each element by the getters of db_item_…, which return false
 * at the end. A null array has none; a null element reads as above. */
struct db_array {
    struct str rest; /* what is not read yet */
    uint32_t n;      /* elements in all */
    uint32_t type;   /* oid of the elements */
};
struct db_array db_get_array(const struct db_batch *batch, int query, int row, int column);
bool db_item_i32(struct db_array *array, int32_t *out);
bool db_item_i64(struct db_array *array, int64_t *out);
bool db_item_text(struct db_array *array, struct str *out);
bool db_item_uuid(struct db_array *array, struct uuid *out);
bool db_item_day(struct db_array *array, day_t *out);
bool db_item_instant(struct db_array *array, instant_t *out);

#endif
