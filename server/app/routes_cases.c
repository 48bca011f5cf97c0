/* Lists of cases: filters, order, pages, counts; the same as a search by POST, with name or CPR number. */
#include "app/app.h"
#include "app/call.h"
#include "app/call_query.h"
#include "app/case_as_of.h"
#include "app/case_json.h"
#include "app/cursor.h"
#include "app/routes.h"
#include "core/catalogue.h"
#include "core/day.h"
#include "core/text.h"
#include "store/crypt.h"
#include "store/store_cases.h"
#include "store/store_names.h"
#include "wire/json_write.h"

enum { LIMIT_MAX = 200, LIMIT = 50, GIVEN_MAX = 64, BODY_BYTES = 16 * 1024 };

static const char sort_words[] = "course_start|last_contact|last_movement|next_step_due|next_meeting|primary_"
                                 "since|worst|-course_start|-last_contact|"
                                 "-last_movement|-next_step_due|-next_meeting|-primary_since|-worst";

/* After these, `after`, `limit` and `counts`: not part of what a cursor is bound to. */
static const struct query_param params[] = {
    {.name = "status", .type = PARAM_WORD, .words = "closed|open", .text = "open or closed"},
    {.name = "team", .type = PARAM_TEXT, .highest = TEAM_MAX, .text = "the team whose case it is"},
    {.name = "primary",
     .type = PARAM_TEXT,
     .highest = STAFF_MAX,
     .text = "identifier of the primary caseworker, or `me`"},
    {.name = "coordinator",
     .type = PARAM_TEXT,
     .highest = STAFF_MAX,
     .text = "identifier of the coordinator, or `me`"},
    {.name = "target_group", .type = PARAM_TEXT, .text = "slug of catalogue target_group"},
    {.name = "benefit", .type = PARAM_TEXT, .text = "slug of catalogue benefit"},
    {.name = "unit", .type = PARAM_TEXT, .highest = UNIT_MAX, .text = "responsible unit"},
    {.name = "flag",
     .type = PARAM_TEXT,
     .repeats = true,
     .text = "a rule (R5.1) with an open flag today; several: any of them"},
    {.name = "severity",
     .type = PARAM_WORD,
     .words = "none|info|amber|red",
     .text = "an open flag of at least this severity today"},
    {.name = "kind",
     .type = PARAM_WORD,
     .words = "codex|statutory",
     .text =
         "an open flag of this kind, of at least `severity` or of any; without it both kinds are looked at"},
    {.name = "age_over",
     .type = PARAM_INTEGER,
     .lowest = 0,
     .highest = 100000,
     .text = "course age in days, more than"},
    {.name = "switches_over",
     .type = PARAM_INTEGER,
     .lowest = 0,
     .highest = 3,
     .text = "switches in the last 365 days, more than"},
    {.name = "no_contact_since",
     .type = PARAM_DAY,
     .text = "the last held meeting lies before that day, or there is none"},
    {.name = "next_step_before", .type = PARAM_DAY, .text = "the next step is due before that day"},
    {.name = "next_meeting_before", .type = PARAM_DAY, .text = "the next booking lies before that day"},
    {.name = "handover_to", .type = PARAM_WORD, .words = "me", .text = "a handover sent to the caller waits"},
    {.name = "external_ref",
     .type = PARAM_TEXT,
     .highest = EXTERNAL_REF_MAX,
     .text = "the case's identifier in the system it came from"},
    {.name = "not_assessed", .type = PARAM_BOOL, .text = "cases that have no facts yet"},
    {.name = "as_of",
     .type = PARAM_DAY,
     .text =
         "flags of that day, past or coming; then facts are neither shown nor asked for, and `worst` is the order"},
    {.name = "sort", .type = PARAM_WORD, .words = sort_words, .text = "order, `-` descending; course_start"},
    {.name = "after", .type = PARAM_TEXT, .text = "`next` of the page before"},
    {.name = "limit", .type = PARAM_INTEGER, .lowest = 1, .highest = LIMIT_MAX, .text = "at most; 50"},
    {.name = "counts",
     .type = PARAM_BOOL,
     .text = "totals by severity, for codex and law apart, and by rule of the open flags, capped at 10,000"},
    {.name = "at_least",
     .type = PARAM_INTEGER,
     .lowest = 0,
     .highest = INT64_MAX,
     .text = "wait until this feed number is assessed"},
    {0},
};

