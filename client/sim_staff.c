/* The municipality's side of the simulation: groups, teams, posts, and who leaves when; see sim.h. */
#include <stdio.h>

#include "base/mem.h"
#include "client/sim.h"

/* How far back posts have a history: no simulated case is older. */
enum { YEARS_BACK = 12, TEAM_POSTS = 12 };

const struct sim_profile SIM_PROFILE[SIM_PROFILES] = {
    {"sick",
     "Sygedagpenge",
     TARGET_GROUP_SICK_PAY,
     BENEFIT_SICK_PAY,
     MEETING_KIND_FOLLOW_UP_MEETING,
     2911,
     280,
     12,
     3,
     0,
     45,
     80,
     120,
     {60, 28, 9},
     {CLOSING_OUTCOME_RECOVERED_BACK_TO_JOB, CLOSING_OUTCOME_RECOVERED_TO_UNEMPLOYED,
      CLOSING_OUTCOME_SELF_SUPPORTING, CLOSING_OUTCOME_FLEX_JOB}},
    {"insured",
     "Dagpenge",
     TARGET_GROUP_UNEMPLOYMENT_INSURED,
     BENEFIT_UNEMPLOYMENT_BENEFIT,
     MEETING_KIND_JOB_MEETING,
     2212,
     329,
     22,
     3,
     0,
     75,
     90,
     10,
     {55, 35, 8},
     {CLOSING_OUTCOME_ORDINARY_JOB, CLOSING_OUTCOME_EDUCATION, CLOSING_OUTCOME_SELF_SUPPORTING,
      CLOSING_OUTCOME_BENEFIT_RIGHT_ENDED}},
    {"job-ready",
     "Jobparate",
     TARGET_GROUP_CASH_JOB_READY,
     BENEFIT_CASH_BENEFIT,
     MEETING_KIND_JOB_MEETING,
     408,
     550,
     40,
     22,
     7,
     55,
     90,
     30,
     {55, 35, 8},
     {CLOSING_OUTCOME_ORDINARY_JOB, CLOSING_OUTCOME_PART_TIME_JOB_WITH_SUPPLEMENT, CLOSING_OUTCOME_EDUCATION,
      CLOSING_OUTCOME_MOVED_MUNICIPALITY}},
    {"activity",
     "Aktivitetsparate",
     TARGET_GROUP_CASH_ACTIVITY_READY,
     BENEFIT_CASH_BENEFIT,
     MEETING_KIND_FOLLOW_UP_MEETING,
     757,
     742,
     80,
     65,
     40,
     42,
     110,
     110,
     {35, 38, 18},
     {CLOSING_OUTCOME_FLEX_JOB, CLOSING_OUTCOME_DISABILITY_PENSION, CLOSING_OUTCOME_ORDINARY_JOB,
      CLOSING_OUTCOME_MOVED_MUNICIPALITY}},
    {"youth",
     "Unge",
     TARGET_GROUP_YOUTH_ACTIVITY_READY,
     BENEFIT_EDUCATION_BENEFIT,
     MEETING_KIND_PLAN_MEETING,
     640,
     636,
     55,
     33,
     8,
     40,
     90,
     60,
     {30, 45, 18},
     {CLOSING_OUTCOME_EDUCATION, CLOSING_OUTCOME_ORDINARY_JOB, CLOSING_OUTCOME_MOVED_MUNICIPALITY,
      CLOSING_OUTCOME_SELF_SUPPORTING}},
    {"clarification",
     "Jobafklaring",
     TARGET_GROUP_JOB_CLARIFICATION,
     BENEFIT_RESOURCE_BENEFIT,
     MEETING_KIND_FOLLOW_UP_MEETING,
     349,
     550,
     65,
     30,
     5,
     38,
     88,
     130,
     {15, 35, 30},
     {CLOSING_OUTCOME_FLEX_JOB, CLOSING_OUTCOME_RECOVERED_TO_UNEMPLOYED, CLOSING_OUTCOME_DISABILITY_PENSION,
      CLOSING_OUTCOME_ORDINARY_JOB}},
    {"resource",
     "Ressourceforløb",
     TARGET_GROUP_RESOURCE_COURSE,
     BENEFIT_RESOURCE_BENEFIT,
     MEETING_KIND_FOLLOW_UP_MEETING,
     291,
     760,
     85,
     60,
     25,
     38,
     88,
     130,
     {15, 35, 30},
     {CLOSING_OUTCOME_FLEX_JOB, CLOSING_OUTCOME_DISABILITY_PENSION, CLOSING_OUTCOME_ORDINARY_JOB,
      CLOSING_OUTCOME_MOVED_MUNICIPALITY}},
    {"flex",
     "Ledighedsydelse",
     TARGET_GROUP_FLEX_JOB_REFERRED,
     BENEFIT_UNEMPLOYED_FLEX_BENEFIT,
     MEETING_KIND_JOB_MEETING,
     320,
     582,
     60,
     40,
     18,
     50,
     140,
     40,
     {55, 35, 8},
     {CLOSING_OUTCOME_FLEX_JOB, CLOSING_OUTCOME_SENIOR_PENSION, CLOSING_OUTCOME_DISABILITY_PENSION,
      CLOSING_OUTCOME_RETIREMENT}},
    {"flex-employed",
     "Fleksjob",
     TARGET_GROUP_FLEX_JOB_EMPLOYED,
     BENEFIT_FLEX_WAGE_SUBSIDY,
     MEETING_KIND_COMPANY_FOLLOW_UP,
     1106,
     868,
     85,
     70,
     30,
     200,
     700,
     10,
     {80, 15, 5},
     {CLOSING_OUTCOME_RETIREMENT, CLOSING_OUTCOME_SENIOR_PENSION, CLOSING_OUTCOME_ORDINARY_JOB,
      CLOSING_OUTCOME_MOVED_MUNICIPALITY}},
    {"integration",
     "Integration",
     TARGET_GROUP_INTEGRATION_PROGRAMME,
     BENEFIT_SELF_SUPPORT_BENEFIT,
     MEETING_KIND_FOLLOW_UP_MEETING,
     204,
     714,
     60,
     40,
     5,
     40,
     90,
     50,
     {20, 45, 25},
     {CLOSING_OUTCOME_ORDINARY_JOB, CLOSING_OUTCOME_EDUCATION, CLOSING_OUTCOME_LEFT_COUNTRY,
      CLOSING_OUTCOME_MOVED_MUNICIPALITY}},
    {"other",
     "Øvrige",
     TARGET_GROUP_SELF_SUPPORTING,
     BENEFIT_NONE,
     MEETING_KIND_JOB_MEETING,
     802,
     254,
     30,
     15,
     5,
     60,
     120,
     20,
     {70, 25, 5},
     {CLOSING_OUTCOME_ORDINARY_JOB, CLOSING_OUTCOME_SELF_SUPPORTING, CLOSING_OUTCOME_EDUCATION,
      CLOSING_OUTCOME_SANCTION_OR_WITHDRAWN}},
};

