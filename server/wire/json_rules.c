/* See json_rules.h. */
#include "wire/json_rules.h"

/* The changes found so far; there is room for every value in the input. */
struct found {
    struct rule_change *changes;
    size_t n;
    struct err_list *errors;
};

struct place {
    char pointer[sizeof((struct err){0}.pointer)];
};

static struct place inside(const struct place *place, struct str name)
{
    struct place in = {0};
    json_pointer_member(in.pointer, sizeof in.pointer, place->pointer, name);
    return in;
}

/* ERR_NONE while there is room for more: the rest is read as if this were not there. */
static enum err_code refuse(const struct found *found, const struct place *place, const char *why)
{
    struct err err;
    enum err_code code = err_set_at(&err, ERR_INVALID, place->pointer, "%s", why);
    return err_list_add(found->errors, &err) ? ERR_NONE : code;
}

/* How many values lie below: an upper bound of the changes. */
static size_t count_values(const struct json *value)
{
    if (value->is != JSON_IS_OBJECT)
        return 1;
    size_t n = 0;
    for (size_t i = 0; i < value->n; i++)
        n += count_values(&value->members[i].value);
    return n;
}

static enum err_code add(struct found *found, const struct place *place, enum param param,
                         enum target_group group, const struct json *value)
{
    int32_t number;
    if (param == PARAM_COUNTED_FROM) {
        number = DAY_NONE;
        if (value->is != JSON_IS_NULL && (value->is != JSON_IS_TEXT || !day_parse(value->text, &number)))
            return refuse(found, place, "must be a day, YYYY-MM-DD, or null");
    } else if (value->is != JSON_IS_INT || value->number < INT32_MIN || value->number > INT32_MAX) {
        return refuse(found, place, "must be a whole number");
    } else {
        number = (int32_t)value->number;
    }
    found->changes[found->n++] = (struct rule_change){param, group, number};
    return ERR_NONE;
}

/* PARAM_COUNT where there is none. The norms of R7.2 have names of their own, see norm_days. */
static enum param param_of(enum rule rule, struct str name)
{
    if (rule && str_equal(name, STR("on")))
        return (enum param)(PARAM_ON + rule - 1);
    if (!rule && str_equal(name, STR("counted_from")))
        return PARAM_COUNTED_FROM;
    for (uint32_t p = 0; p < PARAM_ON; p++) {
        struct param_info info = param_info((enum param)p);
        if (info.rule == rule && str_equal(name, str_of(info.name)))
            return (enum param)p;
    }
    return PARAM_COUNT;
}

static enum err_code read_norm_days(struct found *found, const struct place *place, enum target_group group,
                                    const struct json *table)
{
    if (table->is != JSON_IS_OBJECT)
        return refuse(found, place, "must be an object");
    for (size_t i = 0; i < table->n; i++) {
        const struct json_member *member = &table->members[i];
        struct place at = inside(place, member->name);
        uint32_t reason = catalogue_number(CATALOGUE_WAIT_REASON, member->name);
        enum err_code code =
            reason ? add(found, &at, (enum param)(PARAM_NORM_DAYS + reason - 1), group, &member->value)
                   : refuse(found, &at, "is no wait_reason");
        if (code)
            return code;
    }
    return ERR_NONE;
}

static enum err_code read_values(struct found *found, const struct place *place, enum rule rule,
                                 enum target_group group, const struct json *values);

static enum err_code read_groups(struct found *found, const struct place *place, enum rule rule,
                                 const struct json *groups)
{
    if (groups->is != JSON_IS_OBJECT)
        return refuse(found, place, "must be an object");
    for (size_t i = 0; i < groups->n; i++) {
        const struct json_member *member = &groups->members[i];
        struct place at = inside(place, member->name);
        uint32_t group = catalogue_number(CATALOGUE_TARGET_GROUP, member->name);
        enum err_code code = group ? read_values(found, &at, rule, (enum target_group)group, &member->value)
                                   : refuse(found, &at, "is no target_group");
        if (code)
            return code;
    }
    return ERR_NONE;
}

/* The parameters of a rule, for all groups or for one, or (RULE_NONE) the shared ones. */
static enum err_code read_values(struct found *found, const struct place *place, enum rule rule,
                                 enum target_group group, const struct json *values)
{
    if (values->is != JSON_IS_OBJECT)
        return refuse(found, place, "must be an object");
    for (size_t i = 0; i < values->n; i++) {
        const struct json_member *member = &values->members[i];
        struct place at = inside(place, member->name);
        enum param param = param_of(rule, member->name);
        enum err_code code;
        if (param != PARAM_COUNT)
            code = add(found, &at, param, group, &member->value);
        else if (rule && group == TARGET_GROUP_NONE_ && str_equal(member->name, STR("groups")))
            code = read_groups(found, &at, rule, &member->value);
        else if (rule == RULE_R7_2 && str_equal(member->name, STR("norm_days")))
            code = read_norm_days(found, &at, group, &member->value);
        else
            code = refuse(found, &at, "is no parameter here");
        if (code)
            return code;
    }
    return ERR_NONE;
}

