/* Input whose last byte lies at the end of a page with an unreadable one behind it: a read of one byte too
 * many crashes, also where the sanitizer cannot see it (in libraries). */
#ifndef SPOR_GUARD_H
#define SPOR_GUARD_H

#include <sys/mman.h>
#include <unistd.h>

#include "base/base.h"

struct guard {
    char *pages;
    size_t size; /* readable */
    size_t page;
};

/* Room for `most` bytes; false without memory. */
static inline bool guard_init(struct guard *guard, size_t most)
{
    guard->page = (size_t)sysconf(_SC_PAGESIZE);
    guard->size = (most + guard->page - 1) / guard->page * guard->page;
    void *pages =
        mmap(NULL, guard->size + guard->page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (pages == MAP_FAILED)
        return false;
    guard->pages = pages;
    return mprotect(guard->pages + guard->size, guard->page, PROT_NONE) == 0;
}

static inline void guard_free(struct guard *guard)
{
    (void)munmap(guard->pages, guard->size + guard->page);
}

/* A copy of the bytes that ends where the readable memory ends. */
static inline const char *guard_put(struct guard *guard, const char *bytes, size_t len)
{
    char *at = guard->pages + guard->size - len;
    if (len)
        memcpy(at, bytes, len);
    return at;
}

#endif
