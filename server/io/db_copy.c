/* COPY (SELECT …) TO STDOUT (FORMAT BINARY): many rows for little. A result keeps each value apart and costs
 * libpq more than reading and computing together; the rows of a copy stay as they came, one behind the other.
 *
 * Not possible in pipeline mode: a copy waits until all sent before it is answered, nothing else is sent until
 * it is over, and outside it the link is in pipeline mode again. COPY takes no parameters and cannot be
 * prepared: they are written into its text, which is why only numbers and lists of numbers may be put. */
#include "io/db_impl.h"

enum {
    TEXT_MAX = 1024 * 1024,
    COPIED_MAX = 256 * 1024 * 1024,
};

void db_copy(struct db_batch *batch, const struct sql *sql)
{
    batch->is_copy = true;
    buf_init(&batch->copied, COPIED_MAX);
    db_query(batch, sql);
}

/* ---- sending --------------------------------------------------------------------------------------------- */

static int64_t i64_at(const char *at)
{
    uint64_t v = 0;
    for (size_t i = 0; i < sizeof v; i++)
        v = v << 8 | (unsigned char)at[i];
    return (int64_t)v;
}

/* As db_put_i64 and db_put_array have written it. */
static bool put_literal(struct buf *text, const struct db_batch *batch, const struct db_param *param)
{
    enum { HEADER = 20, ELEMENT = 12 };
    const char *at = batch->bytes.at + param->at;
    size_t len = (size_t)param->len;
    if (param->len == NULL_PARAM || param->type != DB_I64)
        return false;
    if (!param->array) {
        buf_printf(text, "%lld", (long long)i64_at(at));
        return true;
    }
    buf_put_char(text, '\'');
    buf_put_char(text, '{');
    for (size_t i = HEADER; i + ELEMENT <= len; i += ELEMENT)
        buf_printf(text, i > HEADER ? ",%lld" : "%lld", (long long)i64_at(at + i + sizeof(int32_t)));
    buf_put_char(text, '}');
    buf_put_char(text, '\'');
    return true;
}

/* False where something else than numbers was put, or too little. */
static bool put_text(struct buf *text, const struct db_batch *batch)
{
    const struct db_query *query = db_query_at(batch, 0);
    for (const char *at = query->sql->text; *at; at++) {
        if (*at != '$') {
            buf_put_char(text, *at);
            continue;
        }
        uint32_t number = 0;
        for (; at[1] >= '0' && at[1] <= '9'; at++)
            number = 10 * number + (uint32_t)(at[1] - '0');
        if (number < 1 || number > query->params ||
            !put_literal(text, batch, db_param_at(batch, query->first + number - 1)))
            return false;
    }
    buf_put_char(text, '\0');
    return true;
}

bool db_copy_send(struct db_link *link, struct db_batch *batch)
{
    buf_empty(&link->scratch);
    if (db_query_count(batch) != 1 || !put_text(&link->scratch, batch))
        (void)err_set(&batch->err, ERR_INTERNAL, "database: %s cannot be copied with these parameters",
                      db_query_at(batch, 0)->sql->name);
    else if (link->scratch.failed)
        (void)err_set(&batch->err, ERR_NO_MEMORY, "database: no memory for a copy, or too many parameters");
    if (db_failed(batch))
        return false;
    buf_clear(&batch->bytes);
    buf_clear(&batch->params);
    if (!PQexitPipelineMode(link->pg) || !PQsendQuery(link->pg, link->scratch.at)) {
        db_link_broken(link, "cannot send a copy");
        return false;
    }
    link->copy = COPY_ASKED;
    link->progress = uv_now(link->loop);
    db_list_push(&link->sent, batch);
    return true;
}

/* ---- taking ---------------------------------------------------------------------------------------------- */

/* True where a row or its end was taken, false where libpq waits for more. */
static bool take_row(struct db_link *link, struct db_batch *batch)
{
    char *row = NULL;
    int len = PQgetCopyData(link->pg, &row, 1);
    if (len > 0) {
        link->progress = uv_now(link->loop);
        buf_put(&batch->copied, row, (size_t)len);
        PQfreemem(row);
    } else if (len == -1) {
        link->copy = COPY_ASKED; /* how it ended comes as a result */
    } else if (len < 0) {
        db_link_broken(link, "a copy has failed");
    }
    return len > 0 || len == -1;
}

/* True where it goes on at once. */
static bool take_result(struct db_link *link, struct db_batch *batch)
{
    if (PQisBusy(link->pg))
        return false;
    PGresult *result = PQgetResult(link->pg);
    ExecStatusType status = PQresultStatus(result);
    link->progress = uv_now(link->loop);
    if (!result) {
        link->copy = COPY_NONE;
        if (batch->copied.failed)
            (void)err_set(&batch->err, ERR_NO_MEMORY, "database: no memory for what was copied, or too much");
        if (!PQenterPipelineMode(link->pg))
            db_link_broken(link, "no pipeline mode after a copy");
        return false;
    }
    if (status == PGRES_COPY_OUT)
        link->copy = COPY_ROWS;
    else if (status == PGRES_FATAL_ERROR)
        db_fail_first(link, result);
    else if (status != PGRES_COMMAND_OK)
        db_link_broken(link, "a result that is not expected");
    PQclear(result);
    return !link->broken;
}

bool db_copy_take(struct db_link *link)
{
    struct db_batch *batch = link->sent.first;
    while (link->copy != COPY_NONE && !link->broken)
        if (!(link->copy == COPY_ROWS ? take_row(link, batch) : take_result(link, batch)))
            break;
    return link->copy == COPY_NONE;
}
