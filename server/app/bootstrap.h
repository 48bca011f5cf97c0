/* `spord bootstrap`: the first administrator and the token of a local instance, over the owner's connection.
 *
 *     spord bootstrap [settings] --admin LOGIN --password-file FILE [--token NAME --scopes a,b,c] [--again]
 *
 * Prints one JSON object: {"admin":"LOGIN","token":"…"}. Where there is an administrator, or a token of that
 * name, it is refused and nothing is done, unless with --again: then the administrator of that log-in keeps what
 * he has but gets the new password and loses his sessions, and the token of that name ends. A token is approved
 * at birth. What was done is a line of the log and rows of access_log (route "bootstrap"). Runs blocking; needs no
 * daemon. */
#ifndef SPOR_BOOTSTRAP_H
#define SPOR_BOOTSTRAP_H

#include "app/config.h"
#include "base/err.h"

enum err_code bootstrap(const struct config *config, int argc, char **argv, struct err *err) NODISCARD;

#endif
