/* Recommendation 1, the posts: few changes of primary and coordinator, each with a reason, nobody missing. */
#include "core/rules/rules.h"
#include "core/switches.h"

/* R1.1: switches that are a breach, in the last `window_days` days. Within the days on which the same is
 * known the number can only fall, whenever one leaves the window. */
void rule_frequent_switches(struct judgement *j)
{
    int32_t window = j->param[PARAM_R1_1_WINDOW_DAYS], amber = j->param[PARAM_R1_1_AMBER],
            red = j->param[PARAM_R1_1_RED];
    struct knowing k;
    if (!has_changes(j->course))
        return;
    uint32_t *events = ARENA_ARRAY(j->arena, uint32_t, j->course->tenures.n);
    day_t *leaves = ARENA_ARRAY(j->arena, day_t, j->course->tenures.n);
    if (!events || !leaves || !knowing_begin(&k, j->arena, j->course, j->param, j->from, j->to)) {
        j->no_memory = true;
        return;
    }
    while (knowing_next(&k)) {
        size_t n = 0, i = k.n;
        while (i > 0 && day_plus(k.at[i - 1].day, window) > k.from)
            i--;
        for (; i < k.n; i++)
            if (is_switch(&k.at[i]) && k.at[i].is_breach) {
                leaves[n] = day_plus(k.at[i].day, window);
                events[n++] = k.at[i].event;
            }
        day_t from = k.from;
        for (size_t gone = 0; gone < n && from < k.to; from = leaves[gone++]) {
            int32_t count = (int32_t)(n - gone);
            if (count < amber) /* red is not below amber */
                break;
            breach(j, &j->course->own, NOWHERE, from, day_min(leaves[gone], k.to),
                   count >= red ? SEVERITY_RED : SEVERITY_AMBER, ATTRIBUTION_OWN_PRACTICE,
                   (struct evidence){events + gone, n - gone});
        }
    }
}

/* When R1.2 asks for the reason of a change, worked out once as long as it is known from the same day. */
struct asked {
    bool is_known;
    day_t known_day, amber, red;
};

static const struct asked *ask_reason(const struct judgement *j, struct asked *asked, day_t known_day)
{
    const struct day_set *own = &j->course->own;
    if (!asked->is_known || asked->known_day != known_day)
        *asked = (struct asked){true, known_day,
                                work_nth(own, counted_from(j), known_day, j->param[PARAM_R1_2_AMBER_WD]),
                                work_nth(own, counted_from(j), known_day, j->param[PARAM_R1_2_RED_WD])};
    return asked;
}

/* R1.2: switches without a reason. A reason ends it from its day on, the days before stay. */
void rule_switch_reason_missing(struct judgement *j)
{
    int32_t give_up = j->param[PARAM_R1_2_GIVE_UP_DAYS];
    struct knowing k;
    if (!has_changes(j->course))
        return;
    struct asked *asked = ARENA_ARRAY(j->arena, struct asked, j->course->tenures.n);
    if (!asked || !knowing_begin(&k, j->arena, j->course, j->param, j->from, j->to)) {
        j->no_memory = true;
        return;
    }
    while (knowing_next(&k))
        for (size_t i = changes_after(&k, day_plus(k.from, -give_up)); i < k.n; i++) {
            const struct change *change = &k.at[i];
            if (!is_switch(change) || change->reason || change->is_history)
                continue;
            const struct asked *days = ask_reason(j, &asked[i], change->known_day);
            breach_levels(j, &j->course->own, change->event, day_max(days->amber, k.from),
                          day_max(days->red, k.from), day_min(day_plus(change->day, give_up), k.to),
                          ATTRIBUTION_OWN_PRACTICE, (struct evidence){&change->event, 1});
        }
}

/* The days [from, to) without a primary, since an event. */
static void without_primary(struct judgement *j, day_t from, day_t to, uint32_t since)
{
    const struct course *course = j->course;
    const struct day_set *own = &course->own;
    day_t amber = work_nth(own, counted_from(j), from, j->param[PARAM_R1_3_AMBER_WD]);
    if (amber >= day_min(to, j->to))
        return;
    day_t red = work_nth(own, counted_from(j), from, j->param[PARAM_R1_3_RED_WD]);
    struct evidence evidence = {&since, 1};
    breach(j, own, NOWHERE, amber, day_min(red, to), SEVERITY_AMBER, ATTRIBUTION_OWN_PRACTICE, evidence);
    for (size_t i = cover_run_after(course, red); i < course->n_cover_runs && red < to; i++) {
        const struct day_range *run = &course->cover_runs[i]; /* with a deputy: not red */
        breach(j, own, NOWHERE, red, day_min(run->from, to), SEVERITY_RED, ATTRIBUTION_OWN_PRACTICE,
               evidence);
        breach(j, own, NOWHERE, day_max(run->from, red), day_min(run->to, to), SEVERITY_AMBER,
               ATTRIBUTION_OWN_PRACTICE, evidence);
        red = run->to;
    }
    breach(j, own, NOWHERE, red, to, SEVERITY_RED, ATTRIBUTION_OWN_PRACTICE, evidence);
}

