/* What the fuzz of the write path makes of an answer: is it explained, is what is acknowledged what was sent, and does the
 * case read back the same? Keeps count. For tests only; included once. */
#ifndef SPOR_WRITES_JUDGE_H
#define SPOR_WRITES_JUDGE_H

#include <math.h>
#include <stdio.h>
#include <time.h>

#include "wire/json.h"
#include "writes_requests.h"

enum { STATUSES = 600 };

static struct maker maker;
static struct net net;
static FILE *out;
static uint64_t seed, sent, answered, done, opened, recorded, read_back, lost, unavailable, unseen;
static const char *const want_names[] = {
#define W(id, name) name,
    WANTS(W)
#undef W
};
static uint64_t of_want[WANT_COUNT][STATUSES], refused_of[KIND_COUNT];
static int findings;

static void finding(const struct request *request, const struct answer *answer, const char *what)
{
    findings++;
    (void)fprintf(stderr, "FINDING (SPOR_SEED=%llu, request %llu): %s\n", (unsigned long long)seed,
                  (unsigned long long)sent, what);
    if (request)
        (void)fprintf(stderr, "--- %s of %s%s%s\n%.*s\n", want_names[request->want],
                      caller_names[request->caller], request->hidden ? ", who does not see the case" : "",
                      request->loose ? ", not alone" : "",
                      (int)(request->bytes.len < 6000 ? request->bytes.len : 6000), request->bytes.at);
    if (answer)
        (void)fprintf(stderr, "--- answer %d\n%.*s%.*s\n", answer->status, STR_ARG(answer->head),
                      STR_ARG(answer->body));
}

/* ---- what is acknowledged is what was sent -------------------------------------------------------------------- */

static bool same(const struct json *one, const struct json *two);

static bool is_in(const struct json *item, const struct json *list)
{
    for (size_t i = 0; i < list->n; i++)
        if (same(item, &list->items[i]))
            return true;
    return false;
}

/* Lists are sets; numbers and instants are compared by their values. */
static bool same(const struct json *one, const struct json *two)
{
    instant_t a, b;
    if (one->is == JSON_IS_ARRAY) {
        for (size_t i = 0; i < one->n; i++)
            if (two->is != JSON_IS_ARRAY || !is_in(&one->items[i], two))
                return false;
        return two->is == JSON_IS_ARRAY && one->n == two->n;
    }
    if (one->is == JSON_IS_INT || one->is == JSON_IS_REAL)
        return (two->is == JSON_IS_INT || two->is == JSON_IS_REAL) && fabs(one->real - two->real) < 0.001;
    if (one->is != JSON_IS_TEXT || two->is != JSON_IS_TEXT)
        return false;
    return str_equal(one->text, two->text) ||
           (instant_parse(one->text, &a) && instant_parse(two->text, &b) && a == b);
}

/* Every member that was sent stands in the answer. */
static bool holds(const struct json *got, struct str body, bool without_note)
{
    const struct json *wanted = NULL;
    struct err err;
    if (json_parse(&maker.arena, body, &wanted, &err))
        return false;
    for (size_t i = 0; i < wanted->n; i++) {
        const struct json_member *member = &wanted->members[i];
        char name[32];
        (void)snprintf(name, sizeof name, "%.*s", STR_ARG(member->name));
        const struct json *value = json_find(got, name);
        if (without_note && str_equal(member->name, STR("note")))
            continue;
        if (!value && member->value.is == JSON_IS_ARRAY && member->value.n == 0)
            continue;
        if (!value || !same(&member->value, value))
            return false;
    }
    return true;
}

static int64_t number_in(const struct json *object, const char *name)
{
    const struct json *value = json_find(object, name);
    return value && value->is == JSON_IS_INT ? value->number : 0;
}

static instant_t instant_in(const struct json *object, const char *name)
{
    const struct json *value = json_find(object, name);
    instant_t instant = INSTANT_NONE;
    return value && value->is == JSON_IS_TEXT && instant_parse(value->text, &instant) ? instant
                                                                                      : INSTANT_NONE;
}

