/* The routes that record events of one case: opening it, one event or a unit, corrections and voids. */
#include "app/app.h"
#include "app/assessed.h"
#include "app/record_http.h"
#include "app/routes.h"
#include "wire/json_write.h"

enum { MEMBERS_MAX = 40 };

/* call->data */
struct write {
    struct record_unit *unit;
    const char *events_at; /* pointer of the list of events in the body: "", "/events" */
    bool is_single;        /* the answer is one event, as the body was */
};

static const char dry_run[] = "dry_run";

static struct write *new_write(struct call *call)
{
    struct write *write = ARENA_NEW(call->arena, struct write);
    if (!write) {
        (void)call_fail(call, ERR_NO_MEMORY, "the request needs too much memory");
        return NULL;
    }
    write->unit = record_unit_of_call(call);
    write->events_at = "";
    call->data = write;
    if (!write->unit)
        return NULL;
    write->unit->dry_run = call_number(call, dry_run, 0) != 0;
    return write;
}

static uint32_t event_flags(const struct call *call)
{
    return JSON_EVENT_CASE | (call->caller.viewer.may_import ? (uint32_t)JSON_EVENT_STORED : 0);
}

/* `case` in an event must be that of the path. */
static enum err_code check_case(const struct json *event, const struct uuid *course, const char *pointer,
                                struct err *err)
{
    const struct json *value = json_find(event, "case");
    struct uuid given;
    if (!value)
        return ERR_NONE;
    if (value->is == JSON_IS_TEXT && str_to_uuid(value->text, &given) && uuid_equal(&given, course))
        return ERR_NONE;
    (void)err_set_at(err, ERR_INVALID, "/case", "is another case than the path's");
    err_point(err, "%s", pointer);
    return err->code;
}

static enum err_code check_cases(const struct json *body, const struct write *write, struct err *err)
{
    const struct json *list = body->is == JSON_IS_OBJECT ? json_find(body, "events") : body;
    if (write->is_single)
        return check_case(body, &write->unit->course, "", err);
    for (size_t i = 0; list && list->is == JSON_IS_ARRAY && i < list->n; i++) {
        char pointer[96];
        json_pointer_item(pointer, sizeof pointer, write->events_at, i);
        if (check_case(&list->items[i], &write->unit->course, pointer, err))
            return err->code;
    }
    return ERR_NONE;
}

static enum step_result decode_events(struct task *task)
{
    struct call *call = call_of(task);
    struct write *write = new_write(call);
    const struct json *body = NULL;
    struct json_unit parsed;
    if (!write || call_uuid(call, "case", &write->unit->course) || call_json(call, &body) ||
        json_unit(call->arena, body, UNIT_MAX_EVENTS, event_flags(call), &parsed, &task->err))
        return STEP_FAIL;
    write->unit->events = parsed.events;
    write->unit->n = parsed.n;
    write->unit->if_version = parsed.if_version;
    write->is_single = parsed.is_single;
    write->events_at = parsed.events_at;
    if (check_cases(body, write, &task->err) || record_if_match(call, &write->unit->if_version, &task->err))
        return STEP_FAIL;
    return record_run(call, write->unit);
}

