/* The tables of kinds, fields, catalogues and rules: every look-up finds what is there and nothing else, and
 * the numbers that events hold never change. */
#include "unit.h"

#include "base/buf.h"
#include "core/kind.h"
#include "core/rule.h"

/* One number for a list of slugs in their order (FNV-1a). */
static uint32_t hash_on(uint32_t hash, const char *slug)
{
    for (; *slug; slug++)
        hash = (hash ^ (uint8_t)*slug) * 16777619u;
    return (hash ^ '|') * 16777619u;
}

/* Values are stored by number: a value may be added at the end of its list, but never moved, renamed or taken
 * away. Each row is the state of a list when it was first released; a change of one of them is a mistake in
 * the table, not in this test. */
static void numbers_never_change(void **state)
{
    (void)state;
    static const struct {
        enum catalogue catalogue;
        uint32_t n, hash;
    } rows[] = {
        {CATALOGUE_ROLE, 4, 0x7a313a94},
        {CATALOGUE_CHANNEL, 4, 0xc3646ab1},
        {CATALOGUE_PARTY, 10, 0x9f1d0967},
        {CATALOGUE_ADMINISTRATION, 13, 0x14abfc48},
        {CATALOGUE_TARGET_GROUP, 15, 0x669d9ec5},
        {CATALOGUE_BENEFIT, 11, 0xfadd0390},
        {CATALOGUE_PAUSE, 3, 0x024eae4e},
        {CATALOGUE_FORESEEN_DATE, 9, 0xb04901d0},
        {CATALOGUE_SWITCH_REASON, 26, 0x3b26fd11},
        {CATALOGUE_HANDOVER_MODE, 3, 0xd9e753a1},
        {CATALOGUE_HANDOVER_STATE, 4, 0xea096251},
        {CATALOGUE_HANDOVER_CONTENT, 14, 0x97f53cb8},
        {CATALOGUE_TRANSITION_STATE, 4, 0xc6b37b1b},
        {CATALOGUE_TRANSITION_KIND, 18, 0x32020459},
        {CATALOGUE_TOLD_ABOUT, 4, 0x1ae02b76},
        {CATALOGUE_MEETING_KIND, 17, 0xec2ce2da},
        {CATALOGUE_MEETING_OUTCOME, 6, 0xd07c8e6b},
        {CATALOGUE_QUESTION, 10, 0xc8c877a6},
        {CATALOGUE_PLAN_KIND, 6, 0x0e656287},
        {CATALOGUE_INTERVENTION_KIND, 26, 0x0b895aba},
        {CATALOGUE_END_REASON, 8, 0x72afd418},
        {CATALOGUE_WAIT_REASON, 30, 0xd8c16590},
        {CATALOGUE_WAIT_OUTCOME, 4, 0x9d786082},
        {CATALOGUE_COORDINATION, 4, 0x057c696a},
        {CATALOGUE_DECISION, 11, 0x7b8e26c6},
        {CATALOGUE_INDICATOR, 6, 0x493a4854},
        {CATALOGUE_LONG_CAUSE, 28, 0x8d323f13},
        {CATALOGUE_CLOSING_OUTCOME, 19, 0x5d5caf36},
        {CATALOGUE_DISMISSAL_REASON, 8, 0xbb9ea15f},
        {CATALOGUE_CORRECTION_REASON, 6, 0x1304b77b},
        {CATALOGUE_DECLINE_REASON, 4, 0xe05b960b},
        {CATALOGUE_MARK, 7, 0x37a1d4e2},
        {CATALOGUE_RULE, 40, 0xcf96c65f},
    };
    assert_int_equal(ARRAY_LEN(rows), CATALOGUE_COUNT - 1);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        uint32_t hash = 2166136261u;
        assert_true(catalogue_size(rows[i].catalogue) >= rows[i].n);
        for (uint32_t n = 1; n <= rows[i].n; n++)
            hash = hash_on(hash, catalogue_value(rows[i].catalogue, n)->slug);
        if (hash != rows[i].hash)
            fail_msg("catalogue %s: a number has changed", catalogue_name(rows[i].catalogue));
    }
    uint32_t hash = 2166136261u;
    for (uint32_t kind = 1; kind <= 51; kind++)
        hash = hash_on(hash, kind_info((enum kind)kind)->name);
    assert_int_equal(hash, 0xdc65ac00);
    hash = 2166136261u;
    for (uint32_t place = 0; place < 17; place++)
        hash = hash_on(hash, field_name((enum field_place)place));
    assert_int_equal(hash, 0x4950a84f);
}

