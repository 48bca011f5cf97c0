/* The rules as a page of the handbook: for the action-plan group and for a jurist. Everything in it comes from the
 * tables that the flags are computed with. See rules_text.h. */
#include "client/rules_text.h"

#include "core/rule_text.h"
#include "core/rule_words.h"

/* The seven recommendations of the working group, in short. */
static const struct {
    const char *danish, *english;
} recommendations[] = {
    {"Færre sagsbehandlerskift", "Fewer caseworker switches"},
    {"Gode overgange", "Good transitions"},
    {"Respekt og interesse for, hvad borgeren selv kan og vil",
     "Respect, and interest in what the citizen can and will"},
    {"Borgeren tager aktivt del i sin plan", "The citizen takes an active part in the plan"},
    {"Alle borgere ved, hvad næste skridt er", "Every citizen knows the next step"},
    {"Kommunen koordinerer indsatserne", "The municipality coordinates its efforts"},
    {"Kontinuitet og fremdrift", "Continuity and progress"},
};

/* "R4.1" belongs to the fourth. */
static size_t recommendation_of(enum rule rule)
{
    return (size_t)(rule_info(rule)->id[1] - '1');
}

static const char *kind_of(const struct rules_page *page, const struct rule_info *info)
{
    return info->kind == RULE_STATUTORY ? page_say(page, "lov", "statutory")
                                        : page_say(page, "kodeks", "codex");
}

static const char *clears(const struct rules_page *page, enum rule rule)
{
    const char *danish = rule_text(rule)->danish_clears;
    return page->danish && danish ? danish : rule_info(rule)->clears;
}

static void put_overview(const struct rules_page *page)
{
    struct buf *out = page->out;
    buf_printf(out, "## %s\n\n| | %s | %s | %s |\n|---|---|---|---|\n",
               page_say(page, "Alle regler", "All rules"), page_say(page, "regel", "rule"),
               page_say(page, "lov eller kodeks", "statutory or codex"),
               page_say(page, "ophører ved", "cleared by"));
    for (enum rule rule = RULE_NONE + 1; rule < RULE_COUNT; rule++) {
        const struct rule_info *info = rule_info(rule);
        buf_printf(out, "| %s | %s | %s | %s |\n", info->id, page_say(page, info->danish, info->english),
                   kind_of(page, info), clears(page, rule));
    }
    buf_put_char(out, '\n');
}

/* Values of groups that differ: "insured unemployed: 49; …". */
static void put_groups(const struct rules_page *page, enum param param)
{
    bool any = false;
    for (uint32_t group = 1; group < TARGET_GROUP_COUNT; group++) {
        if (page->period->value[group][param] == page->period->value[TARGET_GROUP_NONE_][param])
            continue;
        const struct catalogue_value *value = catalogue_value(CATALOGUE_TARGET_GROUP, group);
        buf_printf(page->out, "%s%s: ", any ? "; " : "", page_say(page, value->danish, value->english));
        rules_put_value(page, param, page->period->value[group][param]);
        any = true;
    }
}

static void put_param(const struct rules_page *page, enum param param)
{
    struct param_info info = param_info(param);
    if (param >= PARAM_NORM_DAYS && param < PARAM_COUNTED_FROM) {
        const struct catalogue_value *reason =
            catalogue_value(CATALOGUE_WAIT_REASON, (uint32_t)(param - PARAM_NORM_DAYS + 1));
        buf_printf(page->out, "| %s (`%s`) | ", page_say(page, reason->danish, reason->english), info.name);
    } else {
        buf_printf(page->out, "| `%s` | ", info.name);
    }
    rules_put_value(page, param, page->period->value[TARGET_GROUP_NONE_][param]);
    buf_printf(page->out, " | %s | ", rules_unit(page, info.unit));
    rules_put_value(page, param, info.initial);
    if (param == PARAM_COUNTED_FROM)
        buf_put_str(page->out, STR(" | | "));
    else
        buf_printf(page->out, " | %d–%d | ", info.lowest, info.highest);
    put_groups(page, param);
    buf_put_str(page->out, STR(" |\n"));
}

static void put_params(const struct rules_page *page, enum rule rule)
{
    bool any = false;
    for (uint32_t param = 0; param < PARAM_COUNT; param++) {
        bool is_switch = param >= PARAM_ON && param < PARAM_NORM_DAYS;
        if (param_info((enum param)param).rule != rule || is_switch)
            continue;
        if (!any)
            buf_printf(page->out, "| %s | %s | %s | %s | %s | %s |\n|---|--:|---|--:|---|---|\n",
                       page_say(page, "grænse", "parameter"), page_say(page, "gælder", "in force"),
                       page_say(page, "enhed", "unit"), page_say(page, "leveret med", "shipped with"),
                       page_say(page, "kan være", "may be"), page_say(page, "målgrupper", "target groups"));
        any = true;
        put_param(page, (enum param)param);
    }
    if (any)
        buf_put_char(page->out, '\n');
}

