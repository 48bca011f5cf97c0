/* The way out of a connection: answers become TLS, TLS becomes writes, one in flight at a time.
 *
 * Head and the first 16 kB of a body leave as one record; the rest of the body stays as it is until its turn
 * comes, encrypted in pieces of 16 kB, so that a slow reader costs its answer once and not twice, and a fixed answer,
 * which all connections share, costs it no more than one such piece. */
#include "io/conn.h"

#include <sys/socket.h>

#include "base/bug.h"
#include "base/log.h"
#include "io/clock.h"
#include "wire/problem.h"

enum {
    PROBLEM_BYTES = 2048,
    STREAM_BYTES = 128 << 20, /* added and not yet sent */
};

static void on_written(uv_write_t *write, int status)
{
    struct conn *conn = write->data;
    conn->writing = false;
    if (conn->state == CONN_CLOSED)
        return;
    buf_clear(&conn->sending);
    if (status < 0) {
        conn_close(conn);
        return;
    }
    conn_flush(conn); /* what has gathered meanwhile */
    conn_run(conn);
}

/* Sends what TLS has for the network: at once what the socket takes, the rest when it can. */
void conn_flush(struct conn *conn)
{
    struct buf *out = &conn->tls.out;
    if (conn->writing || out->len == 0 || conn->state == CONN_CLOSED)
        return;
    uv_buf_t bytes = uv_buf_init(out->at, (unsigned)out->len);
    int n = uv_try_write((uv_stream_t *)&conn->tcp, &bytes, 1);
    if (n == UV_EAGAIN)
        n = 0;
    if (n < 0) {
        conn_close(conn);
        return;
    }
    conn->server->stats.bytes_out += out->len; /* also what is still on its way */
    if ((size_t)n == out->len) {
        buf_empty(out);
        return;
    }
    conn->sending = *out;
    buf_init(out, conn->sending.max);
    bytes = uv_buf_init(conn->sending.at + n, (unsigned)(conn->sending.len - (size_t)n));
    conn->writing = true;
    conn->write.data = conn;
    if (uv_write(&conn->write, (uv_stream_t *)&conn->tcp, &bytes, 1, on_written) != 0) {
        conn->writing = false;
        conn_close(conn);
    }
}

/* Into TLS and to the network. False: the connection is closed. */
bool conn_send(struct conn *conn, struct str plaintext)
{
    struct err err = {0};
    if (tls_write(&conn->tls, plaintext, &err) != TLS_OK)
        conn_close(conn);
    else
        conn_flush(conn);
    return conn->state != CONN_CLOSED;
}

/* Says goodbye as well as it can be said at once, and closes. */
void conn_close_politely(struct conn *conn)
{
    if (!conn->writing) {
        tls_end(&conn->tls);
        conn_flush(conn);
    }
    conn_close(conn);
}

/* ---- answering --------------------------------------------------------------------------------------- */

/* The head of an answer that may be sent: `reply`, or where that is refused a 500 instead, with its body.
 */
static void make_head(struct conn *conn, const struct http_reply *reply, struct buf *body)
{
    struct server *server = conn->server;
    struct err err = {0};
    int64_t now = clock_now() / SECOND;
    buf_empty(&server->head);
    if (http_reply_head(&server->head, reply, now, &err) == ERR_NONE && !server->head.failed)
        return;
    log_line(LOG_ERROR, "answer refused", LOG_C("why", err.text));
    (void)err_set(&err, ERR_INTERNAL, "the answer could not be sent");
    buf_clear(body);
    buf_init(body, PROBLEM_BYTES);
    problem_put(body, &err, false);
    conn->fixed = (struct str){NULL, 0};
    struct http_reply instead = {.status = err_info(err.code)->http_status,
                                 .content_type = PROBLEM_TYPE,
                                 .body_bytes = body->len,
                                 .close = reply->close};
    buf_empty(&server->head);
    if (http_reply_head(&server->head, &instead, now, &err) != ERR_NONE)
        bug("conn: our own answer is refused");
}

/* Head apart, what is being sent. */
static struct str answer_of(const struct conn *conn)
{
    return conn->fixed.at ? conn->fixed : buf_str(&conn->body);
}

void conn_answer(struct conn *conn, const struct http_reply *reply, struct buf *body, bool head_only)
{
    struct server *server = conn->server;
    struct http_reply head = *reply;
    head.close = head.close || server->stopping || conn->peer_ended;
    head.body_bytes = conn->fixed.at ? conn->fixed.len : body->len;
    make_head(conn, &head, body);
    conn->last_answer = head.close;
    if (head_only || reply->status == 204 || reply->status == 304) {
        buf_clear(body);
        conn->fixed = (struct str){NULL, 0};
    }
    conn->body = *body;
    /* Head and the beginning of the body leave together. */
    struct str text = answer_of(conn);
    size_t first = text.len < PLAIN_BYTES ? text.len : PLAIN_BYTES;
    buf_put(&server->head, text.at, first);
    conn->body_sent = first;
    conn_set_state(conn, CONN_REPLY);
    if (server->head.failed)
        conn_close(conn);
    else if (conn_send(conn, buf_str(&server->head)))
        conn_run(conn);
}

