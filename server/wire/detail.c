/* See detail.h. A table of some two hundred patterns is gone through for an error that somebody will read: nothing to
 * be fast about. */
#include "wire/detail.h"

#include <stdio.h>

#include "base/buf.h"
#include "wire/detail_table.h"

enum { ARGUMENTS_MAX = 4, DEPTH_MAX = 2 };

static const struct {
    const char *english, *danish;
} details[] = {
#define D(english, danish) {english, danish},
    DETAIL_TABLE(D)
#undef D
};

/* The length of the directive (%s, %d, %zu, %lld) that begins here, or 0. */
static size_t directive(const char *format)
{
    if (*format != '%')
        return 0;
    return 2 + strspn(format + 1, "lz");
}

/* Is the text written after this pattern? Each directive stands for as little as lets the rest fit. */
static bool match(const char *pattern, struct str text, struct str *arguments)
{
    size_t skip;
    while ((skip = directive(pattern)) == 0) {
        if (!*pattern)
            return text.len == 0;
        if (text.len == 0 || *pattern++ != *text.at)
            return false;
        text.at++;
        text.len--;
    }
    for (size_t n = 0; n <= text.len; n++)
        if (match(pattern + skip, (struct str){text.at + n, text.len - n}, arguments + 1)) {
            *arguments = (struct str){text.at, n};
            return true;
        }
    return false;
}

static void put_danish(struct buf *out, struct str text, int depth)
{
    struct str arguments[ARGUMENTS_MAX + 1], *next = arguments;
    size_t i = 0;
    while (i < ARRAY_LEN(details) && !(text.len > 0 && match(details[i].english, text, arguments)))
        i++;
    if (i == ARRAY_LEN(details) || depth > DEPTH_MAX) {
        buf_put_str(out, text);
        return;
    }
    for (const char *at = details[i].danish; *at;) {
        size_t skip = directive(at);
        if (skip > 0)
            put_danish(out, *next++, depth + 1);
        else
            buf_put_char(out, *at);
        at += skip > 0 ? skip : 1;
    }
}

const char *detail_in_danish(const char *english, char room[DETAIL_ROOM])
{
    struct buf out;
    buf_init(&out, DETAIL_ROOM - 1);
    put_danish(&out, str_of(english), 0);
    bool whole = !out.failed && out.len > 0;
    if (whole)
        memcpy(room, out.at, out.len);
    room[whole ? out.len : 0] = '\0';
    buf_clear(&out);
    return whole ? room : english;
}
