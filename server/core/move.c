/* May this control event be recorded? The moves of rules 3, on the course as of the event's own moment, and
 * who may write it, by who holds the case now. See course.h. */
#include "base/buf.h"
#include "core/handling.h"
#include "core/history.h"
#include "core/timeline.h"

struct proposal {
    struct arena *arena;
    const struct history *history;
    const struct fate *fates;
    const struct course *then; /* as of the event's occurred_at */
    const struct course *now;  /* all that is recorded */
    const struct rule_sets *sets;
    const struct event *event;
    day_t day;
    const struct mover *mover;
    struct err *err;
};

static enum err_code refuse(const struct proposal *p, const char *why, const char *legal)
{
    return err_set(p->err, ERR_CONFLICT, "%s is not possible then: %s; possible: %s",
                   kind_info((enum kind)p->event->kind)->name, why, legal);
}

static enum err_code forbid(const struct proposal *p, const char *who)
{
    return err_set(p->err, ERR_FORBIDDEN, "%s is written by %s", kind_info((enum kind)p->event->kind)->name,
                   who);
}

/* What may be recorded on a case in its state. */
static const char *legal_moves(const struct course *course)
{
    if (!course->now.has_started)
        return "case_opened";
    if (!course->now.is_open)
        return "case_reopened, at most 28 days after the closing";
    return "case_closed, caseworker_assigned, caseworker_released, handover, plan_made, plan_revised";
}

static enum err_code refuse_closed(const struct proposal *p)
{
    return refuse(p, p->then->now.has_started ? "the case is closed" : "the case is not yet open",
                  legal_moves(p->then));
}

/* Is the case closed at that very instant? */
static bool closes_then(const struct proposal *p)
{
    for (size_t i = p->then->n; i-- > 0 && p->then->at[i].event->occurred_at == p->event->occurred_at;)
        if (p->then->at[i].event->kind == KIND_CASE_CLOSED)
            return true;
    return false;
}

/* Events of one instant have no order but that of recording: what lies at the instant of the closing counts as
 * done while the case was open. (A log ends with its closing; imported again for its assignments, it adds to that
 * instant.) */
static enum err_code check_open(const struct proposal *p)
{
    return p->then->now.is_open || closes_then(p) ? ERR_NONE : refuse_closed(p);
}

static bool is_secondary(const struct course *course, uint32_t staff)
{
    for (size_t i = 0; i < course->secondary.n; i++)
        if (course->secondary.at[i].staff == staff && course->secondary.at[i].to == DAY_NEVER)
            return true;
    return false;
}

/* Deputy at the end of the day, or planned for later. */
static bool is_deputy(const struct course *course, uint32_t staff, day_t day)
{
    if (posts_on(&course->deputy, day) == staff)
        return true;
    for (size_t i = 0; i < course->now.n_planned; i++)
        if (course->now.planned[i].staff == staff && course->now.planned[i].from > day)
            return true;
    return false;
}

static enum err_code check_case(const struct proposal *p)
{
    const struct moment_state *then = &p->then->now, *now = &p->now->now;
    if (p->event->kind == KIND_CASE_OPENED)
        return now->has_started ? refuse(p, "the case is not new", legal_moves(p->now)) : ERR_NONE;
    if (p->event->kind == KIND_CASE_REOPENED) {
        if (!then->has_started || then->is_open)
            return refuse(p, then->is_open ? "the case is open" : "the case is new", legal_moves(p->then));
        if (p->day - then->closed_on > REOPEN_MAX_DAYS)
            return refuse(p, "it was closed more than 28 days ago", "a new case");
        return ERR_NONE;
    }
    if (!then->is_open)
        return refuse_closed(p);
    if (p->now->at[p->now->n - 1].day > p->day)
        return refuse(p, "the case has an event on a later day", "a closing on or after that day");
    return ERR_NONE;
}

