/* Units on their way, see sender.h.
 *
 * A batch is gathered, then given to curl's multi handle; while IN_FLIGHT are there, adding waits for one of
 * them to come back. Its bytes go out while the next one is gathered. A request that fails as a whole for what is in it is cut in two until the unit at fault
 * stands alone. */
#include "client/sender.h"

#include "base/mem.h"
#include "client/http.h"

enum {
    BATCH_BYTES = 768 * 1024,
    BATCH_UNITS = 2000,
    PUMP_BYTES = 16 * 1024, /* gathered between two looks at what is on the way */
    IN_FLIGHT = 3,
    MAX_ANSWER = 16 * 1024 * 1024,
    ATTEMPTS = 8,
};

struct unit {
    struct sent_unit about;
    size_t from; /* where its lines begin in the body */
};

struct batch {
    struct batch *next;
    struct buf body, answer;
    struct unit *units;
    size_t n, cap;
    CURL *easy; /* NULL: not on the way */
    struct curl_slist *headers;
    int attempts;
    instant_t not_before; /* of a repetition */
};

struct sender {
    struct cli *cli;
    sent_cb *sent;
    void *ctx;
    const volatile sig_atomic_t *stop;
    CURLM *multi;
    struct batch *open;    /* being gathered */
    size_t unpumped;       /* bytes of it since the last look */
    struct batch *waiting; /* on the way, or to be sent again */
    size_t n_waiting;
};

static void batch_free(struct sender *sender, struct batch *batch)
{
    if (!batch)
        return;
    if (batch->easy) {
        curl_multi_remove_handle(sender->multi, batch->easy);
        curl_easy_cleanup(batch->easy);
    }
    curl_slist_free_all(batch->headers);
    buf_clear(&batch->body);
    buf_clear(&batch->answer);
    mem_free(batch->units);
    mem_free(batch);
}

static struct batch *batch_new(void)
{
    struct batch *batch = mem_new(sizeof *batch);
    if (batch) {
        buf_init(&batch->body, IMPORT_MAX_UNIT + BATCH_BYTES);
        buf_init(&batch->answer, MAX_ANSWER);
    }
    return batch;
}

static bool batch_add(struct batch *batch, const struct sent_unit *about, struct str lines)
{
    if (batch->n == batch->cap) {
        size_t cap = batch->cap ? 2 * batch->cap : 64;
        struct unit *grown = mem_resize(batch->units, cap * sizeof *grown);
        if (!grown)
            return false;
        batch->units = grown;
        batch->cap = cap;
    }
    batch->units[batch->n++] = (struct unit){*about, batch->body.len};
    buf_put_str(&batch->body, lines);
    return !batch->body.failed;
}

static struct str lines_of(const struct batch *batch, size_t i)
{
    size_t from = batch->units[i].from;
    size_t to = i + 1 < batch->n ? batch->units[i + 1].from : batch->body.len;
    return (struct str){batch->body.at + from, to - from};
}

static size_t on_answer(char *bytes, size_t one, size_t n, void *user)
{
    struct batch *batch = user;
    buf_put(&batch->answer, bytes, one * n);
    return batch->answer.failed ? 0 : one * n;
}

static enum err_code start(struct sender *sender, struct batch *batch, struct err *err)
{
    if (http_prepare(sender->cli, "/v1/events", &batch->easy, &batch->headers, err) != ERR_NONE)
        return err->code;
    buf_empty(&batch->answer);
    curl_easy_setopt(batch->easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)batch->body.len);
    curl_easy_setopt(batch->easy, CURLOPT_POSTFIELDS, batch->body.at);
    curl_easy_setopt(batch->easy, CURLOPT_WRITEFUNCTION, on_answer);
    curl_easy_setopt(batch->easy, CURLOPT_WRITEDATA, batch);
    curl_easy_setopt(batch->easy, CURLOPT_PRIVATE, batch);
    if (curl_multi_add_handle(sender->multi, batch->easy) != CURLM_OK)
        return err_set(err, ERR_NO_MEMORY, "no memory");
    return ERR_NONE;
}

static void queue(struct sender *sender, struct batch *batch)
{
    batch->next = sender->waiting;
    sender->waiting = batch;
    sender->n_waiting++;
}

static void unqueue(struct sender *sender, struct batch *batch)
{
    for (struct batch **at = &sender->waiting; *at; at = &(*at)->next) {
        if (*at == batch) {
            *at = batch->next;
            sender->n_waiting--;
            return;
        }
    }
}

