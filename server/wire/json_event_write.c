/* See json_event.h: writing. */
#include "wire/json_event.h"
#include "wire/json_write.h"

enum { SHA256_BYTES = 32 };

static void put_number(struct buf *out, const char *name, int64_t number)
{
    json_key(out, name);
    json_i64(out, number);
}

static void put_text(struct buf *out, const char *name, struct str text)
{
    json_key(out, name);
    json_str(out, text);
}

/* A number that is in no catalogue (written by a later version) is null. */
static void put_slug(struct buf *out, const char *name, enum catalogue catalogue, uint32_t number)
{
    const struct catalogue_value *value = catalogue_value(catalogue, number);
    json_key(out, name);
    json_text(out, value ? value->slug : NULL);
}

static void put_slugs(struct buf *out, const char *name, enum catalogue catalogue, uint64_t set)
{
    json_key(out, name);
    json_begin_array(out);
    for (uint32_t n = 1; n <= catalogue_size(catalogue); n++)
        if (set & VALUE_BIT(n))
            json_text(out, catalogue_value(catalogue, n)->slug);
    json_end_array(out);
}

static void put_field(struct buf *out, const struct event *e, const struct event_names *names,
                      const struct kind_info *info, enum field_place place)
{
    const char *name = field_name(place);
    switch (place) {
    case FIELD_PLACE_STAFF:
        put_text(out, name, names->staff);
        break;
    case FIELD_PLACE_ROLE:
        put_slug(out, name, CATALOGUE_ROLE, e->role);
        break;
    case FIELD_PLACE_UNIT:
        put_text(out, name, names->unit);
        break;
    case FIELD_PLACE_CODE:
        if (info->flags & KIND_FREE_CODE)
            put_text(out, name, names->activity);
        else
            put_slug(out, name, info->code, e->code);
        break;
    case FIELD_PLACE_ALSO:
        put_slugs(out, name, info->also, e->also);
        break;
    case FIELD_PLACE_OUTCOME:
        put_slug(out, name, info->outcome, e->outcome);
        break;
    case FIELD_PLACE_PARTY:
        put_slug(out, name, CATALOGUE_PARTY, e->party);
        break;
    case FIELD_PLACE_CHANNEL:
        put_slug(out, name, CATALOGUE_CHANNEL, e->channel);
        break;
    case FIELD_PLACE_DUE:
        json_key(out, name);
        json_day(out, e->due);
        break;
    case FIELD_PLACE_STARTS_AT:
        json_key(out, name);
        json_instant(out, e->starts_at);
        break;
    case FIELD_PLACE_REF:
        json_key(out, name);
        json_uuid(out, &names->ref);
        break;
    case FIELD_PLACE_SCORE:
        put_number(out, name, e->score);
        break;
    case FIELD_PLACE_SCALE:
        put_number(out, name, e->scale);
        break;
    case FIELD_PLACE_HOURS:
        json_key(out, name);
        json_thousandths(out, (int64_t)e->hours * 250);
        break;
    case FIELD_PLACE_BATCH:
        put_text(out, name, names->batch);
        break;
    case FIELD_PLACE_BECAUSE:
        put_slug(out, name,
                 e->kind == KIND_CORRECTED ? CATALOGUE_CORRECTION_REASON
                                           : kind_info((enum kind)e->kind)->because,
                 e->because);
        break;
    case FIELD_PLACE_MARKS:
        put_slugs(out, name, CATALOGUE_MARK, e->marks);
        break;
    case FIELD_COUNT:
        break;
    }
}

void json_put_event(struct buf *out, const struct event *event, const struct event_names *names)
{
    enum kind kind = (enum kind)event->kind;
    const struct kind_info *info = kind_info(kind);
    if (names->case_id) {
        json_key(out, "case");
        json_uuid(out, names->case_id);
    }
    put_number(out, "seq", event->seq);
    json_key(out, "event_id");
    json_uuid(out, &names->event_id);
    json_key(out, "kind");
    json_text(out, info->name);
    json_key(out, "occurred_at");
    json_instant(out, event->occurred_at);
    json_key(out, "recorded_at");
    json_instant(out, event->recorded_at);
    put_text(out, "recorded_by", names->recorded_by);
    if (kind == KIND_CORRECTED)
        info = kind_info(names->corrected);
    for (uint32_t place = 0; place < FIELD_COUNT; place++)
        if (event->fields >> place & 1)
            put_field(out, event, names, info, (enum field_place)place);
    if (names->note.at)
        put_text(out, "note", names->note);
    if (names->note_sha256) {
        json_key(out, "note_sha256");
        json_hex(out, names->note_sha256, SHA256_BYTES);
    }
    if (names->feed)
        put_number(out, "feed", names->feed);
}
