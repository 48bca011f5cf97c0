/* The rules in words, for people: what each built rule says, its parameters as they stand on a day, what
 * clears it, and the terms it stands on. Precise enough to compute the flags by hand. */
#ifndef SPOR_CLIENT_RULES_TEXT_H
#define SPOR_CLIENT_RULES_TEXT_H

#include "base/buf.h"
#include "core/rule.h"

/* Lines of at most 100 columns. The sets must have a period on that day. */
void rules_print(struct buf *out, const struct rule_sets *sets, day_t day, bool danish);

#endif
