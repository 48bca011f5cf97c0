/* States that hold from one day to the next change, and sets of days (rules 5.4, 11).
 *
 * `runs` is a state as a step function of the day, as of the end of each day. `day_set` is a union of
 * stretches of days with the number of days before each, so that counting and its inverse need no loop over
 * days. The arrays are made large enough by whoever allocates them; nothing here can fail. */
#ifndef SPOR_RUNS_H
#define SPOR_RUNS_H

#include "core/day.h"

#define NOWHERE UINT32_MAX /* an index that names nothing */

struct run {
    day_t from; /* holds to the day before the next one's */
    uint32_t value;
};

struct runs {
    struct run *at; /* by day; neighbours differ */
    size_t n;
};

/* From `from` on the value holds; `from` is never earlier than the last one set. A second change on one day
 * replaces the first, and what changes nothing leaves no trace. */
void runs_set(struct runs *runs, day_t from, uint32_t value);
/* Index of the run a day lies in, or NOWHERE before the first. */
size_t runs_find(const struct runs *runs, day_t day);
/* 0 before the first. */
uint32_t runs_on(const struct runs *runs, day_t day);
/* The day after the last one of a run. */
day_t runs_end(const struct runs *runs, size_t i);

/* Days [from, to) and the event that ends them. */
struct cut {
    day_t from, to;
    uint32_t ended_by; /* index of an event */
};

/* Sorts and joins overlapping and touching ones in place (empty ones go); a joined one is ended by what ends
 * last, of several the later event. Returns how many are left. */
size_t cuts_join(struct cut *at, size_t n);

/* Stable, in place, quick where nearly sorted. `scratch` holds n elements. (qsort may allocate.) */
void sort_stable(void *at, void *scratch, size_t n, size_t size,
                 bool (*is_after)(const void *a, const void *b));

struct stretch {
    day_t from, to; /* [from, to); the last `to` may be DAY_NEVER */
    int32_t before; /* days of the set before it */
};

struct day_set {
    struct stretch *at;
    size_t n;
};

/* Appends days; `from` is never earlier than the end of the last. Touching ones become one. */
void day_set_add(struct day_set *set, day_t from, day_t to);
/* Index of the first stretch that ends after `day`; n: none does. */
size_t day_set_find(const struct day_set *set, day_t day);
/* How many days of the set are not later than `day`. */
int32_t day_set_upto(const struct day_set *set, day_t day);
/* The k-th day of the set (from 1), DAY_NEVER where it has no so many. */
day_t day_set_nth(const struct day_set *set, int32_t k);

/* own(E, D) and the like: days of the set in E+1 … D, none before `counted_from` (DAY_NONE: no limit). */
int32_t days_between(const struct day_set *set, day_t counted_from, day_t e, day_t d);
/* The first day D with days_between(E, D) >= n: E itself for n <= 0; DAY_NEVER. */
day_t days_nth(const struct day_set *set, day_t counted_from, day_t e, int32_t n);
/* The same for those days of the set that are working days. */
day_t work_nth(const struct day_set *set, day_t counted_from, day_t e, int32_t n);

static inline day_t day_min(day_t a, day_t b)
{
    return a < b ? a : b;
}

static inline day_t day_max(day_t a, day_t b)
{
    return a > b ? a : b;
}

/* The day after; DAY_NEVER stays. */
static inline day_t day_after(day_t day)
{
    return day == DAY_NEVER ? DAY_NEVER : day + 1;
}

/* `n` days later (n may be negative); DAY_NEVER and DAY_NONE stay. */
static inline day_t day_plus(day_t day, int32_t n)
{
    return day == DAY_NEVER || day == DAY_NONE ? day : day + n;
}

#endif