/* ---- chance ---- */

static uint64_t next(struct sim_random *random)
{
    uint64_t z = random->state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

struct sim_random sim_random(uint64_t seed, uint64_t a, uint64_t b)
{
    struct sim_random random = {seed};
    random.state = next(&random) + a;
    random.state = next(&random) + b;
    return random;
}

uint32_t sim_below(struct sim_random *random, uint32_t n)
{
    return (uint32_t)((next(random) >> 32) * n >> 32);
}

struct uuid sim_uuid(struct sim_random *random)
{
    struct uuid id;
    for (int half = 0; half < 2; half++) {
        uint64_t bits = next(random);
        for (int i = 0; i < 8; i++, bits >>= 8)
            id.bytes[8 * half + i] = (uint8_t)bits;
    }
    id.bytes[6] = (uint8_t)((id.bytes[6] & 0x0f) | 0x40);
    id.bytes[8] = (uint8_t)((id.bytes[8] & 0x3f) | 0x80);
    return id;
}

/* ---- names ---- */

static const char *const FIRST[] = {
    "Alma",  "Birk",  "Cilje",  "Dagny", "Eskild", "Frida",    "Gorm",   "Hedda", "Ivar",   "Jytte",
    "Kaj",   "Linea", "Malthe", "Nanna", "Oluf",   "Pernille", "Rune",   "Signe", "Troels", "Ulla",
    "Viggo", "Asta",  "Bjarke", "Ditte", "Ebbe",   "Freja",    "Gunnar", "Helle", "Inger",  "Jonas",
    "Karla", "Leif",  "Mette",  "Niels", "Otto",   "Poula",    "Ragna",  "Sune",  "Tove",   "Villads"};
static const char *const LAST[] = {
    "Agerbo",    "Birkelund", "Dalsgard",   "Engvang",   "Fjordholt", "Granly",   "Havmark",  "Isbak",
    "Kildemose", "Lyngtoft",  "Mosedal",    "Norkier",   "Overlund",  "Pilehave", "Ravnsbo",  "Skovtofte",
    "Tangvig",   "Ulvebjerg", "Vestermark", "Ahornby",   "Bakkely",   "Damgrav",  "Elkier",   "Fuglevad",
    "Grydehoj",  "Hybenvang", "Klitlund",   "Lindeskov", "Markdal",   "Nyborup",  "Oddeby",   "Poppelvig",
    "Rorvang",   "Sivholm",   "Tjornely",   "Udmark",    "Vandbjerg", "Enghave",  "Stenlose", "Kronby"};

void sim_name(uint32_t n, char name[64], char id[40])
{
    const char *first = FIRST[n % ARRAY_LEN(FIRST)];
    const char *last = LAST[(n / ARRAY_LEN(FIRST) + n % ARRAY_LEN(FIRST) * 7) % ARRAY_LEN(LAST)];
    uint32_t round = n / (uint32_t)(ARRAY_LEN(FIRST) * ARRAY_LEN(LAST));
    snprintf(name, 64, "%s %s", first, last);
    if (!id)
        return;
    if (round)
        snprintf(id, 40, "%s.%s%u", first, last, round + 1);
    else
        snprintf(id, 40, "%s.%s", first, last);
    for (char *c = id; *c; c++)
        if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c + 32);
}

