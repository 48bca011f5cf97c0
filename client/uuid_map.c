/* A table of ids seen, see uuid_map.h. */
#include "client/uuid_map.h"

#include "base/mem.h"

static struct uuid_seen *place_of(struct uuid_seen *at, size_t cap, const struct uuid *id)
{
    uint64_t hash;
    memcpy(&hash, id->bytes + 8, sizeof hash); /* the tail: the head of version 7 is the time */
    size_t i = (size_t)(hash * UINT64_C(0x9e3779b97f4a7c15) >> 32) & (cap - 1);
    while (at[i].times && !uuid_equal(&at[i].id, id))
        i = (i + 1) & (cap - 1);
    return &at[i];
}

static bool grow(struct uuid_map *map)
{
    size_t cap = map->cap ? 2 * map->cap : 256;
    struct uuid_seen *at = mem_new(cap * sizeof *at);
    if (!at)
        return false;
    for (size_t i = 0; i < map->cap; i++)
        if (map->at[i].times)
            *place_of(at, cap, &map->at[i].id) = map->at[i];
    mem_free(map->at);
    map->at = at;
    map->cap = cap;
    return true;
}

bool uuid_map_add(struct uuid_map *map, const struct uuid *id, uint32_t *before)
{
    if (2 * map->n >= map->cap && !grow(map))
        return false;
    struct uuid_seen *seen = place_of(map->at, map->cap, id);
    *before = seen->times;
    if (!seen->times++) {
        seen->id = *id;
        map->n++;
    }
    return true;
}

void uuid_map_empty(struct uuid_map *map)
{
    if (map->cap > 4096) {
        uuid_map_clear(map);
    } else if (map->n > 0) {
        memset(map->at, 0, map->cap * sizeof *map->at);
        map->n = 0;
    }
}

void uuid_map_clear(struct uuid_map *map)
{
    mem_free(map->at);
    *map = (struct uuid_map){0};
}
