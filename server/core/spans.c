/* Days in breach become spans. See spans.h. */
#include "core/spans.h"
#include "core/rules/rules.h"

const int32_t *params_on(const struct course *course, const struct rule_sets *sets, day_t day,
                         int32_t *initial)
{
    const struct rule_period *period = rule_period_on(sets, day);
    if (period)
        return period->value[runs_on(&course->group, day)];
    for (uint32_t p = 0; p < PARAM_COUNT; p++)
        initial[p] = param_info((enum param)p).initial;
    return initial;
}

static struct span *new_span(struct judgement *j)
{
    if (j->n == j->room) {
        size_t room = j->room ? 2 * j->room : 16;
        struct span *more = ARENA_ARRAY(j->arena, struct span, room);
        if (!more) {
            j->no_memory = true;
            return NULL;
        }
        if (j->n)
            memcpy(more, j->spans, j->n * sizeof *more);
        j->spans = more;
        j->room = room;
    }
    return &j->spans[j->n++];
}

static bool is_higher(const void *a, const void *b)
{
    return *(const uint32_t *)a > *(const uint32_t *)b;
}

/* Seqs of the evidence, ascending, each once. */
static bool copy_evidence(struct judgement *j, struct evidence evidence, struct span *span)
{
    uint32_t *seqs = ARENA_ARRAY(j->arena, uint32_t, 2 * evidence.n);
    if (!seqs)
        return false;
    size_t n = 0;
    for (size_t i = 0; i < evidence.n; i++)
        seqs[i] = j->course->at[evidence.at[i]].event->seq;
    sort_stable(seqs, seqs + evidence.n, evidence.n, sizeof *seqs, is_higher);
    for (size_t i = 0; i < evidence.n; i++)
        if (n == 0 || seqs[n - 1] != seqs[i])
            seqs[n++] = seqs[i];
    span->evidence = seqs;
    span->n_evidence = n;
    return true;
}

static void add(struct judgement *j, uint32_t subject, day_t from, day_t to, enum severity severity,
                enum attribution attribution, struct evidence evidence)
{
    uint32_t seq = subject == NOWHERE ? 0 : j->course->at[subject].event->seq;
    uint32_t *last = &j->last_of[subject == NOWHERE ? j->course->n : subject];
    if (*last > j->n_before && j->spans[*last - 1].to == from && j->spans[*last - 1].severity == severity) {
        j->spans[*last - 1].to = to;
        return;
    }
    struct span *span = new_span(j);
    if (!span)
        return;
    *last = (uint32_t)j->n;
    *span = (struct span){.from = from,
                          .to = to,
                          .subject = seq,
                          .rule_set = j->period->number,
                          .rule = (uint8_t)j->rule,
                          .severity = (uint8_t)severity,
                          .attribution = (uint8_t)attribution};
    if (!copy_evidence(j, evidence, span))
        j->no_memory = true;
}

void span_explain(struct judgement *j, struct span *span, struct evidence evidence)
{
    if (!copy_evidence(j, evidence, span))
        j->no_memory = true;
}

void breach(struct judgement *j, const struct day_set *days, uint32_t subject, day_t from, day_t to,
            enum severity severity, enum attribution attribution, struct evidence evidence)
{
    from = day_max(from, j->from);
    to = day_min(to, j->to);
    if (from >= to || j->no_memory)
        return;
    for (size_t i = day_set_find(days, from); i < days->n && days->at[i].from < to; i++)
        add(j, subject, day_max(from, days->at[i].from), day_min(to, days->at[i].to), severity, attribution,
            evidence);
}

void breach_unless(struct judgement *j, const struct day_set *days, uint32_t subject, day_t from, day_t to,
                   enum severity severity, enum attribution attribution, struct evidence evidence,
                   const struct cut *held, size_t n_held)
{
    from = day_max(from, j->from);
    to = day_min(to, j->to);
    size_t low = 0, high = n_held; /* the first that ends after `from` */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (held[middle].to <= from)
            low = middle + 1;
        else
            high = middle;
    }
    for (size_t i = low; i < n_held && held[i].from < to; i++) {
        breach(j, days, subject, from, held[i].from, severity, attribution, evidence);
        from = day_max(from, held[i].to);
    }
    breach(j, days, subject, from, to, severity, attribution, evidence);
}

