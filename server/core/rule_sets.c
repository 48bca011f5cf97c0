/* Rule sets: inheritance and overlay, once, into a table of numbers. See rule.h. */
#include "core/rule.h"

/* Which groups have a value of their own for a parameter: a later general value leaves those as they are. */
struct own_values {
    bool at[TARGET_GROUP_COUNT][PARAM_COUNT];
};

/* ---- pointers into the JSON form ---- */

static size_t append(char *out, size_t size, size_t len, const char *text)
{
    size_t n = strlen(text);
    if (n > size - 1 - len)
        n = size - 1 - len;
    memcpy(out + len, text, n);
    out[len + n] = '\0';
    return len + n;
}

enum { POINTER_SIZE = sizeof((struct err){0}.pointer) };

static void point(const struct rule_period_source *source, enum param param, enum target_group group,
                  char pointer[POINTER_SIZE])
{
    struct param_info info = param_info(param);
    size_t size = POINTER_SIZE, len = append(pointer, size, 0, source->pointer ? source->pointer : "");
    len = append(pointer, size, len, info.rule ? "/rules/" : "/shared");
    if (info.rule)
        len = append(pointer, size, len, rule_info(info.rule)->id);
    if (group != TARGET_GROUP_NONE_) {
        len = append(pointer, size, len, "/groups/");
        len = append(pointer, size, len, catalogue_value(CATALOGUE_TARGET_GROUP, group)->slug);
    }
    if (param >= PARAM_NORM_DAYS && param < PARAM_COUNTED_FROM)
        len = append(pointer, size, len, "/norm_days");
    len = append(pointer, size, len, "/");
    (void)append(pointer, size, len, info.name);
}

/* ---- checks ---- */

/* False where the list is full. */
static bool add_error(const struct rule_period_source *source, struct err *err, struct err_list *errors)
{
    if (source->name.at)
        (void)err_wrap(err, "in %.*s", (int)source->name.len, source->name.at);
    return err_list_add(errors, err);
}

static bool is_known(const struct rule_change *change)
{
    return change->param < PARAM_COUNT && change->group < TARGET_GROUP_COUNT;
}

static bool is_within_bounds(const struct rule_change *change)
{
    struct param_info info = param_info(change->param);
    return change->value >= info.lowest && change->value <= info.highest;
}

static enum err_code check_change(const struct rule_period_source *source, const struct rule_change *change,
                                  struct err *err)
{
    char pointer[POINTER_SIZE];
    if (!is_known(change))
        return err_set_at(err, ERR_INVALID, source->pointer ? source->pointer : "",
                          "no such parameter or group");
    struct param_info info = param_info(change->param);
    point(source, change->param, change->group, pointer);
    if (!info.rule && change->group != TARGET_GROUP_NONE_)
        return err_set_at(err, ERR_INVALID, pointer, "a shared parameter is the same for all groups");
    if (is_within_bounds(change))
        return ERR_NONE;
    if (change->param == PARAM_COUNTED_FROM)
        return err_set_at(err, ERR_INVALID, pointer, "must be a day or null");
    return err_set_at(err, ERR_INVALID, pointer, "must be between %d and %d", info.lowest, info.highest);
}

enum err_code rule_period_on_grid(const struct rule_period_source *source, struct err *err)
{
    for (size_t i = 0; i < source->n; i++) {
        const struct rule_change *change = &source->changes[i];
        char pointer[POINTER_SIZE];
        int32_t below, above;
        if (param_on_grid(change->param, change->value, &below, &above))
            continue;
        point(source, change->param, change->group, pointer);
        if (change->param == PARAM_COUNTED_FROM)
            return err_set_at(err, ERR_INVALID, pointer,
                              "must be the first day of a month, where numbers are rounded");
        return err_set_at(
            err, ERR_INVALID, pointer,
            "is not on the grid of what may be asked where numbers are rounded; near are %d and %d", below,
            above);
    }
    return ERR_NONE;
}

/* "amber", "amber_days", "amber_wd": what follows the severity; NULL for another name. */
static const char *ending(const char *name, const char *severity)
{
    size_t len = strlen(severity);
    return strncmp(name, severity, len) == 0 ? name + len : NULL;
}

