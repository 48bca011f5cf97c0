/* `spord bootstrap`: the first administrator and the token of a local instance, over the owner's connection.
 *
 *     spord bootstrap [settings] --admin LOGIN --password-file FILE [--token NAME --scopes a,b,c]
 *
 * Prints one JSON object: {"admin":"LOGIN","token":"…"}. An administrator who is there keeps what he has but
 * gets the new password; the token is approved at birth. What was done is a line of the log and rows of
 * access_log (route "bootstrap"). Runs blocking; needs no daemon. */
#ifndef SPOR_BOOTSTRAP_H
#define SPOR_BOOTSTRAP_H

#include "app/config.h"
#include "base/err.h"

enum err_code bootstrap(const struct config *config, int argc, char **argv, struct err *err) NODISCARD;

#endif
