/* TLS between our transformer and a plain OpenSSL client, in memory, the bytes cut into pieces of all sizes;
 * and the development certificate, which serves as ours. */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <openssl/ssl.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>

#include "wire/devcert.h"
#include "wire/tls.h"

enum { MESSAGE = 20000, MOST_KEPT = 1 << 16, MOST_OUT = 1 << 16 };

static char folder[] = "/tmp/spor-test-XXXXXX";
static struct devcert files;
static struct tls_context *context;

struct pair {
    struct tls server;
    SSL_CTX *client_ctx;
    SSL *client;
    BIO *to_client, *from_client; /* memory; owned by `client` */
    size_t piece;
    size_t flip; /* the n-th byte towards the server is changed; 0: none */
    size_t sent; /* towards the server */
    struct err err;
};

static void pair_init(struct pair *pair, size_t piece)
{
    *pair = (struct pair){.piece = piece};
    assert_int_equal(tls_init(&pair->server, context, MOST_KEPT, MOST_OUT, &pair->err), ERR_NONE);
    pair->client_ctx = SSL_CTX_new(TLS_client_method());
    assert_non_null(pair->client_ctx);
    assert_int_equal(SSL_CTX_load_verify_locations(pair->client_ctx, files.ca_file, NULL), 1);
    SSL_CTX_set_verify(pair->client_ctx, SSL_VERIFY_PEER, NULL);
    SSL_CTX_set_security_level(pair->client_ctx, 0); /* so that it would also speak TLS 1.1 */
    pair->client = SSL_new(pair->client_ctx);
    pair->to_client = BIO_new(BIO_s_mem());
    pair->from_client = BIO_new(BIO_s_mem());
    assert_non_null(pair->client);
    assert_non_null(pair->to_client);
    assert_non_null(pair->from_client);
    BIO_set_mem_eof_return(pair->to_client, -1);
    SSL_set_bio(pair->client, pair->to_client, pair->from_client);
    SSL_set_connect_state(pair->client);
    assert_int_equal(X509_VERIFY_PARAM_set1_host(SSL_get0_param(pair->client), "localhost", 0), 1);
    assert_int_equal(SSL_set_alpn_protos(pair->client, (const unsigned char *)"\x02h2\x08http/1.1", 12), 0);
}

static void pair_clear(struct pair *pair)
{
    SSL_free(pair->client);
    SSL_CTX_free(pair->client_ctx);
    tls_clear(&pair->server);
    ERR_clear_error();
}

/* Carries what lies ready from the client to the server, one piece. False: nothing was there. */
static bool carry_to_server(struct pair *pair)
{
    static char bytes[2048]; /* gone after tls_keep, as a read buffer is */
    int n = BIO_read(pair->from_client, bytes, (int)pair->piece);
    if (n <= 0)
        return false;
    for (int i = 0; i < n; i++) {
        if (++pair->sent == pair->flip)
            bytes[i] = (char)(bytes[i] ^ 0x40);
    }
    assert_int_equal(tls_feed(&pair->server, (struct str){bytes, (size_t)n}, &pair->err), ERR_NONE);
    return true;
}

static void carry_to_client(struct pair *pair)
{
    struct buf *out = &pair->server.out;
    if (out->len)
        assert_int_equal(BIO_write(pair->to_client, out->at, (int)out->len), (int)out->len);
    buf_empty(out);
}

/* Both sides in turn until they have shaken hands or nothing moves. */
static enum tls_result shake_hands(struct pair *pair)
{
    enum tls_result result = TLS_MORE;
    for (int still = 0; still < 2;) {
        int client = SSL_do_handshake(pair->client);
        still = carry_to_server(pair) ? 0 : still + 1;
        if (result == TLS_MORE)
            result = tls_handshake(&pair->server, &pair->err);
        assert_int_equal(tls_keep(&pair->server, &pair->err), ERR_NONE);
        carry_to_client(pair);
        if (result == TLS_FAILED || (result == TLS_OK && client == 1))
            return result;
    }
    return result;
}

/* Reads on the server until `len` bytes have come, all equal to `expected`. */
static void read_on_server(struct pair *pair, const char *expected, size_t len)
{
    char got[1000];
    size_t at = 0;
    while (at < len) {
        size_t n;
        enum tls_result result = tls_read(&pair->server, got, sizeof got, &n, &pair->err);
        if (result == TLS_MORE) {
            assert_int_equal(tls_keep(&pair->server, &pair->err), ERR_NONE);
            assert_true(carry_to_server(pair));
            continue;
        }
        assert_int_equal(result, TLS_OK);
        assert_in_range(n, 1, len - at);
        assert_memory_equal(got, expected + at, n);
        at += n;
    }
}

static void read_on_client(struct pair *pair, const char *expected, size_t len)
{
    char got[1000];
    size_t at = 0;
    while (at < len) {
        int n = SSL_read(pair->client, got, sizeof got);
        assert_in_range(n, 1, len - at);
        assert_memory_equal(got, expected + at, (size_t)n);
        at += (size_t)n;
    }
}

