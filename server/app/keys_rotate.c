/* See keys.h: the command. */
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "app/keys.h"
#include "app/migrate.h"
#include "base/buf.h"
#include "sql.gen.h"

enum { DIGITS = 10, NUMBER_MAX = 32000, LISTED_MAX = 20, WAIT_MS = 0 };

/* What a pass has done. */
struct pass {
    uint64_t sealed, stuck;
};

/* What is the same for citizens, those who were told of, and people: which there are, how one is saved. Columns of the answer: id, its row's
 * name, sealed, its key, and what the others say. */
struct holder {
    const struct sql *list, *save;
    const char *what;
    /* Opens the value in this row. */
    enum err_code (*open)(const struct keys *keys, const PGresult *rows, int row, char digits[DIGITS],
                          struct err *err);
    struct crypt_place (*place)(const PGresult *rows, int row);
};

static struct str value_of(const PGresult *rows, int row, int column)
{
    return (struct str){PQgetisnull(rows, row, column) ? NULL : PQgetvalue(rows, row, column),
                        (size_t)PQgetlength(rows, row, column)};
}

static int16_t i16_of(const PGresult *rows, int row, int column)
{
    const uint8_t *at = (const uint8_t *)PQgetvalue(rows, row, column);
    return (int16_t)(at[0] << 8 | at[1]);
}

static enum err_code open_sealed(const struct keys *keys, int16_t key, struct crypt_place place,
                                 struct str sealed, char digits[DIGITS], struct err *err)
{
    if (sealed.len != DIGITS + CRYPT_EXTRA_BYTES)
        return err_set(err, ERR_INVALID, "is not sealed as it should be");
    if (crypt_unseal(keys->crypt, key, place, sealed, (uint8_t *)digits, NULL))
        return err_set(err, ERR_INVALID, "does not open under key %d: it was changed, or is another row's",
                       key);
    return ERR_NONE;
}

static struct crypt_place citizen_place(const PGresult *rows, int row)
{
    return (struct crypt_place){STR("citizen.cpr"), value_of(rows, row, 1)};
}

static struct crypt_place person_place(const PGresult *rows, int row)
{
    return CRYPT_STAFF_CPR(value_of(rows, row, 1));
}

/* What was not bound to its row could have been moved: the hash beside it must be that of the number. */
static enum err_code open_citizen(const struct keys *keys, const PGresult *rows, int row, char digits[DIGITS],
                                  struct err *err)
{
    int16_t key = i16_of(rows, row, 3);
    uint8_t index[CRYPT_INDEX_BYTES];
    struct str its = value_of(rows, row, 4);
    enum err_code code =
        open_sealed(keys, key, citizen_place(rows, row), value_of(rows, row, 2), digits, err);
    if (!code)
        code =
            crypt_index(keys->crypt, key < 0 ? (int16_t)-key : key, (struct str){digits, DIGITS}, index, err);
    return code || str_equal(its, (struct str){(const char *)index, sizeof index})
               ? code
               : err_set(err, ERR_INVALID, "has another number than its keyed hash says");
}

static enum err_code open_person(const struct keys *keys, const PGresult *rows, int row, char digits[DIGITS],
                                 struct err *err)
{
    struct str sealed = value_of(rows, row, 2), citizen = value_of(rows, row, 4);
    if (!sealed.at)
        return err_set(
            err, ERR_INVALID,
            "is known by a hash alone, and no citizen has the same: enter the own CPR number anew");
    struct crypt_place place =
        citizen.at ? (struct crypt_place){STR("citizen.cpr"), citizen} : person_place(rows, row);
    return open_sealed(keys, i16_of(rows, row, 3), place, sealed, digits, err);
}

static const struct holder holders[] = {
    {&SQL_KEYS_CITIZENS, &SQL_KEYS_CITIZEN_SAVE, "citizen", open_citizen, citizen_place},
    {&SQL_KEYS_TOLD, &SQL_KEYS_TOLD_SAVE, "citizen", open_citizen, citizen_place},
    {&SQL_KEYS_PEOPLE, &SQL_KEYS_PERSON_SAVE, "staff", open_person, person_place},
};

