/* The words of a rule or a term (core/rule_text.h) with the values of a period put in for the names in braces. */
#ifndef SPOR_RULE_WORDS_H
#define SPOR_RULE_WORDS_H

#include "base/buf.h"
#include "core/rule.h"

/* "amber from 60 (insured unemployed: 49) own days": a value that some target groups have otherwise is followed by
 * theirs; tenths are written as a fraction. `rule` is RULE_NONE for a term. A name that is no parameter of the rule and
 * no shared one stays as it is. */
void rule_put_words(struct buf *out, const struct rule_period *period, enum rule rule, const char *text,
                    bool danish);

#endif
