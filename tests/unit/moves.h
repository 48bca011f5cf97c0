/* A proposed move: what a course has behind it, the event, who writes it, and whether it is legal. The rows are in
 * moves_of_cases.h, moves_of_flags.h and moves_of_corrections.h. For tests only. */
#ifndef SPOR_MOVES_H
#define SPOR_MOVES_H

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

#endif
