/* Rule sets as versioned resources (rules 7.2): what is published, drafts, their check, what they would
 * change, and publishing. Drafts are seen and written by auditors and administrators, published by
 * administrators; what is published is there for everybody. */
#include "app/app.h"
#include "app/call.h"
#include "app/record_http.h"
#include "app/routes.h"
#include "sql.gen.h"
#include "store/store_rules.h"
#include "wire/json_write.h"

enum { BODY_BYTES = 128 * 1024, ERRORS_MAX = 50 };

enum state { STATE_SHIPPED, STATE_DRAFT, STATE_PUBLISHED, STATE_DISCARDED };
static const char *const state_names[] = {"shipped", "draft", "published", "discarded"};

/* The columns of rule_set_show.sql. */
enum {
    R_NAME,
    R_STATE,
    R_VALID_FROM,
    R_SOURCE,
    R_NUMBER,
    R_VERSION,
    R_CREATED_BY,
    R_CREATED_AT,
    R_CHANGED_BY,
    R_CHANGED_AT,
    R_PUBLISHED_BY,
    R_PUBLISHED_AT,
    R_FEED_NO,
};

/* ---- asking and showing ---------------------------------------------------------------------------------- */

static bool sees_drafts(const struct call *call)
{
    return (DRAFT_STAFF & STAFF_BIT(call->caller.role)) != 0;
}

/* The {id} of the path, also for the access log. */
static enum err_code name_of_path(struct call *call, struct str *name)
{
    enum err_code code = call_arg(call, "id", name);
    if (!code)
        call->logged_filter = *name;
    return code;
}

static void ask_show(struct call *call, struct db_batch *batch, struct str name)
{
    db_query(batch, &SQL_RULE_SET_SHOW);
    db_put_text(batch, name);
    db_put_bool(batch, sees_drafts(call));
}

static enum step_result not_there(struct call *call)
{
    return call_fail(call, ERR_NOT_FOUND, "there is no such rule set");
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

static enum step_result put_rule_set(struct call *call, int query)
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
    ask_show(call, batch, (struct str){NULL, 0});
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
    struct db_batch *batch = name_of_path(call, &name) ? NULL : call_batch(call);
    if (!batch)
        return STEP_FAIL;
    ask_show(call, batch, name);
    return call_submit(call, call_reader(call), batch);
}

