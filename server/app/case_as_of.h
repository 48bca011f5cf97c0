/* One case on any day, past or coming, and as it was known at any instant: worked out from its history, with the
 * rule sets published by then. Rights are always today's. */
#ifndef SPOR_CASE_AS_OF_H
#define SPOR_CASE_AS_OF_H

#include "app/call.h"
#include "core/course.h"
#include "core/handling.h"
#include "store/store_teams.h"

/* Does the call ask for another day than today, or for what was known? */
bool asks_as_of(const struct call *call);
/* `as_of`, else the day of `known_at`, else today; and `known_at`, else INSTANT_NEVER. ERR_INVALID where it was
 * not known yet, or `as_of` lies further ahead than AS_OF_AHEAD. */
enum { AS_OF_AHEAD = 3660 };
enum err_code as_of_read(struct call *call, day_t *day, instant_t *known_at, struct err *err) NODISCARD;

/* All of it lies in the call's arena. */
struct case_as_of {
    day_t day;
    instant_t known_at;
    struct rule_sets rules;
    struct teams teams;
    const struct course *course;
    struct facts facts; /* as known on that day */
    struct spans spans; /* of all days */
    bool *retired;      /* of each span: it ends because its rule was switched off */
    struct handlings handlings;
    struct changes changes; /* as known on that day */
};

/* Statements behind those that are in the batch already. */
void case_as_of_ask(struct db_batch *batch, const struct uuid *id);
/* Their results, from statement `first` on. `born` as it stands today. */
enum err_code case_as_of_read(struct call *call, int first, day_t born, struct case_as_of *out,
                              struct err *err) NODISCARD;
/* The members of the case (statement 0 is that of case_ask), inside an object that the caller has begun: facts,
 * `flags` of the day or all `spans`, the switches. */
void case_as_of_put(struct call *call, int first, const struct case_as_of *as_of, bool all_spans);

#endif
