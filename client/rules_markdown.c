/* The rules as a page of the handbook: for the action-plan group and for a jurist. Everything in it comes from the
 * tables that the flags are computed with. See rules_text.h. */
#include "client/rules_text.h"

#include "core/rule_text.h"

static const char *say(const struct rules_page *page, const char *danish, const char *english)
{
    return page->danish ? danish : english;
}

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

static void put_introduction(const struct rules_page *page, day_t day)
{
    char text[DAY_TEXT];
    day_to_text(day, text);
    buf_printf(
        page->out, "# %s\n\n%s %.*s. %s\n\n", say(page, "Reglerne i Spor", "The rules of Spor"),
        say(page, "Sådan gælder de den", "As they stand on"), DAY_TEXT, text,
        say(page,
            "Siden er skrevet af programmet selv: den viser de samme grænser og de samme definitioner, som "
            "markeringerne regnes ud med.",
            "This page is written by the program itself: it shows the same limits and the same definitions "
            "that the flags are computed with."));
    buf_put_str(
        page->out,
        str_of(say(
            page,
            "En regel svarer på ét spørgsmål om ét forløb og én dag D: er dagen i brud, om hvad, og hvor meget? Den ser "
            "kun på, hvad der er sket på dagen eller før. En *besked* er en oplysning og tælles aldrig som brud; et brud "
            "er *gult* eller *rødt*. En markering ophører af sig selv, når det, der mangler, er sket, og når forløbet "
            "lukkes.\n\n"
            "**Kodeks** er kommunens eget løfte, **lov** er lovens krav. De to lægges aldrig sammen. Et brud på kodeks "
            "er ikke ulovligt. En markering er et spørgsmål til mennesker, ikke en afgørelse; den siger intet om "
            "borgeren og intet om en navngiven sagsbehandlers dygtighed.\n\n"
            "Målgruppen *ansat i fleksjob* vurderes kun, hvor det står.\n\n",
            "A rule answers one question about one course and one day D: is the day in breach, about what, and how "
            "badly? It looks only at what happened on that day or before. A *notice* (info) is information and never "
            "counted as a breach; a breach is *amber* or *red*. A flag ends by itself when what was missing has "
            "happened, and when the case is closed.\n\n"
            "**Codex** is the municipality's own promise, **statutory** is what the law demands. The two are never "
            "added together. A breach of the codex is not unlawful. A flag is a question to people, not a decision; it "
            "says nothing about the citizen and nothing about a named caseworker's skill.\n\n"
            "The target group *employed in flex job* is judged only where a rule says so.\n\n")));
}

static const char *kind_of(const struct rules_page *page, const struct rule_info *info)
{
    return info->kind == RULE_STATUTORY ? say(page, "lov", "statutory") : say(page, "kodeks", "codex");
}

static const char *clears(const struct rules_page *page, enum rule rule)
{
    const char *danish = rule_text(rule)->danish_clears;
    return page->danish && danish ? danish : rule_info(rule)->clears;
}

static void put_overview(const struct rules_page *page)
{
    struct buf *out = page->out;
    buf_printf(out, "| | %s | %s | %s |\n|---|---|---|---|\n", say(page, "regel", "rule"),
               say(page, "art", "kind"), say(page, "ophører ved", "cleared by"));
    for (enum rule rule = RULE_NONE + 1; rule < RULE_COUNT; rule++) {
        const struct rule_info *info = rule_info(rule);
        buf_printf(out, "| %s | %s | %s | %s |\n", info->id, say(page, info->danish, info->english),
                   kind_of(page, info), clears(page, rule));
    }
    buf_put_char(out, '\n');
}

/* Values of groups that differ: "cash_job_ready 49, …". */
static void put_groups(const struct rules_page *page, enum param param)
{
    bool any = false;
    for (uint32_t group = 1; group < TARGET_GROUP_COUNT; group++) {
        if (page->period->value[group][param] == page->period->value[TARGET_GROUP_NONE_][param])
            continue;
        const struct catalogue_value *value = catalogue_value(CATALOGUE_TARGET_GROUP, group);
        buf_printf(page->out, "%s%s: ", any ? "; " : "", say(page, value->danish, value->english));
        rules_put_value(page, param, page->period->value[group][param]);
        any = true;
    }
}

