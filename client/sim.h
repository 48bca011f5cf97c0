/* Simulate: a whole municipality from a seed number, as NDJSON that the import takes (domain.md 6 has the
 * shares).
 *
 * Integer arithmetic only and a random generator of our own, so the same seed, number of citizens and day
 * give the same bytes on every machine. All persons are fictitious; CPR numbers carry day + 60, which no real
 * person has. Every event is legal by the moves of rules.md 3 when recorded in the order written. Nothing
 * lies on the day `until` or later, but what is booked or due.
 *
 *     sim_staff.c  teams, posts, who holds a post when
 *     sim_case.c   the life of one case, day by day (sim_life.h)
 *     sim_write.c  lines */
#ifndef SPOR_CLIENT_SIM_H
#define SPOR_CLIENT_SIM_H

#include "base/base.h"
#include "base/buf.h"
#include "base/err.h"
#include "core/catalogue.h"
#include "core/day.h"
#include "core/kind.h"

/* ---- chance (splitmix64) ---- */

struct sim_random {
    uint64_t state;
};

struct sim_random sim_random(uint64_t seed, uint64_t a, uint64_t b);
/* 0 … n - 1; 0 where n is 0. */
uint32_t sim_below(struct sim_random *random, uint32_t n);
static inline bool sim_chance(struct sim_random *random, uint32_t permille)
{
    return sim_below(random, 1000) < permille;
}
/* least … most */
static inline int32_t sim_between(struct sim_random *random, int32_t least, int32_t most)
{
    return least + (int32_t)sim_below(random, (uint32_t)(most - least + 1));
}
struct uuid sim_uuid(struct sim_random *random);

/* ---- groups of citizens ---- */

/* One row for each group of domain.md 6. */
struct sim_profile {
    const char *slug, *danish; /* of its teams */
    enum target_group group;
    enum benefit benefit;
    enum meeting_kind meeting;
    int share;                        /* of 10,000 citizens in a year */
    int open;                         /* of 1,000: open now */
    int over_1, over_2, over_5;       /* of 100 open: so many years old */
    int caseload;                     /* open cases of one caseworker */
    int meeting_days;                 /* between meetings, later on */
    int waits;                        /* of 1,000 meetings: a wait begins */
    int interventions[3];             /* of 100: how many have 0, 1, 2 at a time; the rest 3 */
    enum closing_outcome outcomes[4]; /* the first the likeliest */
};

enum { SIM_PROFILES = 11 };
extern const struct sim_profile SIM_PROFILE[SIM_PROFILES];

/* ---- staff ---- */

struct sim_person {
    char id[40];
    char name[64];
};

/* Who holds a post from a day on, and why it changed. */
struct sim_tenure {
    day_t from;
    uint32_t person;
    enum switch_reason reason;
};

struct sim_absence {
    day_t from, to; /* [from, to) */
};

struct sim_post {
    uint32_t team;
    struct sim_tenure *tenures; /* ascending; the first from long ago */
    size_t n_tenures, cap_tenures;
    struct sim_absence absence[24]; /* that colleagues cover */
    size_t n_absence;
};

struct sim_team {
    char unit[64], name[64]; /* "employment/sick-1" */
    uint32_t leader;         /* person */
    uint32_t first_post, n_posts;
    day_t reorganised; /* a fifth of the citizens change hands */
    uint8_t profile;
};

struct sim_town {
    uint64_t seed;
    uint32_t citizens;
    day_t until;
    struct sim_team *teams;
    size_t n_teams;
    struct sim_post *posts;
    size_t n_posts;
    struct sim_person *persons;
    size_t n_persons, cap_persons;
    uint32_t teams_of[SIM_PROFILES][2]; /* first team, how many */
};

enum err_code sim_town_build(struct sim_town *town, uint32_t citizens, uint64_t seed, day_t until,
                             struct err *err) NODISCARD;
void sim_town_clear(struct sim_town *town);
/* The tenure of a post on a day. */
size_t sim_tenure_on(const struct sim_post *post, day_t day);
/* A name made of parts, the n-th of all. */
void sim_name(uint32_t n, char name[64], char id[40]);

/* ---- cases ---- */

struct sim_event {
    enum kind kind;
    struct uuid id, ref;
    bool has_ref;
    instant_t at, starts_at;
    day_t due;
    const char *staff, *unit, *note, *batch;
    uint32_t role, code, outcome, party, channel, because; /* catalogue numbers; 0: none */
    uint64_t also;
    uint32_t marks;
    int score, scale, hours; /* -1: none */
};

/* What a citizen's line tells. */
struct sim_citizen {
    struct uuid case_id;
    char reference[48], name[64], cpr[16];
    day_t born;
    bool is_protected;
};

struct sim_sink {
    void (*citizen)(void *ctx, const struct sim_citizen *citizen);
    void (*event)(void *ctx, const struct sim_citizen *citizen, const struct sim_event *event);
    void *ctx;
};

/* The n-th citizen's whole history, in the order of recording. */
void sim_case(const struct sim_town *town, uint32_t n, const struct sim_sink *sink);

/* ---- lines ---- */

void sim_write_citizen(struct buf *out, const struct sim_citizen *citizen);
void sim_write_event(struct buf *out, const struct sim_citizen *citizen, const struct sim_event *event);
/* One line for each team and each person who works now, as `spor admin load` takes them. */
void sim_write_staff(struct buf *out, const struct sim_town *town);

#endif
