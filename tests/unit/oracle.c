/* The four built rules, own days and changes of holder, once more: slowly, day by day, straight from the text
 * of the rules (chapters 5 and 6), with nothing of core but days, tables and parameters. Included by tests
 * that compare it with assess. */
#include "core/course.h"

enum { ORACLE_EVENTS = 128, ORACLE_DAYS = 2600 };

struct oracle_event {
    struct event e; /* content that counts */
    day_t day;
    uint32_t target; /* place in the list, UINT32_MAX: none */
};

/* The state of each day from `first`, as the events up to that day say. */
struct oracle_day {
    bool open, paused, stopped, away, working;
    uint32_t group, primary, deputy;
    uint32_t primary_event, deputy_event; /* places; of the latest assignment */
};

struct oracle {
    struct oracle_event at[ORACLE_EVENTS];
    uint32_t n;
    day_t first, start; /* start: DAY_NEVER if there is none */
    uint32_t n_days;
    struct oracle_day days[ORACLE_DAYS];
    day_t closed[ORACLE_EVENTS]; /* of a step or booking: when it was done, dropped or held */
    int32_t memo_ahead;
    uint8_t memo[ORACLE_DAYS]; /* 1: no next step, 2: one */
    day_t wait_end[ORACLE_EVENTS];
};

struct oracle_change {
    day_t day, known_day;
    uint32_t former, holder, event, reason;
    enum change_weight weight;
    bool is_return, is_soft;
};

static struct oracle_day *on_day(struct oracle *o, day_t day)
{
    return &o->days[day - o->first];
}

/* ---- 5.1 --------------------------------------------------------------------------------------------- */

static uint32_t oracle_original(const struct history *h, uint32_t i)
{
    while (h->events[i].kind == KIND_CORRECTED || h->events[i].kind == KIND_VOIDED) {
        uint32_t next = UINT32_MAX;
        for (uint32_t k = 0; k < i; k++)
            if (h->events[k].seq == h->events[i].ref && h->events[k].recorded_at <= h->known_at)
                next = k;
        if (next == UINT32_MAX)
            return UINT32_MAX;
        i = next;
    }
    return i;
}

static bool oracle_changeable(const struct event *e)
{
    return e->kind != KIND_REDACTION_REQUESTED && e->kind != KIND_NOTE_REDACTED &&
           !(e->kind >= KIND_FLAG_ACKNOWLEDGED && e->kind <= KIND_FLAG_REOPENED);
}

static void oracle_effective(struct oracle *o, const struct history *h)
{
    uint32_t from[ORACLE_EVENTS];
    o->n = 0;
    for (uint32_t i = 0; i < h->n; i++) {
        const struct event *e = &h->events[i];
        if (e->recorded_at > h->known_at || e->kind == KIND_CORRECTED || e->kind == KIND_VOIDED)
            continue;
        const struct event *last = e;
        for (uint32_t k = i + 1; k < h->n && oracle_changeable(e); k++)
            if (h->events[k].recorded_at <= h->known_at &&
                (h->events[k].kind == KIND_CORRECTED || h->events[k].kind == KIND_VOIDED) &&
                oracle_original(h, k) == i)
                last = &h->events[k];
        if (last->kind == KIND_VOIDED)
            continue;
        struct oracle_event one = {.e = *last};
        one.e.kind = e->kind;
        one.e.seq = e->seq;
        one.e.ref = e->ref;
        one.day = day_of_instant(one.e.occurred_at);
        uint32_t place = o->n++;
        for (; place > 0 &&
               (o->at[place - 1].e.occurred_at > one.e.occurred_at ||
                (o->at[place - 1].e.occurred_at == one.e.occurred_at && o->at[place - 1].e.seq > one.e.seq));
             place--) {
            o->at[place] = o->at[place - 1];
            from[place] = from[place - 1];
        }
        o->at[place] = one;
        from[place] = i;
    }
    for (uint32_t p = 0; p < o->n; p++) {
        o->at[p].target = UINT32_MAX;
        for (uint32_t k = 0; k < from[p]; k++) {
            if (h->events[k].seq != o->at[p].e.ref || h->events[k].recorded_at > h->known_at)
                continue;
            uint32_t original = oracle_original(h, k);
            /* what is neither correctable nor voidable is behind nothing but itself */
            if (original != k && original != UINT32_MAX && !oracle_changeable(&h->events[original]))
                original = UINT32_MAX;
            for (uint32_t q = 0; q < o->n; q++)
                if (from[q] == original &&
                    (kind_info((enum kind)o->at[p].e.kind)->ref_kinds & KIND_BIT(o->at[q].e.kind)))
                    o->at[p].target = q;
        }
    }
}

