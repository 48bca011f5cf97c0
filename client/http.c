/* Requests to the daemon, see http.h. */
#include "client/http.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <poll.h>
#include <strings.h>
#include <unistd.h>

#include "base/mem.h"
#include "client/say.h"

enum { MAX_ANSWER = 64 * 1024 * 1024, ATTEMPTS = 4 };

struct http {
    struct session session;
    CURL *easy;
    struct buf body;
    char etag[32];
    char next[32];
    bool replayed;
    FILE *to;
    bool to_terminal;
    http_line_cb on_line; /* instead of gathering the body */
    void *line_data;
    struct err line_err;
};

void http_free(struct http *http)
{
    if (!http)
        return;
    curl_easy_cleanup(http->easy);
    buf_clear(&http->body);
    OPENSSL_cleanse(http, sizeof *http);
    mem_free(http);
    curl_global_cleanup();
}

static enum err_code open_http(struct cli *cli, struct err *err)
{
    if (cli->http)
        return ERR_NONE;
    struct http *http = mem_new(sizeof *http);
    if (!http || curl_global_init(CURL_GLOBAL_DEFAULT) != 0) {
        mem_free(http);
        return err_set(err, ERR_NO_MEMORY, "no memory");
    }
    cli->http = http;
    buf_init(&http->body, MAX_ANSWER);
    http->easy = curl_easy_init();
    if (!http->easy)
        return err_set(err, ERR_NO_MEMORY, "no memory");
    return session_load(cli, &http->session, err);
}

static enum err_code judge_problem(const json_t *problem, long status, struct err *err)
{
    const char *name = json_string_value(json_object_get(problem, "code"));
    const char *detail = json_string_value(json_object_get(problem, "detail"));
    const char *title = json_string_value(json_object_get(problem, "title"));
    const json_t *first = json_array_get(json_object_get(problem, "errors"), 0);
    const char *pointer = json_string_value(json_object_get(first, "pointer"));
    return err_set_at(err, cli_code(name, status), pointer ? pointer : "", "%s",
                      detail  ? detail
                      : title ? title
                              : "no reason given");
}

/* Whole lines go to their function; the rest of the last one stays in the body. False: stop. */
static bool give_lines(struct http *http)
{
    size_t from = 0;
    for (char *end; (end = memchr(http->body.at + from, '\n', http->body.len - from));) {
        size_t len = (size_t)(end - http->body.at) - from;
        json_t *line = json_loadb(http->body.at + from, len, JSON_REJECT_DUPLICATES, NULL);
        const json_t *problem = json_object_get(line, "error");
        if (!line)
            (void)err_set(&http->line_err, ERR_INTERNAL, "a line of the answer is not JSON");
        else if (problem)
            (void)judge_problem(problem, 500, &http->line_err);
        else
            (void)http->on_line(http->line_data, line, &http->line_err);
        json_decref(line);
        if (http->line_err.code)
            return false;
        from += len + 1;
    }
    memmove(http->body.at, http->body.at + from, http->body.len - from);
    http->body.len -= from;
    return true;
}

/* What is for programs, on a terminal: whole lines, the rest of the last one stays in the body. */
static void show_lines(struct http *http)
{
    size_t from = 0;
    for (char *end;
         http->body.len > from && (end = memchr(http->body.at + from, '\n', http->body.len - from));) {
        size_t len = (size_t)(end - http->body.at) - from;
        say_json(http->to, (struct str){http->body.at + from, len});
        from += len + 1;
    }
    buf_drop(&http->body, from);
}

static size_t on_body(char *bytes, size_t one, size_t n, void *user)
{
    struct http *http = user;
    long status = 0;
    curl_easy_getinfo(http->easy, CURLINFO_RESPONSE_CODE, &status);
    if (http->to && status < 300 && !http->to_terminal)
        return fwrite(bytes, one, n, http->to); /* allow fwrite: for programs, and it must be whole */
    buf_put(&http->body, bytes, one * n);
    if (http->to && status < 300)
        show_lines(http);
    if (http->body.failed || (http->on_line && status < 300 && !give_lines(http)))
        return 0;
    return one * n;
}

static size_t on_header(char *line, size_t one, size_t n, void *user)
{
    struct http *http = user;
    struct str text = {line, one * n};
    if (text.len > 6 && strncasecmp(line, "etag:", 5) == 0) {
        size_t len = 0;
        for (size_t i = 5; i < text.len && len + 1 < sizeof http->etag; i++)
            if (line[i] >= '0' && line[i] <= '9')
                http->etag[len++] = line[i];
        http->etag[len] = '\0';
    }
    if (text.len > 10 && strncasecmp(line, "spor-next:", 10) == 0) {
        size_t len = 0;
        for (size_t i = 10; i < text.len && len + 1 < sizeof http->next; i++)
            if (line[i] >= '0' && line[i] <= '9')
                http->next[len++] = line[i];
        http->next[len] = '\0';
    }
    if (text.len > 20 && strncasecmp(line, "idempotent-replayed:", 20) == 0)
        http->replayed = true;
    return text.len;
}

