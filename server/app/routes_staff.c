/* Staff: who works here, made and changed by administrators; one's own password. A new password ends all sessions of the
 * person, also the one that asked for it: whoever knew the old one is out, and the owner logs in with the new one. A token
 * is nobody here: it ends by its own route. */
#include "app/act.h"
#include "app/app.h"
#include "app/attempt.h"
#include "app/call.h"
#include "app/names.h"
#include "app/password_rule.h"
#include "app/routes.h"
#include "core/event.h"
#include "sql.gen.h"
#include "store/crypt.h"
#include "wire/json_write.h"

enum { BODY_BYTES = 16 * 1024 };

struct person {
    struct str staff, name, password, old_password, cpr, telephone;
    bool has_telephone;                                    /* null: none any more */
    int role;                                              /* -1: not given */
    int active;                                            /* -1: not given */
    uint8_t sealed[10 + CRYPT_EXTRA_BYTES];                /* cpr … */
    uint8_t indexes[CRYPT_IN_USE_MAX * CRYPT_INDEX_BYTES]; /* … and its keyed hashes */
    struct attempt old, fresh;                             /* the old password, and the work on the new one */
    bool is_refused;                                       /* the old one was wrong */
};

static void put_person(struct buf *out, const struct db_batch *batch, int row)
{
    json_begin_object(out);
    json_key(out, "staff"), json_str(out, db_get_text(batch, 0, row, 0));
    json_key(out, "name"), json_str(out, db_get_text(batch, 0, row, 1));
    json_key(out, "role"), json_text(out, staff_role_name((enum staff_role)db_get_i16(batch, 0, row, 2)));
    json_key(out, "active"), json_bool(out, db_get_bool(batch, 0, row, 3));
    json_key(out, "telephone"), json_str(out, db_get_text(batch, 0, row, 4));
    json_end_object(out);
}

/* ---- list ------------------------------------------------------------------------------------------------ */

static enum step_result list_ask(struct task *task)
{
    struct call *call = call_of(task);
    struct db_batch *batch = call_batch(call);
    if (!batch)
        return STEP_FAIL;
    const struct given *part = call_given(call, "q");
    db_query(batch, &SQL_STAFF_LIST);
    db_put_i32(batch, (int32_t)call_number(call, "after", 0));
    db_put_text(batch, part ? part->text : (struct str){NULL, 0});
    db_put_i32(batch, (int32_t)call_number(call, "limit", 50) + 1);
    return call_submit(call, call_reader(call), batch);
}

/* The number of a person: an identifier may be what no address may hold. */
static void put_place(struct buf *out, int32_t number)
{
    struct buf digits;
    buf_init(&digits, 16);
    buf_printf(&digits, "%d", number);
    json_str(out, buf_str(&digits));
    buf_clear(&digits);
}

static enum step_result list_answer(struct task *task)
{
    struct call *call = call_of(task);
    if (call_db_failed(call))
        return STEP_FAIL;
    struct buf *out = &call->body;
    int limit = (int)call_number(call, "limit", 50), n = db_rows(call->result, 0);
    json_begin_object(out);
    json_key(out, "items"), json_begin_array(out);
    for (int row = 0; row < n && row < limit; row++)
        put_person(out, call->result, row);
    json_end_array(out);
    json_key(out, "next");
    if (n > limit)
        put_place(out, db_get_i32(call->result, 0, limit - 1, 5));
    else
        json_none(out);
    json_end_object(out);
    return STEP_DONE;
}

/* ---- create and change ----------------------------------------------------------------------------------- */

/* The own CPR number, by which nobody opens the own case; bound to the person. */
static enum err_code seal_cpr(struct call *call, struct person *person)
{
    const struct crypt *crypt = call->app->crypt;
    struct err *err = &call->task.err;
    char digits[10];
    struct str plain = {digits, sizeof digits};
    if (!person->cpr.at)
        return ERR_NONE;
    if (!cpr_digits(person->cpr, digits))
        return err_set_at(err, ERR_INVALID, "/cpr", "no CPR number");
    enum err_code code = crypt_seal(crypt, CRYPT_STAFF_CPR(person->staff), plain, person->sealed, err);
    return code ? code : crypt_indexes(crypt, plain, person->indexes, err);
}

