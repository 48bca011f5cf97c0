/* Exact reports over activities (scope report:exact), the export, and the feed. */
#include <stdio.h>

#include "app/app.h"
#include "app/call.h"
#include "app/case_json.h"
#include "app/event_row.h"
#include "app/routes.h"
#include "core/kind.h"
#include "core/rule.h"
#include "sql.gen.h"
#include "wire/json_write.h"

enum { FEED_MAX = 1000, FEED = 200, EXPORT_MAX = 500, EXPORT = 200 };

/* schema/007_changes.sql knows these two by number. */
_Static_assert(KIND_CORRECTED == 50 && KIND_VOIDED == 51, "numbers of kinds in the schema");

/* ---- reports --------------------------------------------------------------------------------------------- */

static enum step_result report_ask(struct call *call, const struct sql *sql)
{
    struct db_batch *batch = call_batch(call);
    if (!batch)
        return STEP_FAIL;
    db_query(batch, sql);
    db_put_i32(batch, KIND_ACTIVITY);
    db_put_instant(batch, call_number(call, "known_at", INSTANT_NEVER));
    db_put_day(batch, (day_t)call_number(call, "as_of", DAY_NEVER));
    return call_submit(call, call_reports(call), batch);
}

static enum step_result handover_ask(struct task *task)
{
    return report_ask(call_of(task), &SQL_REPORT_HANDOVER);
}

/* Totals count what is not on the diagonal: work that went to another person. */
static void put_matrix(struct buf *out, const struct db_batch *rows, int how)
{
    int64_t total = 0, same = 0;
    json_begin_object(out);
    json_key(out, "matrix"), json_begin_array(out);
    for (int row = 1; row < db_rows(rows, 0); row++) {
        struct str from = db_get_text(rows, 0, row, 1), to = db_get_text(rows, 0, row, 2);
        int64_t n = db_get_i64(rows, 0, row, 4);
        if (db_get_i32(rows, 0, row, 0) != how)
            continue;
        if (str_equal(from, to)) {
            same += n;
            continue;
        }
        total += n;
        json_begin_array(out);
        json_str(out, from);
        json_str(out, to);
        json_i64(out, n);
        json_end_array(out);
    }
    json_end_array(out);
    json_key(out, "total"), json_i64(out, total);
    json_key(out, "same"), json_i64(out, same);
    json_end_object(out);
}

static enum step_result handover_answer(struct task *task)
{
    struct call *call = call_of(task);
    if (call_db_failed(call))
        return STEP_FAIL;
    struct buf *out = &call->body;
    json_begin_object(out);
    json_key(out, "cases"), json_i64(out, db_get_i64(call->result, 0, 0, 3));
    json_key(out, "events"), json_i64(out, db_get_i64(call->result, 0, 0, 4));
    json_key(out, "strict"), put_matrix(out, call->result, 1);
    json_key(out, "skip"), put_matrix(out, call->result, 2);
    json_end_object(out);
    call_log_rows(call, 0, db_rows(call->result, 0) - 1);
    return STEP_DONE;
}

static enum step_result dfg_ask(struct task *task)
{
    return report_ask(call_of(task), &SQL_REPORT_DFG);
}

/* Half microseconds as seconds, with the digits that matter; the number is exact. */
static void put_seconds(struct buf *out, int64_t halves)
{
    char text[40];
    int64_t whole = halves / 2000000, rest = halves % 2000000 * 5; /* ten-millionths */
    int n = snprintf(text, sizeof text, "%lld.%07lld", (long long)whole, (long long)rest);
    while (n > 2 && text[n - 1] == '0' && text[n - 2] != '.')
        n--;
    json_raw(out, (struct str){text, n > 0 ? (size_t)n : 0});
}

