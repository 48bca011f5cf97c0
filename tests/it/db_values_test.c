/* Batches against a real PostgreSQL: values of all types both ways, errors, rollback, preparing. */
#include "db_it.h"

#include <fcntl.h>

#include "base/mem.h"

static struct db_batch *batch_of(struct ask *ask, const struct sql *sql)
{
    *ask = (struct ask){0};
    struct db_batch *batch = db_batch_new(on_answer, ask);
    assert_non_null(batch);
    db_query(batch, sql);
    return batch;
}

static int64_t count_of(struct bench *bench, const struct sql *sql)
{
    struct ask ask;
    struct db_batch *batch = bench_answer(bench, &ask, batch_of(&ask, sql));
    assert_string_equal(db_err(batch)->text, "");
    int64_t n = db_get_i64(batch, 0, 0, 0);
    db_batch_free(batch);
    return n;
}

static const struct uuid some_uuid = {{0x01, 0x93, 0x5c, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0xfe, 0xff}};

/* Each value comes back as it was put, and the server reads it as it was meant (its own text beside it). */
static void test_values(void **state)
{
    static const struct sql sql = {
        "values", "select $1::bool, $2::int2, $3::int4, $4::int8, $5::text, $6::bytea, $7::uuid, "
                  "$8::date, $9::timestamptz, concat_ws('|', $1::bool::text, $2::int2::text, "
                  "$3::int4::text, $4::int8::text, $5::text, $6::bytea::text, $7::uuid::text, "
                  "$8::date::text, ($9::timestamptz at time zone 'UTC')::text)"};
    static const struct {
        bool boolean;
        int16_t i16;
        int32_t i32;
        int64_t i64;
        const char *text;
        day_t day;
        instant_t instant;
        const char *seen;
    } rows[] = {
        {true, -2, -3, -4, "æøå", 0, 0,
         "true|-2|-3|-4|æøå|\\x00ff|01935c00-0000-7000-8000-00000000feff|1970-01-01|1970-01-01 00:00:00"},
        {false, INT16_MAX, INT32_MAX, INT64_MAX, "", 10957, 946684800000001,
         "false|32767|2147483647|9223372036854775807||\\x00ff|01935c00-0000-7000-8000-00000000feff|2000-01-"
         "01|"
         "2000-01-01 00:00:00.000001"},
        {true, INT16_MIN, INT32_MIN, INT64_MIN, "'\"\\", DAY_NEVER, INSTANT_NEVER,
         "true|-32768|-2147483648|-9223372036854775808|'\"\\|\\x00ff|01935c00-0000-7000-8000-00000000feff|"
         "infinity|"
         "infinity"},
        {true, 0, 0, 0, "x", DAY_NONE, -1,
         "true|0|0|0|x|\\x00ff|01935c00-0000-7000-8000-00000000feff|-infinity|1969-12-31 23:59:59.999999"},
    };
    (void)state;
    struct bench bench;
    bench_start(&bench);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct ask ask;
        struct db_batch *batch = batch_of(&ask, &sql);
        db_put_bool(batch, rows[i].boolean);
        db_put_i16(batch, rows[i].i16);
        db_put_i32(batch, rows[i].i32);
        db_put_i64(batch, rows[i].i64);
        db_put_text(batch, str_of(rows[i].text));
        db_put_bytes(batch, (struct str){"\0\377", 2});
        db_put_uuid(batch, &some_uuid);
        db_put_day(batch, rows[i].day);
        db_put_instant(batch, rows[i].instant);
        (void)bench_answer(&bench, &ask, batch);
        assert_string_equal(db_err(batch)->text, "");
        assert_int_equal(db_rows(batch, 0), 1);
        assert_int_equal(db_get_bool(batch, 0, 0, 0), rows[i].boolean);
        assert_int_equal(db_get_i16(batch, 0, 0, 1), rows[i].i16);
        assert_int_equal(db_get_i32(batch, 0, 0, 2), rows[i].i32);
        assert_int_equal(db_get_i64(batch, 0, 0, 1), rows[i].i16); /* read wider than it is */
        assert_true(db_get_i64(batch, 0, 0, 3) == rows[i].i64);
        assert_str(db_get_text(batch, 0, 0, 4), rows[i].text);
        assert_true(str_equal(db_get_text(batch, 0, 0, 5), (struct str){"\0\377", 2}));
        struct uuid uuid = db_get_uuid(batch, 0, 0, 6);
        assert_true(uuid_equal(&uuid, &some_uuid));
        assert_int_equal(db_get_day(batch, 0, 0, 7), rows[i].day);
        assert_true(db_get_instant(batch, 0, 0, 8) == rows[i].instant);
        assert_str(db_get_text(batch, 0, 0, 9), rows[i].seen);
        db_batch_free(batch);
    }
    bench_end(&bench);
}

