/* The request parser: what it takes, what it refuses, and that neither depends on how the bytes arrive. */
#include "unit.h"

#include "http_run.h"
#include "wire/problem.h"

static const struct http_limits limits = {.head = {1024, 64, 8}, .body_bytes = 100};

static struct guard guard;

/* The outcome for the whole input must be `expected`, and the same for pieces of 1, 2, 3, 7 bytes and for
 * random cuts. */
static void check(const char *input, size_t len, const char *expected)
{
    struct buf whole, cut;
    buf_init(&whole, 1 << 20);
    buf_init(&cut, 1 << 20);
    http_run(&guard, &limits, input, len, 0, 0, &whole);
    assert_false(whole.failed);
    struct str result = buf_str(&whole);
    if (!str_equal(result, str_of(expected)))
        fail_msg("\n%.*s\ngives\n%.*s\nand not\n%s", (int)len, input, STR_ARG(result), expected);
    static const size_t pieces[] = {1, 2, 3, 7};
    for (size_t i = 0; i < ARRAY_LEN(pieces) + 20; i++) {
        buf_empty(&cut);
        if (i < ARRAY_LEN(pieces))
            http_run(&guard, &limits, input, len, pieces[i], 0, &cut);
        else
            http_run(&guard, &limits, input, len, 1 + i * 3, (uint32_t)i, &cut);
        if (!str_equal(buf_str(&cut), result))
            fail_msg("\n%.*s\nin pieces gives\n%.*s\nand not\n%.*s", (int)len, input, STR_ARG(buf_str(&cut)),
                     STR_ARG(result));
    }
    buf_clear(&whole);
    buf_clear(&cut);
}

struct sample {
    const char *input, *expected;
};

/* With NUL bytes inside: the length is that of the literal. */
#define BYTES(literal)                                                                                       \
    {                                                                                                        \
        "" literal, sizeof(literal) - 1                                                                      \
    }
struct sized_sample {
    struct str input;
    const char *expected;
};

#define GET_ROOT  "GET / HTTP/1.1\r\nHost: a\r\n"
#define POST_ROOT "POST / HTTP/1.1\r\nHost: a\r\n"
#define GOT_ROOT  "GET path=[/] query=[] keep=1 continue=0 host=[a]"

