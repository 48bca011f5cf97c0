/* Ids of version 7 and 5, see uuid.h. */
#include "client/uuid.h"

#include <openssl/evp.h>
#include <openssl/rand.h>

/* The name space of everything imported into Spor; changing it would import every log a second time. */
static const uint8_t NAME_SPACE[16] = {0x5f, 0x0e, 0x2c, 0x54, 0x1d, 0xa7, 0x5b, 0x63,
                                       0x9a, 0x3e, 0x73, 0x70, 0x6f, 0x72, 0x00, 0x01};

static void set_version(struct uuid *uuid, uint8_t version)
{
    uuid->bytes[6] = (uint8_t)((uuid->bytes[6] & 0x0f) | version << 4);
    uuid->bytes[8] = (uint8_t)((uuid->bytes[8] & 0x3f) | 0x80);
}

enum err_code uuid_v7(instant_t now, struct uuid *out, struct err *err)
{
    if (RAND_bytes(out->bytes, sizeof out->bytes) != 1)
        return err_set(err, ERR_INTERNAL, "the system gives no random numbers");
    uint64_t ms = now < 0 ? 0 : (uint64_t)now / 1000;
    for (int i = 5; i >= 0; i--, ms >>= 8)
        out->bytes[i] = (uint8_t)ms;
    set_version(out, 7);
    return ERR_NONE;
}

enum err_code uuid_v5(const struct str *parts, size_t n, struct uuid *out, struct err *err)
{
    /* One context and one look-up of the algorithm for the whole run: an import hashes a name for each event.
     */
    static EVP_MD_CTX *context;
    static EVP_MD *sha1;
    uint8_t digest[EVP_MAX_MD_SIZE];
    if (!context) {
        context = EVP_MD_CTX_new();
        sha1 = EVP_MD_fetch(NULL, "SHA1", NULL);
    }
    bool ok = context && sha1 && EVP_DigestInit_ex(context, sha1, NULL) == 1 &&
              EVP_DigestUpdate(context, NAME_SPACE, sizeof NAME_SPACE) == 1;
    for (size_t i = 0; ok && i < n; i++)
        ok = (i == 0 || EVP_DigestUpdate(context, "", 1) == 1) &&
             (parts[i].len == 0 || EVP_DigestUpdate(context, parts[i].at, parts[i].len) == 1);
    if (!ok || EVP_DigestFinal_ex(context, digest, NULL) != 1)
        return err_set(err, ERR_INTERNAL, "SHA-1 is not available");
    memcpy(out->bytes, digest, sizeof out->bytes);
    set_version(out, 5);
    return ERR_NONE;
}
