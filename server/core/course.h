/* assess: from the history of one course to facts and spans. The public face of core.
 *
 *     course_build   events as recorded -> effective history and piecewise-constant states, in the caller's
 * arena course_spans   -> days in breach of each rule, also days to come ("if nothing more happens")
 *     course_retired -> which of them end because the rule was switched off
 *     course_facts   -> what lists sort and filter by, as known on a day
 *     course_switches-> the changes of holder as known on a day
 *     course_rights  -> who holds which role when: what the access to the case is made from
 *     course_standing-> open or not, group, and what the team follows from, on any day
 *     move_check     -> may this control event be recorded?
 *
 * Laws: pure and deterministic; total (any history gives one answer; only memory can fail); causal (whether a
 * day is in breach depends on events of that day or earlier only, corrections applied). Source: rules 5 to 7
 * and 9. A course is read-only once built and lives as long as its arena and the history it was built from.
 */
#ifndef SPOR_COURSE_H
#define SPOR_COURSE_H

#include "base/base.h"
#include "base/err.h"
#include "base/mem.h"
#include "core/day.h"
#include "core/event.h"
#include "core/rule.h"

struct history {
    const struct event *events; /* by seq, as recorded */
    size_t n;
    day_t born;         /* DAY_NONE: not known */
    instant_t known_at; /* leaves out what was recorded later; INSTANT_NEVER: nothing */
};

struct course;
enum err_code course_build(struct arena *arena, const struct history *history, const struct course **out,
                           struct err *err) NODISCARD;

struct span {
    day_t from, to;           /* [from, to); to DAY_NEVER: nothing recorded so far ends it */
    uint32_t subject;         /* seq of the event it is about, 0: the course */
    int32_t rule_set;         /* number of the period */
    uint8_t rule;             /* enum rule */
    uint8_t severity;         /* enum severity */
    uint8_t attribution;      /* enum attribution, of the first day */
    const uint32_t *evidence; /* seqs, ascending, of the first day */
    size_t n_evidence;
};

struct spans {
    struct span *at; /* by rule, subject, from */
    size_t n;
};

/* The spans of days [from, to) (DAY_NONE, DAY_NEVER: all), cut to them. */
enum err_code course_spans(struct arena *arena, const struct course *course, const struct rule_sets *sets,
                           day_t from, day_t to, struct spans *out, struct err *err) NODISCARD;

/* Those of some rules alone (RULE_BIT). */
enum err_code course_spans_of(struct arena *arena, const struct course *course, const struct rule_sets *sets,
                              uint64_t rules, day_t from, day_t to, struct spans *out,
                              struct err *err) NODISCARD;

/* Which of these spans end because their rule is switched off from that day on, and for no other reason: if it
 * were not, the next day would be in breach as well. Says so in retired[0 … n - 1]. */
enum err_code course_retired(struct arena *arena, const struct course *course, const struct rule_sets *sets,
                             const struct span *spans, size_t n, bool *retired, struct err *err) NODISCARD;

enum change_weight { CHANGE_WHOLE, CHANGE_HALF, CHANGE_INTAKE, CHANGE_NOT_COUNTED };

/* A change of holder (rules 5.7). */
struct change {
    day_t day, known_day;
    uint32_t former, holder; /* staff numbers */
    uint32_t event;          /* seq */
    uint16_t reason;         /* enum switch_reason; 0: missing */
    uint8_t weight;          /* enum change_weight */
    bool is_return, is_soft, under_long_cover, is_history, is_breach;
};

struct changes {
    const struct change *at; /* by day */
    size_t n;
};

enum err_code course_switches(struct arena *arena, const struct course *course, const struct rule_sets *sets,
                              day_t on, struct changes *out, struct err *err) NODISCARD;

struct staff_days {
    uint32_t staff;
    day_t first, last;
    bool stays; /* holds or covers on the day asked for: while nothing happens `last` goes on with the days */
};

struct fraction {
    int32_t numerator, denominator; /* denominator 0: no value, too few talks */
};

/* Facts of rules.md 9 as known on a day. Days: DAY_NONE where there is none; numbers (seq, staff, codes): 0.
 * Stored as dates, so that hardly anything goes stale overnight; what does is foreseen in `facts_until`. */
