/* See catalogue.h. A catalogue has at most 40 values, so a slug is found by going through them: the lengths
 * rule out nearly all without a look at the text. */
#include "core/catalogue.h"

#include "core/rule_table.h"

/* values_CATALOGUE_ROLE and so on; place 0 is empty. */
#define VALUE(id, slug_, danish_, english_, ...)                                                             \
    [id] = {.slug = slug_, .danish = danish_, .english = english_, __VA_ARGS__},
#define X(id, name, values) static const struct catalogue_value values_##id[] = {[0] = {0}, values(VALUE)};
CATALOGUES(X)
#undef X
#undef VALUE

#define R(enumerator, id, slug_, kind, danish_, english_, flags_, clears)                                    \
    {.slug = id, .danish = danish_, .english = english_},
static const struct catalogue_value values_CATALOGUE_RULE[] = {{0}, RULES(R)};
#undef R

#define VALUE(id, slug, ...) sizeof(slug) - 1,
#define X(id, name, values)  static const uint8_t lengths_##id[] = {0, values(VALUE)};
CATALOGUES(X)
#undef X
#undef VALUE

#define R(enumerator, id, ...) sizeof(id) - 1,
static const uint8_t lengths_CATALOGUE_RULE[] = {0, RULES(R)};
#undef R

static const struct {
    const char *name;
    const struct catalogue_value *values;
    const uint8_t *lengths; /* of the slugs */
    uint32_t size;
} catalogues[] = {
#define X(id, name, values) [id] = {name, values_##id, lengths_##id, ARRAY_LEN(values_##id) - 1},
    CATALOGUES(X)
#undef X
        [CATALOGUE_RULE] = {"rule", values_CATALOGUE_RULE, lengths_CATALOGUE_RULE,
                            ARRAY_LEN(values_CATALOGUE_RULE) - 1},
};

static bool exists(enum catalogue catalogue)
{
    return catalogue > CATALOGUE_NONE && catalogue < CATALOGUE_COUNT;
}

const char *catalogue_name(enum catalogue catalogue)
{
    return exists(catalogue) ? catalogues[catalogue].name : "";
}

enum catalogue catalogue_by_name(struct str name)
{
    for (uint32_t c = CATALOGUE_NONE + 1; c < CATALOGUE_COUNT; c++)
        if (str_equal(name, str_of(catalogues[c].name)))
            return (enum catalogue)c;
    return CATALOGUE_NONE;
}

uint32_t catalogue_size(enum catalogue catalogue)
{
    return exists(catalogue) ? catalogues[catalogue].size : 0;
}

const struct catalogue_value *catalogue_value(enum catalogue catalogue, uint32_t number)
{
    if (number == 0 || number > catalogue_size(catalogue))
        return NULL;
    return &catalogues[catalogue].values[number];
}

uint32_t catalogue_number(enum catalogue catalogue, struct str slug)
{
    if (!exists(catalogue) || slug.len == 0)
        return 0;
    const uint8_t *lengths = catalogues[catalogue].lengths;
    const struct catalogue_value *values = catalogues[catalogue].values;
    for (uint32_t n = 1; n <= catalogues[catalogue].size; n++)
        if (lengths[n] == slug.len && memcmp(values[n].slug, slug.at, slug.len) == 0)
            return n;
    return 0;
}
