/* SPDX-License-Identifier: MIT */
#include "producer/ledger.h"

#include <assert.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { SCHEMA_VERSION = 1, NAME_BYTES = 16, BUSY_MS = 300 };

/* An edition is the version or, lacking one, the digest; a letter before it tells which. */
static const char schema[] =
    "CREATE TABLE IF NOT EXISTS ledger (name TEXT NOT NULL);"
    "CREATE TABLE IF NOT EXISTS target (id INTEGER PRIMARY KEY, cluster TEXT NOT NULL,"
    " topic TEXT NOT NULL, UNIQUE (cluster, topic));"
    "CREATE TABLE IF NOT EXISTS article (target INTEGER NOT NULL, id TEXT NOT NULL,"
    " edition TEXT NOT NULL, digest BLOB NOT NULL, at INTEGER NOT NULL,"
    " PRIMARY KEY (target, id, edition)) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS intent (target INTEGER NOT NULL, id TEXT NOT NULL,"
    " edition TEXT NOT NULL, digest BLOB NOT NULL, record BLOB NOT NULL,"
    " PRIMARY KEY (target, id, edition)) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS position (target INTEGER NOT NULL, partition INTEGER NOT NULL,"
    " next INTEGER NOT NULL, PRIMARY KEY (target, partition)) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS note (kind TEXT NOT NULL, name TEXT NOT NULL, text TEXT NOT NULL,"
    " PRIMARY KEY (kind, name)) WITHOUT ROWID;";

enum statement {
    TARGET_ADD,
    TARGET_GET,
    LOOK,
    INTEND,
    RECANT,
    SETTLE,
    INTENTS_CLEAR,
    INTENTS_COUNT,
    FOUND,
    FOUND_CLEAR,
    POSITION_GET,
    POSITION_SET,
    NOTE_GET,
    NOTE_SET,
    FORGET,
    N_STATEMENTS
};

/* ?1 is the target wherever there is one. */
static const char *const texts[N_STATEMENTS] = {
    [TARGET_ADD] = "INSERT OR IGNORE INTO target (cluster, topic) VALUES (?1, ?2)",
    [TARGET_GET] = "SELECT id FROM target WHERE cluster = ?1 AND topic = ?2",
    [LOOK] = "SELECT digest FROM article WHERE target = ?1 AND id = ?2 AND edition = ?3 UNION ALL"
             " SELECT digest FROM intent WHERE target = ?1 AND id = ?2 AND edition = ?3",
    [INTEND] = "INSERT INTO intent VALUES (?1, ?2, ?3, ?4, ?5)",
    [RECANT] = "DELETE FROM intent WHERE target = ?1 AND id = ?2 AND edition = ?3",
    [SETTLE] = "INSERT OR IGNORE INTO article SELECT target, id, edition, digest, ?2 FROM intent"
               " WHERE target = ?1",
    [INTENTS_CLEAR] = "DELETE FROM intent WHERE target = ?1",
    [INTENTS_COUNT] = "SELECT count(*) FROM intent WHERE target = ?1",
    [FOUND] = "INSERT OR IGNORE INTO article SELECT target, id, edition, digest, ?4 FROM intent"
              " WHERE target = ?1 AND id = ?2 AND record = ?3",
    [FOUND_CLEAR] = "DELETE FROM intent WHERE target = ?1 AND id = ?2 AND record = ?3",
    [POSITION_GET] = "SELECT next FROM position WHERE target = ?1 AND partition = ?2",
    [POSITION_SET] = "INSERT OR REPLACE INTO position VALUES (?1, ?2, ?3)",
    [NOTE_GET] = "SELECT text FROM note WHERE kind = ?1 AND name = ?2",
    [NOTE_SET] = "INSERT OR REPLACE INTO note VALUES (?1, ?2, ?3)",
    [FORGET] = "DELETE FROM article WHERE at < ?1",
};

struct dw_ledger {
    sqlite3 *db;
    sqlite3_stmt *statements[N_STATEMENTS];
    sqlite3_int64 target;
    bool is_open; /* a transaction of the file, to be ended by seal or settle */
    char name[2 * NAME_BYTES + 1];
};

