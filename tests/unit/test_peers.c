/* Counts of connections by address: against plain counters over a long random run in a nearly full table. */
#include "unit.h"

#include <arpa/inet.h>
#include <sys/socket.h>

#include "io/peers.h"

static struct peer_key key_of(const char *text)
{
    struct sockaddr_storage address = {0};
    struct sockaddr_in v4 = {.sin_family = AF_INET};
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};
    if (inet_pton(AF_INET, text, &v4.sin_addr) == 1)
        memcpy(&address, &v4, sizeof v4);
    else if (inet_pton(AF_INET6, text, &v6.sin6_addr) == 1)
        memcpy(&address, &v6, sizeof v6);
    else
        fail_msg("%s is no address", text);
    return peer_key(&address);
}

static void addresses_that_count_as_one(void **state)
{
    (void)state;
    assert_true(key_of("192.0.2.1").address == key_of("::ffff:192.0.2.1").address);
    assert_true(key_of("192.0.2.1").address != key_of("192.0.2.2").address);
    assert_true(key_of("2001:db8::1").address == key_of("2001:db8::ffff:2").address);
    assert_true(key_of("2001:db8::1").address != key_of("2001:db8:0:1::1").address);
    assert_true(key_of("::1").address != key_of("127.0.0.1").address);
}

static void counts_are_right_after_any_number_of_changes(void **state)
{
    (void)state;
    enum { ADDRESSES = 15, STEPS = 200000 }; /* of 16 slots */
    struct peers peers;
    uint32_t counts[ADDRESSES] = {0}, seed = 1;
    assert_true(peers_init(&peers, 4));
    assert_int_equal(peers.n_slots, 16);
    for (int step = 0; step < STEPS; step++) {
        seed = seed * 1664525u + 1013904223u;
        uint32_t i = (seed >> 8) % ADDRESSES;
        struct peer_key key = {(uint64_t)i * 0x123456789ABu};
        if (seed >> 31 || counts[i] == 0) {
            assert_int_equal(peers_add(&peers, key), ++counts[i]);
        } else {
            peers_remove(&peers, key);
            counts[i]--;
        }
        uint32_t used = 0;
        for (uint32_t k = 0; k < ADDRESSES; k++)
            used += counts[k] > 0 ? 1 : 0;
        assert_int_equal(peers.used, used);
    }
    peers_clear(&peers);
}

static void full_table_refuses_the_next(void **state)
{
    (void)state;
    struct peers peers;
    assert_true(peers_init(&peers, 4));
    for (uint64_t i = 1; i <= 15; i++)
        assert_int_equal(peers_add(&peers, (struct peer_key){i}), 1);
    assert_int_equal(peers_add(&peers, (struct peer_key){99}), 0);
    assert_int_equal(peers_add(&peers, (struct peer_key){7}), 2);
    peers_remove(&peers, (struct peer_key){3});
    assert_int_equal(peers_add(&peers, (struct peer_key){99}), 1);
    peers_clear(&peers);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_that_count_as_one),
        cmocka_unit_test(counts_are_right_after_any_number_of_changes),
        cmocka_unit_test(full_table_refuses_the_next),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