struct list {
    struct case_query query;
    struct case_place after;
    struct str bound; /* filter and order as text: for cursor and access log */
    struct str name, cpr;
    bool counts;
};

static struct str text_of(const struct call *call, const char *name)
{
    const struct given *given = call_given(call, name);
    return given ? given->text : (struct str){NULL, 0};
}

/* Of people `me` is the caller; nobody's identifier is that (core/text.c). */
static struct str person_of(const struct call *call, const char *name)
{
    struct str text = text_of(call, name);
    return str_equal(text, STR("me")) ? call->caller.staff : text;
}

static int slug_of(struct call *call, const char *name, enum catalogue catalogue)
{
    const struct given *given = call_given(call, name);
    if (!given)
        return -1;
    uint32_t number = catalogue_number(catalogue, given->text);
    if (!number && !call->task.err.code)
        (void)err_set(&call->task.err, ERR_INVALID,
                      "parameter %s: no slug of catalogue %s; see /v1/catalogues", name,
                      catalogue_name(catalogue));
    return (int)number;
}

/* Which CPR number: all its keyed hashes. */
static enum err_code read_cpr(struct call *call, struct list *list)
{
    char digits[10];
    const int16_t *numbers = NULL;
    const struct crypt *crypt = call->app->crypt;
    if (!cpr_digits(list->cpr, digits))
        return err_set_at(&call->task.err, ERR_INVALID, "/cpr", "no CPR number");
    size_t n = crypt_keys(crypt, &numbers);
    for (size_t i = 0; i < n; i++) {
        enum err_code code = crypt_index(crypt, numbers[i], (struct str){digits, sizeof digits},
                                         list->query.indexes[i], &call->task.err);
        if (code)
            return code;
        list->query.n_indexes++;
    }
    list->query.lookup = LOOKUP_CPR;
    return ERR_NONE;
}

/* Filter and order as text, in the order of the table; names and CPR numbers as a hash that says nothing. */
static enum err_code name_query(struct call *call, struct list *list)
{
    struct buf text;
    buf_init(&text, BODY_BYTES);
    for (const struct query_param *p = params; strcmp(p->name, "after") != 0; p++)
        for (size_t i = 0; i < call->n_given; i++)
            if (call->given[i].param == p)
                buf_printf(&text, "%s%s=%.*s", text.len ? "&" : "", p->name, STR_ARG(call->given[i].text));
    list->bound = call->logged_filter = arena_copy(call->arena, buf_str(&text));
    if (list->name.at || list->cpr.at) {
        uint8_t hash[32];
        if (!crypt_sha256(list->name.at ? list->name : list->cpr, buf_str(&text), hash, NULL))
            buf_put(&text, hash, sizeof hash);
        buf_printf(&text, "%s", list->name.at ? "name" : "cpr");
        list->bound = arena_copy(call->arena, buf_str(&text));
        call->logged_filter = list->name.at ? STR("name") : STR("cpr");
    }
    bool failed = text.failed || !list->bound.at;
    buf_clear(&text);
    return failed ? err_set(&call->task.err, ERR_NO_MEMORY, "the request needs too much memory") : ERR_NONE;
}

static enum err_code read_flags(struct call *call, struct case_query *query)
{
    for (size_t i = 0; i < call->n_given; i++) {
        if (strcmp(call->given[i].param->name, "flag") != 0)
            continue;
        enum rule rule = rule_by_id(call->given[i].text);
        if (rule == RULE_NONE || query->n_flags == FLAGS_MAX)
            return err_set_at(&call->task.err, ERR_INVALID, "?flag",
                              "parameter flag: R1.1 … R7.8; see /v1/rules");
        query->flags[query->n_flags++] = (int16_t)rule;
    }
    return ERR_NONE;
}

