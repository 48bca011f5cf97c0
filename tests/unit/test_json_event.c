/* Events between JSON and core: units, lines of an import, stored events, and memory that fails. */
#include "unit.h"

#include "wire/json_event.h"
#include "wire/json_write.h"

#include <stdio.h>

static struct arena arena;
static struct buf out;
static struct err err;

static int setup(void **state)
{
    (void)state;
    arena_init(&arena, 4 << 20);
    buf_init(&out, 1 << 16);
    err = (struct err){.code = ERR_NONE};
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    mem_fail_after(0);
    arena_clear(&arena);
    buf_clear(&out);
    return 0;
}

static const struct json *parsed(const char *text)
{
    struct str copy = arena_copy(&arena, str_of(text));
    char *at = arena_alloc(&arena, copy.len + 1);
    assert_true(copy.at && at);
    for (size_t i = 0; i < copy.len; i++)
        at[i] = copy.at[i] == '\'' ? '"' : copy.at[i];
    const struct json *value = NULL;
    if (json_parse(&arena, (struct str){at, copy.len}, &value, &err))
        fail_msg("%s: %s", text, err.text);
    return value;
}

static bool holds(const char *part)
{
    return memmem(out.at, out.len, part, strlen(part)) != NULL;
}

#define ID(n)  "'event_id':'018f0000-0000-7000-8000-00000000000" n "'"
#define OPENED "{" ID("1") ",'kind':'case_opened','occurred_at':'2024-06-10T09:00:00Z'}"
#define TOLD   "{" ID("2") ",'kind':'wishes_recorded','occurred_at':'2024-06-10T09:00:00Z','note':'x'}"

static void units(void **state)
{
    (void)state;
    struct json_unit unit;
    char pointer[64];
    assert_int_equal(json_unit(&arena, parsed(OPENED), 10, 0, &unit, &err), ERR_NONE);
    assert_true(unit.is_single && unit.n == 1 && unit.if_version == -1);
    json_unit_pointer(&unit, 0, pointer, sizeof pointer);
    assert_string_equal(pointer, "");
    assert_int_equal(json_unit(&arena, parsed("[" OPENED "," TOLD "]"), 2, 0, &unit, &err), ERR_NONE);
    assert_true(!unit.is_single && unit.n == 2 && unit.if_version == -1);
    assert_int_equal(unit.events[1].value.kind, KIND_WISHES_RECORDED);
    json_unit_pointer(&unit, 1, pointer, sizeof pointer);
    assert_string_equal(pointer, "/1");
    assert_int_equal(json_unit(&arena, parsed("{'if_version':0,'events':[" TOLD "]}"), 2, 0, &unit, &err),
                     ERR_NONE);
    assert_true(!unit.is_single && unit.n == 1 && unit.if_version == 0);
    json_unit_pointer(&unit, 12, pointer, sizeof pointer);
    assert_string_equal(pointer, "/events/12");

    static const struct {
        const char *text, *pointer, *says;
    } bad[] = {
        {"7", "", "must be an object"},
        {"{}", "/event_id", "is missing"},
        {"[]", "", "no event"},
        {"[" OPENED "," OPENED "," OPENED "]", "", "more than 2"},
        {"[7]", "/0", "must be an object"},
        {"{'events':[]}", "/events", "no event"},
        {"{'events':{}}", "/events", "array"},
        {"{'events':[" OPENED "],'if_version':-1}", "/if_version", "between"},
        {"{'events':[" OPENED "],'if_version':1.5}", "/if_version", "whole"},
        {"{'events':[" OPENED "],'version':1}", "/version", "allowed: if_version, events"},
        {"{'events':[" OPENED ",{'event_id':'x'}]}", "/events/1/event_id", "UUID"},
        {"[" OPENED ",{" ID("2") ",'kind':'case_opened','unit':7}]", "/1/unit", "text"},
        {"{'case':'018f0000-0000-7000-8000-000000000009'," ID("1") ",'kind':'case_opened'}", "/case",
         "no member"},
    };
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        if (json_unit(&arena, parsed(bad[i].text), 2, 0, &unit, &err) != ERR_INVALID ||
            strcmp(err.pointer, bad[i].pointer) != 0 || !strstr(err.text, bad[i].says))
            fail_msg("%s: \"%s\" at \"%s\"", bad[i].text, err.text, err.pointer);
    }
}

