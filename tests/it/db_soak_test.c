/* Many batches over several links while backends are terminated at random: each batch is told exactly once,
 * what was told as done is there, what was told as not done is not, and nothing is left. */
#include "db_it.h"

enum { LINKS = 4, DEPTH = 64 };

static const struct sql add = {"add", "insert into soak values ($1)"};

enum outcome { PENDING, DONE, NOT_DONE, UNKNOWN };

struct soak {
    uv_loop_t loop;
    struct db_link *links[LINKS], *killer;
    uv_timer_t timer;
    uint32_t random; /* a seed that is printed, so that a run can be had again */
    int total, next, told;
    int counts[UNKNOWN + 1];
    unsigned char *outcomes;
    int kills, most_kills;
    int closed;
};

struct one {
    struct soak *soak;
    int id, link;
};

static uint32_t draw(struct soak *soak, uint32_t below)
{
    soak->random = soak->random * 1664525u + 1013904223u;
    return (soak->random >> 8) % below;
}

static void submit_next(struct soak *soak, int link);

static void on_told(struct db_batch *batch, void *data)
{
    struct one *one = data;
    struct soak *soak = one->soak;
    enum err_code code = db_err(batch)->code;
    enum outcome outcome = code == ERR_NONE ? DONE : code == ERR_OUTCOME_UNKNOWN ? UNKNOWN : NOT_DONE;
    assert_int_equal(soak->outcomes[one->id], PENDING);
    assert_true(outcome != NOT_DONE || code == ERR_UNAVAILABLE);
    soak->outcomes[one->id] = (unsigned char)outcome;
    soak->counts[outcome]++;
    soak->told++;
    int link = one->link;
    test_free(one);
    db_batch_free(batch);
    submit_next(soak, link);
}

static void submit_next(struct soak *soak, int link)
{
    if (soak->next == soak->total)
        return;
    struct one *one = test_malloc(sizeof *one);
    *one = (struct one){soak, soak->next++, link};
    struct db_batch *batch = db_batch_new(on_told, one);
    db_query(batch, &add);
    db_put_i32(batch, one->id);
    db_submit(soak->links[link], batch);
}

static void on_killed(struct db_batch *batch, void *data)
{
    (void)data;
    db_batch_free(batch);
}

static void on_kill_time(uv_timer_t *timer)
{
    static const struct sql kill_one = {
        "kill_one",
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'spor soak' "
        "order by md5(pid::text || $1::int4::text) limit 1"};
    struct soak *soak = timer->data;
    if (soak->kills == soak->most_kills)
        return;
    soak->kills++;
    struct db_batch *batch = db_batch_new(on_killed, NULL);
    db_query(batch, &kill_one);
    db_put_i32(batch, (int32_t)draw(soak, 1000000));
    db_submit(soak->killer, batch);
}

static void soak_start(struct soak *soak, int total, uint64_t kill_every_ms, int most_kills, bool wait)
{
    alarm(WATCHDOG_SECONDS);
    *soak = (struct soak){.total = total, .random = soak->random, .most_kills = most_kills};
    soak->outcomes = test_calloc((size_t)total, 1);
    assert_int_equal(uv_loop_init(&soak->loop), 0);
    struct db_options options = bench_options();
    options.name = "killer";
    soak->killer = db_link_new(&soak->loop, &options);
    options.name = "soak";
    options.wait = wait;
    for (int i = 0; i < LINKS; i++)
        soak->links[i] = db_link_new(&soak->loop, &options);
    (void)uv_timer_init(&soak->loop, &soak->timer);
    soak->timer.data = soak;
    (void)uv_timer_start(&soak->timer, on_kill_time, kill_every_ms, kill_every_ms);
    for (int i = 0; i < LINKS && !wait; i++) /* else all would be refused before the first is up */
        while (!db_link_is_up(soak->links[i]) && soak->kills < most_kills)
            (void)uv_run(&soak->loop, UV_RUN_ONCE);
    for (int i = 0; i < LINKS; i++)
        for (int n = 0; n < DEPTH; n++)
            submit_next(soak, i);
}

static void soak_end(struct soak *soak)
{
    uv_close((uv_handle_t *)&soak->timer, NULL);
    for (int i = 0; i < LINKS; i++)
        db_link_close(soak->links[i], on_closed, &soak->closed);
    db_link_close(soak->killer, on_closed, &soak->closed);
    (void)uv_run(&soak->loop, UV_RUN_DEFAULT);
    assert_int_equal(soak->closed, LINKS + 1);
    assert_int_equal(uv_loop_close(&soak->loop), 0);
    assert_int_equal(soak->told, soak->next);
}

/* Compares what was told with what is there. */
static void soak_check(struct soak *soak)
{
    static const struct sql all = {"all", "select a from soak"};
    struct bench bench;
    bench_start(&bench);
    struct ask ask = {0};
    struct db_batch *batch = db_batch_new(on_answer, &ask);
    db_query(batch, &all);
    db_submit(bench.link, batch);
    (void)bench_wait(&bench, &ask);
    int there = db_rows(batch, 0), wrong = 0;
    for (int row = 0; row < there; row++) {
        int id = db_get_i32(batch, 0, row, 0);
        wrong += soak->outcomes[id] == NOT_DONE;
        soak->outcomes[id] = soak->outcomes[id] == DONE ? PENDING : soak->outcomes[id];
    }
    assert_int_equal(wrong, 0);
    for (int id = 0; id < soak->next; id++)
        assert_int_not_equal(soak->outcomes[id], DONE); /* told as done, and not there */
    db_batch_free(batch);
    bench_end(&bench);
    test_free(soak->outcomes);
}

static void make_table(void)
{
    struct bench bench;
    bench_start(&bench);
    bench_do(&bench, "drop table if exists soak");
    bench_do(&bench, "create table soak (a int)");
    bench_end(&bench);
}

static void test_kills(void **state)
{
    struct soak *soak = *state;
    make_table();
    soak_start(soak, 20000, 60, 12, true);
    while (soak->told < soak->total)
        (void)uv_run(&soak->loop, UV_RUN_ONCE);
    uint64_t connects = 0;
    for (int i = 0; i < LINKS; i++)
        connects += db_link_stats(soak->links[i]).connects;
    print_message("# %d done, %d not done, %d unknown; %d kills, %llu connections\n", soak->counts[DONE],
                  soak->counts[NOT_DONE], soak->counts[UNKNOWN], soak->kills, (unsigned long long)connects);
    assert_true(soak->counts[DONE] > soak->total / 2);
    assert_true(connects > LINKS); /* the kills did reach us */
    soak_end(soak);
    soak_check(soak);
}

/* Short runs that are closed at any moment; a hang ends the program by alarm. */
static void test_short_runs(void **state)
{
    struct soak *soak = *state;
    int runs = getenv("SPOR_QUICK") && *getenv("SPOR_QUICK") ? 20 : 100;
    for (int run = 0; run < runs; run++) {
        make_table();
        soak_start(soak, 400 + (int)draw(soak, 400), 3 + draw(soak, 5), 4, run % 2 == 0);
        int until = (int)draw(soak, (uint32_t)soak->total);
        while (soak->told < until)
            (void)uv_run(&soak->loop, UV_RUN_ONCE);
        soak_end(soak);
        soak_check(soak);
    }
}

int main(void)
{
    static struct soak soak;
    soak.random = (uint32_t)getpid();
    print_message("# seed %u\n", soak.random);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate(test_kills, &soak),
        cmocka_unit_test_prestate(test_short_runs, &soak),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
