/* The life of one simulated case, day by day from its opening; see sim.h. On each working day things happen
 * in a fixed order, each a little later than the one before, so the order written is the order of occurrence.
 */
#include <stdio.h>

#include "client/sim.h"

struct open_intervention {
    struct uuid id;
    day_t ends; /* when it really ends */
};

struct life {
    const struct sim_town *town;
    const struct sim_sink *sink;
    struct sim_citizen citizen;
    struct sim_random random;
    const struct sim_profile *profile;
    const struct sim_post *post;
    size_t tenure; /* of the post: the one that holds the case, or the next one's hand-over is due */
    day_t day, opened, ends;
    instant_t clock; /* of the last event this day */
    uint32_t holder; /* person; NOBODY: none yet */
    uint32_t deputy; /* person who covers up to cover_until */
    day_t cover_until, assign_on, switch_on;
    enum switch_reason switch_reason;
    struct uuid assigned; /* the last assignment, when it lacks its reason */
    bool reason_missing, has_plan, closed;
    bool booked;
    struct uuid booking, step, wait;
    day_t meet_on, quiet_until, revise_on;
    bool has_step, has_wait, wait_is_statement, in_akasse;
    day_t step_due, wait_due, wait_ends, reopen_on, pause_ends, leave_akasse;
    bool has_pause;
    struct uuid pause;
    uint32_t wait_code, meetings;
    struct open_intervention interventions[3];
    size_t n_interventions, wanted;
};

#define NOBODY UINT32_MAX

static const char *const STEPS[] = {
    "Sender ansøgning til to virksomheder og fortæller om svaret",
    "Kontakter egen læge om en ny tid",
    "Sagsbehandler undersøger mulighed for mentor",
    "Besøger virksomheden og aftaler dage",
    "Opdaterer CV og lægger det på Jobnet",
    "Sagsbehandler indhenter status fra behandler",
    "Møder op til kursusstart",
    "Ringer til a-kassen om dagpengeret",
    "Skriver egen del af planen færdig",
    "Sagsbehandler taler med ydelse om supplement",
};
static const char *const WISHES[] = {
    "Vil gerne arbejde med dyr eller planter, helst om formiddagen",
    "Ønsker få mennesker omkring sig og faste rammer",
    "Er god til at reparere ting og vil gerne vise det",
    "Vil tilbage til køkkenfaget på færre timer",
    "Ønsker at møderne holdes på telefon, når det kan lade sig gøre",
};

/* ---- small helpers ---- */

static int32_t between(struct life *life, int32_t least, int32_t most)
{
    return sim_between(&life->random, least, most);
}

static bool chance(struct life *life, uint32_t permille)
{
    return sim_chance(&life->random, permille);
}

static const char *staff_id(const struct life *life, uint32_t person)
{
    return person == NOBODY ? NULL : life->town->persons[person].id;
}

static const struct sim_team *team_of(const struct life *life)
{
    return &life->town->teams[life->post->team];
}

/* An event now: a few minutes after the last one of the day. */
static struct sim_event event_of(struct life *life, enum kind kind)
{
    life->clock += (instant_t)between(life, 60, 1500) * SECOND;
    return (struct sim_event){.kind = kind,
                              .id = sim_uuid(&life->random),
                              .at = life->clock,
                              .starts_at = INSTANT_NONE,
                              .due = DAY_NONE,
                              .score = -1,
                              .scale = -1,
                              .hours = -1};
}

static struct uuid emit(struct life *life, const struct sim_event *event)
{
    life->sink->event(life->sink->ctx, &life->citizen, event);
    return event->id;
}

static struct uuid emit_code(struct life *life, enum kind kind, uint32_t code)
{
    struct sim_event event = event_of(life, kind);
    event.code = code;
    return emit(life, &event);
}

static struct uuid emit_ref(struct life *life, enum kind kind, struct uuid ref, uint32_t outcome)
{
    struct sim_event event = event_of(life, kind);
    event.has_ref = true;
    event.ref = ref;
    event.outcome = outcome;
    return emit(life, &event);
}

static day_t working_day(day_t day)
{
    while (!day_is_working(day))
        day++;
    return day;
}

