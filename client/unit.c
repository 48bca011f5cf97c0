/* Units of events, and what their members are made from; see unit.h. */
#include "client/unit.h"

#include "client/http.h"
#include "client/out.h"
#include "client/say.h"
#include "client/uuid.h"
#include "wire/json_write.h"

enum err_code unit_begin(struct unit *unit, struct cli *cli, struct err *err)
{
    const char *at = cli_option(cli, "at");
    *unit = (struct unit){.cli = cli, .at = cli_now()};
    buf_init(&unit->body, 256 * 1024);
    if (at && instant_of_text(cli, "--at", at, &unit->at, err) != ERR_NONE)
        return err->code; /* nothing is held yet */
    json_begin_array(&unit->body);
    return ERR_NONE;
}

void unit_clear(struct unit *unit)
{
    buf_clear(&unit->body);
}

enum err_code unit_event(struct unit *unit, enum kind kind, struct uuid *id, struct err *err)
{
    struct uuid own;
    const struct kind_info *info = kind_info(kind);
    if (!id)
        id = &own;
    if (uuid_v7(cli_now(), id, err) != ERR_NONE)
        return err->code;
    json_begin_object(&unit->body);
    json_key(&unit->body, "event_id"), json_uuid(&unit->body, id);
    unit_text(unit, "kind", info->name);
    if (!(info->flags & KIND_NOW))
        json_key(&unit->body, "occurred_at"), json_instant(&unit->body, unit->at);
    unit->control |= (info->flags & KIND_CONTROL) != 0;
    if (unit->n < CLI_MAX_EVENTS)
        unit->cli->events[unit->n] = (uint8_t)kind;
    unit->n++;
    return ERR_NONE;
}

void unit_text(struct unit *unit, const char *member, const char *text)
{
    if (text && text[0])
        json_key(&unit->body, member), json_text(&unit->body, text);
}

void unit_value(struct unit *unit, const char *member, enum catalogue catalogue, uint32_t number)
{
    if (number)
        unit_text(unit, member, catalogue_value(catalogue, number)->slug);
}

void unit_day(struct unit *unit, const char *member, day_t day)
{
    if (day != DAY_NONE)
        json_key(&unit->body, member), json_day(&unit->body, day);
}

void unit_ref(struct unit *unit, const struct uuid *ref)
{
    json_key(&unit->body, "ref"), json_uuid(&unit->body, ref);
}

void unit_end_event(struct unit *unit)
{
    json_end_object(&unit->body);
}

static void print_recorded(const struct cli *cli, const json_t *answer, const char *case_text)
{
    const json_t *events = json_object_get(answer, "events"), *event;
    size_t i;
    if (cli->json) {
        out_json(answer, stdout);
        return;
    }
    say(stdout, "%s %s\n", cli_say(cli, "Registreret på forløb", "Recorded on case"), case_text);
    json_array_foreach(events, i, event)
    {
        const char *name = json_string_value(json_object_get(event, "kind"));
        enum kind kind = name ? kind_by_name(str_of(name)) : KIND_NONE;
        say(stdout, "  %4lld  %s\n", (long long)json_integer_value(json_object_get(event, "seq")),
            kind ? cli_say(cli, kind_info(kind)->danish, kind_info(kind)->english) : "?");
    }
}

enum err_code unit_send(struct unit *unit, const char *case_text, struct err *err)
{
    char path[96], version[24];
    json_t *about = NULL;
    struct answer answer;
    json_end_array(&unit->body);
    if (unit->body.failed)
        return err_set(err, ERR_TOO_LARGE, "too much text");
    if (unit->control) {
        snprintf(path, sizeof path, "/v1/cases/%s", case_text);
        if (http_get(unit->cli, path, &about, err) != ERR_NONE)
            return err->code;
        snprintf(version, sizeof version, "%lld",
                 (long long)json_integer_value(json_object_get(about, "version")));
        json_decref(about);
    }
    struct buf body;
    buf_init(&body, 300 * 1024);
    buf_put_str(&body, STR("{\"events\":"));
    buf_put_str(&body, buf_str(&unit->body));
    buf_put_char(&body, '}');
    snprintf(path, sizeof path, "/v1/cases/%s/events%s", case_text,
             cli_has(unit->cli, "dry-run") ? "?dry_run=true" : "");
    enum err_code code = http_send(unit->cli, "POST", path, &body, unit->control ? version : NULL,
                                   HTTP_REPEATABLE, &answer, err);
    buf_clear(&body);
    if (code == ERR_NONE)
        print_recorded(unit->cli, answer.json, case_text);
    json_decref(answer.json);
    return code;
}