#define CASE "'case':'018f0000-0000-7000-8000-0000000000cc'"

static void lines(void **state)
{
    (void)state;
    struct json_line line;
    assert_int_equal(json_line(&arena, parsed("{" CASE "}"), "/0", 0, &line, &err), ERR_NONE);
    assert_true(line.is_header && line.case_id.bytes[15] == 0xcc);
    assert_true(!line.header.name.at && line.header.born == DAY_NONE && !line.header.has_protected);
    assert_int_equal(json_line(&arena,
                               parsed("{" CASE ",'born':'1980-02-29','cpr':'890280-1234','name':'Åse Holm',"
                                      "'protected':true,'external_ref':'X 1'}"),
                               "/0", 0, &line, &err),
                     ERR_NONE);
    assert_int_equal(line.header.born, day_from_civil(1980, 2, 29));
    assert_true(line.header.has_protected && line.header.is_protected);
    assert_str(line.header.name, "Åse Holm");
    assert_str(line.header.external_ref, "X 1");
    assert_str(line.header.cpr, "890280-1234");
    assert_int_equal(
        json_line(&arena, parsed("{" CASE "," ID("1") ",'kind':'plan_revised'}"), "/1", 0, &line, &err),
        ERR_NONE);
    assert_false(line.is_header);
    assert_int_equal(line.event.value.kind, KIND_PLAN_REVISED);
    /* What an export holds is read again where the caller says so. */
    static const char stored[] = "{" CASE ",'seq':7," ID(
        "1") ",'kind':'plan_revised','occurred_at':"
             "'2024-06-10T09:00:00Z','recorded_at':'2024-06-10T09:00:01Z','recorded_by':'anna',"
             "'note_sha256':'00','feed':12}";
    assert_int_equal(json_line(&arena, parsed(stored), "/1", JSON_EVENT_STORED, &line, &err), ERR_NONE);
    assert_int_equal(line.event.value.seq, 0);
    assert_int_equal(json_line(&arena, parsed(stored), "/1", 0, &line, &err), ERR_INVALID);
    assert_string_equal(err.pointer, "/1/seq");

    static const struct {
        const char *text, *pointer;
    } bad[] = {
        {"[]", "/3"},
        {"{}", "/3/case"},
        {"{'case':7}", "/3/case"},
        {"{" CASE ",'born':'1980-02-30'}", "/3/born"},
        {"{" CASE ",'protected':'yes'}", "/3/protected"},
        {"{" CASE ",'born':'1980-02-01','code':'x'}", "/3/code"},
        {"{" CASE ",'kind':'plan_revised'}", "/3/event_id"},
        {"{" CASE ",'kind':'plan_revised'," ID("1") ",'born':'1980-02-01'}", "/3/born"},
    };
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        if (json_line(&arena, parsed(bad[i].text), "/3", 0, &line, &err) != ERR_INVALID ||
            strcmp(err.pointer, bad[i].pointer) != 0)
            fail_msg("%s: \"%s\" at \"%s\"", bad[i].text, err.text, err.pointer);
}

/* What a line says of its case and citizen is judged as it is elsewhere; "" where nothing is wrong. */
static void headers_are_judged(void **state)
{
    (void)state;
    static const struct {
        const char *members, *pointer;
        enum err_code code;
    } rows[] = {
        {"'name':'Åse Holm','born':'2026-11-30','external_ref':'A 1','cpr':'890280-1234'", "", ERR_NONE},
        {"'protected':true", "", ERR_NONE},
        {"'born':'2026-12-01'", "/born", ERR_INVALID},
        {"'name':'Hansen 610190-1234'", "/name", ERR_PERSONAL_DATA},
        {"'name':'\\u200b'", "/name", ERR_INVALID},
        {"'name':'a\\u001b[31m'", "/name", ERR_INVALID},
        {"'external_ref':'610190-1234'", "/external_ref", ERR_PERSONAL_DATA},
        {"'external_ref':'\\u00a0'", "/external_ref", ERR_INVALID},
        {"'cpr':'1234'", "/cpr", ERR_INVALID},
        {"'cpr':'320180-1234'", "/cpr", ERR_INVALID},
        {"'cpr':'310290-1234'", "/cpr", ERR_INVALID},
        {"'cpr':'290203-1234'", "/cpr", ERR_INVALID},
    };
    day_t today;
    assert_true(day_parse(STR("2026-11-30"), &today));
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        char text[200];
        struct json_line line;
        (void)snprintf(text, sizeof text, "{" CASE ",%s}", rows[i].members);
        err = (struct err){.code = ERR_NONE};
        assert_int_equal(json_line(&arena, parsed(text), "/0", 0, &line, &err), ERR_NONE);
        if (case_header_check(&line.header, today, &err) != rows[i].code ||
            strcmp(err.pointer, rows[i].pointer) != 0)
            fail_msg("%s: \"%s\" at \"%s\"", rows[i].members, err.text, err.pointer);
    }
}