/* The place at which what event p does to its target counts, and its day. */
static uint32_t effect_place(const struct oracle *o, uint32_t p)
{
    uint32_t target = o->at[p].target;
    return target != UINT32_MAX && target > p ? target : p;
}

static day_t effect_day(const struct oracle *o, uint32_t p)
{
    return o->at[effect_place(o, p)].day;
}

/* ---- 5.5 to 5.7: the days ---------------------------------------------------------------------------- */

static bool oracle_starts(enum kind k)
{
    return !(k == KIND_CLASSIFIED || k == KIND_BENEFIT_CHANGED || k == KIND_DATE_FORESEEN ||
             k == KIND_PAUSE_STARTED || k == KIND_PAUSE_ENDED ||
             (k >= KIND_FLAG_ACKNOWLEDGED && k <= KIND_FLAG_REOPENED));
}

static bool oracle_paused(const struct oracle *o, day_t d, bool stopping)
{
    for (uint32_t p = 0; p < o->n; p++) {
        const struct event *e = &o->at[p].e;
        if (e->kind != KIND_PAUSE_STARTED || o->at[p].day > d || e->due == DAY_NONE || e->due < d ||
            (stopping && e->code == PAUSE_LESS_INTENSIVE))
            continue;
        bool ended = false;
        for (uint32_t q = 0; q < o->n; q++)
            ended = ended ||
                    (o->at[q].e.kind == KIND_PAUSE_ENDED && o->at[q].target == p && effect_day(o, q) <= d);
        if (!ended)
            return true;
    }
    return false;
}