static enum err_code read_rules(struct found *found, const struct place *place, const struct json *rules)
{
    for (size_t i = 0; i < rules->n; i++) {
        const struct json_member *member = &rules->members[i];
        struct place at = inside(place, member->name);
        enum rule rule = rule_by_id(member->name);
        enum err_code code = rule ? read_values(found, &at, rule, TARGET_GROUP_NONE_, &member->value)
                                  : refuse(found, &at, "is no rule");
        if (code)
            return code;
    }
    return ERR_NONE;
}

/* A name stands in addresses and file names: a letter, then letters, digits and hyphens, all small. */
static bool is_name(struct str id)
{
    for (size_t i = 0; i < id.len; i++) {
        char c = id.at[i];
        bool letter = c >= 'a' && c <= 'z';
        if (!letter && (i == 0 || (c != '-' && (c < '0' || c > '9'))))
            return false;
    }
    return !str_has_cpr(id);
}

enum err_code json_rule_set_all(struct arena *arena, const struct json *value, const char *pointer,
                                struct rule_set_text *out, struct err_list *errors)
{
    struct json_reader r;
    struct err err = {.code = ERR_NONE};
    size_t before = errors->n;
    json_read(&r, value, pointer, &err);
    *out = (struct rule_set_text){.source = {.pointer = pointer}};
    out->id = json_get_text(&r, "id", JSON_REQUIRED, RULE_SET_ID_MAX);
    if (out->id.at && !is_name(out->id))
        json_refuse(&r, "id", "small letters, digits and hyphens are expected, a letter first");
    out->note = json_get_field(&r, "note", JSON_OPTIONAL, TEXT_RULE_SET_NOTE);
    out->note_en = json_get_field(&r, "note_en", JSON_OPTIONAL, TEXT_RULE_SET_NOTE);
    out->source.valid_from = json_get_day(&r, "valid_from", JSON_REQUIRED);
    (void)json_get(&r, "shared", JSON_OPTIONAL, JSON_IS_OBJECT);
    (void)json_get(&r, "rules", JSON_OPTIONAL, JSON_IS_OBJECT);
    if (json_read_end(&r) && !err_list_add(errors, &err))
        return err.code;
    struct found found = {.changes = ARENA_ARRAY(arena, struct rule_change, count_values(value)),
                          .errors = errors};
    if (!found.changes) {
        enum err_code code = err_set(&err, ERR_NO_MEMORY, "no memory for a rule set");
        (void)err_list_add(errors, &err);
        return code;
    }
    const struct json *shared = json_find(value, "shared"), *rules = json_find(value, "rules");
    struct place top = {""}, at;
    json_pointer_member(top.pointer, sizeof top.pointer, pointer, STR("")); /* no word: the pointer itself */
    enum err_code code = ERR_NONE;
    if (shared && shared->is == JSON_IS_OBJECT) {
        at = inside(&top, STR("shared"));
        code = read_values(&found, &at, RULE_NONE, TARGET_GROUP_NONE_, shared);
    }
    if (!code && rules && rules->is == JSON_IS_OBJECT) {
        at = inside(&top, STR("rules"));
        (void)read_rules(&found, &at, rules);
    }
    out->source.changes = found.changes;
    out->source.n = found.n;
    return errors->n > before ? errors->at[before].code : ERR_NONE;
}

enum err_code json_rule_set(struct arena *arena, const struct json *value, const char *pointer,
                            struct rule_set_text *out, struct err *err)
{
    struct err first = {.code = ERR_NONE};
    struct err_list errors = {.at = err ? err : &first, .room = 1};
    return json_rule_set_all(arena, value, pointer, out, &errors);
}

enum err_code json_rule_sets(struct arena *arena, const struct str *texts, size_t n,
                             struct rule_set_list *out, struct err *err)
{
    enum { POINTER_SIZE = 16 };
    struct rule_set_text *sets = ARENA_ARRAY(arena, struct rule_set_text, n);
    struct rule_period_source *sources = ARENA_ARRAY(arena, struct rule_period_source, n);
    char *pointers = arena_array(arena, n, POINTER_SIZE);
    if (!sets || !sources || !pointers)
        return err_set(err, ERR_NO_MEMORY, "no memory for rule sets");
    for (size_t i = 0; i < n; i++) {
        const struct json *value;
        char *pointer = pointers + i * POINTER_SIZE;
        json_pointer_item(pointer, POINTER_SIZE, "", i);
        enum err_code code = json_parse(arena, texts[i], &value, err);
        if (!code)
            code = json_rule_set(arena, value, pointer, &sets[i], err);
        if (code)
            return code;
        sets[i].source.number = (int32_t)i + 1;
        sources[i] = sets[i].source;
    }
    *out = (struct rule_set_list){.sets = sets, .n = n};
    return rule_sets_resolve(arena, sources, n, &out->resolved, err);
}
