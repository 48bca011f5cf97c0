/* Work, stored facts and spans from the database; the difference back. See store_assess.h. */
#include "store/store_assess.h"

#include <stdlib.h>
#include <string.h>

#include "sql.gen.h"
#include "store/store_history.h"

/* ---- work ------------------------------------------------------------------------------------------------ */

void assess_ask_work(struct db_batch *batch, int64_t cursor)
{
    db_query(batch, &SQL_ASSESS_WORK);
    db_put_i64(batch, cursor);
    db_put_i32(batch, ASSESS_FEED_RECORDS);
    db_put_i32(batch, ASSESS_CASES);
    db_put_i32(batch, ASSESS_CASES_BESIDE);
}

void assess_ask_progress(struct db_batch *batch)
{
    db_query(batch, &SQL_ASSESS_WALK_PROGRESS);
}

void assess_read_progress(const struct db_batch *batch, int query, uint64_t *walked, uint64_t *cases)
{
    *walked = (uint64_t)db_get_i64(batch, query, 0, 0);
    *cases = (uint64_t)db_get_i64(batch, query, 0, 1);
}

static int compare_ids(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

enum err_code assess_read_work(const struct db_batch *batch, struct arena *arena, int64_t cursor,
                               struct assess_work *out, struct err *err)
{
    struct db_array lists[] = {db_get_array(batch, 0, 0, 1), db_get_array(batch, 0, 0, 3),
                               db_get_array(batch, 0, 0, 4)};
    struct db_array other_born = db_get_array(batch, 0, 0, 7);
    size_t room = (size_t)lists[0].n + lists[1].n + lists[2].n, n = 0, n_born = 0;
    int64_t *cases = ARENA_ARRAY(arena, int64_t, room);
    int64_t *born = ARENA_ARRAY(arena, int64_t, other_born.n);
    if (!cases || !born)
        return err_set(err, ERR_NO_MEMORY, "no memory for a list of cases");
    while (n_born < other_born.n && db_item_i64(&other_born, &born[n_born]))
        n_born++;
    for (size_t i = 0; i < ARRAY_LEN(lists); i++)
        while (n < room && db_item_i64(&lists[i], &cases[n]))
            n++;
    qsort(cases, n, sizeof *cases, compare_ids);
    size_t unique = 0;
    for (size_t i = 0; i < n; i++)
        if (unique == 0 || cases[unique - 1] != cases[i])
            cases[unique++] = cases[i];
    *out = (struct assess_work){.cursor = db_get_i64(batch, 0, 0, 0),
                                .cases = cases,
                                .n = unique,
                                .born = born,
                                .n_born = n_born,
                                .rules_changed = db_get_bool(batch, 0, 0, 2),
                                .walking = db_get_bool(batch, 0, 0, 6),
                                .n_walked = lists[2].n,
                                .walk_reaches = db_get_i64(batch, 0, 0, 5)};
    out->more = out->cursor != cursor || lists[1].n >= ASSESS_CASES_BESIDE || out->walking;
    return ERR_NONE;
}

/* ---- cases ----------------------------------------------------------------------------------------------- */

static void put_ids(struct db_batch *batch, const int64_t *ids, size_t n)
{
    db_put_array(batch, DB_I64, (uint32_t)n);
    for (size_t i = 0; i < n; i++)
        db_put_i64(batch, ids[i]);
}

enum { BORN, FACTS, SPANS, FLAGS }; /* the statements of assess_ask_stored */

static int stored_statements(bool with_spans)
{
    return with_spans ? FLAGS + 1 : SPANS;
}

int assess_case_statements(bool with_spans)
{
    return stored_statements(with_spans) + 1;
}

void assess_ask_stored(struct db_batch *batch, const int64_t *cases, size_t n, bool with_spans)
{
    const struct sql *const queries[] = {
        [BORN] = &SQL_ASSESS_BORN,
        [FACTS] = &SQL_ASSESS_STORED,
        [SPANS] = &SQL_ASSESS_STORED_SPANS,
        [FLAGS] = &SQL_ASSESS_STORED_FLAGS,
    };
    for (int i = 0; i < stored_statements(with_spans); i++) {
        db_query(batch, queries[i]);
        put_ids(batch, cases, n);
    }
}

void assess_ask_cases(struct db_batch *batch, const int64_t *cases, size_t n, bool with_spans)
{
    assess_ask_stored(batch, cases, n, with_spans);
    db_query(batch, &SQL_HISTORY_OF_CASES);
    put_ids(batch, cases, n);
}

/* Rows come in order of case_id: moves *at on to the case of this row, or returns NULL for one not asked for.
 */
static struct assess_case *case_of_row(struct assess_case *cases, size_t n, size_t *at, int64_t case_id)
{
    while (*at < n && cases[*at].case_id < case_id)
        ++*at;
    return *at < n && cases[*at].case_id == case_id ? &cases[*at] : NULL;
}

#define GET_BOOL db_get_bool
#define GET_I16  db_get_i16
#define GET_I32  db_get_i32
#define GET_DAY  db_get_day
#define GET_TEXT db_get_text

static enum err_code read_facts(const struct db_batch *batch, struct arena *arena, int row,
                                struct fact_row *out)
{
    int c = 1;
    out->case_id = db_get_i64(batch, FACTS, row, 0);
#define X(type, column) out->column = GET_##type(batch, FACTS, row, c++);
    FACT_COLUMNS(X)
#undef X
    struct str *const texts[] = {&out->open_waits, &out->open_interventions, &out->caseworkers,
                                 &out->caseworkers_first, &out->caseworkers_last};
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) { /* the batch goes before the row does */
        *texts[i] = arena_copy(arena, *texts[i]);
        if (!texts[i]->at)
            return ERR_NO_MEMORY;
    }
    return ERR_NONE;
}

