/* Whom the citizen has known and met, and how continuous that was (rules 9). */
#include "core/spans.h"
#include "core/switches.h"

enum { YEAR = 365 };

struct people {
    const struct course *course;
    struct staff_days *at;
    size_t n;
    uint32_t *place; /* by person: 1 + where in `at`; 0: nowhere */
};

static bool no_people_yet(struct arena *arena, const struct course *course, size_t room, struct people *out)
{
    *out = (struct people){course, ARENA_ARRAY(arena, struct staff_days, room), 0,
                           ARENA_ARRAY(arena, uint32_t, course->n_persons)};
    return out->at && out->place;
}

/* The person was there from `first` to `last`. */
static void was_there(struct people *people, uint32_t staff, day_t first, day_t last, bool stays)
{
    if (!staff)
        return;
    uint32_t *place = &people->place[person_of(people->course, staff)];
    if (*place == 0) {
        people->at[people->n++] = (struct staff_days){staff, first, last, stays};
        *place = (uint32_t)people->n;
        return;
    }
    struct staff_days *one = &people->at[*place - 1];
    one->first = day_min(one->first, first);
    one->last = day_max(one->last, last);
    one->stays |= stays;
}

static bool began_later(const void *a, const void *b)
{
    const struct staff_days *one = a, *two = b;
    return one->first > two->first || (one->first == two->first && one->staff > two->staff);
}

/* Holders and deputies up to `on`, and who held a meeting. */
static bool all_caseworkers(struct arena *arena, const struct course *course, day_t on, int32_t cover_days,
                            struct facts *facts)
{
    size_t room = 2 * course->tenures.n + course->n_held;
    struct people people;
    struct staff_days *scratch = ARENA_ARRAY(arena, struct staff_days, room);
    if (!scratch || !no_people_yet(arena, course, room, &people))
        return false;
    for (size_t i = 0; i < course->tenures.n && course->tenures.at[i].from <= on; i++) {
        const struct tenure *tenure = &course->tenures.at[i];
        day_t last = i + 1 < course->tenures.n ? day_min(on, tenure[1].from - 1) : on;
        was_there(&people, tenure_holder(course, tenure, cover_days, on), tenure->from, last, last == on);
        was_there(&people, tenure->deputy, tenure->from, last, last == on);
    }
    for (size_t i = 0; i < course->n_held; i++)
        was_there(&people, course->at[course->held[i].event].event->staff, course->held[i].day,
                  course->held[i].day, false);
    sort_stable(people.at, scratch, people.n, sizeof *scratch, began_later);
    facts->caseworkers = people.at;
    facts->n_caseworkers = people.n;
    return true;
}

static bool met_in_a_year(struct arena *arena, const struct course *course, day_t on, struct facts *facts)
{
    struct people people;
    if (!no_people_yet(arena, course, course->n_held, &people))
        return false;
    for (size_t i = 0; i < course->n_held; i++)
        if (course->held[i].day > on - YEAR)
            was_there(&people, course->at[course->held[i].event].event->staff, course->held[i].day,
                      course->held[i].day, false);
    facts->met_365 = people.at;
    facts->n_met_365 = people.n;
    return true;
}

static bool continuity(struct arena *arena, const struct course *course, day_t on, struct facts *facts)
{
    int32_t *talks = ARENA_ARRAY(arena, int32_t, course->n_persons);
    if (!talks)
        return false;
    int32_t n = 0, people = 0, pairs = 0, most = 0, squares = 0;
    uint32_t before = 0;
    for (size_t i = 0; i < course->talks.n; i++) {
        uint32_t staff = course->at[course->talks.at[i].event].event->staff;
        if (course->talks.at[i].day <= on - YEAR || !staff)
            continue;
        pairs += staff == before;
        before = staff;
        n++;
        int32_t own = ++talks[person_of(course, staff)];
        people += own == 1;
        most = own > most ? own : most;
        squares += 2 * own - 1; /* own² - (own - 1)² */
    }
    facts->talks_365 = n;
    facts->talk_people_365 = people;
    if (n >= 1)
        facts->upc = (struct fraction){most, n};
    if (n >= 2) {
        facts->coc = (struct fraction){squares - n, n * (n - 1)};
        facts->secon = (struct fraction){pairs, n - 1};
    }
    return true;
}

bool facts_of_contacts(struct arena *arena, const struct course *course, day_t on, const int32_t *param,
                       struct facts *facts)
{
    return all_caseworkers(arena, course, on, param[PARAM_COVER_DAYS], facts) &&
           met_in_a_year(arena, course, on, facts) && continuity(arena, course, on, facts);
}