/* R1.3 */
void rule_no_primary(struct judgement *j)
{
    const struct posts *primary = &j->course->primary;
    day_t from = j->course->start; /* of the days without; DAY_NEVER: there is one */
    uint32_t since = j->course->start_event;
    for (size_t i = 0; i <= primary->n; i++) {
        day_t to = i < primary->n ? primary->at[i].from : DAY_NEVER;
        if (from < to && from < j->to && to > j->from)
            without_primary(j, from, to, since);
        if (i < primary->n) {
            from = primary->at[i].staff ? DAY_NEVER : primary->at[i].from;
            since = primary->at[i].event;
        }
    }
}

/* Days on which the coordinator is another person than the last one there was. Returns how many. */
static size_t coordinator_changes(const struct course *course, struct moment *changes)
{
    size_t n = 0;
    uint32_t last = 0;
    for (size_t i = 0; i < course->coordinator.n; i++) {
        const struct post *post = &course->coordinator.at[i];
        if (!post->staff)
            continue;
        if (last && post->staff != last)
            changes[n++] = (struct moment){post->from, post->event};
        last = post->staff;
    }
    return n;
}

static bool is_excused(const struct course *course, uint32_t assignment, day_t known_on)
{
    const uint64_t excuses = VALUE_BIT(SWITCH_REASON_CITIZEN_REQUEST) |
                             VALUE_BIT(SWITCH_REASON_CONFLICT_OF_INTEREST) | VALUE_BIT(SWITCH_REASON_SAFETY) |
                             VALUE_BIT(SWITCH_REASON_DATA_CORRECTION);
    return excuses & VALUE_BIT(assignment_reason(course, assignment, known_on));
}

/* Those of the last `window` days on `day` that are not excused, into `events`. Returns how many. */
static size_t changes_within(const struct course *course, const struct moments *changes, day_t day,
                             int32_t window, uint32_t *events)
{
    size_t n = 0;
    for (size_t i = moments_after(changes, day_plus(day, -window)), end = moments_after(changes, day);
         i < end; i++)
        if (!is_excused(course, changes->at[i].event, day))
            events[n++] = changes->at[i].event;
    return n;
}

/* The first day after `day` on which a change comes, leaves a window, or gets a reason. */
static day_t next_turn(const struct course *course, const struct moments *changes, const int32_t *param,
                       day_t day, size_t *reason)
{
    const int32_t later[] = {0, param[PARAM_R1_4_AMBER_DAYS], param[PARAM_R1_4_WINDOW_DAYS]};
    day_t next = DAY_NEVER;
    for (size_t i = 0; i < ARRAY_LEN(later); i++)
        next = day_min(next, day_plus(moments_from(changes, day + 1 - later[i]), later[i]));
    while (*reason < course->n_reasons && course->reasons[*reason].day <= day)
        ++*reason;
    return *reason < course->n_reasons ? day_min(next, course->reasons[*reason].day) : next;
}

/* R1.4: looks anew on each of those days. */
void rule_coordinator_changed(struct judgement *j)
{
    const struct course *course = j->course;
    int32_t amber_days = j->param[PARAM_R1_4_AMBER_DAYS], window = j->param[PARAM_R1_4_WINDOW_DAYS];
    if (course->coordinator.n < 2)
        return;
    struct moments changes = {ARENA_ARRAY(j->arena, struct moment, course->coordinator.n), 0};
    uint32_t *events = ARENA_ARRAY(j->arena, uint32_t, course->coordinator.n);
    if (!changes.at || !events) {
        j->no_memory = true;
        return;
    }
    changes.n = coordinator_changes(course, changes.at);
    size_t reason = 0;
    for (day_t day = j->from, next; changes.n && day < j->to; day = next) {
        next = next_turn(course, &changes, j->param, day, &reason);
        enum severity severity = SEVERITY_RED;
        size_t n = changes_within(course, &changes, day, window, events);
        if ((int32_t)n < j->param[PARAM_R1_4_RED]) {
            severity = SEVERITY_AMBER;
            n = changes_within(course, &changes, day, amber_days, events);
        }
        if (n)
            breach(j, &course->own, NOWHERE, day, next, severity, ATTRIBUTION_OWN_PRACTICE,
                   (struct evidence){events, n});
    }
}
