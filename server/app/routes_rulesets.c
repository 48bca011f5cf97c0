/* Rule sets as versioned resources (rules 7.2): what is published, drafts, their check, what they would
 * change, and publishing. Drafts are seen and written by auditors and administrators, published by
 * administrators; what is published is there for everybody. */
#include "app/app.h"
#include "app/routes.h"
#include "app/rulesets.h"
#include "sql.gen.h"
#include "wire/json_write.h"

enum { BODY_BYTES = 128 * 1024 };

static const char *const state_names[] = {"shipped", "draft", "published", "discarded"};

static bool sees_drafts(const struct call *call)
{
    return (DRAFT_STAFF & STAFF_BIT(call->caller.role)) != 0;
}

enum err_code rule_set_name_of_path(struct call *call, struct str *name)
{
    enum err_code code = call_arg(call, "id", name);
    if (!code)
        call->logged_filter = *name;
    return code;
}

void rule_set_ask(struct call *call, struct db_batch *batch, struct str name)
{
    db_query(batch, &SQL_RULE_SET_SHOW);
    db_put_text(batch, name);
    db_put_bool(batch, sees_drafts(call));
}

enum step_result rule_set_not_there(struct call *call)
{
    return call_fail(call, ERR_NOT_FOUND, "there is no such rule set");
}

enum step_result rule_set_no_draft(struct call *call, int state)
{
    return call_fail(call, ERR_CONFLICT, "it is no draft: %s", state_names[state & 3]);
}

/* The period as it came in, without white space around it. */
static struct str trimmed(struct str json)
{
    while (json.len > 0 && json.at[json.len - 1] != '}')
        json.len--;
    while (json.len > 0 && json.at[0] != '{') {
        json.at++;
        json.len--;
    }
    return json;
}

static void put_members(struct buf *out, const struct db_batch *rows, int query, int row)
{
    json_key(out, "id"), json_str(out, db_get_text(rows, query, row, R_NAME));
    json_key(out, "state"), json_text(out, state_names[db_get_i16(rows, query, row, R_STATE) & 3]);
    json_key(out, "valid_from"), json_day(out, db_get_day(rows, query, row, R_VALID_FROM));
    json_key(out, "version"), json_i64(out, db_get_i32(rows, query, row, R_VERSION));
    json_key(out, "created_by"), json_str(out, db_get_text(rows, query, row, R_CREATED_BY));
    json_key(out, "created_at"), json_instant(out, db_get_instant(rows, query, row, R_CREATED_AT));
    json_key(out, "changed_by"), json_str(out, db_get_text(rows, query, row, R_CHANGED_BY));
    json_key(out, "changed_at"), json_instant(out, db_get_instant(rows, query, row, R_CHANGED_AT));
    json_key(out, "published_by"), json_str(out, db_get_text(rows, query, row, R_PUBLISHED_BY));
    json_key(out, "published_at"), json_instant(out, db_get_instant(rows, query, row, R_PUBLISHED_AT));
    json_key(out, "feed");
    if (db_is_null(rows, query, row, R_FEED_NO))
        json_none(out);
    else
        json_i64(out, db_get_i64(rows, query, row, R_FEED_NO));
    json_key(out, "period"), json_raw(out, trimmed(db_get_text(rows, query, row, R_SOURCE)));
}

/* The rule set as an object that is left open. */
static void begin_rule_set(struct call *call, int query)
{
    call_header_printf(call, "etag", "\"%d\"", db_get_i32(call->result, query, 0, R_VERSION));
    call_log_rows(call, 0, 1);
    json_begin_object(&call->body);
    put_members(&call->body, call->result, query, 0);
}

enum step_result rule_set_put(struct call *call, int query)
{
    begin_rule_set(call, query);
    json_end_object(&call->body);
    return STEP_DONE;
}

static enum step_result list_ask(struct task *task)
{
    struct call *call = call_of(task);
    struct db_batch *batch = call_batch(call);
    if (!batch)
        return STEP_FAIL;
    rule_set_ask(call, batch, (struct str){NULL, 0});
    return call_submit(call, call_reader(call), batch);
}

static enum step_result list_answer(struct task *task)
{
    struct call *call = call_of(task);
    if (call_db_failed(call))
        return STEP_FAIL;
    struct buf *out = &call->body;
    call_log_rows(call, 0, db_rows(call->result, 0));
    json_begin_object(out);
    json_key(out, "items"), json_begin_array(out);
    for (int row = 0; row < db_rows(call->result, 0); row++) {
        json_begin_object(out);
        put_members(out, call->result, 0, row);
        json_end_object(out);
    }
    json_end_array(out);
    json_key(out, "next"), json_none(out);
    json_end_object(out);
    return STEP_DONE;
}

