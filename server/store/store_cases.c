/* See store_cases.h. In the fragments `@` stands for the parameter that is put next to it, `~` for the same
 * one again, `#` for the day of the flags, which is the first of every statement. */
#include "store/store_cases.h"

#include <stdio.h>

enum { TEXT_MAX = 16 * 1024, NAME_BYTES = 40, SHAPES = 2 * CASE_SORTS * 2 * CASE_LOOKUPS };

struct statement {
    struct sql sql;
    char name[NAME_BYTES];
    struct buf text;
};

struct case_statements {
    struct statement lists[SHAPES], counts[SHAPES], one[2];
};

/* ---- fragments ------------------------------------------------------------------------------------------- */

/* The cases that may be seen today; own cases never. */
static const char visible_to[] =
    "(select distinct a.case_id from access_today a where a.principal = any(@::bigint[])) v\n"
    " join course c on c.case_id = v.case_id";
static const char visible_all[] = "course c";

static const char joins[] =
    "\n left join case_facts f on f.case_id = c.case_id left join citizen z on z.id = c.citizen";

#define OF_DAY(s) s ".case_id = c.case_id and " s ".from_day <= # and # < " s ".to_day"

/* What was done about the flag that span `s` is of; no row: it is open. */
#define HANDLING                                                                                             \
    "flag_state d where d.case_id = s.case_id and d.rule = s.rule and d.subject = s.subject\n"               \
    "           and d.from_day <= # and # < d.to_day"
#define OPEN_ON_DAY(s) OF_DAY(s) " and not exists (select from " HANDLING ")"

/* In the order in which cases_put_filters puts them. */
static const char filters[] =
    "(@::bool is null or c.is_open = ~)\n"
    " and (@::bool is null or (f.case_id is null) = ~)\n"
    " and (@::text is null or exists (select from team t join access_today x\n"
    "      on x.principal = t.id::bigint * 4 + 1 where t.team = ~ and x.case_id = c.case_id))\n"
    " and (@::text is null or f.primary_staff = (select p.id from staff p where p.staff = ~))\n"
    " and (@::text is null or f.coordinator = (select p.id from staff p where p.staff = ~))\n"
    " and (@::text is null or f.unit = (select t.id from term t where t.text = ~))\n"
    " and (@::text is null or position((select ' ' || name_key(~)) in ' ' || z.name_key) > 0)\n"
    " and (@::int is null or f.target_group = ~)\n"
    " and (@::int is null or f.benefit = ~)\n"
    " and (@::int is null or exists (select from span s where " OPEN_ON_DAY(
        "s") " and s.severity >= ~ and (@::smallint[] is null or s.rule = any(~))))\n"
             " and (@::int is null or case when f.age_runs then (select spor_today()) - f.age_from else "
             "f.course_age_days end > ~)\n"
             " and (@::int is null or case ~ when 0 then f.switch_1 when 1 then f.switch_2 when 2 "
             "then f.switch_3\n"
             "      else f.switch_4 end > (select spor_today()) - 365)\n"
             " and (@::bigint is null or f.handover_to = ~)\n"
             " and (@::date is null or f.last_contact < ~)\n"
             " and (@::date is null or (f.next_step > 0 and f.next_step_due < ~))\n"
             " and (@::date is null or (f.next_meeting > '-infinity' and f.next_meeting < ~))\n"
             " and (@::smallint[] is null or exists (select from span s where " OPEN_ON_DAY(
                 "s") " and s.rule = any(~)))\n";

static const char *const lookups[CASE_LOOKUPS] = {
    "",
    " and c.external_ref = @::text\n",
    " and c.citizen in (select persons_of_cpr(@::bytea[]))\n",
};

static const char *const keys[CASE_SORTS] = {
    "coalesce(f.course_start, '-infinity')",
    "coalesce(f.last_contact, '-infinity')",
    "coalesce(f.last_movement, '-infinity')",
    "coalesce(f.next_step_due, '-infinity')",
    "coalesce(f.next_meeting, '-infinity')",
    "coalesce(f.primary_since, '-infinity')",
    "w.day",
};

/* Of the open flags: highest severity, number of those, earliest in breach since; statutory flags apart. */
static const char worst[] =
    "\n cross join lateral (select coalesce(max(s.severity), 0)::int as top\n"
    "                      from span s where " OPEN_ON_DAY(
        "s") " and s.rule <> all(@::smallint[])) m\n"
             " cross join lateral (select -m.top as severity, -count(*)::int as n, coalesce(min(s.since), 'infinity') as day\n"
             "                     from block s where " OPEN_ON_DAY(
                 "s") " and s.rule <> all(~) and s.severity = m.top) w";

