/* See problem.h. */
#include "wire/problem.h"

#include "wire/detail.h"

static void put_text(struct buf *out, const char *text)
{
    static const char hex[] = "0123456789abcdef";
    buf_put_char(out, '"');
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        if (c == '"' || c == '\\') {
            buf_put_char(out, '\\');
            buf_put_char(out, (char)c);
        } else if (c < 0x20) {
            char escaped[] = {'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]};
            buf_put(out, escaped, sizeof escaped);
        } else {
            buf_put_char(out, (char)c);
        }
    }
    buf_put_char(out, '"');
}

void problem_put(struct buf *out, const struct err *err, bool danish)
{
    const struct err_info *info = err_info(err->code);
    char room[DETAIL_ROOM];
    const char *detail = danish ? detail_in_danish(err->text, room) : err->text;
    buf_printf(out, "{\"type\":\"/problems/%s\",\"title\":", info->name);
    put_text(out, danish ? info->danish : info->english);
    buf_printf(out, ",\"status\":%d,\"detail\":", info->http_status);
    put_text(out, detail);
    buf_printf(out, ",\"code\":\"%s\"", info->name);
    if (err->pointer[0]) {
        buf_put_str(out, STR(",\"errors\":[{\"pointer\":"));
        put_text(out, err->pointer);
        buf_put_str(out, STR(",\"detail\":"));
        put_text(out, detail);
        buf_put_str(out, STR("}]"));
    }
    buf_put_char(out, '}');
}
