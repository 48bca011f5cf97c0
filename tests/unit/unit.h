/* First include of every unit test: cmocka with what it needs, and comparisons of Spor's own types. */
#ifndef SPOR_UNIT_H
#define SPOR_UNIT_H

#include <setjmp.h>
#include <stdarg.h>

#include "base/base.h"

#include <cmocka.h>

/* The text has exactly the bytes of the C string. */
#define assert_str(text, expected)                                                                           \
    do {                                                                                                     \
        struct str is_ = (text), want_ = str_of(expected);                                                   \
        if (!str_equal(is_, want_))                                                                          \
            fail_msg("\"%.*s\" is not \"%.*s\"", STR_ARG(is_), STR_ARG(want_));                              \
    } while (0)

#endif
