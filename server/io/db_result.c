/* Reading what came back, in PostgreSQL's binary format. See db.h.
 *
 * The type of a column depends on the statement alone, so reading it as something else, or a row that is not
 * there, is a mistake in the program: it says which and ends it, before wrong values reach anybody. */
#include <endian.h>

#include "base/bug.h"
#include "base/log.h"
#include "io/db_impl.h"

enum oid {
    OID_BOOL = 16,
    OID_BYTES = 17,
    OID_CHAR = 18,
    OID_NAME = 19,
    OID_I64 = 20,
    OID_I16 = 21,
    OID_I32 = 23,
    OID_TEXT = 25,
    OID_OID = 26,
    OID_JSON = 114,
    OID_UNKNOWN = 705,
    OID_BPCHAR = 1042,
    OID_VARCHAR = 1043,
    OID_DAY = 1082,
    OID_INSTANT = 1184,
    OID_UUID = 2950,
    OID_JSONB = 3802,
    OID_FIRST_NORMAL = 16384, /* from here on made by us: enums */
};

static const int32_t day_2000 = 10957;
static const int64_t instant_2000 = INT64_C(946684800000000);

static _Noreturn void misread(const struct db_batch *batch, int query, int column, const char *what)
{
    bool known = query >= 0 && (uint32_t)query + batch->preface < db_query_count(batch);
    log_line(
        LOG_ERROR, "db_misread", LOG_C("what", what),
        LOG_C("statement", known ? db_query_at(batch, (uint32_t)query + batch->preface)->sql->name : "?"),
        LOG_N("query", query), LOG_N("column", column));
    bug("a result of the database was read as what it is not");
}

static const struct db_query *query_of(const struct db_batch *batch, int query)
{
    if (query < 0 || (uint32_t)query + batch->preface >= db_query_count(batch))
        misread(batch, query, -1, "no such query");
    return db_query_at(batch, (uint32_t)query + batch->preface);
}

int db_rows(const struct db_batch *batch, int query)
{
    return query_of(batch, query)->rows;
}

int64_t db_affected(const struct db_batch *batch, int query)
{
    const PGresult *result = query_of(batch, query)->result;
    if (!result)
        return 0;
    union {
        const PGresult *in;
        PGresult *out;
    } plain = {result}; /* PQcmdTuples takes it without const, and changes nothing */
    int64_t n = 0;
    return str_to_i64(str_of(PQcmdTuples(plain.out)), 0, INT64_MAX, &n) ? n : 0;
}

struct value {
    Oid oid;
    bool null;
    const unsigned char *at;
    size_t len;
};

/* Called for each value of each row: every function of libpq costs more than what else is done here. */
static inline struct value value_of(const struct db_batch *batch, int query, int row, int column)
{
    const struct db_query *of = query_of(batch, query);
    if (row < 0 || row >= of->rows)
        misread(batch, query, column, "no such row");
    if (column < 0 || column >= of->columns)
        misread(batch, query, column, "no such column");
    int len = PQgetlength(of->result, row, column); /* of null: 0 */
    return (struct value){PQftype(of->result, column), len == 0 && PQgetisnull(of->result, row, column),
                          (const unsigned char *)PQgetvalue(of->result, row, column), (size_t)len};
}

/* Big-endian, sign kept. */
static inline int64_t int_of(const unsigned char *at, size_t len)
{
    uint64_t v = len && at[0] & 0x80 ? UINT64_MAX : 0;
    for (size_t i = 0; i < len; i++)
        v = v << 8 | at[i];
    return (int64_t)v;
}

static bool int_fits(Oid oid, size_t width)
{
    return oid == OID_I16 || (oid == OID_I32 && width >= 4) ||
           ((oid == OID_I64 || oid == OID_OID) && width >= 8);
}

