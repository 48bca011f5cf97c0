/* See turns.h. Groups and callers exist while somebody of theirs waits; both lists are short enough to be searched. */
#include "app/turns.h"

#include "base/mem.h"

struct caller {
    struct caller *next;
    uint64_t key;
    uint32_t n;
    struct turn *first, *last;
};

struct turns_group {
    struct turns_group *next;
    uint64_t key;
    uint32_t n; /* turns of all callers */
    struct caller *first, *last;
};

static struct turns_group *group_of(const struct turns *turns, uint64_t key)
{
    struct turns_group *group = turns->first;
    while (group && group->key != key)
        group = group->next;
    return group;
}

static struct caller *caller_of(const struct turns_group *group, uint64_t key)
{
    struct caller *caller = group->first;
    while (caller && caller->key != key)
        caller = caller->next;
    return caller;
}

static void put_group(struct turns *turns, struct turns_group *group)
{
    group->next = NULL;
    *(turns->last ? &turns->last->next : &turns->first) = group;
    turns->last = group;
}

static void put_caller(struct turns_group *group, struct caller *caller)
{
    caller->next = NULL;
    *(group->last ? &group->last->next : &group->first) = caller;
    group->last = caller;
}

static void drop_group(struct turns *turns, struct turns_group *group)
{
    struct turns_group *before = NULL;
    for (struct turns_group *g = turns->first; g != group; g = g->next)
        before = g;
    *(before ? &before->next : &turns->first) = group->next;
    if (turns->last == group)
        turns->last = before;
}

static void drop_caller(struct turns_group *group, struct caller *caller)
{
    struct caller *before = NULL;
    for (struct caller *c = group->first; c != caller; c = c->next)
        before = c;
    *(before ? &before->next : &group->first) = caller->next;
    if (group->last == caller)
        group->last = before;
}

/* The caller with the most waiting; of equal ones that whose turn comes last. */
static struct caller *longest_caller(const struct turns_group *group)
{
    struct caller *longest = group->first;
    for (struct caller *c = group->first; c; c = c->next)
        if (c->n >= longest->n)
            longest = c;
    return longest;
}

/* The newest turn of the caller with the most waiting in this group, which has others. */
static struct turn *take_newest(struct turns *turns, struct turns_group *group)
{
    struct caller *caller = longest_caller(group);
    if (!caller)
        return NULL; /* never: a group is there while somebody of it waits */
    struct turn *newest = caller->last, *before = NULL;
    for (struct turn *t = caller->first; t != newest; t = t->next)
        before = t;
    *(before ? &before->next : &caller->first) = NULL;
    caller->last = before;
    caller->n--;
    group->n--;
    turns->n--;
    if (caller->n == 0) {
        drop_caller(group, caller);
        mem_free(caller);
    }
    return newest;
}

static struct turns_group *longest_group(const struct turns *turns)
{
    struct turns_group *longest = turns->first;
    for (struct turns_group *g = turns->first; g; g = g->next)
        if (g->n > longest->n)
            longest = g;
    return longest;
}

/* The group and the caller, made where they are not there. False without memory: nothing was made. */
static bool find(struct turns *turns, const struct turn *turn, struct turns_group **group,
                 struct caller **caller)
{
    *group = group_of(turns, turn->group);
    *caller = *group ? caller_of(*group, turn->caller) : NULL;
    struct turns_group *new_group = *group ? NULL : mem_new(sizeof **group);
    struct caller *new_caller = *caller ? NULL : mem_new(sizeof **caller);
    if ((!*group && !new_group) || (!*caller && !new_caller)) {
        mem_free(new_group);
        mem_free(new_caller);
        return false;
    }
    if (new_group) {
        new_group->key = turn->group;
        put_group(turns, new_group);
        *group = new_group;
    }
    if (new_caller) {
        new_caller->key = turn->caller;
        put_caller(*group, new_caller);
        *caller = new_caller;
    }
    return true;
}

/* Who makes place for a newcomer of this group (NULL: new, too) and caller where there is none. NULL: nobody. */
static struct turns_group *who_gives_way(const struct turns *turns, struct turns_group *group,
                                         const struct caller *caller)
{
    uint32_t of_group = group ? group->n : 0, of_caller = caller ? caller->n : 0;
    struct turns_group *longest = longest_group(turns);
    if (of_group < TURNS_OF_GROUP && longest && longest->n > of_group + 1)
        return longest;
    const struct caller *own = group ? longest_caller(group) : NULL;
    return own && own->n > of_caller + 1 ? group : NULL;
}

struct turn *turns_add(struct turns *turns, struct turn *turn)
{
    struct turns_group *group = group_of(turns, turn->group);
    struct caller *caller = group ? caller_of(group, turn->caller) : NULL;
    if (caller && caller->n >= TURNS_OF_CALLER)
        return turn;
    bool is_full = turns->n >= TURNS_IN_ALL || (group && group->n >= TURNS_OF_GROUP);
    struct turns_group *other = is_full ? who_gives_way(turns, group, caller) : NULL;
    if ((is_full && !other) || !find(turns, turn, &group, &caller))
        return turn;
    struct turn *refused = other ? take_newest(turns, other) : NULL;
    turn->next = NULL;
    *(caller->last ? &caller->last->next : &caller->first) = turn;
    caller->last = turn;
    caller->n++;
    group->n++;
    turns->n++;
    return refused;
}

struct turn *turns_next(struct turns *turns)
{
    struct turns_group *group = turns->first;
    if (!group)
        return NULL;
    struct caller *caller = group->first;
    struct turn *turn = caller->first;
    caller->first = turn->next;
    if (!caller->first)
        caller->last = NULL;
    turns->n--;
    drop_caller(group, caller);
    if (--caller->n > 0)
        put_caller(group, caller);
    else
        mem_free(caller);
    drop_group(turns, group);
    if (--group->n > 0)
        put_group(turns, group);
    else
        mem_free(group);
    return turn;
}
