/* See auth.h. */
#include "app/auth.h"

#include "app/app.h"
#include "base/hash.h"
#include "base/log.h"
#include "sql.gen.h"
#include "store/crypt.h"

/* A call that waits for its caller to be known; lies in the call's arena. */
struct question {
    struct question *next;
    struct call *call;
    uint32_t place; /* of its token in the statement, from 1 */
    uint8_t hash[TOKEN_HASH_BYTES];
};

struct auth {
    uv_prepare_t prepare; /* runs at the end of a turn in which somebody began to wait */
    struct app *app;
    struct question *first, **last;
    bool asking; /* a statement is on its way: what comes meanwhile goes together with the next one */
};

/* The questions of one statement. */
struct group {
    struct auth *auth;
    struct question *first;
};

void base64url(const uint8_t *bytes, size_t len, char *out)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    uint32_t bits = 0;
    int n = 0;
    for (size_t i = 0; i < len; i++) {
        bits = bits << 8 | bytes[i];
        for (n += 8; n >= 6; n -= 6)
            *out++ = digits[bits >> (n - 6) & 63];
    }
    if (n > 0)
        *out = digits[bits << (6 - n) & 63];
}

enum err_code auth_new_token(char text[TOKEN_TEXT], uint8_t hash[TOKEN_HASH_BYTES], struct err *err)
{
    uint8_t bytes[TOKEN_BYTES];
    enum err_code code = crypt_random(bytes, sizeof bytes, err);
    if (code)
        return code;
    base64url(bytes, sizeof bytes, text);
    explicit_bzero(bytes, sizeof bytes);
    return crypt_sha256((struct str){text, TOKEN_TEXT}, STR(""), hash, err);
}

struct str auth_cookie(const struct call *call, const char *name)
{
    struct str cookies = request_header(call->request, "cookie");
    size_t name_len = strlen(name);
    while (cookies.len > 0) {
        size_t len = 0;
        while (len < cookies.len && cookies.at[len] != ';')
            len++;
        if (len > name_len && memcmp(cookies.at, name, name_len) == 0 && cookies.at[name_len] == '=')
            return (struct str){cookies.at + name_len + 1, len - name_len - 1};
        while (len < cookies.len && (cookies.at[len] == ';' || cookies.at[len] == ' '))
            len++;
        cookies.at += len;
        cookies.len -= len;
    }
    return (struct str){NULL, 0};
}

static bool is_own_origin(struct call *call)
{
    struct str origin = request_header(call->request, "origin");
    const char *own = call->app->config->origin;
    if (own[0])
        return str_equal(origin, str_of(own));
    struct str host = request_header(call->request, "host");
    return origin.len == host.len + 8 && memcmp(origin.at, "https://", 8) == 0 &&
           memcmp(origin.at + 8, host.at, host.len) == 0;
}

static void read_principals(struct call *call, const struct db_batch *batch, int row)
{
    struct db_array list = db_get_array(batch, 0, row, 11);
    int64_t *at = ARENA_ARRAY(call->arena, int64_t, list.n + 1);
    struct viewer *viewer = &call->caller.viewer;
    while (at && db_item_i64(&list, &at[viewer->n_principals]))
        viewer->n_principals++;
    viewer->principals = at;
}

static void read_caller(struct call *call, const struct db_batch *batch, int row)
{
    struct caller *caller = &call->caller;
    caller->session = db_get_i64(batch, 0, row, 1);
    caller->token = db_get_i32(batch, 0, row, 2);
    caller->viewer.staff = (uint32_t)db_get_i32(batch, 0, row, 3);
    caller->viewer.caller = share_key(caller->viewer.staff, caller->token);
    caller->staff = arena_copy(call->arena, db_get_text(batch, 0, row, 4));
    caller->name = arena_copy(call->arena, db_get_text(batch, 0, row, 5));
    caller->role = (enum staff_role)db_get_i16(batch, 0, row, 6);
    caller->scopes = (uint32_t)db_get_i32(batch, 0, row, 7);
    caller->expires_at = db_get_instant(batch, 0, row, 8);
    caller->viewer.own_citizen = db_get_i64(batch, 0, row, 10);
    caller->viewer.sees_all = (caller->scopes & SCOPE_READ_ALL) != 0;
    caller->viewer.is_leader = caller->role == STAFF_LEADER;
    caller->viewer.may_import = (caller->scopes & (SCOPE_IMPORT | SCOPE_SIMULATE)) != 0;
    read_principals(call, batch, row);
}

static void ignore(struct db_batch *batch, void *data)
{
    (void)data;
    db_batch_free(batch);
}

/* Unused sessions end: remembers which were used, at most twice a minute for each. */
static void mark_seen(struct auth *auth, const struct db_batch *batch)
{
    uint32_t n = 0;
    for (int row = 0; row < db_rows(batch, 0); row++)
        n += db_get_bool(batch, 0, row, 9);
    struct db_batch *seen = n > 0 ? db_batch_new(ignore, NULL) : NULL;
    if (!seen)
        return;
    db_query(seen, &SQL_SESSION_SEEN);
    db_put_array(seen, DB_I64, n);
    for (int row = 0; row < db_rows(batch, 0); row++)
        if (db_get_bool(batch, 0, row, 9))
            db_put_i64(seen, db_get_i64(batch, 0, row, 1));
    db_submit(auth->app->writer, seen);
}

static void ask(uv_prepare_t *prepare);

static void ask_next(struct auth *auth)
{
    if (auth->first && !auth->asking)
        (void)uv_prepare_start(&auth->prepare, ask);
}

