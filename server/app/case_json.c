/* See case_json.h. */
#include "app/case_json.h"

#include <stdio.h>

#include "core/catalogue.h"
#include "core/handling.h"
#include "core/rule.h"
#include "wire/json_write.h"

const char *severity_name(int severity)
{
    static const char *const names[] = {"none", "info", "amber", "red"};
    return severity >= 0 && severity < (int)ARRAY_LEN(names) ? names[severity] : names[0];
}

const char *attribution_name(int attribution)
{
    static const char *const names[] = {"",          "own_practice", "external",
                                        "statutory", "citizen_side", "unknown"};
    return attribution > 0 && attribution < (int)ARRAY_LEN(names) ? names[attribution] : names[5];
}

void put_flag_name(struct buf *out, int rule, int subject)
{
    char name[32];
    int n = snprintf(name, sizeof name, "%s:%d",
                     rule > 0 && rule < RULE_COUNT ? rule_info((enum rule)rule)->id : "?", subject);
    json_str(out, (struct str){name, n > 0 ? (size_t)n : 0});
}

void put_flag_state(struct buf *out, int state, day_t until)
{
    json_key(out, "state"), json_text(out, flag_state_info(state)->name);
    json_key(out, "until"), json_day(out, until);
}

void put_handled(struct buf *out, int state, day_t from, day_t to)
{
    json_begin_object(out);
    json_key(out, "state"), json_text(out, flag_state_info(state)->name);
    json_key(out, "from"), json_day(out, from);
    json_key(out, "to"), json_day(out, to);
    json_end_object(out);
}

void span_put_members(struct buf *out, const struct span_shown *span)
{
    json_key(out, "rule");
    json_text(out, span->rule > 0 && span->rule < RULE_COUNT ? rule_info((enum rule)span->rule)->id : "?");
    json_key(out, "subject"), json_i64(out, span->subject);
    json_key(out, "severity"), json_text(out, severity_name(span->severity));
    json_key(out, "from"), json_day(out, span->from);
    json_key(out, "to"), json_day(out, span->to);
    json_key(out, "attribution"), json_text(out, attribution_name(span->attribution));
    json_key(out, "rule_set"), json_str(out, span->rule_set);
}

/* ---- facts of another day -------------------------------------------------------------------------------- */

static struct str name_of(const struct case_then *then, uint32_t staff)
{
    return staff ? then->name(then->names, staff) : (struct str){NULL, 0};
}

static struct str then_text(const struct case_then *then, enum case_column column)
{
    const struct facts *facts = then->facts;
    switch ((int)column) {
    case C_UNIT:
        return then->unit;
    case C_TEAM:
        return then->team;
    case C_PRIMARY:
        return name_of(then, facts->primary);
    case C_LAST_PRIMARY:
        return name_of(then, facts->last_primary);
    case C_DEPUTY:
        return name_of(then, facts->deputy);
    case C_COORDINATOR:
        return name_of(then, facts->coordinator);
    case C_HANDOVER_TO:
        return name_of(then, facts->handover_to);
    default:
        return (struct str){NULL, 0};
    }
}

static int64_t then_number(const struct facts *facts, enum case_column column)
{
    const struct {
        enum case_column column;
        int64_t number;
    } numbers[] = {
        {C_ASSESSED, facts->course_start != DAY_NONE && facts->course_start != DAY_NEVER},
        {C_IS_OPEN, facts->is_open},
        {C_COURSE_START, facts->course_start},
        {C_QUIET_UNTIL, facts->quiet_until},
        {C_AGE, facts->course_age_days},
        {C_BENEFIT, facts->benefit},
        {C_BENEFIT_SINCE, facts->benefit_since},
        {C_TARGET_GROUP, facts->target_group},
        {C_PRIMARY_SINCE, facts->primary_since},
        {C_DEPUTY_UNTIL, facts->deputy_until},
        {C_COMPLEX, facts->complex},
        {C_SWITCH_1, facts->switches[0]},
        {C_SWITCH_2, facts->switches[1]},
        {C_SWITCH_3, facts->switches[2]},
        {C_SWITCH_4, facts->switches[3]},
        {C_LAST_CONTACT, facts->last_contact},
        {C_LAST_MOVEMENT, facts->last_movement},
        {C_NEXT_STEP, facts->next_step},
        {C_NEXT_STEP_DUE, facts->next_step_due},
        {C_NEXT_STEP_TOLD, facts->next_step_told},
        {C_OPEN_STEPS, facts->open_steps},
        {C_NEXT_MEETING, facts->next_meeting},
        {C_NEXT_WAIT_END, facts->next_wait_end},
        {C_HANDOVER, facts->handover},
        {C_HANDOVER_DUE, facts->handover_due},
        {C_WISHES_AT, facts->wishes_at},
        {C_PLAN_AT, facts->plan_at},
        {C_REVIEWED_AT, facts->reviewed_at},
        {C_MEASURED_AT, facts->measured_at},
    };
    for (size_t i = 0; i < ARRAY_LEN(numbers); i++)
        if (numbers[i].column == column)
            return numbers[i].number;
    return 0;
}

