/* The catalogues of the field: every value with its slug, Danish and English label, and the properties that
 * rules read.
 *
 * The number of a value is its place in its list, from 1; 0 means "none". New values go to the end; a number
 * is never used again, because events hold numbers. V(enumerator, slug, Danish, English, properties…) where
 * the properties are initialisers of struct catalogue_value. Include catalogue.h, not this file. */
#ifndef SPOR_CATALOGUE_TABLE_H
#define SPOR_CATALOGUE_TABLE_H

/* Who works on the case. */
#define ROLE_VALUES(V)                                                                                       \
    V(ROLE_PRIMARY, "primary", "ansvarlig sagsbehandler", "primary caseworker", .flags = 0)                  \
    V(ROLE_SECONDARY, "secondary", "medsagsbehandler", "second caseworker", .flags = 0)                      \
    V(ROLE_DEPUTY, "deputy", "stedfortræder", "deputy (cover)", .flags = 0)                                  \
    V(ROLE_COORDINATOR, "coordinator", "koordinerende sagsbehandler", "coordinating caseworker", .flags = 0)

#define CHANNEL_VALUES(V)                                                                                    \
    V(CHANNEL_IN_PERSON, "in_person", "personligt fremmøde", "in person", .flags = 0)                        \
    V(CHANNEL_PHONE, "phone", "telefon", "by phone", .flags = 0)                                             \
    V(CHANNEL_VIDEO, "video", "video", "by video", .flags = 0)                                               \
    V(CHANNEL_LETTER, "letter", "brev eller digital post", "letter or digital post", .flags = 0)

#define PARTY_VALUES(V)                                                                                      \
    V(PARTY_CITIZEN, "citizen", "borgeren", "the citizen", .flags = 0)                                       \
    V(PARTY_CASEWORKER, "caseworker", "sagsbehandleren", "the caseworker", .flags = 0)                       \
    V(PARTY_MUNICIPALITY, "municipality", "kommunen i øvrigt", "another part of the municipality",           \
      .flags = 0)                                                                                            \
    V(PARTY_DOCTOR, "doctor", "egen læge", "the citizen's doctor", .flags = 0)                               \
    V(PARTY_REGION, "region", "regionen", "the region (hospital, clinical function)", .flags = 0)            \
    V(PARTY_EMPLOYER, "employer", "arbejdsgiver", "employer", .flags = 0)                                    \
    V(PARTY_PROVIDER, "provider", "anden aktør", "external provider", .flags = 0)                            \
    V(PARTY_AKASSE, "akasse", "a-kasse", "unemployment insurance fund", .flags = 0)                          \
    V(PARTY_AUTHORITY, "authority", "anden myndighed", "another authority", .flags = 0)                      \
    V(PARTY_OTHER, "other", "andre", "other", .flags = 0)

#define ADMINISTRATION_VALUES(V)                                                                             \
    V(ADMINISTRATION_EMPLOYMENT, "employment", "beskæftigelse", "employment", .flags = 0)                    \
    V(ADMINISTRATION_BENEFITS, "benefits", "ydelse", "benefits", .flags = 0)                                 \
    V(ADMINISTRATION_SOCIAL, "social", "social", "social services", .flags = 0)                              \
    V(ADMINISTRATION_HEALTH, "health", "sundhed", "health", .flags = 0)                                      \
    V(ADMINISTRATION_CHILDREN_FAMILY, "children_family", "børn og familie", "children and family",           \
      .flags = 0)                                                                                            \
    V(ADMINISTRATION_EDUCATION, "education", "uddannelse", "education", .flags = 0)                          \
    V(ADMINISTRATION_INTEGRATION, "integration", "integration", "integration", .flags = 0)                   \
    V(ADMINISTRATION_REGION, "region", "region", "region", .flags = 0)                                       \
    V(ADMINISTRATION_AKASSE, "akasse", "a-kasse", "unemployment insurance fund", .flags = 0)                 \
    V(ADMINISTRATION_PROVIDER, "provider", "anden aktør", "external provider", .flags = 0)                   \
    V(ADMINISTRATION_OTHER_MUNICIPALITY, "other_municipality", "anden kommune", "another municipality",      \
      .flags = 0)                                                                                            \
    V(ADMINISTRATION_STATE, "state", "staten", "the state", .flags = 0)                                      \
    V(ADMINISTRATION_EMPLOYER, "employer", "arbejdsgiver", "employer", .flags = 0)

/* Contact family (rules 5.6); the law gives some groups a coordinator (R6.1). */
#define TARGET_GROUP_VALUES(V)                                                                               \
    V(TARGET_GROUP_UNEMPLOYMENT_INSURED, "unemployment_insured", "dagpengemodtager", "insured unemployed",   \
      .family = FAMILY_INSURED)                                                                              \
    V(TARGET_GROUP_CASH_JOB_READY, "cash_job_ready", "jobparat, kontanthjælp", "cash benefit, job-ready",    \
      .family = FAMILY_CASH)                                                                                 \
    V(TARGET_GROUP_CASH_ACTIVITY_READY, "cash_activity_ready", "aktivitetsparat, kontanthjælp",              \
      "cash benefit, activity-ready", .family = FAMILY_CASH)                                                 \
    V(TARGET_GROUP_YOUTH_EDUCATION_READY, "youth_education_ready", "uddannelsesparat under 30",              \
      "under 30, education-ready", .family = FAMILY_CASH)                                                    \
    V(TARGET_GROUP_YOUTH_ACTIVITY_READY, "youth_activity_ready", "aktivitetsparat under 30",                 \
      "under 30, activity-ready", .family = FAMILY_CASH, .flags = TARGET_GROUP_HAS_COORDINATOR)              \
    V(TARGET_GROUP_SICK_PAY, "sick_pay", "sygedagpenge", "sickness benefit", .family = FAMILY_SICK)          \
    V(TARGET_GROUP_JOB_CLARIFICATION, "job_clarification", "jobafklaringsforløb",                            \
      "job clarification course", .family = FAMILY_CLARIFICATION, .flags = TARGET_GROUP_HAS_COORDINATOR)     \
    V(TARGET_GROUP_RESOURCE_COURSE, "resource_course", "ressourceforløb", "resource course",                 \
      .family = FAMILY_RESOURCE, .flags = TARGET_GROUP_HAS_COORDINATOR)                                      \
    V(TARGET_GROUP_FLEX_JOB_REFERRED, "flex_job_referred", "visiteret til fleksjob", "referred to flex job", \
      .family = FAMILY_FLEX)                                                                                 \
    V(TARGET_GROUP_REHABILITATION_TRAINING, "rehabilitation_training", "revalidering",                       \
      "vocational rehabilitation", .family = FAMILY_REHABILITATION)                                          \
    V(TARGET_GROUP_DISABILITY_PENSION, "disability_pension", "førtidspensionist, der ønsker arbejde",        \
      "disability pensioner who wants work", .family = FAMILY_PENSION)                                       \
    V(TARGET_GROUP_SELF_SUPPORTING, "self_supporting", "selvforsørgende ledig",                              \
      "self-supporting unemployed", .family = FAMILY_OTHER)                                                  \
    V(TARGET_GROUP_UNDER_18, "under_18", "under 18 år", "under 18", .family = FAMILY_OTHER)                  \
    V(TARGET_GROUP_INTEGRATION_PROGRAMME, "integration_programme", "integrationsprogram",                    \
      "integration programme", .family = FAMILY_INTEGRATION)                                                 \
    V(TARGET_GROUP_FLEX_JOB_EMPLOYED, "flex_job_employed", "ansat i fleksjob", "employed in flex job",       \
      .family = FAMILY_FLEX_EMPLOYED)

