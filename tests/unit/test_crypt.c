/* Keys, sealing and the keyed hash. */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/crypt.h"

static char folder[] = "/tmp/spor-crypt-XXXXXX";
static char path[64];

static void write_keys(const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(path, 0600), 0);
}

#define K1    "1 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n"
#define OTHER " 550102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n"
#define K3    "3 330102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n"
#define K2    "2 ff0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n"

static struct crypt *opened(const char *keys)
{
    struct crypt *crypt = NULL;
    write_keys(keys);
    assert_int_equal(crypt_open(path, &crypt, NULL), ERR_NONE);
    return crypt;
}

static struct crypt_known known_of(const struct crypt *crypt, int16_t number, bool retired)
{
    struct crypt_known known = {.number = number, .retired = retired};
    assert_true(crypt_fingerprint(crypt, number, known.fingerprint));
    return known;
}

static const struct uuid somebody = {{1}}, another = {{2}};

static void makes_no_file_by_itself(void **state)
{
    (void)state;
    (void)unlink(path);
    struct crypt *crypt = NULL;
    struct err err = {0};
    struct stat info;
    assert_int_equal(crypt_open(path, &crypt, &err), ERR_NOT_FOUND);
    assert_int_equal(stat(path, &info), -1);
    assert_int_equal(crypt_add_key(path, 1, &err), ERR_NONE);
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    assert_int_equal(crypt_open(path, &crypt, &err), ERR_NONE);
    uint8_t first[CRYPT_FINGERPRINT_BYTES], then[CRYPT_FINGERPRINT_BYTES];
    assert_true(crypt_fingerprint(crypt, 1, first));
    assert_false(crypt_fingerprint(crypt, 2, then));
    crypt_close(crypt);

    /* a second one beside it: the first stays */
    assert_int_equal(crypt_add_key(path, 2, &err), ERR_NONE);
    assert_int_equal(crypt_open(path, &crypt, &err), ERR_NONE);
    assert_int_equal(crypt_key(crypt), 2);
    assert_true(crypt_fingerprint(crypt, 1, then));
    assert_memory_equal(first, then, sizeof first);
    assert_true(crypt_fingerprint(crypt, 2, then));
    assert_memory_not_equal(first, then, sizeof first);
    crypt_close(crypt);
}

static void a_fingerprint_is_not_the_key(void **state)
{
    (void)state;
    struct crypt *crypt = opened(K1);
    uint8_t print[CRYPT_FINGERPRINT_BYTES], index[CRYPT_INDEX_BYTES];
    assert_true(crypt_fingerprint(crypt, 1, print));
    for (size_t i = 0; i + 4 <= sizeof print; i++) /* nothing of the key's bytes, which count up */
        assert_false(print[i + 1] == print[i] + 1 && print[i + 2] == print[i] + 2 &&
                     print[i + 3] == print[i] + 3);
    assert_int_equal(crypt_index(crypt, 1, STR(""), index, NULL), ERR_NONE);
    assert_memory_not_equal(index + 2, print, sizeof print);
    crypt_close(crypt);
}

static void seals_and_opens_in_its_row_only(void **state)
{
    (void)state;
    struct crypt *crypt = opened(K1);
    struct err err = {0};
    struct crypt_place place = CRYPT_CITIZEN_CPR(&somebody), other_row = CRYPT_CITIZEN_CPR(&another);
    uint8_t sealed[10 + CRYPT_EXTRA_BYTES], again[10 + CRYPT_EXTRA_BYTES], plain[10];
    struct str text = {(const char *)sealed, sizeof sealed};
    assert_int_equal(crypt_seal(crypt, place, STR("6101010101"), sealed, &err), ERR_NONE);
    assert_int_equal(crypt_seal(crypt, place, STR("6101010101"), again, &err), ERR_NONE);
    assert_memory_not_equal(sealed, again, sizeof sealed);
    assert_int_equal(crypt_unseal(crypt, 1, place, text, plain, &err), ERR_NONE);
    assert_memory_equal(plain, "6101010101", 10);
    assert_int_equal(crypt_unseal(crypt, 1, other_row, text, plain, &err), ERR_INTERNAL);
    struct crypt_place other_table = CRYPT_STAFF_CPR(place.row),
                       long_row = {STR("p"), {(const char *)sealed, 600}};
    assert_int_equal(crypt_unseal(crypt, 1, other_table, text, plain, &err), ERR_INTERNAL);
    assert_int_equal(crypt_seal(crypt, long_row, STR("6101010101"), again, &err), ERR_INVALID);
    assert_int_equal(crypt_unseal(crypt, 2, place, text, plain, &err), ERR_INTERNAL);
    assert_int_equal(crypt_unseal(crypt, -1, place, text, plain, &err), ERR_INTERNAL); /* nor as an old one */
    sealed[14] ^= 1;
    assert_int_equal(crypt_unseal(crypt, 1, place, text, plain, &err), ERR_INTERNAL);
    assert_int_equal(crypt_unseal(crypt, 1, place, (struct str){"short", 5}, plain, &err), ERR_INTERNAL);
    crypt_close(crypt);
}