static const char columns[] =
    "select c.case_uuid, c.external_ref, z.citizen, z.name, z.born, coalesce(z.protected, false), "
    "c.is_open,\n"
    " f.case_id is not null, h.version, h.seq, c.case_id, f.course_start, f.quiet_until,\n"
    " case when f.age_runs then (select spor_today()) - f.age_from else f.course_age_days end,\n"
    " f.benefit, f.benefit_since, f.target_group, (select t.text from term t where t.id = f.unit),\n"
    " (select t.team from team t where t.id = (select min(x.principal / 4) from access_today x\n"
    "                                          where x.principal % 4 = 1 and x.case_id = c.case_id)),\n"
    " (select p.staff from staff p where p.id = f.primary_staff),\n"
    " (select p.staff from staff p where p.id = f.last_primary), f.primary_since,\n"
    " (select p.staff from staff p where p.id = f.deputy), f.deputy_until,\n"
    " (select p.staff from staff p where p.id = f.coordinator), f.complex,\n"
    " f.switch_1, f.switch_2, f.switch_3, f.switch_4, f.last_contact, f.last_movement, f.next_step,\n"
    " f.next_step_due, f.next_step_told, f.open_steps, f.next_meeting, f.next_wait_end, f.handover,\n"
    " (select p.staff from staff p where p.id = f.handover_to), f.handover_due,\n"
    " f.wishes_at, f.plan_at, f.reviewed_at, f.measured_at, f.open_waits, f.open_interventions,\n"
    " array(select (select p.staff from staff p where p.id = u.id)\n"
    "       from unnest(f.caseworkers) with ordinality u(id, ord) order by u.ord),\n"
    " f.caseworkers_first, f.caseworkers_last, g.rules, g.subjects, g.severities, g.since,\n"
    " g.states, g.until";

static const char flags[] =
    "\n left join lateral (\n"
    "  select array_agg(s.rule::int order by s.severity desc, s.rule, s.subject) as rules,\n"
    "   array_agg(s.subject order by s.severity desc, s.rule, s.subject) as subjects,\n"
    "   array_agg(s.severity::int order by s.severity desc, s.rule, s.subject) as severities,\n"
    "   array_agg(s.since order by s.severity desc, s.rule, s.subject) as since,\n"
    "   array_agg(coalesce(k.state, 1)::int order by s.severity desc, s.rule, s.subject) as states,\n"
    "   array_agg(coalesce(k.to_day - 1, 'infinity') order by s.severity desc, s.rule, s.subject) as until\n"
    "  from block s left join lateral (select d.state, d.to_day from " HANDLING ") k on true\n"
    "  where " OF_DAY("s") ") g on true";

/* Who asks for one case asks for its flags apart, with what explains them and a most of them (case_spans.sql). */
static const char no_flags[] =
    "\n cross join (select # as day, null::int[] as rules, null::int[] as subjects, null::int[] as severities,\n"
    "   null::date[] as since, null::int[] as states, null::date[] as until) g";

/* ---- building -------------------------------------------------------------------------------------------- */

/* Appends a fragment, parameters numbered on from *n. */
static void put(struct buf *out, const char *fragment, int *n)
{
    for (; *fragment; fragment++) {
        if (*fragment == '@')
            buf_printf(out, "$%d", ++*n);
        else if (*fragment == '~')
            buf_printf(out, "$%d", *n);
        else if (*fragment == '#')
            buf_put_str(out, STR("$1::date"));
        else
            buf_put_char(out, *fragment);
    }
}

static void put_where(struct buf *out, const struct case_query *query, bool sees_all, bool ranked, int *n)
{
    put(out, " from ", n);
    put(out, sees_all ? visible_all : visible_to, n);
    put(out, joins, n);
    if (ranked)
        put(out, worst, n);
    put(out, "\n where c.citizen is distinct from @::bigint and ", n);
    put(out, filters, n);
    put(out, lookups[query->lookup], n);
}

static const struct sql *finish(struct statement *s)
{
    buf_put_char(&s->text, '\0');
    if (s->text.failed) {
        buf_clear(&s->text);
        return NULL;
    }
    s->sql = (struct sql){s->name, s->text.at};
    return &s->sql;
}

static bool is_new(struct statement *s)
{
    if (s->text.len > 0)
        return false;
    buf_init(&s->text, TEXT_MAX);
    return true;
}

static int shape_of(const struct case_query *query, bool sees_all)
{
    return (((int)query->sort * 2 + query->descending) * CASE_LOOKUPS + (int)query->lookup) * 2 + sees_all;
}

