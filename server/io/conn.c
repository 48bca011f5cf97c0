/* A connection: TLS outside, HTTP inside, one request at a time.
 *
 *     HANDSHAKE -> IDLE -> HEAD [-> BODY] -> WORK [-> BODY -> WORK] [-> STREAM] -> REPLY -> IDLE …
 *                             \       \----------> REPLY -> LINGER -> CLOSED
 *
 * The happy path: the network's bytes go into TLS, its plaintext into the parser, a request to the
 * application, which asks for a large body when it knows whose it is; request_reply brings the answer back, which is encrypted in pieces of 16 kB, the next one when
 * the one before has left. Then the next request is read, from what has come meanwhile first. What is refused
 * here, and the last answer of a connection, take the lower way.
 *
 * conn_run is the one function that moves on. It is called when bytes have come, when a write is done, when
 * an answer was given, and not from within itself;
 * for a handshake when it is its turn (handshakes.c). Every state that waits for the client has a deadline, all
 * by the one timer; WORK has none, there the application answers for time, nor has STREAM but while a piece
 * is on its way. While a request is in work a
 * little is still read, to see the client go; then reading stops.
 *
 * conn_close may be called anywhere: it tells the application (on_gone), closes the handles and leaves the
 * memory to the close callback. After it only conn->state may be asked. */
#include "io/conn.h"

#include "base/bug.h"
#include "base/log.h"

enum {
    BODY_STEP = 64 * 1024,     /* of a request's body, for which body_ms is given */
    LINGER_MS = 2000,          /* at most; less where write_ms is less */
    REQUESTS_A_TURN = 16,      /* of one connection, answered without waiting; then others have their turn */
    BYTES_A_TURN = 256 * 1024, /* the same for a large answer to a fast reader */
};

static const char *const state_names[CONN_STATES] = {"handshake", "idle",  "head",   "body",  "work",
                                                     "stream",    "reply", "linger", "closed"};

#define BIT(state) (1u << (state))

/* From each state, where to. */
static const unsigned allowed[CONN_STATES] = {
    [CONN_HANDSHAKE] = BIT(CONN_IDLE) | BIT(CONN_CLOSED),
    [CONN_IDLE] = BIT(CONN_HEAD) | BIT(CONN_CLOSED),
    [CONN_HEAD] = BIT(CONN_BODY) | BIT(CONN_WORK) | BIT(CONN_REPLY) | BIT(CONN_CLOSED),
    [CONN_BODY] = BIT(CONN_WORK) | BIT(CONN_REPLY) | BIT(CONN_CLOSED),
    [CONN_WORK] = BIT(CONN_BODY) | BIT(CONN_STREAM) | BIT(CONN_REPLY) | BIT(CONN_CLOSED),
    [CONN_STREAM] = BIT(CONN_REPLY) | BIT(CONN_CLOSED),
    [CONN_REPLY] = BIT(CONN_IDLE) | BIT(CONN_LINGER) | BIT(CONN_CLOSED),
    [CONN_LINGER] = BIT(CONN_CLOSED),
    [CONN_CLOSED] = 0,
};

/* ---- deadlines --------------------------------------------------------------------------------------- */

static void on_timer(uv_timer_t *timer);

static void arm(struct conn *conn, uint32_t ms)
{
    conn->soon = false;
    uv_update_time(conn->server->loop);                  /* what came before may have taken long */
    (void)uv_timer_start(&conn->timer, on_timer, ms, 0); /* fails only for a closing handle */
}

/* That of the state, from now. */
void conn_arm(struct conn *conn)
{
    const struct limits *limits = &conn->server->limits;
    switch (conn->state) {
    case CONN_HANDSHAKE:
        arm(conn, conn->greeted ? limits->handshake_ms : limits->first_ms);
        break;
    case CONN_IDLE:
        arm(conn, conn->is_silent ? limits->first_ms : limits->idle_ms);
        break;
    case CONN_HEAD:
        arm(conn, limits->head_ms);
        break;
    case CONN_BODY:
        arm(conn, limits->body_ms);
        break;
    case CONN_REPLY:
        arm(conn, limits->write_ms);
        break;
    case CONN_LINGER:
        arm(conn, limits->write_ms < LINGER_MS ? limits->write_ms : LINGER_MS);
        break;
    case CONN_STREAM:
    case CONN_WORK:
        if (conn->state == CONN_STREAM && (conn->writing || conn->body_sent < conn->body.len)) {
            arm(conn, limits->write_ms);
            break;
        }
        conn->soon = false;
        (void)uv_timer_stop(&conn->timer);
        break;
    case CONN_CLOSED:
        break;
    }
}

