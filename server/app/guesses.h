/* How often passwords were guessed wrongly, and who must wait. A guess is counted before it is checked, so that a
 * hundred at once are no more than a hundred in a row.
 *
 * A client is a device that has logged in to this account before and shows its mark (device.h), a session (where the
 * old password is asked), or else the network it comes from: an IPv4 address, the first 64 bits of an IPv6 address.
 * With `most` wrong guesses (login_failures, 5) remembered for login_minutes after the last one:
 *
 *   account and client     `most`, then this client waits. A client known to the account waits for its own wrong guesses
 *                          alone: attackers elsewhere, or in the same building, never keep the owner out, and a session
 *                          that is there goes on in any case.
 *   account                5 times `most` from all clients: then clients it does not know wait (with the usual numbers at
 *                          most 100 wrong guesses an hour).
 *   network                4 times `most`: then each account gets 2 guesses from it, no longer `most`. A network never
 *                          waits as a whole: behind one address there may be a town hall.
 *
 * Names are not kept, only keyed hashes. There is room for some thousands; what has the fewest wrong guesses is
 * forgotten first. Pure: time is an argument. */
#ifndef SPOR_GUESSES_H
#define SPOR_GUESSES_H

#include "base/base.h"

struct guesses;

struct guess {
    uint64_t account, client, network; /* keyed hashes, not 0 */
    bool is_known;                     /* the client is known to the account */
};

struct guess_limits {
    uint32_t most;    /* wrong guesses */
    uint64_t keep_ms; /* remembered after the last one */
};

enum guess_outcome {
    GUESS_RIGHT,
    GUESS_WRONG,
    GUESS_UNKNOWN, /* it was not checked: as if it had not been made */
};

struct guesses *guesses_new(void) NODISCARD;
void guesses_free(struct guesses *guesses);

/* 0: it may be checked, is counted, and guess_end must tell how it went; else the seconds to wait. */
int guess_begin(struct guesses *guesses, const struct guess *guess, const struct guess_limits *limits,
                uint64_t now_ms) NODISCARD;
void guess_end(struct guesses *guesses, const struct guess *guess, enum guess_outcome outcome,
               const struct guess_limits *limits, uint64_t now_ms);

#endif