static enum step_result dfg_answer(struct task *task)
{
    struct call *call = call_of(task);
    if (call_db_failed(call))
        return STEP_FAIL;
    struct buf *out = &call->body;
    json_begin_object(out);
    json_key(out, "edges"), json_begin_array(out);
    for (int row = 0; row < db_rows(call->result, 0); row++) {
        json_begin_object(out);
        json_key(out, "from"), json_str(out, db_get_text(call->result, 0, row, 0));
        json_key(out, "to"), json_str(out, db_get_text(call->result, 0, row, 1));
        json_key(out, "count"), json_i64(out, db_get_i64(call->result, 0, row, 2));
        json_key(out, "median_seconds"), put_seconds(out, db_get_i64(call->result, 0, row, 3));
        json_key(out, "mean_seconds"), json_raw(out, db_get_text(call->result, 0, row, 4));
        json_end_object(out);
    }
    json_end_array(out);
    json_end_object(out);
    call_log_rows(call, 0, db_rows(call->result, 0));
    return STEP_DONE;
}

/* ---- export ---------------------------------------------------------------------------------------------- */

static enum step_result export_ask(struct task *task)
{
    struct call *call = call_of(task);
    struct db_batch *batch = call_batch(call);
    if (!batch)
        return STEP_FAIL;
    int64_t after = call_number(call, "after", 0);
    int32_t limit = (int32_t)call_number(call, "limit", EXPORT);
    db_query(batch, &SQL_EXPORT_CASES);
    db_put_i64(batch, after);
    db_put_i32(batch, limit);
    db_query(batch, &SQL_EXPORT_EVENTS);
    db_put_i64(batch, after);
    db_put_i32(batch, limit);
    return call_submit(call, call_reports(call), batch);
}

/* {"case":…}: what import takes before a case's events; never the CPR number. */
static void put_case_header(struct buf *out, const struct db_batch *rows, int row, const struct uuid *id)
{
    json_begin_object(out);
    json_key(out, "case"), json_uuid(out, id);
    if (!db_is_null(rows, 0, row, 2))
        json_key(out, "external_ref"), json_str(out, db_get_text(rows, 0, row, 2));
    if (!db_is_null(rows, 0, row, 3))
        json_key(out, "name"), json_str(out, db_get_text(rows, 0, row, 3));
    if (!db_is_null(rows, 0, row, 4))
        json_key(out, "born"), json_day(out, db_get_day(rows, 0, row, 4));
    if (db_get_bool(rows, 0, row, 5))
        json_key(out, "protected"), json_bool(out, true);
    json_end_object(out);
    buf_put_char(out, '\n');
}

static enum step_result export_answer(struct task *task)
{
    struct call *call = call_of(task);
    if (call_db_failed(call))
        return STEP_FAIL;
    const struct db_batch *rows = call->result;
    struct buf *out = &call->body;
    int cases = db_rows(rows, 0), events = db_rows(rows, 1), at = 0;
    call->content_type = "application/x-ndjson";
    for (int row = 0; row < cases; row++) {
        int64_t case_id = db_get_i64(rows, 0, row, 0);
        struct uuid id = db_get_uuid(rows, 0, row, 1);
        put_case_header(out, rows, row, &id);
        for (; at < events && db_get_i64(rows, 1, at, EVENT_COLUMNS) <= case_id; at++) {
            if (db_get_i64(rows, 1, at, EVENT_COLUMNS) < case_id)
                continue;
            json_begin_object(out);
            event_row_put(out, rows, 1, at, &id);
            json_end_object(out);
            buf_put_char(out, '\n');
        }
    }
    if (cases == (int)call_number(call, "limit", EXPORT))
        call_header_printf(call, "spor-next", "%lld", (long long)db_get_i64(rows, 0, cases - 1, 0));
    call_log_rows(call, 0, cases);
    return STEP_DONE;
}

static enum step_result export_spans_ask(struct task *task)
{
    struct call *call = call_of(task);
    struct db_batch *batch = call_batch(call);
    if (!batch)
        return STEP_FAIL;
    db_query(batch, &SQL_EXPORT_SPANS);
    db_put_i64(batch, call_number(call, "after", 0));
    db_put_i32(batch, (int32_t)call_number(call, "limit", EXPORT));
    return call_submit(call, call_reports(call), batch);
}

