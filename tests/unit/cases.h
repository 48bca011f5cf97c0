/* Worked examples (rules 10): files of tests/cases/ read into histories. For tests only; included once a
 * test.
 *
 * Staff names become numbers in the order of the names, so that numbers sort as names do. Units and activity
 * names become numbers in order of appearance. */
#ifndef SPOR_CASES_H
#define SPOR_CASES_H

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/course.h"
#include "wire/json.h"
#include "wire/json_rules.h"

enum { CASE_NAMES = 200, PACKS = 5 };

struct names {
    struct str at[CASE_NAMES];
    size_t n;
};

struct example {
    const struct json *json;
    struct str name;
    struct event *events;
    size_t n;
    struct names staff, terms;
    struct history history;
    struct rule_sets sets;
};

static const struct json *member(const struct json *object, const char *name)
{
    return object ? json_find(object, name) : NULL;
}

static struct str text_of(const struct json *value)
{
    return value && value->is == JSON_IS_TEXT ? value->text : (struct str){NULL, 0};
}

static struct str file_text(struct arena *arena, const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return (struct str){NULL, 0};
    (void)fseek(file, 0, SEEK_END);
    long size = ftell(file);
    rewind(file);
    char *at = arena_alloc(arena, (size_t)size + 1);
    assert_non_null(at);
    assert_int_equal(fread(at, 1, (size_t)size, file), size);
    (void)fclose(file);
    return (struct str){at, (size_t)size};
}

static const struct json *file_json(struct arena *arena, const char *path)
{
    struct err err = {0};
    const struct json *out = NULL;
    struct str text = file_text(arena, path);
    if (!text.at)
        fail_msg("%s: not there", path);
    if (json_parse(arena, text, &out, &err))
        fail_msg("%s: %s", path, err.text);
    return out;
}

static uint32_t name_number(struct names *names, struct str name)
{
    for (uint32_t i = 0; i < names->n; i++)
        if (str_equal(names->at[i], name))
            return i + 1;
    assert_true(names->n < CASE_NAMES);
    names->at[names->n++] = name;
    return (uint32_t)names->n;
}

static void sort_names(struct names *names)
{
    for (size_t i = 1; i < names->n; i++)
        for (size_t j = i; j > 0; j--) {
            struct str *a = &names->at[j - 1], *b = &names->at[j];
            size_t less = a->len < b->len ? a->len : b->len;
            int order = memcmp(a->at, b->at, less);
            if (order < 0 || (order == 0 && a->len <= b->len))
                break;
            struct str swap = *a;
            *a = *b;
            *b = swap;
        }
}

static day_t day_value(const struct json *value)
{
    day_t day = DAY_NONE;
    if (!value || value->is == JSON_IS_NULL)
        return DAY_NONE;
    if (!day_parse(text_of(value), &day))
        fail_msg("\"%.*s\" is no day", STR_ARG(text_of(value)));
    return day;
}

static instant_t instant_value(const struct json *value, instant_t otherwise)
{
    instant_t instant = otherwise;
    if (value && !instant_parse(text_of(value), &instant))
        fail_msg("\"%.*s\" is no instant", STR_ARG(text_of(value)));
    return instant;
}

static uint32_t code_value(enum catalogue catalogue, const struct json *value)
{
    uint32_t number = catalogue_number(catalogue, text_of(value));
    if (value && !number)
        fail_msg("\"%.*s\" is not in %s", STR_ARG(text_of(value)), catalogue_name(catalogue));
    return number;
}

static uint64_t bits_value(enum catalogue catalogue, const struct json *value)
{
    uint64_t bits = 0;
    for (size_t i = 0; value && i < value->n; i++)
        bits |= VALUE_BIT(code_value(catalogue, &value->items[i]));
    return bits;
}

