/* Primary, deputy, coordinator and second caseworkers by day; runs of cover; tenures (rules 5.7). */
#include "core/timeline.h"

static bool is_higher(const void *a, const void *b)
{
    return *(const uint32_t *)a > *(const uint32_t *)b;
}

static bool find_persons(struct arena *arena, struct course *course)
{
    uint32_t *persons = ARENA_ARRAY(arena, uint32_t, course->n),
             *scratch = ARENA_ARRAY(arena, uint32_t, course->n);
    size_t n = 0, kept = 0;
    if (!persons || !scratch)
        return false;
    for (size_t i = 0; i < course->n; i++)
        persons[n++] = course->at[i].event->staff;
    sort_stable(persons, scratch, n, sizeof *persons, is_higher);
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || persons[kept - 1] != persons[i])
            persons[kept++] = persons[i];
    course->persons = persons;
    course->n_persons = kept;
    course->last_role = ARENA_ARRAY(arena, uint32_t, kept);
    for (size_t i = 0; course->last_role && i < kept; i++)
        course->last_role[i] = NOWHERE;
    return course->last_role;
}

size_t person_of(const struct course *course, uint32_t staff)
{
    size_t low = 0, high = course->n_persons;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (course->persons[middle] < staff)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool people_prepare(struct arena *arena, struct course *course)
{
    size_t assigned = count_of(course, KIND_CASEWORKER_ASSIGNED);
    size_t released = count_of(course, KIND_CASEWORKER_RELEASED);
    course->primary.at = ARENA_ARRAY(arena, struct post, assigned + released);
    course->coordinator.at = ARENA_ARRAY(arena, struct post, assigned + released);
    course->deputy.at = ARENA_ARRAY(arena, struct post, 2 * assigned);
    course->secondary.at = ARENA_ARRAY(arena, struct held_role, assigned);
    course->now.planned = ARENA_ARRAY(arena, struct cover, assigned);
    course->reasons = ARENA_ARRAY(arena, struct reason, count_of(course, KIND_SWITCH_REASON_GIVEN));
    course->assigned_to.at = ARENA_ARRAY(arena, struct dated, assigned);
    course->released_of.at = ARENA_ARRAY(arena, struct dated, released);
    course->secondary_of.at = ARENA_ARRAY(arena, struct dated, assigned);
    course->reasons_of.at = ARENA_ARRAY(arena, struct dated, count_of(course, KIND_SWITCH_REASON_GIVEN));
    return course->primary.at && course->coordinator.at && course->deputy.at && course->secondary.at &&
           course->now.planned && course->reasons && course->assigned_to.at && course->released_of.at &&
           course->secondary_of.at && course->reasons_of.at && find_persons(arena, course);
}

void posts_set(struct posts *posts, day_t from, uint32_t staff, uint32_t event)
{
    if (posts->n && posts->at[posts->n - 1].from == from)
        posts->n--;
    const struct post *last = posts->n ? &posts->at[posts->n - 1] : NULL;
    if (!staff && !(last && last->staff))
        return; /* nobody after nobody */
    posts->at[posts->n++] = (struct post){from, staff, event};
}

uint32_t posts_find(const struct posts *posts, day_t day)
{
    size_t low = 0, high = posts->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (posts->at[middle].from <= day)
            low = middle + 1;
        else
            high = middle;
    }
    return low ? (uint32_t)low - 1 : NOWHERE;
}

uint32_t posts_on(const struct posts *posts, day_t day)
{
    uint32_t i = posts_find(posts, day);
    return i == NOWHERE ? 0 : posts->at[i].staff;
}

struct day_range posts_run(const struct posts *posts, uint32_t i)
{
    uint32_t first = i, end = i + 1, staff = posts->at[i].staff;
    while (first > 0 && posts->at[first - 1].staff == staff)
        first--;
    while (end < posts->n && posts->at[end].staff == staff)
        end++;
    return (struct day_range){posts->at[first].from, end < posts->n ? posts->at[end].from : DAY_NEVER};
}

