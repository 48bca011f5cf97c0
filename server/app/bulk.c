/* POST /v1/events: many cases in one request, as imports send them. Lines of NDJSON or one JSON array; the
 * events of a case, in their order, are its unit; each case answers for itself.
 *
 * What is held is the body, where its lines are (bulk_index.h), and what is made of the cases in work: of many small
 * ones together, or of one large one. What takes long is done in a thread, a piece at a time, while the loop serves
 * others. */
#include <strings.h>

#include "app/app.h"
#include "app/assessed.h"
#include "app/bulk_index.h"
#include "app/record_http.h"
#include "app/routes.h"
#include "io/work.h"
#include "wire/json_write.h"
#include "wire/problem.h"

enum {
    BULK_BODY_CAP = 4 << 20,
    READ_BYTES = 256 * 1024,  /* gone through at a time; between two, threads do what else waits */
    DECODE_BYTES = 64 * 1024, /* made events of at a time, or one case … */
    DECODE_UNITS = 128,       /* … and no more cases */
    WORK_BYTES = 256 * 1024,  /* of cases at work at once, or one case … */
    WORK_UNITS = 256,         /* … and no more cases */
    UNIT_ARENA_CAP = 96 << 20,
};

/* A case at work. */
struct bulk_job {
    struct bulk_job *next; /* of those that are not recorded yet */
    struct bulk *bulk;
    struct bulk_case *its;
    struct err err; /* of decoding: memory */
    struct arena arena;
    struct case_header header;
    struct event_draft *events;
    struct record_unit unit;
};

/* call->data */
struct bulk {
    struct call *call;
    struct record record;
    struct bulk_index index;
    struct work work;
    struct err err;        /* of what was done in a thread */
    struct bulk_job *jobs; /* being decoded */
    size_t begun;          /* cases */
    size_t units, bytes;   /* at work */
    bool waiting;          /* for room, or for the end of all */
    int64_t feed_no;
};

static enum err_code no_memory(struct call *call)
{
    return err_set(&call->task.err, ERR_NO_MEMORY,
                   "the request needs too much memory: send fewer events at once");
}

static void free_job(struct bulk_job *job)
{
    arena_clear(&job->arena);
    mem_free(job);
}

/* What a client that has gone left undone. */
static void clean(struct call *call)
{
    struct bulk *bulk = call->data;
    for (struct bulk_job *job; (job = bulk->jobs) != NULL;) {
        bulk->jobs = job->next;
        free_job(job);
    }
}

/* ---- reading ------------------------------------------------------------------------------------------- */

static void read_some(void *data)
{
    struct bulk *bulk = data;
    bulk->err.code = bulk_index_read(&bulk->index, READ_BYTES, &bulk->err);
}

static bool is_json(const struct call *call)
{
    const struct str json = STR("application/json");
    struct str type = request_header(call->request, "content-type");
    return type.len >= json.len && strncasecmp(type.at, json.at, json.len) == 0;
}

static enum step_result begin(struct task *task)
{
    struct call *call = call_of(task);
    struct bulk *bulk = ARENA_NEW(call->arena, struct bulk);
    if (!bulk) {
        (void)no_memory(call);
        return STEP_FAIL;
    }
    call->data = bulk;
    call->clean = clean;
    bulk->call = call;
    bulk->record = (struct record){.append = call->app->append,
                                   .reader = call_reader(call),
                                   .names = call->app->names,
                                   .crypt = call->app->crypt};
    bulk->index.arena = call->arena;
    bulk->index.body = request_body(call->request);
    bulk->index.is_array = is_json(call);
    bulk->index.flags = call->caller.viewer.may_import ? (uint32_t)JSON_EVENT_STORED : 0;
    if (bulk_index_begin(&bulk->index, &task->err))
        return STEP_FAIL;
    return work_start(&bulk->work, &call->app->loop, task, read_some, bulk);
}

