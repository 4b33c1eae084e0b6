/* SPDX-License-Identifier: MIT */
/*
 * store.h - a table of bytes by key that can take back what was not committed.
 *
 * Changes count at once; commit makes them last, rollback undoes all since the last commit. So the
 * table follows the transaction that the same changes are written with.
 *
 * Order    entries are kept in the order in which they were last set, oldest first.
 * Memory   `bytes` is what the entries take, those included that a rollback would bring back.
 * Errors   setting is false when memory is out; nothing has changed then.
 */
#ifndef DW_STORE_H
#define DW_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct dw_store_entry {
    struct dw_store_entry *next;          /* with the same hash */
    struct dw_store_entry *older, *newer; /* in order */
    uint64_t hash;
    int64_t mark; /* the caller's */
    size_t key_len, len;
    char bytes[]; /* key, then value */
};

struct dw_store {
    struct dw_store_entry **buckets;
    size_t n, n_buckets;
    struct dw_store_entry *oldest, *newest;
    struct {
        struct dw_store_entry *was, *now; /* NULL: there was none, there is none */
    } * changes;
    size_t n_changes, cap_changes;
    size_t bytes;
};

void dw_store_init(struct dw_store *store);
void dw_store_fini(struct dw_store *store);

/* NULL if there is none. The entry is good until the next change. */
const struct dw_store_entry *dw_store_find(const struct dw_store *store, const char *key,
                                           size_t key_len);

const char *dw_store_value(const struct dw_store_entry *entry);

/* Put or replace. Key and value are copied and may be part of the store itself. */
bool dw_store_set(struct dw_store *store, const char *key, size_t key_len, const char *value,
                  size_t len, int64_t mark);

/* Take out; nothing happens if there is no such entry. */
bool dw_store_drop(struct dw_store *store, const char *key, size_t key_len);

void dw_store_commit(struct dw_store *store);
void dw_store_rollback(struct dw_store *store);

#endif
