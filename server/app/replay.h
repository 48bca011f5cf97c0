/* A replay: every case that the caller may see, its history once again through core, nothing written. What-if,
 * the trend and reports "as known then" are what is done with each case.
 *
 * Cases come in parts, several of them on their way at once (parts.h). A replay ends early when its call is
 * cancelled. How many run at once, and whose turn it is: replay_queue.h.
 *
 *     static const struct step what_if_steps[] = {
 *         {"read the question", …},         calls replay_open and sets what is the caller's to set
 *         REPLAY_QUEUE, {"ask", replay_ask},
 *         {"begin", replay_begin},
 *         {"prepare", …},                   may look at replay->rules, teams, total
 *         {"load", replay_load}, {"wait", replay_wait}, {"worked", replay_worked},
 *         {"tell", replay_tell},            after each part
 *         {"next part", replay_next},       back to "wait", or on
 *         {"answer", …}, {NULL, NULL}};
 *
 * The answer is NDJSON: lines {"progress": …} and what on_case wrote into the part's `lines`, in order of the
 * cases, and at the end what the last step puts into the call's body.
 *
 * What on_case counts are structs of uint32_t alone, one for each number below n_counts; each place of a part
 * has its own, and replay_counts adds them up. */
#ifndef SPOR_REPLAY_H
#define SPOR_REPLAY_H

#include "app/call.h"
#include "app/disclosure.h"
#include "app/parts.h"
#include "app/replay_queue.h"
#include "core/course.h"
#include "store/store_teams.h"

struct replay_case {
    int64_t case_id;
    struct uuid id;
    struct str external_ref; /* at NULL: none */
    bool is_protected;
    struct history history;
};

/* What belongs to one of the places of parts. */
struct replay_part {
    struct replay *replay;
    size_t place;
    struct buf lines;  /* of the answer */
    uint32_t **counts; /* NULL where nothing was counted */
    struct arena kept; /* of what stays */

    /* inside */
    struct arena arena;   /* of the part */
    struct arena scratch; /* of the case in hand */
    struct replay_case *cases;
    int64_t *ids; /* of them */
    size_t n;
    uint64_t done, protected;
};

struct replay {
    /* the caller's to set, after replay_open */
    instant_t known_at; /* leaves out what was recorded or published later; INSTANT_NEVER */
    /* In a thread: one case. `arena` is empty and is emptied afterwards. Other parts run beside it. */
    enum err_code (*on_case)(struct replay_part *part, struct arena *arena, const struct replay_case *one,
                             struct err *err);
    const struct rule_period_source *on_top; /* a draft over the published rule sets, or NULL */
    size_t n_counts, size_of_counts;         /* before "load" */

    /* whose cases, and what may be told of them: set by replay_open */
    struct viewer viewer;
    bool sees_cases; /* else only counts, and of protected citizens only how many there are */
    bool rounded;

    struct rule_sets rules, draft_rules; /* published; and with the draft */
    struct teams teams;
    uint64_t total;            /* cases in all, when it began; those made later are left out */
    uint64_t cases, protected; /* done; left out: cases of protected citizens */

    struct call *call;

    /* inside */
    struct arena arena; /* of rules and teams */
    struct parts parts;
    struct replay_part places[PARTS_AT_ONCE];
    struct replay_turn turn;
    uint64_t told_at; /* of the last progress */
};

/* Prepares `replay` (zeroed), which must lie in the call's arena; all is given back when the call ends. It goes
 * over what the caller sees; but over all cases for a token with report:exact, and for those who see no case and
 * get rounded numbers (auditor, administrator). */
void replay_open(struct replay *replay, struct call *call);

/* The steps until it is its turn. */
#define REPLAY_QUEUE                                                                                         \
    {"queue", replay_enter}, {"stand", replay_wait_for_turn},                                                \
    {                                                                                                        \
        "called", replay_next_turn                                                                           \
    }
enum step_result replay_enter(struct task *task);
enum step_result replay_wait_for_turn(struct task *task);
enum step_result replay_next_turn(struct task *task);
enum step_result replay_ask(struct task *task);
enum step_result replay_begin(struct task *task);
enum step_result replay_load(struct task *task);
enum step_result replay_wait(struct task *task);
enum step_result replay_worked(struct task *task);
enum step_result replay_tell(struct task *task);
enum step_result replay_next(struct task *task);

/* In on_case: the counts of that number, zeroed at first; NULL without memory. */
void *replay_counts_of(struct replay_part *part, size_t number);
/* In "answer": their sums; NULL where nothing was counted. */
const void *replay_counts(struct replay *replay, size_t number);
/* In "answer": members "cases", "protected" and "rounded": how many cases there were, up to `day`. */
void replay_put_cases(struct buf *out, const struct replay *replay, struct disclosure *disclosure, day_t day);

#endif
