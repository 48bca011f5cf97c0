/* What is wrong, in English as it is written where it is found, and in Danish. A directive (%s, %d …) stands for any
 * text, in the same order in both; a text that it stands for is looked up as well. Words that people type (members,
 * kinds, codes, names of rules) are not translated. scripts/check-details proves that each English text is one of the
 * server's or the client's. What only administrators of machines see (memory, HTTP, TLS, settings) has no Danish form.
 * D(English, Danish) */
#ifndef SPOR_DETAIL_TABLE_H
#define SPOR_DETAIL_TABLE_H

/* core: an event alone */
#define DETAILS_OF_EVENTS(D)                                                                                 \
    D("at most %d events of one case in one request, of these %d that change rights or state: "              \
      "send the others after it",                                                                            \
      "højst %d hændelser i ét forløb pr. anmodning, heraf %d, der ændrer rettigheder eller "           \
      "tilstand: send resten bagefter")                                                                      \
    D("is missing", "mangler")                                                                               \
    D("is missing: when did it happen?", "mangler: hvornår skete det?")                                      \
    D("is no kind of event", "er ingen slags hændelse")                                                      \
    D("is set by the server", "sættes af serveren")                                                          \
    D("is no member here; allowed: %s", "findes ikke her; muligt er: %s")                                    \
    D("must be an object", "skal være et objekt")                                                            \
    D("must be a UUID", "skal være et UUID")                                                                 \
    D("must be a day, YYYY-MM-DD", "skal være en dag, ÅÅÅÅ-MM-DD")                                           \
    D("must be a time with offset, YYYY-MM-DDTHH:MM:SS+HH:MM, with at most six digits of a second",          \
      "skal være et tidspunkt med tidszone, ÅÅÅÅ-MM-DDTTT:MM:SS+TT:MM, med højst seks cifre af et sekund")   \
    D("must be citizen or caseworker", "skal være citizen eller caseworker")                                 \
    D("the database has no room left on its disk: make room, then try again",                                \
      "der er ikke mere plads på databasens disk: skaf plads, og prøv så igen")                              \
    D("the database has no memory left: try again later",                                                    \
      "databasen har ikke mere hukommelse: prøv igen senere")                                                \
    D("the database takes no further connections: try again later",                                          \
      "databasen tager ikke imod flere forbindelser: prøv igen senere")                                      \
    D("the database is short of something: try again later",                                                 \
      "databasen mangler noget, den skal bruge: prøv igen senere")                                           \
    D("one event is longer than %d bytes", "en hændelse er længere end %d bytes")                            \
    D("too many of your requests are waiting, %u at most",                                                   \
      "for mange af dine forespørgsler venter, højst %u kan vente")                                          \
    D("must be between 0 and 168", "skal ligge mellem 0 og 168")                                             \
    D("must be between 0 and the scale, %d", "skal ligge mellem 0 og skalaen, %d")                           \
    D("must be between 0 and %d", "skal ligge mellem 0 og %d")                                               \
    D("must be between 1 and %d", "skal ligge mellem 1 og %d")                                               \
    D("must be between %d and %d", "skal ligge mellem %d og %d")                                             \
    D("must be in quarters of an hour", "skal angives i kvarter")                                            \
    D("is longer than %u characters", "er længere end %u tegn")                                              \
    D("is empty; leave the field out instead", "er tom; udelad feltet i stedet")                             \
    D("control characters are not allowed here", "styretegn er ikke tilladt her")                            \
    D("stands twice in the list", "står to gange på listen")                                                 \
    D("stands twice in this request", "står to gange i denne forespørgsel")                                  \
    D("lies before 1981", "ligger før 1981")                                                                 \
    D("lies more than %d days ahead", "ligger mere end %d dage fremme")                                      \
    D("lies more than 5 minutes ahead; a booked meeting carries starts_at instead",                          \
      "ligger mere end 5 minutter fremme; et aftalt møde har starts_at i stedet")                            \
    D("names the event itself", "er hændelsen selv")                                                         \
    D("names no earlier event of this case", "er ingen tidligere hændelse i dette forløb")                   \
    D("names an event of a kind it cannot refer to", "er en slags hændelse, der ikke kan henvises til her")  \
    D("names an event of a kind that %s cannot refer to: %s",                                                \
      "er en slags hændelse, som %s ikke kan henvise til: %s")                                               \
    D("names an event of a kind that cannot be corrected: %s",                                               \
      "er en slags hændelse, der ikke kan rettes: %s")                                                       \
    D("names an event of a kind that cannot be voided: %s",                                                  \
      "er en slags hændelse, der ikke kan annulleres: %s")                                                   \
    D("an event of kind %s can be neither corrected nor voided",                                             \
      "en hændelse af slagsen %s kan hverken rettes eller annulleres")                                       \
    D("%s needs the field %s", "%s kræver feltet %s")                                                        \
    D("%s needs a note", "%s kræver en note")                                                                \
    D("%s has no field %s; its fields: %s", "%s har intet felt %s; felterne er: %s")                         \
    D("%s happens when it is recorded: leave occurred_at out",                                               \
      "%s sker, når den registreres: udelad occurred_at")                                                    \
    D("is no value of the catalogue %s that may stand here: %s",                                             \
      "er ingen værdi i kataloget %s, der kan stå her: %s")                                                  \
    D("is not ADMINISTRATION or ADMINISTRATION/NAME: %s", "er ikke FORVALTNING eller FORVALTNING/NAVN: %s")  \
    D("a CPR number may not stand here", "et CPR-nummer må ikke stå her")                                    \
    D("`me` and `token:…` are no identifiers of people", "`me` og `token:…` er ingen id'er for personer")    \
    D("a pause lasts at most %d days", "en pause varer højst %d dage")                                       \
    D("the last day of the pause lies before its first", "pausens sidste dag ligger før den første")         \
    D("a deputy needs due, the last day of the cover", "en stedfortræder kræver due, dækningens sidste dag") \
    D("only a deputy has due, the last day of the cover",                                                    \
      "kun en stedfortræder har due, dækningens sidste dag")                                                 \
    D("only cover by a deputy can be planned ahead", "kun en stedfortræders dækning kan planlægges forud")   \
    D("lies before the day of the assignment", "ligger før tildelingens dag")                                \
    D("a handover that is sent needs staff, the receiver",                                                   \
      "en overlevering, der sendes, kræver staff, modtageren")                                               \
    D("a handover that is sent needs due, accept by",                                                        \
      "en overlevering, der sendes, kræver due, fristen for at tage imod")                                   \
    D("an answer names the first event of its handover",                                                     \
      "et svar henviser til overleveringens første hændelse")                                                \
    D("prepared is the first state of a handover and names no other",                                        \
      "prepared er overleveringens første trin og henviser ikke til en anden")                               \
    D("a handover that is declined needs because", "en overlevering, der afvises, kræver because")           \
    D("only a handover that is declined has because", "kun en overlevering, der afvises, har because")       \
    D("is no statement: use wait_started and wait_ended",                                                    \
      "er ingen erklæring: brug wait_started og wait_ended")                                                 \
    D("is a statement: use statement_requested", "er en erklæring: brug statement_requested")                \
    D("a statutory flag is exempted, not waived", "en lovbestemt markering undtages, den frafaldes ikke")    \
    D("a codex flag is waived, not exempted", "en markering efter kodekset frafaldes, den undtages ikke")    \
    D("holds at most two further causes", "rummer højst to yderligere årsager")                              \
    D("holds the main cause again", "nævner hovedårsagen igen")                                              \
    D("a letter is no meeting held", "et brev er ikke et afholdt møde")                                      \
    D("intervention_changed needs due or hours", "intervention_changed kræver due eller hours")              \
    D("only an import writes %s", "kun en import skriver %s")                                                \
    D("is no CPR number, DDMMYY-NNNN", "er intet CPR-nummer, DDMMÅÅ-NNNN")                                   \
    D("holds no event", "rummer ingen hændelse")                                                             \
    D("holds more than %zu events", "rummer mere end %zu hændelser")

