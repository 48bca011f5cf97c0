/* `spor simulate`: a fictitious municipality as NDJSON, or its staff. */
#include "client/cmd.h"
#include "client/sim.h"

const struct option_info SIMULATE_OPTIONS[] = {
    {"citizens", "N", "hvor mange borgere (1000)", "how many citizens (1000)"},
    {"seed", "S", "frø: samme tal giver samme kommune (1)",
     "seed: the same number gives the same municipality (1)"},
    {"until", "DAY", "sidste dag, ikke med (i dag)", "the day it ends before (today)"},
    {"staff", NULL, "kun hold og medarbejdere, til spor admin load",
     "only teams and staff, for spor admin load"},
    {NULL, NULL, NULL, NULL},
};

struct writer {
    struct buf line;
    FILE *to;
    bool failed;
};

static void put(struct writer *writer)
{
    struct str line = buf_str(&writer->line);
    size_t n = fwrite(line.at, 1, line.len, writer->to); /* allow fwrite: for programs, whole or not at all */
    writer->failed |= writer->line.failed || n != line.len;
    buf_empty(&writer->line);
}

static void on_citizen(void *ctx, const struct sim_citizen *citizen)
{
    struct writer *writer = ctx;
    sim_write_citizen(&writer->line, citizen);
    put(writer);
}

static void on_event(void *ctx, const struct sim_citizen *citizen, const struct sim_event *event)
{
    struct writer *writer = ctx;
    sim_write_event(&writer->line, citizen, event);
    put(writer);
}

enum err_code cmd_simulate(struct cli *cli, struct err *err)
{
    int64_t citizens, seed;
    const char *until = cli_option(cli, "until");
    day_t day = day_of_instant(cli_now());
    if (cli_number(cli, "citizens", 1, 1000000, 1000, &citizens, err) != ERR_NONE ||
        cli_number(cli, "seed", 0, INT32_MAX, 1, &seed, err) != ERR_NONE)
        return err->code;
    if (until && (!day_parse(str_of(until), &day) || day < day_from_civil(2000, 1, 1)))
        return err_set(err, ERR_INVALID,
                       cli_say(cli, "--until: en dag som 2026-05-01, tidligst 2000-01-01",
                               "--until: a day like 2026-05-01, from 2000-01-01 on"));
    struct sim_town town;
    struct writer writer = {.to = stdout};
    buf_init(&writer.line, 4 * 1024 * 1024);
    enum err_code code = sim_town_build(&town, (uint32_t)citizens, (uint64_t)seed, day, err);
    if (code == ERR_NONE && cli_has(cli, "staff")) {
        sim_write_staff(&writer.line, &town);
        put(&writer);
    } else if (code == ERR_NONE) {
        const struct sim_sink sink = {on_citizen, on_event, &writer};
        for (uint32_t n = 0; n < (uint32_t)citizens && !writer.failed; n++)
            sim_case(&town, n, &sink);
    }
    sim_town_clear(&town);
    buf_clear(&writer.line);
    if (code == ERR_NONE && writer.failed)
        return err_set(err, ERR_INTERNAL, cli_say(cli, "kan ikke skrive", "cannot write"));
    return code;
}
