/* See crypt.h. */
#include "store/crypt.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/rand.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"

enum { KEY_BYTES = 32, NONCE_BYTES = 12, TAG_BYTES = 16, MAX_KEYS = 64, FILE_MAX = 16 << 10 };

struct key {
    uint8_t seal[KEY_BYTES], index[KEY_BYTES];
};

struct crypt {
    size_t n; /* newest first */
    int16_t numbers[MAX_KEYS];
    struct key keys[MAX_KEYS];
};

static enum err_code broken(struct err *err, const char *what)
{
    return err_set(err, ERR_INTERNAL, "%s failed", what);
}

static enum err_code derive(const uint8_t master[KEY_BYTES], const char *purpose, uint8_t out[KEY_BYTES],
                            struct err *err)
{
    EVP_KDF *kdf = EVP_KDF_fetch(NULL, "HKDF", NULL);
    EVP_KDF_CTX *ctx = kdf ? EVP_KDF_CTX_new(kdf) : NULL;
    char digest[] = "SHA256", info[32];
    uint8_t secret[KEY_BYTES];
    memcpy(secret, master, KEY_BYTES);
    int len = snprintf(info, sizeof info, "%s", purpose);
    OSSL_PARAM params[] = {OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest, 0),
                           OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, secret, KEY_BYTES),
                           OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, info, (size_t)len),
                           OSSL_PARAM_construct_end()};
    bool done = ctx && EVP_KDF_derive(ctx, out, KEY_BYTES, params) == 1;
    OPENSSL_cleanse(secret, sizeof secret);
    EVP_KDF_CTX_free(ctx);
    EVP_KDF_free(kdf);
    return done ? ERR_NONE : broken(err, "deriving a key");
}

static bool hex_bytes(struct str text, uint8_t *out, size_t n)
{
    if (text.len != n * 2)
        return false;
    for (size_t i = 0; i < n * 2; i++) {
        char c = text.at[i];
        int v = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        if (v < 0)
            return false;
        out[i / 2] = (uint8_t)(i % 2 == 0 ? v << 4 : out[i / 2] | v);
    }
    return true;
}

/* Keeps the keys in falling order of their numbers. */
static enum err_code add_key(struct crypt *crypt, struct str line, struct err *err)
{
    const char *space = memchr(line.at, ' ', line.len);
    size_t digits = space ? (size_t)(space - line.at) : 0;
    int64_t number = 0;
    uint8_t master[KEY_BYTES] = {0};
    if (crypt->n == MAX_KEYS || !str_to_i64((struct str){line.at, digits}, 1, INT16_MAX, &number) ||
        !hex_bytes((struct str){line.at + digits + 1, line.len - digits - 1}, master, KEY_BYTES))
        return err_set(err, ERR_INVALID, "the key file has a line that is no \"NUMBER HEX\"");
    size_t at = 0;
    while (at < crypt->n && crypt->numbers[at] > number)
        at++;
    if (at < crypt->n && crypt->numbers[at] == number)
        return err_set(err, ERR_INVALID, "the key file has key %d twice", (int)number);
    memmove(&crypt->numbers[at + 1], &crypt->numbers[at], (crypt->n - at) * sizeof crypt->numbers[0]);
    memmove(&crypt->keys[at + 1], &crypt->keys[at], (crypt->n - at) * sizeof crypt->keys[0]);
    crypt->numbers[at] = (int16_t)number;
    crypt->n++;
    enum err_code code = derive(master, "spor cpr seal", crypt->keys[at].seal, err);
    if (code == ERR_NONE)
        code = derive(master, "spor cpr index", crypt->keys[at].index, err);
    OPENSSL_cleanse(master, sizeof master);
    return code;
}

static enum err_code read_keys(struct crypt *crypt, struct str text, struct err *err)
{
    while (text.len > 0) {
        const char *end = memchr(text.at, '\n', text.len);
        struct str line = {text.at, end ? (size_t)(end - text.at) : text.len};
        size_t used = end ? line.len + 1 : line.len;
        text = (struct str){text.at + used, text.len - used};
        if (line.len > 0 && add_key(crypt, line, err) != ERR_NONE)
            return err->code;
    }
    return crypt->n > 0 ? ERR_NONE : err_set(err, ERR_INVALID, "the key file holds no key");
}

