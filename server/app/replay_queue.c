/* See replay_queue.h. */
#include "app/replay_queue.h"

#include "app/app.h"
#include "app/call.h"
#include "wire/json_write.h"

void replay_queue_init(struct replay_queue *queue)
{
    static const struct gate_limits limits = {
        .inside = REPLAYS_AT_ONCE, .inside_each = 1, .waiting_each = REPLAYS_WAITING};
    gate_init(&queue->gate, &limits);
}

void replay_queue_clear(struct replay_queue *queue)
{
    gate_clear(&queue->gate);
}

static void wait_no_more(struct replay_turn *turn)
{
    *turn->link = turn->next;
    if (turn->next)
        turn->next->link = turn->link;
    turn->link = NULL;
}

static void resume(struct replay_turn *turn)
{
    if (!turn->stands)
        return;
    turn->stands = false;
    task_resume(&turn->call->task); /* may end it: the turn lies in the call */
}

static bool has_moved(const struct replay_turn *turn)
{
    return turn->stands && gate_before(&turn->ticket) != turn->told;
}

/* Those whose turn it is go in, and who has moved up is told. What leaves or comes meanwhile is seen by the same loop:
 * no recursion. `own` is inside a step and goes on by itself. */
static void call_next(struct replay_queue *queue, const struct replay_turn *own)
{
    if (queue->calling)
        return;
    queue->calling = true;
    for (struct gate_ticket *ticket; (ticket = gate_pop(&queue->gate)) != NULL;) {
        struct replay_turn *turn = CONTAINER_OF(ticket, struct replay_turn, ticket);
        wait_no_more(turn);
        turn->inside = true;
        if (turn != own)
            resume(turn);
    }
    for (struct replay_turn *turn = queue->first; turn;) {
        if (turn == own || !has_moved(turn)) {
            turn = turn->next;
            continue;
        }
        resume(turn);
        turn = queue->first; /* the list may have changed; who was told has not moved any more */
    }
    queue->calling = false;
}

/* The client has gone while the call stands in the queue: nobody else would wake it. */
static void gone(struct call *call)
{
    struct replay_queue *queue = &call->app->replays;
    for (struct replay_turn *turn = queue->first; turn; turn = turn->next)
        if (turn->call == call) {
            resume(turn);
            return;
        }
}

static enum step_result tell_place(struct call *call, struct replay_turn *turn)
{
    turn->told = gate_before(&turn->ticket);
    json_begin_object(&call->body);
    json_key(&call->body, "progress"), json_begin_object(&call->body);
    json_key(&call->body, "before"), json_i64(&call->body, turn->told);
    json_end_object(&call->body);
    json_end_object(&call->body);
    buf_put_char(&call->body, '\n');
    return call_send_piece(call);
}

enum step_result replay_queue_step(struct call *call, struct replay_turn *turn)
{
    struct replay_queue *queue = &call->app->replays;
    turn->call = call;
    if (!gate_push(&queue->gate, &turn->ticket, call_key(call))) {
        call_header(call, "retry-after", STR("5"));
        return call_fail(call, ERR_THROTTLED, "%d of your replays wait already; try again", REPLAYS_WAITING);
    }
    turn->next = queue->first;
    if (turn->next)
        turn->next->link = &turn->next;
    turn->link = &queue->first;
    queue->first = turn;
    call_next(queue, turn);
    if (turn->inside)
        return STEP_NEXT;
    call->gone = gone;
    call->content_type = "application/x-ndjson";
    return tell_place(call, turn);
}

enum step_result replay_stand(struct call *call, struct replay_turn *turn)
{
    if (turn->inside)
        return STEP_NEXT;
    turn->stands = true;
    task_owe(&call->task);
    return STEP_WAIT;
}

enum step_result replay_called(struct call *call, struct replay_turn *turn, const struct step *stand)
{
    if (turn->inside)
        return STEP_NEXT;
    call->task.next = stand;
    return tell_place(call, turn);
}

void replay_leave(struct replay_turn *turn)
{
    struct replay_queue *queue = turn->call ? &turn->call->app->replays : NULL;
    if (!queue || !turn->ticket.caller)
        return;
    if (turn->inside)
        gate_leave(turn->ticket.caller);
    else if (turn->ticket.waits) {
        gate_withdraw(&turn->ticket);
        wait_no_more(turn);
    }
    turn->ticket.caller = NULL;
    call_next(queue, turn);
}
