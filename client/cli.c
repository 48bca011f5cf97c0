/* The command line of `spor`: parsing, help, language; see cli.h. */
#include "client/cli.h"

#include <stdlib.h>
#include <time.h>

#include "client/http.h"
#include "client/say.h"
#include "core/kind.h"

const struct option_info COMMON_OPTIONS[] = {
    {"json", NULL, "svar som JSON, til programmer", "answer as JSON, for programs"},
    {"lang", "da|en", "sprog (ellers LANG)", "language (else LANG)"},
    {"url", "URL", "serveren (ellers SPOR_URL eller sessionen)", "the server (else SPOR_URL or the session)"},
    {"ca", "FILE", "serverens certifikat (ellers SPOR_CA)", "certificate of the server (else SPOR_CA)"},
    {"help", NULL, "denne hjælp; også -h", "this help; also -h"},
    {NULL, NULL, NULL, NULL},
};

static bool danish_by_environment(void)
{
    static const char *const names[] = {"SPOR_LANG", "LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        const char *value = getenv(names[i]);
        if (value && value[0])
            return strncmp(value, "da", 2) == 0;
    }
    return false;
}

const char *cli_say(const struct cli *cli, const char *danish, const char *english)
{
    return cli->danish ? danish : english;
}

instant_t cli_now(void)
{
    struct timespec now;
    int64_t days = 0;
    const char *shift = getenv("SPOR_CLOCK");
    if (shift && !str_to_i64(str_of(shift[0] == '+' ? shift + 1 : shift), -36500, 36500, &days))
        days = 0;
    clock_gettime(CLOCK_REALTIME, &now);
    return (instant_t)now.tv_sec * SECOND + now.tv_nsec / 1000 + days * 24 * HOUR;
}

enum err_code cli_code(const char *name, long status)
{
    for (enum err_code code = ERR_BAD_REQUEST; code <= ERR_NO_MEMORY; code++)
        if (name && strcmp(err_info(code)->name, name) == 0)
            return code;
    for (enum err_code code = ERR_BAD_REQUEST; code <= ERR_NO_MEMORY; code++)
        if (err_info(code)->http_status == status)
            return code;
    return status >= 500 ? ERR_UNAVAILABLE : ERR_INTERNAL;
}

/* "--starts-at" is the field starts_at. */
static bool names_field(const char *option, const char *field)
{
    size_t i = 0;
    for (; option[i] && field[i]; i++)
        if (option[i] != field[i] && !(option[i] == '-' && field[i] == '_'))
            return false;
    return option[i] == field[i];
}

const char *cli_flag(const char *name, char out[CLI_FLAG])
{
    int n = snprintf(out, CLI_FLAG, "--%s", name);
    for (int i = 2; i < n && i < CLI_FLAG; i++)
        if (out[i] == '_')
            out[i] = '-';
    return out;
}

static const struct option_info *find(const struct option_info *list, const char *name)
{
    for (; list && list->name; list++)
        if (strcmp(list->name, name) == 0)
            return list;
    return NULL;
}

/* The option as it is kept, and whether it has a value. */
static const char *known_option(const struct command *command, const char *name, bool *takes_value)
{
    const struct option_info *option = find(COMMON_OPTIONS, name);
    if (!option)
        option = find(command->options, name);
    if (option) {
        *takes_value = option->value != NULL;
        return option->name;
    }
    *takes_value = true;
    for (enum field_place p = 0; command->takes_fields && p < FIELD_COUNT; p++)
        if (names_field(name, field_name(p)))
            return field_name(p);
    return NULL;
}

/* How many leading words of argv are the command's; 0: it is another. */
static int matches(const char *words, int argc, char **argv)
{
    int n = 0;
    for (const char *w = words; *w; n++) {
        size_t len = strcspn(w, " ");
        if (n >= argc || strlen(argv[n]) != len || memcmp(argv[n], w, len) != 0)
            return 0;
        w += len + (w[len] == ' ');
    }
    return n;
}

