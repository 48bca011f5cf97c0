/* The oracle: all rules once more, slowly and day by day, straight from the text of the rules (chapters 5 and
 * 6). It knows of core only events, tables, parameters and the calendar, none of the code that assess is made
 * of, so that the two can be compared.
 *
 *     oracle_make      history -> effective events, and the state at the end of each day
 *     oracle_judge     one rule, one day: which subjects are in breach, how badly
 *     oracle_spans     the same question for many days, equal answers put together (rules 7.1)
 *     oracle_changes   the changes of holder as known on a day
 *
 * Whatever is kept of a day follows from the events up to that day. For tests only: too large a history stops
 * the program. */
#ifndef SPOR_ORACLE_H
#define SPOR_ORACLE_H

#include "core/course.h"

enum {
    ORACLE_EVENTS = 160,
    ORACLE_DAYS = 6000,
    ORACLE_CHANGES = 512,
    ORACLE_STAFF = 64,
    ORACLE_SPANS = 4096
};

#define ORACLE_NOBODY UINT32_MAX /* no place in the list */

struct oracle_event {
    struct event e; /* content that counts */
    day_t day;
    uint32_t target; /* place of what `ref` means */
};

/* What is counted in days (rules 5.4). */
enum oracle_count { ORACLE_OWN, ORACLE_BASE, ORACLE_WORK, ORACLE_CLOCK, ORACLE_COUNTS };

/* The state at the end of a day. Places: of events in the list, ORACLE_NOBODY where there is none. */
struct oracle_day {
    uint32_t n_events; /* how many have happened */
    bool open, paused, stopped, away;
    bool is[ORACLE_COUNTS];         /* an own day, … */
    int32_t counted[ORACLE_COUNTS]; /* how many since the first day */
    int32_t age;
    uint32_t unit, group;
    uint8_t administration;
    bool marked_complex;
    day_t group_since, family_since;

    uint32_t primary, deputy, coordinator; /* staff, 0: nobody */
    uint32_t primary_event, deputy_event, coordinator_event;
    uint64_t seconds;           /* bit of each staff number */
    day_t cover_from, cover_to; /* first and last day of the run with a deputy */

    bool has_step, has_citizen_step;
    day_t next_booking; /* earliest start of a booking that is not gone, on that day or later; DAY_NEVER */
    uint32_t n_interventions, n_areas;
    int32_t quarters; /* of hours a week */
    bool intervention_with_due;
    uint32_t n_plans, own_plan; /* how many in force; place of the event that began the own one */
};

struct oracle {
    struct oracle_event at[ORACLE_EVENTS]; /* in order of occurrence */
    uint32_t n;
    day_t born;
    day_t first, last, start; /* start: DAY_NEVER if the course never does */
    struct oracle_day days[ORACLE_DAYS];
    uint32_t closed_by[ORACLE_EVENTS];   /* of a step, booking, wait, intervention: the event that ended it */
    uint32_t unit_before[ORACLE_EVENTS]; /* the case's unit just before the event */
    day_t accepted_on[ORACLE_EVENTS];    /* of a move; DAY_NEVER */
};

struct oracle_change {
    day_t day, known_day;
    uint32_t former, holder;
    uint32_t event;  /* place */
    uint32_t reason; /* 0: missing */
    enum change_weight weight;
    bool is_return, is_soft, is_long_cover, is_history, is_breach;
};

struct oracle_verdict {
    uint32_t subject; /* seq; 0: the course */
    enum severity severity;
    enum attribution attribution;
};

/* One rule asked for one day. */
struct oracle_question {
    const struct oracle *o;
    const struct rule_sets *sets;
    day_t day;
    const struct oracle_day *now;
    uint32_t n;           /* of events up to the day */
    const int32_t *param; /* in force on the day, for its target group */
    struct oracle_change changes[ORACLE_CHANGES];
    uint32_t n_changes;
    day_t changes_of; /* the day they are of; DAY_NONE: not asked yet */
    struct oracle_verdict verdicts[ORACLE_EVENTS];
    uint32_t n_verdicts;
};

struct oracle_spans {
    struct span at[ORACLE_SPANS]; /* by rule, subject, from; without evidence */
    uint32_t n;
};

/* Days up to `last`, or up to the last event where that is later. */
void oracle_make(struct oracle *o, const struct history *h, day_t last);
void oracle_ask(struct oracle_question *q, const struct oracle *o, const struct rule_sets *sets);
/* The answer lies in q->verdicts. `day` is one of the oracle's days. */
void oracle_judge(struct oracle_question *q, enum rule rule, day_t day);
/* Of the rules asked, on those days [from, to) that are the oracle's. */
void oracle_spans(struct oracle_question *q, const bool asked[RULE_COUNT], day_t from, day_t to,
                  struct oracle_spans *out);
uint32_t oracle_changes(const struct oracle *o, day_t on, const int32_t *param, struct oracle_change *out);

