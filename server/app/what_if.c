/* POST /v1/what-if: a draft of rules over the whole history, beside the rules in force. Nothing is written.
 *
 * The draft comes with the question, or is one that is kept. The answer is NDJSON: lines {"progress": …} while it
 * runs, lines {"case": …} with each case that changes (for those who may see cases), and at the end
 * {"result": …}: for the last day of each month, by team, how many cases are in breach of each rule before and
 * after, how many newly and no longer, beside the number of open cases. Each number is that of the case lines
 * behind it. Who sees no cases gets rounded numbers (disclosure.h), may ask about values of the grid only
 * (param_on_grid) and `what_if_questions` times a day; protected citizens are not in the numbers but counted apart. */
#include "app/app.h"
#include "app/case_json.h"
#include "app/census.h"
#include "app/disclosure.h"
#include "app/replay.h"
#include "app/routes.h"
#include "sql.gen.h"
#include "wire/json_rules.h"
#include "wire/json_write.h"

enum { BODY_BYTES = 256 * 1024 };

/* Breach is amber or red; a notice is none (rules 7.1). */
enum level { LEVEL_BREACH, LEVEL_INFO, LEVEL_AMBER, LEVEL_RED, LEVELS };
static const char *const level_names[LEVELS] = {"breach", "info", "amber", "red"};

struct tally {
    uint32_t before, after, newly, no_longer;
};

/* One day, one team. */
struct counts {
    uint32_t open;
    struct tally of[RULE_COUNT][LEVELS];
};

/* Of the case in hand, one for each place of parts. */
struct case_in_hand {
    uint8_t (*before)[RULE_COUNT], (*after)[RULE_COUNT]; /* by day */
    int64_t lines;                                       /* cases told */
};

struct what_if {
    struct replay replay; /* first: what the steps of a replay find in call->data */
    struct census census;
    struct disclosure disclosure;
    struct str draft_id; /* at NULL: the draft came with the question */
    struct rule_set_text draft;
    bool with_cases, unchanged;
    uint64_t
        differ; /* the rules that differ in the draft: all others are broken on the same days (RULE_BIT) */
    struct case_in_hand in_hand[PARTS_AT_ONCE];
};

static struct what_if *of(struct task *task)
{
    return call_of(task)->data;
}

static bool is_at(uint8_t severity, enum level level)
{
    return level == LEVEL_BREACH ? severity >= SEVERITY_AMBER : severity == (uint8_t)level;
}

/* ---- in a thread: one case ------------------------------------------------------------------------------- */

/* By day, then team; the place behind the last team is of cases without one, the last of all cases. */
static size_t number_of(const struct what_if *w, size_t day, size_t team)
{
    return day * (w->replay.teams.n + 2) + team;
}

static void count(struct counts *counts, uint64_t rules, const uint8_t *before, const uint8_t *after)
{
    counts->open++;
    for (size_t rule = RULE_NONE + 1; rule < RULE_COUNT; rule++)
        for (enum level level = 0;
             (rules & RULE_BIT(rule)) && (before[rule] || after[rule]) && level < LEVELS; level++) {
            bool was = is_at(before[rule], level), is = is_at(after[rule], level);
            struct tally *tally = &counts->of[rule][level];
            tally->before += was;
            tally->after += is;
            tally->newly += is && !was;
            tally->no_longer += was && !is;
        }
}

static void put_changes(const struct what_if *w, struct case_in_hand *hand, struct buf *out,
                        const struct replay_case *one)
{
    bool any = false;
    for (size_t i = 0; i < w->census.n; i++)
        for (size_t rule = RULE_NONE + 1; rule < RULE_COUNT; rule++) {
            if (hand->before[i][rule] == hand->after[i][rule])
                continue;
            if (!any) {
                json_begin_object(out);
                json_key(out, "case"), json_uuid(out, &one->id);
                json_key(out, "external_ref"), json_str(out, one->external_ref);
                json_key(out, "changes"), json_begin_array(out);
            }
            any = true;
            json_begin_object(out);
            json_key(out, "on"), json_day(out, w->census.days[i]);
            json_key(out, "rule"), json_text(out, rule_info((enum rule)rule)->id);
            json_key(out, "before"), json_text(out, severity_name(hand->before[i][rule]));
            json_key(out, "after"), json_text(out, severity_name(hand->after[i][rule]));
            json_end_object(out);
        }
    if (!any)
        return;
    hand->lines++;
    json_end_array(out);
    json_end_object(out);
    buf_put_char(out, '\n');
}

