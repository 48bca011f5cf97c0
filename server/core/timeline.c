/* From the effective history to a course: one walk. See timeline.h. */
#include "core/timeline.h"

/* Events that refer to one further on wait for it: they count as if they came right after it (rules 5). */
struct waiting {
    uint32_t *first, *last; /* by index of the target */
    uint32_t *next;         /* by index of who waits */
};

static bool waiting_prepare(struct arena *arena, struct waiting *waiting, size_t n)
{
    uint32_t *lists = ARENA_ARRAY(arena, uint32_t, 3 * n);
    if (!lists)
        return false;
    for (size_t i = 0; i < 3 * n; i++)
        lists[i] = NOWHERE;
    *waiting = (struct waiting){lists, lists + n, lists + 2 * n};
    return true;
}

static void waiting_add(struct waiting *waiting, uint32_t target, uint32_t index)
{
    if (waiting->first[target] == NOWHERE)
        waiting->first[target] = index;
    else
        waiting->next[waiting->last[target]] = index;
    waiting->last[target] = index;
}

static void own_effect(struct course *course, uint32_t i)
{
    states_event(course, i);
    people_event(course, i);
    items_event(course, i);
    meetings_event(course, i);
    plans_event(course, i);
    passages_event(course, i);
}

/* What event `i` does to the event it refers to, on `day`. */
static void effect_through_reference(struct course *course, uint32_t i, uint32_t target, day_t day)
{
    states_refer(course, i, target, day);
    people_refer(course, i, target, day);
    items_refer(course, i, target, day);
    meetings_refer(course, i, target, day);
    passages_refer(course, i, target, day);
}

static bool walk(struct arena *arena, struct course *course)
{
    bool any_waits = false;
    for (size_t i = 0; i < course->n && !any_waits; i++)
        any_waits = course->at[i].target != NOWHERE && course->at[i].target > i;
    struct waiting waiting = {0};
    if (any_waits && !waiting_prepare(arena, &waiting, course->n))
        return false;

    for (uint32_t i = 0; i < course->n; i++) {
        own_effect(course, i);
        uint32_t target = course->at[i].target;
        if (target < i)
            effect_through_reference(course, i, target, course->at[i].day);
        else if (any_waits && target < course->n)
            waiting_add(&waiting, target, i);
        if (any_waits)
            for (uint32_t w = waiting.first[i]; w != NOWHERE; w = waiting.next[w])
                effect_through_reference(course, w, i, course->at[i].day);
    }
    return true;
}

static bool sort_by_kind(struct arena *arena, struct course *course)
{
    course->of_kind = ARENA_ARRAY(arena, uint32_t, course->n);
    if (!course->of_kind)
        return false;
    for (size_t i = 0; i < course->n; i++)
        course->kind_from[course->at[i].event->kind + 1]++;
    for (size_t k = 0; k < KIND_COUNT; k++)
        course->kind_from[k + 1] += course->kind_from[k];
    uint32_t filled[KIND_COUNT];
    memcpy(filled, course->kind_from, sizeof filled);
    for (uint32_t i = 0; i < course->n; i++)
        course->of_kind[filled[course->at[i].event->kind]++] = i;
    return true;
}

enum err_code course_of(struct arena *arena, const struct occurrences *all, size_t n, day_t born,
                        struct course **out, struct err *err)
{
    struct course *course = ARENA_NEW(arena, struct course);
    if (!course)
        return err_set(err, ERR_NO_MEMORY, "no memory for the course");
    course->at = all->at;
    course->n = n;
    course->born = born;
    course->start = DAY_NEVER;
    course->start_event = NOWHERE;
    course->item_of = ARENA_ARRAY(arena, uint32_t, n);
    bool done = course->item_of && sort_by_kind(arena, course) && states_prepare(arena, course) &&
                people_prepare(arena, course) && items_prepare(arena, course) &&
                meetings_prepare(arena, course) && plans_prepare(arena, course) &&
                passages_prepare(arena, course);
    if (done)
        memset(course->item_of, 0xff, n * sizeof *course->item_of); /* NOWHERE */
    done = done && walk(arena, course) && items_finish(arena, course) && states_finish(arena, course) &&
           people_finish(arena, course);
    if (!done)
        return err_set(err, ERR_NO_MEMORY, "no memory for the course");
    passages_finish(course);
    *out = course;
    return ERR_NONE;
}

