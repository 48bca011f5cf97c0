/* To whom a case belongs on a day. See course.h. */
#include "core/timeline.h"

/* The unit of the latest event of a kind up to `on` that has one; *index is raised to that event. */
static uint32_t unit_of_latest(const struct course *course, enum kind kind, day_t on, uint32_t *index)
{
    for (size_t n = count_upto(course, kind, on); n > 0; n--) {
        uint32_t at = nth_of(course, kind, n - 1);
        uint32_t unit = course->at[at].event->unit;
        if (!unit)
            continue;
        *index = at;
        return unit;
    }
    return 0;
}

void course_standing(const struct course *course, day_t on, struct standing *out)
{
    *out = (struct standing){.is_open = runs_on(&course->open, on) != 0,
                             .target_group = (uint16_t)runs_on(&course->group, on),
                             .primary = primary_or_last(course, on)};
    uint32_t opened = 0, reopened = 0;
    uint32_t unit = unit_of_latest(course, KIND_CASE_OPENED, on, &opened);
    uint32_t later = unit_of_latest(course, KIND_CASE_REOPENED, on, &reopened);
    out->opening_unit = later && (!unit || reopened > opened) ? later : unit;
    if (count_upto(course, KIND_CASE_OPENED, on) > 0)
        out->opened_by = course->at[nth_of(course, KIND_CASE_OPENED, 0)].event->recorded_by;
    else if (course->start <= on)
        out->opened_by = course->at[course->start_event].event->recorded_by;
}
