/* The rules as people read them: on a terminal (`spor rules`) and as a page of the handbook (`spor rules
 * --markdown`), from the tables of core and the parameters in force on a day. */
#ifndef SPOR_CLIENT_RULES_TEXT_H
#define SPOR_CLIENT_RULES_TEXT_H

#include "base/buf.h"
#include "core/rule.h"
#include "wire/json_rules.h"

enum { WORDS_MAX = 16 << 10 }; /* of one text with its values */

/* What both print with. */
struct rules_page {
    struct buf *out;
    const struct rule_period *period; /* in force on the day */
    bool danish;
};
static inline const char *page_say(const struct rules_page *page, const char *danish, const char *english)
{
    return page->danish ? danish : english;
}
/* "own days" in the page's language. */
const char *rules_unit(const struct rules_page *page, const char *unit);
void rules_put_value(const struct rules_page *page, enum param param, int32_t value);
/* "28 November 2026". */
void rules_put_date(const struct rules_page *page, day_t day);
/* What stands before the rules in the handbook (rules_intro.c), and the catalogues after them
 * (rules_catalogues.c). */
void rules_put_introduction(const struct rules_page *page, const struct rule_set_list *list, day_t day);
void rules_put_catalogues(const struct rules_page *page);

/* Nothing where no period is in force on `day`. */
void rules_print(struct buf *out, const struct rule_sets *sets, day_t day, bool danish);
void rules_print_markdown(struct buf *out, const struct rule_set_list *list, day_t day, bool danish);

#endif