/* ---- streaming ------------------------------------------------------------------------------------------- */

/* What was added to the answer goes on its way. */
static void go_on(struct conn *conn)
{
    if (conn->body.failed)
        conn_close(conn);
    else
        conn_run(conn);
}

void conn_stream(struct conn *conn, const struct http_reply *reply, struct str piece, bool head_only)
{
    struct server *server = conn->server;
    struct http_reply head = *reply;
    struct buf instead; /* where the head is refused: a whole answer, and the end */
    head.streamed = true;
    head.close = head.close || server->stopping || conn->peer_ended;
    buf_init(&instead, PROBLEM_BYTES);
    make_head(conn, &head, &instead);
    conn->last_answer = head.close;
    conn->head_only = head_only;
    buf_init(&conn->body, STREAM_BYTES);
    conn->body_sent = 0;
    buf_put_str(&conn->body, buf_str(&server->head));
    conn_set_state(conn, CONN_STREAM);
    if (instead.len > 0) {
        (void)conn_send(conn, buf_str(&conn->body));
        (void)conn_send(conn, buf_str(&instead));
        conn_close(conn);
    } else {
        conn_stream_piece(conn, piece);
    }
    buf_clear(&instead);
}

void conn_stream_piece(struct conn *conn, struct str piece)
{
    if (piece.len > 0 && !conn->head_only) /* an empty chunk would be the end */
        http_reply_chunk(&conn->body, piece);
    go_on(conn);
}

void conn_stream_end(struct conn *conn)
{
    if (!conn->head_only)
        http_reply_chunk(&conn->body, STR(""));
    conn_set_state(conn, CONN_REPLY);
    go_on(conn);
}

/* The next piece on its way, if the one before has left. */
static bool send_next(struct conn *conn)
{
    struct str text = answer_of(conn);
    size_t left = text.len - conn->body_sent, n = left < WRITE_BYTES ? left : WRITE_BYTES;
    struct str piece = {text.at + conn->body_sent, n};
    conn->body_sent += n;
    if (!conn_send(conn, piece))
        return false;
    conn_arm(conn); /* now that it is known whether something is on its way */
    return true;
}

/* All that was added has left: the application may send more. True: there is more to do. */
bool conn_write_stream(struct conn *conn)
{
    if (conn->writing)
        return false;
    if (conn->body_sent < conn->body.len)
        return send_next(conn);
    if (conn->body.len == 0)
        return false;
    buf_empty(&conn->body);
    conn->body_sent = 0;
    conn_arm(conn);
    conn->server->callbacks.on_room(conn->server->app, conn->request);
    return conn->state != CONN_STREAM || conn->body.len > 0;
}

void conn_refuse(struct conn *conn, const struct err *err)
{
    struct server *server = conn->server;
    struct buf body;
    if (conn->request && conn->request->given) {
        request_body_is_over(conn);
        conn_set_state(conn, CONN_WORK);
        server->callbacks.on_body(server->app, conn->request, err);
        return;
    }
    server->stats.bad_requests++;
    conn_drop_request(conn);
    buf_clear(&conn->rest);
    buf_init(&body, PROBLEM_BYTES);
    problem_put(&body, err, false);
    struct http_reply reply = {
        .status = err_info(err->code)->http_status, .content_type = PROBLEM_TYPE, .close = true};
    conn_answer(conn, &reply, &body, false);
}

/* The next piece of the answer, when the one before has left. True: go on. */
bool conn_write_answer(struct conn *conn)
{
    if (conn->writing)
        return false;
    if (conn->body_sent < answer_of(conn).len)
        return send_next(conn);
    buf_clear(&conn->body);
    conn->fixed = (struct str){NULL, 0};
    server_give_back(conn->server, &conn->share);
    if (!conn->last_answer) {
        conn_set_state(conn, CONN_IDLE);
        return true;
    }
    if (!conn->goodbye) {
        conn->goodbye = true;
        tls_end(&conn->tls);
        conn_flush(conn);
    }
    if (conn->state == CONN_CLOSED || conn->writing)
        return false;
    if (conn->peer_ended) {
        conn_close(conn);
        return false;
    }
    conn_set_state(conn, CONN_LINGER);
    uv_os_fd_t fd;
    if (uv_fileno((uv_handle_t *)&conn->tcp, &fd) == 0)
        (void)shutdown(fd, SHUT_WR); /* fails only where the peer has gone, which reading will tell */
    return false;
}