static enum channel form(struct life *life)
{
    uint32_t u = sim_below(&life->random, 100);
    return u < 55 ? CHANNEL_IN_PERSON : u < 90 ? CHANNEL_PHONE : CHANNEL_VIDEO;
}

static uint32_t colleague(struct life *life)
{
    const struct sim_team *team = team_of(life);
    for (int tries = 0; tries < 8; tries++) {
        const struct sim_post *post =
            &life->town->posts[team->first_post + sim_below(&life->random, team->n_posts)];
        uint32_t person = post->tenures[sim_tenure_on(post, life->day)].person;
        if (person != life->holder && person != life->deputy)
            return person;
    }
    return NOBODY;
}

/* ---- caseworkers ---- */

static void tell(struct life *life, enum told_about about, const struct uuid *ref)
{
    struct sim_event event = event_of(life, KIND_CITIZEN_TOLD);
    event.code = about;
    event.channel = chance(life, 500) ? CHANNEL_LETTER : CHANNEL_PHONE;
    if (ref) {
        event.has_ref = true;
        event.ref = *ref;
    }
    emit(life, &event);
}

static void handover(struct life *life, uint32_t receiver)
{
    uint32_t u = sim_below(&life->random, 100);
    if (u >= 65 || life->holder == NOBODY)
        return;
    struct sim_event sent = event_of(life, KIND_HANDOVER);
    sent.code = u < 20 ? HANDOVER_MODE_THREE_PARTY : HANDOVER_MODE_WRITTEN;
    sent.outcome = HANDOVER_STATE_SENT;
    sent.staff = staff_id(life, receiver);
    sent.due = life->day + 14;
    sent.also = VALUE_BIT(HANDOVER_CONTENT_STATUS_SUMMARY);
    for (uint32_t n = HANDOVER_CONTENT_AGREEMENTS; n <= HANDOVER_CONTENT_CITIZEN_INFORMED; n++)
        if (chance(life, 550))
            sent.also |= VALUE_BIT(n);
    sent.marks = chance(life, 550) ? MARK_BIT(MARK_INFORMED) : 0;
    emit(life, &sent);
    if (chance(life, 80))
        return; /* never taken up */
    struct sim_event answer = event_of(life, KIND_HANDOVER);
    answer.code = sent.code;
    answer.outcome = HANDOVER_STATE_ACCEPTED;
    answer.has_ref = true;
    answer.ref = sent.id;
    emit(life, &answer);
}

static void assign(struct life *life, uint32_t person, enum switch_reason reason)
{
    if (person == NOBODY || person == life->holder)
        return;
    bool first = life->holder == NOBODY;
    if (!first)
        handover(life, person);
    struct sim_event event = event_of(life, KIND_CASEWORKER_ASSIGNED);
    event.staff = staff_id(life, person);
    event.role = ROLE_PRIMARY;
    bool informed = chance(life, 550);
    life->reason_missing = !first && chance(life, 70);
    event.code = first || life->reason_missing ? 0 : (uint32_t)reason;
    if (!first)
        event.marks =
            (informed ? MARK_BIT(MARK_INFORMED) : 0) | (chance(life, 400) ? MARK_BIT(MARK_PLANNED) : 0);
    if (reason == SWITCH_REASON_REORGANISATION)
        event.batch = "omorganisering";
    life->assigned = emit(life, &event);
    life->holder = person;
    life->deputy = NOBODY;
    if (!first && informed)
        tell(life, TOLD_ABOUT_CASEWORKER_CHANGE, &life->assigned);
    if (!first && life->has_plan && chance(life, 300)) {
        struct sim_event taken = event_of(life, KIND_PLAN_CONFIRMED);
        taken.party = PARTY_CASEWORKER;
        taken.code = PLAN_KIND_EMPLOYMENT_PLAN;
        emit(life, &taken);
    }
    if (!first && chance(life, 120)) /* a new desk: the case lies still for a while */
        life->quiet_until = life->day + between(life, 50, 140);
}

static void cover(struct life *life, day_t until)
{
    uint32_t person = colleague(life);
    if (person == NOBODY || life->holder == NOBODY)
        return;
    struct sim_event event = event_of(life, KIND_CASEWORKER_ASSIGNED);
    event.staff = staff_id(life, person);
    event.role = ROLE_DEPUTY;
    event.due = until;
    event.code = SWITCH_REASON_LONG_SICKNESS;
    emit(life, &event);
    life->deputy = person;
    life->cover_until = until;
}

