/* Runs the request parser over input cut into pieces, for the unit test and the fuzz target: the outcome as
 * one text, so that two ways of cutting can be compared. */
#ifndef SPOR_HTTP_RUN_H
#define SPOR_HTTP_RUN_H

#include "base/buf.h"
#include "guard.h"
#include "wire/http.h"

enum { HTTP_RUN_MOST = 70000 };

/* A small generator, so that a seed repeats a run. */
static inline uint32_t http_run_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static inline void http_run_describe(const struct http_request *request, struct buf *out)
{
    buf_printf(out, "%s path=[%.*s] query=[%.*s] keep=%d continue=%d", method_name(request->method),
               STR_ARG(request->path), STR_ARG(request->query), request->keep_alive,
               request->expects_continue);
    for (size_t i = 0; i < request->n_headers; i++)
        buf_printf(out, " %.*s=[%.*s]", STR_ARG(request->headers[i].name),
                   STR_ARG(request->headers[i].value));
    buf_printf(out, " body=[");
    buf_put_str(out, request->body);
    buf_printf(out, "]\n");
}

/* Reads requests until the input ends or is refused. `piece` 0: whole; above: pieces of at most that many
 * bytes, of random length where `seed` is not 0. The outcome is appended to `out`: each request, then "more",
 * "bad CODE" or "end". */
static inline void http_run(struct guard *guard, const struct http_limits *limits, const char *input,
                            size_t len, size_t piece, uint32_t seed, struct buf *out)
{
    size_t at = 0;
    while (true) {
        struct arena arena;
        arena_init(&arena, 1 << 16);
        struct http_parser *parser = http_parser_new(&arena, limits);
        enum http_event event = PARSE_MORE;
        struct err err = {0};
        bool began = false;
        while (parser && event != PARSE_DONE && event != PARSE_BAD && (at < len || event == PARSE_HEAD)) {
            size_t n = len - at, taken = 0;
            if (piece && n > piece)
                n = piece;
            if (seed && n > 1)
                n = 1 + http_run_random(&seed) % n;
            event = http_feed(parser, guard_put(guard, input + at, n), n, &taken, &err);
            at += taken;
            began = true;
        }
        if (event == PARSE_DONE)
            http_run_describe(http_request(parser), out);
        http_parser_free(parser);
        arena_clear(&arena);
        if (event == PARSE_BAD)
            buf_printf(out, "bad %s", err_info(err.code)->name);
        else if (event != PARSE_DONE)
            buf_printf(out, began ? "more" : "end");
        if (event != PARSE_DONE)
            return;
    }
}

#endif
