/* The real server on a real loop in a thread of its own, with a tiny application; the test is the client,
 * over real sockets. Whatever a client does ends in a clear problem or a clean close, and the server goes on.
 */
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "base/bug.h"
#include "io/server.h"
#include "tls_client.h"
#include "wire/devcert.h"

enum { ECHO_CAP = 1 << 20, BIG_CAP = 64 << 20, LONG_MS = 60000, HOLD_MOST = 64, STREAM_PIECE = 100000 };

static char folder[] = "/tmp/spor-test-XXXXXX";
static struct devcert files;
static SSL_CTX *client_ctx;

/* ---- the server and its application ------------------------------------------------------------------ */

enum command { NOTHING, STOP, STOP_HARD, RELOAD, FAIL_MEMORY, RELEASE };

static struct {
    uv_thread_t thread;
    uv_loop_t loop;
    uv_async_t command_came;
    uv_sem_t done;
    atomic_int command;
    struct limits limits;
    struct server *server;
    struct server_stats last_stats;
    int port;
    enum err_code code;
    atomic_int gone, seen, in_reply;
    size_t fail_after; /* allocations */
    struct request *held[HOLD_MOST];
    bool running;
    int loop_left; /* what uv_loop_close said */
} host;

static const struct limits usual_limits = {
    .connections = 6000,
    .connections_per_address = 6000,
    .head_bytes = 16384,
    .target_bytes = 2048,
    .headers = 64,
    .body_bytes = 8 << 20,
    .bodies_bytes = 64 << 20,
    .arena_bytes = 1 << 20,
    .handshake_ms = LONG_MS,
    .head_ms = LONG_MS,
    .body_ms = LONG_MS,
    .idle_ms = LONG_MS,
    .write_ms = LONG_MS,
};

static uint64_t app_body_cap(void *app, enum method method, struct str path)
{
    (void)app;
    (void)method;
    return str_equal(path, STR("/echo")) ? ECHO_CAP : str_equal(path, STR("/large")) ? UINT64_MAX : 1000;
}

static void answer(struct request *request, int status, struct buf *body, const struct header *headers,
                   size_t n)
{
    struct reply reply = {.status = status,
                          .content_type = body ? "text/plain" : NULL,
                          .headers = headers,
                          .n_headers = n,
                          .body = body};
    atomic_fetch_add(&host.in_reply, 1);
    request_reply(request, &reply);
    atomic_fetch_sub(&host.in_reply, 1);
}

static void answer_text(struct request *request, int status, struct str text)
{
    struct buf body;
    buf_init(&body, BIG_CAP);
    buf_put_str(&body, text);
    answer(request, status, &body, NULL, 0);
}

struct later {
    uv_timer_t timer;
    struct request *request;
};

static void on_later_closed(uv_handle_t *handle)
{
    free(handle->data);
}

static void on_later(uv_timer_t *timer)
{
    struct later *later = timer->data;
    answer_text(later->request, 200, STR("later"));
    uv_close((uv_handle_t *)timer, on_later_closed);
}

/* A streamed answer of so many pieces, each sent when the one before has left. The client may go while a piece is
 * being sent, or while it waits for room. */
struct stream {
    size_t left;
    bool sending, gone;
    char piece[STREAM_PIECE];
};

static void stream_on(struct request *request)
{
    struct stream *stream = request_data(request);
    stream->sending = true;
    while (!stream->gone && stream->left > 0 && !request_is_full(request)) {
        stream->left--;
        memset(stream->piece, (int)('a' + stream->left % 23), sizeof stream->piece);
        request_send(request, (struct str){stream->piece, sizeof stream->piece});
    }
    stream->sending = false;
    if (stream->gone || (stream->left == 0 && !request_is_full(request)))
        request_end(request);
}

static void stream_begin(struct request *request, struct str pieces)
{
    int64_t n = 0;
    struct stream *stream = ARENA_NEW(request_arena(request), struct stream);
    if (!stream || !str_to_i64(pieces, 0, 100000, &n))
        bug("no stream");
    struct reply head = {.status = 200, .content_type = "text/plain"};
    stream->left = (size_t)n;
    stream->sending = true;
    request_set_data(request, stream);
    (void)request_stream(request, &head);
    stream_on(request);
}

static void stream_gone(struct request *request)
{
    struct stream *stream = request_data(request);
    stream->gone = true;
    if (!stream->sending)
        request_end(request);
}

static void app_on_room(void *app, struct request *request)
{
    (void)app;
    struct stream *stream = request_data(request);
    if (!stream->sending)
        stream_on(request);
}

