/* See store_append.h. */
#include "store/store_append.h"

#include <stdio.h>

#include "base/bug.h"
#include "base/log.h"
#include "base/mem.h"
#include "store/append_batch.h"

enum { MAX_LINKS = 4, RETRY_MS = 50, MAX_ATTEMPTS = 1000, SETTINGS_MAX = 1024, SHORT_MS = 30000 };

/* A plan made while a table was empty must be right when it is full. */
static const char plan_settings[] = "-c enable_seqscan=off -c jit=off -c plan_cache_mode=force_generic_plan";

/* A connection with the units that wait for it; one batch at a time, so that what comes meanwhile is grouped.
 */
struct lane {
    struct append *append;
    struct db_link *link;
    struct gate gate;            /* what waits, in turn of the callers; what is sent is inside */
    struct append_unit *refused; /* without memory to wait */
    struct append_unit *sent[APPEND_MAX_UNITS];
    size_t n_sent;
    uv_idle_t idle;   /* active while a batch is to be made at the next turn of the loop */
    uv_timer_t pause; /* before a repetition */
    bool busy;
};

struct append {
    uv_loop_t *loop;
    struct append_options options;
    struct lane lanes[MAX_LINKS];
    int n_lanes;
    struct err is_short; /* of what the database was short, if its last batch failed by that … */
    uint64_t short_at;   /* … and when */
    struct append_stats stats;
    bool closing;
    int open_parts; /* links and handles not closed yet */
    void (*closed)(void *data);
    void *closed_data;
};

static void flush(struct lane *lane);

static struct lane *lane_of(struct append *append, const struct uuid *course)
{
    uint32_t sum = 0;
    for (size_t i = 0; i < sizeof course->bytes; i++)
        sum = sum * 31 + course->bytes[i];
    return &append->lanes[sum % (uint32_t)append->n_lanes];
}

static bool is_waiting(const struct lane *lane)
{
    return lane->gate.stats.waiting > 0 || lane->refused;
}

static void part_closed(struct append *append)
{
    if (--append->open_parts > 0)
        return;
    void (*closed)(void *data) = append->closed;
    void *data = append->closed_data;
    mem_free(append);
    if (closed)
        closed(data);
}

static void on_part_closed(void *data)
{
    part_closed(data);
}

static void on_handle_closed(uv_handle_t *handle)
{
    struct lane *lane = handle->data;
    part_closed(lane->append);
}

/* When nothing waits any more in any lane, a closing writer takes itself down. */
static void close_if_done(struct append *append)
{
    if (!append->closing || append->open_parts > 0)
        return;
    for (int i = 0; i < append->n_lanes; i++)
        if (append->lanes[i].busy || is_waiting(&append->lanes[i]))
            return;
    append->open_parts = append->n_lanes * 3;
    for (int i = 0; i < append->n_lanes; i++) {
        struct lane *lane = &append->lanes[i];
        uv_close((uv_handle_t *)&lane->idle, on_handle_closed);
        uv_close((uv_handle_t *)&lane->pause, on_handle_closed);
        db_link_close(lane->link, on_part_closed, append);
    }
}

static void on_idle(uv_idle_t *idle)
{
    (void)uv_idle_stop(idle);
    flush(idle->data);
}

/* A batch at the next turn: whatever this turn still brings goes with it. */
static void arm(struct lane *lane)
{
    if (!lane->busy && is_waiting(lane) && !uv_is_active((uv_handle_t *)&lane->pause))
        (void)uv_idle_start(&lane->idle, on_idle);
}

static void on_pause(uv_timer_t *timer)
{
    arm(timer->data);
}

static void finish(struct lane *lane, struct append_unit *unit)
{
    gate_leave(unit->ticket.caller);
    lane->append->stats.units++;
    unit->done(unit);
}

/* Back to the front of the queue, in the old order. */
static void requeue(struct lane *lane, struct append_unit *const *units, size_t n)
{
    while (n-- > 0) {
        gate_put_back(&units[n]->ticket);
        lane->append->stats.waiting++;
        lane->append->stats.repeated++;
    }
}

static bool is_class(const char *sqlstate, const char *class)
{
    return strncmp(sqlstate, class, 2) == 0;
}