static enum err_code read_rows_of_events(const struct db_batch *batch, int query, struct arena *arena,
                                         struct assess_case *cases, size_t n, struct err *err)
{
    int rows = db_rows(batch, query);
    struct event *events = ARENA_ARRAY(arena, struct event, (size_t)rows);
    size_t at = 0;
    if (!events)
        return err_set(err, ERR_NO_MEMORY, "no memory for %d events of %zu cases", rows, n);
    for (int row = 0; row < rows; row++) {
        history_event(batch, query, row, 1, &events[row]);
        struct assess_case *one = case_of_row(cases, n, &at, db_get_i64(batch, query, row, 0));
        if (one && one->history.n++ == 0)
            one->history.events = &events[row];
    }
    return ERR_NONE;
}

static enum err_code read_copied_events(const struct db_batch *copied, struct arena *arena,
                                        struct assess_case *cases, size_t n, struct err *err)
{
    struct case_events *histories;
    size_t n_histories, at = 0;
    enum err_code code = history_read_copy(copied, arena, &histories, &n_histories, err);
    for (size_t i = 0; i < n_histories && !code; i++) {
        struct assess_case *one = case_of_row(cases, n, &at, histories[i].case_id);
        if (!one)
            continue;
        one->history.events = histories[i].events;
        one->history.n = histories[i].n;
    }
    return code;
}

