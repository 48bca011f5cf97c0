/* What the server says, made into errors and log lines without its texts, which may quote values.
 *
 * The one text of its own that is logged is that of a statement that cannot be parsed: no value has been given to
 * it yet. */
#include "base/log.h"
#include "io/db_impl.h"

/* SQLSTATE or its class (two characters), and what it means to the caller. The first that matches counts. */
static const struct {
    const char *prefix;
    enum err_code code;
    enum log_level level;
    const char *words; /* for people; NULL: the statement and its SQLSTATE */
} meanings[] = {
    {"40", ERR_UNAVAILABLE, LOG_WARN, NULL}, /* deadlock, serialization: rolled back, may be repeated */
    {"53100", ERR_NO_SPACE, LOG_ERROR,
     "the database has no room left on its disk: make room, then try again"},
    {"53200", ERR_UNAVAILABLE, LOG_ERROR, "the database has no memory left: try again later"},
    {"53300", ERR_UNAVAILABLE, LOG_ERROR, "the database takes no further connections: try again later"},
    {"53", ERR_UNAVAILABLE, LOG_ERROR, "the database is short of something: try again later"},
    {"55P03", ERR_UNAVAILABLE, LOG_WARN, NULL}, /* lock_timeout */
    {"57", ERR_UNAVAILABLE, LOG_WARN, NULL},    /* statement_timeout, shutting down, starting up */
    {"25006", ERR_UNAVAILABLE, LOG_WARN, NULL}, /* read only: a standby, after a fail-over */
    {"0A000", ERR_UNAVAILABLE, LOG_WARN,
     NULL}, /* the plan's result has changed: the next use prepares again */
    {"26000", ERR_UNAVAILABLE, LOG_WARN, NULL}, /* the statement is not prepared (any more): the same */
    {"23KEY", ERR_UNAVAILABLE, LOG_ERROR,
     "this daemon lacks a key for CPR numbers that is in use: it must be started anew"},
    {"23", ERR_INTERNAL, LOG_DEBUG, NULL}, /* constraints: the caller may expect it */
    {"", ERR_INTERNAL, LOG_ERROR, NULL},
};

static bool starts_with(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

static const char *field(const PGresult *result, int name)
{
    const char *text = PQresultErrorField(result, name);
    return text ? text : "";
}

static void copy(char *to, size_t size, const char *from)
{
    size_t len = strnlen(from, size - 1);
    memcpy(to, from, len);
    to[len] = '\0';
}

/* "PL/pgSQL function append(uuid[]) line 12" from the innermost frame of the context; nothing else of it,
 * because it quotes statements. */
static struct str frame_of(const char *context)
{
    static const char head[] = "PL/pgSQL function ", line[] = " line ";
    if (!starts_with(context, head))
        return (struct str){NULL, 0};
    const char *end = strchr(context, '\n');
    const char *at = strstr(context, line);
    if (!at || (end && at > end))
        return (struct str){NULL, 0};
    size_t len = (size_t)(at - context) + strlen(line);
    return (struct str){context, len + strspn(context + len, "0123456789")};
}

void db_error_from(struct db_batch *batch, const PGresult *result, const char *statement, const char *link)
{
    const char *sqlstate = field(result, PG_DIAG_SQLSTATE);
    const char *constraint = field(result, PG_DIAG_CONSTRAINT_NAME);
    size_t i = 0;
    while (!starts_with(sqlstate, meanings[i].prefix))
        i++;
    copy(batch->sqlstate, sizeof batch->sqlstate, sqlstate);
    copy(batch->constraint, sizeof batch->constraint, constraint);
    if (meanings[i].words)
        (void)err_set(&batch->err, meanings[i].code, "%s", meanings[i].words);
    else
        (void)err_set(&batch->err, meanings[i].code, "database: %s failed with %s%s%s", statement,
                      *sqlstate ? sqlstate : "no SQLSTATE", *constraint ? ", constraint " : "", constraint);
    bool parse = batch->kind == DB_PREPARE || batch->kind == DB_SETUP;
    log_line(meanings[i].level, parse ? "db_prepare_failed" : "db_statement_failed", LOG_C("link", link),
             LOG_C("statement", statement), LOG_C("sqlstate", sqlstate), LOG_C("constraint", constraint),
             LOG_C("table", field(result, PG_DIAG_TABLE_NAME)),
             LOG_C("column", field(result, PG_DIAG_COLUMN_NAME)),
             LOG_S("at", frame_of(field(result, PG_DIAG_CONTEXT))),
             LOG_C("message", meanings[i].words ? meanings[i].words
                              : parse           ? field(result, PG_DIAG_MESSAGE_PRIMARY)
                                                : ""));
}

bool db_error_is_fatal(const PGresult *result)
{
    const char *severity = PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);
    return !severity || strcmp(severity, "ERROR") != 0; /* none: libpq's own, of a lost connection */
}

bool db_error_is_stale(const PGresult *result)
{
    const char *sqlstate = field(result, PG_DIAG_SQLSTATE);
    if (strcmp(sqlstate, "26000") == 0)
        return true;
    /* many things are not supported; this one is a plan whose columns have changed under it */
    return strcmp(sqlstate, "0A000") == 0 &&
           strcmp(field(result, PG_DIAG_SOURCE_FUNCTION), "RevalidateCachedQuery") == 0;
}

void db_on_notice(void *data, const PGresult *result)
{
    const struct db_link *link = data;
    const char *severity = field(result, PG_DIAG_SEVERITY_NONLOCALIZED);
    bool minor = strcmp(severity, "WARNING") != 0 && strcmp(severity, "FATAL") != 0 && *severity;
    log_line(minor ? LOG_DEBUG : LOG_WARN, "db_notice", LOG_C("link", link->name),
             LOG_C("severity", severity), LOG_C("sqlstate", field(result, PG_DIAG_SQLSTATE)));
}