/* ---- column by column with its key ----------------------------------------------------------------------- */

/* Where a row is read; its facts come from `then` where that is given. */
struct from {
    struct buf *out;
    const struct db_batch *batch;
    int query, row;
    const struct case_then *then;
};

static bool is_then(const struct from *f, enum case_column column)
{
    return f->then &&
           (column == C_ASSESSED || column == C_IS_OPEN || (column >= C_COURSE_START && column <= C_LAST));
}

static day_t get_day(const struct from *f, enum case_column column)
{
    return is_then(f, column) ? (day_t)then_number(f->then->facts, column)
                              : db_get_day(f->batch, f->query, f->row, (int)column);
}

static int32_t get_number(const struct from *f, enum case_column column)
{
    return is_then(f, column) ? (int32_t)then_number(f->then->facts, column)
                              : db_get_i32(f->batch, f->query, f->row, (int)column);
}

static bool get_bool(const struct from *f, enum case_column column)
{
    return is_then(f, column) ? then_number(f->then->facts, column) != 0
                              : db_get_bool(f->batch, f->query, f->row, (int)column);
}

static void put_day(const struct from *f, const char *key, enum case_column column)
{
    json_key(f->out, key), json_day(f->out, get_day(f, column));
}

static void put_text(const struct from *f, const char *key, enum case_column column)
{
    json_key(f->out, key);
    json_str(f->out, is_then(f, column) ? then_text(f->then, column)
                                        : db_get_text(f->batch, f->query, f->row, (int)column));
}

static void put_bool(const struct from *f, const char *key, enum case_column column)
{
    json_key(f->out, key), json_bool(f->out, get_bool(f, column));
}

/* 0 is none. */
static void put_seq(const struct from *f, const char *key, enum case_column column)
{
    int32_t seq = get_number(f, column);
    json_key(f->out, key);
    if (seq)
        json_i64(f->out, seq);
    else
        json_none(f->out);
}

static void put_slug(const struct from *f, const char *key, enum catalogue catalogue, enum case_column column)
{
    const struct catalogue_value *value = catalogue_value(catalogue, (uint32_t)get_number(f, column));
    json_key(f->out, key);
    if (value)
        json_text(f->out, value->slug);
    else
        json_none(f->out);
}

static void put_seqs(const struct from *f, const char *key, enum case_column column)
{
    json_key(f->out, key), json_begin_array(f->out);
    if (f->then) {
        const struct facts *facts = f->then->facts;
        const uint32_t *seqs = column == C_OPEN_WAITS ? facts->open_waits : facts->open_interventions;
        size_t n = column == C_OPEN_WAITS ? facts->n_open_waits : facts->n_open_interventions;
        for (size_t i = 0; i < n; i++)
            json_i64(f->out, seqs[i]);
    } else {
        struct db_array list = db_get_array(f->batch, f->query, f->row, (int)column);
        int32_t seq = 0;
        while (db_item_i32(&list, &seq))
            json_i64(f->out, seq);
    }
    json_end_array(f->out);
}

