/* Which statements the connection of a link has prepared, under which names, with which parameter types. */
#include <stdio.h>

#include "base/log.h"
#include "base/mem.h"
#include "io/db_impl.h"

static uint32_t bucket_of(const char *name)
{
    uint32_t hash = 2166136261u; /* FNV-1a */
    for (; *name; name++)
        hash = (hash ^ (unsigned char)*name) * 16777619u;
    return hash % STATEMENT_BUCKETS;
}

struct db_statement *db_statement_find(struct db_link *link, const struct sql *sql)
{
    struct db_statement *at = link->statements[bucket_of(sql->name)];
    while (at && at->sql != sql && strcmp(at->sql->name, sql->name) != 0)
        at = at->next;
    return at;
}

struct db_statement *db_statement_of(struct db_link *link, const struct sql *sql, struct err *err)
{
    struct db_statement *statement = db_statement_find(link, sql);
    if (statement) {
        /* a constant of a header exists once in each file that uses it */
        if (statement->sql == sql || strcmp(statement->sql->text, sql->text) == 0)
            return statement;
        (void)err_set(err, ERR_INTERNAL, "database: two statements have the name %s", sql->name);
        return NULL;
    }
    statement = mem_new(sizeof *statement);
    if (!statement) {
        (void)err_set(err, ERR_NO_MEMORY, "database: no memory for a statement");
        return NULL;
    }
    uint32_t bucket = bucket_of(sql->name);
    statement->sql = sql;
    statement->next = link->statements[bucket];
    link->statements[bucket] = statement;
    return statement;
}

void db_statement_name(const struct db_statement *statement, char name[STATEMENT_NAME])
{
    if (statement->generation == 0)
        (void)snprintf(name, STATEMENT_NAME, "%s", statement->sql->name);
    else
        (void)snprintf(name, STATEMENT_NAME, "%.50s.%u", statement->sql->name, statement->generation);
}

bool db_statement_described(struct db_statement *statement, const PGresult *result)
{
    int n = PQnparams(result);
    Oid *types = mem_resize(statement->types, sizeof *types * (size_t)(n ? n : 1));
    if (!types)
        return false;
    for (int i = 0; i < n; i++)
        types[i] = PQparamtype(result, i);
    statement->types = types;
    statement->params = n;
    return true;
}

static bool type_fits(const struct db_param *param, Oid oid)
{
    static const Oid plain[] = {
        [DB_BOOL] = 16,  [DB_I16] = 21,    [DB_I32] = 23,   [DB_I64] = 20,       [DB_TEXT] = 25,
        [DB_BYTES] = 17, [DB_UUID] = 2950, [DB_DAY] = 1082, [DB_INSTANT] = 1184,
    };
    static const Oid arrays[] = {
        [DB_BOOL] = 1000,  [DB_I16] = 1005,  [DB_I32] = 1007, [DB_I64] = 1016,     [DB_TEXT] = 1009,
        [DB_BYTES] = 1001, [DB_UUID] = 2951, [DB_DAY] = 1182, [DB_INSTANT] = 1185,
    };
    if (!param->typed || (param->type == DB_TEXT && !param->array))
        return true;
    return (param->array ? arrays : plain)[param->type] == oid;
}

bool db_statement_check(const struct db_statement *statement, struct db_batch *batch,
                        const struct db_query *query)
{
    const char *name = statement->sql->name;
    if (query->params != (uint32_t)statement->params) {
        (void)err_set(&batch->err, ERR_INTERNAL, "database: statement %s has %d parameters, %u were given",
                      name, statement->params, query->params);
        log_line(LOG_ERROR, "db_parameters_wrong", LOG_C("statement", name),
                 LOG_N("wants", statement->params), LOG_N("given", query->params));
        return false;
    }
    for (uint32_t i = 0; i < query->params; i++) {
        const struct db_param *param = db_param_at(batch, query->first + i);
        if (type_fits(param, statement->types[i]))
            continue;
        (void)err_set(&batch->err, ERR_INTERNAL,
                      "database: parameter $%u of statement %s is of another type (oid %u) than was given",
                      i + 1, name, statement->types[i]);
        log_line(LOG_ERROR, "db_parameter_type_wrong", LOG_C("statement", name), LOG_N("parameter", i + 1),
                 LOG_N("oid", statement->types[i]), LOG_N("given", param->type),
                 LOG_N("array", param->array));
        return false;
    }
    return true;
}

void db_statements_forget(struct db_link *link)
{
    for (size_t i = 0; i < STATEMENT_BUCKETS; i++)
        for (struct db_statement *at = link->statements[i]; at; at = at->next) {
            at->state = STATEMENT_NEW;
            at->generation = 0;
        }
}

void db_statements_free(struct db_link *link)
{
    for (size_t i = 0; i < STATEMENT_BUCKETS; i++)
        while (link->statements[i]) {
            struct db_statement *at = link->statements[i];
            link->statements[i] = at->next;
            mem_free(at->types);
            mem_free(at);
        }
}
