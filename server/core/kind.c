/* See kind.h. */
#include "core/kind.h"

static const struct kind_info infos[] = {
#define X(id, name_, danish_, english_, ...)                                                                 \
    [id] = {.name = name_, .danish = danish_, .english = english_, __VA_ARGS__},
    KINDS(X)
#undef X
};

static const uint8_t lengths[] = {
#define X(id, name, ...) [id] = sizeof(name) - 1,
    KINDS(X)
#undef X
};

static const char *const names[] = {
#define X(id, name) name,
    FIELDS(X)
#undef X
};

_Static_assert(KIND_COUNT <= 64, "a set of kinds is a uint64_t");

enum kind kind_by_name(struct str name)
{
    for (uint32_t kind = KIND_NONE + 1; kind < KIND_COUNT; kind++)
        if (lengths[kind] == name.len && memcmp(infos[kind].name, name.at, name.len) == 0)
            return (enum kind)kind;
    return KIND_NONE;
}

const struct kind_info *kind_info(enum kind kind)
{
    return &infos[kind];
}

const char *field_name(enum field_place place)
{
    return names[place];
}

enum field_place field_by_name(struct str name)
{
    for (uint32_t place = 0; place < FIELD_COUNT; place++)
        if (str_equal(name, str_of(names[place])))
            return (enum field_place)place;
    return FIELD_COUNT;
}
