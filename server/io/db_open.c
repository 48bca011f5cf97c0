/* See db_open.h. */
#include "io/db_open.h"

#include <libpq-fe.h>
#include <stdlib.h>

#include "base/log.h"
#include "base/mem.h"

/* ---- where it leads ---- */

/* The next item of a list with commas; *at is behind it, NULL behind the last. */
static struct str next_item(const char **at)
{
    if (!*at)
        return (struct str){NULL, 0};
    struct str item = {*at, strcspn(*at, ",")};
    *at = (*at)[item.len] == ',' ? *at + item.len + 1 : NULL;
    return item;
}

/* libpq's rules: an address is TCP, whatever host stands beside it; a host with a slash or (abstract) an @ at
 * its beginning is a socket's; nothing at all is the socket in libpq's own folder. */
static bool is_local(struct str host, struct str address)
{
    return address.len == 0 && (host.len == 0 || host.at[0] == '/' || host.at[0] == '@');
}

enum db_way db_way(const struct db_target *target)
{
    const char *hosts = target->host, *addresses = target->hostaddr;
    bool local = true;
    do {
        struct str host = next_item(&hosts), address = next_item(&addresses);
        local = local && is_local(host, address);
    } while (hosts || addresses);
    if (local)
        return DB_WAY_LOCAL;
    bool verified = target->sslmode && strcmp(target->sslmode, "verify-full") == 0;
    return verified ? DB_WAY_VERIFIED : DB_WAY_OPEN;
}

/* ---- what libpq makes of a connection string ---- */

static const char *value_in(const PQconninfoOption *options, const char *name)
{
    for (; options && options->keyword; options++)
        if (strcmp(options->keyword, name) == 0)
            return options->val;
    return NULL;
}

/* What is not said in the string. libpq tells it for the environment's service only, so for a moment that is the
 * string's. NULL: no memory. */
static PQconninfoOption *defaults_for(const char *service)
{
    const char *environment = getenv("PGSERVICE");
    if (!service)
        return PQconndefaults();
    size_t len = environment ? strlen(environment) : 0;
    char *kept = mem_new(len + 1);
    if (!kept)
        return NULL;
    if (environment)
        memcpy(kept, environment, len);
    (void)setenv("PGSERVICE", service, 1);
    PQconninfoOption *defaults = PQconndefaults();
    if (environment)
        (void)setenv("PGSERVICE", kept, 1);
    else
        (void)unsetenv("PGSERVICE");
    mem_free(kept);
    return defaults;
}

/* The string may have a password in it, and anything may stand in the wrong place: only known words are told. */
static const char *word_of(const char *sslmode)
{
    static const char *const words[] = {"disable", "allow", "prefer", "require", "verify-ca"};
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (sslmode && strcmp(sslmode, words[i]) == 0)
            return words[i];
    return "an unknown word";
}

static enum err_code judge(const struct db_target *target, const char *setting, bool insecure,
                           struct err *err)
{
    if (db_way(target) != DB_WAY_OPEN)
        return ERR_NONE;
    if (!insecure)
        return err_set(
            err, ERR_INVALID,
            "setting %s: the database is reached over TCP with sslmode=%s: only sslmode=verify-full "
            "(with host= and sslrootcert=) or a Unix socket will do; for a test: "
            "--insecure-database on",
            setting, word_of(target->sslmode));
    log_line(LOG_ERROR, "insecure_database", LOG_C("setting", setting),
             LOG_C("sslmode", word_of(target->sslmode)),
             LOG_C("text", "whoever stands between can read and change everything: never with real data"));
    return ERR_NONE;
}

enum err_code db_check(const char *conninfo, const char *setting, bool insecure, struct err *err)
{
    PQconninfoOption *own = PQconninfoParse(conninfo, NULL);
    if (!own)
        return err_set(err, ERR_INVALID,
                       "setting %s: a connection as libpq reads it is expected, such as "
                       "postgresql://spord@%%2Fvar%%2Frun%%2Fpostgresql/spor or \"host=/var/run/postgresql "
                       "dbname=spor user=spord\"",
                       setting);
    PQconninfoOption *rest = defaults_for(value_in(own, "service"));
    enum err_code code = ERR_NONE;
    if (!rest) {
        code = err_set(err, ERR_NO_MEMORY, "settings: no memory");
    } else {
        static const char *const names[] = {"host", "hostaddr", "sslmode"};
        const char *values[ARRAY_LEN(names)];
        for (size_t i = 0; i < ARRAY_LEN(names); i++) {
            values[i] = value_in(own, names[i]);
            values[i] = values[i] ? values[i] : value_in(rest, names[i]);
        }
        code = judge(&(struct db_target){values[0], values[1], values[2]}, setting, insecure, err);
    }
    PQconninfoFree(rest);
    PQconninfoFree(own);
    return code;
}

struct db_keys db_keys(const char *conninfo, const char *name, const char *settings)
{
    bool has = settings && settings[0];
    return (struct db_keys){
        {"dbname", "client_encoding", "application_name", "gssencmode", has ? "options" : NULL, NULL},
        {conninfo, "UTF8", name, "disable", settings, NULL}};
}

const char *db_advice(const char *why)
{
    static const struct {
        const char *said, *advice;
    } rows[] = {
        {"Peer authentication failed",
         " (over a socket a role is that of the system's user of the same name: run "
         "this as that user)"},
        {"no password supplied", " (a password goes into the file that passfile= names)"},
        {"root certificate file", " (sslrootcert= names the certificate of the authority)"},
        {"host name must be specified", " (host= is the name in the certificate, hostaddr= the address)"},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        if (strstr(why, rows[i].said))
            return rows[i].advice;
    return "";
}
