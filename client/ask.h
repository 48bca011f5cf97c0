/* Questions on the terminal. What is secret or personal (passwords, CPR numbers, names) is asked here or read
 * from a file or standard input, never taken from the command line, where other users could see it. */
#ifndef SPOR_CLIENT_ASK_H
#define SPOR_CLIENT_ASK_H

#include "client/cli.h"
#include "core/catalogue.h"

/* Bytes: the longest name and the longest note that may be stored, whatever their script. */
enum { ANSWER_MAX = 1024, NOTE_ANSWER_MAX = 8192 };

/* Is somebody there to answer? */
bool ask_possible(void);
/* One line, without its end; `initial` (NULL: none) is taken for an empty answer. */
enum err_code ask_line(const struct cli *cli, const char *question, const char *initial, char *out,
                       size_t size, struct err *err) NODISCARD;
/* The same without showing what is typed; also from a pipe. */
enum err_code ask_secret(const struct cli *cli, const char *question, char out[ANSWER_MAX],
                         struct err *err) NODISCARD;
/* First line of the file named by the option, else asked. */
enum err_code ask_secret_or_file(const struct cli *cli, const char *option, const char *question,
                                 char out[ANSWER_MAX], struct err *err) NODISCARD;
/* A value of a catalogue by slug, number in the list, or the beginning of its label. */
enum err_code ask_value(const struct cli *cli, const char *question, enum catalogue catalogue,
                        uint32_t initial, uint32_t *out, struct err *err) NODISCARD;

#endif
