/* NDJSON: lines of one case that stand together form its unit. Headers ({"case": …} without a kind) go with
 * the events that follow. What the daemon sets itself (seq, recorded_at …) is dropped; a case or event named
 * otherwise than by a UUID gets one, and the case keeps its name as external_ref. */
#include "client/import.h"

#include <jansson.h>
#include <stdlib.h>

#include "base/hash.h"
#include "client/out.h"
#include "client/uuid.h"
#include "core/event.h"
#include "wire/json_event.h"

struct work {
    const struct import_options *options;
    const struct import_sink *sink;
    struct buf line, lines;
    struct import_unit unit;
    bool is_open;
    struct map cases; /* units of the file so far, to know which continue an earlier one */
    struct map rows;  /* lines without an id of their own, in this unit */
    struct map held;  /* cases that had an assignment */
    char why[460];
    struct arena arena; /* of one line's check */
    uint32_t number;
};

static enum err_code flush(struct work *work, struct err *err)
{
    if (!work->is_open)
        return ERR_NONE;
    work->is_open = false;
    if (work->lines.failed && !work->unit.why)
        work->unit.why = "the case has more than 7 MB of events";
    work->unit.lines = work->unit.why ? (struct str){NULL, 0} : buf_str(&work->lines);
    return work->sink->unit(work->sink->ctx, &work->unit, err);
}

static enum err_code open_unit(struct work *work, const struct uuid *id, struct err *err)
{
    uint32_t before;
    if (work->is_open && uuid_equal(&work->unit.case_id, id))
        return ERR_NONE;
    if (flush(work, err) != ERR_NONE)
        return err->code;
    if (!map_count(&work->cases, id, &before))
        return err_set(err, ERR_NO_MEMORY, "no memory for the ids of the file");
    work->unit = (struct import_unit){.case_id = *id, .line = work->number, .continues = before > 0};
    work->is_open = true;
    buf_empty(&work->lines);
    map_empty(&work->rows);
    return ERR_NONE;
}

static void reject(struct work *work, const char *why)
{
    if (work->unit.why)
        return;
    size_t len = strlen(why) < sizeof work->why ? strlen(why) : sizeof work->why - 1;
    memcpy(work->why, why, len);
    work->why[len] = '\0';
    work->unit.why = work->why;
    work->unit.line = work->number;
}

static bool set_uuid(json_t *line, const char *member, const struct uuid *id)
{
    char text[UUID_TEXT];
    uuid_to_text(id, text);
    return json_object_set_new(line, member, json_stringn(text, UUID_TEXT)) == 0;
}

static struct str text_of(const json_t *value)
{
    return json_is_string(value) ? (struct str){json_string_value(value), json_string_length(value)}
                                 : (struct str){NULL, 0};
}

/* The id of an event by its name in the file; of a row without a name by its content. */
static enum err_code name_event(struct work *work, json_t *line, const char *member, struct str name,
                                struct err *err)
{
    struct uuid id;
    char case_text[UUID_TEXT];
    if (str_to_uuid(name, &id))
        return ERR_NONE;
    uuid_to_text(&work->unit.case_id, case_text);
    if (uuid_v5((struct str[]){work->options->source, {case_text, UUID_TEXT}, STR("event"), name}, 4, &id,
                err) != ERR_NONE)
        return err->code;
    return set_uuid(line, member, &id) ? ERR_NONE : err_set(err, ERR_NO_MEMORY, "no memory");
}

static enum err_code name_by_content(struct work *work, json_t *line, struct err *err)
{
    struct uuid id;
    uint32_t before = 0;
    char number[12];
    char *content = json_dumps(line, JSON_COMPACT | JSON_SORT_KEYS);
    enum err_code code =
        content ? uuid_v5((struct str[]){work->options->source, STR("row"), str_of(content)}, 3, &id, err)
                : err_set(err, ERR_NO_MEMORY, "no memory");
    if (code == ERR_NONE && !map_count(&work->rows, &id, &before))
        code = err_set(err, ERR_NO_MEMORY, "no memory for the ids of the file");
    if (code == ERR_NONE) {
        int n = snprintf(number, sizeof number, "%u", before);
        code =
            uuid_v5((struct str[]){work->options->source, STR("row"), str_of(content), {number, (size_t)n}},
                    4, &id, err);
    }
    free(content); /* allow free: jansson made it */
    if (code == ERR_NONE && !set_uuid(line, "event_id", &id))
        code = err_set(err, ERR_NO_MEMORY, "no memory");
    return code;
}

