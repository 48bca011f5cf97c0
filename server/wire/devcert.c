/* See devcert.h. */
#include "wire/devcert.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

enum { DAY_SECONDS = 24 * 60 * 60, VALID_DAYS = 730, RENEW_DAYS = 7 };

static bool put_extension(X509 *certificate, X509 *issuer, int nid, const char *value)
{
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, NULL, NULL, 0);
    context.db = NULL; /* what X509V3_set_ctx_nodb does, without its second semicolon */
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, &context, nid, value);
    bool done = extension && X509_add_ext(certificate, extension, -1) == 1;
    X509_EXTENSION_free(extension);
    return done;
}

static bool put_serial(X509 *certificate)
{
    unsigned char bytes[16];
    if (RAND_bytes(bytes, sizeof bytes) != 1)
        return false;
    bytes[0] &= 0x7F; /* positive */
    BIGNUM *number = BN_bin2bn(bytes, sizeof bytes, NULL);
    bool done = number && BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) != NULL;
    BN_free(number);
    return done;
}

/* Without extensions and signature. `issuer` NULL: itself. */
static X509 *new_certificate(const char *name, EVP_PKEY *key, const X509 *issuer)
{
    X509 *certificate = X509_new();
    if (!certificate)
        return NULL;
    X509_NAME *subject = X509_get_subject_name(certificate);
    bool done = X509_set_version(certificate, X509_VERSION_3) == 1 && put_serial(certificate) &&
                X509_gmtime_adj(X509_getm_notBefore(certificate), -DAY_SECONDS) &&
                X509_time_adj_ex(X509_getm_notAfter(certificate), VALID_DAYS, 0, NULL) &&
                X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, (const unsigned char *)name, -1, -1,
                                           0) == 1 &&
                X509_set_issuer_name(certificate, issuer ? X509_get_subject_name(issuer) : subject) == 1 &&
                X509_set_pubkey(certificate, key) == 1;
    if (!done) {
        X509_free(certificate);
        return NULL;
    }
    return certificate;
}

static X509 *make_authority(EVP_PKEY *key)
{
    X509 *ca = new_certificate("Spor development authority", key, NULL);
    if (ca && put_extension(ca, ca, NID_basic_constraints, "critical,CA:TRUE,pathlen:0") &&
        put_extension(ca, ca, NID_key_usage, "critical,keyCertSign") &&
        put_extension(ca, ca, NID_subject_key_identifier, "hash") && X509_sign(ca, key, EVP_sha256()) > 0)
        return ca;
    X509_free(ca);
    return NULL;
}

static X509 *make_server(EVP_PKEY *key, X509 *ca, EVP_PKEY *ca_key)
{
    X509 *server = new_certificate("localhost", key, ca);
    if (server && put_extension(server, ca, NID_basic_constraints, "critical,CA:FALSE") &&
        put_extension(server, ca, NID_key_usage, "critical,digitalSignature") &&
        put_extension(server, ca, NID_ext_key_usage, "serverAuth") &&
        put_extension(server, ca, NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1,IP:::1") &&
        put_extension(server, ca, NID_authority_key_identifier, "keyid:always") &&
        X509_sign(server, ca_key, EVP_sha256()) > 0)
        return server;
    X509_free(server);
    return NULL;
}

/* ---- files ----------------------------------------------------------------------------------------------- */

static bool path_in(const char *folder, const char *name, char *path, size_t size)
{
    int len = snprintf(path, size, "%s/%s", folder, name);
    return len > 0 && (size_t)len < size;
}

static bool write_all(int fd, const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t n = write(fd, bytes, len);
        if (n <= 0)
            return false;
        bytes += n;
        len -= (size_t)n;
    }
    return true;
}

/* What was written into the memory BIO becomes the file. */
static bool write_file(BIO *content, const char *path, mode_t mode)
{
    char temporary[600];
    char *bytes = NULL;
    long len = BIO_get_mem_data(content, &bytes);
    int named = snprintf(temporary, sizeof temporary, "%s.new", path);
    if (len <= 0 || named < 0 || (size_t)named >= sizeof temporary)
        return false;
    (void)unlink(temporary);
    int fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (fd < 0)
        return false;
    bool done = write_all(fd, bytes, (size_t)len) && fsync(fd) == 0;
    done = close(fd) == 0 && done && rename(temporary, path) == 0;
    if (!done)
        (void)unlink(temporary);
    return done;
}

static bool write_certificate(X509 *certificate, const char *path)
{
    BIO *content = BIO_new(BIO_s_mem());
    bool done = content && PEM_write_bio_X509(content, certificate) == 1 && write_file(content, path, 0644);
    BIO_free(content);
    return done;
}

static bool write_key(EVP_PKEY *key, const char *path)
{
    BIO *content = BIO_new(BIO_s_secmem());
    bool done = content && PEM_write_bio_PKCS8PrivateKey(content, key, NULL, NULL, 0, NULL, NULL) == 1 &&
                write_file(content, path, 0600);
    BIO_free(content);
    return done;
}

/* All three are there and the certificate lives for another while. */
static bool is_usable(const struct devcert *files)
{
    if (access(files->ca_file, R_OK) != 0 || access(files->key_file, R_OK) != 0)
        return false;
    BIO *file = BIO_new_file(files->certificate_file, "r");
    X509 *certificate = file ? PEM_read_bio_X509(file, NULL, NULL, NULL) : NULL;
    int days = 0, seconds = 0;
    bool usable = certificate &&
                  ASN1_TIME_diff(&days, &seconds, NULL, X509_get0_notAfter(certificate)) == 1 &&
                  days >= RENEW_DAYS;
    X509_free(certificate);
    BIO_free(file);
    return usable;
}

enum err_code devcert_make(const char *folder, struct devcert *out, struct err *err)
{
    *out = (struct devcert){0};
    if (!path_in(folder, "ca.pem", out->ca_file, sizeof out->ca_file) ||
        !path_in(folder, "server.pem", out->certificate_file, sizeof out->certificate_file) ||
        !path_in(folder, "server-key.pem", out->key_file, sizeof out->key_file))
        return err_set(err, ERR_INVALID, "the name of the folder for the certificate is too long");
    if (is_usable(out))
        return ERR_NONE;
    EVP_PKEY *ca_key = EVP_EC_gen("P-256"), *key = EVP_EC_gen("P-256");
    X509 *ca = ca_key ? make_authority(ca_key) : NULL;
    X509 *server = ca && key ? make_server(key, ca, ca_key) : NULL;
    enum err_code code = ERR_NONE;
    if (!server)
        code = err_set(err, ERR_INTERNAL, "a development certificate cannot be made");
    else if (!write_key(key, out->key_file) || !write_certificate(server, out->certificate_file) ||
             !write_certificate(ca, out->ca_file))
        code = err_set(err, ERR_INVALID, "the development certificate cannot be written to %s", folder);
    X509_free(server);
    X509_free(ca);
    EVP_PKEY_free(key);
    EVP_PKEY_free(ca_key);
    out->made = code == ERR_NONE;
    return code;
}
