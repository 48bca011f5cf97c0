/* Heads of answers: what they carry, and that nobody can split one in two. */
#include "unit.h"

#include "wire/http_reply.h"

enum { NOW = 784111777 }; /* RFC 9110's example: Sun, 06 Nov 1994 08:49:37 GMT */

#define DATE   "date: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
#define CACHE  "cache-control: no-store\r\n"
#define POLICY "content-security-policy: default-src 'none'; frame-ancestors 'none'\r\n"
#define FURTHER                                                                                              \
    "referrer-policy: no-referrer\r\nstrict-transport-security: max-age=31536000\r\n"                        \
    "x-content-type-options: nosniff\r\n"

static void check(const struct http_reply *reply, const char *expected)
{
    struct buf out;
    buf_init(&out, 4096);
    assert_int_equal(http_reply_head(&out, reply, NOW, NULL), ERR_NONE);
    assert_str(buf_str(&out), expected);
    buf_clear(&out);
}

static void heads_are_whole(void **state)
{
    (void)state;
    check(&(struct http_reply){.status = 200, .content_type = "application/json", .body_bytes = 12},
          "HTTP/1.1 200 OK\r\n" DATE
          "content-type: application/json\r\ncontent-length: 12\r\n" CACHE POLICY FURTHER "\r\n");
    check(&(struct http_reply){.status = 204},
          "HTTP/1.1 204 No Content\r\n" DATE CACHE POLICY FURTHER "\r\n");
    check(&(struct http_reply){.status = 299, .close = true},
          "HTTP/1.1 299 \r\n" DATE "content-length: 0\r\nconnection: close\r\n" CACHE POLICY FURTHER "\r\n");
    const struct header headers[] = {{STR("Cache-Control"), STR("max-age=60")}, {STR("etag"), STR("\"7\"")}};
    check(&(struct http_reply){.status = 304, .headers = headers, .n_headers = ARRAY_LEN(headers)},
          "HTTP/1.1 304 Not Modified\r\n" DATE POLICY FURTHER
          "Cache-Control: max-age=60\r\netag: \"7\"\r\n\r\n");
}

static void nothing_splits_an_answer(void **state)
{
    (void)state;
    const struct header bad[] = {
        {STR("x"), STR("a\r\nb: c")},
        {STR("x"), STR("a\nb")},
        {STR("x"), STR("a\0b")},
        {STR("x\r\ny"), STR("a")},
        {STR("x y"), STR("a")},
        {STR("x:"), STR("a")},
        {STR(""), STR("a")},
        {STR("Content-Length"), STR("3")},
        {STR("connection"), STR("close")},
        {STR("Transfer-Encoding"), STR("chunked")},
    };
    struct buf out;
    buf_init(&out, 4096);
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        struct http_reply reply = {.status = 200, .headers = &bad[i], .n_headers = 1};
        struct err err = {0};
        assert_int_equal(http_reply_head(&out, &reply, NOW, &err), ERR_INTERNAL);
        assert_int_equal(out.len, 0);
    }
    struct http_reply type = {.status = 200, .content_type = "text/plain\r\nx: y"};
    assert_int_equal(http_reply_head(&out, &type, NOW, NULL), ERR_INTERNAL);
    struct http_reply status = {.status = 100};
    assert_int_equal(http_reply_head(&out, &status, NOW, NULL), ERR_INTERNAL);
    buf_clear(&out);
}

static void dates_and_lengths(void **state)
{
    (void)state;
    static const struct {
        int64_t now;
        const char *text;
    } dates[] = {{0, "Thu, 01 Jan 1970 00:00:00 GMT"},
                 {NOW, "Sun, 06 Nov 1994 08:49:37 GMT"},
                 {1709251199, "Thu, 29 Feb 2024 23:59:59 GMT"}};
    for (size_t i = 0; i < ARRAY_LEN(dates); i++) {
        char text[HTTP_DATE];
        http_date(dates[i].now, text);
        assert_str(((struct str){text, sizeof text}), dates[i].text);
    }
    static const struct {
        uint64_t bytes;
        const char *line;
    } lengths[] = {{9, "content-length: 9\r\n"},
                   {10, "content-length: 10\r\n"},
                   {UINT64_MAX, "content-length: 18446744073709551615\r\n"}};
    for (size_t i = 0; i < ARRAY_LEN(lengths); i++) {
        struct buf out;
        buf_init(&out, 4096);
        struct http_reply reply = {.status = 200, .body_bytes = lengths[i].bytes};
        assert_int_equal(http_reply_head(&out, &reply, NOW, NULL), ERR_NONE);
        assert_non_null(memmem(out.at, out.len, lengths[i].line, strlen(lengths[i].line)));
        buf_clear(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(heads_are_whole),
        cmocka_unit_test(dates_and_lengths),
        cmocka_unit_test(nothing_splits_an_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
