/* Recommendation 2, from one caseworker to the next: met, handed over, told, and with the plan taken over.
 * What counts as a switch is looked at as known on each day (core/switches.h). */
#include "core/rules/rules.h"
#include "core/switches.h"

/* The citizen has come to somebody new: by a switch, or by an accepted move. */
struct take_over {
    day_t day;
    day_t amber, red; /* reached on that day; it speaks from `amber` on */
    day_t settled;
    uint32_t event;
    bool is_fast;
};

/* One flag at a time: the oldest; on one day a fast one, then the lower subject. */
static bool is_older(const struct course *course, const struct take_over *a, const struct take_over *b)
{
    if (a->day != b->day)
        return a->day < b->day;
    if (a->is_fast != b->is_fast)
        return a->is_fast;
    return course->at[a->event].event->seq < course->at[b->event].event->seq;
}

/* Talks with the primary or deputy of their day, or with nobody named. */
static struct moments talks_that_settle(const struct judgement *j)
{
    const struct course *course = j->course;
    struct moments talks = {ARENA_ARRAY(j->arena, struct moment, course->talks.n), 0};
    for (size_t i = 0; talks.at && i < course->talks.n; i++) {
        const struct moment *talk = &course->talks.at[i];
        uint32_t staff = course->at[talk->event].event->staff;
        if (!staff || staff == posts_on(&course->primary, talk->day) ||
            staff == posts_on(&course->deputy, talk->day))
            talks.at[talks.n++] = *talk;
    }
    return talks;
}

static day_t first_moment(const struct moments *moments, day_t from)
{
    size_t i = moments_after(moments, from - 1);
    return i < moments->n ? moments->at[i].day : DAY_NEVER;
}

/* The first three-party day not too long before `day`. */
static day_t three_party_from(const struct judgement *j, day_t day)
{
    const struct moments *days = &j->course->three_party;
    return days->n ? first_moment(days, day_working_before(day, j->param[PARAM_HANDOVER_BEFORE_WD]))
                   : DAY_NEVER;
}

/* Puts it at the end of the list, unless it is settled too early to speak on or after `from`. */
static void take_over(const struct judgement *j, const struct moments *talks, struct take_over one,
                      day_t known_day, day_t from, struct take_over *list, size_t *n)
{
    const struct day_set *own = &j->course->own;
    one.settled = day_min(first_moment(talks, one.day), three_party_from(j, one.day));
    if (one.settled <= from)
        return;
    int32_t amber = j->param[one.is_fast ? PARAM_R2_1_FAST_AMBER_DAYS : PARAM_R2_1_AMBER_DAYS];
    one.amber = days_nth(own, counted_from(j), known_day, amber);
    one.red = day_max(one.amber, days_nth(own, counted_from(j), known_day, j->param[PARAM_R2_1_RED_DAYS]));
    if (one.amber < one.settled)
        list[(*n)++] = one;
}

static bool is_move_in(const struct course *course, const struct move *move)
{
    return move->accepted != DAY_NEVER &&
           (value_flags(CATALOGUE_TRANSITION_KIND, course->at[move->event].event->code) &
            TRANSITION_TAKE_OVER);
}

static size_t moves_in(const struct judgement *j, const struct moments *talks, struct take_over *list)
{
    const struct course *course = j->course;
    size_t n = 0;
    for (size_t i = 0; i < course->n_moves; i++) {
        const struct move *move = &course->moves[i];
        if (!is_move_in(course, move))
            continue;
        const struct catalogue_value *group =
            catalogue_value(CATALOGUE_TARGET_GROUP, runs_on(&course->group, move->accepted));
        struct take_over one = {
            .day = move->accepted, .event = move->event, .is_fast = group && group->family == FAMILY_CASH};
        take_over(j, talks, one, move->accepted, j->from, list, &n);
    }
    return n;
}

/* Each day of [from, to) has the oldest of those that have reached their limit and are not settled. */
static void speak(struct judgement *j, const struct take_over *list, size_t n, day_t from, day_t to)
{
    for (day_t day = from, next; day < to; day = next) {
        const struct take_over *oldest = NULL;
        next = to;
        for (size_t i = 0; i < n; i++) {
            const struct take_over *one = &list[i];
            if (one->amber > day)
                next = day_min(next, one->amber);
            else if (one->settled > day) {
                next = day_min(next, one->settled);
                if (!oldest || is_older(j->course, one, oldest))
                    oldest = one;
            }
        }
        if (oldest)
            breach_levels(j, &j->course->own, oldest->event, day, day_max(oldest->red, day), next,
                          ATTRIBUTION_OWN_PRACTICE, (struct evidence){&oldest->event, 1});
    }
}

