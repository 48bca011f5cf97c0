/* R7.6: the talks that the law requires. The only rule that looks at other periods than that of the day: a
 * course is judged by the law it began under, unless that has become milder. */
#include "core/rules/rules.h"

/* Something that the law asks for: red on [from, to), because of the start of the law period and the talks
 * held since `talks_from`. */
struct duty {
    day_t from, to;
    day_t talks_from;
    bool since_start; /* the start is evidence, too */
};

struct law {
    struct judgement *j;
    day_t start;         /* of the law period: L */
    uint32_t event;      /* with which it began */
    size_t first_talk;   /* the first talk from the start on */
    struct duty *duties; /* of subject 0 */
    size_t n;
};

/* ---- which law ---- */

static uint8_t family_of(uint32_t group)
{
    const struct catalogue_value *value = catalogue_value(CATALOGUE_TARGET_GROUP, group);
    return value ? value->family : FAMILY_NONE;
}

static void find_start(struct law *law)
{
    enum { BEFORE_COURSE_DAYS = 183 };
    const struct course *course = law->j->course;
    const struct runs *groups = &course->group;
    size_t i = runs_find(groups, law->j->from);
    while (i > 0 && family_of(groups->at[i - 1].value) == family_of(groups->at[i].value))
        i--;
    law->start = course->start;
    law->event = course->start_event;
    if (groups->at[i].from >= course->start - BEFORE_COURSE_DAYS) {
        law->start = groups->at[i].from;
        law->event = latest_of(course, KIND_CLASSIFIED, law->start);
    }
    law->first_talk = moments_after(&course->talks, law->start - 1);
}

/* The value that was in force on `day` for the group judged; before the first period nothing is asked. */
static int32_t param_then(const struct judgement *j, day_t day, enum param param)
{
    const struct rule_period *period = rule_period_on(j->sets, day);
    return period ? period->value[j->group][param] : 0;
}

static int32_t milder_days(const struct judgement *j, day_t day, enum param param)
{
    int32_t then = param_then(j, day, param), now = j->param[param];
    if (!then || !now)
        return 0;
    return then > now ? then : now;
}

/* None at all, 0, is the mildest. */
static int32_t milder_talks(const struct judgement *j, day_t day, enum param param)
{
    int32_t then = param_then(j, day, param), now = j->param[param];
    return then < now ? then : now;
}

/* ---- duties on the course ---- */

/* Day of the n-th talk from the `first`-th on, DAY_NEVER. */
static day_t day_of_talk(const struct judgement *j, size_t first, int32_t n)
{
    const struct moments *talks = &j->course->talks;
    size_t i = first + (size_t)n - 1;
    return i < talks->n ? talks->at[i].day : DAY_NEVER;
}

static bool has_all(const struct day_set *days, day_t from, day_t to)
{
    return days_between(days, DAY_NONE, from - 1, to - 1) == to - from;
}

static void first_talk(struct law *law)
{
    int32_t days = milder_days(law->j, law->start, PARAM_R7_6_FIRST_TALK_DAYS);
    if (days)
        law->duties[law->n++] =
            (struct duty){law->start + days + 1, day_of_talk(law->j, law->first_talk, 1), law->start, true};
}

/* The talks counted are those from `talks_from` on. */
static void talks_in_half_a_year(struct law *law, int32_t talks, day_t talks_from)
{
    day_t from = day_add_months(law->start, 6), to = day_add_months(law->start, 12);
    size_t first = moments_after(&law->j->course->talks, talks_from - 1);
    law->duties[law->n++] =
        (struct duty){from, day_min(to, day_of_talk(law->j, first, talks)), talks_from, true};
}

static void six_months(struct law *law)
{
    const struct course *course = law->j->course;
    int32_t talks = milder_talks(law->j, law->start, PARAM_R7_6_TALKS_IN_6_MONTHS);
    day_t end = day_add_months(law->start, 6);
    if (talks && end > course->start && has_all(&course->own, day_max(law->start, course->start), end))
        talks_in_half_a_year(law, talks, law->start);
}

static void month_3_to_6(struct law *law)
{
    const struct course *course = law->j->course;
    int32_t talks = milder_talks(law->j, law->start, PARAM_R7_6_TALKS_MONTH_3_TO_6);
    day_t month_3 = day_add_months(law->start, 3);
    if (talks && has_all(&course->base, month_3, day_add_months(law->start, 6)))
        talks_in_half_a_year(law, talks, month_3);
}

