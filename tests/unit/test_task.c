/* The five rules of tasks, also those whose breach aborts (seen from a parent process). */
#include "unit.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "io/clock.h"
#include "io/task.h"

struct job {
    struct task task;
    char seen[32]; /* a letter for each step that ran */
    int ended;
    bool resume_inside; /* the step pays itself back */
    enum step_result third;
};

static void note(struct task *task, char letter)
{
    struct job *job = CONTAINER_OF(task, struct job, task);
    size_t len = strlen(job->seen);
    if (len + 1 < sizeof job->seen)
        job->seen[len] = letter;
}

static void on_end(struct task *task)
{
    struct job *job = CONTAINER_OF(task, struct job, task);
    job->ended++;
}

static enum step_result step_a(struct task *task)
{
    note(task, 'a');
    return STEP_NEXT;
}

static enum step_result step_two_answers(struct task *task)
{
    struct job *job = CONTAINER_OF(task, struct job, task);
    note(task, 'b');
    task_owe(task);
    task_owe(task);
    if (job->resume_inside) {
        task_resume(task);
        task_resume(task);
    }
    return STEP_WAIT;
}

static enum step_result step_c(struct task *task)
{
    struct job *job = CONTAINER_OF(task, struct job, task);
    note(task, 'c');
    if (job->third == STEP_FAIL)
        err_set(&task->err, ERR_CONFLICT, "no");
    return job->third;
}

static enum step_result step_d(struct task *task)
{
    note(task, 'd');
    return STEP_NEXT;
}

static const struct step steps[] = {
    {"a", step_a}, {"two answers", step_two_answers}, {"c", step_c}, {"d", step_d}, {0}};

static void waits_for_all_it_is_owed(void **state)
{
    (void)state;
    struct job job = {.third = STEP_NEXT};
    task_start(&job.task, steps, on_end);
    assert_string_equal(job.seen, "ab");
    assert_int_equal(job.task.owed, 2);
    task_resume(&job.task);
    assert_string_equal(job.seen, "ab");
    assert_string_equal(job.task.at->name, "two answers");
    assert_int_equal(job.ended, 0);
    task_resume(&job.task);
    assert_string_equal(job.seen, "abcd");
    assert_int_equal(job.ended, 1);
    assert_false(job.task.failed);
}

static void resume_inside_a_step_does_not_recurse(void **state)
{
    (void)state;
    struct job job = {.third = STEP_NEXT, .resume_inside = true};
    task_start(&job.task, steps, on_end);
    assert_string_equal(job.seen, "abcd");
    assert_int_equal(job.ended, 1);
}

static void done_and_fail_end_early(void **state)
{
    (void)state;
    struct job done = {.third = STEP_DONE, .resume_inside = true};
    task_start(&done.task, steps, on_end);
    assert_string_equal(done.seen, "abc");
    assert_int_equal(done.ended, 1);
    assert_false(done.task.failed);

    struct job failed = {.third = STEP_FAIL, .resume_inside = true};
    task_start(&failed.task, steps, on_end);
    assert_string_equal(failed.seen, "abc");
    assert_int_equal(failed.ended, 1);
    assert_true(failed.task.failed);
    assert_int_equal(failed.task.err.code, ERR_CONFLICT);
    assert_string_equal(failed.task.at->name, "c");
}

static enum step_result step_fails_after_submit(struct task *task)
{
    note(task, 'f');
    task_owe(task);
    err_set(&task->err, ERR_UNAVAILABLE, "the second submit failed");
    return STEP_FAIL;
}

static void failing_step_still_waits_for_what_is_in_flight(void **state)
{
    (void)state;
    static const struct step table[] = {{"fails", step_fails_after_submit}, {"d", step_d}, {0}};
    struct job job = {0};
    task_start(&job.task, table, on_end);
    assert_int_equal(job.ended, 0);
    task_resume(&job.task);
    assert_int_equal(job.ended, 1);
    assert_true(job.task.failed);
    assert_string_equal(job.seen, "f");
}

static void cancel_ends_with_the_last_completion(void **state)
{
    (void)state;
    struct job job = {.third = STEP_NEXT};
    task_start(&job.task, steps, on_end);
    task_cancel(&job.task);
    assert_int_equal(job.ended, 0);
    task_resume(&job.task);
    assert_int_equal(job.ended, 0);
    task_resume(&job.task);
    assert_int_equal(job.ended, 1);
    assert_string_equal(job.seen, "ab");
    assert_string_equal(job.task.at->name, "two answers");
}

static enum step_result step_holds_twice(struct task *task)
{
    note(task, 'h');
    task_hold(task);
    task_hold(task);
    return STEP_NEXT;
}