static enum err_code on_event(struct work *work, json_t *line, struct err *err)
{
    static const char *const from_the_server[] = {"seq", "recorded_at", "recorded_by", "note_sha256", "feed"};
    for (size_t i = 0; i < ARRAY_LEN(from_the_server); i++)
        json_object_del(line, from_the_server[i]);
    work->unit.events++;
    work->unit.activities++;
    if (str_equal(text_of(json_object_get(line, "kind")), STR("caseworker_assigned"))) {
        uint32_t before;
        if (!map_count(&work->held, &work->unit.case_id, &before))
            return err_set(err, ERR_NO_MEMORY, "no memory for the ids of the file");
        work->unit.assignments++;
        work->unit.changes += before > 0;
    }
    const json_t *id = json_object_get(line, "event_id"), *ref = json_object_get(line, "ref");
    if ((id && !json_is_string(id)) || (ref && !json_is_string(ref)))
        reject(work, "event_id and ref are texts");
    else if (str_has_cpr(text_of(id)) || str_has_cpr(text_of(ref)))
        reject(work, "event_id or ref: a CPR number may not stand here");
    if (json_is_string(ref) && name_event(work, line, "ref", text_of(ref), err) != ERR_NONE)
        return err->code;
    return json_is_string(id) ? name_event(work, line, "event_id", text_of(id), err)
                              : name_by_content(work, line, err);
}

/* Whose event a broken line was cannot be known: it is counted against the case it stands in. */
static enum err_code on_broken(struct work *work, json_t *line, const char *why, struct err *err)
{
    json_decref(line);
    if (!work->is_open) {
        struct import_unit unit = {.line = work->number, .activities = 1, .events = 1, .why = why};
        return work->sink->unit(work->sink->ctx, &unit, err);
    }
    work->unit.activities++;
    work->unit.events++;
    reject(work, why);
    return ERR_NONE;
}

/* As the daemon will look at it, for a dry run. */
static void check(struct work *work, struct str text)
{
    struct err why;
    const struct json *json;
    struct json_line line;
    const struct event_writer writer = {.may_import = true, .now = work->options->now};
    arena_clear(&work->arena);
    if (json_parse(&work->arena, text, &json, &why) != ERR_NONE ||
        json_line(&work->arena, json, "", 0, &line, &why) != ERR_NONE ||
        (line.is_header ? case_header_check(&line.header, day_of_instant(work->options->now), &why)
                        : event_check(&line.event, KIND_NONE, &writer, &why)) != ERR_NONE) {
        struct buf text_of_it;
        buf_init(&text_of_it, 1024);
        buf_printf(&text_of_it, "%s%s%s", why.pointer, why.pointer[0] ? ": " : "", why.text);
        buf_put_char(&text_of_it, '\0');
        reject(work, text_of_it.failed ? why.text : text_of_it.at);
        buf_clear(&text_of_it);
    }
}