static enum step_result show_ask(struct task *task)
{
    struct call *call = call_of(task);
    struct str name;
    struct db_batch *batch = rule_set_name_of_path(call, &name) ? NULL : call_batch(call);
    if (!batch)
        return STEP_FAIL;
    rule_set_ask(call, batch, name);
    return call_submit(call, call_reader(call), batch);
}

/* What is published says how far the cases are assessed with it. */
static enum step_result show_answer(struct task *task)
{
    struct call *call = call_of(task);
    if (call_db_failed(call))
        return STEP_FAIL;
    if (db_rows(call->result, 0) == 0)
        return rule_set_not_there(call);
    int state = db_get_i16(call->result, 0, 0, R_STATE);
    begin_rule_set(call, 0);
    if (state != STATE_SHIPPED && state != STATE_PUBLISHED) {
        json_end_object(&call->body);
        return STEP_DONE;
    }
    bool has_feed_no = !db_is_null(call->result, 0, 0, R_FEED_NO);
    int64_t feed_no = db_get_i64(call->result, 0, 0, R_FEED_NO);
    struct db_batch *batch = call_batch(call);
    if (!batch)
        return STEP_FAIL;
    db_query(batch, &SQL_RULE_SET_PROGRESS);
    if (has_feed_no)
        db_put_i64(batch, feed_no);
    else
        db_put_null(batch);
    return call_submit(call, call_reader(call), batch);
}

static enum step_result show_progress(struct task *task)
{
    struct call *call = call_of(task);
    if (call_db_failed(call))
        return STEP_FAIL;
    struct buf *out = &call->body;
    json_key(out, "assessment"), json_begin_object(out);
    json_key(out, "assessed"), json_i64(out, db_get_i64(call->result, 0, 0, 0));
    json_key(out, "cases"), json_i64(out, db_get_i64(call->result, 0, 0, 1));
    json_end_object(out);
    json_end_object(out);
    return STEP_DONE;
}

static const struct step list_steps[] = {{"ask", list_ask}, {"answer", list_answer}, {NULL, NULL}};
static const struct step show_steps[] = {
    {"ask", show_ask}, {"answer", show_answer}, {"progress", show_progress}, {NULL, NULL}};

#define READS  .method = METHOD_GET, .roles = ANY_STAFF, .scopes = ANY_SCOPE, .logged = LOGGED
#define DRAFTS .roles = DRAFT_STAFF, .logged = LOGGED
#define PERIOD .body_cap = BODY_BYTES, .body_types = "application/json", .asks = "RulePeriod"

const struct route ruleset_routes[] = {
    {READS, .path = "/v1/rulesets", .name = "rulesets",
     .summary =
         "Rule sets in the order in which they inherit, with their periods; drafts for who may write them",
     .steps = list_steps, .answer = "rule_set_page"},
    {READS, .path = "/v1/rulesets/diff", .name = "ruleset_diff",
     .summary = "Where two rule sets differ, or the values of two days", .params = ruleset_diff_params,
     .steps = ruleset_diff_steps, .answer = "rule_set_diff"},
    {READS, .path = "/v1/rulesets/{id}", .name = "ruleset",
     .summary = "One rule set; of a published one how many cases are assessed with it", .steps = show_steps,
     .answer = "rule_set"},
    {DRAFTS, .method = METHOD_POST, .path = "/v1/rulesets", .name = "ruleset_draft",
     .summary = "A draft; its name is new and stays", PERIOD, .steps = ruleset_create_steps,
     .answer = "rule_set"},
    {DRAFTS, .method = METHOD_PUT, .path = "/v1/rulesets/{id}", .name = "ruleset_change",
     .summary = "The draft is this now; If-Match is needed", PERIOD, .steps = ruleset_change_steps,
     .answer = "rule_set"},
    {DRAFTS, .method = METHOD_POST, .path = "/v1/rulesets/{id}/discard", .name = "ruleset_discard",
     .summary = "The draft is given up; If-Match is needed", .steps = ruleset_discard_steps},
    {DRAFTS, .method = METHOD_POST, .path = "/v1/rulesets/{id}/check", .name = "ruleset_check",
     .summary = "May the draft be published? Else everything that is wrong, with pointers",
     .steps = ruleset_check_steps},
    {DRAFTS, .method = METHOD_POST, .path = "/v1/rulesets/{id}/preview", .name = "ruleset_preview",
     .summary = "What the draft changes, on its first day and in periods that begin later",
     .steps = ruleset_preview_steps},
    {.roles = STAFF_BIT(STAFF_ADMINISTRATOR),
     .logged = LOGGED,
     .method = METHOD_POST,
     .path = "/v1/rulesets/{id}/publish",
     .name = "ruleset_publish",
     .summary = "The draft becomes a rule set, for good; If-Match is needed",
     .steps = ruleset_publish_steps},
    {0},
};
