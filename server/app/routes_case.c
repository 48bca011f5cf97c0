/* One case: what it is, its events, its course. Each waits for its row in the access log. */
#include "app/app.h"
#include "app/call.h"
#include "app/case_as_of.h"
#include "app/case_json.h"
#include "app/case_switches.h"
#include "app/event_row.h"
#include "app/routes.h"
#include "core/day.h"
#include "core/kind.h"
#include "sql.gen.h"
#include "store/store_cases.h"
#include "wire/json_write.h"

enum { EVENTS_MAX = 500, EVENTS = 100 };

static const struct query_param case_params[] = {
    {.name = "at_least",
     .type = PARAM_INTEGER,
     .lowest = 0,
     .highest = INT64_MAX,
     .text = "wait until this feed number is assessed"},
    {.name = "as_of", .type = PARAM_DAY, .text = "facts and flags of that day, past or coming; today"},
    {.name = "known_at", .type = PARAM_INSTANT, .text = "from what had been recorded and published by then"},
    {0},
};

static const struct query_param event_params[] = {
    {.name = "after",
     .type = PARAM_INTEGER,
     .lowest = 0,
     .highest = INT32_MAX,
     .text = "events behind this seq"},
    {.name = "limit", .type = PARAM_INTEGER, .lowest = 1, .highest = EVENTS_MAX, .text = "at most; 100"},
    {0},
};

static void put_viewer(struct db_batch *batch, const struct uuid *id, const struct viewer *viewer)
{
    db_put_uuid(batch, id);
    call_put_viewer(batch, viewer);
}

static enum step_result not_there(struct call *call)
{
    return call_fail(call, ERR_NOT_FOUND, "there is no such case, or it is not visible to you");
}

/* ---- one case -------------------------------------------------------------------------------------------- */

static enum step_result ask(struct call *call, bool only_today)
{
    struct uuid id;
    if (call_uuid(call, "case", &id))
        return STEP_FAIL;
    struct db_batch *batch = call_batch(call);
    if (!batch)
        return STEP_FAIL;
    if (!case_ask(call->app->case_statements, batch, &call->caller.viewer, &id, day_of_instant(call->now))) {
        db_batch_free(batch);
        return call_fail(call, ERR_NO_MEMORY, "no memory for a statement");
    }
    db_query(batch, &SQL_CASE_SPANS);
    put_viewer(batch, &id, &call->caller.viewer);
    db_put_bool(batch, only_today);
    db_put_i32(batch, CASE_SHOWN_MOST + 1);
    if (!only_today) {
        db_query(batch, &SQL_CASE_OPEN_ITEMS);
        put_viewer(batch, &id, &call->caller.viewer);
        db_put_array(batch, DB_I32, 1);
        db_put_i32(batch, KIND_NEXT_STEP_SET);
        db_put_array(batch, DB_I32, 3);
        db_put_i32(batch, KIND_NEXT_STEP_MOVED);
        db_put_i32(batch, KIND_WAIT_MOVED);
        db_put_i32(batch, KIND_INTERVENTION_CHANGED);
        db_put_array(batch, DB_I32, 2);
        db_put_i32(batch, KIND_NEXT_STEP_DONE);
        db_put_i32(batch, KIND_NEXT_STEP_DROPPED);
        db_put_i32(batch, CASE_SHOWN_MOST + 1);
        case_past_ask(batch, &id); /* shown only where the case is visible */
    }
    return call_submit(call, call_reader(call), batch);
}

/* Of another day, or as it was known: from the history. */
static enum step_result ask_as_of(struct call *call)
{
    struct uuid id;
    struct db_batch *batch = call_uuid(call, "case", &id) ? NULL : call_batch(call);
    if (!batch)
        return STEP_FAIL;
    if (!case_ask(call->app->case_statements, batch, &call->caller.viewer, &id, day_of_instant(call->now))) {
        db_batch_free(batch);
        return call_fail(call, ERR_NO_MEMORY, "no memory for a statement");
    }
    case_as_of_ask(batch, &id);
    return call_submit(call, call_reader(call), batch);
}

static enum step_result case_ask_step(struct task *task)
{
    struct call *call = call_of(task);
    return asks_as_of(call) ? ask_as_of(call) : ask(call, true);
}

