/* A stored event, as the statements case_events and export_events select it, as JSON. */
#ifndef SPOR_EVENT_ROW_H
#define SPOR_EVENT_ROW_H

#include "base/buf.h"
#include "io/db.h"

enum { EVENT_COLUMNS = 37 }; /* further columns of a statement follow these */

/* The members of its envelope, inside an object that the caller has begun. */
void event_row_put(struct buf *out, const struct db_batch *batch, int query, int row,
                   const struct uuid *case_id);
/* Only that it was there: case, seq, event_id, kind, recorded_at. */
void event_row_put_hidden(struct buf *out, const struct db_batch *batch, int query, int row,
                          const struct uuid *case_id);

#endif
