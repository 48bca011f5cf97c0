/* Recording a unit: the events of one case, from drafts to the stored envelopes.
 *
 * load the rule sets if the unit has flag events and the history if it has control events -> check each event -> turn names into numbers -> check
 * moves and work out the rights -> append -> answer. What another writer changed meanwhile is noticed by the
 * append (version, seq) and, where the client did not name a version itself, the unit is loaded and checked
 * anew.
 *
 * HTTP is not known here: record_routes.c and citizens.c read requests and write answers. */
#ifndef SPOR_RECORD_H
#define SPOR_RECORD_H

#include "base/base.h"
#include "base/err.h"
#include "base/mem.h"
#include "core/course.h"
#include "core/event.h"
#include "io/task.h"
#include "store/crypt.h"
#include "store/store_append.h"
#include "store/store_history.h"
#include "store/store_names.h"
#include "wire/json_event.h"

/* The most of one case in one request: what is more comes in a further one. Each control event is a walk over the case
 * as it was then, so that those have a bound of their own. */
enum { RECORD_EVENTS_MAX = 20000, RECORD_MOVES_MAX = 2000 };

/* What recording needs of the daemon. `reader` is for statements that only read. */
struct record {
    struct append *append;
    struct db_link *reader;
    struct names *names;
    const struct crypt *crypt;
};

/* An event with the names its envelope shows. */
struct stored_event {
    struct event value;
    struct event_names names;
};

struct record_unit {
    /* the question: kept unchanged (with what it points to) until `done` */
    struct record *record;
    struct arena *arena;         /* everything the unit needs lies here */
    const struct viewer *viewer; /* who records … */
    struct str recorder;         /* … and the identifier of that person */
    struct uuid course;
    struct event_draft *events;
    size_t n;
    int64_t if_version; /* -1: not given */
    bool dry_run;
    struct str external_ref;          /* of a new case; at NULL: none */
    const struct uuid *citizen;       /* of a new case; NULL: none */
    const struct case_header *header; /* of an import; NULL: none */
    /* Called once; may be called inside record_unit_start. The task is over then. */
    void (*done)(struct record_unit *unit);
    void *data;

    /* the answer: code ERR_NONE and the rest, or what is wrong and with which event */
    struct err err;
    size_t problem;              /* place in `events`; n: the unit as a whole */
    bool repeated;               /* all of it was there already */
    struct stored_event *stored; /* n, in the order of `events`; NULL after a dry run */
    size_t n_repeated;           /* how many were there already … */
    size_t n_same_activities;    /* … and how many of them are activities: those a log counts */
    int32_t version;             /* after it; of ERR_STALE: the one the case has */
    int64_t feed_no;             /* highest of its events */
    int32_t wait_seconds;        /* of ERR_THROTTLED */

    /* its own */
    struct task task;
    struct append_unit append;
    struct append_event *appended;
    struct case_history history;
    struct append_header append_header;
    struct names_question question;
    struct uuid its_citizen; /* where lacks_cpr: that of the case, into whose row the header's number goes */
    bool lacks_cpr;
    instant_t now;
    struct viewer who;      /* as the database is told: an import sees the cases it writes */
    bool moved;             /* it has new control events, checked on the history loaded */
    bool opens;             /* the case is taken to be new */
    struct err doubt;       /* why it could not be opened so, if it is not there already */
    size_t doubtful;        /* with which event */
    struct rule_sets rules; /* of a unit with flag events; n 0: not asked for yet */
    struct map places;      /* of an event id of the unit: the place where it stands first, from 1 */
    bool *known;            /* events that are there already, as far as was loaded */
    bool *silent;           /* events whose occurred_at the server sets */
    int rounds;
    int exists_met;  /* how often an opening met something that was there */
    bool met_exists; /* the last round did, for the first time */
};

void record_unit_start(struct record_unit *unit);

#endif
