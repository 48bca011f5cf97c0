/* How the daemon is: healthz (the process lives), readyz (it can serve), metrics. */
#include "app/access_log.h"
#include "app/app.h"
#include "app/assessor.h"
#include "app/call.h"
#include "app/metrics.h"
#include "app/migrate.h"
#include "app/password.h"
#include "app/routes.h"
#include "sql.gen.h"
#include "store/store_append.h"

static enum step_result healthz(struct task *task)
{
    struct call *call = call_of(task);
    call->content_type = "text/plain; charset=utf-8";
    buf_put_str(&call->body, STR("ok\n"));
    return STEP_DONE;
}

static const struct step healthz_steps[] = {{"answer", healthz}, {NULL, NULL}};

static enum step_result readyz_ask(struct task *task)
{
    struct call *call = call_of(task);
    if (call->app->stopping)
        return call_fail(call, ERR_UNAVAILABLE, "stopping");
    if (!append_is_up(call->app->append))
        return call_fail(call, ERR_UNAVAILABLE, "the writer has no connection to the database");
    if (!db_link_is_up(call->app->auth_link))
        return call_fail(call, ERR_UNAVAILABLE,
                         "nobody can be asked who calls: no connection to the database");
    const char *is_short = append_is_short(call->app->append);
    if (is_short)
        return call_fail(call, ERR_UNAVAILABLE, "%s", is_short);
    struct db_batch *batch = call_batch(call);
    if (!batch)
        return STEP_FAIL;
    db_query(batch, &SQL_SCHEMA_VERSION);
    return call_submit(call, call_reader(call), batch);
}

static enum step_result readyz(struct task *task)
{
    struct call *call = call_of(task);
    if (call_db_failed(call))
        return STEP_FAIL;
    int is = db_rows(call->result, 0) > 0 ? db_get_i32(call->result, 0, 0, 0) : 0;
    if (is != migrate_latest())
        return call_fail(call, ERR_UNAVAILABLE, "the schema is at %d, this program wants %d", is,
                         migrate_latest());
    call->content_type = "text/plain; charset=utf-8";
    buf_put_str(&call->body, STR("ready\n"));
    return STEP_DONE;
}

static const struct step readyz_steps[] = {{"ask", readyz_ask}, {"answer", readyz}, {NULL, NULL}};

static void put_counter(struct buf *out, const char *name, uint64_t value)
{
    buf_printf(out, "%s %llu\n", name, (unsigned long long)value);
}

static void put_link(struct buf *out, const char *name, const struct db_link *link)
{
    struct db_stats stats = db_link_stats(link);
    buf_printf(out, "spor_database_batches_total{link=\"%s\"} %llu\n", name,
               (unsigned long long)stats.batches);
    buf_printf(out, "spor_database_withdrawn_total{link=\"%s\"} %llu\n", name,
               (unsigned long long)stats.withdrawn);
    buf_printf(out, "spor_database_waiting{link=\"%s\"} %u\n", name, stats.waiting);
    buf_printf(out, "spor_database_in_work{link=\"%s\"} %u\n", name, stats.in_work);
}

