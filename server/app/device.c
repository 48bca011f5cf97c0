/* See device.h. */
#include "app/device.h"

#include <openssl/crypto.h>

#include "app/auth.h"
#include "base/buf.h"
#include "store/crypt.h"

enum {
    NONCE_BYTES = 12,
    NONCE_TEXT = 16,
    DAY_TEXT_ = 6,
    HEAD_TEXT = NONCE_TEXT + 1 + DAY_TEXT_,
    MAC_TEXT = 43
};
enum { SAID_MAX = 1024, DAY_ZERO = 100000 /* no digit in front is 0 */ };

/* The keyed hash over the head and the log-in, under this key. */
static enum err_code put_mac(const struct crypt *crypt, int16_t key, struct str head, struct str login,
                             char out[MAC_TEXT], struct err *err)
{
    uint8_t mac[CRYPT_MAC_BYTES];
    struct buf said;
    buf_init(&said, SAID_MAX);
    buf_printf(&said, "device %.*s %.*s", STR_ARG(head), STR_ARG(login));
    enum err_code code = said.failed ? err_set(err, ERR_NO_MEMORY, "no memory for the mark of a device")
                                     : crypt_mac(crypt, key, buf_str(&said), mac, err);
    buf_clear(&said);
    if (!code)
        base64url(mac, sizeof mac, out);
    return code;
}

enum err_code device_mark(const struct crypt *crypt, struct str login, day_t today, char out[DEVICE_TEXT],
                          struct err *err)
{
    uint8_t nonce[NONCE_BYTES];
    enum err_code code = crypt_random(nonce, sizeof nonce, err);
    if (code)
        return code;
    base64url(nonce, sizeof nonce, out);
    out[NONCE_TEXT] = '.';
    int64_t day = DAY_ZERO + (int64_t)today + DEVICE_DAYS;
    for (int i = DAY_TEXT_; i > 0; i--, day /= 10)
        out[NONCE_TEXT + i] = (char)('0' + day % 10);
    out[HEAD_TEXT] = '.';
    return put_mac(crypt, crypt_key(crypt), (struct str){out, HEAD_TEXT}, login, out + HEAD_TEXT + 1, err);
}

bool device_is_of(const struct crypt *crypt, struct str mark, struct str login, day_t today)
{
    int64_t day = 0;
    char mac[MAC_TEXT];
    if (mark.len != DEVICE_TEXT || mark.at[NONCE_TEXT] != '.' || mark.at[HEAD_TEXT] != '.' ||
        !str_to_i64((struct str){mark.at + NONCE_TEXT + 1, DAY_TEXT_}, DAY_ZERO, 999999, &day) ||
        day < DAY_ZERO + (int64_t)today)
        return false;
    const int16_t *keys = NULL;
    size_t n = crypt_keys(crypt, &keys);
    for (size_t i = 0; i < n; i++)
        if (!put_mac(crypt, keys[i], (struct str){mark.at, HEAD_TEXT}, login, mac, NULL) &&
            CRYPTO_memcmp(mac, mark.at + HEAD_TEXT + 1, MAC_TEXT) == 0)
            return true;
    return false;
}