/* With another day: facts are known for today alone, so only flags may be asked for, and whose case it is. */
static enum err_code read_day(struct call *call, struct case_query *query)
{
    static const char *const may_stay[] = {"as_of", "team",  "flag",  "severity", "kind",    "external_ref",
                                           "sort",  "after", "limit", "counts",   "at_least"};
    const struct given *as_of = call_given(call, "as_of");
    struct err *err = &call->task.err;
    query->day = day_of_instant(call->now);
    if (!as_of)
        return ERR_NONE;
    if (as_of->number > query->day + AS_OF_AHEAD)
        return err_set_at(err, ERR_INVALID, "?as_of", "parameter as_of: at most %d days ahead", AS_OF_AHEAD);
    query->day = (day_t)as_of->number;
    for (size_t i = 0; i < call->n_given; i++) {
        bool stays = false;
        for (size_t k = 0; k < ARRAY_LEN(may_stay); k++)
            stays = stays || strcmp(call->given[i].param->name, may_stay[k]) == 0;
        if (!stays)
            return err_set(err, ERR_INVALID, "parameter %s is a fact of today and does not go with as_of",
                           call->given[i].param->name);
    }
    if (call_number(call, "sort", SORT_WORST) != SORT_WORST)
        return err_set_at(err, ERR_INVALID, "?sort", "parameter sort: with as_of the order is worst");
    query->sort = SORT_WORST;
    return ERR_NONE;
}

/* From what was given to a query. */
static enum err_code read_list(struct call *call, struct list *list)
{
    struct case_query *q = &list->query;
    int64_t sort = call_number(call, "sort", SORT_COURSE_START);
    q->sort = (enum case_sort)(sort % CASE_SORTS);
    q->descending = sort >= CASE_SORTS;
    if (q->sort == SORT_WORST && q->descending)
        return err_set_at(&call->task.err, ERR_INVALID, "?sort", "parameter sort: worst has one direction");
    q->is_open = (int)call_number(call, "status", -1);
    q->not_assessed = (int)call_number(call, "not_assessed", -1);
    q->team = text_of(call, "team");
    q->primary = person_of(call, "primary");
    q->coordinator = person_of(call, "coordinator");
    q->unit = text_of(call, "unit");
    q->external_ref = text_of(call, "external_ref");
    q->name = list->name;
    q->target_group = slug_of(call, "target_group", CATALOGUE_TARGET_GROUP);
    q->benefit = slug_of(call, "benefit", CATALOGUE_BENEFIT);
    q->severity = (int)call_number(call, "severity", -1);
    q->severity = q->severity == SEVERITY_NONE ? -1 : q->severity;
    q->kind = (int)call_number(call, "kind", -1);
    if (q->kind >= 0 && q->severity < 0)
        q->severity = SEVERITY_INFO;
    q->age_over = (int)call_number(call, "age_over", -1);
    q->switches_over = (int)call_number(call, "switches_over", -1);
    q->handover_to = call_given(call, "handover_to") ? (int64_t)call->caller.viewer.staff : -1;
    q->no_contact_since = (day_t)call_number(call, "no_contact_since", DAY_NONE);
    q->next_step_before = (day_t)call_number(call, "next_step_before", DAY_NONE);
    q->next_meeting_before = (day_t)call_number(call, "next_meeting_before", DAY_NONE);
    q->limit = (int32_t)call_number(call, "limit", LIMIT);
    list->counts = call_number(call, "counts", 0) != 0;
    if (call->task.err.code)
        return call->task.err.code;
    q->lookup = q->external_ref.at ? LOOKUP_EXTERNAL_REF : LOOKUP_NONE;
    enum err_code code = read_day(call, q);
    if (!code && list->cpr.at)
        code = read_cpr(call, list);
    if (!code)
        code = read_flags(call, q);
    if (!code)
        code = name_query(call, list);
    const struct given *after = call_given(call, "after");
    if (!code && after) {
        code = cursor_read(call->app->crypt, call->caller.viewer.staff, list->bound, after->text,
                           &list->after, &call->task.err);
        q->after = &list->after;
    }
    return code;
}

