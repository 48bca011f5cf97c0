/* See show.h. People are p01, p02 …, units are named by their numbers. */
#include <stdio.h>

#include "tests/oracle/show.h"

static const char *const severities[] = {"", "info", "amber", "red"};

static void put_day(const char *before, day_t day)
{
    char text[DAY_TEXT];
    day_to_text(day, text);
    (void)printf("%s\"%.*s\"", before, DAY_TEXT, text);
}

static void put_instant(const char *before, instant_t instant)
{
    char text[INSTANT_TEXT];
    instant_to_text(instant, text);
    (void)printf("%s\"%.*s\"", before, INSTANT_TEXT, text);
}

static void put_value(const char *name, enum catalogue catalogue, uint32_t number)
{
    const struct catalogue_value *value = catalogue_value(catalogue, number);
    if (value)
        (void)printf(", \"%s\": \"%s\"", name, value->slug);
}

static void put_marks(const struct event *e)
{
    const char *before = ", \"marks\": [";
    for (uint32_t mark = 1; mark < MARK_COUNT; mark++)
        if (e->marks & MARK_BIT(mark)) {
            (void)printf("%s\"%s\"", before, catalogue_value(CATALOGUE_MARK, mark)->slug);
            before = ", ";
        }
    if (e->marks)
        (void)printf("]");
}

static void put_event(const struct history *h, const struct event *e)
{
    enum kind of = (enum kind)e->kind;
    for (uint32_t ref = e->ref; of == KIND_CORRECTED && ref; ref = h->events[ref - 1].ref)
        of = (enum kind)h->events[ref - 1].kind;
    const struct kind_info *info = kind_info(of);
    (void)printf("  {\"kind\": \"%s\"", kind_info((enum kind)e->kind)->name);
    put_instant(", \"occurred_at\": ", e->occurred_at);
    if (h->known_at != INSTANT_NEVER)
        put_instant(", \"recorded_at\": ", e->recorded_at);
    if (e->ref)
        (void)printf(", \"ref\": %u", e->ref);
    if (e->staff)
        (void)printf(", \"staff\": \"p%02u\"", e->staff);
    put_value("role", CATALOGUE_ROLE, e->role);
    put_value("code", info->code, e->code);
    put_value("outcome", info->outcome, e->outcome);
    put_value("party", CATALOGUE_PARTY, e->party);
    put_value("channel", CATALOGUE_CHANNEL, e->channel);
    if (e->unit && (e->fields & UNIT_ALONE))
        put_value("unit", CATALOGUE_ADMINISTRATION, e->administration);
    else if (e->unit)
        (void)printf(", \"unit\": \"%s/%u\"",
                     catalogue_value(CATALOGUE_ADMINISTRATION, e->administration)->slug, e->unit);
    if (e->due != DAY_NONE)
        put_day(", \"due\": ", e->due);
    if (e->starts_at != INSTANT_NONE)
        put_instant(", \"starts_at\": ", e->starts_at);
    if (e->score >= 0)
        (void)printf(", \"score\": %d, \"scale\": %d", e->score, e->scale);
    if (e->hours >= 0)
        (void)printf(", \"hours\": %g", e->hours / 4.0);
    put_marks(e);
    (void)printf("}");
}

/* ---- rule sets --------------------------------------------------------------------------------------- */

static void put_change(const char *before, const struct rule_change *change)
{
    (void)printf("%s\"%s\": ", before, param_info(change->param).name);
    if (change->param == PARAM_COUNTED_FROM && change->value == DAY_NONE)
        (void)printf("null");
    else if (change->param == PARAM_COUNTED_FROM)
        put_day("", change->value);
    else
        (void)printf("%d", change->value);
}

static bool is_norm(enum param param)
{
    return param >= PARAM_NORM_DAYS && param < PARAM_COUNTED_FROM;
}

