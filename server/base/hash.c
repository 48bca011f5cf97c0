/* See hash.h. Open addressing with linear probing. */
#include "base/hash.h"

#include <sys/random.h>

#include "base/bug.h"

enum { FEWEST = 16, KEPT = 4096 };

/* ---- SipHash-2-4 ----------------------------------------------------------------------------------------- */

struct state {
    uint64_t v0, v1, v2, v3;
};

static uint64_t rotate(uint64_t x, int by)
{
    return x << by | x >> (64 - by);
}

static void mix(struct state *s, int rounds)
{
    while (rounds-- > 0) {
        s->v0 += s->v1;
        s->v1 = rotate(s->v1, 13) ^ s->v0;
        s->v0 = rotate(s->v0, 32);
        s->v2 += s->v3;
        s->v3 = rotate(s->v3, 16) ^ s->v2;
        s->v0 += s->v3;
        s->v3 = rotate(s->v3, 21) ^ s->v0;
        s->v2 += s->v1;
        s->v1 = rotate(s->v1, 17) ^ s->v2;
        s->v2 = rotate(s->v2, 32);
    }
}

static uint64_t little_endian(const uint8_t *bytes, size_t n)
{
    uint64_t word = 0;
    for (size_t i = 0; i < n; i++)
        word |= (uint64_t)bytes[i] << (8 * i);
    return word;
}

static void absorb(struct state *s, uint64_t word)
{
    s->v3 ^= word;
    mix(s, 2);
    s->v0 ^= word;
}

uint64_t hash_of(const struct hash_key *key, const void *bytes, size_t len)
{
    struct state s = {key->a ^ UINT64_C(0x736f6d6570736575), key->b ^ UINT64_C(0x646f72616e646f6d),
                      key->a ^ UINT64_C(0x6c7967656e657261), key->b ^ UINT64_C(0x7465646279746573)};
    const uint8_t *at = bytes;
    size_t left = len;
    for (; left >= 8; left -= 8, at += 8)
        absorb(&s, little_endian(at, 8));
    absorb(&s, (uint64_t)len << 56 | little_endian(at, left));
    s.v2 ^= 0xff;
    mix(&s, 4);
    return s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
}

void hash_key_new(struct hash_key *key)
{
    if (getrandom(key, sizeof *key, 0) != (ssize_t)sizeof *key) /* so few bytes always come whole */
        bug("the system gives no random bytes");
}

/* ---- the table ------------------------------------------------------------------------------------------- */

enum type { OF_UUIDS, OF_TEXTS };

static bool same(const struct map_place *place, enum type type, const void *bytes, size_t len)
{
    return type == OF_UUIDS ? memcmp(place->id.bytes, bytes, sizeof place->id.bytes) == 0
                            : str_equal(place->text, (struct str){bytes, len});
}

static uint64_t hash_in(const struct map *map, const void *bytes, size_t len)
{
    uint64_t hash = hash_of(&map->key, bytes, len);
    return hash ? hash : 1;
}

/* Where the key is, or the free place where it would be. */
static struct map_place *place_of(const struct map *map, enum type type, uint64_t hash, const void *bytes,
                                  size_t len, uint64_t *looked_at)
{
    for (size_t i = (size_t)hash;; i++) {
        struct map_place *place = &map->at[i & (map->places - 1)];
        ++*looked_at;
        if (!place->hash || (place->hash == hash && same(place, type, bytes, len)))
            return place;
    }
}

static bool grow(struct map *map)
{
    size_t places = map->places ? 2 * map->places : FEWEST;
    struct map_place *at =
        map->arena ? ARENA_ARRAY(map->arena, struct map_place, places) : mem_new(places * sizeof *at);
    if (!at)
        return false;
    if (!map->places)
        hash_key_new(&map->key);
    for (size_t k = 0; k < map->places; k++) {
        size_t i = (size_t)map->at[k].hash & (places - 1);
        while (map->at[k].hash && at[i].hash)
            i = (i + 1) & (places - 1);
        if (map->at[k].hash)
            at[i] = map->at[k];
    }
    if (!map->arena)
        mem_free(map->at);
    map->at = at;
    map->places = places;
    return true;
}

static uint32_t *find_or_put(struct map *map, enum type type, const void *bytes, size_t len)
{
    if (2 * (map->n + 1) > map->places && !grow(map))
        return NULL;
    uint64_t hash = hash_in(map, bytes, len);
    struct map_place *place = place_of(map, type, hash, bytes, len, &map->looked_at);
    if (!place->hash) {
        *place = (struct map_place){.hash = hash};
        if (type == OF_UUIDS)
            memcpy(place->id.bytes, bytes, sizeof place->id.bytes);
        else
            place->text = (struct str){bytes, len};
        map->n++;
    }
    return &place->value;
}

static uint32_t find(const struct map *map, enum type type, const void *bytes, size_t len)
{
    uint64_t looked_at = 0;
    return map->n > 0 ? place_of(map, type, hash_in(map, bytes, len), bytes, len, &looked_at)->value : 0;
}

uint32_t *map_uuid(struct map *map, const struct uuid *id)
{
    return find_or_put(map, OF_UUIDS, id->bytes, sizeof id->bytes);
}

bool map_count(struct map *map, const struct uuid *id, uint32_t *before)
{
    uint32_t *times = map_uuid(map, id);
    if (times)
        *before = (*times)++;
    return times != NULL;
}

uint32_t *map_text(struct map *map, struct str text)
{
    return find_or_put(map, OF_TEXTS, text.at ? text.at : "", text.len);
}

uint32_t map_find_uuid(const struct map *map, const struct uuid *id)
{
    return find(map, OF_UUIDS, id->bytes, sizeof id->bytes);
}

uint32_t map_find_text(const struct map *map, struct str text)
{
    return find(map, OF_TEXTS, text.at ? text.at : "", text.len);
}

void map_empty(struct map *map)
{
    if (map->places > KEPT) {
        map_clear(map);
    } else if (map->n > 0) {
        memset(map->at, 0, map->places * sizeof *map->at);
        map->n = 0;
    }
}

void map_clear(struct map *map)
{
    if (!map->arena)
        mem_free(map->at);
    *map = (struct map){.arena = map->arena};
}
