/* See replay.h. */
#include "app/replay.h"

#include "app/app.h"
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
    for (size_t i = 0; i < PARTS_AT_ONCE; i++) {
        struct replay_part *part = &replay->places[i];
        arena_clear(&part->arena);
        arena_clear(&part->scratch);
        arena_clear(&part->kept);
        buf_clear(&part->lines);
    }
    arena_clear(&replay->arena);
    replay_leave(&replay->turn);
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
    for (size_t i = 0; i < PARTS_AT_ONCE; i++) {
        struct replay_part *part = &replay->places[i];
        *part = (struct replay_part){.replay = replay, .place = i};
        arena_init(&part->arena, PART_MAX);
        arena_init(&part->scratch, CASE_MAX);
        arena_init(&part->kept, KEPT_MAX);
        buf_init(&part->lines, LINES_MAX);
    }
    arena_init(&replay->arena, RULES_MAX);
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

static void ask_parts(const struct replay *replay, struct db_batch *batch)
{
    const struct viewer *viewer = &replay->viewer;
    db_query(batch, viewer->sees_all ? &SQL_PARTS_ALL : &SQL_PARTS_OWN);
    db_put_i64(batch, viewer->own_citizen);
    db_put_i32(batch, PART_CASES);
    if (!viewer->sees_all)
        put_principals(batch, viewer);
}

enum { ASKED_RULES, ASKED_TEAMS, ASKED_PARTS = ASKED_TEAMS + TEAMS_STATEMENTS };

enum step_result replay_enter(struct task *task)
{
    return replay_queue_step(call_of(task), &of(task)->turn);
}

enum step_result replay_wait_for_turn(struct task *task)
{
    return replay_stand(call_of(task), &of(task)->turn);
}

static const struct step *step_of(const struct call *call, enum step_result (*run)(struct task *))
{
    const struct step *step = call->route->steps;
    while (step->run != run)
        step++;
    return step;
}

enum step_result replay_next_turn(struct task *task)
{
    struct call *call = call_of(task);
    return replay_called(call, &of(task)->turn, step_of(call, replay_wait_for_turn));
}

enum step_result replay_ask(struct task *task)
{
    struct replay *replay = of(task);
    struct db_batch *batch = call_batch(replay->call);
    if (!batch)
        return STEP_FAIL;
    rules_ask(batch);
    teams_ask(batch);
    ask_parts(replay, batch);
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
        parts_read(&replay->parts, call->result, ASKED_PARTS, &replay->arena, &replay->total, &task->err))
        return STEP_FAIL;
    call->content_type = "application/x-ndjson";
    return STEP_NEXT;
}

/* ---- steps of a part ------------------------------------------------------------------------------------- */

static struct replay *replay_of(const struct part *part)
{
    return part->parts->data;
}

static enum step_result ask_cases(struct task *task)
{
    struct part *part = part_of(task);
    const struct viewer *viewer = &replay_of(part)->viewer;
    struct db_batch *batch = part_batch(part);
    if (!batch)
        return STEP_FAIL;
    db_query(batch, viewer->sees_all ? &SQL_REPLAY_ALL : &SQL_REPLAY_OWN);
    db_put_i64(batch, viewer->own_citizen);
    db_put_i64(batch, part->after);
    db_put_i64(batch, part->upto);
    if (!viewer->sees_all)
        put_principals(batch, viewer);
    return part_submit(part, batch);
}

/* Texts are copied: the answer goes before the part does. */
static enum err_code read_cases(const struct replay *replay, const struct db_batch *batch,
                                struct replay_part *place, struct err *err)
{
    int n = db_rows(batch, 0);
    arena_reset(&place->arena, (struct arena_mark){0});
    place->n = 0;
    place->cases = ARENA_ARRAY(&place->arena, struct replay_case, (size_t)n);
    place->ids = ARENA_ARRAY(&place->arena, int64_t, (size_t)n);
    if (!place->cases || !place->ids)
        return err_set(err, ERR_NO_MEMORY, "no memory for %d cases", n);
    for (int row = 0; row < n; row++) {
        struct str ref = db_get_text(batch, 0, row, 2);
        struct replay_case *one = &place->cases[place->n];
        *one = (struct replay_case){
            .case_id = db_get_i64(batch, 0, row, 0),
            .id = db_get_uuid(batch, 0, row, 1),
            .is_protected = db_get_bool(batch, 0, row, 4),
            .history = {.born = db_get_day(batch, 0, row, 3), .known_at = replay->known_at}};
        place->ids[place->n++] = one->case_id;
        if (ref.at)
            one->external_ref = arena_copy(&place->arena, ref);
        if (ref.at && !one->external_ref.at)
            return err_set(err, ERR_NO_MEMORY, "no memory for %d cases", n);
    }
    return ERR_NONE;
}

static enum step_result ask_histories(struct task *task)
{
    struct part *part = part_of(task);
    struct replay_part *place = &replay_of(part)->places[part->place];
    struct db_batch *batch;
    if (part_db_failed(part) || read_cases(replay_of(part), part->answer, place, &task->err) ||
        !(batch = part_batch(part)))
        return STEP_FAIL;
    history_ask_copy(batch, place->ids, place->n);
    return part_submit(part, batch);
}

/* Both lists are in order of the cases. */
static enum err_code read_histories(struct replay_part *place, const struct db_batch *batch, struct err *err)
{
    struct case_events *histories;
    size_t n, at = 0;
    enum err_code code = history_read_copy(batch, &place->arena, &histories, &n, err);
    for (size_t i = 0; i < n && !code; i++) {
        while (place->cases[at].case_id != histories[i].case_id)
            at++;
        place->cases[at].history.events = histories[i].events;
        place->cases[at].history.n = histories[i].n;
    }
    return code;
}