#define BENEFIT_VALUES(V)                                                                                    \
    V(BENEFIT_UNEMPLOYMENT_BENEFIT, "unemployment_benefit", "dagpenge", "unemployment benefit", .flags = 0)  \
    V(BENEFIT_CASH_BENEFIT, "cash_benefit", "kontanthjælp", "cash benefit", .flags = 0)                      \
    V(BENEFIT_EDUCATION_BENEFIT, "education_benefit", "uddannelseshjælp", "education benefit", .flags = 0)   \
    V(BENEFIT_SICK_PAY, "sick_pay", "sygedagpenge", "sickness benefit", .flags = 0)                          \
    V(BENEFIT_RESOURCE_BENEFIT, "resource_benefit", "ressourceforløbsydelse", "resource course benefit",     \
      .flags = 0)                                                                                            \
    V(BENEFIT_UNEMPLOYED_FLEX_BENEFIT, "unemployed_flex_benefit", "ledighedsydelse",                         \
      "benefit between flex jobs", .flags = 0)                                                               \
    V(BENEFIT_FLEX_WAGE_SUBSIDY, "flex_wage_subsidy", "fleksløntilskud", "flex wage subsidy", .flags = 0)    \
    V(BENEFIT_REHABILITATION_BENEFIT, "rehabilitation_benefit", "revalideringsydelse",                       \
      "rehabilitation benefit", .flags = 0)                                                                  \
    V(BENEFIT_DISABILITY_PENSION, "disability_pension", "førtidspension", "disability pension", .flags = 0)  \
    V(BENEFIT_SELF_SUPPORT_BENEFIT, "self_support_benefit", "selvforsørgelses- og hjemrejseydelse",          \
      "self-support benefit", .flags = 0)                                                                    \
    V(BENEFIT_NONE, "none", "ingen ydelse", "no benefit", .flags = 0)

#define PAUSE_VALUES(V)                                                                                      \
    V(PAUSE_PARENTAL_LEAVE, "parental_leave", "barsel", "parental leave", .flags = 0)                        \
    V(PAUSE_STANDBY, "standby", "standby ved alvorlig sygdom", "standby, serious illness", .flags = 0)       \
    V(PAUSE_LESS_INTENSIVE, "less_intensive", "mindre intensiv indsats", "less intensive effort", .flags = 0)

#define FORESEEN_DATE_VALUES(V)                                                                              \
    V(FORESEEN_DATE_SICK_PAY_REASSESSMENT, "sick_pay_reassessment", "revurdering af sygedagpenge",           \
      "reassessment of sickness benefit", .flags = 0)                                                        \
    V(FORESEEN_DATE_JOB_CLARIFICATION_END, "job_clarification_end", "jobafklaringsforløb slutter",           \
      "end of job clarification", .flags = 0)                                                                \
    V(FORESEEN_DATE_RESOURCE_COURSE_END, "resource_course_end", "ressourceforløb slutter",                   \
      "end of resource course", .flags = 0)                                                                  \
    V(FORESEEN_DATE_AKASSE_MONTH_3, "akasse_month_3", "overgang fra a-kasse efter 3 måneder",                \
      "hand-over from the fund, month 3", .flags = 0)                                                        \
    V(FORESEEN_DATE_FLEX_JOB_STATUS, "flex_job_status", "status på midlertidigt fleksjob",                   \
      "status of a temporary flex job", .flags = 0)                                                          \
    V(FORESEEN_DATE_AGE_18, "age_18", "fylder 18", "turns 18", .flags = 0)                                   \
    V(FORESEEN_DATE_AGE_25, "age_25", "fylder 25", "turns 25", .flags = 0)                                   \
    V(FORESEEN_DATE_AGE_30, "age_30", "fylder 30", "turns 30", .flags = 0)                                   \
    V(FORESEEN_DATE_OTHER, "other", "anden kendt dato", "other known date", .flags = 0)

/* Avoidable, partly or not (SWITCH_*AVOIDABLE; none: not judged); counts as a switch (5.7); is a breach in
 * R1.1. */
#define SWITCH_REASON_VALUES(V)                                                                              \
    V(SWITCH_REASON_EMPLOYEE_LEFT, "employee_left", "medarbejder fratrådt", "employee left",                 \
      .flags = SWITCH_NOT_AVOIDABLE | SWITCH_COUNTS | SWITCH_BREACH)                                         \
    V(SWITCH_REASON_TEMP_ENDED, "temp_ended", "vikariat eller projektansættelse ophørt",                     \
      "temporary post ended", .flags = SWITCH_PARTLY_AVOIDABLE | SWITCH_COUNTS | SWITCH_BREACH)              \
    V(SWITCH_REASON_PARENTAL_LEAVE, "parental_leave", "barsel eller orlov", "leave",                         \
      .flags = SWITCH_NOT_AVOIDABLE | SWITCH_COUNTS | SWITCH_BREACH)                                         \
    V(SWITCH_REASON_LONG_SICKNESS, "long_sickness", "længere fravær", "long absence",                        \
      .flags = SWITCH_NOT_AVOIDABLE | SWITCH_COUNTS | SWITCH_BREACH)                                         \
    V(SWITCH_REASON_RETURNED_FROM_ABSENCE, "returned_from_absence", "tilbage efter fravær",                  \
      "back after absence", .flags = SWITCH_PARTLY_AVOIDABLE | SWITCH_COUNTS)                                \
    V(SWITCH_REASON_INTERNAL_MOVE, "internal_move", "internt jobskifte", "internal move",                    \
      .flags = SWITCH_PARTLY_AVOIDABLE | SWITCH_COUNTS | SWITCH_BREACH)                                      \
    V(SWITCH_REASON_BENEFIT_CHANGE, "benefit_change", "skift af ydelse", "change of benefit",                \
      .flags = SWITCH_AVOIDABLE | SWITCH_COUNTS | SWITCH_BREACH)                                             \
    V(SWITCH_REASON_TARGET_GROUP_CHANGE, "target_group_change", "ny målgruppe", "new target group",          \
      .flags = SWITCH_PARTLY_AVOIDABLE | SWITCH_COUNTS | SWITCH_BREACH)                                      \
    V(SWITCH_REASON_AGE_THRESHOLD, "age_threshold", "aldersgrænse", "age limit",                             \
      .flags = SWITCH_PARTLY_AVOIDABLE | SWITCH_COUNTS | SWITCH_BREACH)                                      \
    V(SWITCH_REASON_REORGANISATION, "reorganisation", "omorganisering", "reorganisation",                    \
      .flags = SWITCH_AVOIDABLE | SWITCH_COUNTS | SWITCH_BREACH)                                             \
    V(SWITCH_REASON_CASELOAD_BALANCING, "caseload_balancing", "udjævning af sagstal",                        \
      "balancing of caseloads", .flags = SWITCH_AVOIDABLE | SWITCH_COUNTS | SWITCH_BREACH)                   \
    V(SWITCH_REASON_DISTRIBUTION_RULE, "distribution_rule", "fordelingsregel (fødselsdato, distrikt)",       \
      "allocation rule", .flags = SWITCH_AVOIDABLE | SWITCH_COUNTS | SWITCH_BREACH)                          \
    V(SWITCH_REASON_SPECIALIST_NEEDED, "specialist_needed", "behov for særlig viden", "specialist needed",   \
      .flags = SWITCH_PARTLY_AVOIDABLE | SWITCH_COUNTS | SWITCH_BREACH)                                      \
    V(SWITCH_REASON_DISTRICT_MOVE, "district_move", "flyttet inden for kommunen",                            \
      "moved within the municipality", .flags = SWITCH_AVOIDABLE | SWITCH_COUNTS | SWITCH_BREACH)            \
    V(SWITCH_REASON_MUNICIPALITY_MOVE, "municipality_move", "flyttet til anden kommune",                     \
      "moved to another municipality", .flags = SWITCH_NOT_AVOIDABLE | SWITCH_BREACH)                        \
    V(SWITCH_REASON_EXTERNAL_PROVIDER_START, "external_provider_start", "til anden aktør",                   \
      "to external provider", .flags = SWITCH_PARTLY_AVOIDABLE | SWITCH_COUNTS | SWITCH_BREACH)              \
    V(SWITCH_REASON_EXTERNAL_PROVIDER_END, "external_provider_end", "tilbage fra anden aktør",               \
      "back from external provider", .flags = SWITCH_PARTLY_AVOIDABLE | SWITCH_COUNTS | SWITCH_BREACH)       \
    V(SWITCH_REASON_AKASSE_TO_MUNICIPALITY, "akasse_to_municipality", "fra a-kasse", "from the fund",        \
      .flags = SWITCH_NOT_AVOIDABLE | SWITCH_BREACH)                                                         \
    V(SWITCH_REASON_CITIZEN_REQUEST, "citizen_request", "borgerens ønske", "the citizen asked",              \
      .flags = SWITCH_COUNTS)                                                                                \
    V(SWITCH_REASON_COOPERATION_DIFFICULT, "cooperation_difficult", "samarbejdsvanskeligheder",              \
      "cooperation difficult", .flags = SWITCH_PARTLY_AVOIDABLE | SWITCH_COUNTS | SWITCH_BREACH)             \
    V(SWITCH_REASON_CONFLICT_OF_INTEREST, "conflict_of_interest", "inhabilitet", "conflict of interest",     \
      .flags = SWITCH_NOT_AVOIDABLE | SWITCH_COUNTS)                                                         \
    V(SWITCH_REASON_SAFETY, "safety", "sikkerhed", "safety", .flags = SWITCH_NOT_AVOIDABLE | SWITCH_COUNTS)  \
    V(SWITCH_REASON_COORDINATOR_APPOINTED, "coordinator_appointed", "koordinerende sagsbehandler udpeget",   \
      "coordinator appointed", .flags = SWITCH_NOT_AVOIDABLE | SWITCH_COUNTS | SWITCH_BREACH)                \
    V(SWITCH_REASON_DATA_CORRECTION, "data_correction", "rettelse af data", "correction of data",            \
      .flags = SWITCH_BREACH)                                                                                \
    V(SWITCH_REASON_UNKNOWN, "unknown", "ikke oplyst", "not stated", .flags = SWITCH_COUNTS | SWITCH_BREACH) \
    V(SWITCH_REASON_OTHER, "other", "andet", "other", .flags = SWITCH_COUNTS | SWITCH_BREACH)

