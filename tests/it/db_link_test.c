/* The life of a link against a real PostgreSQL: lost connections, restarts, full sockets, closing,
 * notifications. */
#include "db_it.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>

static const struct sql one = {"one", "select 1"};
static const struct sql pid_of_backend = {"pid", "select pg_backend_pid()"};

static void cluster(const char *command)
{
    char line[1024];
    (void)snprintf(line, sizeof line, "%s %s --dir '%s' >&2", getenv("SPOR_CLUSTER"), command,
                   getenv("SPOR_IT_DIR"));
    assert_int_equal(system(line), 0);
}

static struct db_batch *submit(struct bench *bench, struct ask *ask, const struct sql *sql)
{
    *ask = (struct ask){0};
    struct db_batch *batch = db_batch_new(on_answer, ask);
    db_query(batch, sql);
    db_submit(bench->link, batch);
    return batch;
}

static enum err_code code_of(struct bench *bench, struct ask *ask)
{
    enum err_code code = db_err(bench_wait(bench, ask))->code;
    db_batch_free(ask->batch);
    return code;
}

static int backend_of(struct bench *bench)
{
    struct ask ask;
    (void)submit(bench, &ask, &pid_of_backend);
    struct db_batch *batch = bench_wait(bench, &ask);
    assert_int_equal(db_err(batch)->code, ERR_NONE);
    int pid = db_get_i32(batch, 0, 0, 0);
    db_batch_free(batch);
    return pid;
}

/* Terminates the backend through a link of its own, so that libpq's blocking calls are not needed. */
static void terminate(struct bench *by, int pid)
{
    static const struct sql sql = {"terminate", "select pg_terminate_backend($1)"};
    struct ask ask = {0};
    struct db_batch *batch = db_batch_new(on_answer, &ask);
    db_query(batch, &sql);
    db_put_i32(batch, pid);
    db_submit(by->link, batch);
    assert_int_equal(code_of(by, &ask), ERR_NONE);
}

static void turn_for(struct bench *bench, uint64_t ms)
{
    uv_update_time(&bench->loop); /* something may have blocked before */
    uint64_t until = uv_now(&bench->loop) + ms;
    while (uv_now(&bench->loop) < until) {
        (void)uv_run(&bench->loop, UV_RUN_NOWAIT);
        (void)usleep(1000);
    }
}

/* Nobody listens there; a word that libpq does not know; a database that is not. */
static void test_wrong_conninfo(void **state)
{
    static const char *const wrong[] = {"host=/nowhere dbname=x", "host=/tmp surprise=1",
                                        "hostaddr=127.0.0.1 port=9",
                                        "hostaddr=127.0.0.1,127.0.0.1 port=9,10 dbname=x"};
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        struct bench bench;
        struct db_options options = bench_options();
        options.conninfo = wrong[i];
        bench_open(&bench, &options);
        turn_for(&bench, 200); /* several attempts */
        assert_false(db_link_is_up(bench.link));
        struct ask ask;
        (void)submit(&bench, &ask, &one);
        assert_int_equal(ask.answers, 0);
        assert_int_equal(code_of(&bench, &ask), ERR_UNAVAILABLE);
        bench_end(&bench);
    }
}

static void test_max_queued(void **state)
{
    static const struct sql sleep = {"sleep", "select pg_sleep(0.05)"};
    (void)state;
    struct bench bench;
    struct db_options options = bench_options();
    options.max_queued = 3;
    bench_open(&bench, &options);
    bench_wait_up(&bench);
    struct ask asks[5];
    (void)submit(&bench, &asks[0], &sleep);
    for (int i = 1; i < 5; i++)
        (void)submit(&bench, &asks[i], &one);
    assert_int_equal(db_link_load(bench.link), 3);
    for (int i = 0; i < 5; i++)
        assert_int_equal(code_of(&bench, &asks[i]), i < 3 ? ERR_NONE : ERR_UNAVAILABLE);
    assert_int_equal(db_link_stats(bench.link).refused, 2);
    assert_int_equal(db_link_load(bench.link), 0);
    bench_end(&bench);
}

