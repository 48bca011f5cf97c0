/* What the files db_*.c share; everybody else includes io/db.h.
 *
 * db_batch.c writes parameters, db_result.c reads results, db_error.c turns what the server says into errors,
 * db_copy.c copies many rows at once, db_statement.c knows which statements a connection has prepared,
 * db_send.c gives batches to libpq and takes its results, db_link.c connects, reconnects and closes, db_pool.c
 * makes one link of several. */
#ifndef SPOR_DB_IMPL_H
#define SPOR_DB_IMPL_H

#include <libpq-fe.h>

#include "base/gate.h"
#include "io/db.h"

/* ---- batches ---- */

enum db_kind {
    DB_BATCH,   /* the caller's */
    DB_SETUP,   /* on_connect: sent once, by its text, before anything else */
    DB_PREPARE, /* Parse and Describe of one statement */
};

struct db_query {
    const struct sql *sql;
    uint32_t first, params; /* a slice of the batch's parameters */
    PGresult *result;       /* NULL until it has come */
    int rows, columns;      /* of the result */
};

enum { NULL_PARAM = -1 };

struct db_param {
    size_t at;   /* in the batch's bytes */
    int32_t len; /* NULL_PARAM: null */
    enum db_type type;
    bool array, typed; /* typed: false for a null, which has no type */
};

struct db_batch {
    struct db_batch *next; /* in the one list it is in */
    db_done_cb done;
    void *data;
    enum db_kind kind;
    struct buf queries, params, bytes; /* of struct db_query, of struct db_param, and their values */
    struct {                           /* the array that is being written */
        uint32_t left;                 /* elements still to come */
        size_t flags_at;               /* where its header says that it holds nulls */
        bool some;                     /* it has something other than nulls, or is empty */
        enum db_type type;
    } array;
    struct db_statement *statement; /* of a DB_PREPARE */
    uint32_t preface;               /* queries before query 0 of the caller */
    bool is_copy;                   /* one statement, not in pipeline mode; its rows come into … */
    struct buf copied;
    uint64_t caller;             /* whose it is, in a pool: there it waits … */
    struct gate_ticket ticket;   /* … */
    struct db_link *pool, *from; /* of this pool, and on its way over this member of it */
    bool misused;                /* parameters that cannot be right: err tells which */
    struct err err;              /* ERR_NONE: it has not failed */
    char sqlstate[6];
    char constraint[64];
};

static inline uint32_t db_query_count(const struct db_batch *batch)
{
    return (uint32_t)(batch->queries.len / sizeof(struct db_query));
}

static inline struct db_query *db_query_at(const struct db_batch *batch, uint32_t i)
{
    return (struct db_query *)(void *)batch->queries.at + i;
}

static inline const struct db_param *db_param_at(const struct db_batch *batch, uint32_t i)
{
    return (const struct db_param *)(const void *)batch->params.at + i;
}

/* Drops the results that have come; a failed batch has none. */
void db_batch_drop_results(struct db_batch *batch);

struct db_list {
    struct db_batch *first, *last;
    uint32_t n;
};

static inline void db_list_push(struct db_list *list, struct db_batch *batch)
{
    batch->next = NULL;
    if (list->last)
        list->last->next = batch;
    else
        list->first = batch;
    list->last = batch;
    list->n++;
}

static inline struct db_batch *db_list_pop(struct db_list *list)
{
    struct db_batch *batch = list->first;
    if (batch) {
        list->first = batch->next;
        if (!list->first)
            list->last = NULL;
        list->n--;
    }
    return batch;
}

/* ---- statements a connection has prepared ---- */

enum { STATEMENT_BUCKETS = 128 };

struct db_statement {
    struct db_statement *next; /* in its bucket */
    const struct sql *sql;
    enum { STATEMENT_NEW, STATEMENT_ASKED, STATEMENT_READY } state;
    uint32_t generation; /* grows when the server no longer takes the plan: it needs a new name */
    int params;
    Oid *types; /* of its parameters, as the server sees them */
};

/* NULL without memory, or (err filled) where another statement has the same name. */
struct db_statement *db_statement_of(struct db_link *link, const struct sql *sql, struct err *err);
struct db_statement *db_statement_find(struct db_link *link, const struct sql *sql);
enum { STATEMENT_NAME = 80 };
void db_statement_name(const struct db_statement *statement, char name[STATEMENT_NAME]);
/* Keeps the parameter types that a Describe has told. */
bool db_statement_described(struct db_statement *statement, const PGresult *result);
/* The parameters given are of the types the statement has. */
bool db_statement_check(const struct db_statement *statement, struct db_batch *batch,
                        const struct db_query *query);
/* A new connection has none. */
void db_statements_forget(struct db_link *link);
void db_statements_free(struct db_link *link);

/* ---- links ---- */

enum { POOL_MAX = 16 };
enum link_state { LINK_DOWN, LINK_CONNECTING, LINK_SETUP, LINK_UP, LINK_CLOSED };

