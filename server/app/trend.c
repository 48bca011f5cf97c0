/* GET /v1/reports/trend: for the last day of each month, how many cases are in breach (notices not counted) of
 * each rule and each recommendation, beside the number of open cases, by team and target group. Codex and
 * statutory rules are never added together, so a recommendation has two numbers.
 *
 * A replay: with `known_at` as it was known then. NDJSON: lines {"progress": …}, and at the end {"result": …}.
 * What lies less than six weeks back is provisional: late registrations still come in. */
#include "app/app.h"
#include "app/census.h"
#include "app/replay.h"
#include "app/routes.h"
#include "wire/json_write.h"

enum {
    COUNTS_MAX = 256 << 20,
    PROVISIONAL_DAYS = 42,
    RECOMMENDATIONS = 7,
    MONTHS = 24, /* where `from` is not given */
};

enum by { BY_ALL, BY_TEAM, BY_GROUP, BY_TEAM_AND_GROUP };

/* One day; all cases, a team, a group, or both. */
struct counts {
    uint32_t open;
    uint32_t in_breach[RULE_COUNT];
    uint32_t red[RULE_COUNT];
    uint32_t of_recommendation[RECOMMENDATIONS + 1][2]; /* by enum rule_kind */
};

struct trend {
    struct replay replay; /* first: what the steps of a replay find in call->data */
    day_t from, to, known_day;
    day_t days[CENSUS_DAYS_MAX];
    size_t n_days;
    enum by by;
    bool rounded;
    uint8_t (*severity)[RULE_COUNT]; /* of the case in hand, by day */
    struct counts **counts; /* by day, team, group; behind the last team: no team; last of all: whoever */
    struct arena counts_arena;
    void (*clean)(struct call *call);
};

static struct trend *of(struct task *task)
{
    return call_of(task)->data;
}

static size_t teams_of(const struct trend *t)
{
    return t->by == BY_TEAM || t->by == BY_TEAM_AND_GROUP ? t->replay.teams.n + 1 : 0;
}

static struct counts **place_of(const struct trend *t, size_t day, size_t team, size_t group)
{
    return &t->counts[(day * (teams_of(t) + 1) + team) * (TARGET_GROUP_COUNT + 1) + group];
}

/* ---- in a thread: one case ------------------------------------------------------------------------------- */

/* "R4.1" belongs to recommendation 4. */
static int recommendation_of(size_t rule)
{
    return rule_info((enum rule)rule)->id[1] - '0';
}

static void count(struct counts *counts, const uint8_t *severity)
{
    bool broken[RECOMMENDATIONS + 1][2] = {{false}};
    counts->open++;
    for (size_t rule = RULE_NONE + 1; rule < RULE_COUNT; rule++) {
        if (severity[rule] < SEVERITY_AMBER)
            continue;
        counts->in_breach[rule]++;
        counts->red[rule] += severity[rule] == SEVERITY_RED;
        broken[recommendation_of(rule)][rule_info((enum rule)rule)->kind] = true;
    }
    for (int r = 1; r <= RECOMMENDATIONS; r++)
        for (int kind = 0; kind < 2; kind++)
            counts->of_recommendation[r][kind] += broken[r][kind];
}

static enum err_code on_case(struct replay *replay, struct arena *arena, const struct replay_case *one,
                             struct err *err)
{
    struct trend *t = CONTAINER_OF(replay, struct trend, replay);
    const struct course *course;
    struct spans spans;
    enum err_code code = course_build(arena, &one->history, &course, err);
    if (!code)
        code = course_spans(arena, course, &replay->rules, t->from, t->to + 1, &spans, err);
    if (code)
        return code;
    census_severities(&spans, t->days, t->n_days, t->severity);
    for (size_t i = 0; i < t->n_days; i++) {
        struct standing standing;
        course_standing(course, t->days[i], &standing);
        if (!standing.is_open)
            continue; /* no rule is judged then */
        size_t team = teams_of(t) ? team_on(&replay->teams, &standing, t->days[i]) : 0;
        bool by_group = t->by == BY_GROUP || t->by == BY_TEAM_AND_GROUP;
        struct counts **its = place_of(t, i, team, by_group ? standing.target_group : TARGET_GROUP_COUNT);
        struct counts **all = place_of(t, i, teams_of(t), TARGET_GROUP_COUNT);
        struct counts **places[] = {its, all};
        for (size_t p = 0; p < (its == all ? 1u : 2u); p++) {
            if (!*places[p])
                *places[p] = ARENA_NEW(&t->counts_arena, struct counts);
            if (!*places[p])
                return err_set(err, ERR_NO_MEMORY, "no memory for the counts");
            count(*places[p], t->severity[i]);
        }
    }
    return ERR_NONE;
}

/* ---- steps ----------------------------------------------------------------------------------------------- */

static void clean(struct call *call)
{
    struct trend *t = call->data;
    arena_clear(&t->counts_arena);
    t->clean(call);
}

static enum err_code read_days(struct call *call, struct trend *t, struct err *err)
{
    const struct given *known = call_given(call, "known_at");
    t->replay.known_at = known ? known->number : INSTANT_NEVER;
    if (known && known->number > call->now)
        return err_set_at(err, ERR_INVALID, "?known_at", "parameter known_at: must not lie ahead");
    t->known_day = day_of_instant(known ? known->number : call->now);
    t->to = (day_t)call_number(call, "to", t->known_day);
    t->from = (day_t)call_number(call, "from", day_add_months(t->to, -MONTHS));
    if (t->to > t->known_day)
        return err_set_at(err, ERR_INVALID, "?to", "parameter to: must not lie ahead");
    if (t->from > t->to)
        return err_set_at(err, ERR_INVALID, "?from", "parameter from: must not be later than `to`");
    t->n_days = census_days(t->from, t->to, t->days);
    return t->n_days
               ? ERR_NONE
               : err_set_at(err, ERR_INVALID, "?from", "parameter from: at most %d months", CENSUS_DAYS_MAX);
}

