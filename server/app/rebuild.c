/* See rebuild.h. */
#include "app/rebuild.h"

#include <signal.h>
#include <stdio.h>
#include <unistd.h>
#include <uv.h>

#include "app/assess.h"
#include "base/log.h"
#include "io/clock.h"
#include "io/task.h"
#include "store/store_assess.h"

enum {
    UP_WITHIN_MS = 10000, /* the database and, without --check, the assessor's lock */
    LOOK_MS = 50,
    LOADED_MAX = 512 << 20,
    SLICE_US = 100000, /* nobody else is served here */
};

struct rebuild {
    struct task task;
    const struct rebuild_options *options;
    struct rebuild_result *result;
    uv_loop_t loop;
    uv_timer_t timer;
    uv_signal_t interrupt;
    struct db_link *link;
    struct db_batch *answer;
    uint64_t began;
    struct arena rules_arena, cases_arena;
    struct rule_sets rules;
    int64_t *ids, after;
    size_t n;
    uint64_t total;
    struct assess_case *cases;
    struct assess_job job;
    bool job_open;
    int64_t reported; /* last case that differed */
    int64_t walked;   /* up to this case the assessor has gone over all of them since rules changed */
    bool stopping;
};

static struct rebuild *of(struct task *task)
{
    return CONTAINER_OF(task, struct rebuild, task);
}

static void forget_answer(struct rebuild *r)
{
    if (r->answer)
        db_batch_free(r->answer);
    r->answer = NULL;
}

static void on_answer(struct db_batch *batch, void *data)
{
    struct rebuild *r = data;
    r->answer = batch;
    task_resume(&r->task);
}

static enum step_result fail(struct rebuild *r, const struct err *err)
{
    r->task.err = *err;
    return STEP_FAIL;
}

static enum step_result ask(struct rebuild *r, struct db_batch **batch)
{
    forget_answer(r);
    *batch = db_batch_new(on_answer, r);
    if (*batch)
        return STEP_NEXT;
    (void)err_set(&r->task.err, ERR_NO_MEMORY, "no memory");
    return STEP_FAIL;
}

static enum step_result submit(struct rebuild *r, struct db_batch *batch)
{
    task_owe(&r->task);
    db_submit(r->link, batch);
    return STEP_WAIT;
}

static void on_timer(uv_timer_t *timer)
{
    struct rebuild *r = timer->data;
    task_resume(&r->task);
}

static const struct step steps[10];

static enum step_result go_to(struct rebuild *r, enum step_result (*run)(struct task *))
{
    r->task.next = steps;
    while (r->task.next->run != run)
        r->task.next++;
    return STEP_NEXT;
}

/* ---- steps ----------------------------------------------------------------------------------------------- */

static enum step_result wait_up(struct task *task)
{
    struct rebuild *r = of(task);
    if (r->stopping)
        return STEP_DONE;
    if (db_link_is_up(r->link))
        return STEP_NEXT;
    if ((uv_hrtime() - r->began) / 1000000 > UP_WITHIN_MS) {
        (void)err_set(&task->err, ERR_UNAVAILABLE, "%s",
                      r->options->check
                          ? "the database does not answer"
                          : "the database does not answer, or a daemon is assessing: stop it first");
        return STEP_FAIL;
    }
    task_owe(task);
    (void)uv_timer_start(&r->timer, on_timer, LOOK_MS, 0);
    go_to(r, wait_up);
    return STEP_WAIT;
}

static enum step_result ask_start(struct task *task)
{
    struct rebuild *r = of(task);
    struct db_batch *batch;
    if (ask(r, &batch) != STEP_NEXT)
        return STEP_FAIL;
    assess_ask_start(batch);
    return submit(r, batch);
}

static enum step_result take_start(struct task *task)
{
    struct rebuild *r = of(task);
    int64_t cursor;
    if (db_failed(r->answer))
        return fail(r, db_err(r->answer));
    if (assess_read_start(r->answer, &r->rules_arena, &cursor, &r->rules, &task->err))
        return STEP_FAIL;
    r->walked = assess_read_walk(r->answer);
    return STEP_NEXT;
}

static enum step_result ask_ids(struct task *task)
{
    struct rebuild *r = of(task);
    struct db_batch *batch;
    if (r->stopping)
        return STEP_DONE;
    if (ask(r, &batch) != STEP_NEXT)
        return STEP_FAIL;
    assess_ask_cases_after(batch, r->after);
    return submit(r, batch);
}

static enum step_result load(struct task *task)
{
    struct rebuild *r = of(task);
    struct db_batch *batch;
    if (db_failed(r->answer))
        return fail(r, db_err(r->answer));
    arena_clear(&r->cases_arena);
    if (assess_read_cases_after(r->answer, &r->cases_arena, &r->ids, &r->n, &r->total, &task->err))
        return STEP_FAIL;
    if (r->n == 0)
        return STEP_DONE;
    if (ask(r, &batch) != STEP_NEXT)
        return STEP_FAIL;
    assess_ask_cases(batch, r->ids, r->n, !r->options->without_spans);
    return submit(r, batch);
}

static void on_differs(void *data, int64_t case_id, const char *what)
{
    struct rebuild *r = data;
    (void)printf("{\"case\":%lld,\"differs\":\"%s\"}\n", (long long)case_id, what);
    if (r->reported != case_id)
        r->result->differing++;
    r->reported = case_id;
}

/* Cases whose newest events the assessor has not seen yet, or which it has not reached since rules changed, do
 * not differ, they wait. Keeps the others. */
