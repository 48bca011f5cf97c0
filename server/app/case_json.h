/* A row of store_cases.h as JSON. */
#ifndef SPOR_CASE_JSON_H
#define SPOR_CASE_JSON_H

#include "app/call.h"
#include "core/course.h"
#include "store/store_cases.h"

/* The row of a list. */
void case_put_row(struct buf *out, const struct db_batch *batch, int query, int row, day_t today);
/* The same without facts: those of the day that the flags are of are not known to a list. */
void case_put_flags_row(struct buf *out, const struct db_batch *batch, int query, int row);
/* Facts computed from the history, shown in place of the stored ones: those of another day, or as known then. */
struct case_then {
    const struct facts *facts;
    struct str unit, team; /* at NULL: none */
    struct str (*name)(const void *names, uint32_t staff);
    const void *names;
};
/* The members of one case, inside an object that the caller has begun: all but `flags`. `then` may be NULL; `day`
 * is the day its facts are of. */
void case_put_members(struct buf *out, const struct db_batch *batch, int query, int row, day_t day,
                      const struct case_then *then);
/* A span, whether stored or computed: all members but its evidence, inside an object that the caller has begun. */
struct span_shown {
    int rule, subject, severity, attribution;
    day_t from, to;
    struct str rule_set; /* its name */
};
void span_put_members(struct buf *out, const struct span_shown *span);
/* "R5.1:17" */
void put_flag_name(struct buf *out, int rule, int subject);
/* `state`, and `until`, its last day: null while it is open, or where nothing recorded ends it. */
void put_flag_state(struct buf *out, int state, day_t until);
/* One of the `handling` of a span: days [from, to) on which it was not open. */
void put_handled(struct buf *out, int state, day_t from, day_t to);
/* "amber" */
const char *severity_name(int severity);
const char *attribution_name(int attribution);

/* Of the flags, the spans and each sort of open item of one case so many are shown at most, the worst, or the next due,
 * first; `more` in the answer says that there are others. */
enum { CASE_SHOWN_MOST = 1000 };

#endif
