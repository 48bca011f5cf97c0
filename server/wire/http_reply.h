/* The head of an answer.
 *
 * Every answer carries Date, and unless it names them itself: Cache-Control: no-store,
 * X-Content-Type-Options: nosniff, Content-Security-Policy: default-src 'none'; frame-ancestors 'none',
 * Referrer-Policy: no-referrer and Strict-Transport-Security for a year. Content-Length is always written,
 * except for 204 and 304, and for a streamed body, which is chunked instead. */
#ifndef SPOR_HTTP_REPLY_H
#define SPOR_HTTP_REPLY_H

#include "base/buf.h"
#include "base/err.h"
#include "wire/http.h"

struct http_reply {
    int status;               /* 200 … 599 */
    const char *content_type; /* NULL: none */
    const struct header *headers;
    size_t n_headers;
    uint64_t body_bytes; /* of the body a GET would get, also for HEAD */
    bool streamed;       /* its length is not known: Transfer-Encoding: chunked */
    bool close;
};

/* Appends the head with its empty line. Fails with ERR_INTERNAL, and appends nothing, where a name is no
 * token, a value holds a control byte (no answer can be split in two), or a header is one that is written
 * here: Date, Content-Length, Content-Type, Connection, Transfer-Encoding. `now` is in seconds since 1970. */
enum err_code http_reply_head(struct buf *out, const struct http_reply *reply, int64_t now,
                              struct err *err) NODISCARD;

/* One chunk of a streamed body; an empty one ends it. */
void http_reply_chunk(struct buf *out, struct str piece);

/* "Sun, 06 Nov 1994 08:49:37 GMT", without NUL. */
enum { HTTP_DATE = 29 };
void http_date(int64_t now, char text[HTTP_DATE]);

#endif
