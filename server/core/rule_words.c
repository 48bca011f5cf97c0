/* See rule_words.h. */
#include "core/rule_words.h"

/* The rule's own parameter of that name, else the shared one; PARAM_COUNT: none. */
static enum param param_named(enum rule rule, struct str name)
{
    enum param shared = PARAM_COUNT;
    for (uint32_t p = 0; p < PARAM_ON; p++) {
        struct param_info info = param_info((enum param)p);
        if (!str_equal(str_of(info.name), name))
            continue;
        if (info.rule == rule)
            return (enum param)p;
        if (info.rule == RULE_NONE)
            shared = (enum param)p;
    }
    return shared;
}

static void put_value(struct buf *out, enum param param, int32_t value, bool danish)
{
    if (strcmp(param_info(param).unit, "tenths") == 0)
        buf_printf(out, "%d%c%d", value / 10, danish ? ',' : '.', value % 10);
    else
        buf_printf(out, "%d", value);
}

static void put_param(struct buf *out, const struct rule_period *period, enum param param, bool danish)
{
    int32_t general = period->value[TARGET_GROUP_NONE_][param];
    bool any = false;
    put_value(out, param, general, danish);
    for (uint32_t group = 1; group < TARGET_GROUP_COUNT; group++) {
        if (period->value[group][param] == general)
            continue;
        const struct catalogue_value *value = catalogue_value(CATALOGUE_TARGET_GROUP, group);
        buf_printf(out, "%s%s: ", any ? "; " : " (", danish ? value->danish : value->english);
        put_value(out, param, period->value[group][param], danish);
        any = true;
    }
    if (any)
        buf_put_char(out, ')');
}

void rule_put_words(struct buf *out, const struct rule_period *period, enum rule rule, const char *text,
                    bool danish)
{
    struct str rest = str_of(text);
    for (const char *open; (open = memchr(rest.at, '{', rest.len));) {
        const char *end = rest.at + rest.len, *close = memchr(open, '}', (size_t)(end - open));
        if (!close)
            break;
        enum param param = param_named(rule, (struct str){open + 1, (size_t)(close - open - 1)});
        buf_put(out, rest.at, (size_t)(open - rest.at));
        if (param == PARAM_COUNT)
            buf_put(out, open, (size_t)(close + 1 - open));
        else
            put_param(out, period, param, danish);
        rest = (struct str){close + 1, (size_t)(end - close - 1)};
    }
    buf_put_str(out, rest);
}
