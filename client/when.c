/* See when.h. */
#include "client/when.h"

enum err_code day_of_text(const struct cli *cli, const char *name, const char *text, day_t *out,
                          struct err *err)
{
    int64_t days;
    if (text[0] == '+' && str_to_i64(str_of(text + 1), 0, 3650, &days)) {
        *out = day_of_instant(cli_now()) + (day_t)days;
        return ERR_NONE;
    }
    if (day_parse(str_of(text), out))
        return ERR_NONE;
    return err_set(err, ERR_INVALID,
                   cli_say(cli, "%s: en dag som 2026-05-01, eller +14", "%s: a day like 2026-05-01, or +14"),
                   name);
}

/* "HH:MM" or "HH:MM:SS" with what may follow, on a day; true with whether an offset followed. */
static bool clock_parse(day_t day, const char *text, instant_t *out, bool *has_offset)
{
    enum { MINUTES = 5, SECONDS = 8 };
    char whole[48];
    size_t len = strlen(text), clock = len > MINUTES && text[MINUTES] == ':' ? SECONDS : MINUTES;
    if (len < clock || len > 20)
        return false;
    *has_offset = len > clock;
    day_to_text(day, whole);
    int n = snprintf(whole + DAY_TEXT, sizeof whole - DAY_TEXT, "T%.*s%s%s", (int)clock, text,
                     clock == MINUTES ? ":00" : "", *has_offset ? text + clock : "Z");
    return instant_parse((struct str){whole, DAY_TEXT + (size_t)n}, out);
}

static enum err_code no_such_time(const struct cli *cli, const char *name, day_t day, instant_t time,
                                  struct err *err)
{
    char text[DAY_TEXT];
    int minutes = (int)(time / MINUTE);
    day_to_text(day, text);
    return err_set(err, ERR_INVALID,
                   cli_say(cli,
                           "%s: den %.*s stilles uret fra 02:00 til 03:00; klokken %02d:%02d findes ikke",
                           "%s: on %.*s the clock goes from 02:00 to 03:00; there is no %02d:%02d"),
                   name, DAY_TEXT, text, minutes / 60, minutes % 60);
}

enum err_code instant_of_text(const struct cli *cli, const char *name, const char *text, instant_t *out,
                              struct err *err)
{
    size_t len = strlen(text);
    day_t day = day_of_instant(cli_now());
    const char *clock = text;
    bool has_offset;
    instant_t found[2];
    if (instant_parse((struct str){text, len}, out))
        return ERR_NONE;
    if (len >= DAY_TEXT && day_parse((struct str){text, DAY_TEXT}, &day))
        clock = len == DAY_TEXT                                  ? "12:00"
                : text[DAY_TEXT] == ' ' || text[DAY_TEXT] == 'T' ? text + DAY_TEXT + 1
                                                                 : "";
    if (!clock_parse(day, clock, out, &has_offset))
        return err_set(err, ERR_INVALID,
                       cli_say(cli, "%s: et tidspunkt som \"2026-05-01 09:30\" eller 09:30",
                               "%s: a time like \"2026-05-01 09:30\" or 09:30"),
                       name);
    if (has_offset)
        return ERR_NONE;
    instant_t time = *out - day * (24 * HOUR); /* what was read as UTC */
    if (instants_of_wall(day, time, found) == 0)
        return no_such_time(cli, name, day, time, err);
    *out = found[0];
    return ERR_NONE;
}

void time_to_people(const char *text, char out[TIME_TEXT])
{
    instant_t instant, found[2];
    out[0] = '\0';
    if (!text || !instant_parse(str_of(text), &instant))
        return;
    struct wall wall = wall_of_instant(instant);
    unsigned minutes = (unsigned)(wall.time / MINUTE) % (24 * 60);
    bool is_twice = instants_of_wall(wall.day, wall.time, found) == 2;
    day_to_text(wall.day, out);
    snprintf(out + DAY_TEXT, TIME_TEXT - DAY_TEXT, " %02u:%02u%s", minutes / 60, minutes % 60,
             !is_twice                 ? ""
             : wall.offset == 2 * HOUR ? "+02:00"
                                       : "+01:00");
}
