/* A task: a piece of work written as a table of named steps, run by callbacks.
 *
 *     static const struct step post_event_steps[] = {{"authenticate", …}, {"decode", …}, {"append", …},
 * {"reply", …}, {0}};
 *
 * A step runs to its end without blocking. It returns STEP_NEXT to go on, STEP_WAIT when it has started work
 * whose completion will call task_resume, STEP_DONE to end early, STEP_FAIL when `task->err` is filled. A
 * step may set `task->next` to name another step than the following one (rare; say why).
 *
 * The rules that make it safe:
 * 1. Whatever is submitted completes later, never inside the call that started it, and exactly once.
 * 2. task_owe counts completions owed, task_resume pays one. STEP_WAIT with nothing owed, or STEP_NEXT with
 * something owed, is a bug and aborts.
 * 3. task_resume inside a running step only counts; the runner goes on by itself: no recursion.
 * 4. task_cancel is a flag (the client has gone, the deadline has passed): no further step runs, and the task
 * ends when the last completion it is owed has come.
 * 5. `end` is called once, is the last thing done with the task, and is the only place that frees it. */
#ifndef SPOR_TASK_H
#define SPOR_TASK_H

#include "base/base.h"
#include "base/err.h"

struct task;

enum step_result { STEP_NEXT, STEP_WAIT, STEP_DONE, STEP_FAIL };

struct step {
    const char *name;
    enum step_result (*run)(struct task *task);
};

struct task {
    const struct step *at;   /* the step that runs or waits */
    const struct step *next; /* set by a step to go somewhere else */
    int owed;
    bool running, cancelled, failed;
    struct err err; /* of the step that failed, wrapped with its name in the log, not in the answer */
    void (*end)(struct task *task);
};

/* Runs the first steps at once, inside this call; `end` may be called before it returns. */
void task_start(struct task *task, const struct step *steps, void (*end)(struct task *task));
void task_owe(struct task *task);
void task_resume(struct task *task);
void task_cancel(struct task *task);

#endif
