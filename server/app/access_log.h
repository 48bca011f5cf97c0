/* The access log: who looked at what, when. Rows are collected and written together.
 *
 * A row that somebody waits for is written at once, with all that came meanwhile while a batch was under way;
 * the others within LOG_DELAY_MS. What could not be written (database away) is kept and tried again, up to
 * LOG_KEPT_MAX rows; beyond that rows are lost, which is logged and counted. */
#ifndef SPOR_ACCESS_LOG_H
#define SPOR_ACCESS_LOG_H

#include <uv.h>

#include "base/base.h"
#include "base/err.h"
#include "io/db.h"

struct access_entry {
    uint32_t staff;
    int32_t token; /* 0: a session */
    struct str route;
    int64_t case_id;   /* 0: none */
    struct str filter; /* at NULL: none */
    int32_t rows;
    int16_t status;
    struct str reason; /* at NULL: none */
};

enum { LOG_DELAY_MS = 200, LOG_KEPT_MAX = 50000, LOG_BATCH_MAX = 1000 };

struct access_log;

struct access_log *access_log_new(uv_loop_t *loop, struct db_link *link) NODISCARD;
/* Copies the entry. `done` (may be NULL) is called once, never inside this call: with NULL when the row is
 * committed, else with what failed (the row is then not kept). */
void access_log_put(struct access_log *log, const struct access_entry *entry,
                    void (*done)(void *data, const struct err *err), void *data);
uint64_t access_log_lost(const struct access_log *log);
/* Writes what is there (once), then calls `closed`. The link must still be there. */
void access_log_close(struct access_log *log, void (*closed)(void *data), void *data);

#endif
