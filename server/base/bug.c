/* See bug.h. */
#include "base/bug.h"

#include <stdlib.h>

#include "base/log.h"

void bug(const char *what)
{
    log_line(LOG_ERROR, "bug", LOG_C("what", what));
    abort();
}
