/* SPDX-License-Identifier: MIT */
/*
 * state.h - what a lane remembers of the articles of its partitions, and what it holds back.
 *
 * A table in memory for each partition of the input, and beside it the state topic: every change is
 * also a record there, in the partition of the same number and in the transaction of the results
 * that it belongs to. Who is given a partition reads its state from there (restore.h). The keys in
 * the topic are those of the tables behind "article/" and "held/", so that it can be compacted.
 *
 * Memory   a partition's articles take `limit` bytes at most: what was told of longest ago is
 *          forgotten first. Held articles are never forgotten; where they would take more than
 *          another `limit`, their text stays in the topic alone until it is needed.
 * Threads  one lane, one state.
 */
#ifndef DW_STATE_H
#define DW_STATE_H

#include "consumer/store.h"
#include "processors/base/error.h"
#include "schemas/article_state.h"

#define DW_STATE_ARTICLE "article/"
#define DW_STATE_HELD    "held/"

struct dw_state_partition {
    int32_t partition;
    bool is_restored;
    size_t limit;
    struct dw_store articles; /* by article id: article state as JSON */
    struct dw_store held;     /* likewise: held article as JSON; mark: when it is due */
    int64_t due;              /* when the first of them is; INT64_MAX: none ever */
};

struct dw_state {
    size_t limit;
    struct dw_state_partition *v;
    int n, cap;
};

void dw_state_init(struct dw_state *state, size_t limit);
void dw_state_fini(struct dw_state *state);

/* A partition comes, to be restored; or goes. Adding fails when memory is out. */
bool dw_state_add(struct dw_state *state, int32_t partition);
void dw_state_remove(struct dw_state *state, int32_t partition);
void dw_state_reset(struct dw_state *state); /* all go */

/* NULL if the lane does not have it. Good until a partition comes or goes. */
struct dw_state_partition *dw_state_find(struct dw_state *state, int32_t partition);

/* Nobody knows what the topic holds: all partitions are to be restored. */
void dw_state_forget(struct dw_state *state);
bool dw_state_is_restored(const struct dw_state *state);

/* With the transaction. */
void dw_state_commit(struct dw_state *state);
void dw_state_rollback(struct dw_state *state);

/* Set in a table, as JSON; NULL (of a held article `held`) takes out. Errors: DW_NOMEM. */
enum dw_err dw_state_set_article(struct dw_state_partition *p, const char *id, const char *value,
                                 size_t len, struct dw_error *err) DW_WARN_UNUSED;
enum dw_err dw_state_set_held(struct dw_state_partition *p, const char *id,
                              const struct dw_held_article *held, const char *value, size_t len,
                              struct dw_error *err) DW_WARN_UNUSED;

/* False if the text of a held article is in the topic alone. */
bool dw_state_has_text(const struct dw_store_entry *entry);

/* Take a record of the state topic; what is none of ours is passed over. Errors: DW_NOMEM. */
enum dw_err dw_state_load(struct dw_state_partition *p, const char *key, size_t key_len,
                          const char *value, size_t len, struct dw_error *err) DW_WARN_UNUSED;

/*
 * Gather in `texts` those of held articles that are due by `now` and have none in memory, from all
 * records of the topic in their order; then take them. Errors: DW_NOMEM.
 */
enum dw_err dw_state_load_text(const struct dw_state_partition *p, struct dw_store *texts,
                               int64_t now, const char *key, size_t key_len, const char *value,
                               size_t len, struct dw_error *err) DW_WARN_UNUSED;
enum dw_err dw_state_take_texts(struct dw_state_partition *p, const struct dw_store *texts,
                                struct dw_error *err) DW_WARN_UNUSED;

/* The article to forget, once there are too many; NULL if there is room. */
const struct dw_store_entry *dw_state_excess(const struct dw_state_partition *p);

/* A held article whose time has come, and its partition; NULL if there is none. */
const struct dw_store_entry *dw_state_due(struct dw_state *state, int64_t now,
                                          struct dw_state_partition **p);

#endif
