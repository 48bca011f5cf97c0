/* GET /v1/reports/trend: for the last day of each month, how many cases are in breach (notices not counted) of
 * each rule and each recommendation, beside the number of open cases, by team and target group. Codex and
 * statutory rules are never added together, so a recommendation has two numbers. Cases whose flags of a rule are all
 * waived or exempted that day are in breach all the same, and counted on their own beside (rules 7.4).
 *
 * A replay: with `known_at` as it was known then. NDJSON: lines {"progress": …}, and at the end {"result": …}.
 * What lies less than six weeks back is provisional: late registrations still come in. Who sees no cases gets
 * rounded numbers (disclosure.h) of ends of months, also as known then, and protected citizens are not in them but
 * counted apart. */
#include "app/app.h"
#include "app/census.h"
#include "app/disclosure.h"
#include "app/replay.h"
#include "app/routes.h"
#include "core/timeline.h"
#include "wire/json_write.h"

enum {
    PROVISIONAL_DAYS = 42,
    RECOMMENDATIONS = 7,
};

enum by { BY_ALL, BY_TEAM, BY_GROUP, BY_TEAM_AND_GROUP };

/* One day; all cases, a team, a group, or both. */
struct counts {
    uint32_t open;
    uint32_t in_breach[RULE_COUNT];
    uint32_t red[RULE_COUNT];
    uint32_t set_aside[RULE_COUNT];                     /* of those in breach: waived or exempted */
    uint32_t of_recommendation[RECOMMENDATIONS + 1][2]; /* by enum rule_kind */
};

struct trend {
    struct replay replay; /* first: what the steps of a replay find in call->data */
    struct census census;
    struct disclosure disclosure;
    day_t known_day;
    enum by by;
    /* Of the case in hand of each part, by day: how bad it is, and without what is waived or exempted. */
    uint8_t (*severity[PARTS_AT_ONCE])[RULE_COUNT], (*left[PARTS_AT_ONCE])[RULE_COUNT];
};

static struct trend *of(struct task *task)
{
    return call_of(task)->data;
}

static size_t teams_of(const struct trend *t)
{
    return t->by == BY_TEAM || t->by == BY_TEAM_AND_GROUP ? t->replay.teams.n + 1 : 0;
}

/* By day, team, group; behind the last team: no team; last of all: whoever. */
static size_t number_of(const struct trend *t, size_t day, size_t team, size_t group)
{
    return (day * (teams_of(t) + 1) + team) * (TARGET_GROUP_COUNT + 1) + group;
}

/* ---- in a thread: one case ------------------------------------------------------------------------------- */

/* "R4.1" belongs to recommendation 4. */
static int recommendation_of(size_t rule)
{
    return rule_info((enum rule)rule)->id[1] - '0';
}

static void count(struct counts *counts, const uint8_t *severity, const uint8_t *left)
{
    bool broken[RECOMMENDATIONS + 1][2] = {{false}};
    counts->open++;
    for (size_t rule = RULE_NONE + 1; rule < RULE_COUNT; rule++) {
        if (severity[rule] < SEVERITY_AMBER)
            continue;
        counts->in_breach[rule]++;
        counts->red[rule] += severity[rule] == SEVERITY_RED;
        counts->set_aside[rule] += left[rule] < SEVERITY_AMBER;
        broken[recommendation_of(rule)][rule_info((enum rule)rule)->kind] = true;
    }
    for (int r = 1; r <= RECOMMENDATIONS; r++)
        for (int kind = 0; kind < 2; kind++)
            counts->of_recommendation[r][kind] += broken[r][kind];
}

/* What leaders did about flags is looked at on all days: on which day a block of days in breach began decides. */
static enum err_code without_set_aside(const struct trend *t, struct arena *arena,
                                       const struct course *course, uint8_t (*left)[RULE_COUNT],
                                       struct err *err)
{
    struct spans spans;
    struct handlings handlings;
    enum err_code code = course_spans(arena, course, &t->replay.rules, DAY_NONE, DAY_NEVER, &spans, err);
    if (!code)
        code = course_handling(arena, course, &spans, &handlings, err);
    if (!code)
        census_severities(&t->census, &spans, &handlings, left);
    return code;
}

