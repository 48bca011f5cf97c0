/* The query of a request, checked against its route's table of parameters. */
#ifndef SPOR_CALL_QUERY_H
#define SPOR_CALL_QUERY_H

#include "app/route.h"
#include "base/err.h"
#include "base/mem.h"

struct given;

/* %XX and, in a query, '+' decoded, in the arena; ERR_BAD_REQUEST for what is no text. */
enum err_code percent_decode(struct arena *arena, struct str text, bool plus, struct str *out,
                             struct err *err) NODISCARD;
/* Unknown names, names given twice and values that are none are refused with what is allowed; `params` may be
 * NULL. A CPR number anywhere is ERR_PERSONAL_DATA. */
enum err_code query_parse(struct arena *arena, struct str query, const struct query_param *params,
                          struct given **given, size_t *n, struct err *err) NODISCARD;

/* Characters at most in a PARAM_TEXT. */
int64_t query_text_max(const struct query_param *param);

/* Reads given->text as the parameter wants it, from an address or from a body; a CPR number is no value of any (they
 * stand in the access log). */
enum err_code query_value(const struct query_param *param, struct given *given, struct err *err) NODISCARD;

#endif
