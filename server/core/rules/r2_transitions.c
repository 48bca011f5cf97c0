/* Recommendation 2, from one setting to the next: known dates are prepared, moves find a receiver. */
#include "core/known_dates.h"
#include "core/rules/rules.h"

/* What prepares a transition: events of five kinds, and meetings. */
struct preparing {
    struct moments of[5], meetings;
};

static bool find_preparing(const struct judgement *j, struct preparing *out)
{
    static const struct event_filter filters[] = {
        {.kind = KIND_PLAN_MADE},
        {.kind = KIND_PLAN_REVISED},
        {.kind = KIND_DECISION_MADE},
        {.kind = KIND_TRANSITION, .outcomes = VALUE_BIT(TRANSITION_STATE_PLANNED)},
        {.kind = KIND_HANDOVER,
         .outcomes = VALUE_BIT(HANDOVER_STATE_SENT) | VALUE_BIT(HANDOVER_STATE_ACCEPTED)},
    };
    const struct course *course = j->course;
    struct moments meetings = {ARENA_ARRAY(j->arena, struct moment, course->n_held), 0};
    for (size_t i = 0; meetings.at && i < course->n_held; i++)
        if (course->held[i].flags & MEETING_PREPARES)
            meetings.at[meetings.n++] = (struct moment){course->held[i].day, course->held[i].event};
    bool done = meetings.at;
    for (size_t i = 0; i < ARRAY_LEN(filters); i++)
        done = done && moments_of(j->arena, course, &filters[i], &out->of[i]);
    out->meetings = meetings;
    return done;
}

/* The first day from `from` on with one of them; DAY_NEVER. */
static day_t prepared_from(const struct preparing *preparing, day_t from)
{
    day_t prepared = moments_from(&preparing->meetings, from);
    for (size_t i = 0; i < ARRAY_LEN(preparing->of); i++)
        prepared = day_min(prepared, moments_from(&preparing->of[i], from));
    return prepared;
}

/* Amber on the days [from, to), of a date that is known only while away on those among them. */
static void not_prepared(struct judgement *j, const struct known_date *known, day_t from, day_t to)
{
    const struct course *course = j->course;
    const struct runs *units = &course->administration;
    struct evidence evidence = {&known->event, 1};
    if (!known->while_away) {
        breach(j, &course->base, known->subject, from, to, SEVERITY_AMBER, ATTRIBUTION_OWN_PRACTICE,
               evidence);
        return;
    }
    size_t first = runs_find(units, from);
    for (size_t i = first == NOWHERE ? 0 : first; i < units->n && units->at[i].from < to; i++)
        if (is_away(units->at[i].value))
            breach(j, &course->base, known->subject, day_max(from, units->at[i].from),
                   day_min(to, runs_end(units, i)), SEVERITY_AMBER, ATTRIBUTION_OWN_PRACTICE, evidence);
}

/* R2.5 */
void rule_unprepared_known_transition(struct judgement *j)
{
    const struct course *course = j->course;
    struct known_date *dates = ARENA_ARRAY(j->arena, struct known_date, known_dates_room(course));
    struct preparing preparing;
    if (!dates || !find_preparing(j, &preparing)) {
        j->no_memory = true;
        return;
    }
    size_t n = known_dates(course, j->param, j->from, dates);
    for (size_t i = 0; i < n; i++) {
        const struct known_date *known = &dates[i];
        day_t from = day_max(known->from, day_plus(known->date, -j->param[PARAM_R2_5_AHEAD_DAYS]));
        day_t to = day_min(known->to, known->date);
        if (day_max(from, j->from) >= day_min(to, j->to))
            continue;
        day_t prepared = prepared_from(&preparing, day_plus(known->date, -j->param[PARAM_R2_5_PREPARE_DAYS]));
        if (from < day_min(to, prepared))
            not_prepared(j, known, from, day_min(to, prepared));
    }
}

/* R2.6: each move until it is accepted or a newer one begins. */
void rule_transition_gap(struct judgement *j)
{
    const struct course *course = j->course;
    for (size_t i = 0; i < course->n_moves && course->moves[i].day < j->to; i++) {
        const struct move *move = &course->moves[i];
        day_t newer = i + 1 < course->n_moves ? move[1].day : DAY_NEVER;
        day_t to = day_min(move->accepted, newer);
        if (to <= j->from || to <= move->day)
            continue;
        day_t amber = days_nth(&course->base, counted_from(j), move->day, j->param[PARAM_R2_6_AMBER_DAYS]);
        day_t red = days_nth(&course->base, counted_from(j), move->day, j->param[PARAM_R2_6_RED_DAYS]);
        breach_levels(j, &course->base, move->event, amber, red, to, ATTRIBUTION_OWN_PRACTICE,
                      (struct evidence){&move->event, 1});
    }
}
