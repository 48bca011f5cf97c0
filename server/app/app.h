/* Everything that lives as long as the daemon, and in which order it starts and stops. No globals: whoever
 * needs something of this gets it passed.
 *
 * Start: keys, names, database links, the writer, log, password threads, listener. The keys are compared with what the
 * database knows of them (keys.h), which is waited for up to a minute. Stop, after SIGTERM: the
 * listener (what is in work may end), then the access log, the writer, the links; the loop then has no handle
 * left. Loss of the database is no reason to stop: calls are answered with 503 until it is back. */
#ifndef SPOR_APP_H
#define SPOR_APP_H

#include <uv.h>

#include "app/config.h"
#include "app/replay_queue.h"
#include "app/shares.h"
#include "base/base.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/gate.h"
#include "base/hash.h"
#include "io/db.h"
#include "io/server.h"

struct access_log;
struct append;
struct assessed;
struct assessor;
struct auth;
struct call;
struct case_statements;
struct crypt;
struct logins;
struct metrics;
struct names;

enum { TRACE_BYTES = 16 };

/* What never changes while the daemon runs (routes_tables.c): one copy for all who ask. */
enum { TABLE_CATALOGUES, TABLE_KINDS, TABLE_RULES, TABLE_OPENAPI, TABLES };
struct table {
    struct buf body;
    char tag[19]; /* its ETag */
};

struct app {
    uv_loop_t loop;
    const struct config *config;
    struct crypt *crypt;
    struct names *names;
    struct case_statements *case_statements;
    struct db_link *auth_link; /* who calls (auth.h): nothing else stands before that */
    struct db_link *readers;   /* a pool, as the next two */
    struct db_link *reports;   /* long reads, so that nobody's page waits behind them; while one answers, the
                                other reads on */
    struct db_link *writer;    /* what is no append */
    struct append *append;
    struct assessed *assessed;
    struct assessor *assessor; /* NULL: not in this daemon */
    struct db_link *listener;  /* hears of new feed records */
    struct auth *auth;
    struct access_log *access_log;
    struct logins *logins;
    struct metrics *metrics;
    struct table tables[TABLES]; /* each made when it is first asked for */
    struct server *server;
    struct call *calls;         /* in work */
    struct gate shares[SHARES]; /* of callers, see shares.h */
    struct hash_key address_key;
    bool letting_in;          /* inside shares_let_in */
    uint64_t citizen_doubles; /* records that were given the number of another one */
    struct replay_queue replays;
    uint8_t traces[64][TRACE_BYTES]; /* ids for the next requests … */
    size_t traces_left;              /* … of which so many are left */
    uv_signal_t signals[3];
    bool stopping;
    int exit_code;
};

/* `spord run`: runs until SIGTERM or SIGINT. Returns the exit code. */
int app_run(const struct config *config, struct err *err) NODISCARD;
/* "-c …" of a link: the clock's shift, and a statement_timeout in ms. */
void app_link_settings(const struct config *config, int statement_timeout_ms, char *out, size_t size);

#endif
