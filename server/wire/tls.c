/* See tls.h. A BIO of our own stands between OpenSSL and the buffers of `struct tls`, so that nothing is
 * copied on the way in and no buffer outlives its use (a memory BIO keeps the largest it ever had). */
#include "wire/tls.h"

#include <limits.h>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

/* struct tls_context is OpenSSL's SSL_CTX under a name that does not need its headers. */
static SSL_CTX *context_ssl(const struct tls_context *context)
{
    return (SSL_CTX *)(uintptr_t)context;
}

static const char *reason(void)
{
    const char *text = ERR_reason_error_string(ERR_peek_last_error());
    return text ? text : "unknown";
}

/* ---- the BIO ----------------------------------------------------------------------------------------- */

static int bio_read(BIO *bio, char *into, int size)
{
    struct tls *tls = BIO_get_data(bio);
    BIO_clear_retry_flags(bio);
    if (!tls || size <= 0)
        return -1;
    if (tls->in.len == 0) {
        BIO_set_retry_read(bio);
        return -1;
    }
    size_t n = tls->in.len < (size_t)size ? tls->in.len : (size_t)size;
    memcpy(into, tls->in.at, n);
    tls->in.at += n;
    tls->in.len -= n;
    return (int)n;
}

static int bio_write(BIO *bio, const char *bytes, int len)
{
    struct tls *tls = BIO_get_data(bio);
    BIO_clear_retry_flags(bio);
    if (!tls || len < 0)
        return -1;
    buf_put(&tls->out, bytes, (size_t)len);
    return tls->out.failed ? -1 : len;
}

static long bio_ctrl(BIO *bio, int command, long number, void *pointer)
{
    (void)bio;
    (void)number;
    (void)pointer;
    return command == BIO_CTRL_FLUSH ? 1 : 0;
}

/* Made once for the process and never freed: BIOs point to it as long as there are any. */
static BIO_METHOD *bio_method(void)
{
    static BIO_METHOD *method;
    if (method)
        return method;
    BIO_METHOD *fresh = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "spor");
    if (fresh && BIO_meth_set_read(fresh, bio_read) && BIO_meth_set_write(fresh, bio_write) &&
        BIO_meth_set_ctrl(fresh, bio_ctrl))
        method = fresh;
    else
        BIO_meth_free(fresh);
    return method;
}

/* ---- contexts ---------------------------------------------------------------------------------------- */

static int choose_protocol(SSL *ssl, const unsigned char **out, unsigned char *out_len,
                           const unsigned char *in, unsigned int in_len, void *data)
{
    static const unsigned char ours[] = "\x08http/1.1";
    (void)ssl;
    (void)data;
    unsigned char *chosen;
    if (SSL_select_next_proto(&chosen, out_len, ours, sizeof ours - 1, in, in_len) != OPENSSL_NPN_NEGOTIATED)
        return SSL_TLSEXT_ERR_ALERT_FATAL;
    *out = chosen;
    return SSL_TLSEXT_ERR_OK;
}

static bool configure(SSL_CTX *ctx)
{
    static const unsigned char session_context[] = "spor";
    (void)SSL_CTX_set_options(ctx, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
                                       SSL_OP_CIPHER_SERVER_PREFERENCE);
    (void)SSL_CTX_set_mode(ctx, SSL_MODE_RELEASE_BUFFERS);
    (void)SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_OFF); /* tickets hold the state, not we */
    SSL_CTX_set_alpn_select_cb(ctx, choose_protocol, NULL);
    return SSL_CTX_set_min_proto_version(ctx, TLS1_2_VERSION) == 1 &&
           SSL_CTX_set_cipher_list(ctx, "ECDHE+AESGCM:ECDHE+CHACHA20") == 1 &&
           SSL_CTX_set_num_tickets(ctx, 1) == 1 &&
           SSL_CTX_set_session_id_context(ctx, session_context, sizeof session_context - 1) == 1;
}

enum err_code tls_context_new(const char *certificate_file, const char *key_file, struct tls_context **out,
                              struct err *err)
{
    ERR_clear_error();
    SSL_CTX *ctx = SSL_CTX_new(TLS_server_method());
    enum err_code code = ERR_NONE;
    if (!ctx || !bio_method() || !configure(ctx))
        code = err_set(err, ERR_INTERNAL, "TLS cannot be set up: %s", reason());
    else if (SSL_CTX_use_certificate_chain_file(ctx, certificate_file) != 1)
        code = err_set(err, ERR_INVALID, "the certificate %s cannot be read: %s", certificate_file, reason());
    else if (SSL_CTX_use_PrivateKey_file(ctx, key_file, SSL_FILETYPE_PEM) != 1)
        code = err_set(err, ERR_INVALID, "the key %s cannot be read or is not the certificate's: %s",
                       key_file, reason());
    else if (SSL_CTX_check_private_key(ctx) != 1)
        code = err_set(err, ERR_INVALID, "the key %s is not the certificate's", key_file);
    ERR_clear_error();
    if (code != ERR_NONE) {
        SSL_CTX_free(ctx);
        return code;
    }
    *out = (struct tls_context *)(void *)ctx;
    return ERR_NONE;
}