static enum step_result course_ask_step(struct task *task)
{
    struct call *call = call_of(task);
    return asks_as_of(call) ? ask_as_of(call) : ask(call, false);
}

static void put_evidence(struct buf *out, const struct db_batch *rows, int row)
{
    struct db_array list = db_get_array(rows, 1, row, 7);
    struct uuid id;
    json_key(out, "evidence"), json_begin_array(out);
    while (db_item_uuid(&list, &id))
        json_uuid(out, &id);
    json_end_array(out);
}

static void put_rule(struct buf *out, const struct db_batch *rows, int row)
{
    span_put_members(out, &(struct span_shown){.rule = db_get_i16(rows, 1, row, 0),
                                               .subject = db_get_i32(rows, 1, row, 1),
                                               .severity = db_get_i16(rows, 1, row, 4),
                                               .from = db_get_day(rows, 1, row, 2),
                                               .to = db_get_day(rows, 1, row, 3),
                                               .attribution = db_get_i16(rows, 1, row, 5),
                                               .rule_set = db_get_text(rows, 1, row, 6)});
    put_evidence(out, rows, row);
}

/* Days of the span on which it was not open. */
static void put_handling(struct buf *out, const struct db_batch *rows, int row)
{
    struct db_array states = db_get_array(rows, 1, row, 11);
    struct db_array first = db_get_array(rows, 1, row, 12), end = db_get_array(rows, 1, row, 13);
    int32_t state;
    day_t from, to;
    json_key(out, "handling"), json_begin_array(out);
    while (db_item_i32(&states, &state) && db_item_day(&first, &from) && db_item_day(&end, &to))
        put_handled(out, state, from, to);
    json_end_array(out);
}

/* One row more than are shown was asked for. */
static int shown(int rows)
{
    return rows < CASE_SHOWN_MOST ? rows : CASE_SHOWN_MOST;
}

static void put_flags(struct buf *out, const struct db_batch *rows)
{
    json_key(out, "flags"), json_begin_array(out);
    for (int row = 0; row < shown(db_rows(rows, 1)); row++) {
        json_begin_object(out);
        json_key(out, "flag"), put_flag_name(out, db_get_i16(rows, 1, row, 0), db_get_i32(rows, 1, row, 1));
        json_key(out, "since"), json_day(out, db_get_day(rows, 1, row, 8));
        put_rule(out, rows, row);
        put_flag_state(out, db_get_i32(rows, 1, row, 9), db_get_day(rows, 1, row, 10));
        json_end_object(out);
    }
    json_end_array(out);
    json_key(out, "more"), json_bool(out, db_rows(rows, 1) > CASE_SHOWN_MOST);
}

static void put_head(struct call *call)
{
    const struct db_batch *rows = call->result;
    call_header_printf(call, "etag", "\"%d\"", db_get_i32(rows, 0, 0, C_VERSION));
    call_log_rows(call, db_get_i64(rows, 0, 0, C_CASE_ID), 1);
    json_begin_object(&call->body);
    case_put_members(&call->body, rows, 0, 0, day_of_instant(call->now), NULL);
}

static enum step_result answer_as_of(struct call *call, bool all_spans)
{
    struct case_as_of as_of;
    const struct db_batch *rows = call->result;
    day_t born = db_is_null(rows, 0, 0, C_BORN) ? DAY_NONE : db_get_day(rows, 0, 0, C_BORN);
    if (case_as_of_read(call, 1, born, &as_of, &call->task.err))
        return STEP_FAIL;
    call_log_rows(call, db_get_i64(rows, 0, 0, C_CASE_ID), 1);
    json_begin_object(&call->body);
    case_as_of_put(call, 1, &as_of, all_spans);
    json_end_object(&call->body);
    return STEP_DONE;
}

static enum step_result case_answer(struct task *task)
{
    struct call *call = call_of(task);
    if (call_db_failed(call))
        return STEP_FAIL;
    if (db_rows(call->result, 0) == 0)
        return not_there(call);
    if (asks_as_of(call))
        return answer_as_of(call, false);
    put_head(call);
    put_flags(&call->body, call->result);
    json_end_object(&call->body);
    return STEP_DONE;
}

/* ---- course ---------------------------------------------------------------------------------------------- */