static enum step_result read_question(struct task *task)
{
    struct call *call = call_of(task);
    struct trend *t = ARENA_NEW(call->arena, struct trend);
    if (!t) {
        (void)err_set(&task->err, ERR_NO_MEMORY, "the request needs too much memory");
        return STEP_FAIL;
    }
    t->by = (enum by)call_number(call, "by", BY_ALL);
    t->replay.viewer = report_viewer(call, &t->rounded);
    t->replay.on_case = on_case;
    if (read_days(call, t, &task->err) || replay_open(&t->replay, call, &task->err))
        return STEP_FAIL;
    t->clean = call->clean;
    call->clean = clean;
    arena_init(&t->counts_arena, COUNTS_MAX);
    return STEP_NEXT;
}

static enum step_result prepare(struct task *task)
{
    struct trend *t = of(task);
    struct call *call = call_of(task);
    size_t places = t->n_days * (teams_of(t) + 1) * (TARGET_GROUP_COUNT + 1);
    t->severity = arena_array(call->arena, t->n_days, sizeof *t->severity);
    t->counts = ARENA_ARRAY(call->arena, struct counts *, places);
    if (!t->severity || !t->counts) {
        (void)err_set(&task->err, ERR_NO_MEMORY, "the request needs too much memory");
        return STEP_FAIL;
    }
    call->content_type = "application/x-ndjson";
    return STEP_NEXT;
}

static enum step_result tell(struct task *task)
{
    struct call *call = call_of(task);
    replay_put_progress(&of(task)->replay);
    return call->body.len > 0 ? call_send_piece(call) : STEP_NEXT;
}

/* ---- the result ------------------------------------------------------------------------------------------ */

static void put_counts(struct buf *out, const struct trend *t, const struct counts *counts)
{
    json_key(out, "open"), census_put(out, counts->open, t->rounded);
    json_key(out, "recommendations"), json_begin_array(out);
    for (int r = 1; r <= RECOMMENDATIONS; r++) {
        json_begin_object(out);
        json_key(out, "recommendation"), json_i64(out, r);
        json_key(out, "codex"), census_put(out, counts->of_recommendation[r][RULE_CODEX], t->rounded);
        json_key(out, "statutory"), census_put(out, counts->of_recommendation[r][RULE_STATUTORY], t->rounded);
        json_end_object(out);
    }
    json_end_array(out);
    json_key(out, "rules"), json_begin_array(out);
    for (size_t rule = RULE_NONE + 1; rule < RULE_COUNT; rule++) {
        if (!counts->in_breach[rule])
            continue;
        json_begin_object(out);
        json_key(out, "rule"), json_text(out, rule_info((enum rule)rule)->id);
        json_key(out, "in_breach"), census_put(out, counts->in_breach[rule], t->rounded);
        json_key(out, "red"), census_put(out, counts->red[rule], t->rounded);
        json_end_object(out);
    }
    json_end_array(out);
}

static void put_row(struct buf *out, const struct trend *t, size_t day, size_t team, size_t group)
{
    const struct counts *counts = *place_of(t, day, team, group);
    const struct teams *teams = &t->replay.teams;
    bool by_team = teams_of(t) && team < teams_of(t), by_group = group < TARGET_GROUP_COUNT;
    if (!counts)
        return;
    json_begin_object(out);
    json_key(out, "on"), json_day(out, t->days[day]);
    json_key(out, "provisional"), json_bool(out, t->days[day] > t->known_day - PROVISIONAL_DAYS);
    if (by_team) {
        json_key(out, "team");
        json_str(out, team < teams->n ? teams->at[team].slug : (struct str){NULL, 0});
    }
    if (by_group) {
        const struct catalogue_value *value = catalogue_value(CATALOGUE_TARGET_GROUP, (uint32_t)group);
        json_key(out, "target_group");
        json_str(out, value ? str_of(value->slug) : (struct str){NULL, 0});
    }
    put_counts(out, t, counts);
    json_end_object(out);
}

static enum step_result answer(struct task *task)
{
    static const char *const by[] = {"all", "team", "target_group", "team_and_target_group"};
    struct trend *t = of(task);
    struct call *call = call_of(task);
    struct buf *out = &call->body;
    json_begin_object(out);
    json_key(out, "result"), json_begin_object(out);
    json_key(out, "from"), json_day(out, t->from);
    json_key(out, "to"), json_day(out, t->to);
    json_key(out, "known_at"), json_instant(out, t->replay.known_at);
    json_key(out, "by"), json_text(out, by[t->by]);
    json_key(out, "cases"), census_put(out, t->replay.cases, t->rounded);
    json_key(out, "rounded"), json_bool(out, t->rounded);
    json_key(out, "rows"), json_begin_array(out);
    for (size_t day = 0; day < t->n_days; day++) {
        put_row(out, t, day, teams_of(t), TARGET_GROUP_COUNT);
        for (size_t team = 0; t->by != BY_ALL && team < teams_of(t) + (t->by == BY_GROUP); team++)
            for (size_t group = 0; group < TARGET_GROUP_COUNT + (t->by == BY_TEAM); group++)
                put_row(out, t, day, team, group);
    }
    json_end_array(out);
    json_end_object(out);
    json_end_object(out);
    buf_put_char(out, '\n');
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
    {"ask", replay_ask},
    {"begin", replay_begin},
    {"prepare", prepare},
    {"load", replay_load},
    {"work", replay_work},
    {"worked", replay_worked},
    {"tell", tell},
    {"next part", replay_next},
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
