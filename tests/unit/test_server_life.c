/* Beginning and end: what start refuses, the certificate read anew, stopping with and without grace. See server_host.h. */
#include "server_host.h"

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
    static const struct server_callbacks callbacks = {app_body_cap, app_on_request, app_on_gone,
                                                      app_on_body,  app_on_room,    app_on_sent};
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

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST(certificate_is_reloaded),
        TEST(stops_gracefully),
        TEST(stops_hard_when_grace_is_over),
        TEST(start_says_what_is_wrong),
    };
    begin(argc, argv);
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
