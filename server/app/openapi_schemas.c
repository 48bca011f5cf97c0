/* From the notation of schema_table.h to JSON Schema. See openapi_schemas.h. */
#include "app/openapi_schemas.h"
#include "app/schema_table.h"
#include "base/bug.h"
#include "core/catalogue.h"
#include "wire/json_write.h"

enum { NAME_BYTES = 40 };

enum schema_kind { SCHEMA_BODY, SCHEMA_ANSWER };

struct schema {
    enum schema_kind kind;
    const char *name, *members;
};

static const struct schema schemas[] = {
#define ROW(kind, name, members) {kind, #name, members},
    SCHEMAS(ROW)
#undef ROW
};

struct word {
    const char *name;   /* as in the notation */
    const char *type;   /* of JSON; NULL: any */
    const char *format; /* or NULL */
};

static const struct word words[] = {
    {"text", "string", NULL},   {"int", "integer", NULL},  {"number", "number", NULL},
    {"bool", "boolean", NULL},  {"day", "string", "date"}, {"instant", "string", "date-time"},
    {"uuid", "string", "uuid"}, {"null", "null", NULL},    {"any", NULL, NULL},
};

static bool starts(struct str text, char c)
{
    return text.len > 0 && text.at[0] == c;
}

static struct str after(struct str text, size_t n)
{
    return (struct str){text.at + n, text.len - n};
}

void put_schema_ref(struct buf *out, struct str name)
{
    struct buf ref;
    buf_init(&ref, 200);
    buf_printf(&ref, "#/components/schemas/%.*s", STR_ARG(name));
    json_begin_object(out);
    json_key(out, "$ref"), json_str(out, buf_str(&ref));
    json_end_object(out);
    buf_clear(&ref);
}

/* "a|b|c" as enum. */
static void put_enum(struct buf *out, struct str list)
{
    json_begin_object(out);
    json_key(out, "type"), json_text(out, "string");
    json_key(out, "enum"), json_begin_array(out);
    while (list.len > 0) {
        const char *end = memchr(list.at, '|', list.len);
        size_t len = end ? (size_t)(end - list.at) : list.len;
        json_str(out, (struct str){list.at, len});
        list = after(list, end ? len + 1 : len);
    }
    json_end_array(out);
    json_end_object(out);
}

static void put_catalogue(struct buf *out, struct str name)
{
    uint32_t catalogue = CATALOGUE_NONE + 1;
    while (catalogue < CATALOGUE_COUNT && !str_equal(name, str_of(catalogue_name((enum catalogue)catalogue))))
        catalogue++;
    if (catalogue == CATALOGUE_COUNT)
        bug("schema_table.h: no such catalogue");
    json_begin_object(out);
    json_key(out, "type"), json_text(out, "string");
    json_key(out, "enum"), json_begin_array(out);
    for (uint32_t n = 1; n <= catalogue_size((enum catalogue)catalogue); n++)
        json_text(out, catalogue_value((enum catalogue)catalogue, n)->slug);
    json_end_array(out);
    json_end_object(out);
}

static void put_word(struct buf *out, struct str type)
{
    bool may_be_null = type.len > 0 && type.at[type.len - 1] == '?';
    size_t len = type.len - may_be_null, letters = 0;
    while (letters < len && (type.at[letters] < '0' || type.at[letters] > '9'))
        letters++;
    int64_t most = 0;
    const struct word *word = words;
    while (word < words + ARRAY_LEN(words) && !str_equal(str_of(word->name), (struct str){type.at, letters}))
        word++;
    if (word == words + ARRAY_LEN(words) ||
        (letters < len && !str_to_i64((struct str){type.at + letters, len - letters}, 1, 100000, &most)))
        bug("schema_table.h: no such type");
    json_begin_object(out);
    if (may_be_null) {
        json_key(out, "type"), json_begin_array(out);
        json_text(out, word->type);
        json_text(out, "null");
        json_end_array(out);
    } else if (word->type) {
        json_key(out, "type"), json_text(out, word->type);
    }
    if (word->format)
        json_key(out, "format"), json_text(out, word->format);
    if (most)
        json_key(out, "maxLength"), json_i64(out, most);
    json_end_object(out);
}

