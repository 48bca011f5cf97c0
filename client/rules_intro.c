/* What stands before the rules on their page of the handbook: what a flag is, law and codex, how a rule is read,
 * how a day of the past is judged. Written for people who do not know the program. See rules_text.h. */
#include "client/rules_text.h"

void rules_put_date(const struct rules_page *page, day_t day)
{
    static const char *const months[][2] = {
        {"januar", "January"},  {"februar", "February"},  {"marts", "March"},
        {"april", "April"},     {"maj", "May"},           {"juni", "June"},
        {"juli", "July"},       {"august", "August"},     {"september", "September"},
        {"oktober", "October"}, {"november", "November"}, {"december", "December"},
    };
    struct civil_date date = day_to_civil(day);
    buf_printf(page->out, "%d%s %s %d", date.day, page->danish ? "." : "",
               months[date.month - 1][!page->danish], date.year);
}

static void put(const struct rules_page *page, const char *danish, const char *english)
{
    buf_put_str(page->out, str_of(page_say(page, danish, english)));
}

static void put_opening(const struct rules_page *page, const struct rule_set_text *set, day_t day)
{
    put(page,
        "# Reglerne i Spor\n\n"
        "Spor viser, hvor kommunen ikke gør det, den selv har lovet borgerne i de syv anbefalinger, og "
        "hvor det registrerede ikke viser, at tre af lovens krav er opfyldt. Siden er til "
        "handleplangruppen, ledere og jurister og kræver ikke kendskab til programmet. Den er skrevet af "
        "programmet selv, med de tekster og tal, som markeringerne beregnes efter.\n\n"
        "Siden gælder **den ",
        "# The rules of Spor\n\n"
        "Spor shows where the municipality does not do what it has itself promised the citizens in the "
        "seven recommendations, and where what is recorded does not show that three demands of the law "
        "were met. The page is for the action-plan group, leaders and jurists and asks for no knowledge of "
        "the program. It is written by the program itself, with the texts and figures that the flags are "
        "computed by.\n\n"
        "The page holds on **");
    rules_put_date(page, day);
    buf_printf(page->out, "**%s `%.*s` %s ", page_say(page, ", hvor regelsættet", ", when the rule set"),
               STR_ARG(set->id), page_say(page, "er i kraft (fra den", "is in force (from"));
    rules_put_date(page, set->source.valid_from);
    put(page,
        "). Den viser de regelsæt, Spor leveres med. Har kommunen offentliggjort sine egne, gælder de, "
        "hvor de afviger; `spor ruleset list` viser dem.\n\n",
        "). It shows the rule sets that Spor is shipped with. Where the municipality has published its "
        "own, those hold where they differ; `spor ruleset list` shows them.\n\n");
}

static void put_flags(const struct rules_page *page)
{
    put(page,
        "## Hvad en markering er\n\n"
        "* En markering siger, at noget ikke er registreret som sket til tiden. Den handler om **kommunens "
        "arbejde**, aldrig om borgeren. Den er ikke en score, en forudsigelse eller en bedømmelse af "
        "borgeren, og den rangordner ikke sagsbehandlere.\n"
        "* Den er et spørgsmål til mennesker, ikke en afgørelse. Er det manglende sket, men ikke "
        "registreret, rettes registreringen, og dagene regnes om.\n"
        "* **Gul** og **rød** er brud; rød er den alvorligste. En **oplysning** (info) vises, men tælles aldrig "
        "som brud.\n"
        "* Markeringen ophører af sig selv, når det manglende er sket, og når forløbet lukkes.\n"
        "* En teamleder kan notere, at en markering er set. Lederen kan også frafalde en markering efter "
        "kodeks, eller undtage en efter loven, med en grund og en slutdato; længere end 90 dage kun, når "
        "en anden person bekræfter det. Det hører op, hvis markeringen bliver alvorligere. Dagene i brud "
        "består, og de frafaldne og undtagne tælles for sig.\n\n",
        "## What a flag is\n\n"
        "* A flag says that something is not recorded as done in time. It is about **the municipality's "
        "work**, never about the citizen. It is no score, prediction or judgement of the citizen, and it "
        "does not rank caseworkers.\n"
        "* It is a question to people, not a decision. Where what is missing was done but not recorded, "
        "the record is corrected and the days are computed anew.\n"
        "* **Amber** and **red** are breaches; red is the graver one. A **notice** (info) is shown, but never "
        "counted as a breach.\n"
        "* A flag ends by itself when what was missing has happened, and when the course is closed.\n"
        "* A team leader can note that a flag was seen. The leader can also waive a codex flag, or exempt "
        "a statutory one, with a reason and a last day; for longer than 90 days only when another person "
        "confirms it. That ends when the flag becomes graver. The days in breach stay, and those waived "
        "and exempted are counted on their own.\n\n");
}

