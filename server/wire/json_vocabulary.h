/* The vocabulary as JSON: catalogues, kinds of events, and their schemas for OpenAPI 3.1. All from the tables
 * of core, so a new kind or value is described where it is added. The bytes change only with the program. */
#ifndef SPOR_JSON_VOCABULARY_H
#define SPOR_JSON_VOCABULARY_H

#include "base/buf.h"

/* {"catalogues":[{"catalogue":"role","values":[{"number":1,"slug":"primary","label":{"da":…,"en":…}, …}]}]};
 * what rules read of a value (counts, talk, statement, norm_days …) stands beside its label. */
void json_put_catalogues(struct buf *out);
/* {"kinds":[{"kind":"meeting","label":…,"meaning":…,"required":[…],"optional":[…],"catalogues":{"code":…},
 * "marks":[…],"ref_kinds":[…],"control":false, …}]}; ref_kinds is null where any kind may be named. */
void json_put_kinds(struct buf *out);
/* Members of `components/schemas`, inside an object that the caller has begun: `Event`, one of the schemas
 * `Event_meeting` … by `kind`, and `StoredEvent`, what the server adds to it. */
void json_put_event_schemas(struct buf *out);

#endif
