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

enum {
    KEY_BYTES = 32,
    NONCE_BYTES = 12,
    TAG_BYTES = 16,
    MAX_KEYS = 64,
    FILE_MAX = 16 << 10,
    LINE_MAX_BYTES = 8 + 2 * KEY_BYTES,
    PLACE_MAX = 512,
    PATH_MAX_BYTES = 600,
};

struct key {
    uint8_t seal[KEY_BYTES], index[KEY_BYTES], fingerprint[CRYPT_FINGERPRINT_BYTES];
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
    if (code == ERR_NONE)
        code = derive(master, "spor key fingerprint", crypt->keys[at].fingerprint, err);
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
    if (fd < 0)
        return err_set(err, errno == ENOENT ? ERR_NOT_FOUND : ERR_INTERNAL, "cannot open the key file %s: %s",
                       path, strerror(errno));
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

/* "N HEX" and a line end; returns its length. */
static size_t write_line(const uint8_t master[KEY_BYTES], int16_t number, char out[LINE_MAX_BYTES])
{
    size_t len = (size_t)snprintf(out, LINE_MAX_BYTES, "%d ", number);
    for (size_t i = 0; i < KEY_BYTES; i++) {
        out[len++] = "0123456789abcdef"[master[i] >> 4];
        out[len++] = "0123456789abcdef"[master[i] & 15];
    }
    out[len++] = '\n';
    return len;
}

/* What is in the file now; nothing where there is none. */
static ssize_t read_text(const char *path, char *out, size_t size)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT ? 0 : -1;
    ssize_t len = read(fd, out, size);
    (void)close(fd);
    return len;
}

static bool write_whole(const char *path, const char *text, size_t len)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool done = fd >= 0 && write(fd, text, len) == (ssize_t)len && fsync(fd) == 0;
    if (fd >= 0 && close(fd) != 0)
        done = false;
    return done;
}

static bool sync_folder_of(const char *path)
{
    char folder[PATH_MAX_BYTES];
    (void)snprintf(folder, sizeof folder, "%s", path);
    char *slash = strrchr(folder, '/');
    if (slash)
        slash[1] = '\0';
    else
        memcpy(folder, ".", sizeof ".");
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool done = fd >= 0 && fsync(fd) == 0;
    if (fd >= 0)
        (void)close(fd);
    return done;
}

enum err_code crypt_add_key(const char *path, int16_t number, struct err *err)
{
    static char text[FILE_MAX];
    char beside[PATH_MAX_BYTES];
    uint8_t master[KEY_BYTES];
    if (crypt_random(master, sizeof master, err) != ERR_NONE)
        return err->code;
    (void)snprintf(beside, sizeof beside, "%s.new", path);
    ssize_t had = read_text(path, text, sizeof text - LINE_MAX_BYTES - 1);
    size_t len = had < 0 ? 0 : (size_t)had;
    bool fits = had >= 0 && len < sizeof text - LINE_MAX_BYTES - 1;
    if (fits && len > 0 && text[len - 1] != '\n')
        text[len++] = '\n';
    if (fits)
        len += write_line(master, number, text + len);
    bool done = fits && write_whole(beside, text, len) && rename(beside, path) == 0 && sync_folder_of(path);
    OPENSSL_cleanse(master, sizeof master);
    OPENSSL_cleanse(text, sizeof text);
    return done ? ERR_NONE
                : err_set(err, ERR_INTERNAL, "cannot write the key file %s: %s", path,
                          fits ? strerror(errno) : "it is too large");
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

bool crypt_fingerprint(const struct crypt *crypt, int16_t number, uint8_t out[CRYPT_FINGERPRINT_BYTES])
{
    const struct key *key = key_of(crypt, number);
    if (key)
        memcpy(out, key->fingerprint, CRYPT_FINGERPRINT_BYTES);
    return key != NULL;
}

static bool is_in_use(const struct crypt_known *known, size_t n, int16_t number)
{
    for (size_t i = 0; i < n; i++)
        if (known[i].number == number)
            return !known[i].retired;
    return false;
}

enum err_code crypt_use(struct crypt *crypt, const char *path, const struct crypt_known *known, size_t n,
                        struct err *err)
{
    for (size_t i = 0; i < n; i++) {
        const struct key *key = known[i].retired ? NULL : key_of(crypt, known[i].number);
        if (!known[i].retired && !key)
            return err_set(
                err, ERR_INVALID,
                "the key file %s lacks key %d, which the database uses: copy the file from where key %d was "
                "made, or put it back from its copy (README, Keys)",
                path, known[i].number, known[i].number);
        if (key && CRYPTO_memcmp(key->fingerprint, known[i].fingerprint, CRYPT_FINGERPRINT_BYTES) != 0)
            return err_set(
                err, ERR_INVALID,
                "key %d of %s is not the key %d of this database: data_dir belongs to another instance, or "
                "the file was made anew; put the right one back from its copy (README, Keys)",
                known[i].number, path, known[i].number);
    }
    size_t kept = 0;
    for (size_t i = 0; i < crypt->n; i++)
        if (is_in_use(known, n, crypt->numbers[i])) {
            crypt->numbers[kept] = crypt->numbers[i];
            crypt->keys[kept++] = crypt->keys[i];
        }
    crypt->n = kept;
    return kept > 0 && kept <= CRYPT_IN_USE_MAX
               ? ERR_NONE
               : err_set(err, ERR_INVALID, "%zu keys are in use; 1 to %d can be", kept, CRYPT_IN_USE_MAX);
}

static const unsigned char *bytes_of(struct str text)
{
    return (const unsigned char *)(text.at ? text.at : "");
}

/* The additional data: column, NUL, row, number of the key; of what names no row as it was then. Its length, 0 where
 * it is too long. */
static int place_bytes(struct crypt_place place, int16_t number, uint8_t out[PLACE_MAX])
{
    static const char unbound[] = "citizen|cpr";
    if (number < 0) {
        memcpy(out, unbound, sizeof unbound - 1);
        return (int)sizeof unbound - 1;
    }
    size_t len = place.column.len + 1 + place.row.len + 2;
    if (len > PLACE_MAX)
        return 0;
    memcpy(out, place.column.at, place.column.len);
    out[place.column.len] = '\0';
    memcpy(out + place.column.len + 1, place.row.at, place.row.len);
    out[len - 2] = (uint8_t)(number >> 8);
    out[len - 1] = (uint8_t)number;
    return (int)len;
}

enum err_code crypt_seal(const struct crypt *crypt, struct crypt_place place, struct str plain, uint8_t *out,
                         struct err *err)
{
    uint8_t bound[PLACE_MAX];
    int n_bound = place_bytes(place, crypt->numbers[0], bound);
    if (plain.len > CRYPT_SEAL_MAX || n_bound == 0)
        return err_set(err, ERR_INVALID, "too long to be sealed");
    if (crypt_random(out, NONCE_BYTES, err) != ERR_NONE)
        return err->code;
    EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
    uint8_t *text = out + NONCE_BYTES;
    int len = 0, rest = 0;
    bool done = ctx && EVP_EncryptInit_ex2(ctx, EVP_aes_256_gcm(), crypt->keys[0].seal, out, NULL) == 1 &&
                EVP_EncryptUpdate(ctx, NULL, &len, bound, n_bound) == 1 &&
                EVP_EncryptUpdate(ctx, text, &len, bytes_of(plain), (int)plain.len) == 1 &&
                EVP_EncryptFinal_ex(ctx, text + len, &rest) == 1 &&
                EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_GCM_GET_TAG, TAG_BYTES, text + plain.len) == 1;
    EVP_CIPHER_CTX_free(ctx);
    return done ? ERR_NONE : broken(err, "sealing");
}

