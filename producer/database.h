/* SPDX-License-Identifier: MIT */
/*
 * database.h - an SQLite file that one process writes, and that survives whatever ends it.
 *
 * Writes    are gathered in a transaction, opened by the first of them, until dw_database_commit;
 *           what that returned for is on the disk.
 * Process   One at a time: the file is locked for as long as it is open.
 * Errors    DW_CONFIG: no such file, in use, or no file of this schema. DW_IO: SQLite's reason.
 *           DW_NOMEM.
 * Threads   One.
 */
#ifndef DW_DATABASE_H
#define DW_DATABASE_H

#include <sqlite3.h>
#include <stdbool.h>

#include "processors/base/error.h"

enum { DW_STATEMENTS_MAX = 16 };

struct dw_schema {
    const char *what;              /* "ledger": for messages */
    int version;                   /* not 0; of another one no file is opened */
    const char *script;            /* makes the tables of a new file */
    const char *const *statements; /* prepared when they are first asked for */
};

struct dw_database {
    const struct dw_schema *schema;
    sqlite3 *db;
    sqlite3_stmt *statements[DW_STATEMENTS_MAX];
    bool is_open; /* a transaction */
};

/* Open or make the file. After a failure there is nothing to close. */
enum dw_err dw_database_open(struct dw_database *database, const char *path,
                             const struct dw_schema *schema, struct dw_error *err) DW_WARN_UNUSED;

/* What is not committed is dropped. */
void dw_database_close(struct dw_database *database);

/* A statement, nothing bound; NULL when it cannot be prepared, which its run will report. */
sqlite3_stmt *dw_database_get(struct dw_database *database, int number);

/* Run a statement that writes, and make it ready for the next time. */
enum dw_err dw_database_run(struct dw_database *database, sqlite3_stmt *statement,
                            struct dw_error *err) DW_WARN_UNUSED;

/* Run a question up to its first row. The caller reads it, then calls dw_database_reset. */
enum dw_err dw_database_find(struct dw_database *database, sqlite3_stmt *statement, bool *found,
                             struct dw_error *err) DW_WARN_UNUSED;
void dw_database_reset(sqlite3_stmt *statement);

enum dw_err dw_database_commit(struct dw_database *database, struct dw_error *err) DW_WARN_UNUSED;

#endif
