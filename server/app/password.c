/* See password.h. */
#include "app/password.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "app/auth.h"
#include "base/buf.h"
#include "base/mem.h"
#include "store/crypt.h"

enum { LOG_N = 15, R = 8, P = 1, SALT_BYTES_ = 16, KEY_BYTES = 32, SLOTS = 4096, WAYS = 8 };
enum { SALT_TEXT = 22, KEY_TEXT = 43 };
#define MEMORY_MAX (UINT64_C(128) * 1024 * 1024)

/* Failures of one account or address. */
struct failures {
    uint64_t key;
    uint64_t until_ms; /* forgotten then */
    uint32_t n;
};

struct logins {
    uv_loop_t *loop;
    int running, waiting;
    struct password_job *first, **last;
    uint64_t seed;
    struct failures failures[SLOTS];
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
    if (!logins)
        return NULL;
    logins->loop = loop;
    logins->last = &logins->first;
    if (crypt_random((uint8_t *)&logins->seed, sizeof logins->seed, NULL))
        logins->seed = uv_hrtime();
    return logins;
}

void logins_free(struct logins *logins)
{
    mem_free(logins);
}

static void in_thread(uv_work_t *work)
{
    struct password_job *job = CONTAINER_OF(work, struct password_job, work);
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
    start_next(logins);
    job->done(job);
}

static void start_next(struct logins *logins)
{
    while (logins->first && logins->running < PASSWORDS_AT_ONCE) {
        struct password_job *job = logins->first;
        logins->first = job->next;
        if (!logins->first)
            logins->last = &logins->first;
        logins->waiting--;
        logins->running++;
        (void)uv_queue_work(logins->loop, &job->work, in_thread, after); /* fails without callbacks only */
    }
}

enum err_code password_start(struct logins *logins, struct password_job *job, struct err *err)
{
    if (logins->waiting >= PASSWORDS_WAITING_MAX)
        return err_set(err, ERR_THROTTLED, "too many log-ins at once; try again");
    job->logins = logins;
    job->next = NULL;
    *logins->last = job;
    logins->last = &job->next;
    logins->waiting++;
    start_next(logins);
    return ERR_NONE;
}

/* ---- failures -------------------------------------------------------------------------------------------- */

static uint64_t key_of(const struct logins *logins, char what, struct str name)
{
    uint64_t h = logins->seed ^ UINT64_C(14695981039346656037);
    h = (h ^ (unsigned char)what) * UINT64_C(1099511628211);
    for (size_t i = 0; i < name.len; i++)
        h = (h ^ (unsigned char)name.at[i]) * UINT64_C(1099511628211);
    return h ? h : 1;
}

/* The entry of this key; NULL if there is none, or, with `make`, one that was free or is the oldest. */
static struct failures *entry(struct logins *logins, uint64_t key, bool make)
{
    struct failures *ways = &logins->failures[key % (SLOTS / WAYS) * WAYS];
    struct failures *oldest = ways;
    for (int i = 0; i < WAYS; i++) {
        if (ways[i].key == key)
            return &ways[i];
        if (ways[i].until_ms < oldest->until_ms)
            oldest = &ways[i];
    }
    if (!make)
        return NULL;
    *oldest = (struct failures){.key = key};
    return oldest;
}

static uint64_t now_ms(void)
{
    return uv_hrtime() / 1000000;
}

static int wait_of(struct logins *logins, uint64_t key, uint32_t most)
{
    const struct failures *f = entry(logins, key, false);
    uint64_t now = now_ms();
    return f && f->n >= most && f->until_ms > now ? (int)((f->until_ms - now) / 1000 + 1) : 0;
}

int login_wait(struct logins *logins, struct str account, struct str address, int failures)
{
    int a = wait_of(logins, key_of(logins, 'a', account), (uint32_t)failures);
    int b = wait_of(logins, key_of(logins, 'b', address), (uint32_t)failures * 4);
    return a > b ? a : b;
}

static void count(struct logins *logins, uint64_t key, int minutes)
{
    struct failures *f = entry(logins, key, true);
    uint64_t now = now_ms();
    if (f->until_ms <= now)
        f->n = 0;
    f->n++;
    f->until_ms = now + (uint64_t)minutes * 60000;
}

void login_failed(struct logins *logins, struct str account, struct str address, int minutes)
{
    count(logins, key_of(logins, 'a', account), minutes);
    count(logins, key_of(logins, 'b', address), minutes);
}

void login_worked(struct logins *logins, struct str account)
{
    struct failures *f = entry(logins, key_of(logins, 'a', account), false);
    if (f)
        *f = (struct failures){0};
}
