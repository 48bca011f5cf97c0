/* Errors that travel up: a stable code, a sentence for people, and where in the input it lies.
 *
 * A function that can fail returns an `int` or `enum err_code` (0: success) and takes `struct err *` last:
 * untouched on success, filled on failure. Callers add context with err_wrap on the way up ("post event: …");
 * the edge prints it once, as problem+json or with an exit code. Texts never contain personal data: no names,
 * notes, CPR numbers or values that a person typed, only names of fields, kinds and limits. */
#ifndef SPOR_ERR_H
#define SPOR_ERR_H

#include "base/base.h"

/* code, name on the wire (problem type and `code`), HTTP status, exit code of `spor`, worth a retry, and what it is in
 * Danish and English (title) */
#define ERR_TABLE(X)                                                                                         \
    X(ERR_NONE, "none", 200, 0, false, "i orden", "done")                                                    \
    X(ERR_BAD_REQUEST, "bad_request", 400, 2, false, "forespørgslen kan ikke læses",                         \
      "the request cannot be read")                                                                          \
    X(ERR_INVALID, "invalid", 400, 2, false, "noget mangler, er ukendt eller ligger uden for det mulige",    \
      "something is missing, unknown or out of range")                                                       \
    X(ERR_PERSONAL_DATA, "personal_data", 400, 2, false, "et CPR-nummer må ikke stå her",                    \
      "a CPR number may not stand here")                                                                     \
    X(ERR_UNAUTHENTICATED, "unauthenticated", 401, 3, false, "ikke logget ind, eller log-in er udløbet",     \
      "not logged in, or the log-in has ended")                                                              \
    X(ERR_FORBIDDEN, "forbidden", 403, 3, false, "det har du ikke ret til", "that is not yours to do")       \
    X(ERR_NOT_FOUND, "not_found", 404, 4, false, "findes ikke, eller du har ikke adgang",                    \
      "not there, or not yours to see")                                                                      \
    X(ERR_METHOD, "method_not_allowed", 405, 2, false, "det kan ikke gøres på den adresse",                  \
      "that cannot be done at this address")                                                                 \
    X(ERR_TIMEOUT, "request_timeout", 408, 6, true, "det tog for lang tid", "it took too long")              \
    X(ERR_CONFLICT, "conflict", 409, 5, false, "det er ikke muligt, som det står nu",                        \
      "not possible as things stand")                                                                        \
    X(ERR_OTHER_CALLER, "other_caller", 409, 5, false, "hændelsen er registreret af en anden",               \
      "somebody else has recorded this event")                                                               \
    X(ERR_STALE, "stale", 412, 5, false, "ændret imens", "changed meanwhile")                                \
    X(ERR_TOO_LARGE, "too_large", 413, 2, false, "for stort", "too large")                                   \
    X(ERR_TARGET_TOO_LONG, "target_too_long", 414, 2, false, "adressen er for lang",                         \
      "the address is too long")                                                                             \
    X(ERR_MEDIA_TYPE, "unsupported_media_type", 415, 2, false, "den slags indhold tages ikke imod",          \
      "that kind of content is not taken")                                                                   \
    X(ERR_EXPECTATION, "expectation_failed", 417, 2, false, "det kan Spor ikke opfylde",                     \
      "Spor cannot meet that expectation")                                                                   \
    X(ERR_DIFFERENT, "different_content", 422, 5, false, "hændelsen er registreret med andet indhold",       \
      "this event is recorded with other content")                                                           \
    X(ERR_VERSION_REQUIRED, "version_required", 428, 2, false, "det kræver den version, du har set",         \
      "that needs the version you have seen")                                                                \
    X(ERR_THROTTLED, "throttled", 429, 6, true, "for mange forsøg: vent lidt",                               \
      "too many attempts: wait a while")                                                                     \
    X(ERR_HEAD_TOO_LARGE, "header_too_large", 431, 2, false, "forespørgslens hoved er for stort",            \
      "the head of the request is too large")                                                                \
    X(ERR_INTERNAL, "internal", 500, 1, false, "fejl i Spor selv", "an error of Spor itself")                \
    X(ERR_NOT_IMPLEMENTED, "not_implemented", 501, 2, false, "det taler Spor ikke",                          \
      "Spor does not speak that")                                                                            \
    X(ERR_HTTP_VERSION, "http_version_not_supported", 505, 2, false, "den version af HTTP taler Spor ikke",  \
      "Spor does not speak that version of HTTP")                                                            \
    X(ERR_UNAVAILABLE, "unavailable", 503, 6, true, "lige nu ikke muligt: prøv igen",                        \
      "not possible right now: try again")                                                                   \
    X(ERR_OUTCOME_UNKNOWN, "outcome_unknown", 503, 6, true, "det vides ikke, om det blev gemt: prøv igen",   \
      "not known whether it was stored: try again")                                                          \
    X(ERR_NO_SPACE, "no_space", 507, 6, true, "databasen har ikke plads til mere",                           \
      "the database has no room left")                                                                       \
    X(ERR_NO_MEMORY, "no_memory", 503, 6, true, "ikke plads i hukommelsen", "no memory left")

enum err_code {
#define X(code, name, http, exit, retry, danish, english) code,
    ERR_TABLE(X)
#undef X
};

struct err_info {
    const char *name;
    int http_status;
    int exit_code;
    bool retryable;
    const char *danish, *english;
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
