/* See http_scan.h. */
#include "wire/http_scan.h"

enum state {
    IN_METHOD,
    IN_TARGET,
    IN_VERSION,
    LINE_END, /* the LF of the first line or of a header line */
    LINE_START,
    IN_NAME,
    IN_VALUE,
    HEAD_END /* the LF of the empty line */
};

static const char *const methods[] = {
#define X(name) [METHOD_##name] = #name,
    METHOD_TABLE(X)
#undef X
};

const char *method_name(enum method method)
{
    return (size_t)method < ARRAY_LEN(methods) ? methods[method] : "";
}

static bool is_alnum(unsigned char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* RFC 9110 5.6.2. */
static bool is_token_char(unsigned char c)
{
    return is_alnum(c) || (c != 0 && strchr("!#$%&'*+-.^_`|~", c));
}

bool http_is_token(struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (!is_token_char((unsigned char)text.at[i]))
            return false;
    }
    return text.len > 0;
}

/* RFC 3986: what may stand in a path or query. */
static bool is_target_char(unsigned char c)
{
    return is_alnum(c) || (c != 0 && strchr("-._~:/?@!$&'()*+,;=%", c));
}

static bool is_control(unsigned char c)
{
    return (c < 0x20 && c != '\t') || c == 0x7F;
}

static enum scan_result bad(struct err *err, enum err_code code, const char *text)
{
    (void)err_set(err, code, "%s", text);
    return SCAN_BAD;
}

static enum scan_result bad_control(struct err *err, unsigned char c)
{
    if (c == '\n')
        return bad(err, ERR_BAD_REQUEST, "a line feed without a carriage return before it");
    if (c == '\r')
        return bad(err, ERR_BAD_REQUEST, "a carriage return where none may stand");
    return bad(err, ERR_BAD_REQUEST, "a control byte in the head");
}

/* Keeps what fits and one byte more, so that a word too long matches nothing. */
static void put_word(struct http_scan *scan, unsigned char c)
{
    if (scan->n_word < sizeof scan->word)
        scan->word[scan->n_word++] = (char)c;
}

static enum scan_result end_method(struct http_scan *scan, struct err *err)
{
    struct str word = {scan->word, scan->n_word};
    scan->n_word = 0;
    for (size_t i = 0; i < METHOD_COUNT; i++) {
        if (str_equal(word, str_of(methods[i]))) {
            scan->method = (enum method)i;
            scan->state = IN_TARGET;
            return SCAN_MORE;
        }
    }
    if (word.len == 0)
        return bad(err, ERR_BAD_REQUEST, "a space before the method");
    return bad(err, ERR_NOT_IMPLEMENTED, "a method this server does not know");
}

static enum scan_result end_version(struct http_scan *scan, struct err *err)
{
    struct str word = {scan->word, scan->n_word};
    scan->n_word = 0;
    if (str_equal(word, STR("HTTP/1.1"))) {
        scan->state = LINE_END;
        return SCAN_MORE;
    }
    if (word.len == 8 && memcmp(word.at, "HTTP/", 5) == 0 && word.at[6] == '.')
        return bad(err, ERR_HTTP_VERSION, "only HTTP/1.1 is spoken here");
    return bad(err, ERR_BAD_REQUEST, "the first line must be: method, target, HTTP/1.1");
}

/* What may stand before the path: nothing, or, to be taken from every client (RFC 9112 3.2.2), scheme and host in an
 * absolute target. Letter by letter against the scheme, then up to the slash behind the host. */
static bool in_origin(struct http_scan *scan, unsigned char c)
{
    static const char scheme[] = "https://";
    uint32_t at = scan->target_bytes;
    if (at >= sizeof scheme - 1) {
        scan->in_path = c == '/' && at > sizeof scheme - 1;
        scan->origin_bytes = scan->in_path ? at : 0;
        return scan->in_path || is_alnum(c) || (c != 0 && strchr("-._:[]", c));
    }
    scan->in_path = at == 0 && c == '/';
    return scan->in_path || (c | 0x20) == (scheme[at] | 0x20);
}

