/* `spord rebuild [--check]`: assesses every case anew from its events and says what differs from what is
 * stored.
 *
 * With --check nothing is written; cases that the assessor has still to see are counted as pending, not as
 * differing. Without it the differences are saved, and it needs the assessor's lock: no daemon may be
 * assessing meanwhile. One line of progress to standard error where that is a terminal; interrupted with
 * SIGINT it says how far it came, and nothing is half done. */
#ifndef SPOR_REBUILD_H
#define SPOR_REBUILD_H

#include "base/base.h"
#include "base/err.h"

struct rebuild_options {
    const char *conninfo; /* of the daemon's role */
    const char *settings; /* of the connection; or NULL */
    bool check;
    bool without_spans; /* with check: stored spans are neither read nor compared (for measuring the replay
                           alone) */
};

struct rebuild_result {
    uint64_t cases, events, pending, failed;
    uint64_t differing;                         /* cases */
    uint64_t spans_differing, states_differing; /* rows of span, of flag_state */
    uint64_t microseconds;
    bool interrupted;
};

/* Blocks: it runs a loop of its own. Differences go to standard output as JSON lines {"case":…,"differs":…}.
 */
enum err_code rebuild_run(const struct rebuild_options *options, struct rebuild_result *out,
                          struct err *err) NODISCARD;

#endif
