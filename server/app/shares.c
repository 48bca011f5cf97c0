/* See shares.h. */
#include "app/shares.h"

#include "app/app.h"
#include "app/call.h"

/* Each limit with its reason. */
static const struct {
    const char *name;
    struct gate_limits limits;
} kinds[SHARES] = {
    /* A person has some six connections; 64 are for programs that record event by event, whose writes share one
     * commit. Waiting costs a head and a small body: 256 of them 8 MB. */
    [SHARE_CALLS] = {"calls", {.inside = 1024, .inside_each = 64, .waiting_each = 256}},
    /* Bodies of up to 1 MB, of which twenty times as much is made. Those that wait have theirs in the network. */
    [SHARE_LARGE] = {"large", {.inside = 16, .inside_each = 4, .waiting_each = 64}},
    /* One is read while the other is written; more make an import no faster. One in work takes 15 MB, and 60 MB where it
     * has one case only. */
    [SHARE_BULK] = {"bulk", {.inside = 6, .inside_each = 2, .waiting_each = 6}},
};

uint64_t share_key(uint32_t staff, int32_t token)
{
    return token ? UINT64_C(1) << 32 | (uint32_t)token : staff;
}

uint64_t share_key_of_address(const struct app *app, struct str address)
{
    return hash_of(&app->address_key, address.at, address.len) | UINT64_C(1) << 63; /* no person, no token */
}

void shares_init(struct app *app)
{
    hash_key_new(&app->address_key);
    for (size_t i = 0; i < SHARES; i++)
        gate_init(&app->shares[i], &kinds[i].limits);
}

void shares_clear(struct app *app)
{
    for (size_t i = 0; i < SHARES; i++)
        gate_clear(&app->shares[i]);
}

static struct call *next_in(struct app *app)
{
    for (size_t i = 0; i < SHARES; i++) {
        struct gate_ticket *ticket = gate_pop(&app->shares[i]);
        if (ticket)
            return CONTAINER_OF(ticket, struct call, ticket);
    }
    return NULL;
}

/* All whose turn it is; `own` is inside a step and goes on by itself. What leaves or comes meanwhile is seen by the
 * same loop: no recursion. */
static void let_in(struct app *app, const struct call *own)
{
    if (app->letting_in)
        return;
    app->letting_in = true;
    for (struct call *call; (call = next_in(app)) != NULL;) {
        call->has_share = true;
        request_set_share(call->request, call->ticket.caller);
        if (call != own)
            task_resume(&call->task);
    }
    app->letting_in = false;
}

static enum share kind_of(const struct call *call)
{
    enum share kind = call->route->share;
    return kind == SHARE_CALLS && !request_body_is_here(call->request) ? SHARE_LARGE : kind;
}

enum step_result share_take(struct call *call)
{
    enum share kind = kind_of(call);
    if (!gate_push(&call->app->shares[kind], &call->ticket, call_key(call))) {
        call_header(call, "retry-after", STR("1"));
        return call_fail(call, ERR_THROTTLED, "too many of your requests are waiting, %u at most",
                         kinds[kind].limits.waiting_each);
    }
    let_in(call->app, call);
    if (call->has_share)
        return STEP_NEXT;
    task_owe(&call->task);
    return STEP_WAIT;
}

void share_give_up(struct call *call)
{
    gate_withdraw(&call->ticket);
    task_resume(&call->task);
}

void shares_on_sent(void *app, void *share)
{
    gate_leave(share);
    let_in(app, NULL);
}

void shares_put_metrics(const struct app *app, struct buf *out)
{
    static const char *const names[] = {"inside",        "waiting",       "callers",
                                        "entered_total", "refused_total", "withdrawn_total"};
    for (size_t i = 0; i < SHARES; i++) {
        const struct gate_stats *stats = &app->shares[i].stats;
        const uint64_t values[] = {stats->inside,  stats->waiting, stats->callers,
                                   stats->entered, stats->refused, stats->withdrawn};
        for (size_t k = 0; k < ARRAY_LEN(names); k++)
            buf_printf(out, "spor_share_%s{share=\"%s\"} %llu\n", names[k], kinds[i].name,
                       (unsigned long long)values[k]);
    }
}