/* core: an event on its case */
#define DETAILS_OF_MOVES(D)                                                                                  \
    D("%s is not possible then: %s; possible: %s", "%s er ikke muligt da: %s; muligt er: %s")                \
    D("%s is written by %s", "%s skrives af %s")                                                             \
    D("%s is recorded by a team leader", "%s registreres af en teamleder")                                   \
    D("a team leader records a less intensive effort", "en teamleder registrerer mindre intensiv indsats")   \
    D("the primary or a team leader", "den ansvarlige sagsbehandler eller en teamleder")                     \
    D("a team leader, or by who takes a case that has no primary",                                           \
      "en teamleder, eller af den, der tager et forløb uden ansvarlig sagsbehandler")                        \
    D("its author within 15 minutes, or a team leader",                                                      \
      "den, der skrev den, inden 15 minutter, eller en teamleder")                                           \
    D("an import", "en import")                                                                              \
    D("a team leader", "en teamleder")                                                                       \
    D("the receiver or a team leader", "modtageren eller en teamleder")                                      \
    D("the case is new", "forløbet er nyt")                                                                  \
    D("the case is not new", "forløbet er ikke nyt")                                                         \
    D("the case is open", "forløbet er åbent")                                                               \
    D("the case is closed", "forløbet er lukket")                                                            \
    D("the case is not yet open", "forløbet er endnu ikke åbnet")                                            \
    D("it was closed more than 28 days ago", "det blev lukket for mere end 28 dage siden")                   \
    D("a new case", "et nyt forløb")                                                                         \
    D("case_reopened, at most 28 days after the closing", "case_reopened, højst 28 dage efter lukningen")    \
    D("the case has an event on a later day", "forløbet har en hændelse på en senere dag")                   \
    D("a closing on or after that day", "en lukning den dag eller senere")                                   \
    D("that person is primary", "personen er ansvarlig sagsbehandler")                                       \
    D("that person is coordinator", "personen er koordinerende sagsbehandler")                               \
    D("that person is second caseworker", "personen er anden sagsbehandler")                                 \
    D("another person", "en anden person")                                                                   \
    D("there is no primary to cover for", "der er ingen ansvarlig sagsbehandler at dække for")               \
    D("caseworker_assigned as primary", "caseworker_assigned som primary")                                   \
    D("due lies before the first day of cover", "due ligger før dækningens første dag")                      \
    D("a later due", "en senere due")                                                                        \
    D("that person does not hold that role", "personen har ikke den rolle")                                  \
    D("whoever holds it", "den, der har den")                                                                \
    D("a handover begins with prepared or sent", "en overlevering begynder med prepared eller sent")         \
    D("ref does not name the first event of a handover",                                                     \
      "ref er ikke den første hændelse i en overlevering")                                                   \
    D("prepared, sent without ref", "prepared, sent uden ref")                                               \
    D("the handover is prepared", "overleveringen er forberedt")                                             \
    D("the handover is sent", "overleveringen er sendt")                                                     \
    D("the handover was declined", "overleveringen er afvist")                                               \
    D("the handover was accepted", "overleveringen er taget imod")                                           \
    D("a new handover", "en ny overlevering")                                                                \
    D("that event has no note", "hændelsen har ingen note")                                                  \
    D("an event with a note", "en hændelse med en note")                                                     \
    D("no other person has asked for it", "ingen anden person har bedt om det")                              \
    D("redaction_requested by another person", "redaction_requested af en anden person")                     \
    D("ref names no event that may be corrected or voided",                                                  \
      "ref er ingen hændelse, der kan rettes eller annulleres")                                              \
    D("events of other kinds; a correction is corrected by a further one",                                   \
      "hændelser af andre slags; en rettelse rettes med en ny rettelse")                                     \
    D("an opening cannot be voided", "en åbning kan ikke annulleres")                                        \
    D("that kind of event keeps its time", "den slags hændelse beholder sit tidspunkt")                      \
    D("the same occurred_at", "samme occurred_at")                                                           \
    D("that flag does not stand that day", "den markering står ikke den dag")                                \
    D("on a flag that stands that day", "på en markering, der står den dag")                                 \
    D("on a flag that stands that day: %s", "på en markering, der står den dag: %s")                         \
    D("nothing, no flag stands that day", "intet, ingen markering står den dag")                             \
    D("the flag is neither waived nor exempted", "markeringen er hverken frafaldet eller undtaget")          \
    D("90 days and less need no confirmation", "90 dage og derunder kræver ingen bekræftelse")               \
    D("it is confirmed", "det er bekræftet")                                                                 \
    D("it is confirmed by another person", "det bekræftes af en anden person")                               \
    D("the flag is not open", "markeringen er ikke åben")                                                    \
    D("the flag is open", "markeringen er åben")                                                             \
    D("the flag is waived or exempted", "markeringen er frafaldet eller undtaget")                           \
    D("a statutory rule is exempted, not waived", "en lovbestemt regel undtages, den frafaldes ikke")        \
    D("a rule of the codex is waived, not exempted", "en regel i kodekset frafaldes, den undtages ikke")     \
    D("due has passed", "due er overskredet")                                                                \
    D("due that day or later", "due den dag eller senere")                                                   \
    D("there is no such rule", "den regel findes ikke")                                                      \
    D("R1.1 to R7.8", "R1.1 til R7.8")                                                                       \
    D("no plan of that unit is in force", "ingen plan fra den enhed gælder")

