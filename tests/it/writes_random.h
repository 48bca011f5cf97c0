/* What the fuzz of the write path (fuzz_writes_test.c) throws dice for: numbers, texts, instants, slugs, all from one
 * seed. For tests only. */
#ifndef SPOR_WRITES_RANDOM_H
#define SPOR_WRITES_RANDOM_H

#include "base/buf.h"
#include "base/mem.h"
#include "core/event.h"

struct dice {
    uint64_t state; /* xorshift64*; never 0 */
};

static inline uint64_t dice_next(struct dice *dice)
{
    dice->state ^= dice->state >> 12;
    dice->state ^= dice->state << 25;
    dice->state ^= dice->state >> 27;
    return dice->state * UINT64_C(2685821657736338717);
}

static inline uint32_t below(struct dice *dice, uint32_t limit)
{
    return limit > 0 ? (uint32_t)(dice_next(dice) >> 33) % limit : 0;
}

static inline bool chance(struct dice *dice, uint32_t percent)
{
    return below(dice, 100) < percent;
}

static inline struct dice dice_of(uint64_t seed)
{
    struct dice dice = {seed * UINT64_C(0x9e3779b97f4a7c15) + 1};
    for (int i = 0; i < 4; i++)
        (void)dice_next(&dice);
    return dice;
}

static inline struct uuid random_uuid(struct dice *dice)
{
    struct uuid out;
    for (size_t i = 0; i < sizeof out.bytes; i++)
        out.bytes[i] = (uint8_t)below(dice, 256);
    out.bytes[6] = (uint8_t)((out.bytes[6] & 0x0F) | (chance(dice, 50) ? 0x40 : 0x70));
    out.bytes[8] = (uint8_t)((out.bytes[8] & 0x3F) | 0x80);
    return out;
}

/* Letters of many scripts, signs that JSON escapes, characters of two code points, beyond the first plane; of lines
 * (notes) also their ends and turns of direction. */
static inline uint32_t random_point(struct dice *dice, bool lines)
{
    static const struct {
        uint32_t from, n, lines;
    } ranges[] = {{'a', 26, 0},      {'A', 26, 0},      {' ', 1, 0},       {0xC0, 0x17F - 0xC0, 0},
                  {0x391, 17, 0},    {0x410, 64, 0},    {0x5D0, 27, 0},    {0x621, 26, 0},
                  {0x4E00, 5000, 0}, {0xAC00, 9000, 0}, {'"', 1, 0},       {'\\', 1, 0},
                  {'/', 1, 0},       {0x300, 32, 0},    {0x1F300, 500, 0}, {0x20000, 99, 0},
                  {'\n', 1, 1},      {'\t', 1, 1},      {0x202A, 4, 1},    {0x1F468, 1, 0},
                  {0x200D, 1, 0},    {'0', 10, 0},      {'<', 3, 0},       {'\'', 1, 0},
                  {0xFFFD, 1, 0}};
    for (;;) {
        uint32_t i = chance(dice, 40) ? below(dice, 4) : below(dice, ARRAY_LEN(ranges));
        if (lines || !ranges[i].lines)
            return ranges[i].from + below(dice, ranges[i].n);
    }
}

static inline void put_point(struct buf *out, uint32_t point)
{
    if (point < 0x80) {
        buf_put_char(out, (char)point);
        return;
    }
    uint32_t more = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
    static const uint32_t first[] = {0, 0xC0, 0xE0, 0xF0};
    buf_put_char(out, (char)(uint8_t)(first[more] | point >> (6 * more)));
    while (more-- > 0)
        buf_put_char(out, (char)(uint8_t)(0x80 | (point >> (6 * more) & 0x3F)));
}

/* A text that text_check lets pass. */
static inline struct str random_text(struct dice *dice, struct arena *arena, enum text_field field)
{
    uint32_t max = text_field_max(field);
    struct buf buf;
    struct err err;
    buf_init(&buf, 16384);
    do {
        uint32_t n = chance(dice, 3) ? max : 1 + below(dice, max < 60 ? max : 60);
        buf_empty(&buf);
        while (n-- > 0)
            put_point(&buf, random_point(dice, field == TEXT_NOTE));
    } while (text_check(field, buf_str(&buf), "", &err));
    struct str out = arena_copy(arena, buf_str(&buf));
    buf_clear(&buf);
    return out;
}

/* As a JSON text: as it is, or some of it escaped. */
static inline void put_json_text(struct dice *dice, struct buf *out, struct str text)
{
    bool escapes = chance(dice, 20);
    buf_put_char(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        uint8_t c = (uint8_t)text.at[i];
        if (c < ' ' || ((c == '"' || c == '\\') && chance(dice, 50)) ||
            (escapes && c < 0x80 && chance(dice, 30))) {
            buf_printf(out, "\\u%04x", c);
            continue;
        }
        if (c == '"' || c == '\\')
            buf_put_char(out, '\\');
        buf_put_char(out, text.at[i]);
    }
    buf_put_char(out, '"');
}

/* The same instant with any offset, with or without a fraction. */
static inline void put_json_instant(struct dice *dice, struct buf *out, instant_t instant)
{
    static const int offsets[] = {0, 60, 120, -210, 345, -720, 840};
    int minutes = offsets[below(dice, ARRAY_LEN(offsets))];
    char text[INSTANT_TEXT];
    instant_to_text(instant + minutes * MINUTE, text);
    bool whole = instant % SECOND == 0 && chance(dice, 80);
    buf_printf(out, "\"%.*s", whole ? 19 : 26, text);
    if (minutes == 0)
        buf_put_str(out, chance(dice, 50) ? STR("Z\"") : STR("+00:00\""));
    else
        buf_printf(out, "%c%02d:%02d\"", minutes < 0 ? '-' : '+', (minutes < 0 ? -minutes : minutes) / 60,
                   (minutes < 0 ? -minutes : minutes) % 60);
}

static inline void put_json_day(struct buf *out, day_t day)
{
    char text[DAY_TEXT];
    day_to_text(day, text);
    buf_printf(out, "\"%.*s\"", DAY_TEXT, text);
}

static inline void put_json_uuid(struct buf *out, const struct uuid *uuid)
{
    char text[UUID_TEXT];
    uuid_to_text(uuid, text);
    buf_printf(out, "\"%.*s\"", UUID_TEXT, text);
}

/* {NULL, 0} where the catalogue is empty. */
static inline struct str random_slug(struct dice *dice, enum catalogue catalogue)
{
    uint32_t size = catalogue_size(catalogue);
    return str_of(size ? catalogue_value(catalogue, 1 + below(dice, size))->slug : NULL);
}

#endif
