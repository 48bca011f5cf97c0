/* See store_rules.h. */
#include "store/store_rules.h"

#include "sql.gen.h"
#include "wire/json_rules.h"

void rules_ask(struct db_batch *batch)
{
    db_query(batch, &SQL_RULE_SETS);
}

enum err_code rules_read(const struct db_batch *batch, int query, struct arena *arena,
                         const struct rule_period_source *on_top, struct rule_sets *out, struct err *err)
{
    int n = db_rows(batch, query);
    if (n == 0 || n > RULE_SETS_MAX)
        return err_set(err, ERR_INTERNAL, "%d rule sets; `spord migrate` puts them there", n);
    struct rule_period_source *sources = ARENA_ARRAY(arena, struct rule_period_source, (size_t)n + 1);
    if (!sources)
        return err_set(err, ERR_NO_MEMORY, "no memory for %d rule sets", n);
    for (int i = 0; i < n; i++) {
        const struct json *json;
        struct rule_set_text text;
        if (json_parse(arena, db_get_text(batch, query, i, 2), &json, err) ||
            json_rule_set(arena, json, "", &text, err))
            return err_wrap(err, "rule set %d", (int)db_get_i32(batch, query, i, 0));
        sources[i] = text.source;
        sources[i].number = db_get_i32(batch, query, i, 0);
    }
    if (on_top)
        sources[n] = *on_top;
    return rule_sets_resolve(arena, sources, (size_t)n + (on_top ? 1 : 0), out, err);
}