enum err_code crypt_unseal(const struct crypt *crypt, int16_t number, struct crypt_place place,
                           struct str sealed, uint8_t *out, struct err *err)
{
    const struct key *key = key_of(crypt, number < 0 ? (int16_t)-number : number);
    uint8_t bound[PLACE_MAX];
    int n_bound = place_bytes(place, number, bound);
    if (!key)
        return err_set(err, ERR_INTERNAL, "key %d is not in the key file", number);
    if (n_bound == 0 || sealed.len < CRYPT_EXTRA_BYTES || sealed.len > CRYPT_EXTRA_BYTES + CRYPT_SEAL_MAX)
        return broken(err, "opening a sealed value");
    size_t plain_len = sealed.len - CRYPT_EXTRA_BYTES;
    uint8_t tag[TAG_BYTES];
    memcpy(tag, sealed.at + NONCE_BYTES + plain_len, TAG_BYTES);
    EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
    int len = 0, rest = 0;
    bool done = ctx && EVP_DecryptInit_ex2(ctx, EVP_aes_256_gcm(), key->seal, bytes_of(sealed), NULL) == 1 &&
                EVP_DecryptUpdate(ctx, NULL, &len, bound, n_bound) == 1 &&
                EVP_DecryptUpdate(ctx, out, &len, bytes_of(sealed) + NONCE_BYTES, (int)plain_len) == 1 &&
                EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_GCM_SET_TAG, TAG_BYTES, tag) == 1 &&
                EVP_DecryptFinal_ex(ctx, out + len, &rest) == 1;
    EVP_CIPHER_CTX_free(ctx);
    return done ? ERR_NONE : broken(err, "opening a sealed value");
}

enum err_code crypt_mac(const struct crypt *crypt, int16_t number, struct str plain,
                        uint8_t out[CRYPT_MAC_BYTES], struct err *err)
{
    const struct key *key = key_of(crypt, number);
    if (!key)
        return err_set(err, ERR_INTERNAL, "key %d is not in the key file", number);
    size_t len = 0;
    if (!EVP_Q_mac(NULL, "HMAC", NULL, "SHA256", NULL, key->index, KEY_BYTES, bytes_of(plain), plain.len, out,
                   CRYPT_MAC_BYTES, &len) ||
        len != CRYPT_MAC_BYTES)
        return broken(err, "the keyed hash");
    return ERR_NONE;
}

enum err_code crypt_index(const struct crypt *crypt, int16_t number, struct str plain,
                          uint8_t out[CRYPT_INDEX_BYTES], struct err *err)
{
    out[0] = (uint8_t)(number >> 8);
    out[1] = (uint8_t)number;
    return crypt_mac(crypt, number, plain, out + 2, err);
}

enum err_code crypt_indexes(const struct crypt *crypt, struct str plain, uint8_t *out, struct err *err)
{
    for (size_t i = 0; i < crypt->n; i++)
        if (crypt_index(crypt, crypt->numbers[i], plain, out + i * CRYPT_INDEX_BYTES, err))
            return err->code;
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
