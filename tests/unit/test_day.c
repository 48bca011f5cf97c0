/* Days, instants and the Danish calendar, against the system's zoneinfo, published tables and naive loops. */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "core/day.h"
#include "core/event.h"

#define DAY_SECONDS 86400

static int to_copenhagen(void **state)
{
    (void)state;
    if (setenv("TZ", "Europe/Copenhagen", 1) != 0)
        return -1;
    tzset();
    struct tm july;
    time_t at = 1784106000; /* without tzdata the name would be taken for UTC */
    return localtime_r(&at, &july) && july.tm_isdst == 1 ? 0 : -1;
}

static day_t parsed(const char *text)
{
    day_t day = DAY_NONE;
    if (!day_parse(str_of(text), &day))
        fail_msg("\"%s\" is no day", text);
    return day;
}

static instant_t parsed_instant(const char *text)
{
    instant_t instant = INSTANT_NONE;
    if (!instant_parse(str_of(text), &instant))
        fail_msg("\"%s\" is no instant", text);
    return instant;
}

static void assert_day(day_t is, const char *expected)
{
    char text[DAY_TEXT];
    day_to_text(is, text);
    assert_str(((struct str){text, DAY_TEXT}), expected);
}

/* ---- civil dates ---- */

static void civil_dates_run_on(void **state)
{
    (void)state;
    assert_int_equal(day_from_civil(1970, 1, 1), 0);
    day_t day = day_from_civil(1599, 12, 31);
    for (int year = 1600; year <= 2400; year++) {
        bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        int lengths[] = {31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
        for (int month = 1; month <= 12; month++)
            for (int date = 1; date <= lengths[month - 1]; date++) {
                day++;
                assert_int_equal(day_from_civil(year, month, date), day);
                struct civil_date back = day_to_civil(day);
                assert_int_equal(back.year, year);
                assert_int_equal(back.month, month);
                assert_int_equal(back.day, date);
                assert_int_equal(day_weekday(day), ((day % 7) + 7 + 3) % 7);
            }
    }
}

/* Nothing overflows at the ends (UBSan looks on), and open ends stay open. */
static void ends_are_total(void **state)
{
    (void)state;
    static const day_t days[] = {DAY_NONE, DAY_NONE + 1, -200000000, 200000000, DAY_NEVER - 1, DAY_NEVER};
    char text[INSTANT_TEXT];
    for (size_t i = 0; i < ARRAY_LEN(days); i++) {
        struct civil_date date = day_to_civil(days[i]);
        assert_int_equal(day_from_civil(date.year, date.month, date.day), days[i]);
        assert_in_range(day_weekday(days[i]), 0, 6);
        (void)day_is_working(days[i]);
        (void)day_working_before(days[i], 60);
        (void)day_working_after(days[i], 60);
        day_to_text(days[i], text);
        for (size_t k = 0; k < ARRAY_LEN(days); k++)
            assert_true(day_working_between(days[i], days[k]) >= 0);
        for (int k = -1; k <= 1; k++)
            (void)day_add_months(days[i], k * INT32_MAX), (void)day_birthday(days[i], k * INT32_MAX);
    }
    static const instant_t instants[] = {INSTANT_NONE, INSTANT_NONE + 1, 0, INSTANT_NEVER - 1, INSTANT_NEVER};
    for (size_t i = 0; i < ARRAY_LEN(instants); i++) {
        (void)day_of_instant(instants[i]);
        (void)wall_of_instant(instants[i]);
        instant_to_text(instants[i], text);
    }
    assert_int_equal(day_of_instant(INSTANT_NONE), DAY_NONE);
    assert_int_equal(day_of_instant(INSTANT_NEVER), DAY_NEVER);
    for (size_t i = 0; i < ARRAY_LEN(days); i++)
        for (instant_t time = 0; time < 24 * HOUR; time += 24 * HOUR - 1)
            assert_int_equal(instants_of_wall(days[i], time, (instant_t[2]){0, 0}), 0);
    assert_int_equal(instants_of_wall(106751991, 5 * HOUR, (instant_t[2]){0, 0}),
                     0); /* the last day has four */
    assert_true(instant_of_day(DAY_NONE) == INSTANT_NONE);
    assert_true(instant_of_day(DAY_NEVER) == INSTANT_NEVER);
    assert_true(instant_of_day(DAY_NONE + 1) == INSTANT_NONE); /* too early, too late for an instant */
    assert_true(instant_of_day(DAY_NEVER - 1) == INSTANT_NEVER);
    assert_int_equal(day_add_months(DAY_NEVER, -12), DAY_NEVER);
    assert_int_equal(day_birthday(DAY_NONE, 18), DAY_NONE);
    assert_int_equal(day_working_after(DAY_NEVER - 10, 100), DAY_NEVER);
}

/* ---- summer time ---- */

static day_t by_zoneinfo(time_t at, struct tm *local)
{
    assert_non_null(localtime_r(&at, local));
    return day_from_civil(local->tm_year + 1900, local->tm_mon + 1, local->tm_mday);
}

static void local_days_are_zoneinfos(void **state)
{
    (void)state;
    day_t last = day_from_civil(2099, 12, 31);
    for (day_t day = day_from_civil(1981, 1, 1); day <= last; day++) {
        struct tm local;
        for (int second = -1; second <= 0; second++) { /* around 22 and 23 UTC, where the day can change */
            time_t at = (time_t)day * DAY_SECONDS + 22 * 3600 + second;
            assert_int_equal(day_of_instant(at * SECOND), by_zoneinfo(at, &local));
            assert_int_equal(day_of_instant((at + 3600) * SECOND), by_zoneinfo(at + 3600, &local));
        }
        instant_t first = instant_of_day(day);
        assert_int_equal(day_of_instant(first), day);
        assert_int_equal(day_of_instant(first - 1), day - 1);
        assert_int_equal(by_zoneinfo(first / SECOND, &local), day);
        assert_int_equal(local.tm_hour * 3600 + local.tm_min * 60 + local.tm_sec, 0);
    }
}

/* Every change of the clock from 1981 to 2099, found in zoneinfo hour by hour: two a year, at 01:00 UTC, and
 * midnight before and after it is where we say. */
static void every_change_of_the_clock(void **state)
{
    (void)state;
    struct tm before, after;
    time_t at = parsed_instant("1981-01-01T00:00:00Z") / SECOND,
           end = parsed_instant("2100-01-01T00:00:00Z") / SECOND;
    (void)by_zoneinfo(at, &before);
    int changes = 0;
    for (; at < end; at += 3600, before = after) {
        (void)by_zoneinfo(at, &after);
        if (before.tm_isdst == after.tm_isdst)
            continue;
        changes++;
        assert_int_equal(at % DAY_SECONDS, 3600);
        day_t day = day_of_instant(at * SECOND);
        instant_t length = instant_of_day(day + 1) - instant_of_day(day);
        assert_true(length == (after.tm_isdst ? 23 : 25) * HOUR);
        assert_true(instant_of_day(day) - instant_of_day(day - 1) == 24 * HOUR);
        assert_true(instant_of_day(day + 2) - instant_of_day(day + 1) == 24 * HOUR);
    }
    assert_int_equal(changes, 2 * (2099 - 1981 + 1));
}

/* The wall clock is zoneinfo's, there and back, for every quarter of an hour of ten years: which instants a clock
 * shows is found by looking at all of them. */
static void every_quarter_of_ten_years(void **state)
{
    (void)state;
    enum { QUARTER = 900, FIRST = 2020, YEARS = 10, QUARTERS = 96, DAYS = 366 * YEARS };
    day_t first = day_from_civil(FIRST, 1, 1), end = day_from_civil(FIRST + YEARS, 1, 1);
    static time_t shown[DAYS * QUARTERS][2];
    static uint8_t times[DAYS * QUARTERS];
    int gaps = 0, twice = 0;
    for (time_t at = (time_t)(first - 1) * DAY_SECONDS; at < (time_t)(end + 1) * DAY_SECONDS; at += QUARTER) {
        struct tm local;
        day_t day = by_zoneinfo(at, &local);
        int second = local.tm_hour * 3600 + local.tm_min * 60 + local.tm_sec;
        struct wall wall = wall_of_instant(at * SECOND);
        assert_int_equal(wall.day, day);
        assert_int_equal(wall.time, second * SECOND);
        assert_int_equal(wall.offset, local.tm_gmtoff * SECOND);
        assert_int_equal(day_of_instant(at * SECOND), day);
        if (day < first || day >= end)
            continue;
        int place = (day - first) * QUARTERS + second / QUARTER;
        assert_true(times[place] < 2);
        shown[place][times[place]++] = at;
    }
    for (int place = 0; place < (end - first) * QUARTERS; place++) {
        instant_t found[2];
        int n = instants_of_wall(first + place / QUARTERS, place % QUARTERS * QUARTER * SECOND, found);
        assert_int_equal(n, times[place]);
        for (int i = 0; i < n; i++)
            assert_int_equal(found[i], shown[place][i] * SECOND);
        gaps += n == 0;
        twice += n == 2;
    }
    assert_int_equal(gaps, 4 * YEARS);
    assert_int_equal(twice, 4 * YEARS);
}

static void the_nights_of_the_change(void **state)
{
    (void)state;
    static const struct {
        const char *instant, *day, *why;
    } rows[] = {
        {"1981-03-28T22:59:59.999999Z", "1981-03-28", "the first summer time of the table"},
        {"1995-09-24T22:00:00Z", "1995-09-24", "until 1995 it ended in September: this night is UTC+1 again"},
        {"1995-09-23T22:00:00Z", "1995-09-24", "the night before is still UTC+2"},
        {"1996-10-26T22:00:00Z", "1996-10-27", "from 1996 on it ends in October"},
        {"1996-10-27T22:00:00Z", "1996-10-27", "and is over that evening"},
        {"2024-03-30T22:59:59.999999Z", "2024-03-30", "winter: midnight is 23 UTC"},
        {"2024-03-30T23:00:00Z", "2024-03-31", "winter: midnight is 23 UTC"},
        {"2024-03-31T21:59:59.999999Z", "2024-03-31", "summer: midnight is 22 UTC"},
        {"2024-03-31T22:00:00Z", "2024-04-01", "summer: midnight is 22 UTC"},
        {"2024-10-27T02:30:00+02:00", "2024-10-27", "the hour that comes twice, first"},
        {"2024-10-27T02:30:00+01:00", "2024-10-27", "and again"},
        {"2024-12-31T23:30:00Z", "2025-01-01", "the year ends an hour earlier here"},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        print_message("# %s\n", rows[i].why);
        assert_day(day_of_instant(parsed_instant(rows[i].instant)), rows[i].day);
    }
    assert_true(INSTANT_FIRST == instant_of_day(parsed("1981-01-01")));
    assert_true(INSTANT_FIRST == parsed_instant("1981-01-01T00:00:00+01:00"));
}

/* ---- texts ---- */

static void texts_come_back(void **state)
{
    (void)state;
    char text[INSTANT_TEXT];
    for (day_t day = parsed("1800-01-01"); day <= parsed("2199-12-31"); day++) {
        day_to_text(day, text);
        day_t back;
        assert_true(day_parse((struct str){text, DAY_TEXT}, &back));
        assert_int_equal(back, day);
    }
    static const struct {
        const char *in, *out;
    } rows[] = {
        {"2024-02-29T12:34:56Z", "2024-02-29T12:34:56.000000Z"},
        {"2024-02-29T12:34:56.7+02:00", "2024-02-29T10:34:56.700000Z"},
        {"2024-02-29t12:34:56.000001z", "2024-02-29T12:34:56.000001Z"},
        {"2024-01-01T00:00:00.123456+23:59", "2023-12-31T00:01:00.123456Z"},
        {"2024-12-31T23:59:59.999999-23:59", "2025-01-01T23:58:59.999999Z"},
        {"1969-12-31T23:59:59.999999-00:00", "1969-12-31T23:59:59.999999Z"},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        instant_to_text(parsed_instant(rows[i].in), text);
        assert_str(((struct str){text, INSTANT_TEXT}), rows[i].out);
    }
}

static void bad_texts_are_refused(void **state)
{
    (void)state;
    static const char *days[] = {
        "",           "2024",        "2024-1-01",   "2024-01-1",   "2024-13-01", "2024-00-01", "2024-01-00",
        "2024-01-32", "2024-04-31",  "2023-02-29",  "1900-02-29",  "1799-12-31", "2200-01-01", "0000-00-00",
        "2024/01/01", "2024-01-01 ", " 2024-01-01", "+024-01-01",  "-024-01-01", "2024-0a-01", "2024-01-+1",
        "20240101",   "2024-W01-1",  "２024-01-01", "99999-01-01", "2024-01-011"};
    static const char *instants[] = {
        "",
        "2024-01-01",
        "2024-01-01T12:00:00", /* no offset */
        "2024-01-01T12:00:00.5",
        "2024-01-01 12:00:00Z",
        "2024-01-01T12:00Z",
        "2024-01-01T24:00:00Z",
        "2024-01-01T12:60:00Z",
        "2024-01-01T23:59:60Z", /* a leap second */
        "2024-01-01T12:00:00.Z",
        "2024-01-01T12:00:00.1234567Z",
        "2024-01-01T12:00:00,5Z",
        "2024-01-01T12:00:00+1:00",
        "2024-01-01T12:00:00+0100",
        "2024-01-01T12:00:00+01",
        "2024-01-01T12:00:00+24:00",
        "2024-01-01T12:00:00+01:60",
        "2024-01-01T12:00:00*01:00",
        "2024-01-01T12:00:00+01.00",
        "2024-01-01T12:00:00+a1:00",
        "2024-01-01T12:00:00+01:b0",
        "2024-01-01T12.00:00Z",
        "2024-01-01T12:00.00Z",
        "2024-01-01T12:0a:00Z",
        "2024-01-01T12:00:a0Z",
        "2024-01-01T12:00:00ZZ",
        "2024-01-01T12:00:00Z ",
        "2024-01-01T12:00:00CET",
        "2024-02-30T12:00:00Z",
        "2024-01-01T1a:00:00Z",
        "2024-01-01T-1:00:00Z",
        "1799-12-31T12:00:00Z",
        "2200-01-01T00:00:00Z",
        "1700000000",
    };
    day_t day = 7;
    instant_t instant = 7;
    for (size_t i = 0; i < ARRAY_LEN(days); i++)
        if (day_parse(str_of(days[i]), &day))
            fail_msg("\"%s\" was taken for a day", days[i]);
    for (size_t i = 0; i < ARRAY_LEN(instants); i++)
        if (instant_parse(str_of(instants[i]), &instant))
            fail_msg("\"%s\" was taken for an instant", instants[i]);
    /* A NUL inside, and every cut of a good text. */
    static const char good[] = "2024-06-05T12:34:56.789012+02:00";
    assert_false(day_parse((struct str){"2024-01\0001", 10}, &day));
    for (size_t len = 0; len < sizeof good - 1; len++)
        assert_false(instant_parse((struct str){good, len}, &instant));
    assert_int_equal(day, 7);
    assert_true(instant == 7);
}

/* ---- the Danish calendar ---- */

/* Published dates of Easter Sunday: the earliest (22 March) and latest (25 April) possible among them. */
static void easter_as_published(void **state)
{
    (void)state;
    static const char *sundays[] = {
        "1818-03-22", "1886-04-25", "1913-03-23", "1943-04-25", "1961-04-02", "1981-04-19", "1982-04-11",
        "1983-04-03", "1984-04-22", "1985-04-07", "1986-03-30", "1987-04-19", "1988-04-03", "1989-03-26",
        "1990-04-15", "1991-03-31", "1992-04-19", "1993-04-11", "1994-04-03", "1995-04-16", "1996-04-07",
        "1997-03-30", "1998-04-12", "1999-04-04", "2000-04-23", "2001-04-15", "2002-03-31", "2003-04-20",
        "2004-04-11", "2005-03-27", "2006-04-16", "2007-04-08", "2008-03-23", "2009-04-12", "2010-04-04",
        "2011-04-24", "2012-04-08", "2013-03-31", "2014-04-20", "2015-04-05", "2016-03-27", "2017-04-16",
        "2018-04-01", "2019-04-21", "2020-04-12", "2021-04-04", "2022-04-17", "2023-04-09", "2024-03-31",
        "2025-04-20", "2026-04-05", "2027-03-28", "2028-04-16", "2029-04-01", "2030-04-21", "2031-04-13",
        "2032-03-28", "2033-04-17", "2034-04-09", "2035-03-25", "2036-04-13", "2037-04-05", "2038-04-25",
        "2039-04-10", "2040-04-01", "2049-04-18", "2076-04-19", "2099-04-12", "2100-03-28",
    };
    for (size_t i = 0; i < ARRAY_LEN(sundays); i++) {
        day_t day = parsed(sundays[i]);
        assert_int_equal(day_easter(day_to_civil(day).year), day);
        assert_int_equal(day_weekday(day), 6);
    }
}

/* Calendars as published: every day off from Monday to Friday. */
static void working_days_of_published_years(void **state)
{
    (void)state;
    static const struct {
        int year;
        const char *off[12];
    } years[] = {
        {2006, /* 5 June is Whit Monday; 31 December a Sunday */
         {"04-13", "04-14", "04-17", "05-12", "05-25", "06-05", "12-25", "12-26"}},
        {2022, {"04-14", "04-15", "04-18", "05-13", "05-26", "06-06", "12-26"}},
        {2023, /* the last Store bededag */
         {"04-06", "04-07", "04-10", "05-05", "05-18", "05-29", "06-05", "12-25", "12-26"}},
        {2024,
         {"01-01", "03-28", "03-29", "04-01", "05-09", "05-20", "06-05", "12-24", "12-25", "12-26", "12-31"}},
        {2025,
         {"01-01", "04-17", "04-18", "04-21", "05-29", "06-05", "06-09", "12-24", "12-25", "12-26", "12-31"}},
        {2026, {"01-01", "04-02", "04-03", "04-06", "05-14", "05-25", "06-05", "12-24", "12-25", "12-31"}},
    };
    for (size_t i = 0; i < ARRAY_LEN(years); i++) {
        size_t next = 0;
        day_t end = day_from_civil(years[i].year + 1, 1, 1);
        for (day_t day = day_from_civil(years[i].year, 1, 1); day < end; day++) {
            if (day_weekday(day) >= 5) {
                assert_false(day_is_working(day));
                continue;
            }
            char text[DAY_TEXT + 1] = "";
            day_to_text(day, text);
            bool off = next < ARRAY_LEN(years[i].off) && years[i].off[next] &&
                       strcmp(text + 5, years[i].off[next]) == 0;
            if (day_is_working(day) == off)
                fail_msg("%s is %s working day", text, off ? "no" : "a");
            next += off;
        }
        assert_true(next == ARRAY_LEN(years[i].off) || !years[i].off[next]);
    }
    assert_false(day_is_working(parsed("1981-05-15"))); /* Store bededag */
    assert_true(day_is_working(parsed("2024-04-26")));  /* the fourth Friday after Easter, no longer */
}

static void counting_equals_a_naive_loop(void **state)
{
    (void)state;
    day_t first = day_from_civil(1980, 12, 25), last = day_from_civil(2101, 1, 7);
    /* From one day on: every end; the count is also where day_working_after comes back to. */
    int32_t n = 0;
    for (day_t day = first + 1; day <= last; day++) {
        bool working = day_is_working(day);
        n += working;
        assert_int_equal(day_working_between(first, day), n);
        if (working)
            assert_int_equal(day_working_after(first, n), day);
    }
    /* From every day of 40 years on: the next two months; and no day, or one. */
    for (day_t from = parsed("1999-12-01"); from <= parsed("2040-02-01"); from++) {
        n = 0;
        assert_int_equal(day_working_between(from, from), 0);
        assert_int_equal(day_working_between(from, from - 3), 0);
        assert_int_equal(day_working_after(from, 0), from);
        assert_int_equal(day_working_after(from, -3), from);
        for (day_t day = from + 1; day <= from + 61; day++) {
            bool working = day_is_working(day);
            n += working;
            assert_int_equal(day_working_between(from, day), n);
            if (working)
                assert_int_equal(day_working_after(from, n), day);
        }
    }
    /* Over the borders of the known holidays. */
    for (int year = 1799; year <= 2299; year += 500) {
        day_t from = day_from_civil(year, 6, 1);
        n = 0;
        for (day_t day = from + 1; day <= from + 800; day++) {
            n += day_is_working(day);
            assert_int_equal(day_working_between(from, day), n);
        }
    }
}

static void stepping_back(void **state)
{
    (void)state;
    static const struct {
        const char *day;
        int k;
        const char *before, *why;
    } rows[] = {
        {"2024-06-05", 0, "2024-06-05", "none before is the day itself, also a holiday"},
        {"2024-06-06", 1, "2024-06-04", "over 5 June"},
        {"2024-04-02", 1, "2024-03-27", "over Easter"},
        {"2025-01-02", 3, "2024-12-23", "over New Year and Christmas to 30, 27 and 23 December"},
        {"2024-03-09", 10, "2024-02-26", "from a Saturday; February had 29 days"},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        print_message("# %s\n", rows[i].why);
        assert_day(day_working_before(parsed(rows[i].day), rows[i].k), rows[i].before);
    }
}

static void months_and_birthdays(void **state)
{
    (void)state;
    static const struct {
        const char *day;
        int months;
        const char *then;
    } months[] = {
        {"2023-08-31", 6, "2024-02-29"},  {"2022-08-31", 6, "2023-02-28"},   {"2024-01-31", 1, "2024-02-29"},
        {"2024-02-29", 12, "2025-02-28"}, {"2024-02-29", 48, "2028-02-29"},  {"2024-01-15", 0, "2024-01-15"},
        {"2024-01-15", -1, "2023-12-15"}, {"2024-03-31", -1, "2024-02-29"},  {"2024-11-30", 3, "2025-02-28"},
        {"2024-12-01", 1, "2025-01-01"},  {"2024-05-31", -27, "2022-02-28"},
    };
    for (size_t i = 0; i < ARRAY_LEN(months); i++)
        assert_day(day_add_months(parsed(months[i].day), months[i].months), months[i].then);
    static const struct {
        const char *born;
        int n;
        const char *day;
    } birthdays[] = {
        {"2004-02-29", 18, "2022-03-01"}, {"2004-02-29", 20, "2024-02-29"}, {"2004-02-28", 18, "2022-02-28"},
        {"1999-12-31", 25, "2024-12-31"}, {"2004-02-29", 0, "2004-02-29"},
    };
    for (size_t i = 0; i < ARRAY_LEN(birthdays); i++)
        assert_day(day_birthday(parsed(birthdays[i].born), birthdays[i].n), birthdays[i].day);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(civil_dates_run_on),
        cmocka_unit_test(ends_are_total),
        cmocka_unit_test_setup(local_days_are_zoneinfos, to_copenhagen),
        cmocka_unit_test_setup(every_change_of_the_clock, to_copenhagen),
        cmocka_unit_test_setup(every_quarter_of_ten_years, to_copenhagen),
        cmocka_unit_test(the_nights_of_the_change),
        cmocka_unit_test(texts_come_back),
        cmocka_unit_test(bad_texts_are_refused),
        cmocka_unit_test(easter_as_published),
        cmocka_unit_test(working_days_of_published_years),
        cmocka_unit_test(counting_equals_a_naive_loop),
        cmocka_unit_test(stepping_back),
        cmocka_unit_test(months_and_birthdays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
