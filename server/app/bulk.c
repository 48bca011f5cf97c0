/* POST /v1/events: many cases in one request, as imports send them. Lines of NDJSON or one JSON array; the
 * events of a case, in their order, are its unit; each case answers for itself. */
#include "app/app.h"
#include "app/assessed.h"
#include "app/record_http.h"
#include "app/routes.h"
#include "wire/json_write.h"
#include "wire/problem.h"

enum {
    BULK_BODY_CAP = 4 << 20, /* what is made of it takes some twenty times as much */
    BULK_MAX_LINES = 100000,
    BULK_IN_FLIGHT = 256, /* units at work at once */
    UNIT_ARENA_CAP = 64 << 20,
};

/* One case of the request. */
struct bulk_case {
    struct bulk *bulk;
    struct uuid course;
    const struct case_header *header;
    struct event_draft *events;
    size_t n, cap;
    struct record_unit unit;
    struct arena arena; /* of its work; emptied when it is done */
    bool done;
};

/* call->data */
struct bulk {
    struct call *call;
    struct record record;
    struct json_line *lines;
    size_t n_lines;
    struct bulk_case *cases; /* in order of their first line */
    size_t n_cases;
    struct map places; /* of a case: its number in `cases`, from 1 */
    size_t started, finished;
    bool starting;
    int64_t feed_no;
};

static enum err_code no_memory(struct call *call)
{
    return err_set(&call->task.err, ERR_NO_MEMORY,
                   "the request needs too much memory: send fewer events at once");
}

static enum err_code read_line(struct bulk *bulk, const struct json *value)
{
    char pointer[24];
    struct call *call = bulk->call;
    uint32_t flags = call->caller.viewer.may_import ? (uint32_t)JSON_EVENT_STORED : 0;
    json_pointer_item(pointer, sizeof pointer, "", bulk->n_lines);
    enum err_code code =
        json_line(call->arena, value, pointer, flags, &bulk->lines[bulk->n_lines], &call->task.err);
    bulk->n_lines++;
    return code;
}

static enum err_code read_array(struct bulk *bulk)
{
    const struct json *body = NULL;
    struct call *call = bulk->call;
    if (call_json(call, &body))
        return call->task.err.code;
    if (body->is != JSON_IS_ARRAY || body->n == 0 || body->n > BULK_MAX_LINES)
        return err_set(&call->task.err, ERR_INVALID, "must be an array of 1 to %d events", BULK_MAX_LINES);
    bulk->lines = ARENA_ARRAY(call->arena, struct json_line, body->n);
    if (!bulk->lines)
        return no_memory(call);
    for (size_t i = 0; i < body->n; i++)
        if (read_line(bulk, &body->items[i]))
            return call->task.err.code;
    return ERR_NONE;
}

static struct str next_line(struct str *rest)
{
    const char *end = rest->len > 0 ? memchr(rest->at, '\n', rest->len) : NULL;
    struct str line = {rest->at, end ? (size_t)(end - rest->at) : rest->len};
    size_t used = end ? line.len + 1 : line.len;
    *rest = (struct str){rest->at + used, rest->len - used};
    if (line.len > 0 && line.at[line.len - 1] == '\r')
        line.len--;
    return line;
}

static enum err_code read_lines(struct bulk *bulk)
{
    struct call *call = bulk->call;
    struct str rest = request_body(call->request);
    size_t n = 0;
    while (rest.len > 0)
        n += next_line(&rest).len > 0;
    if (n == 0 || n > BULK_MAX_LINES)
        return err_set(&call->task.err, ERR_INVALID, "must be 1 to %d lines", BULK_MAX_LINES);
    bulk->lines = ARENA_ARRAY(call->arena, struct json_line, n);
    if (!bulk->lines)
        return no_memory(call);
    rest = request_body(call->request);
    while (rest.len > 0) {
        struct str line = next_line(&rest);
        const struct json *value = NULL;
        if (line.len == 0)
            continue;
        if (json_parse(call->arena, line, &value, &call->task.err)) {
            err_point(&call->task.err, "/%zu", bulk->n_lines);
            return call->task.err.code;
        }
        if (read_line(bulk, value))
            return call->task.err.code;
    }
    return ERR_NONE;
}

/* NULL without memory. */
static struct bulk_case *case_of(struct bulk *bulk, const struct uuid *course)
{
    uint32_t *number = map_uuid(&bulk->places, course);
    if (!number)
        return NULL;
    if (*number == 0) {
        struct bulk_case *made = &bulk->cases[bulk->n_cases++];
        *number = (uint32_t)bulk->n_cases;
        made->bulk = bulk;
        made->course = *course;
    }
    return &bulk->cases[*number - 1];
}

/* The lines of each case together, in their order. */
static enum err_code group(struct bulk *bulk)
{
    struct call *call = bulk->call;
    bulk->places.arena = call->arena;
    bulk->cases = ARENA_ARRAY(call->arena, struct bulk_case, bulk->n_lines);
    if (!bulk->cases)
        return no_memory(call);
    for (size_t i = 0; i < bulk->n_lines; i++) {
        struct bulk_case *its = case_of(bulk, &bulk->lines[i].case_id);
        if (!its)
            return no_memory(call);
        its->cap += !bulk->lines[i].is_header;
    }
    for (size_t i = 0; i < bulk->n_lines; i++) {
        struct json_line *line = &bulk->lines[i];
        struct bulk_case *its = case_of(bulk, &line->case_id);
        if (line->is_header) {
            if (its->header || its->n > 0)
                return err_set_at(&call->task.err, ERR_INVALID, "",
                                  "the header of a case stands once, before its events");
            its->header = &line->header;
            continue;
        }
        if (!its->events)
            its->events = ARENA_ARRAY(call->arena, struct event_draft, its->cap);
        if (!its->events)
            return no_memory(call);
        its->events[its->n++] = line->event;
    }
    return ERR_NONE;
}

