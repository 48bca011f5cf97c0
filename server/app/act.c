/* See act.h. */
#include "app/act.h"

#include <stdio.h>

#include "app/app.h"
#include "sql.gen.h"
#include "store/crypt.h"
#include "wire/json_write.h"

enum { HASH_TEXT = 2 * CRYPT_MAC_BYTES, SHORT_HASH = 32, CHANGES_MAX = 512 };

/* A keyed hash as hexadecimal digits, under the oldest key in use: so that equal things stay equal while keys are changed. */
static enum err_code keyed_hash(const struct crypt *crypt, const char *what, struct str text,
                                char out[HASH_TEXT + 1], struct err *err)
{
    static const char hex[] = "0123456789abcdef";
    const int16_t *keys = NULL;
    size_t n = crypt_keys(crypt, &keys);
    uint8_t hash[CRYPT_MAC_BYTES];
    struct buf said;
    buf_init(&said, CRYPT_SEAL_MAX * 4);
    buf_printf(&said, "%s %.*s", what, STR_ARG(text));
    enum err_code code = said.failed || n == 0 ? err_set(err, ERR_NO_MEMORY, "no memory for a hash")
                                               : crypt_mac(crypt, keys[n - 1], buf_str(&said), hash, err);
    buf_clear(&said);
    for (size_t i = 0; !code && i < sizeof hash; i++) {
        out[2 * i] = hex[hash[i] >> 4];
        out[2 * i + 1] = hex[hash[i] & 15];
    }
    out[HASH_TEXT] = '\0';
    return code;
}

enum err_code act_settings(const struct crypt *crypt, char *settings, size_t size, struct err *err)
{
    char key[HASH_TEXT + 1];
    size_t len = strlen(settings);
    enum err_code code = keyed_hash(crypt, "key of acts", STR(""), key, err);
    if (code)
        return code;
    int n = snprintf(settings + len, size - len, " -c spor.key=%s", key);
    explicit_bzero(key, sizeof key);
    return n > 0 && (size_t)n < size - len ? ERR_NONE
                                           : err_set(err, ERR_INTERNAL, "the settings are too long");
}

static void put_number(struct db_batch *batch, int64_t number)
{
    char text[24];
    int n = snprintf(text, sizeof text, "%lld", (long long)number);
    db_put_text(batch, (struct str){text, (size_t)n});
}

struct db_batch *act_batch(struct call *call)
{
    struct db_batch *batch = call_batch(call);
    if (!batch)
        return NULL;
    struct str staff = {NULL, 0};
    db_query(batch, &SQL_ACTING);
    if (call->caller.viewer.staff)
        put_number(batch, call->caller.viewer.staff);
    else
        db_put_text(batch, staff);
    put_number(batch, call->caller.token);
    db_put_text(batch, str_of(call->route->name));
    db_put_text(batch, request_header(call->request, "audit-reason"));
    db_preface(batch);
    return batch;
}

enum step_result act_refused(struct call *call, const char *act, int32_t about, struct str typed, int status)
{
    char account[HASH_TEXT + 1] = "", from[HASH_TEXT + 1] = "";
    const struct crypt *crypt = call->app->crypt;
    if (keyed_hash(crypt, "account", typed, account, &call->task.err) ||
        keyed_hash(crypt, "address", request_address(call->request), from, &call->task.err))
        return STEP_FAIL;
    struct db_batch *batch = act_batch(call);
    if (!batch)
        return STEP_FAIL;
    struct buf changes;
    buf_init(&changes, CHANGES_MAX);
    json_begin_object(&changes);
    if (!about)
        json_key(&changes, "account"), json_str(&changes, (struct str){account, SHORT_HASH});
    json_key(&changes, "from"), json_str(&changes, (struct str){from, SHORT_HASH});
    json_end_object(&changes);
    db_query(batch, &SQL_ACT_REFUSED);
    db_put_text(batch, str_of(act));
    if (about)
        db_put_i32(batch, about);
    else
        db_put_null(batch);
    db_put_text(batch, buf_str(&changes));
    db_put_i32(batch, status);
    buf_clear(&changes);
    return call_submit(call, call_writer(call), batch);
}

/* Without what people put between the digits of a number. */
static bool has_spaced_cpr(struct str text)
{
    char close[4 * REASON_MAX_CHARS];
    size_t n = 0;
    for (size_t i = 0; i < text.len && n < sizeof close; i++) {
        char c = text.at[i];
        bool between = n > 0 && close[n - 1] >= '0' && close[n - 1] <= '9';
        if (between && (c == ' ' || c == '.' || c == '-' || c == '/' || (c & 0x80)))
            continue;
        close[n++] = c;
    }
    return str_has_cpr((struct str){close, n});
}

enum err_code act_reason(struct str reason, const char *pointer, struct err *err)
{
    size_t characters = 0;
    for (size_t i = 0; i < reason.len; i++)
        characters += ((uint8_t)reason.at[i] & 0xC0) != 0x80;
    if (!str_is_utf8(reason) || characters == 0 || characters > REASON_MAX_CHARS)
        return err_set_at(err, ERR_INVALID, pointer, "a reason has 1 to %d characters of text",
                          REASON_MAX_CHARS);
    if (str_has_cpr(reason) || has_spaced_cpr(reason))
        return err_set_at(err, ERR_PERSONAL_DATA, pointer, "a CPR number may not stand in a reason");
    return ERR_NONE;
}
