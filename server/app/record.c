/* See record.h. */
#include "app/record_impl.h"
#include "sql.gen.h"
#include "store/store_rules.h"

enum { MAX_ROUNDS = 8 };

/* ---- rules --------------------------------------------------------------------------------------------- */

static void on_rules(struct db_batch *batch, void *data)
{
    struct record_unit *unit = data;
    unit->err = db_failed(batch) ? *db_err(batch) : (struct err){0};
    if (!db_failed(batch))
        unit->err.code = rules_read(batch, 0, unit->arena, INSTANT_NEVER, NULL, &unit->rules, &unit->err);
    db_batch_free(batch);
    task_resume(&unit->task);
}

/* Which flags stand is asked of the rules; other moves know none. */
static enum step_result step_ask_rules(struct task *task)
{
    struct record_unit *unit = unit_of(task);
    bool any_flag = false;
    unit->err = (struct err){0};
    for (size_t i = 0; i < unit->n; i++)
        any_flag = any_flag || move_needs_rules((enum kind)unit->events[i].value.kind);
    if (!any_flag || unit->rules.n > 0)
        return STEP_NEXT;
    struct db_batch *batch = db_batch_new(on_rules, unit);
    if (!batch)
        return no_memory(unit);
    db_batch_for(batch, unit->who.caller);
    rules_ask(batch);
    task_owe(task);
    db_submit(unit->record->reader, batch);
    return STEP_WAIT;
}

static enum step_result step_rules(struct task *task)
{
    struct record_unit *unit = unit_of(task);
    task->err = unit->err;
    return unit->err.code ? fail_event(unit, unit->n) : STEP_NEXT;
}

/* ---- load ---------------------------------------------------------------------------------------------- */

static void on_loaded(struct db_batch *batch, void *data)
{
    struct record_unit *unit = data;
    struct task *task = &unit->task;
    if (db_failed(batch))
        unit->err = *db_err(batch);
    else
        unit->err.code = history_read(batch, unit->arena, &unit->history, &unit->err);
    db_batch_free(batch);
    task_resume(task);
}

/* Control events are checked on the history; a dry run checks all on it. A new case has none. */
static bool needs_history(const struct record_unit *unit)
{
    if (unit->opens)
        return false;
    for (size_t i = 0; i < unit->n; i++)
        if (is_control(&unit->events[i]))
            return true;
    return unit->dry_run;
}

static enum step_result step_load(struct task *task)
{
    struct record_unit *unit = unit_of(task);
    unit->err = (struct err){0};
    unit->history = (struct case_history){.history = {.born = DAY_NONE, .known_at = INSTANT_NEVER}};
    memset(unit->known, 0, unit->n * sizeof *unit->known);
    if (!needs_history(unit))
        return STEP_NEXT;
    struct uuid *ids = ARENA_ARRAY(unit->arena, struct uuid, unit->n * 2);
    struct db_batch *batch = db_batch_new(on_loaded, unit);
    if (!ids || !batch) {
        db_batch_free(batch);
        return no_memory(unit);
    }
    db_batch_for(batch, unit->who.caller);
    uint32_t n_ids = 0;
    for (size_t i = 0; i < unit->n; i++) {
        ids[n_ids++] = unit->events[i].event_id;
        if (unit->events[i].value.fields & FIELD_REF)
            ids[n_ids++] = unit->events[i].ref;
    }
    history_ask(batch, &unit->course, &unit->who, ids, n_ids);
    task_owe(task);
    db_submit(unit->record->reader, batch);
    return STEP_WAIT;
}

/* An opening met something that was there, and it is not this case, as far as the caller may see: the citizen's other
 * case, opened at the same moment, after it was looked for. Looked for once more it is seen, and named. */
static enum step_result open_again(struct record_unit *unit)
{
    unit->met_exists = false;
    unit->opens = true;
    unit->rounds++;
    unit->task.next = record_first_step();
    return STEP_NEXT;
}

