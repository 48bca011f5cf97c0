/* The moves of the rules (chapter 3): each row of the table legal and illegal, and who may write what. */
#include "unit.h"

#include "core/course.h"

enum { ANNA = 1, BO, CARLA, LEADER, OTHER_LEADER, MOST = 16 };
enum { NORTH = 1, SOCIAL };
#define DAY_0 19723 /* 2024-01-01 */

/* Day and hour are days and hours after 2024-01-01; what is 0 here is "not given". */
struct row {
    const char *what;
    struct event history[MOST];
    struct event event;
    uint32_t writer; /* LEADER and OTHER_LEADER are leaders */
    enum err_code want;
    bool is_import;
};

#define AT(day_, kind_) .kind = (kind_), .occurred_at = ((instant_t)(DAY_0 + (day_)) * 24 + 9) * HOUR
#define OPENED                                                                                               \
    {                                                                                                        \
        AT(0, KIND_CASE_OPENED), .recorded_by = LEADER                                                       \
    }
#define PRIMARY(day_, who)                                                                                   \
    {                                                                                                        \
        AT(day_, KIND_CASEWORKER_ASSIGNED), .staff = (who), .role = ROLE_PRIMARY, .recorded_by = LEADER      \
    }
#define ROLE(day_, kind_, who, role_)                                                                        \
    {                                                                                                        \
        AT(day_, kind_), .staff = (who), .role = (role_)                                                     \
    }
#define DEPUTY(day_, who, due_)                                                                              \
    {                                                                                                        \
        AT(day_, KIND_CASEWORKER_ASSIGNED), .staff = (who), .role = ROLE_DEPUTY, .due = DAY_0 + (due_)       \
    }
#define PLANNED(day_, who, from_, due_)                                                                      \
    {                                                                                                        \
        AT(day_, KIND_CASEWORKER_ASSIGNED), .staff = (who), .role = ROLE_DEPUTY, .due = DAY_0 + (due_),      \
                                            .starts_at = ((instant_t)(DAY_0 + (from_)) * 24 + 2) * HOUR      \
    }
#define CLOSED(day_)                                                                                         \
    {                                                                                                        \
        AT(day_, KIND_CASE_CLOSED), .code = CLOSING_OUTCOME_ORDINARY_JOB                                     \
    }
#define HANDOVER(day_, state, ref_)                                                                          \
    {                                                                                                        \
        AT(day_, KIND_HANDOVER), .code = HANDOVER_MODE_ORAL, .outcome = (state), .ref = (ref_), .staff = BO  \
    }
#define MEETING(day_, by)                                                                                    \
    {                                                                                                        \
        AT(day_, KIND_MEETING), .code = MEETING_KIND_JOB_MEETING, .outcome = MEETING_OUTCOME_HELD,           \
                                .recorded_by = (by), .has_note = 1                                           \
    }
#define CHANGE(day_, kind_, ref_)                                                                            \
    {                                                                                                        \
        AT(day_, kind_), .ref = (ref_), .because = CORRECTION_REASON_OTHER                                   \
    }

