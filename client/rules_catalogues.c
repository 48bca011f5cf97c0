/* The catalogues that the rules read, as tables of the handbook. See rules_text.h. */
#include "client/rules_text.h"

#include "core/timeline.h"

static const char *yes(const struct rules_page *page, uint32_t flags, uint32_t flag)
{
    return flags & flag ? page_say(page, "ja", "yes") : page_say(page, "nej", "no");
}

static void put_switch_reasons(const struct rules_page *page)
{
    buf_printf(page->out, "### %s (`switch_reason`)\n\n| | %s | %s | %s |\n|---|---|---|---|\n",
               page_say(page, "Årsager til skift", "Reasons for a switch"),
               page_say(page, "kan undgås", "avoidable"), page_say(page, "tælles", "counted"),
               page_say(page, "brud i R1.1", "breach in R1.1"));
    for (uint32_t i = 1; i <= catalogue_size(CATALOGUE_SWITCH_REASON); i++) {
        const struct catalogue_value *v = catalogue_value(CATALOGUE_SWITCH_REASON, i);
        const char *avoidable = v->flags & SWITCH_AVOIDABLE          ? page_say(page, "ja", "yes")
                                : v->flags & SWITCH_PARTLY_AVOIDABLE ? page_say(page, "delvis", "partly")
                                : v->flags & SWITCH_NOT_AVOIDABLE    ? page_say(page, "nej", "no")
                                                                     : "–";
        buf_printf(page->out, "| %s (`%s`) | %s | %s | %s |\n", page_say(page, v->danish, v->english),
                   v->slug, avoidable, yes(page, v->flags, SWITCH_COUNTS),
                   v->flags & SWITCH_COUNTS ? yes(page, v->flags, SWITCH_BREACH) : "–");
    }
    buf_put_char(page->out, '\n');
}

/* A catalogue whose values have marks: one column for each, with a yes for a flag, or with a text. */
struct mark_column {
    uint32_t flag;
    const char *danish, *english;
    const char *(*text)(const struct rules_page *page, const struct catalogue_value *value);
};

static const char *label_of(const struct rules_page *page, enum catalogue catalogue, uint32_t number)
{
    const struct catalogue_value *value = catalogue_value(catalogue, number);
    return value ? page_say(page, value->danish, value->english) : "";
}

static const char *party_of(const struct rules_page *page, const struct catalogue_value *value)
{
    return label_of(page, CATALOGUE_PARTY, value->party);
}

static const char *area_of(const struct rules_page *page, const struct catalogue_value *value)
{
    return label_of(page, CATALOGUE_ADMINISTRATION, value->administration);
}

static const char *cause_of(const struct rules_page *page, uint8_t attribution)
{
    switch (attribution) {
    case ATTRIBUTION_OWN_PRACTICE:
        return page_say(page, "egen praksis", "own practice");
    case ATTRIBUTION_EXTERNAL:
        return page_say(page, "ydre forhold", "external");
    case ATTRIBUTION_STATUTORY:
        return page_say(page, "loven", "the law");
    case ATTRIBUTION_CITIZEN_SIDE:
        return page_say(page, "borgerens side", "the citizen's side");
    default:
        return page_say(page, "ukendt", "unknown");
    }
}

static const char *cause_of_wait(const struct rules_page *page, const struct catalogue_value *value)
{
    return cause_of(page, (uint8_t)wait_attribution(value->party));
}

static const char *cause_of_long_case(const struct rules_page *page, const struct catalogue_value *value)
{
    return cause_of(page, value->attribution);
}

static void put_marked(const struct rules_page *page, enum catalogue catalogue, const char *danish,
                       const char *english, const struct mark_column *columns, size_t n)
{
    buf_printf(page->out, "### %s (`%s`)\n\n|", page_say(page, danish, english), catalogue_name(catalogue));
    for (size_t c = 0; c < n; c++)
        buf_printf(page->out, " | %s", page_say(page, columns[c].danish, columns[c].english));
    buf_put_str(page->out, STR(" |\n|---|"));
    for (size_t c = 0; c < n; c++)
        buf_put_str(page->out, STR("---|"));
    buf_put_char(page->out, '\n');
    for (uint32_t i = 1; i <= catalogue_size(catalogue); i++) {
        const struct catalogue_value *v = catalogue_value(catalogue, i);
        buf_printf(page->out, "| %s (`%s`)", page_say(page, v->danish, v->english), v->slug);
        for (size_t c = 0; c < n; c++)
            buf_printf(page->out, " | %s",
                       columns[c].text              ? columns[c].text(page, v)
                       : v->flags & columns[c].flag ? page_say(page, "ja", "yes")
                                                    : "");
        buf_put_str(page->out, STR(" |\n"));
    }
    buf_put_char(page->out, '\n');
}

