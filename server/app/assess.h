/* Assessing a list of loaded cases in slices, and the difference to what is stored. Pure but for the clock of
 * its slices: used by the assessor, which saves the difference, and by `spord rebuild --check`, which reports
 * it.
 *
 * The job owns an arena of results; cases and rule sets are the caller's and must stay as long as the job. The
 * histories of `now` are those of the cases. */
#ifndef SPOR_ASSESS_H
#define SPOR_ASSESS_H

#include "base/mem.h"
#include "core/course.h"
#include "store/store_assess.h"

struct assess_rows {
    void *at;
    size_t n, room;
};

/* Rows of one table that are gone, and that are new or differ. */
struct assess_difference {
    struct assess_rows dropped, saved;
};

struct assess_job {
    struct arena arena;   /* of the results */
    struct arena scratch; /* of one case */
    const struct assess_case *cases;
    size_t n, next;
    const struct rule_sets *rules;
    day_t today;
    bool with_spans; /* stored spans and flags were read: compare and save them */
    struct fact_row *facts;
    struct assess_difference spans, flags;
    struct assess_case *now; /* of each case in changes.assessed: what there is of it once they are written */
    int64_t *assessed, *failed;
    struct str *failed_why;
    struct assess_changes changes;
    /* Called for each case that differs, with the name of a column, "span" or "flag_state"; may
     * be NULL. */
    void (*differs)(void *data, int64_t case_id, const char *what);
    void *data;
};

/* The most memory that one batch of cases and one case may take; a case that needs more fails alone. */
#define ASSESS_RESULTS_MAX ((size_t)256 << 20)
#define ASSESS_CASE_MAX    ((size_t)64 << 20)

enum err_code assess_start(struct assess_job *job, const struct assess_case *cases, size_t n,
                           const struct rule_sets *rules, day_t today, bool with_spans,
                           struct err *err) NODISCARD;
/* Works for about `slice_us` microseconds; *done says whether all cases are through. A failing case is put on
 * the list of failures; an error means that the job as a whole has no memory. */
enum err_code assess_some(struct assess_job *job, int64_t slice_us, bool *done, struct err *err) NODISCARD;
void assess_end(struct assess_job *job);

#endif
