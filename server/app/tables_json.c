/* See tables_json.h: rules. */
#include "app/tables_json.h"

#include "core/rule.h"
#include "wire/json_write.h"

static void put_labels(struct buf *out, const char *danish, const char *english)
{
    json_key(out, "da"), json_text(out, danish);
    json_key(out, "en"), json_text(out, english);
}

void put_rules(struct buf *out)
{
    json_begin_array(out);
    for (unsigned r = 1; r < RULE_COUNT; r++) {
        const struct rule_info *info = rule_info((enum rule)r);
        json_begin_object(out);
        json_key(out, "rule"), json_text(out, info->id);
        json_key(out, "slug"), json_text(out, info->slug);
        json_key(out, "kind"), json_text(out, info->kind == RULE_CODEX ? "codex" : "statutory");
        put_labels(out, info->danish, info->english);
        json_key(out, "clears"), json_text(out, info->clears);
        json_key(out, "parameters"), json_begin_array(out);
        for (unsigned p = 0; p < PARAM_COUNT; p++) {
            struct param_info param = param_info((enum param)p);
            if (param.rule != (enum rule)r)
                continue;
            json_begin_object(out);
            json_key(out, "name"), json_text(out, param.name);
            json_key(out, "unit"), json_text(out, param.unit);
            json_key(out, "default"), json_i64(out, param.initial);
            json_key(out, "lowest"), json_i64(out, param.lowest);
            json_key(out, "highest"), json_i64(out, param.highest);
            json_end_object(out);
        }
        json_end_array(out);
        json_end_object(out);
    }
    json_end_array(out);
}
