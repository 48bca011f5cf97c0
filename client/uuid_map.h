/* How often each id was seen: an open hash table of UUIDs. The ids are hashes or chance themselves, so their
 * first bytes are the hash. */
#ifndef SPOR_CLIENT_UUID_MAP_H
#define SPOR_CLIENT_UUID_MAP_H

#include "base/base.h"

struct uuid_map {
    struct uuid_seen {
        struct uuid id;
        uint32_t times; /* 0: the place is free */
    } * at;
    size_t n, cap;
};

/* Counts one more and says how often it was seen before; false without memory. */
bool uuid_map_add(struct uuid_map *map, const struct uuid *id, uint32_t *before) NODISCARD;
void uuid_map_empty(struct uuid_map *map);
void uuid_map_clear(struct uuid_map *map);

#endif
