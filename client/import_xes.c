/* From a trace of an XES log to a unit: opened at its first event, an activity for each event, an assignment
 * wherever the chosen key changes, closed at its last event. */
#include "client/import.h"

#include <stdio.h>

#include "client/uuid.h"
#include "client/uuid_map.h"
#include "client/xes.h"
#include "core/event.h"
#include "wire/json_write.h"

struct work {
    const struct import_options *options;
    const struct import_sink *sink;
    struct import_strays *strays;
    struct buf lines;
    struct uuid_map cases; /* of the whole file: names that come again are cases of their own */
    struct uuid_map rows;  /* of the trace: equal rows */
};

bool import_is_xml(struct str piece)
{
    size_t i = 0;
    if (piece.len >= 3 && memcmp(piece.at, "\xef\xbb\xbf", 3) == 0)
        i = 3;
    if (piece.len >= 2 && (memcmp(piece.at, "\xff\xfe", 2) == 0 || memcmp(piece.at, "\xfe\xff", 2) == 0))
        return true;
    while (i < piece.len && memchr(" \t\r\n", piece.at[i], 4))
        i++;
    return i < piece.len && piece.at[i] == '<';
}

enum err_code import_case_id(const struct import_options *options, struct str name, struct uuid *out,
                             bool *own, struct err *err)
{
    *own = str_to_uuid(name, out);
    return *own ? ERR_NONE : uuid_v5((struct str[]){options->source, STR("case"), name}, 3, out, err);
}

/* The n-th (from 0) row of this id gets an id of its own from the second on. */
static enum err_code nth(struct uuid_map *seen, struct uuid *id, uint32_t *before, struct err *err)
{
    if (!uuid_map_add(seen, id, before))
        return err_set(err, ERR_NO_MEMORY, "no memory for the ids of the file");
    if (*before == 0)
        return ERR_NONE;
    char text[UUID_TEXT], number[12];
    int n = snprintf(number, sizeof number, "%u", *before);
    uuid_to_text(id, text);
    return uuid_v5((struct str[]){{text, UUID_TEXT}, {number, (size_t)n}}, 2, id, err);
}

/* A trace without a name is named by what happened in it. */
static enum err_code name_by_content(struct work *work, const struct xes_trace *trace, struct uuid *id,
                                     struct err *err)
{
    enum err_code code = uuid_v5((struct str[]){work->options->source, STR("nameless")}, 2, id, err);
    for (size_t i = 0; i < trace->n && code == ERR_NONE; i++) {
        const struct xes_event *event = &trace->events[i];
        char at[INSTANT_TEXT], so_far[UUID_TEXT];
        instant_to_text(event->at == INSTANT_NONE ? 0 : event->at, at);
        uuid_to_text(id, so_far);
        code = uuid_v5(
            (struct str[]){{so_far, UUID_TEXT}, {at, INSTANT_TEXT}, event->name, event->resource, event->id},
            5, id, err);
    }
    return code;
}

static enum err_code case_of(struct work *work, const struct xes_trace *trace, struct uuid *id,
                             struct err *err)
{
    bool own;
    uint32_t before;
    if ((trace->name.at ? import_case_id(work->options, trace->name, id, &own, err)
                        : name_by_content(work, trace, id, err)) != ERR_NONE)
        return err->code;
    return nth(&work->cases, id, &before, err);
}

static size_t characters(struct str text)
{
    size_t n = 0;
    for (size_t i = 0; i < text.len; i++)
        n += ((unsigned char)text.at[i] & 0xc0) != 0x80;
    return n;
}

/* What the daemon would refuse, said with the line. */
static const char *check(const struct work *work, const struct xes_event *event)
{
    if (event->bad)
        return event->bad;
    if (event->at < INSTANT_FIRST)
        return "time:timestamp lies before 1981";
    if (event->at > work->options->now + AHEAD_MAX)
        return "time:timestamp lies in the future";
    if (characters(event->name) > ACTIVITY_MAX)
        return "concept:name has more than 200 characters";
    if (characters(event->resource) > STAFF_MAX)
        return "org:resource has more than 100 characters";
    if (work->options->assign_from.at && characters(event->holder) > STAFF_MAX)
        return "the caseworker's name has more than 100 characters";
    return NULL;
}

struct row {
    const char *kind;
    instant_t at;
    struct str staff, code, own_id;
};

