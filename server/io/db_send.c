/* Giving batches to libpq and taking its results.
 *
 * Each batch goes as its statements and a Sync, and its results come back in that order: for each statement a
 * result and a NULL, at the end PGRES_PIPELINE_SYNC without a NULL. A NULL is only a separator: an error at
 * the commit comes as one more result and NULL after those of the last statement. So results are taken until
 * libpq is busy, never until a NULL.
 *
 * A batch whose statements are not all prepared waits, and all behind it, until their Parse and Describe have
 * been answered: a round trip once for each statement and connection. So a statement that cannot be parsed
 * fails its own batch and no other, before anything of it was sent.
 *
 * While the socket is full libpq reads when it should write, to keep both sides from waiting for each other.
 * What it has read then will not make the socket readable again, so that after each sending PQisBusy is asked
 * whether there is something to take. */
#include "base/log.h"
#include "base/mem.h"
#include "io/db_impl.h"

enum {
    BATCHES_PER_TURN = 256, /* told in one go; then others have their turn */
    MOST_NULLS = 4,         /* one behind the other: libpq and we no longer agree on what was sent */
};

void db_refuse(struct db_link *link, struct db_batch *batch, enum err_code code, const char *why)
{
    if (batch->err.code == ERR_NONE)
        (void)err_set(&batch->err, code, "database: %s", why);
    db_list_push(&link->refused, batch);
    db_link_kick(link);
}

void db_tell(struct db_link *link, struct db_batch *batch)
{
    if (batch->err.code == ERR_NONE) {
        link->stats.batches++;
    } else {
        db_batch_drop_results(batch);
        if (batch->err.code == ERR_OUTCOME_UNKNOWN)
            link->stats.unknown++;
        else if (batch->sqlstate[0])
            link->stats.failed++;
        else
            link->stats.refused++;
    }
    if (link->pool)
        db_pool_done(link, batch);
    batch->done(batch, batch->data); /* may free it */
}

/* ---- sending ---- */

static void watch_events(struct db_link *link);

void db_send_flush(struct db_link *link)
{
    int left = PQflush(link->pg);
    if (left < 0)
        db_link_broken(link, "cannot write");
    link->blocked = left == 1;
    watch_events(link);
    if (link->sent.first && link->copy != COPY_ROWS && !PQisBusy(link->pg))
        db_link_kick(link);
}

static void on_ready(uv_poll_t *poll, int status, int events);

static void watch_events(struct db_link *link)
{
    int events = UV_READABLE | (link->blocked ? UV_WRITABLE : 0);
    if (link->watched == events || !link->watch)
        return;
    if (uv_poll_start(&link->watch->poll, events, on_ready) == 0)
        link->watched = events;
    else
        db_link_broken(link, "cannot watch the socket");
}

static void on_ready(uv_poll_t *poll, int status, int events)
{
    struct db_watch *watch = poll->data;
    struct db_link *link = watch->link;
    (void)events;
    if (link->watch != watch || link->broken)
        return;
    if (!PQconsumeInput(link->pg) || PQstatus(link->pg) == CONNECTION_BAD)
        db_link_broken(link, "the server has closed the connection");
    else if (status < 0) /* libuv has stopped the handle */
        db_link_broken(link, uv_strerror(status));
    db_take_results(link);
    db_take_notifies(link);
    if (!link->broken)
        db_send_waiting(link);
    db_link_kick_if_closing(link);
}

/* The batch's Sync goes out; it has been sent from here on, whatever happens. */
static void push_sync(struct db_link *link, struct db_batch *batch)
{
    if (!link->sent.first)
        link->progress = uv_now(link->loop);
    db_list_push(&link->sent, batch);
    if (!PQpipelineSync(link->pg))
        db_link_broken(link, "cannot send");
}

static bool send_query(struct db_link *link, const struct db_batch *batch, const struct db_query *query)
{
    uint32_t n = query->params;
    buf_empty(&link->scratch);
    char *room = buf_reserve(&link->scratch, (n + 1) * (sizeof(char *) + 2 * sizeof(int)));
    if (!room)
        return false;
    const char **values = (const char **)(void *)room;
    int *lengths = (int *)(void *)(room + (n + 1) * sizeof(char *)), *formats = lengths + n + 1;
    for (uint32_t i = 0; i < n; i++) {
        const struct db_param *param = db_param_at(batch, query->first + i);
        const char *at = batch->bytes.at ? batch->bytes.at + param->at : "";
        values[i] = param->len == NULL_PARAM ? NULL : at;
        lengths[i] = param->len == NULL_PARAM ? 0 : param->len;
        formats[i] = param->type == DB_TEXT && !param->array ? 0 : 1;
    }
    if (batch->kind == DB_SETUP)
        return PQsendQueryParams(link->pg, query->sql->text, 0, NULL, NULL, NULL, NULL, 1) == 1;
    char name[STATEMENT_NAME];
    db_statement_name(db_statement_find(link, query->sql), name);
    return PQsendQueryPrepared(link->pg, name, (int)n, values, lengths, formats, 1) == 1;
}

