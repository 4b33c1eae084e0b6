/* SPDX-License-Identifier: MIT */
#include "producer/ledger.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "producer/database.h"

enum { NAME_LEN = 32 };

/*
 * An edition is the version (text) or, lacking one, the digest (a blob), which is then not told
 * twice. Articles are numbered in the order of their batches: those above what their target has
 * settled are intended, except if a search after a crash has found them. So to settle a batch is to
 * write one number.
 */
static const char script[] =
    "CREATE TABLE ledger (name TEXT NOT NULL);"
    "INSERT INTO ledger VALUES (lower(hex(randomblob(16))));"
    "CREATE TABLE target (id INTEGER PRIMARY KEY, cluster TEXT NOT NULL, topic TEXT NOT NULL,"
    " settled INTEGER NOT NULL DEFAULT 0, UNIQUE (cluster, topic));"
    "CREATE TABLE article (number INTEGER PRIMARY KEY, target INTEGER NOT NULL, id TEXT NOT NULL,"
    " edition NOT NULL, digest BLOB, at INTEGER NOT NULL, found INTEGER NOT NULL DEFAULT 0,"
    " UNIQUE (target, id, edition));"
    "CREATE TABLE position (target INTEGER NOT NULL, partition INTEGER NOT NULL,"
    " next INTEGER NOT NULL, PRIMARY KEY (target, partition)) WITHOUT ROWID;"
    "CREATE TABLE note (kind TEXT NOT NULL, name TEXT NOT NULL, text TEXT NOT NULL,"
    " PRIMARY KEY (kind, name)) WITHOUT ROWID;";

enum statement {
    NAME,
    LAST,
    TARGET_ADD,
    TARGET_GET,
    LOOK,
    INTEND,
    RECANT,
    SETTLE,
    COUNT,
    FOUND,
    DROP,
    POSITION_GET,
    POSITION_SET,
    NOTE_GET,
    NOTE_SET,
    FORGET,
    N_STATEMENTS
};

_Static_assert((int)N_STATEMENTS <= (int)DW_STATEMENTS_MAX, "more than a database prepares");

/* ?1 is the target wherever there is one. "+target": by number, not by the index of ids. */
static const char *const statements[N_STATEMENTS] = {
    [NAME] = "SELECT name FROM ledger",
    [LAST] = "SELECT max((SELECT ifnull(max(number), 0) FROM article),"
             " (SELECT ifnull(max(settled), 0) FROM target))",
    [TARGET_ADD] = "INSERT OR IGNORE INTO target (cluster, topic) VALUES (?1, ?2)",
    [TARGET_GET] = "SELECT id, settled FROM target WHERE cluster = ?1 AND topic = ?2",
    [LOOK] = "SELECT digest FROM article WHERE target = ?1 AND id = ?2 AND edition = ?3",
    [INTEND] = "INSERT INTO article VALUES (?4, ?1, ?2, ?3, ?5, ?6, 0)"
               " ON CONFLICT (target, id, edition) DO NOTHING",
    [RECANT] = "DELETE FROM article WHERE target = ?1 AND id = ?2 AND edition = ?3 AND number > ?4",
    [SETTLE] = "UPDATE target SET settled = ?2 WHERE id = ?1",
    [COUNT] = "SELECT count(*) FROM article WHERE +target = ?1 AND number > ?2 AND NOT found",
    [FOUND] = "UPDATE article SET found = 1 WHERE target = ?1 AND id = ?2 AND edition = ?3"
              " AND number > ?4 AND digest IS ?5",
    [DROP] = "DELETE FROM article WHERE +target = ?1 AND number > ?2 AND NOT found",
    [POSITION_GET] = "SELECT next FROM position WHERE target = ?1 AND partition = ?2",
    [POSITION_SET] = "INSERT OR REPLACE INTO position VALUES (?1, ?2, ?3)",
    [NOTE_GET] = "SELECT text FROM note WHERE kind = ?1 AND name = ?2",
    [NOTE_SET] = "INSERT OR REPLACE INTO note VALUES (?1, ?2, ?3)",
    [FORGET] = "DELETE FROM article WHERE at < ?1",
};

static const struct dw_schema schema = {
    .what = "ledger", .version = 2, .script = script, .statements = statements};

struct dw_ledger {
    struct dw_database database;
    sqlite3_int64 target;
    sqlite3_int64 last;    /* number of an article that was given out */
    sqlite3_int64 settled; /* last number of which the target has everything */
    char name[NAME_LEN + 1];
};

static sqlite3_stmt *get(struct dw_ledger *ledger, enum statement number)
{
    return dw_database_get(&ledger->database, (int)number);
}

static enum dw_err run(struct dw_ledger *ledger, sqlite3_stmt *statement, struct dw_error *err)
{
    return dw_database_run(&ledger->database, statement, err);
}

/* The text lives until the statement has run. */
static void bind_text(sqlite3_stmt *statement, int column, const char *text)
{
    sqlite3_bind_text(statement, column, text, -1, SQLITE_STATIC);
}

