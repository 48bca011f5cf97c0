/* What the routes that record share: from a request to a unit, from a unit to an answer. */
#ifndef SPOR_RECORD_HTTP_H
#define SPOR_RECORD_HTTP_H

#include "app/call.h"
#include "app/record.h"

enum { UNIT_MAX_EVENTS = 1000 };

/* A unit with everything that comes from the call; `events` and `course` are the route's. NULL (and the
 * task's error set) without memory. */
struct record_unit *record_unit_of_call(struct call *call);
/* If-Match: "N" as `*version`; ERR_INVALID where it is something else or differs from a version given in the
 * body. */
enum err_code record_if_match(const struct call *call, int64_t *version, struct err *err) NODISCARD;
/* Starts the unit; the task goes on when it is done. */
enum step_result record_run(struct call *call, struct record_unit *unit);
/* {"seq":…,…}: one stored envelope. */
void record_put_event(struct buf *out, const struct stored_event *event);
/* Status and headers of a recorded unit: 201, or 200 of a repeat; ETag, Spor-Assessed. */
void record_head(struct call *call, bool repeated, int32_t version, int64_t feed_no);

#endif
