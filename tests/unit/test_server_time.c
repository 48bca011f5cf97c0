/* Clients that are slow, silent, gone or no TLS clients at all. See server_host.h. */
#include "server_host.h"

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
        "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 100000\r\n\r\nabc", /* the application has it */
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

static void silent_and_idle_connections_are_closed(void **state)
{
    (void)state;
    struct limits limits = usual_limits;
    for (int round = 0; round < 2; round++) { /* without a byte, and with the beginning of a handshake */
        *(round ? &limits.handshake_ms : &limits.first_ms) = 100;
        host_start(&limits);
        int silent = client_connect(host.port);
        assert_true(silent >= 0);
        if (round)
            assert_int_equal(send(silent, "\x16\x03\x01", 3, MSG_NOSIGNAL), 3);
        assert_true(ends_without_a_word(silent));
        (void)close(silent);
        assert_int_equal(stats().timeouts, 1);
        host_stop();
        limits = usual_limits;
    }
    limits.first_ms = 700;
    host_start(&limits);
    struct client idle;
    struct buf in;
    bool clean = false;
    buf_init(&in, 1 << 16);
    open_client(&idle);
    assert_false(client_read(&idle, &in, &clean));
    assert_true(clean);
    client_close(&idle);
    host_stop();

    limits = usual_limits;
    limits.idle_ms = 700;
    host_start(&limits);
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
    open_client(&client);
    client_send(&client, STR("POST /known HTTP/1.1\r\n" HOST "Content-Length: 100000\r\n\r\nabc"));
    WAIT_FOR(stats().in_work == 1 && stats().bodies_bytes == 3);
    client_close(&client);
    WAIT_FOR(atomic_load(&host.gone) == 4 && stats().in_work == 0 && stats().bodies_bytes == 0);
    int fd = client_connect(host.port);
    assert_int_equal(send(fd, "\x16\x03\x01", 3, 0), 3);
    (void)close(fd);
    open_client(&client);
    client_send(&client, STR("GET /keep HTTP/1.1\r\n" HOST "\r\n"));
    WAIT_FOR(stats().in_work == 1);
    client_close(&client);
    WAIT_FOR(atomic_load(&host.gone) == 5 && stats().open_connections == 0);
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

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST(slow_requests_are_timed_out),
        TEST(silent_and_idle_connections_are_closed),
        TEST(slow_readers_are_cut),
        TEST(streams_end_with_their_client),
        TEST(application_hears_that_the_client_has_gone),
        TEST(half_open_connections_end),
        TEST(what_is_no_tls_is_closed),
        TEST(nonsense_never_stops_the_server),
    };
    begin(argc, argv);
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
