/* See peers.h. Open addressing with linear probing; a removal moves later slots back, so that there are no
 * tombstones. */
#include "io/peers.h"

#include <netinet/in.h>
#include <sys/socket.h>

#include "base/bug.h"
#include "base/mem.h"

struct peer_key peer_key(const struct sockaddr_storage *address)
{
    static const uint8_t mapped[12] = {[10] = 0xFF, [11] = 0xFF};
    struct peer_key key = {0};
    if (address->ss_family == AF_INET) {
        const struct sockaddr_in *in = (const void *)address;
        key.address = (uint64_t)in->sin_addr.s_addr << 32 | 0xFFFFu;
    } else if (address->ss_family == AF_INET6) {
        const struct sockaddr_in6 *in6 = (const void *)address;
        uint32_t v4;
        memcpy(&key.address, in6->sin6_addr.s6_addr, sizeof key.address);
        if (memcmp(in6->sin6_addr.s6_addr, mapped, sizeof mapped) == 0) {
            memcpy(&v4, in6->sin6_addr.s6_addr + sizeof mapped, sizeof v4);
            key.address = (uint64_t)v4 << 32 | 0xFFFFu;
        }
    }
    return key;
}

bool peers_init(struct peers *peers, uint32_t most)
{
    uint32_t n = 16;
    while (n / 2 < most && n < 1u << 24)
        n *= 2;
    *peers = (struct peers){0};
    hash_key_new(&peers->key);
    peers->slots = mem_new(n * sizeof *peers->slots);
    peers->n_slots = peers->slots ? n : 0;
    return peers->slots != NULL;
}

void peers_clear(struct peers *peers)
{
    mem_free(peers->slots);
    *peers = (struct peers){0};
}

static uint32_t home(const struct peers *peers, uint64_t address)
{
    return (uint32_t)hash_of(&peers->key, &address, sizeof address) & (peers->n_slots - 1);
}

/* The slot of the address, or the free one where it would go; the table always has free ones. */
static uint32_t find(const struct peers *peers, uint64_t address)
{
    uint32_t i = home(peers, address);
    while (peers->slots[i].count > 0 && peers->slots[i].address != address)
        i = (i + 1) & (peers->n_slots - 1);
    return i;
}

uint32_t peers_add(struct peers *peers, struct peer_key key)
{
    uint32_t i = find(peers, key.address);
    if (peers->slots[i].count == 0) {
        if (peers->used + 1 >= peers->n_slots)
            return 0; /* one free slot must stay: it ends every search */
        peers->used++;
        peers->slots[i] = (struct peer_slot){.address = key.address};
    }
    return ++peers->slots[i].count;
}

uint64_t *peers_body_bytes(struct peers *peers, struct peer_key key)
{
    return &peers->slots[find(peers, key.address)].body_bytes;
}

struct silent *peers_silent(struct peers *peers, struct peer_key key)
{
    return &peers->slots[find(peers, key.address)].silent;
}

void peers_remove(struct peers *peers, struct peer_key key)
{
    uint32_t mask = peers->n_slots - 1, i = find(peers, key.address);
    if (peers->slots[i].count == 0)
        bug("peers: removed what was never added");
    if (--peers->slots[i].count > 0)
        return;
    peers->used--;
    /* Move back what lies behind the hole and can be found only through it. */
    for (uint32_t k = (i + 1) & mask; peers->slots[k].count > 0; k = (k + 1) & mask) {
        uint32_t distance = (k - home(peers, peers->slots[k].address)) & mask;
        if (distance >= ((k - i) & mask)) {
            peers->slots[i] = peers->slots[k];
            peers->slots[k].count = 0;
            i = k;
        }
    }
}
