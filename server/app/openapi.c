/* The description of the API, from the tables of routes, kinds, catalogues and errors. See tables_json.h. */
#include "app/call_query.h"
#include "app/names.h"
#include "app/openapi_schemas.h"
#include "app/route.h"
#include "app/tables_json.h"
#include "base/err.h"
#include "wire/json_rules.h"
#include "wire/json_vocabulary.h"
#include "wire/json_write.h"

static void put_words(struct buf *out, const char *words)
{
    json_key(out, "enum"), json_begin_array(out);
    while (*words) {
        size_t len = strcspn(words, "|");
        json_str(out, (struct str){words, len});
        words += len + (words[len] == '|');
    }
    json_end_array(out);
}

static void put_format(struct buf *out, const char *format)
{
    json_key(out, "type"), json_text(out, "string");
    if (format)
        json_key(out, "format"), json_text(out, format);
}

static void put_param_schema(struct buf *out, const struct query_param *param)
{
    json_begin_object(out);
    if (param->repeats) {
        json_key(out, "type");
        json_text(out, "array");
        json_key(out, "items"), json_begin_object(out);
    }
    switch (param->type) {
    case PARAM_INTEGER:
        json_key(out, "type"), json_text(out, "integer");
        json_key(out, "minimum"), json_i64(out, param->lowest);
        json_key(out, "maximum"), json_i64(out, param->highest);
        break;
    case PARAM_BOOL:
        json_key(out, "type"), json_text(out, "boolean");
        break;
    case PARAM_DAY:
        put_format(out, "date");
        break;
    case PARAM_INSTANT:
        put_format(out, "date-time");
        break;
    case PARAM_UUID:
        put_format(out, "uuid");
        break;
    case PARAM_WORD:
        put_format(out, NULL);
        put_words(out, param->words);
        break;
    case PARAM_TEXT:
        put_format(out, NULL);
        json_key(out, "minLength"), json_i64(out, 1);
        json_key(out, "maxLength"), json_i64(out, query_text_max(param));
        break;
    }
    if (param->repeats)
        json_end_object(out);
    json_end_object(out);
}

static void put_parameters(struct buf *out, const struct route *route)
{
    json_key(out, "parameters"), json_begin_array(out);
    for (const char *at = strchr(route->path, '{'); at; at = strchr(at + 1, '{')) {
        json_begin_object(out);
        json_key(out, "name"), json_str(out, (struct str){at + 1, strcspn(at + 1, "}")});
        json_key(out, "in"), json_text(out, "path");
        json_key(out, "required"), json_bool(out, true);
        json_key(out, "schema");
        json_begin_object(out);
        put_format(out, NULL);
        json_end_object(out);
        json_end_object(out);
    }
    for (const struct query_param *p = route->params; p && p->name; p++) {
        json_begin_object(out);
        json_key(out, "name"), json_text(out, p->name);
        json_key(out, "in"), json_text(out, "query");
        json_key(out, "description"), json_text(out, p->text ? p->text : p->name);
        json_key(out, "schema"), put_param_schema(out, p);
        json_end_object(out);
    }
    json_end_array(out);
}

static void put_body(struct buf *out, const struct route *route)
{
    if (route->body_cap == 0)
        return;
    json_key(out, "requestBody"), json_begin_object(out);
    json_key(out, "content"), json_begin_object(out);
    for (const char *types = route->body_types ? route->body_types : "application/json"; *types;) {
        size_t len = strcspn(types, "|");
        struct buf type;
        buf_init(&type, 100);
        buf_put(&type, types, len);
        buf_put_char(&type, '\0');
        json_key(out, type.at ? type.at : "");
        json_begin_object(out);
        if (route->asks) {
            json_key(out, "schema");
            put_schema_ref(out, str_of(route->asks));
        }
        json_end_object(out);
        buf_clear(&type);
        types += len + (types[len] == '|');
    }
    json_end_object(out);
    json_end_object(out);
}

static void put_answers(struct buf *out, const struct route *route)
{
    json_key(out, "responses"), json_begin_object(out);
    json_key(out, route->method == METHOD_DELETE ? "204" : "2XX"), json_begin_object(out);
    json_key(out, "description"), json_text(out, route->summary);
    if (route->answer) {
        json_key(out, "content"), json_begin_object(out);
        json_key(out, "application/json"), json_begin_object(out);
        json_key(out, "schema"), put_schema_ref(out, str_of(route->answer));
        json_end_object(out);
        json_end_object(out);
    }
    json_end_object(out);
    json_key(out, "default"), json_begin_object(out);
    json_key(out, "description"), json_text(out, "what is wrong");
    json_key(out, "content"), json_begin_object(out);
    json_key(out, "application/problem+json"), json_begin_object(out);
    json_key(out, "schema"), put_schema_ref(out, STR("problem"));
    json_end_object(out);
    json_end_object(out);
    json_end_object(out);
    json_end_object(out);
}

