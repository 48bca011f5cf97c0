/* What was done: the trace of acts, read by administrators (staff, sessions, teams, tokens, rule sets) and, where citizens
 * are concerned, by the leaders who see a case of theirs. Looking at it is in the access log, too. */
#include "app/app.h"
#include "app/call.h"
#include "app/routes.h"
#include "sql.gen.h"
#include "wire/json_write.h"

enum { ACTS_USUAL = 50 };
enum { NO, AT, ACT, BY, TOKEN, ABOUT, STATUS, ROUTE, REASON, CHANGES };

static enum step_result ask(struct task *task)
{
    struct call *call = call_of(task);
    const struct viewer *viewer = &call->caller.viewer;
    const struct given *about = call_given(call, "about"), *act = call_given(call, "act");
    struct db_batch *batch = call_batch(call);
    if (!batch)
        return STEP_FAIL;
    db_query(batch, &SQL_ACTS);
    db_put_bool(batch, call->caller.role == STAFF_ADMINISTRATOR);
    db_put_i64(batch, call_number(call, "after", 0));
    db_put_i32(batch, (int32_t)call_number(call, "limit", ACTS_USUAL) + 1);
    db_put_text(batch, about ? about->text : (struct str){NULL, 0});
    db_put_text(batch, act ? act->text : (struct str){NULL, 0});
    db_put_array(batch, DB_I64, viewer->n_principals);
    for (uint32_t i = 0; i < viewer->n_principals; i++)
        db_put_i64(batch, viewer->principals[i]);
    db_put_i64(batch, viewer->own_citizen);
    return call_submit(call, call_reports(call), batch);
}

static void put_text(struct buf *out, const char *name, const struct db_batch *rows, int row, int column)
{
    json_key(out, name), json_str(out, db_get_text(rows, 0, row, column));
}

static enum step_result answer(struct task *task)
{
    struct call *call = call_of(task);
    if (call_db_failed(call))
        return STEP_FAIL;
    struct buf *out = &call->body;
    const struct db_batch *rows = call->result;
    int limit = (int)call_number(call, "limit", ACTS_USUAL), n = db_rows(rows, 0);
    json_begin_object(out);
    json_key(out, "items"), json_begin_array(out);
    for (int row = 0; row < n && row < limit; row++) {
        struct str changes = db_get_text(rows, 0, row, CHANGES), by = db_get_text(rows, 0, row, BY);
        json_begin_object(out);
        json_key(out, "at"), json_instant(out, db_get_instant(rows, 0, row, AT));
        put_text(out, "act", rows, row, ACT);
        json_key(out, "by"), json_str(out, by.len ? by : (struct str){NULL, 0});
        put_text(out, "token", rows, row, TOKEN);
        put_text(out, "about", rows, row, ABOUT);
        json_key(out, "status"), json_i64(out, db_get_i16(rows, 0, row, STATUS));
        put_text(out, "route", rows, row, ROUTE);
        put_text(out, "reason", rows, row, REASON);
        json_key(out, "changes"), json_raw(out, changes.at ? changes : STR("null"));
        json_end_object(out);
    }
    json_end_array(out);
    json_key(out, "next");
    if (n > limit)
        buf_printf(out, "\"%lld\"", (long long)db_get_i64(rows, 0, limit - 1, NO));
    else
        json_none(out);
    json_end_object(out);
    call_log_rows(call, 0, n < limit ? n : limit);
    return STEP_DONE;
}

static const struct step acts_steps[] = {{"ask", ask}, {"answer", answer}, {NULL, NULL}};

static const struct query_param acts_params[] = {
    {.name = "limit", .type = PARAM_INTEGER, .lowest = 1, .highest = 200, .text = "at most; 50"},
    {.name = "after",
     .type = PARAM_INTEGER,
     .lowest = 1,
     .highest = INT64_MAX,
     .text = "`next` of the page before"},
    {.name = "about", .type = PARAM_TEXT, .highest = 100, .text = "done to this person of the staff"},
    {.name = "act", .type = PARAM_TEXT, .highest = 60, .text = "what was done, e.g. staff_changed"},
    {0},
};

const struct route act_routes[] = {
    {.method = METHOD_GET,
     .path = "/v1/acts",
     .name = "acts",
     .summary = "What was done, the latest first: to staff and settings, or (leaders) to citizens",
     .roles = STAFF_BIT(STAFF_ADMINISTRATOR) | STAFF_BIT(STAFF_LEADER),
     .params = acts_params,
     .logged = LOGGED_FIRST,
     .steps = acts_steps,
     .answer = "act_page"},
    {.path = NULL},
};
