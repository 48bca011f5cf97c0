/* Rows of case_facts, span and flag_state from what core computed, and their comparison. See
 * store_assess.h. */
#include "sql.gen.h"
#include "store/store_assess.h"
#include "store/store_rules.h"

enum { LIST_MAX_BYTES = 1 << 20, NUMBER_BYTES = 11 /* with a comma */ };

/* ---- lists as PostgreSQL writes them --------------------------------------------------------------------- */

static struct str list_end(struct arena *arena, struct buf *list)
{
    buf_put_char(list, '}');
    struct str text = list->failed ? (struct str){NULL, 0} : arena_copy(arena, buf_str(list));
    buf_clear(list);
    return text;
}

static struct str list_of_numbers(struct arena *arena, const uint32_t *numbers, size_t n)
{
    char *text = arena_array(arena, n + 1, NUMBER_BYTES);
    if (!text)
        return (struct str){NULL, 0};
    char *at = text;
    *at++ = '{';
    for (size_t i = 0; i < n; i++) {
        char digits[NUMBER_BYTES];
        size_t first = sizeof digits;
        uint32_t rest = numbers[i];
        do
            digits[--first] = (char)('0' + rest % 10);
        while (rest /= 10);
        if (i)
            *at++ = ',';
        memcpy(at, digits + first, sizeof digits - first);
        at += sizeof digits - first;
    }
    *at++ = '}';
    return (struct str){text, (size_t)(at - text)};
}

enum staff_part { THE_STAFF, THE_FIRST, THE_LAST };

static struct str list_of_staff(struct arena *arena, const struct facts *facts, enum staff_part part)
{
    struct buf list;
    buf_init(&list, LIST_MAX_BYTES);
    buf_put_char(&list, '{');
    for (size_t i = 0; i < facts->n_caseworkers; i++) {
        const struct staff_days *who = &facts->caseworkers[i];
        if (i)
            buf_put_char(&list, ',');
        if (part == THE_STAFF) {
            buf_printf(&list, "%u", (unsigned)who->staff);
        } else if (part == THE_LAST && who->stays) {
            buf_put_str(&list, STR("infinity")); /* up to the day on which it is read */
        } else {
            char day[DAY_TEXT];
            day_to_text(part == THE_FIRST ? who->first : who->last, day);
            buf_put(&list, day, sizeof day);
        }
    }
    return list_end(arena, &list);
}

/* ---- rows ------------------------------------------------------------------------------------------------ */

enum err_code fact_row_of(struct arena *arena, int64_t case_id, const struct history *history,
                          const struct facts *f, day_t on, struct fact_row *out, struct err *err)
{
    *out = (struct fact_row){
        .case_id = case_id,
        .seq = history->n ? (int32_t)history->events[history->n - 1].seq : 0,
        .is_open = f->is_open,
        .course_start = f->course_start,
        .quiet_until = f->quiet_until,
        .age_runs = f->age_runs,
        .age_from = f->age_runs ? on - f->course_age_days : DAY_NONE,
        .course_age_days = f->age_runs ? 0 : f->course_age_days, /* while it runs it follows from age_from */
        .benefit = (int16_t)f->benefit,
        .benefit_since = f->benefit_since,
        .target_group = (int16_t)f->target_group,
        .unit = (int32_t)f->unit,
        .primary_staff = (int32_t)f->primary,
        .last_primary = (int32_t)f->last_primary,
        .primary_since = f->primary_since,
        .deputy = (int32_t)f->deputy,
        .deputy_until = f->deputy_until,
        .coordinator = (int32_t)f->coordinator,
        .complex = f->complex,
        .switch_1 = f->switches[0],
        .switch_2 = f->switches[1],
        .switch_3 = f->switches[2],
        .switch_4 = f->switches[3],
        .last_contact = f->last_contact,
        .last_movement = f->last_movement,
        .next_step = (int32_t)f->next_step,
        .next_step_due = f->next_step_due,
        .next_step_told = f->next_step_told,
        .open_steps = f->open_steps,
        .next_meeting = f->next_meeting,
        .next_wait_end = f->next_wait_end,
        .handover = (int32_t)f->handover,
        .handover_to = (int32_t)f->handover_to,
        .handover_due = f->handover_due,
        .wishes_at = f->wishes_at,
        .plan_at = f->plan_at,
        .reviewed_at = f->reviewed_at,
        .measured_at = f->measured_at,
        .facts_until = f->facts_until,
        .open_waits = list_of_numbers(arena, f->open_waits, f->n_open_waits),
        .open_interventions = list_of_numbers(arena, f->open_interventions, f->n_open_interventions),
        .caseworkers = list_of_staff(arena, f, THE_STAFF),
        .caseworkers_first = list_of_staff(arena, f, THE_FIRST),
        .caseworkers_last = list_of_staff(arena, f, THE_LAST),
    };
    if (!out->open_waits.at || !out->open_interventions.at || !out->caseworkers.at ||
        !out->caseworkers_first.at || !out->caseworkers_last.at)
        return err_set(err, ERR_NO_MEMORY, "no memory for a row of facts");
    return ERR_NONE;
}

