/* See census.h. */
#include "app/census.h"

#include <stdio.h>

#include "wire/json_write.h"

static day_t month_end(day_t day)
{
    struct civil_date date = day_to_civil(day);
    return day_add_months(day_from_civil(date.year, date.month, 1), 1) - 1;
}

/* The last end of a month up to a day. */
static day_t month_end_before(day_t day)
{
    return month_end(day) == day ? day : day - day_to_civil(day).day;
}

bool census_is_month_end(instant_t known_at)
{
    day_t day = day_of_instant(known_at);
    return day_to_civil(day).day == 1 && instant_of_day(day) == known_at;
}

static enum err_code wrong(struct err *err, char sign, const char *name, const char *what)
{
    char pointer[sizeof "?from"];
    (void)snprintf(pointer, sizeof pointer, "%c%s", sign, name);
    return err_set_at(err, ERR_INVALID, pointer, "`%s` %s", name, what);
}

enum err_code census_take(struct census *census, day_t from, day_t to, day_t latest, char sign,
                          struct err *err)
{
    if (to == DAY_NONE)
        to = census->rounded ? month_end_before(latest) : latest;
    if (to > latest)
        return wrong(err, sign, "to", "must not lie ahead");
    if (census->rounded && month_end(to) != to)
        return wrong(err, sign, "to", "must be the last day of a month, where numbers are rounded");
    if (from == DAY_NONE)
        from = day_add_months(to, -CENSUS_MONTHS);
    if (from > to)
        return wrong(err, sign, "from", "is later than `to`");
    census->from = from;
    census->to = to;
    census->n = 0;
    for (day_t day = from; day <= to; day = month_end(day) + 1) {
        if (census->n == CENSUS_DAYS_MAX)
            return wrong(err, sign, "from", "lies too many months back");
        day_t last = month_end(day);
        census->days[census->n++] = last < to ? last : to;
    }
    return ERR_NONE;
}

static bool is_set_aside(const struct handlings *handlings, const struct span *span, day_t day)
{
    for (size_t i = 0; handlings && i < handlings->n; i++) {
        const struct handled *handled = &handlings->at[i];
        if (handled->rule == span->rule && handled->subject == span->subject && handled->from <= day &&
            day < handled->to)
            return handled->state == FLAG_WAIVED || handled->state == FLAG_EXEMPTED;
    }
    return false;
}

void census_severities(const struct census *census, const struct spans *spans,
                       const struct handlings *handlings, uint8_t (*severity)[RULE_COUNT])
{
    memset(severity, 0, census->n * sizeof *severity);
    for (size_t s = 0; s < spans->n; s++) {
        const struct span *span = &spans->at[s];
        for (size_t i = 0; i < census->n && census->days[i] < span->to; i++)
            if (census->days[i] >= span->from && severity[i][span->rule] < span->severity &&
                !is_set_aside(handlings, span, census->days[i]))
                severity[i][span->rule] = span->severity;
    }
}

void census_put(struct buf *out, uint64_t n, bool rounded)
{
    if (!rounded)
        json_i64(out, (int64_t)n);
    else if (n < 5)
        json_text(out, "<5");
    else
        json_i64(out, (int64_t)((n + 2) / 5 * 5));
}