static char message[MESSAGE];

static void exchange(struct pair *pair)
{
    assert_int_equal(shake_hands(pair), TLS_OK);
    assert_true(pair->server.established);
    const unsigned char *protocol;
    unsigned int len;
    SSL_get0_alpn_selected(pair->client, &protocol, &len);
    assert_str(((struct str){(const char *)protocol, len}), "http/1.1");
    for (int round = 0; round < 2; round++) {
        assert_int_equal(SSL_write(pair->client, message, MESSAGE), MESSAGE);
        read_on_server(pair, message, MESSAGE);
        assert_int_equal(tls_write(&pair->server, (struct str){message, MESSAGE}, &pair->err), TLS_OK);
        carry_to_client(pair);
        read_on_client(pair, message, MESSAGE);
    }
    /* The client says goodbye, and so do we. */
    assert_int_equal(SSL_shutdown(pair->client), 0);
    char byte;
    size_t n;
    enum tls_result result;
    while ((result = tls_read(&pair->server, &byte, 1, &n, &pair->err)) == TLS_MORE) {
        assert_int_equal(tls_keep(&pair->server, &pair->err), ERR_NONE);
        assert_true(carry_to_server(pair));
    }
    assert_int_equal(result, TLS_CLOSED);
    tls_end(&pair->server);
    assert_true(pair->server.out.len > 0);
    carry_to_client(pair);
    assert_int_equal(SSL_shutdown(pair->client), 1);
}

static const size_t pieces[] = {1, 4, 13, 40, 121, 364, 1093};

static void carries_messages_in_pieces_of_any_size(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(pieces); i++) {
        for (int version = TLS1_2_VERSION; version <= TLS1_3_VERSION; version++) {
            struct pair pair;
            pair_init(&pair, pieces[i]);
            assert_int_equal(SSL_set_max_proto_version(pair.client, version), 1);
            exchange(&pair);
            assert_int_equal(SSL_version(pair.client), version);
            pair_clear(&pair);
        }
    }
}

/* Any byte changed on the way: an error or a standstill, never a wrong byte. */
static void refuses_what_was_changed(void **state)
{
    (void)state;
    for (size_t flip = 1; flip < 900; flip += 7) {
        struct pair pair;
        pair_init(&pair, 121);
        pair.flip = flip;
        if (shake_hands(&pair) == TLS_OK) {
            (void)SSL_write(pair.client, message, 300);
            char got[300];
            size_t n = 0, at = 0;
            enum tls_result result = TLS_MORE;
            bool moved = true;
            while (result == TLS_OK || (result == TLS_MORE && moved)) {
                result = tls_read(&pair.server, got + at, sizeof got - at, &n, &pair.err);
                assert_memory_equal(got, message, at + n);
                at += n;
                assert_int_equal(tls_keep(&pair.server, &pair.err), ERR_NONE);
                moved = result == TLS_MORE && carry_to_server(&pair);
                if (at == sizeof got)
                    break;
            }
            assert_true(at == 0 || at == sizeof got);
        }
        pair_clear(&pair);
    }
}

static void refuses_old_versions_and_other_protocols(void **state)
{
    (void)state;
    struct pair old;
    pair_init(&old, 1000);
    assert_int_equal(SSL_set_max_proto_version(old.client, TLS1_1_VERSION), 1);
    assert_int_equal(shake_hands(&old), TLS_FAILED);
    size_t n;
    char byte;
    assert_int_equal(tls_read(&old.server, &byte, 1, &n, &old.err), TLS_FAILED); /* and stays so */
    assert_int_equal(tls_write(&old.server, STR("x"), &old.err), TLS_FAILED);
    pair_clear(&old);

    struct pair weak; /* no forward secrecy, no authenticated encryption */
    pair_init(&weak, 1000);
    assert_int_equal(SSL_set_max_proto_version(weak.client, TLS1_2_VERSION), 1);
    assert_int_equal(
        SSL_set_cipher_list(weak.client,
                            "AES256-GCM-SHA384:AES128-SHA:ECDHE-ECDSA-AES256-SHA:ECDHE-RSA-AES256-SHA"),
        1);
    assert_int_equal(shake_hands(&weak), TLS_FAILED);
    pair_clear(&weak);

    struct pair h2;
    pair_init(&h2, 1000);
    assert_int_equal(SSL_set_alpn_protos(h2.client, (const unsigned char *)"\x02h2", 3), 0);
    assert_int_equal(shake_hands(&h2), TLS_FAILED);
    assert_true(SSL_do_handshake(h2.client) <= 0); /* the alert has come */
    assert_int_equal(ERR_GET_REASON(ERR_peek_last_error()), SSL_R_TLSV1_ALERT_NO_APPLICATION_PROTOCOL);
    pair_clear(&h2);

    struct pair plain;
    pair_init(&plain, 1000);
    struct err err = {0};
    assert_int_equal(tls_feed(&plain.server, STR("GET / HTTP/1.1\r\nHost: a\r\n\r\n"), &err), ERR_NONE);
    assert_int_equal(tls_handshake(&plain.server, &err), TLS_FAILED);
    assert_int_equal(err.code, ERR_BAD_REQUEST);
    pair_clear(&plain);
}

