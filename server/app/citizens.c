/* The routes of citizens: master data, no events. Answers never hold a CPR number, nor do they tell whether one is known:
 * what is told of a citizen is kept for the caller alone, until a case is opened with it (schema/0*_citizens.sql). */
#include "app/act.h"
#include "app/app.h"
#include "app/call.h"
#include "app/routes.h"
#include "sql.gen.h"
#include "store/crypt.h"
#include "wire/json_event.h"
#include "wire/json_write.h"

/* call->data: what the body says */
struct citizen_body {
    struct uuid citizen;
    struct str name;
    day_t born;
    bool has_name, has_born, has_protected, is_protected, has_cpr;
    struct str sealed; /* at NULL: no CPR number */
    int16_t key;
    uint8_t indexes[CRYPT_IN_USE_MAX][CRYPT_INDEX_BYTES]; /* under each key, newest first */
    size_t n_indexes;
};

static enum err_code seal(struct call *call, struct str cpr, struct citizen_body *body)
{
    const struct crypt *crypt = call->app->crypt;
    struct err *err = &call->task.err;
    char digits[10];
    uint8_t *sealed = arena_alloc(call->arena, sizeof digits + CRYPT_EXTRA_BYTES);
    if (!sealed)
        return err_set(err, ERR_NO_MEMORY, "the request needs too much memory");
    if (!cpr_digits(cpr, digits))
        return err_set_at(err, ERR_INVALID, "/cpr", "is no CPR number, DDMMYY-NNNN");
    struct str plain = {digits, sizeof digits};
    if (crypt_seal(crypt, CRYPT_CITIZEN_CPR(&body->citizen), plain, sealed, err))
        return err->code;
    body->sealed = (struct str){(const char *)sealed, sizeof digits + CRYPT_EXTRA_BYTES};
    body->key = crypt_key(crypt);
    const int16_t *keys = NULL;
    body->n_indexes = crypt_keys(crypt, &keys);
    for (size_t i = 0; i < body->n_indexes; i++)
        if (crypt_index(crypt, keys[i], plain, body->indexes[i], err))
            return err->code;
    return ERR_NONE;
}

/* A value or null, of which a PATCH makes "none". */
static bool is_null(const struct json *json, const char *name)
{
    const struct json *value = json_find(json, name);
    return value && value->is == JSON_IS_NULL;
}

static enum err_code read_body(struct call *call, bool change, struct citizen_body *out)
{
    const struct json *json = NULL;
    struct json_reader r;
    if (call_json(call, &json))
        return call->task.err.code;
    json_read(&r, json, "", &call->task.err);
    bool no_name = change && is_null(json, "name"), no_born = change && is_null(json, "born");
    out->has_name = json_has(&r, "name");
    out->has_born = json_has(&r, "born");
    out->has_protected = json_has(&r, "protected");
    out->born = DAY_NONE;
    if (!change)
        (void)json_get_uuid(&r, "citizen", JSON_REQUIRED, &out->citizen);
    if (!no_name)
        out->name = json_get_text(&r, "name", JSON_OPTIONAL, CITIZEN_NAME_MAX);
    if (!no_born)
        out->born = json_get_day(&r, "born", JSON_OPTIONAL);
    out->is_protected = json_get_bool(&r, "protected", JSON_OPTIONAL, false);
    struct str cpr = json_get_text(&r, "cpr", JSON_OPTIONAL, 20);
    out->has_cpr = cpr.at != NULL;
    if (json_read_end(&r))
        return r.code;
    const struct case_header header = {.name = out->name, .born = out->born, .cpr = cpr};
    if (case_header_check(&header, day_of_instant(call->now), &call->task.err))
        return call->task.err.code;
    return out->has_cpr ? seal(call, cpr, out) : ERR_NONE;
}

static void put_day(struct db_batch *batch, day_t day)
{
    if (day == DAY_NONE)
        db_put_null(batch);
    else
        db_put_day(batch, day);
}

static void put_cpr(struct db_batch *batch, const struct citizen_body *body)
{
    db_put_bytes(batch, body->sealed);
    if (!body->sealed.at) {
        db_put_null(batch);
        db_put_null(batch);
        return;
    }
    db_put_i16(batch, body->key);
    db_put_array(batch, DB_BYTES, (uint32_t)body->n_indexes);
    for (size_t i = 0; i < body->n_indexes; i++)
        db_put_bytes(batch, (struct str){(const char *)body->indexes[i], CRYPT_INDEX_BYTES});
}

/* Who asks; an import knows all citizens. */
static void put_person(struct db_batch *batch, const struct viewer *viewer)
{
    db_put_i32(batch, (int32_t)viewer->staff);
    db_put_bool(batch, viewer->is_leader);
    db_put_bool(batch, viewer->sees_all || viewer->may_import);
    db_put_array(batch, DB_I64, viewer->n_principals);
    for (uint32_t i = 0; i < viewer->n_principals; i++)
        db_put_i64(batch, viewer->principals[i]);
    db_put_i64(batch, viewer->own_citizen);
}