/* What is published says how far the cases are assessed with it. */
static enum step_result show_answer(struct task *task)
{
    struct call *call = call_of(task);
    if (call_db_failed(call))
        return STEP_FAIL;
    if (db_rows(call->result, 0) == 0)
        return not_there(call);
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

/* ---- judging --------------------------------------------------------------------------------------------- */

static struct err_list *new_errors(struct call *call)
{
    struct err_list *errors = ARENA_NEW(call->arena, struct err_list);
    struct err *at = ARENA_ARRAY(call->arena, struct err, ERRORS_MAX);
    if (!errors || !at) {
        (void)call_fail(call, ERR_NO_MEMORY, "the request needs too much memory");
        return NULL;
    }
    *errors = (struct err_list){.at = at, .room = ERRORS_MAX};
    return errors;
}

/* One error is the problem itself; several are listed, each with its pointer. */
static enum step_result fail_with(struct call *call, const struct err_list *errors)
{
    if (errors->n == 1) {
        call->task.err = errors->at[0];
        return STEP_FAIL;
    }
    struct buf *out = call_problem_member(call, "errors");
    json_begin_array(out);
    for (size_t i = 0; i < errors->n; i++) {
        json_begin_object(out);
        json_key(out, "pointer"), json_text(out, errors->at[i].pointer);
        json_key(out, "detail"), json_text(out, errors->at[i].text);
        json_end_object(out);
    }
    json_end_array(out);
    return call_fail(call, errors->at[0].code, "%zu errors; the first: %s: %s", errors->n,
                     errors->at[0].pointer, errors->at[0].text);
}

/* A draft and what it was judged against. */
struct judged {
    struct rule_set_list published;
    struct rule_set_trial trial;
    struct str name;
    int32_t version, last_seen; /* the highest number of a published rule set */
};

enum { SHOW, PUBLISHED }; /* the statements of ask_draft */

static enum step_result ask_draft(struct task *task)
{
    struct call *call = call_of(task);
    struct judged *judged = ARENA_NEW(call->arena, struct judged);
    if (!judged)
        return call_fail(call, ERR_NO_MEMORY, "the request needs too much memory");
    call->data = judged;
    struct db_batch *batch = name_of_path(call, &judged->name) ? NULL : call_batch(call);
    if (!batch)
        return STEP_FAIL;
    ask_show(call, batch, judged->name);
    rules_ask(batch);
    return call_submit(call, call_reader(call), batch);
}

/* The draft at a row, judged as on `today`; errors may be found. */
static enum err_code judge(struct call *call, int query, int row, const struct rule_set_list *published,
                           day_t today, struct rule_set_trial *out, struct err_list *errors)
{
    const struct json *json;
    struct err err;
    enum err_code code =
        json_parse(call->arena, db_get_text(call->result, query, row, R_SOURCE), &json, &err);
    if (!code)
        return json_rule_set_try(call->arena, published, json, today, out, errors);
    (void)err_list_add(errors, &err);
    return code;
}

/* STEP_FAIL also where the draft has errors: then they are the answer. */
static enum step_result judge_draft(struct call *call)
{
    struct judged *judged = call->data;
    if (call_db_failed(call))
        return STEP_FAIL;
    if (db_rows(call->result, SHOW) == 0)
        return not_there(call);
    int state = db_get_i16(call->result, SHOW, 0, R_STATE);
    if (state != STATE_DRAFT)
        return call_fail(call, ERR_CONFLICT, "it is no draft: %s", state_names[state & 3]);
    judged->version = db_get_i32(call->result, SHOW, 0, R_VERSION);
    for (int row = 0; row < db_rows(call->result, PUBLISHED); row++) {
        int32_t number = db_get_i32(call->result, PUBLISHED, row, 0);
        if (number > judged->last_seen)
            judged->last_seen = number;
    }
    struct err_list *errors = new_errors(call);
    if (!errors || rules_list(call->result, PUBLISHED, call->arena, &judged->published, &call->task.err))
        return STEP_FAIL;
    enum err_code code =
        judge(call, SHOW, 0, &judged->published, day_of_instant(call->now), &judged->trial, errors);
    return code ? fail_with(call, errors) : STEP_NEXT;
}

static void begin_judged(struct call *call)
{
    const struct judged *judged = call->data;
    struct buf *out = &call->body;
    call_header_printf(call, "etag", "\"%d\"", judged->version);
    json_begin_object(out);
    json_key(out, "id"), json_str(out, judged->name);
    json_key(out, "version"), json_i64(out, judged->version);
    json_key(out, "valid_from"), json_day(out, judged->trial.text.source.valid_from);
}

static enum step_result check_answer(struct task *task)
{
    struct call *call = call_of(task);
    if (judge_draft(call) != STEP_NEXT)
        return STEP_FAIL;
    begin_judged(call);
    json_key(&call->body, "ok"), json_bool(&call->body, true);
    json_end_object(&call->body);
    return STEP_DONE;
}

/* ---- what a draft changes -------------------------------------------------------------------------------- */

static struct str name_of_number(const struct rule_set_list *list, const struct rule_period *period)
{
    for (size_t i = 0; period && i < list->n; i++)
        if (list->sets[i].source.number == period->number)
            return list->sets[i].id;
    return (struct str){NULL, 0};
}

/* Periods that begin later inherit from the draft. */
static void put_later(struct buf *out, const struct judged *judged)
{
    const struct rule_sets *with = &judged->trial.resolved, *without = &judged->published.resolved;
    json_key(out, "later"), json_begin_array(out);
    for (size_t i = 0; i < with->n; i++) {
        const struct rule_period *after = &with->periods[i];
        const struct rule_period *before = rule_period_on(without, after->valid_from);
        if (after->valid_from <= judged->trial.text.source.valid_from || !before ||
            memcmp(before->value, after->value, sizeof after->value) == 0)
            continue;
        json_begin_object(out);
        json_key(out, "id"), json_str(out, name_of_number(&judged->published, after));
        json_key(out, "valid_from"), json_day(out, after->valid_from);
        json_key(out, "differences"), json_put_rule_differences(out, before, after);
        json_end_object(out);
    }
    json_end_array(out);
}

static enum step_result preview_answer(struct task *task)
{
    struct call *call = call_of(task);
    const struct judged *judged = call->data;
    if (judge_draft(call) != STEP_NEXT)
        return STEP_FAIL;
    struct buf *out = &call->body;
    day_t day = judged->trial.text.source.valid_from;
    const struct rule_period *before = rule_period_on(&judged->published.resolved, day);
    begin_judged(call);
    json_key(out, "before"), json_str(out, name_of_number(&judged->published, before));
    json_key(out, "differences");
    json_put_rule_differences(out, before, rule_period_on(&judged->trial.resolved, day));
    put_later(out, judged);
    json_end_object(out);
    return STEP_DONE;
}

/* ---- between any two ------------------------------------------------------------------------------------- */

static const struct query_param diff_params[] = {
    {.name = "from", .type = PARAM_TEXT, .highest = RULE_SET_ID_MAX, .text = "a rule set, or a day"},
    {.name = "to", .type = PARAM_TEXT, .highest = RULE_SET_ID_MAX, .text = "a rule set, or a day"},
    {0},
};

static enum step_result diff_ask(struct task *task)
{
    struct call *call = call_of(task);
    const struct given *from = call_given(call, "from"), *to = call_given(call, "to");
    if (!from || !to)
        return call_fail(call, ERR_INVALID, "parameters from and to: each a rule set or a day");
    struct db_batch *batch = call_batch(call);
    if (!batch)
        return STEP_FAIL;
    ask_show(call, batch, from->text);
    ask_show(call, batch, to->text);
    rules_ask(batch);
    return call_submit(call, call_reader(call), batch);
}

/* One side: the values in force on a day, those of a published rule set on its first day, or those a draft
 * would bring. */
struct side {
    const char *key;
    const struct rule_period *period;
    struct str id; /* at NULL: a day */
    day_t day;
};

static enum step_result read_side(struct call *call, int query, const struct rule_set_list *published,
                                  struct side *out)
{
    const struct rule_sets *sets = &published->resolved;
    struct str text = call_given(call, out->key)->text;
    if (!day_parse(text, &out->day)) {
        if (db_rows(call->result, query) == 0)
            return call_fail(call, ERR_NOT_FOUND, "%s: there is no such rule set", out->key);
        out->id = text;
        out->day = db_get_day(call->result, query, 0, R_VALID_FROM);
        if (db_is_null(call->result, query, 0, R_NUMBER)) {
            struct rule_set_trial *trial = ARENA_NEW(call->arena, struct rule_set_trial);
            struct err_list *errors = new_errors(call);
            if (!trial || !errors)
                return call_fail(call, ERR_NO_MEMORY, "the request needs too much memory");
            if (judge(call, query, 0, published, out->day - 1, trial, errors))
                return fail_with(call, errors);
            sets = &trial->resolved;
        }
    }
    out->period = rule_period_on(sets, out->day);
    return STEP_NEXT;
}

static enum step_result diff_answer(struct task *task)
{
    enum { LIST = 2 };
    struct call *call = call_of(task);
    struct rule_set_list published;
    struct side sides[] = {{.key = "from"}, {.key = "to"}};
    if (call_db_failed(call) || rules_list(call->result, LIST, call->arena, &published, &call->task.err))
        return STEP_FAIL;
    struct buf *out = &call->body;
    json_begin_object(out);
    for (int i = 0; i < 2; i++) {
        if (read_side(call, i, &published, &sides[i]) != STEP_NEXT)
            return STEP_FAIL;
        json_key(out, sides[i].key), json_begin_object(out);
        json_key(out, "id"), json_str(out, sides[i].id);
        json_key(out, "day"), json_day(out, sides[i].day);
        json_end_object(out);
    }
    json_key(out, "differences"), json_put_rule_differences(out, sides[0].period, sides[1].period);
    json_end_object(out);
    return STEP_DONE;
}

/* ---- writing a draft ------------------------------------------------------------------------------------- */

static enum err_code version_of_call(struct call *call, int32_t *version)
{
    int64_t number = -1;
    enum err_code code = record_if_match(call, &number, &call->task.err);
    if (!code && number < 0)
        code = err_set(&call->task.err, ERR_VERSION_REQUIRED,
                       "If-Match is needed: the version this is about, as ETag gives it");
    *version = (int32_t)number;
    return code;
}

/* Names and types must be right; whether the values are is asked by the check and by publishing. */
static enum step_result read_body(struct call *call, struct rule_set_text *out)
{
    const struct json *body = NULL;
    struct err_list *errors = call_json(call, &body) ? NULL : new_errors(call);
    if (!errors)
        return STEP_FAIL;
    return json_rule_set_all(call->arena, body, "", out, errors) ? fail_with(call, errors) : STEP_NEXT;
}

static enum step_result create(struct task *task)
{
    struct call *call = call_of(task);
    struct rule_set_text text;
    struct db_batch *batch = read_body(call, &text) == STEP_NEXT ? call_batch(call) : NULL;
    if (!batch)
        return STEP_FAIL;
    call->logged_filter = text.id;
    db_query(batch, &SQL_RULE_SET_DRAFT_ADD);
    db_put_text(batch, text.id);
    db_put_day(batch, text.source.valid_from);
    db_put_text(batch, request_body(call->request));
    db_put_i32(batch, (int32_t)call->caller.viewer.staff);
    ask_show(call, batch, text.id);
    return call_submit(call, call_writer(call), batch);
}

static enum step_result created(struct task *task)
{
    struct call *call = call_of(task);
    if (call_db_failed(call))
        return STEP_FAIL;
    if (db_rows(call->result, 0) == 0) {
        (void)err_set_at(&task->err, ERR_CONFLICT, "/id", "there is a rule set or a draft of this name");
        return STEP_FAIL;
    }
    call->status = 201;
    call_header_printf(call, "location", "/v1/rulesets/%.*s", STR_ARG(call->logged_filter));
    return put_rule_set(call, 1);
}

/* The statements that change a draft or end it; the second shows what there is then. */
static enum step_result ask_change(struct call *call, struct str name, const struct rule_set_text *text,
                                   enum state state)
{
    int32_t version;
    struct db_batch *batch = version_of_call(call, &version) ? NULL : call_batch(call);
    if (!batch)
        return STEP_FAIL;
    db_query(batch, &SQL_RULE_SET_DRAFT_CHANGE);
    db_put_text(batch, name);
    db_put_i32(batch, version);
    db_put_day(batch, text ? text->source.valid_from : DAY_NONE);
    db_put_text(batch, text ? request_body(call->request) : (struct str){NULL, 0});
    db_put_i16(batch, (int16_t)state);
    db_put_i32(batch, (int32_t)call->caller.viewer.staff);
    ask_show(call, batch, name);
    return call_submit(call, call_writer(call), batch);
}

static enum step_result change(struct task *task)
{
    struct call *call = call_of(task);
    struct rule_set_text text;
    struct str name;
    if (name_of_path(call, &name) || read_body(call, &text) != STEP_NEXT)
        return STEP_FAIL;
    if (!str_equal(name, text.id)) {
        (void)err_set_at(&task->err, ERR_INVALID, "/id", "the name of a draft stays as it is");
        return STEP_FAIL;
    }
    return ask_change(call, name, &text, STATE_DRAFT);
}

static enum step_result discard(struct task *task)
{
    struct call *call = call_of(task);
    struct str name;
    return name_of_path(call, &name) ? STEP_FAIL : ask_change(call, name, NULL, STATE_DISCARDED);
}

static enum step_result stale(struct call *call, int32_t version)
{
    json_i64(call_problem_member(call, "version"), version);
    return call_fail(call, ERR_STALE, "the draft was changed meanwhile: it is at version %d", version);
}

static enum step_result changed(struct task *task)
{
    struct call *call = call_of(task);
    if (call_db_failed(call))
        return STEP_FAIL;
    if (db_rows(call->result, 1) == 0)
        return not_there(call);
    if (db_rows(call->result, 0) > 0)
        return put_rule_set(call, 1);
    int state = db_get_i16(call->result, 1, 0, R_STATE);
    if (state != STATE_DRAFT)
        return call_fail(call, ERR_CONFLICT, "it is no draft: %s", state_names[state & 3]);
    return stale(call, db_get_i32(call->result, 1, 0, R_VERSION));
}

/* ---- publishing ------------------------------------------------------------------------------------------ */

static enum step_result publish(struct task *task)
{
    struct call *call = call_of(task);
    const struct judged *judged = call->data;
    int32_t version;
    if (version_of_call(call, &version) || judge_draft(call) != STEP_NEXT)
        return STEP_FAIL;
    if (version != judged->version)
        return stale(call, judged->version);
    struct db_batch *batch = call_batch(call);
    if (!batch)
        return STEP_FAIL;
    db_query(batch, &SQL_RULE_SET_PUBLISH);
    db_put_text(batch, judged->name);
    db_put_i32(batch, judged->version);
    db_put_i32(batch, judged->last_seen);
    db_put_i32(batch, (int32_t)call->caller.viewer.staff);
    ask_show(call, batch, judged->name);
    return call_submit(call, call_writer(call), batch);
}

static enum step_result published(struct task *task)
{
    struct call *call = call_of(task);
    if (call_db_failed(call))
        return STEP_FAIL;
    switch (db_rows(call->result, 0) ? db_get_i32(call->result, 0, 0, 0) : 1) {
    case 0:
        return put_rule_set(call, 1);
    case 1:
        return call_fail(call, ERR_CONFLICT, "it is no draft any more");
    case 2:
        return stale(call, db_rows(call->result, 1) ? db_get_i32(call->result, 1, 0, R_VERSION) : 0);
    case 3:
        return call_fail(call, ERR_CONFLICT,
                         "another rule set was published meanwhile: look again what this changes");
    default:
        (void)err_set_at(&task->err, ERR_INVALID, "/valid_from", "must be a day after today");
        return STEP_FAIL;
    }
}

static const struct step list_steps[] = {{"ask", list_ask}, {"answer", list_answer}, {NULL, NULL}};
static const struct step show_steps[] = {
    {"ask", show_ask}, {"answer", show_answer}, {"progress", show_progress}, {NULL, NULL}};
static const struct step diff_steps[] = {{"ask", diff_ask}, {"answer", diff_answer}, {NULL, NULL}};
static const struct step create_steps[] = {{"write", create}, {"answer", created}, {NULL, NULL}};
static const struct step change_steps[] = {{"write", change}, {"answer", changed}, {NULL, NULL}};
static const struct step discard_steps[] = {{"write", discard}, {"answer", changed}, {NULL, NULL}};
static const struct step check_steps[] = {{"ask", ask_draft}, {"answer", check_answer}, {NULL, NULL}};
static const struct step preview_steps[] = {{"ask", ask_draft}, {"answer", preview_answer}, {NULL, NULL}};
static const struct step publish_steps[] = {
    {"ask", ask_draft}, {"write", publish}, {"answer", published}, {NULL, NULL}};

#define READS  .method = METHOD_GET, .roles = ANY_STAFF, .scopes = ANY_SCOPE, .logged = LOGGED
#define DRAFTS .roles = DRAFT_STAFF, .logged = LOGGED
#define PERIOD .body_cap = BODY_BYTES, .body_types = "application/json", .asks = "RulePeriod"

const struct route ruleset_routes[] = {
    {READS, .path = "/v1/rulesets", .name = "rulesets",
     .summary =
         "Rule sets in the order in which they inherit, with their periods; drafts for who may write them",
     .steps = list_steps, .answer = "rule_set_page"},
    {READS, .path = "/v1/rulesets/diff", .name = "ruleset_diff",
     .summary = "Where two rule sets differ, or the values of two days", .params = diff_params,
     .steps = diff_steps, .answer = "rule_set_diff"},
    {READS, .path = "/v1/rulesets/{id}", .name = "ruleset",
     .summary = "One rule set; of a published one how many cases are assessed with it", .steps = show_steps,
     .answer = "rule_set"},
    {DRAFTS, .method = METHOD_POST, .path = "/v1/rulesets", .name = "ruleset_draft",
     .summary = "A draft; its name is new and stays", PERIOD, .steps = create_steps, .answer = "rule_set"},
    {DRAFTS, .method = METHOD_PUT, .path = "/v1/rulesets/{id}", .name = "ruleset_change",
     .summary = "The draft is this now; If-Match is needed", PERIOD, .steps = change_steps,
     .answer = "rule_set"},
    {DRAFTS, .method = METHOD_POST, .path = "/v1/rulesets/{id}/discard", .name = "ruleset_discard",
     .summary = "The draft is given up; If-Match is needed", .steps = discard_steps},
    {DRAFTS, .method = METHOD_POST, .path = "/v1/rulesets/{id}/check", .name = "ruleset_check",
     .summary = "May the draft be published? Else everything that is wrong, with pointers",
     .steps = check_steps},
    {DRAFTS, .method = METHOD_POST, .path = "/v1/rulesets/{id}/preview", .name = "ruleset_preview",
     .summary = "What the draft changes, on its first day and in periods that begin later",
     .steps = preview_steps},
    {.roles = STAFF_BIT(STAFF_ADMINISTRATOR),
     .logged = LOGGED,
     .method = METHOD_POST,
     .path = "/v1/rulesets/{id}/publish",
     .name = "ruleset_publish",
     .summary = "The draft becomes a rule set, for good; If-Match is needed",
     .steps = publish_steps},
    {0},
};