/* What changes in the post shows in the case some days later. */
static void caseworkers(struct life *life)
{
    const struct sim_post *post = life->post;
    if (life->holder == NOBODY) {
        if (life->day >= life->assign_on) {
            life->tenure = sim_tenure_on(post, life->day);
            assign(life, post->tenures[life->tenure].person, SWITCH_REASON_UNKNOWN);
        }
        return;
    }
    if (life->deputy != NOBODY && life->day > life->cover_until)
        life->deputy = NOBODY;
    size_t tenure = sim_tenure_on(post, life->day);
    if (tenure != life->tenure) {
        life->tenure = tenure;
        assign(life, post->tenures[tenure].person, post->tenures[tenure].reason);
        return;
    }
    if (life->switch_on == life->day) {
        assign(life, colleague(life), life->switch_reason);
        return;
    }
    if (life->day == team_of(life)->reorganised && chance(life, 200)) {
        assign(life, colleague(life), SWITCH_REASON_REORGANISATION);
        return;
    }
    for (size_t i = 0; i < post->n_absence && life->deputy == NOBODY; i++)
        if (life->day >= post->absence[i].from && life->day + 5 < post->absence[i].to && chance(life, 60))
            cover(life, post->absence[i].to);
    if (life->reason_missing && chance(life, 8)) {
        struct sim_event given = event_of(life, KIND_SWITCH_REASON_GIVEN);
        given.has_ref = true;
        given.ref = life->assigned;
        given.code = SWITCH_REASON_EMPLOYEE_LEFT;
        emit(life, &given);
        life->reason_missing = false;
    }
}

/* ---- meetings ---- */

/* Fewer meetings in July and December. */
static void book(struct life *life, int32_t days)
{
    day_t day = life->day + days;
    struct civil_date date = day_to_civil(day);
    if ((date.month == 7 && chance(life, 450)) || (date.month == 12 && chance(life, 250)))
        day += 30;
    day = working_day(day < life->quiet_until ? life->quiet_until : day);
    life->meet_on = day;
    life->booked = chance(life, 750);
    if (!life->booked)
        return;
    struct sim_event event = event_of(life, KIND_MEETING_BOOKED);
    event.starts_at = instant_of_day(day) + (instant_t)between(life, 8 * 60, 15 * 60) * MINUTE;
    event.code = life->meetings ? (uint32_t)life->profile->meeting : MEETING_KIND_FIRST_MEETING;
    event.channel = form(life);
    life->booking = emit(life, &event);
}

static void step(struct life *life)
{
    if (life->has_step) {
        uint32_t u = sim_below(&life->random, 100);
        if (u < 55)
            emit_ref(life, KIND_NEXT_STEP_DONE, life->step, 0);
        else if (u < 65)
            emit_ref(life, KIND_NEXT_STEP_DROPPED, life->step, 0);
        else if (u < 90) {
            struct sim_event moved = event_of(life, KIND_NEXT_STEP_MOVED);
            moved.has_ref = true;
            moved.ref = life->step;
            moved.due = working_day(life->day + between(life, 10, 40));
            moved.channel = chance(life, 700) ? CHANNEL_IN_PERSON : 0;
            emit(life, &moved);
        }
        if (u >= 65)
            return;
        life->has_step = false;
    }
    if (!chance(life, 780))
        return;
    struct sim_event set = event_of(life, KIND_NEXT_STEP_SET);
    set.party = chance(life, 550) ? PARTY_CITIZEN : PARTY_CASEWORKER;
    set.due = working_day(life->day + between(life, 10, 45));
    bool told = chance(life, 750);
    set.channel = told ? CHANNEL_IN_PERSON : 0;
    set.note = STEPS[sim_below(&life->random, ARRAY_LEN(STEPS))];
    life->step = emit(life, &set);
    life->has_step = true;
    if (!told && chance(life, 500))
        tell(life, TOLD_ABOUT_NEXT_STEP, &life->step);
}