static void answer(struct group *group, const struct db_batch *batch)
{
    for (struct question *q = group->first; q; q = q->next) { /* rows come by place; some tokens have none */
        int low = 0, high = db_rows(batch, 0), n = high;
        while (low < high) {
            int middle = low + (high - low) / 2;
            if ((uint32_t)db_get_i32(batch, 0, middle, 0) < q->place)
                low = middle + 1;
            else
                high = middle;
        }
        if (low < n && (uint32_t)db_get_i32(batch, 0, low, 0) == q->place)
            read_caller(q->call, batch, low);
    }
}

/* All of the group go on; err: why it is not known who they are. */
static void resume(struct question *question, const struct err *err)
{
    while (question) {
        struct call *call = question->call;
        question = question->next; /* lies in the call's arena */
        if (err)
            call->task.err = *err;
        task_resume(&call->task);
    }
}

static void on_callers(struct db_batch *batch, void *data)
{
    struct group *group = data;
    struct auth *auth = group->auth;
    bool failed = db_failed(batch);
    if (!failed) {
        mark_seen(auth, batch);
        answer(group, batch);
    }
    auth->asking = false;
    ask_next(auth);
    resume(group->first, failed ? db_err(batch) : NULL);
    mem_free(group);
    db_batch_free(batch);
}

/* Gives each question the place of its token; returns how many tokens there are. One token often calls many
 * times at once: it is looked up once, or, without memory to notice, as often as it calls. */
static uint32_t number(struct question *first)
{
    struct map places = {0};
    uint32_t n = 0;
    for (struct question *q = first; q; q = q->next) {
        uint32_t *place = map_text(&places, (struct str){(const char *)q->hash, sizeof q->hash});
        if (!place || *place == 0)
            q->place = ++n;
        else
            q->place = *place;
        if (place)
            *place = q->place;
    }
    map_clear(&places);
    return n;
}

static void ask(uv_prepare_t *prepare)
{
    struct auth *auth = prepare->data;
    (void)uv_prepare_stop(prepare);
    struct group *group = mem_new(sizeof *group);
    struct db_batch *batch = group ? db_batch_new(on_callers, group) : NULL;
    struct question *first = auth->first;
    auth->first = NULL;
    auth->last = &auth->first;
    if (!batch) {
        struct err err;
        mem_free(group);
        (void)err_set(&err, ERR_NO_MEMORY, "no memory to look up who calls");
        resume(first, &err);
        return;
    }
    *group = (struct group){auth, first};
    auth->asking = true;
    db_query(batch, &SQL_CALLERS);
    db_put_array(batch, DB_BYTES, number(first));
    uint32_t put = 0;
    for (const struct question *q = first; q; q = q->next)
        if (q->place > put) {
            db_put_bytes(batch, (struct str){(const char *)q->hash, sizeof q->hash});
            put++;
        }
    db_put_i32(batch, auth->app->config->session_idle_minutes);
    db_submit(auth->app->auth_link, batch);
}

struct auth *auth_new(uv_loop_t *loop)
{
    struct auth *auth = mem_new(sizeof *auth);
    if (!auth)
        return NULL;
    auth->last = &auth->first;
    auth->prepare.data = auth;
    (void)uv_prepare_init(loop, &auth->prepare); /* cannot fail */
    return auth;
}

static void on_closed(uv_handle_t *handle)
{
    mem_free(handle->data);
}

void auth_close(struct auth *auth)
{
    if (auth)
        uv_close((uv_handle_t *)&auth->prepare, on_closed);
}

enum step_result auth_start(struct call *call)
{
    static const char scheme[] = "bearer ";
    struct auth *auth = call->app->auth;
    struct str token = request_header(call->request, "authorization");
    if (token.at) {
        if (token.len < sizeof scheme - 1 || strncasecmp(token.at, scheme, sizeof scheme - 1) != 0)
            return call_fail(call, ERR_UNAUTHENTICATED, "Authorization: Bearer is expected");
        token.at += sizeof scheme - 1;
        token.len -= sizeof scheme - 1;
    } else {
        token = auth_cookie(call, "__Host-spor");
        call->caller.by_cookie = token.at != NULL;
    }
    if (token.len != TOKEN_TEXT)
        return call_fail(call, ERR_UNAUTHENTICATED, "log in first");
    struct question *question = ARENA_NEW(call->arena, struct question);
    if (!question)
        return call_fail(call, ERR_NO_MEMORY, "the request needs too much memory");
    if (crypt_sha256(token, STR(""), question->hash, &call->task.err))
        return STEP_FAIL;
    question->call = call;
    *auth->last = question;
    auth->last = &question->next;
    auth->app = call->app;
    task_owe(&call->task);
    ask_next(auth);
    return STEP_WAIT;
}

enum err_code auth_check(struct call *call)
{
    const struct caller *caller = &call->caller;
    const struct route *route = call->route;
    struct err *err = &call->task.err;
    if (err->code)
        return err->code; /* the look-up failed */
    if (!caller->viewer.staff)
        return err_set(err, ERR_UNAUTHENTICATED,
                       "the session or token is unknown, has ended or is not approved");
    if (!caller->viewer.principals || !caller->staff.at || !caller->name.at)
        return err_set(err, ERR_NO_MEMORY, "the request needs too much memory");
    enum method method = request_method(call->request);
    if (caller->by_cookie && method != METHOD_GET && method != METHOD_HEAD && !is_own_origin(call))
        return err_set(err, ERR_FORBIDDEN, "with a cookie, Origin must be our own");
    bool may =
        caller->token ? (caller->scopes & route->scopes) != 0 : (route->roles & STAFF_BIT(caller->role)) != 0;
    if (!may)
        return err_set(err, ERR_FORBIDDEN, "%s",
                       caller->token ? "no scope of this token opens this" : "not for this role");
    return ERR_NONE;
}
