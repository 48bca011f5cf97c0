/* Is there anything wrong with the unit? See record.h. */
#include "app/record_impl.h"
#include "io/clock.h"

/* ---- check --------------------------------------------------------------------------------------------- */

/* Place from 1 of an earlier event of the unit; 0: none. */
size_t record_place(const struct record_unit *unit, size_t before, const struct uuid *id)
{
    size_t place = map_find_uuid(&unit->places, id);
    return place <= before ? place : 0;
}

bool record_find_places(struct record_unit *unit)
{
    unit->places.arena = unit->arena;
    for (size_t i = 0; i < unit->n; i++) {
        uint32_t *place = map_uuid(&unit->places, &unit->events[i].event_id);
        if (!place)
            return false;
        if (!*place) /* one that stands twice is refused where it does so */
            *place = (uint32_t)i + 1;
    }
    return true;
}

enum kind record_kind_corrected(const struct record_unit *unit, size_t i)
{
    const struct event_draft *draft = &unit->events[i];
    if (draft->value.kind != KIND_CORRECTED || !(draft->value.fields & FIELD_REF))
        return KIND_NONE;
    size_t place = record_place(unit, i, &draft->ref);
    const struct known_event *known = history_known(&unit->history, &draft->ref);
    return place ? (enum kind)unit->events[place - 1].value.kind : known ? known->kind : KIND_NONE;
}

static enum err_code check_corrected(const struct record_unit *unit, size_t i, enum kind corrected,
                                     struct err *err)
{
    const struct event_draft *draft = &unit->events[i];
    if (draft->value.kind != KIND_CORRECTED || !(draft->value.fields & FIELD_REF))
        return ERR_NONE; /* without ref event_check refuses it */
    if (corrected == KIND_NONE)
        return err_set_at(err, ERR_INVALID, "/ref", "names no earlier event of this case");
    if (kind_info(corrected)->flags & KIND_UNCORRECTABLE)
        return err_set_at(err, ERR_INVALID, "/ref", "names an event of a kind that cannot be corrected: %s",
                          kind_info(corrected)->name);
    return ERR_NONE;
}

static enum err_code check_one(struct record_unit *unit, size_t i, struct err *err)
{
    struct event_draft *draft = &unit->events[i];
    struct event_writer writer = {.may_import = unit->viewer->may_import, .now = unit->now};
    enum kind corrected = record_kind_corrected(unit, i);
    if (record_place(unit, i, &draft->event_id))
        return err_set_at(err, ERR_INVALID, "/event_id", "stands twice in this request");
    enum err_code code = check_corrected(unit, i, corrected, err);
    if (unit->silent[i])
        draft->value.occurred_at = INSTANT_NONE; /* another round: the moment is a new one */
    unit->silent[i] = draft->value.occurred_at == INSTANT_NONE;
    if (!code)
        code = event_check(draft, corrected, &writer, err);
    if (code)
        return code;
    if (corrected != KIND_NONE && draft->value.occurred_at == INSTANT_NONE) { /* an N kind keeps its time */
        size_t place = record_place(unit, i, &draft->ref);
        const struct known_event *known = history_known(&unit->history, &draft->ref);
        draft->value.occurred_at = place ? unit->events[place - 1].value.occurred_at
                                         : unit->history.history.events[known->seq - 1].occurred_at;
    }
    bool leader = unit->viewer->is_leader || unit->viewer->may_import;
    if (!leader && (info_of(draft)->flags & KIND_LEADER))
        return err_set_at(err, ERR_FORBIDDEN, "/kind", "%s is recorded by a team leader",
                          info_of(draft)->name);
    if (!leader && draft->value.kind == KIND_PAUSE_STARTED && draft->value.code == PAUSE_LESS_INTENSIVE)
        return err_set_at(err, ERR_FORBIDDEN, "/code", "a team leader records a less intensive effort");
    return ERR_NONE;
}

static enum err_code check_ref(struct record_unit *unit, size_t i, struct err *err)
{
    const struct event_draft *draft = &unit->events[i];
    struct append_event *event = &unit->appended[i];
    if (!(draft->value.fields & FIELD_REF))
        return ERR_NONE;
    event->ref_kinds = info_of(draft)->ref_kinds;
    event->ref_place = (uint32_t)record_place(unit, i, &draft->ref);
    const struct known_event *known = history_known(&unit->history, &draft->ref);
    enum kind kind = event->ref_place ? (enum kind)unit->events[event->ref_place - 1].value.kind
                     : known          ? known->kind
                                      : KIND_NONE;
    if (kind == KIND_NONE && unit->history.found && !unit->known[i])
        return err_set_at(err, ERR_INVALID, "/ref", "names no earlier event of this case");
    if (draft->value.kind == KIND_VOIDED && kind != KIND_NONE &&
        (kind_info(kind)->flags & KIND_UNCORRECTABLE))
        return err_set_at(err, ERR_INVALID, "/ref", "names an event of a kind that cannot be voided: %s",
                          kind_info(kind)->name);
    if (kind != KIND_NONE && !(event->ref_kinds & KIND_BIT(kind)))
        return err_set_at(err, ERR_INVALID, "/ref", "names an event of a kind that %s cannot refer to: %s",
                          info_of(draft)->name, kind_info(kind)->name);
    return ERR_NONE;
}

