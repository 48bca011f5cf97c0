/* Valid events, made from the table of kinds. What a case holds is kept here as its acknowledged events; a candidate is
 * thrown by dice, field by field as its row of the table says, and taken where event_check and move_check of core let
 * it pass: so the daemon has no reason to refuse it. For tests only. */
#ifndef SPOR_WRITES_H
#define SPOR_WRITES_H

#include "core/course.h"
#include "core/handling.h"
#include "writes_random.h"

enum { CASE_EVENTS = 80, UNIT_EVENTS = 6, TRIES = 25, KINDS_TRIED = 14, NAMES = 24, OUTSIDERS = 8 };

/* Who writes; numbers are those of staff, in the model. */
enum { ANNA = 1, BO, CARLA, LEA, LEO, TOKEN, CALLERS };

/* Places in `units`: those that are teams. */
enum { UNIT_NORTH = 0, UNIT_SOCIAL = 3 };

struct known {
    struct event value; /* staff and units by their numbers in the model; ref: seq */
    struct uuid id, ref;
    struct str body;   /* as it was sent alone */
    struct str answer; /* the first one, byte for byte; at NULL: it was not sent alone */
    uint8_t by;
    bool kept; /* its note has not been redacted: the answer stays what it is */
};

struct model {
    struct uuid id;
    struct arena arena; /* of the texts */
    struct known at[CASE_EVENTS + 8 * UNIT_EVENTS];
    size_t n;
    day_t born;
    bool is_protected;
    uint32_t in_flight; /* requests of this round */
    bool control;       /* one of them has a control event */
    bool ends;          /* it is read back and given up */
    bool read;          /* it was read back */
    bool lost;          /* who wrote sees it no more: what became of it is not known */
};

struct maker {
    struct dice dice;
    struct arena arena; /* of the round */
    struct rule_sets sets;
    instant_t now;
    uint64_t accepted[KIND_COUNT];
};

static const char *const caller_names[CALLERS] = {"", "anna", "bo", "carla", "lea", "leo", "it"};
static const char *const outsiders[OUTSIDERS] = {"Ressource 7", "Søren Ærø", "x/y z", "O'Neill",
                                                 "李",          "\"q\"",     "a\\b",  "Ω"};
static const char *const units[NAMES] = {"employment/north",
                                         "employment",
                                         "employment/Sø",
                                         "social",
                                         "social/team \"B\"",
                                         "health",
                                         "benefits/1",
                                         "education",
                                         "children_family/æ",
                                         "integration",
                                         "region/Øst",
                                         "akasse",
                                         "akasse/3F",
                                         "provider/a\\b",
                                         "provider",
                                         "state",
                                         "other_municipality/Ålborg",
                                         "employer/日本",
                                         "employment/south",
                                         "employment/юг",
                                         "health/𝛼",
                                         "social/é",
                                         "region",
                                         "employer"};

static inline bool is_leader(uint32_t caller)
{
    return caller == LEA || caller == LEO;
}

static inline bool is_control(enum kind kind)
{
    return (kind_info(kind)->flags & KIND_CONTROL) != 0;
}

/* ---- one event ------------------------------------------------------------------------------------------------- */

/* What is there and what comes before in the same request. */
struct plan {
    struct model *model;
    struct event events[CASE_EVENTS + 10 * UNIT_EVENTS];
    struct uuid ids[CASE_EVENTS + 10 * UNIT_EVENTS];
    size_t n;
    uint32_t caller;
};

static inline void plan_begin(struct plan *plan, struct model *model, uint32_t caller)
{
    plan->model = model;
    plan->caller = caller;
    plan->n = model->n;
    for (size_t i = 0; i < model->n; i++) {
        plan->events[i] = model->at[i].value;
        plan->ids[i] = model->at[i].id;
    }
}

/* An earlier event of one of the kinds; 0: none. */
static inline uint32_t random_target(struct maker *maker, const struct plan *plan, uint64_t kinds)
{
    uint32_t fit[ARRAY_LEN(plan->events)], n = 0;
    for (size_t i = 0; i < plan->n; i++)
        if (kinds & KIND_BIT(plan->events[i].kind))
            fit[n++] = plan->events[i].seq;
    if (n == 0)
        return 0;
    return fit[chance(&maker->dice, 40) ? n - 1 : below(&maker->dice, n)];
}

