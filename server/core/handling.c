/* Blocks of days in breach and what was done about them. See handling.h. */
#include "core/handling.h"
#include "core/timeline.h"

/* A `flag_*` event as it takes effect. */
struct act {
    uint32_t place, index; /* in the effective history: where it takes effect, where it stands */
    day_t day;
    uint32_t subject;
    enum rule rule;
    const struct event *event;
};

struct acts {
    struct act *at; /* by rule, subject, order of taking effect */
    size_t n;
};

struct block {
    const struct span *at; /* each begins where the one before ends */
    size_t n;
    day_t from, to;
    const struct act *acts; /* on its days */
    size_t n_acts;
};

struct days {
    day_t from, to;
};

const struct flag_state_info *flag_state_info(int state)
{
    static const struct flag_state_info all[] = {{"open", "åben", "open"},
#define X(id, name, danish, english) {name, danish, english},
                                                 FLAG_STATES(X)
#undef X
    };
    return &all[state > FLAG_STATE_NONE && state < FLAG_STATE_COUNT ? state : 0];
}

static int by_flag(enum rule rule, uint32_t subject, enum rule other_rule, uint32_t other_subject)
{
    if (rule != other_rule)
        return rule < other_rule ? -1 : 1;
    return (subject > other_subject) - (subject < other_subject);
}

static bool comes_after(const void *a, const void *b)
{
    const struct act *one = a, *two = b;
    int order = by_flag(one->rule, one->subject, two->rule, two->subject);
    if (order)
        return order > 0;
    return one->place > two->place || (one->place == two->place && one->index > two->index);
}

/* What is about an event that is gone has no effect; what is about one further on counts as if it came right
 * after it (rules 5). */
static bool read_acts(struct arena *arena, const struct course *course, struct acts *out)
{
    const uint32_t *first = course->of_kind + course->kind_from[KIND_FLAG_ACKNOWLEDGED];
    size_t n = course->kind_from[KIND_FLAG_REOPENED + 1] - course->kind_from[KIND_FLAG_ACKNOWLEDGED];
    *out = (struct acts){NULL, 0};
    if (n == 0)
        return true;
    struct act *scratch = ARENA_ARRAY(arena, struct act, n);
    out->at = ARENA_ARRAY(arena, struct act, n);
    if (!out->at || !scratch)
        return false;
    for (size_t i = 0; i < n; i++) {
        const struct occurrence *one = &course->at[first[i]];
        bool has_subject = one->target < course->n;
        if (one->event->ref && !has_subject)
            continue;
        uint32_t place = has_subject && one->target > first[i] ? one->target : first[i];
        out->at[out->n++] = (struct act){.place = place,
                                         .index = first[i],
                                         .day = course->at[place].day,
                                         .subject = has_subject ? course->at[one->target].event->seq : 0,
                                         .rule = (enum rule)one->event->code,
                                         .event = one->event};
    }
    sort_stable(out->at, scratch, out->n, sizeof *scratch, comes_after);
    return true;
}

/* The block that begins with span *i; *i goes on to the next one's, *a to the acts behind the block. */
static struct block next_block(const struct spans *spans, size_t *i, const struct acts *acts, size_t *a)
{
    const struct span *first = &spans->at[*i];
    struct block block = {.at = first, .n = 1, .from = first->from, .to = first->to};
    for (++*i; *i < spans->n; ++*i, block.n++) {
        const struct span *span = &spans->at[*i];
        if (span->rule != first->rule || span->subject != first->subject || span->from != block.to)
            break;
        block.to = span->to;
    }
    for (; *a < acts->n; ++*a) {
        const struct act *act = &acts->at[*a];
        int order = by_flag(act->rule, act->subject, (enum rule)first->rule, first->subject);
        if (order > 0 || (order == 0 && act->day >= block.from))
            break;
    }
    block.acts = acts->at + *a;
    for (; *a < acts->n; ++*a, block.n_acts++) {
        const struct act *act = &acts->at[*a];
        if (act->rule != (enum rule)first->rule || act->subject != first->subject || act->day >= block.to)
            break;
    }
    return block;
}

static bool is_confirmation(const struct act *act)
{
    return act->event->kind == KIND_FLAG_WAIVER_CONFIRMED;
}

static enum flag_state state_after(const struct act *act)
{
    switch (act->event->kind) {
    case KIND_FLAG_ACKNOWLEDGED:
        return FLAG_ACKNOWLEDGED;
    case KIND_FLAG_WAIVED:
        return FLAG_WAIVED;
    case KIND_FLAG_EXEMPTED:
        return FLAG_EXEMPTED;
    default:
        return FLAG_OPEN;
    }
}

