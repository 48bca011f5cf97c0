/* See json.h. */
#include "base/buf.h"
#include "wire/json.h"

#include <stdio.h>

const struct json *json_find(const struct json *value, const char *name)
{
    if (!value || value->is != JSON_IS_OBJECT)
        return NULL;
    struct str wanted = str_of(name);
    for (size_t i = 0; i < value->n; i++)
        if (str_equal(value->members[i].name, wanted))
            return &value->members[i].value;
    return NULL;
}

/* ---- pointers ---- */

/* Puts a text behind what stands in `out`, as much of it as fits. */
static size_t append(char *out, size_t size, size_t len, struct str text)
{
    size_t room = size - 1 - len, n = text.len < room ? text.len : room;
    if (n)
        memcpy(out + len, text.at, n);
    out[len + n] = '\0';
    return len + n;
}

void json_pointer_item(char *out, size_t size, const char *base, size_t index)
{
    char digits[24];
    size_t at = sizeof digits, len = append(out, size, 0, str_of(base));
    do
        digits[--at] = (char)('0' + index % 10);
    while ((index /= 10) > 0);
    digits[--at] = '/';
    (void)append(out, size, len, (struct str){digits + at, sizeof digits - at});
}

/* A name that may be repeated to the sender: a short word, as our own names and most mistakes are. Anything
 * else may be data that stands in the wrong place. */
static bool is_word(struct str name)
{
    if (name.len == 0 || name.len > 40 || str_has_cpr(name))
        return false;
    for (size_t i = 0; i < name.len; i++) {
        char c = name.at[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
              c == '-' || c == '.'))
            return false;
    }
    return true;
}

void json_pointer_member(char *out, size_t size, const char *base, struct str name)
{
    size_t len = append(out, size, 0, str_of(base));
    if (is_word(name))
        (void)append(out, size, append(out, size, len, STR("/")), name);
}

/* ---- the reader ---- */

static void fail(struct json_reader *r, enum err_code code)
{
    r->code = code;
    r->object = NULL;
}

static void fail_at(struct json_reader *r, struct str name, const char *why)
{
    char pointer[sizeof r->err->pointer];
    json_pointer_member(pointer, sizeof pointer, r->pointer, name);
    fail(r, err_set_at(r->err, ERR_INVALID, pointer, "%s", why));
}

void json_read(struct json_reader *r, const struct json *value, const char *pointer, struct err *err)
{
    *r = (struct json_reader){.object = value, .err = err};
    (void)append(r->pointer, sizeof r->pointer, 0, str_of(pointer));
    if (value->is != JSON_IS_OBJECT)
        fail(r, err_set_at(err, ERR_INVALID, pointer, "must be an object"));
}

void json_refuse(struct json_reader *r, const char *name, const char *why)
{
    if (!r->code)
        fail_at(r, str_of(name), why);
}

static bool was_asked_for(const struct json_reader *r, struct str name)
{
    for (size_t i = 0; i < r->n_names; i++)
        if (str_equal(name, str_of(r->names[i])))
            return true;
    return false;
}

static bool is_first(const struct json_reader *r, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (strcmp(r->names[i], r->names[at]) == 0)
            return false;
    return true;
}

/* "a, b, c", each once, as much of it as fits. */
static void list_names(const struct json_reader *r, char *out, size_t size)
{
    size_t len = 0;
    for (size_t i = 0; i < r->n_names; i++) {
        if (!is_first(r, i))
            continue;
        len = append(out, size, len, i ? STR(", ") : STR(""));
        len = append(out, size, len, str_of(r->names[i]));
    }
}

enum err_code json_read_end(struct json_reader *r)
{
    for (size_t i = 0; r->object && i < r->object->n; i++) {
        if (i < 64 ? r->taken >> i & 1 : was_asked_for(r, r->object->members[i].name))
            continue;
        char pointer[sizeof r->err->pointer], names[240] = "";
        json_pointer_member(pointer, sizeof pointer, r->pointer, r->object->members[i].name);
        list_names(r, names, sizeof names);
        fail(r, err_set_at(r->err, ERR_INVALID, pointer, "is no member here; allowed: %s", names));
    }
    return r->code;
}

static size_t place_of(const struct json *object, const struct json *value)
{
    size_t at = 0;
    while (&object->members[at].value != value)
        at++;
    return at;
}

const struct json *json_get_any(struct json_reader *r, const char *name, enum json_need need)
{
    bool again = false; /* json_has before json_get_text: mostly the same text in memory, too */
    for (size_t i = 0; i < r->n_names && !again; i++)
        again = r->names[i] == name;
    if (!again && r->n_names < JSON_NAMES_MAX)
        r->names[r->n_names++] = name;
    const struct json *value = json_find(r->object, name);
    if (value) {
        size_t at = place_of(r->object, value);
        r->taken |= at < 64 ? UINT64_C(1) << at : 0;
    } else if (need == JSON_REQUIRED && !r->code) {
        fail_at(r, str_of(name), "is missing");
    }
    return value;
}

