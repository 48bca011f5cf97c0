/* See app.h. */
#include "app/app.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/access_log.h"
#include "app/act.h"
#include "app/assessed.h"
#include "app/assessor.h"
#include "app/auth.h"
#include "app/call.h"
#include "app/keys.h"
#include "app/metrics.h"
#include "app/password.h"
#include "base/log.h"
#include "base/mem.h"
#include "store/crypt.h"
#include "store/store_append.h"
#include "store/store_cases.h"
#include "store/store_names.h"
#include "wire/devcert.h"

enum {
    SETTINGS_MAX = 256,
    READ_TIMEOUT_MS = 20000,
    WRITE_TIMEOUT_MS = 10000,
    ASSESS_TIMEOUT_MS = 120000,
    NAMES_CAP = 200000,
    KEYS_WAIT_MS = 60000, /* for the database, at start */
    APPEND_WAITING_MAX = 10000,
    APPEND_GIVE_UP_MS = 15000,
    FILES_BESIDE = 64, /* descriptors that are no client connections */
    BODIES_MB = 256,   /* of all requests together */
    ARENA_MB = 192,    /* one request: a body of many events and what is made of it */
    REPORT_LINKS = 3,  /* of which a caller has two at most: one is left to the others */
    REPORT_LINKS_EACH = 2,
};

void app_link_settings(const struct config *config, int statement_timeout_ms, char *out, size_t size)
{
    (void)snprintf(out, size, "-c spor.clock_shift=%d -c statement_timeout=%d -c timezone=UTC -c jit=off",
                   config->clock_shift, statement_timeout_ms);
}

/* ---- what is there before the loop runs ------------------------------------------------------------------ */

/* As many descriptors as the connections need; fewer are said on the log, and then fewer are accepted. */
static void raise_file_limit(const struct config *config)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    rlim_t want = (rlim_t)config->connections + FILES_BESIDE;
    if (limit.rlim_cur >= want)
        return;
    limit.rlim_cur = limit.rlim_max < want ? limit.rlim_max : want;
    (void)setrlimit(RLIMIT_NOFILE, &limit);
    if (limit.rlim_cur < want)
        log_line(LOG_WARN, "few_descriptors", LOG_N("limit", (int64_t)limit.rlim_cur),
                 LOG_N("wanted", (int64_t)want));
}

static int connections_at_most(const struct config *config)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= (rlim_t)config->connections + FILES_BESIDE)
        return config->connections;
    return limit.rlim_cur > 2 * FILES_BESIDE ? (int)limit.rlim_cur - FILES_BESIDE : FILES_BESIDE;
}

/* One address never fills what is there for all; behind one may be a whole town hall. */
static int connections_of_one(const struct config *config)
{
    int third = connections_at_most(config) / 3;
    return config->connections_per_address ? config->connections_per_address : third > 0 ? third : 1;
}

static enum err_code make_folder(const char *path, struct err *err)
{
    if (mkdir(path, 0700) == 0 || errno == EEXIST)
        return ERR_NONE;
    return err_set(err, ERR_INTERNAL, "cannot make the folder %s: %s", path, strerror(errno));
}

/* "127.0.0.1:8443" or "[::1]:8443". */
static enum err_code split_listen(const char *listen, char *address, size_t size, int *port, struct err *err)
{
    const char *colon = strrchr(listen, ':');
    int64_t number = 0;
    if (!colon || !str_to_i64(str_of(colon + 1), 0, 65535, &number))
        return err_set(err, ERR_INVALID, "setting listen: ADDRESS:PORT is expected");
    const char *from = listen;
    size_t len = (size_t)(colon - listen);
    if (len >= 2 && from[0] == '[' && from[len - 1] == ']') {
        from++;
        len -= 2;
    }
    if (len == 0 || len >= size)
        return err_set(err, ERR_INVALID, "setting listen: ADDRESS:PORT is expected");
    memcpy(address, from, len);
    address[len] = '\0';
    *port = (int)number;
    return ERR_NONE;
}

static void on_advance(void *data, int64_t cursor)
{
    struct app *app = data;
    if (app->assessed)
        assessed_tell(app->assessed, cursor);
}

/* Something was recorded, by this daemon or another; or the link is up again. */
static void on_feed(struct db_link *link, struct str channel, struct str payload, void *data)
{
    (void)link, (void)channel, (void)payload;
    struct app *app = data;
    if (app->assessor)
        assessor_wake(app->assessor);
}

/* Before anything else runs: a daemon with other keys than the database's makes second citizens of people. */
static enum err_code start_keys(struct app *app, struct err *err)
{
    struct keys keys;
    enum err_code code = keys_open(&keys, app->config, KEYS_WAIT_MS, err);
    if (!code) {
        app->crypt = keys.crypt;
        keys.crypt = NULL;
    }
    keys_close(&keys);
    return code;
}

