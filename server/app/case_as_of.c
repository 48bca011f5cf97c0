/* See case_as_of.h. */
#include "app/case_as_of.h"

#include "app/case_json.h"
#include "app/case_names.h"
#include "app/case_switches.h"
#include "core/handling.h"
#include "sql.gen.h"
#include "store/store_history.h"
#include "store/store_rules.h"
#include "store/store_teams.h"
#include "wire/json_write.h"

bool asks_as_of(const struct call *call)
{
    return call_given(call, "as_of") || call_given(call, "known_at");
}

enum err_code as_of_read(struct call *call, day_t *day, instant_t *known_at, struct err *err)
{
    day_t today = day_of_instant(call->now);
    *known_at = call_number(call, "known_at", INSTANT_NEVER);
    if (*known_at != INSTANT_NEVER && *known_at > call->now)
        return err_set_at(err, ERR_INVALID, "?known_at", "parameter known_at: must not lie ahead");
    *day = (day_t)call_number(call, "as_of", *known_at == INSTANT_NEVER ? today : day_of_instant(*known_at));
    if (*day > today + AS_OF_AHEAD)
        return err_set_at(err, ERR_INVALID, "?as_of", "parameter as_of: at most %d days ahead", AS_OF_AHEAD);
    return ERR_NONE;
}

/* The statements, counted from the first. */
enum { RULES, TEAMS, HISTORY = TEAMS + TEAMS_STATEMENTS, EVENTS, NAMES };
enum { EVENTS_ID, EVENTS_VOIDED }; /* its columns; a row for each event, by seq, as HISTORY */

void case_as_of_ask(struct db_batch *batch, const struct uuid *id)
{
    rules_ask(batch);
    teams_ask(batch);
    db_query(batch, &SQL_HISTORY_OF_CASE);
    db_put_uuid(batch, id);
    db_query(batch, &SQL_CASE_EVENT_FATES);
    db_put_uuid(batch, id);
    db_query(batch, &SQL_CASE_NAMES);
    db_put_uuid(batch, id);
}

/* The recorded events. For those who may not see what was voided it never was, also where it was known then. */
static enum err_code read_history(struct call *call, int first, struct history *out, struct err *err)
{
    const struct db_batch *rows = call->result;
    int n = db_rows(rows, first + HISTORY);
    struct event *events = ARENA_ARRAY(call->arena, struct event, (size_t)n + 1);
    if (!events)
        return err_set(err, ERR_NO_MEMORY, "the request needs too much memory");
    bool all = viewer_sees_voided(&call->caller.viewer);
    out->events = events;
    for (int row = 0; row < n; row++)
        if (all || !db_get_bool(rows, first + EVENTS, row, EVENTS_VOIDED))
            history_event(rows, first + HISTORY, row, 0, &events[out->n++]);
    return ERR_NONE;
}

enum err_code case_as_of_read(struct call *call, int first, day_t born, struct case_as_of *out,
                              struct err *err)
{
    const struct db_batch *rows = call->result;
    struct arena *arena = call->arena;
    struct history history = {.born = born};
    *out = (struct case_as_of){0};
    enum err_code code = as_of_read(call, &out->day, &history.known_at, err);
    out->known_at = history.known_at;
    if (!code)
        code = read_history(call, first, &history, err);
    if (!code)
        code = rules_read(rows, first + RULES, arena, out->known_at, NULL, &out->rules, err);
    if (!code)
        code = teams_read(rows, first + TEAMS, arena, &out->teams, err);
    if (!code)
        code = course_build(arena, &history, &out->course, err);
    if (!code)
        code = course_facts(arena, out->course, &out->rules, out->day, &out->facts, err);
    if (!code)
        code = course_spans(arena, out->course, &out->rules, DAY_NONE, DAY_NEVER, &out->spans, err);
    if (!code && !(out->retired = ARENA_ARRAY(arena, bool, out->spans.n)))
        code = err_set(err, ERR_NO_MEMORY, "the request needs too much memory");
    if (!code)
        code =
            course_retired(arena, out->course, &out->rules, out->spans.at, out->spans.n, out->retired, err);
    if (!code)
        code = course_handling(arena, out->course, &out->spans, &out->handlings, err);
    if (!code)
        code = course_switches(arena, out->course, &out->rules, out->day, &out->changes, err);
    return code;
}

/* ---- spans and flags ------------------------------------------------------------------------------------- */

/* The name of a rule set by its number. */
static struct str rule_set_name(const struct db_batch *rows, int query, int32_t number)
{
    for (int row = 0; row < db_rows(rows, query); row++)
        if (db_get_i32(rows, query, row, 0) == number)
            return db_get_text(rows, query, row, 1);
    return (struct str){NULL, 0};
}

static void put_span(struct call *call, int first, const struct span *span)
{
    struct buf *out = &call->body;
    span_put_members(
        out, &(struct span_shown){.rule = span->rule,
                                  .subject = (int)span->subject,
                                  .severity = span->severity,
                                  .from = span->from,
                                  .to = span->to,
                                  .attribution = span->attribution,
                                  .rule_set = rule_set_name(call->result, first + RULES, span->rule_set)});
    json_key(out, "evidence"), json_begin_array(out);
    for (size_t i = 0; i < span->n_evidence; i++)
        if (span->evidence[i] >= 1 && (int)span->evidence[i] <= db_rows(call->result, first + EVENTS)) {
            struct uuid id = db_get_uuid(call->result, first + EVENTS, (int)span->evidence[i] - 1, EVENTS_ID);
            json_uuid(out, &id);
        }
    json_end_array(out);
}

