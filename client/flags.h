/* What people typed behind what the daemon refuses: it names members of a request, people know their options. */
#ifndef SPOR_CLIENT_FLAGS_H
#define SPOR_CLIENT_FLAGS_H

#include "client/cli.h"

/* The option that a refusal is about: of a pointer ("/events/1/due" -> "--due", or "--cover-until" of an assignment), or
 * of a text that begins with a parameter ("parameter as_of: …", which *text then no longer does). NULL: none that was
 * given. */
const char *flag_of_error(const struct cli *cli, const char *pointer, const char **text, char room[CLI_FLAG]);

#endif
