/* What never changes while the daemon runs: rules, catalogues, kinds, the description of the API. */
#include "app/call.h"
#include "app/routes.h"
#include "app/tables_json.h"
#include "store/crypt.h"
#include "wire/json_vocabulary.h"

/* The ETag is the hash of the content. */
static enum step_result answer(struct call *call, void (*put)(struct buf *out))
{
    uint8_t hash[32];
    put(&call->body);
    if (crypt_sha256(buf_str(&call->body), STR(""), hash, &call->task.err))
        return STEP_FAIL;
    char tag[19];
    static const char hex[] = "0123456789abcdef";
    tag[0] = tag[17] = '"';
    tag[18] = '\0';
    for (int i = 0; i < 8; i++) {
        tag[1 + 2 * i] = hex[hash[i] >> 4];
        tag[2 + 2 * i] = hex[hash[i] & 15];
    }
    call_header_printf(call, "etag", "%s", tag);
    if (!str_equal(request_header(call->request, "if-none-match"), str_of(tag)))
        return STEP_DONE;
    buf_clear(&call->body);
    call->status = 304;
    call->content_type = NULL;
    return STEP_DONE;
}

static enum step_result catalogues(struct task *task)
{
    return answer(call_of(task), json_put_catalogues);
}

static enum step_result kinds(struct task *task)
{
    return answer(call_of(task), json_put_kinds);
}

static enum step_result rules(struct task *task)
{
    return answer(call_of(task), put_rules);
}

static enum step_result openapi(struct task *task)
{
    return answer(call_of(task), put_openapi);
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
