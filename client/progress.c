/* See progress.h. */
#include "client/progress.h"
#include "client/cli.h"
#include "client/say.h"

#include <stdio.h>
#include <unistd.h>

bool progress_show(const struct cli *cli, const json_t *line)
{
    const json_t *progress = json_object_get(line, "progress");
    const json_t *percent = json_object_get(progress, "percent"),
                 *before = json_object_get(progress, "before");
    if (!progress || !isatty(STDERR_FILENO))
        return progress != NULL;
    say(stderr, "\r\033[K");
    if (before)
        say(stderr, cli_say(cli, "i kø, %lld før ", "in the queue, %lld before "),
            (long long)json_integer_value(before));
    else if (percent)
        say(stderr, "%lld %% ", (long long)json_integer_value(percent));
    else
        say(stderr, "%lld / %lld ", (long long)json_integer_value(json_object_get(progress, "cases")),
            (long long)json_integer_value(json_object_get(progress, "of")));
    return true;
}

void progress_end(void)
{
    if (isatty(STDERR_FILENO))
        say(stderr, "\r\033[K");
}
