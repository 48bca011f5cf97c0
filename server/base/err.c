/* See err.h. */
#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>

static const struct err_info infos[] = {
#define X(code, name, http, exit, retry, danish, english) [code] = {name, http, exit, retry, danish, english},
    ERR_TABLE(X)
#undef X
};

const struct err_info *err_info(enum err_code code)
{
    return &infos[(size_t)code < ARRAY_LEN(infos) ? code : ERR_INTERNAL];
}

/* Cuts what vsnprintf may have cut in the middle of a UTF-8 character. */
static void end_at_character(char *text, size_t size, int wanted)
{
    if (wanted < 0) {
        text[0] = '\0';
        return;
    }
    if ((size_t)wanted < size)
        return;
    size_t end = size - 1;
    while (end > 0 && ((unsigned char)text[end - 1] & 0xC0) == 0x80)
        end--;
    if (end > 0 && (unsigned char)text[end - 1] >= 0xC0)
        end--;
    text[end] = '\0';
}

PRINTF_LIKE(3, 0) static void format_into(char *text, size_t size, const char *format, va_list args)
{
    end_at_character(text, size, vsnprintf(text, size, format, args));
}

/* Puts `prefix`, shorter than `size`, before the text; what no longer fits is cut off at the end. */
static void put_before(char *text, size_t size, const char *prefix)
{
    size_t head = strlen(prefix), tail = strlen(text), whole = head + tail;
    size_t keep = whole < size ? tail : size - 1 - head;
    memmove(text + head, text, keep);
    memcpy(text, prefix, head);
    text[head + keep] = '\0';
    end_at_character(text, size, (int)whole);
}

enum err_code err_set(struct err *err, enum err_code code, const char *format, ...)
{
    if (!err)
        return code;
    va_list args;
    va_start(args, format);
    err->code = code;
    err->pointer[0] = '\0';
    format_into(err->text, sizeof err->text, format, args);
    va_end(args);
    return code;
}

enum err_code err_set_at(struct err *err, enum err_code code, const char *pointer, const char *format, ...)
{
    if (!err)
        return code;
    va_list args;
    va_start(args, format);
    err->code = code;
    end_at_character(err->pointer, sizeof err->pointer,
                     snprintf(err->pointer, sizeof err->pointer, "%s", pointer));
    format_into(err->text, sizeof err->text, format, args);
    va_end(args);
    return code;
}

enum err_code err_wrap(struct err *err, const char *format, ...)
{
    if (!err)
        return ERR_INTERNAL;
    char context[sizeof err->text];
    va_list args;
    va_start(args, format);
    format_into(context, sizeof context, format, args);
    va_end(args);
    put_before(err->text, sizeof err->text, ": ");
    put_before(err->text, sizeof err->text, context);
    return err->code;
}

bool err_list_add(struct err_list *list, const struct err *err)
{
    if (list->n < list->room)
        list->at[list->n++] = *err;
    return list->n < list->room;
}

void err_point(struct err *err, const char *format, ...)
{
    if (!err)
        return;
    char prefix[sizeof err->pointer];
    va_list args;
    va_start(args, format);
    format_into(prefix, sizeof prefix, format, args);
    va_end(args);
    put_before(err->pointer, sizeof err->pointer, prefix);
}
