/* See store_rules.h. */
#include "store/store_rules.h"

#include "sql.gen.h"

void rules_ask(struct db_batch *batch)
{
    db_query(batch, &SQL_RULE_SETS);
}

/* The texts of the periods published by `known_at`, and their sources; there is room for one source more. */
static enum err_code read_texts(const struct db_batch *batch, int query, struct arena *arena,
                                instant_t known_at, struct rule_set_list *out,
                                struct rule_period_source **sources, struct err *err)
{
    int n = db_rows(batch, query);
    size_t kept = 0;
    *out = (struct rule_set_list){.n = 0};
    if (n == 0 || n > RULE_SETS_MAX)
        return err_set(err, ERR_INTERNAL, "%d rule sets; `spord migrate` puts them there", n);
    struct rule_set_text *sets = ARENA_ARRAY(arena, struct rule_set_text, (size_t)n);
    *sources = ARENA_ARRAY(arena, struct rule_period_source, (size_t)n + 1);
    if (!sets || !*sources)
        return err_set(err, ERR_NO_MEMORY, "no memory for %d rule sets", n);
    for (int i = 0; i < n; i++) {
        const struct json *json;
        struct rule_set_text *set = &sets[kept];
        int32_t number = db_get_i32(batch, query, i, 0);
        if (!db_is_null(batch, query, i, 3) && db_get_instant(batch, query, i, 3) > known_at)
            continue;
        if (json_parse(arena, db_get_text(batch, query, i, 2), &json, err) ||
            json_rule_set(arena, json, "", set, err))
            return err_wrap(err, "rule set %d", number);
        set->id = arena_copy(arena, db_get_text(batch, query, i, 1));
        if (!set->id.at)
            return err_set(err, ERR_NO_MEMORY, "no memory for %d rule sets", n);
        set->source.number = number;
        (*sources)[kept++] = set->source;
    }
    *out = (struct rule_set_list){.sets = sets, .n = kept};
    return ERR_NONE;
}

enum err_code rules_list(const struct db_batch *batch, int query, struct arena *arena,
                         struct rule_set_list *out, struct err *err)
{
    struct rule_period_source *sources = NULL;
    enum err_code code = read_texts(batch, query, arena, INSTANT_NEVER, out, &sources, err);
    return code ? code : rule_sets_resolve(arena, sources, out->n, &out->resolved, err);
}

enum err_code rules_read(const struct db_batch *batch, int query, struct arena *arena, instant_t known_at,
                         const struct rule_period_source *on_top, struct rule_sets *out, struct err *err)
{
    struct rule_set_list list;
    struct rule_period_source *sources = NULL;
    enum err_code code = read_texts(batch, query, arena, known_at, &list, &sources, err);
    if (code || !sources)
        return code;
    if (on_top)
        sources[list.n] = *on_top;
    return rule_sets_resolve(arena, sources, list.n + (on_top ? 1 : 0), out, err);
}
