/* What a rule says, in words exact enough to compute its flags by hand: a text for each rule and the
 * terms these texts stand on. `spor rules` prints both; the parameters named in the texts are those of
 * rule_table.h. To add a rule: its text in rule_text.c; its terms are in rule_terms.c. Source: the rules
 * (chapters 5 and 6). */
#ifndef SPOR_RULE_TEXT_H
#define SPOR_RULE_TEXT_H

#include "core/rule.h"

struct rule_text {
    const char *danish, *english;
    const char *danish_clears;
};

/* Why the rule is there: law, study, or own choice. In rule_basis.c. */
struct rule_basis {
    const char *danish, *english;
};

struct rule_term {
    const char *danish_term, *danish, *english_term, *english;
};

/* `rule` must be 1 … RULE_COUNT - 1. */
const struct rule_text *rule_text(enum rule rule);
const struct rule_basis *rule_basis(enum rule rule);
/* In the order in which they build on each other. */
const struct rule_term *rule_terms(size_t *n);

#endif
