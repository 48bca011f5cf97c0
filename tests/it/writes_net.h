/* Requests as bytes, connections that are kept, filled with several requests at once, or left in the middle. For tests
 * only. */
#ifndef SPOR_WRITES_NET_H
#define SPOR_WRITES_NET_H

#include "tests/unit/tls_client.h"
#include "writes.h"

enum { LINKS = 24, LINE_OF = 4 };

struct link {
    struct client client;
    struct buf in;
    bool open;
};

struct net {
    SSL_CTX *ctx;
    int port;
    struct link links[LINKS];
    struct str tokens[CALLERS];
    uint64_t opened, dropped;
};

static inline bool link_open(struct net *net, struct link *link)
{
    if (link->open)
        return true;
    buf_empty(&link->in);
    link->open = client_open(&link->client, net->ctx, net->port);
    if (!link->open)
        client_close(&link->client);
    net->opened += link->open;
    return link->open;
}

/* With a goodbye, a FIN, or a reset. */
static inline void link_close(struct dice *dice, struct link *link)
{
    struct linger now = {.l_onoff = 1};
    if (!link->open)
        return;
    if (chance(dice, 40))
        (void)SSL_shutdown(link->client.ssl);
    else if (chance(dice, 50))
        (void)setsockopt(link->client.fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    client_close(&link->client);
    link->open = false;
}

/* `version` below 0: without If-Match. */
struct head {
    const char *method, *type;
    struct str path;
    int64_t if_match;
    uint32_t caller;
};

static inline struct str request_bytes(struct maker *maker, const struct net *net, const struct head *head,
                                       struct str body)
{
    struct dice *dice = &maker->dice;
    struct buf out;
    bool chunked = body.len > 0 && chance(dice, 8);
    buf_init(&out, 4 << 20);
    buf_printf(&out, "%s %.*s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAuthorization: Bearer %.*s\r\n", head->method,
               STR_ARG(head->path), net->port, STR_ARG(net->tokens[head->caller]));
    if (head->if_match >= 0)
        buf_printf(&out, "If-Match: \"%lld\"\r\n", (long long)head->if_match);
    if (chance(dice, 1))
        buf_put_str(&out, STR("Prefer: wait=1\r\n"));
    if (chance(dice, 20))
        buf_put_str(&out, STR("Accept-Language: da\r\n"));
    if (head->type)
        buf_printf(&out, "Content-Type: %s\r\n", head->type);
    if (chunked)
        buf_put_str(&out, STR("Transfer-Encoding: chunked\r\n\r\n"));
    else if (head->type)
        buf_printf(&out, "Content-Length: %zu\r\n\r\n", body.len);
    else
        buf_put_str(&out, STR("\r\n"));
    while (chunked && body.len > 0) {
        size_t part = 1 + below(dice, (uint32_t)body.len);
        buf_printf(&out, "%zx\r\n%.*s\r\n", part, (int)part, body.at);
        body = (struct str){body.at + part, body.len - part};
    }
    buf_put_str(&out, chunked ? STR("0\r\n\r\n") : body);
    struct str bytes = arena_copy(&maker->arena, buf_str(&out));
    buf_clear(&out);
    return bytes;
}

/* Takes the next answer of the link; status 0: it was closed. What is in `answer` lies in the arena. */
static inline struct answer link_answer(struct maker *maker, struct link *link)
{
    struct answer answer = client_answer(&link->client, &link->in, false);
    if (answer.status == 0)
        return answer;
    struct str copy = arena_copy(&maker->arena, (struct str){link->in.at, answer.len});
    buf_drop(&link->in, answer.len);
    size_t head = answer.head.len;
    answer.head = (struct str){copy.at, head};
    answer.body = (struct str){copy.at + head, copy.len - head};
    return answer;
}

#endif