/* A backend is terminated: what it runs is unknown, the link comes back by itself and prepares again. */
static void test_terminated(void **state)
{
    static const struct sql sleep = {"sleep", "select pg_sleep(30)"};
    (void)state;
    struct bench bench, killer;
    bench_start(&bench);
    bench_start(&killer);
    struct ask busy, behind;
    int pid = backend_of(&bench);
    (void)submit(&bench, &busy, &sleep);
    (void)submit(&bench, &behind, &one);
    turn_for(&bench, 50);
    terminate(&killer, pid);
    assert_int_equal(code_of(&bench, &busy), ERR_OUTCOME_UNKNOWN);
    assert_true(code_of(&bench, &behind) != ERR_NONE);
    bench_wait_up(&bench);
    assert_true(backend_of(&bench) != pid);
    (void)submit(&bench, &busy, &one);
    assert_int_equal(code_of(&bench, &busy), ERR_NONE);
    assert_int_equal(db_link_stats(bench.link).connects, 2);
    /* and while nothing is in flight */
    terminate(&killer, backend_of(&bench));
    while (db_link_stats(bench.link).connects < 3)
        (void)uv_run(&bench.loop, UV_RUN_ONCE);
    (void)submit(&bench, &busy, &one);
    assert_int_equal(code_of(&bench, &busy), ERR_NONE);
    bench_end(&killer);
    bench_end(&bench);
}

/* The server goes without a word and comes back. With `wait`, what was not sent waits for it. */
static void test_restart(void **state)
{
    (void)state;
    struct bench bench;
    struct db_options options = bench_options();
    options.wait = true;
    bench_open(&bench, &options);
    struct ask early, late;
    (void)submit(&bench, &early, &one); /* before the link is up */
    assert_int_equal(code_of(&bench, &early), ERR_NONE);
    cluster("stop --mode immediate");
    while (db_link_is_up(bench.link))
        (void)uv_run(&bench.loop, UV_RUN_ONCE);
    (void)submit(&bench, &late, &one);
    turn_for(&bench, 200);
    assert_int_equal(late.answers, 0);
    cluster("start --fsync off");
    assert_int_equal(code_of(&bench, &late), ERR_NONE);
    bench_end(&bench);
}

struct heard {
    int ups, n;
    char last[64];
};

static void on_notify(struct db_link *link, struct str channel, struct str payload, void *data)
{
    struct heard *heard = data;
    (void)link;
    if (!channel.at) {
        heard->ups++;
        return;
    }
    heard->n++;
    assert_true(channel.len < 16 && payload.len < 16);
    (void)snprintf(heard->last, sizeof heard->last, "%.16s %.16s", channel.at,
                   payload.at); /* libpq ends them */
}

static void test_notify(void **state)
{
    (void)state;
    struct bench bench, other;
    struct db_options options = bench_options();
    options.on_connect = "listen news";
    bench_open(&bench, &options);
    struct heard heard = {0};
    db_link_on_notify(bench.link, on_notify, &heard);
    bench_start(&other);
    bench_wait_up(&bench);
    assert_int_equal(heard.ups, 1);
    bench_do(&other, "notify news, 'a'");
    while (heard.n < 1)
        (void)uv_run(&bench.loop, UV_RUN_ONCE);
    assert_string_equal(heard.last, "news a");
    bench_do(&bench, "notify news, 'own'"); /* comes with the results of the batch */
    while (heard.n < 2)
        (void)uv_run(&bench.loop, UV_RUN_ONCE);
    assert_string_equal(heard.last, "news own");
    terminate(&other, backend_of(&bench));
    while (heard.ups < 2)
        (void)uv_run(&bench.loop, UV_RUN_ONCE);
    bench_do(&other, "notify news, 'b'");
    while (heard.n < 3)
        (void)uv_run(&bench.loop, UV_RUN_ONCE);
    assert_string_equal(heard.last, "news b");
    bench_end(&other);
    bench_end(&bench);
}

