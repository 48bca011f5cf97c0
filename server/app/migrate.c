/* See migrate.h. */
#include "app/migrate.h"

#include <libpq-fe.h>
#include <stdio.h>

#include "base/buf.h"
#include "io/db_open.h"
#include "schema.gen.h"
#include "wire/json_rules.h"

enum { LOCK_CLASS = 7303, LOCK_MIGRATE = 2, PARTITION_MONTHS = 36, ARENA_BYTES = 64 << 20 };

/* What the server said, in one line without its "ERROR:  ". */
static enum err_code server_says(struct err *err, const char *what, const char *text)
{
    struct str line = str_of(text ? text : "no answer");
    static const char *const prefixes[] = {"ERROR:  ", "FATAL:  "};
    for (size_t i = 0; i < ARRAY_LEN(prefixes); i++) {
        size_t len = strlen(prefixes[i]);
        if (line.len >= len && memcmp(line.at, prefixes[i], len) == 0) {
            line.at += len;
            line.len -= len;
        }
    }
    const char *end = line.len > 0 ? memchr(line.at, '\n', line.len) : NULL;
    if (end)
        line.len = (size_t)(end - line.at);
    return err_set(err, ERR_UNAVAILABLE, "%s: %.*s", what, STR_ARG(line));
}

static enum err_code run(PGconn *connection, const char *sql, const char *what, struct err *err)
{
    PGresult *result = PQexec(connection, sql);
    ExecStatusType status = PQresultStatus(result);
    PQclear(result);
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK)
        return ERR_NONE;
    return server_says(err, what, PQerrorMessage(connection));
}

/* One row of texts with text parameters. *out is cleared by the caller where the call succeeds. */
static enum err_code ask(PGconn *connection, const char *sql, int n, const char *const *params,
                         const char *what, PGresult **out, struct err *err)
{
    PGresult *result = PQexecParams(connection, sql, n, NULL, params, NULL, NULL, 0);
    ExecStatusType status = PQresultStatus(result);
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) {
        *out = result;
        return ERR_NONE;
    }
    PQclear(result);
    return server_says(err, what, PQerrorMessage(connection));
}

static int number_of(const struct schema_file *file)
{
    int64_t number = 0;
    const char *end = strchr(file->name, '_');
    struct str digits = {file->name, end ? (size_t)(end - file->name) : 0};
    while (digits.len > 1 && digits.at[0] == '0') {
        digits.at++;
        digits.len--;
    }
    return str_to_i64(digits, 1, 9999, &number) ? (int)number : 0;
}

int migrate_latest(void)
{
    int latest = 0;
    for (const struct schema_file *file = schema_migrations; file->name; file++)
        latest = number_of(file);
    return latest;
}

/* The table of what was applied, in a database that can hold every letter. */
static enum err_code prepare(PGconn *connection, struct err *err)
{
    const char *encoding = PQparameterStatus(connection, "server_encoding");
    if (!encoding || strcmp(encoding, "UTF8") != 0)
        return err_set(err, ERR_INVALID,
                       "the database's encoding is %s: it must be UTF8 (scripts/roles.sql makes it so)",
                       encoding ? encoding : "unknown");

    static const char setup[] = "set client_min_messages = warning;"
                                "create table if not exists migration ("
                                " number int primary key, name text not null, sha256 text not null,"
                                " applied_at timestamptz not null default now())";
    char lock[80];
    (void)snprintf(lock, sizeof lock, "select pg_advisory_lock(%d, %d)", LOCK_CLASS, LOCK_MIGRATE);
    if (run(connection, lock, "lock", err) != ERR_NONE)
        return err->code;
    return run(connection, setup, "table migration", err);
}

/* Has this file been applied, and was it the same? */
static enum err_code look(PGconn *connection, const struct schema_file *file, bool *applied, struct err *err)
{
    char number[12];
    (void)snprintf(number, sizeof number, "%d", number_of(file));
    const char *const params[] = {number, file->text};
    PGresult *result = NULL;
    if (ask(connection,
            "select sha256 = encode(sha256(convert_to($2, 'UTF8')), 'hex'), name from migration where number "
            "= $1",
            2, params, file->name, &result, err) != ERR_NONE)
        return err->code;
    *applied = PQntuples(result) == 1;
    bool same = *applied && PQgetvalue(result, 0, 0)[0] == 't';
    PQclear(result);
    if (*applied && !same)
        return err_set(err, ERR_CONFLICT,
                       "%s was applied to this database with other content: migrations are never changed",
                       file->name);
    return ERR_NONE;
}

static enum err_code apply(PGconn *connection, const struct schema_file *file, struct err *err)
{
    char number[12];
    (void)snprintf(number, sizeof number, "%d", number_of(file));
    const char *const params[] = {number, file->name, file->text};
    PGresult *result = NULL;
    if (run(connection, "begin", file->name, err) != ERR_NONE ||
        run(connection, file->text, file->name, err) != ERR_NONE ||
        ask(connection,
            "insert into migration (number, name, sha256) "
            "values ($1, $2, encode(sha256(convert_to($3, 'UTF8')), 'hex'))",
            3, params, file->name, &result, err) != ERR_NONE)
        return err->code; /* the connection is closed next, which rolls back */
    PQclear(result);
    if (run(connection, "commit", file->name, err) != ERR_NONE)
        return err->code;
    (void)printf("applied %s\n", file->name);
    return ERR_NONE;
}