static void stored_events_are_written(void **state)
{
    (void)state;
    struct uuid case_id = {{0x01}};
    uint8_t hash[32] = {0xab, 0xcd};
    struct event event = {.seq = 3,
                          .kind = KIND_HANDOVER,
                          .recorded_at = 5 * SECOND,
                          .starts_at = INSTANT_NONE,
                          .code = HANDOVER_MODE_ORAL,
                          .outcome = HANDOVER_STATE_DECLINED,
                          .because = DECLINE_REASON_NO_TIME,
                          .also = VALUE_BIT(HANDOVER_CONTENT_AGREEMENTS) |
                                  VALUE_BIT(HANDOVER_CONTENT_JOURNAL_UP_TO_DATE),
                          .marks = MARK_BIT(MARK_INFORMED),
                          .due = day_from_civil(2024, 6, 14),
                          .fields = FIELD_CODE | FIELD_OUTCOME | FIELD_BECAUSE | FIELD_ALSO | FIELD_MARKS |
                                    FIELD_DUE | FIELD_STAFF | FIELD_REF};
    struct event_names names = {.case_id = &case_id,
                                .event_id = {{0x02}},
                                .ref = {{0x03}},
                                .staff = STR("bo"),
                                .recorded_by = STR("an\"na"),
                                .note = STR("en\nnote"),
                                .note_sha256 = hash,
                                .feed = 12};
    json_begin_object(&out);
    json_put_event(&out, &event, &names);
    json_end_object(&out);
    assert_str(
        buf_str(&out),
        "{\"case\":\"01000000-0000-0000-0000-000000000000\",\"seq\":3,"
        "\"event_id\":\"02000000-0000-0000-0000-000000000000\",\"kind\":\"handover\","
        "\"occurred_at\":\"1970-01-01T00:00:00.000000Z\",\"recorded_at\":\"1970-01-01T00:00:05.000000Z\","
        "\"recorded_by\":\"an\\\"na\",\"staff\":\"bo\",\"code\":\"oral\","
        "\"also\":[\"journal_up_to_date\",\"agreements\"],\"outcome\":\"declined\",\"due\":\"2024-06-14\","
        "\"ref\":\"03000000-0000-0000-0000-000000000000\",\"because\":\"no_time\",\"marks\":[\"informed\"],"
        "\"note\":\"en\\nnote\","
        "\"note_sha256\":\"abcd000000000000000000000000000000000000000000000000000000000000\",\"feed\":12}");

    /* A correction has the catalogues of what it corrects, and reasons of its own. */
    event = (struct event){.seq = 4,
                           .kind = KIND_CORRECTED,
                           .code = INTERVENTION_KIND_MENTOR,
                           .hours = 51,
                           .because = CORRECTION_REASON_WRONG_DATE,
                           .fields = FIELD_CODE | FIELD_HOURS | FIELD_BECAUSE | FIELD_REF | FIELD_UNIT};
    names = (struct event_names){
        .corrected = KIND_INTERVENTION_STARTED, .recorded_by = STR("a"), .unit = STR("social/x")};
    buf_empty(&out);
    json_put_event(&out, &event, &names);
    assert_true(holds("\"unit\":\"social/x\",\"code\":\"mentor\""));
    assert_true(holds("\"hours\":12.75"));
    assert_true(holds("\"because\":\"wrong_date\""));
    assert_false(holds("\"note\""));
    assert_false(holds("\"feed\""));

    event = (struct event){.seq = 1, .kind = KIND_ACTIVITY, .fields = FIELD_CODE};
    names = (struct event_names){.activity = STR("A – 01"), .recorded_by = STR("a")};
    buf_empty(&out);
    json_put_event(&out, &event, &names);
    assert_true(holds("\"code\":\"A – 01\""));
}

