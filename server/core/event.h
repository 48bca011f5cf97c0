/* An event in two forms.
 *
 * `struct event_draft` is what a client sends: texts and UUIDs, made by wire/ from JSON or by an importer,
 * checked by event_check against the table of kinds. `struct event` is what is stored and what assess reads:
 * numbers only, 80 bytes. The store turns names into numbers (staff, term) and a `ref` into the seq of the
 * event it names. */
#ifndef SPOR_EVENT_H
#define SPOR_EVENT_H

#include "base/base.h"
#include "base/err.h"
#include "core/day.h"
#include "core/kind.h"

/* Limits of rules 2.2, in characters (code points) unless said. */
enum {
    STAFF_MAX = 100,
    UNIT_MAX = 100,
    BATCH_MAX = 100,
    ACTIVITY_MAX = 200,
    NOTE_MAX_BYTES = 2000,
    SCALE_MAX = 100,
    SCALE_DEFAULT = 5,
    HOURS_MAX_QUARTERS = 168 * 4,
    PAUSE_MAX_DAYS = 365,
    COVER_AHEAD_MAX_DAYS = 180,
    REOPEN_MAX_DAYS = 28,
    CORRECTION_MINUTES = 15,
};
#define INSTANT_FIRST INT64_C(347151600000000) /* 1981-01-01 00:00 in Copenhagen */
#define AHEAD_MAX     (5 * MINUTE)             /* how far occurred_at may lie ahead of the server's clock */

struct event {
    instant_t occurred_at; /* of a `corrected`: of the new content */
    instant_t recorded_at;
    instant_t starts_at;  /* INSTANT_NONE: not given */
    uint64_t also;        /* VALUE_BIT of catalogue numbers */
    uint32_t seq;         /* from 1 in the case */
    uint32_t ref;         /* seq; 0: none */
    uint32_t recorded_by; /* staff number */
    uint32_t staff;       /* staff number; 0: none */
    uint32_t unit;        /* term number of the whole text; 0: none */
    uint32_t batch;       /* term number; 0: none */
    uint32_t activity;    /* term number of a free code; 0: none */
    day_t due;            /* DAY_NONE: not given */
    uint32_t fields;      /* enum field: which were given (a `corrected` may take one away) */
    uint16_t marks;       /* MARK_BIT */
    uint16_t code;        /* number in the kind's catalogue; 0: none */
    int16_t score, scale; /* -1: not given; scale SCALE_DEFAULT where a score came without one */
    int16_t hours;        /* quarters of hours a week; -1: not given */
    uint8_t kind;         /* enum kind */
    uint8_t role, party, channel, outcome, because;
    uint8_t administration; /* first part of the unit; 0: no unit */
    uint8_t has_note;       /* a note was recorded with it (it may have been redacted since) */
};

/* Owned by the arena of the request; the texts point into the request's body or arena. */
struct event_draft {
    struct uuid event_id;
    struct uuid ref; /* only if FIELD_REF is set in value.fields */
    struct str staff, unit, batch, activity;
    struct str note; /* at NULL: none */
    /* All that needs no look-up is filled in here; seq, ref, staff, unit, batch, activity and recorded_* are
     * not. */
    struct event value;
};

/* Who writes, as far as the check of a single event must know. */
struct event_writer {
    bool may_import; /* token with scope import: may send N kinds with their time, import-only kinds, no notes
                      */
    instant_t now;
};

/* What the vocabulary says of one event by itself (rules 2, 3): required and allowed fields, catalogues,
 * ranges, times, and the refusals that need no history. `corrected` is the kind corrected for a
 * KIND_CORRECTED, else KIND_NONE: its fields are then those of that kind. Sets occurred_at of N kinds to
 * `now` for everybody but an import. On failure a pointer ("/due") stands in err. */
enum err_code event_check(struct event_draft *draft, enum kind corrected, const struct event_writer *writer,
                          struct err *err) NODISCARD;

#endif