static bool is_text(Oid oid)
{
    switch (oid) {
    case OID_TEXT:
    case OID_VARCHAR:
    case OID_BPCHAR:
    case OID_NAME:
    case OID_CHAR:
    case OID_BYTES:
    case OID_JSON:
    case OID_JSONB:
    case OID_UNKNOWN:
        return true;
    default:
        return oid >= OID_FIRST_NORMAL;
    }
}

/* jsonb in binary is a version, 1, and the text. */
static struct str text_of(Oid oid, const unsigned char *at, size_t len)
{
    size_t skip = oid == OID_JSONB && len > 0 ? 1 : 0;
    return (struct str){(const char *)at + skip, len - skip};
}

static day_t day_of(int64_t v)
{
    if (v == INT32_MAX)
        return DAY_NEVER;
    return v == INT32_MIN ? DAY_NONE
                          : (day_t)(v + day_2000); /* PostgreSQL's last day is far below INT32_MAX */
}

static instant_t instant_of(int64_t v)
{
    instant_t instant;
    if (v == INT64_MAX)
        return INSTANT_NEVER;
    if (v == INT64_MIN)
        return INSTANT_NONE;
    return __builtin_add_overflow(v, instant_2000, &instant) ? INSTANT_NEVER - 1 : instant;
}

bool db_is_null(const struct db_batch *batch, int query, int row, int column)
{
    return value_of(batch, query, row, column).null;
}

bool db_get_bool(const struct db_batch *batch, int query, int row, int column)
{
    struct value value = value_of(batch, query, row, column);
    if (value.oid != OID_BOOL)
        misread(batch, query, column, "not a boolean");
    return !value.null && value.len == 1 && value.at[0];
}

static int64_t get_int(const struct db_batch *batch, int query, int row, int column, size_t width)
{
    struct value value = value_of(batch, query, row, column);
    if (!int_fits(value.oid, width))
        misread(batch, query, column, "not an integer of that width");
    if (value.null)
        return 0;
    return value.oid == OID_OID ? (int64_t)(uint32_t)int_of(value.at, value.len)
                                : int_of(value.at, value.len);
}

int16_t db_get_i16(const struct db_batch *batch, int query, int row, int column)
{
    return (int16_t)get_int(batch, query, row, column, 2);
}

int32_t db_get_i32(const struct db_batch *batch, int query, int row, int column)
{
    return (int32_t)get_int(batch, query, row, column, 4);
}

int64_t db_get_i64(const struct db_batch *batch, int query, int row, int column)
{
    return get_int(batch, query, row, column, 8);
}

struct str db_get_text(const struct db_batch *batch, int query, int row, int column)
{
    struct value value = value_of(batch, query, row, column);
    if (!is_text(value.oid))
        misread(batch, query, column, "not a text");
    return value.null ? (struct str){NULL, 0} : text_of(value.oid, value.at, value.len);
}

static struct uuid uuid_of(const unsigned char *at, size_t len)
{
    struct uuid uuid = {{0}};
    if (len == sizeof uuid.bytes)
        memcpy(uuid.bytes, at, len);
    return uuid;
}

struct uuid db_get_uuid(const struct db_batch *batch, int query, int row, int column)
{
    struct value value = value_of(batch, query, row, column);
    if (value.oid != OID_UUID)
        misread(batch, query, column, "not a uuid");
    return uuid_of(value.at, value.null ? 0 : value.len);
}

day_t db_get_day(const struct db_batch *batch, int query, int row, int column)
{
    struct value value = value_of(batch, query, row, column);
    if (value.oid != OID_DAY)
        misread(batch, query, column, "not a date");
    return value.null ? DAY_NONE : day_of(int_of(value.at, value.len));
}

instant_t db_get_instant(const struct db_batch *batch, int query, int row, int column)
{
    struct value value = value_of(batch, query, row, column);
    if (value.oid != OID_INSTANT)
        misread(batch, query, column, "not a timestamptz");
    return value.null ? INSTANT_NONE : instant_of(int_of(value.at, value.len));
}

