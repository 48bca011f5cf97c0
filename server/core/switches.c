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

const struct tenure *tenure_on(const struct course *course, day_t day)
{
    size_t low = 0, high = course->tenures.n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (course->tenures.at[middle].from <= day)
            low = middle + 1;
        else
            high = middle;
    }
    return low ? &course->tenures.at[low - 1] : NULL;
}

uint32_t tenure_holder(const struct course *course, const struct tenure *tenure, int32_t cover_days,
                       day_t known_on)
{
    return is_under_long_cover(course, tenure, cover_days, known_on) ? tenure->deputy : tenure->primary;
}

static uint16_t unless_unknown(uint32_t code)
{
    return code < SWITCH_REASON_COUNT && code != SWITCH_REASON_UNKNOWN ? (uint16_t)code : SWITCH_REASON_NONE_;
}

uint16_t assignment_reason(const struct course *course, uint32_t assignment, day_t known_on)
{
    uint32_t r = course->item_of[assignment];
    while (r != NOWHERE && course->reasons[r].day > known_on)
        r = course->reasons[r].before;
    uint16_t given = r == NOWHERE ? SWITCH_REASON_NONE_ : unless_unknown(course->reasons[r].code);
    return given ? given : unless_unknown(course->at[assignment].event->code);
}

static bool is_primary_or_deputy(const struct event *event, uint32_t staff)
{
    return event->staff == staff && (event->role == ROLE_PRIMARY || event->role == ROLE_DEPUTY);
}

/* Why the former holder was released, if that was not before the latest assignment. */
static uint16_t release_reason(const struct course *course, uint32_t staff, day_t day)
{
    size_t released = count_upto(course, KIND_CASEWORKER_RELEASED, day);
    uint32_t found = NOWHERE;
    while (released > 0 && found == NOWHERE) {
        uint32_t i = nth_of(course, KIND_CASEWORKER_RELEASED, --released);
        const struct event *event = course->at[i].event;
        if (is_primary_or_deputy(event, staff) && unless_unknown(event->code))
            found = i;
    }
    if (found == NOWHERE)
        return SWITCH_REASON_NONE_;
    size_t assigned = count_upto(course, KIND_CASEWORKER_ASSIGNED, day) - 1; /* the last one to that person */
    while (!is_primary_or_deputy(course->at[nth_of(course, KIND_CASEWORKER_ASSIGNED, assigned)].event, staff))
        assigned--;
    return nth_of(course, KIND_CASEWORKER_ASSIGNED, assigned) < found
               ? (uint16_t)course->at[found].event->code
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

/* The first change that counts may be the intake: weights depend on the reasons of all changes before. */
static void weigh(struct knowing *k)
{
    for (; k->n_weighed < k->n; k->n_weighed++) {
        struct change *change = &k->at[k->n_weighed];
        bool counts =
            !change->reason || (value_flags(CATALOGUE_SWITCH_REASON, change->reason) & SWITCH_COUNTS);
        if (!counts)
            change->weight = CHANGE_NOT_COUNTED;
        else if (!k->has_counted && change->day - k->first_holder_day <= k->intake_days)
            change->weight = CHANGE_INTAKE;
        else
            change->weight = change->is_soft ? CHANGE_HALF : CHANGE_WHOLE;
        k->has_counted = k->has_counted || counts;
    }
}

static bool has_been_holder(const struct knowing *k, uint32_t staff)
{
    for (size_t i = 0; i < k->n_held_by; i++)
        if (k->held_by[i] == staff)
            return true;
    return false;
}

static bool was_secondary(const struct course *course, uint32_t staff, day_t from, day_t to)
{
    if (from >= to)
        return true;
    for (size_t i = 0; i < course->secondary.n; i++) {
        const struct held_role *role = &course->secondary.at[i];
        if (role->staff == staff && role->from <= from && role->to >= to)
            return true;
    }
    return false;
}

static void go_through(struct knowing *k, const struct tenure *tenure)
{
    const struct course *course = k->course;
    bool under = is_under_long_cover(course, tenure, k->cover_days, k->from);
    uint32_t holder = under ? tenure->deputy : tenure->primary;
    if (!holder)
        return;
    if (!k->last_holder) {
        k->first_holder_day = tenure->from;
    } else if (holder != k->last_holder) {
        bool held_before = has_been_holder(k, holder);
        struct change *change = &k->at[k->n++];
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
    }
    if (holder != k->last_holder && !has_been_holder(k, holder))
        k->held_by[k->n_held_by++] = holder;
    k->last_holder = holder;
    k->was_under_cover = under;
    k->primary_then = tenure->primary ? tenure->primary : primary_or_last(course, tenure->from);
}

/* Goes through the tenures up to the day asked about; from the beginning where the past has changed. */
static void know(struct knowing *k, bool anew)
{
    const struct course *course = k->course;
    if (anew) {
        k->n = k->n_held_by = k->next_tenure = 0;
        k->n_weighed = 0;
        k->has_counted = false;
        k->last_holder = k->primary_then = 0;
        k->was_under_cover = false;
    }
    while (k->next_tenure < course->tenures.n && course->tenures.at[k->next_tenure].from <= k->from)
        go_through(k, &course->tenures.at[k->next_tenure++]);
    weigh(k);
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
                          .secondary_known_days = param[PARAM_SECONDARY_KNOWN_DAYS]};
    k->at = ARENA_ARRAY(arena, struct change, course->tenures.n);
    k->held_by = ARENA_ARRAY(arena, uint32_t, course->tenures.n);
    return k->at && k->held_by;
}

/* What was learned by the end of `k->from`, and the next day on which something is learned. */
bool knowing_next(struct knowing *k)
{
    const struct course *course = k->course;
    bool is_first = k->to == k->from;
    if (k->to >= k->end)
        return false;
    k->from = k->to;
    bool anew = is_first;
    day_t next = k->end;
    for (; k->next_long < course->n_cover_runs; k->next_long++) {
        day_t known = long_cover_from(&course->cover_runs[k->next_long], k->cover_days);
        if (known == DAY_NEVER)
            continue;
        if (known > k->from) {
            next = day_min(next, known);
            break;
        }
        anew = true;
    }
    for (; k->next_reason < course->n_reasons; k->next_reason++) {
        const struct reason *reason = &course->reasons[k->next_reason];
        if (reason->day > k->from) {
            next = day_min(next, reason->day);
            break;
        }
        for (size_t i = 0; i < k->n; i++)
            if (k->at[i].event == reason->assignment) {
                give_reason(k, &k->at[i]);
                k->n_weighed = 0;
                k->has_counted = false;
            }
    }
    know(k, anew);
    if (k->next_tenure < course->tenures.n)
        next = day_min(next, course->tenures.at[k->next_tenure].from);
    k->to = next;
    return true;
}

const struct change *newest_switch(const struct knowing *k, const struct change **before)
{
    const struct change *newest = NULL;
    *before = NULL;
    for (size_t i = k->n; i > 0; i--) {
        if (!is_switch(&k->at[i - 1]))
            continue;
        if (newest) {
            *before = &k->at[i - 1];
            break;
        }
        newest = &k->at[i - 1];
    }
    return newest;
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