/* Which of the block's spans the day lies in. */
static size_t span_on(const struct block *block, day_t day)
{
    size_t low = 0, high = block->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (block->at[middle].to <= day)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The day on which act k is over, if nothing else ends it: the next act, a higher severity, the block's end.
 */
static day_t end_of(const struct block *block, size_t k)
{
    day_t day = block->acts[k].day, end = block->to;
    for (size_t next = k + 1; next < block->n_acts; next++)
        if (!is_confirmation(&block->acts[next])) {
            end = block->acts[next].day;
            break;
        }
    size_t own = span_on(block, day);
    for (size_t later = own + 1; later < block->n && block->at[later].from < end; later++)
        if (block->at[later].severity > block->at[own].severity)
            return block->at[later].from;
    return end;
}

/* The first day on which somebody else confirms act k; DAY_NEVER. */
static day_t confirmed_on(const struct block *block, size_t k)
{
    for (size_t next = k + 1; next < block->n_acts && is_confirmation(&block->acts[next]); next++)
        if (block->acts[next].event->recorded_by != block->acts[k].event->recorded_by)
            return block->acts[next].day;
    return DAY_NEVER;
}

/* The days on which act k holds: at first, and from its confirmation on. Each may be empty. */
static void reach_of(const struct block *block, size_t k, struct days out[2])
{
    const struct act *act = &block->acts[k];
    enum flag_state state = state_after(act);
    day_t end = state == FLAG_OPEN ? act->day : end_of(block, k);
    out[0] = (struct days){act->day, end};
    out[1] = (struct days){end, end};
    if (state != FLAG_WAIVED && state != FLAG_EXEMPTED)
        return;
    end = day_min(end, day_after(act->event->due));
    out[0].to = day_min(end, act->day + WAIVER_ALONE_DAYS + 1);
    out[1] = (struct days){confirmed_on(block, k), end};
}

static void add(struct handlings *out, const struct block *block, struct days days, enum flag_state state)
{
    if (days.from >= days.to)
        return;
    struct handled *last = out->n ? &out->at[out->n - 1] : NULL;
    if (last && last->rule == block->at->rule && last->subject == block->at->subject &&
        last->state == (uint8_t)state && last->to >= days.from) {
        last->to = day_max(last->to, days.to);
        return;
    }
    out->at[out->n++] = (struct handled){.from = days.from,
                                         .to = days.to,
                                         .subject = block->at->subject,
                                         .rule = block->at->rule,
                                         .state = (uint8_t)state};
}

enum err_code course_handling(struct arena *arena, const struct course *course, const struct spans *spans,
                              struct handlings *out, struct err *err)
{
    struct acts acts;
    *out = (struct handlings){NULL, 0};
    if (!read_acts(arena, course, &acts))
        return err_set(err, ERR_NO_MEMORY, "no memory for the handling of flags");
    if (acts.n == 0)
        return ERR_NONE;
    out->at = ARENA_ARRAY(arena, struct handled, 2 * acts.n);
    if (!out->at)
        return err_set(err, ERR_NO_MEMORY, "no memory for the handling of flags");
    for (size_t i = 0, a = 0; i < spans->n && a < acts.n;) {
        struct block block = next_block(spans, &i, &acts, &a);
        for (size_t k = 0; k < block.n_acts; k++) {
            struct days reach[2];
            if (is_confirmation(&block.acts[k]))
                continue;
            reach_of(&block, k, reach);
            add(out, &block, reach[0], state_after(&block.acts[k]));
            add(out, &block, reach[1], state_after(&block.acts[k]));
        }
    }
    return ERR_NONE;
}

size_t handled_after(const struct handlings *handlings, enum rule rule, uint32_t subject, day_t day)
{
    size_t low = 0, high = handlings->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct handled *one = &handlings->at[middle];
        int order = by_flag((enum rule)one->rule, one->subject, rule, subject);
        if (order < 0 || (order == 0 && one->to <= day))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void stand(const struct block *block, day_t day, struct flag *out)
{
    size_t own = span_on(block, day), k = block->n_acts;
    *out = (struct flag){.severity = (enum severity)block->at[own].severity, .state = FLAG_OPEN};
    while (k > 0 && (is_confirmation(&block->acts[k - 1]) || block->acts[k - 1].day > day))
        k--;
    if (k == 0)
        return;
    struct days reach[2];
    const struct act *act = &block->acts[--k];
    reach_of(block, k, reach);
    for (size_t i = 0; i < ARRAY_LEN(reach); i++)
        if (day >= reach[i].from && day < reach[i].to)
            out->state = state_after(act);
    out->by = act->event->recorded_by;
    out->on = act->day;
    out->due = act->event->due;
    out->is_confirmed = confirmed_on(block, k) <= day;
}

enum err_code course_flag(struct arena *arena, const struct course *course, const struct spans *spans,
                          enum rule rule, uint32_t subject, day_t day, struct flag *out, struct err *err)
{
    struct acts acts;
    *out = (struct flag){.severity = SEVERITY_NONE};
    if (!read_acts(arena, course, &acts))
        return err_set(err, ERR_NO_MEMORY, "no memory for the handling of flags");
    for (size_t i = 0, a = 0; i < spans->n;) {
        struct block block = next_block(spans, &i, &acts, &a);
        if (block.at->rule == rule && block.at->subject == subject && day >= block.from && day < block.to)
            stand(&block, day, out);
    }
    return ERR_NONE;
}