/* Made by a program before schema 14 with K1: "6101010101", bound to no row. */
static void opens_what_named_no_row(void **state)
{
    (void)state;
    static const uint8_t old[] = {0xef, 0x04, 0x61, 0x06, 0x6c, 0xca, 0x13, 0xc6, 0xfb, 0x1b,
                                  0xce, 0x87, 0xac, 0xef, 0x7a, 0xf6, 0x0f, 0x61, 0x49, 0x95,
                                  0x52, 0xa7, 0x97, 0xa5, 0x4b, 0xad, 0xa8, 0x13, 0xdc, 0xc7,
                                  0x09, 0x28, 0x0e, 0xd7, 0x97, 0x5e, 0xd4, 0x6f};
    struct crypt *crypt = opened(K1 K2);
    struct str text = {(const char *)old, sizeof old};
    uint8_t plain[10];
    assert_int_equal(crypt_unseal(crypt, -1, CRYPT_CITIZEN_CPR(&somebody), text, plain, NULL), ERR_NONE);
    assert_memory_equal(plain, "6101010101", 10);
    assert_int_equal(crypt_unseal(crypt, 1, CRYPT_CITIZEN_CPR(&somebody), text, plain, NULL), ERR_INTERNAL);
    assert_int_equal(crypt_unseal(crypt, -2, CRYPT_CITIZEN_CPR(&somebody), text, plain, NULL), ERR_INTERNAL);
    crypt_close(crypt);
}

static void newest_key_seals_old_one_opens(void **state)
{
    (void)state;
    struct crypt_place place = CRYPT_CITIZEN_CPR(&somebody);
    struct err err = {0};
    uint8_t sealed[4 + CRYPT_EXTRA_BYTES], plain[4], a[CRYPT_INDEX_BYTES],
        both_indexes[2 * CRYPT_INDEX_BYTES];
    struct crypt *old = opened(K1);
    assert_int_equal(crypt_seal(old, place, STR("text"), sealed, &err), ERR_NONE);
    struct crypt *both = opened(K1 K2);
    assert_int_equal(crypt_key(both), 2);
    const int16_t *numbers = NULL;
    assert_int_equal(crypt_keys(both, &numbers), 2);
    assert_int_equal(numbers[1], 1);
    struct str text = {(const char *)sealed, sizeof sealed};
    assert_int_equal(crypt_unseal(both, 1, place, text, plain, &err), ERR_NONE);
    assert_memory_equal(plain, "text", 4);
    assert_int_equal(crypt_unseal(both, 2, place, text, plain, &err), ERR_INTERNAL);

    /* a hash says under which key it is: two under two keys are never the same */
    assert_int_equal(crypt_indexes(both, STR("x"), both_indexes, &err), ERR_NONE);
    assert_memory_equal(both_indexes, "\0\2", 2);
    assert_memory_equal(both_indexes + CRYPT_INDEX_BYTES, "\0\1", 2);
    assert_memory_not_equal(both_indexes + 2, both_indexes + CRYPT_INDEX_BYTES + 2, 32);
    assert_int_equal(crypt_index(old, 1, STR("x"), a, &err), ERR_NONE);
    assert_memory_equal(a, both_indexes + CRYPT_INDEX_BYTES, sizeof a);
    assert_int_equal(crypt_index(old, 2, STR("x"), a, &err), ERR_INTERNAL);
    crypt_close(old);
    crypt_close(both);
}