#define HANDOVER_MODE_VALUES(V)                                                                              \
    V(HANDOVER_MODE_THREE_PARTY, "three_party", "trepartssamtale", "three-party meeting", .flags = 0)        \
    V(HANDOVER_MODE_ORAL, "oral", "mundtlig", "oral", .flags = 0)                                            \
    V(HANDOVER_MODE_WRITTEN, "written", "skriftlig", "written", .flags = 0)

#define HANDOVER_STATE_VALUES(V)                                                                             \
    V(HANDOVER_STATE_PREPARED, "prepared", "forberedt", "prepared", .flags = 0)                              \
    V(HANDOVER_STATE_SENT, "sent", "afsendt", "sent", .flags = 0)                                            \
    V(HANDOVER_STATE_ACCEPTED, "accepted", "modtaget", "accepted", .flags = 0)                               \
    V(HANDOVER_STATE_DECLINED, "declined", "afvist", "declined", .flags = 0)

#define HANDOVER_CONTENT_VALUES(V)                                                                           \
    V(HANDOVER_CONTENT_JOURNAL_UP_TO_DATE, "journal_up_to_date", "journal ajour", "journal up to date",      \
      .flags = 0)                                                                                            \
    V(HANDOVER_CONTENT_STATUS_SUMMARY, "status_summary", "status", "summary of the situation", .flags = 0)   \
    V(HANDOVER_CONTENT_AGREEMENTS, "agreements", "aftaler", "agreements made", .flags = 0)                   \
    V(HANDOVER_CONTENT_NEXT_STEP_DATE, "next_step_date", "dato for næste skridt", "date of the next step",   \
      .flags = 0)                                                                                            \
    V(HANDOVER_CONTENT_DEADLINES, "deadlines", "frister", "deadlines", .flags = 0)                           \
    V(HANDOVER_CONTENT_OPEN_WAITS, "open_waits", "ventetider", "open waits", .flags = 0)                     \
    V(HANDOVER_CONTENT_OPEN_INTERVENTIONS, "open_interventions", "igangværende indsatser",                   \
      "open interventions", .flags = 0)                                                                      \
    V(HANDOVER_CONTENT_CITIZEN_WISHES, "citizen_wishes", "borgerens ønsker", "the citizen's wishes",         \
      .flags = 0)                                                                                            \
    V(HANDOVER_CONTENT_WHAT_CITIZEN_DOES_NOT_WANT_TO_REPEAT, "what_citizen_does_not_want_to_repeat",         \
      "det borgeren ikke vil fortælle igen", "what the citizen does not want to tell again", .flags = 0)     \
    V(HANDOVER_CONTENT_RISKS_SPECIAL_NEEDS, "risks_special_needs",                                           \
      "særlige behov (tolk, bisidder, sikkerhed)", "special needs", .flags = 0)                              \
    V(HANDOVER_CONTENT_CONTACT_OF_NETWORK, "contact_of_network", "kontaktpersoner",                          \
      "contacts of the network", .flags = 0)                                                                 \
    V(HANDOVER_CONTENT_CITIZEN_INFORMED, "citizen_informed", "borgeren er orienteret",                       \
      "the citizen is informed", .flags = 0)                                                                 \
    V(HANDOVER_CONTENT_THREE_PARTY_HELD, "three_party_held", "trepartssamtale holdt",                        \
      "three-party meeting held", .flags = 0)                                                                \
    V(HANDOVER_CONTENT_ACCEPTED_BY_NEW, "accepted_by_new", "accepteret af ny sagsbehandler",                 \
      "accepted by the new caseworker", .flags = 0)

#define TRANSITION_STATE_VALUES(V)                                                                           \
    V(TRANSITION_STATE_PLANNED, "planned", "planlagt", "planned", .flags = 0)                                \
    V(TRANSITION_STATE_STARTED, "started", "begyndt", "started", .flags = 0)                                 \
    V(TRANSITION_STATE_ACCEPTED, "accepted", "modtaget", "accepted", .flags = 0)                             \
    V(TRANSITION_STATE_DECLINED, "declined", "afvist", "declined", .flags = 0)

/* Whether it is a take-over (R2.1). */
#define TRANSITION_KIND_VALUES(V)                                                                            \
    V(TRANSITION_KIND_AKASSE_TO_MUNICIPALITY, "akasse_to_municipality", "fra a-kasse til kommune",           \
      "fund to municipality", .flags = TRANSITION_TAKE_OVER)                                                 \
    V(TRANSITION_KIND_MUNICIPALITY_TO_AKASSE, "municipality_to_akasse", "fra kommune til a-kasse",           \
      "municipality to fund", .flags = 0)                                                                    \
    V(TRANSITION_KIND_BENEFIT_CHANGE, "benefit_change", "skift af ydelse", "change of benefit", .flags = 0)  \
    V(TRANSITION_KIND_TARGET_GROUP_CHANGE, "target_group_change", "ny målgruppe", "new target group",        \
      .flags = 0)                                                                                            \
    V(TRANSITION_KIND_TEAM_CHANGE, "team_change", "teamskift", "change of team", .flags = 0)                 \
    V(TRANSITION_KIND_CENTRE_CHANGE, "centre_change", "centerskift", "change of centre", .flags = 0)         \
    V(TRANSITION_KIND_YOUTH_TO_ADULT, "youth_to_adult", "fra ung til voksen", "youth to adult", .flags = 0)  \
    V(TRANSITION_KIND_EXTERNAL_PROVIDER_OUT, "external_provider_out", "til anden aktør",                     \
      "to external provider", .flags = 0)                                                                    \
    V(TRANSITION_KIND_EXTERNAL_PROVIDER_IN, "external_provider_in", "tilbage fra anden aktør",               \
      "back from external provider", .flags = TRANSITION_TAKE_OVER)                                          \
    V(TRANSITION_KIND_MUNICIPALITY_IN, "municipality_in", "tilflyttet", "moved in",                          \
      .flags = TRANSITION_TAKE_OVER)                                                                         \
    V(TRANSITION_KIND_MUNICIPALITY_OUT, "municipality_out", "fraflyttet", "moved out", .flags = 0)           \
    V(TRANSITION_KIND_DEPARTMENT_HANDOVER, "department_handover", "til eller fra anden forvaltning",         \
      "to or from another department", .flags = 0)                                                           \
    V(TRANSITION_KIND_INTO_JOB, "into_job", "i job", "into a job", .flags = 0)                               \
    V(TRANSITION_KIND_INTO_EDUCATION, "into_education", "i uddannelse", "into education", .flags = 0)        \
    V(TRANSITION_KIND_JOB_ENDED_RETURN, "job_ended_return", "tilbage efter job", "back after a job",         \
      .flags = TRANSITION_TAKE_OVER)                                                                         \
    V(TRANSITION_KIND_HOSPITAL_OR_PRISON_IN, "hospital_or_prison_in", "indlagt eller afsoner",               \
      "into hospital or prison", .flags = 0)                                                                 \
    V(TRANSITION_KIND_HOSPITAL_OR_PRISON_OUT, "hospital_or_prison_out", "udskrevet eller løsladt",           \
      "out of hospital or prison", .flags = 0)                                                               \
    V(TRANSITION_KIND_PENSION_START, "pension_start", "på pension", "pension begins", .flags = 0)