static enum dw_err fail(struct dw_ledger *ledger, const char *what, struct dw_error *err)
{
    int code = ledger->db ? sqlite3_errcode(ledger->db) : SQLITE_NOMEM;

    if (code == SQLITE_NOMEM)
        return dw_error_set(err, DW_NOMEM, 0, "out of memory");
    return dw_error_set(err, DW_IO, 0, "ledger: cannot %s: %s", what, sqlite3_errmsg(ledger->db));
}

/* --- statements ------------------------------------------------------------------------------ */

static sqlite3_stmt *prepare(struct dw_ledger *ledger, enum statement number)
{
    sqlite3_stmt **statement = &ledger->statements[number];

    if (!*statement && sqlite3_prepare_v3(ledger->db, texts[number], -1, SQLITE_PREPARE_PERSISTENT,
                                          statement, NULL))
        return NULL;
    return *statement;
}

/* Run to the first row, if there is one. Returns SQLITE_ROW, SQLITE_DONE or an error. */
static int step(sqlite3_stmt *statement)
{
    return statement ? sqlite3_step(statement) : SQLITE_ERROR;
}

static void rewind_statement(sqlite3_stmt *statement)
{
    if (!statement)
        return;
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
}

/* Run a statement that gives no rows; it is ready for the next time after that. */
static enum dw_err run(struct dw_ledger *ledger, sqlite3_stmt *statement, const char *what,
                       struct dw_error *err)
{
    enum dw_err rc = step(statement) == SQLITE_DONE ? DW_OK : fail(ledger, what, err);

    rewind_statement(statement);
    return rc;
}

/* Run a question with one row at most. *found: there is one, to be read before the rewind. */
static enum dw_err ask(struct dw_ledger *ledger, sqlite3_stmt *statement, bool *found,
                       struct dw_error *err)
{
    int code = step(statement);

    *found = code == SQLITE_ROW;
    return code == SQLITE_ROW || code == SQLITE_DONE ? DW_OK : fail(ledger, "read", err);
}

static void bind_text(sqlite3_stmt *statement, int column, const char *text)
{
    sqlite3_bind_text(statement, column, text, -1, SQLITE_TRANSIENT);
}

/* Writes are gathered in a transaction of the file until the next seal or settle. */
static enum dw_err begin(struct dw_ledger *ledger, struct dw_error *err)
{
    if (!ledger->is_open && sqlite3_exec(ledger->db, "BEGIN", NULL, NULL, NULL))
        return fail(ledger, "begin", err);
    ledger->is_open = true;
    return DW_OK;
}

enum dw_err dw_ledger_seal(struct dw_ledger *ledger, struct dw_error *err)
{
    if (ledger->is_open && sqlite3_exec(ledger->db, "COMMIT", NULL, NULL, NULL))
        return fail(ledger, "write", err);
    ledger->is_open = false;
    return DW_OK;
}

/* --- opening --------------------------------------------------------------------------------- */

static enum dw_err run_script(struct dw_ledger *ledger, const char *script, const char *path,
                              struct dw_error *err)
{
    switch (sqlite3_exec(ledger->db, script, NULL, NULL, NULL)) {
    case SQLITE_OK:
        return DW_OK;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return dw_error_set(err, DW_CONFIG, 0, "%s: in use by another producer", path);
    case SQLITE_NOTADB:
        return dw_error_set(err, DW_CONFIG, 0, "%s: not a ledger", path);
    default:
        return dw_error_set(err, DW_IO, 0, "%s: %s", path, sqlite3_errmsg(ledger->db));
    }
}

