/* The worked examples of the rules (chapter 10) and our own golden histories: spans, switches and facts of every
 * example in tests/cases/. */
#include "unit.h"

#include <glob.h>

#include "cases.h"

static const char *const severities[] = {"", "info", "amber", "red"};
static struct arena forever; /* the rule sets */
static struct rule_sets packs;
static size_t n_examples, n_spans, n_switch_days, n_facts, n_evidence, n_bad;
static const struct example *now; /* for messages */

#define WRONG(...)                                                                                           \
    do {                                                                                                     \
        n_bad++;                                                                                             \
        print_error("%.*s: ", STR_ARG(now->name));                                                           \
        print_error(__VA_ARGS__);                                                                            \
        print_error("\n");                                                                                   \
    } while (0)

static const char *day_text(day_t day)
{
    static char texts[4][DAY_TEXT + 1];
    static size_t next;
    char *text = texts[next++ % 4];
    if (day == DAY_NONE || day == DAY_NEVER)
        return day == DAY_NONE ? "none" : "never";
    day_to_text(day, text);
    text[DAY_TEXT] = 0;
    return text;
}

/* ---- spans ------------------------------------------------------------------------------------------- */

static bool looked_at(const struct json *only, enum rule rule)
{
    for (size_t i = 0; only && i < only->n; i++)
        if (rule_by_id(text_of(&only->items[i])) == rule)
            return true;
    return !only;
}

/* Touching ones of one severity are one. */
static size_t join(struct span *at, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        struct span *last = kept ? &at[kept - 1] : NULL;
        if (last && last->to == at[i].from && last->severity == at[i].severity && last->rule == at[i].rule &&
            last->subject == at[i].subject)
            last->to = at[i].to;
        else
            at[kept++] = at[i];
    }
    return kept;
}

static void check_key(const struct json *expected, const struct span *at, size_t n, struct str key)
{
    n_spans += expected ? expected->n : 0;
    bool same = n == (expected ? expected->n : 0);
    for (size_t i = 0; same && i < n; i++) {
        const struct json *one = &expected->items[i];
        same = day_value(&one->items[0]) == at[i].from && day_value(&one->items[1]) == at[i].to &&
               str_equal(text_of(&one->items[2]), str_of(severities[at[i].severity]));
    }
    if (same)
        return;
    WRONG("%.*s is wrong; got:", STR_ARG(key));
    for (size_t i = 0; i < n; i++)
        print_error("  [%s, %s, %s]\n", day_text(at[i].from), day_text(at[i].to), severities[at[i].severity]);
}

/* The events that explain each span: of a subject itself, else those the example lists ("evidence"). */
static void check_evidence(const struct json *expected, const struct span *span, size_t i, const char *key)
{
    if (span->attribution < ATTRIBUTION_OWN_PRACTICE || span->attribution > ATTRIBUTION_UNKNOWN ||
        span->n_evidence == 0)
        WRONG("%s has no attribution or no evidence", key);
    if (span->subject && (span->n_evidence != 1 || span->evidence[0] != span->subject))
        WRONG("%s has other evidence than its subject", key);
    if (!expected)
        return;
    n_evidence++;
    bool same = i < expected->n && expected->items[i].n == span->n_evidence;
    for (size_t e = 0; same && e < span->n_evidence; e++)
        same = expected->items[i].items[e].number == span->evidence[e];
    if (same)
        return;
    WRONG("%s has other evidence from %s on:", key, day_text(span->from));
    for (size_t e = 0; e < span->n_evidence; e++)
        print_error("  %u\n", span->evidence[e]);
}