static void oracle_days(struct oracle *o, day_t last)
{
    struct oracle_day s = {.primary_event = UINT32_MAX, .deputy_event = UINT32_MAX};
    struct {
        uint32_t staff, event;
        day_t from, due;
    } planned[ORACLE_EVENTS];
    uint32_t n_planned = 0, deputy = 0, deputy_event = UINT32_MAX, next = 0;
    day_t deputy_due = DAY_NONE;
    uint8_t administration = 0;
    bool had_primary = false;
    o->start = DAY_NEVER;
    o->first = o->n ? o->at[0].day : 0;
    o->n_days = 0;
    if (!o->n)
        return;
    for (day_t d = o->first; d <= last; d++) {
        for (uint32_t i = 0; i < n_planned; i++) /* in order of their events: the later one counts */
            if (planned[i].from == d) {
                deputy = planned[i].staff;
                deputy_event = planned[i].event;
                deputy_due = planned[i].due;
            }
        for (; next < o->n && o->at[next].day == d; next++) {
            const struct event *e = &o->at[next].e;
            if (o->start == DAY_NEVER && oracle_starts((enum kind)e->kind)) {
                o->start = d;
                s.open = true;
            }
            if (e->kind == KIND_CASE_OPENED || e->kind == KIND_CASE_REOPENED)
                s.open = true;
            if (e->kind == KIND_CASE_CLOSED && e->code != CLOSING_OUTCOME_TRANSFERRED_INTERNAL) {
                s.open = false;
                administration = 0;
            }
            if (e->unit && (e->kind == KIND_CASE_OPENED || e->kind == KIND_CASE_REOPENED ||
                            (e->kind == KIND_TRANSITION && (e->outcome == TRANSITION_STATE_STARTED ||
                                                            e->outcome == TRANSITION_STATE_ACCEPTED))))
                administration = e->administration;
            if (e->kind == KIND_CLASSIFIED)
                s.group = e->code;
            if (e->kind == KIND_CASEWORKER_ASSIGNED && e->role == ROLE_PRIMARY) {
                if (e->staff != s.primary)
                    n_planned = deputy = 0;
                s.primary = e->staff;
                s.primary_event = next;
                had_primary = true;
            }
            if (e->kind == KIND_CASEWORKER_ASSIGNED && e->role == ROLE_DEPUTY && had_primary) {
                day_t from = e->starts_at == INSTANT_NONE ? d : day_of_instant(e->starts_at);
                if (from > d) {
                    planned[n_planned].staff = e->staff;
                    planned[n_planned].event = next;
                    planned[n_planned].from = from;
                    planned[n_planned++].due = e->due;
                } else {
                    deputy = e->staff;
                    deputy_event = next;
                    deputy_due = e->due;
                }
            }
            if (e->kind == KIND_CASEWORKER_RELEASED && e->role == ROLE_PRIMARY && e->staff == s.primary)
                s.primary = 0;
            if (e->kind == KIND_CASEWORKER_RELEASED && e->role == ROLE_DEPUTY) {
                if (deputy == e->staff)
                    deputy = 0;
                for (uint32_t i = 0; i < n_planned; i++)
                    if (planned[i].staff == e->staff)
                        planned[i].from = DAY_NONE; /* dropped */
            }
        }
        s.deputy = deputy && deputy_due >= d ? deputy : 0;
        s.deputy_event = deputy_event;
        s.away =
            administration == ADMINISTRATION_AKASSE || administration == ADMINISTRATION_OTHER_MUNICIPALITY;
        s.paused = oracle_paused(o, d, false);
        s.stopped = oracle_paused(o, d, true);
        s.working = day_is_working(d);
        o->days[o->n_days++] = s;
    }
}

static void oracle_waits(struct oracle *o)
{
    for (uint32_t p = 0; p < o->n; p++) {
        o->closed[p] = DAY_NEVER;
        for (uint32_t q = 0; q < o->n; q++) {
            uint8_t k = o->at[q].e.kind;
            if (o->at[q].target == p && effect_day(o, q) < o->closed[p] &&
                (k == KIND_NEXT_STEP_DONE || k == KIND_NEXT_STEP_DROPPED || k == KIND_MEETING))
                o->closed[p] = effect_day(o, q);
        }
    }
    o->memo_ahead = -1;
    for (uint32_t p = 0; p < o->n; p++)
        o->wait_end[p] = DAY_NEVER;
    for (uint32_t place = 0; place < o->n; place++) /* in the order in which things take effect */
        for (uint32_t p = 0; p < o->n; p++) {
            const struct event *e = &o->at[p].e;
            if (effect_place(o, p) != place)
                continue;
            if ((e->kind == KIND_WAIT_ENDED || e->kind == KIND_STATEMENT_RECEIVED) &&
                o->at[p].target != UINT32_MAX && o->wait_end[o->at[p].target] == DAY_NEVER)
                o->wait_end[o->at[p].target] = effect_day(o, p);
            if (e->kind == KIND_STATEMENT_RECEIVED && !e->ref)
                for (uint32_t w = 0; w < p; w++)
                    if ((o->at[w].e.kind == KIND_WAIT_STARTED ||
                         o->at[w].e.kind == KIND_STATEMENT_REQUESTED) &&
                        o->at[w].e.code == e->code && o->wait_end[w] == DAY_NEVER) {
                        o->wait_end[w] = o->at[p].day;
                        break;
                    }
        }
}

static void oracle_make(struct oracle *o, const struct history *h, int32_t days_after)
{
    oracle_effective(o, h);
    oracle_days(o, o->n ? o->at[o->n - 1].day + days_after : 0);
    oracle_waits(o);
}

