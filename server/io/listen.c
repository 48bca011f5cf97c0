/* The listener: accepts within the caps, pauses where the system has no file or memory left, stops
 * gracefully. */
#include "io/conn.h"

#include <signal.h>
#include <sys/resource.h>

#include "base/log.h"

enum {
    BACKLOG = 1024,
    PAUSE_MS = 100,       /* without listening, after the system refused */
    OTHER_FILES = 64,     /* standard streams, database, log, certificate … */
    HEAD_MAX = 64 * 1024, /* of an answer's head with the beginning of its body */
    OUT_MAX = 128 * 1024, /* that, or a piece of an answer, encrypted */
};

/* ---- accepting --------------------------------------------------------------------------------------- */

static void on_connection(uv_stream_t *stream, int status);

/* Opens, binds and listens; at failure the handle is closed or never was open. */
static int open_listener(struct server *server, uv_close_cb on_failure)
{
    int status = uv_tcp_init(server->loop, &server->listener);
    if (status != 0)
        return status;
    server->handles++;
    server->listener.data = server;
    status = uv_tcp_bind(&server->listener, (const struct sockaddr *)&server->bound, 0);
    if (status == 0)
        status = uv_listen((uv_stream_t *)&server->listener, BACKLOG, on_connection);
    if (status != 0) {
        uv_close((uv_handle_t *)&server->listener, on_failure);
        return status;
    }
    server->listening = true;
    return 0;
}

static void on_handle_closed(uv_handle_t *handle)
{
    struct server *server = handle->data;
    server->handles--;
    server_maybe_close(server);
}

static void on_pause_over(uv_timer_t *timer);

static void on_paused(uv_handle_t *handle)
{
    struct server *server = handle->data;
    server->handles--;
    if (!server->stopping)
        (void)uv_timer_start(&server->timer, on_pause_over, PAUSE_MS, 0);
    server_maybe_close(server);
}

static void on_pause_over(uv_timer_t *timer)
{
    struct server *server = timer->data;
    int status = open_listener(server, on_paused);
    if (status != 0)
        log_line(LOG_WARN, "cannot listen again yet", LOG_C("why", uv_strerror(status)));
}

/* libuv would report the same failure over and over; so the listener goes and comes back. */
static void pause_listening(struct server *server, int status)
{
    if (!server->listening)
        return;
    server->accept_waits = false;
    log_line(LOG_WARN, "accepting pauses", LOG_C("why", uv_strerror(status)));
    server->listening = false;
    server->stats.refused++;
    uv_close((uv_handle_t *)&server->listener, on_paused);
}

static void name_peer(struct conn *conn)
{
    struct sockaddr_storage address = {0};
    int len = sizeof address;
    if (uv_tcp_getpeername(&conn->tcp, (struct sockaddr *)&address, &len) != 0)
        return; /* it has gone already; counted with the others that have no name */
    conn->peer = peer_key(&address);
    if (address.ss_family == AF_INET)
        (void)uv_ip4_name((const struct sockaddr_in *)(const void *)&address, conn->address,
                          sizeof conn->address);
    else if (address.ss_family == AF_INET6)
        (void)uv_ip6_name((const struct sockaddr_in6 *)(const void *)&address, conn->address,
                          sizeof conn->address);
}

static void link_conn(struct server *server, struct conn *conn)
{
    conn->next = server->conns;
    if (conn->next)
        conn->next->previous = conn;
    server->conns = conn;
    server->stats.open_connections++;
}

/* A connection with its handles open, in the list, not yet connected; NULL without memory. */
static struct conn *conn_new(struct server *server)
{
    struct conn *conn = mem_new(sizeof *conn);
    if (!conn)
        return NULL;
    if (uv_tcp_init(server->loop, &conn->tcp) != 0) {
        mem_free(conn);
        return NULL;
    }
    (void)uv_timer_init(server->loop, &conn->timer); /* never fails */
    conn->handles = 2;
    conn->tcp.data = conn->timer.data = conn;
    conn->server = server;
    buf_init(&conn->rest, PLAIN_BYTES);
    link_conn(server, conn);
    return conn;
}

/* ---- the silent ones ------------------------------------------------------------------------------------- */

enum { OF_ALL, OF_ADDRESS };

static struct silent *silent_list(struct conn *conn, int which)
{
    return which == OF_ALL ? &conn->server->silent : peers_silent(&conn->server->peers, conn->peer);
}

static void begin_silence(struct conn *conn)
{
    conn->is_silent = true;
    for (int which = OF_ALL; which <= OF_ADDRESS; which++) {
        struct silent *list = silent_list(conn, which);
        conn->silent[which].older = list->newest;
        *(list->newest ? &list->newest->silent[which].newer : &list->oldest) = conn;
        list->newest = conn;
    }
}