/* recording, cases, citizens, people */
#define DETAILS_OF_CALLS(D)                                                                                             \
    D("there is no such case", "det forløb findes ikke")                                                                \
    D("there is no such case, or it is not visible to you",                                                             \
      "det forløb findes ikke, eller du har ikke adgang")                                                               \
    D("there is no such citizen", "den borger findes ikke")                                                             \
    D("there is no such person", "den person findes ikke")                                                              \
    D("there is no such token", "det adgangsbevis findes ikke")                                                         \
    D("there is no such address", "den adresse findes ikke")                                                            \
    D("there is no such team, person or membership",                                                                    \
      "det team, den person eller det medlemskab findes ikke")                                                          \
    D("there is no staff member of this name", "der er ingen medarbejder med det navn")                                 \
    D("this person is not active", "personen er ikke aktiv")                                                            \
    D("the case was not open on that day", "forløbet var ikke åbent den dag")                                           \
    D("the citizen has an open case: %s", "borgeren har et åbent forløb: %s")                                           \
    D("the citizen's case was closed less than 28 days before: reopen that one: %s",                                    \
      "borgerens forløb blev lukket for under 28 dage siden: genåbn det: %s")                                           \
    D("this case was opened for another citizen or external_ref",                                                       \
      "dette forløb blev åbnet for en anden borger eller external_ref")                                                 \
    D("this event_id is there with other content", "dette event_id findes med andet indhold")                           \
    D("this event_id was recorded by somebody else", "dette event_id er registreret af en anden")                       \
    D("the case is at version %d by now: read it again", "forløbet er nu ved version %d: læs det igen")                 \
    D("the case changes too fast: try again", "forløbet ændrer sig for hurtigt: prøv igen")                             \
    D("an event that changes rights or state needs if_version (or If-Match), the version you have seen",                \
      "en hændelse, der ændrer rettigheder eller tilstand, kræver if_version (eller If-Match), den version du har set") \
    D("If-Match must be the version in quotes, as ETag gives it",                                                       \
      "If-Match skal være versionen i anførselstegn, som ETag angiver den")                                             \
    D("If-Match names another version", "If-Match angiver en anden version")                                            \
    D("must be the version of the case", "skal være forløbets version")                                                 \
    D("is another case than the path's", "er et andet forløb end adressens")                                            \
    D("kind and ref follow from the path: leave them out", "kind og ref følger af adressen: udelad dem")                \
    D("must be an object with the fields of one event", "skal være et objekt med én hændelses felter")                  \
    D("the first event of a case is case_opened", "et forløbs første hændelse er case_opened")                          \
    D("must be 1 to %d events, case_opened first", "skal være 1 til %d hændelser, case_opened først")                   \
    D("must be an array of 1 to %d events", "skal være en liste med 1 til %d hændelser")                                \
    D("must be 1 to %d lines", "skal være 1 til %d linjer")                                                             \
    D("the header of a case stands once, before its events",                                                            \
      "forløbets hoved står én gang, før dets hændelser")                                                               \
    D("headers of cases are for imports", "forløbshoveder er til import")                                               \
    D("too many writes are waiting", "for mange registreringer venter")                                                 \
    D("a CPR number may not stand in an address; search by POST",                                                       \
      "et CPR-nummer må ikke stå i en adresse; søg med POST")                                                           \
    D("say in a few words why you ask", "skriv kort, hvorfor du spørger")                                               \
    D("you have asked too often; wait %d seconds", "du har spurgt for ofte; vent %d sekunder")                          \
    D("is no telephone number", "er intet telefonnummer")                                                               \
    D("there is no such team", "det hold findes ikke")                                                                  \
    D("only a team leader lifts protection", "kun en teamleder ophæver beskyttelsen")                                   \
    D("something that you do not see stands in the way: ask a team leader, or who the citizen's caseworker is",         \
      "noget, du ikke kan se, står i vejen: spørg en teamleder, eller hvem borgerens sagsbehandler er")                 \
    D("too many cases that could not be opened, or were only tried: wait %d seconds",                                   \
      "for mange forløb, der ikke kunne oprettes eller kun blev prøvet: vent %d sekunder")                              \
    D("this identifier is there with other content", "dette id findes med andet indhold")                               \
    D("this identifier is taken; identifiers are never used again",                                                     \
      "dette id er brugt; id'er bruges aldrig igen")                                                                    \
    D("no CPR number", "intet CPR-nummer")                                                                              \
    D("lies ahead", "ligger fremme i tiden")                                                                            \
    D("either name or cpr", "enten name eller cpr")                                                                     \
    D("a text is expected", "en tekst ventes")                                                                          \
    D("an object is expected", "et objekt ventes")                                                                      \
    D("a JSON body is expected", "JSON ventes")                                                                         \
    D("a password has %d to %d characters", "en adgangskode har %d til %d tegn")                                        \
    D("many people use this password: take another one", "mange bruger den adgangskode: vælg en anden")                 \
    D("a password may not hold the name of the log-in", "en adgangskode må ikke indeholde brugernavnet")                \
    D("is needed to change one's own password", "kræves for at ændre sin egen adgangskode")                             \
    D("is asked of one's own password alone", "spørges der kun om ved ens egen adgangskode")                            \
    D("the old password is another one", "den gamle adgangskode er en anden")                                           \
    D("only an administrator sees the sessions of others", "kun en administrator ser andres log-in")                    \
    D("there is no such session", "det log-in findes ikke")                                                             \
    D("a reason has 1 to %d characters of text", "en begrundelse har 1 til %d tegn")                                    \
    D("a CPR number may not stand in a reason", "et CPR-nummer må ikke stå i en begrundelse")                           \
    D("only an administrator changes more than his own password",                                                       \
      "kun en administrator ændrer andet end sin egen adgangskode")                                                     \
    D("one of none, caseworker, leader, auditor, administrator",                                                        \
      "en af none, caseworker, leader, auditor, administrator")                                                         \
    D("already a member on some of these days", "allerede medlem på nogle af de dage")                                  \
    D("there is a team of this name", "der er et team med det navn")                                                    \
    D("`to` may not lie before `from`", "`to` må ikke ligge før `from`")                                                \
    D("of import, read:all, report:exact, simulate, metrics",                                                           \
      "af import, read:all, report:exact, simulate, metrics")                                                           \
    D("within the next %d days", "inden for de næste %d dage")                                                          \
    D("a token needs a scope", "et adgangsbevis kræver et område")                                                      \
    D("unknown log-in or wrong password", "ukendt log-in eller forkert adgangskode")                                    \
    D("too many failed log-ins; wait %d seconds", "for mange mislykkede log-in; vent %d sekunder")                      \
    D("too many log-ins at once; try again", "for mange log-in på én gang; prøv igen")                                  \
    D("Authorization: Bearer is expected", "Authorization: Bearer ventes")                                              \
    D("with a cookie, Origin must be our own", "med cookie skal Origin være vores egen")                                \
    D("{%s} of the address is no UUID", "{%s} i adressen er intet UUID")                                                \
    D("the CPR number of the case's header is none", "CPR-nummeret i forløbets hoved er intet CPR-nummer")              \
    D("log in first", "log ind først")                                                                                  \
    D("the session or token is unknown, has ended or is not approved",                                                  \
      "log-in eller adgangsbevis er ukendt, udløbet eller ikke godkendt")                                               \
    D("not for this role", "ikke for denne rolle")                                                                      \
    D("no scope of this token opens this", "adgangsbevisets områder giver ikke adgang til dette")                       \
    D("the database is not available", "databasen er ikke tilgængelig")                                                 \
    D("the database refuses this", "databasen afviser dette")                                                           \
    D("the database went away and it is not known whether this was recorded: repeat it",                                \
      "databasen forsvandt, og det vides ikke, om dette blev registreret: gentag det")                                  \
    D("not assessed up to this feed number yet", "endnu ikke vurderet så langt")                                        \
    D("stopping", "stopper")

