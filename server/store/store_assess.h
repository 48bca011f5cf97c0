/* What the assessor reads and writes: work from the feed, histories, stored facts, spans and handling of
 * flags, and the difference.
 *
 * They are compared as rows: `struct fact_row` is a row of case_facts, `struct span_row` of span, `struct
 * flag_row` of flag_state; lists are their PostgreSQL texts ("{1,4}"). FACT_COLUMNS is the order of the columns in
 * assess_stored.sql and assess_save_facts.sql. */
#ifndef SPOR_STORE_ASSESS_H
#define SPOR_STORE_ASSESS_H

#include "base/mem.h"
#include "core/course.h"
#include "core/handling.h"
#include "io/db.h"

#define FACT_COLUMNS(F)                                                                                      \
    F(I32, seq)                                                                                              \
    F(BOOL, is_open)                                                                                         \
    F(DAY, course_start)                                                                                     \
    F(DAY, quiet_until)                                                                                      \
    F(BOOL, age_runs)                                                                                        \
    F(DAY, age_from)                                                                                         \
    F(I32, course_age_days)                                                                                  \
    F(I16, benefit)                                                                                          \
    F(DAY, benefit_since)                                                                                    \
    F(I16, target_group)                                                                                     \
    F(I32, unit)                                                                                             \
    F(I32, primary_staff)                                                                                    \
    F(I32, last_primary)                                                                                     \
    F(DAY, primary_since)                                                                                    \
    F(I32, deputy)                                                                                           \
    F(DAY, deputy_until)                                                                                     \
    F(I32, coordinator)                                                                                      \
    F(BOOL, complex)                                                                                         \
    F(DAY, switch_1)                                                                                         \
    F(DAY, switch_2)                                                                                         \
    F(DAY, switch_3)                                                                                         \
    F(DAY, switch_4)                                                                                         \
    F(DAY, last_contact)                                                                                     \
    F(DAY, last_movement)                                                                                    \
    F(I32, next_step)                                                                                        \
    F(DAY, next_step_due)                                                                                    \
    F(BOOL, next_step_told)                                                                                  \
    F(I32, open_steps)                                                                                       \
    F(DAY, next_meeting)                                                                                     \
    F(DAY, next_wait_end)                                                                                    \
    F(I32, handover)                                                                                         \
    F(I32, handover_to)                                                                                      \
    F(DAY, handover_due)                                                                                     \
    F(DAY, wishes_at)                                                                                        \
    F(DAY, plan_at)                                                                                          \
    F(DAY, reviewed_at)                                                                                      \
    F(DAY, measured_at)                                                                                      \
    F(DAY, facts_until)                                                                                      \
    F(TEXT, open_waits)                                                                                      \
    F(TEXT, open_interventions)                                                                              \
    F(TEXT, caseworkers)                                                                                     \
    F(TEXT, caseworkers_first)                                                                               \
    F(TEXT, caseworkers_last)

#define FACT_TYPE_BOOL bool
#define FACT_TYPE_I16  int16_t
#define FACT_TYPE_I32  int32_t
#define FACT_TYPE_DAY  day_t
#define FACT_TYPE_TEXT struct str

struct fact_row {
    int64_t case_id;
#define X(type, column) FACT_TYPE_##type column;
    FACT_COLUMNS(X)
#undef X
};

struct span_row {
    int64_t case_id;
    day_t from, to;
    int32_t subject, rule_set;
    int16_t rule, severity, attribution;
    struct str evidence;
};

struct flag_row {
    int64_t case_id;
    day_t from, to;
    int32_t subject;
    int16_t rule, state;
};

struct assess_work {
    int64_t cursor; /* after this work */
    int64_t *cases; /* ascending, each once */
    size_t n;
    const int64_t *born; /* those of them with another day of birth */
    size_t n_born;
    bool rules_changed;
    bool walking;         /* a way over all cases is under way … */
    size_t n_walked;      /* … with so many of these … */
    int64_t walk_reaches; /* … and has come so far after this work; INT64_MAX: to its end */
    bool more;            /* there may be more work at once */
};

/* Cases at most of what can wait, in one round: alone, and beside new records of the feed. */
enum { ASSESS_FEED_RECORDS = 2000, ASSESS_CASES = 250, ASSESS_CASES_BESIDE = 25 };

/* The connection of an assessor: it comes up only where no other assessor has the lock, and keeps it while it
 * is up. */
#define ASSESS_LOCK "select pg_try_advisory_lock(hashtext('spor.assessor'))"
/* Settings of that connection. Plans made while a table was empty are right when it is full, too. It does not wait
 * for the disk: what it writes follows from the events, and the cursor moves with it, so that after a crash of the
 * database what was lost is assessed again. */
#define ASSESS_SETTINGS                                                                                      \
    "-c enable_seqscan=off -c plan_cache_mode=force_generic_plan -c synchronous_commit=off"