void server_not_silent(struct conn *conn)
{
    if (!conn->is_silent)
        return;
    conn->is_silent = false;
    for (int which = OF_ALL; which <= OF_ADDRESS; which++) {
        struct silent *list = silent_list(conn, which);
        struct conn *older = conn->silent[which].older, *newer = conn->silent[which].newer;
        *(older ? &older->silent[which].newer : &list->oldest) = newer;
        *(newer ? &newer->silent[which].older : &list->newest) = older;
    }
}

/* The oldest of these goes; false: there is none. */
static bool give_way(struct server *server, const struct silent *list)
{
    if (!list->oldest)
        return false;
    server->stats.gave_way++;
    conn_close(list->oldest);
    return true;
}

/* Counts the connection for its address. Over a cap somebody silent has to go for it, of the same address first:
 * one address is not to fill what is there for all, and who floods it loses mostly connections of his own. */
static bool is_welcome(struct server *server, struct conn *conn)
{
    uint32_t n = peers_add(&server->peers, conn->peer);
    conn->counted = n > 0;
    if (n == 0)
        return false;
    if (n > server->limits.connections_per_address)
        return give_way(server, peers_silent(&server->peers, conn->peer));
    return server->stats.open_connections <= server->limits.connections || give_way(server, &server->silent);
}

void server_accept(struct server *server)
{
    struct err err = {0};
    struct conn *conn = conn_new(server);
    if (!conn) {
        pause_listening(server, UV_ENOMEM);
        return;
    }
    int status = uv_accept((uv_stream_t *)&server->listener, (uv_stream_t *)&conn->tcp);
    if (status != 0) {
        conn_close(conn);
        pause_listening(server, status); /* libuv does not listen on by itself */
        return;
    }
    name_peer(conn);
    if (!is_welcome(server, conn) ||
        tls_init(&conn->tls, server->tls, WAIT_BYTES + READ_BYTES, OUT_MAX, &err) != ERR_NONE) {
        server->stats.refused++;
        conn_close(conn);
        return;
    }
    server->stats.accepted++;
    begin_silence(conn);
    (void)uv_tcp_nodelay(&conn->tcp, 1);
    conn_start(conn);
}

static void on_connection(uv_stream_t *stream, int status)
{
    struct server *server = stream->data;
    if (status < 0)
        pause_listening(server, status);
    else if (accept_in_turn(server))
        server_accept(server);
}

void server_forget(struct server *server, struct conn *conn)
{
    if (conn->counted)
        peers_remove(&server->peers, conn->peer);
    if (conn->next)
        conn->next->previous = conn->previous;
    if (conn->previous)
        conn->previous->next = conn->next;
    else
        server->conns = conn->next;
    server->stats.open_connections--;
}

/* ---- starting ---------------------------------------------------------------------------------------- */

/* As many open files as the system gives, and no more connections than that. */
static void fit_files(struct server *server)
{
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) != 0)
        return;
    if (files.rlim_cur < files.rlim_max) {
        struct rlimit raised = {files.rlim_max, files.rlim_max};
        if (setrlimit(RLIMIT_NOFILE, &raised) == 0)
            files = raised;
    }
    uint64_t room = files.rlim_cur > 2 * OTHER_FILES ? files.rlim_cur - OTHER_FILES : files.rlim_cur / 2;
    if (server->limits.connections > room) {
        log_line(LOG_WARN, "fewer connections than configured: limit of open files",
                 LOG_N("configured", server->limits.connections), LOG_N("connections", (int64_t)room));
        server->limits.connections = (uint32_t)room;
    }
}

static struct str copy_name(struct server *server, const char *name)
{
    return arena_copy(&server->arena, str_of(name));
}

static enum err_code read_address(struct server *server, const struct server_options *options,
                                  struct err *err)
{
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
    if (uv_ip4_addr(options->address, options->port, &v4) == 0)
        memcpy(&server->bound, &v4, sizeof v4);
    else if (uv_ip6_addr(options->address, options->port, &v6) == 0)
        memcpy(&server->bound, &v6, sizeof v6);
    else
        return err_set(err, ERR_INVALID, "%s is no numeric address to listen on", options->address);
    return ERR_NONE;
}

static void server_free(struct server *server)
{
    tls_context_free(server->tls);
    gate_clear(&server->handshakes);
    peers_clear(&server->peers);
    arena_clear(&server->arena);
    buf_clear(&server->head);
    mem_free(server);
}

