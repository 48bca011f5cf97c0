/* See call.h: what the steps of the routes use. */
#include "app/call.h"

#include <stdarg.h>
#include <stdio.h>

#include "app/app.h"
#include "app/assessed.h"
#include "app/call_query.h"
#include "store/store_append.h"
#include "wire/json_write.h"

const struct given *call_given(const struct call *call, const char *name)
{
    for (size_t i = 0; i < call->n_given; i++)
        if (strcmp(call->given[i].param->name, name) == 0)
            return &call->given[i];
    return NULL;
}

int64_t call_number(const struct call *call, const char *name, int64_t otherwise)
{
    const struct given *given = call_given(call, name);
    return given ? given->number : otherwise;
}

/* The place of {name} among the arguments of the route's path. */
static int place_of(const struct route *route, const char *name)
{
    int place = 0;
    for (const char *at = strchr(route->path, '{'); at; at = strchr(at + 1, '{'), place++)
        if (strncmp(at + 1, name, strlen(name)) == 0 && at[1 + strlen(name)] == '}')
            return place;
    return ROUTE_ARGS_MAX - 1;
}

enum err_code call_arg(struct call *call, const char *name, struct str *out)
{
    return percent_decode(call->arena, call->match.args[place_of(call->route, name)], false, out,
                          &call->task.err);
}

enum err_code call_uuid(struct call *call, const char *name, struct uuid *out)
{
    struct str text;
    enum err_code code = call_arg(call, name, &text);
    if (!code && !str_to_uuid(text, out))
        code = err_set(&call->task.err, ERR_NOT_FOUND, "{%s} of the address is no UUID", name);
    return code;
}

enum err_code call_json(struct call *call, const struct json **out)
{
    struct str body = request_body(call->request);
    if (body.len == 0)
        return err_set(&call->task.err, ERR_BAD_REQUEST, "a JSON body is expected");
    if (!call->parsed)
        return json_parse(call->arena, body, out, &call->task.err);
    *out = call->parsed->value;
    if (call->parsed->err.code)
        call->task.err = call->parsed->err;
    return call->parsed->err.code;
}

static void on_result(struct db_batch *batch, void *data)
{
    struct call *call = data;
    call->asked = NULL;
    call->result = batch;
    task_resume(&call->task);
}

uint64_t call_key(const struct call *call)
{
    uint64_t caller = call->caller.viewer.caller;
    return caller ? caller : share_key_of_address(call->app, request_address(call->request));
}

struct db_batch *call_batch(struct call *call)
{
    struct db_batch *batch = db_batch_new(on_result, call);
    if (!batch)
        (void)err_set(&call->task.err, ERR_NO_MEMORY, "no memory for a statement");
    else
        db_batch_for(batch, call_key(call));
    return batch;
}

enum step_result call_submit(struct call *call, struct db_link *link, struct db_batch *batch)
{
    db_batch_free(call->result);
    call->result = NULL;
    call->asked = batch;
    task_owe(&call->task);
    db_submit(link, batch);
    return STEP_WAIT;
}

bool call_db_failed(struct call *call)
{
    if (!db_failed(call->result))
        return false;
    call->task.err = *db_err(call->result);
    return true;
}

struct db_link *call_reader(struct call *call)
{
    return call->app->readers;
}

struct db_link *call_reports(struct call *call)
{
    return call->app->reports;
}

struct db_link *call_writer(struct call *call)
{
    return call->app->writer;
}

void call_put_viewer(struct db_batch *batch, const struct viewer *viewer)
{
    db_put_bool(batch, viewer->sees_all);
    db_put_array(batch, DB_I64, viewer->n_principals);
    for (uint32_t i = 0; i < viewer->n_principals; i++)
        db_put_i64(batch, viewer->principals[i]);
    db_put_i64(batch, viewer->own_citizen);
}

enum step_result call_fail(struct call *call, enum err_code code, const char *format, ...)
{
    char text[sizeof call->task.err.text];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    (void)err_set(&call->task.err, code, "%s", n < 0 ? "" : text);
    return STEP_FAIL;
}

void call_header(struct call *call, const char *name, struct str value)
{
    if (call->n_headers < CALL_HEADERS_MAX && value.at)
        call->headers[call->n_headers++] = (struct header){str_of(name), value};
}

void call_header_printf(struct call *call, const char *name, const char *format, ...)
{
    enum { VALUE_MAX = 256 };
    char text[VALUE_MAX];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (n > 0 && (size_t)n < sizeof text)
        call_header(call, name, arena_copy(call->arena, (struct str){text, (size_t)n}));
}

struct buf *call_problem_member(struct call *call, const char *name)
{
    buf_printf(&call->problem_members, ",\"%s\":", name);
    return &call->problem_members;
}

enum step_result call_empty(struct call *call)
{
    call->status = 204;
    return STEP_DONE;
}

bool call_telephone(struct json_reader *r, struct str *out)
{
    enum { TELEPHONE_MAX = 40 };
    const struct json *value = json_find(r->object, "telephone");
    *out = (struct str){NULL, 0};
    bool given = json_has(r, "telephone");
    if (value && value->is == JSON_IS_NULL)
        return given;
    *out = json_get_text(r, "telephone", JSON_OPTIONAL, TELEPHONE_MAX);
    for (size_t i = 0; i < out->len; i++)
        if (!memchr("0123456789 +()-", out->at[i], 15))
            json_refuse(r, "telephone", "is no telephone number");
    if (out->at && str_has_cpr(*out))
        json_refuse(r, "telephone", "is no telephone number");
    return given;
}

void call_log_rows(struct call *call, int64_t case_id, int64_t rows)
{
    call->logged_case = case_id;
    call->logged_rows = rows > INT32_MAX ? INT32_MAX : (int32_t)rows;
}

enum step_result call_at_least(struct task *task)
{
    enum { SECONDS = 5 };
    struct call *call = call_of(task);
    const struct given *given = call_given(call, "at_least");
    return given ? assessed_wait_for(call->app->assessed, call, given->number, SECONDS) : STEP_NEXT;
}

enum step_result call_at_least_reached(struct task *task)
{
    struct call *call = call_of(task);
    const struct given *given = call_given(call, "at_least");
    if (given && !assessed_is(call->app->assessed, given->number))
        return call_fail(call, ERR_UNAVAILABLE, "not assessed up to this feed number yet");
    return STEP_NEXT;
}
