/* A link of several connections: a pool. Each of its members has one batch at a time, so that nothing waits
 * inside them, and what waits stands at the gate, in turn of the callers (db_batch_for), at most `each` of one
 * caller being worked on at once. So the slow statements of one caller leave connections to the others, and a
 * batch that nobody waits for any more can be taken away as long as it was not sent.
 *
 * To everybody else it is a link like any other: it is up while one of its members is, and what is submitted
 * while none is, or waits when the last one goes, is refused. */
#include "base/log.h"
#include "base/mem.h"
#include "io/db_impl.h"

static struct db_batch *batch_of(struct gate_ticket *ticket)
{
    return CONTAINER_OF(ticket, struct db_batch, ticket);
}

static struct db_link *free_member(struct db_link *pool)
{
    for (uint32_t i = 0; !pool->closing && i < pool->n_members; i++)
        if (!pool->members[i]->engaged && db_link_is_up(pool->members[i]))
            return pool->members[i];
    return NULL;
}

static void refuse_all(struct db_link *pool, const char *why)
{
    for (struct gate_ticket *ticket; (ticket = gate_pop(&pool->gate)) != NULL;) {
        gate_leave(ticket->caller);
        db_refuse(pool, batch_of(ticket), ERR_UNAVAILABLE, why);
    }
}

void db_pool_dispatch(struct db_link *pool)
{
    struct db_link *member;
    struct gate_ticket *ticket;
    while ((member = free_member(pool)) != NULL && (ticket = gate_pop(&pool->gate)) != NULL) {
        struct db_batch *batch = batch_of(ticket);
        batch->from = member;
        member->engaged = true;
        db_submit(member, batch);
    }
    if (pool->gate.stats.waiting > 0 && !db_link_is_up(pool) && pool->gate.stats.inside == 0)
        refuse_all(pool, "the connection was lost before the batch was sent");
}

void db_pool_submit(struct db_link *pool, struct db_batch *batch)
{
    if (gate_push(&pool->gate, &batch->ticket, batch->caller)) {
        batch->pool = pool;
        db_pool_dispatch(pool);
    } else {
        db_refuse(pool, batch, ERR_UNAVAILABLE, "too many batches of this caller are waiting");
    }
}

void db_pool_done(struct db_link *member, struct db_batch *batch)
{
    if (batch->from != member)
        return;
    batch->from = NULL;
    member->engaged = false;
    gate_leave(batch->ticket.caller);
    db_pool_dispatch(member->pool);
}

void db_withdraw(struct db_batch *batch)
{
    struct db_link *pool = batch->pool;
    if (!pool || !batch->ticket.waits)
        return;
    gate_withdraw(&batch->ticket);
    db_refuse(pool, batch, ERR_UNAVAILABLE, "nobody waits for it any more");
}

static void on_member_closed(void *data)
{
    struct db_link *pool = data;
    pool->members_open--;
    db_link_kick(pool);
}

void db_pool_close(struct db_link *pool)
{
    refuse_all(pool, "the connection is closing");
    for (uint32_t i = 0; i < pool->n_members; i++)
        db_link_close(pool->members[i], on_member_closed, pool);
}

bool db_pool_open(struct db_link *pool, const struct db_options *options)
{
    struct db_options one = *options;
    const struct gate_limits limits = {.inside_each = options->each};
    one.connections = 0;
    gate_init(&pool->gate, &limits);
    for (; pool->n_members < options->connections && pool->n_members < POOL_MAX; pool->n_members++) {
        struct db_link *member = db_link_new(pool->loop, &one);
        if (!member)
            return false;
        member->pool = pool;
        pool->members[pool->n_members] = member;
        pool->members_open++;
    }
    return true;
}