static enum err_code put_row(struct work *work, const struct uuid *case_id, const struct row *row,
                             struct err *err)
{
    char case_text[UUID_TEXT], at[INSTANT_TEXT];
    struct uuid id;
    uint32_t before;
    struct str parts[] = {work->options->source,
                          {case_text, UUID_TEXT},
                          str_of(row->kind),
                          {at, INSTANT_TEXT},
                          row->code,
                          row->staff};
    size_t n = ARRAY_LEN(parts);
    uuid_to_text(case_id, case_text);
    instant_to_text(row->at, at);
    if (row->own_id.at) {
        parts[3] = row->own_id;
        n = 4;
    }
    if (uuid_v5(parts, n, &id, err) != ERR_NONE || nth(&work->rows, &id, &before, err) != ERR_NONE)
        return err->code;
    struct buf *out = &work->lines;
    json_begin_object(out);
    json_key(out, "case");
    json_uuid(out, case_id);
    json_key(out, "event_id");
    json_uuid(out, &id);
    json_key(out, "kind");
    json_text(out, row->kind);
    json_key(out, "occurred_at");
    json_instant(out, row->at);
    if (row->staff.at) {
        json_key(out, "staff");
        json_str(out, row->staff);
    }
    if (row->code.at) {
        json_key(out, "code");
        json_str(out, row->code);
    }
    if (strcmp(row->kind, "caseworker_assigned") == 0) {
        json_key(out, "role");
        json_text(out, "primary");
        json_key(out, "marks");
        json_raw(out, STR("[\"history\"]"));
    }
    json_end_object(out);
    buf_put_char(out, '\n');
    return ERR_NONE;
}

static enum err_code put_trace(struct work *work, const struct xes_trace *trace, struct import_unit *unit,
                               struct err *err)
{
    struct str holder = {NULL, 0};
    instant_t first = trace->events[0].at, last = trace->events[trace->n - 1].at;
    if (trace->name.at && characters(trace->name) <= 200) {
        json_begin_object(&work->lines);
        json_key(&work->lines, "case");
        json_uuid(&work->lines, &unit->case_id);
        json_key(&work->lines, "external_ref");
        json_str(&work->lines, trace->name);
        json_end_object(&work->lines);
        buf_put_char(&work->lines, '\n');
    }
    enum err_code code =
        put_row(work, &unit->case_id, &(struct row){.kind = "case_opened", .at = first}, err);
    for (size_t i = 0; i < trace->n && code == ERR_NONE; i++) {
        const struct xes_event *event = &trace->events[i];
        if (event->holder.at && !(holder.at && str_equal(holder, event->holder))) {
            code = put_row(
                work, &unit->case_id,
                &(struct row){.kind = "caseworker_assigned", .at = event->at, .staff = event->holder}, err);
            unit->assignments++;
            unit->changes += holder.at != NULL;
            holder = event->holder;
        }
        if (code == ERR_NONE)
            code =
                put_row(work, &unit->case_id,
                        &(struct row){"activity", event->at, event->resource, event->name, event->id}, err);
    }
    unit->events += unit->assignments + 1;
    if (code == ERR_NONE && !work->options->leave_open) {
        code = put_row(work, &unit->case_id,
                       &(struct row){.kind = "case_closed", .at = last, .code = STR("unknown")}, err);
        unit->events++;
    }
    return code;
}

static enum err_code on_trace(void *ctx, const struct xes_trace *trace, struct err *err)
{
    struct work *work = ctx;
    struct import_unit unit = {
        .line = trace->line, .activities = (uint32_t)trace->n, .events = (uint32_t)trace->n};
    if (trace->n == 0) {
        work->strays->empty_cases++;
        return ERR_NONE;
    }
    buf_empty(&work->lines);
    uuid_map_empty(&work->rows);
    if (case_of(work, trace, &unit.case_id, err) != ERR_NONE)
        return err->code;
    for (size_t i = 0; i < trace->n && !unit.why; i++) {
        unit.why = check(work, &trace->events[i]);
        if (unit.why)
            unit.line = trace->events[i].line;
    }
    if (!unit.why && put_trace(work, trace, &unit, err) != ERR_NONE)
        return err->code;
    if (work->lines.failed)
        unit.why = "the case has more than 7 MB of events";
    if (!unit.why)
        unit.lines = buf_str(&work->lines);
    return work->sink->unit(work->sink->ctx, &unit, err);
}

enum err_code import_xes(struct source *source, struct str piece, const struct import_options *options,
                         const struct import_sink *sink, struct import_strays *strays, struct err *err)
{
    struct work work = {.options = options, .sink = sink, .strays = strays};
    enum err_code code = ERR_NONE;
    buf_init(&work.lines, IMPORT_MAX_UNIT);
    struct xes *xes = xes_new(options->assign_from, &(struct xes_sink){on_trace, &work});
    if (!xes)
        return err_set(err, ERR_NO_MEMORY, "no memory");
    while (code == ERR_NONE) {
        code = xes_feed(xes, piece, piece.len == 0, err);
        if (code != ERR_NONE || piece.len == 0)
            break;
        code = source_read(source, &piece, err);
    }
    strays->events = xes_strays(xes);
    xes_free(xes);
    uuid_map_clear(&work.cases);
    uuid_map_clear(&work.rows);
    buf_clear(&work.lines);
    return code;
}

enum err_code import_file(struct source *source, const struct import_options *options,
                          const struct import_sink *sink, struct import_strays *strays, struct err *err)
{
    struct str piece;
    *strays = (struct import_strays){0, 0};
    if (source_read(source, &piece, err) != ERR_NONE)
        return err->code;
    if (piece.len == 0)
        return err_set(err, ERR_INVALID, "the file is empty");
    return import_is_xml(piece) ? import_xes(source, piece, options, sink, strays, err)
                                : import_ndjson(source, piece, options, sink, err);
}