static enum err_code check_header(const struct record_unit *unit, struct err *err)
{
    struct case_header header = {.born = DAY_NONE};
    if (unit->header)
        header = *unit->header;
    if (!header.external_ref.at)
        header.external_ref = unit->external_ref;
    return case_header_check(&header, day_of_instant(unit->now), err);
}

enum step_result record_check(struct task *task)
{
    struct record_unit *unit = unit_of(task);
    size_t moves = 0;
    unit->now = clock_now();
    if (check_header(unit, &task->err))
        return fail_event(unit, unit->n);
    for (size_t i = 0; i < unit->n; i++)
        moves += is_control(&unit->events[i]);
    if (unit->n > RECORD_EVENTS_MAX || moves > RECORD_MOVES_MAX) {
        (void)err_set(
            &task->err, ERR_TOO_LARGE,
            "at most %d events of one case in one request, of these %d that change rights or state: send the "
            "others after it",
            RECORD_EVENTS_MAX, RECORD_MOVES_MAX);
        return fail_event(unit, unit->n);
    }
    for (size_t i = 0; i < unit->n; i++)
        if (check_one(unit, i, &task->err) || check_ref(unit, i, &task->err))
            return fail_event(unit, i);
    return STEP_NEXT;
}

/* ---- moves --------------------------------------------------------------------------------------------- */

static bool any_new(const struct record_unit *unit, bool control_only)
{
    for (size_t i = 0; i < unit->n; i++)
        if (!unit->known[i] && (!control_only || is_control(&unit->events[i])))
            return true;
    return false;
}

uint8_t record_days(const struct event_draft *draft)
{
    uint32_t flags = info_of(draft)->flags;
    if (flags & KIND_CONTROL)
        return DAYS_CHECKED;
    if (flags & KIND_BEFORE_OPENING)
        return DAYS_BEFORE_OPENING;
    if ((flags & KIND_AFTER_CLOSING) ||
        (draft->value.kind == KIND_MEETING && draft->value.code == MEETING_KIND_AFTERCARE))
        return DAYS_AFTER_CLOSING;
    return DAYS_OPEN;
}

static bool day_is_open(const struct rights *rights, day_t day, uint8_t days)
{
    if (rights->n_open_days == 0)
        return false;
    if (days == DAYS_BEFORE_OPENING && day < rights->open_days[0].from)
        return true;
    if (days == DAYS_AFTER_CLOSING && day >= rights->open_days[0].from)
        return true;
    for (size_t i = 0; i < rights->n_open_days; i++)
        if (day >= rights->open_days[i].from && day < rights->open_days[i].to)
            return true;
    return false;
}

static uint32_t seq_of_ref(const struct record_unit *unit, size_t i)
{
    const struct append_event *event = &unit->appended[i];
    if (event->ref_place)
        return unit->events[event->ref_place - 1].value.seq;
    const struct known_event *known = history_known(&unit->history, &unit->events[i].ref);
    return known ? known->seq : 0;
}

/* The version a client must have seen; not asked of imports and of who opens a case. */
static enum err_code check_version(struct record_unit *unit, struct err *err)
{
    unit->version = unit->history.version;
    if (unit->if_version >= 0 && !unit->opens && unit->if_version != unit->history.version)
        return err_set(err, ERR_STALE, "the case is at version %d by now: read it again",
                       unit->history.version);
    if (unit->if_version >= 0 || unit->viewer->may_import || unit->opens || !any_new(unit, true))
        return ERR_NONE;
    return err_set_at(
        err, ERR_VERSION_REQUIRED, "/if_version",
        "an event that changes rights or state needs if_version (or If-Match), the version you have seen");
}

