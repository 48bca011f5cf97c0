/* See call.h. This file takes a request in and hands its answer out; call_help.c is what steps use. */
#include "app/call.h"

#include "app/access_log.h"
#include "app/act.h"
#include "app/app.h"
#include "app/auth.h"
#include "app/call_query.h"
#include "app/metrics.h"
#include "base/log.h"
#include "io/clock.h"
#include "store/crypt.h"
#include "wire/problem.h"

enum { ADDRESS_TEXT_MAX = 64 * 1024, PARSED_AT_ONCE = 64 * 1024 };

uint64_t call_body_cap(void *app, enum method method, struct str path)
{
    struct app *self = app;
    struct route_match match;
    route_find(method, path, &match);
    uint64_t most = (uint64_t)self->config->body_kb * 1024;
    /* Where there is no route, the answer is 404 or 405, whatever the body. */
    return match.route && match.route->body_cap < most ? match.route->body_cap : most;
}

/* Random bytes are fetched for many requests at once. */
static void make_trace(struct call *call)
{
    static const char hex[] = "0123456789abcdef";
    struct app *app = call->app;
    uint8_t bytes[TRACE_BYTES] = {0};
    if (app->traces_left == 0 && !crypt_random(app->traces[0], sizeof app->traces, NULL))
        app->traces_left = ARRAY_LEN(app->traces);
    if (app->traces_left > 0)
        memcpy(bytes, app->traces[--app->traces_left], sizeof bytes);
    else
        memcpy(bytes, &call->began, sizeof call->began); /* unique enough to find a log line */
    for (size_t i = 0; i < sizeof bytes; i++) {
        call->trace_id[2 * i] = hex[bytes[i] >> 4];
        call->trace_id[2 * i + 1] = hex[bytes[i] & 15];
    }
}

static void list_methods(uint32_t allowed, struct buf *out)
{
    static const char *const names[] = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (allowed & (1u << i))
            buf_printf(out, out->len ? ", %s" : "%s", names[i]);
}

static bool type_is_taken(const char *types, struct str given)
{
    size_t len = 0;
    while (len < given.len && given.at[len] != ';' && given.at[len] != ' ')
        len++;
    while (*types) {
        size_t n = strcspn(types, "|");
        if (n == len && strncasecmp(types, given.at, n) == 0)
            return true;
        types += n + (types[n] == '|');
    }
    return false;
}

static bool is_word(struct str given, struct str word)
{
    return given.len == word.len && strncasecmp(given.at, word.at, word.len) == 0;
}

/* A large body is read now: its caller is known where the route asks for that, may send it, and has a share. */
static enum step_result read_body(struct task *task)
{
    struct call *call = call_of(task);
    if (request_body_is_here(call->request))
        return STEP_NEXT;
    call->waiting_for_body = true;
    task_owe(task);
    request_read_body(call->request);
    return STEP_WAIT;
}

static void parse_body(void *data)
{
    struct call *call = data;
    struct parsed *parsed = call->parsed;
    parsed->err.code = json_parse(call->arena, request_body(call->request), &parsed->value, &parsed->err);
}

/* A large one is parsed in a thread, so that nobody waits meanwhile. */
static enum step_result parse(struct task *task)
{
    struct call *call = call_of(task);
    if (task->err.code)
        return STEP_FAIL; /* the body did not come */
    const char *types = call->route->body_types;
    if (request_body(call->request).len <= PARSED_AT_ONCE || !types || strcmp(types, "application/json") != 0)
        return STEP_NEXT;
    call->parsed = ARENA_NEW(call->arena, struct parsed);
    if (!call->parsed)
        return call_fail(call, ERR_NO_MEMORY, "the request needs too much memory");
    return work_start(&call->parsed->work, &call->app->loop, task, parse_body, call);
}

static enum step_result begin_route(struct task *task)
{
    task->next = call_of(task)->route->steps;
    return STEP_NEXT;
}

static const struct step body_steps[] = {
    {"body", read_body}, {"parse", parse}, {"route", begin_route}, {NULL, NULL}};

