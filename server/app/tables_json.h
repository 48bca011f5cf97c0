/* The rules as JSON, and the description of the whole API. (Catalogues and kinds: wire/json_vocabulary.h.) */
#ifndef SPOR_TABLES_JSON_H
#define SPOR_TABLES_JSON_H

#include "base/buf.h"

void put_rules(struct buf *out);
/* OpenAPI 3.1, from the tables of routes, kinds, catalogues and errors. */
void put_openapi(struct buf *out);

#endif