/* This step again until all is read: nothing is recorded before. */
static enum step_result read_on(struct task *task)
{
    struct call *call = call_of(task);
    struct bulk *bulk = call->data;
    task->err = bulk->err;
    if (task->err.code)
        return STEP_FAIL;
    if (!bulk->index.whole) {
        task->next = task->at;
        return work_start(&bulk->work, &call->app->loop, task, read_some, bulk);
    }
    if (bulk->index.any_header && !call->caller.viewer.may_import)
        return call_fail(call, ERR_FORBIDDEN, "headers of cases are for imports");
    return STEP_NEXT;
}

/* ---- recording ----------------------------------------------------------------------------------------- */

static bool may_go_on(const struct bulk *bulk)
{
    bool more = bulk->begun < bulk->index.n_cases;
    return bulk->units == 0 || (more && bulk->units < WORK_UNITS && bulk->bytes < WORK_BYTES);
}

static enum step_result wait_for_room(struct bulk *bulk)
{
    if (may_go_on(bulk))
        return STEP_NEXT;
    bulk->waiting = true;
    task_owe(&bulk->call->task);
    return STEP_WAIT;
}

static void keep_problem(struct bulk_case *its, struct err *err, struct arena *arena)
{
    its->code = err->code;
    its->text = arena_copy(arena, str_of(err->text));
    its->pointer = arena_copy(arena, str_of(err->pointer));
}

static void keep(struct bulk *bulk, struct bulk_case *its, struct record_unit *unit)
{
    if (unit->err.code) {
        if (unit->problem < unit->n)
            err_point(&unit->err, "/%zu", unit->problem);
        keep_problem(its, &unit->err, bulk->call->arena);
        return;
    }
    its->repeated = unit->repeated;
    its->n_repeated = (uint32_t)unit->n_repeated;
    its->n_same_activities = (uint32_t)unit->n_same_activities;
    its->version = unit->version;
    its->feed_no = unit->feed_no;
    if (unit->feed_no > bulk->feed_no)
        bulk->feed_no = unit->feed_no;
}

/* Ends the job; may end the call. */
static void on_unit(struct record_unit *unit)
{
    struct bulk_job *job = unit->data;
    struct bulk *bulk = job->bulk;
    struct task *task = &bulk->call->task;
    keep(bulk, job->its, unit);
    bulk->units--;
    bulk->bytes -= job->its->bytes;
    free_job(job);
    if (bulk->waiting && may_go_on(bulk)) {
        bulk->waiting = false;
        task_resume(task);
    }
    task_release(task);
}

static void decode_jobs(void *data)
{
    struct bulk *bulk = data;
    for (struct bulk_job *job = bulk->jobs; job; job = job->next)
        (void)bulk_decode(&bulk->index, job->its, &job->arena, &job->header, &job->events, &job->err);
}

/* The next cases in their order: as many small ones as make a piece, or a large one. */
static enum err_code take_jobs(struct bulk *bulk)
{
    struct bulk_job **last = &bulk->jobs;
    size_t bytes = 0;
    for (int n = 0; n < DECODE_UNITS && bulk->begun < bulk->index.n_cases; n++) {
        struct bulk_case *its = bulk_case_at(&bulk->index, bulk->begun);
        if (n > 0 && bytes + its->bytes > DECODE_BYTES)
            break;
        struct bulk_job *job = mem_new(sizeof *job);
        if (!job)
            return no_memory(bulk->call);
        job->bulk = bulk;
        job->its = its;
        arena_init(&job->arena, UNIT_ARENA_CAP);
        *last = job;
        last = &job->next;
        bytes += its->bytes;
        bulk->begun++;
    }
    return ERR_NONE;
}

static enum step_result decode(struct task *task)
{
    struct call *call = call_of(task);
    struct bulk *bulk = call->data;
    if (take_jobs(bulk))
        return STEP_FAIL;
    return work_start(&bulk->work, &call->app->loop, task, decode_jobs, bulk);
}

static void start_unit(struct bulk *bulk, struct bulk_job *job)
{
    struct call *call = bulk->call;
    job->unit = (struct record_unit){.record = &bulk->record,
                                     .arena = &job->arena,
                                     .viewer = &call->caller.viewer,
                                     .recorder = call->caller.staff,
                                     .course = job->its->course,
                                     .events = job->events,
                                     .n = job->its->n,
                                     .if_version = -1,
                                     .dry_run = call_number(call, "dry_run", 0) != 0,
                                     .header = job->its->has_header ? &job->header : NULL,
                                     .done = on_unit,
                                     .data = job};
    bulk->units++;
    bulk->bytes += job->its->bytes;
    task_hold(&call->task);
    record_unit_start(&job->unit);
}

