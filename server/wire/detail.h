/* The details of errors in Danish. They are written in English where they arise (core knows one language and no
 * reader); here, at the edge, the Danish form is found by the English one, detail_table.h. */
#ifndef SPOR_DETAIL_H
#define SPOR_DETAIL_H

#include "base/base.h"

enum { DETAIL_ROOM = 1024 };

/* The text in Danish, in `room`; the text as it is where it has no Danish form or that does not fit. */
const char *detail_in_danish(const char *english, char room[DETAIL_ROOM]);

#endif
