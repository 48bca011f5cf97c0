/* See guesses.h. */
#include "app/guesses.h"

#include "base/mem.h"

enum { SLOTS = 32768, WAYS = 8, OF_ACCOUNT = 5, OF_NETWORK = 4, FROM_BUSY_NETWORK = 2 };

/* The wrong guesses of one account, network, or client of an account. */
struct count {
    uint64_t key;
    uint64_t until_ms; /* `wrong` is forgotten then */
    uint32_t wrong;
    uint32_t open; /* begun, not ended */
};

struct guesses {
    struct count counts[SLOTS];
};

enum what { WHAT_ACCOUNT = 1, WHAT_NETWORK, WHAT_CLIENT };

struct guesses *guesses_new(void)
{
    return mem_new(sizeof(struct guesses));
}

void guesses_free(struct guesses *guesses)
{
    mem_free(guesses);
}

/* Account, network and client are hashes under the daemon's secret (login_key): nobody chooses where they lie. */
static uint64_t mix(uint64_t a, uint64_t b)
{
    uint64_t h = (a ^ b * UINT64_C(0x9E3779B97F4A7C15)) * UINT64_C(0xBF58476D1CE4E5B9);
    h ^= h >> 31;
    return h ? h : 1;
}

static uint64_t key_of(const struct guess *guess, enum what what)
{
    uint64_t of = what == WHAT_NETWORK ? guess->network : guess->account;
    return mix(what == WHAT_CLIENT ? mix(of, guess->client) : of, what);
}

/* What is remembered by now. */
static uint32_t wrong_of(const struct count *count, uint64_t now_ms)
{
    return count && count->until_ms > now_ms ? count->wrong : 0;
}

static struct count *find(struct guesses *guesses, uint64_t key)
{
    struct count *ways = &guesses->counts[key % (SLOTS / WAYS) * WAYS];
    for (int i = 0; i < WAYS; i++)
        if (ways[i].key == key)
            return &ways[i];
    return NULL;
}

/* The count of the key; where it has none, one that is free or says least is taken for it. NULL: all are in use. */
static struct count *take(struct guesses *guesses, uint64_t key, uint64_t now_ms)
{
    struct count *ways = &guesses->counts[key % (SLOTS / WAYS) * WAYS], *least = find(guesses, key);
    if (least)
        return least;
    for (int i = 0; i < WAYS; i++) {
        uint32_t wrong = wrong_of(&ways[i], now_ms), fewest = wrong_of(least, now_ms);
        if (ways[i].open > 0)
            continue;
        if (!least || wrong < fewest || (wrong == fewest && ways[i].until_ms < least->until_ms))
            least = &ways[i];
    }
    if (least)
        *least = (struct count){.key = key};
    return least;
}

static bool is_full(const struct count *count, uint32_t most, uint64_t now_ms)
{
    return wrong_of(count, now_ms) + count->open >= most;
}

static int seconds_to(const struct count *count, uint64_t now_ms)
{
    return count->until_ms > now_ms ? (int)((count->until_ms - now_ms) / 1000 + 1) : 1;
}

int guess_begin(struct guesses *guesses, const struct guess *guess, const struct guess_limits *limits,
                uint64_t now_ms)
{
    struct count *counts[3] = {NULL, NULL, NULL};
    static const enum what whats[] = {WHAT_CLIENT, WHAT_ACCOUNT, WHAT_NETWORK};
    for (size_t i = 0; i < ARRAY_LEN(counts); i++) {
        counts[i] = take(guesses, key_of(guess, whats[i]), now_ms);
        if (!counts[i]) { /* more guesses at once than there are places */
            while (i-- > 0)
                counts[i]->open--;
            return 1;
        }
        counts[i]->open++; /* holds its place; taken back below where the guess must wait */
    }
    struct count *client = counts[0], *account = counts[1], *network = counts[2];
    uint32_t most = limits->most;
    if (!guess->is_known && most > FROM_BUSY_NETWORK && wrong_of(network, now_ms) >= most * OF_NETWORK)
        most = FROM_BUSY_NETWORK;
    client->open--, account->open--, network->open--;
    int seconds = 0;
    if (is_full(client, most, now_ms))
        seconds = seconds_to(client, now_ms);
    else if (!guess->is_known && is_full(account, limits->most * OF_ACCOUNT, now_ms))
        seconds = seconds_to(account, now_ms);
    if (seconds == 0)
        client->open++, account->open++, network->open++;
    return seconds;
}

void guess_end(struct guesses *guesses, const struct guess *guess, enum guess_outcome outcome,
               const struct guess_limits *limits, uint64_t now_ms)
{
    static const enum what whats[] = {WHAT_CLIENT, WHAT_ACCOUNT, WHAT_NETWORK};
    for (size_t i = 0; i < ARRAY_LEN(whats); i++) {
        struct count *count = find(guesses, key_of(guess, whats[i])); /* is there: it was open */
        if (!count || count->open == 0)
            continue;
        count->open--;
        if (outcome == GUESS_WRONG) {
            count->wrong = wrong_of(count, now_ms) + 1;
            count->until_ms = now_ms + limits->keep_ms;
        } else if (outcome == GUESS_RIGHT && whats[i] == WHAT_CLIENT) {
            count->wrong = 0;
        }
    }
}
