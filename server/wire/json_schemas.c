/* See json_vocabulary.h: JSON Schema of events. */
#include "core/event.h"
#include "wire/json_vocabulary.h"
#include "wire/json_write.h"

static void put_text(struct buf *out, const char *name, const char *text)
{
    json_key(out, name);
    json_text(out, text);
}

static void put_number(struct buf *out, const char *name, int64_t number)
{
    json_key(out, name);
    json_i64(out, number);
}

static void put_string(struct buf *out, const char *name, const char *format, int64_t max)
{
    json_key(out, name);
    json_begin_object(out);
    put_text(out, "type", "string");
    if (format)
        put_text(out, "format", format);
    if (max > 0) {
        put_number(out, "minLength", 1);
        put_number(out, "maxLength", max);
    }
    json_end_object(out);
}

/* {"type":"string","enum":[…]} of the values in the set. */
static void put_enum(struct buf *out, enum catalogue catalogue, uint64_t set)
{
    json_begin_object(out);
    put_text(out, "type", "string");
    json_key(out, "enum");
    json_begin_array(out);
    for (uint32_t n = 1; n <= catalogue_size(catalogue); n++)
        if (set & VALUE_BIT(n))
            json_text(out, catalogue_value(catalogue, n)->slug);
    json_end_array(out);
    json_end_object(out);
}

static void put_value_of(struct buf *out, const char *name, enum catalogue catalogue)
{
    json_key(out, name);
    put_enum(out, catalogue, ~UINT64_C(0));
}

static void put_list_of(struct buf *out, const char *name, enum catalogue catalogue, uint64_t set)
{
    json_key(out, name);
    json_begin_object(out);
    put_text(out, "type", "array");
    json_key(out, "uniqueItems");
    json_bool(out, true);
    json_key(out, "items");
    put_enum(out, catalogue, set);
    json_end_object(out);
}

static void put_range(struct buf *out, const char *name, const char *type, int64_t min, int64_t max)
{
    json_key(out, name);
    json_begin_object(out);
    put_text(out, "type", type);
    put_number(out, "minimum", min);
    put_number(out, "maximum", max);
    if (strcmp(type, "number") == 0) {
        json_key(out, "multipleOf");
        json_thousandths(out, 250);
    }
    json_end_object(out);
}

/* A correction's `code`, `outcome` and `also` are those of the event it corrects: any text. */
static void put_code(struct buf *out, const char *name, enum catalogue catalogue, int64_t max)
{
    if (catalogue == CATALOGUE_NONE)
        put_string(out, name, NULL, max);
    else
        put_value_of(out, name, catalogue);
}

static void put_texts(struct buf *out, const char *name)
{
    json_key(out, name);
    json_begin_object(out);
    put_text(out, "type", "array");
    json_key(out, "items");
    json_begin_object(out);
    put_text(out, "type", "string");
    json_end_object(out);
    json_end_object(out);
}

static void put_field(struct buf *out, const struct kind_info *info, enum field_place place)
{
    const char *name = field_name(place);
    switch (place) {
    case FIELD_PLACE_STAFF:
        put_string(out, name, NULL, STAFF_MAX);
        break;
    case FIELD_PLACE_ROLE:
        put_value_of(out, name, CATALOGUE_ROLE);
        break;
    case FIELD_PLACE_UNIT:
        put_string(out, name, NULL, UNIT_MAX);
        break;
    case FIELD_PLACE_CODE:
        put_code(out, name, info->code, ACTIVITY_MAX);
        break;
    case FIELD_PLACE_ALSO:
        if (info->also)
            put_list_of(out, name, info->also, ~UINT64_C(0));
        else
            put_texts(out, name);
        break;
    case FIELD_PLACE_OUTCOME:
        put_code(out, name, info->outcome, ACTIVITY_MAX);
        break;
    case FIELD_PLACE_PARTY:
        put_value_of(out, name, CATALOGUE_PARTY);
        break;
    case FIELD_PLACE_CHANNEL:
        put_value_of(out, name, CATALOGUE_CHANNEL);
        break;
    case FIELD_PLACE_DUE:
        put_string(out, name, "date", 0);
        break;
    case FIELD_PLACE_STARTS_AT:
        put_string(out, name, "date-time", 0);
        break;
    case FIELD_PLACE_REF:
        put_string(out, name, "uuid", 0);
        break;
    case FIELD_PLACE_SCORE:
        put_range(out, name, "integer", 0, SCALE_MAX);
        break;
    case FIELD_PLACE_SCALE:
        put_range(out, name, "integer", 1, SCALE_MAX);
        break;
    case FIELD_PLACE_HOURS:
        put_range(out, name, "number", 0, HOURS_MAX_QUARTERS / 4);
        break;
    case FIELD_PLACE_BATCH:
        put_string(out, name, NULL, BATCH_MAX);
        break;
    case FIELD_PLACE_BECAUSE:
        put_value_of(out, name, info->because);
        break;
    case FIELD_PLACE_MARKS:
        put_list_of(out, name, CATALOGUE_MARK, info->marks ? info->marks : ~UINT64_C(0));
        break;
    case FIELD_COUNT:
        break;
    }
}

