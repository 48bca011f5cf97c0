/* See parts.h. */
#include "app/parts.h"

enum err_code parts_read(struct parts *parts, const struct db_batch *batch, int query, struct arena *arena,
                         uint64_t *cases, struct err *err)
{
    struct db_array ends = db_get_array(batch, query, 0, 0);
    int64_t last = db_get_i64(batch, query, 0, 1);
    int64_t *at = ARENA_ARRAY(arena, int64_t, (size_t)ends.n + 1);
    if (!at)
        return err_set(err, ERR_NO_MEMORY, "no memory for %u parts", (unsigned)ends.n);
    size_t n = 0;
    while (n < ends.n && db_item_i64(&ends, &at[n]))
        n++;
    if (last > (n ? at[n - 1] : 0))
        at[n++] = last;
    parts->ends = at;
    parts->n = n;
    *cases = (uint64_t)db_get_i64(batch, query, 0, 2);
    return ERR_NONE;
}

static void drop_answer(struct part *part)
{
    db_batch_free(part->answer);
    part->answer = NULL;
}

static void on_end(struct task *task)
{
    struct part *part = part_of(task);
    struct parts *parts = part->parts;
    struct task *owner = parts->owner;
    bool waited_for = parts->waited_for && part == parts_turn(parts);
    drop_answer(part);
    part->through = true;
    if (waited_for)
        parts->waited_for = false;
    task_release(owner); /* is owed one where it waits, so it does not end here */
    if (waited_for)
        task_resume(owner);
}

static void begin(struct parts *parts)
{
    if (parts->begun == parts->n)
        return;
    size_t number = parts->begun++;
    struct part *part = &parts->at[number % PARTS_AT_ONCE];
    *part = (struct part){.parts = parts,
                          .place = number % PARTS_AT_ONCE,
                          .after = number ? parts->ends[number - 1] : 0,
                          .upto = parts->ends[number]};
    task_hold(parts->owner);
    task_start(&part->task, parts->steps, on_end);
}

void parts_begin(struct parts *parts)
{
    for (size_t i = 0; i < PARTS_AT_ONCE; i++)
        begin(parts);
}

bool parts_left(const struct parts *parts)
{
    return parts->taken < parts->n;
}

struct part *parts_turn(struct parts *parts)
{
    return &parts->at[parts->taken % PARTS_AT_ONCE];
}

enum step_result parts_wait(struct parts *parts)
{
    if (!parts_left(parts) || parts_turn(parts)->through)
        return STEP_NEXT;
    parts->waited_for = true;
    task_owe(parts->owner);
    return STEP_WAIT;
}

bool parts_failed(struct parts *parts)
{
    struct part *part = parts_turn(parts);
    if (!part->task.failed)
        return false;
    parts->owner->err = part->task.err;
    return true;
}

void parts_next(struct parts *parts)
{
    parts->taken++;
    begin(parts);
}

/* ---- a part ---------------------------------------------------------------------------------------------- */

static void on_answer(struct db_batch *batch, void *data)
{
    struct part *part = data;
    part->answer = batch;
    task_resume(&part->task);
}

struct db_batch *part_batch(struct part *part)
{
    struct db_batch *batch = db_batch_new(on_answer, part);
    if (!batch)
        (void)err_set(&part->task.err, ERR_NO_MEMORY, "no memory for a statement");
    else
        db_batch_for(batch, part->parts->caller);
    return batch;
}

enum step_result part_submit(struct part *part, struct db_batch *batch)
{
    drop_answer(part);
    if (task_is_ending(part->parts->owner)) {
        db_batch_free(batch);
        return STEP_DONE;
    }
    task_owe(&part->task);
    db_submit(db_link_least_loaded(part->parts->links, part->parts->n_links), batch);
    return STEP_WAIT;
}

bool part_db_failed(struct part *part)
{
    if (!db_failed(part->answer))
        return false;
    part->task.err = *db_err(part->answer);
    return true;
}

static void in_thread(void *data)
{
    struct part *part = data;
    part->run(part);
    drop_answer(part); /* takes its time, too */
}

enum step_result part_work(struct part *part, void (*run)(struct part *part))
{
    if (task_is_ending(part->parts->owner))
        return STEP_DONE;
    part->run = run;
    return work_start(&part->work, part->parts->loop, &part->task, in_thread, part);
}