#define TOLD_ABOUT_VALUES(V)                                                                                 \
    V(TOLD_ABOUT_CASEWORKER_CHANGE, "caseworker_change", "sagsbehandlerskift", "change of caseworker",       \
      .flags = 0)                                                                                            \
    V(TOLD_ABOUT_TRANSITION, "transition", "overgang", "transition", .flags = 0)                             \
    V(TOLD_ABOUT_NEXT_STEP, "next_step", "næste skridt", "next step", .flags = 0)                            \
    V(TOLD_ABOUT_PLAN, "plan", "plan", "plan", .flags = 0)

/* Talk, movement, prepares a transition, coordinates (rules 5.8). */
#define MEETING_KIND_VALUES(V)                                                                               \
    V(MEETING_KIND_FIRST_MEETING, "first_meeting", "første samtale", "first meeting",                        \
      .flags = MEETING_TALK | MEETING_MOVEMENT)                                                              \
    V(MEETING_KIND_JOB_MEETING, "job_meeting", "jobsamtale", "job meeting",                                  \
      .flags = MEETING_TALK | MEETING_MOVEMENT)                                                              \
    V(MEETING_KIND_FOLLOW_UP_MEETING, "follow_up_meeting", "opfølgningssamtale", "follow-up meeting",        \
      .flags = MEETING_TALK | MEETING_MOVEMENT | MEETING_PREPARES)                                           \
    V(MEETING_KIND_EARLY_FOLLOW_UP, "early_follow_up", "tidlig opfølgning", "early follow-up",               \
      .flags = MEETING_TALK | MEETING_MOVEMENT)                                                              \
    V(MEETING_KIND_JOINT_AKASSE, "joint_akasse", "fællessamtale med a-kasse", "joint meeting with the fund", \
      .flags = MEETING_TALK | MEETING_MOVEMENT)                                                              \
    V(MEETING_KIND_AVAILABILITY_MEETING, "availability_meeting", "rådighedssamtale", "availability meeting", \
      .flags = 0)                                                                                            \
    V(MEETING_KIND_PLAN_MEETING, "plan_meeting", "plansamtale", "plan meeting",                              \
      .flags = MEETING_TALK | MEETING_MOVEMENT | MEETING_PREPARES)                                           \
    V(MEETING_KIND_THREE_PARTY_HANDOVER, "three_party_handover", "overleveringssamtale",                     \
      "hand-over meeting", .flags = MEETING_MOVEMENT | MEETING_PREPARES)                                     \
    V(MEETING_KIND_NETWORK_MEETING, "network_meeting", "netværksmøde", "network meeting",                    \
      .flags = MEETING_MOVEMENT | MEETING_PREPARES | MEETING_COORDINATES)                                    \
    V(MEETING_KIND_REHAB_MEETING, "rehab_meeting", "rehabiliteringsmøde eller tværfagligt møde",             \
      "rehabilitation or cross-disciplinary meeting",                                                        \
      .flags = MEETING_MOVEMENT | MEETING_PREPARES | MEETING_COORDINATES)                                    \
    V(MEETING_KIND_ROUND_TABLE_EMPLOYER, "round_table_employer", "rundbordssamtale med arbejdsgiver",        \
      "round table with employer", .flags = MEETING_MOVEMENT | MEETING_PREPARES)                             \
    V(MEETING_KIND_COMPANY_FOLLOW_UP, "company_follow_up", "opfølgning i praktik", "follow-up at a company", \
      .flags = MEETING_MOVEMENT)                                                                             \
    V(MEETING_KIND_HEALTH_COORDINATOR, "health_coordinator", "sundhedskoordinator", "health coordinator",    \
      .flags = MEETING_MOVEMENT | MEETING_PREPARES)                                                          \
    V(MEETING_KIND_LONG_CASE_REVIEW, "long_case_review", "gennemgang af langt forløb",                       \
      "review of a long course", .flags = MEETING_PREPARES)                                                  \
    V(MEETING_KIND_OPEN_CONTACT, "open_contact", "henvendelse", "enquiry", .flags = 0)                       \
    V(MEETING_KIND_HOME_VISIT, "home_visit", "hjemmebesøg", "home visit",                                    \
      .flags = MEETING_TALK | MEETING_MOVEMENT)                                                              \
    V(MEETING_KIND_AFTERCARE, "aftercare", "efterværn", "aftercare", .flags = MEETING_TALK | MEETING_MOVEMENT)

#define MEETING_OUTCOME_VALUES(V)                                                                            \
    V(MEETING_OUTCOME_HELD, "held", "holdt", "held", .flags = 0)                                             \
    V(MEETING_OUTCOME_CANCELLED_BY_MUNICIPALITY, "cancelled_by_municipality", "aflyst af kommunen",          \
      "cancelled by the municipality", .flags = 0)                                                           \
    V(MEETING_OUTCOME_CANCELLED_BY_CITIZEN, "cancelled_by_citizen", "aflyst af borgeren",                    \
      "cancelled by the citizen", .flags = 0)                                                                \
    V(MEETING_OUTCOME_NO_SHOW, "no_show", "udeblevet", "no-show", .flags = 0)                                \
    V(MEETING_OUTCOME_MOVED_BY_MUNICIPALITY, "moved_by_municipality", "flyttet af kommunen",                 \
      "moved by the municipality", .flags = 0)                                                               \
    V(MEETING_OUTCOME_MOVED_BY_CITIZEN, "moved_by_citizen", "flyttet af borgeren", "moved by the citizen",   \
      .flags = 0)

#define QUESTION_VALUES(V)                                                                                   \
    V(QUESTION_KNOWS_NEXT_STEP, "knows_next_step", "jeg kender mit næste skridt", "I know my next step",     \
      .flags = 0)                                                                                            \
    V(QUESTION_HEARD, "heard", "jeg bliver hørt", "I am heard", .flags = 0)                                  \
    V(QUESTION_RESPECT, "respect", "jeg mødes med respekt", "I am met with respect", .flags = 0)             \
    V(QUESTION_OWN_WISHES, "own_wishes", "mine ønsker tæller", "my wishes count", .flags = 0)                \
    V(QUESTION_PLAN_MINE, "plan_mine", "planen er min", "the plan is mine", .flags = 0)                      \
    V(QUESTION_PREPARED, "prepared", "min sagsbehandler er forberedt", "my caseworker is prepared",          \
      .flags = 0)                                                                                            \
    V(QUESTION_COORDINATED, "coordinated", "indsatserne hænger sammen", "my interventions fit together",     \
      .flags = 0)                                                                                            \
    V(QUESTION_PROGRESS, "progress", "jeg kommer videre", "I make progress", .flags = 0)                     \
    V(QUESTION_TRANSITION_OK, "transition_ok", "overgangen gik godt", "the transition went well",            \
      .flags = 0)                                                                                            \
    V(QUESTION_OVERALL, "overall", "samlet tilfredshed", "overall satisfaction", .flags = 0)

#define PLAN_KIND_VALUES(V)                                                                                  \
    V(PLAN_KIND_EMPLOYMENT_PLAN, "employment_plan", "Min Plan", "employment plan", .flags = 0)               \
    V(PLAN_KIND_HOLISTIC_PLAN, "holistic_plan", "helhedsorienteret plan", "holistic plan", .flags = 0)       \
    V(PLAN_KIND_REHABILITATION_PLAN, "rehabilitation_plan", "rehabiliteringsplan", "rehabilitation plan",    \
      .flags = 0)                                                                                            \
    V(PLAN_KIND_INTEGRATION_CONTRACT, "integration_contract", "integrationskontrakt",                        \
      "integration contract", .flags = 0)                                                                    \
    V(PLAN_KIND_SOCIAL_PLAN, "social_plan", "social handleplan", "social plan", .flags = 0)                  \
    V(PLAN_KIND_OTHER, "other", "anden plan", "other plan", .flags = 0)

