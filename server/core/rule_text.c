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

const struct rule_text *rule_text(enum rule rule)
{
    return &texts[rule];
}
