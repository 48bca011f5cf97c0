/* Names that a statement tells of one case: rows of (what, number, name), by what and number (SQL_CASE_NAMES). */
#ifndef SPOR_CASE_NAMES_H
#define SPOR_CASE_NAMES_H

#include "io/db.h"

enum { NAMES_STAFF = 1, NAMES_UNIT };

struct case_names {
    const struct db_batch *rows;
    int query;
};

/* at NULL: there is none. */
struct str case_name(const struct case_names *names, int32_t what, uint32_t number);
/* Of one of the staff; `names` is a struct case_names. */
struct str case_staff_name(const void *names, uint32_t staff);

#endif