static void app_on_request(void *app, struct request *request)
{
    (void)app;
    struct str path = request_path(request), query = request_query(request);
    atomic_fetch_add(&host.seen, 1);
    if (str_equal(path, STR("/hello"))) {
        answer_text(request, 200, STR("hello"));
    } else if (str_equal(path, STR("/echo")) || str_equal(path, STR("/large"))) {
        answer_text(request, 200, request_body(request));
    } else if (str_equal(path, STR("/big"))) {
        int64_t n = 0;
        struct buf body;
        buf_init(&body, BIG_CAP);
        char *at = str_to_i64(query, 1, BIG_CAP, &n) ? buf_reserve(&body, (size_t)n) : NULL;
        if (at) {
            for (int64_t i = 0; i < n; i++)
                at[i] = (char)('a' + i % 23);
            buf_commit(&body, (size_t)n);
        }
        answer(request, 200, &body, NULL, 0);
    } else if (str_equal(path, STR("/later"))) {
        struct later *later = calloc(1, sizeof *later);
        if (!later || uv_timer_init(&host.loop, &later->timer) != 0)
            bug("no memory");
        later->timer.data = later;
        later->request = request;
        (void)uv_timer_start(&later->timer, on_later, 20, 0);
    } else if (str_equal(path, STR("/hold")) || str_equal(path, STR("/keep"))) {
        for (int i = 0; i < HOLD_MOST; i++) {
            if (!host.held[i]) {
                host.held[i] = request;
                return;
            }
        }
        bug("too many held");
    } else if (str_equal(path, STR("/none"))) {
        answer(request, 204, NULL, NULL, 0);
    } else if (str_equal(path, STR("/split"))) {
        const struct header bad = {STR("x"), STR("a\r\nset-cookie: b")};
        answer(request, 200, NULL, &bad, 1);
    } else if (str_equal(path, STR("/too-much"))) {
        struct buf body;
        buf_init(&body, 10);
        buf_put_str(&body, STR("more than ten bytes"));
        answer(request, 200, &body, NULL, 0);
    } else if (str_equal(path, STR("/stream"))) {
        stream_begin(request, query);
    } else if (str_equal(path, STR("/who"))) {
        answer_text(request, 200, request_address(request));
    } else {
        answer_text(request, 404, STR("not here"));
    }
}

/* Answers all that is held. */
static void release_held(void)
{
    for (int i = 0; i < HOLD_MOST; i++) {
        struct request *request = host.held[i];
        host.held[i] = NULL;
        if (request)
            answer_text(request, 200, STR("released"));
    }
}

static void app_on_gone(void *app, struct request *request)
{
    (void)app;
    if (atomic_load(&host.in_reply))
        bug("on_gone inside request_reply");
    atomic_fetch_add(&host.gone, 1);
    if (str_equal(request_path(request), STR("/stream"))) {
        stream_gone(request);
        return;
    }
    for (int i = 0; i < HOLD_MOST; i++) {
        if (host.held[i] == request && str_equal(request_path(request), STR("/hold"))) {
            host.held[i] = NULL;
            answer_text(request, 200, STR("nobody reads this"));
        }
    }
}

static void on_closed(void *data)
{
    (void)data;
    host.server = NULL;
    uv_close((uv_handle_t *)&host.command_came, NULL);
}

static void on_command(uv_async_t *async)
{
    (void)async;
    struct err err = {0};
    int command = atomic_exchange(&host.command, NOTHING);
    if (!host.server)
        return;
    switch (command) {
    case STOP:
    case STOP_HARD:
        server_stop(host.server, command == STOP ? LONG_MS : 30, on_closed, NULL);
        break;
    case RELEASE:
        release_held();
        break;
    case FAIL_MEMORY:
        mem_fail_after(host.fail_after);
        break;
    case RELOAD:
        host.code = server_reload_certificate(host.server, &err);
        break;
    default:
        break;
    }
    if (host.server)
        server_stats(host.server, &host.last_stats);
    uv_sem_post(&host.done);
}

static void serve(void *data)
{
    (void)data;
    static const struct server_callbacks callbacks = {app_body_cap, app_on_request, app_on_gone, app_on_room};
    struct server_options options = {.address = "127.0.0.1",
                                     .certificate_file = files.certificate_file,
                                     .key_file = files.key_file,
                                     .limits = host.limits};
    struct err err = {0};
    host.code = server_start(&host.loop, &options, &callbacks, NULL, &host.server, &err);
    if (host.code != ERR_NONE)
        uv_close((uv_handle_t *)&host.command_came, NULL);
    else
        host.port = server_port(host.server);
    uv_sem_post(&host.done);
    (void)uv_run(&host.loop, UV_RUN_DEFAULT);
    host.loop_left = uv_loop_close(&host.loop);
}

