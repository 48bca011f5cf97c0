/* Shares: how much of the daemon one caller may have at once, so that whatever one of them does, the others go on.
 *
 * A caller is a person (all sessions together) or a token; where nobody has logged in, an address. A request enters
 * between authentication and the first step of its route, before a large body of it is read, so that this one place
 * serves all routes; it is inside until its answer has left, because until then it holds memory. Beyond a share requests wait in turn of their
 * callers (base/gate.h), and beyond a bound that caller alone is answered with 429. One whose client goes while it
 * waits is gone at once. Inside, the database has shares of its own by the same key: its pools (io/db.h) and the
 * writer's queue (store_append.h). */
#ifndef SPOR_SHARES_H
#define SPOR_SHARES_H

#include "base/base.h"
#include "base/buf.h"
#include "io/task.h"

struct app;
struct call;

/* Kinds of requests, each with a gate of its own; a route names its kind. */
enum share {
    SHARE_CALLS, /* all others */
    SHARE_LARGE, /* of those, the ones whose body is not here yet */
    SHARE_BULK,  /* those that bring many cases */
    SHARES,
};

uint64_t share_key(uint32_t staff, int32_t token);
/* Under a key of the daemon's own: who has many addresses does not choose where they lie. */
uint64_t share_key_of_address(const struct app *app, struct str address);

void shares_init(struct app *app);
void shares_clear(struct app *app);
/* A step of the call, once its caller is known. */
enum step_result share_take(struct call *call);
/* The client of a call that waits has gone, its task is cancelled. May end the call. */
void share_give_up(struct call *call);
/* For the server: an answer has left (see request_set_share). */
void shares_on_sent(void *app, void *share);
void shares_put_metrics(const struct app *app, struct buf *out);

#endif
