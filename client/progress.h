/* A long answer of the daemon's: lines {"progress": {"cases": …, "of": …}}, for who sees no case
 * {"progress": {"percent": …}}, while it waits for its turn {"progress": {"before": …}}, and others. */
#ifndef SPOR_CLIENT_PROGRESS_H
#define SPOR_CLIENT_PROGRESS_H

#include <jansson.h>
#include <stdbool.h>

struct cli;

/* True where the line is progress: shown on standard error where that is a terminal. */
bool progress_show(const struct cli *cli, const json_t *line);
/* Ends the line of progress, if one was shown. */
void progress_end(void);

#endif
