/* The published rule sets, from their stored texts to the table that assess reads. */
#ifndef SPOR_STORE_RULES_H
#define SPOR_STORE_RULES_H

#include "base/mem.h"
#include "core/rule.h"
#include "io/db.h"
#include "wire/json_rules.h"

/* The statement, and its result: the periods published by `known_at` (INSTANT_NEVER: all; the shipped ones always
 * are). `on_top` (may be NULL) is a period that was not published, put over those that were: what a draft would
 * do. All of the result lies in the arena. */
void rules_ask(struct db_batch *batch);
enum err_code rules_read(const struct db_batch *batch, int query, struct arena *arena, instant_t known_at,
                         const struct rule_period_source *on_top, struct rule_sets *out,
                         struct err *err) NODISCARD;
/* The same as a list in the order of inheritance, each with its number and its name as the id. */
enum err_code rules_list(const struct db_batch *batch, int query, struct arena *arena,
                         struct rule_set_list *out, struct err *err) NODISCARD;

#endif