/* lists, days, reports, rule sets */
#define DETAILS_OF_QUESTIONS(D)                                                                              \
    D("parameter %s: a number from %lld to %lld is expected",                                                \
      "parameteren %s: et tal fra %lld til %lld ventes")                                                     \
    D("parameter %s: one of %s is expected", "parameteren %s: en af %s ventes")                              \
    D("parameter %s: no slug of catalogue %s; see /v1/catalogues",                                           \
      "parameteren %s: ingen kode i kataloget %s; se /v1/catalogues")                                        \
    D("parameter %s is a fact of today and does not go with as_of",                                          \
      "parameteren %s er et faktum i dag og går ikke sammen med as_of")                                      \
    D("parameter after: the cursor belongs to another filter, order or person",                              \
      "parameteren after: markøren hører til et andet filter, en anden rækkefølge eller person")             \
    D("parameter after: this is no cursor of ours", "parameteren after: det er ingen af vores markører")     \
    D("parameter as_of: at most %d days ahead", "parameteren as_of: højst %d dage fremme")                   \
    D("parameter flag: R1.1 … R7.8; see /v1/rules", "parameteren flag: R1.1 … R7.8; se /v1/rules")           \
    D("parameter known_at: must not lie ahead", "parameteren known_at: må ikke ligge fremme i tiden")        \
    D("parameter sort: with as_of the order is worst", "parameteren sort: med as_of er rækkefølgen worst")   \
    D("parameter sort: worst has one direction", "parameteren sort: worst har kun én retning")               \
    D("parameter %s: %s", "parameteren %s: %s")                                                              \
    D("a CPR number may not stand in parameter %s", "et CPR-nummer må ikke stå i parameteren %s")            \
    D("parameters from and to: each a rule set or a day",                                                    \
      "parametrene from og to: hver et regelsæt eller en dag")                                               \
    D("a UUID is expected", "et UUID ventes")                                                                \
    D("a day (YYYY-MM-DD) is expected", "en dag (ÅÅÅÅ-MM-DD) ventes")                                        \
    D("an instant with its offset is expected", "et tidspunkt med tidszone ventes")                          \
    D("true or false is expected", "true eller false ventes")                                                \
    D("it may stand once", "den må kun stå én gang")                                                         \
    D("the text is empty or too long", "teksten er tom eller for lang")                                      \
    D("more than %d parameters", "mere end %d parametre")                                                    \
    D("this address takes no parameters", "denne adresse har ingen parametre")                               \
    D("unknown parameter; allowed are %s", "ukendt parameter; mulige er %s")                                 \
    D("unknown member; allowed are name, cpr and the parameters of GET /v1/cases",                           \
      "ukendt felt; mulige er name, cpr og parametrene til GET /v1/cases")                                   \
    D("member %s: a text, number or bool is expected", "feltet %s: en tekst, et tal eller ja/nej ventes")    \
    D("too many members", "for mange felter")                                                                \
    D("more than %d deadlines; ask for fewer days or one team",                                              \
      "mere end %d frister; spørg om færre dage eller ét team")                                              \
    D("%d of your replays wait already; try again", "%d af dine gennemregninger venter allerede; prøv igen") \
    D("today's %d questions are used up; there are new ones tomorrow",                                       \
      "dagens %d spørgsmål er brugt; der er nye i morgen")                                                   \
    D("must be the first day of a month, where numbers are rounded",                                         \
      "skal være den første dag i en måned, når tal er afrundede")                                           \
    D("is not on the grid of what may be asked where numbers are rounded; near are %d and %d",               \
      "er ikke en af de værdier, der kan spørges om, når tal er afrundede; nærmest er %d og %d")             \
    D("`%s` must not lie ahead", "`%s` må ikke ligge fremme i tiden")                                        \
    D("`%s` is later than `to`", "`%s` ligger efter `to`")                                                   \
    D("`%s` lies too many months back", "`%s` ligger for mange måneder tilbage")                             \
    D("`%s` must be the last day of a month, where numbers are rounded",                                     \
      "`%s` skal være en måneds sidste dag, når tal afrundes")                                               \
    D("`known_at` lies ahead", "`known_at` ligger fremme i tiden")                                           \
    D("`known_at` must be the end of a month, where numbers are rounded: midnight",                          \
      "`known_at` skal være en måneds slutning, når tal afrundes: midnat")                                   \
    D("either `period` or `draft` is expected", "enten `period` eller `draft` ventes")                       \
    D("there is no such draft, or it is not visible to you",                                                 \
      "den kladde findes ikke, eller du har ikke adgang")                                                    \
    D("there is no such rule set", "det regelsæt findes ikke")                                               \
    D("%s: there is no such rule set", "%s: det regelsæt findes ikke")                                       \
    D("there is a rule set or a draft of this name", "der er et regelsæt eller en kladde med det navn")      \
    D("there is a period of this name", "der er en periode med det navn")                                    \
    D("there are as many periods as there may be", "der er så mange perioder, som der kan være")             \
    D("the name of a draft stays as it is", "en kladde beholder sit navn")                                   \
    D("it is no draft any more", "det er ikke længere en kladde")                                            \
    D("it is no draft: %s", "det er ingen kladde: %s")                                                       \
    D("the draft was changed meanwhile: it is at version %d",                                                \
      "kladden blev ændret imens: den er ved version %d")                                                    \
    D("another rule set was published meanwhile: look again what this changes",                              \
      "et andet regelsæt blev udgivet imens: se igen, hvad dette ændrer")                                    \
    D("If-Match is needed: the version this is about, as ETag gives it",                                     \
      "If-Match kræves: den version, det gælder, som ETag angiver den")                                      \
    D("must be a day after today", "skal være en dag efter i dag")                                           \
    D("must be a day, YYYY-MM-DD, or null", "skal være en dag, ÅÅÅÅ-MM-DD, eller null")                      \
    D("must be a day or null", "skal være en dag eller null")                                                \
    D("must be a whole number", "skal være et helt tal")                                                     \
    D("is no parameter here", "er ingen parameter her")                                                      \
    D("is no rule", "er ingen regel")                                                                        \
    D("is no target_group", "er ingen target_group")                                                         \
    D("is no wait_reason", "er ingen wait_reason")                                                           \
    D("no such parameter or group", "den parameter eller gruppe findes ikke")                                \
    D("a shared parameter is the same for all groups", "en fælles parameter er ens for alle grupper")        \
    D("red is below amber", "rød ligger under gul")                                                          \
    D("small letters, digits and hyphens are expected, a letter first",                                      \
      "små bogstaver, cifre og bindestreger ventes, et bogstav først")                                       \
    D("%zu errors; the first: %s: %s", "%zu fejl; den første: %s: %s")