static void test_nulls(void **state)
{
    static const struct sql sql = {"nulls",
                                   "select $1::bool, $2::int4, $3::text, $4::bytea, $5::uuid, $6::date, "
                                   "$7::timestamptz, $8::int4[], $9::jsonb, '{\"a\": 1}'::jsonb, "
                                   "num_nulls($1::bool, $2::int4, $3::text, $4::bytea, $5::uuid, $6::date, "
                                   "$7::timestamptz, $8::int4[], $9::jsonb)"};
    (void)state;
    struct bench bench;
    bench_start(&bench);
    struct ask ask;
    struct db_batch *batch = batch_of(&ask, &sql);
    db_put_null(batch);
    db_put_null(batch);
    db_put_text(batch, (struct str){NULL, 0});
    db_put_bytes(batch, (struct str){NULL, 0});
    db_put_uuid(batch, NULL);
    db_put_null(batch);
    db_put_instant(batch, INSTANT_NONE);
    db_put_null(batch);
    db_put_null(batch);
    (void)bench_answer(&bench, &ask, batch);
    assert_string_equal(db_err(batch)->text, "");
    assert_int_equal(db_get_i32(batch, 0, 0, 10), 9);
    for (int column = 0; column < 9; column++)
        assert_true(db_is_null(batch, 0, 0, column));
    assert_false(db_is_null(batch, 0, 0, 9));
    assert_false(db_get_bool(batch, 0, 0, 0));
    assert_int_equal(db_get_i32(batch, 0, 0, 1), 0);
    assert_null(db_get_text(batch, 0, 0, 2).at);
    assert_int_equal(db_get_day(batch, 0, 0, 5), DAY_NONE);
    assert_true(db_get_instant(batch, 0, 0, 6) == INSTANT_NONE);
    assert_int_equal(db_get_array(batch, 0, 0, 7).n, 0);
    assert_str(db_get_text(batch, 0, 0, 9), "{\"a\": 1}");
    db_batch_free(batch);
    bench_end(&bench);
}

static void test_array_or_null(void **state)
{
    static const struct sql sql = {
        "array_or_null",
        "select $1::int4[] is null, $2::int4[]::text, $3::text[]::text, $4::int4, $5::bytea[] is null"};
    (void)state;
    struct bench bench;
    bench_start(&bench);
    struct ask ask;
    struct db_batch *batch = batch_of(&ask, &sql);
    db_put_array(batch, DB_I32, 2), db_put_null(batch), db_put_null(batch), db_array_or_null(batch);
    db_put_array(batch, DB_I32, 2), db_put_null(batch), db_put_i32(batch, 0), db_array_or_null(batch);
    db_put_array(batch, DB_TEXT, 0), db_array_or_null(batch);
    db_put_i32(batch, 42);
    db_put_array(batch, DB_BYTES, 1), db_put_bytes(batch, (struct str){NULL, 0}), db_array_or_null(batch);
    (void)bench_answer(&bench, &ask, batch);
    assert_string_equal(db_err(batch)->text, "");
    assert_true(db_get_bool(batch, 0, 0, 0));
    assert_str(db_get_text(batch, 0, 0, 1), "{NULL,0}");
    assert_str(db_get_text(batch, 0, 0, 2), "{}");
    assert_int_equal(db_get_i32(batch, 0, 0, 3), 42);
    assert_true(db_get_bool(batch, 0, 0, 4));
    db_batch_free(batch);
    bench_end(&bench);
}

