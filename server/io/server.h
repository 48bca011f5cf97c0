/* The HTTPS server: listener and connections. Bytes become `struct request`, answers become bytes; what they
 * mean is app's.
 *
 * One request of a connection is worked on at a time; what the client sends meanwhile waits, a little of it
 * here and the rest in the kernel (back-pressure). Every buffer has a maximum and every phase a deadline
 * (limits). A request that breaks HTTP, a limit or a deadline is answered here with problem+json (400, 408,
 * 413, 414, 431, 501, 503, 505) and the connection is closed; the application never sees it.
 *
 * on_request is called once for each request, from the loop, never inside request_reply. A small body is there by
 * then. One of more than SMALL_BODY_BYTES, of unknown length, or that waits for the word to continue, is not: the
 * application first finds out whose it is and asks for it with request_read_body; until then it stays in the network.
 * A request that is answered before its body was read ends its connection. The request,
 * its texts and its arena belong to the connection and live until request_reply returns. The application must
 * call request_reply exactly once, and may do so inside on_request. If the client goes away first (also if it
 * only ends its own side of the connection), on_gone is called, once and never inside request_reply; the
 * application may then cancel its work and must still call request_reply, inside on_gone or later, which only
 * frees. */
#ifndef SPOR_SERVER_H
#define SPOR_SERVER_H

#include <uv.h>

#include "base/base.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "wire/http.h"

struct server;
struct request;

enum { SMALL_BODY_BYTES = 16 * 1024 };

struct limits {
    /* Over one of these two caps the oldest connection under it that has not sent a whole request yet gives way,
     * and where there is none the new one is closed at once. The first is lowered to what RLIMIT_NOFILE allows. */
    uint32_t connections;
    uint32_t connections_per_address; /* of IPv6: per /64 */
    uint32_t head_bytes;              /* request line and header lines: 16 kB */
    uint32_t target_bytes;            /* 8 kB */
    uint32_t headers;                 /* 64 */
    uint64_t body_bytes;              /* the largest any route takes; a route may take less */
    /* Of all connections together; a quarter of it what one address is still sending of requests without a share;
     * beyond either 503. */
    uint64_t bodies_bytes;
    uint64_t arena_bytes; /* of one request */
    uint32_t first_ms;    /* to the first byte of a connection, and from its handshake to its first request */
    uint32_t handshake_ms;
    uint32_t head_ms;  /* from the first byte of a request to the end of its head */
    uint32_t body_ms;  /* for each 64 kB of a body */
    uint32_t idle_ms;  /* between requests */
    uint32_t write_ms; /* for each 64 kB of an answer; a slower reader is cut */
};

struct server_callbacks {
    /* The head is there: how large may the body be? Called before a body is read, so that 413 comes early.
     * For a path that is not known a small number, so that the answer can be 404. */
    uint64_t (*body_cap)(void *app, enum method method, struct str path);
    void (*on_request)(void *app, struct request *request);
    void (*on_gone)(void *app, struct request *request);
    /* What request_read_body asked for: the body is whole, or `err` says why it will not be (413, 408, 503, 400).
     * Never inside request_read_body, and not after on_gone. */
    void (*on_body)(void *app, struct request *request, const struct err *err);
    /* The pieces of a streamed answer have left: the next may come. */
    void (*on_room)(void *app, struct request *request);
    /* See request_set_share; may be NULL. */
    void (*on_sent)(void *app, void *share);
};

struct server_options {
    const char *address;                     /* numeric, "127.0.0.1" or "::" */
    int port;                                /* 0: any free one, see server_port */
    const char *certificate_file, *key_file; /* PEM; the names are copied */
    struct limits limits;
};

/* Raises the soft limit of open files to the hard one and ignores SIGPIPE. `app` and what the callbacks need
 * must live until the server is closed. */
enum err_code server_start(uv_loop_t *loop, const struct server_options *options,
                           const struct server_callbacks *callbacks, void *app, struct server **out,
                           struct err *err) NODISCARD;
