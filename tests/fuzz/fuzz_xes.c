/* Any bytes as an event log: the reader of XES must end in a result or an error. */
#include "client/xes.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static enum err_code on_trace(void *ctx, const struct xes_trace *trace, struct err *err UNUSED)
{
    size_t *n = ctx;
    for (size_t i = 0; i < trace->n; i++)
        if (!trace->events[i].bad)
            *n += trace->events[i].name.len;
    return ERR_NONE;
}

static enum err_code on_stray(void *ctx, uint32_t line, struct err *err UNUSED)
{
    size_t *n = ctx;
    *n += line;
    return ERR_NONE;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    size_t n = 0, step = len % 7 + 1;
    struct err err;
    struct xes *xes = xes_new(STR("org:resource"), &(struct xes_sink){on_trace, on_stray, &n});
    enum err_code code = ERR_NONE;
    if (!xes)
        return 0;
    for (size_t i = 0; i < len && code == ERR_NONE; i += step)
        code = xes_feed(xes, (struct str){(const char *)bytes + i, len - i < step ? len - i : step}, false,
                        &err);
    if (code == ERR_NONE)
        code = xes_feed(xes, (struct str){NULL, 0}, true, &err);
    xes_free(xes);
    return 0;
}
