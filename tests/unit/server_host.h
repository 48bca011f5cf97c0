/* The real server on a real loop in a thread of its own, with a tiny application; the test is the client,
 * over real sockets. Whatever a client does ends in a clear problem or a clean close, and the server goes on.
 *
 *     host_start(&limits) … host_stop()     the server; command() and stats() reach into its thread
 *     open_client, assert_refused, …        the client
 *     TEST(…), set_up, tear_down            for the rows and the group; begin() first */
#ifndef SPOR_TEST_SERVER_HOST_H
#define SPOR_TEST_SERVER_HOST_H

#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "base/bug.h"
#include "io/server.h"
#include "tls_client.h"
#include "wire/devcert.h"
#include "wire/problem.h"

#define HOST "Host: localhost\r\n"

enum {
    ECHO_CAP = 1 << 20,
    BIG_CAP = 64 << 20,
    LONG_MS = 60000,
    FIXED_BYTES = 8 << 20,
    HOLD_MOST = 64,
    WATCH_MOST = 100,
    STREAM_PIECE = 100000
};

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
    atomic_int gone, seen, in_reply, given_back, bodies_asked;
    size_t fail_after; /* allocations */
    struct str fixed;  /* what /fixed answers */
    struct request *held[HOLD_MOST];
    uv_sem_t go;                       /* /wait keeps the loop until then */
    struct pollfd watched[WATCH_MOST]; /* /answered counts those that have been sent something */
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
    .first_ms = LONG_MS,
    .handshake_ms = LONG_MS,
    .head_ms = LONG_MS,
    .body_ms = LONG_MS,
    .idle_ms = LONG_MS,
    .write_ms = LONG_MS,
};

static inline uint64_t app_body_cap(void *app, enum method method, struct str path)
{
    (void)app;
    (void)method;
    static const char *const large[] = {"/echo", "/nobody", "/known", "/undecided"};
    for (size_t i = 0; i < ARRAY_LEN(large); i++)
        if (str_equal(path, str_of(large[i])))
            return ECHO_CAP;
    return str_equal(path, STR("/large")) ? UINT64_MAX : 1000;
}