enum err_code case_of_argument(struct cli *cli, const char *argument, char out[UUID_TEXT + 1],
                               struct err *err)
{
    struct uuid id;
    if (str_to_uuid(str_of(argument), &id)) {
        uuid_to_text(&id, out);
        out[UUID_TEXT] = '\0';
        return ERR_NONE;
    }
    if (str_has_cpr(str_of(argument)))
        return err_set(
            err, ERR_PERSONAL_DATA,
            cli_say(cli, "et CPR-nummer hører ikke på kommandolinjen; søg med: spor cases --cpr",
                    "a CPR number does not belong on the command line; search with: spor cases --cpr"));
    struct buf path;
    json_t *root = NULL;
    buf_init(&path, 4096);
    buf_put_str(&path, STR("/v1/cases?limit=2&external_ref="));
    http_escape(&path, argument);
    buf_put_char(&path, '\0');
    enum err_code code = path.failed ? err_set(err, ERR_INVALID, "the reference is too long")
                                     : http_get(cli, path.at, &root, err);
    buf_clear(&path);
    if (code != ERR_NONE)
        return code;
    const json_t *items = json_object_get(root, "items");
    const char *found = json_string_value(json_object_get(json_array_get(items, 0), "case"));
    if (json_array_size(items) == 1 && found && str_to_uuid(str_of(found), &id)) {
        uuid_to_text(&id, out);
        out[UUID_TEXT] = '\0';
    } else {
        code = err_set(err, ERR_NOT_FOUND,
                       cli_say(cli, "intet forløb (eller flere) med den reference",
                               "no case (or several) with this reference"));
    }
    json_decref(root);
    return code;
}

enum err_code value_of_option(const struct cli *cli, const char *option, enum catalogue catalogue,
                              uint32_t *out, struct err *err)
{
    const char *text = cli_option(cli, option);
    char list[220] = "";
    size_t used = 0;
    *out = text ? catalogue_number(catalogue, str_of(text)) : 0;
    if (!text || *out)
        return ERR_NONE;
    for (uint32_t n = 1; n <= catalogue_size(catalogue); n++) {
        const char *slug = catalogue_value(catalogue, n)->slug;
        size_t len = strlen(slug);
        if (used + len + 6 > sizeof list) {
            memcpy(list + used, "…", 4);
            break;
        }
        memcpy(list + used, slug, len);
        memcpy(list + used + len, ", ", 3);
        used += len + 2;
    }
    if (used > 2 && list[used] == '\0')
        list[used - 2] = '\0';
    return err_set(err, ERR_INVALID, cli_say(cli, "--%s: en af %s", "--%s: one of %s"), option, list);
}

enum err_code put_case_path(const struct cli *cli, const char *case_text, const char *what, struct buf *path,
                            struct err *err)
{
    const char *as_of = cli_option(cli, "as-of"), *known_at = cli_option(cli, "known-at");
    day_t day;
    instant_t instant;
    char day_text[DAY_TEXT], instant_text[INSTANT_TEXT];
    buf_printf(path, "/v1/cases/%s%s", case_text, what);
    if (as_of) {
        if (day_of_text(cli, "--as-of", as_of, &day, err) != ERR_NONE)
            return err->code;
        day_to_text(day, day_text);
        buf_printf(path, "?as_of=%.*s", DAY_TEXT, day_text);
    }
    if (known_at) {
        if (instant_of_text(cli, "--known-at", known_at, &instant, err) != ERR_NONE)
            return err->code;
        instant_to_text(instant, instant_text);
        buf_printf(path, "%cknown_at=%.*s", as_of ? '&' : '?', INSTANT_TEXT, instant_text);
    }
    buf_put_char(path, '\0');
    return path->failed ? err_set(err, ERR_TOO_LARGE, "too long") : ERR_NONE;
}
