/* See day.h. Dates are computed with 64-bit numbers and eras of 400 years, so that no argument overflows. */
#include "core/day.h"

enum {
    ERA_DAYS = 146097,     /* days in 400 years */
    EPOCH_IN_ERA = 719468, /* 1970-01-01, counted from 0000-03-01 */
    LAST_STORE_BEDEDAG = 2023,
    /* Years whose holidays are counted singly; outside of them every Monday to Friday is a working day. */
    HOLIDAYS_FIRST = 1800,
    HOLIDAYS_LAST = 2299,
    /* Texts: a day of birth may lie long ago; nothing is planned later. */
    YEAR_FIRST = 1800,
    YEAR_LAST = 2199,
};
#define DAY_MICROSECONDS (24 * HOUR)

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

/* Splits an instant into its UTC day and the time of that day. */
static int64_t split_day(instant_t instant, instant_t *time)
{
    *time = instant % DAY_MICROSECONDS;
    if (*time < 0)
        *time += DAY_MICROSECONDS;
    return floor_div(instant, DAY_MICROSECONDS);
}

static day_t to_day(int64_t day)
{
    return day >= DAY_NEVER ? DAY_NEVER : day <= DAY_NONE ? DAY_NONE : (day_t)day;
}

/* The year begins in March here, so that the leap day is its last. */
static int64_t days_of(int64_t year, int month, int day)
{
    int64_t y = month <= 2 ? year - 1 : year, era = floor_div(y, 400), of_era = y - era * 400;
    int64_t of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return era * ERA_DAYS + of_era * 365 + of_era / 4 - of_era / 100 + of_year - EPOCH_IN_ERA;
}

day_t day_from_civil(int year, int month, int day)
{
    return to_day(days_of(year, month, day));
}

struct civil_date day_to_civil(day_t day)
{
    int64_t z = (int64_t)day + EPOCH_IN_ERA, era = floor_div(z, ERA_DAYS), of_era = z - era * ERA_DAYS;
    int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year + year / 4 - year / 100), month = (5 * of_year + 2) / 153;
    struct civil_date date = {.day = (int)(of_year - (153 * month + 2) / 5 + 1),
                              .month = (int)(month < 10 ? month + 3 : month - 9)};
    date.year = (int)(year + era * 400 + (date.month <= 2));
    return date;
}

int day_weekday(day_t day)
{
    int64_t n = (int64_t)day + 3; /* 1970-01-01 was a Thursday */
    return (int)(n - floor_div(n, 7) * 7);
}

/* ---- summer time ---- */

/* The last Sunday of a month of 30 or 31 days. */
static int64_t last_sunday(int64_t year, int month, int last)
{
    int64_t day = days_of(year, month, last), n = day + 4; /* Sunday is 0 */
    return day - (n - floor_div(n, 7) * 7);
}

/* The Sundays on which summer time begins and ends, both at 01:00 UTC. */
static int64_t summer_begins(int64_t year)
{
    return last_sunday(year, 3, 31);
}

static int64_t summer_ends(int64_t year)
{
    return year <= 1995 ? last_sunday(year, 9, 30) : last_sunday(year, 10, 31);
}

day_t day_of_instant(instant_t instant)
{
    if (instant == INSTANT_NONE)
        return DAY_NONE;
    if (instant == INSTANT_NEVER)
        return DAY_NEVER;
    instant_t time;
    int64_t day = split_day(instant, &time);
    if (time < 22 * HOUR)
        return (day_t)day;
    if (time >= 23 * HOUR)
        return (day_t)(day + 1);
    /* Only between 22 and 23 UTC does the local day depend on the season. */
    int64_t year = day_to_civil((day_t)day).year;
    return (day_t)(day + (day >= summer_begins(year) && day < summer_ends(year)));
}