static enum err_code prepare(struct server *server, const struct server_options *options, struct err *err)
{
    arena_init(&server->arena, 1 << 16);
    buf_init(&server->head, HEAD_MAX);
    server->certificate_file = copy_name(server, options->certificate_file);
    server->key_file = copy_name(server, options->key_file);
    fit_files(server);
    if (!server->certificate_file.at || !server->key_file.at ||
        !peers_init(&server->peers, server->limits.connections))
        return err_set(err, ERR_NO_MEMORY, "no memory for the server");
    enum err_code code = read_address(server, options, err);
    if (code != ERR_NONE)
        return code;
    return tls_context_new(server->certificate_file.at, server->key_file.at, &server->tls, err);
}

/* Of a server that could not listen. */
static void on_never_listened(uv_handle_t *handle)
{
    struct server *server = handle->data;
    if (--server->handles == 0)
        server_free(server);
}

enum err_code server_start(uv_loop_t *loop, const struct server_options *options,
                           const struct server_callbacks *callbacks, void *app, struct server **out,
                           struct err *err)
{
    struct server *server = mem_new(sizeof *server);
    if (!server)
        return err_set(err, ERR_NO_MEMORY, "no memory for the server");
    struct sigaction ignore = {.sa_handler = SIG_IGN}; /* a client that went away is an error of write */
    (void)sigaction(SIGPIPE, &ignore, NULL);
    server->loop = loop;
    server->limits = options->limits;
    server->http_limits = (struct http_limits){
        .head = {options->limits.head_bytes, options->limits.target_bytes, options->limits.headers},
        .body_bytes = options->limits.body_bytes};
    server->callbacks = *callbacks;
    server->app = app;
    enum err_code code = prepare(server, options, err);
    if (code != ERR_NONE) {
        server_free(server);
        return code;
    }
    (void)uv_timer_init(loop, &server->timer); /* never fails */
    server->handles = 1;
    server->timer.data = server;
    handshakes_init(server);
    int status = open_listener(server, on_never_listened);
    if (status == 0) {
        int len = sizeof server->bound; /* with the port the system chose, for the next time */
        status = uv_tcp_getsockname(&server->listener, (struct sockaddr *)&server->bound, &len);
        if (status != 0)
            uv_close((uv_handle_t *)&server->listener, on_never_listened);
    }
    if (status != 0) {
        uv_close((uv_handle_t *)&server->timer, on_never_listened);
        uv_close((uv_handle_t *)&server->turn, on_never_listened);
        return err_set(err, ERR_UNAVAILABLE, "cannot listen on %s port %d: %s", options->address,
                       options->port, uv_strerror(status));
    }
    *out = server;
    return ERR_NONE;
}

int server_port(const struct server *server)
{
    const struct sockaddr_in *v4 = (const void *)&server->bound;
    const struct sockaddr_in6 *v6 = (const void *)&server->bound;
    return ntohs(server->bound.ss_family == AF_INET ? v4->sin_port : v6->sin6_port);
}

enum err_code server_reload_certificate(struct server *server, struct err *err)
{
    struct tls_context *fresh = NULL;
    enum err_code code = tls_context_new(server->certificate_file.at, server->key_file.at, &fresh, err);
    if (code != ERR_NONE)
        return code;
    tls_context_free(server->tls); /* open connections hold their own reference */
    server->tls = fresh;
    return ERR_NONE;
}

void server_stats(const struct server *server, struct server_stats *out)
{
    *out = server->stats;
}

/* ---- stopping ---------------------------------------------------------------------------------------- */

static void on_grace_over(uv_timer_t *timer)
{
    struct server *server = timer->data;
    for (struct conn *conn = server->conns; conn; conn = conn->next)
        conn_close(conn); /* stays in the list until its handles are closed */
}

void server_stop(struct server *server, uint32_t grace_ms, void (*closed)(void *data), void *data)
{
    server->stopping = true;
    server->closed = closed;
    server->closed_data = data;
    if (server->listening) {
        server->listening = server->accept_waits = false;
        uv_close((uv_handle_t *)&server->listener, on_handle_closed);
    }
    (void)uv_timer_start(&server->timer, on_grace_over, grace_ms, 0);
    for (struct conn *conn = server->conns; conn; conn = conn->next)
        conn_stop(conn);
    server_maybe_close(server);
}

static void on_last_closed(uv_handle_t *handle)
{
    struct server *server = handle->data;
    if (--server->handles > 0)
        return;
    void (*closed)(void *data) = server->closed;
    void *data = server->closed_data;
    server_free(server);
    if (closed)
        closed(data);
}

void server_maybe_close(struct server *server)
{
    bool only_its_own = server->handles == 2; /* timer and turn */
    if (!server->stopping || server->closing || server->conns || server->stats.in_work > 0 || !only_its_own)
        return;
    server->closing = true;
    uv_close((uv_handle_t *)&server->timer, on_last_closed);
    uv_close((uv_handle_t *)&server->turn, on_last_closed);
}
