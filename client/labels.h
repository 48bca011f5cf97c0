/* Words of the wire as people read them: severities, roles, states of a case. */
#ifndef SPOR_CLIENT_LABELS_H
#define SPOR_CLIENT_LABELS_H

#include "client/cli.h"

/* A word that is not in the table is shown as it is; NULL as an empty text. */
const char *label_severity(const struct cli *cli, const char *word); /* info, amber, red; breach, none */
const char *label_role(const struct cli *cli, const char *word); /* caseworker … of a person who logs in */
const char *label_status(const struct cli *cli, const char *word); /* open, closed */
/* Why something is refused, which is written in English where it arises: in the user's language. A pointer may stand
 * before it ("/code: is …"). In `room`, or the text itself. */
enum { DETAIL_LABEL_ROOM = 1400 };
const char *label_detail(const struct cli *cli, const char *text, char room[DETAIL_LABEL_ROOM]);
/* What a flag ("R5.2:17") or a rule is about. */
const char *label_rule(const struct cli *cli, const char *flag);

#endif