/* The parameter named red… that goes with `amber`; PARAM_COUNT where there is none. */
static enum param red_of(enum param amber)
{
    struct param_info info = param_info(amber);
    const char *wanted = info.rule ? ending(info.name, "amber") : NULL;
    for (uint32_t p = 0; wanted && p < PARAM_ON; p++) {
        struct param_info other = param_info((enum param)p);
        const char *has = other.rule == info.rule ? ending(other.name, "red") : NULL;
        if (has && strcmp(has, wanted) == 0)
            return (enum param)p;
    }
    return PARAM_COUNT;
}

/* For a group that has neither of the two as its own value the general pair speaks. What was wrong in the
 * period before already (NULL: none) was told there. */
static bool check_pairs(const struct rule_period_source *source, const struct rule_period *before,
                        const struct rule_period *period, const struct own_values *own,
                        struct err_list *errors)
{
    for (uint32_t amber = 0; amber < PARAM_ON; amber++) {
        enum param red = red_of((enum param)amber);
        if (red == PARAM_COUNT)
            continue;
        for (uint32_t group = 0; group < TARGET_GROUP_COUNT; group++) {
            bool its_own = group == TARGET_GROUP_NONE_ || own->at[group][red] || own->at[group][amber];
            if (!its_own || period->value[group][red] >= period->value[group][amber] ||
                (before && before->value[group][red] < before->value[group][amber]))
                continue;
            char pointer[POINTER_SIZE];
            struct err err;
            point(source, red, (enum target_group)group, pointer);
            (void)err_set_at(&err, ERR_INVALID, pointer, "red is below amber");
            if (!add_error(source, &err, errors))
                return false;
        }
    }
    return true;
}

/* ---- resolving ---- */

static void set_defaults(struct rule_period *period)
{
    for (uint32_t p = 0; p < PARAM_COUNT; p++)
        for (uint32_t group = 0; group < TARGET_GROUP_COUNT; group++)
            period->value[group][p] = param_info((enum param)p).initial;
}

/* General values first: within one period a group's own value stands over the general one wherever it is
 * written. What is outside its bounds was told already and changes nothing, so that it is told once. */
static void apply(struct rule_period *period, struct own_values *own, const struct rule_period_source *source)
{
    for (size_t i = 0; i < source->n; i++) {
        const struct rule_change *change = &source->changes[i];
        if (change->group != TARGET_GROUP_NONE_ || !is_within_bounds(change))
            continue;
        for (uint32_t group = 0; group < TARGET_GROUP_COUNT; group++)
            if (!own->at[group][change->param])
                period->value[group][change->param] = change->value;
    }
    for (size_t i = 0; i < source->n; i++) {
        const struct rule_change *change = &source->changes[i];
        if (change->group == TARGET_GROUP_NONE_ || !is_within_bounds(change))
            continue;
        period->value[change->group][change->param] = change->value;
        own->at[change->group][change->param] = true;
    }
}

/* By valid_from; those of one day stay in their order. Rule sets are few. */
static void sort(const struct rule_period_source **order, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        const struct rule_period_source *source = order[i];
        size_t k = i;
        for (; k > 0 && order[k - 1]->valid_from > source->valid_from; k--)
            order[k] = order[k - 1];
        order[k] = source;
    }
}

static enum err_code no_memory(struct err_list *errors)
{
    struct err err;
    enum err_code code = err_set(&err, ERR_NO_MEMORY, "no memory for rule sets");
    (void)err_list_add(errors, &err);
    return code;
}

/* The values of all changes, one by one. A change of what is no parameter ends it: no JSON says that. */
static bool check_changes(const struct rule_period_source *source, struct err_list *errors)
{
    for (size_t i = 0; i < source->n; i++) {
        const struct rule_change *change = &source->changes[i];
        struct err err;
        if (check_change(source, change, &err) && (!add_error(source, &err, errors) || !is_known(change)))
            return false;
    }
    return true;
}