/* The first day of the block that span i lies in; those of one flag stand together, by day. */
static day_t since(const struct spans *spans, size_t i)
{
    while (i > 0 && spans->at[i - 1].rule == spans->at[i].rule &&
           spans->at[i - 1].subject == spans->at[i].subject && spans->at[i - 1].to == spans->at[i].from)
        i--;
    return spans->at[i].from;
}

/* Of this flag the first handling that ends after `day`, or what comes behind it. */
static size_t handled_from(const struct handlings *handlings, const struct span *span, day_t day)
{
    return handled_after(handlings, (enum rule)span->rule, span->subject, day);
}

static bool is_before(const struct handlings *handlings, size_t i, const struct span *span, day_t day)
{
    return i < handlings->n && handlings->at[i].rule == span->rule &&
           handlings->at[i].subject == span->subject && handlings->at[i].from < day;
}

static void put_state(struct buf *out, const struct handlings *handlings, const struct span *span, day_t day)
{
    size_t i = handled_from(handlings, span, day);
    if (!is_before(handlings, i, span, day + 1)) {
        put_flag_state(out, FLAG_OPEN, DAY_NEVER);
        return;
    }
    day_t to = handlings->at[i].to;
    put_flag_state(out, handlings->at[i].state, to == DAY_NEVER ? DAY_NEVER : to - 1);
}

static void put_handling(struct buf *out, const struct handlings *handlings, const struct span *span)
{
    json_key(out, "handling"), json_begin_array(out);
    for (size_t i = handled_from(handlings, span, span->from); is_before(handlings, i, span, span->to); i++) {
        const struct handled *handled = &handlings->at[i];
        put_handled(out, handled->state, handled->from > span->from ? handled->from : span->from,
                    handled->to < span->to ? handled->to : span->to);
    }
    json_end_array(out);
}

/* The worst first, then by rule and subject, as the stored ones are listed. */
static void put_flags(struct call *call, int first, const struct case_as_of *as_of)
{
    struct buf *out = &call->body;
    int n = 0;
    json_key(out, "flags"), json_begin_array(out);
    for (int severity = SEVERITY_RED; severity > SEVERITY_NONE; severity--)
        for (size_t i = 0; i < as_of->spans.n; i++) {
            const struct span *span = &as_of->spans.at[i];
            if (span->severity != severity || span->from > as_of->day || as_of->day >= span->to ||
                ++n > CASE_SHOWN_MOST)
                continue;
            json_begin_object(out);
            json_key(out, "flag"), put_flag_name(out, span->rule, (int)span->subject);
            json_key(out, "since"), json_day(out, since(&as_of->spans, i));
            put_span(call, first, span);
            put_state(out, &as_of->handlings, span, as_of->day);
            json_end_object(out);
        }
    json_end_array(out);
    json_key(out, "more"), json_bool(out, n > CASE_SHOWN_MOST);
}

static void put_spans(struct call *call, int first, const struct case_as_of *as_of)
{
    int n = 0;
    json_key(&call->body, "spans"), json_begin_array(&call->body);
    for (int severity = SEVERITY_RED; severity > SEVERITY_NONE; severity--)
        for (size_t i = 0; i < as_of->spans.n; i++) {
            if (as_of->spans.at[i].severity != severity || ++n > CASE_SHOWN_MOST)
                continue;
            json_begin_object(&call->body);
            put_span(call, first, &as_of->spans.at[i]);
            put_handling(&call->body, &as_of->handlings, &as_of->spans.at[i]);
            json_key(&call->body, "rule_retired"), json_bool(&call->body, as_of->retired[i]);
            json_end_object(&call->body);
        }
    json_end_array(&call->body);
    json_key(&call->body, "more"), json_bool(&call->body, n > CASE_SHOWN_MOST);
}

/* ---- the case -------------------------------------------------------------------------------------------- */

void case_as_of_put(struct call *call, int first, const struct case_as_of *as_of, bool all_spans)
{
    struct case_names names = {call->result, first + NAMES};
    struct standing standing;
    course_standing(as_of->course, as_of->day, &standing);
    size_t team = team_on(&as_of->teams, &standing, as_of->day);
    struct case_then then = {.facts = &as_of->facts,
                             .unit = case_name(&names, NAMES_UNIT, as_of->facts.unit),
                             .name = case_staff_name,
                             .names = &names};
    if (team < as_of->teams.n)
        then.team = as_of->teams.at[team].slug;
    case_put_members(&call->body, call->result, 0, 0, as_of->day, &then);
    json_key(&call->body, "as_of"), json_day(&call->body, as_of->day);
    json_key(&call->body, "known_at"), json_instant(&call->body, as_of->known_at);
    if (all_spans)
        put_spans(call, first, as_of);
    else
        put_flags(call, first, as_of);
    case_put_switches(&call->body, &as_of->changes, &as_of->facts, case_staff_name, &names);
}
