/* What a caller does, for its trace: a batch that begins by telling the database who acts, so that the rows its triggers
 * put into the access log (schema: acts) name the caller, the route and the reason, in the same transaction.
 *
 * Whatever writes staff, teams, tokens, sessions, citizens or rule sets takes its batch from here. */
#ifndef SPOR_ACT_H
#define SPOR_ACT_H

#include "app/call.h"

struct crypt;

/* As call_batch; query 0 is the caller's first. */
struct db_batch *act_batch(struct call *call);
/* Step: a log-in or an old password that was wrong: `act` of whom (0: of nobody we know, then of the keyed hash of what
 * was typed, which may be a password in the wrong field), and whence, as a keyed hash. */
enum step_result act_refused(struct call *call, const char *act, int32_t about, struct str typed, int status);
/* Appends to the settings of a link that writes the key of the hashes in the trace (spor.key). */
enum err_code act_settings(const struct crypt *crypt, char *settings, size_t size, struct err *err) NODISCARD;

enum { REASON_MAX_CHARS = 200 };
/* A reason as people give it: Audit-Reason, or a member of a body. ERR_INVALID where it is too long or no text,
 * ERR_PERSONAL_DATA where a CPR number stands in it, also with blanks or dots between its digits. */
enum err_code act_reason(struct str reason, const char *pointer, struct err *err) NODISCARD;

#endif
