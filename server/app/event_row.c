/* See event_row.h. */
#include "app/event_row.h"

#include "core/kind.h"
#include "store/store_append.h"
#include "store/store_history.h"
#include "wire/json_event.h"
#include "wire/json_write.h"

/* Behind the event id and the typed columns. */
enum {
    FEED = HISTORY_COLUMNS + 1,
    HASH,
    REF_ID,
    REF_KIND,
    RECORDED_BY,
    STAFF,
    UNIT_TEXT,
    BATCH,
    ACTIVITY,
    NOTE
};
_Static_assert(NOTE + 1 == EVENT_COLUMNS, "columns of case_events.sql");

void event_row_put(struct buf *out, const struct db_batch *batch, int query, int row,
                   const struct uuid *case_id)
{
    struct event event;
    history_event(batch, query, row, 1, &event);
    struct str hash = db_get_text(batch, query, row, HASH);
    struct event_names names = {
        .case_id = case_id,
        .event_id = db_get_uuid(batch, query, row, 0),
        .staff = db_get_text(batch, query, row, STAFF),
        .unit = db_get_text(batch, query, row, UNIT_TEXT),
        .batch = db_get_text(batch, query, row, BATCH),
        .activity = db_get_text(batch, query, row, ACTIVITY),
        .recorded_by = db_get_text(batch, query, row, RECORDED_BY),
        .note = db_get_text(batch, query, row, NOTE),
        .note_sha256 = hash.len == SHA256_BYTES ? (const uint8_t *)hash.at : NULL,
        .feed = db_get_i64(batch, query, row, FEED),
    };
    if (!db_is_null(batch, query, row, REF_ID))
        names.ref = db_get_uuid(batch, query, row, REF_ID);
    if (event.kind == KIND_CORRECTED)
        names.corrected = (enum kind)db_get_i16(batch, query, row, REF_KIND);
    json_put_event(out, &event, &names);
}

void event_row_put_hidden(struct buf *out, const struct db_batch *batch, int query, int row,
                          const struct uuid *case_id)
{
    struct event event;
    struct uuid id = db_get_uuid(batch, query, row, 0);
    history_event(batch, query, row, 1, &event);
    json_key(out, "case"), json_uuid(out, case_id);
    json_key(out, "seq"), json_i64(out, event.seq);
    json_key(out, "event_id"), json_uuid(out, &id);
    json_key(out, "kind"), json_text(out, kind_info((enum kind)event.kind)->name);
    json_key(out, "recorded_at"), json_instant(out, event.recorded_at);
}
