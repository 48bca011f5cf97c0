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
        if (task->over || task->cancelled || !task->at->run) {
            task->end(task);
            return;
        }
        run_step(task);
        if (task->owed == 0 && !task->over && !task->cancelled)
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
    if (!task->over && !task->cancelled)
        task->at = task->next ? task->next : task->at + 1;
    run(task);
}

void task_cancel(struct task *task)
{
    task->cancelled = true;
}
