/* See route.h. */
#include "app/route.h"

/* Letter by letter, so that most patterns are left after a few; {…} takes a whole segment. */
static bool fits(const char *pattern, struct str path, struct str args[ROUTE_ARGS_MAX])
{
    int n = 0;
    size_t at = 0;
    while (*pattern) {
        if (*pattern != '{') {
            if (at == path.len || path.at[at++] != *pattern++)
                return false;
            continue;
        }
        size_t begin = at;
        while (at < path.len && path.at[at] != '/')
            at++;
        if (at == begin || n == ROUTE_ARGS_MAX)
            return false;
        args[n++] = (struct str){path.at + begin, at - begin};
        pattern += strcspn(pattern, "/");
    }
    return at == path.len;
}

void route_find(enum method method, struct str path, struct route_match *out)
{
    *out = (struct route_match){0};
    int number = 0;
    for (const struct route *const *table = route_tables; *table; table++) {
        for (const struct route *route = *table; route->path; route++, number++) {
            struct str args[ROUTE_ARGS_MAX] = {{NULL, 0}};
            if (!fits(route->path, path, args))
                continue;
            out->allowed |= 1u << route->method;
            bool same = route->method == method || (route->method == METHOD_GET && method == METHOD_HEAD);
            if (!same || out->route)
                continue;
            out->route = route;
            out->number = number;
            memcpy(out->args, args, sizeof args);
        }
    }
    if (out->allowed & (1u << METHOD_GET))
        out->allowed |= 1u << METHOD_HEAD;
}

int route_count(void)
{
    int n = 0;
    for (const struct route *const *table = route_tables; *table; table++)
        for (const struct route *route = *table; route->path; route++)
            n++;
    return n;
}

const struct route *route_at(int number)
{
    for (const struct route *const *table = route_tables; *table; table++)
        for (const struct route *route = *table; route->path; route++)
            if (number-- == 0)
                return route;
    return NULL;
}