static inline uint64_t correctable(void)
{
    uint64_t kinds = 0;
    for (uint32_t kind = 1; kind < KIND_COUNT; kind++)
        if (!(kind_info((enum kind)kind)->flags & KIND_UNCORRECTABLE))
            kinds |= KIND_BIT(kind);
    return kinds;
}

static inline instant_t random_moment(struct maker *maker, const struct plan *plan, uint32_t flags)
{
    struct dice *dice = &maker->dice;
    instant_t first = plan->n > 0 ? plan->events[0].occurred_at
                                  : maker->now - (instant_t)below(dice, 500 * 24) * HOUR - HOUR;
    instant_t out = first;
    if (plan->n > 0 && (flags & KIND_BEFORE_OPENING) && chance(dice, 20))
        out = first - (instant_t)below(dice, 200 * 24) * HOUR;
    else if (plan->n > 0 && chance(dice, 35))
        out = maker->now - (instant_t)below(dice, 7200) * SECOND;
    else if (plan->n > 0 && maker->now > first)
        out = first + (instant_t)((double)(maker->now - first) * (below(dice, 1000) / 1000.0));
    if (chance(dice, 85))
        out -= out % SECOND;
    return out;
}

/* The members of a list, each at most once. */
static inline const struct str *random_list(struct maker *maker, enum catalogue catalogue, uint64_t allowed,
                                            uint32_t most, size_t *n)
{
    struct str *out = ARENA_ARRAY(&maker->arena, struct str, most);
    *n = 0;
    for (uint32_t number = 1; out && number <= catalogue_size(catalogue) && *n < most; number++)
        if ((allowed & VALUE_BIT(number)) && chance(&maker->dice, 35))
            out[(*n)++] = str_of(catalogue_value(catalogue, number)->slug);
    return out;
}

static inline uint32_t random_staff(struct maker *maker, uint32_t caller, struct str *name)
{
    if (caller == TOKEN && chance(&maker->dice, 15)) { /* an import makes whom it names */
        uint32_t i = below(&maker->dice, OUTSIDERS);
        *name = str_of(outsiders[i]);
        return CALLERS + i;
    }
    uint32_t i = ANNA + below(&maker->dice, LEO);
    *name = str_of(caller_names[i]);
    return i;
}

/* A field as the table has it. False: it cannot be given here. */
static inline bool fill(struct maker *maker, const struct plan *plan, struct event_draft *d,
                        const struct kind_info *info, enum field_place place, bool corrects, day_t day)
{
    struct dice *dice = &maker->dice;
    struct event *v = &d->value;
    uint32_t i;
    switch (place) {
    case FIELD_PLACE_STAFF:
        v->staff = random_staff(maker, plan->caller, &d->staff);
        break;
    case FIELD_PLACE_UNIT:
        i = below(dice, NAMES);
        if ((info->flags & KIND_CONTROL) && chance(dice, 80)) /* mostly those of a team */
            i = chance(dice, 65) ? UNIT_NORTH : UNIT_SOCIAL;
        v->unit = i + 1;
        d->unit = str_of(units[i]);
        break;
    case FIELD_PLACE_BATCH:
        d->batch = random_text(dice, &maker->arena, TEXT_BATCH);
        break;
    case FIELD_PLACE_ROLE:
        d->role = random_slug(dice, CATALOGUE_ROLE);
        break;
    case FIELD_PLACE_CODE:
        d->code = info->flags & KIND_FREE_CODE ? random_text(dice, &maker->arena, TEXT_ACTIVITY)
                                               : random_slug(dice, info->code);
        break;
    case FIELD_PLACE_OUTCOME:
        d->outcome = random_slug(dice, info->outcome);
        break;
    case FIELD_PLACE_PARTY:
        d->party = random_slug(dice, CATALOGUE_PARTY);
        break;
    case FIELD_PLACE_CHANNEL:
        d->channel = random_slug(dice, CATALOGUE_CHANNEL);
        break;
    case FIELD_PLACE_BECAUSE:
        d->because = random_slug(dice, corrects ? CATALOGUE_CORRECTION_REASON : info->because);
        break;
    case FIELD_PLACE_ALSO:
        d->also = random_list(maker, info->also, ~UINT64_C(0), 2, &d->n_also);
        break;
    case FIELD_PLACE_MARKS:
        d->marks = random_list(maker, CATALOGUE_MARK, info->marks, 8, &d->n_marks);
        break;
    case FIELD_PLACE_DUE:
        v->due = chance(dice, 3) ? day_from_civil(2199, 12, 31) : day - 1 + (day_t)below(dice, 200);
        break;
    case FIELD_PLACE_STARTS_AT:
        v->starts_at =
            instant_of_day(day + (day_t)below(dice, 120)) + (instant_t)below(dice, 96) * 15 * MINUTE;
        break;
    case FIELD_PLACE_REF:
        v->ref = random_target(maker, plan, info->ref_kinds);
        if (v->ref == 0)
            return false;
        d->ref = plan->ids[v->ref - 1];
        break;
    case FIELD_PLACE_SCORE:
        v->score = (int16_t)below(dice, 6);
        break;
    case FIELD_PLACE_SCALE:
        v->scale = (int16_t)(chance(dice, 60) ? SCALE_DEFAULT : 1 + (int)below(dice, SCALE_MAX));
        break;
    case FIELD_PLACE_HOURS:
        v->hours = (int16_t)below(dice, HOURS_MAX_QUARTERS + 1);
        break;
    case FIELD_COUNT:
        break;
    }
    v->fields |= 1u << place;
    return true;
}

