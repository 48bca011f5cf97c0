/* Schemas of bodies and answers, for openapi.json: what the routes name in `asks` and `answer`, and the parts of
 * these. Those of events and rule periods are made from their tables (wire/json_schemas.c, json_rules_write.c).
 *
 * S(kind, name, members): of a SCHEMA_BODY a member is optional without `!`, and no other is allowed; of a
 * SCHEMA_ANSWER all are there but those with `-`. Members are separated by spaces: name, mark, `:`, type. Types:
 *
 *     text (text100: at most 100 characters)  int  number  bool  day  instant  uuid  any
 *     $staff      a text that is kept, by its name in text_table.h
 *     =a|b        one of these words           #role    a value of that catalogue
 *     @case_row   another schema               [@flag]  a list
 *     day?        may be null                  @a|@b    one or the other (also instead of members)
 *
 * What a route takes is read by hand where it is used; tests/it/openapi.t compares the two. */
#ifndef SPOR_SCHEMA_TABLE_H
#define SPOR_SCHEMA_TABLE_H

#define ROLE_WORDS  "=none|caseworker|leader|auditor|administrator"
#define SCOPE_WORDS "=import|read:all|report:exact|simulate|metrics"
#define CASE_HEAD                                                                                               \
    "case:uuid external_ref:text? citizen:@citizen|null version:int seq:int status:=open|closed assessed:bool " \
    "facts:@facts as_of-:day known_at-:instant? "
#define SPAN                                                                                                 \
    "rule:text subject:int severity:=info|amber|red from:day to:day? attribution:text rule_set:text "        \
    "evidence:[uuid] "