static void leave_out_pending(struct rebuild *r)
{
    size_t kept = 0;
    for (size_t i = 0; i < r->n; i++) {
        const struct assess_case *one = &r->cases[i];
        size_t n = one->history.n;
        bool pending =
            n > 0 && (!one->has_facts || one->facts.seq < (int32_t)one->history.events[n - 1].seq ||
                      one->case_id > r->walked);
        r->result->events += n;
        if (pending && r->options->check)
            r->result->pending++;
        else
            r->cases[kept++] = *one;
    }
    r->result->cases += r->n;
    r->n = kept;
}

static enum step_result assess_all(struct task *task)
{
    struct rebuild *r = of(task);
    if (db_failed(r->answer))
        return fail(r, db_err(r->answer));
    r->after = r->ids[r->n - 1];
    if (assess_read_cases(r->answer, &r->cases_arena, r->ids, r->n, !r->options->without_spans, &r->cases,
                          &task->err))
        return STEP_FAIL;
    leave_out_pending(r);
    if (assess_start(&r->job, r->cases, r->n, &r->rules, day_of_instant(clock_now()),
                     !r->options->without_spans, &task->err))
        return STEP_FAIL;
    r->job_open = true;
    r->job.differs = on_differs;
    r->job.data = r;
    for (bool done = false; !done;)
        if (assess_some(&r->job, SLICE_US, &done, &task->err))
            return STEP_FAIL;
    r->result->failed += r->job.changes.n_failed;
    r->result->spans_differing += r->job.changes.n_saved + r->job.changes.n_dropped;
    r->result->states_differing += r->job.changes.n_flags_saved + r->job.changes.n_flags_dropped;
    if (isatty(STDERR_FILENO))
        (void)fprintf(stderr, "\r%llu of %llu cases, %llu differ ", (unsigned long long)r->result->cases,
                      (unsigned long long)r->total, (unsigned long long)r->result->differing);
    return STEP_NEXT;
}

static enum step_result save(struct task *task)
{
    struct rebuild *r = of(task);
    struct db_batch *batch;
    if (r->options->check)
        return STEP_NEXT;
    if (ask(r, &batch) != STEP_NEXT)
        return STEP_FAIL;
    assess_put_changes(batch, &r->job.changes, 0);
    assess_ask_start(batch); /* a batch is never empty */
    return submit(r, batch);
}

static enum step_result next_part(struct task *task)
{
    struct rebuild *r = of(task);
    if (!r->options->check && db_failed(r->answer))
        return fail(r, db_err(r->answer));
    assess_end(&r->job);
    r->job_open = false;
    return go_to(r, ask_ids);
}

static const struct step steps[10] = {
    {"wait for the database", wait_up},
    {"ask to start", ask_start},
    {"start", take_start},
    {"ask for cases", ask_ids},
    {"load", load},
    {"assess", assess_all},
    {"save", save},
    {"next part", next_part},
    {NULL, NULL},
};

/* ---- life ------------------------------------------------------------------------------------------------ */

static void on_end(struct task *task)
{
    struct rebuild *r = of(task);
    r->result->microseconds = (uv_hrtime() - r->began) / 1000;
    r->result->interrupted = r->stopping;
    forget_answer(r);
    if (r->job_open)
        assess_end(&r->job);
    if (isatty(STDERR_FILENO))
        (void)fputc('\n', stderr);
    uv_close((uv_handle_t *)&r->timer, NULL);
    uv_close((uv_handle_t *)&r->interrupt, NULL);
    db_link_close(r->link, NULL, NULL);
}

static void on_interrupt(uv_signal_t *signal, int number UNUSED)
{
    struct rebuild *r = signal->data;
    r->stopping = true;
}

static void on_first_turn(uv_timer_t *timer)
{
    struct rebuild *r = timer->data;
    task_start(&r->task, steps, on_end);
}

enum err_code rebuild_run(const struct rebuild_options *options, struct rebuild_result *out, struct err *err)
{
    struct rebuild r = {.options = options, .result = out, .began = uv_hrtime(), .reported = -1};
    *out = (struct rebuild_result){0};
    if (uv_loop_init(&r.loop))
        return err_set(err, ERR_INTERNAL, "no event loop");
    arena_init(&r.rules_arena, LOADED_MAX);
    arena_init(&r.cases_arena, LOADED_MAX);
    r.link = db_link_new(&r.loop, &(struct db_options){.conninfo = options->conninfo,
                                                       .settings = options->settings,
                                                       .name = "rebuild",
                                                       .on_connect = options->check ? NULL : ASSESS_LOCK});
    if (!r.link) {
        (void)uv_loop_close(&r.loop);
        return err_set(err, ERR_NO_MEMORY, "no memory");
    }
    (void)uv_timer_init(&r.loop, &r.timer);
    (void)uv_signal_init(&r.loop, &r.interrupt);
    r.timer.data = r.interrupt.data = &r;
    (void)uv_signal_start(&r.interrupt, on_interrupt, SIGINT);
    (void)uv_timer_start(&r.timer, on_first_turn, 0, 0);
    (void)uv_run(&r.loop, UV_RUN_DEFAULT);
    arena_clear(&r.rules_arena);
    arena_clear(&r.cases_arena);
    if (uv_loop_close(&r.loop))
        log_line(LOG_ERROR, "a handle was left open", LOG_C("in", "rebuild"));
    if (!r.task.failed)
        return ERR_NONE;
    if (err)
        *err = r.task.err;
    return r.task.err.code;
}
