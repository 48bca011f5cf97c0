/* The moves of the rules (chapter 3): each row of the tables legal and illegal, and who may write what. */
#include "unit.h"

#include "moves_of_cases.h"
#include "moves_of_corrections.h"
#include "moves_of_flags.h"

static const struct {
    const struct row *rows;
    size_t n;
} tables[] = {{moves_of_cases, ARRAY_LEN(moves_of_cases)},
              {moves_of_flags, ARRAY_LEN(moves_of_flags)},
              {moves_of_corrections, ARRAY_LEN(moves_of_corrections)}};

static void complete(struct event *event, uint32_t seq)
{
    event->seq = seq;
    event->recorded_at = event->occurred_at;
    event->due = event->due ? event->due : DAY_NONE;
    event->starts_at = event->starts_at ? event->starts_at : INSTANT_NONE;
    event->score = event->scale = event->hours = -1;
}

static enum err_code check(const struct row *row, instant_t later, struct err *err)
{
    struct event history[MOST], event = row->event;
    uint32_t n = 0;
    for (; n < MOST && row->history[n].kind; n++) {
        history[n] = row->history[n];
        complete(&history[n], n + 1);
    }
    complete(&event, n + 1);
    struct mover mover = {row->writer, row->writer >= LEADER, row->is_import, event.occurred_at + later};
    struct arena arena;
    arena_init(&arena, 1 << 20);
    struct rule_sets sets;
    const struct rule_period_source defaults = {.valid_from = 0, .number = 1};
    assert_int_equal(rule_sets_resolve(&arena, &defaults, 1, &sets, err), ERR_NONE);
    enum err_code code = move_check(&arena, &(struct history){history, n, DAY_NONE, INSTANT_NEVER}, &sets,
                                    &event, &mover, err);
    arena_clear(&arena);
    return code;
}

static void each_row(void **state)
{
    (void)state;
    size_t n = 0;
    for (size_t t = 0; t < ARRAY_LEN(tables); t++)
        for (size_t i = 0; i < tables[t].n; i++, n++) {
            const struct row *row = &tables[t].rows[i];
            struct err err = {0};
            enum err_code code = check(row, HOUR, &err);
            if (code != row->want)
                fail_msg("%s: %s (%s)", row->what, err_info(code)->name, err.text);
            assert_int_equal(err.code, code);
            if (code == ERR_CONFLICT)
                assert_non_null(strstr(err.text, "possible: ")); /* the legal ones stand there */
        }
    print_message("%zu rows\n", n);
}

/* What may be done instead stands in the answer. */
static void the_answer_names_what_is_legal(void **state)
{
    (void)state;
#define UNPLANNED                                                                                            \
    {                                                                                                        \
        AT(1, KIND_INTERVENTION_STARTED), .code = INTERVENTION_KIND_MENTOR                                   \
    }
#define OF_R4_1(day_, kind_)                                                                                 \
    {                                                                                                        \
        AT(day_, KIND_FLAG_##kind_), .code = RULE_R4_1, .ref = 2, .recorded_by = LEADER                      \
    }
    static const struct {
        struct row row;
        const char *says, *says_not;
    } told[] = {
        {{.history = {OPENED, UNPLANNED, OF_R4_1(2, ACKNOWLEDGED)}, .event = OF_R4_1(3, ACKNOWLEDGED)},
         "flag_exempted, flag_reopened",
         "flag_waived"},
        {{.history = {OPENED, UNPLANNED, UNPLANNED, UNPLANNED, UNPLANNED, UNPLANNED, UNPLANNED, UNPLANNED,
                      UNPLANNED, UNPLANNED, UNPLANNED, UNPLANNED, UNPLANNED, UNPLANNED, UNPLANNED},
          .event = FLAG(3, ACKNOWLEDGED, LEADER)},
         "R4.1:2, R4.1:3",
         "R4.1:15"}, /* as many as there is room for */
        {{.history = {OPENED}, .event = {AT(3, KIND_FLAG_ACKNOWLEDGED), .code = RULE_NONE}},
         "no such rule",
         "stand"},
        {{.history = {OPENED}, .event = {AT(3, KIND_FLAG_ACKNOWLEDGED), .code = RULE_COUNT}},
         "no such rule",
         "stand"},
    };
    for (size_t i = 0; i < ARRAY_LEN(told); i++) {
        struct row row = told[i].row;
        struct err err = {0};
        row.writer = LEADER;
        assert_int_equal(check(&row, HOUR, &err), ERR_CONFLICT);
        if (!strstr(err.text, told[i].says) || strstr(err.text, told[i].says_not))
            fail_msg("row %zu: %s", i, err.text);
    }
}

static void a_flag_is_looked_at_under_rules(void **state)
{
    (void)state;
    struct arena arena;
    struct err err = {0};
    struct event opened = OPENED, event = FLAG(60, ACKNOWLEDGED, LEADER);
    struct mover mover = {LEADER, true, false, event.occurred_at};
    arena_init(&arena, 1 << 20);
    complete(&opened, 1);
    complete(&event, 2);
    assert_int_equal(move_check(&arena, &(struct history){&opened, 1, DAY_NONE, INSTANT_NEVER}, NULL, &event,
                                &mover, &err),
                     ERR_INTERNAL);
    arena_clear(&arena);
}

/* The author may take back or mend what was recorded up to 15 minutes ago. */
static void fifteen_minutes(void **state)
{
    (void)state;
    static const uint8_t kinds[] = {KIND_VOIDED, KIND_CORRECTED};
    for (size_t k = 0; k < ARRAY_LEN(kinds); k++) {
        struct row row = {"",
                          {OPENED, {AT(1, KIND_PLAN_MADE), .recorded_by = ANNA}},
                          CHANGE(1, kinds[k], 2),
                          ANNA,
                          ERR_NONE,
                          false};
        struct err err = {0};
        assert_int_equal(check(&row, 15 * MINUTE, &err), ERR_NONE);
        assert_int_equal(check(&row, 15 * MINUTE + 1, &err), ERR_FORBIDDEN);
        row.writer = BO;
        assert_int_equal(check(&row, MINUTE, &err), ERR_FORBIDDEN);
        row.writer = LEADER;
        assert_int_equal(check(&row, 24 * HOUR, &err), ERR_NONE);
    }
}

static void every_control_kind_has_a_row(void **state)
{
    (void)state;
    for (uint32_t kind = KIND_NONE + 1; kind < KIND_COUNT; kind++) {
        bool legal = !(kind_info((enum kind)kind)->flags & KIND_CONTROL), illegal = legal;
        for (size_t t = 0; t < ARRAY_LEN(tables); t++)
            for (size_t i = 0; i < tables[t].n; i++)
                if (tables[t].rows[i].event.kind == kind) {
                    legal = legal || tables[t].rows[i].want == ERR_NONE;
                    illegal = illegal || tables[t].rows[i].want == ERR_CONFLICT;
                }
        const char *name = kind_info((enum kind)kind)->name;
        if (!(legal && illegal))
            fail_msg("%s has no legal or no illegal row", name);
        assert_int_equal(move_needs_rules((enum kind)kind), strncmp(name, "flag_", 5) == 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_row),
        cmocka_unit_test(the_answer_names_what_is_legal),
        cmocka_unit_test(a_flag_is_looked_at_under_rules),
        cmocka_unit_test(fifteen_minutes),
        cmocka_unit_test(every_control_kind_has_a_row),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
