/* Copies against a real PostgreSQL: values, parameters, what is sent before and behind one, failures, a
 * connection that goes. */
#include "db_it.h"

#include "base/mem.h"

static const struct sql one = {"one", "select 1"};

static struct db_batch *copy_of(struct ask *ask, const struct sql *sql)
{
    *ask = (struct ask){0};
    struct db_batch *batch = db_batch_new(on_answer, ask);
    assert_non_null(batch);
    db_copy(batch, sql);
    return batch;
}

/* The link serves others. */
static void assert_serves(struct bench *bench)
{
    struct ask ask = {0};
    struct db_batch *batch = db_batch_new(on_answer, &ask);
    db_query(batch, &one);
    (void)bench_answer(bench, &ask, batch);
    assert_string_equal(db_err(batch)->text, "");
    db_batch_free(batch);
}

static const enum db_type all_types[] = {DB_BOOL, DB_I16, DB_I32, DB_I64, DB_DAY, DB_INSTANT};

static const struct row {
    int64_t values[ARRAY_LEN(all_types)];
    bool null;
} rows[] = {
    {{1, -2, -3, -4, 0, 0}, false},
    {{0, INT16_MAX, INT32_MAX, INT64_MAX, 10957, 946684800000001}, false},
    {{1, INT16_MIN, INT32_MIN, INT64_MIN, DAY_NEVER, INSTANT_NEVER}, false},
    {{0, 0, 0, 0, DAY_NONE, INSTANT_NONE}, true},
};

static void assert_row(const struct db_values *is, const struct row *want)
{
    assert_int_equal(is->nulls, want->null ? (1u << ARRAY_LEN(all_types)) - 1 : 0);
    for (size_t i = 0; i < ARRAY_LEN(all_types); i++)
        assert_true(is->at[i] == want->values[i]);
}

/* As a copy and as a result: the same values. */
static void test_values(void **state)
{
#define ROWS                                                                                                    \
    "select * from (values (true, -2::int2, -3::int4, -4::int8, date '1970-01-01', timestamptz '1970-01-01Z')," \
    "(false, 32767::int2, 2147483647, 9223372036854775807, '2000-01-01', '2000-01-01 00:00:00.000001Z'),"       \
    "(true, (-32768)::int2, -2147483648, (-9223372036854775808)::int8, 'infinity', 'infinity'),"                \
    "(null, null, null, null, null, null)) v"
    static const struct sql copy = {"values", "copy (" ROWS ") to stdout (format binary)"};
    static const struct sql result = {"result", ROWS};
    (void)state;
    struct bench bench;
    bench_start(&bench);
    struct ask ask;
    struct db_values values;
    struct db_batch *batch = bench_answer(&bench, &ask, copy_of(&ask, &copy));
    assert_string_equal(db_err(batch)->text, "");
    struct db_copied copied = db_copied(batch);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        assert_true(db_copied_row(&copied, all_types, ARRAY_LEN(all_types), &values));
        assert_row(&values, &rows[i]);
    }
    assert_false(db_copied_row(&copied, all_types, ARRAY_LEN(all_types), &values));
    db_batch_free(batch);

    ask = (struct ask){0};
    batch = db_batch_new(on_answer, &ask);
    db_query(batch, &result);
    (void)bench_answer(&bench, &ask, batch);
    assert_string_equal(db_err(batch)->text, "");
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        db_get_row(batch, 0, (int)i, 0, all_types, ARRAY_LEN(all_types), &values);
        assert_row(&values, &rows[i]);
        db_get_row(batch, 0, (int)i, 3, all_types + 3, 2, &values);
        assert_true(values.at[1] == rows[i].values[4]);
    }
    db_batch_free(batch);
    bench_end(&bench);
}

static const struct sql numbers = {
    "numbers",
    "copy (select n from generate_series($1::int8, $2::int8) n where n <> all($3::int8[]) order by n) "
    "to stdout (format binary)"};

static struct db_batch *numbers_of(struct ask *ask, int64_t from, int64_t to)
{
    struct db_batch *batch = copy_of(ask, &numbers);
    db_put_i64(batch, from);
    db_put_i64(batch, to);
    db_put_array(batch, DB_I64, 2);
    db_put_i64(batch, -1);
    db_put_i64(batch, 3);
    return batch;
}

static void assert_numbers(struct db_batch *batch, int64_t from, int64_t to)
{
    static const enum db_type types[] = {DB_I64};
    struct db_values values;
    assert_string_equal(db_err(batch)->text, "");
    struct db_copied copied = db_copied(batch);
    for (int64_t n = from; n <= to; n++) {
        if (n == -1 || n == 3)
            continue;
        assert_true(db_copied_row(&copied, types, 1, &values));
        assert_true(values.at[0] == n);
    }
    assert_false(db_copied_row(&copied, types, 1, &values));
    db_batch_free(batch);
}

static void test_parameters(void **state)
{
    static const struct sql none = {
        "none",
        "copy (select n from generate_series(1::int8, 2) n where n = any($1::int8[])) to stdout (format binary)"};
    (void)state;
    struct bench bench;
    bench_start(&bench);
    struct ask ask;
    assert_numbers(bench_answer(&bench, &ask, numbers_of(&ask, -3, 5)), -3, 5);
    assert_numbers(bench_answer(&bench, &ask, numbers_of(&ask, 5, 1)), 5, 1); /* no row */
    assert_numbers(bench_answer(&bench, &ask, numbers_of(&ask, 1, 300000)), 1,
                   300000); /* larger than any buffer */
    struct db_batch *batch = copy_of(&ask, &none);
    db_put_array(batch, DB_I64, 0);
    assert_numbers(bench_answer(&bench, &ask, batch), 2, 1);
    bench_end(&bench);
}

