/* See assessed.h. */
#include "app/assessed.h"

#include "base/mem.h"
#include "sql.gen.h"

enum { ASK_MS = 10, WAIT_MAX_SECONDS = 10 };

struct waiter {
    struct waiter *next;
    struct call *call;
    int64_t feed_no;
    uint64_t until; /* uv_now */
};

struct assessed {
    uv_loop_t *loop;
    struct db_link *reader;
    uv_timer_t timer;
    int64_t up_to;
    struct waiter *waiters; /* in the arenas of their calls */
    bool asking, closing;
    void (*closed)(void *data);
    void *closed_data;
};

static void on_timer(uv_timer_t *timer);

struct assessed *assessed_new(uv_loop_t *loop, struct db_link *reader)
{
    struct assessed *assessed = mem_new(sizeof *assessed);
    if (!assessed)
        return NULL;
    assessed->loop = loop;
    assessed->reader = reader;
    (void)uv_timer_init(loop, &assessed->timer);
    assessed->timer.data = assessed;
    return assessed;
}

/* Those who have waited long enough, or for whom the assessor has come far enough, go on. */
static void release(struct assessed *assessed)
{
    uint64_t now = uv_now(assessed->loop);
    struct waiter *ready = NULL;
    for (struct waiter **link = &assessed->waiters; *link;) {
        struct waiter *waiter = *link;
        if (waiter->feed_no > assessed->up_to && now < waiter->until && !assessed->closing) {
            link = &waiter->next;
            continue;
        }
        *link = waiter->next;
        waiter->next = ready;
        ready = waiter;
    }
    while (ready) {
        struct call *call = ready->call;
        ready = ready->next; /* the call takes its waiter with it */
        task_resume(&call->task);
    }
}

void assessed_tell(struct assessed *assessed, int64_t feed_no)
{
    if (feed_no > assessed->up_to)
        assessed->up_to = feed_no;
    if (assessed->waiters)
        release(assessed);
}

bool assessed_is(const struct assessed *assessed, int64_t feed_no)
{
    return feed_no <= assessed->up_to;
}

static void on_gone(uv_handle_t *timer)
{
    struct assessed *assessed = timer->data;
    void (*closed)(void *data) = assessed->closed;
    void *data = assessed->closed_data;
    mem_free(assessed);
    if (closed)
        closed(data);
}

static void on_answer(struct db_batch *batch, void *data)
{
    struct assessed *assessed = data;
    assessed->asking = false;
    int64_t up_to = assessed->up_to;
    if (!db_failed(batch) && db_rows(batch, 0) == 1)
        up_to = db_get_i64(batch, 0, 0, 0);
    db_batch_free(batch);
    if (up_to > assessed->up_to)
        assessed->up_to = up_to;
    release(assessed);
    if (assessed->closing)
        uv_close((uv_handle_t *)&assessed->timer, on_gone);
    else if (assessed->waiters)
        (void)uv_timer_start(&assessed->timer, on_timer, ASK_MS, 0);
}

static void on_timer(uv_timer_t *timer)
{
    struct assessed *assessed = timer->data;
    struct db_batch *batch = assessed->asking ? NULL : db_batch_new(on_answer, assessed);
    if (!batch) {
        release(assessed);
        if (assessed->waiters && !assessed->asking)
            (void)uv_timer_start(timer, on_timer, ASK_MS, 0);
        return;
    }
    assessed->asking = true;
    db_query(batch, &SQL_ASSESSED_UP_TO);
    db_submit(assessed->reader, batch);
}

/* `wait=N` among the preferences (RFC 7240); the rest is not ours. */
static int64_t wanted_seconds(const struct call *call)
{
    struct str prefer = request_header(call->request, "prefer");
    while (prefer.len > 0) {
        const char *comma = memchr(prefer.at, ',', prefer.len);
        struct str one = {prefer.at, comma ? (size_t)(comma - prefer.at) : prefer.len};
        size_t used = comma ? one.len + 1 : one.len;
        prefer = (struct str){prefer.at + used, prefer.len - used};
        while (one.len > 0 && one.at[0] == ' ') {
            one.at++;
            one.len--;
        }
        while (one.len > 0 && one.at[one.len - 1] == ' ')
            one.len--;
        int64_t seconds = 0;
        if (one.len > 5 && memcmp(one.at, "wait=", 5) == 0 &&
            str_to_i64((struct str){one.at + 5, one.len - 5}, 0, INT32_MAX, &seconds))
            return seconds < WAIT_MAX_SECONDS ? seconds : WAIT_MAX_SECONDS;
    }
    return 0;
}

enum step_result assessed_wait(struct assessed *assessed, struct call *call, int64_t feed_no)
{
    return assessed_wait_for(assessed, call, feed_no, wanted_seconds(call));
}

enum step_result assessed_wait_for(struct assessed *assessed, struct call *call, int64_t feed_no,
                                   int64_t seconds)
{
    if (seconds == 0 || assessed_is(assessed, feed_no) || assessed->closing)
        return STEP_NEXT;
    struct waiter *waiter = ARENA_NEW(call->arena, struct waiter);
    if (!waiter)
        return STEP_NEXT; /* not waiting is allowed */
    *waiter = (struct waiter){.next = assessed->waiters,
                              .call = call,
                              .feed_no = feed_no,
                              .until = uv_now(assessed->loop) + (uint64_t)seconds * 1000};
    assessed->waiters = waiter;
    task_owe(&call->task);
    if (!assessed->asking && !uv_is_active((uv_handle_t *)&assessed->timer))
        (void)uv_timer_start(&assessed->timer, on_timer, 1, 0);
    return STEP_WAIT;
}

void assessed_close(struct assessed *assessed, void (*closed)(void *data), void *data)
{
    assessed->closing = true;
    assessed->closed = closed;
    assessed->closed_data = data;
    (void)uv_timer_stop(&assessed->timer);
    release(assessed);
    if (!assessed->asking)
        uv_close((uv_handle_t *)&assessed->timer, on_gone);
}