static void put_arrays(struct db_batch *batch)
{
    db_put_array(batch, DB_BOOL, 2), db_put_bool(batch, true), db_put_null(batch);
    db_put_array(batch, DB_I16, 2), db_put_i16(batch, -1), db_put_i16(batch, 2);
    db_put_array(batch, DB_I32, 3), db_put_i32(batch, 7), db_put_null(batch), db_put_i32(batch, -7);
    db_put_array(batch, DB_I64, 1), db_put_i64(batch, INT64_MIN);
    db_put_array(batch, DB_TEXT, 4), db_put_text(batch, STR("æ")), db_put_text(batch, (struct str){NULL, 0});
    db_put_text(batch, STR("")), db_put_text(batch, STR("a,\"b"));
    db_put_array(batch, DB_BYTES, 1), db_put_bytes(batch, (struct str){"\0\1", 2});
    db_put_array(batch, DB_UUID, 2), db_put_uuid(batch, &some_uuid), db_put_uuid(batch, NULL);
    db_put_array(batch, DB_DAY, 3), db_put_day(batch, 20000), db_put_day(batch, DAY_NEVER),
        db_put_day(batch, DAY_NONE);
    db_put_array(batch, DB_INSTANT, 2), db_put_instant(batch, 0), db_put_instant(batch, INSTANT_NONE);
    db_put_array(batch, DB_I32, 0);
}

static void test_arrays(void **state)
{
    static const struct sql sql = {
        "arrays",
        "select $1::bool[]::text, $2::int2[], $3::int4[], $4::int8[], $5::text[], $6::bytea[]::text, "
        "$7::uuid[], $8::date[], $9::timestamptz[]::text, $10::int4[], $5::text[]::text, $8::date[]::text"};
    (void)state;
    struct bench bench;
    bench_start(&bench);
    struct ask ask;
    struct db_batch *batch = batch_of(&ask, &sql);
    put_arrays(batch);
    (void)bench_answer(&bench, &ask, batch);
    assert_string_equal(db_err(batch)->text, "");
    assert_str(db_get_text(batch, 0, 0, 0), "{t,NULL}");
    assert_str(db_get_text(batch, 0, 0, 5), "{\"\\\\x0001\"}");
    assert_str(db_get_text(batch, 0, 0, 10), "{æ,NULL,\"\",\"a,\\\"b\"}");
    assert_str(db_get_text(batch, 0, 0, 11), "{2024-10-04,infinity,-infinity}");

    int32_t i32 = 1;
    int64_t i64 = 1;
    struct str text;
    struct uuid uuid;
    day_t day;
    struct db_array array = db_get_array(batch, 0, 0, 1);
    assert_int_equal(array.n, 2);
    assert_true(db_item_i32(&array, &i32) && i32 == -1 && db_item_i32(&array, &i32) && i32 == 2);
    assert_false(db_item_i32(&array, &i32));
    array = db_get_array(batch, 0, 0, 2);
    assert_true(db_item_i64(&array, &i64) && i64 == 7 && db_item_i64(&array, &i64) && i64 == 0);
    assert_true(db_item_i32(&array, &i32) && i32 == -7 && !db_item_i32(&array, &i32));
    array = db_get_array(batch, 0, 0, 3);
    assert_true(db_item_i64(&array, &i64) && i64 == INT64_MIN && !db_item_i64(&array, &i64));
    array = db_get_array(batch, 0, 0, 4);
    assert_true(db_item_text(&array, &text) && str_equal(text, STR("æ")) && db_item_text(&array, &text) &&
                !text.at);
    assert_true(db_item_text(&array, &text) && text.at && text.len == 0 && db_item_text(&array, &text));
    assert_false(db_item_text(&array, &text));
    array = db_get_array(batch, 0, 0, 6);
    assert_true(db_item_uuid(&array, &uuid) && uuid_equal(&uuid, &some_uuid) && db_item_uuid(&array, &uuid));
    array = db_get_array(batch, 0, 0, 7);
    assert_true(db_item_day(&array, &day) && day == 20000 && db_item_day(&array, &day) && day == DAY_NEVER);
    assert_true(db_item_day(&array, &day) && day == DAY_NONE && !db_item_day(&array, &day));
    array = db_get_array(batch, 0, 0, 9);
    assert_int_equal(array.n, 0);
    assert_false(db_item_i32(&array, &i32));
    db_batch_free(batch);
    bench_end(&bench);
}