void breach_levels(struct judgement *j, const struct day_set *days, uint32_t subject, day_t amber, day_t red,
                   day_t to, enum attribution attribution, struct evidence evidence)
{
    breach(j, days, subject, amber, day_min(red, to), SEVERITY_AMBER, attribution, evidence);
    breach(j, days, subject, red, to, SEVERITY_RED, attribution, evidence);
}

void breach_oldest(struct judgement *j, const struct moments *items, const struct moments *settling, day_t to,
                   count_nth *nth, int32_t n)
{
    const struct day_set *own = &j->course->own;
    day_t end = day_min(to, j->to);
    size_t settled = moments_after(settling, j->from); /* what was settled by then is not looked at */
    size_t i = settled ? moments_after(items, settling->at[settled - 1].day) : 0;
    while (i < items->n && items->at[i].day < end) {
        uint32_t item = items->at[i].event;
        settled = moments_after(settling, items->at[i].day - 1);
        day_t until = settled < settling->n ? settling->at[settled].day : DAY_NEVER;
        breach(j, own, item, nth(own, counted_from(j), items->at[i].day, n), day_min(until, to),
               SEVERITY_AMBER, ATTRIBUTION_OWN_PRACTICE, (struct evidence){&item, 1});
        if (until == DAY_NEVER)
            return;
        i = moments_after(items, until);
    }
}

static bool applies(const struct judgement *j)
{
    return j->param[PARAM_ON + j->rule - 1] && (j->group != TARGET_GROUP_FLEX_JOB_EMPLOYED ||
                                                (rule_info(j->rule)->flags & RULE_FLEX_EMPLOYED_TOO));
}

/* Every stretch of days of one period and one group that meets [from, to). */
static void judge(struct judgement *j, day_t from, day_t to)
{
    const struct course *course = j->course;
    for (size_t p = 0; p < j->sets->n; p++) {
        j->period = &j->sets->periods[p];
        day_t period_end = p + 1 < j->sets->n ? j->sets->periods[p + 1].valid_from : DAY_NEVER;
        day_t day = day_max(j->period->valid_from, course->start);
        while (day < period_end && day < to) {
            size_t g = runs_find(&course->group, day);
            day_t next = g == NOWHERE ? (course->group.n ? course->group.at[0].from : DAY_NEVER)
                                      : runs_end(&course->group, g);
            j->group = g == NOWHERE ? 0 : course->group.at[g].value;
            j->from = day;
            j->to = day_min(next, period_end);
            j->param = j->period->value[j->group];
            j->n_before = j->n;
            if (j->to > from && applies(j))
                rule_functions[j->rule](j);
            day = j->to;
        }
    }
}

static bool comes_after(const void *a, const void *b)
{
    const struct span *one = a, *two = b;
    if (one->rule != two->rule)
        return one->rule > two->rule;
    return one->subject != two->subject ? one->subject > two->subject : one->from > two->from;
}

enum err_code course_spans_of(struct arena *arena, const struct course *course, const struct rule_sets *sets,
                              uint64_t rules, day_t from, day_t to, struct spans *out, struct err *err)
{
    struct judgement j = {.course = course, .sets = sets, .arena = arena};
    j.last_of = ARENA_ARRAY(arena, uint32_t, course->n + 1);
    j.no_memory = !j.last_of;
    if (course->start != DAY_NEVER)
        for (uint32_t rule = RULE_NONE + 1; rule < RULE_COUNT && !j.no_memory; rule++) {
            j.rule = (enum rule)rule;
            if (rules & RULE_BIT(rule))
                judge(&j, from, to);
        }
    struct span *scratch = ARENA_ARRAY(arena, struct span, j.n);
    if (j.no_memory || !scratch)
        return err_set(err, ERR_NO_MEMORY, "no memory for the spans");
    sort_stable(j.spans, scratch, j.n, sizeof *scratch, comes_after);
    size_t kept = 0;
    for (size_t i = 0; i < j.n; i++) {
        struct span span = j.spans[i];
        span.from = day_max(span.from, from);
        span.to = day_min(span.to, to);
        if (span.from < span.to)
            j.spans[kept++] = span;
    }
    *out = (struct spans){j.spans, kept};
    return ERR_NONE;
}

enum err_code course_spans(struct arena *arena, const struct course *course, const struct rule_sets *sets,
                           day_t from, day_t to, struct spans *out, struct err *err)
{
    return course_spans_of(arena, course, sets, RULES_ALL, from, to, out, err);
}
