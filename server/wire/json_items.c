/* See json_items.h. */
#include "wire/json_items.h"

static struct str skip_space(struct str text)
{
    while (text.len > 0 && memchr(" \t\r\n", *text.at, 4)) {
        text.at++;
        text.len--;
    }
    return text;
}

static struct str behind(struct str text, size_t n)
{
    return (struct str){text.at + n, text.len - n};
}

bool json_items_begin(struct json_items *items, struct str body, bool is_array)
{
    *items = (struct json_items){.rest = body, .is_array = is_array, .first = true};
    if (!is_array)
        return true;
    struct str text = skip_space(body);
    if (text.len == 0 || *text.at != '[')
        return false;
    items->rest = behind(text, 1);
    return true;
}

static enum err_code take(struct json_items *items, size_t len, struct str *item, struct err *err)
{
    if (len > JSON_ITEM_MAX)
        return err_set(err, ERR_TOO_LARGE, "one event is longer than %d bytes", JSON_ITEM_MAX);
    *item = (struct str){items->rest.at, len};
    items->rest = behind(items->rest, len);
    return ERR_NONE;
}

static enum err_code next_line(struct json_items *items, struct str *item, struct err *err)
{
    *item = (struct str){NULL, 0};
    while (items->rest.len > 0 && item->len == 0) {
        const char *end = memchr(items->rest.at, '\n', items->rest.len);
        enum err_code code = take(items, end ? (size_t)(end - items->rest.at) : items->rest.len, item, err);
        if (code)
            return code;
        if (end)
            items->rest = behind(items->rest, 1);
        if (item->len > 0 && item->at[item->len - 1] == '\r')
            item->len--;
    }
    if (item->len == 0)
        item->at = NULL;
    return ERR_NONE;
}

/* Of the element that the text begins with: up to the comma or bracket that is not inside of it. */
static size_t element_len(struct str text)
{
    size_t depth = 0, i = 0;
    bool in_text = false;
    for (; i < text.len && i <= JSON_ITEM_MAX; i++) {
        char c = text.at[i];
        if (in_text) {
            in_text = c != '"';
            i += c == '\\'; /* and what is escaped */
        } else if (c == '"') {
            in_text = true;
        } else if (c == '[' || c == '{') {
            depth++;
        } else if (depth == 0 && (c == ',' || c == ']')) {
            return i;
        } else if (c == ']' || c == '}') {
            if (depth == 0)
                return i; /* a brace that opens nowhere: not JSON, as the reader will say */
            depth--;
        }
    }
    return i < text.len ? i : text.len;
}

static enum err_code next_element(struct json_items *items, struct str *item, struct err *err)
{
    *item = (struct str){NULL, 0};
    items->rest = skip_space(items->rest);
    if (items->rest.len == 0)
        return err_set(err, ERR_BAD_REQUEST, "JSON ends too early");
    char c = *items->rest.at;
    if (c == ']') {
        items->rest = skip_space(behind(items->rest, 1));
        return items->rest.len > 0 ? err_set(err, ERR_BAD_REQUEST, "something follows the JSON value")
                                   : ERR_NONE;
    }
    if (!items->first) {
        if (c != ',')
            return err_set(err, ERR_BAD_REQUEST, "not JSON");
        items->rest = skip_space(behind(items->rest, 1));
    }
    items->first = false;
    size_t len = element_len(items->rest);
    return len == 0 ? err_set(err, ERR_BAD_REQUEST, "not JSON") : take(items, len, item, err);
}

enum err_code json_items_next(struct json_items *items, struct str *item, struct err *err)
{
    return items->is_array ? next_element(items, item, err) : next_line(items, item, err);
}