/* A text may stand for a parameter of any type. */
static void test_text_as(void **state)
{
    static const struct sql sql = {"text_as",
                                   "select ($1::datemultirange @> date '2026-01-02'), $2::jsonb ->> 'a', "
                                   "lower($1::datemultirange)"};
    (void)state;
    struct bench bench;
    bench_start(&bench);
    struct ask ask;
    struct db_batch *batch = batch_of(&ask, &sql);
    db_put_text(batch, STR("{[2026-01-01,2026-02-01)}"));
    db_put_text(batch, STR("{\"a\": \"b\"}"));
    (void)bench_answer(&bench, &ask, batch);
    assert_string_equal(db_err(batch)->text, "");
    assert_true(db_get_bool(batch, 0, 0, 0));
    assert_str(db_get_text(batch, 0, 0, 1), "b");
    assert_int_equal(db_get_day(batch, 0, 0, 2), 20454);
    db_batch_free(batch);
    bench_end(&bench);
}

static const struct sql insert = {"insert_it", "insert into it (a, b) values ($1, $2)"};
static const struct sql divide = {"divide", "select 1 / $1::int4"};
static const struct sql count = {"count_it", "select count(*) from it"};

static void put_insert(struct db_batch *batch, int32_t a, int32_t b)
{
    db_put_i32(batch, a);
    db_put_i32(batch, b);
}

/* An error undoes the whole batch, and nothing of the batches before and behind it. */
static void test_rollback(void **state)
{
    (void)state;
    struct bench bench;
    bench_start(&bench);
    bench_do(&bench, "drop table if exists it");
    bench_do(&bench, "create table it (a int primary key, b int unique deferrable initially deferred)");
    struct ask asks[3];
    struct db_batch *before = batch_of(&asks[0], &insert), *bad, *behind;
    put_insert(before, 1, 1);
    bad = batch_of(&asks[1], &insert);
    put_insert(bad, 2, 2);
    db_query(bad, &divide);
    db_put_i32(bad, 0);
    db_query(bad, &insert);
    put_insert(bad, 3, 3);
    behind = batch_of(&asks[2], &insert);
    put_insert(behind, 4, 4);
    db_submit(bench.link, before);
    db_submit(bench.link, bad);
    db_submit(bench.link, behind);
    (void)bench_wait(&bench, &asks[2]);
    assert_int_equal(asks[0].answers + asks[1].answers, 2);
    assert_int_equal(db_err(before)->code, ERR_NONE);
    assert_int_equal(db_affected(before, 0), 1);
    assert_int_equal(db_err(bad)->code, ERR_INTERNAL);
    assert_string_equal(db_sqlstate(bad), "22012");
    assert_non_null(strstr(db_err(bad)->text, "divide"));
    assert_int_equal(db_rows(bad, 0), 0); /* a failed batch has no results */
    assert_int_equal(db_err(behind)->code, ERR_NONE);
    assert_int_equal(count_of(&bench, &count), 2);
    for (size_t i = 0; i < ARRAY_LEN(asks); i++)
        db_batch_free(asks[i].batch);
    bench_end(&bench);
}

