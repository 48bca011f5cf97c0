/* See tables_json.h: catalogues, kinds, rules. */
#include "app/tables_json.h"

#include "core/catalogue.h"
#include "core/kind.h"
#include "core/rule.h"
#include "wire/json_write.h"

static void put_labels(struct buf *out, const char *danish, const char *english)
{
    json_key(out, "da"), json_text(out, danish);
    json_key(out, "en"), json_text(out, english);
}

void put_catalogues(struct buf *out)
{
    json_begin_object(out);
    for (unsigned c = CATALOGUE_NONE + 1; c < CATALOGUE_COUNT; c++) {
        enum catalogue catalogue = (enum catalogue)c;
        json_key(out, catalogue_name(catalogue)), json_begin_array(out);
        for (uint32_t n = 1; n <= catalogue_size(catalogue); n++) {
            const struct catalogue_value *value = catalogue_value(catalogue, n);
            json_begin_object(out);
            json_key(out, "number"), json_i64(out, n);
            json_key(out, "slug"), json_text(out, value->slug);
            put_labels(out, value->danish, value->english);
            json_end_object(out);
        }
        json_end_array(out);
    }
    json_end_object(out);
}

static void put_fields(struct buf *out, const char *key, uint32_t fields)
{
    json_key(out, key), json_begin_array(out);
    for (unsigned place = 0; place < FIELD_COUNT; place++)
        if (fields & (1u << place))
            json_text(out, field_name((enum field_place)place));
    json_end_array(out);
}

static void put_catalogue_name(struct buf *out, const char *key, enum catalogue catalogue)
{
    if (catalogue != CATALOGUE_NONE)
        json_key(out, key), json_text(out, catalogue_name(catalogue));
}

static void put_flag(struct buf *out, const char *key, uint32_t flags, uint32_t flag)
{
    json_key(out, key), json_bool(out, (flags & flag) != 0);
}

static void put_kind(struct buf *out, const struct kind_info *info)
{
    json_begin_object(out);
    json_key(out, "kind"), json_text(out, info->name);
    put_labels(out, info->danish, info->english);
    json_key(out, "meaning"), json_text(out, info->meaning);
    put_fields(out, "required", info->required);
    put_fields(out, "optional", info->optional);
    put_catalogue_name(out, "code", info->code);
    put_catalogue_name(out, "outcome", info->outcome);
    put_catalogue_name(out, "also", info->also);
    put_catalogue_name(out, "because", info->because);
    json_key(out, "marks"), json_begin_array(out);
    for (uint32_t mark = 1; mark < MARK_COUNT; mark++)
        if (info->marks & MARK_BIT(mark))
            json_text(out, catalogue_value(CATALOGUE_MARK, mark)->slug);
    json_end_array(out);
    json_key(out, "ref_kinds"), json_begin_array(out);
    for (unsigned kind = 1; info->ref_kinds != ANY_KIND && kind < KIND_COUNT; kind++)
        if (info->ref_kinds & KIND_BIT(kind))
            json_text(out, kind_info((enum kind)kind)->name);
    json_end_array(out);
    put_flag(out, "control", info->flags, KIND_CONTROL);
    put_flag(out, "substantive", info->flags, KIND_SUBSTANTIVE | KIND_SUBSTANTIVE_IF);
    put_flag(out, "server_time", info->flags, KIND_NOW);
    put_flag(out, "leader", info->flags, KIND_LEADER);
    put_flag(out, "import_only", info->flags, KIND_IMPORT_ONLY);
    put_flag(out, "free_code", info->flags, KIND_FREE_CODE);
    put_flag(out, "before_opening", info->flags, KIND_BEFORE_OPENING);
    put_flag(out, "after_closing", info->flags, KIND_AFTER_CLOSING);
    put_flag(out, "needs_note", info->flags, KIND_NEEDS_NOTE);
    json_end_object(out);
}

void put_kinds(struct buf *out)
{
    json_begin_array(out);
    for (unsigned kind = 1; kind < KIND_COUNT; kind++)
        put_kind(out, kind_info((enum kind)kind));
    json_end_array(out);
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
        json_key(out, "built"), json_bool(out, rule_is_built((enum rule)r));
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
