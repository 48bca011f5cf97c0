/* Dates ahead that need preparing. See known_dates.h. */
#include "core/known_dates.h"

enum unit_of_time { WEEKS, MONTHS };

/* Counted from the first day in the group; a parameter of 0 switches it off. */
static const struct {
    enum target_group group;
    enum foreseen_date code;
    enum param length;
    enum unit_of_time unit;
    bool while_away;
} of_groups[] = {
    {TARGET_GROUP_SICK_PAY, FORESEEN_DATE_SICK_PAY_REASSESSMENT, PARAM_R2_5_SICK_PAY_WEEKS, WEEKS, false},
    {TARGET_GROUP_JOB_CLARIFICATION, FORESEEN_DATE_JOB_CLARIFICATION_END, PARAM_R2_5_JOB_CLARIFICATION_MONTHS,
     MONTHS, false},
    {TARGET_GROUP_RESOURCE_COURSE, FORESEEN_DATE_RESOURCE_COURSE_END, PARAM_R2_5_RESOURCE_COURSE_MONTHS,
     MONTHS, false},
    {TARGET_GROUP_FLEX_JOB_EMPLOYED, FORESEEN_DATE_FLEX_JOB_STATUS, PARAM_R2_5_FLEX_JOB_MONTHS, MONTHS,
     false},
    {TARGET_GROUP_UNEMPLOYMENT_INSURED, FORESEEN_DATE_AKASSE_MONTH_3, PARAM_R2_5_AKASSE_MONTHS, MONTHS, true},
};

/* Of all groups of a family, or of one group. */
static const struct {
    enum family family;
    enum target_group group;
    enum foreseen_date code;
    int age;
} birthdays[] = {
    {FAMILY_NONE, TARGET_GROUP_UNDER_18, FORESEEN_DATE_AGE_18, 18},
    {FAMILY_CASH, TARGET_GROUP_NONE_, FORESEEN_DATE_AGE_25, 25},
    {FAMILY_CASH, TARGET_GROUP_NONE_, FORESEEN_DATE_AGE_30, 30},
};

size_t known_dates_room(const struct course *course)
{
    return count_of(course, KIND_DATE_FORESEEN) + ARRAY_LEN(of_groups) + ARRAY_LEN(birthdays);
}

/* The latest one of each code holds, until the next one comes; of `other` each. */
static size_t recorded_dates(const struct course *course, struct known_date *out)
{
    day_t replaced[FORESEEN_DATE_COUNT];
    for (size_t code = 0; code < FORESEEN_DATE_COUNT; code++)
        replaced[code] = DAY_NEVER;
    size_t n = 0;
    for (size_t i = count_of(course, KIND_DATE_FORESEEN); i > 0; i--) {
        uint32_t event = nth_of(course, KIND_DATE_FORESEEN, i - 1);
        uint32_t code = course->at[event].event->code;
        day_t day = course->at[event].day;
        if (code >= FORESEEN_DATE_COUNT)
            continue;
        out[n++] = (struct known_date){.date = course->at[event].event->due,
                                       .from = day,
                                       .to = replaced[code],
                                       .subject = event,
                                       .event = event};
        if (code != FORESEEN_DATE_OTHER)
            replaced[code] = day;
    }
    return n;
}

/* The first day from `from` on on which a date of that code is recorded; DAY_NEVER. */
static day_t recorded_from(const struct course *course, enum foreseen_date code, day_t from)
{
    return first_day(course, &(struct event_filter){KIND_DATE_FORESEEN, .codes = VALUE_BIT(code)}, from);
}

/* The first event that put the citizen into the group on the first day of the run. */
static uint32_t first_classified(const struct course *course, const struct run *group)
{
    size_t i = count_upto(course, KIND_CLASSIFIED, group->from - 1);
    while (course->at[nth_of(course, KIND_CLASSIFIED, i)].event->code != group->value)
        i++; /* the last one of that day did */
    return nth_of(course, KIND_CLASSIFIED, i);
}

static size_t dates_of_group(const struct course *course, const int32_t *param, const struct run *group,
                             struct known_date *out)
{
    size_t n = 0;
    for (size_t i = 0; i < ARRAY_LEN(of_groups); i++) {
        int32_t length = param[of_groups[i].length];
        if (of_groups[i].group != group->value || length == 0)
            continue;
        uint32_t since = first_classified(course, group);
        out[n++] =
            (struct known_date){.date = of_groups[i].unit == WEEKS ? day_plus(group->from, 7 * length)
                                                                   : day_add_months(group->from, length),
                                .from = group->from,
                                .to = recorded_from(course, of_groups[i].code, group->from),
                                .subject = since,
                                .event = since,
                                .while_away = of_groups[i].while_away};
    }
    return n;
}

static size_t birthdays_of_group(const struct course *course, const struct run *group, struct known_date *out)
{
    size_t n = 0;
    const struct catalogue_value *value = catalogue_value(CATALOGUE_TARGET_GROUP, group->value);
    if (course->born == DAY_NONE || !value)
        return 0;
    for (size_t i = 0; i < ARRAY_LEN(birthdays); i++)
        if (birthdays[i].group == group->value ||
            (birthdays[i].family && birthdays[i].family == value->family))
            out[n++] = (struct known_date){.date = day_birthday(course->born, birthdays[i].age),
                                           .from = group->from,
                                           .to = recorded_from(course, birthdays[i].code, DAY_NONE),
                                           .subject = NOWHERE,
                                           .event = first_classified(course, group)};
    return n;
}

size_t known_dates(const struct course *course, const int32_t *param, day_t from, struct known_date *out)
{
    size_t n = recorded_dates(course, out);
    size_t i = runs_find(&course->group, from);
    if (i == NOWHERE)
        return n;
    n += dates_of_group(course, param, &course->group.at[i], out + n);
    return n + birthdays_of_group(course, &course->group.at[i], out + n);
}