void conn_set_state(struct conn *conn, enum conn_state state)
{
    if (!(allowed[conn->state] & BIT(state)))
        bug("conn: a state that does not follow");
    log_line(LOG_DEBUG, "connection", LOG_C("from", state_names[conn->state]),
             LOG_C("to", state_names[state]));
    conn->state = state;
    conn_arm(conn);
}

void conn_run_soon(struct conn *conn)
{
    arm(conn, 0);
    conn->soon = true;
}

/* ---- closing ----------------------------------------------------------------------------------------- */

static void on_closed(uv_handle_t *handle)
{
    struct conn *conn = handle->data;
    if (--conn->handles > 0)
        return;
    struct server *server = conn->server;
    server_forget(server, conn);
    tls_clear(&conn->tls);
    buf_clear(&conn->sending);
    buf_clear(&conn->rest);
    buf_clear(&conn->body);
    mem_free(conn);
    server_maybe_close(server);
}

/* The request in hand, if any, goes: to the application for a last time, or with the connection. */
void conn_drop_request(struct conn *conn)
{
    request_body_is_over(conn);
    struct request *request = conn->request;
    conn->request = NULL;
    if (!request)
        return;
    request->conn = NULL;
    if (request->given)
        conn->server->callbacks.on_gone(conn->server->app, request);
    else
        request_free(request);
}

static void close_with(struct conn *conn, bool reset)
{
    if (conn->state == CONN_CLOSED)
        return;
    server_not_silent(conn);
    if (conn->handshake.waits)
        gate_withdraw(&conn->handshake);
    conn_set_state(conn, CONN_CLOSED);
    uv_close((uv_handle_t *)&conn->timer, on_closed);
    if (!reset || uv_tcp_close_reset(&conn->tcp, on_closed) != 0)
        uv_close((uv_handle_t *)&conn->tcp, on_closed);
    conn_drop_request(conn);
    server_give_back(conn->server, &conn->share);
}

void conn_close(struct conn *conn)
{
    close_with(conn, false);
}

/* ---- reading a request ------------------------------------------------------------------------------- */

/* What the application is to decide on before anything of it is kept. */
static bool is_large(const struct http_request *http)
{
    return http->has_body && (http->chunked || http->expects_continue || http->length > SMALL_BODY_BYTES);
}

/* To the application, which may answer at once. */
static void give(struct conn *conn)
{
    struct server *server = conn->server;
    conn->request->given = true;
    server_not_silent(conn);
    server->stats.requests++;
    server->stats.in_work++;
    conn_set_state(conn, CONN_WORK);
    server->callbacks.on_request(server->app, conn->request);
}

/* The head is there, with the route's maximum. True: the body is read at once, also one that the parser refuses,
 * because it is too long. */
static bool on_head(struct conn *conn)
{
    struct server *server = conn->server;
    const struct http_request *http = request_http(conn->request);
    uint64_t most = server->callbacks.body_cap(server->app, http->method, http->path);
    http_cap_body(conn->request->parser, most);
    conn->body_mark = 0;
    bool at_once = !is_large(http) || http->length > most || most == 0;
    if (at_once)
        conn_set_state(conn, CONN_BODY);
    return at_once;
}

static void on_whole_request(struct conn *conn)
{
    struct server *server = conn->server;
    request_body_is_over(conn);
    conn->request->whole = true;
    if (!conn->request->given) {
        give(conn);
        return;
    }
    conn_set_state(conn, CONN_WORK);
    server->callbacks.on_body(server->app, conn->request, NULL);
}

/* Where the client waits for that. False: the connection is closed. */
static bool tell_to_continue(struct conn *conn)
{
    bool waits = conn->request->waits && conn->rest.len == 0 && conn->tls.in.len == 0;
    conn->request->waits = false;
    return !waits || conn_send(conn, STR("HTTP/1.1 100 Continue\r\n\r\n"));
}

static bool on_body_bytes(struct conn *conn)
{
    if (!request_count_body(conn->request)) {
        struct err err = {0};
        (void)err_set(&err, ERR_UNAVAILABLE, "too many large requests at once");
        conn_refuse(conn, &err);
        return false;
    }
    if (http_body_bytes(conn->request->parser) - conn->body_mark >= BODY_STEP) {
        conn->body_mark = http_body_bytes(conn->request->parser);
        conn_arm(conn);
    }
    return true;
}