/* ---- whole rows ------------------------------------------------------------------------------------------ */

struct fixed {
    Oid oid;
    size_t width;
};

static inline struct fixed fixed_of(enum db_type type)
{
    static const struct fixed fixed[] = {
        [DB_BOOL] = {OID_BOOL, 1}, [DB_I16] = {OID_I16, 2}, [DB_I32] = {OID_I32, 4},
        [DB_I64] = {OID_I64, 8},   [DB_DAY] = {OID_DAY, 4}, [DB_INSTANT] = {OID_INSTANT, 8},
    };
    return type < ARRAY_LEN(fixed) ? fixed[type] : (struct fixed){0, 0};
}

static inline int64_t fixed_value(enum db_type type, bool null, int64_t v)
{
    if (type == DB_DAY)
        return null ? DAY_NONE : day_of(v);
    if (type == DB_INSTANT)
        return null ? INSTANT_NONE : instant_of(v);
    return null ? 0 : v;
}

void db_get_row(const struct db_batch *batch, int query, int row, int first, const enum db_type *types,
                size_t n, struct db_values *out)
{
    out->nulls = 0;
    for (size_t i = 0; i < n; i++) {
        struct value value = value_of(batch, query, row, first + (int)i);
        if (value.oid != fixed_of(types[i]).oid)
            misread(batch, query, first + (int)i, "a value of another type");
        out->nulls |= (uint64_t)value.null << i;
        out->at[i] = fixed_value(types[i], value.null, int_of(value.at, value.len));
    }
}

static _Noreturn void copy_misread(const struct db_copied *copied, const char *what)
{
    log_line(LOG_ERROR, "db_misread", LOG_C("what", what), LOG_C("statement", copied->name));
    bug("what was copied from the database was read as what it is not");
}

static const unsigned char *take(struct db_copied *copied, size_t len)
{
    const char *at = copied->rest.at;
    if (copied->rest.len < len)
        copy_misread(copied, "it ends too early");
    copied->rest = (struct str){at + len, copied->rest.len - len};
    return (const unsigned char *)at;
}

struct db_copied db_copied(const struct db_batch *batch)
{
    static const char signature[] = "PGCOPY\n\377\r\n"; /* with its NUL */
    struct db_copied copied = {buf_str(&batch->copied), query_of(batch, 0)->sql->name};
    if (memcmp(take(&copied, sizeof signature), signature, sizeof signature) != 0)
        copy_misread(&copied, "not in binary");
    (void)take(&copied, 4); /* flags */
    int64_t extension = int_of(take(&copied, 4), 4);
    (void)take(&copied, (size_t)extension);
    return copied;
}

size_t db_copied_most(const struct db_copied *copied, size_t columns)
{
    return copied->rest.len / (2 + 4 * columns);
}

/* For each value of each row of long reads, so it is kept short: one look at the bounds, no loop over bytes. */
static inline int64_t fixed_at(const unsigned char *at, size_t width)
{
    uint64_t v = 0;
    switch (width) {
    case 1:
        return at[0];
    case 2:
        return (int16_t)(at[0] << 8 | at[1]);
    case 4:
        return (int32_t)((uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3]);
    default:
        memcpy(&v, at, sizeof v);
        return (int64_t)be64toh(v);
    }
}

bool db_copied_row(struct db_copied *copied, const enum db_type *types, size_t n, struct db_values *out)
{
    const unsigned char *at = take(copied, 2),
                        *end = (const unsigned char *)copied->rest.at + copied->rest.len;
    int64_t columns = fixed_at(at, 2);
    if (columns < 0)
        return false;
    if ((size_t)columns != n)
        copy_misread(copied, "another number of columns");
    out->nulls = 0;
    at += 2;
    for (size_t i = 0; i < n; i++) {
        struct fixed fixed = fixed_of(types[i]);
        if (end - at < 4)
            copy_misread(copied, "it ends too early");
        int64_t len = fixed_at(at, 4);
        bool null = len < 0;
        at += 4;
        if (!null && ((size_t)len != fixed.width || end - at < len))
            copy_misread(copied, "a value of another type");
        out->nulls |= (uint64_t)null << i;
        out->at[i] = fixed_value(types[i], null, null ? 0 : fixed_at(at, fixed.width));
        at += null ? 0 : fixed.width;
    }
    copied->rest = (struct str){(const char *)at, (size_t)(end - at)};
    return true;
}

