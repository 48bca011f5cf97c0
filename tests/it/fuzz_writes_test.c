/* Fuzzes the write path of a running daemon with valid requests, many at once, some of them left in the middle.
 *
 *     fuzz_writes_test PORT CA REQUESTS TOKENS OUT       SPOR_SEED: which requests
 *
 * TOKENS has a line "name token" for each caller of writes.h. Every acknowledged event becomes a line "CASE EVENT SEQ
 * FEED" of OUT (feed 0: it was not told), for the database to be compared with. Requests come in rounds: made on what is
 * acknowledged so far, sent over all connections, answered; what was dropped after it was whole is sent again until it
 * has an answer, as a client would. An answer that nothing explains is a finding; it is printed with its request, and
 * makes the exit code 1. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "schema.gen.h"
#include "wire/json_rules.h"
#include "writes_judge.h"

enum {
    FINDINGS_MOST = 10,
    TRIES_MOST = 40,
    FLOOD_LEAST = 270, /* more cases than the daemon has at work at once */
    FLOOD_CASES = 420,
    FLOOD_EVENTS = 2,
    FLOOD_LINKS = 3,   /* one more than a caller may have at work */
    LEFT_US = 15000,   /* what is at work is left within this time … */
    WAITS_US = 300000, /* … and a flood that waits for others within this one */
    OFTEN = 2000,      /* floods come often among so many requests, then seldom */
};

static struct model models[MODELS];
static struct round *this_round;
static uint64_t cut, again_sent, floods, left_at_work;

/* ---- a round --------------------------------------------------------------------------------------------------- */

static bool make_request(struct request *request)
{
    struct dice *dice = &maker.dice;
    struct model *model = &models[below(dice, MODELS)], *many[PARTS];
    size_t n = 0;
    *request = (struct request){.want = WANT_DONE};
    if (model->in_flight > 0 && (model->in_flight > 2 || !chance(dice, 30)))
        return false;
    if (model->in_flight == 0 && model->ends && model->n > 0) {
        model->in_flight = 100;
        return make_reading(&maker, &net, model, request);
    }
    if (model->in_flight == 0 && chance(dice, 6)) {
        for (uint32_t i = 0; i < MODELS && n < PARTS; i++)
            if (models[i].in_flight == 0 && !models[i].ends && chance(dice, 25))
                many[n++] = &models[i];
        if (n == 0 || !make_bulk(&maker, &net, many, n, UNIT_EVENTS, request))
            return false;
        for (size_t i = 0; i < n; i++)
            many[i]->in_flight = 100;
        return true;
    }
    if (model->n == 0 || model->ends) {
        if (model->in_flight > 0 || model->ends)
            return false;
        model->in_flight = 100;
        return make_opening(&maker, &net, model, request);
    }
    bool made = chance(dice, 12) ? make_repeat(&maker, &net, model, request)
                                 : make_events(&maker, &net, model, request);
    if (!made) {
        model->ends = model->ends || (model->n > 20 && model->in_flight == 0 && chance(dice, 5));
        return false;
    }
    model->in_flight++;
    return true;
}

static const struct model *model_of(const struct request *request)
{
    if (request->again)
        for (size_t i = 0; i < MODELS; i++)
            if (request->again >= models[i].at && request->again < models[i].at + models[i].n)
                return &models[i];
    return request->parts ? request->parts->model : NULL;
}

static bool redacts(const struct request *request, const struct known *known)
{
    for (size_t i = 0; known && request->parts && !request->bulk && i < request->parts->n; i++)
        if (request->parts->events[i].value.kind == KIND_NOTE_REDACTED &&
            uuid_equal(&request->parts->events[i].ref, &known->id))
            return true;
    return false;
}

static bool make_round(uint64_t most)
{
    uint64_t n = 4 + below(&maker.dice, REQUESTS - 4);
    maker.now = now_here();
    this_round->n = 0;
    for (uint32_t tries = 0; this_round->n < n && this_round->n < most && tries < 3 * n; tries++)
        this_round->n += make_request(&this_round->at[this_round->n]);
    for (size_t i = 0; i < this_round->n; i++)
        for (size_t k = 0; k < this_round->n; k++) {
            struct request *one = &this_round->at[i], *two = &this_round->at[k];
            bool writes = two->want == WANT_DONE && !two->cut;
            if (i != k && model_of(one) == model_of(two) && writes && (one->control || two->control))
                one->loose = true;
            one->redacted = one->redacted || (i != k && redacts(two, one->again));
        }
    return this_round->n > 0;
}