/* About R7.1, which stands from day 60 on (amber) where nothing moves, from day 90 on red. */
#define FLAG(day_, kind_, by)                                                                                \
    {                                                                                                        \
        AT(day_, KIND_FLAG_##kind_), .code = RULE_R7_1, .recorded_by = (by)                                  \
    }
#define WAIVED(day_, due_, by)                                                                               \
    {                                                                                                        \
        AT(day_, KIND_FLAG_WAIVED), .code = RULE_R7_1, .recorded_by = (by), .due = DAY_0 + (due_)            \
    }

static const struct row rows[] = {
    {"a new case is opened", {{0}}, OPENED, LEADER, ERR_NONE, false},
    {"what lay before the opening does not make it old",
     {{AT(-3, KIND_CLASSIFIED), .code = 1}},
     OPENED,
     LEADER,
     ERR_NONE,
     false},
    {"an open case is not opened", {OPENED}, {AT(1, KIND_CASE_OPENED)}, LEADER, ERR_CONFLICT, false},
    {"a closed case is not opened",
     {OPENED, CLOSED(2)},
     {AT(3, KIND_CASE_OPENED)},
     LEADER,
     ERR_CONFLICT,
     false},
    {"not even before its opening", {OPENED}, {AT(-3, KIND_CASE_OPENED)}, LEADER, ERR_CONFLICT, false},

    {"an open case is closed", {OPENED}, CLOSED(3), ANNA, ERR_NONE, false},
    {"on the day of its last event", {OPENED, MEETING(3, ANNA)}, CLOSED(3), ANNA, ERR_NONE, false},
    {"not before it", {OPENED, MEETING(4, ANNA)}, CLOSED(3), ANNA, ERR_CONFLICT, false},
    {"a voided event is none",
     {OPENED, MEETING(4, ANNA), CHANGE(4, KIND_VOIDED, 2)},
     CLOSED(3),
     ANNA,
     ERR_NONE,
     false},
    {"a closed case is not closed", {OPENED, CLOSED(3)}, CLOSED(4), ANNA, ERR_CONFLICT, false},
    {"transferred is not closed",
     {OPENED, {AT(3, KIND_CASE_CLOSED), .code = CLOSING_OUTCOME_TRANSFERRED_INTERNAL}},
     CLOSED(4),
     ANNA,
     ERR_NONE,
     false},

    {"28 days after the closing it is reopened",
     {OPENED, CLOSED(3)},
     {AT(31, KIND_CASE_REOPENED)},
     ANNA,
     ERR_NONE,
     false},
    {"29 days after not", {OPENED, CLOSED(3)}, {AT(32, KIND_CASE_REOPENED)}, ANNA, ERR_CONFLICT, false},
    {"an open one not", {OPENED}, {AT(3, KIND_CASE_REOPENED)}, ANNA, ERR_CONFLICT, false},
    {"a new one not", {{0}}, {AT(3, KIND_CASE_REOPENED)}, ANNA, ERR_CONFLICT, false},

    {"a leader assigns a primary", {OPENED}, PRIMARY(0, ANNA), LEADER, ERR_NONE, false},
    {"another one", {OPENED, PRIMARY(0, ANNA)}, PRIMARY(1, BO), LEADER, ERR_NONE, false},
    {"not the same", {OPENED, PRIMARY(0, ANNA)}, PRIMARY(1, ANNA), LEADER, ERR_CONFLICT, false},
    {"the same as before the present one",
     {OPENED, PRIMARY(2, ANNA)},
     PRIMARY(1, ANNA),
     LEADER,
     ERR_NONE,
     false},
    {"not on a closed case", {OPENED, CLOSED(1)}, PRIMARY(2, ANNA), LEADER, ERR_CONFLICT, false},
    {"but at its very instant", {OPENED, CLOSED(1)}, PRIMARY(1, ANNA), LEADER, ERR_NONE, false},
    {"as another one", {OPENED, PRIMARY(0, ANNA), CLOSED(1)}, PRIMARY(1, ANNA), LEADER, ERR_CONFLICT, false},
    {"at which it is not closed again", {OPENED, CLOSED(1)}, CLOSED(1), LEADER, ERR_CONFLICT, false},
    {"not before the opening", {OPENED}, PRIMARY(-1, ANNA), LEADER, ERR_CONFLICT, false},
    {"who takes a free case", {OPENED}, PRIMARY(0, ANNA), ANNA, ERR_NONE, false},
    {"not for another", {OPENED}, PRIMARY(0, BO), ANNA, ERR_FORBIDDEN, false},
    {"not a case that is taken", {OPENED, PRIMARY(0, BO)}, PRIMARY(1, ANNA), ANNA, ERR_FORBIDDEN, false},
    {"nor by an earlier date", {OPENED, PRIMARY(3, BO)}, PRIMARY(1, ANNA), ANNA, ERR_FORBIDDEN, false},
    {"an import asks nobody", {OPENED, PRIMARY(0, BO)}, PRIMARY(1, ANNA), ANNA, ERR_NONE, true},
    {"but its moves are checked", {OPENED, PRIMARY(0, ANNA)}, PRIMARY(1, ANNA), ANNA, ERR_CONFLICT, true},

    {"the primary names a deputy", {OPENED, PRIMARY(0, ANNA)}, DEPUTY(1, BO, 5), ANNA, ERR_NONE, false},
    {"a leader does", {OPENED, PRIMARY(0, ANNA)}, DEPUTY(1, BO, 5), LEADER, ERR_NONE, false},
    {"another does not", {OPENED, PRIMARY(0, ANNA)}, DEPUTY(1, BO, 5), BO, ERR_FORBIDDEN, false},
    {"nor who was primary once",
     {OPENED, PRIMARY(0, ANNA), PRIMARY(3, CARLA)},
     DEPUTY(1, BO, 5),
     ANNA,
     ERR_FORBIDDEN,
     false},
    {"the deputy again, for longer",
     {OPENED, PRIMARY(0, ANNA), DEPUTY(1, BO, 5)},
     DEPUTY(3, BO, 9),
     ANNA,
     ERR_NONE,
     false},
    {"the primary is no deputy", {OPENED, PRIMARY(0, ANNA)}, DEPUTY(1, ANNA, 5), LEADER, ERR_CONFLICT, false},
    {"without a primary there is nothing to cover", {OPENED}, DEPUTY(1, BO, 5), LEADER, ERR_CONFLICT, false},
    {"there was one",
     {OPENED, PRIMARY(0, ANNA), ROLE(1, KIND_CASEWORKER_RELEASED, ANNA, ROLE_PRIMARY)},
     DEPUTY(2, BO, 5),
     LEADER,
     ERR_NONE,
     false},
    {"for one day", {OPENED, PRIMARY(0, ANNA)}, DEPUTY(5, BO, 5), ANNA, ERR_NONE, false},
    {"not to the day before", {OPENED, PRIMARY(0, ANNA)}, DEPUTY(5, BO, 4), ANNA, ERR_CONFLICT, false},
    {"planned for one day", {OPENED, PRIMARY(0, ANNA)}, PLANNED(1, BO, 5, 5), ANNA, ERR_NONE, false},
    {"planned to the day before",
     {OPENED, PRIMARY(0, ANNA)},
     PLANNED(1, BO, 5, 4),
     ANNA,
     ERR_CONFLICT,
     false},

    {"a coordinator",
     {OPENED},
     ROLE(1, KIND_CASEWORKER_ASSIGNED, BO, ROLE_COORDINATOR),
     LEADER,
     ERR_NONE,
     false},
    {"by a leader only",
     {OPENED, PRIMARY(0, ANNA)},
     ROLE(1, KIND_CASEWORKER_ASSIGNED, BO, ROLE_COORDINATOR),
     ANNA,
     ERR_FORBIDDEN,
     false},
    {"not twice",
     {OPENED, ROLE(1, KIND_CASEWORKER_ASSIGNED, BO, ROLE_COORDINATOR)},
     ROLE(2, KIND_CASEWORKER_ASSIGNED, BO, ROLE_COORDINATOR),
     LEADER,
     ERR_CONFLICT,
     false},
    {"a second caseworker",
     {OPENED, PRIMARY(0, ANNA)},
     ROLE(1, KIND_CASEWORKER_ASSIGNED, BO, ROLE_SECONDARY),
     ANNA,
     ERR_NONE,
     false},
    {"not twice either",
     {OPENED, PRIMARY(0, ANNA), ROLE(1, KIND_CASEWORKER_ASSIGNED, BO, ROLE_SECONDARY)},
     ROLE(2, KIND_CASEWORKER_ASSIGNED, BO, ROLE_SECONDARY),
     ANNA,
     ERR_CONFLICT,
     false},
    {"but anew",
     {OPENED, PRIMARY(0, ANNA), ROLE(1, KIND_CASEWORKER_ASSIGNED, BO, ROLE_SECONDARY),
      ROLE(2, KIND_CASEWORKER_RELEASED, BO, ROLE_SECONDARY)},
     ROLE(3, KIND_CASEWORKER_ASSIGNED, BO, ROLE_SECONDARY),
     ANNA,
     ERR_NONE,
     false},
    {"beside another",
     {OPENED, PRIMARY(0, ANNA), ROLE(1, KIND_CASEWORKER_ASSIGNED, BO, ROLE_SECONDARY)},
     ROLE(2, KIND_CASEWORKER_ASSIGNED, CARLA, ROLE_SECONDARY),
     ANNA,
     ERR_NONE,
     false},

    {"a leader releases",
     {OPENED, PRIMARY(0, ANNA)},
     ROLE(1, KIND_CASEWORKER_RELEASED, ANNA, ROLE_PRIMARY),
     LEADER,
     ERR_NONE,
     false},
    {"one releases oneself",
     {OPENED, PRIMARY(0, ANNA)},
     ROLE(1, KIND_CASEWORKER_RELEASED, ANNA, ROLE_PRIMARY),
     ANNA,
     ERR_NONE,
     false},
    {"not another",
     {OPENED, PRIMARY(0, ANNA)},
     ROLE(1, KIND_CASEWORKER_RELEASED, ANNA, ROLE_PRIMARY),
     BO,
     ERR_FORBIDDEN,
     false},
    {"not who holds it not",
     {OPENED, PRIMARY(0, ANNA)},
     ROLE(1, KIND_CASEWORKER_RELEASED, BO, ROLE_PRIMARY),
     LEADER,
     ERR_CONFLICT,
     false},
    {"nor in another role",
     {OPENED, PRIMARY(0, ANNA)},
     ROLE(1, KIND_CASEWORKER_RELEASED, ANNA, ROLE_SECONDARY),
     LEADER,
     ERR_CONFLICT,
     false},
    {"nor before",
     {OPENED, PRIMARY(2, ANNA)},
     ROLE(1, KIND_CASEWORKER_RELEASED, ANNA, ROLE_PRIMARY),
     LEADER,
     ERR_CONFLICT,
     false},
    {"a coordinator is released",
     {OPENED, ROLE(1, KIND_CASEWORKER_ASSIGNED, BO, ROLE_COORDINATOR)},
     ROLE(2, KIND_CASEWORKER_RELEASED, BO, ROLE_COORDINATOR),
     BO,
     ERR_NONE,
     false},
    {"not another coordinator",
     {OPENED, ROLE(1, KIND_CASEWORKER_ASSIGNED, BO, ROLE_COORDINATOR)},
     ROLE(2, KIND_CASEWORKER_RELEASED, CARLA, ROLE_COORDINATOR),
     LEADER,
     ERR_CONFLICT,
     false},
    {"a second caseworker is",
     {OPENED, PRIMARY(0, ANNA), ROLE(1, KIND_CASEWORKER_ASSIGNED, BO, ROLE_SECONDARY)},
     ROLE(2, KIND_CASEWORKER_RELEASED, BO, ROLE_SECONDARY),
     ANNA,
     ERR_NONE,
     false},
    {"a deputy on the last day",
     {OPENED, PRIMARY(0, ANNA), DEPUTY(1, BO, 5)},
     ROLE(5, KIND_CASEWORKER_RELEASED, BO, ROLE_DEPUTY),
     ANNA,
     ERR_NONE,
     false},
    {"not after it",
     {OPENED, PRIMARY(0, ANNA), DEPUTY(1, BO, 5)},
     ROLE(6, KIND_CASEWORKER_RELEASED, BO, ROLE_DEPUTY),
     ANNA,
     ERR_CONFLICT,
     false},
    {"cover that is only planned",
     {OPENED, PRIMARY(0, ANNA), PLANNED(1, BO, 5, 9)},
     ROLE(2, KIND_CASEWORKER_RELEASED, BO, ROLE_DEPUTY),
     ANNA,
     ERR_NONE,
     false},
    {"planned cover that has begun",
     {OPENED, PRIMARY(0, ANNA), PLANNED(1, BO, 5, 9)},
     ROLE(7, KIND_CASEWORKER_RELEASED, BO, ROLE_DEPUTY),
     ANNA,
     ERR_NONE,
     false},
    {"not who is not planned",
     {OPENED, PRIMARY(0, ANNA), PLANNED(1, BO, 5, 9)},
     ROLE(2, KIND_CASEWORKER_RELEASED, CARLA, ROLE_DEPUTY),
     ANNA,
     ERR_CONFLICT,
     false},
    {"planned cover that is over",
     {OPENED, PRIMARY(0, ANNA), PLANNED(1, BO, 5, 9)},
     ROLE(10, KIND_CASEWORKER_RELEASED, BO, ROLE_DEPUTY),
     ANNA,
     ERR_CONFLICT,
     false},
    {"cover that a new primary has dropped",
     {OPENED, PRIMARY(0, ANNA), PLANNED(1, BO, 5, 9), PRIMARY(2, CARLA)},
     ROLE(3, KIND_CASEWORKER_RELEASED, BO, ROLE_DEPUTY),
     LEADER,
     ERR_CONFLICT,
     false},
    {"on a closed case, too",
     {OPENED, PRIMARY(0, ANNA), CLOSED(1)},
     ROLE(2, KIND_CASEWORKER_RELEASED, ANNA, ROLE_PRIMARY),
     LEADER,
     ERR_NONE,
     false},

    {"a handover is prepared", {OPENED}, HANDOVER(1, HANDOVER_STATE_PREPARED, 0), ANNA, ERR_NONE, false},
    {"or sent at once", {OPENED}, HANDOVER(1, HANDOVER_STATE_SENT, 0), ANNA, ERR_NONE, false},
    {"not accepted at once", {OPENED}, HANDOVER(1, HANDOVER_STATE_ACCEPTED, 0), LEADER, ERR_CONFLICT, false},
    {"not on a closed case",
     {OPENED, CLOSED(1)},
     HANDOVER(2, HANDOVER_STATE_SENT, 0),
     ANNA,
     ERR_CONFLICT,
     false},
    {"prepared, sent",
     {OPENED, HANDOVER(1, HANDOVER_STATE_PREPARED, 0)},
     HANDOVER(2, HANDOVER_STATE_SENT, 2),
     ANNA,
     ERR_NONE,
     false},
    {"prepared, prepared",
     {OPENED, HANDOVER(1, HANDOVER_STATE_PREPARED, 0)},
     HANDOVER(2, HANDOVER_STATE_PREPARED, 2),
     ANNA,
     ERR_CONFLICT,
     false},
    {"prepared, accepted",
     {OPENED, HANDOVER(1, HANDOVER_STATE_PREPARED, 0)},
     HANDOVER(2, HANDOVER_STATE_ACCEPTED, 2),
     LEADER,
     ERR_CONFLICT,
     false},
    {"sent, accepted by the receiver",
     {OPENED, HANDOVER(1, HANDOVER_STATE_SENT, 0)},
     HANDOVER(2, HANDOVER_STATE_ACCEPTED, 2),
     BO,
     ERR_NONE,
     false},
    {"by a leader",
     {OPENED, HANDOVER(1, HANDOVER_STATE_SENT, 0)},
     HANDOVER(2, HANDOVER_STATE_ACCEPTED, 2),
     LEADER,
     ERR_NONE,
     false},
    {"not by another",
     {OPENED, HANDOVER(1, HANDOVER_STATE_SENT, 0)},
     HANDOVER(2, HANDOVER_STATE_ACCEPTED, 2),
     CARLA,
     ERR_FORBIDDEN,
     false},
    {"sent, declined by the receiver",
     {OPENED, HANDOVER(1, HANDOVER_STATE_SENT, 0)},
     HANDOVER(2, HANDOVER_STATE_DECLINED, 2),
     BO,
     ERR_NONE,
     false},
    {"nor declined by another",
     {OPENED, HANDOVER(1, HANDOVER_STATE_SENT, 0)},
     HANDOVER(2, HANDOVER_STATE_DECLINED, 2),
     ANNA,
     ERR_FORBIDDEN,
     false},
    {"sent, sent",
     {OPENED, HANDOVER(1, HANDOVER_STATE_SENT, 0)},
     HANDOVER(2, HANDOVER_STATE_SENT, 2),
     ANNA,
     ERR_CONFLICT,
     false},
    {"declined, sent",
     {OPENED, HANDOVER(1, HANDOVER_STATE_SENT, 0), HANDOVER(2, HANDOVER_STATE_DECLINED, 2)},
     HANDOVER(3, HANDOVER_STATE_SENT, 2),
     ANNA,
     ERR_NONE,
     false},
    {"declined, accepted",
     {OPENED, HANDOVER(1, HANDOVER_STATE_SENT, 0), HANDOVER(2, HANDOVER_STATE_DECLINED, 2)},
     HANDOVER(3, HANDOVER_STATE_ACCEPTED, 2),
     LEADER,
     ERR_CONFLICT,
     false},
    {"accepted, sent",
     {OPENED, HANDOVER(1, HANDOVER_STATE_SENT, 0), HANDOVER(2, HANDOVER_STATE_ACCEPTED, 2)},
     HANDOVER(3, HANDOVER_STATE_SENT, 2),
     ANNA,
     ERR_CONFLICT,
     false},
    {"not accepted by the receiver before it is sent",
     {OPENED, HANDOVER(1, HANDOVER_STATE_PREPARED, 0)},
     HANDOVER(2, HANDOVER_STATE_ACCEPTED, 2),
     BO,
     ERR_FORBIDDEN,
     false},
    {"without ref anybody learns what is legal",
     {OPENED, HANDOVER(1, HANDOVER_STATE_SENT, 0)},
     HANDOVER(2, HANDOVER_STATE_ACCEPTED, 0),
     ANNA,
     ERR_CONFLICT,
     false},
    {"ref names nothing",
     {OPENED, HANDOVER(1, HANDOVER_STATE_SENT, 0)},
     HANDOVER(2, HANDOVER_STATE_ACCEPTED, 9),
     LEADER,
     ERR_CONFLICT,
     false},
    {"ref names something else",
     {OPENED, HANDOVER(1, HANDOVER_STATE_SENT, 0)},
     HANDOVER(2, HANDOVER_STATE_ACCEPTED, 1),
     LEADER,
     ERR_CONFLICT,
     false},
    {"ref names what is void",
     {OPENED, HANDOVER(1, HANDOVER_STATE_SENT, 0), CHANGE(2, KIND_VOIDED, 2)},
     HANDOVER(3, HANDOVER_STATE_ACCEPTED, 2),
     LEADER,
     ERR_CONFLICT,
     false},
    {"ref names what comes later",
     {OPENED, HANDOVER(5, HANDOVER_STATE_SENT, 0)},
     HANDOVER(4, HANDOVER_STATE_ACCEPTED, 2),
     LEADER,
     ERR_CONFLICT,
     false},
    {"ref names a change",
     {OPENED, CHANGE(1, KIND_VOIDED, 7)},
     HANDOVER(4, HANDOVER_STATE_ACCEPTED, 2),
     LEADER,
     ERR_CONFLICT,
     false},
    {"ref names not the first",
     {OPENED, HANDOVER(1, HANDOVER_STATE_PREPARED, 0), HANDOVER(2, HANDOVER_STATE_SENT, 2)},
     HANDOVER(3, HANDOVER_STATE_ACCEPTED, 3),
     LEADER,
     ERR_CONFLICT,
     false},

    {"a plan", {OPENED}, {AT(1, KIND_PLAN_MADE)}, ANNA, ERR_NONE, false},
    {"a revision makes one", {OPENED}, {AT(1, KIND_PLAN_REVISED)}, ANNA, ERR_NONE, false},
    {"not on a closed case", {OPENED, CLOSED(1)}, {AT(2, KIND_PLAN_MADE)}, ANNA, ERR_CONFLICT, false},
    {"nor revised", {OPENED, CLOSED(1)}, {AT(2, KIND_PLAN_REVISED)}, ANNA, ERR_CONFLICT, false},
    {"confirmed",
     {OPENED, {AT(1, KIND_PLAN_MADE)}},
     {AT(2, KIND_PLAN_CONFIRMED), .party = PARTY_CITIZEN},
     ANNA,
     ERR_NONE,
     false},
    {"not without one",
     {OPENED},
     {AT(2, KIND_PLAN_CONFIRMED), .party = PARTY_CITIZEN},
     ANNA,
     ERR_CONFLICT,
     false},
    {"not that of another key",
     {OPENED, {AT(1, KIND_PLAN_MADE)}},
     {AT(2, KIND_PLAN_CLOSED), .unit = SOCIAL, .administration = ADMINISTRATION_SOCIAL},
     ANNA,
     ERR_CONFLICT,
     false},
    {"by its code",
     {OPENED, {AT(1, KIND_PLAN_MADE)}},
     {AT(2, KIND_PLAN_CLOSED), .unit = SOCIAL, .administration = ADMINISTRATION_SOCIAL,
      .code = PLAN_KIND_HOLISTIC_PLAN},
     ANNA,
     ERR_NONE,
     false},
    {"closed once only",
     {OPENED, {AT(1, KIND_PLAN_MADE)}, {AT(2, KIND_PLAN_CLOSED)}},
     {AT(3, KIND_PLAN_CLOSED)},
     ANNA,
     ERR_CONFLICT,
     false},

    {"an open flag is acknowledged", {OPENED}, FLAG(60, ACKNOWLEDGED, LEADER), LEADER, ERR_NONE, false},
    {"by a leader only", {OPENED}, FLAG(60, ACKNOWLEDGED, ANNA), ANNA, ERR_FORBIDDEN, false},
    {"the day before it stands", {OPENED}, FLAG(59, ACKNOWLEDGED, LEADER), LEADER, ERR_CONFLICT, false},
    {"nor when it is over",
     {OPENED, {AT(70, KIND_DECISION_MADE), .code = 1}},
     FLAG(70, ACKNOWLEDGED, LEADER),
     LEADER,
     ERR_CONFLICT,
     false},
    {"what happened later that day is not looked at",
     {OPENED,
      {.kind = KIND_DECISION_MADE, .code = 1, .occurred_at = ((instant_t)(DAY_0 + 70) * 24 + 10) * HOUR}},
     FLAG(70, ACKNOWLEDGED, LEADER),
     LEADER,
     ERR_NONE,
     false},
    {"not on a closed case",
     {OPENED, CLOSED(65)},
     FLAG(70, ACKNOWLEDGED, LEADER),
     LEADER,
     ERR_CONFLICT,
     false},
    {"nor about what the rule is not about",
     {OPENED},
     {AT(60, KIND_FLAG_ACKNOWLEDGED), .code = RULE_R7_1, .ref = 1},
     LEADER,
     ERR_CONFLICT,
     false},
    {"nor another rule",
     {OPENED},
     {AT(60, KIND_FLAG_ACKNOWLEDGED), .code = RULE_R1_1},
     LEADER,
     ERR_CONFLICT,
     false},
    {"once",
     {OPENED, FLAG(60, ACKNOWLEDGED, LEADER)},
     FLAG(61, ACKNOWLEDGED, OTHER_LEADER),
     OTHER_LEADER,
     ERR_CONFLICT,
     false},
    {"again when it got worse",
     {OPENED, FLAG(60, ACKNOWLEDGED, LEADER)},
     FLAG(90, ACKNOWLEDGED, LEADER),
     LEADER,
     ERR_NONE,
     false},
    {"not while it is waived",
     {OPENED, WAIVED(60, 70, LEADER)},
     FLAG(61, ACKNOWLEDGED, LEADER),
     LEADER,
     ERR_CONFLICT,
     false},

    {"an open flag is waived", {OPENED}, WAIVED(60, 70, LEADER), LEADER, ERR_NONE, false},
    {"an acknowledged one",
     {OPENED, FLAG(60, ACKNOWLEDGED, LEADER)},
     WAIVED(61, 70, LEADER),
     LEADER,
     ERR_NONE,
     false},
    {"for the day itself", {OPENED}, WAIVED(60, 60, LEADER), LEADER, ERR_NONE, false},
    {"not to the day before", {OPENED}, WAIVED(60, 59, LEADER), LEADER, ERR_CONFLICT, false},
    {"by a leader only", {OPENED}, WAIVED(60, 70, ANNA), ANNA, ERR_FORBIDDEN, false},
    {"not twice", {OPENED, WAIVED(60, 70, LEADER)}, WAIVED(61, 80, LEADER), LEADER, ERR_CONFLICT, false},
    {"on the last day it still is",
     {OPENED, WAIVED(60, 70, LEADER)},
     WAIVED(70, 80, LEADER),
     LEADER,
     ERR_CONFLICT,
     false},
    {"the day after it is open",
     {OPENED, WAIVED(60, 70, LEADER)},
     WAIVED(71, 80, LEADER),
     LEADER,
     ERR_NONE,
     false},
    {"an import writes it as well", {OPENED}, WAIVED(60, 70, ANNA), ANNA, ERR_NONE, true},
    {"its moves are checked", {OPENED}, WAIVED(59, 70, ANNA), ANNA, ERR_CONFLICT, true},
    {"a rule of the codex is not exempted",
     {OPENED},
     {AT(60, KIND_FLAG_EXEMPTED), .code = RULE_R7_1, .due = DAY_0 + 70},
     LEADER,
     ERR_CONFLICT,
     false},

    {"a long waiver is confirmed by another leader",
     {OPENED, WAIVED(90, 181, LEADER)},
     FLAG(91, WAIVER_CONFIRMED, OTHER_LEADER),
     OTHER_LEADER,
     ERR_NONE,
     false},
    {"not by the same",
     {OPENED, WAIVED(90, 181, LEADER)},
     FLAG(91, WAIVER_CONFIRMED, LEADER),
     LEADER,
     ERR_CONFLICT,
     false},
    {"nor by who is no leader",
     {OPENED, WAIVED(90, 181, LEADER)},
     FLAG(91, WAIVER_CONFIRMED, ANNA),
     ANNA,
     ERR_FORBIDDEN,
     false},
    {"one of 90 days needs none",
     {OPENED, WAIVED(90, 180, LEADER)},
     FLAG(91, WAIVER_CONFIRMED, OTHER_LEADER),
     OTHER_LEADER,
     ERR_CONFLICT,
     false},
    {"on the ninetieth day it is still waived",
     {OPENED, WAIVED(90, 200, LEADER)},
     FLAG(180, WAIVER_CONFIRMED, OTHER_LEADER),
     OTHER_LEADER,
     ERR_NONE,
     false},
    {"then it is open",
     {OPENED, WAIVED(90, 200, LEADER)},
     FLAG(181, WAIVER_CONFIRMED, OTHER_LEADER),
     OTHER_LEADER,
     ERR_CONFLICT,
     false},
    {"not twice",
     {OPENED, WAIVED(90, 200, LEADER), FLAG(91, WAIVER_CONFIRMED, OTHER_LEADER)},
     FLAG(92, WAIVER_CONFIRMED, OTHER_LEADER),
     OTHER_LEADER,
     ERR_CONFLICT,
     false},
    {"not where nothing was waived",
     {OPENED, FLAG(90, ACKNOWLEDGED, LEADER)},
     FLAG(91, WAIVER_CONFIRMED, OTHER_LEADER),
     OTHER_LEADER,
     ERR_CONFLICT,
     false},
    {"nor by the same import",
     {OPENED, WAIVED(90, 181, ANNA)},
     FLAG(91, WAIVER_CONFIRMED, ANNA),
     ANNA,
     ERR_CONFLICT,
     true},

    {"an acknowledged flag is reopened",
     {OPENED, FLAG(60, ACKNOWLEDGED, LEADER)},
     FLAG(61, REOPENED, OTHER_LEADER),
     OTHER_LEADER,
     ERR_NONE,
     false},
    {"a waived one", {OPENED, WAIVED(60, 70, LEADER)}, FLAG(70, REOPENED, LEADER), LEADER, ERR_NONE, false},
    {"not an open one", {OPENED}, FLAG(60, REOPENED, LEADER), LEADER, ERR_CONFLICT, false},
    {"nor what got worse",
     {OPENED, FLAG(60, ACKNOWLEDGED, LEADER)},
     FLAG(90, REOPENED, LEADER),
     LEADER,
     ERR_CONFLICT,
     false},

    {"a statutory flag is acknowledged",
     {OPENED, {AT(1, KIND_PLAN_MADE)}},
     {AT(2, KIND_FLAG_ACKNOWLEDGED), .code = RULE_R4_5},
     LEADER,
     ERR_NONE,
     false},
    {"exempted",
     {OPENED, {AT(1, KIND_PLAN_MADE)}},
     {AT(2, KIND_FLAG_EXEMPTED), .code = RULE_R4_5, .due = DAY_0 + 9},
     LEADER,
     ERR_NONE,
     false},
    {"not waived",
     {OPENED, {AT(1, KIND_PLAN_MADE)}},
     {AT(2, KIND_FLAG_WAIVED), .code = RULE_R4_5, .due = DAY_0 + 9},
     LEADER,
     ERR_CONFLICT,
     false},
    {"a long exemption is confirmed",
     {OPENED,
      {AT(1, KIND_PLAN_MADE)},
      {AT(2, KIND_FLAG_EXEMPTED), .code = RULE_R4_5, .due = DAY_0 + 93, .recorded_by = LEADER}},
     {AT(3, KIND_FLAG_WAIVER_CONFIRMED), .code = RULE_R4_5},
     OTHER_LEADER,
     ERR_NONE,
     false},

    {"asking for a redaction",
     {OPENED, MEETING(1, ANNA)},
     {AT(2, KIND_REDACTION_REQUESTED), .ref = 2},
     ANNA,
     ERR_NONE,
     false},
    {"where there is a note",
     {OPENED},
     {AT(2, KIND_REDACTION_REQUESTED), .ref = 1},
     ANNA,
     ERR_CONFLICT,
     false},
    {"another redacts",
     {OPENED, MEETING(1, ANNA), {AT(2, KIND_REDACTION_REQUESTED), .ref = 2, .recorded_by = ANNA}},
     {AT(3, KIND_NOTE_REDACTED), .ref = 2},
     LEADER,
     ERR_NONE,
     false},
    {"a leader",
     {OPENED, MEETING(1, ANNA), {AT(2, KIND_REDACTION_REQUESTED), .ref = 2, .recorded_by = ANNA}},
     {AT(3, KIND_NOTE_REDACTED), .ref = 2},
     BO,
     ERR_FORBIDDEN,
     false},
    {"not who asked",
     {OPENED, MEETING(1, ANNA), {AT(2, KIND_REDACTION_REQUESTED), .ref = 2, .recorded_by = LEADER}},
     {AT(3, KIND_NOTE_REDACTED), .ref = 2},
     LEADER,
     ERR_CONFLICT,
     false},
    {"not unasked",
     {OPENED, MEETING(1, ANNA)},
     {AT(3, KIND_NOTE_REDACTED), .ref = 2},
     LEADER,
     ERR_CONFLICT,
     false},
    {"not where another was asked for",
     {OPENED,
      MEETING(1, ANNA),
      MEETING(1, BO),
      {AT(2, KIND_REDACTION_REQUESTED), .ref = 3, .recorded_by = ANNA}},
     {AT(3, KIND_NOTE_REDACTED), .ref = 2},
     LEADER,
     ERR_CONFLICT,
     false},
    {"nor where nothing is",
     {OPENED, MEETING(1, ANNA)},
     {AT(3, KIND_REDACTION_REQUESTED), .ref = 7},
     LEADER,
     ERR_CONFLICT,
     false},
    {"another note than the one that is gone",
     {OPENED, MEETING(1, ANNA), MEETING(1, BO), {AT(2, KIND_NOTE_REDACTED), .ref = 3}},
     {AT(3, KIND_REDACTION_REQUESTED), .ref = 2},
     ANNA,
     ERR_NONE,
     false},
    {"once only",
     {OPENED,
      MEETING(1, ANNA),
      {AT(2, KIND_REDACTION_REQUESTED), .ref = 2, .recorded_by = ANNA},
      {AT(3, KIND_NOTE_REDACTED), .ref = 2, .recorded_by = LEADER}},
     {AT(4, KIND_NOTE_REDACTED), .ref = 2},
     LEADER,
     ERR_CONFLICT,
     false},

    {"anybody corrects a meeting",
     {OPENED, MEETING(1, ANNA)},
     CHANGE(1, KIND_CORRECTED, 2),
     BO,
     ERR_NONE,
     false},
    {"through a correction, too",
     {OPENED, MEETING(1, ANNA), CHANGE(1, KIND_CORRECTED, 2)},
     CHANGE(1, KIND_CORRECTED, 3),
     BO,
     ERR_NONE,
     false},
    {"and after a void",
     {OPENED, MEETING(1, ANNA), CHANGE(1, KIND_VOIDED, 2)},
     CHANGE(1, KIND_CORRECTED, 2),
     BO,
     ERR_NONE,
     false},
    {"a control event: a leader",
     {OPENED, PRIMARY(0, ANNA)},
     CHANGE(0, KIND_CORRECTED, 2),
     OTHER_LEADER,
     ERR_NONE,
     false},
    {"not anybody", {OPENED, PRIMARY(0, ANNA)}, CHANGE(0, KIND_CORRECTED, 2), ANNA, ERR_FORBIDDEN, false},
    {"a review: a leader",
     {OPENED, {AT(1, KIND_LONG_CASE_REVIEWED), .code = 1, .recorded_by = ANNA}},
     CHANGE(1, KIND_CORRECTED, 2),
     ANNA,
     ERR_FORBIDDEN,
     false},
    {"into a pause that needs one",
     {OPENED, {AT(1, KIND_PAUSE_STARTED), .code = PAUSE_STANDBY, .due = DAY_0 + 9}},
     {AT(1, KIND_CORRECTED), .ref = 2, .code = PAUSE_LESS_INTENSIVE, .due = DAY_0 + 9},
     ANNA,
     ERR_FORBIDDEN,
     false},
    {"an imported activity: an import",
     {OPENED, {AT(1, KIND_ACTIVITY), .activity = 1}},
     CHANGE(1, KIND_CORRECTED, 2),
     ANNA,
     ERR_FORBIDDEN,
     false},
    {"an opening", {OPENED}, CHANGE(-1, KIND_CORRECTED, 1), LEADER, ERR_NONE, false},
    {"a redaction not",
     {OPENED, MEETING(1, ANNA), {AT(2, KIND_REDACTION_REQUESTED), .ref = 2}},
     CHANGE(2, KIND_CORRECTED, 3),
     LEADER,
     ERR_CONFLICT,
     false},
    {"what is not there", {OPENED}, CHANGE(1, KIND_CORRECTED, 7), LEADER, ERR_CONFLICT, false},
    {"whoever asks", {OPENED}, CHANGE(1, KIND_CORRECTED, 7), ANNA, ERR_CONFLICT, false},
    {"a pause that needed a leader",
     {OPENED,
      {AT(1, KIND_PAUSE_STARTED), .code = PAUSE_LESS_INTENSIVE, .due = DAY_0 + 9, .recorded_by = ANNA}},
     {AT(1, KIND_CORRECTED), .ref = 2, .code = PAUSE_PARENTAL_LEAVE, .due = DAY_0 + 9},
     ANNA,
     ERR_FORBIDDEN,
     false},
    {"an event of now keeps its time",
     {OPENED, PRIMARY(0, ANNA), {AT(1, KIND_SWITCH_REASON_GIVEN), .ref = 2, .code = 1}},
     {AT(1, KIND_CORRECTED), .ref = 3, .code = 2},
     ANNA,
     ERR_NONE,
     false},
    {"and gets no other",
     {OPENED, PRIMARY(0, ANNA), {AT(1, KIND_SWITCH_REASON_GIVEN), .ref = 2, .code = 1}},
     {AT(2, KIND_CORRECTED), .ref = 3, .code = 2},
     ANNA,
     ERR_CONFLICT,
     false},
    {"a leader voids", {OPENED, MEETING(1, ANNA)}, CHANGE(2, KIND_VOIDED, 2), LEADER, ERR_NONE, false},
    {"not anybody", {OPENED, MEETING(1, ANNA)}, CHANGE(1, KIND_VOIDED, 2), BO, ERR_FORBIDDEN, false},
    {"not the opening", {OPENED}, CHANGE(1, KIND_VOIDED, 1), LEADER, ERR_CONFLICT, false},

    {"less intensive effort: a leader",
     {OPENED},
     {AT(1, KIND_PAUSE_STARTED), .code = PAUSE_LESS_INTENSIVE},
     LEADER,
     ERR_NONE,
     false},
    {"only", {OPENED}, {AT(1, KIND_PAUSE_STARTED), .code = PAUSE_LESS_INTENSIVE}, ANNA, ERR_FORBIDDEN, false},
    {"leave: anybody",
     {OPENED},
     {AT(1, KIND_PAUSE_STARTED), .code = PAUSE_PARENTAL_LEAVE},
     ANNA,
     ERR_NONE,
     false},
    {"a review: a leader", {OPENED}, {AT(1, KIND_LONG_CASE_REVIEWED), .code = 1}, ANNA, ERR_FORBIDDEN, false},
    {"a follow-up: a leader", {OPENED}, {AT(1, KIND_FEEDBACK_FOLLOWED_UP)}, LEADER, ERR_NONE, false},
    {"an activity: an import", {OPENED}, {AT(1, KIND_ACTIVITY), .activity = 1}, LEADER, ERR_FORBIDDEN, false},
    {"an activity: an import", {OPENED}, {AT(1, KIND_ACTIVITY), .activity = 1}, ANNA, ERR_NONE, true},
};

static void complete(struct event *event, uint32_t seq)
{
    event->seq = seq;
    event->recorded_at = event->occurred_at;
    event->due = event->due ? event->due : DAY_NONE;
    event->starts_at = event->starts_at ? event->starts_at : INSTANT_NONE;
    event->score = event->scale = event->hours = -1;
}

static enum err_code check(const struct row *row, instant_t later, struct err *err)
{
    struct event history[MOST], event = row->event;
    uint32_t n = 0;
    for (; n < MOST && row->history[n].kind; n++) {
        history[n] = row->history[n];
        complete(&history[n], n + 1);
    }
    complete(&event, n + 1);
    struct mover mover = {row->writer, row->writer >= LEADER, row->is_import, event.occurred_at + later};
    struct arena arena;
    arena_init(&arena, 1 << 20);
    struct rule_sets sets;
    const struct rule_period_source defaults = {.valid_from = 0, .number = 1};
    assert_int_equal(rule_sets_resolve(&arena, &defaults, 1, &sets, err), ERR_NONE);
    enum err_code code = move_check(&arena, &(struct history){history, n, DAY_NONE, INSTANT_NEVER}, &sets,
                                    &event, &mover, err);
    arena_clear(&arena);
    return code;
}

static void each_row(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct err err = {0};
        enum err_code code = check(&rows[i], HOUR, &err);
        if (code != rows[i].want)
            fail_msg("row %zu, %s: %s (%s)", i, rows[i].what, err_info(code)->name, err.text);
        assert_int_equal(err.code, code);
        if (code == ERR_CONFLICT)
            assert_non_null(strstr(err.text, "possible: ")); /* the legal ones stand there */
    }
    print_message("%zu rows\n", ARRAY_LEN(rows));
}

