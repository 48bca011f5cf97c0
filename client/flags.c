/* See flags.h. */
#include "client/flags.h"

#include "core/kind.h"

/* Where an option has another name than the member it goes into: of events of this kind (KIND_NONE: of any). The first
 * one that was given counts; where none was, an option named as the member. */
static const struct {
    enum kind kind;
    const char *member, *option;
} others[] = {
    {KIND_NONE, "occurred_at", "at"},
    {KIND_NONE, "expires_at", "expires"},
    {KIND_MEETING, "code", "kind"},
    {KIND_MEETING, "ref", "booking"},
    {KIND_NEXT_STEP_SET, "note", "step"},
    {KIND_NEXT_STEP_SET, "party", "owner"},
    {KIND_NEXT_STEP_DONE, "ref", "done"},
    {KIND_NEXT_STEP_MOVED, "ref", "move"},
    {KIND_NEXT_STEP_DROPPED, "ref", "drop"},
    {KIND_WAIT_STARTED, "code", "reason"},
    {KIND_STATEMENT_REQUESTED, "code", "reason"},
    {KIND_WAIT_MOVED, "ref", "move"},
    {KIND_WAIT_ENDED, "ref", "end"},
    {KIND_STATEMENT_RECEIVED, "ref", "end"},
    {KIND_CASEWORKER_ASSIGNED, "staff", "to"},
    {KIND_CASEWORKER_ASSIGNED, "due", "cover-until"},
    {KIND_CASEWORKER_ASSIGNED, "starts_at", "from"},
    {KIND_CASEWORKER_ASSIGNED, "code", "reason"},
    {KIND_CASEWORKER_RELEASED, "staff", "release"},
    {KIND_CASEWORKER_RELEASED, "code", "reason"},
    {KIND_CASE_CLOSED, "code", "outcome"},
    {KIND_CLASSIFIED, "code", "group"},
    {KIND_BENEFIT_CHANGED, "code", "benefit"},
};

/* The option of that name, written with hyphens or underscores, if it was given. */
static const char *given(const struct cli *cli, const char *name, char room[CLI_FLAG])
{
    (void)cli_flag(name, room);
    return cli_has(cli, name) || cli_has(cli, room + 2) ? room : NULL;
}

/* The number of an event and its member: "/events/1/due", "/1/due", "/due" (which is of the first). */
static const char *member_of(const char *pointer, int64_t *event)
{
    *event = 0;
    if (strncmp(pointer, "/events", 7) == 0)
        pointer += 7;
    if (pointer[0] != '/')
        return NULL;
    size_t digits = strspn(pointer + 1, "0123456789");
    if (digits && pointer[1 + digits] == '/' &&
        str_to_i64((struct str){pointer + 1, digits}, 0, CLI_MAX_EVENTS - 1, event))
        pointer += 1 + digits;
    return pointer + 1;
}

static const char *of_pointer(const struct cli *cli, const char *pointer, char room[CLI_FLAG])
{
    int64_t event;
    char name[CLI_FLAG - 2];
    const char *member = member_of(pointer, &event);
    size_t len = member ? strcspn(member, "/") : 0;
    if (len == 0 || len >= sizeof name)
        return NULL;
    memcpy(name, member, len);
    name[len] = '\0';
    for (size_t i = 0; i < ARRAY_LEN(others); i++) {
        bool fits = others[i].kind == KIND_NONE || (uint32_t)others[i].kind == cli->events[event];
        if (fits && strcmp(name, others[i].member) == 0 && given(cli, others[i].option, room))
            return room;
    }
    return given(cli, name, room);
}

static const char *of_parameter(const struct cli *cli, const char **text, char room[CLI_FLAG])
{
    static const char *const before[] = {"parameter ", "parameteren "};
    for (size_t i = 0; i < ARRAY_LEN(before); i++) {
        size_t skip = strlen(before[i]);
        char name[CLI_FLAG - 2];
        if (strncmp(*text, before[i], skip) != 0)
            continue;
        size_t len = strcspn(*text + skip, ":");
        if (len >= sizeof name || strncmp(*text + skip + len, ": ", 2) != 0)
            continue;
        memcpy(name, *text + skip, len);
        name[len] = '\0';
        if (!given(cli, name, room))
            continue;
        *text += skip + len + 2;
        return room;
    }
    return NULL;
}

const char *flag_of_error(const struct cli *cli, const char *pointer, const char **text, char room[CLI_FLAG])
{
    if (!cli->command)
        return NULL;
    const char *flag = of_parameter(cli, text, room);
    return flag ? flag : of_pointer(cli, pointer, room);
}