/* For the action-plan group, who see no cases. */
static void put_rounding(const struct rules_page *page)
{
    put(page,
        "## Tal til handleplangruppen\n\n"
        "* Handleplangruppen ser tal for hele måneder, aldrig forløb. Tallene rundes til 5; 0 til 4 vises "
        "som \"<5\", så ingen kan se, om der er nogen. Beskyttede borgere tælles for sig.\n"
        "* Et tal, der afviger med færre end 5 forløb fra et tal, der allerede er vist for samme dag, "
        "team, målgruppe og regel, vises som det. Derfor kan to svar ikke tilsammen røbe én person, og "
        "et vist tal kan ligge op til 9 fra det talte.\n"
        "* Om andre grænser (`spor what-if`) kan der spørges med disse værdier: ",
        "## Numbers for the action-plan group\n\n"
        "* The action-plan group sees numbers of whole months, never cases. They are rounded to 5; 0 to 4 "
        "are shown as \"<5\", so that nobody sees whether there is anybody. Protected citizens are "
        "counted apart.\n"
        "* A number that differs by fewer than 5 cases from one shown already for the same day, team, "
        "target group and rule is shown as that one. So two answers together do not give away one person, "
        "and a number shown may lie up to 9 from what was counted.\n"
        "* Other limits (`spor what-if`) may be asked about with these values: ");
    const enum param widest = PARAM_R2_2_LONG_CASE_DAYS; /* 1 to 3650; its default is on the grid anyhow */
    const struct param_info info = param_info(widest);
    int32_t below, next;
    buf_put_str(page->out, STR("0"));
    for (int32_t value = info.lowest; value <= info.highest; value = next + 1)
        if (!param_on_grid(widest, value, &below, &next) || next == value)
            buf_printf(page->out, ", %d", next);
    put(page, ", og det, parameteren er fra begyndelsen. Hver person har et antal spørgsmål om dagen.\n\n",
        ", and what the parameter is by default. Each person has a number of questions a day.\n\n");
}

/* "* R4.1 indsats uden plan: dagpengemodtager; sygedagpenge" */
static bool put_off(const struct rules_page *page, enum rule rule)
{
    enum param on = (enum param)(PARAM_ON + rule - 1);
    const struct rule_info *info = rule_info(rule);
    bool any = false;
    for (uint32_t group = 0; group < TARGET_GROUP_COUNT; group++) {
        bool everybody = group == TARGET_GROUP_NONE_;
        if (page->period->value[group][on])
            continue;
        if (any)
            buf_put_str(page->out, STR("; "));
        else
            buf_printf(page->out, "  * %s %s: ", info->id, page_say(page, info->danish, info->english));
        any = true;
        if (everybody) {
            put(page, "alle målgrupper", "all target groups");
            break;
        }
        const struct catalogue_value *value = catalogue_value(CATALOGUE_TARGET_GROUP, group);
        put(page, value->danish, value->english);
    }
    if (any)
        buf_put_char(page->out, '\n');
    return any;
}

