/* See json_rules.h: the JSON Schema of a period, from the tables of rules and catalogues. */
#include "wire/json_rules.h"
#include "wire/json_write.h"

static void put_text(struct buf *out, const char *name, const char *text)
{
    json_key(out, name);
    json_text(out, text);
}

/* Begins {"type": "object", "additionalProperties": false, "properties": {…; ended by end_object. */
static void begin_object(struct buf *out)
{
    json_begin_object(out);
    put_text(out, "type", "object");
    json_key(out, "additionalProperties");
    json_bool(out, false);
    json_key(out, "properties");
    json_begin_object(out);
}

static void end_object(struct buf *out)
{
    json_end_object(out);
    json_end_object(out);
}

static void put_param(struct buf *out, enum param param)
{
    struct param_info info = param_info(param);
    json_key(out, info.name);
    json_begin_object(out);
    if (param == PARAM_COUNTED_FROM) {
        json_key(out, "type");
        json_begin_array(out);
        json_text(out, "string");
        json_text(out, "null");
        json_end_array(out);
        put_text(out, "format", "date");
    } else {
        put_text(out, "type", "integer");
        put_text(out, "description", info.unit);
        json_key(out, "minimum");
        json_i64(out, info.lowest);
        json_key(out, "maximum");
        json_i64(out, info.highest);
    }
    json_end_object(out);
}

/* The parameters of a rule (RULE_NONE: the shared ones), norms in an object of their own. */
static void put_params(struct buf *out, enum rule rule)
{
    for (uint32_t param = 0; param < PARAM_COUNT; param++) {
        bool is_norm = param >= PARAM_NORM_DAYS && param < PARAM_COUNTED_FROM;
        if (param_info((enum param)param).rule == rule && !is_norm)
            put_param(out, (enum param)param);
    }
    if (rule != RULE_R7_2)
        return;
    json_key(out, "norm_days");
    begin_object(out);
    for (uint32_t param = PARAM_NORM_DAYS; param < PARAM_COUNTED_FROM; param++)
        put_param(out, (enum param)param);
    end_object(out);
}

static void put_rule(struct buf *out, enum rule rule)
{
    json_key(out, rule_info(rule)->id);
    begin_object(out);
    put_params(out, rule);
    json_key(out, "groups");
    json_begin_object(out);
    put_text(out, "type", "object");
    json_key(out, "propertyNames");
    json_begin_object(out);
    json_key(out, "enum");
    json_begin_array(out);
    for (uint32_t group = 1; group < TARGET_GROUP_COUNT; group++)
        json_text(out, catalogue_value(CATALOGUE_TARGET_GROUP, group)->slug);
    json_end_array(out);
    json_end_object(out);
    json_key(out, "additionalProperties");
    begin_object(out);
    put_params(out, rule);
    end_object(out);
    json_end_object(out);
    end_object(out);
}

static void put_string(struct buf *out, const char *name, const char *key, const char *value, int64_t max)
{
    json_key(out, name);
    json_begin_object(out);
    put_text(out, "type", "string");
    if (key)
        put_text(out, key, value);
    if (max) {
        json_key(out, "maxLength");
        json_i64(out, max);
    }
    json_end_object(out);
}

void json_put_rule_set_schema(struct buf *out)
{
    json_key(out, "RulePeriod");
    json_begin_object(out);
    put_text(out, "type", "object");
    put_text(out, "description",
             "A period of the rule set: only what differs from the period before it. A value of a target "
             "group stands over the general one.");
    json_key(out, "required");
    json_begin_array(out);
    json_text(out, "id");
    json_text(out, "valid_from");
    json_end_array(out);
    json_key(out, "additionalProperties");
    json_bool(out, false);
    json_key(out, "properties");
    json_begin_object(out);
    put_string(out, "id", "pattern", "^[a-z][a-z0-9-]*$", RULE_SET_ID_MAX);
    put_string(out, "valid_from", "format", "date", 0);
    put_string(out, "note", NULL, NULL, RULE_SET_NOTE_MAX);
    put_string(out, "note_en", NULL, NULL, RULE_SET_NOTE_MAX);
    json_key(out, "shared");
    begin_object(out);
    put_params(out, RULE_NONE);
    end_object(out);
    json_key(out, "rules");
    begin_object(out);
    for (uint32_t rule = 1; rule < RULE_COUNT; rule++)
        put_rule(out, (enum rule)rule);
    end_object(out);
    json_end_object(out);
    json_end_object(out);
}
