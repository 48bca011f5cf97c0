/* What is worked out on reading, because it slides with the day: switches with their reasons, how many there
 * were in the last year, whom the citizen met, and the indices of continuity (rules 5.7 and 9). */
#ifndef SPOR_CASE_SWITCHES_H
#define SPOR_CASE_SWITCHES_H

#include "app/call.h"
#include "core/course.h"

/* Puts the statements of a batch of their own. */
void case_switches_ask(struct db_batch *batch, const struct uuid *id);
/* The members `switch_list` and `last_year`, inside an object that the caller has begun, from call->result.
 */
enum err_code case_switches_put(struct call *call) NODISCARD;
/* The same from what was computed already; `name` finds a person's identifier ({NULL, 0}: not known). */
void case_put_switches(struct buf *out, const struct changes *changes, const struct facts *facts,
                       struct str (*name)(const void *names, uint32_t staff), const void *names);

#endif
