/* The terms that the texts of the rules stand on. See rule_text.h. */
#include "core/rule_text.h"

static const struct rule_term terms[] = {
    {"dag",
     "Lokal dag i Europe/Copenhagen. En hændelse er kendt hele sin dag. \"Seneste N dage\" på D er D-N+1 til "
     "D.",
     "day",
     "Local day in Europe/Copenhagen. An event is known on all of its day. \"The last N days\" on D are "
     "D-N+1 to D."},
    {"arbejdsdag",
     "Mandag til fredag undtagen danske helligdage, 5. juni, 24. og 31. december, og til 2023 store bededag.",
     "working day",
     "Monday to Friday without Danish public holidays, 5 June, 24 and 31 December, and until 2023 Store "
     "bededag."},
    {"start og åben",
     "Forløbet starter på dagen for den første hændelse, der ikke er målgruppe, ydelse, kendt dato, pause "
     "eller "
     "håndtering af en markering. Det er åbent derfra til lukning; lukkedagen er ikke åben, genåbningsdagen "
     "er.",
     "start and open",
     "The course starts on the day of the first event that is not target group, benefit, known date, pause "
     "or handling "
     "of a flag. It is open from there until closed; the day of closing is not open, the day of reopening "
     "is."},
    {"egen dag",
     "Åben, ikke på pause, og enheden er ikke a-kasse eller anden kommune. Regler vurderes kun på egne dage, "
     "hvor intet "
     "andet er sagt, og aldrig før start. Dage før counted_from tælles ikke.",
     "own day",
     "Open, not paused, and the unit is not an unemployment fund or another municipality. Rules are judged "
     "on own days "
     "only, where nothing else is said, and never before the start. Days before counted_from do not count."},
    {"basisdag",
     "Åben og ikke på pause, hvem der end er ansvarlig enhed. Basisdage efter X tælles til og med "
     "D, og ingen før counted_from.",
     "base day",
     "Open and not paused, whichever unit is responsible. Base days after X are counted up to D, "
     "and none before counted_from."},
    {"urdag",
     "Åben, uden pause af andre grunde end mindre intensiv indsats, og ikke hos a-kasse eller anden kommune.",
     "clock day",
     "Open, not paused for another reason than less intensive effort, and not with a fund or another "
     "municipality."},
    {"forløbsalder",
     "Antal dage efter start til og med D uden stoppende pause og uden målgruppen ansat i fleksjob. Løber "
     "videre over et "
     "hul mellem lukning og genåbning og nulstilles aldrig.",
     "course age",
     "Days after the start up to D without a stopping pause and without the target group employed in flex "
     "job. It runs "
     "on through a gap between closing and reopening and is never reset."},
    {"indehaver",
     "Den ansvarlige sagsbehandler; men på alle dage i en ubrudt dækning, der har varet mere end cover_days "
     "dage, "
     "stedfortræderen. Lang dækning kendes først på sin sidste af disse dage og regnes da fra sin første.",
     "holder",
     "The primary caseworker; but on all days of an unbroken cover longer than cover_days days the deputy. "
     "Long cover "
     "is known only when it has grown so long, and counts from its first day."},
    {"skift",
     "En dag, hvor indehaveren er en anden end den seneste. Det tælles, hvis årsagen tæller (en manglende "
     "årsag tæller), "
     "og det ikke er visitationen: det første, højst intake_days dage efter den første indehaver. Årsagen er "
     "et brud, "
     "hvor kataloget switch_reason siger det; en manglende årsag er et brud. Tilbage efter fravær er det "
     "ikke.",
     "switch",
     "A day on which the holder is another person than the last one. It is counted if its reason counts (a "
     "missing one "
     "does) and it is not the intake: the first one, at most intake_days days after the first holder. A "
     "reason is a "
     "breach where the catalogue switch_reason says so; a missing reason is one. Back after absence is "
     "none."},
    {"årsag",
     "Koden i den seneste switch_reason_given for skiftets tildeling, ellers tildelingens egen; ellers koden "
     "i den "
     "tidligere indehavers seneste fratræden, ikke ældre end personens seneste tildeling. unknown er ingen "
     "årsag. "
     "Ved en tilbagevenden uden ny tildeling er årsagen altid returned_from_absence, ved en med ny tildeling "
     "hvor intet af dette giver en.",
     "reason",
     "The code of the latest switch_reason_given for the switch's assignment, else the assignment's own; "
     "else that of "
     "the former holder's latest release, not older than that person's latest assignment. unknown is no "
     "reason. Of a "
     "return without a new assignment it is always returned_from_absence, of one with a new assignment "
     "where none of this gives one."},
    {"skiftets hændelse og kendte dag",
     "Hændelsen er den nye indehavers seneste tildeling som ansvarlig, under lang dækning "
     "stedfortræderens tildeling, der gælder den dag. Et skift er kendt fra sin dag; under lang "
     "dækning tidligst fra dækningens første dag plus cover_days. Skift regnes, som de er kendt på "
     "D, og med de parametre, der gælder på D.",
     "event and known day of a switch",
     "The event is the new holder's latest assignment as primary, under long cover the deputy's "
     "assignment in force that day. A switch is known from its day; under long cover at the "
     "earliest from the first day of the cover plus cover_days. Switches are taken as known on D, "
     "with the parameters in force on D."},
    {"tilbagevenden og blødt skift",
     "Tilbagevenden: den seneste dag med en indehaver lå under lang dækning, denne gør ikke, og "
     "den nye indehaver var ansvarlig på den tidligere dag (eller senest før den) og har været "
     "indehaver før. Blødt: den nye indehaver har været indehaver før eller var medsagsbehandler "
     "ved slutningen af hver dag fra secondary_known_days dage før skiftet til dagen før det.",
     "return and soft switch",
     "Return: the last day with a holder was under long cover, this one is not, and the new holder "
     "was primary on that earlier day (or last before it) and has been holder before. Soft: the "
     "new holder has been holder before, or was second caseworker at the end of every day from "
     "secondary_known_days days before the switch to the day before it."},
    {"samtale",
     "Et møde er holdt, hvis udfaldet er holdt, og det ikke var pr. brev. En samtale er et holdt møde "
     "af en slags med mærket T i kataloget meeting_kind, undtagen hvor mødets egen enhed er en a-kasse.",
     "talk",
     "A meeting is held if its outcome is held and it was not by letter. A talk is a held meeting of a "
     "kind marked T in the catalogue meeting_kind, unless the meeting's own unit is an unemployment "
     "fund."},
    {"trepartsdag",
     "Dag for et holdt møde af slagsen three_party_handover, eller for en handover med koden "
     "three_party og udfaldet sent eller accepted. Den k'te arbejdsdag før X findes ved at gå "
     "tilbage fra X-1.",
     "three-party day",
     "Day of a held meeting of kind three_party_handover, or of a handover with code three_party "
     "and outcome sent or accepted. The k-th working day before X is found by stepping back from "
     "X-1."},
    {"flytning",
     "En transition med udfaldet started. Den beder om modtagelse, hvis dens enhed er en anden end "
     "sagens i det øjeblik; ellers er den modtaget samme dag. Modtaget er den på den første dag "
     "med: en transition accepted, der henviser til den; en tildeling af en ansvarlig på dens dag "
     "eller senere, hvis enheden er kommunens egen (ikke akasse, region, provider, "
     "other_municipality, state, employer); et holdt møde på dens dag eller senere i dens enhed. "
     "En lukning fjerner sagens enhed.",
     "move",
     "A transition with outcome started. It asks for acceptance if its unit differs from the "
     "case's at that moment; otherwise it is accepted the same day. It is accepted on the first "
     "day with: a transition accepted that refers to it; an assignment of a primary on its day or "
     "later, if the unit is the municipality's own (not akasse, region, provider, "
     "other_municipality, state, employer); a held meeting on its day or later at its unit. A "
     "closing takes the case's unit away."},
    {"sammensat",
     "Der er en koordinerende sagsbehandler, eller indsatser på mindst to områder er åbne, eller "
     "den seneste målgruppe har mærket complex.",
     "complex",
     "There is a coordinator, or interventions in two or more areas are open, or the latest target "
     "group carries the mark complex."},
    {"kendt dato",
     "Den seneste date_foreseen for hver kode (af other hver for sig), datoen i due; datoerne "
     "efter gruppe (R2.5); og, hvor fødselsdagen er kendt og ingen date_foreseen har koden, "
     "18-årsdagen i under_18 (age_18) og den 25. og 30. fødselsdag i kontaktfamilien kontanthjælp "
     "(age_25, age_30); den 29. februar er 1. marts i andre år. En måned efter er samme dagstal, "
     "eller månedens sidste dag.",
     "known date",
     "The latest date_foreseen for each code (of other each one), the date in due; the dates by "
     "group (R2.5); and, where the day of birth is known and no date_foreseen has the code, the "
     "18th birthday in under_18 (age_18) and the 25th and 30th in contact family cash (age_25, age_30); 29 "
     "February is 1 March in other years. A month after is the same day number, or the last day of "
     "the month."},
    {"bevægelse",
     "En plan lagt eller revideret, et skridt udført, en indsats begyndt, ændret eller afsluttet, en "
     "erklæring modtaget, "
     "en afgørelse, en måling af progression, en modtaget overlevering, kontakt med en arbejdsgiver, en "
     "aktivitet fra en "
     "log, og et møde, der er holdt (ikke pr. brev), af en slags med mærket S i kataloget meeting_kind.",
     "movement",
     "A plan made or revised, a step done, an intervention started, changed or ended, a statement received, "
     "a decision, "
     "a measurement of progress, an accepted handover, contact with an employer, an activity of a log, and a "
     "meeting "
     "held (not by letter) of a kind marked S in the catalogue meeting_kind."},
    {"skridt og aftale",
     "Et skridt er åbent, fra det sættes, til det udføres eller opgives. En aftale om møde er væk fra den "
     "dag, et møde, "
     "også et aflyst, henviser til den.",
     "step and booking",
     "A step is open from when it is set until it is done or dropped. A booking is gone from the day a "
     "meeting, also a "
     "cancelled one, refers to it."},
    {"borgeren kender skridtet",
     "Fra den første af disse dage: skridtet sættes eller flyttes med en kanal; citizen_told om næste "
     "skridt nævner det; en sådan uden ref ligger på skridtets dag eller senere; en samtale ligger på "
     "skridtets dag eller senere.",
     "told of a step",
     "From the first of these days on: the step is set or moved with a channel; a citizen_told of the "
     "next step names it; one without ref lies on the step's day or later; a talk lies on the step's "
     "day or later."},
    {"åben indsats",
     "En indsats er åben, fra den begynder, til den afsluttes, eller til og med sin slutdato (due), "
     "hvis den kommer først; en ændring kan sætte en ny dato og åbne den igen. Den kræver en plan, hvor "
     "kataloget intervention_kind har mærket P. Dens område er slagsens i det katalog; har slagsen intet, "
     "første del af enheden.",
     "open intervention",
     "An intervention is open from its start until it is ended, or up to its last day (due) where that "
     "comes first; a change may set a new one and open it again. It needs a plan where the catalogue "
     "intervention_kind has mark P. Its area is that of its kind in that catalogue; where the kind has "
     "none, the first part of its unit."},
    {"egen plan",
     "Planen hos beskæftigelse: enheden er employment eller akasse eller ikke nævnt, eller koden er "
     "holistic_plan eller integration_contract. plan_made begynder en ny plan, plan_revised tilføjer en "
     "version (eller begynder en), plan_confirmed en bekræftelse, plan_closed afslutter den.",
     "own plan",
     "The plan at employment: its unit is employment or akasse or not given, or its code is "
     "holistic_plan or integration_contract. plan_made starts a new plan, plan_revised adds a version "
     "(or starts one), plan_confirmed adds a confirmation, plan_closed ends it."},
    {"planer i kraft",
     "Den egne plan er én; ellers er der én for hver forvaltning (første del af enheden). Hver er i kraft, "
     "fra den lægges, til den afsluttes, eller en ny lægges i stedet; en revision er en ny version.",
     "plans in force",
     "The own plan is one; else there is one for each administration (the first part of the unit). Each is "
     "in force from when it is made until it is closed or a new one is made in its place; a revision is a "
     "new version."},
    {"ventetid, der dækker",
     "Åben, ikke hos sagsbehandleren eller kommunen, med en forventet slutning X, og D er før X, eller der "
     "er gået færre "
     "end wait_grace_days egne dage efter X. Uden dato gælder for en erklæring årsagens norm (R7.2 "
     "norm_days).",
     "wait that covers",
     "Open, not with the caseworker or the municipality, with an expected end X, and D is before X or fewer "
     "than "
     "wait_grace_days own days have passed since X. A statement without a date has its reason's norm (R7.2 "
     "norm_days)."},
    {"gruppe og periode",
     "Målgruppen på D er den seneste. Dag D vurderes med de parametre, der gælder på D, og med gruppens egne "
     "værdier, "
     "hvor den har nogle.",
     "group and period",
     "The target group on D is the latest one. Day D is judged by the parameters in force on D, with the "
     "group's own "
     "values where it has any."},
    {"kontaktfamilie",
     "Målgrupper med fælles lovkrav: de fire kontanthjælpsgrupper cash_ og youth_ er én, self_supporting "
     "og under_18 er én, hver af de øvrige sin egen.",
     "contact family",
     "Target groups with common duties by law: the four cash_ and youth_ groups are one, self_supporting "
     "and under_18 are one, each other group is one of its own."},
};

const struct rule_term *rule_terms(size_t *n)
{
    *n = ARRAY_LEN(terms);
    return terms;
}
