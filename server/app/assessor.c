/* See assessor.h. The loop is a task whose table ends by starting over; waiting for work is a step that owes
 * a wake-up. */
#include "app/assessor.h"

#include <stdio.h>

#include "app/assess.h"
#include "app/known_cases.h"
#include "base/log.h"
#include "core/day.h"
#include "io/clock.h"
#include "io/task.h"
#include "store/store_assess.h"

enum {
    SLICE_US = 5000,        /* between two slices the loop serves others */
    GATHER_MS = 20,         /* from one look to the next at least, while there is less than a full round */
    LOOK_MS = 1000,         /* looks for work and for midnight at least so often, should a wake-up be lost */
    RETRY_MS = 500,         /* after a failure of the database */
    LOADED_MAX = 512 << 20, /* bytes of one batch of histories */
    SETTINGS_MAX = 1024,    /* bytes of those of the connection */
};

struct assessor {
    struct task task;
    uv_timer_t timer;   /* waiting */
    uv_idle_t breather; /* between slices */
    struct db_link *link;
    void (*on_advance)(void *data, int64_t cursor);
    void *data;
    void (*closed)(void *data);
    void *closed_data;
    int handles; /* open libuv handles and the link */

    bool woken, waiting, gathering, stopping, ended;
    uint64_t looked_at;  /* uv_hrtime */
    uint64_t connection; /* counts times the link came up: the lock belongs to one of them */
    day_t today;
    int64_t cursor;
    struct arena rules_arena, work_arena;
    struct rule_sets rules;
    struct assess_work work;
    size_t at, taken; /* cases of the work that are done, and in the batch under way */
    struct known_cases *known;
    struct assess_case *cases; /* under way: first n_read that are not known, then n_known that are */
    int64_t *read;             /* those that are not */
    size_t n_read, n_known;
    struct assess_job job;
    bool job_open;
    struct db_batch *answer; /* of the step before */
    struct assessor_stats stats;
};

static struct assessor *of(struct task *task)
{
    return CONTAINER_OF(task, struct assessor, task);
}

/* ---- asking the database --------------------------------------------------------------------------------- */

static void forget_answer(struct assessor *a)
{
    if (a->answer)
        db_batch_free(a->answer);
    a->answer = NULL;
}

static void on_answer(struct db_batch *batch, void *data)
{
    struct assessor *a = data;
    a->answer = batch;
    task_resume(&a->task);
}

static struct db_batch *ask(struct assessor *a)
{
    forget_answer(a);
    return db_batch_new(on_answer, a);
}

static enum step_result submit(struct assessor *a, struct db_batch *batch)
{
    task_owe(&a->task);
    db_submit(a->link, batch);
    return STEP_WAIT;
}

static const struct step step_table[10];
static enum step_result wait_for(struct assessor *a, uint64_t ms);

static enum step_result go_to(struct assessor *a, enum step_result (*run)(struct task *));

/* The database failed: the lock may be gone. Starts over after a pause; nothing is lost, the cursor has not
 * moved. */
static enum step_result start_over(struct assessor *a, const char *step, const struct err *err)
{
    log_line(LOG_WARN, "assessor", LOG_C("step", step), LOG_C("error", err->text));
    forget_answer(a);
    if (a->job_open)
        assess_end(&a->job);
    a->job_open = false;
    known_cases_forget_all(a->known);
    a->stats.leading = false;
    a->task.next = step_table;
    return wait_for(a, RETRY_MS);
}

static enum step_result no_memory(struct assessor *a, const char *step)
{
    struct err err = {0};
    (void)err_set(&err, ERR_NO_MEMORY, "no memory");
    return start_over(a, step, &err);
}

/* ---- waiting --------------------------------------------------------------------------------------------- */

static void on_timer(uv_timer_t *timer)
{
    struct assessor *a = timer->data;
    a->waiting = a->gathering = false;
    task_resume(&a->task);
}

/* Goes on after so many milliseconds, or when woken; when stopping, at once. */
static enum step_result wait_for(struct assessor *a, uint64_t ms)
{
    if (a->stopping)
        return STEP_DONE;
    task_owe(&a->task);
    a->waiting = true;
    (void)uv_timer_start(&a->timer, on_timer, ms, 0);
    return STEP_WAIT;
}

