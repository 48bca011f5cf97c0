/* Ids that clients make: version 7 (time and chance) for what a person records now, version 5 (a hash of
 * names) for what is imported, so that importing again names every event as before. RFC 9562. */
#ifndef SPOR_CLIENT_UUID_H
#define SPOR_CLIENT_UUID_H

#include "base/base.h"
#include "base/err.h"
#include "core/day.h"

/* Sorts by time; two of one millisecond differ by chance. `now` is the caller's clock. */
enum err_code uuid_v7(instant_t now, struct uuid *out, struct err *err) NODISCARD;

/* SHA-1 of Spor's own name space and the parts, with a NUL byte between them (texts hold none). */
enum err_code uuid_v5(const struct str *parts, size_t n, struct uuid *out, struct err *err) NODISCARD;

#endif
