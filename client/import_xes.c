/* From a trace of an XES log to a unit: opened at its first event, an activity for each event, an assignment
 * wherever the chosen key changes, closed at its last event. */
#include "client/import.h"

#include <stdio.h>

#include "base/hash.h"
#include "client/uuid.h"
#include "client/xes.h"
#include "core/event.h"
#include "core/text.h"
#include "wire/json_write.h"

struct work {
    const struct import_options *options;
    const struct import_sink *sink;
    struct buf lines;
    struct map cases; /* of the whole file: names that come again are cases of their own */
    struct map rows;  /* of the trace: equal rows */
    char why[400];
};

/* The n-th (from 0) row of this id gets an id of its own from the second on. */
static enum err_code nth(struct map *seen, struct uuid *id, uint32_t *before, struct err *err)
{
    if (!map_count(seen, id, before))
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

/* A text of the log as the daemon will judge it. */
static const char *check_text(struct work *work, enum text_field field, struct str text, const char *what)
{
    struct err err;
    if (!text.at || text_check(field, text, "", &err) == ERR_NONE)
        return NULL;
    (void)snprintf(work->why, sizeof work->why, "%s: %s", what, err.text);
    return work->why;
}

/* What the daemon would refuse, said with the line. */
static const char *check(struct work *work, const struct xes_event *event)
{
    if (event->bad)
        return event->bad;
    if (event->at < INSTANT_FIRST)
        return "time:timestamp: lies before 1981";
    if (event->at > work->options->now + AHEAD_MAX)
        return "time:timestamp: lies in the future";
    const char *why = check_text(work, TEXT_ACTIVITY, event->name, "concept:name");
    if (!why)
        why = check_text(work, TEXT_STAFF, event->resource, "org:resource");
    if (!why)
        why = check_text(work, TEXT_STAFF, event->holder, "the caseworker's name");
    return why || !event->id.at || !str_has_cpr(event->id) ? why
                                                           : "identity:id: a CPR number may not stand here";
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
    if (trace->name.at) {
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
    if (trace->n == 0)
        return work->sink->stray(work->sink->ctx, STRAY_EMPTY_CASE, trace->line, err);
    buf_empty(&work->lines);
    map_empty(&work->rows);
    if (case_of(work, trace, &unit.case_id, err) != ERR_NONE)
        return err->code;
    unit.why = check_text(work, TEXT_EXTERNAL_REF, trace->name, "concept:name of the trace");
    if (str_has_cpr(trace->name)) /* nothing that is made of the number is shown */
        unit.case_id = (struct uuid){0};
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

static enum err_code on_stray(void *ctx, uint32_t line, struct err *err)
{
    struct work *work = ctx;
    return work->sink->stray(work->sink->ctx, STRAY_EVENT, line, err);
}

enum err_code import_xes(struct source *source, struct str piece, const struct import_options *options,
                         const struct import_sink *sink, struct err *err)
{
    struct work work = {.options = options, .sink = sink};
    enum err_code code = ERR_NONE;
    buf_init(&work.lines, IMPORT_MAX_UNIT);
    struct xes *xes = xes_new(options->assign_from, &(struct xes_sink){on_trace, on_stray, &work});
    if (!xes)
        return err_set(err, ERR_NO_MEMORY, "no memory");
    while (code == ERR_NONE) {
        code = xes_feed(xes, piece, piece.len == 0, err);
        if (code != ERR_NONE || piece.len == 0)
            break;
        code = source_read(source, &piece, err);
    }
    xes_free(xes);
    map_clear(&work.cases);
    map_clear(&work.rows);
    buf_clear(&work.lines);
    return code;
}
