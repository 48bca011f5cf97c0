/* What will be in breach in the coming days if nothing more happens, and what prevents it: the spans that begin
 * after today, as a list and as a calendar file. */
#include "app/app.h"
#include "app/calendar.h"
#include "app/call.h"
#include "app/case_json.h"
#include "app/routes.h"
#include "core/rule_text.h"
#include "sql.gen.h"
#include "wire/json_write.h"

enum { DAYS_MAX = 92, DAYS = 14, ROWS_MAX = 2000, ROWS = 500 };

enum { CASE, EXTERNAL_REF, NAME, RULE, SUBJECT, FROM, SEVERITY, BEFORE, PRIMARY };

static enum step_result ask(struct task *task)
{
    struct call *call = call_of(task);
    const struct given *team = call_given(call, "team");
    struct db_batch *batch = call_batch(call);
    if (!batch)
        return STEP_FAIL;
    db_query(batch, &SQL_DEADLINES);
    call_put_viewer(batch, &call->caller.viewer);
    db_put_i32(batch, (int32_t)call_number(call, "days", DAYS));
    db_put_text(batch, team ? team->text : (struct str){NULL, 0});
    db_put_i32(batch, (int32_t)call_number(call, "limit", ROWS) + 1);
    return call_submit(call, call_reader(call), batch);
}

/* The rows that were asked for; one more says that there are more. */
static int rows_of(const struct call *call, bool *more)
{
    int rows = db_rows(call->result, 0), most = (int)call_number(call, "limit", ROWS);
    *more = rows > most;
    return *more ? most : rows;
}

static void put_row(struct buf *out, const struct db_batch *rows, int row)
{
    enum rule rule = (enum rule)db_get_i32(rows, 0, row, RULE);
    const struct rule_info *info = rule_info(rule);
    struct uuid id = db_get_uuid(rows, 0, row, CASE);
    json_begin_object(out);
    json_key(out, "case"), json_uuid(out, &id);
    json_key(out, "external_ref"), json_str(out, db_get_text(rows, 0, row, EXTERNAL_REF));
    json_key(out, "name"), json_str(out, db_get_text(rows, 0, row, NAME));
    json_key(out, "primary"), json_str(out, db_get_text(rows, 0, row, PRIMARY));
    json_key(out, "flag");
    struct buf flag;
    buf_init(&flag, 40);
    buf_printf(&flag, "%s:%d", info->id, (int)db_get_i32(rows, 0, row, SUBJECT));
    json_str(out, buf_str(&flag));
    buf_clear(&flag);
    json_key(out, "rule"), json_text(out, info->id);
    json_key(out, "kind"), json_text(out, info->kind == RULE_STATUTORY ? "statutory" : "codex");
    json_key(out, "from"), json_day(out, db_get_day(rows, 0, row, FROM));
    json_key(out, "severity"), json_text(out, severity_name(db_get_i32(rows, 0, row, SEVERITY)));
    json_key(out, "severity_before"), json_text(out, severity_name(db_get_i32(rows, 0, row, BEFORE)));
    json_key(out, "label");
    json_begin_object(out);
    json_key(out, "da"), json_text(out, info->danish);
    json_key(out, "en"), json_text(out, info->english);
    json_end_object(out);
    json_key(out, "prevented_by");
    json_begin_object(out);
    json_key(out, "da"), json_text(out, rule_text(rule)->danish_clears);
    json_key(out, "en"), json_text(out, info->clears);
    json_end_object(out);
    json_end_object(out);
}

static enum step_result answer(struct task *task)
{
    struct call *call = call_of(task);
    struct buf *out = &call->body;
    bool more;
    if (call_db_failed(call))
        return STEP_FAIL;
    int n = rows_of(call, &more);
    json_begin_object(out);
    json_key(out, "items"), json_begin_array(out);
    for (int row = 0; row < n; row++)
        put_row(out, call->result, row);
    json_end_array(out);
    json_key(out, "more"), json_bool(out, more);
    json_end_object(out);
    call_log_rows(call, 0, n);
    return STEP_DONE;
}

/* ---- as a calendar file ---------------------------------------------------------------------------------- */