static void plan(struct life *life)
{
    bool made = life->has_plan;
    if (made ? life->day < life->revise_on : !chance(life, 450))
        return;
    struct sim_event event = event_of(life, made ? KIND_PLAN_REVISED : KIND_PLAN_MADE);
    event.code = PLAN_KIND_EMPLOYMENT_PLAN;
    event.marks =
        (chance(life, 600) ? MARK_BIT(MARK_CITIZEN_PART) : 0) | (chance(life, 700) ? MARK_BIT(MARK_GOAL) : 0);
    emit(life, &event);
    life->has_plan = true;
    life->revise_on = life->day + between(life, 120, 420);
    if (chance(life, 500)) {
        struct sim_event confirmed = event_of(life, KIND_PLAN_CONFIRMED);
        confirmed.party = PARTY_CITIZEN;
        confirmed.code = PLAN_KIND_EMPLOYMENT_PLAN;
        emit(life, &confirmed);
    }
}

/* How the citizens of the seed's survey answered, of 100: 12, 15, 18, 33, 22. */
static void feedback(struct life *life)
{
    if (!chance(life, 150))
        return;
    enum question question = chance(life, 500) ? QUESTION_OVERALL : QUESTION_KNOWS_NEXT_STEP;
    struct sim_event asked = event_of(life, KIND_FEEDBACK_ASKED);
    asked.code = question;
    asked.channel = CHANNEL_LETTER;
    emit(life, &asked);
    if (!chance(life, 170))
        return;
    uint32_t u = sim_below(&life->random, 100);
    struct sim_event given = event_of(life, KIND_FEEDBACK_RECEIVED);
    given.code = question;
    given.score = u < 12 ? 1 : u < 27 ? 2 : u < 45 ? 3 : u < 78 ? 4 : 5;
    given.scale = 5;
    given.has_ref = true;
    given.ref = asked.id;
    emit(life, &given);
}

static void start_intervention(struct life *life)
{
    static const enum intervention_kind kinds[] = {INTERVENTION_KIND_COMPANY_PLACEMENT,
                                                   INTERVENTION_KIND_COMPANY_PLACEMENT,
                                                   INTERVENTION_KIND_MENTOR,
                                                   INTERVENTION_KIND_GUIDANCE_UPSKILLING,
                                                   INTERVENTION_KIND_CLARIFICATION,
                                                   INTERVENTION_KIND_COPING_COURSE,
                                                   INTERVENTION_KIND_HEALTH_EFFORT,
                                                   INTERVENTION_KIND_SOCIAL_SUPPORT,
                                                   INTERVENTION_KIND_ORDINARY_HOURS,
                                                   INTERVENTION_KIND_DANISH_LANGUAGE,
                                                   INTERVENTION_KIND_JOB_SEARCH_SUPPORT};
    if (life->n_interventions >= life->wanted || !chance(life, 400))
        return;
    struct sim_event event = event_of(life, KIND_INTERVENTION_STARTED);
    event.code = kinds[sim_below(&life->random, ARRAY_LEN(kinds))];
    event.due = life->day + between(life, 28, 182);
    if (event.code == INTERVENTION_KIND_CLARIFICATION)
        event.marks = MARK_BIT(MARK_CLARIFY);
    event.hours = between(life, 3, 20);
    struct uuid id = emit(life, &event);
    life->interventions[life->n_interventions++] =
        (struct open_intervention){id, event.due + between(life, -20, 10)};
}

