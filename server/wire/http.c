/* See http.h. The head is collected and scanned byte by byte, then read by llhttp in one go, so that every
 * name and value lies in one piece in our buffer. The body goes through llhttp piece by piece: the lines
 * between chunks one byte at a time, because only llhttp knows where a chunk ends and only we are strict
 * about those lines. */
#include "wire/http.h"

#include <llhttp.h>

#include "base/buf.h"

enum stage { STAGE_HEAD, STAGE_HEAD_TOLD, STAGE_BODY, STAGE_WHOLE, STAGE_BAD };

enum { CHUNK_SIZE_DIGITS = 8 }; /* 4 GB; leading zeros count */

struct http_parser {
    llhttp_t llhttp;
    struct http_limits limits;
    struct http_scan scan;
    struct http_request request;
    struct buf head, body;
    uint64_t body_left;   /* of the length, or of the chunk */
    uint8_t chunk_digits; /* in this line between chunks */
    char last;            /* byte of the lines between chunks */
    bool whole;
    enum stage stage;
};

/* ---- llhttp's callbacks: they only note -------------------------------------------------------------- */

static int on_url(llhttp_t *llhttp, const char *at, size_t len)
{
    struct http_parser *parser = llhttp->data;
    parser->request.path = (struct str){at, len};
    return 0;
}

static int on_header_field(llhttp_t *llhttp, const char *at, size_t len)
{
    struct http_parser *parser = llhttp->data;
    struct http_request *request = &parser->request;
    if (request->n_headers >= parser->limits.head.headers)
        return -1;
    request->headers[request->n_headers++] = (struct header){{at, len}, {at + len, 0}};
    return 0;
}

static int on_header_value(llhttp_t *llhttp, const char *at, size_t len)
{
    struct http_parser *parser = llhttp->data;
    struct http_request *request = &parser->request;
    if (request->n_headers == 0)
        return -1;
    request->headers[request->n_headers - 1].value = (struct str){at, len};
    return 0;
}

static int on_headers_complete(llhttp_t *llhttp)
{
    struct http_parser *parser = llhttp->data;
    parser->request.keep_alive = llhttp_should_keep_alive(llhttp) != 0;
    llhttp->upgrade = 0; /* an offer to change the protocol may be passed over, and is */
    return 0;
}

static int on_chunk_header(llhttp_t *llhttp)
{
    struct http_parser *parser = llhttp->data;
    parser->body_left = llhttp->content_length;
    return 0;
}

static int on_body(llhttp_t *llhttp, const char *at, size_t len)
{
    struct http_parser *parser = llhttp->data;
    buf_put(&parser->body, at, len);
    return 0;
}

static int on_message_complete(llhttp_t *llhttp)
{
    struct http_parser *parser = llhttp->data;
    parser->whole = true;
    return HPE_PAUSED; /* the next request gets a parser of its own */
}

static const llhttp_settings_t settings = {
    .on_url = on_url,
    .on_header_field = on_header_field,
    .on_header_value = on_header_value,
    .on_headers_complete = on_headers_complete,
    .on_chunk_header = on_chunk_header,
    .on_body = on_body,
    .on_message_complete = on_message_complete,
};

/* All bytes were taken, or the message ended with the last of them. */
static bool execute(struct http_parser *parser, const char *bytes, size_t len)
{
    llhttp_errno_t result = llhttp_execute(&parser->llhttp, bytes, len);
    if (result == HPE_OK)
        return true;
    return result == HPE_PAUSED && parser->whole && llhttp_get_error_pos(&parser->llhttp) == bytes + len;
}

/* ---- life -------------------------------------------------------------------------------------------- */

struct http_parser *http_parser_new(struct arena *arena, const struct http_limits *limits)
{
    struct http_parser *parser = ARENA_NEW(arena, struct http_parser);
    struct header *headers = ARENA_ARRAY(arena, struct header, limits->head.headers);
    if (!parser || !headers)
        return NULL;
    parser->limits = *limits;
    parser->request.headers = headers;
    buf_init(&parser->head, limits->head.head_bytes);
    buf_init(&parser->body, 0);
    llhttp_init(&parser->llhttp, HTTP_REQUEST, &settings);
    parser->llhttp.data = parser;
    return parser;
}