static void set_common(struct cli *cli, CURL *easy)
{
    struct http *http = cli->http;
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "https");
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L); /* somebody may be called ".." */
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, 10000L);
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, 120L);
    curl_easy_setopt(easy, CURLOPT_USERAGENT, "spor");
    curl_easy_setopt(easy, CURLOPT_NOPROXY, "*");
    if (http->session.ca[0])
        curl_easy_setopt(easy, CURLOPT_CAINFO, http->session.ca);
}

static bool add_header(struct curl_slist **list, const char *line)
{
    struct curl_slist *longer = curl_slist_append(*list, line);
    if (longer)
        *list = longer;
    return longer != NULL;
}

static bool set_headers(struct cli *cli, struct curl_slist **list, const char *type)
{
    struct http *http = cli->http;
    char line[SESSION_TEXT + 40];
    bool ok = add_header(list, cli->danish ? "Accept-Language: da" : "Accept-Language: en") &&
              add_header(list, "Expect:");
    if (http->session.token[0]) {
        snprintf(line, sizeof line, "Authorization: Bearer %s", http->session.token);
        ok = ok && add_header(list, line);
        OPENSSL_cleanse(line, sizeof line);
    }
    if (type) {
        snprintf(line, sizeof line, "Content-Type: %s", type);
        ok = ok && add_header(list, line);
    }
    return ok;
}

/* Who is logged in at another server can only log in here: the session is not shown around. */
static enum err_code may_ask(struct cli *cli, const char *method, const char *path, struct err *err)
{
    const struct session *session = &cli->http->session;
    bool log_in = strcmp(method, "POST") == 0 && strcmp(path, "/v1/sessions") == 0;
    if (!session->home[0] || log_in)
        return ERR_NONE;
    return err_set(
        err, ERR_UNAUTHENTICATED,
        cli_say(
            cli,
            "du er logget ind på %.200s, ikke på %.200s: log ind dér med spor login --url, eller udelad "
            "--url og SPOR_URL",
            "you are logged in at %.200s, not at %.200s: log in there with spor login --url, or leave out "
            "--url and SPOR_URL"),
        session->home, session->url);
}

static bool set_url(struct cli *cli, CURL *easy, const char *path)
{
    struct buf url;
    buf_init(&url, 16 * 1024);
    buf_printf(&url, "%s%s", cli->http->session.url, path);
    buf_put_char(&url, '\0');
    bool ok = !url.failed && curl_easy_setopt(easy, CURLOPT_URL, url.at) == CURLE_OK;
    buf_clear(&url);
    return ok;
}

enum err_code http_judge(struct cli *cli, CURLcode result, long status, struct str body, struct err *err)
{
    const char *url = cli->http ? cli->http->session.url : "";
    cli->refused = false;
    if (result == CURLE_PEER_FAILED_VERIFICATION || result == CURLE_SSL_CACERT_BADFILE)
        return err_set(err, ERR_FORBIDDEN,
                       cli_say(cli, "%s: serverens certifikat er ikke betroet; giv --ca FIL eller SPOR_CA",
                               "%s: the server's certificate is not trusted; give --ca FILE or SPOR_CA"),
                       url);
    if (result == CURLE_WRITE_ERROR)
        return err_set(err, ERR_TOO_LARGE,
                       cli_say(cli, "svaret kunne ikke gemmes", "the answer could not be kept"));
    if (result != CURLE_OK)
        return err_set(err, ERR_UNAVAILABLE, cli_say(cli, "%s svarer ikke: %s", "%s does not answer: %s"),
                       url, curl_easy_strerror(result));
    if (status >= 200 && status < 300)
        return ERR_NONE;
    json_t *problem = json_loadb(body.at ? body.at : "", body.len, 0, NULL);
    enum err_code code = judge_problem(problem, status, err);
    cli->refused = true;
    json_decref(cli->errors);
    cli->errors = json_incref(json_object_get(problem, "errors"));
    json_decref(problem);
    return code;
}

int http_pause_ms(int attempt)
{
    unsigned char chance = 128;
    RAND_bytes(&chance, 1);
    int base = 200 << (attempt < 5 ? attempt : 5);
    return base / 2 + base * chance / 256;
}

