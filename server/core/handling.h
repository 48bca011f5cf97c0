/* Handling of flags (rules 7.4): what leaders did about the days in breach. A second pass over finished
 * spans: it looks at the `flag_*` events of a course and never changes a span.
 *
 * A flag is a rule and a subject. A block is a maximal run of its days in breach, whatever the severity. Each
 * block begins open; an event counts in the block its day lies in. Pure like all of core; known_at and
 * corrections are those of the course. */
#ifndef SPOR_HANDLING_H
#define SPOR_HANDLING_H

#include "core/course.h"

enum { WAIVER_ALONE_DAYS = 90 }; /* how long a waiver or exemption lasts that nobody else confirms */

/* state, on the wire, Danish, English; the numbers are stored */
#define FLAG_STATES(X)                                                                                       \
    X(FLAG_OPEN, "open", "åben", "open")                                                                     \
    X(FLAG_ACKNOWLEDGED, "acknowledged", "set", "acknowledged")                                              \
    X(FLAG_WAIVED, "waived", "frafaldet", "waived")                                                          \
    X(FLAG_EXEMPTED, "exempted", "undtaget", "exempted")

enum flag_state {
    FLAG_STATE_NONE,
#define X(state, ...) state,
    FLAG_STATES(X)
#undef X
        FLAG_STATE_COUNT
};

struct flag_state_info {
    const char *name, *danish, *english;
};
/* Of FLAG_OPEN where there is no such state. */
const struct flag_state_info *flag_state_info(int state);

/* Days on which a flag is not open; they lie in one block. */
struct handled {
    day_t from, to; /* [from, to); to DAY_NEVER: nothing recorded so far ends it */
    uint32_t subject;
    uint8_t rule;  /* enum rule */
    uint8_t state; /* enum flag_state, never open */
};

struct handlings {
    struct handled *at; /* by rule, subject, from; touching ones differ in their state */
    size_t n;
};

/* `spans` are those of the course, of all days or at least not cut inside a block. */
enum err_code course_handling(struct arena *arena, const struct course *course, const struct spans *spans,
                              struct handlings *out, struct err *err) NODISCARD;

/* Index of the first handling of a flag that ends after `day`; of a later flag, n: there is none. */
size_t handled_after(const struct handlings *handlings, enum rule rule, uint32_t subject, day_t day);

/* How a flag stands on a day. */
struct flag {
    enum severity severity; /* SEVERITY_NONE: it does not stand; the rest means nothing then */
    enum flag_state state;
    /* of a flag waived or exempted: */
    uint32_t by; /* staff */
    day_t on, due;
    bool is_confirmed; /* by another person */
};

enum err_code course_flag(struct arena *arena, const struct course *course, const struct spans *spans,
                          enum rule rule, uint32_t subject, day_t day, struct flag *out,
                          struct err *err) NODISCARD;

#endif