/* In a thread: histories go through core. */
static enum err_code work_on(struct replay_part *place, const struct db_batch *batch, struct err *err)
{
    const struct replay *replay = place->replay;
    enum err_code code = read_histories(place, batch, err);
    for (size_t i = 0; i < place->n && !code; i++) {
        const struct replay_case *one = &place->cases[i];
        if (one->is_protected && !replay->sees_cases) {
            place->protected ++;
            continue;
        }
        place->done++;
        if (one->history.n)
            code = replay->on_case(place, &place->scratch, one, err);
        arena_reset(&place->scratch, (struct arena_mark){0});
        if (!code && place->lines.failed)
            code = err_set(err, ERR_NO_MEMORY, "no memory for the lines of the answer");
    }
    return code;
}

static void in_thread(struct part *part)
{
    (void)work_on(&replay_of(part)->places[part->place], part->answer, &part->task.err);
}

static enum step_result work(struct task *task)
{
    struct part *part = part_of(task);
    return part_db_failed(part) ? STEP_FAIL : part_work(part, in_thread);
}

static enum step_result finish(struct task *task)
{
    return task->err.code ? STEP_FAIL : STEP_DONE;
}

static const struct step part_steps[] = {
    {"ask for cases", ask_cases},
    {"ask for histories", ask_histories},
    {"work", work},
    {"finish", finish},
    {NULL, NULL},
};

/* ---- the parts, as they come through --------------------------------------------------------------------- */

enum step_result replay_load(struct task *task)
{
    struct replay *replay = of(task);
    for (size_t i = 0; i < PARTS_AT_ONCE; i++) {
        replay->places[i].counts = ARENA_ARRAY(&replay->arena, uint32_t *, replay->n_counts);
        if (!replay->places[i].counts)
            return call_fail(replay->call, ERR_NO_MEMORY, "the request needs too much memory");
    }
    replay->parts.owner = task;
    replay->parts.loop = &replay->call->app->loop;
    replay->parts.links = &replay->call->app->reports;
    replay->parts.n_links = 1;
    replay->parts.caller = replay->viewer.caller;
    replay->parts.steps = part_steps;
    replay->parts.data = replay;
    parts_begin(&replay->parts);
    return STEP_NEXT;
}

enum step_result replay_wait(struct task *task)
{
    return parts_wait(&of(task)->parts);
}

enum step_result replay_worked(struct task *task)
{
    struct replay *replay = of(task);
    if (!parts_left(&replay->parts))
        return STEP_NEXT;
    if (parts_failed(&replay->parts))
        return STEP_FAIL;
    struct replay_part *place = &replay->places[parts_turn(&replay->parts)->place];
    replay->cases += place->done;
    replay->protected += place->protected;
    place->done = place->protected = 0;
    buf_put_str(&replay->call->body, buf_str(&place->lines));
    buf_empty(&place->lines);
    return STEP_NEXT;
}

/* Who sees no case is told the hundredths that are done: the number of cases would be one more to compare. */
static void put_progress(const struct replay *replay, struct buf *out)
{
    uint64_t done = replay->cases + replay->protected;
    json_begin_object(out);
    json_key(out, "progress"), json_begin_object(out);
    if (replay->rounded)
        json_key(out, "percent"), json_i64(out, (int64_t)(done * 100 / (replay->total ? replay->total : 1)));
    else {
        json_key(out, "cases"), json_i64(out, (int64_t)done);
        json_key(out, "of"), json_i64(out, (int64_t)replay->total);
    }
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
    if (parts_left(&replay->parts) && now - replay->told_at >= TELL_NS) {
        replay->told_at = now;
        put_progress(replay, &call->body);
    }
    return call->body.len > 0 ? call_send_piece(call) : STEP_NEXT;
}

enum step_result replay_next(struct task *task)
{
    struct replay *replay = of(task);
    if (!parts_left(&replay->parts))
        return STEP_NEXT;
    parts_next(&replay->parts);
    task->next = step_of(replay->call, replay_wait); /* a loop: back to the step that waits */
    return STEP_NEXT;
}

/* ---- counting -------------------------------------------------------------------------------------------- */

void *replay_counts_of(struct replay_part *part, size_t number)
{
    uint32_t **counts = &part->counts[number];
    if (!*counts)
        *counts = arena_alloc(&part->kept, part->replay->size_of_counts);
    return *counts;
}

const void *replay_counts(struct replay *replay, size_t number)
{
    uint32_t *sum = NULL;
    for (size_t i = 0; i < PARTS_AT_ONCE; i++) {
        uint32_t **place = &replay->places[i].counts[number], *counts = *place;
        *place = NULL;
        for (size_t k = 0; sum && counts && k < replay->size_of_counts / sizeof *sum; k++)
            sum[k] += counts[k];
        if (!sum)
            sum = counts;
    }
    return replay->places[0].counts[number] = sum;
}

void replay_put_cases(struct buf *out, const struct replay *replay, struct disclosure *disclosure, day_t day)
{
    struct cell cell = {
        .day = day, .team = CELL_TEAM_ALL, .target_group = CELL_GROUP_ALL, .measure = MEASURE_CASES};
    json_key(out, "cases"), disclosure_put(out, disclosure, disclose(disclosure, cell, replay->cases));
    cell.measure = MEASURE_PROTECTED;
    json_key(out, "protected"),
        disclosure_put(out, disclosure, disclose(disclosure, cell, replay->protected));
    json_key(out, "rounded"), json_bool(out, replay->rounded);
}
