/* Events between JSON and core: what a client sends becomes a draft, what is stored becomes the envelope of
 * rules 2.1. Names of fields come from the tables of core/kind.h. */
#ifndef SPOR_JSON_EVENT_H
#define SPOR_JSON_EVENT_H

#include "base/base.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "core/event.h"
#include "wire/json.h"

enum json_event_flags {
    /* `case` may stand in the event and is the caller's to read. */
    JSON_EVENT_CASE = 1 << 0,
    /* What the server sets (seq, recorded_at, recorded_by, note_sha256, feed …) may stand there and is not
     * read: an export is imported again. Without it these members are refused. */
    JSON_EVENT_STORED = 1 << 1,
};

/* One event. `pointer` is its place in the input (""), put before those in errors. The draft is not checked
 * yet: event_check follows, and its errors want the same pointer before theirs (err_point). The texts of the
 * draft belong to the arena that `value` lies in. */
enum err_code json_event(struct arena *arena, const struct json *value, const char *pointer, uint32_t flags,
                         struct event_draft *out, struct err *err) NODISCARD;

/* A unit of writing: one event object, an array of them, or {"if_version": N, "events": […]}. */
struct json_unit {
    struct event_draft *events;
    size_t n;           /* at least 1 */
    int64_t if_version; /* -1: not given */
    bool is_single;     /* one object was sent: the answer is one object, too */
    const char
        *events_at; /* pointer of the list: "", "/events"; event i lies at events_at/i unless is_single */
};

/* The pointer of event i of a unit. */
void json_unit_pointer(const struct json_unit *unit, size_t i, char *out, size_t size);
enum err_code json_unit(struct arena *arena, const struct json *value, size_t max_events, uint32_t flags,
                        struct json_unit *out, struct err *err) NODISCARD;

/* What may be said of a case and its citizen beside the events. */
struct case_header {
    struct str external_ref, cpr, name; /* at NULL: not given; the CPR number as it was written */
    day_t born;                         /* DAY_NONE: not given */
    bool has_protected, is_protected;
};

/* Its values, wherever they came from: `born` may not lie behind `today`. Every route that takes them asks this, so
 * that in bulk each case answers for itself. */
enum err_code case_header_check(const struct case_header *header, day_t today, struct err *err) NODISCARD;

/* An item of a bulk write, a line of NDJSON: an event with its `case`, or a header of a case (no `kind`). */
struct json_line {
    struct uuid case_id;
    bool is_header;
    struct case_header header;
    struct event_draft event;
};
enum err_code json_line(struct arena *arena, const struct json *value, const char *pointer, uint32_t flags,
                        struct json_line *out, struct err *err) NODISCARD;

/* The names behind the numbers of a stored event. */
struct event_names {
    const struct uuid *case_id; /* NULL: left out */
    struct uuid event_id, ref;  /* ref only where the event has one */
    struct str staff, unit, batch, activity, recorded_by;
    struct str note;            /* at NULL: none, or not to be shown */
    const uint8_t *note_sha256; /* 32 bytes; NULL: none */
    int64_t feed;               /* number in the feed; 0: left out */
    enum kind corrected;        /* of a `corrected`: the kind of the event it corrects, else KIND_NONE */
};

/* The members of the envelope, inside an object that the caller has begun and ends (he may add members):
 * case, seq, event_id, kind, occurred_at, recorded_at, recorded_by, the typed fields that were given, note,
 * note_sha256, feed. The same event always gives the same bytes. */
void json_put_event(struct buf *out, const struct event *event, const struct event_names *names);

#endif