#define SCHEMAS(S)                                                                                                 \
    /* ---- bodies ---- */                                                                                         \
    S(SCHEMA_BODY, login, "login!:text100 password!:text200 device:text")                                          \
    S(SCHEMA_BODY, staff_new,                                                                                      \
      "staff!:$staff name:$staff_name role:" ROLE_WORDS                                                            \
      " password:text cpr:text active:bool telephone:text")                                                        \
    S(SCHEMA_BODY, staff_changes,                                                                                  \
      "name:$staff_name role:" ROLE_WORDS " password:text old_password:text cpr:text active:bool "                 \
      "telephone:text")                                                                                            \
    S(SCHEMA_BODY, team_new, "team!:$team name:$team_name telephone:text")                                         \
    S(SCHEMA_BODY, team_changes, "name:$team_name telephone:text")                                                 \
    S(SCHEMA_BODY, member_new, "staff!:text100 from:day to:day")                                                   \
    S(SCHEMA_BODY, member_end, "to!:day")                                                                          \
    S(SCHEMA_BODY, token_new, "name!:$token_name scopes!:[" SCOPE_WORDS "] expires_at:instant")                    \
    S(SCHEMA_BODY, nothing, "")                                                                                    \
    S(SCHEMA_BODY, citizen_new, "citizen!:uuid name:$citizen_name born:day protected:bool cpr:text")               \
    S(SCHEMA_BODY, citizen_changes, "name:$citizen_name born:day protected:bool cpr:text")                         \
    S(SCHEMA_BODY, who_question, "cpr!:text reason:text200")                                                       \
    S(SCHEMA_BODY, case_new, "case!:uuid citizen:uuid external_ref:$external_ref events!:[@Event]")                \
    S(SCHEMA_BODY, unit, "if_version:int events!:[@Event]")                                                        \
    S(SCHEMA_BODY, events, "@Event|[@Event]|@unit")                                                                \
    S(SCHEMA_BODY, case_header,                                                                                    \
      "case!:uuid external_ref:$external_ref name:$citizen_name born:day protected:bool cpr:text")                 \
    S(SCHEMA_BODY, case_line, "@case_header|@StoredEvent|@Event")                                                  \
    S(SCHEMA_BODY, case_lines, "[@case_line]|@case_line") /* an array, or a line of NDJSON */                      \
    S(SCHEMA_BODY, question, "period:@RulePeriod draft:text from!:day to:day cases:bool unchanged:bool")           \
    /* ---- answers ---- */                                                                                        \
    S(SCHEMA_ANSWER, person, "staff:text name:text role:" ROLE_WORDS)                                              \
    S(SCHEMA_ANSWER, session, "token:text device:text expires_at:instant staff:@person")                           \
    S(SCHEMA_ANSWER, my_team, "team:text name:text leader:bool")                                                   \
    S(SCHEMA_ANSWER, me,                                                                                           \
      "staff:text name:text role:" ROLE_WORDS " teams:[@my_team] scopes:[text] expires_at:instant")                \
    S(SCHEMA_ANSWER, staff, "staff:text name:text role:" ROLE_WORDS " active:bool telephone:text?")                \
    S(SCHEMA_ANSWER, staff_page, "items:[@staff] next:text?")                                                      \
    S(SCHEMA_ANSWER, member, "staff:text name:text leader:bool from:day to:day?")                                  \
    S(SCHEMA_ANSWER, team, "team:text name:text telephone:text? members:[@member]")                                \
    S(SCHEMA_ANSWER, team_page, "items:[@team] next:text?")                                                        \
    S(SCHEMA_ANSWER, token,                                                                                        \
      "id:int name:text scopes:[text] created_by:text? created_at:instant expires_at:instant "                     \
      "needs_approval:bool approved_by:text? approved_at:instant? ended_at:instant?")                              \
    S(SCHEMA_ANSWER, open_session,                                                                                 \
      "id:int created_at:instant last_seen_at:instant expires_at:instant client:=spor|browser|other current:bool") \
    S(SCHEMA_ANSWER, session_page, "items:[@open_session] next:text?")                                             \
    S(SCHEMA_ANSWER, act,                                                                                          \
      "at:instant act:text by:text? token:text? about:text? status:int route:text reason:text? changes:any")       \
    S(SCHEMA_ANSWER, act_page, "items:[@act] next:text?")                                                          \
    S(SCHEMA_ANSWER, token_page, "items:[@token] next:text?")                                                      \
    S(SCHEMA_ANSWER, token_made, "id:int token:text")                                                              \
    S(SCHEMA_ANSWER, changed, "feed-:int")                                                                         \
    S(SCHEMA_ANSWER, citizen, "citizen:uuid name:text? born:day? protected:bool")                                  \
    S(SCHEMA_ANSWER, who, "caseworker:text? team:text? telephone:text?")                                           \
    S(SCHEMA_ANSWER, facts,                                                                                        \
      "status-:=open|closed course_start-:day? course_age_days-:int quiet_until-:day? benefit-:#benefit|null "     \
      "benefit_since-:day? target_group-:#target_group|null unit-:text? team-:text? primary-:text? "               \
      "primary_since-:day? last_primary-:text? deputy-:text? deputy_until-:day? coordinator-:text? "               \
      "complex-:bool switches-:[day] switch_count_365-:int caseworkers-:[[text]] last_contact-:day? "              \
      "last_movement-:day? next_step-:int? next_step_due-:day? next_step_told-:bool open_steps-:int "              \
      "next_meeting-:day? open_waits-:[int] open_interventions-:[int] next_wait_end-:day? handover-:int? "         \
      "handover_to-:text? handover_due-:day? wishes_at-:day? plan_at-:day? reviewed_at-:day? "                     \
      "measured_at-:day?")                                                                                         \
    S(SCHEMA_ANSWER, row_flag,                                                                                     \
      "flag:text severity:=info|amber|red since:day state:=open|acknowledged|waived|exempted until:day?")          \
    S(SCHEMA_ANSWER, case_row,                                                                                     \
      "case:uuid external_ref:text? citizen_name:text? status-:=open|closed assessed-:bool facts-:@facts "         \
      "flags:[@row_flag] new-:bool")                                                                               \
    S(SCHEMA_ANSWER, severities, "red:int amber:int info:int")                                                     \
    S(SCHEMA_ANSWER, by_kind, "codex:@severities statutory:@severities")                                           \
    S(SCHEMA_ANSWER, counts, "total:int total_is_exact:bool by_severity:@by_kind by_rule:any")                     \
    S(SCHEMA_ANSWER, case_page, "as_of-:day items:[@case_row] next:text? counts-:@counts")                         \
    S(SCHEMA_ANSWER, flag,                                                                                         \
      "flag:text since:day " SPAN "state:=open|acknowledged|waived|exempted until:day?")                           \
    S(SCHEMA_ANSWER, case, CASE_HEAD "flags:[@flag] more:bool switch_list-:[@change] last_year-:@last_year")       \
    S(SCHEMA_ANSWER, handled, "state:=acknowledged|waived|exempted from:day to:day?")                              \
    S(SCHEMA_ANSWER, span, SPAN "handling:[@handled] rule_retired:bool")                                           \
    S(SCHEMA_ANSWER, open_item,                                                                                    \
      "event_id:uuid seq:int kind:text day:day due:day? party:#party|null code-:text? staff:text? note:text?")     \
    S(SCHEMA_ANSWER, change, "day:day former:text? new:text? reason:text? counts:text")                            \
    S(SCHEMA_ANSWER, met, "staff:text? last:day")                                                                  \
    S(SCHEMA_ANSWER, continuity, "n:int people:int upc:[int]|null coc:[int]|null secon:[int]|null")                \
    S(SCHEMA_ANSWER, last_year,                                                                                    \
      "switch_count_365:int switch_index_365:int met_365:[@met] continuity:@continuity")                           \
    S(SCHEMA_ANSWER, course,                                                                                       \
      CASE_HEAD "spans:[@span] more:bool open_steps-:[@open_item] open_waits-:[@open_item] "                       \
                "open_interventions-:[@open_item] switch_list:[@change] last_year:@last_year")                     \
    S(SCHEMA_ANSWER, hidden_event,                                                                                 \
      "case:uuid seq:int event_id:uuid kind:text recorded_at:instant voided:bool")                                 \
    S(SCHEMA_ANSWER, event_page, "items:[@StoredEvent|@hidden_event] next:int?")                                   \
    S(SCHEMA_ANSWER, recorded, "case:uuid events:[@StoredEvent]")                                                  \
    S(SCHEMA_ANSWER, recorded_or_checked, "@recorded|@StoredEvent|@checked")                                       \
    S(SCHEMA_ANSWER, checked, "case:uuid dry_run:bool events:int")                                                 \
    S(SCHEMA_ANSWER, of_case,                                                                                      \
      "case:uuid status:int events:int duplicates:int duplicate_activities:int problem-:@problem "                 \
      "version-:int feed-:int")                                                                                    \
    S(SCHEMA_ANSWER, of_cases, "cases:[@of_case]")                                                                 \
    S(SCHEMA_ANSWER, feed_record,                                                                                  \
      "no:int type:=event|day|born|membership|rule_set case-:uuid event_id-:uuid kind-:text seq-:int "             \
      "day-:day recorded_at:instant")                                                                              \
    S(SCHEMA_ANSWER, feed, "items:[@feed_record] next:int")                                                        \
    S(SCHEMA_ANSWER, matrix, "matrix:[[any]] total:int same:int")                                                  \
    S(SCHEMA_ANSWER, handover, "cases:int events:int strict:@matrix skip:@matrix")                                 \
    S(SCHEMA_ANSWER, edge, "from:text to:text count:int median_seconds:number mean_seconds:number")                \
    S(SCHEMA_ANSWER, dfg, "edges:[@edge]")                                                                         \
    S(SCHEMA_ANSWER, both_languages, "da:text en:text")                                                            \
    S(SCHEMA_ANSWER, deadline,                                                                                     \
      "case:uuid external_ref:text? name:text? primary:text? flag:text rule:text kind:=codex|statutory "           \
      "from:day severity:text severity_before:text label:@both_languages prevented_by:@both_languages")            \
    S(SCHEMA_ANSWER, deadlines, "items:[@deadline] more:bool")                                                     \
    S(SCHEMA_ANSWER, catalogues, "catalogues:[any]")                                                               \
    S(SCHEMA_ANSWER, kinds, "kinds:[any]")                                                                         \
    S(SCHEMA_ANSWER, rules, "[any]")                                                                               \
    S(SCHEMA_ANSWER, rule_set,                                                                                     \
      "id:text state:text valid_from:day version:int created_by:text? created_at:instant? changed_by:text? "       \
      "changed_at:instant? published_by:text? published_at:instant? feed:int? period:@RulePeriod "                 \
      "assessment-:any")                                                                                           \
    S(SCHEMA_ANSWER, rule_set_page, "items:[@rule_set] next-:text?")                                               \
    S(SCHEMA_ANSWER, rule_set_diff, "from:any to:any differences:[any]")

#endif
