/* The life of a connection: it connects, runs on_connect, serves, is lost, pauses, connects again, is closed.
 *
 *     DOWN --pause--> CONNECTING --> SETUP --> UP          any but CLOSED --close--> CLOSED
 *       ^_________________|____________|________|  lost
 *
 * libpq may close its socket while connecting and open another one with the same number, so before each
 * PQconnectPoll the poll handle is closed and afterwards a new one is made. libpq ignores connect_timeout
 * here: the timer bounds connecting and on_connect together. The same timer measures the pause while the link
 * is down, and while it is up asks once a second whether what was sent is still being answered.
 *
 * Nothing is torn down and nobody is called back inside db_submit or db_link_close: they leave a note
 * (`broken`, `refused`, `closing`) and the kick, an idle handle, sees to it at the next turn of the loop. */
#include <stdio.h>

#include "base/log.h"
#include "base/mem.h"
#include "io/db_impl.h"
#include "io/db_open.h"

enum {
    CONNECT_MS = 10000,
    STALL_CHECK_MS = 1000,
    DEFAULT_STALL_MS = 60000,
    STALL_MARGIN_MS = 10000,
    DEFAULT_QUEUED = 1000,
    FIRST_PAUSE_MS = 50,
    LONGEST_PAUSE_MS = 5000,
    STEADY_MS = 2000,                /* up for so long: the next pause is the first again */
    SCRATCH_BYTES = 4 * 1024 * 1024, /* pointers, lengths and formats of 65,535 parameters are 1 MB */
};

static void on_timer(uv_timer_t *timer);
static void on_kick(uv_idle_t *kick);

static void set_state(struct db_link *link, enum link_state state)
{
    static const char *const names[] = {"down", "connecting", "setup", "up", "closed"};
    static const unsigned char allowed[] = {
        /* from */
        [LINK_DOWN] = 1 << LINK_CONNECTING | 1 << LINK_CLOSED,
        [LINK_CONNECTING] = 1 << LINK_DOWN | 1 << LINK_SETUP,
        [LINK_SETUP] = 1 << LINK_DOWN | 1 << LINK_UP,
        [LINK_UP] = 1 << LINK_DOWN,
        [LINK_CLOSED] = 0,
    };
    log_line(allowed[link->state] & 1 << state ? LOG_DEBUG : LOG_ERROR, "db_link_state",
             LOG_C("link", link->name), LOG_C("from", names[link->state]), LOG_C("to", names[state]));
    link->state = state;
}

void db_link_kick(struct db_link *link)
{
    if (link->state != LINK_CLOSED)
        (void)uv_idle_start(&link->kick, on_kick); /* started twice is started once */
}

void db_link_kick_if_closing(struct db_link *link)
{
    if (link->closing)
        db_link_kick(link);
}

void db_link_broken(struct db_link *link, const char *why)
{
    if (link->broken)
        return;
    link->broken = true;
    db_link_kick(link);
    log_line(LOG_WARN, "db_link_lost", LOG_C("link", link->name), LOG_C("why", why),
             LOG_N("sent", link->sent.n), LOG_N("waiting", link->waiting.n));
}

void db_link_not_wanted(struct db_link *link)
{
    link->broken = true;
    db_link_kick(link);
    log_line(link->attempts == 0 ? LOG_INFO : LOG_DEBUG, "db_link_said_no", LOG_C("link", link->name));
}

/* ---- dropping a connection ---- */

static void on_handle_closed(struct db_link *link);

static void on_watch_closed(uv_handle_t *handle)
{
    struct db_watch *watch = handle->data;
    struct db_link *link = watch->link;
    mem_free(watch);
    on_handle_closed(link);
}

/* Before libpq closes its socket or changes it. */
static void unwatch(struct db_link *link)
{
    if (!link->watch)
        return;
    (void)uv_poll_stop(&link->watch->poll);
    uv_close((uv_handle_t *)&link->watch->poll, on_watch_closed);
    link->watch = NULL;
    link->watched = 0;
}

static void refuse_waiting(struct db_link *link, const char *why)
{
    for (struct db_batch *batch; (batch = db_list_pop(&link->waiting)) != NULL;)
        db_refuse(link, batch, ERR_UNAVAILABLE, why);
}

