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
#include "core/text.h"

/* Limits of rules 2.2; those of texts are in text_table.h. */
enum {
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
    uint32_t fields;      /* enum field: which were given (a `corrected` may take one away); UNIT_ALONE */
    uint16_t marks;       /* MARK_BIT */
    uint16_t code;        /* number in the kind's catalogue; 0: none */
    int16_t score, scale; /* -1: not given; scale SCALE_DEFAULT where a score came without one */
    int16_t hours;        /* quarters of hours a week; -1: not given */
    uint8_t kind;         /* enum kind */
    uint8_t role, party, channel, outcome, because;
    uint8_t administration; /* first part of the unit; 0: no unit */
    uint8_t has_note;       /* a note was recorded with it (it may have been redacted since) */
};

/* Owned by the arena of the request; the texts point into the request's body or arena. Begin with
 * event_draft_init. A field counts as given where its bit is in value.fields. */
struct event_draft {
    struct uuid event_id;
    struct uuid ref; /* only if FIELD_REF is set in value.fields */
    struct str staff, unit, batch;
    struct str note; /* at NULL: none */
    /* Slugs as they were sent; event_check turns them into numbers in `value`. They are texts until then
     * because a `corrected` does not say of which kind its fields are. */
    struct str role, code, outcome, party, channel, because;
    const struct str *also, *marks;
    size_t n_also, n_marks;
    struct str activity; /* set by event_check: the free `code` */
    /* The sender fills in kind, occurred_at (INSTANT_NONE: left out), fields, and due, starts_at, score,
     * scale, hours where given; event_check the rest that needs no look-up. seq, ref, staff, unit, batch,
     * activity and recorded_* are for the store. */
    struct event value;
};

/* Nothing given yet. */
void event_draft_init(struct event_draft *draft);

/* Who writes, as far as the check of a single event must know. */
struct event_writer {
    bool may_import; /* token with scope import: may send N kinds with their time, import-only kinds, no notes
                      */
    instant_t now;
};

/* What the vocabulary says of one event by itself (rules 2, 3), and its slugs turned into numbers. On failure
 * the pointer into the event ("/due") stands in err.
 *
 * Checked here: that the kind has the fields and the required ones are there; catalogues, marks, `unit`;
 * lengths and ranges; times (from 1981, at most AHEAD_MAX ahead; an N kind takes `now`, and only an import
 * may send another time); the note; and the refusals of rules 3 that follow from the event alone, among them
 * those by catalogue (statements, codex or statutory rules).
 *
 * Left to move_check: legal moves, who may write, `due` of cover, flags that stand. Left to the store: that
 * `ref` names an earlier event of the case, of one of kind_info()->ref_kinds; that staff is known; that the
 * case was open that day.
 *
 * `corrected` is the kind of the event that a KIND_CORRECTED names, else KIND_NONE: the fields are checked as
 * those of that kind, but `ref` and `because` are the correction's own, so what a handover says about these
 * two is not asked again. Correcting an N kind keeps its time: occurred_at stays INSTANT_NONE and the caller
 * sets the original's. Where the kind is not known yet (a client that looks before it sends) KIND_NONE is
 * allowed: then only what holds for every kind is checked, and the draft must not be stored. */
enum err_code event_check(struct event_draft *draft, enum kind corrected, const struct event_writer *writer,
                          struct err *err) NODISCARD;

#endif
