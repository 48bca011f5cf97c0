/* Sends units of events to POST /v1/events: whole units gathered into requests of about a megabyte, several
 * requests on the way at once, repeated where that is harmless and worth it. Units of one case are never on
 * the way twice at the same time, so their order holds. The daemon's answer for each case comes back to the
 * caller. */
#ifndef SPOR_CLIENT_SENDER_H
#define SPOR_CLIENT_SENDER_H

#include <signal.h>

#include "client/cli.h"
#include "client/import.h"

struct sender;

/* What became of a unit: its events stored or already there, or why it was refused. */
struct sent_unit {
    struct uuid case_id;
    uint32_t line, activities, assignments, changes, events;
    uint32_t duplicates;
    enum err_code code; /* ERR_NONE: it is stored */
    const char *why;    /* NULL on success */
};

typedef void sent_cb(void *ctx, const struct sent_unit *unit);

/* `stop` is looked at while waiting: once set, nothing new is sent, what is on the way is finished. */
enum err_code sender_new(struct cli *cli, sent_cb *sent, void *ctx, const volatile sig_atomic_t *stop,
                         struct sender **out, struct err *err) NODISCARD;
enum err_code sender_unit(struct sender *sender, const struct import_unit *unit, struct err *err) NODISCARD;
/* Sends the rest and waits for all answers. */
enum err_code sender_finish(struct sender *sender, struct err *err) NODISCARD;
void sender_free(struct sender *sender);

#endif
