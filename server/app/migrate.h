/* `spord migrate`: brings the database to the schema this program was built with.
 *
 * Runs as the owner of the database, over a connection of its own, and may block: nothing else runs then.
 * Each migration is one transaction and one row of table `migration` with the checksum of its file; a file
 * that has changed since it was applied, a gap, or a database newer than the program is refused. An advisory
 * lock makes several at once wait for each other. Applying again changes nothing. */
#ifndef SPOR_MIGRATE_H
#define SPOR_MIGRATE_H

#include "base/base.h"
#include "base/err.h"

struct migrate_result {
    int applied; /* migrations applied now */
    int version; /* number of the last one */
};

/* `conninfo`: libpq's, of the owner. Says on standard output what it does. */
enum err_code migrate(const char *conninfo, struct migrate_result *result, struct err *err) NODISCARD;
/* The number of the last migration this program knows: what a daemon finds in `select max(number) from
 * migration` must equal it. */
int migrate_latest(void);

#endif
