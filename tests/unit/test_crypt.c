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

#define K1 "1 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n"
#define K2 "2 ff0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n"

static void makes_its_file_once(void **state)
{
    (void)state;
    (void)unlink(path);
    struct crypt *first = NULL, *second = NULL;
    struct err err = {0};
    assert_int_equal(crypt_open(path, &first, &err), ERR_NONE);
    struct stat info;
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    assert_int_equal(crypt_open(path, &second, &err), ERR_NONE);
    uint8_t a[CRYPT_INDEX_BYTES], b[CRYPT_INDEX_BYTES];
    assert_int_equal(crypt_index(first, 1, STR("0101010101"), a, &err), ERR_NONE);
    assert_int_equal(crypt_index(second, 1, STR("0101010101"), b, &err), ERR_NONE);
    assert_memory_equal(a, b, sizeof a);
    crypt_close(first);
    crypt_close(second);
}

static void seals_and_opens_at_its_place_only(void **state)
{
    (void)state;
    write_keys(K1);
    struct crypt *crypt = NULL;
    struct err err = {0};
    assert_int_equal(crypt_open(path, &crypt, &err), ERR_NONE);
    uint8_t sealed[10 + CRYPT_EXTRA_BYTES], again[10 + CRYPT_EXTRA_BYTES], plain[10];
    struct str text = {(const char *)sealed, sizeof sealed};
    assert_int_equal(crypt_seal(crypt, STR("citizen|cpr|a"), STR("6101010101"), sealed, &err), ERR_NONE);
    assert_int_equal(crypt_seal(crypt, STR("citizen|cpr|a"), STR("6101010101"), again, &err), ERR_NONE);
    assert_memory_not_equal(sealed, again, sizeof sealed);
    assert_int_equal(crypt_unseal(crypt, 1, STR("citizen|cpr|a"), text, plain, &err), ERR_NONE);
    assert_memory_equal(plain, "6101010101", 10);
    assert_int_equal(crypt_unseal(crypt, 1, STR("citizen|cpr|b"), text, plain, &err), ERR_INTERNAL);
    assert_int_equal(crypt_unseal(crypt, 2, STR("citizen|cpr|a"), text, plain, &err), ERR_INTERNAL);
    sealed[14] ^= 1;
    assert_int_equal(crypt_unseal(crypt, 1, STR("citizen|cpr|a"), text, plain, &err), ERR_INTERNAL);
    assert_int_equal(crypt_unseal(crypt, 1, STR("x"), (struct str){"short", 5}, plain, &err), ERR_INTERNAL);
    crypt_close(crypt);
}

static void newest_key_seals_old_one_opens(void **state)
{
    (void)state;
    write_keys(K1);
    struct crypt *old = NULL, *both = NULL;
    struct err err = {0};
    assert_int_equal(crypt_open(path, &old, &err), ERR_NONE);
    uint8_t sealed[4 + CRYPT_EXTRA_BYTES], plain[4], a[CRYPT_INDEX_BYTES], b[CRYPT_INDEX_BYTES];
    assert_int_equal(crypt_seal(old, STR("p"), STR("text"), sealed, &err), ERR_NONE);
    write_keys(K1 K2);
    assert_int_equal(crypt_open(path, &both, &err), ERR_NONE);
    assert_int_equal(crypt_key(both), 2);
    const int16_t *numbers = NULL;
    assert_int_equal(crypt_keys(both, &numbers), 2);
    assert_int_equal(numbers[1], 1);
    assert_int_equal(
        crypt_unseal(both, 1, STR("p"), (struct str){(const char *)sealed, sizeof sealed}, plain, &err),
        ERR_NONE);
    assert_memory_equal(plain, "text", 4);
    assert_int_equal(crypt_index(both, 1, STR("x"), a, &err), ERR_NONE);
    assert_int_equal(crypt_index(both, 2, STR("x"), b, &err), ERR_NONE);
    assert_memory_not_equal(a, b, sizeof a);
    crypt_close(old);
    crypt_close(both);
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
        cmocka_unit_test(makes_its_file_once),
        cmocka_unit_test(seals_and_opens_at_its_place_only),
        cmocka_unit_test(newest_key_seals_old_one_opens),
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
