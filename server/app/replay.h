/* A replay: every case that the caller may see, its history once again through core, nothing written. What-if,
 * the trend and reports "as known then" are what is done with each case.
 *
 * Cases come in parts. While a thread of the pool works on one part, the next is on its way from the database,
 * so the loop serves others and memory stays constant. A replay ends early when its call is cancelled. At most
 * REPLAYS_AT_ONCE run in a daemon; further ones are told to try again.
 *
 *     static const struct step what_if_steps[] = {
 *         {"read the question", …},         calls replay_open and sets what is the caller's to set
 *         {"ask", replay_ask}, {"begin", replay_begin},
 *         {"prepare", …},                   may look at replay->rules, teams, total
 *         {"load", replay_load}, {"work", replay_work}, {"worked", replay_worked},
 *         {"tell", replay_tell},            after each part
 *         {"next part", replay_next},       back to "work", or on
 *         {"answer", …}, {NULL, NULL}};
 *
 * The answer is NDJSON: lines {"progress": …} and what on_case wrote into `lines`, part by part, and at the end
 * what the last step puts into the call's body. */
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
    bool is_protected;
    struct history history;
};

struct replay_part {
    struct arena arena;
    struct replay_case *cases;
    size_t n;
    struct db_batch *events;
};

struct replay {
    /* the caller's to set, after replay_open */
    instant_t known_at; /* leaves out what was recorded or published later; INSTANT_NEVER */
    /* In a thread: one case. `arena` is empty and is emptied afterwards; what stays goes into `kept`. */
    enum err_code (*on_case)(struct replay *replay, struct arena *arena, const struct replay_case *one,
                             struct err *err);
    const struct rule_period_source *on_top; /* a draft over the published rule sets, or NULL */

    /* whose cases, and what may be told of them: set by replay_open */
    struct viewer viewer;
    bool sees_cases; /* else only counts, and of protected citizens only how many there are */
    bool rounded;

    struct rule_sets rules, draft_rules; /* published; and with the draft */
    struct teams teams;
    uint64_t total;                    /* cases in all, when it began */
    uint64_t cases, events, protected; /* done; left out: cases of protected citizens */
    struct arena kept;                 /* what on_case makes and the answer reads */
    struct buf lines;                  /* of the answer */

    struct call *call;

    /* inside */
    struct arena arena; /* of rules and teams */
    struct replay_part parts[2];
    struct arena scratch;
    struct work work;
    int current;
    bool counted; /* has one of the places */
    struct err work_err;
    uint64_t told_at; /* of the last progress */
};

/* Prepares `replay` (zeroed), which must lie in the call's arena; all is given back when the call ends. It goes
 * over what the caller sees; but over all cases for a token with report:exact, and for those who see no case and
 * get rounded numbers (auditor, administrator). */
void replay_open(struct replay *replay, struct call *call);

enum step_result replay_ask(struct task *task);
enum step_result replay_begin(struct task *task);
enum step_result replay_load(struct task *task);
enum step_result replay_work(struct task *task);
enum step_result replay_worked(struct task *task);
enum step_result replay_tell(struct task *task);
enum step_result replay_next(struct task *task);

#endif
