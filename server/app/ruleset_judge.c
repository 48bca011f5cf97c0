/* Drafts of rule sets looked at: what is wrong with one, what it would change, and where two rule sets differ. See
 * rulesets.h. */
#include "app/app.h"
#include "app/rulesets.h"
#include "wire/detail.h"
#include "wire/json_write.h"

enum { ERRORS_MAX = 50 };

struct err_list *rule_set_errors(struct call *call)
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

enum step_result rule_set_fail(struct call *call, const struct err_list *errors)
{
    if (errors->n == 1) {
        call->task.err = errors->at[0];
        return STEP_FAIL;
    }
    struct buf *out = call_problem_member(call, "errors");
    bool danish = call_in_danish(call);
    char room[DETAIL_ROOM];
    json_begin_array(out);
    for (size_t i = 0; i < errors->n; i++) {
        json_begin_object(out);
        json_key(out, "pointer"), json_text(out, errors->at[i].pointer);
        json_key(out, "detail"),
            json_text(out, danish ? detail_in_danish(errors->at[i].text, room) : errors->at[i].text);
        json_end_object(out);
    }
    json_end_array(out);
    return call_fail(call, errors->at[0].code, "%zu errors; the first: %s: %s", errors->n,
                     errors->at[0].pointer, errors->at[0].text);
}

enum { SHOW, PUBLISHED }; /* the statements of rule_set_ask_draft */

enum step_result rule_set_ask_draft(struct task *task)
{
    struct call *call = call_of(task);
    struct judged *judged = ARENA_NEW(call->arena, struct judged);
    if (!judged)
        return call_fail(call, ERR_NO_MEMORY, "the request needs too much memory");
    call->data = judged;
    struct db_batch *batch = rule_set_name_of_path(call, &judged->name) ? NULL : call_batch(call);
    if (!batch)
        return STEP_FAIL;
    rule_set_ask(call, batch, judged->name);
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

enum step_result rule_set_judge(struct call *call)
{
    struct judged *judged = call->data;
    if (call_db_failed(call))
        return STEP_FAIL;
    if (db_rows(call->result, SHOW) == 0)
        return rule_set_not_there(call);
    int state = db_get_i16(call->result, SHOW, 0, R_STATE);
    if (state != STATE_DRAFT)
        return rule_set_no_draft(call, state);
    judged->version = db_get_i32(call->result, SHOW, 0, R_VERSION);
    for (int row = 0; row < db_rows(call->result, PUBLISHED); row++) {
        int32_t number = db_get_i32(call->result, PUBLISHED, row, 0);
        if (number > judged->last_seen)
            judged->last_seen = number;
    }
    struct err_list *errors = rule_set_errors(call);
    if (!errors || rules_list(call->result, PUBLISHED, call->arena, &judged->published, &call->task.err))
        return STEP_FAIL;
    enum err_code code =
        judge(call, SHOW, 0, &judged->published, day_of_instant(call->now), &judged->trial, errors);
    return code ? rule_set_fail(call, errors) : STEP_NEXT;
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
    if (rule_set_judge(call) != STEP_NEXT)
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
    if (rule_set_judge(call) != STEP_NEXT)
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

const struct query_param ruleset_diff_params[] = {
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
    rule_set_ask(call, batch, from->text);
    rule_set_ask(call, batch, to->text);
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
            struct err_list *errors = rule_set_errors(call);
            if (!trial || !errors)
                return call_fail(call, ERR_NO_MEMORY, "the request needs too much memory");
            if (judge(call, query, 0, published, out->day - 1, trial, errors))
                return rule_set_fail(call, errors);
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

const struct step ruleset_check_steps[] = {
    {"ask", rule_set_ask_draft}, {"answer", check_answer}, {NULL, NULL}};
const struct step ruleset_preview_steps[] = {
    {"ask", rule_set_ask_draft}, {"answer", preview_answer}, {NULL, NULL}};
const struct step ruleset_diff_steps[] = {{"ask", diff_ask}, {"answer", diff_answer}, {NULL, NULL}};
