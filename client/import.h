/* Import: from a file to units of events (design 8), each a few lines of NDJSON for one case.
 *
 *     import_file   reads the file, recognises its form and calls the sink with unit after unit
 *
 * Ids are UUIDs of version 5 made of the source's name, the case, and the row's own id, else its content and
 * how many equal rows came before it in the case: never of a position, so that importing again, or a longer
 * edition of the same log, writes only what is new. What is wrong with a row rejects its case's unit; the
 * sink is told why. */
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
    struct uuid case_id;
    struct str lines;     /* valid until the sink returns; empty where `why` is set */
    uint32_t line;        /* of the file, for messages */
    bool continues;       /* an earlier unit of this file was of the same case */
    uint32_t activities;  /* events as the totals count them */
    uint32_t assignments; /* caseworker_assigned */
    uint32_t changes;     /* assignments without the first of each case */
    uint32_t events;      /* all, the opening and closing of a trace included */
    const char *why;      /* rejected here: the reason; NULL: none */
};

struct import_sink {
    enum err_code (*unit)(void *ctx, const struct import_unit *unit, struct err *err);
    void *ctx;
};

/* What belongs to no case. */
struct import_strays {
    uint64_t events;      /* outside a trace */
    uint64_t empty_cases; /* traces without events: nothing says when they began */
};

/* True if it looks like XML; the first piece of the file. */
bool import_is_xml(struct str piece);
enum err_code import_file(struct source *source, const struct import_options *options,
                          const struct import_sink *sink, struct import_strays *strays,
                          struct err *err) NODISCARD;

/* The two forms. `piece` is the first piece of the source. */
enum err_code import_xes(struct source *source, struct str piece, const struct import_options *options,
                         const struct import_sink *sink, struct import_strays *strays,
                         struct err *err) NODISCARD;
enum err_code import_ndjson(struct source *source, struct str piece, const struct import_options *options,
                            const struct import_sink *sink, struct err *err) NODISCARD;

/* The UUID that stands for a case or event: the text itself where it is one, else made from the names. */
enum err_code import_case_id(const struct import_options *options, struct str name, struct uuid *out,
                             bool *own, struct err *err) NODISCARD;

#endif