static void takes_good_requests(void **state)
{
    (void)state;
    static const struct sample samples[] = {
        {"", "end"},
        {"GET / HTTP/1.1\r\nHost: a\r\n\r", "more"},
        {GET_ROOT "\r\n", GOT_ROOT " body=[]\nend"},
        {"GET /v1/cases?limit=5&after=x%20y HTTP/1.1\r\nHost: spor.example:8443\r\n\r\n",
         "GET path=[/v1/cases] query=[limit=5&after=x%20y] keep=1 continue=0 host=[spor.example:8443] "
         "body=[]\nend"},
        {"GET /? HTTP/1.1\r\nHost: a\r\n\r\n", GOT_ROOT " body=[]\nend"},
        {"GET /a?b?c HTTP/1.1\r\nHost: [::1]:80\r\n\r\n",
         "GET path=[/a] query=[b?c] keep=1 continue=0 host=[[::1]:80] body=[]\nend"},
        /* an absolute target, whose host counts */
        {"GET https://spor.example:8443/v1/me?x=1 HTTP/1.1\r\nHost: a\r\n\r\n",
         "GET path=[/v1/me] query=[x=1] keep=1 continue=0 host=[spor.example:8443] body=[]\nend"},
        {"GET HTTPS://[::1]/ HTTP/1.1\r\nHost: [::1]\r\n\r\n",
         "GET path=[/] query=[] keep=1 continue=0 host=[[::1]] body=[]\nend"},
        {"GET https://a/https://b/ HTTP/1.1\r\nHost: a\r\n\r\n",
         "GET path=[/https://b/] query=[] keep=1 continue=0 host=[a] body=[]\nend"},
        {GET_ROOT "X-Empty:\r\nX-Space: \t b c \t\r\nCASE:Same\r\n\r\n",
         GOT_ROOT " x-empty=[] x-space=[b c] case=[Same] body=[]\nend"},
        {GET_ROOT "X-Text: s\xC3\xB8ren\r\n\r\n", GOT_ROOT " x-text=[s\xC3\xB8ren] body=[]\nend"},
        {GET_ROOT "Connection: close\r\n\r\n",
         "GET path=[/] query=[] keep=0 continue=0 host=[a] connection=[close] body=[]\nend"},
        {GET_ROOT "Connection: upgrade\r\nUpgrade: websocket\r\n\r\n" GET_ROOT "\r\n",
         GOT_ROOT " connection=[upgrade] upgrade=[websocket] body=[]\n" GOT_ROOT " body=[]\nend"},
        {POST_ROOT "Content-Length: 5\r\n\r\nhello",
         "POST path=[/] query=[] keep=1 continue=0 host=[a] content-length=[5] body=[hello]\nend"},
        {POST_ROOT "Content-Length: 0\r\n\r\n",
         "POST path=[/] query=[] keep=1 continue=0 host=[a] content-length=[0] body=[]\nend"},
        {POST_ROOT "Content-Length: 5\r\n\r\nhell", "more"},
        {POST_ROOT "Transfer-Encoding: Chunked\r\n\r\n5\r\nhello\r\n0A\r\n0123456789\r\n0\r\n\r\n",
         "POST path=[/] query=[] keep=1 continue=0 host=[a] transfer-encoding=[Chunked] "
         "body=[hello0123456789]\nend"},
        {POST_ROOT "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r", "more"},
        {POST_ROOT "Expect: 100-Continue\r\nContent-Length: 1\r\n\r\nx",
         "POST path=[/] query=[] keep=1 continue=1 host=[a] expect=[100-Continue] content-length=[1] "
         "body=[x]\nend"},
        {POST_ROOT "Content-Length: 3\r\n\r\nabc" GET_ROOT "\r\n" GET_ROOT,
         "POST path=[/] query=[] keep=1 continue=0 host=[a] content-length=[3] body=[abc]\n" GOT_ROOT
         " body=[]\nmore"},
        {"HEAD / HTTP/1.1\r\nHost: a\r\n\r\nPUT / HTTP/1.1\r\nHost: a\r\n\r\nPATCH / HTTP/1.1\r\nHost: "
         "a\r\n\r\nDELETE / HTTP/1.1\r\nHost: a\r\n\r\nOPTIONS / HTTP/1.1\r\nHost: a\r\n\r\n",
         "HEAD path=[/] query=[] keep=1 continue=0 host=[a] body=[]\n"
         "PUT path=[/] query=[] keep=1 continue=0 host=[a] body=[]\n"
         "PATCH path=[/] query=[] keep=1 continue=0 host=[a] body=[]\n"
         "DELETE path=[/] query=[] keep=1 continue=0 host=[a] body=[]\n"
         "OPTIONS path=[/] query=[] keep=1 continue=0 host=[a] body=[]\nend"},
    };
    for (size_t i = 0; i < ARRAY_LEN(samples); i++)
        check(samples[i].input, strlen(samples[i].input), samples[i].expected);
}