static void put_law(const struct rules_page *page)
{
    put(page,
        "## Lov og kodeks\n\n"
        "* **Kodeks** er kommunens eget løfte. Grænserne er dens egne valg og kan ændres i et regelsæt. Et "
        "brud på kodeks er ikke ulovligt.\n"
        "* **Lov** er lovgivningens krav. Disse regler er lov: ",
        "## Law and codex\n\n"
        "* **Codex** is the municipality's own promise. The limits are its own choice and can be changed "
        "in a rule set. A breach of the codex is not unlawful.\n"
        "* **Statutory** is what legislation demands. These rules are statutory: ");
    bool any = false;
    for (enum rule rule = RULE_NONE + 1; rule < RULE_COUNT; rule++) {
        const struct rule_info *info = rule_info(rule);
        if (info->kind != RULE_STATUTORY)
            continue;
        buf_printf(page->out, "%s%s %s", any ? "; " : "", info->id,
                   page_say(page, info->danish, info->english));
        any = true;
    }
    put(page,
        ". En markering af dem siger, at opfyldelsen ikke ses i det registrerede; om loven er overtrådt, "
        "afgør mennesker, ikke Spor.\n"
        "* De to lægges aldrig sammen i ét tal.\n"
        "* **75 %** af borgerne i tre målgrupper skal fra den 1. juli 2026 nås i lovens kontaktforløb. Det "
        "er et tal for et team under ét. Det er aldrig en pligt i det enkelte forløb, og ingen markering "
        "følger af det.\n"
        "* Slået fra på sidens dag, af de grunde, der står ved reglen og ved regelsættene sidst på siden "
        "(et krav med værdien 0 i R7.6 er også slået fra):\n",
        ". A flag of one says that it is not seen from what is recorded that the demand was met; whether "
        "the law was broken is for people to decide, not for Spor.\n"
        "* The two are never added together in one figure.\n"
        "* **75 %** of the citizens in three target groups are to be reached from 1 July 2026 in the "
        "contact course of the law. That is a figure of a team as a whole. It is never a duty in the "
        "single course, and no flag follows from it.\n"
        "* Switched off on the day of this page, for the reasons given with the rule and with the rule "
        "sets at the end (a demand with the value 0 in R7.6 is off, too):\n");
    any = false;
    for (enum rule rule = RULE_NONE + 1; rule < RULE_COUNT; rule++)
        any = put_off(page, rule) || any;
    if (!any)
        put(page, "  * ingen regler\n", "  * no rules\n");
    put(page,
        "* Lovgrundlaget er lov om en aktiv beskæftigelsesindsats (LAB, lovbekendtgørelse nr. 280 af 1. "
        "marts 2024), lov om sygedagpenge og integrationsloven; for 2024 lov nr. 727 af 13. juni 2023, og "
        "fra 2026 lov nr. 1750 af 29. december 2025. Ikke efterprøvet er: hvornår de nye regler om "
        "sygedagpenge i lov nr. 1750 træder i kraft; om fire samtaler på seks måneder består for de "
        "målgrupper, som de 75 % ikke gælder; lempelserne for sygedagpenge i 2025 (efter omtaler, ikke "
        "efter lovteksten); lovene før 2020; og paragrafferne om koordinerende sagsbehandler. En ny "
        "hovedlov, ventet den 1. januar 2027, er ikke lagt ind: træder den i kraft, skal reglerne "
        "gennemgås.\n"
        "* Ikke dækket er a-kassens egne samtaler, fællessamtalen senest efter 16 måneder (LAB § 32, stk. "
        "2), pligten til at give tilbud, opgørelsen af de 75 % og dagpengemodtageres samtaler før 2024. At "
        "der ingen markering er, betyder ikke, at loven er opfyldt.\n\n",
        "* The acts are the Act on an Active Employment Effort (LAB, consolidation act no. 280 of 1 March "
        "2024), the Sickness Benefit Act and the Integration Act; for 2024 Act no. 727 of 13 June 2023, "
        "and from 2026 Act no. 1750 of 29 December 2025. Not verified: when the new rules on sickness "
        "benefit in Act no. 1750 begin; whether four talks in six months stay for the target groups that "
        "the 75 % do not concern; the relief for sickness benefit in 2025 (after accounts of the act, not "
        "its text); the acts before 2020; and the sections on the coordinating caseworker. A new main act, "
        "expected on 1 January 2027, is not put in: when it begins, the rules are to be gone through.\n"
        "* Not covered are the fund's own talks, the joint talk after 16 months at the latest (LAB § "
        "32(2)), the duty to give offers, the computation of the 75 %, and the talks with insured "
        "unemployed before 2024. That there is no flag does not mean that the law was met.\n\n");
}

