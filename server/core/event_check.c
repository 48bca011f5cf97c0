/* See event.h. Fields are checked in the order of the table of fields, then times, then what a kind asks
 * beyond its row. The first thing wrong is what the caller hears. */
#include "base/buf.h"
#include "core/event.h"
#include "core/rule.h"

struct check {
    struct event_draft *draft;
    struct event *value;          /* of the draft */
    const struct kind_info *info; /* whose fields these are: of a `corrected` the kind corrected */
    bool is_correction;
    bool may_import;
    struct err *err;
};

void event_draft_init(struct event_draft *draft)
{
    *draft = (struct event_draft){.value = {.occurred_at = INSTANT_NONE,
                                            .recorded_at = INSTANT_NONE,
                                            .starts_at = INSTANT_NONE,
                                            .due = DAY_NONE,
                                            .score = -1,
                                            .scale = -1,
                                            .hours = -1}};
}

static bool given(const struct check *c, enum field field)
{
    return (c->value->fields & field) != 0;
}

static enum err_code refuse(const struct check *c, const char *pointer, const char *text)
{
    return err_set_at(c->err, ERR_INVALID, pointer, "%s", text);
}

/* ---- lists of what is allowed ---- */

struct list {
    char text[200]; /* ended by NUL */
    size_t len;
    bool cut;
};

static void list_add(struct list *list, const char *word)
{
    static const char more[] = " …";
    size_t len = strlen(word), room = sizeof list->text - list->len - sizeof more - 2;
    if (list->cut)
        return;
    if (len > room) {
        memcpy(list->text + list->len, more, sizeof more);
        list->cut = true;
        return;
    }
    if (list->len > 0) {
        memcpy(list->text + list->len, ", ", 2);
        list->len += 2;
    }
    memcpy(list->text + list->len, word, len + 1);
    list->len += len;
}

static struct list list_fields(uint32_t fields)
{
    struct list list = {.len = 0};
    for (uint32_t place = 0; place < FIELD_COUNT; place++)
        if (fields >> place & 1)
            list_add(&list, field_name((enum field_place)place));
    if (list.len == 0)
        list_add(&list, "none");
    return list;
}

static struct list list_values(enum catalogue catalogue, uint64_t allowed)
{
    struct list list = {.len = 0};
    for (uint32_t n = 1; n <= catalogue_size(catalogue); n++)
        if (allowed & VALUE_BIT(n))
            list_add(&list, catalogue_value(catalogue, n)->slug);
    return list;
}

/* ---- fields ---- */

/* "/due" */
static void pointer_to(enum field_place place, char pointer[16])
{
    const char *name = field_name(place);
    pointer[0] = '/';
    memcpy(pointer + 1, name, strlen(name) + 1); /* the longest is starts_at */
}

static enum err_code check_fields(const struct check *c)
{
    uint32_t required = c->info->required, allowed = c->info->required | c->info->optional;
    if (c->is_correction) {
        required = (required & ~(uint32_t)FIELD_REF) | FIELD_REF | FIELD_BECAUSE;
        allowed |= FIELD_REF | FIELD_BECAUSE;
    }
    uint32_t surplus = c->value->fields & FIELD_ALL & ~allowed, missing = required & ~c->value->fields;
    char pointer[16];
    if (surplus) {
        enum field_place place = (enum field_place)__builtin_ctz(surplus);
        struct list list = list_fields(allowed);
        pointer_to(place, pointer);
        return err_set_at(c->err, ERR_INVALID, pointer, "%s has no field %s; its fields: %s", c->info->name,
                          field_name(place), list.text);
    }
    if (missing) {
        enum field_place place = (enum field_place)__builtin_ctz(missing);
        pointer_to(place, pointer);
        return err_set_at(c->err, ERR_INVALID, pointer, "%s needs the field %s", c->info->name,
                          field_name(place));
    }
    return ERR_NONE;
}