enum err_code http_send(struct cli *cli, const char *method, const char *path, const struct buf *body,
                        const char *version, unsigned flags, struct answer *out, struct err *err)
{
    *out = (struct answer){0};
    if (open_http(cli, err) != ERR_NONE || may_ask(cli, method, path, err) != ERR_NONE)
        return err->code;
    struct http *http = cli->http;
    const char *type = !body ? NULL : flags & HTTP_NDJSON ? "application/x-ndjson" : "application/json";
    struct curl_slist *headers = NULL;
    enum err_code code = ERR_NONE;
    char match[64];
    for (int attempt = 0;; attempt++) {
        curl_easy_reset(http->easy);
        set_common(cli, http->easy);
        curl_slist_free_all(headers);
        headers = NULL;
        bool ok = set_headers(cli, &headers, type) && set_url(cli, http->easy, path);
        if (version) {
            snprintf(match, sizeof match, "If-Match: \"%.40s\"", version);
            ok = ok && add_header(&headers, match);
        }
        if (!ok) {
            code = err_set(err, ERR_NO_MEMORY, "no memory");
            break;
        }
        curl_easy_setopt(http->easy, CURLOPT_HTTPHEADER, headers);
        curl_easy_setopt(http->easy, CURLOPT_WRITEFUNCTION, on_body);
        curl_easy_setopt(http->easy, CURLOPT_WRITEDATA, http);
        curl_easy_setopt(http->easy, CURLOPT_HEADERFUNCTION, on_header);
        curl_easy_setopt(http->easy, CURLOPT_HEADERDATA, http);
        if (body) {
            curl_easy_setopt(http->easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)body->len);
            curl_easy_setopt(http->easy, CURLOPT_POSTFIELDS, body->at ? body->at : "");
        }
        curl_easy_setopt(http->easy, CURLOPT_CUSTOMREQUEST, method);
        buf_empty(&http->body);
        http->etag[0] = http->next[0] = '\0';
        http->replayed = false;
        CURLcode result = curl_easy_perform(http->easy);
        curl_easy_getinfo(http->easy, CURLINFO_RESPONSE_CODE, &out->status);
        code = http_judge(cli, result, out->status, buf_str(&http->body), err);
        bool again = code != ERR_NONE && err_info(code)->retryable && flags & HTTP_REPEATABLE && !http->to;
        if (!again || attempt + 1 == ATTEMPTS)
            break;
        poll(NULL, 0, http_pause_ms(attempt));
    }
    curl_slist_free_all(headers);
    if (code != ERR_NONE)
        return code;
    memcpy(out->etag, http->etag, sizeof out->etag);
    memcpy(out->next, http->next, sizeof out->next);
    out->replayed = http->replayed;
    if (http->body.len > 0) {
        out->json = json_loadb(http->body.at, http->body.len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, NULL);
        if (!out->json)
            return err_set(err, ERR_INTERNAL, cli_say(cli, "svaret er ikke JSON", "the answer is not JSON"));
    }
    return ERR_NONE;
}

enum err_code http_get(struct cli *cli, const char *path, json_t **out, struct err *err)
{
    struct answer answer;
    enum err_code code = http_send(cli, "GET", path, NULL, NULL, HTTP_REPEATABLE, &answer, err);
    *out = answer.json;
    if (code == ERR_NONE && !json_is_object(answer.json)) {
        json_decref(answer.json);
        *out = NULL;
        return err_set(err, ERR_INTERNAL,
                       cli_say(cli, "svaret er ikke et objekt", "the answer is no object"));
    }
    return code;
}

enum err_code http_get_pages(struct cli *cli, const char *path, FILE *to, struct err *err)
{
    struct answer answer = {0};
    enum err_code code = open_http(cli, err);
    do {
        char page[160];
        snprintf(page, sizeof page, "%s%s%s", path, answer.next[0] ? "?after=" : "", answer.next);
        if (code == ERR_NONE) {
            cli->http->to = to;
            cli->http->to_terminal = isatty(fileno(to)) == 1;
            code = http_send(cli, "GET", page, NULL, NULL, 0, &answer, err);
            cli->http->to = NULL;
            json_decref(answer.json);
        }
    } while (code == ERR_NONE && answer.next[0]);
    return code;
}

enum err_code http_lines(struct cli *cli, const char *path, const struct buf *body, http_line_cb on_line,
                         void *data, struct err *err)
{
    struct answer answer = {0};
    enum err_code code = open_http(cli, err);
    if (code)
        return code;
    struct http *http = cli->http;
    http->on_line = on_line;
    http->line_data = data;
    code = http_send(cli, body ? "POST" : "GET", path, body, NULL, 0, &answer, err);
    http->on_line = NULL;
    json_decref(answer.json);
    if (http->line_err.code) { /* the transfer ended because of it */
        *err = http->line_err;
        code = err->code;
    }
    return code;
}

enum err_code http_prepare(struct cli *cli, const char *path, CURL **easy, struct curl_slist **headers,
                           struct err *err)
{
    if (open_http(cli, err) != ERR_NONE || may_ask(cli, "POST", path, err) != ERR_NONE)
        return err->code;
    *headers = NULL;
    *easy = curl_easy_init();
    if (!*easy || !set_headers(cli, headers, "application/x-ndjson") || !set_url(cli, *easy, path)) {
        curl_easy_cleanup(*easy);
        curl_slist_free_all(*headers);
        return err_set(err, ERR_NO_MEMORY, "no memory");
    }
    set_common(cli, *easy);
    curl_easy_setopt(*easy, CURLOPT_POST, 1L);
    curl_easy_setopt(*easy, CURLOPT_HTTPHEADER, *headers);
    return ERR_NONE;
}

void http_escape(struct buf *path, const char *text)
{
    for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
        bool plain = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9') ||
                     *c == '-' || *c == '_' || *c == '.' || *c == '~';
        if (plain)
            buf_put_char(path, (char)*c);
        else
            buf_printf(path, "%%%02X", *c);
    }
}
