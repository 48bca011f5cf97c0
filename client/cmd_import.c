/* `spor import FILE`: reads a log, sends its cases, says what became of them. */
#include <signal.h>
#include <unistd.h>

#include "client/cmd.h"
#include "client/import.h"
#include "client/labels.h"
#include "client/say.h"
#include "client/sender.h"
#include "client/source.h"
#include "base/hash.h"
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

enum { MAX_SHOWN = 20, MAX_LISTED = 1000 }; /* on standard error; as JSON */

struct totals {
    struct cli *cli;
    struct source *source;
    struct sender *sender; /* NULL: dry run */
    /* Events are those of the file: what is made of them beside (openings, closings) is not counted, also not among
     * those that were there. A case may have several units. */
    uint64_t events, assignments, changes, duplicates, rejected, problems;
    struct map taken, refused; /* cases */
    uint64_t strays, empty_cases;
    struct buf listed; /* problems as JSON objects with commas */
    bool no_memory;
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
        say(stderr, "\r\033[K");
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
    say(stderr, "\r\033[K[%.*s%.*s] %llu %s, %llu %s", part, full, WIDTH - part, none,
        (unsigned long long)totals->taken.n, cli_say(totals->cli, "forløb", "cases"),
        (unsigned long long)totals->events, cli_say(totals->cli, "hændelser", "events"));
}

/* One more problem: is there room to say it, as a line and as JSON (opened here, closed by the caller)? */
static bool add_problem(struct totals *totals, const char *kind, uint32_t line)
{
    struct buf *out = &totals->listed;
    if (++totals->problems > MAX_LISTED)
        return false;
    json_begin_object(out);
    json_key(out, "kind");
    json_text(out, kind);
    json_key(out, "line");
    json_i64(out, line);
    return true;
}

static void say_problem(struct totals *totals, uint32_t line, enum err_code code, const char *why)
{
    bool danish = totals->cli->danish;
    if (totals->problems > MAX_SHOWN)
        return;
    clear_progress(totals);
    say(stderr, "spor: %s %u: %s%s%s\n", cli_say(totals->cli, "linje", "line"), line,
        danish ? err_info(code)->danish : "", danish ? ": " : "", why);
}

static void count_case(struct totals *totals, struct map *map, const struct uuid *case_id)
{
    static const struct uuid unknown;
    uint32_t before;
    if (!uuid_equal(case_id, &unknown) && !map_count(map, case_id, &before))
        totals->no_memory = true;
}

/* `code` says why in the user's language, `why` precisely. */
static void refuse(struct totals *totals, uint32_t line, const struct uuid *case_id, uint32_t events,
                   enum err_code code, const char *why)
{
    static const struct uuid unknown;
    char room[DETAIL_LABEL_ROOM];
    why = label_detail(totals->cli, why, room);
    totals->rejected += events;
    count_case(totals, &totals->refused, case_id);
    if (add_problem(totals, "refused", line)) {
        struct buf *out = &totals->listed;
        json_key(out, "case");
        if (uuid_equal(case_id, &unknown))
            json_raw(out, STR("null"));
        else
            json_uuid(out, case_id);
        json_key(out, "events");
        json_i64(out, events);
        json_key(out, "detail");
        json_text(out, why);
        json_end_object(out);
    }
    say_problem(totals, line, code, why);
}

static enum err_code on_stray(void *ctx, enum import_stray what, uint32_t line, struct err *err)
{
    static const struct {
        const char *kind, *danish, *english;
    } strays[] = {
        [STRAY_EVENT] = {"event_without_case", "en hændelse uden for ethvert forløb (event uden trace)",
                         "an event outside of any case (an event in no trace)"},
        [STRAY_EMPTY_CASE] = {"empty_case", "et forløb uden hændelser (tom trace)",
                              "a case without events (an empty trace)"},
    };
    struct totals *totals = ctx;
    const char *why = cli_say(totals->cli, strays[what].danish, strays[what].english);
    if (what == STRAY_EVENT)
        totals->strays++, totals->rejected++;
    else
        totals->empty_cases++;
    if (add_problem(totals, strays[what].kind, line)) {
        json_key(&totals->listed, "events");
        json_i64(&totals->listed, what == STRAY_EVENT);
        json_key(&totals->listed, "detail");
        json_text(&totals->listed, why);
        json_end_object(&totals->listed);
    }
    say_problem(totals, line, ERR_INVALID, why);
    (void)err;
    return ERR_NONE;
}