instant_t instant_of_day(day_t day)
{
    if (day == DAY_NONE)
        return INSTANT_NONE;
    int64_t year = day_to_civil(day).year;
    bool summer = day > summer_begins(year) && day <= summer_ends(year); /* at midnight, before the change */
    instant_t instant;
    if (__builtin_mul_overflow((int64_t)day, DAY_MICROSECONDS, &instant))
        return day < 0 ? INSTANT_NONE : INSTANT_NEVER;
    return instant - (summer ? 2 : 1) * HOUR; /* the first day that fits begins four hours after INT64_MIN */
}

static instant_t offset_at(instant_t instant)
{
    instant_t time;
    int64_t day = split_day(instant, &time), year = day_to_civil((day_t)day).year;
    int64_t begins = summer_begins(year), ends = summer_ends(year);
    bool after_begin = day > begins || (day == begins && time >= HOUR);
    bool before_end = day < ends || (day == ends && time < HOUR);
    return after_begin && before_end ? 2 * HOUR : HOUR;
}

struct wall wall_of_instant(instant_t instant)
{
    struct wall wall = {.offset = offset_at(instant)};
    instant_t local;
    if (__builtin_add_overflow(instant, wall.offset, &local)) /* the last hours that can be written */
        local = INSTANT_NEVER;
    wall.day = to_day(split_day(local, &wall.time));
    return wall;
}

int instants_of_wall(day_t day, instant_t time, instant_t out[2])
{
    int n = 0;
    instant_t local;
    if (__builtin_mul_overflow((int64_t)day, DAY_MICROSECONDS, &local) ||
        __builtin_add_overflow(local, time, &local))
        return 0;
    for (instant_t offset = 2 * HOUR; offset >= HOUR; offset -= HOUR) {
        instant_t instant =
            local - offset; /* the first day that can be written begins hours after the first instant */
        if (offset_at(instant) == offset)
            out[n++] = instant;
    }
    return n;
}

/* ---- texts ---- */

static bool read_digits(const char *at, size_t n, int *out)
{
    int value = 0;
    for (size_t i = 0; i < n; i++) {
        if (at[i] < '0' || at[i] > '9')
            return false;
        value = value * 10 + (at[i] - '0');
    }
    *out = value;
    return true;
}

static int month_days(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return days[month - 1] + (month == 2 && leap);
}

bool day_parse(struct str text, day_t *out)
{
    int year, month, day;
    if (text.len != DAY_TEXT || text.at[4] != '-' || text.at[7] != '-' || !read_digits(text.at, 4, &year) ||
        !read_digits(text.at + 5, 2, &month) || !read_digits(text.at + 8, 2, &day))
        return false;
    if (year < YEAR_FIRST || year > YEAR_LAST || month < 1 || month > 12 || day < 1 ||
        day > month_days(year, month))
        return false;
    *out = day_from_civil(year, month, day);
    return true;
}

/* `Z`, `+HH:MM` or `-HH:MM`, the whole rest of the text. */
static bool offset_parse(struct str text, instant_t *out)
{
    if (text.len == 1 && (text.at[0] == 'Z' || text.at[0] == 'z')) {
        *out = 0;
        return true;
    }
    int hours, minutes;
    if (text.len != 6 || (text.at[0] != '+' && text.at[0] != '-') || text.at[3] != ':' ||
        !read_digits(text.at + 1, 2, &hours) || !read_digits(text.at + 4, 2, &minutes) || hours > 23 ||
        minutes > 59)
        return false;
    instant_t offset = hours * HOUR + minutes * MINUTE;
    *out = text.at[0] == '+' ? offset : -offset;
    return true;
}

