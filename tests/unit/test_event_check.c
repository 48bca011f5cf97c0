/* The vocabulary applied to single events, written as the JSON that people send (with ' for "). */
#include "unit.h"

#include <stdio.h>

#include "core/event.h"
#include "wire/json_event.h"

static struct arena arena;
static struct err err;
static instant_t now;

static int setup(void **state)
{
    (void)state;
    arena_init(&arena, 4 << 20);
    err = (struct err){.code = ERR_NONE};
    return instant_parse(STR("2024-06-10T12:00:00+02:00"), &now) ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    arena_clear(&arena);
    return 0;
}

enum how { USER = 0, IMPORT = 1, UNTIMED = 2 }; /* UNTIMED: occurred_at is not added */

/* Reads and checks {event_id, occurred_at, members}. */
static enum err_code check(const char *members, enum how how, enum kind corrected, struct event_draft *draft)
{
    char text[9000];
    int len = snprintf(text, sizeof text, "{'event_id':'018f0000-0000-7000-8000-000000000001',%s%s}",
                       how & UNTIMED ? "" : "'occurred_at':'2024-06-10T09:00:00+02:00',", members);
    assert_in_range(len, 0, sizeof text - 1);
    for (int i = 0; i < len; i++)
        text[i] = text[i] == '\'' ? '"' : text[i];
    const struct json *value;
    struct event_writer writer = {(how & IMPORT) != 0, now};
    enum err_code code = json_parse(&arena, str_of(text), &value, &err);
    if (!code)
        code = json_event(&arena, value, "", 0, draft, &err);
    if (!code)
        code = event_check(draft, corrected, &writer, &err);
    return code;
}

#define STEP "018f0000-0000-7000-8000-00000000000a"
#define REF  "'ref':'" STEP "'"

