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
#include "io/work.h"
#include "store/store_assess.h"

enum {
    UP_WITHIN_MS = 10000, /* the database and, without --check, the assessor's lock */
    LOOK_MS = 50,
    LOADED_MAX = 512 << 20,
    SLICE_US = 100000, /* nobody else is served here */
};

/* Some cases: while one part is assessed in a thread, the next is on its way from the database. */
struct part {
    struct arena arena;
    int64_t *ids; /* ascending */
    size_t n;
    struct db_batch *loaded;
    struct assess_case *cases;
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
    struct arena rules_arena;
    struct rule_sets rules;
    struct part parts[2];
    int current;
    uint64_t total;
    day_t today;
    struct work work;
    struct err work_err;
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

static const struct step steps[11];

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

/* Which cases come first. */
static enum step_result ask_first(struct task *task)
{
    struct rebuild *r = of(task);
    struct db_batch *batch;
    if (ask(r, &batch) != STEP_NEXT)
        return STEP_FAIL;
    assess_ask_cases_after(batch, 0);
    return submit(r, batch);
}

/* A part, and which cases come after it. */
static enum step_result load(struct rebuild *r, const struct part *part)
{
    struct db_batch *batch;
    if (ask(r, &batch) != STEP_NEXT)
        return STEP_FAIL;
    assess_ask_cases(batch, part->ids, part->n, !r->options->without_spans);
    assess_ask_cases_after(batch, part->ids[part->n - 1]);
    return submit(r, batch);
}

static enum step_result load_first(struct task *task)
{
    struct rebuild *r = of(task);
    struct part *part = &r->parts[0];
    if (db_failed(r->answer))
        return fail(r, db_err(r->answer));
    if (assess_read_cases_after(r->answer, 0, &part->arena, &part->ids, &part->n, &r->total, &task->err))
        return STEP_FAIL;
    return part->n ? load(r, part) : STEP_DONE;
}

/* What was asked for has come, and is kept for its turn. */
static enum step_result keep(struct rebuild *r, struct part *part)
{
    if (r->answer && db_failed(r->answer))
        return fail(r, db_err(r->answer));
    part->loaded = r->answer;
    r->answer = NULL;
    return STEP_NEXT;
}

static enum step_result keep_first(struct task *task)
{
    struct rebuild *r = of(task);
    return keep(r, &r->parts[0]);
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
static void leave_out_pending(struct rebuild *r, struct part *part)
{
    size_t kept = 0;
    for (size_t i = 0; i < part->n; i++) {
        const struct assess_case *one = &part->cases[i];
        size_t n = one->history.n;
        bool pending =
            n > 0 && (!one->has_facts || one->facts.seq < (int32_t)one->history.events[n - 1].seq ||
                      one->case_id > r->walked);
        r->result->events += n;
        if (pending && r->options->check)
            r->result->pending++;
        else
            part->cases[kept++] = *one;
    }
    r->result->cases += part->n;
    part->n = kept;
}

static enum err_code assess_part(struct rebuild *r, struct part *part, struct err *err)
{
    bool with_spans = !r->options->without_spans;
    part->cases = ARENA_ARRAY(&part->arena, struct assess_case, part->n);
    if (!part->cases)
        return err_set(err, ERR_NO_MEMORY, "no memory for %zu cases", part->n);
    if (assess_read_cases(part->loaded, &part->arena, part->ids, part->n, with_spans, part->cases, err))
        return err->code;
    leave_out_pending(r, part);
    if (assess_start(&r->job, part->cases, part->n, &r->rules, r->today, with_spans, err))
        return err->code;
    r->job_open = true;
    r->job.differs = on_differs;
    r->job.data = r;
    for (bool done = false; !done;)
        if (assess_some(&r->job, SLICE_US, &done, err))
            return err->code;
    return ERR_NONE;
}

static void in_thread(void *data)
{
    struct rebuild *r = data;
    (void)assess_part(r, &r->parts[r->current], &r->work_err);
}

static enum step_result assess(struct task *task)
{
    struct rebuild *r = of(task);
    struct part *part = &r->parts[r->current], *next = &r->parts[!r->current];
    if (r->stopping)
        return STEP_DONE;
    r->today = day_of_instant(clock_now());
    arena_clear(&next->arena);
    if (assess_read_cases_after(part->loaded, assess_case_statements(!r->options->without_spans),
                                &next->arena, &next->ids, &next->n, &r->total, &task->err))
        return STEP_FAIL;
    if (next->n > 0 && load(r, next) == STEP_FAIL)
        return STEP_FAIL;
    return work_start(&r->work, &r->loop, task, in_thread, r);
}

static enum step_result assessed(struct task *task)
{
    struct rebuild *r = of(task);
    struct part *part = &r->parts[r->current];
    db_batch_free(part->loaded);
    part->loaded = NULL;
    if (r->work_err.code)
        return fail(r, &r->work_err);
    r->result->failed += r->job.changes.n_failed;
    r->result->spans_differing += r->job.changes.n_saved + r->job.changes.n_dropped;
    r->result->states_differing += r->job.changes.n_flags_saved + r->job.changes.n_flags_dropped;
    if (isatty(STDERR_FILENO))
        (void)fprintf(stderr, "\r%llu of %llu cases, %llu differ ", (unsigned long long)r->result->cases,
                      (unsigned long long)r->total, (unsigned long long)r->result->differing);
    return keep(r, &r->parts[!r->current]);
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
    r->current = !r->current;
    return r->parts[r->current].n ? go_to(r, assess) : STEP_DONE;
}

static const struct step steps[11] = {
    {"wait for the database", wait_up},
    {"ask to start", ask_start},
    {"start", take_start},
    {"ask for cases", ask_first},
    {"load", load_first},
    {"loaded", keep_first},
    {"assess", assess},
    {"assessed", assessed},
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
    for (size_t i = 0; i < ARRAY_LEN(r->parts); i++)
        db_batch_free(r->parts[i].loaded);
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
    for (size_t i = 0; i < ARRAY_LEN(r.parts); i++)
        arena_init(&r.parts[i].arena, LOADED_MAX);
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
    for (size_t i = 0; i < ARRAY_LEN(r.parts); i++)
        arena_clear(&r.parts[i].arena);
    if (uv_loop_close(&r.loop))
        log_line(LOG_ERROR, "a handle was left open", LOG_C("in", "rebuild"));
    if (!r.task.failed)
        return ERR_NONE;
    if (err)
        *err = r.task.err;
    return r.task.err.code;
}
