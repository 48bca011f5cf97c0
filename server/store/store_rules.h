/* The published rule sets, from their stored texts to the table that assess reads. */
#ifndef SPOR_STORE_RULES_H
#define SPOR_STORE_RULES_H

#include "base/mem.h"
#include "core/rule.h"
#include "io/db.h"

/* The statement, and its result. `on_top` (may be NULL) is a period that was not published, put over those that
 * were: what a draft would do. All of the result lies in the arena. */
void rules_ask(struct db_batch *batch);
enum err_code rules_read(const struct db_batch *batch, int query, struct arena *arena,
                         const struct rule_period_source *on_top, struct rule_sets *out,
                         struct err *err) NODISCARD;

#endif
