/* Logging in and out, and who one is. */
#include "app/act.h"
#include "app/app.h"
#include "app/attempt.h"
#include "app/auth.h"
#include "app/call.h"
#include "app/device.h"
#include "app/names.h"
#include "app/password_rule.h"
#include "app/routes.h"
#include "base/log.h"
#include "sql.gen.h"
#include "store/store_names.h"
#include "wire/json_write.h"

enum { LOGIN_MAX = 100, BODY_BYTES = 16 * 1024 };

#define DEVICE_COOKIE "__Host-spor-device"

struct login {
    struct str login, password;
    int32_t staff;
    struct str name;
    enum staff_role role;
    struct attempt attempt;
    bool is_refused;
    char token[TOKEN_TEXT], device[DEVICE_TEXT];
};

static void login_clean(struct call *call)
{
    attempt_clean(call, &((struct login *)call->data)->attempt);
}

static enum step_result login_read(struct task *task)
{
    struct call *call = call_of(task);
    const struct json *body = NULL;
    struct login *login = ARENA_NEW(call->arena, struct login);
    if (!login)
        return call_fail(call, ERR_NO_MEMORY, "the request needs too much memory");
    call->data = login;
    if (call_json(call, &body))
        return STEP_FAIL;
    struct json_reader r;
    json_read(&r, body, "", &task->err);
    login->login = json_get_text(&r, "login", JSON_REQUIRED, LOGIN_MAX);
    login->password = json_get_text(&r, "password", JSON_REQUIRED, PASSWORD_TYPED_CHARS);
    struct str mark = json_get_text(&r, "device", JSON_OPTIONAL, DEVICE_TEXT);
    if (json_read_end(&r))
        return STEP_FAIL;
    call->clean = login_clean;
    if (attempt_login(call, &login->attempt, login->login, mark.at ? mark : auth_cookie(call, DEVICE_COOKIE)))
        return STEP_FAIL;
    struct db_batch *batch = call_batch(call);
    if (!batch)
        return STEP_FAIL;
    db_query(batch, &SQL_LOGIN_STAFF);
    db_put_text(batch, login->login);
    return call_submit(call, call_reader(call), batch);
}

static enum step_result login_check(struct task *task)
{
    struct call *call = call_of(task);
    struct login *login = call->data;
    struct str stored = {NULL, 0};
    if (call_db_failed(call))
        return STEP_FAIL;
    if (db_rows(call->result, 0) > 0) {
        login->staff = db_get_i32(call->result, 0, 0, 0);
        login->name = arena_copy(call->arena, db_get_text(call->result, 0, 0, 2));
        login->role = (enum staff_role)db_get_i16(call->result, 0, 0, 3);
        if (!db_is_null(call->result, 0, 0, 4))
            stored = arena_copy(call->arena, db_get_text(call->result, 0, 0, 4));
    }
    return attempt_check(call, &login->attempt, login->password, stored);
}

/* What people are told of their sessions: enough to know one's own, no addresses and no versions. */
static struct str kind_of_client(const struct call *call)
{
    struct str agent = request_header(call->request, "user-agent");
    if (str_equal(agent, STR("spor")) || (agent.len >= 5 && memcmp(agent.at, "spor/", 5) == 0))
        return STR("spor");
    return agent.len >= 8 && memcmp(agent.at, "Mozilla/", 8) == 0 ? STR("browser") : STR("other");
}

static enum step_result login_open(struct task *task)
{
    struct call *call = call_of(task);
    struct login *login = call->data;
    bool fits = false;
    if (!attempt_checked(call, &login->attempt, &fits))
        return STEP_FAIL;
    login->is_refused = !fits;
    if (!fits)
        return act_refused(call, "log_in_refused", login->staff, login->login, 401);
    uint8_t hash[TOKEN_HASH_BYTES];
    struct db_batch *batch = act_batch(call);
    if (!batch || auth_new_token(login->token, hash, &task->err) ||
        device_mark(call->app->crypt, login->login, day_of_instant(call->now), login->device, &task->err)) {
        db_batch_free(batch);
        return STEP_FAIL;
    }
    db_query(batch, &SQL_SESSION_ADD);
    db_put_bytes(batch, (struct str){(const char *)hash, sizeof hash});
    db_put_i32(batch, login->staff);
    db_put_i32(batch, call->app->config->session_hours);
    db_put_text(batch, kind_of_client(call));
    return call_submit(call, call_writer(call), batch);
}