static void put_param(const struct rules_page *page, enum param param)
{
    struct param_info info = param_info(param);
    buf_printf(page->out, "| `%s` | ", info.name);
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
                       say(page, "grænse", "parameter"), say(page, "gælder", "in force"),
                       say(page, "enhed", "unit"), say(page, "standard", "default"),
                       say(page, "mellem", "bounds"), say(page, "målgrupper", "target groups"));
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
        buf_printf(page->out, "%s\n\n", say(page, "**Slået fra.**", "**Switched off.**"));
    for (uint32_t group = 1; group < TARGET_GROUP_COUNT; group++) {
        if ((page->period->value[group][on] != 0) == general)
            continue;
        const struct catalogue_value *value = catalogue_value(CATALOGUE_TARGET_GROUP, group);
        buf_printf(page->out, "%s%s",
                   any       ? ", "
                   : general ? say(page, "**Slået fra for** ", "**Switched off for** ")
                             : say(page, "**Slået til for** ", "**Switched on for** "),
                   say(page, value->danish, value->english));
        any = true;
    }
    if (any)
        buf_put_str(page->out, STR(".\n\n"));
}

/* To whom a breach is owed (rules 7.1). */
static const char *attribution_of(const struct rules_page *page, enum rule rule)
{
    switch ((int)rule) {
    case RULE_R6_4:
    case RULE_R7_1:
    case RULE_R7_2:
    case RULE_R7_5:
        return say(
            page,
            "den, der ventes på, på brudperiodens første dag: sagsbehandleren og kommunen er egen praksis, "
            "borgeren borgerens side, alle andre ydre; uden ventetid egen praksis",
            "whoever is waited for on the first day of the span: the caseworker and the municipality are own "
            "practice, the citizen the citizen's side, everybody else external; own practice without a wait");
    case RULE_R7_3:
        return say(page, "hovedårsagen i den seneste gennemgang; ukendt uden en gennemgang",
                   "the main cause of the latest review; unknown without one");
    case RULE_R7_4:
        return say(page, "ukendt", "unknown");
    default:
        return say(page, "egen praksis", "own practice");
    }
}

static void put_rule(const struct rules_page *page, enum rule rule)
{
    const struct rule_info *info = rule_info(rule);
    const struct rule_text *text = rule_text(rule);
    const struct rule_basis *basis = rule_basis(rule);
    struct buf *out = page->out;
    buf_printf(out, "### %s %s\n\n`%s` · %s%s\n\n", info->id, say(page, info->danish, info->english),
               info->slug, kind_of(page, info),
               info->flags & RULE_FLEX_EMPLOYED_TOO ? say(page, " · gælder også ansatte i fleksjob",
                                                          " · applies to the employed in flex job, too")
                                                    : "");
    buf_printf(out, "**%s.** %s\n\n", say(page, "Brud", "In breach"), say(page, text->danish, text->english));
    put_params(page, rule);
    put_off(page, rule);
    buf_printf(out, "**%s:** %s. **%s:** %s.\n\n", say(page, "Ophører ved", "Cleared by"), clears(page, rule),
               say(page, "Tilskrives", "Attributed to"), attribution_of(page, rule));
    buf_printf(out, "**%s.** %s\n\n", say(page, "Hvorfor", "Why"), say(page, basis->danish, basis->english));
}

static void put_terms(const struct rules_page *page)
{
    size_t n;
    const struct rule_term *terms = rule_terms(&n);
    buf_printf(page->out, "## %s\n\n", say(page, "Begreber", "Terms"));
    for (size_t i = 0; i < n; i++)
        buf_printf(page->out, "**%s.** %s\n\n", say(page, terms[i].danish_term, terms[i].english_term),
                   say(page, terms[i].danish, terms[i].english));
}

/* ---- the catalogues that rules read ---------------------------------------------------------------------- */

static const char *yes(const struct rules_page *page, uint32_t flags, uint32_t flag)
{
    return flags & flag ? say(page, "ja", "yes") : say(page, "nej", "no");
}

