/* The writer: units of events wait in a queue and go to append_units() in batches, one transaction each.
 *
 * A unit is the events of one case, recorded all or none. Whoever submits it keeps it (and what it points to)
 * unchanged until `done` is called: exactly once, from the loop, never inside append_submit, and only when
 * the outcome is known to be committed or known not to be, except ERR_OUTCOME_UNKNOWN in `err` (the
 * connection was lost and did not come back in time; the client repeats, which is safe).
 *
 * The writer repeats by itself: a batch that met a deadlock, a lost connection (the same event ids find
 * themselves if they were committed), and, unit by unit, a batch that met an error of class 22 or 23, so that
 * a bad unit fails alone. A batch never holds a case twice; a case is always with the same connection. */
#ifndef SPOR_STORE_APPEND_H
#define SPOR_STORE_APPEND_H

#include <uv.h>

#include "base/base.h"
#include "base/err.h"
#include "base/gate.h"
#include "core/course.h"
#include "core/event.h"
#include "io/db.h"
#include "store/viewer.h"

/* On which days an event may lie. */
enum append_days {
    DAYS_CHECKED,        /* checked already (control events, units that change rights) */
    DAYS_OPEN,           /* while the case was open at some moment of that day */
    DAYS_BEFORE_OPENING, /* also before the opening */
    DAYS_AFTER_CLOSING,  /* also after a closing */
};

enum { SALT_BYTES = 16, SHA256_BYTES = 32 };

struct append_event {
    struct event value; /* complete but for seq, ref, recorded_at and recorded_by */
    struct uuid event_id;
    struct uuid ref_id;        /* where value.fields has FIELD_REF */
    uint32_t ref_place;        /* ref names an event of this unit: its place from 1; else 0 */
    uint64_t ref_kinds;        /* KIND_BIT of what a stored ref may be */
    uint8_t days;              /* enum append_days */
    bool is_control;           /* counts in the version */
    bool server_time;          /* occurred_at was set by the server: a repeat need not have the same */
    bool staff_must_be_active; /* value.staff */
    struct str note;           /* at NULL: none */
    uint8_t salt[SALT_BYTES], hash[SHA256_BYTES]; /* of the note */
    /* filled on success */
    uint32_t seq;
    int64_t feed_no; /* 0 where it was there already */
    bool was_there;
};

enum append_status {
    APPEND_RECORDED,
    APPEND_REPEATED,     /* everything was there, by the same caller, with the same content */
    APPEND_NOT_FOUND,    /* no such case, or the viewer may not see it */
    APPEND_OTHER_CALLER, /* event `problem` was recorded by somebody else */
    APPEND_DIFFERENT,    /* … is there with other content */
    APPEND_STALE,        /* the version is another one */
    APPEND_STALE_SEQ,    /* the last seq is another one */
    APPEND_NO_REF,       /* ref of event `problem` names nothing in this case */
    APPEND_REF_KIND,     /* … names an event of a wrong kind */
    APPEND_NOT_OPEN,     /* the case was not open on the day of event `problem` */
    APPEND_INACTIVE,     /* the person named by event `problem` is not active */
    APPEND_HAS_OPEN,     /* the citizen has an open case: `other` */
    APPEND_REOPEN,       /* the citizen's case `other` was closed less than 28 days before */
    APPEND_NO_CITIZEN,   /* there is no such citizen */
    APPEND_EXISTS,       /* opens a case that exists by now: load its history and come again */
    APPEND_CASE_DIFFERS, /* the same case was opened for another citizen, or with another external_ref */
    APPEND_HIDDEN,    /* something stands in the way that the viewer does not see: nothing is said about it */
    APPEND_TOO_OFTEN, /* asked about citizens of others too often: `wait_seconds` */
};

/* What an importer tells about a case beside its events; fills what is missing, changes nothing that is
 * there. */
struct append_header {
    struct uuid
        new_citizen; /* identifier, should a citizen have to be made; or who is there and lacks the number */
    struct str name; /* at NULL: not told */
    day_t born;      /* DAY_NONE: not told */
    bool is_protected;
    struct str cpr, cpr_index; /* sealed for new_citizen, keyed hashes joined (crypt.h); at NULL: not told */
    int16_t cpr_key;
};

struct append_unit {
    struct uuid course;
    const struct viewer *viewer;
    bool opens;                 /* the case is new: the first event is its case_opened */
    bool changes;               /* `rights` are those after the unit; needs rights_version unless it opens */
    int32_t version;            /* must be this, -1: not asked */
    int32_t last_seq;           /* must be this, -1: not asked */
    struct str external_ref;    /* of a new case, or filled in by an import; at NULL: none */
    const struct uuid *citizen; /* of a new case; NULL: none */
    const struct append_header *header; /* NULL: none */
    day_t opened_on;                    /* of a new case: day of its case_opened */
    struct rights rights;
    struct append_event *events;
    size_t n_events;

    void (*done)(struct append_unit *unit);
    void *data;

    /* the answer */
    enum append_status status; /* where err.code is ERR_NONE */
    struct err err;            /* ERR_UNAVAILABLE, ERR_OUTCOME_UNKNOWN, ERR_INTERNAL … */
    size_t problem;            /* place of the event in `events` */
    struct uuid other;
    int32_t wait_seconds;
    instant_t recorded_at;
    int32_t version_now, seq_now;
    int64_t feed_no; /* highest of the unit's new events; 0: none */

    /* the writer's own */
    struct gate_ticket ticket;
    struct append_unit *next; /* where there was no memory to wait */
    uint64_t deadline_ms;
    int attempts;
    bool alone, maybe_sent;
};

struct append;
struct append_options {
    const char *conninfo;
    const char *settings; /* of the connections; what plans need is added */
    int links;            /* connections, 1 to 4 */
    uint32_t max_waiting; /* units; see append_is_full */
    uint32_t give_up_ms;  /* how long a unit may take, lost connections included */
};

/* NULL without memory. */
struct append *append_new(uv_loop_t *loop, const struct append_options *options) NODISCARD;
/* Units wait in turn of their callers (viewer->caller), in their order for each. */
void append_submit(struct append *append, struct append_unit *unit);

/* For a dry run: asks what only the append itself finds, that the citizen's other cases stand in the way of opening or
 * reopening this one. It counts and logs what it tells, so it goes by a link that writes (append_link). Reading fills
 * status, other and wait_seconds. */
void append_ask_other_case(struct db_batch *batch, const struct append_unit *unit);
void append_read_other_case(const struct db_batch *batch, struct append_unit *unit);
/* max_waiting units wait: answer ERR_UNAVAILABLE instead of submitting. */
bool append_is_full(const struct append *append);
/* The connection for small writes outside the queue (names, citizens). */
struct db_link *append_link(struct append *append);
bool append_is_up(const struct append *append);
/* What the database was short of when it refused the last batch (its disk is full, say); NULL: of nothing, or that is
 * half a minute ago, and the next write finds out. */
const char *append_is_short(const struct append *append);
/* Nothing may be submitted any more; waits for what was; `closed` (may be NULL) is the last call. */
void append_close(struct append *append, void (*closed)(void *data), void *data);

/* Counts a unit that was told APPEND_HIDDEN or APPEND_TOO_OFTEN, also by a dry run. */
void append_count_hidden(struct append *append);

struct append_stats {
    uint64_t units, events, batches, repeated, hidden;
    uint32_t waiting, in_flight;
};
void append_stats(const struct append *append, struct append_stats *out);

#endif