/* Median waits in days and how they spread: eight equally likely parts of the median, of 100. */
static void start_wait(struct life *life)
{
    static const struct {
        enum wait_reason reason;
        int32_t median;
    } waits[] = {{WAIT_REASON_MEDICAL_STATUS_CERTIFICATE, 21}, {WAIT_REASON_SPECIALIST_STATEMENT, 75},
                 {WAIT_REASON_PSYCHIATRIC_ASSESSMENT, 150},    {WAIT_REASON_HOSPITAL_TREATMENT_ONGOING, 110},
                 {WAIT_REASON_CLINICAL_FUNCTION, 35},          {WAIT_REASON_REHAB_TEAM, 35},
                 {WAIT_REASON_PLACEMENT_SEARCH, 30},           {WAIT_REASON_INTERNAL_DECISION, 21},
                 {WAIT_REASON_WORK_INJURY_AUTHORITY, 365},     {WAIT_REASON_TREATMENT_WAITING_LIST, 90}};
    static const int32_t spread[] = {35, 55, 75, 90, 110, 140, 190, 320};
    if (life->has_wait || !chance(life, (uint32_t)life->profile->waits))
        return;
    size_t i = sim_below(&life->random, ARRAY_LEN(waits));
    const struct catalogue_value *reason = catalogue_value(CATALOGUE_WAIT_REASON, waits[i].reason);
    int32_t days = waits[i].median * spread[sim_below(&life->random, ARRAY_LEN(spread))] / 100;
    life->wait_is_statement = (reason->flags & WAIT_STATEMENT) != 0;
    struct sim_event event =
        event_of(life, life->wait_is_statement ? KIND_STATEMENT_REQUESTED : KIND_WAIT_STARTED);
    event.code = waits[i].reason;
    event.party = reason->party;
    event.due = life->day + (reason->norm_days ? reason->norm_days : waits[i].median);
    life->wait = emit(life, &event);
    life->wait_code = event.code;
    life->wait_due = event.due;
    life->wait_ends = life->day + (days < 3 ? 3 : days);
    life->has_wait = true;
}

static void held(struct life *life)
{
    life->meetings++;
    if (life->meetings <= 2 && chance(life, 450)) {
        struct sim_event wishes = event_of(life, KIND_WISHES_RECORDED);
        wishes.note = WISHES[sim_below(&life->random, ARRAY_LEN(WISHES))];
        emit(life, &wishes);
    }
    plan(life);
    step(life);
    start_intervention(life);
    start_wait(life);
    if ((life->n_interventions > 1 || life->has_wait) && chance(life, 250)) {
        struct sim_event contact = event_of(life, KIND_COORDINATION_CONTACT);
        contact.code = chance(life, 700) ? COORDINATION_CONTACT : COORDINATION_JOINT_MEETING;
        contact.party = life->has_wait ? PARTY_REGION : PARTY_MUNICIPALITY;
        emit(life, &contact);
    }
    if (chance(life, 130)) {
        struct sim_event measured = event_of(life, KIND_PROGRESS_MEASURED);
        measured.code = (uint32_t)between(life, INDICATOR_HEALTH_COPING, INDICATOR_JOB_SEARCH);
        measured.party = chance(life, 600) ? PARTY_CITIZEN : PARTY_CASEWORKER;
        measured.score = between(life, 1, 5);
        measured.scale = 5;
        emit(life, &measured);
    }
    feedback(life);
}

static void meet(struct life *life)
{
    if (life->day < life->meet_on || life->holder == NOBODY)
        return;
    struct sim_event event = event_of(life, KIND_MEETING);
    uint32_t u = sim_below(&life->random, 100);
    event.outcome = u < 77   ? MEETING_OUTCOME_HELD
                    : u < 83 ? MEETING_OUTCOME_CANCELLED_BY_MUNICIPALITY
                    : u < 90 ? MEETING_OUTCOME_CANCELLED_BY_CITIZEN
                    : u < 96 ? MEETING_OUTCOME_NO_SHOW
                    : u < 98 ? MEETING_OUTCOME_MOVED_BY_MUNICIPALITY
                             : MEETING_OUTCOME_MOVED_BY_CITIZEN;
    event.code = life->meetings ? (uint32_t)life->profile->meeting : MEETING_KIND_FIRST_MEETING;
    event.channel = form(life);
    uint32_t other = life->deputy != NOBODY ? life->deputy : chance(life, 150) ? colleague(life) : NOBODY;
    event.staff = staff_id(life, other != NOBODY ? other : life->holder);
    if (life->booked) {
        event.has_ref = true;
        event.ref = life->booking;
    }
    emit(life, &event);
    bool was_held = event.outcome == MEETING_OUTCOME_HELD;
    if (was_held)
        held(life);
    int32_t gap = life->profile->meeting_days;
    if (life->meetings < 3)
        gap = gap * 2 / 3;
    book(life, was_held ? between(life, gap * 2 / 3, gap * 4 / 3) : between(life, 7, 28));
}

/* ---- what runs beside ---- */

