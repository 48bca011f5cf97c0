/* Many clients that post single events and write down what was acknowledged: for the crash test.
 *
 *     hammer URL CA TOKEN CLIENTS CASES SECONDS OUT
 *
 * Each client posts one event after the other to cases of its own choice. Whatever goes wrong (refused,
 * reset, time-out, 503) is tried again with the same event until the answer is 200 or 201; that is an
 * acknowledgement and becomes the line "CASE EVENT SEQ FEED" of OUT. Any other status is written to standard
 * error and makes the exit code 1. */
#include <curl/curl.h>
#include <jansson.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { BODY_MAX = 64 * 1024, CLIENTS_MAX = 256 };

static const char *base_url, *ca_file, *token;
static long n_cases, seconds;
static FILE *out;
static pthread_mutex_t out_lock = PTHREAD_MUTEX_INITIALIZER;
static atomic_long acknowledged, retried, wrong;
static volatile time_t ends;

struct body {
    char text[BODY_MAX];
    size_t len;
};

static size_t take(char *bytes, size_t size, size_t n, void *data)
{
    struct body *body = data;
    if (size * n >= sizeof body->text - body->len)
        return 0;
    memcpy(body->text + body->len, bytes, size * n);
    body->len += size * n;
    body->text[body->len] = '\0';
    return size * n;
}

struct client {
    unsigned number, seed;
    unsigned long events;
    CURL *curl;
    struct curl_slist *headers;
};

/* The status, 0 where there was no answer. */
static long post(struct client *client, const char *path, const char *json, struct body *answer)
{
    char url[512];
    long status = 0;
    (void)snprintf(url, sizeof url, "%s%s", base_url, path);
    answer->len = 0;
    answer->text[0] = '\0';
    (void)curl_easy_setopt(client->curl, CURLOPT_URL, url);
    (void)curl_easy_setopt(client->curl, CURLOPT_POSTFIELDS, json);
    (void)curl_easy_setopt(client->curl, CURLOPT_WRITEFUNCTION, take);
    (void)curl_easy_setopt(client->curl, CURLOPT_WRITEDATA, answer);
    if (curl_easy_perform(client->curl) != CURLE_OK)
        return 0;
    (void)curl_easy_getinfo(client->curl, CURLINFO_RESPONSE_CODE, &status);
    return status;
}

static void write_down(const char *course, const char *event, const char *text)
{
    json_t *json = json_loads(text, 0, NULL);
    const json_t *item = json ? json_object_get(json, "events") : NULL;
    item = item ? json_array_get(item, 0) : json;
    long long seq = json_integer_value(json_object_get(item, "seq"));
    long long feed = json_integer_value(json_object_get(item, "feed"));
    (void)pthread_mutex_lock(&out_lock);
    (void)fprintf(out, "%s %s %lld %lld\n", course, event, seq, feed);
    (void)fflush(out);
    (void)pthread_mutex_unlock(&out_lock);
    json_decref(json);
}

/* A minute without an answer after the end is too long. */
static bool give_up(void)
{
    static atomic_long since;
    if (time(NULL) < ends)
        return false;
    long zero = 0;
    (void)atomic_compare_exchange_strong(&since, &zero, (long)time(NULL));
    return time(NULL) > since + 60;
}

/* Until it is acknowledged. An event begun before the end is brought to its end. */
static void post_until_done(struct client *client, const char *course, const char *event, const char *path,
                            const char *json)
{
    static _Thread_local struct body answer;
    for (;;) {
        long status = post(client, path, json, &answer);
        if (status == 200 || status == 201) {
            write_down(course, event, answer.text);
            (void)atomic_fetch_add(&acknowledged, 1);
            return;
        }
        if (status != 0 && status != 503 && status != 429 && status != 408) {
            (void)fprintf(stderr, "hammer: %ld: %s\n", status, answer.text);
            (void)atomic_fetch_add(&wrong, 1);
            return;
        }
        (void)atomic_fetch_add(&retried, 1);
        if (give_up()) {
            (void)fprintf(stderr, "hammer: no answer for a minute after the end\n");
            (void)atomic_fetch_add(&wrong, 1);
            return;
        }
        (void)usleep(20000 + (useconds_t)(rand_r(&client->seed) % 30000));
    }
}