/* Errors after which the same units may go through: connection, deadlock, shortage. */
static void repeat_later(struct lane *lane, struct append_unit **units, size_t n, const struct err *why)
{
    size_t kept = 0;
    uint64_t now = uv_now(lane->append->loop);
    for (size_t i = 0; i < n; i++) {
        struct append_unit *unit = units[i];
        unit->maybe_sent = unit->maybe_sent || why->code == ERR_OUTCOME_UNKNOWN;
        if (now < unit->deadline_ms && ++unit->attempts < MAX_ATTEMPTS) {
            units[kept++] = unit;
            continue;
        }
        if (unit->maybe_sent)
            (void)err_set(&unit->err, ERR_OUTCOME_UNKNOWN,
                          "the database went away and it is not known whether this was recorded: repeat it");
        else
            (void)err_set(&unit->err, ERR_UNAVAILABLE, "the database is not available");
        finish(lane, unit);
    }
    requeue(lane, units, kept);
    if (kept > 0)
        (void)uv_timer_start(&lane->pause, on_pause, RETRY_MS, 0);
}

/* The database is short of something and says so: whoever waits is told at once, and repeats when it is over. */
static void fail_short(struct lane *lane, struct append_unit **units, size_t n, const struct err *why)
{
    lane->append->is_short = *why;
    lane->append->short_at = uv_now(lane->append->loop);
    for (size_t i = 0; i < n; i++) {
        if (units[i]->maybe_sent)
            (void)err_set(&units[i]->err, ERR_OUTCOME_UNKNOWN,
                          "the database went away and it is not known whether this was recorded: repeat it");
        else
            units[i]->err = *why;
        finish(lane, units[i]);
    }
}

const char *append_is_short(const struct append *append)
{
    if (!append->is_short.code || uv_now(append->loop) - append->short_at > SHORT_MS)
        return NULL;
    return append->is_short.text;
}

static void batch_failed(struct lane *lane, struct append_unit **units, size_t n,
                         const struct db_batch *batch)
{
    const struct err *why = db_err(batch);
    const char *sqlstate = db_sqlstate(batch);
    bool content = is_class(sqlstate, "22") || is_class(sqlstate, "23");
    if (content && n > 1) { /* somebody in there is bad: each by itself */
        for (size_t i = 0; i < n; i++)
            units[i]->alone = true;
        requeue(lane, units, n);
        return;
    }
    if (content && ++units[0]->attempts <= 1) { /* two raced for one citizen: the second look is told so */
        requeue(lane, units, n);
        return;
    }
    if (is_class(sqlstate, "53")) {
        fail_short(lane, units, n, why);
        return;
    }
    if (!content && (why->code == ERR_OUTCOME_UNKNOWN || why->code == ERR_UNAVAILABLE)) {
        repeat_later(lane, units, n, why);
        return;
    }
    log_line(LOG_ERROR, "append failed", LOG_C("sqlstate", sqlstate), LOG_C("error", why->text),
             LOG_N("units", (int64_t)n));
    for (size_t i = 0; i < n; i++) {
        if (content && why->code == ERR_UNAVAILABLE)
            units[i]->err = *why; /* the keys of CPR numbers were changed: see crypt.h */
        else
            (void)err_set(&units[i]->err, content ? ERR_CONFLICT : why->code, "%s",
                          content ? "the database refuses this" : why->text);
        finish(lane, units[i]);
    }
}

static void on_batch_done(struct db_batch *batch, void *data)
{
    struct lane *lane = data;
    struct append_unit *units[APPEND_MAX_UNITS];
    size_t n = lane->n_sent;
    memcpy(units, lane->sent, n * sizeof *units);
    lane->n_sent = 0;
    lane->busy = false;
    lane->append->stats.in_flight -= (uint32_t)n;
    if (db_failed(batch)) {
        batch_failed(lane, units, n, batch);
    } else {
        struct err err = {0};
        enum err_code code = append_batch_read(batch, units, n, &err);
        lane->append->stats.batches++;
        lane->append->is_short = (struct err){0};
        flush(lane); /* first the next batch: the database works while the answers to this one are written */
        for (size_t i = 0; i < n; i++) {
            units[i]->err = err; /* ERR_NONE where all is well */
            if (code == ERR_NONE)
                lane->append->stats.events += units[i]->n_events;
            finish(lane, units[i]);
        }
    }
    db_batch_free(batch);
    arm(lane);
    close_if_done(lane->append);
}

static bool is_in(struct append_unit *const *units, size_t n, const struct uuid *course)
{
    for (size_t i = 0; i < n; i++)
        if (uuid_equal(&units[i]->course, course))
            return true;
    return false;
}

/* Takes from the queue what may go together: each case once, so that one unit's answer is known before the next
 * unit of that case is checked. What was passed over keeps its place and its turn. */