static void put_switches(const struct from *f, day_t today)
{
    int within = 0;
    json_key(f->out, "switches"), json_begin_array(f->out);
    for (int i = 0; i < 4; i++) {
        day_t day = get_day(f, (enum case_column)(C_SWITCH_1 + i));
        if (day == DAY_NONE)
            break;
        json_day(f->out, day);
        within += day > today - 365;
    }
    json_end_array(f->out);
    /* of the latest four: more than that are counted from the history, by the course */
    json_key(f->out, "switch_count_365"), json_i64(f->out, within);
}

static void put_caseworker(struct buf *out, struct str name, day_t from, day_t to, day_t today)
{
    json_begin_array(out);
    json_str(out, name);
    json_day(out, from);
    json_day(out, to == DAY_NEVER ? today : to); /* who is there still */
    json_end_array(out);
}

static void put_caseworkers(const struct from *f, day_t today)
{
    json_key(f->out, "caseworkers"), json_begin_array(f->out);
    if (f->then) {
        const struct facts *facts = f->then->facts;
        for (size_t i = 0; i < facts->n_caseworkers; i++)
            put_caseworker(f->out, name_of(f->then, facts->caseworkers[i].staff), facts->caseworkers[i].first,
                           facts->caseworkers[i].last, today);
    } else {
        struct db_array names = db_get_array(f->batch, f->query, f->row, C_CASEWORKERS);
        struct db_array first = db_get_array(f->batch, f->query, f->row, C_FIRST);
        struct db_array last = db_get_array(f->batch, f->query, f->row, C_LAST);
        struct str name;
        day_t from, to;
        while (db_item_text(&names, &name) && db_item_day(&first, &from) && db_item_day(&last, &to))
            put_caseworker(f->out, name, from, to, today);
    }
    json_end_array(f->out);
}

static void put_facts(const struct from *f, day_t today)
{
    struct buf *out = f->out;
    json_key(out, "facts"), json_begin_object(out);
    if (!get_bool(f, C_ASSESSED)) {
        json_end_object(out);
        return;
    }
    json_key(out, "status"), json_text(out, get_bool(f, C_IS_OPEN) ? "open" : "closed");
    put_day(f, "course_start", C_COURSE_START);
    json_key(out, "course_age_days"), json_i64(out, get_number(f, C_AGE));
    put_day(f, "quiet_until", C_QUIET_UNTIL);
    put_slug(f, "benefit", CATALOGUE_BENEFIT, C_BENEFIT);
    put_day(f, "benefit_since", C_BENEFIT_SINCE);
    put_slug(f, "target_group", CATALOGUE_TARGET_GROUP, C_TARGET_GROUP);
    put_text(f, "unit", C_UNIT);
    put_text(f, "team", C_TEAM);
    put_text(f, "primary", C_PRIMARY);
    put_day(f, "primary_since", C_PRIMARY_SINCE);
    put_text(f, "last_primary", C_LAST_PRIMARY);
    put_text(f, "deputy", C_DEPUTY);
    put_day(f, "deputy_until", C_DEPUTY_UNTIL);
    put_text(f, "coordinator", C_COORDINATOR);
    put_bool(f, "complex", C_COMPLEX);
    put_switches(f, today);
    put_caseworkers(f, today);
    put_day(f, "last_contact", C_LAST_CONTACT);
    put_day(f, "last_movement", C_LAST_MOVEMENT);
    put_seq(f, "next_step", C_NEXT_STEP);
    put_day(f, "next_step_due", C_NEXT_STEP_DUE);
    put_bool(f, "next_step_told", C_NEXT_STEP_TOLD);
    json_key(out, "open_steps"), json_i64(out, get_number(f, C_OPEN_STEPS));
    put_day(f, "next_meeting", C_NEXT_MEETING);
    put_seqs(f, "open_waits", C_OPEN_WAITS);
    put_seqs(f, "open_interventions", C_OPEN_INTERVENTIONS);
    put_day(f, "next_wait_end", C_NEXT_WAIT_END);
    put_seq(f, "handover", C_HANDOVER);
    put_text(f, "handover_to", C_HANDOVER_TO);
    put_day(f, "handover_due", C_HANDOVER_DUE);
    put_day(f, "wishes_at", C_WISHES_AT);
    put_day(f, "plan_at", C_PLAN_AT);
    put_day(f, "reviewed_at", C_REVIEWED_AT);
    put_day(f, "measured_at", C_MEASURED_AT);
    json_end_object(out);
}