/* A transaction of its own: who writes at the same time waits for one row at most, and where this ends is all done. */
static enum err_code seal_row(struct keys *keys, const struct holder *holder, const PGresult *rows, int row,
                              struct err *err)
{
    char digits[DIGITS];
    uint8_t sealed[DIGITS + CRYPT_EXTRA_BYTES], indexes[CRYPT_IN_USE_MAX * CRYPT_INDEX_BYTES];
    const int16_t *numbers = NULL;
    size_t n = crypt_keys(keys->crypt, &numbers);
    uint8_t number[2] = {(uint8_t)(numbers[0] >> 8), (uint8_t)numbers[0]};
    struct str plain = {digits, DIGITS}, before = value_of(rows, row, 2);
    bool borrowed = holder->open == open_person && value_of(rows, row, 4).at != NULL;
    PGresult *result = NULL;
    enum err_code code = holder->open(keys, rows, row, digits, err);
    if (!code)
        code = crypt_seal(keys->crypt, holder->place(rows, row), plain, sealed, err);
    if (!code)
        code = crypt_indexes(keys->crypt, plain, indexes, err);
    explicit_bzero(digits, sizeof digits);
    if (code)
        return code;
    const struct keys_param params[] = {{PQgetvalue(rows, row, 0), PQgetlength(rows, row, 0)},
                                        {sealed, sizeof sealed},
                                        {number, sizeof number},
                                        {indexes, (int)(n * CRYPT_INDEX_BYTES)},
                                        {borrowed ? NULL : before.at, borrowed ? 0 : (int)before.len}};
    code = keys_ask(keys, holder->save, params, ARRAY_LEN(params), &result, err);
    PQclear(result);
    return code == ERR_CONFLICT ? err_set(err, ERR_CONFLICT, "another citizen has the same CPR number")
                                : code;
}

/* How the row is named to people: a citizen's identifier, or the log-in. */
static void tell_stuck(const struct holder *holder, const PGresult *rows, int row, const struct err *err)
{
    struct str name = value_of(rows, row, 1);
    char text[UUID_TEXT];
    struct uuid citizen;
    if (holder->open == open_citizen && name.at && name.len == sizeof citizen.bytes) {
        memcpy(citizen.bytes, name.at, sizeof citizen.bytes);
        uuid_to_text(&citizen, text);
        name = (struct str){text, sizeof text};
    }
    (void)fprintf(stderr, "%s %.*s %s\n", holder->what, STR_ARG(name), err->text);
}

/* All rows once, in order; those that cannot be sealed anew are told and left. */
static enum err_code go_over(struct keys *keys, const struct holder *holder, bool tells, struct pass *pass,
                             struct err *err)
{
    int16_t newest = crypt_key(keys->crypt);
    uint8_t number[2] = {(uint8_t)(newest >> 8), (uint8_t)newest}, after[8] = {0};
    bool is_staff = holder->open == open_person;
    for (;;) {
        PGresult *rows = NULL;
        const struct keys_param params[] = {{number, sizeof number},
                                            {is_staff ? after + 4 : after, is_staff ? 4 : 8}};
        if (keys_ask(keys, holder->list, params, ARRAY_LEN(params), &rows, err))
            return err->code;
        int n = PQntuples(rows);
        for (int row = 0; row < n; row++) {
            struct err why = {0};
            enum err_code code = seal_row(keys, holder, rows, row, &why);
            if (code && code != ERR_INVALID && code != ERR_CONFLICT) {
                *err = why;
                PQclear(rows);
                return code;
            }
            pass->sealed += !code;
            pass->stuck += code != 0;
            if (code && tells && pass->stuck <= LISTED_MAX)
                tell_stuck(holder, rows, row, &why);
        }
        if (n > 0)
            memcpy(is_staff ? after + 4 : after, PQgetvalue(rows, n - 1, 0), is_staff ? 4 : 8);
        PQclear(rows);
        if (isatty(STDERR_FILENO))
            (void)fprintf(stderr, "\r%llu sealed anew ", (unsigned long long)pass->sealed);
        if (n == 0)
            return ERR_NONE;
    }
}

