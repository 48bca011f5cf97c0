/* The one place that calls malloc. See mem.h. */
#include "base/mem.h"

#include <stdlib.h>

enum { BLOCK_SIZE = 8192, ALIGNMENT = 16 };

/* The address sanitizer sees arenas from inside: bytes that were not handed out are poisoned, and some
 * poisoned ones stand behind each allocation. */
#if defined(__SANITIZE_ADDRESS__)
#define ARENA_POISON 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_POISON 1
#endif
#endif
#ifdef ARENA_POISON
#include <sanitizer/asan_interface.h>
enum { RED_ZONE = ALIGNMENT };
#else
#define ASAN_POISON_MEMORY_REGION(at, size)   ((void)(at), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(at, size) ((void)(at), (void)(size))
enum { RED_ZONE = 0 };
#endif

struct arena_block {
    struct arena_block *next;
    size_t size; /* of data */
    size_t used;
    size_t padding; /* keeps data aligned */
    unsigned char data[];
};

static size_t fail_countdown;

void mem_fail_after(size_t n)
{
    fail_countdown = n;
}

static bool must_fail(void)
{
    return fail_countdown > 0 && --fail_countdown == 0;
}

void *mem_new(size_t size)
{
    return must_fail() ? NULL : calloc(1, size ? size : 1);
}

void *mem_resize(void *block, size_t size)
{
    return must_fail() ? NULL : realloc(block, size ? size : 1);
}

void mem_free(void *block)
{
    free(block);
}

void arena_init(struct arena *arena, size_t cap)
{
    *arena = (struct arena){.cap = cap};
}

void arena_clear(struct arena *arena)
{
    while (arena->blocks) {
        struct arena_block *next = arena->blocks->next;
        mem_free(arena->blocks);
        arena->blocks = next;
    }
    arena->used = arena->taken = 0;
}

/* A block that holds at least `size` bytes; large requests get a block of their own. */
static struct arena_block *arena_grow(struct arena *arena, size_t size)
{
    size_t data = size > BLOCK_SIZE ? size : BLOCK_SIZE;
    size_t total = sizeof(struct arena_block) + data;
    if (total > arena->cap - arena->taken) { /* near the cap, take no more than is asked for */
        data = size;
        total = sizeof(struct arena_block) + size;
    }
    if (total > arena->cap - arena->taken)
        return NULL;
    struct arena_block *block = mem_new(total);
    if (!block)
        return NULL;
    ASAN_POISON_MEMORY_REGION(block->data, data);
    block->size = data;
    block->next = arena->blocks;
    arena->blocks = block;
    arena->taken += total;
    return block;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    if (size > arena->cap || size > SIZE_MAX / 2) /* so that nothing below overflows */
        return NULL;
    size_t asked = size;
    size = ((size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1)) + RED_ZONE;
    struct arena_block *block = arena->blocks;
    if (!block || block->size - block->used < size)
        block = arena_grow(arena, size);
    else if (must_fail()) /* so that a test reaches every call, not only those that need a new block */
        return NULL;
    if (!block)
        return NULL;
    void *data = block->data + block->used;
    ASAN_UNPOISON_MEMORY_REGION(data, asked);
    block->used += size;
    arena->used += size;
    return data;
}

void *arena_array(struct arena *arena, size_t n, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(n, size, &bytes))
        return NULL;
    return arena_alloc(arena, bytes);
}

struct str arena_copy(struct arena *arena, struct str text)
{
    char *copy = arena_alloc(arena, text.len + 1);
    if (!copy)
        return (struct str){NULL, 0};
    if (text.len)
        memcpy(copy, text.at, text.len);
    return (struct str){copy, text.len};
}

struct arena_mark arena_mark(const struct arena *arena)
{
    return (struct arena_mark){arena->blocks, arena->blocks ? arena->blocks->used : 0, arena->used};
}

void arena_reset(struct arena *arena, struct arena_mark mark)
{
    while (arena->blocks != mark.block) {
        struct arena_block *block = arena->blocks;
        arena->blocks = block->next;
        arena->taken -= sizeof(struct arena_block) + block->size;
        mem_free(block);
    }
    if (arena->blocks) {
        struct arena_block *block = arena->blocks;
        size_t freed = block->used - mark.block_used;
        ASAN_UNPOISON_MEMORY_REGION(block->data + mark.block_used, freed);
        memset(block->data + mark.block_used, 0, freed);
        ASAN_POISON_MEMORY_REGION(block->data + mark.block_used, freed);
        block->used = mark.block_used;
    }
    arena->used = mark.used;
}
