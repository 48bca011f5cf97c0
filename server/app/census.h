/* What reports over time are counted from: on some days (the last day of each month), for one case, whether it
 * is open, to which team it belongs, and how badly each rule is broken. Pure but for memory. */
#ifndef SPOR_CENSUS_H
#define SPOR_CENSUS_H

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "core/course.h"
#include "core/handling.h"

enum { CENSUS_DAYS_MAX = 240, CENSUS_MONTHS = 24 };

struct census {
    day_t from, to;
    day_t days[CENSUS_DAYS_MAX]; /* the last day of each month from `from` to `to`, and `to` itself */
    size_t n;
    bool rounded; /* for those who see no cases */
};

/* Sets the days `from` (DAY_NONE: CENSUS_MONTHS before `to`) to `to` (DAY_NONE: the last one there may be), none
 * later than `latest`; census->rounded is set. Rounded numbers are of ends of months only: from those of two
 * neighbouring days one could tell who it was that changed. What is wrong is said about "<sign>from" or
 * "<sign>to": '/' members of a body, '?' parameters. */
enum err_code census_take(struct census *census, day_t from, day_t to, day_t latest, char sign,
                          struct err *err) NODISCARD;

/* Is this the first instant of a month: are whole months all that was known? */
bool census_is_month_end(instant_t known_at);

/* The highest severity of each rule on each day: severity[i][rule], over all subjects; without the flags that are waived
 * or exempted that day, where `handlings` are given. */
void census_severities(const struct census *census, const struct spans *spans,
                       const struct handlings *handlings, uint8_t (*severity)[RULE_COUNT]);

/* A number for people: rounded to 5, and "<5" for 0 to 4, where it is to be (design 9). Small numbers are not told
 * apart from none: what others know would make a person of the difference. */
void census_put(struct buf *out, uint64_t n, bool rounded);

#endif
