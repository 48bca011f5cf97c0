/* The session file, see session.h. */
#include "client/session.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "wire/json_write.h"

static bool path_in(char path[PATH_MAX], const char *name, bool make)
{
    const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
    int n = config && config[0] == '/' ? snprintf(path, PATH_MAX, "%s", config)
            : home && home[0] == '/'   ? snprintf(path, PATH_MAX, "%s/.config", home)
                                       : -1;
    if (n < 0 || n > PATH_MAX - 20)
        return false;
    if (make)
        mkdir(path, 0700);
    memcpy(path + n, "/spor", 6);
    if (make)
        mkdir(path, 0700);
    memcpy(path + n + 5, name, strlen(name) + 1);
    return true;
}

static bool path_of(char path[PATH_MAX], bool make)
{
    return path_in(path, "/session", make);
}

/* False where there is something that does not fit. */
static bool take(char to[SESSION_TEXT], const char *text)
{
    if (!text || !text[0])
        return true;
    if (strlen(text) >= SESSION_TEXT)
        return false;
    memcpy(to, text, strlen(text) + 1);
    return true;
}

static enum err_code too_long(struct err *err)
{
    return err_set(err, ERR_INVALID, "address, certificate and token have at most %d bytes each",
                   SESSION_TEXT - 1);
}

static enum err_code read_file(const char *path, struct session *out, struct err *err)
{
    struct stat about;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return ERR_NONE;
    FILE *file = fdopen(fd, "r");
    if (!file || fstat(fd, &about) != 0 || (about.st_mode & 077) != 0 || about.st_uid != geteuid()) {
        if (file)
            fclose(file);
        return err_set(err, ERR_FORBIDDEN, "%.200s may be read by others; remove it and log in again", path);
    }
    json_t *root = json_loadf(file, JSON_REJECT_DUPLICATES, NULL);
    fclose(file);
    bool ok = take(out->url, json_string_value(json_object_get(root, "url"))) &&
              take(out->ca, json_string_value(json_object_get(root, "ca"))) &&
              take(out->token, json_string_value(json_object_get(root, "token")));
    json_decref(root);
    return ok ? ERR_NONE : too_long(err);
}

enum err_code session_load(const struct cli *cli, struct session *out, struct err *err)
{
    char path[PATH_MAX];
    char home[SESSION_TEXT];
    *out = (struct session){.url = "https://127.0.0.1:8443"};
    if (!getenv("SPOR_TOKEN") && path_of(path, false) && read_file(path, out, err) != ERR_NONE)
        return err->code;
    memcpy(home, out->url, sizeof home);
    if (!take(out->url, getenv("SPOR_URL")) || !take(out->ca, getenv("SPOR_CA")) ||
        !take(out->token, getenv("SPOR_TOKEN")) || !take(out->url, cli_option(cli, "url")) ||
        !take(out->ca, cli_option(cli, "ca")))
        return too_long(err);
    size_t len = strlen(out->url);
    if (len > 0 && out->url[len - 1] == '/')
        out->url[len - 1] = '\0';
    if (out->token[0] && !getenv("SPOR_TOKEN") && strcasecmp(out->url, home) != 0) {
        memcpy(out->home, home, sizeof home);
        explicit_bzero(out->token, sizeof out->token);
    }
    if (strncmp(out->url, "https://", 8) != 0)
        return err_set(err, ERR_INVALID, "the server's address must begin with https://");
    return ERR_NONE;
}

enum err_code session_save(const struct session *session, struct err *err)
{
    char path[PATH_MAX], fresh[PATH_MAX + 8], ca[PATH_MAX] = "";
    if (!path_of(path, true))
        return err_set(err, ERR_INVALID, "HOME is not set: there is no place for the session");
    snprintf(fresh, sizeof fresh, "%s.new", path);
    if (session->ca[0] && !realpath(session->ca, ca))
        ca[0] = '\0';
    struct buf text;
    buf_init(&text, 8 * 1024);
    json_begin_object(&text);
    json_key(&text, "url");
    json_text(&text, session->url);
    if (ca[0]) {
        json_key(&text, "ca");
        json_text(&text, ca);
    }
    json_key(&text, "token");
    json_text(&text, session->token);
    json_end_object(&text);
    unlink(fresh);
    int fd = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool ok = fd >= 0 && !text.failed && write(fd, text.at, text.len) == (ssize_t)text.len;
    if (fd >= 0)
        ok = close(fd) == 0 && ok;
    buf_clear(&text);
    if (!ok || rename(fresh, path) != 0)
        return err_set(err, ERR_INVALID, "%.200s cannot be written: %s", path, strerror(errno));
    return ERR_NONE;
}

bool session_forget(void)
{
    char path[PATH_MAX];
    return path_of(path, false) && unlink(path) == 0;
}

void session_device(char out[SESSION_TEXT])
{
    char path[PATH_MAX];
    out[0] = '\0';
    int fd = path_in(path, "/device", false) ? open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW) : -1;
    if (fd < 0)
        return;
    ssize_t n = read(fd, out, SESSION_TEXT - 1);
    out[n > 0 ? n : 0] = '\0';
    out[strspn(out, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.")] = '\0';
    close(fd);
}

/* Whether it could be kept is of no weight: without it a log-in is one like any other. */
void session_keep_device(const char *mark)
{
    char path[PATH_MAX];
    size_t len = strlen(mark);
    if (len == 0 || len >= SESSION_TEXT || !path_in(path, "/device", true))
        return;
    unlink(path);
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return;
    if (write(fd, mark, len) != (ssize_t)len)
        unlink(path);
    close(fd);
}
