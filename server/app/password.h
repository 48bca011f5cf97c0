/* Passwords: scrypt with its parameters in the stored text ("scrypt$15$8$1$SALT$HASH", base64url), worked out in the
 * thread pool by at most PASSWORDS_AT_ONCE at once, in fair turns (turns.h); and the wrong guesses that are remembered
 * (guesses.h).
 *
 * What is asked of a new password stands in password_rule.h. */
#ifndef SPOR_PASSWORD_H
#define SPOR_PASSWORD_H

#include <uv.h>

#include "app/guesses.h"
#include "app/turns.h"
#include "base/base.h"
#include "base/err.h"

enum {
    PASSWORDS_AT_ONCE = 4,
    PASSWORD_TEXT_MAX = 128,
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
    uint64_t group, caller; /* whose turn: see turns.h; keys of login_key */
    void (*done)(struct password_job *job);
    /* Nobody waits for it any more: it is not worked out when its turn comes. May be NULL. */
    bool (*is_unwanted)(const struct password_job *job);
    void *data;
    /* the answer */
    bool worked_out;              /* false: its turn was taken from it by a flood, or it was unwanted */
    bool fits;                    /* of a check */
    char made[PASSWORD_TEXT_MAX]; /* "" where it could not be made */
    /* its own */
    uv_work_t work;
    struct logins *logins;
    struct turn turn;
};
/* ERR_THROTTLED where too many of this caller wait. */
enum err_code password_start(struct logins *logins, struct password_job *job, struct err *err) NODISCARD;

/* How many wait for their turn. */
uint32_t passwords_waiting(const struct logins *logins);

/* A keyed hash of what a text is: 'a' an account, 'd' a device, 's' a session. Not 0. */
uint64_t login_key(const struct logins *logins, char what, struct str text);
/* The same of a network: the address as text, of IPv6 its first 64 bits. */
uint64_t login_network(const struct logins *logins, struct str address);
struct guesses *login_guesses(struct logins *logins);

#endif
