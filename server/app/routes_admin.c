/* Teams with their members, and integration tokens. A change of a membership changes rights in the same
 * transaction and puts a record into the feed. */
#include "app/act.h"
#include "app/app.h"
#include "app/auth.h"
#include "app/call.h"
#include "app/names.h"
#include "app/routes.h"
#include "core/event.h"
#include "sql.gen.h"
#include "wire/json_write.h"

enum { BODY_BYTES = 16 * 1024, TOKEN_DAYS = 365, TOKEN_DAYS_MAX = 730 };

#define DAY_LENGTH (24 * HOUR)

/* ---- teams ----------------------------------------------------------------------------------------------- */

static enum step_result teams_ask(struct task *task)
{
    struct call *call = call_of(task);
    struct db_batch *batch = call_batch(call);
    if (!batch)
        return STEP_FAIL;
    db_query(batch, &SQL_TEAMS_LIST);
    db_query(batch, &SQL_MEMBERS_LIST);
    return call_submit(call, call_reader(call), batch);
}

static enum step_result teams_answer(struct task *task)
{
    struct call *call = call_of(task);
    if (call_db_failed(call))
        return STEP_FAIL;
    struct buf *out = &call->body;
    const struct db_batch *rows = call->result;
    json_begin_object(out);
    json_key(out, "items"), json_begin_array(out);
    for (int row = 0; row < db_rows(rows, 0); row++) {
        json_begin_object(out);
        json_key(out, "team"), json_str(out, db_get_text(rows, 0, row, 1));
        json_key(out, "name"), json_str(out, db_get_text(rows, 0, row, 2));
        json_key(out, "telephone"), json_str(out, db_get_text(rows, 0, row, 3));
        json_key(out, "members"), json_begin_array(out);
        for (int m = 0; m < db_rows(rows, 1); m++) {
            if (db_get_i32(rows, 1, m, 0) != db_get_i32(rows, 0, row, 0))
                continue;
            json_begin_object(out);
            json_key(out, "staff"), json_str(out, db_get_text(rows, 1, m, 1));
            json_key(out, "name"), json_str(out, db_get_text(rows, 1, m, 2));
            json_key(out, "leader"), json_bool(out, db_get_bool(rows, 1, m, 3));
            json_key(out, "from"), json_day(out, db_get_day(rows, 1, m, 4));
            json_key(out, "to"), json_day(out, db_get_day(rows, 1, m, 5));
            json_end_object(out);
        }
        json_end_array(out);
        json_end_object(out);
    }
    json_end_array(out);
    json_key(out, "next"), json_none(out);
    json_end_object(out);
    return STEP_DONE;
}

static void put_team_change(struct db_batch *batch, struct str team, struct str name, bool has_telephone,
                            struct str telephone)
{
    db_query(batch, &SQL_TEAM_CHANGE);
    db_put_text(batch, team);
    db_put_text(batch, name);
    db_put_bool(batch, has_telephone);
    db_put_text(batch, telephone);
}

static enum step_result team_create(struct task *task)
{
    struct call *call = call_of(task);
    const struct json *body = NULL;
    struct json_reader r;
    if (call_json(call, &body))
        return STEP_FAIL;
    json_read(&r, body, "", &task->err);
    struct str team = json_get_field(&r, "team", JSON_REQUIRED, TEXT_TEAM);
    struct str name = json_get_field(&r, "name", JSON_OPTIONAL, TEXT_TEAM_NAME), telephone;
    bool has_telephone = call_telephone(&r, &telephone);
    struct db_batch *batch = json_read_end(&r) ? NULL : act_batch(call);
    if (!batch)
        return STEP_FAIL;
    db_query(batch, &SQL_TEAM_CREATE);
    db_put_text(batch, team);
    db_put_text(batch, name.at ? name : team);
    if (has_telephone) /* in the same transaction: not where the team was there */
        put_team_change(batch, team, (struct str){NULL, 0}, true, telephone);
    return call_submit(call, call_writer(call), batch);
}

static enum step_result team_created(struct task *task)
{
    struct call *call = call_of(task);
    if (strcmp(db_sqlstate(call->result), "23505") == 0)
        return call_fail(call, ERR_CONFLICT, "there is a team of this name");
    if (call_db_failed(call))
        return STEP_FAIL;
    call->status = 201;
    json_begin_object(&call->body);
    json_end_object(&call->body);
    return STEP_DONE;
}

