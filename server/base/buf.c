/* See buf.h. */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/mem.h"

enum { FIRST_CAP = 256 };

void buf_init(struct buf *buf, size_t max)
{
    *buf = (struct buf){.max = max};
}

void buf_clear(struct buf *buf)
{
    mem_free(buf->at);
    buf_init(buf, buf->max);
}

void buf_empty(struct buf *buf)
{
    buf->len = 0;
    buf->failed = false;
}

char *buf_reserve(struct buf *buf, size_t len)
{
    if (buf->failed || len > buf->max - buf->len) {
        buf->failed = true;
        return NULL;
    }
    if (!buf->at || buf->cap - buf->len < len) {
        size_t need = buf->len + len; /* at most max, as was seen above */
        size_t cap = buf->cap > buf->max / 2 ? buf->max : 2 * buf->cap;
        if (cap < FIRST_CAP)
            cap = FIRST_CAP < buf->max ? FIRST_CAP : buf->max;
        if (cap < need)
            cap = need;
        char *at = mem_resize(buf->at, cap);
        if (!at) {
            buf->failed = true;
            return NULL;
        }
        buf->at = at;
        buf->cap = cap;
    }
    return buf->at + buf->len;
}

void buf_commit(struct buf *buf, size_t len)
{
    if (len > buf->cap - buf->len) {
        buf->failed = true;
        return;
    }
    buf->len += len;
}

void buf_put(struct buf *buf, const void *bytes, size_t len)
{
    if (len == 0)
        return;
    char *at = buf_reserve(buf, len);
    if (at) {
        memcpy(at, bytes, len);
        buf->len += len;
    }
}

void buf_put_str(struct buf *buf, struct str text)
{
    buf_put(buf, text.at, text.len);
}

void buf_put_char(struct buf *buf, char c)
{
    buf_put(buf, &c, 1);
}

void buf_printf(struct buf *buf, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *at =
        len < 0 ? NULL : buf_reserve(buf, (size_t)len + 1); /* the NUL is overwritten by the next append */
    if (!at) {
        buf->failed = true;
        return;
    }
    va_start(args, format);
    (void)vsnprintf(at, (size_t)len + 1, format, args);
    va_end(args);
    buf->len += (size_t)len;
}

void buf_put_be16(struct buf *buf, uint16_t v)
{
    uint8_t bytes[] = {(uint8_t)(v >> 8), (uint8_t)v};
    buf_put(buf, bytes, sizeof bytes);
}

void buf_put_be32(struct buf *buf, uint32_t v)
{
    uint8_t bytes[] = {(uint8_t)(v >> 24), (uint8_t)(v >> 16), (uint8_t)(v >> 8), (uint8_t)v};
    buf_put(buf, bytes, sizeof bytes);
}

void buf_put_be64(struct buf *buf, uint64_t v)
{
    buf_put_be32(buf, (uint32_t)(v >> 32));
    buf_put_be32(buf, (uint32_t)v);
}

void buf_drop(struct buf *buf, size_t len)
{
    if (len >= buf->len) {
        buf->len = 0;
        return;
    }
    memmove(buf->at, buf->at + len, buf->len - len);
    buf->len -= len;
}

struct str buf_str(const struct buf *buf)
{
    return (struct str){buf->at, buf->len};
}