/* ---- 5.4 --------------------------------------------------------------------------------------------- */

enum oracle_count { OWN, WORK, CLOCK };

static bool oracle_counts(struct oracle *o, day_t d, enum oracle_count what)
{
    const struct oracle_day *s = on_day(o, d);
    if (d < o->start || !s->open || s->away)
        return false;
    if (what == CLOCK)
        return !s->stopped;
    return !s->paused && (what == OWN || s->working);
}

static int32_t oracle_count(struct oracle *o, enum oracle_count what, day_t e, day_t d, const int32_t *param)
{
    int32_t n = 0;
    for (day_t day = e + 1; day <= d; day++)
        n += day >= param[PARAM_COUNTED_FROM] && day >= o->first && oracle_counts(o, day, what);
    return n;
}

/* ---- 5.7 --------------------------------------------------------------------------------------------- */

static uint32_t oracle_reason(uint32_t code)
{
    return code == SWITCH_REASON_UNKNOWN ? 0 : code;
}

static uint32_t reason_by_event(const struct oracle *o, uint32_t event, day_t on)
{
    uint32_t best = UINT32_MAX;
    for (uint32_t p = 0; p < o->n; p++) {
        if (o->at[p].e.kind != KIND_SWITCH_REASON_GIVEN || o->at[p].target != event || effect_day(o, p) > on)
            continue;
        if (best == UINT32_MAX || effect_place(o, p) >= effect_place(o, best))
            best = p;
    }
    uint32_t given = best == UINT32_MAX ? 0 : oracle_reason(o->at[best].e.code);
    return given ? given : oracle_reason(o->at[event].e.code);
}

static uint32_t reason_by_release(const struct oracle *o, uint32_t staff, day_t day)
{
    uint32_t release = UINT32_MAX, assignment = UINT32_MAX;
    for (uint32_t p = 0; p < o->n && o->at[p].day <= day; p++) {
        const struct event *e = &o->at[p].e;
        if (e->staff != staff || (e->role != ROLE_PRIMARY && e->role != ROLE_DEPUTY))
            continue;
        if (e->kind == KIND_CASEWORKER_RELEASED && oracle_reason(e->code))
            release = p;
        if (e->kind == KIND_CASEWORKER_ASSIGNED)
            assignment = p;
    }
    if (release == UINT32_MAX || (assignment != UINT32_MAX && assignment > release))
        return 0;
    return o->at[release].e.code;
}

/* First day of the run of cover that `d` lies in, as far as it is long on `on`; DAY_NONE. */
static day_t long_cover(struct oracle *o, day_t d, day_t on, int32_t cover_days)
{
    if (d < o->first || !on_day(o, d)->deputy)
        return DAY_NONE;
    day_t from = d, to = d;
    while (from > o->first && on_day(o, from - 1)->deputy)
        from--;
    while (to < on && on_day(o, to + 1)->deputy)
        to++;
    return to - from + 1 > cover_days ? from : DAY_NONE;
}

static bool was_second(const struct oracle *o, uint32_t staff, day_t from, day_t to)
{
    for (day_t d = from; d < to; d++) {
        bool is = false;
        for (uint32_t p = 0; p < o->n && o->at[p].day <= d; p++) {
            const struct event *e = &o->at[p].e;
            if (e->role == ROLE_SECONDARY && e->staff == staff)
                is = e->kind == KIND_CASEWORKER_ASSIGNED   ? true
                     : e->kind == KIND_CASEWORKER_RELEASED ? false
                                                           : is;
        }
        if (!is)
            return false;
    }
    return true;
}

