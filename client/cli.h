/* A command of `spor`: a row in a table, and what its function is given.
 *
 * A row names its words ("case show"), arguments, options and texts in both languages; parsing, help and
 * dispatch know nothing else. A command's function prints its result and returns; on failure it fills `err`,
 * which main prints once, with a hint what to do next, and turns into the exit code of base/err.h. */
#ifndef SPOR_CLIENT_CLI_H
#define SPOR_CLIENT_CLI_H

#include <jansson.h>
#include <stdio.h>

#include "base/base.h"
#include "base/buf.h"
#include "base/err.h"
#include "core/day.h"

struct option_info {
    const char *name;  /* "source"; NULL ends the list */
    const char *value; /* "NAME" in the help; NULL: a switch without a value */
    const char *danish, *english;
};

struct cli;

struct command {
    const char *words;     /* "log meeting" */
    const char *arguments; /* "CASE"; "[X]" may be left out */
    const char *danish, *english;
    const struct option_info *options; /* NULL: none but those of all commands */
    int least, most;                   /* how many arguments */
    bool takes_fields;                 /* an option for each typed field of an event as well */
    enum err_code (*run)(struct cli *cli, struct err *err);
    /* More help for the arguments given (`log event meeting --help`); NULL: none. */
    void (*help)(struct cli *cli);
};

enum { CLI_MAX_OPTIONS = 64, CLI_MAX_ARGUMENTS = 16, CLI_MAX_EVENTS = 64 };

struct cli {
    const struct command *command;
    const char *arguments[CLI_MAX_ARGUMENTS];
    int n_arguments;
    struct {
        const char *name, *value;
    } options[CLI_MAX_OPTIONS];
    int n_options;
    bool json, danish, help, version;
    struct http *http;              /* made at the first request */
    bool refused;                   /* the last answer was a refusal: its code has a Danish text */
    uint8_t events[CLI_MAX_EVENTS]; /* kinds of those that are sent, to know what a refusal is about */
    json_t *errors; /* of a refusal that names several: [{"pointer", "detail"}], for who prints it */
};

/* All commands, ended by a row without words. */
extern const struct command COMMANDS[];
/* --json, --lang, --help … */
extern const struct option_info COMMON_OPTIONS[];

/* Reads the command line. Errors name the word and list what is possible. */
enum err_code cli_parse(struct cli *cli, const struct command *commands, int argc, char **argv,
                        struct err *err) NODISCARD;
/* The help of the command, or the list of all. */
void cli_help(struct cli *cli, const struct command *commands, FILE *to);
void cli_release(struct cli *cli);

/* NULL where the option was not given; the last one counts. */
const char *cli_option(const struct cli *cli, const char *name);
/* The n-th (from 0) use of an option that may be given several times. */
const char *cli_option_at(const struct cli *cli, const char *name, int n);
bool cli_has(const struct cli *cli, const char *name);
/* The text in the language of the user. */
const char *cli_say(const struct cli *cli, const char *danish, const char *english)
    __attribute__((format_arg(2), format_arg(3)));
/* "--days 30"; `initial` where it was not given. */
enum err_code cli_number(const struct cli *cli, const char *name, int64_t least, int64_t most,
                         int64_t initial, int64_t *out, struct err *err) NODISCARD;

/* The option that stands for a name: "--starts-at" for starts_at. */
enum { CLI_FLAG = 44 };
const char *cli_flag(const char *name, char out[CLI_FLAG]);

/* The time of this machine, shifted by SPOR_CLOCK days as a test instance is. */
instant_t cli_now(void);
/* The code whose name stands in a problem; by the status where it is unknown. */
enum err_code cli_code(const char *name, long status);

#endif
