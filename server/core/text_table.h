/* The texts that people and other systems give, and that are kept: one row each. Readers, filters, openapi.json and
 * the checks of the database follow from it (tests/it/texts.t compares them).
 *
 * T(constant, name, characters at most, may it have several lines). A character is a code point, everywhere: C counts
 * them, char_length() in PostgreSQL does, maxLength in JSON Schema means them. */
#ifndef SPOR_TEXT_TABLE_H
#define SPOR_TEXT_TABLE_H

#define TEXT_TABLE(T)                                                                                        \
    T(STAFF, staff, 100, ONE_LINE)                                                                           \
    T(STAFF_NAME, staff_name, 200, ONE_LINE)                                                                 \
    T(TEAM, team, 100, ONE_LINE)                                                                             \
    T(TEAM_NAME, team_name, 100, ONE_LINE)                                                                   \
    T(UNIT, unit, 100, ONE_LINE)                                                                             \
    T(BATCH, batch, 100, ONE_LINE)                                                                           \
    T(ACTIVITY, activity, 200, ONE_LINE)                                                                     \
    T(EXTERNAL_REF, external_ref, 200, ONE_LINE)                                                             \
    T(CITIZEN_NAME, citizen_name, 200, ONE_LINE)                                                             \
    T(TOKEN_NAME, token_name, 90, ONE_LINE)                                                                  \
    T(NOTE, note, 2000, LINES)                                                                               \
    T(RULE_SET_NOTE, rule_set_note, 2000, LINES)

#endif