static enum step_result step_loaded(struct task *task)
{
    struct record_unit *unit = unit_of(task);
    if (unit->err.code) {
        task->err = unit->err;
        return fail_event(unit, unit->n);
    }
    if (!needs_history(unit))
        return STEP_NEXT;
    if (!unit->history.found && unit->doubt.code) {
        task->err = unit->doubt;
        return fail_event(unit, unit->doubtful);
    }
    if (!unit->history.found && unit->met_exists && unit->rounds < MAX_ROUNDS)
        return open_again(unit);
    if (!unit->history.found)
        return fail_unit(unit, ERR_NOT_FOUND, "there is no such case");
    for (size_t i = 0; i < unit->n; i++)
        unit->known[i] = history_known(&unit->history, &unit->events[i].event_id) != NULL;
    return STEP_NEXT;
}

/* ---- names --------------------------------------------------------------------------------------------- */

static enum err_code want(struct record_unit *unit, enum name_type type, struct str name, uint32_t *id)
{
    if (name.len == 0 || *id != 0)
        return ERR_NONE;
    *id = names_find(unit->record->names, type, name);
    return *id ? ERR_NONE : names_want(&unit->question.wanted, unit->arena, type, name, &unit->task.err);
}

static void on_names(struct names_question *question, const struct err *err)
{
    struct record_unit *unit = CONTAINER_OF(question, struct record_unit, question);
    if (err)
        unit->err = *err;
    task_resume(&unit->task);
}

static enum err_code want_all(struct record_unit *unit)
{
    unit->question = (struct names_question){
        .make_staff = unit->viewer->may_import, .only_find = unit->dry_run, .done = on_names};
    for (size_t i = 0; i < unit->n; i++) {
        struct event_draft *draft = &unit->events[i];
        struct event *value = &draft->value;
        if (want(unit, NAME_STAFF, draft->staff, &value->staff) ||
            want(unit, NAME_TERM, draft->unit, &value->unit) ||
            want(unit, NAME_TERM, draft->batch, &value->batch) ||
            want(unit, NAME_TERM, draft->activity, &value->activity))
            return ERR_NO_MEMORY;
    }
    return ERR_NONE;
}

static bool wants_names(const struct record_unit *unit)
{
    return unit->question.wanted.n[NAME_STAFF] > 0 || unit->question.wanted.n[NAME_TERM] > 0;
}

static enum step_result step_names(struct task *task)
{
    struct record_unit *unit = unit_of(task);
    if (want_all(unit))
        return fail_event(unit, unit->n);
    if (!wants_names(unit))
        return STEP_NEXT;
    task_owe(task);
    names_look_up(unit->record->names, append_link(unit->record->append), &unit->question);
    return STEP_WAIT;
}

/* A dry run makes no names: those that would be made get numbers that nothing else has, equal names the same. */
static void stand_in(struct record_unit *unit, enum name_type type, struct str name, uint32_t *id)
{
    uint32_t place = name.len > 0 && *id == 0 ? map_find_text(&unit->question.wanted.places[type], name) : 0;
    if (place)
        *id = (uint32_t)INT32_MAX - (place - 1);
}

static void stand_in_for_all(struct record_unit *unit)
{
    for (size_t i = 0; i < unit->n; i++) {
        struct event_draft *draft = &unit->events[i];
        if (unit->viewer->may_import)
            stand_in(unit, NAME_STAFF, draft->staff, &draft->value.staff);
        stand_in(unit, NAME_TERM, draft->unit, &draft->value.unit);
        stand_in(unit, NAME_TERM, draft->batch, &draft->value.batch);
        stand_in(unit, NAME_TERM, draft->activity, &draft->value.activity);
    }
    unit->question.wanted = (struct names_wanted){0};
}

static enum step_result step_named_all(struct task *task)
{
    struct record_unit *unit = unit_of(task);
    if (unit->err.code) {
        task->err = unit->err;
        return fail_event(unit, unit->n);
    }
    if (want_all(unit))
        return fail_event(unit, unit->n);
    if (unit->dry_run)
        stand_in_for_all(unit);
    for (size_t i = 0; i < unit->n; i++)
        if (unit->events[i].staff.len > 0 && unit->events[i].value.staff == 0) {
            (void)err_set_at(&task->err, ERR_INVALID, "/staff", "there is no staff member of this name");
            return fail_event(unit, i);
        }
    /* more names than are remembered at once: they must still be known by now */
    if (wants_names(unit))
        return fail_unit(unit, ERR_UNAVAILABLE, "too many new names at once");
    return STEP_NEXT;
}

/* ---- append -------------------------------------------------------------------------------------------- */

static void on_appended(struct append_unit *append)
{
    struct record_unit *unit = append->data;
    task_resume(&unit->task);
}

