/* `spor import FILE`: reads a log, sends its cases, says what became of them. */
#include <signal.h>
#include <unistd.h>

#include "client/cmd.h"
#include "client/import.h"
#include "client/labels.h"
#include "client/sender.h"
#include "client/source.h"
#include "wire/json_write.h"

const struct option_info IMPORT_OPTIONS[] = {
    {"source", "NAME", "loggens navn i id'er (ellers filens navn)",
     "the log's name in ids (else the file's name)"},
    {"assign-from", "KEY", "skift af KEY tildeler en ansvarlig sagsbehandler",
     "a change of KEY assigns a primary caseworker"},
    {"open", NULL, "luk ikke forløb efter deres sidste hændelse: for en log, der fortsættes",
     "do not close cases at their last event: for a log that will be continued"},
    {"dry-run", NULL, "læs og kontrollér kun", "only read and check"},
    {NULL, NULL, NULL, NULL},
};

enum { MAX_SHOWN = 20 };

struct totals {
    struct cli *cli;
    struct source *source;
    struct sender *sender; /* NULL: dry run */
    uint64_t cases, events, assignments, changes, duplicates, rejected, refused_cases;
    struct import_strays strays;
    struct buf problems; /* JSON objects with commas */
    instant_t started, shown;
    bool progress;
};

static volatile sig_atomic_t interrupted;

static void on_interrupt(int signal UNUSED)
{
    interrupted = 1;
}

static void clear_progress(struct totals *totals)
{
    if (totals->progress && totals->shown)
        fputs("\r\033[K", stderr);
}

static void show_progress(struct totals *totals)
{
    enum { WIDTH = 30 };
    static const char full[] = "##############################", none[] = "..............................";
    instant_t now = cli_now();
    if (!totals->progress || now - totals->shown < SECOND / 10)
        return;
    uint64_t size = source_size(totals->source), done = source_done(totals->source);
    int part = size ? (int)(done >= size ? WIDTH : done * WIDTH / size) : 0;
    totals->shown = now;
    fprintf(stderr, "\r\033[K[%.*s%.*s] %llu %s, %llu %s", part, full, WIDTH - part, none,
            (unsigned long long)totals->cases, cli_say(totals->cli, "forløb", "cases"),
            (unsigned long long)totals->events, cli_say(totals->cli, "hændelser", "events"));
}

/* `code` says why in the user's language, `why` precisely. */
static void refuse(struct totals *totals, uint32_t line, const struct uuid *case_id, uint32_t events,
                   enum err_code code, const char *why)
{
    bool danish = totals->cli->danish;
    char room[DETAIL_LABEL_ROOM];
    why = label_detail(totals->cli, why, room);
    totals->rejected += events;
    totals->refused_cases++;
    if (totals->refused_cases <= MAX_SHOWN) {
        clear_progress(totals);
        fprintf(stderr, "spor: %s %u: %s%s%s\n", cli_say(totals->cli, "linje", "line"), line,
                danish ? err_info(code)->danish : "", danish ? ": " : "", why);
        struct buf *out = &totals->problems;
        json_begin_object(out);
        json_key(out, "line");
        json_i64(out, line);
        json_key(out, "case");
        json_uuid(out, case_id);
        json_key(out, "events");
        json_i64(out, events);
        json_key(out, "detail");
        json_text(out, why);
        json_end_object(out);
    }
}

static void on_sent(void *ctx, const struct sent_unit *unit)
{
    struct totals *totals = ctx;
    if (unit->code != ERR_NONE) {
        refuse(totals, unit->line, &unit->case_id, unit->activities, unit->code, unit->why);
        return;
    }
    totals->cases++;
    totals->events += unit->activities;
    totals->assignments += unit->assignments;
    totals->changes += unit->changes;
    totals->duplicates += unit->duplicates;
}

static enum err_code say_interrupted(const struct totals *totals, struct err *err)
{
    return err_set(
        err, ERR_TIMEOUT,
        cli_say(totals->cli, "afbrudt; indlæs igen for at fortsætte", "interrupted; import again to go on"));
}

static enum err_code on_unit(void *ctx, const struct import_unit *unit, struct err *err)
{
    struct totals *totals = ctx;
    if (interrupted)
        return say_interrupted(totals, err);
    show_progress(totals);
    if (unit->why) {
        refuse(totals, unit->line, &unit->case_id, unit->activities, ERR_INVALID, unit->why);
        return ERR_NONE;
    }
    if (totals->sender)
        return sender_unit(totals->sender, unit, err);
    on_sent(totals, &(struct sent_unit){.case_id = unit->case_id,
                                        .activities = unit->activities,
                                        .assignments = unit->assignments,
                                        .changes = unit->changes});
    return ERR_NONE;
}