static enum err_code check_assigned(const struct proposal *p)
{
    const struct event *event = p->event;
    const struct moment_state *then = &p->then->now;
    enum err_code code = check_open(p);
    if (code)
        return code;
    if (event->role == ROLE_PRIMARY && event->staff == then->primary)
        return refuse(p, "that person is primary", "another person");
    if (event->role == ROLE_COORDINATOR && event->staff == then->coordinator)
        return refuse(p, "that person is coordinator", "another person");
    if (event->role == ROLE_SECONDARY && is_secondary(p->then, event->staff))
        return refuse(p, "that person is second caseworker", "another person");
    if (event->role != ROLE_DEPUTY)
        return ERR_NONE;
    if (!then->has_had_primary)
        return refuse(p, "there is no primary to cover for", "caseworker_assigned as primary");
    if (event->staff == then->primary)
        return refuse(p, "that person is primary", "another person");
    day_t first =
        event->starts_at == INSTANT_NONE ? p->day : day_max(p->day, day_of_instant(event->starts_at));
    if (event->due < first)
        return refuse(p, "due lies before the first day of cover", "a later due");
    return ERR_NONE;
}

static enum err_code check_released(const struct proposal *p)
{
    const struct event *event = p->event;
    const struct moment_state *then = &p->then->now;
    bool holds = (event->role == ROLE_PRIMARY && event->staff == then->primary) ||
                 (event->role == ROLE_COORDINATOR && event->staff == then->coordinator) ||
                 (event->role == ROLE_SECONDARY && is_secondary(p->then, event->staff)) ||
                 (event->role == ROLE_DEPUTY && is_deputy(p->then, event->staff, p->day));
    return holds ? ERR_NONE : refuse(p, "that person does not hold that role", "whoever holds it");
}

/* The handover an event continues; NULL where it is the first or names none. */
static const struct handover *continued(const struct proposal *p)
{
    uint32_t ref = history_find(p->history->events, p->history->n, p->event->ref);
    uint32_t original = ref == NOWHERE ? NOWHERE : p->fates[ref].original;
    uint32_t i = original == NOWHERE ? NOWHERE : p->fates[original].effective;
    if (i >= p->then->n || p->then->at[i].event->kind != KIND_HANDOVER || p->then->item_of[i] == NOWHERE)
        return NULL;
    return &p->then->handovers[p->then->item_of[i]];
}

static enum err_code check_handover(const struct proposal *p)
{
    uint8_t to = p->event->outcome;
    enum err_code code = check_open(p);
    if (code)
        return code;
    if (!p->event->ref)
        return to == HANDOVER_STATE_PREPARED || to == HANDOVER_STATE_SENT
                   ? ERR_NONE
                   : refuse(p, "a handover begins with prepared or sent", "prepared, sent");
    const struct handover *handover = continued(p);
    if (!handover)
        return refuse(p, "ref does not name the first event of a handover", "prepared, sent without ref");
    switch (handover->state) {
    case HANDOVER_STATE_PREPARED:
        return to == HANDOVER_STATE_SENT ? ERR_NONE : refuse(p, "the handover is prepared", "sent");
    case HANDOVER_STATE_SENT:
        return to == HANDOVER_STATE_ACCEPTED || to == HANDOVER_STATE_DECLINED
                   ? ERR_NONE
                   : refuse(p, "the handover is sent", "accepted, declined");
    case HANDOVER_STATE_DECLINED:
        return to == HANDOVER_STATE_SENT ? ERR_NONE : refuse(p, "the handover was declined", "sent");
    default:
        return refuse(p, "the handover was accepted", "a new handover");
    }
}

static bool had_another_ask(const struct proposal *p, uint32_t seq)
{
    for (size_t i = 0; i < p->history->n; i++) {
        const struct event *event = &p->history->events[i];
        if (event->kind == KIND_REDACTION_REQUESTED && event->ref == seq &&
            event->recorded_by != p->mover->staff)
            return true;
    }
    return false;
}

static enum err_code check_redaction(const struct proposal *p)
{
    uint32_t i = history_find(p->history->events, p->history->n, p->event->ref);
    bool has_note = i != NOWHERE && p->history->events[i].has_note;
    for (size_t k = 0; k < p->history->n; k++)
        if (p->history->events[k].kind == KIND_NOTE_REDACTED && p->history->events[k].ref == p->event->ref)
            has_note = false;
    if (!has_note)
        return refuse(p, "that event has no note", "an event with a note");
    if (p->event->kind == KIND_NOTE_REDACTED && !had_another_ask(p, p->event->ref))
        return refuse(p, "no other person has asked for it", "redaction_requested by another person");
    return ERR_NONE;
}

