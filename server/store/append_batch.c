/* See append_batch.h. The order of the parameters is that of the function in schema/003_append.sql. */
#include "store/append_batch.h"

#include "sql.gen.h"

enum { /* u_flags, e_checks: see the function */
       UNIT_OPENS = 1,
       UNIT_IMPORT = 2,
       UNIT_SEES_ALL = 4,
       UNIT_CHANGES = 8,
       UNIT_HEADER = 16,
       UNIT_LEADER = 32,
       EVENT_SERVER_TIME = 4,
       EVENT_ACTIVE_STAFF = 8,
       EVENT_CONTROL = 16,
};

struct counts {
    uint32_t units, events, principals, holders, days;
};

/* An array parameter with one value for each unit (`u`, its number from 1 in `i`). Most columns of most calls
 * hold nothing and go as one null. */
#define FOR_UNITS(type, put)                                                                                 \
    do {                                                                                                     \
        db_put_array(batch, (type), count.units);                                                            \
        for (uint32_t i = 1; i <= count.units; i++) {                                                        \
            const struct append_unit *u = units[i - 1];                                                      \
            put;                                                                                             \
        }                                                                                                    \
        db_array_or_null(batch);                                                                             \
    } while (0)

/* … for each event `e` of each unit. */
#define FOR_EVENTS(type, put)                                                                                \
    do {                                                                                                     \
        db_put_array(batch, (type), count.events);                                                           \
        for (uint32_t i = 1; i <= count.units; i++)                                                          \
            for (const struct append_event *e = units[i - 1]->events, *end = e + units[i - 1]->n_events;     \
                 e < end; e++) {                                                                             \
                put;                                                                                         \
            }                                                                                                \
        db_array_or_null(batch);                                                                             \
    } while (0)

/* … for each holder, each range of open days, of the units that change rights. */
#define FOR_RIGHTS(type, n, list, n_list, put)                                                               \
    do {                                                                                                     \
        db_put_array(batch, (type), (n));                                                                    \
        for (uint32_t i = 1; i <= count.units; i++) {                                                        \
            const struct rights *rights = &units[i - 1]->rights;                                             \
            for (size_t k = 0; units[i - 1]->changes && k < rights->n_list; k++) {                           \
                put;                                                                                         \
            }                                                                                                \
        }                                                                                                    \
    } while (0)

static void put_id(struct db_batch *batch, uint32_t id)
{
    if (id == 0)
        db_put_null(batch);
    else
        db_put_i32(batch, (int32_t)id);
}

static void put_code(struct db_batch *batch, uint16_t code)
{
    if (code == 0)
        db_put_null(batch);
    else
        db_put_i16(batch, (int16_t)code);
}

static void put_bits(struct db_batch *batch, uint64_t bits)
{
    if (bits == 0)
        db_put_null(batch);
    else
        db_put_i64(batch, (int64_t)bits);
}

static void put_number(struct db_batch *batch, int16_t number)
{
    if (number < 0)
        db_put_null(batch);
    else
        db_put_i16(batch, number);
}

static void put_day(struct db_batch *batch, day_t day)
{
    if (day == DAY_NONE)
        db_put_null(batch);
    else
        db_put_day(batch, day);
}

static void put_asked(struct db_batch *batch, int32_t number)
{
    if (number < 0)
        db_put_null(batch);
    else
        db_put_i32(batch, number);
}

static int32_t unit_flags(const struct append_unit *u)
{
    return (u->opens ? UNIT_OPENS : 0) | (u->viewer->may_import ? UNIT_IMPORT : 0) |
           (u->viewer->sees_all ? UNIT_SEES_ALL : 0) | (u->changes ? UNIT_CHANGES : 0) |
           (u->header ? UNIT_HEADER : 0) | (u->viewer->is_leader ? UNIT_LEADER : 0);
}

static int32_t event_checks(const struct append_event *e)
{
    return e->days | (e->server_time ? EVENT_SERVER_TIME : 0) |
           (e->staff_must_be_active ? EVENT_ACTIVE_STAFF : 0) | (e->is_control ? EVENT_CONTROL : 0);
}

