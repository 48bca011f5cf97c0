/* The event vocabulary: what may happen in a course, one row for each kind. Checking of input, JSON, the
 * client's options, OpenAPI and the documentation are all made from these rows; to add a kind, add a row at
 * the end (numbers are stored).
 *
 * K(enumerator, slug, Danish, English, initialisers of struct kind_info…). Source: the vocabulary of the
 * rules (chapter 3). Include kind.h. */
#ifndef SPOR_KIND_TABLE_H
#define SPOR_KIND_TABLE_H

/* The kinds that carry or handle other events cannot be corrected themselves; a flag's ref may name any
 * subject. */
#define ANY_KIND (~UINT64_C(0))

#define KINDS(K)                                                                                             \
    K(KIND_CASE_OPENED, "case_opened", "sag oprettet", "case opened", .optional = FIELD_UNIT,                \
      .flags = KIND_CONTROL,                                                                                 \
      .meaning = "First event of a case. Refused while the citizen has an open case, or within 28 days of "  \
                 "the last closing (reopen that one)")                                                       \
    K(KIND_CASE_CLOSED, "case_closed", "sag lukket", "case closed", .required = FIELD_CODE,                  \
      .code = CATALOGUE_CLOSING_OUTCOME, .flags = KIND_CONTROL,                                              \
      .meaning = "transferred_internal is a label only: the course goes on")                                 \
    K(KIND_CASE_REOPENED, "case_reopened", "sag genåbnet", "case reopened", .optional = FIELD_UNIT,          \
      .flags = KIND_CONTROL, .meaning = "Only a closed case, at most 28 days after its closing")             \
    K(KIND_PAUSE_STARTED, "pause_started", "pause begyndt", "pause started",                                 \
      .required = FIELD_CODE | FIELD_DUE, .code = CATALOGUE_PAUSE,                                           \
      .meaning = "due is the last day of the pause, at most 365 days on")                                    \
    K(KIND_PAUSE_ENDED, "pause_ended", "pause slut", "pause ended", .required = FIELD_REF,                   \
      .ref_kinds = KIND_BIT(KIND_PAUSE_STARTED),                                                             \
      .meaning = "ref names the pause_started; the day itself is no longer paused")                          \
    K(KIND_CLASSIFIED, "classified", "målgruppe", "target group set", .required = FIELD_CODE,                \
      .optional = FIELD_MARKS, .code = CATALOGUE_TARGET_GROUP, .marks = MARK_BIT(MARK_COMPLEX),              \
      .flags = KIND_BEFORE_OPENING,                                                                          \
      .meaning = "Target group from this day on. May lie before the opening (first day of absence)")         \
    K(KIND_BENEFIT_CHANGED, "benefit_changed", "ydelse ændret", "benefit changed", .required = FIELD_CODE,   \
      .code = CATALOGUE_BENEFIT, .flags = KIND_BEFORE_OPENING,                                               \
      .meaning = "Benefit from this day on. May lie before the opening")                                     \
    K(KIND_DATE_FORESEEN, "date_foreseen", "kendt dato", "known date", .required = FIELD_CODE | FIELD_DUE,   \
      .code = CATALOGUE_FORESEEN_DATE, .flags = KIND_BEFORE_OPENING,                                         \
      .meaning = "A date ahead (due) that needs preparing; the latest one per code counts (other: each)")    \
    K(KIND_CASEWORKER_ASSIGNED, "caseworker_assigned", "sagsbehandler tildelt", "caseworker assigned",       \
      .required = FIELD_STAFF | FIELD_ROLE,                                                                  \
      .optional = FIELD_CODE | FIELD_STARTS_AT | FIELD_DUE | FIELD_BATCH | FIELD_MARKS,                      \
      .code = CATALOGUE_SWITCH_REASON,                                                                       \
      .marks = MARK_BIT(MARK_PLANNED) | MARK_BIT(MARK_INFORMED) | MARK_BIT(MARK_HISTORY),                    \
      .flags = KIND_CONTROL,                                                                                 \
      .meaning = "due (last day of cover) goes with role deputy, always and only; starts_at with deputy "    \
                 "only, at most 180 days ahead: cover begins that day. planned known beforehand, informed "  \
                 "the citizen knows, history taken over from another system")                                \
    K(KIND_CASEWORKER_RELEASED, "caseworker_released", "sagsbehandler fratrådt", "caseworker released",      \
      .required = FIELD_STAFF | FIELD_ROLE, .optional = FIELD_CODE | FIELD_BATCH,                            \
      .code = CATALOGUE_SWITCH_REASON, .flags = KIND_CONTROL)                                                \
    K(KIND_SWITCH_REASON_GIVEN, "switch_reason_given", "årsag til skift", "reason for a switch",             \
      .required = FIELD_REF | FIELD_CODE, .code = CATALOGUE_SWITCH_REASON,                                   \
      .ref_kinds = KIND_BIT(KIND_CASEWORKER_ASSIGNED), .flags = KIND_NOW | KIND_AFTER_CLOSING,               \
      .meaning = "ref names the caseworker_assigned; also on a closed case")                                 \
    K(KIND_HANDOVER, "handover", "overlevering", "handover", .required = FIELD_CODE | FIELD_OUTCOME,         \
      .optional = FIELD_REF | FIELD_STAFF | FIELD_DUE | FIELD_BECAUSE | FIELD_ALSO | FIELD_MARKS,            \
      .code = CATALOGUE_HANDOVER_MODE, .outcome = CATALOGUE_HANDOVER_STATE,                                  \
      .also = CATALOGUE_HANDOVER_CONTENT, .because = CATALOGUE_DECLINE_REASON,                               \
      .marks = MARK_BIT(MARK_INFORMED), .ref_kinds = KIND_BIT(KIND_HANDOVER),                                \
      .flags = KIND_CONTROL | KIND_SUBSTANTIVE_IF,                                                           \
      .meaning =                                                                                             \
          "outcome is its state: prepared, then sent (needs staff, the receiver, and due, accept by), then " \
          "accepted or declined (needs because); every state after the first names the first by ref; also "  \
          "the check list. Accepting assigns nobody: the leader's caseworker_assigned does")                 \
    K(KIND_TRANSITION, "transition", "overgang", "transition", .required = FIELD_CODE | FIELD_OUTCOME,       \
      .optional = FIELD_REF | FIELD_UNIT | FIELD_DUE | FIELD_BATCH, .code = CATALOGUE_TRANSITION_KIND,       \
      .outcome = CATALOGUE_TRANSITION_STATE, .ref_kinds = KIND_BIT(KIND_TRANSITION),                         \
      .meaning = "started: from this day unit is responsible; accepted refers to the started one")           \
    K(KIND_CITIZEN_TOLD, "citizen_told", "borger orienteret", "citizen told",                                \
      .required = FIELD_CODE | FIELD_CHANNEL, .optional = FIELD_REF, .code = CATALOGUE_TOLD_ABOUT,           \
      .ref_kinds =                                                                                           \
          KIND_BIT(KIND_NEXT_STEP_SET) | KIND_BIT(KIND_CASEWORKER_ASSIGNED) | KIND_BIT(KIND_TRANSITION),     \
      .meaning = "What, and through which channel; ref may name the step, switch or transition")             \
    K(KIND_MEETING_REQUESTED, "meeting_requested", "borger beder om møde", "meeting requested",              \
      .optional = FIELD_CODE | FIELD_CHANNEL, .code = CATALOGUE_MEETING_KIND, .meaning = "By the citizen")   \
    K(KIND_MEETING_BOOKED, "meeting_booked", "møde aftalt", "meeting booked", .required = FIELD_STARTS_AT,   \
      .optional = FIELD_CODE | FIELD_STAFF | FIELD_UNIT | FIELD_CHANNEL, .code = CATALOGUE_MEETING_KIND,     \
      .meaning = "starts_at; a held, moved or cancelled meeting refers to it")                               \
    K(KIND_MEETING, "meeting", "møde", "meeting", .required = FIELD_CODE | FIELD_OUTCOME,                    \
      .optional = FIELD_STAFF | FIELD_UNIT | FIELD_CHANNEL | FIELD_REF, .code = CATALOGUE_MEETING_KIND,      \
      .outcome = CATALOGUE_MEETING_OUTCOME, .ref_kinds = KIND_BIT(KIND_MEETING_BOOKED),                      \
      .flags = KIND_SUBSTANTIVE_IF,                                                                          \
      .meaning = "ref may name its booking, which is then gone; moved: book the new one. Outcome held with " \
                 "channel letter is refused; kind aftercare also on a closed case")                          \
    K(KIND_WISHES_RECORDED, "wishes_recorded", "borgerens ønsker", "citizen's wishes",                       \
      .flags = KIND_NEEDS_NOTE,                                                                              \
      .meaning = "Wishes and strengths in the citizen's words; needs a note, except from an import")         \
    K(KIND_FEEDBACK_ASKED, "feedback_asked", "borger spurgt", "citizen asked", .required = FIELD_CODE,       \
      .optional = FIELD_CHANNEL, .code = CATALOGUE_QUESTION, .flags = KIND_AFTER_CLOSING,                    \
      .meaning = "Denominator of the response share; also on a closed case")                                 \
    K(KIND_FEEDBACK_RECEIVED, "feedback_received", "svar fra borger", "feedback", .required = FIELD_CODE,    \
      .optional = FIELD_SCORE | FIELD_SCALE | FIELD_REF, .code = CATALOGUE_QUESTION,                         \
      .ref_kinds = KIND_BIT(KIND_FEEDBACK_ASKED), .flags = KIND_AFTER_CLOSING,                               \
      .meaning = "An answer; a missing score is 'does not wish to say'; ref may name the asking; also on a " \
                 "closed case")                                                                              \
    K(KIND_FEEDBACK_FOLLOWED_UP, "feedback_followed_up", "svar fulgt op", "feedback followed up",            \
      .optional = FIELD_REF | FIELD_STAFF, .ref_kinds = KIND_BIT(KIND_FEEDBACK_RECEIVED),                    \
      .flags = KIND_LEADER | KIND_AFTER_CLOSING,                                                             \
      .meaning = "A leader has talked with the citizen or the caseworker about it; also on a closed case")   \
    K(KIND_PLAN_MADE, "plan_made", "plan lagt", "plan made",                                                 \
      .optional = FIELD_UNIT | FIELD_CODE | FIELD_MARKS, .code = CATALOGUE_PLAN_KIND,                        \
      .marks = MARK_BIT(MARK_CITIZEN_PART) | MARK_BIT(MARK_GOAL) | MARK_BIT(MARK_HISTORY),                   \
      .flags = KIND_CONTROL | KIND_SUBSTANTIVE,                                                              \
      .meaning = "citizen_part: the citizen wrote or chose part of it; goal: it has a job or education "     \
                 "goal; history: taken over from another system")                                            \
    K(KIND_PLAN_REVISED, "plan_revised", "plan revideret", "plan revised",                                   \
      .optional = FIELD_UNIT | FIELD_CODE | FIELD_MARKS, .code = CATALOGUE_PLAN_KIND,                        \
      .marks = MARK_BIT(MARK_CITIZEN_PART) | MARK_BIT(MARK_GOAL) | MARK_BIT(MARK_HISTORY),                   \
      .flags = KIND_CONTROL | KIND_SUBSTANTIVE,                                                              \
      .meaning = "As above; where no plan is in force it makes one")                                         \
    K(KIND_PLAN_CONFIRMED, "plan_confirmed", "plan bekræftet", "plan confirmed", .required = FIELD_PARTY,    \
      .optional = FIELD_UNIT | FIELD_CODE, .code = CATALOGUE_PLAN_KIND, .flags = KIND_CONTROL,               \
      .meaning = "party is who confirms: the citizen, or the new caseworker who takes it over; unit and "    \
                 "code name which plan (5.9)")                                                               \
    K(KIND_PLAN_CLOSED, "plan_closed", "plan afsluttet", "plan closed", .optional = FIELD_UNIT | FIELD_CODE, \
      .code = CATALOGUE_PLAN_KIND, .flags = KIND_CONTROL, .meaning = "unit and code name which (5.9)")       \
    K(KIND_NEXT_STEP_SET, "next_step_set", "næste skridt", "next step set",                                  \
      .required = FIELD_PARTY | FIELD_DUE, .optional = FIELD_STAFF | FIELD_CHANNEL,                          \
      .flags = KIND_NEEDS_NOTE,                                                                              \
      .meaning = "party owns it, due is its date; channel: told to the citizen at once; needs a note, "      \
                 "except from an import")                                                                    \
    K(KIND_NEXT_STEP_MOVED, "next_step_moved", "næste skridt flyttet", "next step moved",                    \
      .required = FIELD_REF | FIELD_DUE, .optional = FIELD_CHANNEL,                                          \
      .ref_kinds = KIND_BIT(KIND_NEXT_STEP_SET), .meaning = "ref a step; due the new date; channel: told")   \
    K(KIND_NEXT_STEP_DONE, "next_step_done", "næste skridt udført", "next step done", .required = FIELD_REF, \
      .ref_kinds = KIND_BIT(KIND_NEXT_STEP_SET), .flags = KIND_SUBSTANTIVE, .meaning = "ref a step")         \
    K(KIND_NEXT_STEP_DROPPED, "next_step_dropped", "næste skridt opgivet", "next step dropped",              \
      .required = FIELD_REF, .ref_kinds = KIND_BIT(KIND_NEXT_STEP_SET), .meaning = "ref a step")             \
    K(KIND_INTERVENTION_STARTED, "intervention_started", "indsats begyndt", "intervention started",          \
      .required = FIELD_CODE, .optional = FIELD_UNIT | FIELD_DUE | FIELD_HOURS | FIELD_MARKS,                \
      .code = CATALOGUE_INTERVENTION_KIND, .marks = MARK_BIT(MARK_CLARIFY), .flags = KIND_SUBSTANTIVE,       \
      .meaning = "clarify: its purpose is clarification; due its last day")                                  \
    K(KIND_INTERVENTION_CHANGED, "intervention_changed", "indsats ændret", "intervention changed",           \
      .required = FIELD_REF, .optional = FIELD_DUE | FIELD_HOURS,                                            \
      .ref_kinds = KIND_BIT(KIND_INTERVENTION_STARTED), .flags = KIND_SUBSTANTIVE,                           \
      .meaning = "ref an intervention; at least one of due, hours")                                          \
    K(KIND_INTERVENTION_ENDED, "intervention_ended", "indsats slut", "intervention ended",                   \
      .required = FIELD_REF, .optional = FIELD_OUTCOME, .outcome = CATALOGUE_END_REASON,                     \
      .ref_kinds = KIND_BIT(KIND_INTERVENTION_STARTED), .flags = KIND_SUBSTANTIVE,                           \
      .meaning = "ref an intervention")                                                                      \
    K(KIND_WAIT_STARTED, "wait_started", "ventetid begyndt", "wait started",                                 \
      .required = FIELD_CODE | FIELD_DUE, .optional = FIELD_PARTY, .code = CATALOGUE_WAIT_REASON,            \
      .meaning = "due expected end, required: 'waiting' without a date is no wait. Statements (mark S in "   \
                 "wait_reason) are refused here")                                                            \
    K(KIND_WAIT_MOVED, "wait_moved", "ventetid flyttet", "wait moved", .required = FIELD_REF | FIELD_DUE,    \
      .ref_kinds = KIND_BIT(KIND_WAIT_STARTED) | KIND_BIT(KIND_STATEMENT_REQUESTED),                         \
      .meaning = "ref a wait or statement; also records that it was looked at")                              \
    K(KIND_WAIT_ENDED, "wait_ended", "ventetid slut", "wait ended", .required = FIELD_REF,                   \
      .optional = FIELD_OUTCOME, .outcome = CATALOGUE_WAIT_OUTCOME,                                          \
      .ref_kinds = KIND_BIT(KIND_WAIT_STARTED) | KIND_BIT(KIND_STATEMENT_REQUESTED),                         \
      .meaning = "ref a wait or statement")                                                                  \
    K(KIND_STATEMENT_REQUESTED, "statement_requested", "erklæring bestilt", "statement requested",           \
      .required = FIELD_CODE, .optional = FIELD_DUE | FIELD_PARTY, .code = CATALOGUE_WAIT_REASON,            \
      .meaning = "Only reasons with mark S; it is a wait for the statement")                                 \
    K(KIND_STATEMENT_RECEIVED, "statement_received", "erklæring modtaget", "statement received",             \
      .required = FIELD_CODE, .optional = FIELD_REF, .code = CATALOGUE_WAIT_REASON,                          \
      .ref_kinds = KIND_BIT(KIND_STATEMENT_REQUESTED), .flags = KIND_SUBSTANTIVE,                            \
      .meaning = "Ends the wait that ref names; without ref the oldest open one of that code")               \
    K(KIND_COORDINATION_CONTACT, "coordination_contact", "koordinering", "coordination contact",             \
      .required = FIELD_CODE, .optional = FIELD_PARTY | FIELD_UNIT, .code = CATALOGUE_COORDINATION,          \
      .flags = KIND_SUBSTANTIVE_IF, .meaning = "With another authority, provider, employer")                 \
    K(KIND_DECISION_MADE, "decision_made", "afgørelse", "decision made", .required = FIELD_CODE,             \
      .code = CATALOGUE_DECISION, .flags = KIND_SUBSTANTIVE,                                                 \
      .meaning = "A decision made in the case system; Spor decides nothing")                                 \
    K(KIND_PROGRESS_MEASURED, "progress_measured", "progression målt", "progress measured",                  \
      .required = FIELD_CODE | FIELD_PARTY | FIELD_SCORE | FIELD_SCALE, .code = CATALOGUE_INDICATOR,         \
      .flags = KIND_SUBSTANTIVE, .meaning = "party is who judges: citizen or caseworker")                    \
    K(KIND_LONG_CASE_REVIEWED, "long_case_reviewed", "langt forløb gennemgået", "long case reviewed",        \
      .required = FIELD_CODE, .optional = FIELD_ALSO, .code = CATALOGUE_LONG_CAUSE,                          \
      .also = CATALOGUE_LONG_CAUSE, .flags = KIND_LEADER,                                                    \
      .meaning = "code the main cause, also at most two more")                                               \
    K(KIND_FLAG_ACKNOWLEDGED, "flag_acknowledged", "markering set", "flag acknowledged",                     \
      .required = FIELD_CODE, .optional = FIELD_REF, .code = CATALOGUE_RULE, .ref_kinds = ANY_KIND,          \
      .flags = KIND_CONTROL | KIND_NOW | KIND_LEADER | KIND_UNCORRECTABLE,                                   \
      .meaning =                                                                                             \
          "code the rule, ref the subject (left out for 0). Refused where that flag is not there today")     \
    K(KIND_FLAG_WAIVED, "flag_waived", "markering frafaldet", "flag waived",                                 \
      .required = FIELD_CODE | FIELD_OUTCOME | FIELD_DUE, .optional = FIELD_REF, .code = CATALOGUE_RULE,     \
      .outcome = CATALOGUE_DISMISSAL_REASON, .ref_kinds = ANY_KIND,                                          \
      .flags = KIND_CONTROL | KIND_NOW | KIND_LEADER | KIND_UNCORRECTABLE,                                   \
      .meaning = "As above, codex rules only; outcome the reason, due the last day")                         \
    K(KIND_FLAG_WAIVER_CONFIRMED, "flag_waiver_confirmed", "frafald bekræftet", "waiver confirmed",          \
      .required = FIELD_CODE, .optional = FIELD_REF, .code = CATALOGUE_RULE, .ref_kinds = ANY_KIND,          \
      .flags = KIND_CONTROL | KIND_NOW | KIND_LEADER | KIND_SECOND_PERSON | KIND_UNCORRECTABLE,              \
      .meaning = "A second person confirms a waiver or exemption longer than 90 days")                       \
    K(KIND_FLAG_EXEMPTED, "flag_exempted", "undtaget", "flag exempted",                                      \
      .required = FIELD_CODE | FIELD_OUTCOME | FIELD_DUE, .optional = FIELD_REF, .code = CATALOGUE_RULE,     \
      .outcome = CATALOGUE_DISMISSAL_REASON, .ref_kinds = ANY_KIND,                                          \
      .flags = KIND_CONTROL | KIND_NOW | KIND_LEADER | KIND_UNCORRECTABLE,                                   \
      .meaning = "Statutory rules only; outcome the reason, due the last day")                               \
    K(KIND_FLAG_REOPENED, "flag_reopened", "markering genåbnet", "flag reopened", .required = FIELD_CODE,    \
      .optional = FIELD_REF, .code = CATALOGUE_RULE, .ref_kinds = ANY_KIND,                                  \
      .flags = KIND_CONTROL | KIND_NOW | KIND_LEADER | KIND_UNCORRECTABLE)                                   \
    K(KIND_ACTIVITY, "activity", "hændelse fra log", "activity of an imported log", .required = FIELD_CODE,  \
      .optional = FIELD_STAFF | FIELD_UNIT, .flags = KIND_SUBSTANTIVE | KIND_IMPORT_ONLY | KIND_FREE_CODE,   \
      .meaning = "code is any name of up to 200 characters, kept as it is")                                  \
    K(KIND_REDACTION_REQUESTED, "redaction_requested", "sletning ønsket", "redaction requested",             \
      .required = FIELD_REF, .ref_kinds = ANY_KIND, .flags = KIND_CONTROL | KIND_NOW | KIND_UNCORRECTABLE,   \
      .meaning = "ref the event whose note must go")                                                         \
    K(KIND_NOTE_REDACTED, "note_redacted", "note slettet", "note redacted", .required = FIELD_REF,           \
      .ref_kinds = ANY_KIND,                                                                                 \
      .flags = KIND_CONTROL | KIND_NOW | KIND_LEADER | KIND_SECOND_PERSON | KIND_UNCORRECTABLE,              \
      .meaning =                                                                                             \
          "Deletes the note. Refused unless another person has recorded a redaction_requested for it")       \
    K(KIND_CORRECTED, "corrected", "rettet", "corrected", .required = FIELD_REF | FIELD_BECAUSE,             \
      .optional = FIELD_ALL, .because = CATALOGUE_CORRECTION_REASON, .ref_kinds = ANY_KIND,                  \
      .flags = KIND_CONTROL | KIND_UNCORRECTABLE,                                                            \
      .meaning = "ref the event, because why; carries the whole new content, 5.1")                           \
    K(KIND_VOIDED, "voided", "annulleret", "voided", .required = FIELD_REF | FIELD_BECAUSE,                  \
      .because = CATALOGUE_CORRECTION_REASON, .ref_kinds = ANY_KIND,                                         \
      .flags = KIND_CONTROL | KIND_NOW | KIND_UNCORRECTABLE, .meaning = "ref the event, because why")

#endif
