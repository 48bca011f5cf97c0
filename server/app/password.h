/* Passwords: scrypt with its parameters in the stored text ("scrypt$15$8$1$SALT$HASH", base64url), worked out
 * in the thread pool by at most PASSWORDS_AT_ONCE at once; and the memory of failed log-ins.
 *
 * An account or an address with too many failures within login_minutes must wait: told by login_wait before
 * anything is worked out. Only keyed hashes of their names are remembered. */
#ifndef SPOR_PASSWORD_H
#define SPOR_PASSWORD_H

#include <uv.h>

#include "base/base.h"
#include "base/err.h"

enum {
    PASSWORDS_AT_ONCE = 4,
    PASSWORDS_WAITING_MAX = 64,
    PASSWORD_TEXT_MAX = 128,
    PASSWORD_MIN_BYTES = 8,
    PASSWORD_MAX_BYTES = 200,
};

/* Blocks for about 0.1 s. `out` gets a text ended by NUL. */
enum err_code password_make(struct str password, char out[PASSWORD_TEXT_MAX], struct err *err) NODISCARD;
/* Blocks as long. A `stored` at NULL (unknown user, no password) costs the same and never fits. */
bool password_fits(struct str password, struct str stored);

struct logins;

struct logins *logins_new(uv_loop_t *loop) NODISCARD;
void logins_free(struct logins *logins);

/* One piece of work; it and what it points to must live until `done`, which is called from the loop. */
struct password_job {
    struct str password;
    struct str stored; /* to check; where `make` is set, not used */
    bool make;
    void (*done)(struct password_job *job);
    void *data;
    /* the answer */
    bool fits;                    /* of a check */
    char made[PASSWORD_TEXT_MAX]; /* "" where it could not be made */
    /* its own */
    uv_work_t work;
    struct logins *logins;
    struct password_job *next;
};
/* ERR_THROTTLED where too many wait. */
enum err_code password_start(struct logins *logins, struct password_job *job, struct err *err) NODISCARD;

/* Seconds that this account or address must wait; 0: none. */
int login_wait(struct logins *logins, struct str account, struct str address, int failures);
void login_failed(struct logins *logins, struct str account, struct str address, int minutes);
void login_worked(struct logins *logins, struct str account);

#endif