/* `pointer`: where in the unit, NULL or "" where it is not known. */
static void tell(struct sender *sender, struct unit *unit, enum err_code code, const char *pointer,
                 const char *why)
{
    char text[sizeof((struct err *)NULL)->text + sizeof((struct err *)NULL)->pointer + 2];
    if (code && pointer && pointer[0]) {
        snprintf(text, sizeof text, "%s: %s", pointer, why);
        why = text;
    }
    unit->about.code = code;
    unit->about.why = code ? why : NULL;
    sender->sent(sender->ctx, &unit->about);
}

/* How many of the unit's events were there, as the file counts events. */
static uint32_t duplicates_of(const struct unit *unit, const json_t *answer)
{
    bool counts_all = unit->about.activities == unit->about.events;
    return (uint32_t)json_integer_value(
        json_object_get(answer, counts_all ? "duplicates" : "duplicate_activities"));
}

/* One answer for each case; several units of one case in a request share it. */
static void take_answers(struct sender *sender, struct batch *batch, const json_t *cases)
{
    size_t next = 0, n = json_array_size(cases);
    for (size_t i = 0; i < batch->n; i++) {
        struct unit *unit = &batch->units[i];
        const json_t *answer = NULL;
        for (size_t tries = 0; tries < n && !answer; tries++) {
            struct uuid id;
            const json_t *item = json_array_get(cases, (next + tries) % n);
            const char *text = json_string_value(json_object_get(item, "case"));
            if (text && str_to_uuid(str_of(text), &id) && uuid_equal(&id, &unit->about.case_id)) {
                answer = item;
                next = (next + tries + 1) % n;
            }
        }
        const json_t *problem = json_object_get(answer, "problem");
        json_int_t status = json_integer_value(json_object_get(answer, "status"));
        const char *detail = json_string_value(json_object_get(problem, "detail"));
        const json_t *first = json_array_get(json_object_get(problem, "errors"), 0);
        const char *pointer = json_string_value(json_object_get(first, "pointer"));
        unit->about.duplicates = duplicates_of(unit, answer);
        if (answer && status < 300)
            tell(sender, unit, ERR_NONE, NULL, NULL);
        else
            tell(sender, unit, cli_code(json_string_value(json_object_get(problem, "code")), (long)status),
                 pointer, detail ? detail : "the daemon gives no reason");
    }
}

/* Puts the two halves in the place of the batch. */
static enum err_code split(struct sender *sender, struct batch *batch, struct err *err)
{
    for (int half = 0; half < 2; half++) {
        struct batch *part = batch_new();
        bool ok = part != NULL;
        for (size_t i = half ? batch->n / 2 : 0; ok && i < (half ? batch->n : batch->n / 2); i++)
            ok = batch_add(part, &batch->units[i].about, lines_of(batch, i));
        if (!ok) {
            batch_free(sender, part);
            return err_set(err, ERR_NO_MEMORY, "no memory");
        }
        queue(sender, part);
    }
    return ERR_NONE;
}

static enum err_code finish(struct sender *sender, struct batch *batch, CURLcode result, struct err *err)
{
    long status = 0;
    struct err why = {0};
    enum err_code done = ERR_NONE;
    curl_easy_getinfo(batch->easy, CURLINFO_RESPONSE_CODE, &status);
    enum err_code code = http_judge(sender->cli, result, status, buf_str(&batch->answer), &why);
    curl_multi_remove_handle(sender->multi, batch->easy);
    curl_easy_cleanup(batch->easy);
    curl_slist_free_all(batch->headers);
    batch->easy = NULL;
    batch->headers = NULL;
    if (code != ERR_NONE && err_info(code)->retryable && ++batch->attempts < ATTEMPTS && !*sender->stop) {
        batch->not_before = cli_now() + (instant_t)http_pause_ms(batch->attempts) * 1000;
        return ERR_NONE;
    }
    unqueue(sender, batch);
    if (code == ERR_NONE) {
        json_t *root = json_loadb(batch->answer.at ? batch->answer.at : "", batch->answer.len, 0, NULL);
        const json_t *cases = json_object_get(root, "cases");
        if (json_is_array(cases))
            take_answers(sender, batch, cases);
        else
            done = err_set(err, ERR_INTERNAL, "the daemon's answer is not understood");
        json_decref(root);
    } else if (code == ERR_BAD_REQUEST || code == ERR_INVALID || code == ERR_TOO_LARGE ||
               code == ERR_PERSONAL_DATA) {
        if (batch->n > 1)
            done = split(sender, batch, err);
        else
            tell(sender, &batch->units[0], code, why.pointer, why.text);
    } else {
        if (err)
            *err = why;
        done = code;
    }
    batch_free(sender, batch);
    return done;
}

