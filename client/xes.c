/* A reader of XES over expat, see xes.h. */
#include "client/xes.h"

#include <expat.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/mem.h"
#include "core/text.h"

/* Where we are: what kind of element is open at each depth. */
enum place { PLACE_LOG = 1, PLACE_TRACE, PLACE_EVENT, PLACE_ATTRIBUTE, PLACE_OTHER };

/* A start tag longer than this without its end is not waited for. */
enum { MAX_TAG = 16 * XES_MAX_VALUE };

struct xes {
    XML_Parser expat;
    struct xes_sink sink;
    struct str holder_key;
    struct arena arena; /* the texts of the open trace */
    struct arena_mark empty;
    struct xes_event *events;
    size_t n, cap;
    struct str trace_name;
    uint32_t trace_line;
    uint64_t fed;
    char head[3]; /* the first bytes of the file, until they are known to be no byte order mark */
    size_t n_head;
    bool begun;
    int depth;
    enum place open[XES_MAX_DEPTH + 1];
    struct err err; /* the first error, code ERR_NONE: none yet */
};

static uint32_t line_of(struct xes *xes)
{
    return (uint32_t)XML_GetCurrentLineNumber(xes->expat);
}

static void stop(struct xes *xes, const char *why)
{
    if (xes->err.code == ERR_NONE)
        err_set(&xes->err, ERR_INVALID, "line %u: %s", line_of(xes), why);
    XML_StopParser(xes->expat, XML_FALSE);
}

static bool is(const char *tag, const char *name)
{
    return strcmp(tag, name) == 0;
}

