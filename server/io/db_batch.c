/* Writing a batch: statements and parameters in PostgreSQL's binary format. See db.h.
 *
 * Values lie one behind the other in one buffer; parameters are offsets into it, because it moves when it
 * grows. A text goes in text format with a NUL behind it, so that the server reads it as whatever type the
 * parameter is; all others go in binary format. Arrays are written in place: a header, then each element with
 * its length. */
#include "base/mem.h"
#include "io/db_impl.h"

enum {
    MAX_BYTES = 64 * 1024 * 1024, /* of values; a request's body is at most 8 MB */
    MAX_QUERIES = 4096,
    MAX_PARAMS = 65535, /* the protocol's limit for one statement */
};

static const int32_t day_2000 = 10957; /* PostgreSQL counts from 2000-01-01 */
static const int64_t instant_2000 = INT64_C(946684800000000);

static const uint32_t element_oids[] = {
    [DB_BOOL] = 16,  [DB_I16] = 21,    [DB_I32] = 23,   [DB_I64] = 20,       [DB_TEXT] = 25,
    [DB_BYTES] = 17, [DB_UUID] = 2950, [DB_DAY] = 1082, [DB_INSTANT] = 1184,
};

struct db_batch *db_batch_new(db_done_cb done, void *data)
{
    struct db_batch *batch = mem_new(sizeof *batch);
    if (!batch)
        return NULL;
    batch->done = done;
    batch->data = data;
    buf_init(&batch->queries, MAX_QUERIES * sizeof(struct db_query));
    buf_init(&batch->params, MAX_QUERIES * 16 * sizeof(struct db_param));
    buf_init(&batch->bytes, MAX_BYTES);
    return batch;
}

void db_batch_drop_results(struct db_batch *batch)
{
    for (uint32_t i = 0; i < db_query_count(batch); i++) {
        struct db_query *query = db_query_at(batch, i);
        PQclear(query->result);
        query->result = NULL;
        query->rows = query->columns = 0;
    }
    buf_clear(&batch->copied);
}

void db_batch_free(struct db_batch *batch)
{
    if (!batch)
        return;
    db_batch_drop_results(batch);
    buf_clear(&batch->queries);
    buf_clear(&batch->params);
    buf_clear(&batch->bytes);
    mem_free(batch);
}

/* Remembers the first mistake; the submit makes it the batch's error. */
static void misuse(struct db_batch *batch, enum err_code code, const char *what)
{
    if (batch->misused || batch->queries.failed || batch->params.failed || batch->bytes.failed)
        return; /* what follows a failed append is not the caller's mistake */
    batch->misused = true;
    uint32_t n = db_query_count(batch);
    (void)err_set(&batch->err, code, "database: statement %s: %s",
                  n ? db_query_at(batch, n - 1)->sql->name : "(none)", what);
}

void db_batch_for(struct db_batch *batch, uint64_t caller)
{
    batch->caller = caller;
}

void db_query(struct db_batch *batch, const struct sql *sql)
{
    if (batch->array.left)
        misuse(batch, ERR_INTERNAL, "an array has fewer elements than were announced");
    struct db_query query = {.sql = sql, .first = (uint32_t)(batch->params.len / sizeof(struct db_param))};
    buf_put(&batch->queries, &query, sizeof query);
}

void db_preface(struct db_batch *batch)
{
    batch->preface = db_query_count(batch);
}

/* Counts a parameter to the last statement; NULL if there is none or the batch has failed. */
static bool add_param(struct db_batch *batch, struct db_param param)
{
    uint32_t n = db_query_count(batch);
    if (n == 0 || db_query_at(batch, n - 1)->params == MAX_PARAMS) {
        misuse(batch, ERR_INTERNAL, n ? "too many parameters" : "a parameter before the first statement");
        return false;
    }
    buf_put(&batch->params, &param, sizeof param);
    if (batch->params.failed)
        return false;
    db_query_at(batch, n - 1)->params++;
    return true;
}

static struct db_param *last_param(struct db_batch *batch)
{
    return (struct db_param *)(void *)(batch->params.at + batch->params.len) - 1;
}

/* After an element: the array is a whole parameter when it was the last. */
static void element_done(struct db_batch *batch)
{
    if (--batch->array.left == 0 && !batch->bytes.failed)
        last_param(batch)->len = (int32_t)(batch->bytes.len - last_param(batch)->at);
}

static void put(struct db_batch *batch, enum db_type type, const void *value, size_t len)
{
    if (batch->array.left) {
        if (batch->array.type != type)
            misuse(batch, ERR_INTERNAL, "an element is of another type than its array");
        batch->array.some = true;
        buf_put_be32(&batch->bytes, (uint32_t)len);
        buf_put(&batch->bytes, value, len);
        element_done(batch);
        return;
    }
    struct db_param param = {batch->bytes.len, (int32_t)len, type, false, true};
    if (len > MAX_BYTES || !add_param(batch, param)) {
        batch->bytes.failed = true;
        return;
    }
    buf_put(&batch->bytes, value, len);
}

