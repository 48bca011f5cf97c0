/* Recommendation 1, the people: how many different ones the citizen has to do with. */
#include "core/rules/rules.h"
#include "core/switches.h"

/* A talk held by a known person. */
struct known_talk {
    day_t day;
    day_t own_from; /* from when on it counts as held by the caseworker responsible; DAY_NEVER */
    uint32_t staff;
    uint32_t event;
};

/* A deputy is known as holder of past days once the cover has grown long. */
static day_t responsible_from(const struct judgement *j, uint32_t staff, day_t day)
{
    const struct course *course = j->course;
    if (staff == posts_on(&course->primary, day) || staff == posts_on(&course->primary, day - 1))
        return DAY_NONE;
    const struct tenure *tenure = tenure_on(course, day);
    return tenure && tenure->run != NOWHERE && tenure->deputy == staff
               ? long_cover_from(&course->cover_runs[tenure->run], j->param[PARAM_COVER_DAYS])
               : DAY_NEVER;
}

static size_t known_talks(const struct judgement *j, struct known_talk *talks)
{
    const struct moments *all = &j->course->talks;
    size_t n = 0, first = moments_after(all, day_plus(j->from, -j->param[PARAM_R1_5_WINDOW_DAYS]));
    for (size_t i = first; i < all->n && all->at[i].day < j->to; i++) {
        uint32_t staff = j->course->at[all->at[i].event].event->staff;
        if (staff)
            talks[n++] = (struct known_talk){all->at[i].day, responsible_from(j, staff, all->at[i].day),
                                             staff, all->at[i].event};
    }
    return n;
}

static int32_t different_people(const struct known_talk *talks, size_t n)
{
    int32_t people = 0;
    for (size_t i = 0; i < n; i++) {
        size_t before = 0;
        while (before < i && talks[before].staff != talks[i].staff)
            before++;
        people += before == i;
    }
    return people;
}

/* The talks within the window on `day`. Returns the day on which another of them is known to have been with
 * the caseworker responsible. */
static day_t judge_talks(struct judgement *j, const struct known_talk *talks, size_t n, day_t day, day_t to,
                         uint32_t *events)
{
    int32_t own = 0;
    for (size_t i = 0; i < n; i++) {
        events[i] = talks[i].event;
        own += talks[i].own_from <= day;
        to = talks[i].own_from > day ? day_min(to, talks[i].own_from) : to;
    }
    bool red = different_people(talks, n) >= j->param[PARAM_R1_5_RED_STAFF];
    if (red || (int64_t)own * 100 < (int64_t)j->param[PARAM_R1_5_OWN_SHARE_PCT] * (int64_t)n)
        breach(j, &j->course->own, NOWHERE, day, to, red ? SEVERITY_RED : SEVERITY_AMBER,
               ATTRIBUTION_OWN_PRACTICE, (struct evidence){events, n});
    return to;
}

/* R1.5: looks anew on each day on which a talk comes or leaves the window. */
void rule_low_continuity(struct judgement *j)
{
    int32_t window = j->param[PARAM_R1_5_WINDOW_DAYS];
    size_t enough = (size_t)j->param[PARAM_R1_5_MIN_MEETINGS];
    if (j->course->talks.n < enough)
        return;
    struct known_talk *talks = ARENA_ARRAY(j->arena, struct known_talk, j->course->talks.n);
    uint32_t *events = ARENA_ARRAY(j->arena, uint32_t, j->course->talks.n);
    if (!talks || !events) {
        j->no_memory = true;
        return;
    }
    size_t n = known_talks(j, talks), first = 0, end = 0;
    for (day_t day = j->from, next; day < j->to; day = next) {
        while (end < n && talks[end].day <= day)
            end++;
        while (first < end && day_plus(talks[first].day, window) <= day)
            first++;
        next = end < n ? talks[end].day : DAY_NEVER;
        if (end - first >= enough)
            next = judge_talks(j, talks + first, end - first, day,
                               day_min(next, day_plus(talks[first].day, window)), events);
    }
}

struct past_holder {
    uint32_t staff;
    uint32_t event; /* that made this person holder, the last time */
    day_t leaves;   /* the window */
};

static void was_holder(struct past_holder *people, size_t *n, struct past_holder one)
{
    size_t i = 0;
    while (i < *n && people[i].staff != one.staff)
        i++;
    if (i == *n)
        (*n)++;
    people[i] = one; /* later than what was there */
}

static bool leaves_later(const void *a, const void *b)
{
    const struct past_holder *one = a, *two = b;
    return one->leaves > two->leaves;
}

/* The different holders of the days of the window, as known on k->from, by leaving it; without those whose
 * time was ended by a correction of data. */
static size_t holders_within(const struct knowing *k, int32_t window, struct past_holder *people)
{
    const struct tenures *tenures = &k->course->tenures;
    size_t n = 0, change = 0; /* the first change later than the tenure */
    uint32_t since = NOWHERE;
    for (size_t i = 0; i < tenures->n && tenures->at[i].from <= k->from; i++) {
        const struct tenure *tenure = &tenures->at[i];
        uint32_t holder = tenure_holder(k->course, tenure, k->cover_days, k->from);
        for (; change < k->n && k->at[change].day <= tenure->from; change++)
            since = k->at[change].event;
        if (!holder)
            continue;
        if (since == NOWHERE)
            since = holder == tenure->primary ? tenure->primary_event : tenure->deputy_event;
        day_t leaves = i + 1 == tenures->n ? DAY_NEVER : day_plus(tenure[1].from - 1, window);
        bool undone = change < k->n && k->at[change].reason == SWITCH_REASON_DATA_CORRECTION;
        if (leaves > k->from && !undone)
            was_holder(people, &n, (struct past_holder){holder, since, leaves});
    }
    return n;
}

/* R1.6: within the days on which the same is known people can only leave the window. */
void rule_many_caseworkers_long_case(struct judgement *j)
{
    const struct course *course = j->course;
    int32_t amber = j->param[PARAM_R1_6_AMBER], red = j->param[PARAM_R1_6_RED];
    day_t old_from = day_set_nth(&course->age, j->param[PARAM_R1_6_AGE_DAYS]); /* judged days are open */
    size_t room = course->tenures.n;
    if ((int64_t)room < amber || old_from >= j->to)
        return;
    struct past_holder *people = ARENA_ARRAY(j->arena, struct past_holder, room);
    struct past_holder *scratch = ARENA_ARRAY(j->arena, struct past_holder, room);
    uint32_t *events = ARENA_ARRAY(j->arena, uint32_t, room);
    struct knowing k;
    if (!people || !scratch || !events ||
        !knowing_begin(&k, j->arena, course, j->param, day_max(j->from, old_from), j->to)) {
        j->no_memory = true;
        return;
    }
    while (knowing_next(&k)) {
        size_t n = holders_within(&k, j->param[PARAM_R1_6_WINDOW_DAYS], people);
        if ((int64_t)n < amber)
            continue;
        sort_stable(people, scratch, n, sizeof *people, leaves_later);
        for (size_t i = 0; i < n; i++)
            events[i] = people[i].event;
        day_t from = k.from;
        for (size_t gone = 0; (int64_t)(n - gone) >= amber && from < k.to; from = people[gone++].leaves)
            breach(j, &course->own, NOWHERE, from, day_min(people[gone].leaves, k.to),
                   (int64_t)(n - gone) >= red ? SEVERITY_RED : SEVERITY_AMBER, ATTRIBUTION_OWN_PRACTICE,
                   (struct evidence){events + gone, n - gone});
    }
}