static void command(enum command what)
{
    atomic_store(&host.command, what);
    assert_int_equal(uv_async_send(&host.command_came), 0);
    uv_sem_wait(&host.done);
}

static struct server_stats stats(void)
{
    command(NOTHING);
    return host.last_stats;
}

/* Tests that wait for something the server does by itself; the number bounds a failure, not a success. */
#define WAIT_FOR(condition)                                                                                  \
    do {                                                                                                     \
        int tries_ = 0;                                                                                      \
        bool met_ = (condition);                                                                             \
        while (!met_ && tries_++ < 2000) {                                                                   \
            (void)usleep(10000);                                                                             \
            met_ = (condition);                                                                              \
        }                                                                                                    \
        assert_true(met_);                                                                                   \
    } while (0)

static void host_start(const struct limits *limits)
{
    memset(&host, 0, sizeof host);
    host.limits = *limits;
    assert_int_equal(uv_sem_init(&host.done, 0), 0);
    assert_int_equal(uv_loop_init(&host.loop), 0);
    assert_int_equal(uv_async_init(&host.loop, &host.command_came, on_command), 0);
    assert_int_equal(uv_thread_create(&host.thread, serve, NULL), 0);
    uv_sem_wait(&host.done);
    host.running = true;
    assert_int_equal(host.code, ERR_NONE);
}

static void host_join(void)
{
    host.running = false;
    assert_int_equal(uv_thread_join(&host.thread), 0);
    uv_sem_destroy(&host.done);
    assert_int_equal(host.loop_left, 0);
}

static void host_stop(void)
{
    command(STOP);
    host_join();
}

/* After a test that failed, so that the next one has its own. */
static int stop_leftover(void **state)
{
    (void)state;
    if (host.running) {
        command(STOP_HARD);
        host_join();
    }
    return 0;
}

/* ---- the client -------------------------------------------------------------------------------------- */

static void open_client(struct client *client)
{
    assert_true(client_open(client, client_ctx, host.port));
}

/* Where the server had to stop listening for a while. */
static void wait_until_listening(void)
{
    int fd = -1;
    for (int tries = 0; fd < 0 && tries < 2000; tries++) {
        fd = client_connect(host.port);
        (void)usleep(10000);
    }
    assert_true(fd >= 0);
    (void)close(fd);
}