static void put_slug(struct buf *out, const char *key, enum catalogue catalogue, int number)
{
    const struct catalogue_value *value = catalogue_value(catalogue, (uint32_t)number);
    json_key(out, key);
    if (value)
        json_text(out, value->slug);
    else
        json_none(out);
}

/* Returns whether there are more. */
static bool put_open_items(struct buf *out, const struct db_batch *rows)
{
    bool more = false;
    static const char *const names[] = {"open_steps", "open_waits", "open_interventions"};
    for (int what = 1; what <= 3; what++) {
        json_key(out, names[what - 1]), json_begin_array(out);
        for (int row = 0, n = 0; row < db_rows(rows, 2); row++) {
            if (db_get_i32(rows, 2, row, 0) != what)
                continue;
            if (n++ == CASE_SHOWN_MOST) {
                more = true;
                break;
            }
            int kind = db_get_i16(rows, 2, row, 2);
            struct uuid id = db_get_uuid(rows, 2, row, 1);
            json_begin_object(out);
            json_key(out, "event_id"), json_uuid(out, &id);
            json_key(out, "seq"), json_i64(out, db_get_i32(rows, 2, row, 9));
            json_key(out, "kind"),
                json_text(out, kind > 0 && kind < KIND_COUNT ? kind_info((enum kind)kind)->name : "?");
            json_key(out, "day"), json_day(out, db_get_day(rows, 2, row, 3));
            json_key(out, "due"), json_day(out, db_get_day(rows, 2, row, 4));
            put_slug(out, "party", CATALOGUE_PARTY, db_get_i16(rows, 2, row, 5));
            if (kind > 0 && kind < KIND_COUNT && kind_info((enum kind)kind)->code != CATALOGUE_NONE)
                put_slug(out, "code", kind_info((enum kind)kind)->code, db_get_i16(rows, 2, row, 6));
            json_key(out, "staff"), json_str(out, db_get_text(rows, 2, row, 7));
            json_key(out, "note"), json_str(out, db_get_text(rows, 2, row, 8));
            json_end_object(out);
        }
        json_end_array(out);
    }
    return more;
}

/* Which of the spans end because their rule was switched off. */
static bool *read_retired(struct call *call, const struct case_past *past)
{
    const struct db_batch *rows = call->result;
    size_t n = (size_t)db_rows(rows, 1);
    struct span *spans = ARENA_ARRAY(call->arena, struct span, n);
    bool *retired = ARENA_ARRAY(call->arena, bool, n);
    if (!spans || !retired) {
        (void)call_fail(call, ERR_NO_MEMORY, "the request needs too much memory");
        return NULL;
    }
    for (size_t i = 0; i < n; i++)
        spans[i] = (struct span){.rule = (uint8_t)db_get_i16(rows, 1, (int)i, 0),
                                 .subject = (uint32_t)db_get_i32(rows, 1, (int)i, 1),
                                 .from = db_get_day(rows, 1, (int)i, 2),
                                 .to = db_get_day(rows, 1, (int)i, 3)};
    return course_retired(call->arena, past->course, &past->rules, spans, n, retired, &call->task.err)
               ? NULL
               : retired;
}

static enum step_result course_answer(struct task *task)
{
    enum { PAST = 3 }; /* after the case, its spans and what is open */
    struct call *call = call_of(task);
    struct case_past past;
    if (call_db_failed(call))
        return STEP_FAIL;
    if (db_rows(call->result, 0) == 0)
        return not_there(call);
    if (asks_as_of(call))
        return answer_as_of(call, true);
    const bool *retired = case_past_read(call, PAST, db_get_day(call->result, 0, 0, C_BORN), &past)
                              ? NULL
                              : read_retired(call, &past);
    if (!retired)
        return STEP_FAIL;
    struct buf *out = &call->body;
    put_head(call);
    json_key(out, "spans"), json_begin_array(out);
    for (int row = 0; row < shown(db_rows(call->result, 1)); row++) {
        json_begin_object(out);
        put_rule(out, call->result, row);
        put_handling(out, call->result, row);
        json_key(out, "rule_retired"), json_bool(out, retired[row]);
        json_end_object(out);
    }
    json_end_array(out);
    bool more = put_open_items(out, call->result);
    json_key(out, "more"), json_bool(out, more || db_rows(call->result, 1) > CASE_SHOWN_MOST);
    if (case_switches_put(call, &past))
        return STEP_FAIL;
    json_end_object(out);
    return STEP_DONE;
}

