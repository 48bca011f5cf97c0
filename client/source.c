/* Reading a file that may be packed, see source.h. */
#include "client/source.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "base/mem.h"

enum {
    PIECE = 256 * 1024,
    RATIO_FROM = 4 * 1024 * 1024, /* smaller than this no expansion does harm */
};

struct source {
    int fd;
    off_t begin; /* where it stands open: standard input may have been read from */
    bool packed, started, at_end;
    bool member_open; /* bytes of it are still to come */
    bool padding;     /* zeros behind the last packed part */
    uint64_t done, size, grown;
    z_stream zip;
    uint8_t in[PIECE];
    size_t in_len;
    char out[PIECE];
};

static enum err_code fill(struct source *source, struct err *err)
{
    ssize_t n = read(source->fd, source->in, sizeof source->in);
    if (n < 0 && errno == EINTR)
        return err_set(err, ERR_TIMEOUT, "interrupted");
    if (n < 0)
        return err_set(err, ERR_INVALID, "the file cannot be read: %s", strerror(errno));
    source->in_len = (size_t)n;
    source->done += (uint64_t)n;
    if (n == 0)
        source->at_end = true;
    return ERR_NONE;
}

enum err_code source_open(const char *path, struct source **out, struct err *err)
{
    struct source *source = mem_new(sizeof *source);
    if (!source)
        return err_set(err, ERR_NO_MEMORY, "no memory");
    source->fd = strcmp(path, "-") == 0 ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC);
    struct stat about;
    if (source->fd < 0 || fstat(source->fd, &about) != 0) {
        enum err_code code = err_set(err, ERR_INVALID, "%s: %s", path, strerror(errno));
        source_close(source);
        return code;
    }
    if (S_ISDIR(about.st_mode)) {
        source_close(source);
        return err_set(err, ERR_INVALID, "%s is a folder", path);
    }
    source->size = S_ISREG(about.st_mode) ? (uint64_t)about.st_size : 0;
    source->begin = lseek(source->fd, 0, SEEK_CUR); /* -1: it cannot be gone back to */
    *out = source;
    return ERR_NONE;
}

/* Bytes to unpack; none at the end of the file. */
static enum err_code more(struct source *source, struct err *err)
{
    if (source->zip.avail_in > 0 || source->at_end)
        return ERR_NONE;
    if (fill(source, err) != ERR_NONE)
        return err->code;
    source->zip.next_in = source->in;
    source->zip.avail_in = source->at_end ? 0 : (uInt)source->in_len;
    return ERR_NONE;
}

/* Between packed parts: the next one begins, or zeros fill the rest of the file. */
static enum err_code between(struct source *source, struct err *err)
{
    source->padding |= source->zip.next_in[0] == 0;
    if (!source->padding) {
        source->member_open = true;
        return inflateReset(&source->zip) == Z_OK ? ERR_NONE : err_set(err, ERR_NO_MEMORY, "no memory");
    }
    for (; source->zip.avail_in > 0; source->zip.avail_in--)
        if (*source->zip.next_in++ != 0)
            return err_set(err, ERR_INVALID, "the packed file is damaged: bytes follow behind its end");
    return ERR_NONE;
}

static enum err_code unpack(struct source *source, struct str *piece, struct err *err)
{
    source->zip.next_out = (Bytef *)source->out;
    source->zip.avail_out = sizeof source->out;
    while (source->zip.avail_out == sizeof source->out) {
        if (more(source, err) != ERR_NONE)
            return err->code;
        if (source->zip.avail_in == 0)
            break;
        if (!source->member_open && between(source, err) != ERR_NONE)
            return err->code;
        if (!source->member_open)
            continue;
        int status = inflate(&source->zip, Z_NO_FLUSH);
        if (status == Z_STREAM_END)
            source->member_open = false;
        else if (status != Z_OK && status != Z_BUF_ERROR)
            return err_set(err, ERR_INVALID, "the packed file is damaged: %s",
                           source->zip.msg ? source->zip.msg : "it cannot be unpacked");
    }
    size_t len = sizeof source->out - source->zip.avail_out;
    if (len == 0 && source->member_open)
        return err_set(err, ERR_INVALID, "the packed file ends too early");
    source->grown += len;
    if (source->grown > RATIO_FROM && source->grown / SOURCE_MAX_RATIO > source->done)
        return err_set(err, ERR_TOO_LARGE, "the packed file grows to more than %d times its size",
                       SOURCE_MAX_RATIO);
    *piece = (struct str){source->out, len};
    return ERR_NONE;
}

/* From the first bytes of a packed file, which were read. */
static enum err_code start(struct source *source, struct err *err)
{
    if (!source->packed && inflateInit2(&source->zip, 15 + 16) != Z_OK)
        return err_set(err, ERR_NO_MEMORY, "no memory to unpack the file");
    source->packed = true;
    source->member_open = false; /* the first part is reset as any other */
    source->padding = false;
    source->grown = 0;
    source->zip.next_in = source->in;
    source->zip.avail_in = (uInt)source->in_len;
    return ERR_NONE;
}

/* Unpacks all of it and goes back to its beginning. */
static enum err_code look_through(struct source *source, struct err *err)
{
    struct str piece;
    do {
        if (unpack(source, &piece, err) != ERR_NONE)
            return err->code;
    } while (piece.len > 0);
    source->at_end = false;
    source->done = 0;
    if (lseek(source->fd, source->begin, SEEK_SET) != source->begin)
        return err_set(err, ERR_INVALID, "the file cannot be read: %s", strerror(errno));
    return fill(source, err) == ERR_NONE ? start(source, err) : err->code;
}

enum err_code source_read(struct source *source, struct str *piece, struct err *err)
{
    struct err own; /* `err` may be NULL, unpack reads it */
    if (!err)
        err = &own;
    if (!source->started) {
        source->started = true;
        if (fill(source, err) != ERR_NONE)
            return err->code;
        if (source->in_len >= 2 && source->in[0] == 0x1f && source->in[1] == 0x8b) {
            if (start(source, err) != ERR_NONE ||
                (source->begin >= 0 && look_through(source, err) != ERR_NONE))
                return err->code;
        }
    } else if (!source->packed && !source->at_end && fill(source, err) != ERR_NONE) {
        return err->code;
    }
    if (source->packed)
        return unpack(source, piece, err);
    *piece = (struct str){(const char *)source->in, source->at_end ? 0 : source->in_len};
    return ERR_NONE;
}

void source_close(struct source *source)
{
    if (!source)
        return;
    if (source->packed)
        inflateEnd(&source->zip);
    if (source->fd >= 0)
        close(source->fd);
    mem_free(source);
}

uint64_t source_done(const struct source *source)
{
    return source->done;
}

uint64_t source_size(const struct source *source)
{
    return source->size;
}