static struct counts count_all(struct append_unit *const *units, size_t n)
{
    struct counts count = {.units = (uint32_t)n};
    for (size_t i = 0; i < n; i++) {
        count.events += (uint32_t)units[i]->n_events;
        count.principals += units[i]->viewer->n_principals;
        if (units[i]->changes) {
            count.holders += (uint32_t)units[i]->rights.n_holders;
            count.days += (uint32_t)units[i]->rights.n_open_days;
        }
    }
    return count;
}

static void put_principals(struct db_batch *batch, struct append_unit *const *units, struct counts count)
{
    int32_t from = 1, to = 0;
    FOR_UNITS(DB_I32, (db_put_i32(batch, from), from += (int32_t)u->viewer->n_principals));
    FOR_UNITS(DB_I32, (to += (int32_t)u->viewer->n_principals, db_put_i32(batch, to)));
    db_put_array(batch, DB_I64, count.principals);
    for (uint32_t i = 0; i < count.units; i++)
        for (uint32_t k = 0; k < units[i]->viewer->n_principals; k++)
            db_put_i64(batch, units[i]->viewer->principals[k]);
}

static void put_units(struct db_batch *batch, struct append_unit *const *units, struct counts count)
{
    FOR_UNITS(DB_UUID, db_put_uuid(batch, &u->course));
    FOR_UNITS(DB_I32, db_put_i32(batch, unit_flags(u)));
    FOR_UNITS(DB_I32, db_put_i32(batch, (int32_t)u->viewer->staff));
    FOR_UNITS(DB_I64, db_put_i64(batch, u->viewer->own_citizen));
    put_principals(batch, units, count);
    FOR_UNITS(DB_I32, put_asked(batch, u->version));
    FOR_UNITS(DB_I32, put_asked(batch, u->last_seq));
    FOR_UNITS(DB_TEXT, db_put_text(batch, u->external_ref));
    FOR_UNITS(DB_UUID, db_put_uuid(batch, u->header ? &u->header->new_citizen : u->citizen));
    FOR_UNITS(DB_DAY, put_day(batch, u->opens ? u->opened_on : DAY_NONE));
    FOR_UNITS(DB_BOOL, if (u->changes) db_put_bool(batch, u->rights.is_open); else db_put_null(batch));
    FOR_UNITS(DB_DAY, put_day(batch, u->changes && !u->rights.is_open ? u->rights.closed_on : DAY_NONE));
    FOR_UNITS(DB_I32, put_id(batch, u->changes ? u->rights.opening_unit : 0));
    FOR_UNITS(DB_I32, put_id(batch, u->changes ? u->rights.opened_by : 0));
}

static void put_rights(struct db_batch *batch, struct append_unit *const *units, struct counts count)
{
    FOR_RIGHTS(DB_I32, count.holders, holders, n_holders, db_put_i32(batch, (int32_t)i));
    FOR_RIGHTS(DB_I32, count.holders, holders, n_holders,
               db_put_i32(batch, (int32_t)rights->holders[k].staff));
    FOR_RIGHTS(DB_I16, count.holders, holders, n_holders, db_put_i16(batch, rights->holders[k].role));
    FOR_RIGHTS(DB_DAY, count.holders, holders, n_holders, db_put_day(batch, rights->holders[k].from));
    FOR_RIGHTS(DB_DAY, count.holders, holders, n_holders, db_put_day(batch, rights->holders[k].to));
    FOR_RIGHTS(DB_I32, count.days, open_days, n_open_days, db_put_i32(batch, (int32_t)i));
    FOR_RIGHTS(DB_DAY, count.days, open_days, n_open_days, db_put_day(batch, rights->open_days[k].from));
    FOR_RIGHTS(DB_DAY, count.days, open_days, n_open_days, db_put_day(batch, rights->open_days[k].to));
}

static void put_headers(struct db_batch *batch, struct append_unit *const *units, struct counts count)
{
    static const struct str none = {NULL, 0};
    FOR_UNITS(DB_TEXT, db_put_text(batch, u->header ? u->header->name : none));
    FOR_UNITS(DB_DAY, put_day(batch, u->header ? u->header->born : DAY_NONE));
    FOR_UNITS(DB_BOOL, if (u->header) db_put_bool(batch, u->header->is_protected); else db_put_null(batch));
    FOR_UNITS(DB_BYTES, db_put_bytes(batch, u->header ? u->header->cpr : none));
    FOR_UNITS(DB_I16, if (u->header && u->header->cpr.at) db_put_i16(batch, u->header->cpr_key);
              else db_put_null(batch));
    FOR_UNITS(DB_BYTES, db_put_bytes(batch, u->header ? u->header->cpr_index : none));
}

