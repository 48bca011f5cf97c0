/* See store_history.h. */
#include "store/store_history.h"

#include "sql.gen.h"

/* The columns of SQL_HISTORY_OF_CASES behind the case, and where their values go. */
#define HISTORY(X)                                                                                           \
    X(DB_I32, seq, uint32_t)                                                                                 \
    X(DB_I16, kind, uint8_t)                                                                                 \
    X(DB_INSTANT, occurred_at, instant_t)                                                                    \
    X(DB_INSTANT, recorded_at, instant_t)                                                                    \
    X(DB_I32, recorded_by, uint32_t)                                                                         \
    X(DB_I32, staff, uint32_t)                                                                               \
    X(DB_I16, role, uint8_t)                                                                                 \
    X(DB_I32, unit, uint32_t)                                                                                \
    X(DB_I16, administration, uint8_t)                                                                       \
    X(DB_I16, code, uint16_t)                                                                                \
    X(DB_I64, also, uint64_t)                                                                                \
    X(DB_I16, outcome, uint8_t)                                                                              \
    X(DB_I16, party, uint8_t)                                                                                \
    X(DB_I16, channel, uint8_t)                                                                              \
    X(DB_DAY, due, day_t)                                                                                    \
    X(DB_INSTANT, starts_at, instant_t)                                                                      \
    X(DB_I32, ref, uint32_t)                                                                                 \
    X(DB_I16, score, int16_t)                                                                                \
    X(DB_I16, scale, int16_t)                                                                                \
    X(DB_I16, hours, int16_t)                                                                                \
    X(DB_I32, batch, uint32_t)                                                                               \
    X(DB_I32, activity, uint32_t)                                                                            \
    X(DB_I16, because, uint8_t)                                                                              \
    X(DB_I16, marks, uint16_t)                                                                               \
    X(DB_I32, fields, uint32_t)                                                                              \
    X(DB_BOOL, has_note, bool)

/* The case comes first, but in the history of one. */
static const enum db_type types[] = {DB_I64,
#define X(type, field, in_c) type,
                                     HISTORY(X)
#undef X
};

enum column {
#define X(type, field, in_c) COLUMN_##field,
    HISTORY(X)
#undef X
};

static void event_of(const int64_t *values, uint64_t nulls, struct event *out)
{
    *out = (struct event){0};
#define X(type, field, in_c) out->field = (in_c)values[COLUMN_##field];
    HISTORY(X)
#undef X
    if (nulls & VALUE_BIT(COLUMN_score))
        out->score = -1;
    if (nulls & VALUE_BIT(COLUMN_scale))
        out->scale = -1;
    if (nulls & VALUE_BIT(COLUMN_hours))
        out->hours = -1;
}

void history_event(const struct db_batch *batch, int query, int row, int first, struct event *out)
{
    struct db_values values;
    db_get_row(batch, query, row, first, types + 1, HISTORY_COLUMNS, &values);
    event_of(values.at, values.nulls, out);
}

void history_ask_copy(struct db_batch *batch, const int64_t *cases, size_t n)
{
    db_copy(batch, &SQL_HISTORY_COPY);
    db_put_array(batch, DB_I64, (uint32_t)n);
    for (size_t i = 0; i < n; i++)
        db_put_i64(batch, cases[i]);
}

enum err_code history_read_copy(const struct db_batch *batch, struct arena *arena, struct case_events **out,
                                size_t *n, struct err *err)
{
    struct db_copied copied = db_copied(batch);
    size_t most = db_copied_most(&copied, HISTORY_COLUMNS + 1);
    struct event *events = ARENA_ARRAY(arena, struct event, most), *event = events;
    struct case_events *cases = NULL;
    struct db_values values;
    size_t room = 0;
    *n = 0;
    while (events && db_copied_row(&copied, types, HISTORY_COLUMNS + 1, &values)) {
        int64_t case_id = values.at[0];
        if (*n == 0 || cases[*n - 1].case_id != case_id) {
            if (*n == room) {
                room = room ? 2 * room : 256;
                struct case_events *more = ARENA_ARRAY(arena, struct case_events, room);
                if (more && *n)
                    memcpy(more, cases, *n * sizeof *more);
                if (!(cases = more))
                    break;
            }
            cases[(*n)++] = (struct case_events){case_id, event, 0};
        }
        cases[*n - 1].n++;
        event_of(values.at + 1, values.nulls >> 1, event++);
    }
    *out = cases;
    return events && (cases || *n == 0) ? ERR_NONE
                                        : err_set(err, ERR_NO_MEMORY, "no memory for %zu events", most);
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
    out->places.arena = arena;
    for (size_t i = 0; i < n_known; i++) {
        uint32_t *place = map_uuid(&out->places, &known[i].id);
        if (!place)
            return err_set(err, ERR_NO_MEMORY, "the history of the case is too large for this request");
        *place = (uint32_t)i + 1;
    }
    out->history.events = events;
    out->history.n = n;
    out->known = known;
    out->n_known = n_known;
    return ERR_NONE;
}

const struct known_event *history_known(const struct case_history *history, const struct uuid *id)
{
    uint32_t place = map_find_uuid(&history->places, id);
    return place ? &history->known[place - 1] : NULL;
}
