/* Prints a history with its rule sets and spans as a worked example of tests/cases/ (rules 10). */
#ifndef SPOR_ORACLE_SHOW_H
#define SPOR_ORACLE_SHOW_H

#include "core/course.h"

/* Events have the seqs 1, 2, 3 …; `periods` come after the shipped packs if `on_packs`. */
struct oracle_example {
    const struct history *history;
    bool on_packs;
    const struct rule_period_source *periods;
    size_t n_periods;
    day_t from, to;
    const struct span *spans; /* of one rule */
    size_t n_spans;
    enum rule rule;
};

void oracle_show(const struct oracle_example *example);
void oracle_show_spans(const struct span *spans, size_t n, enum rule rule);

#endif
