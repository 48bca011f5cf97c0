/* See rule_text.h. D is the day judged; what follows looks at events of D and earlier days only. */
#include "core/rule_text.h"

static const struct rule_text texts[RULE_COUNT] = {
    [RULE_R1_1] =
        {.danish =
             "n = antal talte skift, hvis årsag er et brud, og hvis dag ligger blandt de seneste window_days "
             "dage. Rød fra n = red, gul fra n = amber. Et skift under lang dækning ligger på dækningens "
             "første dag og tæller fra den dag, det blev kendt. Halv vægt betyder intet her.",
         .english = "n = number of counted switches whose reason is a breach and whose day is among the last "
                    "window_days days. Red from n = red, amber from n = amber. A switch under long cover "
                    "lies on the "
                    "first day of the cover and counts from its known day. Half weights play no part here.",
         .danish_clears = "tiden"},
    [RULE_R1_2] =
        {.danish =
             "Hvert talt skift uden årsag, hvis hændelse ikke har mærket history, så længe D ligger færre "
             "end give_up_days dage efter skiftets dag: gul fra amber_wd, rød fra red_wd arbejdsdage efter "
             "dets kendte dag. En årsag, der kommer senere, afslutter det fra sin dag; dagene før står ved "
             "magt. Hvert skift har sin egen markering.",
         .english =
             "Each counted switch without a reason whose event does not carry the mark history, while D "
             "lies fewer than give_up_days days after the day of the switch: amber from amber_wd, red from "
             "red_wd working days after its known day. A reason that comes later ends it from its day on; "
             "the days before stay. Each switch has a flag of its own.",
         .danish_clears = "en angivet årsag (switch_reason_given)"},
    [RULE_R1_3] =
        {.danish = "U = første dag i den ubrudte række af dage (fra forløbets start, til og med D), ved hvis "
                   "slutning ingen er ansvarlig sagsbehandler. Rød fra red_wd, gul fra amber_wd arbejdsdage "
                   "efter U. Er der en stedfortræder på D, bliver rød til gul.",
         .english =
             "U = first day of the unbroken run of days (from the course start, ending on D) at whose end "
             "nobody is primary caseworker. Red from red_wd, amber from amber_wd working days after U. "
             "Where there is a deputy on D, red becomes amber.",
         .danish_clears = "tildeling af en ansvarlig sagsbehandler"},
    [RULE_R1_4] =
        {.danish =
             "Et skift af koordinerende sagsbehandler er en dag, ved hvis slutning en anden har rollen end "
             "den seneste, der havde den; huller imellem betyder intet. Årsagen er koden i den seneste "
             "switch_reason_given til og med D for den tildeling, der gælder ved dagens slutning, ellers "
             "tildelingens egen kode (unknown er ingen årsag). Skift med årsagen citizen_request, "
             "conflict_of_interest, safety eller data_correction udelades. Rød, hvis mindst red af de "
             "andre ligger blandt de seneste window_days dage; ellers gul, hvis et ligger blandt de "
             "seneste amber_days dage.",
         .english =
             "A change of coordinator is a day at whose end another person holds the role than the last "
             "one who held it; gaps between mean nothing. Its reason is the code of the latest "
             "switch_reason_given up to D for the assignment in force at the end of that day, else the "
             "assignment's own code (unknown is no reason). Changes with the reason citizen_request, "
             "conflict_of_interest, safety or data_correction are left out. Red if at least red of the "
             "others lie in the last window_days days; else amber if one lies in the last amber_days days.",
         .danish_clears = "tiden"},
    [RULE_R1_5] =
        {.danish =
             "n = samtaler blandt de seneste window_days dage, hvor det er oplyst, hvem der holdt dem; er "
             "n under min_meetings, er der ingen markering. Rød, hvis mindst red_staff forskellige "
             "personer holdt dem. Ellers gul, hvis m x 100 er mindre end own_share_pct x n, hvor m er de "
             "af dem, der blev holdt af den, som var ansvarlig sagsbehandler ved slutningen af samtalens "
             "dag eller dagen før, eller som var indehaver den dag, sådan som det er kendt på D.",
         .english =
             "n = talks of the last window_days days of which it is stated who held them; below "
             "min_meetings there is no flag. Red if at least red_staff different persons held them. Else "
             "amber if m x 100 is less than own_share_pct x n, where m is those held by the person who was "
             "primary caseworker at the end of the day of the talk or of the day before, or who was holder "
             "on that day, as known on D.",
         .danish_clears = "samtaler med den ansvarlige sagsbehandler"},
    [RULE_R1_6] =
        {.danish =
             "Kun fra forløbsalder age_days. n = antal forskellige indehavere på de seneste window_days "
             "dage, sådan som det er kendt på D; den samme person tæller én gang. En indehaver, hvis tid "
             "endte med et skift med årsagen data_correction, tæller ikke med for den tid (fra det skift, "
             "der gjorde personen til indehaver). Rød fra n = red, gul fra n = amber.",
         .english =
             "Only from course age age_days on. n = number of different holders on the days of the last "
             "window_days, as known on D; the same person counts once. A holder whose time ended by a "
             "switch with the reason data_correction does not count for that time (from the switch that "
             "made that person holder). Red from n = red, amber from n = amber.",
         .danish_clears = "tiden"},
    [RULE_R2_1] =
        {.danish =
             "En overtagelse er (a) et talt skift, der hverken er blødt, en tilbagevenden eller mærket "
             "history: T er dets dag, K dets kendte dag; eller (b) en modtaget flytning af en slags, "
             "kataloget transition_kind mærker som ind: T og K er dagen, den blev modtaget. Den er gjort "
             "op af en samtale på T eller senere, holdt af den, der var ansvarlig eller stedfortræder ved "
             "slutningen af samtalens dag, eller uden oplysning om hvem; eller af en trepartsdag fra den "
             "handover_before_wd'te arbejdsdag før T og frem. Grænsen for gul er fast_amber_days for (b), hvis "
             "gruppen på T er i kontaktfamilien kontanthjælp, ellers amber_days egne dage efter K. Blandt de "
             "overtagelser, der ikke er gjort op og har nået deres grænse for gul, vises den ældste (efter "
             "T; på samme dag den hurtige først, så det laveste nummer): rød fra red_days egne dage efter "
             "K, ellers gul.",
         .english =
             "A take-over is (a) a counted switch that is neither soft nor a return nor marked history: T "
             "is its day, K its known day; or (b) an accepted move of a kind that the catalogue "
             "transition_kind marks as in: T and K are the day of acceptance. It is settled by a talk on T "
             "or later held by the person who was primary or deputy at the end of the day of the talk, or "
             "by nobody named; or by a three-party day from the handover_before_wd-th working day before T "
             "on. The limit for amber is fast_amber_days for (b) where the group on T is in contact family cash, "
             "else amber_days, own days after K. Of the take-overs that are not settled and have reached "
             "their limit for amber the oldest is shown (by T; on one day a fast one first, then the lower "
             "number): red from red_days own days after K, else amber.",
         .danish_clears = "en samtale med den nye sagsbehandler"},
    [RULE_R2_2] =
        {.danish =
             "For det nyeste talte skift, undtagen hvis det er blødt, en tilbagevenden, under lang dækning "
             "eller mærket history; fra after_wd arbejdsdage efter dets dag, så længe D ligger færre end "
             "fade_days dage efter den. B = den handover_before_wd'te arbejdsdag før dets dag. Rød, hvis "
             "det er krævende, og ingen trepartsdag ligger på B eller senere; ellers gul, hvis der på B "
             "eller senere hverken er en trepartsdag eller en overlevering, der er afsendt eller modtaget. "
             "Krævende: årsagen er ikke citizen_request, conflict_of_interest eller safety, og forløbet er "
             "sammensat ved slutningen af skiftets dag, eller dets alder er mindst long_case_days den dag, "
             "eller borgeren har bedt om et møde af slagsen three_party_handover højst asked_days dage før "
             "dets dag eller senere.",
         .english =
             "For the newest counted switch, unless it is soft, a return, under long cover or marked "
             "history; from after_wd working days after its day on, while D lies fewer than fade_days days "
             "after it. B = the handover_before_wd-th working day before its day. Red if it is demanding "
             "and no three-party day lies on B or later; else amber if on B or later there is neither a "
             "three-party day nor a handover that was sent or accepted. Demanding: the reason is not "
             "citizen_request, conflict_of_interest or safety, and the course is complex at the end of the "
             "day of the switch, or its age is at least long_case_days on that day, or the citizen has "
             "asked for a meeting of kind three_party_handover at most asked_days days before that day or "
             "later.",
         .danish_clears = "en trepartssamtale eller en overlevering"},
    [RULE_R2_3] =
        {.danish =
             "For det nyeste talte skift, undtagen hvis det er en tilbagevenden, mærket history eller har "
             "årsagen citizen_request, så længe D ligger færre end fade_days dage efter dets kendte dag. L "
             "= dets dag minus ahead_days, dog efter dagen for det talte skift før det. Borgeren er "
             "orienteret fra den første dag på L eller senere med: citizen_told om caseworker_change; en "
             "handover med mærket informed; en tildeling af den nye indehaver med mærket informed; en "
             "trepartsdag; eller, på skiftets dag eller senere, et holdt møde med den nye indehaver. Ikke "
             "orienteret: rød fra red_wd arbejdsdage efter den kendte dag, ellers gul, fra dagen selv.",
         .english =
             "For the newest counted switch, unless it is a return, marked history or has reason "
             "citizen_request, while D lies fewer than fade_days days after its known day. L = its day "
             "minus ahead_days, but after the day of the counted switch before it. The citizen has been "
             "told from the first day on L or later with: citizen_told about caseworker_change; a handover "
             "with mark informed; an assignment of the new holder with mark informed; a three-party day; "
             "or, on the day of the switch or later, a held meeting with the new holder. Not told: red "
             "from red_wd working days after the known day, else amber, from the day itself.",
         .danish_clears = "at orientere borgeren"},
    [RULE_R2_4] =
        {.danish =
             "En egen plan er i kraft. K = seneste dag for dens versioner og for bekræftelser af den fra "
             "andre end borgeren. For det ældste talte skift på en dag efter K, der ikke er blødt, en "
             "tilbagevenden, under lang dækning eller mærket history: gul fra amber_days egne dage efter "
             "skiftets dag.",
         .english =
             "An own plan is in force. K = latest day of its versions and of confirmations of it by anyone "
             "but the citizen. For the oldest counted switch on a day after K that is not soft, a return, "
             "under long cover or marked history: amber from amber_days own days after the day of the "
             "switch.",
         .danish_clears = "at bekræfte eller revidere planen"},
    [RULE_R2_5] =
        {.danish =
             "For hver kendt dato X, mens D er fra ahead_days dage før X til dagen før X: gul, undtagen "
             "hvis et af disse ligger prepare_days dage før X eller senere: en plan lagt eller revideret, "
             "en afgørelse, en transition med udfaldet planned, en overlevering afsendt eller modtaget, et "
             "holdt møde af en slags med mærket P i kataloget meeting_kind. Vurderes på basisdage. Efter "
             "gruppen på D kendes, regnet fra den første dag i den ubrudte række af dage med den: sick_pay "
             "+ sick_pay_weeks uger (sick_pay_reassessment); i måneder job_clarification + "
             "job_clarification_months (job_clarification_end), resource_course + resource_course_months "
             "(resource_course_end), flex_job_employed + flex_job_months (flex_job_status), og, så længe "
             "en a-kasse eller anden kommune er ansvarlig, unemployment_insured + akasse_months "
             "(akasse_month_3). 0 slår fra; datoen falder bort, hvor en date_foreseen med koden i parentes "
             "ligger på den første dag eller senere.",
         .english =
             "For each known date X, while D is from ahead_days days before X to the day before X: amber, "
             "unless one of these lies prepare_days days before X or later: a plan made or revised, a "
             "decision, a transition with outcome planned, a handover sent or accepted, a held meeting of "
             "a kind marked P in the catalogue meeting_kind. Judged on base days. By the group on D there "
             "are known, counted from the first day of the unbroken run of days with it: sick_pay + "
             "sick_pay_weeks weeks (sick_pay_reassessment); in months job_clarification + "
             "job_clarification_months (job_clarification_end), resource_course + resource_course_months "
             "(resource_course_end), flex_job_employed + flex_job_months (flex_job_status), and, while an "
             "unemployment fund or another municipality is responsible, unemployment_insured + "
             "akasse_months (akasse_month_3). 0 switches it off; the date is gone where a date_foreseen "
             "with the code in brackets lies on that first day or later.",
         .danish_clears = "forberedelsen"},
    [RULE_R2_6] =
        {.danish =
             "For den nyeste flytning, så længe den ikke er modtaget: rød fra red_days, gul fra amber_days "
             "basisdage efter dens dag. En nyere flytning afslutter spørgsmålet om den ældre. Vurderes på "
             "basisdage.",
         .english =
             "For the newest move, while it is not accepted: red from red_days, amber from amber_days base "
             "days after its day. A newer move ends the question of the older. Judged on base days.",
         .danish_clears = "modtagelse eller en ny flytning"},
    [RULE_R3_1] =
        {.danish = "Der er endnu ikke noteret ønsker (wishes_recorded). Gul fra amber_days egne dage efter "
                   "forløbets start, eller fra dagen for samtale nummer meetings, hvis den kommer først.",
         .english =
             "No wishes have been recorded yet (wishes_recorded). Amber from amber_days own days after "
             "the course start, or from the day of talk number meetings where that comes first.",
         .danish_clears = "at notere ønsker"},
    [RULE_R3_2] =
        {.danish = "n = egne dage siden den seneste dag, hvor ønsker blev noteret (wishes_recorded). Rød fra "
                   "n = red_days, gul fra n = amber_days. Er der ingen noteret, gælder R3.1.",
         .english = "n = own days since the latest day on which wishes were recorded (wishes_recorded). Red "
                    "from n = red_days, amber from n = amber_days. Where none were recorded, R3.1 speaks.",
         .danish_clears = "at notere ønsker"},
    [RULE_R3_3] =
        {.danish = "Svar med en score på en skala til 5 på spørgsmålene respect og heard. Et svar er lavt, "
                   "hvis scoren er højst low_score; eller hvis den er højst 3, og gennemsnittet af det og de "
                   "to foregående svar på samme spørgsmål er højst mean_tenths tiendedele. For det første "
                   "lave svar uden en opfølgning (feedback_followed_up) på dets dag eller senere: gul fra "
                   "follow_up_wd arbejdsdage på egne dage efter dets dag. Én opfølgning gør op med alle svar "
                   "til og med dens dag. Svar uden score og på andre skalaer læses ikke.",
         .english =
             "Answers with a score on a scale of 5 to the questions respect and heard. An answer is low "
             "if its score is at most low_score; or if it is at most 3 and the mean of it and the two "
             "answers to the same question before it is at most mean_tenths tenths. For the first low "
             "answer without a follow-up (feedback_followed_up) on its day or later: amber from "
             "follow_up_wd working days among the own days after its day. One follow-up settles all "
             "answers up to its day. Answers without a score or on other scales are not read.",
         .danish_clears = "en leders opfølgning"},
    [RULE_R3_4] =
        {.danish =
             "n = antal møder, kommunen har aflyst eller flyttet (cancelled_by_municipality, "
             "moved_by_municipality), blandt de seneste window_days dage; dagen er den, hvor det skete. "
             "Rød fra n = red, gul fra n = amber.",
         .english =
             "n = number of meetings that the municipality cancelled or moved "
             "(cancelled_by_municipality, moved_by_municipality) in the last window_days days; the day "
             "is the one on which that was done. Red from n = red, amber from n = amber.",
         .danish_clears = "tiden"},
    [RULE_R3_5] =
        {.danish = "For den ældste anmodning om møde (meeting_requested), uden at et møde er aftalt "
                   "(meeting_booked) eller holdt på dens dag eller senere: gul fra amber_wd arbejdsdage på "
                   "egne dage efter dens dag. En aftale tæller på den dag, den blev indgået.",
         .english = "For the oldest request for a meeting (meeting_requested) with no meeting booked "
                    "(meeting_booked) and none held on its day or later: amber from amber_wd working days "
                    "among the own days after its day. A booking counts on the day on which it was made.",
         .danish_clears = "en aftale eller et møde"},
    [RULE_R4_1] =
        {.danish = "Ingen egen plan er i kraft: rød for hver åben indsats, der kræver en plan, og som ikke "
                   "begyndte før counted_from. Grundlag: lov om en aktiv beskæftigelsesindsats § 42 (planen "
                   "før indsatsen).",
         .english = "No own plan is in force: red for each open intervention that needs a plan and did not "
                    "begin before counted_from. Source: Act on an Active Employment Effort § 42 (the plan "
                    "before the effort).",
         .danish_clears = "en plan, eller at indsatsen slutter"},
    [RULE_R4_2] =
        {.danish =
             "En egen plan er i kraft. P = seneste dag for en version med mærket citizen_part eller for "
             "borgerens bekræftelse af den plan (ingen: aldrig). For den ældste version på en dag efter "
             "P uden mærket history: gul fra amber_days egne dage efter dens dag.",
         .english = "An own plan is in force. P = latest day of a version with mark citizen_part or of a "
                    "confirmation of that plan by the citizen (none: never). For the oldest version on a day "
                    "after P without the mark history: amber from amber_days own days after its day.",
         .danish_clears = "borgerens bekræftelse"},
    [RULE_R4_3] =
        {.danish = "En egen plan er i kraft. K = seneste dag for dens versioner, dens bekræftelser (uanset "
                   "hvem) og holdte møder af slagsen plan_meeting. Rød fra red_days egne dage efter K. Gul "
                   "fra early_days egne dage efter K, hvis forløbsalderen på K er under early_age_days, "
                   "ellers fra amber_days.",
         .english =
             "An own plan is in force. K = latest day of its versions, its confirmations (anyone's) and "
             "the held meetings of kind plan_meeting. Red from red_days own days after K. Amber from "
             "early_days own days after K if the course age on K is below early_age_days, else from "
             "amber_days.",
         .danish_clears = "en revision, bekræftelse eller plansamtale"},
    [RULE_R4_4] =
        {.danish = "Så længe intet skridt, som borgeren ejer (party citizen), er åbent: E = den seneste dag, "
                   "hvor et sådant blev udført eller opgivet, tidligst forløbets start. Gul fra amber_days "
                   "egne dage efter E, besked fra info_days.",
         .english =
             "While no step that the citizen owns (party citizen) is open: E = the latest day on which "
             "such a step was done or dropped, at the earliest the course start. Amber from amber_days "
             "own days after E, info from info_days.",
         .danish_clears = "et skridt hos borgeren"},
    [RULE_R4_5] =
        {.danish = "En egen plan er i kraft, og ingen af dens versioner har mærket goal eller history: rød. "
                   "Grundlag: lov om en aktiv beskæftigelsesindsats § 42 og Rigsrevisionen 2/2022.",
         .english = "An own plan is in force and none of its versions has the mark goal or history: red. "
                    "Source: Act on an Active Employment Effort § 42 with Rigsrevisionen 2/2022.",
         .danish_clears = "en version med et mål"},
    [RULE_R5_1] =
        {.danish =
             "En dag har et næste skridt, hvis et skridt er åbent ved dens slutning, eller en aftale, der "
             "ikke "
             "er væk, begynder den dag eller højst booked_meeting_days dage senere. U = første dag i den "
             "ubrudte række (fra forløbets start, til og med D) af dage uden. Er der endnu ikke holdt et "
             "møde, "
             "der er bevægelse: gul fra open_days egne dage efter U. Ellers er A = U, eller dagen for det "
             "første sådanne møde, hvis den er senere: rød fra red_days egne dage efter A, gul fra amber_wd "
             "arbejdsdage efter A. Ingen ventetid holder den tilbage.",
         .english =
             "A day has a next step if a step is open at its end, or a booking that is not gone starts on "
             "that "
             "day or at most booked_meeting_days later. U = first day of the unbroken run (from the course "
             "start, ending on D) of days without. If no movement meeting has been held yet: amber from "
             "open_days own days after U. Else A = U, or the day of the first movement meeting where that is "
             "later: red from red_days own days after A, amber from amber_wd working days after A. No wait "
             "holds it back.",
         .danish_clears = "et skridt eller et aftalt møde"},
    [RULE_R5_2] =
        {.danish =
             "For hvert åbent skridt, hvis dato (due) er D eller tidligere: n = egne dage siden datoen. "
             "Rød fra n = red_days, gul fra n = amber_days. Er skridtet flyttet, gælder fra den dag den "
             "nye dato.",
         .english = "For each open step whose date (due) is D or earlier: n = own days since that date. Red "
                    "from n = red_days, amber from n = amber_days. Where the step was moved, its new date "
                    "counts from that day on.",
         .danish_clears = "at skridtet udføres, flyttes eller opgives"},
    [RULE_R5_3] =
        {.danish = "For hvert åbent skridt, borgeren ikke kender: gul fra amber_wd arbejdsdage på egne dage "
                   "efter dagen, det blev sat.",
         .english = "For each open step that the citizen has not been told: amber from amber_wd working days "
                    "among the own days after the day it was set.",
         .danish_clears = "at fortælle borgeren det"},
    [RULE_R5_4] =
        {.danish =
             "Det seneste svar med en score på en skala til 5 på spørgsmålet knows_next_step: besked, "
             "så længe scoren er højst low_score, der er gået færre end fade_days dage siden svaret, et "
             "skridt sat på svarets dag eller før er åbent, borgeren ikke er orienteret om næste skridt "
             "(citizen_told, next_step) på svarets dag eller senere, og ingen samtale ligger efter "
             "svarets dag.",
         .english = "The latest answer with a score on a scale of 5 to the question knows_next_step: info "
                    "while its score is at most low_score, fewer than fade_days days have passed since its "
                    "day, a step set on its day or before is open, the citizen has not been told of the next "
                    "step (citizen_told, next_step) on its day or later, and no talk lies after its day.",
         .danish_clears = "at fortælle borgeren det, eller en samtale"},
    [RULE_R5_5] =
        {.danish = "For hvert åbent skridt, der er udskudt mindst moves gange: gul. Udskudt er kun en "
                   "flytning til en senere dag end den, der gjaldt.",
         .english = "For each open step that was postponed at least moves times: amber. Postponed is only a "
                    "move to a day later than the one before it.",
         .danish_clears = "at skridtet udføres eller opgives"},
    [RULE_R6_1] =
        {.danish =
             "G = første dag i den ubrudte række af dage med åbne indsatser på to eller flere områder. "
             "Brud, når der er gået contact_days egne dage siden det seneste af G, en koordinering og et "
             "holdt møde af en slags med mærket C i kataloget meeting_kind; eller når der ingen "
             "koordinerende sagsbehandler er, der er gået grace_days egne dage efter G, og der på D er "
             "mindst red_areas områder, eller målgruppen har mærket K i kataloget target_group. Rød med "
             "mindst red_areas områder på D, ellers gul.",
         .english =
             "G = first day of the unbroken run of days with open interventions in two or more areas. In "
             "breach when contact_days own days have passed since the latest of G, a coordination contact "
             "and a held meeting of a kind marked C in the catalogue meeting_kind; or when there is no "
             "coordinator, grace_days own days have passed since G, and there are at least red_areas areas "
             "on D or the target group is marked K in the catalogue target_group. Red with at least "
             "red_areas areas on D, else amber.",
         .danish_clears = "en kontakt og en koordinerende sagsbehandler"},
    [RULE_R6_2] =
        {.danish =
             "G = første dag i den ubrudte række af dage med to eller flere planer i kraft. Gul fra "
             "grace_days egne dage efter G, undtagen hvor den egne plans seneste version er en "
             "holistic_plan, eller en koordinering plans_linked eller holistic_plan_offered ligger blandt "
             "de seneste offer_days dage.",
         .english =
             "G = first day of the unbroken run of days with two or more plans in force. Amber from "
             "grace_days own days after G, unless the latest version of the own plan is a holistic_plan, or "
             "a coordination contact plans_linked or holistic_plan_offered lies in the last offer_days days.",
         .danish_clears = "at koble planerne sammen eller tilbyde en helhedsorienteret plan"},
    [RULE_R6_3] =
        {.danish =
             "Gul, når timerne i åbne indsatser tilsammen er flere end hours om ugen; eller når de aftaler, "
             "der ikke er væk, og som begynder på D til D + ahead_days - 1, er ved mindst units forskellige "
             "enheder, eller to af dem ved forskellige enheder begynder med mindre end apart_minutes "
             "minutter imellem. En aftale uden enhed er ved sagens enhed på D; er der ingen, ved employment.",
         .english =
             "Amber when the hours of open interventions add up to more than hours a week; or when the "
             "bookings that are not gone and start on D to D + ahead_days - 1 are at units or more "
             "different units, or two of them at different units start less than apart_minutes minutes "
             "apart. A booking without a unit is at the unit of the case on D; where there is none, at "
             "employment.",
         .danish_clears = "at flytte en aftale"},
    [RULE_R6_4] =
        {.danish =
             "Mens en ventetid uden mærket N i kataloget wait_reason er åben, og ingen indsats er: U = "
             "første dag i den ubrudte række uden åbne indsatser, M = den tidligste begyndelse af disse "
             "ventetider. Gul fra amber_days egne dage efter den seneste af U og M.",
         .english =
             "While a wait without mark N in the catalogue wait_reason is open and no intervention is: U = "
             "first day of the unbroken run without open interventions, M = the earliest start of those "
             "waits. Amber from amber_days own days after the later of U and M.",
         .danish_clears = "en indsats, eller at ventetiden slutter"},
    [RULE_R6_5] =
        {.danish =
             "For hver åben erklæring med mærket L i kataloget wait_reason, de første shown_days dage fra "
             "dens dag: gul, hvis en tidligere bestilling med samme kode ligger mindre end window_days dage "
             "før, og den ikke blev afvist, bortfaldt eller blev trukket tilbage samme dag eller før.",
         .english =
             "For each open statement with mark L in the catalogue wait_reason, on the first shown_days "
             "days from its day: amber if an earlier request of the same code lies less than window_days "
             "days before it, and that one was not refused, lapsed or withdrawn on or before its day.",
         .danish_clears = "tiden"},
    [RULE_R7_1] =
        {.danish = "n = egne dage siden seneste bevægelse, tidligst siden forløbets start. Rød fra red_days; "
                   "gul fra "
                   "amber_days, undtagen hvor en ventetid dækker D, eller en indsats med slutdato er åben.",
         .english =
             "n = own days since the last movement, at the earliest since the course start. Red from "
             "red_days; "
             "amber from amber_days unless a wait covers D or an intervention with a due date is open.",
         .danish_clears = "enhver bevægelse"},
    [RULE_R7_2] =
        {.danish =
             "For hver åben ventetid: gul, når dens forventede slutning X er nået, og der er gået "
             "wait_grace_days egne dage efter X; eller når årsagen har en norm, og der er gået så mange "
             "egne dage (norm_days) efter ventetidens begyndelse (med mærket R i kataloget wait_reason: "
             "efter den dag, den senest blev flyttet, ellers dens begyndelse). norm_days 0 er ingen norm.",
         .english =
             "For each open wait: amber when its expected end X is reached and wait_grace_days own days "
             "have passed since X; or when its reason has a norm and that many own days (norm_days) have "
             "passed since its start (with mark R in the catalogue wait_reason: since it was last moved). "
             "norm_days 0 is no norm.",
         .danish_clears = "at ventetiden slutter"},
    [RULE_R7_3] =
        {.danish =
             "n = urdage siden seneste gennemgang af langt forløb. Mangler: ingen gennemgang, eller n er "
             "mindst "
             "review_days. Overskredet: ingen gennemgang, eller n er mindst review_days + red_days. Fra "
             "forløbsalder info_age_days: besked, hvis den mangler. Fra age_days: gul, hvis den mangler. Fra "
             "age_days + red_days: rød, hvis den er overskredet, ellers gul, hvis den mangler. Indtil "
             "red_days "
             "dage efter counted_from er rød kun gul. Vurderes på urdage.",
         .english =
             "n = clock days since the latest review of a long case. Due: no review, or n is at least "
             "review_days. Overdue: no review, or n is at least review_days + red_days. From course age "
             "info_age_days: info if due. From age_days: amber if due. From age_days + red_days: red if "
             "overdue, else amber if due. Until red_days days after counted_from red is only amber. Judged "
             "on "
             "clock days.",
         .danish_clears = "en gennemgang"},
    [RULE_R7_4] =
        {.danish =
             "Kun hvor der er målt. En serie: målinger med samme kode, part og skala; den udelades, når der "
             "er gået fresh_days dage siden dens sidste. c0 er den sidste, c1 den seneste mindst apart_days "
             "dage før c0, c2 den seneste mindst apart_days dage før c1. Noget har rykket sig fra den ene "
             "til den næste, hvis tallet steg eller nu er skalaens top. Har nogle serier en c1, og ingen af "
             "dem har rykket sig fra c1 til c0: gul; rød, hvis nogle har en c2, og heller ingen af disse "
             "rykkede sig fra c2 til c1. Ellers besked fra info_days egne dage efter den seneste af alle "
             "målinger.",
         .english =
             "Only where something was measured. A series: the measurements with equal code, party and "
             "scale, left out when fresh_days days have passed since its last one. c0 is the last, c1 the "
             "latest at least apart_days days before c0, c2 the latest at least apart_days days before c1. "
             "A step from one to the next has moved if the score rose or is now the top of the scale. If "
             "some series have a c1 and none of them moved from c1 to c0: amber; red if some have a c2 and "
             "none of these moved from c2 to c1 either. Otherwise info from info_days own days after the "
             "latest measurement of all.",
         .danish_clears = "en ny måling"},
    [RULE_R7_5] =
        {.danish = "U = første dag i den ubrudte række (fra forløbets start) uden åbne indsatser. Rød fra "
                   "red_days egne dage efter U; gul fra amber_days, undtagen hvor en ventetid dækker D.",
         .english =
             "U = first day of the unbroken run (from the course start) without open interventions. Red "
             "from red_days own days after U; amber from amber_days unless a wait covers D.",
         .danish_clears = "en indsats"},
    [RULE_R7_6] =
        {.danish =
             "L = den dag, kontaktfamilien begyndte, hvis det er højst 183 dage før forløbets start eller "
             "senere; ellers forløbets start. Uden målgruppe intet. Den mildeste af to værdier: 0, hvis en "
             "af dem er 0; ellers flest dage, færrest samtaler. Rød: (1) efter first_talk_days dage efter "
             "L, til der er holdt en samtale fra L af (den mildeste på L og D); (2) fra L + 6 måneder, før "
             "L + 12 måneder, mens der er holdt færre samtaler fra L af end talks_in_6_months (den mildeste "
             "på L og D), undtagen hvor L + 6 måneder ikke ligger efter forløbets start, eller en dag fra "
             "den seneste af L og starten til dagen før L + 6 måneder ikke var en egen dag; (3) samme tid, "
             "mens der er holdt færre samtaler fra L + 3 måneder af end talks_month_3_to_6 (den mildeste på "
             "L og D), undtagen hvor en dag fra L + 3 måneder til dagen før L + 6 måneder, også før "
             "starten, var uden for forløbet, lukket eller på pause; (4) efter follow_up_months måneder "
             "efter den seneste samtale siden L, ellers L; (5) for hver meeting_requested med koden "
             "early_follow_up, efter early_follow_up_days dage (den mildeste på dens dag og D), til der er "
             "holdt en samtale den dag eller senere. Hvor L ligger før counted_from, gælder 1-3 ikke, 4 "
             "regnes tidligst fra den dag, og ønsker fra før den dag udelades. 0 = intet krav. "
             "Målgruppen er den på D. Fristens sidste dag er lovlig. 75 %-reglen fra juli 2026 er holdets "
             "tal og aldrig en markering.",
         .english =
             "L = the day on which the contact family began, if that is at most 183 days before the course "
             "start or later; else the course start. Nothing without a target group. The milder of two "
             "values: 0 if one is 0; else the larger number of days, the smaller number of talks. Red: (1) "
             "later than first_talk_days days after L, until a talk is held from L on (the milder of L and "
             "D); (2) from L + 6 months, before L + 12 months, while fewer talks than talks_in_6_months "
             "(the milder of L and D) were held from L on, but not if L + 6 months is the course start or "
             "earlier, or a day from the later of L and the start to the day before L + 6 months was no own "
             "day; (3) at the same time, while fewer talks than talks_month_3_to_6 (the milder of L and D) "
             "were held from L + 3 months on, but not if a day from L + 3 months to the day before L + 6 "
             "months lay before the start, was closed or was paused; (4) later than follow_up_months months "
             "after the latest talk since L, else L; (5) for each meeting_requested with code "
             "early_follow_up, later than early_follow_up_days days after it (the milder of its day and D), "
             "until a talk is held on its day or later. Where L lies before counted_from 1 to 3 do not "
             "apply, 4 counts from that day at the earliest, and requests from before that day are left "
             "out. 0 = not required. The target group is that of D. The last day of a term is lawful. The "
             "75 % rule of July 2026 is a team's figure and never a flag.",
         .danish_clears = "en samtale"},
    [RULE_R7_7] =
        {.danish = "Gul, når mindst meetings samtaler ligger blandt de seneste window_days dage, og ingen af "
                   "disse hændelser gør: plan lagt eller revideret, indsats begyndt, ændret eller afsluttet, "
                   "skridt udført. At en slutdato passeres, er ingen hændelse.",
         .english =
             "Amber when at least meetings talks lie in the last window_days days and none of these events "
             "does: plan made or revised, intervention started, changed or ended, step done. A last day "
             "that passes is no event.",
         .danish_clears = "en ændring af plan eller indsats, et udført skridt"},
    [RULE_R7_8] =
        {.danish =
             "Gul, når mindst count indsatser, der afklarer (mærket C i kataloget intervention_kind eller "
             "mærket clarify), begyndte blandt de seneste window_days dage og efter den seneste dag, der "
             "afgjorde noget: en afgørelse med mærket E i kataloget decision, eller en målgruppe med en "
             "anden kode end den før (den første er ingen).",
         .english =
             "Amber when at least count interventions that clarify (mark C in the catalogue "
             "intervention_kind, or the mark clarify) began in the last window_days days and after the last "
             "settling day: a decision with mark E in the catalogue decision, or a target group with "
             "another code than the one before it (the first is none).",
         .danish_clears = "en afgørelse"},
};

const struct rule_text *rule_text(enum rule rule)
{
    return &texts[rule];
}
