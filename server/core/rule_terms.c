/* The terms that the texts of the rules stand on. See rule_text.h. */
#include "core/rule_text.h"

static const struct rule_term terms[] = {
    {"dag",
     "Kalenderdagen i Danmark. En hændelse er kendt hele sin dag. \"De seneste N dage\" på D er D og "
     "de N - 1 dage før. \"Fra N dage efter X\" er fra den dag, hvor der er gået N dage.",
     "day",
     "The calendar day in Denmark. An event is known on all of its day. \"The last N days\" on D are "
     "D and the N - 1 days before it. \"From N days after X on\" is from the day on which N days "
     "have passed."},
    {"start og åben",
     "Forløbet starter på dagen for sin første hændelse, når målgruppe, ydelse, kendt dato, pause og "
     "håndtering af en markering ikke regnes med. Det er åbent derfra, til det lukkes; lukkedagen er "
     "ikke åben, genåbningsdagen er. »overgået til anden indsats« er ingen lukning: forløbet "
     "fortsætter.",
     "start and open",
     "The course starts on the day of its first event, not counting target group, benefit, known "
     "date, pause and the handling of a flag. It is open from there until closed; the day of closing "
     "is not open, the day of reopening is. “moved to another effort” is no closing: the course goes "
     "on."},
    {"pause",
     "»barsel«, »standby ved alvorlig sygdom« eller »mindre intensiv indsats«, til og med pausens "
     "slutdato, eller til den afsluttes; dagen, hvor den afsluttes, er ikke længere på pause.",
     "pause",
     "“parental leave”, “standby, serious illness” or “less intensive effort”, up to the pause's "
     "last day or until it is ended; the day on which it is ended is no longer paused."},
    {"egen dag",
     "En dag, hvor forløbet er åbent og ikke på pause, og ansvaret ikke ligger hos en a-kasse eller "
     "en anden kommune. Reglerne vurderes kun på egne dage, hvor intet andet er sagt, og aldrig før "
     "starten. Egne dage efter X tælles til og med D.",
     "own day",
     "A day on which the course is open and not paused, and neither an unemployment insurance fund "
     "nor another municipality is responsible. Rules are judged on own days only, where nothing else "
     "is said, and never before the start. Own days after X are counted up to D."},
    {"arbejdsdag",
     "Mandag til fredag undtagen danske helligdage, 5. juni, 24. og 31. december og, til og med "
     "2023, store bededag. Arbejdsdage efter X er de egne dage, der er arbejdsdage. N arbejdsdage "
     "før X findes ved at tælle arbejdsdage tilbage fra dagen før X.",
     "working day",
     "Monday to Friday without Danish public holidays, 5 June, 24 and 31 December and, until 2023, "
     "Store bededag (the prayer day). Working days after X are the own days that are working days. N "
     "working days before X are found by counting working days back from the day before X."},
    {"basisdag",
     "En dag, hvor forløbet er åbent og ikke på pause, uanset hvem der har ansvaret. Basisdage efter "
     "X tælles til og med D.",
     "base day",
     "A day on which the course is open and not paused, whoever is responsible. Base days after X "
     "are counted up to D."},
    {"forløbsdag",
     "En dag, hvor forløbet er åbent, ikke på pause af andre grunde end »mindre intensiv indsats«, "
     "og ansvaret ikke ligger hos en a-kasse eller en anden kommune.",
     "course day",
     "A day on which the course is open, not paused for another reason than “less intensive effort”, "
     "and neither a fund nor another municipality is responsible."},
    {"tællestart (counted_from)",
     "En dag, kommunen kan sætte, når den begynder med Spor. Egne dage, arbejdsdage, basisdage og "
     "forløbsdage før den tælles ikke. Er ingen sat, tælles alle.",
     "start of counting (counted_from)",
     "A day that the municipality may set when it begins with Spor. Own days, working days, base "
     "days and course days before it do not count. Where none is set, all count."},
    {"forløbsalder",
     "Antallet af dage efter starten til og med D, uden dage på »barsel« eller »standby ved alvorlig "
     "sygdom« og uden dage med målgruppen »ansat i fleksjob«. Den løber videre over hullet mellem "
     "lukning og genåbning og nulstilles aldrig: heller ikke ved skift af ydelse, enhed eller "
     "sagsbehandler.",
     "course age",
     "The number of days after the start up to D, without days on “parental leave” or “standby, "
     "serious illness” and without days with the target group “employed in flex job”. It runs on "
     "through the gap between closing and reopening and is never reset: not by a change of benefit, "
     "unit or caseworker either."},
    {"reel sagsbehandler",
     "Den ansvarlige sagsbehandler. Har stedfortrædere dækket ubrudt i mere end {cover_days} dage "
     "(lang dækning), er det på alle dækningens dage i stedet stedfortræderen. Det vides først, når "
     "dækningen er blevet så lang, og regnes da fra dens første dag.",
     "holder",
     "The primary caseworker. Where deputies have covered without a break for more than {cover_days} "
     "days (long cover), on all days of the cover it is the deputy instead. That is known only when "
     "the cover has grown so long, and then counts from its first day."},
    {"skift",
     "En dag, hvor den reelle sagsbehandler er en anden end den seneste, der var det; den første er "
     "intet skift. Det er kun et skift i reglerne, hvis årsagen tæller (kataloget Årsager til skift; "
     "en manglende årsag tæller), og det ikke er visitationen: det første, der ville tælle, når det "
     "ligger højst {intake_days} dage efter den første dag med en reel sagsbehandler. Skift regnes, "
     "som de er kendt på D, med de grænser, der gælder på D.",
     "switch",
     "A day on which the holder is another person than the last one there was; the first holder is "
     "no switch. It is a switch in the rules only if its reason counts (the catalogue of reasons for "
     "a switch; a missing one counts) and it is not the intake: the first that would count, when it "
     "lies at most {intake_days} days after the first day with a holder. Switches are taken as known "
     "on D, with the limits in force on D."},
    {"årsag",
     "Den årsag, der senest er angivet for skiftets tildeling, ellers tildelingens egen; ellers den, "
     "der er angivet ved den tidligere sagsbehandlers seneste fratræden med en årsag, hvis den ikke "
     "er ældre end personens seneste tildeling. »ikke oplyst« er ingen årsag. En tilbagevenden uden "
     "ny tildeling har altid årsagen »tilbage efter fravær«; en med ny tildeling har den, hvor intet "
     "af dette giver en.",
     "reason",
     "The reason last given for the assignment of the switch, else the assignment's own; else the "
     "one given with the former holder's latest release that has one, if that is not older than the "
     "person's latest assignment. “not stated” is no reason. A return without a new assignment "
     "always has the reason “back after absence”; one with a new assignment has it where none of "
     "this gives one."},
    {"skiftets hændelse og kendte dag",
     "Hændelsen er den nye sagsbehandlers seneste tildeling som ansvarlig; under lang dækning den "
     "stedfortræders tildeling, der gælder den dag. Et skift er kendt fra sin dag; under lang "
     "dækning tidligst {cover_days} dage efter dækningens første dag.",
     "event and known day of a switch",
     "The event is the new holder's latest assignment as primary; under long cover the deputy's "
     "assignment in force that day. A switch is known from its day; under long cover at the earliest "
     "{cover_days} days after the first day of the cover."},
    {"tilbagevenden og blødt skift",
     "Et skift er blødt, når den nye har været reel sagsbehandler før, eller var medsagsbehandler "
     "ved slutningen af hver dag fra {secondary_known_days} dage før skiftet til dagen før det. En "
     "tilbagevenden er et blødt skift fra lang dækning tilbage til den, der var ansvarlig "
     "sagsbehandler på dækningens sidste dag, eller senest før den, og som har været reel "
     "sagsbehandler før.",
     "return and soft switch",
     "A switch is soft when the new holder has been holder before, or was second caseworker at the "
     "end of every day from {secondary_known_days} days before the switch to the day before it. A "
     "return is a soft switch from long cover back to the person who was primary caseworker on the "
     "last day of the cover, or last before it, and has been holder before."},
    {"samtale",
     "Et møde er holdt, når udfaldet er »holdt«, og det ikke var ved »brev eller digital post«. En "
     "samtale er et holdt møde, der er en samtale efter kataloget Møder, også på telefon eller "
     "video; dog ikke, når mødets egen enhed er en a-kasse.",
     "talk",
     "A meeting is held when its outcome is “held” and it was not by “letter or digital post”. A "
     "talk is a held meeting that the catalogue of meetings says is one, by phone or video, too; but "
     "not when the meeting's own unit is an unemployment insurance fund."},
    {"trepartsdag",
     "En dag med en holdt »overleveringssamtale«, eller hvor en overlevering ved »trepartssamtale« "
     "er »afsendt« eller »modtaget«.",
     "three-party day",
     "A day with a held “hand-over meeting”, or on which a handover by “three-party meeting” was "
     "“sent” or “accepted”."},
    {"overgang",
     "En overgang i reglerne er en, der er »begyndt«. Den skal modtages, hvis dens enhed er en anden "
     "end forløbets i det øjeblik; ellers er den modtaget samme dag. Den er modtaget på den første "
     "dag med et af disse: den er registreret som »modtaget«; en ansvarlig sagsbehandler tildeles på "
     "dens dag eller senere, hvis enheden er kommunens egen (ikke »a-kasse«, »region«, »anden "
     "aktør«, »anden kommune«, »staten« eller »arbejdsgiver«); et møde holdes i dens enhed på dens "
     "dag eller senere. En lukning fjerner forløbets enhed.",
     "move",
     "A move is a transition that was “started”. It must be accepted if its unit differs from the "
     "course's at that moment; otherwise it is accepted the same day. It is accepted on the first "
     "day with one of these: it is recorded as “accepted”; a primary caseworker is assigned on its "
     "day or later, if the unit is the municipality's own (not “unemployment insurance fund”, "
     "“region”, “external provider”, “another municipality”, “the state” or “employer”); a meeting "
     "is held at its unit on its day or later. A closing takes the course's unit away."},
    {"sammensat",
     "Et forløb er sammensat, når der er en koordinerende sagsbehandler, når indsatser på mindst to "
     "områder er åbne, eller når den seneste målgruppe er mærket »sammensat«.",
     "complex",
     "A course is complex when there is a coordinator, when interventions in two or more areas are "
     "open, or when the latest target group is marked “complex”."},
    {"kendt dato",
     "Den senest registrerede af hver slags (af »anden kendt dato« hver enkelt); datoerne ud fra "
     "målgruppen (R2.5); og, hvor fødselsdagen er kendt og ingen kendt dato af den slags er "
     "registreret, 18-årsdagen for »under 18 år« og den 25. og 30. fødselsdag i kontaktfamilien "
     "kontanthjælp. En fødselsdag den 29. februar er den 1. marts i andre år. Måneder regnes til "
     "samme dagstal, eller til månedens sidste dag, hvor det ikke findes.",
     "known date",
     "The latest recorded one of each sort (of “other known date” each one); the dates by target "
     "group (R2.5); and, where the day of birth is known and no known date of that sort is recorded, "
     "the 18th birthday of “under 18” and the 25th and 30th in the contact family cash. A birthday "
     "of 29 February is 1 March in other years. Months run to the same day number, or to the last "
     "day of the month where there is none."},
    {"bevægelse",
     "En plan lagt eller revideret, et skridt udført, en indsats begyndt, ændret eller afsluttet, en "
     "erklæring modtaget, en afgørelse, en måling af progression, en overlevering modtaget, en "
     "koordinering med en arbejdsgiver, en hændelse fra en indlæst log, og et holdt møde, der er "
     "bevægelse efter kataloget Møder. Breve, tildelinger, notater, aflyste møder, udeblivelser og "
     "ventetider er ikke bevægelse.",
     "movement",
     "A plan made or revised, a step done, an intervention started, changed or ended, a statement "
     "received, a decision, a measurement of progress, a handover accepted, a coordination contact "
     "with an employer, an event of an imported log, and a held meeting that is movement by the "
     "catalogue of meetings. Letters, assignments, notes, cancelled meetings, no-shows and waits are "
     "no movement."},
    {"skridt og aftale",
     "Et skridt er åbent, fra det sættes, til det udføres eller opgives. Et aftalt møde står ved "
     "magt indtil den dag, et møde, der henviser til det, er holdt, flyttet eller aflyst.",
     "step and booking",
     "A step is open from when it is set until it is done or dropped. A booked meeting stands until "
     "the day on which a meeting that refers to it was held, moved or cancelled."},
    {"borgeren er orienteret om skridtet",
     "Fra den første af disse dage: skridtet er sat eller flyttet med oplysning om, hvordan borgeren "
     "fik det at vide; borgeren er orienteret om netop det skridt; borgeren er orienteret om »næste "
     "skridt« i almindelighed på skridtets dag eller senere; en samtale på skridtets dag eller "
     "senere.",
     "told of a step",
     "From the first of these days on: the step was set or moved with a channel by which the citizen "
     "was told; the citizen was told of that very step; the citizen was told of the “next step” in "
     "general on the step's day or later; a talk on the step's day or later."},
    {"åben indsats",
     "En indsats er åben, fra den begynder, til den afsluttes, eller til og med sin slutdato, hvis "
     "den kommer først; en ændring kan sætte en ny dato og åbne den igen. Dens område står i "
     "kataloget Indsatser; hvor intet står, er det forvaltningen i indsatsens enhed.",
     "open intervention",
     "An intervention is open from its start until it is ended, or up to its last day where that "
     "comes first; a change may set a new one and open it again. Its area stands in the catalogue of "
     "interventions; where none does, it is the administration of the intervention's unit."},
    {"Min Plan",
     "Borgerens plan i beskæftigelsesindsatsen, uanset hvad loven kalder den: planens enhed hører "
     "til beskæftigelse eller en a-kasse eller er ikke oplyst, eller planen er en »helhedsorienteret "
     "plan« eller en »integrationskontrakt«. \"Plan lagt\" begynder en ny, \"plan revideret\" "
     "tilføjer en version (eller begynder en), \"plan bekræftet\" en bekræftelse, og \"plan "
     "afsluttet\" slutter den.",
     "employment plan",
     "The citizen's plan in the employment effort, whatever the law calls it: the plan's unit "
     "belongs to employment or an unemployment insurance fund or is not stated, or the plan is a "
     "“holistic plan” or an “integration contract”. \"Plan made\" starts a new one, \"plan revised\" "
     "adds a version (or starts one), \"plan confirmed\" a confirmation, and \"plan closed\" ends it."},
    {"planer i kraft",
     "Min Plan er én; ellers er der én for hver forvaltning. Hver er i kraft, fra den lægges, til "
     "den afsluttes, eller en ny lægges i stedet; en revision er en ny version.",
     "plans in force",
     "The employment plan is one; else there is one for each administration. Each is in force from "
     "when it is made until it is closed or a new one is made in its place; a revision is a new "
     "version."},
    {"ventetid",
     "En åben ventetid eller en erklæring, der er bestilt og ikke modtaget. Den forventede slutning "
     "er den dato, der er registreret; for en erklæring uden dato er det bestillingens dag plus "
     "årsagens norm (R7.2). Den er senest set på den dag, dens dato sidst blev flyttet, ellers den "
     "dag, den begyndte. Den dækker D, når den ikke er hos sagsbehandleren eller kommunen, har en "
     "forventet slutning, og D er før den, eller der er gået færre end {wait_grace_days} egne dage "
     "efter den.",
     "wait",
     "An open wait, or a statement that was requested and not received. Its expected end is the date "
     "recorded; of a statement without a date it is the day of the request plus the norm of its "
     "reason (R7.2). It was last looked at on the day on which its date was last moved, else on the "
     "day it began. It covers D when it is not with the caseworker or the municipality, has an "
     "expected end, and D is before that or fewer than {wait_grace_days} own days have passed since."},
    {"målgruppe og grænser",
     "Målgruppen på D er den senest registrerede. Dag D vurderes med de grænser, der gælder på D, og "
     "med målgruppens egne, hvor den har nogle.",
     "target group and limits",
     "The target group on D is the one recorded last. Day D is judged by the limits in force on D, "
     "and by the target group's own where it has any."},
    {"kontaktfamilie",
     "Målgrupper med fælles lovkrav om samtaler. Kontanthjælp er én: »jobparat, kontanthjælp«, "
     "»aktivitetsparat, kontanthjælp«, »uddannelsesparat under 30« og »aktivitetsparat under 30«. "
     "»selvforsørgende ledig« og »under 18 år« er én. Hver af de øvrige er sin egen. Skift inden for "
     "familien begynder ikke fristerne forfra.",
     "contact family",
     "Target groups with common duties of talks by law. Cash is one: “cash benefit, job-ready”, "
     "“cash benefit, activity-ready”, “under 30, education-ready” and “under 30, activity-ready”. "
     "“self-supporting unemployed” and “under 18” are one. Each other group is one of its own. A "
     "change within the family does not start the terms anew."},
};

const struct rule_term *rule_terms(size_t *n)
{
    *n = ARRAY_LEN(terms);
    return terms;
}