static const struct sql *list_statement(struct case_statements *all, const struct case_query *query,
                                        bool sees_all)
{
    int shape = shape_of(query, sees_all), n = 1;
    struct statement *s = &all->lists[shape];
    if (!is_new(s))
        return &s->sql;
    (void)snprintf(s->name, sizeof s->name, "cases_list_%d", shape);
    bool ranked = query->sort == SORT_WORST;
    const char *way = query->descending && !ranked ? " desc" : "";
    put(&s->text, columns, &n);
    put(&s->text, ", q.k1, q.k2, q.k3\nfrom (select c.case_id, ", &n);
    put(&s->text, ranked ? "w.severity as k1, w.n as k2, " : "0 as k1, 0 as k2, ", &n);
    put(&s->text, keys[query->sort], &n);
    put(&s->text, " as k3", &n);
    put_where(&s->text, query, sees_all, ranked, &n);
    put(&s->text, " and (@::bool or (", &n);
    put(&s->text, ranked ? "w.severity, w.n, " : "", &n);
    put(&s->text, keys[query->sort], &n);
    put(&s->text, query->descending && !ranked ? ", c.case_id) < (" : ", c.case_id) > (", &n);
    put(&s->text, ranked ? "@::int, @::int, " : "", &n);
    put(&s->text, "@::date, @::bigint))\n order by ", &n);
    put(&s->text, ranked ? "w.severity, w.n, " : "", &n);
    put(&s->text, keys[query->sort], &n);
    buf_printf(&s->text, "%s, c.case_id%s limit ", way, way);
    put(&s->text,
        "@::int) q\n join course c on c.case_id = q.case_id join case_head h on h.case_id = q.case_id", &n);
    put(&s->text, joins, &n);
    put(&s->text, flags, &n);
    buf_printf(&s->text, "\n order by q.k1, q.k2, q.k3%s, q.case_id%s", way, way);
    return finish(s);
}

static const struct sql *count_statement(struct case_statements *all, const struct case_query *query,
                                         bool sees_all)
{
    struct case_query plain = *query;
    plain.sort = SORT_COURSE_START;
    plain.descending = false;
    int shape = shape_of(&plain, sees_all), n = 1;
    struct statement *s = &all->counts[shape];
    if (!is_new(s))
        return &s->sql;
    (void)snprintf(s->name, sizeof s->name, "cases_count_%d", shape);
    put(&s->text, "with m as materialized (select c.case_id", &n);
    put_where(&s->text, query, sees_all, false, &n);
    buf_printf(&s->text, " limit %d", COUNT_CAP + 1);
    put(&s->text,
        "), t as materialized (\n"
        " select c.case_id, s.rule, s.severity from m c join span s on " OPEN_ON_DAY(
            "s") "),\n"
                 "worst as (select t.rule = any(@::smallint[]) as law, max(t.severity) as severity from t group "
                 "by t.case_id, 1),\n"
                 "rules as (select t.rule::int as rule, count(distinct t.case_id) as n from t group by "
                 "t.rule order by t.rule)\n"
                 "select (select count(*) from m), array(select rule from rules), array(select n from rules)",
        &n);
    for (int law = 0; law < 2; law++)
        for (int severity = SEVERITY_INFO; severity <= SEVERITY_RED; severity++)
            buf_printf(&s->text, ",\n (select count(*) from worst where %slaw and severity = %d)",
                       law ? "" : "not ", severity);
    return finish(s);
}

static const struct sql *one_statement(struct case_statements *all, bool sees_all)
{
    struct statement *s = &all->one[sees_all];
    int n = 1;
    if (!is_new(s))
        return &s->sql;
    (void)snprintf(s->name, sizeof s->name, "case_one_%d", sees_all);
    put(&s->text, columns, &n);
    put(&s->text, ", 0, 0, '-infinity'::date from ", &n);
    put(&s->text, sees_all ? visible_all : visible_to, &n);
    put(&s->text, " join case_head h on h.case_id = c.case_id", &n);
    put(&s->text, joins, &n);
    put(&s->text, no_flags, &n);
    put(&s->text, "\n where c.citizen is distinct from @::bigint and c.case_uuid = @::uuid", &n);
    return finish(s);
}

struct case_statements *case_statements_new(void)
{
    return mem_new(sizeof(struct case_statements));
}

void case_statements_free(struct case_statements *statements)
{
    if (!statements)
        return;
    for (int i = 0; i < SHAPES; i++) {
        buf_clear(&statements->lists[i].text);
        buf_clear(&statements->counts[i].text);
    }
    buf_clear(&statements->one[0].text);
    buf_clear(&statements->one[1].text);
    mem_free(statements);
}

/* ---- parameters, in the order of the fragments ----------------------------------------------------------- */

static void put_viewer(struct db_batch *batch, const struct viewer *viewer)
{
    if (viewer->sees_all)
        return;
    db_put_array(batch, DB_I64, viewer->n_principals);
    for (uint32_t i = 0; i < viewer->n_principals; i++)
        db_put_i64(batch, viewer->principals[i]);
}

static void put_bool(struct db_batch *batch, int value)
{
    if (value < 0)
        db_put_null(batch);
    else
        db_put_bool(batch, value != 0);
}