static void put_span_line(struct buf *out, const struct db_batch *rows, int row)
{
    struct uuid id = db_get_uuid(rows, 0, row, 1);
    int rule = db_get_i16(rows, 0, row, 3);
    json_begin_object(out);
    json_key(out, "case"), json_uuid(out, &id);
    json_key(out, "external_ref"), json_str(out, db_get_text(rows, 0, row, 2));
    json_key(out, "rule"), json_text(out, rule_info((enum rule)rule)->id);
    json_key(out, "subject"), json_i64(out, db_get_i32(rows, 0, row, 4));
    json_key(out, "from"), json_day(out, db_get_day(rows, 0, row, 5));
    json_key(out, "to"), json_day(out, db_get_day(rows, 0, row, 6));
    json_key(out, "severity"), json_text(out, severity_name(db_get_i16(rows, 0, row, 7)));
    json_key(out, "rule_set"), json_str(out, db_get_text(rows, 0, row, 8));
    json_end_object(out);
    buf_put_char(out, '\n');
}

/* A row for each span, and one for a case without: so that pages are counted in cases. */
static enum step_result export_spans_answer(struct task *task)
{
    struct call *call = call_of(task);
    if (call_db_failed(call))
        return STEP_FAIL;
    const struct db_batch *rows = call->result;
    int64_t cases = 0, last = 0;
    call->content_type = "application/x-ndjson";
    for (int row = 0; row < db_rows(rows, 0); row++) {
        int64_t case_id = db_get_i64(rows, 0, row, 0);
        int rule = db_is_null(rows, 0, row, 3) ? RULE_NONE : db_get_i16(rows, 0, row, 3);
        cases += case_id != last;
        last = case_id;
        if (rule > RULE_NONE && rule < RULE_COUNT)
            put_span_line(&call->body, rows, row);
    }
    if (cases == call_number(call, "limit", EXPORT))
        call_header_printf(call, "spor-next", "%lld", (long long)last);
    call_log_rows(call, 0, cases);
    return STEP_DONE;
}

/* ---- feed ------------------------------------------------------------------------------------------------ */

static enum step_result feed_ask(struct task *task)
{
    struct call *call = call_of(task);
    struct db_batch *batch = call_batch(call);
    if (!batch)
        return STEP_FAIL;
    const struct viewer *viewer = &call->caller.viewer;
    /* first, so that it is never newer than what the records say */
    db_query(batch, &SQL_FEED_LAST);
    db_query(batch, viewer->sees_all ? &SQL_FEED_ALL : &SQL_FEED_OWN);
    db_put_i64(batch, call_number(call, "after", 0));
    db_put_i32(batch, (int32_t)call_number(call, "limit", FEED));
    if (!viewer->sees_all) {
        db_put_array(batch, DB_I64, viewer->n_principals);
        for (uint32_t i = 0; i < viewer->n_principals; i++)
            db_put_i64(batch, viewer->principals[i]);
        db_put_i64(batch, viewer->own_citizen);
    }
    return call_submit(call, call_reader(call), batch);
}

static void put_record(struct buf *out, const struct db_batch *rows, int row)
{
    static const char *const types[] = {"", "event", "day", "born", "membership", "rule_set"};
    int type = db_get_i16(rows, 1, row, 1), kind = db_get_i16(rows, 1, row, 4);
    json_begin_object(out);
    json_key(out, "no"), json_i64(out, db_get_i64(rows, 1, row, 0));
    json_key(out, "type"), json_text(out, types[type > 0 && type < (int)ARRAY_LEN(types) ? type : 0]);
    if (!db_is_null(rows, 1, row, 2)) {
        struct uuid id = db_get_uuid(rows, 1, row, 2);
        json_key(out, "case"), json_uuid(out, &id);
    }
    if (!db_is_null(rows, 1, row, 3)) {
        struct uuid id = db_get_uuid(rows, 1, row, 3);
        json_key(out, "event_id"), json_uuid(out, &id);
        json_key(out, "kind"),
            json_text(out, kind > 0 && kind < KIND_COUNT ? kind_info((enum kind)kind)->name : "?");
        json_key(out, "seq"), json_i64(out, db_get_i32(rows, 1, row, 5));
    }
    if (!db_is_null(rows, 1, row, 7))
        json_key(out, "day"), json_day(out, db_get_day(rows, 1, row, 7));
    json_key(out, "recorded_at"), json_instant(out, db_get_instant(rows, 1, row, 6));
    json_end_object(out);
}

