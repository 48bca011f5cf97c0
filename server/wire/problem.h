/* An error as problem+json (RFC 9457):
 * {"type":"/problems/NAME","title":…,"status":…,"detail":…,"code":"NAME"}, and with a pointer
 * "errors":[{"pointer":…,"detail":…}]. NAME, status and title come from the table in base/err.h;
 * the Danish detail from wire/detail_table.h, where it has one. */
#ifndef SPOR_PROBLEM_H
#define SPOR_PROBLEM_H

#include "base/buf.h"
#include "base/err.h"

#define PROBLEM_TYPE "application/problem+json"

void problem_put(struct buf *out, const struct err *err, bool danish);

#endif