static enum step_result team_change(struct task *task)
{
    struct call *call = call_of(task);
    const struct json *body = NULL;
    struct json_reader r;
    struct str team, telephone;
    if (call_arg(call, "team", &team) || call_json(call, &body))
        return STEP_FAIL;
    json_read(&r, body, "", &task->err);
    struct str name = json_get_field(&r, "name", JSON_OPTIONAL, TEXT_TEAM_NAME);
    bool has_telephone = call_telephone(&r, &telephone);
    struct db_batch *batch = json_read_end(&r) ? NULL : call_batch(call);
    if (!batch)
        return STEP_FAIL;
    put_team_change(batch, team, name, has_telephone, telephone);
    return call_submit(call, call_writer(call), batch);
}

static enum step_result team_changed(struct task *task)
{
    struct call *call = call_of(task);
    if (call_db_failed(call))
        return STEP_FAIL;
    if (db_rows(call->result, 0) == 0)
        return call_fail(call, ERR_NOT_FOUND, "there is no such team");
    json_begin_object(&call->body);
    json_end_object(&call->body);
    return STEP_DONE;
}

/* The answer of the statements that change a membership: one row with the feed number. */
static enum step_result member_changed(struct task *task)
{
    struct call *call = call_of(task);
    if (strcmp(db_sqlstate(call->result), "23P01") == 0)
        return call_fail(call, ERR_CONFLICT, "already a member on some of these days");
    if (strcmp(db_sqlstate(call->result), "23514") == 0)
        return call_fail(call, ERR_INVALID, "`to` may not lie before `from`");
    if (call_db_failed(call))
        return STEP_FAIL;
    if (db_rows(call->result, 0) == 0)
        return call_fail(call, ERR_NOT_FOUND, "there is no such team, person or membership");
    call->status = request_method(call->request) == METHOD_POST ? 201 : 200;
    json_begin_object(&call->body);
    json_key(&call->body, "feed"), json_i64(&call->body, db_get_i64(call->result, 0, 0, 0));
    json_end_object(&call->body);
    return STEP_DONE;
}

static enum step_result member_add(struct task *task)
{
    struct call *call = call_of(task);
    const struct json *body = NULL;
    struct json_reader r;
    struct str team;
    if (call_arg(call, "team", &team) || call_json(call, &body))
        return STEP_FAIL;
    json_read(&r, body, "", &task->err);
    struct str staff = json_get_text(&r, "staff", JSON_REQUIRED, STAFF_MAX);
    day_t from = json_get_day(&r, "from", JSON_OPTIONAL), to = json_get_day(&r, "to", JSON_OPTIONAL);
    struct db_batch *batch = json_read_end(&r) ? NULL : act_batch(call);
    if (!batch)
        return STEP_FAIL;
    db_query(batch, &SQL_MEMBER_ADD);
    db_put_text(batch, team);
    db_put_text(batch, staff);
    if (from == DAY_NONE)
        db_put_null(batch);
    else
        db_put_day(batch, from);
    db_put_day(batch, to == DAY_NONE ? DAY_NEVER : to);
    return call_submit(call, call_writer(call), batch);
}

static enum step_result member_end(struct task *task)
{
    struct call *call = call_of(task);
    const struct json *body = NULL;
    struct json_reader r;
    struct str team, staff;
    if (call_arg(call, "team", &team) || call_arg(call, "staff", &staff) || call_json(call, &body))
        return STEP_FAIL;
    json_read(&r, body, "", &task->err);
    day_t to = json_get_day(&r, "to", JSON_REQUIRED);
    struct db_batch *batch = json_read_end(&r) ? NULL : act_batch(call);
    if (!batch)
        return STEP_FAIL;
    db_query(batch, &SQL_MEMBER_END);
    db_put_text(batch, team);
    db_put_text(batch, staff);
    db_put_day(batch, to);
    return call_submit(call, call_writer(call), batch);
}

/* ---- tokens ---------------------------------------------------------------------------------------------- */

static enum step_result tokens_ask(struct task *task)
{
    struct call *call = call_of(task);
    struct db_batch *batch = call_batch(call);
    if (!batch)
        return STEP_FAIL;
    db_query(batch, &SQL_TOKENS_LIST);
    return call_submit(call, call_reader(call), batch);
}

