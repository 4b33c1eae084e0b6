/* SPDX-License-Identifier: MIT */
/*
 * article_state.h - what the consumer remembers of an article between its versions, as JSON.
 *
 * Two records (article-state.schema.json): the state of an article, which tells the version that
 * was answered last and the events that stand; and a held article, which is the record as it was
 * consumed with the time until which it is held.
 *
 * Owner    what is decoded: the arena.
 * Errors   DW_INPUT for what is no such record, DW_NOMEM; encoders: out->failed.
 */
#ifndef DW_SCHEMA_ARTICLE_STATE_H
#define DW_SCHEMA_ARTICLE_STATE_H

#include "processors/article.h"
#include "processors/base/arena.h"
#include "processors/base/error.h"
#include "processors/base/strbuf.h"
#include "schemas/dispute_event.h"
#include "schemas/version.h"

/* An event that stands: enough to know it again and to take it back. */
struct dw_standing_event {
    char id[DW_DISPUTE_EVENT_ID]; /* its ce_id */
    const char *dyad;
    struct dw_event_brief brief;
    uint64_t likeness; /* dw_dispute_event_likeness */
};

struct dw_article_state {
    struct dw_version version;
    enum dw_status status;
    const char *ce_id; /* of the tagged article */
    int64_t offset;    /* of the record that was answered, in the input partition */
    struct dw_standing_event *events;
    uint32_t n_events;
};

enum dw_err dw_article_state_decode(const char *value, size_t len, struct dw_arena *arena,
                                    struct dw_article_state *out,
                                    struct dw_error *err) DW_WARN_UNUSED;
void dw_article_state_encode(const struct dw_article_state *state, struct dw_strbuf *out);

struct dw_held_header {
    const char *name;
    const void *value; /* NULL for a null */
    size_t len;
};

enum { DW_HELD_FOREVER = -1 };

struct dw_held_article {
    struct dw_version version;
    int64_t until; /* ms since the epoch; DW_HELD_FOREVER: until another version comes */
    int32_t partition;
    int64_t offset, timestamp;
    const void *key; /* NULL for a null */
    size_t key_len;
    const char *value; /* UTF-8 */
    size_t len;
    struct dw_held_header *headers;
    uint32_t n_headers;
};

enum dw_err dw_held_article_decode(const char *value, size_t len, struct dw_arena *arena,
                                   struct dw_held_article *out,
                                   struct dw_error *err) DW_WARN_UNUSED;
void dw_held_article_encode(const struct dw_held_article *held, struct dw_strbuf *out);

#endif
