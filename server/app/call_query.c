/* See call_query.h. */
#include "app/call_query.h"

#include "app/call.h"
#include "core/day.h"
#include "core/text.h"

enum { GIVEN_MAX = 64, TEXT_MAX = 200, LIST_MAX = 240 };

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

enum err_code percent_decode(struct arena *arena, struct str text, bool plus, struct str *out,
                             struct err *err)
{
    char *bytes = arena_alloc(arena, text.len + 1);
    if (!bytes)
        return err_set(err, ERR_NO_MEMORY, "the request needs too much memory");
    size_t n = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] == '%') {
            int high = i + 2 < text.len ? hex_digit(text.at[i + 1]) : -1;
            int low = i + 2 < text.len ? hex_digit(text.at[i + 2]) : -1;
            if (high < 0 || low < 0)
                return err_set(err, ERR_BAD_REQUEST, "%% must be followed by two hexadecimal digits");
            bytes[n++] = (char)(high << 4 | low);
            i += 2;
        } else {
            bytes[n++] = plus && text.at[i] == '+' ? ' ' : text.at[i];
        }
    }
    *out = (struct str){bytes, n};
    if (!str_is_utf8(*out))
        return err_set(err, ERR_BAD_REQUEST, "the address holds what is no text");
    return ERR_NONE;
}

/* "a, b, c" of the names or words allowed, cut where it does not fit. */
static void list_names(const struct query_param *params, char *out, size_t size)
{
    struct buf list;
    buf_init(&list, size - 1);
    for (const struct query_param *p = params; p && p->name; p++)
        buf_printf(&list, p == params ? "%s" : ", %s", p->name);
    memcpy(out, list.at ? list.at : "", list.len);
    out[list.len] = '\0';
    buf_clear(&list);
}

static enum err_code refuse(struct err *err, const struct query_param *param, const char *what)
{
    char pointer[96];
    struct buf b;
    buf_init(&b, sizeof pointer - 1);
    buf_printf(&b, "?%s", param->name);
    memcpy(pointer, b.at ? b.at : "", b.len);
    pointer[b.len] = '\0';
    buf_clear(&b);
    return err_set_at(err, ERR_INVALID, pointer, "parameter %s: %s", param->name, what);
}

static int64_t word_place(const char *words, struct str word)
{
    for (int64_t place = 0; *words; place++) {
        size_t len = strcspn(words, "|");
        if (word.len == len && memcmp(words, word.at, len) == 0)
            return place;
        words += len + (words[len] == '|');
    }
    return -1;
}

int64_t query_text_max(const struct query_param *param)
{
    return param->highest ? param->highest : TEXT_MAX;
}

enum err_code query_value(const struct query_param *param, struct given *given, struct err *err)
{
    day_t day = DAY_NONE;
    if (str_has_cpr(given->text))
        return err_set(err, ERR_PERSONAL_DATA, "a CPR number may not stand in parameter %s", param->name);
    switch (param->type) {
    case PARAM_TEXT:
        if (given->text.len == 0 || text_characters(given->text) > (size_t)query_text_max(param))
            return refuse(err, param, "the text is empty or too long");
        return ERR_NONE;
    case PARAM_INTEGER:
        if (!str_to_i64(given->text, param->lowest, param->highest, &given->number))
            return err_set(err, ERR_INVALID, "parameter %s: a number from %lld to %lld is expected",
                           param->name, (long long)param->lowest, (long long)param->highest);
        return ERR_NONE;
    case PARAM_BOOL:
        given->number = word_place("false|true", given->text);
        return given->number < 0 ? refuse(err, param, "true or false is expected") : ERR_NONE;
    case PARAM_DAY:
        if (!day_parse(given->text, &day))
            return refuse(err, param, "a day (YYYY-MM-DD) is expected");
        given->number = day;
        return ERR_NONE;
    case PARAM_INSTANT:
        if (!instant_parse(given->text, &given->number))
            return refuse(err, param, "an instant with its offset is expected");
        return ERR_NONE;
    case PARAM_UUID:
        return str_to_uuid(given->text, &given->uuid) ? ERR_NONE : refuse(err, param, "a UUID is expected");
    case PARAM_WORD:
        given->number = word_place(param->words, given->text);
        if (given->number < 0)
            return err_set(err, ERR_INVALID, "parameter %s: one of %s is expected", param->name,
                           param->words);
        return ERR_NONE;
    }
    return ERR_NONE;
}

static enum err_code read_pair(struct arena *arena, struct str pair, const struct query_param *params,
                               struct given *given, size_t n, struct err *err)
{
    const char *equals = memchr(pair.at, '=', pair.len);
    struct str raw = {pair.at, equals ? (size_t)(equals - pair.at) : pair.len};
    struct str value = {equals ? equals + 1 : pair.at + pair.len, equals ? pair.len - raw.len - 1 : 0};
    struct str name = {NULL, 0};
    enum err_code code = percent_decode(arena, raw, true, &name, err);
    if (!code)
        code = percent_decode(arena, value, true, &given[n].text, err);
    if (code)
        return code;
    if (str_has_cpr(name) || str_has_cpr(given[n].text))
        return err_set(err, ERR_PERSONAL_DATA, "a CPR number may not stand in an address; search by POST");
    const struct query_param *param = params;
    while (param && param->name && !str_equal(name, str_of(param->name)))
        param++;
    if (!param || !param->name) {
        char allowed[LIST_MAX];
        list_names(params, allowed, sizeof allowed);
        return allowed[0] ? err_set(err, ERR_INVALID, "unknown parameter; allowed are %s", allowed)
                          : err_set(err, ERR_INVALID, "this address takes no parameters");
    }
    for (size_t i = 0; i < n; i++)
        if (given[i].param == param && !param->repeats)
            return refuse(err, param, "it may stand once");
    given[n].param = param;
    return query_value(param, &given[n], err);
}

enum err_code query_parse(struct arena *arena, struct str query, const struct query_param *params,
                          struct given **given, size_t *n, struct err *err)
{
    *given = NULL;
    *n = 0;
    if (query.len == 0)
        return ERR_NONE;
    *given = ARENA_ARRAY(arena, struct given, GIVEN_MAX);
    if (!*given)
        return err_set(err, ERR_NO_MEMORY, "the request needs too much memory");
    while (query.len > 0) {
        const char *end = memchr(query.at, '&', query.len);
        struct str pair = {query.at, end ? (size_t)(end - query.at) : query.len};
        size_t step = pair.len + (end != NULL);
        query.at += step;
        query.len -= step;
        if (pair.len == 0)
            continue;
        if (*n == GIVEN_MAX)
            return err_set(err, ERR_INVALID, "more than %d parameters", GIVEN_MAX);
        enum err_code code = read_pair(arena, pair, params, *given, *n, err);
        if (code)
            return code;
        ++*n;
    }
    return ERR_NONE;
}