bool instant_parse(struct str text, instant_t *out)
{
    enum { HEAD = 19 }; /* YYYY-MM-DDTHH:MM:SS */
    day_t day;
    int hour, minute, second;
    if (text.len < HEAD || !day_parse((struct str){text.at, DAY_TEXT}, &day) ||
        (text.at[10] != 'T' && text.at[10] != 't') || text.at[13] != ':' || text.at[16] != ':' ||
        !read_digits(text.at + 11, 2, &hour) || !read_digits(text.at + 14, 2, &minute) ||
        !read_digits(text.at + 17, 2, &second) || hour > 23 || minute > 59 || second > 59)
        return false;
    size_t i = HEAD;
    int fraction = 0;
    if (i < text.len && text.at[i] == '.') {
        size_t digits = 0;
        for (i++; i < text.len && text.at[i] >= '0' && text.at[i] <= '9'; i++, digits++) {
            if (digits == 6)
                return false;
            fraction = fraction * 10 + (text.at[i] - '0');
        }
        if (digits == 0)
            return false;
        for (; digits < 6; digits++)
            fraction *= 10;
    }
    instant_t offset;
    if (!offset_parse((struct str){text.at + i, text.len - i}, &offset))
        return false;
    *out = day * DAY_MICROSECONDS + hour * HOUR + minute * MINUTE + second * SECOND + fraction - offset;
    return true;
}

static void put_digits(char *at, size_t n, int value)
{
    while (n-- > 0) {
        at[n] = (char)('0' + value % 10);
        value /= 10;
    }
}

void day_to_text(day_t day, char text[DAY_TEXT])
{
    struct civil_date date = day_to_civil(day);
    if (date.year < 0 || date.year > 9999) /* no such day is ever stored; still no byte of nonsense */
        date = date.year < 0 ? (struct civil_date){0, 1, 1} : (struct civil_date){9999, 12, 31};
    put_digits(text, 4, date.year);
    put_digits(text + 5, 2, date.month);
    put_digits(text + 8, 2, date.day);
    text[4] = text[7] = '-';
}

void instant_to_text(instant_t instant, char text[INSTANT_TEXT])
{
    instant_t time;
    int64_t day = split_day(instant, &time);
    day_to_text((day_t)day, text);
    text[10] = 'T';
    put_digits(text + 11, 2, (int)(time / HOUR));
    put_digits(text + 14, 2, (int)(time / MINUTE % 60));
    put_digits(text + 17, 2, (int)(time / SECOND % 60));
    put_digits(text + 20, 6, (int)(time % SECOND));
    text[13] = text[16] = ':';
    text[19] = '.';
    text[26] = 'Z';
}

/* ---- working days ---- */

/* The Gregorian computus of Meeus, Jones and Butcher. */
day_t day_easter(int year)
{
    int a = year % 19, b = year / 100, c = year % 100;
    int h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    int m = (a + 11 * h + 22 * l) / 451, n = h + l - 7 * m + 114;
    return day_from_civil(year, n / 31, n % 31 + 1);
}

/* Days after Easter Sunday: Maundy Thursday, Good Friday, Easter Monday, Store bededag, Ascension Day, Whit
 * Monday. None of them is ever a Saturday or Sunday. */
static const int moving[] = {-3, -2, 1, 26, 39, 50};
enum { STORE_BEDEDAG = 3 };

static const struct {
    int month, day;
} fixed[] = {{1, 1}, {6, 5}, {12, 24}, {12, 25}, {12, 26}, {12, 31}};

/* The holidays of a year that are Monday to Friday and not later than `until`. 5 June and Whit Monday fall
 * together where Easter is 16 April. */
static int32_t holidays_until(int year, day_t until)
{
    int32_t n = 0;
    day_t easter = day_easter(year), whit_monday = easter + 50;
    for (size_t i = 0; i < ARRAY_LEN(moving); i++)
        n += easter + moving[i] <= until && (i != STORE_BEDEDAG || year <= LAST_STORE_BEDEDAG);
    for (size_t i = 0; i < ARRAY_LEN(fixed); i++) {
        day_t day = day_from_civil(year, fixed[i].month, fixed[i].day);
        n += day <= until && day_weekday(day) < 5 && day != whit_monday;
    }
    return n;
}

