/* Handshakes take turns. A handshake costs the processor more than most requests do, and whoever opens hundreds of
 * connections at once must not make those wait who have one already: in each turn of the loop a few handshakes go
 * on, and addresses take turns (base/gate). Of new connections, too, only so many are taken in a turn; the others
 * wait in the kernel. A connection whose handshake waits is not read. */
#include "io/conn.h"

enum {
    HANDSHAKES_A_TURN = 4,
    ACCEPTS_A_TURN = 16,
};

static void on_turn(uv_idle_t *turn)
{
    struct server *server = turn->data;
    struct gate_ticket *ticket = NULL;
    for (int i = 0; i < HANDSHAKES_A_TURN && (ticket = gate_pop(&server->handshakes)); i++) {
        gate_leave(ticket->caller);
        conn_run(CONTAINER_OF(ticket, struct conn, handshake));
    }
    server->accepted_in_turn = 0;
    if (server->accept_waits) {
        server->accept_waits = false;
        server_accept(server);
    }
    if (server->handshakes.stats.waiting == 0 && server->accepted_in_turn == 0)
        (void)uv_idle_stop(turn);
}

void handshakes_init(struct server *server)
{
    gate_init(&server->handshakes, &(struct gate_limits){0});
    (void)uv_idle_init(server->loop, &server->turn); /* never fails, nor do start and stop */
    server->turn.data = server;
    server->handles++;
}

bool handshake_wait(struct conn *conn)
{
    (void)uv_idle_start(&conn->server->turn, on_turn);
    return gate_push(&conn->server->handshakes, &conn->handshake, conn->peer.address);
}

bool accept_in_turn(struct server *server)
{
    (void)uv_idle_start(&server->turn, on_turn);
    if (server->accepted_in_turn < ACCEPTS_A_TURN) {
        server->accepted_in_turn++;
        return true;
    }
    server->accept_waits = true;
    return false;
}
