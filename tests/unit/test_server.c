/* Requests and answers: kept connections, bodies, pipelines, hostile requests, `Expect`; streams of answers. See server_host.h. */
#include "server_host.h"

static void answers_and_keeps_the_connection(void **state)
{
    (void)state;
    host_start(&usual_limits);
    struct client client;
    struct buf in;
    buf_init(&in, 1 << 20);
    open_client(&client);
    for (int i = 0; i < 3; i++) {
        client_send(&client, STR("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        struct answer got = client_answer(&client, &in, false);
        assert_int_equal(got.status, 200);
        assert_str(got.body, "hello");
        assert_str(client_header(got.head, "content-type"), "text/plain");
        assert_str(client_header(got.head, "cache-control"), "no-store");
        assert_str(client_header(got.head, "x-content-type-options"), "nosniff");
        assert_non_null(client_header(got.head, "date").at);
        assert_null(client_header(got.head, "connection").at);
        buf_drop(&in, got.len);
    }
    client_send(&client, STR("HEAD /hello HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    struct answer head = client_answer(&client, &in, true);
    assert_int_equal(head.status, 200);
    assert_str(client_header(head.head, "content-length"), "5");
    buf_drop(&in, head.len);
    client_send(&client, STR("GET /none HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    struct answer none = client_answer(&client, &in, false);
    assert_int_equal(none.status, 204);
    assert_null(client_header(none.head, "content-length").at);
    buf_drop(&in, none.len);
    client_send(&client, STR("GET /who HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    struct answer who = client_answer(&client, &in, false);
    assert_str(who.body, "127.0.0.1");
    buf_drop(&in, who.len);
    client_send(&client, STR("GET /hello HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
    struct answer last = client_answer(&client, &in, false);
    assert_str(client_header(last.head, "connection"), "close");
    size_t before = in.len;
    bool clean = false;
    assert_false(client_read(&client, &in, &clean));
    assert_true(clean);
    assert_int_equal(in.len, before);
    client_close(&client);
    buf_clear(&in);
    struct server_stats now = stats();
    assert_int_equal(now.requests, 7);
    assert_int_equal(now.bad_requests, 0);
    assert_int_equal(now.in_work, 0);
    assert_true(now.bytes_in > 0 && now.bytes_out > 0);
    host_stop();
}

static void echo(struct client *client, size_t size, size_t piece, bool chunked)
{
    struct buf out, in;
    buf_init(&out, 4 << 20);
    buf_init(&in, 4 << 20);
    buf_printf(&out, "POST /echo HTTP/1.1\r\nHost: localhost\r\n");
    if (chunked)
        buf_printf(&out, "Transfer-Encoding: chunked\r\n\r\n");
    else
        buf_printf(&out, "Content-Length: %zu\r\n\r\n", size);
    for (size_t at = 0; at < size;) {
        size_t n = chunked && size - at > 1000 ? 1000 : size - at;
        if (chunked)
            buf_printf(&out, "%zx\r\n", n);
        for (size_t i = 0; i < n; i++)
            buf_put_char(&out, (char)('a' + (at + i) % 26));
        if (chunked)
            buf_put_str(&out, STR("\r\n"));
        at += n;
    }
    if (chunked)
        buf_put_str(&out, STR("0\r\n\r\n"));
    assert_false(out.failed);
    for (size_t at = 0; at < out.len;) {
        size_t n = out.len - at < piece ? out.len - at : piece;
        client_send(client, (struct str){out.at + at, n});
        at += n;
    }
    struct answer got = client_answer(client, &in, false);
    assert_int_equal(got.status, 200);
    assert_int_equal(got.body.len, size);
    for (size_t i = 0; i < size; i++)
        assert_true(got.body.at[i] == (char)('a' + i % 26));
    assert_int_equal(in.len, got.len);
    buf_clear(&out);
    buf_clear(&in);
}

static void bodies_come_back_whole(void **state)
{
    (void)state;
    host_start(&usual_limits);
    static const size_t sizes[] = {0, 1, 100, 16383, 16384, 16385, 65536, 200000, ECHO_CAP};
    struct client client;
    open_client(&client);
    for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
        echo(&client, sizes[i], 1 << 24, false);
        echo(&client, sizes[i], 1 << 24, true);
        echo(&client, sizes[i], 5000, true);
    }
    echo(&client, 50, 1, false);
    echo(&client, 50, 1, true);
    client_close(&client);
    host_stop();
}

static void pipelined_requests_are_answered_in_order(void **state)
{
    (void)state;
    enum { N = 300 };
    host_start(&usual_limits);
    struct client client;
    struct buf out, in;
    buf_init(&out, 1 << 20);
    buf_init(&in, 1 << 20);
    open_client(&client);
    for (int i = 0; i < N; i++) {
        if (i % 50 == 7)
            buf_put_str(&out, STR("GET /later HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        else
            buf_printf(&out, "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\n%04d", i);
    }
    client_send(&client, buf_str(&out));
    for (int i = 0; i < N; i++) {
        struct answer got = client_answer(&client, &in, false);
        char expected[16];
        (void)snprintf(expected, sizeof expected, "%04d", i);
        assert_int_equal(got.status, 200);
        assert_str(got.body, i % 50 == 7 ? "later" : expected);
        buf_drop(&in, got.len);
    }
    /* A flood behind a request in work waits in the kernel, not in our memory. */
    client_send(&client, STR("GET /later HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    for (int i = 0; i < 4; i++)
        client_send(&client, buf_str(&out));
    for (int i = 0; i < 4 * N + 1; i++) {
        struct answer got = client_answer(&client, &in, false);
        assert_int_equal(got.status, 200);
        buf_drop(&in, got.len);
    }
    client_close(&client);
    buf_clear(&out);
    buf_clear(&in);
    host_stop();
}

static void hostile_requests_get_a_problem(void **state)
{
    (void)state;
    static const struct {
        const char *before, *repeated;
        size_t n;
        const char *after;
        int status;
    } cases[] = {
        {"GET / HTTP/1.1\r\n", "X-Flood: aaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n", 100000, "", 431},
        {"GET / HTTP/1.1\r\nX: ", "aaaaaaaaaaaaaaaa", 100000, "", 431},
        {"GET /", "aaaaaaaaaaaaaaaa", 100000, "", 414},
        {"", "A", 100000, "", 431},
        {"GET / HTTP/1.1\r\n" HOST "X: \rTransfer-Encoding: chunked\r\n\r\n", "", 0, "", 400},
        {"GET / HTTP/1.1\n" HOST "\n", "", 0, "", 400},
        {"GET / HTTP/1.1\r\n" HOST "X: a\r\n b\r\n\r\n", "", 0, "", 400},
        {"GET / HTTP/1.1\r\n" HOST "no colon\r\n\r\n", "", 0, "", 400},
        {"GET / HTTP/1.1\r\nHost : localhost\r\n\r\n", "", 0, "", 400},
        {"GET / HTTP/1.1\r\n\r\n", "", 0, "", 400},
        {"GET / HTTP/1.1\r\n" HOST HOST "\r\n", "", 0, "", 400},
        {"POST /echo HTTP/1.1\r\n" HOST "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nabc", "", 0,
         "", 400},
        {"POST /echo HTTP/1.1\r\n" HOST "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc", "", 0, "", 400},
        {"POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: gzip\r\n\r\n", "", 0, "", 400},
        {"POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: gzip, chunked\r\n\r\n", "", 0, "", 501},
        {"BREW /pot HTTP/1.1\r\n" HOST "\r\n", "", 0, "", 501},
        {"TRACE / HTTP/1.1\r\n" HOST "\r\n", "", 0, "", 501},
        {"GET / HTTP/1.0\r\n" HOST "\r\n", "", 0, "", 505},
        {"GET http://localhost/ HTTP/1.1\r\n" HOST "\r\n", "", 0, "", 400},
        {"OPTIONS * HTTP/1.1\r\n" HOST "\r\n", "", 0, "", 400},
        {"POST /echo HTTP/1.1\r\n" HOST "Content-Length: 1048577\r\n\r\n", "", 0, "", 413},
        {"POST /echo HTTP/1.1\r\n" HOST "Content-Length: 99999999999\r\n\r\n", "aaaaaaaaaaaaaaaa", 100000, "",
         413},
        {"POST /hello HTTP/1.1\r\n" HOST "Content-Length: 1001\r\n\r\n", "a", 1001, "", 413},
        {"POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n", "10\r\n0123456789abcdef\r\n",
         100000, "0\r\n\r\n", 413},
        {"POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n", "", 0, "",
         400},
        {"POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n0\r\nX: y\r\n\r\n", "", 0, "",
         400},
        {"POST /echo HTTP/1.1\r\n" HOST "Expect: 100-continue\r\nContent-Length: 9999999\r\n\r\n", "", 0, "",
         413},
        {"\x01\x02\x03\x04", "", 0, "", 400},
    };
    host_start(&usual_limits);
    struct buf out;
    buf_init(&out, 16 << 20);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct client client;
        buf_empty(&out);
        buf_put_str(&out, str_of(cases[i].before));
        put_repeated(&out, cases[i].repeated, cases[i].n);
        buf_put_str(&out, str_of(cases[i].after));
        assert_false(out.failed);
        open_client(&client);
        client_send(&client, buf_str(&out));
        assert_refused(&client, cases[i].status);
        client_close(&client);
        assert_goes_on();
    }
    buf_clear(&out);
    struct server_stats now = stats();
    /* The application sees those of assert_goes_on, and refuses the three whose chunks are bad itself. */
    assert_int_equal(atomic_load(&host.bodies_asked), 3);
    assert_int_equal(now.bad_requests, ARRAY_LEN(cases) - 3);
    assert_int_equal(now.requests, ARRAY_LEN(cases) + 3);
    host_stop();
}

/* The application's mistakes become answers, too. */
static void answers_that_may_not_be_sent_become_problems(void **state)
{
    (void)state;
    host_start(&usual_limits);
    struct client client;
    struct buf in;
    buf_init(&in, 1 << 20);
    open_client(&client);
    client_send(&client, STR("GET /split HTTP/1.1\r\n" HOST "\r\nGET /too-much HTTP/1.1\r\n" HOST
                             "\r\nGET /hello HTTP/1.1\r\n" HOST "\r\n"));
    struct answer got = client_answer(&client, &in, false);
    assert_int_equal(got.status, 500);
    assert_null(client_header(got.head, "set-cookie").at);
    buf_drop(&in, got.len);
    got = client_answer(&client, &in, false);
    assert_int_equal(got.status, 503);
    buf_drop(&in, got.len);
    got = client_answer(&client, &in, false);
    assert_int_equal(got.status, 200);
    client_close(&client);
    buf_clear(&in);
    host_stop();
}

static void waits_for_the_word_to_continue(void **state)
{
    (void)state;
    host_start(&usual_limits);
    struct client client;
    struct buf in;
    buf_init(&in, 1 << 20);
    open_client(&client);
    client_send(&client,
                STR("POST /echo HTTP/1.1\r\n" HOST "Expect: 100-continue\r\nContent-Length: 5\r\n\r\n"));
    while (in.len < 25 && client_read(&client, &in, NULL))
        ;
    assert_str(buf_str(&in), "HTTP/1.1 100 Continue\r\n\r\n");
    buf_empty(&in);
    client_send(&client, STR("he"));
    client_send(&client, STR("llo"));
    struct answer got = client_answer(&client, &in, false);
    assert_int_equal(got.status, 200);
    assert_str(got.body, "hello");
    client_close(&client);
    buf_clear(&in);
    host_stop();
}

/* … which comes from the application alone: whoever may not send the body is told so instead. */
static void only_the_application_lets_a_body_come(void **state)
{
    (void)state;
    host_start(&usual_limits);
    static const char *const heads[] = {"Expect: 100-continue\r\nContent-Length: 5\r\n\r\n",
                                        "Content-Length: 500000\r\n\r\n",
                                        "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"};
    for (size_t i = 0; i < ARRAY_LEN(heads); i++) {
        struct client client;
        struct buf in, out;
        bool clean = false;
        buf_init(&in, 1 << 16);
        buf_init(&out, 1 << 16);
        buf_printf(&out, "POST /nobody HTTP/1.1\r\n" HOST "%s", heads[i]);
        open_client(&client);
        client_send(&client, buf_str(&out));
        struct answer got = client_answer(&client, &in, false);
        assert_int_equal(got.status, 401);
        assert_str(client_header(got.head, "connection"), "close");
        while (client_read(&client, &in, &clean))
            ;
        assert_true(clean);
        client_close(&client);
        buf_clear(&in);
        buf_clear(&out);
    }
    assert_int_equal(atomic_load(&host.bodies_asked), ARRAY_LEN(heads));
    assert_int_equal(atomic_load(&host.gone), 0);
    struct client client;
    open_client(&client);
    client_send(&client,
                STR("POST /echo HTTP/1.1\r\n" HOST "Expect: a miracle\r\nContent-Length: 5\r\n\r\n"));
    assert_refused(&client, 417);
    client_close(&client);
    host_stop();
}

/* The pieces of a chunked answer; how many bytes they are. The rest of `in` is what comes behind it. */
static size_t read_chunks(struct client *client, struct buf *in, size_t *pieces)
{
    size_t bytes = 0;
    *pieces = 0;
    while (true) {
        char *end;
        while (!(end = memmem(in->at, in->len, "\r\n", 2)))
            assert_true(client_read(client, in, NULL));
        size_t size = strtoul(in->at, NULL, 16), whole = (size_t)(end - in->at) + 2 + size + 2;
        while (in->len < whole)
            assert_true(client_read(client, in, NULL));
        for (size_t i = 1; i < size; i++) /* each piece is of one letter */
            assert_int_equal(in->at[whole - 3 - i], in->at[whole - 3]);
        buf_drop(in, whole);
        if (size == 0)
            return bytes;
        bytes += size;
        ++*pieces;
    }
}

/* Piece by piece, whole, and the connection goes on; a HEAD gets the head alone. */
static void answers_are_streamed(void **state)
{
    (void)state;
    host_start(&usual_limits);
    struct client client;
    struct buf in;
    size_t pieces;
    buf_init(&in, 1 << 20);
    open_client(&client);
    static const size_t counts[] = {0, 1, 3, 200};
    for (size_t i = 0; i < ARRAY_LEN(counts); i++) {
        char head[100];
        (void)snprintf(head, sizeof head, "GET /stream?%zu HTTP/1.1\r\n" HOST "\r\n", counts[i]);
        client_send(&client, str_of(head));
        struct answer got = client_answer(&client, &in, true);
        assert_int_equal(got.status, 200);
        assert_str(client_header(got.head, "transfer-encoding"), "chunked");
        assert_null(client_header(got.head, "content-length").at);
        buf_drop(&in, got.len);
        assert_int_equal(read_chunks(&client, &in, &pieces), counts[i] * STREAM_PIECE);
        assert_int_equal(pieces, counts[i]);
    }
    client_send(&client, STR("HEAD /stream?5 HTTP/1.1\r\n" HOST "\r\nGET /hello HTTP/1.1\r\n" HOST "\r\n"));
    struct answer got = client_answer(&client, &in, true);
    buf_drop(&in, got.len);
    got = client_answer(&client, &in, false);
    assert_str(got.body, "hello");
    client_close(&client);
    buf_clear(&in);
    assert_int_equal(stats().in_work, 0);
    host_stop();
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST(answers_and_keeps_the_connection),
        TEST(bodies_come_back_whole),
        TEST(pipelined_requests_are_answered_in_order),
        TEST(hostile_requests_get_a_problem),
        TEST(answers_that_may_not_be_sent_become_problems),
        TEST(waits_for_the_word_to_continue),
        TEST(only_the_application_lets_a_body_come),
        TEST(answers_are_streamed),
    };
    begin(argc, argv);
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
