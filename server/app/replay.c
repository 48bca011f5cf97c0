/* See replay.h. */
#include "app/replay.h"

#include "app/app.h"
#include "app/census.h"
#include "sql.gen.h"
#include "store/store_history.h"
#include "store/store_rules.h"
#include "wire/json_write.h"

enum {
    PART_MAX = 256 << 20, /* bytes of one part, decoded */
    CASE_MAX = 64 << 20,
    RULES_MAX = 64 << 20,
    KEPT_MAX = 256 << 20,
    LINES_MAX = 64 << 20, /* of one part */
    TELL_NS = 250000000,
};

static struct replay *of(struct task *task)
{
    return call_of(task)->data;
}

/* ---- begin and end --------------------------------------------------------------------------------------- */

static void clean(struct call *call)
{
    struct replay *replay = call->data;
    for (size_t i = 0; i < ARRAY_LEN(replay->parts); i++) {
        db_batch_free(replay->parts[i].events);
        arena_clear(&replay->parts[i].arena);
    }
    arena_clear(&replay->scratch);
    arena_clear(&replay->arena);
    arena_clear(&replay->kept);
    buf_clear(&replay->lines);
    if (replay->counted)
        call->app->replays--;
}

static void set_viewer(struct replay *replay, const struct caller *caller)
{
    replay->viewer = caller->viewer;
    replay->rounded = caller->role == STAFF_AUDITOR || caller->role == STAFF_ADMINISTRATOR;
    replay->sees_cases = !replay->rounded && (!caller->token || caller->viewer.sees_all);
    if (!replay->sees_cases)
        replay->viewer.sees_all = true;
}

void replay_open(struct replay *replay, struct call *call)
{
    replay->call = call;
    replay->known_at = INSTANT_NEVER;
    set_viewer(replay, &call->caller);
    for (size_t i = 0; i < ARRAY_LEN(replay->parts); i++)
        arena_init(&replay->parts[i].arena, PART_MAX);
    arena_init(&replay->scratch, CASE_MAX);
    arena_init(&replay->arena, RULES_MAX);
    arena_init(&replay->kept, KEPT_MAX);
    buf_init(&replay->lines, LINES_MAX);
    call->data = replay;
    call->clean = clean;
}

/* ---- asking ---------------------------------------------------------------------------------------------- */

static void put_principals(struct db_batch *batch, const struct viewer *viewer)
{
    db_put_array(batch, DB_I64, viewer->n_principals);
    for (uint32_t i = 0; i < viewer->n_principals; i++)
        db_put_i64(batch, viewer->principals[i]);
}

static void ask_cases(const struct replay *replay, struct db_batch *batch, int64_t after)
{
    const struct viewer *viewer = &replay->viewer;
    db_query(batch, viewer->sees_all ? &SQL_REPLAY_ALL : &SQL_REPLAY_OWN);
    db_put_i64(batch, viewer->own_citizen);
    db_put_i64(batch, after);
    db_put_i32(batch, REPLAY_CASES);
    if (!viewer->sees_all)
        put_principals(batch, viewer);
}

/* Texts are copied: the batch goes before the part does. */
static enum err_code read_cases(const struct replay *replay, const struct db_batch *batch, int query,
                                struct replay_part *part, struct err *err)
{
    int n = db_rows(batch, query);
    arena_reset(&part->arena, (struct arena_mark){0});
    part->n = 0;
    part->cases = ARENA_ARRAY(&part->arena, struct replay_case, (size_t)n);
    if (!part->cases)
        return err_set(err, ERR_NO_MEMORY, "no memory for %d cases", n);
    for (int row = 0; row < n; row++) {
        struct str ref = db_get_text(batch, query, row, 2);
        struct replay_case *one = &part->cases[part->n++];
        *one = (struct replay_case){
            .case_id = db_get_i64(batch, query, row, 0),
            .id = db_get_uuid(batch, query, row, 1),
            .is_protected = db_get_bool(batch, query, row, 4),
            .history = {.born = db_get_day(batch, query, row, 3), .known_at = replay->known_at}};
        if (ref.at)
            one->external_ref = arena_copy(&part->arena, ref);
        if (ref.at && !one->external_ref.at)
            return err_set(err, ERR_NO_MEMORY, "no memory for %d cases", n);
    }
    return ERR_NONE;
}

enum { ASKED_RULES, ASKED_TEAMS, ASKED_COUNT = ASKED_TEAMS + TEAMS_STATEMENTS, ASKED_CASES };

enum step_result replay_ask(struct task *task)
{
    struct replay *replay = of(task);
    struct app *app = replay->call->app;
    if (app->replays >= REPLAYS_AT_ONCE) {
        call_header(replay->call, "retry-after", STR("1"));
        return call_fail(replay->call, ERR_THROTTLED, "%d replays are running already; try again",
                         REPLAYS_AT_ONCE);
    }
    struct db_batch *batch = call_batch(replay->call);
    if (!batch)
        return STEP_FAIL;
    app->replays++;
    replay->counted = true;
    rules_ask(batch);
    teams_ask(batch);
    db_query(batch, &SQL_REPLAY_COUNT);
    db_put_bool(batch, replay->viewer.sees_all);
    put_principals(batch, &replay->viewer);
    db_put_i64(batch, replay->viewer.own_citizen);
    ask_cases(replay, batch, 0);
    return call_submit(replay->call, call_reports(replay->call), batch);
}

