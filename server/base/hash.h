/* A keyed hash, and the one table for keys that come from outside: UUIDs and texts to numbers.
 *
 * Whoever chooses the keys must not be able to choose where they lie, else some ten thousand of them make every
 * look-up walk over all of them. So each table has a key of its own, of which nobody outside knows anything, and
 * places follow from it by SipHash-2-4 (Aumasson and Bernstein). Nothing in the program makes places of chosen
 * keys otherwise. */
#ifndef SPOR_HASH_H
#define SPOR_HASH_H

#include "base/mem.h"

struct hash_key {
    uint64_t a, b;
};

/* A key by chance, of the system's. */
void hash_key_new(struct hash_key *key);
uint64_t hash_of(const struct hash_key *key, const void *bytes, size_t len);

/* Zeroed it is an empty table that grows in memory of its own, until map_clear; with `arena` set before the first
 * use it grows there (and the arena keeps what it has grown out of: as much again at most). Of a text the bytes are
 * not copied: they must stay. A table is of UUIDs or of texts. */
struct map {
    struct map_place {
        uint64_t hash; /* 0: free */
        union {
            struct uuid id;
            struct str text;
        };
        uint32_t value;
    } * at;
    size_t n, places; /* a power of two, at least twice n */
    struct hash_key key;
    struct arena *arena;
    uint64_t looked_at; /* places so far, by map_uuid and map_text: for tests */
};

/* The number of the key, 0 where it is new; valid until the next key comes. NULL without memory. */
uint32_t *map_uuid(struct map *map, const struct uuid *id) NODISCARD;
uint32_t *map_text(struct map *map, struct str text) NODISCARD;
/* Counts how often an id was seen, and says how often before; false without memory. */
bool map_count(struct map *map, const struct uuid *id, uint32_t *before) NODISCARD;
/* 0 where it is not there (or is there with 0). */
uint32_t map_find_uuid(const struct map *map, const struct uuid *id);
uint32_t map_find_text(const struct map *map, struct str text);
/* Forgets all keys; a small table keeps its memory for the next ones. */
void map_empty(struct map *map);
void map_clear(struct map *map);

#endif
