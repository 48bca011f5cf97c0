/* Counts and durations of requests, for /metrics (Prometheus text). */
#ifndef SPOR_METRICS_H
#define SPOR_METRICS_H

#include "app/route.h"
#include "base/base.h"
#include "base/buf.h"

struct metrics;

struct metrics *metrics_new(void) NODISCARD;
void metrics_free(struct metrics *metrics);
/* `route` is route_match.number, -1 where none fitted. */
void metrics_count(struct metrics *metrics, int route, int status, uint64_t microseconds);
void metrics_put(const struct metrics *metrics, struct buf *out);

#endif