static enum step_result record(struct task *task)
{
    struct call *call = call_of(task);
    struct bulk *bulk = call->data;
    for (struct bulk_job *job; (job = bulk->jobs) != NULL;) {
        bulk->jobs = job->next;
        if (job->err.code) {
            keep_problem(job->its, &job->err, call->arena);
            free_job(job);
        } else {
            start_unit(bulk, job);
        }
    }
    if (bulk->begun < bulk->index.n_cases)
        task->next = task->at - 1; /* the next ones */
    return wait_for_room(bulk);
}

static enum step_result recorded(struct task *task)
{
    struct call *call = call_of(task);
    struct bulk *bulk = call->data;
    return assessed_wait(call->app->assessed, call, bulk->feed_no);
}

static void put_case(const struct bulk *bulk, struct buf *out, const struct bulk_case *its)
{
    struct call *call = bulk->call;
    bool failed = its->code != ERR_NONE, dry_run = call_number(call, "dry_run", 0) != 0;
    json_begin_object(out);
    json_key(out, "case"), json_uuid(out, &its->course);
    json_key(out, "status"), json_i64(out, failed                     ? err_info(its->code)->http_status
                                           : its->repeated || dry_run ? 200
                                                                      : 201);
    json_key(out, "events"), json_i64(out, failed ? 0 : (int64_t)its->n - its->n_repeated);
    json_key(out, "duplicates"), json_i64(out, its->n_repeated);
    json_key(out, "duplicate_activities"), json_i64(out, its->n_same_activities);
    if (failed) {
        struct err err;
        (void)err_set_at(&err, its->code, its->pointer.at ? its->pointer.at : "", "%s",
                         its->text.at ? its->text.at : "");
        json_key(out, "problem");
        problem_put(out, &err, call_in_danish(call));
    } else if (!dry_run) {
        json_key(out, "version"), json_i64(out, its->version);
        json_key(out, "feed"), json_i64(out, its->feed_no);
    }
    json_end_object(out);
}

static void put_cases(void *data)
{
    const struct bulk *bulk = data;
    struct buf *out = &bulk->call->body;
    json_begin_object(out);
    json_key(out, "cases"), json_begin_array(out);
    for (size_t i = 0; i < bulk->index.n_cases; i++)
        put_case(bulk, out, bulk_case_at(&bulk->index, i));
    json_end_array(out);
    json_end_object(out);
}

static enum step_result answer(struct task *task)
{
    struct call *call = call_of(task);
    struct bulk *bulk = call->data;
    call_header(call, "spor-assessed",
                assessed_is(call->app->assessed, bulk->feed_no) ? STR("true") : STR("false"));
    return work_start(&bulk->work, &call->app->loop, task, put_cases, bulk);
}

static const struct step bulk_steps[] = {{"begin", begin},
                                         {"read", read_on},
                                         {"decode", decode},
                                         {"record", record},
                                         {"recorded", recorded},
                                         {"answer", answer},
                                         {0}};

static const struct query_param params[] = {
    {.name = "dry_run", .type = PARAM_BOOL, .text = "check everything and write nothing"}, {0}};

const struct route bulk_routes[] = {{.method = METHOD_POST,
                                     .path = "/v1/events",
                                     .name = "events_record",
                                     .summary = "Records events of many cases; each case answers for itself",
                                     .roles = CASE_STAFF,
                                     .scopes = SCOPE_IMPORT | SCOPE_SIMULATE,
                                     .params = params,
                                     .share = SHARE_BULK,
                                     .body_cap = BULK_BODY_CAP,
                                     .body_types = "application/x-ndjson|application/json",
                                     .steps = bulk_steps,
                                     .answer = "of_cases",
                                     .asks = "case_lines"},
                                    {0}};