/* The changes for one rule and one group; false if there are none. */
static bool put_changes(const struct rule_period_source *period, enum rule rule, enum target_group group,
                        const char *before)
{
    bool any = false;
    for (size_t i = 0; i < period->n; i++) {
        const struct rule_change *one = &period->changes[i];
        if (param_info(one->param).rule != rule || one->group != group || is_norm(one->param))
            continue;
        put_change(any ? ", " : before, one);
        any = true;
    }
    bool norms = false;
    for (size_t i = 0; i < period->n; i++) {
        const struct rule_change *one = &period->changes[i];
        if (rule != RULE_R7_2 || one->group != group || !is_norm(one->param))
            continue;
        (void)printf("%s", norms ? "" : any ? ", \"norm_days\": {" : before);
        if (!norms && !any)
            (void)printf("\"norm_days\": {");
        put_change(norms ? ", " : "", one);
        norms = true;
    }
    if (norms)
        (void)printf("}");
    return any || norms;
}

static void put_rule(const struct rule_period_source *period, enum rule rule, bool *any)
{
    char open[32];
    (void)snprintf(open, sizeof open, "%s\"%s\": {", *any ? ", " : "", rule_info(rule)->id);
    bool here = put_changes(period, rule, TARGET_GROUP_NONE_, open), groups = false;
    for (uint32_t group = 1; group < TARGET_GROUP_COUNT; group++) {
        char before[120];
        (void)snprintf(before, sizeof before, "%s%s\"%s\": {", here || groups ? "" : open,
                       groups ? ", "
                       : here ? ", \"groups\": {"
                              : "\"groups\": {",
                       catalogue_value(CATALOGUE_TARGET_GROUP, group)->slug);
        if (!put_changes(period, rule, (enum target_group)group, before))
            continue;
        (void)printf("}");
        groups = true;
    }
    if (groups)
        (void)printf("}");
    if (here || groups)
        (void)printf("}");
    *any = *any || here || groups;
}

static void put_period(const struct rule_period_source *period, size_t number)
{
    bool any = false;
    (void)printf("{\"id\": \"own-%zu\", ", number);
    put_day("\"valid_from\": ", period->valid_from);
    if (put_changes(period, RULE_NONE, TARGET_GROUP_NONE_, ", \"shared\": {"))
        (void)printf("}");
    (void)printf(", \"rules\": {");
    for (uint32_t rule = RULE_NONE + 1; rule < RULE_COUNT; rule++)
        put_rule(period, (enum rule)rule, &any);
    (void)printf("}}");
}

/* ---- all of it --------------------------------------------------------------------------------------- */

void oracle_show_spans(const struct span *spans, size_t n, enum rule rule)
{
    for (size_t i = 0, shown = 0; i < n; i++) {
        bool first = !shown || spans[i].subject != spans[i - 1].subject;
        if (spans[i].rule != rule)
            continue;
        if (first)
            (void)printf("%s\n  \"%s:%u\": [", shown ? "]," : "", rule_info(rule)->id, spans[i].subject);
        put_day(first ? "[" : ", [", spans[i].from);
        put_day(", ", spans[i].to);
        (void)printf(", \"%s\"]", severities[spans[i].severity]);
        shown++;
        if (i + 1 == n || spans[i + 1].rule != rule)
            (void)printf("]");
    }
    (void)printf("\n");
}

void oracle_show(const struct oracle_example *example)
{
    const struct history *h = example->history;
    (void)printf("{\"example\": \"%s\", \"events\": [\n", rule_info(example->rule)->id);
    for (size_t i = 0; i < h->n; i++) {
        put_event(h, &h->events[i]);
        (void)printf(i + 1 < h->n ? ",\n" : "],\n");
    }
    if (h->born != DAY_NONE)
        put_day(" \"born\": ", h->born);
    if (h->known_at != INSTANT_NEVER)
        put_instant(h->born != DAY_NONE ? ", \"known_at\": " : " \"known_at\": ", h->known_at);
    if (h->born != DAY_NONE || h->known_at != INSTANT_NEVER)
        (void)printf(",\n");
    if (example->n_periods)
        (void)printf(" \"rule_sets\": [");
    for (size_t i = 0; i < example->n_periods; i++) {
        put_period(&example->periods[i], i + 1);
        (void)printf(i + 1 < example->n_periods ? ",\n  " : "],\n");
    }
    if (!example->on_packs)
        (void)printf(" (without the shipped rule sets)\n");
    put_day(" \"from\": ", example->from);
    put_day(", \"to\": ", example->to);
    (void)printf(", \"only\": [\"%s\"],\n \"expect\": {", rule_info(example->rule)->id);
    oracle_show_spans(example->spans, example->n_spans, example->rule);
    (void)printf(" }}\n");
}