static enum step_result ask(struct call *call, struct list *list)
{
    if (read_list(call, list))
        return STEP_FAIL;
    struct db_batch *batch = call_batch(call);
    if (!batch)
        return STEP_FAIL;
    struct case_statements *statements = call->app->case_statements;
    const struct viewer *viewer = &call->caller.viewer;
    if (!cases_ask(statements, batch, viewer, &list->query) ||
        (list->counts && !cases_count(statements, batch, viewer, &list->query))) {
        db_batch_free(batch);
        return call_fail(call, ERR_NO_MEMORY, "no memory for a statement");
    }
    return call_submit(call, call_reader(call), batch);
}

static struct list *new_list(struct call *call)
{
    struct list *list = ARENA_NEW(call->arena, struct list);
    if (!list)
        (void)err_set(&call->task.err, ERR_NO_MEMORY, "the request needs too much memory");
    call->data = list;
    return list;
}

static enum step_result list_ask(struct task *task)
{
    struct call *call = call_of(task);
    struct list *list = new_list(call);
    return list ? ask(call, list) : STEP_FAIL;
}

/* ---- search ---------------------------------------------------------------------------------------------- */

/* A member of the body as if it had stood in the query. */
static enum err_code take_value(struct call *call, const struct query_param *param, const struct json *value)
{
    if (call->n_given == GIVEN_MAX)
        return err_set(&call->task.err, ERR_INVALID, "too many members");
    struct given *given = &call->given[call->n_given];
    given->param = param;
    if (value->is == JSON_IS_TEXT) {
        given->text = value->text;
    } else if (value->is == JSON_IS_BOOL) {
        given->text = value->yes ? STR("true") : STR("false");
    } else if (value->is == JSON_IS_INT) {
        struct buf digits;
        buf_init(&digits, 32);
        buf_printf(&digits, "%lld", (long long)value->number);
        given->text = arena_copy(call->arena, buf_str(&digits));
        buf_clear(&digits);
    } else {
        return err_set(&call->task.err, ERR_INVALID, "member %s: a text, number or bool is expected",
                       param->name);
    }
    call->n_given++;
    return query_value(param, given, &call->task.err);
}

static enum err_code take_member(struct call *call, struct list *list, const struct json_member *member)
{
    struct err *err = &call->task.err;
    bool is_name = str_equal(member->name, STR("name"));
    if (is_name || str_equal(member->name, STR("cpr"))) {
        if (member->value.is != JSON_IS_TEXT || text_is_blank(member->value.text))
            return err_set_at(err, ERR_INVALID, is_name ? "/name" : "/cpr", "a text is expected");
        if (is_name && text_check(TEXT_CITIZEN_NAME, member->value.text, "/name", err))
            return err->code;
        *(is_name ? &list->name : &list->cpr) = member->value.text;
        return ERR_NONE;
    }
    const struct query_param *param = params;
    while (param->name && !str_equal(member->name, str_of(param->name)))
        param++;
    if (!param->name)
        return err_set(err, ERR_INVALID,
                       "unknown member; allowed are name, cpr and the parameters of GET /v1/cases");
    if (member->value.is != JSON_IS_ARRAY || !param->repeats)
        return take_value(call, param, &member->value);
    for (size_t i = 0; i < member->value.n; i++) {
        enum err_code code = take_value(call, param, &member->value.items[i]);
        if (code)
            return code;
    }
    return ERR_NONE;
}

static enum step_result search_ask(struct task *task)
{
    struct call *call = call_of(task);
    const struct json *body = NULL;
    struct list *list = new_list(call);
    if (!list || call_json(call, &body))
        return STEP_FAIL;
    if (body->is != JSON_IS_OBJECT)
        return call_fail(call, ERR_INVALID, "an object is expected");
    call->given = ARENA_ARRAY(call->arena, struct given, GIVEN_MAX);
    if (!call->given)
        return call_fail(call, ERR_NO_MEMORY, "the request needs too much memory");
    for (size_t i = 0; i < body->n; i++)
        if (take_member(call, list, &body->members[i]))
            return STEP_FAIL;
    if (list->name.at && list->cpr.at)
        return call_fail(call, ERR_INVALID, "either name or cpr");
    return ask(call, list);
}