static void check_spans(struct arena *arena, const struct example *example, const struct course *course)
{
    const struct json *expect = member(example->json, "expect"), *only = member(example->json, "only");
    struct err err = {0};
    struct spans spans;
    assert_int_equal(course_spans(arena, course, &example->sets, day_value(member(example->json, "from")),
                                  day_value(member(example->json, "to")), &spans, &err),
                     ERR_NONE);
    spans.n = join(spans.at, spans.n);
    for (size_t i = 0, end; i < spans.n; i = end) { /* what there is */
        const struct span *first = &spans.at[i];
        for (end = i;
             end < spans.n && spans.at[end].rule == first->rule && spans.at[end].subject == first->subject;)
            end++;
        if (!looked_at(only, (enum rule)first->rule))
            continue;
        char key[32];
        (void)snprintf(key, sizeof key, "%s:%u", rule_info((enum rule)first->rule)->id, first->subject);
        check_key(member(expect, key), first, end - i, str_of(key));
        const struct json *evidence = member(example->json, "evidence");
        for (size_t s = i; s < end; s++)
            check_evidence(evidence ? member(evidence, key) : NULL, &spans.at[s], s - i, key);
    }
    for (size_t i = 0; expect && i < expect->n; i++) { /* what there should be */
        struct str key = expect->members[i].name, id = key;
        const char *colon = memchr(key.at, ':', key.len);
        assert_non_null(colon);
        id.len = (size_t)(colon - key.at);
        enum rule rule = rule_by_id(id);
        assert_int_not_equal(rule, RULE_NONE);
        uint32_t subject = (uint32_t)strtoul(colon + 1, NULL, 10);
        bool found = false;
        for (size_t s = 0; s < spans.n; s++)
            found = found || (spans.at[s].rule == rule && spans.at[s].subject == subject);
        if (!found)
            WRONG("%.*s has no span", STR_ARG(key));
    }
}

/* ---- switches ---------------------------------------------------------------------------------------- */

static struct str staff_name(const struct example *example, uint32_t staff)
{
    return staff ? example->staff.at[staff - 1] : STR("nobody");
}

static void check_switches(struct arena *arena, const struct example *example, const struct course *course)
{
    static const char *const weights[] = {"whole", "half", "intake", "not counted"};
    const struct json *days = member(example->json, "switches");
    for (size_t i = 0; days && i < days->n; i++) {
        const struct json *expected = &days->members[i].value;
        struct changes changes;
        struct err err = {0};
        day_t on = DAY_NONE;
        assert_true(day_parse(days->members[i].name, &on));
        assert_int_equal(course_switches(arena, course, &example->sets, on, &changes, &err), ERR_NONE);
        n_switch_days++;
        bool same = changes.n == expected->n;
        for (size_t c = 0; same && c < changes.n; c++) {
            const struct change *change = &changes.at[c];
            const struct json *one = &expected->items[c];
            const struct catalogue_value *reason = catalogue_value(CATALOGUE_SWITCH_REASON, change->reason);
            bool same_reason = one->items[3].is == JSON_IS_NULL
                                   ? !reason
                                   : reason && str_equal(text_of(&one->items[3]), str_of(reason->slug));
            same = day_value(&one->items[0]) == change->day &&
                   str_equal(text_of(&one->items[1]), staff_name(example, change->former)) &&
                   str_equal(text_of(&one->items[2]), staff_name(example, change->holder)) && same_reason &&
                   str_equal(text_of(&one->items[4]), str_of(weights[change->weight]));
        }
        if (same)
            continue;
        WRONG("switches as known on %s are wrong; got:", day_text(on));
        for (size_t c = 0; c < changes.n; c++)
            print_error("  [%s, %.*s, %.*s, %u, %s]\n", day_text(changes.at[c].day),
                        STR_ARG(staff_name(example, changes.at[c].former)),
                        STR_ARG(staff_name(example, changes.at[c].holder)), changes.at[c].reason,
                        weights[changes.at[c].weight]);
    }
}

/* ---- facts ------------------------------------------------------------------------------------------- */

static bool is_day(const struct json *value, day_t day)
{
    return day_value(value) == day;
}

static bool is_number(const struct json *value, int64_t number)
{
    return value->is == JSON_IS_NULL ? number == 0 : value->is == JSON_IS_INT && value->number == number;
}

static bool is_staff(const struct example *example, const struct json *value, uint32_t staff)
{
    return value->is == JSON_IS_NULL ? !staff
                                     : str_equal(text_of(value), staff_name(example, staff)) && staff;
}

static bool is_code(enum catalogue catalogue, const struct json *value, uint32_t number)
{
    return value->is == JSON_IS_NULL ? !number : catalogue_number(catalogue, text_of(value)) == number;
}

static bool is_list(const struct json *value, const uint32_t *at, size_t n)
{
    bool same = value->n == n;
    for (size_t i = 0; same && i < n; i++)
        same = is_number(&value->items[i], at[i]);
    return same;
}