/* Where a rule is switched off, for all or for some groups. */
static void put_off(const struct rules_page *page, enum rule rule)
{
    enum param on = (enum param)(PARAM_ON + rule - 1);
    bool general = page->period->value[TARGET_GROUP_NONE_][on] != 0, any = false;
    if (!general)
        buf_printf(page->out, "%s\n\n", page_say(page, "**Slået fra.**", "**Switched off.**"));
    for (uint32_t group = 1; group < TARGET_GROUP_COUNT; group++) {
        if ((page->period->value[group][on] != 0) == general)
            continue;
        const struct catalogue_value *value = catalogue_value(CATALOGUE_TARGET_GROUP, group);
        buf_printf(page->out, "%s%s",
                   any       ? "; "
                   : general ? page_say(page, "**Slået fra for** ", "**Switched off for** ")
                             : page_say(page, "**Slået til for** ", "**Switched on for** "),
                   page_say(page, value->danish, value->english));
        any = true;
    }
    if (any)
        buf_put_str(page->out, STR(".\n\n"));
}

/* Where the cause of a breach lies (rules 7.1). */
static const char *attribution_of(const struct rules_page *page, enum rule rule)
{
    switch ((int)rule) {
    case RULE_R6_4:
        return page_say(page, "efter den, der ventes på i den tidligste af ventetiderne (kataloget Ventetid)",
                        "by whoever is waited for in the earliest of the waits (the catalogue of waits)");
    case RULE_R7_1:
    case RULE_R7_5:
        return page_say(
            page,
            "efter den, der ventes på på brudperiodens første dag (kataloget Ventetid); af flere går ydre "
            "forhold forud for borgerens side og den for egen praksis; uden ventetid egen praksis",
            "by whoever is waited for on the first day of the span (the catalogue of waits); of several "
            "external goes before the citizen's side, and that before own practice; own practice without a "
            "wait");
    case RULE_R7_2:
        return page_say(page, "efter den, der ventes på (kataloget Ventetid)",
                        "by whoever is waited for (the catalogue of waits)");
    case RULE_R7_3:
        return page_say(
            page,
            "efter hovedårsagen i den seneste gennemgang (kataloget Årsager til lange forløb); ukendt uden en "
            "gennemgang",
            "by the main cause of the latest review (the catalogue of causes of long courses); unknown without "
            "one");
    case RULE_R7_4:
        return page_say(page, "ukendt", "unknown");
    default:
        return page_say(page, "egen praksis", "own practice");
    }
}

/* The points of a text, " (1) … (2) …", are lines of their own. */
static void put_breach(const struct rules_page *page, enum rule rule, const char *text)
{
    struct buf words;
    buf_init(&words, WORDS_MAX);
    rule_put_words(&words, page->period, rule, text, page->danish);
    for (size_t i = 0; i < words.len; i++) {
        const char *at = words.at + i;
        bool is_point = words.len - i > 4 && at[0] == ' ' && at[1] == '(' && at[2] >= '1' && at[2] <= '9' &&
                        at[3] == ')' && at[4] == ' ';
        buf_put_str(page->out, is_point ? at[2] == '1' ? STR("\n\n* ") : STR("\n* ") : (struct str){at, 1});
    }
    buf_put_str(page->out, STR("\n\n"));
    page->out->failed = page->out->failed || words.failed;
    buf_clear(&words);
}

static void put_rule(const struct rules_page *page, enum rule rule)
{
    const struct rule_info *info = rule_info(rule);
    const struct rule_text *text = rule_text(rule);
    const struct rule_basis *basis = rule_basis(rule);
    struct buf *out = page->out;
    buf_printf(out, "### %s %s\n\n%s%s · `%s`\n\n", info->id, page_say(page, info->danish, info->english),
               kind_of(page, info),
               info->flags & RULE_FLEX_EMPLOYED_TOO ? page_say(page, " · gælder også ansatte i fleksjob",
                                                               " · applies to the employed in flex job, too")
                                                    : "",
               info->slug);
    buf_printf(out, "*%s*\n\n**%s.** ", page_say(page, basis->danish_question, basis->english_question),
               page_say(page, "Brud", "In breach"));
    put_breach(page, rule, page_say(page, text->danish, text->english));
    put_params(page, rule);
    put_off(page, rule);
    buf_printf(out, "**%s:** %s. **%s:** %s.\n\n", page_say(page, "Ophører ved", "Cleared by"),
               clears(page, rule), page_say(page, "Tilskrives", "Attributed to"), attribution_of(page, rule));
    buf_printf(out, "**%s.** %s\n\n", page_say(page, "Markering", "Flag"),
               page_say(page, basis->danish_flag, basis->english_flag));
    buf_printf(out, "**%s.** %s\n\n", page_say(page, "Hvorfor", "Why"),
               page_say(page, basis->danish, basis->english));
}

