/* The stored envelopes of a unit: from its drafts, and from the database where they were there already. See
 * record.h. */
#include "app/record_impl.h"
#include "sql.gen.h"

/* ---- answer -------------------------------------------------------------------------------------------- */

static void store_from_draft(struct record_unit *unit, size_t i)
{
    const struct event_draft *draft = &unit->events[i];
    const struct append_event *event = &unit->appended[i];
    struct stored_event *out = &unit->stored[i];
    out->value = draft->value;
    out->value.seq = event->seq;
    out->value.recorded_at = unit->append.recorded_at;
    out->value.recorded_by = unit->viewer->staff;
    size_t place = event->ref_place;
    enum kind corrected = KIND_NONE;
    if (draft->value.kind == KIND_CORRECTED)
        corrected = record_kind_corrected(unit, i);
    if (place)
        out->value.ref = unit->appended[place - 1].seq;
    else if (draft->value.fields & FIELD_REF)
        out->value.ref = 1; /* shown by its id; that it is there is enough here */
    out->names = (struct event_names){.case_id = &unit->course,
                                      .event_id = draft->event_id,
                                      .ref = draft->ref,
                                      .staff = draft->staff,
                                      .unit = draft->unit,
                                      .batch = draft->batch,
                                      .activity = draft->activity,
                                      .recorded_by = unit->recorder,
                                      .note = draft->note,
                                      .note_sha256 = draft->note.at ? event->hash : NULL,
                                      .feed = event->feed_no,
                                      .corrected = corrected};
}

/* The columns behind the typed ones in SQL_STORED_EVENTS. */
enum {
    FEED = HISTORY_COLUMNS + 1,
    HASH,
    REF_ID,
    REF_KIND,
    RECORDED_BY,
    STAFF,
    UNIT_TEXT,
    BATCH,
    ACTIVITY,
    NOTE
};

static enum err_code store_from_row(struct record_unit *unit, const struct db_batch *batch, int row,
                                    struct stored_event *out)
{
    struct str texts[7];
    for (int i = 0; i < 6; i++)
        texts[i] = db_get_text(batch, 0, row, RECORDED_BY + i);
    texts[6] = db_get_text(batch, 0, row, HASH);
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        if (!texts[i].at)
            continue;
        texts[i] = arena_copy(unit->arena, texts[i]);
        if (!texts[i].at)
            return err_set(&unit->err, ERR_NO_MEMORY, "the answer needs too much memory");
    }
    history_event(batch, 0, row, 1, &out->value);
    out->names = (struct event_names){
        .case_id = &unit->course,
        .event_id = db_get_uuid(batch, 0, row, 0),
        .ref = db_get_uuid(batch, 0, row, REF_ID),
        .recorded_by = texts[0],
        .staff = texts[1],
        .unit = texts[2],
        .batch = texts[3],
        .activity = texts[4],
        .note = texts[5],
        .note_sha256 = texts[6].len == SHA256_BYTES ? (const uint8_t *)texts[6].at : NULL,
        .feed = db_get_i64(batch, 0, row, FEED),
        .corrected =
            out->value.kind == KIND_CORRECTED ? (enum kind)db_get_i16(batch, 0, row, REF_KIND) : KIND_NONE};
    return ERR_NONE;
}

static void on_stored(struct db_batch *batch, void *data)
{
    struct record_unit *unit = data;
    if (db_failed(batch)) {
        unit->err = *db_err(batch);
    } else {
        for (int row = 0; row < db_rows(batch, 0) && !unit->err.code; row++) {
            struct uuid id = db_get_uuid(batch, 0, row, 0);
            size_t place = record_place(unit, unit->n, &id);
            if (place)
                unit->err.code = store_from_row(unit, batch, row, &unit->stored[place - 1]);
        }
    }
    db_batch_free(batch);
    task_resume(&unit->task);
}

enum step_result record_answer(struct task *task)
{
    struct record_unit *unit = unit_of(task);
    unit->stored = ARENA_ARRAY(unit->arena, struct stored_event, unit->n);
    if (unit->n > 0 && !unit->stored)
        return no_memory(unit);
    for (size_t i = 0; i < unit->n; i++) {
        if (unit->appended[i].was_there) {
            unit->n_repeated++;
            unit->n_same_activities += unit->events[i].value.kind == KIND_ACTIVITY;
        } else {
            store_from_draft(unit, i);
        }
    }
    if (unit->n_repeated == 0)
        return STEP_DONE;
    struct db_batch *batch = db_batch_new(on_stored, unit);
    if (!batch)
        return no_memory(unit);
    db_batch_for(batch, unit->who.caller);
    db_query(batch, &SQL_STORED_EVENTS);
    db_put_uuid(batch, &unit->course);
    db_put_array(batch, DB_UUID, (uint32_t)unit->n_repeated);
    for (size_t i = 0; i < unit->n; i++)
        if (unit->appended[i].was_there)
            db_put_uuid(batch, &unit->events[i].event_id);
    task_owe(task);
    db_submit(unit->record->reader, batch);
    return STEP_WAIT;
}

enum step_result record_answered(struct task *task)
{
    struct record_unit *unit = unit_of(task);
    if (!unit->err.code)
        return STEP_DONE;
    task->err = unit->err;
    return fail_event(unit, unit->n);
}