static enum err_code on_object(struct work *work, json_t *line, struct err *err)
{
    struct uuid id;
    bool own;
    struct str name = text_of(json_object_get(line, "case"));
    if (!name.at || name.len == 0)
        return on_broken(work, NULL, "a line needs a case", err);
    if (!str_to_uuid(name, &id) && str_has_cpr(name)) {
        if (flush(work, err) != ERR_NONE) /* it is none of the case before it */
            return err->code;
        return on_broken(work, NULL, "case: a CPR number may not stand here", err);
    }
    if (import_case_id(work->options, name, &id, &own, err) != ERR_NONE)
        return err->code;
    bool is_new = !(work->is_open && uuid_equal(&work->unit.case_id, &id));
    if (open_unit(work, &id, err) != ERR_NONE)
        return err->code;
    bool is_header = !json_object_get(line, "kind");
    if (!own) {
        if (is_header && !json_object_get(line, "external_ref")) {
            json_object_set(line, "external_ref", json_object_get(line, "case"));
        } else if (is_new && !is_header && !work->unit.continues) {
            char text[UUID_TEXT];
            uuid_to_text(&id, text);
            json_t *header = json_pack("{s:s%,s:O}", "case", text, (size_t)UUID_TEXT, "external_ref",
                                       json_object_get(line, "case"));
            if (header)
                out_json_buf(&work->lines, header, JSON_COMPACT);
            buf_put_char(&work->lines, '\n');
            json_decref(header);
        }
        if (!set_uuid(line, "case", &id))
            return err_set(err, ERR_NO_MEMORY, "no memory");
    }
    if (!is_header && on_event(work, line, err) != ERR_NONE)
        return err->code;
    size_t from = work->lines.len;
    out_json_buf(&work->lines, line, JSON_COMPACT);
    if (work->options->check && !work->lines.failed)
        check(work, (struct str){work->lines.at + from, work->lines.len - from});
    buf_put_char(&work->lines, '\n');
    return ERR_NONE;
}

static enum err_code on_line(struct work *work, struct str text, struct err *err)
{
    static const char blanks[] = {' ', '\t', '\r', '\v', '\f'};
    work->number++;
    while (text.len > 0 && memchr(blanks, text.at[text.len - 1], sizeof blanks))
        text.len--;
    if (text.len == 0) /* also one of white space alone */
        return ERR_NONE;
    json_error_t why;
    json_t *line = json_loadb(text.at, text.len, JSON_REJECT_DUPLICATES, &why);
    if (!json_is_object(line))
        return on_broken(work, line, line ? "a line is a JSON object" : why.text, err);
    enum err_code code = on_object(work, line, err);
    json_decref(line);
    return code;
}

static enum err_code on_piece(struct work *work, struct str piece, struct err *err)
{
    while (piece.len > 0) {
        const char *end = memchr(piece.at, '\n', piece.len);
        size_t len = end ? (size_t)(end - piece.at) : piece.len;
        buf_put(&work->line, piece.at, len);
        if (work->line.failed)
            return err_set(err, ERR_TOO_LARGE, "line %u: more than 256 kB", work->number + 1);
        if (end) {
            if (on_line(work, buf_str(&work->line), err) != ERR_NONE)
                return err->code;
            buf_empty(&work->line);
            len++;
        }
        piece = (struct str){piece.at + len, piece.len - len};
    }
    return ERR_NONE;
}

enum err_code import_ndjson(struct source *source, struct str piece, const struct import_options *options,
                            const struct import_sink *sink, struct err *err)
{
    struct work work = {.options = options, .sink = sink};
    enum err_code code = ERR_NONE;
    arena_init(&work.arena, 4 * 1024 * 1024);
    buf_init(&work.line, IMPORT_MAX_LINE);
    buf_init(&work.lines, IMPORT_MAX_UNIT);
    if (piece.len >= 3 && memcmp(piece.at, "\xef\xbb\xbf", 3) == 0)
        piece = (struct str){piece.at + 3, piece.len - 3};
    while (code == ERR_NONE && piece.len > 0) {
        code = on_piece(&work, piece, err);
        if (code == ERR_NONE)
            code = source_read(source, &piece, err);
    }
    if (code == ERR_NONE && work.line.len > 0)
        code = on_line(&work, buf_str(&work.line), err);
    if (code == ERR_NONE)
        code = flush(&work, err);
    map_clear(&work.cases);
    map_clear(&work.rows);
    map_clear(&work.held);
    arena_clear(&work.arena);
    buf_clear(&work.line);
    buf_clear(&work.lines);
    return code;
}
