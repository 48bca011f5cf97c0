/* See rebuild.h. */
#include "app/rebuild.h"

#include <signal.h>
#include <stdio.h>
#include <unistd.h>
#include <uv.h>

#include "app/assess.h"
#include "app/parts.h"
#include "base/log.h"
#include "io/clock.h"
#include "sql.gen.h"
#include "store/store_assess.h"
#include "store/store_history.h"

enum {
    UP_WITHIN_MS = 10000, /* the database and, without --check, the assessor's lock */
    LOOK_MS = 50,
    LOADED_MAX = 512 << 20,
    DIFFERS_MAX = 16 << 20,
    SLICE_US = 100000, /* nobody else is served here */
    LINKS = 2,         /* with --check: while one answers, the other reads on */
};

/* What belongs to one of the places of parts. */
struct place {
    struct rebuild *rebuild;
    struct arena arena;
    int64_t *ids; /* ascending */
    size_t n;
    struct db_batch *stored; /* what is stored of them */
    struct assess_case *cases;
    struct assess_job job;
    bool job_open;
    struct buf differs; /* lines for standard output */
    int64_t reported;   /* last case that differed */
    uint64_t n_cases, n_events, n_pending, n_differing;
};

struct rebuild {
    struct task task;
    const struct rebuild_options *options;
    struct rebuild_result *result;
    uv_loop_t loop;
    uv_timer_t timer;
    uv_signal_t interrupt;
    struct db_link *links[LINKS]; /* the first has the assessor's lock, where it is needed */
    size_t n_links;
    struct db_batch *answer;
    uint64_t began;
    struct arena rules_arena;
    struct rule_sets rules;
    struct parts parts;
    struct place places[PARTS_AT_ONCE];
    uint64_t total;
    int64_t walked; /* up to this case the assessor has gone over all of them since rules changed */
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
    db_submit(r->links[0], batch);
    return STEP_WAIT;
}

static void on_timer(uv_timer_t *timer)
{
    struct rebuild *r = timer->data;
    task_resume(&r->task);
}

static const struct step steps[7];

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
    size_t up = 0;
    while (up < r->n_links && db_link_is_up(r->links[up]))
        up++;
    if (up == r->n_links)
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
    db_query(batch, &SQL_PARTS_ALL);
    db_put_i64(batch, 0);
    db_put_i32(batch, PART_CASES);
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
    if (parts_read(&r->parts, r->answer, ASSESS_START_STATEMENTS, &r->rules_arena, &r->total, &task->err))
        return STEP_FAIL;
    forget_answer(r);
    return STEP_NEXT;
}

/* ---- steps of a part ------------------------------------------------------------------------------------- */

static struct place *place_of(const struct part *part)
{
    struct rebuild *r = part->parts->data;
    return &r->places[part->place];
}

static enum step_result ask_cases(struct task *task)
{
    struct part *part = part_of(task);
    struct db_batch *batch = part_batch(part);
    if (!batch)
        return STEP_FAIL;
    assess_ask_cases_between(batch, part->after, part->upto);
    return part_submit(part, batch);
}

static enum step_result ask_stored(struct task *task)
{
    struct part *part = part_of(task);
    struct place *place = place_of(part);
    struct db_batch *batch;
    arena_reset(&place->arena, (struct arena_mark){0});
    if (part_db_failed(part) ||
        assess_read_cases_between(part->answer, &place->arena, &place->ids, &place->n, &task->err) ||
        !(batch = part_batch(part)))
        return STEP_FAIL;
    assess_ask_stored(batch, place->ids, place->n, !place->rebuild->options->without_spans);
    return part_submit(part, batch);
}

static enum step_result ask_histories(struct task *task)
{
    struct part *part = part_of(task);
    struct place *place = place_of(part);
    struct db_batch *batch;
    if (part_db_failed(part) || !(batch = part_batch(part)))
        return STEP_FAIL;
    place->stored = part->answer; /* kept for its turn */
    part->answer = NULL;
    history_ask_copy(batch, place->ids, place->n);
    return part_submit(part, batch);
}

static void forget_stored(struct place *place)
{
    db_batch_free(place->stored);
    place->stored = NULL;
}