static enum step_result tokens_answer(struct task *task)
{
    struct call *call = call_of(task);
    if (call_db_failed(call))
        return STEP_FAIL;
    struct buf *out = &call->body;
    const struct db_batch *rows = call->result;
    json_begin_object(out);
    json_key(out, "items"), json_begin_array(out);
    for (int row = 0; row < db_rows(rows, 0); row++) {
        uint32_t scopes = (uint32_t)db_get_i32(rows, 0, row, 2);
        json_begin_object(out);
        json_key(out, "id"), json_i64(out, db_get_i32(rows, 0, row, 0));
        json_key(out, "name"), json_str(out, db_get_text(rows, 0, row, 1));
        json_key(out, "scopes"), put_scopes(out, scopes);
        json_key(out, "created_by"), json_str(out, db_get_text(rows, 0, row, 3));
        json_key(out, "created_at"), json_instant(out, db_get_instant(rows, 0, row, 4));
        json_key(out, "expires_at"), json_instant(out, db_get_instant(rows, 0, row, 5));
        json_key(out, "needs_approval"), json_bool(out, (scopes & SCOPES_WITH_CASES) != 0);
        json_key(out, "approved_by"), json_str(out, db_get_text(rows, 0, row, 6));
        json_key(out, "approved_at"), json_instant(out, db_get_instant(rows, 0, row, 7));
        json_key(out, "ended_at"), json_instant(out, db_get_instant(rows, 0, row, 8));
        json_end_object(out);
    }
    json_end_array(out);
    json_key(out, "next"), json_none(out);
    json_end_object(out);
    return STEP_DONE;
}

static enum step_result token_create(struct task *task)
{
    struct call *call = call_of(task);
    const struct json *body = NULL;
    struct json_reader r;
    size_t n = 0;
    uint32_t scopes = 0;
    if (call_json(call, &body))
        return STEP_FAIL;
    json_read(&r, body, "", &task->err);
    struct str name = json_get_field(&r, "name", JSON_REQUIRED, TEXT_TOKEN_NAME);
    const struct str *names = json_get_texts(&r, call->arena, "scopes", JSON_REQUIRED, 20, &n);
    instant_t expires = json_get_instant(&r, "expires_at", JSON_OPTIONAL);
    if (json_read_end(&r))
        return STEP_FAIL;
    for (size_t i = 0; i < n; i++) {
        uint32_t scope = scope_by_name(names[i]);
        if (!scope) {
            (void)err_set_at(&task->err, ERR_INVALID, "/scopes",
                             "of import, read:all, report:exact, simulate, metrics");
            return STEP_FAIL;
        }
        scopes |= scope;
    }
    if (!scopes)
        return call_fail(call, ERR_INVALID, "a token needs a scope");
    if (expires == INSTANT_NONE)
        expires = call->now + TOKEN_DAYS * DAY_LENGTH;
    if (expires <= call->now || expires > call->now + TOKEN_DAYS_MAX * DAY_LENGTH) {
        (void)err_set_at(&task->err, ERR_INVALID, "/expires_at", "within the next %d days", TOKEN_DAYS_MAX);
        return STEP_FAIL;
    }
    char *text = arena_alloc(call->arena, TOKEN_TEXT);
    uint8_t hash[TOKEN_HASH_BYTES];
    struct db_batch *batch = text ? act_batch(call) : NULL;
    if (!batch || auth_new_token(text, hash, &task->err)) {
        db_batch_free(batch);
        return task->err.code ? STEP_FAIL : call_fail(call, ERR_NO_MEMORY, "no memory for a token");
    }
    call->data = text;
    db_query(batch, &SQL_TOKEN_CREATE);
    db_put_bytes(batch, (struct str){(const char *)hash, sizeof hash});
    db_put_text(batch, name);
    db_put_i32(batch, (int32_t)scopes);
    db_put_instant(batch, expires);
    db_put_i32(batch, (int32_t)call->caller.viewer.staff);
    return call_submit(call, call_writer(call), batch);
}

static enum step_result token_created(struct task *task)
{
    struct call *call = call_of(task);
    if (call_db_failed(call))
        return STEP_FAIL;
    call->status = 201;
    json_begin_object(&call->body);
    json_key(&call->body, "id"), json_i64(&call->body, db_get_i32(call->result, 0, 0, 0));
    json_key(&call->body, "token"), json_str(&call->body, (struct str){call->data, TOKEN_TEXT});
    json_end_object(&call->body);
    return STEP_DONE;
}

static enum step_result token_statement(struct call *call, const struct sql *sql, bool with_caller)
{
    struct str text;
    int64_t id = 0;
    if (call_arg(call, "id", &text))
        return STEP_FAIL;
    if (!str_to_i64(text, 1, INT32_MAX, &id))
        return call_fail(call, ERR_NOT_FOUND, "there is no such token");
    struct db_batch *batch = act_batch(call);
    if (!batch)
        return STEP_FAIL;
    db_query(batch, sql);
    db_put_i32(batch, (int32_t)id);
    if (with_caller)
        db_put_i32(batch, (int32_t)call->caller.viewer.staff);
    return call_submit(call, call_writer(call), batch);
}

