/* See json.h. The one place that knows jansson. A tree of jansson lives only as long as json_parse: it is
 * turned into structs in the arena at once. */
#include "wire/json.h"

#include <jansson.h>

#include "base/buf.h"

/* The memory of one run of jansson: an arena that goes at one stroke, so jansson frees nothing. `refused` is
 * our own note, for jansson does not always say that memory was what it lacked, and where its buffer of a
 * text cannot grow it even goes on with a part of the text. */
struct scratch {
    struct arena arena;
    bool refused;
};

static _Thread_local struct scratch *scratch; /* only while json_parse runs */

enum { SCRATCH_MAX = 384 << 20 }; /* enough for JSON_VALUES_MAX values of the worst shape */

/* Others may use jansson, too (the client does): they get memory as everybody. */
static void *take(size_t size)
{
    if (!scratch)
        return mem_resize(NULL, size);
    void *block = arena_alloc(&scratch->arena, size);
    scratch->refused = scratch->refused || !block;
    return block;
}

static void give_back(void *block)
{
    if (!scratch)
        mem_free(block);
}

/* Before main, because jansson wants to be told before its first allocation. */
__attribute__((constructor)) static void use_our_memory(void)
{
    json_set_alloc_funcs(take, give_back);
}

struct place {
    size_t line, column;
};

static struct place place_of(struct str text, size_t at)
{
    struct place place = {1, 1};
    for (size_t i = 0; i < at; i++) {
        place.column++;
        if (text.at[i] == '\n')
            place = (struct place){place.line + 1, 1};
    }
    return place;
}

static enum err_code refuse(struct str text, size_t at, const char *what, struct err *err)
{
    struct place place = place_of(text, at);
    return err_set(err, ERR_BAD_REQUEST, "line %zu, column %zu: %s", place.line, place.column, what);
}

/* What must be known before jansson: that it will not recurse deeply, and (jansson would say it less clearly)
 * that no text holds a NUL. Nothing else of JSON is judged here. */
static enum err_code scan(struct str text, struct err *err)
{
    size_t depth = 0, values = 1;
    bool in_text = false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        if (in_text) {
            if (c == '"')
                in_text = false;
            if (c != '\\')
                continue;
            static const char nul[] = "u0000";
            if (text.len - i > strlen(nul) && memcmp(text.at + i + 1, nul, strlen(nul)) == 0)
                return refuse(text, i, "\\u0000 is not allowed", err);
            i++; /* whatever is escaped */
        } else if (c == '"') {
            in_text = true;
        } else if (c == '[' || c == '{') {
            values++;
            if (++depth > JSON_DEPTH_MAX)
                return err_set(err, ERR_BAD_REQUEST, "JSON is nested deeper than %d", JSON_DEPTH_MAX);
        } else if ((c == ']' || c == '}') && depth > 0) {
            depth--;
        } else if (c == ',') {
            values++;
        }
    }
    if (values > JSON_VALUES_MAX)
        return err_set(err, ERR_TOO_LARGE, "JSON holds more than %d values", JSON_VALUES_MAX);
    return ERR_NONE;
}

/* jansson's own text may quote the input, so it is not passed on. */
static enum err_code say(const json_error_t *error, struct err *err)
{
    const char *what;
    if (scratch->refused)
        return err_set(err, ERR_NO_MEMORY, "no memory to read JSON");
    switch ((int)json_error_code(error)) {
    case json_error_premature_end_of_input:
        what = "JSON ends too early";
        break;
    case json_error_end_of_input_expected:
        what = "something follows the JSON value";
        break;
    case json_error_duplicate_key:
        what = "a member stands twice in one object";
        break;
    case json_error_numeric_overflow:
        what = "a number is too large";
        break;
    default:
        what = "not JSON";
    }
    return err_set(err, ERR_BAD_REQUEST, "line %d, column %d: %s", error->line, error->column, what);
}

static bool convert(struct arena *arena, json_t *from, struct json *to);

static bool convert_array(struct arena *arena, const json_t *from, struct json *to)
{
    size_t n = json_array_size(from);
    struct json *items = ARENA_ARRAY(arena, struct json, n);
    if (!items)
        return false;
    for (size_t i = 0; i < n; i++)
        if (!convert(arena, json_array_get(from, i), &items[i]))
            return false;
    to->is = JSON_IS_ARRAY;
    to->items = items;
    to->n = n;
    return true;
}

static bool convert_object(struct arena *arena, json_t *from, struct json *to)
{
    size_t n = json_object_size(from), i = 0;
    struct json_member *members = ARENA_ARRAY(arena, struct json_member, n);
    if (!members)
        return false;
    for (void *at = json_object_iter(from); at; at = json_object_iter_next(from, at), i++) {
        members[i].name = arena_copy(arena, str_of(json_object_iter_key(at)));
        if (!members[i].name.at || !convert(arena, json_object_iter_value(at), &members[i].value))
            return false;
    }
    to->is = JSON_IS_OBJECT;
    to->members = members;
    to->n = n;
    return true;
}

/* Recursion ends at JSON_DEPTH_MAX. */
static bool convert(struct arena *arena, json_t *from, struct json *to)
{
    switch (json_typeof(from)) {
    case JSON_OBJECT:
        return convert_object(arena, from, to);
    case JSON_ARRAY:
        return convert_array(arena, from, to);
    case JSON_STRING:
        to->is = JSON_IS_TEXT;
        to->text = arena_copy(arena, (struct str){json_string_value(from), json_string_length(from)});
        return to->text.at != NULL;
    case JSON_INTEGER:
        to->is = JSON_IS_INT;
        to->number = json_integer_value(from);
        to->real = (double)to->number;
        return true;
    case JSON_REAL:
        to->is = JSON_IS_REAL;
        to->real = json_real_value(from);
        return true;
    case JSON_TRUE:
    case JSON_FALSE:
        to->is = JSON_IS_BOOL;
        to->yes = json_is_true(from);
        return true;
    case JSON_NULL:
        to->is = JSON_IS_NULL;
        return true;
    }
    return false;
}

static enum err_code read_tree(struct arena *arena, struct str text, struct json *out, struct err *err)
{
    json_error_t error;
    json_t *tree = json_loadb(text.at, text.len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
    if (!tree)
        return say(&error, err);
    if (scratch->refused || !convert(arena, tree, out))
        return err_set(err, ERR_NO_MEMORY, "no memory to read JSON");
    return ERR_NONE;
}

enum err_code json_parse(struct arena *arena, struct str text, const struct json **out, struct err *err)
{
    if (text.len == 0)
        return err_set(err, ERR_BAD_REQUEST, "JSON is missing");
    if (!str_is_utf8(text))
        return err_set(err, ERR_BAD_REQUEST, "JSON is not UTF-8, or holds a NUL");
    enum err_code code = scan(text, err);
    if (code)
        return code;
    struct json *value = ARENA_NEW(arena, struct json);
    if (!value)
        return err_set(err, ERR_NO_MEMORY, "no memory to read JSON");
    struct scratch here = {.refused = false};
    arena_init(&here.arena, SCRATCH_MAX);
    scratch = &here;
    code = read_tree(arena, text, value, err);
    scratch = NULL;
    arena_clear(&here.arena);
    if (!code)
        *out = value;
    return code;
}
