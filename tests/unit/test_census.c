/* On which days reports over time look, and how numbers are shown to those who see no cases. */
#include "unit.h"

#include "app/census.h"
#include "wire/json_write.h"

static day_t day(const char *text)
{
    day_t out = DAY_NONE;
    assert_true(day_parse(str_of(text), &out));
    return out;
}

static void assert_days(const struct census *census, const char *wanted)
{
    struct buf out;
    buf_init(&out, 10000);
    for (size_t i = 0; i < census->n; i++) {
        char text[DAY_TEXT];
        day_to_text(census->days[i], text);
        buf_printf(&out, "%s%.*s", i ? " " : "", DAY_TEXT, text);
    }
    assert_str(buf_str(&out), wanted);
    buf_clear(&out);
}

static void assert_refused(bool rounded, const char *from, const char *to, const char *pointer)
{
    struct census census = {.rounded = rounded};
    struct err err;
    assert_int_equal(census_take(&census, day(from), day(to), day("2026-11-28"), '/', &err), ERR_INVALID);
    assert_str(str_of(err.pointer), pointer);
}

static void ends_of_months(void **state)
{
    (void)state;
    struct census census = {.rounded = false};
    struct err err;
    assert_int_equal(census_take(&census, day("2024-01-31"), day("2024-03-15"), day("2026-11-28"), '/', &err),
                     ERR_NONE);
    assert_days(&census, "2024-01-31 2024-02-29 2024-03-15");
    assert_int_equal(census_take(&census, day("2026-11-28"), DAY_NONE, day("2026-11-28"), '/', &err),
                     ERR_NONE);
    assert_days(&census, "2026-11-28");
    assert_int_equal(census_take(&census, DAY_NONE, DAY_NONE, day("2026-11-28"), '/', &err), ERR_NONE);
    assert_int_equal(census.n, CENSUS_MONTHS + 1);
    assert_refused(false, "2026-11-01", "2026-11-29", "/to"); /* ahead */
    assert_refused(false, "2026-11-02", "2026-11-01", "/from");
    assert_refused(false, "2006-11-01", "2026-11-01", "/from"); /* 241 days */
    assert_int_equal(census_take(&census, day("2006-12-01"), day("2026-11-01"), day("2026-11-28"), '/', &err),
                     ERR_NONE);
    assert_int_equal(census.n, CENSUS_DAYS_MAX);
}

/* Of two neighbouring days the difference is somebody. */
static void rounded_of_whole_months_only(void **state)
{
    (void)state;
    struct census census = {.rounded = true};
    struct err err;
    assert_int_equal(census_take(&census, day("2026-09-10"), DAY_NONE, day("2026-11-28"), '?', &err),
                     ERR_NONE);
    assert_days(&census, "2026-09-30 2026-10-31");
    assert_int_equal(census_take(&census, day("2026-11-10"), DAY_NONE, day("2026-11-30"), '?', &err),
                     ERR_NONE);
    assert_days(&census, "2026-11-30");
    assert_refused(true, "2026-01-01", "2026-10-30", "/to");
    assert_refused(true, "2026-01-01", "2026-11-28", "/to"); /* today */
    static const struct {
        const char *instant;
        bool is;
    } instants[] = {
        {"2026-06-30T22:00:00Z", true},         {"2026-06-30T21:59:59Z", false},
        {"2026-06-30T22:00:00.000001Z", false}, {"2026-12-01T00:00:00+01:00", true},
        {"2026-12-01T00:00:00Z", false},        {"2026-12-02T00:00:00+01:00", false},
    };
    for (size_t i = 0; i < ARRAY_LEN(instants); i++) {
        instant_t instant;
        assert_true(instant_parse(str_of(instants[i].instant), &instant));
        assert_int_equal(census_is_month_end(instant), instants[i].is);
    }
}

static void numbers(void **state)
{
    (void)state;
    struct buf out;
    buf_init(&out, 1000);
    json_begin_array(&out);
    for (uint64_t n = 0; n <= 13; n++)
        census_put(&out, n, true);
    census_put(&out, 13, false);
    json_end_array(&out);
    assert_str(buf_str(&out), "[\"<5\",\"<5\",\"<5\",\"<5\",\"<5\",5,5,5,10,10,10,10,10,15,13]");
    buf_clear(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ends_of_months),
        cmocka_unit_test(rounded_of_whole_months_only),
        cmocka_unit_test(numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
