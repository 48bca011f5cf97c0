/* See task.h. */
#include "io/task.h"

#include "base/bug.h"

/* One step, and where to go from there. */
static void run_step(struct task *task)
{
    task->next = NULL;
    task->asked = false;
    task->running = true;
    enum step_result result = task->at->run(task);
    task->running = false;
    switch (result) {
    case STEP_NEXT:
        if (task->owed > 0)
            bug("task: a step went on while it is owed a completion");
        break;
    case STEP_WAIT:
        if (!task->asked)
            bug("task: a step waits for nothing");
        break;
    case STEP_DONE:
        task->over = true;
        break;
    case STEP_FAIL:
        task->failed = task->over = true;
        break;
    }
}

/* Until something is owed or all is done. */
static void run(struct task *task)
{
    while (task->owed == 0) {
        if (task_is_ending(task) || !task->at->run) {
            task->over = true;
            if (task->held == 0)
                task->end(task);
            return;
        }
        run_step(task);
        if (task->owed == 0 && !task_is_ending(task))
            task->at = task->next ? task->next : task->at + 1;
    }
}

void task_start(struct task *task, const struct step *steps, void (*end)(struct task *task))
{
    task->at = steps;
    task->end = end;
    run(task);
}

void task_owe(struct task *task)
{
    task->owed++;
    task->asked = true;
}

void task_resume(struct task *task)
{
    if (task->owed <= 0)
        bug("task: a completion that nobody is owed");
    task->owed--;
    if (task->running || task->owed > 0)
        return;
    if (!task_is_ending(task))
        task->at = task->next ? task->next : task->at + 1;
    run(task);
}

void task_cancel(struct task *task)
{
    task->cancelled = true;
}

void task_hold(struct task *task)
{
    task->held++;
}

void task_release(struct task *task)
{
    if (task->held <= 0)
        bug("task: released by nobody who holds it");
    task->held--;
    if (!task->running && task->owed == 0) /* it was to end */
        run(task);
}