void db_put_null(struct db_batch *batch)
{
    if (!batch->array.left) {
        struct db_param param = {batch->bytes.len, NULL_PARAM, DB_TEXT, false, false};
        (void)add_param(batch, param);
        return;
    }
    buf_put_be32(&batch->bytes, UINT32_MAX);
    if (!batch->bytes.failed)
        batch->bytes.at[batch->array.flags_at + 3] = 1; /* be32: the array holds nulls */
    element_done(batch);
}

void db_put_bool(struct db_batch *batch, bool v)
{
    put(batch, DB_BOOL, v ? "\1" : "\0", 1);
}

static void put_int(struct db_batch *batch, enum db_type type, uint64_t v, size_t len)
{
    unsigned char bytes[8];
    for (size_t i = 0; i < len; i++)
        bytes[i] = (unsigned char)(v >> 8 * (len - 1 - i));
    put(batch, type, bytes, len);
}

void db_put_i16(struct db_batch *batch, int16_t v)
{
    put_int(batch, DB_I16, (uint64_t)v, 2);
}

void db_put_i32(struct db_batch *batch, int32_t v)
{
    put_int(batch, DB_I32, (uint64_t)v, 4);
}

void db_put_i64(struct db_batch *batch, int64_t v)
{
    put_int(batch, DB_I64, (uint64_t)v, 8);
}

void db_put_text(struct db_batch *batch, struct str v)
{
    if (!v.at) {
        db_put_null(batch);
        return;
    }
    if (v.len && memchr(v.at, '\0', v.len))
        misuse(batch, ERR_INVALID, "a text with the character U+0000");
    bool element = batch->array.left > 0;
    put(batch, DB_TEXT, v.at, v.len);
    if (!element)
        buf_put_char(&batch->bytes, '\0');
}

void db_put_bytes(struct db_batch *batch, struct str v)
{
    if (v.at)
        put(batch, DB_BYTES, v.at, v.len);
    else
        db_put_null(batch);
}

void db_put_uuid(struct db_batch *batch, const struct uuid *v)
{
    if (v)
        put(batch, DB_UUID, v->bytes, sizeof v->bytes);
    else
        db_put_null(batch);
}

void db_put_day(struct db_batch *batch, day_t v)
{
    int32_t day = v;
    if (v != DAY_NEVER && v != DAY_NONE && __builtin_sub_overflow(v, day_2000, &day))
        misuse(batch, ERR_INTERNAL, "a day beyond PostgreSQL's");
    put_int(batch, DB_DAY, (uint64_t)day, 4);
}

void db_put_instant(struct db_batch *batch, instant_t v)
{
    int64_t instant = v;
    if (v == INSTANT_NONE) {
        db_put_null(batch);
        return;
    }
    if (v != INSTANT_NEVER && __builtin_sub_overflow(v, instant_2000, &instant))
        misuse(batch, ERR_INTERNAL, "an instant beyond PostgreSQL's");
    put_int(batch, DB_INSTANT, (uint64_t)instant, 8);
}

void db_put_array(struct db_batch *batch, enum db_type element, uint32_t n)
{
    if (batch->array.left) {
        misuse(batch, ERR_INTERNAL, "an array in an array, or one with fewer elements than were announced");
        return;
    }
    struct db_param param = {batch->bytes.len, 0, element, true, true};
    if (!add_param(batch, param)) {
        batch->bytes.failed = true;
        return;
    }
    buf_put_be32(&batch->bytes, n ? 1 : 0); /* dimensions */
    batch->array.flags_at = batch->bytes.len;
    buf_put_be32(&batch->bytes, 0);
    buf_put_be32(&batch->bytes, element_oids[element]);
    if (n) {
        buf_put_be32(&batch->bytes, n);
        buf_put_be32(&batch->bytes, 1); /* index of the first */
    } else if (!batch->bytes.failed) {
        last_param(batch)->len = (int32_t)(batch->bytes.len - param.at);
    }
    batch->array.left = n;
    batch->array.some = n == 0; /* an empty array stays one */
    batch->array.type = element;
}

void db_array_or_null(struct db_batch *batch)
{
    if (batch->array.left)
        misuse(batch, ERR_INTERNAL, "an array has fewer elements than were announced");
    if (batch->array.left || batch->array.some || batch->params.failed || batch->bytes.failed)
        return;
    struct db_param *param = last_param(batch);
    batch->bytes.len = param->at;
    *param = (struct db_param){param->at, NULL_PARAM, DB_TEXT, false, false};
}

bool db_failed(const struct db_batch *batch)
{
    return batch->err.code != ERR_NONE;
}

const struct err *db_err(const struct db_batch *batch)
{
    return &batch->err;
}

const char *db_sqlstate(const struct db_batch *batch)
{
    return batch->sqlstate;
}

const char *db_constraint(const struct db_batch *batch)
{
    return batch->constraint;
}