static void put_reading(const struct rules_page *page)
{
    put(page,
        "## Sådan læses en regel\n\n"
        "* En regel stiller ét spørgsmål om ét forløb og én dag, kaldet **D**. Spørgsmålet står i kursiv; "
        "hvad der nøjagtigt skal til, står ved **Brud**. Den ser kun på, hvad der er sket på D eller før. "
        "Et **forløb** er borgerens sammenhængende kontakt med kommunen; det har ét ur, som hverken ny "
        "ydelse, ny enhed eller ny sagsbehandler stiller tilbage.\n"
        "* **Egne dage** er dage, hvor forløbet er åbent, ikke på pause og kommunens eget ansvar. Mens et "
        "forløb er lukket, på pause (barsel, standby ved alvorlig sygdom, mindre intensiv indsats) eller "
        "hos en a-kasse eller en anden kommune, står tiden stille, og reglerne vurderes ikke. R2.5, R2.6 "
        "og R7.3 har egne dagetal, som der står ved dem.\n"
        "* \"Gul fra 21 egne dage efter X\" er gul fra den dag, hvor der er gået 21 egne dage efter X. "
        "\"Rød\" går altid forud for \"gul\", og \"gul\" for \"oplysning\".\n"
        "* En regel gælder alle **målgrupper** undtagen »ansat i fleksjob«; hvor den gælder dem, står det. "
        "En målgruppe kan have egne grænser eller være slået fra.\n"
        "* Fagord som skift, lang dækning, samtale, bevægelse og Min Plan er forklaret under Begreber. Ord "
        "i »vinkler« er værdier, der registreres; de står i katalogerne.\n"
        "* **Tabellen** viser reglens tal: navnet, som et regelsæt bruger; tallet, der gælder; enheden; "
        "det tal, Spor leveres med; hvad det kan sættes til; og målgrupper med deres eget tal.\n"
        "* **Markering** siger, hvor mange der kan være, og hvilke hændelser der er dens grundlag: dem, "
        "den viser som bevis, på brudperiodens første dag.\n"
        "* **Tilskrives** siger, hvor årsagen ligger: egen praksis, ydre forhold, loven, borgerens side "
        "(for eksempel et ønske om pause) eller ukendt. Det er aldrig en person og ingen bebrejdelse.\n\n",
        "## How to read a rule\n\n"
        "* A rule asks one question about one course and one day, called **D**. The question stands in "
        "italics; what exactly it takes stands under **In breach**. It looks only at what happened on D or "
        "before. A **course** is the citizen's continuous contact with the municipality; it has one clock, "
        "which neither a new benefit nor a new unit nor a new caseworker sets back.\n"
        "* **Own days** are days on which the course is open, not paused and the municipality's own "
        "responsibility. While a course is closed, paused (parental leave, standby in serious illness, "
        "less intensive effort) or with an unemployment insurance fund or another municipality, time "
        "stands still and no rule is judged. R2.5, R2.6 and R7.3 count other days, as they say.\n"
        "* \"Amber from 21 own days after X\" is amber from the day on which 21 own days have passed since "
        "X. \"Red\" always goes before \"amber\", and \"amber\" before \"notice\".\n"
        "* A rule applies to all **target groups** but “employed in flex job”; where it applies to them, "
        "it says so. A target group can have limits of its own or be switched off.\n"
        "* Words like switch, long cover, talk, movement and employment plan are explained under Terms. "
        "Words in “quotes” are values that are recorded; they stand in the catalogues.\n"
        "* **The table** shows the figures of the rule: the name that a rule set uses; the figure in "
        "force; its unit; the figure that Spor is shipped with; what it can be set to; and target groups "
        "with a figure of their own.\n"
        "* **Flag** says how many there can be, and which events are its evidence: those it shows, as of "
        "the first day of the span.\n"
        "* **Attributed to** says where the cause lies: own practice, external, the law, the citizen's "
        "side (such as a wish for a pause) or unknown. It is never a person and no blame.\n\n");
}

static void put_past(const struct rules_page *page, const struct rule_set_list *list)
{
    put(page,
        "## En dag i fortiden\n\n"
        "Dag D vurderes med det regelsæt, der gjaldt på D, også når reglerne er ændret siden: et forløb "
        "fra 2023 vurderes for 2023 med reglerne fra 2023. Kun R7.6 ser også på den dag, lovens frist "
        "begyndte: et forløb vurderes efter den lov, det begyndte under, medmindre loven er blevet "
        "mildere.\n\n"
        "En dag i fortiden regnes ud fra alt, hvad der vides nu, også det, der er registreret eller rettet "
        "senere. Der kan i stedet spørges, hvordan den så ud med det, der var registreret på et bestemt "
        "tidspunkt. En rettelse føjes til; det oprindelige slettes ikke. Siden for en anden dag skrives "
        "med `spor rules --markdown --on 2024-03-01`.\n\n"
        "| regelsæt | gælder fra | til og med |\n"
        "|---|---|---|\n",
        "## A day of the past\n\n"
        "Day D is judged by the rule set in force on D, also when the rules have changed since: a course "
        "of 2023 is judged for 2023 by the rules of 2023. Only R7.6 looks at the day on which the term of "
        "the law began, too: a course is judged by the law it began under, unless the law has become "
        "milder.\n\n"
        "A day of the past is computed from all that is known now, also what was recorded or corrected "
        "later. One can ask instead how it looked with what was recorded at a certain moment. A correction "
        "is added; the original is not deleted. The page for another day is written by `spor rules "
        "--markdown --on 2024-03-01`.\n\n"
        "| rule set | in force from | up to |\n"
        "|---|---|---|\n");
    for (size_t i = 0; i < list->n; i++) {
        buf_printf(page->out, "| `%.*s` | ", STR_ARG(list->sets[i].id));
        rules_put_date(page, list->sets[i].source.valid_from);
        buf_put_str(page->out, STR(" | "));
        if (i + 1 < list->n)
            rules_put_date(page, list->sets[i + 1].source.valid_from - 1);
        buf_put_str(page->out, STR(" |\n"));
    }
    put(page, "\nHvad hvert regelsæt ændrer, står sidst på siden.\n\n",
        "\n"
        "What each rule set changes stands at the end of the page.\n\n");
}

void rules_put_introduction(const struct rules_page *page, const struct rule_set_list *list, day_t day)
{
    const struct rule_set_text *set = &list->sets[0];
    for (size_t i = 0; i < list->n; i++)
        if (list->sets[i].source.valid_from <= day)
            set = &list->sets[i];
    put_opening(page, set, day);
    put_flags(page);
    put_rounding(page);
    put_law(page);
    put_reading(page);
    put_past(page, list);
}
