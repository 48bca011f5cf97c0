/* Cursors of lists: opaque, signed, bound to the filter, the order and the person. */
#ifndef SPOR_CURSOR_H
#define SPOR_CURSOR_H

#include "base/buf.h"
#include "base/err.h"
#include "store/crypt.h"
#include "store/store_cases.h"

/* 20 bytes of place, 16 of signature, two letters for each: without digits no cursor looks like a CPR number, which no
 * address may hold. */
enum { CURSOR_TEXT = 72 };

/* `bound` names filter and order in a form of their own. */
enum err_code cursor_write(const struct crypt *crypt, uint32_t staff, struct str bound,
                           const struct case_place *place, char out[CURSOR_TEXT], struct err *err) NODISCARD;
/* ERR_INVALID for what was not made by cursor_write for the same person, filter and order. */
enum err_code cursor_read(const struct crypt *crypt, uint32_t staff, struct str bound, struct str text,
                          struct case_place *out, struct err *err) NODISCARD;

#endif