bool json_has(struct json_reader *r, const char *name)
{
    return json_get_any(r, name, JSON_OPTIONAL) != NULL;
}

const struct json *json_get(struct json_reader *r, const char *name, enum json_need need, enum json_is is)
{
    static const char *const wrong[] = {
        [JSON_IS_NULL] = "must be null",          [JSON_IS_BOOL] = "must be true or false",
        [JSON_IS_INT] = "must be a whole number", [JSON_IS_REAL] = "must be a number",
        [JSON_IS_TEXT] = "must be a text",        [JSON_IS_ARRAY] = "must be an array",
        [JSON_IS_OBJECT] = "must be an object",
    };
    const struct json *value = json_get_any(r, name, need);
    if (!value || value->is == is || (is == JSON_IS_REAL && value->is == JSON_IS_INT))
        return value;
    fail_at(r, str_of(name), wrong[is]);
    return NULL;
}

static const char *check_length(struct str text, size_t max)
{
    size_t characters = text_characters(text);
    return characters == 0 ? "is empty; leave it out instead" : characters > max ? "is too long" : NULL;
}

struct str json_get_text(struct json_reader *r, const char *name, enum json_need need, size_t max)
{
    const struct json *value = json_get(r, name, need, JSON_IS_TEXT);
    if (!value)
        return (struct str){NULL, 0};
    const char *wrong = check_length(value->text, max);
    if (wrong) {
        fail_at(r, str_of(name), wrong);
        return (struct str){NULL, 0};
    }
    return value->text;
}

struct str json_get_field(struct json_reader *r, const char *name, enum json_need need, enum text_field field)
{
    char pointer[sizeof r->err->pointer];
    const struct json *value = json_get(r, name, need, JSON_IS_TEXT);
    if (!value)
        return (struct str){NULL, 0};
    json_pointer_member(pointer, sizeof pointer, r->pointer, str_of(name));
    if (!text_check(field, value->text, pointer, r->err))
        return value->text;
    fail(r, r->err->code);
    return (struct str){NULL, 0};
}

int64_t json_get_int(struct json_reader *r, const char *name, enum json_need need, int64_t min, int64_t max,
                     int64_t otherwise)
{
    const struct json *value = json_get(r, name, need, JSON_IS_INT);
    if (!value)
        return otherwise;
    if (value->number >= min && value->number <= max)
        return value->number;
    char why[80];
    (void)snprintf(why, sizeof why, "must be between %lld and %lld", (long long)min, (long long)max);
    fail_at(r, str_of(name), why);
    return otherwise;
}

bool json_get_bool(struct json_reader *r, const char *name, enum json_need need, bool otherwise)
{
    const struct json *value = json_get(r, name, need, JSON_IS_BOOL);
    return value ? value->yes : otherwise;
}

day_t json_get_day(struct json_reader *r, const char *name, enum json_need need)
{
    const struct json *value = json_get(r, name, need, JSON_IS_TEXT);
    day_t day = DAY_NONE;
    if (value && !day_parse(value->text, &day))
        fail_at(r, str_of(name), "must be a day, YYYY-MM-DD");
    return day;
}

instant_t json_get_instant(struct json_reader *r, const char *name, enum json_need need)
{
    const struct json *value = json_get(r, name, need, JSON_IS_TEXT);
    instant_t instant = INSTANT_NONE;
    if (value && !instant_parse(value->text, &instant))
        fail_at(r, str_of(name),
                "must be a time with offset, YYYY-MM-DDTHH:MM:SS+HH:MM, with at most six digits of a second");
    return instant;
}

bool json_get_uuid(struct json_reader *r, const char *name, enum json_need need, struct uuid *out)
{
    const struct json *value = json_get(r, name, need, JSON_IS_TEXT);
    if (!value)
        return false;
    if (str_to_uuid(value->text, out))
        return true;
    fail_at(r, str_of(name), "must be a UUID");
    return false;
}

const struct str *json_get_texts(struct json_reader *r, struct arena *arena, const char *name,
                                 enum json_need need, size_t max_text, size_t *n)
{
    *n = 0;
    const struct json *value = json_get(r, name, need, JSON_IS_ARRAY);
    if (!value)
        return NULL;
    struct str *texts = ARENA_ARRAY(arena, struct str, value->n);
    if (!texts) {
        fail(r, err_set(r->err, ERR_NO_MEMORY, "no memory to read JSON"));
        return NULL;
    }
    for (size_t i = 0; i < value->n; i++) {
        const struct json *item = &value->items[i];
        const char *wrong = item->is == JSON_IS_TEXT ? check_length(item->text, max_text) : "must be a text";
        if (wrong) {
            char list[sizeof r->err->pointer], pointer[sizeof r->err->pointer];
            json_pointer_member(list, sizeof list, r->pointer, str_of(name));
            json_pointer_item(pointer, sizeof pointer, list, i);
            fail(r, err_set_at(r->err, ERR_INVALID, pointer, "%s", wrong));
            return NULL;
        }
        texts[i] = item->text;
    }
    *n = value->n;
    return texts;
}