static enum err_code on_case(struct replay_part *part, struct arena *arena, const struct replay_case *one,
                             struct err *err)
{
    struct replay *replay = part->replay;
    struct what_if *w = CONTAINER_OF(replay, struct what_if, replay);
    struct case_in_hand *hand = &w->in_hand[part->place];
    const struct course *course;
    struct spans before, after;
    const struct census *census = &w->census;
    day_t from = census->from, to = census->to + 1;
    uint64_t asked = w->unchanged ? RULES_ALL : w->differ;
    enum err_code code = course_build(arena, &one->history, &course, err);
    if (!code)
        code = course_spans_of(arena, course, &replay->rules, asked, from, to, &before, err);
    if (!code)
        code = course_spans_of(arena, course, &replay->draft_rules, w->differ, from, to, &after, err);
    if (code)
        return code;
    census_severities(census, &before, NULL, hand->before);
    census_severities(census, &after, NULL, hand->after);
    for (size_t rule = RULE_NONE + 1; rule < RULE_COUNT; rule++)
        for (size_t i = 0; (asked & ~w->differ & RULE_BIT(rule)) && i < census->n; i++)
            hand->after[i][rule] = hand->before[i][rule];
    for (size_t i = 0; i < w->census.n; i++) {
        struct standing standing;
        course_standing(course, w->census.days[i], &standing);
        if (!standing.is_open)
            continue; /* no rule is judged then */
        size_t n = replay->teams.n, team = team_on(&replay->teams, &standing, w->census.days[i]);
        struct counts *its = replay_counts_of(part, number_of(w, i, team));
        struct counts *all = replay_counts_of(part, number_of(w, i, n + 1));
        if (!its || !all)
            return err_set(err, ERR_NO_MEMORY, "no memory for the counts");
        count(its, asked, hand->before[i], hand->after[i]);
        count(all, asked, hand->before[i], hand->after[i]);
    }
    if (w->with_cases)
        put_changes(w, hand, &part->lines, one);
    return ERR_NONE;
}

/* ---- steps ----------------------------------------------------------------------------------------------- */

/* What was asked, for the access log: all that tells one question from another but the period written out. */
static enum err_code log_question(struct call *call, const struct what_if *w, day_t from, day_t to)
{
    struct buf text;
    char day[DAY_TEXT];
    buf_init(&text, 200);
    bool named = w->draft_id.at != NULL;
    buf_printf(&text, "%s=%.*s", named ? "draft" : "period", STR_ARG(named ? w->draft_id : w->draft.id));
    day_to_text(from, day);
    buf_printf(&text, "&from=%.*s", DAY_TEXT, day);
    if (to != DAY_NONE) {
        day_to_text(to, day);
        buf_printf(&text, "&to=%.*s", DAY_TEXT, day);
    }
    call->logged_filter = arena_copy(call->arena, buf_str(&text));
    buf_clear(&text);
    return call->logged_filter.at ? ERR_NONE : err_set(&call->task.err, ERR_NO_MEMORY, "no memory");
}

static enum step_result read_question(struct task *task)
{
    struct call *call = call_of(task);
    const struct json *body, *period;
    struct json_reader r;
    struct what_if *w = ARENA_NEW(call->arena, struct what_if);
    if (!w)
        return call_fail(call, ERR_NO_MEMORY, "the request needs too much memory");
    if (call_json(call, &body))
        return STEP_FAIL;
    json_read(&r, body, "", &task->err);
    period = json_get(&r, "period", JSON_OPTIONAL, JSON_IS_OBJECT);
    w->draft_id = json_get_text(&r, "draft", JSON_OPTIONAL, RULE_SET_ID_MAX);
    day_t from = json_get_day(&r, "from", JSON_REQUIRED), to = json_get_day(&r, "to", JSON_OPTIONAL);
    w->with_cases = json_get_bool(&r, "cases", JSON_OPTIONAL, true);
    w->unchanged = json_get_bool(&r, "unchanged", JSON_OPTIONAL, false);
    if (json_read_end(&r))
        return STEP_FAIL;
    if (!period == !w->draft_id.at)
        return call_fail(call, ERR_INVALID, "either `period` or `draft` is expected");
    replay_open(&w->replay, call);
    w->replay.on_case = on_case;
    w->replay.on_top = &w->draft.source;
    w->with_cases = w->with_cases && w->replay.sees_cases;
    w->census.rounded = w->disclosure.rounded = w->replay.rounded;
    if ((period && json_rule_set(call->arena, period, "/period", &w->draft, &task->err)) ||
        log_question(call, w, from, to) ||
        census_take(&w->census, from, to, day_of_instant(call->now), '/', &task->err))
        return STEP_FAIL;
    return STEP_NEXT;
}

static enum step_result ask_draft(struct task *task)
{
    struct call *call = call_of(task);
    if (!of(task)->draft_id.at)
        return STEP_NEXT;
    struct db_batch *batch = call_batch(call);
    if (!batch)
        return STEP_FAIL;
    db_query(batch, &SQL_RULE_SET_DRAFT_SOURCE);
    db_put_text(batch, of(task)->draft_id);
    return call_submit(call, call_reader(call), batch);
}

