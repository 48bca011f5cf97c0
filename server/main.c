/* spord: the daemon and its few commands. */
#include <stdio.h>
#include <unistd.h>

#include "app/app.h"
#include "app/bootstrap.h"
#include "app/config.h"
#include "app/keys.h"
#include "app/migrate.h"
#include "app/rebuild.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/version.h"
#include "io/clock.h"
#include "io/db_open.h"

enum {
    SETTINGS_BYTES = 1024 * 1024,
    HELP_BYTES = 64 * 1024,
    SETTINGS_MAX = 256,
    REBUILD_TIMEOUT_MS = 600000
};

/* `argv` is what is no setting. */
struct command {
    const char *name, *usage, *text;
    int (*run)(const struct config *config, int argc, char **argv, struct err *err);
};

static int no_arguments(int argc, char **argv, struct err *err)
{
    if (argc == 0)
        return 0;
    return err_info(err_set(err, ERR_INVALID, "%s: no such setting; spord help lists them", argv[0]))
        ->exit_code;
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

static int run_keys(const struct config *config, int argc, char **argv, struct err *err)
{
    return err_info(keys_command(config, argc, argv, err))->exit_code;
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
    {"bootstrap", "--admin LOGIN --password-file FILE [--token NAME --scopes a,b] [--again]",
     "the first administrator, and a token of another system (owner's connection);\n"
     "             --again where that log-in or token is lost",
     run_bootstrap},
    {"rebuild", "[--check [--without-spans]]", "assess every case anew and say what differs", run_rebuild},
    {"keys", "[status | rotate | reseal | retire NUMBER]",
     "the keys of CPR numbers: which there are, a new one, one that is no longer used", run_keys},
    {"help", "[COMMAND]", "this text, or that of a command", run_help},
    {"version", "", "the version of program and schema", run_version},
};

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

static bool takes_settings(const struct command *command)
{
    return command->run != run_help && command->run != run_version;
}

/* `name` NULL: there was none. */
static int unknown(const char *name, struct err *err)
{
    char names[SETTINGS_MAX] = "";
    size_t used = 0;
    for (size_t i = 0; i < ARRAY_LEN(commands); i++)
        used += (size_t)snprintf(names + used, sizeof names - used, "%s%s", i ? ", " : "", commands[i].name);
    (void)err_set(err, ERR_INVALID, "%s%s; there are: %s", name ? name : "a command is expected",
                  name ? ": no such command" : "", names);
    return err_info(err->code)->exit_code;
}

static void put_command(struct buf *out, const struct command *command)
{
    buf_printf(out, "  %-10s %s%s%s\n", command->name, command->usage,
               command->usage[0] ? "\n             " : "", command->text);
}

static int run_help(const struct config *config, int argc, char **argv, struct err *err)
{
    (void)config;
    const struct command *about = argc > 0 ? find(argv[0]) : NULL;
    if (argc > 0 && !about)
        return unknown(argv[0], err);
    struct buf out;
    buf_init(&out, HELP_BYTES);
    buf_printf(&out, "usage: spord %s [--setting value …]%s\n\n", about ? about->name : "COMMAND",
               about ? "" : " [arguments]");
    for (size_t i = 0; i < ARRAY_LEN(commands); i++)
        if (!about || about == &commands[i])
            put_command(&out, &commands[i]);
    if (!about || takes_settings(about)) {
        buf_put_str(
            &out,
            STR("\nSettings, as flags, as SPORD_… in the environment (SPORD_DATA_DIR), or as `name = value` in\n"
                "the file named by --config or SPORD_CONFIG; flags win over the environment, it over the "
                "file:\n\n"));
        config_help(&out);
    }
    buf_put_str(
        &out,
        STR("\nExit codes: 0 done; 1 internal, or rebuild found what differs; 2 wrong input, settings or keys;\n"
            "5 not possible as things stand (run: another schema); 6 no database, port or memory.\n"));
    (void)fwrite(out.at, 1, out.len, stdout);
    buf_clear(&out);
    return 0;
}

/* Of `spord VERB -h`. */
static bool asks_for_help(int argc, char **argv)
{
    for (int i = 0; i < argc; i++)
        if (strcmp(argv[i], "-h") == 0 || strcmp(argv[i], "--help") == 0)
            return true;
    return false;
}

/* The settings, and whether the database may be reached in this way. */
static enum err_code read_settings(struct arena *arena, int argc, char **argv, int *n_rest,
                                   struct config *config, struct err *err)
{
    enum err_code code = config_read(arena, argc, argv, environ, n_rest, config, err);
    log_set_level((enum log_level)config->log_level);
    clock_set_shift(config->clock_shift);
    if (!code && config->database[0])
        code = db_check(config->database, "database", config->insecure_database, err);
    if (!code && config->owner_database[0])
        code = db_check(config->owner_database, "owner_database", config->insecure_database, err);
    return code;
}

int main(int argc, char **argv)
{
    struct arena arena;
    struct config config = {0};
    struct err err = {0};
    const struct command *command = argc > 1 ? find(argv[1]) : NULL;
    int rest = argc - 2, exit_code = 0;
    if (!command)
        exit_code = unknown(argc > 1 ? argv[1] : NULL, &err);
    arena_init(&arena, SETTINGS_BYTES);
    if (command && asks_for_help(argc - 2, argv + 2)) {
        exit_code = run_help(&config, 1, argv + 1, &err);
    } else if (command) {
        if (takes_settings(command))
            exit_code = err_info(read_settings(&arena, argc - 2, argv + 2, &rest, &config, &err))->exit_code;
        if (exit_code == 0)
            exit_code = command->run(&config, rest, argv + 2, &err);
    }
    if (exit_code != 0 && err.code) /* one that was got over may still lie there: a first key is made */
        (void)fprintf(stderr, "spord%s%s: %s\n", command ? " " : "", command ? command->name : "", err.text);
    arena_clear(&arena);
    return exit_code;
}
