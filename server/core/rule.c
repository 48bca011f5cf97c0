/* See rule.h: the rows of rule_table.h. */
#include "core/rule.h"

static const struct rule_info rules[] = {
#define R(enumerator, id_, slug_, kind_, danish_, english_, flags_, clears_)                                 \
    [enumerator] = {.id = id_,                                                                               \
                    .slug = slug_,                                                                           \
                    .kind = kind_,                                                                           \
                    .danish = danish_,                                                                       \
                    .english = english_,                                                                     \
                    .clears = clears_,                                                                       \
                    .flags = flags_},
    RULES(R)
#undef R
};

static const struct param_info params[] = {
#define P(rule_, id, name_, unit_, initial_, lowest_, highest_)                                              \
    [id] = {rule_, name_, unit_, initial_, lowest_, highest_},
    PARAMS(P)
#undef P
};

enum { NORM_DAYS_MAX = 3650 };

const struct rule_info *rule_info(enum rule rule)
{
    return &rules[rule];
}

struct param_info param_info(enum param param)
{
    if (param < PARAM_ON)
        return params[param];
    if (param < PARAM_NORM_DAYS)
        return (struct param_info){(enum rule)(param - PARAM_ON + 1), "on", "yes or no", 1, 0, 1};
    if (param < PARAM_COUNTED_FROM) {
        const struct catalogue_value *reason =
            catalogue_value(CATALOGUE_WAIT_REASON, (uint32_t)(param - PARAM_NORM_DAYS + 1));
        return (struct param_info){RULE_R7_2, reason->slug, "own days", reason->norm_days, 0, NORM_DAYS_MAX};
    }
    return (struct param_info){RULE_NONE, "counted_from", "day", DAY_NONE, DAY_NONE, DAY_NEVER - 1};
}

/* Close together where numbers are small, then each some 1.3 to 1.5 times the one before. */
static const int32_t grid[] = {0,  1,  2,   3,   4,   5,   6,   7,   10,   14,   21,   28,   42,
                               60, 90, 120, 180, 270, 365, 548, 730, 1095, 1460, 1825, 2555, 3650};

static bool is_on_grid(enum param param, int32_t value)
{
    if (param == PARAM_COUNTED_FROM)
        return value == DAY_NONE || day_to_civil(value).day == 1;
    for (size_t i = 0; i < ARRAY_LEN(grid); i++)
        if (grid[i] == value)
            return true;
    return param_info(param).initial == value;
}

bool param_on_grid(enum param param, int32_t value, int32_t *below, int32_t *above)
{
    struct param_info info = param_info(param);
    bool is = is_on_grid(param, value);
    *below = *above = value;
    while (param != PARAM_COUNTED_FROM && *below > info.lowest && !is_on_grid(param, *below))
        --*below;
    while (param != PARAM_COUNTED_FROM && *above < info.highest && !is_on_grid(param, *above))
        ++*above;
    return is;
}

enum rule rule_by_id(struct str id)
{
    return (enum rule)catalogue_number(CATALOGUE_RULE, id);
}