/* A flag that stands today: its rule and subject. */
static inline bool aim_at_flag(struct maker *maker, const struct plan *plan, struct event_draft *d)
{
    const struct course *course = NULL;
    struct history history = {plan->events, plan->n, plan->model->born, INSTANT_NEVER};
    struct spans spans;
    struct err err;
    day_t today = day_of_instant(maker->now);
    if (course_build(&maker->arena, &history, &course, &err) ||
        course_spans(&maker->arena, course, &maker->sets, today, today + 1, &spans, &err) || spans.n == 0)
        return false;
    const struct span *span = &spans.at[below(&maker->dice, (uint32_t)spans.n)];
    d->code = str_of(catalogue_value(CATALOGUE_RULE, span->rule)->slug);
    d->value.fields &= ~(uint32_t)FIELD_REF;
    d->value.ref = 0;
    if (span->subject > 0) {
        d->value.fields |= FIELD_REF;
        d->value.ref = span->subject;
        d->ref = plan->ids[span->subject - 1];
    }
    return true;
}

/* On an open day, as the daemon sees it? */
static inline bool lies_well(struct maker *maker, const struct plan *plan, const struct event *event)
{
    const struct course *course = NULL;
    struct history history = {plan->events, plan->n, plan->model->born, INSTANT_NEVER};
    struct rights rights;
    struct err err;
    uint32_t flags = kind_info((enum kind)event->kind)->flags;
    bool after = (flags & KIND_AFTER_CLOSING) ||
                 (event->kind == KIND_MEETING && event->code == MEETING_KIND_AFTERCARE);
    day_t day = day_of_instant(event->occurred_at);
    if (course_build(&maker->arena, &history, &course, &err) ||
        course_rights(&maker->arena, course, day_of_instant(maker->now), &rights, &err) ||
        rights.n_open_days == 0)
        return false;
    if ((flags & KIND_BEFORE_OPENING) && day < rights.open_days[0].from)
        return true;
    if (day < day_of_instant(plan->events[0].occurred_at))
        return false;
    if (after && day >= rights.open_days[0].from)
        return true;
    for (size_t i = 0; i < rights.n_open_days; i++)
        if (day >= rights.open_days[i].from && day < rights.open_days[i].to)
            return true;
    return false;
}

