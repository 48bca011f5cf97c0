/* Sealing of CPR numbers, and the keyed hashes by which one can be looked up.
 *
 * The keys lie in a file outside the database (mode 0600): one line a key, "NUMBER HEX" with 32 bytes. Whoever has
 * the database without this file has no CPR number; whoever loses the file has lost them. From each key one key per
 * purpose is derived (HKDF-SHA-256): for sealing, for hashes, and for the fingerprint, a hash by which the database
 * knows the key without saying anything about it.
 *
 * A sealed value is nonce (12), ciphertext, tag (16) of AES-256-GCM. The additional data names table and column, row
 * and key, so that a value is of use in its own row alone. What was sealed by schema 13 and before names no row; it has
 * the number of its key below 0, is opened only to be sealed anew, and is not taken from anybody new.
 *
 * A keyed hash begins with the number of its key: two bytes, then HMAC-SHA-256. So hashes under several keys lie in
 * one place (citizen.cpr_indexes) and none is taken for one of another key.
 *
 * Which keys there are is said by the database (table crypt_key), not by the file: a key is in use from the moment it
 * is known there until it is retired; the newest in use seals. crypt_use() compares the two, and a daemon whose file
 * does not have each key in use, with the same fingerprint, does not start: it would make second citizens of people
 * who are there. Keys of the file that the database does not know, or that are retired, are as if they were not there.
 *
 * Why no number gets two citizens while keys are changed, with several daemons of which some started before:
 *  1. Some key is *needed* at every moment, and every citizen has a hash under a needed key. At first it is the one
 *     key there is.
 *  2. `spord keys rotate` puts a new key into the file, and then makes it known: in use, not needed. Daemons that
 *     start from now on have both keys, write under both and compare under both. Those that run have the old one
 *     alone: they write and compare under the old one. The unique index over all hashes (citizen_cpr) sees both, for
 *     everybody has the old key.
 *  3. It then seals anew, in small batches, what is not sealed under the newest key, and adds the hash under it. What
 *     the old daemons write meanwhile is left for the next pass. A batch is one transaction and says by itself what is
 *     left: killed anywhere, it goes on where it was.
 *  4. `spord keys retire N` takes the lock that everybody who writes a CPR number holds to his commit (keys_lock), sees
 *     that nothing is left under N, and in the same transaction makes the newest key needed and N retired. From then
 *     on a trigger and citizens_of_cpr() refuse who brings no hash under the new key (23KEY: 503, "start it anew"):
 *     an old daemon neither writes a number nor says that one is not there. Then the hashes under N go, in batches.
 *  One rotation ends before the next begins, so two keys are in use at most (more where files were changed by hand
 *  before keys were known: then all of them are needed). */
#ifndef SPOR_CRYPT_H
#define SPOR_CRYPT_H

#include "base/base.h"
#include "base/err.h"

struct crypt;

enum {
    CRYPT_MAC_BYTES = 32,
    CRYPT_INDEX_BYTES = 2 + CRYPT_MAC_BYTES,
    CRYPT_EXTRA_BYTES = 12 + 16,
    CRYPT_SEAL_MAX = 256,
    CRYPT_FINGERPRINT_BYTES = 32,
    CRYPT_IN_USE_MAX = 8,
};

/* What the database knows of a key. */
struct crypt_known {
    int16_t number;
    bool retired;
    uint8_t fingerprint[CRYPT_FINGERPRINT_BYTES];
};

/* Reads the file: all its keys. ERR_NOT_FOUND where there is none; it is never made here. */
enum err_code crypt_open(const char *path, struct crypt **out, struct err *err) NODISCARD;
void crypt_close(struct crypt *crypt);
/* Keeps of the file's keys those in use, after comparing them. Where one is missing or another one, `err` says which
 * and what to do; `path` is for that text. ERR_INVALID. */
enum err_code crypt_use(struct crypt *crypt, const char *path, const struct crypt_known *known, size_t n,
                        struct err *err) NODISCARD;
/* Puts a new key of this number into the file, which is made where there is none. The file is whole at any moment. */
enum err_code crypt_add_key(const char *path, int16_t number, struct err *err) NODISCARD;
/* False: there is no key of this number. */
bool crypt_fingerprint(const struct crypt *crypt, int16_t number,
                       uint8_t out[CRYPT_FINGERPRINT_BYTES]) NODISCARD;
/* The number of the key that seals: the newest. */
int16_t crypt_key(const struct crypt *crypt);
/* The keys, newest first: a look-up by hash must try each. */
size_t crypt_keys(const struct crypt *crypt, const int16_t **numbers);

/* Where a value lies: "citizen.cpr", and what its row is known by and never changes. */
struct crypt_place {
    struct str column, row;
};
#define CRYPT_CITIZEN_CPR(uuid) ((struct crypt_place){STR("citizen.cpr"), {(const char *)(uuid)->bytes, 16}})
#define CRYPT_STAFF_CPR(staff)  ((struct crypt_place){STR("staff.cpr"), (staff)})

/* `out` has room for plain.len + CRYPT_EXTRA_BYTES; plain.len at most CRYPT_SEAL_MAX. */
enum err_code crypt_seal(const struct crypt *crypt, struct crypt_place place, struct str plain, uint8_t *out,
                         struct err *err) NODISCARD;
/* `out` has room for sealed.len - CRYPT_EXTRA_BYTES. Fails where key, place or value are not the right ones. */
enum err_code crypt_unseal(const struct crypt *crypt, int16_t key, struct crypt_place place,
                           struct str sealed, uint8_t *out, struct err *err) NODISCARD;
/* A keyed hash over a text of our own, which no CPR number equals; and that of a CPR number, behind the key's number. */
enum err_code crypt_mac(const struct crypt *crypt, int16_t key, struct str plain,
                        uint8_t out[CRYPT_MAC_BYTES], struct err *err) NODISCARD;
enum err_code crypt_index(const struct crypt *crypt, int16_t key, struct str plain,
                          uint8_t out[CRYPT_INDEX_BYTES], struct err *err) NODISCARD;
/* Under all keys, newest first, one behind the other: crypt_keys() times CRYPT_INDEX_BYTES. */
enum err_code crypt_indexes(const struct crypt *crypt, struct str plain, uint8_t *out,
                            struct err *err) NODISCARD;

/* Ten digits of a CPR number as people write it (DDMMYY-NNNN or DDMMYYNNNN). */
bool cpr_digits(struct str text, char out[10]) NODISCARD;
/* Random bytes and SHA-256, as notes need them. */
enum err_code crypt_random(uint8_t *out, size_t len, struct err *err) NODISCARD;
enum err_code crypt_sha256(struct str first, struct str second, uint8_t out[32], struct err *err) NODISCARD;
/* A UUID of version 4 for what the server names itself. */
enum err_code crypt_uuid(struct uuid *out, struct err *err) NODISCARD;

#endif
