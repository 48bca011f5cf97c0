/* See log.h. */
#include "base/log.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"

enum { LINE_MAX_BYTES = 4096 };

static enum log_level lowest_level = LOG_INFO;

void log_set_level(enum log_level lowest)
{
    lowest_level = lowest;
}

/* What is no UTF-8 (a text of a library, say) keeps its ASCII and shows a question mark for the rest, so that
 * the line stays JSON. */
static void put_json_text(struct buf *line, struct str text)
{
    static const char hex[] = "0123456789abcdef";
    bool ascii_only = !str_is_utf8(text);
    buf_put_char(line, '"');
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if (c == '"' || c == '\\') {
            char escaped[] = {'\\', (char)c};
            buf_put(line, escaped, sizeof escaped);
        } else if (c < 0x20 || c == 0x7F) {
            char escaped[] = {'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]};
            buf_put(line, escaped, sizeof escaped);
        } else {
            buf_put_char(line, c >= 0x80 && ascii_only ? '?' : (char)c);
        }
    }
    buf_put_char(line, '"');
}

static void put_field(struct buf *line, const struct log_field *field)
{
    buf_put_char(line, ',');
    put_json_text(line, str_of(field->name));
    buf_put_char(line, ':');
    if (field->type == LOG_NUMBER)
        buf_printf(line, "%lld", (long long)field->number);
    else
        put_json_text(line, field->text);
}

void log_write(enum log_level level, const char *event, const struct log_field *fields)
{
    static const char *const names[] = {"debug", "info", "warn", "error"};
    if (level < lowest_level)
        return;
    struct timespec now;
    struct tm utc;
    (void)clock_gettime(CLOCK_REALTIME,
                        &now); /* the log tells the machine's time, also while tests shift Spor's */
    if (!gmtime_r(&now.tv_sec, &utc))
        return;
    /* over memory of its own, so that a line is written also when there is no more to be had */
    char bytes[LINE_MAX_BYTES];
    struct buf line = {.at = bytes, .cap = sizeof bytes, .max = sizeof bytes};
    buf_printf(&line, "{\"time\":\"%04d-%02d-%02dT%02d:%02d:%02d.%03ldZ\",\"level\":\"%s\",\"event\":",
               utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec,
               now.tv_nsec / 1000000, names[level]);
    put_json_text(&line, str_of(event)); /* a short word of our own */
    for (; fields->name; fields++) {
        size_t before = line.len;
        put_field(&line, fields);
        if (line.failed || line.len > LINE_MAX_BYTES - 8) { /* cut at the field; room for the end stays */
            line.len = before;
            line.failed = false;
            break;
        }
    }
    buf_put(&line, "}\n", 2);
    /* one call: lines of several processes stay whole */
    ssize_t written = write(STDERR_FILENO, line.at, line.len);
    (void)written;
}
