/* A file to import, a piece at a time; what is packed with gzip is unpacked on the way (told by its first
 * bytes, not by its name). A packed file may grow to at most a hundred times its size: more is refused as a
 * bomb. Zero bytes behind its last part are padding; any others are an error.
 *
 * A packed file is gone through once before its first piece is handed out, so that of a damaged one nothing is used;
 * of one that comes through a pipe the damage shows where it is. */
#ifndef SPOR_CLIENT_SOURCE_H
#define SPOR_CLIENT_SOURCE_H

#include "base/base.h"
#include "base/err.h"

enum { SOURCE_MAX_RATIO = 100 };

struct source;

/* Opens the file "-" as standard input. */
enum err_code source_open(const char *path, struct source **out, struct err *err) NODISCARD;
/* The next bytes, valid until the next call; an empty piece: the end. ERR_TIMEOUT: a signal came while nothing did. */
enum err_code source_read(struct source *source, struct str *piece, struct err *err) NODISCARD;
void source_close(struct source *source);
/* For progress: bytes of the file read so far, and its size (0: not known). */
uint64_t source_done(const struct source *source);
uint64_t source_size(const struct source *source);

#endif
