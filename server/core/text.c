/* See text.h. */
#include "core/text.h"

#include "base/buf.h"

static const struct {
    const char *name;
    uint32_t max;
    bool lines;
} fields[TEXT_FIELD_COUNT] = {
#define ONE_LINE                      false
#define LINES                         true
#define T(constant, name, max, lines) [TEXT_##constant] = {#name, max, lines},
    TEXT_TABLE(T)
#undef T
#undef ONE_LINE
#undef LINES
};

const char *text_field_name(enum text_field field)
{
    return fields[field].name;
}

uint32_t text_field_max(enum text_field field)
{
    return fields[field].max;
}

enum text_field text_field_by_name(struct str name)
{
    uint32_t field = 0;
    while (field < TEXT_FIELD_COUNT && !str_equal(name, str_of(fields[field].name)))
        field++;
    return (enum text_field)field;
}

/* The code point at *at, which moves behind it. What is no UTF-8 is taken byte by byte. */
static uint32_t next_point(struct str text, size_t *at)
{
    uint8_t first = (uint8_t)text.at[(*at)++];
    size_t more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC0 ? 1 : 0;
    uint32_t point = more == 3 ? first & 0x07 : more == 2 ? first & 0x0F : more == 1 ? first & 0x1F : first;
    for (; more > 0 && *at < text.len; more--)
        point = point << 6 | ((uint8_t)text.at[(*at)++] & 0x3F);
    return point;
}

size_t text_characters(struct str text)
{
    size_t n = 0;
    for (size_t i = 0; i < text.len; i++)
        n += ((uint8_t)text.at[i] & 0xC0) != 0x80;
    return n;
}

struct points {
    uint32_t from, to;
};

static bool is_among(uint32_t point, const struct points *points, size_t n)
{
    for (size_t i = 0; i < n && points[i].from <= point; i++)
        if (point <= points[i].to)
            return true;
    return false;
}

bool text_is_blank(struct str text)
{
    /* Unicode's White_Space and Default_Ignorable_Code_Point, and what fonts draw as nothing: the empty Braille cell,
     * fillers, marks of notes. */
    static const struct points unseen[] = {
        {0x00, 0x20},       {0x7F, 0xA0},       {0xAD, 0xAD},     {0x34F, 0x34F},   {0x61C, 0x61C},
        {0x115F, 0x1160},   {0x1680, 0x1680},   {0x17B4, 0x17B5}, {0x180B, 0x180F}, {0x2000, 0x200F},
        {0x2028, 0x202F},   {0x205F, 0x206F},   {0x2800, 0x2800}, {0x3000, 0x3000}, {0x3164, 0x3164},
        {0xFE00, 0xFE0F},   {0xFEFF, 0xFEFF},   {0xFFA0, 0xFFA0}, {0xFFF0, 0xFFFB}, {0x1BCA0, 0x1BCA3},
        {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF},
    };
    for (size_t i = 0; i < text.len;)
        if (!is_among(next_point(text, &i), unseen, ARRAY_LEN(unseen)))
            return false;
    return true;
}

bool text_has_controls(struct str text, bool lines)
{
    static const struct points always[] = {{0x00, 0x08}, {0x0B, 0x0C}, {0x0E, 0x1F}, {0x7F, 0x9F}};
    static const struct points in_a_line[] = {{0x09, 0x0A},     {0x0D, 0x0D},     {0x61C, 0x61C},
                                              {0x200E, 0x200F}, {0x2028, 0x202E}, {0x2066, 0x2069}};
    for (size_t i = 0; i < text.len;) {
        uint32_t point = next_point(text, &i);
        if (is_among(point, always, ARRAY_LEN(always)) ||
            (!lines && is_among(point, in_a_line, ARRAY_LEN(in_a_line))))
            return true;
    }
    return false;
}

static bool begins(struct str text, struct str with)
{
    return text.len >= with.len && memcmp(text.at, with.at, with.len) == 0;
}

enum err_code text_check(enum text_field field, struct str text, const char *pointer, struct err *err)
{
    if (text_is_blank(text))
        return err_set_at(err, ERR_INVALID, pointer, "is empty; leave the field out instead");
    if (text_characters(text) > fields[field].max)
        return err_set_at(err, ERR_INVALID, pointer, "is longer than %u characters", fields[field].max);
    if (text_has_controls(text, fields[field].lines))
        return err_set_at(err, ERR_INVALID, pointer, "control characters are not allowed here");
    if (str_has_cpr(text))
        return err_set_at(err, ERR_PERSONAL_DATA, pointer, "a CPR number may not stand here");
    /* `me` is the caller where lists are asked for, and tokens record under names of their own. */
    if (field == TEXT_STAFF && (str_equal(text, STR("me")) || begins(text, STR("token:"))))
        return err_set_at(err, ERR_INVALID, pointer, "`me` and `token:…` are no identifiers of people");
    return ERR_NONE;
}