/* Area; clarifies; needs a plan (rules 5.9). */
#define INTERVENTION_KIND_VALUES(V)                                                                          \
    V(INTERVENTION_KIND_COMPANY_PLACEMENT, "company_placement", "virksomhedspraktik", "company placement",   \
      .administration = ADMINISTRATION_EMPLOYMENT, .flags = INTERVENTION_NEEDS_PLAN)                         \
    V(INTERVENTION_KIND_WAGE_SUBSIDY, "wage_subsidy", "løntilskud", "wage subsidy",                          \
      .administration = ADMINISTRATION_EMPLOYMENT, .flags = INTERVENTION_NEEDS_PLAN)                         \
    V(INTERVENTION_KIND_ORDINARY_HOURS, "ordinary_hours", "ordinære timer", "ordinary hours",                \
      .administration = ADMINISTRATION_EMPLOYMENT)                                                           \
    V(INTERVENTION_KIND_NYTTEINDSATS, "nytteindsats", "nytteindsats", "community work scheme",               \
      .administration = ADMINISTRATION_EMPLOYMENT, .flags = INTERVENTION_NEEDS_PLAN)                         \
    V(INTERVENTION_KIND_GUIDANCE_UPSKILLING, "guidance_upskilling", "vejledning og opkvalificering",         \
      "guidance and upskilling", .administration = ADMINISTRATION_EMPLOYMENT,                                \
      .flags = INTERVENTION_NEEDS_PLAN)                                                                      \
    V(INTERVENTION_KIND_JOB_TARGETED_EDUCATION, "job_targeted_education", "jobrettet uddannelse",            \
      "job-targeted education", .administration = ADMINISTRATION_EMPLOYMENT,                                 \
      .flags = INTERVENTION_NEEDS_PLAN)                                                                      \
    V(INTERVENTION_KIND_MENTOR, "mentor", "mentor", "mentor", .administration = ADMINISTRATION_EMPLOYMENT,   \
      .flags = INTERVENTION_NEEDS_PLAN)                                                                      \
    V(INTERVENTION_KIND_WORK_DUTY, "work_duty", "arbejdspligt", "work duty",                                 \
      .administration = ADMINISTRATION_EMPLOYMENT)                                                           \
    V(INTERVENTION_KIND_GRADUAL_RETURN, "gradual_return", "gradvis tilbagevenden", "gradual return",         \
      .administration = ADMINISTRATION_EMPLOYMENT)                                                           \
    V(INTERVENTION_KIND_COPING_COURSE, "coping_course", "mestringsforløb", "coping course",                  \
      .administration = ADMINISTRATION_HEALTH)                                                               \
    V(INTERVENTION_KIND_HEALTH_EFFORT, "health_effort", "sundhedsindsats", "health effort",                  \
      .administration = ADMINISTRATION_HEALTH)                                                               \
    V(INTERVENTION_KIND_TREATMENT, "treatment", "behandling", "treatment",                                   \
      .administration = ADMINISTRATION_REGION)                                                               \
    V(INTERVENTION_KIND_PSYCHOLOGIST, "psychologist", "psykolog", "psychologist",                            \
      .administration = ADMINISTRATION_REGION)                                                               \
    V(INTERVENTION_KIND_SUBSTANCE_TREATMENT, "substance_treatment", "misbrugsbehandling",                    \
      "substance treatment", .administration = ADMINISTRATION_SOCIAL)                                        \
    V(INTERVENTION_KIND_SOCIAL_SUPPORT, "social_support", "bostøtte", "social support",                      \
      .administration = ADMINISTRATION_SOCIAL)                                                               \
    V(INTERVENTION_KIND_HOUSING_HELP, "housing_help", "boligindsats", "housing help",                        \
      .administration = ADMINISTRATION_SOCIAL)                                                               \
    V(INTERVENTION_KIND_DEBT_ADVICE, "debt_advice", "gældsrådgivning", "debt advice",                        \
      .administration = ADMINISTRATION_SOCIAL)                                                               \
    V(INTERVENTION_KIND_DANISH_LANGUAGE, "danish_language", "danskuddannelse", "Danish language",            \
      .administration = ADMINISTRATION_INTEGRATION)                                                          \
    V(INTERVENTION_KIND_EDUCATION_START, "education_start", "uddannelse", "education",                       \
      .administration = ADMINISTRATION_EDUCATION)                                                            \
    V(INTERVENTION_KIND_CLARIFICATION, "clarification", "afklaring", "clarification",                        \
      .administration = ADMINISTRATION_EMPLOYMENT,                                                           \
      .flags = INTERVENTION_CLARIFIES | INTERVENTION_NEEDS_PLAN)                                             \
    V(INTERVENTION_KIND_AIDS_AND_ASSISTANCE, "aids_and_assistance", "hjælpemidler og personlig assistance",  \
      "aids and assistance", .administration = ADMINISTRATION_EMPLOYMENT)                                    \
    V(INTERVENTION_KIND_EMPLOYER_RETENTION, "employer_retention", "fastholdelse hos arbejdsgiver",           \
      "retention at employer", .administration = ADMINISTRATION_EMPLOYMENT)                                  \
    V(INTERVENTION_KIND_EXTERNAL_PROVIDER_COURSE, "external_provider_course", "forløb hos anden aktør",      \
      "course at external provider", .administration = ADMINISTRATION_EMPLOYMENT,                            \
      .flags = INTERVENTION_NEEDS_PLAN)                                                                      \
    V(INTERVENTION_KIND_JOB_SEARCH_SUPPORT, "job_search_support", "jobsøgningsstøtte", "job search support", \
      .administration = ADMINISTRATION_EMPLOYMENT)                                                           \
    V(INTERVENTION_KIND_FAMILY_SUPPORT, "family_support", "familieindsats", "family support",                \
      .administration = ADMINISTRATION_CHILDREN_FAMILY)                                                      \
    V(INTERVENTION_KIND_OTHER, "other", "andet", "other", .flags = 0)

#define END_REASON_VALUES(V)                                                                                 \
    V(END_REASON_COMPLETED, "completed", "gennemført", "completed", .flags = 0)                              \
    V(END_REASON_TO_JOB, "to_job", "til job", "to a job", .flags = 0)                                        \
    V(END_REASON_TO_EDUCATION, "to_education", "til uddannelse", "to education", .flags = 0)                 \
    V(END_REASON_STOPPED_BY_CITIZEN, "stopped_by_citizen", "stoppet af borgeren", "stopped by the citizen",  \
      .flags = 0)                                                                                            \
    V(END_REASON_STOPPED_BY_MUNICIPALITY, "stopped_by_municipality", "stoppet af kommunen",                  \
      "stopped by the municipality", .flags = 0)                                                             \
    V(END_REASON_STOPPED_BY_PROVIDER, "stopped_by_provider", "stoppet af leverandøren",                      \
      "stopped by the provider", .flags = 0)                                                                 \
    V(END_REASON_ILLNESS, "illness", "sygdom", "illness", .flags = 0)                                        \
    V(END_REASON_OTHER, "other", "andet", "other", .flags = 0)