static void pause_us(uint32_t us)
{
    struct timespec pause = {.tv_nsec = (long)us * 1000};
    (void)nanosleep(&pause, NULL);
}

/* Once more, on a connection of its own, until there is an answer. */
static void send_again(struct request *request)
{
    static struct link link;
    struct answer answer = {0};
    buf_init(&link.in, 8 << 20);
    while (!request->answered && request->tries < TRIES_MOST) {
        request->tries++;
        again_sent++;
        if (!link_open(&net, &link))
            continue;
        client_send(&link.client, request->bytes);
        answer = link_answer(&maker, &link);
        if (answer.status > 0)
            judge(request, &answer);
        if (!request->answered) {
            link_close(&maker.dice, &link);
            pause_us(20000);
        }
    }
    link_close(&maker.dice, &link);
    buf_clear(&link.in);
    if (!request->answered)
        finding(request, &answer, "no answer, however often it is asked");
}

/* The requests of one connection: all of them whole, or the last one cut. Returns how many answers are waited for. */
static size_t send_line(struct link *link, struct request *line, size_t n)
{
    struct dice *dice = &maker.dice;
    size_t wait = n;
    bool drops = chance(dice, 10);
    if (drops && chance(dice, 50)) {
        struct request *last = &line[n - 1];
        const char *body = memmem(last->bytes.at, last->bytes.len, "\r\n\r\n", 4);
        size_t head = body ? (size_t)(body - last->bytes.at) + 4 : last->bytes.len;
        size_t len =
            chance(dice, 50) || head == last->bytes.len ? head / 2 : head + (last->bytes.len - head) / 2;
        last->cut = true;
        cut++;
        for (size_t i = 0; i + 1 < n; i++)
            client_send(&link->client, line[i].bytes);
        client_send(&link->client, (struct str){last->bytes.at, len});
        wait = n - 1;
    } else
        for (size_t i = 0; i < n; i++)
            client_send(&link->client, line[i].bytes);
    sent += n;
    if (drops) {
        wait = below(dice, (uint32_t)wait + 1);
        net.dropped++;
    }
    return drops && wait == 0 ? 0 : wait;
}

/* The answers to the first `n` requests of a line. */
static void receive(struct link *link, struct request *line, size_t n)
{
    for (size_t k = 0; k < n; k++) {
        struct answer answer = link_answer(&maker, link);
        if (answer.status == 0) {
            finding(&line[k], NULL, "the connection was closed without an answer");
            link_close(&maker.dice, link);
            return;
        }
        judge(&line[k], &answer);
    }
}

/* A line with a bulk request is often left while that one is at work. Returns whether it was. */
static bool leave_at_work(struct link *link, struct request *line, size_t n)
{
    size_t i = 0;
    while (i < n && (!line[i].bulk || line[i].cut))
        i++;
    if (i == n || !link->open || !chance(&maker.dice, 40))
        return false;
    receive(link, line, i);
    pause_us(below(&maker.dice, LEFT_US));
    link_close(&maker.dice, link);
    left_at_work++;
    return true;
}

static void run_round(void)
{
    size_t first[LINKS + 1] = {0}, wait[LINKS] = {0}, n_links = 0;
    for (size_t i = 0; i < this_round->n && n_links < LINKS; n_links++) {
        size_t n = 1 + below(&maker.dice, LINE_OF);
        first[n_links] = i;
        i = i + n < this_round->n ? i + n : this_round->n;
        first[n_links + 1] = i;
    }
    this_round->n = first[n_links];
    for (size_t i = 0; i < n_links; i++) {
        struct link *link = &net.links[i];
        size_t n = first[i + 1] - first[i];
        if (!link_open(&net, link)) {
            finding(NULL, NULL, "no connection");
            continue;
        }
        wait[i] = send_line(link, &this_round->at[first[i]], n);
        if (wait[i] == n && leave_at_work(link, &this_round->at[first[i]], n))
            wait[i] = 0;
        if (wait[i] == 0)
            link_close(&maker.dice, link);
    }
    for (size_t i = 0; i < n_links; i++) {
        struct link *link = &net.links[i];
        size_t n = first[i + 1] - first[i];
        receive(link, &this_round->at[first[i]], wait[i]);
        if (wait[i] < n)
            link_close(&maker.dice, link);
    }
    for (size_t i = 0; i < this_round->n; i++)
        if (!this_round->at[i].answered && !this_round->at[i].cut)
            send_again(&this_round->at[i]);
}