static void take(struct lane *lane)
{
    enum { PASSED_MAX = 64 };
    struct append_unit *passed[PASSED_MAX];
    size_t events = 0, n_passed = 0;
    bool full = false;
    while (!full && lane->n_sent < APPEND_MAX_UNITS && n_passed < PASSED_MAX) {
        struct gate_ticket *ticket = gate_pop(&lane->gate);
        if (!ticket)
            break;
        struct append_unit *unit = CONTAINER_OF(ticket, struct append_unit, ticket);
        full = lane->n_sent > 0 && (unit->alone || events + unit->n_events > APPEND_MAX_EVENTS);
        if (full || is_in(lane->sent, lane->n_sent, &unit->course)) {
            passed[n_passed++] = unit;
            continue;
        }
        lane->sent[lane->n_sent++] = unit;
        lane->append->stats.waiting--;
        events += unit->n_events;
        full = unit->alone;
    }
    while (n_passed > 0)
        gate_put_back(&passed[--n_passed]->ticket);
}

static void tell_refused(struct lane *lane)
{
    struct append_unit *unit;
    while ((unit = lane->refused) != NULL) {
        lane->refused = unit->next;
        (void)err_set(&unit->err, ERR_NO_MEMORY, "no memory for the unit");
        unit->done(unit);
    }
}

static void flush(struct lane *lane)
{
    tell_refused(lane);
    if (lane->busy || !is_waiting(lane))
        return;
    take(lane);
    struct db_batch *batch = db_batch_new(on_batch_done, lane);
    if (!batch) {
        size_t n = lane->n_sent;
        lane->n_sent = 0;
        requeue(lane, lane->sent, n);
        (void)uv_timer_start(&lane->pause, on_pause, RETRY_MS, 0);
        return;
    }
    append_batch_build(batch, lane->sent, lane->n_sent);
    lane->busy = true;
    lane->append->stats.in_flight += (uint32_t)lane->n_sent;
    db_submit(lane->link, batch);
}

struct append *append_new(uv_loop_t *loop, const struct append_options *options)
{
    struct append *append = mem_new(sizeof *append);
    if (!append)
        return NULL;
    append->loop = loop;
    append->options = *options;
    append->n_lanes = options->links < 1 ? 1 : options->links > MAX_LINKS ? MAX_LINKS : options->links;
    char settings[SETTINGS_MAX];
    (void)snprintf(settings, sizeof settings, "%s %s", options->settings ? options->settings : "",
                   plan_settings);
    struct db_options link = {
        .conninfo = options->conninfo, .settings = settings, .name = "writer", .max_queued = 1000};
    const struct gate_limits no_limits = {0};
    for (int i = 0; i < append->n_lanes; i++) {
        struct lane *lane = &append->lanes[i];
        lane->append = append;
        gate_init(&lane->gate, &no_limits);
        lane->link = db_link_new(loop, &link);
        if (!lane->link) {
            while (i-- > 0)
                db_link_close(append->lanes[i].link, NULL, NULL);
            mem_free(append);
            return NULL;
        }
    }
    for (int i = 0; i < append->n_lanes; i++) {
        struct lane *lane = &append->lanes[i];
        (void)uv_idle_init(loop, &lane->idle);
        (void)uv_timer_init(loop, &lane->pause);
        lane->idle.data = lane->pause.data = lane;
    }
    return append;
}

void append_submit(struct append *append, struct append_unit *unit)
{
    struct lane *lane = lane_of(append, &unit->course);
    if (append->closing)
        bug("append: submitted while closing");
    unit->attempts = 0;
    unit->alone = unit->maybe_sent = false;
    unit->err = (struct err){0};
    unit->deadline_ms = uv_now(append->loop) + append->options.give_up_ms;
    if (gate_push(&lane->gate, &unit->ticket, unit->viewer->caller)) {
        append->stats.waiting++;
    } else {
        unit->next = lane->refused;
        lane->refused = unit;
    }
    arm(lane);
}

bool append_is_full(const struct append *append)
{
    return append->stats.waiting >= append->options.max_waiting;
}

void append_count_hidden(struct append *append)
{
    append->stats.hidden++;
}

struct db_link *append_link(struct append *append)
{
    return append->lanes[0].link;
}

bool append_is_up(const struct append *append)
{
    for (int i = 0; i < append->n_lanes; i++)
        if (!db_link_is_up(append->lanes[i].link))
            return false;
    return true;
}

void append_close(struct append *append, void (*closed)(void *data), void *data)
{
    append->closing = true;
    append->closed = closed;
    append->closed_data = data;
    close_if_done(append);
}

void append_stats(const struct append *append, struct append_stats *out)
{
    *out = append->stats;
}