void put_schema_text(struct buf *out, enum text_field field)
{
    json_begin_object(out);
    json_key(out, "type"), json_text(out, "string");
    json_key(out, "minLength"), json_i64(out, 1);
    json_key(out, "maxLength"), json_i64(out, text_field_max(field));
    json_end_object(out);
}

static void put_kept(struct buf *out, struct str name)
{
    enum text_field field = text_field_by_name(name);
    if (field == TEXT_FIELD_COUNT)
        bug("schema_table.h: no such text");
    put_schema_text(out, field);
}

static void put_type(struct buf *out, struct str type);

static void put_list(struct buf *out, struct str item)
{
    json_begin_object(out);
    json_key(out, "type"), json_text(out, "array");
    json_key(out, "items"), put_type(out, item);
    json_end_object(out);
}

/* Where the first of several alternatives ends: at a bar outside brackets. */
static size_t first_of(struct str type)
{
    int depth = 0;
    size_t at = 0;
    for (; at < type.len && !(depth == 0 && type.at[at] == '|'); at++)
        depth += (type.at[at] == '[') - (type.at[at] == ']');
    return at;
}

static void put_type(struct buf *out, struct str type)
{
    size_t first = first_of(type);
    if (starts(type, '=')) {
        put_enum(out, after(type, 1));
    } else if (first < type.len) {
        json_begin_object(out);
        json_key(out, "anyOf"), json_begin_array(out);
        for (; type.len > 0; first = first_of(type)) {
            put_type(out, (struct str){type.at, first});
            type = after(type, first < type.len ? first + 1 : first);
        }
        json_end_array(out);
        json_end_object(out);
    } else if (starts(type, '[')) {
        put_list(out, (struct str){type.at + 1, type.len - 2});
    } else if (starts(type, '@')) {
        put_schema_ref(out, after(type, 1));
    } else if (starts(type, '$')) {
        put_kept(out, after(type, 1));
    } else if (starts(type, '#')) {
        put_catalogue(out, after(type, 1));
    } else {
        put_word(out, type);
    }
}

struct member {
    struct str name, type;
    char mark; /* '!', '-' or 0 */
};

static bool next_member(struct str *rest, struct member *out)
{
    while (starts(*rest, ' '))
        *rest = after(*rest, 1);
    if (rest->len == 0)
        return false;
    const char *end = memchr(rest->at, ' ', rest->len);
    struct str all = {rest->at, end ? (size_t)(end - rest->at) : rest->len};
    const char *colon = memchr(all.at, ':', all.len);
    if (!colon || colon == all.at)
        bug("schema_table.h: a member has a name and a type");
    out->name = (struct str){all.at, (size_t)(colon - all.at)};
    out->type = after(all, out->name.len + 1);
    char last = out->name.at[out->name.len - 1];
    out->mark = last == '!' || last == '-' ? last : '\0';
    out->name.len -= out->mark != '\0';
    *rest = after(*rest, all.len);
    return true;
}

static void put_members(struct buf *out, const struct schema *schema)
{
    struct member member;
    json_begin_object(out);
    json_key(out, "type"), json_text(out, "object");
    json_key(out, "required"), json_begin_array(out);
    for (struct str rest = str_of(schema->members); next_member(&rest, &member);)
        if (schema->kind == SCHEMA_BODY ? member.mark == '!' : member.mark != '-')
            json_str(out, member.name);
    json_end_array(out);
    json_key(out, "properties"), json_begin_object(out);
    for (struct str rest = str_of(schema->members); next_member(&rest, &member);) {
        char name[NAME_BYTES] = "";
        if (member.name.len >= sizeof name)
            bug("schema_table.h: a name is too long");
        memcpy(name, member.name.at, member.name.len);
        json_key(out, name);
        put_type(out, member.type);
    }
    json_end_object(out);
    if (schema->kind == SCHEMA_BODY)
        json_key(out, "additionalProperties"), json_bool(out, false);
    json_end_object(out);
}

void put_schemas(struct buf *out)
{
    for (const struct schema *schema = schemas; schema < schemas + ARRAY_LEN(schemas); schema++) {
        json_key(out, schema->name);
        if (schema->members[0] == '@' || schema->members[0] == '[')
            put_type(out, str_of(schema->members));
        else
            put_members(out, schema);
    }
}
