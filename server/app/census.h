/* What reports over time are counted from: on some days (the last day of each month), for one case, whether it
 * is open, to which team it belongs, and how badly each rule is broken. Pure but for memory. */
#ifndef SPOR_CENSUS_H
#define SPOR_CENSUS_H

#include "base/buf.h"
#include "base/mem.h"
#include "core/course.h"
#include "store/store_teams.h"

enum { CENSUS_DAYS_MAX = 240 };

/* The last day of each month from `from` to `to`, and `to` itself; at most CENSUS_DAYS_MAX of them. Returns how
 * many, 0 where there would be more (or none). */
size_t census_days(day_t from, day_t to, day_t days[CENSUS_DAYS_MAX]);

/* The highest severity of each rule on each of n days: severity[i][rule], over all subjects. */
void census_severities(const struct spans *spans, const day_t *days, size_t n,
                       uint8_t (*severity)[RULE_COUNT]);

/* A number for people: those who see no cases get it rounded to 5, and "<5" for 1 to 4 (design 9). */
void census_put(struct buf *out, uint64_t n, bool rounded);

#endif
