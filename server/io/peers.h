/* how many connections each address has, and which of them are silent: a hash table. An address is an IPv4 address (also one
 * mapped into IPv6) or the first 64 bits of an IPv6 address, which is what one customer gets. */
#ifndef SPOR_PEERS_H
#define SPOR_PEERS_H

#include "base/hash.h"

struct sockaddr_storage;

struct peer_key {
    uint64_t address;
};

struct conn;

/* Connections that have not sent a whole request yet, in the order in which they came; conn.h has the links. */
struct silent {
    struct conn *oldest, *newest;
};

struct peer_slot {
    uint64_t address;
    uint32_t count;      /* 0: free */
    uint64_t body_bytes; /* of requests that its connections are still sending */
    struct silent silent;
};

struct peers {
    struct peer_slot *slots; /* a power of two */
    uint32_t n_slots;
    uint32_t used;
    struct hash_key key; /* so that nobody chooses addresses that lie together */
};

struct peer_key peer_key(const struct sockaddr_storage *address);

/* Room for `most` addresses at once; false without memory. */
bool peers_init(struct peers *peers, uint32_t most) NODISCARD;
void peers_clear(struct peers *peers);
/* Counts one more and returns the new number; 0: the table is full. */
uint32_t peers_add(struct peers *peers, struct peer_key key) NODISCARD;
/* Of a key that was added, until the next peers_add or peers_remove. */
uint64_t *peers_body_bytes(struct peers *peers, struct peer_key key);
/* Of a key that was added: its silent ones, until the next peers_add or peers_remove. */
struct silent *peers_silent(struct peers *peers, struct peer_key key);
/* Counts one less of a key that was added. */
void peers_remove(struct peers *peers, struct peer_key key);

#endif