/* ---- arrays ---- */

static uint32_t take_be32(struct str *rest)
{
    if (rest->len < 4)
        return 0;
    uint32_t v = (uint32_t)int_of((const unsigned char *)rest->at, 4);
    *rest = (struct str){rest->at + 4, rest->len - 4};
    return v;
}

struct db_array db_get_array(const struct db_batch *batch, int query, int row, int column)
{
    struct db_array array = {{NULL, 0}, 0, 0};
    struct value value = value_of(batch, query, row, column);
    if (value.null)
        return array;
    array.rest = (struct str){(const char *)value.at, value.len};
    uint32_t dimensions = take_be32(&array.rest), nulls = take_be32(&array.rest);
    array.type = take_be32(&array.rest);
    if (dimensions > 1 || nulls > 1)
        misread(batch, query, column, "not an array of one dimension");
    if (dimensions == 1) {
        array.n = take_be32(&array.rest);
        (void)take_be32(&array.rest); /* index of the first */
    }
    return array;
}

static bool next_item(struct db_array *array, struct value *value)
{
    if (array->rest.len < 4)
        return false;
    uint32_t len = take_be32(&array->rest);
    bool null = len == UINT32_MAX;
    if (null)
        len = 0;
    if (len > array->rest.len)
        return false;
    *value = (struct value){array->type, null, (const unsigned char *)array->rest.at, len};
    array->rest = (struct str){array->rest.at + len, array->rest.len - len};
    return true;
}

static _Noreturn void item_bug(const struct db_array *array)
{
    log_line(LOG_ERROR, "db_misread", LOG_C("what", "an element of another type"), LOG_N("oid", array->type));
    bug("a result of the database was read as what it is not");
}

bool db_item_i32(struct db_array *array, int32_t *out)
{
    struct value value;
    if (!next_item(array, &value))
        return false;
    if (!int_fits(value.oid, 4))
        item_bug(array);
    *out = (int32_t)int_of(value.at, value.len);
    return true;
}

bool db_item_i64(struct db_array *array, int64_t *out)
{
    struct value value;
    if (!next_item(array, &value))
        return false;
    if (!int_fits(value.oid, 8))
        item_bug(array);
    *out = int_of(value.at, value.len);
    return true;
}

bool db_item_text(struct db_array *array, struct str *out)
{
    struct value value;
    if (!next_item(array, &value))
        return false;
    if (!is_text(value.oid))
        item_bug(array);
    *out = value.null ? (struct str){NULL, 0} : text_of(value.oid, value.at, value.len);
    return true;
}

bool db_item_uuid(struct db_array *array, struct uuid *out)
{
    struct value value;
    if (!next_item(array, &value))
        return false;
    if (value.oid != OID_UUID)
        item_bug(array);
    *out = uuid_of(value.at, value.len);
    return true;
}

bool db_item_day(struct db_array *array, day_t *out)
{
    struct value value;
    if (!next_item(array, &value))
        return false;
    if (value.oid != OID_DAY)
        item_bug(array);
    *out = value.null ? DAY_NONE : day_of(int_of(value.at, value.len));
    return true;
}

bool db_item_instant(struct db_array *array, instant_t *out)
{
    struct value value;
    if (!next_item(array, &value))
        return false;
    if (value.oid != OID_INSTANT)
        item_bug(array);
    *out = value.null ? INSTANT_NONE : instant_of(int_of(value.at, value.len));
    return true;
}
