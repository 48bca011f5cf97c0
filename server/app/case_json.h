/* A row of store_cases.h as JSON. */
#ifndef SPOR_CASE_JSON_H
#define SPOR_CASE_JSON_H

#include "app/call.h"

/* The row of a list. */
void case_put_row(struct buf *out, const struct db_batch *batch, int query, int row, day_t today);
/* The members of one case, inside an object that the caller has begun: all but `flags`. */
void case_put_members(struct buf *out, const struct db_batch *batch, int query, int row, day_t today);
/* "R5.1:17" */
void put_flag_name(struct buf *out, int rule, int subject);
/* "amber" */
const char *severity_name(int severity);
const char *attribution_name(int attribution);

#endif