static void put_int(struct db_batch *batch, int value)
{
    if (value < 0)
        db_put_null(batch);
    else
        db_put_i32(batch, value);
}

static void put_day(struct db_batch *batch, day_t day)
{
    if (day == DAY_NONE)
        db_put_null(batch);
    else
        db_put_day(batch, day);
}

static void put_rules_of(struct db_batch *batch, enum rule_kind kind)
{
    uint32_t n = 0;
    for (int rule = 1; rule < RULE_COUNT; rule++)
        n += rule_info((enum rule)rule)->kind == kind;
    db_put_array(batch, DB_I16, n);
    for (int rule = 1; rule < RULE_COUNT; rule++)
        if (rule_info((enum rule)rule)->kind == kind)
            db_put_i16(batch, (int16_t)rule);
}

static void put_filters(struct db_batch *batch, const struct viewer *viewer, const struct case_query *q)
{
    db_put_i64(batch, viewer->own_citizen);
    put_bool(batch, q->is_open);
    put_bool(batch, q->not_assessed);
    db_put_text(batch, q->team);
    db_put_text(batch, q->primary);
    db_put_text(batch, q->coordinator);
    db_put_text(batch, q->unit);
    db_put_text(batch, q->name);
    put_int(batch, q->target_group);
    put_int(batch, q->benefit);
    put_int(batch, q->severity);
    if (q->kind < 0)
        db_put_null(batch);
    else
        put_rules_of(batch, (enum rule_kind)q->kind);
    put_int(batch, q->age_over);
    put_int(batch, q->switches_over);
    if (q->handover_to < 0)
        db_put_null(batch);
    else
        db_put_i64(batch, q->handover_to);
    put_day(batch, q->no_contact_since);
    put_day(batch, q->next_step_before);
    put_day(batch, q->next_meeting_before);
    if (q->n_flags == 0) {
        db_put_null(batch);
    } else {
        db_put_array(batch, DB_I16, q->n_flags);
        for (uint32_t i = 0; i < q->n_flags; i++)
            db_put_i16(batch, q->flags[i]);
    }
    if (q->lookup == LOOKUP_EXTERNAL_REF)
        db_put_text(batch, q->external_ref);
    if (q->lookup == LOOKUP_CPR) {
        db_put_array(batch, DB_BYTES, q->n_indexes);
        for (uint32_t i = 0; i < q->n_indexes; i++)
            db_put_bytes(batch, (struct str){(const char *)q->indexes[i], CRYPT_INDEX_BYTES});
    }
}

bool cases_ask(struct case_statements *statements, struct db_batch *batch, const struct viewer *viewer,
               const struct case_query *query)
{
    const struct sql *sql = list_statement(statements, query, viewer->sees_all);
    if (!sql)
        return false;
    const struct case_place start = {0, 0, DAY_NONE, 0}, *after = query->after ? query->after : &start;
    db_query(batch, sql);
    db_put_day(batch, query->day);
    put_viewer(batch, viewer);
    if (query->sort == SORT_WORST)
        put_rules_of(batch, RULE_STATUTORY);
    put_filters(batch, viewer, query);
    db_put_bool(batch, !query->after);
    if (query->sort == SORT_WORST) {
        db_put_i32(batch, after->severity);
        db_put_i32(batch, after->count);
    }
    db_put_day(batch, after->day);
    db_put_i64(batch, after->case_id);
    db_put_i32(batch, query->limit + 1);
    return true;
}

bool cases_count(struct case_statements *statements, struct db_batch *batch, const struct viewer *viewer,
                 const struct case_query *query)
{
    const struct sql *sql = count_statement(statements, query, viewer->sees_all);
    if (!sql)
        return false;
    db_query(batch, sql);
    db_put_day(batch, query->day);
    put_viewer(batch, viewer);
    put_filters(batch, viewer, query);
    put_rules_of(batch, RULE_STATUTORY);
    return true;
}

bool case_ask(struct case_statements *statements, struct db_batch *batch, const struct viewer *viewer,
              const struct uuid *id, day_t today)
{
    const struct sql *sql = one_statement(statements, viewer->sees_all);
    if (!sql)
        return false;
    db_query(batch, sql);
    db_put_day(batch, today);
    put_viewer(batch, viewer);
    db_put_i64(batch, viewer->own_citizen);
    db_put_uuid(batch, id);
    return true;
}

struct case_place case_place_of(const struct db_batch *batch, int query, int row)
{
    return (struct case_place){
        .severity = db_get_i32(batch, query, row, C_KEY_SEVERITY),
        .count = db_get_i32(batch, query, row, C_KEY_COUNT),
        .day = db_get_day(batch, query, row, C_KEY_DAY),
        .case_id = db_get_i64(batch, query, row, C_CASE_ID),
    };
}
