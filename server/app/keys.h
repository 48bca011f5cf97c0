/* The keys of CPR numbers, at start and as a command; what they are and why the order of things is as it is:
 * store/crypt.h.
 *
 * At start the file in data_dir is compared with what the database knows. A new file is made only for a database that
 * knows of no key and has nothing sealed; where something was sealed before keys were known (schema 13 and before) the
 * file must open it. Whatever else does not fit is ERR_INVALID with what to do.
 *
 *     spord keys [status]      the keys and what lies under each
 *     spord keys rotate        a new key, and everything sealed under it; or goes on with a rotation that was begun
 *     spord keys reseal        everything sealed under the newest key, bound to its row; no new key
 *     spord keys retire N      key N is not used any more
 *
 * Runs blocking, over the daemon's connection, while daemons run. One at a time. */
#ifndef SPOR_KEYS_H
#define SPOR_KEYS_H

#include <libpq-fe.h>

#include "app/config.h"
#include "store/crypt.h"

/* A PostgreSQL connection, the file, and the keys in use. */
struct keys {
    PGconn *connection;
    const struct config *config;
    char path[600];
    struct crypt *crypt;
    struct crypt_known known[64]; /* newest first */
    size_t n_known;
};

/* Waits for the database for so long at most (ERR_UNAVAILABLE). The caller closes `out` in any case. */
enum err_code keys_open(struct keys *out, const struct config *config, int wait_ms,
                        struct err *err) NODISCARD;
void keys_close(struct keys *keys);
/* Makes a key known. `needed`: nobody may be without it from now on. */
enum err_code keys_add(struct keys *keys, const struct crypt *file, int16_t number, bool needed,
                       struct err *err) NODISCARD;
/* Reads file and table anew, and compares them. */
enum err_code keys_read(struct keys *keys, struct err *err) NODISCARD;

struct sql;
/* One statement with binary parameters and a binary answer; *out is cleared by the caller where the call succeeds. */
struct keys_param {
    const void *at; /* NULL: null */
    int len;
};
enum err_code keys_ask(const struct keys *keys, const struct sql *sql, const struct keys_param *params, int n,
                       PGresult **out, struct err *err) NODISCARD;

enum err_code keys_command(const struct config *config, int argc, char **argv, struct err *err) NODISCARD;

#endif