/* Body and, of one who is there, address; what was not given stays at NULL or -1. */
static enum err_code read_person(struct call *call, struct person *person, bool is_new)
{
    const struct json *body = NULL;
    struct err *err = &call->task.err;
    enum err_code code = call_json(call, &body);
    if (!code && !is_new)
        code = call_arg(call, "staff", &person->staff);
    if (code)
        return code;
    struct json_reader r;
    json_read(&r, body, "", err);
    if (is_new)
        person->staff = json_get_field(&r, "staff", JSON_REQUIRED, TEXT_STAFF);
    person->name = json_get_field(&r, "name", JSON_OPTIONAL, TEXT_STAFF_NAME);
    struct str role = json_get_text(&r, "role", JSON_OPTIONAL, STAFF_MAX);
    person->password = json_get_text(&r, "password", JSON_OPTIONAL, PASSWORD_MAX_CHARS);
    if (!is_new)
        person->old_password = json_get_text(&r, "old_password", JSON_OPTIONAL, PASSWORD_TYPED_CHARS);
    person->active = json_has(&r, "active") ? json_get_bool(&r, "active", JSON_OPTIONAL, true) : -1;
    person->cpr = json_get_text(&r, "cpr", JSON_OPTIONAL, 11);
    person->has_telephone = call_telephone(&r, &person->telephone);
    if ((code = json_read_end(&r)))
        return code;
    person->role = role.at ? (int)staff_role_by_name(role) : -1;
    if (person->role == STAFF_ROLE_COUNT)
        return err_set_at(err, ERR_INVALID, "/role",
                          "one of none, caseworker, leader, auditor, administrator");
    if (person->password.at && (code = password_rule(person->password, person->staff, err)))
        return code;
    return seal_cpr(call, person);
}

/* Works out the hash of the new password, where there is one. */
static enum step_result hash_password(struct call *call, struct person *person)
{
    return person->password.at ? attempt_make(call, &person->fresh, person->password) : STEP_NEXT;
}

static enum step_result create_read(struct task *task)
{
    struct call *call = call_of(task);
    struct person *person = ARENA_NEW(call->arena, struct person);
    if (!person)
        return call_fail(call, ERR_NO_MEMORY, "the request needs too much memory");
    call->data = person;
    return read_person(call, person, true) ? STEP_FAIL : hash_password(call, person);
}

static void put_optional_secret(struct call *call, struct db_batch *batch, const struct person *person)
{
    static const struct str none = {NULL, 0};
    const int16_t *keys = NULL;
    size_t n = crypt_keys(call->app->crypt, &keys);
    db_put_text(batch, person->password.at ? str_of(person->fresh.job.made) : (struct str){NULL, 0});
    db_put_bytes(batch,
                 person->cpr.at ? (struct str){(const char *)person->sealed, sizeof person->sealed} : none);
    if (person->cpr.at)
        db_put_i16(batch, crypt_key(call->app->crypt));
    else
        db_put_null(batch);
    db_put_bytes(batch,
                 person->cpr.at ? (struct str){(const char *)person->indexes, n * CRYPT_INDEX_BYTES} : none);
}

static enum step_result create_write(struct task *task)
{
    struct call *call = call_of(task);
    const struct person *person = call->data;
    if (person->password.at && !attempt_made(call, &person->fresh))
        return STEP_FAIL;
    struct db_batch *batch = act_batch(call);
    if (!batch)
        return STEP_FAIL;
    db_query(batch, &SQL_STAFF_CREATE);
    db_put_text(batch, person->staff);
    db_put_text(batch, person->name.at ? person->name : person->staff);
    db_put_i16(batch, (int16_t)(person->role < 0 ? STAFF_NONE : person->role));
    db_put_bool(batch, person->active != 0);
    put_optional_secret(call, batch, person);
    db_put_text(batch, person->telephone);
    return call_submit(call, call_writer(call), batch);
}

static enum step_result create_answer(struct task *task)
{
    struct call *call = call_of(task);
    if (call_db_failed(call))
        return STEP_FAIL;
    if (db_rows(call->result, 0) == 0)
        return call_fail(call, ERR_CONFLICT, "this identifier is taken; identifiers are never used again");
    call->status = 201;
    put_person(&call->body, call->result, 0);
    return STEP_DONE;
}

/* The stored password, for whoever changes his own. */
static void change_clean(struct call *call)
{
    attempt_clean(call, &((struct person *)call->data)->old);
}

static enum step_result change_read(struct task *task)
{
    struct call *call = call_of(task);
    struct person *person = ARENA_NEW(call->arena, struct person);
    if (!person)
        return call_fail(call, ERR_NO_MEMORY, "the request needs too much memory");
    call->data = person;
    call->clean = change_clean;
    if (read_person(call, person, false))
        return STEP_FAIL;
    bool own = str_equal(person->staff, call->caller.staff);
    if (call->caller.role != STAFF_ADMINISTRATOR &&
        (!own || person->name.at || person->role >= 0 || person->active >= 0 || person->cpr.at ||
         person->has_telephone || !person->password.at))
        return call_fail(call, ERR_FORBIDDEN, "only an administrator changes more than his own password");
    if (!own && person->old_password.at) {
        (void)err_set_at(&task->err, ERR_INVALID, "/old_password", "is asked of one's own password alone");
        return STEP_FAIL;
    }
    if (own && person->password.at && !person->old_password.at) {
        (void)err_set_at(&task->err, ERR_INVALID, "/old_password", "is needed to change one's own password");
        return STEP_FAIL;
    }
    struct db_batch *batch = call_batch(call);
    if (!batch)
        return STEP_FAIL;
    db_query(batch, &SQL_STAFF_SECRET);
    db_put_text(batch, person->staff);
    return call_submit(call, call_reader(call), batch);
}