static void on_differs(void *data, int64_t case_id, const char *what)
{
    struct place *place = data;
    buf_printf(&place->differs, "{\"case\":%lld,\"differs\":\"%s\"}\n", (long long)case_id, what);
    place->n_differing += place->reported != case_id;
    place->reported = case_id;
}

/* Cases whose newest events the assessor has not seen yet, or which it has not reached since rules changed, do
 * not differ, they wait. Keeps the others. */
static void leave_out_pending(struct place *place)
{
    const struct rebuild *r = place->rebuild;
    size_t kept = 0;
    for (size_t i = 0; i < place->n; i++) {
        const struct assess_case *one = &place->cases[i];
        size_t n = one->history.n;
        bool pending =
            n > 0 && (!one->has_facts || one->facts.seq < (int32_t)one->history.events[n - 1].seq ||
                      one->case_id > r->walked);
        place->n_events += n;
        if (pending && r->options->check)
            place->n_pending++;
        else
            place->cases[kept++] = *one;
    }
    place->n_cases += place->n;
    place->n = kept;
}

static enum err_code assess_part(struct place *place, const struct db_batch *copied, struct err *err)
{
    const struct rebuild *r = place->rebuild;
    bool with_spans = !r->options->without_spans;
    place->cases = ARENA_ARRAY(&place->arena, struct assess_case, place->n);
    if (!place->cases)
        return err_set(err, ERR_NO_MEMORY, "no memory for %zu cases", place->n);
    if (assess_read_cases(place->stored, copied, &place->arena, place->ids, place->n, with_spans,
                          place->cases, err))
        return err->code;
    leave_out_pending(place);
    day_t today = day_of_instant(clock_now());
    if (assess_start(&place->job, place->cases, place->n, &r->rules, today, with_spans, err))
        return err->code;
    place->job_open = true;
    place->job.differs = on_differs;
    place->job.data = place;
    for (bool done = false; !done;)
        if (assess_some(&place->job, SLICE_US, &done, err))
            return err->code;
    if (place->differs.failed)
        return err_set(err, ERR_NO_MEMORY, "no memory for what differs");
    return ERR_NONE;
}

static void in_thread(struct part *part)
{
    (void)assess_part(place_of(part), part->answer, &part->task.err);
    forget_stored(place_of(part));
}

static enum step_result assess(struct task *task)
{
    struct part *part = part_of(task);
    return part_db_failed(part) ? STEP_FAIL : part_work(part, in_thread);
}

static enum step_result save(struct task *task)
{
    struct part *part = part_of(task);
    struct place *place = place_of(part);
    if (task->err.code)
        return STEP_FAIL;
    if (place->rebuild->options->check)
        return STEP_DONE;
    struct db_batch *batch = part_batch(part);
    if (!batch)
        return STEP_FAIL;
    assess_put_changes(batch, &place->job.changes, 0);
    assess_ask_start(batch); /* a batch is never empty */
    return part_submit(part, batch);
}

static enum step_result saved(struct task *task)
{
    return part_db_failed(part_of(task)) ? STEP_FAIL : STEP_DONE;
}

static const struct step part_steps[] = {
    {"ask for cases", ask_cases},
    {"ask for what is stored", ask_stored},
    {"ask for histories", ask_histories},
    {"assess", assess},
    {"save", save},
    {"saved", saved},
    {NULL, NULL},
};

/* ---- the parts, as they come through --------------------------------------------------------------------- */

static enum step_result begin(struct task *task)
{
    struct rebuild *r = of(task);
    r->parts.owner = task;
    r->parts.loop = &r->loop;
    r->parts.links = r->links;
    r->parts.n_links = r->n_links;
    r->parts.steps = part_steps;
    r->parts.data = r;
    parts_begin(&r->parts);
    return STEP_NEXT;
}

static enum step_result wait_for_part(struct task *task)
{
    struct rebuild *r = of(task);
    return r->stopping ? STEP_DONE : parts_wait(&r->parts);
}