enum err_code assess_read_cases(const struct db_batch *batch, const struct db_batch *copied,
                                struct arena *arena, const int64_t *ids, size_t n, bool with_spans,
                                struct assess_case *cases, struct err *err)
{
    int n_born = db_rows(batch, BORN), n_facts = db_rows(batch, FACTS);
    int n_spans = with_spans ? db_rows(batch, SPANS) : 0, n_flags = with_spans ? db_rows(batch, FLAGS) : 0;
    struct assess_case *one;
    struct span_row *spans = ARENA_ARRAY(arena, struct span_row, (size_t)n_spans);
    struct flag_row *flags = ARENA_ARRAY(arena, struct flag_row, (size_t)n_flags);
    size_t at = 0;
    if (!spans || !flags)
        goto no_memory;
    for (size_t i = 0; i < n; i++)
        cases[i] =
            (struct assess_case){.case_id = ids[i], .history = {.born = DAY_NONE, .known_at = INSTANT_NEVER}};
    if (copied ? read_copied_events(copied, arena, cases, n, err)
               : read_rows_of_events(batch, stored_statements(with_spans), arena, cases, n, err))
        return err->code;
    for (int row = 0; row < n_born; row++) {
        one = case_of_row(cases, n, &at, db_get_i64(batch, BORN, row, 0));
        if (one)
            one->history.born = db_get_day(batch, BORN, row, 1);
    }
    at = 0;
    for (int row = 0; row < n_facts; row++) {
        one = case_of_row(cases, n, &at, db_get_i64(batch, FACTS, row, 0));
        if (one) {
            one->has_facts = true;
            if (read_facts(batch, arena, row, &one->facts))
                goto no_memory;
        }
    }
    at = 0;
    for (int row = 0; row < n_spans; row++) {
        struct span_row *span = &spans[row];
        *span = (struct span_row){.case_id = db_get_i64(batch, SPANS, row, 0),
                                  .rule = db_get_i16(batch, SPANS, row, 1),
                                  .subject = db_get_i32(batch, SPANS, row, 2),
                                  .from = db_get_day(batch, SPANS, row, 3),
                                  .to = db_get_day(batch, SPANS, row, 4),
                                  .severity = db_get_i16(batch, SPANS, row, 5),
                                  .attribution = db_get_i16(batch, SPANS, row, 6),
                                  .rule_set = db_get_i32(batch, SPANS, row, 7),
                                  .evidence = arena_copy(arena, db_get_text(batch, SPANS, row, 8))};
        if (!span->evidence.at)
            goto no_memory;
        one = case_of_row(cases, n, &at, span->case_id);
        if (one && one->n_spans++ == 0)
            one->spans = span;
    }
    at = 0;
    for (int row = 0; row < n_flags; row++) {
        struct flag_row *flag = &flags[row];
        *flag = (struct flag_row){.case_id = db_get_i64(batch, FLAGS, row, 0),
                                  .rule = db_get_i16(batch, FLAGS, row, 1),
                                  .subject = db_get_i32(batch, FLAGS, row, 2),
                                  .from = db_get_day(batch, FLAGS, row, 3),
                                  .to = db_get_day(batch, FLAGS, row, 4),
                                  .state = db_get_i16(batch, FLAGS, row, 5)};
        one = case_of_row(cases, n, &at, flag->case_id);
        if (one && one->n_flags++ == 0)
            one->flags = flag;
    }
    return ERR_NONE;
no_memory:
    return err_set(err, ERR_NO_MEMORY, "no memory for what is stored of %zu cases", n);
}

void assess_ask_later(struct db_batch *batch, const struct assess_case *cases, size_t n)
{
    db_query(batch, &SQL_HISTORY_AFTER);
    db_put_array(batch, DB_I64, (uint32_t)n);
    for (size_t i = 0; i < n; i++)
        db_put_i64(batch, cases[i].case_id);
    db_put_array(batch, DB_I32, (uint32_t)n);
    for (size_t i = 0; i < n; i++)
        db_put_i32(batch, (int32_t)cases[i].history.events[cases[i].history.n - 1].seq);
}

enum err_code assess_read_later(const struct db_batch *batch, int query, struct arena *arena,
                                struct assess_case *cases, size_t n, struct err *err)
{
    int n_rows = db_rows(batch, query), row = 0;
    for (size_t i = 0; i < n; i++) {
        struct history *history = &cases[i].history;
        int end = row;
        while (end < n_rows && db_get_i64(batch, query, end, 0) == cases[i].case_id)
            end++;
        struct event *events = ARENA_ARRAY(arena, struct event, history->n + (size_t)(end - row));
        if (!events)
            return err_set(err, ERR_NO_MEMORY, "no memory for a history of %zu events", history->n);
        memcpy(events, history->events, history->n * sizeof *events);
        for (; row < end; row++)
            history_event(batch, query, row, 1, &events[history->n++]);
        history->events = events;
    }
    return ERR_NONE;
}

/* ---- changes --------------------------------------------------------------------------------------------- */

#define PUT_BOOL db_put_bool
#define PUT_I16  db_put_i16
#define PUT_I32  db_put_i32
#define PUT_DAY  db_put_day
#define PUT_TEXT db_put_text