static void new_model(struct model *model)
{
    arena_clear(&model->arena);
    arena_init(&model->arena, 64 << 20);
    model->id = random_uuid(&maker.dice);
    model->n = 0;
    model->born = DAY_NONE;
    model->is_protected = model->ends = model->read = model->lost = false;
}

/* More new cases in one request than the daemon has at work at once, sent over several connections, more than one caller has
 * at work. All are left, the last ones first: while they wait, or while some cases are recorded, some being recorded and some
 * not begun. What is sent again until it has an answer meets all of it. */
static void run_flood(void)
{
    static struct model cases[FLOOD_CASES];
    static struct link links[FLOOD_LINKS];
    struct model *many[FLOOD_CASES];
    struct request request = {.want = WANT_DONE};
    size_t n = FLOOD_LEAST + below(&maker.dice, FLOOD_CASES - FLOOD_LEAST + 1);
    for (size_t i = 0; i < n; i++)
        new_model(many[i] = &cases[i]);
    if (!make_bulk(&maker, &net, many, n, FLOOD_EVENTS, &request))
        return;
    floods++;
    sent++;
    for (uint32_t i = 0; i < FLOOD_LINKS; i++)
        if (link_open(&net, &links[i]))
            client_send(&links[i].client, request.bytes), request.tries++;
    for (uint32_t i = FLOOD_LINKS; i-- > 0; left_at_work++) {
        pause_us(below(&maker.dice, i + 1 == FLOOD_LINKS ? WAITS_US : 3 * LEFT_US));
        link_close(&maker.dice, &links[i]);
    }
    send_again(&request);
    for (size_t i = 0; i < n; i++)
        arena_clear(&cases[i].arena);
}

/* What was acknowledged in the round counts for the next one. */
static void settle(struct model *model)
{
    model->in_flight = 0;
    for (size_t i = 0; i < model->n; i++) {
        struct known *known = &model->at[i];
        if (known->value.seq != i + 1 && !model->lost) {
            finding(NULL, NULL, "an event that nobody acknowledged stands in a case, or one stands twice");
            model->lost = true;
        }
        for (size_t k = 0; (known->value.fields & FIELD_REF) && known->value.ref == 0 && k < i; k++)
            if (uuid_equal(&model->at[k].id, &known->ref))
                known->value.ref = model->at[k].value.seq;
        if (known->value.kind == KIND_NOTE_REDACTED && known->value.ref > 0)
            model->at[known->value.ref - 1].kept = false;
    }
    if (model->read || model->lost)
        new_model(model);
    else if (model->n >= CASE_EVENTS)
        model->ends = true;
}

/* ---- from beginning to end -------------------------------------------------------------------------------------- */

static bool read_tokens(const char *path)
{
    static char text[4096];
    FILE *file = fopen(path, "rb");
    size_t len = file ? fread(text, 1, sizeof text, file) : 0;
    if (!file || fclose(file) != 0)
        return false;
    for (char *line = text; line < text + len;) {
        char *end = memchr(line, '\n', (size_t)(text + len - line));
        char *space = end ? memchr(line, ' ', (size_t)(end - line)) : NULL;
        if (!space)
            return false;
        for (uint32_t i = 1; i < CALLERS; i++)
            if (str_equal((struct str){line, (size_t)(space - line)}, str_of(caller_names[i])))
                net.tokens[i] = (struct str){space + 1, (size_t)(end - space) - 1};
        line = end + 1;
    }
    for (uint32_t i = 1; i < CALLERS; i++)
        if (net.tokens[i].len == 0)
            return false;
    return true;
}

static bool read_rules(struct arena *arena)
{
    struct str texts[RULE_SETS_MAX];
    struct rule_set_list list;
    struct err err;
    size_t n = 0;
    for (const struct schema_file *pack = schema_rulesets; pack->name; pack++)
        texts[n++] = (struct str){pack->text, pack->len};
    if (json_rule_sets(arena, texts, n, &list, &err)) {
        (void)fprintf(stderr, "rule sets: %s %s\n", err.pointer, err.text);
        return false;
    }
    maker.sets = list.resolved;
    return true;
}

