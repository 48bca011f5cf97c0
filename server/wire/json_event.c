/* See json_event.h: reading. Types are judged here, values by event_check. */
#include "wire/json_event.h"

/* More than the longest text allowed anywhere: event_check says it more exactly. */
enum { TEXT_MAX = 8192, SLUG_MAX = 100 };

/* Members that the server sets. */
static const char *const server_sets[] = {"seq",  "recorded_at",  "recorded_by", "note_sha256",
                                          "feed", "corrected_by", "voided_by"};

static enum err_code skip_server_fields(struct json_reader *r, uint32_t flags)
{
    for (size_t i = 0; i < ARRAY_LEN(server_sets); i++) {
        if (flags & JSON_EVENT_STORED)
            (void)json_get_any(r, server_sets[i], JSON_OPTIONAL);
        else if (json_find(r->object, server_sets[i]))
            json_refuse(r, server_sets[i], "is set by the server");
    }
    return r->code;
}

static void read_slug(struct json_reader *r, enum field_place place, struct str *out)
{
    *out =
        json_get_text(r, field_name(place), JSON_OPTIONAL, place == FIELD_PLACE_CODE ? TEXT_MAX : SLUG_MAX);
}

/* Hours a week in quarters. */
static int16_t read_hours(struct json_reader *r)
{
    const struct json *value = json_get(r, field_name(FIELD_PLACE_HOURS), JSON_OPTIONAL, JSON_IS_REAL);
    if (!value)
        return -1;
    double quarters = value->real * 4;
    if (!(quarters >= 0 && quarters <= HOURS_MAX_QUARTERS))
        json_refuse(r, "hours", "must be between 0 and 168");
    else if ((double)(int16_t)quarters < quarters)
        json_refuse(r, "hours", "must be in quarters of an hour");
    else
        return (int16_t)quarters;
    return -1;
}

/* The typed fields. The loop is the table's: a field without a case here would not be read by anybody. */
static void read_field(struct json_reader *r, struct arena *arena, enum field_place place,
                       struct event_draft *d)
{
    struct event *v = &d->value;
    const char *name = field_name(place);
    if (!json_has(r, name))
        return;
    v->fields |= 1u << place;
    switch (place) {
    case FIELD_PLACE_STAFF:
        d->staff = json_get_text(r, name, JSON_OPTIONAL, TEXT_MAX);
        break;
    case FIELD_PLACE_UNIT:
        d->unit = json_get_text(r, name, JSON_OPTIONAL, TEXT_MAX);
        break;
    case FIELD_PLACE_BATCH:
        d->batch = json_get_text(r, name, JSON_OPTIONAL, TEXT_MAX);
        break;
    case FIELD_PLACE_ROLE:
        read_slug(r, place, &d->role);
        break;
    case FIELD_PLACE_CODE:
        read_slug(r, place, &d->code);
        break;
    case FIELD_PLACE_OUTCOME:
        read_slug(r, place, &d->outcome);
        break;
    case FIELD_PLACE_PARTY:
        read_slug(r, place, &d->party);
        break;
    case FIELD_PLACE_CHANNEL:
        read_slug(r, place, &d->channel);
        break;
    case FIELD_PLACE_BECAUSE:
        read_slug(r, place, &d->because);
        break;
    case FIELD_PLACE_ALSO:
        d->also = json_get_texts(r, arena, name, JSON_OPTIONAL, SLUG_MAX, &d->n_also);
        break;
    case FIELD_PLACE_MARKS:
        d->marks = json_get_texts(r, arena, name, JSON_OPTIONAL, SLUG_MAX, &d->n_marks);
        break;
    case FIELD_PLACE_DUE:
        v->due = json_get_day(r, name, JSON_OPTIONAL);
        break;
    case FIELD_PLACE_STARTS_AT:
        v->starts_at = json_get_instant(r, name, JSON_OPTIONAL);
        break;
    case FIELD_PLACE_REF:
        (void)json_get_uuid(r, name, JSON_OPTIONAL, &d->ref);
        break;
    case FIELD_PLACE_SCORE:
        v->score = (int16_t)json_get_int(r, name, JSON_OPTIONAL, 0, SCALE_MAX, -1);
        break;
    case FIELD_PLACE_SCALE:
        v->scale = (int16_t)json_get_int(r, name, JSON_OPTIONAL, 1, SCALE_MAX, -1);
        break;
    case FIELD_PLACE_HOURS:
        v->hours = read_hours(r);
        break;
    case FIELD_COUNT:
        break;
    }
}