/* A number in a catalogue, 0 after a refusal. `allowed`: which values. */
static uint32_t check_slug(const struct check *c, const char *pointer, enum catalogue catalogue,
                           struct str slug, uint64_t allowed)
{
    uint32_t number = catalogue_number(catalogue, slug);
    if (number != 0 && (allowed & VALUE_BIT(number)))
        return number;
    struct list list = list_values(catalogue, allowed);
    (void)err_set_at(c->err, ERR_INVALID, pointer, "is no value of the catalogue %s that may stand here: %s",
                     catalogue_name(catalogue), list.text);
    return 0;
}

#define EVERY_VALUE (~UINT64_C(0))

/* A list of slugs as a bit set; an empty list is as good as none. No value may come twice, so a catalogue's
 * 63 are the most that are looked at. */
static enum err_code check_list(const struct check *c, enum field_place place, enum catalogue catalogue,
                                const struct str *slugs, size_t n, uint64_t allowed, uint64_t *set)
{
    char pointer[32];
    *set = 0;
    for (size_t i = 0; i < n; i++) {
        pointer_to(place, pointer);
        size_t len = strlen(pointer);
        pointer[len++] = '/';
        if (i > 9)
            pointer[len++] = (char)('0' + i / 10);
        pointer[len++] = (char)('0' + i % 10);
        pointer[len] = '\0';
        uint32_t number = check_slug(c, pointer, catalogue, slugs[i], allowed);
        if (number == 0)
            return ERR_INVALID;
        if (*set & VALUE_BIT(number))
            return refuse(c, pointer, "stands twice in the list");
        *set |= VALUE_BIT(number);
    }
    if (n == 0)
        c->value->fields &= ~(uint32_t)(1u << place);
    return ERR_NONE;
}

/* `administration` or `administration/name`. */
static enum err_code check_unit(const struct check *c)
{
    struct str unit = c->draft->unit, first = unit;
    enum err_code code = text_check(TEXT_UNIT, unit, "/unit", c->err);
    if (code)
        return code;
    const char *slash = memchr(unit.at, '/', unit.len);
    if (slash)
        first.len = (size_t)(slash - unit.at);
    uint32_t administration = catalogue_number(CATALOGUE_ADMINISTRATION, first);
    if (administration == 0 || (slash && first.len + 1 == unit.len)) {
        struct list list = list_values(CATALOGUE_ADMINISTRATION, EVERY_VALUE);
        return err_set_at(c->err, ERR_INVALID, "/unit", "is not ADMINISTRATION or ADMINISTRATION/NAME: %s",
                          list.text);
    }
    c->value->administration = (uint8_t)administration;
    if (!slash)
        c->value->fields |= UNIT_ALONE;
    return ERR_NONE;
}

static enum err_code check_code(const struct check *c)
{
    if (!(c->info->flags & KIND_FREE_CODE)) {
        c->value->code = (uint16_t)check_slug(c, "/code", c->info->code, c->draft->code, EVERY_VALUE);
        return c->value->code ? ERR_NONE : ERR_INVALID;
    }
    if (text_check(TEXT_ACTIVITY, c->draft->code, "/code", c->err))
        return c->err->code;
    c->draft->activity = c->draft->code;
    return ERR_NONE;
}

static enum err_code check_numbers(const struct check *c)
{
    struct event *v = c->value;
    if (given(c, FIELD_SCALE) && (v->scale < 1 || v->scale > SCALE_MAX))
        return err_set_at(c->err, ERR_INVALID, "/scale", "must be between 1 and %d", SCALE_MAX);
    if (given(c, FIELD_SCORE)) {
        if (!given(c, FIELD_SCALE))
            v->scale = SCALE_DEFAULT;
        if (v->score < 0 || v->score > v->scale)
            return err_set_at(c->err, ERR_INVALID, "/score", "must be between 0 and the scale, %d", v->scale);
    }
    if (given(c, FIELD_HOURS) && (v->hours < 0 || v->hours > HOURS_MAX_QUARTERS))
        return err_set_at(c->err, ERR_INVALID, "/hours", "must be between 0 and %d", HOURS_MAX_QUARTERS / 4);
    return ERR_NONE;
}