static enum err_code resolve(struct arena *arena, const struct rule_period_source **order, size_t n,
                             struct rule_sets *out, struct err_list *errors)
{
    struct rule_period *periods = ARENA_ARRAY(arena, struct rule_period, n);
    struct own_values *own = ARENA_NEW(arena, struct own_values);
    if (!periods || !own)
        return no_memory(errors);
    bool go_on = true;
    for (size_t i = 0; i < n && go_on; i++)
        go_on = check_changes(order[i], errors);
    sort(order, n);
    size_t made = 0;
    for (size_t i = 0; i < n && go_on; i++) {
        struct rule_period *period = &periods[made];
        bool on_top = made > 0 && periods[made - 1].valid_from == order[i]->valid_from;
        if (on_top)
            period = &periods[made - 1];
        else if (made > 0)
            *period = periods[made - 1];
        else
            set_defaults(period);
        made += !on_top;
        period->valid_from = order[i]->valid_from;
        period->number = order[i]->number;
        apply(period, own, order[i]);
        bool day_is_done = i + 1 == n || order[i + 1]->valid_from != order[i]->valid_from;
        if (day_is_done)
            go_on = check_pairs(order[i], made > 1 ? &periods[made - 2] : NULL, period, own, errors);
    }
    if (errors->n > 0)
        return errors->at[0].code;
    *out = (struct rule_sets){periods, made};
    return ERR_NONE;
}

enum err_code rule_sets_resolve(struct arena *arena, const struct rule_period_source *sources, size_t n,
                                struct rule_sets *out, struct err *err)
{
    struct err first = {.code = ERR_NONE};
    struct err_list errors = {.at = err ? err : &first, .room = 1};
    const struct rule_period_source **order = ARENA_ARRAY(arena, const struct rule_period_source *, n);
    if (!order)
        return no_memory(&errors);
    for (size_t i = 0; i < n; i++)
        order[i] = &sources[i];
    return resolve(arena, order, n, out, &errors);
}

enum err_code rule_sets_with(struct arena *arena, const struct rule_period_source *published, size_t n,
                             const struct rule_period_source *draft, day_t today, struct rule_sets *out,
                             struct err_list *errors)
{
    const struct rule_period_source **order = ARENA_ARRAY(arena, const struct rule_period_source *, n + 1);
    if (!order)
        return no_memory(errors);
    for (size_t i = 0; i < n; i++)
        order[i] = &published[i];
    order[n] = draft;
    if (draft->valid_from <= today) {
        struct err err;
        (void)err_set_at(&err, ERR_INVALID, "/valid_from", "must be a day after today");
        if (!add_error(draft, &err, errors))
            return err.code;
    }
    return resolve(arena, order, n + 1, out, errors);
}

/* The rules that read a parameter: its own, and what is said to read others' (rules 7.2). */
static uint64_t readers_of(enum param param)
{
    enum rule rule = param_info(param).rule;
    bool is_norm = param >= PARAM_NORM_DAYS && param < PARAM_COUNTED_FROM;
    return rule == RULE_NONE ? RULES_ALL
                             : RULE_BIT(rule) | (is_norm ? RULE_BIT(RULE_R7_1) | RULE_BIT(RULE_R7_5) : 0);
}

/* What is in force from one day on, the first of a period of one of the two. */
static uint64_t difference_on(const struct rule_period *one, const struct rule_period *two)
{
    uint64_t rules = 0;
    if (!one || !two)
        return RULES_ALL; /* without a period nothing is judged */
    for (uint32_t group = 0; group < TARGET_GROUP_COUNT; group++)
        for (uint32_t p = 0; p < PARAM_COUNT; p++)
            if (one->value[group][p] != two->value[group][p])
                rules |= readers_of((enum param)p);
    return rules;
}

uint64_t rule_sets_difference(const struct rule_sets *one, const struct rule_sets *two)
{
    uint64_t rules = 0;
    const struct rule_sets *const both[] = {one, two};
    for (size_t i = 0; i < ARRAY_LEN(both); i++)
        for (size_t p = 0; p < both[i]->n; p++) {
            day_t day = both[i]->periods[p].valid_from;
            rules |= difference_on(rule_period_on(one, day), rule_period_on(two, day));
        }
    return rules;
}

const struct rule_period *rule_period_on(const struct rule_sets *sets, day_t day)
{
    size_t low = 0, high = sets->n; /* the first that begins after the day */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (sets->periods[middle].valid_from <= day)
            low = middle + 1;
        else
            high = middle;
    }
    return low == 0 ? NULL : &sets->periods[low - 1];
}