/* One of two links gets the lock; the other comes up when the first has gone. */
static void test_on_connect_says_no(void **state)
{
    (void)state;
    struct bench first, second;
    struct db_options options = bench_options();
    options.on_connect = "select pg_try_advisory_lock(7)";
    bench_open(&first, &options);
    bench_wait_up(&first);
    bench_open(&second, &options);
    turn_for(&second, 300);
    assert_false(db_link_is_up(second.link));
    bench_end(&first);
    bench_wait_up(&second);
    bench_end(&second);
    options.on_connect = "select 1 / 0";
    bench_open(&first, &options);
    turn_for(&first, 200);
    assert_false(db_link_is_up(first.link));
    bench_end(&first);
}

/* More than the socket takes in both directions at once, and more than one batch of it. */
static void test_large(void **state)
{
    enum { BATCHES = 12, BYTES = 3 * 1024 * 1024 };
    static const struct sql echo = {"echo", "select $1::bytea, length($1)"};
    (void)state;
    struct bench bench;
    bench_start(&bench);
    char *bytes = test_malloc(BYTES);
    for (size_t i = 0; i < BYTES; i++)
        bytes[i] = (char)(i * 7 + i / 251);
    struct ask asks[BATCHES] = {{0}};
    for (size_t i = 0; i < BATCHES; i++) {
        struct db_batch *batch = db_batch_new(on_answer, &asks[i]);
        db_query(batch, &echo);
        db_put_bytes(batch, (struct str){bytes, BYTES - i});
        db_submit(bench.link, batch);
    }
    for (size_t i = 0; i < BATCHES; i++) {
        struct db_batch *batch = bench_wait(&bench, &asks[i]);
        assert_string_equal(db_err(batch)->text, "");
        assert_int_equal(db_get_i32(batch, 0, 0, 1), BYTES - i);
        assert_true(str_equal(db_get_text(batch, 0, 0, 0), (struct str){bytes, BYTES - i}));
        db_batch_free(batch);
    }
    struct ask ask = {0}; /* beyond what a batch may hold */
    struct db_batch *batch = db_batch_new(on_answer, &ask);
    for (int i = 0; i < 30; i++) {
        db_query(batch, &echo);
        db_put_bytes(batch, (struct str){bytes, BYTES});
    }
    db_submit(bench.link, batch);
    assert_int_equal(code_of(&bench, &ask), ERR_NO_MEMORY);
    test_free(bytes);
    bench_end(&bench);
}

/* What was sent finishes and what was not is refused; all have been told when `closed` is. */
static void test_close_in_flight(void **state)
{
    static const struct sql sleep = {"sleep", "select pg_sleep(0.1)"};
    (void)state;
    struct bench bench;
    bench_start(&bench);
    struct ask warm, asks[4];
    (void)submit(&bench, &warm, &one);
    assert_int_equal(code_of(&bench, &warm), ERR_NONE);
    (void)submit(&bench, &warm, &sleep);
    assert_int_equal(code_of(&bench, &warm), ERR_NONE);
    (void)submit(&bench, &asks[0], &sleep); /* prepared: sent at once */
    (void)submit(&bench, &asks[1], &one);
    (void)submit(&bench, &asks[2], &pid_of_backend); /* its Parse is sent first, so it waits */
    db_link_close(bench.link, on_closed, &bench.closed);
    (void)submit(&bench, &asks[3], &one); /* too late */
    assert_int_equal(asks[2].answers + asks[3].answers, 0);
    (void)uv_run(&bench.loop, UV_RUN_DEFAULT);
    assert_int_equal(bench.closed, 1);
    for (int i = 0; i < 4; i++) {
        assert_int_equal(asks[i].answers, 1);
        assert_int_equal(db_err(asks[i].batch)->code, i < 2 ? ERR_NONE : ERR_UNAVAILABLE);
        db_batch_free(asks[i].batch);
    }
    assert_int_equal(uv_loop_close(&bench.loop), 0);
    alarm(0);
}

