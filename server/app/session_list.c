/* The sessions that go on: one's own, and for an administrator anybody's; listed and ended. */
#include "app/act.h"
#include "app/app.h"
#include "app/call.h"
#include "app/routes.h"
#include "sql.gen.h"
#include "wire/json_write.h"

enum { SESSIONS_USUAL = 50 };

static enum step_result list_ask(struct task *task)
{
    struct call *call = call_of(task);
    const struct given *staff = call_given(call, "staff");
    if (staff && !str_equal(staff->text, call->caller.staff) && call->caller.role != STAFF_ADMINISTRATOR)
        return call_fail(call, ERR_FORBIDDEN, "only an administrator sees the sessions of others");
    struct db_batch *batch = call_batch(call);
    if (!batch)
        return STEP_FAIL;
    db_query(batch, &SQL_SESSIONS_LIST);
    db_put_text(batch, staff ? staff->text : call->caller.staff);
    db_put_i32(batch, call->app->config->session_idle_minutes);
    db_put_i64(batch, call_number(call, "after", 0));
    db_put_i32(batch, (int32_t)call_number(call, "limit", SESSIONS_USUAL) + 1);
    return call_submit(call, call_reader(call), batch);
}

static enum step_result list_answer(struct task *task)
{
    struct call *call = call_of(task);
    if (call_db_failed(call))
        return STEP_FAIL;
    struct buf *out = &call->body;
    int limit = (int)call_number(call, "limit", SESSIONS_USUAL), n = db_rows(call->result, 0);
    json_begin_object(out);
    json_key(out, "items"), json_begin_array(out);
    for (int row = 0; row < n && row < limit; row++) {
        int64_t id = db_get_i64(call->result, 0, row, 0);
        json_begin_object(out);
        json_key(out, "id"), json_i64(out, id);
        json_key(out, "created_at"), json_instant(out, db_get_instant(call->result, 0, row, 1));
        json_key(out, "last_seen_at"), json_instant(out, db_get_instant(call->result, 0, row, 2));
        json_key(out, "expires_at"), json_instant(out, db_get_instant(call->result, 0, row, 3));
        json_key(out, "client"), json_str(out, db_get_text(call->result, 0, row, 4));
        json_key(out, "current"), json_bool(out, id == call->caller.session);
        json_end_object(out);
    }
    json_end_array(out);
    json_key(out, "next");
    if (n > limit)
        buf_printf(out, "\"%lld\"", (long long)db_get_i64(call->result, 0, limit - 1, 0));
    else
        json_none(out);
    json_end_object(out);
    return STEP_DONE;
}

static enum step_result end_ask(struct task *task)
{
    struct call *call = call_of(task);
    struct str text;
    int64_t id = 0;
    if (call_arg(call, "id", &text))
        return STEP_FAIL;
    if (!str_to_i64(text, 1, INT64_MAX, &id))
        return call_fail(call, ERR_NOT_FOUND, "there is no such session");
    struct db_batch *batch = act_batch(call);
    if (!batch)
        return STEP_FAIL;
    db_query(batch, &SQL_SESSION_END_ONE);
    db_put_i64(batch, id);
    db_put_i32(batch, (int32_t)call->caller.viewer.staff);
    db_put_bool(batch, call->caller.role == STAFF_ADMINISTRATOR);
    return call_submit(call, call_writer(call), batch);
}

static enum step_result end_answer(struct task *task)
{
    struct call *call = call_of(task);
    if (call_db_failed(call))
        return STEP_FAIL;
    if (db_rows(call->result, 0) == 0)
        return call_fail(call, ERR_NOT_FOUND, "there is no such session");
    return call_empty(call);
}

static const struct step list_steps[] = {{"ask", list_ask}, {"answer", list_answer}, {NULL, NULL}};
static const struct step end_steps[] = {{"end", end_ask}, {"answer", end_answer}, {NULL, NULL}};

static const struct query_param list_params[] = {
    {.name = "staff", .type = PARAM_TEXT, .highest = 100, .text = "somebody else's (administrators)"},
    {.name = "limit", .type = PARAM_INTEGER, .lowest = 1, .highest = 200, .text = "at most; 50"},
    {.name = "after",
     .type = PARAM_INTEGER,
     .lowest = 1,
     .highest = INT64_MAX,
     .text = "`next` of the page before"},
    {0},
};

const struct route session_list_routes[] = {
    {.method = METHOD_GET,
     .path = "/v1/sessions",
     .name = "sessions",
     .summary = "One's sessions that go on, the latest first",
     .roles = ANY_STAFF,
     .params = list_params,
     .steps = list_steps,
     .answer = "session_page"},
    {.method = METHOD_DELETE,
     .path = "/v1/sessions/{id}",
     .name = "session_end_one",
     .summary = "Ends a session of one's own; an administrator anybody's",
     .roles = ANY_STAFF,
     .steps = end_steps},
    {.path = NULL},
};
