/* Limits: connections, bodies together, open files, memory. See server_host.h. */
#include "server_host.h"

/* Bytes of this process that were asked for and not given back. */
#ifdef __SANITIZE_ADDRESS__
size_t __sanitizer_get_current_allocated_bytes(void);
static size_t allocated(void)
{
    return __sanitizer_get_current_allocated_bytes();
}
#else
#include <malloc.h>
static size_t allocated(void)
{
    struct mallinfo2 info = mallinfo2();
    return info.uordblks + info.hblkhd;
}
#endif

static void ask_for_hello(struct client *client)
{
    struct buf in;
    buf_init(&in, 1 << 16);
    client_send(client, STR("GET /hello HTTP/1.1\r\n" HOST "\r\n"));
    assert_int_equal(client_answer(client, &in, false).status, 200);
    buf_clear(&in);
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
        for (int i = 0; i < CAP; i++) {
            open_client(&clients[i]);
            ask_for_hello(&clients[i]);
        }
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

/* Over a cap, by address or of all: whoever has asked something stays, of the others the oldest goes. */
static void the_oldest_silent_give_way(void **state)
{
    (void)state;
    enum { CAP = 10, TALK = 3, MORE = 25, LAST = CAP + MORE };
    struct limits limits = usual_limits;
    limits.connections_per_address = CAP;
    for (int round = 0; round < 2; round++) {
        host_start(&limits);
        struct client clients[LAST] = {{.fd = -1}};
        for (int i = 0; i < LAST; i++) {
            clients[i].fd = -1;
            if (i >= CAP) { /* says nothing at all; those before have a handshake behind them */
                clients[i].fd = client_connect(host.port);
                assert_true(clients[i].fd >= 0);
                WAIT_FOR(stats().gave_way == (uint64_t)(i - CAP + 1));
                continue;
            }
            open_client(&clients[i]);
            if (i < TALK)
                ask_for_hello(&clients[i]);
        }
        for (int i = TALK; i < LAST - (CAP - TALK); i++)
            if (i < CAP)
                assert_false(client_read(&clients[i], NULL, NULL));
            else
                assert_true(ends_without_a_word(clients[i].fd));
        assert_int_equal(stats().refused, 0);
        WAIT_FOR(stats().open_connections == CAP);
        for (int i = 0; i < TALK; i++)
            ask_for_hello(&clients[i]);
        assert_goes_on(); /* the next silent one goes for it */
        for (int i = 0; i < LAST; i++)
            client_close(&clients[i]);
        WAIT_FOR(stats().open_connections == 0);
        host_stop();
        limits.connections_per_address = 100; /* the second time by the cap of all */
        limits.connections = CAP;
    }
}

/* A hundred begin a handshake before somebody who is in already asks something. */
static void who_is_in_does_not_wait_for_handshakes(void **state)
{
    (void)state;
    struct client blocking, in, news[WATCH_MOST];
    struct buf got;
    buf_init(&got, 1 << 16);
    assert_int_equal(uv_sem_init(&host.go, 0), 0);
    host_start(&usual_limits);
    open_client(&blocking);
    open_client(&in);
    ask_for_hello(&in);
    for (int i = 0; i < WATCH_MOST; i++) {
        news[i] = (struct client){.fd = client_connect(host.port), .ssl = SSL_new(client_ctx)};
        assert_true(news[i].fd >= 0 && news[i].ssl && SSL_set_fd(news[i].ssl, news[i].fd) == 1);
        assert_int_equal(fcntl(news[i].fd, F_SETFL, O_NONBLOCK), 0);
        host.watched[i] = (struct pollfd){.fd = news[i].fd, .events = POLLIN};
    }
    WAIT_FOR(stats().open_connections == WATCH_MOST + 2);
    int seen = atomic_load(&host.seen);
    client_send(&blocking, STR("GET /wait HTTP/1.1\r\n" HOST "\r\n"));
    WAIT_FOR(atomic_load(&host.seen) > seen);
    for (int i = 0; i < WATCH_MOST; i++)
        assert_int_equal(SSL_get_error(news[i].ssl, SSL_connect(news[i].ssl)), SSL_ERROR_WANT_READ);
    client_send(&in, STR("GET /answered HTTP/1.1\r\n" HOST "\r\n"));
    uv_sem_post(&host.go);
    struct answer answer = client_answer(&in, &got, false);
    int64_t n = -1;
    assert_true(str_to_i64(answer.body, 0, WATCH_MOST, &n));
    assert_in_range(n, 0, WATCH_MOST / 4);
    for (int i = 0; i < WATCH_MOST; i++) { /* and each of them has its turn */
        assert_int_equal(fcntl(news[i].fd, F_SETFL, 0), 0);
        assert_int_equal(SSL_connect(news[i].ssl), 1);
        client_close(&news[i]);
    }
    client_close(&in);
    client_close(&blocking);
    buf_clear(&got);
    host_stop();
    uv_sem_destroy(&host.go);
}

static void bodies_together_are_bounded(void **state)
{
    (void)state;
    struct limits limits = usual_limits;
    limits.bodies_bytes = 4 << 20; /* a quarter of it, 1 MB, for one address */
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

/* Until it is known whose a large body is, nothing of it is kept, and little of it is taken from the network. */
static void undecided_bodies_stay_in_the_network(void **state)
{
    (void)state;
    enum { CLIENTS = 20, MOST_EACH = 100 << 10 };
    host_start(&usual_limits);
    struct buf out, in;
    buf_init(&out, 1 << 20);
    buf_init(&in, 1 << 20);
    buf_put_str(&out, STR("POST /undecided HTTP/1.1\r\n" HOST "Content-Length: 600000\r\n\r\n"));
    put_repeated(&out, "aaaaa", 40000);
    struct client clients[CLIENTS];
    for (int i = 0; i < CLIENTS; i++) {
        open_client(&clients[i]);
        client_send(&clients[i], buf_str(&out));
    }
    WAIT_FOR(stats().in_work == CLIENTS);
    (void)usleep(100000);
    assert_int_equal(stats().bodies_bytes, 0);
    assert_true(stats().bytes_in <= CLIENTS * MOST_EACH);
    assert_goes_on();
    command(RELEASE); /* answered without their bodies: they end */
    for (int i = 0; i < CLIENTS; i++) {
        struct answer got = client_answer(&clients[i], &in, false);
        assert_int_equal(got.status, 200);
        assert_str(client_header(got.head, "connection"), "close");
        client_close(&clients[i]);
        buf_empty(&in);
    }
    WAIT_FOR(stats().open_connections == 0);
    assert_int_equal(stats().bodies_bytes, 0);
    buf_clear(&in);
    buf_clear(&out);
    host_stop();
}

/* Those of an address are bounded together while nobody answers for them; what has a share is bounded by that. */
static void an_address_may_hold_many_who_are_known(void **state)
{
    (void)state;
    enum { CLIENTS = 3 };
    struct limits limits = usual_limits;
    limits.bodies_bytes = 4 << 20;
    host_start(&limits);
    struct buf out, in;
    buf_init(&out, 1 << 20);
    buf_init(&in, 1 << 20);
    buf_put_str(&out, STR("POST /known HTTP/1.1\r\n" HOST "Content-Length: 600000\r\n\r\n"));
    put_repeated(&out, "aaaaa", 119999); /* all but five bytes */
    struct client clients[CLIENTS];
    for (int i = 0; i < CLIENTS; i++) {
        open_client(&clients[i]);
        client_send(&clients[i], buf_str(&out));
    }
    WAIT_FOR(stats().bodies_bytes == CLIENTS * UINT64_C(599995)); /* more than a quarter of 4 MB */
    for (int i = 0; i < CLIENTS; i++) {
        client_send(&clients[i], STR("bbbbb"));
        struct answer got = client_answer(&clients[i], &in, false);
        assert_int_equal(got.status, 200);
        assert_int_equal(got.body.len, 600000);
        client_close(&clients[i]);
        buf_empty(&in);
    }
    WAIT_FOR(stats().bodies_bytes == 0);
    buf_clear(&in);
    buf_clear(&out);
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

/* What is the same for all is not copied for each of those who do not read it. */
static void fixed_answers_are_shared(void **state)
{
    (void)state;
    enum {
        READERS = 60,
        EACH_MOST = 200 * 1024
    }; /* an answer has 8 MB; a connection of both sides its buffers */
    host_start(&usual_limits);
    static struct client clients[READERS];
    for (int i = 0; i < READERS; i++)
        open_client(&clients[i]);
    size_t before = allocated();
    for (int i = 0; i < READERS; i++)
        client_send(&clients[i], STR("GET /fixed HTTP/1.1\r\n" HOST "\r\n"));
    WAIT_FOR(atomic_load(&host.seen) == READERS);
    assert_goes_on();
    size_t grown = allocated() - before;
    print_message("# %zu bytes a reader\n", grown / READERS);
    assert_true(grown < (size_t)READERS * EACH_MOST);
    struct buf in;
    buf_init(&in, BIG_CAP);
    struct answer got = client_answer(&clients[0], &in, false); /* and who reads gets it all */
    assert_int_equal(got.body.len, FIXED_BYTES);
    for (size_t i = 0; i < got.body.len; i += 997)
        assert_int_equal(got.body.at[i], host.fixed.at[i]);
    buf_clear(&in);
    for (int i = 0; i < READERS; i++)
        client_close(&clients[i]);
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

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST(caps_hold),
        TEST(the_oldest_silent_give_way),
        TEST(who_is_in_does_not_wait_for_handshakes),
        TEST(bodies_together_are_bounded),
        TEST(undecided_bodies_stay_in_the_network),
        TEST(an_address_may_hold_many_who_are_known),
        TEST(many_idle_connections),
        TEST(fixed_answers_are_shared),
        TEST(running_out_of_files_is_survived),
        TEST(missing_memory_is_survived),
    };
    begin(argc, argv);
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