struct facts {
    bool is_open;
    day_t course_start, quiet_until;
    /* On the day asked; until facts_until it grows by one a day if `age_runs`, else it stays. */
    int32_t course_age_days;
    bool age_runs;
    uint16_t benefit, target_group;
    day_t benefit_since;
    uint32_t unit; /* term number */
    uint32_t primary, last_primary;
    day_t primary_since;
    uint32_t deputy, coordinator;
    day_t deputy_until; /* last day of the cover in force */
    bool complex;
    day_t switches[4]; /* newest first */
    int32_t switch_count_365, switch_index_365;
    day_t last_contact, last_movement;
    uint32_t next_step; /* seq */
    day_t next_step_due;
    bool next_step_told;
    int32_t open_steps;
    day_t next_meeting;
    day_t next_wait_end;
    uint32_t handover, handover_to; /* seq, staff */
    day_t handover_due;
    day_t wishes_at, plan_at, reviewed_at, measured_at;
    const uint32_t *open_waits; /* seqs, in order of start */
    size_t n_open_waits;
    const uint32_t *open_interventions;
    size_t n_open_interventions;
    const struct staff_days *caseworkers; /* by first day, then staff number (people are shown by name) */
    size_t n_caseworkers;
    const struct staff_days *met_365; /* in order of the first meeting; `last` is the last meeting */
    size_t n_met_365;
    int32_t talks_365, talk_people_365;
    struct fraction upc, coc, secon;
    day_t facts_until; /* the first later day on which a stored fact changes by itself; DAY_NEVER */
};

enum err_code course_facts(struct arena *arena, const struct course *course, const struct rule_sets *sets,
                           day_t on, struct facts *out, struct err *err) NODISCARD;

/* Who may see the case because of what was recorded. Roles of enum role, and two more. */
enum {
    HOLDER_RECEIVER = ROLE_COUNT, /* of a handover while it is `sent`, at most 28 days */
    HOLDER_LAST_PRIMARY,          /* while there is no primary: whose team the case belongs to */
};

struct holder {
    uint32_t staff;
    uint8_t role;
    day_t from, to; /* [from, to); to DAY_NEVER */
};

struct day_range {
    day_t from, to; /* [from, to) */
};

struct rights {
    const struct holder *holders; /* from `on` on: those that are in force or will be (planned cover) */
    size_t n_holders;
    const struct day_range
        *open_days; /* from the day of opening to the day of closing, both included: to is the day after */
    size_t n_open_days;
    uint32_t opening_unit; /* term of the latest opening or reopening that has one; 0 */
    uint32_t opened_by;    /* staff who recorded the opening */
    bool is_open;          /* now, after all events */
    day_t closed_on;       /* day of the last closing, DAY_NONE */
};

enum err_code course_rights(struct arena *arena, const struct course *course, day_t on, struct rights *out,
                            struct err *err) NODISCARD;

/* To whom a case belongs on a day, as known then: what reports group by. */
struct standing {
    bool is_open; /* at the end of the day */
    uint16_t target_group;
    uint32_t primary;      /* or, without one, the last one; staff number, 0 */
    uint32_t opening_unit; /* term of the latest opening or reopening that has one; 0 */
    uint32_t opened_by;    /* who recorded the opening; 0 before it */
};
void course_standing(const struct course *course, day_t on, struct standing *out);

/* What move_check must know beside the history. */
struct mover {
    uint32_t staff;  /* who records */
    bool is_leader;  /* a leader who sees the case */
    bool may_import; /* who may write is not asked; the moves are */
    instant_t now;
};

/* Checks one event (complete, with its seq) against the course as of its occurred_at: the moves of rules.md 3
 * and who may write it, for control events and for those others that need more than "exists and was open that
 * day" (pauses). The history holds everything recorded before, including earlier events of the same unit. An
 * illegal move is ERR_CONFLICT with the legal ones in the text, who may not write is ERR_FORBIDDEN. The
 * writer is asked as the case stands now, the move as it stood then. A correction of an event of an N kind
 * must carry its occurred_at. Whether `staff` is active and whether the citizen has another open case are
 * asked in the database. `sets` says which flags stand on the event's day: it is read for flag_* events only
 * and may be NULL for others (move_needs_rules). */
enum err_code move_check(struct arena *arena, const struct history *history, const struct rule_sets *sets,
                         const struct event *event, const struct mover *mover, struct err *err) NODISCARD;
bool move_needs_rules(enum kind kind);

#endif