static bool is_people(const struct example *example, const struct json *value, const struct staff_days *at,
                      size_t n, bool with_first)
{
    bool same = value->n == n;
    for (size_t i = 0; same && i < n; i++) {
        const struct json *one = &value->items[i];
        same = is_staff(example, &one->items[0], at[i].staff) &&
               (!with_first || is_day(&one->items[1], at[i].first)) &&
               is_day(&one->items[with_first ? 2 : 1], at[i].last);
    }
    return same;
}

static bool is_fraction(const struct json *value, struct fraction fraction)
{
    return value ? value->items[0].number == fraction.numerator &&
                       value->items[1].number == fraction.denominator
                 : fraction.denominator == 0;
}

static bool is_continuity(const struct json *value, const struct facts *facts)
{
    return member(value, "n")->number == facts->talks_365 &&
           member(value, "people")->number == facts->talk_people_365 &&
           is_fraction(member(value, "upc"), facts->upc) && is_fraction(member(value, "coc"), facts->coc) &&
           is_fraction(member(value, "secon"), facts->secon);
}

static bool is_switch_days(const struct json *value, const struct facts *facts)
{
    bool same = true;
    for (size_t i = 0; i < ARRAY_LEN(facts->switches); i++)
        same = same &&
               (i < value->n ? is_day(&value->items[i], facts->switches[i]) : facts->switches[i] == DAY_NONE);
    return same;
}

static bool fact_is(const struct example *e, const struct facts *f, struct str name, const struct json *v)
{
    struct {
        const char *name;
        bool same;
    } all[] = {
        {"status", str_equal(text_of(v), f->is_open ? STR("open") : STR("closed"))},
        {"course_age_days", is_number(v, f->course_age_days)},
        {"benefit",
         (v->is == JSON_IS_TEXT || v->is == JSON_IS_NULL) && is_code(CATALOGUE_BENEFIT, v, f->benefit)},
        {"target_group", (v->is == JSON_IS_TEXT || v->is == JSON_IS_NULL) &&
                             is_code(CATALOGUE_TARGET_GROUP, v, f->target_group)},
        {"complex", v->is == JSON_IS_BOOL && v->yes == f->complex},
        {"primary", is_staff(e, v, f->primary)},
        {"deputy", is_staff(e, v, f->deputy)},
        {"coordinator", is_staff(e, v, f->coordinator)},
        {"switch_count_365", is_number(v, f->switch_count_365)},
        {"switch_index_365", is_number(v, f->switch_index_365)},
        {"next_step", is_number(v, f->next_step)},
        {"next_step_told", v->is == JSON_IS_BOOL && v->yes == f->next_step_told},
        {"open_steps", is_number(v, f->open_steps)},
        {"handover", is_number(v, f->handover)},
        {"handover_to", is_staff(e, v, f->handover_to)},
    };
    for (size_t i = 0; i < ARRAY_LEN(all); i++)
        if (str_equal(name, str_of(all[i].name)))
            return all[i].same;
    const struct {
        const char *name;
        day_t day;
    } days[] = {
        {"course_start", f->course_start},   {"quiet_until", f->quiet_until},
        {"benefit_since", f->benefit_since}, {"primary_since", f->primary_since},
        {"last_contact", f->last_contact},   {"last_movement", f->last_movement},
        {"next_step_due", f->next_step_due}, {"next_meeting", f->next_meeting},
        {"next_wait_end", f->next_wait_end}, {"handover_due", f->handover_due},
        {"wishes_at", f->wishes_at},         {"plan_at", f->plan_at},
        {"reviewed_at", f->reviewed_at},     {"measured_at", f->measured_at},
        {"deputy_until", f->deputy_until},
    };
    for (size_t i = 0; i < ARRAY_LEN(days); i++)
        if (str_equal(name, str_of(days[i].name)))
            return is_day(v, days[i].day);
    if (str_equal(name, STR("switches")))
        return is_switch_days(v, f);
    if (str_equal(name, STR("open_waits")))
        return is_list(v, f->open_waits, f->n_open_waits);
    if (str_equal(name, STR("open_interventions")))
        return is_list(v, f->open_interventions, f->n_open_interventions);
    if (str_equal(name, STR("caseworkers")))
        return is_people(e, v, f->caseworkers, f->n_caseworkers, true);
    if (str_equal(name, STR("met_365")))
        return is_people(e, v, f->met_365, f->n_met_365, false);
    if (str_equal(name, STR("continuity")))
        return is_continuity(v, f);
    if (str_equal(name, STR("unit")))
        return str_equal(text_of(v), f->unit ? e->terms.at[f->unit - 1] : (struct str){NULL, 0});
    fail_msg("no fact is called %.*s", STR_ARG(name));
    return false;
}

