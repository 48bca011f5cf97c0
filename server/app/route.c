/* See route.h. */
#include "app/route.h"

/* Walks one segment of both; false at their ends. */
static struct str segment(struct str *path)
{
    struct str rest = *path;
    if (rest.len > 0 && rest.at[0] == '/') {
        rest.at++;
        rest.len--;
    }
    const char *slash = rest.len > 0 ? memchr(rest.at, '/', rest.len) : NULL;
    struct str first = {rest.at, slash ? (size_t)(slash - rest.at) : rest.len};
    path->at = first.at + first.len;
    path->len = rest.len - first.len;
    return first;
}

static bool fits(const char *pattern, struct str path, struct str args[ROUTE_ARGS_MAX])
{
    struct str rest = str_of(pattern);
    int n = 0;
    while (rest.len > 0 && path.len > 0) {
        struct str want = segment(&rest), is = segment(&path);
        if (want.len > 0 && want.at[0] == '{') {
            if (is.len == 0 || n == ROUTE_ARGS_MAX)
                return false;
            args[n++] = is;
        } else if (!str_equal(want, is)) {
            return false;
        }
    }
    return rest.len == 0 && path.len == 0;
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
