/* Who calls: bearer token or cookie, looked up once for each request, all requests of a turn of the loop in
 * one statement.
 *
 * A session is 32 random bytes in base64url; the database has their SHA-256 alone. It ends when unused for
 * session_idle_minutes, after session_hours, on log-out, when the person is no longer active. Its principals
 * (what the access predicate reads) are computed from today's memberships each time, so a change of team,
 * role or token takes effect with its commit. With a cookie, unsafe methods need the own Origin. */
#ifndef SPOR_AUTH_H
#define SPOR_AUTH_H

#include "app/call.h"

enum { TOKEN_BYTES = 32, TOKEN_TEXT = 43, TOKEN_HASH_BYTES = 32 };

struct auth;

struct auth *auth_new(uv_loop_t *loop) NODISCARD;
void auth_close(struct auth *auth);

/* Step: looks the caller up; the next step finds call->caller. */
enum step_result auth_start(struct call *call);
/* Is the caller known, and may he use the route? */
enum err_code auth_check(struct call *call) NODISCARD;

/* A new token: 32 random bytes as text, and the hash that is stored. */
enum err_code auth_new_token(char text[TOKEN_TEXT], uint8_t hash[TOKEN_HASH_BYTES],
                             struct err *err) NODISCARD;
/* The value of this cookie; at NULL: none. */
struct str auth_cookie(const struct call *call, const char *name);
/* base64url without padding; `out` has room for (len * 4 + 2) / 3. */
void base64url(const uint8_t *bytes, size_t len, char *out);

#endif