/* --- opening --------------------------------------------------------------------------------- */

static enum dw_err read_name(struct dw_ledger *ledger, struct dw_error *err)
{
    sqlite3_stmt *name = get(ledger, NAME), *last = get(ledger, LAST);
    bool found = false;
    enum dw_err rc = dw_database_find(&ledger->database, name, &found, err);

    if (found)
        snprintf(ledger->name, sizeof ledger->name, "%s",
                 (const char *)sqlite3_column_text(name, 0));
    dw_database_reset(name);
    if (!rc)
        rc = dw_database_find(&ledger->database, last, &found, err);
    if (found)
        ledger->last = sqlite3_column_int64(last, 0);
    dw_database_reset(last);
    return rc;
}

enum dw_err dw_ledger_open(struct dw_ledger **out, const char *path, struct dw_error *err)
{
    struct dw_ledger *ledger = calloc(1, sizeof *ledger);
    enum dw_err rc;

    *out = NULL;
    if (!ledger)
        return dw_error_set(err, DW_NOMEM, 0, "out of memory");
    rc = dw_database_open(&ledger->database, path, &schema, err);
    if (!rc)
        rc = read_name(ledger, err);
    if (rc)
        dw_ledger_close(ledger);
    else
        *out = ledger;
    return rc;
}

void dw_ledger_close(struct dw_ledger *ledger)
{
    if (!ledger)
        return;
    dw_database_close(&ledger->database);
    free(ledger);
}

const char *dw_ledger_name(const struct dw_ledger *ledger)
{
    return ledger->name;
}

enum dw_err dw_ledger_aim(struct dw_ledger *ledger, const char *cluster, const char *topic,
                          bool *is_new, struct dw_error *err)
{
    sqlite3_stmt *add = get(ledger, TARGET_ADD), *target = get(ledger, TARGET_GET);
    bool found;
    enum dw_err rc;

    bind_text(add, 1, cluster);
    bind_text(add, 2, topic);
    rc = run(ledger, add, err);
    *is_new = !rc && sqlite3_changes(ledger->database.db) > 0;
    bind_text(target, 1, cluster);
    bind_text(target, 2, topic);
    if (!rc)
        rc = dw_database_find(&ledger->database, target, &found, err);
    if (!rc && found) {
        ledger->target = sqlite3_column_int64(target, 0);
        ledger->settled = sqlite3_column_int64(target, 1);
    }
    dw_database_reset(target);
    return rc ? rc : dw_ledger_seal(ledger, err);
}

enum dw_err dw_ledger_forget(struct dw_ledger *ledger, long long seconds, struct dw_error *err)
{
    sqlite3_stmt *forget = get(ledger, FORGET);
    enum dw_err rc;

    sqlite3_bind_int64(forget, 1, (sqlite3_int64)time(NULL) - seconds);
    rc = run(ledger, forget, err);
    return rc ? rc : dw_ledger_seal(ledger, err);
}

/* --- a batch --------------------------------------------------------------------------------- */

/* The statement with target, id and edition bound. */
static sqlite3_stmt *get_for(struct dw_ledger *ledger, enum statement number,
                             const struct dw_record *record)
{
    sqlite3_stmt *statement = get(ledger, number);

    assert(ledger->target);
    sqlite3_bind_int64(statement, 1, ledger->target);
    bind_text(statement, 2, record->id);
    if (record->version)
        bind_text(statement, 3, record->version);
    else
        sqlite3_bind_blob(statement, 3, record->digest, DW_DIGEST_LEN, SQLITE_STATIC);
    return statement;
}

/* The digest, where the edition does not tell it; else the column stays NULL. */
static void bind_digest(sqlite3_stmt *statement, int column, const struct dw_record *record)
{
    if (record->version)
        sqlite3_bind_blob(statement, column, record->digest, DW_DIGEST_LEN, SQLITE_STATIC);
}

enum dw_err dw_ledger_look(struct dw_ledger *ledger, const struct dw_record *record,
                           enum dw_ledger_answer *answer, struct dw_error *err)
{
    sqlite3_stmt *look = get_for(ledger, LOOK, record);
    bool found;
    enum dw_err rc = dw_database_find(&ledger->database, look, &found, err);

    *answer = found ? DW_LEDGER_KNOWN : DW_LEDGER_NEW;
    if (found && record->version &&
        (sqlite3_column_bytes(look, 0) != DW_DIGEST_LEN ||
         memcmp(sqlite3_column_blob(look, 0), record->digest, DW_DIGEST_LEN) != 0))
        *answer = DW_LEDGER_CHANGED;
    dw_database_reset(look);
    return rc;
}

enum dw_err dw_ledger_intend(struct dw_ledger *ledger, const struct dw_record *record,
                             enum dw_ledger_answer *answer, struct dw_error *err)
{
    sqlite3_stmt *intend = get_for(ledger, INTEND, record);
    enum dw_err rc;

