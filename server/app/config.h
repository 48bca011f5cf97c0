/* The settings of spord: from a file, then the environment, then the flags; the later wins.
 *
 * A setting `data_dir` is the flag --data-dir, the variable SPORD_DATA_DIR and the line `data_dir = …` of the
 * file named by --config or SPORD_CONFIG. Unknown names and values out of bounds are refused with what is
 * allowed. Values of secret settings are in no message and in no log. The struct is passed down as const;
 * nothing changes it after the start. */
#ifndef SPOR_CONFIG_H
#define SPOR_CONFIG_H

#include "app/config_table.h"
#include "base/base.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"

enum config_flags { CONFIG_SECRET = 1, CONFIG_RELOADS = 2 };
enum config_type { CONFIG_TEXT, CONFIG_INTEGER, CONFIG_WORD };

struct config {
#define T(name, ...) const char *name;
#define I(name, ...) int name;
    SETTINGS(T, I, I)
#undef T
#undef I
};

struct setting {
    const char *name;
    enum config_type type;
    const char *initial; /* of texts and words */
    int number;          /* initial, lowest and highest of integers */
    int lowest, highest;
    const char *words; /* "off|on" */
    int flags;         /* enum config_flags */
    const char *text;
    size_t offset; /* in struct config */
};

/* Ended by a name of NULL. */
extern const struct setting config_settings[];

/* `flags` are the arguments behind the subcommand: --name value or --name=value. Those that are settings are taken
 * out; what stays, in its order, is *n_rest words at the beginning of flags[]. Texts of the result lie in the
 * arena. `environment` is environ. */
enum err_code config_read(struct arena *arena, int n_flags, char **flags, char **environment, int *n_rest,
                          struct config *out, struct err *err) NODISCARD;
/* The list of settings for --help. */
void config_help(struct buf *out);

#endif