static void case_id(long number, char text[37])
{
    (void)snprintf(text, 37, "00000000-0000-4000-8000-%012lx", number);
}

static void open_case(struct client *client, long number)
{
    char course[37], event[37], json[512];
    case_id(number, course);
    (void)snprintf(event, sizeof event, "11111111-0000-4000-8000-%012lx", number);
    (void)snprintf(json, sizeof json,
                   "{\"case\":\"%s\",\"events\":[{\"event_id\":\"%s\",\"kind\":\"case_opened\","
                   "\"occurred_at\":\"2026-01-05T09:00:00+01:00\"}]}",
                   course, event);
    post_until_done(client, course, event, "/v1/cases", json);
}

/* One in eight is a control event: the daemon loads the history, and several clients meet on one case. */
static void one_event(struct client *client)
{
    char course[37], event[37], path[128], json[512];
    case_id((long)((unsigned)rand_r(&client->seed) % (unsigned)n_cases), course);
    (void)snprintf(event, sizeof event, "22222222-%04x-4000-8000-%012lx", client->number, client->events);
    (void)snprintf(path, sizeof path, "/v1/cases/%s/events", course);
    const char *rest =
        client->events % 8 == 0 ? "\"kind\":\"plan_revised\"" : "\"kind\":\"activity\",\"code\":\"letter\"";
    client->events++;
    (void)snprintf(json, sizeof json,
                   "{\"event_id\":\"%s\",%s,\"occurred_at\":\"2026-02-03T10:00:00+01:00\"}", event, rest);
    post_until_done(client, course, event, path, json);
}

static void start_client(struct client *client, unsigned number)
{
    char header[512];
    *client = (struct client){.number = number, .seed = number + 1, .curl = curl_easy_init()};
    (void)snprintf(header, sizeof header, "Authorization: Bearer %s", token);
    client->headers = curl_slist_append(NULL, header);
    client->headers = curl_slist_append(client->headers, "Content-Type: application/json");
    (void)curl_easy_setopt(client->curl, CURLOPT_HTTPHEADER, client->headers);
    (void)curl_easy_setopt(client->curl, CURLOPT_CAINFO, ca_file);
    (void)curl_easy_setopt(client->curl, CURLOPT_NOSIGNAL, 1L);
    (void)curl_easy_setopt(client->curl, CURLOPT_TIMEOUT, 30L);
    (void)curl_easy_setopt(client->curl, CURLOPT_CONNECTTIMEOUT, 5L);
}

static void end_client(struct client *client)
{
    curl_slist_free_all(client->headers);
    curl_easy_cleanup(client->curl);
}

/* SIGUSR1: no new events. */
static void on_signal(int number)
{
    (void)number;
    ends = 0;
}

static void *run_client(void *data)
{
    struct client *client = data;
    while (time(NULL) < ends)
        one_event(client);
    return NULL;
}

int main(int argc, char **argv)
{
    if (argc != 8)
        return 2;
    base_url = argv[1];
    ca_file = argv[2];
    token = argv[3];
    int clients = atoi(argv[4]);
    n_cases = atol(argv[5]);
    seconds = atol(argv[6]);
    out = fopen(argv[7], "w");
    if (!out || clients < 1 || clients > CLIENTS_MAX || n_cases < 1)
        return 2;
    (void)curl_global_init(CURL_GLOBAL_DEFAULT);
    static struct client all[CLIENTS_MAX];
    static pthread_t threads[CLIENTS_MAX];
    for (int i = 0; i < clients; i++)
        start_client(&all[i], (unsigned)i);
    ends = time(NULL) + seconds;
    for (long i = 0; i < n_cases; i++)
        open_case(&all[0], i);
    ends = time(NULL) + seconds;
    (void)signal(SIGUSR1, on_signal);
    for (int i = 0; i < clients; i++)
        if (pthread_create(&threads[i], NULL, run_client, &all[i]) != 0)
            return 2;
    for (int i = 0; i < clients; i++)
        (void)pthread_join(threads[i], NULL);
    for (int i = 0; i < clients; i++)
        end_client(&all[i]);
    printf("%ld acknowledged, %ld tried again, %ld wrong\n", (long)acknowledged, (long)retried, (long)wrong);
    return fclose(out) == 0 && wrong == 0 ? 0 : 1;
}
