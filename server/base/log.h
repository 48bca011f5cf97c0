/* One JSON object a line on standard error: time, level, event, and named values.
 *
 * Values are for machines and operators: routes, codes, counts, microseconds, ids of requests. Never a name,
 * a note, a CPR number, a token, a query string or a body; a case only by its UUID where an operator needs
 * it. Lines longer than the buffer are cut at a field. */
#ifndef SPOR_LOG_H
#define SPOR_LOG_H

#include "base/base.h"

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

struct log_field {
    const char *name; /* NULL ends the list */
    enum { LOG_TEXT, LOG_NUMBER } type;
    struct str text;
    int64_t number;
};

#define LOG_S(name, text)   ((struct log_field){(name), LOG_TEXT, (text), 0})
#define LOG_C(name, text)   ((struct log_field){(name), LOG_TEXT, str_of(text), 0})
#define LOG_N(name, number) ((struct log_field){(name), LOG_NUMBER, {NULL, 0}, (number)})
#define LOG_END             ((struct log_field){NULL, LOG_TEXT, {NULL, 0}, 0})

void log_set_level(enum log_level lowest);
/* log_line(LOG_INFO, "listening", LOG_N("port", 8443)); */
void log_write(enum log_level level, const char *event, const struct log_field *fields);
#define log_line(level, event, ...)                                                                          \
    log_write((level), (event), (const struct log_field[]){__VA_ARGS__, LOG_END})

#endif
