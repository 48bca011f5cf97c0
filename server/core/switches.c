/* Changes of holder. See switches.h. */
#include "core/switches.h"
#include "core/spans.h"

day_t long_cover_from(const struct day_range *run, int32_t cover_days)
{
    return run->to - run->from > cover_days ? run->from + cover_days : DAY_NEVER;
}

static bool is_under_long_cover(const struct course *course, const struct tenure *tenure, int32_t cover_days,
                                day_t known_on)
{
    return tenure->run != NOWHERE &&
           long_cover_from(&course->cover_runs[tenure->run], cover_days) <= known_on;
}

size_t tenures_upto(const struct course *course, day_t day)
{
    size_t low = 0, high = course->tenures.n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (course->tenures.at[middle].from <= day)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const struct tenure *tenure_on(const struct course *course, day_t day)
{
    size_t n = tenures_upto(course, day);
    return n ? &course->tenures.at[n - 1] : NULL;
}

uint32_t tenure_holder(const struct course *course, const struct tenure *tenure, int32_t cover_days,
                       day_t known_on)
{
    return is_under_long_cover(course, tenure, cover_days, known_on) ? tenure->deputy : tenure->primary;
}

uint16_t assignment_reason(const struct course *course, uint32_t assignment, day_t known_on)
{
    uint32_t r = dated_upto(&course->reasons_of, assignment, known_on);
    uint16_t given = r == NOWHERE ? SWITCH_REASON_NONE_ : switch_reason(course->reasons_of.at[r].what);
    return given ? given : switch_reason(course->at[assignment].event->code);
}

/* Why the former holder was released, if that was not before the latest assignment. */
static uint16_t release_reason(const struct course *course, uint32_t staff, day_t day)
{
    uint32_t released = dated_upto(&course->released_of, staff, day);
    if (released == NOWHERE)
        return SWITCH_REASON_NONE_;
    uint32_t event = course->released_of.at[released].what;
    uint32_t assigned = dated_upto(&course->assigned_to, staff, day); /* a holder was assigned */
    return course->assigned_to.at[assigned].what < event ? (uint16_t)course->at[event].event->code
                                                         : SWITCH_REASON_NONE_;
}

static void give_reason(const struct knowing *k, struct change *change)
{
    uint32_t event = change->event; /* an index as long as the changes are being made */
    bool assigned_anew = k->course->at[event].day == change->day;
    uint16_t reason = SWITCH_REASON_NONE_;
    if (!change->is_return || assigned_anew) {
        reason = assignment_reason(k->course, event, k->from);
        if (!reason)
            reason = release_reason(k->course, change->former, change->day);
    }
    if (change->is_return && !reason)
        reason = SWITCH_REASON_RETURNED_FROM_ABSENCE;
    change->reason = reason;
    change->is_breach = !reason || (value_flags(CATALOGUE_SWITCH_REASON, reason) & SWITCH_BREACH);
}

/* Weighs the changes [from, to). The first change that counts may be the intake: what one of those days weighs
 * depends on the reasons of all before. */
static void weigh(struct knowing *k, size_t from, size_t to)
{
    day_t intake = k->first_holder_day + k->intake_days;
    bool has_counted = false;
    if (from < to && k->at[from].day <= intake)
        from = 0;
    for (size_t i = from; i < to || (i < k->n && k->at[i].day <= intake); i++) {
        struct change *change = &k->at[i];
        bool counts =
            !change->reason || (value_flags(CATALOGUE_SWITCH_REASON, change->reason) & SWITCH_COUNTS);
        if (!counts)
            change->weight = CHANGE_NOT_COUNTED;
        else if (!has_counted && change->day <= intake)
            change->weight = CHANGE_INTAKE;
        else
            change->weight = change->is_soft ? CHANGE_HALF : CHANGE_WHOLE;
        has_counted = has_counted || counts;
        k->switches[i] = is_switch(change);
        k->to_new[i] = is_switch(change) && !change->is_soft && !change->is_history;
    }
}

/* On all days [from, to). Roles of one person do not overlap. */
static bool was_secondary(const struct course *course, uint32_t staff, day_t from, day_t to)
{
    if (from >= to)
        return true;
    uint32_t last = dated_upto(&course->secondary_of, staff, from);
    return last != NOWHERE && course->secondary.at[course->secondary_of.at[last].what].to >= to;
}

static void go_through(struct knowing *k, const struct tenure *tenure)
{
    const struct course *course = k->course;
    bool under = is_under_long_cover(course, tenure, k->cover_days, k->from);
    uint32_t holder = under ? tenure->deputy : tenure->primary;
    if (!holder)
        return;
    size_t person = person_of(course, holder);
    bool held_before = k->has_held[person];
    if (!k->last_holder) {
        k->first_holder_day = tenure->from;
        k->first_holder_event = under ? tenure->deputy_event : tenure->primary_event;
    } else if (holder != k->last_holder) {
        struct change *change = &k->at[k->n];
        *change = (struct change){
            .day = tenure->from,
            .known_day = tenure->from,
            .former = k->last_holder,
            .holder = holder,
            .event = under ? tenure->deputy_event : tenure->primary_event,
            .is_return = k->was_under_cover && !under && holder == k->primary_then && held_before,
            .is_soft = held_before ||
                       was_secondary(course, holder, tenure->from - k->secondary_known_days, tenure->from),
            .under_long_cover = under,
        };
        if (under)
            change->known_day = day_max(change->day, course->cover_runs[tenure->run].from + k->cover_days);
        change->is_history = course->at[change->event].event->marks & MARK_BIT(MARK_HISTORY);
        give_reason(k, change);
        k->same[k->n] = k->last_by[change->event];
        k->last_by[change->event] = (uint32_t)k->n++;
    }
    if (!held_before) {
        k->has_held[person] = true;
        k->held_by[k->n_held_by++] = (uint32_t)person;
    }
    k->last_holder = holder;
    k->was_under_cover = under;
    k->primary_then = tenure->primary ? tenure->primary : primary_or_last(course, tenure->from);
}

/* Goes through the tenures up to the day asked about. */
static void know(struct knowing *k)
{
    const struct tenures *tenures = &k->course->tenures;
    size_t known = k->n;
    for (; k->next_tenure < tenures->n && tenures->at[k->next_tenure].from <= k->from; k->next_tenure++) {
        const struct tenure *tenure = &tenures->at[k->next_tenure];
        if (tenure->run != NOWHERE && tenure->run != k->before_run.run)
            k->before_run =
                (struct known_before){tenure->run,     k->next_tenure,    k->n, k->n_held_by, k->last_holder,
                                      k->primary_then, k->was_under_cover};
        go_through(k, tenure);
    }
    weigh(k, known, k->n);
}

/* A cover that grows long rewrites its days: back to before it. */
static void go_back(struct knowing *k)
{
    const struct known_before *before = &k->before_run;
    for (; k->n > before->n; k->n--)
        k->last_by[k->at[k->n - 1].event] = k->same[k->n - 1];
    for (; k->n_held_by > before->n_held_by; k->n_held_by--)
        k->has_held[k->held_by[k->n_held_by - 1]] = false;
    k->next_tenure = before->next_tenure;
    k->last_holder = before->last_holder;
    k->primary_then = before->primary_then;
    k->was_under_cover = before->was_under_cover;
}

bool knowing_begin(struct knowing *k, struct arena *arena, const struct course *course, const int32_t *param,
                   day_t from, day_t to)
{
    *k = (struct knowing){.from = from,
                          .to = from,
                          .end = to,
                          .course = course,
                          .cover_days = param[PARAM_COVER_DAYS],
                          .intake_days = param[PARAM_INTAKE_DAYS],
                          .secondary_known_days = param[PARAM_SECONDARY_KNOWN_DAYS],
                          .before_run.run = NOWHERE};
    size_t n = course->tenures.n;
    k->at = ARENA_ARRAY(arena, struct change, n);
    k->switches = ARENA_ARRAY(arena, uint8_t, n);
    k->to_new = ARENA_ARRAY(arena, uint8_t, n);
    k->held_by = ARENA_ARRAY(arena, uint32_t, n);
    k->same = ARENA_ARRAY(arena, uint32_t, n);
    k->has_held = ARENA_ARRAY(arena, bool, course->n_persons);
    k->last_by = ARENA_ARRAY(arena, uint32_t, course->n);
    if (!k->at || !k->switches || !k->to_new || !k->held_by || !k->same || !k->has_held || !k->last_by)
        return false;
    memset(k->last_by, 0xff, course->n * sizeof *k->last_by); /* NOWHERE */
    return true;
}

/* What was learned by the end of `k->from`, and the next day on which something is learned. */
bool knowing_next(struct knowing *k)
{
    const struct course *course = k->course;
    if (k->to >= k->end)
        return false;
    k->from = k->to;
    day_t next = k->end;
    for (; k->next_long < course->n_cover_runs; k->next_long++) {
        day_t known = long_cover_from(&course->cover_runs[k->next_long], k->cover_days);
        if (known == DAY_NEVER)
            continue;
        if (known > k->from) {
            next = day_min(next, known);
            break;
        }
        if (k->next_long == k->before_run.run)
            go_back(k);
    }
    for (; k->next_reason < course->n_reasons; k->next_reason++) {
        const struct reason *reason = &course->reasons[k->next_reason];
        if (reason->day > k->from) {
            next = day_min(next, reason->day);
            break;
        }
        for (uint32_t i = k->last_by[reason->assignment]; i != NOWHERE; i = k->same[i]) {
            give_reason(k, &k->at[i]);
            weigh(k, i, i + 1);
        }
    }
    know(k);
    if (k->next_tenure < course->tenures.n)
        next = day_min(next, course->tenures.at[k->next_tenure].from);
    k->to = next;
    return true;
}

const struct change *newest_switch(const struct knowing *k, const struct change **before)
{
    const uint8_t *newest = memrchr(k->switches, true, k->n);
    const uint8_t *other = newest ? memrchr(k->switches, true, (size_t)(newest - k->switches)) : NULL;
    *before = other ? &k->at[other - k->switches] : NULL;
    return newest ? &k->at[newest - k->switches] : NULL;
}

const struct change *switch_to_new(const struct knowing *k, size_t i)
{
    const uint8_t *found = i < k->n ? memchr(k->to_new + i, true, k->n - i) : NULL;
    return found ? &k->at[found - k->to_new] : NULL;
}

size_t changes_after(const struct knowing *k, day_t day)
{
    size_t low = 0, high = k->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (k->at[middle].day <= day)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

enum err_code course_switches(struct arena *arena, const struct course *course, const struct rule_sets *sets,
                              day_t on, struct changes *out, struct err *err)
{
    int32_t initial[PARAM_COUNT];
    struct knowing k;
    if (!knowing_begin(&k, arena, course, params_on(course, sets, on, initial), on, on + 1))
        return err_set(err, ERR_NO_MEMORY, "no memory for the switches");
    (void)knowing_next(&k); /* that day and no other */
    for (size_t i = 0; i < k.n; i++)
        k.at[i].event = course->at[k.at[i].event].event->seq;
    *out = (struct changes){k.at, k.n};
    return ERR_NONE;
}