static void put_facts(struct db_batch *batch, const struct fact_row *rows, size_t n)
{
    db_query(batch, &SQL_ASSESS_SAVE_FACTS);
    db_put_array(batch, DB_I64, (uint32_t)n);
    for (size_t i = 0; i < n; i++)
        db_put_i64(batch, rows[i].case_id);
#define X(type, column)                                                                                      \
    db_put_array(batch, DB_##type, (uint32_t)n);                                                             \
    for (size_t i = 0; i < n; i++)                                                                           \
        PUT_##type(batch, rows[i].column);
    FACT_COLUMNS(X)
#undef X
}

#define PUT_COLUMN(db_type, put, member)                                                                     \
    db_put_array(batch, db_type, (uint32_t)n);                                                               \
    for (size_t i = 0; i < n; i++)                                                                           \
    put(batch, rows[i].member)

/* The key of a span and of the handling of a flag. */
#define PUT_KEYS                                                                                             \
    PUT_COLUMN(DB_I64, db_put_i64, case_id);                                                                 \
    PUT_COLUMN(DB_I16, db_put_i16, rule);                                                                    \
    PUT_COLUMN(DB_I32, db_put_i32, subject);                                                                 \
    PUT_COLUMN(DB_DAY, db_put_day, from)

static void put_spans(struct db_batch *batch, const struct span_row *rows, size_t n)
{
    db_query(batch, &SQL_ASSESS_SAVE_SPANS);
    PUT_KEYS;
    PUT_COLUMN(DB_DAY, db_put_day, to);
    PUT_COLUMN(DB_I16, db_put_i16, severity);
    PUT_COLUMN(DB_I16, db_put_i16, attribution);
    PUT_COLUMN(DB_I32, db_put_i32, rule_set);
    PUT_COLUMN(DB_TEXT, db_put_text, evidence);
}

static void drop_spans(struct db_batch *batch, const struct span_row *rows, size_t n)
{
    db_query(batch, &SQL_ASSESS_DROP_SPANS);
    PUT_KEYS;
}

static void put_flags(struct db_batch *batch, const struct flag_row *rows, size_t n)
{
    db_query(batch, &SQL_ASSESS_SAVE_FLAGS);
    PUT_KEYS;
    PUT_COLUMN(DB_DAY, db_put_day, to);
    PUT_COLUMN(DB_I16, db_put_i16, state);
}

static void drop_flags(struct db_batch *batch, const struct flag_row *rows, size_t n)
{
    db_query(batch, &SQL_ASSESS_DROP_FLAGS);
    PUT_KEYS;
}

void assess_put_changes(struct db_batch *batch, const struct assess_changes *changes, int64_t feed_no)
{
    if (changes->n_facts)
        put_facts(batch, changes->facts, changes->n_facts);
    if (changes->n_dropped)
        drop_spans(batch, changes->dropped, changes->n_dropped);
    if (changes->n_saved)
        put_spans(batch, changes->saved, changes->n_saved);
    if (changes->n_flags_dropped)
        drop_flags(batch, changes->flags_dropped, changes->n_flags_dropped);
    if (changes->n_flags_saved)
        put_flags(batch, changes->flags_saved, changes->n_flags_saved);
    if (changes->n_assessed) {
        db_query(batch, &SQL_ASSESS_CLEAR_FAILED);
        put_ids(batch, changes->assessed, changes->n_assessed);
    }
    if (changes->n_failed) {
        db_query(batch, &SQL_ASSESS_SAVE_FAILED);
        put_ids(batch, changes->failed, changes->n_failed);
        db_put_array(batch, DB_TEXT, (uint32_t)changes->n_failed);
        for (size_t i = 0; i < changes->n_failed; i++)
            db_put_text(batch, changes->failed_why[i]);
        db_put_i64(batch, feed_no);
    }
}

void assess_put_new_day(struct db_batch *batch)
{
    db_query(batch, &SQL_ASSESS_NEW_DAY);
}

void assess_put_walk(struct db_batch *batch)
{
    db_query(batch, &SQL_ASSESS_WALK);
}

void assess_put_cursor(struct db_batch *batch, const char *name, int64_t from, int64_t to)
{
    db_query(batch, &SQL_ASSESS_ADVANCE);
    db_put_text(batch, str_of(name));
    if (from < 0)
        db_put_null(batch);
    else
        db_put_i64(batch, from);
    db_put_i64(batch, to);
}

void assess_ask_cases_between(struct db_batch *batch, int64_t after, int64_t upto)
{
    db_query(batch, &SQL_ASSESS_CASES_BETWEEN);
    db_put_i64(batch, after);
    db_put_i64(batch, upto);
}

enum err_code assess_read_cases_between(const struct db_batch *batch, struct arena *arena, int64_t **cases,
                                        size_t *n, struct err *err)
{
    struct db_array ids = db_get_array(batch, 0, 0, 0);
    *n = 0;
    *cases = ARENA_ARRAY(arena, int64_t, ids.n + 1);
    if (!*cases)
        return err_set(err, ERR_NO_MEMORY, "no memory for the cases of a slice");
    while (db_item_i64(&ids, &(*cases)[*n]))
        ++*n;
    return ERR_NONE;
}
