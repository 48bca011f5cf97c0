/* See known_cases.h. A case is one block: events, spans, flags and texts lie behind its head. */
#include "app/known_cases.h"

#include <string.h>

#include "base/mem.h"

enum { BYTES_PER_PLACE = 4096, PLACES_MIN = 16 }; /* a case is larger: few share a place */

struct known_case {
    struct known_case *next; /* of the same place */
    struct known_case *newer, *older;
    size_t bytes;
    struct assess_case content;
};

struct known_cases {
    size_t bytes, max_bytes;
    struct known_case *newest, *oldest;
    size_t n_places; /* a power of two */
    struct known_case *places[];
};

struct known_cases *known_cases_new(size_t max_bytes)
{
    size_t n = PLACES_MIN;
    while (n < max_bytes / BYTES_PER_PLACE)
        n *= 2;
    struct known_cases *known = mem_new(sizeof *known + n * sizeof known->places[0]);
    if (!known)
        return NULL;
    known->max_bytes = max_bytes;
    known->n_places = n;
    return known;
}

void known_cases_free(struct known_cases *known)
{
    if (known)
        known_cases_forget_all(known);
    mem_free(known);
}

/* Case numbers are given out one after the other: they spread by themselves. */
static size_t place_of(const struct known_cases *known, int64_t case_id)
{
    return (size_t)case_id & (known->n_places - 1);
}

static struct known_case *find(const struct known_cases *known, int64_t case_id)
{
    struct known_case *one = known->places[place_of(known, case_id)];
    while (one && one->content.case_id != case_id)
        one = one->next;
    return one;
}

const struct assess_case *known_cases_find(const struct known_cases *known, int64_t case_id)
{
    const struct known_case *one = find(known, case_id);
    return one ? &one->content : NULL;
}

static void drop(struct known_cases *known, struct known_case *one)
{
    struct known_case **link = &known->places[place_of(known, one->content.case_id)];
    while (*link != one)
        link = &(*link)->next;
    *link = one->next;
    *(one->newer ? &one->newer->older : &known->newest) = one->older;
    *(one->older ? &one->older->newer : &known->oldest) = one->newer;
    known->bytes -= one->bytes;
    mem_free(one);
}

void known_cases_forget(struct known_cases *known, int64_t case_id)
{
    struct known_case *one = find(known, case_id);
    if (one)
        drop(known, one);
}

void known_cases_forget_all(struct known_cases *known)
{
    while (known->oldest)
        drop(known, known->oldest);
}

size_t known_cases_bytes(const struct known_cases *known)
{
    return known->bytes;
}

/* ---- keeping --------------------------------------------------------------------------------------------- */

#define BYTES_OF_BOOL(column)
#define BYTES_OF_I16(column)
#define BYTES_OF_I32(column)
#define BYTES_OF_DAY(column)
#define BYTES_OF_TEXT(column) bytes += one->facts.column.len;

static size_t bytes_of(const struct assess_case *one)
{
    size_t bytes = sizeof(struct known_case) + one->history.n * sizeof one->history.events[0] +
                   one->n_spans * sizeof one->spans[0] + one->n_flags * sizeof one->flags[0];
    for (size_t i = 0; i < one->n_spans; i++)
        bytes += one->spans[i].evidence.len;
#define X(type, column) BYTES_OF_##type(column)
    FACT_COLUMNS(X)
#undef X
    return bytes;
}

/* Moves *at behind the copy. */
static void *copy(char **at, const void *bytes, size_t n)
{
    void *to = *at;
    if (n > 0)
        memcpy(to, bytes, n);
    *at += n;
    return to;
}

#define COPY_OF_BOOL(column)
#define COPY_OF_I16(column)
#define COPY_OF_I32(column)
#define COPY_OF_DAY(column)
#define COPY_OF_TEXT(column) to->facts.column.at = copy(&at, one->facts.column.at, one->facts.column.len);

static void fill(struct known_case *block, const struct assess_case *one)
{
    struct assess_case *to = &block->content;
    char *at = (char *)(block + 1); /* first what must be aligned */
    *to = *one;
    to->history.events = copy(&at, one->history.events, one->history.n * sizeof one->history.events[0]);
    struct span_row *spans = copy(&at, one->spans, one->n_spans * sizeof one->spans[0]);
    to->spans = spans;
    to->flags = copy(&at, one->flags, one->n_flags * sizeof one->flags[0]);
    for (size_t i = 0; i < one->n_spans; i++)
        spans[i].evidence.at = copy(&at, one->spans[i].evidence.at, one->spans[i].evidence.len);
#define X(type, column) COPY_OF_##type(column)
    FACT_COLUMNS(X)
#undef X
}

void known_cases_keep(struct known_cases *known, const struct assess_case *one)
{
    size_t bytes = bytes_of(one);
    struct known_case *block = bytes <= known->max_bytes ? mem_new(bytes) : NULL;
    if (block)
        fill(block, one);
    known_cases_forget(known, one->case_id);
    if (!block)
        return;
    while (known->bytes + bytes > known->max_bytes)
        drop(known, known->oldest);
    block->bytes = bytes;
    struct known_case **place = &known->places[place_of(known, one->case_id)];
    block->next = *place;
    *place = block;
    block->older = known->newest;
    *(known->newest ? &known->newest->newer : &known->oldest) = block;
    known->newest = block;
    known->bytes += bytes;
}