static void catalogues_find_their_values(void **state)
{
    (void)state;
    char longer[64];
    for (uint32_t c = 1; c < CATALOGUE_COUNT; c++) {
        enum catalogue catalogue = (enum catalogue)c;
        assert_int_equal(catalogue_by_name(str_of(catalogue_name(catalogue))), catalogue);
        uint32_t size = catalogue_size(catalogue);
        assert_in_range(size, 1, 63); /* `also` and `marks` are bit sets */
        for (uint32_t n = 1; n <= size; n++) {
            const struct catalogue_value *value = catalogue_value(catalogue, n);
            struct str slug = str_of(value->slug);
            assert_int_equal(catalogue_number(catalogue, slug), n); /* so no slug comes twice */
            assert_true(slug.len > 0 && *value->danish && *value->english);
            assert_true(str_is_utf8(str_of(value->danish)));
            memcpy(longer, slug.at, slug.len);
            longer[slug.len] = 'x';
            assert_int_equal(catalogue_number(catalogue, (struct str){longer, slug.len + 1}), 0);
            longer[0] ^= 0x20;
            assert_int_equal(catalogue_number(catalogue, (struct str){longer, slug.len}), 0);
        }
        assert_null(catalogue_value(catalogue, 0));
        assert_null(catalogue_value(catalogue, size + 1));
        assert_null(catalogue_value(catalogue, UINT32_MAX));
        assert_int_equal(catalogue_number(catalogue, (struct str){NULL, 0}), 0);
    }
}

static void unknown_catalogues_are_empty(void **state)
{
    (void)state;
    assert_string_equal(catalogue_name(CATALOGUE_NONE), "");
    assert_string_equal(catalogue_name(CATALOGUE_COUNT), "");
    assert_int_equal(catalogue_by_name(STR("roles")), CATALOGUE_NONE);
    assert_int_equal(catalogue_by_name(STR("")), CATALOGUE_NONE);
    assert_int_equal(catalogue_size(CATALOGUE_NONE), 0);
    assert_null(catalogue_value(CATALOGUE_NONE, 1));
    assert_int_equal(catalogue_number(CATALOGUE_NONE, STR("primary")), 0);
    assert_int_equal(catalogue_number(CATALOGUE_COUNT, STR("primary")), 0);
}

/* A property that no rule could read is a mistake. */
static void properties_are_whole(void **state)
{
    (void)state;
    for (uint32_t n = 1; n < TARGET_GROUP_COUNT; n++)
        assert_in_range(catalogue_value(CATALOGUE_TARGET_GROUP, n)->family, FAMILY_INSURED,
                        FAMILY_FLEX_EMPLOYED);
    for (uint32_t n = 1; n < WAIT_REASON_COUNT; n++) {
        const struct catalogue_value *reason = catalogue_value(CATALOGUE_WAIT_REASON, n);
        assert_in_range(reason->party, PARTY_CITIZEN, PARTY_OTHER);
        assert_true(!(reason->flags & WAIT_MEDICAL_FORM) || (reason->flags & WAIT_STATEMENT));
    }
    for (uint32_t n = 1; n < LONG_CAUSE_COUNT; n++)
        assert_in_range(catalogue_value(CATALOGUE_LONG_CAUSE, n)->attribution, ATTRIBUTION_OWN_PRACTICE,
                        ATTRIBUTION_UNKNOWN);
    for (uint32_t n = 1; n < INTERVENTION_KIND_COUNT; n++)
        assert_true(catalogue_value(CATALOGUE_INTERVENTION_KIND, n)->administration < ADMINISTRATION_COUNT);
}

