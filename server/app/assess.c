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
    job->assessed = ARENA_ARRAY(&job->arena, int64_t, n);
    job->failed = ARENA_ARRAY(&job->arena, int64_t, n);
    job->failed_why = ARENA_ARRAY(&job->arena, struct str, n);
    if (!job->facts || !job->assessed || !job->failed || !job->failed_why) {
        assess_end(job);
        return err_set(err, ERR_NO_MEMORY, "no memory to assess %zu cases", n);
    }
    job->changes.facts = job->facts;
    job->changes.assessed = job->assessed;
    job->changes.failed = job->failed;
    job->changes.failed_why = job->failed_why;
    return ERR_NONE;
}

void assess_end(struct assess_job *job)
{
    mem_free(job->dropped);
    mem_free(job->saved);
    job->dropped = job->saved = NULL;
    arena_clear(&job->scratch);
    arena_clear(&job->arena);
}

static void report(const struct assess_job *job, int64_t case_id, const char *what)
{
    if (job->differs)
        job->differs(job->data, case_id, what);
}

/* A span row behind those there are. */
static enum err_code add_span(struct span_row **rows, size_t *n, size_t *room, const struct span_row *row,
                              struct err *err)
{
    if (*n == *room) {
        size_t more = *room ? *room * 2 : 256;
        struct span_row *grown = mem_resize(*rows, more * sizeof *grown);
        if (!grown)
            return err_set(err, ERR_NO_MEMORY, "no memory for %zu spans", more);
        *rows = grown;
        *room = more;
    }
    (*rows)[(*n)++] = *row;
    return ERR_NONE;
}

/* Both lists are in order of the key: a walk along both finds what is new, what differs and what is gone. */
static enum err_code compare_spans(struct assess_job *job, const struct assess_case *one,
                                   const struct spans *spans, struct err *err)
{
    size_t old = 0, differences = job->changes.n_saved + job->changes.n_dropped;
    enum err_code code = ERR_NONE;
    for (size_t i = 0; i < spans->n && !code; i++) {
        struct span_row row;
        code = span_row_of(&job->arena, one->case_id, &spans->at[i], &row, err);
        while (!code && old < one->n_spans && span_row_compare(&one->spans[old], &row) < 0)
            code =
                add_span(&job->dropped, &job->changes.n_dropped, &job->dropped_room, &one->spans[old++], err);
        bool there = old < one->n_spans && span_row_compare(&one->spans[old], &row) == 0;
        if (!code && (!there || !span_row_equal(&one->spans[old], &row)))
            code = add_span(&job->saved, &job->changes.n_saved, &job->saved_room, &row, err);
        if (there)
            old++;
    }
    while (!code && old < one->n_spans)
        code = add_span(&job->dropped, &job->changes.n_dropped, &job->dropped_room, &one->spans[old++], err);
    if (job->changes.n_saved + job->changes.n_dropped != differences)
        report(job, one->case_id, "span");
    job->changes.dropped = job->dropped;
    job->changes.saved = job->saved;
    return code;
}

static enum err_code assess_one(struct assess_job *job, const struct assess_case *one, struct err *err)
{
    const struct course *course;
    struct facts facts;
    struct spans spans;
    struct fact_row row = {0};
    struct assess_changes before = job->changes;
    enum err_code code = course_build(&job->scratch, &one->history, &course, err);
    if (!code)
        code = course_facts(&job->scratch, course, job->rules, job->today, &facts, err);
    if (!code)
        code = course_spans(&job->scratch, course, job->rules, DAY_NONE, DAY_NEVER, &spans, err);
    if (!code)
        code = fact_row_of(&job->arena, one->case_id, &one->history, &facts, job->today, &row, err);
    if (!code) {
        const char *column = one->has_facts ? fact_row_differs(&one->facts, &row) : "facts";
        if (column) {
            report(job, one->case_id, column);
            job->facts[job->changes.n_facts++] = row;
        }
        if (job->with_spans)
            code = compare_spans(job, one, &spans, err);
    }
    if (code) { /* nothing half: what this case had added is taken back */
        job->changes.n_facts = before.n_facts;
        job->changes.n_saved = before.n_saved;
        job->changes.n_dropped = before.n_dropped;
    }
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