/* Gives plaintext to the parser until it is used up or a request is whole; what is left goes to `rest`.
 */
static bool parse(struct conn *conn, struct str plain)
{
    struct err err = {0};
    if (conn->state == CONN_IDLE) {
        conn->request = request_new(conn);
        if (!conn->request) {
            conn_close(conn);
            return false;
        }
        conn_set_state(conn, CONN_HEAD);
    }
    while (true) {
        size_t taken = 0;
        enum http_event event = http_feed(conn->request->parser, plain.at, plain.len, &taken, &err);
        plain.at += taken;
        plain.len -= taken;
        if (event == PARSE_BAD) {
            conn_refuse(conn, &err);
            return conn->state != CONN_CLOSED;
        }
        if (conn->state == CONN_BODY && !on_body_bytes(conn))
            return conn->state != CONN_CLOSED;
        if (event == PARSE_MORE)
            return true;
        if (event == PARSE_HEAD && on_head(conn))
            continue;
        buf_put_str(&conn->rest, plain);
        if (conn->rest.failed) {
            conn_close(conn);
            return false;
        }
        if (event == PARSE_HEAD)
            give(conn);
        else
            on_whole_request(conn);
        return conn->state != CONN_CLOSED;
    }
}

/* Plaintext from what was left of the last piece, else from TLS. True: go on. */
static bool read_request(struct conn *conn)
{
    struct server *server = conn->server;
    struct err err = {0};
    size_t n = 0;
    if (conn->rest.len > 0) {
        n = conn->rest.len;
        memcpy(server->plain_buffer, conn->rest.at, n);
        buf_clear(&conn->rest);
        return parse(conn, (struct str){server->plain_buffer, n});
    }
    switch (tls_read(&conn->tls, server->plain_buffer, sizeof server->plain_buffer, &n, &err)) {
    case TLS_OK:
        return parse(conn, (struct str){server->plain_buffer, n});
    case TLS_MORE:
        if (conn->peer_ended)
            conn_close_politely(conn);
        return false;
    case TLS_CLOSED:
        conn_close_politely(conn);
        return false;
    case TLS_FAILED:
        conn_flush(conn); /* the alert */
        conn_close(conn);
        return false;
    }
    return false;
}

/* ---- the machine ------------------------------------------------------------------------------------- */

static bool shake_hands(struct conn *conn)
{
    struct err err = {0};
    enum tls_result result = tls_handshake(&conn->tls, &err);
    conn_flush(conn);
    if (conn->state == CONN_CLOSED)
        return false;
    if (result == TLS_MORE && !conn->peer_ended)
        return false;
    if (result != TLS_OK) {
        conn->server->stats.handshakes_failed++;
        log_line(LOG_DEBUG, "handshake failed", LOG_C("why", err.text));
        conn_close(conn);
        return false;
    }
    conn_set_state(conn, CONN_IDLE);
    return true;
}

/* Does what can be done now. True: there may be more. */
static bool step(struct conn *conn)
{
    switch (conn->state) {
    case CONN_HANDSHAKE:
        return shake_hands(conn);
    case CONN_IDLE:
        if (conn->server->stopping && conn->rest.len == 0 && conn->tls.in.len == 0) {
            conn_close_politely(conn);
            return false;
        }
        return read_request(conn);
    case CONN_BODY:
        if (!tell_to_continue(conn))
            return false;
        return read_request(conn);
    case CONN_HEAD:
        return read_request(conn);
    case CONN_REPLY:
        return conn_write_answer(conn);
    case CONN_STREAM:
        if (!conn->peer_ended)
            return conn_write_stream(conn);
        conn_close_politely(conn);
        return false;
    case CONN_WORK:
        if (conn->peer_ended)
            conn_close_politely(conn);
        return false;
    case CONN_LINGER:
    case CONN_CLOSED:
        return false;
    }
    return false;
}

static void on_read(uv_stream_t *stream, ssize_t n, const uv_buf_t *buf);

static void on_alloc(uv_handle_t *handle, size_t suggested, uv_buf_t *buf)
{
    struct conn *conn = handle->data;
    (void)suggested;
    *buf = uv_buf_init(conn->server->read_buffer, sizeof conn->server->read_buffer);
}

