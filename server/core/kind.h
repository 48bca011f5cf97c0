/* The kinds of events and what each may carry: the table of kind_table.h made usable. */
#ifndef SPOR_KIND_H
#define SPOR_KIND_H

#include "base/base.h"
#include "core/catalogue.h"
#include "core/kind_table.h"

/* The typed fields (rules 2.2), as bits. FIELD_NAMES gives them their names on the wire, in this order. */
#define FIELDS(F)                                                                                            \
    F(STAFF, "staff")                                                                                        \
    F(ROLE, "role")                                                                                          \
    F(UNIT, "unit")                                                                                          \
    F(CODE, "code")                                                                                          \
    F(ALSO, "also")                                                                                          \
    F(OUTCOME, "outcome")                                                                                    \
    F(PARTY, "party")                                                                                        \
    F(CHANNEL, "channel")                                                                                    \
    F(DUE, "due")                                                                                            \
    F(STARTS_AT, "starts_at")                                                                                \
    F(REF, "ref")                                                                                            \
    F(SCORE, "score")                                                                                        \
    F(SCALE, "scale")                                                                                        \
    F(HOURS, "hours")                                                                                        \
    F(BATCH, "batch")                                                                                        \
    F(BECAUSE, "because")                                                                                    \
    F(MARKS, "marks")

enum field_place {
#define X(id, name) FIELD_PLACE_##id,
    FIELDS(X)
#undef X
        FIELD_COUNT
};

enum field {
#define X(id, name) FIELD_##id = 1 << FIELD_PLACE_##id,
    FIELDS(X)
#undef X
};
#define FIELD_ALL ((1u << FIELD_COUNT) - 1)
/* Beside the fields that were given: the unit is an administration and no more ("employment"). */
#define UNIT_ALONE (1u << FIELD_COUNT)

enum kind {
    KIND_NONE,
#define X(id, ...) id,
    KINDS(X)
#undef X
        KIND_COUNT
};
#define KIND_BIT(kind) (UINT64_C(1) << (kind))

enum kind_flags {
    KIND_CONTROL = 1 << 0,        /* C: changes rights or state; needs if_version, moves checked */
    KIND_SUBSTANTIVE = 1 << 1,    /* S: counts as movement */
    KIND_SUBSTANTIVE_IF = 1 << 2, /* S*: counts as movement under a condition (rules 5.10) */
    KIND_NOW = 1 << 3,            /* N: occurred_at is the moment of recording */
    KIND_LEADER = 1 << 4,         /* L: a team leader writes it */
    KIND_SECOND_PERSON = 1 << 5,  /* 2: another person than the one before */
    KIND_IMPORT_ONLY = 1 << 6,
    KIND_FREE_CODE = 1 << 7,      /* code is any text of up to 200 characters */
    KIND_BEFORE_OPENING = 1 << 8, /* may lie before the opening */
    KIND_AFTER_CLOSING = 1 << 9,  /* may lie after the closing */
    KIND_NEEDS_NOTE = 1 << 10,    /* a note is required, except from an import */
    KIND_UNCORRECTABLE = 1 << 11, /* can neither be corrected nor voided */
};

struct kind_info {
    const char *name, *danish, *english;
    const char *meaning;         /* NULL: the name says it */
    uint32_t required, optional; /* enum field */
    enum catalogue code, outcome, also, because;
    uint32_t marks;     /* MARK_BIT of those allowed */
    uint32_t flags;     /* enum kind_flags */
    uint64_t ref_kinds; /* KIND_BIT of what ref may name */
};

/* KIND_NONE where there is no such kind. */
enum kind kind_by_name(struct str name);
/* `kind` must be one of 1 … KIND_COUNT - 1. Never freed. */
const struct kind_info *kind_info(enum kind kind);
/* "staff", "role" … */
const char *field_name(enum field_place place);
/* FIELD_COUNT where there is none. */
enum field_place field_by_name(struct str name);

#endif
