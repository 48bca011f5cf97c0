/* The routes: one row each, from which dispatching, checking of the query, rights, the access log and
 * openapi.json are made.
 *
 * A file of routes ends with its table (`const struct route case_routes[]`, ended by a path of NULL) and is
 * named once, in route_tables of routes.c. */
#ifndef SPOR_ROUTE_H
#define SPOR_ROUTE_H

#include "app/shares.h"
#include "base/base.h"
#include "io/server.h"
#include "io/task.h"

enum staff_role {
    STAFF_NONE,
    STAFF_CASEWORKER,
    STAFF_LEADER,
    STAFF_AUDITOR,
    STAFF_ADMINISTRATOR,
    STAFF_ROLE_COUNT
};
#define STAFF_BIT(role) (1u << (role))
#define ANY_STAFF                                                                                            \
    (STAFF_BIT(STAFF_CASEWORKER) | STAFF_BIT(STAFF_LEADER) | STAFF_BIT(STAFF_AUDITOR) |                      \
     STAFF_BIT(STAFF_ADMINISTRATOR))
/* Those who may see cases. */
#define CASE_STAFF (STAFF_BIT(STAFF_CASEWORKER) | STAFF_BIT(STAFF_LEADER))
/* Those who see and write drafts of rule sets. */
#define DRAFT_STAFF (STAFF_BIT(STAFF_AUDITOR) | STAFF_BIT(STAFF_ADMINISTRATOR))

enum scope {
    SCOPE_IMPORT = 1,
    SCOPE_READ_ALL = 2,
    SCOPE_REPORT_EXACT = 4,
    SCOPE_SIMULATE = 8,
    SCOPE_METRICS = 16,
    ANY_SCOPE = 31,
    SCOPES_WITH_CASES = 15, /* need a leader's approval */
};

enum param_type { PARAM_TEXT, PARAM_INTEGER, PARAM_BOOL, PARAM_DAY, PARAM_INSTANT, PARAM_UUID, PARAM_WORD };

/* A query parameter. */
struct query_param {
    const char *name; /* NULL ends the list */
    enum param_type type;
    int64_t lowest, highest; /* of an integer; of a text: characters at most in `highest` (0: 200) */
    const char *words;       /* "open|closed" */
    bool repeats;
    const char *text; /* for openapi.json */
};

enum access_logging {
    LOGGED_NOT,
    LOGGED,       /* in batches, behind the answer */
    LOGGED_FIRST, /* the answer waits until it is written: single cases, exports, who has a case */
};

struct route {
    enum method method;
    const char *path; /* "/v1/cases/{case}/events" */
    const char *name; /* in metrics, log and openapi.json (operationId): "case_events" */
    const char *summary;
    bool for_anybody; /* without authentication */
    uint32_t roles;   /* STAFF_BIT: sessions of these roles … */
    uint32_t scopes;  /* enum scope: … and tokens with one of these */
    const struct query_param *params;
    uint64_t body_cap;      /* bytes; 0: no body */
    const char *body_types; /* "application/json"; several with '|' */
    enum access_logging logged;
    enum share share; /* the gate it goes through; without authentication none */
    const struct step *steps;
    const char *answer; /* schema of a 2xx answer by name in openapi.c; NULL: any JSON */
    const char *asks;   /* schema of the body; NULL: any JSON */
};

enum { ROUTE_ARGS_MAX = 4, ROUTES_MAX = 100 };

/* All tables; the last is NULL. */
extern const struct route *const route_tables[];

struct route_match {
    const struct route *route;       /* NULL: none */
    int number;                      /* of the route, counted through all tables; for metrics */
    struct str args[ROUTE_ARGS_MAX]; /* the path's segments at {…}, in order, not decoded */
    uint32_t allowed;                /* methods that the path has (1 << enum method); 0: no such path */
};

/* HEAD is answered as GET without the body by whoever writes the answer. */
void route_find(enum method method, struct str path, struct route_match *out);
int route_count(void);
const struct route *route_at(int number);

#endif
