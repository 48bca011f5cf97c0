/* What the tests of a link share: a loop, a link to the test's database, and waiting for one batch.
 *
 * SPOR_IT_DB names the database, SPOR_IT_DIR the cluster's folder. A test that waits for ever ends the
 * program (alarm), and each ends by proving that nothing is left in the loop. */
#ifndef SPOR_DB_IT_H
#define SPOR_DB_IT_H

#include "../unit/unit.h"

#include <stdlib.h>
#include <unistd.h>

#include "io/db.h"

enum { WATCHDOG_SECONDS = 120 };

struct bench {
    uv_loop_t loop;
    struct db_link *link;
    int closed; /* links that have told it */
};

struct ask {
    int answers; /* times that on_done was called */
    struct db_batch *batch;
};

static inline void on_answer(struct db_batch *batch, void *data)
{
    struct ask *ask = data;
    ask->answers++;
    ask->batch = batch;
}

static inline void on_closed(void *data)
{
    (*(int *)data)++;
}

static inline struct db_options bench_options(void)
{
    return (struct db_options){.conninfo = getenv("SPOR_IT_DB"), .name = "test", .settings = "-c jit=off"};
}

static inline void bench_wait_up(struct bench *bench)
{
    while (!db_link_is_up(bench->link))
        (void)uv_run(&bench->loop, UV_RUN_ONCE);
}

static inline void bench_open(struct bench *bench, const struct db_options *options)
{
    alarm(WATCHDOG_SECONDS);
    *bench = (struct bench){0};
    assert_int_equal(uv_loop_init(&bench->loop), 0);
    bench->link = db_link_new(&bench->loop, options);
    assert_non_null(bench->link);
}

static inline void bench_start(struct bench *bench)
{
    struct db_options options = bench_options();
    bench_open(bench, &options);
    bench_wait_up(bench);
}

static inline void bench_end(struct bench *bench)
{
    db_link_close(bench->link, on_closed, &bench->closed);
    (void)uv_run(&bench->loop, UV_RUN_DEFAULT);
    assert_int_equal(bench->closed, 1);
    assert_int_equal(uv_loop_close(&bench->loop), 0);
    alarm(0);
}

/* Waits for what was submitted; the caller frees what it gets. */
static inline struct db_batch *bench_wait(struct bench *bench, struct ask *ask)
{
    while (!ask->answers)
        (void)uv_run(&bench->loop, UV_RUN_ONCE);
    assert_int_equal(ask->answers, 1);
    return ask->batch;
}

/* Submits, which never answers at once, and waits. */
static inline struct db_batch *bench_answer(struct bench *bench, struct ask *ask, struct db_batch *batch)
{
    db_submit(bench->link, batch);
    assert_int_equal(ask->answers, 0);
    return bench_wait(bench, ask);
}

/* One statement without parameters and results; its name is made of its text, which must live on. */
static inline void bench_do(struct bench *bench, const char *text)
{
    struct sql sql = {text, text};
    struct ask ask = {0};
    struct db_batch *batch = db_batch_new(on_answer, &ask);
    db_query(batch, &sql);
    (void)bench_answer(bench, &ask, batch);
    if (db_failed(batch))
        fail_msg("%s: %s", text, db_err(batch)->text);
    db_batch_free(batch);
}

#endif