/* The event that is corrected or voided; NULL where there is none that may be. */
static const struct event *changed(const struct proposal *p)
{
    uint32_t ref = history_find(p->history->events, p->history->n, p->event->ref);
    uint32_t original = ref == NOWHERE ? NOWHERE : p->fates[ref].original;
    if (original == NOWHERE)
        return NULL;
    const struct event *event = &p->history->events[original];
    return kind_info((enum kind)event->kind)->flags & KIND_UNCORRECTABLE ? NULL : event;
}

static enum err_code check_change(const struct proposal *p)
{
    const struct event *of = changed(p);
    if (!of)
        return refuse(p, "ref names no event that may be corrected or voided",
                      "events of other kinds; a correction is corrected by a further one");
    if (p->event->kind == KIND_VOIDED)
        return of->kind == KIND_CASE_OPENED ? refuse(p, "an opening cannot be voided", "corrected")
                                            : ERR_NONE;
    if ((kind_info((enum kind)of->kind)->flags & KIND_NOW) && p->event->occurred_at != of->occurred_at)
        return refuse(p, "that kind of event keeps its time", "the same occurred_at");
    return ERR_NONE;
}

/* ---- flags ---- */

bool move_needs_rules(enum kind kind)
{
    return kind >= KIND_FLAG_ACKNOWLEDGED && kind <= KIND_FLAG_REOPENED;
}

/* The flags that stand on the event's day, as on the wire. */
static enum err_code refuse_absent(const struct proposal *p, const struct spans *spans)
{
    enum { LIST_MAX = 160 };
    struct buf list;
    size_t n = 0;
    buf_init(&list, LIST_MAX);
    for (size_t i = 0; i < spans->n; i++) {
        const struct span *span = &spans->at[i];
        if (span->from <= p->day && p->day < span->to && list.len < LIST_MAX - 40)
            buf_printf(&list, "%s%s:%u",
                       n++ ? ", " : "on a flag that stands that day: ", rule_info((enum rule)span->rule)->id,
                       (unsigned)span->subject);
    }
    buf_put_str(&list, n ? STR("") : STR("nothing, no flag stands that day"));
    buf_put_char(&list, '\0');
    enum err_code code = refuse(p, "that flag does not stand that day",
                                list.failed ? "on a flag that stands that day" : list.at);
    buf_clear(&list);
    return code;
}

static bool lasts_long(const struct flag *flag)
{
    return flag->due - flag->on > WAIVER_ALONE_DAYS;
}

/* What may be done about a flag in its state. */
static enum err_code refuse_handling(const struct proposal *p, const struct flag *flag, const char *why)
{
    bool is_statutory = rule_info((enum rule)p->event->code)->kind == RULE_STATUTORY;
    const char *legal = "flag_reopened";
    if (flag->state == FLAG_OPEN)
        legal = is_statutory ? "flag_acknowledged, flag_exempted" : "flag_acknowledged, flag_waived";
    else if (flag->state == FLAG_ACKNOWLEDGED)
        legal = is_statutory ? "flag_exempted, flag_reopened" : "flag_waived, flag_reopened";
    else if (lasts_long(flag) && !flag->is_confirmed)
        legal = "flag_waiver_confirmed by another person, flag_reopened";
    return refuse(p, why, legal);
}

static enum err_code check_confirmation(const struct proposal *p, const struct flag *flag)
{
    if (flag->state != FLAG_WAIVED && flag->state != FLAG_EXEMPTED)
        return refuse_handling(p, flag, "the flag is neither waived nor exempted");
    if (!lasts_long(flag))
        return refuse_handling(p, flag, "90 days and less need no confirmation");
    if (flag->is_confirmed)
        return refuse_handling(p, flag, "it is confirmed");
    return flag->by == p->mover->staff ? refuse_handling(p, flag, "it is confirmed by another person")
                                       : ERR_NONE;
}

