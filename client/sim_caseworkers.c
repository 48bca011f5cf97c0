/* Who holds a simulated case: assignments with and without hand-over, cover, reasons. See sim_life.h. */
#include "client/sim_life.h"

uint32_t life_colleague(struct life *life)
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

void life_tell(struct life *life, enum told_about about, const struct uuid *ref)
{
    struct sim_event event = life_event(life, KIND_CITIZEN_TOLD);
    event.code = about;
    event.channel = chance(life, 500) ? CHANNEL_LETTER : CHANNEL_PHONE;
    if (ref) {
        event.has_ref = true;
        event.ref = *ref;
    }
    life_emit(life, &event);
}

static void handover(struct life *life, uint32_t receiver)
{
    uint32_t u = sim_below(&life->random, 100);
    if (u >= 65 || life->holder == NOBODY)
        return;
    struct sim_event sent = life_event(life, KIND_HANDOVER);
    sent.code = u < 20 ? HANDOVER_MODE_THREE_PARTY : HANDOVER_MODE_WRITTEN;
    sent.outcome = HANDOVER_STATE_SENT;
    sent.staff = staff_id(life, receiver);
    sent.due = life->day + 14;
    sent.also = VALUE_BIT(HANDOVER_CONTENT_STATUS_SUMMARY);
    for (uint32_t n = HANDOVER_CONTENT_AGREEMENTS; n <= HANDOVER_CONTENT_CITIZEN_INFORMED; n++)
        if (chance(life, 550))
            sent.also |= VALUE_BIT(n);
    sent.marks = chance(life, 550) ? MARK_BIT(MARK_INFORMED) : 0;
    life_emit(life, &sent);
    if (chance(life, 80))
        return; /* never taken up */
    struct sim_event answer = life_event(life, KIND_HANDOVER);
    answer.code = sent.code;
    answer.outcome = HANDOVER_STATE_ACCEPTED;
    answer.has_ref = true;
    answer.ref = sent.id;
    life_emit(life, &answer);
}

void life_assign(struct life *life, uint32_t person, enum switch_reason reason)
{
    if (person == NOBODY || person == life->holder)
        return;
    bool first = life->holder == NOBODY;
    if (!first)
        handover(life, person);
    struct sim_event event = life_event(life, KIND_CASEWORKER_ASSIGNED);
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
    life->assigned = life_emit(life, &event);
    life->holder = person;
    life->deputy = NOBODY;
    if (!first && informed)
        life_tell(life, TOLD_ABOUT_CASEWORKER_CHANGE, &life->assigned);
    if (!first && life->has_plan && chance(life, 300)) {
        struct sim_event taken = life_event(life, KIND_PLAN_CONFIRMED);
        taken.party = PARTY_CASEWORKER;
        taken.code = PLAN_KIND_EMPLOYMENT_PLAN;
        life_emit(life, &taken);
    }
    if (!first && chance(life, 120)) /* a new desk: the case lies still for a while */
        life->quiet_until = life->day + between(life, 50, 140);
}

static void cover(struct life *life, day_t until)
{
    uint32_t person = life_colleague(life);
    if (person == NOBODY || life->holder == NOBODY)
        return;
    struct sim_event event = life_event(life, KIND_CASEWORKER_ASSIGNED);
    event.staff = staff_id(life, person);
    event.role = ROLE_DEPUTY;
    event.due = until;
    event.code = SWITCH_REASON_LONG_SICKNESS;
    life_emit(life, &event);
    life->deputy = person;
    life->cover_until = until;
}

/* What changes in the post shows in the case some days later. */
void life_caseworkers(struct life *life)
{
    const struct sim_post *post = life->post;
    if (life->holder == NOBODY) {
        if (life->day >= life->assign_on) {
            life->tenure = sim_tenure_on(post, life->day);
            life_assign(life, post->tenures[life->tenure].person, SWITCH_REASON_UNKNOWN);
        }
        return;
    }
    if (life->deputy != NOBODY && life->day > life->cover_until)
        life->deputy = NOBODY;
    size_t tenure = sim_tenure_on(post, life->day);
    if (tenure != life->tenure) {
        life->tenure = tenure;
        life_assign(life, post->tenures[tenure].person, post->tenures[tenure].reason);
        return;
    }
    if (life->switch_on == life->day) {
        life_assign(life, life_colleague(life), life->switch_reason);
        return;
    }
    if (life->day == team_of(life)->reorganised && chance(life, 200)) {
        life_assign(life, life_colleague(life), SWITCH_REASON_REORGANISATION);
        return;
    }
    for (size_t i = 0; i < post->n_absence && life->deputy == NOBODY; i++)
        if (life->day >= post->absence[i].from && life->day + 5 < post->absence[i].to && chance(life, 60))
            cover(life, post->absence[i].to);
    if (life->reason_missing && chance(life, 8)) {
        struct sim_event given = life_event(life, KIND_SWITCH_REASON_GIVEN);
        given.has_ref = true;
        given.ref = life->assigned;
        given.code = SWITCH_REASON_EMPLOYEE_LEFT;
        life_emit(life, &given);
        life->reason_missing = false;
    }
}
