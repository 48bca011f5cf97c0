/* What is asked of a new password, everywhere one is set: at least PASSWORD_MIN_CHARS characters, at most
 * PASSWORD_MAX_CHARS, none of the common ones, and not the name of its own log-in. Nothing else: no kinds of characters
 * that must occur, no end after some months.
 *
 * Common are well-known words, also with digits and signs around or between them or written several times ("Sommer2026!!",
 * "passwordpassword", "qwertyuiop123"), and rows of few or neighbouring characters ("aaaaaaaaaaaa", "123456789012"). */
#ifndef SPOR_PASSWORD_RULE_H
#define SPOR_PASSWORD_RULE_H

#include "base/base.h"
#include "base/err.h"

enum { PASSWORD_MIN_CHARS = 12, PASSWORD_MAX_CHARS = 128 };
/* Of one that is there already: before 128 was the limit it could have 200. */
enum { PASSWORD_TYPED_CHARS = 200 };

/* Names /password in what it refuses. */
enum err_code password_rule(struct str password, struct str login, struct err *err) NODISCARD;

#endif