static enum step_result login_answer(struct task *task)
{
    struct call *call = call_of(task);
    const struct login *login = call->data;
    if (call_db_failed(call))
        return STEP_FAIL;
    if (login->is_refused)
        return call_fail(call, ERR_UNAUTHENTICATED, "unknown log-in or wrong password");
    call->status = 201;
    call_header_printf(call, "set-cookie", "__Host-spor=%.*s; Path=/; Secure; HttpOnly; SameSite=Lax",
                       TOKEN_TEXT, login->token);
    call_header_printf(call, "set-cookie",
                       DEVICE_COOKIE "=%.*s; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=%d",
                       DEVICE_TEXT, login->device, DEVICE_DAYS * 24 * 3600);
    struct buf *out = &call->body;
    json_begin_object(out);
    json_key(out, "token"), json_str(out, (struct str){login->token, TOKEN_TEXT});
    json_key(out, "device"), json_str(out, (struct str){login->device, DEVICE_TEXT});
    json_key(out, "expires_at"), json_instant(out, db_get_instant(call->result, 0, 0, 0));
    json_key(out, "staff"), json_begin_object(out);
    json_key(out, "staff"), json_str(out, login->login);
    json_key(out, "name"), json_str(out, login->name);
    json_key(out, "role"), json_text(out, staff_role_name(login->role));
    json_end_object(out);
    json_end_object(out);
    return STEP_DONE;
}

static const struct step login_steps[] = {
    {"read", login_read},     {"check", login_check}, {"open", login_open},
    {"answer", login_answer}, {NULL, NULL},
};

static enum step_result logout(struct task *task)
{
    struct call *call = call_of(task);
    struct db_batch *batch = act_batch(call);
    if (!batch)
        return STEP_FAIL;
    db_query(batch, &SQL_SESSION_END);
    db_put_i64(batch, call->caller.session);
    return call_submit(call, call_writer(call), batch);
}

static enum step_result logout_answer(struct task *task)
{
    struct call *call = call_of(task);
    if (call_db_failed(call))
        return STEP_FAIL;
    call_header(call, "set-cookie", STR("__Host-spor=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0"));
    return call_empty(call);
}

static const struct step logout_steps[] = {{"end", logout}, {"answer", logout_answer}, {NULL, NULL}};

static enum step_result me_ask(struct task *task)
{
    struct call *call = call_of(task);
    struct db_batch *batch = call_batch(call);
    if (!batch)
        return STEP_FAIL;
    db_query(batch, &SQL_MY_TEAMS);
    db_put_i32(batch, (int32_t)call->caller.viewer.staff);
    return call_submit(call, call_reader(call), batch);
}

static enum step_result me_answer(struct task *task)
{
    struct call *call = call_of(task);
    const struct caller *caller = &call->caller;
    if (call_db_failed(call))
        return STEP_FAIL;
    struct buf *out = &call->body;
    json_begin_object(out);
    json_key(out, "staff"), json_str(out, caller->staff);
    json_key(out, "name"), json_str(out, caller->name);
    json_key(out, "role"), json_text(out, staff_role_name(caller->role));
    json_key(out, "teams"), json_begin_array(out);
    for (int row = 0; row < db_rows(call->result, 0); row++) {
        json_begin_object(out);
        json_key(out, "team"), json_str(out, db_get_text(call->result, 0, row, 0));
        json_key(out, "name"), json_str(out, db_get_text(call->result, 0, row, 1));
        json_key(out, "leader"), json_bool(out, db_get_bool(call->result, 0, row, 2));
        json_end_object(out);
    }
    json_end_array(out);
    json_key(out, "scopes"), put_scopes(out, caller->scopes);
    json_key(out, "expires_at"), json_instant(out, caller->expires_at);
    json_end_object(out);
    return STEP_DONE;
}

static const struct step me_steps[] = {{"ask", me_ask}, {"answer", me_answer}, {NULL, NULL}};

const struct route session_routes[] = {
    {.method = METHOD_POST,
     .path = "/v1/sessions",
     .name = "session_create",
     .summary = "Log in",
     .for_anybody = true,
     .body_cap = BODY_BYTES,
     .body_types = "application/json",
     .steps = login_steps,
     .answer = "session",
     .asks = "login"},
    {.method = METHOD_DELETE,
     .path = "/v1/sessions/current",
     .name = "session_end",
     .summary = "Log out",
     .roles = ANY_STAFF,
     .steps = logout_steps},
    {.method = METHOD_GET,
     .path = "/v1/me",
     .name = "me",
     .summary = "Who the caller is",
     .roles = ANY_STAFF,
     .scopes = ANY_SCOPE,
     .steps = me_steps,
     .answer = "me"},
    {.path = NULL},
};
