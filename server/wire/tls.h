/* TLS as a transformer: bytes from the network in, plaintext out, and the other way round. No sockets;
 * OpenSSL stays behind this file.
 *
 *     tls_feed(&tls, bytes);                    what the network brought
 *     tls_handshake(&tls, &err)  until TLS_OK;  then tls_read until TLS_MORE
 *     tls_keep(&tls);                           before `bytes` go away
 *     tls_write(&tls, plaintext, &err);
 *     … send tls.out after each of these calls, also after a failure: the alert must go out.
 *
 * TLS 1.2 and 1.3, no renegotiation, ALPN http/1.1 (a client that offers only others is refused). A `struct
 * tls` must not move in memory between tls_init and tls_clear. An idle one holds no buffers of ours, and
 * OpenSSL gives its own back. */
#ifndef SPOR_TLS_H
#define SPOR_TLS_H

#include "base/base.h"
#include "base/buf.h"
#include "base/err.h"

/* Certificate and key; connections hold their own reference. */
struct tls_context;

/* PEM files: the certificate with its chain, and the key that fits. Reads both at once (blocking). */
enum err_code tls_context_new(const char *certificate_file, const char *key_file, struct tls_context **out,
                              struct err *err) NODISCARD;
void tls_context_free(struct tls_context *context); /* NULL is fine */

enum tls_result {
    TLS_OK,
    TLS_MORE,   /* further bytes are needed from the network */
    TLS_CLOSED, /* the peer has said that it sends nothing more */
    TLS_FAILED  /* `err` is filled; nothing more can be read or written, an alert may wait in `out` */
};

struct ssl_st;

struct tls {
    struct ssl_st *ssl;
    struct str in;   /* from the network, not taken yet: in the caller's bytes or in `kept` */
    struct buf kept; /* what tls_keep copied */
    struct buf out;  /* for the network; the owner sends it and empties or takes the buffer */
    bool established, failed;
};

/* Server side. `most_kept` and `most_out` are the maxima of the two buffers. */
enum err_code tls_init(struct tls *tls, const struct tls_context *context, size_t most_kept, size_t most_out,
                       struct err *err) NODISCARD;
void tls_clear(struct tls *tls); /* of a zeroed one, too */

/* The bytes must stay until tls_keep, which copies what is not taken. tls_keep fails where that is more than
 * `most_kept`, or without memory. */
enum err_code tls_feed(struct tls *tls, struct str bytes, struct err *err) NODISCARD;
enum err_code tls_keep(struct tls *tls, struct err *err) NODISCARD;

enum tls_result tls_handshake(struct tls *tls, struct err *err) NODISCARD;
enum tls_result tls_read(struct tls *tls, char *into, size_t size, size_t *n, struct err *err) NODISCARD;
/* All or nothing: TLS_OK or TLS_FAILED. */
enum tls_result tls_write(struct tls *tls, struct str plaintext, struct err *err) NODISCARD;
/* Says that we send nothing more. */
void tls_end(struct tls *tls);

#endif