/* One good event of every kind, with all that the kind may have where that fits together. */
static const struct {
    enum how how;
    const char *members;
} good[] = {
    {USER, "'kind':'case_opened'"},
    {USER, "'kind':'case_opened','unit':'employment/north'"},
    {USER, "'kind':'case_closed','code':'ordinary_job'"},
    {USER, "'kind':'case_reopened','unit':'employment'"},
    {USER, "'kind':'pause_started','code':'parental_leave','due':'2024-06-10'"},
    {USER, "'kind':'pause_started','code':'parental_leave','due':'2025-06-10'"},
    {USER, "'kind':'pause_ended'," REF},
    {USER, "'kind':'classified','code':'sick_pay','marks':['complex']"},
    {USER, "'kind':'benefit_changed','code':'sick_pay'"},
    {USER, "'kind':'date_foreseen','code':'other','due':'2024-09-01'"},
    {USER, "'kind':'caseworker_assigned','staff':'anna','role':'primary','code':'employee_left',"
           "'batch':'spring','marks':['planned','informed','history']"},
    {USER, "'kind':'caseworker_assigned','staff':'bo','role':'deputy','due':'2024-12-31',"
           "'starts_at':'2024-12-07T00:00:00+01:00'"}, /* 180 days ahead */
    {USER, "'kind':'caseworker_assigned','staff':'bo','role':'deputy','due':'2024-07-31',"
           "'starts_at':'2024-06-10T00:00:00+02:00'"}, /* the same day, earlier */
    {USER, "'kind':'caseworker_released','staff':'anna','role':'coordinator','code':'safety','batch':'b'"},
    {UNTIMED, "'kind':'switch_reason_given','code':'employee_left'," REF},
    {IMPORT, "'kind':'switch_reason_given','code':'employee_left'," REF},
    {USER, "'kind':'handover','code':'oral','outcome':'prepared','also':['status_summary','deadlines']"},
    {USER, "'kind':'handover','code':'oral','outcome':'sent','staff':'bo','due':'2024-06-14'," REF},
    {USER,
     "'kind':'handover','code':'oral','outcome':'sent','staff':'bo','due':'2024-06-14','marks':['informed']"},
    {USER, "'kind':'handover','code':'oral','outcome':'accepted'," REF},
    {USER, "'kind':'handover','code':'oral','outcome':'declined','because':'no_time'," REF},
    {USER, "'kind':'transition','code':'team_change','outcome':'started','unit':'provider/"
           "a','due':'2024-07-01','batch':'x'," REF},
    {USER, "'kind':'citizen_told','code':'plan','channel':'letter'," REF},
    {USER, "'kind':'meeting_requested'"},
    {USER, "'kind':'meeting_requested','code':'job_meeting','channel':'phone'"},
    {USER,
     "'kind':'meeting_booked','starts_at':'2024-07-01T10:00:00+02:00','code':'job_meeting','staff':'anna',"
     "'unit':'akasse/x','channel':'video'"},
    {USER, "'kind':'meeting','code':'job_meeting','outcome':'held','staff':'anna','unit':'employment','"
           "channel':'phone'," REF},
    {USER, "'kind':'meeting','code':'job_meeting','outcome':'held'"},
    {USER, "'kind':'meeting','code':'job_meeting','outcome':'no_show','channel':'letter'"},
    {USER, "'kind':'wishes_recorded','note':'vil gerne arbejde med heste'"},
    {IMPORT, "'kind':'wishes_recorded'"},
    {USER, "'kind':'feedback_asked','code':'heard','channel':'phone'"},
    {USER, "'kind':'feedback_received','code':'heard'"},
    {USER, "'kind':'feedback_received','code':'heard','score':5," REF},
    {USER, "'kind':'feedback_received','code':'heard','score':0,'scale':1"},
    {USER, "'kind':'feedback_followed_up','staff':'anna'," REF},
    {USER,
     "'kind':'plan_made','unit':'social','code':'social_plan','marks':['citizen_part','goal','history']"},
    {USER, "'kind':'plan_revised'"},
    {USER, "'kind':'plan_confirmed','party':'citizen'"},
    {USER, "'kind':'plan_closed','code':'other','unit':'health'"},
    {USER, "'kind':'next_step_set','party':'citizen','due':'2024-06-20','staff':'anna','channel':'phone','"
           "note':'CV'"},
    {IMPORT, "'kind':'next_step_set','party':'doctor','due':'2024-06-20'"},
    {USER, "'kind':'next_step_moved','due':'2024-06-20','channel':'phone'," REF},
    {USER, "'kind':'next_step_done'," REF},
    {USER, "'kind':'next_step_dropped'," REF},
    {USER, "'kind':'intervention_started','code':'mentor','unit':'provider/"
           "b','due':'2024-12-01','hours':3.25,'marks':['clarify']"},
    {USER, "'kind':'intervention_changed','hours':0," REF},
    {USER, "'kind':'intervention_changed','due':'2024-12-01'," REF},
    {USER, "'kind':'intervention_ended','outcome':'completed'," REF},
    {USER, "'kind':'wait_started','code':'rehab_team','due':'2024-08-01','party':'region'"},
    {USER, "'kind':'wait_moved','due':'2024-08-01'," REF},
    {USER, "'kind':'wait_ended','outcome':'lapsed'," REF},
    {USER, "'kind':'statement_requested','code':'specialist_statement','due':'2024-08-01','party':'doctor'"},
    {USER, "'kind':'statement_received','code':'specialist_statement'," REF},
    {USER, "'kind':'coordination_contact','code':'contact','party':'employer','unit':'employer/x'"},
    {USER, "'kind':'decision_made','code':'appeal_decided'"},
    {USER, "'kind':'progress_measured','code':'job_belief','party':'caseworker','score':10,'scale':10"},
    {USER, "'kind':'long_case_reviewed','code':'language','also':['appeal','other']"},
    {UNTIMED, "'kind':'flag_acknowledged','code':'R7.6'"},
    {UNTIMED, "'kind':'flag_waived','code':'R5.2','outcome':'duplicate','due':'2024-09-01'," REF},
    {UNTIMED, "'kind':'flag_waiver_confirmed','code':'R5.2'," REF},
    {UNTIMED, "'kind':'flag_exempted','code':'R7.6','outcome':'exempted_by_rule','due':'2024-09-01'"},
    {UNTIMED, "'kind':'flag_reopened','code':'R5.2'"},
    {IMPORT, "'kind':'activity','code':' A_SUBMITTED (01) – 3202031234 ','staff':'Sara','unit':'employment'"},
    {UNTIMED, "'kind':'redaction_requested'," REF},
    {UNTIMED, "'kind':'note_redacted'," REF},
    {UNTIMED, "'kind':'voided','because':'wrong_citizen'," REF},
};

static void good_events_pass(void **state)
{
    (void)state;
    bool seen[KIND_COUNT] = {false};
    for (size_t i = 0; i < ARRAY_LEN(good); i++) {
        struct event_draft draft;
        if (check(good[i].members, good[i].how, KIND_NONE, &draft))
            fail_msg("%s: %s at \"%s\"", good[i].members, err.text, err.pointer);
        seen[draft.value.kind] = true;
    }
    for (uint32_t kind = 1; kind < KIND_COUNT; kind++)
        if (!seen[kind] && kind != KIND_CORRECTED)
            fail_msg("no row for %s", kind_info((enum kind)kind)->name);
}

