/* The vocabulary as JSON: it can be parsed, and says of every kind and value what the tables say. */
#include "unit.h"

#include "core/kind.h"
#include "wire/json.h"
#include "wire/json_vocabulary.h"
#include "wire/json_write.h"

static struct arena arena;
static struct buf out;
static struct err err;

static int setup(void **state)
{
    (void)state;
    arena_init(&arena, 16 << 20);
    buf_init(&out, 1 << 20);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_clear(&arena);
    buf_clear(&out);
    return 0;
}

static const struct json *written(void)
{
    const struct json *value = NULL;
    assert_false(out.failed);
    if (json_parse(&arena, buf_str(&out), &value, &err))
        fail_msg("%s", err.text);
    return value;
}

static bool lists(const struct json *list, const char *text)
{
    for (size_t i = 0; list && i < list->n; i++)
        if (str_equal(list->items[i].text, str_of(text)))
            return true;
    return false;
}

static void catalogues(void **state)
{
    (void)state;
    json_put_catalogues(&out);
    const struct json *list = json_find(written(), "catalogues");
    assert_int_equal(list->n, CATALOGUE_COUNT - 1);
    for (uint32_t c = 1; c < CATALOGUE_COUNT; c++) {
        const struct json *values = json_find(&list->items[c - 1], "values");
        assert_int_equal(values->n, catalogue_size((enum catalogue)c));
        for (uint32_t n = 1; n <= values->n; n++) {
            const struct json *value = &values->items[n - 1];
            assert_int_equal(json_find(value, "number")->number, n);
            assert_str(json_find(value, "slug")->text, catalogue_value((enum catalogue)c, n)->slug);
            assert_str(json_find(json_find(value, "label"), "da")->text,
                       catalogue_value((enum catalogue)c, n)->danish);
        }
    }
    const struct json *reasons = json_find(&list->items[CATALOGUE_WAIT_REASON - 1], "values");
    assert_true(json_find(&reasons->items[WAIT_REASON_SPECIALIST_STATEMENT - 1], "statement")->yes);
    assert_int_equal(json_find(&reasons->items[WAIT_REASON_SPECIALIST_STATEMENT - 1], "norm_days")->number,
                     60);
    assert_int_equal(json_find(&reasons->items[WAIT_REASON_OTHER - 1], "norm_days")->is, JSON_IS_NULL);
    const struct json *groups = json_find(&list->items[CATALOGUE_TARGET_GROUP - 1], "values");
    assert_str(json_find(&groups->items[TARGET_GROUP_FLEX_JOB_EMPLOYED - 1], "family")->text,
               "flex_employed");
    const struct json *causes = json_find(&list->items[CATALOGUE_LONG_CAUSE - 1], "values");
    assert_str(json_find(&causes->items[LONG_CAUSE_APPEAL - 1], "attribution")->text, "external");
}

static void kinds(void **state)
{
    (void)state;
    json_put_kinds(&out);
    const struct json *list = json_find(written(), "kinds");
    assert_int_equal(list->n, KIND_COUNT - 1);
    for (uint32_t k = 1; k < KIND_COUNT; k++) {
        const struct kind_info *info = kind_info((enum kind)k);
        const struct json *kind = &list->items[k - 1];
        assert_str(json_find(kind, "kind")->text, info->name);
        for (uint32_t place = 0; place < FIELD_COUNT; place++) {
            const char *name = field_name((enum field_place)place);
            bool required = (info->required >> place & 1) != 0;
            bool optional = (info->optional >> place & 1) != 0 && !required;
            assert_int_equal(lists(json_find(kind, "required"), name), required);
            assert_int_equal(lists(json_find(kind, "optional"), name), optional);
        }
        assert_int_equal(json_find(kind, "control")->yes, (info->flags & KIND_CONTROL) != 0);
        assert_int_equal(json_find(kind, "ref_kinds")->is,
                         info->ref_kinds == ANY_KIND ? JSON_IS_NULL : JSON_IS_ARRAY);
    }
    const struct json *meeting = &list->items[KIND_MEETING - 1];
    assert_str(json_find(json_find(meeting, "catalogues"), "outcome")->text, "meeting_outcome");
    assert_true(lists(json_find(meeting, "ref_kinds"), "meeting_booked"));
    assert_true(lists(json_find(&list->items[KIND_PLAN_MADE - 1], "marks"), "goal"));
}

static void schemas(void **state)
{
    (void)state;
    json_begin_object(&out);
    json_put_event_schemas(&out);
    json_end_object(&out);
    const struct json *all = written();
    assert_int_equal(all->n, KIND_COUNT - 1 + 4); /* Event, StoredEvent, Correction, Void */
    const struct json *one_of = json_find(json_find(all, "Event"), "oneOf");
    assert_int_equal(one_of->n, KIND_COUNT - 1);
    for (uint32_t k = 1; k < KIND_COUNT; k++) { /* every reference leads somewhere */
        struct str ref = json_find(&one_of->items[k - 1], "$ref")->text;
        static const char before[] = "#/components/schemas/";
        assert_true(ref.len > sizeof before - 1 && memcmp(ref.at, before, sizeof before - 1) == 0);
        struct str name = {ref.at + sizeof before - 1, ref.len - (sizeof before - 1)};
        bool found = false;
        for (size_t i = 0; i < all->n; i++)
            found = found || str_equal(all->members[i].name, name);
        assert_true(found);
    }
    const struct json *meeting = json_find(all, "Event_meeting");
    assert_true(lists(json_find(meeting, "required"), "occurred_at"));
    assert_true(lists(json_find(meeting, "required"), "outcome"));
    const struct json *properties = json_find(meeting, "properties");
    assert_true(lists(json_find(json_find(properties, "outcome"), "enum"), "no_show"));
    assert_null(json_find(properties, "due"));
    assert_false(lists(json_find(json_find(all, "Event_voided"), "required"), "occurred_at"));
    const struct json *by_path = json_find(all, "Correction"); /* kind and ref stand in the path */
    assert_true(lists(json_find(by_path, "required"), "because"));
    assert_false(lists(json_find(by_path, "required"), "ref") ||
                 lists(json_find(by_path, "required"), "kind"));
    assert_null(json_find(json_find(by_path, "properties"), "ref"));
    assert_non_null(json_find(json_find(by_path, "properties"), "if_version"));
    const struct json *hours =
        json_find(json_find(json_find(all, "Event_intervention_changed"), "properties"), "hours");
    assert_int_equal(json_find(hours, "maximum")->number, 168);
    const struct json *marks =
        json_find(json_find(json_find(all, "Event_classified"), "properties"), "marks");
    assert_int_equal(json_find(json_find(marks, "items"), "enum")->n, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(catalogues, setup, teardown),
        cmocka_unit_test_setup_teardown(kinds, setup, teardown),
        cmocka_unit_test_setup_teardown(schemas, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