/* It leaves the house: the case by its reference or number, no name. */
static void put_entry(struct buf *out, const struct call *call, int row, bool danish)
{
    const struct db_batch *rows = call->result;
    enum rule rule = (enum rule)db_get_i32(rows, 0, row, RULE);
    const struct rule_info *info = rule_info(rule);
    struct uuid id = db_get_uuid(rows, 0, row, CASE);
    struct str ref = db_get_text(rows, 0, row, EXTERNAL_REF);
    char text[UUID_TEXT];
    struct buf uid, summary, description;
    uuid_to_text(&id, text);
    buf_init(&uid, 200);
    buf_init(&summary, 2000);
    buf_init(&description, 2000);
    buf_printf(&uid, "%.*s-%s-%d-%d@spor", UUID_TEXT, text, info->id, (int)db_get_i32(rows, 0, row, SUBJECT),
               (int)db_get_i32(rows, 0, row, SEVERITY));
    buf_printf(&summary, "%s %s – ", info->id, danish ? info->danish : info->english);
    buf_put_str(&summary, ref.at ? ref : (struct str){text, UUID_TEXT});
    buf_printf(&description, danish ? "Forebygges af: %s" : "Prevented by: %s",
               danish ? rule_text(rule)->danish_clears : info->clears);
    calendar_day(out, buf_str(&uid), db_get_day(rows, 0, row, FROM), buf_str(&summary), buf_str(&description),
                 call->now);
    out->failed = out->failed || uid.failed || summary.failed || description.failed;
    buf_clear(&uid);
    buf_clear(&summary);
    buf_clear(&description);
}

static enum step_result answer_calendar(struct task *task)
{
    struct call *call = call_of(task);
    bool more, danish = call_number(call, "lang", 0) == 0;
    if (call_db_failed(call))
        return STEP_FAIL;
    int n = rows_of(call, &more);
    if (more)
        return call_fail(call, ERR_TOO_LARGE, "more than %d deadlines; ask for fewer days or one team", n);
    call->content_type = "text/calendar; charset=utf-8";
    call_header(call, "content-disposition", STR("attachment; filename=\"spor.ics\""));
    calendar_begin(&call->body, danish ? STR("Spor: frister") : STR("Spor: deadlines"));
    for (int row = 0; row < n; row++)
        put_entry(&call->body, call, row, danish);
    calendar_end(&call->body);
    call_log_rows(call, 0, n);
    return STEP_DONE;
}

#define DEADLINE_PARAMS                                                                                      \
    {.name = "days", .type = PARAM_INTEGER, .lowest = 1, .highest = DAYS_MAX, .text = "days ahead; 14"},     \
        {.name = "team", .type = PARAM_TEXT, .highest = TEAM_MAX, .text = "cases of this team"},             \
    {                                                                                                        \
        .name = "limit", .type = PARAM_INTEGER, .lowest = 1, .highest = ROWS_MAX, .text = "at most; 500"     \
    }

static const struct query_param params[] = {DEADLINE_PARAMS, {0}};
static const struct query_param calendar_params[] = {
    DEADLINE_PARAMS,
    {.name = "lang", .type = PARAM_WORD, .words = "da|en", .text = "language of the texts; da"},
    {0},
};

static const struct step list_steps[] = {{"ask", ask}, {"answer", answer}, {NULL, NULL}};
static const struct step calendar_steps[] = {{"ask", ask}, {"answer", answer_calendar}, {NULL, NULL}};

const struct route deadline_routes[] = {
    {.method = METHOD_GET,
     .path = "/v1/deadlines",
     .name = "deadlines",
     .summary = "What will be in breach in the coming days if nothing more happens, and what prevents it",
     .roles = CASE_STAFF,
     .scopes = SCOPE_READ_ALL,
     .params = params,
     .logged = LOGGED,
     .steps = list_steps,
     .answer = "deadlines"},
    {.method = METHOD_GET,
     .path = "/v1/deadlines.ics",
     .name = "deadlines_calendar",
     .summary = "The same as a calendar file, without names",
     .roles = CASE_STAFF,
     .params = calendar_params,
     .logged = LOGGED_FIRST,
     .steps = calendar_steps},
    {0},
};
