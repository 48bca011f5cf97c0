/* How connections to PostgreSQL are opened, and which may be: over a Unix socket, or over TCP with TLS whose
 * certificate is checked against its authority and the name of the host (sslmode=verify-full). Anything less
 * lets whoever stands between read and change everything.
 *
 * What a connection string says is read with libpq's own reader and filled up as libpq does it: from a service
 * (`service=`, PGSERVICE), then from the environment (PGHOST, PGSSLMODE …), then from libpq's defaults. */
#ifndef SPOR_DB_OPEN_H
#define SPOR_DB_OPEN_H

#include "base/base.h"
#include "base/err.h"

/* As libpq has them in the end; NULL: not given. Hosts and addresses may be lists. */
struct db_target {
    const char *host, *hostaddr, *sslmode;
};

enum db_way {
    DB_WAY_LOCAL,    /* Unix sockets only */
    DB_WAY_VERIFIED, /* TCP with sslmode=verify-full */
    DB_WAY_OPEN,     /* TCP with less */
};

/* Of several hosts the worst counts. Pure. */
enum db_way db_way(const struct db_target *target);

/* Refuses a connection string that libpq cannot read, and one that leads over DB_WAY_OPEN unless `insecure` is
 * true: that is then said on the log as an error. `setting` is its name for messages, which have nothing else
 * of it than the word of sslmode. Changes the environment for a moment: call it before there are threads. */
enum err_code db_check(const char *conninfo, const char *setting, bool insecure, struct err *err) NODISCARD;

/* Arguments of PQconnect…Params with expand_dbname. GSSAPI's encryption would come before TLS and make sslmode
 * count for nothing: it is off. Texts are the caller's; `settings` ("-c …") may be empty or NULL. */
struct db_keys {
    const char *names[6], *values[6];
};
struct db_keys db_keys(const char *conninfo, const char *name, const char *settings);

/* What to do about why a connection failed, in libpq's words, to be put behind them; "" where nothing is known. */
const char *db_advice(const char *why);

#endif