    sqlite3_bind_int64(intend, 4, ledger->last + 1);
    bind_digest(intend, 5, record);
    sqlite3_bind_int64(intend, 6, (sqlite3_int64)time(NULL));
    *answer = DW_LEDGER_NEW;
    rc = run(ledger, intend, err);
    if (rc)
        return rc;
    if (sqlite3_changes(ledger->database.db) == 0)
        return dw_ledger_look(ledger, record, answer, err);
    ledger->last++;
    return DW_OK;
}

enum dw_err dw_ledger_recant(struct dw_ledger *ledger, const struct dw_record *record,
                             struct dw_error *err)
{
    sqlite3_stmt *recant = get_for(ledger, RECANT, record);

    sqlite3_bind_int64(recant, 4, ledger->settled);
    return run(ledger, recant, err);
}

enum dw_err dw_ledger_seal(struct dw_ledger *ledger, struct dw_error *err)
{
    return dw_database_commit(&ledger->database, err);
}

enum dw_err dw_ledger_settle(struct dw_ledger *ledger, struct dw_error *err)
{
    sqlite3_stmt *settle = get(ledger, SETTLE);
    enum dw_err rc;

    sqlite3_bind_int64(settle, 1, ledger->target);
    sqlite3_bind_int64(settle, 2, ledger->last);
    rc = run(ledger, settle, err);
    if (!rc)
        rc = dw_ledger_seal(ledger, err);
    if (!rc)
        ledger->settled = ledger->last;
    return rc;
}

/* --- what a crash leaves --------------------------------------------------------------------- */

/* The statement with the target and what it has settled bound. */
static sqlite3_stmt *get_for_intended(struct dw_ledger *ledger, enum statement number)
{
    sqlite3_stmt *statement = get(ledger, number);

    sqlite3_bind_int64(statement, 1, ledger->target);
    sqlite3_bind_int64(statement, 2, ledger->settled);
    return statement;
}

enum dw_err dw_ledger_count(struct dw_ledger *ledger, size_t *n, struct dw_error *err)
{
    sqlite3_stmt *count = get_for_intended(ledger, COUNT);
    bool found;
    enum dw_err rc = dw_database_find(&ledger->database, count, &found, err);

    *n = found ? (size_t)sqlite3_column_int64(count, 0) : 0;
    dw_database_reset(count);
    return rc;
}

enum dw_err dw_ledger_found(struct dw_ledger *ledger, const struct dw_record *record,
                            struct dw_error *err)
{
    sqlite3_stmt *found = get_for(ledger, FOUND, record);

    sqlite3_bind_int64(found, 4, ledger->settled);
    bind_digest(found, 5, record);
    return run(ledger, found, err);
}

enum dw_err dw_ledger_drop(struct dw_ledger *ledger, struct dw_error *err)
{
    enum dw_err rc = run(ledger, get_for_intended(ledger, DROP), err);

    return rc ? rc : dw_ledger_settle(ledger, err);
}

enum dw_err dw_ledger_position(struct dw_ledger *ledger, int32_t partition, int64_t *offset,
                               struct dw_error *err)
{
    sqlite3_stmt *position = get(ledger, POSITION_GET);
    bool found;
    enum dw_err rc;

    sqlite3_bind_int64(position, 1, ledger->target);
    sqlite3_bind_int(position, 2, partition);
    rc = dw_database_find(&ledger->database, position, &found, err);
    *offset = found ? sqlite3_column_int64(position, 0) : -1;
    dw_database_reset(position);
    return rc;
}

enum dw_err dw_ledger_note_position(struct dw_ledger *ledger, int32_t partition, int64_t offset,
                                    struct dw_error *err)
{
    sqlite3_stmt *set = get(ledger, POSITION_SET);

    sqlite3_bind_int64(set, 1, ledger->target);
    sqlite3_bind_int(set, 2, partition);
    sqlite3_bind_int64(set, 3, offset);
    return run(ledger, set, err);
}

/* --- notes of transports --------------------------------------------------------------------- */

enum dw_err dw_ledger_note_get(struct dw_ledger *ledger, const char *kind, const char *name,
                               char **text, struct dw_error *err)
{
    sqlite3_stmt *note = get(ledger, NOTE_GET);
    bool found;
    enum dw_err rc;

    bind_text(note, 1, kind);
    bind_text(note, 2, name);
    rc = dw_database_find(&ledger->database, note, &found, err);
    *text = found ? strdup((const char *)sqlite3_column_text(note, 0)) : NULL;
    if (found && !*text)
        rc = dw_error_set(err, DW_NOMEM, 0, "out of memory");
    dw_database_reset(note);
    return rc;
}

enum dw_err dw_ledger_note_set(struct dw_ledger *ledger, const char *kind, const char *name,
                               const char *text, struct dw_error *err)
{
    sqlite3_stmt *set = get(ledger, NOTE_SET);

    bind_text(set, 1, kind);
    bind_text(set, 2, name);
    bind_text(set, 3, text);
    return run(ledger, set, err);
}