/* Who may, in words. */
static void put_who(struct buf *out, const struct route *route)
{
    struct buf who;
    buf_init(&who, 400);
    for (unsigned role = 1; role < STAFF_ROLE_COUNT; role++)
        if (route->roles & STAFF_BIT(role))
            buf_printf(&who, "%s%s", who.len ? ", " : "Roles: ", staff_role_name((enum staff_role)role));
    if (route->scopes) {
        buf_printf(&who, "%sScopes of tokens: ", who.len ? ". " : "");
        put_scopes(&who, route->scopes);
    }
    json_key(out, "description"), json_str(out, who.len ? buf_str(&who) : STR("Anybody"));
    buf_clear(&who);
}

static void put_operation(struct buf *out, const struct route *route)
{
    static const char *const methods[METHOD_COUNT] = {"get",   "head",   "post",   "put",
                                                      "patch", "delete", "options"};
    json_key(out, methods[route->method]), json_begin_object(out);
    json_key(out, "operationId"), json_text(out, route->name);
    json_key(out, "summary"), json_text(out, route->summary);
    put_who(out, route);
    json_key(out, "security"), json_begin_array(out);
    if (!route->for_anybody) {
        json_begin_object(out);
        json_key(out, "bearer");
        json_begin_array(out);
        json_end_array(out);
        json_end_object(out);
    }
    json_end_array(out);
    put_parameters(out, route);
    put_body(out, route);
    put_answers(out, route);
    json_end_object(out);
}

/* Each path once, with the operations of all its routes. */
static void put_paths(struct buf *out)
{
    int n = route_count();
    json_key(out, "paths"), json_begin_object(out);
    for (int i = 0; i < n; i++) {
        bool seen = false;
        for (int before = 0; before < i && !seen; before++)
            seen = strcmp(route_at(before)->path, route_at(i)->path) == 0;
        if (seen)
            continue;
        json_key(out, route_at(i)->path), json_begin_object(out);
        for (int j = i; j < n; j++)
            if (strcmp(route_at(j)->path, route_at(i)->path) == 0)
                put_operation(out, route_at(j));
        json_end_object(out);
    }
    json_end_object(out);
}

static void put_text_schema(struct buf *out, const char *key, const char *format)
{
    json_key(out, key);
    json_begin_object(out);
    put_format(out, format);
    json_end_object(out);
}

static void put_problem_schema(struct buf *out)
{
    json_key(out, "problem"), json_begin_object(out);
    json_key(out, "type"), json_text(out, "object");
    json_key(out, "properties"), json_begin_object(out);
    put_text_schema(out, "type", "uri-reference");
    put_text_schema(out, "title", NULL);
    json_key(out, "status");
    json_begin_object(out);
    json_key(out, "type");
    json_text(out, "integer");
    json_end_object(out);
    put_text_schema(out, "detail", NULL);
    put_text_schema(out, "trace_id", NULL);
    json_key(out, "code");
    json_begin_object(out);
    put_format(out, NULL);
    json_key(out, "enum"), json_begin_array(out);
    for (int code = ERR_NONE + 1; code <= ERR_NO_MEMORY; code++)
        json_text(out, err_info((enum err_code)code)->name);
    json_end_array(out);
    json_end_object(out);
    json_end_object(out);
    json_end_object(out);
}

/* The list of cases asked with POST: its parameters as members, and what may not stand in a URL. */
static void put_search_schema(struct buf *out)
{
    struct route_match list;
    route_find(METHOD_GET, STR("/v1/cases"), &list);
    json_key(out, "case_search"), json_begin_object(out);
    json_key(out, "type"), json_text(out, "object");
    json_key(out, "properties"), json_begin_object(out);
    json_key(out, "name"), put_schema_text(out, TEXT_CITIZEN_NAME);
    put_text_schema(out, "cpr", NULL);
    for (const struct query_param *p = list.route ? list.route->params : NULL; p && p->name; p++) {
        json_key(out, p->name);
        put_param_schema(out, p);
    }
    json_end_object(out);
    json_key(out, "additionalProperties"), json_bool(out, false);
    json_end_object(out);
}

void put_openapi(struct buf *out)
{
    json_begin_object(out);
    json_key(out, "openapi"), json_text(out, "3.1.0");
    json_key(out, "info"), json_begin_object(out);
    json_key(out, "title"), json_text(out, "Spor");
    json_key(out, "version"), json_text(out, "1");
    json_key(out, "description");
    json_text(out, "Unknown parameters and members are refused with what is allowed. Instants are RFC 3339 "
                   "with an offset, "
                   "days local days in Europe/Copenhagen. Errors are RFC 9457.");
    json_end_object(out);
    put_paths(out);
    json_key(out, "components"), json_begin_object(out);
    json_key(out, "securitySchemes"), json_begin_object(out);
    json_key(out, "bearer"), json_begin_object(out);
    json_key(out, "type");
    json_text(out, "http");
    json_key(out, "scheme"), json_text(out, "bearer");
    json_end_object(out);
    json_end_object(out);
    json_key(out, "schemas"), json_begin_object(out);
    put_problem_schema(out);
    put_schemas(out);
    put_search_schema(out);
    json_put_event_schemas(out);
    json_put_rule_set_schema(out);
    json_end_object(out);
    json_end_object(out);
    json_end_object(out);
}
