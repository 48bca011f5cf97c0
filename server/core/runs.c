/* Step functions of the day, unions of days, counting in closed form. See runs.h. */
#include "core/runs.h"

void runs_set(struct runs *runs, day_t from, uint32_t value)
{
    if (runs->n && runs->at[runs->n - 1].from == from)
        runs->n--;
    if (runs->n ? runs->at[runs->n - 1].value == value : value == 0)
        return;
    runs->at[runs->n++] = (struct run){from, value};
}

size_t runs_find(const struct runs *runs, day_t day)
{
    size_t low = 0, high = runs->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (runs->at[middle].from <= day)
            low = middle + 1;
        else
            high = middle;
    }
    return low ? low - 1 : NOWHERE;
}

uint32_t runs_on(const struct runs *runs, day_t day)
{
    size_t i = runs_find(runs, day);
    return i == NOWHERE ? 0 : runs->at[i].value;
}

day_t runs_end(const struct runs *runs, size_t i)
{
    return i + 1 < runs->n ? runs->at[i + 1].from : DAY_NEVER;
}

size_t cuts_join(struct cut *at, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) /* the empty ones go, the rest is sorted where it came unsorted */
        if (at[i].from < at[i].to)
            at[kept++] = at[i];
    n = kept;
    for (size_t gap = n / 2; gap > 0; gap /= 2) /* ties need no order: they are joined */
        for (size_t i = gap; i < n; i++) {
            struct cut cut = at[i];
            size_t j = i;
            for (; j >= gap && at[j - gap].from > cut.from; j -= gap)
                at[j] = at[j - gap];
            at[j] = cut;
        }
    kept = 0;
    for (size_t i = 0; i < n; i++) {
        struct cut *last = kept ? &at[kept - 1] : NULL;
        if (!last || last->to < at[i].from) {
            at[kept++] = at[i];
        } else if (at[i].to > last->to || (at[i].to == last->to && at[i].ended_by > last->ended_by)) {
            last->to = at[i].to;
            last->ended_by = at[i].ended_by;
        }
    }
    return kept;
}

void sort_stable(void *at, void *scratch, size_t n, size_t size,
                 bool (*is_after)(const void *a, const void *b))
{
    char *from = at, *to = scratch;
    size_t sorted = 1;
    while (sorted < n && !is_after(from + (sorted - 1) * size, from + sorted * size))
        sorted++;
    if (sorted >= n)
        return;
    for (size_t width = 1; width < n; width *= 2) { /* runs of `width` are sorted: merge them by twos */
        for (size_t start = 0; start < n; start += 2 * width) {
            size_t a = start, a_end = start + width < n ? start + width : n;
            size_t b = a_end, b_end = start + 2 * width < n ? start + 2 * width : n;
            for (size_t k = start; k < b_end; k++) {
                bool take_a = a < a_end && (b >= b_end || !is_after(from + a * size, from + b * size));
                size_t taken = take_a ? a++ : b++;
                memcpy(to + k * size, from + taken * size, size);
            }
        }
        char *swap = from;
        from = to;
        to = swap;
    }
    if (from != at)
        memcpy(at, from, n * size);
}

void day_set_add(struct day_set *set, day_t from, day_t to)
{
    if (from >= to)
        return;
    int32_t before = 0;
    if (set->n) {
        struct stretch *last = &set->at[set->n - 1];
        if (last->to == from) {
            last->to = to;
            return;
        }
        before = last->before + (last->to - last->from);
    }
    set->at[set->n++] = (struct stretch){from, to, before};
}

size_t day_set_find(const struct day_set *set, day_t day)
{
    size_t low = 0, high = set->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (set->at[middle].to <= day)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

int32_t day_set_upto(const struct day_set *set, day_t day)
{
    size_t i = day_set_find(set, day);
    if (i < set->n)
        return set->at[i].before + (set->at[i].from <= day ? day - set->at[i].from + 1 : 0);
    if (!set->n)
        return 0;
    const struct stretch *last = &set->at[set->n - 1];
    return last->before + (last->to - last->from);
}

day_t day_set_nth(const struct day_set *set, int32_t k)
{
    size_t low = 0, high = set->n; /* the last stretch with fewer than k days before it */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (set->at[middle].before < k)
            low = middle + 1;
        else
            high = middle;
    }
    if (!low)
        return DAY_NEVER;
    const struct stretch *in = &set->at[low - 1];
    int32_t left = k - in->before - 1;
    return left < (int64_t)in->to - in->from ? in->from + left : DAY_NEVER;
}

/* Counting from E where days before `counted_from` do not count is counting from the day before it. */
static day_t counted_since(day_t counted_from, day_t e)
{
    return counted_from == DAY_NONE ? e : day_max(e, counted_from - 1);
}

int32_t days_between(const struct day_set *set, day_t counted_from, day_t e, day_t d)
{
    e = counted_since(counted_from, e);
    return d <= e ? 0 : day_set_upto(set, d) - day_set_upto(set, e);
}

day_t days_nth(const struct day_set *set, day_t counted_from, day_t e, int32_t n)
{
    if (n <= 0)
        return e;
    return day_set_nth(set, day_set_upto(set, counted_since(counted_from, e)) + n);
}

day_t work_nth(const struct day_set *set, day_t counted_from, day_t e, int32_t n)
{
    if (n <= 0)
        return e;
    e = counted_since(counted_from, e);
    for (size_t i = day_set_find(set, day_after(e)); i < set->n; i++) {
        day_t before = day_max(set->at[i].from - 1, e);
        day_t there = day_working_after(before, n);
        if (there < set->at[i].to)
            return there;
        n -= day_working_between(before, set->at[i].to - 1);
    }
    return DAY_NEVER;
}