static enum err_code write_first_key(const char *path, struct err *err)
{
    uint8_t master[KEY_BYTES];
    if (crypt_random(master, sizeof master, err) != ERR_NONE)
        return err->code;
    char line[2 + 2 * KEY_BYTES + 1] = "1 ";
    for (size_t i = 0; i < KEY_BYTES; i++) {
        line[2 + 2 * i] = "0123456789abcdef"[master[i] >> 4];
        line[3 + 2 * i] = "0123456789abcdef"[master[i] & 15];
    }
    line[sizeof line - 1] = '\n';
    OPENSSL_cleanse(master, sizeof master);
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool done = fd >= 0 && write(fd, line, sizeof line) == (ssize_t)sizeof line && fsync(fd) == 0;
    if (fd >= 0 && close(fd) != 0)
        done = false;
    OPENSSL_cleanse(line, sizeof line);
    return done ? ERR_NONE
                : err_set(err, ERR_INTERNAL, "cannot make the key file %s: %s", path, strerror(errno));
}

static enum err_code read_file(int fd, const char *path, struct crypt *crypt, struct err *err)
{
    struct stat info;
    if (fstat(fd, &info) != 0)
        return err_set(err, ERR_INTERNAL, "cannot read the key file %s: %s", path, strerror(errno));
    if ((info.st_mode & 077) != 0)
        return err_set(err, ERR_INTERNAL, "the key file %s must be readable by its owner alone (mode 0600)",
                       path);
    static char text[FILE_MAX];
    ssize_t len = read(fd, text, sizeof text);
    enum err_code code =
        len < 0 ? err_set(err, ERR_INTERNAL, "cannot read the key file %s: %s", path, strerror(errno))
        : (size_t)len == sizeof text ? err_set(err, ERR_INVALID, "the key file %s is too large", path)
                                     : read_keys(crypt, (struct str){text, (size_t)len}, err);
    OPENSSL_cleanse(text, sizeof text);
    return code;
}

enum err_code crypt_open(const char *path, struct crypt **out, struct err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT) {
        if (write_first_key(path, err) != ERR_NONE)
            return err->code;
        fd = open(path, O_RDONLY | O_CLOEXEC);
    }
    if (fd < 0)
        return err_set(err, ERR_INTERNAL, "cannot open the key file %s: %s", path, strerror(errno));
    struct crypt *crypt = mem_new(sizeof *crypt);
    enum err_code code =
        crypt ? read_file(fd, path, crypt, err) : err_set(err, ERR_NO_MEMORY, "no memory for the keys");
    (void)close(fd);
    if (code != ERR_NONE) {
        crypt_close(crypt);
        return code;
    }
    *out = crypt;
    return ERR_NONE;
}

void crypt_close(struct crypt *crypt)
{
    if (!crypt)
        return;
    OPENSSL_cleanse(crypt, sizeof *crypt);
    mem_free(crypt);
}

int16_t crypt_key(const struct crypt *crypt)
{
    return crypt->numbers[0];
}

size_t crypt_keys(const struct crypt *crypt, const int16_t **numbers)
{
    *numbers = crypt->numbers;
    return crypt->n;
}

static const struct key *key_of(const struct crypt *crypt, int16_t number)
{
    for (size_t i = 0; i < crypt->n; i++)
        if (crypt->numbers[i] == number)
            return &crypt->keys[i];
    return NULL;
}

static const unsigned char *bytes_of(struct str text)
{
    return (const unsigned char *)(text.at ? text.at : "");
}

enum err_code crypt_seal(const struct crypt *crypt, struct str place, struct str plain, uint8_t *out,
                         struct err *err)
{
    if (plain.len > CRYPT_SEAL_MAX || place.len > CRYPT_SEAL_MAX)
        return err_set(err, ERR_INVALID, "too long to be sealed");
    if (crypt_random(out, NONCE_BYTES, err) != ERR_NONE)
        return err->code;
    EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
    uint8_t *text = out + NONCE_BYTES;
    int len = 0, rest = 0;
    bool done = ctx && EVP_EncryptInit_ex2(ctx, EVP_aes_256_gcm(), crypt->keys[0].seal, out, NULL) == 1 &&
                EVP_EncryptUpdate(ctx, NULL, &len, bytes_of(place), (int)place.len) == 1 &&
                EVP_EncryptUpdate(ctx, text, &len, bytes_of(plain), (int)plain.len) == 1 &&
                EVP_EncryptFinal_ex(ctx, text + len, &rest) == 1 &&
                EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_GCM_GET_TAG, TAG_BYTES, text + plain.len) == 1;
    EVP_CIPHER_CTX_free(ctx);
    return done ? ERR_NONE : broken(err, "sealing");
}