void http_parser_free(struct http_parser *parser)
{
    if (!parser)
        return;
    buf_clear(&parser->head);
    buf_clear(&parser->body);
}

void http_cap_body(struct http_parser *parser, uint64_t bytes)
{
    if (bytes < parser->limits.body_bytes)
        parser->limits.body_bytes = bytes;
}

const struct http_request *http_request(const struct http_parser *parser)
{
    return &parser->request;
}

uint64_t http_body_bytes(const struct http_parser *parser)
{
    return parser->body.len;
}

struct str http_header(const struct http_request *request, const char *name)
{
    struct str wanted = str_of(name);
    for (size_t i = 0; i < request->n_headers; i++) {
        if (str_equal(request->headers[i].name, wanted))
            return request->headers[i].value;
    }
    return (struct str){NULL, 0};
}

/* ---- the head ---------------------------------------------------------------------------------------- */

static bool equal_ignoring_case(struct str text, struct str lower)
{
    if (text.len != lower.len)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        if (c >= 'A' && c <= 'Z')
            c = (char)(c - 'A' + 'a');
        if (c != lower.at[i])
            return false;
    }
    return true;
}

static bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool is_encoded_well(struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] == '%' && (text.len - i < 3 || !is_hex(text.at[i + 1]) || !is_hex(text.at[i + 2])))
            return false;
    }
    return true;
}

/* Names in lower case, values without white space around them. */
static void tidy_headers(struct http_parser *parser)
{
    for (size_t i = 0; i < parser->request.n_headers; i++) {
        struct header *header = &parser->request.headers[i];
        char *name = parser->head.at + (header->name.at - parser->head.at);
        for (size_t k = 0; k < header->name.len; k++) {
            if (name[k] >= 'A' && name[k] <= 'Z')
                name[k] = (char)(name[k] - 'A' + 'a');
        }
        struct str *value = &header->value;
        while (value->len > 0 && (value->at[0] == ' ' || value->at[0] == '\t')) {
            value->at++;
            value->len--;
        }
        while (value->len > 0 && (value->at[value->len - 1] == ' ' || value->at[value->len - 1] == '\t'))
            value->len--;
    }
}

/* Those a client may send once. The others are lists, or unknown to us. */
static const char *const single_headers[] = {"host",
                                             "content-length",
                                             "transfer-encoding",
                                             "content-type",
                                             "content-encoding",
                                             "authorization",
                                             "cookie",
                                             "origin",
                                             "expect",
                                             "if-match",
                                             "if-modified-since",
                                             "if-unmodified-since",
                                             "range",
                                             "referer",
                                             "user-agent"};

static enum err_code check_single(const struct http_request *request, struct err *err)
{
    for (size_t i = 0; i < ARRAY_LEN(single_headers); i++) {
        struct str name = str_of(single_headers[i]);
        size_t n = 0;
        for (size_t k = 0; k < request->n_headers; k++)
            n += str_equal(request->headers[k].name, name) ? 1 : 0;
        if (n > 1)
            return err_set(err, ERR_BAD_REQUEST, "the header %s stands %zu times", single_headers[i], n);
    }
    return ERR_NONE;
}

static enum err_code check_host(const struct http_request *request, struct err *err)
{
    struct str host = http_header(request, "host");
    if (!host.at || host.len == 0)
        return err_set(err, ERR_BAD_REQUEST, "the header host is missing or empty");
    for (size_t i = 0; i < host.len; i++) {
        char c = host.at[i];
        bool fine = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' ||
                    c == '-' || c == '_' || c == ':' || c == '[' || c == ']';
        if (!fine)
            return err_set(err, ERR_BAD_REQUEST, "the header host is no host and port");
    }
    return ERR_NONE;
}