static void put_flags(const struct from *f)
{
    struct db_array rules = db_get_array(f->batch, f->query, f->row, C_FLAG_RULES);
    struct db_array subjects = db_get_array(f->batch, f->query, f->row, C_FLAG_SUBJECTS);
    struct db_array severities = db_get_array(f->batch, f->query, f->row, C_FLAG_SEVERITIES);
    struct db_array since = db_get_array(f->batch, f->query, f->row, C_FLAG_SINCE);
    struct db_array states = db_get_array(f->batch, f->query, f->row, C_FLAG_STATES);
    struct db_array until = db_get_array(f->batch, f->query, f->row, C_FLAG_UNTIL);
    int32_t rule, subject, severity, state;
    day_t day, last;
    json_key(f->out, "flags"), json_begin_array(f->out);
    while (db_item_i32(&rules, &rule) && db_item_i32(&subjects, &subject) &&
           db_item_i32(&severities, &severity) && db_item_day(&since, &day) && db_item_i32(&states, &state) &&
           db_item_day(&until, &last)) {
        json_begin_object(f->out);
        json_key(f->out, "flag"), put_flag_name(f->out, rule, subject);
        json_key(f->out, "severity"), json_text(f->out, severity_name(severity));
        json_key(f->out, "since"), json_day(f->out, day);
        put_flag_state(f->out, state, last);
        json_end_object(f->out);
    }
    json_end_array(f->out);
}

static void put_uuid(const struct from *f, const char *key, int column)
{
    json_key(f->out, key);
    if (db_is_null(f->batch, f->query, f->row, column)) {
        json_none(f->out);
        return;
    }
    struct uuid id = db_get_uuid(f->batch, f->query, f->row, column);
    json_uuid(f->out, &id);
}

static void put_state(const struct from *f)
{
    json_key(f->out, "status");
    json_text(f->out, get_bool(f, C_IS_OPEN) ? "open" : "closed");
    put_bool(f, "assessed", C_ASSESSED);
}

void case_put_row(struct buf *out, const struct db_batch *batch, int query, int row, day_t today)
{
    struct from f = {out, batch, query, row, NULL};
    bool assessed = db_get_bool(batch, query, row, C_ASSESSED);
    json_begin_object(out);
    put_uuid(&f, "case", C_UUID);
    put_text(&f, "external_ref", C_EXTERNAL_REF);
    put_text(&f, "citizen_name", C_NAME);
    put_state(&f);
    put_facts(&f, today);
    put_flags(&f);
    json_key(out, "new");
    json_bool(out, assessed && db_get_day(batch, query, row, C_QUIET_UNTIL) >= today);
    json_end_object(out);
}

void case_put_flags_row(struct buf *out, const struct db_batch *batch, int query, int row)
{
    struct from f = {out, batch, query, row, NULL};
    json_begin_object(out);
    put_uuid(&f, "case", C_UUID);
    put_text(&f, "external_ref", C_EXTERNAL_REF);
    put_text(&f, "citizen_name", C_NAME);
    put_flags(&f);
    json_end_object(out);
}

void case_put_members(struct buf *out, const struct db_batch *batch, int query, int row, day_t day,
                      const struct case_then *then)
{
    struct from f = {out, batch, query, row, then};
    put_uuid(&f, "case", C_UUID);
    put_text(&f, "external_ref", C_EXTERNAL_REF);
    json_key(out, "citizen");
    if (db_is_null(batch, query, row, C_CITIZEN)) {
        json_none(out);
    } else {
        json_begin_object(out);
        put_uuid(&f, "citizen", C_CITIZEN);
        put_text(&f, "name", C_NAME);
        json_key(out, "born");
        if (db_is_null(batch, query, row, C_BORN))
            json_none(out);
        else
            json_day(out, db_get_day(batch, query, row, C_BORN));
        put_bool(&f, "protected", C_PROTECTED);
        json_end_object(out);
    }
    json_key(out, "version"), json_i64(out, db_get_i32(batch, query, row, C_VERSION));
    json_key(out, "seq"), json_i64(out, db_get_i32(batch, query, row, C_SEQ));
    put_state(&f);
    put_facts(&f, day);
}