/* After the machine has stopped: keep what was not used, give back what an idle connection does not need,
 * and read on, or not. */
static void settle(struct conn *conn)
{
    struct err err = {0};
    if (tls_keep(&conn->tls, &err) != ERR_NONE) {
        conn_close(conn);
        return;
    }
    if (conn->state == CONN_IDLE && !conn->writing)
        buf_clear(&conn->tls.out);
    bool busy = conn->state == CONN_WORK || conn->state == CONN_STREAM || conn->state == CONN_REPLY;
    bool want = !conn->peer_ended && !conn->handshake.waits && !(busy && conn->tls.in.len >= WAIT_BYTES);
    if (want && !conn->reading && uv_read_start((uv_stream_t *)&conn->tcp, on_alloc, on_read) != 0) {
        conn_close(conn);
        return;
    }
    if (!want && conn->reading)
        (void)uv_read_stop((uv_stream_t *)&conn->tcp);
    conn->reading = want;
}

void conn_run(struct conn *conn)
{
    if (conn->running || conn->handshake.waits || conn->state == CONN_CLOSED)
        return;
    conn->running = true;
    uint64_t last = conn->server->stats.requests + REQUESTS_A_TURN;
    uint64_t written = conn->server->stats.bytes_out + BYTES_A_TURN;
    bool more = true;
    while (more) {
        /* Another turn goes on: with a large answer, and with requests that have come meanwhile when the
         * application is inside request_reply (on_request must not be called from there), and when this
         * connection has had its share. */
        bool waiting = conn->rest.len > 0 || conn->tls.in.len > 0;
        bool later = conn->replying || conn->server->stats.requests >= last;
        bool enough = (conn->state == CONN_REPLY || conn->state == CONN_STREAM) &&
                      conn->server->stats.bytes_out >= written;
        if (enough || (conn->state == CONN_IDLE && later && waiting)) {
            conn_run_soon(conn);
            break;
        }
        more = step(conn);
    }
    conn->running = false;
    if (conn->state != CONN_CLOSED)
        settle(conn);
}

/* ---- what the network and the clock say -------------------------------------------------------------- */

static void on_read(uv_stream_t *stream, ssize_t n, const uv_buf_t *buf)
{
    struct conn *conn = stream->data;
    struct err err = {0};
    if (n == 0 || conn->state == CONN_CLOSED)
        return;
    if (n > 0 && conn->state != CONN_LINGER) {
        conn->server->stats.bytes_in += (uint64_t)n;
        if (!conn->greeted) {
            conn->greeted = true;
            conn_arm(conn); /* the handshake's time begins */
        }
        if (tls_feed(&conn->tls, (struct str){buf->base, (size_t)n}, &err) != ERR_NONE)
            conn_close(conn);
        if (conn->state == CONN_HANDSHAKE) {
            if (handshake_wait(conn))
                settle(conn);
            else
                conn_close(conn);
        }
    }
    if (n < 0) {
        conn->peer_ended = true;
        if (n != UV_EOF || conn->state == CONN_LINGER) {
            conn_close(conn);
            return;
        }
    }
    conn_run(conn);
}

static void on_timer(uv_timer_t *timer)
{
    struct conn *conn = timer->data;
    struct err err = {0};
    if (conn->soon) {
        conn_arm(conn);
        conn_run(conn);
        return;
    }
    switch (conn->state) {
    case CONN_HEAD:
    case CONN_BODY:
        conn->server->stats.timeouts++;
        (void)err_set(&err, ERR_TIMEOUT, "the request did not come in time");
        conn_refuse(conn, &err);
        break;
    case CONN_REPLY:
    case CONN_STREAM:
        conn->server->stats.timeouts++;
        close_with(conn, true); /* what it did not read is not kept for it */
        break;
    case CONN_HANDSHAKE:
        conn->server->stats.timeouts++;
        conn_close(conn);
        break;
    case CONN_IDLE:
        conn_close_politely(conn);
        break;
    case CONN_WORK:
    case CONN_LINGER:
    case CONN_CLOSED:
        conn_close(conn);
        break;
    }
}

void conn_start(struct conn *conn)
{
    conn_arm(conn);
    settle(conn);
}

void conn_stop(struct conn *conn)
{
    if (conn->state == CONN_HANDSHAKE)
        conn_close(conn);
    else if (conn->state == CONN_IDLE)
        conn_run_soon(conn);
}
