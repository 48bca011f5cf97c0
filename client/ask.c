/* Questions on the terminal, see ask.h. */
#include "client/ask.h"
#include "client/say.h"

#include <errno.h>
#include <strings.h>
#include <termios.h>
#include <unistd.h>

bool ask_possible(void)
{
    return isatty(STDIN_FILENO) && isatty(STDERR_FILENO);
}

static enum err_code read_line(const struct cli *cli, FILE *from, char *out, size_t size, struct err *err)
{
    if (!fgets(out, (int)size, from))
        return err_set(err, ERR_BAD_REQUEST, cli_say(cli, "intet svar", "no answer"));
    size_t len = strcspn(out, "\r\n");
    if (out[len] == '\0' && len == size - 1)
        return err_set(err, ERR_BAD_REQUEST, cli_say(cli, "svaret er for langt", "the answer is too long"));
    out[len] = '\0';
    if (!str_is_utf8((struct str){out, len}))
        return err_set(err, ERR_BAD_REQUEST, cli_say(cli, "svaret er ikke UTF-8", "the answer is not UTF-8"));
    return ERR_NONE;
}

enum err_code ask_line(const struct cli *cli, const char *question, const char *initial, char *out,
                       size_t size, struct err *err)
{
    if (ask_possible())
        say(stderr, initial && initial[0] ? "%s [%s]: " : "%s: ", question, initial);
    if (read_line(cli, stdin, out, size, err) != ERR_NONE)
        return err->code;
    if (!out[0] && initial && strlen(initial) < size)
        memcpy(out, initial, strlen(initial) + 1);
    return ERR_NONE;
}

enum err_code ask_secret(const struct cli *cli, const char *question, char out[ANSWER_MAX], struct err *err)
{
    struct termios shown = {0}, hidden;
    bool terminal = ask_possible() && tcgetattr(STDIN_FILENO, &shown) == 0;
    if (terminal) {
        hidden = shown;
        hidden.c_lflag &= ~(tcflag_t)ECHO;
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
        say(stderr, "%s: ", question);
    }
    enum err_code code = read_line(cli, stdin, out, ANSWER_MAX, err);
    if (terminal) {
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
        say(stderr, "\n");
    }
    return code;
}

enum err_code ask_secret_or_file(const struct cli *cli, const char *option, const char *question,
                                 char out[ANSWER_MAX], struct err *err)
{
    const char *path = cli_option(cli, option);
    if (!path)
        return ask_secret(cli, question, out, err);
    FILE *file = fopen(path, "re");
    if (!file)
        return err_set(err, ERR_INVALID, "%.200s: %s", path, strerror(errno));
    enum err_code code = read_line(cli, file, out, ANSWER_MAX, err);
    fclose(file);
    return code;
}

/* 0: no such value, or several begin like this. */
static uint32_t value_by_text(enum catalogue catalogue, const char *text)
{
    int64_t number;
    uint32_t found = catalogue_number(catalogue, str_of(text)), size = catalogue_size(catalogue), n = 0;
    size_t len = strlen(text);
    if (found)
        return found;
    if (str_to_i64(str_of(text), 1, size, &number))
        return (uint32_t)number;
    for (uint32_t i = 1; len > 0 && i <= size; i++) {
        const struct catalogue_value *value = catalogue_value(catalogue, i);
        if (strncasecmp(value->danish, text, len) == 0 || strncasecmp(value->english, text, len) == 0) {
            found = i;
            n++;
        }
    }
    return n == 1 ? found : 0;
}

enum err_code ask_value(const struct cli *cli, const char *question, enum catalogue catalogue,
                        uint32_t initial, uint32_t *out, struct err *err)
{
    char answer[ANSWER_MAX];
    for (int tries = 0; tries < 3; tries++) {
        const struct catalogue_value *first = initial ? catalogue_value(catalogue, initial) : NULL;
        if (ask_line(cli, question, first ? cli_say(cli, first->danish, first->english) : NULL, answer,
                     sizeof answer, err) != ERR_NONE)
            return err->code;
        *out = first && strcmp(answer, cli_say(cli, first->danish, first->english)) == 0
                   ? initial
                   : value_by_text(catalogue, answer);
        if (*out)
            return ERR_NONE;
        for (uint32_t i = 1; i <= catalogue_size(catalogue); i++) {
            const struct catalogue_value *value = catalogue_value(catalogue, i);
            say(stderr, "  %2u  %s (%s)\n", i, cli_say(cli, value->danish, value->english), value->slug);
        }
    }
    return err_set(err, ERR_INVALID, cli_say(cli, "%s: ingen af værdierne", "%s: none of the values"),
                   question);
}