/* Moves the transfers on; waits until fewer than `most` batches are waiting. */
static enum err_code turn(struct sender *sender, size_t most, struct err *err)
{
    for (;;) {
        instant_t now = cli_now();
        for (struct batch *b = sender->waiting; b; b = b->next)
            if (!b->easy && b->not_before <= now && start(sender, b, err) != ERR_NONE)
                return err->code;
        int running = 0, left = 0;
        if (curl_multi_perform(sender->multi, &running) != CURLM_OK)
            return err_set(err, ERR_INTERNAL, "the transfers cannot go on");
        CURLMsg *message;
        while ((message = curl_multi_info_read(sender->multi, &left))) {
            char *batch = NULL;
            CURLcode result = message->data.result;
            if (message->msg != CURLMSG_DONE)
                continue;
            curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &batch);
            if (finish(sender, (struct batch *)(void *)batch, result, err) != ERR_NONE)
                return err->code;
        }
        if (sender->n_waiting < most)
            return ERR_NONE;
        curl_multi_poll(sender->multi, NULL, 0, 100, NULL);
    }
}

static enum err_code send_open(struct sender *sender, struct err *err)
{
    if (!sender->open || sender->open->n == 0)
        return ERR_NONE;
    if (turn(sender, IN_FLIGHT, err) != ERR_NONE)
        return err->code;
    queue(sender, sender->open);
    sender->open = NULL;
    return turn(sender, IN_FLIGHT + 1, err);
}

enum err_code sender_new(struct cli *cli, sent_cb *sent, void *ctx, const volatile sig_atomic_t *stop,
                         struct sender **out, struct err *err)
{
    struct sender *sender = mem_new(sizeof *sender);
    if (!sender)
        return err_set(err, ERR_NO_MEMORY, "no memory");
    *sender = (struct sender){.cli = cli, .sent = sent, .ctx = ctx, .stop = stop, .multi = curl_multi_init()};
    if (!sender->multi) {
        mem_free(sender);
        return err_set(err, ERR_NO_MEMORY, "no memory");
    }
    curl_multi_setopt(sender->multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, (long)IN_FLIGHT);
    *out = sender;
    return ERR_NONE;
}

enum err_code sender_unit(struct sender *sender, const struct import_unit *unit, struct err *err)
{
    struct sent_unit about = {.case_id = unit->case_id,
                              .line = unit->line,
                              .activities = unit->activities,
                              .assignments = unit->assignments,
                              .changes = unit->changes,
                              .events = unit->events};
    if (unit->continues) { /* its earlier part must be stored first */
        if (send_open(sender, err) != ERR_NONE || turn(sender, 1, err) != ERR_NONE)
            return err->code;
    }
    if (sender->open &&
        (sender->open->body.len + unit->lines.len > BATCH_BYTES || sender->open->n >= BATCH_UNITS) &&
        send_open(sender, err) != ERR_NONE)
        return err->code;
    if (!sender->open)
        sender->open = batch_new();
    if (!sender->open || !batch_add(sender->open, &about, unit->lines))
        return err_set(err, ERR_NO_MEMORY, "no memory");
    sender->unpumped += unit->lines.len;
    if (sender->n_waiting == 0 || sender->unpumped < PUMP_BYTES)
        return ERR_NONE;
    sender->unpumped = 0;
    return turn(sender, SIZE_MAX, err);
}

enum err_code sender_finish(struct sender *sender, struct err *err)
{
    if (!*sender->stop && send_open(sender, err) != ERR_NONE)
        return err->code;
    return turn(sender, 1, err);
}

void sender_free(struct sender *sender)
{
    if (!sender)
        return;
    batch_free(sender, sender->open);
    while (sender->waiting) {
        struct batch *batch = sender->waiting;
        unqueue(sender, batch);
        batch_free(sender, batch);
    }
    curl_multi_cleanup(sender->multi);
    mem_free(sender);
}