static void put_checks(struct db_batch *batch, struct append_unit *const *units, struct counts count)
{
    static const struct str none = {NULL, 0};
    FOR_EVENTS(DB_I32, db_put_i32(batch, (int32_t)i));
    FOR_EVENTS(DB_I32, db_put_i32(batch, (int32_t)(e - units[i - 1]->events) + 1));
    FOR_EVENTS(DB_I32, db_put_i32(batch, event_checks(e)));
    FOR_EVENTS(DB_I64, put_bits(batch, e->ref_kinds));
    FOR_EVENTS(DB_UUID, db_put_uuid(batch, e->value.fields & FIELD_REF ? &e->ref_id : NULL));
    db_put_array(batch, DB_I32, count.events);
    int32_t before = 0; /* places in the unit become places in the call */
    for (uint32_t i = 0; i < count.units; i++) {
        for (size_t k = 0; k < units[i]->n_events; k++) {
            int32_t place = (int32_t)units[i]->events[k].ref_place;
            put_id(batch, place > 0 ? (uint32_t)(before + place) : 0);
        }
        before += (int32_t)units[i]->n_events;
    }
    db_array_or_null(batch);
    FOR_EVENTS(DB_TEXT, db_put_text(batch, e->note));
    FOR_EVENTS(DB_BYTES,
               db_put_bytes(batch, e->note.at ? (struct str){(const char *)e->salt, SALT_BYTES} : none));
    FOR_EVENTS(DB_BYTES,
               db_put_bytes(batch, e->note.at ? (struct str){(const char *)e->hash, SHA256_BYTES} : none));
    FOR_EVENTS(DB_UUID, db_put_uuid(batch, &e->event_id));
}

static void put_values(struct db_batch *batch, struct append_unit *const *units, struct counts count)
{
    FOR_EVENTS(DB_I16, db_put_i16(batch, e->value.kind));
    FOR_EVENTS(DB_DAY, db_put_day(batch, day_of_instant(e->value.occurred_at)));
    FOR_EVENTS(DB_INSTANT, db_put_instant(batch, e->value.occurred_at));
    FOR_EVENTS(DB_I32, put_id(batch, e->value.staff));
    FOR_EVENTS(DB_I16, put_code(batch, e->value.role));
    FOR_EVENTS(DB_I32, put_id(batch, e->value.unit));
    FOR_EVENTS(DB_I16, put_code(batch, e->value.administration));
    FOR_EVENTS(DB_I16, put_code(batch, e->value.code));
    FOR_EVENTS(DB_I64, put_bits(batch, e->value.also));
    FOR_EVENTS(DB_I16, put_code(batch, e->value.outcome));
    FOR_EVENTS(DB_I16, put_code(batch, e->value.party));
    FOR_EVENTS(DB_I16, put_code(batch, e->value.channel));
    FOR_EVENTS(DB_DAY, put_day(batch, e->value.due));
    FOR_EVENTS(DB_INSTANT, db_put_instant(batch, e->value.starts_at));
    FOR_EVENTS(DB_I16, put_number(batch, e->value.score));
    FOR_EVENTS(DB_I16, put_number(batch, e->value.scale));
    FOR_EVENTS(DB_I16, put_number(batch, e->value.hours));
    FOR_EVENTS(DB_I32, put_id(batch, e->value.batch));
    FOR_EVENTS(DB_I32, put_id(batch, e->value.activity));
    FOR_EVENTS(DB_I16, put_code(batch, e->value.because));
    FOR_EVENTS(DB_I16, put_code(batch, e->value.marks));
    FOR_EVENTS(DB_I32, db_put_i32(batch, (int32_t)e->value.fields));
}

void append_batch_build(struct db_batch *batch, struct append_unit *const *units, size_t n)
{
    struct counts count = count_all(units, n);
    db_query(batch, &SQL_APPEND_UNITS);
    put_units(batch, units, count);
    put_rights(batch, units, count);
    put_headers(batch, units, count);
    put_checks(batch, units, count);
    put_values(batch, units, count);
}