static enum err_code fill_event(struct record_unit *unit, size_t i, struct err *err)
{
    struct event_draft *draft = &unit->events[i];
    struct append_event *event = &unit->appended[i];
    event->value = draft->value;
    event->event_id = draft->event_id;
    event->ref_id = draft->ref;
    event->is_control = is_control(draft);
    event->server_time = unit->silent[i];
    event->staff_must_be_active = draft->value.kind == KIND_CASEWORKER_ASSIGNED && !unit->viewer->may_import;
    /* With the history at hand the days were checked, and nothing that moves them goes unnoticed. */
    event->days = unit->moved ? DAYS_CHECKED : record_days(draft);
    event->note = draft->note;
    if (!draft->note.at || unit->rounds > 1)
        return ERR_NONE;
    if (crypt_random(event->salt, SALT_BYTES, err))
        return err->code;
    return crypt_sha256((struct str){(const char *)event->salt, SALT_BYTES}, draft->note, event->hash, err);
}

static enum step_result fill_header(struct record_unit *unit)
{
    const struct case_header *header = unit->header;
    struct append_header *out = &unit->append_header;
    struct err *err = &unit->task.err;
    bool has_citizen =
        header && (header->cpr.at || header->name.at || header->born != DAY_NONE || header->has_protected);
    unit->append.external_ref = header && header->external_ref.at ? header->external_ref : unit->external_ref;
    unit->append.header = has_citizen ? out : NULL;
    if (!has_citizen || unit->rounds > 1)
        return STEP_NEXT;
    *out = (struct append_header){
        .name = header->name, .born = header->born, .is_protected = header->is_protected};
    if (unit->lacks_cpr)
        out->new_citizen = unit->its_citizen;
    else if (crypt_uuid(&out->new_citizen, err))
        return fail_event(unit, unit->n);
    if (!header->cpr.at)
        return STEP_NEXT;
    const struct crypt *crypt = unit->record->crypt;
    const int16_t *keys = NULL;
    size_t n_indexes = crypt_keys(crypt, &keys) * CRYPT_INDEX_BYTES;
    uint8_t *sealed = arena_alloc(unit->arena, 10 + CRYPT_EXTRA_BYTES + n_indexes);
    char *digits = arena_alloc(unit->arena, 10);
    if (!sealed || !digits)
        return no_memory(unit);
    if (!cpr_digits(header->cpr, digits))
        return fail_unit(unit, ERR_INVALID, "the CPR number of the case's header is none");
    struct str plain = {digits, 10};
    out->cpr_key = crypt_key(crypt);
    if (crypt_seal(crypt, CRYPT_CITIZEN_CPR(&out->new_citizen), plain, sealed, err) ||
        crypt_indexes(crypt, plain, sealed + 10 + CRYPT_EXTRA_BYTES, err))
        return fail_event(unit, unit->n);
    out->cpr = (struct str){(const char *)sealed, 10 + CRYPT_EXTRA_BYTES};
    out->cpr_index = (struct str){(const char *)sealed + 10 + CRYPT_EXTRA_BYTES, n_indexes};
    return STEP_NEXT;
}

static void on_citizen(struct db_batch *batch, void *data)
{
    struct record_unit *unit = data;
    unit->err = db_failed(batch) ? *db_err(batch) : (struct err){0};
    if (!db_failed(batch) && db_rows(batch, 0) > 0) {
        unit->lacks_cpr = true;
        unit->its_citizen = db_get_uuid(batch, 0, 0, 0);
    }
    db_batch_free(batch);
    task_resume(&unit->task);
}

/* A sealed number is bound to the citizen it belongs to: of a case that is there, who may lack it. */
static enum step_result step_ask_citizen(struct task *task)
{
    struct record_unit *unit = unit_of(task);
    if (!unit->header || !unit->header->cpr.at || unit->rounds > 1)
        return STEP_NEXT;
    struct db_batch *batch = db_batch_new(on_citizen, unit);
    if (!batch)
        return no_memory(unit);
    db_query(batch, &SQL_CITIZEN_LACKS_CPR);
    db_put_uuid(batch, &unit->course);
    task_owe(task);
    db_submit(unit->record->reader, batch);
    return STEP_WAIT;
}

