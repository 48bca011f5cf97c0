/* JSON in: strict reading into plain structs, and taking members out of objects with errors that point.
 *
 * json_parse refuses what RFC 8259 leaves open and what nobody means: members that stand twice, NUL in texts,
 * broken UTF-8, lone surrogates, nesting beyond JSON_DEPTH_MAX, numbers beyond 64 bits, anything after the
 * value. Depth and bytes are looked at before jansson sees them (jansson recurses); jansson itself is known
 * to json_parse.c alone. The result lies in the arena, texts included: the input may go.
 *
 *     struct json_reader r;
 *     json_read(&r, value, "", err);
 *     struct str login = json_get_text(&r, "login", JSON_REQUIRED, 100);
 *     int64_t limit = json_get_int(&r, "limit", JSON_OPTIONAL, 1, 200, 50);
 *     if (json_read_end(&r))           refuses members nobody asked for, naming those that were
 *         return r.code;
 *
 * A reader remembers its first error; getters after it do nothing and give their empty value. An object,
 * array or null where a text is asked is an error: null is not "left out". Errors never repeat a value from
 * the input, and a member's name only where it is a plain word. */
#ifndef SPOR_JSON_H
#define SPOR_JSON_H

#include "base/base.h"
#include "base/err.h"
#include "base/mem.h"
#include "core/day.h"
#include "core/text.h"

enum { JSON_DEPTH_MAX = 32, JSON_VALUES_MAX = 1 << 20 };

enum json_is {
    JSON_IS_NULL,
    JSON_IS_BOOL,
    JSON_IS_INT,
    JSON_IS_REAL,
    JSON_IS_TEXT,
    JSON_IS_ARRAY,
    JSON_IS_OBJECT,
};

struct json {
    enum json_is is;
    bool yes;        /* of a bool */
    int64_t number;  /* of an integer */
    double real;     /* of an integer or a real */
    struct str text; /* at never NULL in a text */
    size_t n;        /* of an array or object */
    union {
        const struct json *items;
        const struct json_member *members; /* in the order of the input */
    };
};

struct json_member {
    struct str name;
    struct json value;
};

/* ERR_BAD_REQUEST with line and column, ERR_TOO_LARGE (more than JSON_VALUES_MAX values), or ERR_NO_MEMORY.
 */
enum err_code json_parse(struct arena *arena, struct str text, const struct json **out,
                         struct err *err) NODISCARD;

/* NULL where `value` is no object or has no such member. */
const struct json *json_find(const struct json *value, const char *name);

/* ---- taking members out of an object --------------------------------------------------------------------- */

enum json_need { JSON_OPTIONAL, JSON_REQUIRED };
enum { JSON_NAMES_MAX = 40 };

struct json_reader {
    const struct json *object; /* NULL after an error */
    struct err *err;
    enum err_code code;
    char pointer[96];                  /* of the object in the input */
    const char *names[JSON_NAMES_MAX]; /* asked for so far */
    size_t n_names;
    uint64_t taken; /* which of the first 64 members were asked for */
};

/* `pointer` is that of the value: "" for the whole body, "/events/3". Refuses what is no object. */
void json_read(struct json_reader *r, const struct json *value, const char *pointer, struct err *err);
enum err_code json_read_end(struct json_reader *r) NODISCARD;
/* Refuses the member: for checks of the caller. */
void json_refuse(struct json_reader *r, const char *name, const char *why);

bool json_has(struct json_reader *r, const char *name);
/* Any value, of the type asked for; NULL where it was left out. */
const struct json *json_get(struct json_reader *r, const char *name, enum json_need need, enum json_is is);
const struct json *json_get_any(struct json_reader *r, const char *name, enum json_need need);
/* 1 … max characters: an empty text is refused, it is left out instead. {NULL, 0} where it was left
 * out. */
struct str json_get_text(struct json_reader *r, const char *name, enum json_need need, size_t max);
/* A text that is kept, checked as one of its field (text_check). */
struct str json_get_field(struct json_reader *r, const char *name, enum json_need need,
                          enum text_field field);
int64_t json_get_int(struct json_reader *r, const char *name, enum json_need need, int64_t min, int64_t max,
                     int64_t otherwise);
bool json_get_bool(struct json_reader *r, const char *name, enum json_need need, bool otherwise);
day_t json_get_day(struct json_reader *r, const char *name, enum json_need need); /* else DAY_NONE */
instant_t json_get_instant(struct json_reader *r, const char *name,
                           enum json_need need); /* else INSTANT_NONE */
/* Was it there? */
bool json_get_uuid(struct json_reader *r, const char *name, enum json_need need, struct uuid *out);
/* A list of texts of 1 … max_text characters in the arena; NULL and 0 where it was left out. */
const struct str *json_get_texts(struct json_reader *r, struct arena *arena, const char *name,
                                 enum json_need need, size_t max_text, size_t *n);

/* The pointer of an item or member: "/events" and 3 give "/events/3"; cut where it does not fit. */
void json_pointer_item(char *out, size_t size, const char *base, size_t index);
void json_pointer_member(char *out, size_t size, const char *base, struct str name);

#endif
