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
    [RULE_R7_1] =
        {.danish = "n = egne dage siden seneste bevægelse, tidligst siden forløbets start. Rød fra red_days; "
                   "gul fra "
                   "amber_days, undtagen hvor en ventetid dækker D, eller en indsats med slutdato er åben.",
         .english =
             "n = own days since the last movement, at the earliest since the course start. Red from "
             "red_days; "
             "amber from amber_days unless a wait covers D or an intervention with a due date is open.",
         .danish_clears = "enhver bevægelse"},
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
};

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
     "Vender den tidligere indehaver tilbage efter lang dækning uden ny tildeling, er årsagen altid "
     "returned_from_absence.",
     "reason",
     "The code of the latest switch_reason_given for the switch's assignment, else the assignment's own; "
     "else that of "
     "the former holder's latest release, not older than that person's latest assignment. unknown is no "
     "reason. Where "
     "the former holder returns after long cover without a new assignment it is always "
     "returned_from_absence."},
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
};

const struct rule_text *rule_text(enum rule rule)
{
    return &texts[rule];
}

const struct rule_term *rule_terms(size_t *n)
{
    *n = ARRAY_LEN(terms);
    return terms;
}