static void start_more(struct bulk *bulk);

static void on_unit(struct record_unit *unit)
{
    struct bulk_case *its = unit->data;
    struct bulk *bulk = its->bulk;
    if (unit->feed_no > bulk->feed_no)
        bulk->feed_no = unit->feed_no;
    unit->stored = NULL;
    arena_clear(&its->arena);
    its->done = true;
    bulk->finished++;
    start_more(bulk);
}

static void start_one(struct bulk *bulk, struct bulk_case *its)
{
    arena_init(&its->arena, UNIT_ARENA_CAP);
    its->unit = (struct record_unit){.record = &bulk->record,
                                     .arena = &its->arena,
                                     .viewer = &bulk->call->caller.viewer,
                                     .recorder = bulk->call->caller.staff,
                                     .course = its->course,
                                     .events = its->events,
                                     .n = its->n,
                                     .if_version = -1,
                                     .dry_run = call_number(bulk->call, "dry_run", 0) != 0,
                                     .header = its->header,
                                     .done = on_unit,
                                     .data = its};
    record_unit_start(&its->unit);
}

/* Keeps BULK_IN_FLIGHT units at work; the last one to finish lets the call go on. A client that has gone gets
 * no more units started. */
static void start_more(struct bulk *bulk)
{
    if (bulk->starting)
        return;
    bulk->starting = true;
    while (bulk->started < bulk->n_cases && bulk->started - bulk->finished < BULK_IN_FLIGHT &&
           !bulk->call->task.cancelled)
        start_one(bulk, &bulk->cases[bulk->started++]);
    bulk->starting = false;
    if (bulk->finished == bulk->started && (bulk->started == bulk->n_cases || bulk->call->task.cancelled))
        task_resume(&bulk->call->task);
}

static bool is_json(const struct call *call)
{
    const struct str json = STR("application/json");
    struct str type = request_header(call->request, "content-type");
    return type.len >= json.len && memcmp(type.at, json.at, json.len) == 0;
}

static enum step_result decode(struct task *task)
{
    struct call *call = call_of(task);
    struct bulk *bulk = ARENA_NEW(call->arena, struct bulk);
    if (!bulk) {
        (void)no_memory(call);
        return STEP_FAIL;
    }
    call->data = bulk;
    bulk->call = call;
    bulk->record = (struct record){.append = call->app->append,
                                   .reader = call_reader(call),
                                   .names = call->app->names,
                                   .crypt = call->app->crypt};
    if ((is_json(call) ? read_array(bulk) : read_lines(bulk)) || group(bulk))
        return STEP_FAIL;
    for (size_t i = 0; i < bulk->n_cases; i++)
        if (bulk->cases[i].header && !call->caller.viewer.may_import)
            return call_fail(call, ERR_FORBIDDEN, "headers of cases are for imports");
    task_owe(task);
    start_more(bulk);
    return STEP_WAIT;
}

static enum step_result recorded(struct task *task)
{
    struct call *call = call_of(task);
    struct bulk *bulk = call->data;
    return assessed_wait(call->app->assessed, call, bulk->feed_no);
}

static void put_case(struct buf *out, struct bulk_case *its)
{
    struct record_unit *unit = &its->unit;
    bool failed = unit->err.code != ERR_NONE;
    size_t repeated = failed ? 0 : unit->n_repeated;
    if (failed && unit->problem < unit->n)
        err_point(&unit->err, "/%zu", unit->problem);
    json_begin_object(out);
    json_key(out, "case"), json_uuid(out, &its->course);
    json_key(out, "status"), json_i64(out, failed ? err_info(unit->err.code)->http_status
                                           : unit->repeated || unit->dry_run ? 200
                                                                             : 201);
    json_key(out, "events"), json_i64(out, failed ? 0 : (int64_t)(unit->n - repeated));
    json_key(out, "duplicates"), json_i64(out, (int64_t)repeated);
    json_key(out, "duplicate_activities"), json_i64(out, failed ? 0 : (int64_t)unit->n_same_activities);
    if (failed) {
        json_key(out, "problem");
        problem_put(out, &unit->err, call_in_danish(its->bulk->call));
    } else if (!unit->dry_run) {
        json_key(out, "version"), json_i64(out, unit->version);
        json_key(out, "feed"), json_i64(out, unit->feed_no);
    }
    json_end_object(out);
}

static enum step_result answer(struct task *task)
{
    struct call *call = call_of(task);
    struct bulk *bulk = call->data;
    call_header(call, "spor-assessed",
                assessed_is(call->app->assessed, bulk->feed_no) ? STR("true") : STR("false"));
    json_begin_object(&call->body);
    json_key(&call->body, "cases"), json_begin_array(&call->body);
    for (size_t i = 0; i < bulk->n_cases; i++)
        put_case(&call->body, &bulk->cases[i]);
    json_end_array(&call->body);
    json_end_object(&call->body);
    return STEP_DONE;
}

static const struct step bulk_steps[] = {
    {"decode and record", decode}, {"recorded", recorded}, {"answer", answer}, {0}};

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
