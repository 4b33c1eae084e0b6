/* SPDX-License-Identifier: MIT */
#include "consumer/store.h"

#include <stdlib.h>
#include <string.h>

enum { BUCKETS_MIN = 64, MALLOC_COST = 16 };

void dw_store_init(struct dw_store *store)
{
    memset(store, 0, sizeof *store);
}

void dw_store_fini(struct dw_store *store)
{
    dw_store_commit(store);
    for (struct dw_store_entry *entry = store->oldest, *newer; entry; entry = newer) {
        newer = entry->newer;
        free(entry);
    }
    free(store->buckets);
    free(store->changes);
    dw_store_init(store);
}

/* --- entries --------------------------------------------------------------------------------- */

/* FNV-1a, its bits spread. Keys are not chosen by enemies who could see what it costs: a partition
 * holds what its memory allows, and no more. */
static uint64_t hash_key(const char *key, size_t len)
{
    uint64_t hash = UINT64_C(0xCBF29CE484222325);

    for (size_t i = 0; i < len; i++)
        hash = (hash ^ (unsigned char)key[i]) * UINT64_C(0x100000001B3);
    return hash ^ hash >> 29;
}

static size_t cost_of(const struct dw_store_entry *entry)
{
    return sizeof *entry + entry->key_len + entry->len + sizeof(void *) + MALLOC_COST;
}

static struct dw_store_entry *entry_new(const char *key, size_t key_len, const char *value,
                                        size_t len, int64_t mark)
{
    struct dw_store_entry *entry = malloc(sizeof *entry + key_len + len);

    if (!entry)
        return NULL;
    *entry = (struct dw_store_entry){
        .hash = hash_key(key, key_len), .mark = mark, .key_len = key_len, .len = len};
    memcpy(entry->bytes, key, key_len);
    if (len)
        memcpy(entry->bytes + key_len, value, len);
    return entry;
}

static void entry_free(struct dw_store *store, struct dw_store_entry *entry)
{
    if (entry)
        store->bytes -= cost_of(entry);
    free(entry);
}

const char *dw_store_value(const struct dw_store_entry *entry)
{
    return entry->bytes + entry->key_len;
}

/* --- the table ------------------------------------------------------------------------------- */

static struct dw_store_entry **bucket_of(const struct dw_store *store, uint64_t hash)
{
    return &store->buckets[hash & (store->n_buckets - 1)];
}

static bool grow(struct dw_store *store)
{
    size_t n = store->n_buckets ? 2 * store->n_buckets : BUCKETS_MIN;
    struct dw_store_entry **buckets = calloc(n, sizeof(struct dw_store_entry *));

    if (!buckets)
        return false;
    free(store->buckets);
    store->buckets = buckets;
    store->n_buckets = n;
    for (struct dw_store_entry *entry = store->oldest; entry; entry = entry->newer) {
        struct dw_store_entry **bucket = bucket_of(store, entry->hash);

        entry->next = *bucket;
        *bucket = entry;
    }
    return true;
}

/* Where the pointer to the entry with that key is, or would be. There must be buckets. */
static struct dw_store_entry **find_link(const struct dw_store *store, const char *key,
                                         size_t key_len)
{
    uint64_t hash = hash_key(key, key_len);
    struct dw_store_entry **link = bucket_of(store, hash);

    while (*link && ((*link)->hash != hash || (*link)->key_len != key_len ||
                     memcmp((*link)->bytes, key, key_len) != 0))
        link = &(*link)->next;
    return link;
}

const struct dw_store_entry *dw_store_find(const struct dw_store *store, const char *key,
                                           size_t key_len)
{
    return store->n_buckets ? *find_link(store, key, key_len) : NULL;
}

static void attach(struct dw_store *store, struct dw_store_entry *entry)
{
    struct dw_store_entry **bucket = bucket_of(store, entry->hash);

    entry->next = *bucket;
    *bucket = entry;
    entry->newer = NULL;
    entry->older = store->newest;
    *(store->newest ? &store->newest->newer : &store->oldest) = entry;
    store->newest = entry;
    store->n++;
}

static void detach(struct dw_store *store, struct dw_store_entry *entry)
{
    *find_link(store, entry->bytes, entry->key_len) = entry->next;
    *(entry->older ? &entry->older->newer : &store->oldest) = entry->newer;
    *(entry->newer ? &entry->newer->older : &store->newest) = entry->older;
    store->n--;
}

/* --- changes --------------------------------------------------------------------------------- */

static bool make_room(struct dw_store *store)
{
    size_t cap = store->cap_changes ? 2 * store->cap_changes : BUCKETS_MIN;
    void *changes;

    if (store->n_changes < store->cap_changes)
        return true;
    changes = realloc(store->changes, cap * sizeof *store->changes);
    if (!changes)
        return false;
    store->changes = changes;
    store->cap_changes = cap;
    return true;
}

/* `now` takes the place of `was`; either may be NULL. There is room for the change. */
static void change(struct dw_store *store, struct dw_store_entry *was, struct dw_store_entry *now)
{
    if (was)
        detach(store, was);
    if (now) {
        attach(store, now);
        store->bytes += cost_of(now);
    }
    store->changes[store->n_changes].was = was;
    store->changes[store->n_changes++].now = now;
}

bool dw_store_set(struct dw_store *store, const char *key, size_t key_len, const char *value,
                  size_t len, int64_t mark)
{
    struct dw_store_entry *entry;

    if ((store->n >= store->n_buckets && !grow(store)) || !make_room(store))
        return false;
    entry = entry_new(key, key_len, value, len, mark);
    if (!entry)
        return false;
    change(store, *find_link(store, key, key_len), entry);
    return true;
}

bool dw_store_drop(struct dw_store *store, const char *key, size_t key_len)
{
    struct dw_store_entry *was = store->n_buckets ? *find_link(store, key, key_len) : NULL;

    if (!was)
        return true;
    if (!make_room(store))
        return false;
    change(store, was, NULL);
    return true;
}

void dw_store_commit(struct dw_store *store)
{
    for (size_t i = 0; i < store->n_changes; i++)
        entry_free(store, store->changes[i].was);
    store->n_changes = 0;
}

/* Last change first: what one change put in, an earlier one of the same key finds in its place. */
void dw_store_rollback(struct dw_store *store)
{
    while (store->n_changes > 0) {
        struct dw_store_entry *was = store->changes[--store->n_changes].was;
        struct dw_store_entry *now = store->changes[store->n_changes].now;

        if (now) {
            detach(store, now);
            entry_free(store, now);
        }
        if (was)
            attach(store, was);
    }
}