/* Copies and other batches of one link in any order: each gets its own answer, in order. */
static void test_order(void **state)
{
    (void)state;
    struct bench bench;
    bench_start(&bench);
    struct ask asks[20];
    for (size_t i = 0; i < ARRAY_LEN(asks); i++) {
        struct db_batch *batch;
        if (i % 3 == 1) {
            batch = numbers_of(&asks[i], (int64_t)i, (int64_t)(i + 1000));
        } else {
            asks[i] = (struct ask){0};
            batch = db_batch_new(on_answer, &asks[i]);
            db_query(batch, &one);
        }
        db_submit(bench.link, batch);
    }
    for (size_t i = 0; i < ARRAY_LEN(asks); i++) {
        (void)bench_wait(&bench, &asks[i]);
        for (size_t later = i + 1; later < ARRAY_LEN(asks) && !asks[i].answers; later++)
            assert_int_equal(asks[later].answers, 0);
        if (i % 3 == 1) {
            assert_numbers(asks[i].batch, (int64_t)i, (int64_t)(i + 1000));
        } else {
            assert_int_equal(db_get_i32(asks[i].batch, 0, 0, 0), 1);
            db_batch_free(asks[i].batch);
        }
    }
    assert_int_equal(db_link_stats(bench.link).connects, 1);
    bench_end(&bench);
}

/* A copy that fails fails alone: at once, or behind many rows; or because it cannot be written. */
static void test_failures(void **state)
{
    static const struct sql broken = {"broken", "copy (select from) to stdout (format binary)"};
    static const struct sql late = {
        "late",
        "copy (select 1000 / (50000 - n) from generate_series(1, 100000) n) to stdout (format binary)"};
    static const struct sql no_copy = {"no_copy", "select 1"};
    static const struct {
        const struct sql *sql;
        const char *sqlstate;
    } failing[] = {{&broken, "42601"}, {&late, "22012"}};
    (void)state;
    struct bench bench;
    bench_start(&bench);
    struct ask ask, behind;
    struct db_batch *batch;
    for (size_t i = 0; i < ARRAY_LEN(failing); i++) {
        db_submit(bench.link, copy_of(&ask, failing[i].sql));
        db_submit(bench.link, numbers_of(&behind, 1, 10));
        batch = bench_wait(&bench, &ask);
        assert_int_equal(db_err(batch)->code, ERR_INTERNAL);
        assert_string_equal(db_sqlstate(batch), failing[i].sqlstate);
        db_batch_free(batch);
        assert_numbers(bench_wait(&bench, &behind), 1, 10);
    }
    batch = copy_of(&ask, &numbers); /* a text, a null, and one too few */
    db_put_text(batch, STR("1'); drop table event; --"));
    db_put_null(batch);
    (void)bench_answer(&bench, &ask, batch);
    assert_int_equal(db_err(batch)->code, ERR_INTERNAL);
    db_batch_free(batch);
    assert_serves(&bench);
    assert_int_equal(db_link_stats(bench.link).connects, 1);

    (void)bench_answer(&bench, &ask, copy_of(&ask, &no_copy)); /* no rows, but no harm either */
    assert_true(db_failed(ask.batch));
    db_batch_free(ask.batch);
    bench_wait_up(&bench);
    assert_serves(&bench);
    bench_end(&bench);
}

/* The backend goes while rows come: the outcome is unknown, and the next connection serves. */
static void test_terminated(void **state)
{
    static const struct sql suicide = {
        "suicide",
        "copy (select n, case when n = 50000 then pg_terminate_backend(pg_backend_pid()) end, pg_sleep("
        "case when n > 50000 then 0.001 else 0 end) from generate_series(1, 100000) n) to stdout (format binary)"};
    (void)state;
    struct bench bench;
    bench_start(&bench);
    struct ask ask;
    (void)bench_answer(&bench, &ask, copy_of(&ask, &suicide));
    assert_int_equal(db_err(ask.batch)->code, ERR_OUTCOME_UNKNOWN);
    db_batch_free(ask.batch);
    bench_wait_up(&bench);
    assert_numbers(bench_answer(&bench, &ask, numbers_of(&ask, 1, 10)), 1, 10);
    assert_int_equal(db_link_stats(bench.link).connects, 2);
    bench_end(&bench);
}

/* Closing lets a copy finish. */
static void test_close(void **state)
{
    (void)state;
    struct bench bench;
    bench_start(&bench);
    struct ask ask;
    db_submit(bench.link, numbers_of(&ask, 1, 100000));
    bench_end(&bench);
    assert_int_equal(ask.answers, 1);
    assert_numbers(ask.batch, 1, 100000);
}

/* Each allocation fails once: the batch is told exactly once, and the link lives. */
static void test_memory(void **state)
{
    (void)state;
    bool well = false;
    for (size_t n = 1; !well && n < 200; n++) {
        struct bench bench;
        bench_start(&bench);
        struct ask ask = {0};
        mem_fail_after(n);
        struct db_batch *batch = db_batch_new(on_answer, &ask);
        if (batch) {
            db_copy(batch, &numbers);
            db_put_i64(batch, 1);
            db_put_i64(batch, 1000);
            db_put_array(batch, DB_I64, 1);
            db_put_i64(batch, 0);
            (void)bench_answer(&bench, &ask, batch);
            well = !db_failed(batch);
            assert_true(well || db_err(batch)->code == ERR_NO_MEMORY);
            db_batch_free(batch);
        }
        mem_fail_after(0);
        bench_end(&bench);
    }
    assert_true(well);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values),   cmocka_unit_test(test_parameters), cmocka_unit_test(test_order),
        cmocka_unit_test(test_failures), cmocka_unit_test(test_terminated), cmocka_unit_test(test_close),
        cmocka_unit_test(test_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