/* Closed before the first turn, and at each turn while it connects. */
static void test_close_while_connecting(void **state)
{
    (void)state;
    for (int turns = 0; turns < 8; turns++) {
        struct bench bench;
        struct db_options options = bench_options();
        options.on_connect = "listen news";
        bench_open(&bench, &options);
        for (int i = 0; i < turns; i++)
            (void)uv_run(&bench.loop, UV_RUN_NOWAIT);
        bench_end(&bench);
    }
}

/* A server that says nothing more, as if the network had gone. */
static void test_stall(void **state)
{
    (void)state;
    struct bench bench;
    struct db_options options = bench_options();
    options.stall_ms = 300;
    bench_open(&bench, &options);
    bench_wait_up(&bench);
    struct ask ask;
    pid_t pid = backend_of(&bench);
    if (kill(pid, SIGSTOP) != 0) {
        bench_end(&bench);
        skip();
    }
    (void)submit(&bench, &ask, &pid_of_backend);
    assert_int_equal(code_of(&bench, &ask), ERR_OUTCOME_UNKNOWN);
    bench_wait_up(&bench);
    assert_true(backend_of(&bench) != pid);
    assert_int_equal(kill(pid, SIGCONT), 0);
    bench_end(&bench);
}

/* on_done closes the link, on_done submits again. */
static void on_first_closes(struct db_batch *batch, void *data)
{
    struct bench *bench = data;
    db_batch_free(batch);
    db_link_close(bench->link, on_closed, &bench->closed); /* only the first call counts */
}

static void test_close_in_callback(void **state)
{
    (void)state;
    struct bench bench;
    bench_start(&bench);
    for (int i = 0; i < 500; i++) {
        struct db_batch *batch = db_batch_new(on_first_closes, &bench);
        db_query(batch, &one);
        db_submit(bench.link, batch);
    }
    (void)uv_run(&bench.loop, UV_RUN_DEFAULT);
    assert_int_equal(bench.closed, 1);
    assert_int_equal(uv_loop_close(&bench.loop), 0);
    alarm(0);
}

/* A pool: one caller has `each` batches at once and no more, callers take turns, what is withdrawn is not sent. */
static const struct sql wait_for_lock = {"wait", "select pg_advisory_xact_lock(7)"};

static void submit_for(struct bench *bench, struct ask *ask, const struct sql *sql, uint64_t caller)
{
    *ask = (struct ask){0};
    ask->batch = db_batch_new(on_answer, ask);
    db_query(ask->batch, sql);
    db_batch_for(ask->batch, caller);
    db_submit(bench->link, ask->batch);
}

static void open_pool(struct bench *bench, uint32_t connections, uint32_t each)
{
    struct db_options options = bench_options();
    options.connections = connections;
    options.each = each;
    bench_open(bench, &options);
    while (db_link_stats(bench->link).connects < connections)
        (void)uv_run(&bench->loop, UV_RUN_ONCE);
}