/* A failed batch keeps its error: the server has told it, and so has not committed. */
static void give_up_sent(struct db_link *link)
{
    for (struct db_batch *batch; (batch = db_list_pop(&link->sent)) != NULL;) {
        if (batch->kind == DB_BATCH)
            db_refuse(link, batch, ERR_OUTCOME_UNKNOWN, "the connection was lost after the batch was sent");
        else
            db_batch_free(batch);
    }
}

static uint64_t pause_ms(struct db_link *link)
{
    uint32_t random = 0;
    (void)uv_random(NULL, NULL, &random, sizeof random, 0, NULL);
    uint64_t longest = FIRST_PAUSE_MS;
    for (uint32_t i = 0; i < link->attempts && longest < LONGEST_PAUSE_MS; i++)
        longest *= 2;
    if (longest > LONGEST_PAUSE_MS)
        longest = LONGEST_PAUSE_MS;
    return longest / 2 + random % (longest / 2); /* many daemons do not come back at the same moment */
}

static void drop(struct db_link *link)
{
    unwatch(link);
    (void)uv_timer_stop(&link->timer);
    PQfinish(link->pg);
    link->pg = NULL;
    give_up_sent(link);
    db_statements_forget(link);
    link->command = link->preparing = 0;
    link->copy = COPY_NONE;
    link->broken = link->garbled = link->blocked = link->prepare_failed = false;
    if (link->state != LINK_DOWN)
        set_state(link, LINK_DOWN);
}

/* Calls back: what had been answered before the connection went is told as it was answered. */
static void lost(struct db_link *link)
{
    if (link->state == LINK_UP) {
        (void)PQconsumeInput(link->pg);
        db_take_results(link);
        if (uv_now(link->loop) - link->up_since > STEADY_MS)
            link->attempts = 0;
    }
    drop(link);
    if (!link->wait)
        refuse_waiting(link, "the connection was lost before the batch was sent");
    if (!link->closing) {
        (void)uv_timer_start(&link->timer, on_timer, pause_ms(link), 0);
        link->attempts++;
    }
}

/* ---- connecting ---- */

static void on_connecting(uv_poll_t *poll, int status, int events);

static void connect_failed(struct db_link *link)
{
    /* libpq's text: no statement has been sent, so it has only names of hosts, databases and roles */
    struct str text = str_of(link->pg ? PQerrorMessage(link->pg) : "no memory");
    while (text.len && text.at[text.len - 1] == '\n')
        text.len--;
    log_line(LOG_WARN, "db_connect_failed", LOG_C("link", link->name), LOG_N("attempt", link->attempts + 1),
             LOG_S("why", text), LOG_C("advice", db_advice(text.at)));
    lost(link);
}

static bool watch_new(struct db_link *link, int events)
{
    struct db_watch *watch = mem_new(sizeof *watch);
    if (!watch || uv_poll_init(link->loop, &watch->poll, PQsocket(link->pg)) != 0) {
        mem_free(watch);
        return false;
    }
    watch->link = link;
    watch->poll.data = watch;
    link->watch = watch;
    link->handles++;
    return events == 0 || uv_poll_start(&watch->poll, events, on_connecting) == 0;
}

static void connected(struct db_link *link)
{
    if (PQsetnonblocking(link->pg, 1) != 0 || !PQenterPipelineMode(link->pg) || !watch_new(link, 0)) {
        connect_failed(link);
        return;
    }
    set_state(link, LINK_SETUP);
    if (link->on_connect.text)
        db_send_setup(link);
    else
        db_link_set_up(link);
}

static void connect_step(struct db_link *link, PostgresPollingStatusType step)
{
    if (step == PGRES_POLLING_OK)
        connected(link);
    else if (step == PGRES_POLLING_FAILED ||
             !watch_new(link, step == PGRES_POLLING_READING ? UV_READABLE : UV_WRITABLE))
        connect_failed(link);
}

/* `status` is not looked at: a refused connection comes as an error of libuv's, and libpq knows the true one.
 */
static void on_connecting(uv_poll_t *poll, int status, int events)
{
    struct db_watch *watch = poll->data;
    struct db_link *link = watch->link;
    (void)status;
    (void)events;
    if (link->watch != watch || link->closing)
        return;
    unwatch(link);
    connect_step(link, PQconnectPoll(link->pg));
}

