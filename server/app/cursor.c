/* See cursor.h. The signature is the keyed hash of crypt.h over a text that no CPR number equals. */
#include "app/cursor.h"

#include <openssl/crypto.h>

#include "app/auth.h"

enum { PLACE_BYTES = 20, SIGNATURE_BYTES = 16, BYTES = PLACE_BYTES + SIGNATURE_BYTES, HASH_BYTES = 32 };

static enum err_code sign(const struct crypt *crypt, uint32_t staff, struct str bound, const uint8_t *place,
                          uint8_t out[CRYPT_INDEX_BYTES], struct err *err)
{
    struct buf text;
    uint8_t hash[HASH_BYTES];
    enum err_code code = crypt_sha256(bound, STR(""), hash, err);
    if (code)
        return code;
    buf_init(&text, 256);
    buf_printf(&text, "cursor of %u ", staff);
    buf_put(&text, hash, sizeof hash);
    buf_put(&text, place, PLACE_BYTES);
    code = text.failed ? err_set(err, ERR_NO_MEMORY, "no memory for a cursor")
                       : crypt_index(crypt, crypt_key(crypt), buf_str(&text), out, err);
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
    uint8_t bytes[PLACE_BYTES + CRYPT_INDEX_BYTES];
    put_number(bytes, (uint32_t)place->severity, 4);
    put_number(bytes + 4, (uint32_t)place->count, 4);
    put_number(bytes + 8, (uint32_t)place->day, 4);
    put_number(bytes + 12, (uint64_t)place->case_id, 8);
    enum err_code code = sign(crypt, staff, bound, bytes, bytes + PLACE_BYTES, err);
    if (!code)
        base64url(bytes, BYTES, out);
    return code;
}

static int digit(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '-' ? 62 : c == '_' ? 63 : -1;
}

static bool decode(struct str text, uint8_t out[BYTES])
{
    if (text.len != CURSOR_TEXT)
        return false;
    uint32_t bits = 0;
    int n = 0;
    size_t at = 0;
    for (size_t i = 0; i < text.len; i++) {
        int d = digit(text.at[i]);
        if (d < 0)
            return false;
        bits = bits << 6 | (uint32_t)d;
        for (n += 6; n >= 8; n -= 8)
            out[at++] = (uint8_t)(bits >> (n - 8));
    }
    return at == BYTES;
}

enum err_code cursor_read(const struct crypt *crypt, uint32_t staff, struct str bound, struct str text,
                          struct case_place *out, struct err *err)
{
    uint8_t bytes[BYTES], signature[CRYPT_INDEX_BYTES];
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
