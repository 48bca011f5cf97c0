/* The life of one simulated case, day by day from its opening. See sim_life.h. */
#include <stdio.h>

#include "client/sim_life.h"

struct sim_event life_event(struct life *life, enum kind kind)
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

struct uuid life_emit(struct life *life, const struct sim_event *event)
{
    life->sink->event(life->sink->ctx, &life->citizen, event);
    return event->id;
}

struct uuid life_emit_code(struct life *life, enum kind kind, uint32_t code)
{
    struct sim_event event = life_event(life, kind);
    event.code = code;
    return life_emit(life, &event);
}

struct uuid life_emit_ref(struct life *life, enum kind kind, struct uuid ref, uint32_t outcome)
{
    struct sim_event event = life_event(life, kind);
    event.has_ref = true;
    event.ref = ref;
    event.outcome = outcome;
    return life_emit(life, &event);
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
    life_emit_code(life, KIND_CLASSIFIED, life->profile->group);
    if (life->profile->benefit != before)
        life_emit_code(life, KIND_BENEFIT_CHANGED, life->profile->benefit);
    struct sim_event started = life_event(life, KIND_TRANSITION);
    started.code = TRANSITION_KIND_TARGET_GROUP_CHANGE;
    started.outcome = TRANSITION_STATE_STARTED;
    started.unit = team_of(life)->unit;
    struct uuid transition = life_emit(life, &started);
    if (chance(life, 500))
        life_tell(life, TOLD_ABOUT_TRANSITION, &transition);
    if (chance(life, 750)) {
        life->tenure = sim_tenure_on(life->post, life->day);
        life_assign(life, life->post->tenures[life->tenure].person, SWITCH_REASON_TARGET_GROUP_CHANGE);
    } else {
        life->tenure = SIZE_MAX; /* whoever holds the post takes it over on the next day */
    }
}

static void pause(struct life *life)
{
    if (life->has_pause && life->day > life->pause_ends) {
        life_emit_ref(life, KIND_PAUSE_ENDED, life->pause, 0);
        life->has_pause = false;
    } else if (!life->has_pause && sim_below(&life->random, 40000) == 0) {
        struct sim_event event = life_event(life, KIND_PAUSE_STARTED);
        event.code = PAUSE_PARENTAL_LEAVE;
        event.due = life->day + between(life, 120, 320);
        life->pause = life_emit(life, &event);
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
    struct sim_event started = life_event(life, KIND_TRANSITION);
    started.code = TRANSITION_KIND_AKASSE_TO_MUNICIPALITY;
    started.outcome = TRANSITION_STATE_STARTED;
    started.unit = team_of(life)->unit;
    struct uuid transition = life_emit(life, &started);
    if (chance(life, 600))
        life_tell(life, TOLD_ABOUT_TRANSITION, &transition);
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
        struct sim_event review = life_event(life, KIND_LONG_CASE_REVIEWED);
        review.code = (uint32_t)between(life, LONG_CAUSE_HEALTH_WAITING, LONG_CAUSE_NEAR_PENSION);
        uint32_t other = (uint32_t)between(life, LONG_CAUSE_HEALTH_WAITING, LONG_CAUSE_NEAR_PENSION);
        if (other != review.code && chance(life, 500))
            review.also = VALUE_BIT(other);
        life_emit(life, &review);
    }
    if (sim_below(&life->random, 900) == 0)
        life_emit_code(life, KIND_DECISION_MADE,
                       chance(life, 500) ? DECISION_BENEFIT_EXTENDED : DECISION_INTERVENTION_GRANTED);
    if (life->quiet_until < life->day && sim_below(&life->random, 5000) == 0) {
        life->quiet_until = life->day + between(life, 70, 160); /* nobody gets round to it */
        life->meet_on = working_day(life->quiet_until);
    }
}

static void open_case(struct life *life)
{
    struct sim_event opened = life_event(life, KIND_CASE_OPENED);
    life->in_akasse = life->profile->group == TARGET_GROUP_UNEMPLOYMENT_INSURED && chance(life, 700);
    opened.unit = life->in_akasse ? "akasse" : team_of(life)->unit;
    life_emit(life, &opened);
    struct sim_event group = life_event(life, KIND_CLASSIFIED);
    group.code = life->profile->group;
    if (life->profile->group == TARGET_GROUP_SICK_PAY && chance(life, 600)) { /* the first day of absence */
        struct wall now = wall_of_instant(group.at);
        group.at = life_clock(now.day - between(life, 7, 28), now.time);
    }
    if (chance(life, 120))
        group.marks = MARK_BIT(MARK_COMPLEX);
    life_emit(life, &group);
    life_emit_code(life, KIND_BENEFIT_CHANGED, life->profile->benefit);
    life->assign_on = life->day + (chance(life, 600) ? 0 : between(life, 1, 12));
    if (life->in_akasse) {
        life->leave_akasse = day_add_months(life->day, 3);
        life->assign_on = life->leave_akasse;
        struct sim_event foreseen = life_event(life, KIND_DATE_FORESEEN);
        foreseen.code = FORESEEN_DATE_AKASSE_MONTH_3;
        foreseen.due = life->leave_akasse;
        life_emit(life, &foreseen);
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
    life_emit_code(life, KIND_CASE_CLOSED, life->profile->outcomes[u < 50 ? 0 : u < 70 ? 1 : u < 85 ? 2 : 3]);
    life->closed = true;
    life->booked = false;
}

static void reopen_case(struct life *life)
{
    struct sim_event event = life_event(life, KIND_CASE_REOPENED);
    event.unit = team_of(life)->unit;
    life_emit(life, &event);
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
        life->clock = life_clock(life->day, 8 * HOUR + (instant_t)between(life, 0, 3600) * SECOND);
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
        life_caseworkers(life);
        pause(life);
        life_waits(life);
        life_interventions(life);
        life_meet(life);
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
    if (date.year == 2000 && date.month == 2 &&
        date.day == 29) /* was no day in 1900: no serial below 4000 fits */
        date = day_to_civil(born -= 8);
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
