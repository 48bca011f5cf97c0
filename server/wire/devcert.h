/* A certificate for a daemon that has none yet: made on the first start, for localhost only.
 *
 * A fresh authority signs one server certificate (P-256, names localhost, 127.0.0.1 and ::1) and its key is
 * then forgotten, so nobody can sign another one with it. Clients trust `ca.pem`. The private key is written
 * with mode 0600, all files through a temporary name, so that a half-written one is never seen. */
#ifndef SPOR_DEVCERT_H
#define SPOR_DEVCERT_H

#include "base/err.h"

struct devcert {
    char ca_file[512];          /* FOLDER/ca.pem */
    char certificate_file[512]; /* FOLDER/server.pem */
    char key_file[512];         /* FOLDER/server-key.pem */
    bool made;                  /* now; else it was there */
};

/* Makes what is missing in the folder, which must exist. A certificate that ends within a week is made anew.
 */
enum err_code devcert_make(const char *folder, struct devcert *out, struct err *err) NODISCARD;

#endif
