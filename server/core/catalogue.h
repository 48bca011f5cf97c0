/* Access to the catalogues of catalogue_table.h. Values are numbers from 1 in their catalogue; 0 is "none".
 */
#ifndef SPOR_CATALOGUE_H
#define SPOR_CATALOGUE_H

#include "base/base.h"
#include "core/catalogue_table.h"

/* Yes/no properties of values, each used by one catalogue. */
enum catalogue_flags {
    TARGET_GROUP_HAS_COORDINATOR = 1 << 0,
    SWITCH_AVOIDABLE = 1 << 1,
    SWITCH_PARTLY_AVOIDABLE = 1 << 2,
    SWITCH_NOT_AVOIDABLE = 1 << 3,
    SWITCH_COUNTS = 1 << 4,
    SWITCH_BREACH = 1 << 5,
    TRANSITION_TAKE_OVER = 1 << 6,
    MEETING_TALK = 1 << 7,
    MEETING_MOVEMENT = 1 << 8,
    MEETING_PREPARES = 1 << 9,
    MEETING_COORDINATES = 1 << 10,
    INTERVENTION_CLARIFIES = 1 << 11,
    INTERVENTION_NEEDS_PLAN = 1 << 12,
    WAIT_STATEMENT = 1 << 13,
    WAIT_MEDICAL_FORM = 1 << 14,
    WAIT_NORM_FROM_REVIEW = 1 << 15,
    WAIT_HINDERS_TAKING_PART = 1 << 16,
    DECISION_SETTLES = 1 << 17,
};

/* Contact families of target groups (rules 5.6). */
enum family {
    FAMILY_NONE,
    FAMILY_INSURED,
    FAMILY_CASH,
    FAMILY_SICK,
    FAMILY_CLARIFICATION,
    FAMILY_RESOURCE,
    FAMILY_FLEX,
    FAMILY_REHABILITATION,
    FAMILY_PENSION,
    FAMILY_OTHER,
    FAMILY_INTEGRATION,
    FAMILY_FLEX_EMPLOYED,
};

/* Who a breach is owed to (rules 7.1); stored with spans. */
enum attribution {
    ATTRIBUTION_OWN_PRACTICE = 1,
    ATTRIBUTION_EXTERNAL,
    ATTRIBUTION_STATUTORY,
    ATTRIBUTION_CITIZEN_SIDE,
    ATTRIBUTION_UNKNOWN,
};

enum catalogue {
    CATALOGUE_NONE,
#define X(id, name, values) id,
    CATALOGUES(X)
#undef X
        CATALOGUE_RULE, /* made from rule_table.h */
    CATALOGUE_COUNT
};

