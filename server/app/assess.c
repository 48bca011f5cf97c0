/* See assess.h. */
#include "app/assess.h"

#include <uv.h>

enum err_code assess_start(struct assess_job *job, const struct assess_case *cases, size_t n,
                           const struct rule_sets *rules, day_t today, bool with_spans, struct err *err)
{
    *job =
        (struct assess_job){.cases = cases, .n = n, .rules = rules, .today = today, .with_spans = with_spans};
    arena_init(&job->arena, ASSESS_RESULTS_MAX);
    arena_init(&job->scratch, ASSESS_CASE_MAX);
    job->facts = ARENA_ARRAY(&job->arena, struct fact_row, n);
    job->now = ARENA_ARRAY(&job->arena, struct assess_case, n);
    job->assessed = ARENA_ARRAY(&job->arena, int64_t, n);
    job->failed = ARENA_ARRAY(&job->arena, int64_t, n);
    job->failed_why = ARENA_ARRAY(&job->arena, struct str, n);
    if (!job->facts || !job->now || !job->assessed || !job->failed || !job->failed_why) {
        assess_end(job);
        return err_set(err, ERR_NO_MEMORY, "no memory to assess %zu cases", n);
    }
    job->changes.facts = job->facts;
    job->changes.assessed = job->assessed;
    job->changes.failed = job->failed;
    job->changes.failed_why = job->failed_why;
    return ERR_NONE;
}

static void clear(struct assess_difference *difference)
{
    mem_free(difference->dropped.at);
    mem_free(difference->saved.at);
    *difference = (struct assess_difference){0};
}

void assess_end(struct assess_job *job)
{
    clear(&job->spans);
    clear(&job->flags);
    arena_clear(&job->scratch);
    arena_clear(&job->arena);
}

static void report(const struct assess_job *job, int64_t case_id, const char *what)
{
    if (job->differs)
        job->differs(job->data, case_id, what);
}

/* What rows of a table are like. */
struct row_kind {
    size_t size;
    int (*compare)(const void *, const void *); /* keys */
    bool (*equal)(const void *, const void *);
};

static const struct row_kind span_rows = {sizeof(struct span_row), span_row_compare, span_row_equal};
static const struct row_kind flag_rows = {sizeof(struct flag_row), flag_row_compare, flag_row_equal};

static enum err_code add_row(struct assess_rows *rows, const struct row_kind *kind, const char *row,
                             struct err *err)
{
    if (rows->n == rows->room) {
        size_t more = rows->room ? rows->room * 2 : 256;
        void *grown = mem_resize(rows->at, more * kind->size);
        if (!grown)
            return err_set(err, ERR_NO_MEMORY, "no memory for %zu rows", more);
        rows->at = grown;
        rows->room = more;
    }
    memcpy((char *)rows->at + rows->n++ * kind->size, row, kind->size);
    return ERR_NONE;
}

/* Both lists are in order of the key: a walk along both finds what is new, what differs and what is gone. */
static enum err_code compare(struct assess_difference *difference, const struct row_kind *kind,
                             const void *stored, size_t n_stored, const void *computed, size_t n_computed,
                             struct err *err)
{
    size_t old = 0, new = 0;
    enum err_code code = ERR_NONE;
    while (!code && (old < n_stored || new < n_computed)) {
        const char *was = old < n_stored ? (const char *)stored + old * kind->size : NULL;
        const char *is = new < n_computed ? (const char *)computed + new * kind->size : NULL;
        int order = was && is ? kind->compare(was, is) : 0;
        if (was && (!is || order < 0)) {
            code = add_row(&difference->dropped, kind, was, err);
            old++;
            continue;
        }
        bool there = was && order == 0;
        if (is && !(there && kind->equal(was, is)))
            code = add_row(&difference->saved, kind, is, err);
        old += there;
        new ++;
    }
    return code;
}

static size_t size_of(const struct assess_difference *difference)
{
    return difference->dropped.n + difference->saved.n;
}

static enum err_code compare_spans(struct assess_job *job, const struct assess_case *was,
                                   const struct assess_case *now, struct err *err)
{
    size_t before = size_of(&job->spans);
    enum err_code code =
        compare(&job->spans, &span_rows, was->spans, was->n_spans, now->spans, now->n_spans, err);
    if (size_of(&job->spans) != before)
        report(job, was->case_id, "span");
    return code;
}

static enum err_code compare_flags(struct assess_job *job, const struct assess_case *was,
                                   const struct assess_case *now, struct err *err)
{
    size_t before = size_of(&job->flags);
    enum err_code code =
        compare(&job->flags, &flag_rows, was->flags, was->n_flags, now->flags, now->n_flags, err);
    if (size_of(&job->flags) != before)
        report(job, was->case_id, "flag_state");
    return code;
}