/* Fields as the kind has them; the kind of a correction is that of the event it corrects. */
static struct event event_value(struct example *example, const struct json *json, uint32_t seq)
{
    enum kind kind = kind_by_name(text_of(member(json, "kind")));
    if (!kind)
        fail_msg("\"%.*s\" is no kind", STR_ARG(text_of(member(json, "kind"))));
    struct event event = {.seq = seq,
                          .kind = (uint8_t)kind,
                          .starts_at = instant_value(member(json, "starts_at"), INSTANT_NONE),
                          .due = day_value(member(json, "due")),
                          .score = -1,
                          .scale = -1,
                          .hours = -1};
    event.occurred_at = instant_value(member(json, "occurred_at"), INSTANT_NONE);
    event.recorded_at = instant_value(member(json, "recorded_at"), event.occurred_at);
    const struct json *by = member(json, "recorded_by");
    event.recorded_by = name_number(&example->staff, by ? text_of(by) : STR("u1"));
    if (member(json, "staff"))
        event.staff = name_number(&example->staff, text_of(member(json, "staff")));
    if (member(json, "ref"))
        event.ref = (uint32_t)member(json, "ref")->number;
    enum kind fields_of = kind;
    for (uint32_t of = event.ref; (fields_of == KIND_CORRECTED) && of; of = example->events[of - 1].ref)
        fields_of = (enum kind)example->events[of - 1].kind;
    const struct kind_info *info = kind_info(fields_of);
    if (member(json, "unit")) {
        struct str unit = text_of(member(json, "unit")), first = unit;
        event.unit = name_number(&example->terms, unit);
        const char *slash = memchr(unit.at, '/', unit.len);
        first.len = slash ? (size_t)(slash - unit.at) : unit.len;
        event.administration = (uint8_t)catalogue_number(CATALOGUE_ADMINISTRATION, first);
        event.fields |= slash ? 0 : UNIT_ALONE;
        assert_int_not_equal(event.administration, 0);
    }
    if (member(json, "code") && (info->flags & KIND_FREE_CODE))
        event.activity = name_number(&example->terms, text_of(member(json, "code")));
    else
        event.code = (uint16_t)code_value(info->code, member(json, "code"));
    event.outcome = (uint8_t)code_value(info->outcome, member(json, "outcome"));
    event.role = (uint8_t)code_value(CATALOGUE_ROLE, member(json, "role"));
    event.party = (uint8_t)code_value(CATALOGUE_PARTY, member(json, "party"));
    event.channel = (uint8_t)code_value(CATALOGUE_CHANNEL, member(json, "channel"));
    enum catalogue because = kind == KIND_CORRECTED ? CATALOGUE_CORRECTION_REASON : info->because;
    event.because = (uint8_t)code_value(because, member(json, "because"));
    event.also = bits_value(info->also, member(json, "also"));
    event.marks = (uint16_t)bits_value(CATALOGUE_MARK, member(json, "marks"));
    if (member(json, "score")) {
        event.score = (int16_t)member(json, "score")->number;
        event.scale = SCALE_DEFAULT;
    }
    if (member(json, "scale"))
        event.scale = (int16_t)member(json, "scale")->number;
    if (member(json, "hours")) {
        const struct json *hours = member(json, "hours");
        event.hours = (int16_t)((hours->is == JSON_IS_INT ? (double)hours->number : hours->real) * 4);
    }
    return event;
}

/* The shipped packs as written down; room for `more` behind them. */
static struct rule_period_source *pack_sources(struct arena *arena, size_t more)
{
    static const char *const packs[PACKS] = {
        "schema/rulesets/01_base.json", "schema/rulesets/02_lab-2020.json",
        "schema/rulesets/03_lab-2024.json", "schema/rulesets/04_sick-2025.json",
        "schema/rulesets/05_reform-2026.json"};
    struct err err = {0};
    struct rule_period_source *sources = ARENA_ARRAY(arena, struct rule_period_source, PACKS + more);
    assert_non_null(sources);
    for (size_t i = 0; i < PACKS; i++) {
        struct rule_set_text text;
        if (json_rule_set(arena, file_json(arena, packs[i]), "", &text, &err))
            fail_msg("%s: %s %s", packs[i], err.pointer, err.text);
        sources[i] = text.source;
        sources[i].number = (int32_t)i + 1;
    }
    return sources;
}

/* The shipped packs and what the example adds. */
static void read_rule_sets(struct arena *arena, const struct json *added, struct rule_sets *out)
{
    struct err err = {0};
    size_t n = PACKS + (added ? added->n : 0);
    struct rule_period_source *sources = pack_sources(arena, n - PACKS);
    for (size_t i = PACKS; i < n; i++) {
        struct rule_set_text text;
        if (json_rule_set(arena, &added->items[i - PACKS], "", &text, &err))
            fail_msg("rule set %zu: %s %s", i, err.pointer, err.text);
        sources[i] = text.source;
        sources[i].number = (int32_t)i + 1;
    }
    if (rule_sets_resolve(arena, sources, n, out, &err))
        fail_msg("rule sets: %s %s", err.pointer, err.text);
}

static UNUSED void read_example(struct arena *arena, const struct json *json, const struct rule_sets *packs,
                                struct example *out)
{
    *out = (struct example){.json = json, .name = text_of(member(json, "example"))};
    const struct json *events = member(json, "events");
    out->events = events ? ARENA_ARRAY(arena, struct event, events->n) : NULL;
    if (!events || !out->events) {
        fail_msg("%.*s has no events", STR_ARG(out->name));
        return;
    }
    out->n = events->n;
    name_number(&out->staff, STR("u1")); /* all staff first, so that numbers sort like names */
    for (size_t i = 0; i < events->n; i++) {
        struct str staff = text_of(member(&events->items[i], "staff"));
        struct str by = text_of(member(&events->items[i], "recorded_by"));
        if (staff.at)
            name_number(&out->staff, staff);
        if (by.at)
            name_number(&out->staff, by);
    }
    sort_names(&out->staff);
    for (size_t i = 0; i < events->n; i++)
        out->events[i] = event_value(out, &events->items[i], (uint32_t)i + 1);
    out->history = (struct history){out->events, out->n, day_value(member(json, "born")),
                                    instant_value(member(json, "known_at"), INSTANT_NEVER)};
    if (member(json, "rule_sets"))
        read_rule_sets(arena, member(json, "rule_sets"), &out->sets);
    else
        out->sets = *packs;
}

#endif