static void waits(struct life *life)
{
    if (!life->has_wait)
        return;
    if (life->day >= life->wait_ends) {
        if (life->wait_is_statement) {
            struct sim_event event = event_of(life, KIND_STATEMENT_RECEIVED);
            event.code = life->wait_code;
            event.has_ref = true;
            event.ref = life->wait;
            emit(life, &event);
        } else {
            emit_ref(life, KIND_WAIT_ENDED, life->wait,
                     chance(life, 900) ? WAIT_OUTCOME_ENDED : WAIT_OUTCOME_REFUSED);
        }
        life->has_wait = false;
    } else if (life->day > life->wait_due && chance(life, 25)) {
        struct sim_event moved = event_of(life, KIND_WAIT_MOVED);
        moved.has_ref = true;
        moved.ref = life->wait;
        moved.due = life->wait_due = life->day + between(life, 14, 42);
        emit(life, &moved);
    }
}

static void interventions(struct life *life)
{
    static const enum end_reason ends[] = {END_REASON_COMPLETED,          END_REASON_COMPLETED,
                                           END_REASON_COMPLETED,          END_REASON_ILLNESS,
                                           END_REASON_STOPPED_BY_CITIZEN, END_REASON_STOPPED_BY_PROVIDER};
    for (size_t i = 0; i < life->n_interventions;) {
        if (life->day < life->interventions[i].ends) {
            i++;
            continue;
        }
        emit_ref(life, KIND_INTERVENTION_ENDED, life->interventions[i].id,
                 ends[sim_below(&life->random, ARRAY_LEN(ends))]);
        life->interventions[i] = life->interventions[--life->n_interventions];
    }
}

static void choose_post(struct life *life)
{
    size_t p = (size_t)(life->profile - SIM_PROFILE);
    const uint32_t *teams = life->town->teams_of[p];
    const struct sim_team *team = &life->town->teams[teams[0] + sim_below(&life->random, teams[1])];
    life->post = &life->town->posts[team->first_post + sim_below(&life->random, team->n_posts)];
}

/* To another group, with another benefit, team and caseworker. */
static void change_group(struct life *life)
{
    static const uint8_t goes_to[SIM_PROFILES] = {5, 2, 3, 6, 2, 6, 7, 8, 7, 2, 2};
    enum benefit before = life->profile->benefit;
    life->profile = &SIM_PROFILE[goes_to[life->profile - SIM_PROFILE]];
    choose_post(life);
    emit_code(life, KIND_CLASSIFIED, life->profile->group);
    if (life->profile->benefit != before)
        emit_code(life, KIND_BENEFIT_CHANGED, life->profile->benefit);
    struct sim_event started = event_of(life, KIND_TRANSITION);
    started.code = TRANSITION_KIND_TARGET_GROUP_CHANGE;
    started.outcome = TRANSITION_STATE_STARTED;
    started.unit = team_of(life)->unit;
    struct uuid transition = emit(life, &started);
    if (chance(life, 500))
        tell(life, TOLD_ABOUT_TRANSITION, &transition);
    if (chance(life, 750)) {
        life->tenure = sim_tenure_on(life->post, life->day);
        assign(life, life->post->tenures[life->tenure].person, SWITCH_REASON_TARGET_GROUP_CHANGE);
    } else {
        life->tenure = SIZE_MAX; /* whoever holds the post takes it over on the next day */
    }
}

static void pause(struct life *life)
{
    if (life->has_pause && life->day > life->pause_ends) {
        emit_ref(life, KIND_PAUSE_ENDED, life->pause, 0);
        life->has_pause = false;
    } else if (!life->has_pause && sim_below(&life->random, 40000) == 0) {
        struct sim_event event = event_of(life, KIND_PAUSE_STARTED);
        event.code = PAUSE_PARENTAL_LEAVE;
        event.due = life->day + between(life, 120, 320);
        life->pause = emit(life, &event);
        life->pause_ends = event.due - 1;
        life->has_pause = true;
        if (life->meet_on < event.due)
            life->meet_on = working_day(event.due);
    }
}