static void follow_up(struct law *law)
{
    const struct moments *talks = &law->j->course->talks;
    int32_t months = law->j->param[PARAM_R7_6_FOLLOW_UP_MONTHS];
    day_t since = law->start;
    for (size_t i = law->first_talk; months && i <= talks->n; i++) {
        day_t to = i < talks->n ? talks->at[i].day : DAY_NEVER;
        day_t last = day_add_months(day_max(since, counted_from(law->j)), months);
        if (last < to)
            law->duties[law->n++] = (struct duty){day_after(last), to, since, i == law->first_talk};
        since = to;
    }
}

/* ---- */

/* Of the duties that are not met on the first day of each span. */
static void explain(const struct law *law, uint32_t *events)
{
    struct judgement *j = law->j;
    const struct moments *talks = &j->course->talks;
    for (size_t s = j->n_before; s < j->n; s++) {
        day_t day = j->spans[s].from;
        size_t n = 0;
        for (size_t d = 0; d < law->n; d++) {
            const struct duty *duty = &law->duties[d];
            if (day < duty->from || day >= duty->to)
                continue;
            if (duty->since_start)
                events[n++] = law->event;
            for (size_t t = moments_after(talks, duty->talks_from - 1);
                 t < talks->n && talks->at[t].day <= day; t++)
                events[n++] = talks->at[t].event;
        }
        span_explain(j, &j->spans[s], (struct evidence){events, n});
    }
}

static void judge_course(struct law *law)
{
    struct judgement *j = law->j;
    const struct course *course = j->course;
    size_t room = course->talks.n + 4;
    law->duties = ARENA_ARRAY(j->arena, struct duty, room);
    struct cut *days = ARENA_ARRAY(j->arena, struct cut, room);
    /* On a day each duty but that of follow_up_months, which looks at one talk, counts talks at most once. */
    uint32_t *events = ARENA_ARRAY(j->arena, uint32_t, 4 * (course->talks.n + 1));
    if (!law->duties || !days || !events) {
        j->no_memory = true;
        return;
    }
    if (law->start >= counted_from(j)) {
        first_talk(law);
        six_months(law);
        month_3_to_6(law);
    }
    follow_up(law);
    for (size_t d = 0; d < law->n; d++)
        days[d] = (struct cut){law->duties[d].from, law->duties[d].to, NOWHERE};
    size_t n = cuts_join(days, law->n);
    for (size_t d = 0; d < n && days[d].from < j->to; d++)
        breach(j, &course->own, NOWHERE, days[d].from, days[d].to, SEVERITY_RED, ATTRIBUTION_OWN_PRACTICE,
               (struct evidence){NULL, 0});
    explain(law, events);
}

/* Requests from before counted_from are left out where the law period began before it, not otherwise. */
static void judge_requests(const struct law *law)
{
    struct judgement *j = law->j;
    const struct course *course = j->course;
    for (size_t i = 0; i < count_of(course, KIND_MEETING_REQUESTED); i++) {
        uint32_t request = nth_of(course, KIND_MEETING_REQUESTED, i);
        day_t day = course->at[request].day;
        if (day >= j->to)
            break;
        if (course->at[request].event->code != MEETING_KIND_EARLY_FOLLOW_UP ||
            (law->start < counted_from(j) && day < counted_from(j)))
            continue;
        int32_t days = milder_days(j, day, PARAM_R7_6_EARLY_FOLLOW_UP_DAYS);
        day_t met = day_of_talk(j, moments_after(&course->talks, day - 1), 1);
        if (days)
            breach(j, &course->own, request, day + days + 1, met, SEVERITY_RED, ATTRIBUTION_OWN_PRACTICE,
                   (struct evidence){&request, 1});
    }
}

void rule_statutory_contact(struct judgement *j)
{
    const int32_t *param = j->param;
    bool of_course = param[PARAM_R7_6_FIRST_TALK_DAYS] || param[PARAM_R7_6_TALKS_IN_6_MONTHS] ||
                     param[PARAM_R7_6_TALKS_MONTH_3_TO_6] || param[PARAM_R7_6_FOLLOW_UP_MONTHS];
    bool of_requests =
        param[PARAM_R7_6_EARLY_FOLLOW_UP_DAYS] && count_of(j->course, KIND_MEETING_REQUESTED) > 0;
    if (j->group == TARGET_GROUP_NONE_ || (!of_course && !of_requests))
        return;
    struct law law = {.j = j};
    find_start(&law);
    if (of_course)
        judge_course(&law);
    if (of_requests)
        judge_requests(&law);
}
