/* The first include of every file: fixed-size integers, a string with its length, and the few macros all code
 * uses.
 *
 * Spor never works on C strings that came from outside: a text is `struct str`, a pointer and a length in
 * bytes, valid UTF-8 once the edge (wire/) has let it in, without a NUL at its end. C strings are for our own
 * constants only. */
#ifndef SPOR_BASE_H
#define SPOR_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define ARRAY_LEN(a)                    (sizeof(a) / sizeof((a)[0]))
#define CONTAINER_OF(ptr, type, member) ((type *)(void *)((char *)(ptr)-offsetof(type, member)))
#define NODISCARD                       __attribute__((warn_unused_result))
#define PRINTF_LIKE(at, first)          __attribute__((format(printf, at, first)))
#define UNUSED                          __attribute__((unused))

/* A text: `len` bytes at `at`, not ended by NUL. The empty text may have a NULL `at`. Whoever made the bytes
 * owns them. */
struct str {
    const char *at;
    size_t len;
};

#define STR(literal) ((struct str){"" literal, sizeof(literal) - 1})
/* For "%.*s". Texts longer than INT_MAX do not occur: every buffer has a maximum far below. */
#define STR_ARG(s) (int)(s).len, (s).at ? (s).at : ""

static inline struct str str_of(const char *c)
{
    return (struct str){c, c ? strlen(c) : 0};
}

static inline bool str_equal(struct str a, struct str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

/* A case or an event on the wire: 16 bytes in network order. */
struct uuid {
    uint8_t bytes[16];
};

static inline bool uuid_equal(const struct uuid *a, const struct uuid *b)
{
    return memcmp(a->bytes, b->bytes, sizeof a->bytes) == 0;
}

#endif
