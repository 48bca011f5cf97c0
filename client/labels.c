/* See labels.h. */
#include "client/labels.h"

#include "core/rule.h"
#include "wire/detail.h"

struct label {
    const char *word, *danish, *english;
};

static const struct label severities[] = {
    {"none", "intet", "none"}, {"info", "oplysning", "info"}, {"amber", "gul", "amber"},
    {"red", "rød", "red"},     {"breach", "brud", "breach"},  {NULL, NULL, NULL},
};
static const struct label roles[] = {
    {"caseworker", "sagsbehandler", "caseworker"},
    {"leader", "teamleder", "team leader"},
    {"auditor", "handleplangruppe", "auditor"},
    {"administrator", "administrator", "administrator"},
    {"token", "adgangsnøgle", "token"},
    {"none", "uden log-in", "without log-in"},
    {NULL, NULL, NULL},
};
static const struct label statuses[] = {
    {"open", "åbent", "open"}, /* of a case: et forløb */
    {"closed", "lukket", "closed"},
    {NULL, NULL, NULL},
};

static const char *label(const struct cli *cli, const struct label *table, const char *word)
{
    for (const struct label *at = table; word && at->word; at++)
        if (strcmp(at->word, word) == 0)
            return cli_say(cli, at->danish, at->english);
    return word ? word : "";
}

const char *label_severity(const struct cli *cli, const char *word)
{
    return label(cli, severities, word);
}

const char *label_role(const struct cli *cli, const char *word)
{
    return label(cli, roles, word);
}

const char *label_status(const struct cli *cli, const char *word)
{
    return label(cli, statuses, word);
}

const char *label_rule(const struct cli *cli, const char *flag)
{
    enum rule rule = flag ? rule_by_id((struct str){flag, strcspn(flag, ":")}) : RULE_NONE;
    return rule ? cli_say(cli, rule_info(rule)->danish, rule_info(rule)->english) : "";
}

const char *label_detail(const struct cli *cli, const char *text, char room[DETAIL_LABEL_ROOM])
{
    char danish[DETAIL_ROOM];
    if (!cli->danish || !text)
        return text;
    const char *end = text[0] == '/' ? strstr(text, ": ") : NULL;
    size_t pointer = end ? (size_t)(end + 2 - text) : 0;
    if (pointer > DETAIL_LABEL_ROOM - DETAIL_ROOM)
        return text;
    memcpy(room, text, pointer);
    (void)snprintf(room + pointer, DETAIL_ROOM, "%s", detail_in_danish(text + pointer, danish));
    return room;
}
