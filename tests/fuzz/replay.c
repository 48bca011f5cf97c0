/* A plain main for a fuzz target: gives it each file of its corpus, tests/fuzz/corpus/NAME where NAME is the
 * program's, so that what once crashed stays mended. Speaks TAP. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int not_dots(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

/* The bytes in a block of exactly their size, so that reading beyond it is seen. NULL: unreadable. */
static uint8_t *read_whole(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return NULL;
    uint8_t *bytes = NULL;
    if (fseek(file, 0, SEEK_END) == 0) {
        long length = ftell(file);
        rewind(file);
        bytes = length < 0 ? NULL : malloc((size_t)length ? (size_t)length : 1);
        *size = length < 0 ? 0 : (size_t)length;
        if (bytes && fread(bytes, 1, *size, file) != *size) {
            free(bytes);
            bytes = NULL;
        }
    }
    (void)fclose(file);
    return bytes;
}

int main(int argc, char **argv)
{
    const char *slash = argc > 0 ? strrchr(argv[0], '/') : NULL;
    const char *name = slash ? slash + 1 : "";
    char folder[512], path[1024];
    (void)snprintf(folder, sizeof folder, "tests/fuzz/corpus/%s", name);
    struct dirent **entries = NULL;
    int n = scandir(folder, &entries, not_dots, alphasort), failed = 0;
    if (n <= 0) {
        printf("1..1\nnot ok 1 - no corpus in %s\n", folder);
        return 1;
    }
    printf("1..%d\n", n);
    for (int i = 0; i < n; i++) {
        size_t size = 0;
        (void)snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
        uint8_t *bytes = read_whole(path, &size);
        if (bytes)
            (void)LLVMFuzzerTestOneInput(bytes, size); /* a finding ends the program */
        else
            failed++;
        printf("%s %d - %s\n", bytes ? "ok" : "not ok", i + 1, entries[i]->d_name);
        (void)fflush(stdout);
        free(bytes);
        free(entries[i]);
    }
    free(entries);
    return failed ? 1 : 0;
}
