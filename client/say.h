/* All that a person reads goes through here, on standard output and standard error: results, prompts, progress, errors.
 *
 * Names, notes, details of errors, names of files come from others. On a terminal a control character is an order: to
 * clear the screen, to set its title, to write the following text from right to left. So whatever is put into a format
 * is shown without any: ends of lines and tabs as a space, all others (C0, C1, of direction) and what is no UTF-8 as
 * U+FFFD. Only the format itself, which is ours, may begin a line or move the cursor. */
#ifndef SPOR_CLIENT_SAY_H
#define SPOR_CLIENT_SAY_H

#include <stdio.h>

#include "base/base.h"
#include "base/buf.h"

/* As fprintf, for %s (a width counts columns, a precision bytes), %c, whole numbers and %%. */
void say(FILE *to, const char *format, ...) PRINTF_LIKE(2, 3);
/* The same text at the end of a buffer. */
void say_clean(struct buf *out, struct str text);
/* A line of JSON. What steers a terminal stands escaped in it, which is the same value: C0 is in any JSON. */
void say_json(FILE *to, struct str json);
/* Our own documents: as they are. */
void say_raw(FILE *to, struct str text);

#endif