static enum err_code unknown_command(struct cli *cli, const struct command *commands, const char *word,
                                     struct err *err)
{
    char list[240] = "";
    size_t used = 0;
    bool prefix = false; /* "case" alone: say what may follow */
    size_t len = strlen(word);
    for (const struct command *c = commands; c->words; c++)
        prefix |= strncmp(c->words, word, len) == 0 && c->words[len] == ' ';
    for (const struct command *c = commands; c->words; c++) {
        size_t n = prefix ? strlen(c->words) : strcspn(c->words, " ");
        if (prefix && (strncmp(c->words, word, len) != 0 || c->words[len] != ' '))
            continue;
        if (!prefix && c > commands && strncmp(c->words, c[-1].words, n + 1) == 0)
            continue;
        if (!prefix && c > commands && strncmp(c->words, c[-1].words, n) == 0 && c->words[n] == ' ')
            continue;
        if (used + n + 3 > sizeof list)
            break;
        memcpy(list + used, c->words, n);
        memcpy(list + used + n, ", ", 3);
        used += n + 2;
    }
    if (used >= 2)
        list[used - 2] = '\0';
    return err_set(err, ERR_BAD_REQUEST,
                   cli_say(cli, "ukendt kommando; der findes: %s", "unknown command; there are: %s"), list);
}

/* How its value is called in the help. */
static const char *value_name(const struct command *command, const char *name)
{
    const struct option_info *option = find(COMMON_OPTIONS, name);
    if (!option)
        option = find(command->options, name);
    return option && option->value ? option->value : "…";
}

/* "--name", or the short form of --help. */
static bool is_option(const char *word)
{
    return (strncmp(word, "--", 2) == 0 && word[2]) || strcmp(word, "-h") == 0;
}

static enum err_code take_option(struct cli *cli, int argc, char **argv, int *i, struct err *err)
{
    char name[40] = "";
    const char *given = argv[*i][1] == '-' ? argv[*i] + 2 : "help";
    size_t len = strcspn(given, "=");
    bool takes_value = false;
    const char *kept = NULL;
    if (len < sizeof name) {
        memcpy(name, given, len);
        name[len] = '\0';
        kept = known_option(cli->command, name, &takes_value);
    }
    if (!kept)
        return err_set(err, ERR_BAD_REQUEST,
                       cli_say(cli, "--%.30s kendes ikke her; se: spor %s --help",
                               "--%.30s is not known here; see: spor %s --help"),
                       given, cli->command->words);
    const char *value = given[len] == '=' ? given + len + 1 : NULL;
    if (takes_value && !value) {
        if (*i + 1 >= argc)
            return err_set(err, ERR_BAD_REQUEST,
                           cli_say(cli, "--%s mangler en værdi: --%s %s", "--%s lacks its value: --%s %s"),
                           name, name, value_name(cli->command, name));
        value = argv[++*i];
    } else if (!takes_value && value) {
        return err_set(err, ERR_BAD_REQUEST, cli_say(cli, "--%s har ingen værdi", "--%s takes no value"),
                       name);
    }
    if (strcmp(kept, "json") == 0)
        cli->json = true;
    else if (strcmp(kept, "help") == 0)
        cli->help = true;
    else if (strcmp(kept, "lang") == 0 && value && strcmp(value, "da") != 0 && strcmp(value, "en") != 0)
        return err_set(err, ERR_BAD_REQUEST,
                       cli_say(cli, "--lang: da, en, fx --lang da", "--lang: da, en, like --lang da"));
    else if (strcmp(kept, "lang") == 0 && value)
        cli->danish = value[0] == 'd';
    if (cli->n_options == CLI_MAX_OPTIONS)
        return err_set(err, ERR_BAD_REQUEST, cli_say(cli, "for mange tilvalg", "too many options"));
    cli->options[cli->n_options].name = kept;
    cli->options[cli->n_options++].value = value ? value : "";
    return ERR_NONE;
}