/* The number that one row of one column holds. */
static long long ask_number(struct dw_ledger *ledger, const char *text)
{
    sqlite3_stmt *statement = NULL;
    long long number = -1;

    if (sqlite3_prepare_v2(ledger->db, text, -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW)
        number = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return number;
}

/* A new file gets its schema and a name that no other has. */
static enum dw_err make_schema(struct dw_ledger *ledger, const char *path, struct dw_error *err)
{
    unsigned char bytes[NAME_BYTES];
    char script[128];
    enum dw_err rc;

    if (RAND_bytes(bytes, sizeof bytes) != 1)
        return dw_error_set(err, DW_IO, 0, "no random numbers for the name of %s", path);
    for (size_t i = 0; i < sizeof bytes; i++)
        snprintf(ledger->name + 2 * i, 3, "%02x", (unsigned)bytes[i]);
    snprintf(script, sizeof script, "INSERT INTO ledger VALUES ('%s'); PRAGMA user_version = %d",
             ledger->name, SCHEMA_VERSION);
    rc = run_script(ledger, schema, path, err);
    return rc ? rc : run_script(ledger, script, path, err);
}

static enum dw_err read_name(struct dw_ledger *ledger, const char *path, struct dw_error *err)
{
    sqlite3_stmt *statement = NULL;
    bool found = sqlite3_prepare_v2(ledger->db, "SELECT name FROM ledger", -1, &statement, NULL) ==
                     SQLITE_OK &&
                 sqlite3_step(statement) == SQLITE_ROW;

    if (found)
        snprintf(ledger->name, sizeof ledger->name, "%s",
                 (const char *)sqlite3_column_text(statement, 0));
    sqlite3_finalize(statement);
    return found ? DW_OK : dw_error_set(err, DW_CONFIG, 0, "%s: not a ledger", path);
}

/* The lock lives as long as the file is open: no second producer can publish the same meanwhile. */
static enum dw_err open_file(struct dw_ledger *ledger, const char *path, struct dw_error *err)
{
    enum dw_err rc;

    if (sqlite3_open_v2(path, &ledger->db,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL))
        return dw_error_set(err, DW_CONFIG, 0, "%s: %s", path,
                            ledger->db ? sqlite3_errmsg(ledger->db) : "out of memory");
    sqlite3_busy_timeout(ledger->db, BUSY_MS);
    rc = run_script(ledger,
                    "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL;"
                    "PRAGMA synchronous = FULL; BEGIN IMMEDIATE",
                    path, err);
    if (rc)
        return rc;
    switch (ask_number(ledger, "PRAGMA user_version")) {
    case 0:
        if (ask_number(ledger, "SELECT count(*) FROM sqlite_master") != 0)
            return dw_error_set(err, DW_CONFIG, 0, "%s: not a ledger", path);
        rc = make_schema(ledger, path, err);
        break;
    case SCHEMA_VERSION:
        rc = read_name(ledger, path, err);
        break;
    default:
        return dw_error_set(err, DW_CONFIG, 0, "%s: made by a newer version", path);
    }
    return rc ? rc : run_script(ledger, "COMMIT", path, err);
}

enum dw_err dw_ledger_open(struct dw_ledger **out, const char *path, struct dw_error *err)
{
    struct dw_ledger *ledger = calloc(1, sizeof *ledger);
    enum dw_err rc;

    *out = NULL;
    if (!ledger)
        return dw_error_set(err, DW_NOMEM, 0, "out of memory");
    rc = open_file(ledger, path, err);
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
    for (size_t i = 0; i < N_STATEMENTS; i++)
        sqlite3_finalize(ledger->statements[i]);
    sqlite3_close(ledger->db);
    free(ledger);
}

const char *dw_ledger_name(const struct dw_ledger *ledger)
{
    return ledger->name;
}

enum dw_err dw_ledger_aim(struct dw_ledger *ledger, const char *cluster, const char *topic,
                          bool *is_new, struct dw_error *err)
{
    sqlite3_stmt *add = prepare(ledger, TARGET_ADD), *get = prepare(ledger, TARGET_GET);
    enum dw_err rc;

    if (!add || !get)
        return fail(ledger, "read", err);
    bind_text(add, 1, cluster);
    bind_text(add, 2, topic);
    rc = run(ledger, add, "write", err);
    *is_new = sqlite3_changes(ledger->db) > 0;
    bind_text(get, 1, cluster);
    bind_text(get, 2, topic);
    if (!rc && step(get) == SQLITE_ROW)
        ledger->target = sqlite3_column_int64(get, 0);
    else if (!rc)
        rc = fail(ledger, "read", err);
    rewind_statement(get);
    return rc;
}

enum dw_err dw_ledger_forget(struct dw_ledger *ledger, long long seconds, struct dw_error *err)
{
    sqlite3_stmt *forget = prepare(ledger, FORGET);

    sqlite3_bind_int64(forget, 1, (sqlite3_int64)time(NULL) - seconds);
    return run(ledger, forget, "forget", err);
}

/* --- a batch --------------------------------------------------------------------------------- */

static void bind_edition(sqlite3_stmt *statement, int column, const struct dw_record *record)
{
    char digest[1 + 2 * DW_DIGEST_LEN + 1] = "d";

    if (record->version) {
        char *edition = sqlite3_mprintf("v%s", record->version);

        /* Without memory the column stays NULL, and the statement fails by its constraint. */
        sqlite3_bind_text(statement, column, edition, -1, sqlite3_free);
        return;
    }
    for (size_t i = 0; i < DW_DIGEST_LEN; i++)
        snprintf(digest + 1 + 2 * i, 3, "%02x", (unsigned)record->digest[i]);
    bind_text(statement, column, digest);
}

/* The statement with target, id and edition bound. */
static sqlite3_stmt *prepare_for(struct dw_ledger *ledger, enum statement number,
                                 const struct dw_record *record)
{
    sqlite3_stmt *statement = prepare(ledger, number);

    assert(ledger->target);
    if (!statement)
        return NULL;
    sqlite3_bind_int64(statement, 1, ledger->target);
    bind_text(statement, 2, record->id);
    bind_edition(statement, 3, record);
    return statement;
}

/* What tells a record on the topic from all others of its key. */
static bool digest_value(const void *value, size_t len, unsigned char out[static EVP_MAX_MD_SIZE])
{
    return EVP_Digest(value, len, out, NULL, EVP_sha256(), NULL);
}

enum dw_err dw_ledger_look(struct dw_ledger *ledger, const struct dw_record *record,
                           enum dw_ledger_answer *answer, struct dw_error *err)
{
    sqlite3_stmt *look = prepare_for(ledger, LOOK, record);
    bool found;
    enum dw_err rc = ask(ledger, look, &found, err);

    *answer = DW_LEDGER_NEW;
    if (found)
        *answer = sqlite3_column_bytes(look, 0) == DW_DIGEST_LEN &&
                          memcmp(sqlite3_column_blob(look, 0), record->digest, DW_DIGEST_LEN) == 0
                      ? DW_LEDGER_KNOWN
                      : DW_LEDGER_CHANGED;
    rewind_statement(look);
    return rc;
}

enum dw_err dw_ledger_intend(struct dw_ledger *ledger, const struct dw_record *record,
                             struct dw_error *err)
{
    unsigned char value[EVP_MAX_MD_SIZE];
    sqlite3_stmt *intend;

    if (begin(ledger, err))
        return DW_IO;
    intend = prepare_for(ledger, INTEND, record);
    if (!intend || !digest_value(record->value, record->len, value))
        return fail(ledger, "write", err);
    sqlite3_bind_blob(intend, 4, record->digest, DW_DIGEST_LEN, SQLITE_TRANSIENT);
    sqlite3_bind_blob(intend, 5, value, DW_DIGEST_LEN, SQLITE_TRANSIENT);
    return run(ledger, intend, "write", err);
}

enum dw_err dw_ledger_recant(struct dw_ledger *ledger, const struct dw_record *record,
                             struct dw_error *err)
{
    if (begin(ledger, err))
        return DW_IO;
    return run(ledger, prepare_for(ledger, RECANT, record), "write", err);
}

static enum dw_err clear_intents(struct dw_ledger *ledger, struct dw_error *err)
{
    sqlite3_stmt *clear = prepare(ledger, INTENTS_CLEAR);

    sqlite3_bind_int64(clear, 1, ledger->target);
    return run(ledger, clear, "write", err);
}

enum dw_err dw_ledger_settle(struct dw_ledger *ledger, struct dw_error *err)
{
    sqlite3_stmt *settle = prepare(ledger, SETTLE);
    enum dw_err rc = begin(ledger, err);

    if (rc)
        return rc;
    sqlite3_bind_int64(settle, 1, ledger->target);
    sqlite3_bind_int64(settle, 2, (sqlite3_int64)time(NULL));
    rc = run(ledger, settle, "write", err);
    if (!rc)
        rc = clear_intents(ledger, err);
    return rc ? rc : dw_ledger_seal(ledger, err);
}

/* --- what a crash leaves --------------------------------------------------------------------- */

enum dw_err dw_ledger_count(struct dw_ledger *ledger, size_t *n, struct dw_error *err)
{
    sqlite3_stmt *count = prepare(ledger, INTENTS_COUNT);
    enum dw_err rc = DW_OK;

    sqlite3_bind_int64(count, 1, ledger->target);
    if (step(count) == SQLITE_ROW)
        *n = (size_t)sqlite3_column_int64(count, 0);
    else
        rc = fail(ledger, "read", err);
    rewind_statement(count);
    return rc;
}

enum dw_err dw_ledger_found(struct dw_ledger *ledger, const char *key, size_t key_len,
                            const void *value, size_t len, struct dw_error *err)
{
    static const enum statement steps[] = {FOUND, FOUND_CLEAR};
    unsigned char digest[EVP_MAX_MD_SIZE];
    enum dw_err rc = begin(ledger, err);

    if (!rc && !digest_value(value, len, digest))
        rc = dw_error_set(err, DW_NOMEM, 0, "out of memory");
    for (size_t i = 0; i < sizeof steps / sizeof *steps && !rc; i++) {
        sqlite3_stmt *statement = prepare(ledger, steps[i]);

        sqlite3_bind_int64(statement, 1, ledger->target);
        sqlite3_bind_text64(statement, 2, key, key_len, SQLITE_TRANSIENT, SQLITE_UTF8);
        sqlite3_bind_blob(statement, 3, digest, DW_DIGEST_LEN, SQLITE_TRANSIENT);
        if (steps[i] == FOUND)
            sqlite3_bind_int64(statement, 4, (sqlite3_int64)time(NULL));
        rc = run(ledger, statement, "write", err);
    }
    return rc;
}

enum dw_err dw_ledger_drop(struct dw_ledger *ledger, struct dw_error *err)
{
    enum dw_err rc = begin(ledger, err);

    if (!rc)
        rc = clear_intents(ledger, err);
    return rc ? rc : dw_ledger_seal(ledger, err);
}

enum dw_err dw_ledger_position(struct dw_ledger *ledger, int32_t partition, int64_t *offset,
                               struct dw_error *err)
{
    sqlite3_stmt *get = prepare(ledger, POSITION_GET);
    bool found;
    enum dw_err rc;

    sqlite3_bind_int64(get, 1, ledger->target);
    sqlite3_bind_int(get, 2, partition);
    rc = ask(ledger, get, &found, err);
    *offset = found ? sqlite3_column_int64(get, 0) : -1;
    rewind_statement(get);
    return rc;
}

enum dw_err dw_ledger_note_position(struct dw_ledger *ledger, int32_t partition, int64_t offset,
                                    struct dw_error *err)
{
    sqlite3_stmt *set = prepare(ledger, POSITION_SET);
    enum dw_err rc = begin(ledger, err);

    if (rc)
        return rc;
    sqlite3_bind_int64(set, 1, ledger->target);
    sqlite3_bind_int(set, 2, partition);
    sqlite3_bind_int64(set, 3, offset);
    return run(ledger, set, "write", err);
}

/* --- notes of transports --------------------------------------------------------------------- */

enum dw_err dw_ledger_note_get(struct dw_ledger *ledger, const char *kind, const char *name,
                               char **text, struct dw_error *err)
{
    sqlite3_stmt *get = prepare(ledger, NOTE_GET);
    bool found;
    enum dw_err rc;

    bind_text(get, 1, kind);
    bind_text(get, 2, name);
    rc = ask(ledger, get, &found, err);
    *text = found ? strdup((const char *)sqlite3_column_text(get, 0)) : NULL;
    if (found && !*text)
        rc = dw_error_set(err, DW_NOMEM, 0, "out of memory");
    rewind_statement(get);
    return rc;
}

enum dw_err dw_ledger_note_set(struct dw_ledger *ledger, const char *kind, const char *name,
                               const char *text, struct dw_error *err)
{
    sqlite3_stmt *set = prepare(ledger, NOTE_SET);
    enum dw_err rc = begin(ledger, err);

    if (rc)
        return rc;
    bind_text(set, 1, kind);
    bind_text(set, 2, name);
    bind_text(set, 3, text);
    return run(ledger, set, "write", err);
}