static enum err_code check_handling(const struct proposal *p, const struct flag *flag)
{
    bool is_statutory = rule_info((enum rule)p->event->code)->kind == RULE_STATUTORY;
    switch (p->event->kind) {
    case KIND_FLAG_ACKNOWLEDGED:
        return flag->state == FLAG_OPEN ? ERR_NONE : refuse_handling(p, flag, "the flag is not open");
    case KIND_FLAG_REOPENED:
        return flag->state != FLAG_OPEN ? ERR_NONE : refuse_handling(p, flag, "the flag is open");
    case KIND_FLAG_WAIVER_CONFIRMED:
        return check_confirmation(p, flag);
    default:
        break;
    }
    if (is_statutory != (p->event->kind == KIND_FLAG_EXEMPTED))
        return refuse_handling(p, flag,
                               is_statutory ? "a statutory rule is exempted, not waived"
                                            : "a rule of the codex is waived, not exempted");
    if (flag->state != FLAG_OPEN && flag->state != FLAG_ACKNOWLEDGED)
        return refuse_handling(p, flag, "the flag is waived or exempted");
    return p->event->due >= p->day ? ERR_NONE : refuse(p, "due has passed", "due that day or later");
}

static enum err_code check_flag(const struct proposal *p)
{
    uint32_t ref = p->event->ref ? history_find(p->history->events, p->history->n, p->event->ref) : NOWHERE;
    uint32_t original = ref == NOWHERE ? NOWHERE : p->fates[ref].original;
    uint32_t subject = original == NOWHERE ? p->event->ref : p->history->events[original].seq;
    struct spans spans;
    struct flag flag = {.severity = SEVERITY_NONE};
    if (!p->sets)
        return err_set(p->err, ERR_INTERNAL, "a flag without rules");
    if (p->event->code == RULE_NONE || p->event->code >= RULE_COUNT)
        return refuse(p, "there is no such rule", "R1.1 to R7.8");
    enum err_code code = course_spans(p->arena, p->then, p->sets, DAY_NONE, DAY_NEVER, &spans, p->err);
    if (!code)
        code =
            course_flag(p->arena, p->then, &spans, (enum rule)p->event->code, subject, p->day, &flag, p->err);
    if (code)
        return code;
    return flag.severity == SEVERITY_NONE ? refuse_absent(p, &spans) : check_handling(p, &flag);
}

static enum err_code check_move(const struct proposal *p)
{
    enum kind kind = (enum kind)p->event->kind;
    if (kind == KIND_CASE_OPENED || kind == KIND_CASE_CLOSED || kind == KIND_CASE_REOPENED)
        return check_case(p);
    if (kind == KIND_CASEWORKER_ASSIGNED)
        return check_assigned(p);
    if (kind == KIND_CASEWORKER_RELEASED)
        return check_released(p);
    if (kind == KIND_HANDOVER)
        return check_handover(p);
    if (kind == KIND_PLAN_MADE || kind == KIND_PLAN_REVISED)
        return check_open(p);
    if (kind == KIND_PLAN_CONFIRMED || kind == KIND_PLAN_CLOSED)
        return p->then->now.plan_of[plan_key(p->event)] != NOWHERE
                   ? ERR_NONE
                   : refuse(p, "no plan of that unit is in force", "plan_made");
    if (kind == KIND_REDACTION_REQUESTED || kind == KIND_NOTE_REDACTED)
        return check_redaction(p);
    if (kind == KIND_CORRECTED || kind == KIND_VOIDED)
        return check_change(p);
    return check_flag(p);
}

static enum err_code check_who_assigns(const struct proposal *p)
{
    const struct event *event = p->event;
    const struct moment_state *now = &p->now->now;
    if (p->mover->is_leader)
        return ERR_NONE;
    if (event->kind == KIND_CASEWORKER_RELEASED && event->staff == p->mover->staff)
        return ERR_NONE;
    if (event->role == ROLE_DEPUTY || event->role == ROLE_SECONDARY)
        return now->primary == p->mover->staff ? ERR_NONE : forbid(p, "the primary or a team leader");
    bool takes_free_case = event->kind == KIND_CASEWORKER_ASSIGNED && event->role == ROLE_PRIMARY &&
                           event->staff == p->mover->staff && !p->then->now.primary && !now->primary;
    return takes_free_case ? ERR_NONE
                           : forbid(p, "a team leader, or by who takes a case that has no primary");
}