/* Again until a pass finds nothing that it can do: what running daemons wrote under the key before. */
static enum err_code reseal(struct keys *keys, struct err *err)
{
    struct pass all = {0}, pass;
    bool first = true;
    do {
        pass = (struct pass){0};
        for (size_t i = 0; i < ARRAY_LEN(holders); i++)
            if (go_over(keys, &holders[i], first, &pass, err))
                return err->code;
        all.sealed += pass.sealed;
        all.stuck = pass.stuck;
        first = false;
    } while (pass.sealed > 0);
    (void)printf("%ssealed anew under key %d: %llu; not possible: %llu\n", isatty(STDERR_FILENO) ? "\n" : "",
                 crypt_key(keys->crypt), (unsigned long long)all.sealed, (unsigned long long)all.stuck);
    const int16_t *numbers = NULL;
    size_t n = crypt_keys(keys->crypt, &numbers);
    if (all.stuck > 0)
        return err_set(err, ERR_CONFLICT,
                       "%llu values could not be sealed anew (see above): the keys before stay in use",
                       (unsigned long long)all.stuck);
    if (n > 1)
        (void)printf(
            "Nothing is left under key %d. Keep a copy of %s, copy it to the data_dir of every other daemon, "
            "start all daemons anew, then: spord keys retire %d\n",
            numbers[1], keys->path, numbers[1]);
    return ERR_NONE;
}

/* The next key: one that an interrupted run has put into the file already, or a new one. */
static enum err_code make_key(struct keys *keys, struct err *err)
{
    struct crypt *file = NULL;
    enum err_code code = crypt_open(keys->path, &file, err);
    int16_t known = keys->known[0].number;
    if (!code && crypt_key(file) <= known) {
        crypt_close(file);
        file = NULL;
        if (known >= NUMBER_MAX)
            return err_set(err, ERR_INVALID, "there are no more numbers for keys");
        code = crypt_add_key(keys->path, (int16_t)(known + 1), err);
        if (!code)
            code = crypt_open(keys->path, &file, err);
    }
    int16_t number = code ? 0 : crypt_key(file);
    if (!code)
        code = keys_add(keys, file, number, false, err);
    crypt_close(file);
    if (!code)
        (void)printf("key %d is made and seals from now on\n", number);
    return code ? code : keys_read(keys, err);
}

static enum err_code rotate(struct keys *keys, struct err *err)
{
    const int16_t *numbers = NULL;
    size_t n = crypt_keys(keys->crypt, &numbers);
    if (n > 1)
        (void)printf("going on with key %d: key %d is still in use\n", numbers[0], numbers[1]);
    else if (make_key(keys, err))
        return err->code;
    return reseal(keys, err);
}

/* Hashes under a retired key go, in batches. */
static enum err_code forget(struct keys *keys, const struct keys_param *number, struct err *err)
{
    static const struct sql *const statements[] = {&SQL_KEYS_FORGET, &SQL_KEYS_FORGET_TOLD,
                                                   &SQL_KEYS_FORGET_PEOPLE};
    for (size_t i = 0; i < ARRAY_LEN(statements); i++)
        for (bool more = true; more;) {
            PGresult *result = NULL;
            if (keys_ask(keys, statements[i], number, 1, &result, err))
                return err->code;
            more = strcmp(PQcmdTuples(result), "0") != 0;
            PQclear(result);
        }
    return ERR_NONE;
}

static enum err_code retire(struct keys *keys, int16_t key, struct err *err)
{
    const uint8_t bytes[2] = {(uint8_t)(key >> 8), (uint8_t)key};
    const struct keys_param number = {bytes, sizeof bytes};
    const struct crypt_known *known = NULL;
    PGresult *result = NULL;
    for (size_t i = 0; i < keys->n_known; i++)
        if (keys->known[i].number == key)
            known = &keys->known[i];
    if (!known)
        return err_set(err, ERR_INVALID, "the database knows of no key %d; see spord keys", key);
    if (key == crypt_key(keys->crypt))
        return err_set(err, ERR_INVALID, "key %d seals: spord keys rotate makes another one first", key);
    if (!known->retired) {
        if (keys_ask(keys, &SQL_KEYS_RETIRE, &number, 1, &result, err))
            return err->code;
        struct str people = value_of(result, 0, 1);
        bool in_way =
            value_of(result, 0, 0).len != 8 || memcmp(PQgetvalue(result, 0, 0), "\0\0\0\0\0\0\0", 8) != 0;
        if (people.at || in_way)
            (void)err_set(err, ERR_CONFLICT,
                          "key %d is still needed: spord keys rotate goes on with what lies under it%s%.*s",
                          key, people.at ? "; the own CPR number must be entered anew of " : "",
                          STR_ARG(people));
        PQclear(result);
        if (people.at || in_way)
            return ERR_CONFLICT;
    }
    if (forget(keys, &number, err))
        return err->code;
    (void)printf(
        "Key %d is retired. Its line may be taken out of %s; keep it with copies of the database from before "
        "today, which cannot be read without it.\n",
        key, keys->path);
    return ERR_NONE;
}

