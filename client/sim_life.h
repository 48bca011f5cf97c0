/* Inside the simulation: the life of one case as its files share it. See sim.h.
 *
 *     sim_caseworkers.c  assignments, hand-overs, cover
 *     sim_meetings.c     meetings and what is agreed at them
 *     sim_efforts.c      interventions and waits
 *     sim_case.c         from opening to closing, day by day
 *
 * On each working day things happen in a fixed order, each a little later than the one before, so the order
 * written is the order of occurrence. */
#ifndef SPOR_CLIENT_SIM_LIFE_H
#define SPOR_CLIENT_SIM_LIFE_H

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

static inline int32_t between(struct life *life, int32_t least, int32_t most)
{
    return sim_between(&life->random, least, most);
}

static inline bool chance(struct life *life, uint32_t permille)
{
    return sim_chance(&life->random, permille);
}

static inline const char *staff_id(const struct life *life, uint32_t person)
{
    return person == NOBODY ? NULL : life->town->persons[person].id;
}

static inline const struct sim_team *team_of(const struct life *life)
{
    return &life->town->teams[life->post->team];
}

static inline day_t working_day(day_t day)
{
    while (!day_is_working(day))
        day++;
    return day;
}

/* What the clock on the wall says by day, when every time is there once. */
static inline instant_t life_clock(day_t day, instant_t time)
{
    instant_t at[2] = {INSTANT_NONE, INSTANT_NONE};
    (void)instants_of_wall(day, time, at);
    return at[0];
}

static inline enum channel form(struct life *life)
{
    uint32_t u = sim_below(&life->random, 100);
    return u < 55 ? CHANNEL_IN_PERSON : u < 90 ? CHANNEL_PHONE : CHANNEL_VIDEO;
}

/* An event now: a few minutes after the last one of the day. */
struct sim_event life_event(struct life *life, enum kind kind);
/* Writes it; returns its id. */
struct uuid life_emit(struct life *life, const struct sim_event *event);
struct uuid life_emit_code(struct life *life, enum kind kind, uint32_t code);
struct uuid life_emit_ref(struct life *life, enum kind kind, struct uuid ref, uint32_t outcome);

/* What may happen on a day. */
void life_caseworkers(struct life *life);
void life_meet(struct life *life);
void life_waits(struct life *life);
void life_interventions(struct life *life);

/* The citizen is told of something; `ref` may be NULL. */
void life_tell(struct life *life, enum told_about about, const struct uuid *ref);
void life_assign(struct life *life, uint32_t person, enum switch_reason reason);
/* Somebody else of the team, NOBODY where none was found. */
uint32_t life_colleague(struct life *life);
void life_start_intervention(struct life *life);
void life_start_wait(struct life *life);

#endif
