/* Why a rule is there and where its limits come from. See rule_text.h. A limit that no law and no study names is
 * said to be the municipality's own choice; what a study found is an association, never a loss foretold for a
 * person. */
#include "core/rule_text.h"

#define OWN_DA "Grænsen er kommunens eget valg; ingen norm er fundet."
#define OWN_EN "The limit is the municipality's own choice; no norm was found."

static const struct rule_basis bases[RULE_COUNT] = {
    [RULE_R1_1] =
        {"Anbefaling 1: så få skift som muligt. I BIP (Væksthuset og Aarhus Universitet, 2011-2016, "
         "aktivitetsparate) havde 40 % mindst ét skift, og et skift hang sammen med mindre chance for job; "
         "det er en sammenhæng i én målgruppe, ikke et tab for den enkelte. " OWN_DA,
         "Recommendation 1: as few switches as possible. In BIP (Væksthuset and Aarhus University, 2011-2016, "
         "activity-ready) 40 % had at least one switch, and a switch went with a smaller chance of a job: an "
         "association in one target group, not a loss of a person's. " OWN_EN},
    [RULE_R1_2] =
        {"Handleplanen spørger, hvorfor der skiftes; det kan kun ses, hvor årsagen er registreret.",
         "The action plan asks why caseworkers switch; that can be seen only where the reason is recorded."},
    [RULE_R1_3] =
        {"Borgerrådgiveren i Kalundborg (2023-2024) nævner ubesatte stillinger og langt sygefravær som årsag "
         "til manglende fremdrift. " OWN_DA,
         "The citizens' adviser of Kalundborg (2023-2024) names vacant posts and long sickness as causes of a "
         "lack of progress. " OWN_EN},
    [RULE_R1_4] =
        {"Loven lover i jobafklaring og ressourceforløb én gennemgående og koordinerende sagsbehandler; at "
         "antallet af skift tælles, er kommunens eget kodeks.",
         "In job clarification and resource courses the law promises one coordinating caseworker throughout; "
         "that changes are counted is the municipality's own codex."},
    [RULE_R1_5] = {"Viser skift, som ingen har registreret, ud fra hvem der holdt samtalerne. " OWN_DA,
                   "Shows switches that nobody recorded, from who held the talks. " OWN_EN},
    [RULE_R1_6] =
        {"Undersøgelsen fandt, at utilfredsheden vokser med forløbets længde; lange forløb med mange "
         "sagsbehandlere ses for sig. " OWN_DA,
         "The survey found that dissatisfaction grows with the length of a course; long courses with many "
         "caseworkers are looked at on their own. " OWN_EN},
    [RULE_R2_1] =
        {"Lovens frister for første samtale er en uge (LAB § 31, stk. 5, kontanthjælp) og to uger (stk. 4, "
         "dagpenge); efter et skift er fristen kommunens eget valg.",
         "The law's terms for a first talk are one week (LAB § 31(5), cash benefit) and two weeks ((4), insured); "
         "after a switch the term is the municipality's own choice."},
    [RULE_R2_2] =
        {"Socialstyrelsens redskabskasse om overdragelse af sager og Dansk Socialrådgiverforening: ajour "
         "journal, skriftlig overlevering, og et møde med gammel og ny ved komplekse sager.",
         "The toolbox of the National Board of Social Services on handing over cases, and the Danish "
         "Association of Social Workers: an up-to-date journal, a written hand-over, and a meeting with old and "
         "new in complex cases."},
    [RULE_R2_3] =
        {"Anbefaling 2 og 5: borgeren skal vide, hvem der tager over, fra hvornår og hvorfor. " OWN_DA,
         "Recommendations 2 and 5: the citizen must know who takes over, from when and why. " OWN_EN},
    [RULE_R2_4] =
        {"Planen følger indsatsen (LAB kapitel 8); den nye sagsbehandler skal stå ved den. " OWN_DA,
         "The plan follows the effort (LAB chapter 8); the new caseworker must stand by it. " OWN_EN},
    [RULE_R2_5] =
        {"Datoer, som kendes på forhånd: revurdering af sygedagpenge efter 22 uger (sygedagpengeloven §§ 24 "
         "og 27), jobafklaring op til to år, ressourceforløb op til tre år, alder 18, 25 og 30, tredje måned "
         "fra a-kassen.",
         "Dates known beforehand: reassessment of sickness benefit after 22 weeks (Sickness Benefit Act §§ 24 "
         "and 27), job clarification up to two years, resource courses up to three, ages 18, 25 and 30, the "
         "third month from the fund."},
    [RULE_R2_6] =
        {"Udledt af lovens frister for første samtale på en til to uger; grænsen er kommunens eget valg.",
         "Derived from the law's terms of one to two weeks for a first talk; the limit is the municipality's "
         "own choice."},
    [RULE_R3_1] =
        {"Anbefaling 3: interesse for, hvad borgeren selv kan og vil. Fokusrevision 2020 ser efter borgerens "
         "perspektiv, styrker og barrierer. " OWN_DA,
         "Recommendation 3: interest in what the citizen can and will. The focus audit of 2020 looks for the "
         "citizen's perspective, strengths and barriers. " OWN_EN},
    [RULE_R3_2] = {"Ønsker ændrer sig; de skal spørges igen. " OWN_DA,
                   "Wishes change; they must be asked for again. " OWN_EN},
    [RULE_R3_3] =
        {"Efter Sønderborgs model: en lav vurdering følges op af en leder inden for få dage. " OWN_DA,
         "After the model of Sønderborg: a low rating is followed up by a leader within days. " OWN_EN},
    [RULE_R3_4] =
        {"VIVE's review 2019 gengiver et studie (Schiprowski 2017), hvor aflyste samtaler hang sammen med "
         "længere ledighed. " OWN_DA,
         "VIVE's review of 2019 reports a study (Schiprowski 2017) in which cancelled talks went with longer "
         "unemployment. " OWN_EN},
    [RULE_R3_5] =
        {"Borgeren har ret til en samtale på sit ønske (LAB § 32, stk. 1; sygedagpengeloven § 13 b); hvor "
         "hurtigt, er kommunens eget valg.",
         "The citizen has a right to a talk on request (LAB § 32(1); Sickness Benefit Act § 13 b); how soon is "
         "the municipality's own choice."},
    [RULE_R4_1] =
        {"LAB § 42: planen skal foreligge, før indsatsen begynder. Fra 2024 er planen for dagpengemodtagere "
         "a-kassens (lov 727 af 13/6/2023), og fra 2025 er der ingen planpligt i ukomplicerede "
         "sygedagpengeforløb: reglen er slået fra for disse to grupper fra de datoer.",
         "LAB § 42: the plan must be there before the effort begins. From 2024 the plan of insured unemployed "
         "is the fund's (Act 727 of 13/6/2023), and from 2025 uncomplicated sickness benefit courses need none: "
         "the rule is off for these two groups from those dates."},
    [RULE_R4_2] = {"Anbefaling 4: borgeren tager aktivt del i sin plan. " OWN_DA,
                   "Recommendation 4: the citizen takes an active part in the plan. " OWN_EN},
    [RULE_R4_3] =
        {"Planen skal opdateres, som indsatsen ændres (LAB § 42); grænserne følger rytmen i opfølgningen og er "
         "kommunens eget valg.",
         "The plan must be updated as the effort is revised (LAB § 42); the limits follow the rhythm of "
         "follow-up and are the municipality's own choice."},
    [RULE_R4_4] = {"Anbefaling 4: der skal være et skridt, som er borgerens eget. " OWN_DA,
                   "Recommendation 4: there should be a step that is the citizen's own. " OWN_EN},
    [RULE_R4_5] =
        {"LAB § 42; Rigsrevisionen 2/2022 fandt, at ikke alle havde et mål i deres plan. Slået fra for "
         "dagpengemodtagere fra 2024 og sygedagpenge fra 2025, som R4.1.",
         "LAB § 42; the national audit 2/2022 found that not all had a goal in their plan. Off for insured "
         "unemployed from 2024 and sickness benefit from 2025, as R4.1."},
    [RULE_R5_1] =
        {"Anbefaling 5: alle borgere ved, hvad næste skridt er. KL's landsdækkende undersøgelse måler klare "
         "mål. " OWN_DA,
         "Recommendation 5: every citizen knows the next step. The national survey of KL measures clear goals. " OWN_EN},
    [RULE_R5_2] = {"Et skridt har en dato, for at den holdes. " OWN_DA,
                   "A step has a date so that it is kept. " OWN_EN},
    [RULE_R5_3] =
        {"Anbefaling 5: et skridt, borgeren ikke har hørt om, er ikke borgerens. " OWN_DA,
         "Recommendation 5: a step that the citizen has not heard of is not the citizen's. " OWN_EN},
    [RULE_R5_4] = {"Borgerens eget svar på \"jeg kender mit næste skridt\". " OWN_DA,
                   "The citizen's own answer to \"I know my next step\". " OWN_EN},
    [RULE_R5_5] = {"Et skridt, der flyttes igen og igen, er det forkerte skridt. " OWN_DA,
                   "A step that is moved again and again is the wrong step. " OWN_EN},
    [RULE_R6_1] =
        {"LAB § 1, stk. 2: en sammenhængende indsats; principperne for en helhedsorienteret indsats (regeringen "
         "og KL, 2018-2019). " OWN_DA,
         "LAB § 1(2): a coherent effort; the principles of a holistic effort (government and KL, 2018-2019). " OWN_EN},
    [RULE_R6_2] =
        {"En helhedsorienteret plan kan træde i stedet for flere, men kun med borgerens samtykke (L 232, "
         "2017-2018): det er tilbuddet, der tælles.",
         "A holistic plan can stand in place of several, but only with the citizen's consent (L 232, "
         "2017-2018): it is the offer that counts."},
    [RULE_R6_3] = {"Anbefaling 6: borgeren møder én kommune. " OWN_DA,
                   "Recommendation 6: the citizen meets one municipality. " OWN_EN},
    [RULE_R6_4] = {"BIP fandt mest fremgang, hvor indsatser foregik side om side og koordineret. " OWN_DA,
                   "BIP found most progress where efforts ran side by side and coordinated. " OWN_EN},
    [RULE_R6_5] =
        {"Københavns vejledning om attester og frikommunerne beskriver attester, der bestilles igen. " OWN_DA,
         "Copenhagen's guide to certificates and the free-municipality trials tell of certificates requested "
         "again. " OWN_EN},
    [RULE_R7_1] =
        {"Anbefaling 7. Lovens rytme i de første seks måneder er omtrent hver sjette uge; efter det er grænsen "
         "kommunens eget valg.",
         "Recommendation 7. The law's rhythm in the first six months is about every sixth week; after that the "
         "limit is the municipality's own choice."},
    [RULE_R7_2] =
        {"Normer for attester efter lægernes aftale, for Arbejdsmarkedets Erhvervssikring efter dens tal; "
         "øvrige normer er kommunens eget valg.",
         "Norms for certificates after the doctors' agreement, for the work injury authority after its figures; "
         "the other norms are the municipality's own choice."},
    [RULE_R7_3] =
        {"Arbejdsgruppen fik et særligt fokus på forløb over to år; handleplanen undersøger, hvorfor de bliver "
         "lange.",
         "The working group was given a special eye on courses over two years; the action plan asks why they "
         "get long."},
    [RULE_R7_4] = {"BIP spurgte hver tredje måned; små skridt tæller. " OWN_DA
                   " Intet tal om en person følger af det.",
                   "BIP asked every three months; small steps count. " OWN_EN
                   " No figure about a person follows."},
    [RULE_R7_5] =
        {"Ressourceforløb uden indsats efter seks måneder skal tilbage til rehabiliteringsteamet (LAB § 113, stk. "
         "2); for andre er det kommunens eget valg.",
         "A resource course without an intervention after six months must go back to the rehabilitation team "
         "(LAB § 113(2)); for others it is the municipality's own choice."},
    [RULE_R7_6] =
        {"LAB § 31 (første samtale inden en uge; fire samtaler i seks måneder; for dagpengemodtagere tre i måned 3 "
         "til 6 fra 2024), sygedagpengeloven § 13 b (før udgangen af uge 8; fire i seks måneder til 2024; tidlig "
         "opfølgning inden to uger), integrationsloven § 20, fleksjob hvert 2½ år. Fra 1. juli 2026 (lov 1750 af "
         "29/12/2025) er pligten for tre grupper 75 % af holdets borgere: det er holdets tal og aldrig en markering "
         "på et forløb. Hvad der ikke er efterprøvet, er slået fra: sygedagpenge efter 1. juli 2026.",
         "LAB § 31 (first talk within a week; four talks in six months; for insured unemployed three in months 3 to "
         "6 from 2024), Sickness Benefit Act § 13 b (before the end of week 8; four in six months until 2024; early "
         "follow-up within two weeks), Integration Act § 20, flex jobs every 2½ years. From 1 July 2026 (Act 1750 of "
         "29/12/2025) the duty for three groups is 75 % of the team's citizens: a team's figure, never a flag on a "
         "case. What was not verified is off: sickness benefit after 1 July 2026."},
    [RULE_R7_7] =
        {"Rigsrevisionen 2/2022 savner en aktiv indsats med en klar retning: samtaler alene er ikke fremdrift. " OWN_DA,
         "The national audit 2/2022 misses an active effort with a clear direction: talks alone are no progress. " OWN_EN},
    [RULE_R7_8] = {"Gentagne afklaringer er en af årsagerne til, at forløb bliver lange. " OWN_DA,
                   "Repeated clarification is one of the causes of long courses. " OWN_EN},
};

const struct rule_basis *rule_basis(enum rule rule)
{
    return &bases[rule];
}
