/* See packs.h. */
#include "client/packs.h"

#include "schema.gen.h"

enum err_code packs_read(struct arena *arena, struct rule_set_list *list, struct err *err)
{
    struct str texts[RULE_SETS_MAX];
    size_t n = 0;
    for (const struct schema_file *pack = schema_rulesets; pack->name && n < RULE_SETS_MAX; pack++)
        texts[n++] = (struct str){pack->text, pack->len};
    return json_rule_sets(arena, texts, n, list, err);
}
