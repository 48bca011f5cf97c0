/* Recommendation 1, the people: how many different ones the citizen has to do with. */
#include "core/rules/rules.h"
#include "core/switches.h"

/* A talk held by a known person. */
struct known_talk {
    day_t day;
    day_t own_from; /* from when on it counts as held by the caseworker responsible; DAY_NEVER */
    uint32_t staff;
    uint32_t event;
    bool is_own; /* by now */
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
                                             staff, all->at[i].event, false};
    }
    return n;
}

/* The talks within the window on a day, [first, end). Those held under one cover come to be known as held by the caseworker
 * responsible on one day, and those of earlier covers come first. */
struct talk_window {
    const struct course *course;
    struct known_talk *talks;
    size_t first, end;
    size_t open;        /* those before this one are known to count, or will not */
    int32_t *by_person; /* how many with each */
    int32_t people, own;
};

static void talk_enters(struct talk_window *w)
{
    struct known_talk *talk = &w->talks[w->end++];
    w->people += w->by_person[person_of(w->course, talk->staff)]++ == 0;
    talk->is_own = talk->own_from == DAY_NONE;
    w->own += talk->is_own;
}

static void talk_leaves(struct talk_window *w)
{
    const struct known_talk *talk = &w->talks[w->first++];
    w->people -= --w->by_person[person_of(w->course, talk->staff)] == 0;
    w->own -= talk->is_own;
}

/* Counts those that are known by `day`. Returns the day on which the next will be; DAY_NEVER. */
static day_t learn_own(struct talk_window *w, day_t day)
{
    for (w->open = w->open < w->first ? w->first : w->open; w->open < w->end; w->open++) {
        struct known_talk *talk = &w->talks[w->open];
        if (talk->is_own || talk->own_from == DAY_NEVER)
            continue;
        if (talk->own_from > day)
            return talk->own_from;
        talk->is_own = true;
        w->own++;
    }
    return DAY_NEVER;
}

/* R1.5: looks anew on each day on which a talk comes, leaves the window, or is known to have been with the caseworker
 * responsible. */
void rule_low_continuity(struct judgement *j)
{
    int32_t window = j->param[PARAM_R1_5_WINDOW_DAYS];
    size_t enough = (size_t)j->param[PARAM_R1_5_MIN_MEETINGS];
    if (j->course->talks.n < enough)
        return;
    struct known_talk *talks = ARENA_ARRAY(j->arena, struct known_talk, j->course->talks.n);
    uint32_t *events = ARENA_ARRAY(j->arena, uint32_t, j->course->talks.n);
    struct talk_window w = {.course = j->course,
                            .talks = talks,
                            .by_person = ARENA_ARRAY(j->arena, int32_t, j->course->n_persons)};
    if (!talks || !events || !w.by_person) {
        j->no_memory = true;
        return;
    }
    size_t n = known_talks(j, talks);
    for (size_t i = 0; i < n; i++)
        events[i] = talks[i].event;
    for (day_t day = j->from, next; day < j->to; day = next) {
        while (w.end < n && talks[w.end].day <= day)
            talk_enters(&w);
        while (w.first < w.end && day_plus(talks[w.first].day, window) <= day)
            talk_leaves(&w);
        next = w.end < n ? talks[w.end].day : DAY_NEVER;
        day_t known = learn_own(&w, day);
        size_t in = w.end - w.first;
        if (in < enough)
            continue;
        next = day_min(day_min(next, known), day_plus(talks[w.first].day, window));
        bool red = w.people >= j->param[PARAM_R1_5_RED_STAFF];
        if (red || (int64_t)w.own * 100 < (int64_t)j->param[PARAM_R1_5_OWN_SHARE_PCT] * (int64_t)in)
            breach(j, &j->course->own, NOWHERE, day, next, red ? SEVERITY_RED : SEVERITY_AMBER,
                   ATTRIBUTION_OWN_PRACTICE, (struct evidence){events + w.first, in});
    }
}

/* The different holders of the days of a window, by leaving it; at the end of the lists. */
struct past_holders {
    uint32_t *events; /* that made this person holder, the last time */
    day_t *leaves;
    size_t first;
    size_t *seen; /* by person: the round in which this one was seen last */
    size_t round;
};

/* As known on k->from, without those whose time was ended by a correction of data. From the latest tenure back: the last
 * time of each comes first. */
static void holders_within(const struct knowing *k, int32_t window, struct past_holders *out)
{
    const struct course *course = k->course;
    const struct tenures *tenures = &course->tenures;
    size_t i = tenures_upto(course, k->from), change = k->n; /* the first change later than the tenure */
    day_t leaves = i == tenures->n ? DAY_NEVER : day_plus(tenures->at[i].from - 1, window);
    out->first = tenures->n;
    out->round++;
    for (; i > 0 && leaves > k->from; leaves = day_plus(tenures->at[--i].from - 1, window)) {
        const struct tenure *tenure = &tenures->at[i - 1];
        uint32_t holder = tenure_holder(course, tenure, k->cover_days, k->from);
        while (change > 0 && k->at[change - 1].day > tenure->from)
            change--;
        bool undone = change < k->n && k->at[change].reason == SWITCH_REASON_DATA_CORRECTION;
        size_t *seen = &out->seen[person_of(course, holder)];
        if (!holder || undone || *seen == out->round)
            continue;
        *seen = out->round;
        out->first--;
        out->leaves[out->first] = leaves;
        out->events[out->first] = change ? k->at[change - 1].event : k->first_holder_event;
    }
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
    struct past_holders past = {.events = ARENA_ARRAY(j->arena, uint32_t, room),
                                .leaves = ARENA_ARRAY(j->arena, day_t, room),
                                .seen = ARENA_ARRAY(j->arena, size_t, course->n_persons)};
    struct knowing k;
    if (!past.events || !past.leaves || !past.seen ||
        !knowing_begin(&k, j->arena, course, j->param, day_max(j->from, old_from), j->to)) {
        j->no_memory = true;
        return;
    }
    while (knowing_next(&k)) {
        holders_within(&k, j->param[PARAM_R1_6_WINDOW_DAYS], &past);
        day_t from = k.from;
        for (size_t i = past.first; (int64_t)(room - i) >= amber && from < k.to; from = past.leaves[i++])
            breach(j, &course->own, NOWHERE, from, day_min(past.leaves[i], k.to),
                   (int64_t)(room - i) >= red ? SEVERITY_RED : SEVERITY_AMBER, ATTRIBUTION_OWN_PRACTICE,
                   (struct evidence){past.events + i, room - i});
    }
}
