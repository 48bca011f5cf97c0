/* Errors that travel up: a stable code, a sentence for people, and where in the input it lies.
 *
 * A function that can fail returns an `int` or `enum err_code` (0: success) and takes `struct err *` last:
 * untouched on success, filled on failure. Callers add context with err_wrap on the way up ("post event: …");
 * the edge prints it once, as problem+json or with an exit code. Texts never contain personal data: no names,
 * notes, CPR numbers or values that a person typed, only names of fields, kinds and limits. */
#ifndef SPOR_ERR_H
#define SPOR_ERR_H

#include "base/base.h"

/* code, name on the wire (problem type and `code`), HTTP status, exit code of `spor`, worth a retry */
#define ERR_TABLE(X)                                                                                         \
    X(ERR_NONE, "none", 200, 0, false)                                                                       \
    X(ERR_BAD_REQUEST, "bad_request", 400, 2, false)     /* malformed HTTP or JSON */                        \
    X(ERR_INVALID, "invalid", 400, 2, false)             /* a field is unknown, missing or out of range */   \
    X(ERR_PERSONAL_DATA, "personal_data", 400, 2, false) /* a CPR number where none may stand */             \
    X(ERR_UNAUTHENTICATED, "unauthenticated", 401, 3, false) /* no session, or it has ended */               \
    X(ERR_FORBIDDEN, "forbidden", 403, 3, false)             /* the role may not do this */                  \
    X(ERR_NOT_FOUND, "not_found", 404, 4, false)             /* not there, or not visible to the caller */   \
    X(ERR_METHOD, "method_not_allowed", 405, 2, false)                                                       \
    X(ERR_TIMEOUT, "request_timeout", 408, 6, true)                                                          \
    X(ERR_CONFLICT, "conflict", 409, 5, false)         /* an illegal move; the legal ones are listed */      \
    X(ERR_OTHER_CALLER, "other_caller", 409, 5, false) /* this event_id was recorded by somebody else */     \
    X(ERR_STALE, "stale", 412, 5, false)               /* the case has moved on since `if_version` */        \
    X(ERR_TOO_LARGE, "too_large", 413, 2, false)                                                             \
    X(ERR_TARGET_TOO_LONG, "target_too_long", 414, 2, false)                                                 \
    X(ERR_MEDIA_TYPE, "unsupported_media_type", 415, 2, false)                                               \
    X(ERR_DIFFERENT, "different_content", 422, 5, false) /* this event_id is there with other content */     \
    X(ERR_VERSION_REQUIRED, "version_required", 428, 2, false)                                               \
    X(ERR_THROTTLED, "throttled", 429, 6, true)                                                              \
    X(ERR_HEAD_TOO_LARGE, "header_too_large", 431, 2, false)                                                 \
    X(ERR_INTERNAL, "internal", 500, 1, false)                                                               \
    X(ERR_NOT_IMPLEMENTED, "not_implemented", 501, 2, false) /* an HTTP method or coding we do not speak */  \
    X(ERR_HTTP_VERSION, "http_version_not_supported", 505, 2, false)                                         \
    X(ERR_UNAVAILABLE, "unavailable", 503, 6, true)         /* the database is away, or we are stopping */   \
    X(ERR_OUTCOME_UNKNOWN, "outcome_unknown", 503, 6, true) /* sent, not known whether committed: retry */   \
    X(ERR_NO_MEMORY, "no_memory", 503, 6, true)

enum err_code {
#define X(code, name, http, exit, retry) code,
    ERR_TABLE(X)
#undef X
};

struct err_info {
    const char *name;
    int http_status;
    int exit_code;
    bool retryable;
};

struct err {
    enum err_code code;
    char text[320];    /* a sentence, ended by NUL; cut at a character where it is too long */
    char pointer[128]; /* RFC 6901 pointer into the input, "" for the whole */
};

const struct err_info *err_info(enum err_code code);

/* Fills `err` (which may be NULL) and returns `code`, so that `return err_set(err, …)` reads well. */
enum err_code err_set(struct err *err, enum err_code code, const char *format, ...) PRINTF_LIKE(3, 4);
/* The same, with the place in the input. */
enum err_code err_set_at(struct err *err, enum err_code code, const char *pointer, const char *format, ...)
    PRINTF_LIKE(4, 5);
/* Puts "context: " before the text; returns the code (ERR_INTERNAL where `err` is NULL: then keep the code
 * yourself). */
enum err_code err_wrap(struct err *err, const char *format, ...) PRINTF_LIKE(2, 3);
/* Puts `prefix` before the pointer ("/events/3" before "/code"). */
void err_point(struct err *err, const char *format, ...) PRINTF_LIKE(2, 3);

/* Several errors at once, for whoever checks a whole document. `at` is the caller's, with room for `room`
 * errors; with room for one the list keeps the first. */
struct err_list {
    struct err *at;
    size_t n, room;
};
/* Keeps the error where there is room. False: the list is full, looking further is of no use. */
bool err_list_add(struct err_list *list, const struct err *err);

#endif
