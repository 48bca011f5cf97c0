/* See access_log.h. */
#include "app/access_log.h"

#include "base/buf.h"
#include "base/log.h"
#include "base/mem.h"
#include "sql.gen.h"

struct row {
    struct row *next;
    struct access_entry entry; /* its texts lie behind the struct */
    void (*done)(void *data, const struct err *err);
    void *data;
};

struct access_log {
    struct db_link *link;
    uv_timer_t timer;
    struct row *first, **last; /* waiting */
    size_t n;
    struct row *sent; /* being written; NULL: none */
    size_t n_sent;
    size_t most; /* rows of a batch: fewer while one is looked for that the database refuses */
    uint64_t lost;
    bool closing, timer_open;
    void (*closed)(void *data);
    void *data;
};

static void send_rows(struct access_log *log);

static void on_timer(uv_timer_t *timer)
{
    send_rows(timer->data);
}

struct access_log *access_log_new(uv_loop_t *loop, struct db_link *link)
{
    struct access_log *log = mem_new(sizeof *log);
    if (!log)
        return NULL;
    log->link = link;
    log->last = &log->first;
    log->most = LOG_BATCH_MAX;
    log->timer.data = log;
    (void)uv_timer_init(loop, &log->timer); /* cannot fail */
    return log;
}

static void append(struct access_log *log, struct row *row)
{
    row->next = NULL;
    *log->last = row;
    log->last = &row->next;
    log->n++;
}

static struct str keep(char **at, struct str text)
{
    if (!text.at)
        return text;
    memcpy(*at, text.at, text.len);
    struct str copy = {*at, text.len};
    *at += text.len;
    return copy;
}

/* Nobody puts a CPR number here; should somebody ever, it goes no further. */
static struct str without_cpr(struct str text)
{
    return text.at && str_has_cpr(text) ? STR("?") : text;
}

static void lose(struct access_log *log)
{
    if (log->lost++ % 1000 == 0)
        log_line(LOG_ERROR, "access_log_lost", LOG_N("rows", (int64_t)log->lost));
}

void access_log_put(struct access_log *log, const struct access_entry *entry,
                    void (*done)(void *data, const struct err *err), void *data)
{
    struct row *row = NULL;
    if (log->n < LOG_KEPT_MAX || done)
        row = mem_new(sizeof *row + entry->route.len + entry->filter.len + entry->reason.len + 1);
    if (!row) {
        lose(log);
        if (done) {
            struct err err;
            (void)err_set(&err, ERR_NO_MEMORY, "no memory for the access log");
            done(data, &err);
        }
        return;
    }
    char *at = (char *)(row + 1);
    row->entry = *entry;
    row->entry.route = keep(&at, entry->route);
    row->entry.filter = keep(&at, without_cpr(entry->filter));
    row->entry.reason = keep(&at, without_cpr(entry->reason));
    row->done = done;
    row->data = data;
    append(log, row);
    if (done && !log->sent)
        send_rows(log);
    else if (!uv_is_active((const uv_handle_t *)&log->timer))
        (void)uv_timer_start(&log->timer, on_timer, LOG_DELAY_MS, 0);
}

static void end_if_done(struct access_log *log)
{
    if (!log->closing || log->sent)
        return;
    while (log->first) {
        struct row *row = log->first;
        log->first = row->next;
        lose(log);
        mem_free(row);
    }
    void (*closed)(void *) = log->closed;
    void *data = log->data;
    mem_free(log);
    if (closed)
        closed(data);
}

static void put_back(struct access_log *log)
{
    struct row *end = log->sent;
    while (end->next)
        end = end->next;
    end->next = log->first;
    log->first = log->sent;
    if (!end->next)
        log->last = &end->next;
    log->n += log->n_sent;
    log->sent = NULL;
}

/* A row that the database refuses takes no other with it: half as many go next, until it is alone, and it is given up. True
 * where the rows are on their way again. Whatever passes by itself is no refusal. */