static void bad_events_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *members, *pointer, *says;
        enum how how;
        enum err_code code;
    } rows[] = {
        /* envelope */
        {"'note':'x'", "/kind", "is missing", USER, ERR_INVALID},
        {"'kind':'meetings'", "/kind", "no kind", USER, ERR_INVALID},
        {"'kind':7", "/kind", "text", USER, ERR_INVALID},
        {"'kind':'case_opened'", "/occurred_at", "is missing", UNTIMED, ERR_INVALID},
        {"'kind':'case_opened','occurred_at':'2024-06-10'", "/occurred_at", "offset", UNTIMED, ERR_INVALID},
        {"'kind':'case_opened','occurred_at':'2024-06-10T09:00:00'", "/occurred_at", "offset", UNTIMED,
         ERR_INVALID},
        {"'kind':'case_opened','occurred_at':'1980-12-31T23:59:59+01:00'", "/occurred_at", "before 1981",
         UNTIMED, ERR_INVALID},
        {"'kind':'case_opened','occurred_at':'2024-06-10T12:05:00.000001+02:00'", "/occurred_at", "5 minutes",
         UNTIMED, ERR_INVALID},
        {"'kind':'case_opened','seq':1", "/seq", "set by the server", USER, ERR_INVALID},
        {"'kind':'case_opened','recorded_by':'anna'", "/recorded_by", "set by the server", USER, ERR_INVALID},
        {"'kind':'case_opened','colour':'red'", "/colour", "allowed: event_id, kind, occurred_at", USER,
         ERR_INVALID},
        {"'kind':'case_opened','note':''", "/note", "empty", USER, ERR_INVALID},
        {"'kind':'case_opened','note':' \\n'", "/note", "empty", USER, ERR_INVALID},
        {"'kind':'case_opened','note':'ring til 010203-1234'", "/note", "CPR", USER, ERR_PERSONAL_DATA},
        {"'kind':'case_opened','note':'6102031234'", "/note", "CPR", IMPORT, ERR_PERSONAL_DATA},
        {"'kind':'wishes_recorded'", "/note", "needs a note", USER, ERR_INVALID},
        {"'kind':'next_step_set','party':'citizen','due':'2024-06-20'", "/note", "needs a note", USER,
         ERR_INVALID},
        {"'kind':'switch_reason_given','code':'other'," REF, "/occurred_at", "leave occurred_at out", USER,
         ERR_INVALID},
        {"'kind':'activity','code':'x'", "/kind", "only an import", USER, ERR_FORBIDDEN},
        /* fields */
        {"'kind':'case_opened','code':'ordinary_job'", "/code",
         "case_opened has no field code; its fields: unit", USER, ERR_INVALID},
        {"'kind':'wishes_recorded','note':'x','due':'2024-01-01'", "/due", "its fields: none", USER,
         ERR_INVALID},
        {"'kind':'case_closed'", "/code", "needs the field code", USER, ERR_INVALID},
        {"'kind':'meeting','code':'job_meeting'", "/outcome", "needs the field outcome", USER, ERR_INVALID},
        {"'kind':'case_closed','code':'job_meeting'", "/code", "closing_outcome", USER, ERR_INVALID},
        {"'kind':'case_closed','code':''", "/code", "empty", USER, ERR_INVALID},
        {"'kind':'case_closed','code':null", "/code", "text", USER, ERR_INVALID},
        {"'kind':'meeting','code':'job_meeting','outcome':'HELD'", "/outcome",
         "held, cancelled_by_municipality", USER, ERR_INVALID},
        {"'kind':'citizen_told','code':'plan','channel':'fax'", "/channel", "in_person, phone, video, letter",
         USER, ERR_INVALID},
        {"'kind':'plan_confirmed','party':'doctor'", "/party", "citizen or caseworker", USER, ERR_INVALID},
        {"'kind':'plan_confirmed','party':'me'", "/party", "catalogue party", USER, ERR_INVALID},
        {"'kind':'caseworker_released','staff':'a','role':'boss'", "/role",
         "primary, secondary, deputy, coordinator", USER, ERR_INVALID},
        {"'kind':'caseworker_released','staff':'','role':'primary'", "/staff", "empty", USER, ERR_INVALID},
        {"'kind':'caseworker_released','staff':'a\\tb','role':'primary'", "/staff", "control", USER,
         ERR_INVALID},
        {"'kind':'case_opened','unit':'north'", "/unit", "ADMINISTRATION", USER, ERR_INVALID},
        {"'kind':'case_opened','unit':'employment/'", "/unit", "ADMINISTRATION", USER, ERR_INVALID},
        {"'kind':'case_opened','unit':'/north'", "/unit", "ADMINISTRATION", USER, ERR_INVALID},
        {"'kind':'case_opened','unit':'employment north'", "/unit", "ADMINISTRATION", USER, ERR_INVALID},
        {"'kind':'case_opened','unit':'employment/010203-1234'", "/unit", "CPR", USER, ERR_PERSONAL_DATA},
        {"'kind':'classified','code':'sick_pay','marks':['goal']", "/marks/0", "complex", USER, ERR_INVALID},
        {"'kind':'classified','code':'sick_pay','marks':['complex','complex']", "/marks/1", "twice", USER,
         ERR_INVALID},
        {"'kind':'classified','code':'sick_pay','marks':'complex'", "/marks", "array", USER, ERR_INVALID},
        {"'kind':'classified','code':'sick_pay','marks':[1]", "/marks/0", "text", USER, ERR_INVALID},
        {"'kind':'next_step_done','ref':'7'", "/ref", "UUID", USER, ERR_INVALID},
        {"'kind':'next_step_done','ref':7", "/ref", "text", USER, ERR_INVALID},
        {"'kind':'next_step_done','ref':'018f0000-0000-7000-8000-000000000001'", "/ref", "itself", USER,
         ERR_INVALID},
        {"'kind':'date_foreseen','code':'other','due':'1980-12-31'", "/due", "1981", USER, ERR_INVALID},
        {"'kind':'date_foreseen','code':'other','due':'2024-02-30'", "/due", "YYYY-MM-DD", USER, ERR_INVALID},
        {"'kind':'meeting_booked','starts_at':'1980-01-01T10:00:00Z'", "/starts_at", "1981", USER,
         ERR_INVALID},
        {"'kind':'feedback_received','code':'heard','score':6", "/score", "0 and the scale, 5", USER,
         ERR_INVALID},
        {"'kind':'feedback_received','code':'heard','score':3,'scale':2", "/score", "scale, 2", USER,
         ERR_INVALID},
        {"'kind':'feedback_received','code':'heard','score':-1", "/score", "between", USER, ERR_INVALID},
        {"'kind':'feedback_received','code':'heard','score':2.5", "/score", "whole", USER, ERR_INVALID},
        {"'kind':'feedback_received','code':'heard','score':1,'scale':0", "/scale", "between", USER,
         ERR_INVALID},
        {"'kind':'feedback_received','code':'heard','score':1,'scale':101", "/scale", "between", USER,
         ERR_INVALID},
        {"'kind':'feedback_received','code':'heard','score':70000", "/score", "between", USER, ERR_INVALID},
        {"'kind':'intervention_changed','hours':168.25," REF, "/hours", "168", USER, ERR_INVALID},
        {"'kind':'intervention_changed','hours':7.3," REF, "/hours", "quarters", USER, ERR_INVALID},
        {"'kind':'intervention_changed','hours':-0.25," REF, "/hours", "between", USER, ERR_INVALID},
        {"'kind':'intervention_changed','hours':'7'," REF, "/hours", "number", USER, ERR_INVALID},
        {"'kind':'activity','code':''", "/code", "empty", IMPORT, ERR_INVALID},
        {"'kind':'handover','code':'oral','outcome':'prepared','also':['deadlines','x']", "/also/1",
         "handover_content", USER, ERR_INVALID},
        {"'kind':'long_case_reviewed','code':'other','also':['x','x','x','x','x','x','x','x','x','x','x','x'"
         "]",
         "/also/0", "long_cause", USER, ERR_INVALID},
        {"'kind':'caseworker_released','staff':'a','role':'primary','batch':'6102031234'", "/batch", "CPR",
         USER, ERR_PERSONAL_DATA},
        {"'kind':'caseworker_released','staff':'a','role':'primary','batch':'a\\u007f'", "/batch", "control",
         USER, ERR_INVALID},
        {"'kind':'case_opened','note':'\\t\\r'", "/note", "empty", USER, ERR_INVALID},
        {"'kind':'wishes_recorded','note':'\\u00a0\\u200b'", "/note", "empty", USER, ERR_INVALID},
        {"'kind':'wishes_recorded','note':'\\u001b[2J'", "/note", "control", USER, ERR_INVALID},
        {"'kind':'activity','code':'trin 0303801234'", "/code", "CPR", IMPORT, ERR_PERSONAL_DATA},
        {"'kind':'activity','code':'a\\nb'", "/code", "control", IMPORT, ERR_INVALID},
        {"'kind':'activity','code':'a','staff':'6101701234'", "/staff", "CPR", IMPORT, ERR_PERSONAL_DATA},
        {"'kind':'activity','code':'a','staff':'\\u3000'", "/staff", "empty", IMPORT, ERR_INVALID},
        {"'kind':'activity','code':'a','staff':'\\u202ebo'", "/staff", "control", IMPORT, ERR_INVALID},
        {"'kind':'activity','code':'a','staff':'token:local'", "/staff", "identifiers", IMPORT, ERR_INVALID},
        {"'kind':'activity','code':'a','unit':'social/610170-1234'", "/unit", "CPR", IMPORT,
         ERR_PERSONAL_DATA},
        /* what single kinds ask */
        {"'kind':'pause_started','code':'standby','due':'2024-06-09'", "/due", "before its first", USER,
         ERR_INVALID},
        {"'kind':'pause_started','code':'standby','due':'2025-06-11'", "/due", "365", USER, ERR_INVALID},
        {"'kind':'caseworker_assigned','staff':'a','role':'deputy'", "/due", "deputy needs due", USER,
         ERR_INVALID},
        {"'kind':'caseworker_assigned','staff':'a','role':'primary','due':'2024-07-01'", "/due",
         "only a deputy", USER, ERR_INVALID},
        {"'kind':'caseworker_assigned','staff':'a','role':'primary','starts_at':'2024-07-01T00:00:00+02:00'",
         "/starts_at", "only cover", USER, ERR_INVALID},
        {"'kind':'caseworker_assigned','staff':'a','role':'deputy','due':'2025-01-01','starts_at':'2024-12-"
         "08T00:00:00+01:00'",
         "/starts_at", "180 days", USER, ERR_INVALID},
        {"'kind':'caseworker_assigned','staff':'a','role':'deputy','due':'2025-01-01','starts_at':'2024-06-"
         "09T23:59:00+02:00'",
         "/starts_at", "before", USER, ERR_INVALID},
        {"'kind':'handover','code':'oral','outcome':'sent','due':'2024-06-14'", "/staff", "receiver", USER,
         ERR_INVALID},
        {"'kind':'handover','code':'oral','outcome':'sent','staff':'bo'", "/due", "accept by", USER,
         ERR_INVALID},
        {"'kind':'handover','code':'oral','outcome':'accepted'", "/ref", "first event", USER, ERR_INVALID},
        {"'kind':'handover','code':'oral','outcome':'declined','because':'no_time'", "/ref", "first event",
         USER, ERR_INVALID},
        {"'kind':'handover','code':'oral','outcome':'declined'," REF, "/because", "needs because", USER,
         ERR_INVALID},
        {"'kind':'handover','code':'oral','outcome':'declined','because':'typing_error'," REF, "/because",
         "decline_reason", USER, ERR_INVALID},
        {"'kind':'handover','code':'oral','outcome':'accepted','because':'no_time'," REF, "/because", "only",
         USER, ERR_INVALID},
        {"'kind':'handover','code':'oral','outcome':'prepared'," REF, "/ref", "first state", USER,
         ERR_INVALID},
        {"'kind':'meeting','code':'job_meeting','outcome':'held','channel':'letter'", "/channel",
         "letter is no meeting", USER, ERR_INVALID},
        {"'kind':'intervention_changed'," REF, "", "due or hours", USER, ERR_INVALID},
        {"'kind':'wait_started','code':'specialist_statement','due':'2024-08-01'", "/code",
         "statement_requested", USER, ERR_INVALID},
        {"'kind':'wait_started','code':'rehab_team'", "/due", "needs the field due", USER, ERR_INVALID},
        {"'kind':'statement_requested','code':'rehab_team'", "/code", "no statement", USER, ERR_INVALID},
        {"'kind':'statement_received','code':'rehab_team'", "/code", "no statement", USER, ERR_INVALID},
        {"'kind':'progress_measured','code':'job_belief','party':'employer','score':1,'scale':5", "/party",
         "citizen or caseworker", USER, ERR_INVALID},
        {"'kind':'long_case_reviewed','code':'language','also':['appeal','other','housing_debt']", "/also",
         "at most two", USER, ERR_INVALID},
        {"'kind':'long_case_reviewed','code':'language','also':['language']", "/also", "main cause", USER,
         ERR_INVALID},
        {"'kind':'flag_waived','code':'R7.6','outcome':'duplicate','due':'2024-09-01'", "/code", "exempted",
         UNTIMED, ERR_INVALID},
        {"'kind':'flag_exempted','code':'R5.2','outcome':'duplicate','due':'2024-09-01'", "/code", "waived",
         UNTIMED, ERR_INVALID},
        {"'kind':'flag_waived','code':'R9.9','outcome':'duplicate','due':'2024-09-01'", "/code",
         "catalogue rule", UNTIMED, ERR_INVALID},
        {"'kind':'voided','because':'no_time'," REF, "/because", "correction_reason", UNTIMED, ERR_INVALID},
        {"'kind':'voided'," REF, "/because", "needs the field because", UNTIMED, ERR_INVALID},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct event_draft draft;
        err = (struct err){.code = ERR_NONE};
        enum err_code code = check(rows[i].members, rows[i].how, KIND_NONE, &draft);
        if (code != rows[i].code || strcmp(err.pointer, rows[i].pointer) != 0 ||
            !strstr(err.text, rows[i].says))
            fail_msg("%s: %d, \"%s\" at \"%s\"", rows[i].members, code, err.text, err.pointer);
    }
}

