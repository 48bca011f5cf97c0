/* Rule sets as they are written down (schema/rulesets, rules 7.2 and 8): one JSON object a period, with only
 * what differs from the period before.
 *
 *     {"id": "our-own", "valid_from": "2026-01-01", "note": "…", "note_en": "…",
 *      "shared": {"cover_days": 30, "counted_from": "2026-01-01"},
 *      "rules": {"R7.1": {"amber_days": 45, "groups": {"sick_pay": {"amber_days": 30}}},
 *                "R7.2": {"norm_days": {"rehab_team": 28}}}}
 */
#ifndef SPOR_JSON_RULES_H
#define SPOR_JSON_RULES_H

#include "base/base.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "core/rule.h"
#include "wire/json.h"

enum { RULE_SET_ID_MAX = 60 }; /* characters */
/* How many periods there may be: each is looked at for each course and takes its table of parameters. */
enum { RULE_SETS_MAX = 200 };

struct rule_set_text {
    struct str id;
    struct str note, note_en; /* what it is about, and the same in English; at NULL where there is none */
    struct rule_period_source source; /* number 0: the caller's to set; pointer: as given */
};

/* Reads names and types; values are judged by rule_sets_resolve. Unknown rules, groups and parameters are
 * refused with a pointer. `pointer` is the place in the input ("", "/3") and must live as long as `out`. All
 * of it lies in the arena. */
enum err_code json_rule_set(struct arena *arena, const struct json *value, const char *pointer,
                            struct rule_set_text *out, struct err *err) NODISCARD;
/* The same for a period that is being written: finds as many errors as the list has room for and returns the
 * code of the first. */
enum err_code json_rule_set_all(struct arena *arena, const struct json *value, const char *pointer,
                                struct rule_set_text *out, struct err_list *errors) NODISCARD;

/* All rule sets in force, oldest first as given. */
struct rule_set_list {
    const struct rule_set_text *sets; /* numbers 1, 2, 3 … */
    size_t n;
    struct rule_sets resolved;
};

/* Reads and resolves n texts, each one rule set. Pointers in errors begin with the place in the list ("/0").
 */
enum err_code json_rule_sets(struct arena *arena, const struct str *texts, size_t n,
                             struct rule_set_list *out, struct err *err) NODISCARD;

/* A period that is being written, as it would be if it were published. */
struct rule_set_trial {
    struct rule_set_text text;
    struct rule_sets resolved; /* all published ones and this; only where there was no error */
};
/* Judges it against the published ones (in order of their numbers): everything json_rule_set and
 * rule_sets_with say, and that its name is new. Pointers are those of the period. Finds as many errors as the
 * list has room for and returns the code of the first. */
enum err_code json_rule_set_try(struct arena *arena, const struct rule_set_list *published,
                                const struct json *value, day_t today, struct rule_set_trial *out,
                                struct err_list *errors) NODISCARD;

/* An array: where two periods differ, parameter by parameter.
 *
 *     {"rule": "R7.1", "parameter": "amber_days", "unit": "own days", "before": 60, "after": 45,
 *      "groups": {"cash_job_ready": {"before": 49, "after": 49}}}
 *
 * `rule` is null for shared parameters; a norm is "norm_days.rehab_team". `groups` names those for which it
 * is not the same as in general, also where the group's own value stays. Either period may be NULL: then its
 * values are null (before the first period nothing is judged). */
void json_put_rule_differences(struct buf *out, const struct rule_period *before,
                               const struct rule_period *after);
/* `RulePeriod`, the JSON Schema of a period, as a member of an object that the caller has begun. */
void json_put_rule_set_schema(struct buf *out);

/* The rules as they stand on a day, as one object: rules with parameters (value in force, default,
 * bounds, values of single groups), the shared parameters, the terms the texts stand on, the rule sets. Texts
 * in both languages. `day` must not lie before the first period. */
void json_put_rules(struct buf *out, const struct rule_set_list *list, day_t day);

#endif