/* The changes of holder as known on `on`. */
static uint32_t oracle_changes(struct oracle *o, day_t on, const int32_t *param, struct oracle_change *out)
{
    uint32_t n = 0, last = 0, held[ORACLE_EVENTS], n_held = 0, then = 0;
    bool was_long = false, intake_seen = false;
    day_t first_day = DAY_NONE;
    if (o->start == DAY_NEVER)
        return 0;
    for (day_t d = o->start; d <= on; d++) {
        const struct oracle_day *s = on_day(o, d);
        day_t run = long_cover(o, d, on, param[PARAM_COVER_DAYS]);
        bool is_long = run != DAY_NONE;
        uint32_t holder = is_long ? s->deputy : s->primary;
        if (!holder)
            continue;
        bool before = false;
        for (uint32_t i = 0; i < n_held; i++)
            before = before || held[i] == holder;
        if (first_day == DAY_NONE)
            first_day = d;
        if (last && holder != last) {
            struct oracle_change *c = &out[n++];
            *c = (struct oracle_change){.day = d, .known_day = d, .former = last, .holder = holder};
            if (is_long && run + param[PARAM_COVER_DAYS] > d)
                c->known_day = run + param[PARAM_COVER_DAYS];
            c->event = is_long ? s->deputy_event : s->primary_event;
            c->is_return = was_long && !is_long && holder == then && before;
            c->is_soft = before || was_second(o, holder, d - param[PARAM_SECONDARY_KNOWN_DAYS], d);
            bool anew = o->at[c->event].day == d;
            if (!(c->is_return && !anew)) {
                c->reason = reason_by_event(o, c->event, on);
                if (!c->reason)
                    c->reason = reason_by_release(o, last, d);
            }
            if (c->is_return && !c->reason)
                c->reason = SWITCH_REASON_RETURNED_FROM_ABSENCE;
            bool counts =
                !c->reason || (catalogue_value(CATALOGUE_SWITCH_REASON, c->reason)->flags & SWITCH_COUNTS);
            c->weight = c->is_soft ? CHANGE_HALF : CHANGE_WHOLE;
            if (!counts)
                c->weight = CHANGE_NOT_COUNTED;
            else if (!intake_seen && d - first_day <= param[PARAM_INTAKE_DAYS])
                c->weight = CHANGE_INTAKE;
            intake_seen = intake_seen || counts;
        }
        if (!before)
            held[n_held++] = holder;
        last = holder;
        was_long = is_long;
        then = 0; /* who was primary that day, or last before it */
        for (day_t b = d; b >= o->first && !then; b--)
            then = on_day(o, b)->primary;
    }
    return n;
}

/* ---- the rules --------------------------------------------------------------------------------------- */

static enum severity level(int32_t n, int32_t amber, int32_t red)
{
    return n >= red ? SEVERITY_RED : n >= amber ? SEVERITY_AMBER : SEVERITY_NONE;
}

static enum severity oracle_r1_1(struct oracle *o, day_t d, const int32_t *param)
{
    struct oracle_change changes[ORACLE_DAYS / 8];
    uint32_t n = oracle_changes(o, d, param, changes);
    int32_t count = 0;
    for (uint32_t i = 0; i < n; i++) {
        const struct catalogue_value *reason = catalogue_value(CATALOGUE_SWITCH_REASON, changes[i].reason);
        count += (changes[i].weight == CHANGE_WHOLE || changes[i].weight == CHANGE_HALF) &&
                 (!reason || (reason->flags & SWITCH_BREACH)) &&
                 changes[i].day > d - param[PARAM_R1_1_WINDOW_DAYS];
    }
    return level(count, param[PARAM_R1_1_AMBER], param[PARAM_R1_1_RED]);
}

static bool oracle_held(const struct event *e)
{
    return e->kind == KIND_MEETING && e->outcome == MEETING_OUTCOME_HELD && e->channel != CHANNEL_LETTER;
}

static bool oracle_moves(const struct event *e)
{
    const struct catalogue_value *meeting = catalogue_value(CATALOGUE_MEETING_KIND, e->code);
    if (kind_info((enum kind)e->kind)->flags & KIND_SUBSTANTIVE)
        return true;
    return (oracle_held(e) && meeting && (meeting->flags & MEETING_MOVEMENT)) ||
           (e->kind == KIND_HANDOVER && e->outcome == HANDOVER_STATE_ACCEPTED) ||
           (e->kind == KIND_COORDINATION_CONTACT && e->party == PARTY_EMPLOYER);
}

