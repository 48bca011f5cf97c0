/* See work.h. */
#include "io/work.h"

static void in_thread(uv_work_t *request)
{
    struct work *work = CONTAINER_OF(request, struct work, request);
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
