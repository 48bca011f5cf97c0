/* HTTP/1.1 requests: bytes in, a struct out. No sockets, no clock.
 *
 *     struct http_parser *parser = http_parser_new(arena, &limits);
 *     while ((event = http_feed(parser, bytes, len, &taken, &err)) != PARSE_DONE) …
 *
 * http_feed takes bytes until something is to be told:
 *   PARSE_MORE  all bytes are taken, the request is not whole yet;
 *   PARSE_HEAD  the head is there: http_request() may be asked, http_cap_body() may lower the maximum, a
 * waiting client may be told to continue. Call again, also with 0 bytes; PARSE_DONE  the request is whole;
 * bytes not taken belong to the next one; PARSE_BAD   `err` says why; nothing more can be read from this
 * connection. However the bytes are cut into pieces, the result is the same.
 *
 * One parser reads one request. It lies in the arena, as do the headers; head and body have buffers of their
 * own, freed by http_parser_free. All texts of the request point there.
 *
 * The head goes through a strict scan (http_scan.h) before llhttp sees it. Beyond that: exactly one Host; one
 * Content-Length, of digits; of Transfer-Encoding only `chunked`, and not together with a length; of Expect
 * only 100-continue; headers that may stand once stand once; header values are UTF-8. In a chunked body the
 * lines between the chunks hold hexadecimal digits, CR and LF and nothing else: no extensions, no trailers.
 */
#ifndef SPOR_HTTP_H
#define SPOR_HTTP_H

#include "base/base.h"
#include "base/err.h"
#include "base/mem.h"
#include "wire/http_scan.h"

struct header {
    struct str name; /* lower case */
    struct str value;
};

struct http_limits {
    struct http_head_limits head;
    uint64_t body_bytes;
};

struct http_request {
    enum method method;
    struct str path;  /* starts with '/', not decoded; each % has its two digits */
    struct str query; /* behind the first '?', not decoded; len 0: none or empty */
    struct header *headers;
    size_t n_headers;
    struct str body;
    bool has_body; /* a length above 0, or chunked */
    bool chunked;
    uint64_t length; /* of the body as announced; chunked: 0 */
    bool keep_alive;
    bool expects_continue;
};

enum http_event { PARSE_MORE, PARSE_HEAD, PARSE_DONE, PARSE_BAD };

struct http_parser;

/* NULL without memory. The arena must be empty enough for the parser and limits.head.headers headers. */
struct http_parser *http_parser_new(struct arena *arena, const struct http_limits *limits) NODISCARD;
/* Frees head and body. NULL is fine. */
void http_parser_free(struct http_parser *parser);
enum http_event http_feed(struct http_parser *parser, const char *bytes, size_t len, size_t *taken,
                          struct err *err) NODISCARD;
/* Lowers the maximum of the body; checked by the next http_feed. */
void http_cap_body(struct http_parser *parser, uint64_t bytes);
/* From PARSE_HEAD on; the body from PARSE_DONE on. */
const struct http_request *http_request(const struct http_parser *parser);
/* Bytes of the body so far, for deadlines. */
uint64_t http_body_bytes(const struct http_parser *parser);

/* The first of that lower-case name; `at` NULL: not there. Only headers that are lists may stand several
 * times. */
struct str http_header(const struct http_request *request, const char *name);

#endif
