/* Whose turn it is: a fair queue. What waits belongs to a caller, and the caller to a group (an address, a device, a
 * logged-in person). Turns go round over the groups that wait, within a group round over its callers, and within a
 * caller in the order in which they came: whoever sends a thousand waits behind his own, others wait for one of his.
 *
 * Bounded: per caller, per group and in all. A caller or group that is full refuses its own newcomer. When all of the
 * room is taken, the newest turn of the longest group makes place, if that group is longer than the newcomer's: a
 * flood never shuts others out.
 *
 * (A gate, base/gate.h, has one level of callers and never takes a place back; here a stranger chooses the name he guesses
 * at, so callers cost him nothing and addresses must come first.)
 *
 * Pure: no clock, no threads. A turn lies in its owner's object, untouched by the owner while it waits. */
#ifndef SPOR_TURNS_H
#define SPOR_TURNS_H

#include "base/base.h"

enum { TURNS_OF_CALLER = 8, TURNS_OF_GROUP = 256, TURNS_IN_ALL = 1024 };

struct turn {
    uint64_t group, caller; /* set by the owner */
    struct turn *next;      /* the queue's */
};

struct turns_group;

struct turns {
    struct turns_group *first, *last; /* groups in the order of their next turns */
    uint32_t n;                       /* waiting */
};

/* Takes the turn in and returns NULL, or returns the turn that is refused: the one given, or another that waited. */
struct turn *turns_add(struct turns *turns, struct turn *turn) NODISCARD;
/* The next one, which waits no longer; NULL: nobody waits. */
struct turn *turns_next(struct turns *turns);

#endif
