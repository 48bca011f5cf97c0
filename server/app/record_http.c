/* See record_http.h. */
#include "app/record_http.h"

#include "app/app.h"
#include "app/assessed.h"
#include "wire/json_write.h"

struct record_unit *record_unit_of_call(struct call *call)
{
    struct record_unit *unit = ARENA_NEW(call->arena, struct record_unit);
    struct record *record = ARENA_NEW(call->arena, struct record);
    if (!unit || !record) {
        (void)call_fail(call, ERR_NO_MEMORY, "the request needs too much memory");
        return NULL;
    }
    *record = (struct record){.append = call->app->append,
                              .reader = call_reader(call),
                              .names = call->app->names,
                              .crypt = call->app->crypt};
    *unit = (struct record_unit){.record = record,
                                 .arena = call->arena,
                                 .viewer = &call->caller.viewer,
                                 .recorder = call->caller.staff,
                                 .if_version = -1};
    return unit;
}

enum err_code record_if_match(const struct call *call, int64_t *version, struct err *err)
{
    struct str header = request_header(call->request, "if-match");
    int64_t number = 0;
    if (!header.at)
        return ERR_NONE;
    if (header.len < 3 || header.at[0] != '"' || header.at[header.len - 1] != '"' ||
        !str_to_i64((struct str){header.at + 1, header.len - 2}, 0, INT32_MAX, &number))
        return err_set(err, ERR_INVALID, "If-Match must be the version in quotes, as ETag gives it");
    if (*version >= 0 && *version != number)
        return err_set_at(err, ERR_INVALID, "/if_version", "If-Match names another version");
    *version = number;
    return ERR_NONE;
}

static void on_unit(struct record_unit *unit)
{
    struct call *call = unit->data;
    task_resume(&call->task);
}

enum step_result record_run(struct call *call, struct record_unit *unit)
{
    unit->done = on_unit;
    unit->data = call;
    task_owe(&call->task);
    record_unit_start(unit);
    return STEP_WAIT;
}

void record_put_event(struct buf *out, const struct stored_event *event)
{
    json_begin_object(out);
    json_put_event(out, &event->value, &event->names);
    json_end_object(out);
}

void record_head(struct call *call, bool repeated, int32_t version, int64_t feed_no)
{
    call->status = repeated ? 200 : 201;
    call_header_printf(call, "etag", "\"%d\"", version);
    call_header(call, "spor-assessed",
                assessed_is(call->app->assessed, feed_no) ? STR("true") : STR("false"));
    if (repeated)
        call_header(call, "idempotent-replayed", STR("true"));
}