static bool find_next_step(const struct oracle *o, day_t d, int32_t ahead)
{
    for (uint32_t p = 0; p < o->n && o->at[p].day <= d; p++) {
        const struct event *e = &o->at[p].e;
        if (o->closed[p] <= d)
            continue;
        if (e->kind == KIND_NEXT_STEP_SET)
            return true;
        if (e->kind == KIND_MEETING_BOOKED) {
            day_t starts = day_of_instant(e->starts_at);
            if (starts >= d && starts <= d + ahead)
                return true;
        }
    }
    return false;
}

static bool has_next_step(struct oracle *o, day_t d, int32_t ahead)
{
    if (o->memo_ahead != ahead)
        memset(o->memo, 0, sizeof o->memo);
    o->memo_ahead = ahead;
    uint8_t *memo = &o->memo[d - o->first];
    if (!*memo)
        *memo = find_next_step(o, d, ahead) ? 2 : 1;
    return *memo == 2;
}

static enum severity oracle_r5_1(struct oracle *o, day_t d, const int32_t *param)
{
    int32_t ahead = param[PARAM_R5_1_BOOKED_MEETING_DAYS];
    if (has_next_step(o, d, ahead))
        return SEVERITY_NONE;
    day_t u = d, met = DAY_NEVER;
    while (u > o->start && !has_next_step(o, u - 1, ahead))
        u--;
    for (uint32_t p = o->n; p-- > 0;) {
        const struct event *e = &o->at[p].e;
        if (oracle_held(e) && o->at[p].day <= d && oracle_moves(e))
            met = o->at[p].day;
    }
    if (met == DAY_NEVER)
        return oracle_count(o, OWN, u, d, param) >= param[PARAM_R5_1_OPEN_DAYS] ? SEVERITY_AMBER
                                                                                : SEVERITY_NONE;
    day_t a = met > u ? met : u;
    if (oracle_count(o, OWN, a, d, param) >= param[PARAM_R5_1_RED_DAYS])
        return SEVERITY_RED;
    return oracle_count(o, WORK, a, d, param) >= param[PARAM_R5_1_AMBER_WD] ? SEVERITY_AMBER : SEVERITY_NONE;
}

/* The due of an item on a day: what was last said by then. */
static day_t oracle_due(const struct oracle *o, uint32_t item, uint8_t changed_by, day_t d)
{
    uint32_t best = item;
    for (uint32_t q = 0; q < o->n; q++)
        if (o->at[q].e.kind == changed_by && o->at[q].target == item && effect_day(o, q) <= d &&
            o->at[q].e.due != DAY_NONE && (best == item || effect_place(o, q) >= effect_place(o, best)))
            best = q;
    return o->at[best].e.due;
}

static bool amber_is_held_back(struct oracle *o, day_t d, const int32_t *param)
{
    for (uint32_t p = 0; p < o->n && o->at[p].day <= d; p++) {
        const struct event *e = &o->at[p].e;
        if (e->kind == KIND_INTERVENTION_STARTED) {
            bool ended = false;
            for (uint32_t q = 0; q < o->n; q++)
                ended = ended || (o->at[q].e.kind == KIND_INTERVENTION_ENDED && o->at[q].target == p &&
                                  effect_day(o, q) <= d);
            day_t due = oracle_due(o, p, KIND_INTERVENTION_CHANGED, d);
            if (!ended && due != DAY_NONE && due >= d)
                return true;
        }
        if ((e->kind != KIND_WAIT_STARTED && e->kind != KIND_STATEMENT_REQUESTED) || o->wait_end[p] <= d)
            continue;
        const struct catalogue_value *reason = catalogue_value(CATALOGUE_WAIT_REASON, e->code);
        uint8_t party = e->party ? e->party : reason ? reason->party : 0;
        day_t x = oracle_due(o, p, KIND_WAIT_MOVED, d);
        if (x == DAY_NONE && e->kind == KIND_STATEMENT_REQUESTED && e->code &&
            param[PARAM_NORM_DAYS + e->code - 1])
            x = o->at[p].day + param[PARAM_NORM_DAYS + e->code - 1];
        if (x != DAY_NONE && party != PARTY_CASEWORKER && party != PARTY_MUNICIPALITY &&
            (d < x || oracle_count(o, OWN, x, d, param) < param[PARAM_WAIT_GRACE_DAYS]))
            return true;
    }
    return false;
}

