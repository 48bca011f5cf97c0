/* A task: a piece of work written as a table of named steps, run by callbacks.
 *
 *     static const struct step post_event_steps[] = {
 *         {"authenticate", …}, {"decode", …}, {"append", …}, {"reply", …}, {0}};
 *
 * A step runs to its end without blocking. It returns STEP_NEXT to go on, STEP_WAIT when it has started work
 * whose completion will call task_resume (then the following step runs), STEP_DONE to end early, STEP_FAIL
 * when `task->err` is filled. A step may set `task->next` to name another step than the following one (rare;
 * say why).
 *
 * The rules that make it safe:
 * 1. Whatever is submitted completes later, never inside the call that started it, and exactly once.
 * 2. task_owe counts completions owed, task_resume pays one. STEP_WAIT with nothing owed, STEP_NEXT with
 *    something owed, or more payments than debts, is a bug and aborts.
 * 3. task_resume inside a running step only counts; the runner goes on by itself: no recursion.
 * 4. task_cancel is a flag (the client has gone, the deadline has passed): no further step runs, and the task
 *    ends when the last completion it is owed has come; so what is in flight may lie in the task's object.
 * The same holds for STEP_DONE and STEP_FAIL while something is owed.
 * 5. `end` is called once, from task_start, task_resume or task_release and never from task_cancel; it is the
 * last thing done with the task, and the only place that frees it. There `at` is the step that ended the task.
 * 6. What runs beside the steps, which go on without it, holds the task: task_hold, and once done task_release.
 * It lies in the task's object, so `end` comes after the last release. */
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

/* Embedded in the object the work is about, reached by CONTAINER_OF. Zeroed before task_start. */
struct task {
    const struct step *at;   /* the step that runs, waits or has ended the task */
    const struct step *next; /* set by a step to go somewhere else */
    int owed;                /* completions */
    int held;                /* by what runs beside the steps */
    bool asked;              /* something was owed by this step */
    bool running;            /* inside a step */
    bool over;               /* no further step; `end` comes when nothing is owed */
    bool cancelled;
    bool failed;    /* a step returned STEP_FAIL */
    struct err err; /* of that step: wrapped with its name in the log, not in the answer */
    void (*end)(struct task *task);
};

/* Runs the first steps at once, inside this call; `end` may be called before it returns. */
void task_start(struct task *task, const struct step *steps, void (*end)(struct task *task));
void task_owe(struct task *task);
/* May end (and free) the task: the caller must not touch it afterwards. */
void task_resume(struct task *task);
void task_cancel(struct task *task);
void task_hold(struct task *task);
/* May end (and free) the task, too. */
void task_release(struct task *task);
/* No further step will run. */
static inline bool task_is_ending(const struct task *task)
{
    return task->over || task->cancelled;
}

#endif
