/* Many cases in parts, several of them on their way at once: while threads of the pool work on some, the
 * database reads the next ones, and neither waits for the other. Memory stays constant.
 *
 * A part is a range of case numbers. It goes through steps of its own, a task beside the owner's (which it
 * holds); the owner takes the parts in order, when they are through:
 *
 *     static const struct step part_steps[] = {{"ask", …}, {"work", …}, {NULL, NULL}};
 *         part_of(task) finds the part; part_batch and part_submit ask, then part->answer has come;
 *         part_work runs a function in a thread
 *     static const struct step steps[] = {…
 *         {"begin", …},      calls parts_begin
 *         {"wait", …},       calls parts_wait: until parts_turn(…) is through
 *         {"worked", …},     takes what it has brought (parts_failed?), and may wait itself
 *         {"next", …},       calls parts_next, and goes back to "wait" while it says so
 *         …};
 *
 * A part that fails is through as well, and parts_failed says so when its turn comes. When the owner ends, no
 * part begins a further step that asks or works; its end comes after theirs. */
#ifndef SPOR_PARTS_H
#define SPOR_PARTS_H

#include "base/mem.h"
#include "io/db.h"
#include "io/work.h"

enum { PART_CASES = 250, PARTS_AT_ONCE = 4 };

struct parts;

struct part {
    struct task task;
    struct parts *parts;
    size_t place;            /* below PARTS_AT_ONCE: what the owner keeps for a part lies in such places */
    int64_t after, upto;     /* case numbers */
    struct db_batch *answer; /* of the last part_submit; freed once it is worked on */
    bool through;

    /* inside */
    struct work work;
    void (*run)(struct part *part);
};

struct parts {
    /* the owner's to set */
    struct task *owner;
    uv_loop_t *loop;
    struct db_link *const *links; /* asked in turn */
    size_t n_links;
    uint64_t caller;          /* see db_batch_for */
    const struct step *steps; /* of each part */
    void *data;
    const int64_t *ends; /* the last case of each part, ascending */
    size_t n;

    /* inside */
    struct part at[PARTS_AT_ONCE];
    size_t begun, taken;
    bool waited_for;
};

static inline struct part *part_of(struct task *task)
{
    return CONTAINER_OF(task, struct part, task);
}

/* Reads the ends of parts from what SQL_PARTS_ALL or SQL_PARTS_OWN answered, and how many cases there are. */
enum err_code parts_read(struct parts *parts, const struct db_batch *batch, int query, struct arena *arena,
                         uint64_t *cases, struct err *err) NODISCARD;

/* Within a step of the owner. */
void parts_begin(struct parts *parts);
enum step_result parts_wait(struct parts *parts);
/* The part whose turn it is; there is one, as long as parts_left. */
struct part *parts_turn(struct parts *parts);
bool parts_left(const struct parts *parts);
/* True (and the owner's error set) where it failed. */
bool parts_failed(struct parts *parts);
/* The part has been taken: its place goes to another. */
void parts_next(struct parts *parts);

/* Within a step of a part. */
struct db_batch *part_batch(struct part *part); /* NULL (and the error set) without memory */
enum step_result part_submit(struct part *part, struct db_batch *batch);
/* True (and the error set) where the last part_submit failed. */
bool part_db_failed(struct part *part);
/* In a thread: `run` may touch only what belongs to the part. */
enum step_result part_work(struct part *part, void (*run)(struct part *part));

#endif