enum step_result replay_begin(struct task *task)
{
    struct replay *replay = of(task);
    struct call *call = replay->call;
    if (call_db_failed(call) ||
        rules_read(call->result, ASKED_RULES, &replay->arena, replay->known_at, NULL, &replay->rules,
                   &task->err) ||
        (replay->on_top && rules_read(call->result, ASKED_RULES, &replay->arena, replay->known_at,
                                      replay->on_top, &replay->draft_rules, &task->err)) ||
        teams_read(call->result, ASKED_TEAMS, &replay->arena, &replay->teams, &task->err) ||
        read_cases(replay, call->result, ASKED_CASES, &replay->parts[0], &task->err))
        return STEP_FAIL;
    replay->total = (uint64_t)db_get_i64(call->result, ASKED_COUNT, 0, 0);
    call->content_type = "application/x-ndjson";
    return STEP_NEXT;
}

/* ---- the parts ------------------------------------------------------------------------------------------- */

enum { LOADED_EVENTS, LOADED_CASES };

/* The histories of a part, and which cases come after it. */
static enum step_result load(struct replay *replay, const struct replay_part *part)
{
    struct db_batch *batch = call_batch(replay->call);
    if (!batch)
        return STEP_FAIL;
    db_query(batch, &SQL_HISTORY_OF_CASES);
    db_put_array(batch, DB_I64, (uint32_t)part->n);
    for (size_t i = 0; i < part->n; i++)
        db_put_i64(batch, part->cases[i].case_id);
    ask_cases(replay, batch, part->n ? part->cases[part->n - 1].case_id : INT64_MAX);
    return call_submit(replay->call, call_reports(replay->call), batch);
}

enum step_result replay_load(struct task *task)
{
    struct replay *replay = of(task);
    return load(replay, &replay->parts[replay->current]);
}

/* In a thread: rows become histories, histories go through core. */
static enum err_code work_on(struct replay *replay, struct replay_part *part, struct err *err)
{
    int rows = db_rows(part->events, LOADED_EVENTS);
    struct event *events = ARENA_ARRAY(&part->arena, struct event, (size_t)rows);
    if (!events)
        return err_set(err, ERR_NO_MEMORY, "no memory for %d events", rows);
    int row = 0;
    for (size_t i = 0; i < part->n; i++) {
        struct replay_case *one = &part->cases[i];
        one->history.events = events + row;
        for (; row < rows && db_get_i64(part->events, LOADED_EVENTS, row, 0) == one->case_id; row++)
            history_event(part->events, LOADED_EVENTS, row, 1, &events[row]);
        one->history.n = (size_t)(events + row - one->history.events);
        if (one->is_protected && !replay->sees_cases) {
            replay->protected ++;
            continue;
        }
        replay->cases++;
        replay->events += one->history.n;
        enum err_code code = one->history.n ? replay->on_case(replay, &replay->scratch, one, err) : ERR_NONE;
        arena_reset(&replay->scratch, (struct arena_mark){0});
        if (!code && replay->lines.failed)
            code = err_set(err, ERR_NO_MEMORY, "no memory for the lines of the answer");
        if (code)
            return code;
    }
    return ERR_NONE;
}

static void in_thread(void *data)
{
    struct replay *replay = data;
    (void)work_on(replay, &replay->parts[replay->current], &replay->work_err);
}

enum step_result replay_work(struct task *task)
{
    struct replay *replay = of(task);
    struct call *call = replay->call;
    struct replay_part *part = &replay->parts[replay->current], *next = &replay->parts[!replay->current];
    if (call_db_failed(call) || read_cases(replay, call->result, LOADED_CASES, next, &task->err))
        return STEP_FAIL;
    part->events = call->result;
    call->result = NULL;
    if (next->n > 0 && load(replay, next) == STEP_FAIL)
        return STEP_FAIL;
    return work_start(&replay->work, &call->app->loop, task, in_thread, replay);
}

enum step_result replay_worked(struct task *task)
{
    struct replay *replay = of(task);
    struct replay_part *part = &replay->parts[replay->current];
    db_batch_free(part->events);
    part->events = NULL;
    if (!replay->work_err.code)
        return STEP_NEXT;
    task->err = replay->work_err;
    return STEP_FAIL;
}

static void put_progress(const struct replay *replay, struct buf *out)
{
    json_begin_object(out);
    json_key(out, "progress"), json_begin_object(out);
    json_key(out, "cases"), census_put(out, replay->cases + replay->protected, replay->rounded);
    json_key(out, "of"), census_put(out, replay->total, replay->rounded);
    json_end_object(out);
    json_end_object(out);
    buf_put_char(out, '\n');
}

/* What a part has brought, and now and then how far it is. */
enum step_result replay_tell(struct task *task)
{
    struct replay *replay = of(task);
    struct call *call = replay->call;
    uint64_t now = uv_hrtime();
    buf_put_str(&call->body, buf_str(&replay->lines));
    buf_empty(&replay->lines);
    if (now - replay->told_at >= TELL_NS) {
        replay->told_at = now;
        put_progress(replay, &call->body);
    }
    return call->body.len > 0 ? call_send_piece(call) : STEP_NEXT;
}

enum step_result replay_next(struct task *task)
{
    struct replay *replay = of(task);
    replay->current = !replay->current;
    if (replay->parts[replay->current].n == 0)
        return STEP_NEXT;
    const struct step *step = replay->call->route->steps; /* a loop: back to the step that works */
    while (step->run != replay_work)
        step++;
    task->next = step;
    return STEP_NEXT;
}
