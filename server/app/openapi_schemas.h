/* The schemas of schema_table.h as JSON Schema, for openapi.json. */
#ifndef SPOR_OPENAPI_SCHEMAS_H
#define SPOR_OPENAPI_SCHEMAS_H

#include "base/buf.h"
#include "core/text.h"

/* {"$ref": …} to a schema of the document. */
void put_schema_ref(struct buf *out, struct str name);
/* A text of that field. */
void put_schema_text(struct buf *out, enum text_field field);
/* Each as a member of the object that is open. */
void put_schemas(struct buf *out);

#endif