/* Columns of the answer: an array each, but for the last. */
enum { STATUS, PROBLEM, SEQ_BEFORE, VERSION_BEFORE, RECORDED_AT, OTHER, SEQ, THERE, FIRST_FEED, N_COLUMNS };

struct answer {
    struct db_array columns[N_COLUMNS];
    int64_t next_feed;
};

static int32_t next_i32(struct answer *answer, int column)
{
    int32_t value = 0;
    (void)db_item_i32(&answer->columns[column], &value);
    return value;
}

static void read_event(struct answer *answer, struct append_unit *unit, struct append_event *event)
{
    event->seq = (uint32_t)next_i32(answer, SEQ);
    event->was_there = next_i32(answer, THERE) != 0;
    event->feed_no = 0;
    if (event->was_there || unit->status != APPEND_RECORDED)
        return;
    event->feed_no = unit->feed_no = answer->next_feed++;
    unit->seq_now = (int32_t)event->seq;
    unit->version_now += event->is_control;
}

static void read_unit(struct answer *answer, struct append_unit *unit, size_t events_before)
{
    unit->status = (enum append_status)next_i32(answer, STATUS);
    int32_t problem = next_i32(answer, PROBLEM);
    unit->wait_seconds = unit->status == APPEND_TOO_OFTEN ? problem : 0;
    unit->problem = problem > (int32_t)events_before ? (size_t)problem - events_before - 1 : 0;
    unit->seq_now = next_i32(answer, SEQ_BEFORE);
    unit->version_now = next_i32(answer, VERSION_BEFORE);
    unit->recorded_at = INSTANT_NONE;
    (void)db_item_instant(&answer->columns[RECORDED_AT], &unit->recorded_at);
    unit->other = (struct uuid){0};
    (void)db_item_uuid(&answer->columns[OTHER], &unit->other);
    unit->feed_no = 0;
    for (size_t i = 0; i < unit->n_events; i++)
        read_event(answer, unit, &unit->events[i]);
}

enum err_code append_batch_read(const struct db_batch *batch, struct append_unit *const *units, size_t n,
                                struct err *err)
{
    struct counts count = count_all(units, n);
    struct answer answer = {0};
    for (int column = 0; column < FIRST_FEED && db_rows(batch, 0) == 1; column++)
        answer.columns[column] = db_get_array(batch, 0, 0, column);
    if (answer.columns[STATUS].n != count.units || answer.columns[SEQ].n != count.events)
        return err_set(err, ERR_INTERNAL, "append: %u and %u answers to %u units with %u events",
                       answer.columns[STATUS].n, answer.columns[SEQ].n, count.units, count.events);
    answer.next_feed = db_get_i64(batch, 0, 0, FIRST_FEED);
    size_t events_before = 0;
    for (size_t i = 0; i < n; i++) {
        read_unit(&answer, units[i], events_before);
        events_before += units[i]->n_events;
    }
    return ERR_NONE;
}

void append_ask_other_case(struct db_batch *batch, const struct append_unit *unit)
{
    db_query(batch, &SQL_APPEND_OTHER_CASE);
    db_put_uuid(batch, &unit->course);
    db_put_uuid(batch, unit->header ? NULL : unit->citizen);
    db_put_bytes(batch, unit->header ? unit->header->cpr_index : (struct str){NULL, 0});
    if (unit->changes)
        db_put_bool(batch, unit->rights.is_open);
    else
        db_put_null(batch);
    db_put_bool(batch, unit->opens);
    put_day(batch, unit->opens ? unit->opened_on : DAY_NONE);
    db_put_i32(batch, (int32_t)unit->viewer->staff);
    db_put_bool(batch, unit->viewer->sees_all);
    db_put_array(batch, DB_I64, unit->viewer->n_principals);
    for (uint32_t i = 0; i < unit->viewer->n_principals; i++)
        db_put_i64(batch, unit->viewer->principals[i]);
    db_put_i64(batch, unit->viewer->own_citizen);
    db_put_bool(batch, unit->viewer->is_leader);
}

void append_read_other_case(const struct db_batch *batch, struct append_unit *unit)
{
    unit->status = (enum append_status)db_get_i32(batch, 0, 0, 0);
    if (!db_is_null(batch, 0, 0, 1))
        unit->other = db_get_uuid(batch, 0, 0, 1);
    unit->wait_seconds = db_get_i32(batch, 0, 0, 2);
}