static bool look_for_refused(struct access_log *log, const struct err *err)
{
    if (!err || err_info(err->code)->retryable) {
        log->most = err || 2 * log->most > LOG_BATCH_MAX ? LOG_BATCH_MAX : 2 * log->most;
        return false;
    }
    if (log->n_sent > 1) {
        log->most = log->n_sent / 2;
        put_back(log);
        send_rows(log);
        return true;
    }
    log_line(LOG_ERROR, "access_log_refused", LOG_S("route", log->sent->entry.route));
    return false;
}

static void on_written(struct db_batch *batch, void *data)
{
    struct access_log *log = data;
    const struct err *err = db_failed(batch) ? db_err(batch) : NULL;
    if (look_for_refused(log, err)) {
        db_batch_free(batch);
        return;
    }
    bool refused = err && !err_info(err->code)->retryable;
    struct row *rows = log->sent;
    log->sent = NULL;
    while (rows) {
        struct row *row = rows;
        rows = row->next;
        if (err && !refused && !row->done && !log->closing && log->n < LOG_KEPT_MAX) {
            append(log, row);
            continue;
        }
        if (err && !row->done)
            lose(log);
        if (row->done)
            row->done(row->data, err);
        mem_free(row);
    }
    bool failed = err && !refused;
    db_batch_free(batch);
    if (log->closing && !failed && log->first) {
        send_rows(log);
        return;
    }
    if (log->closing) {
        if (!log->timer_open)
            end_if_done(log);
        return;
    }
    bool waited_for = false;
    for (const struct row *row = log->first; row && !waited_for; row = row->next)
        waited_for = row->done != NULL;
    if (waited_for && !log->sent)
        send_rows(log);
    else if (log->first && !uv_is_active((const uv_handle_t *)&log->timer) && !log->closing)
        (void)uv_timer_start(&log->timer, on_timer, failed ? 1000 : LOG_DELAY_MS, 0);
}

#define PUT_COLUMN(type, expression)                                                                         \
    do {                                                                                                     \
        db_put_array(batch, (type), (uint32_t)log->n_sent);                                                  \
        for (const struct row *row = log->sent; row; row = row->next)                                        \
            expression;                                                                                      \
    } while (0)

static void send_rows(struct access_log *log)
{
    if (log->sent || !log->first)
        return;
    log->sent = log->first;
    log->n_sent = 1;
    struct row *end = log->first;
    for (; end->next && log->n_sent < log->most; end = end->next)
        log->n_sent++;
    log->first = end->next;
    end->next = NULL;
    log->n -= log->n_sent;
    if (!log->first)
        log->last = &log->first;
    struct db_batch *batch = db_batch_new(on_written, log);
    if (!batch) {
        put_back(log);
        (void)uv_timer_start(&log->timer, on_timer, LOG_DELAY_MS, 0);
        return;
    }
    db_query(batch, &SQL_ACCESS_LOG_ADD);
    PUT_COLUMN(DB_I32, db_put_i32(batch, (int32_t)row->entry.staff));
    PUT_COLUMN(DB_I32, db_put_i32(batch, row->entry.token));
    PUT_COLUMN(DB_TEXT, db_put_text(batch, row->entry.route));
    PUT_COLUMN(DB_I64, db_put_i64(batch, row->entry.case_id));
    PUT_COLUMN(DB_TEXT, db_put_text(batch, row->entry.filter));
    PUT_COLUMN(DB_I32, db_put_i32(batch, row->entry.rows));
    PUT_COLUMN(DB_I16, db_put_i16(batch, row->entry.status));
    PUT_COLUMN(DB_TEXT, db_put_text(batch, row->entry.reason));
    db_submit(log->link, batch);
}

uint64_t access_log_lost(const struct access_log *log)
{
    return log->lost;
}

static void on_timer_closed(uv_handle_t *handle)
{
    struct access_log *log = handle->data;
    log->timer_open = false;
    end_if_done(log);
}

void access_log_close(struct access_log *log, void (*closed)(void *data), void *data)
{
    log->closing = log->timer_open = true;
    log->closed = closed;
    log->data = data;
    send_rows(log);
    uv_close((uv_handle_t *)&log->timer, on_timer_closed);
}
