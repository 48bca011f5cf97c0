/* How far the assessor has come, for `Prefer: wait=` and `Spor-Assessed`.
 *
 * The assessor of this process tells with assessed_tell; where another process assesses, waiting calls make
 * this one ask the database every few milliseconds. */
#ifndef SPOR_ASSESSED_H
#define SPOR_ASSESSED_H

#include <uv.h>

#include "app/call.h"

struct assessed;

/* `reader` answers the questions. NULL without memory. */
struct assessed *assessed_new(uv_loop_t *loop, struct db_link *reader) NODISCARD;
void assessed_tell(struct assessed *assessed, int64_t feed_no);
/* Is everything up to this number assessed, as far as is known here? */
bool assessed_is(const struct assessed *assessed, int64_t feed_no);
/* The call goes on when `feed_no` is assessed or the seconds of its `Prefer: wait=` are over (0 … 10; without
 * it at once). */
enum step_result assessed_wait(struct assessed *assessed, struct call *call, int64_t feed_no);
/* The same with seconds given. */
enum step_result assessed_wait_for(struct assessed *assessed, struct call *call, int64_t feed_no,
                                   int64_t seconds);
/* Lets all waiting calls go on; `closed` (may be NULL) is the last call. */
void assessed_close(struct assessed *assessed, void (*closed)(void *data), void *data);

#endif
