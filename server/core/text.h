/* What a text that is kept may be: valid UTF-8 (the edge sees to that), something in it that can be seen, no longer
 * than its field allows, nothing that steers whoever shows it, no CPR number. It is kept as it was sent: nothing is
 * trimmed or composed anew, so that a repeat is equal and a log's names stay what they are in the log. */
#ifndef SPOR_TEXT_H
#define SPOR_TEXT_H

#include "base/base.h"
#include "base/err.h"
#include "core/text_table.h"

enum text_field {
#define T(constant, name, max, lines) TEXT_##constant,
    TEXT_TABLE(T)
#undef T
        TEXT_FIELD_COUNT
};

/* STAFF_MAX, NOTE_MAX …: characters. */
enum {
#define T(constant, name, max, lines) constant##_MAX = (max),
    TEXT_TABLE(T)
#undef T
};

const char *text_field_name(enum text_field field);
uint32_t text_field_max(enum text_field field);
/* By its name in the table; TEXT_FIELD_COUNT for none. */
enum text_field text_field_by_name(struct str name);

/* Code points. */
size_t text_characters(struct str text);
/* Nothing that can be seen: white space of any script, and characters that are drawn as nothing. */
bool text_is_blank(struct str text);
/* A character that steers who shows the text: C0 and C1 controls, the ends of lines and paragraphs, and those that
 * turn the direction of writing. With `lines` line feeds, carriage returns, tabs and directions may stand. */
bool text_has_controls(struct str text, bool lines);

/* ERR_INVALID, or ERR_PERSONAL_DATA for a CPR number, with the pointer given. */
enum err_code text_check(enum text_field field, struct str text, const char *pointer,
                         struct err *err) NODISCARD;

#endif
