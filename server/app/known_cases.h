/* What the assessor knows of the cases it assessed last: their histories and what is stored of them, so that a new
 * event costs the reading of that event alone.
 *
 * It is right as long as nobody else writes facts, spans and flags (the assessor's lock) and events are only ever
 * added; a case of which something else changed is forgotten, and all of them with the connection that holds the
 * lock. Bounded in bytes: the cases that were assessed longest ago go first. */
#ifndef SPOR_KNOWN_CASES_H
#define SPOR_KNOWN_CASES_H

#include "store/store_assess.h"

struct known_cases;

/* Nothing is kept with `max_bytes` 0. NULL without memory. */
struct known_cases *known_cases_new(size_t max_bytes) NODISCARD;
void known_cases_free(struct known_cases *known);
/* NULL where it is not known; valid until something is kept or forgotten. */
const struct assess_case *known_cases_find(const struct known_cases *known, int64_t case_id);
/* A copy of the case, as the one assessed last. Without memory it is forgotten instead. */
void known_cases_keep(struct known_cases *known, const struct assess_case *one);
void known_cases_forget(struct known_cases *known, int64_t case_id);
void known_cases_forget_all(struct known_cases *known);
size_t known_cases_bytes(const struct known_cases *known); /* of what is kept now */

#endif
