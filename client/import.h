/* Import: from a file to units of events (design 8), each a few lines of NDJSON for one case.
 *
 *     import_file   reads the file, recognises its form and calls the sink with unit after unit
 *
 * Ids are UUIDs of version 5 made of the source's name, the case, and the row's own id, else its content and
 * how many equal rows came before it in the case: never of a position, so that importing again, or a longer
 * edition of the same log, writes only what is new. What is wrong with a row rejects its case's unit; the
 * sink is told why. What looks like a CPR number (a resource, a name of a trace, an activity, a unit, a batch, an id) is
 * refused as the daemon refuses it, before an id is made of it: it is for the source to replace it, and only there can
 * a replacement be the same every time without being computed from the number. */
#ifndef SPOR_CLIENT_IMPORT_H
#define SPOR_CLIENT_IMPORT_H

#include "base/base.h"
#include "base/buf.h"
#include "base/err.h"
#include "client/source.h"
#include "core/day.h"

enum {
    IMPORT_MAX_UNIT = 7 * 1024 * 1024, /* the daemon takes bodies of 8 MB */
    IMPORT_MAX_LINE = 256 * 1024,
};

struct import_options {
    struct str source;      /* names the file in ids */
    struct str assign_from; /* key whose change assigns a caseworker; at NULL: none */
    bool leave_open;        /* no case_closed at the last event of a trace */
    bool check;             /* look at NDJSON as the daemon will: nothing is sent */
    instant_t now;
};

/* One case's events, or a part of them: NDJSON, written or rejected as a whole. */
struct import_unit {
    struct uuid case_id;  /* of zeros: not known */
    struct str lines;     /* valid until the sink returns; empty where `why` is set */
    uint32_t line;        /* of the file, for messages */
    bool continues;       /* an earlier unit of this file was of the same case */
    uint32_t activities;  /* events as the totals count them */
    uint32_t assignments; /* caseworker_assigned */
    uint32_t changes;     /* assignments without the first of each case */
    uint32_t events;      /* all, the opening and closing of a trace included */
    const char *why;      /* rejected here: the reason; NULL: none */
};

/* What belongs to no case: an event outside of any; a trace without events, of which nothing says when it began. */
enum import_stray { STRAY_EVENT, STRAY_EMPTY_CASE };

struct import_sink {
    enum err_code (*unit)(void *ctx, const struct import_unit *unit, struct err *err);
    enum err_code (*stray)(void *ctx, enum import_stray what, uint32_t line, struct err *err);
    void *ctx;
};

enum err_code import_file(struct source *source, const struct import_options *options,
                          const struct import_sink *sink, struct err *err) NODISCARD;

/* The two forms. `piece` is the first piece of the source. */
enum err_code import_xes(struct source *source, struct str piece, const struct import_options *options,
                         const struct import_sink *sink, struct err *err) NODISCARD;
enum err_code import_ndjson(struct source *source, struct str piece, const struct import_options *options,
                            const struct import_sink *sink, struct err *err) NODISCARD;

/* The UUID that stands for a case or event: the text itself where it is one, else made from the names. */
enum err_code import_case_id(const struct import_options *options, struct str name, struct uuid *out,
                             bool *own, struct err *err) NODISCARD;

#endif