static void print_totals(struct totals *totals, const char *source)
{
    int64_t ms = (cli_now() - totals->started) / 1000;
    const struct cli *cli = totals->cli;
    if (!cli->json) {
        printf(cli_say(cli,
                       "%llu forløb, %llu hændelser, %llu tildelinger (%llu skift); %llu fandtes, %llu "
                       "afvist; %lld,%03lld s\n",
                       "%llu cases, %llu events, %llu assignments (%llu changes); %llu were there, %llu "
                       "rejected; %lld.%03lld s\n"),
               (unsigned long long)totals->cases, (unsigned long long)totals->events,
               (unsigned long long)totals->assignments, (unsigned long long)totals->changes,
               (unsigned long long)totals->duplicates, (unsigned long long)totals->rejected,
               (long long)ms / 1000, (long long)ms % 1000);
        return;
    }
    const struct {
        const char *name;
        uint64_t number;
    } members[] = {
        {"cases", totals->cases},
        {"events", totals->events},
        {"assignments", totals->assignments},
        {"changes", totals->changes},
        {"duplicates", totals->duplicates},
        {"rejected", totals->rejected},
        {"rejected_cases", totals->refused_cases},
        {"empty_cases", totals->strays.empty_cases},
        {"events_without_case", totals->strays.events},
    };
    struct buf out;
    buf_init(&out, 1024 * 1024);
    json_begin_object(&out);
    json_key(&out, "source");
    json_text(&out, source);
    for (size_t i = 0; i < ARRAY_LEN(members); i++) {
        json_key(&out, members[i].name);
        json_i64(&out, (int64_t)members[i].number);
    }
    json_key(&out, "seconds");
    json_thousandths(&out, ms);
    json_key(&out, "dry_run");
    json_bool(&out, totals->sender == NULL);
    json_key(&out, "problems");
    json_begin_array(&out);
    json_raw(&out, buf_str(&totals->problems));
    json_end_array(&out);
    json_end_object(&out);
    printf("%.*s\n", STR_ARG(buf_str(&out)));
    buf_clear(&out);
}

static enum err_code run(struct totals *totals, const char *path, const struct import_options *options,
                         struct err *err)
{
    if (source_open(path, &totals->source, err) != ERR_NONE)
        return err->code;
    if (!cli_has(totals->cli, "dry-run") &&
        sender_new(totals->cli, on_sent, totals, &interrupted, &totals->sender, err) != ERR_NONE)
        return err->code;
    enum err_code code =
        import_file(totals->source, options, &(struct import_sink){on_unit, totals}, &totals->strays, err);
    if (code != ERR_NONE && interrupted)
        code = say_interrupted(totals, err);
    totals->rejected += totals->strays.events;
    struct err late;
    if (totals->sender && code != ERR_UNAVAILABLE) { /* what was read whole before an error is still sent */
        enum err_code sent = sender_finish(totals->sender, &late);
        if (code == ERR_NONE && sent != ERR_NONE) {
            *err = late;
            code = sent;
        }
    }
    clear_progress(totals);
    return code;
}

enum err_code cmd_import(struct cli *cli, struct err *err)
{
    const char *path = cli->arguments[0], *slash = strrchr(path, '/');
    const char *source = cli_option(cli, "source");
    if (!source)
        source = strcmp(path, "-") == 0 ? "stdin" : slash ? slash + 1 : path;
    const char *key = cli_option(cli, "assign-from");
    struct totals totals = {
        .cli = cli, .started = cli_now(), .progress = isatty(STDERR_FILENO) && !cli->json};
    const struct import_options options = {.source = str_of(source),
                                           .assign_from = key ? str_of(key) : (struct str){NULL, 0},
                                           .leave_open = cli_has(cli, "open"),
                                           .check = cli_has(cli, "dry-run"),
                                           .now = totals.started};
    struct sigaction action = {.sa_handler = on_interrupt,
                               .sa_flags = (int)SA_RESETHAND}; /* a second one ends at once */
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    buf_init(&totals.problems, 256 * 1024);
    enum err_code code = run(&totals, path, &options, err);
    if (totals.source && (code == ERR_NONE || totals.cases > 0 || interrupted))
        print_totals(&totals, source);
    if (code == ERR_NONE && totals.rejected > 0)
        code = err_set(err, ERR_INVALID,
                       cli_say(cli, "%llu hændelser i %llu forløb blev afvist; resten er indlæst",
                               "%llu events in %llu cases were rejected; the rest is loaded"),
                       (unsigned long long)totals.rejected, (unsigned long long)totals.refused_cases);
    sender_free(totals.sender);
    source_close(totals.source);
    buf_clear(&totals.problems);
    return code;
}