static enum step_result step_citizen(struct task *task)
{
    struct record_unit *unit = unit_of(task);
    task->err = unit->err;
    return unit->err.code ? fail_event(unit, unit->n) : STEP_NEXT;
}

static bool closes(const struct record_unit *unit)
{
    for (size_t i = 0; i < unit->n; i++)
        if (unit->events[i].value.kind == KIND_CASE_CLOSED && !unit->known[i])
            return true;
    return false;
}

static void on_other_case(struct db_batch *batch, void *data)
{
    struct record_unit *unit = data;
    if (db_failed(batch))
        unit->append.err = *db_err(batch);
    else
        append_read_other_case(batch, &unit->append);
    db_batch_free(batch);
    task_resume(&unit->task);
}

/* A dry run ends here: what is left to be refused is another case of the citizen. */
static enum step_result ask_other_case(struct record_unit *unit)
{
    struct db_batch *batch = unit->append.changes ? db_batch_new(on_other_case, unit) : NULL;
    if (!batch)
        return unit->append.changes ? no_memory(unit) : STEP_DONE;
    db_batch_for(batch, unit->who.caller);
    append_ask_other_case(batch, &unit->append);
    task_owe(&unit->task);
    db_submit(append_link(unit->record->append), batch);
    return STEP_WAIT;
}

static enum step_result step_append(struct task *task)
{
    struct record_unit *unit = unit_of(task);
    struct append_unit *append = &unit->append;
    if (append_is_full(unit->record->append))
        return fail_unit(unit, ERR_UNAVAILABLE, "too many writes are waiting");
    for (size_t i = 0; i < unit->n; i++)
        if (fill_event(unit, i, &task->err))
            return fail_event(unit, i);
    if (fill_header(unit) != STEP_NEXT)
        return STEP_FAIL;
    append->course = unit->course;
    append->viewer = &unit->who;
    append->opens = unit->opens;
    append->citizen = unit->citizen;
    append->opened_on = unit->opens ? day_of_instant(unit->events[0].value.occurred_at) : DAY_NONE;
    append->version = unit->opens ? -1 : unit->moved ? unit->history.version : (int32_t)unit->if_version;
    append->last_seq = unit->moved && !unit->opens && closes(unit) ? unit->history.seq : -1;
    append->events = unit->appended;
    append->n_events = unit->n;
    append->done = on_appended;
    append->data = unit;
    if (unit->dry_run)
        return ask_other_case(unit);
    task_owe(task);
    append_submit(unit->record->append, append);
    return STEP_WAIT;
}

/* What another writer did meanwhile is seen in another round; a client that named a version hears of it. */
static enum step_result again(struct record_unit *unit)
{
    if (++unit->rounds > MAX_ROUNDS)
        return fail_unit(unit, ERR_UNAVAILABLE, "the case changes too fast: try again");
    for (size_t i = 0; i < unit->n; i++)
        unit->known[i] = false;
    unit->opens = false;
    unit->task.next = record_first_step();
    return STEP_NEXT;
}

static enum step_result refuse_event(struct record_unit *unit, enum err_code code, const char *pointer,
                                     const char *text)
{
    (void)err_set_at(&unit->task.err, code, pointer, "%s", text);
    return fail_event(unit, unit->append.problem);
}

static enum step_result refuse_other(struct record_unit *unit, const char *why)
{
    char other[UUID_TEXT];
    uuid_to_text(&unit->append.other, other);
    (void)err_set_at(&unit->task.err, ERR_CONFLICT, "/citizen", "%s: %.*s", why, UUID_TEXT, other);
    return fail_event(unit, unit->n);
}

