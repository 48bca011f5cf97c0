/* The one place in C that asks the time. Its counterpart in SQL is spor_now(). Both are shifted by the same
 * number of seconds (`clock_shift` of the configuration), so that tests can see midnight, 28 days and
 * 15 minutes go by. */
#ifndef SPOR_CLOCK_H
#define SPOR_CLOCK_H

#include "core/day.h"

/* Once, before the first clock_now. */
void clock_set_shift(int seconds);
instant_t clock_now(void);

#endif
