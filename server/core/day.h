/* Days, instants and the Danish calendar (rules 5.2, 5.3). Pure: nobody asks a clock here.
 *
 * A day is a local day in Europe/Copenhagen, counted from 1970-01-01. An instant is microseconds UTC from the
 * same date. Instants order events; everything else counts days. Texts are RFC 3339: `YYYY-MM-DD`, and a
 * date-time that must carry an offset (or Z). Both are read from 1800 (days of birth) to 2199; that events
 * lie in 1981 or later is asked by event_check. No argument overflows: what lies too far becomes DAY_NONE or
 * DAY_NEVER, and these two stay what they are. */
#ifndef SPOR_DAY_H
#define SPOR_DAY_H

#include "base/base.h"

typedef int32_t day_t;
typedef int64_t instant_t;

#define DAY_NONE      INT32_MIN /* no such day; before every day */
#define DAY_NEVER     INT32_MAX /* open end; after every day */
#define INSTANT_NONE  INT64_MIN
#define INSTANT_NEVER INT64_MAX

#define SECOND ((instant_t)1000000)
#define MINUTE (60 * SECOND)
#define HOUR   (60 * MINUTE)

struct civil_date {
    int year, month, day; /* month and day from 1 */
};

day_t day_from_civil(int year, int month, int day);
struct civil_date day_to_civil(day_t day);

/* The local day of an instant: UTC+1, and UTC+2 in the EU's summer time (until 1995 it ended in September).
 */
day_t day_of_instant(instant_t instant);
/* The first instant of a local day. */
instant_t instant_of_day(day_t day);

/* What a clock on a wall here shows. A day has 23 or 25 hours when the clock changes, so it is never midnight and so
 * many hours: these two functions alone go from one to the other. */
struct wall {
    day_t day;
    instant_t time;   /* since 0 o'clock, less than 24 hours */
    instant_t offset; /* how much it is ahead of UTC */
};
/* Of an instant that is neither INSTANT_NONE nor INSTANT_NEVER. */
struct wall wall_of_instant(instant_t instant);
/* The instants at which a clock shows this, in their order, and how many they are: one; none in the hour that is left
 * out in spring; two in the hour that comes twice in autumn, the first of them still in summer time. */
int instants_of_wall(day_t day, instant_t time, instant_t out[2]);

bool day_parse(struct str text, day_t *out) NODISCARD;
/* Up to six digits of fraction; further digits are refused, so that nothing is lost. A leap second is
 * refused. */
bool instant_parse(struct str text, instant_t *out) NODISCARD;

enum { DAY_TEXT = 10, INSTANT_TEXT = 27 }; /* YYYY-MM-DDTHH:MM:SS.ffffffZ */
void day_to_text(day_t day, char text[DAY_TEXT]);
void instant_to_text(instant_t instant, char text[INSTANT_TEXT]);

/* Monday is 0. */
int day_weekday(day_t day);
day_t day_easter(int year);
/* Rules 5.3: Monday to Friday without the Danish holidays, 24, 26 and 31 December. */
bool day_is_working(day_t day);
/* The k-th working day before `day`, found by stepping back from day - 1; k = 0: the day itself. */
day_t day_working_before(day_t day, int k);
/* Working days in from+1 … to; 0 where to <= from. */
int32_t day_working_between(day_t from, day_t to);
/* The first day D with day_working_between(from, D) >= k; `from` where k <= 0. */
day_t day_working_after(day_t from, int32_t k);
/* The same day number k months on (k may be negative), or the last day of that month. */
day_t day_add_months(day_t day, int k);
/* The n-th birthday of somebody born on `born`; 29 February becomes 1 March. */
day_t day_birthday(day_t born, int n);

#endif
