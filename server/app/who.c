/* POST /v1/who: who has the case of the citizen with this CPR number? The one way to ask for somebody who is not one's own.
 *
 * It answers caseworker, team and telephone, and nothing else. A protected person, a closed case, the own number and a
 * number that nobody has are answered alike. Each call is taken from an allowance by the hour before anything is looked
 * up, and stands in the access log before it is answered: with its reason, a keyed hash of the number, and no result. */
#include "app/app.h"
#include "app/auth.h"
#include "app/call.h"
#include "app/routes.h"
#include "sql.gen.h"
#include "store/crypt.h"
#include "wire/json_write.h"

enum { REASON_MIN = 5, REASON_MAX = 200, HASH_TEXT = (CRYPT_INDEX_BYTES * 4 + 2) / 3 };

/* In the body or, for programs that send it with each request, as Audit-Reason. */
static enum err_code take_reason(struct call *call, struct str reason)
{
    struct err *err = &call->task.err;
    if (!reason.at)
        reason = request_header(call->request, "audit-reason");
    if (!reason.at || reason.len < REASON_MIN)
        return err_set_at(err, ERR_INVALID, "/reason", "say in a few words why you ask");
    if (reason.len > REASON_MAX * 4)
        return err_set_at(err, ERR_INVALID, "/reason", "is longer than %u characters", REASON_MAX);
    if (str_has_cpr(reason))
        return err_set_at(err, ERR_PERSONAL_DATA, "/reason", "a CPR number may not stand here");
    call->logged_reason = reason;
    return ERR_NONE;
}

/* `filter`: what the access log gets to see of the number. */
static enum err_code put_indexes(struct call *call, struct db_batch *batch, struct str digits, char *filter)
{
    const struct crypt *crypt = call->app->crypt;
    const int16_t *keys = NULL;
    size_t n = crypt_keys(crypt, &keys);
    db_put_array(batch, DB_BYTES, (uint32_t)n);
    for (size_t i = 0; i < n; i++) {
        uint8_t index[CRYPT_INDEX_BYTES];
        if (crypt_index(crypt, keys[i], digits, index, &call->task.err))
            return call->task.err.code;
        db_put_bytes(batch, (struct str){(const char *)index, sizeof index});
        if (i == 0)
            base64url(index, sizeof index, filter);
    }
    return ERR_NONE;
}

static enum step_result ask(struct task *task)
{
    static const char log_prefix[] = "cpr:";
    struct call *call = call_of(task);
    const struct json *body = NULL;
    struct json_reader r;
    char digits[10], *filter = arena_alloc(call->arena, sizeof log_prefix - 1 + HASH_TEXT);
    call->logged_reason = STR(""); /* until it was looked at */
    if (!filter)
        return call_fail(call, ERR_NO_MEMORY, "the request needs too much memory");
    if (call_json(call, &body))
        return STEP_FAIL;
    json_read(&r, body, "", &task->err);
    struct str cpr = json_get_text(&r, "cpr", JSON_REQUIRED, 20);
    struct str reason = json_get_text(&r, "reason", JSON_OPTIONAL, REASON_MAX);
    if (json_read_end(&r) || take_reason(call, reason))
        return STEP_FAIL;
    if (!cpr_digits(cpr, digits)) {
        (void)err_set_at(&task->err, ERR_INVALID, "/cpr", "is no CPR number, DDMMYY-NNNN");
        return STEP_FAIL;
    }
    struct db_batch *batch = call_batch(call);
    if (!batch)
        return STEP_FAIL;
    memcpy(filter, log_prefix, sizeof log_prefix - 1);
    db_query(batch, &SQL_WHO);
    if (put_indexes(call, batch, (struct str){digits, sizeof digits}, filter + sizeof log_prefix - 1)) {
        db_batch_free(batch);
        return STEP_FAIL;
    }
    call->logged_filter = (struct str){filter, sizeof log_prefix - 1 + HASH_TEXT};
    db_put_i32(batch, (int32_t)call->caller.viewer.staff);
    db_put_i64(batch, call->caller.viewer.own_citizen);
    db_put_i32(batch, call->app->config->who_per_hour);
    return call_submit(call, call_writer(call), batch);
}

static enum step_result answer(struct task *task)
{
    enum { WAIT, CASEWORKER, TEAM, TELEPHONE };
    struct call *call = call_of(task);
    const struct db_batch *row = call->result;
    if (call_db_failed(call))
        return STEP_FAIL;
    int32_t seconds = db_get_i32(row, 0, 0, WAIT);
    if (seconds > 0) {
        call_header_printf(call, "retry-after", "%d", seconds);
        return call_fail(call, ERR_THROTTLED, "you have asked too often; wait %d seconds", seconds);
    }
    struct buf *out = &call->body;
    json_begin_object(out);
    json_key(out, "caseworker"), json_str(out, db_get_text(row, 0, 0, CASEWORKER));
    json_key(out, "team"), json_str(out, db_get_text(row, 0, 0, TEAM));
    json_key(out, "telephone"), json_str(out, db_get_text(row, 0, 0, TELEPHONE));
    json_end_object(out);
    return STEP_DONE;
}

static const struct step steps[] = {{"ask", ask}, {"answer", answer}, {0}};

const struct route who_routes[] = {{.method = METHOD_POST,
                                    .path = "/v1/who",
                                    .name = "who",
                                    .summary = "Who has the case of the citizen with this CPR number",
                                    .roles = CASE_STAFF,
                                    .body_cap = 16 * 1024,
                                    .body_types = "application/json",
                                    .logged = LOGGED_FIRST,
                                    .steps = steps,
                                    .answer = "who",
                                    .asks = "who_question"},
                                   {0}};