const struct oracle_day *oracle_day(const struct oracle *o, day_t day);
const int32_t *oracle_params(const struct oracle *o, const struct rule_sets *sets, day_t day);

/* ---- the parts --------------------------------------------------------------------------------------- */

/* history.c: the effective history (5.1). */
void oracle_effective(struct oracle *o, const struct history *h);
/* The day from which what event p does to its target counts. */
day_t oracle_effect_day(const struct oracle *o, uint32_t p);

/* days.c, people.c: what is true at the end of each day (5.4 to 5.7). */
void oracle_days(struct oracle *o);
void oracle_people(struct oracle *o);
bool oracle_paused(const struct oracle *o, day_t day, bool stopping);

/* items.c: what begins, changes and ends (5.8 to 5.10). */
void oracle_items(struct oracle *o);
bool oracle_is(const struct oracle *o, uint32_t p, enum kind kind);
bool oracle_held(const struct event *e);
bool oracle_talk(const struct event *e);
bool oracle_meeting_has(const struct event *e, enum catalogue_flags flag); /* held, and its kind has it */
bool oracle_three_party(const struct event *e);
bool oracle_moves(const struct event *e); /* substantive */
bool oracle_is_wait(const struct oracle *o, uint32_t p);
/* Event p is of that kind, has begun by the day and was not ended by then. */
bool oracle_open(const struct oracle *o, uint32_t p, enum kind kind, day_t day);
day_t oracle_closed_on(const struct oracle *o, uint32_t p); /* DAY_NEVER */
/* `due` as last said by the day. */
day_t oracle_due(const struct oracle *o, uint32_t p, day_t day);
bool oracle_intervention_open(const struct oracle *o, uint32_t p, day_t day);
uint8_t oracle_wait_party(const struct event *wait);
bool oracle_complex(const struct oracle_day *on);

/* plans.c: plans and moves (5.9). */
void oracle_plans(struct oracle *o);
enum { ORACLE_OWN_PLAN = ADMINISTRATION_COUNT, ORACLE_PLAN_KEYS };
uint32_t oracle_plan_key(const struct event *e);
bool oracle_is_version(const struct event *e);
void oracle_moves_accepted(struct oracle *o);
bool oracle_is_move(const struct event *e);

/* switches.c */
uint32_t oracle_holder(const struct oracle *o, day_t day, day_t on, int32_t cover_days);
uint32_t oracle_given_reason(const struct oracle *o, uint32_t event, day_t on);

/* judge.c: for the rules. */
void oracle_breach(struct oracle_question *q, uint32_t subject, enum severity severity);
void oracle_breach_of(struct oracle_question *q, uint32_t subject, enum severity severity,
                      enum attribution attribution);
enum severity oracle_level(int32_t n, int32_t amber, int32_t red);
/* own(after, D) and the like. */
int32_t oracle_count(const struct oracle_question *q, enum oracle_count what, day_t after);
/* The event lies in the last n days. */
bool oracle_in_last(const struct oracle_question *q, uint32_t p, int32_t n);
const struct oracle_change *oracle_known_changes(struct oracle_question *q);
bool oracle_is_switch(const struct oracle_change *change); /* counted */
enum attribution oracle_attribution(uint8_t party);
/* Event p is a wait that is open on the day, and whose reason has none of the flags `without`. */
bool oracle_wait_open(const struct oracle_question *q, uint32_t p, uint32_t without);
/* By the parties of all such waits that began on that day or before. */
enum attribution oracle_waits_attribution(const struct oracle_question *q, day_t last_start,
                                          uint32_t without);
/* A wait covers the day. */
bool oracle_covered(const struct oracle_question *q);
/* The norm in force for a wait's reason, 0: none; its expected end as of the day, DAY_NONE: none. */
int32_t oracle_norm(const struct oracle_question *q, const struct event *wait);
day_t oracle_expected_end(const struct oracle_question *q, uint32_t p);

/* r1.c … r7.c */
typedef void oracle_rule(struct oracle_question *q);
oracle_rule oracle_r1_1, oracle_r1_2, oracle_r1_3, oracle_r1_4, oracle_r1_5, oracle_r1_6, oracle_r2_1,
    oracle_r2_2, oracle_r2_3, oracle_r2_4, oracle_r2_5, oracle_r2_6, oracle_r3_1, oracle_r3_2, oracle_r3_3,
    oracle_r3_4, oracle_r3_5, oracle_r4_1, oracle_r4_2, oracle_r4_3, oracle_r4_4, oracle_r4_5, oracle_r5_1,
    oracle_r5_2, oracle_r5_3, oracle_r5_4, oracle_r5_5, oracle_r6_1, oracle_r6_2, oracle_r6_3, oracle_r6_4,
    oracle_r6_5, oracle_r7_1, oracle_r7_2, oracle_r7_3, oracle_r7_4, oracle_r7_5, oracle_r7_6, oracle_r7_7,
    oracle_r7_8;

#endif