static enum err_code check_framing(struct http_parser *parser, struct err *err)
{
    struct http_request *request = &parser->request;
    struct str length = http_header(request, "content-length");
    struct str coding = http_header(request, "transfer-encoding");
    if (length.at && coding.at)
        return err_set(err, ERR_BAD_REQUEST, "both content-length and transfer-encoding");
    if (coding.at) {
        if (!equal_ignoring_case(coding, STR("chunked")))
            return err_set(err, ERR_NOT_IMPLEMENTED, "the only transfer coding spoken here is chunked");
        request->chunked = request->has_body = true;
    }
    int64_t bytes = 0;
    if (length.at && !str_to_i64(length, 0, INT64_MAX, &bytes))
        return err_set(err, ERR_BAD_REQUEST, "the header content-length is no number");
    if (bytes > 0) {
        parser->body_left = request->length = (uint64_t)bytes;
        request->has_body = true;
    }
    struct str expect = http_header(request, "expect");
    if (expect.at && !equal_ignoring_case(expect, STR("100-continue")))
        return err_set(err, ERR_EXPECTATION, "the only expectation met here is 100-continue");
    request->expects_continue = expect.at != NULL;
    return ERR_NONE;
}

/* An absolute target names the host itself: it counts, whatever the header says (RFC 9112 3.2.2). The header is there
 * (check_host). */
static void drop_origin(struct http_parser *parser)
{
    enum { SCHEME_BYTES = 8 /* https:// */ };
    struct http_request *request = &parser->request;
    size_t origin = parser->scan.origin_bytes;
    if (origin == 0)
        return;
    for (size_t i = 0; i < request->n_headers; i++)
        if (str_equal(request->headers[i].name, STR("host")))
            request->headers[i].value = (struct str){request->path.at + SCHEME_BYTES, origin - SCHEME_BYTES};
    request->path.at += origin;
    request->path.len -= origin;
}

static void split_target(struct http_request *request)
{
    struct str target = request->path;
    const char *mark = memchr(target.at, '?', target.len);
    request->query = (struct str){NULL, 0};
    if (!mark)
        return;
    request->path.len = (size_t)(mark - target.at);
    request->query = (struct str){mark + 1, target.len - request->path.len - 1};
}

/* The whole head is in the buffer and has passed the scan. */
static enum err_code read_head(struct http_parser *parser, struct err *err)
{
    struct http_request *request = &parser->request;
    if (!str_is_utf8(buf_str(&parser->head)))
        return err_set(err, ERR_BAD_REQUEST, "the head is not UTF-8");
    if (!execute(parser, parser->head.at, parser->head.len))
        return err_set(err, ERR_BAD_REQUEST, "the head is not HTTP/1.1: %s",
                       llhttp_errno_name(llhttp_get_errno(&parser->llhttp)));
    request->method = parser->scan.method;
    if (request->n_headers != parser->scan.headers || request->path.len != parser->scan.target_bytes ||
        !str_equal(str_of(llhttp_method_name((llhttp_method_t)llhttp_get_method(&parser->llhttp))),
                   str_of(method_name(request->method))))
        return err_set(err, ERR_BAD_REQUEST, "the head can be read in two ways");
    if (!is_encoded_well(request->path))
        return err_set(err, ERR_BAD_REQUEST, "a '%%' in the target without two hexadecimal digits");
    tidy_headers(parser);
    enum err_code code = check_single(request, err);
    if (code == ERR_NONE)
        code = check_host(request, err);
    if (code == ERR_NONE) {
        drop_origin(parser);
        split_target(request);
    }
    if (code == ERR_NONE)
        code = check_framing(parser, err);
    return code;
}

static enum http_event feed_head(struct http_parser *parser, const char *bytes, size_t len, size_t *taken,
                                 struct err *err)
{
    enum scan_result result = http_scan(&parser->scan, &parser->limits.head, bytes, len, taken, err);
    if (result == SCAN_BAD)
        return PARSE_BAD;
    buf_put(&parser->head, bytes, *taken);
    if (parser->head.failed) {
        (void)err_set(err, ERR_NO_MEMORY, "no memory for the head");
        return PARSE_BAD;
    }
    if (result == SCAN_MORE)
        return PARSE_MORE;
    if (read_head(parser, err) != ERR_NONE)
        return PARSE_BAD;
    parser->stage = STAGE_HEAD_TOLD;
    return PARSE_HEAD;
}

