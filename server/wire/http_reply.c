/* See http_reply.h. */
#include "wire/http_reply.h"

#include <time.h>

static const struct {
    int status;
    const char *reason;
} reasons[] = {
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {303, "See Other"},
    {304, "Not Modified"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {422, "Unprocessable Content"},
    {428, "Precondition Required"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {503, "Service Unavailable"},
    {507, "Insufficient Storage"},
    {505, "HTTP Version Not Supported"},
};

/* Written unless the answer names them itself. */
static const struct {
    const char *name, *value;
} defaults[] = {
    {"cache-control", "no-store"},
    {"content-security-policy", "default-src 'none'; frame-ancestors 'none'"},
    {"referrer-policy", "no-referrer"},
    {"strict-transport-security", "max-age=31536000"},
    {"x-content-type-options", "nosniff"},
};

static const char *const ours[] = {"date", "content-length", "content-type", "connection",
                                   "transfer-encoding"};

static void put_digits(char *at, int n, int value)
{
    while (n-- > 0) {
        at[n] = (char)('0' + value % 10);
        value /= 10;
    }
}

void http_date(int64_t now, char text[HTTP_DATE])
{
    static const char *const days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    time_t seconds = (time_t)now;
    struct tm utc = {.tm_mday = 1, .tm_year = 70, .tm_wday = 4};
    (void)gmtime_r(&seconds, &utc);
    memcpy(text, "Sun, 00 Jan 0000 00:00:00 GMT", HTTP_DATE);
    memcpy(text, days[utc.tm_wday], 3);
    put_digits(text + 5, 2, utc.tm_mday);
    memcpy(text + 8, months[utc.tm_mon], 3);
    put_digits(text + 12, 4, utc.tm_year + 1900);
    put_digits(text + 17, 2, utc.tm_hour);
    put_digits(text + 20, 2, utc.tm_min);
    put_digits(text + 23, 2, utc.tm_sec);
}

static const char *reason_of(int status)
{
    for (size_t i = 0; i < ARRAY_LEN(reasons); i++) {
        if (reasons[i].status == status)
            return reasons[i].reason;
    }
    return ""; /* a reason is not needed */
}

static bool same_name(struct str name, const char *lower)
{
    size_t len = strlen(lower);
    if (name.len != len)
        return false;
    for (size_t i = 0; i < len; i++) {
        char c = name.at[i];
        if (c >= 'A' && c <= 'Z')
            c = (char)(c - 'A' + 'a');
        if (c != lower[i])
            return false;
    }
    return true;
}

static bool is_value(struct str value)
{
    for (size_t i = 0; i < value.len; i++) {
        unsigned char c = (unsigned char)value.at[i];
        if ((c < 0x20 && c != '\t') || c == 0x7F)
            return false;
    }
    return true;
}

static enum err_code check_headers(const struct http_reply *reply, struct err *err)
{
    if (reply->status < 200 || reply->status > 599)
        return err_set(err, ERR_INTERNAL, "no answer has the status %d", reply->status);
    if (reply->content_type && !is_value(str_of(reply->content_type)))
        return err_set(err, ERR_INTERNAL, "a control byte in the content type of an answer");
    for (size_t i = 0; i < reply->n_headers; i++) {
        const struct header *header = &reply->headers[i];
        if (!http_is_token(header->name))
            return err_set(err, ERR_INTERNAL, "a header of an answer has a name that is none");
        if (!is_value(header->value))
            return err_set(err, ERR_INTERNAL, "a control byte in a header of an answer");
        for (size_t k = 0; k < ARRAY_LEN(ours); k++) {
            if (same_name(header->name, ours[k]))
                return err_set(err, ERR_INTERNAL, "the header %s is not the application's to write", ours[k]);
        }
    }
    return ERR_NONE;
}

static bool names(const struct http_reply *reply, const char *name)
{
    for (size_t i = 0; i < reply->n_headers; i++) {
        if (same_name(reply->headers[i].name, name))
            return true;
    }
    return false;
}

static void put_header(struct buf *out, struct str name, struct str value)
{
    buf_put_str(out, name);
    buf_put(out, ": ", 2);
    buf_put_str(out, value);
    buf_put(out, "\r\n", 2);
}

static void put_length(struct buf *out, uint64_t bytes)
{
    char digits[20]; /* as many as 64 bits have */
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + bytes % 10);
        bytes /= 10;
    } while (bytes > 0);
    put_header(out, STR("content-length"), (struct str){digits + at, sizeof digits - at});
}

enum err_code http_reply_head(struct buf *out, const struct http_reply *reply, int64_t now, struct err *err)
{
    enum err_code code = check_headers(reply, err);
    if (code != ERR_NONE)
        return code;
    char date[HTTP_DATE];
    http_date(now, date);
    char status[] = "HTTP/1.1 000 ";
    put_digits(status + 9, 3, reply->status);
    buf_put(out, status, sizeof status - 1);
    buf_put_str(out, str_of(reason_of(reply->status)));
    buf_put(out, "\r\n", 2);
    put_header(out, STR("date"), (struct str){date, sizeof date});
    if (reply->content_type)
        put_header(out, STR("content-type"), str_of(reply->content_type));
    if (reply->streamed)
        put_header(out, STR("transfer-encoding"), STR("chunked"));
    else if (reply->status != 204 && reply->status != 304)
        put_length(out, reply->body_bytes);
    if (reply->close)
        put_header(out, STR("connection"), STR("close"));
    for (size_t i = 0; i < ARRAY_LEN(defaults); i++) {
        if (!names(reply, defaults[i].name))
            put_header(out, str_of(defaults[i].name), str_of(defaults[i].value));
    }
    for (size_t i = 0; i < reply->n_headers; i++)
        put_header(out, reply->headers[i].name, reply->headers[i].value);
    buf_put(out, "\r\n", 2);
    return ERR_NONE;
}

void http_reply_chunk(struct buf *out, struct str piece)
{
    buf_printf(out, "%zx\r\n", piece.len);
    buf_put_str(out, piece);
    buf_put(out, "\r\n", 2);
}
