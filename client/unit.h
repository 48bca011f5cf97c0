/* A unit of events on its way to a case: written as JSON event by event, sent as one request. */
#ifndef SPOR_CLIENT_UNIT_H
#define SPOR_CLIENT_UNIT_H

#include "client/cli.h"
#include "client/when.h"
#include "core/kind.h"

struct unit {
    struct cli *cli;
    struct buf body;
    size_t n;
    instant_t at; /* occurred_at of the events that follow */
    bool control; /* one of them needs the case's version */
};

/* `--at` or now. */
enum err_code unit_begin(struct unit *unit, struct cli *cli, struct err *err) NODISCARD;
void unit_clear(struct unit *unit);
/* Opens an event with id, kind and time; members follow, then unit_end_event. `id` (NULL: not wanted) is its
 * id. */
enum err_code unit_event(struct unit *unit, enum kind kind, struct uuid *id, struct err *err) NODISCARD;
void unit_text(struct unit *unit, const char *member, const char *text); /* NULL or "": left out */
void unit_value(struct unit *unit, const char *member, enum catalogue catalogue, uint32_t number);
void unit_day(struct unit *unit, const char *member, day_t day);
void unit_ref(struct unit *unit, const struct uuid *ref);
void unit_end_event(struct unit *unit);
/* Sends it to the case and prints what was recorded. */
enum err_code unit_send(struct unit *unit, const char *case_text, struct err *err) NODISCARD;

/* The case an argument means: a UUID, or a reference of another system that only one case has. */
enum err_code case_of_argument(struct cli *cli, const char *argument, char out[UUID_TEXT + 1],
                               struct err *err) NODISCARD;
/* "/v1/cases/…" and what of it, with the day and the instant asked for (--as-of, --known-at); ended by NUL. */
enum err_code put_case_path(const struct cli *cli, const char *case_text, const char *what, struct buf *path,
                            struct err *err) NODISCARD;
/* The option's value in the catalogue; 0 where it was not given. */
enum err_code value_of_option(const struct cli *cli, const char *option, enum catalogue catalogue,
                              uint32_t *out, struct err *err) NODISCARD;

/* ---- what the case holds ---- */

/* An event of the case that is still open: a step, wait or booking. */
struct open_item {
    struct uuid id;
    int64_t seq;
    enum kind kind;
    day_t due;
    const char *what, *note; /* live as long as `items` */
};

struct case_history {
    json_t *items; /* all events, as the daemon gives them */
    struct open_item open[64];
    size_t n_open;
};

enum err_code case_history_load(struct cli *cli, const char *case_text, struct case_history *out,
                                struct err *err) NODISCARD;
void case_history_clear(struct case_history *history);
/* What an event says by now: the last correction of it, else itself. Borrowed. */
const json_t *case_history_content(const struct case_history *history, const json_t *event);
/* An event by its number in the case or its id; `name` is what the person gave it with ("--move"). */
enum err_code case_history_find(const struct cli *cli, const struct case_history *history, const char *name,
                                const char *text, const json_t **event, struct uuid *id,
                                struct err *err) NODISCARD;

#endif