/* The error comes only when the Sync commits: one more result than there are statements. */
static void test_commit_error(void **state)
{
    (void)state;
    struct bench bench;
    bench_start(&bench);
    bench_do(&bench, "drop table if exists it");
    bench_do(&bench,
             "create table it (a int primary key, b int, constraint b_once unique (b) deferrable initially "
             "deferred)");
    struct ask asks[20];
    for (int i = 0; i < 20; i++) { /* every second one repeats the b of the one before */
        struct db_batch *batch = batch_of(&asks[i], &insert);
        put_insert(batch, i, i / 2);
        db_submit(bench.link, batch);
    }
    (void)bench_wait(&bench, &asks[19]);
    for (int i = 0; i < 20; i++) {
        assert_int_equal(asks[i].answers, 1);
        assert_string_equal(db_sqlstate(asks[i].batch), i % 2 ? "23505" : "");
        assert_string_equal(db_constraint(asks[i].batch), i % 2 ? "b_once" : "");
        if (i % 2)
            assert_string_equal(db_err(asks[i].batch)->text,
                                "database: commit failed with 23505, constraint b_once");
        db_batch_free(asks[i].batch);
    }
    assert_int_equal(count_of(&bench, &count), 10);
    bench_end(&bench);
}

/* What the server says about values is neither in the error nor in the log. */
static void test_secrets(void **state)
{
    static const struct sql add = {"add_secret", "insert into it values ($1)"};
    static const struct sql raise = {"raise_secret", "select it_raise($1)"};
    static const struct sql cast = {"cast_secret", "select $1::text::int4"};
    static const struct sql *const statements[] = {&add, &raise, &cast};
    (void)state;
    struct bench bench;
    bench_start(&bench);
    bench_do(&bench, "drop table if exists it");
    bench_do(&bench, "create table it (t text primary key)");
    bench_do(&bench, "insert into it values ('Else Hansen')");
    bench_do(&bench,
             "create or replace function it_raise(t text) returns int language plpgsql as $$ begin raise "
             "notice 'hello %', t; raise warning 'careful %', t; execute format('select %L::int', t); return "
             "1; end $$");
    int log[2], stderr_was = dup(STDERR_FILENO);
    assert_int_equal(pipe(log), 0);
    assert_true(dup2(log[1], STDERR_FILENO) >= 0);
    struct ask asks[3];
    for (size_t i = 0; i < ARRAY_LEN(statements); i++) {
        struct db_batch *batch = batch_of(&asks[i], statements[i]);
        db_put_text(batch, STR("Else Hansen"));
        (void)bench_answer(&bench, &asks[i], batch);
    }
    (void)dup2(stderr_was, STDERR_FILENO);
    (void)close(stderr_was);
    (void)close(log[1]);
    char text[16384] = "";
    ssize_t n = read(log[0], text, sizeof text - 1);
    (void)close(log[0]);
    assert_true(n > 0);
    assert_null(strstr(text, "Else"));
    assert_non_null(strstr(text, "22P02"));
    assert_non_null(strstr(text, "PL/pgSQL function it_raise(text) line 1\""));
    for (size_t i = 0; i < ARRAY_LEN(statements); i++) {
        assert_true(db_failed(asks[i].batch));
        assert_null(strstr(db_err(asks[i].batch)->text, "Else"));
        db_batch_free(asks[i].batch);
    }
    bench_end(&bench);
}

