/* See names.h. */
#include "app/names.h"

#include "wire/json_write.h"

static const char *const roles[] = {"none", "caseworker", "leader", "auditor", "administrator"};
static const char *const scopes_[] = {"import", "read:all", "report:exact", "simulate", "metrics"};

const char *staff_role_name(enum staff_role role)
{
    return role < STAFF_ROLE_COUNT ? roles[role] : roles[0];
}

enum staff_role staff_role_by_name(struct str name)
{
    for (unsigned i = 0; i < ARRAY_LEN(roles); i++)
        if (str_equal(name, str_of(roles[i])))
            return (enum staff_role)i;
    return STAFF_ROLE_COUNT;
}

void put_scopes(struct buf *out, uint32_t scopes)
{
    json_begin_array(out);
    for (size_t i = 0; i < ARRAY_LEN(scopes_); i++)
        if (scopes & (1u << i))
            json_text(out, scopes_[i]);
    json_end_array(out);
}

uint32_t scope_by_name(struct str name)
{
    for (size_t i = 0; i < ARRAY_LEN(scopes_); i++)
        if (str_equal(name, str_of(scopes_[i])))
            return 1u << i;
    return 0;
}
