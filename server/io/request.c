/* Requests as the application sees them, and the way back: request_reply. */
#include "io/conn.h"

#include "wire/http_reply.h"
#include "wire/problem.h"

enum { PROBLEM_BYTES = 2048, ADDRESSES_AT_LEAST = 4 }; /* that may send large bodies at once */

struct request *request_new(struct conn *conn)
{
    struct server *server = conn->server;
    struct request *request = mem_new(sizeof *request);
    if (!request)
        return NULL;
    request->server = server;
    request->conn = conn;
    arena_init(&request->arena, (size_t)server->limits.arena_bytes);
    request->parser = http_parser_new(&request->arena, &server->http_limits);
    memcpy(request->address, conn->address, sizeof request->address);
    if (!request->parser) {
        request_free(request);
        return NULL;
    }
    return request;
}

void server_give_back(struct server *server, void **share)
{
    void *given = *share;
    *share = NULL;
    if (given && server->callbacks.on_sent)
        server->callbacks.on_sent(server->app, given);
}

void request_free(struct request *request)
{
    request->server->stats.bodies_bytes -= request->counted;
    struct server *server = request->server;
    void *share = request->share;
    http_parser_free(request->parser);
    arena_clear(&request->arena);
    mem_free(request);
    server_give_back(server, &share);
}

bool request_count_body(struct request *request)
{
    struct server *server = request->server;
    uint64_t now = http_body_bytes(request->parser);
    server->stats.bodies_bytes += now - request->counted;
    bool fits = server->stats.bodies_bytes <= server->limits.bodies_bytes;
    if (!request->share) { /* what has one is bounded by it, whoever else is behind the same address */
        uint64_t *of_address = peers_body_bytes(&server->peers, request->conn->peer);
        *of_address += now - request->counted;
        request->conn->body_counted += now - request->counted;
        fits = fits && *of_address <= server->limits.bodies_bytes / ADDRESSES_AT_LEAST;
    }
    request->counted = now;
    return fits;
}

void request_body_is_over(struct conn *conn)
{
    if (conn->body_counted == 0)
        return;
    *peers_body_bytes(&conn->server->peers, conn->peer) -= conn->body_counted;
    conn->body_counted = 0;
}

const struct http_request *request_http(const struct request *request)
{
    return http_request(request->parser);
}

enum method request_method(const struct request *request)
{
    return http_request(request->parser)->method;
}

struct str request_path(const struct request *request)
{
    return http_request(request->parser)->path;
}

struct str request_query(const struct request *request)
{
    return http_request(request->parser)->query;
}

struct str request_header(const struct request *request, const char *name)
{
    return http_header(http_request(request->parser), name);
}

struct str request_body(const struct request *request)
{
    return http_request(request->parser)->body;
}

bool request_has_body(const struct request *request)
{
    return http_request(request->parser)->has_body;
}

bool request_body_is_here(const struct request *request)
{
    return request->whole;
}

void request_read_body(struct request *request)
{
    struct conn *conn = request->conn;
    if (!conn)
        return; /* on_gone was called, or will be */
    request->waits = request_http(request)->expects_continue;
    conn_set_state(conn, CONN_BODY);
    conn_run_soon(conn); /* what has come already is not read inside this call */
}

struct str request_address(const struct request *request)
{
    return str_of(request->address);
}

struct arena *request_arena(struct request *request)
{
    return &request->arena;
}

void request_set_data(struct request *request, void *data)
{
    request->data = data;
}

void *request_data(const struct request *request)
{
    return request->data;
}

void request_set_share(struct request *request, void *share)
{
    request->share = share;
}

void request_reply(struct request *request, const struct reply *reply)
{
    struct server *server = request->server;
    struct conn *conn = request->conn;
    struct buf body;
    buf_init(&body, 0);
    if (reply->body) {
        body = *reply->body;
        buf_init(reply->body, body.max);
    }
    server->stats.in_work--;
    if (!conn) {
        buf_clear(&body);
        request_free(request);
        server_maybe_close(server);
        return;
    }
    struct http_reply head = {
        .status = reply->status,
        .content_type = reply->content_type,
        .headers = reply->headers,
        .n_headers = reply->n_headers,
        .close = reply->close || !request->whole || !request_http(request)->keep_alive,
    };
    struct err err = {0};
    if (body.failed) {
        (void)err_set(&err, ERR_NO_MEMORY,
                      "the answer is larger than it may be, or there is no memory for it");
        buf_clear(&body);
        buf_init(&body, PROBLEM_BYTES);
        problem_put(&body, &err, false);
        head = (struct http_reply){
            .status = err_info(err.code)->http_status, .content_type = PROBLEM_TYPE, .close = head.close};
    }
    bool head_only = request_method(request) == METHOD_HEAD;
    conn->share = request->share;
    request->share = NULL;
    conn->fixed = body.len > 0 ? (struct str){NULL, 0} : reply->fixed;
    conn->request = NULL;
    conn->replying = true;
    conn_answer(conn, &head, &body, head_only);
    conn->replying = false;
    request_free(request);
}

/* ---- streaming ------------------------------------------------------------------------------------------- */

bool request_stream(struct request *request, const struct reply *reply)
{
    struct conn *conn = request->conn;
    if (!conn)
        return false;
    struct http_reply head = {
        .status = reply->status,
        .content_type = reply->content_type,
        .headers = reply->headers,
        .n_headers = reply->n_headers,
        .close = reply->close || !request->whole || !request_http(request)->keep_alive,
    };
    conn->replying = true;
    conn_stream(conn, &head, reply->body ? buf_str(reply->body) : STR(""),
                request_method(request) == METHOD_HEAD);
    conn->replying = false;
    return request->conn != NULL;
}

void request_send(struct request *request, struct str piece)
{
    if (request->conn)
        conn_stream_piece(request->conn, piece);
}

bool request_is_full(const struct request *request)
{
    const struct conn *conn = request->conn;
    return conn && (conn->writing || conn->body_sent < conn->body.len);
}

void request_end(struct request *request)
{
    struct server *server = request->server;
    struct conn *conn = request->conn;
    server->stats.in_work--;
    if (conn) {
        conn->request = NULL;
        conn->share = request->share;
        request->share = NULL;
        conn->replying = true;
        conn_stream_end(conn);
        conn->replying = false;
    }
    request_free(request);
    if (!conn)
        server_maybe_close(server);
}
