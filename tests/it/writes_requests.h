/* Requests of all sorts that a caller may send: openings, single events, units, corrections and voids by their own paths,
 * many cases at once, dry runs, repeats, versions that are out of date or left out. For tests only. */
#ifndef SPOR_WRITES_REQUESTS_H
#define SPOR_WRITES_REQUESTS_H

#include "writes_access.h"
#include "writes_net.h"

enum { MODELS = 40, PARTS = 8, REQUESTS = LINKS * LINE_OF };

/* What must come of it. */
#define WANTS(W)                                                                                             \
    W(WANT_DONE, "record")                                                                                   \
    W(WANT_DRY, "dry run")                                                                                   \
    W(WANT_STALE, "old version")                                                                             \
    W(WANT_NO_VERSION, "no version")                                                                         \
    W(WANT_REPEAT, "repeat")                                                                                 \
    W(WANT_OTHER, "another's event")                                                                         \
    W(WANT_READ, "read back")
enum want {
#define W(id, name) id,
    WANTS(W)
#undef W
        WANT_COUNT
};

/* The events of one case. */
struct part {
    struct model *model;
    struct known events[UNIT_EVENTS];
    size_t n;
    day_t born;
    bool protects;
};

struct request {
    enum want want;
    uint32_t caller;
    struct part *parts;
    size_t n_parts, n_events;
    const struct known *again; /* of a repeat, and of an event of another caller */
    struct str bytes;
    bool bulk, single, control;
    bool bare;     /* to a path that says kind and ref: its body alone would not do again */
    bool hidden;   /* the caller does not see the case: 404 it must be */
    bool loose;    /* another request of the round may come first, and make it impossible */
    bool redacted; /* … and take away the note of the event that is repeated */
    bool cut;      /* it was never whole */
    bool answered;
    uint32_t tries;
};

struct round {
    struct request at[REQUESTS];
    size_t n;
};

/* Who sees the case as it stands, `part` (or NULL) taken in. */
static inline uint32_t who_sees_model(struct maker *maker, const struct model *model, const struct part *part)
{
    size_t n = model->n + (part ? part->n : 0);
    struct event *events = ARENA_ARRAY(&maker->arena, struct event, n);
    if (!events)
        return 0;
    for (size_t i = 0; i < model->n; i++)
        events[i] = model->at[i].value;
    for (size_t i = 0; part && i < part->n; i++)
        events[model->n + i] = part->events[i].value;
    return who_sees(&maker->arena, events, n, model->born, model->is_protected || (part && part->protects),
                    day_of_instant(maker->now));
}

/* Who writes next: mostly somebody who sees the case. */
static inline uint32_t random_caller(struct maker *maker, const struct model *model, bool *hidden)
{
    struct dice *dice = &maker->dice;
    uint32_t seen = who_sees_model(maker, model, NULL), who = TOKEN;
    if (!chance(dice, 30))
        who = chance(dice, 45) ? LEA + below(dice, 2) : ANNA + below(dice, 3);
    for (uint32_t i = 0; i < TOKEN && !(seen >> who & 1) && !chance(dice, 4); i++)
        who = ANNA + below(dice, LEO);
    *hidden = !(seen >> who & 1);
    return who;
}

static inline int64_t version_of(const struct model *model)
{
    int64_t version = 0;
    for (size_t i = 0; i < model->n; i++)
        version += is_control((enum kind)model->at[i].value.kind);
    return version;
}

static inline struct str case_path(struct maker *maker, const struct model *model, const char *rest, bool dry)
{
    char text[160], id[UUID_TEXT];
    uuid_to_text(&model->id, id);
    int len =
        snprintf(text, sizeof text, "/v1/cases/%.*s%s%s", UUID_TEXT, id, rest, dry ? "?dry_run=true" : "");
    return arena_copy(&maker->arena, (struct str){text, (size_t)len});
}

/* The members of a header of a case. */
static inline void put_header(struct maker *maker, struct buf *out, struct part *part)
{
    static uint32_t number;
    struct dice *dice = &maker->dice;
    if (number == 0)
        number = below(dice, 300u << 20);
    number++;
    if (chance(dice, 60))
        buf_put_str(out, STR(",\"external_ref\":")),
            put_json_text(dice, out, random_text(dice, &maker->arena, TEXT_EXTERNAL_REF));
    if (chance(dice, 50))
        buf_put_str(out, STR(",\"name\":")),
            put_json_text(dice, out, random_text(dice, &maker->arena, TEXT_CITIZEN_NAME));
    if (chance(dice, 50)) {
        part->born = day_from_civil(1940, 1, 1) + (day_t)below(dice, 24000);
        buf_put_str(out, STR(",\"born\":")), put_json_day(out, part->born);
    }
    if (chance(dice, 40)) /* day + 60: of nobody */
        buf_printf(out, ",\"cpr\":\"%02u%02u%02u-%04u\"", 61 + number % 28, 1 + number / 28 % 12,
                   number / 336 % 100, number / 33600 % 10000);
    if (chance(dice, 20))
        part->protects = chance(dice, 70);
    else
        return;
    buf_put_str(out, part->protects ? STR(",\"protected\":true") : STR(",\"protected\":false"));
}

