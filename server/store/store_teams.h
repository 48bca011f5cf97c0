/* Teams and who belonged to them when, for asking to which team a case belonged on a past day: the fact `team`
 * (rules 9), in C for a replay over all cases; team_of_case() of schema/002_access.sql answers for today. */
#ifndef SPOR_STORE_TEAMS_H
#define SPOR_STORE_TEAMS_H

#include "base/mem.h"
#include "core/course.h"
#include "io/db.h"

struct team {
    int32_t id;
    struct str slug, name;
    uint32_t unit; /* term of the same name; 0: none */
};

struct membership {
    uint32_t staff;
    int32_t team;
    day_t from, to; /* [from, to) */
};

struct teams {
    const struct team *at; /* by id */
    size_t n;
    const struct membership *members; /* by staff; of one person the last joined first */
    size_t n_members;
};

enum { TEAMS_STATEMENTS = 2 };

/* Two statements; their results from `query` on. All lies in the arena. */
void teams_ask(struct db_batch *batch);
enum err_code teams_read(const struct db_batch *batch, int query, struct arena *arena, struct teams *out,
                         struct err *err) NODISCARD;
/* Place in teams->at, teams->n where there is none. */
size_t team_on(const struct teams *teams, const struct standing *standing, day_t day);

#endif