/* Party, norm in own days (R7.2), and marks of rules 4. */
#define WAIT_REASON_VALUES(V)                                                                                \
    V(WAIT_REASON_MEDICAL_STATUS_CERTIFICATE, "medical_status_certificate", "statusattest (LÆ 125)",         \
      "medical status certificate", .party = PARTY_DOCTOR, .norm_days = 28,                                  \
      .flags = WAIT_STATEMENT | WAIT_MEDICAL_FORM)                                                           \
    V(WAIT_REASON_SPECIFIC_HEALTH_CERTIFICATE, "specific_health_certificate",                                \
      "specifik helbredsattest (LÆ 135)", "specific health certificate", .party = PARTY_DOCTOR,              \
      .norm_days = 30, .flags = WAIT_STATEMENT | WAIT_MEDICAL_FORM)                                          \
    V(WAIT_REASON_GENERAL_HEALTH_CERTIFICATE, "general_health_certificate",                                  \
      "generel helbredsattest (LÆ 145)", "general health certificate", .party = PARTY_DOCTOR,                \
      .norm_days = 30, .flags = WAIT_STATEMENT | WAIT_MEDICAL_FORM)                                          \
    V(WAIT_REASON_REHAB_CERTIFICATE, "rehab_certificate", "attest til rehabiliteringsteam (LÆ 265)",         \
      "certificate for the rehabilitation team", .party = PARTY_DOCTOR, .norm_days = 30,                     \
      .flags = WAIT_STATEMENT | WAIT_MEDICAL_FORM)                                                           \
    V(WAIT_REASON_SICKNESS_CERTIFICATE, "sickness_certificate", "attest ved sygdom (LÆ 285)",                \
      "sickness certificate", .party = PARTY_DOCTOR, .norm_days = 14,                                        \
      .flags = WAIT_STATEMENT | WAIT_MEDICAL_FORM)                                                           \
    V(WAIT_REASON_SPECIALIST_STATEMENT, "specialist_statement", "speciallægeerklæring",                      \
      "specialist's statement", .party = PARTY_DOCTOR, .norm_days = 60, .flags = WAIT_STATEMENT)             \
    V(WAIT_REASON_CLINICAL_FUNCTION, "clinical_function", "klinisk funktion", "clinical function",           \
      .party = PARTY_REGION, .norm_days = 30, .flags = WAIT_STATEMENT)                                       \
    V(WAIT_REASON_DIAGNOSIS_ASSESSMENT, "diagnosis_assessment", "udredning", "diagnostic assessment",        \
      .party = PARTY_REGION, .norm_days = 90)                                                                \
    V(WAIT_REASON_PSYCHIATRIC_ASSESSMENT, "psychiatric_assessment", "psykiatrisk udredning",                 \
      "psychiatric assessment", .party = PARTY_REGION, .norm_days = 180)                                     \
    V(WAIT_REASON_TREATMENT_WAITING_LIST, "treatment_waiting_list", "venteliste til behandling",             \
      "waiting list for treatment", .party = PARTY_REGION, .norm_days = 90)                                  \
    V(WAIT_REASON_HOSPITAL_TREATMENT_ONGOING, "hospital_treatment_ongoing", "i behandling", "in treatment",  \
      .party = PARTY_REGION, .norm_days = 90, .flags = WAIT_NORM_FROM_REVIEW | WAIT_HINDERS_TAKING_PART)     \
    V(WAIT_REASON_REHAB_TEAM, "rehab_team", "rehabiliteringsteam", "rehabilitation team",                    \
      .party = PARTY_MUNICIPALITY, .norm_days = 35)                                                          \
    V(WAIT_REASON_CASE_PREPARATION, "case_preparation", "samlet beskrivelse af sagen",                       \
      "preparation of the case", .party = PARTY_CASEWORKER, .norm_days = 60)                                 \
    V(WAIT_REASON_PLACEMENT_SEARCH, "placement_search", "søger virksomhedsplads", "search for a placement",  \
      .party = PARTY_CASEWORKER, .norm_days = 42)                                                            \
    V(WAIT_REASON_COURSE_START, "course_start", "venter på start af kursus", "start of a course",            \
      .party = PARTY_PROVIDER, .norm_days = 60)                                                              \
    V(WAIT_REASON_MENTOR_OR_SUPPORT, "mentor_or_support", "mentor eller bostøtte",                           \
      "mentor or social support", .party = PARTY_MUNICIPALITY, .norm_days = 42)                              \
    V(WAIT_REASON_SUBSTANCE_TREATMENT, "substance_treatment", "misbrugsbehandling", "substance treatment",   \
      .party = PARTY_MUNICIPALITY, .norm_days = 14)                                                          \
    V(WAIT_REASON_INTERPRETER, "interpreter", "tolk", "interpreter", .party = PARTY_PROVIDER,                \
      .norm_days = 14)                                                                                       \
    V(WAIT_REASON_WORK_INJURY_AUTHORITY, "work_injury_authority", "Arbejdsmarkedets Erhvervssikring",        \
      "work injury authority", .party = PARTY_AUTHORITY, .norm_days = 365)                                   \
    V(WAIT_REASON_PENSION_DECISION, "pension_decision", "afgørelse om førtidspension",                       \
      "decision on disability pension", .party = PARTY_MUNICIPALITY, .norm_days = 90)                        \
    V(WAIT_REASON_BENEFIT_DECISION, "benefit_decision", "afgørelse om ydelse", "decision on a benefit",      \
      .party = PARTY_MUNICIPALITY, .norm_days = 28)                                                          \
    V(WAIT_REASON_APPEAL_BOARD, "appeal_board", "Ankestyrelsen", "appeals board", .party = PARTY_AUTHORITY,  \
      .norm_days = 180)                                                                                      \
    V(WAIT_REASON_COURT_OR_PRISON, "court_or_prison", "retssag eller afsoning", "court or prison",           \
      .party = PARTY_AUTHORITY, .norm_days = 90, .flags = WAIT_HINDERS_TAKING_PART)                          \
    V(WAIT_REASON_RESIDENCE_PERMIT, "residence_permit", "opholdstilladelse", "residence permit",             \
      .party = PARTY_AUTHORITY, .norm_days = 90)                                                             \
    V(WAIT_REASON_CHILDCARE_FAMILY, "childcare_family", "pasning og familieforhold", "childcare, family",    \
      .party = PARTY_CITIZEN, .norm_days = 42, .flags = WAIT_HINDERS_TAKING_PART)                            \
    V(WAIT_REASON_CITIZEN_PAUSE, "citizen_pause", "borgerens ønske om pause",                                \
      "the citizen's wish for a pause", .party = PARTY_CITIZEN, .flags = WAIT_HINDERS_TAKING_PART)           \
    V(WAIT_REASON_INTERNAL_CAPACITY, "internal_capacity", "intern kapacitet", "internal capacity",           \
      .party = PARTY_MUNICIPALITY, .norm_days = 14)                                                          \
    V(WAIT_REASON_INTERNAL_DECISION, "internal_decision", "intern bevilling", "internal decision",           \
      .party = PARTY_MUNICIPALITY, .norm_days = 14)                                                          \
    V(WAIT_REASON_VACANCY_COVER, "vacancy_cover", "ubesat stilling", "vacant post",                          \
      .party = PARTY_MUNICIPALITY, .norm_days = 10)                                                          \
    V(WAIT_REASON_OTHER, "other", "andet", "other", .party = PARTY_OTHER)

#define WAIT_OUTCOME_VALUES(V)                                                                               \
    V(WAIT_OUTCOME_ENDED, "ended", "slut", "over", .flags = 0)                                               \
    V(WAIT_OUTCOME_REFUSED, "refused", "afvist", "refused", .flags = 0)                                      \
    V(WAIT_OUTCOME_LAPSED, "lapsed", "bortfaldet", "lapsed", .flags = 0)                                     \
    V(WAIT_OUTCOME_WITHDRAWN, "withdrawn", "trukket tilbage", "withdrawn", .flags = 0)

#define COORDINATION_VALUES(V)                                                                               \
    V(COORDINATION_CONTACT, "contact", "kontakt", "contact", .flags = 0)                                     \
    V(COORDINATION_JOINT_MEETING, "joint_meeting", "fælles møde", "joint meeting", .flags = 0)               \
    V(COORDINATION_PLANS_LINKED, "plans_linked", "planer koblet sammen", "plans linked", .flags = 0)         \
    V(COORDINATION_HOLISTIC_PLAN_OFFERED, "holistic_plan_offered", "helhedsorienteret plan tilbudt",         \
      "holistic plan offered", .flags = 0)

/* Whether it settles what was to be clarified (R7.8). */
#define DECISION_VALUES(V)                                                                                   \
    V(DECISION_GROUP_CHANGED, "group_changed", "målgruppe ændret", "target group changed",                   \
      .flags = DECISION_SETTLES)                                                                             \
    V(DECISION_FLEX_JOB_GRANTED, "flex_job_granted", "fleksjob bevilget", "flex job granted",                \
      .flags = DECISION_SETTLES)                                                                             \
    V(DECISION_DISABILITY_PENSION_GRANTED, "disability_pension_granted", "førtidspension tilkendt",          \
      "disability pension granted", .flags = DECISION_SETTLES)                                               \
    V(DECISION_DISABILITY_PENSION_REFUSED, "disability_pension_refused", "førtidspension afslået",           \
      "disability pension refused", .flags = DECISION_SETTLES)                                               \
    V(DECISION_BENEFIT_GRANTED, "benefit_granted", "ydelse bevilget", "benefit granted", .flags = 0)         \
    V(DECISION_BENEFIT_EXTENDED, "benefit_extended", "ydelse forlænget", "benefit extended", .flags = 0)     \
    V(DECISION_BENEFIT_ENDED, "benefit_ended", "ydelse standset", "benefit ended",                           \
      .flags = DECISION_SETTLES)                                                                             \
    V(DECISION_EDUCATION_GRANTED, "education_granted", "uddannelse bevilget", "education granted",           \
      .flags = DECISION_SETTLES)                                                                             \
    V(DECISION_INTERVENTION_GRANTED, "intervention_granted", "indsats bevilget", "intervention granted",     \
      .flags = 0)                                                                                            \
    V(DECISION_APPEAL_DECIDED, "appeal_decided", "klage afgjort", "appeal decided", .flags = 0)              \
    V(DECISION_OTHER, "other", "andet", "other", .flags = 0)

#define INDICATOR_VALUES(V)                                                                                  \
    V(INDICATOR_HEALTH_COPING, "health_coping", "mestring af helbred", "coping with health", .flags = 0)     \
    V(INDICATOR_EVERYDAY_COPING, "everyday_coping", "mestring af hverdag", "coping with everyday life",      \
      .flags = 0)                                                                                            \
    V(INDICATOR_JOB_BELIEF, "job_belief", "tro på job", "belief in getting a job", .flags = 0)               \
    V(INDICATOR_COOPERATION, "cooperation", "samarbejdsevne", "ability to cooperate", .flags = 0)            \
    V(INDICATOR_JOB_SEARCH, "job_search", "målrettet jobsøgning", "targeted job search", .flags = 0)         \
    V(INDICATOR_OTHER, "other", "andet", "other", .flags = 0)

