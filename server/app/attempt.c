/* See attempt.h. */
#include "app/attempt.h"

#include "app/app.h"
#include "app/device.h"

static struct guess_limits limits_of(const struct call *call)
{
    const struct config *config = call->app->config;
    return (struct guess_limits){.most = (uint32_t)config->login_failures,
                                 .keep_ms = (uint64_t)config->login_minutes * 60000};
}

static uint64_t now_ms(void)
{
    return uv_hrtime() / 1000000;
}

static enum err_code begin(struct call *call, struct attempt *attempt)
{
    struct guess_limits limits = limits_of(call);
    int seconds = guess_begin(login_guesses(call->app->logins), &attempt->guess, &limits, now_ms());
    attempt->is_open = seconds == 0;
    if (seconds == 0)
        return ERR_NONE;
    call_header_printf(call, "retry-after", "%d", seconds);
    return err_set(&call->task.err, ERR_THROTTLED, "too many failed log-ins; wait %d seconds", seconds);
}

static void end(struct call *call, struct attempt *attempt, enum guess_outcome outcome)
{
    struct guess_limits limits = limits_of(call);
    if (attempt->is_open)
        guess_end(login_guesses(call->app->logins), &attempt->guess, outcome, &limits, now_ms());
    attempt->is_open = false;
}

enum err_code attempt_login(struct call *call, struct attempt *attempt, struct str account, struct str mark)
{
    const struct logins *logins = call->app->logins;
    struct guess *guess = &attempt->guess;
    guess->account = login_key(logins, 'a', account);
    guess->network = login_network(logins, request_address(call->request));
    guess->is_known = mark.at && device_is_of(call->app->crypt, mark, account, day_of_instant(call->now));
    guess->client = guess->is_known ? login_key(logins, 'd', mark) : guess->network;
    return begin(call, attempt);
}

enum err_code attempt_own(struct call *call, struct attempt *attempt)
{
    const struct logins *logins = call->app->logins;
    struct str session = {(const char *)&call->caller.session, sizeof call->caller.session};
    attempt->guess = (struct guess){.account = login_key(logins, 'a', call->caller.staff),
                                    .network = login_network(logins, request_address(call->request)),
                                    .client = login_key(logins, 's', session),
                                    .is_known = true};
    return begin(call, attempt);
}

static void job_done(struct password_job *job)
{
    task_resume(&((struct call *)job->data)->task);
}

static bool job_is_unwanted(const struct password_job *job)
{
    return task_is_ending(&((const struct call *)job->data)->task);
}

/* Devices and people that are known wait behind their own; the rest behind what comes from their network. */
static enum step_result start(struct call *call, struct attempt *attempt)
{
    attempt->job.done = job_done;
    attempt->job.is_unwanted = job_is_unwanted;
    attempt->job.data = call;
    task_owe(&call->task);
    if (!password_start(call->app->logins, &attempt->job, &call->task.err))
        return STEP_WAIT;
    call_header(call, "retry-after", STR("2"));
    task_resume(&call->task);
    return STEP_FAIL;
}

enum step_result attempt_check(struct call *call, struct attempt *attempt, struct str password,
                               struct str stored)
{
    const struct guess *guess = &attempt->guess;
    attempt->job = (struct password_job){.password = password,
                                         .stored = stored,
                                         .group = guess->is_known ? guess->client : guess->network,
                                         .caller = guess->account};
    return start(call, attempt);
}

static bool was_worked_out(struct call *call, const struct attempt *attempt)
{
    if (attempt->job.worked_out)
        return true;
    call_header(call, "retry-after", STR("2"));
    (void)err_set(&call->task.err, ERR_THROTTLED, "too many log-ins at once; try again");
    return false;
}

bool attempt_checked(struct call *call, struct attempt *attempt, bool *fits)
{
    if (!was_worked_out(call, attempt))
        return false;
    *fits = attempt->job.fits;
    end(call, attempt, *fits ? GUESS_RIGHT : GUESS_WRONG);
    return true;
}

void attempt_clean(struct call *call, struct attempt *attempt)
{
    end(call, attempt, attempt->job.worked_out && !attempt->job.fits ? GUESS_WRONG : GUESS_UNKNOWN);
}

enum step_result attempt_make(struct call *call, struct attempt *attempt, struct str password)
{
    uint64_t who = login_key(call->app->logins, 'm', call->caller.staff);
    attempt->job = (struct password_job){.password = password, .make = true, .group = who, .caller = who};
    return start(call, attempt);
}

bool attempt_made(struct call *call, const struct attempt *attempt)
{
    if (!was_worked_out(call, attempt))
        return false;
    if (!attempt->job.made[0])
        (void)err_set(&call->task.err, ERR_INTERNAL, "the password could not be worked out");
    return attempt->job.made[0] != '\0';
}
