/* The mark of a device that somebody has logged in from: by it a log-in is told from a guess that comes from anywhere
 * (guesses.h). It opens nothing by itself.
 *
 * Text: "NONCE.DAY.MAC", the day on which it ends (its number, six digits) and a keyed hash over both and the log-in it is
 * for. Nothing is stored here; a browser keeps it as a cookie, `spor` in a file, and either shows it at the next log-in. */
#ifndef SPOR_DEVICE_H
#define SPOR_DEVICE_H

#include "base/base.h"
#include "base/err.h"
#include "core/day.h"

struct crypt;

enum { DEVICE_TEXT = 16 + 1 + 6 + 1 + 43, DEVICE_DAYS = 180 };

enum err_code device_mark(const struct crypt *crypt, struct str login, day_t today, char out[DEVICE_TEXT],
                          struct err *err) NODISCARD;
/* Is it a mark of ours, of this log-in, and not ended? */
bool device_is_of(const struct crypt *crypt, struct str mark, struct str login, day_t today);

#endif