/* Role, party and channel are the same catalogues for every kind. */
static enum err_code check_common(const struct check *c)
{
    const struct {
        enum field field;
        const char *pointer;
        enum catalogue catalogue;
        struct str slug;
        uint8_t *number;
    } fields[] = {
        {FIELD_ROLE, "/role", CATALOGUE_ROLE, c->draft->role, &c->value->role},
        {FIELD_PARTY, "/party", CATALOGUE_PARTY, c->draft->party, &c->value->party},
        {FIELD_CHANNEL, "/channel", CATALOGUE_CHANNEL, c->draft->channel, &c->value->channel},
    };
    for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
        if (!given(c, fields[i].field))
            continue;
        *fields[i].number =
            (uint8_t)check_slug(c, fields[i].pointer, fields[i].catalogue, fields[i].slug, EVERY_VALUE);
        if (*fields[i].number == 0)
            return ERR_INVALID;
    }
    enum err_code code = ERR_NONE;
    if (given(c, FIELD_STAFF))
        code = text_check(TEXT_STAFF, c->draft->staff, "/staff", c->err);
    if (!code && given(c, FIELD_UNIT))
        code = check_unit(c);
    if (!code && given(c, FIELD_BATCH))
        code = text_check(TEXT_BATCH, c->draft->batch, "/batch", c->err);
    if (!code && given(c, FIELD_DUE) && c->value->due < day_of_instant(INSTANT_FIRST))
        code = refuse(c, "/due", "lies before 1981");
    if (!code && given(c, FIELD_STARTS_AT) && c->value->starts_at < INSTANT_FIRST)
        code = refuse(c, "/starts_at", "lies before 1981");
    if (!code && given(c, FIELD_REF) && uuid_equal(&c->draft->ref, &c->draft->event_id))
        code = refuse(c, "/ref", "names the event itself");
    return code ? code : check_numbers(c);
}

/* The fields whose catalogue depends on the kind. */
static enum err_code check_catalogues(const struct check *c)
{
    struct event *v = c->value;
    enum catalogue because = c->is_correction ? CATALOGUE_CORRECTION_REASON : c->info->because;
    enum err_code code = ERR_NONE;
    uint64_t marks;
    if (given(c, FIELD_CODE) && (code = check_code(c)))
        return code;
    if (given(c, FIELD_OUTCOME)) {
        v->outcome = (uint8_t)check_slug(c, "/outcome", c->info->outcome, c->draft->outcome, EVERY_VALUE);
        if (v->outcome == 0)
            return ERR_INVALID;
    }
    if (given(c, FIELD_BECAUSE)) {
        v->because = (uint8_t)check_slug(c, "/because", because, c->draft->because, EVERY_VALUE);
        if (v->because == 0)
            return ERR_INVALID;
    }
    if (given(c, FIELD_ALSO) && (code = check_list(c, FIELD_PLACE_ALSO, c->info->also, c->draft->also,
                                                   c->draft->n_also, EVERY_VALUE, &v->also)))
        return code;
    if (given(c, FIELD_MARKS)) {
        code = check_list(c, FIELD_PLACE_MARKS, CATALOGUE_MARK, c->draft->marks, c->draft->n_marks,
                          c->info->marks, &marks);
        v->marks = (uint16_t)marks;
    }
    return code;
}

/* ---- envelope ---- */

static enum err_code check_time(const struct check *c, instant_t now)
{
    struct event *v = c->value;
    bool is_now = (c->info->flags & KIND_NOW) != 0;
    if (is_now && !c->may_import && v->occurred_at != INSTANT_NONE)
        return err_set_at(c->err, ERR_INVALID, "/occurred_at",
                          "%s happens when it is recorded: leave occurred_at out", c->info->name);
    if (is_now && v->occurred_at == INSTANT_NONE) {
        if (!c->is_correction)
            v->occurred_at = now;
        return ERR_NONE;
    }
    if (v->occurred_at == INSTANT_NONE)
        return refuse(c, "/occurred_at", "is missing: when did it happen?");
    if (v->occurred_at < INSTANT_FIRST)
        return refuse(c, "/occurred_at", "lies before 1981");
    if (v->occurred_at > now + AHEAD_MAX)
        return refuse(c, "/occurred_at",
                      "lies more than 5 minutes ahead; a booked meeting carries starts_at instead");
    return ERR_NONE;
}