/* One request on a connection of its own is answered: the server goes on. */
static void assert_goes_on(void)
{
    struct client client;
    struct buf in;
    buf_init(&in, 1 << 20);
    open_client(&client);
    client_send(&client, STR("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    struct answer got = client_answer(&client, &in, false);
    assert_int_equal(got.status, 200);
    assert_str(got.body, "hello");
    client_close(&client);
    buf_clear(&in);
}

/* The answer is a problem of that status, and the server then ends the connection cleanly. */
static void assert_refused(struct client *client, int status)
{
    struct buf in;
    bool clean = false;
    buf_init(&in, 1 << 20);
    struct answer got = client_answer(client, &in, false);
    assert_int_equal(got.status, status);
    assert_str(client_header(got.head, "content-type"), "application/problem+json");
    assert_str(client_header(got.head, "connection"), "close");
    assert_true(got.body.len > 2 && got.body.at[0] == '{');
    assert_int_equal(in.len, got.len);
    while (client_read(client, &in, &clean))
        ;
    assert_int_equal(in.len, got.len);
    assert_true(clean);
    buf_clear(&in);
}

static void put_repeated(struct buf *out, const char *text, size_t n)
{
    for (size_t i = 0; i < n; i++)
        buf_put_str(out, str_of(text));
}

/* ---- tests ------------------------------------------------------------------------------------------- */

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

#define HOST "Host: localhost\r\n"

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
    assert_int_equal(now.bad_requests, ARRAY_LEN(cases));
    assert_int_equal(now.requests, ARRAY_LEN(cases)); /* only those of assert_goes_on */
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

static void slow_requests_are_timed_out(void **state)
{
    (void)state;
    struct limits limits = usual_limits;
    limits.head_ms = limits.body_ms = 100;
    host_start(&limits);
    static const char *const beginnings[] = {
        "G",
        "GET /hello HTTP/1.1\r\n" HOST,
        "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 10\r\n\r\n",
        "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 10\r\n\r\nabc",
        "POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
    };
    for (size_t i = 0; i < ARRAY_LEN(beginnings); i++) {
        struct client client;
        open_client(&client);
        client_send(&client, str_of(beginnings[i]));
        assert_refused(&client, 408);
        client_close(&client);
    }
    /* A byte now and then does not help. */
    struct client client;
    open_client(&client);
    struct str slowly =
        STR("GET /hello HTTP/1.1\r\nX-Slow: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
    for (size_t i = 0; i < slowly.len && stats().timeouts == ARRAY_LEN(beginnings); i++) {
        client_send(&client, (struct str){slowly.at + i, 1});
        (void)usleep(10000);
    }
    assert_refused(&client, 408);
    client_close(&client);
    assert_int_equal(stats().timeouts, ARRAY_LEN(beginnings) + 1);
    assert_goes_on();
    host_stop();
}

/* Until the end; true: nothing came before it. */
static bool ends_without_a_word(int fd)
{
    char byte;
    ssize_t n = recv(fd, &byte, 1, 0);
    return n == 0 || (n < 0 && errno == ECONNRESET);
}

static void silent_and_idle_connections_are_closed(void **state)
{
    (void)state;
    struct limits limits = usual_limits;
    limits.handshake_ms = 100;
    host_start(&limits);
    int silent = client_connect(host.port);
    assert_true(silent >= 0);
    assert_true(ends_without_a_word(silent));
    (void)close(silent);
    assert_int_equal(stats().timeouts, 1);
    host_stop();
    limits = usual_limits;
    limits.idle_ms = 700;
    host_start(&limits);

    struct client idle;
    struct buf in;
    bool clean = false;
    buf_init(&in, 1 << 16);
    open_client(&idle);
    assert_false(client_read(&idle, &in, &clean));
    assert_true(clean);
    client_close(&idle);

    open_client(&idle);
    client_send(&idle, STR("GET /hello HTTP/1.1\r\n" HOST "\r\n"));
    struct answer got = client_answer(&idle, &in, false);
    assert_int_equal(got.status, 200);
    assert_false(client_read(&idle, &in, &clean));
    assert_true(clean);
    client_close(&idle);
    buf_clear(&in);
    assert_int_equal(stats().timeouts, 0); /* to be idle is no offence */
    host_stop();
}

static void slow_readers_are_cut(void **state)
{
    (void)state;
    struct limits limits = usual_limits;
    limits.write_ms = 100;
    host_start(&limits);
    struct client client;
    open_client(&client);
    client_send(&client, STR("GET /big?60000000 HTTP/1.1\r\n" HOST "\r\n"));
    WAIT_FOR(stats().timeouts == 1);
    WAIT_FOR(stats().open_connections == 0);
    client_close(&client);
    assert_goes_on();
    host_stop();

    /* Who reads gets it all. */
    host_start(&usual_limits);
    struct buf in;
    buf_init(&in, BIG_CAP + 65536);
    open_client(&client);
    client_send(&client, STR("GET /big?20000000 HTTP/1.1\r\n" HOST "\r\n"));
    struct answer got = client_answer(&client, &in, false);
    assert_int_equal(got.status, 200);
    assert_int_equal(got.body.len, 20000000);
    for (size_t i = 0; i < got.body.len; i += 997)
        assert_int_equal(got.body.at[i], 'a' + i % 23);
    client_close(&client);
    buf_clear(&in);
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

/* A stream whose client does not read is cut, one whose client goes is ended; the application hears of both. */
static void streams_end_with_their_client(void **state)
{
    (void)state;
    struct limits limits = usual_limits;
    limits.write_ms = 100;
    host_start(&limits);
    struct client client;
    open_client(&client);
    client_send(&client, STR("GET /stream?1000 HTTP/1.1\r\n" HOST "\r\n"));
    WAIT_FOR(stats().timeouts == 1 && atomic_load(&host.gone) == 1);
    client_close(&client);
    for (int i = 0; i < 10; i++) {
        struct buf in;
        buf_init(&in, 1 << 20);
        open_client(&client);
        client_send(&client, STR("GET /stream?1000 HTTP/1.1\r\n" HOST "\r\n"));
        for (int k = 0; k < i; k++)
            (void)client_read(&client, &in, NULL);
        client_close(&client);
        buf_clear(&in);
        WAIT_FOR(atomic_load(&host.gone) == 2 + i);
    }
    WAIT_FOR(stats().open_connections == 0);
    assert_int_equal(stats().in_work, 0);
    assert_goes_on();
    host_stop();
}

/* The client goes while its request is in work, in three ways. */
static void application_hears_that_the_client_has_gone(void **state)
{
    (void)state;
    host_start(&usual_limits);
    for (int way = 0; way < 3; way++) {
        struct client client;
        open_client(&client);
        client_send(&client, STR("GET /hold HTTP/1.1\r\n" HOST "\r\n"));
        WAIT_FOR(stats().in_work == 1);
        if (way == 0) {
            (void)SSL_shutdown(client.ssl);
        } else if (way == 1) { /* half open: it would still read */
            (void)shutdown(client.fd, SHUT_WR);
            struct buf in;
            bool clean = false;
            buf_init(&in, 1 << 16);
            assert_false(client_read(&client, &in, &clean));
            assert_true(clean);
        } else {
            struct linger reset = {.l_onoff = 1};
            (void)setsockopt(client.fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
        }
        client_close(&client);
        WAIT_FOR(atomic_load(&host.gone) == way + 1);
        WAIT_FOR(stats().in_work == 0 && stats().open_connections == 0);
    }
    /* It goes in the middle of a request, of a handshake, and before the answer it was to get. */
    struct client client;
    open_client(&client);
    client_send(&client, STR("POST /echo HTTP/1.1\r\n" HOST "Content-Length: 10\r\n\r\nabc"));
    client_close(&client);
    int fd = client_connect(host.port);
    assert_int_equal(send(fd, "\x16\x03\x01", 3, 0), 3);
    (void)close(fd);
    open_client(&client);
    client_send(&client, STR("GET /keep HTTP/1.1\r\n" HOST "\r\n"));
    WAIT_FOR(stats().in_work == 1);
    client_close(&client);
    WAIT_FOR(atomic_load(&host.gone) == 4 && stats().open_connections == 0);
    assert_int_equal(stats().in_work, 1); /* until the application has replied, for nobody */
    command(RELEASE);
    assert_int_equal(stats().in_work, 0);
    assert_int_equal(stats().bodies_bytes, 0);
    assert_goes_on();
    host_stop();
}

static void half_open_connections_end(void **state)
{
    (void)state;
    host_start(&usual_limits);
    static const char *const sent[] = {"", "GET /hel", "GET /hello HTTP/1.1\r\n" HOST "\r\n",
                                       "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 9\r\n\r\nabc"};
    for (size_t i = 0; i < ARRAY_LEN(sent); i++) {
        struct client client;
        struct buf in;
        bool clean = false;
        buf_init(&in, 1 << 16);
        open_client(&client);
        client_send(&client, str_of(sent[i]));
        (void)shutdown(client.fd, SHUT_WR);
        while (client_read(&client, &in, &clean))
            ;
        assert_true(clean);
        client_close(&client);
        buf_clear(&in);
    }
    int fd = client_connect(host.port);
    assert_true(fd >= 0);
    (void)shutdown(fd, SHUT_WR);
    assert_true(ends_without_a_word(fd));
    (void)close(fd);
    WAIT_FOR(stats().open_connections == 0);
    host_stop();
}

static void what_is_no_tls_is_closed(void **state)
{
    (void)state;
    host_start(&usual_limits);
    static const char *const sent[] = {"GET / HTTP/1.1\r\n" HOST "\r\n",
                                       "\x16\x03\x01\xff\xff\xff\xff\xff\xff\xff", "SSH-2.0-x\r\n",
                                       "\x80\x2e\x01\x03\x01"};
    for (size_t i = 0; i < ARRAY_LEN(sent); i++) {
        char answer_bytes[256];
        int fd = client_connect(host.port);
        assert_true(fd >= 0);
        assert_int_equal(send(fd, sent[i], strlen(sent[i]), 0), (ssize_t)strlen(sent[i]));
        (void)shutdown(fd, SHUT_WR);
        while (recv(fd, answer_bytes, sizeof answer_bytes, 0) > 0)
            ; /* an alert, perhaps */
        (void)close(fd);
    }
    WAIT_FOR(stats().handshakes_failed == ARRAY_LEN(sent));
    assert_goes_on();
    host_stop();
}

/* Well-formed requests with bytes changed, left out and put in, from a seed. */
static void nonsense_never_stops_the_server(void **state)
{
    (void)state;
    struct limits limits = usual_limits;
    limits.head_ms = limits.body_ms = limits.idle_ms = 30;
    host_start(&limits);
    static const char good[] =
        "POST /echo HTTP/1.1\r\n" HOST "Content-Type: application/json\r\n"
        "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\nGET /hello HTTP/1.1\r\n" HOST
        "\r\nPOST /echo HTTP/1.1\r\n" HOST "Content-Length: 4\r\n\r\nabcd";
    uint32_t seed = 12345;
    for (int round = 0; round < 150; round++) {
        char bytes[sizeof good];
        size_t len = sizeof good - 1;
        memcpy(bytes, good, sizeof good);
        for (int change = 0; change < 1 + round % 4; change++) {
            seed = seed * 1664525u + 1013904223u;
            size_t at = (seed >> 8) % len;
            if (seed >> 31)
                bytes[at] = (char)(seed >> 3);
            else
                memmove(bytes + at, bytes + at + 1, --len - at);
        }
        struct client client;
        struct buf in;
        buf_init(&in, 1 << 20);
        open_client(&client);
        client_send(&client, (struct str){bytes, len});
        while (client_read(&client, &in, NULL))
            ;
        client_close(&client);
        buf_clear(&in);
    }
    WAIT_FOR(stats().open_connections == 0);
    assert_int_equal(stats().in_work, 0);
    host_stop();
}

static void caps_hold(void **state)
{
    (void)state;
    enum { CAP = 10 };
    struct limits limits = usual_limits;
    limits.connections_per_address = CAP;
    for (int round = 0; round < 2; round++) {
        host_start(&limits);
        struct client clients[CAP];
        for (int i = 0; i < CAP; i++)
            open_client(&clients[i]);
        for (int i = 0; i < 5; i++) {
            int fd = client_connect(host.port);
            assert_true(fd >= 0);
            assert_true(ends_without_a_word(fd));
            (void)close(fd);
        }
        assert_int_equal(stats().refused, 5);
        client_close(&clients[0]);
        WAIT_FOR(stats().open_connections == CAP - 1);
        assert_goes_on();
        for (int i = 1; i < CAP; i++)
            client_close(&clients[i]);
        WAIT_FOR(stats().open_connections == 0);
        host_stop();
        limits.connections_per_address = 100; /* the second time by the cap of all */
        limits.connections = CAP;
    }
}

static void bodies_together_are_bounded(void **state)
{
    (void)state;
    struct limits limits = usual_limits;
    limits.bodies_bytes = 1 << 20;
    host_start(&limits);
    struct buf out;
    buf_init(&out, 1 << 20);
    buf_put_str(&out, STR("POST /echo HTTP/1.1\r\n" HOST "Content-Length: 600000\r\n\r\n"));
    put_repeated(&out, "aaaaa", 119999); /* all but five bytes */
    struct client one, two;
    open_client(&one);
    client_send(&one, buf_str(&out));
    WAIT_FOR(stats().bodies_bytes == 599995);
    open_client(&two);
    client_send(&two, buf_str(&out));
    assert_refused(&two, 503);
    client_close(&two);
    client_send(&one, STR("bbbbb"));
    struct buf in;
    buf_init(&in, 1 << 20);
    struct answer got = client_answer(&one, &in, false);
    assert_int_equal(got.status, 200);
    assert_int_equal(got.body.len, 600000);
    client_close(&one);
    buf_clear(&in);
    buf_clear(&out);
    WAIT_FOR(stats().bodies_bytes == 0);
    host_stop();
}

/* Client and server share this process's files: two a connection. */
static void many_idle_connections(void **state)
{
    (void)state;
    enum { WANTED = 5000, WITH_TLS = 200, SPARE = 200 };
    host_start(&usual_limits);
    struct rlimit limit;
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0); /* raised by server_start */
    size_t n = WANTED;
    if ((limit.rlim_cur - SPARE) / 2 < n)
        n = (limit.rlim_cur - SPARE) / 2;
    print_message("# %zu idle connections\n", n);
    struct client *clients = calloc(n, sizeof *clients);
    assert_non_null(clients);
    for (size_t i = 0; i < n; i++) {
        if (i < WITH_TLS)
            open_client(&clients[i]);
        else
            clients[i].fd = client_connect(host.port);
        assert_true(clients[i].fd >= 0);
    }
    WAIT_FOR(stats().open_connections == n);
    assert_goes_on();
    struct buf in;
    buf_init(&in, 1 << 16);
    client_send(&clients[7], STR("GET /hello HTTP/1.1\r\n" HOST "\r\n"));
    assert_int_equal(client_answer(&clients[7], &in, false).status, 200);
    buf_clear(&in);
    for (size_t i = 0; i < n; i++)
        client_close(&clients[i]);
    free(clients);
    WAIT_FOR(stats().open_connections == 0);
    host_stop();
}

/* All files of the process are in use when somebody connects. */
static void running_out_of_files_is_survived(void **state)
{
    (void)state;
    enum { MOST = 70000 };
    host_start(&usual_limits);
    struct client held;
    open_client(&held); /* an open connection goes on working */
    int waiting = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct rlimit limit, low;
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
    low = limit;
    low.rlim_cur = (rlim_t)waiting + 20;
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &low), 0);
    int *fillers = calloc(MOST, sizeof *fillers), n = 0;
    assert_non_null(fillers);
    while (n < MOST && (fillers[n] = dup(waiting)) >= 0)
        n++;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)host.port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_int_equal(connect(waiting, (const struct sockaddr *)&address, sizeof address), 0);
    struct buf in;
    buf_init(&in, 1 << 16);
    client_send(&held, STR("GET /hello HTTP/1.1\r\n" HOST "\r\n"));
    assert_int_equal(client_answer(&held, &in, false).status, 200);
    assert_true(ends_without_a_word(waiting));
    for (int i = 0; i < n; i++)
        (void)close(fillers[i]);
    (void)close(waiting);
    free(fillers);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
    wait_until_listening();
    assert_goes_on();
    client_close(&held);
    buf_clear(&in);
    host_stop();
}

/* The n-th allocation of the loop fails, for each n a request needs: at worst that connection ends. */
static void missing_memory_is_survived(void **state)
{
    (void)state;
    host_start(&usual_limits);
    for (size_t n = 1; n <= 30; n++) {
        struct client client;
        struct buf in;
        buf_init(&in, 1 << 20);
        assert_non_null(buf_reserve(&in, 16384)); /* the client needs no more, so that only the loop fails */
        host.fail_after = n;
        command(FAIL_MEMORY);
        if (client_open(&client, client_ctx, host.port)) {
            client_send(&client, STR("POST /echo HTTP/1.1\r\n" HOST "Content-Length: 5\r\n\r\nhello"));
            struct answer got = client_answer(&client, &in, false);
            if (got.status == 200)
                assert_str(got.body, "hello");
        }
        client_close(&client);
        buf_clear(&in);
        host.fail_after = 0;
        command(FAIL_MEMORY);
        wait_until_listening();
        assert_goes_on();
    }
    assert_true(stats().refused >= 1);
    assert_int_equal(stats().bodies_bytes, 0);
    WAIT_FOR(stats().open_connections == 0);
    assert_int_equal(stats().in_work, 0);
    host_stop();
}

static void peer_certificate(struct client *client, struct buf *out)
{
    X509 *certificate = SSL_get1_peer_certificate(client->ssl);
    unsigned char *der = NULL;
    int len = i2d_X509(certificate, &der);
    assert_true(len > 0);
    buf_put(out, der, (size_t)len);
    OPENSSL_free(der);
    X509_free(certificate);
}

static void certificate_is_reloaded(void **state)
{
    (void)state;
    host_start(&usual_limits);
    struct client before, after;
    struct buf in, old, fresh;
    buf_init(&in, 1 << 16);
    buf_init(&old, 1 << 16);
    buf_init(&fresh, 1 << 16);
    open_client(&before);
    peer_certificate(&before, &old);
    /* A certificate that cannot be read leaves the old one in place. */
    assert_int_equal(truncate(files.certificate_file, 0), 0);
    command(RELOAD);
    assert_int_equal(host.code, ERR_INVALID);
    assert_goes_on();
    struct err err = {0};
    assert_int_equal(devcert_make(folder, &files, &err), ERR_NONE);
    assert_true(files.made);
    assert_int_equal(SSL_CTX_load_verify_locations(client_ctx, files.ca_file, NULL), 1);
    command(RELOAD);
    assert_int_equal(host.code, ERR_NONE);
    open_client(&after);
    peer_certificate(&after, &fresh);
    assert_false(str_equal(buf_str(&old), buf_str(&fresh)));
    client_send(&before, STR("GET /hello HTTP/1.1\r\n" HOST "\r\n")); /* the old connection lives on */
    assert_int_equal(client_answer(&before, &in, false).status, 200);
    client_close(&before);
    client_close(&after);
    buf_clear(&in);
    buf_clear(&old);
    buf_clear(&fresh);
    host_stop();
}

static void stops_gracefully(void **state)
{
    (void)state;
    host_start(&usual_limits);
    struct client idle, working, reading;
    struct buf in;
    bool clean = false;
    buf_init(&in, 1 << 16);
    open_client(&idle);
    open_client(&working);
    open_client(&reading);
    client_send(&working, STR("GET /keep HTTP/1.1\r\n" HOST "\r\nGET /hello HTTP/1.1\r\n" HOST "\r\n"));
    client_send(&reading, STR("POST /echo HTTP/1.1\r\n" HOST "Content-Length: 5\r\n\r\nhe"));
    WAIT_FOR(stats().in_work == 1 && stats().bodies_bytes == 2);
    command(STOP);
    assert_false(client_read(&idle, &in, &clean)); /* goodbye */
    assert_true(clean);
    client_close(&idle);
    assert_int_equal(client_connect(host.port), -1);
    client_send(&reading, STR("llo"));
    struct answer got = client_answer(&reading, &in, false);
    assert_int_equal(got.status, 200);
    assert_str(got.body, "hello");
    assert_str(client_header(got.head, "connection"), "close");
    client_close(&reading);
    buf_empty(&in);
    command(RELEASE);
    got = client_answer(&working, &in, false);
    assert_str(got.body, "released");
    assert_str(client_header(got.head, "connection"), "close");
    client_close(&working);
    buf_clear(&in);
    host_join();
}

static void stops_hard_when_grace_is_over(void **state)
{
    (void)state;
    host_start(&usual_limits);
    struct client working, reading, silent;
    open_client(&working);
    open_client(&reading);
    silent.ssl = NULL;
    silent.fd = client_connect(host.port);
    client_send(&working, STR("GET /hold HTTP/1.1\r\n" HOST "\r\n"));
    client_send(&reading, STR("POST /echo HTTP/1.1\r\n" HOST "Content-Length: 5\r\n\r\nhe"));
    WAIT_FOR(stats().in_work == 1 && stats().bodies_bytes == 2 && stats().open_connections == 3);
    command(STOP_HARD);
    host_join();
    assert_int_equal(atomic_load(&host.gone), 1);
    client_close(&working);
    client_close(&reading);
    client_close(&silent);
}

static void start_says_what_is_wrong(void **state)
{
    (void)state;
    static const struct server_callbacks callbacks = {app_body_cap, app_on_request, app_on_gone, app_on_room};
    struct server_options options = {.address = "localhost",
                                     .certificate_file = files.certificate_file,
                                     .key_file = files.key_file,
                                     .limits = usual_limits};
    struct server *server = NULL;
    struct err err = {0};
    uv_loop_t loop;
    assert_int_equal(uv_loop_init(&loop), 0);
    assert_int_equal(server_start(&loop, &options, &callbacks, NULL, &server, &err), ERR_INVALID);
    options.address = "127.0.0.1";
    options.certificate_file = "/nonexistent";
    assert_int_equal(server_start(&loop, &options, &callbacks, NULL, &server, &err), ERR_INVALID);
    options.certificate_file = files.certificate_file;
    int taken = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t len = sizeof address;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_int_equal(bind(taken, (const struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(taken, 1), 0);
    assert_int_equal(getsockname(taken, (struct sockaddr *)&address, &len), 0);
    options.port = ntohs(address.sin_port);
    assert_int_equal(server_start(&loop, &options, &callbacks, NULL, &server, &err), ERR_UNAVAILABLE);
    assert_null(server);
    (void)uv_run(&loop, UV_RUN_DEFAULT);
    assert_int_equal(uv_loop_close(&loop), 0);
    (void)close(taken);
}

static int set_up(void **state)
{
    (void)state;
    struct err err = {0};
    if (!mkdtemp(folder) || devcert_make(folder, &files, &err) != ERR_NONE) {
        print_error("%s\n", err.text);
        return 1;
    }
    client_ctx = SSL_CTX_new(TLS_client_method());
    if (!client_ctx || SSL_CTX_load_verify_locations(client_ctx, files.ca_file, NULL) != 1)
        return 1;
    SSL_CTX_set_verify(client_ctx, SSL_VERIFY_PEER, NULL);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    SSL_CTX_free(client_ctx);
    (void)unlink(files.ca_file);
    (void)unlink(files.certificate_file);
    (void)unlink(files.key_file);
    return rmdir(folder);
}

#define TEST(f) cmocka_unit_test_teardown(f, stop_leftover)

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST(answers_and_keeps_the_connection),
        TEST(bodies_come_back_whole),
        TEST(pipelined_requests_are_answered_in_order),
        TEST(hostile_requests_get_a_problem),
        TEST(answers_that_may_not_be_sent_become_problems),
        TEST(waits_for_the_word_to_continue),
        TEST(slow_requests_are_timed_out),
        TEST(silent_and_idle_connections_are_closed),
        TEST(slow_readers_are_cut),
        TEST(answers_are_streamed),
        TEST(streams_end_with_their_client),
        TEST(application_hears_that_the_client_has_gone),
        TEST(half_open_connections_end),
        TEST(what_is_no_tls_is_closed),
        TEST(nonsense_never_stops_the_server),
        TEST(caps_hold),
        TEST(bodies_together_are_bounded),
        TEST(many_idle_connections),
        TEST(running_out_of_files_is_survived),
        TEST(missing_memory_is_survived),
        TEST(certificate_is_reloaded),
        TEST(stops_gracefully),
        TEST(stops_hard_when_grace_is_over),
        TEST(start_says_what_is_wrong),
    };
    (void)signal(SIGPIPE, SIG_IGN);
    (void)alarm(240); /* a server that hangs must not hang the test run */
    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
