/* See clock.h. */
#include "io/clock.h"

#include <time.h>

static instant_t shift;

void clock_set_shift(int seconds)
{
    shift = seconds * SECOND;
}

instant_t clock_now(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_REALTIME, &now); /* cannot fail: the clock exists and `now` is ours */
    return now.tv_sec * SECOND + now.tv_nsec / 1000 + shift;
}