static void start_connecting(struct db_link *link)
{
    char name[64];
    (void)snprintf(name, sizeof name, "spor %s", link->name);
    struct db_keys keys = db_keys(link->conninfo, name, link->settings);
    set_state(link, LINK_CONNECTING);
    (void)uv_timer_start(&link->timer, on_timer, CONNECT_MS, 0);
    link->pg = PQconnectStartParams(keys.names, keys.values, 1);
    if (!link->pg || PQstatus(link->pg) == CONNECTION_BAD) {
        connect_failed(link);
        return;
    }
    (void)PQsetNoticeReceiver(link->pg, db_on_notice, link);
    connect_step(link, PGRES_POLLING_WRITING);
}

void db_link_set_up(struct db_link *link)
{
    set_state(link, LINK_UP);
    link->stats.connects++;
    link->up_since = link->progress = uv_now(link->loop);
    (void)uv_timer_start(&link->timer, on_timer, STALL_CHECK_MS, STALL_CHECK_MS);
    log_line(LOG_INFO, "db_link_up", LOG_C("link", link->name), LOG_N("server", PQserverVersion(link->pg)),
             LOG_N("backend", PQbackendPID(link->pg)));
    if (link->notify && !link->closing)
        link->notify(link, (struct str){NULL, 0}, (struct str){NULL, 0}, link->notify_data);
    db_send_waiting(link);
    if (link->pool)
        db_pool_dispatch(link->pool);
}

static void on_timer(uv_timer_t *timer)
{
    struct db_link *link = timer->data;
    uint64_t now = uv_now(link->loop);
    switch (link->state) {
    case LINK_DOWN:
        start_connecting(link);
        break;
    case LINK_CONNECTING:
    case LINK_SETUP:
        db_link_broken(link, "connecting took too long");
        break;
    case LINK_UP:
        if (link->sent.first && now - link->progress > link->stall_ms)
            db_link_broken(link, "no answer");
        break;
    case LINK_CLOSED:
        break;
    }
}

/* ---- closing ---- */

static void link_free(struct db_link *link)
{
    gate_clear(&link->gate);
    db_statements_free(link);
    buf_clear(&link->scratch);
    mem_free(link->conninfo);
    mem_free(link->settings);
    mem_free(link->name);
    mem_free(link->on_connect_text);
    mem_free(link);
}

static void on_handle_closed(struct db_link *link)
{
    if (--link->handles > 0)
        return;
    for (struct db_batch *batch; (batch = db_list_pop(&link->refused)) != NULL;)
        db_tell(link, batch); /* submitted after the last turn */
    void (*closed)(void *data) = link->closed;
    void *data = link->closed_data;
    link_free(link);
    if (closed)
        closed(data);
}

static void on_own_handle_closed(uv_handle_t *handle)
{
    on_handle_closed(handle->data);
}

static void close_if_done(struct db_link *link)
{
    if (!link->closing || link->state == LINK_CLOSED || link->refused.n > 0 || link->members_open > 0)
        return;
    if (link->state == LINK_UP && link->sent.n > 0)
        return; /* what was sent may finish */
    drop(link);
    set_state(link, LINK_CLOSED);
    uv_close((uv_handle_t *)&link->timer, on_own_handle_closed);
    uv_close((uv_handle_t *)&link->kick, on_own_handle_closed);
}

static void on_kick(uv_idle_t *kick)
{
    struct db_link *link = kick->data;
    (void)uv_idle_stop(kick);
    if (link->broken)
        lost(link);
    struct db_list refused = link->refused; /* those refused while these are told have their turn next time */
    link->refused = (struct db_list){0};
    for (struct db_batch *batch; (batch = db_list_pop(&refused)) != NULL;)
        db_tell(link, batch);
    if ((link->state == LINK_UP || link->state == LINK_SETUP) && !link->broken) {
        db_take_results(link);
        db_take_notifies(link);
        if (!link->broken)
            db_send_waiting(link);
    }
    close_if_done(link);
}

