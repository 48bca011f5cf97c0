/* Days and times as people type and read them: on the clock of a Danish wall. */
#ifndef SPOR_CLIENT_WHEN_H
#define SPOR_CLIENT_WHEN_H

#include "client/cli.h"
#include "core/day.h"

/* "2026-05-01", "+14" (days from today). `name` stands before what is wrong with it: "--due". */
enum err_code day_of_text(const struct cli *cli, const char *name, const char *text, day_t *out,
                          struct err *err) NODISCARD;
/* "2026-05-01 09:30", "09:30" (today), "2026-05-01" (noon); seconds may follow, and an offset ("+02:00", "Z"), which is
 * obeyed. Without one it is the clock here: a time that is left out when summer time begins is refused, one that comes
 * twice when it ends is the first, still in summer time. */
enum err_code instant_of_text(const struct cli *cli, const char *name, const char *text, instant_t *out,
                              struct err *err) NODISCARD;
/* "2026-05-01 09:30" as the clock on the wall shows it, with its offset where it shows that twice; empty where the text
 * is no instant. */
enum { TIME_TEXT = 24 };
void time_to_people(const char *text, char out[TIME_TEXT]);

#endif
