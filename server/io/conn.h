/* What listener and connections share; private to server/io/{listen,handshakes,conn,conn_answer,request}.c.
 *
 * A connection is a small machine (see conn.c). Its handles, the TCP stream and one timer, are embedded and
 * counted; it is freed in the close callback of the last one. A request has an object of its own, because it
 * may outlive its connection. The server is freed when nothing of that is left. */
#ifndef SPOR_CONN_H
#define SPOR_CONN_H

#include <netinet/in.h>

#include "base/gate.h"
#include "io/peers.h"
#include "io/server.h"
#include "wire/http_reply.h"
#include "wire/tls.h"

enum {
    READ_BYTES = 64 * 1024,  /* read from the network at once */
    PLAIN_BYTES = 16 * 1024, /* a TLS record holds no more */
    WRITE_BYTES =
        16 * 1024, /* of an answer, encrypted and written at once: one record, so that a slow reader costs no
                                more beside the answer itself */
    WAIT_BYTES = 16 * 1024, /* of what comes during work; then reading stops */
};

enum conn_state {
    CONN_HANDSHAKE,
    CONN_IDLE,   /* between requests, and before the first */
    CONN_HEAD,   /* the first byte of a request has come */
    CONN_BODY,   /* its head has come, the body is being read */
    CONN_WORK,   /* the application has it */
    CONN_STREAM, /* the application has it still, and sends its answer piece by piece */
    CONN_REPLY,  /* the answer is being written */
    CONN_LINGER, /* all is said; what still comes is thrown away, so that the answer is not lost by a reset */
    CONN_CLOSED  /* handles are closing */
};

enum { CONN_STATES = CONN_CLOSED + 1 };

struct conn {
    uv_tcp_t tcp;
    uv_timer_t timer;
    int handles;
    struct server *server;
    struct conn *next, *previous;
    struct {
        struct conn *older, *newer;
    } silent[2];                  /* among the silent ones of all and of its address */
    bool is_silent;               /* has not sent a whole request yet */
    bool greeted;                 /* has sent a byte */
    struct gate_ticket handshake; /* waits while it has something to go on with, and is not its turn */
    enum conn_state state;
    bool running;     /* inside conn_run */
    bool replying;    /* inside request_reply */
    bool soon;        /* the timer calls conn_run, and not a deadline */
    bool reading;     /* from the network */
    bool peer_ended;  /* the network has given its last byte */
    bool last_answer; /* close after it */
    bool goodbye;     /* said */
    bool writing;     /* `write` is in flight */
    bool head_only;   /* of a streamed answer: the pieces are dropped */
    uv_write_t write;
    struct buf sending; /* ciphertext in flight */
    struct tls tls;
    struct buf rest; /* plaintext behind the request in work */
    struct request *request;
    void *share;      /* of the request that is being answered */
    struct buf body;  /* of the answer */
    struct str fixed; /* … or this, which stays where it is */
    size_t body_sent;
    uint64_t body_counted; /* of its address, while the body comes */
    uint64_t body_mark;    /* bytes of a request's body at the last deadline */
    struct peer_key peer;
    bool counted; /* for its address */
    char address[INET6_ADDRSTRLEN];
};

struct request {
    struct server *server;
    struct conn *conn; /* NULL: the client has gone */
    struct arena arena;
    struct http_parser *parser;
    bool given;       /* to the application */
    bool whole;       /* nothing of it is left to be read */
    bool waits;       /* perhaps, for the word to continue */
    uint64_t counted; /* of server->stats.bodies_bytes */
    void *data;
    void *share; /* or NULL */
    char address[INET6_ADDRSTRLEN];
};

struct server {
    uv_loop_t *loop;
    uv_tcp_t listener;
    uv_timer_t timer; /* until listening again, or until the end of grace */
    int handles;
    bool listening, stopping, closing;
    uv_idle_t turn; /* runs while something waits for the next turn of the loop: handshakes.c */
    struct gate handshakes;
    int accepted_in_turn;
    bool accept_waits;
    struct sockaddr_storage bound;
    struct limits limits;
    struct http_limits http_limits;
    struct server_callbacks callbacks;
    void *app;
    struct tls_context *tls;
    struct str certificate_file, key_file; /* copies, ended by NUL */
    struct arena arena;                    /* of the copies */
    struct peers peers;
    struct conn *conns;
    struct silent silent;
    struct server_stats stats;
    void (*closed)(void *data);
    void *closed_data;
    struct buf head;              /* of the answer being made */
    char read_buffer[READ_BYTES]; /* used within one callback */
    char plain_buffer[PLAIN_BYTES];
};

/* conn.c */
void conn_start(struct conn *conn); /* accepted and counted */
void conn_run(struct conn *conn);
void conn_run_soon(struct conn *conn); /* in the next turn of the loop */
void conn_stop(struct conn *conn);     /* closes it where nothing is being done, else after the answer */
void conn_close(struct conn *conn);    /* at once */
void conn_set_state(struct conn *conn, enum conn_state state); /* with the deadline of that state */
void conn_arm(struct conn *conn);                              /* that deadline again, from now */
/* The request in hand, if any, goes: to the application for a last time, or with the connection. */
void conn_drop_request(struct conn *conn);

/* conn_answer.c */
/* Sends what TLS has for the network: at once what the socket takes, the rest when it can. */
void conn_flush(struct conn *conn);
/* Into TLS and to the network. False: the connection is closed. */
bool conn_send(struct conn *conn, struct str plaintext);
/* Says goodbye as well as it can be said at once, and closes. */
void conn_close_politely(struct conn *conn);
/* Begins the answer: head and body become bytes for the network. */
void conn_answer(struct conn *conn, const struct http_reply *reply, struct buf *body, bool head_only);
/* The head of a streamed answer with its first piece; a piece; the end. */
void conn_stream(struct conn *conn, const struct http_reply *reply, struct str piece, bool head_only);
void conn_stream_piece(struct conn *conn, struct str piece);
void conn_stream_end(struct conn *conn);
/* The next piece of a streamed answer; tells the application when all has left. True: go on. */
bool conn_write_stream(struct conn *conn);
/* Refuses what is being read, and then closes; a request that the application has is refused by it. */
void conn_refuse(struct conn *conn, const struct err *err);
/* The next piece of the answer, when the one before has left. True: go on. */
bool conn_write_answer(struct conn *conn);

/* request.c */
/* The share, if any, is given back; it is NULL then. */
void server_give_back(struct server *server, void **share);
struct request *request_new(struct conn *conn); /* NULL without memory */
void request_free(struct request *request);
/* The body has grown; false: all bodies together, or those of its address that nobody answers for yet, are too large. */
bool request_count_body(struct request *request);
/* The body is whole, or will not be: its address may send others. */
void request_body_is_over(struct conn *conn);

/* handshakes.c */
void handshakes_init(struct server *server);
/* The handshake has something to go on with: conn_run is called when it is its turn. False: no memory. */
bool handshake_wait(struct conn *conn) NODISCARD;
/* A connection may be accepted now. False: server_accept is called in the next turn. */
bool accept_in_turn(struct server *server) NODISCARD;

/* listen.c */
/* Takes the connection that libuv holds. */
void server_accept(struct server *server);
/* Its first whole request has come, or it is closed. */
void server_not_silent(struct conn *conn);
/* A connection's last handle is closed. */
void server_forget(struct server *server, struct conn *conn);
/* Closes what is left when the last connection and request have gone. */
void server_maybe_close(struct server *server);

#endif