/* One throw. */
static inline bool try_event(struct maker *maker, const struct plan *plan, enum kind kind,
                             struct event_draft *d, bool *is_silent)
{
    struct dice *dice = &maker->dice;
    struct event *v = &d->value;
    bool imports = plan->caller == TOKEN, corrects = kind == KIND_CORRECTED;
    enum kind of = kind;
    struct err err;
    event_draft_init(d);
    d->event_id = random_uuid(dice);
    v->kind = (uint8_t)kind;
    if (corrects || kind == KIND_VOIDED) {
        v->ref = random_target(maker, plan, correctable());
        if (v->ref == 0)
            return false;
        d->ref = plan->ids[v->ref - 1];
        v->fields |= FIELD_REF;
        of = corrects ? (enum kind)plan->events[v->ref - 1].kind : kind;
    }
    const struct kind_info *info = kind_info(of);
    if ((info->flags & KIND_IMPORT_ONLY) && !imports)
        return false;
    if ((info->flags & KIND_LEADER) && !imports && !is_leader(plan->caller))
        return false;
    bool silent = (info->flags & KIND_NOW) && !(imports && chance(dice, 30) && !move_needs_rules(kind));
    if (corrects && (info->flags & KIND_NOW))
        silent = true;
    if (!silent)
        v->occurred_at = corrects && chance(dice, 70) ? plan->events[v->ref - 1].occurred_at
                                                      : random_moment(maker, plan, info->flags);
    *is_silent = silent;
    day_t day = day_of_instant(silent ? maker->now : v->occurred_at);
    uint32_t required = info->required | (corrects ? FIELD_BECAUSE : 0), likely = chance(dice, 50) ? 75 : 35;
    for (uint32_t place = 0; place < FIELD_COUNT; place++) {
        enum field field = (enum field)(1u << place);
        if ((v->fields & field) || !((required | info->optional) & field) ||
            (corrects && field == FIELD_REF) || (!(required & field) && !chance(dice, likely)))
            continue;
        if (!fill(maker, plan, d, info, (enum field_place)place, corrects, day) && (required & field))
            return false;
    }
    if (move_needs_rules(kind) && !aim_at_flag(maker, plan, d))
        return false;
    if ((info->flags & KIND_NEEDS_NOTE) || chance(dice, 25))
        d->note = random_text(dice, &maker->arena, TEXT_NOTE);
    struct event_writer writer = {imports, maker->now};
    if (event_check(d, corrects ? of : KIND_NONE, &writer, &err))
        return false;
    if (v->kind == KIND_PAUSE_STARTED && v->code == PAUSE_LESS_INTENSIVE && !imports &&
        !is_leader(plan->caller))
        return false;
    if (v->occurred_at == INSTANT_NONE)
        v->occurred_at = plan->events[v->ref - 1].occurred_at; /* a correction of an N kind */
    v->seq = (uint32_t)plan->n + 1;
    v->recorded_at = maker->now;
    v->recorded_by = plan->caller;
    if (!is_control(kind))
        return lies_well(maker, plan, v);
    struct history history = {plan->events, plan->n, plan->model->born, INSTANT_NEVER};
    struct mover mover = {plan->caller, is_leader(plan->caller), imports, maker->now};
    return !move_check(&maker->arena, &history, &maker->sets, v, &mover, &err);
}