/* Route, method, type of the body, query: all that needs neither the database nor the body. */
static enum step_result check(struct task *task)
{
    struct call *call = call_of(task);
    struct str path = request_path(call->request), decoded;
    if (percent_decode(call->arena, path, false, &decoded, &task->err))
        return STEP_FAIL;
    if (str_has_cpr(decoded))
        return call_fail(call, ERR_PERSONAL_DATA, "a CPR number may not stand in an address; search by POST");
    struct str reason = request_header(call->request, "audit-reason");
    if (reason.at && act_reason(reason, "", &task->err))
        return STEP_FAIL;
    route_find(request_method(call->request), path, &call->match);
    call->route = call->match.route;
    if (!call->route && call->match.allowed) {
        struct buf list;
        buf_init(&list, 100);
        list_methods(call->match.allowed, &list);
        call_header(call, "allow", arena_copy(call->arena, buf_str(&list)));
        enum step_result result = call_fail(call, ERR_METHOD, "allowed are %.*s", STR_ARG(buf_str(&list)));
        buf_clear(&list);
        return result;
    }
    if (!call->route)
        return call_fail(call, ERR_NOT_FOUND, "there is no such address");
    if (request_has_body(call->request) && call->route->body_types &&
        !type_is_taken(call->route->body_types, request_header(call->request, "content-type")))
        return call_fail(call, ERR_MEDIA_TYPE, "the body must be %s", call->route->body_types);
    struct str coding = request_header(call->request, "content-encoding");
    if (coding.len > 0 && !is_word(coding, STR("identity"))) {
        call_header(call, "accept-encoding", STR("identity"));
        return call_fail(call, ERR_MEDIA_TYPE, "a body is taken as it is, without a content-encoding");
    }
    if (query_parse(call->arena, request_query(call->request), call->route->params, &call->given,
                    &call->n_given, &task->err))
        return STEP_FAIL;
    if (call->route->for_anybody)
        task->next = body_steps;
    return STEP_NEXT;
}

static enum step_result authenticate(struct task *task)
{
    return auth_start(call_of(task));
}

static enum step_result authorise(struct task *task)
{
    struct call *call = call_of(task);
    if (auth_check(call))
        return STEP_FAIL;
    return STEP_NEXT;
}

static enum step_result take_share(struct task *task)
{
    task->next = body_steps;
    return share_take(call_of(task));
}

static const struct step begin_steps[] = {
    {"check", check}, {"authenticate", authenticate}, {"authorise", authorise}, {"share", take_share},
    {NULL, NULL},
};

static struct reply reply_of(struct call *call)
{
    return (struct reply){
        .status = call->status,
        .content_type = call->body.len > 0 || call->status != 204 ? call->content_type : NULL,
        .headers = call->headers,
        .n_headers = call->n_headers,
        .body = &call->body,
        .fixed = call->fixed,
    };
}

static void reply(struct call *call)
{
    struct app *app = call->app;
    uint64_t microseconds = (uv_hrtime() - call->began) / 1000;
    metrics_count(app->metrics, call->route ? call->match.number : -1, call->status, microseconds);
    log_line(call->status >= 500 ? LOG_WARN : LOG_INFO, "request",
             LOG_C("route", call->route ? call->route->name : "none"), LOG_N("status", call->status),
             LOG_N("us", (int64_t)microseconds), LOG_C("trace", call->trace_id));
    *(call->previous ? &call->previous->next : &app->calls) = call->next;
    if (call->next)
        call->next->previous = call->previous;
    db_batch_free(call->result);
    if (call->clean)
        call->clean(call);
    buf_clear(&call->problem_members);
    struct request *request = call->request;
    if (call->streaming) {
        request_send(request, buf_str(&call->body));
        buf_clear(&call->body);
        request_end(request); /* the arena with the call is gone now */
        return;
    }
    struct reply whole = reply_of(call);
    request_reply(request, &whole); /* and here */
}

/* ---- streamed answers ------------------------------------------------------------------------------------ */

enum step_result call_send_piece(struct call *call)
{
    if (call->body.failed) {
        (void)err_set(&call->task.err, ERR_NO_MEMORY, "the answer is too large");
        return STEP_FAIL;
    }
    if (!call->streaming) {
        struct reply head = reply_of(call);
        call->streaming = true;
        (void)request_stream(call->request, &head); /* if it fails, on_gone has cancelled the task */
    } else {
        request_send(call->request, buf_str(&call->body));
    }
    buf_empty(&call->body);
    if (!request_is_full(call->request))
        return STEP_NEXT;
    call->waiting_for_room = true;
    task_owe(&call->task);
    return STEP_WAIT;
}

static void go_on(struct call *call)
{
    if (!call->waiting_for_room)
        return;
    call->waiting_for_room = false;
    task_resume(&call->task);
}

void call_on_room(void *app, struct request *request)
{
    (void)app;
    struct call *call = request_data(request);
    if (call)
        go_on(call);
}

static void end_of_body(struct call *call)
{
    call->waiting_for_body = false;
    task_resume(&call->task);
}

void call_on_body(void *app, struct request *request, const struct err *err)
{
    (void)app;
    struct call *call = request_data(request);
    if (err)
        call->task.err = *err;
    end_of_body(call);
}

bool call_in_danish(const struct call *call)
{
    struct str first = request_header(call->request, "accept-language");
    return first.len >= 2 && (first.at[0] | 0x20) == 'd' && (first.at[1] | 0x20) == 'a';
}

/* What was sent cannot be taken back: the problem is the last line. Its status is for the logs. */
static void put_problem_line(struct call *call)
{
    call->status = err_info(call->task.err.code)->http_status;
    buf_empty(&call->body);
    buf_put_str(&call->body, STR("{\"error\":"));
    problem_put(&call->body, &call->task.err, call_in_danish(call));
    buf_put_str(&call->body, STR("}\n"));
}