static void put_switch_reasons(const struct rules_page *page)
{
    buf_printf(page->out, "### %s (`switch_reason`)\n\n| | %s | %s | %s |\n|---|---|---|---|\n",
               say(page, "Årsager til skift", "Reasons for a switch"), say(page, "kan undgås", "avoidable"),
               say(page, "tælles", "counted"), say(page, "brud i R1.1", "breach in R1.1"));
    for (uint32_t i = 1; i <= catalogue_size(CATALOGUE_SWITCH_REASON); i++) {
        const struct catalogue_value *v = catalogue_value(CATALOGUE_SWITCH_REASON, i);
        const char *avoidable = v->flags & SWITCH_AVOIDABLE          ? say(page, "ja", "yes")
                                : v->flags & SWITCH_PARTLY_AVOIDABLE ? say(page, "delvis", "partly")
                                : v->flags & SWITCH_NOT_AVOIDABLE    ? say(page, "nej", "no")
                                                                     : "–";
        buf_printf(page->out, "| %s (`%s`) | %s | %s | %s |\n", say(page, v->danish, v->english), v->slug,
                   avoidable, yes(page, v->flags, SWITCH_COUNTS), yes(page, v->flags, SWITCH_BREACH));
    }
    buf_put_char(page->out, '\n');
}

/* A catalogue whose values have marks: one column for each. */
struct mark_column {
    uint32_t flag;
    const char *danish, *english;
};

static void put_marked(const struct rules_page *page, enum catalogue catalogue, const char *danish,
                       const char *english, const struct mark_column *columns, size_t n)
{
    buf_printf(page->out, "### %s (`%s`)\n\n|", say(page, danish, english), catalogue_name(catalogue));
    for (size_t c = 0; c < n; c++)
        buf_printf(page->out, " | %s", say(page, columns[c].danish, columns[c].english));
    buf_put_str(page->out, STR(" |\n|---|"));
    for (size_t c = 0; c < n; c++)
        buf_put_str(page->out, STR("---|"));
    buf_put_char(page->out, '\n');
    for (uint32_t i = 1; i <= catalogue_size(catalogue); i++) {
        const struct catalogue_value *v = catalogue_value(catalogue, i);
        buf_printf(page->out, "| %s (`%s`)", say(page, v->danish, v->english), v->slug);
        for (size_t c = 0; c < n; c++)
            buf_printf(page->out, " | %s", v->flags & columns[c].flag ? say(page, "ja", "yes") : "");
        buf_put_str(page->out, STR(" |\n"));
    }
    buf_put_char(page->out, '\n');
}

static void put_catalogues(const struct rules_page *page)
{
    static const struct mark_column meetings[] = {
        {MEETING_TALK, "samtale", "talk"},
        {MEETING_MOVEMENT, "bevægelse", "movement"},
        {MEETING_PREPARES, "forbereder en overgang", "prepares a transition"},
        {MEETING_COORDINATES, "koordinerer", "coordinates"}};
    static const struct mark_column interventions[] = {
        {INTERVENTION_CLARIFIES, "afklarer", "clarifies"},
        {INTERVENTION_NEEDS_PLAN, "kræver en plan", "needs a plan"}};
    static const struct mark_column waits[] = {
        {WAIT_STATEMENT, "erklæring", "statement"},
        {WAIT_MEDICAL_FORM, "lægeattest (R6.5)", "medical form (R6.5)"},
        {WAIT_NORM_FROM_REVIEW, "normen regnes fra seneste opfølgning", "norm counted from the last review"},
        {WAIT_HINDERS_TAKING_PART, "borgeren kan ikke deltage imens (R6.4)",
         "the citizen cannot take part meanwhile (R6.4)"}};
    static const struct mark_column decisions[] = {
        {DECISION_SETTLES, "afgør det, der skulle afklares", "settles what was to be clarified"}};
    static const struct mark_column transitions[] = {
        {TRANSITION_TAKE_OVER, "overtagelse (R2.1)", "take-over (R2.1)"}};
    static const struct mark_column groups[] = {
        {TARGET_GROUP_HAS_COORDINATOR, "loven giver en koordinator", "the law gives a coordinator"}};
    buf_printf(page->out, "## %s\n\n",
               say(page, "Kataloger, som reglerne læser", "Catalogues that rules read"));
    put_switch_reasons(page);
    put_marked(page, CATALOGUE_MEETING_KIND, "Møder", "Meetings", meetings, ARRAY_LEN(meetings));
    put_marked(page, CATALOGUE_INTERVENTION_KIND, "Indsatser", "Interventions", interventions,
               ARRAY_LEN(interventions));
    put_marked(page, CATALOGUE_WAIT_REASON, "Ventetid", "Waits", waits, ARRAY_LEN(waits));
    put_marked(page, CATALOGUE_DECISION, "Afgørelser", "Decisions", decisions, ARRAY_LEN(decisions));
    put_marked(page, CATALOGUE_TRANSITION_KIND, "Overgange", "Transitions", transitions,
               ARRAY_LEN(transitions));
    put_marked(page, CATALOGUE_TARGET_GROUP, "Målgrupper", "Target groups", groups, ARRAY_LEN(groups));
}

