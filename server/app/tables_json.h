/* The tables of core as JSON: catalogues, kinds of events, rules, and the description of the whole API. */
#ifndef SPOR_TABLES_JSON_H
#define SPOR_TABLES_JSON_H

#include "base/buf.h"

void put_catalogues(struct buf *out);
void put_kinds(struct buf *out);
void put_rules(struct buf *out);
/* OpenAPI 3.1, from the tables of routes, kinds, catalogues and errors. */
void put_openapi(struct buf *out);

#endif