/* What is wrong with parameters is found before anything is sent, and fails that batch only. */
static void test_misuse(void **state)
{
    static const struct sql add = {"add_ints", "select $1::int4 + $2::int4"};
    static const struct sql same_name = {"add_ints", "select 1"};
    static const struct sql stamp = {"stamp", "select $1::timestamptz"};
    (void)state;
    struct bench bench;
    bench_start(&bench);
    struct ask asks[9];
    struct db_batch *batch;
    batch = batch_of(&asks[0], &add), db_put_i32(batch, 1), db_submit(bench.link, batch);
    batch = batch_of(&asks[1], &add), db_put_i32(batch, 1), db_put_i64(batch, 2),
    db_submit(bench.link, batch);
    batch = batch_of(&asks[2], &stamp), db_put_i64(batch, 0),
    db_submit(bench.link, batch); /* 8 bytes as well */
    batch = batch_of(&asks[3], &stamp), db_put_text(batch, (struct str){"a\0b", 3}),
    db_submit(bench.link, batch);
    batch = batch_of(&asks[4], &add), db_put_array(batch, DB_I32, 2), db_put_i32(batch, 1);
    db_submit(bench.link, batch);
    batch = batch_of(&asks[5], &add), db_put_array(batch, DB_I32, 1), db_put_i64(batch, 1);
    db_submit(bench.link, batch);
    asks[6] = (struct ask){0};
    db_submit(bench.link, db_batch_new(on_answer, &asks[6]));
    batch = batch_of(&asks[7], &same_name), db_submit(bench.link, batch);
    batch = batch_of(&asks[8], &add), db_put_i32(batch, 20), db_put_i32(batch, 22),
    db_submit(bench.link, batch);
    for (size_t i = 0; i < ARRAY_LEN(asks); i++) {
        batch = bench_wait(&bench, &asks[i]);
        assert_int_equal(db_err(batch)->code, i == 8 ? ERR_NONE : i == 3 ? ERR_INVALID : ERR_INTERNAL);
        assert_string_equal(db_sqlstate(batch), "");
    }
    assert_int_equal(db_get_i32(asks[8].batch, 0, 0, 0), 42);
    for (size_t i = 0; i < ARRAY_LEN(asks); i++)
        db_batch_free(asks[i].batch);
    bench_end(&bench);
}

/* A statement that cannot be parsed fails its own batch, of which nothing is sent; later it may be. */
static void test_prepare_fails(void **state)
{
    static const struct sql late = {"late", "select count(*) from it_late"};
    (void)state;
    struct bench bench;
    bench_start(&bench);
    bench_do(&bench, "drop table if exists it_late");
    bench_do(&bench, "drop table if exists it");
    bench_do(&bench, "create table it (a int, b int)");
    struct ask asks[3];
    struct db_batch *batch = batch_of(&asks[0], &insert);
    put_insert(batch, 1, 1);
    db_query(batch, &late);
    db_submit(bench.link, batch);
    batch = batch_of(&asks[1], &insert);
    put_insert(batch, 2, 2);
    db_submit(bench.link, batch);
    (void)bench_wait(&bench, &asks[1]);
    assert_string_equal(db_sqlstate(asks[0].batch), "42P01");
    assert_int_equal(db_err(asks[0].batch)->code, ERR_INTERNAL);
    assert_int_equal(db_err(asks[1].batch)->code, ERR_NONE);
    assert_int_equal(count_of(&bench, &count), 1);
    bench_do(&bench, "create table it_late (a int)");
    assert_int_equal(count_of(&bench, &late), 0);
    db_batch_free(asks[0].batch);
    db_batch_free(asks[1].batch);
    bench_end(&bench);
}

/* A migration changes the columns of a prepared statement: one failure that may be repeated, then all is
 * well. */