/* ---- the body ---------------------------------------------------------------------------------------- */

static enum err_code too_large(const struct http_parser *parser, struct err *err)
{
    return err_set(err, ERR_TOO_LARGE, "the body is larger than %llu bytes",
                   (unsigned long long)parser->limits.body_bytes);
}

static enum err_code begin_body(struct http_parser *parser, struct err *err)
{
    uint64_t max = parser->limits.body_bytes;
    if (parser->body_left > max || (parser->request.chunked && max == 0))
        return too_large(parser, err);
    parser->body.max = (size_t)max;
    parser->stage = STAGE_BODY;
    return ERR_NONE;
}

/* A byte of the lines between chunks. */
static enum err_code feed_chunk_line(struct http_parser *parser, const char *byte, struct err *err)
{
    char c = *byte;
    if ((parser->last == '\r') != (c == '\n'))
        return err_set(err, ERR_BAD_REQUEST, "a carriage return or a line feed alone in a chunk's line");
    if (is_hex(c)) {
        if (++parser->chunk_digits > CHUNK_SIZE_DIGITS)
            return err_set(err, ERR_BAD_REQUEST, "a chunk's size has more than %d digits", CHUNK_SIZE_DIGITS);
    } else if (c == '\n') {
        parser->chunk_digits = 0;
    } else if (c != '\r') {
        return err_set(err, ERR_BAD_REQUEST,
                       "a chunk's line holds more than its size (extensions and trailers are not taken)");
    }
    parser->last = c;
    if (!execute(parser, byte, 1))
        return err_set(err, ERR_BAD_REQUEST, "the chunks are malformed: %s",
                       llhttp_errno_name(llhttp_get_errno(&parser->llhttp)));
    if (parser->body_left > parser->body.max - parser->body.len)
        return too_large(parser, err);
    return ERR_NONE;
}

static enum err_code feed_body_bytes(struct http_parser *parser, const char *bytes, size_t len,
                                     struct err *err)
{
    parser->body_left -= len;
    if (!execute(parser, bytes, len))
        return err_set(err, ERR_BAD_REQUEST, "the body is malformed: %s",
                       llhttp_errno_name(llhttp_get_errno(&parser->llhttp)));
    if (parser->body.failed)
        return err_set(err, ERR_NO_MEMORY, "no memory for the body");
    return ERR_NONE;
}

static enum http_event feed_body(struct http_parser *parser, const char *bytes, size_t len, size_t *taken,
                                 struct err *err)
{
    while (!parser->whole && *taken < len) {
        size_t n = len - *taken;
        enum err_code code;
        if (parser->body_left > 0) {
            if (n > parser->body_left)
                n = (size_t)parser->body_left;
            code = feed_body_bytes(parser, bytes + *taken, n, err);
        } else {
            n = 1;
            code = feed_chunk_line(parser, bytes + *taken, err);
        }
        *taken += n;
        if (code != ERR_NONE)
            return PARSE_BAD;
    }
    if (!parser->whole)
        return PARSE_MORE;
    parser->stage = STAGE_WHOLE;
    parser->request.body = buf_str(&parser->body);
    return PARSE_DONE;
}

enum http_event http_feed(struct http_parser *parser, const char *bytes, size_t len, size_t *taken,
                          struct err *err)
{
    enum http_event event = PARSE_BAD;
    *taken = 0;
    switch (parser->stage) {
    case STAGE_HEAD:
        event = feed_head(parser, bytes, len, taken, err);
        break;
    case STAGE_HEAD_TOLD:
        if (begin_body(parser, err) == ERR_NONE)
            event = feed_body(parser, bytes, len, taken, err);
        break;
    case STAGE_BODY:
        event = feed_body(parser, bytes, len, taken, err);
        break;
    case STAGE_WHOLE:
        return PARSE_DONE;
    case STAGE_BAD:
        (void)err_set(err, ERR_BAD_REQUEST, "the connection holds no further request");
        break;
    }
    if (event == PARSE_BAD)
        parser->stage = STAGE_BAD;
    return event;
}