static bool has_moves_in(const struct course *course)
{
    for (size_t i = 0; i < course->n_moves; i++)
        if (is_move_in(course, &course->moves[i]))
            return true;
    return false;
}

/* R2.1 */
void rule_first_meeting_after_switch_late(struct judgement *j)
{
    const struct course *course = j->course;
    if (!has_changes(course) && !has_moves_in(course))
        return;
    struct moments talks = talks_that_settle(j);
    struct take_over *list = ARENA_ARRAY(j->arena, struct take_over, course->n_moves + course->tenures.n);
    struct knowing k;
    if (!talks.at || !list || !knowing_begin(&k, j->arena, course, j->param, j->from, j->to)) {
        j->no_memory = true;
        return;
    }
    size_t n_moves = moves_in(j, &talks, list);
    while (knowing_next(&k)) {
        size_t n = n_moves;
        for (size_t i = 0; i < k.n; i++) {
            const struct change *change = &k.at[i];
            struct take_over one = {.day = change->day, .event = change->event};
            if (is_switch(change) && !change->is_soft && !change->is_history) /* a return is soft */
                take_over(j, &talks, one, change->known_day, k.from, list, &n);
        }
        speak(j, list, n, k.from, k.to);
    }
}

/* From when on a switch demands a three-party meeting; DAY_NEVER. */
static day_t demanding_from(const struct judgement *j, const struct change *change)
{
    const struct course *course = j->course;
    if (change->reason == SWITCH_REASON_CITIZEN_REQUEST ||
        change->reason == SWITCH_REASON_CONFLICT_OF_INTEREST || change->reason == SWITCH_REASON_SAFETY)
        return DAY_NEVER;
    if (is_complex(course, change->day) ||
        course_age(course, change->day) >= j->param[PARAM_R2_2_LONG_CASE_DAYS])
        return change->day;
    const struct event_filter asked = {.kind = KIND_MEETING_REQUESTED,
                                       .codes = VALUE_BIT(MEETING_KIND_THREE_PARTY_HANDOVER)};
    return first_day(course, &asked, change->day - j->param[PARAM_R2_2_ASKED_DAYS]);
}

/* R2.2: the newest switch, within the days [from, to) on which it is the newest. */
static void judge_handover(struct judgement *j, const struct change *change, day_t from, day_t to)
{
    const struct day_set *own = &j->course->own;
    to = day_min(to, day_plus(change->day, j->param[PARAM_R2_2_FADE_DAYS]));
    if (from >= to || change->is_soft || change->under_long_cover || change->is_history)
        return;
    from = day_max(from, work_nth(own, counted_from(j), change->day, j->param[PARAM_R2_2_AFTER_WD]));
    day_t three_party = three_party_from(j, change->day);
    if (from >= to || three_party <= from)
        return;
    const struct event_filter handed_over = {.kind = KIND_HANDOVER,
                                             .outcomes = VALUE_BIT(HANDOVER_STATE_SENT) |
                                                         VALUE_BIT(HANDOVER_STATE_ACCEPTED)};
    day_t handover = first_day(j->course, &handed_over,
                               day_working_before(change->day, j->param[PARAM_HANDOVER_BEFORE_WD]));
    day_t demanding = demanding_from(j, change);
    struct evidence evidence = {&change->event, 1};
    to = day_min(to, three_party);
    breach(j, own, change->event, from, day_min(day_min(handover, demanding), to), SEVERITY_AMBER,
           ATTRIBUTION_OWN_PRACTICE, evidence);
    breach(j, own, change->event, day_max(from, demanding), to, SEVERITY_RED, ATTRIBUTION_OWN_PRACTICE,
           evidence);
}

void rule_cold_handover(struct judgement *j)
{
    struct knowing k;
    if (!has_changes(j->course))
        return;
    if (!knowing_begin(&k, j->arena, j->course, j->param, j->from, j->to)) {
        j->no_memory = true;
        return;
    }
    while (knowing_next(&k)) {
        const struct change *before, *newest = newest_switch(&k, &before);
        if (newest)
            judge_handover(j, newest, k.from, k.to);
    }
}