static struct citizen_body *new_body(struct call *call)
{
    struct citizen_body *body = ARENA_NEW(call->arena, struct citizen_body);
    if (!body)
        (void)call_fail(call, ERR_NO_MEMORY, "the request needs too much memory");
    call->data = body;
    return body;
}

static enum step_result tell(struct task *task)
{
    struct call *call = call_of(task);
    struct citizen_body *body = new_body(call);
    if (!body || read_body(call, false, body))
        return STEP_FAIL;
    struct db_batch *batch = act_batch(call);
    if (!batch)
        return STEP_FAIL;
    db_query(batch, &SQL_CITIZEN_TELL);
    db_put_uuid(batch, &body->citizen);
    db_put_text(batch, body->name);
    put_day(batch, body->born);
    db_put_bool(batch, body->is_protected);
    put_cpr(batch, body);
    db_put_i32(batch, (int32_t)call->caller.viewer.staff);
    return call_submit(call, call_writer(call), batch);
}

static enum step_result change(struct task *task)
{
    struct call *call = call_of(task);
    struct citizen_body *body = new_body(call);
    if (!body || call_uuid(call, "citizen", &body->citizen) || read_body(call, true, body))
        return STEP_FAIL;
    struct db_batch *batch = act_batch(call);
    if (!batch)
        return STEP_FAIL;
    db_query(batch, &SQL_CITIZEN_CHANGE);
    db_put_uuid(batch, &body->citizen);
    db_put_bool(batch, body->has_name);
    db_put_text(batch, body->name);
    db_put_bool(batch, body->has_born);
    put_day(batch, body->born);
    if (body->has_protected)
        db_put_bool(batch, body->is_protected);
    else
        db_put_null(batch);
    db_put_bool(batch, body->has_cpr);
    put_cpr(batch, body);
    put_person(batch, &call->caller.viewer);
    return call_submit(call, call_writer(call), batch);
}

static enum step_result put_citizen(struct call *call, const struct uuid *citizen, struct str name,
                                    day_t born, bool is_protected)
{
    struct buf *out = &call->body;
    json_begin_object(out);
    json_key(out, "citizen"), json_uuid(out, citizen);
    json_key(out, "name"), json_str(out, name);
    json_key(out, "born"), json_day(out, born);
    json_key(out, "protected"), json_bool(out, is_protected);
    json_end_object(out);
    return STEP_DONE;
}

/* What was told, as it was told. */
static enum step_result told(struct task *task)
{
    struct call *call = call_of(task);
    const struct citizen_body *body = call->data;
    if (call_db_failed(call))
        return STEP_FAIL;
    switch (db_get_i32(call->result, 0, 0, 0)) { /* of tell_citizen() */
    case 0:
        call->status = 201;
        break;
    case 1:
        call_header(call, "idempotent-replayed", STR("true"));
        break;
    default:
        return call_fail(call, ERR_DIFFERENT, "this identifier is there with other content");
    }
    return put_citizen(call, &body->citizen, body->name, body->born, body->is_protected);
}

static enum step_result changed(struct task *task)
{
    enum { STATUS, CITIZEN, NAME, BORN, PROTECTED, IS_DOUBLE };
    struct call *call = call_of(task);
    const struct db_batch *row = call->result;
    if (call_db_failed(call))
        return STEP_FAIL;
    switch (db_get_i32(row, 0, 0, STATUS)) { /* of change_citizen() */
    case 0:
        break;
    case 1:
        return call_fail(call, ERR_NOT_FOUND, "there is no such citizen");
    default:
        (void)err_set_at(&task->err, ERR_FORBIDDEN, "/protected", "only a team leader lifts protection");
        return STEP_FAIL;
    }
    if (db_get_bool(row, 0, 0, IS_DOUBLE))
        call->app->citizen_doubles++;
    struct uuid citizen = db_get_uuid(row, 0, 0, CITIZEN);
    return put_citizen(call, &citizen, db_get_text(row, 0, 0, NAME),
                       db_is_null(row, 0, 0, BORN) ? DAY_NONE : db_get_day(row, 0, 0, BORN),
                       db_get_bool(row, 0, 0, PROTECTED));
}

static const struct step make_steps[] = {{"tell", tell}, {"told", told}, {0}};
static const struct step change_steps[] = {{"change", change}, {"changed", changed}, {0}};

const struct route citizen_routes[] = {
    {.method = METHOD_POST,
     .path = "/v1/citizens",
     .name = "citizen_make",
     .summary = "Tells of a citizen; the identifier is for the caller alone, to open a case with",
     .roles = CASE_STAFF,
     .scopes = SCOPE_IMPORT,
     .body_cap = 16 * 1024,
     .body_types = "application/json",
     .steps = make_steps,
     .answer = "citizen",
     .asks = "citizen_new"},
    {.method = METHOD_PATCH,
     .path = "/v1/citizens/{citizen}",
     .name = "citizen_change",
     .summary = "Changes name, day of birth, protection or CPR number of a citizen",
     .roles = CASE_STAFF,
     .scopes = SCOPE_IMPORT,
     .body_cap = 16 * 1024,
     .body_types = "application/json",
     .steps = change_steps,
     .answer = "citizen",
     .asks = "citizen_changes"},
    {0}};
