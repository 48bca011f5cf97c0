/* See disclosure.h. */
#include "app/disclosure.h"

#include "app/app.h"
#include "app/census.h"
#include "sql.gen.h"

enum { COLLECTED_MAX = 64 << 20 };

void disclosure_clear(struct disclosure *disclosure)
{
    buf_clear(&disclosure->cells);
    buf_clear(&disclosure->counts);
}

void disclosure_begin(struct disclosure *disclosure)
{
    buf_init(&disclosure->cells, COLLECTED_MAX);
    buf_init(&disclosure->counts, COLLECTED_MAX);
    disclosure->collecting = true;
}

/* The cell as one number, as the table has it. */
static int64_t number_of(struct cell cell)
{
    return (int64_t)(cell.day & 0xffff) << 40 | (int64_t)(cell.team & 0xffff) << 24 |
           (int64_t)(cell.target_group & 0xff) << 16 | (int64_t)(cell.rule & 0xff) << 8 |
           (int64_t)(cell.measure & 0xff);
}

/* None needs no comparison: it is "fewer than 5", and farther than that from every other number given. */
uint32_t disclose(struct disclosure *disclosure, struct cell cell, uint64_t n)
{
    int32_t count = (int32_t)n, told = 0;
    int64_t number = number_of(cell);
    if (!disclosure->rounded || n == 0)
        return (uint32_t)n;
    if (disclosure->collecting) {
        buf_put(&disclosure->cells, &number, sizeof number);
        buf_put(&disclosure->counts, &count, sizeof count);
    } else if (!db_item_i32(&disclosure->told, &told)) {
        told = 0;
    }
    return (uint32_t)told;
}

bool is_worth_telling(const struct disclosure *disclosure, uint32_t number)
{
    return number >= (disclosure->rounded ? (uint32_t)DISCLOSURE_LEAST : 1u);
}

void disclosure_put(struct buf *out, const struct disclosure *disclosure, uint32_t number)
{
    census_put(out, number, disclosure->rounded);
}

enum step_result disclosure_ask(struct disclosure *disclosure, struct call *call)
{
    const int64_t *cells = (const int64_t *)(const void *)disclosure->cells.at;
    const int32_t *counts = (const int32_t *)(const void *)disclosure->counts.at;
    uint32_t n = (uint32_t)(disclosure->counts.len / sizeof *counts);
    disclosure->collecting = false;
    if (disclosure->cells.failed || disclosure->counts.failed)
        return call_fail(call, ERR_NO_MEMORY, "the request needs too much memory");
    struct db_batch *batch = call_batch(call);
    if (!batch)
        return STEP_FAIL;
    db_query(batch, &SQL_DISCLOSE);
    db_put_array(batch, DB_I64, n);
    for (uint32_t i = 0; i < n; i++)
        db_put_i64(batch, cells[i]);
    db_put_array(batch, DB_I32, n);
    for (uint32_t i = 0; i < n; i++)
        db_put_i32(batch, counts[i]);
    disclosure_clear(disclosure);
    return call_submit(call, call_reports(call), batch);
}

enum err_code disclosure_read(struct disclosure *disclosure, struct call *call)
{
    if (!disclosure->rounded)
        return ERR_NONE;
    if (call_db_failed(call))
        return call->task.err.code;
    disclosure->told = db_get_array(call->result, 0, 0, 0);
    return ERR_NONE;
}