/* The cursor and the rule sets, as the first statements of a batch. */
void assess_ask_start(struct db_batch *batch);
enum { ASSESS_START_STATEMENTS = 2 };
/* All of the rule sets lies in the arena. */
enum err_code assess_read_start(const struct db_batch *batch, struct arena *arena, int64_t *cursor,
                                struct rule_sets *rules, struct err *err) NODISCARD;

/* How far the way over all cases has come that follows a change of rules; INT64_MAX: there is none. */
int64_t assess_read_walk(const struct db_batch *batch);
/* How many cases that way has behind it, and how many there are in all; 0 and 0 where there is none. `query` is
 * the place of the statement in the batch. */
void assess_ask_progress(struct db_batch *batch);
void assess_read_progress(const struct db_batch *batch, int query, uint64_t *walked, uint64_t *cases);

void assess_ask_work(struct db_batch *batch, int64_t cursor);
enum err_code assess_read_work(const struct db_batch *batch, struct arena *arena, int64_t cursor,
                               struct assess_work *out, struct err *err) NODISCARD;

/* The numbers of the cases after one and up to another, ascending. */
void assess_ask_cases_between(struct db_batch *batch, int64_t after, int64_t upto);
enum err_code assess_read_cases_between(const struct db_batch *batch, struct arena *arena, int64_t **cases,
                                        size_t *n, struct err *err) NODISCARD;

/* A case as it is: its history and what is stored of it. */
struct assess_case {
    int64_t case_id;
    struct history history;
    bool has_facts;
    struct fact_row facts;
    const struct span_row *spans;
    size_t n_spans;
    const struct flag_row *flags;
    size_t n_flags;
};

/* `n` ascending case ids. Statements from the batch's first on; with_spans false leaves the stored spans and
 * the handling of their flags out. */
void assess_ask_cases(struct db_batch *batch, const int64_t *cases, size_t n, bool with_spans);
int assess_case_statements(bool with_spans); /* how many these are */
/* The same without the histories, which history_ask_copy asks for afterwards: what is stored is then never newer
 * than they are. */
void assess_ask_stored(struct db_batch *batch, const int64_t *cases, size_t n, bool with_spans);
/* Into `n` cases of the caller's. `copied`: the histories, of history_ask_copy; NULL where assess_ask_cases asked
 * for them. */
enum err_code assess_read_cases(const struct db_batch *batch, const struct db_batch *copied,
                                struct arena *arena, const int64_t *ids, size_t n, bool with_spans,
                                struct assess_case *cases, struct err *err) NODISCARD;

/* What was recorded since of `n` cases that are known as they were stored, ascending: one statement. Reading
 * makes their histories anew, with it; it is at `query` in the batch. */
void assess_ask_later(struct db_batch *batch, const struct assess_case *cases, size_t n);
enum err_code assess_read_later(const struct db_batch *batch, int query, struct arena *arena,
                                struct assess_case *cases, size_t n, struct err *err) NODISCARD;

/* A row from what core computed; lists lie in the arena. */
enum err_code fact_row_of(struct arena *arena, int64_t case_id, const struct history *history,
                          const struct facts *facts, day_t on, struct fact_row *out,
                          struct err *err) NODISCARD;
enum err_code span_row_of(struct arena *arena, int64_t case_id, const struct span *span, struct span_row *out,
                          struct err *err) NODISCARD;
struct flag_row flag_row_of(int64_t case_id, const struct handled *handled);
/* The name of the first column that differs, or NULL. */
const char *fact_row_differs(const struct fact_row *a, const struct fact_row *b);
/* Two struct span_row, or two struct flag_row: the same row; the order of the key (rule, subject, from) within
 * a case: negative, 0, positive. */
bool span_row_equal(const void *a, const void *b);
int span_row_compare(const void *a, const void *b);
bool flag_row_equal(const void *a, const void *b);
int flag_row_compare(const void *a, const void *b);

/* What is to be written; arrays of rows of any cases. */
struct assess_changes {
    const struct fact_row *facts;
    size_t n_facts;
    const struct span_row *dropped, *saved;
    size_t n_dropped, n_saved;
    const struct flag_row *flags_dropped, *flags_saved;
    size_t n_flags_dropped, n_flags_saved;
    const int64_t *assessed; /* cases that went well */
    size_t n_assessed;
    const int64_t *failed;
    const struct str *failed_why;
    size_t n_failed;
};
/* The statements that write them; empty parts add none. */
void assess_put_changes(struct db_batch *batch, const struct assess_changes *changes, int64_t feed_no);
/* `from` < 0: whatever it was. */
void assess_put_cursor(struct db_batch *batch, const char *name, int64_t from, int64_t to);

/* Puts a `day` record into the feed for each local day that has begun since the last one. */
void assess_put_new_day(struct db_batch *batch);
/* Begins the way over all cases anew, for changed rules. */
void assess_put_walk(struct db_batch *batch);

#endif
