/* One caller, or one address without a log-in, doing its worst: many connections that all do the same, for a while.
 *
 *     press PORT CONNECTIONS SECONDS MODE [REQUEST-FILE [TIMES]]
 *
 * Modes that come again and again, one after the other on each connection:
 *   drop       sends the request and goes at once
 *   read       sends the request (with Connection: close) and reads the answer to its end
 *   handshake  makes TLS and goes
 * Modes that stay, opened again whenever the daemon closes them:
 *   silent     connects and says nothing
 *   mute       makes TLS and says nothing
 *   hold       sends the request, which is not whole, and nothing more
 *   trickle    sends one byte of the request a second
 *   slow       sends the request and reads one byte of the answer a second
 *
 * TIMES: the request is sent so often on each connection of `slow` and `drop` (more to answer for the same handshake).
 * Prints how often the request (without one, the connection) was made, and how many connections the daemon refused or
 * closed. Only to 127.0.0.1: it is for trying one's own daemon. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { THREADS_MAX = 64, REQUEST_MAX = 64 << 20, TIMEOUT_S = 30 };
enum mode { DROP, READ, HANDSHAKE, SILENT, MUTE, HOLD, TRICKLE, SLOW, MODES };
static const char *const mode_names[MODES] = {"drop", "read", "handshake", "silent",
                                              "mute", "hold", "trickle",   "slow"};

static int port, times = 1;
static enum mode mode;
static char *request;
static size_t request_len;
static SSL_CTX *ctx;
static time_t ends;
static atomic_long made, refused;

struct link {
    int fd; /* -1: none */
    SSL *ssl;
    size_t sent; /* of a request that trickles */
};

static void close_link(struct link *link)
{
    if (link->ssl)
        SSL_free(link->ssl); /* no closing alert: whoever does their worst says no good-bye */
    if (link->fd >= 0)
        (void)close(link->fd);
    *link = (struct link){.fd = -1};
}

static bool send_request(struct link *link)
{
    for (int i = 0; i < times; i++)
        if (SSL_write(link->ssl, request, (int)request_len) <= 0)
            return false;
    (void)atomic_fetch_add(&made, times);
    return true;
}

static bool open_link(struct link *link)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    struct timeval timeout = {TIMEOUT_S, 0};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    *link = (struct link){.fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    if (link->fd < 0)
        return false;
    (void)setsockopt(link->fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
    (void)setsockopt(link->fd, SOL_SOCKET, SO_SNDTIMEO, &timeout, sizeof timeout);
    if (connect(link->fd, (const struct sockaddr *)&to, sizeof to) != 0)
        return false;
    if (mode == SILENT) {
        (void)atomic_fetch_add(&made, 1);
        return true;
    }
    link->ssl = SSL_new(ctx);
    if (!link->ssl || SSL_set_fd(link->ssl, link->fd) != 1 || SSL_connect(link->ssl) != 1)
        return false;
    if (mode == HANDSHAKE || mode == MUTE || mode == TRICKLE) {
        (void)atomic_fetch_add(&made, 1);
        return true;
    }
    return send_request(link);
}

static void read_to_the_end(struct link *link)
{
    char bytes[16384];
    while (SSL_read(link->ssl, bytes, sizeof bytes) > 0)
        continue;
}

/* One second in the life of a connection that stays; false where it is over. */
static bool stay(struct link *link)
{
    char byte;
    if (mode == TRICKLE)
        return link->sent < request_len && SSL_write(link->ssl, request + link->sent++, 1) == 1;
    if (mode == SLOW)
        return SSL_read(link->ssl, &byte, 1) == 1;
    struct pollfd poll_fd = {.fd = link->fd, .events = POLLIN};
    return poll(&poll_fd, 1, 0) == 0 ||
           (recv(link->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) > 0 && mode != SILENT && mode != MUTE);
}

static void *run(void *data)
{
    size_t n = *(const size_t *)data;
    bool stays = mode >= SILENT;
    struct link *links = calloc(n, sizeof *links);
    if (!links)
        return NULL;
    for (size_t i = 0; i < n; i++)
        links[i].fd = -1;
    while (time(NULL) < ends) {
        for (size_t i = 0; i < n && time(NULL) < ends; i++) {
            struct link *link = &links[i];
            if (link->fd >= 0 && !stay(link)) {
                (void)atomic_fetch_add(&refused, 1);
                close_link(link);
            }
            if (link->fd < 0 && !open_link(link)) {
                (void)atomic_fetch_add(&refused, 1);
                close_link(link);
            } else if (!stays) {
                if (mode == READ)
                    read_to_the_end(link);
                close_link(link);
            }
        }
        if (stays)
            (void)sleep(1);
    }
    for (size_t i = 0; i < n; i++)
        close_link(&links[i]);
    free(links);
    return NULL;
}

static void read_request(const char *name)
{
    FILE *file = fopen(name, "rb");
    request = malloc(REQUEST_MAX);
    request_len = file && request ? fread(request, 1, REQUEST_MAX, file) : 0;
    if (request_len == 0) {
        (void)fprintf(stderr, "press: cannot read %s\n", name);
        exit(2);
    }
    (void)fclose(file);
}

int main(int argc, char **argv)
{
    pthread_t threads[THREADS_MAX];
    struct rlimit limit;
    if (argc < 5)
        return 2;
    port = atoi(argv[1]);
    size_t connections = (size_t)atol(argv[2]);
    ends = time(NULL) + atol(argv[3]);
    while (mode < MODES && strcmp(mode_names[mode], argv[4]) != 0)
        mode++;
    if (mode == MODES || connections == 0)
        return 2;
    if (argc > 5)
        read_request(argv[5]);
    if (argc > 6)
        times = atoi(argv[6]);
    (void)signal(SIGPIPE, SIG_IGN);
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        (void)setrlimit(RLIMIT_NOFILE, &limit);
    }
    ctx = SSL_CTX_new(TLS_client_method());
    size_t n = connections < THREADS_MAX ? connections : THREADS_MAX, each = connections / n;
    for (size_t i = 0; i < n; i++)
        if (!ctx || pthread_create(&threads[i], NULL, run, &each) != 0)
            return 2;
    for (size_t i = 0; i < n; i++)
        (void)pthread_join(threads[i], NULL);
    SSL_CTX_free(ctx);
    free(request);
    (void)printf("%ld %ld\n", atomic_load(&made), atomic_load(&refused));
    return 0;
}