void db_link_close(struct db_link *link, void (*closed)(void *data), void *data)
{
    if (link->closing)
        return;
    link->closing = true;
    link->closed = closed;
    link->closed_data = data;
    refuse_waiting(link, "the connection is closing");
    if (link->n_members > 0)
        db_pool_close(link);
    db_link_kick(link);
}

/* ---- the face ---- */

/* The server says nothing while a statement runs: only after the longest that may run is silence a sign. */
static uint64_t stall_of(const struct db_options *options)
{
    static const char setting[] = "statement_timeout=";
    if (options->stall_ms)
        return options->stall_ms;
    const char *at = options->settings ? strstr(options->settings, setting) : NULL;
    int64_t timeout = 0;
    if (at) {
        at += strlen(setting);
        struct str digits = {at, strspn(at, "0123456789")};
        if (!str_to_i64(digits, 0, INT32_MAX, &timeout))
            timeout = 0;
    }
    return timeout + STALL_MARGIN_MS > DEFAULT_STALL_MS ? (uint64_t)timeout + STALL_MARGIN_MS
                                                        : DEFAULT_STALL_MS;
}

static char *copy_of(const char *text)
{
    size_t len = text ? strlen(text) : 0;
    char *copy = mem_new(len + 1);
    if (copy && len)
        memcpy(copy, text, len);
    return copy;
}

struct db_link *db_link_new(uv_loop_t *loop, const struct db_options *options)
{
    struct db_link *link = mem_new(sizeof *link);
    if (!link)
        return NULL;
    link->loop = loop;
    link->conninfo = copy_of(options->conninfo);
    link->name = copy_of(options->name);
    link->settings = copy_of(options->settings);
    link->on_connect_text = copy_of(options->on_connect);
    link->max_queued = options->max_queued ? options->max_queued : DEFAULT_QUEUED;
    link->stall_ms = stall_of(options);
    link->wait = options->wait;
    buf_init(&link->scratch, SCRATCH_BYTES);
    if (!link->conninfo || !link->name || !link->settings || !link->on_connect_text) {
        link_free(link);
        return NULL;
    }
    link->on_connect = (struct sql){"on_connect", options->on_connect ? link->on_connect_text : NULL};
    (void)uv_timer_init(loop, &link->timer);
    (void)uv_idle_init(loop, &link->kick);
    link->timer.data = link->kick.data = link;
    link->handles = 2;
    if (options->connections == 0) {
        (void)uv_timer_start(&link->timer, on_timer, 0, 0);
    } else if (!db_pool_open(link, options)) {
        db_link_close(link, NULL, NULL);
        return NULL;
    }
    return link;
}

void db_link_on_notify(struct db_link *link, db_notify_cb cb, void *data)
{
    link->notify = cb;
    link->notify_data = data;
}

bool db_link_is_up(const struct db_link *link)
{
    for (uint32_t i = 0; !link->closing && i < link->n_members; i++)
        if (db_link_is_up(link->members[i]))
            return true;
    return link->state == LINK_UP && !link->broken && !link->closing;
}

uint32_t db_link_load(const struct db_link *link)
{
    if (link->n_members > 0)
        return link->gate.stats.waiting + link->gate.stats.inside;
    uint32_t own = link->state == LINK_SETUP ? 1 : link->preparing;
    return link->waiting.n + (link->sent.n > own ? link->sent.n - own : 0);
}

struct db_link *db_link_least_loaded(struct db_link *const *links, size_t n)
{
    struct db_link *best = links[0];
    for (size_t i = 1; i < n; i++)
        if (db_link_load(links[i]) < db_link_load(best))
            best = links[i];
    return best;
}

struct db_stats db_link_stats(const struct db_link *link)
{
    struct db_stats sum = link->stats;
    for (uint32_t i = 0; !link->closing && i < link->n_members; i++) {
        const struct db_stats *member = &link->members[i]->stats;
        sum.batches += member->batches;
        sum.failed += member->failed;
        sum.unknown += member->unknown;
        sum.refused += member->refused;
        sum.connects += member->connects;
    }
    sum.withdrawn = link->gate.stats.withdrawn;
    sum.waiting = link->n_members > 0 ? link->gate.stats.waiting : link->waiting.n;
    sum.in_work = link->n_members > 0 ? link->gate.stats.inside : link->sent.n;
    return sum;
}