size_t cover_run_after(const struct course *course, day_t day)
{
    size_t low = 0, high = course->n_cover_runs;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (course->cover_runs[middle].to <= day)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

uint32_t primary_or_last(const struct course *course, day_t day)
{
    uint32_t i = posts_find(&course->primary, day);
    if (i == NOWHERE)
        return 0;
    if (!course->primary.at[i].staff)
        i--; /* neighbours differ, and the first is somebody */
    return course->primary.at[i].staff;
}

/* The cover that has run out by the end of `day` - 1 leaves nobody from the day after its due. */
static void end_cover_before(struct course *course, day_t day)
{
    struct cover *cover = &course->now.deputy;
    if (cover->staff && cover->due < day) {
        if (cover->due >= cover->from)
            posts_set(&course->deputy, day_after(cover->due), 0, NOWHERE);
        cover->staff = 0;
    }
}

static void begin_cover(struct course *course, struct cover cover)
{
    end_cover_before(course, cover.from);
    course->now.deputy = cover;
    posts_set(&course->deputy, cover.from, cover.due >= cover.from ? cover.staff : 0, cover.event);
}

void people_advance(struct course *course, day_t day)
{
    struct moment_state *now = &course->now;
    size_t begun = 0;
    while (begun < now->n_planned && now->planned[begun].from <= day)
        begin_cover(course, now->planned[begun++]);
    now->n_planned -= begun;
    now->planned += begun;
    end_cover_before(course, day);
}

static void drop_cover(struct course *course, day_t day, uint32_t staff)
{
    struct moment_state *now = &course->now;
    size_t kept = 0;
    for (size_t i = 0; i < now->n_planned; i++)
        if (staff && now->planned[i].staff != staff)
            now->planned[kept++] = now->planned[i];
    now->n_planned = kept;
    if (now->deputy.staff && (!staff || now->deputy.staff == staff)) {
        posts_set(&course->deputy, day, 0, NOWHERE);
        now->deputy.staff = 0;
    }
}

/* In the order in which covers begin; of two that begin on one day the later event comes later and counts. */
static void plan_cover(struct course *course, struct cover cover)
{
    struct moment_state *now = &course->now;
    size_t i = now->n_planned++;
    for (; i > 0 && now->planned[i - 1].from > cover.from; i--)
        now->planned[i] = now->planned[i - 1];
    now->planned[i] = cover;
}

/* Released on the day on which the cover planned by `index` would begin, at an instant before its starts_at: it never
 * begins, and the cover that stood before goes on. Asked when it is planned, because it begins before the other events of its
 * day; on the days before, a plan that will be dropped says nothing. */
static bool is_dropped(const struct course *course, uint32_t index, day_t from)
{
    const struct event *plan = course->at[index].event;
    enum kind kind = KIND_CASEWORKER_RELEASED;
    for (size_t i = count_upto(course, kind, from - 1); i < count_of(course, kind); i++) {
        const struct occurrence *one = &course->at[nth_of(course, kind, i)];
        if (one->day > from || one->event->occurred_at >= plan->starts_at)
            return false;
        if (one->event->staff == plan->staff && one->event->role == ROLE_DEPUTY)
            return true;
    }
    return false;
}

static void assign(struct course *course, uint32_t index)
{
    const struct event *event = course->at[index].event;
    struct moment_state *now = &course->now;
    day_t day = course->at[index].day;
    uint32_t staff = event->staff;
    if (event->role == ROLE_PRIMARY) {
        if (staff != now->primary)
            drop_cover(course, day, 0);
        now->primary = staff;
        now->has_had_primary = true;
        posts_set(&course->primary, day, staff, index);
    } else if (event->role == ROLE_DEPUTY && now->has_had_primary) {
        struct cover cover = {day, event->due, staff, index};
        if (event->starts_at != INSTANT_NONE)
            cover.from = day_max(day, day_of_instant(event->starts_at));
        if (cover.from <= day)
            begin_cover(course, cover);
        else if (!is_dropped(course, index, cover.from))
            plan_cover(course, cover);
    } else if (event->role == ROLE_COORDINATOR) {
        now->coordinator = staff;
        posts_set(&course->coordinator, day, staff, index);
    } else if (event->role == ROLE_SECONDARY) {
        struct held_roles *all = &course->secondary;
        uint32_t *last = &course->last_role[person_of(course, staff)];
        if (*last == NOWHERE || all->at[*last].to < day) { /* else still, or released this same day */
            *last = (uint32_t)all->n;
            all->at[all->n++] = (struct held_role){staff, day, DAY_NEVER};
            course->secondary_of.at[course->secondary_of.n++] = (struct dated){staff, day, *last};
        }
        all->at[*last].to = DAY_NEVER;
    }
}

static void release(struct course *course, uint32_t index)
{
    const struct event *event = course->at[index].event;
    struct moment_state *now = &course->now;
    day_t day = course->at[index].day;
    if (event->role == ROLE_PRIMARY && event->staff == now->primary) {
        now->primary = 0;
        posts_set(&course->primary, day, 0, index);
    } else if (event->role == ROLE_DEPUTY) {
        drop_cover(course, day, event->staff);
    } else if (event->role == ROLE_COORDINATOR && event->staff == now->coordinator) {
        now->coordinator = 0;
        posts_set(&course->coordinator, day, 0, index);
    } else if (event->role == ROLE_SECONDARY) {
        uint32_t last = course->last_role[person_of(course, event->staff)];
        if (last != NOWHERE && course->secondary.at[last].to == DAY_NEVER)
            course->secondary.at[last].to = day;
    }
}

static void note_down(struct course *course, uint32_t index)
{
    const struct event *event = course->at[index].event;
    struct dated one = {event->staff, course->at[index].day, index};
    if (event->role != ROLE_PRIMARY && event->role != ROLE_DEPUTY)
        return;
    if (event->kind == KIND_CASEWORKER_ASSIGNED)
        course->assigned_to.at[course->assigned_to.n++] = one;
    else if (switch_reason(event->code))
        course->released_of.at[course->released_of.n++] = one;
}

void people_event(struct course *course, uint32_t index)
{
    const struct event *event = course->at[index].event;
    if (!event->staff || (event->kind != KIND_CASEWORKER_ASSIGNED && event->kind != KIND_CASEWORKER_RELEASED))
        return;
    note_down(course, index);
    people_advance(course, course->at[index].day);
    if (event->kind == KIND_CASEWORKER_ASSIGNED)
        assign(course, index);
    else
        release(course, index);
}

void people_refer(struct course *course, uint32_t index, uint32_t target, day_t day)
{
    const struct event *event = course->at[index].event;
    if (event->kind != KIND_SWITCH_REASON_GIVEN)
        return;
    course->reasons[course->n_reasons++] = (struct reason){day, target};
    course->reasons_of.at[course->reasons_of.n++] = (struct dated){target, day, event->code};
}

/* Covers to come, if nothing more is recorded. Works on copies of the planned ones: `now` stays what it is.
 */
static bool look_ahead(struct arena *arena, struct course *course)
{
    struct moment_state now = course->now;
    course->now.planned = ARENA_ARRAY(arena, struct cover, now.n_planned);
    if (!course->now.planned)
        return false;
    if (now.n_planned)
        memcpy(course->now.planned, now.planned, now.n_planned * sizeof *now.planned);
    people_advance(course, DAY_NEVER);
    course->now = now;
    return true;
}

static bool find_cover_runs(struct arena *arena, struct course *course)
{
    course->cover_runs = ARENA_ARRAY(arena, struct day_range, course->deputy.n);
    if (!course->cover_runs)
        return false;
    for (size_t i = 0; i < course->deputy.n; i++) {
        const struct post *post = &course->deputy.at[i];
        if (!post->staff)
            continue;
        day_t to = post[1].from; /* cover has a last day, after which somebody else comes, or nobody */
        struct day_range *last = course->n_cover_runs ? &course->cover_runs[course->n_cover_runs - 1] : NULL;
        if (last && last->to == post->from)
            last->to = to;
        else
            course->cover_runs[course->n_cover_runs++] = (struct day_range){post->from, to};
    }
    return true;
}

bool people_finish(struct arena *arena, struct course *course)
{
    if (!look_ahead(arena, course) || !find_cover_runs(arena, course) ||
        !dated_sort(arena, &course->assigned_to) || !dated_sort(arena, &course->released_of) ||
        !dated_sort(arena, &course->secondary_of) || !dated_sort(arena, &course->reasons_of))
        return false;
    const struct posts *primary = &course->primary, *deputy = &course->deputy;
    struct tenures *tenures = &course->tenures;
    tenures->at = ARENA_ARRAY(arena, struct tenure, primary->n + deputy->n);
    if (!tenures->at)
        return false;
    struct tenure now = {.primary_event = NOWHERE, .deputy_event = NOWHERE, .run = NOWHERE};
    uint32_t run = 0;
    for (size_t p = 0, d = 0; p < primary->n || d < deputy->n;) {
        now.from = day_min(p < primary->n ? primary->at[p].from : DAY_NEVER,
                           d < deputy->n ? deputy->at[d].from : DAY_NEVER);
        for (; p < primary->n && primary->at[p].from == now.from; p++) {
            now.primary = primary->at[p].staff;
            now.primary_event = primary->at[p].event;
        }
        for (; d < deputy->n && deputy->at[d].from == now.from; d++) {
            now.deputy = deputy->at[d].staff;
            now.deputy_event = deputy->at[d].event;
        }
        while (run < course->n_cover_runs && course->cover_runs[run].to <= now.from)
            run++;
        now.run = now.deputy ? run : NOWHERE;
        tenures->at[tenures->n++] = now;
    }
    return true;
}