static void put_terms(const struct rules_page *page)
{
    size_t n;
    const struct rule_term *terms = rule_terms(&n);
    buf_printf(page->out, "## %s\n\n", page_say(page, "Begreber", "Terms"));
    for (size_t i = 0; i < n; i++) {
        buf_printf(page->out, "**%s.** ", page_say(page, terms[i].danish_term, terms[i].english_term));
        rule_put_words(page->out, page->period, RULE_NONE, page_say(page, terms[i].danish, terms[i].english),
                       page->danish);
        buf_put_str(page->out, STR("\n\n"));
    }
}

/* ---- the rule sets --------------------------------------------------------------------------------------- */

/* "R7.6 talks required by law, `first_talk_days`: 7 days" or "R4.1 intervention without plan: switched off". */
static void put_change(const struct rules_page *page, const struct rule_change *change)
{
    struct param_info info = param_info(change->param);
    bool is_switch = change->param >= PARAM_ON && change->param < PARAM_NORM_DAYS;
    if (info.rule)
        buf_printf(page->out, "%s %s%s", rule_info(info.rule)->id,
                   page_say(page, rule_info(info.rule)->danish, rule_info(info.rule)->english),
                   is_switch ? "" : ", ");
    if (is_switch) {
        buf_printf(page->out, ": %s",
                   change->value ? page_say(page, "slået til", "switched on")
                                 : page_say(page, "slået fra", "switched off"));
        return;
    }
    buf_printf(page->out, "`%s`: ", info.name);
    rules_put_value(page, change->param, change->value);
    if (change->param != PARAM_COUNTED_FROM)
        buf_printf(page->out, " %s", rules_unit(page, info.unit));
}

static bool is_same_change(const struct rule_change *a, const struct rule_change *b)
{
    return a->param == b->param && a->value == b->value && !a->group == !b->group;
}

/* One line for all target groups that get the same value. */
static void put_changes(const struct rules_page *page, const struct rule_change *changes, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        size_t first = 0;
        while (!is_same_change(&changes[first], &changes[i]))
            first++;
        if (first < i)
            continue;
        buf_put_str(page->out, STR("* "));
        put_change(page, &changes[i]);
        for (size_t k = i; changes[i].group && k < n; k++) {
            if (!is_same_change(&changes[k], &changes[i]))
                continue;
            const struct catalogue_value *group = catalogue_value(CATALOGUE_TARGET_GROUP, changes[k].group);
            buf_printf(page->out, "%s%s", k > i ? "; " : " for ",
                       page_say(page, group->danish, group->english));
        }
        buf_put_char(page->out, '\n');
    }
}

/* Each period with what it changes; the first one is the tables above. */
static void put_periods(const struct rules_page *page, const struct rule_set_list *list)
{
    buf_printf(
        page->out, "## %s\n\n%s\n\n", page_say(page, "Regelsæt over tid", "Rule sets over time"),
        page_say(
            page,
            "Hvert regelsæt arver alt fra det foregående og nævner kun, hvad der ændres. Tallet 0 betyder, at "
            "kravet er slået fra.",
            "Each rule set inherits everything from the one before and names only what changes. The figure 0 "
            "means that the demand is off."));
    for (size_t i = 0; i < list->n; i++) {
        const struct rule_set_text *set = &list->sets[i];
        buf_printf(page->out, "### %.*s – %s ", STR_ARG(set->id), page_say(page, "fra den", "from"));
        rules_put_date(page, set->source.valid_from);
        buf_put_str(page->out, STR("\n\n"));
        struct str note = set->note_en.at && !page->danish ? set->note_en : set->note;
        if (note.at)
            buf_printf(page->out, "%.*s.\n\n", STR_ARG(note));
        if (i > 0 && set->source.n > 0) {
            put_changes(page, set->source.changes, set->source.n);
            buf_put_char(page->out, '\n');
        }
    }
}

void rules_print_markdown(struct buf *out, const struct rule_set_list *list, day_t day, bool danish)
{
    struct rules_page page = {out, rule_period_on(&list->resolved, day), danish};
    if (!page.period)
        return;
    rules_put_introduction(&page, list, day);
    put_overview(&page);
    for (size_t r = 0; r < ARRAY_LEN(recommendations); r++) {
        buf_printf(out, "## %zu. %s\n\n", r + 1,
                   page_say(&page, recommendations[r].danish, recommendations[r].english));
        for (enum rule rule = RULE_NONE + 1; rule < RULE_COUNT; rule++)
            if (recommendation_of(rule) == r)
                put_rule(&page, rule);
    }
    buf_printf(out, "## %s\n\n%s\n\n", page_say(&page, "Fælles grænser", "Shared parameters"),
               page_say(&page, "De bruges af flere regler; hvordan, står under Begreber og ved reglerne.",
                        "Several rules use them; how, stands under Terms and with the rules."));
    put_params(&page, RULE_NONE);
    put_terms(&page);
    rules_put_catalogues(&page);
    put_periods(&page, list);
}
