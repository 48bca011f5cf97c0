/* Which ways to the database are taken: the decision alone, and what libpq's reader makes of each form in which
 * a connection can be written. */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "io/db_open.h"

static void test_way(void **state UNUSED)
{
    static const struct {
        const char *host, *hostaddr, *sslmode;
        enum db_way way;
    } rows[] = {
        {NULL, NULL, NULL, DB_WAY_LOCAL},
        {"", "", "disable", DB_WAY_LOCAL},
        {"/var/run/postgresql", NULL, "prefer", DB_WAY_LOCAL},
        {"@abstract", NULL, "disable", DB_WAY_LOCAL},
        {"/a,/b,", NULL, NULL, DB_WAY_LOCAL},
        {"db", NULL, "verify-full", DB_WAY_VERIFIED},
        {"db", "10.0.0.1", "verify-full", DB_WAY_VERIFIED},
        {"a,b", NULL, "verify-full", DB_WAY_VERIFIED},
        {"/a,b", NULL, "verify-full", DB_WAY_VERIFIED},
        {"db", NULL, NULL, DB_WAY_OPEN},
        {"db", NULL, "", DB_WAY_OPEN},
        {"db", NULL, "disable", DB_WAY_OPEN},
        {"db", NULL, "allow", DB_WAY_OPEN},
        {"db", NULL, "prefer", DB_WAY_OPEN},
        {"db", NULL, "require", DB_WAY_OPEN},
        {"db", NULL, "verify-ca", DB_WAY_OPEN},
        {"db", NULL, "VERIFY-FULL", DB_WAY_OPEN},
        {"db", NULL, "verify-full ", DB_WAY_OPEN},
        {"localhost", NULL, "prefer", DB_WAY_OPEN},
        {"127.0.0.1", NULL, "prefer", DB_WAY_OPEN},
        {NULL, "127.0.0.1", "prefer", DB_WAY_OPEN},
        {"/var/run/postgresql", "127.0.0.1", "prefer", DB_WAY_OPEN}, /* the address counts */
        {"/a,/b", ",127.0.0.1", "prefer", DB_WAY_OPEN},
        {"/a,db", NULL, "prefer", DB_WAY_OPEN},
        {"db,/a", NULL, "prefer", DB_WAY_OPEN},
        {"/a", "/b,10.0.0.1", "prefer", DB_WAY_OPEN}, /* not as many hosts: libpq refuses it later */
        {" /a", NULL, "prefer", DB_WAY_OPEN},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct db_target target = {rows[i].host, rows[i].hostaddr, rows[i].sslmode};
        if (db_way(&target) != rows[i].way)
            fail_msg("row %zu: %d", i, (int)db_way(&target));
    }
}

static struct err err;

static bool taken(const char *conninfo)
{
    err = (struct err){0};
    return db_check(conninfo, "database", false, &err) == ERR_NONE;
}

