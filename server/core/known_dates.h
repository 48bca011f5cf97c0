/* Dates ahead that need preparing (rules 5.12): recorded ones, those that follow from the target group, and
 * birthdays that move the citizen to other rules. Inside core. */
#ifndef SPOR_KNOWN_DATES_H
#define SPOR_KNOWN_DATES_H

#include "core/timeline.h"

struct known_date {
    day_t date;
    day_t from, to;   /* it is known on the days [from, to), as far as they are asked for */
    uint32_t subject; /* index of the event it is about, NOWHERE: the course */
    uint32_t event;   /* index of the one it follows from */
    bool while_away;  /* only on days with another authority */
};

/* Room that known_dates needs. */
size_t known_dates_room(const struct course *course);
/* The known dates of the days from `from` on that have its target group and the parameters `param`. Returns
 * how many. */
size_t known_dates(const struct course *course, const int32_t *param, day_t from, struct known_date *out);

#endif
