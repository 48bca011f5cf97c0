/* One call of append_units(): its parameters from units, its answer into units. Used by store_append.c alone.
 */
#ifndef SPOR_APPEND_BATCH_H
#define SPOR_APPEND_BATCH_H

#include "store/store_append.h"

/* Most of one call. A unit may be larger than MAX_EVENTS; then it is alone. */
enum { APPEND_MAX_UNITS = 200, APPEND_MAX_EVENTS = 4000 };

/* Puts the statement and its parameters for the `n` units of the list. */
void append_batch_build(struct db_batch *batch, struct append_unit *const *units, size_t n);
/* Fills the answers of all units. ERR_INTERNAL where the rows are not what was asked for. */
enum err_code append_batch_read(const struct db_batch *batch, struct append_unit *const *units, size_t n,
                                struct err *err) NODISCARD;

#endif
