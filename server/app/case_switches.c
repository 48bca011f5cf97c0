/* See case_switches.h. */
#include "app/case_switches.h"

#include "app/case_names.h"
#include "core/catalogue.h"
#include "sql.gen.h"
#include "store/store_history.h"
#include "store/store_rules.h"
#include "wire/json_write.h"

/* The statements, counted from the first of its own. */
enum { RULES, HISTORY, PEOPLE };

void case_past_ask(struct db_batch *batch, const struct uuid *id)
{
    rules_ask(batch);
    db_query(batch, &SQL_HISTORY_OF_CASE);
    db_put_uuid(batch, id);
    db_query(batch, &SQL_CASE_PEOPLE);
    db_put_uuid(batch, id);
}

/* What a writer knows people by. */
struct people {
    struct str (*name)(const void *names, uint32_t staff);
    const void *names;
};

static void put_person(struct buf *out, const char *key, const struct people *people, uint32_t staff)
{
    json_key(out, key), json_str(out, people->name(people->names, staff));
}

static void put_switches(struct buf *out, const struct people *people, const struct changes *changes)
{
    static const char *const weights[] = {"whole", "half", "intake", "not_counted"};
    json_key(out, "switch_list"), json_begin_array(out);
    for (size_t i = 0; i < changes->n; i++) {
        const struct change *change = &changes->at[i];
        const struct catalogue_value *reason = catalogue_value(CATALOGUE_SWITCH_REASON, change->reason);
        json_begin_object(out);
        json_key(out, "day"), json_day(out, change->day);
        put_person(out, "former", people, change->former);
        put_person(out, "new", people, change->holder);
        json_key(out, "reason"), json_text(out, reason ? reason->slug : NULL);
        json_key(out, "counts"), json_text(out, weights[change->weight]);
        json_end_object(out);
    }
    json_end_array(out);
}

/* Not reduced; null where there were too few talks. */
static void put_fraction(struct buf *out, const char *key, struct fraction fraction)
{
    json_key(out, key);
    if (fraction.denominator == 0) {
        json_none(out);
        return;
    }
    json_begin_array(out);
    json_i64(out, fraction.numerator);
    json_i64(out, fraction.denominator);
    json_end_array(out);
}

static void put_last_year(struct buf *out, const struct people *people, const struct facts *facts)
{
    json_key(out, "last_year"), json_begin_object(out);
    json_key(out, "switch_count_365"), json_i64(out, facts->switch_count_365);
    json_key(out, "switch_index_365"), json_i64(out, facts->switch_index_365);
    json_key(out, "met_365"), json_begin_array(out);
    for (size_t i = 0; i < facts->n_met_365; i++) {
        json_begin_object(out);
        put_person(out, "staff", people, facts->met_365[i].staff);
        json_key(out, "last"), json_day(out, facts->met_365[i].last);
        json_end_object(out);
    }
    json_end_array(out);
    json_key(out, "continuity"), json_begin_object(out);
    json_key(out, "n"), json_i64(out, facts->talks_365);
    json_key(out, "people"), json_i64(out, facts->talk_people_365);
    put_fraction(out, "upc", facts->upc);
    put_fraction(out, "coc", facts->coc);
    put_fraction(out, "secon", facts->secon);
    json_end_object(out);
    json_end_object(out);
}

void case_put_switches(struct buf *out, const struct changes *changes, const struct facts *facts,
                       struct str (*name)(const void *names, uint32_t staff), const void *names)
{
    struct people people = {name, names};
    put_switches(out, &people, changes);
    put_last_year(out, &people, facts);
}

enum err_code case_past_read(struct call *call, int first, day_t born, struct case_past *out)
{
    const struct db_batch *rows = call->result;
    struct err *err = &call->task.err;
    size_t n = (size_t)db_rows(rows, first + HISTORY);
    struct event *events = ARENA_ARRAY(call->arena, struct event, n + 1);
    struct history *history = ARENA_NEW(call->arena, struct history);
    if (!events || !history)
        return err_set(err, ERR_NO_MEMORY, "the request needs too much memory");
    for (size_t i = 0; i < n; i++)
        history_event(rows, first + HISTORY, (int)i, 0, &events[i]);
    *history = (struct history){.events = events, .n = n, .born = born, .known_at = INSTANT_NEVER};
    out->first = first;
    enum err_code code = rules_read(rows, first + RULES, call->arena, INSTANT_NEVER, NULL, &out->rules, err);
    return code ? code : course_build(call->arena, history, &out->course, err);
}

enum err_code case_switches_put(struct call *call, const struct case_past *past)
{
    struct err *err = &call->task.err;
    struct changes changes;
    struct facts facts;
    struct case_names names = {call->result, past->first + PEOPLE};
    day_t today = day_of_instant(call->now);
    enum err_code code = course_switches(call->arena, past->course, &past->rules, today, &changes, err);
    if (!code)
        code = course_facts(call->arena, past->course, &past->rules, today, &facts, err);
    if (code)
        return code;
    case_put_switches(&call->body, &changes, &facts, case_staff_name, &names);
    return ERR_NONE;
}