static enum err_code status(struct keys *keys, struct err *err)
{
    PGresult *rows = PQexec(keys->connection, SQL_KEYS_STATUS.text);
    if (PQresultStatus(rows) != PGRES_TUPLES_OK) {
        PQclear(rows);
        return err_set(err, ERR_UNAVAILABLE, "keys_status failed");
    }
    for (int row = 0; row < PQntuples(rows); row++)
        (void)printf(
            "key %s  %s  made %s  %s  %s values%s%s\n", PQgetvalue(rows, row, 0), PQgetvalue(rows, row, 1),
            PQgetvalue(rows, row, 2), PQgetvalue(rows, row, 3), PQgetvalue(rows, row, 4),
            strcmp(PQgetvalue(rows, row, 5), "0") != 0 ? ", not bound to their rows yet (spord keys reseal): "
                                                       : "",
            strcmp(PQgetvalue(rows, row, 5), "0") != 0 ? PQgetvalue(rows, row, 5) : "");
    PQclear(rows);
    return ERR_NONE;
}

/* Nobody else at it; a commit need not wait for the disk, for what is lost is done again. (Retiring waits.) */
static enum err_code alone(struct keys *keys, bool waits_for_disk, struct err *err)
{
    const struct sql lock = {"keys", "select pg_try_advisory_lock(7303, 5)"};
    const struct sql lazy = {"keys", "set synchronous_commit = off"};
    PGresult *result = NULL;
    if (keys_ask(keys, &lock, NULL, 0, &result, err))
        return err->code;
    bool got = PQgetvalue(result, 0, 0)[0] != 0;
    PQclear(result);
    if (!got)
        return err_set(err, ERR_CONFLICT, "another spord keys is at work");
    if (waits_for_disk)
        return ERR_NONE;
    result = NULL;
    enum err_code code = keys_ask(keys, &lazy, NULL, 0, &result, err);
    PQclear(result);
    return code;
}

static enum err_code act(struct keys *keys, const char *verb, int64_t number, struct err *err)
{
    if (strcmp(verb, "status") == 0)
        return status(keys, err);
    if (alone(keys, strcmp(verb, "retire") == 0, err))
        return err->code;
    return strcmp(verb, "rotate") == 0   ? rotate(keys, err)
           : strcmp(verb, "reseal") == 0 ? reseal(keys, err)
                                         : retire(keys, (int16_t)number, err);
}

enum err_code keys_command(const struct config *config, int argc, char **argv, struct err *err)
{
    const char *verb = argc > 0 ? argv[0] : "status";
    int64_t number = 0;
    bool retires = strcmp(verb, "retire") == 0;
    bool known =
        retires || strcmp(verb, "status") == 0 || strcmp(verb, "rotate") == 0 || strcmp(verb, "reseal") == 0;
    if (!known || argc > (retires ? 2 : 1) ||
        (retires && (argc != 2 || !str_to_i64(str_of(argv[1]), 1, NUMBER_MAX, &number))))
        return err_set(err, ERR_INVALID,
                       "status, rotate, reseal or retire NUMBER is expected; see spord help");
    if (!config->database[0])
        return err_set(err, ERR_INVALID, "setting database: the daemon's connection is missing");
    struct keys keys;
    enum err_code code = keys_open(&keys, config, WAIT_MS, err);
    if (!code)
        code = act(&keys, verb, number, err);
    keys_close(&keys);
    return code;
}