static enum err_code start_assessor(struct app *app, struct err *err)
{
    char settings[SETTINGS_MAX];
    app_link_settings(app->config, ASSESS_TIMEOUT_MS, settings, sizeof settings);
    app->assessor = assessor_start(&app->loop, app->config->database, settings,
                                   (size_t)app->config->assess_mb << 20, on_advance, app);
    struct db_options options = {.conninfo = app->config->database,
                                 .settings = settings,
                                 .name = "listener",
                                 .on_connect = "listen feed"};
    app->listener = db_link_new(&app->loop, &options);
    if (!app->assessor || !app->listener)
        return err_set(err, ERR_NO_MEMORY, "no memory to start");
    db_link_on_notify(app->listener, on_feed, app);
    return ERR_NONE;
}

/* What one caller may have of something, so that as much is left to all others together. */
static uint32_t half_of(uint32_t all)
{
    return all > 1 ? all / 2 : 1;
}

static enum err_code start_store(struct app *app, struct err *err)
{
    const struct config *config = app->config;
    char settings[SETTINGS_MAX];
    app_link_settings(config, READ_TIMEOUT_MS, settings, sizeof settings);
    struct db_options options = {
        .conninfo = config->database, .settings = settings, .name = "auth", .max_queued = 2000};
    app->auth_link = db_link_new(&app->loop, &options);
    options.name = "reader";
    options.connections = (uint32_t)config->readers;
    options.each = half_of(options.connections);
    app->readers = db_link_new(&app->loop, &options);
    options.name = "reports";
    options.connections = REPORT_LINKS;
    options.each = REPORT_LINKS_EACH;
    app->reports = db_link_new(&app->loop, &options);
    app_link_settings(config, WRITE_TIMEOUT_MS, settings, sizeof settings);
    if (act_settings(app->crypt, settings, sizeof settings, err))
        return err->code;
    options.name = "writer";
    options.connections = options.each = 1;
    struct append_options append = {.conninfo = config->database,
                                    .settings = settings,
                                    .links = config->writers,
                                    .max_waiting = APPEND_WAITING_MAX,
                                    .give_up_ms = APPEND_GIVE_UP_MS};
    app->names = names_new(NAMES_CAP);
    app->case_statements = case_statements_new();
    app->writer = db_link_new(&app->loop, &options);
    app->append = append_new(&app->loop, &append);
    app->auth = auth_new(&app->loop);
    app->logins = logins_new(&app->loop);
    app->metrics = metrics_new();
    if (app->readers)
        app->assessed = assessed_new(&app->loop, app->readers);
    if (app->writer)
        app->access_log = access_log_new(&app->loop, app->writer);
    if (!app->auth_link || !app->readers || !app->reports || !app->names || !app->case_statements ||
        !app->writer || !app->append || !app->auth || !app->logins || !app->metrics || !app->access_log)
        return err_set(err, ERR_NO_MEMORY, "no memory to start");
    return ERR_NONE;
}

static enum err_code start_server(struct app *app, struct err *err)
{
    static const struct server_callbacks callbacks = {call_body_cap, call_on_request, call_on_gone,
                                                      call_on_body,  call_on_room,    shares_on_sent};
    const struct config *config = app->config;
    struct devcert made = {.made = false};
    char address[64];
    int port = 0;
    enum err_code code = split_listen(config->listen, address, sizeof address, &port, err);
    if (!code && !config->certificate[0])
        code = devcert_make(config->data_dir, &made, err);
    if (code)
        return code;
    struct server_options options = {
        .address = address,
        .port = port,
        .certificate_file = config->certificate[0] ? config->certificate : made.certificate_file,
        .key_file = config->certificate[0] ? config->key : made.key_file,
        .limits = {.connections = (uint32_t)connections_at_most(config),
                   .connections_per_address = (uint32_t)connections_of_one(config),
                   .head_bytes = 16 * 1024,
                   .target_bytes = 8 * 1024, /* a name of 200 characters may take 2,400 */
                   .headers = 64,
                   .body_bytes = (uint64_t)config->body_kb * 1024,
                   .bodies_bytes = (uint64_t)BODIES_MB * 1024 * 1024,
                   .arena_bytes = (uint64_t)ARENA_MB * 1024 * 1024,
                   .first_ms = (uint32_t)config->first_ms,
                   .handshake_ms = (uint32_t)config->handshake_ms,
                   .head_ms = (uint32_t)config->head_ms,
                   .body_ms = (uint32_t)config->body_ms,
                   .idle_ms = (uint32_t)config->idle_ms,
                   .write_ms = (uint32_t)config->write_ms},
    };
    return server_start(&app->loop, &options, &callbacks, app, &app->server, err);
}

