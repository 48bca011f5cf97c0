/* What a rule says, in words exact enough to compute its flags by hand: a text for each rule and the
 * terms these texts stand on. The texts of rules and terms name parameters of rule_table.h in braces ("{amber_days}",
 * the rule's own before the shared ones): core/rule_words.h puts in the values in force. What they quote, »…« in
 * Danish and “…” in English, are labels of the catalogues. To add a rule: its text in rule_text.c, why it is there
 * in rule_basis.c; its terms are in rule_terms.c. Source: the rules (chapters 5 to 7). */
#ifndef SPOR_RULE_TEXT_H
#define SPOR_RULE_TEXT_H

#include "core/rule.h"

struct rule_text {
    const char *danish, *english;
    const char *danish_clears;
};

/* For the handbook, without parameters: what the rule asks, in plain words; why it is there (law, study, or own choice);
 * how many flags of it there can be and which events they show as evidence. In rule_basis.c. */
struct rule_basis {
    const char *danish_question, *english_question;
    const char *danish, *english;
    const char *danish_flag, *english_flag;
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