static enum step_result change_check(struct task *task)
{
    struct call *call = call_of(task);
    struct person *person = call->data;
    if (call_db_failed(call))
        return STEP_FAIL;
    if (db_rows(call->result, 0) == 0)
        return call_fail(call, ERR_NOT_FOUND, "there is no such person");
    if (!person->old_password.at)
        return STEP_NEXT;
    if (attempt_own(call, &person->old))
        return STEP_FAIL;
    struct str stored = db_get_text(call->result, 0, 0, 1);
    return attempt_check(call, &person->old, person->old_password,
                         stored.at ? arena_copy(call->arena, stored) : stored);
}

static enum step_result change_hash(struct task *task)
{
    struct call *call = call_of(task);
    struct person *person = call->data;
    bool fits = true;
    if (person->old_password.at && !attempt_checked(call, &person->old, &fits))
        return STEP_FAIL;
    person->is_refused = !fits;
    return fits ? hash_password(call, person)
                : act_refused(call, "password_refused", (int32_t)call->caller.viewer.staff,
                              call->caller.staff, 403);
}

static enum step_result change_write(struct task *task)
{
    struct call *call = call_of(task);
    const struct person *person = call->data;
    if (person->is_refused)
        return call_db_failed(call) ? STEP_FAIL
                                    : call_fail(call, ERR_FORBIDDEN, "the old password is another one");
    if (person->password.at && !attempt_made(call, &person->fresh))
        return STEP_FAIL;
    struct db_batch *batch = act_batch(call);
    if (!batch)
        return STEP_FAIL;
    db_query(batch, &SQL_STAFF_CHANGE);
    db_put_text(batch, person->staff);
    db_put_text(batch, person->name);
    if (person->role >= 0)
        db_put_i16(batch, (int16_t)person->role);
    else
        db_put_null(batch);
    if (person->active >= 0)
        db_put_bool(batch, person->active != 0);
    else
        db_put_null(batch);
    put_optional_secret(call, batch, person);
    db_put_bool(batch, person->has_telephone);
    db_put_text(batch, person->telephone);
    return call_submit(call, call_writer(call), batch);
}

static enum step_result change_answer(struct task *task)
{
    struct call *call = call_of(task);
    if (call_db_failed(call))
        return STEP_FAIL;
    if (db_rows(call->result, 0) == 0)
        return call_fail(call, ERR_NOT_FOUND, "there is no such person");
    put_person(&call->body, call->result, 0);
    return STEP_DONE;
}

static const struct step list_steps[] = {{"ask", list_ask}, {"answer", list_answer}, {NULL, NULL}};
static const struct step create_steps[] = {
    {"read", create_read}, {"write", create_write}, {"answer", create_answer}, {NULL, NULL}};
static const struct step change_steps[] = {
    {"read", change_read},   {"check", change_check},   {"hash", change_hash},
    {"write", change_write}, {"answer", change_answer}, {NULL, NULL},
};

static const struct query_param list_params[] = {
    {.name = "limit", .type = PARAM_INTEGER, .lowest = 1, .highest = 200, .text = "at most; 50"},
    {.name = "after",
     .type = PARAM_INTEGER,
     .lowest = 1,
     .highest = INT32_MAX,
     .text = "`next` of the page before"},
    {.name = "q", .type = PARAM_TEXT, .highest = STAFF_NAME_MAX, .text = "part of the identifier or name"},
    {0},
};

const struct route staff_routes[] = {
    {.method = METHOD_GET,
     .path = "/v1/staff",
     .name = "staff_list",
     .summary = "People, by identifier",
     .roles = ANY_STAFF,
     .scopes = ANY_SCOPE,
     .params = list_params,
     .steps = list_steps,
     .answer = "staff_page"},
    {.method = METHOD_POST,
     .path = "/v1/staff",
     .name = "staff_create",
     .summary = "A new person",
     .roles = STAFF_BIT(STAFF_ADMINISTRATOR),
     .body_cap = BODY_BYTES,
     .body_types = "application/json",
     .steps = create_steps,
     .answer = "staff",
     .asks = "staff_new"},
    {.method = METHOD_PATCH,
     .path = "/v1/staff/{staff}",
     .name = "staff_change",
     .summary = "Change a person, or one's own password",
     .roles = ANY_STAFF,
     .body_cap = BODY_BYTES,
     .body_types = "application/json",
     .steps = change_steps,
     .answer = "staff",
     .asks = "staff_changes"},
    {0},
};