/* The first day on which the citizen has been told of the switch; DAY_NEVER. */
static day_t told_from(const struct judgement *j, const struct change *change, const struct change *before)
{
    const struct course *course = j->course;
    day_t ahead = change->day - j->param[PARAM_R2_3_AHEAD_DAYS];
    if (before)
        ahead = day_max(ahead, before->day + 1);
    const struct event_filter tells[] = {
        {.kind = KIND_CITIZEN_TOLD, .codes = VALUE_BIT(TOLD_ABOUT_CASEWORKER_CHANGE)},
        {.kind = KIND_HANDOVER, .marks = MARK_BIT(MARK_INFORMED)},
        {.kind = KIND_CASEWORKER_ASSIGNED, .staff = change->holder, .marks = MARK_BIT(MARK_INFORMED)},
    };
    day_t told = first_moment(&course->three_party, ahead);
    for (size_t i = 0; i < ARRAY_LEN(tells); i++)
        told = day_min(told, first_day(course, &tells[i], ahead));
    for (size_t i = held_from(course, change->day); i < course->n_held && course->held[i].day < told; i++)
        if (course->at[course->held[i].event].event->staff == change->holder)
            told = course->held[i].day;
    return told;
}

/* R2.3 */
void rule_citizen_not_told(struct judgement *j)
{
    const struct day_set *own = &j->course->own;
    struct knowing k;
    if (!has_changes(j->course))
        return;
    if (!knowing_begin(&k, j->arena, j->course, j->param, j->from, j->to)) {
        j->no_memory = true;
        return;
    }
    while (knowing_next(&k)) {
        const struct change *before, *newest = newest_switch(&k, &before);
        if (!newest || newest->is_return || newest->is_history ||
            newest->reason == SWITCH_REASON_CITIZEN_REQUEST)
            continue;
        day_t to = day_min(k.to, day_plus(newest->known_day, j->param[PARAM_R2_3_FADE_DAYS]));
        if (to <= k.from)
            continue;
        to = day_min(to, told_from(j, newest, before));
        day_t red = work_nth(own, counted_from(j), newest->known_day, j->param[PARAM_R2_3_RED_WD]);
        breach_levels(j, own, newest->event, k.from, day_max(red, k.from), to, ATTRIBUTION_OWN_PRACTICE,
                      (struct evidence){&newest->event, 1});
    }
}

/* Stretches of days with an own plan in force, each from a version of it, or a confirmation by another than
 * the citizen, to the next. Returns how many. */
static size_t plan_stretches(const struct course *course, struct day_range *out)
{
    size_t n = 0;
    for (size_t i = 0; i < course->n_plans; i++) {
        const struct plan *plan = &course->plans[i];
        if (plan->key != PLAN_OWN)
            continue;
        size_t first = n;
        for (uint32_t e = plan->first; e != NOWHERE; e = course->plan_entries[e].next) {
            const struct plan_entry *entry = &course->plan_entries[e];
            if (entry->is_confirmation && course->at[entry->event].event->party == PARTY_CITIZEN)
                continue;
            if (n > first)
                out[n - 1].to = entry->day;
            out[n++] = (struct day_range){entry->day, plan->to};
        }
    }
    return n;
}

/* The oldest switch after `day` that asks for the plan to be taken over. */
static const struct change *first_after(const struct knowing *k, day_t day)
{
    for (size_t i = 0; i < k->n; i++) {
        const struct change *change = &k->at[i];
        if (change->day > day && is_switch(change) && !change->is_soft && !change->under_long_cover &&
            !change->is_history)
            return change;
    }
    return NULL;
}

/* R2.4 */
void rule_plan_not_taken_over(struct judgement *j)
{
    const struct course *course = j->course;
    struct knowing k;
    if (!has_changes(course) || !course->n_plans)
        return;
    struct day_range *stretches = ARENA_ARRAY(j->arena, struct day_range, course->n_plan_entries);
    if (!stretches || !knowing_begin(&k, j->arena, course, j->param, j->from, j->to)) {
        j->no_memory = true;
        return;
    }
    size_t n = plan_stretches(course, stretches), first = 0;
    while (knowing_next(&k)) {
        while (first < n && stretches[first].to <= k.from)
            first++;
        for (size_t i = first; i < n && stretches[i].from < k.to; i++) {
            const struct change *oldest = first_after(&k, stretches[i].from);
            if (!oldest)
                continue;
            day_t amber =
                days_nth(&course->own, counted_from(j), oldest->day, j->param[PARAM_R2_4_AMBER_DAYS]);
            breach(j, &course->own, oldest->event, day_max(day_max(amber, k.from), stretches[i].from),
                   day_min(k.to, stretches[i].to), SEVERITY_AMBER, ATTRIBUTION_OWN_PRACTICE,
                   (struct evidence){&oldest->event, 1});
        }
    }
}
