/* A plain blocking HTTPS client for tests: OpenSSL over a socket, with a receive timeout so that a server
 * that hangs fails the test. */
#ifndef SPOR_TLS_CLIENT_H
#define SPOR_TLS_CLIENT_H

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <openssl/err.h>
#include <openssl/ssl.h>

#include "base/buf.h"

struct client {
    int fd;
    SSL *ssl;
};

/* -1: refused. */
static inline int client_connect(int port)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct timeval timeout = {.tv_sec = 20};
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0)
        return -1;
    (void)setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
    (void)setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &timeout, sizeof timeout);
    if (connect(fd, (const struct sockaddr *)&address, sizeof address) != 0) {
        (void)close(fd);
        return -1;
    }
    return fd;
}

static inline bool client_open(struct client *client, SSL_CTX *ctx, int port)
{
    *client = (struct client){.fd = client_connect(port)};
    if (client->fd < 0)
        return false;
    client->ssl = SSL_new(ctx);
    if (!client->ssl || SSL_set_fd(client->ssl, client->fd) != 1)
        return false;
    ERR_clear_error();
    return SSL_connect(client->ssl) == 1;
}

static inline void client_close(struct client *client)
{
    SSL_free(client->ssl);
    if (client->fd >= 0)
        (void)close(client->fd);
    *client = (struct client){.fd = -1};
    ERR_clear_error();
}

/* What was sent may be more than the server wants to read: a failure to write is not one of the test. */
static inline void client_send(struct client *client, struct str bytes)
{
    ERR_clear_error();
    if (bytes.len)
        (void)SSL_write(client->ssl, bytes.at, (int)bytes.len);
    ERR_clear_error();
}

/* Reads some more; false at the end. `clean`: the server said goodbye. */
static inline bool client_read(struct client *client, struct buf *into, bool *clean)
{
    char bytes[8192];
    ERR_clear_error();
    int n = SSL_read(client->ssl, bytes, sizeof bytes);
    if (n <= 0) {
        if (clean)
            *clean = SSL_get_error(client->ssl, n) == SSL_ERROR_ZERO_RETURN;
        ERR_clear_error();
        return false;
    }
    buf_put(into, bytes, (size_t)n);
    return true;
}

/* The value of a header of the head at the start of `text`; by its lower-case name, as our server writes it.
 */
static inline struct str client_header(struct str text, const char *name)
{
    char wanted[64];
    int len = snprintf(wanted, sizeof wanted, "\r\n%s: ", name);
    const char *at = memmem(text.at, text.len, wanted, (size_t)len);
    if (!at)
        return (struct str){NULL, 0};
    at += len;
    const char *end = memmem(at, text.len - (size_t)(at - text.at), "\r\n", 2);
    return (struct str){at, end ? (size_t)(end - at) : 0};
}

struct answer {
    int status;            /* 0: none came */
    struct str head, body; /* in the buffer given to client_answer */
    size_t len;            /* of both */
};

/* The answer at the start of `text`; false: not whole yet. */
static inline bool answer_parse(struct str text, bool no_body, struct answer *answer)
{
    const char *end = text.len ? memmem(text.at, text.len, "\r\n\r\n", 4) : NULL;
    int64_t status, length = 0;
    if (!end || text.len < 12 || !str_to_i64((struct str){text.at + 9, 3}, 100, 599, &status))
        return false;
    *answer = (struct answer){.status = (int)status, .head = {text.at, (size_t)(end - text.at) + 4}};
    struct str header = client_header(answer->head, "content-length");
    if (header.at && !no_body && !str_to_i64(header, 0, INT64_MAX, &length))
        return false;
    answer->len = answer->head.len + (size_t)length;
    answer->body = (struct str){text.at + answer->head.len, (size_t)length};
    return text.len >= answer->len;
}

/* Reads one answer; `in` holds what was read, also beyond it. */
static inline struct answer client_answer(struct client *client, struct buf *in, bool no_body)
{
    struct answer answer = {0};
    while (!answer_parse(buf_str(in), no_body, &answer)) {
        answer = (struct answer){0};
        if (!client_read(client, in, NULL))
            return answer;
    }
    return answer;
}

#endif