bool str_to_i64(struct str text, int64_t min, int64_t max, int64_t *out)
{
    bool negative = text.len > 0 && text.at[0] == '-';
    size_t i = negative ? 1 : 0;
    if (i == text.len || (text.at[i] == '0' && text.len > i + (negative ? 0 : 1)))
        return false;
    int64_t value = 0;
    for (; i < text.len; i++) {
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
        int digit = text.at[i] - '0';
        if (__builtin_mul_overflow(value, 10, &value) ||
            __builtin_sub_overflow(value, digit, &value)) /* negative: reaches INT64_MIN */
            return false;
    }
    if (!negative && __builtin_sub_overflow((int64_t)0, value, &value))
        return false;
    if (value < min || value > max)
        return false;
    *out = value;
    return true;
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

bool str_to_uuid(struct str text, struct uuid *out)
{
    if (text.len != UUID_TEXT)
        return false;
    size_t i = 0;
    for (size_t byte = 0; byte < sizeof out->bytes; byte++) {
        if (byte == 4 || byte == 6 || byte == 8 || byte == 10) {
            if (text.at[i++] != '-')
                return false;
        }
        int high = hex_digit(text.at[i]), low = hex_digit(text.at[i + 1]);
        if (high < 0 || low < 0)
            return false;
        out->bytes[byte] = (uint8_t)(high * 16 + low);
        i += 2;
    }
    return true;
}

void uuid_to_text(const struct uuid *uuid, char text[UUID_TEXT])
{
    static const char digits[] = "0123456789abcdef";
    size_t i = 0;
    for (size_t byte = 0; byte < sizeof uuid->bytes; byte++) {
        if (byte == 4 || byte == 6 || byte == 8 || byte == 10)
            text[i++] = '-';
        text[i++] = digits[uuid->bytes[byte] >> 4];
        text[i++] = digits[uuid->bytes[byte] & 15];
    }
}

bool str_is_utf8(struct str text)
{
    for (size_t i = 0; i < text.len;) {
        uint8_t c = (uint8_t)text.at[i];
        size_t more;
        uint32_t point;
        if (c == 0)
            return false;
        if (c < 0x80) {
            i++;
            continue;
        }
        if (c >= 0xC2 && c <= 0xDF) {
            more = 1;
            point = c & 0x1F;
        } else if (c >= 0xE0 && c <= 0xEF) {
            more = 2;
            point = c & 0x0F;
        } else if (c >= 0xF0 && c <= 0xF4) {
            more = 3;
            point = c & 0x07;
        } else {
            return false;
        }
        if (text.len - i <= more)
            return false;
        for (size_t k = 1; k <= more; k++) {
            uint8_t next = (uint8_t)text.at[i + k];
            if ((next & 0xC0) != 0x80)
                return false;
            point = point << 6 | (next & 0x3F);
        }
        bool overlong = (more == 2 && point < 0x800) || (more == 3 && point < 0x10000);
        if (overlong || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF))
            return false;
        i += more + 1;
    }
    return true;
}

/* How many digits stand at the beginning of the text. */
static size_t digits_at(struct str text)
{
    size_t n = 0;
    while (n < text.len && text.at[n] >= '0' && text.at[n] <= '9')
        n++;
    return n;
}

static struct str behind(struct str text, size_t len)
{
    return (struct str){text.at + len, text.len - len};
}

static int two(const char *digits)
{
    return (digits[0] - '0') * 10 + digits[1] - '0';
}

/* The seventh digit and the two of the year tell the century (CPR-kontoret, "Personnummeret i CPR"). The last digit is
 * not looked at: since 2007 numbers are given out that fail modulus 11. */
static bool is_birthday(int day, int month, int year, int seventh)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool is_2000 = seventh >= 5 && seventh <= 8 ? year <= 57 : seventh >= 4 && year <= 36;
    bool is_1800 = seventh >= 5 && seventh <= 8 && year >= 58;
    year += is_2000 ? 2000 : is_1800 ? 1800 : 1900;
    bool leap = year % 4 == 0 && year != 1900;
    if (day > 60) /* replacement numbers, which nobody has for good */
        day -= 60;
    return month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1] + (month == 2 && leap);
}

/* How many bytes of hyphens, dashes and blanks (also those that are no ASCII) stand at the beginning: up to four of them. */
static size_t between_at(struct str text)
{
    size_t n = 0;
    while (n < text.len && n < 12 &&
           (text.at[n] == '-' || text.at[n] == ' ' || text.at[n] == '\t' || (text.at[n] & 0x80)))
        n++;
    return n;
}

/* The length of the CPR number the text begins with, 0 if it does not. Digits beyond it are not allowed. */
static size_t cpr_at(struct str text)
{
    size_t digits = digits_at(text), len = digits, between = between_at(behind(text, digits));
    if (digits == 6 && between > 0 && digits_at(behind(text, 6 + between)) == 4)
        len = 6 + between + 4;
    else if (digits != 10)
        return 0;
    const char *d = text.at;
    int seventh = d[len - 4] - '0';
    return is_birthday(two(d), two(d + 2), two(d + 4), seventh) ? len : 0;
}

bool str_is_cpr(struct str text)
{
    return text.len > 0 && cpr_at(text) == text.len;
}

bool str_has_cpr(struct str text)
{
    struct uuid uuid;
    while (text.len > 0) {
        if (text.len >= UUID_TEXT && str_to_uuid((struct str){text.at, UUID_TEXT}, &uuid)) {
            text = behind(text, UUID_TEXT);
            continue;
        }
        if (cpr_at(text) > 0)
            return true;
        size_t digits = digits_at(text);
        text = behind(text, digits > 0 ? digits : 1);
    }
    return false;
}