void rules_put_catalogues(const struct rules_page *page)
{
    static const struct mark_column meetings[] = {
        {MEETING_TALK, "samtale", "talk", NULL},
        {MEETING_MOVEMENT, "bevægelse", "movement", NULL},
        {MEETING_PREPARES, "forbereder en overgang", "prepares a transition", NULL},
        {MEETING_COORDINATES, "koordinerer", "coordinates", NULL}};
    static const struct mark_column interventions[] = {
        {.danish = "område", .english = "area", .text = area_of},
        {INTERVENTION_CLARIFIES, "afklarer", "clarifies", NULL},
        {INTERVENTION_NEEDS_PLAN, "kræver en plan", "needs a plan", NULL}};
    static const struct mark_column waits[] = {
        {.danish = "hvem der ventes på", .english = "waiting for", .text = party_of},
        {.danish = "tilskrives", .english = "attributed to", .text = cause_of_wait},
        {WAIT_STATEMENT, "erklæring", "statement", NULL},
        {WAIT_MEDICAL_FORM, "lægeattest (R6.5)", "medical form (R6.5)", NULL},
        {WAIT_NORM_FROM_REVIEW, "normen regnes fra den dag, den senest blev set på",
         "norm counted from when it was last looked at", NULL},
        {WAIT_HINDERS_TAKING_PART, "borgeren kan ikke deltage imens (R6.4)",
         "the citizen cannot take part meanwhile (R6.4)", NULL}};
    static const struct mark_column decisions[] = {
        {DECISION_SETTLES, "afgør det, der skulle afklares", "settles what was to be clarified", NULL}};
    static const struct mark_column transitions[] = {
        {TRANSITION_TAKE_OVER, "overtagelse (R2.1)", "take-over (R2.1)", NULL}};
    static const struct mark_column groups[] = {{TARGET_GROUP_HAS_COORDINATOR,
                                                 "loven giver en koordinerende sagsbehandler",
                                                 "the law gives a coordinating caseworker", NULL}};
    static const struct mark_column causes[] = {
        {.danish = "tilskrives (R7.3)", .english = "attributed to (R7.3)", .text = cause_of_long_case}};
    buf_printf(
        page->out, "## %s\n\n%s\n\n",
        page_say(page, "Kataloger, som reglerne læser", "Catalogues that rules read"),
        page_say(
            page,
            "De værdier, der kan registreres, og hvad reglerne lægger i dem. I parentes står navnet i data. "
            "Er der ved en ventetid registreret en anden, der ventes på, gælder det i stedet.",
            "The values that can be recorded, and what the rules make of them. In brackets stands the name in "
            "the data. Where a wait records somebody else that is waited for, that holds instead."));
    put_switch_reasons(page);
    put_marked(page, CATALOGUE_MEETING_KIND, "Møder", "Meetings", meetings, ARRAY_LEN(meetings));
    put_marked(page, CATALOGUE_INTERVENTION_KIND, "Indsatser", "Interventions", interventions,
               ARRAY_LEN(interventions));
    put_marked(page, CATALOGUE_WAIT_REASON, "Ventetid", "Waits", waits, ARRAY_LEN(waits));
    put_marked(page, CATALOGUE_DECISION, "Afgørelser", "Decisions", decisions, ARRAY_LEN(decisions));
    put_marked(page, CATALOGUE_TRANSITION_KIND, "Overgange", "Transitions", transitions,
               ARRAY_LEN(transitions));
    put_marked(page, CATALOGUE_TARGET_GROUP, "Målgrupper", "Target groups", groups, ARRAY_LEN(groups));
    put_marked(page, CATALOGUE_LONG_CAUSE, "Årsager til lange forløb", "Causes of long courses", causes,
               ARRAY_LEN(causes));
}
