/* For what our own code must never do, whatever the input: says what on the log and aborts. Nothing that
 * comes from the network, the database or a file may ever reach it. */
#ifndef SPOR_BUG_H
#define SPOR_BUG_H

#include "base/base.h"

void bug(const char *what) __attribute__((noreturn, cold));

#endif
