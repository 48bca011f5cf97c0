/* See json_rules.h: a period that is being written, and what it changes. */
#include "wire/json_rules.h"
#include "wire/json_write.h"

/* ---- trying it ------------------------------------------------------------------------------------------- */

/* False where the list is full. */
static bool refuse(struct err_list *errors, const char *pointer, const char *why)
{
    struct err err;
    (void)err_set_at(&err, ERR_INVALID, pointer, "%s", why);
    return err_list_add(errors, &err);
}

/* False where the list is full. */
static bool check_name(const struct rule_set_list *published, struct str id, struct err_list *errors)
{
    if (published->n >= RULE_SETS_MAX)
        return refuse(errors, "", "there are as many periods as there may be");
    for (size_t i = 0; i < published->n; i++)
        if (id.at && str_equal(published->sets[i].id, id))
            return refuse(errors, "/id", "there is a period of this name");
    return true;
}

enum err_code json_rule_set_try(struct arena *arena, const struct rule_set_list *published,
                                const struct json *value, day_t today, struct rule_set_trial *out,
                                struct err_list *errors)
{
    struct err err;
    struct rule_period_source *sources = ARENA_ARRAY(arena, struct rule_period_source, published->n);
    if (!sources) {
        enum err_code code = err_set(&err, ERR_NO_MEMORY, "no memory for rule sets");
        (void)err_list_add(errors, &err);
        return code;
    }
    for (size_t i = 0; i < published->n; i++) {
        sources[i] = published->sets[i].source;
        sources[i].name = published->sets[i].id;
        sources[i].pointer = "";
    }
    if (json_rule_set_all(arena, value, "", &out->text, errors) == ERR_NO_MEMORY ||
        errors->n == errors->room || !check_name(published, out->text.id, errors))
        return errors->at[0].code;
    struct rule_period_source draft = out->text.source;
    if (draft.valid_from == DAY_NONE)
        draft.valid_from = today + 1; /* that it has no day was said; its values are judged all the same */
    enum err_code code = rule_sets_with(arena, sources, published->n, &draft, today, &out->resolved, errors);
    return errors->n > 0 ? errors->at[0].code : code;
}

/* ---- what it changes ------------------------------------------------------------------------------------- */

static void put_value(struct buf *out, const char *key, const struct rule_period *period, enum param param,
                      uint32_t group)
{
    json_key(out, key);
    if (!period)
        json_none(out);
    else if (param == PARAM_COUNTED_FROM)
        json_day(out, period->value[group][param]);
    else
        json_i64(out, period->value[group][param]);
}

static int32_t value_of(const struct rule_period *period, enum param param, uint32_t group)
{
    return period ? period->value[group][param] : 0;
}

static bool differs(const struct rule_period *before, const struct rule_period *after, enum param param)
{
    if (!before || !after)
        return before != after;
    for (uint32_t group = 0; group < TARGET_GROUP_COUNT; group++)
        if (before->value[group][param] != after->value[group][param])
            return true;
    return false;
}

static void put_name(struct buf *out, enum param param)
{
    struct param_info info = param_info(param);
    struct buf name;
    buf_init(&name, 200);
    if (param >= PARAM_NORM_DAYS && param < PARAM_COUNTED_FROM)
        buf_put_str(&name, STR("norm_days."));
    buf_put_str(&name, str_of(info.name));
    json_key(out, "rule");
    json_str(out, info.rule ? str_of(rule_info(info.rule)->id) : (struct str){NULL, 0});
    json_key(out, "parameter");
    json_str(out, buf_str(&name));
    json_key(out, "unit");
    json_text(out, info.unit);
    buf_clear(&name);
}

void json_put_rule_differences(struct buf *out, const struct rule_period *before,
                               const struct rule_period *after)
{
    json_begin_array(out);
    for (uint32_t p = 0; p < PARAM_COUNT; p++) {
        enum param param = (enum param)p;
        if (!differs(before, after, param))
            continue;
        json_begin_object(out);
        put_name(out, param);
        put_value(out, "before", before, param, TARGET_GROUP_NONE_);
        put_value(out, "after", after, param, TARGET_GROUP_NONE_);
        json_key(out, "groups");
        json_begin_object(out);
        for (uint32_t group = 1; group < TARGET_GROUP_COUNT; group++) {
            if (value_of(before, param, group) == value_of(before, param, TARGET_GROUP_NONE_) &&
                value_of(after, param, group) == value_of(after, param, TARGET_GROUP_NONE_))
                continue;
            json_key(out, catalogue_value(CATALOGUE_TARGET_GROUP, group)->slug);
            json_begin_object(out);
            put_value(out, "before", before, param, group);
            put_value(out, "after", after, param, group);
            json_end_object(out);
        }
        json_end_object(out);
        json_end_object(out);
    }
    json_end_array(out);
}