/* What is written is read again as the same event: for each kind a row with all of its fields. */
static void written_events_are_read_again(void **state)
{
    (void)state;
    for (uint32_t kind = 1; kind < KIND_COUNT; kind++) {
        const struct kind_info *info = kind_info((enum kind)kind);
        struct event_draft draft;
        const struct json *value;
        struct event event = {.kind = (uint8_t)kind,
                              .role = 1,
                              .party = 1,
                              .channel = 1,
                              .code = 1,
                              .outcome = 1,
                              .because = 1,
                              .also = VALUE_BIT(1),
                              .marks = (uint16_t)(info->marks & -info->marks),
                              .score = 3,
                              .scale = 7,
                              .hours = 1,
                              .due = 20000,
                              .starts_at = 1720000000 * SECOND,
                              .occurred_at = 1710000000 * SECOND,
                              .fields = kind == KIND_CORRECTED ? FIELD_REF | FIELD_BECAUSE
                                                               : info->required | info->optional};
        struct event_names names = {.ref = {{9}},
                                    .event_id = {{8}},
                                    .staff = STR("s"),
                                    .unit = STR("social"),
                                    .batch = STR("b"),
                                    .activity = STR("a"),
                                    .recorded_by = STR("r")};
        buf_empty(&out);
        json_begin_object(&out);
        json_put_event(&out, &event, &names);
        json_end_object(&out);
        assert_int_equal(json_parse(&arena, buf_str(&out), &value, &err), ERR_NONE);
        if (json_event(&arena, value, "", JSON_EVENT_STORED, &draft, &err))
            fail_msg("%s: %s at %s", info->name, err.text, err.pointer);
        assert_int_equal(draft.value.kind, kind);
        assert_int_equal(draft.value.fields, event.fields);
        assert_true(draft.value.occurred_at == event.occurred_at);
        assert_true(!(event.fields & FIELD_DUE) || draft.value.due == event.due);
        assert_true(!(event.fields & FIELD_STARTS_AT) || draft.value.starts_at == event.starts_at);
        assert_true(!(event.fields & FIELD_SCORE) || (draft.value.score == 3 && draft.value.scale == 7));
        assert_true(!(event.fields & FIELD_HOURS) || draft.value.hours == 1);
        assert_true(!(event.fields & FIELD_REF) || draft.ref.bytes[0] == 9);
        assert_true(!(event.fields & FIELD_MARKS) || draft.n_marks == 1);
        assert_true(!(event.fields & FIELD_ALSO) || draft.n_also == 1);
    }
}

static void memory_that_fails(void **state)
{
    (void)state;
    static const char text[] =
        "{\"if_version\":3,\"events\":[{\"event_id\":\"018f0000-0000-7000-8000-000000000001\","
        "\"kind\":\"classified\",\"code\":\"sick_pay\",\"marks\":[\"complex\"]}]}";
    size_t n = 1;
    for (enum err_code code = ERR_NO_MEMORY; code != ERR_NONE; n++) {
        struct arena small;
        struct json_unit unit;
        const struct json *value = NULL;
        arena_init(&small, 1 << 20);
        mem_fail_after(n);
        code = json_parse(&small, str_of(text), &value, &err);
        if (!code)
            code = json_unit(&small, value, 10, 0, &unit, &err);
        mem_fail_after(0);
        if (code != ERR_NONE && code != ERR_NO_MEMORY)
            fail_msg("allocation %zu: %d, %s at \"%s\"", n, code, err.text, err.pointer);
        arena_clear(&small);
    }
    assert_in_range(n, 10, 200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(units, setup, teardown),
        cmocka_unit_test_setup_teardown(lines, setup, teardown),
        cmocka_unit_test_setup_teardown(headers_are_judged, setup, teardown),
        cmocka_unit_test_setup_teardown(stored_events_are_written, setup, teardown),
        cmocka_unit_test_setup_teardown(written_events_are_read_again, setup, teardown),
        cmocka_unit_test_setup_teardown(memory_that_fails, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
