/* What form a file has, see import.h. */
#include "client/import.h"

#include "client/uuid.h"

static bool begins(struct str text, const char *with, size_t len)
{
    return text.len >= len && memcmp(text.at, with, len) == 0;
}

enum form { FORM_UNKNOWN, FORM_XES, FORM_NDJSON };

/* By the first character that is not blank. */
static enum form form_of(struct str piece)
{
    size_t i = begins(piece, "\xef\xbb\xbf", 3) ? 3 : 0;
    if (begins(piece, "\xff\xfe<", 4) ||
        begins(piece, "\xfe\xff\0<", 4)) /* UTF-16, which the XML parser knows */
        return FORM_XES;
    while (i < piece.len && memchr(" \t\r\n\v\f", piece.at[i], 6))
        i++;
    if (i == piece.len) /* only blank lines so far */
        return FORM_NDJSON;
    return piece.at[i] == '<' ? FORM_XES : piece.at[i] == '{' ? FORM_NDJSON : FORM_UNKNOWN;
}

enum err_code import_case_id(const struct import_options *options, struct str name, struct uuid *out,
                             bool *own, struct err *err)
{
    *own = str_to_uuid(name, out);
    return *own ? ERR_NONE : uuid_v5((struct str[]){options->source, STR("case"), name}, 3, out, err);
}

enum err_code import_file(struct source *source, const struct import_options *options,
                          const struct import_sink *sink, struct err *err)
{
    struct str piece;
    if (source_read(source, &piece, err) != ERR_NONE)
        return err->code;
    if (piece.len == 0)
        return err_set(err, ERR_INVALID, "the file is empty");
    enum form form = form_of(piece);
    if (form == FORM_UNKNOWN)
        return err_set(
            err, ERR_INVALID,
            "the file is neither XES, which begins with <, nor NDJSON, each line of which is an object in {}: a "
            "table such as a CSV is made into one of them first");
    return form == FORM_XES ? import_xes(source, piece, options, sink, err)
                            : import_ndjson(source, piece, options, sink, err);
}
