/* Somebody else at work meanwhile: reads /v1/me and records an event, each some ten times a second on a connection of
 * its own, from 127.0.0.2, and takes the time.
 *
 *     probe URL CA TOKEN CASE SECONDS OUT
 *
 * Appends the event_id of each event that was acknowledged to OUT. Prints two lines, "read" and "write", each with the
 * number of answers, the median, the 99th percentile and the slowest in milliseconds, and how many were not answered
 * with 200 or 201. */
#include <curl/curl.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

enum { PAUSE_MS = 100, ANSWERS_MAX = 100000 };

static const char *url, *ca, *token, *course;
static FILE *out;
static time_t ends;

struct worker {
    bool writes;
    size_t n, failed;
    double ms[ANSWERS_MAX];
};

static size_t ignore(char *bytes, size_t size, size_t n, void *data)
{
    (void)bytes, (void)data;
    return size * n;
}

static double now_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static void new_event(char id[37], char *body, size_t size)
{
    unsigned char b[16] = {0};
    if (getrandom(b, sizeof b, 0) != (ssize_t)sizeof b)
        abort();
    (void)snprintf(id, 37, "%02x%02x%02x%02x-%02x%02x-4%x%02x-8%x%02x-%02x%02x%02x%02x%02x%02x", b[0], b[1],
                   b[2], b[3], b[4], b[5], b[6] & 15, b[7], b[8] & 15, b[9], b[10], b[11], b[12], b[13],
                   b[14], b[15]);
    (void)snprintf(
        body, size,
        "{\"event_id\":\"%s\",\"kind\":\"meeting\",\"code\":\"plan_meeting\",\"outcome\":\"held\",\"channel\":\"in_person\",\"occurred_at\":\"2026-02-03T10:00:00+01:00\"}",
        id);
}

static void *run(void *data)
{
    struct worker *worker = data;
    char header[300], address[400], id[37], body[300];
    CURL *curl = curl_easy_init();
    if (!curl)
        abort();
    (void)snprintf(header, sizeof header, "Authorization: Bearer %s", token);
    struct curl_slist *headers = curl_slist_append(NULL, header);
    headers = curl_slist_append(headers, "Content-Type: application/json");
    (void)snprintf(address, sizeof address, worker->writes ? "%s/v1/cases/%s/events" : "%s/v1/me", url,
                   course);
    (void)curl_easy_setopt(curl, CURLOPT_URL, address);
    (void)curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    (void)curl_easy_setopt(curl, CURLOPT_CAINFO, ca);
    (void)curl_easy_setopt(curl, CURLOPT_INTERFACE, "127.0.0.2");
    (void)curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    (void)curl_easy_setopt(curl, CURLOPT_TIMEOUT, 30L);
    (void)curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, ignore);
    while (time(NULL) < ends && worker->n < ANSWERS_MAX) {
        long status = 0;
        if (worker->writes) {
            new_event(id, body, sizeof body);
            (void)curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body);
        }
        double began = now_ms();
        if (curl_easy_perform(curl) == CURLE_OK)
            (void)curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
        worker->ms[worker->n++] = now_ms() - began;
        if (status != 200 && status != 201)
            worker->failed++;
        else if (worker->writes)
            (void)fprintf(out, "%s\n", id);
        struct timespec pause = {0, PAUSE_MS * 1000000};
        (void)nanosleep(&pause, NULL);
    }
    curl_slist_free_all(headers);
    curl_easy_cleanup(curl);
    return NULL;
}

static int in_order(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void tell(struct worker *worker)
{
    size_t n = worker->n;
    qsort(worker->ms, n, sizeof worker->ms[0], in_order);
    (void)printf("%s %zu %.1f %.1f %.1f %zu\n", worker->writes ? "write" : "read", n,
                 n ? worker->ms[n / 2] : 0, n ? worker->ms[n * 99 / 100] : 0, n ? worker->ms[n - 1] : 0,
                 worker->failed);
}

int main(int argc, char **argv)
{
    static struct worker workers[2] = {{.writes = false}, {.writes = true}};
    pthread_t threads[2];
    if (argc != 7)
        return 2;
    url = argv[1];
    ca = argv[2];
    token = argv[3];
    course = argv[4];
    ends = time(NULL) + atol(argv[5]);
    out = fopen(argv[6], "a");
    if (!out || curl_global_init(CURL_GLOBAL_DEFAULT) != 0)
        return 2;
    for (size_t i = 0; i < 2; i++)
        if (pthread_create(&threads[i], NULL, run, &workers[i]) != 0)
            return 2;
    for (size_t i = 0; i < 2; i++)
        (void)pthread_join(threads[i], NULL);
    (void)fclose(out);
    for (size_t i = 0; i < 2; i++)
        tell(&workers[i]);
    return 0;
}