enum err_code crypt_unseal(const struct crypt *crypt, int16_t number, struct str place, struct str sealed,
                           uint8_t *out, struct err *err)
{
    const struct key *key = key_of(crypt, number);
    if (!key)
        return err_set(err, ERR_INTERNAL, "key %d is not in the key file", number);
    if (sealed.len < CRYPT_EXTRA_BYTES || sealed.len > CRYPT_EXTRA_BYTES + CRYPT_SEAL_MAX)
        return broken(err, "opening a sealed value");
    size_t plain_len = sealed.len - CRYPT_EXTRA_BYTES;
    uint8_t tag[TAG_BYTES];
    memcpy(tag, sealed.at + NONCE_BYTES + plain_len, TAG_BYTES);
    EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
    int len = 0, rest = 0;
    bool done = ctx && EVP_DecryptInit_ex2(ctx, EVP_aes_256_gcm(), key->seal, bytes_of(sealed), NULL) == 1 &&
                EVP_DecryptUpdate(ctx, NULL, &len, bytes_of(place), (int)place.len) == 1 &&
                EVP_DecryptUpdate(ctx, out, &len, bytes_of(sealed) + NONCE_BYTES, (int)plain_len) == 1 &&
                EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_GCM_SET_TAG, TAG_BYTES, tag) == 1 &&
                EVP_DecryptFinal_ex(ctx, out + len, &rest) == 1;
    EVP_CIPHER_CTX_free(ctx);
    return done ? ERR_NONE : broken(err, "opening a sealed value");
}

enum err_code crypt_index(const struct crypt *crypt, int16_t number, struct str plain,
                          uint8_t out[CRYPT_INDEX_BYTES], struct err *err)
{
    const struct key *key = key_of(crypt, number);
    if (!key)
        return err_set(err, ERR_INTERNAL, "key %d is not in the key file", number);
    size_t len = 0;
    if (!EVP_Q_mac(NULL, "HMAC", NULL, "SHA256", NULL, key->index, KEY_BYTES, bytes_of(plain), plain.len, out,
                   CRYPT_INDEX_BYTES, &len) ||
        len != CRYPT_INDEX_BYTES)
        return broken(err, "the keyed hash");
    return ERR_NONE;
}

bool cpr_digits(struct str text, char out[10])
{
    size_t n = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        if (c == '-' && i == 6 && text.len == 11)
            continue;
        if (c < '0' || c > '9' || n == 10)
            return false;
        out[n++] = c;
    }
    return n == 10 && str_is_cpr((struct str){out, 10});
}

enum err_code crypt_random(uint8_t *out, size_t len, struct err *err)
{
    return RAND_bytes(out, (int)len) == 1 ? ERR_NONE : broken(err, "the random number generator");
}

enum err_code crypt_sha256(struct str first, struct str second, uint8_t out[32], struct err *err)
{
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    bool done = ctx && EVP_DigestInit_ex2(ctx, EVP_sha256(), NULL) == 1 &&
                EVP_DigestUpdate(ctx, bytes_of(first), first.len) == 1 &&
                EVP_DigestUpdate(ctx, bytes_of(second), second.len) == 1 &&
                EVP_DigestFinal_ex(ctx, out, NULL) == 1;
    EVP_MD_CTX_free(ctx);
    return done ? ERR_NONE : broken(err, "SHA-256");
}

enum err_code crypt_uuid(struct uuid *out, struct err *err)
{
    if (crypt_random(out->bytes, sizeof out->bytes, err) != ERR_NONE)
        return err->code;
    out->bytes[6] = (uint8_t)((out->bytes[6] & 0x0f) | 0x40);
    out->bytes[8] = (uint8_t)((out->bytes[8] & 0x3f) | 0x80);
    return ERR_NONE;
}