void assessor_wake(struct assessor *a)
{
    a->woken = true;
    if (a->waiting && !a->gathering && !a->stopping && a->stats.leading)
        (void)uv_timer_start(&a->timer, on_timer, 0, 0);
}

/* A round has its price, however little it has to do: what comes shortly after one waits for the next. */
static enum step_result gather(struct assessor *a)
{
    uint64_t passed = (uv_hrtime() - a->looked_at) / 1000000;
    if (passed >= GATHER_MS)
        return STEP_NEXT;
    a->gathering = true;
    return wait_for(a, GATHER_MS - passed);
}

static void on_breath(uv_idle_t *idle)
{
    struct assessor *a = idle->data;
    (void)uv_idle_stop(idle);
    task_resume(&a->task);
}

/* ---- steps ----------------------------------------------------------------------------------------------- */

/* The link is up only while it has the lock. */
static enum step_result ask_start(struct task *task)
{
    struct assessor *a = of(task);
    if (a->stopping)
        return STEP_DONE;
    if (!db_link_is_up(a->link)) {
        a->task.next = step_table;
        return wait_for(a, LOOK_MS);
    }
    struct db_batch *batch = ask(a);
    if (!batch)
        return no_memory(a, "start");
    uint64_t connection = db_link_stats(a->link).connects;
    if (connection != a->connection) /* another assessor may have worked in between */
        known_cases_forget_all(a->known);
    a->connection = connection;
    assess_ask_start(batch);
    assess_ask_progress(batch);
    return submit(a, batch);
}

static enum step_result take_start(struct task *task)
{
    struct assessor *a = of(task);
    struct err err = {0};
    if (db_failed(a->answer))
        return start_over(a, "start", db_err(a->answer));
    arena_clear(&a->rules_arena);
    if (assess_read_start(a->answer, &a->rules_arena, &a->cursor, &a->rules, &err))
        return start_over(a, "start", &err);
    assess_read_progress(a->answer, 2, &a->stats.walked, &a->stats.walk_cases);
    if (!a->stats.leading)
        log_line(LOG_INFO, "assessing", LOG_N("cursor", a->cursor), LOG_N("rule_sets", (int64_t)a->rules.n));
    a->stats.leading = true;
    a->stats.cursor = a->cursor;
    return STEP_NEXT;
}

static enum step_result look(struct task *task)
{
    struct assessor *a = of(task);
    if (a->stopping)
        return STEP_DONE;
    struct db_batch *batch = ask(a);
    if (!batch)
        return no_memory(a, "look");
    a->woken = false;
    a->looked_at = uv_hrtime();
    day_t today = day_of_instant(clock_now());
    assess_ask_work(batch, a->cursor);
    if (today != a->today)
        assess_put_new_day(batch); /* puts the day into the feed: read in the next round */
    a->today = today;
    arena_clear(&a->work_arena);
    return submit(a, batch);
}

static enum step_result take_work(struct task *task)
{
    struct assessor *a = of(task);
    struct err err = {0};
    if (db_failed(a->answer)) {
        a->today = DAY_NONE;
        return start_over(a, "look", db_err(a->answer));
    }
    if (assess_read_work(a->answer, &a->work_arena, a->cursor, &a->work, &err))
        return start_over(a, "look", &err);
    forget_answer(a);
    for (size_t i = 0; i < a->work.n_born; i++)
        known_cases_forget(a->known, a->work.born[i]);
    a->at = 0;
    a->stats.rounds++;
    if (a->work.n == 0 && !a->work.more && !a->woken) {
        go_to(a, look);
        return wait_for(a, LOOK_MS);
    }
    return STEP_NEXT;
}

static enum step_result load(struct task *task)
{
    struct assessor *a = of(task);
    a->taken = a->work.n - a->at < ASSESS_CASES ? a->work.n - a->at : ASSESS_CASES;
    a->n_read = a->n_known = 0;
    if (a->taken == 0)
        return STEP_NEXT; /* nothing but the cursor to save */
    struct db_batch *batch = ask(a);
    struct assess_case *cases = ARENA_ARRAY(&a->work_arena, struct assess_case, a->taken);
    int64_t *read = ARENA_ARRAY(&a->work_arena, int64_t, a->taken);
    if (!batch || !cases || !read) {
        db_batch_free(batch);
        return no_memory(a, "load");
    }
    a->cases = cases;
    a->read = read;
    const int64_t *ids = a->work.cases + a->at;
    for (size_t i = 0; i < a->taken; i++)
        if (!known_cases_find(a->known, ids[i]))
            read[a->n_read++] = ids[i];
    for (size_t i = 0; i < a->taken; i++) {
        const struct assess_case *known = known_cases_find(a->known, ids[i]);
        if (known)
            cases[a->n_read + a->n_known++] = *known;
    }
    if (a->n_read > 0)
        assess_ask_cases(batch, read, a->n_read, true);
    if (a->n_known > 0)
        assess_ask_later(batch, cases + a->n_read, a->n_known);
    return submit(a, batch);
}

