/* Sealing of CPR numbers, and the keyed hash by which one can be looked up.
 *
 * The keys lie in a file outside the database (mode 0600, made on first start): one line a key, "NUMBER HEX"
 * with 32 bytes; the highest number seals, all of them open. Whoever has the database without this file has
 * no CPR number; whoever loses the file has lost them. From each key one key per purpose is derived
 * (HKDF-SHA-256). A sealed value is nonce (12), ciphertext, tag (16) of AES-256-GCM; the additional data
 * names table and column, so that a value is of use nowhere else. */
#ifndef SPOR_CRYPT_H
#define SPOR_CRYPT_H

#include "base/base.h"
#include "base/err.h"

struct crypt;

enum { CRYPT_INDEX_BYTES = 32, CRYPT_EXTRA_BYTES = 12 + 16, CRYPT_SEAL_MAX = 256 };

/* Reads the file, or makes it with one new key where there is none. */
enum err_code crypt_open(const char *path, struct crypt **out, struct err *err) NODISCARD;
void crypt_close(struct crypt *crypt);
/* The number of the key that seals. */
int16_t crypt_key(const struct crypt *crypt);
/* The keys, newest first: a look-up by hash must try each. */
size_t crypt_keys(const struct crypt *crypt, const int16_t **numbers);

/* `out` has room for plain.len + CRYPT_EXTRA_BYTES; plain.len at most CRYPT_SEAL_MAX. */
enum err_code crypt_seal(const struct crypt *crypt, struct str place, struct str plain, uint8_t *out,
                         struct err *err) NODISCARD;
/* `out` has room for sealed.len - CRYPT_EXTRA_BYTES. Fails where key, place or value are not the right ones.
 */
enum err_code crypt_unseal(const struct crypt *crypt, int16_t key, struct str place, struct str sealed,
                           uint8_t *out, struct err *err) NODISCARD;
enum err_code crypt_index(const struct crypt *crypt, int16_t key, struct str plain,
                          uint8_t out[CRYPT_INDEX_BYTES], struct err *err) NODISCARD;

/* Ten digits of a CPR number as people write it (DDMMYY-NNNN or DDMMYYNNNN). */
bool cpr_digits(struct str text, char out[10]) NODISCARD;
/* Random bytes and SHA-256, as notes need them. */
enum err_code crypt_random(uint8_t *out, size_t len, struct err *err) NODISCARD;
enum err_code crypt_sha256(struct str first, struct str second, uint8_t out[32], struct err *err) NODISCARD;
/* A UUID of version 4 for what the server names itself. */
enum err_code crypt_uuid(struct uuid *out, struct err *err) NODISCARD;

#endif
