/* Requests to the daemon over libcurl: one in, status and bounded body out.
 *
 * What is refused comes back as an error with the daemon's own code, sentence and pointer. Only what may be
 * repeated is sent again (reads, and events: their ids make a repeat harmless): four times, waiting 0.2, 0.4
 * … s with chance added, when the connection fails or the answer says that it is worth it. */
#ifndef SPOR_CLIENT_HTTP_H
#define SPOR_CLIENT_HTTP_H

#include <curl/curl.h>

#include "client/cli.h"
#include "client/session.h"

struct http;

struct answer {
    long status;
    json_t *json;  /* NULL: no body; owned by the caller */
    char etag[32]; /* without quotes; "": none */
    char next[32]; /* where the next page begins; "": this was the last */
    bool replayed; /* the daemon had it already */
};

enum http_flags { HTTP_REPEATABLE = 1, HTTP_NDJSON = 2 };

void http_free(struct http *http);

/* `path` begins with /v1. `body` NULL: none. `version` NULL, or the version of the case for If-Match. */
enum err_code http_send(struct cli *cli, const char *method, const char *path, const struct buf *body,
                        const char *version, unsigned flags, struct answer *out, struct err *err) NODISCARD;
/* GET whose answer is an object. */
enum err_code http_get(struct cli *cli, const char *path, json_t **out, struct err *err) NODISCARD;
/* GET whose body goes to a file as it comes, page after page. */
enum err_code http_get_pages(struct cli *cli, const char *path, FILE *to, struct err *err) NODISCARD;

/* GET, or POST with a body, whose answer is NDJSON, line by line as it comes. `on_line` borrows the value; an error it returns ends
 * the transfer. A line {"error": problem} is an error of the daemon's. */
typedef enum err_code (*http_line_cb)(void *data, const json_t *line, struct err *err);
enum err_code http_lines(struct cli *cli, const char *path, const struct buf *body, http_line_cb on_line,
                         void *data, struct err *err) NODISCARD;

/* For several requests at once: an easy handle with everything set but the body, and the list of its headers.
 */
enum err_code http_prepare(struct cli *cli, const char *path, CURL **easy, struct curl_slist **headers,
                           struct err *err) NODISCARD;
/* The error that a finished transfer means; ERR_NONE for 2xx. */
enum err_code http_judge(struct cli *cli, CURLcode result, long status, struct str body,
                         struct err *err) NODISCARD;
/* Waits before the n-th repetition. */
int http_pause_ms(int attempt);

/* Appends text as part of a path or a query, percent-encoded. */
void http_escape(struct buf *path, const char *text);

#endif