/* A draft begins on a day to come: here it counts from the first day asked for. */
static enum step_result read_draft(struct task *task)
{
    struct what_if *w = of(task);
    struct call *call = call_of(task);
    const struct json *source;
    if (!w->draft_id.at)
        return STEP_NEXT;
    if (call_db_failed(call))
        return STEP_FAIL;
    if (!(DRAFT_STAFF & STAFF_BIT(call->caller.role)) || db_rows(call->result, 0) == 0)
        return call_fail(call, ERR_NOT_FOUND, "there is no such draft, or it is not visible to you");
    struct str text = arena_copy(call->arena, db_get_text(call->result, 0, 0, 0));
    if (json_parse(call->arena, text, &source, &task->err) ||
        json_rule_set(call->arena, source, "/draft", &w->draft, &task->err))
        return STEP_FAIL;
    w->draft.source.valid_from = w->census.from;
    return STEP_NEXT;
}

/* Those who see no case may not look for the limit at which a person comes into the numbers. */
static enum step_result take_question(struct task *task)
{
    struct what_if *w = of(task);
    struct call *call = call_of(task);
    if (!w->replay.rounded)
        return STEP_NEXT;
    if (rule_period_on_grid(&w->draft.source, &task->err))
        return STEP_FAIL;
    struct db_batch *batch = call_batch(call);
    if (!batch)
        return STEP_FAIL;
    db_query(batch, &SQL_QUESTION_TAKE);
    db_put_i32(batch, (int32_t)call->caller.viewer.staff);
    db_put_i32(batch, call->app->config->what_if_questions);
    return call_submit(call, call_writer(call), batch);
}

static enum step_result took_question(struct task *task)
{
    struct call *call = call_of(task);
    if (!of(task)->replay.rounded)
        return STEP_NEXT;
    if (call_db_failed(call))
        return STEP_FAIL;
    if (db_rows(call->result, 0) > 0)
        return STEP_NEXT;
    instant_t midnight = instant_of_day(day_of_instant(call->now) + 1);
    call_header_printf(call, "retry-after", "%d", (int)((midnight - call->now) / SECOND) + 1);
    return call_fail(call, ERR_THROTTLED, "today's %d questions are used up; there are new ones tomorrow",
                     call->app->config->what_if_questions);
}

static enum step_result prepare(struct task *task)
{
    struct what_if *w = of(task);
    struct call *call = call_of(task);
    w->differ = rule_sets_difference(&w->replay.rules, &w->replay.draft_rules);
    w->replay.n_counts = w->census.n * (w->replay.teams.n + 2);
    w->replay.size_of_counts = sizeof(struct counts);
    for (size_t i = 0; i < PARTS_AT_ONCE; i++) {
        struct case_in_hand *hand = &w->in_hand[i];
        hand->before = arena_array(call->arena, w->census.n, sizeof *hand->before);
        hand->after = arena_array(call->arena, w->census.n, sizeof *hand->after);
        if (!hand->before || !hand->after)
            return call_fail(call, ERR_NO_MEMORY, "the request needs too much memory");
    }
    return STEP_NEXT;
}

/* ---- the result ------------------------------------------------------------------------------------------ */

/* What the numbers of one row are about. */
static struct cell cell_of(const struct what_if *w, size_t day, size_t team)
{
    const struct teams *teams = &w->replay.teams;
    return (struct cell){.day = w->census.days[day],
                         .team = team > teams->n   ? CELL_TEAM_ALL
                                 : team < teams->n ? teams->at[team].id
                                                   : CELL_TEAM_NONE,
                         .target_group = CELL_GROUP_ALL};
}

static struct tally disclose_tally(struct disclosure *disclosure, struct cell cell, enum level level,
                                   const struct tally *exact)
{
    static const uint32_t measures[LEVELS] = {MEASURE_BREACH, MEASURE_INFO, MEASURE_AMBER, MEASURE_RED};
    struct tally told;
    cell.measure = measures[level];
    told.before = disclose(disclosure, cell, exact->before);
    told.after = disclose(disclosure, cell, exact->after);
    cell.measure = MEASURE_NEWLY + level;
    told.newly = disclose(disclosure, cell, exact->newly);
    cell.measure = MEASURE_NO_LONGER + level;
    told.no_longer = disclose(disclosure, cell, exact->no_longer);
    return told;
}