static void kinds_are_whole(void **state)
{
    (void)state;
    for (uint32_t k = 1; k < KIND_COUNT; k++) {
        enum kind kind = (enum kind)k;
        const struct kind_info *info = kind_info(kind);
        uint32_t has = info->required | info->optional;
        bool corrected = kind == KIND_CORRECTED;
        print_message("# %s\n", info->name);
        assert_int_equal(kind_by_name(str_of(info->name)), kind);
        assert_true(*info->danish && *info->english);
        assert_true((has & ~FIELD_ALL) == 0);
        assert_true(corrected || (info->required & info->optional) == 0);
        /* A field has its catalogue, and a catalogue its field. */
        if (!corrected) {
            assert_int_equal((has & FIELD_CODE) != 0,
                             info->code != CATALOGUE_NONE || (info->flags & KIND_FREE_CODE) != 0);
            assert_int_equal((has & FIELD_OUTCOME) != 0, info->outcome != CATALOGUE_NONE);
            assert_int_equal((has & FIELD_ALSO) != 0, info->also != CATALOGUE_NONE);
            assert_int_equal((has & FIELD_MARKS) != 0, info->marks != 0);
        }
        assert_int_equal((has & FIELD_BECAUSE) != 0, info->because != CATALOGUE_NONE);
        assert_int_equal((has & FIELD_REF) != 0, info->ref_kinds != 0);
        assert_true((info->marks >> MARK_COUNT) == 0);
    }
    assert_int_equal(kind_by_name(STR("")), KIND_NONE);
    assert_int_equal(kind_by_name(STR("meetin")), KIND_NONE);
    assert_int_equal(kind_by_name(STR("Meeting")), KIND_NONE);
    for (uint32_t place = 0; place < FIELD_COUNT; place++)
        assert_int_equal(field_by_name(str_of(field_name((enum field_place)place))), place);
    assert_int_equal(field_by_name(STR("note")), FIELD_COUNT); /* a note is no typed field */
    assert_int_equal(field_by_name(STR("")), FIELD_COUNT);
}

static void rules_and_parameters_are_whole(void **state)
{
    (void)state;
    assert_int_equal(RULE_COUNT - 1, 40);
    for (uint32_t r = 1; r < RULE_COUNT; r++) {
        const struct rule_info *info = rule_info((enum rule)r);
        assert_int_equal(rule_by_id(str_of(info->id)), r);
        assert_true(*info->slug && *info->danish && *info->english && *info->clears);
    }
    assert_int_equal(rule_by_id(STR("R1.7")), RULE_NONE);
    assert_int_equal(rule_by_id(STR("R1.1 ")), RULE_NONE);
    for (uint32_t p = 0; p < PARAM_COUNT; p++) {
        struct param_info param = param_info((enum param)p);
        assert_true(param.rule < RULE_COUNT && *param.name && *param.unit);
        assert_true(param.lowest <= param.initial && param.initial <= param.highest);
        for (uint32_t other = 0; other < p; other++) {
            struct param_info before = param_info((enum param)other);
            assert_false(before.rule == param.rule && strcmp(before.name, param.name) == 0);
        }
    }
    assert_string_equal(param_info(PARAM_R7_1_AMBER_DAYS).name, "amber_days");
    assert_int_equal(param_info(PARAM_ON + RULE_R7_8 - 1).rule, RULE_R7_8);
    assert_string_equal(param_info(PARAM_NORM_DAYS + WAIT_REASON_OTHER - 1).name, "other");
    assert_int_equal(param_info(PARAM_NORM_DAYS + WAIT_REASON_SICKNESS_CERTIFICATE - 1).initial, 14);
    assert_string_equal(param_info(PARAM_COUNTED_FROM).name, "counted_from");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_never_change),
        cmocka_unit_test(catalogues_find_their_values),
        cmocka_unit_test(unknown_catalogues_are_empty),
        cmocka_unit_test(properties_are_whole),
        cmocka_unit_test(kinds_are_whole),
        cmocka_unit_test(rules_and_parameters_are_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
