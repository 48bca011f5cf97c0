/* See json_rules.h: writing. */
#include "core/rule_text.h"
#include "core/rule_words.h"
#include "wire/json_rules.h"
#include "wire/json_write.h"

enum { WORDS_MAX = 16 << 10 };

static void put_text(struct buf *out, const char *name, const char *text)
{
    json_key(out, name);
    json_text(out, text);
}

static void put_both(struct buf *out, const char *name, const char *danish, const char *english)
{
    json_key(out, name);
    json_begin_object(out);
    put_text(out, "da", danish);
    put_text(out, "en", english);
    json_end_object(out);
}

/* With the values in force. */
static void put_words(struct buf *out, const char *name, const struct rule_period *period, enum rule rule,
                      const char *danish, const char *english)
{
    struct buf words[2];
    for (int i = 0; i < 2; i++) {
        buf_init(&words[i], WORDS_MAX);
        rule_put_words(&words[i], period, rule, i ? english : danish, i == 0);
        out->failed = out->failed || words[i].failed;
    }
    json_key(out, name);
    json_begin_object(out);
    json_key(out, "da"), json_str(out, buf_str(&words[0]));
    json_key(out, "en"), json_str(out, buf_str(&words[1]));
    json_end_object(out);
    buf_clear(&words[0]);
    buf_clear(&words[1]);
}

static void put_number(struct buf *out, const char *name, int64_t number)
{
    json_key(out, name);
    json_i64(out, number);
}

static void put_value(struct buf *out, const char *name, enum param param, int32_t value)
{
    json_key(out, name);
    if (param == PARAM_COUNTED_FROM)
        json_day(out, value);
    else
        json_i64(out, value);
}

/* The values that may be asked about where numbers are rounded. */
static void put_grid(struct buf *out, enum param param, int32_t lowest, int32_t highest)
{
    json_key(out, "grid");
    json_begin_array(out);
    for (int32_t value = lowest, below, next; value <= highest; value = next + 1) {
        (void)param_on_grid(param, value, &below, &next);
        if (param_on_grid(param, next, &below, &next))
            json_i64(out, next);
    }
    json_end_array(out);
}

/* {"name", "unit", "value", "default", "lowest", "highest", "grid": [0, 30], "groups": {"sick_pay": 30}} */
static void put_param(struct buf *out, const struct rule_period *period, enum param param)
{
    struct param_info info = param_info(param);
    json_begin_object(out);
    put_text(out, "name", info.name);
    put_text(out, "unit", info.unit);
    put_value(out, "value", param, period->value[TARGET_GROUP_NONE_][param]);
    put_value(out, "default", param, info.initial);
    if (param != PARAM_COUNTED_FROM) {
        put_number(out, "lowest", info.lowest);
        put_number(out, "highest", info.highest);
        put_grid(out, param, info.lowest, info.highest);
    }
    json_key(out, "groups");
    json_begin_object(out);
    for (uint32_t group = 1; group < TARGET_GROUP_COUNT; group++)
        if (period->value[group][param] != period->value[TARGET_GROUP_NONE_][param])
            put_value(out, catalogue_value(CATALOGUE_TARGET_GROUP, group)->slug, param,
                      period->value[group][param]);
    json_end_object(out);
    json_end_object(out);
}

static void put_params(struct buf *out, const struct rule_period *period, enum rule rule)
{
    json_key(out, "parameters");
    json_begin_array(out);
    for (uint32_t param = 0; param < PARAM_COUNT; param++)
        if (param_info((enum param)param).rule == rule)
            put_param(out, period, (enum param)param);
    json_end_array(out);
}

static void put_rule(struct buf *out, const struct rule_period *period, enum rule rule)
{
    const struct rule_info *info = rule_info(rule);
    const struct rule_text *text = rule_text(rule);
    json_begin_object(out);
    put_text(out, "rule", info->id);
    put_text(out, "slug", info->slug);
    put_text(out, "kind", info->kind == RULE_STATUTORY ? "statutory" : "codex");
    put_both(out, "label", info->danish, info->english);
    put_words(out, "breach", period, rule, text->danish, text->english);
    put_both(out, "clears", text->danish_clears, info->clears);
    json_key(out, "flex_job_employed");
    json_bool(out, (info->flags & RULE_FLEX_EMPLOYED_TOO) != 0);
    put_params(out, period, rule);
    json_end_object(out);
}

void json_put_rules(struct buf *out, const struct rule_set_list *list, day_t day)
{
    const struct rule_period *period = rule_period_on(&list->resolved, day);
    if (!period)
        return;
    json_begin_object(out);
    json_key(out, "day");
    json_day(out, day);
    json_key(out, "rules");
    json_begin_array(out);
    for (uint32_t rule = 1; rule < RULE_COUNT; rule++)
        put_rule(out, period, (enum rule)rule);
    json_end_array(out);
    json_key(out, "shared");
    json_begin_object(out);
    put_params(out, period, RULE_NONE);
    json_end_object(out);
    json_key(out, "terms");
    json_begin_array(out);
    size_t n;
    const struct rule_term *terms = rule_terms(&n);
    for (size_t i = 0; i < n; i++) {
        json_begin_object(out);
        put_both(out, "term", terms[i].danish_term, terms[i].english_term);
        put_words(out, "means", period, RULE_NONE, terms[i].danish, terms[i].english);
        json_end_object(out);
    }
    json_end_array(out);
    json_key(out, "rule_sets");
    json_begin_array(out);
    for (size_t i = 0; i < list->n; i++) {
        json_begin_object(out);
        json_key(out, "id");
        json_str(out, list->sets[i].id);
        json_key(out, "valid_from");
        json_day(out, list->sets[i].source.valid_from);
        json_key(out, "note");
        json_str(out, list->sets[i].note);
        json_key(out, "note_en");
        json_str(out, list->sets[i].note_en);
        json_end_object(out);
    }
    json_end_array(out);
    json_end_object(out);
}
