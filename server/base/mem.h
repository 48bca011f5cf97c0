/* Memory with a cap: an arena holds everything of one request (or one assessment) and is freed at one stroke.
 *
 * arena_alloc returns zeroed memory, aligned for any type, or NULL when the cap is reached or the system has
 * no more: the caller answers with ERR_NO_MEMORY. Nothing in an arena is freed singly. An arena is used by
 * one thread at a time.
 *
 * mem_fail_after(n) makes the n-th allocation from now fail (0: never): tests run a function with n = 1, 2, 3
 * … until it succeeds, so that every failing allocation has been seen once. */
#ifndef SPOR_MEM_H
#define SPOR_MEM_H

#include "base/base.h"

struct arena_block;

struct arena {
    struct arena_block *blocks; /* newest first */
    size_t used;                /* bytes handed out */
    size_t cap;                 /* most that may be taken from the system */
    size_t taken;               /* taken from the system, headers included */
};

/* A place in an arena to go back to. */
struct arena_mark {
    struct arena_block *block;
    size_t block_used;
    size_t used;
};

void arena_init(struct arena *arena, size_t cap);
/* Frees all blocks; the arena may be used again. */
void arena_clear(struct arena *arena);

void *arena_alloc(struct arena *arena, size_t size) NODISCARD;
/* n elements of `size` bytes, or NULL; the product is checked. */
void *arena_array(struct arena *arena, size_t n, size_t size) NODISCARD;
/* A copy of the bytes with a NUL behind them, or {NULL, 0} on failure (also check `at` for a text of length
 * 0). */
struct str arena_copy(struct arena *arena, struct str text) NODISCARD;

struct arena_mark arena_mark(const struct arena *arena);
/* Gives back everything allocated since the mark. */
void arena_reset(struct arena *arena, struct arena_mark mark);

#define ARENA_NEW(arena, type)      ((type *)arena_alloc((arena), sizeof(type)))
#define ARENA_ARRAY(arena, type, n) ((type *)arena_array((arena), (n), sizeof(type)))

/* For objects that live longer than a request (connections, tasks): zeroed, NULL on failure. */
void *mem_new(size_t size) NODISCARD;
/* Grows or shrinks; NULL on failure, and the old block stays. */
void *mem_resize(void *block, size_t size) NODISCARD;
void mem_free(void *block);

void mem_fail_after(size_t n);

#endif
