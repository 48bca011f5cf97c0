/* Meetings of a simulated case and what is agreed at them: steps, plans, wishes, feedback. See sim_life.h. */
#include "client/sim_life.h"

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
    struct sim_event event = life_event(life, KIND_MEETING_BOOKED);
    event.starts_at = life_clock(day, (instant_t)between(life, 8 * 60, 15 * 60) * MINUTE);
    event.code = life->meetings ? (uint32_t)life->profile->meeting : MEETING_KIND_FIRST_MEETING;
    event.channel = form(life);
    life->booking = life_emit(life, &event);
}

static void step(struct life *life)
{
    if (life->has_step) {
        uint32_t u = sim_below(&life->random, 100);
        if (u < 55)
            life_emit_ref(life, KIND_NEXT_STEP_DONE, life->step, 0);
        else if (u < 65)
            life_emit_ref(life, KIND_NEXT_STEP_DROPPED, life->step, 0);
        else if (u < 90) {
            struct sim_event moved = life_event(life, KIND_NEXT_STEP_MOVED);
            moved.has_ref = true;
            moved.ref = life->step;
            moved.due = working_day(life->day + between(life, 10, 40));
            moved.channel = chance(life, 700) ? CHANNEL_IN_PERSON : 0;
            life_emit(life, &moved);
        }
        if (u >= 65)
            return;
        life->has_step = false;
    }
    if (!chance(life, 780))
        return;
    struct sim_event set = life_event(life, KIND_NEXT_STEP_SET);
    set.party = chance(life, 550) ? PARTY_CITIZEN : PARTY_CASEWORKER;
    set.due = working_day(life->day + between(life, 10, 45));
    bool told = chance(life, 750);
    set.channel = told ? CHANNEL_IN_PERSON : 0;
    set.note = STEPS[sim_below(&life->random, ARRAY_LEN(STEPS))];
    life->step = life_emit(life, &set);
    life->has_step = true;
    if (!told && chance(life, 500))
        life_tell(life, TOLD_ABOUT_NEXT_STEP, &life->step);
}

static void plan(struct life *life)
{
    bool made = life->has_plan;
    if (made ? life->day < life->revise_on : !chance(life, 450))
        return;
    struct sim_event event = life_event(life, made ? KIND_PLAN_REVISED : KIND_PLAN_MADE);
    event.code = PLAN_KIND_EMPLOYMENT_PLAN;
    event.marks =
        (chance(life, 600) ? MARK_BIT(MARK_CITIZEN_PART) : 0) | (chance(life, 700) ? MARK_BIT(MARK_GOAL) : 0);
    life_emit(life, &event);
    life->has_plan = true;
    life->revise_on = life->day + between(life, 120, 420);
    if (chance(life, 500)) {
        struct sim_event confirmed = life_event(life, KIND_PLAN_CONFIRMED);
        confirmed.party = PARTY_CITIZEN;
        confirmed.code = PLAN_KIND_EMPLOYMENT_PLAN;
        life_emit(life, &confirmed);
    }
}

/* How the citizens of the seed's survey answered, of 100: 12, 15, 18, 33, 22. */
static void feedback(struct life *life)
{
    if (!chance(life, 150))
        return;
    enum question question = chance(life, 500) ? QUESTION_OVERALL : QUESTION_KNOWS_NEXT_STEP;
    struct sim_event asked = life_event(life, KIND_FEEDBACK_ASKED);
    asked.code = question;
    asked.channel = CHANNEL_LETTER;
    life_emit(life, &asked);
    if (!chance(life, 170))
        return;
    uint32_t u = sim_below(&life->random, 100);
    struct sim_event given = life_event(life, KIND_FEEDBACK_RECEIVED);
    given.code = question;
    given.score = u < 12 ? 1 : u < 27 ? 2 : u < 45 ? 3 : u < 78 ? 4 : 5;
    given.scale = 5;
    given.has_ref = true;
    given.ref = asked.id;
    life_emit(life, &given);
}

static void held(struct life *life)
{
    life->meetings++;
    if (life->meetings <= 2 && chance(life, 450)) {
        struct sim_event wishes = life_event(life, KIND_WISHES_RECORDED);
        wishes.note = WISHES[sim_below(&life->random, ARRAY_LEN(WISHES))];
        life_emit(life, &wishes);
    }
    plan(life);
    step(life);
    life_start_intervention(life);
    life_start_wait(life);
    if ((life->n_interventions > 1 || life->has_wait) && chance(life, 250)) {
        struct sim_event contact = life_event(life, KIND_COORDINATION_CONTACT);
        contact.code = chance(life, 700) ? COORDINATION_CONTACT : COORDINATION_JOINT_MEETING;
        contact.party = life->has_wait ? PARTY_REGION : PARTY_MUNICIPALITY;
        life_emit(life, &contact);
    }
    if (chance(life, 130)) {
        struct sim_event measured = life_event(life, KIND_PROGRESS_MEASURED);
        measured.code = (uint32_t)between(life, INDICATOR_HEALTH_COPING, INDICATOR_JOB_SEARCH);
        measured.party = chance(life, 600) ? PARTY_CITIZEN : PARTY_CASEWORKER;
        measured.score = between(life, 1, 5);
        measured.scale = 5;
        life_emit(life, &measured);
    }
    feedback(life);
}

void life_meet(struct life *life)
{
    if (life->day < life->meet_on || life->holder == NOBODY)
        return;
    struct sim_event event = life_event(life, KIND_MEETING);
    uint32_t u = sim_below(&life->random, 100);
    event.outcome = u < 77   ? MEETING_OUTCOME_HELD
                    : u < 83 ? MEETING_OUTCOME_CANCELLED_BY_MUNICIPALITY
                    : u < 90 ? MEETING_OUTCOME_CANCELLED_BY_CITIZEN
                    : u < 96 ? MEETING_OUTCOME_NO_SHOW
                    : u < 98 ? MEETING_OUTCOME_MOVED_BY_MUNICIPALITY
                             : MEETING_OUTCOME_MOVED_BY_CITIZEN;
    event.code = life->meetings ? (uint32_t)life->profile->meeting : MEETING_KIND_FIRST_MEETING;
    event.channel = form(life);
    uint32_t other = life->deputy != NOBODY ? life->deputy
                     : chance(life, 150)    ? life_colleague(life)
                                            : NOBODY;
    event.staff = staff_id(life, other != NOBODY ? other : life->holder);
    if (life->booked) {
        event.has_ref = true;
        event.ref = life->booking;
    }
    life_emit(life, &event);
    bool was_held = event.outcome == MEETING_OUTCOME_HELD;
    if (was_held)
        held(life);
    int32_t gap = life->profile->meeting_days;
    if (life->meetings < 3)
        gap = gap * 2 / 3;
    book(life, was_held ? between(life, gap * 2 / 3, gap * 4 / 3) : between(life, 7, 28));
}