static enum scan_result in_target(struct http_scan *scan, const struct http_head_limits *limits,
                                  unsigned char c, struct err *err)
{
    if (c == ' ') {
        if (scan->target_bytes == 0)
            return bad(err, ERR_BAD_REQUEST, "two spaces in the first line");
        if (!scan->in_path)
            return bad(err, ERR_BAD_REQUEST, "the target must start with '/' or https://HOST/");
        scan->state = IN_VERSION;
        return SCAN_MORE;
    }
    if (is_control(c))
        return bad_control(err, c);
    if (!scan->in_path && !in_origin(scan, c))
        return bad(err, ERR_BAD_REQUEST, "the target must start with '/' or https://HOST/");
    if (scan->in_path && !is_target_char(c))
        return bad(err, ERR_BAD_REQUEST, "a character in the target that must be percent-encoded");
    if (++scan->target_bytes > limits->target_bytes) {
        (void)err_set(err, ERR_TARGET_TOO_LONG, "the target is longer than %u bytes", limits->target_bytes);
        return SCAN_BAD;
    }
    return SCAN_MORE;
}

static enum scan_result line_start(struct http_scan *scan, const struct http_head_limits *limits,
                                   unsigned char c, struct err *err)
{
    if (c == '\r') {
        scan->state = HEAD_END;
        return SCAN_MORE;
    }
    if (c == ' ' || c == '\t')
        return bad(err, ERR_BAD_REQUEST, "a header line that starts with white space");
    if (c == ':')
        return bad(err, ERR_BAD_REQUEST, "a header without a name");
    if (is_control(c))
        return bad_control(err, c);
    if (!is_token_char(c))
        return bad(err, ERR_BAD_REQUEST, "a header's name holds a character that may not stand there");
    if (++scan->headers > limits->headers) {
        (void)err_set(err, ERR_HEAD_TOO_LARGE, "more than %u headers", limits->headers);
        return SCAN_BAD;
    }
    scan->state = IN_NAME;
    return SCAN_MORE;
}

static enum scan_result in_name(struct http_scan *scan, unsigned char c, struct err *err)
{
    if (c == ':') {
        scan->state = IN_VALUE;
        return SCAN_MORE;
    }
    if (is_token_char(c))
        return SCAN_MORE;
    if (c == ' ' || c == '\t')
        return bad(err, ERR_BAD_REQUEST, "white space in or behind a header's name");
    if (c == '\r')
        return bad(err, ERR_BAD_REQUEST, "a header line without a colon");
    if (is_control(c))
        return bad_control(err, c);
    return bad(err, ERR_BAD_REQUEST, "a header's name holds a character that may not stand there");
}

static enum scan_result scan_byte(struct http_scan *scan, const struct http_head_limits *limits,
                                  unsigned char c, struct err *err)
{
    switch ((enum state)scan->state) {
    case IN_METHOD:
        if (c == ' ')
            return end_method(scan, err);
        if (c == '\r' && scan->n_word == 0)
            return bad(err, ERR_BAD_REQUEST, "an empty line before the request");
        if (is_control(c))
            return bad_control(err, c);
        if (!is_token_char(c))
            return bad(err, ERR_BAD_REQUEST, "this is not HTTP");
        put_word(scan, c);
        return SCAN_MORE;
    case IN_TARGET:
        return in_target(scan, limits, c, err);
    case IN_VERSION:
        if (c == '\r')
            return end_version(scan, err);
        if (is_control(c))
            return bad_control(err, c);
        put_word(scan, c);
        return SCAN_MORE;
    case LINE_END:
        if (c != '\n')
            return bad(err, ERR_BAD_REQUEST, "a carriage return without a line feed behind it");
        scan->state = LINE_START;
        return SCAN_MORE;
    case LINE_START:
        return line_start(scan, limits, c, err);
    case IN_NAME:
        return in_name(scan, c, err);
    case IN_VALUE:
        if (c == '\r')
            scan->state = LINE_END;
        else if (is_control(c))
            return bad_control(err, c);
        return SCAN_MORE;
    case HEAD_END:
        if (c != '\n')
            return bad(err, ERR_BAD_REQUEST, "a carriage return without a line feed behind it");
        return SCAN_END;
    }
    return bad(err, ERR_INTERNAL, "the scan has lost its place");
}

enum scan_result http_scan(struct http_scan *scan, const struct http_head_limits *limits, const char *bytes,
                           size_t len, size_t *taken, struct err *err)
{
    for (size_t i = 0; i < len; i++) {
        if (++scan->bytes > limits->head_bytes) {
            (void)err_set(err, ERR_HEAD_TOO_LARGE, "the head is longer than %u bytes", limits->head_bytes);
            return SCAN_BAD;
        }
        enum scan_result result = scan_byte(scan, limits, (unsigned char)bytes[i], err);
        if (result != SCAN_MORE) {
            *taken = i + 1;
            return result;
        }
    }
    *taken = len;
    return SCAN_MORE;
}
