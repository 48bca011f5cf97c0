/* A replay: every case that the caller may see, its history once again through core, nothing written. What-if,
 * the trend and reports "as known then" are what is done with each case.
 *
 * Cases come in parts. While a thread of the pool works on one part, the next is on its way from the database,
 * so the loop serves others and memory stays constant. A replay ends early when its call is cancelled. At most
 * REPLAYS_AT_ONCE run in a daemon; further ones are told to try again.
 *
 *     static const struct step what_if_steps[] = {
 *         {"read what is asked", …},        calls replay_open and sets `on_case`
 *         {"ask", replay_ask}, {"begin", replay_begin},
 *         {"prepare", …},                   may look at replay->rules, teams, total
 *         {"load", replay_load}, {"work", replay_work}, {"worked", replay_worked},
 *         {"tell", …},                      after each part: may send a piece
 *         {"next part", replay_next},       back to "work", or on
 *         {"answer", …}, {NULL, NULL}};
 */
#ifndef SPOR_REPLAY_H
#define SPOR_REPLAY_H

#include "app/call.h"
#include "core/course.h"
#include "io/work.h"
#include "store/store_teams.h"

enum { REPLAYS_AT_ONCE = 2, REPLAY_CASES = 500 };

struct replay_case {
    int64_t case_id;
    struct uuid id;
    struct str external_ref; /* at NULL: none */
    struct history history;
};

struct replay_part {
    struct arena arena;
    struct replay_case *cases;
    size_t n;
    struct db_batch *events;
};

struct replay {
    struct call *call;
    struct viewer viewer; /* whose cases */
    instant_t known_at;   /* leaves out what was recorded or published later; INSTANT_NEVER */
    /* In a thread: one case. `arena` is empty and is emptied afterwards; what stays goes elsewhere. */
    enum err_code (*on_case)(struct replay *replay, struct arena *arena, const struct replay_case *one,
                             struct err *err);
    const struct rule_period_source *on_top; /* a draft over the published rule sets, or NULL */

    struct rule_sets rules, draft_rules; /* published; and with the draft */
    struct teams teams;
    uint64_t total;         /* cases in all, when it began */
    uint64_t cases, events; /* done */

    /* inside */
    struct arena arena; /* of rules and teams */
    struct replay_part parts[2];
    struct arena scratch;
    struct work work;
    int current;
    bool counted;
    struct err work_err;
    uint64_t told_at; /* of the last progress */
};

/* Prepares `replay` (zeroed but for what the caller sets), which must lie in the call's arena, and takes one of
 * the places; they are given back when the call ends. ERR_THROTTLED where none is free. */
enum err_code replay_open(struct replay *replay, struct call *call, struct err *err) NODISCARD;

/* Whose cases a report goes over: the caller's own view; but all of them for a token with report:exact, and for
 * those who see no cases and get rounded numbers (auditor, administrator: *rounded). */
struct viewer report_viewer(const struct call *call, bool *rounded);
/* Puts {"progress": {"cases": …, "of": …}} into the call's body, at most four times a second. */
void replay_put_progress(struct replay *replay);

enum step_result replay_ask(struct task *task);
enum step_result replay_begin(struct task *task);
enum step_result replay_load(struct task *task);
enum step_result replay_work(struct task *task);
enum step_result replay_worked(struct task *task);
enum step_result replay_next(struct task *task);

#endif