/* `by_path`: the body of a correction or void, whose kind and ref stand in the path. */
static void put_required(struct buf *out, const struct kind_info *info, bool by_path)
{
    json_key(out, "required");
    json_begin_array(out);
    json_text(out, "event_id");
    if (!by_path)
        json_text(out, "kind");
    if (!(info->flags & KIND_NOW) && info != kind_info(KIND_CORRECTED))
        json_text(out, "occurred_at"); /* a correction of an N kind leaves it out */
    for (uint32_t place = 0; place < FIELD_COUNT; place++)
        if (info->required >> place & 1 && !(by_path && place == FIELD_PLACE_REF))
            json_text(out, field_name((enum field_place)place));
    json_end_array(out);
}

static void put_kind_schema(struct buf *out, const struct kind_info *info, bool by_path)
{
    json_begin_object(out);
    put_text(out, "type", "object");
    put_text(out, "title", info->english);
    if (info->meaning)
        put_text(out, "description", info->meaning);
    put_required(out, info, by_path);
    json_key(out, "properties");
    json_begin_object(out);
    put_string(out, "event_id", "uuid", 0);
    if (by_path) {
        put_range(out, "if_version", "integer", 0, INT32_MAX);
    } else {
        json_key(out, "kind");
        json_begin_object(out);
        put_text(out, "const", info->name);
        json_end_object(out);
    }
    put_string(out, "case", "uuid", 0);
    put_string(out, "occurred_at", "date-time", 0);
    put_string(out, "note", NULL, NOTE_MAX);
    for (uint32_t place = 0; place < FIELD_COUNT; place++)
        if ((info->required | info->optional) >> place & 1 && !(by_path && place == FIELD_PLACE_REF))
            put_field(out, info, (enum field_place)place);
    json_end_object(out);
    json_end_object(out);
}

static void put_name(struct buf *out, const char *before, const char *kind)
{
    char name[80];
    size_t head = strlen(before), tail = strlen(kind);
    memcpy(name, before, head);
    memcpy(name + head, kind, tail);
    json_str(out, (struct str){name, head + tail});
}

static void put_one_of(struct buf *out)
{
    json_key(out, "Event");
    json_begin_object(out);
    json_key(out, "oneOf");
    json_begin_array(out);
    for (uint32_t kind = 1; kind < KIND_COUNT; kind++) {
        json_begin_object(out);
        json_key(out, "$ref");
        put_name(out, "#/components/schemas/Event_", kind_info((enum kind)kind)->name);
        json_end_object(out);
    }
    json_end_array(out);
    json_end_object(out);
}

/* Not closed with additionalProperties: the members of Event stand beside these. */
static void put_stored(struct buf *out)
{
    json_key(out, "StoredEvent");
    json_begin_object(out);
    json_key(out, "allOf");
    json_begin_array(out);
    json_begin_object(out);
    put_text(out, "$ref", "#/components/schemas/Event");
    json_end_object(out);
    json_begin_object(out);
    put_text(out, "type", "object");
    json_key(out, "required");
    json_begin_array(out);
    json_text(out, "seq");
    json_text(out, "recorded_at");
    json_text(out, "recorded_by");
    json_end_array(out);
    json_key(out, "properties");
    json_begin_object(out);
    put_range(out, "seq", "integer", 1, UINT32_MAX);
    put_string(out, "recorded_at", "date-time", 0);
    put_string(out, "recorded_by", NULL, STAFF_MAX);
    put_string(out, "note_sha256", NULL, 64);
    put_range(out, "feed", "integer", 1, INT64_MAX);
    json_end_object(out);
    json_end_object(out);
    json_end_array(out);
    json_end_object(out);
}

void json_put_event_schemas(struct buf *out)
{
    put_one_of(out);
    put_stored(out);
    for (uint32_t kind = 1; kind < KIND_COUNT; kind++) {
        const struct kind_info *info = kind_info((enum kind)kind);
        char name[40] = "Event_";
        memcpy(name + strlen(name), info->name, strlen(info->name) + 1); /* kinds are short */
        json_key(out, name);
        put_kind_schema(out, info, false);
    }
    json_key(out, "Correction");
    put_kind_schema(out, kind_info(KIND_CORRECTED), true);
    json_key(out, "Void");
    put_kind_schema(out, kind_info(KIND_VOIDED), true);
}