/* ROLE_PRIMARY = 1, ROLE_SECONDARY = 2 …; TARGET_GROUP_COUNT is one more than the last. */
#define VALUE_ID(id, ...) id,
enum role { ROLE_NONE_, ROLE_VALUES(VALUE_ID) ROLE_COUNT };
enum channel { CHANNEL_NONE_, CHANNEL_VALUES(VALUE_ID) CHANNEL_COUNT };
enum party { PARTY_NONE_, PARTY_VALUES(VALUE_ID) PARTY_COUNT };
enum administration { ADMINISTRATION_NONE_, ADMINISTRATION_VALUES(VALUE_ID) ADMINISTRATION_COUNT };
enum target_group { TARGET_GROUP_NONE_, TARGET_GROUP_VALUES(VALUE_ID) TARGET_GROUP_COUNT };
enum benefit { BENEFIT_NONE_, BENEFIT_VALUES(VALUE_ID) BENEFIT_COUNT };
enum pause { PAUSE_NONE_, PAUSE_VALUES(VALUE_ID) PAUSE_COUNT };
enum foreseen_date { FORESEEN_DATE_NONE_, FORESEEN_DATE_VALUES(VALUE_ID) FORESEEN_DATE_COUNT };
enum switch_reason { SWITCH_REASON_NONE_, SWITCH_REASON_VALUES(VALUE_ID) SWITCH_REASON_COUNT };
enum handover_mode { HANDOVER_MODE_NONE_, HANDOVER_MODE_VALUES(VALUE_ID) HANDOVER_MODE_COUNT };
enum handover_state { HANDOVER_STATE_NONE_, HANDOVER_STATE_VALUES(VALUE_ID) HANDOVER_STATE_COUNT };
enum handover_content { HANDOVER_CONTENT_NONE_, HANDOVER_CONTENT_VALUES(VALUE_ID) HANDOVER_CONTENT_COUNT };
enum transition_state { TRANSITION_STATE_NONE_, TRANSITION_STATE_VALUES(VALUE_ID) TRANSITION_STATE_COUNT };
enum transition_kind { TRANSITION_KIND_NONE_, TRANSITION_KIND_VALUES(VALUE_ID) TRANSITION_KIND_COUNT };
enum told_about { TOLD_ABOUT_NONE_, TOLD_ABOUT_VALUES(VALUE_ID) TOLD_ABOUT_COUNT };
enum meeting_kind { MEETING_KIND_NONE_, MEETING_KIND_VALUES(VALUE_ID) MEETING_KIND_COUNT };
enum meeting_outcome { MEETING_OUTCOME_NONE_, MEETING_OUTCOME_VALUES(VALUE_ID) MEETING_OUTCOME_COUNT };
enum question { QUESTION_NONE_, QUESTION_VALUES(VALUE_ID) QUESTION_COUNT };
enum plan_kind { PLAN_KIND_NONE_, PLAN_KIND_VALUES(VALUE_ID) PLAN_KIND_COUNT };
enum intervention_kind {
    INTERVENTION_KIND_NONE_,
    INTERVENTION_KIND_VALUES(VALUE_ID) INTERVENTION_KIND_COUNT
};
enum end_reason { END_REASON_NONE_, END_REASON_VALUES(VALUE_ID) END_REASON_COUNT };
enum wait_reason { WAIT_REASON_NONE_, WAIT_REASON_VALUES(VALUE_ID) WAIT_REASON_COUNT };
enum wait_outcome { WAIT_OUTCOME_NONE_, WAIT_OUTCOME_VALUES(VALUE_ID) WAIT_OUTCOME_COUNT };
enum coordination { COORDINATION_NONE_, COORDINATION_VALUES(VALUE_ID) COORDINATION_COUNT };
enum decision { DECISION_NONE_, DECISION_VALUES(VALUE_ID) DECISION_COUNT };
enum indicator { INDICATOR_NONE_, INDICATOR_VALUES(VALUE_ID) INDICATOR_COUNT };
enum long_cause { LONG_CAUSE_NONE_, LONG_CAUSE_VALUES(VALUE_ID) LONG_CAUSE_COUNT };
enum closing_outcome { CLOSING_OUTCOME_NONE_, CLOSING_OUTCOME_VALUES(VALUE_ID) CLOSING_OUTCOME_COUNT };
enum dismissal_reason { DISMISSAL_REASON_NONE_, DISMISSAL_REASON_VALUES(VALUE_ID) DISMISSAL_REASON_COUNT };
enum correction_reason {
    CORRECTION_REASON_NONE_,
    CORRECTION_REASON_VALUES(VALUE_ID) CORRECTION_REASON_COUNT
};
enum decline_reason { DECLINE_REASON_NONE_, DECLINE_REASON_VALUES(VALUE_ID) DECLINE_REASON_COUNT };
enum mark { MARK_NONE_, MARK_VALUES(VALUE_ID) MARK_COUNT };
#undef VALUE_ID

/* In a bit set (`also`, `marks`) value n is bit n. */
#define VALUE_BIT(number) (UINT64_C(1) << (number))
#define MARK_BIT(mark)    (1u << (mark))

struct catalogue_value {
    const char *slug, *danish, *english;
    uint32_t flags;
    uint8_t family;         /* of a target group */
    uint8_t administration; /* area of an intervention kind; 0: that of its unit */
    uint8_t party;          /* of a wait reason */
    uint8_t attribution;    /* of a long cause */
    int16_t norm_days;      /* of a wait reason, own days; 0: no norm */
};

/* "" for CATALOGUE_NONE. */
const char *catalogue_name(enum catalogue catalogue);
/* CATALOGUE_NONE where the name is unknown. */
enum catalogue catalogue_by_name(struct str name);
/* How many values; numbers run from 1 to this. */
uint32_t catalogue_size(enum catalogue catalogue);
/* NULL where there is no such number. Never freed. */
const struct catalogue_value *catalogue_value(enum catalogue catalogue, uint32_t number);
/* 0 where the slug is unknown. */
uint32_t catalogue_number(enum catalogue catalogue, struct str slug);

#endif
