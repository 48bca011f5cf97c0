/* See store_history.h. */
#include "store/store_history.h"

#include "sql.gen.h"

static uint32_t id_at(const struct db_batch *batch, int query, int row, int column)
{
    return (uint32_t)db_get_i32(batch, query, row, column); /* null: 0 */
}

static uint8_t code_at(const struct db_batch *batch, int query, int row, int column)
{
    return (uint8_t)db_get_i16(batch, query, row, column);
}

static int16_t number_at(const struct db_batch *batch, int query, int row, int column)
{
    return db_is_null(batch, query, row, column) ? -1 : db_get_i16(batch, query, row, column);
}

void history_event(const struct db_batch *batch, int query, int row, int first, struct event *out)
{
    int c = first;
    *out = (struct event){0};
    out->seq = id_at(batch, query, row, c++);
    out->kind = code_at(batch, query, row, c++);
    out->occurred_at = db_get_instant(batch, query, row, c++);
    out->recorded_at = db_get_instant(batch, query, row, c++);
    out->recorded_by = id_at(batch, query, row, c++);
    out->staff = id_at(batch, query, row, c++);
    out->role = code_at(batch, query, row, c++);
    out->unit = id_at(batch, query, row, c++);
    out->administration = code_at(batch, query, row, c++);
    out->code = (uint16_t)db_get_i16(batch, query, row, c++);
    out->also = (uint64_t)db_get_i64(batch, query, row, c++);
    out->outcome = code_at(batch, query, row, c++);
    out->party = code_at(batch, query, row, c++);
    out->channel = code_at(batch, query, row, c++);
    out->due = db_get_day(batch, query, row, c++);
    out->starts_at = db_get_instant(batch, query, row, c++);
    out->ref = id_at(batch, query, row, c++);
    out->score = number_at(batch, query, row, c++);
    out->scale = number_at(batch, query, row, c++);
    out->hours = number_at(batch, query, row, c++);
    out->batch = id_at(batch, query, row, c++);
    out->activity = id_at(batch, query, row, c++);
    out->because = code_at(batch, query, row, c++);
    out->marks = (uint16_t)db_get_i16(batch, query, row, c++);
    out->fields = id_at(batch, query, row, c++);
    out->has_note = db_get_bool(batch, query, row, c);
}

enum { HEAD, EVENTS, IDS }; /* the statements of history_ask */

void history_ask(struct db_batch *batch, const struct uuid *course, const struct viewer *viewer,
                 const struct uuid *ids, uint32_t n_ids)
{
    db_query(batch, &SQL_HISTORY_HEAD);
    db_put_uuid(batch, course);
    db_put_bool(batch, viewer->sees_all);
    db_put_array(batch, DB_I64, viewer->n_principals);
    for (uint32_t i = 0; i < viewer->n_principals; i++)
        db_put_i64(batch, viewer->principals[i]);
    db_put_i64(batch, viewer->own_citizen);
    db_query(batch, &SQL_HISTORY_OF_CASE);
    db_put_uuid(batch, course);
    db_query(batch, &SQL_HISTORY_OF_IDS);
    db_put_uuid(batch, course);
    db_put_array(batch, DB_UUID, n_ids);
    for (uint32_t i = 0; i < n_ids; i++)
        db_put_uuid(batch, &ids[i]);
}

enum err_code history_read(const struct db_batch *batch, struct arena *arena, struct case_history *out,
                           struct err *err)
{
    *out = (struct case_history){.history = {.born = DAY_NONE, .known_at = INSTANT_NEVER}};
    if (db_rows(batch, HEAD) == 0)
        return ERR_NONE;
    out->found = true;
    out->case_id = db_get_i64(batch, HEAD, 0, 0);
    out->seq = db_get_i32(batch, HEAD, 0, 1);
    out->version = db_get_i32(batch, HEAD, 0, 2);
    out->history.born = db_get_day(batch, HEAD, 0, 3);
    out->citizen = db_get_i64(batch, HEAD, 0, 4);
    size_t n = (size_t)db_rows(batch, EVENTS), n_known = (size_t)db_rows(batch, IDS);
    struct event *events = ARENA_ARRAY(arena, struct event, n);
    struct known_event *known = ARENA_ARRAY(arena, struct known_event, n_known);
    if ((n > 0 && !events) || (n_known > 0 && !known))
        return err_set(err, ERR_NO_MEMORY, "the history of the case is too large for this request");
    for (size_t i = 0; i < n; i++)
        history_event(batch, EVENTS, (int)i, 0, &events[i]);
    for (size_t i = 0; i < n_known; i++)
        known[i] = (struct known_event){.id = db_get_uuid(batch, IDS, (int)i, 0),
                                        .seq = (uint32_t)db_get_i32(batch, IDS, (int)i, 1),
                                        .kind = (enum kind)db_get_i16(batch, IDS, (int)i, 2)};
    out->history.events = events;
    out->history.n = n;
    out->known = known;
    out->n_known = n_known;
    return ERR_NONE;
}

const struct known_event *history_known(const struct case_history *history, const struct uuid *id)
{
    for (size_t i = 0; i < history->n_known; i++)
        if (uuid_equal(&history->known[i].id, id))
            return &history->known[i];
    return NULL;
}