bool day_is_working(day_t day)
{
    if (day_weekday(day) >= 5)
        return false;
    struct civil_date date = day_to_civil(day);
    if (date.year < HOLIDAYS_FIRST || date.year > HOLIDAYS_LAST)
        return true;
    for (size_t i = 0; i < ARRAY_LEN(fixed); i++)
        if (date.month == fixed[i].month && date.day == fixed[i].day)
            return false;
    if (date.month < 3 || date.month > 6)
        return true;
    day_t easter = day_easter(date.year);
    for (size_t i = 0; i < ARRAY_LEN(moving); i++)
        if (day == easter + moving[i] && (i != STORE_BEDEDAG || date.year <= LAST_STORE_BEDEDAG))
            return false;
    return true;
}

day_t day_working_before(day_t day, int k)
{
    for (; k > 0 && day > DAY_NONE; k--)
        do
            day--;
        while (day > DAY_NONE && !day_is_working(day));
    return day;
}

/* Monday to Friday in 1970-01-01 (a Thursday, day 0) … day, negative before. */
static int64_t weekdays_until(day_t day)
{
    int64_t since_monday = (int64_t)day + 3, weeks = floor_div(since_monday, 7);
    int64_t rest = since_monday - weeks * 7;
    return weeks * 5 + (rest < 5 ? rest + 1 : 5);
}

int32_t day_working_between(day_t from, day_t to)
{
    if (to <= from)
        return 0;
    int64_t n = weekdays_until(to) - weekdays_until(from);
    int first = day_to_civil(from).year, last = day_to_civil(to).year;
    if (first >= HOLIDAYS_FIRST && first <= HOLIDAYS_LAST)
        n += holidays_until(first, from);
    first = first < HOLIDAYS_FIRST ? HOLIDAYS_FIRST : first;
    last = last > HOLIDAYS_LAST ? HOLIDAYS_LAST : last;
    for (int year = first; year <= last; year++)
        n -= holidays_until(year, to);
    return n > INT32_MAX ? INT32_MAX : (int32_t)n;
}

/* How many days on the n-th (from 1) day of Monday to Friday after `day` is. */
static int64_t days_to_weekday(day_t day, int32_t n)
{
    int weekday = day_weekday(day), rest = (n - 1) % 5 + 1;
    int64_t days = (int64_t)((n - 1) / 5) * 7 + rest;
    if (weekday >= 5)
        return days + 6 - weekday;
    return weekday + rest > 4 ? days + 2 : days;
}

day_t day_working_after(day_t from, int32_t k)
{
    int64_t day = from;
    for (int32_t left = k; left > 0;) {
        /* As if there were no holidays: never too far, and once more for those there were. */
        int64_t step = days_to_weekday((day_t)day, left);
        if (day + step >= DAY_NEVER)
            return DAY_NEVER;
        if (step > 1)
            left -= day_working_between((day_t)day, (day_t)(day + step));
        else
            left -= day_is_working((day_t)(day + 1));
        day += step;
    }
    return (day_t)day;
}

/* ---- months and birthdays ---- */

static bool is_open_end(day_t day)
{
    return day == DAY_NONE || day == DAY_NEVER;
}

day_t day_add_months(day_t day, int k)
{
    if (is_open_end(day))
        return day;
    struct civil_date date = day_to_civil(day);
    int64_t months = (int64_t)date.year * 12 + date.month - 1 + k, year = floor_div(months, 12);
    int month = (int)(months - year * 12) + 1;
    int last = month_days((int)(year - floor_div(year, 400) * 400), month);
    return to_day(days_of(year, month, date.day < last ? date.day : last));
}

day_t day_birthday(day_t born, int n)
{
    if (is_open_end(born))
        return born;
    struct civil_date date = day_to_civil(born);
    return to_day(days_of((int64_t)date.year + n, date.month, date.day)); /* a missing 29 February: 1 March */
}