static enum err_code check_note(const struct check *c)
{
    struct str note = c->draft->note;
    c->value->has_note = note.at != NULL;
    if (!note.at) {
        if ((c->info->flags & KIND_NEEDS_NOTE) && !c->may_import)
            return err_set_at(c->err, ERR_INVALID, "/note", "%s needs a note", c->info->name);
        return ERR_NONE;
    }
    return text_check(TEXT_NOTE, note, "/note", c->err);
}

/* ---- what single kinds ask beyond their row (rules 3) ---- */

static enum err_code check_pause(const struct check *c)
{
    day_t day = day_of_instant(c->value->occurred_at);
    if (c->value->due < day)
        return refuse(c, "/due", "the last day of the pause lies before its first");
    if (c->value->due > day + PAUSE_MAX_DAYS)
        return err_set_at(c->err, ERR_INVALID, "/due", "a pause lasts at most %d days", PAUSE_MAX_DAYS);
    return ERR_NONE;
}

static enum err_code check_assignment(const struct check *c)
{
    bool deputy = c->value->role == ROLE_DEPUTY;
    if (deputy && !given(c, FIELD_DUE))
        return refuse(c, "/due", "a deputy needs due, the last day of the cover");
    if (!deputy && given(c, FIELD_DUE))
        return refuse(c, "/due", "only a deputy has due, the last day of the cover");
    if (!given(c, FIELD_STARTS_AT))
        return ERR_NONE;
    day_t ahead = day_of_instant(c->value->starts_at) - day_of_instant(c->value->occurred_at);
    if (!deputy)
        return refuse(c, "/starts_at", "only cover by a deputy can be planned ahead");
    if (ahead < 0)
        return refuse(c, "/starts_at", "lies before the day of the assignment");
    if (ahead > COVER_AHEAD_MAX_DAYS)
        return err_set_at(c->err, ERR_INVALID, "/starts_at", "lies more than %d days ahead",
                          COVER_AHEAD_MAX_DAYS);
    return ERR_NONE;
}

static enum err_code check_handover(const struct check *c)
{
    uint8_t state = c->value->outcome;
    if (state == HANDOVER_STATE_SENT && !given(c, FIELD_STAFF))
        return refuse(c, "/staff", "a handover that is sent needs staff, the receiver");
    if (state == HANDOVER_STATE_SENT && !given(c, FIELD_DUE))
        return refuse(c, "/due", "a handover that is sent needs due, accept by");
    if (c->is_correction) /* ref and reason of declining stay those of the event corrected */
        return ERR_NONE;
    bool answers = state == HANDOVER_STATE_ACCEPTED || state == HANDOVER_STATE_DECLINED;
    if (answers && !given(c, FIELD_REF))
        return refuse(c, "/ref", "an answer names the first event of its handover");
    if (state == HANDOVER_STATE_PREPARED && given(c, FIELD_REF))
        return refuse(c, "/ref", "prepared is the first state of a handover and names no other");
    if (state == HANDOVER_STATE_DECLINED && !given(c, FIELD_BECAUSE))
        return refuse(c, "/because", "a handover that is declined needs because");
    if (state != HANDOVER_STATE_DECLINED && given(c, FIELD_BECAUSE))
        return refuse(c, "/because", "only a handover that is declined has because");
    return ERR_NONE;
}

static enum err_code check_statement(const struct check *c, bool statement)
{
    if (((catalogue_value(CATALOGUE_WAIT_REASON, c->value->code)->flags & WAIT_STATEMENT) != 0) == statement)
        return ERR_NONE;
    return refuse(c, "/code",
                  statement ? "is no statement: use wait_started and wait_ended"
                            : "is a statement: use statement_requested");
}

/* Who may stand as `party` where it is a person of the conversation. */
static enum err_code check_citizen_or_caseworker(const struct check *c)
{
    if (c->value->party == PARTY_CITIZEN || c->value->party == PARTY_CASEWORKER)
        return ERR_NONE;
    return refuse(c, "/party", "must be citizen or caseworker");
}

