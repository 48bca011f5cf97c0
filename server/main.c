/* spord: the daemon and its few commands. */
#include <stdio.h>
#include <unistd.h>

#include "app/app.h"
#include "app/bootstrap.h"
#include "app/config.h"
#include "app/migrate.h"
#include "app/rebuild.h"
#include "base/log.h"
#include "base/mem.h"
#include "io/clock.h"

#ifndef SPOR_VERSION
#define SPOR_VERSION "0.1"
#endif

enum {
    SETTINGS_BYTES = 1024 * 1024,
    HELP_BYTES = 64 * 1024,
    SETTINGS_MAX = 256,
    REBUILD_TIMEOUT_MS = 600000
};

/* `argv` is what stands behind the command's settings. */
struct command {
    const char *name, *usage, *text;
    int (*run)(const struct config *config, int argc, char **argv, struct err *err);
};

static int no_arguments(int argc, char **argv, struct err *err)
{
    if (argc == 0)
        return 0;
    return err_info(err_set(err, ERR_INVALID, "%s: no such setting; see spord help", argv[0]))->exit_code;
}

static int run_daemon(const struct config *config, int argc, char **argv, struct err *err)
{
    int exit_code = no_arguments(argc, argv, err);
    if (exit_code)
        return exit_code;
    if (geteuid() == 0)
        log_line(LOG_WARN, "running_as_root", LOG_C("text", "give the daemon a user of its own"));
    return app_run(config, err);
}

static int run_migrate(const struct config *config, int argc, char **argv, struct err *err)
{
    struct migrate_result result;
    int exit_code = no_arguments(argc, argv, err);
    if (exit_code)
        return exit_code;
    if (!config->owner_database[0])
        return err_info(
                   err_set(err, ERR_INVALID, "setting owner_database: the owner's connection is missing"))
            ->exit_code;
    return err_info(migrate(config->owner_database, &result, err))->exit_code;
}

static int run_bootstrap(const struct config *config, int argc, char **argv, struct err *err)
{
    return err_info(bootstrap(config, argc, argv, err))->exit_code;
}

static int run_rebuild(const struct config *config, int argc, char **argv, struct err *err)
{
    char settings[SETTINGS_MAX];
    struct rebuild_result result = {0};
    struct rebuild_options options = {.conninfo = config->database, .settings = settings};
    app_link_settings(config, REBUILD_TIMEOUT_MS, settings, sizeof settings);
    for (; argc > 0; argc--, argv++) {
        if (strcmp(argv[0], "--check") == 0)
            options.check = true;
        else if (strcmp(argv[0], "--without-spans") == 0)
            options.without_spans = true;
        else
            return no_arguments(argc, argv, err);
    }
    if (!config->database[0])
        return err_info(err_set(err, ERR_INVALID, "setting database: the daemon's connection is missing"))
            ->exit_code;
    enum err_code code = rebuild_run(&options, &result, err);
    if (code)
        return err_info(code)->exit_code;
    (void)fprintf(
        stderr,
        "%llu cases, %llu events in %.2f s; %llu differ (%llu spans, %llu states), %llu pending, %llu failed%s\n",
        (unsigned long long)result.cases, (unsigned long long)result.events,
        (double)result.microseconds / 1e6, (unsigned long long)result.differing,
        (unsigned long long)result.spans_differing, (unsigned long long)result.states_differing,
        (unsigned long long)result.pending, (unsigned long long)result.failed,
        result.interrupted ? "; interrupted" : "");
    return result.interrupted || result.failed || (options.check && result.differing) ? 1 : 0;
}

static int run_version(const struct config *config, int argc, char **argv, struct err *err)
{
    (void)config, (void)argc, (void)argv, (void)err;
    (void)printf("spord %s, schema %d\n", SPOR_VERSION, migrate_latest());
    return 0;
}

static int run_help(const struct config *config, int argc, char **argv, struct err *err);

static const struct command commands[] = {
    {"run", "", "serve until SIGTERM or SIGINT; SIGHUP reads the certificate anew", run_daemon},
    {"migrate", "", "bring the database to this program's schema (owner's connection)", run_migrate},
    {"bootstrap", "--admin LOGIN --password-file FILE [--token NAME --scopes a,b]",
     "the first administrator, and the token of a local instance (owner's connection)", run_bootstrap},
    {"rebuild", "[--check [--without-spans]]", "assess every case anew and say what differs", run_rebuild},
    {"help", "", "this text", run_help},
    {"version", "", "the version of program and schema", run_version},
};

static int run_help(const struct config *config, int argc, char **argv, struct err *err)
{
    (void)config, (void)argc, (void)argv, (void)err;
    struct buf out;
    buf_init(&out, HELP_BYTES);
    buf_put_str(&out, STR("usage: spord COMMAND [--setting value …] [arguments]\n\n"));
    for (size_t i = 0; i < ARRAY_LEN(commands); i++)
        buf_printf(&out, "  %-10s %s%s%s\n", commands[i].name, commands[i].usage,
                   commands[i].usage[0] ? "\n             " : "", commands[i].text);
    buf_put_str(
        &out,
        STR("\nSettings, as flags, as SPORD_… in the environment (SPORD_DATA_DIR), or as `name = value` in\n"
            "the file named by --config or SPORD_CONFIG; flags win over the environment, it over the "
            "file:\n\n"));
    config_help(&out);
    buf_put_str(&out,
                STR("\nExit codes: 0 done, 1 internal, 2 wrong input, 6 database or memory not there.\n"));
    (void)fwrite(out.at, 1, out.len, stdout);
    buf_clear(&out);
    return 0;
}

static const struct command *find(const char *name)
{
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)
        name = "help";
    if (strcmp(name, "--version") == 0)
        name = "version";
    for (size_t i = 0; i < ARRAY_LEN(commands); i++)
        if (strcmp(name, commands[i].name) == 0)
            return &commands[i];
    return NULL;
}

int main(int argc, char **argv)
{
    struct arena arena;
    struct config config = {0};
    struct err err = {0};
    const struct command *command = argc > 1 ? find(argv[1]) : NULL;
    if (!command) {
        (void)fprintf(stderr, "usage: spord run|migrate|bootstrap|help|version; see spord help\n");
        return 2;
    }
    arena_init(&arena, SETTINGS_BYTES);
    bool plain = command->run == run_help || command->run == run_version;
    int used = 0, exit_code = 0;
    if (!plain) {
        enum err_code code = config_read(&arena, argc - 2, argv + 2, environ, &used, &config, &err);
        exit_code = err_info(code)->exit_code;
        log_set_level((enum log_level)config.log_level);
        clock_set_shift(config.clock_shift);
    }
    if (exit_code == 0)
        exit_code = command->run(&config, argc - 2 - used, argv + 2 + used, &err);
    if (err.code)
        (void)fprintf(stderr, "spord %s: %s\n", command->name, err.text);
    arena_clear(&arena);
    return exit_code;
}
