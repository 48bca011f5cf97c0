/* See census.h. */
#include "app/census.h"

#include "wire/json_write.h"

static day_t month_end(day_t day)
{
    struct civil_date date = day_to_civil(day);
    return day_add_months(day_from_civil(date.year, date.month, 1), 1) - 1;
}

size_t census_days(day_t from, day_t to, day_t days[CENSUS_DAYS_MAX])
{
    size_t n = 0;
    day_t last = DAY_NONE;
    for (day_t day = from; day <= to; day = last + 1) {
        last = month_end(day);
        if (n == CENSUS_DAYS_MAX)
            return 0;
        days[n++] = last < to ? last : to;
    }
    return n;
}

void census_severities(const struct spans *spans, const day_t *days, size_t n,
                       uint8_t (*severity)[RULE_COUNT])
{
    memset(severity, 0, n * sizeof *severity);
    for (size_t s = 0; s < spans->n; s++) {
        const struct span *span = &spans->at[s];
        for (size_t i = 0; i < n && days[i] < span->to; i++)
            if (days[i] >= span->from && severity[i][span->rule] < span->severity)
                severity[i][span->rule] = span->severity;
    }
}

void census_put(struct buf *out, uint64_t n, bool rounded)
{
    if (!rounded)
        json_i64(out, (int64_t)n);
    else if (n > 0 && n < 5)
        json_text(out, "<5");
    else
        json_i64(out, (int64_t)((n + 2) / 5 * 5));
}
