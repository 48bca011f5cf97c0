/* The items of a large body, one after the other, without reading the whole of it: the lines of NDJSON that are not
 * empty, or the elements of one JSON array.
 *
 *     struct json_items items;
 *     if (!json_items_begin(&items, body, is_array)) … no array
 *     while (!(code = json_items_next(&items, &item, &err)) && item.at) … json_parse(arena, item, …)
 *
 * Where an element ends is all that is found out here; json_parse then says whether it is JSON. So a body is taken
 * exactly if all of it is JSON, and no more than one item of it is ever a tree. */
#ifndef SPOR_JSON_ITEMS_H
#define SPOR_JSON_ITEMS_H

#include "base/base.h"
#include "base/err.h"

enum { JSON_ITEM_MAX = 128 * 1024 }; /* bytes; the longest event takes half of it */

struct json_items {
    struct str rest;
    bool is_array;
    bool first; /* of an array: no comma before it */
};

/* False: it is no array. Lines are always lines. */
bool json_items_begin(struct json_items *items, struct str body, bool is_array) NODISCARD;
/* `item->at` NULL: there are no more. ERR_TOO_LARGE: this one is longer than JSON_ITEM_MAX. ERR_BAD_REQUEST: what stands
 * between two, or behind the last, does not belong there. */
enum err_code json_items_next(struct json_items *items, struct str *item, struct err *err) NODISCARD;

#endif
