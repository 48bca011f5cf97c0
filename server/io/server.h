/* The HTTPS server: listener and connections. Bytes become `struct request`, answers become bytes; what they
 * mean is app's.
 *
 * One request of a connection is worked on at a time; reading stops until it is answered (back-pressure).
 * Every buffer has a maximum and every phase a deadline (limits). A request that breaks HTTP, a limit or a
 * deadline is answered here with problem+json (400, 408, 413, 414, 431, 501) and the connection is closed;
 * the application never sees it.
 *
 * on_request is called once for each whole request, from the loop. The request, its texts and its arena
 * belong to the connection and live until request_reply (or, if the client goes away first, until on_gone has
 * been called AND the application has called request_reply, which then only frees). The application must call
 * request_reply exactly once, and may do so inside on_request. */
#ifndef SPOR_SERVER_H
#define SPOR_SERVER_H

#include <uv.h>

#include "base/base.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"

struct server;
struct request;

/* Strict; anything else is 501 or 405. */
enum method {
    METHOD_GET,
    METHOD_HEAD,
    METHOD_POST,
    METHOD_PUT,
    METHOD_PATCH,
    METHOD_DELETE,
    METHOD_OPTIONS,
    METHOD_COUNT
};

struct limits {
    uint32_t connections; /* and per address */
    uint32_t connections_per_address;
    uint32_t head_bytes;   /* request line and header lines: 16 kB */
    uint32_t target_bytes; /* 2 kB */
    uint32_t headers;      /* 64 */
    uint64_t body_bytes;   /* the largest any route takes; a route may take less */
    uint32_t handshake_ms, head_ms, body_ms, idle_ms, write_ms;
};

struct server_callbacks {
    /* The head is there: how large may the body be? Called before a body is read, so that 413 comes early. */
    uint64_t (*body_cap)(void *app, enum method method, struct str path);
    void (*on_request)(void *app, struct request *request);
    /* The client has gone before the answer; the application may cancel its work, and still calls
     * request_reply. */
    void (*on_gone)(void *app, struct request *request);
};

struct server_options {
    const char *address;                     /* numeric, "127.0.0.1" or "::" */
    int port;                                /* 0: any free one, see server_port */
    const char *certificate_file, *key_file; /* PEM */
    struct limits limits;
};

enum err_code server_start(uv_loop_t *loop, const struct server_options *options,
                           const struct server_callbacks *callbacks, void *app, struct server **out,
                           struct err *err) NODISCARD;
int server_port(const struct server *server);
/* New connections get the new certificate; on failure the old one stays. */
enum err_code server_reload_certificate(struct server *server, struct err *err) NODISCARD;
/* Graceful: no new connections, requests in work are answered with Connection: close, idle connections are
 * closed; after `grace_ms` the rest is closed hard. `closed` is called when the last handle is gone. */
void server_stop(struct server *server, uint32_t grace_ms, void (*closed)(void *data), void *data);

struct server_stats {
    uint64_t accepted, refused, requests, bytes_in, bytes_out, bad_requests, timeouts;
    uint32_t open_connections, in_work;
};
void server_stats(const struct server *server, struct server_stats *out);

/* A request, complete. Texts live as long as the request. */
struct header {
    struct str name; /* lower case */
    struct str value;
};
enum method request_method(const struct request *request);
struct str request_path(const struct request *request);  /* not decoded, starts with '/' */
struct str request_query(const struct request *request); /* behind '?', not decoded; len 0: none */
struct str request_header(const struct request *request,
                          const char *name); /* lower-case name; at NULL: not there; several are refused
                                                where HTTP allows one only */
struct str request_body(const struct request *request);
struct str request_address(const struct request *request); /* the peer's, as text, for throttling */
struct arena *request_arena(struct request *request);
/* For the application: its own object. */
void request_set_data(struct request *request, void *data);
void *request_data(const struct request *request);

struct reply {
    int status;
    const char *content_type;     /* NULL: no body */
    const struct header *headers; /* further ones */
    size_t n_headers;
    struct buf *body; /* its bytes are taken over (moved out of the buffer), not copied; may be NULL */
    bool close;       /* Connection: close */
};
void request_reply(struct request *request, const struct reply *reply);

#endif
