/* Rule sets as they are written down (schema/rulesets, rules 7.2 and 8): one JSON object a period, with only
 * what differs from the period before.
 *
 *     {"id": "our-own", "valid_from": "2026-01-01", "note": "…",
 *      "shared": {"cover_days": 30, "counted_from": "2026-01-01"},
 *      "rules": {"R7.1": {"amber_days": 45, "groups": {"sick_pay": {"amber_days": 30}}},
 *                "R7.2": {"norm_days": {"rehab_team": 28}}}}
 */
#ifndef SPOR_JSON_RULES_H
#define SPOR_JSON_RULES_H

#include "base/base.h"
#include "base/err.h"
#include "base/mem.h"
#include "core/rule.h"
#include "wire/json.h"

enum { RULE_SET_ID_MAX = 100, RULE_SET_NOTE_MAX = 2000 }; /* characters */

struct rule_set_text {
    struct str id, note;              /* note: at NULL where there is none */
    struct rule_period_source source; /* number 0: the caller's to set; pointer: as given */
};

/* Reads names and types; values are judged by rule_sets_resolve. Unknown rules, groups and parameters are
 * refused with a pointer. `pointer` is the place in the input ("", "/3") and must live as long as `out`. All
 * of it lies in the arena. */
enum err_code json_rule_set(struct arena *arena, const struct json *value, const char *pointer,
                            struct rule_set_text *out, struct err *err) NODISCARD;

#endif
