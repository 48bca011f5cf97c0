/* See keys.h: what is done at start. */
#include "app/keys.h"

#include <stdio.h>
#include <time.h>

#include "app/app.h"
#include "app/migrate.h"
#include "base/log.h"
#include "io/clock.h"
#include "io/db_open.h"
#include "sql.gen.h"

enum { SETTINGS_MAX = 256, TIMEOUT_MS = 600000, PAUSE_MS = 250, BIT_SIZE = 8 };

/* ---- the database ---------------------------------------------------------------------------------------- */

/* One line of what the server or libpq said; statements here carry nothing personal. */
static enum err_code database_says(struct err *err, enum err_code code, const char *what, const char *text)
{
    size_t len = strcspn(text, "\n");
    return err_set(err, code, "%s: %.*s", what, (int)len, text);
}

enum err_code keys_ask(const struct keys *keys, const struct sql *sql, const struct keys_param *params, int n,
                       PGresult **out, struct err *err)
{
    const char *values[BIT_SIZE] = {0};
    int lengths[BIT_SIZE] = {0}, formats[BIT_SIZE] = {0};
    for (int i = 0; i < n; i++) {
        values[i] = params[i].at;
        lengths[i] = params[i].len;
        formats[i] = 1;
    }
    PGresult *result = PQexecParams(keys->connection, sql->text, n, NULL, values, lengths, formats, 1);
    ExecStatusType status = PQresultStatus(result);
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) {
        *out = result;
        return ERR_NONE;
    }
    const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    enum err_code code =
        sqlstate && strcmp(sqlstate, "42P01") == 0
            ? err_set(err, ERR_CONFLICT,
                      "the database has no schema of Spor, or none that is whole: run spord migrate")
        : sqlstate && strcmp(sqlstate, "23505") == 0
            ? err_set(err, ERR_CONFLICT, "%s: it is there already", sql->name)
            : database_says(err, ERR_UNAVAILABLE, sql->name, PQerrorMessage(keys->connection));
    PQclear(result);
    return code;
}

static enum err_code run(struct keys *keys, const char *text, struct err *err)
{
    const struct sql sql = {"keys", text};
    PGresult *result = NULL;
    enum err_code code = keys_ask(keys, &sql, NULL, 0, &result, err);
    PQclear(result);
    return code;
}

/* Until it is there, or the time is over. */
static enum err_code reach(struct keys *keys, int wait_ms, struct err *err)
{
    const struct timespec pause = {.tv_nsec = PAUSE_MS * 1000000L};
    char settings[SETTINGS_MAX];
    app_link_settings(keys->config, TIMEOUT_MS, settings, sizeof settings);
    struct db_keys to = db_keys(keys->config->database, "spord keys", settings);
    for (int waited = 0;; waited += PAUSE_MS) {
        keys->connection = PQconnectdbParams(to.names, to.values, 1);
        if (PQstatus(keys->connection) == CONNECTION_OK)
            return ERR_NONE;
        if (waited >= wait_ms)
            return database_says(err, ERR_UNAVAILABLE, "cannot ask the database which keys it uses",
                                 PQerrorMessage(keys->connection));
        if (waited == 0)
            log_line(LOG_WARN, "waiting_for_database", LOG_N("ms", wait_ms),
                     LOG_C("error", PQerrorMessage(keys->connection)));
        PQfinish(keys->connection);
        keys->connection = NULL;
        (void)nanosleep(&pause, NULL);
    }
}

/* Another schema than this program's ends it: one that is older before anything is asked of tables that are not there, one
 * that is newer before anything is written that it does not know. */
static enum err_code check_schema(const struct keys *keys, struct err *err)
{
    PGresult *result = NULL;
    int wanted = migrate_latest();
    if (keys_ask(keys, &SQL_SCHEMA_VERSION, NULL, 0, &result, err))
        return err->code;
    const uint8_t *at = PQgetisnull(result, 0, 0) ? NULL : (const uint8_t *)PQgetvalue(result, 0, 0);
    int is = at ? at[2] << 8 | at[3] : 0; /* of an int's four bytes: numbers end at 9999 */
    PQclear(result);
    if (is == wanted)
        return ERR_NONE;
    return err_set(err, ERR_CONFLICT, "the schema of the database is at %d, this program wants %d: %s", is,
                   wanted, is < wanted ? "run spord migrate" : "install the newer program");
}

static int16_t get_i16(const PGresult *result, int row, int column)
{
    const uint8_t *at = (const uint8_t *)PQgetvalue(result, row, column);
    return (int16_t)(at[0] << 8 | at[1]);
}

static enum err_code read_known(struct keys *keys, struct err *err)
{
    PGresult *result = NULL;
    if (keys_ask(keys, &SQL_KEYS_KNOWN, NULL, 0, &result, err))
        return err->code;
    keys->n_known = 0;
    for (int row = 0; row < PQntuples(result) && keys->n_known < ARRAY_LEN(keys->known); row++) {
        struct crypt_known *known = &keys->known[keys->n_known++];
        *known = (struct crypt_known){.number = get_i16(result, row, 0),
                                      .retired = PQgetvalue(result, row, 1)[0] != 0};
        if (PQgetlength(result, row, 2) == CRYPT_FINGERPRINT_BYTES)
            memcpy(known->fingerprint, PQgetvalue(result, row, 2), CRYPT_FINGERPRINT_BYTES);
    }
    PQclear(result);
    return ERR_NONE;
}