static inline void answer(struct request *request, int status, struct buf *body, const struct header *headers,
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

static inline void answer_text(struct request *request, int status, struct str text)
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

static inline void on_later_closed(uv_handle_t *handle)
{
    free(handle->data);
}

static inline void on_later(uv_timer_t *timer)
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

static inline void stream_on(struct request *request)
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

static inline void stream_begin(struct request *request, struct str pieces)
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

static inline void stream_gone(struct request *request)
{
    struct stream *stream = request_data(request);
    stream->gone = true;
    if (!stream->sending)
        request_end(request);
}

static inline void app_on_room(void *app, struct request *request)
{
    (void)app;
    struct stream *stream = request_data(request);
    if (!stream->sending)
        stream_on(request);
}

static inline void hold(struct request *request)
{
    for (int i = 0; i < HOLD_MOST; i++) {
        if (!host.held[i]) {
            host.held[i] = request;
            return;
        }
    }
    bug("too many held");
}

static inline void app_on_whole(struct request *request)
{
    struct str path = request_path(request), query = request_query(request);
    request_set_share(request, &host);
    if (str_equal(path, STR("/hello"))) {
        answer_text(request, 200, STR("hello"));
    } else if (str_equal(path, STR("/echo")) || str_equal(path, STR("/large")) ||
               str_equal(path, STR("/known"))) {
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
    } else if (str_equal(path, STR("/fixed"))) {
        struct reply reply = {.status = 200, .content_type = "text/plain", .fixed = host.fixed};
        atomic_fetch_add(&host.in_reply, 1);
        request_reply(request, &reply);
        atomic_fetch_sub(&host.in_reply, 1);
    } else if (str_equal(path, STR("/later"))) {
        struct later *later = calloc(1, sizeof *later);
        if (!later || uv_timer_init(&host.loop, &later->timer) != 0)
            bug("no memory");
        later->timer.data = later;
        later->request = request;
        (void)uv_timer_start(&later->timer, on_later, 20, 0);
    } else if (str_equal(path, STR("/hold")) || str_equal(path, STR("/keep"))) {
        hold(request);
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
    } else if (str_equal(path, STR("/wait"))) {
        uv_sem_wait(&host.go);
        answer_text(request, 200, STR("gone on"));
    } else if (str_equal(path, STR("/answered"))) {
        char text[16];
        int n = poll(host.watched, WATCH_MOST, 0);
        answer_text(request, 200, (struct str){text, (size_t)snprintf(text, sizeof text, "%d", n)});
    } else if (str_equal(path, STR("/who"))) {
        answer_text(request, 200, request_address(request));
    } else {
        answer_text(request, 404, STR("not here"));
    }
}

/* A large body is not here yet: /nobody is somebody who may send none, /known has a share before it comes, and of
 * /undecided it is not known. */
static inline void app_on_request(void *app, struct request *request)
{
    (void)app;
    atomic_fetch_add(&host.seen, 1);
    if (request_body_is_here(request)) {
        app_on_whole(request);
        return;
    }
    atomic_fetch_add(&host.bodies_asked, 1);
    struct str path = request_path(request);
    bool decided = !str_equal(path, STR("/undecided")), reads = decided && !str_equal(path, STR("/nobody"));
    if (!str_equal(path, STR("/echo")) && !str_equal(path, STR("/large")))
        request_set_share(request, &host);
    if (reads)
        request_read_body(request);
    else if (decided)
        answer_text(request, 401, STR("who?"));
    else
        hold(request);
}

static inline void app_on_body(void *app, struct request *request, const struct err *err)
{
    (void)app;
    if (!err) {
        app_on_whole(request);
        return;
    }
    request_set_share(request, &host);
    struct buf body;
    buf_init(&body, 2048);
    problem_put(&body, err, false);
    struct reply reply = {
        .status = err_info(err->code)->http_status, .content_type = PROBLEM_TYPE, .body = &body};
    atomic_fetch_add(&host.in_reply, 1);
    request_reply(request, &reply);
    atomic_fetch_sub(&host.in_reply, 1);
}

/* Answers all that is held. */
static inline void release_held(void)
{
    for (int i = 0; i < HOLD_MOST; i++) {
        struct request *request = host.held[i];
        host.held[i] = NULL;
        if (request)
            answer_text(request, 200, STR("released"));
    }
}

static inline void app_on_gone(void *app, struct request *request)
{
    (void)app;
    if (atomic_load(&host.in_reply))
        bug("on_gone inside request_reply");
    atomic_fetch_add(&host.gone, 1);
    if (!request_body_is_here(request)) {
        request_set_share(request, &host);
        answer_text(request, 200, STR("nobody reads this"));
        return;
    }
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

static inline void app_on_sent(void *app, void *share)
{
    (void)app;
    if (share != &host)
        bug("on_sent for something else");
    atomic_fetch_add(&host.given_back, 1);
}

static inline void on_closed(void *data)
{
    (void)data;
    host.server = NULL;
    uv_close((uv_handle_t *)&host.command_came, NULL);
}

static inline void on_command(uv_async_t *async)
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

static inline void serve(void *data)
{
    (void)data;
    static const struct server_callbacks callbacks = {app_body_cap, app_on_request, app_on_gone,
                                                      app_on_body,  app_on_room,    app_on_sent};
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

static inline void command(enum command what)
{
    atomic_store(&host.command, what);
    assert_int_equal(uv_async_send(&host.command_came), 0);
    uv_sem_wait(&host.done);
}

static inline struct server_stats stats(void)
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

static char fixed_bytes[FIXED_BYTES];

static inline void host_start(const struct limits *limits)
{
    for (size_t i = 0; i < FIXED_BYTES; i++)
        fixed_bytes[i] = (char)('a' + i % 23);
    memset(&host, 0, sizeof host);
    host.limits = *limits;
    host.fixed = (struct str){fixed_bytes, FIXED_BYTES};
    assert_int_equal(uv_sem_init(&host.done, 0), 0);
    assert_int_equal(uv_loop_init(&host.loop), 0);
    assert_int_equal(uv_async_init(&host.loop, &host.command_came, on_command), 0);
    assert_int_equal(uv_thread_create(&host.thread, serve, NULL), 0);
    uv_sem_wait(&host.done);
    host.running = true;
    assert_int_equal(host.code, ERR_NONE);
}

static inline void host_join(void)
{
    host.running = false;
    assert_int_equal(uv_thread_join(&host.thread), 0);
    uv_sem_destroy(&host.done);
    assert_int_equal(host.loop_left, 0);
    assert_int_equal(atomic_load(&host.given_back), atomic_load(&host.seen)); /* each share, once */
}

static inline void host_stop(void)
{
    command(STOP);
    host_join();
}

/* After a test that failed, so that the next one has its own. */
static inline int stop_leftover(void **state)
{
    (void)state;
    if (host.running) {
        command(STOP_HARD);
        host_join();
    }
    return 0;
}

/* ---- the client -------------------------------------------------------------------------------------- */

static inline void open_client(struct client *client)
{
    assert_true(client_open(client, client_ctx, host.port));
}

/* Where the server had to stop listening for a while. */
static inline void wait_until_listening(void)
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
static inline void assert_goes_on(void)
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
static inline void assert_refused(struct client *client, int status)
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

/* Until the end; true: nothing came before it. */
static inline bool ends_without_a_word(int fd)
{
    char byte;
    ssize_t n = recv(fd, &byte, 1, 0);
    return n == 0 || (n < 0 && errno == ECONNRESET);
}

static inline void put_repeated(struct buf *out, const char *text, size_t n)
{
    for (size_t i = 0; i < n; i++)
        buf_put_str(out, str_of(text));
}

/* ---- running ----------------------------------------------------------------------------------------- */

static inline int set_up(void **state)
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

static inline int tear_down(void **state)
{
    (void)state;
    SSL_CTX_free(client_ctx);
    (void)unlink(files.ca_file);
    (void)unlink(files.certificate_file);
    (void)unlink(files.key_file);
    return rmdir(folder);
}

#define TEST(f) cmocka_unit_test_teardown(f, stop_leftover)

static inline void begin(int argc, char **argv)
{
    (void)signal(SIGPIPE, SIG_IGN);
    (void)alarm(240); /* a server that hangs must not hang the test run */
    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
}

#endif
