/* See bulk_index.h. */
#include "app/bulk_index.h"

enum { ITEM_ARENA_CAP = 64 << 20 }; /* what one item may become */

static enum err_code no_memory(struct err *err)
{
    return err_set(err, ERR_NO_MEMORY, "the request needs too much memory: send fewer events at once");
}

/* How many there are is known in the end, and then this is said of none and of too many. */
static enum err_code wrong_number(const struct bulk_index *index, struct err *err)
{
    return index->is_array ? err_set(err, ERR_INVALID, "must be an array of 1 to %d events", BULK_MAX_LINES)
                           : err_set(err, ERR_INVALID, "must be 1 to %d lines", BULK_MAX_LINES);
}

enum err_code bulk_index_begin(struct bulk_index *index, struct err *err)
{
    index->places.arena = index->arena;
    return json_items_begin(&index->items, index->body, index->is_array) ? ERR_NONE
                                                                         : wrong_number(index, err);
}

struct bulk_case *bulk_case_at(const struct bulk_index *index, size_t i)
{
    return &index->blocks[i / BULK_BLOCK][i % BULK_BLOCK];
}

/* NULL without memory. */
static struct bulk_case *case_of(struct bulk_index *index, const struct uuid *course)
{
    uint32_t *number = map_uuid(&index->places, course);
    if (!number)
        return NULL;
    if (*number > 0)
        return bulk_case_at(index, *number - 1);
    struct bulk_case **block = &index->blocks[index->n_cases / BULK_BLOCK];
    if (!*block)
        *block = ARENA_ARRAY(index->arena, struct bulk_case, BULK_BLOCK);
    if (!*block)
        return NULL;
    struct bulk_case *made = bulk_case_at(index, index->n_cases);
    *number = (uint32_t)++index->n_cases;
    made->course = *course;
    return made;
}

/* The lines of each case together, in their order. */
static enum err_code put(struct bulk_index *index, const struct json_line *line, struct str text,
                         struct err *err)
{
    struct bulk_case *its = case_of(index, &line->case_id);
    struct bulk_item *item = ARENA_NEW(index->arena, struct bulk_item);
    if (!its || !item)
        return no_memory(err);
    if (line->is_header && its->first)
        return err_set_at(err, ERR_INVALID, "", "the header of a case stands once, before its events");
    *item = (struct bulk_item){.at = (uint32_t)(text.at - index->body.at), .len = (uint32_t)text.len};
    *(its->last ? &its->last->next : &its->first) = item;
    its->last = item;
    its->n += !line->is_header;
    its->bytes += item->len;
    its->has_header = its->has_header || line->is_header;
    index->any_header = index->any_header || line->is_header;
    return ERR_NONE;
}

static enum err_code read_item(const struct bulk_index *index, size_t place, struct str text,
                               struct arena *arena, struct json_line *line, struct err *err)
{
    const struct json *value = NULL;
    char pointer[24];
    json_pointer_item(pointer, sizeof pointer, "", place);
    if (json_parse(arena, text, &value, err)) {
        err_point(err, "%s", pointer);
        return err->code;
    }
    return json_line(arena, value, pointer, index->flags, line, err);
}

enum err_code bulk_index_read(struct bulk_index *index, size_t bytes, struct err *err)
{
    struct arena scratch;
    struct str text = {NULL, 0};
    enum err_code code = ERR_NONE;
    size_t left = index->items.rest.len;
    arena_init(&scratch, ITEM_ARENA_CAP);
    struct arena_mark empty = arena_mark(&scratch);
    while (!code && !index->whole && left - index->items.rest.len < bytes) {
        struct json_line line = {.is_header = false};
        code = json_items_next(&index->items, &text, err);
        if (code)
            err_point(err, "/%zu", index->n_items);
        index->whole = !code && !text.at;
        if (code || index->whole)
            break;
        if (index->n_items == BULK_MAX_LINES)
            code = wrong_number(index, err);
        if (!code)
            code = read_item(index, index->n_items, text, &scratch, &line, err);
        if (!code)
            code = put(index, &line, text, err);
        index->n_items++;
        arena_reset(&scratch, empty);
    }
    arena_clear(&scratch);
    return !code && index->whole && index->n_items == 0 ? wrong_number(index, err) : code;
}

enum err_code bulk_decode(const struct bulk_index *index, const struct bulk_case *its, struct arena *arena,
                          struct case_header *header, struct event_draft **events, struct err *err)
{
    size_t n = 0;
    struct event_draft *at = ARENA_ARRAY(arena, struct event_draft, its->n);
    *events = at;
    if (!at && its->n > 0)
        return no_memory(err);
    for (const struct bulk_item *item = its->first; item; item = item->next) {
        struct json_line line = {.is_header = false};
        struct str text = {index->body.at + item->at, item->len};
        if (read_item(index, n, text, arena, &line, err))
            return no_memory(err); /* it was read before */
        if (line.is_header)
            *header = line.header;
        else
            at[n++] = line.event;
    }
    return ERR_NONE;
}