static void check_facts(struct arena *arena, const struct example *example, const struct course *course)
{
    const struct json *days = member(example->json, "facts");
    for (size_t i = 0; days && i < days->n; i++) {
        const struct json *expected = &days->members[i].value;
        struct facts facts;
        struct err err = {0};
        day_t on = DAY_NONE;
        assert_true(day_parse(days->members[i].name, &on));
        assert_int_equal(course_facts(arena, course, &example->sets, on, &facts, &err), ERR_NONE);
        assert_true(facts.facts_until > on);
        for (size_t f = 0; f < expected->n; f++) {
            n_facts++;
            if (!fact_is(example, &facts, expected->members[f].name, &expected->members[f].value))
                WRONG("on %s the fact %.*s is wrong", day_text(on), STR_ARG(expected->members[f].name));
        }
    }
}

/* ---- files ------------------------------------------------------------------------------------------- */

static void run_file(const char *path)
{
    struct arena file_arena;
    arena_init(&file_arena, 64 << 20);
    const struct json *file = file_json(&file_arena, path);
    for (size_t i = 0; i < file->n; i++) {
        struct arena arena;
        struct example example;
        const struct course *course = NULL;
        struct err err = {0};
        arena_init(&arena, 64 << 20);
        read_example(&arena, &file->items[i], &packs, &example);
        now = &example;
        assert_true(member(example.json, "why") != NULL);
        assert_int_equal(course_build(&arena, &example.history, &course, &err), ERR_NONE);
        check_spans(&arena, &example, course);
        check_switches(&arena, &example, course);
        check_facts(&arena, &example, course);
        n_examples++;
        arena_clear(&arena);
    }
    arena_clear(&file_arena);
}

static void run_files(const char *const *paths, size_t n, size_t examples, size_t spans)
{
    n_examples = n_spans = n_switch_days = n_facts = n_evidence = n_bad = 0;
    for (size_t i = 0; i < n; i++)
        run_file(paths[i]);
    print_message("%zu examples: %zu spans, switches on %zu days, %zu facts, evidence of %zu spans\n",
                  n_examples, n_spans, n_switch_days, n_facts, n_evidence);
    assert_int_equal(n_bad, 0);
    assert_true(n_examples >= examples);
    assert_true(n_spans >= spans);
}

static const char *const vectors[] = {"tests/cases/r1.json", "tests/cases/r2r3.json", "tests/cases/r4r5.json",
                                      "tests/cases/r6r7.json"};

static void vectors_hold(void **state)
{
    (void)state;
    run_files(vectors, ARRAY_LEN(vectors), 60, 60);
    assert_true(n_switch_days >= 50);
    assert_true(n_facts >= 100);
}

static void golden_histories_hold(void **state)
{
    (void)state;
    glob_t own;
    assert_int_equal(glob("tests/cases/own_*.json", 0, NULL, &own), 0);
    run_files((const char *const *)own.gl_pathv, own.gl_pathc, 24, 40);
    globfree(&own);
}

static void vectors_equal_the_originals(void **state)
{
    (void)state;
    const char *folder = getenv("SPOR_DATA");
    struct arena arena;
    arena_init(&arena, 16 << 20);
    for (size_t i = 0; i < ARRAY_LEN(vectors); i++) {
        char path[512];
        (void)snprintf(path, sizeof path, "%s/rules%s", folder ? folder : "../shared/data",
                       vectors[i] + sizeof "tests/cases" - 1);
        struct str original = file_text(&arena, path);
        if (!original.at) {
            print_message("%s is not there\n", path);
            arena_clear(&arena);
            skip();
        }
        assert_true(str_equal(original, file_text(&arena, vectors[i])));
    }
    arena_clear(&arena);
}

static int read_packs(void **state)
{
    (void)state;
    arena_init(&forever, 64 << 20);
    read_rule_sets(&forever, NULL, &packs);
    return 0;
}

static int clear_packs(void **state)
{
    (void)state;
    arena_clear(&forever);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vectors_hold),
        cmocka_unit_test(golden_histories_hold),
        cmocka_unit_test(vectors_equal_the_originals),
    };
    return cmocka_run_group_tests(tests, read_packs, clear_packs);
}