/* ---- stopping, last to first ----------------------------------------------------------------------------- */

static void append_closed(void *data)
{
    struct app *app = data;
    app->append = NULL;
    struct db_link *const links[] = {app->auth_link, app->readers, app->reports, app->writer, app->listener};
    for (size_t i = 0; i < ARRAY_LEN(links); i++)
        if (links[i])
            db_link_close(links[i], NULL, NULL);
    auth_close(app->auth);
    for (size_t i = 0; i < ARRAY_LEN(app->signals); i++)
        if (app->signals[i].data)
            uv_close((uv_handle_t *)&app->signals[i], NULL);
}

static void assessor_closed(void *data)
{
    struct app *app = data;
    app->assessor = NULL;
    if (app->append)
        append_close(app->append, append_closed, app);
    else
        append_closed(app);
}

static void assessed_closed(void *data)
{
    struct app *app = data;
    app->assessed = NULL;
    if (app->assessor)
        assessor_stop(app->assessor, assessor_closed, app);
    else
        assessor_closed(app);
}

static void log_closed(void *data)
{
    struct app *app = data;
    app->access_log = NULL;
    if (app->assessed)
        assessed_close(app->assessed, assessed_closed, app);
    else
        assessed_closed(app);
}

static void server_closed(void *data)
{
    struct app *app = data;
    app->server = NULL;
    if (app->access_log)
        access_log_close(app->access_log, log_closed, app);
    else
        log_closed(app);
}

static void stop(struct app *app)
{
    if (app->stopping)
        return;
    app->stopping = true;
    if (app->server)
        server_stop(app->server, (uint32_t)app->config->stop_ms, server_closed, app);
    else
        server_closed(app);
}

static void on_signal(uv_signal_t *handle, int number)
{
    struct app *app = handle->data;
    if (number != SIGHUP) {
        log_line(LOG_INFO, "stopping", LOG_N("signal", number));
        stop(app);
        return;
    }
    struct err err;
    if (app->server && server_reload_certificate(app->server, &err))
        log_line(LOG_ERROR, "certificate_kept", LOG_C("text", err.text));
    else
        log_line(LOG_INFO, "certificate_reloaded", LOG_N("pid", getpid()));
}

static void start_signals(struct app *app)
{
    static const int numbers[] = {SIGTERM, SIGINT, SIGHUP};
    for (size_t i = 0; i < ARRAY_LEN(numbers); i++) {
        (void)uv_signal_init(&app->loop, &app->signals[i]); /* cannot fail but for memory, as below */
        app->signals[i].data = app;
        (void)uv_signal_start(&app->signals[i], on_signal, numbers[i]);
    }
}

static void free_rest(struct app *app)
{
    logins_free(app->logins);
    metrics_free(app->metrics);
    names_free(app->names);
    case_statements_free(app->case_statements);
    shares_clear(app);
    for (size_t i = 0; i < TABLES; i++)
        buf_clear(&app->tables[i].body);
    replay_queue_clear(&app->replays);
    crypt_close(app->crypt);
}

int app_run(const struct config *config, struct err *err)
{
    struct app *app = mem_new(sizeof *app);
    if (!app) {
        (void)err_set(err, ERR_NO_MEMORY, "no memory to start");
        return 1;
    }
    app->config = config;
    (void)signal(SIGPIPE, SIG_IGN); /* allow signal: ignoring one runs no code */
    raise_file_limit(config);
    enum err_code code =
        config->database[0]
            ? make_folder(config->data_dir, err)
            : err_set(err, ERR_INVALID, "setting database: the connection of the daemon is missing");
    if (!code)
        code = start_keys(app, err);
    if (code || uv_loop_init(&app->loop) != 0) {
        crypt_close(app->crypt);
        mem_free(app);
        return code ? err_info(code)->exit_code : 1;
    }
    shares_init(app);
    replay_queue_init(&app->replays);
    start_signals(app);
    code = start_store(app, err);
    if (!code && config->assessor)
        code = start_assessor(app, err);
    if (!code)
        code = start_server(app, err);
    if (code)
        stop(app);
    else
        log_line(LOG_INFO, "listening", LOG_N("port", server_port(app->server)), LOG_N("pid", getpid()));
    (void)uv_run(&app->loop, UV_RUN_DEFAULT);
    bool clean = uv_loop_close(&app->loop) == 0;
    free_rest(app);
    mem_free(app);

    log_line(LOG_INFO, "stopped", LOG_N("clean", clean));
    return code ? err_info(code)->exit_code : clean ? 0 : 1;
}