static void leave_akasse(struct life *life)
{
    if (!life->in_akasse || life->day < life->leave_akasse)
        return;
    life->in_akasse = false;
    struct sim_event started = event_of(life, KIND_TRANSITION);
    started.code = TRANSITION_KIND_AKASSE_TO_MUNICIPALITY;
    started.outcome = TRANSITION_STATE_STARTED;
    started.unit = team_of(life)->unit;
    struct uuid transition = emit(life, &started);
    if (chance(life, 600))
        tell(life, TOLD_ABOUT_TRANSITION, &transition);
}

static void seldom(struct life *life)
{
    if (life->switch_on < life->day && sim_below(&life->random, 3000) == 0) { /* about 0.08 a year */
        static const enum switch_reason reasons[] = {
            SWITCH_REASON_CASELOAD_BALANCING, SWITCH_REASON_CASELOAD_BALANCING,
            SWITCH_REASON_SPECIALIST_NEEDED, SWITCH_REASON_CITIZEN_REQUEST, SWITCH_REASON_DISTRICT_MOVE};
        life->switch_on = working_day(life->day + between(life, 1, 10));
        life->switch_reason = reasons[sim_below(&life->random, ARRAY_LEN(reasons))];
    }
    if (sim_below(&life->random, 4000) == 0 && !life->in_akasse && life->holder != NOBODY &&
        life->ends - life->day > 60)
        change_group(life);
    if (life->day - life->opened > 730 && sim_below(&life->random, 700) == 0) {
        struct sim_event review = event_of(life, KIND_LONG_CASE_REVIEWED);
        review.code = (uint32_t)between(life, LONG_CAUSE_HEALTH_WAITING, LONG_CAUSE_NEAR_PENSION);
        uint32_t other = (uint32_t)between(life, LONG_CAUSE_HEALTH_WAITING, LONG_CAUSE_NEAR_PENSION);
        if (other != review.code && chance(life, 500))
            review.also = VALUE_BIT(other);
        emit(life, &review);
    }
    if (sim_below(&life->random, 900) == 0)
        emit_code(life, KIND_DECISION_MADE,
                  chance(life, 500) ? DECISION_BENEFIT_EXTENDED : DECISION_INTERVENTION_GRANTED);
    if (life->quiet_until < life->day && sim_below(&life->random, 5000) == 0) {
        life->quiet_until = life->day + between(life, 70, 160); /* nobody gets round to it */
        life->meet_on = working_day(life->quiet_until);
    }
}

/* ---- from opening to closing ---- */

static void open_case(struct life *life)
{
    struct sim_event opened = event_of(life, KIND_CASE_OPENED);
    life->in_akasse = life->profile->group == TARGET_GROUP_UNEMPLOYMENT_INSURED && chance(life, 700);
    opened.unit = life->in_akasse ? "akasse" : team_of(life)->unit;
    emit(life, &opened);
    struct sim_event group = event_of(life, KIND_CLASSIFIED);
    group.code = life->profile->group;
    if (life->profile->group == TARGET_GROUP_SICK_PAY && chance(life, 600))
        group.at -= (instant_t)between(life, 7, 28) * 24 * HOUR; /* the first day of absence */
    if (chance(life, 120))
        group.marks = MARK_BIT(MARK_COMPLEX);
    emit(life, &group);
    emit_code(life, KIND_BENEFIT_CHANGED, life->profile->benefit);
    life->assign_on = life->day + (chance(life, 600) ? 0 : between(life, 1, 12));
    if (life->in_akasse) {
        life->leave_akasse = day_add_months(life->day, 3);
        life->assign_on = life->leave_akasse;
        struct sim_event foreseen = event_of(life, KIND_DATE_FORESEEN);
        foreseen.code = FORESEEN_DATE_AKASSE_MONTH_3;
        foreseen.due = life->leave_akasse;
        emit(life, &foreseen);
    }
    life->meet_on = working_day(life->assign_on + between(life, 3, 35));
    uint32_t u = sim_below(&life->random, 100), i = 0, sum = 0;
    for (; i < 3 && u >= (sum += (uint32_t)life->profile->interventions[i]); i++)
        ;
    life->wanted = i;
}

static void close_case(struct life *life)
{
    uint32_t u = sim_below(&life->random, 100);
    emit_code(life, KIND_CASE_CLOSED, life->profile->outcomes[u < 50 ? 0 : u < 70 ? 1 : u < 85 ? 2 : 3]);
    life->closed = true;
    life->booked = false;
}

