/* Who sees a case of the fuzz: the rules of access written down once more, person by person, for one day. Roles come from
 * core (course_rights), as they do in the daemon; teams, protection and the opening are worked out here, so that what the
 * database derives from them is compared with something else. For tests only. */
#ifndef SPOR_WRITES_ACCESS_H
#define SPOR_WRITES_ACCESS_H

#include "writes.h"

/* Teams: numbers from 1; 0 is none. fuzz_writes.t makes them, and who belongs to which. */
enum { TEAM_NORTH = 1, TEAM_SOCIAL };

static inline uint32_t team_of_person(uint32_t staff)
{
    static const uint8_t teams[CALLERS] = {[ANNA] = TEAM_NORTH,
                                           [BO] = TEAM_NORTH,
                                           [CARLA] = TEAM_SOCIAL,
                                           [LEA] = TEAM_NORTH,
                                           [LEO] = TEAM_SOCIAL};
    return staff < CALLERS ? teams[staff] : 0;
}

/* `unit`: as events have it, its place in `units` from 1. */
static inline uint32_t team_of_unit(uint32_t unit)
{
    return unit == UNIT_NORTH + 1 ? TEAM_NORTH : unit == UNIT_SOCIAL + 1 ? TEAM_SOCIAL : 0;
}

static inline uint32_t holder_on(const struct rights *rights, uint32_t role, day_t day)
{
    for (size_t i = 0; i < rights->n_holders; i++) {
        const struct holder *holder = &rights->holders[i];
        if (holder->role == role && holder->from <= day && day < holder->to)
            return holder->staff;
    }
    return 0;
}

/* The team of the primary, or of the last one; else that of the opening; else that of who opened it. */
static inline uint32_t team_of_case(const struct rights *rights, day_t day)
{
    uint32_t primary = holder_on(rights, ROLE_PRIMARY, day);
    uint32_t team = team_of_person(primary ? primary : holder_on(rights, HOLDER_LAST_PRIMARY, day));
    if (!team)
        team = team_of_unit(rights->opening_unit);
    return team ? team : team_of_person(rights->opened_by);
}

/* A bit for each caller who sees the case on the day; 0 without memory, or where no course comes of the events. */
static inline uint32_t who_sees(struct arena *arena, const struct event *events, size_t n, day_t born,
                                bool is_protected, day_t day)
{
    const struct course *course = NULL;
    struct history history = {events, n, born, INSTANT_NEVER};
    struct rights rights;
    struct err err;
    uint32_t out = 1u << TOKEN;
    if (course_build(arena, &history, &course, &err) || course_rights(arena, course, day, &rights, &err))
        return 0;
    for (size_t i = 0; i < rights.n_holders; i++) {
        const struct holder *holder = &rights.holders[i];
        if (holder->staff < CALLERS && holder->role <= HOLDER_RECEIVER && holder->from <= day &&
            day < holder->to && (!is_protected || holder->role == ROLE_PRIMARY))
            out |= 1u << holder->staff;
    }
    uint32_t team = team_of_case(&rights, day);
    bool all_members = !is_protected && !holder_on(&rights, ROLE_PRIMARY, day);
    for (uint32_t who = ANNA; who < TOKEN; who++)
        if (is_leader(who) ? !team || team == team_of_person(who)
                           : team && all_members && team == team_of_person(who))
            out |= 1u << who;
    return out;
}

#endif
