/* See gate.h. A caller is known while it has something inside or waiting. It stands in the list of turns while it
 * has something waiting and may have more inside, at the end of it after each turn. */
#include "base/gate.h"

#include "base/bug.h"
#include "base/mem.h"

struct gate_caller {
    struct gate *gate;
    uint64_t key;
    uint32_t inside, waiting;
    struct gate_ticket *first, *last;      /* waiting */
    bool in_turn;                          /* in the gate's list */
    struct gate_caller *next, *previous;   /* of that list */
    struct gate_caller *following, **link; /* of the bucket; what points here */
};

static uint32_t no_limit(uint32_t limit)
{
    return limit ? limit : UINT32_MAX;
}

void gate_init(struct gate *gate, const struct gate_limits *limits)
{
    *gate = (struct gate){
        .limits = {no_limit(limits->inside), no_limit(limits->inside_each), no_limit(limits->waiting_each)}};
}

/* Keys are numbers that the database gives, or hashes under a key of the daemon's own: nobody outside chooses them. */
static struct gate_caller **bucket_of(struct gate *gate, uint64_t key)
{
    return &gate->buckets[(key * UINT64_C(0x9E3779B97F4A7C15)) >> 32 & (GATE_BUCKETS - 1)];
}

static struct gate_caller *caller_of(struct gate *gate, uint64_t key)
{
    struct gate_caller **bucket = bucket_of(gate, key), *caller = *bucket;
    while (caller && caller->key != key)
        caller = caller->following;
    if (caller)
        return caller;
    caller = mem_new(sizeof *caller);
    if (!caller)
        return NULL;
    caller->gate = gate;
    caller->key = key;
    caller->following = *bucket;
    if (caller->following)
        caller->following->link = &caller->following;
    caller->link = bucket;
    *bucket = caller;
    gate->stats.callers++;
    return caller;
}

static void forget(struct gate_caller *caller)
{
    *caller->link = caller->following;
    if (caller->following)
        caller->following->link = caller->link;
    caller->gate->stats.callers--;
    mem_free(caller);
}

void gate_clear(struct gate *gate)
{
    for (size_t i = 0; i < GATE_BUCKETS; i++)
        while (gate->buckets[i])
            forget(gate->buckets[i]);
    *gate = (struct gate){.limits = gate->limits};
}

static void end_turn(struct gate_caller *caller)
{
    struct gate *gate = caller->gate;
    *(caller->previous ? &caller->previous->next : &gate->first) = caller->next;
    *(caller->next ? &caller->next->previous : &gate->last) = caller->previous;
    caller->next = caller->previous = NULL;
    caller->in_turn = false;
}

static void begin_turn(struct gate_caller *caller)
{
    struct gate *gate = caller->gate;
    caller->previous = gate->last;
    *(gate->last ? &gate->last->next : &gate->first) = caller;
    gate->last = caller;
    caller->in_turn = true;
}

static void begin_turn_first(struct gate_caller *caller)
{
    struct gate *gate = caller->gate;
    caller->next = gate->first;
    *(gate->first ? &gate->first->previous : &gate->last) = caller;
    gate->first = caller;
    caller->in_turn = true;
}

/* After its numbers have changed: in the list of turns where it belongs there, gone where nothing is left. */
static void settle(struct gate_caller *caller)
{
    bool may = caller->waiting > 0 && caller->inside < caller->gate->limits.inside_each;
    if (may && !caller->in_turn)
        begin_turn(caller);
    else if (!may && caller->in_turn)
        end_turn(caller);
    if (caller->waiting == 0 && caller->inside == 0)
        forget(caller);
}

static void count_waiting(struct gate_ticket *ticket)
{
    ticket->waits = true;
    ticket->caller->waiting++;
    ticket->caller->gate->stats.waiting++;
}

bool gate_push(struct gate *gate, struct gate_ticket *ticket, uint64_t key)
{
    struct gate_caller *caller = caller_of(gate, key);
    if (!caller || caller->waiting >= gate->limits.waiting_each) {
        gate->stats.refused++;
        return false;
    }
    *ticket = (struct gate_ticket){.caller = caller, .previous = caller->last};
    *(caller->last ? &caller->last->next : &caller->first) = ticket;
    caller->last = ticket;
    count_waiting(ticket);
    settle(caller);
    return true;
}

static void unlink_ticket(struct gate_ticket *ticket)
{
    struct gate_caller *caller = ticket->caller;
    if (!ticket->waits)
        bug("gate: a ticket that does not wait");
    *(ticket->previous ? &ticket->previous->next : &caller->first) = ticket->next;
    *(ticket->next ? &ticket->next->previous : &caller->last) = ticket->previous;
    ticket->next = ticket->previous = NULL;
    ticket->waits = false;
    caller->waiting--;
    caller->gate->stats.waiting--;
}

struct gate_ticket *gate_pop(struct gate *gate)
{
    struct gate_caller *caller = gate->first;
    if (!caller || gate->stats.inside >= gate->limits.inside)
        return NULL;
    struct gate_ticket *ticket = caller->first;
    unlink_ticket(ticket);
    caller->inside++;
    gate->stats.inside++;
    gate->stats.entered++;
    end_turn(caller);
    settle(caller);
    return ticket;
}

uint32_t gate_before(const struct gate_ticket *ticket)
{
    uint32_t own = 0, others = 0;
    for (const struct gate_ticket *t = ticket->previous; t; t = t->previous)
        own++;
    for (size_t i = 0; i < GATE_BUCKETS; i++)
        for (const struct gate_caller *c = ticket->caller->gate->buckets[i]; c; c = c->following)
            if (c != ticket->caller)
                others += c->waiting < own + 1 ? c->waiting : own + 1;
    return own + others;
}

static void count_out(struct gate_caller *caller)
{
    if (caller->inside == 0)
        bug("gate: left by somebody who was not inside");
    caller->inside--;
    caller->gate->stats.inside--;
}

void gate_put_back(struct gate_ticket *ticket)
{
    struct gate_caller *caller = ticket->caller;
    count_out(caller);
    ticket->next = caller->first;
    *(caller->first ? &caller->first->previous : &caller->last) = ticket;
    caller->first = ticket;
    count_waiting(ticket);
    if (caller->in_turn)
        end_turn(caller);
    begin_turn_first(caller); /* there is room inside: it has just left */
}

void gate_withdraw(struct gate_ticket *ticket)
{
    struct gate_caller *caller = ticket->caller;
    unlink_ticket(ticket);
    caller->gate->stats.withdrawn++;
    settle(caller);
}

void gate_leave(struct gate_caller *caller)
{
    count_out(caller);
    settle(caller);
}
