/* See json_write.h. */
#include "wire/json_write.h"

/* Before each value and key: a comma, if something stands before it in the same object or array. */
static void comma(struct buf *out)
{
    if (out->len == 0)
        return;
    char last = out->at[out->len - 1];
    if (last != '{' && last != '[' && last != ':' && last != '\n')
        buf_put_char(out, ',');
}

static void put_escaped(struct buf *out, struct str text)
{
    static const char hex[] = "0123456789abcdef";
    buf_put_char(out, '"');
    size_t plain = 0; /* where the bytes not yet put begin */
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if (c != '"' && c != '\\' && c >= 0x20)
            continue;
        buf_put(out, text.at + plain, i - plain);
        plain = i + 1;
        if (c == '"' || c == '\\') {
            char escaped[] = {'\\', (char)c};
            buf_put(out, escaped, sizeof escaped);
        } else if (c == '\n') {
            buf_put(out, "\\n", 2);
        } else {
            char escaped[] = {'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]};
            buf_put(out, escaped, sizeof escaped);
        }
    }
    if (text.len > plain)
        buf_put(out, text.at + plain, text.len - plain);
    buf_put_char(out, '"');
}

void json_begin_object(struct buf *out)
{
    comma(out);
    buf_put_char(out, '{');
}

void json_end_object(struct buf *out)
{
    buf_put_char(out, '}');
}

void json_begin_array(struct buf *out)
{
    comma(out);
    buf_put_char(out, '[');
}

void json_end_array(struct buf *out)
{
    buf_put_char(out, ']');
}

void(json_key)(struct buf *out, const char *key)
{
    comma(out);
    put_escaped(out, str_of(key));
    buf_put_char(out, ':');
}

void json_str(struct buf *out, struct str text)
{
    if (!text.at) {
        json_none(out);
        return;
    }
    comma(out);
    put_escaped(out, text);
}

void json_text(struct buf *out, const char *text)
{
    json_str(out, str_of(text));
}

void json_i64(struct buf *out, int64_t number)
{
    comma(out);
    buf_printf(out, "%lld", (long long)number);
}

void json_bool(struct buf *out, bool value)
{
    json_raw(out, value ? STR("true") : STR("false"));
}

void json_none(struct buf *out)
{
    json_raw(out, STR("null"));
}

void json_uuid(struct buf *out, const struct uuid *uuid)
{
    char text[UUID_TEXT];
    uuid_to_text(uuid, text);
    json_str(out, (struct str){text, sizeof text});
}

void json_day(struct buf *out, day_t day)
{
    if (day == DAY_NONE || day == DAY_NEVER) {
        json_none(out);
        return;
    }
    char text[DAY_TEXT];
    day_to_text(day, text);
    json_str(out, (struct str){text, sizeof text});
}

void json_instant(struct buf *out, instant_t instant)
{
    if (instant == INSTANT_NONE || instant == INSTANT_NEVER) {
        json_none(out);
        return;
    }
    char text[INSTANT_TEXT];
    instant_to_text(instant, text);
    json_str(out, (struct str){text, sizeof text});
}

void json_raw(struct buf *out, struct str json)
{
    comma(out);
    buf_put_str(out, json);
}

void json_thousandths(struct buf *out, int64_t number)
{
    char fraction[] = ".000";
    uint64_t size = number < 0 ? -(uint64_t)number : (uint64_t)number;
    size_t len = sizeof fraction - 1;
    for (uint64_t i = len, rest = size % 1000; --i > 0; rest /= 10)
        fraction[i] = (char)('0' + rest % 10);
    while (len > 1 && fraction[len - 1] == '0')
        len--;
    comma(out);
    buf_printf(out, "%s%llu", number < 0 ? "-" : "", (unsigned long long)(size / 1000));
    if (len > 1)
        buf_put(out, fraction, len);
}

void json_hex(struct buf *out, const void *bytes, size_t len)
{
    static const char hex[] = "0123456789abcdef";
    const uint8_t *at = bytes;
    comma(out);
    buf_put_char(out, '"');
    for (size_t i = 0; i < len; i++) {
        buf_put_char(out, hex[at[i] >> 4]);
        buf_put_char(out, hex[at[i] & 15]);
    }
    buf_put_char(out, '"');
}