static void does_not_renegotiate(void **state)
{
    (void)state;
    struct pair pair;
    pair_init(&pair, 1000);
    assert_int_equal(SSL_set_max_proto_version(pair.client, TLS1_2_VERSION), 1);
    assert_int_equal(shake_hands(&pair), TLS_OK);
    assert_int_equal(SSL_renegotiate(pair.client), 1);
    (void)SSL_do_handshake(pair.client);
    while (carry_to_server(&pair)) {
        char byte;
        size_t n;
        assert_int_not_equal(tls_read(&pair.server, &byte, 1, &n, &pair.err), TLS_OK);
        assert_int_equal(tls_keep(&pair.server, &pair.err), ERR_NONE);
    }
    carry_to_client(&pair);
    assert_true(SSL_do_handshake(pair.client) <= 0);
    assert_int_equal(ERR_GET_REASON(ERR_peek_last_error()), SSL_R_NO_RENEGOTIATION);
    pair_clear(&pair);
}

/* What was fed and not read is kept up to the maximum, and then refused. */
static void keeps_no_more_than_it_may(void **state)
{
    (void)state;
    struct pair pair;
    pair_init(&pair, 1000);
    assert_int_equal(shake_hands(&pair), TLS_OK);
    buf_clear(&pair.server.kept);
    buf_init(&pair.server.kept, 5000);
    for (int i = 0; i < 5; i++) {
        assert_int_equal(tls_feed(&pair.server, (struct str){message, 1000}, &pair.err), ERR_NONE);
        assert_int_equal(tls_keep(&pair.server, &pair.err), ERR_NONE);
    }
    assert_int_equal(tls_feed(&pair.server, (struct str){message, 1}, &pair.err), ERR_NO_MEMORY);
    pair_clear(&pair);

    struct pair small;
    pair_init(&small, 1000);
    assert_int_equal(shake_hands(&small), TLS_OK);
    buf_clear(&small.server.out);
    buf_init(&small.server.out, 1000);
    assert_int_equal(tls_write(&small.server, (struct str){message, 2000}, &small.err), TLS_FAILED);
    pair_clear(&small);
}

static void certificate_is_made_once(void **state)
{
    (void)state;
    struct stat key;
    assert_true(files.made);
    assert_int_equal(stat(files.key_file, &key), 0);
    assert_int_equal(key.st_mode & 0777, 0600);
    struct devcert again;
    assert_int_equal(devcert_make(folder, &again, NULL), ERR_NONE);
    assert_false(again.made);
    assert_string_equal(again.ca_file, files.ca_file);
    struct err err = {0};
    assert_int_equal(devcert_make("/nonexistent/folder", &again, &err), ERR_INVALID);
}

static void wrong_files_are_refused(void **state)
{
    (void)state;
    struct tls_context *other = NULL;
    struct err err = {0};
    assert_int_equal(tls_context_new("/nonexistent", files.key_file, &other, &err), ERR_INVALID);
    assert_int_equal(tls_context_new(files.certificate_file, files.ca_file, &other, &err), ERR_INVALID);
    char elsewhere[] = "/tmp/spor-test-XXXXXX";
    assert_non_null(mkdtemp(elsewhere));
    struct devcert fresh;
    assert_int_equal(devcert_make(elsewhere, &fresh, &err), ERR_NONE);
    assert_int_equal(tls_context_new(files.certificate_file, fresh.key_file, &other, &err), ERR_INVALID);
    assert_null(other);
    (void)unlink(fresh.ca_file);
    (void)unlink(fresh.certificate_file);
    (void)unlink(fresh.key_file);
    (void)rmdir(elsewhere);
}

static int set_up(void **state)
{
    (void)state;
    struct err err = {0};
    for (size_t i = 0; i < MESSAGE; i++)
        message[i] = (char)(i * 7 + i / 256);
    if (!mkdtemp(folder) || devcert_make(folder, &files, &err) != ERR_NONE ||
        tls_context_new(files.certificate_file, files.key_file, &context, &err) != ERR_NONE) {
        print_error("%s\n", err.text);
        return 1;
    }
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    tls_context_free(context);
    (void)unlink(files.ca_file);
    (void)unlink(files.certificate_file);
    (void)unlink(files.key_file);
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(carries_messages_in_pieces_of_any_size),
        cmocka_unit_test(refuses_what_was_changed),
        cmocka_unit_test(refuses_old_versions_and_other_protocols),
        cmocka_unit_test(does_not_renegotiate),
        cmocka_unit_test(keeps_no_more_than_it_may),
        cmocka_unit_test(certificate_is_made_once),
        cmocka_unit_test(wrong_files_are_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