/* POST /v1/cases: {"case", "citizen", "external_ref", "events"} */
static enum err_code read_case(struct call *call, const struct json *body, struct write *write)
{
    struct json_reader r;
    struct record_unit *unit = write->unit;
    struct uuid *citizen = ARENA_NEW(call->arena, struct uuid);
    json_read(&r, body, "", &call->task.err);
    (void)json_get_uuid(&r, "case", JSON_REQUIRED, &unit->course);
    bool has_citizen = citizen && json_get_uuid(&r, "citizen", JSON_OPTIONAL, citizen);
    unit->external_ref = json_get_field(&r, "external_ref", JSON_OPTIONAL, TEXT_EXTERNAL_REF);
    const struct json *events = json_get(&r, "events", JSON_REQUIRED, JSON_IS_ARRAY);
    if (json_read_end(&r))
        return r.code;
    unit->citizen = has_citizen ? citizen : NULL;
    if (events->n == 0 || events->n > UNIT_MAX_EVENTS)
        return err_set_at(&call->task.err, ERR_INVALID, "/events",
                          "must be 1 to %d events, case_opened first", UNIT_MAX_EVENTS);
    unit->events = ARENA_ARRAY(call->arena, struct event_draft, events->n);
    if (!unit->events)
        return err_set(&call->task.err, ERR_NO_MEMORY, "the request needs too much memory");
    for (size_t i = 0; i < events->n; i++) {
        char pointer[96];
        json_pointer_item(pointer, sizeof pointer, "/events", i);
        if (json_event(call->arena, &events->items[i], pointer, event_flags(call), &unit->events[i],
                       &call->task.err) ||
            check_case(&events->items[i], &unit->course, pointer, &call->task.err))
            return call->task.err.code;
    }
    unit->n = events->n;
    if (unit->events[0].value.kind != KIND_CASE_OPENED)
        return err_set_at(&call->task.err, ERR_INVALID, "/events/0/kind",
                          "the first event of a case is case_opened");
    write->events_at = "/events";
    return ERR_NONE;
}

static enum step_result decode_case(struct task *task)
{
    struct call *call = call_of(task);
    struct write *write = new_write(call);
    const struct json *body = NULL;
    if (!write || call_json(call, &body) || read_case(call, body, write))
        return STEP_FAIL;
    return record_run(call, write->unit);
}

/* A correction is the body with `kind` and `ref` put in; `if_version` is taken out. */
static enum err_code read_change(struct call *call, const struct json *body, const char *kind,
                                 struct write *write)
{
    struct err *err = &call->task.err;
    struct str ref;
    if (body->is != JSON_IS_OBJECT || body->n > MEMBERS_MAX - 2)
        return err_set(err, ERR_INVALID, "must be an object with the fields of one event");
    if (call_arg(call, "event", &ref))
        return err->code;
    struct json_member *members = ARENA_ARRAY(call->arena, struct json_member, body->n + 2);
    struct json *event = ARENA_NEW(call->arena, struct json);
    write->unit->events = ARENA_ARRAY(call->arena, struct event_draft, 1);
    if (!members || !event || !write->unit->events)
        return err_set(err, ERR_NO_MEMORY, "the request needs too much memory");
    size_t n = 0;
    for (size_t i = 0; i < body->n; i++) {
        const struct json_member *member = &body->members[i];
        if (str_equal(member->name, STR("kind")) || str_equal(member->name, STR("ref")))
            return err_set_at(err, ERR_INVALID, "", "kind and ref follow from the path: leave them out");
        if (!str_equal(member->name, STR("if_version"))) {
            members[n++] = *member;
            continue;
        }
        if (member->value.is != JSON_IS_INT || member->value.number < 0 || member->value.number > INT32_MAX)
            return err_set_at(err, ERR_INVALID, "/if_version", "must be the version of the case");
        write->unit->if_version = member->value.number;
    }
    members[n++] = (struct json_member){STR("kind"), {.is = JSON_IS_TEXT, .text = str_of(kind)}};
    members[n++] = (struct json_member){STR("ref"), {.is = JSON_IS_TEXT, .text = ref}};
    *event = (struct json){.is = JSON_IS_OBJECT, .n = n, .members = members};
    write->unit->n = 1;
    write->is_single = true;
    if (json_event(call->arena, event, "", event_flags(call), write->unit->events, err))
        return err->code;
    return check_case(body, &write->unit->course, "", err);
}

static enum step_result decode_change(struct call *call, const char *kind)
{
    struct write *write = new_write(call);
    const struct json *body = NULL;
    if (!write || call_uuid(call, "case", &write->unit->course) || call_json(call, &body) ||
        read_change(call, body, kind, write) ||
        record_if_match(call, &write->unit->if_version, &call->task.err))
        return STEP_FAIL;
    return record_run(call, write->unit);
}

static enum step_result decode_correction(struct task *task)
{
    return decode_change(call_of(task), "corrected");
}

static enum step_result decode_void(struct task *task)
{
    return decode_change(call_of(task), "voided");
}

