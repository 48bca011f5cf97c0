/* Names on the wire of roles and scopes. */
#ifndef SPOR_APP_NAMES_H
#define SPOR_APP_NAMES_H

#include "app/route.h"
#include "base/buf.h"

/* "none", "caseworker", "leader", "auditor", "administrator" */
const char *staff_role_name(enum staff_role role);
/* STAFF_ROLE_COUNT where there is none. */
enum staff_role staff_role_by_name(struct str name);
/* A JSON array of "import", "read:all", "report:exact", "simulate", "metrics". */
void put_scopes(struct buf *out, uint32_t scopes);
/* 0 where there is none. */
uint32_t scope_by_name(struct str name);

#endif