/* Some events for one case. False: none is possible. */
static inline bool make_part(struct maker *maker, struct model *model, uint32_t caller, size_t n,
                             bool with_case, bool *bare, struct part *part)
{
    struct plan *plan = ARENA_NEW(&maker->arena, struct plan);
    *part = (struct part){.model = model, .born = model->born};
    if (!plan)
        return false;
    plan_begin(plan, model, caller);
    while (part->n < n &&
           make_event(maker, plan, with_case || chance(&maker->dice, 10), bare, &part->events[part->n]))
        part->n++;
    for (size_t i = 0; i < part->n; i++) /* what comes later in the unit may have moved the opening */
        if (!is_control((enum kind)part->events[i].value.kind) &&
            !lies_well(maker, plan, &part->events[i].value))
            return false;
    return part->n > 0;
}

static inline bool part_has_control(const struct part *part)
{
    for (size_t i = 0; i < part->n; i++)
        if (is_control((enum kind)part->events[i].value.kind))
            return true;
    return false;
}

static inline void put_events(struct buf *out, const struct part *part)
{
    buf_put_char(out, '[');
    for (size_t i = 0; i < part->n; i++) {
        buf_put_str(out, i ? STR(",") : STR(""));
        buf_put_str(out, part->events[i].body);
    }
    buf_put_char(out, ']');
}

static inline bool make_opening(struct maker *maker, const struct net *net, struct model *model,
                                struct request *out)
{
    struct dice *dice = &maker->dice;
    struct buf body;
    bool bare = false;
    out->caller = chance(dice, 20) ? ANNA + below(dice, 3) : LEA + below(dice, 3);
    out->parts = ARENA_NEW(&maker->arena, struct part);
    if (!out->parts ||
        !make_part(maker, model, out->caller, 1 + below(dice, UNIT_EVENTS), false, &bare, out->parts))
        return false;
    out->n_parts = 1;
    out->want = chance(dice, 10) ? WANT_DRY : WANT_DONE;
    buf_init(&body, 1 << 20);
    buf_put_str(&body, STR("{\"case\":")), put_json_uuid(&body, &model->id);
    if (chance(dice, 50))
        buf_put_str(&body, STR(",\"external_ref\":")),
            put_json_text(dice, &body, random_text(dice, &maker->arena, TEXT_EXTERNAL_REF));
    buf_put_str(&body, STR(",\"events\":")), put_events(&body, out->parts), buf_put_char(&body, '}');
    struct head head = {"POST", "application/json",
                        out->want == WANT_DRY ? STR("/v1/cases?dry_run=true") : STR("/v1/cases"), -1,
                        out->caller};
    out->bytes = request_bytes(maker, net, &head, buf_str(&body));
    buf_clear(&body);
    return true;
}

/* Lines of several cases, some of them new, each with at most `most` events, in order. */
static inline bool make_bulk(struct maker *maker, const struct net *net, struct model **models, size_t n,
                             uint32_t most, struct request *out)
{
    struct dice *dice = &maker->dice;
    bool as_array = chance(dice, 30);
    size_t *at = ARENA_ARRAY(&maker->arena, size_t, n), left = 0;
    struct buf body;
    out->bulk = true;
    out->caller = TOKEN;
    out->want = chance(dice, 10) ? WANT_DRY : WANT_DONE;
    out->parts = ARENA_ARRAY(&maker->arena, struct part, n);
    buf_init(&body, 4 << 20);
    buf_put_str(&body, as_array ? STR("[") : STR(""));
    for (size_t i = 0; at && out->parts && i < n; i++) {
        struct part *part = &out->parts[out->n_parts];
        bool bare = false;
        if (!make_part(maker, models[i], TOKEN, 1 + below(dice, most), true, &bare, part))
            continue;
        bool is_new = models[i]->n == 0;
        if (chance(dice, is_new ? 80 : 5)) {
            buf_put_str(&body, body.len > 1 && as_array ? STR(",") : STR(""));
            buf_put_str(&body, STR("{\"case\":")), put_json_uuid(&body, &part->model->id);
            if (is_new)
                put_header(maker, &body, part);
            else /* a case that is there is protected from now on */
                buf_put_str(&body, STR(",\"protected\":true")), part->protects = true;
            buf_put_str(&body, as_array ? STR("}") : STR("}\n"));
        }
        left += part->n;
        out->n_parts++;
    }
    bool any = left > 0;
    while (left > 0) {
        size_t i = below(dice, (uint32_t)out->n_parts);
        if (at[i] == out->parts[i].n)
            continue;
        buf_put_str(&body, body.len > 1 && as_array ? STR(",") : STR(""));
        struct str line = out->parts[i].events[at[i]++].body;
        for (size_t k = 0; k < line.len; k++) /* a line of NDJSON is one line */
            buf_put_char(&body, line.at[k] == '\n' && !as_array ? ' ' : line.at[k]);
        buf_put_str(&body, as_array ? STR("") : chance(dice, 10) ? STR("\r\n\n") : STR("\n"));
        left--;
    }
    buf_put_str(&body, as_array ? STR("]") : STR(""));
    struct head head = {"POST", as_array ? "application/json" : "application/x-ndjson",
                        out->want == WANT_DRY ? STR("/v1/events?dry_run=true") : STR("/v1/events"), -1,
                        TOKEN};
    if (any)
        out->bytes = request_bytes(maker, net, &head, buf_str(&body));
    buf_clear(&body);
    return any;
}