/* ---- answer ---------------------------------------------------------------------------------------------- */

static void put_counts(struct buf *out, const struct db_batch *rows)
{
    enum { FIRST_COUNT = 3 }; /* column of the first severity */
    int64_t total = db_get_i64(rows, 1, 0, 0);
    json_key(out, "counts"), json_begin_object(out);
    json_key(out, "total"), json_i64(out, total > COUNT_CAP ? COUNT_CAP : total);
    json_key(out, "total_is_exact"), json_bool(out, total <= COUNT_CAP);
    json_key(out, "by_severity"), json_begin_object(out);
    for (int kind = RULE_CODEX; kind <= RULE_STATUTORY; kind++) {
        json_key(out, kind == RULE_CODEX ? "codex" : "statutory"), json_begin_object(out);
        for (int severity = SEVERITY_RED; severity >= SEVERITY_INFO; severity--)
            json_key(out, severity_name(severity)),
                json_i64(out, db_get_i64(rows, 1, 0, FIRST_COUNT + kind * SEVERITY_RED + severity - 1));
        json_end_object(out);
    }
    json_end_object(out);
    struct db_array rules = db_get_array(rows, 1, 0, 1), numbers = db_get_array(rows, 1, 0, 2);
    int32_t rule;
    int64_t n;
    json_key(out, "by_rule"), json_begin_object(out);
    while (db_item_i32(&rules, &rule) && db_item_i64(&numbers, &n))
        if (rule > 0 && rule < RULE_COUNT)
            json_key(out, rule_info((enum rule)rule)->id), json_i64(out, n);
    json_end_object(out);
    json_end_object(out);
}

static enum step_result answer(struct task *task)
{
    struct call *call = call_of(task);
    const struct list *list = call->data;
    if (call_db_failed(call))
        return STEP_FAIL;
    struct buf *out = &call->body;
    const struct db_batch *rows = call->result;
    int n = db_rows(rows, 0), limit = list->query.limit;
    day_t today = day_of_instant(call->now);
    json_begin_object(out);
    if (call_given(call, "as_of"))
        json_key(out, "as_of"), json_day(out, list->query.day);
    json_key(out, "items"), json_begin_array(out);
    for (int row = 0; row < n && row < limit; row++)
        if (call_given(call, "as_of"))
            case_put_flags_row(out, rows, 0, row);
        else
            case_put_row(out, rows, 0, row, today);
    json_end_array(out);
    json_key(out, "next");
    if (n > limit) {
        char text[CURSOR_TEXT];
        struct case_place place = case_place_of(rows, 0, limit - 1);
        if (cursor_write(call->app->crypt, call->caller.viewer.staff, list->bound, &place, text, &task->err))
            return STEP_FAIL;
        json_str(out, (struct str){text, sizeof text});
    } else {
        json_none(out);
    }
    if (list->counts)
        put_counts(out, rows);
    json_end_object(out);
    call_log_rows(call, 0, n < limit ? n : limit);
    return STEP_DONE;
}

static const struct step list_steps[] = {{"wait", call_at_least},
                                         {"reached", call_at_least_reached},
                                         {"ask", list_ask},
                                         {"answer", answer},
                                         {NULL, NULL}};
static const struct step search_steps[] = {{"ask", search_ask}, {"answer", answer}, {NULL, NULL}};

const struct route case_list_routes[] = {
    {.method = METHOD_GET,
     .path = "/v1/cases",
     .name = "cases",
     .summary = "Cases that the caller may see",
     .roles = CASE_STAFF,
     .scopes = SCOPE_READ_ALL,
     .params = params,
     .logged = LOGGED,
     .steps = list_steps,
     .answer = "case_page"},
    {.method = METHOD_POST,
     .path = "/v1/cases/search",
     .name = "cases_search",
     .summary = "Cases by name or CPR number; the parameters of the list as members",
     .roles = CASE_STAFF,
     .scopes = SCOPE_READ_ALL,
     .body_cap = BODY_BYTES,
     .body_types = "application/json",
     .logged = LOGGED,
     .steps = search_steps,
     .answer = "case_page",
     .asks = "case_search"},
    {0},
};