static void write_down(const struct model *model, const struct known *known, int64_t feed)
{
    char course[UUID_TEXT], event[UUID_TEXT];
    uuid_to_text(&model->id, course);
    uuid_to_text(&known->id, event);
    (void)fprintf(out, "%.*s %.*s %u %lld\n", UUID_TEXT, course, UUID_TEXT, event, known->value.seq,
                  (long long)feed);
}

/* Takes an event into the model, at the place of its seq. */
static void take_in(struct model *model, struct known known, int64_t feed)
{
    known.body = arena_copy(&model->arena, known.body);
    if (known.answer.at)
        known.answer = arena_copy(&model->arena, known.answer);
    known.value.ref = 0;
    size_t at = model->n++;
    for (; at > 0 && model->at[at - 1].value.seq > known.value.seq; at--)
        model->at[at] = model->at[at - 1];
    model->at[at] = known;
    maker.accepted[known.value.kind]++;
    recorded++;
    opened += known.value.seq == 1;
    write_down(model, &known, feed);
}

static void take_answer(const struct request *request, const struct answer *answer)
{
    const struct json *body = NULL;
    struct err err;
    struct part *part = request->parts;
    if (json_parse(&maker.arena, answer->body, &body, &err)) {
        finding(request, answer, "the answer is no JSON");
        return;
    }
    const struct json *items = request->single ? body : json_find(body, "events");
    size_t n = request->single ? 1 : items ? items->n : 0;
    if (n != part->n) {
        finding(request, answer, "another number of events is acknowledged");
        return;
    }
    for (size_t i = 0; i < n; i++) {
        const struct json *item = request->single ? body : &items->items[i];
        struct known known = part->events[i];
        known.value.seq = (uint32_t)number_in(item, "seq");
        known.value.recorded_at = instant_in(item, "recorded_at");
        known.value.occurred_at = instant_in(item, "occurred_at");
        if (known.value.seq == 0 || known.value.recorded_at == INSTANT_NONE ||
            !holds(item, known.body, false))
            finding(request, answer, "what is acknowledged is not what was sent");
        if (request->single && !request->bare)
            known.answer = answer->body;
        take_in(part->model, known, number_in(item, "feed"));
    }
}

/* Of a bulk request: each case by itself, in the order in which it was first named. */
static void take_cases(const struct request *request, const struct answer *answer)
{
    const struct json *body = NULL, *cases = NULL;
    struct err err;
    if (json_parse(&maker.arena, answer->body, &body, &err) || !(cases = json_find(body, "cases")) ||
        cases->n != request->n_parts) {
        finding(request, answer, "another number of cases is answered");
        return;
    }
    for (size_t i = 0; i < cases->n; i++) {
        const struct json *id = json_find(&cases->items[i], "case");
        int64_t status = number_in(&cases->items[i], "status");
        struct part *part = NULL;
        struct uuid uuid;
        for (size_t k = 0; k < request->n_parts && id && str_to_uuid(id->text, &uuid); k++)
            if (uuid_equal(&uuid, &request->parts[k].model->id))
                part = &request->parts[k];
        bool is_done = status == 201 || (status == 200 && (request->tries > 0 || request->want == WANT_DRY));
        if (!part || !is_done) {
            finding(request, answer, "a case of many is refused");
            continue;
        }
        if (request->want == WANT_DRY)
            continue;
        part->model->born = part->born;
        part->model->is_protected = part->model->is_protected || part->protects;
        for (size_t k = 0; k < part->n; k++) {
            struct known known = part->events[k];
            known.value.seq = (uint32_t)part->model->n + 1;
            take_in(part->model, known, 0);
        }
    }
}