static enum step_result step_appended(struct task *task)
{
    struct record_unit *unit = unit_of(task);
    const struct append_unit *append = &unit->append;
    if (append->err.code) {
        task->err = append->err;
        return fail_event(unit, unit->n);
    }
    if (unit->dry_run && append->status == APPEND_RECORDED)
        return STEP_DONE;
    switch (append->status) {
    case APPEND_RECORDED:
    case APPEND_REPEATED:
        unit->repeated = append->status == APPEND_REPEATED;
        unit->version = append->version_now;
        return STEP_NEXT;
    case APPEND_NOT_FOUND:
        return fail_unit(unit, ERR_NOT_FOUND, "there is no such case");
    case APPEND_OTHER_CALLER:
        return refuse_event(unit, ERR_OTHER_CALLER, "/event_id",
                            "this event_id was recorded by somebody else");
    case APPEND_DIFFERENT:
        return refuse_event(unit, ERR_DIFFERENT, "/event_id", "this event_id is there with other content");
    case APPEND_STALE:
        if (unit->if_version < 0)
            return again(unit);
        unit->version = append->version_now;
        (void)err_set(&task->err, ERR_STALE, "the case is at version %d by now: read it again",
                      append->version_now);
        return fail_event(unit, unit->n);
    case APPEND_EXISTS:
        unit->met_exists = unit->exists_met++ == 0;
        return again(unit);
    case APPEND_STALE_SEQ:
        return again(unit);
    case APPEND_NO_REF:
        return refuse_event(unit, ERR_INVALID, "/ref", "names no earlier event of this case");
    case APPEND_REF_KIND:
        return refuse_event(unit, ERR_INVALID, "/ref", "names an event of a kind it cannot refer to");
    case APPEND_NOT_OPEN:
        return refuse_event(unit, ERR_CONFLICT, "/occurred_at", "the case was not open on that day");
    case APPEND_INACTIVE:
        return refuse_event(unit, ERR_CONFLICT, "/staff", "this person is not active");
    case APPEND_HAS_OPEN:
        return refuse_other(unit, "the citizen has an open case");
    case APPEND_REOPEN:
        return refuse_other(unit, "the citizen's case was closed less than 28 days before: reopen that one");
    case APPEND_NO_CITIZEN:
        (void)err_set_at(&task->err, ERR_INVALID, "/citizen", "there is no such citizen");
        return fail_event(unit, unit->n);
    case APPEND_HIDDEN:
        append_count_hidden(unit->record->append);
        (void)err_set_at(&task->err, ERR_CONFLICT, "/citizen",
                         "something that you do not see stands in the way: ask a team leader, or who the "
                         "citizen's caseworker is");
        return fail_event(unit, unit->n);
    case APPEND_TOO_OFTEN:
        append_count_hidden(unit->record->append);
        unit->wait_seconds = append->wait_seconds;
        (void)err_set(&task->err, ERR_THROTTLED,
                      "too many cases that could not be opened, or were only tried: wait %d seconds",
                      append->wait_seconds);
        return fail_event(unit, unit->n);
    case APPEND_CASE_DIFFERS:
        return fail_unit(unit, ERR_DIFFERENT, "this case was opened for another citizen or external_ref");
    }
    return fail_unit(unit, ERR_INTERNAL, "unknown answer of the database");
}

static const struct step record_steps[] = {
    {"ask for rules", step_ask_rules}, {"rules", step_rules},       {"load", step_load},
    {"loaded", step_loaded},           {"check", record_check},     {"names", step_names},
    {"named", step_named_all},         {"moves", record_moves},     {"ask for the citizen", step_ask_citizen},
    {"citizen", step_citizen},         {"append", step_append},     {"appended", step_appended},
    {"answer", record_answer},         {"stored", record_answered}, {0}};

const struct step *record_first_step(void)
{
    return record_steps;
}

static void on_end(struct task *task)
{
    struct record_unit *unit = unit_of(task);
    unit->err = task->failed ? task->err : (struct err){0};
    if (!task->failed && unit->stored)
        for (size_t i = 0; i < unit->n; i++)
            if (unit->stored[i].names.feed > unit->feed_no)
                unit->feed_no = unit->stored[i].names.feed;
    unit->done(unit);
}

void record_unit_start(struct record_unit *unit)
{
    unit->problem = unit->n;
    unit->rounds = 1;
    unit->who = *unit->viewer;
    unit->who.sees_all = unit->who.sees_all || unit->who.may_import;
    unit->opens = unit->n > 0 && unit->events[0].value.kind == KIND_CASE_OPENED;
    unit->appended = ARENA_ARRAY(unit->arena, struct append_event, unit->n);
    unit->known = ARENA_ARRAY(unit->arena, bool, unit->n);
    unit->silent = ARENA_ARRAY(unit->arena, bool, unit->n);
    if (unit->n > 0 && (!unit->appended || !unit->known || !unit->silent || !record_find_places(unit))) {
        (void)err_set(&unit->err, ERR_NO_MEMORY, "the request needs too much memory");
        unit->done(unit);
        return;
    }
    task_start(&unit->task, record_steps, on_end);
}