static enum step_result metrics(struct task *task)
{
    struct call *call = call_of(task);
    const struct app *app = call->app;
    struct buf *out = &call->body;
    struct server_stats http;
    struct append_stats written;
    server_stats(app->server, &http);
    append_stats(app->append, &written);
    metrics_put(app->metrics, out);
    put_counter(out, "spor_connections_accepted_total", http.accepted);
    put_counter(out, "spor_connections_refused_total", http.refused);
    put_counter(out, "spor_connections_gave_way_total", http.gave_way);
    put_counter(out, "spor_connections_open", http.open_connections);
    put_counter(out, "spor_requests_in_work", http.in_work);
    put_counter(out, "spor_bodies_bytes", http.bodies_bytes);
    shares_put_metrics(app, out);
    put_counter(out, "spor_requests_malformed_total", http.bad_requests);
    put_counter(out, "spor_timeouts_total", http.timeouts);
    put_counter(out, "spor_bytes_received_total", http.bytes_in);
    put_counter(out, "spor_bytes_sent_total", http.bytes_out);
    put_counter(out, "spor_append_units_total", written.units);
    put_counter(out, "spor_append_events_total", written.events);
    put_counter(out, "spor_append_batches_total", written.batches);
    put_counter(out, "spor_append_repeated_total", written.repeated);
    put_counter(out, "spor_openings_hidden_total", written.hidden);
    put_counter(out, "spor_citizen_doubles_total", app->citizen_doubles);
    put_counter(out, "spor_append_waiting", written.waiting);
    put_counter(out, "spor_database_short", append_is_short(app->append) != NULL);
    put_counter(out, "spor_append_in_flight", written.in_flight);
    if (app->assessor) {
        struct assessor_stats assessor = assessor_stats(app->assessor);
        put_counter(out, "spor_assessor_leading", assessor.leading);
        if (assessor.leading)
            put_counter(out, "spor_assessed_feed_number", (uint64_t)assessor.cursor);
        put_counter(out, "spor_assessed_cases_total", assessor.assessed);
        put_counter(out, "spor_assessed_known_cases_total", assessor.known);
        put_counter(out, "spor_assess_known_bytes", assessor.known_bytes);
        put_counter(out, "spor_assess_failures_total", assessor.failed);
        if (assessor.leading) { /* after a change of rules; 0 of 0: nothing to do */
            put_counter(out, "spor_reassess_cases", assessor.walk_cases);
            put_counter(out, "spor_reassess_cases_done", assessor.walked);
        }
    }
    put_counter(out, "spor_passwords_waiting", passwords_waiting(app->logins));
    put_counter(out, "spor_access_log_lost_total", access_log_lost(app->access_log));
    put_link(out, "auth", app->auth_link);
    put_link(out, "reader", app->readers);
    put_link(out, "reports", app->reports);
    put_link(out, "writer", app->writer);
    put_counter(out, "spor_database_up",
                append_is_up(app->append) && db_link_is_up(app->readers) && db_link_is_up(app->auth_link));
    call->content_type = "text/plain; version=0.0.4; charset=utf-8";
    return STEP_DONE;
}

/* From the machine itself for anybody, else with a token. */
static bool is_loopback(struct str address)
{
    return (address.len >= 4 && memcmp(address.at, "127.", 4) == 0) || str_equal(address, STR("::1")) ||
           (address.len >= 11 && memcmp(address.at, "::ffff:127.", 11) == 0);
}

static enum step_result metrics_from_here(struct task *task)
{
    struct call *call = call_of(task);
    if (!is_loopback(request_address(call->request)))
        return call_fail(call, ERR_FORBIDDEN, "from this machine only; elsewhere a token asks /v1/metrics");
    return metrics(task);
}

static const struct step metrics_here_steps[] = {{"answer", metrics_from_here}, {NULL, NULL}};
static const struct step metrics_steps[] = {{"answer", metrics}, {NULL, NULL}};

const struct route system_routes[] = {
    {.method = METHOD_GET,
     .path = "/healthz",
     .name = "healthz",
     .summary = "The process lives",
     .for_anybody = true,
     .steps = healthz_steps},
    {.method = METHOD_GET,
     .path = "/readyz",
     .name = "readyz",
     .summary = "The database is there and has the right schema",
     .for_anybody = true,
     .steps = readyz_steps},
    {.method = METHOD_GET,
     .path = "/metrics",
     .name = "metrics",
     .summary = "Counters for Prometheus, from this machine",
     .for_anybody = true,
     .steps = metrics_here_steps},
    {.method = METHOD_GET,
     .path = "/v1/metrics",
     .name = "metrics_remote",
     .summary = "Counters for Prometheus",
     .scopes = SCOPE_METRICS,
     .roles = STAFF_BIT(STAFF_ADMINISTRATOR),
     .steps = metrics_steps},
    {.path = NULL},
};
