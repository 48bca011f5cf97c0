/* What a rule asks, in plain words; why it is there and where its limits come from; how many flags it can have and
 * which events they show. See rule_text.h. A limit that no law and no study names is said to be the municipality's own
 * choice; what a study found is an association, never a loss foretold for a person. */
#include "core/rule_text.h"

#define OWN_DA "Grænsen er kommunens eget valg; ingen norm er fundet."
#define OWN_EN "The limit is the municipality's own choice; no norm was found."

static const struct rule_basis bases[RULE_COUNT] = {
    [RULE_R1_1] = {"Har borgeren skiftet sagsbehandler mange gange på kort tid?",
                   "Has the citizen had many switches of caseworker in a short time?",
                   "Anbefaling 1: så få skift som muligt. I Beskæftigelses Indikator Projektet, BIP "
                   "(Væksthuset og Aarhus Universitet, 2011-2016, aktivitetsparate), oplevede 40 % mindst ét "
                   "skift, og et skift hang sammen med mindre chance for job; det er en sammenhæng i én "
                   "målgruppe, ikke et tab for den enkelte. Et skift, borgeren selv har ønsket, er aldrig et "
                   "brud her. " OWN_DA,
                   "Recommendation 1: as few switches as possible. In the employment indicator project BIP "
                   "(Væksthuset and Aarhus University, 2011-2016, activity-ready) 40 % had at least one "
                   "switch, and a switch went with a smaller chance of a job: an association in one target "
                   "group, not a loss of a person's. A switch that the citizen asked for is never a breach "
                   "here. " OWN_EN,
                   "Én for forløbet. Grundlag: skiftenes hændelser.",
                   "One for the course. Evidence: the events of the switches."},
    [RULE_R1_2] =
        {"Er det registreret, hvorfor sagsbehandleren blev skiftet?",
         "Is it recorded why the caseworker was switched?",
         "Handleplanen spørger, hvorfor der skiftes; det kan kun ses, hvor årsagen er registreret. " OWN_DA,
         "The action plan asks why caseworkers switch; that can be seen only where the reason is "
         "recorded. " OWN_EN,
         "Én for hvert skift. Grundlag: skiftets hændelse.",
         "One for each switch. Evidence: the event of the switch."},
    [RULE_R1_3] =
        {"Har forløbet en ansvarlig sagsbehandler?", "Has the course a primary caseworker?",
         "Borgerrådgiveren i Kalundborg (2023-2024) nævner ubesatte stillinger og langt sygefravær "
         "blandt årsagerne til manglende fremdrift. " OWN_DA,
         "The citizens' adviser of Kalundborg (2023-2024) names vacant posts and long sickness among "
         "the causes of a lack of progress. " OWN_EN,
         "Én for forløbet. Grundlag: fratrædelsen, ellers forløbets første hændelse.",
         "One for the course. Evidence: the release, else the course's first event."},
    [RULE_R1_4] = {"Har borgeren beholdt sin koordinerende sagsbehandler?",
                   "Has the citizen kept the coordinating caseworker?",
                   "Loven giver borgere i jobafklaring og ressourceforløb én gennemgående og koordinerende "
                   "sagsbehandler (de gældende paragraffer er ikke efterprøvet); at skift af den tælles, er "
                   "kommunens eget kodeks. " OWN_DA,
                   "In job clarification and resource courses the law gives the citizen one coordinating "
                   "caseworker throughout (the sections in force were not verified); that changes of that "
                   "person are counted is the municipality's own codex. " OWN_EN,
                   "Én for forløbet. Grundlag: tildelingerne af koordinerende sagsbehandler, der tælles med.",
                   "One for the course. Evidence: the assignments of coordinators that are counted."},
    [RULE_R1_5] = {"Er det borgerens egen sagsbehandler, der holder samtalerne?",
                   "Is it the citizen's own caseworker who holds the talks?",
                   "Viser skift, som ingen har registreret, ud fra hvem der holdt samtalerne. " OWN_DA,
                   "Shows switches that nobody recorded, from who held the talks. " OWN_EN,
                   "Én for forløbet. Grundlag: samtalerne.", "One for the course. Evidence: the talks."},
    [RULE_R1_6] =
        {"Har mange sagsbehandlere haft et forløb, der har varet længe?",
         "Have many caseworkers had a course that has lasted long?",
         "Borgertilfredshedsundersøgelsen (2022) fandt, at utilfredsheden vokser med forløbets "
         "længde; lange forløb med mange sagsbehandlere ses for sig. " OWN_DA,
         "The citizens' survey (2022) found that dissatisfaction grows with the length of a course; "
         "long courses with many caseworkers are looked at on their own. " OWN_EN,
         "Én for forløbet. Grundlag: de tildelinger, der gjorde hver enkelt til reel sagsbehandler.",
         "One for the course. Evidence: the assignments that made each of them holder."},
    [RULE_R2_1] =
        {"Har borgeren talt med sin nye sagsbehandler inden for rimelig tid?",
         "Has the citizen talked with the new caseworker within reasonable time?",
         "Lovens frister for den første samtale i et forløb er en uge (LAB § 31, stk. 5, "
         "kontanthjælp) og to uger (stk. 4, dagpenge, hos a-kassen), i 2024-teksten. Efter et skift "
         "har loven ingen frist: den er kommunens eget valg.",
         "The law's terms for the first talk of a course are one week (LAB § 31(5), cash benefit) "
         "and two weeks ((4), insured, with the fund), in the text of 2024. After a switch the law "
         "sets no term: it is the municipality's own choice.",
         "Én ad gangen, for skiftet eller overgangen. Grundlag: skiftets hændelse eller overgangen.",
         "One at a time, for the switch or the move. Evidence: the event of the switch, or the "
         "transition."},
    [RULE_R2_2] =
        {"Blev sagen overleveret ved det seneste skift, og med et møde, hvor det er krævende?",
         "Was the case handed over at the latest switch, and with a meeting where it is demanding?",
         "Socialstyrelsens redskabskasse om overdragelse af sager og Dansk Socialrådgiverforenings "
         "artikler: ajourført journal, skriftlig overlevering og, i komplekse sager, et møde med den "
         "gamle og den nye sagsbehandler. " OWN_DA,
         "The toolbox of the National Board of Social Services on handing over cases, and articles "
         "of the Danish Association of Social Workers: an up-to-date journal, a written handover "
         "and, in complex cases, a meeting with the old and the new caseworker. " OWN_EN,
         "Én, for skiftet. Grundlag: skiftets hændelse.",
         "One, for the switch. Evidence: the event of the switch."},
    [RULE_R2_3] =
        {"Har borgeren fået at vide, at sagsbehandleren skifter?",
         "Has the citizen been told that the caseworker changes?",
         "Anbefaling 2 og 5: borgeren skal vide, hvem der tager over, fra hvornår og hvorfor. " OWN_DA,
         "Recommendations 2 and 5: the citizen must know who takes over, from when and why. " OWN_EN,
         "Én, for skiftet. Grundlag: skiftets hændelse.",
         "One, for the switch. Evidence: the event of the switch."},
    [RULE_R2_4] =
        {"Står den nye sagsbehandler ved borgerens plan?",
         "Does the new caseworker stand by the citizen's plan?",
         "Planen følger indsatsen (LAB kapitel 8); den nye sagsbehandler skal stå ved den. " OWN_DA,
         "The plan follows the effort (LAB chapter 8); the new caseworker must stand by it. " OWN_EN,
         "Én, for skiftet. Grundlag: skiftets hændelse.",
         "One, for the switch. Evidence: the event of the switch."},
    [RULE_R2_5] =
        {"Er en overgang, der kendes på forhånd, forberedt?",
         "Is a transition that is known beforehand prepared?",
         "Datoer, som kendes på forhånd: revurdering af sygedagpenge efter 22 uger "
         "(sygedagpengeloven §§ 24 og 27), jobafklaringsforløb op til to år og ressourceforløb op "
         "til tre år ad gangen, 18, 25 og 30 år, og den tredje måned hos a-kassen. Et varigt "
         "fleksjob har ingen statusdato; for et midlertidigt registreres den som kendt dato. Hvor "
         "tidligt der forberedes, er kommunens eget valg.",
         "Dates known beforehand: reassessment of sickness benefit after 22 weeks (Sickness Benefit "
         "Act §§ 24 and 27), job clarification up to two years and resource courses up to three at a "
         "time, ages 18, 25 and 30, and the third month with the fund. A permanent flex job has no "
         "date of status; of a temporary one it is recorded as a known date. How early to prepare is "
         "the municipality's own choice.",
         "Én for hver kendt dato (for fødselsdage én for forløbet). Grundlag: den registrerede dato, "
         "ellers registreringen af målgruppen.",
         "One for each known date (for birthdays one for the course). Evidence: the recorded date, "
         "else the recording of the target group."},
    [RULE_R2_6] =
        {"Har nogen taget imod borgeren ved overgangen?",
         "Has anybody received the citizen at the transition?",
         "Anbefaling 2: ingen borger står uden nogen, der har ansvaret. Grænsen er udledt af lovens "
         "frister på en til to uger for første samtale og er kommunens eget valg.",
         "Recommendation 2: no citizen is left without anybody responsible. The limit is derived "
         "from the law's terms of one to two weeks for a first talk and is the municipality's own "
         "choice.",
         "Én, for overgangen. Grundlag: overgangen.", "One, for the move. Evidence: the transition."},
    [RULE_R3_1] =
        {"Er det noteret, hvad borgeren selv kan og vil?", "Is it recorded what the citizen can and will?",
         "Anbefaling 3: interesse for, hvad borgeren selv kan og vil. Fokusrevision 2020 ser efter "
         "borgerens perspektiv, styrker og barrierer. " OWN_DA,
         "Recommendation 3: interest in what the citizen can and will. The focus audit of 2020 looks "
         "for the citizen's perspective, strengths and barriers. " OWN_EN,
         "Én for forløbet. Grundlag: forløbets første hændelse, samtalerne eller begge dele.",
         "One for the course. Evidence: the course's first event, the talks, or both."},
    [RULE_R3_2] = {"Er der spurgt til borgerens ønsker for nylig?",
                   "Was the citizen asked about wishes not long ago?",
                   "Anbefaling 3: ønsker ændrer sig, og der skal spørges til dem igen. " OWN_DA,
                   "Recommendation 3: wishes change, and must be asked for again. " OWN_EN,
                   "Én for forløbet. Grundlag: de senest noterede ønsker.",
                   "One for the course. Evidence: the wishes recorded last."},
    [RULE_R3_3] =
        {"Har en leder fulgt op, når borgeren ikke følte sig hørt eller mødt med respekt?",
         "Has a leader followed up when the citizen did not feel heard or met with respect?",
         "Efter Sønderborgs model: en lav vurdering følges op af en leder inden for få dage. "
         "Borgerens svar handler om mødet med kommunen; det opgøres aldrig pr. sagsbehandler. " OWN_DA,
         "After the model of Sønderborg: a low rating is followed up by a leader within days. The "
         "citizen's answer is about meeting the municipality; it is never reported by caseworker. " OWN_EN,
         "Én, for svaret. Grundlag: svaret.", "One, for the answer. Evidence: the answer."},
    [RULE_R3_4] = {"Aflyser eller flytter kommunen borgerens møder?",
                   "Does the municipality cancel or move the citizen's meetings?",
                   "VIVE's review fra 2019 gengiver et studie (Schiprowski 2017), hvor aflyste samtaler hang "
                   "sammen med længere ledighed. " OWN_DA,
                   "VIVE's review of 2019 reports a study (Schiprowski 2017) in which cancelled talks went "
                   "with longer unemployment. " OWN_EN,
                   "Én for forløbet. Grundlag: de aflyste og flyttede møder.",
                   "One for the course. Evidence: the meetings cancelled and moved."},
    [RULE_R3_5] =
        {"Har borgeren fået aftalt det møde, borgeren bad om?",
         "Has the meeting that the citizen asked for been booked?",
         "Borgeren har ret til en samtale, når borgeren ønsker det (LAB § 32, stk. 1; "
         "sygedagpengeloven § 13 b). Hvor hurtigt, siger loven ikke: det er kommunens eget valg, og "
         "derfor er reglen kodeks.",
         "The citizen has a right to a talk on request (LAB § 32(1); Sickness Benefit Act § 13 b). "
         "How soon the law does not say: that is the municipality's own choice, and so the rule is "
         "codex.",
         "Én, for ønsket. Grundlag: borgerens ønske om et møde.",
         "One, for the request. Evidence: the citizen's request for a meeting."},
    [RULE_R4_1] =
        {"Er der en plan bag indsatsen?", "Is there a plan behind the intervention?",
         "LAB § 42: planen skal foreligge, før indsatsen begynder. Fra 1. januar 2024 er planen for "
         "dagpengemodtagere a-kassens (lov nr. 727 af 13. juni 2023), og fra 1. januar 2025 er der "
         "ingen planpligt i ukomplicerede sygedagpengeforløb: fra de datoer er reglen slået fra for "
         "de to grupper. For dage før 2020 gjaldt en ældre lov, som ikke er efterprøvet.",
         "LAB § 42: the plan must be there before the effort begins. From 1 January 2024 the plan of "
         "insured unemployed is the fund's (Act no. 727 of 13 June 2023), and from 1 January 2025 "
         "uncomplicated sickness benefit courses need none: from those dates the rule is off for the "
         "two groups. On days before 2020 an older act was in force, which was not verified.",
         "Én for hver indsats. Grundlag: indsatsens begyndelse.",
         "One for each intervention. Evidence: the start of the intervention."},
    [RULE_R4_2] =
        {"Har borgeren selv haft del i planen?", "Has the citizen had a part in the plan?",
         "Anbefaling 4: borgeren tager aktivt del i sin plan. Borgeren skal kunne medvirke ved "
         "behandlingen af sin sag (retssikkerhedsloven § 4). " OWN_DA,
         "Recommendation 4: the citizen takes an active part in the plan. Citizens must be able to "
         "take part in the handling of their case (Act on Legal Protection in Social Matters § 4). " OWN_EN,
         "Én, for versionen. Grundlag: versionen af planen.",
         "One, for the version. Evidence: the version of the plan."},
    [RULE_R4_3] =
        {"Er der set på planen for nylig?", "Was the plan looked at not long ago?",
         "Planen skal opdateres, når indsatsen ændres (LAB § 42); grænserne følger rytmen i "
         "opfølgningen og er kommunens eget valg.",
         "The plan must be updated as the effort is revised (LAB § 42); the limits follow the rhythm "
         "of follow-up and are the municipality's own choice.",
         "Én for forløbet. Grundlag: den version, bekræftelse eller plansamtale, der regnes fra.",
         "One for the course. Evidence: the version, confirmation or plan meeting from which it is "
         "counted."},
    [RULE_R4_4] =
        {"Er der et skridt, som er borgerens eget?", "Is there a step that is the citizen's own?",
         "Anbefaling 4: der skal være et skridt, som er borgerens eget. At der ikke er et, er noget, "
         "kommunen skal aftale med borgeren, ikke borgerens forsømmelse. " OWN_DA,
         "Recommendation 4: there should be a step that is the citizen's own. That there is none is "
         "for the municipality to agree on with the citizen, not a failing of the citizen's. " OWN_EN,
         "Én for forløbet. Grundlag: det, der lukkede borgerens seneste skridt, ellers forløbets "
         "første hændelse.",
         "One for the course. Evidence: what closed the citizen's latest step, else the course's "
         "first event."},
    [RULE_R4_5] =
        {"Har planen et mål om job eller uddannelse?", "Has the plan a goal of a job or education?",
         "LAB § 42; Rigsrevisionens beretning 2/2022 fandt, at ikke alle havde et mål i deres plan. "
         "Slået fra for dagpengemodtagere fra 1. januar 2024 og for sygedagpenge fra 1. januar 2025, "
         "af de grunde, der står ved R4.1. At § 42 kræver et mål, er læst ud af beretningen fra "
         "2022; for dage før den og før 2020 er det ikke efterprøvet.",
         "LAB § 42; the national audit's report 2/2022 found that not all had a goal in their plan. "
         "Off for insured unemployed from 1 January 2024 and for sickness benefit from 1 January "
         "2025, for the reasons given with R4.1. That § 42 demands a goal is read from the report of "
         "2022; for days before it, and before 2020, it was not verified.",
         "Én for forløbet. Grundlag: planens versioner.",
         "One for the course. Evidence: the versions of the plan."},
    [RULE_R5_1] = {"Er der et næste skridt eller et aftalt møde?",
                   "Is there a next step or a booked meeting?",
                   "Anbefaling 5: alle borgere ved, hvad næste skridt er. KL's tværkommunale undersøgelse "
                   "(2024) spørger til klare mål. " OWN_DA,
                   "Recommendation 5: every citizen knows the next step. The survey of KL across "
                   "municipalities (2024) asks about clear goals. " OWN_EN,
                   "Én for forløbet. Grundlag: det, der afsluttede det seneste skridt eller den seneste "
                   "aftale, eller det første møde, ellers forløbets første hændelse.",
                   "One for the course. Evidence: what ended the last step or booking, or the first meeting, "
                   "else the course's first event."},
    [RULE_R5_2] = {"Bliver næste skridt taget til tiden?", "Is the next step taken in time?",
                   "Anbefaling 5: et skridt har en dato, for at den holdes. " OWN_DA,
                   "Recommendation 5: a step has a date so that it is kept. " OWN_EN,
                   "Én for hvert skridt. Grundlag: at skridtet blev sat.",
                   "One for each step. Evidence: the setting of the step."},
    [RULE_R5_3] =
        {"Har borgeren fået næste skridt at vide?", "Has the citizen been told of the next step?",
         "Anbefaling 5: et skridt, borgeren ikke har hørt om, er ikke et skridt for borgeren. " OWN_DA,
         "Recommendation 5: a step that the citizen has not heard of is no step for the citizen. " OWN_EN,
         "Én for hvert skridt. Grundlag: at skridtet blev sat.",
         "One for each step. Evidence: the setting of the step."},
    [RULE_R5_4] =
        {"Siger borgeren selv, at næste skridt er uklart?",
         "Does the citizen say that the next step is unclear?",
         "Anbefaling 5, med borgerens egne ord. Det er en oplysning til sagsbehandleren og aldrig et "
         "brud. " OWN_DA,
         "Recommendation 5, in the citizen's own words. It is a notice to the caseworker and never a "
         "breach. " OWN_EN,
         "Én, for svaret. Grundlag: svaret.", "One, for the answer. Evidence: the answer."},
    [RULE_R5_5] =
        {"Bliver det samme skridt udskudt igen og igen?", "Is the same step postponed again and again?",
         "Anbefaling 5 og 7: et skridt, der flyttes igen og igen, er sjældent det rigtige skridt. " OWN_DA,
         "Recommendations 5 and 7: a step that is moved again and again is seldom the right step. " OWN_EN,
         "Én for hvert skridt. Grundlag: at skridtet blev sat.",
         "One for each step. Evidence: the setting of the step."},
    [RULE_R6_1] =
        {"Er indsatser på flere områder koordineret?", "Are interventions in several areas coordinated?",
         "LAB § 1, stk. 2: en sammenhængende indsats; retssikkerhedsloven § 5: helhedsorienteret "
         "hjælp; regeringens og KL's principper for en helhedsorienteret indsats (2018-2019). " OWN_DA,
         "LAB § 1(2): a coherent effort; Act on Legal Protection in Social Matters § 5: holistic "
         "help; the principles of government and KL for a holistic effort (2018-2019). " OWN_EN,
         "Én for forløbet. Grundlag: de åbne indsatser.",
         "One for the course. Evidence: the open interventions."},
    [RULE_R6_2] =
        {"Hænger borgerens planer sammen?", "Do the citizen's plans fit together?",
         "En helhedsorienteret plan kan træde i stedet for flere, men kun med borgerens samtykke "
         "(lovforslag L 232, 2017-2018): derfor er det tilbuddet, der tælles. " OWN_DA,
         "A holistic plan can stand in place of several, but only with the citizen's consent (bill L "
         "232, 2017-2018): so it is the offer that counts. " OWN_EN,
         "Én for forløbet. Grundlag: det, der begyndte planerne.",
         "One for the course. Evidence: what started the plans."},
    [RULE_R6_3] = {"Kan det, kommunen har aftalt med borgeren, nås i samme uge?",
                   "Can what the municipality has agreed on with the citizen be done in one week?",
                   "Anbefaling 6: borgeren møder én kommune. " OWN_DA,
                   "Recommendation 6: the citizen meets one municipality. " OWN_EN,
                   "Én for forløbet. Grundlag: indsatserne med timer eller de aftalte møder.",
                   "One for the course. Evidence: the interventions with hours, or the booked meetings."},
    [RULE_R6_4] =
        {"Er der en indsats i gang, mens der ventes?", "Is there an intervention under way during the wait?",
         "BIP fandt mest fremgang, hvor indsatser foregik side om side og var koordinerede. " OWN_DA,
         "BIP found most progress where efforts ran side by side and were coordinated. " OWN_EN,
         "Én for forløbet. Grundlag: den tidligste ventetid og, hvor en indsats sluttede, efter at "
         "den begyndte, indsatsens slutning.",
         "One for the course. Evidence: the earliest wait and, where an intervention ended after it "
         "began, the end of that intervention."},
    [RULE_R6_5] = {"Er den samme attest bestilt to gange?", "Was the same form requested twice?",
                   "Københavns vejledning om attester beskriver attester, der bestilles, selv om lægen "
                   "allerede har sendt dem. " OWN_DA,
                   "Copenhagen's guide to certificates tells of certificates requested though the doctor has "
                   "sent them already. " OWN_EN,
                   "Én for hver erklæring. Grundlag: den seneste bestilling.",
                   "One for each statement. Evidence: the later request."},
    [RULE_R7_1] =
        {"Sker der noget i forløbet?", "Does anything happen in the course?",
         "Anbefaling 7. Lovens rytme i de første seks måneder er omtrent hver sjette uge; efter det "
         "er grænsen kommunens eget valg.",
         "Recommendation 7. The law's rhythm in the first six months is about every sixth week; "
         "after that the limit is the municipality's own choice.",
         "Én for forløbet. Grundlag: den seneste bevægelse, ellers forløbets første hændelse.",
         "One for the course. Evidence: the last movement, else the course's first event."},
    [RULE_R7_2] =
        {"Bliver der fulgt op, når ventetiden trækker ud?", "Is it followed up when a wait drags on?",
         "Normerne for attester bygger på frister, som en lægepraksis oplyser (statusattest 14 dage, "
         "her 28), og normen for Arbejdsmarkedets Erhvervssikring på dens sagsbehandlingstid (12 "
         "måneder, 1. kvartal 2024). De øvrige er kommunens eget valg. Normen siger, hvornår der "
         "skal følges op: den er ingen frist for lægen eller borgeren.",
         "The norms for certificates rest on the terms that a doctor's practice states (status "
         "certificate 14 days, here 28), the norm for the work injury authority on its processing "
         "time (12 months, first quarter of 2024). The others are the municipality's own choice. A "
         "norm says when to follow up: it is no term for the doctor or the citizen.",
         "Én for hver ventetid. Grundlag: ventetidens begyndelse eller bestillingen.",
         "One for each wait. Evidence: the start of the wait, or the request."},
    [RULE_R7_3] =
        {"Har en leder gennemgået et forløb, der nærmer sig eller er over to år?",
         "Has a leader reviewed a course that nears or exceeds two years?",
         "Arbejdsgruppen fik et særligt fokus på forløb over to år, og handleplanen undersøger, "
         "hvorfor de bliver lange. Et langt forløb er ikke i sig selv en fejl: det, der mangler, er "
         "gennemgangen. " OWN_DA,
         "The working group was given a special eye on courses over two years, and the action plan "
         "asks why they get long. A long course is no fault in itself: what is missing is the "
         "review. " OWN_EN,
         "Én for forløbet. Grundlag: den seneste gennemgang, ellers forløbets første hændelse.",
         "One for the course. Evidence: the latest review, else the course's first event."},
    [RULE_R7_4] =
        {"Er der fremgang i det, der måles?", "Is there progress in what is measured?",
         "BIP målte hver tredje måned; små skridt tæller. Reglen spørger, om indsatsen virker: den "
         "er ingen bedømmelse af borgeren, og der regnes intet tal ud om en person. " OWN_DA,
         "BIP measured every three months; small steps count. The rule asks whether the effort "
         "works: it is no judgement of the citizen, and no score of a person follows. " OWN_EN,
         "Én for forløbet. Grundlag: de målinger, der er sammenlignet; for en oplysning den seneste "
         "måling.",
         "One for the course. Evidence: the measurements that were compared; of a notice the latest "
         "measurement."},
    [RULE_R7_5] =
        {"Er der en indsats i gang?", "Is an intervention under way?",
         "LAB § 113, stk. 2 (fra 2022): et ressourceforløb uden indsats efter seks måneder "
         "forelægges rehabiliteringsteamet igen; lov nr. 1750 af 29. december 2025 lukker for nye "
         "ressourceforløb og ophæver kravet om rehabiliteringsteam. Styrelsen for Arbejdsmarked og "
         "Rekruttering opgør manglende aktiv indsats efter 12 måneder. For andre målgrupper er "
         "grænsen kommunens eget valg.",
         "LAB § 113(2) (from 2022): a resource course without an intervention after six months goes "
         "back to the rehabilitation team; Act no. 1750 of 29 December 2025 closes resource courses "
         "to new entries and drops the requirement of a rehabilitation team. The national agency "
         "(STAR) reports a lack of active effort after 12 months. For other target groups the limit "
         "is the municipality's own choice.",
         "Én for forløbet. Grundlag: det, der afsluttede den seneste indsats, ellers forløbets "
         "første hændelse.",
         "One for the course. Evidence: what ended the last intervention, else the course's first "
         "event."},
    [RULE_R7_6] =
        {"Er lovens samtaler holdt til tiden?", "Were the talks required by law held in time?",
         "LAB § 31: kontanthjælp første samtale inden en uge (stk. 5) og, som jobafklaring, "
         "ressourceforløb, visiterede til fleksjob og revalidering, fire samtaler i de første seks "
         "måneder (stk. 3); dagpengemodtagere tre hos kommunen i måned 3 til 6 fra 1. januar 2024. "
         "Sygedagpengeloven § 13 b: første opfølgning inden udgangen af uge 8 fra første fraværsdag "
         "(55 dage efter den), fire i det første halve år til udgangen af 2024, tidlig opfølgning "
         "inden to uger. Integrationsloven § 20: fire i de første seks måneder. Fleksjob: opfølgning "
         "hvert 2½ år. Fra 1. juli 2026 (lov nr. 1750 af 29. december 2025) skal kommunen for "
         "dagpengemodtagere, jobparate kontanthjælpsmodtagere og visiterede til fleksjob nå mindst "
         "75 % af borgerne: et tal for et team under ét, aldrig en pligt i det enkelte forløb; den "
         "første samtale med alle jobparate består. Sygedagpenge er slået fra fra samme dag, fordi "
         "de nye reglers startdato ikke er efterprøvet. Dagpengemodtagere før 2024 er ikke lagt ind.",
         "LAB § 31: cash benefit first talk within a week (5) and, like job clarification, resource "
         "course, referred to flex job and vocational rehabilitation, four talks in the first six "
         "months (3); insured unemployed three with the municipality in months 3 to 6 from 1 January "
         "2024. Sickness Benefit Act § 13 b: first follow-up before the end of week 8 from the first "
         "day of absence (55 days after it), four in the first half-year until the end of 2024, "
         "early follow-up within two weeks. Integration Act § 20: four in the first six months. Flex "
         "jobs: follow-up every 2½ years. From 1 July 2026 (Act no. 1750 of 29 December 2025) the "
         "municipality must reach at least 75 % of the insured unemployed, the job-ready with cash "
         "benefit and those referred to flex job: a figure of a team as a whole, never a duty in the "
         "single course; the first talk with all job-ready stays. Sickness benefit is off from the "
         "same day, because the starting date of its new rules was not verified. Insured unemployed "
         "before 2024 were not put in.",
         "Én for forløbet og én for hvert ønske om tidlig opfølgning. Grundlag: det, fristen regnes "
         "fra, og de samtaler, der er talt med; ellers ønsket.",
         "One for the course and one for each request for early follow-up. Evidence: what the term "
         "is counted from, and the talks that were counted; else the request."},
    [RULE_R7_7] = {"Fører samtalerne til noget?", "Do the talks lead to anything?",
                   "Rigsrevisionens beretning 2/2022 savner en aktiv indsats med en klar retning: samtaler "
                   "alene er ikke fremdrift. " OWN_DA,
                   "The national audit's report 2/2022 misses an active effort with a clear direction: talks "
                   "alone are no progress. " OWN_EN,
                   "Én for forløbet. Grundlag: samtalerne.", "One for the course. Evidence: the talks."},
    [RULE_R7_8] = {"Afklares der igen og igen, uden at noget bliver afgjort?",
                   "Is it clarified again and again without anything being settled?",
                   "Gentagne afklaringer er en af årsagerne til, at forløb bliver lange. " OWN_DA,
                   "Repeated clarification is one of the causes of long courses. " OWN_EN,
                   "Én for forløbet. Grundlag: indsatserne, der afklarer.",
                   "One for the course. Evidence: the interventions that clarify."},
};

const struct rule_basis *rule_basis(enum rule rule)
{
    return &bases[rule];
}
