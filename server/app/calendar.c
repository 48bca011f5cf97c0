/* See calendar.h. Lines end with CR LF and are folded after 75 bytes, never inside a character. */
#include "app/calendar.h"

enum { LINE_BYTES = 75 };

static bool is_control(char c)
{
    return (unsigned char)c < 0x20 || c == 0x7F;
}

/* One content line; the value of a text property is escaped, other control characters become spaces. */
static void put_line(struct buf *out, const char *name, struct str value, bool is_text)
{
    size_t on_line = strlen(name) + 1;
    buf_printf(out, "%s:", name);
    for (size_t i = 0; i < value.len; i++) {
        char c = value.at[i];
        bool first_byte = ((unsigned char)c & 0xC0) != 0x80;
        bool escaped = is_text && (c == '\\' || c == ';' || c == ',' || c == '\n');
        if (first_byte && on_line + 4 > LINE_BYTES) { /* no character is longer than four bytes */
            buf_put(out, "\r\n ", 3);
            on_line = 1;
        }
        if (escaped)
            buf_put_char(out, '\\');
        buf_put_char(out, c == '\n' ? 'n' : is_control(c) ? ' ' : c);
        on_line += 1u + escaped;
    }
    buf_put(out, "\r\n", 2);
}

static void put_day(struct buf *out, const char *name, day_t day)
{
    struct civil_date date = day_to_civil(day);
    buf_printf(out, "%s:%04d%02d%02d\r\n", name, date.year, date.month, date.day);
}

void calendar_begin(struct buf *out, struct str name)
{
    put_line(out, "BEGIN", STR("VCALENDAR"), false);
    put_line(out, "VERSION", STR("2.0"), false);
    put_line(out, "PRODID", STR("-//Spor//Spor//DA"), false);
    put_line(out, "X-WR-CALNAME", name, true);
}

void calendar_day(struct buf *out, struct str id, day_t day, struct str summary, struct str description,
                  instant_t now)
{
    char stamp[INSTANT_TEXT], compact[] = "00000000T000000Z";
    instant_to_text(now, stamp); /* YYYY-MM-DDTHH:MM:SS.ffffffZ */
    memcpy(compact, stamp, 4);
    memcpy(compact + 4, stamp + 5, 2);
    memcpy(compact + 6, stamp + 8, 2);
    memcpy(compact + 9, stamp + 11, 2);
    memcpy(compact + 11, stamp + 14, 2);
    memcpy(compact + 13, stamp + 17, 2);
    put_line(out, "BEGIN", STR("VEVENT"), false);
    put_line(out, "UID", id, true);
    put_line(out, "DTSTAMP", str_of(compact), false);
    put_day(out, "DTSTART;VALUE=DATE", day);
    put_day(out, "DTEND;VALUE=DATE", day + 1);
    put_line(out, "SUMMARY", summary, true);
    put_line(out, "DESCRIPTION", description, true);
    put_line(out, "TRANSP", STR("TRANSPARENT"), false);
    put_line(out, "END", STR("VEVENT"), false);
}

void calendar_end(struct buf *out)
{
    put_line(out, "END", STR("VCALENDAR"), false);
}
