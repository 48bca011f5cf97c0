/* An iCalendar file (RFC 5545): days with a line of text, for calendar programs. No personal data belongs in it: it
 * leaves the house. */
#ifndef SPOR_CALENDAR_H
#define SPOR_CALENDAR_H

#include "base/buf.h"
#include "core/day.h"

void calendar_begin(struct buf *out, struct str name);
/* An all-day entry. `id` is the same whenever the same entry is written; `now` is when the file is made. */
void calendar_day(struct buf *out, struct str id, day_t day, struct str summary, struct str description,
                  instant_t now);
void calendar_end(struct buf *out);

#endif
