/* Recommendation 2, from one caseworker to the next: met, handed over, told, and with the plan taken over.
 * What counts as a switch is looked at as known on each day (core/switches.h). */
#include "core/rules/rules.h"
#include "core/switches.h"

/* The citizen has come to somebody new: by a switch, or by an accepted move. */
struct take_over {
    day_t day;
    day_t amber; /* it speaks from this day on */
    day_t settled;
    day_t known_day;
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

/* The first three-party day not too long before `day`. */
static day_t three_party_from(const struct judgement *j, day_t day)
{
    const struct moments *days = &j->course->three_party;
    return days->n ? moments_from(days, day_working_before(day, j->param[PARAM_HANDOVER_BEFORE_WD]))
                   : DAY_NEVER;
}

/* What R2.1 goes through. Of each sort (fast moves, other moves, switches) what is older is settled no later, and reaches
 * its limit no later: the oldest one that is not settled speaks for its sort, or none does. */
struct take_overs {
    struct judgement *j;
    struct moments talks;
    struct move_in {
        day_t day;
        uint32_t event, seq;
    } * moves[2]; /* fast, and others; by day, then seq */
    size_t n[2], next[2];
    const struct knowing *k;
};

static struct take_over take_over(const struct take_overs *all, day_t day, day_t known_day, uint32_t event,
                                  bool is_fast)
{
    const struct judgement *j = all->j;
    int32_t limit = j->param[is_fast ? PARAM_R2_1_FAST_AMBER_DAYS : PARAM_R2_1_AMBER_DAYS];
    return (struct take_over){.day = day,
                              .amber = days_nth(&j->course->own, counted_from(j), known_day, limit),
                              .settled = day_min(moments_from(&all->talks, day), three_party_from(j, day)),
                              .known_day = known_day,
                              .event = event,
                              .is_fast = is_fast};
}

static bool is_move_in(const struct course *course, const struct move *move)
{
    return move->accepted != DAY_NEVER &&
           (value_flags(CATALOGUE_TRANSITION_KIND, course->at[move->event].event->code) &
            TRANSITION_TAKE_OVER);
}

static bool came_later(const void *a, const void *b)
{
    const struct move_in *one = a, *two = b;
    return one->day > two->day || (one->day == two->day && one->seq > two->seq);
}

static bool find_moves_in(struct take_overs *all)
{
    const struct course *course = all->j->course;
    struct arena *arena = all->j->arena;
    struct move_in *scratch = ARENA_ARRAY(arena, struct move_in, course->n_moves);
    for (size_t sort = 0; sort < ARRAY_LEN(all->moves); sort++)
        all->moves[sort] = ARENA_ARRAY(arena, struct move_in, course->n_moves);
    if (!scratch || !all->moves[0] || !all->moves[1])
        return false;
    for (size_t i = 0; i < course->n_moves; i++) {
        const struct move *move = &course->moves[i];
        if (!is_move_in(course, move))
            continue;
        const struct catalogue_value *group =
            catalogue_value(CATALOGUE_TARGET_GROUP, runs_on(&course->group, move->accepted));
        size_t sort = group && group->family == FAMILY_CASH ? 0 : 1;
        all->moves[sort][all->n[sort]++] =
            (struct move_in){move->accepted, move->event, course->at[move->event].event->seq};
    }
    for (size_t sort = 0; sort < ARRAY_LEN(all->moves); sort++)
        sort_stable(all->moves[sort], scratch, all->n[sort], sizeof *scratch, came_later);
    return true;
}

/* The first switch to somebody new that is not settled by `day`. */
static const struct change *unsettled_switch(const struct take_overs *all, day_t day)
{
    const struct knowing *k = all->k;
    size_t low = 0, high = k->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (take_over(all, k->at[middle].day, k->at[middle].known_day, 0, false).settled <= day)
            low = middle + 1;
        else
            high = middle;
    }
    return switch_to_new(k, low);
}

