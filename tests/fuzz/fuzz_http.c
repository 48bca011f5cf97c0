/* Fuzzing the request parser: the first byte chooses how the rest is cut into pieces, and the outcome must be
 * the one of the whole input. */
#include <stdlib.h>

#include "tests/unit/http_run.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct http_limits limits = {.head = {2048, 256, 16}, .body_bytes = 4096};
    static struct guard guard;
    if (!guard.pages && !guard_init(&guard, HTTP_RUN_MOST))
        abort();
    if (size < 1 || size > HTTP_RUN_MOST)
        return 0;
    const char *input = (const char *)data + 1;
    struct buf whole, cut;
    buf_init(&whole, 1 << 24);
    buf_init(&cut, 1 << 24);
    http_run(&guard, &limits, input, size - 1, 0, 0, &whole);
    http_run(&guard, &limits, input, size - 1, 1u + data[0] % 16u, data[0] / 16u, &cut);
    if (whole.failed || cut.failed || !str_equal(buf_str(&whole), buf_str(&cut)))
        abort();
    buf_clear(&whole);
    buf_clear(&cut);
    return 0;
}
