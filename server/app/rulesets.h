/* Rule sets as versioned resources (rules 7.2), what their routes share: showing one (routes_rulesets.c), judging a
 * draft (ruleset_judge.c), writing one (ruleset_draft.c). */
#ifndef SPOR_RULESETS_H
#define SPOR_RULESETS_H

#include "app/call.h"
#include "store/store_rules.h"

enum rule_set_state { STATE_SHIPPED, STATE_DRAFT, STATE_PUBLISHED, STATE_DISCARDED };

/* The columns of rule_set_show.sql. */
enum {
    R_NAME,
    R_STATE,
    R_VALID_FROM,
    R_SOURCE,
    R_NUMBER,
    R_VERSION,
    R_CREATED_BY,
    R_CREATED_AT,
    R_CHANGED_BY,
    R_CHANGED_AT,
    R_PUBLISHED_BY,
    R_PUBLISHED_AT,
    R_FEED_NO,
};

/* The {id} of the path, also for the access log. */
enum err_code rule_set_name_of_path(struct call *call, struct str *name);

/* Asks for one rule set, or for all where name is at NULL; drafts only for who may see them. */
void rule_set_ask(struct call *call, struct db_batch *batch, struct str name);

/* The answers: one that query found, with its version as ETag; that there is none; that it is no draft. */
enum step_result rule_set_put(struct call *call, int query);
enum step_result rule_set_not_there(struct call *call);
enum step_result rule_set_no_draft(struct call *call, int state);

/* Room for all that is wrong with a draft; NULL: out of memory, the call has failed. One error becomes the problem itself,
 * several are listed in it, each with its pointer. */
struct err_list *rule_set_errors(struct call *call);
enum step_result rule_set_fail(struct call *call, const struct err_list *errors);

/* A draft and what it was judged against. */
struct judged {
    struct rule_set_list published;
    struct rule_set_trial trial;
    struct str name;
    int32_t version, last_seen; /* the highest number of a published rule set */
};

/* The first steps of a call about a draft: asks for it and what is published (call->data becomes a struct judged), and
 * judges it. STEP_FAIL also where the draft has errors: then they are the answer. */
enum step_result rule_set_ask_draft(struct task *task);
enum step_result rule_set_judge(struct call *call);

extern const struct step ruleset_check_steps[], ruleset_preview_steps[], ruleset_diff_steps[];
extern const struct query_param ruleset_diff_params[];
extern const struct step ruleset_create_steps[], ruleset_change_steps[], ruleset_discard_steps[],
    ruleset_publish_steps[];

#endif
