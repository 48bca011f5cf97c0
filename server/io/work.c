/* See work.h. */
#include "io/work.h"

#include <sys/resource.h>

enum { NICE = 10 };

/* On Linux the priority is one of the thread. Where it cannot be had the work is done all the same. */
void work_yields(void)
{
    static _Thread_local bool done;
    if (!done)
        (void)setpriority(PRIO_PROCESS, 0, NICE);
    done = true;
}

static void in_thread(uv_work_t *request)
{
    struct work *work = CONTAINER_OF(request, struct work, request);
    work_yields();
    work->run(work->data);
}

static void after(uv_work_t *request, int status)
{
    struct work *work = CONTAINER_OF(request, struct work, request);
    (void)status; /* never cancelled */
    task_resume(work->task);
}

enum step_result work_start(struct work *work, uv_loop_t *loop, struct task *task, void (*run)(void *data),
                            void *data)
{
    work->task = task;
    work->run = run;
    work->data = data;
    task_owe(task);
    (void)uv_queue_work(loop, &work->request, in_thread, after); /* fails without callbacks only */
    return STEP_WAIT;
}
