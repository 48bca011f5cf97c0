/* See password.h. */
#include "app/password.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "app/auth.h"
#include "base/buf.h"
#include "base/mem.h"
#include "io/peers.h"
#include "io/work.h"
#include "store/crypt.h"

enum { LOG_N = 15, R = 8, P = 1, SALT_BYTES_ = 16, KEY_BYTES = 32, SECRET_BYTES = 32 };
enum { SALT_TEXT = 22, KEY_TEXT = 43 };
#define MEMORY_MAX (UINT64_C(128) * 1024 * 1024)

struct logins {
    uv_loop_t *loop;
    int running;
    struct turns turns;
    struct guesses *guesses;
    uint8_t secret[SECRET_BYTES];
};

/* ---- scrypt ---------------------------------------------------------------------------------------------- */

/* The salt is used as its text, so nothing is ever decoded. */
static bool work_out(struct str password, struct str salt, int log_n, int r, int p, char out[KEY_TEXT])
{
    uint8_t key[KEY_BYTES];
    if (EVP_PBE_scrypt(password.at, password.len, (const unsigned char *)salt.at, salt.len,
                       UINT64_C(1) << log_n, (uint64_t)r, (uint64_t)p, MEMORY_MAX, key, sizeof key) != 1)
        return false;
    base64url(key, sizeof key, out);
    explicit_bzero(key, sizeof key);
    return true;
}

enum err_code password_make(struct str password, char out[PASSWORD_TEXT_MAX], struct err *err)
{
    uint8_t salt[SALT_BYTES_];
    char salt_text[SALT_TEXT], key[KEY_TEXT];
    enum err_code code = crypt_random(salt, sizeof salt, err);
    if (code)
        return code;
    base64url(salt, sizeof salt, salt_text);
    if (!work_out(password, (struct str){salt_text, SALT_TEXT}, LOG_N, R, P, key))
        return err_set(err, ERR_INTERNAL, "scrypt failed");
    struct buf text;
    buf_init(&text, PASSWORD_TEXT_MAX - 1);
    buf_printf(&text, "scrypt$%d$%d$%d$%.*s$%.*s", LOG_N, R, P, SALT_TEXT, salt_text, KEY_TEXT, key);
    memcpy(out, text.at ? text.at : "", text.len);
    out[text.len] = '\0';
    bool failed = text.failed;
    buf_clear(&text);
    return failed ? err_set(err, ERR_NO_MEMORY, "no memory for a password") : ERR_NONE;
}

/* The next part of "scrypt$15$8$1$SALT$HASH". */
static struct str part(struct str *rest)
{
    size_t len = 0;
    while (len < rest->len && rest->at[len] != '$')
        len++;
    struct str first = {rest->at, len};
    size_t step = len + (len < rest->len);
    rest->at += step;
    rest->len -= step;
    return first;
}

bool password_fits(struct str password, struct str stored)
{
    int64_t log_n = 0, r = 0, p = 0;
    struct str rest = stored;
    bool known = stored.at && str_equal(part(&rest), STR("scrypt")) &&
                 str_to_i64(part(&rest), 1, 17, &log_n) && str_to_i64(part(&rest), 1, 16, &r) &&
                 str_to_i64(part(&rest), 1, 16, &p);
    struct str salt = known ? part(&rest) : STR("0123456789012345678901");
    char key[KEY_TEXT];
    bool done = known ? work_out(password, salt, (int)log_n, (int)r, (int)p, key)
                      : work_out(password, salt, LOG_N, R, P, key);
    bool fits = done && known && rest.len == KEY_TEXT && CRYPTO_memcmp(rest.at, key, KEY_TEXT) == 0;
    explicit_bzero(key, sizeof key);
    return fits;
}

/* ---- the thread pool ------------------------------------------------------------------------------------- */

struct logins *logins_new(uv_loop_t *loop)
{
    struct logins *logins = mem_new(sizeof *logins);
    struct guesses *guesses = logins ? guesses_new() : NULL;
    if (!guesses || crypt_random(logins->secret, sizeof logins->secret, NULL)) {
        guesses_free(guesses);
        mem_free(logins);
        return NULL;
    }
    logins->loop = loop;
    logins->guesses = guesses;
    return logins;
}

void logins_free(struct logins *logins)
{
    if (logins)
        guesses_free(logins->guesses);
    mem_free(logins);
}

static void in_thread(uv_work_t *work)
{
    struct password_job *job = CONTAINER_OF(work, struct password_job, work);
    work_yields();
    if (!job->make)
        job->fits = password_fits(job->password, job->stored);
    else if (password_make(job->password, job->made, NULL))
        job->made[0] = '\0';
}

static void start_next(struct logins *logins);

static void after(uv_work_t *work, int status)
{
    (void)status; /* never cancelled */
    struct password_job *job = CONTAINER_OF(work, struct password_job, work);
    struct logins *logins = job->logins;
    logins->running--;
    job->worked_out = true;
    start_next(logins);
    job->done(job);
}

static void start_next(struct logins *logins)
{
    while (logins->running < PASSWORDS_AT_ONCE) {
        struct turn *turn = turns_next(&logins->turns);
        struct password_job *job = turn ? CONTAINER_OF(turn, struct password_job, turn) : NULL;
        if (!job)
            return;
        if (job->is_unwanted && job->is_unwanted(job)) {
            job->done(job);
            continue;
        }
        logins->running++;
        (void)uv_queue_work(logins->loop, &job->work, in_thread, after); /* fails without callbacks only */
    }
}

enum err_code password_start(struct logins *logins, struct password_job *job, struct err *err)
{
    job->logins = logins;
    job->turn = (struct turn){.group = job->group, .caller = job->caller};
    struct turn *refused = turns_add(&logins->turns, &job->turn);
    if (refused == &job->turn)
        return err_set(err, ERR_THROTTLED, "too many log-ins at once; try again");
    if (refused) {
        struct password_job *other = CONTAINER_OF(refused, struct password_job, turn);
        other->done(other);
    }
    start_next(logins);
    return ERR_NONE;
}

uint32_t passwords_waiting(const struct logins *logins)
{
    return logins->turns.n;
}

/* ---- who guesses ------------------------------------------------------------------------------------------ */

uint64_t login_key(const struct logins *logins, char what, struct str text)
{
    uint8_t hash[32], first[SECRET_BYTES + 1];
    uint64_t key = 1;
    memcpy(first, logins->secret, SECRET_BYTES);
    first[SECRET_BYTES] = (uint8_t)what;
    if (!crypt_sha256((struct str){(const char *)first, sizeof first}, text, hash, NULL))
        memcpy(&key, hash, sizeof key);
    return key ? key : 1;
}

uint64_t login_network(const struct logins *logins, struct str address)
{
    char text[INET6_ADDRSTRLEN + 1] = "";
    struct sockaddr_storage socket_address = {0};
    struct sockaddr_in v4 = {.sin_family = AF_INET};
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};
    if (address.len < sizeof text && address.len > 0)
        memcpy(text, address.at, address.len);
    if (uv_inet_pton(AF_INET, text, &v4.sin_addr) == 0)
        memcpy(&socket_address, &v4, sizeof v4);
    else if (uv_inet_pton(AF_INET6, text, &v6.sin6_addr) == 0)
        memcpy(&socket_address, &v6, sizeof v6);
    struct peer_key key = peer_key(&socket_address);
    return login_key(logins, 'n', (struct str){(const char *)&key.address, sizeof key.address});
}

struct guesses *login_guesses(struct logins *logins)
{
    return logins->guesses;
}