static void put_tallies(struct buf *out, struct what_if *w, struct cell cell, const struct counts *counts)
{
    struct disclosure *disclosure = &w->disclosure;
    json_key(out, "rules"), json_begin_array(out);
    for (cell.rule = RULE_NONE + 1; cell.rule < RULE_COUNT; cell.rule++)
        for (enum level level = 0; level < LEVELS; level++) {
            struct tally tally = disclose_tally(disclosure, cell, level, &counts->of[cell.rule][level]);
            if (w->unchanged ? !is_worth_telling(disclosure, tally.before) &&
                                   !is_worth_telling(disclosure, tally.after)
                             : !is_worth_telling(disclosure, tally.newly) &&
                                   !is_worth_telling(disclosure, tally.no_longer))
                continue;
            json_begin_object(out);
            json_key(out, "rule"), json_text(out, rule_info((enum rule)cell.rule)->id);
            json_key(out, "severity"), json_text(out, level_names[level]);
            json_key(out, "before"), disclosure_put(out, disclosure, tally.before);
            json_key(out, "after"), disclosure_put(out, disclosure, tally.after);
            json_key(out, "newly"), disclosure_put(out, disclosure, tally.newly);
            json_key(out, "no_longer"), disclosure_put(out, disclosure, tally.no_longer);
            json_end_object(out);
        }
    json_end_array(out);
}

static void put_rows(struct buf *out, struct what_if *w)
{
    const struct teams *teams = &w->replay.teams;
    json_key(out, "rows"), json_begin_array(out);
    for (size_t i = 0; i < w->census.n; i++)
        for (size_t place = 0; place < teams->n + 2; place++) {
            size_t team = place == 0 ? teams->n + 1 : place - 1; /* all cases first */
            const struct counts *counts = replay_counts(&w->replay, number_of(w, i, team));
            if (!counts)
                continue;
            struct cell cell = cell_of(w, i, team);
            cell.measure = MEASURE_OPEN;
            uint32_t open = disclose(&w->disclosure, cell, counts->open);
            size_t begin = out->len;
            json_begin_object(out);
            json_key(out, "on"), json_day(out, w->census.days[i]);
            json_key(out, "of"), json_text(out, team > teams->n   ? "all"
                                                : team < teams->n ? "team"
                                                                  : "no_team");
            json_key(out, "team");
            json_str(out, team < teams->n ? teams->at[team].slug : (struct str){NULL, 0});
            json_key(out, "open"), disclosure_put(out, &w->disclosure, open);
            put_tallies(out, w, cell, counts);
            json_end_object(out);
            if (!is_worth_telling(&w->disclosure, open))
                out->len = begin;
        }
    json_end_array(out);
}

static void put_result(struct buf *out, struct what_if *w)
{
    json_begin_object(out);
    json_key(out, "result"), json_begin_object(out);
    json_key(out, "from"), json_day(out, w->census.from);
    json_key(out, "to"), json_day(out, w->census.to);
    replay_put_cases(out, &w->replay, &w->disclosure, w->census.to);
    put_rows(out, w);
    json_end_object(out);
    json_end_object(out);
    buf_put_char(out, '\n');
}

static enum step_result collect(struct task *task)
{
    struct what_if *w = of(task);
    struct buf unused;
    if (!w->replay.rounded)
        return STEP_NEXT;
    buf_init(&unused, BODY_MAX_BYTES);
    disclosure_begin(&w->disclosure);
    put_result(&unused, w);
    buf_clear(&unused);
    return disclosure_ask(&w->disclosure, call_of(task));
}

static enum step_result answer(struct task *task)
{
    struct what_if *w = of(task);
    struct call *call = call_of(task);
    if (disclosure_read(&w->disclosure, call))
        return STEP_FAIL;
    put_result(&call->body, w);
    int64_t lines = 0;
    for (size_t i = 0; i < PARTS_AT_ONCE; i++)
        lines += w->in_hand[i].lines;
    call_log_rows(call, 0, lines);
    return STEP_DONE;
}

static const struct step steps[] = {
    {"read the question", read_question},
    {"ask for the draft", ask_draft},
    {"read the draft", read_draft},
    {"take a question", take_question},
    {"took a question", took_question},
    REPLAY_QUEUE,
    {"ask", replay_ask},
    {"begin", replay_begin},
    {"prepare", prepare},
    {"load", replay_load},
    {"wait", replay_wait},
    {"worked", replay_worked},
    {"tell", replay_tell},
    {"next part", replay_next},
    {"collect", collect},
    {"answer", answer},
    {NULL, NULL},
};

const struct route what_if_routes[] = {
    {.method = METHOD_POST,
     .path = "/v1/what-if",
     .name = "what_if",
     .summary =
         "A draft of rules (written out, or by name) over the whole history, beside the rules in force; nothing is "
         "written. NDJSON: "
         "progress, the cases that change, the result",
     .roles = ANY_STAFF,
     .scopes = SCOPE_READ_ALL | SCOPE_REPORT_EXACT,
     .body_cap = BODY_BYTES,
     .body_types = "application/json",
     .logged = LOGGED,
     .steps = steps,
     .asks = "question"},
    {0},
};
