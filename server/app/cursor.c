/* See cursor.h. The signature is the keyed hash of crypt.h over a text that no CPR number equals; under the oldest key
 * in use, which every daemon has (while keys are changed not each has the newest). */
#include "app/cursor.h"

#include <openssl/crypto.h>

enum { PLACE_BYTES = 20, SIGNATURE_BYTES = 16, BYTES = PLACE_BYTES + SIGNATURE_BYTES, HASH_BYTES = 32 };

static enum err_code sign(const struct crypt *crypt, uint32_t staff, struct str bound, const uint8_t *place,
                          uint8_t out[CRYPT_MAC_BYTES], struct err *err)
{
    struct buf text;
    uint8_t hash[HASH_BYTES];
    const int16_t *keys = NULL;
    size_t n = crypt_keys(crypt, &keys);
    enum err_code code = crypt_sha256(bound, STR(""), hash, err);
    if (code)
        return code;
    buf_init(&text, 256);
    buf_printf(&text, "cursor of %u ", staff);
    buf_put(&text, hash, sizeof hash);
    buf_put(&text, place, PLACE_BYTES);
    code = text.failed ? err_set(err, ERR_NO_MEMORY, "no memory for a cursor")
                       : crypt_mac(crypt, keys[n - 1], buf_str(&text), out, err);
    buf_clear(&text);
    return code;
}

static void put_number(uint8_t *at, uint64_t number, int bytes)
{
    for (int i = bytes - 1; i >= 0; i--, number >>= 8)
        at[i] = (uint8_t)number;
}

static uint64_t get_number(const uint8_t *at, int bytes)
{
    uint64_t number = 0;
    for (int i = 0; i < bytes; i++)
        number = number << 8 | at[i];
    return number;
}

enum err_code cursor_write(const struct crypt *crypt, uint32_t staff, struct str bound,
                           const struct case_place *place, char out[CURSOR_TEXT], struct err *err)
{
    uint8_t bytes[PLACE_BYTES + CRYPT_MAC_BYTES];
    put_number(bytes, (uint32_t)place->severity, 4);
    put_number(bytes + 4, (uint32_t)place->count, 4);
    put_number(bytes + 8, (uint32_t)place->day, 4);
    put_number(bytes + 12, (uint64_t)place->case_id, 8);
    enum err_code code = sign(crypt, staff, bound, bytes, bytes + PLACE_BYTES, err);
    for (size_t i = 0; !code && i < BYTES; i++) {
        out[2 * i] = (char)('a' + (bytes[i] >> 4));
        out[2 * i + 1] = (char)('a' + (bytes[i] & 15));
    }
    return code;
}

static bool decode(struct str text, uint8_t out[BYTES])
{
    for (size_t i = 0; i < text.len; i++)
        if (text.at[i] < 'a' || text.at[i] > 'p')
            return false;
    if (text.len != CURSOR_TEXT)
        return false;
    for (size_t i = 0; i < BYTES; i++)
        out[i] = (uint8_t)((text.at[2 * i] - 'a') << 4 | (text.at[2 * i + 1] - 'a'));
    return true;
}

enum err_code cursor_read(const struct crypt *crypt, uint32_t staff, struct str bound, struct str text,
                          struct case_place *out, struct err *err)
{
    uint8_t bytes[BYTES], signature[CRYPT_MAC_BYTES];
    if (!decode(text, bytes))
        return err_set_at(err, ERR_INVALID, "?after", "parameter after: this is no cursor of ours");
    enum err_code code = sign(crypt, staff, bound, bytes, signature, err);
    if (code)
        return code;
    if (CRYPTO_memcmp(signature, bytes + PLACE_BYTES, SIGNATURE_BYTES) != 0)
        return err_set_at(err, ERR_INVALID, "?after",
                          "parameter after: the cursor belongs to another filter, order or person");
    *out = (struct case_place){
        .severity = (int32_t)get_number(bytes, 4),
        .count = (int32_t)get_number(bytes + 4, 4),
        .day = (day_t)get_number(bytes + 8, 4),
        .case_id = (int64_t)get_number(bytes + 12, 8),
    };
    return ERR_NONE;
}