void tls_context_free(struct tls_context *context)
{
    SSL_CTX_free(context_ssl(context));
}

/* ---- connections ------------------------------------------------------------------------------------- */

enum err_code tls_init(struct tls *tls, const struct tls_context *context, size_t most_kept, size_t most_out,
                       struct err *err)
{
    *tls = (struct tls){0};
    buf_init(&tls->kept, most_kept);
    buf_init(&tls->out, most_out);
    ERR_clear_error();
    SSL *ssl = SSL_new(context_ssl(context));
    BIO *bio = BIO_new(bio_method());
    if (!ssl || !bio) {
        SSL_free(ssl);
        BIO_free(bio);
        return err_set(err, ERR_NO_MEMORY, "no memory for a TLS connection");
    }
    BIO_set_data(bio, tls);
    BIO_set_init(bio, 1);
    SSL_set_bio(ssl, bio, bio);
    SSL_set_accept_state(ssl);
    tls->ssl = ssl;
    return ERR_NONE;
}

void tls_clear(struct tls *tls)
{
    SSL_free(tls->ssl);
    buf_clear(&tls->kept);
    buf_clear(&tls->out);
    *tls = (struct tls){0};
}

enum err_code tls_feed(struct tls *tls, struct str bytes, struct err *err)
{
    if (tls->in.len == 0) {
        tls->in = bytes;
        return ERR_NONE;
    }
    enum err_code code = tls_keep(tls, err);
    if (code != ERR_NONE)
        return code;
    buf_put_str(&tls->kept, bytes);
    tls->in = buf_str(&tls->kept);
    return tls->kept.failed ? err_set(err, ERR_NO_MEMORY, "too many bytes wait for TLS") : ERR_NONE;
}

enum err_code tls_keep(struct tls *tls, struct err *err)
{
    if (tls->in.len == 0) {
        buf_clear(&tls->kept);
        tls->in = (struct str){NULL, 0};
        return ERR_NONE;
    }
    bool is_kept =
        tls->kept.len > 0 && tls->in.at >= tls->kept.at && tls->in.at < tls->kept.at + tls->kept.len;
    if (is_kept) {
        buf_drop(&tls->kept, tls->kept.len - tls->in.len);
    } else {
        buf_empty(&tls->kept);
        buf_put_str(&tls->kept, tls->in);
    }
    tls->in = buf_str(&tls->kept);
    return tls->kept.failed ? err_set(err, ERR_NO_MEMORY, "too many bytes wait for TLS") : ERR_NONE;
}

/* After a call that returned `result` and did not do what was asked. */
static enum tls_result not_done(struct tls *tls, int result, struct err *err)
{
    switch (SSL_get_error(tls->ssl, result)) {
    case SSL_ERROR_WANT_READ:
        return TLS_MORE;
    case SSL_ERROR_ZERO_RETURN:
        return TLS_CLOSED;
    default:
        tls->failed = true;
        (void)err_set(err, tls->out.failed ? ERR_NO_MEMORY : ERR_BAD_REQUEST, "TLS: %s", reason());
        ERR_clear_error();
        return TLS_FAILED;
    }
}

static enum tls_result failed_before(struct err *err)
{
    (void)err_set(err, ERR_BAD_REQUEST, "TLS has failed before");
    return TLS_FAILED;
}

enum tls_result tls_handshake(struct tls *tls, struct err *err)
{
    if (tls->failed)
        return failed_before(err);
    ERR_clear_error();
    int result = SSL_do_handshake(tls->ssl);
    if (result != 1)
        return not_done(tls, result, err);
    tls->established = true;
    return TLS_OK;
}

enum tls_result tls_read(struct tls *tls, char *into, size_t size, size_t *n, struct err *err)
{
    *n = 0;
    if (tls->failed)
        return failed_before(err);
    ERR_clear_error();
    int result = SSL_read_ex(tls->ssl, into, size, n);
    return result == 1 ? TLS_OK : not_done(tls, result, err);
}

enum tls_result tls_write(struct tls *tls, struct str plaintext, struct err *err)
{
    if (tls->failed)
        return failed_before(err);
    if (plaintext.len == 0)
        return TLS_OK;
    ERR_clear_error();
    size_t written = 0;
    int result = SSL_write_ex(tls->ssl, plaintext.at, plaintext.len, &written);
    if (result == 1)
        return TLS_OK;
    enum tls_result why = not_done(tls, result, err);
    if (why != TLS_FAILED) { /* only a renegotiation could make a write wait for a read */
        tls->failed = true;
        (void)err_set(err, ERR_INTERNAL, "TLS: a write was not finished");
    }
    return TLS_FAILED;
}

void tls_end(struct tls *tls)
{
    if (!tls->established || tls->failed)
        return;
    ERR_clear_error();
    (void)SSL_shutdown(tls->ssl); /* what it has to say lies in `out` */
    ERR_clear_error();
}