/* At the limit and one beyond, in characters. */
static void lengths(void **state)
{
    (void)state;
    static const struct {
        const char *before, *fill, *after;
        size_t n;
        enum how how;
    } rows[] = {
        {"'kind':'caseworker_released','role':'primary','staff':'", "æ", "'", STAFF_MAX, USER},
        {"'kind':'case_opened','unit':'social/", "æ", "'", UNIT_MAX - 7, USER},
        {"'kind':'caseworker_released','role':'primary','staff':'a','batch':'", "æ", "'", BATCH_MAX, USER},
        {"'kind':'activity','code':'", "æ", "'", ACTIVITY_MAX, IMPORT},
        {"'kind':'case_opened','note':'", "x", "'", NOTE_MAX, USER},
        {"'kind':'case_opened','note':'", "😀", "'", NOTE_MAX, USER},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        for (size_t beyond = 0; beyond <= 1; beyond++) {
            struct buf text;
            struct event_draft draft;
            buf_init(&text, 16384);
            buf_put_str(&text, str_of(rows[i].before));
            for (size_t k = 0; k < rows[i].n + beyond; k++)
                buf_put_str(&text, str_of(rows[i].fill));
            buf_put_str(&text, str_of(rows[i].after));
            buf_put_char(&text, '\0');
            enum err_code code = check(text.at, rows[i].how, KIND_NONE, &draft);
            if (code != (beyond ? ERR_INVALID : ERR_NONE))
                fail_msg("row %zu + %zu: %s", i, beyond, err.text);
            buf_clear(&text);
        }
}

static void values_are_filled_in(void **state)
{
    (void)state;
    struct event_draft d;
    assert_int_equal(check("'kind':'meeting','code':'job_meeting','outcome':'held','staff':'anna',"
                           "'unit':'health/x','channel':'phone'",
                           USER, KIND_NONE, &d),
                     ERR_NONE);
    assert_int_equal(d.value.kind, KIND_MEETING);
    assert_int_equal(d.value.code, MEETING_KIND_JOB_MEETING);
    assert_int_equal(d.value.outcome, MEETING_OUTCOME_HELD);
    assert_int_equal(d.value.channel, CHANNEL_PHONE);
    assert_int_equal(d.value.administration, ADMINISTRATION_HEALTH);
    assert_int_equal(d.value.fields, FIELD_CODE | FIELD_OUTCOME | FIELD_STAFF | FIELD_UNIT | FIELD_CHANNEL);
    assert_str(d.staff, "anna");
    assert_int_equal(day_of_instant(d.value.occurred_at), day_from_civil(2024, 6, 10));
    assert_int_equal(d.value.due, DAY_NONE);
    assert_int_equal(d.value.score, -1);
    assert_false(d.value.has_note);

    assert_int_equal(
        check("'kind':'feedback_received','code':'heard','score':4,'note':'fint'", USER, KIND_NONE, &d),
        ERR_NONE);
    assert_int_equal(d.value.scale, SCALE_DEFAULT);
    assert_int_equal(d.value.fields, FIELD_CODE | FIELD_SCORE); /* the scale was not given */
    assert_true(d.value.has_note);

    assert_int_equal(check("'kind':'intervention_started','code':'mentor','hours':12.75,'marks':['clarify']",
                           USER, KIND_NONE, &d),
                     ERR_NONE);
    assert_int_equal(d.value.hours, 51);
    assert_int_equal(d.value.marks, MARK_BIT(MARK_CLARIFY));

    assert_int_equal(check("'kind':'handover','code':'oral','outcome':'prepared','also':['accepted_by_new','"
                           "agreements'],'marks':[]",
                           USER, KIND_NONE, &d),
                     ERR_NONE);
    assert_true(d.value.also ==
                (VALUE_BIT(HANDOVER_CONTENT_ACCEPTED_BY_NEW) | VALUE_BIT(HANDOVER_CONTENT_AGREEMENTS)));
    assert_int_equal(d.value.fields, FIELD_CODE | FIELD_OUTCOME | FIELD_ALSO); /* an empty list is none */

    assert_int_equal(check("'kind':'activity','code':'Bestil'", IMPORT, KIND_NONE, &d), ERR_NONE);
    assert_str(d.activity, "Bestil");
    assert_int_equal(d.value.code, 0);

    /* An N kind happens now; an import may say when it happened. */
    assert_int_equal(check("'kind':'voided','because':'other'," REF, UNTIMED, KIND_NONE, &d), ERR_NONE);
    assert_true(d.value.occurred_at == now);
    assert_int_equal(check("'kind':'voided','because':'other'," REF, UNTIMED | IMPORT, KIND_NONE, &d),
                     ERR_NONE);
    assert_true(d.value.occurred_at == now);
    assert_int_equal(check("'kind':'voided','because':'other'," REF, IMPORT, KIND_NONE, &d), ERR_NONE);
    assert_true(now - d.value.occurred_at == 3 * HOUR);
    /* Five minutes ahead is still fine. */
    assert_int_equal(
        check("'kind':'case_opened','occurred_at':'2024-06-10T12:05:00+02:00'", UNTIMED, KIND_NONE, &d),
        ERR_NONE);
    assert_int_equal(
        check("'kind':'case_opened','occurred_at':'1981-01-01T00:00:00+01:00'", UNTIMED, KIND_NONE, &d),
        ERR_NONE);
    assert_int_equal(check("'kind':'case_opened','unit':'employment'", USER, KIND_NONE, &d), ERR_NONE);
    assert_int_equal(d.value.fields, FIELD_UNIT | UNIT_ALONE); /* where a booking without a unit is */
    assert_int_equal(d.value.administration, ADMINISTRATION_EMPLOYMENT);
}

#define CORRECTED "'kind':'corrected','because':'typing_error'," REF ","

static void corrections_are_checked_as_the_original(void **state)
{
    (void)state;
    static const struct {
        const char *members, *pointer;
        enum kind corrected;
        enum how how;
        enum err_code code;
    } rows[] = {
        {CORRECTED "'code':'job_meeting','outcome':'held'", "", KIND_MEETING, USER, ERR_NONE},
        {CORRECTED "'code':'job_meeting'", "/outcome", KIND_MEETING, USER, ERR_INVALID},
        {CORRECTED "'code':'job_meeting','outcome':'held','due':'2024-07-01'", "/due", KIND_MEETING, USER,
         ERR_INVALID},
        {CORRECTED "'code':'mentor','outcome':'held'", "/code", KIND_MEETING, USER, ERR_INVALID},
        {CORRECTED "'code':'job_meeting','outcome':'held','channel':'letter'", "/channel", KIND_MEETING, USER,
         ERR_INVALID},
        {"'kind':'corrected','because':'no_time','code':'ordinary_job'," REF, "/because", KIND_CASE_CLOSED,
         USER, ERR_INVALID},
        {"'kind':'corrected','code':'ordinary_job'," REF, "/because", KIND_CASE_CLOSED, USER, ERR_INVALID},
        {"'kind':'corrected','because':'other','code':'ordinary_job'", "/ref", KIND_CASE_CLOSED, USER,
         ERR_INVALID},
        /* ref and because are the correction's own, also where the kind has none of them, or a meaning for
           them */
        {CORRECTED "'unit':'social'", "", KIND_CASE_OPENED, USER, ERR_NONE},
        {CORRECTED "'code':'oral','outcome':'accepted'", "", KIND_HANDOVER, USER, ERR_NONE},
        {CORRECTED "'code':'oral','outcome':'declined'", "", KIND_HANDOVER, USER, ERR_NONE},
        {CORRECTED "'code':'oral','outcome':'prepared'", "", KIND_HANDOVER, USER, ERR_NONE},
        {CORRECTED "'code':'oral','outcome':'sent','due':'2024-07-01'", "/staff", KIND_HANDOVER, USER,
         ERR_INVALID},
        {CORRECTED "'due':'2024-07-01'", "", KIND_NEXT_STEP_MOVED, USER, ERR_NONE},
        {CORRECTED "'party':'citizen','due':'2024-07-01'", "/note", KIND_NEXT_STEP_SET, USER, ERR_INVALID},
        {CORRECTED "'party':'citizen','due':'2024-07-01','note':'CV'", "", KIND_NEXT_STEP_SET, USER,
         ERR_NONE},
        {CORRECTED "'code':'other'", "/occurred_at", KIND_SWITCH_REASON_GIVEN, USER, ERR_INVALID},
        {CORRECTED "'code':'other'", "", KIND_SWITCH_REASON_GIVEN, UNTIMED, ERR_NONE},
        {CORRECTED "'code':'unknown'", "/occurred_at", KIND_CASE_CLOSED, UNTIMED, ERR_INVALID},
        {CORRECTED "'code':'x'", "/kind", KIND_ACTIVITY, USER, ERR_FORBIDDEN},
        {CORRECTED "'code':'x'", "", KIND_ACTIVITY, IMPORT, ERR_NONE},
        {CORRECTED "'code':'R5.2'", "/ref", KIND_FLAG_ACKNOWLEDGED, USER, ERR_CONFLICT},
        {CORRECTED "'note':'x'", "/ref", KIND_VOIDED, USER, ERR_CONFLICT},
        {CORRECTED "'note':'x'", "/ref", KIND_CORRECTED, USER, ERR_CONFLICT},
        /* the original is not known: only what holds for every kind */
        {CORRECTED "'code':'anything'", "", KIND_NONE, USER, ERR_NONE},
        {CORRECTED "'code':'anything'", "", KIND_NONE, UNTIMED, ERR_NONE},
        {CORRECTED "'channel':'fax'", "/channel", KIND_NONE, USER, ERR_INVALID},
        {"'kind':'corrected','because':'no_time'," REF, "/because", KIND_NONE, USER, ERR_INVALID},
        {"'kind':'corrected','because':'other'", "/ref", KIND_NONE, USER, ERR_INVALID},
        {CORRECTED "'occurred_at':'1980-01-01T00:00:00Z'", "/occurred_at", KIND_NONE, UNTIMED, ERR_INVALID},
        {CORRECTED "'note':'010203-1234'", "/note", KIND_NONE, USER, ERR_PERSONAL_DATA},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct event_draft draft;
        err = (struct err){.code = ERR_NONE};
        enum err_code code = check(rows[i].members, rows[i].how, rows[i].corrected, &draft);
        if (code != rows[i].code || (code && strcmp(err.pointer, rows[i].pointer) != 0))
            fail_msg("row %zu %s: %d, \"%s\" at \"%s\"", i, rows[i].members, code, err.text, err.pointer);
        if (!code && rows[i].corrected == KIND_SWITCH_REASON_GIVEN) /* the caller sets the original's */
            assert_true(draft.value.occurred_at == INSTANT_NONE);
    }
}

/* A draft that no reader made: an unknown kind is refused, not looked up. */
static void kinds_out_of_range(void **state)
{
    (void)state;
    struct event_draft draft;
    struct event_writer writer = {true, now};
    event_draft_init(&draft);
    assert_int_equal(event_check(&draft, KIND_NONE, &writer, &err), ERR_INVALID);
    draft.value.kind = KIND_COUNT;
    assert_int_equal(event_check(&draft, KIND_NONE, &writer, &err), ERR_INVALID);
    draft.value.kind = 255;
    assert_int_equal(event_check(&draft, KIND_NONE, &writer, NULL), ERR_INVALID);
    /* Values that the reader of JSON would have refused before. */
    static const struct {
        enum kind kind;
        enum field field;
        int16_t score, scale, hours;
        const char *pointer;
    } rows[] = {
        {KIND_FEEDBACK_RECEIVED, FIELD_SCALE, -1, 0, -1, "/scale"},
        {KIND_FEEDBACK_RECEIVED, FIELD_SCALE, -1, SCALE_MAX + 1, -1, "/scale"},
        {KIND_FEEDBACK_RECEIVED, FIELD_SCORE, -1, -1, -1, "/score"},
        {KIND_INTERVENTION_STARTED, FIELD_HOURS, -1, -1, -1, "/hours"},
        {KIND_INTERVENTION_STARTED, FIELD_HOURS, -1, -1, HOURS_MAX_QUARTERS + 1, "/hours"},
        {KIND_CASE_OPENED, FIELD_UNIT, -1, -1, -1, "/unit"},            /* empty */
        {KIND_FEEDBACK_FOLLOWED_UP, FIELD_STAFF, -1, -1, -1, "/staff"}, /* empty */
        {KIND_ACTIVITY, FIELD_UNIT, -1, -1, -1, "/unit"},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        event_draft_init(&draft);
        draft.value.kind = (uint8_t)rows[i].kind;
        draft.value.fields = kind_info(rows[i].kind)->required | rows[i].field;
        draft.value.score = rows[i].score;
        draft.value.scale = rows[i].scale;
        draft.value.hours = rows[i].hours;
        draft.code = STR("heard");
        assert_int_equal(event_check(&draft, KIND_NONE, &writer, &err), ERR_INVALID);
        assert_string_equal(err.pointer, rows[i].pointer);
    }
    event_draft_init(&draft);
    draft.value.kind = KIND_ACTIVITY;
    draft.value.fields = FIELD_CODE;
    assert_int_equal(event_check(&draft, KIND_NONE, &writer, &err), ERR_INVALID);
    assert_string_equal(err.pointer, "/code");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(good_events_pass, setup, teardown),
        cmocka_unit_test_setup_teardown(bad_events_are_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(lengths, setup, teardown),
        cmocka_unit_test_setup_teardown(values_are_filled_in, setup, teardown),
        cmocka_unit_test_setup_teardown(corrections_are_checked_as_the_original, setup, teardown),
        cmocka_unit_test_setup_teardown(kinds_out_of_range, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
