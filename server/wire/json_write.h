/* JSON out: values appended to a buffer, commas where they belong.
 *
 *     json_begin_object(out);
 *     json_key(out, "case"), json_uuid(out, &id);
 *     json_key(out, "due"), json_day(out, due);          null where there is none
 *     json_end_object(out);
 *
 * There is no state beside the buffer: whether a comma is due follows from its last byte, so several values
 * on lines of their own (NDJSON) are as easy as one. (No function is named as one of jansson is.) Texts are
 * UTF-8 and are escaped. As with all building, `out->failed` is tested once at the end. */
#ifndef SPOR_JSON_WRITE_H
#define SPOR_JSON_WRITE_H

#include "base/base.h"
#include "base/buf.h"
#include "core/day.h"

void json_begin_object(struct buf *out);
void json_end_object(struct buf *out);
void json_begin_array(struct buf *out);
void json_end_array(struct buf *out);
void json_key(struct buf *out, const char *key);
/* A key and its value may stand in one statement, as above: the cast tells clang that the comma is meant. */
#define json_key(out, key) ((void)(json_key)((out), (key)))
void json_str(struct buf *out, struct str text); /* at NULL: null */
void json_text(struct buf *out, const char *text);
void json_i64(struct buf *out, int64_t number);
void json_bool(struct buf *out, bool value);
void json_none(struct buf *out);
void json_uuid(struct buf *out, const struct uuid *uuid);
void json_day(struct buf *out, day_t day);             /* DAY_NONE, DAY_NEVER: null */
void json_instant(struct buf *out, instant_t instant); /* INSTANT_NONE, INSTANT_NEVER: null */
/* A number in thousandths without needless zeros: 1500 is 1.5. */
void json_thousandths(struct buf *out, int64_t number);
/* Bytes as lower-case hexadecimal digits, as hashes are written. */
void json_hex(struct buf *out, const void *bytes, size_t len);
/* JSON made elsewhere, as it is. */
void json_raw(struct buf *out, struct str json);

#endif
