/* Reading cases: lists with filters, order and keyset, counts, and one case. One SQL predicate decides what
 * is visible, in all of them (viewer.h).
 *
 * A list's statement is made of fixed fragments: what is visible, how the case is looked for, the order. All
 * filters are in every statement as "parameter is null or …", so the number of statements is bounded by
 * CASE_SHAPES, and no text from outside is ever part of one. Statements are made once and kept. */
#ifndef SPOR_STORE_CASES_H
#define SPOR_STORE_CASES_H

#include "base/mem.h"
#include "core/rule.h"
#include "io/db.h"
#include "store/crypt.h"
#include "store/viewer.h"

enum case_sort {
    SORT_COURSE_START,
    SORT_LAST_CONTACT,
    SORT_LAST_MOVEMENT,
    SORT_NEXT_STEP_DUE,
    SORT_NEXT_MEETING,
    SORT_PRIMARY_SINCE,
    SORT_WORST,
    CASE_SORTS
};
enum case_lookup { LOOKUP_NONE, LOOKUP_EXTERNAL_REF, LOOKUP_CPR, CASE_LOOKUPS };

/* Where a page ended. */
struct case_place {
    int32_t severity, count; /* of the order `worst`, negated */
    day_t day;
    int64_t case_id;
};

enum { FLAGS_MAX = 64 };

struct case_query {
    day_t day; /* of the flags: shown, filtered and sorted by; facts and rights are those of today */
    enum case_sort sort;
    bool descending; /* not for `worst` */
    enum case_lookup lookup;
    /* filters; what is not asked is -1, DAY_NONE or a text at NULL */
    int is_open, not_assessed;
    struct str team, primary, coordinator, unit, external_ref, name;
    int target_group, benefit, severity, age_over, switches_over;
    int kind; /* of the flags that `severity` asks for; enum rule_kind */
    int64_t handover_to;
    day_t no_contact_since, next_step_before, next_meeting_before;
    int16_t flags[FLAGS_MAX];
    uint32_t n_flags;
    uint8_t indexes[CRYPT_IN_USE_MAX][CRYPT_INDEX_BYTES]; /* keyed hashes of the CPR number */
    uint32_t n_indexes;
    const struct case_place *after; /* NULL: from the start */
    int32_t limit;
};

struct case_statements;
struct case_statements *case_statements_new(void) NODISCARD;
void case_statements_free(struct case_statements *statements);

/* A page: rows as case_row_read reads them, one more than limit if there is more. False without memory. */
bool cases_ask(struct case_statements *statements, struct db_batch *batch, const struct viewer *viewer,
               const struct case_query *query) NODISCARD;
/* One row: total (capped at COUNT_CAP + 1), two arrays, rules and in how many cases each has a flag, and cases by their
 * highest severity (info, amber, red) in codex flags and then in statutory ones: the two are never added. */
enum { COUNT_CAP = 10000 };
bool cases_count(struct case_statements *statements, struct db_batch *batch, const struct viewer *viewer,
                 const struct case_query *query) NODISCARD;
/* One case, by its UUID: no row where it is not visible. */
bool case_ask(struct case_statements *statements, struct db_batch *batch, const struct viewer *viewer,
              const struct uuid *id, day_t today) NODISCARD;

/* Columns of a row. */
enum case_column {
    C_UUID,
    C_EXTERNAL_REF,
    C_CITIZEN,
    C_NAME,
    C_BORN,
    C_PROTECTED,
    C_IS_OPEN,
    C_ASSESSED,
    C_VERSION,
    C_SEQ,
    C_CASE_ID,
    C_COURSE_START,
    C_QUIET_UNTIL,
    C_AGE,
    C_BENEFIT,
    C_BENEFIT_SINCE,
    C_TARGET_GROUP,
    C_UNIT,
    C_TEAM,
    C_PRIMARY,
    C_LAST_PRIMARY,
    C_PRIMARY_SINCE,
    C_DEPUTY,
    C_DEPUTY_UNTIL,
    C_COORDINATOR,
    C_COMPLEX,
    C_SWITCH_1,
    C_SWITCH_2,
    C_SWITCH_3,
    C_SWITCH_4,
    C_LAST_CONTACT,
    C_LAST_MOVEMENT,
    C_NEXT_STEP,
    C_NEXT_STEP_DUE,
    C_NEXT_STEP_TOLD,
    C_OPEN_STEPS,
    C_NEXT_MEETING,
    C_NEXT_WAIT_END,
    C_HANDOVER,
    C_HANDOVER_TO,
    C_HANDOVER_DUE,
    C_WISHES_AT,
    C_PLAN_AT,
    C_REVIEWED_AT,
    C_MEASURED_AT,
    C_OPEN_WAITS,
    C_OPEN_INTERVENTIONS,
    C_CASEWORKERS,
    C_FIRST,
    C_LAST,
    C_FLAG_RULES,
    C_FLAG_SUBJECTS,
    C_FLAG_SEVERITIES,
    C_FLAG_SINCE,
    C_FLAG_STATES,
    C_FLAG_UNTIL,
    C_KEY_SEVERITY,
    C_KEY_COUNT,
    C_KEY_DAY,
};

struct case_place case_place_of(const struct db_batch *batch, int query, int row);

#endif