static enum severity oracle_r7_1(struct oracle *o, day_t d, const int32_t *param)
{
    day_t since = o->start;
    for (uint32_t p = 0; p < o->n && o->at[p].day <= d; p++)
        if (oracle_moves(&o->at[p].e) && o->at[p].day > since)
            since = o->at[p].day;
    int32_t n = oracle_count(o, OWN, since, d, param);
    if (n >= param[PARAM_R7_1_RED_DAYS])
        return SEVERITY_RED;
    return n >= param[PARAM_R7_1_AMBER_DAYS] && !amber_is_held_back(o, d, param) ? SEVERITY_AMBER
                                                                                 : SEVERITY_NONE;
}

static int32_t oracle_age(struct oracle *o, day_t d)
{
    int32_t age = 0;
    while (d > o->start && !on_day(o, d)->open && !on_day(o, d - 1)->open)
        d--;
    for (day_t day = o->start + 1; day <= d; day++)
        age += !on_day(o, day)->stopped && on_day(o, day)->group != TARGET_GROUP_FLEX_JOB_EMPLOYED;
    return age;
}

static enum severity oracle_r7_3(struct oracle *o, day_t d, const int32_t *param)
{
    day_t review = DAY_NONE;
    for (uint32_t p = 0; p < o->n && o->at[p].day <= d; p++)
        if (o->at[p].e.kind == KIND_LONG_CASE_REVIEWED)
            review = o->at[p].day;
    int32_t n = review == DAY_NONE ? 0 : oracle_count(o, CLOCK, review, d, param), age = oracle_age(o, d);
    int32_t red_days = param[PARAM_R7_3_RED_DAYS];
    bool due = review == DAY_NONE || n >= param[PARAM_R7_3_REVIEW_DAYS];
    bool overdue = review == DAY_NONE || n >= param[PARAM_R7_3_REVIEW_DAYS] + red_days;
    if (age < param[PARAM_R7_3_INFO_AGE_DAYS] || !due)
        return SEVERITY_NONE;
    if (age < param[PARAM_R7_3_AGE_DAYS])
        return SEVERITY_INFO;
    if (age < param[PARAM_R7_3_AGE_DAYS] + red_days || !overdue)
        return SEVERITY_AMBER;
    day_t counted = param[PARAM_COUNTED_FROM];
    return counted != DAY_NONE && d < counted + red_days ? SEVERITY_AMBER : SEVERITY_RED;
}

static const int32_t *oracle_params(struct oracle *o, const struct rule_sets *sets, day_t d)
{
    const struct rule_period *period = rule_period_on(sets, d);
    return period ? period->value[on_day(o, d)->group] : NULL;
}

static enum severity oracle_severity(struct oracle *o, const struct rule_sets *sets, enum rule rule, day_t d)
{
    const int32_t *param = oracle_params(o, sets, d);
    if (!param || d < o->start || !param[PARAM_ON + rule - 1] ||
        on_day(o, d)->group == TARGET_GROUP_FLEX_JOB_EMPLOYED ||
        !oracle_counts(o, d, rule == RULE_R7_3 ? CLOCK : OWN))
        return SEVERITY_NONE;
    if (rule == RULE_R1_1)
        return oracle_r1_1(o, d, param);
    if (rule == RULE_R5_1)
        return oracle_r5_1(o, d, param);
    return rule == RULE_R7_1 ? oracle_r7_1(o, d, param) : oracle_r7_3(o, d, param);
}