/* Attribution of a long course. */
#define LONG_CAUSE_VALUES(V)                                                                                 \
    V(LONG_CAUSE_HEALTH_WAITING, "health_waiting", "venter på udredning eller behandling",                   \
      "waiting for assessment or treatment", .attribution = ATTRIBUTION_EXTERNAL)                            \
    V(LONG_CAUSE_HEALTH_CHANGING, "health_changing", "svingende helbred", "changing health",                 \
      .attribution = ATTRIBUTION_CITIZEN_SIDE)                                                               \
    V(LONG_CAUSE_HEALTH_SERIOUS, "health_serious", "alvorlig sygdom", "serious illness",                     \
      .attribution = ATTRIBUTION_CITIZEN_SIDE)                                                               \
    V(LONG_CAUSE_COMPLEX_SOCIAL, "complex_social", "sammensatte sociale problemer",                          \
      "complex social problems", .attribution = ATTRIBUTION_CITIZEN_SIDE)                                    \
    V(LONG_CAUSE_SUBSTANCE_USE, "substance_use", "misbrug", "substance use",                                 \
      .attribution = ATTRIBUTION_CITIZEN_SIDE)                                                               \
    V(LONG_CAUSE_HOUSING_DEBT, "housing_debt", "bolig eller gæld", "housing or debt",                        \
      .attribution = ATTRIBUTION_CITIZEN_SIDE)                                                               \
    V(LONG_CAUSE_LANGUAGE, "language", "sprog", "language", .attribution = ATTRIBUTION_CITIZEN_SIDE)         \
    V(LONG_CAUSE_FAMILY_RESPONSIBILITY, "family_responsibility", "familieansvar", "family responsibility",   \
      .attribution = ATTRIBUTION_CITIZEN_SIDE)                                                               \
    V(LONG_CAUSE_BELIEF_MOTIVATION, "belief_motivation", "borgerens egen tro på job",                        \
      "the citizen's own belief in a job", .attribution = ATTRIBUTION_CITIZEN_SIDE)                          \
    V(LONG_CAUSE_WORK_ABILITY_UNCLEAR, "work_ability_unclear", "arbejdsevne ikke afklaret",                  \
      "work ability not clarified", .attribution = ATTRIBUTION_OWN_PRACTICE)                                 \
    V(LONG_CAUSE_REPEATED_CLARIFICATION, "repeated_clarification", "gentagne afklaringer",                   \
      "repeated clarification", .attribution = ATTRIBUTION_OWN_PRACTICE)                                     \
    V(LONG_CAUSE_MISSING_DOCUMENTATION, "missing_documentation", "manglende dokumentation",                  \
      "missing documentation", .attribution = ATTRIBUTION_OWN_PRACTICE)                                      \
    V(LONG_CAUSE_STATEMENT_DELAY, "statement_delay", "ventetid på attester", "waiting for statements",       \
      .attribution = ATTRIBUTION_EXTERNAL)                                                                   \
    V(LONG_CAUSE_REHAB_PROCESS, "rehab_process", "behandling i rehabiliteringsteam",                         \
      "rehabilitation team process", .attribution = ATTRIBUTION_OWN_PRACTICE)                                \
    V(LONG_CAUSE_WORK_INJURY_CASE, "work_injury_case", "arbejdsskadesag", "work injury case",                \
      .attribution = ATTRIBUTION_EXTERNAL)                                                                   \
    V(LONG_CAUSE_PENSION_APPLICATION, "pension_application", "ansøgt førtidspension",                        \
      "applied for disability pension", .attribution = ATTRIBUTION_EXTERNAL)                                 \
    V(LONG_CAUSE_APPEAL, "appeal", "klagesag", "appeal", .attribution = ATTRIBUTION_EXTERNAL)                \
    V(LONG_CAUSE_LEGAL_COURSE_LENGTH, "legal_course_length", "lovbestemt længde", "length set by law",       \
      .attribution = ATTRIBUTION_STATUTORY)                                                                  \
    V(LONG_CAUSE_CASEWORKER_SWITCHES, "caseworker_switches", "sagsbehandlerskift", "caseworker switches",    \
      .attribution = ATTRIBUTION_OWN_PRACTICE)                                                               \
    V(LONG_CAUSE_INTERNAL_WAITING, "internal_waiting", "intern ventetid", "internal waiting",                \
      .attribution = ATTRIBUTION_OWN_PRACTICE)                                                               \
    V(LONG_CAUSE_NO_PLAN_DIRECTION, "no_plan_direction", "manglende mål og retning",                         \
      "no goal and direction", .attribution = ATTRIBUTION_OWN_PRACTICE)                                      \
    V(LONG_CAUSE_SEQUENTIAL_EFFORT, "sequential_effort", "indsatser efter hinanden",                         \
      "efforts one after another", .attribution = ATTRIBUTION_OWN_PRACTICE)                                  \
    V(LONG_CAUSE_COORDINATION_FAILURE, "coordination_failure", "manglende koordinering",                     \
      "lack of coordination", .attribution = ATTRIBUTION_OWN_PRACTICE)                                       \
    V(LONG_CAUSE_FEW_EMPLOYERS, "few_employers", "mangler egnet virksomhed", "no suitable employer",         \
      .attribution = ATTRIBUTION_EXTERNAL)                                                                   \
    V(LONG_CAUSE_FAILED_PLACEMENT, "failed_placement", "afbrudt praktik", "placement broken off",            \
      .attribution = ATTRIBUTION_UNKNOWN)                                                                    \
    V(LONG_CAUSE_PART_TIME_PROGRESS, "part_time_progress", "langsom optrapning i gang",                      \
      "slow increase under way", .attribution = ATTRIBUTION_CITIZEN_SIDE)                                    \
    V(LONG_CAUSE_NEAR_PENSION, "near_pension", "tæt på pension", "near pension",                             \
      .attribution = ATTRIBUTION_CITIZEN_SIDE)                                                               \
    V(LONG_CAUSE_OTHER, "other", "andet", "other", .attribution = ATTRIBUTION_UNKNOWN)

#define CLOSING_OUTCOME_VALUES(V)                                                                            \
    V(CLOSING_OUTCOME_ORDINARY_JOB, "ordinary_job", "ordinært job", "ordinary job", .flags = 0)              \
    V(CLOSING_OUTCOME_PART_TIME_JOB_WITH_SUPPLEMENT, "part_time_job_with_supplement",                        \
      "deltidsjob med supplement", "part-time job with supplement", .flags = 0)                              \
    V(CLOSING_OUTCOME_FLEX_JOB, "flex_job", "fleksjob", "flex job", .flags = 0)                              \
    V(CLOSING_OUTCOME_EDUCATION, "education", "uddannelse", "education", .flags = 0)                         \
    V(CLOSING_OUTCOME_RECOVERED_BACK_TO_JOB, "recovered_back_to_job", "raskmeldt til job",                   \
      "recovered, back to the job", .flags = 0)                                                              \
    V(CLOSING_OUTCOME_RECOVERED_TO_UNEMPLOYED, "recovered_to_unemployed", "raskmeldt til ledighed",          \
      "recovered, unemployed", .flags = 0)                                                                   \
    V(CLOSING_OUTCOME_SELF_SUPPORTING, "self_supporting", "selvforsørgende", "self-supporting", .flags = 0)  \
    V(CLOSING_OUTCOME_DISABILITY_PENSION, "disability_pension", "førtidspension", "disability pension",      \
      .flags = 0)                                                                                            \
    V(CLOSING_OUTCOME_SENIOR_PENSION, "senior_pension", "seniorpension", "senior pension", .flags = 0)       \
    V(CLOSING_OUTCOME_EARLY_PENSION, "early_pension", "tidlig pension", "early pension", .flags = 0)         \
    V(CLOSING_OUTCOME_RETIREMENT, "retirement", "folkepension", "retirement pension", .flags = 0)            \
    V(CLOSING_OUTCOME_PARENTAL_LEAVE, "parental_leave", "barsel", "parental leave", .flags = 0)              \
    V(CLOSING_OUTCOME_MOVED_MUNICIPALITY, "moved_municipality", "fraflyttet kommunen",                       \
      "moved to another municipality", .flags = 0)                                                           \
    V(CLOSING_OUTCOME_LEFT_COUNTRY, "left_country", "udrejst", "left the country", .flags = 0)               \
    V(CLOSING_OUTCOME_BENEFIT_RIGHT_ENDED, "benefit_right_ended", "ret til ydelse udløbet",                  \
      "right to benefit ended", .flags = 0)                                                                  \
    V(CLOSING_OUTCOME_SANCTION_OR_WITHDRAWN, "sanction_or_withdrawn", "frafald eller manglende rådighed",    \
      "withdrawn or not available", .flags = 0)                                                              \
    V(CLOSING_OUTCOME_TRANSFERRED_INTERNAL, "transferred_internal", "overgået til anden indsats",            \
      "moved to another effort", .flags = 0)                                                                 \
    V(CLOSING_OUTCOME_DECEASED, "deceased", "afgået ved døden", "deceased", .flags = 0)                      \
    V(CLOSING_OUTCOME_UNKNOWN, "unknown", "ikke oplyst", "not stated", .flags = 0)