static enum step_result token_end(struct task *task)
{
    return token_statement(call_of(task), &SQL_TOKEN_END, false);
}

static enum step_result token_approve(struct task *task)
{
    return token_statement(call_of(task), &SQL_TOKEN_APPROVE, true);
}

static enum step_result token_changed(struct task *task)
{
    struct call *call = call_of(task);
    if (call_db_failed(call))
        return STEP_FAIL;
    if (db_rows(call->result, 0) == 0)
        return call_fail(call, ERR_NOT_FOUND, "there is no such token");
    return call_empty(call);
}

static const struct step teams_steps[] = {{"ask", teams_ask}, {"answer", teams_answer}, {NULL, NULL}};
static const struct step team_change_steps[] = {
    {"change", team_change}, {"changed", team_changed}, {NULL, NULL}};
static const struct step team_create_steps[] = {
    {"write", team_create}, {"answer", team_created}, {NULL, NULL}};
static const struct step member_add_steps[] = {
    {"write", member_add}, {"answer", member_changed}, {NULL, NULL}};
static const struct step member_end_steps[] = {
    {"write", member_end}, {"answer", member_changed}, {NULL, NULL}};
static const struct step tokens_steps[] = {{"ask", tokens_ask}, {"answer", tokens_answer}, {NULL, NULL}};
static const struct step token_create_steps[] = {
    {"write", token_create}, {"answer", token_created}, {NULL, NULL}};
static const struct step token_end_steps[] = {{"write", token_end}, {"answer", token_changed}, {NULL, NULL}};
static const struct step token_approve_steps[] = {
    {"write", token_approve}, {"answer", token_changed}, {NULL, NULL}};

#define ADMIN_WRITES                                                                                         \
    .roles = STAFF_BIT(STAFF_ADMINISTRATOR), .body_cap = BODY_BYTES, .body_types = "application/json"

const struct route admin_routes[] = {
    {.method = METHOD_GET,
     .path = "/v1/teams",
     .name = "teams",
     .summary = "Teams and their members",
     .roles = ANY_STAFF,
     .scopes = ANY_SCOPE,
     .steps = teams_steps,
     .answer = "team_page"},
    {.method = METHOD_POST,
     .path = "/v1/teams",
     .name = "team_create",
     .summary = "A new team; its name may be that of a unit",
     ADMIN_WRITES,
     .steps = team_create_steps,
     .answer = "changed",
     .asks = "team_new"},
    {.method = METHOD_PATCH,
     .path = "/v1/teams/{team}",
     .name = "team_change",
     .summary = "Name and telephone of a team",
     ADMIN_WRITES,
     .steps = team_change_steps,
     .answer = "changed",
     .asks = "team_changes"},
    {.method = METHOD_POST,
     .path = "/v1/teams/{team}/members",
     .name = "member_add",
     .summary = "A member from a day on",
     ADMIN_WRITES,
     .steps = member_add_steps,
     .answer = "changed",
     .asks = "member_new"},
    {.method = METHOD_PATCH,
     .path = "/v1/teams/{team}/members/{staff}",
     .name = "member_end",
     .summary = "The first day on which somebody is no longer a member",
     ADMIN_WRITES,
     .steps = member_end_steps,
     .answer = "changed",
     .asks = "member_end"},
    {.method = METHOD_GET,
     .path = "/v1/tokens",
     .name = "tokens",
     .summary = "Integration tokens, without their text",
     .roles = STAFF_BIT(STAFF_ADMINISTRATOR) | STAFF_BIT(STAFF_LEADER),
     .steps = tokens_steps,
     .answer = "token_page"},
    {.method = METHOD_POST,
     .path = "/v1/tokens",
     .name = "token_create",
     .summary = "A new token; its text is told once",
     ADMIN_WRITES,
     .steps = token_create_steps,
     .answer = "token_made",
     .asks = "token_new"},
    {.method = METHOD_DELETE,
     .path = "/v1/tokens/{id}",
     .name = "token_end",
     .summary = "The token ends",
     .roles = STAFF_BIT(STAFF_ADMINISTRATOR),
     .steps = token_end_steps},
    {.method = METHOD_POST,
     .path = "/v1/tokens/{id}/approvals",
     .name = "token_approve",
     .summary = "A leader lets a token see case content",
     .roles = STAFF_BIT(STAFF_LEADER),
     .body_cap = 1024,
     .body_types = "application/json",
     .steps = token_approve_steps,
     .asks = "nothing"},
    {0},
};
