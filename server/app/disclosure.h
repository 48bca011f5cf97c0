/* Numbers for those who see no case (auditor, administrator), such that two answers do not together tell of one person.
 *
 * Rounding alone does not: whoever may choose the limit of a rule asks again and again, and sees at which limit a number
 * jumps. So each number is compared with those given before for the same cell, by whatever report, to whomever and
 * whenever: one that differs from a number given before by fewer than DISCLOSURE_LEAST cases is given as that one.
 * "Fewer than 5" counts as given for every cell from the beginning, and stands for 0, too: nobody is told whether a
 * small number is none. Then it is rounded to 5.
 *
 * A cell is a day, a team, a target group, a rule and a measure. The limits asked about are no part of it, nor is what
 * was known when: those are the questions whose answers are compared.
 *
 * A report asks for its numbers twice, in the same order: when they are collected, and when they are told; between the
 * two one statement compares them (and remembers those that are new), under a lock, so that two reports at once cannot
 * tell what one after the other could not. For callers who see cases nothing is collected, and numbers are exact.
 *
 *     static void put_rows(struct buf *out, struct question *q) {… disclose(&q->disclosure, cell, n) …}
 *     steps: {"collect", …}   calls disclosure_begin, put_rows into a buffer that is thrown away, disclosure_ask
 *            {"answer", …}    calls disclosure_read, put_rows into the answer */
#ifndef SPOR_DISCLOSURE_H
#define SPOR_DISCLOSURE_H

#include "app/call.h"
#include "core/catalogue.h"
#include "core/rule.h"

enum { DISCLOSURE_LEAST = 5 };

enum measure {
    MEASURE_OPEN = 1,
    MEASURE_BREACH, /* amber or red */
    MEASURE_INFO,
    MEASURE_AMBER,
    MEASURE_RED,
    MEASURE_SET_ASIDE,
    MEASURE_NEWLY, /* + that of the severity, below MEASURE_NO_LONGER */
    MEASURE_NO_LONGER = MEASURE_NEWLY + 8,
    MEASURE_CODEX = MEASURE_NO_LONGER + 8, /* of a recommendation, whose number stands in place of the rule */
    MEASURE_STATUTORY,
    MEASURE_CASES,
    MEASURE_PROTECTED,
};

enum { CELL_TEAM_NONE = 0, CELL_TEAM_ALL = 0xffff, CELL_GROUP_ALL = 0xff };

struct cell {
    day_t day;
    int32_t team; /* its number in the database, or CELL_TEAM_… */
    uint32_t target_group;
    uint32_t rule;
    uint32_t measure;
};

struct disclosure {
    bool rounded; /* set by the caller; else numbers are given as they are */

    /* inside */
    struct buf cells, counts; /* what was collected: int64_t, int32_t */
    struct db_array told;
    bool collecting;
};

/* Ends what disclosure_begin began; harmless before. */
void disclosure_clear(struct disclosure *disclosure);
void disclosure_begin(struct disclosure *disclosure);
/* While collecting: takes note of `n`, and what is returned is of no use. Afterwards: the number to be told, which
 * disclosure_put writes. */
uint32_t disclose(struct disclosure *disclosure, struct cell cell, uint64_t n);
/* For rounded numbers: is there something to be told beside "<5"? Of exact ones: is it more than 0? */
bool is_worth_telling(const struct disclosure *disclosure, uint32_t number);
/* A number that was disclosed: as it is; or rounded to 5, or "<5". */
void disclosure_put(struct buf *out, const struct disclosure *disclosure, uint32_t number);

/* Step results: the comparison, in one statement; STEP_NEXT where nothing was collected. */
enum step_result disclosure_ask(struct disclosure *disclosure, struct call *call);
enum err_code disclosure_read(struct disclosure *disclosure, struct call *call) NODISCARD;

#endif