/* client: files that are read, the session */
#define DETAILS_OF_FILES(D)                                                                                  \
    D("line %u: %s", "linje %u: %s")                                                                         \
    D("malformed XML: %s", "ugyldig XML: %s")                                                                \
    D("a trace of more than 64 MB", "en trace på mere end 64 MB")                                            \
    D("a trace of too many events", "en trace med for mange hændelser")                                      \
    D("a <log> inside the log", "en <log> inde i loggen")                                                    \
    D("no event log: the outermost element is not <log>",                                                    \
      "ingen hændelseslog: det yderste element er ikke <log>")                                               \
    D("a <trace> that is not directly in the <log>", "en <trace>, der ikke står direkte i <log>")            \
    D("an <event> that is not directly in a <trace>", "en <event>, der ikke står direkte i en <trace>")      \
    D("more than 32 elements inside each other", "mere end 32 elementer inde i hinanden")                    \
    D("a value of more than 64 kB", "en værdi på mere end 64 kB")                                            \
    D("an element of more than 1 MB", "et element på mere end 1 MB")                                         \
    D("more than 256 kB", "mere end 256 kB")                                                                 \
    D("a document type (<!DOCTYPE) is refused", "en dokumenttype (<!DOCTYPE) afvises")                       \
    D("no time:timestamp", "time:timestamp mangler")                                                         \
    D("no concept:name", "concept:name mangler")                                                             \
    D("time:timestamp: %s", "time:timestamp: %s")                                                            \
    D("time:timestamp is no date and time with an offset",                                                   \
      "time:timestamp er ikke en dato og et klokkeslæt med tidszone")                                        \
    D("lies in the future", "ligger i fremtiden")                                                            \
    D("concept:name: %s", "concept:name: %s")                                                                \
    D("org:resource: %s", "org:resource: %s")                                                                \
    D("identity:id: %s", "identity:id: %s")                                                                  \
    D("concept:name of the trace: %s", "tracens concept:name: %s")                                           \
    D("the caseworker's name: %s", "sagsbehandlerens navn: %s")                                              \
    D("case: %s", "case: %s")                                                                                \
    D("event_id or ref: %s", "event_id eller ref: %s")                                                       \
    D("event_id and ref are texts", "event_id og ref er tekster")                                            \
    D("a line needs a case", "en linje skal have et case")                                                   \
    D("a line is a JSON object", "en linje er et JSON-objekt")                                               \
    D("the case has more than 7 MB of events", "forløbet har mere end 7 MB hændelser")                       \
    D("the file is empty", "filen er tom")                                                                   \
    D("the file is neither XES, which begins with <, nor NDJSON, each line of which is an "                  \
      "object in {}: a table such as a CSV is made into one of them first",                                  \
      "filen er hverken XES, der begynder med <, eller NDJSON, hvor hver linje er et objekt "                \
      "i {}: en tabel som fx CSV skal først laves om til en af dem")                                         \
    D("the file cannot be read: %s", "filen kan ikke læses: %s")                                             \
    D("%s is a folder", "%s er en mappe")                                                                    \
    D("the packed file is damaged: %s", "den pakkede fil er beskadiget: %s")                                 \
    D("bytes follow behind its end", "der følger noget efter dens slutning")                                 \
    D("a piece of the file is too large", "et stykke af filen er for stort")                                 \
    D("unknown error", "ukendt fejl")                                                                        \
    D("it cannot be unpacked", "den kan ikke pakkes ud")                                                     \
    D("the packed file ends too early", "den pakkede fil slutter for tidligt")                               \
    D("the packed file grows to more than %d times its size",                                                \
      "den pakkede fil vokser til mere end %d gange sin størrelse")                                          \
    D("%s may be read by others; remove it and log in again",                                                \
      "%s kan læses af andre; slet den, og log ind igen")                                                    \
    D("address, certificate and token have at most %d bytes each",                                           \
      "adresse, certifikat og nøgle har højst %d byte hver")                                                 \
    D("the server's address must begin with https://", "serverens adresse skal begynde med https://")        \
    D("HOME is not set: there is no place for the session",                                                  \
      "HOME er ikke sat: der er intet sted til sessionen")                                                   \
    D("%s cannot be written: %s", "%s kan ikke skrives: %s")                                                 \
    D("the daemon gives no reason", "serveren giver ingen grund")                                            \
    D("too much text", "for meget tekst")                                                                    \
    D("the reference is too long", "referencen er for lang")

#define DETAIL_TABLE(D)                                                                                      \
    DETAILS_OF_EVENTS(D) DETAILS_OF_MOVES(D) DETAILS_OF_CALLS(D) DETAILS_OF_QUESTIONS(D) DETAILS_OF_FILES(D)

#endif