static void reopen_case(struct life *life)
{
    struct sim_event event = event_of(life, KIND_CASE_REOPENED);
    event.unit = team_of(life)->unit;
    emit(life, &event);
    life->closed = false;
    life->in_akasse = false;
    life->ends = DAY_NEVER;
    life->meet_on = working_day(life->day + between(life, 3, 20));
}

static void live(struct life *life)
{
    for (life->day = life->opened; life->day < life->town->until; life->day++) {
        if (!day_is_working(life->day))
            continue;
        life->clock = instant_of_day(life->day) + 8 * HOUR + (instant_t)between(life, 0, 3600) * SECOND;
        if (life->day == life->opened)
            open_case(life);
        if (life->closed) {
            if (life->reopen_on == DAY_NEVER)
                return;
            if (life->day < life->reopen_on)
                continue;
            reopen_case(life);
            life->reopen_on = DAY_NEVER;
        }
        leave_akasse(life);
        caseworkers(life);
        pause(life);
        waits(life);
        interventions(life);
        meet(life);
        seldom(life);
        if (life->day >= life->ends) {
            life->reopen_on = chance(life, 40) ? working_day(life->day + between(life, 3, 18)) : DAY_NEVER;
            close_case(life);
        }
    }
}

/* How old an open case is, and how long a closed one lasted, by the shares over one, two and five years. */
static int32_t age(struct life *life, bool open)
{
    const struct sim_profile *p = life->profile;
    int32_t part = open ? 1 : 2; /* closed ones are the shorter ones */
    int32_t u = between(life, 0, 99);
    if (u < p->over_5 / part)
        return between(life, 1826, 3650);
    if (u < p->over_2 / part)
        return between(life, 731, 1825);
    if (u < p->over_1 / part)
        return between(life, 366, 730);
    return between(life, 14, 365);
}

static void make_citizen(struct life *life, uint32_t n)
{
    struct sim_citizen *citizen = &life->citizen;
    bool young = life->profile->group == TARGET_GROUP_YOUTH_ACTIVITY_READY;
    day_t born = life->town->until - between(life, 365 * (young ? 19 : 22), 365 * (young ? 29 : 64));
    born -= (born - (day_t)(n / 10000)) % 8; /* no two of one day share a serial number */
    struct civil_date date = day_to_civil(born);
    citizen->case_id = sim_uuid(&life->random);
    citizen->born = born;
    citizen->is_protected = chance(life, 5);
    sim_name(n * 7919 % 1600, citizen->name, NULL);
    snprintf(citizen->reference, sizeof citizen->reference, "SIM-%llu-%u",
             (unsigned long long)life->town->seed, n + 1);
    snprintf(citizen->cpr, sizeof citizen->cpr, "%02d%02d%02d-%04u", (date.day + 60) % 100, date.month % 100,
             date.year % 100, n % 10000);
}

void sim_case(const struct sim_town *town, uint32_t n, const struct sim_sink *sink)
{
    struct life life = {.town = town,
                        .sink = sink,
                        .holder = NOBODY,
                        .deputy = NOBODY,
                        .reopen_on = DAY_NEVER,
                        .quiet_until = DAY_NONE,
                        .switch_on = DAY_NONE,
                        .ends = DAY_NEVER};
    life.random = sim_random(town->seed ^ (uint64_t)town->until << 32, 2, n);
    int share = (int)sim_below(&life.random, 10000);
    size_t p = 0;
    while (p + 1 < SIM_PROFILES && share >= SIM_PROFILE[p].share)
        share -= SIM_PROFILE[p++].share;
    life.profile = &SIM_PROFILE[p];
    choose_post(&life);
    make_citizen(&life, n);
    bool open = chance(&life, (uint32_t)life.profile->open);
    int32_t days = age(&life, open);
    day_t last = town->until - 1;
    if (!open) {
        last = town->until - between(&life, 2, 365);
        life.ends = working_day(last) < town->until ? working_day(last) : last;
    }
    life.opened = last - days;
    while (!day_is_working(life.opened))
        life.opened--;
    sink->citizen(sink->ctx, &life.citizen);
    live(&life);
}
