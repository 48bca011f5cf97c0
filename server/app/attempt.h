/* One attempt to say a password: the log-in of somebody, or the old password of who changes it. Counted before it is
 * checked (guesses.h), checked in its turn (turns.h). Lies in the call's arena; the call's `clean` ends it. */
#ifndef SPOR_ATTEMPT_H
#define SPOR_ATTEMPT_H

#include "app/call.h"
#include "app/password.h"

struct attempt {
    struct guess guess;
    bool is_open; /* counted, and its outcome not told */
    struct password_job job;
};

/* Of a log-in: `mark` (at NULL: none) is what the client shows as the mark of its device. ERR_THROTTLED, with
 * Retry-After, where it must wait. */
enum err_code attempt_login(struct call *call, struct attempt *attempt, struct str account,
                            struct str mark) NODISCARD;
/* Of the caller, who is logged in. */
enum err_code attempt_own(struct call *call, struct attempt *attempt) NODISCARD;
/* Step: checks the password against what is stored (at NULL: costs the same, and never fits). */
enum step_result attempt_check(struct call *call, struct attempt *attempt, struct str password,
                               struct str stored);
/* What came of it. False, with the error set, where it was not checked. */
bool attempt_checked(struct call *call, struct attempt *attempt, bool *fits) NODISCARD;
/* What was not checked is not counted. */
void attempt_clean(struct call *call, struct attempt *attempt);

/* Step: works out the hash of a new password in the caller's turn; attempt_made says how it went. */
enum step_result attempt_make(struct call *call, struct attempt *attempt, struct str password);
bool attempt_made(struct call *call, const struct attempt *attempt) NODISCARD;

#endif