/* False: not sent, and since its Sync was not sent either, nothing of it can be committed. */
static bool send_batch(struct db_link *link, struct db_batch *batch)
{
    for (uint32_t i = 0; i < db_query_count(batch); i++)
        if (!send_query(link, batch, db_query_at(batch, i))) {
            db_link_broken(link, "cannot send");
            return false;
        }
    buf_clear(&batch->bytes); /* libpq has a copy */
    buf_clear(&batch->params);
    push_sync(link, batch);
    return true;
}

void db_send_setup(struct db_link *link)
{
    struct db_batch *batch = db_batch_new(NULL, NULL);
    if (!batch) {
        db_link_broken(link, "no memory");
        return;
    }
    batch->kind = DB_SETUP;
    db_query(batch, &link->on_connect);
    if (batch->queries.failed || !send_batch(link, batch)) {
        db_batch_free(batch);
        db_link_broken(link, "cannot send");
        return;
    }
    db_send_flush(link);
}

static bool send_prepare(struct db_link *link, struct db_statement *statement)
{
    struct db_batch *batch = db_batch_new(NULL, NULL);
    if (!batch)
        return false;
    batch->kind = DB_PREPARE;
    batch->statement = statement;
    db_query(batch, statement->sql); /* Parse */
    db_query(batch, statement->sql); /* Describe */
    char name[STATEMENT_NAME];
    db_statement_name(statement, name);
    if (batch->queries.failed || !PQsendPrepare(link->pg, name, statement->sql->text, 0, NULL) ||
        !PQsendDescribePrepared(link->pg, name)) {
        db_batch_free(batch);
        return false;
    }
    statement->state = STATEMENT_ASKED;
    link->preparing++;
    push_sync(link, batch);
    return true;
}

/* All statements of the batch are prepared and take its parameters. If some are not yet, they are on their
 * way (link->preparing); if they never will, the batch has failed. */
static bool is_prepared(struct db_link *link, struct db_batch *batch)
{
    for (uint32_t i = 0; i < db_query_count(batch); i++) {
        struct db_statement *statement = db_statement_of(link, db_query_at(batch, i)->sql, &batch->err);
        if (!statement)
            return false;
        if (statement->state == STATEMENT_NEW && !send_prepare(link, statement)) {
            db_link_broken(link, "cannot send");
            return false;
        }
    }
    for (uint32_t i = 0; link->preparing == 0 && i < db_query_count(batch); i++) {
        const struct db_query *query = db_query_at(batch, i);
        if (!db_statement_check(db_statement_find(link, query->sql), batch, query))
            return false;
    }
    return link->preparing == 0;
}

void db_send_waiting(struct db_link *link)
{
    if (link->state != LINK_UP)
        return;
    while (link->waiting.first && !link->broken && !link->blocked && link->preparing == 0 &&
           link->copy == COPY_NONE) {
        struct db_batch *batch = link->waiting.first;
        if (batch->is_copy && link->sent.first)
            break; /* until all is answered */
        if (batch->is_copy || is_prepared(link, batch)) {
            (void)db_list_pop(&link->waiting);
            if (!(batch->is_copy ? db_copy_send : send_batch)(link, batch))
                db_refuse(link, batch, ERR_UNAVAILABLE, "the connection was lost before the batch was sent");
        } else if (db_failed(batch)) {
            (void)db_list_pop(&link->waiting);
            db_refuse(link, batch, ERR_INTERNAL, "");
        }
        if (!link->broken)
            db_send_flush(link);
    }
    if (!link->broken)
        db_send_flush(link);
}

void db_submit(struct db_link *link, struct db_batch *batch)
{
    if (batch->array.left && !batch->misused)
        (void)err_set(&batch->err, ERR_INTERNAL, "database: an array has fewer elements than were announced");
    if (batch->queries.failed || batch->params.failed || batch->bytes.failed)
        db_refuse(link, batch, ERR_NO_MEMORY, "no memory for the batch, or it is too large");
    else if (db_failed(batch))
        db_refuse(link, batch, ERR_INTERNAL, "");
    else if (db_query_count(batch) == 0)
        db_refuse(link, batch, ERR_INTERNAL, "a batch without a statement");
    else if (link->closing || (!db_link_is_up(link) && !link->wait))
        db_refuse(link, batch, ERR_UNAVAILABLE, "the connection is down");
    else if (db_link_load(link) >= link->max_queued)
        db_refuse(link, batch, ERR_UNAVAILABLE, "too many batches are waiting");
    else if (link->n_members > 0)
        db_pool_submit(link, batch);
    else {
        db_list_push(&link->waiting, batch);
        if (db_link_is_up(link))
            db_send_waiting(link);
    }
}

/* ---- taking ---- */