struct db_watch { /* on its own, because a closed handle outlives its connection by a turn of the loop */
    uv_poll_t poll;
    struct db_link *link;
};

struct db_link {
    uv_loop_t *loop;
    char *conninfo, *settings, *name, *on_connect_text; /* owned; "": none */
    struct sql on_connect;                              /* text NULL: none */
    uint32_t max_queued;
    uint64_t stall_ms;
    bool wait;

    enum link_state state;
    bool closing; /* db_link_close was called */
    bool broken;  /* the connection is no good; link_lost follows in the kick */
    bool garbled; /* and its results make no sense: none is taken any more */
    bool blocked; /* libpq holds bytes that the socket did not take */
    bool prepare_failed;
    PGconn *pg;
    struct db_watch *watch;
    int watched;      /* events asked of it */
    uv_timer_t timer; /* connect deadline, pause before the next attempt, stall check */
    uv_idle_t kick;   /* at the next turn: what must not happen inside a submit */
    int handles;      /* not closed yet */
    uint32_t attempts;
    uint64_t up_since, progress; /* uv_now */

    struct db_list waiting;                         /* not given to libpq */
    struct db_list sent;                            /* given to libpq, in order; results come in this order */
    struct db_list refused;                         /* have failed and are told in the kick */
    uint32_t command;                               /* of the first sent batch, whose result comes next */
    enum { COPY_NONE, COPY_ASKED, COPY_ROWS } copy; /* of the one sent batch, or none */
    uint32_t preparing;     /* Parses on their way: nothing else is sent until they are answered */
    struct err prepare_err; /* if prepare_failed: for the first waiting batch */
    char prepare_sqlstate[6];
    struct db_statement *statements[STATEMENT_BUCKETS];
    struct buf scratch;

    struct db_link *pool; /* whose member it is, or NULL */
    bool engaged;         /* a member with a batch */
    struct db_link *members[POOL_MAX];
    uint32_t n_members; /* above 0: it is a pool itself, and has no connection of its own */
    uint32_t members_open;
    struct gate gate; /* of a pool: what waits */

    db_notify_cb notify;
    void *notify_data;
    void (*closed)(void *data);
    void *closed_data;
    struct db_stats stats;
};

/* db_link.c */
void db_link_kick(struct db_link *link);
/* The connection is no good: it is dropped at the next turn. `why` is for the log. */
void db_link_broken(struct db_link *link, const char *why);
/* on_connect has been answered with false: the same, and nothing to worry about. */
void db_link_not_wanted(struct db_link *link);
/* Where what was sent may have been the last that a close waits for. */
void db_link_kick_if_closing(struct db_link *link);
/* on_connect has been answered, and the answer was not false. Calls back. */
void db_link_set_up(struct db_link *link);

/* db_send.c */
/* Gives waiting batches to libpq until the socket is full. Calls nobody back. */
void db_send_waiting(struct db_link *link);
void db_send_setup(struct db_link *link);
/* Gives libpq's bytes to the socket. */
void db_send_flush(struct db_link *link);
/* Takes the results libpq has; calls back. At the end the link may be broken or closing. */
void db_take_results(struct db_link *link);
/* The server says that the first sent batch has failed. */
void db_fail_first(struct db_link *link, const PGresult *result);

/* ---- copies (db_copy.c) ---- */

/* All sent before has been answered. False: not sent, and it has failed or the link is broken. */
bool db_copy_send(struct db_link *link, struct db_batch *batch);
/* Takes what has come; true where the copy is over. */
bool db_copy_take(struct db_link *link);
void db_take_notifies(struct db_link *link);
/* Fails the batch at the next turn of the loop. */
void db_refuse(struct db_link *link, struct db_batch *batch, enum err_code code, const char *why);
/* Calls back. */
void db_tell(struct db_link *link, struct db_batch *batch);

/* ---- pools (db_pool.c) ---- */

/* Opens the members; false without memory. */
bool db_pool_open(struct db_link *pool, const struct db_options *options);
void db_pool_close(struct db_link *pool);
/* Takes over a batch that has no mistake, while the pool is up. */
void db_pool_submit(struct db_link *pool, struct db_batch *batch);
/* Gives what waits to the members that are free. */
void db_pool_dispatch(struct db_link *pool);
/* A member is through with a batch, which is told next. */
void db_pool_done(struct db_link *member, struct db_batch *batch);

/* db_error.c */
/* Fills the batch's error from a result, and logs it. `statement`: what failed. */
void db_error_from(struct db_batch *batch, const PGresult *result, const char *statement, const char *link);
/* The connection is gone with this error. */
bool db_error_is_fatal(const PGresult *result);
/* The plan is no longer good, or the statement is unknown: prepare it again. */
bool db_error_is_stale(const PGresult *result);
void db_on_notice(void *link, const PGresult *result);

#endif