/* ---- the town ---- */

static bool new_person(struct sim_town *town, uint32_t *out)
{
    if (town->n_persons == town->cap_persons) {
        size_t cap = town->cap_persons ? 2 * town->cap_persons : 256;
        struct sim_person *grown = mem_resize(town->persons, cap * sizeof *grown);
        if (!grown)
            return false;
        town->persons = grown;
        town->cap_persons = cap;
    }
    struct sim_person *person = &town->persons[town->n_persons];
    sim_name((uint32_t)town->n_persons, person->name, person->id);
    *out = (uint32_t)town->n_persons++;
    return true;
}

static bool add_tenure(struct sim_post *post, day_t from, uint32_t person, enum switch_reason reason)
{
    if (post->n_tenures == post->cap_tenures) {
        size_t cap = post->cap_tenures ? 2 * post->cap_tenures : 8;
        struct sim_tenure *grown = mem_resize(post->tenures, cap * sizeof *grown);
        if (!grown)
            return false;
        post->tenures = grown;
        post->cap_tenures = cap;
    }
    post->tenures[post->n_tenures++] = (struct sim_tenure){from, person, reason};
    return true;
}

/* 17 % leave in a year, 6 % move inside, 4 % go on leave, 5 % are ill for long: of a month's 1,000 the
 * twelfth part. */