/* The event as it is sent: the members of its row in any order. `bare`: without what the path says. */
static inline struct str event_body(struct maker *maker, const struct event_draft *d,
                                    const struct uuid *course, bool silent, bool bare)
{
    struct dice *dice = &maker->dice;
    const struct event *v = &d->value;
    const struct str *lists[] = {d->also, d->marks};
    const size_t lengths[] = {d->n_also, d->n_marks};
    const struct str texts[FIELD_COUNT] = {[FIELD_PLACE_STAFF] = d->staff,     [FIELD_PLACE_ROLE] = d->role,
                                           [FIELD_PLACE_UNIT] = d->unit,       [FIELD_PLACE_CODE] = d->code,
                                           [FIELD_PLACE_OUTCOME] = d->outcome, [FIELD_PLACE_PARTY] = d->party,
                                           [FIELD_PLACE_CHANNEL] = d->channel, [FIELD_PLACE_BATCH] = d->batch,
                                           [FIELD_PLACE_BECAUSE] = d->because};
    struct buf out;
    buf_init(&out, 65536);
    buf_put_str(&out, STR("{\"event_id\":")), put_json_uuid(&out, &d->event_id);
    if (course)
        buf_put_str(&out, STR(",\"case\":")), put_json_uuid(&out, course);
    if (!bare)
        buf_printf(&out, ",\"kind\":\"%s\"", kind_info((enum kind)v->kind)->name);
    if (!silent)
        buf_put_str(&out, STR(",\"occurred_at\":")), put_json_instant(dice, &out, v->occurred_at);
    uint32_t turn = below(dice, FIELD_COUNT);
    for (uint32_t i = 0; i < FIELD_COUNT; i++) {
        uint32_t place = (i + turn) % FIELD_COUNT;
        if (!(v->fields >> place & 1) || (bare && place == FIELD_PLACE_REF))
            continue;
        buf_printf(&out, "%s\"%s\":", chance(dice, 10) ? " ,\n" : ",", field_name((enum field_place)place));
        if (place == FIELD_PLACE_DUE)
            put_json_day(&out, v->due);
        else if (place == FIELD_PLACE_STARTS_AT)
            put_json_instant(dice, &out, v->starts_at);
        else if (place == FIELD_PLACE_REF)
            put_json_uuid(&out, &d->ref);
        else if (place == FIELD_PLACE_SCORE)
            buf_printf(&out, "%d", v->score);
        else if (place == FIELD_PLACE_SCALE)
            buf_printf(&out, "%d", v->scale);
        else if (place == FIELD_PLACE_HOURS)
            buf_printf(&out, chance(dice, 50) ? "%d.%02d" : "%d.%02de0", v->hours / 4, v->hours % 4 * 25);
        else if (place == FIELD_PLACE_ALSO || place == FIELD_PLACE_MARKS) {
            uint32_t which = place == FIELD_PLACE_MARKS;
            buf_put_char(&out, '[');
            for (size_t k = 0; k < lengths[which]; k++) {
                buf_put_str(&out, k ? STR(",") : STR(""));
                put_json_text(dice, &out, lists[which][k]);
            }
            buf_put_char(&out, ']');
        } else
            put_json_text(dice, &out, texts[place]);
    }
    if (d->note.at)
        buf_put_str(&out, STR(",\"note\":")), put_json_text(dice, &out, d->note);
    buf_put_char(&out, '}');
    struct str body = arena_copy(&maker->arena, buf_str(&out));
    buf_clear(&out);
    return body;
}

/* A kind that a caller might write now: any, rather one that was seldom accepted. */
static inline enum kind random_kind(struct maker *maker, const struct plan *plan)
{
    enum kind kind = (enum kind)(1 + below(&maker->dice, KIND_COUNT - 1));
    if (plan->n == 0)
        return KIND_CASE_OPENED;
    if (plan->n == 1 && chance(&maker->dice, 60))
        return KIND_CASEWORKER_ASSIGNED;
    for (int i = 0; i < 3; i++) {
        enum kind other = (enum kind)(1 + below(&maker->dice, KIND_COUNT - 1));
        if (maker->accepted[other] < maker->accepted[kind])
            kind = other;
    }
    return kind;
}

/* A valid event behind those of the plan, which takes it in. `bare`: see event_body; it is ignored where the kind has no
 * path of its own. False: none was found. */
static inline bool make_event(struct maker *maker, struct plan *plan, bool with_case, bool *bare,
                              struct known *out)
{
    for (int i = 0; i < KINDS_TRIED; i++) {
        struct event_draft d;
        struct arena_mark mark = arena_mark(&maker->arena);
        enum kind kind = random_kind(maker, plan);
        bool found = false, silent = false;
        for (int k = 0; !found && k < (move_needs_rules(kind) ? TRIES / 4 : TRIES); k++) {
            arena_reset(&maker->arena, mark);
            found = try_event(maker, plan, kind, &d, &silent);
        }
        if (!found)
            continue;
        bool has_path = kind == KIND_CORRECTED || kind == KIND_VOIDED;
        *bare = *bare && has_path;
        *out = (struct known){
            .value = d.value, .id = d.event_id, .ref = d.ref, .by = (uint8_t)plan->caller, .kept = true};
        out->body = event_body(maker, &d, with_case ? &plan->model->id : NULL, silent, *bare);
        plan->events[plan->n] = d.value;
        plan->ids[plan->n++] = d.event_id;
        return true;
    }
    return false;
}

#endif