static void test_stale_plan(void **state)
{
    static const struct sql all = {"all_it", "select * from it"};
    (void)state;
    struct bench bench;
    bench_start(&bench);
    bench_do(&bench, "drop table if exists it");
    bench_do(&bench, "create table it (a int)");
    struct ask ask;
    db_batch_free(bench_answer(&bench, &ask, batch_of(&ask, &all)));
    bench_do(&bench, "alter table it add b int");
    struct db_batch *batch = bench_answer(&bench, &ask, batch_of(&ask, &all));
    assert_int_equal(db_err(batch)->code, ERR_UNAVAILABLE);
    assert_string_equal(db_sqlstate(batch), "0A000");
    db_batch_free(batch);
    batch = bench_answer(&bench, &ask, batch_of(&ask, &all));
    assert_string_equal(db_err(batch)->text, "");
    db_batch_free(batch);
    bench_end(&bench);
}

static void test_settings(void **state)
{
    static const struct sql sleep = {"sleep", "select pg_sleep(30)"};
    static const struct sql read_only = {"read_only", "create table never (a int)"};
    (void)state;
    struct bench bench;
    struct db_options options = bench_options();
    options.settings = "-c statement_timeout=50 -c default_transaction_read_only=on";
    bench_open(&bench, &options);
    bench_wait_up(&bench);
    struct ask ask;
    struct db_batch *batch = bench_answer(&bench, &ask, batch_of(&ask, &sleep));
    assert_int_equal(db_err(batch)->code, ERR_UNAVAILABLE);
    assert_string_equal(db_sqlstate(batch), "57014");
    db_batch_free(batch);
    batch = bench_answer(&bench, &ask, batch_of(&ask, &read_only));
    assert_int_equal(db_err(batch)->code, ERR_UNAVAILABLE);
    assert_string_equal(db_sqlstate(batch), "25006");
    db_batch_free(batch);
    bench_end(&bench);
}

/* COPY would give results for ever: the connection is given up, and the next one serves. */
static void test_copy(void **state)
{
    static const struct sql copy = {"copy", "copy (select 1) to stdout"};
    static const struct sql one = {"one", "select 1::int8"};
    (void)state;
    struct bench bench;
    bench_start(&bench);
    struct ask ask;
    struct db_batch *batch = bench_answer(&bench, &ask, batch_of(&ask, &copy));
    assert_true(db_failed(batch));
    db_batch_free(batch);
    bench_wait_up(&bench);
    assert_int_equal(count_of(&bench, &one), 1);
    bench_end(&bench);
}

/* Each allocation fails once: the batch is told exactly once, with ERR_NO_MEMORY or as lost, and the link
 * lives. */
static void test_memory(void **state)
{
    static const struct sql sql = {
        "mem_arrays", "select $1::bool[], $2::int2[], $3::int4[], $4::int8[], $5::text[], $6::bytea[], "
                      "$7::uuid[], $8::date[], $9::timestamptz[], $10::int4[]"};
    (void)state;
    bool well = false;
    for (size_t n = 1; !well && n < 200; n++) {
        struct bench bench;
        bench_start(&bench);
        struct ask ask = {0};
        mem_fail_after(n);
        struct db_batch *batch = db_batch_new(on_answer, &ask);
        if (batch) {
            db_query(batch, &sql);
            put_arrays(batch);
            (void)bench_answer(&bench, &ask, batch);
            well = !db_failed(batch);
            assert_true(well || db_err(batch)->code == ERR_NO_MEMORY ||
                        db_err(batch)->code == ERR_UNAVAILABLE || db_err(batch)->code == ERR_OUTCOME_UNKNOWN);
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
        cmocka_unit_test(test_values),       cmocka_unit_test(test_nulls),
        cmocka_unit_test(test_arrays),       cmocka_unit_test(test_array_or_null),
        cmocka_unit_test(test_text_as),      cmocka_unit_test(test_rollback),
        cmocka_unit_test(test_commit_error), cmocka_unit_test(test_secrets),
        cmocka_unit_test(test_misuse),       cmocka_unit_test(test_prepare_fails),
        cmocka_unit_test(test_stale_plan),   cmocka_unit_test(test_settings),
        cmocka_unit_test(test_copy),         cmocka_unit_test(test_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