/* One or more events to a case that is there. */
static inline bool make_events(struct maker *maker, const struct net *net, struct model *model,
                               struct request *out)
{
    struct dice *dice = &maker->dice;
    struct buf body;
    bool bare = chance(dice, 50);
    char rest[80] = "/events", ref[UUID_TEXT];
    out->caller = random_caller(maker, model, &out->hidden);
    out->parts = ARENA_NEW(&maker->arena, struct part);
    out->single = chance(dice, 70);
    if (!out->single)
        bare = false;
    if (!out->parts || !make_part(maker, model, out->caller, out->single ? 1 : 1 + below(dice, UNIT_EVENTS),
                                  false, &bare, out->parts))
        return false;
    out->n_parts = 1;
    out->control = part_has_control(out->parts);
    out->bare = bare;
    out->want = chance(dice, 6) ? WANT_DRY : WANT_DONE;
    int64_t version = version_of(model), if_version = -1;
    if (out->control && (out->caller != TOKEN || chance(dice, 20))) {
        if_version = version;
        if (chance(dice, 4))
            out->want = WANT_STALE, if_version = version + (chance(dice, 60) ? -1 : 1000);
        else if (out->caller != TOKEN && chance(dice, 3))
            out->want = WANT_NO_VERSION, if_version = -1;
    }
    bool in_head = out->single ? !bare || chance(dice, 50) : chance(dice, 50);
    if (bare) {
        uuid_to_text(&out->parts->events[0].ref, ref);
        (void)snprintf(rest, sizeof rest, "/events/%.*s/%s", UUID_TEXT, ref,
                       out->parts->events[0].value.kind == KIND_VOIDED ? "voids" : "corrections");
    }
    buf_init(&body, 1 << 20);
    struct str text = out->parts->events[0].body;
    if (bare && !in_head && if_version >= 0)
        buf_printf(&body, "{\"if_version\":%lld,%.*s", (long long)if_version, (int)text.len - 1, text.at + 1);
    else if (out->single)
        buf_put_str(&body, text);
    else if (in_head && chance(dice, 50))
        put_events(&body, out->parts);
    else {
        if (!in_head && if_version >= 0)
            buf_printf(&body, "{\"if_version\":%lld,\"events\":", (long long)if_version);
        else
            buf_put_str(&body, STR("{\"events\":"));
        put_events(&body, out->parts), buf_put_char(&body, '}');
    }
    struct head head = {"POST", "application/json", case_path(maker, model, rest, out->want == WANT_DRY),
                        in_head ? if_version : -1, out->caller};
    out->bytes = request_bytes(maker, net, &head, buf_str(&body));
    buf_clear(&body);
    return true;
}

/* An event that is there, sent once more, by the same caller or by another. */
static inline bool make_repeat(struct maker *maker, const struct net *net, struct model *model,
                               struct request *out)
{
    const struct known *known = &model->at[below(&maker->dice, (uint32_t)model->n)];
    if (!known->answer.at)
        return false;
    bool other = chance(&maker->dice, 30);
    out->again = known;
    out->want = other ? WANT_OTHER : WANT_REPEAT;
    out->caller = other ? (known->by == LEO ? LEA : LEO) : known->by;
    out->hidden = !(who_sees_model(maker, model, NULL) >> out->caller & 1);
    struct head head = {"POST", "application/json", case_path(maker, model, "/events", false), -1,
                        out->caller};
    out->bytes = request_bytes(maker, net, &head, known->body);
    return true;
}

static inline bool make_reading(struct maker *maker, const struct net *net, struct model *model,
                                struct request *out)
{
    struct head head = {"GET", NULL, case_path(maker, model, "/events?limit=500", false), -1, TOKEN};
    out->want = WANT_READ;
    out->caller = TOKEN;
    out->parts = ARENA_NEW(&maker->arena, struct part);
    if (!out->parts)
        return false;
    *out->parts = (struct part){.model = model};
    out->n_parts = 1;
    out->bytes = request_bytes(maker, net, &head, (struct str){NULL, 0});
    return true;
}

#endif