/* The rows that should be there of a case; in the arena of the results. */
static enum err_code rows_of(struct assess_job *job, const struct assess_case *one, struct assess_case *now,
                             struct err *err)
{
    const struct course *course;
    struct facts facts;
    struct spans spans;
    struct handlings handlings;
    *now = (struct assess_case){.case_id = one->case_id, .history = one->history, .has_facts = true};
    enum err_code code = course_build(&job->scratch, &one->history, &course, err);
    if (!code)
        code = course_facts(&job->scratch, course, job->rules, job->today, &facts, err);
    if (!code)
        code = course_spans(&job->scratch, course, job->rules, DAY_NONE, DAY_NEVER, &spans, err);
    if (!code)
        code = course_handling(&job->scratch, course, &spans, &handlings, err);
    if (!code)
        code = fact_row_of(&job->arena, one->case_id, &one->history, &facts, job->today, &now->facts, err);
    if (code || !job->with_spans)
        return code;
    struct span_row *span_rows_now = ARENA_ARRAY(&job->arena, struct span_row, spans.n);
    struct flag_row *flag_rows_now = ARENA_ARRAY(&job->arena, struct flag_row, handlings.n);
    if (!span_rows_now || !flag_rows_now)
        return err_set(err, ERR_NO_MEMORY, "no memory for %zu spans", spans.n);
    for (size_t i = 0; i < spans.n && !code; i++)
        code = span_row_of(&job->arena, one->case_id, &spans.at[i], &span_rows_now[i], err);
    for (size_t i = 0; i < handlings.n; i++)
        flag_rows_now[i] = flag_row_of(one->case_id, &handlings.at[i]);
    now->spans = span_rows_now;
    now->n_spans = spans.n;
    now->flags = flag_rows_now;
    now->n_flags = handlings.n;
    return code;
}

/* The lists may have moved when they grew. */
static void show_changes(struct assess_job *job)
{
    struct assess_changes *changes = &job->changes;
    changes->dropped = job->spans.dropped.at;
    changes->n_dropped = job->spans.dropped.n;
    changes->saved = job->spans.saved.at;
    changes->n_saved = job->spans.saved.n;
    changes->flags_dropped = job->flags.dropped.at;
    changes->n_flags_dropped = job->flags.dropped.n;
    changes->flags_saved = job->flags.saved.at;
    changes->n_flags_saved = job->flags.saved.n;
}

static enum err_code assess_one(struct assess_job *job, const struct assess_case *one, struct err *err)
{
    struct assess_case *now = &job->now[job->changes.n_assessed];
    struct assess_difference spans_before = job->spans, flags_before = job->flags;
    size_t facts_before = job->changes.n_facts;
    enum err_code code = rows_of(job, one, now, err);
    if (!code) {
        const char *column = one->has_facts ? fact_row_differs(&one->facts, &now->facts) : "facts";
        if (column) {
            report(job, one->case_id, column);
            job->facts[job->changes.n_facts++] = now->facts;
        }
        code = compare_spans(job, one, now, err);
        if (!code)
            code = compare_flags(job, one, now, err);
    }
    if (code) { /* nothing half: what this case had added is taken back */
        job->changes.n_facts = facts_before;
        job->spans.dropped.n = spans_before.dropped.n;
        job->spans.saved.n = spans_before.saved.n;
        job->flags.dropped.n = flags_before.dropped.n;
        job->flags.saved.n = flags_before.saved.n;
    }
    show_changes(job);
    return code;
}

enum err_code assess_some(struct assess_job *job, int64_t slice_us, bool *done, struct err *err)
{
    uint64_t end = uv_hrtime() + (uint64_t)slice_us * 1000;
    while (job->next < job->n) {
        const struct assess_case *one = &job->cases[job->next++];
        struct err why = {0};
        arena_reset(&job->scratch, (struct arena_mark){0});
        if (one->history.n == 0) { /* a case without events has no facts */
        } else if (assess_one(job, one, &why) == ERR_NONE) {
            job->assessed[job->changes.n_assessed++] = one->case_id;
        } else {
            struct str text = arena_copy(&job->arena, str_of(why.text));
            if (!text.at)
                return err_set(err, ERR_NO_MEMORY, "no memory for the results of %zu cases", job->n);
            job->failed_why[job->changes.n_failed] = text;
            job->failed[job->changes.n_failed++] = one->case_id;
        }
        if (uv_hrtime() >= end)
            break;
    }
    *done = job->next == job->n;
    return ERR_NONE;
}