static void on_sent(void *ctx, const struct sent_unit *unit)
{
    struct totals *totals = ctx;
    if (unit->code != ERR_NONE) {
        refuse(totals, unit->line, &unit->case_id, unit->activities, unit->code, unit->why);
        return;
    }
    count_case(totals, &totals->taken, &unit->case_id);
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

static void print_totals_to_people(const struct totals *totals, int64_t ms)
{
    const struct cli *cli = totals->cli;
    unsigned long long cases = totals->taken.n, events = totals->events, duplicates = totals->duplicates;
    if (duplicates > 0 && duplicates == events)
        say(stdout,
            cli_say(cli, "Fandtes allerede: alle %llu hændelser\n", "Already there: all %llu events\n"),
            duplicates);
    else if (duplicates > 0)
        say(stdout,
            cli_say(cli, "Fandtes allerede: %llu af %llu hændelser\n",
                    "Already there: %llu of %llu events\n"),
            duplicates, events);
    say(stdout,
        cli_say(cli,
                "%llu forløb, %llu hændelser, %llu tildelinger (%llu skift); %llu fandtes, %llu "
                "afvist; %lld,%03lld s\n",
                "%llu cases, %llu events, %llu assignments (%llu changes); %llu were there, %llu "
                "rejected; %lld.%03lld s\n"),
        cases, events, (unsigned long long)totals->assignments, (unsigned long long)totals->changes,
        duplicates, (unsigned long long)totals->rejected, (long long)ms / 1000, (long long)ms % 1000);
}

/* What ended the import early; null where nothing did. */
static void put_error(struct buf *out, const struct totals *totals, enum err_code code, const struct err *err)
{
    char room[DETAIL_LABEL_ROOM];
    int64_t line;
    if (code == ERR_NONE) {
        json_raw(out, STR("null"));
        return;
    }
    json_begin_object(out);
    json_key(out, "code");
    json_text(out, err_info(code)->name);
    size_t digits = strncmp(err->text, "line ", 5) == 0 ? strspn(err->text + 5, "0123456789") : 0;
    if (digits && str_to_i64((struct str){err->text + 5, digits}, 1, UINT32_MAX, &line)) {
        json_key(out, "line");
        json_i64(out, line);
    }
    json_key(out, "detail");
    json_text(out, label_detail(totals->cli, err->text, room));
    json_end_object(out);
}

static void print_totals(struct totals *totals, const char *source, enum err_code code, const struct err *err)
{
    int64_t ms = (cli_now() - totals->started) / 1000;
    if (!totals->cli->json) {
        print_totals_to_people(totals, ms);
        return;
    }
    const struct {
        const char *name;
        uint64_t number;
    } members[] = {
        {"cases", totals->taken.n},
        {"events", totals->events},
        {"assignments", totals->assignments},
        {"changes", totals->changes},
        {"duplicates", totals->duplicates},
        {"rejected", totals->rejected},
        {"rejected_cases", totals->refused.n},
        {"empty_cases", totals->empty_cases},
        {"events_without_case", totals->strays},
    };
    struct buf out;
    buf_init(&out, 2 * 1024 * 1024);
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
    json_key(&out, "error");
    put_error(&out, totals, code, err);
    json_key(&out, "problems");
    json_begin_array(&out);
    json_raw(&out, buf_str(&totals->listed));
    json_end_array(&out);
    json_key(&out, "problems_left_out");
    json_i64(&out, totals->problems > MAX_LISTED ? (int64_t)(totals->problems - MAX_LISTED) : 0);
    json_end_object(&out);
    say_json(stdout, buf_str(&out));
    buf_clear(&out);
}

static enum err_code say_rejected(const struct totals *totals, struct err *err)
{
    const struct cli *cli = totals->cli;
    unsigned long long events = totals->rejected, cases = totals->refused.n;
    if (totals->sender)
        return err_set(err, ERR_INVALID,
                       cli_say(cli, "%llu hændelser blev afvist, i %llu forløb; resten er indlæst",
                               "%llu events were rejected, in %llu cases; the rest is loaded"),
                       events, cases);
    return err_set(err, ERR_INVALID,
                   cli_say(cli, "%llu hændelser ville blive afvist, i %llu forløb",
                           "%llu events would be rejected, in %llu cases"),
                   events, cases);
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
        import_file(totals->source, options, &(struct import_sink){on_unit, on_stray, totals}, err);
    if (code != ERR_NONE && interrupted)
        code = say_interrupted(totals, err);
    struct err late;
    if (totals->sender && code != ERR_UNAVAILABLE) { /* what was read whole before an error is still sent */
        enum err_code sent = sender_finish(totals->sender, &late);
        if (code == ERR_NONE && sent != ERR_NONE) {
            *err = late;
            code = sent;
        }
    }
    clear_progress(totals);
    if (totals->problems > MAX_SHOWN)
        say(stderr,
            cli_say(totals->cli, "spor: … og %llu til; se dem med --json\n",
                    "spor: … and %llu more; see them with --json\n"),
            (unsigned long long)(totals->problems - MAX_SHOWN));
    if (code == ERR_NONE && totals->no_memory)
        code = err_set(err, ERR_NO_MEMORY, "no memory to count the cases");
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
    buf_init(&totals.listed, 1024 * 1024);
    enum err_code code = run(&totals, path, &options, err);
    if (code == ERR_NONE || cli->json || totals.taken.n > 0 || (totals.source && interrupted))
        print_totals(&totals, source, code, err);
    if (code == ERR_NONE && totals.rejected > 0)
        code = say_rejected(&totals, err);
    sender_free(totals.sender);
    source_close(totals.source);
    buf_clear(&totals.listed);
    map_clear(&totals.taken);
    map_clear(&totals.refused);
    return code;
}
