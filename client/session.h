/* Where the server is and who we are: from the environment (SPOR_URL, SPOR_CA, SPOR_TOKEN), else from the
 * file that `spor login` writes, ~/.config/spor/session (or under XDG_CONFIG_HOME), readable by its owner
 * only. */
#ifndef SPOR_CLIENT_SESSION_H
#define SPOR_CLIENT_SESSION_H

#include "client/cli.h"

enum { SESSION_TEXT = 512 };

struct session {
    char url[SESSION_TEXT], ca[SESSION_TEXT], token[SESSION_TEXT]; /* "": none */
    char home
        [SESSION_TEXT]; /* the server of a session whose token was left out, because `url` is another; "": none was */
};

/* Options go before the environment, that before the file. A file that others may read is refused. The token of a file is
 * for the server that the file names, and goes to no other. */
enum err_code session_load(const struct cli *cli, struct session *out, struct err *err) NODISCARD;
enum err_code session_save(const struct session *session, struct err *err) NODISCARD;
/* The mark that the server gave this device at the last log-in ("": none), shown at the next one: who guesses at the same
 * password elsewhere then keeps nobody from logging in here. Lies beside the session and stays when that ends. */
void session_device(char out[SESSION_TEXT]);
void session_keep_device(const char *mark);
/* True if there was one. */
bool session_forget(void);

#endif
