/* A case's events, read page by page, and what of them is still open. */
#include "client/http.h"
#include "client/unit.h"

static enum kind kind_of(const json_t *event)
{
    const char *name = json_string_value(json_object_get(event, "kind"));
    return name ? kind_by_name(str_of(name)) : KIND_NONE;
}

static bool has_id(const json_t *event, const char *member, const struct uuid *id)
{
    struct uuid other;
    const char *text = json_string_value(json_object_get(event, member));
    return text && str_to_uuid(str_of(text), &other) && uuid_equal(&other, id);
}

static day_t day_member(const json_t *event, const char *member)
{
    day_t day;
    instant_t at;
    struct str text = str_of(json_string_value(json_object_get(event, member)));
    if (!text.at)
        return DAY_NONE;
    return day_parse(text, &day) ? day : instant_parse(text, &at) ? day_of_instant(at) : DAY_NONE;
}

const json_t *case_history_content(const struct case_history *history, const json_t *event)
{
    const char *id = json_string_value(json_object_get(event, "corrected_by"));
    for (size_t i = json_array_size(history->items); id && i-- > 0;) {
        const json_t *other = json_array_get(history->items, i);
        const char *own = json_string_value(json_object_get(other, "event_id"));
        if (own && strcmp(own, id) == 0)
            return other;
    }
    return event;
}

static void opened(struct case_history *history, const json_t *event, enum kind kind)
{
    struct open_item *item = &history->open[history->n_open];
    const json_t *content = case_history_content(history, event);
    const char *id = json_string_value(json_object_get(event, "event_id"));
    if (history->n_open == ARRAY_LEN(history->open) || !id || !str_to_uuid(str_of(id), &item->id))
        return;
    item->seq = json_integer_value(json_object_get(event, "seq"));
    item->kind = kind;
    item->due = day_member(content, kind == KIND_MEETING_BOOKED ? "starts_at" : "due");
    item->what = json_string_value(json_object_get(content, "code"));
    item->note = json_string_value(json_object_get(content, "note"));
    history->n_open++;
}

static void refers(struct case_history *history, const json_t *event, enum kind kind)
{
    for (size_t i = 0; i < history->n_open; i++) {
        if (!has_id(event, "ref", &history->open[i].id))
            continue;
        if (kind == KIND_NEXT_STEP_MOVED || kind == KIND_WAIT_MOVED || kind == KIND_INTERVENTION_CHANGED) {
            day_t due = day_member(case_history_content(history, event), "due");
            history->open[i].due = due != DAY_NONE ? due : history->open[i].due;
        } else if (kind != KIND_CITIZEN_TOLD) {
            memmove(&history->open[i], &history->open[i + 1],
                    (--history->n_open - i) * sizeof history->open[i]);
        }
        return;
    }
}

/* What is still open: from the events that were not voided, as they were corrected. */
static void find_open(struct case_history *history)
{
    for (size_t i = 0; i < json_array_size(history->items); i++) {
        const json_t *event = json_array_get(history->items, i);
        enum kind kind = kind_of(event);
        if (json_is_true(json_object_get(event, "voided")) || kind == KIND_CORRECTED || kind == KIND_VOIDED)
            continue;
        if (json_object_get(event, "ref"))
            refers(history, event, kind);
        if (kind == KIND_NEXT_STEP_SET || kind == KIND_WAIT_STARTED || kind == KIND_STATEMENT_REQUESTED ||
            kind == KIND_MEETING_BOOKED || kind == KIND_INTERVENTION_STARTED)
            opened(history, event, kind);
    }
}

enum err_code case_history_load(struct cli *cli, const char *case_text, struct case_history *out,
                                struct err *err)
{
    long long after = 0;
    *out = (struct case_history){.items = json_array()};
    for (bool more = true; more;) {
        char path[128];
        json_t *page;
        snprintf(path, sizeof path, "/v1/cases/%s/events?limit=200&after=%lld", case_text, after);
        if (http_get(cli, path, &page, err) != ERR_NONE) {
            case_history_clear(out);
            return err->code;
        }
        const json_t *items = json_object_get(page, "items");
        size_t n = json_array_size(items);
        for (size_t i = 0; i < n; i++) {
            json_t *event = json_array_get(items, i);
            after = json_integer_value(json_object_get(event, "seq"));
            json_array_append(out->items, event);
        }
        more = n > 0 && !json_is_null(json_object_get(page, "next")) && json_object_get(page, "next");
        json_decref(page);
    }
    find_open(out);
    return ERR_NONE;
}

void case_history_clear(struct case_history *history)
{
    json_decref(history->items);
    *history = (struct case_history){0};
}

enum err_code case_history_find(const struct cli *cli, const struct case_history *history, const char *name,
                                const char *text, const json_t **event, struct uuid *id, struct err *err)
{
    int64_t seq = 0;
    struct uuid wanted;
    bool by_id = str_to_uuid(str_of(text), &wanted);
    if (!by_id && !str_to_i64(str_of(text), 1, INT32_MAX, &seq))
        return err_set(err, ERR_INVALID,
                       cli_say(cli, "%s: en hændelses nummer i forløbet, fx 7, eller dens id",
                               "%s: the number of an event in the case, like 7, or its id"),
                       name);
    for (size_t i = 0; i < json_array_size(history->items); i++) {
        const json_t *item = json_array_get(history->items, i);
        const char *own = json_string_value(json_object_get(item, "event_id"));
        if (own && str_to_uuid(str_of(own), id) &&
            (by_id ? uuid_equal(id, &wanted) : json_integer_value(json_object_get(item, "seq")) == seq)) {
            *event = item;
            return ERR_NONE;
        }
    }
    return err_set(err, ERR_NOT_FOUND,
                   cli_say(cli, "%s: forløbet har ingen hændelse %s", "%s: the case has no event %s"), name,
                   text);
}