static bool fill_post(struct sim_town *town, struct sim_post *post, struct sim_random *random)
{
    uint32_t holder, stand_in;
    day_t day = town->until - YEARS_BACK * 366;
    if (!new_person(town, &holder) || !add_tenure(post, day, holder, SWITCH_REASON_UNKNOWN))
        return false;
    for (day += sim_between(random, 1, 30); day < town->until; day += 30) {
        uint32_t u = sim_below(random, 1200);
        if (u < 23) {
            enum switch_reason reason = u < 17 ? SWITCH_REASON_EMPLOYEE_LEFT : SWITCH_REASON_INTERNAL_MOVE;
            if (!new_person(town, &holder) || !add_tenure(post, day, holder, reason))
                return false;
        } else if (u < 29) { /* away for long; somebody else has the post meanwhile */
            bool leave = u < 27;
            day_t back = day + (leave ? sim_between(random, 180, 330) : sim_between(random, 45, 150));
            if (!new_person(town, &stand_in) ||
                !add_tenure(post, day, stand_in,
                            leave ? SWITCH_REASON_PARENTAL_LEAVE : SWITCH_REASON_LONG_SICKNESS))
                return false;
            if (back < town->until && !add_tenure(post, back, holder, SWITCH_REASON_RETURNED_FROM_ABSENCE))
                return false;
            day = back;
        } else if (u < 33 && post->n_absence < ARRAY_LEN(post->absence)) { /* colleagues cover */
            day_t back = day + sim_between(random, 10, 60);
            post->absence[post->n_absence++] = (struct sim_absence){day, back};
            day = back;
        }
    }
    return true;
}

static uint32_t posts_for(const struct sim_town *town, const struct sim_profile *profile)
{
    uint64_t open = (uint64_t)town->citizens * (uint64_t)profile->share * (uint64_t)profile->open / 10000000;
    uint32_t posts = (uint32_t)(open / (uint64_t)profile->caseload) + 1;
    return posts < 2 ? 2 : posts;
}

static bool build(struct sim_town *town)
{
    struct sim_random random = sim_random(town->seed, 1, (uint64_t)town->until);
    for (size_t p = 0; p < SIM_PROFILES; p++) {
        uint32_t posts = posts_for(town, &SIM_PROFILE[p]);
        uint32_t n = (posts + TEAM_POSTS - 1) / TEAM_POSTS;
        town->teams_of[p][0] = (uint32_t)town->n_teams;
        town->teams_of[p][1] = n;
        town->n_teams += n;
        town->n_posts += posts;
    }
    town->teams = mem_new(town->n_teams * sizeof *town->teams);
    town->posts = mem_new(town->n_posts * sizeof *town->posts);
    if (!town->teams || !town->posts)
        return false;
    uint32_t next_post = 0;
    for (size_t p = 0; p < SIM_PROFILES; p++) {
        const struct sim_profile *profile = &SIM_PROFILE[p];
        uint32_t posts = posts_for(town, profile), n = town->teams_of[p][1];
        for (uint32_t i = 0; i < n; i++) {
            struct sim_team *team = &town->teams[town->teams_of[p][0] + i];
            snprintf(team->unit, sizeof team->unit, "employment/%s-%u", profile->slug, i + 1);
            snprintf(team->name, sizeof team->name, "%s %u", profile->danish, i + 1);
            team->profile = (uint8_t)p;
            team->reorganised = town->until - sim_between(&random, 30, 3 * 365);
            team->first_post = next_post;
            team->n_posts = posts / n + (i < posts % n);
            if (!new_person(town, &team->leader))
                return false;
            for (uint32_t k = 0; k < team->n_posts; k++) {
                struct sim_post *post = &town->posts[next_post++];
                post->team = town->teams_of[p][0] + i;
                if (!fill_post(town, post, &random))
                    return false;
            }
        }
    }
    return true;
}

enum err_code sim_town_build(struct sim_town *town, uint32_t citizens, uint64_t seed, day_t until,
                             struct err *err)
{
    *town = (struct sim_town){.seed = seed, .citizens = citizens, .until = until};
    return build(town) ? ERR_NONE : err_set(err, ERR_NO_MEMORY, "no memory for a town of this size");
}

void sim_town_clear(struct sim_town *town)
{
    for (size_t i = 0; town->posts && i < town->n_posts; i++)
        mem_free(town->posts[i].tenures);
    mem_free(town->posts);
    mem_free(town->teams);
    mem_free(town->persons);
    *town = (struct sim_town){0};
}

size_t sim_tenure_on(const struct sim_post *post, day_t day)
{
    size_t i = 0;
    while (i + 1 < post->n_tenures && post->tenures[i + 1].from <= day)
        i++;
    return i;
}