/* `next` is where to go on: the last record, or, where no more are the caller's, the end of the feed. */
static enum step_result feed_answer(struct task *task)
{
    struct call *call = call_of(task);
    if (call_db_failed(call))
        return STEP_FAIL;
    struct buf *out = &call->body;
    int n = db_rows(call->result, 1);
    int64_t next = call_number(call, "after", 0), last = db_get_i64(call->result, 0, 0, 0);
    json_begin_object(out);
    json_key(out, "items"), json_begin_array(out);
    for (int row = 0; row < n; row++)
        put_record(out, call->result, row);
    json_end_array(out);
    if (n > 0)
        next = db_get_i64(call->result, 1, n - 1, 0);
    if (n < call_number(call, "limit", FEED) && last > next)
        next = last;
    json_key(out, "next"), json_i64(out, next);
    json_end_object(out);
    call_log_rows(call, 0, n);
    return STEP_DONE;
}

static const struct query_param feed_params[] = {
    {.name = "after",
     .type = PARAM_INTEGER,
     .lowest = 0,
     .highest = INT64_MAX,
     .text = "records behind this number"},
    {.name = "limit", .type = PARAM_INTEGER, .lowest = 1, .highest = FEED_MAX, .text = "at most; 200"},
    {0},
};
static const struct query_param report_params[] = {
    {.name = "as_of", .type = PARAM_DAY, .text = "activities up to that day"},
    {.name = "known_at", .type = PARAM_INSTANT, .text = "from what had been recorded by then"},
    {0},
};
static const struct query_param export_params[] = {
    {.name = "after",
     .type = PARAM_INTEGER,
     .lowest = 0,
     .highest = INT64_MAX,
     .text = "header Spor-Next of the page before"},
    {.name = "limit",
     .type = PARAM_INTEGER,
     .lowest = 1,
     .highest = EXPORT_MAX,
     .text = "cases at most; 200"},
    {0},
};

static const struct step handover_steps[] = {
    {"ask", handover_ask}, {"answer", handover_answer}, {NULL, NULL}};
static const struct step dfg_steps[] = {{"ask", dfg_ask}, {"answer", dfg_answer}, {NULL, NULL}};
static const struct step export_steps[] = {{"ask", export_ask}, {"answer", export_answer}, {NULL, NULL}};
static const struct step export_spans_steps[] = {
    {"ask", export_spans_ask}, {"answer", export_spans_answer}, {NULL, NULL}};
static const struct step feed_steps[] = {{"ask", feed_ask}, {"answer", feed_answer}, {NULL, NULL}};

const struct route report_routes[] = {
    {.method = METHOD_GET,
     .path = "/v1/reports/handover",
     .name = "report_handover",
     .summary = "Handover of work between people, over activities",
     .scopes = SCOPE_REPORT_EXACT,
     .params = report_params,
     .logged = LOGGED,
     .steps = handover_steps,
     .answer = "handover"},
    {.method = METHOD_GET,
     .path = "/v1/reports/dfg",
     .name = "report_dfg",
     .summary = "Which activity directly follows which, and after how long",
     .scopes = SCOPE_REPORT_EXACT,
     .params = report_params,
     .logged = LOGGED,
     .steps = dfg_steps,
     .answer = "dfg"},
    {.method = METHOD_GET,
     .path = "/v1/export",
     .name = "export",
     .summary = "All cases as NDJSON, a page at a time; header Spor-Next says where to go on",
     .scopes = SCOPE_READ_ALL,
     .params = export_params,
     .logged = LOGGED_FIRST,
     .steps = export_steps},
    {.method = METHOD_GET,
     .path = "/v1/export/spans",
     .name = "export_spans",
     .summary = "All stored spans as NDJSON, a page of cases at a time; header Spor-Next says where to go on",
     .scopes = SCOPE_READ_ALL,
     .params = export_params,
     .logged = LOGGED_FIRST,
     .steps = export_spans_steps},
    {.method = METHOD_GET,
     .path = "/v1/feed",
     .name = "feed",
     .summary = "What was recorded, in order; without gaps for read:all",
     .roles = CASE_STAFF,
     .scopes = SCOPE_READ_ALL,
     .params = feed_params,
     .logged = LOGGED,
     .steps = feed_steps,
     .answer = "feed"},
    {0},
};