static enum err_code check_flag(const struct check *c, enum rule_kind kind)
{
    if (rule_info((enum rule)c->value->code)->kind == kind)
        return ERR_NONE;
    return refuse(c, "/code",
                  kind == RULE_CODEX ? "a statutory flag is exempted, not waived"
                                     : "a codex flag is waived, not exempted");
}

static enum err_code check_review(const struct check *c)
{
    if (__builtin_popcountll(c->value->also) > 2)
        return refuse(c, "/also", "holds at most two further causes");
    if (c->value->also & VALUE_BIT(c->value->code))
        return refuse(c, "/also", "holds the main cause again");
    return ERR_NONE;
}

static enum err_code check_kind(const struct check *c, enum kind kind)
{
    switch ((uint32_t)kind) { /* most kinds ask nothing more */
    case KIND_PAUSE_STARTED:
        return check_pause(c);
    case KIND_CASEWORKER_ASSIGNED:
        return check_assignment(c);
    case KIND_HANDOVER:
        return check_handover(c);
    case KIND_MEETING:
        if (c->value->outcome == MEETING_OUTCOME_HELD && c->value->channel == CHANNEL_LETTER)
            return refuse(c, "/channel", "a letter is no meeting held");
        return ERR_NONE;
    case KIND_INTERVENTION_CHANGED:
        if (!given(c, FIELD_DUE) && !given(c, FIELD_HOURS))
            return refuse(c, "", "intervention_changed needs due or hours");
        return ERR_NONE;
    case KIND_PLAN_CONFIRMED:
    case KIND_PROGRESS_MEASURED:
        return check_citizen_or_caseworker(c);
    case KIND_WAIT_STARTED:
        return check_statement(c, false);
    case KIND_STATEMENT_REQUESTED:
    case KIND_STATEMENT_RECEIVED:
        return check_statement(c, true);
    case KIND_LONG_CASE_REVIEWED:
        return check_review(c);
    case KIND_FLAG_WAIVED:
        return check_flag(c, RULE_CODEX);
    case KIND_FLAG_EXEMPTED:
        return check_flag(c, RULE_STATUTORY);
    default:
        return ERR_NONE;
    }
}

/* A correction whose original is not known: what holds for every kind. */
static enum err_code check_unknown_correction(struct check *c, instant_t now)
{
    static const struct kind_info any = {.name = "corrected",
                                         .required = FIELD_REF | FIELD_BECAUSE,
                                         .optional = FIELD_ALL,
                                         .because = CATALOGUE_CORRECTION_REASON};
    c->info = &any;
    enum err_code code = check_fields(c);
    if (!code)
        code = check_common(c);
    if (!code && check_slug(c, "/because", any.because, c->draft->because, EVERY_VALUE) == 0)
        code = ERR_INVALID;
    if (!code && c->value->occurred_at != INSTANT_NONE)
        code = check_time(c, now);
    return code ? code : check_note(c);
}

enum err_code event_check(struct event_draft *draft, enum kind corrected, const struct event_writer *writer,
                          struct err *err)
{
    enum kind kind = (enum kind)draft->value.kind;
    struct check c = {.draft = draft, .value = &draft->value, .may_import = writer->may_import, .err = err};
    if (kind <= KIND_NONE || kind >= KIND_COUNT)
        return refuse(&c, "/kind", "is missing");
    c.is_correction = kind == KIND_CORRECTED;
    if (c.is_correction && corrected == KIND_NONE)
        return check_unknown_correction(&c, writer->now);
    if (c.is_correction)
        kind = corrected;
    c.info = kind_info(kind);
    if (c.is_correction && (c.info->flags & KIND_UNCORRECTABLE))
        return err_set_at(err, ERR_CONFLICT, "/ref",
                          "an event of kind %s can be neither corrected nor voided", c.info->name);
    if ((c.info->flags & KIND_IMPORT_ONLY) && !writer->may_import)
        return err_set_at(err, ERR_FORBIDDEN, "/kind", "only an import writes %s", c.info->name);
    enum err_code code = check_fields(&c);
    if (!code)
        code = check_common(&c);
    if (!code)
        code = check_catalogues(&c);
    if (!code)
        code = check_time(&c, writer->now);
    if (!code)
        code = check_kind(&c, kind);
    return code ? code : check_note(&c);
}
