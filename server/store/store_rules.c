/* See store_rules.h. */
#include "store/store_rules.h"

#include "sql.gen.h"

void rules_ask(struct db_batch *batch)
{
    db_query(batch, &SQL_RULE_SETS);
}

/* The texts and their sources; there is room for one source more. */
static enum err_code read_texts(const struct db_batch *batch, int query, struct arena *arena,
                                struct rule_set_list *out, struct rule_period_source **sources,
                                struct err *err)
{
    int n = db_rows(batch, query);
    if (n == 0 || n > RULE_SETS_MAX)
        return err_set(err, ERR_INTERNAL, "%d rule sets; `spord migrate` puts them there", n);
    struct rule_set_text *sets = ARENA_ARRAY(arena, struct rule_set_text, (size_t)n);
    *sources = ARENA_ARRAY(arena, struct rule_period_source, (size_t)n + 1);
    if (!sets || !*sources)
        return err_set(err, ERR_NO_MEMORY, "no memory for %d rule sets", n);
    for (int i = 0; i < n; i++) {
        const struct json *json;
        int32_t number = db_get_i32(batch, query, i, 0);
        if (json_parse(arena, db_get_text(batch, query, i, 2), &json, err) ||
            json_rule_set(arena, json, "", &sets[i], err))
            return err_wrap(err, "rule set %d", number);
        sets[i].id = arena_copy(arena, db_get_text(batch, query, i, 1));
        if (!sets[i].id.at)
            return err_set(err, ERR_NO_MEMORY, "no memory for %d rule sets", n);
        sets[i].source.number = number;
        (*sources)[i] = sets[i].source;
    }
    *out = (struct rule_set_list){.sets = sets, .n = (size_t)n};
    return ERR_NONE;
}

enum err_code rules_list(const struct db_batch *batch, int query, struct arena *arena,
                         struct rule_set_list *out, struct err *err)
{
    struct rule_period_source *sources;
    enum err_code code = read_texts(batch, query, arena, out, &sources, err);
    return code ? code : rule_sets_resolve(arena, sources, out->n, &out->resolved, err);
}

enum err_code rules_read(const struct db_batch *batch, int query, struct arena *arena,
                         const struct rule_period_source *on_top, struct rule_sets *out, struct err *err)
{
    struct rule_set_list list;
    struct rule_period_source *sources;
    enum err_code code = read_texts(batch, query, arena, &list, &sources, err);
    if (code)
        return code;
    if (on_top)
        sources[list.n] = *on_top;
    return rule_sets_resolve(arena, sources, list.n + (on_top ? 1 : 0), out, err);
}