/* A case as it is read back is what was acknowledged, and nothing else. */
static void compare(const struct request *request, const struct answer *answer)
{
    const struct json *body = NULL, *items = NULL;
    struct model *model = request->parts->model;
    struct err err;
    model->read = true;
    if (json_parse(&maker.arena, answer->body, &body, &err) || !(items = json_find(body, "items")) ||
        items->n != model->n) {
        finding(request, answer, "the case has another number of events than were acknowledged");
        return;
    }
    for (size_t i = 0; i < items->n; i++) {
        const struct json *id = json_find(&items->items[i], "event_id"),
                          *hidden = json_find(&items->items[i], "voided");
        struct uuid uuid;
        if (!id || !str_to_uuid(id->text, &uuid) || !uuid_equal(&uuid, &model->at[i].id) ||
            number_in(&items->items[i], "seq") != (int64_t)i + 1 ||
            (!hidden && !holds(&items->items[i], model->at[i].body, true)))
            finding(request, answer, "an event is not as it was acknowledged");
    }
    read_back++;
}

/* ---- answers --------------------------------------------------------------------------------------------------- */

static void count(const struct request *request, int status)
{
    of_want[request->want][status < STATUSES ? status : 0]++;
    answered++;
    for (size_t i = 0; request->want == WANT_DONE && status >= 400 && i < request->n_parts; i++)
        for (size_t k = 0; k < request->parts[i].n; k++)
            refused_of[request->parts[i].events[k].value.kind]++;
}

/* Sent again after it was recorded: what it says itself hides the case from its caller. */
static bool hides_itself(const struct request *request)
{
    return request->tries > 0 && request->want == WANT_DONE && !request->bulk &&
           !(who_sees_model(&maker, request->parts->model, request->parts) >> request->caller & 1);
}

/* What an import wrote, sent by a person who may not write such an event in any case: that is said before one is looked
 * for. */
static bool is_no_form_of_his(const struct request *request, int status)
{
    return request->want == WANT_OTHER && request->again->by == TOKEN && (status == 403 || status == 400);
}

static instant_t now_here(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (instant_t)now.tv_sec * SECOND + now.tv_nsec / 1000;
}

/* Is a refusal explained: by somebody who came first, or by a case that this caller does not see (any more)? */
static bool is_explained(const struct request *request, int status)
{
    if (status == 404)
        return request->hidden || request->loose || hides_itself(request);
    if (request->want == WANT_OTHER)
        return status == 409 || status == 403 || status == 400;
    return request->loose && (status == 409 || status == 412 || status == 403);
}

static void judge(struct request *request, const struct answer *answer)
{
    static const int wanted[WANT_COUNT] = {201, 200, 412, 428, 200, 409, 200};
    int status = answer->status;
    bool has_reason = memmem(answer->body.at, answer->body.len, "\"detail\":", 9) != NULL;
    if ((status == 503 || status == 507 || status == 429) && has_reason) {
        unavailable++;
        return; /* it is sent again */
    }
    request->answered = true;
    count(request, status);
    if (day_of_instant(now_here()) != day_of_instant(maker.now))
        request->loose = true; /* midnight: roles end and begin */
    bool is_hidden = request->hidden && !request->loose;
    unseen += is_hidden;
    done += status == wanted[request->want] || status == 200 || (is_hidden && status == 404);
    if (is_hidden && status != 404 && !is_no_form_of_his(request, status))
        finding(request, answer, "a case that its caller does not see");
    if (request->want == WANT_DONE && request->bulk && status == 200)
        take_cases(request, answer);
    else if (request->want == WANT_DONE && !request->bulk &&
             (status == 201 || (status == 200 && request->tries > 0)))
        take_answer(request, answer);
    else if (status != wanted[request->want] && !is_explained(request, status))
        finding(request, answer, "an answer that nothing explains");
    else if (request->want == WANT_DRY && request->bulk)
        take_cases(request, answer);
    else if (request->want == WANT_READ && status == 200)
        compare(request, answer);
    else if (request->want == WANT_REPEAT && status == 200 && request->again->kept && !request->redacted &&
             !str_equal(answer->body, request->again->answer))
        finding(request, answer, "a repeat is answered in another way than the first time");
    if (request->want == WANT_DONE && status == 404 && request->tries > 0 && !is_hidden) {
        request->parts->model->lost = true;
        lost++;
    }
}

#endif