static void put_problem(struct call *call)
{
    const struct err *err = &call->task.err;
    const struct err_info *info = err_info(err->code);
    call->status = info->http_status;
    call->content_type = PROBLEM_TYPE;
    buf_clear(&call->body);
    call->fixed = (struct str){NULL, 0};
    problem_put(&call->body, err, call_in_danish(call));
    if (call->body.len > 0)
        call->body.len--; /* the closing brace */
    buf_printf(&call->body, ",\"trace_id\":\"%s\"", call->trace_id);
    buf_put_str(&call->body, buf_str(&call->problem_members));
    buf_put_char(&call->body, '}');
    if (err->code == ERR_UNAUTHENTICATED)
        call_header(call, "www-authenticate", STR("Bearer"));
    if (info->http_status == 503 || info->http_status == 507)
        call_header(call, "retry-after", STR("1"));
}

static void log_failure(const struct call *call)
{
    const struct err *err = &call->task.err;
    if (err_info(err->code)->http_status >= 500)
        log_line(LOG_WARN, "failed",
                 LOG_C("step", call->task.at && call->task.at->name ? call->task.at->name : "end"),
                 LOG_C("code", err_info(err->code)->name), LOG_C("text", err->text),
                 LOG_C("trace", call->trace_id));
}

/* What was asked, for the access log: the parameters of the address, in which no personal data may stand. */
static struct str asked(const struct call *call)
{
    struct buf text;
    buf_init(&text, ADDRESS_TEXT_MAX);
    for (size_t i = 0; i < call->n_given; i++)
        buf_printf(&text, "%s%s=%.*s", i ? "&" : "", call->given[i].param->name,
                   STR_ARG(call->given[i].text));
    struct str copy = text.len ? arena_copy(call->arena, buf_str(&text)) : (struct str){NULL, 0};
    buf_clear(&text);
    return copy;
}

static void logged(void *data, const struct err *err)
{
    struct call *call = data;
    if (err) {
        (void)err_set(&call->task.err, ERR_UNAVAILABLE, "the access log cannot be written");
        log_failure(call);
        put_problem(call);
    }
    reply(call);
}

static void end(struct task *task)
{
    struct call *call = call_of(task);
    if (task->cancelled && !task->failed)
        call->status = 499; /* the client has gone: for the log only */
    if (!task->failed && call->body.failed) {
        (void)err_set(&task->err, ERR_NO_MEMORY, "the answer is too large");
        task->failed = true;
    }
    if (task->failed)
        log_failure(call);
    if (task->failed && call->streaming)
        put_problem_line(call);
    else if (task->failed)
        put_problem(call);
    if (call->route && call->route->logged != LOGGED_NOT && call->caller.viewer.staff) {
        struct access_entry entry = {
            .staff = call->caller.viewer.staff,
            .token = call->caller.token,
            .route = str_of(call->route->name),
            .case_id = call->logged_case,
            .filter = call->logged_filter.at ? call->logged_filter : asked(call),
            .rows = call->logged_rows,
            .status = (int16_t)call->status,
            .reason =
                call->logged_reason.at ? call->logged_reason : request_header(call->request, "audit-reason"),
        };
        if (call->route->logged == LOGGED_FIRST && (call->status < 300 || call->status == 429)) {
            access_log_put(call->app->access_log, &entry, logged, call);
            return;
        }
        access_log_put(call->app->access_log, &entry, NULL, NULL);
    }
    reply(call);
}

void call_on_request(void *app, struct request *request)
{
    struct app *self = app;
    struct arena *arena = request_arena(request);
    struct call *call = ARENA_NEW(arena, struct call);
    if (!call) {
        struct reply busy = {.status = 503};
        request_reply(request, &busy);
        return;
    }
    call->app = self;
    call->request = request;
    call->arena = arena;
    call->now = clock_now();
    call->began = uv_hrtime();
    call->status = 200;
    call->content_type = "application/json";
    buf_init(&call->body, BODY_MAX_BYTES);
    buf_init(&call->problem_members, ADDRESS_TEXT_MAX);
    make_trace(call);
    call->next = self->calls;
    if (call->next)
        call->next->previous = call;
    self->calls = call;
    request_set_data(request, call);
    task_start(&call->task, begin_steps, end);
}

void call_on_gone(void *app, struct request *request)
{
    (void)app;
    struct call *call = request_data(request);
    if (!call)
        return;
    task_cancel(&call->task);
    if (call->asked)
        db_withdraw(call->asked);
    if (call->ticket.waits)
        share_give_up(call);
    else if (call->waiting_for_body)
        end_of_body(call); /* none will come any more */
    else if (call->waiting_for_room)
        go_on(call); /* there will be no room any more */
    else if (call->gone)
        call->gone(call);
}
