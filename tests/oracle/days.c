/* Open, base, own (rules 5.5), group and family (5.6): what is true at the end of each day. */
#include "base/bug.h"
#include "tests/oracle/oracle.h"

const struct oracle_day *oracle_day(const struct oracle *o, day_t day)
{
    if (day < o->first || day > o->last)
        bug("the oracle was not made for this day");
    return &o->days[day - o->first];
}

static bool starts_the_course(enum kind kind)
{
    return !(kind == KIND_CLASSIFIED || kind == KIND_BENEFIT_CHANGED || kind == KIND_DATE_FORESEEN ||
             kind == KIND_PAUSE_STARTED || kind == KIND_PAUSE_ENDED ||
             (kind >= KIND_FLAG_ACKNOWLEDGED && kind <= KIND_FLAG_REOPENED));
}

bool oracle_paused(const struct oracle *o, day_t day, bool stopping)
{
    for (uint32_t p = 0; p < o->n && o->at[p].day <= day; p++) {
        const struct event *e = &o->at[p].e;
        if (e->kind != KIND_PAUSE_STARTED || e->due < day || (stopping && e->code == PAUSE_LESS_INTENSIVE))
            continue;
        bool ended = false;
        for (uint32_t q = 0; q < o->n; q++)
            ended = ended || (o->at[q].e.kind == KIND_PAUSE_ENDED && o->at[q].target == p &&
                              oracle_effect_day(o, q) <= day);
        if (!ended)
            return true;
    }
    return false;
}

static void take(struct oracle *o, struct oracle_day *s, uint32_t p)
{
    const struct event *e = &o->at[p].e;
    enum kind kind = (enum kind)e->kind;
    o->unit_before[p] = s->unit;
    if (o->start == DAY_NEVER && starts_the_course(kind)) {
        o->start = o->at[p].day;
        s->open = true;
    }
    bool opens = kind == KIND_CASE_OPENED || kind == KIND_CASE_REOPENED;
    bool moves = kind == KIND_TRANSITION &&
                 (e->outcome == TRANSITION_STATE_STARTED || e->outcome == TRANSITION_STATE_ACCEPTED);
    if (opens)
        s->open = true;
    if ((opens || moves) && e->unit) {
        s->unit = e->unit;
        s->administration = e->administration;
    }
    if (kind == KIND_CASE_CLOSED && e->code != CLOSING_OUTCOME_TRANSFERRED_INTERNAL) {
        s->open = false;
        s->unit = s->administration = 0;
    }
    if (kind == KIND_CLASSIFIED) {
        s->group = e->code;
        s->marked_complex = (e->marks & MARK_BIT(MARK_COMPLEX)) != 0;
    }
}

static uint8_t family_of(uint32_t group)
{
    const struct catalogue_value *value = catalogue_value(CATALOGUE_TARGET_GROUP, group);
    return value ? value->family : FAMILY_NONE;
}

void oracle_days(struct oracle *o)
{
    struct oracle_day s = {0};
    uint32_t next = 0;
    int32_t running = 0; /* days after the start that run (5.5), as if the case had never been closed */
    o->start = DAY_NEVER;
    if (o->last - o->first >= ORACLE_DAYS)
        bug("too many days for the oracle");
    for (day_t day = o->first; day <= o->last; day++) {
        const struct oracle_day *before = day > o->first ? oracle_day(o, day - 1) : NULL;
        for (; next < o->n && o->at[next].day == day; next++)
            take(o, &s, next);
        s.n_events = next;
        s.away = s.administration == ADMINISTRATION_AKASSE ||
                 s.administration == ADMINISTRATION_OTHER_MUNICIPALITY;
        s.paused = oracle_paused(o, day, false);
        s.stopped = oracle_paused(o, day, true);
        s.is[ORACLE_BASE] = s.open && !s.paused;
        s.is[ORACLE_OWN] = s.is[ORACLE_BASE] && !s.away;
        s.is[ORACLE_WORK] = s.is[ORACLE_OWN] && day_is_working(day);
        s.is[ORACLE_CLOCK] = s.open && !s.stopped && !s.away;
        for (uint32_t c = 0; c < ORACLE_COUNTS; c++)
            s.counted[c] += s.is[c];
        if (!before || before->group != s.group)
            s.group_since = day;
        if (!before || family_of(before->group) != family_of(s.group))
            s.family_since = day;
        running += day > o->start && !s.stopped && s.group != TARGET_GROUP_FLEX_JOB_EMPLOYED;
        /* while the case is closed the age stays what it was on the closing day */
        bool stands = !s.open && day > o->start && !before->open;
        s.age = stands ? before->age : running;
        o->days[day - o->first] = s;
    }
}