static void uses_what_the_database_knows(void **state)
{
    (void)state;
    struct err err = {0};
    struct crypt *crypt = opened(K1 K2 K3);
    struct crypt_known known[] = {known_of(crypt, 2, false), known_of(crypt, 1, true)};
    assert_int_equal(crypt_use(crypt, path, known, 2, &err), ERR_NONE);
    const int16_t *numbers = NULL;
    assert_int_equal(crypt_keys(crypt, &numbers), 1); /* 3 is not known, 1 is retired */
    assert_int_equal(crypt_key(crypt), 2);
    crypt_close(crypt);

    crypt = opened(K2);
    assert_int_equal(crypt_use(crypt, path, known, 2, &err), ERR_NONE);
    crypt_close(crypt);

    known[1].retired = false;
    crypt = opened(K2);
    assert_int_equal(crypt_use(crypt, path, known, 2, &err), ERR_INVALID);
    assert_non_null(strstr(err.text, "lacks key 1"));
    crypt_close(crypt);

    crypt = opened("1" OTHER K2);
    assert_int_equal(crypt_use(crypt, path, known, 2, &err), ERR_INVALID);
    assert_non_null(strstr(err.text, "is not the key 1 of this database"));
    crypt_close(crypt);

    crypt = opened(K1);
    assert_int_equal(crypt_use(crypt, path, known, 0, &err), ERR_INVALID);
    crypt_close(crypt);
}

static void refuses_bad_files(void **state)
{
    (void)state;
    static const char *const bad[] = {"", "1 00\n", "x" K1, K1 K1, "0" K1, "-" K1, "1\n"};
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        struct crypt *crypt = NULL;
        struct err err = {0};
        write_keys(bad[i]);
        assert_int_equal(crypt_open(path, &crypt, &err), ERR_INVALID);
    }
    struct crypt *crypt = NULL;
    struct err err = {0};
    write_keys(K1);
    assert_int_equal(chmod(path, 0640), 0);
    assert_int_equal(crypt_open(path, &crypt, &err), ERR_INTERNAL);
}

static void knows_cpr_numbers(void **state)
{
    (void)state;
    char digits[10];
    assert_true(cpr_digits(STR("610101-0101"), digits));
    assert_memory_equal(digits, "6101010101", 10);
    assert_true(cpr_digits(STR("0101010101"), digits));
    assert_false(cpr_digits(STR("3213010101"), digits));
    assert_false(cpr_digits(STR("01010-10101"), digits));
    assert_false(cpr_digits(STR("010101010"), digits));
    assert_false(cpr_digits(STR("01010101011"), digits));
    assert_false(cpr_digits(STR(""), digits));
}

static void hashes(void **state)
{
    (void)state;
    uint8_t hash[32];
    struct err err = {0};
    assert_int_equal(crypt_sha256(STR("a"), STR("bc"), hash, &err), ERR_NONE);
    static const uint8_t abc[4] = {0xba, 0x78, 0x16, 0xbf}; /* FIPS 180-2 */
    assert_memory_equal(hash, abc, sizeof abc);
    struct uuid a, b;
    assert_int_equal(crypt_uuid(&a, &err), ERR_NONE);
    assert_int_equal(crypt_uuid(&b, &err), ERR_NONE);
    assert_false(uuid_equal(&a, &b));
    assert_int_equal(a.bytes[6] >> 4, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(makes_no_file_by_itself),
        cmocka_unit_test(a_fingerprint_is_not_the_key),
        cmocka_unit_test(seals_and_opens_in_its_row_only),
        cmocka_unit_test(opens_what_named_no_row),
        cmocka_unit_test(newest_key_seals_old_one_opens),
        cmocka_unit_test(uses_what_the_database_knows),
        cmocka_unit_test(refuses_bad_files),
        cmocka_unit_test(knows_cpr_numbers),
        cmocka_unit_test(hashes),
    };
    if (!mkdtemp(folder))
        return 1;
    (void)snprintf(path, sizeof path, "%s/keys", folder);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    (void)unlink(path);
    (void)rmdir(folder);
    return failed;
}
