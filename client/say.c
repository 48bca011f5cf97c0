/* See say.h. */
#include "client/say.h"

#include <stdarg.h>

#include "client/out.h"
#include "core/text.h"

enum { MAX_TEXT = 1024 * 1024 };

/* The length of the character that begins here; 0: no UTF-8. */
static size_t character(struct str text)
{
    unsigned char first = (unsigned char)text.at[0];
    size_t len = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    return len <= text.len && str_is_utf8((struct str){text.at, len}) ? len : 0;
}

void say_clean(struct buf *out, struct str text)
{
    while (text.len > 0) {
        size_t len = character(text);
        struct str one = {text.at, len ? len : 1};
        if (len && !text_has_controls(one, false))
            buf_put_str(out, one);
        else if (len == 1 && memchr("\t\n\v\f\r", one.at[0], 5))
            buf_put_char(out, ' ');
        else
            buf_put_str(out, STR("\xef\xbf\xbd"));
        text = (struct str){text.at + one.len, text.len - one.len};
    }
}

/* A conversion of a format: %[-0][width|*][.precision|.*][l|ll|z]letter */
struct conversion {
    bool left, zeros;
    int width, precision; /* -1: none */
    int longs;            /* of l and z */
    char letter;
};

static int number(const char **at, va_list *values)
{
    int n = 0;
    if (**at == '*') {
        ++*at;
        return va_arg(*values, int);
    }
    for (; **at >= '0' && **at <= '9'; ++*at)
        n = n * 10 + (**at - '0');
    return n;
}

static struct conversion conversion(const char **at, va_list *values)
{
    struct conversion c = {.precision = -1};
    for (; **at == '-' || **at == '0'; ++*at)
        *(**at == '-' ? &c.left : &c.zeros) = true;
    c.width = number(at, values);
    if (**at == '.') {
        ++*at;
        c.precision = number(at, values);
    }
    for (; **at == 'l' || **at == 'z'; ++*at)
        c.longs++;
    c.letter = *(*at)++;
    return c;
}

/* As text with a sign; at most 20 digits. */
static const char *digits(const struct conversion *c, va_list *values, char room[24])
{
    bool is_signed = c->letter == 'd' || c->letter == 'i';
    if (is_signed) {
        long long value = c->longs == 0   ? va_arg(*values, int)
                          : c->longs == 1 ? va_arg(*values, long)
                                          : va_arg(*values, long long);
        snprintf(room, 24, "%lld", value);
    } else {
        unsigned long long value = c->longs == 0   ? va_arg(*values, unsigned)
                                   : c->longs == 1 ? va_arg(*values, unsigned long)
                                                   : va_arg(*values, unsigned long long);
        snprintf(room, 24, "%llu", value);
    }
    return room;
}

static void put(struct buf *out, const struct conversion *c, struct str text, bool is_number)
{
    struct buf clean;
    buf_init(&clean, MAX_TEXT);
    say_clean(&clean, text);
    struct str shown = buf_str(&clean);
    buf_put_char(&clean, '\0');
    size_t columns = clean.failed ? 0 : text_width(clean.at);
    size_t pad = c->width > 0 && (size_t)c->width > columns ? (size_t)c->width - columns : 0;
    for (size_t i = 0; i < pad && !c->left; i++)
        buf_put_char(out, is_number && c->zeros ? '0' : ' ');
    buf_put_str(out, (struct str){clean.at, shown.len});
    for (size_t i = 0; i < pad && c->left; i++)
        buf_put_char(out, ' ');
    buf_clear(&clean);
}

static void put_next(struct buf *out, const char **at, va_list *values)
{
    struct conversion c = conversion(at, values);
    if (c.letter == '%') {
        buf_put_char(out, '%');
    } else if (c.letter == 's') {
        const char *text = va_arg(*values, const char *);
        size_t len = !text ? 0 : c.precision >= 0 ? strnlen(text, (size_t)c.precision) : strlen(text);
        put(out, &c, (struct str){text, len}, false);
    } else if (c.letter == 'c') {
        char one = (char)va_arg(*values, int);
        put(out, &c, (struct str){&one, 1}, false);
    } else {
        char room[24];
        put(out, &c, str_of(digits(&c, values, room)), true);
    }
}

void say(FILE *to, const char *format, ...)
{
    struct buf out;
    va_list values;
    buf_init(&out, MAX_TEXT);
    va_start(values, format);
    while (*format) {
        size_t len = strcspn(format, "%");
        buf_put(&out, format, len);
        format += len;
        if (*format == '%') {
            format++;
            put_next(&out, &format, &values);
        }
    }
    va_end(values);
    say_raw(to, out.failed ? STR("… (no memory for more)\n") : buf_str(&out));
    buf_clear(&out);
}

void say_json(FILE *to, struct str json)
{
    struct str rest = json;
    while (json.len > 0) {
        size_t len = character(json);
        struct str one = {json.at, len ? len : 1};
        json = (struct str){one.at + one.len, json.len - one.len};
        if ((unsigned char)one.at[0] < 0x7f || !text_has_controls(one, false))
            continue;
        const unsigned char *c = (const unsigned char *)one.at; /* all of them have at most three bytes */
        unsigned point = one.len == 3   ? (c[0] & 15u) << 12 | (c[1] & 63u) << 6 | (c[2] & 63u)
                         : one.len == 2 ? (c[0] & 31u) << 6 | (c[1] & 63u)
                                        : c[0];
        char escape[8];
        snprintf(escape, sizeof escape, "\\u%04x", point & 0xffff);
        say_raw(to, (struct str){rest.at, (size_t)(one.at - rest.at)});
        say_raw(to, str_of(escape));
        rest = json;
    }
    say_raw(to, rest);
    say_raw(to, STR("\n"));
}

void say_raw(FILE *to, struct str text)
{
    (void)fwrite(text.at ? text.at : "", 1, text.len, to); /* main asks whether it was written */
}