static enum step_result assessed(struct task *task)
{
    struct rebuild *r = of(task);
    if (!parts_left(&r->parts))
        return STEP_DONE;
    if (parts_failed(&r->parts))
        return STEP_FAIL;
    struct place *place = &r->places[parts_turn(&r->parts)->place];
    const struct assess_changes *changes = &place->job.changes;
    if (place->differs.len > 0)
        (void)fwrite(place->differs.at, 1, place->differs.len, stdout);
    buf_empty(&place->differs);
    r->result->cases += place->n_cases;
    r->result->events += place->n_events;
    r->result->pending += place->n_pending;
    r->result->differing += place->n_differing;
    r->result->failed += changes->n_failed;
    r->result->spans_differing += changes->n_saved + changes->n_dropped;
    r->result->states_differing += changes->n_flags_saved + changes->n_flags_dropped;
    place->n_cases = place->n_events = place->n_pending = place->n_differing = 0;
    assess_end(&place->job);
    place->job_open = false;
    if (isatty(STDERR_FILENO))
        (void)fprintf(stderr, "\r%llu of %llu cases, %llu differ ", (unsigned long long)r->result->cases,
                      (unsigned long long)r->total, (unsigned long long)r->result->differing);
    parts_next(&r->parts);
    return go_to(r, wait_for_part);
}

static const struct step steps[7] = {
    {"wait for the database", wait_up},
    {"ask to start", ask_start},
    {"start", take_start},
    {"begin", begin},
    {"wait", wait_for_part},
    {"assessed", assessed},
    {NULL, NULL},
};

/* ---- life ------------------------------------------------------------------------------------------------ */

static void on_end(struct task *task)
{
    struct rebuild *r = of(task);
    r->result->microseconds = (uv_hrtime() - r->began) / 1000;
    r->result->interrupted = r->stopping;
    forget_answer(r);
    for (size_t i = 0; i < PARTS_AT_ONCE; i++) {
        forget_stored(&r->places[i]);
        if (r->places[i].job_open)
            assess_end(&r->places[i].job);
    }
    if (isatty(STDERR_FILENO))
        (void)fputc('\n', stderr);
    uv_close((uv_handle_t *)&r->timer, NULL);
    uv_close((uv_handle_t *)&r->interrupt, NULL);
    for (size_t i = 0; i < r->n_links; i++)
        db_link_close(r->links[i], NULL, NULL);
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
    struct rebuild r = {.options = options,
                        .result = out,
                        .began = uv_hrtime(),
                        .n_links = options->check ? LINKS : 1}; /* what is saved is saved in order */
    *out = (struct rebuild_result){0};
    if (uv_loop_init(&r.loop))
        return err_set(err, ERR_INTERNAL, "no event loop");
    struct db_options db_options = {.conninfo = options->conninfo,
                                    .settings = options->settings,
                                    .name = "rebuild",
                                    .on_connect = options->check ? NULL : ASSESS_LOCK};
    for (size_t i = 0; i < r.n_links; i++) {
        if ((r.links[i] = db_link_new(&r.loop, &db_options)))
            continue;
        while (i > 0)
            db_link_close(r.links[--i], NULL, NULL);
        (void)uv_run(&r.loop, UV_RUN_DEFAULT);
        (void)uv_loop_close(&r.loop);
        return err_set(err, ERR_NO_MEMORY, "no memory");
    }
    arena_init(&r.rules_arena, LOADED_MAX);
    for (size_t i = 0; i < PARTS_AT_ONCE; i++) {
        r.places[i] = (struct place){.rebuild = &r, .reported = -1};
        arena_init(&r.places[i].arena, LOADED_MAX);
        buf_init(&r.places[i].differs, DIFFERS_MAX);
    }
    (void)uv_timer_init(&r.loop, &r.timer);
    (void)uv_signal_init(&r.loop, &r.interrupt);
    r.timer.data = r.interrupt.data = &r;
    (void)uv_signal_start(&r.interrupt, on_interrupt, SIGINT);
    (void)uv_timer_start(&r.timer, on_first_turn, 0, 0);
    (void)uv_run(&r.loop, UV_RUN_DEFAULT);
    arena_clear(&r.rules_arena);
    for (size_t i = 0; i < PARTS_AT_ONCE; i++) {
        arena_clear(&r.places[i].arena);
        buf_clear(&r.places[i].differs);
    }
    if (uv_loop_close(&r.loop))
        log_line(LOG_ERROR, "a handle was left open", LOG_C("in", "rebuild"));
    if (!r.task.failed)
        return ERR_NONE;
    if (err)
        *err = r.task.err;
    return r.task.err.code;
}
