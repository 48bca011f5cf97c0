/* See rule_text.h. D is the day judged; what follows looks at events of D and earlier days only. Values of
 * catalogues stand in »…« or “…”, by their labels. */
#include "core/rule_text.h"

static const struct rule_text texts[RULE_COUNT] = {
    [RULE_R1_1] =
        {.danish = "Antallet af skift blandt de seneste {window_days} dage, hvis årsag er et brud: gul fra "
                   "{amber}, rød fra {red}. Årsagerne »tilbage efter fravær«, »borgerens ønske«, "
                   "»inhabilitet« og »sikkerhed« er ikke brud; en manglende årsag er. Et skift under lang "
                   "dækning ligger på dækningens første dag og tæller fra den dag, det blev kendt. Bløde "
                   "skift tæller fuldt med.",
         .english = "The number of switches among the last {window_days} days whose reason is a breach: "
                    "amber from {amber}, red from {red}. The reasons “back after absence”, “the citizen "
                    "asked”, “conflict of interest” and “safety” are no breach; a missing reason is one. A "
                    "switch under long cover lies on the first day of the cover and counts from the day on "
                    "which it became known. Soft switches count in full.",
         .danish_clears = "at tiden går"},
    [RULE_R1_2] =
        {.danish = "Hvert skift uden årsag, hvis hændelse ikke er mærket »overtaget fra andet system«: gul "
                   "fra {amber_wd}, rød fra {red_wd} arbejdsdage efter den dag, skiftet blev kendt, så "
                   "længe der er gået færre end {give_up_days} dage siden skiftet. Kommer årsagen senere, "
                   "ender bruddet den dag; dagene før består.",
         .english = "Each switch without a reason whose event is not marked “taken over from another "
                    "system”: amber from {amber_wd}, red from {red_wd} working days after the day on which "
                    "the switch became known, while fewer than {give_up_days} days have passed since the "
                    "switch. A reason that comes later ends the breach on its day; the days before stay.",
         .danish_clears = "at årsagen angives"},
    [RULE_R1_3] =
        {.danish = "Regnet fra den første dag i den ubrudte række af dage (fra forløbets start til og med "
                   "D), ved hvis slutning ingen er ansvarlig sagsbehandler: gul fra {amber_wd}, rød fra "
                   "{red_wd} arbejdsdage efter den. Er der en stedfortræder på D, bliver rød til gul.",
         .english = "Counted from the first day of the unbroken run of days (from the course start to D) at "
                    "whose end nobody is primary caseworker: amber from {amber_wd}, red from {red_wd} "
                    "working days after it. Where there is a deputy on D, red becomes amber.",
         .danish_clears = "at en ansvarlig sagsbehandler tildeles"},
    [RULE_R1_4] =
        {.danish = "Et skift af koordinerende sagsbehandler er en dag, ved hvis slutning en anden har "
                   "rollen end den seneste, der havde den; tid imellem uden koordinerende sagsbehandler "
                   "betyder intet. Skift med årsagen »borgerens ønske«, »inhabilitet«, »sikkerhed« eller "
                   "»rettelse af data« udelades. Rød, hvis mindst {red} af de øvrige ligger blandt de "
                   "seneste {window_days} dage; ellers gul, hvis et ligger blandt de seneste {amber_days} "
                   "dage. Årsagen er den, der senest er angivet til og med D for den tildeling, der gælder "
                   "ved dagens slutning, ellers tildelingens egen; »ikke oplyst« er ingen årsag.",
         .english = "A change of coordinator is a day at whose end another person holds the role than the "
                    "last one who held it; time between without a coordinator means nothing. Changes with "
                    "the reason “the citizen asked”, “conflict of interest”, “safety” or “correction of "
                    "data” are left out. Red if at least {red} of the others lie in the last {window_days} "
                    "days; else amber if one lies in the last {amber_days} days. The reason is the one last "
                    "given up to D for the assignment in force at the end of that day, else the "
                    "assignment's own; “not stated” is no reason.",
         .danish_clears = "at tiden går"},
    [RULE_R1_5] =
        {.danish = "De samtaler blandt de seneste {window_days} dage, hvor det er oplyst, hvem der holdt "
                   "dem; er der færre end {min_meetings}, er der ingen markering. Rød, hvis mindst "
                   "{red_staff} forskellige personer holdt dem. Ellers gul, hvis mindre end "
                   "{own_share_pct} % af dem blev holdt af den, der var ansvarlig sagsbehandler ved "
                   "slutningen af samtalens dag eller dagen før, eller som var reel sagsbehandler den dag, "
                   "sådan som det er kendt på D.",
         .english = "The talks of the last {window_days} days of which it is stated who held them; where "
                    "there are fewer than {min_meetings} there is no flag. Red if at least {red_staff} "
                    "different persons held them. Else amber if less than {own_share_pct} % of them were "
                    "held by the person who was primary caseworker at the end of the day of the talk or of "
                    "the day before, or who was holder on that day, as known on D.",
         .danish_clears = "samtaler med den ansvarlige sagsbehandler"},
    [RULE_R1_6] =
        {.danish = "Kun fra forløbsalderen {age_days} dage. Antallet af forskellige reelle sagsbehandlere "
                   "på de seneste {window_days} dage, sådan som det er kendt på D; den samme person tæller "
                   "én gang: gul fra {amber}, rød fra {red}. Sluttede en persons tid med årsagen »rettelse "
                   "af data«, tæller den tid ikke med.",
         .english = "Only from course age {age_days} days on. The number of different holders on the last "
                    "{window_days} days, as known on D; the same person counts once: amber from {amber}, "
                    "red from {red}. Where a person's time ended with the reason “correction of data”, that "
                    "time does not count.",
         .danish_clears = "at tiden går"},
    [RULE_R2_1] =
        {.danish = "En overtagelse er (a) et skift, der ikke er blødt og ikke mærket »overtaget fra andet "
                   "system« (T er dets dag, K den dag, det blev kendt), eller (b) en modtaget overgang "
                   "»fra a-kasse til kommune«, »tilbage fra anden aktør«, »tilflyttet« eller »tilbage "
                   "efter job« (T og K er dagen, den blev modtaget). Den er indfriet af en samtale på T "
                   "eller senere, holdt af den, der var ansvarlig sagsbehandler eller stedfortræder ved "
                   "slutningen af samtalens dag, eller hvor det ikke er oplyst, hvem der holdt den; eller "
                   "af en trepartsdag fra {handover_before_wd} arbejdsdage før T og frem. Gul fra "
                   "{amber_days} egne dage efter K, for (b) dog fra {fast_amber_days}, hvis målgruppen på "
                   "T hører til kontaktfamilien kontanthjælp; rød fra {red_days} egne dage efter K. Kun "
                   "den ældste, der har nået gul og ikke er indfriet, vises (efter T; på samme dag den med "
                   "den korte frist, så det laveste nummer).",
         .english = "A take-over is (a) a switch that is not soft and not marked “taken over from another "
                    "system” (T is its day, K the day on which it became known), or (b) an accepted move "
                    "“fund to municipality”, “back from external provider”, “moved in” or “back after a "
                    "job” (T and K are the day of acceptance). It is settled by a talk on T or later held "
                    "by the person who was primary caseworker or deputy at the end of the day of the talk, "
                    "or where it is not stated who held it; or by a three-party day from "
                    "{handover_before_wd} working days before T on. Amber from {amber_days} own days after "
                    "K, but for (b) from {fast_amber_days} where the target group on T is in the contact "
                    "family cash; red from {red_days} own days after K. Only the oldest that has reached "
                    "amber and is not settled is shown (by T; on one day the one with the short term, then "
                    "the lower number).",
         .danish_clears = "en samtale med den nye sagsbehandler"},
    [RULE_R2_2] =
        {.danish = "Det nyeste skift, hvis det ikke er blødt, ikke under lang dækning og ikke mærket "
                   "»overtaget fra andet system«; fra {after_wd} arbejdsdage efter dets dag, så længe der "
                   "er gået færre end {fade_days} dage siden den. Rød, hvis skiftet er krævende, og der "
                   "ingen trepartsdag er fra {handover_before_wd} arbejdsdage før skiftet og frem; ellers "
                   "gul, hvis der i samme tid hverken er en trepartsdag eller en overlevering, der er "
                   "afsendt eller modtaget. Krævende er et skift, når årsagen ikke er »borgerens ønske«, "
                   "»inhabilitet« eller »sikkerhed«, og forløbet er sammensat ved slutningen af skiftets "
                   "dag, eller forløbsalderen den dag er mindst {long_case_days} dage, eller borgeren har "
                   "bedt om en »overleveringssamtale« højst {asked_days} dage før skiftet eller senere.",
         .english = "The newest switch, if it is not soft, not under long cover and not marked “taken over "
                    "from another system”; from {after_wd} working days after its day on, while fewer than "
                    "{fade_days} days have passed since that day. Red if the switch is demanding and there "
                    "is no three-party day from {handover_before_wd} working days before it on; else amber "
                    "if in the same time there is neither a three-party day nor a handover that was sent or "
                    "accepted. A switch is demanding when its reason is not “the citizen asked”, “conflict "
                    "of interest” or “safety”, and the course is complex at the end of its day, or the "
                    "course age on that day is at least {long_case_days} days, or the citizen has asked for "
                    "a “hand-over meeting” at most {asked_days} days before the switch or later.",
         .danish_clears = "en trepartssamtale eller en overlevering"},
    [RULE_R2_3] =
        {.danish = "Det nyeste skift, hvis det ikke er en tilbagevenden, ikke mærket »overtaget fra andet "
                   "system« og ikke har årsagen »borgerens ønske«, så længe der er gået færre end "
                   "{fade_days} dage, siden det blev kendt: gul fra den dag, det blev kendt, rød fra "
                   "{red_wd} arbejdsdage efter, indtil borgeren er orienteret. Det er borgeren, når et af "
                   "disse er sket tidligst {ahead_days} dage før skiftet (og på en senere dag end skiftet "
                   "før det): borgeren er orienteret om »sagsbehandlerskift«; en overlevering eller den "
                   "nye sagsbehandlers tildeling er mærket »borgeren er orienteret«; en trepartsdag; "
                   "eller, på skiftets dag eller senere, et holdt møde med den nye sagsbehandler.",
         .english = "The newest switch, if it is not a return, not marked “taken over from another system” "
                    "and its reason is not “the citizen asked”, while fewer than {fade_days} days have "
                    "passed since it became known: amber from the day on which it became known, red from "
                    "{red_wd} working days after it, until the citizen has been told. That is when one of "
                    "these lies at most {ahead_days} days before the switch or later (and on a later day "
                    "than the switch before it): the citizen was told of the “change of caseworker”; a "
                    "handover or the new holder's assignment is marked “the citizen knows”; a three-party "
                    "day; or, on the day of the switch or later, a held meeting with the new holder.",
         .danish_clears = "at borgeren orienteres"},
    [RULE_R2_4] =
        {.danish = "Min Plan er i kraft. Det ældste skift på en senere dag end planens seneste version og "
                   "seneste bekræftelse af andre end borgeren, hvis skiftet ikke er blødt, ikke under lang "
                   "dækning og ikke mærket »overtaget fra andet system«: gul fra {amber_days} egne dage "
                   "efter skiftets dag.",
         .english = "An employment plan is in force. The oldest switch on a later day than the plan's "
                    "latest version and latest confirmation by anyone but the citizen, if the switch is not "
                    "soft, not under long cover and not marked “taken over from another system”: amber from "
                    "{amber_days} own days after the day of the switch.",
         .danish_clears = "at planen bekræftes eller revideres"},
    [RULE_R2_5] =
        {.danish = "Hver kendt dato X, fra {ahead_days} dage før X til dagen før X: gul, indtil overgangen "
                   "er forberedt. Det er den, når et af disse ligger {prepare_days} dage før X eller "
                   "senere: en plan lagt eller revideret (også en anden forvaltnings), en afgørelse, en "
                   "planlagt overgang, en overlevering afsendt eller modtaget, eller et holdt møde, der "
                   "forbereder en overgang (kataloget Møder). Ud fra målgruppen på D regnes disse datoer "
                   "fra den første dag med den: sygedagpenge {sick_pay_weeks} uger (»revurdering af "
                   "sygedagpenge«), jobafklaringsforløb {job_clarification_months} måneder "
                   "(»jobafklaringsforløb slutter«), ressourceforløb {resource_course_months} måneder "
                   "(»ressourceforløb slutter«), ansat i fleksjob {flex_job_months} måneder (»status på "
                   "midlertidigt fleksjob«) og, så længe en a-kasse eller anden kommune har ansvaret, "
                   "dagpengemodtager {akasse_months} måneder (»overgang fra a-kasse efter 3 måneder«). 0 "
                   "betyder, at datoen ikke regnes ud; den bortfalder også, hvor en kendt dato af samme "
                   "slags er registreret på den første dag eller senere. Vurderes på basisdage.",
         .english = "Each known date X, from {ahead_days} days before X to the day before X: amber until "
                    "the transition is prepared. It is when one of these lies {prepare_days} days before X "
                    "or later: a plan made or revised (another department's, too), a decision, a planned "
                    "transition, a handover sent or accepted, or a held meeting that prepares a transition "
                    "(the catalogue of meetings). By the target group on D these dates are counted from the "
                    "first day with it: sickness benefit {sick_pay_weeks} weeks (“reassessment of sickness "
                    "benefit”), job clarification course {job_clarification_months} months (“end of job "
                    "clarification”), resource course {resource_course_months} months (“end of resource "
                    "course”), employed in flex job {flex_job_months} months (“status of a temporary flex "
                    "job”) and, while an unemployment insurance fund or another municipality is "
                    "responsible, insured unemployed {akasse_months} months (“hand-over from the fund, "
                    "month 3”). 0 means that the date is not worked out; it is gone, too, where a known "
                    "date of the same sort is recorded on that first day or later. Judged on base days.",
         .danish_clears = "at overgangen forberedes"},
    [RULE_R2_6] =
        {.danish = "Den nyeste overgang, så længe den ikke er modtaget: gul fra {amber_days}, rød fra "
                   "{red_days} basisdage efter dens dag. En nyere overgang afløser den ældre. Vurderes på "
                   "basisdage.",
         .english = "The newest move, while it is not accepted: amber from {amber_days}, red from "
                    "{red_days} base days after its day. A newer move takes the older one's place. Judged "
                    "on base days.",
         .danish_clears = "at overgangen modtages, eller en ny overgang"},
    [RULE_R3_1] =
        {.danish = "Borgerens ønsker er endnu ikke noteret: gul fra {amber_days} egne dage efter forløbets "
                   "start, eller fra samtale nummer {meetings}, hvis den kommer først.",
         .english = "The citizen's wishes have not been recorded yet: amber from {amber_days} own days "
                    "after the course start, or from talk number {meetings} where that comes first.",
         .danish_clears = "at borgerens ønsker noteres"},
    [RULE_R3_2] = {.danish =
                       "Regnet fra den seneste dag, borgerens ønsker blev noteret: gul fra {amber_days}, rød "
                       "fra {red_days} egne dage efter den. Er de aldrig noteret, gælder R3.1.",
                   .english =
                       "Counted from the latest day on which the citizen's wishes were recorded: amber from "
                       "{amber_days}, red from {red_days} own days after it. Where they never were, R3.1 "
                       "speaks.",
                   .danish_clears = "at borgerens ønsker noteres"},
    [RULE_R3_3] =
        {.danish = "Svar på »jeg mødes med respekt« og »jeg bliver hørt« med et tal på en skala til 5. Et "
                   "svar er lavt, hvis det er højst {low_score}; eller hvis det er højst 3, og "
                   "gennemsnittet af det og de to foregående svar på samme spørgsmål er højst "
                   "{mean_tenths}. Det første lave svar, som en leder ikke har fulgt op på svarets dag "
                   "eller senere: gul fra {follow_up_wd} arbejdsdage efter svarets dag. Én opfølgning "
                   "dækker alle svar til og med sin dag. Svar uden tal og på andre skalaer læses ikke.",
         .english = "Answers to “I am met with respect” and “I am heard” with a number on a scale of 5. An "
                    "answer is low if it is at most {low_score}; or if it is at most 3 and the mean of it "
                    "and the two answers to the same question before it is at most {mean_tenths}. The first "
                    "low answer that no leader has followed up on its day or later: amber from "
                    "{follow_up_wd} working days after its day. One follow-up settles all answers up to its "
                    "day. Answers without a number or on other scales are not read.",
         .danish_clears = "en leders opfølgning"},
    [RULE_R3_4] = {.danish =
                       "Antallet af møder, som kommunen har aflyst eller flyttet blandt de seneste "
                       "{window_days} dage (dagen er den, hvor det skete): gul fra {amber}, rød fra {red}.",
                   .english =
                       "The number of meetings that the municipality cancelled or moved in the last "
                       "{window_days} days (the day is the one on which that was done): amber from {amber}, "
                       "red from {red}.",
                   .danish_clears = "at tiden går"},
    [RULE_R3_5] = {.danish =
                       "Borgerens ældste ønske om et møde, hvor intet møde er aftalt eller holdt samme dag "
                       "eller senere: gul fra {amber_wd} arbejdsdage efter ønskets dag. En aftale tæller på "
                       "den dag, den blev indgået.",
                   .english =
                       "The oldest request of the citizen's for a meeting with none booked and none held on "
                       "its day or later: amber from {amber_wd} working days after its day. A booking counts "
                       "on the day on which it was made.",
                   .danish_clears = "at et møde aftales eller holdes"},
    [RULE_R4_1] =
        {.danish = "Ingen Min Plan er i kraft: rød for hver åben indsats, der kræver en plan (kataloget "
                   "Indsatser), og som ikke begyndte før tællestart. Lov om en aktiv beskæftigelsesindsats "
                   "(LAB) § 42: planen skal foreligge før indsatsen.",
         .english = "No employment plan is in force: red for each open intervention that needs a plan (the "
                    "catalogue of interventions) and did not begin before the start of counting. Act on an "
                    "Active Employment Effort (LAB) § 42: the plan before the effort.",
         .danish_clears = "at en plan lægges, eller at indsatsen slutter"},
    [RULE_R4_2] =
        {.danish = "Min Plan er i kraft. Den ældste version, der ikke er mærket »overtaget fra andet "
                   "system« og ligger på en senere dag end borgerens seneste del i planen (en version "
                   "mærket »med borgerens egen del« eller borgerens bekræftelse): gul fra {amber_days} "
                   "egne dage efter versionens dag.",
         .english = "An employment plan is in force. The oldest version that is not marked “taken over from "
                    "another system” and lies on a later day than the citizen's latest part in the plan (a "
                    "version marked “with the citizen's own part”, or the citizen's confirmation): amber "
                    "from {amber_days} own days after the day of the version.",
         .danish_clears = "borgerens bekræftelse, eller en version med borgerens egen del"},
    [RULE_R4_3] =
        {.danish = "Min Plan er i kraft. K er den seneste dag med en version, en bekræftelse (uanset hvis) "
                   "eller en holdt »plansamtale«. Gul fra {amber_days} egne dage efter K, dog fra "
                   "{early_days}, hvis forløbsalderen på K var under {early_age_days} dage; rød fra "
                   "{red_days} egne dage efter K.",
         .english = "An employment plan is in force. K is the latest day with a version, a confirmation "
                    "(anyone's) or a held “plan meeting”. Amber from {amber_days} own days after K, but "
                    "from {early_days} if the course age on K was below {early_age_days} days; red from "
                    "{red_days} own days after K.",
         .danish_clears = "en revision, en bekræftelse eller en plansamtale"},
    [RULE_R4_4] =
        {.danish = "Intet skridt hos borgeren er åbent. Regnet fra den seneste dag, hvor et sådant skridt "
                   "blev udført eller opgivet, tidligst forløbets start: oplysning fra {info_days}, gul "
                   "fra {amber_days} egne dage efter den.",
         .english = "No step of the citizen's is open. Counted from the latest day on which such a step was "
                    "done or dropped, at the earliest the course start: notice from {info_days}, amber from "
                    "{amber_days} own days after it.",
         .danish_clears = "et skridt hos borgeren"},
    [RULE_R4_5] =
        {.danish = "Min Plan er i kraft, og ingen af dens versioner er mærket »med mål« (job eller "
                   "uddannelse) eller »overtaget fra andet system«: rød. Lov om en aktiv "
                   "beskæftigelsesindsats (LAB) § 42 sammenholdt med Rigsrevisionens beretning 2/2022.",
         .english = "An employment plan is in force and none of its versions is marked “with a goal” (a job "
                    "or education) or “taken over from another system”: red. Act on an Active Employment "
                    "Effort (LAB) § 42 with the national audit's report 2/2022.",
         .danish_clears = "en version med mål"},
    [RULE_R5_1] =
        {.danish = "En dag har et næste skridt, hvis et skridt er åbent ved dens slutning, eller et aftalt "
                   "møde, der står ved magt, begynder den dag eller højst {booked_meeting_days} dage "
                   "senere. U er den første dag i den ubrudte række af dage uden (fra forløbets start til "
                   "og med D). Er der endnu ikke holdt et møde, der er bevægelse (kataloget Møder): gul "
                   "fra {open_days} egne dage efter U. Ellers regnes fra U, eller fra dagen for forløbets "
                   "første sådanne møde, hvis den er senere: gul fra {amber_wd} arbejdsdage, rød fra "
                   "{red_days} egne dage efter. Ingen ventetid fritager: borgeren skal også vide, hvad der "
                   "ventes på og til hvornår.",
         .english = "A day has a next step if a step is open at its end, or a booked meeting that stands "
                    "begins on that day or at most {booked_meeting_days} days later. U is the first day of "
                    "the unbroken run of days without (from the course start to D). If no meeting that is "
                    "movement (the catalogue of meetings) has been held yet: amber from {open_days} own "
                    "days after U. Else it is counted from U, or from the day of the course's first such "
                    "meeting where that is later: amber from {amber_wd} working days, red from {red_days} "
                    "own days after it. No wait holds it back: the citizen must also know what is waited "
                    "for, and until when.",
         .danish_clears = "et skridt eller et aftalt møde"},
    [RULE_R5_2] = {.danish =
                       "Hvert åbent skridt, hvis dato er nået: gul fra {amber_days}, rød fra {red_days} egne "
                       "dage efter datoen. Flyttes skridtet, gælder den nye dato fra den dag.",
                   .english =
                       "Each open step whose date has come: amber from {amber_days}, red from {red_days} own "
                       "days after the date. Where the step is moved, its new date counts from that day on.",
                   .danish_clears = "at skridtet udføres, flyttes eller opgives"},
    [RULE_R5_3] = {.danish =
                       "Hvert åbent skridt, borgeren ikke er orienteret om: gul fra {amber_wd} arbejdsdage "
                       "efter den dag, det blev sat.",
                   .english =
                       "Each open step that the citizen has not been told of: amber from {amber_wd} working "
                       "days after the day on which it was set.",
                   .danish_clears = "at borgeren orienteres"},
    [RULE_R5_4] =
        {.danish = "Det seneste svar på »jeg kender mit næste skridt« på en skala til 5 er højst "
                   "{low_score}: oplysning, så længe der er gået færre end {fade_days} dage siden svaret, "
                   "et skridt sat på svarets dag eller før er åbent, borgeren ikke er orienteret om »næste "
                   "skridt« på svarets dag eller senere, og ingen samtale ligger efter svarets dag.",
         .english = "The latest answer to “I know my next step” on a scale of 5 is at most {low_score}: "
                    "notice while fewer than {fade_days} days have passed since the answer, a step set on "
                    "its day or before is open, the citizen has not been told of the “next step” on its day "
                    "or later, and no talk lies after its day.",
         .danish_clears = "at borgeren orienteres, eller en samtale"},
    [RULE_R5_5] = {.danish =
                       "Hvert åbent skridt, der er udskudt mindst {moves} gange: gul. Udskudt er kun en "
                       "flytning til en senere dag end den, der gjaldt.",
                   .english =
                       "Each open step that was postponed at least {moves} times: amber. Postponed is only a "
                       "move to a day later than the one before it.",
                   .danish_clears = "at skridtet udføres eller opgives"},
    [RULE_R6_1] =
        {.danish = "Indsatser på to eller flere områder er åbne; G er den første dag i den ubrudte række "
                   "af sådanne dage. Brud fra {contact_days} egne dage efter det seneste af G, en "
                   "koordinering og et holdt møde, der koordinerer (kataloget Møder). Brud også fra "
                   "{grace_days} egne dage efter G, hvor der ingen koordinerende sagsbehandler er, og der "
                   "på D er mindst {red_areas} områder, eller loven giver målgruppen en (kataloget "
                   "Målgrupper). Rød med mindst {red_areas} områder på D, ellers gul.",
         .english = "Interventions in two or more areas are open; G is the first day of the unbroken run of "
                    "such days. In breach from {contact_days} own days after the latest of G, a "
                    "coordination contact and a held meeting that coordinates (the catalogue of meetings). "
                    "In breach also from {grace_days} own days after G where there is no coordinator and "
                    "there are at least {red_areas} areas on D, or the law gives the target group one (the "
                    "catalogue of target groups). Red with at least {red_areas} areas on D, else amber.",
         .danish_clears = "en koordinering og en koordinerende sagsbehandler"},
    [RULE_R6_2] =
        {.danish = "To eller flere planer er i kraft: gul fra {grace_days} egne dage efter den første dag "
                   "i den ubrudte række af sådanne dage, undtagen hvor den seneste version af Min Plan er "
                   "en »helhedsorienteret plan«, eller en koordinering med »planer koblet sammen« eller "
                   "»helhedsorienteret plan tilbudt« ligger blandt de seneste {offer_days} dage.",
         .english = "Two or more plans are in force: amber from {grace_days} own days after the first day "
                    "of the unbroken run of such days, unless the latest version of the employment plan is "
                    "a “holistic plan”, or a coordination contact with “plans linked” or “holistic plan "
                    "offered” lies in the last {offer_days} days.",
         .danish_clears = "at planerne kobles sammen, eller at en helhedsorienteret plan tilbydes"},
    [RULE_R6_3] =
        {.danish = "Gul, når timerne i åbne indsatser tilsammen er flere end {hours} om ugen; når de "
                   "aftalte møder, der står ved magt og begynder på D eller de følgende dage, {ahead_days} "
                   "dage i alt, er hos mindst {units} forskellige enheder; eller når to af dem hos "
                   "forskellige enheder begynder med mindre end {apart_minutes} minutters mellemrum. Et "
                   "møde uden enhed er hos forløbets enhed på D, ellers hos »beskæftigelse«.",
         .english = "Amber when the hours of open interventions add up to more than {hours} a week; when "
                    "the booked meetings that stand and begin on D or the days after, {ahead_days} days in "
                    "all, are at {units} or more different units; or when two of them at different units "
                    "begin less than {apart_minutes} minutes apart. A meeting without a unit is at the "
                    "course's unit on D, else at “employment”.",
         .danish_clears = "at en aftale flyttes, eller at timerne sættes ned"},
    [RULE_R6_4] =
        {.danish = "En ventetid, der ikke hindrer borgeren i at deltage imens (kataloget Ventetid), er "
                   "åben, og ingen indsats er: gul fra {amber_days} egne dage efter den seneste af to "
                   "dage: den første i den ubrudte række af dage uden åben indsats, og den dag, den "
                   "tidligste af disse ventetider begyndte.",
         .english = "A wait that does not keep the citizen from taking part meanwhile (the catalogue of "
                    "waits) is open and no intervention is: amber from {amber_days} own days after the "
                    "later of two days: the first of the unbroken run of days without an open intervention, "
                    "and the day on which the earliest of these waits began.",
         .danish_clears = "en indsats, eller at ventetiden slutter"},
    [RULE_R6_5] =
        {.danish = "Hver åben erklæring, der er en lægeattest (kataloget Ventetid), så længe der er gået "
                   "færre end {shown_days} dage siden bestillingen: gul, hvis den samme attest er bestilt "
                   "tidligere, mindre end {window_days} dage før, og den bestilling ikke var afvist, "
                   "bortfaldet eller trukket tilbage senest samme dag.",
         .english = "Each open statement that is a medical form (the catalogue of waits), while fewer than "
                    "{shown_days} days have passed since it was requested: amber if the same form was "
                    "requested earlier, less than {window_days} days before, and that request was not "
                    "refused, lapsed or withdrawn on or before that day.",
         .danish_clears = "at erklæringen modtages, eller at tiden går"},
    [RULE_R7_1] =
        {.danish = "Regnet fra seneste bevægelse, tidligst forløbets start: rød fra {red_days} egne dage "
                   "efter; gul fra {amber_days}, undtagen hvor en ventetid dækker D, eller en indsats med "
                   "slutdato er åben.",
         .english = "Counted from the last movement, at the earliest the course start: red from {red_days} "
                    "own days after it; amber from {amber_days} unless a wait covers D or an intervention "
                    "with a last day is open.",
         .danish_clears = "enhver bevægelse"},
    [RULE_R7_2] =
        {.danish = "Hver åben ventetid: gul, når dens forventede slutning er nået, og der er gået "
                   "{wait_grace_days} egne dage efter den; eller når årsagen har en norm, og der er gået "
                   "så mange egne dage efter ventetidens begyndelse (for »i behandling«: efter den dag, "
                   "ventetiden senest blev set på). Normen 0 er ingen norm.",
         .english = "Each open wait: amber when its expected end has come and {wait_grace_days} own days "
                    "have passed since; or when its reason has a norm and that many own days have passed "
                    "since the wait began (for “in treatment”: since it was last looked at). A norm of 0 is "
                    "none.",
         .danish_clears = "at ventetiden slutter"},
    [RULE_R7_3] =
        {.danish = "Regnet fra den seneste gennemgang af langt forløb. En gennemgang mangler, hvis der "
                   "ingen er, eller der er gået {review_days} forløbsdage siden den; den er overskredet, "
                   "hvis der ingen er, eller der er gået yderligere {red_days} forløbsdage. Fra "
                   "forløbsalderen {info_age_days} dage: oplysning, hvis den mangler. Fra {age_days} dage: "
                   "gul, hvis den mangler. Yderligere {red_days} dage senere: rød, hvis den er "
                   "overskredet. De første {red_days} dage efter tællestart er rød kun gul. Vurderes på "
                   "forløbsdage.",
         .english = "Counted from the latest review of a long course. A review is due if there is none, or "
                    "{review_days} course days have passed since it; it is overdue if there is none, or "
                    "another {red_days} course days have passed. From course age {info_age_days} days: "
                    "notice if due. From {age_days} days: amber if due. Another {red_days} days later: red "
                    "if overdue. On the first {red_days} days after the start of counting red is only "
                    "amber. Judged on course days.",
         .danish_clears = "en gennemgang af det lange forløb"},
    [RULE_R7_4] =
        {.danish = "Kun hvor progression er målt. En serie er målinger af det samme, af samme part, på "
                   "samme skala; den udelades, når der er gået {fresh_days} dage siden dens sidste. Den "
                   "sidste sammenlignes med den seneste, der ligger mindst {apart_days} dage før, og den "
                   "igen med den seneste mindst {apart_days} dage før. Noget har rykket sig, hvis tallet "
                   "steg eller nu er skalaens højeste. Gul, hvis nogle serier kan sammenlignes, og ingen "
                   "af dem har rykket sig; rød, hvis nogle også kan sammenlignes ét led længere tilbage, "
                   "og heller ingen af disse rykkede sig dér. Ellers oplysning fra {info_days} egne dage "
                   "efter den seneste af alle målinger.",
         .english = "Only where progress was measured. A series is the measurements of the same thing, by "
                    "the same party, on the same scale; it is left out when {fresh_days} days have passed "
                    "since its last one. The last is compared with the latest at least {apart_days} days "
                    "before it, and that one with the latest at least {apart_days} days before. Something "
                    "has moved if the score rose or is now the top of the scale. Amber if some series can "
                    "be compared and none of them has moved; red if some can be compared one link further "
                    "back, too, and none of these moved there either. Otherwise notice from {info_days} own "
                    "days after the latest of all measurements.",
         .danish_clears = "en ny måling"},
    [RULE_R7_5] =
        {.danish = "Regnet fra den første dag i den ubrudte række af dage uden åben indsats (fra forløbets "
                   "start): rød fra {red_days} egne dage efter; gul fra {amber_days}, undtagen hvor en "
                   "ventetid dækker D.",
         .english = "Counted from the first day of the unbroken run of days without an open intervention "
                    "(from the course start): red from {red_days} own days after it; amber from "
                    "{amber_days} unless a wait covers D.",
         .danish_clears = "en indsats"},
    [RULE_R7_6] =
        {.danish = "L er den dag, borgeren kom i sin kontaktfamilie, hvis den er højst 183 dage før "
                   "forløbets start eller senere; ellers forløbets start. Kravene er dem, målgruppen på D "
                   "har; 0 er intet krav. I 1-3 gælder det mildeste af kravene på L og på D, i 5 på "
                   "ønskets dag og på D: 0, hvis et af dem er 0; ellers flest dage, færrest samtaler. "
                   "Fristens sidste dag er lovlig; en samtale, der holdes for sent, afslutter bruddet. "
                   "Ligger L før tællestart, gælder 1-3 ikke, 4 regnes tidligst derfra, og ønsker fra før "
                   "den udelades. Kravet om 75 % fra 1. juli 2026 er et tal for et team under ét og aldrig "
                   "en markering. Rød: (1) Første samtale (first_talk_days): når der er gået flere dage "
                   "end det efter L, til der er holdt en samtale fra L af. (2) Samtaler i seks måneder "
                   "(talks_in_6_months): fra L + 6 måneder, før L + 12 måneder, mens der er holdt færre "
                   "samtaler end det fra L af; ikke hvor L + 6 måneder er forløbets start eller før, eller "
                   "en dag fra den seneste af L og starten til dagen før L + 6 måneder ikke var en egen "
                   "dag. (3) Samtaler i måned 3 til 6 (talks_month_3_to_6): i samme tid, mens der er holdt "
                   "færre samtaler end det fra L + 3 måneder af; ikke hvor en dag fra L + 3 måneder til "
                   "dagen før L + 6 måneder lå før starten eller var lukket eller på pause. (4) Opfølgning "
                   "(follow_up_months): når der er gået flere måneder end det efter den seneste samtale "
                   "fra L af, ellers efter L. (5) Tidlig opfølgning (early_follow_up_days): når der er "
                   "gået flere dage end det, efter at borgeren bad om »tidlig opfølgning«, til der er "
                   "holdt en samtale den dag eller senere.",
         .english = "L is the day on which the citizen came into the contact family, if that is at most 183 "
                    "days before the course start or later; else the course start. What is required is what "
                    "the target group on D has; 0 is not required. In 1 to 3 the milder of what is required "
                    "on L and on D holds, in 5 on the day of the request and on D: 0 if one of them is 0; "
                    "else the larger number of days, the smaller number of talks. The last day of a term is "
                    "lawful; a talk held late ends the breach. Where L lies before the start of counting 1 "
                    "to 3 do not apply, 4 counts from there at the earliest, and requests from before it "
                    "are left out. The 75 % of 1 July 2026 is a figure of a team as a whole and never a "
                    "flag. Red: (1) First talk (first_talk_days): when more days than that have passed "
                    "since L, until a talk is held from L on. (2) Talks in six months (talks_in_6_months): "
                    "from L + 6 months, before L + 12 months, while fewer talks than that were held from L "
                    "on; not where L + 6 months is the course start or earlier, or a day from the later of "
                    "L and the start to the day before L + 6 months was no own day. (3) Talks in months 3 "
                    "to 6 (talks_month_3_to_6): at the same time, while fewer talks than that were held "
                    "from L + 3 months on; not where a day from L + 3 months to the day before L + 6 months "
                    "lay before the start, was closed or was paused. (4) Follow-up (follow_up_months): when "
                    "more months than that have passed since the latest talk from L on, else since L. (5) "
                    "Early follow-up (early_follow_up_days): when more days than that have passed since the "
                    "citizen asked for “early follow-up”, until a talk is held on that day or later.",
         .danish_clears = "en samtale"},
    [RULE_R7_7] =
        {.danish = "Gul, når mindst {meetings} samtaler ligger blandt de seneste {window_days} dage, og "
                   "der i de samme dage ikke er lagt eller revideret en plan, begyndt, ændret eller "
                   "afsluttet en indsats eller udført et skridt. At en slutdato passeres, er ingen ændring.",
         .english = "Amber when at least {meetings} talks lie in the last {window_days} days, and on the "
                    "same days no plan was made or revised, no intervention started, changed or ended, and "
                    "no step done. A last day that passes is no change.",
         .danish_clears = "en ændring af plan eller indsats, eller et udført skridt"},
    [RULE_R7_8] =
        {.danish = "Gul, når mindst {count} indsatser, der afklarer (kataloget Indsatser, eller mærket "
                   "»skal afklare«), begyndte blandt de seneste {window_days} dage og på en senere dag end "
                   "den, hvor noget sidst blev afgjort: en afgørelse, der afgør det, der skulle afklares "
                   "(kataloget Afgørelser), eller en anden målgruppe end den før (den første er ingen).",
         .english = "Amber when at least {count} interventions that clarify (the catalogue of "
                    "interventions, or the mark “is to clarify”) began in the last {window_days} days and "
                    "on a later day than the one on which something was last settled: a decision that "
                    "settles what was to be clarified (the catalogue of decisions), or another target group "
                    "than the one before (the first is none).",
         .danish_clears = "en afgørelse, eller at tiden går"},
};

const struct rule_text *rule_text(enum rule rule)
{
    return &texts[rule];
}