/* ---- events ---------------------------------------------------------------------------------------------- */

static enum step_result events_ask(struct task *task)
{
    struct call *call = call_of(task);
    struct uuid *id = ARENA_NEW(call->arena, struct uuid);
    if (!id)
        return call_fail(call, ERR_NO_MEMORY, "the request needs too much memory");
    call->data = id;
    struct db_batch *batch = call_uuid(call, "case", id) ? NULL : call_batch(call);
    if (!batch)
        return STEP_FAIL;
    db_query(batch, &SQL_CASE_VISIBLE);
    put_viewer(batch, id, &call->caller.viewer);
    db_query(batch, &SQL_CASE_EVENTS);
    put_viewer(batch, id, &call->caller.viewer);
    db_put_i32(batch, (int32_t)call_number(call, "after", 0));
    db_put_i32(batch, (int32_t)call_number(call, "limit", EVENTS) + 1);
    db_put_i32(batch, KIND_CORRECTED);
    return call_submit(call, call_reader(call), batch);
}

/* What was voided, and its corrections, are shown to leaders only; to others, the fact that it was there. */
static void put_event(struct call *call, int row)
{
    struct buf *out = &call->body;
    const struct db_batch *rows = call->result;
    bool is_voided = db_get_bool(rows, 1, row, EVENT_COLUMNS + 1);
    json_begin_object(out);
    if (is_voided && !viewer_sees_voided(&call->caller.viewer))
        event_row_put_hidden(out, rows, 1, row, call->data);
    else
        event_row_put(out, rows, 1, row, call->data);
    if (!db_is_null(rows, 1, row, EVENT_COLUMNS)) {
        struct uuid by = db_get_uuid(rows, 1, row, EVENT_COLUMNS);
        json_key(out, "corrected_by"), json_uuid(out, &by);
    }
    if (is_voided)
        json_key(out, "voided"), json_bool(out, true);
    json_end_object(out);
}

static enum step_result events_answer(struct task *task)
{
    struct call *call = call_of(task);
    if (call_db_failed(call))
        return STEP_FAIL;
    if (db_rows(call->result, 0) == 0)
        return not_there(call);
    struct buf *out = &call->body;
    int limit = (int)call_number(call, "limit", EVENTS), n = db_rows(call->result, 1);
    call_header_printf(call, "etag", "\"%d\"", db_get_i32(call->result, 0, 0, 1));
    call_log_rows(call, db_get_i64(call->result, 0, 0, 0), n < limit ? n : limit);
    json_begin_object(out);
    json_key(out, "items"), json_begin_array(out);
    for (int row = 0; row < n && row < limit; row++)
        put_event(call, row);
    json_end_array(out);
    json_key(out, "next");
    if (n > limit)
        json_i64(out, db_get_i32(call->result, 1, limit - 1, 1));
    else
        json_none(out);
    json_end_object(out);
    return STEP_DONE;
}

static const struct step case_steps[] = {{"wait", call_at_least},
                                         {"reached", call_at_least_reached},
                                         {"ask", case_ask_step},
                                         {"answer", case_answer},
                                         {NULL, NULL}};
static const struct step course_steps[] = {{"wait", call_at_least},
                                           {"reached", call_at_least_reached},
                                           {"ask", course_ask_step},
                                           {"answer", course_answer},
                                           {NULL, NULL}};
static const struct step events_steps[] = {{"ask", events_ask}, {"answer", events_answer}, {NULL, NULL}};

#define READS .method = METHOD_GET, .roles = CASE_STAFF, .scopes = SCOPE_READ_ALL, .logged = LOGGED_FIRST

const struct route case_routes[] = {
    {READS, .path = "/v1/cases/{case}", .name = "case", .summary = "One case: facts, and the flags of today",
     .params = case_params, .steps = case_steps, .answer = "case"},
    {READS, .path = "/v1/cases/{case}/events", .name = "case_events",
     .summary = "Its events as they were recorded", .params = event_params, .steps = events_steps,
     .answer = "event_page"},
    {READS, .path = "/v1/cases/{case}/course", .name = "case_course",
     .summary = "One case with all days in breach, past and coming, and what is open", .params = case_params,
     .steps = course_steps, .answer = "course"},
    {0},
};