/* Each new event on what was there and what came before it in the unit; leaves the whole list in *after. */
static enum step_result check_moves(struct record_unit *unit, struct history *after)
{
    size_t before = unit->history.history.n;
    struct event *events = ARENA_ARRAY(unit->arena, struct event, before + unit->n);
    if (!events)
        return no_memory(unit);
    if (before > 0)
        memcpy(events, unit->history.history.events, before * sizeof *events);
    *after = unit->history.history;
    after->events = events;
    after->n = before;
    struct mover mover = {.staff = unit->viewer->staff,
                          .is_leader = unit->viewer->is_leader,
                          .may_import = unit->viewer->may_import,
                          .now = unit->now};
    for (size_t i = 0; i < unit->n; i++) {
        struct event_draft *draft = &unit->events[i];
        draft->value.ref = seq_of_ref(unit, i);
        if (unit->known[i]) {
            draft->value.seq = history_known(&unit->history, &draft->event_id)->seq;
            continue;
        }
        draft->value.seq = (uint32_t)after->n + 1;
        draft->value.recorded_at = unit->now;
        draft->value.recorded_by = unit->viewer->staff;
        if (is_control(draft) &&
            move_check(unit->arena, after, &unit->rules, &draft->value, &mover, &unit->task.err))
            return fail_event(unit, i);
        events[after->n++] = draft->value;
    }
    return STEP_NEXT;
}

/* The first day on which an ordinary event may lie: of what was there, and of the unit's control events. (The
 * course itself would begin with any event.) */
static day_t first_day(const struct record_unit *unit, const struct history *after)
{
    day_t first = DAY_NEVER;
    for (size_t i = 0; i < after->n; i++) {
        const struct event *event = &after->events[i];
        uint32_t flags = kind_info((enum kind)event->kind)->flags;
        bool counts =
            i < unit->history.history.n ? !(flags & KIND_BEFORE_OPENING) : (flags & KIND_CONTROL) != 0;
        day_t day = day_of_instant(event->occurred_at);
        if (counts && day < first)
            first = day;
    }
    return first;
}

static enum step_result work_out_rights(struct record_unit *unit, const struct history *after)
{
    const struct course *course = NULL;
    day_t today = day_of_instant(unit->now);
    struct rights *rights = &unit->append.rights;
    if (course_build(unit->arena, after, &course, &unit->task.err) ||
        course_rights(unit->arena, course, today, rights, &unit->task.err))
        return fail_event(unit, unit->n);
    day_t first = first_day(unit, after);
    for (size_t i = 0; i < unit->n; i++) {
        const struct event_draft *draft = &unit->events[i];
        uint8_t days = record_days(draft);
        day_t day = day_of_instant(draft->value.occurred_at);
        if (unit->known[i] || days == DAYS_CHECKED ||
            (day_is_open(rights, day, days) && (day >= first || days == DAYS_BEFORE_OPENING)))
            continue;
        (void)err_set_at(&unit->task.err, ERR_CONFLICT, "/occurred_at", "the case was not open on that day");
        return fail_event(unit, i);
    }
    return STEP_NEXT;
}

/* A unit that opens a case is checked without a look at the database. What is wrong with it counts only if
 * the case is not there already: a repeat with other content must hear that. */
static enum step_result doubt(struct record_unit *unit)
{
    unit->doubt = unit->task.err;
    unit->doubtful = unit->problem;
    unit->opens = false;
    unit->task.next = record_first_step();
    return STEP_NEXT;
}

/* Of the control events those of plans and flags leave rights and state as they are. */
static bool changes_rights(const struct record_unit *unit)
{
    const uint64_t others =
        KIND_BIT(KIND_PLAN_MADE) | KIND_BIT(KIND_PLAN_REVISED) | KIND_BIT(KIND_PLAN_CONFIRMED) |
        KIND_BIT(KIND_PLAN_CLOSED) | KIND_BIT(KIND_FLAG_ACKNOWLEDGED) | KIND_BIT(KIND_FLAG_WAIVED) |
        KIND_BIT(KIND_FLAG_WAIVER_CONFIRMED) | KIND_BIT(KIND_FLAG_EXEMPTED) | KIND_BIT(KIND_FLAG_REOPENED);
    for (size_t i = 0; i < unit->n; i++)
        if (!unit->known[i] && is_control(&unit->events[i]) &&
            !(KIND_BIT(unit->events[i].value.kind) & others))
            return true;
    return false;
}

enum step_result record_moves(struct task *task)
{
    struct record_unit *unit = unit_of(task);
    struct history after;
    unit->append.rights = (struct rights){0};
    unit->append.changes = false;
    unit->moved = false;
    if ((!unit->history.found && !unit->opens) || !any_new(unit, false))
        return STEP_NEXT;
    if (check_version(unit, &task->err))
        return fail_event(unit, unit->n);
    enum step_result result = check_moves(unit, &after);
    if (result == STEP_NEXT)
        result = work_out_rights(unit, &after);
    if (result == STEP_FAIL && unit->opens)
        return doubt(unit);
    unit->moved = result == STEP_NEXT && any_new(unit, true);
    unit->append.changes = unit->moved && changes_rights(unit);
    return result;
}
