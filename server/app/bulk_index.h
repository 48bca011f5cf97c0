/* What a bulk body holds, case by case.
 *
 * The answer to a body that is wrong anywhere is 400, and nothing of it is recorded; and the lines of a case may stand
 * anywhere. So it is gone through twice: first every item is read, checked and forgotten but for where it lies, then
 * the items of a case are read again when its turn comes. The body itself is all that is held meanwhile, and
 * not what would be made of it.
 *
 * Nothing here touches the loop: it is run in threads, by one at a time. */
#ifndef SPOR_BULK_INDEX_H
#define SPOR_BULK_INDEX_H

#include "base/hash.h"
#include "base/mem.h"
#include "wire/json_event.h"
#include "wire/json_items.h"

enum { BULK_MAX_LINES = 100000, BULK_BLOCK = 1024 };

/* Where a line or an element lies. */
struct bulk_item {
    struct bulk_item *next; /* of the case */
    uint32_t at, len;
};

/* One case of the request, and in the end what became of it. */
struct bulk_case {
    struct uuid course;
    struct bulk_item *first, *last;
    uint32_t n;     /* events */
    uint32_t bytes; /* of its items */
    bool has_header;

    bool repeated;
    enum err_code code;       /* what is wrong … */
    struct str text, pointer; /* … in words, and where */
    uint32_t n_repeated, n_same_activities;
    int32_t version;
    int64_t feed_no;
};

struct bulk_index {
    struct arena *arena;
    struct str body;
    bool is_array;
    uint32_t flags; /* enum json_event_flags */

    size_t n_items, n_cases;
    bool any_header;
    bool whole; /* the end was reached */
    struct json_items items;
    struct map places; /* of a case: its number, from 1 */
    struct bulk_case *blocks[BULK_MAX_LINES / BULK_BLOCK + 1];
};

/* Zeroed but for its first members. */
enum err_code bulk_index_begin(struct bulk_index *index, struct err *err) NODISCARD;
/* Reads on, `bytes` or a little more; `whole` says whether that was all. */
enum err_code bulk_index_read(struct bulk_index *index, size_t bytes, struct err *err) NODISCARD;
/* In the order of their first items. */
struct bulk_case *bulk_case_at(const struct bulk_index *index, size_t i);

/* The items of a case again, for good. What fails is memory. */
enum err_code bulk_decode(const struct bulk_index *index, const struct bulk_case *its, struct arena *arena,
                          struct case_header *header, struct event_draft **events, struct err *err);

#endif