enum err_code cli_parse(struct cli *cli, const struct command *commands, int argc, char **argv,
                        struct err *err)
{
    *cli = (struct cli){.danish = danish_by_environment()};
    argc--;
    argv++;
    if (argc > 0 && strcmp(argv[0], "--version") == 0) {
        cli->version = true;
        return ERR_NONE;
    }
    while (argc > 0 && is_option(argv[0])) { /* common options before the command */
        static const struct command none = {.words = ""};
        int used = 0;
        cli->command = &none;
        if (take_option(cli, argc, argv, &used, err) != ERR_NONE)
            return err->code;
        argc -= used + 1;
        argv += used + 1;
    }
    cli->command = NULL;
    if (argc == 0 || strcmp(argv[0], "help") == 0) {
        cli->help = true;
        argc -= argc > 0;
        argv++;
        if (argc <= 0)
            return ERR_NONE;
    }
    int words = 0;
    for (const struct command *c = commands; c->words; c++) {
        int n = matches(c->words, argc, argv);
        if (n > words) {
            words = n;
            cli->command = c;
        }
    }
    if (!cli->command)
        return cli->help ? ERR_NONE : unknown_command(cli, commands, argv[0], err);
    bool only_arguments = false;
    for (int i = words; i < argc; i++) {
        if (!only_arguments && strcmp(argv[i], "--") == 0) {
            only_arguments = true;
        } else if (!only_arguments && is_option(argv[i])) {
            if (take_option(cli, argc, argv, &i, err) != ERR_NONE)
                return err->code;
        } else if (cli->n_arguments == CLI_MAX_ARGUMENTS) {
            return err_set(err, ERR_BAD_REQUEST, cli_say(cli, "for mange ord", "too many words"));
        } else {
            cli->arguments[cli->n_arguments++] = argv[i];
        }
    }
    if (!cli->help && (cli->n_arguments < cli->command->least || cli->n_arguments > cli->command->most))
        return err_set(err, ERR_BAD_REQUEST, cli_say(cli, "brug: spor %s %s", "usage: spor %s %s"),
                       cli->command->words, cli->command->arguments);
    return ERR_NONE;
}

static void help_options(const struct cli *cli, const struct option_info *options, FILE *to)
{
    for (; options && options->name; options++) {
        char head[80];
        snprintf(head, sizeof head, "  --%s%s%s", options->name, options->value ? " " : "",
                 options->value ? options->value : "");
        say(to, "%-27s %s\n", head, cli_say(cli, options->danish, options->english));
    }
}

void cli_help(struct cli *cli, const struct command *commands, FILE *to)
{
    const struct command *command = cli->command;
    if (command) {
        say(to, "%s spor %s %s\n\n  %s\n\n", cli_say(cli, "brug:", "usage:"), command->words,
            command->arguments, cli_say(cli, command->danish, command->english));
        help_options(cli, command->options, to);
        if (command->help)
            command->help(cli);
        help_options(cli, COMMON_OPTIONS, to);
        return;
    }
    say(to, "%s\n\n",
        cli_say(cli, "Spor: forløb og sagsbehandlerskift i kommunens beskæftigelsesindsats",
                "Spor: case flow and caseworker continuity in the municipality's employment service"));
    for (const struct command *c = commands; c->words; c++) {
        char head[80];
        snprintf(head, sizeof head, "  spor %s %s", c->words, c->arguments);
        say(to, "%-39s %s\n", head, cli_say(cli, c->danish, c->english));
    }
    say(to, "\n%s\n",
        cli_say(
            cli,
            "spor KOMMANDO --help (-h) viser tilvalg. --json og --lang da|en virker overalt. spor --version.",
            "spor COMMAND --help (-h) shows its options. --json and --lang da|en work everywhere. spor --version."));
}

const char *cli_option_at(const struct cli *cli, const char *name, int n)
{
    for (int i = 0; i < cli->n_options; i++)
        if (strcmp(cli->options[i].name, name) == 0 && n-- == 0)
            return cli->options[i].value;
    return NULL;
}

const char *cli_option(const struct cli *cli, const char *name)
{
    for (int i = cli->n_options - 1; i >= 0; i--)
        if (strcmp(cli->options[i].name, name) == 0)
            return cli->options[i].value;
    return NULL;
}

bool cli_has(const struct cli *cli, const char *name)
{
    return cli_option(cli, name) != NULL;
}

enum err_code cli_number(const struct cli *cli, const char *name, int64_t least, int64_t most,
                         int64_t initial, int64_t *out, struct err *err)
{
    const char *value = cli_option(cli, name);
    *out = initial;
    if (value && !str_to_i64(str_of(value), least, most, out))
        return err_set(err, ERR_INVALID,
                       cli_say(cli, "--%s: et helt tal fra %lld til %lld, fx --%s %lld",
                               "--%s: a whole number from %lld to %lld, like --%s %lld"),
                       name, (long long)least, (long long)most, name, (long long)initial);
    return ERR_NONE;
}

void cli_release(struct cli *cli)
{
    http_free(cli->http);
    cli->http = NULL;
    json_decref(cli->errors);
    cli->errors = NULL;
}
