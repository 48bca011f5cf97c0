/* `spor rules`: the rules as this program knows them, without a server. */
#include <stdio.h>

#include "client/cmd.h"
#include "client/packs.h"
#include "client/rules_text.h"
#include "client/say.h"
#include "client/when.h"
#include "wire/json_rules.h"

const struct option_info RULES_OPTIONS[] = {
    {"on", "DAY", "som de gælder den dag; ellers i dag", "as they stand on that day; else today"},
    {"markdown", NULL, "som en side til håndbogen", "as a page of the handbook"},
    {NULL, NULL, NULL, NULL},
};

enum { RULES_ARENA_MAX = 4 << 20, RULES_TEXT_MAX = 1 << 20 };

static enum err_code print(const struct cli *cli, struct arena *arena, day_t day, struct err *err)
{
    struct rule_set_list list;
    struct buf out;
    enum err_code code = packs_read(arena, &list, err);
    if (code)
        return code;
    if (!rule_period_on(&list.resolved, day))
        return err_set(
            err, ERR_INVALID, "%s",
            cli_say(cli, "den dag gælder endnu ingen regler", "no rules are in force yet on that day"));
    buf_init(&out, RULES_TEXT_MAX);
    if (cli->json) {
        json_put_rules(&out, &list, day);
        buf_put_char(&out, '\n');
    } else if (cli_has(cli, "markdown")) {
        rules_print_markdown(&out, &list, day, cli->danish);
    } else {
        rules_print(&out, &list.resolved, day, cli->danish);
    }
    if (out.failed)
        code = err_set(err, ERR_NO_MEMORY, "no memory to print the rules");
    else
        say_raw(stdout, buf_str(&out));
    buf_clear(&out);
    return code;
}

enum err_code cmd_rules(struct cli *cli, struct err *err)
{
    const char *on = cli_option(cli, "on");
    day_t day = day_of_instant(cli_now());
    if (on && day_of_text(cli, "--on", on, &day, err) != ERR_NONE)
        return err->code;
    struct arena arena;
    arena_init(&arena, RULES_ARENA_MAX);
    enum err_code code = print(cli, &arena, day, err);
    arena_clear(&arena);
    return code;
}
