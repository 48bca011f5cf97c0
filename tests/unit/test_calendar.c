/* Calendar files: the lines of RFC 5545, escaped and folded. */
#include "unit.h"

#include "app/calendar.h"

static void an_entry_of_a_day(void **state)
{
    (void)state;
    struct buf out;
    instant_t now;
    day_t day;
    assert_true(instant_parse(STR("2026-11-28T09:05:07+01:00"), &now));
    assert_true(day_parse(STR("2026-12-31"), &day));
    buf_init(&out, 10000);
    calendar_begin(&out, STR("Spor: frister"));
    calendar_day(&out, STR("x-R5.2-17-2@spor"), day, STR("R5.2 næste skridt – A, B; C\\D"), STR("to\nlines"),
                 now);
    calendar_end(&out);
    assert_str(buf_str(&out), "BEGIN:VCALENDAR\r\n"
                              "VERSION:2.0\r\n"
                              "PRODID:-//Spor//Spor//DA\r\n"
                              "X-WR-CALNAME:Spor: frister\r\n"
                              "BEGIN:VEVENT\r\n"
                              "UID:x-R5.2-17-2@spor\r\n"
                              "DTSTAMP:20261128T080507Z\r\n"
                              "DTSTART;VALUE=DATE:20261231\r\n"
                              "DTEND;VALUE=DATE:20270101\r\n"
                              "SUMMARY:R5.2 næste skridt – A\\, B\\; C\\\\D\r\n"
                              "DESCRIPTION:to\\nlines\r\n"
                              "TRANSP:TRANSPARENT\r\n"
                              "END:VEVENT\r\n"
                              "END:VCALENDAR\r\n");
    buf_clear(&out);
}

/* Whatever the text: no line is longer than 75 bytes, none is cut inside a character, and unfolded it is whole. */
static void long_lines_are_folded(void **state)
{
    (void)state;
    static const char *const letters[] = {"a", "å", "–", "😀", ","};
    for (size_t l = 0; l < ARRAY_LEN(letters); l++)
        for (size_t n = 55; n < 200; n++) {
            struct buf text, out, unfolded;
            buf_init(&text, 1000);
            buf_init(&out, 10000);
            buf_init(&unfolded, 10000);
            for (size_t i = 0; i < n; i++)
                buf_put_str(&text, str_of(i % 7 ? letters[l] : "x"));
            calendar_begin(&out, buf_str(&text));
            assert_false(out.failed);
            size_t line = 0;
            for (size_t i = 0; i < out.len; i++) {
                if (out.at[i] == '\r') {
                    assert_true(line <= 75);
                    line = 0;
                    bool folded = i + 2 < out.len && out.at[i + 2] == ' ';
                    if (folded)
                        assert_true(((unsigned char)out.at[i + 3] & 0xC0) != 0x80);
                    i += folded ? 2 : 1;
                    line = folded;
                    if (!folded)
                        buf_put_char(&unfolded, '\n');
                    continue;
                }
                line++;
                if (out.at[i] != '\\')
                    buf_put_char(&unfolded, out.at[i]);
            }
            assert_non_null(memmem(unfolded.at, unfolded.len, text.at, text.len));
            buf_clear(&text);
            buf_clear(&out);
            buf_clear(&unfolded);
        }
}

/* A reference is whatever another system has written: it begins no line of its own. */
static void control_characters_are_spaces(void **state)
{
    (void)state;
    struct buf out;
    buf_init(&out, 1000);
    calendar_begin(&out, STR("a\rb\tc\x01\x7F\r\nATTENDEE:d"));
    struct str line = STR("\r\nX-WR-CALNAME:a b c   \\nATTENDEE:d\r\n");
    assert_non_null(memmem(out.at, out.len, line.at, line.len));
    buf_clear(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_entry_of_a_day),
        cmocka_unit_test(long_lines_are_folded),
        cmocka_unit_test(control_characters_are_spaces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
