/* SPDX-License-Identifier: MIT */
#include "producer/database.h"

#include <stdio.h>

enum { BUSY_MS = 300 };

/*
 * FULL: a commit is on the disk when it returns. A batch of some thousand rows must fit the cache
 * (32 MB), and the log is folded into the file after several of them (16 MB), not after each.
 */
static const char settings[] = "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL;"
                               "PRAGMA synchronous = FULL; PRAGMA cache_size = -32768;"
                               "PRAGMA wal_autocheckpoint = 4096; BEGIN IMMEDIATE";

static enum dw_err fail(struct dw_database *database, struct dw_error *err)
{
    int code = sqlite3_errcode(database->db);

    if (code == SQLITE_NOMEM)
        return dw_error_set(err, DW_NOMEM, 0, "out of memory");
    return dw_error_set(err, DW_IO, 0, "%s: %s", database->schema->what,
                        sqlite3_errmsg(database->db));
}

/* --- opening --------------------------------------------------------------------------------- */

static enum dw_err run_script(struct dw_database *database, const char *script, const char *path,
                              struct dw_error *err)
{
    switch (sqlite3_exec(database->db, script, NULL, NULL, NULL)) {
    case SQLITE_OK:
        return DW_OK;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return dw_error_set(err, DW_CONFIG, 0, "%s: in use by another producer", path);
    case SQLITE_NOTADB:
        return dw_error_set(err, DW_CONFIG, 0, "%s: not a %s", path, database->schema->what);
    default:
        return dw_error_set(err, DW_IO, 0, "%s: %s", path, sqlite3_errmsg(database->db));
    }
}

/* The number that one row of one column holds; -1 if there is none. */
static long long ask_number(struct dw_database *database, const char *text)
{
    sqlite3_stmt *statement = NULL;
    long long number = -1;

    if (sqlite3_prepare_v2(database->db, text, -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW)
        number = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return number;
}

static enum dw_err check_version(struct dw_database *database, const char *path,
                                 struct dw_error *err)
{
    const struct dw_schema *schema = database->schema;
    long long version = ask_number(database, "PRAGMA user_version");
    char mark[64];
    enum dw_err rc;

    if (version == schema->version)
        return DW_OK;
    if (version > 0)
        return dw_error_set(err, DW_CONFIG, 0, "%s: a %s of another version of this program", path,
                            schema->what);
    if (ask_number(database, "SELECT count(*) FROM sqlite_master") != 0)
        return dw_error_set(err, DW_CONFIG, 0, "%s: not a %s", path, schema->what);
    snprintf(mark, sizeof mark, "PRAGMA user_version = %d", schema->version);
    rc = run_script(database, schema->script, path, err);
    return rc ? rc : run_script(database, mark, path, err);
}

static enum dw_err open_file(struct dw_database *database, const char *path, struct dw_error *err)
{
    enum dw_err rc;

    if (sqlite3_open_v2(path, &database->db,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL))
        return dw_error_set(err, DW_CONFIG, 0, "%s: %s", path,
                            database->db ? sqlite3_errmsg(database->db) : "out of memory");
    sqlite3_busy_timeout(database->db, BUSY_MS);
    rc = run_script(database, settings, path, err);
    if (!rc)
        rc = check_version(database, path, err);
    return rc ? rc : run_script(database, "COMMIT", path, err);
}

enum dw_err dw_database_open(struct dw_database *database, const char *path,
                             const struct dw_schema *schema, struct dw_error *err)
{
    enum dw_err rc;

    *database = (struct dw_database){.schema = schema};
    rc = open_file(database, path, err);
    if (rc)
        dw_database_close(database);
    return rc;
}

void dw_database_close(struct dw_database *database)
{
    for (int i = 0; i < DW_STATEMENTS_MAX; i++)
        sqlite3_finalize(database->statements[i]);
    sqlite3_close(database->db);
    *database = (struct dw_database){.db = NULL};
}

/* --- statements ------------------------------------------------------------------------------ */

sqlite3_stmt *dw_database_get(struct dw_database *database, int number)
{
    sqlite3_stmt **statement = &database->statements[number];

    if (!*statement)
        (void)sqlite3_prepare_v3(database->db, database->schema->statements[number], -1,
                                 SQLITE_PREPARE_PERSISTENT, statement, NULL);
    return *statement;
}

void dw_database_reset(sqlite3_stmt *statement)
{
    if (!statement)
        return;
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
}

enum dw_err dw_database_run(struct dw_database *database, sqlite3_stmt *statement,
                            struct dw_error *err)
{
    enum dw_err rc = DW_OK;

    if (!statement)
        return fail(database, err);
    if (!database->is_open && sqlite3_exec(database->db, "BEGIN", NULL, NULL, NULL))
        rc = fail(database, err);
    else
        database->is_open = true;
    if (!rc && sqlite3_step(statement) != SQLITE_DONE)
        rc = fail(database, err);
    dw_database_reset(statement);
    return rc;
}

enum dw_err dw_database_find(struct dw_database *database, sqlite3_stmt *statement, bool *found,
                             struct dw_error *err)
{
    int code = statement ? sqlite3_step(statement) : SQLITE_ERROR;

    *found = code == SQLITE_ROW;
    return code == SQLITE_ROW || code == SQLITE_DONE ? DW_OK : fail(database, err);
}

enum dw_err dw_database_commit(struct dw_database *database, struct dw_error *err)
{
    if (database->is_open && sqlite3_exec(database->db, "COMMIT", NULL, NULL, NULL))
        return fail(database, err);
    database->is_open = false;
    return DW_OK;
}