static void test_pool_takes_turns(void **state)
{
    enum { MANY = 200 };
    (void)state;
    struct bench bench, lock;
    bench_start(&lock);
    bench_do(&lock, "select pg_advisory_lock(7)");
    open_pool(&bench, 3, 2);
    static struct ask many[MANY];
    struct ask other, third;
    for (int i = 0; i < MANY; i++)
        submit_for(&bench, &many[i], &wait_for_lock, 1);
    assert_int_equal(db_link_stats(bench.link).in_work, 2);
    assert_int_equal(db_link_stats(bench.link).waiting, MANY - 2);
    submit_for(&bench, &other, &one, 2);
    assert_int_equal(code_of(&bench, &other), ERR_NONE); /* while 200 of the first one wait */
    submit_for(&bench, &third, &pid_of_backend, 3);
    assert_int_equal(code_of(&bench, &third), ERR_NONE);
    assert_int_equal(many[0].answers, 0);
    for (int i = 2; i < MANY; i++)
        db_withdraw(many[i].batch);
    db_withdraw(many[0].batch); /* is on its way: nothing happens */
    for (int i = 2; i < MANY; i++)
        assert_int_equal(code_of(&bench, &many[i]), ERR_UNAVAILABLE);
    assert_int_equal(db_link_stats(bench.link).withdrawn, MANY - 2);
    assert_int_equal(many[0].answers, 0);
    bench_do(&lock, "select pg_advisory_unlock(7)");
    assert_int_equal(code_of(&bench, &many[0]), ERR_NONE);
    assert_int_equal(code_of(&bench, &many[1]), ERR_NONE);
    assert_int_equal(db_link_stats(bench.link).batches, 4); /* nothing else reached the server */
    bench_end(&lock);
    bench_end(&bench);
}

/* Its members are lost one by one; what waits goes on over those that are left, and fails when none is. */
static void test_pool_is_lost(void **state)
{
    enum { MANY = 20 };
    (void)state;
    struct bench bench, lock;
    bench_start(&lock);
    bench_do(&lock, "select pg_advisory_lock(7)");
    open_pool(&bench, 2, 2);
    struct ask many[MANY], pids[2];
    submit_for(&bench, &pids[0], &pid_of_backend, 1);
    int pid = db_get_i32(bench_wait(&bench, &pids[0]), 0, 0, 0);
    db_batch_free(pids[0].batch);
    for (int i = 0; i < MANY; i++)
        submit_for(&bench, &many[i], &wait_for_lock, (uint64_t)i % 3);
    turn_for(&bench, 50);
    terminate(&lock, pid);
    while (!many[0].answers && !many[1].answers)
        (void)uv_run(&bench.loop, UV_RUN_ONCE);
    assert_true(db_link_is_up(bench.link));
    bench_do(&lock, "select pg_advisory_unlock(7)");
    int unknown = 0;
    for (int i = 0; i < MANY; i++) {
        enum err_code code = code_of(&bench, &many[i]);
        assert_true(code == ERR_NONE || code == ERR_OUTCOME_UNKNOWN);
        unknown += code == ERR_OUTCOME_UNKNOWN;
    }
    assert_int_equal(unknown, 1);
    for (int i = 0; i < MANY; i++)
        submit_for(&bench, &many[i], &wait_for_lock, 5);
    cluster("stop");
    for (int i = 0; i < MANY; i++)
        (void)code_of(&bench, &many[i]); /* each is told once */
    assert_false(db_link_is_up(bench.link));
    submit_for(&bench, &many[0], &one, 1);
    assert_int_equal(code_of(&bench, &many[0]), ERR_UNAVAILABLE);
    cluster("start");
    bench_wait_up(&bench);
    submit_for(&bench, &many[0], &one, 1);
    assert_int_equal(code_of(&bench, &many[0]), ERR_NONE);
    bench_end(&lock);
    for (int i = 0; i < MANY; i++)
        submit_for(&bench, &many[i], &one, 9);
    bench_end(&bench); /* what waits is told, what was sent ends */
    for (int i = 0; i < MANY; i++) {
        assert_int_equal(many[i].answers, 1);
        db_batch_free(many[i].batch);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wrong_conninfo),
        cmocka_unit_test(test_max_queued),
        cmocka_unit_test(test_terminated),
        cmocka_unit_test(test_restart),
        cmocka_unit_test(test_notify),
        cmocka_unit_test(test_on_connect_says_no),
        cmocka_unit_test(test_large),
        cmocka_unit_test(test_close_in_flight),
        cmocka_unit_test(test_close_while_connecting),
        cmocka_unit_test(test_stall),
        cmocka_unit_test(test_close_in_callback),
        cmocka_unit_test(test_pool_takes_turns),
        cmocka_unit_test(test_pool_is_lost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
