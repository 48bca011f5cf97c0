/* What people read: tables whose columns are aligned by how wide texts are shown, not by how many bytes they
 * have. */
#ifndef SPOR_CLIENT_OUT_H
#define SPOR_CLIENT_OUT_H

#include <jansson.h>
#include <stdio.h>

#include "base/base.h"
#include "base/buf.h"

enum { TABLE_MAX_COLUMNS = 12, CELL_MAX_WIDTH = 48 };

struct table {
    char **cells; /* row by row, the heading first; owned */
    size_t n, cap, columns;
    bool right[TABLE_MAX_COLUMNS]; /* every cell but the heading is a number */
    bool whole[TABLE_MAX_COLUMNS]; /* never cut: what people type again, and what they asked to read */
    bool failed;
};

void table_init(struct table *table, size_t columns, const char *const *heading);
/* NULL is an empty cell. Texts are copied, without what steers a terminal (say.h). */
void table_row(struct table *table, const char *const *cells);
/* Strings and numbers as they are; NULL and null are empty. */
void table_row_json(struct table *table, const json_t *const *cells);
void table_print(const struct table *table, FILE *to);
void table_clear(struct table *table);

/* Columns a text takes on a terminal: combining marks none, wide East Asian characters two. */
size_t text_width(const char *text);

/* JSON at the end of a buffer; `flags` of jansson. */
void out_json_buf(struct buf *out, const json_t *value, size_t flags);
/* One line of JSON. */
void out_json(const json_t *value, FILE *to);

#endif