/* What two parsers could read differently, and what is no HTTP/1.1 at all. */
static void refuses_what_can_be_read_in_two_ways(void **state)
{
    (void)state;
    static const struct sized_sample samples[] = {
        /* ends of lines */
        {BYTES(GET_ROOT "X: \rTransfer-Encoding: chunked\r\n\r\n"), "bad bad_request"},
        {BYTES(GET_ROOT "X: a\rb\r\n\r\n"), "bad bad_request"},
        {BYTES(GET_ROOT "X: a\nContent-Length: 5\r\n\r\n"), "bad bad_request"},
        {BYTES("GET / HTTP/1.1\nHost: a\n\n"), "bad bad_request"},
        {BYTES("GET / HTTP/1.1\r\nHost: a\n\r\n"), "bad bad_request"},
        {BYTES("GET / HTTP/1.1\rHost: a\r\n\r\n"), "bad bad_request"},
        {BYTES(GET_ROOT "\rx"), "bad bad_request"},
        {BYTES(GET_ROOT "\r\r\n"), "bad bad_request"},
        {BYTES(GET_ROOT "X: a\r\r\n\r\n"), "bad bad_request"},
        {BYTES(GET_ROOT "\n"), "bad bad_request"},
        {BYTES("\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"), "bad bad_request"},
        {BYTES("\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"), "bad bad_request"},
        /* header lines */
        {BYTES(GET_ROOT "X: a\r\n b\r\n\r\n"), "bad bad_request"},
        {BYTES(GET_ROOT "X: a\r\n\tb\r\n\r\n"), "bad bad_request"},
        {BYTES("GET / HTTP/1.1\r\n Host: a\r\n\r\n"), "bad bad_request"},
        {BYTES(GET_ROOT "no colon\r\n\r\n"), "bad bad_request"},
        {BYTES(GET_ROOT "nocolon\r\n\r\n"), "bad bad_request"},
        {BYTES(GET_ROOT ": no name\r\n\r\n"), "bad bad_request"},
        {BYTES(GET_ROOT "Content-Length : 3\r\n\r\nabc"), "bad bad_request"},
        {BYTES(GET_ROOT "Content-Length\t: 3\r\n\r\nabc"), "bad bad_request"},
        {BYTES(GET_ROOT "X(: a\r\n\r\n"), "bad bad_request"},
        {BYTES(GET_ROOT "s\xC3\xB8ren: a\r\n\r\n"), "bad bad_request"},
        {BYTES(GET_ROOT "X: a\0b\r\n\r\n"), "bad bad_request"},
        {BYTES(GET_ROOT "X\0: a\r\n\r\n"), "bad bad_request"},
        {BYTES(GET_ROOT "X: a\x01\r\n\r\n"), "bad bad_request"},
        {BYTES(GET_ROOT "X: a\x7F\r\n\r\n"), "bad bad_request"},
        {BYTES(GET_ROOT "X: \xFF\r\n\r\n"), "bad bad_request"},
        /* the first line */
        {BYTES("GET  / HTTP/1.1\r\nHost: a\r\n\r\n"), "bad bad_request"},
        {BYTES("GET /  HTTP/1.1\r\nHost: a\r\n\r\n"), "bad bad_request"},
        {BYTES("GET / HTTP/1.1 \r\nHost: a\r\n\r\n"), "bad bad_request"},
        {BYTES(" GET / HTTP/1.1\r\nHost: a\r\n\r\n"), "bad bad_request"},
        {BYTES("GET\t/\tHTTP/1.1\r\nHost: a\r\n\r\n"), "bad bad_request"},
        {BYTES("GET /\r\n\r\n"), "bad bad_request"},
        {BYTES("GET\r\n\r\n"), "bad bad_request"},
        {BYTES("GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n"), "bad bad_request"},
        {BYTES("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n"), "bad bad_request"},
        {BYTES("GET https:///x HTTP/1.1\r\nHost: a\r\n\r\n"), "bad bad_request"},
        {BYTES("GET https://a HTTP/1.1\r\nHost: a\r\n\r\n"), "bad bad_request"},
        {BYTES("GET https:/a/ HTTP/1.1\r\nHost: a\r\n\r\n"), "bad bad_request"},
        {BYTES("GET https://u@a/ HTTP/1.1\r\nHost: a\r\n\r\n"), "bad bad_request"},
        {BYTES("GET https://a%41/ HTTP/1.1\r\nHost: a\r\n\r\n"), "bad bad_request"},
        {BYTES("GET https://a/ HTTP/1.1\r\n\r\n"), "bad bad_request"},
        {BYTES("GET a:80 HTTP/1.1\r\nHost: a\r\n\r\n"), "bad bad_request"},
        {BYTES("GET /#x HTTP/1.1\r\nHost: a\r\n\r\n"), "bad bad_request"},
        {BYTES("GET /\\x HTTP/1.1\r\nHost: a\r\n\r\n"), "bad bad_request"},
        {BYTES("GET /\xC3\xB8 HTTP/1.1\r\nHost: a\r\n\r\n"), "bad bad_request"},
        {BYTES("GET /%4 HTTP/1.1\r\nHost: a\r\n\r\n"), "bad bad_request"},
        {BYTES("GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n"), "bad bad_request"},
        {BYTES("GET /?a=% HTTP/1.1\r\nHost: a\r\n\r\n"), "bad bad_request"},
        {BYTES("GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n"), "bad bad_request"},
        {BYTES("GET / HTTP/1.0\r\nHost: a\r\n\r\n"), "bad http_version_not_supported"},
        {BYTES("GET / HTTP/2.0\r\nHost: a\r\n\r\n"), "bad http_version_not_supported"},
        {BYTES("GET / HTTP/1.2\r\nHost: a\r\n\r\n"), "bad http_version_not_supported"},
        {BYTES("GET / HTTP/1.11\r\nHost: a\r\n\r\n"), "bad bad_request"},
        {BYTES("GET / http/1.1\r\nHost: a\r\n\r\n"), "bad bad_request"},
        {BYTES("GET / ICE/1.0\r\nHost: a\r\n\r\n"), "bad bad_request"},
        {BYTES("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), "bad not_implemented"},
        {BYTES("get / HTTP/1.1\r\nHost: a\r\n\r\n"), "bad not_implemented"},
        {BYTES("TRACE / HTTP/1.1\r\nHost: a\r\n\r\n"), "bad not_implemented"},
        {BYTES("CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n"), "bad not_implemented"},
        {BYTES("PROPFIND / HTTP/1.1\r\nHost: a\r\n\r\n"), "bad not_implemented"},
        {BYTES("GETGETGETGETGET / HTTP/1.1\r\nHost: a\r\n\r\n"), "bad not_implemented"},
        {BYTES("\x16\x03\x01\x02"), "bad bad_request"},
        {BYTES("{\"a\":1}"), "bad bad_request"},
        /* hosts */
        {BYTES("GET / HTTP/1.1\r\n\r\n"), "bad bad_request"},
        {BYTES("GET / HTTP/1.1\r\nHost:\r\n\r\n"), "bad bad_request"},
        {BYTES("GET / HTTP/1.1\r\nHost: a b\r\n\r\n"), "bad bad_request"},
        {BYTES("GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"), "bad bad_request"},
        {BYTES(GET_ROOT "Host: a\r\n\r\n"), "bad bad_request"},
        {BYTES(GET_ROOT "hOST: b\r\n\r\n"), "bad bad_request"},
        /* lengths and codings */
        {BYTES(POST_ROOT "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
         "bad bad_request"},
        {BYTES(POST_ROOT "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n"),
         "bad bad_request"},
        {BYTES(POST_ROOT "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc"), "bad bad_request"},
        {BYTES(POST_ROOT "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"), "bad bad_request"},
        {BYTES(POST_ROOT "Content-Length: 3, 3\r\n\r\nabc"), "bad bad_request"},
        {BYTES(POST_ROOT "Content-Length: +3\r\n\r\nabc"), "bad bad_request"},
        {BYTES(POST_ROOT "Content-Length: -3\r\n\r\nabc"), "bad bad_request"},
        {BYTES(POST_ROOT "Content-Length: 0x3\r\n\r\nabc"), "bad bad_request"},
        {BYTES(POST_ROOT "Content-Length: 3 3\r\n\r\nabc"), "bad bad_request"},
        {BYTES(POST_ROOT "Content-Length:\r\n\r\n"), "bad bad_request"},
        {BYTES(POST_ROOT "Content-Length: 99999999999999999999999\r\n\r\n"), "bad bad_request"},
        {BYTES(POST_ROOT "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
         "bad bad_request"},
        {BYTES(POST_ROOT "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"), "bad not_implemented"},
        {BYTES(POST_ROOT "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n"), "bad bad_request"},
        {BYTES(POST_ROOT "Transfer-Encoding: identity\r\n\r\n"), "bad bad_request"},
        {BYTES(POST_ROOT "Transfer-Encoding: xchunked\r\n\r\n"), "bad bad_request"},
        {BYTES(POST_ROOT "Transfer-Encoding:\r\n\r\n"), "bad not_implemented"},
        {BYTES(POST_ROOT "Expect: a miracle\r\n\r\n"), "bad expectation_failed"},
        {BYTES(POST_ROOT "Authorization: a\r\nAuthorization: b\r\n\r\n"), "bad bad_request"},
    /* chunks */
#define CHUNKED POST_ROOT "Transfer-Encoding: chunked\r\n\r\n"
        {BYTES(CHUNKED "5\nhello\r\n0\r\n\r\n"), "bad bad_request"},
        {BYTES(CHUNKED "5\r\nhello\n0\r\n\r\n"), "bad bad_request"},
        {BYTES(CHUNKED "5\r\nhello0\r\n\r\n"), "bad bad_request"},
        {BYTES(CHUNKED "5\r\rhello\r\n0\r\n\r\n"), "bad bad_request"},
        {BYTES(CHUNKED "5\r\nhello\r\r\n0\r\n\r\n"), "bad bad_request"},
        {BYTES(CHUNKED "5;a=b\r\nhello\r\n0\r\n\r\n"), "bad bad_request"},
        {BYTES(CHUNKED "5 \r\nhello\r\n0\r\n\r\n"), "bad bad_request"},
        {BYTES(CHUNKED "-5\r\nhello\r\n0\r\n\r\n"), "bad bad_request"},
        {BYTES(CHUNKED "0x5\r\nhello\r\n0\r\n\r\n"), "bad bad_request"},
        {BYTES(CHUNKED "\r\nhello\r\n0\r\n\r\n"), "bad bad_request"},
        {BYTES(CHUNKED "000000005\r\nhello\r\n0\r\n\r\n"), "bad bad_request"},
        {BYTES(CHUNKED "0\r\nX: a\r\n\r\n"), "bad bad_request"},
        {BYTES(CHUNKED "0\r\n\rX"), "bad bad_request"},
        {BYTES(CHUNKED "0\r\nabc\r\n\r\n"), "bad bad_request"},
        {BYTES(CHUNKED "5\r\nhello\r\n\0"), "bad bad_request"},
    };
    for (size_t i = 0; i < ARRAY_LEN(samples); i++)
        check(samples[i].input.at, samples[i].input.len, samples[i].expected);
}

/* `n` times the text between two others. */
static void check_repeated(const char *before, const char *text, size_t n, const char *after,
                           const char *expected)
{
    struct buf input;
    buf_init(&input, 1 << 16);
    buf_put_str(&input, str_of(before));
    for (size_t i = 0; i < n; i++)
        buf_put_str(&input, str_of(text));
    buf_put_str(&input, str_of(after));
    assert_false(input.failed);
    if (expected) {
        check(input.at, input.len, expected);
    } else { /* only that it is taken */
        struct buf out;
        buf_init(&out, 1 << 16);
        http_run(&guard, &limits, input.at, input.len, 0, 0, &out);
        assert_true(out.len > 4 && memcmp(out.at + out.len - 4, "\nend", 4) == 0);
        buf_clear(&out);
    }
    buf_clear(&input);
}

static void limits_hold_to_the_byte(void **state)
{
    (void)state;
    check_repeated("GET /", "a", 63, " HTTP/1.1\r\nHost: a\r\n\r\n", NULL);
    check_repeated("GET /", "a", 64, " HTTP/1.1\r\nHost: a\r\n\r\n", "bad target_too_long");
    check_repeated("GET /", "a", 2000, "", "bad target_too_long");
    check_repeated(GET_ROOT, "X: a\r\n", 7, "\r\n", NULL);
    check_repeated(GET_ROOT, "X: a\r\n", 8, "\r\n", "bad header_too_large");
    size_t fixed = strlen(GET_ROOT "X: \r\n\r\n");
    check_repeated(GET_ROOT "X: ", "a", 1024 - fixed, "\r\n\r\n", NULL);
    check_repeated(GET_ROOT "X: ", "a", 1025 - fixed, "\r\n\r\n", "bad header_too_large");
    check_repeated(GET_ROOT "X: ", "a", 5000, "", "bad header_too_large");
    check_repeated(GET_ROOT, "a", 5000, "", "bad header_too_large");
    check_repeated("", "A", 5000, "", "bad header_too_large");
    check_repeated("GET / ", "A", 5000, "", "bad header_too_large");
    check_repeated(POST_ROOT "Content-Length: 100\r\n\r\n", "a", 100, "", NULL);
    check_repeated(POST_ROOT "Content-Length: 101\r\n\r\n", "a", 101, "", "bad too_large");
    check_repeated(CHUNKED, "a\r\n0123456789\r\n", 10, "0\r\n\r\n", NULL);
    check_repeated(CHUNKED, "a\r\n0123456789\r\n", 10, "1\r\na\r\n0\r\n\r\n", "bad too_large");
    check_repeated(CHUNKED, "a\r\n0123456789\r\n", 9, "FFFFFFFF\r\n", "bad too_large");
    check_repeated(CHUNKED, "0", 5000, "", "bad bad_request");
}

/* The route says how much it takes when the head is there. */
static void body_cap_can_be_lowered(void **state)
{
    (void)state;
    static const struct {
        const char *input;
        uint64_t cap;
        enum http_event then;
    } cases[] = {
        {POST_ROOT "Content-Length: 5\r\n\r\n", 5, PARSE_MORE},
        {POST_ROOT "Content-Length: 5\r\n\r\n", 4, PARSE_BAD},
        {CHUNKED, 0, PARSE_BAD},
        {CHUNKED, 1, PARSE_MORE},
        {POST_ROOT "Content-Length: 101\r\n\r\n", 1000, PARSE_BAD}, /* never raised */
        {POST_ROOT "\r\n", 0, PARSE_DONE},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct arena arena;
        arena_init(&arena, 1 << 16);
        struct http_parser *parser = http_parser_new(&arena, &limits);
        assert_non_null(parser);
        size_t taken;
        struct err err = {0};
        assert_int_equal(http_feed(parser, cases[i].input, strlen(cases[i].input), &taken, &err), PARSE_HEAD);
        assert_int_equal(taken, strlen(cases[i].input));
        http_cap_body(parser, cases[i].cap);
        assert_int_equal(http_feed(parser, "", 0, &taken, &err), cases[i].then);
        if (cases[i].then == PARSE_BAD) {
            assert_int_equal(err.code, ERR_TOO_LARGE);
            assert_int_equal(http_feed(parser, "x", 1, &taken, &err), PARSE_BAD);
        }
        http_parser_free(parser);
        arena_clear(&arena);
    }
}

static void headers_are_found_by_name(void **state)
{
    (void)state;
    static const char input[] = GET_ROOT "Accept: one\r\nAccept: two\r\nX-Empty:\r\n\r\n";
    struct arena arena;
    arena_init(&arena, 1 << 16);
    struct http_parser *parser = http_parser_new(&arena, &limits);
    assert_non_null(parser);
    size_t taken;
    struct err err = {0};
    assert_int_equal(http_feed(parser, input, strlen(input), &taken, &err), PARSE_HEAD);
    const struct http_request *request = http_request(parser);
    assert_str(http_header(request, "accept"), "one");
    assert_non_null(http_header(request, "x-empty").at);
    assert_int_equal(http_header(request, "x-empty").len, 0);
    assert_null(http_header(request, "x-other").at);
    http_parser_free(parser);
    arena_clear(&arena);
}

/* Each allocation fails once: an error every time, and nothing is lost. */
static void memory_may_fail_anywhere(void **state)
{
    (void)state;
    static const char input[] = CHUNKED "5\r\nhello\r\n0\r\n\r\n";
    bool done = false;
    for (size_t n = 1; !done; n++) {
        assert_true(n < 100);
        struct arena arena;
        arena_init(&arena, 1 << 16);
        size_t taken;
        struct err err = {0};
        mem_fail_after(n);
        struct http_parser *parser = http_parser_new(&arena, &limits);
        if (parser) {
            enum http_event event = http_feed(parser, input, strlen(input), &taken, &err);
            if (event == PARSE_HEAD)
                event = http_feed(parser, input + taken, strlen(input) - taken, &taken, &err);
            done = event == PARSE_DONE;
            if (!done) {
                assert_int_equal(event, PARSE_BAD);
                assert_int_equal(err.code, ERR_NO_MEMORY);
            }
        }
        mem_fail_after(0);
        http_parser_free(parser);
        arena_clear(&arena);
    }
}

static void problems_are_json(void **state)
{
    (void)state;
    struct buf out;
    buf_init(&out, 4096);
    struct err err = {0};
    (void)err_set(&err, ERR_TOO_LARGE, "a \"quoted\" \\ word\n");
    problem_put(&out, &err, true);
    assert_str(buf_str(&out), "{\"type\":\"/problems/too_large\",\"title\":\"for stort\",\"status\":413,"
                              "\"detail\":\"a \\\"quoted\\\" \\\\ word\\u000a\",\"code\":\"too_large\"}");
    buf_empty(&out);
    (void)err_set_at(&err, ERR_INVALID, "/events/3/code", "unknown");
    problem_put(&out, &err, false);
    assert_str(buf_str(&out), "{\"type\":\"/problems/invalid\","
                              "\"title\":\"something is missing, unknown or out of range\",\"status\":400,"
                              "\"detail\":\"unknown\",\"code\":\"invalid\","
                              "\"errors\":[{\"pointer\":\"/events/3/code\",\"detail\":\"unknown\"}]}");
    buf_clear(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_good_requests),       cmocka_unit_test(refuses_what_can_be_read_in_two_ways),
        cmocka_unit_test(limits_hold_to_the_byte),   cmocka_unit_test(body_cap_can_be_lowered),
        cmocka_unit_test(headers_are_found_by_name), cmocka_unit_test(memory_may_fail_anywhere),
        cmocka_unit_test(problems_are_json),
    };
    if (!guard_init(&guard, HTTP_RUN_MOST))
        return 1;
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    guard_free(&guard);
    return failed;
}