static bool is_attribute(const char *tag)
{
    static const char *const names[] = {"string",  "date", "int",  "float",
                                        "boolean", "id",   "list", "container"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (is(tag, names[i]))
            return true;
    return false;
}

static struct str keep(struct xes *xes, struct str value)
{
    if (text_is_blank(value))
        return (struct str){NULL, 0};
    struct str copy = arena_copy(&xes->arena, value);
    if (!copy.at)
        stop(xes, "a trace of more than 64 MB");
    return copy;
}

static struct str trim(struct str text)
{
    static const char blanks[] = {' ', '\t', '\r', '\n'};
    while (text.len > 0 && memchr(blanks, text.at[text.len - 1], sizeof blanks))
        text.len--;
    while (text.len > 0 && memchr(blanks, text.at[0], sizeof blanks))
        text = (struct str){text.at + 1, text.len - 1};
    return text;
}

/* At most 14:00, as XML Schema has it; more than the parser of instants asks. */
static bool is_offset(struct str text)
{
    if (str_equal(text, STR("Z")))
        return true;
    return text.len == 6 && (memcmp(text.at + 1, "14:00", 5) == 0 || memcmp(text.at + 1, "14", 2) < 0);
}

bool xes_instant(struct str text, instant_t *out, struct str *finer)
{
    enum { DATE = 11, HEAD = 19, MICROS = 6, OFFSET = 6 }; /* "YYYY-MM-DDT", "…HH:MM:SS" */
    char plain[HEAD + 1 + MICROS + OFFSET];
    text = trim(text);
    *finer = (struct str){NULL, 0};
    if (text.len <= HEAD || text.at[DATE - 1] != 'T')
        return false;
    memcpy(plain, text.at, HEAD);
    size_t n = HEAD, end = HEAD, digits = 0;
    bool is_midnight = memcmp(text.at + DATE, "24:00:00", HEAD - DATE) == 0;
    if (is_midnight)
        plain[DATE] = plain[DATE + 1] = '0';
    if (text.at[HEAD] == '.') {
        for (end++; end < text.len && text.at[end] >= '0' && text.at[end] <= '9'; end++, digits++)
            if (is_midnight && text.at[end] != '0')
                return false;
        size_t kept = digits < MICROS ? digits : MICROS;
        memcpy(plain + n, text.at + HEAD, 1 + kept);
        n += 1 + kept;
        *finer = (struct str){text.at + HEAD + 1 + kept, digits - kept};
        while (finer->len > 0 && finer->at[finer->len - 1] == '0')
            finer->len--;
    }
    struct str offset = {text.at + end, text.len - end};
    if (!is_offset(offset))
        return false;
    memcpy(plain + n, offset.at, offset.len);
    if (!instant_parse((struct str){plain, n + offset.len}, out))
        return false;
    *out += is_midnight ? 24 * HOUR : 0;
    return true;
}

static void set_time(struct xes *xes, struct xes_event *event, struct str value)
{
    struct str finer;
    if (value.len == 0) {
        event->at = INSTANT_NONE;
        event->bad = "no time:timestamp";
        return;
    }
    event->bad = NULL;
    if (xes_instant(value, &event->at, &finer)) {
        event->finer = keep(xes, finer); /* digits, or none */
        return;
    }
    event->at = INSTANT_NONE;
    event->bad = "time:timestamp is no date and time with an offset";
}

/* Of several attributes with one key the last one counts. */
static void on_attribute(struct xes *xes, enum place parent, struct str key, struct str value)
{
    if (parent == PLACE_TRACE) {
        if (str_equal(key, STR("concept:name")))
            xes->trace_name = keep(xes, value);
        return;
    }
    struct xes_event *event = &xes->events[xes->n - 1];
    if (xes->holder_key.at && str_equal(key, xes->holder_key))
        event->holder = keep(xes, value);
    if (str_equal(key, STR("time:timestamp")))
        set_time(xes, event, value);
    else if (str_equal(key, STR("concept:name")))
        event->name = keep(xes, value);
    else if (str_equal(key, STR("org:resource")))
        event->resource = keep(xes, value);
    else if (str_equal(key, STR("identity:id")))
        event->id = keep(xes, value);
}

static void open_trace(struct xes *xes)
{
    arena_reset(&xes->arena, xes->empty);
    xes->n = 0;
    xes->trace_name = (struct str){NULL, 0};
    xes->trace_line = line_of(xes);
}

static void open_event(struct xes *xes)
{
    if (xes->n == xes->cap) {
        size_t cap = xes->cap ? 2 * xes->cap : 64;
        if (cap > XES_MAX_TRACE / sizeof *xes->events) {
            stop(xes, "a trace of too many events");
            return;
        }
        struct xes_event *grown = mem_resize(xes->events, cap * sizeof *grown);
        if (!grown) {
            stop(xes, "no memory");
            return;
        }
        xes->events = grown;
        xes->cap = cap;
    }
    xes->events[xes->n] = (struct xes_event){
        .at = INSTANT_NONE, .bad = "no time:timestamp", .line = line_of(xes), .place = (uint32_t)xes->n};
    xes->n++;
}

static enum place place_of(struct xes *xes, const char *tag, enum place parent)
{
    if (is(tag, "log") || parent == 0) {
        if (parent != 0)
            stop(xes, "a <log> inside the log");
        else if (!is(tag, "log"))
            stop(xes, "no event log: the outermost element is not <log>");
        return PLACE_LOG;
    }
    if (is(tag, "trace")) {
        if (parent != PLACE_LOG)
            stop(xes, "a <trace> that is not directly in the <log>");
        return PLACE_TRACE;
    }
    if (is(tag, "event")) {
        if (parent != PLACE_LOG && parent != PLACE_TRACE)
            stop(xes, "an <event> that is not directly in a <trace>");
        return PLACE_EVENT;
    }
    return is_attribute(tag) ? PLACE_ATTRIBUTE : PLACE_OTHER;
}

static void on_start(void *user, const XML_Char *name, const XML_Char **attributes)
{
    struct xes *xes = user;
    if (xes->err.code != ERR_NONE)
        return;
    const char *colon = strrchr(name, ':');
    const char *tag = colon ? colon + 1 : name;
    if (xes->depth == XES_MAX_DEPTH) {
        stop(xes, "more than 32 elements inside each other");
        return;
    }
    struct str key = {NULL, 0}, value = {NULL, 0};
    for (const XML_Char **a = attributes; *a; a += 2) {
        struct str v = str_of(a[1]);
        if (v.len > XES_MAX_VALUE) {
            stop(xes, "a value of more than 64 kB");
            return;
        }
        if (is(a[0], "key"))
            key = v;
        else if (is(a[0], "value"))
            value = v;
    }
    enum place parent = xes->open[xes->depth];
    enum place place = place_of(xes, tag, parent);
    xes->open[++xes->depth] = place;
    if (xes->err.code != ERR_NONE)
        return;
    if (place == PLACE_TRACE)
        open_trace(xes);
    else if (place == PLACE_EVENT && parent == PLACE_TRACE)
        open_event(xes);
    else if (place == PLACE_EVENT) {
        if (xes->sink.stray(xes->sink.ctx, line_of(xes), &xes->err) != ERR_NONE)
            XML_StopParser(xes->expat, XML_FALSE);
    } else if (place == PLACE_ATTRIBUTE && key.at &&
               (parent == PLACE_TRACE || (parent == PLACE_EVENT && xes->open[xes->depth - 2] == PLACE_TRACE)))
        on_attribute(xes, parent, key, value);
}

/* As decimal fractions: without zeros at their end, so a longer one is more than its beginning. */
static int by_digits(struct str a, struct str b)
{
    size_t len = a.len < b.len ? a.len : b.len;
    int order = len ? memcmp(a.at, b.at, len) : 0;
    return order ? order : a.len < b.len ? -1 : a.len > b.len;
}

static int by_instant(const void *a, const void *b)
{
    const struct xes_event *x = a, *y = b;
    if (x->at != y->at)
        return x->at < y->at ? -1 : 1;
    int order = by_digits(x->finer, y->finer);
    if (order)
        return order;
    return x->place < y->place ? -1 : x->place > y->place;
}

static void on_end(void *user, const XML_Char *name UNUSED)
{
    struct xes *xes = user;
    if (xes->err.code != ERR_NONE)
        return;
    enum place place = xes->open[xes->depth--];
    if (place == PLACE_EVENT && xes->open[xes->depth] == PLACE_TRACE) {
        struct xes_event *event = &xes->events[xes->n - 1];
        if (!event->bad && !event->name.at)
            event->bad = "no concept:name";
    } else if (place == PLACE_TRACE) {
        if (xes->n > 1)
            qsort(xes->events, xes->n, sizeof *xes->events, by_instant);
        struct xes_trace trace = {xes->trace_name, xes->events, xes->n, xes->trace_line};
        if (xes->sink.trace(xes->sink.ctx, &trace, &xes->err) != ERR_NONE)
            XML_StopParser(xes->expat, XML_FALSE);
    }
}

static void on_doctype(void *user, const XML_Char *name UNUSED, const XML_Char *system UNUSED,
                       const XML_Char *public UNUSED, int internal UNUSED)
{
    stop(user, "a document type (<!DOCTYPE) is refused");
}

struct xes *xes_new(struct str holder_key, const struct xes_sink *sink)
{
    struct xes *xes = mem_new(sizeof *xes);
    if (!xes)
        return NULL;
    xes->expat = XML_ParserCreate(NULL);
    if (!xes->expat) {
        mem_free(xes);
        return NULL;
    }
    arena_init(&xes->arena, XES_MAX_TRACE);
    xes->empty = arena_mark(&xes->arena);
    xes->holder_key = holder_key;
    xes->sink = *sink;
    XML_SetUserData(xes->expat, xes);
    XML_SetElementHandler(xes->expat, on_start, on_end);
    XML_SetStartDoctypeDeclHandler(xes->expat, on_doctype);
    return xes;
}

void xes_free(struct xes *xes)
{
    if (!xes)
        return;
    XML_ParserFree(xes->expat);
    arena_clear(&xes->arena);
    mem_free(xes->events);
    mem_free(xes);
}

/* Holds the first bytes back until they are known to be no byte order mark. One of UTF-8 is dropped, and the document
 * is UTF-8, whatever it declares: its bytes read as another encoding would be other letters. */
static enum XML_Status begin(struct xes *xes, struct str *piece, bool last)
{
    while (xes->n_head < sizeof xes->head && piece->len > 0) {
        xes->head[xes->n_head++] = piece->at[0];
        *piece = (struct str){piece->at + 1, piece->len - 1};
    }
    if (xes->n_head < sizeof xes->head && !last)
        return XML_STATUS_OK;
    xes->begun = true;
    if (xes->n_head == sizeof xes->head && memcmp(xes->head, "\xef\xbb\xbf", sizeof xes->head) == 0)
        return XML_SetEncoding(xes->expat, "UTF-8");
    xes->fed = xes->n_head;
    return XML_Parse(xes->expat, xes->head, (int)xes->n_head, false);
}

enum err_code xes_feed(struct xes *xes, struct str piece, bool last, struct err *err)
{
    enum XML_Status status = XML_STATUS_OK;
    if (piece.len > INT32_MAX / 2)
        return err_set(err, ERR_TOO_LARGE, "a piece of the file is too large");
    if (!xes->begun)
        status = begin(xes, &piece, last);
    if (status == XML_STATUS_OK && xes->begun)
        status = XML_Parse(xes->expat, piece.at, (int)piece.len, last);
    xes->fed += piece.len;
    if (xes->err.code != ERR_NONE) {
        if (err)
            *err = xes->err;
        return xes->err.code;
    }
    if (status != XML_STATUS_OK) {
        const XML_LChar *what = XML_ErrorString(XML_GetErrorCode(xes->expat));
        return err_set(err, ERR_INVALID, "line %u: malformed XML: %s", line_of(xes),
                       what ? what : "unknown error");
    }
    /* Nothing may make us hold more than one long start tag that does not end. */
    XML_Index at = XML_GetCurrentByteIndex(xes->expat);
    if (!last && at >= 0 && xes->fed > (uint64_t)at + MAX_TAG)
        return err_set(err, ERR_INVALID, "line %u: an element of more than 1 MB", line_of(xes));
    return ERR_NONE;
}
