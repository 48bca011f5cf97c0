/* Work of a task that would hold up the loop: done in libuv's thread pool while the task waits.
 *
 * The function runs in another thread: it may touch only what nobody else touches meanwhile (`data`, arenas of
 * its own), and neither the loop nor the database. Once started it runs to its end, also when the task is
 * cancelled: the task then ends after it. The pool is shared with password hashing, so whoever starts work
 * limits how much of it runs at once. Threads of the pool yield the processor to the loop and to the database. */
#ifndef SPOR_WORK_H
#define SPOR_WORK_H

#include <uv.h>

#include "io/task.h"

struct work {
    uv_work_t request;
    struct task *task;
    void (*run)(void *data);
    void *data;
};

/* STEP_WAIT: the task goes on when the function has returned. `work` must live until then. */
enum step_result work_start(struct work *work, uv_loop_t *loop, struct task *task, void (*run)(void *data),
                            void *data);

/* To be called first by whatever runs in the pool: its thread has a lower priority from then on. */
void work_yields(void);

#endif