/* Within 15 minutes of recording it, whoever recorded it. */
static bool is_fresh_author(const struct proposal *p, const struct event *of)
{
    return of->recorded_by == p->mover->staff &&
           p->mover->now - of->recorded_at <= CORRECTION_MINUTES * MINUTE;
}

/* Who may write an event of this kind with this content, whatever the course. */
static bool needs_leader(enum kind kind, const struct event *event)
{
    return (kind_info(kind)->flags & KIND_LEADER) ||
           (kind == KIND_PAUSE_STARTED && event->code == PAUSE_LESS_INTENSIVE);
}

static enum err_code check_who_changes(const struct proposal *p)
{
    const struct event *of = changed(p);
    if (p->mover->is_leader || !of) /* one that is not there is a matter of the moves */
        return ERR_NONE;
    uint32_t flags = kind_info((enum kind)of->kind)->flags;
    if (p->event->kind == KIND_VOIDED || (flags & KIND_CONTROL))
        return is_fresh_author(p, of) ? ERR_NONE
                                      : forbid(p, "its author within 15 minutes, or a team leader");
    if (flags & KIND_IMPORT_ONLY)
        return forbid(p, "an import");
    return needs_leader((enum kind)of->kind, p->event) || needs_leader((enum kind)of->kind, of)
               ? forbid(p, "a team leader")
               : ERR_NONE;
}

/* Whatever the course. */
static enum err_code check_writer(const struct proposal *p)
{
    enum kind kind = (enum kind)p->event->kind;
    if (p->mover->may_import)
        return ERR_NONE;
    if (kind_info(kind)->flags & KIND_IMPORT_ONLY)
        return forbid(p, "an import");
    return needs_leader(kind, p->event) && !p->mover->is_leader ? forbid(p, "a team leader") : ERR_NONE;
}

/* Of a control event: by who holds the case, and what was recorded. */
static enum err_code check_who(const struct proposal *p)
{
    enum kind kind = (enum kind)p->event->kind;
    if (p->mover->may_import)
        return ERR_NONE;
    if (kind == KIND_CASEWORKER_ASSIGNED || kind == KIND_CASEWORKER_RELEASED)
        return check_who_assigns(p);
    if (kind == KIND_CORRECTED || kind == KIND_VOIDED)
        return check_who_changes(p);
    if (kind == KIND_HANDOVER && !p->mover->is_leader &&
        (p->event->outcome == HANDOVER_STATE_ACCEPTED || p->event->outcome == HANDOVER_STATE_DECLINED)) {
        const struct handover *handover = continued(p);
        bool receives = handover && handover->sent != NOWHERE &&
                        p->then->at[handover->sent].event->staff == p->mover->staff;
        return receives || !handover ? ERR_NONE : forbid(p, "the receiver or a team leader");
    }
    return check_writer(p);
}

enum err_code move_check(struct arena *arena, const struct history *history, const struct rule_sets *sets,
                         const struct event *event, const struct mover *mover, struct err *err)
{
    if (event->kind <= KIND_NONE || event->kind >= KIND_COUNT)
        return err_set(err, ERR_INTERNAL, "an event of no kind");
    struct proposal p = {
        .arena = arena, .history = history, .sets = sets, .event = event, .mover = mover, .err = err};
    bool is_control = kind_info((enum kind)event->kind)->flags & KIND_CONTROL;
    if (!is_control)
        return check_writer(&p);
    struct occurrences all;
    enum err_code code = history_effective(arena, history, &all, &p.fates, err);
    if (code)
        return code;
    struct course *then = NULL, *now = NULL;
    code = course_of(arena, &all, all.n, history->born, &now, err);
    size_t n = occurrences_by_instant(&all, event->occurred_at);
    if (!code && n < all.n)
        code = course_of(arena, &all, n, history->born, &then, err);
    if (code)
        return code;
    p.now = now;
    p.then = then ? then : now;
    p.day = day_of_instant(event->occurred_at);
    code = check_who(&p);
    return code ? code : check_move(&p);
}