void db_fail_first(struct db_link *link, const PGresult *result)
{
    struct db_batch *batch = link->sent.first;
    if (db_error_is_fatal(result)) {
        const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
        db_link_broken(link, sqlstate ? sqlstate : "the connection was lost");
        return;
    }
    if (db_failed(batch)) /* the first error counts */
        return;
    const char *name = "commit";
    if (link->command < db_query_count(batch)) {
        const struct sql *sql = db_query_at(batch, link->command)->sql;
        struct db_statement *statement = db_statement_find(link, sql);
        name = sql->name;
        if (batch->kind == DB_BATCH && statement && statement->state == STATEMENT_READY &&
            db_error_is_stale(result)) {
            statement->state = STATEMENT_NEW;
            statement->generation++;
        }
    }
    db_error_from(batch, result, name, link->name);
}

static void take_result(struct db_link *link, PGresult *result)
{
    struct db_batch *batch = link->sent.first;
    ExecStatusType status = PQresultStatus(result);
    if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK || status == PGRES_EMPTY_QUERY) {
        if (link->command < db_query_count(batch) && !db_query_at(batch, link->command)->result) {
            struct db_query *query = db_query_at(batch, link->command);
            query->result = result;
            query->rows = PQntuples(result);
            query->columns = PQnfields(result);
            return;
        }
    } else if (status == PGRES_FATAL_ERROR) {
        db_fail_first(link, result);
    } else if (status != PGRES_PIPELINE_ABORTED) { /* COPY would give results without end */
        link->garbled = true;
        db_link_broken(link, "a result that is not expected");
    }
    PQclear(result);
}

static void finish_setup(struct db_link *link, const struct db_batch *batch)
{
    const PGresult *result = db_query_at(batch, 0)->result;
    bool no = !db_failed(batch) && result && PQntuples(result) > 0 && PQnfields(result) > 0 &&
              PQftype(result, 0) == 16 && !db_get_bool(batch, 0, 0, 0);
    if (db_failed(batch))
        db_link_broken(link, "the statement on connecting has failed");
    else if (no)
        db_link_not_wanted(link);
    else
        db_link_set_up(link);
}

static void finish_prepare(struct db_link *link, struct db_batch *batch)
{
    struct db_statement *statement = batch->statement;
    const PGresult *described = db_query_at(batch, 1)->result;
    statement->state = STATEMENT_NEW;
    if (!db_failed(batch) && described && db_statement_described(statement, described))
        statement->state = STATEMENT_READY;
    else if (!db_failed(batch))
        (void)err_set(&batch->err, ERR_NO_MEMORY, "database: no memory for a statement");
    if (db_failed(batch) && !link->prepare_failed) {
        link->prepare_failed = true;
        link->prepare_err = batch->err;
        memcpy(link->prepare_sqlstate, batch->sqlstate, sizeof batch->sqlstate);
    }
    if (--link->preparing > 0 || !link->prepare_failed)
        return;
    link->prepare_failed = false;
    struct db_batch *waited = db_list_pop(&link->waiting); /* none if the link is closing */
    if (waited) {
        waited->err = link->prepare_err;
        memcpy(waited->sqlstate, link->prepare_sqlstate, sizeof waited->sqlstate);
        db_refuse(link, waited, ERR_INTERNAL, "");
    }
}

static void finish_first(struct db_link *link)
{
    struct db_batch *batch = db_list_pop(&link->sent);
    link->command = 0;
    switch (batch->kind) {
    case DB_BATCH:
        db_tell(link, batch);
        return;
    case DB_SETUP:
        finish_setup(link, batch);
        break;
    case DB_PREPARE:
        finish_prepare(link, batch);
        break;
    }
    db_batch_free(batch);
}

void db_take_results(struct db_link *link)
{
    uint32_t told = 0, nulls = 0;
    if (link->copy != COPY_NONE) {
        if (!db_copy_take(link))
            return;
        finish_first(link);
    }
    while (link->sent.first && !link->garbled && !PQisBusy(link->pg)) {
        PGresult *result = PQgetResult(link->pg);
        link->progress = uv_now(link->loop);
        if (!result) {
            link->command++;
            if (++nulls < MOST_NULLS)
                continue;
            link->garbled = true;
            db_link_broken(link, "results are missing");
            return;
        }
        nulls = 0;
        if (PQresultStatus(result) != PGRES_PIPELINE_SYNC) {
            take_result(link, result);
            continue;
        }
        PQclear(result);
        finish_first(link);
        if (++told == BATCHES_PER_TURN && !link->broken) {
            db_link_kick(link);
            return;
        }
    }
}

void db_take_notifies(struct db_link *link)
{
    for (PGnotify *notify; (notify = PQnotifies(link->pg)) != NULL;) {
        if (link->notify && link->state == LINK_UP)
            link->notify(link, str_of(notify->relname), str_of(notify->extra), link->notify_data);
        PQfreemem(notify);
    }
}