/* The author may take back or mend what was recorded up to 15 minutes ago. */
/* What may be done instead stands in the answer. */
static void the_answer_names_what_is_legal(void **state)
{
    (void)state;
#define UNPLANNED                                                                                            \
    {                                                                                                        \
        AT(1, KIND_INTERVENTION_STARTED), .code = INTERVENTION_KIND_MENTOR                                   \
    }
#define OF_R4_1(day_, kind_)                                                                                 \
    {                                                                                                        \
        AT(day_, KIND_FLAG_##kind_), .code = RULE_R4_1, .ref = 2, .recorded_by = LEADER                      \
    }
    static const struct {
        struct row row;
        const char *says, *says_not;
    } told[] = {
        {{.history = {OPENED, UNPLANNED, OF_R4_1(2, ACKNOWLEDGED)}, .event = OF_R4_1(3, ACKNOWLEDGED)},
         "flag_exempted, flag_reopened",
         "flag_waived"},
        {{.history = {OPENED, UNPLANNED, UNPLANNED, UNPLANNED, UNPLANNED, UNPLANNED, UNPLANNED, UNPLANNED,
                      UNPLANNED, UNPLANNED, UNPLANNED, UNPLANNED, UNPLANNED, UNPLANNED, UNPLANNED},
          .event = FLAG(3, ACKNOWLEDGED, LEADER)},
         "R4.1:2, R4.1:3",
         "R4.1:15"}, /* as many as there is room for */
        {{.history = {OPENED}, .event = {AT(3, KIND_FLAG_ACKNOWLEDGED), .code = RULE_NONE}},
         "no such rule",
         "stand"},
        {{.history = {OPENED}, .event = {AT(3, KIND_FLAG_ACKNOWLEDGED), .code = RULE_COUNT}},
         "no such rule",
         "stand"},
    };
    for (size_t i = 0; i < ARRAY_LEN(told); i++) {
        struct row row = told[i].row;
        struct err err = {0};
        row.writer = LEADER;
        assert_int_equal(check(&row, HOUR, &err), ERR_CONFLICT);
        if (!strstr(err.text, told[i].says) || strstr(err.text, told[i].says_not))
            fail_msg("row %zu: %s", i, err.text);
    }
}

static void a_flag_is_looked_at_under_rules(void **state)
{
    (void)state;
    struct arena arena;
    struct err err = {0};
    struct event opened = OPENED, event = FLAG(60, ACKNOWLEDGED, LEADER);
    struct mover mover = {LEADER, true, false, event.occurred_at};
    arena_init(&arena, 1 << 20);
    complete(&opened, 1);
    complete(&event, 2);
    assert_int_equal(move_check(&arena, &(struct history){&opened, 1, DAY_NONE, INSTANT_NEVER}, NULL, &event,
                                &mover, &err),
                     ERR_INTERNAL);
    arena_clear(&arena);
}

static void fifteen_minutes(void **state)
{
    (void)state;
    static const enum kind kinds[] = {KIND_VOIDED, KIND_CORRECTED};
    for (size_t k = 0; k < ARRAY_LEN(kinds); k++) {
        struct row row = {"",
                          {OPENED, {AT(1, KIND_PLAN_MADE), .recorded_by = ANNA}},
                          CHANGE(1, kinds[k], 2),
                          ANNA,
                          ERR_NONE,
                          false};
        struct err err = {0};
        assert_int_equal(check(&row, 15 * MINUTE, &err), ERR_NONE);
        assert_int_equal(check(&row, 15 * MINUTE + 1, &err), ERR_FORBIDDEN);
        row.writer = BO;
        assert_int_equal(check(&row, MINUTE, &err), ERR_FORBIDDEN);
        row.writer = LEADER;
        assert_int_equal(check(&row, 24 * HOUR, &err), ERR_NONE);
    }
}

static void every_control_kind_has_a_row(void **state)
{
    (void)state;
    for (uint32_t kind = KIND_NONE + 1; kind < KIND_COUNT; kind++) {
        bool legal = !(kind_info((enum kind)kind)->flags & KIND_CONTROL), illegal = legal;
        for (size_t i = 0; i < ARRAY_LEN(rows); i++)
            if (rows[i].event.kind == kind) {
                legal = legal || rows[i].want == ERR_NONE;
                illegal = illegal || rows[i].want == ERR_CONFLICT;
            }
        const char *name = kind_info((enum kind)kind)->name;
        if (!(legal && illegal))
            fail_msg("%s has no legal or no illegal row", name);
        assert_int_equal(move_needs_rules((enum kind)kind), strncmp(name, "flag_", 5) == 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_row),
        cmocka_unit_test(the_answer_names_what_is_legal),
        cmocka_unit_test(a_flag_is_looked_at_under_rules),
        cmocka_unit_test(fifteen_minutes),
        cmocka_unit_test(every_control_kind_has_a_row),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
