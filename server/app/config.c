/* See config.h. */
#include "app/config.h"

#include <errno.h>
#include <stdio.h>

enum { FILE_MAX_BYTES = 64 * 1024, NAME_MAX_BYTES = 64 };

#define T(name, initial, flags, text)                                                                        \
    {#name, CONFIG_TEXT, initial, 0, 0, 0, NULL, flags, text, offsetof(struct config, name)},
#define I(name, initial, lowest, highest, flags, text)                                                       \
    {#name, CONFIG_INTEGER, NULL, initial, lowest, highest, NULL, flags, text, offsetof(struct config, name)},
#define W(name, initial, words, flags, text)                                                                 \
    {#name, CONFIG_WORD, initial, 0, 0, 0, words, flags, text, offsetof(struct config, name)},
const struct setting config_settings[] = {
    SETTINGS(T, I, W){NULL, CONFIG_TEXT, NULL, 0, 0, 0, NULL, 0, NULL, 0}};
#undef T
#undef I
#undef W

/* `name` as a setting's name, letters compared after the change that each source of settings makes. */
static const struct setting *find(struct str name, char dash, bool upper)
{
    for (const struct setting *s = config_settings; s->name; s++) {
        if (strlen(s->name) != name.len)
            continue;
        size_t i = 0;
        for (; i < name.len; i++) {
            char c = s->name[i] == '_' ? dash : s->name[i];
            if (upper && c >= 'a' && c <= 'z')
                c = (char)(c - 'a' + 'A');
            if (c != name.at[i])
                break;
        }
        if (i == name.len)
            return s;
    }
    return NULL;
}

/* The place of the word in "off|on", or -1. */
static int word_place(const char *words, struct str word)
{
    for (int place = 0; *words; place++) {
        size_t len = strcspn(words, "|");
        if (word.len == len && memcmp(words, word.at, len) == 0)
            return place;
        words += len + (words[len] == '|');
    }
    return -1;
}

static enum err_code set(struct arena *arena, const struct setting *setting, struct str value,
                         struct config *config, struct err *err)
{
    void *member = (char *)config + setting->offset;
    int64_t number = 0;
    struct str copy;
    switch (setting->type) {
    case CONFIG_TEXT:
        if (memchr(value.at ? value.at : "", '\0', value.len) || !str_is_utf8(value))
            return err_set(err, ERR_INVALID, "setting %s: no proper text", setting->name);
        copy = arena_copy(arena, value);
        if (!copy.at)
            return err_set(err, ERR_NO_MEMORY, "settings: no memory");
        memcpy(member, &copy.at, sizeof copy.at);
        return ERR_NONE;
    case CONFIG_INTEGER:
        if (!str_to_i64(value, setting->lowest, setting->highest, &number))
            return err_set(err, ERR_INVALID, "setting %s: a number from %d to %d is expected", setting->name,
                           setting->lowest, setting->highest);
        break;
    case CONFIG_WORD:
        number = word_place(setting->words, value);
        if (number < 0)
            return err_set(err, ERR_INVALID, "setting %s: one of %s is expected", setting->name,
                           setting->words);
        break;
    }
    int small = (int)number;
    memcpy(member, &small, sizeof small);
    return ERR_NONE;
}

static enum err_code set_initial(struct arena *arena, struct config *config, struct err *err)
{
    for (const struct setting *s = config_settings; s->name; s++) {
        if (s->type == CONFIG_INTEGER) {
            memcpy((char *)config + s->offset, &s->number, sizeof s->number);
        } else {
            enum err_code code = set(arena, s, str_of(s->initial), config, err);
            if (code)
                return code;
        }
    }
    return ERR_NONE;
}

static struct str trim(struct str text)
{
    while (text.len > 0 && (text.at[0] == ' ' || text.at[0] == '\t')) {
        text.at++;
        text.len--;
    }
    while (text.len > 0 && strchr(" \t\r", text.at[text.len - 1]))
        text.len--;
    return text;
}

static enum err_code read_line(struct arena *arena, struct str line, struct config *config, struct err *err)
{
    line = trim(line);
    if (line.len == 0 || line.at[0] == '#')
        return ERR_NONE;
    const char *equals = memchr(line.at, '=', line.len);
    if (!equals)
        return err_set(err, ERR_INVALID, "`name = value` is expected");
    struct str name = trim((struct str){line.at, (size_t)(equals - line.at)});
    struct str value = trim((struct str){equals + 1, (size_t)(line.at + line.len - equals - 1)});
    const struct setting *setting = find(name, '_', false);
    if (!setting)
        return err_set(err, ERR_INVALID, "there is no setting of that name; see spord --help");
    return set(arena, setting, value, config, err);
}

static enum err_code read_file(struct arena *arena, const char *path, struct config *config, struct err *err)
{
    FILE *file = fopen(path, "re");
    if (!file)
        return err_set(err, ERR_INVALID, "settings: cannot open %s: %s", path, strerror(errno));
    char *text = arena_alloc(arena, FILE_MAX_BYTES);
    size_t len = text ? fread(text, 1, FILE_MAX_BYTES, file) : 0;
    (void)fclose(file);
    if (!text)
        return err_set(err, ERR_NO_MEMORY, "settings: no memory");
    if (len == FILE_MAX_BYTES)
        return err_set(err, ERR_INVALID, "settings: %s is larger than %d bytes", path, FILE_MAX_BYTES);
    int number = 1;
    for (size_t at = 0; at < len; number++) {
        const char *end = memchr(text + at, '\n', len - at);
        size_t line = end ? (size_t)(end - text) - at : len - at;
        enum err_code code = read_line(arena, (struct str){text + at, line}, config, err);
        if (code) {
            (void)err_wrap(err, "%s, line %d", path, number);
            return code;
        }
        at += line + 1;
    }
    return ERR_NONE;
}

static enum err_code read_environment(struct arena *arena, char **environment, struct config *config,
                                      struct err *err)
{
    static const char prefix[] = "SPORD_";
    for (; *environment; environment++) {
        if (strncmp(*environment, prefix, sizeof prefix - 1) != 0)
            continue;
        const char *name = *environment + sizeof prefix - 1;
        size_t len = strcspn(name, "=");
        const struct setting *setting = find((struct str){name, len}, '_', true);
        if (!setting) {
            if (len == 6 && memcmp(name, "CONFIG", 6) == 0)
                continue;
            return err_set(err, ERR_INVALID, "environment: there is no setting SPORD_%.*s", (int)len, name);
        }
        enum err_code code = set(arena, setting, str_of(name + len + (name[len] == '=')), config, err);
        if (code) {
            (void)err_wrap(err, "environment");
            return code;
        }
    }
    return ERR_NONE;
}

/* One flag at flags[at]: its name and value, and how many arguments it takes. 0: it is none. */
static int split_flag(int at, int n, char **flags, struct str *name, const char **value)
{
    const char *flag = flags[at];
    if (strncmp(flag, "--", 2) != 0 || flag[2] == '\0')
        return 0;
    flag += 2;
    *name = (struct str){flag, strcspn(flag, "=")};
    if (flag[name->len] == '=') {
        *value = flag + name->len + 1;
        return 1;
    }
    *value = at + 1 < n ? flags[at + 1] : NULL;
    return 2;
}

/* The flags twice: first (config NULL) only --config, then all others, which are taken out of flags[]; what is no
 * setting stays in its order and is *n_rest words. */
static enum err_code read_flags(struct arena *arena, int n, char **flags, const char **file, int *n_rest,
                                struct config *config, struct err *err)
{
    int rest = 0;
    for (int at = 0; at < n;) {
        struct str name = {NULL, 0};
        const char *value = NULL;
        int takes = split_flag(at, n, flags, &name, &value);
        const struct setting *setting = takes ? find(name, '-', false) : NULL;
        bool is_file = takes && str_equal(name, STR("config"));
        if (!setting && !is_file) {
            char *word = flags[at++];
            if (config)
                flags[rest] = word;
            rest++;
            continue;
        }
        if (!value)
            return err_set(err, ERR_INVALID, "--%.*s: a value is expected", STR_ARG(name));
        if (is_file) {
            *file = value;
        } else if (config) {
            enum err_code code = set(arena, setting, str_of(value), config, err);
            if (code)
                return code;
        }
        at += takes;
    }
    *n_rest = rest;
    return ERR_NONE;
}

static const char *environment_file(char **environment)
{
    for (; *environment; environment++)
        if (strncmp(*environment, "SPORD_CONFIG=", 13) == 0)
            return *environment + 13;
    return NULL;
}

enum err_code config_read(struct arena *arena, int n_flags, char **flags, char **environment, int *n_rest,
                          struct config *out, struct err *err)
{
    *out = (struct config){0};
    const char *file = environment_file(environment);
    enum err_code code = set_initial(arena, out, err);
    if (!code)
        code = read_flags(arena, n_flags, flags, &file, n_rest, NULL, err);
    if (!code && file)
        code = read_file(arena, file, out, err);
    if (!code)
        code = read_environment(arena, environment, out, err);
    if (!code)
        code = read_flags(arena, n_flags, flags, &file, n_rest, out, err);
    return code;
}

void config_help(struct buf *out)
{
    for (const struct setting *s = config_settings; s->name; s++) {
        char flag[NAME_MAX_BYTES];
        size_t len = 0;
        for (; len < sizeof flag - 1 && s->name[len]; len++)
            flag[len] = s->name[len] == '_' ? '-' : s->name[len];
        flag[len] = '\0';
        buf_printf(out, "  --%-24s %s", flag, s->text);
        if (s->type == CONFIG_INTEGER)
            buf_printf(out, " (%d; %d to %d)", s->number, s->lowest, s->highest);
        else if (s->type == CONFIG_WORD)
            buf_printf(out, " (%s; %s)", s->initial, s->words);
        else if (s->initial[0])
            buf_printf(out, " (%s)", s->initial);
        if (s->flags & CONFIG_SECRET)
            buf_put_str(out, STR(" [secret]"));
        buf_put_char(out, '\n');
    }
}
