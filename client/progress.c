/* See progress.h. */
#include "client/progress.h"
#include "client/say.h"

#include <stdio.h>
#include <unistd.h>

bool progress_show(const json_t *line)
{
    const json_t *progress = json_object_get(line, "progress");
    const json_t *percent = json_object_get(progress, "percent");
    if (percent && isatty(STDERR_FILENO))
        say(stderr, "\r%" JSON_INTEGER_FORMAT " %% ", json_integer_value(percent));
    else if (progress && isatty(STDERR_FILENO))
        say(stderr, "\r%" JSON_INTEGER_FORMAT " / %" JSON_INTEGER_FORMAT " ",
            json_integer_value(json_object_get(progress, "cases")),
            json_integer_value(json_object_get(progress, "of")));
    return progress != NULL;
}

void progress_end(void)
{
    if (isatty(STDERR_FILENO))
        say(stderr, "\r\033[K");
}