/* What the unit says is wrong, with the pointer into the body. */
static enum step_result fail_write(struct call *call, const struct write *write)
{
    const struct record_unit *unit = write->unit;
    if (unit->err.code == ERR_STALE)
        json_i64(call_problem_member(call, "version"), unit->version);
    if (unit->wait_seconds > 0)
        call_header_printf(call, "retry-after", "%d", unit->wait_seconds);
    call->task.err = unit->err;
    if (unit->problem < unit->n && !write->is_single) {
        char pointer[96];
        json_pointer_item(pointer, sizeof pointer, write->events_at, unit->problem);
        err_point(&call->task.err, "%s", pointer);
    }
    return STEP_FAIL;
}

static enum step_result recorded(struct task *task)
{
    struct call *call = call_of(task);
    struct write *write = call->data;
    if (write->unit->err.code)
        return fail_write(call, write);
    call->logged_case = write->unit->history.case_id;
    if (write->unit->dry_run)
        return STEP_NEXT;
    return assessed_wait(call->app->assessed, call, write->unit->feed_no);
}

static enum step_result answer(struct task *task)
{
    struct call *call = call_of(task);
    const struct write *write = call->data;
    const struct record_unit *unit = write->unit;
    struct buf *out = &call->body;
    if (unit->dry_run) {
        json_begin_object(out);
        json_key(out, "case"), json_uuid(out, &unit->course);
        json_key(out, "dry_run"), json_bool(out, true);
        json_key(out, "events"), json_i64(out, (int64_t)unit->n);
        json_end_object(out);
        return STEP_DONE;
    }
    record_head(call, unit->repeated, unit->version, unit->feed_no);
    if (write->is_single) {
        record_put_event(out, &unit->stored[0]);
        return STEP_DONE;
    }
    json_begin_object(out);
    json_key(out, "case"), json_uuid(out, &unit->course);
    json_key(out, "events"), json_begin_array(out);
    for (size_t i = 0; i < unit->n; i++)
        record_put_event(out, &unit->stored[i]);
    json_end_array(out);
    json_end_object(out);
    return STEP_DONE;
}

#define STEPS(decode)                                                                                        \
    {                                                                                                        \
        {"decode and record", decode}, {"recorded", recorded}, {"answer", answer},                           \
        {                                                                                                    \
            0                                                                                                \
        }                                                                                                    \
    }
static const struct step case_steps[] = STEPS(decode_case);
static const struct step event_steps[] = STEPS(decode_events);
static const struct step correction_steps[] = STEPS(decode_correction);
static const struct step void_steps[] = STEPS(decode_void);

static const struct query_param params[] = {
    {.name = dry_run, .type = PARAM_BOOL, .text = "check everything and write nothing"}, {0}};

#define WRITES                                                                                               \
    .roles = CASE_STAFF, .scopes = SCOPE_IMPORT | SCOPE_SIMULATE, .params = params, .body_cap = 1024 * 1024, \
    .body_types = "application/json"

const struct route record_routes[] = {{.method = METHOD_POST,
                                       .path = "/v1/cases",
                                       .name = "case_open",
                                       .summary = "Opens a case with its first events",
                                       WRITES,
                                       .steps = case_steps,
                                       .answer = "recorded_or_checked",
                                       .asks = "case_new"},
                                      {.method = METHOD_POST,
                                       .path = "/v1/cases/{case}/events",
                                       .name = "case_record",
                                       .summary = "Records one event, or a unit of events, all or none",
                                       WRITES,
                                       .steps = event_steps,
                                       .answer = "recorded_or_checked",
                                       .asks = "events"},
                                      {.method = METHOD_POST,
                                       .path = "/v1/cases/{case}/events/{event}/corrections",
                                       .name = "event_correct",
                                       .summary = "Records the new content of an event (kind corrected)",
                                       WRITES,
                                       .steps = correction_steps,
                                       .answer = "recorded_or_checked",
                                       .asks = "Correction"},
                                      {.method = METHOD_POST,
                                       .path = "/v1/cases/{case}/events/{event}/voids",
                                       .name = "event_void",
                                       .summary = "Cancels an event (kind voided)",
                                       WRITES,
                                       .steps = void_steps,
                                       .answer = "recorded_or_checked",
                                       .asks = "Void"},
                                      {0}};