enum err_code span_row_of(struct arena *arena, int64_t case_id, const struct span *span, struct span_row *out,
                          struct err *err)
{
    *out = (struct span_row){
        .case_id = case_id,
        .from = span->from,
        .to = span->to,
        .subject = (int32_t)span->subject,
        .rule_set = span->rule_set,
        .rule = span->rule,
        .severity = span->severity,
        .attribution = span->attribution,
        .evidence = list_of_numbers(arena, span->evidence, span->n_evidence),
    };
    return out->evidence.at ? ERR_NONE : err_set(err, ERR_NO_MEMORY, "no memory for a span");
}

#define EQUAL_BOOL(a, b) ((a) == (b))
#define EQUAL_I16(a, b)  ((a) == (b))
#define EQUAL_I32(a, b)  ((a) == (b))
#define EQUAL_DAY(a, b)  ((a) == (b))
#define EQUAL_TEXT(a, b) str_equal(a, b)

const char *fact_row_differs(const struct fact_row *a, const struct fact_row *b)
{
#define X(type, column)                                                                                      \
    if (!EQUAL_##type(a->column, b->column))                                                                 \
        return #column;
    FACT_COLUMNS(X)
#undef X
    return NULL;
}

static int key_compare(int16_t rule, int16_t other_rule, int32_t subject, int32_t other_subject, day_t from,
                       day_t other_from)
{
    if (rule != other_rule)
        return rule < other_rule ? -1 : 1;
    if (subject != other_subject)
        return subject < other_subject ? -1 : 1;
    return (from > other_from) - (from < other_from);
}

int span_row_compare(const void *a, const void *b)
{
    const struct span_row *one = a, *two = b;
    return key_compare(one->rule, two->rule, one->subject, two->subject, one->from, two->from);
}

bool span_row_equal(const void *a, const void *b)
{
    const struct span_row *one = a, *two = b;
    return span_row_compare(a, b) == 0 && one->to == two->to && one->severity == two->severity &&
           one->attribution == two->attribution && one->rule_set == two->rule_set &&
           str_equal(one->evidence, two->evidence);
}

struct flag_row flag_row_of(int64_t case_id, const struct handled *handled)
{
    return (struct flag_row){.case_id = case_id,
                             .from = handled->from,
                             .to = handled->to,
                             .subject = (int32_t)handled->subject,
                             .rule = handled->rule,
                             .state = handled->state};
}

int flag_row_compare(const void *a, const void *b)
{
    const struct flag_row *one = a, *two = b;
    return key_compare(one->rule, two->rule, one->subject, two->subject, one->from, two->from);
}

bool flag_row_equal(const void *a, const void *b)
{
    const struct flag_row *one = a, *two = b;
    return flag_row_compare(a, b) == 0 && one->to == two->to && one->state == two->state;
}

/* ---- the start ------------------------------------------------------------------------------------------- */

void assess_ask_start(struct db_batch *batch)
{
    db_query(batch, &SQL_ASSESS_START);
    rules_ask(batch);
}

int64_t assess_read_walk(const struct db_batch *batch)
{
    return db_rows(batch, 0) == 1 ? db_get_i64(batch, 0, 0, 1) : INT64_MAX;
}

enum err_code assess_read_start(const struct db_batch *batch, struct arena *arena, int64_t *cursor,
                                struct rule_sets *rules, struct err *err)
{
    enum { CURSOR, RULES };
    if (db_rows(batch, CURSOR) != 1)
        return err_set(err, ERR_INTERNAL, "no cursor; `spord migrate` puts it there");
    *cursor = db_get_i64(batch, CURSOR, 0, 0);
    return rules_read(batch, RULES, arena, INSTANT_NEVER, NULL, rules, err);
}