static enum step_result step_waits(struct task *task)
{
    note(task, 'w');
    task_owe(task);
    return STEP_WAIT;
}

static void what_runs_beside_holds_back_the_end_alone(void **state)
{
    (void)state;
    static const struct step table[] = {
        {"holds", step_holds_twice}, {"waits", step_waits}, {"d", step_d}, {0}};
    struct job job = {0};
    task_start(&job.task, table, on_end);
    task_release(&job.task);
    assert_string_equal(job.seen, "hw"); /* a release is no completion */
    task_resume(&job.task);
    assert_string_equal(job.seen, "hwd"); /* the steps go on meanwhile */
    assert_int_equal(job.ended, 0);
    assert_true(task_is_ending(&job.task));
    task_release(&job.task);
    assert_int_equal(job.ended, 1);

    struct job cancelled = {0};
    task_start(&cancelled.task, table, on_end);
    task_cancel(&cancelled.task);
    task_release(&cancelled.task);
    task_release(&cancelled.task);
    assert_int_equal(cancelled.ended, 0); /* it is owed one */
    task_resume(&cancelled.task);
    assert_string_equal(cancelled.seen, "hw");
    assert_int_equal(cancelled.ended, 1);
}

static enum step_result step_cancels_itself(struct task *task)
{
    note(task, 'x');
    task_cancel(task);
    return STEP_NEXT;
}

static void cancel_inside_a_step(void **state)
{
    (void)state;
    static const struct step table[] = {{"cancels", step_cancels_itself}, {"d", step_d}, {0}};
    struct job job = {0};
    task_start(&job.task, table, on_end);
    assert_string_equal(job.seen, "x");
    assert_int_equal(job.ended, 1);
}

static enum step_result step_jumps(struct task *task)
{
    note(task, 'j');
    task->next = &steps[3];
    return STEP_NEXT;
}

static enum step_result step_waits_and_jumps(struct task *task)
{
    note(task, 'w');
    task->next = &steps[3];
    task_owe(task);
    return STEP_WAIT;
}

static void next_names_another_step(void **state)
{
    (void)state;
    static const struct step table[] = {{"jumps", step_jumps}, {"a", step_a}, {0}};
    struct job job = {0};
    task_start(&job.task, table, on_end);
    assert_string_equal(job.seen, "jd");
    assert_int_equal(job.ended, 1);

    static const struct step later[] = {{"waits", step_waits_and_jumps}, {"a", step_a}, {0}};
    struct job waiting = {0};
    task_start(&waiting.task, later, on_end);
    assert_string_equal(waiting.seen, "w");
    task_resume(&waiting.task);
    assert_string_equal(waiting.seen, "wd");
    assert_int_equal(waiting.ended, 1);
}

static enum step_result step_waits_for_nothing(struct task *task)
{
    (void)task;
    return STEP_WAIT;
}

static enum step_result step_forgets_debt(struct task *task)
{
    task_owe(task);
    return STEP_NEXT;
}

/* The table's task aborts. */
static void assert_aborts(const struct step *table, int extra_resumes)
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        (void)close(STDERR_FILENO);
        struct job job = {0};
        task_start(&job.task, table, on_end);
        for (int i = 0; i < extra_resumes; i++)
            task_resume(&job.task);
        _exit(0);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGABRT);
}

static void broken_promises_abort(void **state)
{
    (void)state;
    static const struct step waits[] = {{"waits for nothing", step_waits_for_nothing}, {0}};
    static const struct step forgets[] = {{"forgets", step_forgets_debt}, {0}};
    static const struct step fine[] = {{"a", step_a}, {0}};
    assert_aborts(waits, 0);
    assert_aborts(forgets, 0);
    assert_aborts(fine, 1); /* nobody was owed that */
}

static void clock_is_shifted(void **state)
{
    (void)state;
    instant_t before = clock_now();
    clock_set_shift(28 * 24 * 60 * 60);
    instant_t after = clock_now();
    clock_set_shift(0);
    assert_true(before > 1700000000 * SECOND);
    assert_true(after - before >= 28 * 24 * HOUR);
    assert_true(after - before < 29 * 24 * HOUR);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(waits_for_all_it_is_owed),
        cmocka_unit_test(resume_inside_a_step_does_not_recurse),
        cmocka_unit_test(done_and_fail_end_early),
        cmocka_unit_test(failing_step_still_waits_for_what_is_in_flight),
        cmocka_unit_test(cancel_ends_with_the_last_completion),
        cmocka_unit_test(what_runs_beside_holds_back_the_end_alone),
        cmocka_unit_test(cancel_inside_a_step),
        cmocka_unit_test(next_names_another_step),
        cmocka_unit_test(broken_promises_abort),
        cmocka_unit_test(clock_is_shifted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
