/* Any bytes as the body of a write: JSON, a unit of events, the check of the vocabulary, and what passes is
 * written as an envelope and read again as the same event. */
#include <stdint.h>

#include "base/bug.h"
#include "core/event.h"
#include "wire/json_event.h"
#include "wire/json_write.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct event_writer writers[] = {
    {.may_import = false, .now = INT64_C(1718020800000000)},
    {.may_import = true, .now = INT64_C(1718020800000000)},
};

/* An event that was accepted, as the store would hand it back. */
static void write_and_read_again(struct arena *arena, const struct event_draft *draft, enum kind corrected)
{
    static const struct uuid case_id = {{7}};
    struct event_names names = {.case_id = &case_id,
                                .event_id = draft->event_id,
                                .ref = draft->ref,
                                .staff = draft->staff,
                                .unit = draft->unit,
                                .batch = draft->batch,
                                .activity = draft->activity,
                                .recorded_by = STR("anna"),
                                .note = draft->note,
                                .corrected = corrected};
    struct event_draft again;
    struct event_writer writer = {.may_import = true, .now = writers[0].now};
    const struct json *value;
    struct err err;
    struct buf out;
    buf_init(&out, 1 << 16);
    json_begin_object(&out);
    json_put_event(&out, &draft->value, &names);
    json_end_object(&out);
    enum err_code code = out.failed ? ERR_INTERNAL : json_parse(arena, buf_str(&out), &value, &err);
    if (!code)
        code = json_event(arena, value, "", JSON_EVENT_STORED | JSON_EVENT_CASE, &again, &err);
    if (!code)
        code = event_check(&again, corrected, &writer, &err);
    if (code && code != ERR_NO_MEMORY)
        bug("an accepted event is not read again");
    const struct event *a = &draft->value, *b = &again.value;
    if (!code &&
        (a->fields != b->fields || a->code != b->code || a->outcome != b->outcome || a->also != b->also ||
         a->marks != b->marks || a->hours != b->hours || a->score != b->score || a->due != b->due ||
         a->starts_at != b->starts_at || a->because != b->because || !str_equal(draft->note, again.note)))
        bug("an accepted event is read again as another");
    buf_clear(&out);
}

static void judge(struct arena *arena, struct event_draft *draft)
{
    struct err err;
    for (size_t i = 0; i < ARRAY_LEN(writers); i++)
        for (uint32_t corrected = 0; corrected < KIND_COUNT; corrected++) {
            struct event_draft copy = *draft;
            if (corrected && draft->value.kind != KIND_CORRECTED)
                return;
            if (event_check(&copy, (enum kind)corrected, &writers[i], &err))
                continue;
            bool is_open = copy.value.kind == KIND_CORRECTED &&
                           (corrected == KIND_NONE || copy.value.occurred_at == INSTANT_NONE);
            if (!is_open) /* the rest is the caller's to fill in */
                write_and_read_again(arena, &copy, (enum kind)corrected);
            if (draft->value.kind != KIND_CORRECTED)
                break;
        }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct err err;
    const struct json *value;
    struct json_unit unit;
    struct json_line line;
    arena_init(&arena, 8 << 20);
    if (!json_parse(&arena, (struct str){(const char *)data, size}, &value, &err)) {
        if (!json_unit(&arena, value, 20, 0, &unit, &err))
            for (size_t i = 0; i < unit.n; i++)
                judge(&arena, &unit.events[i]);
        if (!json_line(&arena, value, "/0", JSON_EVENT_STORED, &line, &err) && !line.is_header)
            judge(&arena, &line.event);
    }
    arena_clear(&arena);
    return 0;
}