static enum err_code on_case(struct replay_part *part, struct arena *arena, const struct replay_case *one,
                             struct err *err)
{
    struct replay *replay = part->replay;
    struct trend *t = CONTAINER_OF(replay, struct trend, replay);
    uint8_t(*severity)[RULE_COUNT] = t->severity[part->place], (*left)[RULE_COUNT] = severity;
    const struct course *course;
    struct spans spans;
    enum err_code code = course_build(arena, &one->history, &course, err);
    if (!code)
        code = course_spans(arena, course, &replay->rules, t->census.from, t->census.to + 1, &spans, err);
    if (code)
        return code;
    census_severities(&t->census, &spans, NULL, severity);
    if (count_of(course, KIND_FLAG_WAIVED) || count_of(course, KIND_FLAG_EXEMPTED)) {
        left = t->left[part->place];
        code = without_set_aside(t, arena, course, left, err);
        if (code)
            return code;
    }
    for (size_t i = 0; i < t->census.n; i++) {
        struct standing standing;
        course_standing(course, t->census.days[i], &standing);
        if (!standing.is_open)
            continue; /* no rule is judged then */
        size_t team = teams_of(t) ? team_on(&replay->teams, &standing, t->census.days[i]) : 0;
        bool by_group = t->by == BY_GROUP || t->by == BY_TEAM_AND_GROUP;
        size_t its = number_of(t, i, team, by_group ? standing.target_group : TARGET_GROUP_COUNT);
        size_t all = number_of(t, i, teams_of(t), TARGET_GROUP_COUNT);
        size_t places[] = {its, all};
        for (size_t p = 0; p < (its == all ? 1u : 2u); p++) {
            struct counts *counts = replay_counts_of(part, places[p]);
            if (!counts)
                return err_set(err, ERR_NO_MEMORY, "no memory for the counts");
            count(counts, severity[i], left[i]);
        }
    }
    return ERR_NONE;
}

/* ---- steps ----------------------------------------------------------------------------------------------- */

static enum step_result fail_known_at(struct task *task, const char *why)
{
    (void)err_set_at(&task->err, ERR_INVALID, "?known_at", "`known_at` %s", why);
    return STEP_FAIL;
}

static enum step_result read_question(struct task *task)
{
    struct call *call = call_of(task);
    struct trend *t = ARENA_NEW(call->arena, struct trend);
    if (!t)
        return call_fail(call, ERR_NO_MEMORY, "the request needs too much memory");
    replay_open(&t->replay, call);
    t->replay.on_case = on_case;
    t->replay.known_at = call_number(call, "known_at", INSTANT_NEVER);
    t->census.rounded = t->disclosure.rounded = t->replay.rounded;
    t->by = (enum by)call_number(call, "by", BY_ALL);
    instant_t known_at = call_number(call, "known_at", call->now);
    if (known_at > call->now)
        return fail_known_at(task, "lies ahead");
    if (call_given(call, "known_at") && t->replay.rounded && !census_is_month_end(known_at))
        return fail_known_at(task, "must be the end of a month, where numbers are rounded: midnight");
    t->known_day = day_of_instant(known_at);
    return census_take(&t->census, (day_t)call_number(call, "from", DAY_NONE),
                       (day_t)call_number(call, "to", DAY_NONE), t->known_day, '?', &task->err)
               ? STEP_FAIL
               : STEP_NEXT;
}

static enum step_result prepare(struct task *task)
{
    struct trend *t = of(task);
    struct call *call = call_of(task);
    t->replay.n_counts = t->census.n * (teams_of(t) + 1) * (TARGET_GROUP_COUNT + 1);
    t->replay.size_of_counts = sizeof(struct counts);
    for (size_t i = 0; i < PARTS_AT_ONCE; i++) {
        t->severity[i] = arena_array(call->arena, t->census.n, sizeof *t->severity[i]);
        t->left[i] = arena_array(call->arena, t->census.n, sizeof *t->left[i]);
        if (!t->severity[i] || !t->left[i])
            return call_fail(call, ERR_NO_MEMORY, "the request needs too much memory");
    }
    return STEP_NEXT;
}

/* ---- the result ------------------------------------------------------------------------------------------ */

static void put_number(struct buf *out, const char *key, struct disclosure *disclosure, struct cell cell,
                       uint32_t measure, uint32_t n)
{
    cell.measure = measure;
    json_key(out, key), disclosure_put(out, disclosure, disclose(disclosure, cell, n));
}

static void put_recommendations(struct buf *out, struct trend *t, struct cell cell,
                                const struct counts *counts)
{
    json_key(out, "recommendations"), json_begin_array(out);
    for (uint32_t r = 1; r <= RECOMMENDATIONS; r++) {
        const uint32_t *broken = counts->of_recommendation[r];
        cell.rule = r;
        json_begin_object(out);
        json_key(out, "recommendation"), json_i64(out, r);
        put_number(out, "codex", &t->disclosure, cell, MEASURE_CODEX, broken[RULE_CODEX]);
        put_number(out, "statutory", &t->disclosure, cell, MEASURE_STATUTORY, broken[RULE_STATUTORY]);
        json_end_object(out);
    }
    json_end_array(out);
}

static void put_rules(struct buf *out, struct trend *t, struct cell cell, const struct counts *counts)
{
    json_key(out, "rules"), json_begin_array(out);
    for (cell.rule = RULE_NONE + 1; cell.rule < RULE_COUNT; cell.rule++) {
        size_t begin = out->len;
        cell.measure = MEASURE_BREACH;
        uint32_t in_breach = disclose(&t->disclosure, cell, counts->in_breach[cell.rule]);
        json_begin_object(out);
        json_key(out, "rule"), json_text(out, rule_info((enum rule)cell.rule)->id);
        json_key(out, "in_breach"), disclosure_put(out, &t->disclosure, in_breach);
        put_number(out, "red", &t->disclosure, cell, MEASURE_RED, counts->red[cell.rule]);
        put_number(out, "set_aside", &t->disclosure, cell, MEASURE_SET_ASIDE, counts->set_aside[cell.rule]);
        json_end_object(out);
        if (!is_worth_telling(&t->disclosure, in_breach))
            out->len = begin;
    }
    json_end_array(out);
}