static void no_environment(void)
{
    static const char *const names[] = {"PGHOST",        "PGHOSTADDR", "PGSSLMODE",    "PGSERVICE",
                                        "PGSERVICEFILE", "PGDATABASE", "PGREQUIRESSL", "PGPORT"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        assert_int_equal(unsetenv(names[i]), 0);
}

static void test_forms(void **state UNUSED)
{
    no_environment();
    assert_true(taken("postgresql://spord@%2Fvar%2Frun%2Fpostgresql/spor"));
    assert_true(taken("postgresql:///spor"));
    assert_true(taken("postgres://spord@/spor?host=/run/postgresql"));
    assert_true(taken("dbname=spor"));
    assert_true(taken("host='/run/postgresql' dbname=spor"));
    assert_true(taken("host=@spor dbname=spor"));
    assert_true(taken("postgresql://spord@db/spor?sslmode=verify-full"));
    assert_true(taken("host=db sslmode='verify-full' hostaddr=10.0.0.1"));
    assert_true(taken("postgresql://a,b:5433/spor?sslmode=verify-full"));
    assert_false(taken("postgresql://db/spor"));
    assert_false(taken("postgresql://[::1]/spor"));
    assert_false(taken("postgresql://db/spor?sslmode=require"));
    assert_false(taken("postgresql://db/spor?ssl=true")); /* means require */
    assert_false(taken("host=db requiressl=1"));
    assert_false(taken("postgresql://%2Frun,db/spor"));
    assert_false(taken("postgresql:///spor?hostaddr=127.0.0.1"));
    assert_false(taken("host=db sslmode=verify-full sslmode=prefer")); /* the last counts */
    assert_true(taken("host=db sslmode=prefer sslmode=verify-full"));
    /* not readable, or not one: nothing of it is told */
    assert_false(taken("spor"));
    assert_false(taken("postgresql://u:hemmelig@db:x/spor"));
    assert_null(strstr(err.text, "hemmelig"));
    assert_false(taken("host=db sslmode=hemmelig"));
    assert_null(strstr(err.text, "hemmelig"));
    assert_int_equal(err.code, ERR_INVALID);
}

static void test_environment(void **state UNUSED)
{
    no_environment();
    setenv("PGHOST", "db", 1);
    assert_false(taken("dbname=spor"));
    assert_non_null(strstr(err.text, "sslmode=prefer:"));
    assert_true(taken("dbname=spor host=/run"));
    assert_true(taken("dbname=spor host=''")); /* said to be nothing */
    setenv("PGSSLMODE", "verify-full", 1);
    assert_true(taken("dbname=spor"));
    assert_false(taken("dbname=spor sslmode=require"));
    setenv("PGSSLMODE", "require", 1);
    assert_false(taken("dbname=spor"));
    assert_true(taken("dbname=spor sslmode=verify-full"));
    no_environment();
    setenv("PGHOSTADDR", "10.0.0.1", 1);
    assert_false(taken("dbname=spor host=/run"));
    no_environment();
    setenv("PGHOST", "db", 1);
    setenv("PGREQUIRESSL", "1", 1);
    assert_false(taken("dbname=spor"));
    assert_non_null(strstr(err.text, "sslmode=require:"));
    no_environment();
}

static void test_services(void **state UNUSED)
{
    char path[] = "/tmp/spor-service-XXXXXX";
    int fd = mkstemp(path);
    FILE *file = fdopen(fd, "w");
    assert_non_null(file);
    (void)fputs("[far]\nhost=db\nsslmode=require\n[safe]\nhost=db\nsslmode=verify-full\n[near]\nhost=/run\n",
                file);
    assert_int_equal(fclose(file), 0);
    no_environment();
    setenv("PGSERVICEFILE", path, 1);
    assert_false(taken("service=far"));
    assert_false(taken("postgresql:///spor?service=far"));
    assert_true(taken("service=safe"));
    assert_true(taken("service=near"));
    assert_true(taken("service=far sslmode=verify-full")); /* the string comes first */
    assert_true(taken("dbname=spor"));
    assert_null(getenv("PGSERVICE"));
    setenv("PGSERVICE", "far", 1);
    assert_false(taken("dbname=spor"));
    assert_true(taken("service=near"));
    assert_string_equal(getenv("PGSERVICE"), "far"); /* as it was */
    setenv("PGSSLMODE", "verify-full", 1);
    assert_false(taken("dbname=spor")); /* the service comes before the environment */
    no_environment();
    assert_int_equal(unlink(path), 0);
}

static void test_insecure_is_allowed(void **state UNUSED)
{
    no_environment();
    assert_int_equal(db_check("host=db", "database", true, &err), ERR_NONE);
    assert_int_equal(db_check("host=db x", "database", true, &err), ERR_INVALID);
}

/* GSSAPI's encryption would come before TLS. */
static void test_keys(void **state UNUSED)
{
    struct db_keys keys = db_keys("dbname=spor gssencmode=require", "name", "");
    assert_string_equal(keys.names[0], "dbname");
    bool off = false;
    for (size_t i = 1; keys.names[i]; i++)
        off |= strcmp(keys.names[i], "gssencmode") == 0 && strcmp(keys.values[i], "disable") == 0;
    assert_true(off);
    keys = db_keys("dbname=spor", "name", "-c jit=off");
    assert_string_equal(keys.names[4], "options");
    assert_string_equal(keys.values[4], "-c jit=off");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_way),
        cmocka_unit_test(test_forms),
        cmocka_unit_test(test_environment),
        cmocka_unit_test(test_services),
        cmocka_unit_test(test_insecure_is_allowed),
        cmocka_unit_test(test_keys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