static enum err_code apply_all(PGconn *connection, struct migrate_result *done, struct err *err)
{
    for (const struct schema_file *file = schema_migrations; file->name; file++) {
        bool applied = false;
        if (number_of(file) != done->version + 1)
            return err_set(err, ERR_INTERNAL, "%s: the number must be %d", file->name, done->version + 1);
        if (look(connection, file, &applied, err) != ERR_NONE)
            return err->code;
        if (!applied) {
            if (apply(connection, file, err) != ERR_NONE)
                return err->code;
            done->applied++;
        }
        done->version++;
    }
    char number[12];
    (void)snprintf(number, sizeof number, "%d", done->version);
    const char *const params[] = {number};
    PGresult *result = NULL;
    if (ask(connection, "select max(number) from migration where number > $1", 1, params, "table migration",
            &result, err) != ERR_NONE)
        return err->code;
    bool newer = !PQgetisnull(result, 0, 0);
    PQclear(result);
    if (newer)
        return err_set(err, ERR_CONFLICT,
                       "the database is newer than this program (which ends at migration %d)", done->version);
    return ERR_NONE;
}

/* ---- what is data of the program and not schema ---------------------------------------------------------- */

/* A rule set that Spor is shipped with from now on. Where there are cases they are to be assessed anew, which
 * its record in the feed says. A name that the municipality has used is left to it. */
static const char add_pack[] =
    "insert into rule_set (name, valid_from, source, feed_no) "
    "select case when exists (select from rule_set where name = j->>'id') "
    "            then (j->>'id') || '-shipped' else j->>'id' end, "
    "       (j->>'valid_from')::date, $1, "
    "       case when exists (select from course) "
    "            then feed_append(5::smallint, null, (j->>'valid_from')::date) end "
    "from (select $1::jsonb as j) x "
    "where not exists (select from rule_set "
    "                  where published_at is null and source::jsonb->>'id' = j->>'id')";

/* Together with those of the municipality they must still be right, else nobody could assess. */
static enum err_code check_rule_sets(PGconn *connection, struct arena *arena, struct err *err)
{
    PGresult *result = NULL;
    struct rule_set_list list;
    if (ask(connection, "select source from rule_set order by valid_from, number", 0, NULL, "table rule_set",
            &result, err) != ERR_NONE)
        return err->code;
    int n = PQntuples(result);
    struct str *texts = ARENA_ARRAY(arena, struct str, (size_t)n);
    enum err_code code = texts ? ERR_NONE : err_set(err, ERR_NO_MEMORY, "no memory for %d rule sets", n);
    for (int i = 0; i < n && !code; i++)
        texts[i] = str_of(PQgetvalue(result, i, 0));
    if (!code)
        code = json_rule_sets(arena, texts, (size_t)n, &list, err);
    PQclear(result);
    return code ? err_wrap(err, "the shipped rule sets and the published ones do not go together: %s",
                           err->pointer)
                : ERR_NONE;
}

/* Alone, as publish_rule_set is. */
static enum err_code fill_rule_sets(PGconn *connection, struct err *err)
{
    if (run(connection, "begin; select pg_advisory_xact_lock(7303, 3)", "table rule_set", err) != ERR_NONE)
        return err->code;
    for (const struct schema_file *pack = schema_rulesets; pack->name; pack++) {
        const char *const params[] = {pack->text};
        PGresult *result = NULL;
        if (ask(connection, add_pack, 1, params, pack->name, &result, err) != ERR_NONE)
            return err->code;
        PQclear(result);
    }
    struct arena arena;
    arena_init(&arena, ARENA_BYTES);
    enum err_code code = check_rule_sets(connection, &arena, err);
    arena_clear(&arena);
    return code ? code : run(connection, "commit", "table rule_set", err);
}

/* The rule sets, and room in the access log. */
static enum err_code fill(PGconn *connection, struct err *err)
{
    char partitions[120];
    (void)snprintf(partitions, sizeof partitions, "select access_log_partitions(spor_today() - 31, %d)",
                   PARTITION_MONTHS);
    if (fill_rule_sets(connection, err) != ERR_NONE ||
        run(connection, "grant select on migration to spord", "table migration", err) != ERR_NONE)
        return err->code;
    return run(connection, partitions, "access_log", err);
}

static enum err_code cannot_connect(PGconn *connection, struct err *err)
{
    const char *why = PQerrorMessage(connection);
    (void)server_says(err, "connect to the database as its owner", why);
    size_t len = strlen(err->text);
    (void)snprintf(err->text + len, sizeof err->text - len, "%s", db_advice(why));
    return err->code;
}

enum err_code migrate(const char *conninfo, struct migrate_result *result, struct err *err)
{
    *result = (struct migrate_result){0};
    struct db_keys keys = db_keys(conninfo, "spord migrate", NULL);
    PGconn *connection = PQconnectdbParams(keys.names, keys.values, 1);
    enum err_code code = ERR_NONE;
    if (PQstatus(connection) != CONNECTION_OK)
        code = cannot_connect(connection, err);
    else if ((code = prepare(connection, err)) == ERR_NONE &&
             (code = apply_all(connection, result, err)) == ERR_NONE)
        code = fill(connection, err);
    PQfinish(connection);
    return code;
}