/* The oldest of each sort on `day`. Returns how many there are. */
static size_t oldest_of_each(struct take_overs *all, day_t day, struct take_over out[3])
{
    size_t n = 0;
    for (size_t sort = 0; sort < ARRAY_LEN(all->moves); sort++)
        for (; all->next[sort] < all->n[sort]; all->next[sort]++) {
            const struct move_in *move = &all->moves[sort][all->next[sort]];
            out[n] = take_over(all, move->day, move->day, move->event, sort == 0);
            if (out[n].settled > day) {
                n++;
                break;
            }
        }
    const struct change *change = unsettled_switch(all, day);
    if (change)
        out[n++] = take_over(all, change->day, change->known_day, change->event, false);
    return n;
}

/* Each day of [from, to) has the oldest of those that have reached their limit and are not settled. */
static void speak(struct take_overs *all, day_t from, day_t to)
{
    struct judgement *j = all->j;
    const struct day_set *own = &j->course->own;
    for (day_t day = from, next; day < to; day = next) {
        struct take_over sorts[3];
        const struct take_over *oldest = NULL;
        next = to;
        for (size_t n = oldest_of_each(all, day, sorts), i = 0; i < n; i++) {
            const struct take_over *one = &sorts[i];
            next = day_min(next, one->amber > day ? one->amber : one->settled);
            if (one->amber <= day && (!oldest || is_older(j->course, one, oldest)))
                oldest = one;
        }
        if (oldest)
            breach_levels(j, own, oldest->event, day,
                          day_max(day, days_nth(own, counted_from(j), oldest->known_day,
                                                j->param[PARAM_R2_1_RED_DAYS])),
                          next, ATTRIBUTION_OWN_PRACTICE, (struct evidence){&oldest->event, 1});
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
    struct knowing k;
    struct take_overs all = {.j = j, .talks = talks_that_settle(j), .k = &k};
    if (!all.talks.at || !find_moves_in(&all) ||
        !knowing_begin(&k, j->arena, course, j->param, j->from, j->to)) {
        j->no_memory = true;
        return;
    }
    while (knowing_next(&k))
        speak(&all, k.from, k.to);
}

/* What settles R2.2. */
struct handed_over {
    struct moments handovers; /* sent or accepted */
    struct moments asked;     /* for a three-party meeting */
};

/* From when on a switch demands a three-party meeting; DAY_NEVER. */
static day_t demanding_from(const struct judgement *j, const struct handed_over *found,
                            const struct change *change)
{
    const struct course *course = j->course;
    if (change->reason == SWITCH_REASON_CITIZEN_REQUEST ||
        change->reason == SWITCH_REASON_CONFLICT_OF_INTEREST || change->reason == SWITCH_REASON_SAFETY)
        return DAY_NEVER;
    if (is_complex(course, change->day) ||
        course_age(course, change->day) >= j->param[PARAM_R2_2_LONG_CASE_DAYS])
        return change->day;
    return moments_from(&found->asked, change->day - j->param[PARAM_R2_2_ASKED_DAYS]);
}

/* R2.2: the newest switch, within the days [from, to) on which it is the newest. */
static void judge_handover(struct judgement *j, const struct handed_over *found, const struct change *change,
                           day_t from, day_t to)
{
    const struct day_set *own = &j->course->own;
    to = day_min(to, day_plus(change->day, j->param[PARAM_R2_2_FADE_DAYS]));
    if (from >= to || change->is_soft || change->under_long_cover || change->is_history)
        return;
    from = day_max(from, work_nth(own, counted_from(j), change->day, j->param[PARAM_R2_2_AFTER_WD]));
    day_t three_party = three_party_from(j, change->day);
    if (from >= to || three_party <= from)
        return;
    day_t handover =
        moments_from(&found->handovers, day_working_before(change->day, j->param[PARAM_HANDOVER_BEFORE_WD]));
    day_t demanding = demanding_from(j, found, change);
    struct evidence evidence = {&change->event, 1};
    to = day_min(to, three_party);
    breach(j, own, change->event, from, day_min(day_min(handover, demanding), to), SEVERITY_AMBER,
           ATTRIBUTION_OWN_PRACTICE, evidence);
    breach(j, own, change->event, day_max(from, demanding), to, SEVERITY_RED, ATTRIBUTION_OWN_PRACTICE,
           evidence);
}

void rule_cold_handover(struct judgement *j)
{
    const struct event_filter handovers = {.kind = KIND_HANDOVER,
                                           .outcomes = VALUE_BIT(HANDOVER_STATE_SENT) |
                                                       VALUE_BIT(HANDOVER_STATE_ACCEPTED)};
    const struct event_filter asked = {.kind = KIND_MEETING_REQUESTED,
                                       .codes = VALUE_BIT(MEETING_KIND_THREE_PARTY_HANDOVER)};
    struct handed_over found;
    struct knowing k;
    if (!has_changes(j->course))
        return;
    if (!moments_of(j->arena, j->course, &handovers, &found.handovers) ||
        !moments_of(j->arena, j->course, &asked, &found.asked) ||
        !knowing_begin(&k, j->arena, j->course, j->param, j->from, j->to)) {
        j->no_memory = true;
        return;
    }
    while (knowing_next(&k)) {
        const struct change *before, *newest = newest_switch(&k, &before);
        if (newest)
            judge_handover(j, &found, newest, k.from, k.to);
    }
}

/* What tells a citizen of a switch: some things whoever the new caseworker is, some from or about that one. */
struct tellings {
    struct moments told, handovers;
    struct dated_list assigned, meetings;
};

static bool find_tellings(const struct judgement *j, struct tellings *out)
{
    const struct course *course = j->course;
    const struct event_filter told = {.kind = KIND_CITIZEN_TOLD,
                                      .codes = VALUE_BIT(TOLD_ABOUT_CASEWORKER_CHANGE)};
    const struct event_filter handovers = {.kind = KIND_HANDOVER, .marks = MARK_BIT(MARK_INFORMED)};
    const struct event_filter informed = {.kind = KIND_CASEWORKER_ASSIGNED, .marks = MARK_BIT(MARK_INFORMED)};
    struct moments assigned;
    *out = (struct tellings){.meetings.at = ARENA_ARRAY(j->arena, struct dated, course->n_held)};
    if (!moments_of(j->arena, course, &told, &out->told) ||
        !moments_of(j->arena, course, &handovers, &out->handovers) ||
        !moments_of(j->arena, course, &informed, &assigned) || !out->meetings.at)
        return false;
    out->assigned.at = ARENA_ARRAY(j->arena, struct dated, assigned.n);
    for (size_t i = 0; out->assigned.at && i < assigned.n; i++)
        out->assigned.at[out->assigned.n++] =
            (struct dated){course->at[assigned.at[i].event].event->staff, assigned.at[i].day, 0};
    for (size_t i = 0; i < course->n_held; i++)
        out->meetings.at[out->meetings.n++] =
            (struct dated){course->at[course->held[i].event].event->staff, course->held[i].day, 0};
    return out->assigned.at && dated_sort(j->arena, &out->assigned) && dated_sort(j->arena, &out->meetings);
}

static day_t day_from(const struct dated_list *list, uint32_t staff, day_t from)
{
    uint32_t i = dated_from(list, staff, from);
    return i == NOWHERE ? DAY_NEVER : list->at[i].day;
}

/* The first day on which the citizen has been told of the switch; DAY_NEVER. */
static day_t told_from(const struct judgement *j, const struct tellings *tellings,
                       const struct change *change, const struct change *before)
{
    day_t ahead = change->day - j->param[PARAM_R2_3_AHEAD_DAYS];
    if (before)
        ahead = day_max(ahead, before->day + 1);
    day_t told = moments_from(&j->course->three_party, ahead);
    told = day_min(told, moments_from(&tellings->told, ahead));
    told = day_min(told, moments_from(&tellings->handovers, ahead));
    told = day_min(told, day_from(&tellings->assigned, change->holder, ahead));
    return day_min(told, day_from(&tellings->meetings, change->holder, change->day));
}

/* R2.3 */
void rule_citizen_not_told(struct judgement *j)
{
    const struct day_set *own = &j->course->own;
    struct tellings tellings;
    struct knowing k;
    if (!has_changes(j->course))
        return;
    if (!find_tellings(j, &tellings) || !knowing_begin(&k, j->arena, j->course, j->param, j->from, j->to)) {
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
        to = day_min(to, told_from(j, &tellings, newest, before));
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
    const struct change *change = switch_to_new(k, changes_after(k, day));
    while (change && change->under_long_cover)
        change = switch_to_new(k, (size_t)(change - k->at) + 1);
    return change;
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
