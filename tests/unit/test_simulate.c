/* The simulated municipality: every line is one the daemon takes, every history is legal, the same seed gives
 * the same bytes, and nobody in it is real. */
#include "unit.h"

#include "base/mem.h"
#include "client/sim.h"
#include "core/course.h"
#include "core/event.h"
#include "wire/json_event.h"
#include "wire/json_write.h"

enum { CITIZENS = 500 };

struct check {
    struct buf line;
    struct arena arena;
    day_t until;
    uint32_t n;
    uint64_t hash;
    instant_t last;
    uint32_t cases, events, closed, switches, meetings;
    struct event stored[4096];
    char names[512][64]; /* staff and units as numbers */
    struct uuid current, ids[4096];
    enum kind kinds[4096];
};

/* Parses the line as the daemon does. */
static struct json_line parsed(struct check *check)
{
    const struct json *json;
    struct json_line line;
    struct err err;
    for (size_t i = 0; i < check->line.len; i++)
        check->hash = (check->hash ^ (uint8_t)check->line.at[i]) * UINT64_C(0x100000001b3);
    if (json_parse(&check->arena, buf_str(&check->line), &json, &err) != ERR_NONE ||
        json_line(&check->arena, json, "", 0, &line, &err) != ERR_NONE)
        fail_msg("%.*s: %s", STR_ARG(buf_str(&check->line)), err.text);
    return line;
}

static void on_citizen(void *ctx, const struct sim_citizen *citizen)
{
    struct check *check = ctx;
    buf_empty(&check->line);
    sim_write_citizen(&check->line, citizen);
    arena_clear(&check->arena);
    struct json_line line = parsed(check);
    assert_true(line.is_header);
    assert_true(line.header.cpr.at[0] >= '6'); /* day + 60: nobody has this number */
    assert_true(str_has_cpr(line.header.cpr));
    check->current = citizen->case_id;
    check->cases++;
    check->n = 0;
    check->last = INSTANT_NONE;
}

static uint32_t number_of(struct check *check, struct str name)
{
    if (!name.at)
        return 0;
    for (uint32_t i = 0; i < ARRAY_LEN(check->names); i++) {
        if (!check->names[i][0])
            memcpy(check->names[i], name.at, name.len);
        if (str_equal(str_of(check->names[i]), name))
            return i + 1;
    }
    fail_msg("too many names");
    return 0;
}

/* As the store would keep it; and may it follow what is there? */
static void check_move(struct check *check, const struct event_draft *draft)
{
    struct event *event = &check->stored[check->n];
    struct err err;
    *event = draft->value;
    event->seq = check->n + 1;
    event->recorded_at = instant_of_day(check->until);
    event->recorded_by = 1;
    event->staff = number_of(check, draft->staff);
    event->unit = number_of(check, draft->unit);
    event->ref = 0;
    for (uint32_t i = 0; draft->value.fields & FIELD_REF && i < check->n; i++)
        if (uuid_equal(&check->ids[i], &draft->ref))
            event->ref = i + 1;
    const struct history history = {check->stored, check->n, DAY_NONE, INSTANT_NEVER};
    const struct mover mover = {1, true, true, event->recorded_at};
    if (move_check(&check->arena, &history, NULL, event, &mover, &err) != ERR_NONE)
        fail_msg("%.*s: %s", STR_ARG(buf_str(&check->line)), err.text);
}

static void on_event(void *ctx, const struct sim_citizen *citizen, const struct sim_event *event)
{
    struct check *check = ctx;
    struct err err;
    buf_empty(&check->line);
    sim_write_event(&check->line, citizen, event);
    arena_clear(&check->arena);
    struct json_line line = parsed(check);
    const struct event_writer writer = {.may_import = true, .now = instant_of_day(check->until)};
    assert_false(line.is_header);
    assert_true(uuid_equal(&line.case_id, &check->current));
    if (event_check(&line.event, KIND_NONE, &writer, &err) != ERR_NONE)
        fail_msg("%.*s: %s %s", STR_ARG(buf_str(&check->line)), err.pointer, err.text);

    enum kind kind = (enum kind)line.event.value.kind;
    assert_int_equal(kind == KIND_CASE_OPENED, check->n == 0);
    if (kind != KIND_CLASSIFIED) {
        assert_true(line.event.value.occurred_at > check->last);
        check->last = line.event.value.occurred_at;
    }
    if (line.event.value.fields & FIELD_REF) {
        uint32_t i = 0;
        while (i < check->n && !uuid_equal(&check->ids[i], &line.event.ref))
            i++;
        assert_true(i < check->n);
        assert_true(kind_info(kind)->ref_kinds & KIND_BIT(check->kinds[i]));
    }
    assert_true(check->n < ARRAY_LEN(check->ids));
    check_move(check, &line.event);
    check->ids[check->n] = line.event.event_id;
    check->kinds[check->n++] = kind;
    check->events++;
    check->closed += kind == KIND_CASE_CLOSED;
    check->meetings += kind == KIND_MEETING;
    check->switches += kind == KIND_CASEWORKER_ASSIGNED;
}

static struct check check;

static const struct check *run(uint64_t seed)
{
    check = (struct check){.until = day_from_civil(2026, 3, 2), .hash = 14695981039346656037u};
    struct sim_town town;
    struct err err;
    buf_init(&check.line, 64 * 1024);
    arena_init(&check.arena, 16 * 1024 * 1024);
    assert_int_equal(sim_town_build(&town, CITIZENS, seed, check.until, &err), ERR_NONE);
    for (uint32_t n = 0; n < CITIZENS; n++)
        sim_case(&town, n, &(struct sim_sink){on_citizen, on_event, &check});
    sim_town_clear(&town);
    buf_clear(&check.line);
    arena_clear(&check.arena);
    return &check;
}

static void test_lines_are_accepted(void **state UNUSED)
{
    run(1);
    assert_int_equal(check.cases, CITIZENS);
    assert_in_range(check.events / CITIZENS, 15, 120);
    assert_in_range(check.closed, CITIZENS * 35 / 100, CITIZENS * 75 / 100);
    assert_true(check.switches > check.cases && check.meetings > 2 * check.cases);
}

static void test_same_bytes(void **state UNUSED)
{
    uint64_t one = run(1)->hash;
    assert_int_equal(one, run(1)->hash);
    assert_int_not_equal(one, run(2)->hash);
}

static void test_staff(void **state UNUSED)
{
    struct sim_town town;
    struct err err;
    assert_int_equal(sim_town_build(&town, 17177, 1, day_from_civil(2026, 3, 2), &err), ERR_NONE);
    assert_in_range(town.n_posts, 100, 180); /* about 130 caseworkers in a municipality of this size */
    for (size_t i = 0; i < town.n_persons; i++)
        for (size_t k = i + 1; k < town.n_persons; k++)
            assert_string_not_equal(town.persons[i].id, town.persons[k].id);
    sim_town_clear(&town);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_lines_are_accepted),
                                       cmocka_unit_test(test_same_bytes), cmocka_unit_test(test_staff)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