enum err_code keys_add(struct keys *keys, const struct crypt *file, int16_t number, bool needed,
                       struct err *err)
{
    uint8_t fingerprint[CRYPT_FINGERPRINT_BYTES], bytes[2] = {(uint8_t)(number >> 8), (uint8_t)number};
    PGresult *result = NULL;
    if (!crypt_fingerprint(file, number, fingerprint))
        return err_set(err, ERR_INVALID, "the key file %s lacks key %d", keys->path, number);
    const struct keys_param params[] = {
        {bytes, sizeof bytes}, {fingerprint, sizeof fingerprint}, {&needed, 1}};
    enum err_code code = keys_ask(keys, &SQL_KEYS_ADD, params, ARRAY_LEN(params), &result, err);
    PQclear(result);
    return code;
}

/* ---- a database that knows of no key --------------------------------------------------------------------- */

/* Does the file open what lies under this key? Of people's own numbers there is but a hash, which opens nothing. */
static enum err_code try_key(const struct keys *keys, const PGresult *samples, int row, int16_t number,
                             struct err *err)
{
    uint8_t fingerprint[CRYPT_FINGERPRINT_BYTES], plain[CRYPT_SEAL_MAX];
    struct uuid citizen;
    if (!crypt_fingerprint(keys->crypt, number, fingerprint))
        return err_set(
            err, ERR_INVALID,
            "the key file %s lacks key %d, under which CPR numbers lie: put the file back from its copy "
            "(README, Keys)",
            keys->path, number);
    if (PQgetisnull(samples, row, 3))
        return ERR_NONE;
    memcpy(citizen.bytes, PQgetvalue(samples, row, 2), sizeof citizen.bytes);
    struct str sealed = {PQgetvalue(samples, row, 3), (size_t)PQgetlength(samples, row, 3)};
    if (!crypt_unseal(keys->crypt, get_i16(samples, row, 1), CRYPT_CITIZEN_CPR(&citizen), sealed, plain,
                      NULL)) {
        explicit_bzero(plain, sizeof plain);
        return ERR_NONE;
    }
    return err_set(
        err, ERR_INVALID,
        "key %d of %s does not open what lies in this database: data_dir belongs to another instance, or the "
        "file was made anew; put the right one back from its copy (README, Keys)",
        number, keys->path);
}

/* The keys of what is sealed, and the newest of the file. A first key where there is neither. */
static enum err_code adopt(struct keys *keys, const PGresult *samples, struct err *err)
{
    enum err_code code = crypt_open(keys->path, &keys->crypt, err);
    if (code == ERR_NOT_FOUND && PQntuples(samples) == 0 && !(code = crypt_add_key(keys->path, 1, err))) {
        log_line(LOG_INFO, "key_made", LOG_N("number", 1));
        code = crypt_open(keys->path, &keys->crypt, err);
    }
    if (code == ERR_NOT_FOUND)
        return err_set(
            err, ERR_INVALID,
            "the key file %s is gone, and CPR numbers are sealed under its keys: put it back from its copy "
            "(README, Keys)",
            keys->path);
    bool newest_added = false;
    for (int row = 0; row < PQntuples(samples) && !code; row++) {
        int16_t number = get_i16(samples, row, 0);
        code = try_key(keys, samples, row, number, err);
        if (!code)
            code = keys_add(keys, keys->crypt, number, true, err);
        newest_added = newest_added || (!code && number == crypt_key(keys->crypt));
    }
    return code || newest_added ? code : keys_add(keys, keys->crypt, crypt_key(keys->crypt), true, err);
}

/* One daemon alone; the others then find what it has done. */
static enum err_code begin_to_know(struct keys *keys, struct err *err)
{
    PGresult *samples = NULL;
    enum err_code code = run(keys, "begin", err);
    if (!code)
        code = run(keys, "select keys_lock(true)", err);
    if (!code)
        code = read_known(keys, err);
    if (!code && keys->n_known == 0 && !(code = keys_ask(keys, &SQL_KEYS_SAMPLES, NULL, 0, &samples, err)))
        code = adopt(keys, samples, err);
    PQclear(samples);
    crypt_close(keys->crypt);
    keys->crypt = NULL;
    return code ? code : run(keys, "commit", err); /* else the connection is closed next, which rolls back */
}

/* ---- at every start -------------------------------------------------------------------------------------- */

enum err_code keys_read(struct keys *keys, struct err *err)
{
    crypt_close(keys->crypt);
    keys->crypt = NULL;
    if (read_known(keys, err))
        return err->code;
    enum err_code code = crypt_open(keys->path, &keys->crypt, err);
    if (code == ERR_NOT_FOUND)
        return err_set(
            err, ERR_INVALID,
            "the key file %s is gone, and the database uses key %d: copy the file from where another daemon "
            "has it, or put it back from its copy (README, Keys)",
            keys->path, keys->known[0].number);
    return code ? code : crypt_use(keys->crypt, keys->path, keys->known, keys->n_known, err);
}

enum err_code keys_open(struct keys *out, const struct config *config, int wait_ms, struct err *err)
{
    *out = (struct keys){.config = config};
    (void)snprintf(out->path, sizeof out->path, "%s/keys", config->data_dir);
    if (reach(out, wait_ms, err) || check_schema(out, err) || read_known(out, err) ||
        (out->n_known == 0 && begin_to_know(out, err)))
        return err->code;
    return keys_read(out, err);
}

void keys_close(struct keys *keys)
{
    PQfinish(keys->connection);
    crypt_close(keys->crypt);
    *keys = (struct keys){0};
}
