/* Names that events hold as numbers: staff identifiers, and terms (units, batches, activity names).
 *
 * Both are given once and never change, so what was looked up is remembered; when `cap` names are remembered,
 * all are forgotten. Use: names_find for each name; where one answers 0, collect it with names_want, then
 * names_look_up asks the database (which may make them) and remembers the answer. One question is on its way at
 * a time; what is asked meanwhile goes together with the next. */
#ifndef SPOR_STORE_NAMES_H
#define SPOR_STORE_NAMES_H

#include "base/hash.h"
#include "io/db.h"

enum name_type { NAME_STAFF, NAME_TERM, NAME_TYPES };

struct names;

struct names *names_new(uint32_t cap) NODISCARD;
void names_free(struct names *names);
/* 0: not known here (perhaps in the database). */
uint32_t names_find(const struct names *names, enum name_type type, struct str name);

/* What one request wants to know. Zeroed at the start; texts and list lie in the request's arena. */
struct names_wanted {
    struct str *at[NAME_TYPES];
    uint32_t n[NAME_TYPES], cap[NAME_TYPES];
    struct map places[NAME_TYPES]; /* of a name: its place in `at`, from 1 */
};
enum err_code names_want(struct names_wanted *wanted, struct arena *arena, enum name_type type,
                         struct str name, struct err *err) NODISCARD;

struct names_question {
    struct names_wanted wanted;
    bool make_staff; /* people who are not there are made (imports); terms always are */
    bool only_find;  /* nothing is made (dry runs): what is not there stays unknown */
    /* Called once, from the loop: what is there is remembered by now; or err says why it is not known. */
    void (*done)(struct names_question *question, const struct err *err);
    struct names_question *next; /* the list's own */
};
/* The question is kept unchanged until `done`. */
void names_look_up(struct names *names, struct db_link *link, struct names_question *question);

#endif