static enum err_code read_cases(struct assessor *a, struct err *err)
{
    int later = a->n_read > 0 ? assess_case_statements(true) : 0; /* place of that statement in the batch */
    enum err_code code = ERR_NONE;
    if (a->n_read > 0)
        code = assess_read_cases(a->answer, NULL, &a->work_arena, a->read, a->n_read, true, a->cases, err);
    if (!code && a->n_known > 0)
        code = assess_read_later(a->answer, later, &a->work_arena, a->cases + a->n_read, a->n_known, err);
    return code;
}

static enum step_result begin_job(struct task *task)
{
    struct assessor *a = of(task);
    struct err err = {0};
    if (a->taken > 0) {
        if (db_failed(a->answer))
            return start_over(a, "load", db_err(a->answer));
        if (read_cases(a, &err))
            return start_over(a, "load", &err);
        forget_answer(a);
    }
    if (assess_start(&a->job, a->cases, a->taken, &a->rules, a->today, true, &err))
        return start_over(a, "assess", &err);
    a->job_open = true;
    return STEP_NEXT;
}

static enum step_result assess_slice(struct task *task)
{
    struct assessor *a = of(task);
    struct err err = {0};
    bool done;
    if (assess_some(&a->job, SLICE_US, &done, &err))
        return start_over(a, "assess", &err);
    if (done)
        return STEP_NEXT;
    go_to(a, assess_slice);
    task_owe(task);
    (void)uv_idle_start(&a->breather, on_breath);
    return STEP_WAIT;
}

static bool is_last_part(const struct assessor *a)
{
    return a->at + a->taken == a->work.n;
}

static enum step_result save(struct task *task)
{
    struct assessor *a = of(task);
    struct db_batch *batch = ask(a);
    if (!batch)
        return no_memory(a, "save");
    if (db_link_stats(a->link).connects != a->connection) { /* another assessor may have worked in between */
        struct err err = {0};
        db_batch_free(batch);
        (void)err_set(&err, ERR_UNAVAILABLE, "the connection with the lock was lost");
        return start_over(a, "save", &err);
    }
    assess_put_changes(batch, &a->job.changes, a->work.cursor);
    if (is_last_part(a)) {
        assess_put_cursor(batch, "feed", a->cursor, a->work.cursor);
        if (a->work.walking)
            assess_put_cursor(batch, "rule_set", -1, a->work.walk_reaches);
        if (a->work.rules_changed)
            assess_put_walk(batch);
    }
    return submit(a, batch);
}

static enum step_result take_saved(struct task *task)
{
    struct assessor *a = of(task);
    if (db_failed(a->answer))
        return start_over(a, "save", db_err(a->answer));
    forget_answer(a);
    for (size_t i = 0; i < a->job.changes.n_failed; i++) {
        known_cases_forget(a->known, a->job.changes.failed[i]);
        log_line(LOG_ERROR, "not assessed", LOG_N("case", a->job.changes.failed[i]),
                 LOG_S("error", a->job.changes.failed_why[i]));
    }
    for (size_t i = 0; i < a->job.changes.n_assessed; i++)
        known_cases_keep(a->known, &a->job.now[i]);
    a->stats.known += a->n_known;
    a->stats.known_bytes = known_cases_bytes(a->known);
    a->stats.assessed += a->job.changes.n_assessed;
    a->stats.failed += a->job.changes.n_failed;
    assess_end(&a->job);
    a->job_open = false;
    bool all = is_last_part(a);
    a->at += a->taken;
    if (!all) {
        go_to(a, load);
        return STEP_NEXT;
    }
    a->stats.walked += a->work.n_walked;
    if (a->work.walking && a->work.walk_reaches == INT64_MAX) {
        log_line(LOG_INFO, "all cases assessed", LOG_N("cases", (int64_t)a->stats.walked));
        a->stats.walked = a->stats.walk_cases = 0;
    }
    bool moved = a->cursor != a->work.cursor;
    bool full = a->work.cursor - a->cursor >= ASSESS_FEED_RECORDS || a->work.n >= ASSESS_CASES;
    a->cursor = a->stats.cursor = a->work.cursor;
    go_to(a, a->work.rules_changed ? ask_start : look);
    if (moved && a->on_advance)
        a->on_advance(a->data, a->cursor);
    return full || a->work.walking ? STEP_NEXT : gather(a);
}

