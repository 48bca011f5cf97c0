/* Who looks or writes, as the database must know it: everything the one access predicate reads.
 *
 * Made by authentication for each request (principals hold for the day on which they were made), read by
 * every statement that touches a case, through access_today and visible_case() of schema/002_access.sql. */
#ifndef SPOR_VIEWER_H
#define SPOR_VIEWER_H

#include "base/base.h"

/* A principal is id * 4 + kind. */
enum principal_kind {
    PRINCIPAL_STAFF,       /* the person */
    PRINCIPAL_LEADERS,     /* the leaders of a team */
    PRINCIPAL_MEMBERS,     /* the members of a team */
    PRINCIPAL_ALL_LEADERS, /* id 0 */
};

static inline int64_t principal_of(uint32_t id, enum principal_kind kind)
{
    return (int64_t)id * 4 + kind;
}

struct viewer {
    uint32_t staff;      /* who; a token has a staff number, too */
    bool sees_all;       /* scope read:all */
    bool is_leader;      /* role leader */
    bool may_import;     /* scope import (or simulate) */
    int64_t own_citizen; /* the citizen this person is: never shown their own case; 0: none */
    uint64_t caller;     /* for shares (shares.h): of a person, or of a token; 0: nobody */
    const int64_t *principals;
    uint32_t n_principals;
};

/* What was voided is shown to leaders only. */
static inline bool viewer_sees_voided(const struct viewer *viewer)
{
    return viewer->is_leader || viewer->sees_all;
}

#endif