int server_port(const struct server *server);
/* Reads the files again. New connections get the new certificate; on failure the old one stays. */
enum err_code server_reload_certificate(struct server *server, struct err *err) NODISCARD;
/* Graceful, once: no new connections, requests being read or worked on are answered with Connection: close,
 * idle connections are closed; after `grace_ms` the rest is closed hard (on_gone is called for what is in
 * work). `closed` (may be NULL) is called when the last handle is gone and every request was replied to; the
 * server is freed. */
void server_stop(struct server *server, uint32_t grace_ms, void (*closed)(void *data), void *data);

struct server_stats {
    uint64_t accepted;
    uint64_t refused;      /* over a cap, or no file or memory for it */
    uint64_t gave_way;     /* silent ones that were closed for a new one */
    uint64_t requests;     /* given to the application */
    uint64_t bad_requests; /* answered here */
    uint64_t timeouts;     /* handshakes, heads, bodies, slow readers; not idle connections */
    uint64_t handshakes_failed;
    uint64_t bytes_in, bytes_out; /* on the network */
    uint64_t bodies_bytes;        /* held now */
    uint32_t open_connections;
    uint32_t in_work; /* requests with the application, also those whose client has gone */
};
void server_stats(const struct server *server, struct server_stats *out);

/* A request. Texts live as long as the request. */
const struct http_request *request_http(const struct request *request);
enum method request_method(const struct request *request);
struct str request_path(const struct request *request);  /* not decoded, starts with '/' */
struct str request_query(const struct request *request); /* behind '?', not decoded; len 0: none */
/* Lower-case name; `at` NULL: not there. Several are refused where HTTP allows one only; else the first. */
struct str request_header(const struct request *request, const char *name);
struct str request_body(const struct request *request);
bool request_has_body(const struct request *request);     /* or will have one */
bool request_body_is_here(const struct request *request); /* all of it, or there is none */
/* Once, where it is not here: tells the client to go on, where it waits for that, and reads it; on_body follows. */
void request_read_body(struct request *request);
struct str request_address(const struct request *request); /* the peer's, as text, for throttling */
struct arena *request_arena(struct request *request);
/* For the application: its own object. */
void request_set_data(struct request *request, void *data);
void *request_data(const struct request *request);
/* What the request takes of the application (not NULL), until on_sent is called with it, once: when its answer has
 * left or will not, perhaps inside request_reply or request_end, never before them. */
void request_set_share(struct request *request, void *share);

struct reply {
    int status;
    const char *content_type;     /* NULL: no body */
    const struct header *headers; /* further ones; see wire/http_reply.h for those always written */
    size_t n_headers;
    struct buf *body; /* its bytes are taken over (moved out of the buffer), not copied; may be NULL */
    struct str
        fixed;  /* instead of `body`: bytes that stay as they are as long as the server, and are not copied */
    bool close; /* Connection: close */
};
/* Frees the request. The body of a HEAD, 204 or 304 is dropped, its length told for HEAD. A buffer that has
 * failed, or a header that may not be sent, becomes 503 or 500. */
void request_reply(struct request *request, const struct reply *reply);

/* A streamed answer, instead of request_reply: the head, then pieces as they come, then the end. The body of
 * `head` is the first piece (it may be empty). All of it may be called inside on_request and on_room.
 *
 * request_stream returns false where nothing was sent because the client has gone or the head is refused: then
 * on_gone was called, perhaps inside, and the request still has to be ended. request_send may call it, too.
 *
 * After request_send the application asks request_is_full: where it is, the network has not yet taken what was
 * sent, and on_room will be called once; sending on regardless costs memory. What a client does not take within
 * write_ms cuts it. request_end must be called exactly once, also after on_gone; it frees the request. */
bool request_stream(struct request *request, const struct reply *head);
void request_send(struct request *request, struct str piece);
bool request_is_full(const struct request *request);
void request_end(struct request *request);

#endif