static void report(void)
{
    printf("%llu requests, %llu answered, %llu cut, %llu connections left, %llu sent again, %llu not now\n",
           (unsigned long long)sent, (unsigned long long)answered, (unsigned long long)cut,
           (unsigned long long)net.dropped, (unsigned long long)again_sent, (unsigned long long)unavailable);
    printf("%llu floods of cases, %llu bulk requests left at work\n", (unsigned long long)floods,
           (unsigned long long)left_at_work);
    printf(
        "%llu events of %llu cases recorded, %llu cases read back, %llu given up by who sees them no more, "
        "%llu requests of who does not see the case\n",
        (unsigned long long)recorded, (unsigned long long)opened, (unsigned long long)read_back,
        (unsigned long long)lost, (unsigned long long)unseen);
    for (uint32_t want = 0; want < WANT_COUNT; want++) {
        printf("%-16s", want_names[want]);
        for (uint32_t status = 0; status < STATUSES; status++)
            if (of_want[want][status] > 0)
                printf(" %u: %llu", status, (unsigned long long)of_want[want][status]);
        printf("\n");
    }
    uint32_t kinds = 0;
    for (uint32_t kind = 1; kind < KIND_COUNT; kind++) {
        kinds += maker.accepted[kind] > 0;
        printf("%-24s accepted %llu, refused %llu\n", kind_info((enum kind)kind)->name,
               (unsigned long long)maker.accepted[kind], (unsigned long long)refused_of[kind]);
    }
    printf("kinds %u of %u\n", kinds, (uint32_t)KIND_COUNT - 1);
    printf("as wanted %llu of 1000\n", (unsigned long long)(answered > 0 ? done * 1000 / answered : 0));
    printf("findings %d\n", findings);
}

static bool all_read(void)
{
    for (uint32_t i = 0; i < MODELS; i++)
        if (models[i].n > 0)
            return false;
    return true;
}

int main(int argc, char **argv)
{
    struct arena forever;
    int64_t port, requests, number = 1;
    const char *text = getenv("SPOR_SEED");
    if (argc != 6 || !str_to_i64(str_of(argv[1]), 1, 65535, &port) ||
        !str_to_i64(str_of(argv[3]), 1, INT64_MAX, &requests) ||
        (text && !str_to_i64(str_of(text), 1, INT64_MAX, &number)))
        return 2;
    seed = (uint64_t)number;
    maker.dice = dice_of(seed);
    net.port = (int)port;
    net.ctx = SSL_CTX_new(TLS_client_method());
    out = fopen(argv[5], "w");
    arena_init(&forever, 64 << 20);
    arena_init(&maker.arena, 1 << 30);
    this_round = mem_new(sizeof *this_round);
    if (!net.ctx || SSL_CTX_load_verify_locations(net.ctx, argv[2], NULL) != 1 || !out || !this_round ||
        !read_tokens(argv[4]) || !read_rules(&forever))
        return 2;
    SSL_CTX_set_verify(net.ctx, SSL_VERIFY_PEER, NULL);
    for (uint32_t i = 0; i < LINKS; i++)
        buf_init(&net.links[i].in, 8 << 20);
    for (uint32_t i = 0; i < MODELS; i++)
        new_model(&models[i]);
    bool ends = false;
    while (findings < FINDINGS_MOST && !(ends && all_read())) {
        ends = ends || sent >= (uint64_t)requests;
        for (uint32_t i = 0; ends && i < MODELS; i++)
            models[i].ends = true;
        if (make_round(ends ? MODELS : REQUESTS))
            run_round();
        if (!ends && chance(&maker.dice, sent < OFTEN ? 20 : 2))
            run_flood();
        for (uint32_t i = 0; i < MODELS; i++)
            settle(&models[i]);
        arena_clear(&maker.arena);
        if (fflush(out) != 0)
            return 2;
    }
    report();
    for (uint32_t i = 0; i < LINKS; i++) {
        link_close(&maker.dice, &net.links[i]);
        buf_clear(&net.links[i].in);
    }
    for (uint32_t i = 0; i < MODELS; i++)
        arena_clear(&models[i].arena);
    arena_clear(&maker.arena);
    arena_clear(&forever);
    mem_free(this_round);
    SSL_CTX_free(net.ctx);
    return fclose(out) == 0 && findings == 0 ? 0 : 1;
}
