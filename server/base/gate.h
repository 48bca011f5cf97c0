/* A gate: who may go in, and whose turn it is next. At most so many are inside at once, at most so many of one
 * caller; the others wait, and callers take turns, however many each of them has waiting. So whoever asks a
 * thousand times makes nobody else wait but for the one turn, and what is waiting of one caller has a bound.
 *
 *     struct gate gate;
 *     gate_init(&gate, &limits);
 *     if (!gate_push(&gate, &work->ticket, key)) … refused: this caller has too many waiting
 *     while ((ticket = gate_pop(&gate)) != NULL) … start it: CONTAINER_OF(ticket, struct work, ticket)
 *     …
 *     gate_leave(ticket->caller);           the work is done; then pop again
 *
 * It holds no work of its own, only tickets that lie in the work of others: a ticket must stay where it is from
 * gate_push until gate_pop or gate_withdraw. What is inside is counted by its caller alone, so that its ticket
 * may go before it leaves. Nobody is called back: whoever pushes or leaves, pops. */
#ifndef SPOR_GATE_H
#define SPOR_GATE_H

#include "base/base.h"

struct gate_caller;

struct gate_ticket {
    struct gate_caller *caller;          /* from gate_push on */
    struct gate_ticket *next, *previous; /* while it waits */
    bool waits;
};

struct gate_limits {
    uint32_t inside;       /* of all at once; 0: no limit */
    uint32_t inside_each;  /* of one caller; 0: no limit */
    uint32_t waiting_each; /* of one caller; 0: no limit */
};

struct gate_stats {
    uint32_t inside, waiting; /* now */
    uint32_t callers;         /* with something inside or waiting, now */
    uint64_t entered;         /* went in … */
    uint64_t refused;         /* … or found too many of their own waiting … */
    uint64_t withdrawn;       /* … or went while they waited */
};

enum { GATE_BUCKETS = 128 };

struct gate {
    struct gate_limits limits;
    struct gate_caller *first, *last; /* who may send somebody in, in order of turns */
    struct gate_caller *buckets[GATE_BUCKETS];
    struct gate_stats stats;
};

void gate_init(struct gate *gate, const struct gate_limits *limits);
/* Frees the callers that are left, whatever they have inside or waiting. */
void gate_clear(struct gate *gate);
/* The ticket waits for its turn. False: so many of this caller wait already, or there is no memory. */
bool gate_push(struct gate *gate, struct gate_ticket *ticket, uint64_t caller) NODISCARD;
/* Who goes in now; NULL: nobody may. */
struct gate_ticket *gate_pop(struct gate *gate);
/* How many go in before one that waits, at most: callers take turns. */
uint32_t gate_before(const struct gate_ticket *ticket);
/* One that went in comes back, before all others of its caller, and the next turn is its own. */
void gate_put_back(struct gate_ticket *ticket);
/* One that waits goes away. */
void gate_withdraw(struct gate_ticket *ticket);
/* One of those inside leaves. The caller may be gone afterwards. */
void gate_leave(struct gate_caller *caller);

#endif
