/* What is worked out on reading, from the history: switches with their reasons, how many there were in the last
 * year, whom the citizen met, and the indices of continuity, because they slide with the day (rules 5.7 and 9);
 * and which days in breach end because their rule was switched off. */
#ifndef SPOR_CASE_SWITCHES_H
#define SPOR_CASE_SWITCHES_H

#include "app/call.h"
#include "core/course.h"

/* Adds its statements to a batch. */
void case_past_ask(struct db_batch *batch, const struct uuid *id);

struct case_past {
    struct rule_sets rules;
    const struct course *course;
    int first; /* place of its statements in call->result */
};
/* `first`: how many statements the batch had before case_past_ask. Lies in the call's arena. */
enum err_code case_past_read(struct call *call, int first, day_t born, struct case_past *out) NODISCARD;
/* The members `switch_list` and `last_year`, inside an object that the caller has begun. */
enum err_code case_switches_put(struct call *call, const struct case_past *past) NODISCARD;
/* The same from what was computed already; `name` finds a person's identifier ({NULL, 0}: not known). */
void case_put_switches(struct buf *out, const struct changes *changes, const struct facts *facts,
                       struct str (*name)(const void *names, uint32_t staff), const void *names);

#endif
