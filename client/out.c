/* Tables and JSON, see out.h. */
#include "client/out.h"
#include "client/say.h"

#include "base/mem.h"

enum { CELL_MAX_BYTES = 64 * 1024, JSON_MAX_BYTES = 256 * 1024 * 1024 };

/* The next character of well-formed UTF-8, or a byte as it is. */
static uint32_t next_char(const char **text)
{
    const unsigned char *s = (const unsigned char *)*text;
    int more = s[0] < 0x80 ? 0 : s[0] >= 0xf0 ? 3 : s[0] >= 0xe0 ? 2 : s[0] >= 0xc0 ? 1 : 0;
    uint32_t c = more == 3 ? s[0] & 7u : more == 2 ? s[0] & 15u : more == 1 ? s[0] & 31u : s[0];
    int i = 1;
    for (; i <= more && (s[i] & 0xc0) == 0x80; i++)
        c = c << 6 | (s[i] & 63u);
    *text += i;
    return c;
}

static size_t char_width(uint32_t c)
{
    if ((c >= 0x300 && c <= 0x36f) || (c >= 0x200b && c <= 0x200f) || c == 0xfeff ||
        (c >= 0xfe00 && c <= 0xfe0f))
        return 0;
    bool wide = (c >= 0x1100 && c <= 0x115f) || (c >= 0x2e80 && c <= 0xa4cf) ||
                (c >= 0xac00 && c <= 0xd7a3) || (c >= 0xf900 && c <= 0xfaff) ||
                (c >= 0xfe30 && c <= 0xfe6f) || (c >= 0xff00 && c <= 0xff60) ||
                (c >= 0x1f300 && c <= 0x1f9ff) || (c >= 0x20000 && c <= 0x3fffd);
    return wide ? 2 : 1;
}

size_t text_width(const char *text)
{
    size_t width = 0;
    while (*text)
        width += char_width(next_char(&text));
    return width;
}

static void add_cell(struct table *table, const char *text)
{
    if (table->n == table->cap) {
        size_t cap = table->cap ? 2 * table->cap : 64;
        char **grown = mem_resize(table->cells, cap * sizeof *grown);
        if (!grown) {
            table->failed = true;
            return;
        }
        table->cells = grown;
        table->cap = cap;
    }
    struct buf clean; /* before it is measured and cut */
    buf_init(&clean, CELL_MAX_BYTES);
    say_clean(&clean, str_of(text));
    buf_put_char(&clean, '\0');
    if (clean.failed) {
        buf_clear(&clean);
        table->failed = true;
        return;
    }
    table->cells[table->n++] = clean.at;
}

void table_init(struct table *table, size_t columns, const char *const *heading)
{
    *table = (struct table){.columns = columns < TABLE_MAX_COLUMNS ? columns : TABLE_MAX_COLUMNS};
    for (size_t i = 0; i < table->columns; i++) {
        table->right[i] = true;
        add_cell(table, heading[i]);
    }
}

static bool looks_like_number(const char *text)
{
    return strspn(text, "0123456789.-+") == strlen(text) && !strchr(text + (text[0] == '-'), '-');
}

void table_row(struct table *table, const char *const *cells)
{
    for (size_t i = 0; i < table->columns; i++) {
        if (cells[i] && !looks_like_number(cells[i]))
            table->right[i] = false;
        add_cell(table, cells[i]);
    }
}

void table_row_json(struct table *table, const json_t *const *cells)
{
    const char *texts[TABLE_MAX_COLUMNS] = {NULL};
    char numbers[TABLE_MAX_COLUMNS][32];
    for (size_t i = 0; i < table->columns; i++) {
        if (json_is_string(cells[i])) {
            texts[i] = json_string_value(cells[i]);
        } else if (json_is_number(cells[i])) {
            snprintf(numbers[i], sizeof numbers[i], json_is_integer(cells[i]) ? "%.0f" : "%.3f",
                     json_number_value(cells[i]));
            texts[i] = numbers[i];
        }
    }
    table_row(table, texts);
}

/* The text, cut to `most` columns with … where it is longer. */
static void put_cut(FILE *to, const char *text, size_t most)
{
    size_t width = 0;
    const char *end = text, *before = text;
    bool cut = text_width(text) > most;
    while (*end && width < most) {
        before = end;
        size_t w = char_width(next_char(&end));
        if (width + w > most - (cut ? 1 : 0)) {
            end = before;
            break;
        }
        width += w;
    }
    say(to, "%.*s", (int)(end - text), text);
    if (cut)
        say(to, "…");
}

void table_print(const struct table *table, FILE *to)
{
    size_t widths[TABLE_MAX_COLUMNS] = {0}, rows = table->columns ? table->n / table->columns : 0;
    for (size_t i = 0; i < rows * table->columns; i++) {
        size_t width = text_width(table->cells[i]), column = i % table->columns;
        if (width > CELL_MAX_WIDTH && !table->whole[column])
            width = CELL_MAX_WIDTH;
        if (width > widths[column])
            widths[column] = width;
    }
    for (size_t row = 0; row < rows; row++) {
        int blanks =
            0; /* before the next text: none at the end of a line, where they would only make it wrap */
        for (size_t c = 0; c < table->columns; c++) {
            const char *text = table->cells[row * table->columns + c];
            size_t width = text_width(text);
            int pad = width < widths[c] ? (int)(widths[c] - width) : 0;
            bool right = table->right[c] && rows > 1;
            blanks += right ? pad : 0;
            if (text[0]) {
                say(to, "%*s", blanks, "");
                put_cut(to, text, table->whole[c] ? SIZE_MAX : CELL_MAX_WIDTH);
                blanks = 0;
            }
            blanks += right ? 2 : pad + 2;
        }
        say(to, "\n");
    }
    if (table->failed)
        say(to, "… (no memory for more)\n");
}

void table_clear(struct table *table)
{
    for (size_t i = 0; i < table->n; i++)
        mem_free(table->cells[i]);
    mem_free(table->cells);
    *table = (struct table){0};
}

static int on_dump(const char *bytes, size_t len, void *user)
{
    struct buf *out = user;
    buf_put(out, bytes, len);
    return out->failed ? -1 : 0;
}

void out_json_buf(struct buf *out, const json_t *value, size_t flags)
{
    if (json_dump_callback(value, on_dump, out, flags | JSON_ENCODE_ANY) != 0)
        out->failed = true;
}

void out_json(const json_t *value, FILE *to)
{
    struct buf text;
    buf_init(&text, JSON_MAX_BYTES);
    out_json_buf(&text, value, JSON_COMPACT);
    if (text.failed)
        say(stderr, "spor: no memory for the answer\n");
    else
        say_json(to, buf_str(&text));
    buf_clear(&text);
}
