/* Bytes that grow up to a maximum, and strict reading of numbers.
 *
 * A buffer is made with the most it may ever hold. Appending beyond it, or without memory, sets `failed` and
 * drops the append; everything after is dropped as well, so builders append freely and test `failed` once at
 * the end. buf_clear frees. Text put with buf_printf is for our own formats, never a format from outside. */
#ifndef SPOR_BUF_H
#define SPOR_BUF_H

#include "base/base.h"

struct buf {
    char *at;
    size_t len, cap, max;
    bool failed;
};

void buf_init(struct buf *buf, size_t max);
void buf_clear(struct buf *buf); /* frees the bytes; the maximum stays */
void buf_empty(struct buf *buf); /* keeps the bytes for the next use; `failed` is reset */

void buf_put(struct buf *buf, const void *bytes, size_t len);
void buf_put_str(struct buf *buf, struct str text);
void buf_put_char(struct buf *buf, char c);
/* Needs one byte more than its text for a moment: a text that fills the buffer to the last byte fails. */
void buf_printf(struct buf *buf, const char *format, ...) PRINTF_LIKE(2, 3);
/* Big-endian, for PostgreSQL's binary format. */
void buf_put_be16(struct buf *buf, uint16_t v);
void buf_put_be32(struct buf *buf, uint32_t v);
void buf_put_be64(struct buf *buf, uint64_t v);
/* `len` writable bytes at the end, which buf_commit then makes part of the content; NULL (and `failed`) if
 * they do not fit. */
char *buf_reserve(struct buf *buf, size_t len) NODISCARD;
void buf_commit(struct buf *buf, size_t len);
/* Drops the first `len` bytes. */
void buf_drop(struct buf *buf, size_t len);
struct str buf_str(const struct buf *buf);

/* The whole text must be a decimal number without sign (but for an i64's '-'), space or leading zeros, within
 * the bounds. */
bool str_to_i64(struct str text, int64_t min, int64_t max, int64_t *out) NODISCARD;
/* "8-4-4-4-12" hexadecimal digits of either case. */
bool str_to_uuid(struct str text, struct uuid *out) NODISCARD;
enum { UUID_TEXT = 36 };
/* Lower case, without NUL. */
void uuid_to_text(const struct uuid *uuid, char text[UUID_TEXT]);
/* Well-formed UTF-8 without NUL. */
bool str_is_utf8(struct str text) NODISCARD;
/* A CPR number and nothing else: what a path segment or a parameter is asked. */
bool str_is_cpr(struct str text) NODISCARD;
/* A CPR number anywhere in the text: DDMMYY and NNNN, between them nothing, hyphens or blanks, a day that exists in the century of its seventh digit or that
 * day + 60, no digit on either side. What stands in a UUID is none. */
bool str_has_cpr(struct str text) NODISCARD;

#endif
