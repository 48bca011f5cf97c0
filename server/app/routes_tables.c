/* What never changes while the daemon runs: rules, catalogues, kinds, the description of the API. */
#include "app/app.h"
#include "app/call.h"
#include "app/routes.h"
#include "app/tables_json.h"
#include "store/crypt.h"
#include "wire/json_vocabulary.h"

enum { TABLE_MAX = 4 << 20 };

/* The ETag is the hash of the content. */
static enum err_code make(struct table *table, void (*put)(struct buf *out), struct err *err)
{
    static const char hex[] = "0123456789abcdef";
    uint8_t hash[32];
    buf_init(&table->body, TABLE_MAX);
    put(&table->body);
    enum err_code code = table->body.failed ? err_set(err, ERR_NO_MEMORY, "the answer is too large")
                                            : crypt_sha256(buf_str(&table->body), STR(""), hash, err);
    if (code) {
        buf_clear(&table->body);
        return code;
    }
    table->tag[0] = table->tag[17] = '"';
    for (int i = 0; i < 8; i++) {
        table->tag[1 + 2 * i] = hex[hash[i] >> 4];
        table->tag[2 + 2 * i] = hex[hash[i] & 15];
    }
    return ERR_NONE;
}

static enum step_result answer(struct call *call, int which, void (*put)(struct buf *out))
{
    struct table *table = &call->app->tables[which];
    if (table->body.len == 0 && make(table, put, &call->task.err))
        return STEP_FAIL;
    call_header(call, "etag", str_of(table->tag));
    if (!str_equal(request_header(call->request, "if-none-match"), str_of(table->tag))) {
        call->fixed = buf_str(&table->body);
        return STEP_DONE;
    }
    call->status = 304;
    call->content_type = NULL;
    return STEP_DONE;
}

static enum step_result catalogues(struct task *task)
{
    return answer(call_of(task), TABLE_CATALOGUES, json_put_catalogues);
}

static enum step_result kinds(struct task *task)
{
    return answer(call_of(task), TABLE_KINDS, json_put_kinds);
}

static enum step_result rules(struct task *task)
{
    return answer(call_of(task), TABLE_RULES, put_rules);
}

static enum step_result openapi(struct task *task)
{
    return answer(call_of(task), TABLE_OPENAPI, put_openapi);
}

static const struct step catalogue_steps[] = {{"answer", catalogues}, {NULL, NULL}};
static const struct step kind_steps[] = {{"answer", kinds}, {NULL, NULL}};
static const struct step rule_steps[] = {{"answer", rules}, {NULL, NULL}};
static const struct step openapi_steps[] = {{"answer", openapi}, {NULL, NULL}};

#define TABLE .method = METHOD_GET, .roles = ANY_STAFF, .scopes = ANY_SCOPE

const struct route table_routes[] = {
    {TABLE, .path = "/v1/catalogues", .name = "catalogues",
     .summary = "All catalogues: numbers, slugs, Danish and English", .steps = catalogue_steps,
     .answer = "catalogues"},
    {TABLE, .path = "/v1/kinds", .name = "kinds", .summary = "All kinds of events and their fields",
     .steps = kind_steps, .answer = "kinds"},
    {TABLE, .path = "/v1/rules", .name = "rules", .summary = "All rules with their parameters",
     .steps = rule_steps, .answer = "rules"},
    {.method = METHOD_GET,
     .path = "/v1/openapi.json",
     .name = "openapi",
     .summary = "This description",
     .for_anybody = true,
     .steps = openapi_steps},
    {0},
};