static void read_event(struct json_reader *r, struct arena *arena, uint32_t flags, struct event_draft *out)
{
    event_draft_init(out);
    if (skip_server_fields(r, flags))
        return;
    if (flags & JSON_EVENT_CASE)
        (void)json_get_any(r, "case", JSON_OPTIONAL);
    (void)json_get_uuid(r, "event_id", JSON_REQUIRED, &out->event_id);
    struct str kind = json_get_text(r, "kind", JSON_REQUIRED, SLUG_MAX);
    if (kind.at && (out->value.kind = (uint8_t)kind_by_name(kind)) == KIND_NONE)
        json_refuse(r, "kind", "is no kind of event");
    out->value.occurred_at = json_get_instant(r, "occurred_at", JSON_OPTIONAL);
    for (uint32_t place = 0; place < FIELD_COUNT; place++)
        read_field(r, arena, (enum field_place)place, out);
    out->note = json_get_text(r, "note", JSON_OPTIONAL, TEXT_MAX);
}

enum err_code json_event(struct arena *arena, const struct json *value, const char *pointer, uint32_t flags,
                         struct event_draft *out, struct err *err)
{
    struct json_reader r;
    json_read(&r, value, pointer, err);
    read_event(&r, arena, flags, out);
    return json_read_end(&r);
}

/* ---- units ---- */

void json_unit_pointer(const struct json_unit *unit, size_t i, char *out, size_t size)
{
    if (unit->is_single)
        out[0] = '\0';
    else
        json_pointer_item(out, size, unit->events_at, i);
}

static enum err_code read_events(struct arena *arena, const struct json *list, size_t max_events,
                                 uint32_t flags, struct json_unit *out, struct err *err)
{
    if (list->n == 0)
        return err_set_at(err, ERR_INVALID, out->events_at, "holds no event");
    if (list->n > max_events)
        return err_set_at(err, ERR_INVALID, out->events_at, "holds more than %zu events", max_events);
    out->events = ARENA_ARRAY(arena, struct event_draft, list->n);
    if (!out->events)
        return err_set(err, ERR_NO_MEMORY, "no memory to read events");
    for (out->n = 0; out->n < list->n; out->n++) {
        char pointer[64];
        json_unit_pointer(out, out->n, pointer, sizeof pointer);
        enum err_code code =
            json_event(arena, &list->items[out->n], pointer, flags, &out->events[out->n], err);
        if (code)
            return code;
    }
    return ERR_NONE;
}

enum err_code json_unit(struct arena *arena, const struct json *value, size_t max_events, uint32_t flags,
                        struct json_unit *out, struct err *err)
{
    *out = (struct json_unit){.if_version = -1, .events_at = ""};
    if (value->is == JSON_IS_ARRAY)
        return read_events(arena, value, max_events, flags, out, err);
    if (!json_find(value, "events")) {
        out->is_single = true;
        out->n = 1;
        out->events = ARENA_NEW(arena, struct event_draft);
        if (!out->events)
            return err_set(err, ERR_NO_MEMORY, "no memory to read events");
        return json_event(arena, value, "", flags, out->events, err);
    }
    struct json_reader r;
    json_read(&r, value, "", err);
    out->events_at = "/events";
    out->if_version = json_get_int(&r, "if_version", JSON_OPTIONAL, 0, INT64_MAX, -1);
    const struct json *events = json_get(&r, "events", JSON_REQUIRED, JSON_IS_ARRAY);
    if (json_read_end(&r))
        return r.code;
    return read_events(arena, events, max_events, flags, out, err);
}

/* ---- lines of an import ---- */

static void read_header(struct json_reader *r, struct case_header *header)
{
    header->external_ref = json_get_text(r, "external_ref", JSON_OPTIONAL, TEXT_MAX);
    header->name = json_get_text(r, "name", JSON_OPTIONAL, TEXT_MAX);
    header->born = json_get_day(r, "born", JSON_OPTIONAL);
    header->has_protected = json_has(r, "protected");
    header->is_protected = json_get_bool(r, "protected", JSON_OPTIONAL, false);
    header->cpr = json_get_text(r, "cpr", JSON_OPTIONAL, 20);
}

enum err_code case_header_check(const struct case_header *header, day_t today, struct err *err)
{
    if (header->external_ref.at && text_check(TEXT_EXTERNAL_REF, header->external_ref, "/external_ref", err))
        return err->code;
    if (header->name.at && text_check(TEXT_CITIZEN_NAME, header->name, "/name", err))
        return err->code;
    if (header->born != DAY_NONE && header->born > today)
        return err_set_at(err, ERR_INVALID, "/born", "lies ahead");
    if (header->cpr.at && !str_is_cpr(header->cpr))
        return err_set_at(err, ERR_INVALID, "/cpr", "is no CPR number, DDMMYY-NNNN");
    return ERR_NONE;
}

enum err_code json_line(struct arena *arena, const struct json *value, const char *pointer, uint32_t flags,
                        struct json_line *out, struct err *err)
{
    struct json_reader r;
    json_read(&r, value, pointer, err);
    out->is_header = !json_find(value, "kind");
    (void)json_get_uuid(&r, "case", JSON_REQUIRED, &out->case_id);
    if (out->is_header)
        read_header(&r, &out->header);
    else
        read_event(&r, arena, flags | JSON_EVENT_CASE, &out->event);
    return json_read_end(&r);
}
