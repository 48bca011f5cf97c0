/* See store_teams.h. */
#include "store/store_teams.h"

#include "sql.gen.h"

void teams_ask(struct db_batch *batch)
{
    db_query(batch, &SQL_TEAMS_ALL);
    db_query(batch, &SQL_MEMBERS_ALL);
}

enum err_code teams_read(const struct db_batch *batch, int query, struct arena *arena, struct teams *out,
                         struct err *err)
{
    int n = db_rows(batch, query), n_members = db_rows(batch, query + 1);
    struct team *teams = ARENA_ARRAY(arena, struct team, (size_t)n);
    struct membership *members = ARENA_ARRAY(arena, struct membership, (size_t)n_members);
    if (!teams || !members)
        goto no_memory;
    for (int row = 0; row < n; row++) {
        teams[row] = (struct team){.id = db_get_i32(batch, query, row, 0),
                                   .slug = arena_copy(arena, db_get_text(batch, query, row, 1)),
                                   .name = arena_copy(arena, db_get_text(batch, query, row, 2)),
                                   .unit = (uint32_t)db_get_i32(batch, query, row, 3)};
        if (!teams[row].slug.at || !teams[row].name.at)
            goto no_memory;
    }
    for (int row = 0; row < n_members; row++)
        members[row] = (struct membership){.staff = (uint32_t)db_get_i32(batch, query + 1, row, 0),
                                           .team = db_get_i32(batch, query + 1, row, 1),
                                           .from = db_get_day(batch, query + 1, row, 2),
                                           .to = db_get_day(batch, query + 1, row, 3)};
    *out = (struct teams){teams, (size_t)n, members, (size_t)n_members};
    return ERR_NONE;
no_memory:
    return err_set(err, ERR_NO_MEMORY, "no memory for %d teams", n);
}

static size_t place_of(const struct teams *teams, int32_t id)
{
    size_t low = 0, high = teams->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (teams->at[middle].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < teams->n && teams->at[low].id == id ? low : teams->n;
}

static size_t team_of_staff(const struct teams *teams, uint32_t staff, day_t day)
{
    size_t low = 0, high = teams->n_members;
    while (staff && low < high) {
        size_t middle = low + (high - low) / 2;
        if (teams->members[middle].staff < staff)
            low = middle + 1;
        else
            high = middle;
    }
    for (; staff && low < teams->n_members && teams->members[low].staff == staff; low++)
        if (teams->members[low].from <= day && day < teams->members[low].to)
            return place_of(teams, teams->members[low].team);
    return teams->n;
}

size_t team_on(const struct teams *teams, const struct standing *standing, day_t day)
{
    size_t team = team_of_staff(teams, standing->primary, day);
    for (size_t i = 0; team == teams->n && standing->opening_unit && i < teams->n; i++)
        if (teams->at[i].unit == standing->opening_unit)
            team = i;
    return team == teams->n ? team_of_staff(teams, standing->opened_by, day) : team;
}
