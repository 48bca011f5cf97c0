/* See store_names.h. */
#include "store/store_names.h"

#include "sql.gen.h"

enum { ARENA_CAP = 64 << 20 };

struct names {
    struct map tables[NAME_TYPES]; /* of a name: its number */
    struct arena texts;
    uint32_t cap; /* of each table */
    struct db_link *link;
    struct names_question *waiting, **last; /* asked while others are on their way */
    struct names_question *sent;            /* NULL: none is on its way */
};

struct names *names_new(uint32_t cap)
{
    struct names *names = mem_new(sizeof *names);
    if (!names)
        return NULL;
    names->cap = cap;
    names->last = &names->waiting;
    arena_init(&names->texts, ARENA_CAP);
    return names;
}

void names_free(struct names *names)
{
    if (!names)
        return;
    for (int type = 0; type < NAME_TYPES; type++)
        map_clear(&names->tables[type]);
    arena_clear(&names->texts);
    mem_free(names);
}

uint32_t names_find(const struct names *names, enum name_type type, struct str name)
{
    return map_find_text(&names->tables[type], name);
}

static void forget_all(struct names *names)
{
    for (int type = 0; type < NAME_TYPES; type++)
        map_clear(&names->tables[type]);
    arena_clear(&names->texts);
}

static void remember(struct names *names, enum name_type type, struct str name, uint32_t id)
{
    if (names_find(names, type, name))
        return;
    struct str copy = arena_copy(&names->texts, name);
    if (names->tables[type].n >= names->cap || !copy.at) {
        forget_all(names);
        copy = arena_copy(&names->texts, name);
    }
    uint32_t *place = copy.at ? map_text(&names->tables[type], copy) : NULL;
    if (place)
        *place = id; /* without memory it is asked for again */
}

enum err_code names_want(struct names_wanted *wanted, struct arena *arena, enum name_type type,
                         struct str name, struct err *err)
{
    wanted->places[type].arena = arena;
    uint32_t *place = map_text(&wanted->places[type], name);
    if (!place)
        return err_set(err, ERR_NO_MEMORY, "too many names");
    if (*place)
        return ERR_NONE;
    *place = wanted->n[type] + 1;
    if (wanted->n[type] == wanted->cap[type]) {
        uint32_t cap = wanted->cap[type] ? wanted->cap[type] * 2 : 8;
        struct str *at = ARENA_ARRAY(arena, struct str, cap);
        if (!at)
            return err_set(err, ERR_NO_MEMORY, "too many names");
        if (wanted->n[type] > 0)
            memcpy(at, wanted->at[type], wanted->n[type] * sizeof *at);
        wanted->at[type] = at;
        wanted->cap[type] = cap;
    }
    wanted->at[type][wanted->n[type]++] = name;
    return ERR_NONE;
}

/* ---- asking ---------------------------------------------------------------------------------------------- */

static uint32_t count(const struct names_question *questions, enum name_type type)
{
    uint32_t n = 0;
    for (const struct names_question *q = questions; q; q = q->next)
        n += q->wanted.n[type];
    return n;
}

/* All questions in one statement, which takes each name once. */
static void put(struct db_batch *batch, const struct sql *sql, const struct names_question *questions,
                enum name_type type)
{
    db_query(batch, sql);
    db_put_array(batch, DB_TEXT, count(questions, type));
    for (const struct names_question *q = questions; q; q = q->next)
        for (uint32_t i = 0; i < q->wanted.n[type]; i++)
            db_put_text(batch, q->wanted.at[type][i]);
}

static bool makes(const struct names_question *questions, enum name_type type)
{
    return count(questions, type) > 0 && !questions->only_find &&
           (type == NAME_TERM || questions->make_staff);
}

static void learn(struct names *names, const struct db_batch *batch)
{
    int query = 0;
    for (int type = 0; type < NAME_TYPES; type++) {
        query += makes(names->sent, (enum name_type)type) ? 1 : 0;
        for (int row = 0; row < db_rows(batch, query); row++)
            remember(names, (enum name_type)type, db_get_text(batch, query, row, 0),
                     (uint32_t)db_get_i32(batch, query, row, 1));
        query++;
    }
}

static void ask(struct names *names);

static void answer(struct names *names, const struct err *err)
{
    struct names_question *question = names->sent;
    names->sent = NULL;
    if (names->waiting)
        ask(names);
    while (question) {
        struct names_question *next = question->next; /* the question goes with its request */
        question->done(question, err);
        question = next;
    }
}

static void on_names(struct db_batch *batch, void *data)
{
    struct names *names = data;
    bool failed = db_failed(batch);
    if (!failed)
        learn(names, batch);
    answer(names, failed ? db_err(batch) : NULL);
    db_batch_free(batch);
}

/* Those at the head of the queue that ask alike. */
static void take(struct names *names)
{
    struct names_question **end = &names->waiting;
    bool make_staff = names->waiting->make_staff, only_find = names->waiting->only_find;
    while (*end && (*end)->make_staff == make_staff && (*end)->only_find == only_find)
        end = &(*end)->next;
    names->sent = names->waiting;
    names->waiting = *end;
    *end = NULL;
    if (!names->waiting)
        names->last = &names->waiting;
}

static void ask(struct names *names)
{
    static const struct sql *const add[] = {[NAME_STAFF] = &SQL_STAFF_ADD, [NAME_TERM] = &SQL_TERMS_ADD};
    static const struct sql *const find[] = {[NAME_STAFF] = &SQL_STAFF_FIND, [NAME_TERM] = &SQL_TERMS_FIND};
    struct db_batch *batch = db_batch_new(on_names, names);
    take(names);
    if (!batch) {
        struct err err;
        (void)err_set(&err, ERR_NO_MEMORY, "no memory to look up names");
        answer(names, &err);
        return;
    }
    for (int type = 0; type < NAME_TYPES; type++) {
        if (makes(names->sent, (enum name_type)type))
            put(batch, add[type], names->sent, (enum name_type)type);
        put(batch, find[type], names->sent, (enum name_type)type);
    }
    db_submit(names->link, batch);
}

void names_look_up(struct names *names, struct db_link *link, struct names_question *question)
{
    names->link = link;
    question->next = NULL;
    *names->last = question;
    names->last = &question->next;
    if (!names->sent)
        ask(names);
}