static const struct step step_table[10] = {
    {"ask to start", ask_start},
    {"start", take_start},
    {"look", look},
    {"take the work", take_work},
    {"load", load},
    {"begin", begin_job},
    {"assess", assess_slice},
    {"save", save},
    {"saved", take_saved},
    {NULL, NULL},
};

/* The next step is the one with this function. */
static enum step_result go_to(struct assessor *a, enum step_result (*run)(struct task *))
{
    const struct step *step = step_table;
    while (step->run != run)
        step++;
    a->task.next = step;
    return STEP_NEXT;
}

/* ---- life ------------------------------------------------------------------------------------------------ */

static void on_handle_closed(struct assessor *a)
{
    if (--a->handles > 0)
        return;
    void (*closed)(void *) = a->closed;
    void *data = a->closed_data;
    arena_clear(&a->rules_arena);
    arena_clear(&a->work_arena);
    known_cases_free(a->known);
    mem_free(a);
    if (closed)
        closed(data);
}

static void on_uv_closed(uv_handle_t *handle)
{
    on_handle_closed(handle->data);
}

static void on_link_closed(void *data)
{
    on_handle_closed(data);
}

static void on_end(struct task *task)
{
    struct assessor *a = of(task);
    forget_answer(a);
    if (a->job_open)
        assess_end(&a->job);
    a->job_open = false;
    a->ended = true;
    uv_close((uv_handle_t *)&a->timer, on_uv_closed);
    uv_close((uv_handle_t *)&a->breather, on_uv_closed);
    db_link_close(a->link, on_link_closed, a);
}

static void on_first_turn(uv_timer_t *timer)
{
    struct assessor *a = timer->data;
    task_start(&a->task, step_table, on_end);
}

struct assessor *assessor_start(uv_loop_t *loop, const char *conninfo, const char *settings,
                                size_t known_bytes, void (*on_advance)(void *data, int64_t cursor),
                                void *data)
{
    struct assessor *a = mem_new(sizeof *a);
    if (!a)
        return NULL;
    a->known = known_cases_new(known_bytes);
    char all_settings[SETTINGS_MAX];
    (void)snprintf(all_settings, sizeof all_settings, "%s " ASSESS_SETTINGS, settings);
    a->link = db_link_new(loop, &(struct db_options){.conninfo = conninfo,
                                                     .settings = all_settings,
                                                     .name = "assessor",
                                                     .on_connect = ASSESS_LOCK});
    if (!a->link || !a->known) {
        if (a->link)
            db_link_close(a->link, NULL, NULL);
        known_cases_free(a->known);
        mem_free(a);
        return NULL;
    }
    a->on_advance = on_advance;
    a->data = data;
    a->today = DAY_NONE;
    arena_init(&a->rules_arena, LOADED_MAX);
    arena_init(&a->work_arena, LOADED_MAX);
    (void)uv_timer_init(loop, &a->timer);
    (void)uv_idle_init(loop, &a->breather);
    a->timer.data = a->breather.data = a;
    a->handles = 3;
    (void)uv_timer_start(&a->timer, on_first_turn, 0, 0);
    return a;
}

struct assessor_stats assessor_stats(const struct assessor *a)
{
    return a->stats;
}

void assessor_stop(struct assessor *a, void (*closed)(void *data), void *data)
{
    a->closed = closed;
    a->closed_data = data;
    a->stopping = true;
    if (a->ended)
        return;
    if (!a->task.at) { /* stopped before the first turn */
        on_end(&a->task);
    } else if (a->waiting) {
        (void)uv_timer_start(&a->timer, on_timer, 0, 0);
    }
}
