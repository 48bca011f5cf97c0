/* Reading an event log in XES (IEEE 1849-2016 and its forerunners), a trace at a time.
 *
 * The reader takes pieces of the file and calls the sink once for each <trace>, with its events ordered by
 * instant (offsets honoured, the whole fraction of a second; ties as in the file), which is then kept in
 * microseconds. Of an event it keeps what Spor imports: time:timestamp, concept:name, org:resource, identity:id, and
 * one key of the caller's choice; a blank value is a missing one. Attributes inside attributes, lists, globals, classifiers and extensions are passed over.
 *
 * What is wrong with a single event (no timestamp, no offset, no name) is told in the event, and reading goes
 * on. What is wrong with the file ends it with an error that names the line: malformed XML, another root, a
 * trace or an event in a wrong place. A UTF-8 byte order mark at its beginning counts more than the
 * encoding it declares. Limits: no document type (so no entities), depth 32, 64 kB a value, 64
 * MB a trace.
 *
 * Some logs carry an event directly in the log, in no trace: it belongs to no case, and the sink is told its line. */
#ifndef SPOR_CLIENT_XES_H
#define SPOR_CLIENT_XES_H

#include "base/base.h"
#include "base/err.h"
#include "core/day.h"

enum {
    XES_MAX_DEPTH = 32,
    XES_MAX_VALUE = 64 * 1024,
    XES_MAX_TRACE = 64 * 1024 * 1024,
};

struct xes_event {
    instant_t at;         /* INSTANT_NONE: no usable timestamp */
    struct str finer;     /* digits of the fraction behind the microseconds, without zeros at their end */
    struct str name;      /* concept:name; at NULL: none, as with the others */
    struct str resource;  /* org:resource */
    struct str holder;    /* the value of `holder_key` */
    struct str id;        /* identity:id */
    const char *bad;      /* why it cannot be imported; NULL: it can */
    uint32_t line, place; /* in the file; in the trace */
};

/* Lives until the sink returns. */
struct xes_trace {
    struct str name; /* concept:name */
    struct xes_event *events;
    size_t n;
    uint32_t line;
};

struct xes_sink {
    enum err_code (*trace)(void *ctx, const struct xes_trace *trace, struct err *err);
    enum err_code (*stray)(void *ctx, uint32_t line, struct err *err); /* an event outside traces */
    void *ctx;
};

struct xes;

/* NULL without memory. `holder_key` (at NULL: none) and `sink` are copied, the key's bytes are not. */
struct xes *xes_new(struct str holder_key, const struct xes_sink *sink) NODISCARD;
void xes_free(struct xes *xes);
/* The next piece; `last` after the end of the file. After an error nothing more may be fed. */
enum err_code xes_feed(struct xes *xes, struct str piece, bool last, struct err *err) NODISCARD;
/* A timestamp of XES: an xs:dateTime with an offset, with blanks round it. 24:00:00 is the midnight that follows.
 * `finer` (in `text`) is what of the fraction does not go into the instant. */
bool xes_instant(struct str text, instant_t *out, struct str *finer) NODISCARD;

#endif
