/* The 40 rules as rows, their parameters, and rule sets: parameters by day and target group (rules 7.2, 8).
 *
 * A rule set is resolved once into `struct rule_sets`: for each period the value of every parameter for every
 * target group. Assess reads it as a table and never looks at texts. Immutable once made; shared by all
 * assessments. */
#ifndef SPOR_RULE_H
#define SPOR_RULE_H

#include "base/base.h"
#include "base/err.h"
#include "base/mem.h"
#include "core/catalogue.h"
#include "core/day.h"
#include "core/rule_table.h"

enum rule {
    RULE_NONE,
#define X(id, ...) id,
    RULES(X)
#undef X
        RULE_COUNT
};

/* Rules as a set. */
#define RULE_BIT(rule) (UINT64_C(1) << (rule))
#define RULES_ALL      (RULE_BIT(RULE_COUNT) - RULE_BIT(1))

enum rule_kind { RULE_CODEX, RULE_STATUTORY };
enum severity { SEVERITY_NONE, SEVERITY_INFO, SEVERITY_AMBER, SEVERITY_RED };
enum rule_flags { RULE_FLEX_EMPLOYED_TOO = 1 };

/* Parameters: the shared ones, one for each row of PARAMS, `on` of each rule, the norm of each wait reason,
 * counted_from. */
enum param {
#define X(rule, id, ...) id,
    PARAMS(X)
#undef X
        PARAM_ON,                                                 /* + rule - 1: 0 or 1 */
    PARAM_NORM_DAYS = PARAM_ON + RULE_COUNT - 1,                  /* + wait reason - 1: own days, 0 none */
    PARAM_COUNTED_FROM = PARAM_NORM_DAYS + WAIT_REASON_COUNT - 1, /* a day_t; DAY_NONE: none */
    PARAM_COUNT
};

struct rule_info {
    const char *id, *slug; /* "R1.1", "frequent_switches" */
    enum rule_kind kind;
    const char *danish, *english;
    const char *clears; /* what ends the breach */
    uint32_t flags;
};

struct param_info {
    enum rule rule;          /* RULE_NONE: shared */
    const char *name, *unit; /* "window_days", "days" */
    int32_t initial, lowest, highest;
};

/* `rule` must be 1 … RULE_COUNT - 1, `param` below PARAM_COUNT. */
const struct rule_info *rule_info(enum rule rule);
struct param_info param_info(enum param param);
/* The grid: the values that those who see no case may ask about in a what-if, the same for all parameters, and what a
 * parameter is by default; of counted_from the first days of months. Sets the nearest values of the grid (or bounds)
 * below and above. Who may ask about every value finds the number of days of a single person (app/disclosure.h). */
bool param_on_grid(enum param param, int32_t value, int32_t *below, int32_t *above);
/* RULE_NONE where there is none; takes the id ("R1.1"). */
enum rule rule_by_id(struct str id);

struct rule_period {
    day_t valid_from;
    int32_t number; /* of the rule set in the database; in tests its place in the list */
    int32_t value[TARGET_GROUP_COUNT][PARAM_COUNT]; /* [0]: no target group */
};

struct rule_sets {
    const struct rule_period *periods; /* by valid_from, one for each day on which something begins */
    size_t n;
};

/* One change that a period makes to what it inherits: for one target group, or (TARGET_GROUP_NONE_) the
 * general value. */
struct rule_change {
    enum param param;
    enum target_group group;
    int32_t value;
};

/* A period as written down: only what differs from the one before. The JSON form is read by wire/. */
struct rule_period_source {
    day_t valid_from;
    int32_t number;
    const char *pointer; /* where it stands in the input, put before the pointers of errors; NULL: "" */
    const struct rule_change *changes;
    size_t n;
    struct str name; /* put before the texts of errors in this period ("in our-own: …"); at NULL: nothing */
};

/* Inherits, overlays (of periods with one valid_from the later in the list goes on top and gives the number),
 * checks bounds and, after inheritance and for each group, that red is not below amber (parameters of one
 * rule that are named amber and red, with the same ending). Pointers in errors are those of the JSON form
 * ("/rules/R7.1/groups/sick_pay/red_days"). The result and all it points to lie in the arena. */
enum err_code rule_sets_resolve(struct arena *arena, const struct rule_period_source *sources, size_t n,
                                struct rule_sets *out, struct err *err) NODISCARD;
/* What would be in force if `draft` were published today beside the n published periods (in order of their
 * numbers): it goes on top of what is valid from the same day, and what begins later inherits from it. The
 * whole list is checked, so an error may lie in a later period, which its text then names; and the draft must
 * begin after today. Finds as many errors as the list has room for and returns the code of the first;
 * `out` is set only where there is none. */
enum err_code rule_sets_with(struct arena *arena, const struct rule_period_source *published, size_t n,
                             const struct rule_period_source *draft, day_t today, struct rule_sets *out,
                             struct err_list *errors) NODISCARD;
/* Are all values of the period on the grid (param_on_grid)? The error names the first that is not. */
enum err_code rule_period_on_grid(const struct rule_period_source *source, struct err *err) NODISCARD;
/* The rules that read a parameter in which the two differ on some day, for some target group. The days in
 * breach of all other rules are the same under both. */
uint64_t rule_sets_difference(const struct rule_sets *one, const struct rule_sets *two);
/* NULL before the first period. */
const struct rule_period *rule_period_on(const struct rule_sets *sets, day_t day);

#endif
