/* Drafts of rule sets written: made, changed, given up, published. See rulesets.h. */
#include "app/act.h"
#include "app/app.h"
#include "app/record_http.h"
#include "app/rulesets.h"
#include "sql.gen.h"
#include "wire/json_write.h"

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
    struct err_list *errors = call_json(call, &body) ? NULL : rule_set_errors(call);
    if (!errors)
        return STEP_FAIL;
    return json_rule_set_all(call->arena, body, "", out, errors) ? rule_set_fail(call, errors) : STEP_NEXT;
}

static enum step_result create(struct task *task)
{
    struct call *call = call_of(task);
    struct rule_set_text text;
    struct db_batch *batch = read_body(call, &text) == STEP_NEXT ? act_batch(call) : NULL;
    if (!batch)
        return STEP_FAIL;
    call->logged_filter = text.id;
    db_query(batch, &SQL_RULE_SET_DRAFT_ADD);
    db_put_text(batch, text.id);
    db_put_day(batch, text.source.valid_from);
    db_put_text(batch, request_body(call->request));
    db_put_i32(batch, (int32_t)call->caller.viewer.staff);
    rule_set_ask(call, batch, text.id);
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
    return rule_set_put(call, 1);
}

/* The statements that change a draft or end it; the second shows what there is then. */
static enum step_result ask_change(struct call *call, struct str name, const struct rule_set_text *text,
                                   enum rule_set_state state)
{
    int32_t version;
    struct db_batch *batch = version_of_call(call, &version) ? NULL : act_batch(call);
    if (!batch)
        return STEP_FAIL;
    db_query(batch, &SQL_RULE_SET_DRAFT_CHANGE);
    db_put_text(batch, name);
    db_put_i32(batch, version);
    db_put_day(batch, text ? text->source.valid_from : DAY_NONE);
    db_put_text(batch, text ? request_body(call->request) : (struct str){NULL, 0});
    db_put_i16(batch, (int16_t)state);
    db_put_i32(batch, (int32_t)call->caller.viewer.staff);
    rule_set_ask(call, batch, name);
    return call_submit(call, call_writer(call), batch);
}

static enum step_result change(struct task *task)
{
    struct call *call = call_of(task);
    struct rule_set_text text;
    struct str name;
    if (rule_set_name_of_path(call, &name) || read_body(call, &text) != STEP_NEXT)
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
    return rule_set_name_of_path(call, &name) ? STEP_FAIL : ask_change(call, name, NULL, STATE_DISCARDED);
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
        return rule_set_not_there(call);
    if (db_rows(call->result, 0) > 0)
        return rule_set_put(call, 1);
    int state = db_get_i16(call->result, 1, 0, R_STATE);
    if (state != STATE_DRAFT)
        return rule_set_no_draft(call, state);
    return stale(call, db_get_i32(call->result, 1, 0, R_VERSION));
}

/* ---- publishing ------------------------------------------------------------------------------------------ */

static enum step_result publish(struct task *task)
{
    struct call *call = call_of(task);
    const struct judged *judged = call->data;
    int32_t version;
    if (version_of_call(call, &version) || rule_set_judge(call) != STEP_NEXT)
        return STEP_FAIL;
    if (version != judged->version)
        return stale(call, judged->version);
    struct db_batch *batch = act_batch(call);
    if (!batch)
        return STEP_FAIL;
    db_query(batch, &SQL_RULE_SET_PUBLISH);
    db_put_text(batch, judged->name);
    db_put_i32(batch, judged->version);
    db_put_i32(batch, judged->last_seen);
    db_put_i32(batch, (int32_t)call->caller.viewer.staff);
    rule_set_ask(call, batch, judged->name);
    return call_submit(call, call_writer(call), batch);
}

static enum step_result published(struct task *task)
{
    struct call *call = call_of(task);
    if (call_db_failed(call))
        return STEP_FAIL;
    switch (db_rows(call->result, 0) ? db_get_i32(call->result, 0, 0, 0) : 1) {
    case 0:
        return rule_set_put(call, 1);
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

const struct step ruleset_create_steps[] = {{"write", create}, {"answer", created}, {NULL, NULL}};
const struct step ruleset_change_steps[] = {{"write", change}, {"answer", changed}, {NULL, NULL}};
const struct step ruleset_discard_steps[] = {{"write", discard}, {"answer", changed}, {NULL, NULL}};
const struct step ruleset_publish_steps[] = {
    {"ask", rule_set_ask_draft}, {"write", publish}, {"answer", published}, {NULL, NULL}};