enum err_code course_build(struct arena *arena, const struct history *history, const struct course **out,
                           struct err *err)
{
    struct occurrences all;
    enum err_code code = history_effective(arena, history, &all, NULL, err);
    if (code)
        return code;
    struct course *course = NULL;
    code = course_of(arena, &all, all.n, history->born, &course, err);
    if (!code)
        *out = course;
    return code;
}

size_t count_upto(const struct course *course, enum kind kind, day_t day)
{
    size_t low = 0, high = count_of(course, kind);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (course->at[nth_of(course, kind, middle)].day <= day)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

uint32_t latest_of(const struct course *course, enum kind kind, day_t day)
{
    size_t n = count_upto(course, kind, day);
    return n ? nth_of(course, kind, n - 1) : NOWHERE;
}

static bool fits(const struct event_filter *filter, const struct event *event)
{
    return (!filter->codes || (event->code < 64 && (filter->codes & VALUE_BIT(event->code)))) &&
           (!filter->outcomes || (event->outcome < 64 && (filter->outcomes & VALUE_BIT(event->outcome)))) &&
           (event->marks & filter->marks) == filter->marks;
}

day_t first_day(const struct course *course, const struct event_filter *filter, day_t from)
{
    size_t n = count_of(course, filter->kind);
    for (size_t i = n && from != DAY_NONE ? count_upto(course, filter->kind, from - 1) : 0; i < n; i++) {
        const struct occurrence *one = &course->at[nth_of(course, filter->kind, i)];
        if (fits(filter, one->event))
            return one->day;
    }
    return DAY_NEVER;
}

uint32_t value_flags(enum catalogue catalogue, uint32_t number)
{
    const struct catalogue_value *value = catalogue_value(catalogue, number);
    return value ? value->flags : 0;
}

size_t moments_after(const struct moments *moments, day_t day)
{
    size_t low = 0, high = moments->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (moments->at[middle].day <= day)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

day_t moments_from(const struct moments *moments, day_t from)
{
    size_t i = moments_after(moments, from - 1);
    return i < moments->n ? moments->at[i].day : DAY_NEVER;
}

bool moments_of(struct arena *arena, const struct course *course, const struct event_filter *filter,
                struct moments *out)
{
    size_t n = count_of(course, filter->kind);
    *out = (struct moments){ARENA_ARRAY(arena, struct moment, n), 0};
    for (size_t i = 0; out->at && i < n; i++) {
        uint32_t event = nth_of(course, filter->kind, i);
        if (fits(filter, course->at[event].event))
            out->at[out->n++] = (struct moment){course->at[event].day, event};
    }
    return out->at;
}

static bool is_of_later_key(const void *a, const void *b)
{
    const struct dated *one = a, *two = b;
    return one->key > two->key;
}

bool dated_sort(struct arena *arena, struct dated_list *list)
{
    struct dated *scratch = ARENA_ARRAY(arena, struct dated, list->n);
    if (scratch)
        sort_stable(list->at, scratch, list->n, sizeof *scratch, is_of_later_key);
    return scratch;
}

/* Index of the first of `key` later than `day`, or where it would stand. */
static size_t dated_after(const struct dated_list *list, uint32_t key, day_t day)
{
    size_t low = 0, high = list->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct dated *one = &list->at[middle];
        if (one->key < key || (one->key == key && one->day <= day))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

uint32_t dated_upto(const struct dated_list *list, uint32_t key, day_t day)
{
    size_t i = dated_after(list, key, day);
    return i > 0 && list->at[i - 1].key == key ? (uint32_t)i - 1 : NOWHERE;
}

uint32_t dated_from(const struct dated_list *list, uint32_t key, day_t day)
{
    size_t i = dated_after(list, key, day - 1);
    return i < list->n && list->at[i].key == key ? (uint32_t)i : NOWHERE;
}