static void put_row(struct buf *out, struct trend *t, size_t day, size_t team, size_t group)
{
    const struct counts *counts = replay_counts(&t->replay, number_of(t, day, team, group));
    const struct teams *teams = &t->replay.teams;
    bool by_team = teams_of(t) && team < teams_of(t), by_group = group < TARGET_GROUP_COUNT;
    if (!counts)
        return;
    struct cell cell = {.day = t->census.days[day],
                        .team = !by_team          ? CELL_TEAM_ALL
                                : team < teams->n ? teams->at[team].id
                                                  : CELL_TEAM_NONE,
                        .target_group = by_group ? (uint32_t)group : CELL_GROUP_ALL,
                        .measure = MEASURE_OPEN};
    size_t begin = out->len;
    uint32_t open = disclose(&t->disclosure, cell, counts->open);
    json_begin_object(out);
    json_key(out, "on"), json_day(out, t->census.days[day]);
    json_key(out, "provisional"), json_bool(out, t->census.days[day] > t->known_day - PROVISIONAL_DAYS);
    if (by_team) {
        json_key(out, "team");
        json_str(out, team < teams->n ? teams->at[team].slug : (struct str){NULL, 0});
    }
    if (by_group) {
        const struct catalogue_value *value = catalogue_value(CATALOGUE_TARGET_GROUP, (uint32_t)group);
        json_key(out, "target_group");
        json_str(out, value ? str_of(value->slug) : (struct str){NULL, 0});
    }
    json_key(out, "open"), disclosure_put(out, &t->disclosure, open);
    put_recommendations(out, t, cell, counts);
    put_rules(out, t, cell, counts);
    json_end_object(out);
    if (!is_worth_telling(&t->disclosure, open))
        out->len = begin;
}

static void put_result(struct buf *out, struct trend *t)
{
    static const char *const by[] = {"all", "team", "target_group", "team_and_target_group"};
    json_begin_object(out);
    json_key(out, "result"), json_begin_object(out);
    json_key(out, "from"), json_day(out, t->census.from);
    json_key(out, "to"), json_day(out, t->census.to);
    json_key(out, "known_at"), json_instant(out, t->replay.known_at);
    json_key(out, "by"), json_text(out, by[t->by]);
    replay_put_cases(out, &t->replay, &t->disclosure, t->census.to);
    json_key(out, "rows"), json_begin_array(out);
    for (size_t day = 0; day < t->census.n; day++) {
        put_row(out, t, day, teams_of(t), TARGET_GROUP_COUNT);
        for (size_t team = 0; t->by != BY_ALL && team < teams_of(t) + (t->by == BY_GROUP); team++)
            for (size_t group = 0; group < TARGET_GROUP_COUNT + (t->by == BY_TEAM); group++)
                put_row(out, t, day, team, group);
    }
    json_end_array(out);
    json_end_object(out);
    json_end_object(out);
    buf_put_char(out, '\n');
}

static enum step_result collect(struct task *task)
{
    struct trend *t = of(task);
    struct buf unused;
    if (!t->replay.rounded)
        return STEP_NEXT;
    buf_init(&unused, BODY_MAX_BYTES);
    disclosure_begin(&t->disclosure);
    put_result(&unused, t);
    buf_clear(&unused);
    return disclosure_ask(&t->disclosure, call_of(task));
}

static enum step_result answer(struct task *task)
{
    struct trend *t = of(task);
    struct call *call = call_of(task);
    if (disclosure_read(&t->disclosure, call))
        return STEP_FAIL;
    put_result(&call->body, t);
    call_log_rows(call, 0, 0);
    return STEP_DONE;
}

static const struct query_param params[] = {
    {.name = "from", .type = PARAM_DAY, .text = "from this day on; 24 months before `to`"},
    {.name = "to", .type = PARAM_DAY, .text = "to this day; today, or the day of known_at"},
    {.name = "by",
     .type = PARAM_WORD,
     .words = "all|team|target_group|team_and_target_group",
     .text = "rows for each"},
    {.name = "known_at", .type = PARAM_INSTANT, .text = "as it was known at that instant"},
    {0},
};

static const struct step steps[] = {
    {"read the question", read_question},
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

const struct route trend_routes[] = {
    {.method = METHOD_GET,
     .path = "/v1/reports/trend",
     .name = "report_trend",
     .summary =
         "Cases in breach at the end of each month by rule and recommendation, beside the open ones. NDJSON: "
         "progress, then the result",
     .roles = STAFF_BIT(STAFF_LEADER) | STAFF_BIT(STAFF_AUDITOR),
     .scopes = SCOPE_READ_ALL | SCOPE_REPORT_EXACT,
     .params = params,
     .logged = LOGGED,
     .steps = steps},
    {0},
};
