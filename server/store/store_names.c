/* See store_names.h. */
#include "store/store_names.h"

#include "sql.gen.h"

enum { ARENA_CAP = 64 << 20 };

struct entry {
    struct str name; /* at NULL: free */
    uint32_t id;
};

struct table {
    struct entry *at;
    uint32_t n;
};

struct names {
    struct table tables[NAME_TYPES];
    struct arena texts;
    uint32_t cap, places; /* of each table; places is a power of two, at least twice cap */
};

static uint32_t hash(struct str name)
{
    uint32_t h = 2166136261u; /* FNV-1a */
    for (size_t i = 0; i < name.len; i++)
        h = (h ^ (uint8_t)name.at[i]) * 16777619u;
    return h;
}

struct names *names_new(uint32_t cap)
{
    struct names *names = mem_new(sizeof *names);
    if (!names)
        return NULL;
    names->cap = cap;
    names->places = 16;
    while (names->places < cap * 2)
        names->places *= 2;
    arena_init(&names->texts, ARENA_CAP);
    for (int type = 0; type < NAME_TYPES; type++) {
        names->tables[type].at = mem_new(names->places * sizeof(struct entry));
        if (!names->tables[type].at) {
            names_free(names);
            return NULL;
        }
    }
    return names;
}

void names_free(struct names *names)
{
    if (!names)
        return;
    for (int type = 0; type < NAME_TYPES; type++)
        mem_free(names->tables[type].at);
    arena_clear(&names->texts);
    mem_free(names);
}

/* Where the name is, or the free place where it would be. */
static struct entry *place_of(const struct names *names, enum name_type type, struct str name)
{
    uint32_t i = hash(name) & (names->places - 1);
    for (;; i = (i + 1) & (names->places - 1)) {
        struct entry *entry = &names->tables[type].at[i];
        if (!entry->name.at || str_equal(entry->name, name))
            return entry;
    }
}

uint32_t names_find(const struct names *names, enum name_type type, struct str name)
{
    return place_of(names, type, name)->id;
}

static void forget_all(struct names *names)
{
    for (int type = 0; type < NAME_TYPES; type++) {
        memset(names->tables[type].at, 0, names->places * sizeof(struct entry));
        names->tables[type].n = 0;
    }
    arena_clear(&names->texts);
}

static void remember(struct names *names, enum name_type type, struct str name, uint32_t id)
{
    struct entry *entry = place_of(names, type, name);
    if (entry->name.at)
        return;
    struct str copy = arena_copy(&names->texts, name);
    if (names->tables[type].n >= names->cap || !copy.at) {
        forget_all(names);
        copy = arena_copy(&names->texts, name);
        entry = place_of(names, type, name);
    }
    if (!copy.at)
        return; /* no memory: it is asked for again */
    *entry = (struct entry){copy, id};
    names->tables[type].n++;
}

enum err_code names_want(struct names_wanted *wanted, struct arena *arena, enum name_type type,
                         struct str name, struct err *err)
{
    for (uint32_t i = 0; i < wanted->n[type] && i < 64;
         i++) /* most units name few; the database removes the rest */
        if (str_equal(wanted->at[type][i], name))
            return ERR_NONE;
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

static void put(struct db_batch *batch, const struct sql *sql, const struct names_wanted *wanted,
                enum name_type type)
{
    db_query(batch, sql);
    db_put_array(batch, DB_TEXT, wanted->n[type]);
    for (uint32_t i = 0; i < wanted->n[type]; i++)
        db_put_text(batch, wanted->at[type][i]);
}

void names_ask(struct db_batch *batch, const struct names_wanted *wanted, bool make_staff)
{
    if (make_staff && wanted->n[NAME_STAFF] > 0)
        put(batch, &SQL_STAFF_ADD, wanted, NAME_STAFF);
    put(batch, &SQL_STAFF_FIND, wanted, NAME_STAFF);
    if (wanted->n[NAME_TERM] > 0)
        put(batch, &SQL_TERMS_ADD, wanted, NAME_TERM);
    put(batch, &SQL_TERMS_FIND, wanted, NAME_TERM);
}

void names_learn(struct names *names, const struct db_batch *batch, const struct names_wanted *wanted,
                 bool make_staff)
{
    int query = 0;
    for (int type = 0; type < NAME_TYPES; type++) {
        bool made = wanted->n[type] > 0 && (type == NAME_TERM || make_staff);
        query += made ? 1 : 0;
        for (int row = 0; row < db_rows(batch, query); row++)
            remember(names, (enum name_type)type, db_get_text(batch, query, row, 0),
                     (uint32_t)db_get_i32(batch, query, row, 1));
        query++;
    }
}