/* ---- the rule sets --------------------------------------------------------------------------------------- */

static void put_change(const struct rules_page *page, const struct rule_change *change)
{
    struct param_info info = param_info(change->param);
    bool is_switch = change->param >= PARAM_ON && change->param < PARAM_NORM_DAYS;
    buf_printf(page->out, "`%s%s%s` = ", info.rule ? rule_info(info.rule)->id : "", info.rule ? "." : "",
               is_switch ? "on" : info.name);
    rules_put_value(page, change->param, change->value);
    if (change->group) {
        const struct catalogue_value *group = catalogue_value(CATALOGUE_TARGET_GROUP, change->group);
        buf_printf(page->out, " (%s)", say(page, group->danish, group->english));
    }
}

/* Each period with what it changes; the first one is the table above. */
static void put_periods(const struct rules_page *page, const struct rule_set_list *list)
{
    buf_printf(page->out, "## %s\n\n", say(page, "Regelsæt over tid", "Rule sets over time"));
    buf_printf(
        page->out, "%s\n\n",
        say(page,
            "Dag D vurderes med det sæt, der gælder på D; et forløb fra 2023 vurderes for 2023 med reglerne fra "
            "2023. Hvert sæt arver alt fra det foregående og nævner kun, hvad der ændres.",
            "Day D is judged by the set in force on D; a course of 2023 is judged for 2023 by the rules of 2023. "
            "Each set inherits everything from the one before and names only what changes."));
    for (size_t i = 0; i < list->n; i++) {
        const struct rule_set_text *set = &list->sets[i];
        char text[DAY_TEXT];
        day_to_text(set->source.valid_from, text);
        buf_printf(page->out, "### %.*s – %s %.*s\n\n", STR_ARG(set->id), say(page, "fra", "from"), DAY_TEXT,
                   text);
        struct str note = set->note_en.at && !page->danish ? set->note_en : set->note;
        if (note.at)
            buf_printf(page->out, "%.*s\n\n", STR_ARG(note));
        for (size_t c = 0; i > 0 && c < set->source.n; c++) {
            buf_put_str(page->out, STR("* "));
            put_change(page, &set->source.changes[c]);
            buf_put_char(page->out, '\n');
        }
        if (i > 0)
            buf_put_char(page->out, '\n');
    }
}

void rules_print_markdown(struct buf *out, const struct rule_set_list *list, day_t day, bool danish)
{
    struct rules_page page = {out, rule_period_on(&list->resolved, day), danish};
    if (!page.period)
        return;
    put_introduction(&page, day);
    put_overview(&page);
    for (size_t r = 0; r < ARRAY_LEN(recommendations); r++) {
        buf_printf(out, "## %zu. %s\n\n", r + 1,
                   say(&page, recommendations[r].danish, recommendations[r].english));
        for (enum rule rule = RULE_NONE + 1; rule < RULE_COUNT; rule++)
            if (recommendation_of(rule) == r)
                put_rule(&page, rule);
    }
    buf_printf(out, "## %s\n\n", say(&page, "Fælles grænser", "Shared parameters"));
    put_params(&page, RULE_NONE);
    put_terms(&page);
    put_catalogues(&page);
    put_periods(&page, list);
}