#define DISMISSAL_REASON_VALUES(V)                                                                           \
    V(DISMISSAL_REASON_REGISTERED_ELSEWHERE, "registered_elsewhere", "registreret et andet sted",            \
      "registered elsewhere", .flags = 0)                                                                    \
    V(DISMISSAL_REASON_WRONG_DATA, "wrong_data", "forkerte data", "wrong data", .flags = 0)                  \
    V(DISMISSAL_REASON_AGREED_WITH_CITIZEN, "agreed_with_citizen", "aftalt med borgeren",                    \
      "agreed with the citizen", .flags = 0)                                                                 \
    V(DISMISSAL_REASON_EXTERNAL_CAUSE_DOCUMENTED, "external_cause_documented", "dokumenteret ydre årsag",    \
      "documented external cause", .flags = 0)                                                               \
    V(DISMISSAL_REASON_EXEMPTED_BY_RULE, "exempted_by_rule", "undtaget efter reglerne", "exempted by rule",  \
      .flags = 0)                                                                                            \
    V(DISMISSAL_REASON_CLOSING_SOON, "closing_soon", "afsluttes snart", "closing soon", .flags = 0)          \
    V(DISMISSAL_REASON_DUPLICATE, "duplicate", "dublet", "duplicate", .flags = 0)                            \
    V(DISMISSAL_REASON_OTHER, "other", "andet", "other", .flags = 0)

#define CORRECTION_REASON_VALUES(V)                                                                          \
    V(CORRECTION_REASON_TYPING_ERROR, "typing_error", "tastefejl", "typing error", .flags = 0)               \
    V(CORRECTION_REASON_WRONG_CITIZEN, "wrong_citizen", "forkert borger", "wrong citizen", .flags = 0)       \
    V(CORRECTION_REASON_WRONG_DATE, "wrong_date", "forkert dato", "wrong date", .flags = 0)                  \
    V(CORRECTION_REASON_DUPLICATE, "duplicate", "dublet", "duplicate", .flags = 0)                           \
    V(CORRECTION_REASON_MISUNDERSTANDING, "misunderstanding", "misforståelse", "misunderstanding",           \
      .flags = 0)                                                                                            \
    V(CORRECTION_REASON_OTHER, "other", "andet", "other", .flags = 0)

#define DECLINE_REASON_VALUES(V)                                                                             \
    V(DECLINE_REASON_NO_TIME, "no_time", "ikke tid", "no time", .flags = 0)                                  \
    V(DECLINE_REASON_WRONG_PERSON, "wrong_person", "forkert modtager", "wrong person", .flags = 0)           \
    V(DECLINE_REASON_INCOMPLETE, "incomplete", "mangelfuld", "incomplete", .flags = 0)                       \
    V(DECLINE_REASON_OTHER, "other", "andet", "other", .flags = 0)

/* Yes/no properties of events (`marks`). */
#define MARK_VALUES(V)                                                                                       \
    V(MARK_COMPLEX, "complex", "sammensat", "complex", .flags = 0)                                           \
    V(MARK_PLANNED, "planned", "kendt på forhånd", "known beforehand", .flags = 0)                           \
    V(MARK_INFORMED, "informed", "borgeren er orienteret", "the citizen knows", .flags = 0)                  \
    V(MARK_HISTORY, "history", "overtaget fra andet system", "taken over from another system", .flags = 0)   \
    V(MARK_CITIZEN_PART, "citizen_part", "med borgerens egen del", "with the citizen's own part",            \
      .flags = 0)                                                                                            \
    V(MARK_GOAL, "goal", "med mål", "with a goal", .flags = 0)                                               \
    V(MARK_CLARIFY, "clarify", "skal afklare", "is to clarify", .flags = 0)

/* Every catalogue: C(enumerator, name on the wire, list of values). The catalogue `rule` is made from
 * rule_table.h. */
#define CATALOGUES(C)                                                                                        \
    C(CATALOGUE_ROLE, "role", ROLE_VALUES)                                                                   \
    C(CATALOGUE_CHANNEL, "channel", CHANNEL_VALUES)                                                          \
    C(CATALOGUE_PARTY, "party", PARTY_VALUES)                                                                \
    C(CATALOGUE_ADMINISTRATION, "administration", ADMINISTRATION_VALUES)                                     \
    C(CATALOGUE_TARGET_GROUP, "target_group", TARGET_GROUP_VALUES)                                           \
    C(CATALOGUE_BENEFIT, "benefit", BENEFIT_VALUES)                                                          \
    C(CATALOGUE_PAUSE, "pause", PAUSE_VALUES)                                                                \
    C(CATALOGUE_FORESEEN_DATE, "foreseen_date", FORESEEN_DATE_VALUES)                                        \
    C(CATALOGUE_SWITCH_REASON, "switch_reason", SWITCH_REASON_VALUES)                                        \
    C(CATALOGUE_HANDOVER_MODE, "handover_mode", HANDOVER_MODE_VALUES)                                        \
    C(CATALOGUE_HANDOVER_STATE, "handover_state", HANDOVER_STATE_VALUES)                                     \
    C(CATALOGUE_HANDOVER_CONTENT, "handover_content", HANDOVER_CONTENT_VALUES)                               \
    C(CATALOGUE_TRANSITION_STATE, "transition_state", TRANSITION_STATE_VALUES)                               \
    C(CATALOGUE_TRANSITION_KIND, "transition_kind", TRANSITION_KIND_VALUES)                                  \
    C(CATALOGUE_TOLD_ABOUT, "told_about", TOLD_ABOUT_VALUES)                                                 \
    C(CATALOGUE_MEETING_KIND, "meeting_kind", MEETING_KIND_VALUES)                                           \
    C(CATALOGUE_MEETING_OUTCOME, "meeting_outcome", MEETING_OUTCOME_VALUES)                                  \
    C(CATALOGUE_QUESTION, "question", QUESTION_VALUES)                                                       \
    C(CATALOGUE_PLAN_KIND, "plan_kind", PLAN_KIND_VALUES)                                                    \
    C(CATALOGUE_INTERVENTION_KIND, "intervention_kind", INTERVENTION_KIND_VALUES)                            \
    C(CATALOGUE_END_REASON, "end_reason", END_REASON_VALUES)                                                 \
    C(CATALOGUE_WAIT_REASON, "wait_reason", WAIT_REASON_VALUES)                                              \
    C(CATALOGUE_WAIT_OUTCOME, "wait_outcome", WAIT_OUTCOME_VALUES)                                           \
    C(CATALOGUE_COORDINATION, "coordination", COORDINATION_VALUES)                                           \
    C(CATALOGUE_DECISION, "decision", DECISION_VALUES)                                                       \
    C(CATALOGUE_INDICATOR, "indicator", INDICATOR_VALUES)                                                    \
    C(CATALOGUE_LONG_CAUSE, "long_cause", LONG_CAUSE_VALUES)                                                 \
    C(CATALOGUE_CLOSING_OUTCOME, "closing_outcome", CLOSING_OUTCOME_VALUES)                                  \
    C(CATALOGUE_DISMISSAL_REASON, "dismissal_reason", DISMISSAL_REASON_VALUES)                               \
    C(CATALOGUE_CORRECTION_REASON, "correction_reason", CORRECTION_REASON_VALUES)                            \
    C(CATALOGUE_DECLINE_REASON, "decline_reason", DECLINE_REASON_VALUES)                                     \
    C(CATALOGUE_MARK, "mark", MARK_VALUES)

#endif
