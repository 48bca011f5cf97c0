/* The strict scan of a request's head, byte by byte, before llhttp sees it. llhttp 8.1 takes a bare CR for
 * the end of a line and joins folded lines; the scan refuses what two parsers could read differently:
 *
 * a CR without LF, an LF without CR, NUL and other control bytes, a line that starts with a space (folded, or
 * before the first header), a header line without a colon, with white space before it or without a name,
 * anything but METHOD SP target SP HTTP/1.1 in the first line, an empty line before it, a method we do not
 * speak, a target that is neither a path nor https://HOST/… (asterisk, authority, another scheme) or holds what no
 * URI may hold.
 *
 * It counts, too, so that a flood ends at the limit and not when its last byte has come. */
#ifndef SPOR_HTTP_SCAN_H
#define SPOR_HTTP_SCAN_H

#include "base/base.h"
#include "base/err.h"

#define METHOD_TABLE(X)                                                                                      \
    X(GET)                                                                                                   \
    X(HEAD)                                                                                                  \
    X(POST)                                                                                                  \
    X(PUT)                                                                                                   \
    X(PATCH)                                                                                                 \
    X(DELETE)                                                                                                \
    X(OPTIONS)

/* Any other is answered with 501. */
enum method {
#define X(name) METHOD_##name,
    METHOD_TABLE(X)
#undef X
        METHOD_COUNT
};

const char *method_name(enum method method);

struct http_head_limits {
    uint32_t head_bytes; /* first line, header lines and the empty line */
    uint32_t target_bytes;
    uint32_t headers;
};

struct http_scan {
    uint32_t bytes, target_bytes, headers; /* so far */
    uint32_t origin_bytes; /* of the target: https://HOST before the path of an absolute one */
    bool in_path;
    enum method method;
    uint8_t state;
    uint8_t n_word;
    char word[9]; /* the method, then the version; a longer one is cut and matches nothing */
};

enum scan_result { SCAN_MORE, SCAN_END, SCAN_BAD };

/* `scan` is zeroed before the first byte. SCAN_END: the head ends with the byte before *taken. */
enum scan_result http_scan(struct http_scan *scan, const struct http_head_limits *limits, const char *bytes,
                           size_t len, size_t *taken, struct err *err) NODISCARD;

/* RFC 9110 5.6.2: what a header's name and a method are made of. */
bool http_is_token(struct str text);

#endif
